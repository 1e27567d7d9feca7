//! What follows when somebody has taken money back that was waiting, or has written on an entry.

use leptos_router::location::Url;

use super::api::{CancelInvitation, SetPrivateNote, SetTags};
use crate::deed::{Deed, Next};

/// The page of an entry.
const ENTRY: &[&str] = &["/history/{id}"];

impl Deed for CancelInvitation {
    type Done = ();
    const PAGES: &'static [&'static str] = ENTRY;
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Again
    }
}

impl Deed for SetTags {
    /// The tags as they are kept.
    type Done = Vec<String>;
    const PAGES: &'static [&'static str] = ENTRY;
    const SHOWN: &'static [&'static str] = &["tags"];

    fn next(_: &Vec<String>, _: &Url) -> Next {
        Next::Stay
    }
}

impl Deed for SetPrivateNote {
    type Done = ();
    const PAGES: &'static [&'static str] = ENTRY;
    const SHOWN: &'static [&'static str] = &["private_note"];

    fn next((): &(), _: &Url) -> Next {
        Next::Stay
    }
}
