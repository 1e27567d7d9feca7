//! Which requests count as asked for by our own pages.

use axum::{body::Body, http::StatusCode};
use storage::testing::TestDb;

use crate::support::{TestServer, request};

const OURS: &str = "http://localhost:3000";
const SESSION: &str = "__Host-okpay=0123";

/// Headers, and whether a request that changes something passes with them.
const MATRIX: &[(&[(&str, &str)], bool)] = &[
    (&[("origin", OURS), ("sec-fetch-site", "same-origin")], true),
    (
        &[
            ("origin", OURS),
            ("sec-fetch-site", "same-origin"),
            ("cookie", SESSION),
        ],
        true,
    ),
    (&[("origin", OURS), ("cookie", SESSION)], true),
    (
        &[("sec-fetch-site", "same-origin"), ("cookie", SESSION)],
        true,
    ),
    (&[("sec-fetch-site", "none"), ("cookie", SESSION)], true),
    (&[], true),
    (&[("cookie", "theme=dark")], true),
    (&[("cookie", SESSION)], false),
    (&[("cookie", "theme=dark"), ("cookie", SESSION)], false),
    (&[("sec-fetch-site", "cross-site")], false),
    (
        &[("sec-fetch-site", "same-site"), ("cookie", SESSION)],
        false,
    ),
    (&[("sec-fetch-site", "nonsense")], false),
    (&[("origin", "null"), ("cookie", SESSION)], false),
    (&[("origin", "null")], false),
    (&[("origin", "https://evil.example")], false),
    (&[("origin", "http://localhost:3001")], false),
    (&[("origin", "https://localhost:3000")], false),
    (&[("origin", "http://localhost:3000.evil.example")], false),
    (&[("origin", "")], false),
    (
        &[("origin", OURS), ("origin", "https://evil.example")],
        false,
    ),
    (&[("origin", OURS), ("sec-fetch-site", "cross-site")], false),
    (
        &[
            ("origin", "https://evil.example"),
            ("sec-fetch-site", "same-origin"),
        ],
        false,
    ),
    (
        &[
            ("sec-fetch-site", "same-origin"),
            ("sec-fetch-site", "cross-site"),
        ],
        false,
    ),
];

#[tokio::test]
async fn only_our_own_pages_may_have_something_changed() {
    let server = TestServer::new(TestDb::new().await.app_options());
    for method in ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "ODD"] {
        for path in ["/", "/fn/anything", "/nothing-here", "/sandbox/bank"] {
            for (headers, passes) in MATRIX {
                let asked = headers
                    .iter()
                    .fold(request(method, path), |asked, (name, value)| {
                        asked.header(*name, *value)
                    });
                let status = server
                    .send(asked.body(Body::empty()).unwrap())
                    .await
                    .status();
                assert_eq!(
                    status != StatusCode::FORBIDDEN,
                    *passes,
                    "{method} {path} {headers:?}: {status}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_link_from_another_site_still_opens_a_page() {
    let server = TestServer::new(TestDb::new().await.app_options());
    let asked = request("GET", "/")
        .header("sec-fetch-site", "cross-site")
        .header("origin", "https://evil.example");
    assert_eq!(
        server
            .send(asked.body(Body::empty()).unwrap())
            .await
            .status(),
        StatusCode::OK
    );
}
