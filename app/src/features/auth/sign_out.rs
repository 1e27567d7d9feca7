//! The button that ends the session of this browser.

use leptos::prelude::*;

use super::api::SignOut;
use crate::{
    answer::Outcome,
    deed::{PostForm, go_on, use_deed},
    features::send::forget_draft,
    texts::use_texts,
    ui::{Button, ButtonKind, ButtonSize, IconName},
};

/// The button.
#[component]
pub(crate) fn SignOutButton() -> impl IntoView {
    let t = use_texts();
    let sign_out = use_deed::<SignOut>();
    Effect::new(move |_| {
        if matches!(sign_out.value().get(), Some(Ok(Outcome::Done(())))) {
            forget_draft();
        }
    });
    go_on(sign_out);
    view! {
        <PostForm action=sign_out>
            <Button
                kind=ButtonKind::DangerQuiet
                size=ButtonSize::Wide
                icon=IconName::Logout
                submit=true
                busy=sign_out.pending()
            >
                {t.auth_sign_out()}
            </Button>
        </PostForm>
    }
}
