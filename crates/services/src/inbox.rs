//! Telling a person something: in the wallet, by mail and by SMS, in one transaction and as they chose; and reading it
//! again in the wallet.

use chrono::{DateTime, Utc};
use domain::{Address, Channel, Currency, EventId, MessageId, PersonId, Topic};
use sqlx::PgConnection;
use storage::{
    notifications::{self, NewNotification, StoredNotification},
    people::{self, Person},
    sessions::Viewer,
    silences,
};

use crate::{
    ActivityId, Wallet,
    error::{ServiceError, ServiceResult},
    messages::MessageBody,
};

/// Notifications on one page.
const PAGE: u32 = 30;
/// New ones told to an open page at once; whoever missed more finds them in the list.
const NEWS_AT_ONCE: u32 = 5;

/// Something a person was told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notification {
    /// The place in the person's own sequence.
    pub seq: u64,
    /// None when a newer server wrote it and this one does not know what it says (invariant 10).
    pub body: Option<MessageBody>,
    /// The entry of the person's history it is about.
    pub activity: Option<ActivityId>,
    pub at: DateTime<Utc>,
    pub is_read: bool,
}

/// Some notifications, newest first.
#[derive(Clone, Debug)]
pub struct NotificationPage {
    pub items: Vec<Notification>,
    /// Where the next page starts; none at the end.
    pub next: Option<u64>,
}

/// Something to tell, and why.
pub(crate) struct News<'a> {
    pub body: &'a MessageBody,
    /// What it follows from; the same cause is told once.
    pub cause: EventId,
    /// Where it stands in the person's history.
    pub entry: Option<(Currency, i64)>,
    pub at: DateTime<Utc>,
    /// The id of the message to an address.
    pub message_id: &'a (dyn Fn(&Address) -> MessageId + Sync),
}

impl Wallet {
    /// The viewer's notifications, newest first, below `before` when it is given.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn notifications(
        &self,
        viewer: &Viewer,
        before: Option<u64>,
    ) -> ServiceResult<NotificationPage> {
        let found = notifications::list(&self.db, viewer.person.id, before, PAGE + 1).await?;
        let page = usize::try_from(PAGE).unwrap_or(usize::MAX);
        let more = found.len() > page;
        let items: Vec<Notification> = found.into_iter().take(page).map(read).collect();
        let next = items.last().filter(|_| more).map(|last| last.seq);
        Ok(NotificationPage { items, next })
    }

    /// Marks the viewer's notifications up to this one as read; what came after it was not seen yet.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn mark_notifications_read(&self, viewer: &Viewer, upto: u64) -> ServiceResult<()> {
        const OPERATION: &str = "mark notifications as read";
        let person = viewer.person.id;
        let mut transaction = self.begin(OPERATION).await?;
        notifications::mark_read(&mut transaction, person, upto, self.env.now()).await?;
        self.commit(transaction, OPERATION).await?;
        self.hint_at(vec![person]);
        Ok(())
    }

    /// What these people were told after a place in their sequence: the newest few of each, oldest first.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn notifications_after(
        &self,
        places: &[(PersonId, u64)],
    ) -> ServiceResult<Vec<(PersonId, Notification)>> {
        Ok(notifications::after(&self.db, places, NEWS_AT_ONCE)
            .await?
            .into_iter()
            .map(|(person, stored)| (person, read(stored)))
            .collect())
    }

    /// Tells a person something that has no earlier cause than this very call.
    pub(crate) async fn tell_person(
        &self,
        connection: &mut PgConnection,
        person: &Person,
        body: &MessageBody,
    ) -> ServiceResult<()> {
        let news = News {
            body,
            cause: self.env.id(EventId::from_uuid),
            entry: None,
            at: self.env.now(),
            message_id: &|_| self.env.id(MessageId::from_uuid),
        };
        self.tell(connection, person, &news).await?;
        Ok(())
    }

    /// Writes what a person is to be told, in the wallet and to their addresses, as they chose; false when this cause
    /// was told before, and then nothing is written.
    pub(crate) async fn tell(
        &self,
        connection: &mut PgConnection,
        person: &Person,
        news: &News<'_>,
    ) -> ServiceResult<bool> {
        let Some(topic) = news.body.topic() else {
            return Err(ServiceError::fault("tell a person", "it has no topic"));
        };
        let addresses = people::addresses(&mut *connection, person.id).await?;
        let kinds: Vec<_> = addresses.iter().map(Address::kind).collect();
        let mut choices = silences::of(&mut *connection, person.id).await?;
        if topic == Topic::Security && !choices.reach(topic, &kinds) {
            // What keeps an account safe is never kept from its owner, whatever the table says.
            choices = domain::Choices::default();
        }
        let facts = serde_json::to_value(news.body)
            .map_err(|error| ServiceError::fault("write a notification", error))?;
        let activity = news
            .entry
            .map(|(currency, seq)| format!("{}-{seq}", currency.code()));
        let notification = NewNotification {
            person: person.id,
            cause: news.cause,
            topic,
            facts: &facts,
            activity: activity.as_deref(),
            at: news.at,
            shown: choices.is_on(topic, Channel::Inbox),
        };
        if !notifications::write(connection, &notification).await? {
            return Ok(false);
        }
        for address in addresses
            .iter()
            .filter(|address| choices.is_on(topic, address.kind().into()))
        {
            let id = (news.message_id)(address);
            self.queue_message_as(connection, id, address, person.locale, news.body)
                .await?;
        }
        Ok(true)
    }
}

fn read(stored: StoredNotification) -> Notification {
    let activity = stored.activity.as_deref().and_then(|text| {
        let (code, seq) = text.split_once('-')?;
        Some(ActivityId::Entry {
            currency: Currency::parse(code).ok()?,
            seq: seq.parse().ok()?,
        })
    });
    Notification {
        seq: stored.seq,
        body: serde_json::from_value(stored.facts).ok(),
        activity,
        at: stored.at,
        is_read: stored.is_read,
    }
}
