//! Where a person goes who has changed a setting: mostly to the same page, which says so.

use leptos_router::location::Url;

use super::{
    api::{
        ChangePassword, PaymentResetCode, ResetPaymentPassword, SetLanguage, SetName,
        SetPaymentPassword, SetPreferences, SignOutEverywhere,
    },
    choices_api::SetNotificationChoices,
    devices_api::RevokeSession,
    profile_api::SetProfile,
};
use crate::{
    deed::{Deed, Next},
    features::auth::api::CodeSent,
    form::{done_path, next_in},
};

const SECURITY: &str = "/settings/security";
const SET_UP: &str = "/setup";

impl Deed for SetName {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/settings/profile"];
    const SHOWN: &'static [&'static str] = &["name"];

    fn next((): &(), _: &Url) -> Next {
        Next::Load(done_path("/settings/profile", "name"))
    }
}

impl Deed for SetLanguage {
    type Done = ();
    /// Its form in the header of every visitor's page goes to the front page, and says where to come back to.
    const PAGES: &'static [&'static str] = &["/settings/language", "/"];
    const SHOWN: &'static [&'static str] = &["locale"];

    fn next((): &(), page: &Url) -> Next {
        match page.path() {
            "/" => Next::Load(next_in(page.search())),
            _ => Next::Again,
        }
    }
}

impl Deed for SetProfile {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/settings/profile", SET_UP];
    const SHOWN: &'static [&'static str] =
        &["birthday", "country", "street", "city", "postal_code"];

    fn next((): &(), page: &Url) -> Next {
        Next::Load(match page.path() {
            SET_UP => next_in(page.search()),
            _ => done_path("/settings/profile", "personal"),
        })
    }
}

impl Deed for SetPreferences {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/settings/language"];
    const SHOWN: &'static [&'static str] = &["currency", "time_zone"];

    fn next((): &(), _: &Url) -> Next {
        Next::Load(done_path("/settings/language", "preferences"))
    }
}

impl Deed for ChangePassword {
    type Done = ();
    const PAGES: &'static [&'static str] = &[SECURITY];
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Load(done_path(SECURITY, "password"))
    }
}

impl Deed for SetPaymentPassword {
    type Done = ();
    const PAGES: &'static [&'static str] = &[SECURITY, SET_UP];
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), page: &Url) -> Next {
        Next::Load(match page.path() {
            SET_UP => next_in(page.search()),
            _ => done_path(SECURITY, "payment_password"),
        })
    }
}

impl Deed for PaymentResetCode {
    type Done = CodeSent;
    const PAGES: &'static [&'static str] = &[SECURITY];
    const SHOWN: &'static [&'static str] = &[];

    fn next(_: &CodeSent, _: &Url) -> Next {
        Next::Stay
    }
}

impl Deed for ResetPaymentPassword {
    type Done = ();
    const PAGES: &'static [&'static str] = &[SECURITY];
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Load(done_path(SECURITY, "payment_password"))
    }
}

impl Deed for SignOutEverywhere {
    type Done = ();
    const PAGES: &'static [&'static str] = &[SECURITY];
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Load("/login".to_owned())
    }
}

impl Deed for RevokeSession {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/settings/devices"];
    const SHOWN: &'static [&'static str] = &[];

    fn next((): &(), _: &Url) -> Next {
        Next::Stay
    }
}

impl Deed for SetNotificationChoices {
    type Done = ();
    const PAGES: &'static [&'static str] = &["/settings/notifications"];
    const SHOWN: &'static [&'static str] = &[
        "money_in_email",
        "money_in_phone",
        "money_in_inbox",
        "receipt_email",
        "receipt_phone",
        "receipt_inbox",
        "request_email",
        "request_phone",
        "request_inbox",
        "security_email",
        "security_phone",
        "security_inbox",
    ];

    fn next((): &(), _: &Url) -> Next {
        Next::Stay
    }
}
