//! Demo people with a month of history, for the sandbox only. Everything goes through the same use cases as anybody's
//! money, at the times it is said to have happened.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{
    AccountNumber, Address, CommandId, Currency, IntentId, Level, Locale, PersonId, PersonName,
    SessionId, TopUpFailure, TopUpId,
};
use rails::bank::{LineOutcome, StatementLine, StatementLineId};
use storage::{
    people::{self, Registration},
    sandbox_records,
    sessions::Viewer,
    topups::Method,
};

use uuid::Uuid;

use crate::{
    CardChoice, Clock, Env, QuoteForm, SendForm, TopUpForm, Wallet,
    error::{ServiceError, ServiceResult},
    register::TERMS_VERSION,
};

/// The sign-in password of every demo person.
pub const PASSWORD: &str = "jade and seal 2026";
/// The payment password of every demo person.
pub const PAYMENT_PASSWORD: &str = "802517";

/// A person of the demo.
pub struct DemoPerson {
    pub address: &'static str,
    pub name: &'static str,
    pub locale: Locale,
    time_zone: &'static str,
}

/// Who there is.
pub const PEOPLE: [DemoPerson; 3] = [
    DemoPerson {
        address: "xiaoyu@example.com",
        name: "林晓雨",
        locale: Locale::ZhCn,
        time_zone: "Asia/Shanghai",
    },
    DemoPerson {
        address: "maria@example.com",
        name: "Maria Gonzalez",
        locale: Locale::En,
        time_zone: "Europe/Berlin",
    },
    DemoPerson {
        address: "+8613800138000",
        name: "陈子明",
        locale: Locale::ZhCn,
        time_zone: "Asia/Shanghai",
    },
];

