//! Accounts are opened once, whoever asks how often, and their balances are read as stored.
use domain::Currency;
use ledger::{AccountKind, HouseAccount, OwnerId};

use crate::world::{EUR, USD, World};

#[tokio::test]
async fn fifty_who_open_the_same_account_at_once_get_one() {
    let world = World::crowded().await;
    let owner = world.person();
    let tasks: Vec<_> = (0..50)
        .map(|_| {
            let ledger = world.ledger.clone();
            tokio::spawn(async move {
                ledger
                    .open_account(owner, AccountKind::Wallet, USD)
                    .await
                    .unwrap()
            })
        })
        .collect();
    let mut opened = Vec::new();
    for task in tasks {
        opened.push(task.await.unwrap());
    }
    opened.dedup();
    assert_eq!(opened.len(), 1);
    let balances = world.ledger.balances(owner).await.unwrap();
    assert_eq!(balances.len(), 1);
    assert_eq!(balances[0].account, opened[0]);
    assert!(balances[0].available().is_zero());
}

#[tokio::test]
async fn owner_kind_and_currency_make_the_account() {
    let world = World::new().await;
    let (chen, maria) = (world.person(), world.person());
    let mut accounts = Vec::new();
    for owner in [chen, maria] {
        for currency in [USD, EUR] {
            accounts.push(world.wallet_of(owner, currency).await.account);
        }
    }
    for kind in [
        HouseAccount::BankClearing,
        HouseAccount::CardClearing,
        HouseAccount::Fees,
        HouseAccount::FxPosition,
        HouseAccount::Suspense,
    ] {
        accounts.push(world.ledger.house_account(kind, USD).await.unwrap());
        assert_eq!(
            world.ledger.house_account(kind, USD).await.unwrap(),
            world.ledger.house_account(kind, USD).await.unwrap()
        );
    }
    let count = accounts.len();
    accounts.sort();
    accounts.dedup();
    assert_eq!(accounts.len(), count);
}

#[tokio::test]
async fn the_house_has_no_wallet() {
    let world = World::new().await;
    let error = world
        .ledger
        .open_account(OwnerId::HOUSE, AccountKind::Wallet, USD)
        .await
        .unwrap_err();
    assert!(!error.is_unavailable(), "{error}");
    assert_eq!(world.rows("accounts balances").await, Vec::<String>::new());
}

#[tokio::test]
async fn balances_come_by_currency_and_are_the_owners_alone() {
    let world = World::new().await;
    let dollars = world.funded(500, USD).await;
    let euros = world.wallet_of(dollars.owner, EUR).await;
    world.funded(900, USD).await;
    let balances = world.ledger.balances(dollars.owner).await.unwrap();
    let seen: Vec<(Currency, i64, i64)> = balances
        .iter()
        .map(|balance| (balance.currency, balance.posted.minor(), balance.seq))
        .collect();
    assert_eq!(seen, [(EUR, 0, 0), (USD, 500, 1)]);
    assert_eq!(balances[0].account, euros.account);
}
