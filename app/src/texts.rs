//! Every text of the wallet in the language of this page. The methods come from `locales/*.json`, one for each key.

use domain::Locale;
use leptos::prelude::use_context;

/// The texts of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Texts(pub Locale);

include!(concat!(env!("OUT_DIR"), "/texts.rs"));

/// The texts in the language of the page that is being shown.
pub(crate) fn use_texts() -> Texts {
    Texts(use_locale())
}

/// The language of the page that is being shown.
pub(crate) fn use_locale() -> Locale {
    use_context::<Texts>().map_or(Locale::En, |texts| texts.0)
}
