//! A client that leaves at any moment leaves nothing half done, and spoils nothing for whoever comes after.
use std::{future::Future, pin::pin, task::Poll};

use ledger::Ledger;
use sqlx::{PgPool, postgres::PgPoolOptions};
use storage::pool::{PoolConfig, connect_lazily};

use crate::{
    proxy::Proxy,
    world::{USD, World},
};

/// Runs the future until the proxy holds an answer back, then drops it, as when a browser goes away.
async fn leave_during(work: impl Future, proxy: &Proxy) {
    let mut work = pin!(work);
    tokio::select! {
        _ = &mut work => panic!("the answer was not held back"),
        () = proxy.sprung() => {}
    }
}

/// Leaves while a transaction begins, then stores an intent on the same connection, outside any transaction. Returns
/// whether another connection sees it.
async fn is_written_after_leaving(world: &World, proxy: &Proxy, pool: PgPool) -> bool {
    leave_during(pool.begin(), proxy).await;
    proxy.release();
    let owner = world.person();
    let intent = world.through(pool).intent(owner).await;
    world
        .ledger
        .intent(owner, intent.id)
        .await
        .unwrap()
        .is_some()
}

#[tokio::test]
async fn a_client_that_leaves_while_a_transaction_begins_does_not_swallow_the_next_write() {
    let world = World::new().await;
    let proxy = Proxy::start(&world.db.app_options(), "BEGIN");
    let config = PoolConfig {
        connections_max: 1,
        ..PoolConfig::default()
    };
    let pool = connect_lazily(proxy.through(world.db.app_options()), &config);
    assert!(is_written_after_leaving(&world, &proxy, pool).await);
}

#[tokio::test]
async fn a_pool_without_the_rollback_does_swallow_it() {
    let world = World::new().await;
    let proxy = Proxy::start(&world.db.app_options(), "BEGIN");
    let options = proxy.through(world.db.app_options());
    let pool = PgPoolOptions::new()
        .max_connections(1)
        .test_before_acquire(false)
        .connect_lazy_with(options);
    let written = is_written_after_leaving(&world, &proxy, pool).await;
    assert!(
        !written,
        "sqlx no longer needs the pool's `ROLLBACK` (issue 4393 is mended): remove it and this test"
    );
}

#[tokio::test]
async fn a_command_goes_on_when_its_client_leaves_before_the_answer() {
    let world = World::new().await;
    let proxy = Proxy::start(&world.db.app_options(), "ledger.execute");
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    let pool = connect_lazily(
        proxy.through(world.db.app_options()),
        &PoolConfig::default(),
    );
    let payment = world.payment(chen, maria, 300);
    leave_during(Ledger::new(pool).execute(payment.clone()), &proxy).await;
    proxy.release();
    while world
        .ledger
        .outcome(payment.owner, payment.id)
        .await
        .unwrap()
        .is_none()
    {
        tokio::task::yield_now().await;
    }
    assert!(world.execute(payment).await.replayed);
    assert_eq!(world.balance(maria).await, 300);
    world.assert_sound().await;
}

/// Polls so many times at most, then drops.
async fn poll_at_most(work: impl Future, polls: usize) {
    let mut work = pin!(work);
    let mut left = polls;
    std::future::poll_fn(move |context| {
        if left == 0 || work.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        left -= 1;
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_leave_at_random_moments_never_leave_a_half_posting() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(100_000, USD).await, world.wallet(USD).await);
    let payments: Vec<_> = (0..300).map(|_| world.payment(chen, maria, 7)).collect();
    let leavers: Vec<_> = payments
        .iter()
        .cloned()
        .enumerate()
        .map(|(number, payment)| {
            let ledger = world.ledger.clone();
            tokio::spawn(async move {
                poll_at_most(ledger.execute(payment), number * number % 97).await;
            })
        })
        .collect();
    for leaver in leavers {
        leaver.await.unwrap();
        let check = world.ledger.check().await.unwrap();
        assert!(check.is_sound(), "{check:?}");
    }
    // What becomes of each is found out by sending it again; none is posted twice.
    for payment in payments {
        assert!(world.execute(payment).await.is_posted());
    }
    assert_eq!(
        (world.balance(chen).await, world.balance(maria).await),
        (100_000 - 2100, 2100)
    );
    let stuck: i64 = sqlx::query_scalar(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle in transaction'",
    )
    .fetch_one(&world.db.app)
    .await
    .unwrap();
    assert_eq!(stuck, 0);
    world.assert_sound().await;
}
