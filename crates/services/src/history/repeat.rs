//! Doing a payment once more: what its form begins with. Nothing is sent by it.

use domain::{Currency, ErrorCode, FixedSide, Money, Quote, Refusal};
use storage::sessions::Viewer;

use super::{ActivityId, Happened};
use crate::{Wallet, error::ServiceResult};

/// What was sent, as far as a form needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBefore {
    /// The payee as one would type them.
    pub to: String,
    pub sum: SumBefore,
    pub note: Option<String>,
}

/// The sum of a payment, as its payer fixed it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SumBefore {
    /// Of one currency from end to end.
    Plain(Money),
    /// This is exchanged, and the payee gets what comes out in their currency.
    Paid { source: Money, into: Currency },
    /// The payee gets this; it takes what it takes of the payer's currency.
    Got { from: Currency, target: Money },
}

impl Wallet {
    /// A payment that the viewer sent, to be sent again.
    ///
    /// # Errors
    /// Refused when the viewer has no such entry, or it is no payment they sent.
    pub async fn sent_before(&self, viewer: &Viewer, id: ActivityId) -> ServiceResult<SentBefore> {
        let unknown = || Refusal::new(ErrorCode::NotFound);
        let activity = self.activity(viewer, id).await?;
        let plain = || activity.amount.checked_neg().map(SumBefore::Plain);
        let (to, sum, note) = match activity.happened {
            Happened::SentTo {
                payee,
                exchange,
                note,
            } => {
                let sum = match exchange {
                    None => plain().map_err(|_| unknown())?,
                    Some(quote) => as_fixed(quote),
                };
                (payee.account.display(), sum, note)
            }
            // Whoever has come since is found by the same address.
            Happened::Invited { to, note, .. } => {
                (to.display(), plain().map_err(|_| unknown())?, note)
            }
            Happened::ReceivedFrom { .. }
            | Happened::Returned { .. }
            | Happened::Converted { .. }
            | Happened::Added { .. }
            | Happened::Adding { .. }
            | Happened::AddFailed { .. }
            | Happened::Other => return Err(unknown().into()),
        };
        Ok(SentBefore { to, sum, note })
    }
}

fn as_fixed(quote: Quote) -> SumBefore {
    match quote.fixed {
        FixedSide::Source => SumBefore::Paid {
            source: quote.source,
            into: quote.target.currency(),
        },
        FixedSide::Target => SumBefore::Got {
            from: quote.source.currency(),
            target: quote.target,
        },
    }
}
