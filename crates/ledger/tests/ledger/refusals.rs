//! Every refusal is its own answer and writes nothing but itself.
use domain::{AccountId, Money};
use ledger::{LEGS_MAX, Leg, Refusal};
use uuid::Uuid;

use crate::world::{EUR, USD, Wallet, World, leg};

struct Cast {
    world: World,
    chen: Wallet,
    maria: Wallet,
}

async fn cast() -> Cast {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    Cast { world, chen, maria }
}

impl Cast {
    /// Sends one leg and expects this refusal and no trace but the stored answer.
    async fn refuses(&self, leg: Leg, expected: Refusal) {
        let command = self.world.command(self.chen.owner, "payment", vec![leg]);
        let before = self.world.written().await;
        assert_eq!(self.world.refused(command.clone()).await, expected);
        assert_eq!(self.world.written().await, before);
        let stored = self
            .world
            .ledger
            .outcome(command.owner, command.id)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(stored.verdict, ledger::Verdict::Refused(expected));
    }
}

#[tokio::test]
async fn nobody_spends_more_than_there_is() {
    let cast = cast().await;
    let available = Money::new(1000, USD);
    let expected = Refusal::InsufficientFunds {
        account: cast.chen.account,
        available,
    };
    cast.refuses(leg(cast.chen, cast.maria, 1001), expected.clone())
        .await;
    cast.refuses(leg(cast.chen, cast.maria, i64::MAX), expected)
        .await;
}

#[tokio::test]
async fn what_is_held_cannot_be_spent() {
    let cast = cast().await;
    cast.world
        .execute(cast.world.hold(cast.chen, cast.maria, 400))
        .await;
    let available = Money::new(600, USD);
    assert_eq!(
        cast.world.ledger.balances(cast.chen.owner).await.unwrap()[0].available(),
        available
    );
    let expected = Refusal::InsufficientFunds {
        account: cast.chen.account,
        available,
    };
    cast.refuses(leg(cast.chen, cast.maria, 601), expected)
        .await;
    assert!(
        cast.world
            .execute(cast.world.payment(cast.chen, cast.maria, 600))
            .await
            .is_posted()
    );
}

#[tokio::test]
async fn nothing_and_less_than_nothing_cannot_be_paid() {
    let cast = cast().await;
    for minor in [0, -1, i64::MIN] {
        cast.refuses(
            leg(cast.chen, cast.maria, minor),
            Refusal::AmountNotPositive,
        )
        .await;
    }
}

#[tokio::test]
async fn an_account_does_not_pay_itself() {
    let cast = cast().await;
    cast.refuses(leg(cast.chen, cast.chen, 1), Refusal::SameAccount)
        .await;
}

#[tokio::test]
async fn an_unknown_account_neither_pays_nor_receives() {
    let cast = cast().await;
    let account = AccountId::from_uuid(Uuid::from_u128(5));
    let nobody = Wallet {
        account,
        ..cast.chen
    };
    cast.refuses(
        leg(cast.chen, nobody, 1),
        Refusal::AccountUnknown { account },
    )
    .await;
    cast.refuses(
        leg(nobody, cast.chen, 1),
        Refusal::AccountUnknown { account },
    )
    .await;
}

#[tokio::test]
async fn currencies_do_not_mix() {
    let cast = cast().await;
    let euros = cast.world.wallet(EUR).await;
    cast.refuses(leg(cast.chen, euros, 1), Refusal::CurrencyMismatch)
        .await;
    let as_euros = Wallet {
        currency: EUR,
        ..cast.chen
    };
    cast.refuses(leg(as_euros, cast.maria, 1), Refusal::CurrencyMismatch)
        .await;
}

#[tokio::test]
async fn a_frozen_account_does_only_what_is_left_to_it() {
    let cast = cast().await;
    let Cast { world, chen, maria } = &cast;
    world
        .as_owner(
            "UPDATE ledger.balances SET debits_frozen = true WHERE account_id = $1",
            chen.account,
        )
        .await;
    cast.refuses(
        leg(*chen, *maria, 1),
        Refusal::AccountFrozen {
            account: chen.account,
        },
    )
    .await;
    world.top_up(*chen, 5).await;
    world.top_up(*maria, 5).await;
    world
        .as_owner(
            "UPDATE ledger.balances SET credits_frozen = true WHERE account_id = $1",
            chen.account,
        )
        .await;
    cast.refuses(
        leg(*maria, *chen, 1),
        Refusal::AccountFrozen {
            account: chen.account,
        },
    )
    .await;
}

#[tokio::test]
async fn a_closed_account_does_nothing() {
    let cast = cast().await;
    let Cast { world, chen, maria } = &cast;
    world
        .as_owner(
            "UPDATE ledger.balances SET closed = true WHERE account_id = $1",
            maria.account,
        )
        .await;
    cast.refuses(
        leg(*chen, *maria, 1),
        Refusal::AccountClosed {
            account: maria.account,
        },
    )
    .await;
    cast.refuses(
        leg(*maria, *chen, 1),
        Refusal::AccountClosed {
            account: maria.account,
        },
    )
    .await;
}

#[tokio::test]
async fn a_balance_never_overflows() {
    let world = World::new().await;
    let rich = world.funded(i64::MAX, USD).await;
    let before = world.written().await;
    let clearing = world
        .ledger
        .house_account(ledger::HouseAccount::CardClearing, USD)
        .await
        .unwrap();
    let one_more = Leg::transfer(clearing, rich.account, Money::new(1, USD));
    let refusal = world
        .refused(world.command(rich.owner, "top_up", vec![one_more]))
        .await;
    assert_eq!(refusal, Refusal::BalanceOverflow);
    let bank = world
        .ledger
        .house_account(ledger::HouseAccount::BankClearing, USD)
        .await
        .unwrap();
    let below = Leg::transfer(bank, clearing, Money::new(2, USD));
    let refusal = world
        .refused(world.command(rich.owner, "top_up", vec![below]))
        .await;
    assert_eq!(refusal, Refusal::BalanceOverflow);
    let written = world.written().await;
    assert_eq!(
        written.iter().filter(|row| !before.contains(row)).count(),
        2,
        "only the new house account"
    );
    world.assert_sound().await;
}

#[tokio::test]
async fn a_command_has_legs_but_not_too_many() {
    let world = World::new().await;
    let (chen, maria) = (world.funded(1000, USD).await, world.wallet(USD).await);
    for (legs, posted) in [(0, false), (LEGS_MAX, true), (LEGS_MAX + 1, false)] {
        let command = world.command(chen.owner, "payment", vec![leg(chen, maria, 1); legs]);
        let outcome = world.execute(command).await;
        assert_eq!(outcome.is_posted(), posted, "{legs} legs");
    }
    assert_eq!(world.balance(chen).await, 984);
}
