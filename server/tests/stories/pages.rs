//! The pages as the server draws them: in the reader's language, with what they have, and the way on.

use axum::http::StatusCode;

use crate::support::{Member, World};

/// A heading of each page a member has, in English and in Chinese.
const MEMBER_PAGES: [(&str, &str, &str); 16] = [
    ("/send", "Send money", "转账"),
    ("/topup", "Add money", "充值"),
    ("/receive", "Receive", "收款"),
    ("/history", "History", "账单"),
    ("/rates", "Rates", "汇率"),
    ("/settings", "Settings", "设置"),
    ("/settings/profile", "Name", "姓名"),
    ("/settings/security", "Change payment password", "支付密码"),
    ("/notifications", "Notifications", "通知"),
    ("/settings/devices", "This device", "本机"),
    ("/settings/notifications", "Money in", "到账"),
    ("/settings/language", "简体中文", "English"),
    ("/help", "Search help", "搜索帮助"),
    ("/faq", "Frequently asked questions", "常见问题"),
    ("/install", "Install OKPay", "安装 OKPay"),
    ("/safety", "Report a hole", "报告漏洞"),
];

async fn page(who: &Member, path: &str) -> String {
    let answer = who.browser.get(path).await;
    assert_eq!(answer.status, StatusCode::OK, "{path}");
    answer.body
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_of_a_member_is_drawn_in_both_languages() {
    let world = World::new().await;
    let ann = world.ann_with("1234.50", "USD").await;
    let chen = world
        .register_in(world.browser_in("zh-CN"), "13812345678", "陈晓明")
        .await;
    for (path, english, chinese) in MEMBER_PAGES {
        let (anns, chens) = (page(&ann, path).await, page(&chen, path).await);
        assert!(
            anns.contains("<html lang=\"en\"") && anns.contains(english),
            "{path}: {anns}"
        );
        assert!(
            chens.contains("<html lang=\"zh-CN\"") && chens.contains(chinese),
            "{path}: {chens}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_dashboard_shows_what_one_has_and_what_happened_last() {
    let world = World::new().await;
    let (ann, _bob) = (world.ann_with("1234.50", "USD").await, world.bob().await);
    ann.pay("bob@example.com", "34.50", "USD", "for the tea")
        .await;
    let html = page(&ann, "/").await;
    for part in [
        "US$1,200",
        "Bob B****r",
        "for the tea",
        "−US$34.50",
        "Send",
        "Add money",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(
        !html.contains("Baker"),
        "nobody sees the whole name of somebody else"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_of_a_confirmation_names_the_deed_and_afterwards_what_became_of_it() {
    let world = World::new().await;
    let (ann, _bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let id = ann.prepare("bob@example.com", "12.00", "USD").await;
    let path = format!("/send/confirm/{id}");
    let html = page(&ann, &path).await;
    for part in [
        "Send US$12.00",
        "Bob B****r",
        "Payment password",
        "US$88.00",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    ann.confirm(&id).await;
    let html = page(&ann, &path).await;
    assert!(
        !html.contains("name=\"payment_password\""),
        "there is nothing left to confirm: {html}"
    );
    assert!(html.contains("/history/USD-2"), "{html}");
    let receipt = page(&ann, "/history/USD-2").await;
    assert!(
        receipt.contains("Payment sent") && receipt.contains("Bob B****r"),
        "{receipt}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_welcome_on_open_pages_and_led_to_sign_in_on_the_others() {
    let world = World::new().await;
    let visitor = world.browser();
    for path in [
        "/",
        "/register",
        "/login",
        "/rates",
        "/help",
        "/help/send-money",
        "/faq",
        "/install",
        "/safety",
        "/terms",
        "/privacy",
        "/sandbox/outbox",
        "/sandbox/bank",
    ] {
        assert_eq!(visitor.get(path).await.status, StatusCode::OK, "{path}");
    }
    for path in [
        "/send",
        "/topup",
        "/receive",
        "/history",
        "/history/USD-1",
        "/setup",
        "/settings",
        "/settings/security",
        "/settings/devices",
        "/settings/notifications",
        "/notifications",
    ] {
        let answer = visitor.get(path).await;
        let found = (answer.status, answer.header("location").to_owned());
        assert_eq!(
            found,
            (StatusCode::FOUND, format!("/login?next={path}")),
            "{path}"
        );
    }
    assert_eq!(visitor.get("/nowhere").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_member_is_led_past_the_pages_for_visitors() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for path in ["/login", "/register"] {
        let answer = ann.browser.get(path).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (StatusCode::FOUND, "/"),
            "{path}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_and_answers_about_a_person_are_kept_by_nobody() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    for answer in [
        ann.browser.get("/").await,
        ann.browser.get("/history").await,
        ann.post("settings", &[]).await,
    ] {
        assert!(
            answer.header("cache-control").contains("no-store"),
            "{:?}",
            answer.headers
        );
    }
}
