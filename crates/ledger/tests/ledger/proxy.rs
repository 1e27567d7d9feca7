//! A proxy between client and database that can hold the database's answers back, to leave at the worst moment.
//! It must never change a byte.

use std::{path::PathBuf, sync::Arc};

use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::{TcpStream, UnixListener, UnixStream},
    sync::watch,
};

/// What the proxy does and has seen.
pub struct Proxy {
    /// Of its socket, which is named as `PostgreSQL` names them.
    directory: PathBuf,
    shared: Arc<Shared>,
}

struct Shared {
    /// Hold back what the database answers once the client has sent this.
    trap: Vec<u8>,
    /// How often the trap was sprung.
    sprung: watch::Sender<usize>,
    /// How many of these are over.
    released: watch::Sender<usize>,
}

impl Proxy {
    /// Listens on a socket of its own and passes everything on to the server that `to` names.
    pub fn start(to: &PgConnectOptions, trap: &str) -> Self {
        let database = to.get_database().unwrap();
        let directory = std::env::temp_dir().join(format!("okpay-proxy-{database}"));
        std::fs::create_dir(&directory).unwrap();
        let socket = format!(".s.PGSQL.{}", to.get_port());
        let listener = UnixListener::bind(directory.join(socket)).unwrap();
        let shared = Arc::new(Shared {
            trap: trap.as_bytes().to_vec(),
            sprung: watch::Sender::new(0),
            released: watch::Sender::new(0),
        });
        let (to, for_task) = (to.clone(), shared.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(serve(client, to.clone(), for_task.clone()));
            }
        });
        Self { directory, shared }
    }

    /// The same login, through the proxy.
    pub fn through(&self, to: PgConnectOptions) -> PgConnectOptions {
        to.socket(&self.directory)
    }

    /// Waits until the client has sent what springs the trap; the answer is held back from then on.
    pub async fn sprung(&self) {
        self.shared
            .sprung
            .subscribe()
            .wait_for(|times| *times > 0)
            .await
            .unwrap();
    }

    /// Lets the answers pass.
    pub fn release(&self) {
        self.shared
            .released
            .send_replace(*self.shared.sprung.borrow());
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.directory).ok();
    }
}

async fn serve(client: UnixStream, to: PgConnectOptions, shared: Arc<Shared>) {
    // A directory stands for a unix socket in it.
    let directory = to
        .get_socket()
        .cloned()
        .or_else(|| to.get_host().starts_with('/').then(|| to.get_host().into()));
    if let Some(directory) = directory {
        let socket = directory.join(format!(".s.PGSQL.{}", to.get_port()));
        relay(client, UnixStream::connect(socket).await.unwrap(), shared).await;
    } else {
        relay(
            client,
            TcpStream::connect((to.get_host(), to.get_port()))
                .await
                .unwrap(),
            shared,
        )
        .await;
    }
}

async fn relay(
    client: UnixStream,
    server: impl AsyncRead + AsyncWrite + Send + 'static,
    shared: Arc<Shared>,
) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = tokio::io::split(server);
    let asking = shared.clone();
    tokio::spawn(async move {
        let mut bytes = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = from_client.read(&mut bytes).await {
            let sent = &bytes[..length];
            if sent
                .windows(asking.trap.len())
                .any(|window| window == asking.trap)
            {
                asking.sprung.send_modify(|times| *times += 1);
            }
            if to_server.write_all(sent).await.is_err() {
                break;
            }
        }
        to_server.shutdown().await.ok();
    });
    let mut bytes = vec![0; 64 * 1024];
    while let Ok(length @ 1..) = from_server.read(&mut bytes).await {
        let due = *shared.sprung.borrow();
        shared
            .released
            .subscribe()
            .wait_for(|released| *released >= due)
            .await
            .ok();
        if to_client.write_all(&bytes[..length]).await.is_err() {
            break;
        }
    }
}
