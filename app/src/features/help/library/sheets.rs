//! The sheets of `app/help` as they were compiled in, in the order in which topics are shown.

use domain::Locale;

use super::Page;

macro_rules! sheet {
    ($language:literal, $name:literal) => {
        include_str!(concat!(
            env!("CARGO_MANIFEST_DIR"),
            "/help/",
            $language,
            "/",
            $name,
            ".txt"
        ))
    };
}

macro_rules! shelf {
    ($language:literal: $($name:literal)+) => { vec![$(($name, sheet!($language, $name)),)+] };
}

/// The topics of a language: the name of each, and its sheet.
pub fn topics(locale: Locale) -> Vec<(&'static str, &'static str)> {
    macro_rules! all {
        ($language:literal) => {
            shelf!($language:
                "install" "register" "sign-in" "top-up" "send" "receive" "convert" "withdraw" "refunds" "security"
                "fees" "limits" "trouble" "sandbox")
        };
    }
    match locale {
        Locale::ZhCn => all!("zh-CN"),
        Locale::En => all!("en"),
    }
}

/// The sheet of a page of prose.
pub fn page(locale: Locale, page: Page) -> &'static str {
    match (locale, page) {
        (Locale::ZhCn, Page::Install) => sheet!("zh-CN", "page-install"),
        (Locale::ZhCn, Page::Safety) => sheet!("zh-CN", "page-safety"),
        (Locale::En, Page::Install) => sheet!("en", "page-install"),
        (Locale::En, Page::Safety) => sheet!("en", "page-safety"),
    }
}
