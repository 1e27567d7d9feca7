//! A wallet for one story: its own database, its own time, the server as it is composed for people.

use std::sync::Arc;

use axum::Router;
use domain::{Address, Currency, Level, Money};
use ledger::{HouseAccount, Ledger, OwnerId};
use rails::{bank::SandboxBank, card::CardRail, fx::ShippedRates};
use server::{
    compose,
    config::{Config, DatabaseChoice, KeyChoice, MasterKey, PublicUrl},
    database::Database,
    jobs,
    router::router,
    site,
    state::AppState,
};
use services::{Env, Keys, RateDesk, Wallet, WalletConfig};
use sqlx::postgres::PgConnectOptions;
use storage::{
    pool::{PoolConfig, connect_lazily},
    testing::TestDb,
};
use tokio_util::sync::CancellationToken;

use super::{Browser, Dice, Folder, ManualClock, Mode, Proxy, until};

const MASTER_KEY: [u8; 32] = [7; 32];

/// The world of a story.
pub struct World {
    pub db: TestDb,
    pub clock: Arc<ManualClock>,
    pub dice: Arc<Dice>,
    pub state: AppState,
    pub router: Router,
    _folder: Folder,
}

impl World {
    /// An empty wallet.
    pub async fn new() -> Self {
        let db = TestDb::new().await;
        let options = db.app_options();
        Self::over(db, options)
    }

    /// An empty wallet whose database can be taken away.
    pub async fn behind_a_proxy() -> (Self, Proxy) {
        let db = TestDb::new().await;
        let proxy = Proxy::open(&db.app_options());
        let options = proxy.lead(&db.app_options());
        let world = Self::over(db, options);
        tokio::spawn(
            world
                .state
                .database
                .gate
                .clone()
                .watch(world.state.stop.clone()),
        );
        proxy.set(Mode::Open);
        (world, proxy)
    }

    fn over(db: TestDb, options: PgConnectOptions) -> Self {
        let folder = Folder::new();
        let config = Arc::new(Config {
            addr: ([127, 0, 0, 1], 3000).into(),
            public: PublicUrl::localhost(false, 3000),
            data_dir: folder.0.clone(),
            database: DatabaseChoice::Embedded,
            sandbox: true,
            mail: None,
            security_contact: None,
            trust_proxy: false,
            tls: false,
            key: KeyChoice::Given(MasterKey::from_bytes(MASTER_KEY)),
            site_root: folder.0.clone(),
            metrics_public: false,
            demo: false,
            rates: None,
        });
        let (clock, dice) = (Arc::new(ManualClock::new()), Arc::<Dice>::default());
        let env = Env {
            clock: clock.clone(),
            random: dice.clone(),
        };
        let pool = connect_lazily(options, &PoolConfig::default());
        let wallet = compose::wallet(&config, pool.clone(), &MasterKey::from_bytes(MASTER_KEY))
            .unwrap()
            .with_env(env);
        let leptos = site::leptos_options(&config);
        let state = AppState::new(
            config,
            leptos,
            Database::new(pool),
            wallet,
            CancellationToken::new(),
        );
        Self {
            router: router(state.clone()),
            db,
            clock,
            dice,
            state,
            _folder: folder,
        }
    }

    /// Another server on the same database, with a card processor of its own.
    pub fn server_with_cards(&self, cards: Arc<dyn CardRail>) -> Router {
        let rules = WalletConfig {
            public_url: self.state.config.public.origin(),
            sandbox: true,
            hashing_permits: 1,
            fx_position_max: Money::new(100_000_000, Currency::USD),
        };
        let wallet = Wallet::new(
            self.db.app.clone(),
            self.state.wallet.env().clone(),
            Keys::new(&MASTER_KEY).unwrap(),
            cards,
            Arc::new(SandboxBank),
            Arc::new(RateDesk::replaying(ShippedRates::load().unwrap())),
            rules,
        );
        self.server_with(wallet.unwrap())
    }

    /// Another server on the same database, with this wallet.
    pub fn server_with(&self, wallet: Wallet) -> Router {
        let mut state = self.state.clone();
        state.wallet = wallet;
        router(state)
    }

    /// Another server on the same database: a process of its own in all but name.
    pub fn another_server(&self) -> AppState {
        let config = Arc::clone(&self.state.config);
        let pool = connect_lazily(self.db.app_options(), &PoolConfig::default());
        let wallet = compose::wallet(&config, pool.clone(), &MasterKey::from_bytes(MASTER_KEY))
            .unwrap()
            .with_env(self.state.wallet.env().clone());
        AppState::new(
            config,
            self.state.leptos.clone(),
            Database::new(pool),
            wallet,
            CancellationToken::new(),
        )
    }

