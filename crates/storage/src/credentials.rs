//! What a person proves themselves with. Only hashes are kept, and every change raises the version.

use chrono::{DateTime, Utc};
use domain::PersonId;
use sqlx::PgExecutor;

use crate::error::{StorageResult, failed};

/// A person's credentials.
#[derive(Clone)]
pub struct Credentials {
    /// Grows with every change; a proof given under another version is void.
    pub version: i32,
    /// PHC string.
    pub password_hash: String,
    /// PHC string of the keyed payment password; none until the person sets one.
    pub payment_hash: Option<String>,
    /// Wrong payment passwords since the last right one.
    pub payment_tries: i32,
    pub payment_blocked_until: Option<DateTime<Utc>>,
    pub password_changed_at: DateTime<Utc>,
}

/// The person's credentials.
pub async fn find(
    executor: impl PgExecutor<'_>,
    id: PersonId,
) -> StorageResult<Option<Credentials>> {
    sqlx::query_as!(
        Credentials,
        "SELECT version, password_hash, payment_hash, payment_tries, payment_blocked_until, password_changed_at
         FROM wallet.credentials
         WHERE person_id = $1",
        id.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("find credentials"))
}

/// Whether nothing changed since `version` was read.
pub async fn is_current(
    executor: impl PgExecutor<'_>,
    id: PersonId,
    version: i32,
) -> StorageResult<bool> {
    sqlx::query_scalar!(
        r#"SELECT version = $2 AS "current!" FROM wallet.credentials WHERE person_id = $1"#,
        id.as_uuid(),
        version,
    )
    .fetch_optional(executor)
    .await
    .map(Option::unwrap_or_default)
    .map_err(failed("compare the credential version"))
}

/// Replaces the sign-in password, if the credentials are still at `version`; tells whether it did.
pub async fn set_password(
    executor: impl PgExecutor<'_>,
    id: PersonId,
    version: i32,
    hash: &str,
    at: DateTime<Utc>,
) -> StorageResult<bool> {
    sqlx::query!(
        "UPDATE wallet.credentials
         SET password_hash = $3, password_changed_at = $4, version = version + 1
         WHERE person_id = $1 AND version = $2",
        id.as_uuid(),
        version,
        hash,
        at,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("set the password"))
}

/// Replaces the payment password, if the credentials are still at `version`; tells whether it did.
pub async fn set_payment_password(
    executor: impl PgExecutor<'_>,
    id: PersonId,
    version: i32,
    hash: &str,
    at: DateTime<Utc>,
) -> StorageResult<bool> {
    sqlx::query!(
        "UPDATE wallet.credentials
         SET payment_hash = $3, payment_changed_at = $4, payment_tries = 0, payment_blocked_until = NULL,
             version = version + 1
         WHERE person_id = $1 AND version = $2",
        id.as_uuid(),
        version,
        hash,
        at,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("set the payment password"))
}

/// Takes one try at the payment password before it is checked, so that tries at once cannot exceed `limit`.
/// None: no try is left until the block ends. Otherwise the tries used so far, this one included.
pub async fn take_payment_try(
    executor: impl PgExecutor<'_>,
    id: PersonId,
    limit: i32,
    at: DateTime<Utc>,
    blocked_until: DateTime<Utc>,
) -> StorageResult<Option<i32>> {
    sqlx::query_scalar!(
        "UPDATE wallet.credentials
         SET payment_tries = CASE WHEN payment_blocked_until <= $3 THEN 1 ELSE payment_tries + 1 END,
             payment_blocked_until = CASE
                 WHEN (CASE WHEN payment_blocked_until <= $3 THEN 1 ELSE payment_tries + 1 END) >= $2 THEN $4::timestamptz
             END
         WHERE person_id = $1 AND (payment_blocked_until IS NULL OR payment_blocked_until <= $3)
         RETURNING payment_tries",
        id.as_uuid(),
        limit,
        at,
        blocked_until,
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("take a payment password try"))
}

/// The payment password was right: the tries start anew.
pub async fn clear_payment_tries(executor: impl PgExecutor<'_>, id: PersonId) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.credentials
         SET payment_tries = 0, payment_blocked_until = NULL
         WHERE person_id = $1",
        id.as_uuid(),
    )
    .execute(executor)
    .await
    .map_err(failed("clear payment password tries"))?;
    Ok(())
}
