//! Who may see what: every server function without a session, with a dead one, and with somebody else's.

use std::collections::BTreeSet;

use app::features::{
    history::api::HistoryPage, home::api::DashboardData, settings::devices_api::SignedIn,
};
use axum::http::StatusCode;
use domain::ErrorCode;
use leptos::server_fn::axum::server_fn_paths;

use crate::support::{Browser, ENDPOINTS, For, Member, World};

/// Ann, about whom nobody else may learn anything, with one of each thing a person can have.
struct Secretive {
    ann: Member,
    /// What must never be in anybody else's answer.
    secrets: Vec<String>,
    things: Vec<(&'static str, String)>,
}

impl Secretive {
    async fn new(world: &World) -> Self {
        let ann = world
            .member("secretive.ann@example.com", "Annabel Secretive")
            .await;
        ann.add("4321.09", "USD").await;
        let (_, reference) = ann.announce("8765.43", "USD").await;
        ann.charge(&ann.new_topup().await, "11.11", "4242424242424242")
            .await
            .done::<String>();
        let challenged = ann.new_topup().await;
        ann.charge(&challenged, "22.22", "4000000000003220")
            .await
            .done::<String>();
        world.bob().await;
        for (function, field, written) in [
            ("set_tags", "tags", "hidden tag"),
            ("set_private_note", "private_note", "hidden note"),
        ] {
            let answer = ann
                .post(function, &[("id", "USD-1"), (field, written)])
                .await;
            assert!(answer.is_done(), "{answer:?}");
        }
        let intent: String = ann
            .send("bob@example.com", "12.34", "USD", "our secret")
            .await
            .done();
        let invitation = ann.prepare("newcomer@example.com", "0.55", "USD").await;
        crate::support::paid(&ann.confirm(&invitation).await);
        ann.add("0.55", "USD").await;
        let request: String = ann
            .post(
                "ask_for_money",
                &[
                    ("to", "bob@example.com"),
                    ("amount", "0.66"),
                    ("currency", "USD"),
                    ("note", "our secret"),
                ],
            )
            .await
            .done();
        let start: app::features::topup::api::TopUpStart =
            ann.post("topup_options", &[]).await.done();
        let devices: Vec<SignedIn> = ann.post("devices", &[]).await.done();
        let secrets = vec![
            devices[0].id.clone(),
            ann.settings().await.account,
            ann.account().await,
            ann.browser.token().unwrap(),
            reference.clone(),
            start.cards[0].id.clone(),
        ];
        let plain = [
            "secretive.ann",
            "Annabel",
            "Secretive",
            "4321.09",
            "8765.43",
            "our secret",
            "hidden tag",
            "hidden note",
            "Bob B",
        ];
        let things = vec![
            ("{reference}", reference),
            ("{intent}", intent),
            ("{challenged}", challenged),
            ("{invitation}", invitation),
            ("{request}", request),
            ("{entry}", "USD-1".to_owned()),
            ("{payee}", "secretive.ann@example.com".to_owned()),
            ("{card}", start.cards[0].id.clone()),
            ("{new id}", start.id),
            ("{cursor}", "1772442000000000~USD2".to_owned()),
            ("{place}", "9".to_owned()),
            ("{session}", devices[0].id.clone()),
            ("{found}", "1772442000000001~9~USD-9".to_owned()),
        ];
        let secrets = secrets
            .into_iter()
            .chain(plain.map(str::to_owned))
            .collect();
        Self {
            ann,
            secrets,
            things,
        }
    }

    /// The fields of a function, filled in with what is Ann's.
    fn fields(&self, function: &'static crate::support::Endpoint) -> Vec<(&'static str, &str)> {
        let value = |text: &'static str| {
            self.things
                .iter()
                .find(|(name, _)| *name == text)
                .map_or(text, |(_, value)| value)
        };
        function
            .fields
            .iter()
            .map(|(field, usual)| (*field, value(usual)))
            .collect()
    }

    #[track_caller]
    fn assert_not_in(&self, body: &str, what: &str) {
        // Whoever holds the link of an invitation or a request is told who is behind it, in part.
        let body = if ["invitation", "request"].contains(&what) {
            body.replace("Annabel S****e", "somebody")
        } else {
            body.to_owned()
        };
        for secret in &self.secrets {
            assert!(
                !body.contains(secret.as_str()),
                "{what} tells {secret}: {body}"
            );
        }
    }
}

static FUNCTIONS: &[crate::support::Endpoint] = &ENDPOINTS;

