//! A mail server for tests: a real TCP peer that speaks as much SMTP as one message needs.
//! It never sleeps: where a script has no reply, the peer keeps the connection open and says nothing.

use std::sync::{Arc, Mutex};

use tokio::{
    io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
};
use tokio_rustls::TlsAcceptor;

/// What the peer answers at each step; `None` is silence.
#[derive(Clone, Copy)]
pub struct Script {
    pub greeting: Option<&'static str>,
    pub ehlo: Option<&'static str>,
    pub auth: Option<&'static str>,
    pub rcpt: Option<&'static str>,
    pub message: Option<&'static str>,
    pub quit: Option<&'static str>,
}

impl Script {
    /// Takes every message.
    pub const WILLING: Self = Self {
        greeting: Some("220 peer ready"),
        ehlo: Some("250-peer\r\n250 AUTH PLAIN"),
        auth: Some("235 welcome"),
        rcpt: Some("250 fine"),
        message: Some("250 taken"),
        quit: Some("221 bye"),
    };
}

/// What the peer heard.
#[derive(Default)]
pub struct Heard {
    pub commands: Vec<String>,
    /// The message as it came over the wire, dots and line ends included.
    pub message: String,
}

/// When the peer turns to TLS.
pub enum Encryption {
    Never,
    OnStartTls(TlsAcceptor),
    FromTheFirstByte(TlsAcceptor),
}

pub struct Peer {
    pub port: u16,
    heard: Arc<Mutex<Heard>>,
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

type Line = BufReader<Box<dyn Stream>>;

impl Peer {
    pub async fn start(script: Script) -> Self {
        Self::start_with(script, Encryption::Never).await
    }

    pub async fn start_with(script: Script, encryption: Encryption) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let heard = Arc::<Mutex<Heard>>::default();
        let ear = Arc::clone(&heard);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                drop(converse(stream, script, &encryption, &ear).await);
            }
        });
        Self { port, heard }
    }

    pub fn heard<T>(&self, question: impl FnOnce(&Heard) -> T) -> T {
        question(&self.heard.lock().expect("nobody panicked"))
    }
}

async fn converse(
    stream: TcpStream,
    script: Script,
    encryption: &Encryption,
    heard: &Mutex<Heard>,
) -> Result<(), std::io::Error> {
    let mut line: Line = match encryption {
        Encryption::FromTheFirstByte(acceptor) => encrypt(acceptor, Box::new(stream)).await?,
        _ => BufReader::new(Box::new(stream)),
    };
    reply(&mut line, script.greeting).await?;
    loop {
        let mut command = String::new();
        if line.read_line(&mut command).await? == 0 {
            return Ok(());
        }
        let verb = command
            .split_whitespace()
            .next()
            .unwrap_or_default()
            .to_owned();
        heard
            .lock()
            .expect("nobody panicked")
            .commands
            .push(command);
        let answer = match (verb.as_str(), encryption) {
            ("EHLO", _) => script.ehlo,
            ("STARTTLS", Encryption::OnStartTls(acceptor)) => {
                reply(&mut line, Some("220 go ahead")).await?;
                line = encrypt(acceptor, line.into_inner()).await?;
                continue;
            }
            ("AUTH", _) => script.auth,
            ("RCPT", _) => script.rcpt,
            ("DATA", _) => {
                reply(&mut line, Some("354 go on")).await?;
                let message = read_message(&mut line).await?;
                heard.lock().expect("nobody panicked").message = message;
                script.message
            }
            ("QUIT", _) => script.quit,
            _ => Some("250 fine"),
        };
        reply(&mut line, answer).await?;
    }
}

async fn encrypt(acceptor: &TlsAcceptor, stream: Box<dyn Stream>) -> Result<Line, std::io::Error> {
    Ok(BufReader::new(Box::new(acceptor.accept(stream).await?)))
}

async fn reply(line: &mut Line, answer: Option<&str>) -> Result<(), std::io::Error> {
    match answer {
        Some(answer) => {
            line.write_all(format!("{answer}\r\n").as_bytes()).await?;
            line.flush().await
        }
        None => std::future::pending().await,
    }
}

async fn read_message(line: &mut Line) -> Result<String, std::io::Error> {
    let mut message = String::new();
    loop {
        let start = message.len();
        let read = line.read_line(&mut message).await?;
        if read == 0 || message.get(start..) == Some(".\r\n") {
            message.truncate(start);
            return Ok(message);
        }
    }
}
