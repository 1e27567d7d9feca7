//! Every hostile string in every text field of every server function: an answer each time, never a failure of ours.

use domain::ErrorCode;
use futures_util::{StreamExt, stream};
use serde_json::Value;

use crate::support::{ENDPOINTS, Member, World, naughty};

/// What the shared list does not have: characters that databases, headers and parsers stumble over.
const MORE: [&str; 12] = [
    "\u{0}",
    "a\u{0}b@example.com",
    "\u{feff}",
    "\u{fffe}\u{ffff}",
    "\u{10ffff}",
    "e\u{301}\u{301}\u{301}",
    "\r\nSet-Cookie: a=b",
    "9223372036854775807",
    "9223372036854775808",
    "１２３．４５",
    "٣٤٥",
    "ﷺﷺﷺﷺ",
];
/// Requests under way at once.
const AT_ONCE: usize = 6;

/// Ann with something of each kind that can be named in a field.
struct Things {
    ann: Member,
    named: Vec<(&'static str, String)>,
}

impl Things {
    async fn new(world: &World) -> Self {
        let ann = world.ann_with("10.00", "USD").await;
        world.bob().await;
        let (_, reference) = ann.announce("5.00", "USD").await;
        let intent = ann.prepare("bob@example.com", "1.00", "USD").await;
        let challenged = ann.new_topup().await;
        ann.charge(&challenged, "1.00", "4000000000003220")
            .await
            .done::<String>();
        let invitation = ann.prepare("newcomer@example.com", "1.00", "USD").await;
        crate::support::paid(&ann.confirm(&invitation).await);
        let request: String = ann
            .post(
                "ask_for_money",
                &[
                    ("to", "bob@example.com"),
                    ("amount", "1.00"),
                    ("currency", "USD"),
                ],
            )
            .await
            .done();
        let named = vec![
            ("{invitation}", invitation),
            ("{request}", request),
            ("{reference}", reference),
            ("{intent}", intent),
            ("{challenged}", challenged),
            ("{entry}", "USD-1".to_owned()),
            ("{payee}", "bob@example.com".to_owned()),
            ("{card}", "01890000-0000-7000-8000-000000000000".to_owned()),
            (
                "{new id}",
                "01890000-0000-7000-8000-000000000001".to_owned(),
            ),
            ("{cursor}", String::new()),
            ("{place}", "1".to_owned()),
            (
                "{session}",
                "01890000-0000-7000-8000-000000000002".to_owned(),
            ),
            ("{found}", "1772442000000000~1~USD-1".to_owned()),
        ];
        Self { ann, named }
    }

    fn value<'a>(&'a self, text: &'a str) -> &'a str {
        self.named
            .iter()
            .find(|(name, _)| *name == text)
            .map_or(text, |(_, value)| value)
    }
}

/// Tries all strings in all fields of these functions, one field at a time, the others filled in well.
async fn try_everything_in(functions: &[&str]) {
    let world = World::new().await;
    let things = &Things::new(&world).await;
    let mut strings = naughty();
    strings.extend(MORE.map(str::to_owned));
    strings.push("x".repeat(10_000));
    strings.push("字".repeat(5_000));
    let strings = &strings;
    let mut tried = 0;
    for function in ENDPOINTS
        .iter()
        .filter(|function| functions.contains(&function.name))
    {
        for (hostile_field, _) in function.fields {
            let broken: Vec<String> = stream::iter(strings)
                .map(async |hostile| {
                    let fields: Vec<(&str, &str)> = function
                        .fields
                        .iter()
                        .map(|(field, usual)| {
                            (
                                *field,
                                if field == hostile_field {
                                    hostile
                                } else {
                                    things.value(usual)
                                },
                            )
                        })
                        .collect();
                    let answer = things.ann.post(function.name, &fields).await;
                    what_is_wrong(&answer).map(|wrong| format!("{hostile:?}: {wrong}"))
                })
                .buffer_unordered(AT_ONCE)
                .filter_map(std::future::ready)
                .collect()
                .await;
            assert!(
                broken.is_empty(),
                "{} {hostile_field}: {broken:#?}",
                function.name
            );
            tried += strings.len();
        }
    }
    assert!(tried >= 250 * functions.len());
    things.ann.settings().await;
    world.assert_sound().await;
}

/// Every answer is one that the app understands: done, refused, or malformed.
fn what_is_wrong(answer: &crate::support::Answer) -> Option<String> {
    let understood = match answer.status.as_u16() {
        200 => serde_json::from_str::<app::Outcome<Value>>(&answer.body).is_ok(),
        400 => answer.broke() == ErrorCode::RequestMalformed,
        _ => false,
    };
    let plain = answer
        .headers
        .get("content-type")
        .is_some_and(|kind| kind == "application/json");
    (!understood || !plain).then(|| format!("{} {}", answer.status, answer.body))
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_while_registering_breaks_anything() {
    try_everything_in(&["register_code", "register"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_while_signing_in_breaks_anything() {
    try_everything_in(&["sign_in", "password_strength"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_on_open_pages_breaks_anything() {
    try_everything_in(&["rates", "set_language", "sandbox_outbox", "sandbox_bank"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_into_the_help_breaks_anything() {
    try_everything_in(&["help_search", "help_article"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_while_sending_breaks_anything() {
    try_everything_in(&["find_payee", "prepare_send", "send_status", "confirm_send"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_while_asking_for_money_breaks_anything() {
    try_everything_in(&[
        "invitation",
        "cancel_invitation",
        "personal_link",
        "ask_for_money",
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_about_a_request_breaks_anything() {
    try_everything_in(&[
        "request",
        "pay_request",
        "decline_request",
        "withdraw_request",
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_while_converting_breaks_anything() {
    try_everything_in(&["rate_pair", "quote", "prepare_convert", "renew_send"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_while_adding_money_breaks_anything() {
    try_everything_in(&[
        "topup_bank",
        "topup_card",
        "topup_authenticate",
        "remove_card",
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_asked_of_the_history_breaks_anything() {
    try_everything_in(&["history", "activity", "repeat_payment"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_looked_for_breaks_anything() {
    try_everything_in(&["search_history"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_written_on_an_entry_breaks_anything() {
    try_everything_in(&["annotations", "set_tags", "set_private_note"]).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_typed_in_the_settings_breaks_anything() {
    try_everything_in(&[
        "set_name",
        "set_profile",
        "set_preferences",
        "change_password",
        "set_payment_password",
        "reset_payment_password",
    ])
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_that_is_asked_of_notifications_and_devices_breaks_anything() {
    try_everything_in(&[
        "notifications",
        "mark_notifications_read",
        "set_notification_choices",
        "revoke_session",
    ])
    .await;
}

#[test]
fn every_function_with_a_field_is_tried() {
    let source = include_str!("hostile.rs");
    for function in ENDPOINTS
        .iter()
        .filter(|function| !function.fields.is_empty())
    {
        assert!(
            source.contains(&format!("\"{}\"", function.name)),
            "{} is not tried",
            function.name
        );
    }
}
