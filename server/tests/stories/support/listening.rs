//! An open page's end of `/events`: what a browser's `EventSource` makes of the bytes, no more.

use app::live::News;
use axum::{
    body::Body,
    http::{HeaderMap, StatusCode},
};
use http_body_util::BodyExt;
use std::time::Duration;
use tokio::time::timeout;

/// Nothing takes long; this only keeps a broken build from hanging.
const PATIENCE: Duration = Duration::from_mins(1);

/// One event, as it came.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Event {
    pub id: String,
    pub kind: String,
    pub data: String,
    pub retry: String,
}

/// A stream that is open.
pub struct Listening {
    pub status: StatusCode,
    pub headers: HeaderMap,
    body: Body,
    text: String,
}

impl Listening {
    pub fn new(status: StatusCode, headers: HeaderMap, body: Body) -> Self {
        Self {
            status,
            headers,
            body,
            text: String::new(),
        }
    }

    /// The next event, whatever it is; none when the stream has ended. Heartbeats are no events.
    pub async fn event(&mut self) -> Option<Event> {
        timeout(PATIENCE, self.read())
            .await
            .expect("the stream says nothing")
    }

    async fn read(&mut self) -> Option<Event> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let block: String = self.text.drain(..end + 2).collect();
                let event = parse(&block);
                if event != Event::default() {
                    return Some(event);
                }
            } else {
                let frame = self.body.frame().await?.unwrap();
                let bytes = frame.into_data().unwrap();
                self.text.push_str(std::str::from_utf8(&bytes).unwrap());
            }
        }
    }

    /// The next news.
    pub async fn news(&mut self) -> News {
        let event = self.event().await.expect("the stream has ended");
        assert_eq!(event.kind, "", "{event:?}");
        let news: News = serde_json::from_str(&event.data).unwrap();
        assert_eq!(event.id, news.standing.to_string());
        news
    }

    /// News until there are some like this.
    pub async fn news_with(&mut self, wanted: impl Fn(&News) -> bool) -> News {
        loop {
            let news = self.news().await;
            if wanted(&news) {
                return news;
            }
        }
    }

    /// Reads on until the stream has ended; whether it said that the session is over.
    pub async fn ended(&mut self) -> bool {
        let mut is_over = false;
        while let Some(event) = self.event().await {
            assert!(!is_over, "nothing comes after the end: {event:?}");
            is_over = event.kind == "over";
        }
        is_over
    }
}

fn parse(block: &str) -> Event {
    let mut event = Event::default();
    for line in block.lines() {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.trim_start().to_owned();
        match field {
            "id" => event.id = value,
            "event" => event.kind = value,
            "data" => event.data = value,
            "retry" => event.retry = value,
            _ => {}
        }
    }
    event
}
