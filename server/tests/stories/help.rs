//! Help as people look for it: by topic, by their own words in either language, and by a link that leads on.

use std::{collections::BTreeSet, sync::Arc};

use app::features::help::api::{Article, FaqTopic, Found, Prose, SafetyData, Topic};
use axum::http::StatusCode;
use domain::ErrorCode;
use server::{config::SecurityContact, router::router};

use crate::support::{Answer, Browser, World, percent};

const ENGLISH: &str = "en-GB,en;q=0.9";
const CHINESE: &str = "zh-CN";

async fn search(browser: &Browser, query: &str) -> Found {
    browser.post("help_search", &[("q", query)]).await.done()
}

#[track_caller]
fn page(answer: Answer) -> String {
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.body);
    answer.body
}

/// Where the links to answers stand in a page, in their order.
fn links(html: &str) -> Vec<&str> {
    html.split("href=\"/help/")
        .skip(1)
        .filter_map(|rest| rest.split('"').next())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_finds_an_answer_by_words_in_either_language_without_any_program() {
    let world = World::new().await;
    for (languages, query, best, words) in [
        (
            ENGLISH,
            "card declined",
            "top-up-failed",
            "Answers to “card declined”",
        ),
        (
            ENGLISH,
            "  HOW do I   withdraw?? ",
            "withdraw",
            "Answers to “HOW do I withdraw??”",
        ),
        (
            CHINESE,
            "充值失败了怎么办",
            "top-up-failed",
            "“充值失败了怎么办”的搜索结果",
        ),
        (
            CHINESE,
            "我想把钱提现到银行卡",
            "withdraw",
            "“我想把钱提现到银行卡”的搜索结果",
        ),
        (
            CHINESE,
            "收不到驗證碼",
            "no-code",
            "“收不到驗證碼”的搜索结果",
        ),
    ] {
        let browser = world.browser_in(languages);
        let html = page(browser.get(&format!("/help?q={}", percent(query))).await);
        assert!(html.contains(words), "{words}: {html}");
        assert_eq!(links(&html).first(), Some(&best), "{query}");
        assert_eq!(search(&browser, query).await.hits[0].slug, best, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_asked_for_stays_in_the_field_and_one_wrong_word_does_no_harm() {
    let world = World::new().await;
    let browser = world.browser();
    let html = page(browser.get("/help?q=refund+%22unicorn%22").await);
    assert!(
        html.contains("value=\"refund &quot;unicorn&quot;\""),
        "{html}"
    );
    assert_eq!(
        search(&browser, "refund unicorn").await.hits[0].topic,
        "Refunds"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_search_that_finds_nothing_offers_what_to_do_next() {
    let world = World::new().await;
    for (languages, query, words) in [
        (ENGLISH, "unicorn", "Nothing fits"),
        (CHINESE, "麒麟", "没有找到合适的答案"),
        (ENGLISH, "% _ * ? \" '", "Nothing fits"),
    ] {
        let browser = world.browser_in(languages);
        let html = page(browser.get(&format!("/help?q={}", percent(query))).await);
        assert!(html.contains(words), "{html}");
        assert!(html.contains("href=\"/faq\""), "{html}");
        assert!(search(&browser, query).await.hits.is_empty());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_nothing_shows_the_topics_and_no_result() {
    let world = World::new().await;
    let browser = world.browser();
    for path in ["/help", "/help?q=", "/help?q=%20%00", "/help?other=1"] {
        let html = page(browser.get(path).await);
        assert!(!html.contains("Answers to “"), "{path}: {html}");
        assert!(
            html.contains("Paying and sending") && links(&html).len() > 36,
            "{path}"
        );
    }
    let topics: Vec<Topic> = browser.post("help_topics", &[]).await.done();
    assert!(
        topics
            .iter()
            .map(|topic| topic.questions.len())
            .sum::<usize>()
            > 36
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_has_its_page_in_both_languages_and_leads_on() {
    let world = World::new().await;
    for (languages, question, step, other) in [
        (
            ENGLISH,
            "How do I send money?",
            "Enter your payment password",
            "Was this not it?",
        ),
        (CHINESE, "怎么转账？", "填支付密码", "没有解决问题？"),
    ] {
        let browser = world.browser_in(languages);
        let html = page(browser.get("/help/send-money").await);
        assert!(
            html.contains(&format!("<h1 tabindex=\"-1\">{question}")),
            "{html}"
        );
        for part in [
            step,
            other,
            "href=\"/send\"",
            "href=\"/help/find-payee\"",
            "name=\"q\"",
        ] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_question_nobody_has_answered_is_not_found() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for slug in [
        "nothing",
        "SEND-MONEY",
        "send-money%20",
        "..%2Fhelp",
        "page-install",
        "%00",
        "充值",
    ] {
        for browser in [&world.browser(), &ann.browser] {
            let answer = browser.get(&format!("/help/{slug}")).await;
            assert_eq!(answer.status, StatusCode::NOT_FOUND, "{slug}");
            assert!(answer.body.contains("There is nothing here"), "{slug}");
        }
    }
    let answer = ann
        .browser
        .post("help_article", &[("slug", "nothing")])
        .await;
    assert_eq!(answer.refused(), ErrorCode::NotFound);
}

#[tokio::test(flavor = "multi_thread")]
async fn every_question_opens_where_it_stands_and_is_reached_by_its_name() {
    let world = World::new().await;
    for languages in [ENGLISH, CHINESE] {
        let browser = world.browser_in(languages);
        let topics: Vec<FaqTopic> = browser.post("help_faq", &[]).await.done();
        let html = page(browser.get("/faq").await);
        let articles: Vec<Article> = topics
            .into_iter()
            .flat_map(|topic| topic.articles)
            .collect();
        assert_eq!(html.matches("<details").count(), articles.len());
        for article in articles {
            assert!(
                html.contains(&format!("id=\"{}\"", article.slug)),
                "{}",
                article.slug
            );
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_the_help_leads_to_a_page() {
    let world = World::new().await;
    let ann = world.ann_with("10.00", "USD").await;
    let topics: Vec<FaqTopic> = ann.post("help_faq", &[]).await.done();
    let guide: Prose = ann.post("install_guide", &[]).await.done();
    let safety: SafetyData = ann.post("safety_facts", &[]).await.done();
    let chapters = guide.chapters.into_iter().chain(safety.prose.chapters);
    let ways: BTreeSet<String> = topics
        .into_iter()
        .flat_map(|topic| topic.articles)
        .flat_map(|article| article.ways)
        .chain(chapters.flat_map(|chapter| chapter.ways))
        .map(|way| way.href)
        .collect();
    assert!(ways.len() > 20, "{ways:?}");
    for href in &ways {
        let found = ann.browser.get(href).await.status;
        // Pages for visitors lead a member on.
        assert!(
            found.is_success() || found.is_redirection(),
            "{href}: {found}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_is_searched_for_is_answered_shortly_and_said_back_shortly() {
    let world = World::new().await;
    let browser = world.browser();
    let usual = page(browser.get("/help").await).len();
    for query in [
        "x".repeat(10_240),
        "充值".repeat(3_400),
        "card ".repeat(2_048),
        "🎂".repeat(2_000),
        "\u{202e}\u{0}\u{7}".repeat(1_000),
        "%\"'*?_\\".repeat(1_200),
        "ﷺ".repeat(3_000),
    ] {
        let found = search(&browser, &query).await;
        assert!(found.query.chars().count() <= 100 && found.hits.len() <= 12);
        assert!(
            !found.query.chars().any(char::is_control),
            "{:?}",
            found.query
        );
        let answer = browser.get(&format!("/help?q={}", percent(&query))).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert!(
            answer.body.len() < usual + 32 * 1024,
            "{}",
            answer.body.len()
        );
    }
    for raw in ["%", "%FF%FE", "%ZZ", "a&q=b", "%C3%28", "+++"] {
        let answer = browser.get(&format!("/help?q={raw}")).await;
        assert!(!answer.status.is_server_error(), "{raw}: {}", answer.status);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn help_is_one_press_away_for_visitors_and_members() {
    let world = World::new().await;
    let html = page(world.browser().get("/").await);
    for path in ["/help", "/install", "/safety"] {
        assert!(html.contains(&format!("href=\"{path}\"")), "{path}: {html}");
    }
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    assert!(page(ann.browser.get("/settings").await).contains("href=\"/help\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_about_safety_shows_our_own_address_and_the_messages_we_send() {
    let world = World::new().await;
    for (languages, subject, nobody) in [
        (
            ENGLISH,
            "482915 is your OKPay code",
            "has not named an address",
        ),
        (CHINESE, "OKPay 验证码 482915", "还没有公布"),
    ] {
        let html = page(world.browser_in(languages).get("/safety").await);
        for part in ["http://localhost:3000", subject, nobody] {
            assert!(html.contains(part), "{part}: {html}");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_about_safety_names_whom_the_operator_has_named() {
    let mut world = World::new().await;
    let mut config = (*world.state.config).clone();
    config.security_contact = SecurityContact::parse("security@example.com");
    world.state.config = Arc::new(config);
    world.router = router(world.state.clone());
    let html = page(world.browser().get("/safety").await);
    assert!(
        html.contains("href=\"mailto:security@example.com\""),
        "{html}"
    );
    assert!(!html.contains("has not named an address"), "{html}");
}
