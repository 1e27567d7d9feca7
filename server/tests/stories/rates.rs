//! Published rates, fetched over HTTP from a source that is good, silent, late, broken or absurd. Whatever it says, money
//! only moves at rates that were published, believed and young enough.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    sync::{Arc, Mutex},
};

use axum::{
    Router,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use chrono::TimeDelta;
use domain::{Currency, ErrorCode};
use rails::fx::{EcbRates, EcbUrl, ShippedRates};
use services::{NewRates, RateDesk, ServiceError, Wallet};

use crate::support::{Browser, Member, World};

/// What the source says.
#[derive(Clone, Default)]
struct Says {
    status: u16,
    body: String,
    etag: Option<&'static str>,
    /// Conditional requests it answered with “not modified”.
    unchanged: u32,
    /// Names of the files it was asked for.
    asked: Vec<String>,
}

/// A source of rates on this machine.
#[derive(Clone, Default)]
struct Source(Arc<Mutex<Says>>);

impl Source {
    async fn open() -> (Self, EcbUrl) {
        let source = Self::default();
        let app = Router::new()
            .route("/rates/{file}", get(answer))
            .with_state(source.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/rates", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        (source, EcbUrl::parse(&url).unwrap())
    }

    fn says(&self, status: u16, body: impl Into<String>) {
        let mut says = self.0.lock().unwrap();
        says.status = status;
        says.body = body.into();
        says.etag = None;
    }

    fn asked(&self) -> Vec<String> {
        self.0.lock().unwrap().asked.clone()
    }
}

async fn answer(
    State(source): State<Source>,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Response {
    let mut says = source.0.lock().unwrap();
    says.asked.push(file);
    if let Some(etag) = says.etag {
        if headers
            .get(header::IF_NONE_MATCH)
            .is_some_and(|known| known == etag)
        {
            says.unchanged += 1;
            return StatusCode::NOT_MODIFIED.into_response();
        }
        return ([(header::ETAG, etag)], says.body.clone()).into_response();
    }
    (
        StatusCode::from_u16(says.status).unwrap(),
        says.body.clone(),
    )
        .into_response()
}

/// The last shipped day's rates, each times a factor in per mille, as the bank writes them.
fn day(date: &str, per_mille: i64) -> String {
    let shipped = ShippedRates::load().unwrap();
    let table = shipped.latest();
    let rates: BTreeMap<Currency, _> = table
        .currencies()
        .filter(|currency| *currency != Currency::EUR)
        .map(|currency| (currency, table.moved(|_| (per_mille - 1_000) * 1_000)))
        .collect();
    let mut xml = format!("<Cube time='{date}'>");
    for (currency, moved) in rates {
        let rate = moved.per_euro(currency).unwrap();
        write!(xml, "<Cube currency='{currency}' rate='{rate}'/>").unwrap();
    }
    xml + "</Cube>"
}

fn file(days: &[String]) -> String {
    format!(
        "<?xml version='1.0'?><Envelope><Cube>{}</Cube></Envelope>",
        days.concat()
    )
}

/// A world on 3 November 2026, and a server in it that follows the source.
fn follower(world: &World, url: EcbUrl) -> Wallet {
    world.clock.pass(TimeDelta::days(246));
    let needed = vec![Currency::USD, Currency::CNY, Currency::JPY];
    let source = EcbRates::new(url, needed).unwrap();
    let desk = RateDesk::following(ShippedRates::load().unwrap(), Arc::new(source));
    world.state.wallet.with_rates(desk)
}

fn is_temporary(result: Result<NewRates, ServiceError>) -> bool {
    result.is_err_and(|error| error.is_unavailable())
}

#[tokio::test(flavor = "multi_thread")]
async fn new_days_are_fetched_once_and_every_server_takes_them_over() {
    let world = World::new().await;
    let (source, url) = Source::open().await;
    let wallet = follower(&world, url.clone());
    source.says(
        200,
        file(&[day("2026-11-03", 1_010), day("2026-11-02", 1_005)]),
    );
    source.0.lock().unwrap().etag = Some("\"1\"");
    assert_eq!(wallet.fetch_rates().await.unwrap().used, 2);
    let now = wallet.rates_now();
    assert_eq!(now.table.date().to_string(), "2026-11-03");
    assert_eq!(now.previous.unwrap().date().to_string(), "2026-11-02");
    assert!(!now.replayed);
    assert_eq!(
        source.asked(),
        ["eurofxref-hist-90d.xml"],
        "three days were missing"
    );
    // Nothing new: the daily file, and then not even that.
    assert_eq!(wallet.fetch_rates().await.unwrap(), NewRates::default());
    assert_eq!(wallet.fetch_rates().await.unwrap(), NewRates::default());
    assert_eq!(source.0.lock().unwrap().unchanged, 1);

    let other = {
        let needed = vec![Currency::USD];
        let desk = RateDesk::following(
            ShippedRates::load().unwrap(),
            Arc::new(EcbRates::new(url, needed).unwrap()),
        );
        world.state.wallet.with_rates(desk)
    };
    other.reload_rates().await.unwrap();
    assert_eq!(other.rates_now().table, now.table);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_source_that_is_away_late_or_broken_leaves_the_last_good_rates() {
    let world = World::new().await;
    let (source, url) = Source::open().await;
    let wallet = follower(&world, url);
    source.says(200, file(&[day("2026-11-02", 1_000)]));
    wallet.fetch_rates().await.unwrap();
    let good = wallet.rates_now().table;
    let whole = file(&[day("2026-11-03", 1_001)]);
    for (status, body) in [
        (500, String::new()),
        (404, "not found".to_owned()),
        (200, String::new()),
        (200, "<html>Maintenance</html>".to_owned()),
        (200, whole[..whole.len() / 2].to_owned()),
        (200, whole.replace("currency='USD'", "currency='XXU'")),
        (
            200,
            whole.replace("currency='USD' rate='", "currency='USD' rate='-"),
        ),
        (302, String::new()),
    ] {
        source.says(status, body.clone());
        assert!(is_temporary(wallet.fetch_rates().await), "{status} {body}");
        assert_eq!(wallet.rates_now().table, good, "{status}");
    }
    let troubled = world
        .count("SELECT count(*) FROM wallet.rate_files WHERE trouble IS NOT NULL")
        .await;
    assert_eq!(troubled, 1);
    // A day that has not come yet is nobody's rate.
    source.says(200, file(&[day("2027-01-01", 1_001)]));
    assert_eq!(wallet.fetch_rates().await.unwrap(), NewRates::default());
    source.says(200, whole);
    assert_eq!(wallet.fetch_rates().await.unwrap().used, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_jump_is_held_until_somebody_lets_it_be_used() {
    let world = World::new().await;
    let (source, url) = Source::open().await;
    let wallet = follower(&world, url);
    source.says(
        200,
        file(&[day("2026-11-02", 1_000), day("2026-11-03", 1_200)]),
    );
    let new = wallet.fetch_rates().await.unwrap();
    let jumped = "2026-11-03".parse().unwrap();
    assert_eq!((new.used, new.held.as_slice()), (1, [jumped].as_slice()));
    assert_eq!(wallet.rates_now().table.date().to_string(), "2026-11-02");
    assert!(
        !wallet
            .release_rates("2026-11-02".parse().unwrap())
            .await
            .unwrap()
    );
    assert!(wallet.release_rates(jumped).await.unwrap());
    assert_eq!(wallet.rates_now().table.date(), jumped);
}

#[tokio::test(flavor = "multi_thread")]
async fn rates_more_than_six_days_old_move_no_money() {
    let world = World::new().await;
    let (source, url) = Source::open().await;
    let ann = world.ann_with("100.00", "USD").await;
    let (email, password) = (ann.address.clone(), crate::support::PASSWORD);
    let wallet = follower(&world, url);
    source.says(200, file(&[day("2026-11-03", 1_000)]));
    wallet.fetch_rates().await.unwrap();
    let there = Member {
        browser: Browser::new(world.server_with(wallet), "en"),
        address: email.clone(),
    };
    let form = [
        ("amount", "10.00"),
        ("currency", "USD"),
        ("target_currency", "CNY"),
    ];
    let sign_in = [("address", email.as_str()), ("password", password)];
    there.post("sign_in", &sign_in).await.done::<()>();
    world.clock.pass(TimeDelta::days(6));
    there.post("sign_in", &sign_in).await.done::<()>();
    assert!(there.post("prepare_convert", &form).await.is_done());
    world.clock.pass(TimeDelta::days(1));
    there.post("sign_in", &sign_in).await.done::<()>();
    for function in ["prepare_convert", "quote"] {
        assert_eq!(
            there.post(function, &form).await.refused(),
            ErrorCode::RateTooOld
        );
    }
    assert_eq!(there.balance("USD").await, "100.00");
}
