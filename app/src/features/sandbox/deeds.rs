//! What follows when the sandbox's bank was told what to do.

use leptos_router::location::Url;

use super::api::SandboxBank;
use crate::deed::{Deed, Next};

impl Deed for SandboxBank {
    type Done = String;
    const PAGES: &'static [&'static str] = &["/sandbox/bank"];
    const SHOWN: &'static [&'static str] = &["reference", "outcome", "amount"];

    fn next(_: &String, _: &Url) -> Next {
        Next::Stay
    }
}
