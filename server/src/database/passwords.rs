//! The passwords of the three roles of the embedded database: made once, kept in the data folder for this process only.

use std::{io, path::Path};

use serde::{Deserialize, Serialize};

use crate::{clock::random_bytes, config::Secret, files::read_or_make};

/// A password for each role.
#[derive(Debug, Clone)]
pub struct RolePasswords {
    pub owner: Secret,
    pub app: Secret,
    pub jobs: Secret,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    owner: String,
    app: String,
    jobs: String,
}

impl RolePasswords {
    /// New ones, 256 bits each.
    pub fn random() -> Self {
        let password = || Secret::new(hex::encode(random_bytes::<32>()));
        Self {
            owner: password(),
            app: password(),
            jobs: password(),
        }
    }

    /// Those of the data folder; made at the first start.
    pub fn kept_in(data_dir: &Path) -> io::Result<Self> {
        let path = data_dir.join("database-passwords.json");
        let made = Self::random();
        let stored = Stored {
            owner: made.owner.expose().to_owned(),
            app: made.app.expose().to_owned(),
            jobs: made.jobs.expose().to_owned(),
        };
        let made = serde_json::to_vec(&stored)?;
        let Stored { owner, app, jobs } = serde_json::from_slice(&read_or_make(&path, || made)?)?;
        Ok(Self {
            owner: Secret::new(owner),
            app: Secret::new(app),
            jobs: Secret::new(jobs),
        })
    }
}
