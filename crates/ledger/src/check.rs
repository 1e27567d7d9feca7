//! Proves the journal against itself: reads all of it and compares. For tests, drills and operators.
//! It must never repair anything.

use domain::{AccountId, Currency};
use sqlx::PgConnection;

use crate::{
    Ledger, LedgerError,
    error::{currency, failed},
};

/// What a look at the whole ledger found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// The sum of all entries per currency; each must be zero (invariant 1).
    pub sums: Vec<CurrencySum>,
    /// Accounts that have less than nothing available and may not (invariant 2).
    pub negative: Vec<AccountId>,
    /// Accounts whose balance is not the sum of their entries, not what the last one says, whose sequence has gaps, that
    /// keep something else than their holds say, or whose row says otherwise than account and kind.
    pub mismatched: Vec<AccountId>,
    /// How many transfers are not two entries of one currency that sum to zero, of a command that was posted.
    pub one_sided: i64,
}

/// All entries of a currency, added up, in its minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CurrencySum {
    pub currency: Currency,
    pub sum_minor: i128,
}

impl Check {
    /// Whether nothing is wrong.
    pub fn is_sound(&self) -> bool {
        self.sums.iter().all(|sum| sum.sum_minor == 0)
            && self.negative.is_empty()
            && self.mismatched.is_empty()
            && self.one_sided == 0
    }
}

impl Ledger {
    /// Adds up the whole ledger, in one snapshot. It reads every entry: not for the path of a request.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn check(&self) -> Result<Check, LedgerError> {
        let mut connection = self.pool.acquire().await.map_err(failed(OPERATION))?;
        check(&mut connection).await
    }
}

const OPERATION: &str = "check the ledger";

pub(crate) async fn check(connection: &mut PgConnection) -> Result<Check, LedgerError> {
    // One statement, so that everything is compared within one snapshot.
    let found = sqlx::query!(
            r#"WITH added AS (
                SELECT account_id, count(*) AS entries, sum(amount) AS posted, min(seq) AS first_seq, max(seq) AS last_seq
                FROM ledger.entries
                GROUP BY account_id
            ), kept AS (
                SELECT account_id, sum(amount) AS held
                FROM ledger.holds
                WHERE ended_as IS NULL
                GROUP BY account_id
            ), compared AS (
                SELECT a.id, a.currency, b.posted, b.held, b.may_go_negative, coalesce(added.posted, 0) AS added,
                    b.seq = coalesce(added.last_seq, 0)
                        AND b.seq = coalesce(added.entries, 0)
                        AND coalesce(added.first_seq, 1) = 1
                        AND b.posted = coalesce(added.posted, 0)
                        AND b.posted = coalesce(last.balance_after, 0)
                        AND b.held = coalesce(kept.held, 0)
                        AND b.owner_id = a.owner_id
                        AND b.currency = a.currency
                        AND b.may_go_negative = k.may_go_negative AS agrees
                FROM ledger.accounts a
                JOIN ledger.account_kinds k ON k.kind = a.kind
                LEFT JOIN ledger.balances b ON b.account_id = a.id
                LEFT JOIN added ON added.account_id = a.id
                LEFT JOIN kept ON kept.account_id = a.id
                LEFT JOIN ledger.entries last ON last.account_id = a.id AND last.seq = added.last_seq
            ), sums AS (
                SELECT currency, sum(added)::text AS sum FROM compared GROUP BY currency
            )
            SELECT
                coalesce((SELECT array_agg(currency ORDER BY currency) FROM sums), '{}') AS "currencies!",
                coalesce((SELECT array_agg(sum ORDER BY currency) FROM sums), '{}') AS "sums!",
                ARRAY(
                    SELECT id FROM compared WHERE NOT may_go_negative AND posted < held ORDER BY id
                ) AS "negative!",
                ARRAY(SELECT id FROM compared WHERE agrees IS NOT TRUE ORDER BY id) AS "mismatched!",
                (
                    SELECT count(*)
                    FROM (
                        SELECT FROM ledger.journal e
                        LEFT JOIN ledger.commands c
                            ON c.owner_id = e.owner_id AND c.command_id = e.command_id AND c.kind IS NOT NULL
                        GROUP BY e.owner_id, e.command_id, e.leg
                        HAVING count(*) <> 2 OR sum(e.amount) <> 0 OR min(e.currency) <> max(e.currency)
                            OR count(c.command_id) <> 2
                    ) transfer
                ) AS "one_sided!""#,
        )
        .fetch_one(connection)
        .await
        .map_err(failed(OPERATION))?;

    let sums = found
        .currencies
        .iter()
        .zip(&found.sums)
        .map(|(code, sum)| {
            Ok(CurrencySum {
                currency: currency(OPERATION, code)?,
                sum_minor: sum.parse().map_err(|_| LedgerError::Corrupt {
                    operation: OPERATION,
                    what: "sum",
                })?,
            })
        })
        .collect::<Result<_, LedgerError>>()?;
    Ok(Check {
        sums,
        negative: found
            .negative
            .into_iter()
            .map(AccountId::from_uuid)
            .collect(),
        mismatched: found
            .mismatched
            .into_iter()
            .map(AccountId::from_uuid)
            .collect(),
        one_sided: found.one_sided,
    })
}
