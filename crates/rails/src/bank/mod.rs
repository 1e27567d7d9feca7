//! Bank transfers in: where to pay, under which reference, and what the bank's statement says about it.
//! It never credits anybody: a statement line is recorded and judged elsewhere.

mod instructions;
mod reference;
mod sandbox;
mod statement;

use domain::{Currency, Locale};

pub use instructions::{BankField, BankFieldKind, BankInstructions, WorkingDays};
pub use reference::{BankReference, BankReferenceError};
pub use sandbox::SandboxBank;
pub use statement::{LineOutcome, StatementLine, StatementLineId, StatementLineIdError};

/// The bank at which the wallet receives transfers.
pub trait BankRail: Send + Sync {
    /// Where to send a transfer in this currency; `None` when the bank takes none in it.
    fn instructions(&self, currency: Currency, locale: Locale) -> Option<BankInstructions>;
}
