//! The browser's end of the stream: one `EventSource` in the tab that leads, and what it hears passed on to the others.
//! The browser connects again by itself; only what it gives up is tried again here, more and more seldom. Nothing here
//! may ever leave a word in the console.

use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

use leptos::{
    prelude::*,
    wasm_bindgen::{JsCast, JsValue, closure::Closure},
    web_sys::{BroadcastChannel, EventSource, MessageEvent},
};

use super::{AFTER, EVENTS_PATH, Live, News, OVER, lead::Lead};

/// First pause after the browser has given the stream up; it doubles each time.
const PAUSE_S: u64 = 15;
/// Pause after the session has ended: as after a change of the password, another of the same person may have begun in
/// this browser, whose cookie comes with the answer to what ended this one.
const OTHER_SESSION_S: u64 = 2;
/// How often it doubles: to a quarter of an hour.
const DOUBLINGS_MAX: u32 = 6;
/// How long news are said.
const SAID_FOR: Duration = Duration::from_secs(6);

/// Listens for as long as the tab is open.
pub(super) fn listen(live: Live, account: &str) {
    let name = format!("okpay-live {account}");
    let channel = BroadcastChannel::new(&name).ok();
    let has_channel = channel.is_some();
    let tab = Rc::new(Tab {
        live,
        account: account.to_owned(),
        channel,
        source: RefCell::new(None),
        is_on: Cell::new(false),
        is_over: Cell::new(false),
        failures: Cell::new(0),
    });
    tab.hear_other_tabs();
    let (begin, end) = (Rc::clone(&tab), Rc::clone(&tab));
    let lead = has_channel
        .then(|| Lead::find(&name, move || begin.begin(), move || end.end()))
        .flatten();
    match lead {
        Some(lead) => {
            if document().hidden() {
                lead.wait();
            } else {
                lead.take();
            }
            on_window("visibilitychange", move || {
                if !document().hidden() {
                    lead.take();
                }
            });
        }
        None => tab.begin(),
    }
    // A page that is left, or without a network, closes its stream itself: nothing is then reported as broken.
    for leaves in ["pagehide", "offline"] {
        let tab = Rc::clone(&tab);
        on_window(leaves, move || tab.close());
    }
    for comes in ["pageshow", "online"] {
        let tab = Rc::clone(&tab);
        on_window(comes, move || tab.open());
    }
}

fn on_window(event: &'static str, hear: impl Fn() + 'static) {
    // The handle goes, the listener stays as long as the page.
    drop(window_event_listener_untyped(event, move |_| hear()));
}

struct Tab {
    live: Live,
    account: String,
    channel: Option<BroadcastChannel>,
    source: RefCell<Option<EventSource>>,
    /// This tab is the one that keeps the stream.
    is_on: Cell<bool>,
    /// Somebody else is signed in; nothing comes any more.
    is_over: Cell<bool>,
    failures: Cell<u32>,
}

impl Tab {
    fn begin(self: &Rc<Self>) {
        self.is_on.set(true);
        self.open();
    }

    fn end(&self) {
        self.is_on.set(false);
        self.close();
    }

    fn close(&self) {
        if let Some(source) = self.source.take() {
            source.close();
        }
    }

    fn open(self: &Rc<Self>) {
        if !self.is_on.get() || self.is_over.get() || self.source.borrow().is_some() {
            return;
        }
        let known = self.live.standing.get_untracked();
        let Ok(source) = EventSource::new(&format!("{EVENTS_PATH}?{AFTER}={known}")) else {
            return;
        };
        let this = Rc::clone(self);
        let heard = hearing(move |event: MessageEvent| {
            this.failures.set(0);
            if let Some(text) = event.data().as_string() {
                if let Some(channel) = &this.channel {
                    drop(channel.post_message(&JsValue::from_str(&text)));
                }
                this.hear(&text);
            }
        });
        source.set_onmessage(Some(heard.unchecked_ref()));
        let this = Rc::clone(self);
        let over =
            hearing(move |_: MessageEvent| this.come_back(Duration::from_secs(OTHER_SESSION_S)));
        drop(source.add_event_listener_with_callback(OVER, over.unchecked_ref()));
        let this = Rc::clone(self);
        let failed = hearing(move |_: JsValue| this.failed());
        source.set_onerror(Some(failed.unchecked_ref()));
        self.source.replace(Some(source));
    }

    /// The browser connects again by itself unless it has given up, as after an answer that is no stream.
    fn failed(self: &Rc<Self>) {
        let given_up = self
            .source
            .borrow()
            .as_ref()
            .is_some_and(|source| source.ready_state() == EventSource::CLOSED);
        if !given_up {
            return;
        }
        let failures = self.failures.get();
        self.failures.set(failures.saturating_add(1));
        self.come_back(Duration::from_secs(PAUSE_S << failures.min(DOUBLINGS_MAX)));
    }

    fn come_back(self: &Rc<Self>, pause: Duration) {
        self.close();
        let this = Rc::clone(self);
        set_timeout(move || this.open(), pause);
    }

    fn stop(&self) {
        self.is_over.set(true);
        self.close();
    }

    fn hear(&self, text: &str) {
        let Ok(news) = serde_json::from_str::<News>(text) else {
            return;
        };
        if news.of == self.account {
            self.live.learn(&news);
        } else {
            // Somebody else has signed in in this browser: their stream is not for this page.
            self.stop();
        }
    }

    fn hear_other_tabs(self: &Rc<Self>) {
        let Some(channel) = &self.channel else { return };
        let this = Rc::clone(self);
        let heard = hearing(move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                this.hear(&text);
            }
        });
        channel.set_onmessage(Some(heard.unchecked_ref()));
    }
}

impl Live {
    /// Takes in what the stream told.
    fn learn(self, news: &News) {
        let known = self.standing.get_untracked();
        let said = news
            .told
            .iter()
            .filter(|told| told.seq > known.inbox && told.what.is_worth_saying())
            .map(|told| told.what.title(self.t))
            .next_back();
        if let Some(text) = said {
            self.say(text);
        }
        self.unread
            .maybe_update(|before| std::mem::replace(before, news.unread) != news.unread);
        self.standing
            .maybe_update(|before| std::mem::replace(before, news.standing) != news.standing);
    }

    fn say(self, text: String) {
        let mine = text.clone();
        self.said.set(Some(text));
        // What came later stays.
        let forget = move || {
            self.said
                .maybe_update(|said| said.take_if(|said| *said == mine).is_some());
        };
        set_timeout(forget, SAID_FOR);
    }
}

/// A listener that stays as long as the page.
fn hearing<E>(hear: impl Fn(E) + 'static) -> JsValue
where
    E: leptos::wasm_bindgen::convert::FromWasmAbi + 'static,
{
    Closure::<dyn Fn(E)>::new(hear).into_js_value()
}
