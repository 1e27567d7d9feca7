//! The database goes away and comes back.

use std::time::Duration;

use app::ApiError;
use axum::{
    body::Body,
    http::{StatusCode, header},
};
use domain::ErrorCode;
use storage::testing::TestDb;
use tokio::time::timeout;

use crate::support::{Answer, Mode, Proxy, TestServer, request};

/// Nothing here takes long; this only keeps a broken build from hanging.
const PATIENCE: Duration = Duration::from_mins(1);

async fn behind_a_proxy() -> (TestServer, Proxy) {
    let database = TestDb::new().await.app_options();
    let proxy = Proxy::open(&database);
    let server = TestServer::impatient(proxy.lead(&database));
    tokio::spawn(
        server
            .state
            .database
            .gate
            .clone()
            .watch(server.state.stop.clone()),
    );
    (server, proxy)
}

/// Asks until the answer has this status.
async fn until(server: &TestServer, path: &str, status: StatusCode) -> Answer {
    let asking = async {
        loop {
            let answer = server.get(path).await;
            if answer.status() == status {
                return answer;
            }
            tokio::task::yield_now().await;
        }
    };
    timeout(PATIENCE, asking)
        .await
        .unwrap_or_else(|_| panic!("{path} never was {status}"))
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_follows_the_database_and_life_does_not() {
    let (server, proxy) = behind_a_proxy().await;
    for mode in [Mode::Gone, Mode::Frozen] {
        until(&server, "/readyz", StatusCode::OK).await;
        proxy.set(mode);
        until(&server, "/readyz", StatusCode::SERVICE_UNAVAILABLE).await;
        assert_eq!(server.get("/healthz").await.status(), StatusCode::OK);
        proxy.set(Mode::Open);
    }
    until(&server, "/readyz", StatusCode::OK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn readiness_is_told_without_a_connection_that_people_may_need() {
    let server = TestServer::new(TestDb::new().await.app_options());
    let pool = &server.state.database.pool;
    let mut taken = Vec::new();
    for _ in 1..pool.options().get_max_connections() {
        taken.push(pool.acquire().await.unwrap());
    }
    until(&server, "/readyz", StatusCode::OK).await;
    taken.push(pool.acquire().await.unwrap());
    let answer = timeout(PATIENCE / 2, server.get("/readyz")).await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_so_in_both_languages_and_works_again_by_itself() {
    let (server, proxy) = behind_a_proxy().await;
    until(&server, "/", StatusCode::OK).await;
    proxy.set(Mode::Gone);
    until(&server, "/", StatusCode::SERVICE_UNAVAILABLE).await;
    let asked =
        request("GET", "/send?to='x'&amount=1").header(header::ACCEPT_LANGUAGE, "zh-TW,en;q=0.5");
    let answer = server.send(asked.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(answer.header("retry-after"), "2");
    assert!(
        answer.body.contains("<html lang=\"zh-CN\">") && answer.body.contains("您的资金是安全的"),
        "{}",
        answer.body
    );
    assert!(
        answer.body.contains("Your money is safe")
            && answer.body.contains("http-equiv=\"refresh\"")
    );
    assert!(
        answer
            .body
            .contains("<a href=\"/send?to=&#39;x&#39;&amp;amount=1\">重试</a>"),
        "{}",
        answer.body
    );
    assert_eq!(
        server.get("/icon.svg").await.status(),
        StatusCode::OK,
        "files need no database"
    );
    proxy.set(Mode::Open);
    until(&server, "/", StatusCode::OK).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_function_answers_in_the_words_of_the_app() {
    let (server, proxy) = behind_a_proxy().await;
    proxy.set(Mode::Gone);
    until(&server, "/", StatusCode::SERVICE_UNAVAILABLE).await;
    let asked = request("POST", "/fn/anything").header(header::ORIGIN, "http://localhost:3000");
    let answer = server.send(asked.body(Body::empty()).unwrap()).await;
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    let error: ApiError = serde_json::from_str(&answer.body).unwrap();
    assert_eq!(error.code, ErrorCode::ServiceUnavailable);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_under_way_is_told_when_the_database_freezes() {
    let (server, proxy) = behind_a_proxy().await;
    until(&server, "/readyz", StatusCode::OK).await;
    proxy.set(Mode::Frozen);
    // The session must be looked up, so the page hangs until the gate closes.
    let asked =
        request("GET", "/").header(header::COOKIE, format!("__Host-okpay={}", "0".repeat(64)));
    let answer = timeout(PATIENCE, server.send(asked.body(Body::empty()).unwrap()))
        .await
        .unwrap();
    assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
    proxy.set(Mode::Open);
    until(&server, "/", StatusCode::OK).await;
}
