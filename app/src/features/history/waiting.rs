//! Money that waits for somebody who has no account yet: how far it has come, and taking it back.

use domain::{InvitationEnd, format_date_time};
use leptos::{form::ActionForm, prelude::*};

use super::api::{CancelInvitation, Detail, WaitingDetail};
use crate::{
    answer::{Answer, Outcome},
    form::Refusals,
    texts::{Texts, use_texts},
    ui::{Banner, BannerKind, Button, ButtonKind, ButtonSize, TimelineItem, TimelineState},
};

/// The last step of its timeline.
pub(super) fn waiting_step(t: Texts, waiting: &WaitingDetail) -> AnyView {
    let locale = t.0;
    match waiting.ended {
        None => {
            let until = t.unclaimed_until(format_date_time(waiting.until, locale));
            view! { <TimelineItem name=t.unclaimed_step_waits() state=TimelineState::Now note=until/> }
                .into_any()
        }
        Some((how, at)) => {
            let name = match how {
                InvitationEnd::Claimed => t.unclaimed_step_claimed(),
                InvitationEnd::Cancelled => t.unclaimed_step_cancelled(),
                InvitationEnd::Lapsed => t.unclaimed_step_lapsed(),
            };
            view! { <TimelineItem name=name time=format_date_time(at, locale)/> }.into_any()
        }
    }
}

/// The way to have it back.
#[component]
pub(super) fn TakeBack(id: String, data: Resource<Answer<Detail>>) -> impl IntoView {
    let t = use_texts();
    let cancel = ServerAction::<CancelInvitation>::new();
    let refused = Refusals::of(cancel.value());
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(()))) = cancel.value().get() {
            data.refetch();
        }
    });
    view! {
        <ActionForm action=cancel attr:class="form print-hide">
            {refused.banner()}
            <Banner kind=BannerKind::Info>{t.unclaimed_text()}</Banner>
            <input type="hidden" name="id" value=id/>
            <Button submit=true kind=ButtonKind::DangerQuiet size=ButtonSize::Wide busy=cancel.pending()>
                {t.unclaimed_cancel()}
            </Button>
        </ActionForm>
    }
}
