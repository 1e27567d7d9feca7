//! Searching the history: each filter alone and all of them together, what is found by which words, and nobody else's
//! entries. What a filter must find is told here from the whole history, independently of how it is looked for.

use app::features::history::{
    activity::{Kind, Line},
    api::HistoryPage,
};
use chrono::TimeDelta;
use domain::TopUpFailure;

use crate::support::{Member, World};

/// All pages of the whole history.
async fn whole(who: &Member) -> Vec<Line> {
    let mut page = who.history().await;
    let mut lines = page.items;
    while let Some(cursor) = page.next {
        page = who
            .post("history", &[("cursor", &cursor)])
            .await
            .done::<HistoryPage>();
        lines.extend(page.items);
    }
    lines
}

/// Three months in four currencies: money in by bank and by card, some of it failed or awaited, some sent to Bob and some
/// received from him. No two things happen at one moment.
async fn three_months(world: &World, ann: &Member, bob: &Member) {
    let currencies = ["USD", "EUR", "JPY", "KWD"];
    for number in 0..60_usize {
        if number % 10 == 0 {
            again(ann).await;
        }
        let currency = currencies[number % 4];
        let amount = (number % 9 * 7 + 3).to_string();
        let (_, reference) = ann.announce(&amount, currency).await;
        let outcome = match number % 10 {
            3 => None,
            7 => Some(TopUpFailure::Lapsed.as_str()),
            _ => Some("arrived"),
        };
        if let Some(outcome) = outcome {
            ann.bank_says(&reference, outcome, "")
                .await
                .done::<String>();
        }
        world.clock.pass(TimeDelta::minutes(11));
        match number % 5 {
            1 => {
                ann.pay("bob@example.com", "2", "USD", "rent").await;
            }
            2 => {
                again(bob).await;
                bob.pay("ann@example.com", "1", "USD", "back").await;
            }
            _ => {}
        }
        world.clock.pass(TimeDelta::minutes(13));
    }
    again(ann).await;
    let card = ann.new_topup().await;
    ann.charge(&card, "12.50", "4242424242424242")
        .await
        .done::<String>();
}

async fn told(world: &World) -> (Member, Member) {
    let ann = world.ann_with("500.00", "USD").await;
    world.clock.pass(TimeDelta::minutes(1));
    let bob = world.member("bob@example.com", "Bob Baker").await;
    bob.add("100.00", "USD").await;
    world.clock.pass(TimeDelta::minutes(1));
    three_months(world, &ann, &bob).await;
    (ann, bob)
}

/// The name of a line's type in a filter.
fn kind(line: &Line) -> &'static str {
    match line.kind {
        Kind::SentTo { .. } | Kind::Invited { .. } => "sent",
        Kind::ReceivedFrom { .. } => "received",
        Kind::Returned { .. } => "returned",
        Kind::Converted { .. } => "converted",
        Kind::Other => "other",
        _ => "added",
    }
}

fn status(line: &Line) -> &'static str {
    match line.kind {
        Kind::AddFailed { .. } => "failed",
        Kind::AddingByBank | Kind::AddingByCard | Kind::NeedsAuthentication => "pending",
        _ => "done",
    }
}

/// How much it is in thousandths of the currency's unit.
fn thousandths(line: &Line) -> u64 {
    let money = line.amount;
    money.minor().unsigned_abs() * 1_000 / money.currency().minor_per_major()
}

/// Whether a line is as one field of a filter asks.
fn fits(line: &Line, (field, value): (&str, &str)) -> bool {
    let day = line.at.date().to_string();
    match field {
        "type" => kind(line) == value,
        "status" => status(line) == value,
        "currency" => line.amount.currency().code() == value,
        "smallest_amount" => thousandths(line) >= value.parse::<u64>().unwrap() * 1_000,
        "largest_amount" => thousandths(line) <= value.parse::<u64>().unwrap() * 1_000,
        "from_date" => day.as_str() >= value,
        "to_date" => day.as_str() <= value,
        "search" => line
            .note
            .as_deref()
            .is_some_and(|note| note.contains(value)),
        _ => panic!("{field}"),
    }
}

