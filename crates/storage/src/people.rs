//! Who the wallet's people are and under which addresses they are reached.

use chrono::{DateTime, Utc};
use domain::{
    AccountNumber, Address, Currency, Email, Level, Locale, PersonId, PersonName, Phone, Region,
};
use sqlx::{PgConnection, PgExecutor};

use crate::error::{StorageResult, corrupt, failed};

/// A person as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: PersonId,
    pub account_number: AccountNumber,
    pub name: PersonName,
    pub locale: Locale,
    pub display_currency: Currency,
    /// IANA name, such as `Asia/Shanghai`.
    pub time_zone: String,
    pub level: Level,
}

/// What registration writes at once.
#[derive(Debug)]
pub struct Registration<'a> {
    pub id: PersonId,
    pub account_number: &'a AccountNumber,
    pub name: &'a PersonName,
    pub locale: Locale,
    pub display_currency: Currency,
    pub time_zone: &'a str,
    pub address: &'a Address,
    pub password_hash: &'a str,
    pub terms_version: &'a str,
    pub at: DateTime<Utc>,
}

/// How an attempt to register ended in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Registered {
    Done,
    /// Somebody has the address already.
    AddressTaken,
    /// The drawn account number exists; draw another.
    AccountNumberTaken,
}

/// A row of `wallet.people`, before its strings are trusted.
pub(crate) struct PersonRow {
    pub id: uuid::Uuid,
    pub account_number: String,
    pub name: String,
    pub locale: String,
    pub display_currency: String,
    pub time_zone: String,
    pub level: String,
}

impl TryFrom<PersonRow> for Person {
    type Error = crate::StorageError;

    fn try_from(row: PersonRow) -> StorageResult<Self> {
        let bad = |what| corrupt("read a person", what);
        Ok(Self {
            id: PersonId::from_uuid(row.id),
            account_number: AccountNumber::parse(&row.account_number)
                .map_err(|_| bad("account number"))?,
            name: PersonName::parse(&row.name).map_err(|_| bad("name"))?,
            locale: Locale::from_tag(&row.locale).ok_or_else(|| bad("locale"))?,
            display_currency: Currency::parse(&row.display_currency)
                .map_err(|_| bad("display currency"))?,
            time_zone: row.time_zone,
            level: Level::parse(&row.level).ok_or_else(|| bad("level"))?,
        })
    }
}

