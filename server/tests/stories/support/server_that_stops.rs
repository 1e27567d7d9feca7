//! A card processor in front of which a server stops at the worst moment: its task goes as far as told and never
//! further, as after a power failure. What the processor did stays done.

use domain::Money;
use rails::{
    BoxFuture, Operation, RailError,
    card::{
        CardDetails, CardRail, CardToken, ChallengeId, ChargeOutcome, ChargeRequest, SandboxCards,
        SandboxStore, TokenizeError,
    },
};
use sqlx::PgPool;
use std::sync::Arc;
use storage::sandbox_records;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// When the server stops.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stops {
    BeforeCharging,
    AfterCharging,
    AfterTheApproval,
    Never,
}

/// The sandbox's processor as a server sees it that is about to stop.
pub struct CardsThatStop {
    inner: SandboxCards,
    stops: Stops,
    stopped: Semaphore,
    charged: std::sync::Mutex<Vec<Money>>,
}

impl CardsThatStop {
    pub fn new(database: &PgPool, stops: Stops) -> Arc<Self> {
        Arc::new(Self {
            inner: SandboxCards::new(Arc::new(Records(database.clone()))),
            stops,
            stopped: Semaphore::new(0),
            charged: std::sync::Mutex::default(),
        })
    }

    /// Returns once the server has stopped.
    pub async fn stopped(&self) {
        self.stopped.acquire().await.unwrap().forget();
    }

    /// The amounts of all requests to charge, repeated ones too.
    pub fn requests(&self) -> Vec<Money> {
        self.charged.lock().unwrap().clone()
    }

    async fn stop_if(&self, here: Stops) {
        if self.stops == here {
            self.stopped.add_permits(1);
            std::future::pending::<()>().await;
        }
    }
}

impl CardRail for CardsThatStop {
    fn tokenize(
        &self,
        key: Uuid,
        details: CardDetails,
    ) -> BoxFuture<'_, Result<CardToken, TokenizeError>> {
        self.inner.tokenize(key, details)
    }

    fn charge<'a>(
        &'a self,
        request: &'a ChargeRequest,
    ) -> BoxFuture<'a, Result<ChargeOutcome, RailError>> {
        Box::pin(async move {
            self.stop_if(Stops::BeforeCharging).await;
            self.charged.lock().unwrap().push(request.amount);
            let outcome = self.inner.charge(request).await;
            self.stop_if(Stops::AfterCharging).await;
            outcome
        })
    }

    fn authenticate<'a>(
        &'a self,
        challenge: &'a ChallengeId,
        approve: bool,
    ) -> BoxFuture<'a, Result<ChargeOutcome, RailError>> {
        Box::pin(async move {
            let outcome = self.inner.authenticate(challenge, approve).await;
            self.stop_if(Stops::AfterTheApproval).await;
            outcome
        })
    }

    fn lookup(&self, key: Uuid) -> BoxFuture<'_, Result<Option<ChargeOutcome>, RailError>> {
        self.inner.lookup(key)
    }
}

/// The processor's memory, in the same tables as the server's own.
struct Records(PgPool);

impl SandboxStore for Records {
    fn keep<'a>(
        &'a self,
        key: &'a str,
        record: String,
    ) -> BoxFuture<'a, Result<String, RailError>> {
        Box::pin(async move {
            sandbox_records::keep(&self.0, key, &record)
                .await
                .map_err(unusable)
        })
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<String>, RailError>> {
        Box::pin(async move { sandbox_records::find(&self.0, key).await.map_err(unusable) })
    }
}

fn unusable<E>(_: E) -> RailError {
    RailError::store(Operation::KeepSandboxRecord)
}
