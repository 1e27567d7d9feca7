//! Cursors and ids that somebody made up: refused or empty, never a failure of ours.

use crate::support::World;

#[tokio::test(flavor = "multi_thread")]
async fn a_cursor_that_was_tampered_with_never_breaks_anything() {
    let world = World::new().await;
    let ann = world.newcomer("ann@example.com", "Ann Archer").await;
    for _ in 0..31 {
        ann.add("30.00", "USD").await;
    }
    let good = ann.history().await.next.unwrap();
    let (time, place) = good.split_once('~').unwrap();
    let times = [
        "0",
        "-1",
        "",
        "x",
        "9223372036854775807",
        "-9223372036854775808",
        "8210266876799999999",
        "-8334601228800000000",
        "-210866803200000001",
        "9224318015999999999",
        "99999999999999999999999",
        " 1",
        "+1",
        "1e9",
        "\u{0}",
    ];
    let places = [
        "",
        "USD",
        "USD0",
        "USD-1",
        "USD9223372036854775807",
        "USD9223372036854775808",
        "USD1-USD1",
        "XXX1",
        "usd1",
        "USD1-EUR1-JPY1",
        "￥￥￥1",
        "USD\u{0}",
        "~",
        "USD1~EUR1",
        "USD٣",
    ];
    let tampered = times
        .iter()
        .map(|time| format!("{time}~{place}"))
        .chain(places.iter().map(|place| format!("{time}~{place}")))
        .chain(["~", "", "USD1", "'; DROP TABLE wallet.people; --"].map(str::to_owned))
        .chain([format!("{time}~{}", "USD1-".repeat(1_000))]);
    let mut broken = Vec::new();
    for cursor in tampered {
        let answer = ann.post("history", &[("cursor", &cursor)]).await;
        if answer.status.is_server_error() {
            broken.push(cursor);
        }
    }
    assert!(broken.is_empty(), "{broken:?}");
    assert_eq!(ann.history().await.items.len(), 30);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_that_is_no_form_gets_a_clear_answer() {
    let world = World::new().await;
    let ann = world.ann_with("10.00", "USD").await;
    for function in crate::support::ENDPOINTS {
        if matches!(function.name, "sign_out" | "sign_out_everywhere") {
            continue;
        }
        for body in [
            "",
            "&&&==&",
            "%",
            "%ZZ=%",
            "id=%FF%FE",
            "id[]=1&id[]=2",
            "id[a][b][c][d][e][f][g][h]=1",
            "amount=1&amount=2",
            "id=1&id=2",
            "approve=perhaps",
            "id=01890000-0000-7000-8000-000000000000&approve=",
            "name[0]=x&name[1]=y",
            "{\"id\": 1}",
            "\u{0}\u{1}\u{2}",
            "address[$ne]=x",
        ] {
            let answer = ann.browser.post_raw(function.name, body).await;
            assert!(
                !answer.status.is_server_error(),
                "{} {body:?}: {answer:?}",
                function.name
            );
            if !answer.status.is_success() {
                assert!(
                    answer.status.is_client_error(),
                    "{} {body:?}: {answer:?}",
                    function.name
                );
                answer.broke();
            }
        }
        let answer = ann
            .browser
            .post_raw(function.name, vec![0xff, 0xfe, b'=', 0x80])
            .await;
        assert!(
            !answer.status.is_server_error(),
            "{}: {answer:?}",
            function.name
        );
    }
    assert_eq!(ann.balance("USD").await, "10.00");
}
