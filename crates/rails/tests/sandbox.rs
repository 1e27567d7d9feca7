//! The sandbox rails as the server uses them: behind their traits, over a store that several share.
//! It never charges anything.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};

use chrono::{DateTime, NaiveDate};
use domain::{Currency, Email, MessageId, Money, Phone, Region, TopUpFailure};
use rails::{
    BoxFuture, Cause, MessageKind, Operation, OutboxMessage, OutboxSink, RailError,
    card::{
        CardBrand, CardDetails, CardRail, CardToken, ChallengeId, ChargeOutcome, ChargeRequest,
        ProcessorToken, SANDBOX_CARDS, SandboxCards, SandboxStore, Scenario, TokenizeError,
    },
    mail::{Mail, Mailer, SandboxMailer},
    sms::{SandboxSms, Sms, SmsSender},
};
use uuid::Uuid;

/// Stands in for the database: it outlives the rails made over it.
#[derive(Default)]
struct Memory {
    records: Mutex<BTreeMap<String, String>>,
    outbox: Mutex<Vec<OutboxMessage>>,
}

impl SandboxStore for Memory {
    fn keep<'a>(
        &'a self,
        key: &'a str,
        record: String,
    ) -> BoxFuture<'a, Result<String, RailError>> {
        let mut records = self.records.lock().expect("nobody panicked");
        let kept = records.entry(key.to_owned()).or_insert(record).clone();
        Box::pin(std::future::ready(Ok(kept)))
    }

    fn find<'a>(&'a self, key: &'a str) -> BoxFuture<'a, Result<Option<String>, RailError>> {
        let found = self
            .records
            .lock()
            .expect("nobody panicked")
            .get(key)
            .cloned();
        Box::pin(std::future::ready(Ok(found)))
    }
}

impl OutboxSink for Memory {
    fn deliver(&self, message: OutboxMessage) -> BoxFuture<'_, Result<(), RailError>> {
        self.outbox.lock().expect("nobody panicked").push(message);
        Box::pin(std::future::ready(Ok(())))
    }
}

/// A database that is down.
struct Broken;

impl SandboxStore for Broken {
    fn keep<'a>(&'a self, _: &'a str, _: String) -> BoxFuture<'a, Result<String, RailError>> {
        let error = RailError::store(Operation::KeepSandboxRecord);
        Box::pin(std::future::ready(Err(error)))
    }

    fn find<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Option<String>, RailError>> {
        let error = RailError::store(Operation::KeepSandboxRecord);
        Box::pin(std::future::ready(Err(error)))
    }
}

