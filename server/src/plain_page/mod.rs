//! Answers from before or around the app: away, too slow, too many, refused. Each in both languages, each with a way
//! on, and as JSON for server functions. Needs neither the database nor the app; shows nothing of the request.

mod trouble;

use axum::{
    body::Body,
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, header},
    response::{IntoResponse, Response},
};
use domain::Locale;
pub use trouble::Trouble;

use crate::{
    clock::random_bytes,
    middleware::{asker, security_headers},
};

/// What of a request decides how trouble is told; cheap to keep while the request itself runs.
#[derive(Debug, Clone)]
pub struct Outline {
    /// Whether the request changes nothing.
    pub reading: bool,
    wants_json: bool,
    locale: Locale,
    again: String,
}

impl Outline {
    pub fn of(request: &Request) -> Self {
        let headers = request.headers();
        let reading = matches!(*request.method(), Method::GET | Method::HEAD);
        let path = request.uri().path();
        let accepts = |kind: &str| {
            header_text(headers, &header::ACCEPT).is_some_and(|accept| accept.contains(kind))
        };
        let again = if reading {
            request.uri().path_and_query().map(ToString::to_string)
        } else {
            referer_path(headers)
        };
        Self {
            reading,
            wants_json: path.starts_with("/api/")
                || (path.starts_with("/fn/") && !accepts("text/html")),
            locale: asker::locale(headers),
            // A path of two slashes would lead to another host.
            again: again
                .filter(|path| path.starts_with('/') && !path.starts_with("//"))
                .unwrap_or_else(|| "/".to_owned()),
        }
    }

    /// The answer for this trouble.
    pub fn answer(&self, trouble: Trouble) -> Response {
        let mut response = if self.wants_json {
            json(trouble)
        } else {
            self.page(trouble)
        };
        *response.status_mut() = trouble.status();
        if let Some(seconds) = trouble.again_after_s() {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }

    fn page(&self, trouble: Trouble) -> Response {
        let nonce = hex::encode(random_bytes::<16>());
        let again = escaped(&self.again);
        let refresh = match trouble.again_after_s() {
            Some(seconds) if self.reading => {
                format!("<meta http-equiv=\"refresh\" content=\"{seconds}\">")
            }
            _ => String::new(),
        };
        let [first, second] = match self.locale {
            Locale::ZhCn => [Locale::ZhCn, Locale::En],
            Locale::En => [Locale::En, Locale::ZhCn],
        };
        let (title, _) = trouble.words(first);
        let first_section = section(trouble, first, "h1", &again);
        let second_section = section(trouble, second, "h2", &again);
        let lang = first.as_str();
        let html = format!(
            "<!DOCTYPE html><html lang=\"{lang}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
             <meta name=\"robots\" content=\"noindex\">{refresh}<title>{title} · OKPay</title><style nonce=\"{nonce}\">{STYLE}</style></head>\
             <body><main>{first_section}{second_section}</main></body></html>"
        );
        let headers = [
            (
                header::CONTENT_TYPE,
                HeaderValue::from_static("text/html; charset=utf-8"),
            ),
            (
                header::CONTENT_SECURITY_POLICY,
                security_headers::plain_page_policy(&nonce),
            ),
        ];
        (headers, html).into_response()
    }
}

fn section(trouble: Trouble, locale: Locale, heading: &str, again: &str) -> String {
    let (title, text) = trouble.words(locale);
    let deed = match locale {
        Locale::ZhCn => "重试",
        Locale::En => "Try again",
    };
    let lang = locale.as_str();
    format!(
        "<section lang=\"{lang}\"><{heading}>{title}</{heading}><p>{text}</p><p><a href=\"{again}\">{deed}</a></p></section>"
    )
}

/// As `ApiError` travels, so that a page's server function understands it.
fn json(trouble: Trouble) -> Response {
    let body = Body::from(format!("{{\"code\":\"{}\"}}", trouble.code().as_str()));
    (
        [(
            header::CONTENT_TYPE,
            HeaderValue::from_static("application/json"),
        )],
        body,
    )
        .into_response()
}

fn header_text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// The path of the page that sent a form. Its host does not matter: only the path is used, on our own host.
fn referer_path(headers: &HeaderMap) -> Option<String> {
    let uri: axum::http::Uri = header_text(headers, &header::REFERER)?.parse().ok()?;
    Some(uri.path().to_owned())
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            other => safe.push(other),
        }
    }
    safe
}

/// Paper, ink and jade as in the design tokens, which this page cannot load: it must stand alone.
const STYLE: &str = ":root{color-scheme:light dark}\
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f6f5f0;color:#17201c;\
font:1.0625rem/1.6 ui-sans-serif,system-ui,-apple-system,\"Segoe UI\",\"PingFang SC\",\"Noto Sans SC\",\"Microsoft YaHei\",sans-serif}\
main{max-width:32rem;padding:1.5rem}section+section{margin-top:2rem;padding-top:2rem;border-top:1px solid #e2dfd4}\
h1,h2{line-height:1.25;margin:0 0 .5rem}h1{font-size:1.875rem}h2{font-size:1.375rem}p{margin:0 0 1rem;color:#4b5751}\
a{display:inline-block;min-height:44px;box-sizing:border-box;padding:.6rem 1.25rem;border-radius:999px;background:#0b6b52;color:#fff;text-decoration:none;font-weight:600}\
a:focus-visible{outline:3px solid #0b6b52;outline-offset:3px}\
@media(prefers-color-scheme:dark){body{background:#0f1412;color:#eef2ef}p{color:#b5c0ba}section+section{border-color:#27312c}\
a{background:#58c9a2;color:#05261c}a:focus-visible{outline-color:#58c9a2}}";
