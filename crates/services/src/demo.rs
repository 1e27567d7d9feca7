//! Demo people with two months of history in five currencies, for the sandbox only. Everything goes through the same
//! use cases as anybody’s money, at the times it is said to have happened.

mod acts;
mod story;

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use domain::{AccountNumber, Address, Currency, Level, Locale, PersonId, PersonName, SessionId};
use storage::{
    people::{self, Registration},
    pulses::Pulse,
    sandbox_records,
    sessions::Viewer,
};

use self::story::{STORY, TAGS};
use crate::{
    Clock, Env, Happened, Wallet,
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

/// What happened in the last days was not read yet.
const UNREAD_FOR: TimeDelta = TimeDelta::days(3);

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

/// Adds the demo people and their two months, unless they are there. Goes on where an earlier start was interrupted: each
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
    let clock = Arc::new(StoryClock(Mutex::new(today - TimeDelta::days(61))));
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
    for (minute, (days_ago, hour, who, deed)) in (0_i64..).zip(STORY) {
        let at = midnight - TimeDelta::days(*days_ago)
            + TimeDelta::hours(*hour)
            + TimeDelta::minutes(minute * 7 % 60);
        clock.set(at.min(today));
        let viewer = viewers
            .get(*who)
            .ok_or_else(|| ServiceError::fault("tell the demo's story", "nobody is there"))?;
        then.act(viewer, deed, minute).await?;
    }
    wallet.notify_people().await?;
    for viewer in &viewers {
        then.demo_tags(viewer).await?;
        then.demo_has_read(viewer, today - UNREAD_FOR).await?;
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
            pulse: Pulse::default(),
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

    /// Marks what this person was told until then as read.
    async fn demo_has_read(&self, viewer: &Viewer, until: DateTime<Utc>) -> ServiceResult<()> {
        let mut before = None;
        loop {
            let page = self.notifications(viewer, before).await?;
            if let Some(last) = page.items.iter().find(|item| item.at <= until) {
                return self.mark_notifications_read(viewer, last.seq).await;
            }
            before = page.next;
            if before.is_none() {
                return Ok(());
            }
        }
    }

    /// Puts its tags on what the viewer did and got.
    async fn demo_tags(&self, viewer: &Viewer) -> ServiceResult<()> {
        let mut cursor = None;
        loop {
            let page = self.history(viewer, cursor.as_deref(), 100).await?;
            for item in page.items {
                let note = match &item.happened {
                    Happened::SentTo { note, .. } | Happened::ReceivedFrom { note, .. } => {
                        note.as_deref()
                    }
                    _ => None,
                };
                let tag = TAGS.iter().find(|(about, _)| Some(*about) == note);
                if let Some((_, tag)) = tag {
                    self.set_tags(viewer, item.id, tag).await?;
                }
            }
            cursor = page.next;
            if cursor.is_none() {
                return Ok(());
            }
        }
    }
}
