//! Keeps what a page shows up to date: it is asked for again when the stream says that this part has changed. At most
//! one question at a time, and always one after the last hint.

use domain::Standing;
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Serialize, de::DeserializeOwned};

use super::{Live, use_live};

/// What a page depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum About {
    /// Balances, history, money on its way in, and what one is asked for. With the inbox: that money was claimed or
    /// asked for moves nothing of one's own, but one is told.
    Money,
    /// Notifications.
    Inbox,
}

impl About {
    fn of(self, standing: Standing) -> Standing {
        match self {
            Self::Money => standing,
            Self::Inbox => Standing {
                inbox: standing.inbox,
                ..Standing::default()
            },
        }
    }
}

/// What a page has seen. Made where the page begins, before its data is asked for: what changes after that is noticed.
#[derive(Clone, Copy)]
#[cfg_attr(
    not(feature = "hydrate"),
    expect(dead_code, reason = "only a browser watches")
)]
pub(crate) struct Watch {
    about: About,
    live: Option<Live>,
    seen: StoredValue<Standing>,
}

impl Watch {
    /// Begins to watch.
    pub fn over(about: About) -> Self {
        let live = use_live();
        let now = live.map(|live| about.of(live.standing.get_untracked()));
        Self {
            about,
            live,
            seen: StoredValue::new(now.unwrap_or_default()),
        }
    }

    /// A value that is asked for again when it may have changed, and is another only if it has.
    pub fn fresh<S, T>(self, first: T, question: impl Fn() -> S + 'static) -> RwSignal<T>
    where
        S: ServerFn + Serialize + 'static,
        T: DeserializeOwned + PartialEq + Send + Sync + 'static,
    {
        let shown = RwSignal::new(first);
        self.again(question, move |now: T| {
            shown.try_maybe_update(|before| {
                let differs = *before != now;
                *before = now;
                (differs, ())
            });
        });
        shown
    }

    /// Asks again when it may have changed, and hands over what was answered. The person did not ask: it does not count
    /// as use of the session, and a failure is not shown; what was seen stays.
    #[cfg(feature = "hydrate")]
    pub fn again<S, T>(self, question: impl Fn() -> S + 'static, take: impl Fn(T) + 'static)
    where
        S: ServerFn + Serialize + 'static,
        T: DeserializeOwned + 'static,
    {
        use std::rc::Rc;

        let Some(live) = self.live else { return };
        let asking = Rc::new(asking::Asking::new(question, take));
        Effect::new(move |_| {
            let now = self.about.of(live.standing.get());
            if self.seen.get_value() != now {
                self.seen.set_value(now);
                asking.start();
            }
        });
    }

    /// On the server nothing changes after it was drawn.
    #[cfg(not(feature = "hydrate"))]
    pub fn again<S, T>(self, question: impl Fn() -> S + 'static, take: impl Fn(T) + 'static)
    where
        S: ServerFn + Serialize + 'static,
        T: DeserializeOwned + 'static,
    {
        let _ = (self, question, take);
    }
}

#[cfg(feature = "hydrate")]
mod asking {
    //! One question that is asked again and again.

    use std::{cell::Cell, marker::PhantomData, rc::Rc, time::Duration};

    use leptos::{prelude::*, server_fn::ServerFn, task::spawn_local};
    use serde::{Serialize, de::DeserializeOwned};

    use crate::live::quiet;

    /// Pauses before a question that failed is asked again; then the next hint is waited for.
    const PAUSES_S: [u64; 3] = [2, 10, 60];

    pub struct Asking<Q, K, S, T> {
        question: Q,
        take: K,
        is_busy: Cell<bool>,
        /// Something changed while the answer was on its way: it may be too old.
        once_more: Cell<bool>,
        failures: Cell<usize>,
        kinds: PhantomData<fn() -> (S, T)>,
    }

    impl<Q, K, S, T> Asking<Q, K, S, T>
    where
        Q: Fn() -> S + 'static,
        K: Fn(T) + 'static,
        S: ServerFn + Serialize + 'static,
        T: DeserializeOwned + 'static,
    {
        pub fn new(question: Q, take: K) -> Self {
            Self {
                question,
                take,
                is_busy: Cell::new(false),
                once_more: Cell::new(false),
                failures: Cell::new(0),
                kinds: PhantomData,
            }
        }

        pub fn start(self: &Rc<Self>) {
            self.once_more.set(true);
            if !self.is_busy.replace(true) {
                let this = Rc::clone(self);
                spawn_local(async move { this.ask().await });
            }
        }

        async fn ask(self: Rc<Self>) {
            while self.once_more.replace(false) {
                match quiet::ask((self.question)()).await {
                    Some(answer) => {
                        self.failures.set(0);
                        (self.take)(answer);
                    }
                    None => self.ask_later(),
                }
            }
            self.is_busy.set(false);
        }

        fn ask_later(self: &Rc<Self>) {
            let failures = self.failures.get();
            self.failures.set(failures + 1);
            if let Some(pause) = PAUSES_S.get(failures) {
                // Weak: a page that is left is not asked for any more.
                let this = Rc::downgrade(self);
                set_timeout(
                    move || {
                        if let Some(this) = this.upgrade() {
                            this.start();
                        }
                    },
                    Duration::from_secs(*pause),
                );
            }
        }
    }
}
