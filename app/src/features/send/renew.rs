//! Preparing the same again at the rate of now: one press, and what comes is a new sheet to look at and confirm.

use leptos::prelude::*;

use super::api::RenewSend;
use crate::{
    deed::{PostForm, go_on, use_deed},
    form::Refusals,
    ui::{Banner, BannerKind, Button, ButtonSize},
};

/// What happened, and the button.
#[component]
pub(super) fn Renew(id: String, label: &'static str, text: &'static str) -> impl IntoView {
    let renew = use_deed::<RenewSend>();
    let refused = Refusals::of(renew.value());
    go_on(renew);
    view! {
        <PostForm action=renew attr:class="form">
            <Banner kind=BannerKind::Amber>{text}</Banner>
            {refused.banner()}
            <input type="hidden" name="id" value=id/>
            <Button submit=true size=ButtonSize::Wide busy=renew.pending()>{label}</Button>
        </PostForm>
    }
}
