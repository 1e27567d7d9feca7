//! What follows when somebody has marked notifications as read: they stay, and see it.

use leptos_router::location::Url;

use super::api::MarkNotificationsRead;
use crate::deed::{Deed, Next};

impl Deed for MarkNotificationsRead {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/notifications"];
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Stay
    }
}
