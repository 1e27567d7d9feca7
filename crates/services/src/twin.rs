//! The same confirmation sent twice at once: both must get one answer. Holds no rule about who may pay.

use std::time::Duration;

use domain::{CommandId, ErrorCode, IntentId, Refusal};
use ledger::{Outcome, OwnerId};
use storage::sessions::Viewer;

use crate::{
    SendIntent, SendStatus, Wallet,
    error::{ServiceError, ServiceResult},
    payment_password::BLOCKED_FOR,
};

/// Looks for the other one's answer while it may still be computing a hash and posting.
const LOOKS: u32 = 20;
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// A block that began longer ago than this was not begun by a twin that is still at work.
const FRESH_S: u32 = 5;

impl Wallet {
    /// The answer that the other of two confirmations got, after this one was `refused`. The last try at the payment
    /// password blocks further ones until it has proved right, so the second of two right ones may meet that block.
    ///
    /// # Errors
    /// The refusal itself when there is no other confirmation, or when the database cannot be reached.
    pub(crate) async fn answer_of_twin(
        &self,
        viewer: &Viewer,
        id: IntentId,
        intent: SendIntent,
        refused: ServiceError,
    ) -> ServiceResult<SendStatus> {
        let ServiceError::Refused(refusals) = refused else {
            return Err(refused);
        };
        let command = CommandId::from_uuid(id.as_uuid());
        let owner = viewer.person.id.into();
        match self.look_for_answer(owner, command, &refusals).await? {
            Some(outcome) => self.answered(viewer, command, intent, outcome).await,
            None => Err(refusals.into()),
        }
    }

    async fn look_for_answer(
        &self,
        owner: OwnerId,
        command: CommandId,
        refused: &[Refusal],
    ) -> ServiceResult<Option<Outcome>> {
        let mut looks = if refused.iter().any(is_fresh_block) {
            LOOKS
        } else {
            1
        };
        loop {
            let outcome = self.ledger.outcome(owner, command).await?;
            looks -= 1;
            if outcome.is_some() || looks == 0 {
                return Ok(outcome);
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }
}

fn is_fresh_block(refusal: &Refusal) -> bool {
    let whole = u32::try_from(BLOCKED_FOR.num_seconds()).unwrap_or(u32::MAX);
    refusal.code == ErrorCode::PaymentPasswordLocked
        && refusal
            .facts
            .wait_seconds
            .is_some_and(|wait| wait.saturating_add(FRESH_S) > whole)
}