/// What one of them did.
enum Deed {
    Card(&'static str, &'static str),
    CardFails(&'static str, &'static str),
    Bank(&'static str, &'static str),
    BankWaits(&'static str, &'static str),
    BankFails(&'static str, &'static str),
    Send(usize, &'static str, &'static str, &'static str),
}

/// Days ago, hour of the day in UTC, who, what.
const STORY: [(i64, i64, usize, Deed); 30] = [
    (30, 2, 0, Deed::Bank("36000", "CNY")),
    (29, 9, 1, Deed::Bank("4200.00", "EUR")),
    (29, 12, 2, Deed::Card("3000", "CNY")),
    (28, 4, 0, Deed::Send(2, "128.00", "CNY", "聚餐 AA")),
    (27, 15, 1, Deed::Card("600.00", "USD")),
    (26, 10, 1, Deed::Send(0, "85.50", "USD", "Concert tickets")),
    (25, 3, 2, Deed::Send(0, "300", "CNY", "代买茶叶")),
    (24, 6, 0, Deed::Card("68900", "JPY")),
    (23, 11, 1, Deed::Send(2, "42.50", "EUR", "Postage")),
    (22, 1, 0, Deed::Bank("2415.00", "EUR")),
    (21, 8, 0, Deed::Send(1, "120.00", "EUR", "房租分摊")),
    (20, 13, 1, Deed::CardFails("4000000000009995", "250.00")),
    (19, 5, 2, Deed::Bank("8800", "CNY")),
    (18, 9, 0, Deed::Send(2, "66.66", "CNY", "生日快乐")),
    (17, 16, 1, Deed::Send(0, "19.90", "USD", "")),
    (16, 2, 0, Deed::Card("4300.00", "USD")),
    (15, 7, 2, Deed::Send(0, "1024", "CNY", "相机定金")),
    (13, 12, 1, Deed::BankFails("900.00", "EUR")),
    (12, 3, 0, Deed::Send(1, "36.00", "USD", "书")),
    (11, 6, 0, Deed::Send(2, "5200", "JPY", "京都民宿")),
    (10, 9, 2, Deed::Send(1, "15.00", "EUR", "Danke!")),
    (9, 14, 1, Deed::Card("150.00", "GBP")),
    (8, 10, 1, Deed::Send(2, "23.40", "GBP", "Museum")),
    (6, 4, 0, Deed::Send(2, "500.00", "CNY", "房租")),
    (
        5,
        11,
        1,
        Deed::Send(0, "60.00", "EUR", "Dinner, with thanks"),
    ),
    (4, 2, 2, Deed::Send(0, "88.00", "CNY", "红包")),
    (3, 7, 0, Deed::Send(1, "42.50", "EUR", "Tea & Stationery")),
    (2, 13, 1, Deed::Send(0, "7.77", "GBP", "")),
    (1, 5, 2, Deed::Send(0, "256.00", "CNY", "水电费")),
    (0, 0, 0, Deed::BankWaits("1000", "HKD")),
];

/// A clock that is set by hand; it never runs backwards.
struct StoryClock(Mutex<DateTime<Utc>>);

impl Clock for StoryClock {
    fn now(&self) -> DateTime<Utc> {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl StoryClock {
    fn set(&self, at: DateTime<Utc>) {
        let mut now = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        *now = at.max(*now);
    }
}

/// When the story was begun; a start that was interrupted goes on as if it were still that moment.
const BEGUN: &str = "demo/begun";
/// Present once the story is told.
const TOLD: &str = "demo/told";

/// Adds the demo people and their month, unless they are there. Goes on where an earlier start was interrupted: each
/// deed has one id, kept before it is done, so none is done twice. Returns whether it did anything.
///
/// # Errors
/// Refused outside the sandbox; otherwise when the database cannot be reached.
pub async fn populate(wallet: &Wallet) -> ServiceResult<bool> {
    if !wallet.config.sandbox {
        return Err(ServiceError::fault(
            "add the demo people",
            "only the sandbox has demo people",
        ));
    }
    let addresses = PEOPLE
        .iter()
        .map(|person| Address::parse(person.address))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|error| ServiceError::fault("add the demo people", error))?;
    let Some(today) = begin(wallet, &addresses).await? else {
        return Ok(false);
    };
    let clock = Arc::new(StoryClock(Mutex::new(today - TimeDelta::days(31))));
    let then = wallet.with_env(Env {
        clock: clock.clone(),
        random: wallet.env.random.clone(),
    });
    let mut viewers = Vec::new();
    for (person, address) in PEOPLE.iter().zip(&addresses) {
        viewers.push(then.demo_person(person, address).await?);
    }
    let midnight = today
        .date_naive()
        .and_time(chrono::NaiveTime::MIN)
        .and_utc();
    for (minute, (days_ago, hour, who, deed)) in (0_i64..).zip(&STORY) {
        let at = midnight - TimeDelta::days(*days_ago)
            + TimeDelta::hours(*hour)
            + TimeDelta::minutes(minute * 7 % 60);
        clock.set(at.min(today));
        let viewer = viewers
            .get(*who)
            .ok_or_else(|| ServiceError::fault("tell the demo's story", "nobody is there"))?;
        then.act(viewer, deed, minute).await?;
    }
    sandbox_records::keep(&wallet.db, TOLD, "").await?;
    Ok(true)
}

/// The moment the story is told from; nothing when it was told, or when the people are there without it.
async fn begin(wallet: &Wallet, addresses: &[Address]) -> ServiceResult<Option<DateTime<Utc>>> {
    if sandbox_records::find(&wallet.db, TOLD).await?.is_some() {
        return Ok(None);
    }
    if sandbox_records::find(&wallet.db, BEGUN).await?.is_none() {
        for address in addresses {
            if people::find_by_address(&wallet.db, address)
                .await?
                .is_some()
            {
                return Ok(None);
            }
        }
    }
    let now = wallet.env.now().to_rfc3339();
    let begun = sandbox_records::keep(&wallet.db, BEGUN, &now).await?;
    begun
        .parse()
        .map(Some)
        .map_err(|error| ServiceError::fault("read when the demo began", error))
}

impl Wallet {
    /// The person, added with a payment password unless an earlier start has done so.
    async fn demo_person(&self, demo: &DemoPerson, address: &Address) -> ServiceResult<Viewer> {
        let person = match people::find_by_address(&self.db, address).await? {
            Some(person) => person,
            None => self.add_demo_person(demo, address).await?,
        };
        let viewer = Viewer {
            session: SessionId::from_uuid(person.id.as_uuid()),
            person,
            has_payment_password: true,
            last_seen_at: self.env.now(),
        };
        let credentials = self.credentials_of(viewer.person.id).await?;
        if credentials.payment_hash.is_none() {
            self.set_payment_password(&viewer, None, PAYMENT_PASSWORD)
                .await?;
        }
        Ok(viewer)
    }

    async fn add_demo_person(
        &self,
        demo: &DemoPerson,
        address: &Address,
    ) -> ServiceResult<people::Person> {
        let broken = |what: &'static str| ServiceError::fault("add a demo person", what);
        let id = self.env.id(PersonId::from_uuid);
        let account_number = AccountNumber::from_body(self.env.below(100_000_000))
            .map_err(|_| broken("no account number"))?;
        let name = PersonName::parse(demo.name).map_err(|_| broken("the name does not do"))?;
        let password_hash = self
            .hasher
            .hash(PASSWORD.as_bytes(), self.env.bytes())
            .await?;
        let mut transaction = self.begin("add a demo person").await?;
        let registration = Registration {
            id,
            account_number: &account_number,
            name: &name,
            locale: demo.locale,
            display_currency: if demo.locale == Locale::ZhCn {
                Currency::CNY
            } else {
                Currency::USD
            },
            time_zone: demo.time_zone,
            address,
            password_hash: &password_hash,
            terms_version: TERMS_VERSION,
            at: self.env.now(),
        };
        people::register(&mut transaction, &registration).await?;
        people::set_level(&mut *transaction, id, Level::Verified).await?;
        let person = people::find(&mut *transaction, id)
            .await?
            .ok_or_else(|| broken("they are not there"))?;
        self.commit(transaction, "add a demo person").await?;
        Ok(person)
    }