#[tokio::test(flavor = "multi_thread")]
async fn whoever_adds_a_server_function_says_who_may_call_it() {
    let _world = World::new().await;
    let served: BTreeSet<&str> = server_fn_paths().map(|(path, _)| path).collect();
    let listed: BTreeSet<String> = FUNCTIONS
        .iter()
        .map(|function| format!("/fn/{}", function.name))
        .collect();
    assert_eq!(served, listed.iter().map(String::as_str).collect());
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_living_session_no_function_tells_or_changes_anything_of_anybody() {
    let world = World::new().await;
    let secretive = Secretive::new(&world).await;
    let ended = world.newcomer("dave@example.com", "Dave Dead").await;
    let dead = ended.browser.token().unwrap();
    ended.post("sign_out", &[]).await.done::<()>();
    let token = secretive.ann.browser.token().unwrap();
    let guesses = [
        "0".repeat(64),
        dead,
        token.to_uppercase(),
        format!("{token}0"),
        token[..63].to_owned(),
        "x".into(),
    ];
    let browsers = guesses
        .iter()
        .map(|guess| world.browser().holding(guess))
        .chain([world.browser()]);
    let before = secretive.ann.history().await;
    for browser in browsers {
        for function in FUNCTIONS {
            let answer = browser
                .post(function.name, &secretive.fields(function))
                .await;
            if function.answers == For::Members {
                assert_eq!(
                    answer.refused(),
                    ErrorCode::SessionEnded,
                    "{}",
                    function.name
                );
            }
            assert!(answer.status.is_success(), "{}: {answer:?}", function.name);
            secretive.assert_not_in(&answer.body, function.name);
        }
    }
    assert_eq!(secretive.ann.history().await, before);
    assert_eq!(secretive.ann.balance("USD").await, "4332.20");
}

#[tokio::test(flavor = "multi_thread")]
async fn with_ones_own_session_no_function_tells_or_changes_anything_of_somebody_else() {
    let world = World::new().await;
    let secretive = Secretive::new(&world).await;
    let mallory = world.member("mallory@example.com", "Mallory Miller").await;
    let before = secretive.ann.history().await;
    for function in FUNCTIONS
        .iter()
        .filter(|function| !function.name.starts_with("sign_out"))
    {
        let answer = mallory
            .post(function.name, &secretive.fields(function))
            .await;
        assert!(
            !answer.status.is_server_error(),
            "{}: {answer:?}",
            function.name
        );
        if function.name == "find_payee" {
            // The one thing a member may learn: whom they are about to pay.
            assert!(
                answer.body.contains("Annabel S****e") && !answer.body.contains("Secretive"),
                "{answer:?}"
            );
            continue;
        }
        secretive.assert_not_in(&answer.body, function.name);
    }
    let seen: HistoryPage = secretive.ann.history().await;
    assert_eq!(seen, before);
    assert_eq!(secretive.ann.balance("USD").await, "4332.20");
    let mallorys: DashboardData = mallory.post("dashboard", &[]).await.done();
    assert!(
        mallorys
            .balances
            .iter()
            .all(|balance| balance.posted.is_zero() || balance.posted.minor() == 100)
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_page_tells_a_visitor_or_another_member_anything_of_somebody() {
    let world = World::new().await;
    let secretive = Secretive::new(&world).await;
    let mallory = world
        .newcomer("mallory@example.com", "Mallory Miller")
        .await;
    let visitor = world.browser();
    let intent = &secretive
        .things
        .iter()
        .find(|(name, _)| *name == "{intent}")
        .unwrap()
        .1;
    let confirm = format!("/send/confirm/{intent}");
    let pages = [
        "/",
        "/send",
        "/topup",
        "/receive",
        "/history",
        "/history/USD-1",
        &confirm,
        "/settings",
        "/settings/profile",
        "/settings/devices",
        "/notifications",
    ];
    for page in pages {
        for (who, browser) in [("a visitor", &visitor), ("Mallory", &mallory.browser)] {
            let answer = browser.get(page).await;
            assert!(!answer.status.is_server_error(), "{page}");
            secretive.assert_not_in(&answer.body, &format!("{page} to {who}"));
        }
    }
    let found = mallory.browser.get(&confirm).await;
    assert_eq!(found.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_another_site_has_a_members_browser_send_is_refused_by_every_function() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let stranger: &Browser = &ann.browser;
    for function in FUNCTIONS {
        let answer = stranger
            .post_from("https://evil.example", function.name, function.fields)
            .await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{}", function.name);
        assert_eq!(
            answer.broke(),
            ErrorCode::RequestForeign,
            "{}",
            function.name
        );
    }
    ann.settings().await;
}
