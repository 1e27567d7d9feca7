//! The sandbox's outbox: kept in the database, so that every server shows the same, and told as JSON.

use axum::{
    Json,
    extract::{Query, State},
    http::StatusCode,
    response::{IntoResponse, Response},
};
use rails::{BoxFuture, Operation, OutboxMessage, OutboxSink, RailError};
use serde::Deserialize;
use sqlx::PgPool;
use storage::sandbox_outbox::{self, Delivered};

use crate::state::AppState;

/// Takes in what the sandbox's mail and SMS rails would have sent.
pub struct Outbox(pub PgPool);

impl OutboxSink for Outbox {
    fn deliver(&self, message: OutboxMessage) -> BoxFuture<'_, Result<(), RailError>> {
        Box::pin(async move {
            let delivered = Delivered {
                id: message.id,
                address: message.to,
                kind: message.kind.as_str().to_owned(),
                subject: message.subject,
                body: message.text,
                code: message.code,
                link: message.link,
                at: message.at,
            };
            sandbox_outbox::deliver(&self.0, &delivered)
                .await
                .map_err(|error| {
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "the sandbox outbox could not be written"
                    );
                    RailError::store(Operation::DeliverToOutbox)
                })
        })
    }
}

/// Whose messages.
#[derive(Deserialize)]
pub struct Wanted {
    to: Option<String>,
}

/// `GET /sandbox/outbox.json?to=…`: newest first, each `{to, kind, subject, text, code, link, at}`.
pub async fn json(State(state): State<AppState>, Query(wanted): Query<Wanted>) -> Response {
    match state.wallet.sandbox_outbox(wanted.to.as_deref()).await {
        Ok(found) => {
            let messages: Vec<_> = found
                .into_iter()
                .map(app::features::sandbox::api::Mail::from)
                .collect();
            Json(messages).into_response()
        }
        Err(error) => {
            tracing::warn!(
                error = &error as &dyn std::error::Error,
                "the sandbox outbox could not be read"
            );
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}
