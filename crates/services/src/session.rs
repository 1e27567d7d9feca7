//! Sessions: a 256-bit token in the browser, its hash in the database, ended by idleness, age or the person.

use std::fmt::Write as _;

use chrono::TimeDelta;
use domain::{PersonId, SessionId};
use sqlx::PgConnection;
use storage::sessions::{self, TokenHash, Viewer};
use zeroize::Zeroizing;

use crate::{Client, Wallet, crypto::sha256, error::ServiceResult};

/// A session nobody uses ends after this.
pub const SESSION_IDLE: TimeDelta = TimeDelta::minutes(30);
/// Any session ends after this.
pub const SESSION_ABSOLUTE: TimeDelta = TimeDelta::hours(12);
/// Use is noted at most this often: a page view should not be a write.
const TOUCH_EVERY: TimeDelta = TimeDelta::minutes(1);

/// 256 bits.
const TOKEN_DIGITS: usize = 64;

/// What the browser holds. Not printable, wiped when dropped.
pub struct SessionToken(Zeroizing<String>);

impl SessionToken {
    /// As sent in the cookie: 64 hexadecimal digits.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// The hash under which a token is stored; none if the text cannot be a token.
fn hash_of(token: &str) -> Option<TokenHash> {
    (token.len() == TOKEN_DIGITS && token.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .then(|| sha256(token.as_bytes()))
}

impl Wallet {
    /// Opens a session, inside the caller's transaction.
    pub(crate) async fn open_session(
        &self,
        connection: &mut PgConnection,
        person: PersonId,
        client: &Client,
    ) -> ServiceResult<SessionToken> {
        let mut token = Zeroizing::new(String::with_capacity(TOKEN_DIGITS));
        for byte in self.env.bytes::<{ TOKEN_DIGITS / 2 }>() {
            // Writing to a string cannot fail.
            let _ = write!(token, "{byte:02x}");
        }
        let now = self.env.now();
        sessions::open(
            connection,
            &sha256(token.as_bytes()),
            self.env.id(SessionId::from_uuid),
            person,
            now,
            now + SESSION_ABSOLUTE,
            &client.user_agent,
        )
        .await?;
        Ok(SessionToken(token))
    }

    /// Ends the session a browser showed when it asked for a new one, inside the caller's transaction: nobody who knew
    /// the old token comes along.
    pub(crate) async fn end_presented(
        &self,
        connection: &mut PgConnection,
        token: Option<&str>,
    ) -> ServiceResult<()> {
        if let Some(hash) = token.and_then(hash_of) {
            sessions::end(connection, &hash, self.env.now()).await?;
        }
        Ok(())
    }

    /// Who holds this token, if its session still lives. Counts as use of the session.
    ///
    /// # Errors
    /// When the database cannot be asked: not knowing is not the same as nobody.
    pub async fn viewer(&self, token: &str) -> ServiceResult<Option<Viewer>> {
        let viewer = self.onlooker(token).await?;
        let now = self.env.now();
        let noted_long_ago = |viewer: &Viewer| viewer.last_seen_at < now - TOUCH_EVERY;
        if let Some(hash) = hash_of(token)
            && viewer.as_ref().is_some_and(noted_long_ago)
        {
            sessions::touch(&self.db, &hash, now).await?;
        }
        Ok(viewer)
    }

    /// Who holds this token, if its session still lives, without counting as use: for what a page does by itself.
    ///
    /// # Errors
    /// As [`Wallet::viewer`].
    pub async fn onlooker(&self, token: &str) -> ServiceResult<Option<Viewer>> {
        let Some(hash) = hash_of(token) else {
            return Ok(None);
        };
        let now = self.env.now();
        Ok(sessions::find(&self.db, &hash, now, now - SESSION_IDLE).await?)
    }

    /// Ends the session of this token, if there is one.
    ///
    /// # Errors
    /// When the database cannot be reached; the session then still lives.
    pub async fn sign_out(&self, token: &str) -> ServiceResult<()> {
        if let Some(hash) = hash_of(token) {
            sessions::end(&self.db, &hash, self.env.now()).await?;
        }
        Ok(())
    }

    /// Ends every session of the viewer, this one included.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn sign_out_everywhere(&self, viewer: &Viewer) -> ServiceResult<()> {
        sessions::end_all(&self.db, viewer.person.id, None, self.env.now()).await?;
        self.hint_at(vec![viewer.person.id]);
        Ok(())
    }
}
