//! Forms as a browser sends them by itself: which there are, and what each does. The server function is the one that
//! an awake page calls; nothing is decided here but where its person goes, and what is drawn.

use std::{any::Any, future::Future, pin::Pin, sync::Arc, sync::LazyLock};

use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use leptos::{
    prelude::provide_context,
    server_fn::codec::{FromReq, PostUrl},
};
use leptos_router::location::{RequestUrl, Url};

use crate::{
    answer::{Answer, ApiError, Outcome, refusals},
    deed::{Deed, FORM, INSTEAD, Next, Posted},
    features::{
        auth::api::{Register, RegisterCode, SignIn, SignOut},
        exchange::api::PrepareConvert,
        history::api::{CancelInvitation, SetPrivateNote, SetTags},
        receive::api::{AskForMoney, DeclineRequest, PayRequest, WithdrawRequest},
        sandbox::api::SandboxBank,
        send::api::{ConfirmSend, PrepareSend, RenewSend},
        settings::{
            api::{
                ChangePassword, PaymentResetCode, ResetPaymentPassword, SetLanguage, SetName,
                SetPaymentPassword, SetPreferences, SignOutEverywhere,
            },
            profile_api::SetProfile,
        },
        topup::api::{RemoveCard, TopupAuthenticate, TopupBank, TopupCard},
    },
    form::{has_session_ended, sign_in_path},
    ui::Typed,
};

/// All forms that do something.
static FORMS: LazyLock<[Entry; 29]> = LazyLock::new(|| {
    [
        entry::<Register>(),
        entry::<RegisterCode>(),
        entry::<SignIn>(),
        entry::<SignOut>(),
        entry::<PrepareSend>(),
        entry::<ConfirmSend>(),
        entry::<RenewSend>(),
        entry::<PrepareConvert>(),
        entry::<TopupCard>(),
        entry::<TopupBank>(),
        entry::<TopupAuthenticate>(),
        entry::<RemoveCard>(),
        entry::<SetName>(),
        entry::<SetLanguage>(),
        entry::<SetPreferences>(),
        entry::<SetProfile>(),
        entry::<ChangePassword>(),
        entry::<SetPaymentPassword>(),
        entry::<PaymentResetCode>(),
        entry::<ResetPaymentPassword>(),
        entry::<SignOutEverywhere>(),
        entry::<CancelInvitation>(),
        entry::<SetTags>(),
        entry::<SetPrivateNote>(),
        entry::<AskForMoney>(),
        entry::<PayRequest>(),
        entry::<DeclineRequest>(),
        entry::<WithdrawRequest>(),
        entry::<SandboxBank>(),
    ]
});

/// A form, without its type.
struct Entry {
    name: &'static str,
    pages: &'static [&'static str],
    shown: &'static [&'static str],
    run: fn(String, Url) -> Running,
}

type Running = Pin<Box<dyn Future<Output = Ran> + Send>>;

fn entry<D: Deed>() -> Entry {
    Entry {
        name: D::name(),
        pages: D::PAGES,
        shown: D::SHOWN,
        run: |fields, page| Box::pin(run::<D>(fields, page)),
    }
}

/// What a deed came to.
struct Ran {
    /// Where its person goes; none when the page says what became of it.
    to: Option<String>,
    status: StatusCode,
    answer: Arc<dyn Any + Send + Sync>,
}

/// What a browser is told that sent a form.
pub enum Ended {
    /// No such form stands on this page.
    Unknown,
    /// It goes on to this path.
    To(String),
    /// It gets the page again, with this status, which says what became of it.
    Drawn { status: StatusCode, page: Redrawn },
}

/// What a page has to know that is drawn again.
#[derive(Clone)]
pub struct Redrawn(Posted);

impl Redrawn {
    /// Tells the page that is being drawn.
    pub fn provide(&self) {
        provide_context(self.0.clone());
    }
}

/// The pages that take a form, as the router of the server writes them.
pub fn pages() -> Vec<&'static str> {
    let mut pages: Vec<_> = FORMS.iter().flat_map(|form| form.pages).copied().collect();
    pages.sort_unstable();
    pages.dedup();
    pages
}

/// Does what a form says that was sent to `address`, a path with its query, on the page `page` of [`pages`]. Runs in the
/// context of a server function.
pub async fn take(page: &str, address: &str, body: &[u8]) -> Ended {
    let sent = Sent::read(body);
    let stands = |name: &str| {
        FORMS
            .iter()
            .find(|form| form.name == name && form.pages.contains(&page))
    };
    let (Some(form), Some(deed), Ok(at)) = (
        stands(&sent.form),
        stands(&sent.deed),
        RequestUrl::new(address).parse(),
    ) else {
        return Ended::Unknown;
    };
    let Ran { to, status, answer } = (deed.run)(encoded(&sent.asked()), at).await;
    if let Some(to) = to {
        return Ended::To(to);
    }
    let shown = |(name, _): &(String, String)| form.shown.contains(&name.as_str());
    let page = Redrawn(Posted {
        form: form.name,
        deed: deed.name,
        typed: Typed::new(sent.fields.into_iter().filter(shown).collect()),
        answer,
    });
    Ended::Drawn { status, page }
}

