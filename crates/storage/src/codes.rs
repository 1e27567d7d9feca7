//! One-time codes sent to an address: one live code for a purpose and an address, few tries, used once.

use chrono::{DateTime, Utc};
use domain::Address;
use sqlx::PgExecutor;

use crate::error::{StorageResult, failed};

/// What a code is good for; a code for one purpose is worth nothing for another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Register,
    /// A new payment password without the old one.
    ResetPayment,
}

impl Purpose {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::ResetPayment => "reset_payment",
        }
    }
}

/// A code after one try at it was counted.
#[derive(Clone, Debug)]
pub struct TriedCode {
    /// Keyed hash of the right code, its purpose and address.
    pub code_mac: Vec<u8>,
    pub expires_at: DateTime<Utc>,
    /// Tries used, this one included.
    pub tries: i32,
    pub consumed_at: Option<DateTime<Utc>>,
}

/// Replaces the code for this purpose and address, unless one was made after `not_since`; tells whether it did.
pub async fn replace(
    executor: impl PgExecutor<'_>,
    purpose: Purpose,
    address: &Address,
    code_mac: &[u8; 32],
    at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    not_since: DateTime<Utc>,
) -> StorageResult<bool> {
    sqlx::query!(
        "INSERT INTO wallet.codes AS c (purpose, address, code_mac, created_at, expires_at)
         VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (purpose, address) DO UPDATE
         SET code_mac = $3, created_at = $4, expires_at = $5, tries = 0, consumed_at = NULL
         WHERE c.created_at <= $6",
        purpose.as_str(),
        address.as_str(),
        &code_mac[..],
        at,
        expires_at,
        not_since,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("replace a code"))
}

/// When the live code was made.
pub async fn made_at(
    executor: impl PgExecutor<'_>,
    purpose: Purpose,
    address: &Address,
) -> StorageResult<Option<DateTime<Utc>>> {
    sqlx::query_scalar!(
        "SELECT created_at FROM wallet.codes WHERE purpose = $1 AND address = $2",
        purpose.as_str(),
        address.as_str(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("read a code's age"))
}

/// Counts a try and returns the code to compare with. Counting comes first, so that tries at once cannot exceed the limit.
pub async fn try_once(
    executor: impl PgExecutor<'_>,
    purpose: Purpose,
    address: &Address,
) -> StorageResult<Option<TriedCode>> {
    sqlx::query_as!(
        TriedCode,
        "UPDATE wallet.codes
         SET tries = tries + 1
         WHERE purpose = $1 AND address = $2
         RETURNING code_mac, expires_at, tries, consumed_at",
        purpose.as_str(),
        address.as_str(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("try a code"))
}

/// Uses the code up, if it is still the one compared with; tells whether this call was the one.
pub async fn consume(
    executor: impl PgExecutor<'_>,
    purpose: Purpose,
    address: &Address,
    code_mac: &[u8],
    at: DateTime<Utc>,
) -> StorageResult<bool> {
    sqlx::query!(
        "UPDATE wallet.codes
         SET consumed_at = $4
         WHERE purpose = $1 AND address = $2 AND code_mac = $3 AND consumed_at IS NULL",
        purpose.as_str(),
        address.as_str(),
        code_mac,
        at,
    )
    .execute(executor)
    .await
    .map(|done| done.rows_affected() == 1)
    .map_err(failed("consume a code"))
}
