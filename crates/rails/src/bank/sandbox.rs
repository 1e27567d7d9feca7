//! The sandbox bank: instructions that nobody can pay to by mistake.
//! It never shows an account that could exist.

use domain::{Currency, Locale};

use super::{BankField, BankFieldKind, BankInstructions, BankRail, WorkingDays};

/// The bank of sandbox mode. Its transfers are made on the page `/sandbox/bank`.
#[derive(Debug, Clone, Copy, Default)]
pub struct SandboxBank;

/// An account in a country's own form, as much zeros as the form allows: IBAN check digits 00 are
/// never issued (ISO 13616), and a BIC whose eighth character is 0 is a test BIC (ISO 9362).
struct Account {
    country: &'static str,
    fields: &'static [(BankFieldKind, &'static str)],
    expected: WorkingDays,
}

const SAME_DAY: WorkingDays = WorkingDays { from: 0, to: 1 };
const NEXT_DAYS: WorkingDays = WorkingDays { from: 1, to: 2 };
const ABROAD: WorkingDays = WorkingDays { from: 1, to: 3 };

impl BankRail for SandboxBank {
    fn instructions(&self, currency: Currency, locale: Locale) -> Option<BankInstructions> {
        let account = account(currency)?;
        let (account_holder, bank) = match locale {
            Locale::ZhCn => ("OKPay 沙盒客户资金", "沙盒银行（并非真实银行）"),
            Locale::En => (
                "OKPay sandbox customer funds",
                "Sandbox Bank (not a real bank)",
            ),
        };
        let fields = account.fields.iter().map(|&(kind, value)| BankField {
            kind,
            value: value.to_owned(),
        });
        Some(BankInstructions {
            currency,
            account_holder: account_holder.to_owned(),
            bank: bank.to_owned(),
            country: account.country.to_owned(),
            fields: fields.collect(),
            expected: account.expected,
        })
    }
}

fn account(currency: Currency) -> Option<Account> {
    use BankFieldKind::{
        AccountNumber, BankCode, Bic, BranchCode, Bsb, Cnaps, Iban, RoutingNumber, SortCode,
        TransitNumber,
    };
    let (country, expected, fields): (_, _, &'static [_]) = match currency.code() {
        "USD" => (
            "US",
            NEXT_DAYS,
            &[(RoutingNumber, "000000000"), (AccountNumber, "0000000000")],
        ),
        "EUR" => (
            "DE",
            SAME_DAY,
            &[(Iban, "DE00 0000 0000 0000 0000 00"), (Bic, "SANDDEX0")],
        ),
        "GBP" => (
            "GB",
            SAME_DAY,
            &[(SortCode, "00-00-00"), (AccountNumber, "00000000")],
        ),
        "CNY" => (
            "CN",
            SAME_DAY,
            &[
                (Cnaps, "000000000000"),
                (AccountNumber, "0000 0000 0000 0000 000"),
            ],
        ),
        "HKD" => (
            "HK",
            SAME_DAY,
            &[(BankCode, "000"), (AccountNumber, "000-000000-000")],
        ),
        "JPY" => (
            "JP",
            NEXT_DAYS,
            &[
                (BankCode, "0000"),
                (BranchCode, "000"),
                (AccountNumber, "0000000"),
            ],
        ),
        "AUD" => (
            "AU",
            SAME_DAY,
            &[(Bsb, "000-000"), (AccountNumber, "000000000")],
        ),
        "CAD" => (
            "CA",
            NEXT_DAYS,
            &[(TransitNumber, "00000-000"), (AccountNumber, "0000000")],
        ),
        "CHF" => (
            "CH",
            NEXT_DAYS,
            &[(Iban, "CH00 0000 0000 0000 0000 0"), (Bic, "SANDCHX0")],
        ),
        "SGD" => (
            "SG",
            SAME_DAY,
            &[
                (BankCode, "0000"),
                (BranchCode, "000"),
                (AccountNumber, "0000000000"),
            ],
        ),
        "KRW" => (
            "KR",
            NEXT_DAYS,
            &[(BankCode, "000"), (AccountNumber, "000-000-000000")],
        ),
        "NZD" => ("NZ", NEXT_DAYS, &[(AccountNumber, "00-0000-0000000-00")]),
        "THB" => (
            "TH",
            NEXT_DAYS,
            &[(BankCode, "000"), (AccountNumber, "000-0-00000-0")],
        ),
        "KWD" => (
            "KW",
            ABROAD,
            &[
                (Iban, "KW00 0000 0000 0000 0000 0000 0000 00"),
                (Bic, "SANDKWX0"),
            ],
        ),
        "BHD" => (
            "BH",
            ABROAD,
            &[(Iban, "BH00 0000 0000 0000 0000 00"), (Bic, "SANDBHX0")],
        ),
        _ => return None,
    };
    Some(Account {
        country,
        fields,
        expected,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_currency_that_the_wallet_holds_can_be_paid_in() {
        for &currency in Currency::HELD {
            for locale in [Locale::ZhCn, Locale::En] {
                let paid_to = SandboxBank
                    .instructions(currency, locale)
                    .expect("instructions");
                assert!(paid_to.expected.from <= paid_to.expected.to);
                assert!(paid_to.bank.contains("真实") || paid_to.bank.contains("not a real"));
            }
        }
    }

    #[test]
    fn no_account_of_the_sandbox_can_exist() {
        let fields = Currency::HELD
            .iter()
            .filter_map(|&currency| SandboxBank.instructions(currency, Locale::En))
            .flat_map(|paid_to| paid_to.fields);
        for field in fields {
            match field.kind {
                BankFieldKind::Bic => assert!(field.value.ends_with('0'), "{}", field.value),
                BankFieldKind::Iban => assert_eq!(field.value.get(2..4), Some("00")),
                _ => assert!(!field.value.contains(|c| ('1'..='9').contains(&c))),
            }
        }
    }
}
