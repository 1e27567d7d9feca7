//! One-time codes: six digits, ten minutes, five tries, once; only their keyed hash is stored.

use chrono::TimeDelta;
use domain::{Address, ErrorCode, Field, Refusal};
use sqlx::PgConnection;
use storage::codes::{self, Purpose};

use crate::{
    Wallet,
    crypto::{Use, same},
    error::ServiceResult,
    throttle::wait,
};

/// How long a code is good.
pub(crate) const VALID: TimeDelta = TimeDelta::minutes(10);
/// How soon another one may be asked for.
pub(crate) const RESEND_AFTER: TimeDelta = TimeDelta::seconds(60);
const TRIES: i32 = 5;

impl Wallet {
    /// Draws a code that replaces the last one for this purpose and address.
    ///
    /// # Errors
    /// Refused while the last one is younger than [`RESEND_AFTER`].
    pub(crate) async fn draw_code(
        &self,
        connection: &mut PgConnection,
        purpose: Purpose,
        address: &Address,
    ) -> ServiceResult<String> {
        let now = self.env.now();
        let code = format!("{:06}", self.env.below(1_000_000));
        let mac = self.code_mac(purpose, address, &code);
        if codes::replace(
            &mut *connection,
            purpose,
            address,
            &mac,
            now,
            now + VALID,
            now - RESEND_AFTER,
        )
        .await?
        {
            return Ok(code);
        }
        let made = codes::made_at(connection, purpose, address)
            .await?
            .unwrap_or(now);
        Err(wait(ErrorCode::CodeTooSoon, now, made + RESEND_AFTER)
            .at(Field::Code)
            .into())
    }

    /// Compares a typed code and returns the proof with which it is later used up in the same transaction as its effect.
    ///
    /// # Errors
    /// Refused when it is wrong, expired, used, or was tried too often; each try counts before it is compared.
    pub(crate) async fn check_code(
        &self,
        purpose: Purpose,
        address: &Address,
        typed: &str,
    ) -> ServiceResult<CheckedCode> {
        let refuse = |code| Err(Refusal::new(code).at(Field::Code).into());
        let digits: String = typed
            .chars()
            .filter(|c| !c.is_whitespace())
            .map(half_width)
            .collect();
        if digits.is_empty() {
            return refuse(ErrorCode::CodeEmpty);
        }
        if digits.len() != 6 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return refuse(ErrorCode::CodeMalformed);
        }
        let Some(tried) = codes::try_once(&self.db, purpose, address).await? else {
            return refuse(ErrorCode::CodeWrong);
        };
        if tried.consumed_at.is_some() {
            return refuse(ErrorCode::CodeUsed);
        }
        if tried.tries > TRIES {
            return refuse(ErrorCode::CodeTriesExhausted);
        }
        if !same(&tried.code_mac, &self.code_mac(purpose, address, &digits)) {
            return refuse(if tried.tries == TRIES {
                ErrorCode::CodeTriesExhausted
            } else {
                ErrorCode::CodeWrong
            });
        }
        if tried.expires_at <= self.env.now() {
            return refuse(ErrorCode::CodeExpired);
        }
        Ok(CheckedCode {
            purpose,
            address: address.clone(),
            mac: tried.code_mac,
        })
    }

    /// Uses a checked code up.
    ///
    /// # Errors
    /// Refused when another request was quicker.
    pub(crate) async fn use_code(
        &self,
        connection: &mut PgConnection,
        code: &CheckedCode,
    ) -> ServiceResult<()> {
        if codes::consume(
            connection,
            code.purpose,
            &code.address,
            &code.mac,
            self.env.now(),
        )
        .await?
        {
            return Ok(());
        }
        Err(Refusal::new(ErrorCode::CodeUsed).at(Field::Code).into())
    }

    fn code_mac(&self, purpose: Purpose, address: &Address, code: &str) -> [u8; 32] {
        self.keys.mac(
            Use::Code,
            &[
                purpose.as_str().as_bytes(),
                address.as_str().as_bytes(),
                code.as_bytes(),
            ],
        )
    }
}

/// A code that was typed right and is not used up yet.
pub(crate) struct CheckedCode {
    purpose: Purpose,
    address: Address,
    mac: Vec<u8>,
}

/// A full-width digit, as Chinese input methods write it, is that digit.
fn half_width(c: char) -> char {
    match c {
        '０'..='９' => {
            char::from_u32(u32::from(c) - u32::from('０') + u32::from('0')).unwrap_or(c)
        }
        other => other,
    }
}
