//! Server functions of the help; open to everybody, about nobody.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::answer::{ApiError, Outcome};
#[cfg(feature = "ssr")]
use crate::{
    features::help::{library, query::clean},
    ssr::for_anybody,
};

/// A part of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    Text(String),
    /// To be done in this order.
    Steps(Vec<String>),
    Points(Vec<String>),
}

/// A page of the wallet where something can be done about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Way {
    /// A path of this site.
    pub href: String,
    pub label: String,
}

/// A question by which its answer is found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub slug: String,
    pub question: String,
}

/// The questions of one topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    pub id: String,
    pub title: String,
    pub questions: Vec<Question>,
}

/// An answer that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hit {
    pub slug: String,
    pub question: String,
    /// Title of its topic.
    pub topic: String,
    /// How the answer begins.
    pub excerpt: String,
}

/// What a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was looked for; empty when nothing was asked.
    pub query: String,
    /// The best one first.
    pub hits: Vec<Hit>,
}

/// A question with its whole answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    pub slug: String,
    pub question: String,
    pub blocks: Vec<Block>,
    pub ways: Vec<Way>,
    pub related: Vec<Question>,
}

/// All questions of one topic with their answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FaqTopic {
    pub id: String,
    pub title: String,
    pub articles: Vec<Article>,
}

/// A part of a page of prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chapter {
    pub id: String,
    pub heading: String,
    pub blocks: Vec<Block>,
    pub ways: Vec<Way>,
}

/// A page of prose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Prose {
    pub title: String,
    pub lead: String,
    pub chapters: Vec<Chapter>,
}

/// A message as we send it, with made-up facts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    pub subject: String,
    pub text: String,
}

/// Where holes are reported: as it is read, and where a press leads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    pub shown: String,
    pub href: String,
}

/// How money is kept safe, and by what one knows that it is us.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SafetyData {
    pub prose: Prose,
    /// The only address of the site.
    pub site: String,
    /// The only sender of its mail; none while mail stays in the sandbox.
    pub sender: Option<String>,
    pub samples: Vec<Sample>,
    /// None when the operator has named nobody.
    pub contact: Option<Contact>,
}

/// All topics with their questions.
#[server(prefix = "/fn", endpoint = "help_topics")]
pub async fn help_topics() -> Result<Outcome<Vec<Topic>>, ApiError> {
    for_anybody(|wallet, asker| async move {
        Ok(library::of(asker.locale, &wallet)?.topics().collect())
    })
    .await
}

/// The answers that fit a query best.
#[server(prefix = "/fn", endpoint = "help_search")]
pub async fn help_search(#[server(default)] q: String) -> Result<Outcome<Found>, ApiError> {
    for_anybody(|wallet, asker| async move {
        let query = clean(&q);
        let hits = library::of(asker.locale, &wallet)?.search(&query);
        Ok(Found { query, hits })
    })
    .await
}

/// One question with its answer.
#[server(prefix = "/fn", endpoint = "help_article")]
pub async fn help_article(#[server(default)] slug: String) -> Result<Outcome<Article>, ApiError> {
    for_anybody(|wallet, asker| async move {
        let found = library::of(asker.locale, &wallet)?.article(&slug);
        Ok(found.ok_or_else(|| domain::Refusal::new(domain::ErrorCode::NotFound))?)
    })
    .await
}

/// All questions with their answers.
#[server(prefix = "/fn", endpoint = "help_faq")]
pub async fn help_faq() -> Result<Outcome<Vec<FaqTopic>>, ApiError> {
    for_anybody(
        |wallet, asker| async move { Ok(library::of(asker.locale, &wallet)?.faq().collect()) },
    )
    .await
}

/// How the app is installed.
#[server(prefix = "/fn", endpoint = "install_guide")]
pub async fn install_guide() -> Result<Outcome<Prose>, ApiError> {
    for_anybody(|_, asker| async move { library::prose(asker.locale, library::Page::Install) })
        .await
}

/// How money is kept safe, and by what one knows that it is us.
#[server(prefix = "/fn", endpoint = "safety_facts")]
pub async fn safety_facts() -> Result<Outcome<SafetyData>, ApiError> {
    let operator = use_context::<crate::ssr::Operator>().unwrap_or_default();
    for_anybody(|wallet, asker| async move {
        let site = wallet.config().public_url.clone();
        Ok(SafetyData {
            prose: library::prose(asker.locale, library::Page::Safety)?,
            samples: library::samples(asker.locale, &site),
            site,
            sender: operator.mail_sender,
            contact: operator.security_contact,
        })
    })
    .await
}
