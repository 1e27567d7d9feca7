//! What follows when somebody has taken money back that was waiting.

use leptos_router::location::Url;

use super::api::CancelInvitation;
use crate::deed::{Deed, Next};

impl Deed for CancelInvitation {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/history/{id}"];
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Again
    }
}
