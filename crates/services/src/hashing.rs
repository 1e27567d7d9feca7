//! Password hashing: argon2id off the async threads, few at a time.

use std::sync::Arc;

use argon2::{
    Algorithm, Argon2, Params, Version,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use zeroize::Zeroizing;

use crate::{
    error::{ServiceError, ServiceResult},
    work_queue::WorkQueue,
};

/// 19 MiB, two passes, one lane: the floor of the OWASP password storage guidance.
const MEMORY_KIB: u32 = 19 * 1024;
const PASSES: u32 = 2;

/// Hashes and verifies.
#[derive(Clone)]
pub(crate) struct Hasher {
    queue: WorkQueue,
    /// Verified against when there is nobody to verify, so that absence takes as long as a wrong password.
    decoy: Arc<str>,
}

impl Hasher {
    /// With as many hashes at once as `permits`.
    pub fn new(permits: usize) -> ServiceResult<Self> {
        let decoy = hash(b"nobody's password", &[7; 16])
            .map_err(|error| ServiceError::fault("hash the decoy", error))?;
        Ok(Self {
            queue: WorkQueue::new("password hashing", permits),
            decoy: decoy.into(),
        })
    }

    /// The PHC string of this secret under this salt.
    pub async fn hash(&self, secret: &[u8], salt: [u8; 16]) -> ServiceResult<String> {
        let secret = Zeroizing::new(secret.to_vec());
        self.queue
            .run(move || hash(&secret, &salt))
            .await?
            .map_err(|error| ServiceError::fault("hash a secret", error))
    }

    /// Whether the secret is the one of this PHC string; None stands for nobody and takes as long.
    pub async fn verify(&self, secret: &[u8], stored: Option<&str>) -> ServiceResult<bool> {
        let secret = Zeroizing::new(secret.to_vec());
        let known = stored.is_some();
        let stored = stored.unwrap_or(&self.decoy).to_owned();
        let right = self
            .queue
            .run(move || {
                let parsed = PasswordHash::new(&stored)?;
                Ok::<_, argon2::password_hash::phc::Error>(
                    argon2().verify_password(&secret, &parsed).is_ok(),
                )
            })
            .await?
            .map_err(|error| ServiceError::fault("read a stored hash", error))?;
        Ok(known && right)
    }
}

fn argon2() -> Argon2<'static> {
    let params = Params::new(MEMORY_KIB, PASSES, 1, None).unwrap_or_default();
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

fn hash(secret: &[u8], salt: &[u8]) -> Result<String, argon2::password_hash::Error> {
    Ok(argon2().hash_password_with_salt(secret, salt)?.to_string())
}
