//! Where a person goes who has prepared, confirmed or renewed a payment.

use leptos_router::location::Url;

use super::api::{ConfirmSend, PrepareSend, Prepared, Progress, RenewSend};
use crate::deed::{Deed, Next};

impl Deed for PrepareSend {
    /// The id under which it waits.
    type Done = String;
    const PAGES: &'static [&'static str] = &["/send"];
    const SHOWN: &'static [&'static str] = &[
        "to",
        "amount",
        "currency",
        "they_get",
        "target_currency",
        "note",
    ];

    fn next(id: &String, _: &Url) -> Next {
        Next::Step(format!("/send/confirm/{id}"))
    }
}

impl Deed for ConfirmSend {
    type Done = Prepared;
    const PAGES: &'static [&'static str] = &["/send/confirm/{id}"];
    const SHOWN: &'static [&'static str] = &[];

    fn next(prepared: &Prepared, _: &Url) -> Next {
        match &prepared.progress {
            Progress::Paid { activity } => Next::Replace(format!("/history/{activity}")),
            // A final refusal or an expiry: the page says so from the server's own words.
            Progress::Ready { .. } | Progress::Refused(_) | Progress::Expired => Next::Again,
        }
    }
}

impl Deed for RenewSend {
    /// The id under which the new one waits.
    type Done = String;
    const PAGES: &'static [&'static str] = ConfirmSend::PAGES;
    const SHOWN: &'static [&'static str] = &[];

    fn next(id: &String, _: &Url) -> Next {
        // Going back must not lead to a sheet that has lapsed.
        Next::Replace(format!("/send/confirm/{id}"))
    }
}
