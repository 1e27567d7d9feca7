//! What follows when somebody has taken money back that was waiting, or written on an entry. An awake page says so itself;
//! these are for a browser that sends the forms alone.

use leptos_router::location::Url;

use super::api::{CancelInvitation, SetPrivateNote, SetTags};
use crate::{
    deed::{Deed, Next},
    form::done_path,
};

/// The page on which all of it stands.
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
    /// The tags as they were understood.
    type Done = Vec<String>;
    const PAGES: &'static [&'static str] = ENTRY;
    const SHOWN: &'static [&'static str] = &["tags"];

    fn next(_: &Vec<String>, page: &Url) -> Next {
        Next::Load(done_path(page.path(), "tags"))
    }
}

impl Deed for SetPrivateNote {
    type Done = ();
    const PAGES: &'static [&'static str] = ENTRY;
    const SHOWN: &'static [&'static str] = &["private_note"];

    fn next((): &(), page: &Url) -> Next {
        Next::Load(done_path(page.path(), "private_note"))
    }
}
