//! How a use case ends when it does not succeed: refused (the person is told why) or broken (the log is told why).

use domain::{Currency, ErrorCode, Field, Locale, Money, Refusal, parse_amount};
use ledger::LedgerError;
use rails::RailError;
use storage::StorageError;

/// Result of a use case.
pub type ServiceResult<T> = Result<T, ServiceError>;

/// Why a use case did not happen.
#[derive(Debug, thiserror::Error)]
pub enum ServiceError {
    /// The request cannot be granted as it is; nothing was changed by it.
    #[error("refused: {0:?}")]
    Refused(Vec<Refusal>),
    /// Too much to do at once; the same request may be sent again in a moment.
    #[error("busy: {0}")]
    Busy(&'static str),
    #[error(transparent)]
    Storage(#[from] StorageError),
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Rail(#[from] RailError),
    /// A fault of ours.
    #[error("{operation}: {what}")]
    Fault {
        operation: &'static str,
        what: String,
    },
}

impl ServiceError {
    /// A fault of ours while doing `operation`.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "an error comes here to end; taking it reads well in map_err"
    )]
    pub fn fault(operation: &'static str, what: impl ToString) -> Self {
        Self::Fault {
            operation,
            what: what.to_string(),
        }
    }

    /// Whether trying again later may help.
    pub fn is_unavailable(&self) -> bool {
        match self {
            Self::Busy(_) => true,
            Self::Storage(error) => error.is_unavailable(),
            Self::Ledger(error) => error.is_unavailable(),
            Self::Rail(error) => error.is_temporary(),
            Self::Refused(_) | Self::Fault { .. } => false,
        }
    }
}

impl From<Refusal> for ServiceError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<Vec<Refusal>> for ServiceError {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals)
    }
}

/// Gathers what is wrong with a form, so that a person sees all of it at once.
#[derive(Default)]
pub(crate) struct Problems(Vec<Refusal>);

impl Problems {
    /// The value, or a noted problem with the field.
    pub fn take<T, E>(&mut self, field: Field, parsed: Result<T, E>) -> Option<T>
    where
        Refusal: From<E>,
    {
        match parsed {
            Ok(value) => Some(value),
            Err(error) => {
                self.0.push(Refusal::from(error).at(field));
                None
            }
        }
    }

    /// The value, or its noted refusals; only what broke is an error.
    pub fn gather<T>(&mut self, done: ServiceResult<T>) -> ServiceResult<Option<T>> {
        match done {
            Ok(value) => Ok(Some(value)),
            Err(ServiceError::Refused(refusals)) => {
                self.0.extend(refusals);
                Ok(None)
            }
            Err(broken) => Err(broken),
        }
    }

    /// A currency that the wallet holds, or a noted problem with the field.
    pub fn currency(&mut self, field: Field, code: &str) -> Option<Currency> {
        let held = Currency::parse(code).ok().filter(|known| known.is_held());
        if held.is_none() {
            self.note(field, ErrorCode::CurrencyUnknown);
        }
        held
    }

    /// An amount and its currency, or noted problems with the fields.
    pub fn amount(&mut self, typed: &str, currency: &str, locale: Locale) -> Option<Money> {
        let currency = self.currency(Field::Currency, currency)?;
        self.take(Field::Amount, parse_amount(typed, currency, locale))
    }

    /// Notes a problem.
    pub fn note(&mut self, field: Field, code: ErrorCode) {
        self.0.push(Refusal::new(code).at(field));
    }

    /// Notes a problem with its facts.
    pub fn push(&mut self, refusal: Refusal) {
        self.0.push(refusal);
    }

    /// Whether nothing is wrong so far.
    pub fn none(&self) -> bool {
        self.0.is_empty()
    }

    /// All problems as one refusal.
    pub fn refuse<T>(self) -> ServiceResult<T> {
        Err(ServiceError::Refused(self.0))
    }
}
