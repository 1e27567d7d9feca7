//! Carries commands out: one round trip for a batch, repeated when the database asks for it, never cut off half way.
//! It must never judge a command itself; verdicts come from `ledger.execute`.

use std::time::Duration;

use chrono::{DateTime, Utc};
use domain::CommandId;
use sqlx::{PgPool, types::Json};

use crate::{
    BATCH_MAX, Command, LedgerError, Outcome, OwnerId, Refusal, Verdict,
    batch::Batch,
    drain::Queue,
    error::{failed, wants_retry},
};

/// The channel on which a hint is sent after each batch that posted something. Its payload is empty: listeners look.
pub const EVENTS_CHANNEL: &str = "okpay_events";

/// How often a batch is tried when the database asks to repeat it (40001, 40P01).
const ATTEMPTS_MAX: u32 = 8;

/// The ledger, as the role `okpay_app` sees it. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Ledger {
    pub(crate) pool: PgPool,
    pub(crate) queue: Queue,
}

impl Ledger {
    /// A ledger over a pool of `okpay_app`; take the pool from `storage::pool`, which closes sqlx's cancellation trap.
    pub fn new(pool: PgPool) -> Self {
        Self {
            pool,
            queue: Queue::default(),
        }
    }

    /// Carries one command out, or finds the answer it was given before. Commands that come at once share a batch; each
    /// has its own answer.
    ///
    /// Dropping the future does not stop the command: it runs to its end, and sending the same command again tells what
    /// became of it.
    ///
    /// # Errors
    /// When the database cannot be reached or broke off; the command may or may not have been carried out. When too many
    /// commands wait; then it was not.
    pub async fn execute(&self, command: Command) -> Result<Outcome, LedgerError> {
        self.execute_queued(command).await
    }

    /// Carries commands out in queue order in one transaction; the answers come in the same order. A refused command
    /// leaves its neighbours alone. Dropping the future does not stop them.
    ///
    /// # Errors
    /// As [`Ledger::execute`], for the batch as a whole, and when there are more than [`BATCH_MAX`] commands.
    pub async fn execute_batch(&self, commands: Vec<Command>) -> Result<Vec<Outcome>, LedgerError> {
        if commands.len() > BATCH_MAX {
            return Err(LedgerError::BatchTooLarge {
                items: commands.len(),
            });
        }
        let ledger = self.clone();
        // A caller that goes away drops its future; the task goes on (sqlx issue 4393, and half-done work in general).
        tokio::spawn(async move { ledger.carry_out(&commands).await })
            .await
            .map_err(|_| LedgerError::Interrupted { operation: EXECUTE })?
    }

