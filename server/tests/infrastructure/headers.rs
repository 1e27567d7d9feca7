//! What a browser is told with every answer, whatever the answer is.

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use server::config::PublicUrl;
use storage::testing::TestDb;

use crate::support::{Answer, HASHED, TestServer, request};

fn assert_hardened(answer: &Answer, what: &str) {
    assert_eq!(answer.header("x-content-type-options"), "nosniff", "{what}");
    assert_eq!(answer.header("x-frame-options"), "DENY", "{what}");
    assert_eq!(answer.header("referrer-policy"), "same-origin", "{what}");
    assert_eq!(
        answer.header("cross-origin-opener-policy"),
        "same-origin",
        "{what}"
    );
    assert_eq!(
        answer.header("cross-origin-resource-policy"),
        "same-origin",
        "{what}"
    );
    assert!(
        answer
            .header("permissions-policy")
            .contains("geolocation=()"),
        "{what}"
    );
    let policy = answer.header("content-security-policy");
    for part in [
        "default-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{what}: {policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"),
        "{what}: {policy}"
    );
    assert!(!answer.header("cache-control").is_empty(), "{what}");
    assert_eq!(answer.header("x-request-id").len(), 36, "{what}");
}

#[tokio::test]
async fn every_kind_of_answer_is_hardened() {
    let server = TestServer::new(TestDb::new().await.app_options());
    let large = "x".repeat(70_000);
    let requests = [
        ("a page", request("GET", "/"), "", StatusCode::OK),
        (
            "no page",
            request("GET", "/nothing-here"),
            "",
            StatusCode::NOT_FOUND,
        ),
        ("a head", request("HEAD", "/"), "", StatusCode::OK),
        ("an asset", request("GET", HASHED), "", StatusCode::OK),
        ("health", request("GET", "/healthz"), "", StatusCode::OK),
        ("readiness", request("GET", "/readyz"), "", StatusCode::OK),
        (
            "metrics for a stranger",
            request("GET", "/metrics"),
            "",
            StatusCode::FORBIDDEN,
        ),
        (
            "another site",
            request("POST", "/").header("sec-fetch-site", "cross-site"),
            "",
            StatusCode::FORBIDDEN,
        ),
        (
            "a method that is not there",
            request("DELETE", "/"),
            "",
            StatusCode::METHOD_NOT_ALLOWED,
        ),
        (
            "a large body",
            request("POST", "/"),
            large.as_str(),
            StatusCode::PAYLOAD_TOO_LARGE,
        ),
        (
            "another host",
            Request::builder()
                .uri("/")
                .header(header::HOST, "evil.example"),
            "",
            StatusCode::MISDIRECTED_REQUEST,
        ),
        (
            "an address",
            Request::builder()
                .uri("/")
                .header(header::HOST, "127.0.0.1:3000"),
            "",
            StatusCode::TEMPORARY_REDIRECT,
        ),
    ];
    for (what, request, body, status) in requests {
        let answer = server
            .send(request.body(Body::from(body.to_owned())).unwrap())
            .await;
        assert_eq!(answer.status(), status, "{what}: {}", answer.body);
        assert_hardened(&answer, what);
    }
}

#[tokio::test]
async fn each_page_has_a_nonce_of_its_own() {
    let server = TestServer::new(TestDb::new().await.app_options());
    let nonce = |answer: &Answer| {
        let policy = answer.header("content-security-policy").to_owned();
        assert!(
            policy.contains("'strict-dynamic' 'wasm-unsafe-eval'")
                && policy.contains("form-action 'self'"),
            "{policy}"
        );
        let (_, rest) = policy.split_once("'nonce-").unwrap();
        rest.split('\'').next().unwrap().to_owned()
    };
    let first = server.get("/").await;
    let second = server.get("/").await;
    let missing = server.get("/nothing-here").await;
    assert_eq!(first.header("cache-control"), "no-store");
    assert!(nonce(&first).len() >= 22);
    assert_ne!(nonce(&first), nonce(&second));
    assert_ne!(nonce(&first), nonce(&missing));
    assert!(
        !first
            .body
            .contains(&format!("crossorigin=\"{}\"", nonce(&first))),
        "the nonce can be read from an attribute"
    );
}