/// Writes person, address and credentials; the caller rolls back unless the answer is [`Registered::Done`].
pub async fn register(
    connection: &mut PgConnection,
    new: &Registration<'_>,
) -> StorageResult<Registered> {
    const OPERATION: &str = "register a person";
    let person = sqlx::query!(
        "INSERT INTO wallet.people
             (id, account_number, name, locale, display_currency, time_zone, terms_version, terms_accepted_at, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         ON CONFLICT (account_number) DO NOTHING",
        new.id.as_uuid(),
        new.account_number.as_str(),
        new.name.as_str(),
        new.locale.as_str(),
        new.display_currency.code(),
        new.time_zone,
        new.terms_version,
        new.at,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    if person.rows_affected() == 0 {
        return Ok(Registered::AccountNumberTaken);
    }
    let address = sqlx::query!(
        "INSERT INTO wallet.addresses (kind, value, person_id, verified_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (kind, value) DO NOTHING",
        new.address.kind().as_str(),
        new.address.as_str(),
        new.id.as_uuid(),
        new.at,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    if address.rows_affected() == 0 {
        return Ok(Registered::AddressTaken);
    }
    sqlx::query!(
        "INSERT INTO wallet.credentials (person_id, password_hash, password_changed_at)
         VALUES ($1, $2, $3)",
        new.id.as_uuid(),
        new.password_hash,
        new.at,
    )
    .execute(&mut *connection)
    .await
    .map_err(failed(OPERATION))?;
    Ok(Registered::Done)
}

/// The person with this id.
pub async fn find(executor: impl PgExecutor<'_>, id: PersonId) -> StorageResult<Option<Person>> {
    sqlx::query_as!(
        PersonRow,
        "SELECT id, account_number, name, locale, display_currency, time_zone, level
         FROM wallet.people
         WHERE id = $1",
        id.as_uuid(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("find a person"))?
    .map(Person::try_from)
    .transpose()
}

/// The person who proved this address.
pub async fn find_by_address(
    executor: impl PgExecutor<'_>,
    address: &Address,
) -> StorageResult<Option<Person>> {
    sqlx::query_as!(
        PersonRow,
        "SELECT p.id, p.account_number, p.name, p.locale, p.display_currency, p.time_zone, p.level
         FROM wallet.addresses AS a
         JOIN wallet.people AS p ON p.id = a.person_id
         WHERE a.kind = $1 AND a.value = $2",
        address.kind().as_str(),
        address.as_str(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("find a person by address"))?
    .map(Person::try_from)
    .transpose()
}

/// The person with this account number.
pub async fn find_by_account(
    executor: impl PgExecutor<'_>,
    account: &AccountNumber,
) -> StorageResult<Option<Person>> {
    sqlx::query_as!(
        PersonRow,
        "SELECT id, account_number, name, locale, display_currency, time_zone, level
         FROM wallet.people
         WHERE account_number = $1",
        account.as_str(),
    )
    .fetch_optional(executor)
    .await
    .map_err(failed("find a person by account number"))?
    .map(Person::try_from)
    .transpose()
}

/// A person's verified addresses, oldest first.
pub async fn addresses(executor: impl PgExecutor<'_>, id: PersonId) -> StorageResult<Vec<Address>> {
    const OPERATION: &str = "list a person's addresses";
    sqlx::query!(
        "SELECT kind, value
         FROM wallet.addresses
         WHERE person_id = $1
         ORDER BY verified_at, kind",
        id.as_uuid(),
    )
    .fetch_all(executor)
    .await
    .map_err(failed(OPERATION))?
    .into_iter()
    .map(|row| stored_address(OPERATION, &row.kind, &row.value))
    .collect()
}

/// Reads an address back from its kind and canonical text.
pub(crate) fn stored_address(
    operation: &'static str,
    kind: &str,
    value: &str,
) -> StorageResult<Address> {
    match kind {
        "email" => Email::parse(value).ok().map(Address::Email),
        "phone" => Phone::parse(value, Region::CN).ok().map(Address::Phone),
        _ => None,
    }
    .ok_or_else(|| corrupt(operation, "address"))
}

/// Changes the name others see.
pub async fn set_name(
    executor: impl PgExecutor<'_>,
    id: PersonId,
    name: &PersonName,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.people SET name = $2 WHERE id = $1",
        id.as_uuid(),
        name.as_str()
    )
    .execute(executor)
    .await
    .map_err(failed("set a person's name"))?;
    Ok(())
}

/// Changes language, display currency and time zone.
pub async fn set_preferences(
    executor: impl PgExecutor<'_>,
    id: PersonId,
    locale: Locale,
    display_currency: Currency,
    time_zone: &str,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.people
         SET locale = $2, display_currency = $3, time_zone = $4
         WHERE id = $1",
        id.as_uuid(),
        locale.as_str(),
        display_currency.code(),
        time_zone,
    )
    .execute(executor)
    .await
    .map_err(failed("set a person's preferences"))?;
    Ok(())
}

/// Changes how well a person is known.
pub async fn set_level(
    executor: impl PgExecutor<'_>,
    id: PersonId,
    level: Level,
) -> StorageResult<()> {
    sqlx::query!(
        "UPDATE wallet.people SET level = $2 WHERE id = $1",
        id.as_uuid(),
        level.as_str()
    )
    .execute(executor)
    .await
    .map_err(failed("set a person's level"))?;
    Ok(())
}