/// One value at least for each field that can be told from a line.
const FIELDS: [(&str, &str); 14] = [
    ("type", "sent"),
    ("type", "received"),
    ("type", "added"),
    ("type", "other"),
    ("status", "done"),
    ("status", "pending"),
    ("status", "failed"),
    ("currency", "USD"),
    ("currency", "KWD"),
    ("smallest_amount", "24"),
    ("largest_amount", "30"),
    ("from_date", "2026-03-03"),
    ("to_date", "2026-03-02"),
    ("search", "rent"),
];

async fn assert_finds(ann: &Member, lines: &[Line], filter: &[(&str, &str)]) -> usize {
    let expected: Vec<&Line> = lines
        .iter()
        .filter(|line| filter.iter().all(|field| fits(line, *field)))
        .collect();
    let found = ann.find(filter).await;
    assert_eq!(found.iter().collect::<Vec<_>>(), expected, "{filter:?}");
    found.len()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_filter_alone_and_with_every_other_finds_what_the_whole_history_says() {
    let world = World::new().await;
    let (ann, _bob) = told(&world).await;
    let lines = whole(&ann).await;
    assert!(lines.len() > 80, "{}", lines.len());
    for field in FIELDS {
        let found = assert_finds(&ann, &lines, &[field]).await;
        assert_eq!(found == 0, field == ("type", "other"), "{field:?}");
    }
    let mut together = 0;
    for (place, first) in FIELDS.iter().enumerate() {
        for second in FIELDS[place + 1..]
            .iter()
            .filter(|field| field.0 != first.0)
            // The first day is after the last here; see `searching_wrongly.rs`.
            .filter(|field| (first.0, field.0) != ("from_date", "to_date"))
        {
            together += assert_finds(&ann, &lines, &[*first, *second]).await;
        }
    }
    assert!(together > 500, "{together}");
    let all = [
        ("type", "added"),
        ("status", "done"),
        ("currency", "EUR"),
        ("smallest_amount", "10"),
        ("largest_amount", "45"),
        ("from_date", "2026-03-02"),
        ("to_date", "2026-03-03"),
    ];
    assert!(assert_finds(&ann, &lines, &all).await > 0);
    world.assert_sound().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn words_are_found_wherever_they_stand_whatever_the_language() {
    let world = World::new().await;
    let ann = world.ann_with("100.00", "USD").await;
    let chen = world
        .register_in(world.browser_in("zh-CN"), "13812345678", "陈晓明")
        .await;
    let account = chen.account().await;
    let to = account.as_str();
    let rent = ann.pay(to, "11.00", "USD", "三月房租分摊").await;
    let tea = ann.pay(to, "12.34", "USD", "Green TEA, 100% organic").await;
    let odd = ann
        .pay(to, "13.00", "USD", r#"50_50 'quoted' "twice" \back"#)
        .await;
    let wide = ann.pay(to, "14.00", "USD", "ＡＢＣ１２３ ﬁne").await;
    let all = [wide.clone(), odd.clone(), tea.clone(), rent.clone()];
    for (text, expected) in [
        ("房租", vec![&rent]),
        ("租分", vec![&rent]),
        ("摊", vec![&rent]),
        ("三月 分摊", vec![&rent]),
        ("租房", vec![]),
        ("房 租", vec![&rent]),
        ("tea", vec![&tea]),
        ("Green", vec![&tea]),
        ("reen te", vec![&tea]),
        ("organic green", vec![&tea]),
        ("tea coffee", vec![]),
        ("12.34", vec![&tea]),
        ("%", vec![&tea]),
        ("100%", vec![&tea]),
        ("_", vec![&odd]),
        ("50_50", vec![&odd]),
        ("50%50", vec![]),
        ("'quoted'", vec![&odd]),
        ("\"twice\"", vec![&odd]),
        ("\\", vec![&odd]),
        ("abc123", vec![&wide]),
        ("ａｂｃ", vec![&wide]),
        ("fine", vec![&wide]),
        ("陈*明", all.iter().collect()),
        (to, all.iter().collect()),
        ("usd 1", all.iter().collect()),
        ("*", all.iter().collect()),
        ("晓", vec![]),
        ("no such words", vec![]),
    ] {
        let mut found = ann.find_ids(&[("search", text), ("type", "sent")]).await;
        found.sort();
        let mut expected: Vec<String> = expected.into_iter().cloned().collect();
        expected.sort();
        assert_eq!(found, expected, "{text}");
    }
    // Blanks, and what is no character, ask for nothing.
    for text in ["", "  ", "\u{3000}", "\u{0}", "\u{200b}"] {
        assert_eq!(ann.find(&[("search", text)]).await.len(), 5, "{text:?}");
    }
    let reference = ann.activity(&tea).await.reference;
    assert_eq!(
        ann.find_ids(&[("search", &reference)]).await,
        [tea.as_str()]
    );
    assert_eq!(
        ann.find_ids(&[("search", &reference.to_lowercase())]).await,
        [tea.as_str()]
    );
    assert_eq!(chen.find(&[("search", "房租")]).await.len(), 1);
    assert_eq!(chen.find(&[("search", "Ann A")]).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn days_begin_by_the_clock_of_the_person() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    // Half past three in the afternoon in Greenwich is just before midnight in Shanghai.
    world.clock.pass(TimeDelta::minutes(6 * 60 + 30));
    again(&ann).await;
    ann.add("1.00", "USD").await;
    world.clock.pass(TimeDelta::hours(1));
    again(&ann).await;
    ann.add("2.00", "USD").await;
    let on = async |day: &str| ann.find_ids(&[("from_date", day), ("to_date", day)]).await;
    assert_eq!(on("2026-03-02").await, ["USD-2", "USD-1"]);
    assert!(on("2026-03-03").await.is_empty());
    ann.post(
        "set_preferences",
        &[("currency", "USD"), ("time_zone", "Asia/Shanghai")],
    )
    .await
    .done::<()>();
    assert_eq!(on("2026-03-02").await, ["USD-1"]);
    assert_eq!(on("2026-03-03").await, ["USD-2"]);
}

/// Signs in anew: a session does not outlive half an hour of nothing.
async fn again(who: &Member) {
    who.post(
        "sign_in",
        &[
            ("address", &who.address),
            ("password", crate::support::PASSWORD),
        ],
    )
    .await
    .done::<()>();
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_finds_what_is_somebody_elses() {
    let world = World::new().await;
    let (ann, bob) = (world.ann_with("50.00", "USD").await, world.bob().await);
    ann.pay("bob@example.com", "5.00", "USD", "between us")
        .await;
    let mallory = world
        .newcomer("mallory@example.com", "Mallory Miller")
        .await;
    mallory.add("7.00", "USD").await;
    ann.announce("8.00", "USD").await;
    for (who, count) in [(&ann, 1), (&bob, 1), (&mallory, 0)] {
        assert_eq!(who.find(&[("search", "between us")]).await.len(), count);
    }
    assert_eq!(mallory.find_ids(&[("status", "done")]).await, ["USD-1"]);
    assert!(mallory.find(&[("status", "pending")]).await.is_empty());
    // A cursor is a place and no right: Ann's shows Mallory her own.
    let cursor = "1772442000000000~9~USD-9";
    let fields = [("type", "added"), ("cursor", cursor)];
    let page: HistoryPage = mallory.post("search_history", &fields).await.done();
    assert!(
        page.items
            .iter()
            .all(|line| line.amount.to_decimal_string() == "7.00")
    );
}
