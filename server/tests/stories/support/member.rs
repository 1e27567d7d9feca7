//! Somebody with an account, and what people do with one.

use app::features::{
    history::{
        activity::Line,
        api::{Detail, HistoryPage},
    },
    home::api::DashboardData,
    send::api::{Prepared, Progress},
    settings::api::SettingsData,
    topup::api::TopUpStart,
};
use domain::{Currency, Money};

use super::{Answer, Browser, World};

/// Everybody's sign-in password.
pub const PASSWORD: &str = "seven quiet herons";
/// Everybody's payment password.
pub const PAYMENT_PASSWORD: &str = "739182";

/// A member at their browser.
pub struct Member {
    pub browser: Browser,
    /// As stored: `ann@example.com`, `+8613812345678`.
    pub address: String,
}

impl World {
    /// Registers somebody in this browser and signs them in there.
    pub async fn register_in(&self, browser: Browser, address: &str, name: &str) -> Member {
        browser
            .post("register_code", &[("address", address)])
            .await
            .done::<serde_json::Value>();
        let code = self.code_for(address).await;
        let form = [
            ("address", address),
            ("name", name),
            ("password", PASSWORD),
            ("confirm_password", PASSWORD),
            ("code", &code),
            ("agreement", "on"),
        ];
        browser.post("register", &form).await.done::<()>();
        Member {
            browser,
            address: address.to_owned(),
        }
    }

    /// Somebody who has just registered.
    pub async fn newcomer(&self, address: &str, name: &str) -> Member {
        self.register_in(self.browser(), address, name).await
    }

    /// Somebody with a payment password.
    pub async fn member(&self, address: &str, name: &str) -> Member {
        let member = self.newcomer(address, name).await;
        member
            .set_payment_password(PAYMENT_PASSWORD)
            .await
            .done::<()>();
        member
    }

    /// Ann, who has a payment password and this much money.
    pub async fn ann_with(&self, amount: &str, currency: &str) -> Member {
        let ann = self.member("ann@example.com", "Ann Archer").await;
        ann.add(amount, currency).await;
        ann
    }

    /// Bob, who has nothing.
    pub async fn bob(&self) -> Member {
        self.newcomer("bob@example.com", "Bob Baker").await
    }
}

impl Member {
    /// Calls a server function.
    pub async fn post(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        self.browser.post(function, fields).await
    }

    /// Sets the first payment password.
    pub async fn set_payment_password(&self, new: &str) -> Answer {
        self.post("set_payment_password", &[("payment_password", new)])
            .await
    }

    pub async fn settings(&self) -> SettingsData {
        self.post("settings", &[]).await.done()
    }

    /// The account number without blanks.
    pub async fn account(&self) -> String {
        self.settings().await.account.replace(' ', "")
    }

    /// What they have in this currency.
    pub async fn balance(&self, currency: &str) -> String {
        let found: DashboardData = self.post("dashboard", &[]).await.done();
        let currency = Currency::parse(currency).unwrap();
        let held = found
            .balances
            .iter()
            .map(|balance| balance.posted)
            .find(|money| money.currency() == currency);
        held.map_or_else(|| "none".to_owned(), Money::to_decimal_string)
    }

    /// The first page of their history.
    pub async fn history(&self) -> HistoryPage {
        self.post("history", &[]).await.done()
    }

    /// Everything a filter finds, page by page, as one scrolls.
    pub async fn find(&self, filter: &[(&str, &str)]) -> Vec<Line> {
        let mut page: HistoryPage = self.post("search_history", filter).await.done();
        let mut lines = page.items;
        while let Some(cursor) = page.next {
            let fields: Vec<_> = filter
                .iter()
                .copied()
                .chain([("cursor", cursor.as_str())])
                .collect();
            page = self.post("search_history", &fields).await.done();
            assert!(
                !page.items.is_empty(),
                "a page that promises more and has nothing"
            );
            lines.extend(page.items);
        }
        lines
    }

