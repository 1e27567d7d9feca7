//! What was confirmed is carried out once, unchanged and in time.
use chrono::TimeDelta;
use domain::{IntentId, Money};
use ledger::{Command, Intent, IntentRef, LedgerError, Refusal};
use serde_json::json;

use crate::world::{USD, Wallet, World, noon};

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
    fn confirmed(&self, intent: IntentRef, minor: i64) -> Command {
        Command {
            intent: Some(intent),
            ..self.world.payment(self.chen, self.maria, minor)
        }
    }

    async fn consumed(&self, intent: IntentRef) -> bool {
        self.world
            .ledger
            .intent(self.chen.owner, intent.id)
            .await
            .unwrap()
            .unwrap()
            .consumed_at
            .is_some()
    }
}

#[tokio::test]
async fn an_intent_is_used_once() {
    let cast = cast().await;
    let intent = cast.world.intent(cast.chen.owner).await;
    let payment = cast.confirmed(intent, 300);
    assert!(cast.world.execute(payment.clone()).await.is_posted());
    let stored = cast
        .world
        .ledger
        .intent(cast.chen.owner, intent.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (stored.consumed_at, stored.consumed_by),
        (Some(noon()), Some(payment.id))
    );
    assert_eq!(
        cast.world.refused(cast.confirmed(intent, 300)).await,
        Refusal::IntentUsed
    );
    assert!(cast.world.execute(payment).await.replayed);
    assert_eq!(cast.world.balance(cast.maria).await, 300);
}

#[tokio::test]
async fn an_intent_is_used_once_within_a_batch() {
    let cast = cast().await;
    let intent = cast.world.intent(cast.chen.owner).await;
    let batch = vec![
        cast.confirmed(intent, 1),
        cast.confirmed(intent, 1),
        cast.confirmed(intent, 1),
    ];
    let outcomes = cast.world.ledger.execute_batch(batch).await.unwrap();
    assert_eq!(
        outcomes
            .iter()
            .filter(|outcome| outcome.is_posted())
            .count(),
        1
    );
    assert_eq!(cast.world.balance(cast.maria).await, 1);
}

#[tokio::test]
async fn a_changed_intent_is_not_carried_out_and_stays_usable() {
    let cast = cast().await;
    let intent = cast.world.intent(cast.chen.owner).await;
    let changed = IntentRef {
        digest: [1; 32],
        ..intent
    };
    let before = cast.world.written().await;
    assert_eq!(
        cast.world.refused(cast.confirmed(changed, 300)).await,
        Refusal::IntentChanged
    );
    assert_eq!(cast.world.written().await, before);
    assert!(
        cast.world
            .execute(cast.confirmed(intent, 300))
            .await
            .is_posted()
    );
}

#[tokio::test]
async fn an_intent_ends_at_its_time() {
    let cast = cast().await;
    let intent = cast.world.intent(cast.chen.owner).await;
    let end = noon() + TimeDelta::minutes(10);
    let mut late = cast.confirmed(intent, 300);
    late.at = end;
    let before = cast.world.written().await;
    assert_eq!(cast.world.refused(late).await, Refusal::IntentExpired);
    assert_eq!(cast.world.written().await, before);
    let mut in_time = cast.confirmed(intent, 300);
    in_time.at = end - TimeDelta::microseconds(1);
    assert!(cast.world.execute(in_time).await.is_posted());
}

#[tokio::test]
async fn an_intent_that_is_not_there_or_another_persons_is_unknown() {
    let cast = cast().await;
    let never = IntentRef {
        id: IntentId::from_parts(0, cast.world.draw()),
        digest: [9; 32],
    };
    let marias = cast.world.intent(cast.maria.owner).await;
    let before = cast.world.written().await;
    assert_eq!(
        cast.world.refused(cast.confirmed(never, 1)).await,
        Refusal::IntentUnknown
    );
    assert_eq!(
        cast.world.refused(cast.confirmed(marias, 1)).await,
        Refusal::IntentUnknown
    );
    assert_eq!(cast.world.written().await, before);
}

#[tokio::test]
async fn a_refusal_for_lack_of_money_uses_the_intent_up() {
    let cast = cast().await;
    let intent = cast.world.intent(cast.chen.owner).await;
    let refusal = cast.world.refused(cast.confirmed(intent, 1001)).await;
    let available = Money::new(1000, USD);
    assert_eq!(
        refusal,
        Refusal::InsufficientFunds {
            account: cast.chen.account,
            available
        }
    );
    assert!(cast.consumed(intent).await);
    assert_eq!(
        cast.world.refused(cast.confirmed(intent, 1)).await,
        Refusal::IntentUsed
    );
}

#[tokio::test]
async fn storing_an_intent_again_changes_nothing_and_another_never_takes_its_place() {
    let cast = cast().await;
    let intent = Intent {
        owner: cast.chen.owner,
        id: IntentId::from_parts(0, cast.world.draw()),
        kind: "payment".into(),
        digest: [9; 32],
        body: json!({"amount": "3.00"}),
        created_at: noon(),
        expires_at: noon() + TimeDelta::minutes(10),
    };
    let ledger = &cast.world.ledger;
    assert_eq!(ledger.intent(intent.owner, intent.id).await.unwrap(), None);
    ledger.put_intent(&intent).await.unwrap();
    ledger.put_intent(&intent).await.unwrap();
    let other = Intent {
        digest: [8; 32],
        ..intent.clone()
    };
    assert!(matches!(
        ledger.put_intent(&other).await,
        Err(LedgerError::IntentTaken)
    ));
    let stored = ledger
        .intent(intent.owner, intent.id)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (stored.intent, stored.consumed_at, stored.consumed_by),
        (intent, None, None)
    );
}
