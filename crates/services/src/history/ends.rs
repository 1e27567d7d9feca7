//! What became of money that was sent to somebody without an account: the ledger's entry is of the day it was sent, its
//! end comes later.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use domain::{InvitationEnd, InvitationId, PersonId};
use sqlx::PgExecutor;
use storage::invitations;

use super::{Activity, Happened};
use crate::{Wallet, error::ServiceResult};

impl Wallet {
    /// Fills in how those of a person's entries ended that had waited for somebody.
    pub(super) async fn add_ends(
        &self,
        person: PersonId,
        items: &mut [Activity],
    ) -> ServiceResult<()> {
        add_ends(&self.db, person, items).await
    }
}

/// See [`Wallet::add_ends`]; within a transaction.
pub(super) async fn add_ends(
    executor: impl PgExecutor<'_>,
    person: PersonId,
    items: &mut [Activity],
) -> ServiceResult<()> {
    let mut open: HashMap<InvitationId, &mut Option<(InvitationEnd, DateTime<Utc>)>> =
        HashMap::new();
    for item in items {
        if let Happened::Invited {
            invitation, ended, ..
        } = &mut item.happened
        {
            open.insert(*invitation, ended);
        }
    }
    if open.is_empty() {
        return Ok(());
    }
    let ids: Vec<InvitationId> = open.keys().copied().collect();
    for (id, how, at) in invitations::ends(executor, person, &ids).await? {
        if let Some(ended) = open.get_mut(&id) {
            **ended = Some((how, at));
        }
    }
    Ok(())
}
