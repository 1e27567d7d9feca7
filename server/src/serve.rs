//! Accepts connections until told to stop, then lets those under way finish. Every connection is bounded: how long its
//! headers may take, how many there are, how long the end may take.

use std::{convert::Infallible, net::SocketAddr, sync::Arc, time::Duration};

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request},
    response::Response,
};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::{GracefulShutdown, Watcher},
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_rustls::TlsAcceptor;
use tokio_util::sync::CancellationToken;
use tower::ServiceExt;

/// Longest wait for the headers of a request, and for a TLS handshake.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);
/// Longest wait for requests under way when the server stops.
const DRAIN_WITHIN: Duration = Duration::from_secs(10);
/// Open connections at once; more wait in the kernel's queue.
const CONNECTIONS_MAX: usize = 8_192;

/// A bound address and who answers behind it.
pub struct Door {
    pub listener: TcpListener,
    pub tls: Option<TlsAcceptor>,
    pub router: Router,
}

impl Door {
    /// Serves until `stop` is cancelled, then drains. `hurry` cuts the draining short.
    pub async fn serve(self, stop: CancellationToken, hurry: CancellationToken) {
        let Self {
            listener,
            tls,
            router,
        } = self;
        let permits = Arc::new(Semaphore::new(CONNECTIONS_MAX));
        let drain = GracefulShutdown::new();
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                biased;
                () = stop.cancelled() => break,
                Some(_) = connections.join_next() => {}
                (tcp, peer, permit) = next(&listener, &permits) => {
                    let guest = Guest { peer, tls: tls.clone(), router: router.clone(), watcher: drain.watcher(), permit };
                    connections.spawn(guest.answer(tcp));
                }
            }
        }
        drop(listener);
        let finished = async {
            drain.shutdown().await;
            while connections.join_next().await.is_some() {}
        };
        let in_time = tokio::select! {
            finished = timeout(DRAIN_WITHIN, finished) => finished.is_ok(),
            () = hurry.cancelled() => false,
        };
        if !in_time {
            tracing::warn!("requests under way were cut off");
        }
        connections.shutdown().await;
    }
}

/// The next connection. An error of one guest (or of too many open files) must not end the server.
async fn next(
    listener: &TcpListener,
    permits: &Arc<Semaphore>,
) -> (TcpStream, SocketAddr, Option<OwnedSemaphorePermit>) {
    let permit = Arc::clone(permits).acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((tcp, peer)) => return (tcp, peer, permit),
            Err(error) => {
                tracing::warn!(%error, "could not accept a connection");
                sleep(Duration::from_millis(50)).await;
            }
        }
    }
}

/// One connection.
struct Guest {
    peer: SocketAddr,
    tls: Option<TlsAcceptor>,
    router: Router,
    watcher: Watcher,
    permit: Option<OwnedSemaphorePermit>,
}

impl Guest {
    async fn answer(self, tcp: TcpStream) {
        // Without it a streamed page stalls for 40 ms (Nagle against delayed acknowledgements).
        if tcp.set_nodelay(true).is_err() {
            return;
        }
        match self.tls.clone() {
            None => self.speak(tcp).await,
            Some(tls) => {
                if let Ok(Ok(stream)) = timeout(HEADERS_WITHIN, tls.accept(tcp)).await {
                    self.speak(stream).await;
                }
            }
        }
    }

    async fn speak(self, stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static) {
        let Self {
            peer,
            router,
            watcher,
            permit,
            ..
        } = self;
        let service = service_fn(move |request: hyper::Request<Incoming>| {
            let router = router.clone();
            async move {
                let mut request: Request = request.map(Body::new);
                request.extensions_mut().insert(ConnectInfo(peer));
                let answered: Result<Response, Infallible> = router.oneshot(request).await;
                answered
            }
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(HEADERS_WITHIN)
            .serve_connection(TokioIo::new(stream), service);
        // A guest who hangs up or talks nonsense is no event.
        let _left = watcher.watch(connection).await;
        drop(permit);
    }
}
