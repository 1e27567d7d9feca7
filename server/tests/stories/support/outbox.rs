//! What the sandbox delivered.

use app::features::sandbox::api::Mail;

use super::{Browser, percent};

/// The outbox of one address, oldest first.
pub async fn outbox(browser: &Browser, to: &str) -> Vec<Mail> {
    let answer = browser
        .get(&format!("/sandbox/outbox.json?to={}", percent(to)))
        .await;
    assert_eq!(answer.status.as_u16(), 200);
    let mut found: Vec<Mail> = serde_json::from_str(&answer.body).unwrap();
    assert!(
        found.is_sorted_by(|newer, older| newer.at >= older.at),
        "newest first: {found:?}"
    );
    found.reverse();
    found
}
