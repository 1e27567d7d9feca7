//! Tells open pages to reload, in the way Leptos' `AutoReload` listens for: a web socket on a port of its own.
//! It must never listen beyond this machine.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tungstenite::{Message, WebSocket};

use crate::error::{Error, Result};

/// Leptos' default. If it is taken another does: the page learns it from the server, which learns it from us.
const PORT: u16 = 3001;
const RELOAD: &str = r#"{"all":true}"#;

type Pages = Arc<Mutex<Vec<WebSocket<TcpStream>>>>;

/// The pages that are open.
pub struct Reloader {
    pages: Pages,
    port: u16,
}

impl Reloader {
    /// Listens for pages in the background.
    pub fn listen() -> Result<Self> {
        let failed = |source| Error::Io {
            doing: "listening for pages that are to be reloaded".to_owned(),
            source,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, PORT))
            .or_else(|_| TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))
            .map_err(failed)?;
        let port = listener.local_addr().map_err(failed)?.port();
        let pages = Pages::default();
        let newcomers = Arc::clone(&pages);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A guest who says nothing must not keep the others waiting.
                let newcomers = Arc::clone(&newcomers);
                thread::spawn(move || {
                    // A page that fails the handshake simply isn't reloaded.
                    if let Ok(page) = tungstenite::accept(stream) {
                        lock(&newcomers).push(page);
                    }
                });
            }
        });
        Ok(Self { pages, port })
    }

    /// Where it listens.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Makes all open pages reload; each connects anew afterwards.
    pub fn reload(&self) {
        for mut page in lock(&self.pages).drain(..) {
            // A page that is gone needs no telling.
            let _ = page
                .send(Message::text(RELOAD))
                .and_then(|()| page.close(None))
                .and_then(|()| page.flush());
        }
    }
}

fn lock(pages: &Pages) -> std::sync::MutexGuard<'_, Vec<WebSocket<TcpStream>>> {
    pages.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use tungstenite::client;

    #[test]
    fn a_guest_who_says_nothing_keeps_nobody_from_being_reloaded() {
        let reloader = Reloader::listen().unwrap();
        let _silent = TcpStream::connect((Ipv4Addr::LOCALHOST, reloader.port())).unwrap();
        let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, reloader.port())).unwrap();
        let (mut page, _) = client("ws://localhost/live_reload", stream).unwrap();
        while lock(&reloader.pages).is_empty() {
            thread::yield_now();
        }
        reloader.reload();
        assert_eq!(page.read().unwrap(), Message::text(RELOAD));
    }

    #[test]
    fn two_at_once_listen_on_ports_of_their_own() {
        let (one, two) = (Reloader::listen().unwrap(), Reloader::listen().unwrap());
        assert_ne!(one.port(), two.port());
    }
}
