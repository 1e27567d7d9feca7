//! Preparing the same again at the rate of now: one press, and what comes is a new sheet to look at and confirm.

use leptos::{form::ActionForm, prelude::*};
use leptos_router::{NavigateOptions, hooks::use_navigate};

use super::api::RenewSend;
use crate::{
    answer::Outcome,
    form::Refusals,
    ui::{Banner, BannerKind, Button, ButtonSize},
};

/// What happened, and the button.
#[component]
pub(super) fn Renew(id: String, label: &'static str, text: &'static str) -> impl IntoView {
    let renew = ServerAction::<RenewSend>::new();
    let refused = Refusals::of(renew.value());
    let navigate = use_navigate();
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(id))) = renew.value().get() {
            // Going back must not lead to a sheet that has lapsed.
            let options = NavigateOptions {
                replace: true,
                ..NavigateOptions::default()
            };
            navigate(&format!("/send/confirm/{id}"), options);
        }
    });
    view! {
        <ActionForm action=renew attr:class="form">
            <Banner kind=BannerKind::Amber>{text}</Banner>
            {refused.banner()}
            <input type="hidden" name="id" value=id/>
            <Button submit=true size=ButtonSize::Wide busy=renew.pending()>{label}</Button>
        </ActionForm>
    }
}
