//! What a visitor sees above and below a page.

use domain::Locale;
use leptos::prelude::*;

use crate::{
    deed::{PostForm, go_on, use_deed},
    features::settings::api::SetLanguage,
    form::{here, with_param},
    texts::use_texts,
    ui::{Brand, Button, ButtonKind, ButtonSize, IconName, LinkButton},
};

/// The header: the brand, rates, help, language, sign-in.
#[component]
pub(crate) fn VisitorHeader() -> impl IntoView {
    let t = use_texts();
    view! {
        <header class="site-header">
            <Brand/>
            <nav class="site-nav" aria-label=t.nav_name()>
                <a href="/rates">{t.nav_rates()}</a>
                <a href="/help">{t.help_title()}</a>
            </nav>
            <div class="site-tools">
                <OtherLanguage/>
                <LinkButton href="/login" kind=ButtonKind::Secondary size=ButtonSize::Small>{t.auth_sign_in()}</LinkButton>
            </div>
        </header>
    }
}

/// The longest address that is come back to whole.
const BACK_BYTES_MAX: usize = 2_000;

/// A button that shows the site in the other language, named in that language.
#[component]
pub(crate) fn OtherLanguage() -> impl IntoView {
    let t = use_texts();
    let (other, name) = match t.0 {
        Locale::ZhCn => (Locale::En, "English"),
        Locale::En => (Locale::ZhCn, "中文"),
    };
    let change = use_deed::<SetLanguage>();
    go_on(change);
    // It stands on every page; those that take no form of their own take none for it either.
    let here = here();
    let to = Signal::derive(move || {
        let back = here.get();
        // Nobody typed an address this long by hand; the page without its question will do.
        let back = match back.split_once('?') {
            Some((path, _)) if back.len() > BACK_BYTES_MAX => path,
            _ => &back,
        };
        with_param("/", "next", back)
    });
    view! {
        <PostForm action=change to=to>
            <input type="hidden" name="locale" value=other.as_str()/>
            <span lang=other.as_str()>
                <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::Globe submit=true>{name}</Button>
            </span>
        </PostForm>
    }
}

/// The footer.
#[component]
pub(crate) fn Footer() -> impl IntoView {
    let t = use_texts();
    view! {
        <footer class="footer">
            <div class="footer-inner">
                <span>"© 2026 OKPay"</span>
                <nav class="footer-links" aria-label=t.footer_name()>
                    <a href="/rates">{t.nav_rates()}</a>
                    <a href="/help">{t.help_title()}</a>
                    <a href="/install">{t.help_install()}</a>
                    <a href="/safety">{t.help_safety()}</a>
                    <a href="/terms">{t.legal_terms()}</a>
                    <a href="/privacy">{t.legal_privacy()}</a>
                </nav>
            </div>
        </footer>
    }
}