    /// The ids of everything a filter finds.
    pub async fn find_ids(&self, filter: &[(&str, &str)]) -> Vec<String> {
        let lines = self.find(filter).await;
        lines.into_iter().map(|line| line.id).collect()
    }

    /// One entry of their history.
    pub async fn activity(&self, id: &str) -> Detail {
        self.post("activity", &[("id", id)]).await.done()
    }

    /// The id that the page for adding money hands out.
    pub async fn new_topup(&self) -> String {
        self.post("topup_options", &[])
            .await
            .done::<TopUpStart>()
            .id
    }

    /// Announces a bank transfer: the request's id and the reference to write on it.
    pub async fn announce(&self, amount: &str, currency: &str) -> (String, String) {
        let id = self.new_topup().await;
        let form = [
            ("id", id.as_str()),
            ("amount", amount),
            ("currency", currency),
        ];
        let id: String = self.post("topup_bank", &form).await.done();
        let reference = self.activity(&id).await.reference;
        (id, reference)
    }

    /// Lets the sandbox's bank report about a transfer.
    pub async fn bank_says(&self, reference: &str, outcome: &str, amount: &str) -> Answer {
        self.post(
            "sandbox_bank",
            &[
                ("reference", reference),
                ("outcome", outcome),
                ("amount", amount),
            ],
        )
        .await
    }

    /// Adds money by bank.
    pub async fn add(&self, amount: &str, currency: &str) {
        let (_, reference) = self.announce(amount, currency).await;
        self.bank_says(&reference, "arrived", "")
            .await
            .done::<String>();
    }

    /// Asks for money from a card under this request's id.
    pub async fn charge(&self, id: &str, amount: &str, number: &str) -> Answer {
        let form = [
            ("id", id),
            ("amount", amount),
            ("currency", "USD"),
            ("card", "new"),
            ("card_number", number),
            ("expiry", "12/29"),
            ("security_code", "123"),
        ];
        self.post("topup_card", &form).await
    }

    /// Fills in the send page.
    pub async fn send(&self, to: &str, amount: &str, currency: &str, note: &str) -> Answer {
        self.post(
            "prepare_send",
            &[
                ("to", to),
                ("amount", amount),
                ("currency", currency),
                ("note", note),
            ],
        )
        .await
    }

    /// Fills in the send page rightly: the id of the payment that waits.
    pub async fn prepare(&self, to: &str, amount: &str, currency: &str) -> String {
        self.send(to, amount, currency, "").await.done()
    }

    pub async fn confirm(&self, id: &str) -> Answer {
        self.confirm_with(id, PAYMENT_PASSWORD).await
    }

    pub async fn confirm_with(&self, id: &str, payment_password: &str) -> Answer {
        self.post(
            "confirm_send",
            &[("id", id), ("payment_password", payment_password)],
        )
        .await
    }

    /// How far a prepared payment has come.
    pub async fn progress(&self, id: &str) -> Progress {
        self.post("send_status", &[("id", id)])
            .await
            .done::<Prepared>()
            .progress
    }

    /// Pays: the id of the transaction.
    pub async fn pay(&self, to: &str, amount: &str, currency: &str, note: &str) -> String {
        let id: String = self.send(to, amount, currency, note).await.done();
        paid(&self.confirm(&id).await)
    }
}

/// The transaction of a payment that must have been made.
#[track_caller]
pub fn paid(answer: &Answer) -> String {
    match answer.done::<Prepared>().progress {
        Progress::Paid { activity } => activity,
        other => panic!("not paid: {other:?}"),
    }
}

/// The code of a payment that must have been refused for good.
#[track_caller]
pub fn not_paid(answer: &Answer) -> domain::Refusal {
    match answer.done::<Prepared>().progress {
        Progress::Refused(why) => why,
        other => panic!("not refused: {other:?}"),
    }
}
