//! Looking a payee up: only for signed-in people, counted, and shown under a masked name.

use chrono::TimeDelta;
use domain::{AccountNumber, Address, ErrorCode, Field, Payee, PersonId, Refusal};
use storage::{lookups, people, sessions::Viewer};

use crate::{Wallet, crypto::Use, error::ServiceResult};

/// New payees one may look up in a day (a guard against walking through all addresses).
const NEW_PAYEES_A_DAY: i64 = 20;

/// Who is behind what was typed into “To”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payable {
    /// Somebody with an account.
    Member(PayeeFound),
    /// Nobody has this address yet: money waits for whoever proves it.
    Newcomer(Address),
}

/// A member money can be sent to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayeeFound {
    pub id: PersonId,
    /// Masked.
    pub name: String,
    pub initial: String,
    pub account: AccountNumber,
}

impl Wallet {
    /// Finds the person behind what was typed into “To”.
    ///
    /// # Errors
    /// Refused when it is malformed, oneself, an account number nobody has, or too many new payees were looked up today.
    pub async fn find_payee(&self, viewer: &Viewer, to: &str) -> ServiceResult<Payable> {
        let refuse = |code| Refusal::new(code).at(Field::To);
        let payee = Payee::parse(to).map_err(|error| Refusal::from(error).at(Field::To))?;
        let mac = self.keys.mac(Use::Lookup, &[payee.as_str().as_bytes()]);
        let now = self.env.now();
        let mut transaction = self.begin("look a payee up").await?;
        let allowed = lookups::note(
            &mut transaction,
            viewer.person.id,
            &mac,
            now,
            now - TimeDelta::days(1),
            NEW_PAYEES_A_DAY,
        )
        .await?;
        if !allowed {
            return Err(refuse(ErrorCode::PayeeLookupsExhausted).into());
        }
        let found = match &payee {
            Payee::Address(address) => people::find_by_address(&mut *transaction, address).await?,
            Payee::Account(account) => people::find_by_account(&mut *transaction, account).await?,
        };
        self.commit(transaction, "look a payee up").await?;
        let person = match (found, payee) {
            (Some(person), _) => person,
            (None, Payee::Address(address)) => return Ok(Payable::Newcomer(address)),
            (None, Payee::Account(_)) => return Err(refuse(ErrorCode::PayeeNotFound).into()),
        };
        if person.id == viewer.person.id {
            return Err(refuse(ErrorCode::PayeeSelf).into());
        }
        Ok(Payable::Member(PayeeFound {
            id: person.id,
            name: person.name.masked(),
            initial: person.name.initial(),
            account: person.account_number,
        }))
    }
}
