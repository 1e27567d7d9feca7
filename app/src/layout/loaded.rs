//! A page's data: its shape while it comes, the page when it is there, and words when it is not.

use domain::{ErrorCode, Refusal};
use leptos::prelude::*;
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    answer::{Answer, Outcome},
    form::{here, leave_to, reload, sign_in_path},
    texts::use_texts,
    ui::{Art, Button, LinkButton, Message, Skeleton, SkeletonShape},
    words::refusal_text,
};

/// Shows `page` with the data when it is there. On a reload of the data what was seen stays until the new is there.
pub(crate) fn loaded<T>(
    data: Resource<Answer<T>>,
    shape: SkeletonShape,
    page: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> impl IntoView
where
    T: Clone + Send + Sync + Serialize + DeserializeOwned + 'static,
{
    let here = here();
    view! {
        <Transition fallback=move || view! { <div class="card card-flush"><Skeleton shape=shape/></div> }>
            {move || {
                let page = page.clone();
                Suspend::new(async move {
                    match data.await {
                        Ok(Outcome::Done(found)) => page(found),
                        Ok(Outcome::Refused(refusals)) => refused(refusals, here),
                        Err(error) => trouble(&Refusal::new(error.code)),
                    }
                })
            }}
        </Transition>
    }
}

fn refused(refusals: Vec<Refusal>, here: Signal<String>) -> AnyView {
    let refusal = refusals
        .into_iter()
        .next()
        .unwrap_or_else(|| Refusal::new(ErrorCode::NotFound));
    if refusal.code == ErrorCode::SessionEnded {
        Effect::new(move |_| leave_to(&sign_in_path(&here.get_untracked())));
        return ().into_any();
    }
    #[cfg(feature = "ssr")]
    crate::ssr::set_status(axum::http::StatusCode::NOT_FOUND);
    let t = use_texts();
    view! {
        <Message art=Art::NotFound title=t.not_found_title() text=refusal_text(t, &refusal)>
            <LinkButton href="/">{t.not_found_home()}</LinkButton>
        </Message>
    }
    .into_any()
}

fn trouble(refusal: &Refusal) -> AnyView {
    let t = use_texts();
    view! {
        <Message art=Art::Offline title=t.trouble_title() text=refusal_text(t, refusal)>
            <Button scripted=true on:click=|_| reload()>{t.trouble_retry()}</Button>
        </Message>
    }
    .into_any()
}
