//! Doing a payment once more: what its form begins with. Nothing is sent by it.

use domain::{AccountNumber, Currency, ErrorCode, FixedSide, Money, Refusal};
use storage::sessions::Viewer;

use super::{ActivityId, Happened};
use crate::{Wallet, error::ServiceResult};

/// What was sent, as far as a form needs it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentBefore {
    pub payee: AccountNumber,
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
        let Happened::SentTo {
            payee,
            exchange,
            note,
        } = activity.happened
        else {
            return Err(unknown().into());
        };
        let sum = match exchange {
            None => SumBefore::Plain(activity.amount.checked_neg().map_err(|_| unknown())?),
            Some(quote) => match quote.fixed {
                FixedSide::Source => SumBefore::Paid {
                    source: quote.source,
                    into: quote.target.currency(),
                },
                FixedSide::Target => SumBefore::Got {
                    from: quote.source.currency(),
                    target: quote.target,
                },
            },
        };
        Ok(SentBefore {
            payee: payee.account,
            sum,
            note,
        })
    }
}