    /// Somebody's browser that prefers English.
    pub fn browser(&self) -> Browser {
        self.browser_in("en-GB,en;q=0.9")
    }

    /// Somebody's browser that prefers these languages.
    pub fn browser_in(&self, languages: &'static str) -> Browser {
        Browser::new(self.router.clone(), languages)
    }

    /// The code that was last mailed or texted to this address, before it is sent.
    pub async fn code_for(&self, address: &str) -> String {
        self.code_of("register_code", address).await
    }

    /// The same, of another kind of code.
    pub async fn code_of(&self, kind: &str, address: &str) -> String {
        let address = Address::parse(address).unwrap();
        sqlx::query_scalar(
            "SELECT body->>'code' FROM wallet.messages
             WHERE address = $1 AND kind = $2 ORDER BY created_at DESC, id DESC LIMIT 1",
        )
        .bind(address.as_str())
        .bind(kind)
        .fetch_one(&self.db.owner)
        .await
        .unwrap()
    }

    /// What is waiting to be told to this address, oldest first: the kind of each message and what it says.
    pub async fn told(&self, address: &str) -> Vec<serde_json::Value> {
        sqlx::query_scalar(
            "SELECT body FROM wallet.messages WHERE address = $1 ORDER BY created_at, id",
        )
        .bind(address)
        .fetch_all(&self.db.owner)
        .await
        .unwrap()
    }

    /// How often this was told to this address. What is told in one moment has no order.
    pub async fn times_told(&self, address: &str, what: &str) -> usize {
        let told = self.told(address).await;
        told.iter()
            .filter(|message| message["what"] == what)
            .count()
    }

    /// A number that a statement finds as the schemas' owner.
    pub async fn count(&self, statement: &'static str) -> i64 {
        sqlx::query_scalar(statement)
            .fetch_one(&self.db.owner)
            .await
            .unwrap()
    }

    /// Money commands that were carried out.
    pub async fn postings(&self) -> i64 {
        self.count("SELECT count(*) FROM ledger.commands WHERE kind IS NOT NULL")
            .await
    }

    /// What an account of the house holds.
    pub async fn house(&self, account: HouseAccount, currency: Currency) -> String {
        let ledger = Ledger::new(self.db.app.clone());
        let id = ledger.house_account(account, currency).await.unwrap();
        let balances = ledger.balances(OwnerId::HOUSE).await.unwrap();
        let found = balances
            .iter()
            .find(|balance| balance.account == id)
            .map(|balance| balance.posted);
        found.unwrap_or(Money::zero(currency)).to_decimal_string()
    }

    /// Nothing was made, lost or left half done.
    pub async fn assert_sound(&self) {
        let check = Ledger::new(self.db.app.clone()).check().await.unwrap();
        assert!(check.is_sound(), "{check:?}");
        until("no transaction is left open", async || {
            let open = "SELECT count(*) FROM pg_stat_activity
                        WHERE datname = current_database() AND state LIKE 'idle in transaction%'";
            (self.count(open).await == 0).then_some(())
        })
        .await;
    }

    /// Makes everybody as well known as this.
    pub async fn everybody_is(&self, level: Level) {
        sqlx::query("UPDATE wallet.people SET level = $1")
            .bind(level.as_str())
            .execute(&self.db.owner)
            .await
            .unwrap();
    }

    /// Lets a server's workers do what is due, and returns when nothing is.
    pub async fn work(&self) {
        let stop = CancellationToken::new();
        let workers = tokio::spawn(jobs::run(
            self.state.clone(),
            self.db.jobs.clone(),
            stop.clone(),
        ));
        self.all_told().await;
        stop.cancel();
        workers.await.unwrap();
    }

    /// Until every event was followed and every job is done.
    async fn all_told(&self) {
        until("all is told and done", async || {
            let behind = "SELECT count(*) FROM ledger.events
                          WHERE stored_at > coalesce((SELECT upto FROM wallet.readers WHERE name = 'messages'), '-infinity')";
            let jobs: i64 =
                sqlx::query_scalar("SELECT count(*) FROM jobs._private_jobs").fetch_one(&self.db.jobs).await.unwrap();
            (self.count(behind).await == 0 && jobs == 0).then_some(())
        })
        .await;
    }
}
