//! Tells open pages to reload, in the way Leptos' `AutoReload` listens for: a web socket on a port of its own.
//! It must never listen beyond this machine.

use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use tungstenite::{Message, WebSocket};

use crate::error::{Error, Result};

/// Leptos' default; the page learns it from the server, which learns it from us.
pub const PORT: u16 = 3001;
const RELOAD: &str = r#"{"all":true}"#;

type Pages = Arc<Mutex<Vec<WebSocket<TcpStream>>>>;

/// The pages that are open.
pub struct Reloader(Pages);

impl Reloader {
    /// Listens for pages in the background.
    pub fn listen() -> Result<Self> {
        let listener =
            TcpListener::bind((Ipv4Addr::LOCALHOST, PORT)).map_err(|source| Error::Io {
                doing: format!("listening on port {PORT} for reloads"),
                source,
            })?;
        let pages = Pages::default();
        let newcomers = Arc::clone(&pages);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                // A page that fails the handshake simply isn't reloaded.
                if let Ok(page) = tungstenite::accept(stream) {
                    lock(&newcomers).push(page);
                }
            }
        });
        Ok(Self(pages))
    }

    /// Makes all open pages reload; each connects anew afterwards.
    pub fn reload(&self) {
        for mut page in lock(&self.0).drain(..) {
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