    /// The answer a command was given, if it was.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn outcome(
        &self,
        owner: OwnerId,
        command: CommandId,
    ) -> Result<Option<Outcome>, LedgerError> {
        let stored = sqlx::query!(
            r#"SELECT recorded_at, CASE WHEN kind IS NULL THEN data END AS "refusal: Json<Refusal>"
            FROM ledger.commands
            WHERE owner_id = $1 AND command_id = $2"#,
            owner.as_uuid(),
            command.as_uuid(),
        )
        .fetch_optional(&self.pool)
        .await
        .map_err(failed("look up a command's answer"))?;
        Ok(stored.map(|row| Outcome {
            verdict: verdict(row.refusal),
            replayed: true,
            recorded_at: row.recorded_at,
        }))
    }

    pub(crate) async fn carry_out(
        &self,
        commands: &[Command],
    ) -> Result<Vec<Outcome>, LedgerError> {
        let mut batch = Batch::default();
        // What cannot be put to the function is answered here, at its place; `None` is to be filled from the function.
        let mut places = Vec::with_capacity(commands.len());
        for command in commands {
            if Batch::takes(command) {
                places.push(None);
                batch.push(command);
            } else {
                places.push(Some(Outcome {
                    verdict: Verdict::Refused(Refusal::Malformed),
                    replayed: false,
                    recorded_at: command.at,
                }));
            }
        }
        let mut answers = self.repeat(&batch).await?.into_iter();
        places
            .into_iter()
            .map(|place| place.or_else(|| answers.next()))
            .collect::<Option<Vec<_>>>()
            .ok_or(LedgerError::Corrupt {
                operation: EXECUTE,
                what: "number of answers",
            })
    }

    async fn repeat(&self, batch: &Batch) -> Result<Vec<Outcome>, LedgerError> {
        if batch.len() == 0 {
            return Ok(Vec::new());
        }
        let mut attempt = 1;
        let outcomes = loop {
            match self.call(batch).await {
                Err(error) if wants_retry(&error) && attempt < ATTEMPTS_MAX => {
                    tokio::time::sleep(pause(attempt, batch)).await;
                    attempt += 1;
                }
                result => break result.map_err(failed(EXECUTE))?,
            }
        };
        if outcomes
            .iter()
            .any(|outcome| outcome.is_posted() && !outcome.replayed)
        {
            self.hint();
        }
        Ok(outcomes)
    }

    /// One round trip: outside an explicit transaction, the statement is one of its own.
    async fn call(&self, batch: &Batch) -> Result<Vec<Outcome>, sqlx::Error> {
        let has_actions = batch.has_actions();
        sqlx::query!(
            r#"SELECT refusal AS "refusal: Json<Refusal>", replayed AS "replayed!", recorded_at AS "recorded_at!"
            FROM ledger.execute($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20,
                $21, $22, $23, $24)
            ORDER BY item"#,
            &batch.owners,
            &batch.commands,
            &batch.fingerprints,
            &batch.intents as &[Option<uuid::Uuid>],
            &batch.digests as &[Option<Vec<u8>>],
            &batch.kinds,
            &batch.data,
            &batch.ats,
            &batch.leg_items,
            &batch.leg_debits,
            &batch.leg_credits,
            &batch.leg_amounts,
            &batch.leg_currencies,
            &batch.limit_items,
            &batch.limit_names,
            &batch.limit_periods,
            &batch.limit_amounts,
            &batch.limit_caps,
            &batch.event_ats as &[Option<DateTime<Utc>>],
            has_actions.then_some(batch.leg_actions.as_slice()) as Option<&[String]>,
            &batch.leg_ends as &[Option<DateTime<Utc>>],
            &batch.leg_of_owners as &[Option<uuid::Uuid>],
            &batch.leg_of_commands as &[Option<uuid::Uuid>],
            &batch.leg_of_legs as &[Option<i16>],
        )
        .map(|row| Outcome {
            verdict: verdict(row.refusal),
            replayed: row.replayed,
            recorded_at: row.recorded_at,
        })
        .fetch_all(&self.pool)
        .await
    }

    /// Tells listeners to look, after the commit (inside the transaction it would serialise commits) and without
    /// holding up the answer. It may be lost: readers also poll.
    fn hint(&self) {
        let pool = self.pool.clone();
        tokio::spawn(async move {
            sqlx::query("NOTIFY okpay_events")
                .execute(&pool)
                .await
                .map(drop)
        });
    }
}

pub(crate) const EXECUTE: &str = "execute a batch";

fn verdict(refusal: Option<Json<Refusal>>) -> Verdict {
    refusal.map_or(Verdict::Posted, |Json(refusal)| Verdict::Refused(refusal))
}

/// Doubles with each attempt, from 1 to 64 ms, and differs between batches, so that those who met do not meet again.
fn pause(attempt: u32, batch: &Batch) -> Duration {
    let longest_us = 1_000_u64 << attempt.min(6);
    let spread = batch.commands.first().map_or(0, |id| id.as_u64_pair().1);
    Duration::from_micros(
        longest_us / 2 + spread.wrapping_mul(u64::from(attempt)) % (longest_us / 2),
    )
}
