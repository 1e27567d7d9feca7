//! How much of each currency the house holds or owes from conversions, and may.

use domain::{Currency, ErrorCode, Money, Quote, Refusal, Rounding};
use ledger::{HouseAccount, OwnerId};

use crate::{
    Wallet,
    error::{ServiceError, ServiceResult},
};

impl Wallet {
    /// Refuses a conversion that would take the house's position in one of its currencies further beyond its bound. A
    /// conversion that brings a position back is always welcome.
    ///
    /// Positions are read before the posting, so conversions at the same moment may pass a bound together; it limits a
    /// risk of the house, not anybody's money.
    ///
    /// # Errors
    /// Refused with `FxPositionFull`.
    pub(super) async fn check_position(&self, quote: &Quote) -> ServiceResult<()> {
        let gained = quote.source;
        let given = quote
            .target
            .checked_neg()
            .map_err(|error| ServiceError::fault("look at a position", error))?;
        for change in [gained, given] {
            let before = self.position(change.currency()).await?;
            let fits = before
                .checked_add(change)
                .is_ok_and(|after| self.is_within(before, after));
            if !fits {
                return Err(Refusal::new(ErrorCode::FxPositionFull).into());
            }
        }
        Ok(())
    }

    fn is_within(&self, before: Money, after: Money) -> bool {
        if after.minor().unsigned_abs() <= before.minor().unsigned_abs() {
            return true;
        }
        let worth = self
            .rates_now()
            .table
            .convert(after, Currency::USD, Rounding::Up);
        worth.is_some_and(|worth| {
            worth.minor().unsigned_abs() <= self.config.fx_position_max.minor().unsigned_abs()
        })
    }

    /// What the house holds of a currency from conversions; negative when it gave more than it got.
    async fn position(&self, currency: Currency) -> ServiceResult<Money> {
        let account = self
            .ledger
            .house_account(HouseAccount::FxPosition, currency)
            .await?;
        let balances = self.ledger.balances(OwnerId::HOUSE).await?;
        Ok(balances
            .iter()
            .find(|balance| balance.account == account)
            .map_or(Money::zero(currency), |balance| balance.posted))
    }
}
