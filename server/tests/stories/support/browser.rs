//! A browser without a screen: it keeps cookies, speaks a language, sits at an address, and asks only as our own pages
//! do. Many requests may be under way in it at once.

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    net::{IpAddr, SocketAddr},
    sync::{Mutex, PoisonError},
};

use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Request, header, request::Builder},
};
use server::session_cookie;
use tower::ServiceExt;

use super::{Answer, Listening};

/// The address of the wallet.
const HOST: &str = "localhost:3000";
const ORIGIN: &str = "http://localhost:3000";

/// One person's browser.
pub struct Browser {
    router: Router,
    cookies: Mutex<BTreeMap<String, String>>,
    language: &'static str,
    address: IpAddr,
}

impl Browser {
    /// A fresh one on this machine.
    pub fn new(router: Router, language: &'static str) -> Self {
        Self {
            router,
            cookies: Mutex::default(),
            language,
            address: [127, 0, 0, 1].into(),
        }
    }

    /// The same, somewhere else.
    pub fn at(mut self, address: [u8; 4]) -> Self {
        self.address = address.into();
        self
    }

    /// The same, with a session cookie from somewhere.
    pub fn holding(self, token: &str) -> Self {
        self.jar()
            .insert(session_cookie::NAME.to_owned(), token.to_owned());
        self
    }

    /// The session token it holds.
    pub fn token(&self) -> Option<String> {
        self.jar().get(session_cookie::NAME).cloned()
    }

    /// Calls a server function with these fields.
    pub async fn post(&self, function: &str, fields: &[(&str, &str)]) -> Answer {
        self.post_raw(function, encode(fields)).await
    }

    /// Calls a server function with whatever body.
    pub async fn post_raw(&self, function: &str, body: impl Into<Body>) -> Answer {
        self.call(ORIGIN, function, body.into()).await
    }

    /// Calls a server function as a page of another site has it done.
    pub async fn post_from(&self, origin: &str, function: &str, fields: &[(&str, &str)]) -> Answer {
        self.call(origin, function, encode(fields).into()).await
    }

    /// Sends a form to the page it stands on, as a browser does by itself.
    pub async fn submit(&self, page: &str, fields: &[(&str, &str)]) -> Answer {
        self.submit_raw(page, &[(header::ORIGIN.as_str(), ORIGIN)], encode(fields))
            .await
    }

    /// Sends whatever body to a page, with whatever headers that tell where it comes from.
    pub async fn submit_raw(
        &self,
        page: &str,
        from: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Answer {
        let mut request = self
            .request("POST", page)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "text/html,*/*");
        for (name, value) in from {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    async fn call(&self, origin: &str, function: &str, body: Body) -> Answer {
        let request = self
            .request("POST", &format!("/fn/{function}"))
            .header(header::ORIGIN, origin)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json");
        self.send(request.body(body).unwrap()).await
    }

    /// Looks at a page.
    pub async fn get(&self, path: &str) -> Answer {
        let request = self
            .request("GET", path)
            .header(header::ACCEPT, "text/html,*/*");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Calls a server function as a page does by itself, when the stream told it to look again.
    pub async fn post_quietly(&self, function: &str) -> Answer {
        let request = self
            .request("POST", &format!("/fn/{function}"))
            .header(header::ORIGIN, ORIGIN)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::ACCEPT, "application/json")
            .header(app::live::QUIET_HEADER, "1");
        self.send(request.body(Body::empty()).unwrap()).await
    }

    /// Opens the stream, having heard this id last.
    pub async fn listen(&self, last_event_id: Option<&str>) -> Listening {
        let headers = last_event_id.map(|id| ("last-event-id", id));
        self.listen_with(headers.as_slice()).await
    }

    /// Opens the stream with these headers.
    pub async fn listen_with(&self, headers: &[(&str, &str)]) -> Listening {
        let mut request = self
            .request("GET", app::live::EVENTS_PATH)
            .header(header::ACCEPT, "text/event-stream");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = self.sent_here(request.body(Body::empty()).unwrap());
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        Listening::new(parts.status, parts.headers, body)
    }

    fn sent_here(&self, mut request: Request<Body>) -> Request<Body> {
        request
            .extensions_mut()
            .insert(ConnectInfo(SocketAddr::from((self.address, 40_000))));
        request
    }

    fn request(&self, method: &str, path: &str) -> Builder {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, HOST)
            .header(header::ACCEPT_LANGUAGE, self.language);
        let cookies = self
            .jar()
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect::<Vec<_>>()
            .join("; ");
        if !cookies.is_empty() {
            request = request.header(header::COOKIE, cookies);
        }
        request
    }

    async fn send(&self, request: Request<Body>) -> Answer {
        let request = self.sent_here(request);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap();
        self.keep_cookies(&parts.headers);
        let body = String::from_utf8_lossy(&body).into_owned();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    fn keep_cookies(&self, headers: &HeaderMap) {
        for line in headers.get_all(header::SET_COOKIE) {
            let line = line.to_str().unwrap();
            let (name, value) = line
                .split(';')
                .next()
                .and_then(|pair| pair.split_once('='))
                .unwrap();
            if line.contains("Max-Age=0") {
                self.jar().remove(name);
            } else {
                self.jar().insert(name.to_owned(), value.to_owned());
            }
        }
    }

    fn jar(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, String>> {
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Fields as a form sends them.
fn encode(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", percent(value)))
        .collect();
    pairs.join("&")
}

/// Text that may stand anywhere in a URL (RFC 3986, 2.3).
pub fn percent(text: &str) -> String {
    text.bytes().fold(String::new(), |mut coded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            coded.push(byte.into());
        } else {
            let _ = write!(coded, "%{byte:02X}");
        }
        coded
    })
}
