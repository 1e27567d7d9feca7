//! What the stories share: a configured server without a socket, and ways to talk to it.

mod proxy;

use std::{fs, path::PathBuf, sync::Arc, time::Duration};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{Request, StatusCode, header, request::Builder, response::Parts},
};
use server::{
    compose,
    config::{Config, DatabaseChoice, KeyChoice, MasterKey, PublicUrl},
    database::Database,
    router::router,
    site,
    state::AppState,
};
use sqlx::postgres::PgConnectOptions;
use storage::pool::{PoolConfig, connect_lazily};
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

pub use proxy::{Mode, Proxy};

/// A name that looks as if it held the hash of a content.
pub const HASHED: &str = "/pkg/okpay.4vJ3kQ0hYbq1rN2mXz8TdA.js";

/// A folder that goes when the story ends.
pub struct Folder(pub PathBuf);

impl Folder {
    pub fn new() -> Self {
        let path = std::env::temp_dir().join(format!("okpay-{}", server::clock::new_id().simple()));
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

/// A server at `http://localhost:3000` in all but the socket.
pub struct TestServer {
    pub state: AppState,
    pub router: Router,
    _folder: Folder,
}

impl TestServer {
    /// Serves from this database.
    pub fn new(database: PgConnectOptions) -> Self {
        Self::with(database, |_| ())
    }

    /// Serves as in production, where a pool that cannot connect gives up soon.
    pub fn impatient(database: PgConnectOptions) -> Self {
        Self::compose(database, &PoolConfig::default(), |_| ())
    }

    /// Serves with a configuration of its own.
    pub fn with(database: PgConnectOptions, change: impl FnOnce(&mut Config)) -> Self {
        // A machine that is busy with other tests is not a database that is gone.
        let bounds = PoolConfig {
            acquire_timeout: Duration::from_mins(1),
            ..PoolConfig::default()
        };
        Self::compose(database, &bounds, change)
    }

    fn compose(
        database: PgConnectOptions,
        bounds: &PoolConfig,
        change: impl FnOnce(&mut Config),
    ) -> Self {
        let folder = Folder::new();
        let pkg = folder.0.join("pkg");
        fs::create_dir_all(&pkg).unwrap();
        fs::write(folder.0.join(&HASHED[1..]), "plain").unwrap();
        fs::write(folder.0.join(format!("{}.br", &HASHED[1..])), "brotli").unwrap();
        fs::write(pkg.join("okpay.css"), "body{}").unwrap();
        fs::write(folder.0.join("sw.js"), "self").unwrap();
        fs::write(folder.0.join("icon.svg"), "<svg/>").unwrap();
        let mut config = Config {
            addr: ([127, 0, 0, 1], 3000).into(),
            public: PublicUrl::localhost(false, 3000),
            data_dir: folder.0.clone(),
            database: DatabaseChoice::Embedded,
            sandbox: true,
            mail: None,
            security_contact: None,
            trust_proxy: false,
            tls: false,
            key: KeyChoice::Given(MasterKey::from_bytes([7; 32])),
            site_root: folder.0.clone(),
            metrics_public: false,
            demo: false,
            rates: None,
        };
        change(&mut config);
        let config = Arc::new(config);
        let pool = connect_lazily(database, bounds);
        let wallet =
            compose::wallet(&config, pool.clone(), &MasterKey::from_bytes([7; 32])).unwrap();
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
            state,
            _folder: folder,
        }
    }

    /// Sends a request and reads the whole answer.
    pub async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        Answer {
            parts,
            body: String::from_utf8_lossy(&body).into_owned(),
        }
    }

    /// `GET` of a path.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(request("GET", path).body(Body::empty()).unwrap())
            .await
    }
}

/// What came back.
pub struct Answer {
    pub parts: Parts,
    pub body: String,
}

impl Answer {
    pub fn status(&self) -> StatusCode {
        self.parts.status
    }

    /// A header that must be there, once.
    pub fn header(&self, name: &str) -> &str {
        let mut values = self.parts.headers.get_all(name).into_iter();
        let first = values.next().unwrap_or_else(|| panic!("no {name}"));
        assert!(values.next().is_none(), "{name} twice");
        first.to_str().unwrap()
    }

    pub fn has(&self, name: &str) -> bool {
        self.parts.headers.contains_key(name)
    }
}

/// A request to our own host.
pub fn request(method: &str, path: &str) -> Builder {
    Request::builder()
        .method(method)
        .uri(path)
        .header(header::HOST, "localhost:3000")
}

/// As `serve` marks a request that came from this address.
pub fn from_address(mut request: Request<Body>, address: [u8; 4]) -> Request<Body> {
    request
        .extensions_mut()
        .insert(ConnectInfo(std::net::SocketAddr::from((address, 40_000))));
    request
}
