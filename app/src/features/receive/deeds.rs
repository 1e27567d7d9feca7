//! Where a person goes who has asked for money, or has answered a request.

use leptos_router::location::Url;

use super::api::{AskForMoney, DeclineRequest, PayRequest, WithdrawRequest};
use crate::deed::{Deed, Next};

/// The page of a request.
const REQUEST: &[&str] = &["/request/{code}"];

impl Deed for AskForMoney {
    /// The request's id.
    type Done = String;
    const PAGES: &'static [&'static str] = &["/receive"];
    const SHOWN: &'static [&'static str] = &["to", "amount", "currency", "note"];

    fn next(id: &String, _: &Url) -> Next {
        Next::Step(format!("/request/{id}"))
    }
}

impl Deed for PayRequest {
    /// The id under which the payment waits.
    type Done = String;
    const PAGES: &'static [&'static str] = REQUEST;
    const SHOWN: &'static [&'static str] = &[];

    fn next(id: &String, _: &Url) -> Next {
        Next::Step(format!("/send/confirm/{id}"))
    }
}

impl Deed for DeclineRequest {
    type Done = ();
    const PAGES: &'static [&'static str] = REQUEST;
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Again
    }
}

impl Deed for WithdrawRequest {
    type Done = ();
    const PAGES: &'static [&'static str] = REQUEST;
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Again
    }
}
