//! Help: questions with their answers, found by topic, by search and by related ones; how to install the app; how money
//! is kept safe. The words live in `app/help` and never enter the browser's program.

pub mod api;
mod article;
mod faq;
mod install;
#[cfg(feature = "ssr")]
mod library;
mod page;
mod prose;
mod query;
mod safety;
mod search_box;

pub(crate) use article::HelpArticle;
pub(crate) use faq::Faq;
pub(crate) use install::Install;
pub(crate) use page::Help;
pub(crate) use safety::Safety;
