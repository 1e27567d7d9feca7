//! What happens elsewhere, shown without a reload: a browser keeps one stream of hints, its tabs share it, and a page
//! asks again for what it shows when a hint says that this has changed. A stream brings no data of a page, so that
//! whatever is shown comes by the same way and under the same rules as ever.

mod keep;
#[cfg(feature = "hydrate")]
mod lead;
mod place;
#[cfg(feature = "hydrate")]
mod quiet;
mod renew;
#[cfg(feature = "hydrate")]
mod stream;
mod wire;

use domain::Standing;
use leptos::prelude::*;

pub use self::wire::{News, Told};
pub(crate) use self::{
    keep::{About, Watch},
    place::keeping_place,
    renew::renew,
};
use crate::frame::Frame;

/// Where the stream is.
pub const EVENTS_PATH: &str = "/events";
/// The parameter of the stream's address that says what its page knows; `Last-Event-ID` says it better.
pub const AFTER: &str = "after";
/// The kind of event that says that the session is over; what news there is comes without a kind.
pub const OVER: &str = "over";
/// The header of what a page asks for by itself: such a question must not keep a session alive.
pub const QUIET_HEADER: &str = "okpay-quiet";

/// What this tab knows by now.
#[derive(Clone, Copy)]
pub(crate) struct Live {
    standing: RwSignal<Standing>,
    unread: RwSignal<u32>,
    said: RwSignal<Option<String>>,
    #[cfg(feature = "hydrate")]
    t: crate::texts::Texts,
}

/// Gives a member's pages what they watch, and begins to listen once the page is awake. A visitor has no stream.
pub(crate) fn provide(frame: &Frame) {
    let Some(me) = &frame.me else { return };
    let live = Live {
        standing: RwSignal::new(me.standing),
        unread: RwSignal::new(me.unread),
        said: RwSignal::new(None),
        #[cfg(feature = "hydrate")]
        t: crate::texts::Texts(frame.locale),
    };
    provide_context(live);
    #[cfg(feature = "hydrate")]
    {
        let account = me.account.clone();
        Effect::new(move |_| stream::listen(live, &account));
    }
}

/// What this tab knows, on a page of a member.
pub(crate) fn use_live() -> Option<Live> {
    use_context()
}

impl Live {
    /// Notifications that were not read.
    pub fn unread(self) -> Signal<u32> {
        self.unread.into()
    }

    /// What is being said at the moment.
    pub fn said(self) -> Signal<Option<String>> {
        self.said.into()
    }
}
