//! Doing a payment once more: what its form begins with. Nothing is sent by it.

use domain::{AccountNumber, ErrorCode, Money, Refusal};
use storage::sessions::Viewer;

use super::{ActivityId, Happened};
use crate::{Wallet, error::ServiceResult};

/// What was sent, as far as a form needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBefore {
    pub payee: AccountNumber,
    pub amount: Money,
    pub note: Option<String>,
}

impl Wallet {
    /// A payment that the viewer sent, to be sent again.
    ///
    /// # Errors
    /// Refused when the viewer has no such entry, or it is no payment they sent.
    pub async fn sent_before(&self, viewer: &Viewer, id: ActivityId) -> ServiceResult<SentBefore> {
        let unknown = || Refusal::new(ErrorCode::NotFound);
        let activity = self.activity(viewer, id).await?;
        let Happened::SentTo { payee, note } = activity.happened else {
            return Err(unknown().into());
        };
        Ok(SentBefore {
            payee: payee.account,
            amount: activity.amount.checked_neg().map_err(|_| unknown())?,
            note,
        })
    }
}
