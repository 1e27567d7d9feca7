//! Where a person goes who has registered, signed in or signed out.

use leptos_router::location::Url;

use super::api::{CodeSent, Register, RegisterCode, SignIn, SignOut};
use crate::{
    deed::{Deed, Next},
    form::next_in,
};

impl Deed for RegisterCode {
    type Done = CodeSent;
    const PAGES: &'static [&'static str] = Register::PAGES;
    const SHOWN: &'static [&'static str] = Register::SHOWN;

    fn next(_: &CodeSent, _: &Url) -> Next {
        Next::Stay
    }
}

impl Deed for Register {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/register"];
    const SHOWN: &'static [&'static str] = &["address", "name", "agreement"];

    fn next((): &(), _: &Url) -> Next {
        Next::Load("/setup".to_owned())
    }
}

impl Deed for SignIn {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/login"];
    const SHOWN: &'static [&'static str] = &["address"];

    fn next((): &(), page: &Url) -> Next {
        Next::Load(next_in(page.search()))
    }
}

impl Deed for SignOut {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/settings"];
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Load("/".to_owned())
    }
}
