//! Hostile text on its way into pages: in addresses, and in what people write to each other. It is never markup, never
//! a header, and never leads anybody away.

use futures_util::{StreamExt, stream};

use crate::support::{Answer, Browser, Member, World, naughty, percent};

/// Requests under way at once.
const AT_ONCE: usize = 4;
/// Ways to write the address of another site so that it looks like a path.
const LEADS_AWAY: [&str; 12] = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n//evil.example",
    "\t//evil.example",
    "/ /evil.example",
    "evil.example",
];

/// Whether this text could do harm if it stood in a page as it is.
fn is_markup(text: &str) -> bool {
    text.contains('<') && text.len() > 3
}

fn what_is_wrong(hostile: &str, answer: &Answer) -> Option<String> {
    if answer.status.is_server_error() {
        return Some(format!("{hostile:?}: {}", answer.status));
    }
    (is_markup(hostile) && answer.body.contains(hostile))
        .then(|| format!("{hostile:?}: stands in the page as it is"))
}

async fn visit(browser: &Browser, before: &str, strings: &[String]) -> Vec<String> {
    stream::iter(strings)
        .map(async |hostile| {
            what_is_wrong(
                hostile,
                &browser.get(&format!("{before}{}", percent(hostile))).await,
            )
        })
        .buffer_unordered(AT_ONCE)
        .filter_map(std::future::ready)
        .collect()
        .await
}

async fn try_addresses(member: bool) {
    let world = World::new().await;
    let ann: Member = world.newcomer("ann@example.com", "Ann Archer").await;
    let visitor = world.browser();
    let browser = if member { &ann.browser } else { &visitor };
    let mut strings = naughty();
    strings.extend(LEADS_AWAY.map(str::to_owned));
    strings.push("\u{0}".to_owned());
    for before in [
        "/history/",
        "/history?q=",
        "/history?type=",
        "/history?currency=",
        "/history?min=",
        "/history?from=",
        "/history?tag=",
        "/history?cursor=",
        "/send?repeat=",
        "/send/confirm/",
        "/login?next=",
        "/sandbox/outbox.json?to=",
        "/help?q=",
        "/help/",
        "/",
        "/?",
    ] {
        let wrong = visit(browser, before, &strings).await;
        assert!(wrong.is_empty(), "{before} {wrong:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_that_a_member_opens_breaks_a_page_or_stands_in_it_as_markup() {
    try_addresses(true).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_address_that_a_visitor_opens_breaks_a_page_or_stands_in_it_as_markup() {
    try_addresses(false).await;
}

/// What a browser makes of a `Location`: tabs and line breaks are nothing, a backslash is a slash (WHATWG URL, 4.4).
fn leaves_the_site(location: &str) -> bool {
    let read: String = location
        .trim_matches(|c: char| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .map(|c| if c == '\\' { '/' } else { c })
        .collect();
    !read.starts_with('/') || read.starts_with("//")
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_led_to_another_site_after_signing_in() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let mut wrong = Vec::new();
    for next in LEADS_AWAY {
        let answer = ann
            .browser
            .get(&format!("/login?next={}", percent(next)))
            .await;
        let location = answer
            .headers
            .get("location")
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned());
        if answer.status.is_server_error() || location.as_deref().is_some_and(leaves_the_site) {
            wrong.push((next, answer.status, location));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let answer = ann.browser.get("/login?next=/history").await;
    assert_eq!(
        (answer.status.as_u16(), answer.header("location")),
        (302, "/history")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn no_note_is_markup_on_the_pages_of_either_side() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("10.00", "USD").await, world.bob().await);
    let mut sent = 0;
    for note in naughty().into_iter().filter(|note| is_markup(note)) {
        let prepared = ann.send("bob@example.com", "0.01", "USD", &note).await;
        if !prepared.is_done() {
            continue;
        }
        let id: String = prepared.done();
        let wrong = what_is_wrong(
            &note,
            &ann.browser.get(&format!("/send/confirm/{id}")).await,
        );
        assert_eq!(wrong, None);
        let receipt = crate::support::paid(&ann.confirm(&id).await);
        sent += 1;
        for (who, page) in [
            (&ann, format!("/history/{receipt}")),
            (&bob, format!("/history/USD-{sent}")),
            (&bob, "/".into()),
        ] {
            assert_eq!(
                what_is_wrong(&note, &who.browser.get(&page).await),
                None,
                "{page}"
            );
        }
    }
    assert!(sent > 20, "{sent}");
}
