//! Knows whether the database answers, so that nobody waits for one that does not: requests are turned away at once
//! while it is gone and let in again by themselves. Asks over a connection of its own; never takes one of the pool's.

use std::{sync::Arc, time::Duration};

use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};
use tokio::{
    sync::{Mutex, watch},
    time::{Instant, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

/// How long an answer may take. With [`PAUSE_UP`] it bounds the time to notice below the two seconds that a person
/// may be kept waiting.
const ANSWER_WITHIN: Duration = Duration::from_millis(1_300);
/// Between two questions while all is well.
const PAUSE_UP: Duration = Duration::from_millis(400);
/// Between two questions while the database is gone.
const PAUSE_DOWN: Duration = Duration::from_millis(200);
/// An answer younger than this is not asked for again.
const FRESH: Duration = Duration::from_millis(50);

/// One per database; clones share what they know.
#[derive(Clone)]
pub struct Gate {
    open: watch::Sender<bool>,
    asker: Arc<Mutex<Asker>>,
}

struct Asker {
    options: PgConnectOptions,
    connection: Option<PgConnection>,
    asked: Option<Instant>,
}

impl Gate {
    /// Open until the first question says otherwise.
    pub fn new(options: PgConnectOptions) -> Self {
        Self {
            open: watch::Sender::new(true),
            asker: Arc::new(Mutex::new(Asker {
                options,
                connection: None,
                asked: None,
            })),
        }
    }

    /// What was known last.
    pub fn is_open(&self) -> bool {
        *self.open.borrow()
    }

    /// Asks now, unless somebody just did.
    pub async fn ask(&self) -> bool {
        let mut asker = self.asker.lock().await;
        if asker.asked.is_some_and(|asked| asked.elapsed() < FRESH) {
            return self.is_open();
        }
        let answer = match timeout(ANSWER_WITHIN, asker.ask()).await {
            Ok(answer) => answer.map_err(|error| error.to_string()),
            Err(_) => Err(format!("no answer within {} ms", ANSWER_WITHIN.as_millis())),
        };
        if answer.is_err() {
            asker.connection = None;
        }
        asker.asked = Some(Instant::now());
        self.learn(answer);
        self.is_open()
    }

    /// Returns once the database is known to be gone; at once when it is.
    pub async fn closed(&self) {
        let mut open = self.open.subscribe();
        // The sender lives in `self`, so waiting cannot fail.
        let _gone = open.wait_for(|open| !open).await;
    }

    /// Keeps asking until told to stop.
    pub async fn watch(self, stop: CancellationToken) {
        let asking = async {
            loop {
                let pause = if self.ask().await {
                    PAUSE_UP
                } else {
                    PAUSE_DOWN
                };
                sleep(pause).await;
            }
        };
        tokio::select! {
            () = stop.cancelled() => {}
            () = asking => {}
        }
        self.asker.lock().await.connection = None;
    }

    fn learn(&self, answer: Result<(), String>) {
        let changed = self
            .open
            .send_if_modified(|open| std::mem::replace(open, answer.is_ok()) != answer.is_ok());
        match answer {
            Ok(()) if changed => tracing::info!("the database answers again"),
            Err(reason) if changed => tracing::error!(
                reason,
                "the database does not answer; requests get 503 until it does"
            ),
            _ => {}
        }
    }
}

impl Asker {
    async fn ask(&mut self) -> Result<(), sqlx::Error> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => PgConnection::connect_with(&self.options).await?,
        };
        // Put back only once the answer is there: a question cut short leaves no connection that is half used.
        connection.ping().await?;
        self.connection = Some(connection);
        Ok(())
    }
}
