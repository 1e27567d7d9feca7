//! The words of the help: read once from the sheets in `app/help`, which are compiled into the server and never into the
//! browser's program. Topics and questions stand in both languages under the same names.

mod characters;
mod search;
mod sheet;
mod sheets;
#[cfg(test)]
mod tests;
mod words;

use std::sync::OnceLock;

use domain::{Currency, Locale, Money};
use services::{MessageBody, ServiceError, ServiceResult, Wallet};

use self::{
    search::{Field, Index},
    sheet::{Part, Sheet, SheetError},
};
use super::api::{Article, Block, Chapter, FaqTopic, Hit, Prose, Question, Sample, Topic};
use crate::mail;

/// Most answers that a search shows.
const HITS_MAX: usize = 12;
/// How much of an answer is shown of one that was found.
const EXCERPT_CHARS_MAX: usize = 140;
/// The topic about play money: shown in the sandbox alone.
const SANDBOX_TOPIC: &str = "sandbox";
/// Pages that are there in the sandbox alone.
const SANDBOX_PAGES: &str = "/sandbox/";

/// A page of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    Install,
    Safety,
}

/// The help in one language.
#[derive(Debug)]
struct Library {
    topics: Vec<(&'static str, Sheet)>,
    index: Index,
}

/// The help as one asker may see it.
#[derive(Debug, Clone, Copy)]
pub struct Shelf {
    library: &'static Library,
    sandbox: bool,
}

/// The help in this language, as this wallet shows it.
///
/// # Errors
/// When a sheet cannot be read, which is a fault of ours.
pub fn of(locale: Locale, wallet: &Wallet) -> ServiceResult<Shelf> {
    let library = kept(locale)
        .as_ref()
        .map_err(|error| ServiceError::fault("read the help", error))?;
    Ok(Shelf {
        library,
        sandbox: wallet.config().sandbox,
    })
}

/// The help in this language, read once.
fn kept(locale: Locale) -> &'static Result<Library, SheetError> {
    static CHINESE: OnceLock<Result<Library, SheetError>> = OnceLock::new();
    static ENGLISH: OnceLock<Result<Library, SheetError>> = OnceLock::new();
    let kept = match locale {
        Locale::ZhCn => &CHINESE,
        Locale::En => &ENGLISH,
    };
    kept.get_or_init(|| Library::read(locale))
}

/// A page of prose in this language.
///
/// # Errors
/// When its sheet cannot be read, which is a fault of ours.
pub fn prose(locale: Locale, page: Page) -> ServiceResult<Prose> {
    let sheet = sheet::read(sheets::page(locale, page))
        .map_err(|error| ServiceError::fault("read a page of prose", error))?;
    let chapters = sheet.parts.into_iter().map(|part| Chapter {
        id: part.slug,
        heading: part.heading,
        blocks: part.blocks,
        ways: part.ways,
    });
    Ok(Prose {
        title: sheet.title,
        lead: sheet.lead,
        chapters: chapters.collect(),
    })
}

/// Messages as they are sent from this site, with made-up facts.
pub fn samples(locale: Locale, site: &str) -> Vec<Sample> {
    let (friend, at) = match locale {
        Locale::ZhCn => ("陈*明", chrono::DateTime::UNIX_EPOCH),
        Locale::En => ("Maria G****z", chrono::DateTime::UNIX_EPOCH),
    };
    let bodies = [
        MessageBody::RegisterCode {
            code: "482915".to_owned(),
        },
        MessageBody::Received {
            amount: Money::new(2_000, Currency::EUR),
            from: friend.to_owned(),
            note: None,
            at,
        },
        MessageBody::PasswordChanged { at },
    ];
    bodies
        .iter()
        .map(|body| {
            let letter = mail::letter(body, locale, site);
            Sample {
                subject: letter.subject,
                text: letter.text,
            }
        })
        .collect()
}

impl Library {
    fn read(locale: Locale) -> Result<Self, SheetError> {
        let topics = sheets::topics(locale)
            .into_iter()
            .map(|(id, text)| Ok((id, sheet::read(text)?)))
            .collect::<Result<Vec<_>, SheetError>>()?;
        let index = Index::new(
            topics
                .iter()
                .flat_map(|(_, sheet)| sheet.parts.iter().map(move |part| fields(sheet, part))),
        );
        Ok(Self { topics, index })
    }

