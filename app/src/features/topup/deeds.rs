//! Where a person goes who has asked for money from a card or a bank.

use leptos_router::location::Url;

use super::api::{RemoveCard, TopupAuthenticate, TopupBank, TopupCard};
use crate::deed::{Deed, Next};

impl Deed for TopupCard {
    /// The id of the request's page.
    type Done = String;
    const PAGES: &'static [&'static str] = &["/topup"];
    /// With the request's id: when the answer got lost, the same request is made again.
    const SHOWN: &'static [&'static str] = &["id", "amount", "currency", "card"];

    fn next(id: &String, _: &Url) -> Next {
        Next::Replace(format!("/history/{id}"))
    }
}

impl Deed for TopupBank {
    /// The id of the request's page.
    type Done = String;
    const PAGES: &'static [&'static str] = TopupCard::PAGES;
    const SHOWN: &'static [&'static str] = &["id", "amount", "currency"];

    fn next(id: &String, _: &Url) -> Next {
        Next::Replace(format!("/history/{id}"))
    }
}

impl Deed for RemoveCard {
    type Done = ();
    const PAGES: &'static [&'static str] = TopupCard::PAGES;
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Stay
    }
}

impl Deed for TopupAuthenticate {
    type Done = String;
    const PAGES: &'static [&'static str] = &["/history/{id}"];
    const SHOWN: &'static [&'static str] = &[];

    fn next(_: &String, _: &Url) -> Next {
        Next::Again
    }
}