async fn run<D: Deed>(fields: String, page: Url) -> Ran {
    let answer: Answer<D::Done> = match decoded::<D>(fields).await {
        Ok(deed) => deed.run_body().await,
        Err(error) => Err(error),
    };
    let (to, status) = match &answer {
        Ok(Outcome::Done(done)) => (place(D::next(done, &page), &page), StatusCode::OK),
        Ok(Outcome::Refused(_)) => (None, StatusCode::UNPROCESSABLE_ENTITY),
        Err(_) => (None, StatusCode::INTERNAL_SERVER_ERROR),
    };
    let to = if has_session_ended(&refusals(Some(&answer))) {
        Some(sign_in_path(&address(&page)))
    } else {
        to
    };
    Ran {
        to,
        status,
        answer: Arc::new(answer),
    }
}

/// The fields as the server function itself decodes them.
async fn decoded<D: Deed>(fields: String) -> Result<D, ApiError> {
    let mut request = Request::new(Body::from(fields));
    *request.method_mut() = Method::POST;
    let kind = header::HeaderValue::from_static("application/x-www-form-urlencoded");
    request.headers_mut().insert(header::CONTENT_TYPE, kind);
    <D as FromReq<PostUrl, Request<Body>, ApiError>>::from_req(request).await
}

/// The path a browser is sent to.
fn place(next: Next, page: &Url) -> Option<String> {
    match next {
        Next::Stay => None,
        Next::Again => Some(address(page)),
        Next::Step(path) | Next::Replace(path) | Next::Load(path) => Some(path),
    }
}

fn address(page: &Url) -> String {
    match page.search() {
        "" => page.path().to_owned(),
        search => format!("{}?{search}", page.path()),
    }
}

/// A form as it was sent.
struct Sent {
    form: String,
    /// The form's own deed, unless a button asked for another.
    deed: String,
    fields: Vec<(String, String)>,
    /// Fields that the button brought along.
    brought: Vec<(String, String)>,
}

impl Sent {
    fn read(body: &[u8]) -> Self {
        let (mut form, mut instead, mut fields) = (String::new(), String::new(), Vec::new());
        for (name, value) in pairs(body) {
            match name.as_str() {
                FORM => form = value,
                INSTEAD => instead = value,
                _ => fields.push((name, value)),
            }
        }
        let (deed, brought) = match instead.split_once('?') {
            Some((deed, brought)) => (deed.to_owned(), pairs(brought.as_bytes())),
            None => (instead, Vec::new()),
        };
        Self {
            deed: if deed.is_empty() { form.clone() } else { deed },
            form,
            fields,
            brought,
        }
    }

    /// What the deed is asked with.
    fn asked(&self) -> Vec<&(String, String)> {
        let is_brought = |name: &str| self.brought.iter().any(|(brought, _)| brought == name);
        let own = self.fields.iter().filter(|(name, _)| !is_brought(name));
        own.chain(&self.brought).collect()
    }
}

fn pairs(text: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(text).into_owned().collect()
}

fn encoded(fields: &[&(String, String)]) -> String {
    form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields.iter().map(|(name, value)| (name, value)))
        .finish()
}

#[cfg(test)]
mod tests {
    use super::{Sent, encoded};

    #[test]
    fn a_form_asks_for_its_own_deed() {
        let sent = Sent::read(b"form=prepare_send&to=ann%40example.com&note=a%26b");
        assert_eq!(
            (sent.form.as_str(), sent.deed.as_str()),
            ("prepare_send", "prepare_send")
        );
        assert_eq!(encoded(&sent.asked()), "to=ann%40example.com&note=a%26b");
    }

    #[test]
    fn a_button_may_ask_for_another_and_bring_a_field_that_goes_before_the_forms_own() {
        let sent = Sent::read(b"form=topup_card&id=1&amount=5&instead=remove_card%3Fid%3D2");
        assert_eq!(
            (sent.form.as_str(), sent.deed.as_str()),
            ("topup_card", "remove_card")
        );
        assert_eq!(encoded(&sent.asked()), "amount=5&id=2");
    }

    #[test]
    fn what_is_no_form_asks_for_nothing() {
        let sent = Sent::read(b"\xff%zz&&=&instead=");
        assert_eq!((sent.form.as_str(), sent.deed.as_str()), ("", ""));
    }
}
