//! Money without scripts: sending, confirming, converting, adding it by card and bank, and looking at it. Pressing twice,
//! coming too late and going back do what they do everywhere: nothing twice, nothing silently.

use app::features::send::api::Progress;
use chrono::TimeDelta;

use crate::support::{Answer, Member, PAYMENT_PASSWORD, World};

const BOB: &str = "bob@example.com";

async fn prepared(ann: &Member, typed: &[(&str, &str)]) -> String {
    let answer = ann.browser.fill_in("/send", "prepare_send", typed).await;
    answer.leads_to().to_owned()
}

async fn confirmed(ann: &Member, page: &str, payment_password: &str) -> Answer {
    let typed = [("payment_password", payment_password)];
    ann.browser.fill_in(page, "confirm_send", &typed).await
}

#[tokio::test(flavor = "multi_thread")]
async fn money_is_sent_once_however_often_the_form_is() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let typed = [
        ("to", BOB),
        ("amount", "12.00"),
        ("currency", "USD"),
        ("note", "for tea"),
    ];
    let sheet = prepared(&ann, &typed).await;
    let wrong = confirmed(&ann, &sheet, "555666").await;
    wrong.refuses("The payment password is wrong");
    assert!(!wrong.body.contains("555666"));
    assert_eq!(ann.balance("USD").await, "100.00");

    let form = wrong.form("confirm_send");
    let typed = [("payment_password", PAYMENT_PASSWORD)];
    let (first, second) = tokio::join!(
        ann.browser.send_form(&form, &typed),
        ann.browser.send_form(&form, &typed)
    );
    let receipt = first.leads_to();
    assert_eq!(receipt, second.leads_to());
    assert!(receipt.starts_with("/history/USD-"), "{receipt}");
    assert_eq!(ann.balance("USD").await, "88.00");
    assert_eq!(bob.balance("USD").await, "12.00");
    let body = ann.browser.get(receipt).await.body;
    assert!(
        body.contains("for tea") && body.contains("Bob B****r"),
        "{body}"
    );
    let again = ann.browser.get(&sheet).await;
    assert!(
        again.body.contains(receipt),
        "the sheet leads to the receipt"
    );
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_wrong_with_a_payment_is_said_at_once_and_what_was_typed_stays() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let typed = [
        ("to", "nobody@example.com"),
        ("amount", ""),
        ("currency", "EUR"),
        ("they_get", ""),
        ("target_currency", "CNY"),
        ("note", "a \"b\" & <c>"),
    ];
    let refused = ann.browser.fill_in("/send", "prepare_send", &typed).await;
    assert_eq!(refused.status, 422);
    assert!(
        refused.body.contains("aria-invalid=\"true\""),
        "{}",
        refused.body
    );
    let form = refused.form("prepare_send");
    for (name, value) in typed {
        assert_eq!(form.value(name), Some(value), "{name}");
    }
    let right = [
        ("to", "ann@example.com"),
        ("amount", "5"),
        ("target_currency", ""),
    ];
    let oneself = ann.browser.send_form(&form, &right).await;
    assert_eq!(oneself.status, 422);
    assert_eq!(
        world.postings().await,
        1,
        "only the money that Ann began with"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn across_currencies_a_quote_that_ran_out_is_renewed_by_a_form_and_only_then() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let typed = [
        ("to", BOB),
        ("currency", "USD"),
        ("they_get", "50.00"),
        ("target_currency", "EUR"),
    ];
    let sheet = prepared(&ann, &typed).await;
    let form = ann.browser.form(&sheet, "confirm_send").await;
    assert!(ann.browser.get(&sheet).await.body.contains("1 USD ="));
    world.clock.pass(TimeDelta::minutes(6));
    let late = ann
        .browser
        .send_form(&form, &[("payment_password", PAYMENT_PASSWORD)])
        .await;
    assert_eq!(bob.balance("EUR").await, "none");
    assert_eq!(ann.balance("USD").await, "100.00");
    if late.status == 303 {
        assert_eq!(late.leads_to(), sheet);
    } else {
        assert_eq!(late.status, 422);
        late.form("renew_send");
    }
    let renewed = ann.browser.fill_in(&sheet, "renew_send", &[]).await;
    let new_sheet = renewed.leads_to().to_owned();
    assert_ne!(new_sheet, sheet);
    let paid = confirmed(&ann, &new_sheet, PAYMENT_PASSWORD).await;
    assert!(paid.leads_to().starts_with("/history/USD-"));
    assert_eq!(bob.balance("EUR").await, "50.00");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn one_converts() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let same = [
        ("amount", "1.00"),
        ("currency", "USD"),
        ("target_currency", "USD"),
    ];
    let same = ann
        .browser
        .fill_in("/convert", "prepare_convert", &same)
        .await;
    assert_eq!(same.status, 422);
    assert_eq!(same.form("prepare_convert").value("amount"), Some("1.00"));
    let typed = [
        ("amount", "10.00"),
        ("currency", "USD"),
        ("target_currency", "CNY"),
    ];
    let sheet = ann
        .browser
        .fill_in("/convert", "prepare_convert", &typed)
        .await;
    let sheet = sheet.leads_to().to_owned();
    let done = confirmed(&ann, &sheet, PAYMENT_PASSWORD).await;
    assert!(done.leads_to().starts_with("/history/"));
    assert_ne!(ann.balance("CNY").await, "none");
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn money_comes_from_a_card_whose_data_is_never_said_back() {
    let world = World::new().await;
    let ann = world.member("ann@example.com", "Ann Archer").await;
    let form = ann.browser.form("/topup", "topup_card").await;
    let typed = [
        ("amount", "20.00"),
        ("currency", "USD"),
        ("card_number", "4242 4242 4242 4241"),
        ("expiry", "11/31"),
        ("security_code", "7391"),
    ];
    let refused = ann.browser.send_form(&form, &typed).await;
    assert_eq!(refused.status, 422);
    assert_eq!(
        refused.body.matches("This is not a card number").count(),
        1,
        "beside its field and nowhere else"
    );
    for secret in ["4242 4241", "11/31", "7391"] {
        assert!(!refused.body.contains(secret), "{secret}: {}", refused.body);
    }
    let again = refused.form("topup_card");
    assert_eq!(again.value("id"), form.value("id"), "the same request");
    assert_eq!(again.value("amount"), Some("20.00"));
    assert_eq!(again.value("currency"), Some("USD"));
    let right = [
        ("card_number", "4242424242424242"),
        ("expiry", "12/29"),
        ("security_code", "123"),
    ];
    let (first, second) = tokio::join!(
        ann.browser.send_form(&again, &right),
        ann.browser.send_form(&again, &right)
    );
    assert_eq!(first.leads_to(), second.leads_to());
    assert_eq!(ann.balance("USD").await, "20.00");
    assert!(ann.browser.get(first.leads_to()).await.status.is_success());

    let page = ann.browser.get("/topup").await;
    let form = page.form("topup_card");
    let (_, rest) = form.inside.split_once("value=\"remove_card?id=").unwrap();
    let (card, _) = rest.split_once('"').unwrap();
    let removed = format!("remove_card?id={card}");
    let typed = [("amount", "7.00"), ("instead", removed.as_str())];
    let removed = ann.browser.send_form(&form, &typed).await;
    assert_eq!(removed.status, 200, "{}", removed.body);
    assert_eq!(removed.form("topup_card").value("amount"), Some("7.00"));
    assert!(!removed.body.contains("remove_card?id="), "it is gone");
    let unknown = [("amount", "7.00"), ("instead", "remove_card?id=none")];
    let unknown = ann.browser.send_form(&form, &unknown).await;
    assert_eq!(unknown.status, 422);
    assert!(unknown.body.contains("role=\"alert\""));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_cards_bank_asks_and_is_answered() {
    let world = World::new().await;
    let ann = world.member("ann@example.com", "Ann Archer").await;
    let asked = ann.new_topup().await;
    ann.charge(&asked, "80.00", "4000000000003220")
        .await
        .done::<String>();
    let page = format!("/history/{asked}");
    let forms = crate::support::forms(&ann.browser.get(&page).await.body);
    let approve = forms
        .iter()
        .find(|form| form.value("approve") == Some("true"))
        .unwrap();
    let approved = ann.browser.send_form(approve, &[]).await;
    assert_eq!(approved.leads_to(), page);
    assert_eq!(ann.balance("USD").await, "80.00");
    assert!(ann.browser.get(&page).await.body.contains("US$80.00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn money_comes_from_the_bank_and_earlier_lines_have_a_link() {
    let world = World::new().await;
    let ann = world.member("ann@example.com", "Ann Archer").await;
    let wrong = [("amount", "many"), ("currency", "USD")];
    let wrong = ann
        .browser
        .fill_in("/topup?method=bank", "topup_bank", &wrong)
        .await;
    assert_eq!(wrong.form("topup_bank").value("amount"), Some("many"));
    let typed = [("amount", "30.00"), ("currency", "USD")];
    let page = ann
        .browser
        .fill_in("/topup?method=bank", "topup_bank", &typed)
        .await;
    let id = page
        .leads_to()
        .strip_prefix("/history/")
        .unwrap()
        .to_owned();
    let reference = ann.activity(&id).await.reference;
    let told = [("reference", reference.as_str()), ("outcome", "arrived")];
    let told = ann
        .browser
        .fill_in("/sandbox/bank", "sandbox_bank", &told)
        .await;
    assert_eq!(told.status, 200);
    assert_eq!(ann.balance("USD").await, "30.00");

    for _ in 0..45 {
        ann.add("1.00", "USD").await;
    }
    let mut page = "/history".to_owned();
    let mut lines = 0;
    loop {
        let body = ann.browser.get(&page).await.body;
        lines += body.matches("href=\"/history/USD-").count();
        let Some((_, rest)) = body.split_once("href=\"/history?cursor=") else {
            break;
        };
        let (cursor, _) = rest.split_once('"').unwrap();
        page = format!("/history?cursor={cursor}");
    }
    assert_eq!(lines, 46, "every line on one page");
}

#[tokio::test(flavor = "multi_thread")]
async fn without_a_payment_password_the_sheet_leads_to_setting_one_and_back() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    ann.add("10.00", "USD").await;
    let _bob = world.bob().await;
    let typed = [("to", BOB), ("amount", "1.00"), ("currency", "USD")];
    let sheet = prepared(&ann, &typed).await;
    let setup = format!("/setup?next={sheet}");
    assert!(ann.browser.get(&sheet).await.body.contains(&setup));
    let typed = [("payment_password", PAYMENT_PASSWORD)];
    let set = ann
        .browser
        .fill_in(&setup, "set_payment_password", &typed)
        .await;
    assert_eq!(set.leads_to(), sheet);
    assert!(
        confirmed(&ann, &sheet, PAYMENT_PASSWORD)
            .await
            .leads_to()
            .starts_with("/history/")
    );
    let id = sheet.rsplit('/').next().unwrap();
    assert!(matches!(ann.progress(id).await, Progress::Paid { .. }));
}

#[tokio::test(flavor = "multi_thread")]
async fn one_writes_on_an_entry_and_finds_it_by_that() {
    let world = World::new().await;
    let ann = world.ann_with("10.00", "USD").await;
    let page = "/history/USD-1";
    let saved = ann
        .browser
        .fill_in(page, "set_tags", &[("tags", "Rent，房租")])
        .await;
    assert_eq!(saved.leads_to(), "/history/USD-1?done=tags");
    let said = ann.browser.get(saved.leads_to()).await;
    assert!(said.body.contains("Saved"), "{}", said.body);
    assert_eq!(said.form("set_tags").value("tags"), Some("Rent, 房租"));
    assert!(
        said.body.contains("href=\"/history?tag=Rent\""),
        "{}",
        said.body
    );

    let many = "tag ".repeat(9);
    let refused = ann
        .browser
        .fill_in(page, "set_tags", &[("tags", &many)])
        .await;
    refused.refuses("A tag has 32 characters at most");
    assert_eq!(refused.form("set_tags").value("tags"), Some(many.as_str()));

    let form = said.form("set_private_note");
    let id = form.value("id").unwrap().to_owned();
    let note = "first\r\n</textarea><script>alert(1)</script>";
    let note = [
        ("form", "set_private_note"),
        ("id", &id),
        ("private_note", note),
    ];
    let saved = ann.browser.submit(page, &note).await;
    assert_eq!(saved.leads_to(), "/history/USD-1?done=private_note");
    let long = format!("<b>{}", "x".repeat(500));
    let long = [
        ("form", "set_private_note"),
        ("id", &id),
        ("private_note", &long),
    ];
    let refused = ann.browser.submit(page, &long).await;
    refused.refuses("The private note has 500 characters at most");
    assert!(
        refused.body.contains("&lt;b&gt;xxx"),
        "nothing typed is lost"
    );
    assert!(!refused.body.contains("<b>xxx"), "{}", refused.body);
    let kept = ann.browser.get(page).await.body;
    assert!(
        kept.contains("first\n&lt;/textarea&gt;&lt;script&gt;"),
        "{kept}"
    );
    assert_eq!(
        ann.find_ids(&[("tag", "房租"), ("search", "alert")]).await,
        ["USD-1"]
    );
}
