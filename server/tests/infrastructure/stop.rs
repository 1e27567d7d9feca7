//! Going down without dropping anybody.

use std::{net::SocketAddr, sync::Arc};

use axum::{Router, routing::get};
use server::serve::Door;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::Notify,
    task::JoinHandle,
};
use tokio_util::sync::CancellationToken;

struct Running {
    addr: SocketAddr,
    stop: CancellationToken,
    hurry: CancellationToken,
    entered: Arc<Notify>,
    release: Arc<Notify>,
    door: JoinHandle<()>,
}

/// A server whose one page waits until it is released.
async fn run() -> Running {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let addr = listener.local_addr().unwrap();
    let (entered, release) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let (stop, hurry) = (CancellationToken::new(), CancellationToken::new());
    let page = {
        let (entered, release) = (Arc::clone(&entered), Arc::clone(&release));
        get(async move || {
            entered.notify_one();
            release.notified().await;
            "done"
        })
    };
    let door = Door {
        listener,
        tls: None,
        router: Router::new().route("/", page),
    };
    let door = tokio::spawn(door.serve(stop.clone(), hurry.clone()));
    Running {
        addr,
        stop,
        hurry,
        entered,
        release,
        door,
    }
}

async fn ask(addr: SocketAddr) -> TcpStream {
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream
        .write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n")
        .await
        .unwrap();
    stream
}

#[tokio::test]
async fn a_request_under_way_is_answered_and_new_ones_find_the_door_closed() {
    let running = run().await;
    let mut under_way = ask(running.addr).await;
    running.entered.notified().await;
    let mut idle = TcpStream::connect(running.addr).await.unwrap();
    running.stop.cancel();
    // The door is closed once the idle connection is.
    let mut nothing = Vec::new();
    idle.read_to_end(&mut nothing).await.unwrap_or_default();
    assert!(TcpStream::connect(running.addr).await.is_err());
    running.release.notify_one();
    let mut answer = String::new();
    under_way.read_to_string(&mut answer).await.unwrap();
    assert!(
        answer.starts_with("HTTP/1.1 200") && answer.ends_with("done"),
        "{answer}"
    );
    running.door.await.unwrap();
}

#[tokio::test]
async fn a_second_signal_does_not_wait() {
    let running = run().await;
    let _under_way = ask(running.addr).await;
    running.entered.notified().await;
    running.stop.cancel();
    running.hurry.cancel();
    running.door.await.unwrap();
}
