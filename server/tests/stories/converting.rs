//! Converting, and sending across currencies: at the rate that was shown and no other, with nothing made or lost.

use app::features::exchange::api::QuoteView;
use chrono::TimeDelta;
use domain::{Currency, ErrorCode, Field};
use ledger::HouseAccount;
use services::WalletConfig;

use crate::support::{Answer, Member, World, paid};

const BOB: &str = "bob@example.com";

fn sum<'a>(
    amount: &'a str,
    currency: &'a str,
    they_get: &'a str,
    target: &'a str,
) -> [(&'a str, &'a str); 4] {
    [
        ("amount", amount),
        ("currency", currency),
        ("they_get", they_get),
        ("target_currency", target),
    ]
}

async fn quoted(ann: &Member, form: [(&str, &str); 4]) -> QuoteView {
    ann.post("quote", &form).await.done()
}

async fn prepared(ann: &Member, form: [(&str, &str); 4]) -> String {
    ann.post("prepare_convert", &form).await.done()
}

async fn send_across(ann: &Member, form: [(&str, &str); 4]) -> Answer {
    let mut fields = vec![("to", BOB)];
    fields.extend(form);
    ann.post("prepare_send", &fields).await
}

/// `text` as whole units of ten to the minus `digits`, the rest cut off; plain schoolbook arithmetic, nothing of ours.
fn scaled(text: &str, digits: usize) -> i128 {
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let fraction: String = fraction
        .chars()
        .chain(std::iter::repeat('0'))
        .take(digits)
        .collect();
    format!("{whole}{fraction}").parse().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversion_happens_at_the_rate_that_was_shown_and_its_figures_can_be_computed_again() {
    let world = World::new().await;
    let ann = world.ann_with("1000.00", "USD").await;
    let id = prepared(&ann, sum("250.00", "USD", "", "CNY")).await;
    let shown: serde_json::Value = ann.post("send_status", &[("id", &id)]).await.done();
    let text = |pointer: &str| shown.pointer(pointer).unwrap().as_str().unwrap().to_owned();
    let rate = scaled(&text("/rate/value"), 20);
    // 250.00 dollars in cents, times yuan per dollar, in fen, rounded down.
    let fen = 25_000 * rate / 10_i128.pow(20);
    assert_eq!(scaled(&text("/amount/amount"), 2), fen);
    // 0.49 % of 25000 cents is 122.5, rounded up.
    assert_eq!(text("/fee/amount"), "1.23");
    assert_eq!(text("/total/amount"), "251.23");
    paid(&ann.confirm(&id).await);
    assert_eq!(ann.balance("USD").await, "748.77");
    assert_eq!(scaled(&ann.balance("CNY").await, 2), fen);
    let house = async |account, currency| world.house(account, currency).await;
    assert_eq!(
        house(HouseAccount::FxPosition, Currency::USD).await,
        "250.00"
    );
    assert_eq!(house(HouseAccount::Fees, Currency::USD).await, "1.23");
    assert_eq!(
        scaled(
            house(HouseAccount::FxPosition, Currency::CNY)
                .await
                .trim_start_matches('-'),
            2
        ),
        fen
    );
    world.assert_sound().await;
    let items = ann.history().await.items;
    let converted: Vec<_> = items
        .iter()
        .filter(|line| format!("{:?}", line.kind).starts_with("Converted"))
        .map(|line| line.amount.to_decimal_string())
        .collect();
    assert_eq!(converted.len(), 2, "one line in each balance: {items:?}");
    assert!(converted.contains(&"-251.23".to_owned()), "{converted:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_fixes_what_arrives_gets_exactly_that() {
    let world = World::new().await;
    let ann = world.ann_with("1000.00", "USD").await;
    let quote = quoted(&ann, sum("", "USD", "500.00", "EUR")).await;
    assert_eq!(quote.target.to_decimal_string(), "500.00");
    let rate = scaled(&quote.rate.value, 20);
    let cents = i128::from(quote.source.minor());
    assert!(cents * rate / 10_i128.pow(20) >= 50_000, "{quote:?}");
    assert!((cents - 1) * rate / 10_i128.pow(20) < 50_000, "{quote:?}");
    let id = prepared(&ann, sum("", "USD", "500.00", "EUR")).await;
    paid(&ann.confirm(&id).await);
    assert_eq!(ann.balance("EUR").await, "500.00");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_across_currencies_gives_the_payee_what_was_confirmed() {
    let world = World::new().await;
    let ann = world.ann_with("500.00", "USD").await;
    let bob = world.bob().await;
    let id: String = send_across(&ann, sum("", "USD", "10000", "JPY"))
        .await
        .done();
    let receipt = paid(&ann.confirm(&id).await);
    assert_eq!(bob.balance("JPY").await, "10000");
    let detail = ann.activity(&receipt).await;
    let exchange = detail.exchange.expect("the payer sees the exchange");
    assert_eq!(exchange.target.to_decimal_string(), "10000");
    let total = exchange.source.checked_add(exchange.fee).unwrap();
    assert_eq!(detail.line.amount, total.checked_neg().unwrap());
    let got = bob.activity("JPY-1").await;
    assert_eq!(got.line.amount.to_decimal_string(), "10000");
    assert_eq!(got.exchange, None, "what it cost is the payer's business");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rate_is_held_for_five_minutes_then_lapses_and_is_renewed_only_when_asked() {
    let world = World::new().await;
    let ann = world.ann_with("500.00", "USD").await;
    let id = prepared(&ann, sum("100.00", "USD", "", "EUR")).await;
    world.clock.pass(TimeDelta::seconds(5 * 60 - 1));
    let waiting: serde_json::Value = ann.post("send_status", &[("id", &id)]).await.done();
    assert_eq!(waiting.pointer("/progress/Ready/seconds_left").unwrap(), 1);
    world.clock.pass_seconds(1);
    let lapsed: serde_json::Value = ann.confirm(&id).await.done();
    assert_eq!(lapsed["progress"], "Expired");
    assert_eq!(ann.balance("USD").await, "500.00");
    let again: String = ann.post("renew_send", &[("id", &id)]).await.done();
    assert_ne!(again, id);
    let renewed: serde_json::Value = ann.post("send_status", &[("id", &again)]).await.done();
    assert_ne!(
        renewed.pointer("/rate/value"),
        lapsed.pointer("/rate/value"),
        "the rate has moved, and the new one is shown"
    );
    paid(&ann.confirm(&again).await);
    let old: serde_json::Value = ann.confirm(&id).await.done();
    assert_eq!(old["progress"], "Expired", "the old one stays lapsed");
    assert_eq!(
        ann.post("renew_send", &[("id", &again)]).await.refused(),
        ErrorCode::IntentUsed
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversion_is_made_once_and_by_its_owner_alone() {
    let world = World::new().await;
    let ann = world.ann_with("500.00", "USD").await;
    let carol = world.member("carol@example.com", "Carol Cook").await;
    let id = prepared(&ann, sum("100.00", "USD", "", "EUR")).await;
    for function in ["send_status", "renew_send"] {
        assert_eq!(
            carol.post(function, &[("id", &id)]).await.refused(),
            ErrorCode::IntentUnknown
        );
    }
    assert_eq!(carol.confirm(&id).await.refused(), ErrorCode::IntentUnknown);
    let answers = futures_util::future::join_all((0..4).map(|_| ann.confirm(&id))).await;
    let first = paid(&answers[0]);
    for answer in &answers {
        assert_eq!(paid(answer), first);
    }
    assert_eq!(ann.balance("USD").await, "399.51");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_converted_says_why_beside_its_field() {
    let world = World::new().await;
    let ann = world.ann_with("500.00", "USD").await;
    for (form, code, field) in [
        (
            sum("1", "USD", "1", "EUR"),
            ErrorCode::AmountsBothGiven,
            Field::TheyGet,
        ),
        (
            sum("", "USD", "", "EUR"),
            ErrorCode::AmountEmpty,
            Field::Amount,
        ),
        (
            sum("1e3", "USD", "", "EUR"),
            ErrorCode::AmountNotANumber,
            Field::Amount,
        ),
        (
            sum("", "USD", "0", "EUR"),
            ErrorCode::AmountZero,
            Field::TheyGet,
        ),
        (
            sum("", "USD", "1.5", "JPY"),
            ErrorCode::AmountTooManyDecimals,
            Field::TheyGet,
        ),
        (
            sum("1", "USD", "", "USD"),
            ErrorCode::CurrenciesSame,
            Field::TargetCurrency,
        ),
        (
            sum("1", "USD", "", "KWD"),
            ErrorCode::CurrencyWithoutRate,
            Field::TargetCurrency,
        ),
        (
            sum("1", "BHD", "", "USD"),
            ErrorCode::CurrencyWithoutRate,
            Field::Currency,
        ),
        (
            sum("1", "USD", "", "XXX"),
            ErrorCode::CurrencyUnknown,
            Field::TargetCurrency,
        ),
        (
            sum("92233720368547758.07", "USD", "", "JPY"),
            ErrorCode::AmountTooLarge,
            Field::Amount,
        ),
        (
            sum("1", "KRW", "", "USD"),
            ErrorCode::AmountTooSmall,
            Field::Amount,
        ),
    ] {
        for function in ["quote", "prepare_convert"] {
            let refusal = ann.post(function, &form).await.refusal();
            assert_eq!(
                (refusal.code, refusal.field),
                (code, Some(field)),
                "{function} {form:?}"
            );
        }
    }
    let over = ann
        .post("prepare_convert", &sum("499.00", "USD", "", "EUR"))
        .await
        .refusal();
    assert_eq!(
        (over.code, over.field),
        (ErrorCode::InsufficientFunds, Some(Field::Amount)),
        "the fee does not fit"
    );
    assert_eq!(ann.balance("USD").await, "500.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn converting_counts_against_no_limit_but_sending_across_currencies_does() {
    let world = World::new().await;
    let ann = world.ann_with("5000.00", "USD").await;
    world.bob().await;
    let id = prepared(&ann, sum("3000.00", "USD", "", "EUR")).await;
    paid(&ann.confirm(&id).await);
    assert_eq!(
        send_across(&ann, sum("300.00", "USD", "", "EUR"))
            .await
            .refused(),
        ErrorCode::LimitPerPayment
    );
    let id: String = send_across(&ann, sum("150.00", "USD", "", "EUR"))
        .await
        .done();
    paid(&ann.confirm(&id).await);
    assert_eq!(world.count("SELECT used FROM ledger.usage").await, 15_000);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_house_takes_no_position_beyond_its_bound_and_always_welcomes_one_back() {
    let world = World::new().await;
    let wallet = world.state.wallet.with_config(WalletConfig {
        fx_position_max: domain::Money::new(10_000, Currency::USD),
        ..world.state.wallet.config().clone()
    });
    let ann = world.ann_with("1000.00", "USD").await;
    let router = world.server_with(wallet);
    let there = Member {
        browser: crate::support::Browser::new(router, "en").holding(&ann.browser.token().unwrap()),
        address: ann.address.clone(),
    };
    let id = prepared(&there, sum("90.00", "USD", "", "EUR")).await;
    paid(&there.confirm(&id).await);
    let more = there
        .post("prepare_convert", &sum("20.00", "USD", "", "EUR"))
        .await;
    assert_eq!(more.refused(), ErrorCode::FxPositionFull);
    let back = prepared(&there, sum("50.00", "EUR", "", "USD")).await;
    paid(&there.confirm(&back).await);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_may_ask_what_a_conversion_costs() {
    let world = World::new().await;
    let answer = world
        .browser()
        .post("quote", &sum("100", "USD", "", "CNY"))
        .await;
    let quote: QuoteView = answer.done();
    assert_eq!(quote.fee.to_decimal_string(), "0.49");
    assert!(quote.replayed);
    for path in [
        "/rates",
        "/rates/USD-CNY?range=5y",
        "/fees",
        "/fees?amount=100&currency=USD&target_currency=EUR",
    ] {
        assert_eq!(
            world.browser().get(path).await.status.as_u16(),
            200,
            "{path}"
        );
    }
    for path in [
        "/rates/USD-USD",
        "/rates/USD",
        "/rates/KWD-USD",
        "/rates/%00",
        "/rates/'-\"",
    ] {
        assert_eq!(
            world.browser().get(path).await.status.as_u16(),
            404,
            "{path}"
        );
    }
}
