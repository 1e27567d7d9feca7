//! How much, how long, how often.

use std::convert::Infallible;

use axum::{
    Router,
    body::{Body, Bytes},
    http::StatusCode,
    middleware::from_fn,
    routing::{get, post},
};
use futures_util::stream;
use server::middleware::limits::{self, BODY_BYTES_MAX};
use storage::testing::TestDb;
use tower::ServiceExt;

use crate::support::{TestServer, from_address, request};

async fn status(router: &Router, method: &str, body: Body) -> StatusCode {
    router
        .clone()
        .oneshot(request(method, "/").body(body).unwrap())
        .await
        .unwrap()
        .status()
}

/// A body of unannounced length.
fn streamed(pieces: usize, bytes_each: usize) -> Body {
    Body::from_stream(stream::iter(
        (0..pieces).map(move |_| Ok::<_, Infallible>(Bytes::from(vec![b'x'; bytes_each]))),
    ))
}

#[tokio::test]
async fn a_body_up_to_the_limit_arrives_whole_and_a_larger_one_is_refused() {
    let echo = post(async |body: Bytes| body.len().to_string());
    let router = Router::new()
        .route("/", echo)
        .layer(from_fn(limits::require));
    assert_eq!(
        status(&router, "POST", Body::from(vec![0; BODY_BYTES_MAX])).await,
        StatusCode::OK
    );
    assert_eq!(
        status(&router, "POST", Body::from(vec![0; BODY_BYTES_MAX + 1])).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
    assert_eq!(
        status(&router, "POST", streamed(64, 1024)).await,
        StatusCode::OK
    );
    assert_eq!(
        status(&router, "POST", streamed(65, 1024)).await,
        StatusCode::PAYLOAD_TOO_LARGE
    );
}

#[tokio::test(start_paused = true)]
async fn nobody_waits_for_ever() {
    let router = Router::new()
        .route(
            "/",
            get(std::future::pending::<()>).post(async |_: Bytes| ()),
        )
        .layer(from_fn(limits::require));
    assert_eq!(
        status(&router, "GET", Body::empty()).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
    let never_sent = Body::from_stream(stream::pending::<Result<Bytes, Infallible>>());
    assert_eq!(
        status(&router, "POST", never_sent).await,
        StatusCode::SERVICE_UNAVAILABLE
    );
}

#[tokio::test]
async fn a_panic_is_an_answer_and_the_next_request_is_served() {
    let broken = get(async || -> &'static str { panic!("a defect") });
    let router = Router::new()
        .route("/", broken.post(async || "fine"))
        .layer(from_fn(limits::require));
    assert_eq!(
        status(&router, "GET", Body::empty()).await,
        StatusCode::INTERNAL_SERVER_ERROR
    );
    assert_eq!(status(&router, "POST", Body::empty()).await, StatusCode::OK);
}

#[tokio::test]
async fn a_flood_from_one_address_is_turned_away_but_not_its_neighbour() {
    let server = TestServer::new(TestDb::new().await.app_options());
    let ask = async |address| {
        server
            .send(from_address(
                request("GET", "/icon.svg").body(Body::empty()).unwrap(),
                address,
            ))
            .await
    };
    let mut refused = None;
    for _ in 0..5_000 {
        let answer = ask([192, 0, 2, 1]).await;
        if answer.status() == StatusCode::TOO_MANY_REQUESTS {
            refused = Some(answer);
            break;
        }
    }
    let refused = refused.expect("a flood is noticed");
    assert!(refused.has("retry-after"));
    assert_eq!(ask([192, 0, 2, 2]).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn numbers_are_for_this_machine_unless_the_operator_opens_them() {
    server::observability::metrics::start().unwrap();
    let database = TestDb::new().await.app_options();
    let server = TestServer::new(database.clone());
    let ask = async |server: &TestServer, address| {
        server
            .send(from_address(
                request("GET", "/metrics").body(Body::empty()).unwrap(),
                address,
            ))
            .await
    };
    server.get("/healthz?secret=canary").await;
    let near = ask(&server, [127, 0, 0, 1]).await;
    assert_eq!(near.status(), StatusCode::OK);
    assert!(
        near.body.contains(
            "okpay_http_requests_total{method=\"GET\",route=\"/healthz\",status=\"200\"}"
        ),
        "{}",
        near.body
    );
    assert!(!near.body.contains("canary"));
    assert_eq!(
        ask(&server, [192, 0, 2, 1]).await.status(),
        StatusCode::FORBIDDEN
    );
    let forwarded = request("GET", "/metrics")
        .header("x-forwarded-for", "127.0.0.1")
        .body(Body::empty())
        .unwrap();
    assert_eq!(
        server
            .send(from_address(forwarded, [127, 0, 0, 1]))
            .await
            .status(),
        StatusCode::FORBIDDEN
    );
    let open = TestServer::with(database, |config| config.metrics_public = true);
    assert_eq!(ask(&open, [192, 0, 2, 1]).await.status(), StatusCode::OK);
}
