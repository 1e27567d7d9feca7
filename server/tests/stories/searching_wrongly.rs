//! Filters that cannot be meant: refused beside their fields, all at once, and never a failure of ours.

use domain::{ErrorCode, Field};

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_meant_is_refused_beside_its_field_and_all_of_it_at_once() {
    let world = World::new().await;
    let ann = world.ann_with("10.00", "USD").await;
    let long = "字".repeat(101);
    for (field, value, code, at) in [
        (
            "search",
            long.as_str(),
            ErrorCode::SearchTooLong,
            Field::Search,
        ),
        ("type", "stolen", ErrorCode::ChoiceUnknown, Field::Type),
        ("status", "DONE", ErrorCode::ChoiceUnknown, Field::Status),
        (
            "currency",
            "XYZ",
            ErrorCode::CurrencyUnknown,
            Field::Currency,
        ),
        (
            "currency",
            "SEK",
            ErrorCode::CurrencyUnknown,
            Field::Currency,
        ),
        (
            "smallest_amount",
            "-1",
            ErrorCode::AmountNegative,
            Field::SmallestAmount,
        ),
        (
            "smallest_amount",
            "1e3",
            ErrorCode::AmountNotANumber,
            Field::SmallestAmount,
        ),
        (
            "largest_amount",
            "1,2",
            ErrorCode::AmountGrouping,
            Field::LargestAmount,
        ),
        (
            "largest_amount",
            "0.0001",
            ErrorCode::AmountTooManyDecimals,
            Field::LargestAmount,
        ),
        (
            "from_date",
            "2026-02-30",
            ErrorCode::DateMalformed,
            Field::FromDate,
        ),
        (
            "to_date",
            "tomorrow",
            ErrorCode::DateMalformed,
            Field::ToDate,
        ),
        ("tag", "a\u{202e}b", ErrorCode::TagNotAllowed, Field::Tag),
        ("tag", long.as_str(), ErrorCode::TagTooLong, Field::Tag),
    ] {
        let refusal = ann
            .post("search_history", &[(field, value)])
            .await
            .refusal();
        assert_eq!((refusal.code, refusal.field), (code, Some(at)), "{value}");
    }
    let everything = [
        ("search", long.as_str()),
        ("type", "x"),
        ("status", "x"),
        ("currency", "x"),
        ("smallest_amount", "x"),
        ("largest_amount", "x"),
        ("from_date", "x"),
        ("to_date", "x"),
        ("tag", "\u{0}"),
    ];
    assert_eq!(
        ann.post("search_history", &everything)
            .await
            .refusals()
            .len(),
        9
    );
    let ten_kilobytes = "x".repeat(10_000);
    let refused = ann
        .post("search_history", &[("search", &ten_kilobytes)])
        .await;
    assert_eq!(refused.refused(), ErrorCode::SearchTooLong);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_ends_before_it_begins_is_refused_and_the_widest_range_is_not() {
    let world = World::new().await;
    let ann = world.ann_with("10.00", "USD").await;
    for (filter, code, at) in [
        (
            [("smallest_amount", "10"), ("largest_amount", "9.99")],
            ErrorCode::AmountsReversed,
            Field::LargestAmount,
        ),
        (
            [("from_date", "2026-03-02"), ("to_date", "2026-03-01")],
            ErrorCode::DatesReversed,
            Field::ToDate,
        ),
        (
            [("currency", "JPY"), ("smallest_amount", "1.5")],
            ErrorCode::AmountTooManyDecimals,
            Field::SmallestAmount,
        ),
    ] {
        let refusal = ann.post("search_history", &filter).await.refusal();
        assert_eq!(
            (refusal.code, refusal.field),
            (code, Some(at)),
            "{filter:?}"
        );
    }
    // The very first and the very last day are days like others.
    let ages = [("from_date", "0001-01-01"), ("to_date", "9999-12-31")];
    assert_eq!(ann.find(&ages).await.len(), 1);
    assert_eq!(ann.find(&[("smallest_amount", "0")]).await.len(), 1);
}
