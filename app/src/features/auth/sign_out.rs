//! The button that ends the session of this browser.

use leptos::{form::ActionForm, prelude::*};

use super::api::SignOut;
use crate::{
    answer::Outcome,
    features::send::forget_draft,
    form::leave_to,
    texts::use_texts,
    ui::{Button, ButtonKind, ButtonSize, IconName},
};

/// The button.
#[component]
pub(crate) fn SignOutButton() -> impl IntoView {
    let t = use_texts();
    let sign_out = ServerAction::<SignOut>::new();
    Effect::new(move |_| {
        if matches!(sign_out.value().get(), Some(Ok(Outcome::Done(())))) {
            forget_draft();
            leave_to("/");
        }
    });
    view! {
        <ActionForm action=sign_out>
            <Button
                kind=ButtonKind::DangerQuiet
                size=ButtonSize::Wide
                icon=IconName::Logout
                submit=true
                busy=sign_out.pending()
            >
                {t.auth_sign_out()}
            </Button>
        </ActionForm>
    }
}
