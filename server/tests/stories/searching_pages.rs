//! The filtered history as a page: drawn by the server from its address alone, in both languages, with whatever was
//! typed still there, and earlier entries a link away.

use axum::http::StatusCode;
use chrono::TimeDelta;

use crate::support::{Member, PASSWORD, World, percent};

async fn page(who: &Member, address: &str) -> String {
    let answer = who.browser.get(address).await;
    assert_eq!(answer.status, StatusCode::OK, "{address}");
    answer.body
}

/// The accessible names of the fields and the deed, in both languages.
const NAMES: [(&str, &str); 10] = [
    ("Search", "搜索"),
    ("Type", "类型"),
    ("Status", "状态"),
    ("Currency", "币种"),
    ("From date", "开始日期"),
    ("To date", "结束日期"),
    ("Smallest amount", "最小金额"),
    ("Largest amount", "最大金额"),
    ("Tag", "标签"),
    ("Filter", "筛选"),
];

#[tokio::test(flavor = "multi_thread")]
async fn the_form_is_named_in_both_languages_and_needs_no_script() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let chen = world
        .register_in(world.browser_in("zh-CN"), "13812345678", "陈晓明")
        .await;
    let (english, chinese) = (page(&ann, "/history").await, page(&chen, "/history").await);
    for (in_english, in_chinese) in NAMES {
        assert!(
            english.contains(&format!(">{in_english}<")),
            "{in_english}: {english}"
        );
        assert!(
            chinese.contains(&format!(">{in_chinese}<")),
            "{in_chinese}: {chinese}"
        );
    }
    for html in [english, chinese] {
        assert!(
            html.contains("method=\"get\"") && html.contains("action=\"/history\""),
            "{html}"
        );
    }
    let filtered = page(&chen, "/history?type=sent").await;
    assert!(
        filtered.contains("清除筛选") && filtered.contains("没有找到"),
        "{filtered}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_with_a_filter_shows_what_it_finds_and_the_filter_itself() {
    let world = World::new().await;
    let (ann, _bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    ann.pay("bob@example.com", "12.34", "USD", "三月房租").await;
    ann.pay("bob@example.com", "5.00", "USD", "Tea <b>").await;
    let query = percent("房租");
    let html = page(
        &ann,
        &format!("/history?q={query}&type=sent&status=&currency=USD&min=10&max=&from=&to=&tag="),
    )
    .await;
    for part in [
        "三月房租",
        "US$12.34",
        "value=\"房租\"",
        "value=\"10\"",
        "Clear filter",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    for part in ["Tea", "US$5.00", "US$100.00"] {
        assert!(!html.contains(part), "{part}: {html}");
    }
    // What a percent sign stands for is read once.
    let html = page(&ann, "/history?q=%2541").await;
    assert!(html.contains("value=\"%41\""), "{html}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_filter_is_a_page_that_says_so_and_keeps_what_was_typed() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let html = page(
        &ann,
        "/history?q=tea&type=stolen&currency=XYZ&min=1e3&max=7&from=tomorrow&to=2026-03-01&tag=a,b",
    )
    .await;
    for part in [
        "value=\"tea\"",
        "value=\"stolen\" selected",
        "value=\"XYZ\" selected",
        "value=\"1e3\"",
        "value=\"7\"",
        "value=\"tomorrow\"",
        "value=\"2026-03-01\"",
        "value=\"a,b\"",
        "There is no such choice; pick one from the list",
        "There is no such currency",
        "Write the amount as a number, such as 1,234.50",
        "Write the date as 2026-11-22",
        "A tag contains a character that is not allowed",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(!html.contains("US$100.00"), "{html}");
    // A cursor that nobody gave is no page.
    for address in ["/history?cursor=x", "/history?type=sent&cursor=x"] {
        let answer = ann.browser.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
    }
}

/// The links of a page whose address begins like this.
fn links<'a>(html: &'a str, beginning: &str) -> Vec<&'a str> {
    html.split("href=\"")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with(beginning))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn without_scripts_earlier_entries_are_a_link_away() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for number in 0..65 {
        ann.add("30.00", ["USD", "EUR"][number % 2]).await;
        world.clock.pass(TimeDelta::seconds(1));
    }
    for (first, entries) in [("/history", 65), ("/history?type=added&currency=EUR", 32)] {
        let mut seen = std::collections::BTreeSet::new();
        let mut address = first.to_owned();
        for _ in 0..4 {
            let html = page(&ann, &address).await;
            let mut entries = links(&html, "/history/USD-");
            entries.extend(links(&html, "/history/EUR-"));
            for entry in entries {
                assert!(seen.insert(entry.to_owned()), "{entry} is there twice");
            }
            let earlier = links(&html, "/history?")
                .into_iter()
                .find(|href| href.contains("cursor="));
            match earlier {
                Some(href) => address = href.replace("&amp;", "&"),
                None => break,
            }
        }
        assert_eq!(seen.len(), entries, "{first}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_opens_an_address_with_a_filter_signed_out_comes_back_to_it() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    let visitor = world.browser();
    let address = "/history?q=%E6%88%BF%E7%A7%9F+a%26b&type=sent";
    let answer = visitor.get(address).await;
    assert_eq!(answer.status, StatusCode::FOUND);
    let sign_in = answer.header("location").to_owned();
    assert!(sign_in.starts_with("/login?next=/history?q="), "{sign_in}");
    assert_eq!(visitor.get(&sign_in).await.status, StatusCode::OK);
    visitor
        .post(
            "sign_in",
            &[("address", &ann.address), ("password", PASSWORD)],
        )
        .await
        .done::<()>();
    let answer = visitor.get(&sign_in).await;
    assert_eq!(
        (answer.status, answer.header("location")),
        (StatusCode::FOUND, address)
    );
}
