//! Money that waits for somebody who has no account yet: how far it has come, and taking it back.

use domain::{InvitationEnd, format_date_time};
use leptos::prelude::*;

use super::api::{CancelInvitation, Detail, WaitingDetail};
use crate::{
    answer::{Answer, Outcome},
    deed::{PostForm, use_deed},
    form::Refusals,
    texts::{Texts, use_texts},
    ui::{Banner, BannerKind, Button, ButtonKind, ButtonSize, TimelineItem, TimelineState},
};

/// What the page of such a payment is about.
pub(super) fn invited_heading(t: Texts, ended: Option<InvitationEnd>) -> &'static str {
    match ended {
        None => t.unclaimed_heading(),
        Some(InvitationEnd::Claimed) => t.receipt_sent(),
        Some(InvitationEnd::Cancelled | InvitationEnd::Lapsed) => t.unclaimed_heading_returned(),
    }
}

/// Where its money is.
pub(super) fn invited_lead(t: Texts, ended: Option<InvitationEnd>) -> &'static str {
    match ended {
        None => t.unclaimed_lead_waits(),
        Some(InvitationEnd::Claimed) => t.receipt_sent_lead(),
        Some(InvitationEnd::Cancelled | InvitationEnd::Lapsed) => t.receipt_added_lead(),
    }
}

/// What is stamped on its slip.
pub(super) fn invited_stamp(t: Texts, ended: Option<InvitationEnd>) -> &'static str {
    match ended {
        None | Some(InvitationEnd::Claimed) => t.unclaimed_stamp(),
        Some(InvitationEnd::Cancelled | InvitationEnd::Lapsed) => t.stamp_returned(),
    }
}

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
    let cancel = use_deed::<CancelInvitation>();
    let refused = Refusals::of(cancel.value());
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(()))) = cancel.value().get() {
            data.refetch();
        }
    });
    view! {
        <PostForm action=cancel attr:class="form print-hide">
            {refused.banner()}
            <Banner kind=BannerKind::Info>{t.unclaimed_text()}</Banner>
            <input type="hidden" name="id" value=id/>
            <Button submit=true kind=ButtonKind::DangerQuiet size=ButtonSize::Wide busy=cancel.pending()>
                {t.unclaimed_cancel()}
            </Button>
        </PostForm>
    }
}