fn key(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn details(number: &str) -> CardDetails {
    let today = NaiveDate::from_ymd_opt(2026, 11, 22).expect("a day");
    CardDetails::parse(number, "12/29", "123", today).expect("well-formed details")
}

async fn token(cards: &SandboxCards, number: &str) -> CardToken {
    cards
        .tokenize(key(1), details(number))
        .await
        .expect("a sandbox card")
}

fn request(token: &CardToken, idempotency_key: Uuid, minor: i64) -> ChargeRequest {
    ChargeRequest {
        idempotency_key,
        token: token.token.clone(),
        amount: Money::new(minor, Currency::USD),
    }
}

#[tokio::test]
async fn each_test_card_does_what_it_is_for() {
    let cards = SandboxCards::new(Arc::new(Memory::default()));
    for (number, card) in (100..).zip(SANDBOX_CARDS) {
        let token = token(&cards, card.number).await;
        let outcome = cards
            .charge(&request(&token, key(number), 1200))
            .await
            .expect("an outcome");
        let right = match card.scenario {
            Scenario::Succeeds => matches!(outcome, ChargeOutcome::Succeeded { .. }),
            Scenario::Fails(failure) => outcome == ChargeOutcome::Failed(failure),
            Scenario::AsksFirst => matches!(outcome, ChargeOutcome::NeedsAuthentication(_)),
        };
        assert!(right, "{card:?}: {outcome:?}");
        let looked_up = cards.lookup(key(number)).await;
        assert_eq!(looked_up, Ok(Some(outcome)));
    }
}

#[tokio::test]
async fn the_documented_cards_are_all_there() {
    let expected = [
        ("4242 4242 4242 4242", Scenario::Succeeds),
        (
            "4000 0000 0000 0002",
            Scenario::Fails(TopUpFailure::CardDeclined),
        ),
        (
            "4000 0000 0000 9995",
            Scenario::Fails(TopUpFailure::InsufficientFunds),
        ),
        (
            "4000 0000 0000 0069",
            Scenario::Fails(TopUpFailure::CardExpired),
        ),
        (
            "4000 0000 0000 0127",
            Scenario::Fails(TopUpFailure::WrongSecurityCode),
        ),
        ("4000 0000 0000 3220", Scenario::AsksFirst),
    ];
    let there = SANDBOX_CARDS.map(|card| (card.number.to_owned(), card.scenario));
    assert_eq!(
        there,
        expected.map(|(shown, scenario)| (shown.replace(' ', ""), scenario))
    );
}

#[tokio::test]
async fn a_token_tells_the_card_apart_but_not_its_number() {
    let cards = SandboxCards::new(Arc::new(Memory::default()));
    let token = token(&cards, "4000 0000 0000 3220").await;
    assert_eq!(
        (token.brand, token.last4.as_str()),
        (CardBrand::Visa, "3220")
    );
    assert_eq!((token.exp_month, token.exp_year), (12, 2029));
    assert!(!token.token.as_str().contains("4000"));
    assert!(!format!("{token:?}").contains(token.token.as_str()));
}

#[tokio::test]
async fn a_real_card_is_refused_before_anything_is_kept() {
    let memory = Arc::new(Memory::default());
    let cards = SandboxCards::new(memory.clone());
    let refused = cards.tokenize(key(1), details("5555 5555 5555 4444")).await;
    assert_eq!(refused, Err(TokenizeError::NotASandboxCard));
    assert!(memory.records.lock().expect("nobody panicked").is_empty());
}

#[tokio::test]
async fn the_same_key_charges_once_on_any_server_and_after_a_restart() {
    let memory = Arc::new(Memory::default());
    let first_server = SandboxCards::new(memory.clone());
    let token = token(&first_server, "4242 4242 4242 4242").await;
    let charge = request(&token, key(9), 1200);
    let first = first_server.charge(&charge).await.expect("an outcome");
    drop(first_server);
    let second_server = SandboxCards::new(memory.clone());
    assert_eq!(second_server.charge(&charge).await, Ok(first.clone()));
    assert_eq!(second_server.lookup(key(9)).await, Ok(Some(first.clone())));
    assert_eq!(memory.records.lock().expect("nobody panicked").len(), 1);
    let other = second_server
        .charge(&request(&token, key(10), 1200))
        .await
        .expect("an outcome");
    assert_ne!(other, first);
}

#[tokio::test]
async fn a_key_cannot_be_used_again_for_another_amount_or_card() {
    let cards = SandboxCards::new(Arc::new(Memory::default()));
    let good = token(&cards, "4242 4242 4242 4242").await;
    let bad = token(&cards, "4000 0000 0000 0002").await;
    assert!(cards.charge(&request(&good, key(9), 1200)).await.is_ok());
    for other in [request(&good, key(9), 1201), request(&bad, key(9), 1200)] {
        let error = cards.charge(&other).await.expect_err("another request");
        assert_eq!(
            (error.is_temporary(), error.cause()),
            (false, Cause::KeyReused)
        );
    }
}

#[tokio::test]
async fn the_first_answer_to_a_challenge_counts() {
    for approve in [true, false] {
        let memory = Arc::new(Memory::default());
        let cards = SandboxCards::new(memory.clone());
        let token = token(&cards, "4000 0000 0000 3220").await;
        let charge = request(&token, key(9), 1200);
        let asked = cards.charge(&charge).await.expect("an outcome");
        let ChargeOutcome::NeedsAuthentication(challenge) = asked else {
            panic!("3-D Secure was not asked for");
        };
        let answered = cards
            .authenticate(&challenge.id, approve)
            .await
            .expect("an outcome");
        assert_eq!(matches!(answered, ChargeOutcome::Succeeded { .. }), approve);
        let other_server = SandboxCards::new(memory);
        let again = other_server.authenticate(&challenge.id, !approve).await;
        assert_eq!(again, Ok(answered.clone()));
        assert_eq!(other_server.charge(&charge).await, Ok(answered.clone()));
        assert_eq!(other_server.lookup(key(9)).await, Ok(Some(answered)));
    }
}

#[tokio::test]
async fn only_a_challenge_that_was_made_can_be_answered() {
    let cards = SandboxCards::new(Arc::new(Memory::default()));
    let token = token(&cards, "4242 4242 4242 4242").await;
    cards
        .charge(&request(&token, key(9), 1200))
        .await
        .expect("an outcome");
    for id in [
        String::new(),
        "sandbox-challenge-x".to_owned(),
        format!("sandbox-challenge-{}", key(8)),
        // This charge succeeded without one.
        format!("sandbox-challenge-{}", key(9)),
    ] {
        let error = cards
            .authenticate(&ChallengeId::new(id), true)
            .await
            .expect_err("unknown");
        assert_eq!(
            (error.is_temporary(), error.cause()),
            (false, Cause::UnknownChallenge)
        );
    }
}

#[tokio::test]
async fn what_cannot_be_charged_is_refused() {
    let cards = SandboxCards::new(Arc::new(Memory::default()));
    let token = token(&cards, "4242 4242 4242 4242").await;
    for minor in [0, -1200, i64::MIN] {
        let error = cards
            .charge(&request(&token, key(9), minor))
            .await
            .expect_err("no amount");
        assert_eq!(
            (error.is_temporary(), error.cause()),
            (false, Cause::Amount)
        );
    }
    for text in [
        "",
        "tok_123",
        "sandbox-card-succeeds",
        "sandbox-card-gift-card-1",
    ] {
        let stranger = CardToken {
            token: ProcessorToken::new(text),
            ..token.clone()
        };
        let error = cards
            .charge(&request(&stranger, key(9), 1200))
            .await
            .expect_err("unknown");
        assert_eq!(
            (error.is_temporary(), error.cause()),
            (false, Cause::UnknownToken)
        );
    }
    assert_eq!(cards.lookup(key(9)).await, Ok(None));
}

#[tokio::test]
async fn a_database_that_is_down_is_worth_another_try() {
    let cards = SandboxCards::new(Arc::new(Broken));
    let token = token(&cards, "4242 4242 4242 4242").await;
    let error = cards
        .charge(&request(&token, key(9), 1200))
        .await
        .expect_err("down");
    assert!(error.is_temporary());
    assert!(
        cards
            .lookup(key(9))
            .await
            .is_err_and(|error| error.is_temporary())
    );
}

#[tokio::test]
async fn mail_and_sms_land_in_the_outbox() {
    let memory = Arc::new(Memory::default());
    let at = DateTime::from_timestamp(1_795_305_600, 0).expect("a time");
    let mail = Mail {
        to: Email::parse("maria@example.com").expect("an address"),
        subject: "Your code".into(),
        text: "Code: 314159".to_owned(),
        kind: MessageKind::RegisterCode,
        code: Some("314159".to_owned()),
        link: Some("http://localhost:3000/register".to_owned()),
        message_id: MessageId::from_uuid(key(7)),
        at,
    };
    let sms = Sms {
        to: Phone::parse("13812345678", Region::CN).expect("a number"),
        text: "验证码：271828".to_owned(),
        kind: MessageKind::SigninCode,
        code: Some("271828".to_owned()),
        link: None,
        message_id: MessageId::from_uuid(key(8)),
        at,
    };
    assert_eq!(SandboxMailer::new(memory.clone()).send(&mail).await, Ok(()));
    assert_eq!(SandboxSms::new(memory.clone()).send(&sms).await, Ok(()));
    let outbox = memory.outbox.lock().expect("nobody panicked");
    let shown = serde_json::to_value(&*outbox).expect("serialises");
    let expected = serde_json::json!([
        {
            "to": "maria@example.com", "kind": "register_code", "subject": "Your code",
            "text": "Code: 314159", "code": "314159",
            "link": "http://localhost:3000/register", "at": "2026-11-22T00:00:00Z",
        },
        {
            "to": "+8613812345678", "kind": "signin_code", "subject": "",
            "text": "验证码：271828", "code": "271828", "link": null, "at": "2026-11-22T00:00:00Z",
        },
    ]);
    assert_eq!(shown, expected);
    for secret in ["314159", "271828", "maria", "138"] {
        assert!(!format!("{mail:?} {sms:?} {outbox:?}").contains(secret));
    }
}
