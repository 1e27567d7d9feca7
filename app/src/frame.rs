//! What every page knows before it is drawn: the language, who is signed in, and whether the money is play money.
//! The server makes it once for a request and hands the same to the browser, so that both draw the same page.

use domain::{Currency, Locale, Standing};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The member a page is drawn for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    pub name: String,
    pub initial: String,
    /// Grouped for reading: `8801 2264 517`.
    pub account: String,
    pub display_currency: Currency,
    pub has_payment_password: bool,
    /// How far things were before this page was drawn.
    pub standing: Standing,
    /// Notifications that were not read.
    pub unread: u32,
}

/// What a page knows of its request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub locale: Locale,
    pub me: Option<Me>,
    pub sandbox: bool,
    /// Hour of the day for the person, 0–23, for the greeting.
    pub hour: u32,
}

impl Default for Frame {
    fn default() -> Self {
        Self {
            locale: Locale::En,
            me: None,
            sandbox: false,
            hour: 12,
        }
    }
}

/// Reads the frame of this page: from the request on the server, from the page in the browser.
pub(crate) fn load() -> Frame {
    SharedValue::new(read_request).into_inner()
}

/// The frame of the request, on the server only; asking here does not hand it to the browser.
#[cfg(feature = "ssr")]
pub(crate) fn read_request() -> Frame {
    // While the list of routes is made there is no request; what is drawn then is thrown away.
    let (Ok(asker), Ok(wallet)) = (crate::ssr::asker(), crate::ssr::wallet()) else {
        return Frame::default();
    };
    Frame {
        locale: asker.locale,
        sandbox: wallet.config().sandbox,
        hour: asker.viewer.as_ref().map_or(12, |viewer| {
            chrono::Timelike::hour(&services::local_time(&viewer.person, wallet.env().now()))
        }),
        me: asker.viewer.map(|viewer| Me {
            name: viewer.person.name.as_str().to_owned(),
            initial: viewer.person.name.initial(),
            account: viewer.person.account_number.display(),
            display_currency: viewer.person.display_currency,
            has_payment_password: viewer.has_payment_password,
            standing: asker.seen.standing,
            unread: asker.seen.unread,
        }),
    }
}

#[cfg(not(feature = "ssr"))]
fn read_request() -> Frame {
    Frame::default()
}

/// The frame of the page that is being drawn.
pub(crate) fn use_frame() -> Frame {
    use_context().unwrap_or_default()
}