    /// Does a deed under the id kept for its number.
    async fn act(&self, viewer: &Viewer, deed: &Deed, number: i64) -> ServiceResult<()> {
        if let Deed::Send(to, amount, currency, note) = deed {
            return self
                .demo_send(viewer, number, *to, amount, currency, note)
                .await;
        }
        let id = TopUpId::from_uuid(self.demo_id(number, self.new_topup_id().as_uuid()).await?);
        match deed {
            Deed::Card(amount, currency) => {
                self.demo_card(viewer, id, "4242424242424242", amount, currency)
                    .await
            }
            Deed::CardFails(number, amount) => {
                self.demo_card(viewer, id, number, amount, "USD").await
            }
            Deed::Bank(amount, currency) => {
                self.demo_bank(viewer, id, amount, currency, Some(LineOutcome::Arrived))
                    .await
            }
            Deed::BankWaits(amount, currency) => {
                self.demo_bank(viewer, id, amount, currency, None).await
            }
            Deed::BankFails(amount, currency) => {
                let failed = LineOutcome::Failed(TopUpFailure::BankMaintenance);
                self.demo_bank(viewer, id, amount, currency, Some(failed))
                    .await
            }
            Deed::Send(..) => Ok(()),
        }
    }

    /// The id of the deed with this number: the first that was drawn for it.
    async fn demo_id(&self, number: i64, drawn: Uuid) -> ServiceResult<Uuid> {
        let key = format!("demo/deed/{number}");
        let kept = sandbox_records::keep(&self.db, &key, &drawn.to_string()).await?;
        kept.parse()
            .map_err(|error| ServiceError::fault("read the id of a demo deed", error))
    }

    async fn demo_card(
        &self,
        viewer: &Viewer,
        id: TopUpId,
        number: &str,
        amount: &str,
        currency: &str,
    ) -> ServiceResult<()> {
        let card = CardChoice::New {
            number: number.to_owned(),
            expiry: "12/29".to_owned(),
            security_code: "123".to_owned(),
        };
        let form = TopUpForm {
            id,
            amount: amount.to_owned(),
            currency: currency.to_owned(),
            card,
        };
        self.start_card_topup(viewer, &form).await?;
        // Nothing is left to do unless an earlier start was interrupted between asking the card's bank and its answer.
        self.resume_topup(viewer.person.id, id).await
    }

    async fn demo_bank(
        &self,
        viewer: &Viewer,
        id: TopUpId,
        amount: &str,
        currency: &str,
        outcome: Option<LineOutcome>,
    ) -> ServiceResult<()> {
        let topup = self.start_bank_topup(viewer, id, amount, currency).await?;
        let (Method::Bank { reference }, Some(outcome)) = (&topup.method, outcome) else {
            return Ok(());
        };
        // One line for one request, however often this is begun: another one's money would belong to nobody.
        let line = format!("SANDBOX-{}", id.as_uuid().simple());
        self.take_bank_line(&StatementLine {
            id: StatementLineId::parse(&line)
                .map_err(|error| ServiceError::fault("name a statement line", error))?,
            reference: reference.clone(),
            amount: topup.amount,
            outcome,
            received_at: self.env.now(),
        })
        .await
    }

    async fn demo_send(
        &self,
        viewer: &Viewer,
        number: i64,
        to: usize,
        amount: &str,
        currency: &str,
        note: &str,
    ) -> ServiceResult<()> {
        let form = SendForm {
            to: PEOPLE
                .get(to)
                .map(|person| person.address.to_owned())
                .unwrap_or_default(),
            sum: QuoteForm {
                amount: amount.to_owned(),
                currency: currency.to_owned(),
                ..QuoteForm::default()
            },
            note: note.to_owned(),
            split: false,
        };
        let key = format!("demo/deed/{number}");
        let drawn = if let Some(kept) = sandbox_records::find(&self.db, &key).await? {
            kept.parse()
                .map_err(|error| ServiceError::fault("read the id of a demo deed", error))?
        } else {
            self.prepare_send(viewer, &form).await?.as_uuid()
        };
        let intent = IntentId::from_uuid(self.demo_id(number, drawn).await?);
        self.confirm_send(viewer, intent, PAYMENT_PASSWORD).await?;
        let command = CommandId::from_uuid(intent.as_uuid());
        match self
            .ledger
            .posting_of(viewer.person.id.into(), command)
            .await?
        {
            Some(_) => Ok(()),
            None => Err(ServiceError::fault(
                "tell the demo's story",
                format!("{amount} {currency} did not move"),
            )),
        }
    }
}
