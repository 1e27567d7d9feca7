//! What a person has to tell their bank to pay us.
//! It never words a label: which field it is, is a kind; its name comes from the locale files.

use domain::Currency;
use serde::{Deserialize, Serialize};

/// Where and how to pay in one currency. The payment reference is the top-up's own and not in here.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankInstructions {
    pub currency: Currency,
    pub account_holder: String,
    pub bank: String,
    /// ISO 3166-1 alpha-2 code of the country of the account.
    pub country: String,
    /// What identifies the account, in the order in which banks ask for it.
    pub fields: Vec<BankField>,
    /// When the money is usually there.
    pub expected: WorkingDays,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankField {
    pub kind: BankFieldKind,
    pub value: String,
}

/// Which part of an account's identity a field is; each country uses its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankFieldKind {
    Iban,
    /// ISO 9362, the SWIFT code.
    Bic,
    AccountNumber,
    /// United States: ABA routing number.
    RoutingNumber,
    /// United Kingdom.
    SortCode,
    /// Australia: Bank State Branch.
    Bsb,
    /// Canada: institution and transit number in one.
    TransitNumber,
    /// Mainland China: the CNAPS number of the branch.
    Cnaps,
    BankCode,
    BranchCode,
}

/// A span of working days, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkingDays {
    pub from: u8,
    pub to: u8,
}
