//! Waiting for what must come, and leaving before it does. Never waits for a time, only for a condition.

use std::{future::poll_fn, pin::pin, task::Poll, time::Duration};

use tokio::time::{interval, timeout};

/// Nothing takes long; this only keeps a broken build from hanging.
const PATIENCE: Duration = Duration::from_mins(1);
/// How often one looks.
const LOOK_EVERY: Duration = Duration::from_millis(20);

/// Looks until there is something to see.
pub async fn until<T>(what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
    let looking = async {
        let mut turn = interval(LOOK_EVERY);
        loop {
            turn.tick().await;
            if let Some(seen) = look().await {
                return seen;
            }
        }
    };
    timeout(PATIENCE, looking)
        .await
        .unwrap_or_else(|_| panic!("it never came to this: {what}"))
}

/// Follows some work for so many steps and then leaves, as a browser that is closed does: the future is dropped.
pub async fn leave_after<F: Future>(steps: usize, work: F) -> Option<F::Output> {
    let mut work = pin!(work);
    let mut taken = 0;
    poll_fn(|context| {
        if taken == steps {
            return Poll::Ready(None);
        }
        taken += 1;
        match work.as_mut().poll(context) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if taken == steps => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}
