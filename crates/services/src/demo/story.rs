//! What the demo's people did. Only the list: how it is done stands beside it.

/// What one of them did.
pub(super) enum Deed {
    Card(&'static str, &'static str),
    CardFails(&'static str, &'static str),
    Bank(&'static str, &'static str),
    BankWaits(&'static str, &'static str),
    BankFails(&'static str, &'static str),
    Send(usize, &'static str, &'static str, &'static str),
}

/// Days ago, hour of the day in UTC, who, what.
pub(super) const STORY: [(i64, i64, usize, Deed); 30] = [
    (30, 2, 0, Deed::Bank("36000", "CNY")),
    (29, 9, 1, Deed::Bank("4200.00", "EUR")),
    (29, 12, 2, Deed::Card("3000", "CNY")),
    (28, 4, 0, Deed::Send(2, "128.00", "CNY", "聚餐 AA")),
    (27, 15, 1, Deed::Card("600.00", "USD")),
    (26, 10, 1, Deed::Send(0, "85.50", "USD", "Concert tickets")),
    (25, 3, 2, Deed::Send(0, "300", "CNY", "代买茶叶")),
    (24, 6, 0, Deed::Card("68900", "JPY")),
    (23, 11, 1, Deed::Send(2, "42.50", "EUR", "Postage")),
    (22, 1, 0, Deed::Bank("2415.00", "EUR")),
    (21, 8, 0, Deed::Send(1, "120.00", "EUR", "房租分摊")),
    (20, 13, 1, Deed::CardFails("4000000000009995", "250.00")),
    (19, 5, 2, Deed::Bank("8800", "CNY")),
    (18, 9, 0, Deed::Send(2, "66.66", "CNY", "生日快乐")),
    (17, 16, 1, Deed::Send(0, "19.90", "USD", "")),
    (16, 2, 0, Deed::Card("4300.00", "USD")),
    (15, 7, 2, Deed::Send(0, "1024", "CNY", "相机定金")),
    (13, 12, 1, Deed::BankFails("900.00", "EUR")),
    (12, 3, 0, Deed::Send(1, "36.00", "USD", "书")),
    (11, 6, 0, Deed::Send(2, "5200", "JPY", "京都民宿")),
    (10, 9, 2, Deed::Send(1, "15.00", "EUR", "Danke!")),
    (9, 14, 1, Deed::Card("150.00", "GBP")),
    (8, 10, 1, Deed::Send(2, "23.40", "GBP", "Museum")),
    (6, 4, 0, Deed::Send(2, "500.00", "CNY", "房租")),
    (
        5,
        11,
        1,
        Deed::Send(0, "60.00", "EUR", "Dinner, with thanks"),
    ),
    (4, 2, 2, Deed::Send(0, "88.00", "CNY", "红包")),
    (3, 7, 0, Deed::Send(1, "42.50", "EUR", "Tea & Stationery")),
    (2, 13, 1, Deed::Send(0, "7.77", "GBP", "")),
    (1, 5, 2, Deed::Send(0, "256.00", "CNY", "水电费")),
    (0, 0, 0, Deed::BankWaits("1000", "HKD")),
];