#[tokio::test]
async fn https_is_demanded_where_it_is_spoken_and_not_on_localhost() {
    let database = TestDb::new().await.app_options();
    let public = PublicUrl::parse("https://wallet.example.com").unwrap();
    let server = TestServer::with(database.clone(), |config| config.public = public);
    let asked = Request::builder()
        .uri("/")
        .header(header::HOST, "wallet.example.com")
        .body(Body::empty())
        .unwrap();
    let answer = server.send(asked).await;
    assert_eq!(
        answer.header("strict-transport-security"),
        "max-age=63072000; includeSubDomains"
    );
    assert!(
        answer
            .header("content-security-policy")
            .contains("upgrade-insecure-requests")
    );
    let local = TestServer::with(database, |config| {
        config.public = PublicUrl::localhost(true, 3000);
    });
    assert!(!local.get("/").await.has("strict-transport-security"));
}

#[tokio::test]
async fn files_are_kept_as_long_as_their_name_allows() {
    let server = TestServer::new(TestDb::new().await.app_options());
    for (path, kept) in [
        (HASHED, "public, max-age=31536000, immutable"),
        ("/pkg/okpay.css", "no-cache"),
        ("/sw.js", "no-cache"),
        ("/icon.svg", "public, max-age=3600"),
        ("/pkg/", "no-store"),
        ("/pkg/missing.4vJ3kQ0hYbq1rN2mXz8TdA.js", "no-store"),
        ("/../Cargo.toml", "no-store"),
        ("/%2e%2e/%2e%2e/etc/passwd", "no-store"),
    ] {
        let answer = server.get(path).await;
        assert_eq!(answer.header("cache-control"), kept, "{path}");
        assert_eq!(
            answer.status() == StatusCode::OK,
            kept != "no-store",
            "{path}"
        );
    }
    assert!(
        server
            .get("/sw.js")
            .await
            .header("content-security-policy")
            .contains("connect-src 'self'")
    );
}

#[tokio::test]
async fn a_browser_that_takes_brotli_gets_what_the_build_compressed() {
    let server = TestServer::new(TestDb::new().await.app_options());
    let asked = request("GET", HASHED)
        .header(header::ACCEPT_ENCODING, "gzip, br")
        .body(Body::empty())
        .unwrap();
    let compressed = server.send(asked).await;
    assert_eq!(
        (
            compressed.header("content-encoding"),
            compressed.body.as_str()
        ),
        ("br", "brotli")
    );
    assert_eq!(compressed.header("vary"), "accept-encoding");
    assert_eq!(server.get(HASHED).await.body, "plain");
}

#[tokio::test]
async fn an_address_leads_to_localhost_and_a_foreign_name_leads_nowhere() {
    let server = TestServer::new(TestDb::new().await.app_options());
    let ask = async |method: &str, host: &str, path: &str| {
        let asked = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, host);
        server.send(asked.body(Body::empty()).unwrap()).await
    };
    let led = ask("GET", "127.0.0.1:3000", "/send?to=8801").await;
    assert_eq!(
        (led.status(), led.header("location")),
        (
            StatusCode::TEMPORARY_REDIRECT,
            "http://localhost:3000/send?to=8801"
        )
    );
    assert_eq!(
        ask("POST", "127.0.0.1:3000", "/").await.status(),
        StatusCode::MISDIRECTED_REQUEST
    );
    for host in [
        "evil.example",
        "localhost",
        "localhost:3001",
        "127.0.0.1.evil.example",
        "",
    ] {
        assert_eq!(
            ask("GET", host, "/").await.status(),
            StatusCode::MISDIRECTED_REQUEST,
            "{host}"
        );
    }
    assert_eq!(
        ask("GET", "10.0.0.7:3000", "/healthz").await.status(),
        StatusCode::OK,
        "probes go by address"
    );
}

#[tokio::test]
async fn a_request_cannot_choose_its_own_id() {
    let server = TestServer::new(TestDb::new().await.app_options());
    let asked = request("GET", "/healthz")
        .header("x-request-id", "mine")
        .body(Body::empty())
        .unwrap();
    assert_ne!(server.send(asked).await.header("x-request-id"), "mine");
}
