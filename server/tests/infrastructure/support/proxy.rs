//! Stands between the server and its database and can be gone or frozen, as a network or a machine can.

use sqlx::postgres::PgConnectOptions;
use tokio::{
    io::{AsyncRead, AsyncWrite, copy_bidirectional},
    net::{TcpStream, UnixListener, UnixStream},
    sync::watch,
};

use super::Folder;

/// What the way to the database does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Open,
    /// Connections break, new ones are cut at once.
    Gone,
    /// Connections stand, nothing passes.
    Frozen,
}

/// One way to one database; closed when dropped.
pub struct Proxy {
    mode: watch::Sender<Mode>,
    folder: Folder,
    port: u16,
}

impl Proxy {
    /// Opens the way to `database`.
    pub fn open(database: &PgConnectOptions) -> Self {
        let folder = Folder::new();
        let port = database.get_port();
        let listener = UnixListener::bind(folder.0.join(format!(".s.PGSQL.{port}"))).unwrap();
        let mode = watch::Sender::new(Mode::Open);
        let upstream = database.clone();
        let watched = mode.subscribe();
        tokio::spawn(async move {
            while let Ok((guest, _)) = listener.accept().await {
                tokio::spawn(pass(guest, upstream.clone(), watched.clone()));
            }
        });
        Self { mode, folder, port }
    }

    /// The same login, by this way.
    pub fn lead(&self, database: &PgConnectOptions) -> PgConnectOptions {
        database.clone().socket(&self.folder.0).port(self.port)
    }

    pub fn set(&self, mode: Mode) {
        self.mode.send_replace(mode);
    }
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<S: AsyncRead + AsyncWrite + Send + Unpin> Stream for S {}

async fn pass(mut guest: UnixStream, upstream: PgConnectOptions, mut mode: watch::Receiver<Mode>) {
    let mut database: Option<Box<dyn Stream>> = None;
    loop {
        let now = *mode.borrow_and_update();
        match now {
            Mode::Gone => return,
            Mode::Frozen => {
                if mode.changed().await.is_err() {
                    return;
                }
            }
            Mode::Open => {
                let database = match &mut database {
                    Some(database) => database,
                    none => none.insert(connect(&upstream).await),
                };
                tokio::select! {
                    _ = copy_bidirectional(&mut guest, database) => return,
                    changed = mode.changed() => if changed.is_err() { return },
                }
            }
        }
    }
}

async fn connect(database: &PgConnectOptions) -> Box<dyn Stream> {
    let port = database.get_port();
    match database.get_socket() {
        Some(folder) => Box::new(
            UnixStream::connect(folder.join(format!(".s.PGSQL.{port}")))
                .await
                .unwrap(),
        ),
        None => Box::new(
            TcpStream::connect((database.get_host(), port))
                .await
                .unwrap(),
        ),
    }
}
