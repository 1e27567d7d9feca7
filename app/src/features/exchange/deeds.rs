//! Where a person goes who has prepared a conversion.

use leptos_router::location::Url;

use super::api::PrepareConvert;
use crate::deed::{Deed, Next};

impl Deed for PrepareConvert {
    /// The id under which it waits.
    type Done = String;
    const PAGES: &'static [&'static str] = &["/convert"];
    const SHOWN: &'static [&'static str] = &["amount", "currency", "they_get", "target_currency"];

    fn next(id: &String, _: &Url) -> Next {
        Next::Step(format!("/send/confirm/{id}"))
    }
}
