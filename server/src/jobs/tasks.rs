//! The jobs this server can do. An error makes the queue try again later, with growing pauses.

use domain::{MessageId, PersonId, TopUpId};
use graphile_worker::{IntoTaskHandlerResult, TaskHandler, WorkerContext};
use serde::{Deserialize, Serialize};
use services::Wallet;

use super::post::Post;

/// What every job works with.
#[derive(Clone)]
pub struct Desk {
    pub wallet: Wallet,
    pub post: Post,
}

impl std::fmt::Debug for Desk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Desk")
    }
}

/// Sends one message, unless it was sent.
#[derive(Deserialize, Serialize)]
pub struct SendMessage {
    message: MessageId,
}

impl TaskHandler for SendMessage {
    const IDENTIFIER: &'static str = storage::messages::SEND_TASK;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let desk = context.get_ext::<Desk>().ok_or("the worker has no desk")?;
        let Some(message) = desk
            .wallet
            .message_to_send(self.message)
            .await
            .map_err(|error| error.to_string())?
        else {
            return Ok::<(), String>(());
        };
        match desk.post.deliver(message).await {
            Ok(()) => {}
            Err(error) if error.is_temporary() => return Err(error.to_string()),
            // It will never work: whoever should have read it finds it in the history; we do not try for ever.
            Err(error) => {
                tracing::warn!(%error, message = %self.message, "a message cannot be delivered");
            }
        }
        desk.wallet
            .message_sent(self.message)
            .await
            .map_err(|error| error.to_string())
    }
}

/// Finishes a card top-up that a stopped server left in the middle.
#[derive(Deserialize, Serialize)]
pub struct ResumeTopUp {
    person: PersonId,
    topup: TopUpId,
}

impl TaskHandler for ResumeTopUp {
    const IDENTIFIER: &'static str = services::RESUME_TASK;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let desk = context.get_ext::<Desk>().ok_or("the worker has no desk")?;
        desk.wallet
            .resume_topup(self.person, self.topup)
            .await
            .map_err(|error| error.to_string())
    }
}
