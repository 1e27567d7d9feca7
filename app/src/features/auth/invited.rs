//! What whoever follows an invitation's link is told: what waits, and under which address it is theirs.

use domain::{format_date, format_money};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

use super::api::{InvitationView, invitation};
use crate::{
    answer::{Answer, Outcome},
    texts::{use_locale, use_texts},
    ui::{Banner, BannerKind, IconName},
};

/// Nothing without an invitation in the address.
#[component]
pub(super) fn Invited() -> impl IntoView {
    let query = use_query_map();
    let id = Memo::new(move |_| query.read().get("invitation"));
    let found = Resource::new_blocking(
        move || id.get(),
        |id| async move {
            match id {
                Some(id) => Some(invitation(id).await),
                None => None,
            }
        },
    );
    view! {
        <Suspense>
            {move || Suspend::new(async move { found.await.map(|answer| view! { <Invitation answer/> }) })}
        </Suspense>
    }
}

#[component]
fn Invitation(answer: Answer<InvitationView>) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    match answer {
        Ok(Outcome::Done(found)) if found.waits => {
            let amount = format_money(found.amount, locale);
            let until = format_date(found.until, locale);
            let text = t.unclaimed_invitation(found.address, amount, found.payer, until);
            view! { <Banner kind=BannerKind::Done icon=IconName::Receive>{text}</Banner> }
                .into_any()
        }
        Ok(Outcome::Done(_)) => {
            view! { <Banner kind=BannerKind::Amber>{t.unclaimed_invitation_ended()}</Banner> }
                .into_any()
        }
        _ => view! { <Banner kind=BannerKind::Amber>{t.unclaimed_invitation_unknown()}</Banner> }
            .into_any(),
    }
}