    /// All parts with their topics, in the order of the index.
    fn parts(&self) -> impl Iterator<Item = (&'static str, &Sheet, &Part)> {
        self.topics
            .iter()
            .flat_map(|(id, sheet)| sheet.parts.iter().map(move |part| (*id, sheet, part)))
    }
}

impl Shelf {
    /// All topics with their questions.
    pub fn topics(self) -> impl Iterator<Item = Topic> {
        self.shown().map(|(id, sheet)| Topic {
            id: id.to_owned(),
            title: sheet.title.clone(),
            questions: sheet.parts.iter().map(question).collect(),
        })
    }

    /// All topics with their questions and answers.
    pub fn faq(self) -> impl Iterator<Item = FaqTopic> {
        self.shown().map(move |(id, sheet)| FaqTopic {
            id: id.to_owned(),
            title: sheet.title.clone(),
            articles: sheet
                .parts
                .iter()
                .map(|part| self.written_out(part))
                .collect(),
        })
    }

    /// The question with this name and its answer.
    pub fn article(self, slug: &str) -> Option<Article> {
        self.find(slug).map(|part| self.written_out(part))
    }

    /// The answers that fit a query best.
    pub fn search(self, query: &str) -> Vec<Hit> {
        let parts: Vec<_> = self.library.parts().collect();
        let found = self.library.index.search(query, parts.len());
        found
            .into_iter()
            .filter_map(|place| parts.get(place))
            .filter(|(topic, _, _)| self.shows(topic))
            .take(HITS_MAX)
            .map(|(_, sheet, part)| Hit {
                slug: part.slug.clone(),
                question: part.heading.clone(),
                topic: sheet.title.clone(),
                excerpt: excerpt(part),
            })
            .collect()
    }

    fn shown(self) -> impl Iterator<Item = (&'static str, &'static Sheet)> {
        self.library
            .topics
            .iter()
            .map(|(id, sheet)| (*id, sheet))
            .filter(move |(id, _)| self.shows(id))
    }

    fn shows(self, topic: &str) -> bool {
        self.sandbox || topic != SANDBOX_TOPIC
    }

    fn find(self, slug: &str) -> Option<&'static Part> {
        self.shown()
            .flat_map(|(_, sheet)| &sheet.parts)
            .find(|part| part.slug == slug)
    }

    fn written_out(self, part: &Part) -> Article {
        let ways = part.ways.iter();
        let related = part.see.iter().filter_map(|slug| self.find(slug));
        Article {
            slug: part.slug.clone(),
            question: part.heading.clone(),
            blocks: part.blocks.clone(),
            ways: ways
                .filter(|way| self.sandbox || !way.href.starts_with(SANDBOX_PAGES))
                .cloned()
                .collect(),
            related: related.map(question).collect(),
        }
    }
}

fn question(part: &Part) -> Question {
    Question {
        slug: part.slug.clone(),
        question: part.heading.clone(),
    }
}

/// What is searched of a part: most of all its question, then other words for it, least its answer.
fn fields<'a>(sheet: &'a Sheet, part: &'a Part) -> Vec<Field<'a>> {
    [
        (vec![part.heading.as_str()], 8),
        (part.also.split(", ").collect(), 6),
        (vec![sheet.title.as_str()], 2),
        (part.blocks.iter().flat_map(lines).collect(), 1),
    ]
    .into_iter()
    .map(|(lines, weight)| Field { lines, weight })
    .collect()
}

fn lines(block: &Block) -> impl Iterator<Item = &str> {
    let lines = match block {
        Block::Text(text) => std::slice::from_ref(text),
        Block::Steps(items) | Block::Points(items) => items.as_slice(),
    };
    lines.iter().map(String::as_str)
}

/// How an answer begins.
fn excerpt(part: &Part) -> String {
    let first = part
        .blocks
        .iter()
        .flat_map(lines)
        .next()
        .unwrap_or_default();
    match first.char_indices().nth(EXCERPT_CHARS_MAX) {
        Some((end, _)) => format!("{}…", first.get(..end).unwrap_or_default().trim_end()),
        None => first.to_owned(),
    }
}
