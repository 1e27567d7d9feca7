//! One stream on the wire, as Server-Sent Events (WHATWG HTML, 9.2). It carries hints and never a page's data; a browser
//! that lost it comes back with the last id it has seen and is told what it missed.
//!
//! Whatever is wrong, a browser gets an answer that it takes in silence: a stream that ends at once, to be tried again
//! later, or no content, which means not to come again.

use std::{convert::Infallible, time::Duration};

use app::live::{AFTER, News, OVER};
use axum::{
    extract::{Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{
        IntoResponse, Response, Sse,
        sse::{Event, KeepAlive},
    },
};
use domain::Standing;
use futures_util::{Stream, StreamExt, stream};
use services::Viewer;
use tokio::time::sleep;
use tokio_util::sync::CancellationToken;

use super::{desk::Word, hub::Seat};
use crate::{
    middleware::same_origin,
    plain_page::{Outline, Trouble},
    session_cookie,
    state::AppState,
};

/// A comment goes out this often while there are no news: proxies close what is silent for a minute or so.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// A stream ends after this and is taken up anew, on whatever server is there then.
const LIFETIME: Duration = Duration::from_mins(30);
/// How soon a browser comes back after a stream broke off; each a little later than another.
const BACK_AFTER: Duration = Duration::from_millis(1_500);
const BACK_SPREAD_MS: u64 = 2_000;
/// The same when the server is in trouble or full.
const BACK_LATER: Duration = Duration::from_secs(15);
/// The same for a stream that others of its browser have pushed out.
const BACK_MUCH_LATER: Duration = Duration::from_mins(1);

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// `GET /events`, for members.
pub async fn listen(State(state): State<AppState>, request: Request) -> Response {
    if !same_origin::may_read(request.headers(), &state.config.public.origin()) {
        return Outline::of(&request).answer(Trouble::OtherSite);
    }
    let Some(token) = session_cookie::read(request.headers()) else {
        return StatusCode::NO_CONTENT.into_response();
    };
    if state.stop.is_cancelled() || !state.database.gate.is_open() {
        return come_back(BACK_LATER);
    }
    let viewer = match state.wallet.onlooker(token).await {
        Ok(Some(viewer)) => viewer,
        Ok(None) => return StatusCode::NO_CONTENT.into_response(),
        // Not knowing who it is is not the same as nobody.
        Err(error) => return troubled(&error),
    };
    match begin(&state, &viewer, known(&request)).await {
        Ok(Some(response)) => response,
        Ok(None) => {
            tracing::warn!("no more streams: too many pages are open");
            come_back(BACK_LATER)
        }
        Err(error) => troubled(&error),
    }
}

async fn begin(
    state: &AppState,
    viewer: &Viewer,
    after: Option<Standing>,
) -> Result<Option<Response>, services::ServiceError> {
    let joined = state.live.join(viewer, after).await?;
    Ok(joined.map(|(seat, first)| on_the_wire(events(seat, &first, state.stop.clone()))))
}

/// How things stood when the browser last heard of them. What is no standing is as good as nothing.
fn known(request: &Request) -> Option<Standing> {
    let header = request.headers().get(LAST_EVENT_ID);
    let by_header = header.and_then(|value| value.to_str().ok()?.parse().ok());
    by_header.or_else(|| {
        request
            .uri()
            .query()?
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .find(|(name, _)| *name == AFTER)
            .and_then(|(_, value)| value.parse().ok())
    })
}

/// The news, then what there is to say while the seat is held.
fn events(seat: Seat, first: &News, stop: CancellationToken) -> impl Stream<Item = Event> + use<> {
    let spread = Duration::from_millis(seat.number().wrapping_mul(617) % BACK_SPREAD_MS);
    let opening = news(first).retry(BACK_AFTER + spread);
    let rest = stream::unfold(Some(seat), |seat| async move {
        let mut seat = seat?;
        Some(match seat.next().await {
            Some(Word::News(said)) => (news(&said), Some(seat)),
            Some(Word::Over) => (Event::default().event(OVER).data(OVER), None),
            None => (Event::default().retry(BACK_MUCH_LATER), None),
        })
    });
    let end = async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = sleep(LIFETIME) => {}
        }
    };
    stream::once(std::future::ready(opening))
        .chain(rest)
        .take_until(Box::pin(end))
}

fn news(said: &News) -> Event {
    let event = Event::default().id(said.standing.to_string());
    // Writing these types to JSON cannot fail; were it so, the id alone would be taken up with the next event.
    event
        .json_data(said)
        .unwrap_or_else(|_| Event::default().id(said.standing.to_string()))
}

fn on_the_wire(events: impl Stream<Item = Event> + Send + 'static) -> Response {
    let events = events.map(Ok::<_, Infallible>);
    let mut response = Sse::new(events)
        .keep_alive(KeepAlive::new().interval(HEARTBEAT))
        .into_response();
    let headers = response.headers_mut();
    // Not to be kept, and not to be compressed on the way: what is compressed is held back.
    headers.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("no-store, no-transform"),
    );
    headers.insert(ACCEL_BUFFERING, HeaderValue::from_static("no"));
    response
}

/// A stream that says when to come back, and ends.
fn come_back(later: Duration) -> Response {
    on_the_wire(stream::once(std::future::ready(
        Event::default().retry(later),
    )))
}

fn troubled(error: &services::ServiceError) -> Response {
    tracing::warn!(
        error = error as &dyn std::error::Error,
        "a stream could not begin"
    );
    come_back(BACK_LATER)
}

#[cfg(test)]
mod tests {
    use axum::body::Body;
    use http_body_util::BodyExt;

    use super::*;

    async fn next(body: &mut Body) -> Option<String> {
        let frame = body.frame().await?.unwrap();
        Some(String::from_utf8(frame.into_data().unwrap().to_vec()).unwrap())
    }

    #[tokio::test(start_paused = true)]
    async fn a_stream_without_news_still_beats() {
        let began = tokio::time::Instant::now();
        let mut body = on_the_wire(stream::pending()).into_body();
        for beat in 1..=3_u64 {
            assert_eq!(next(&mut body).await.unwrap(), ":\n\n");
            assert_eq!(began.elapsed().as_secs() / 15, beat);
        }
    }

    #[tokio::test]
    async fn a_stream_in_trouble_says_when_to_come_back_and_ends() {
        let response = come_back(BACK_LATER);
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        let mut body = response.into_body();
        assert_eq!(next(&mut body).await.unwrap(), "retry: 15000\n\n");
        assert_eq!(next(&mut body).await, None);
    }

    #[test]
    fn what_a_browser_knows_is_read_from_the_header_first() {
        let asked = |uri: &str, id: Option<&str>| {
            let mut request = Request::builder().uri(uri);
            if let Some(id) = id {
                request = request.header(LAST_EVENT_ID, id);
            }
            known(&request.body(Body::empty()).unwrap()).map(|known| known.inbox)
        };
        let (one, two) = ("0000000000000000-0-1", "0000000000000000-0-2");
        assert_eq!(asked("/events", None), None);
        assert_eq!(asked(&format!("/events?after={one}"), None), Some(1));
        assert_eq!(asked(&format!("/events?after={one}"), Some(two)), Some(2));
        assert_eq!(
            asked(&format!("/events?x=1&after={one}"), Some("'--")),
            Some(1)
        );
        assert_eq!(asked("/events?after=%00&after", Some("")), None);
    }
}
