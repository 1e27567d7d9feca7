//! Gathers commands that come at once: while one batch is on its way to the disk, what arrives waits and goes together as
//! the next. So the batch is as large as the load asks for, and a command that comes alone waits for nobody.
//! It must never hold a command back to wait for others, nor let the queue grow without bound.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use tokio::sync::oneshot;

use crate::{Command, Ledger, LedgerError, Outcome, engine::EXECUTE};

/// Most commands that wait; one more is told that the ledger is busy.
const WAITING_MAX: usize = 8_192;
/// Most commands in one batch of the queue: enough to share a commit, few enough that the last waits little for the rest.
const DRAINED_MAX: usize = 250;

type Answer = Result<Outcome, LedgerError>;

/// What waits, and whether somebody is draining it. One for all clones of a ledger.
#[derive(Clone, Debug, Default)]
pub(crate) struct Queue(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Waiting>,
    is_drained: bool,
}

#[derive(Debug)]
struct Waiting {
    command: Command,
    answer: oneshot::Sender<Answer>,
}

impl Queue {
    /// Puts a command at the end; when nobody drains the queue, the caller has to.
    fn put(
        &self,
        command: Command,
    ) -> Result<(oneshot::Receiver<Answer>, Option<Drain>), LedgerError> {
        let (answer, receiver) = oneshot::channel();
        let mut state = self.lock();
        if state.waiting.len() >= WAITING_MAX {
            return Err(LedgerError::Busy);
        }
        state.waiting.push_back(Waiting { command, answer });
        let is_first = !std::mem::replace(&mut state.is_drained, true);
        let drain = is_first.then(|| Drain {
            queue: self.clone(),
            is_done: false,
        });
        Ok((receiver, drain))
    }

    /// What waits, up to a bound; with nothing left the queue is drained no more.
    fn take(&self) -> Vec<Waiting> {
        let mut state = self.lock();
        let count = state.waiting.len().min(DRAINED_MAX);
        state.is_drained = count > 0;
        state.waiting.drain(..count).collect()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        // Nothing that is done under the lock can leave it half done.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whoever drains. When it ends before its time, as when the process stops, those who wait are told that it was
/// interrupted, and the next command starts anew.
struct Drain {
    queue: Queue,
    is_done: bool,
}

impl Drop for Drain {
    fn drop(&mut self) {
        if self.is_done {
            return;
        }
        let mut state = self.queue.lock();
        state.is_drained = false;
        state.waiting.clear();
    }
}

impl Ledger {
    pub(crate) async fn execute_queued(&self, command: Command) -> Answer {
        let (answer, drain) = self.queue.put(command)?;
        if let Some(drain) = drain {
            let ledger = self.clone();
            // A task of its own: a caller that goes away drops its future; what it asked for is done all the same.
            tokio::spawn(async move { ledger.drain(drain).await });
        }
        answer
            .await
            .map_err(|_| LedgerError::Interrupted { operation: EXECUTE })?
    }

    async fn drain(self, mut drain: Drain) {
        loop {
            let batch = drain.queue.take();
            if batch.is_empty() {
                // Somebody else may be draining by now.
                drain.is_done = true;
                return;
            }
            let (commands, answers): (Vec<_>, Vec<_>) = batch
                .into_iter()
                .map(|waiting| (waiting.command, waiting.answer))
                .unzip();
            let given = self.carry_out_apart(&commands).await;
            for (answer, given) in answers.into_iter().zip(given) {
                // Nobody waits any more: the answer is stored for whoever asks again.
                drop(answer.send(given));
            }
        }
    }

    /// Together, or each by itself when together they fail for another reason than that the database is away: what one
    /// of them cannot have is no reason to keep it from its neighbours.
    async fn carry_out_apart(&self, commands: &[Command]) -> Vec<Answer> {
        match self.carry_out(commands).await {
            Ok(outcomes) => outcomes.into_iter().map(Ok).collect(),
            Err(error) if commands.len() > 1 && !error.is_unavailable() => {
                let mut answers = Vec::with_capacity(commands.len());
                for command in commands {
                    let given = self.carry_out(std::slice::from_ref(command)).await;
                    answers.push(given.and_then(|mut one| {
                        one.pop().ok_or(LedgerError::Corrupt {
                            operation: EXECUTE,
                            what: "number of answers",
                        })
                    }));
                }
                answers
            }
            Err(error) => {
                let shared = Arc::new(error);
                commands
                    .iter()
                    .map(|_| Err(LedgerError::Shared(Arc::clone(&shared))))
                    .collect()
            }
        }
    }
}
