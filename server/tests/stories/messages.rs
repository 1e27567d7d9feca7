//! What people are told, through the real workers: the code, money that came, the receipt; once each, in the language
//! of the one who reads.

use app::features::sandbox::api::Mail;

use crate::support::{World, outbox};

/// The one message of this kind.
fn of_kind<'a>(mails: &'a [Mail], kind: &str) -> &'a Mail {
    let found: Vec<&Mail> = mails.iter().filter(|mail| mail.kind == kind).collect();
    assert_eq!(found.len(), 1, "{kind}: {mails:?}");
    found[0]
}

/// The kinds of them, sorted: what happened in the same moment has no order.
fn kinds(mails: &[Mail]) -> Vec<&str> {
    let mut kinds: Vec<&str> = mails.iter().map(|mail| mail.kind.as_str()).collect();
    kinds.sort_unstable();
    kinds
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_comes_by_mail_and_by_sms_in_the_language_of_the_browser() {
    let world = World::new().await;
    let (english, chinese) = (world.browser(), world.browser_in("zh-CN,zh;q=0.9"));
    english
        .post("register_code", &[("address", "ann@example.com")])
        .await
        .done::<serde_json::Value>();
    chinese
        .post("register_code", &[("address", "13812345678")])
        .await
        .done::<serde_json::Value>();
    world.work().await;

    let mail = outbox(&english, "Ann@Example.com").await.remove(0);
    let code = mail.code.clone().unwrap();
    assert_eq!(
        (mail.to.as_str(), mail.kind.as_str()),
        ("ann@example.com", "register_code")
    );
    assert_eq!(mail.subject, format!("{code} is your OKPay code"));
    assert!(
        mail.text
            .contains(&format!("Your verification code is {code}.")),
        "{}",
        mail.text
    );

    let sms = outbox(&chinese, "+86 138 1234 5678").await.remove(0);
    let code = sms.code.clone().unwrap();
    assert_eq!(
        (sms.to.as_str(), sms.subject.as_str()),
        ("+8613812345678", "")
    );
    assert!(
        sms.text.starts_with(&format!("你的验证码是 {code}")),
        "{}",
        sms.text
    );
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
    let left = "SELECT count(*) FROM wallet.messages WHERE sent_at IS NULL OR body <> '{}'";
    assert_eq!(world.count(left).await, 0, "what was sent is forgotten");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_told_to_both_once_each_in_their_own_language() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let chen = world
        .register_in(world.browser_in("zh-CN"), "+8613812345678", "陈晓明")
        .await;
    world.clock.pass(chrono::TimeDelta::minutes(1));
    ann.pay("13812345678", "12.50", "USD", "for the tea").await;
    for _ in 0..2 {
        world.work().await;
        world.state.wallet.notify_people().await.unwrap();
    }
    let anns = outbox(&ann.browser, "ann@example.com").await;
    assert_eq!(
        kinds(&anns),
        ["money_in", "receipt", "register_code", "security"]
    );
    assert_eq!(of_kind(&anns, "money_in").subject, "US$100.00 was added");
    let receipt = of_kind(&anns, "receipt");
    assert_eq!(receipt.subject, "You sent US$12.50");
    for part in [
        "You sent US$12.50 to 陈*明.",
        "Note: for the tea",
        "http://localhost:3000",
    ] {
        assert!(receipt.text.contains(part), "{part}: {}", receipt.text);
    }
    let chens = outbox(&chen.browser, "+8613812345678").await;
    assert_eq!(kinds(&chens), ["money_in", "register_code"]);
    assert_eq!(
        of_kind(&chens, "money_in").text,
        "Ann A****r 给你转来 US$12.50，已到账。\n附言：for the tea"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn each_reads_in_the_language_they_have_when_it_happens() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    bob.post("set_language", &[("locale", "zh-CN")])
        .await
        .done::<()>();
    ann.pay("bob@example.com", "1.00", "USD", "").await;
    world.work().await;
    let bobs = outbox(&bob.browser, "bob@example.com").await;
    let received = of_kind(&bobs, "money_in");
    assert_eq!(received.subject, "收到 US$1.00");
    assert!(received.text.starts_with("你好，"), "{}", received.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_was_refused_is_told_to_nobody() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    let id = ann.prepare("bob@example.com", "60.00", "USD").await;
    ann.pay("bob@example.com", "60.00", "USD", "").await;
    crate::support::not_paid(&ann.confirm(&id).await);
    world.work().await;
    let received = outbox(&bob.browser, "bob@example.com").await;
    assert_eq!(kinds(&received), ["money_in", "register_code"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_servers_that_work_at_once_tell_nothing_twice() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    for _ in 0..5 {
        ann.pay("bob@example.com", "1.00", "USD", "").await;
    }
    futures_util::future::join(world.work(), world.work()).await;
    let bobs = outbox(&bob.browser, "bob@example.com").await;
    assert_eq!(
        bobs.iter().filter(|mail| mail.kind == "money_in").count(),
        5
    );
    let anns = outbox(&ann.browser, "ann@example.com").await;
    assert_eq!(anns.iter().filter(|mail| mail.kind == "receipt").count(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn one_event_that_nobody_can_read_keeps_no_other_from_being_told() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("100.00", "USD").await, world.bob().await);
    sqlx::query(
        "INSERT INTO ledger.commands (owner_id, command_id, recorded_at, fingerprint, kind, data)
         SELECT gen_random_uuid(), gen_random_uuid(), now(), decode(repeat('00', 16), 'hex'), 'sent',
             '{\"event\": \"sent\", \"payer\": 7}'",
    )
    .execute(&world.db.owner)
    .await
    .unwrap();
    ann.pay("bob@example.com", "1.00", "USD", "").await;
    world.work().await;
    let bobs = outbox(&bob.browser, "bob@example.com").await;
    assert_eq!(of_kind(&bobs, "money_in").subject, "You received US$1.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_never_waits_behind_what_nobody_waits_for() {
    let world = World::new().await;
    let ann = world.ann_with("1.00", "USD").await;
    for _ in 0..3 {
        let id = ann.new_topup().await;
        ann.charge(&id, "1.00", "4242424242424242")
            .await
            .done::<String>();
    }
    // Long after the cards' own jobs are due.
    world.clock.pass(chrono::TimeDelta::hours(1));
    world
        .browser()
        .post("register_code", &[("address", "new@example.com")])
        .await
        .done::<serde_json::Value>();
    let order: Vec<String> = sqlx::query_scalar(
        "SELECT task.identifier FROM jobs._private_jobs AS job
         JOIN jobs._private_tasks AS task ON task.id = job.task_id
         ORDER BY job.priority, job.run_at, job.id",
    )
    .fetch_all(&world.db.jobs)
    .await
    .unwrap();
    let cards = order
        .iter()
        .position(|task| task == services::RESUME_TASK)
        .unwrap();
    let (first, last) = order.split_at(cards);
    assert!(first.len() >= 2, "{order:?}");
    assert!(
        last.iter().all(|task| task == services::RESUME_TASK),
        "{order:?}"
    );
}
