//! The sign-in page.

use domain::Field as At;
use leptos::prelude::*;
use leptos_meta::Title;

use super::api::SignIn as SignInCall;
use crate::{
    deed::{PostForm, go_on, use_deed},
    form::Refusals,
    texts::use_texts,
    ui::{Button, ButtonSize, Field, PasswordField},
};

/// The page.
#[component]
pub(crate) fn SignIn() -> impl IntoView {
    let t = use_texts();
    let sign_in = use_deed::<SignInCall>();
    let refused = Refusals::of(sign_in.value());
    go_on(sign_in);
    view! {
        <Title text=t.auth_sign_in()/>
        <div class="auth">
            <section class="auth-card">
                <header class="auth-head"><h1 tabindex="-1">{t.auth_sign_in()}</h1></header>
                <PostForm action=sign_in attr:class="form" attr:novalidate=true>
                    {refused.banner()}
                    <Field
                        label=t.auth_address()
                        name="address"
                        hint=t.sign_in_address_hint()
                        autocomplete="username"
                        verbatim=true
                        required=true
                        error=refused.at(At::Address)
                    />
                    <PasswordField
                        label=t.auth_password()
                        show_label=t.field_show()
                        hide_label=t.field_hide()
                        name="password"
                        required=true
                        error=refused.at(At::Password)
                    />
                    <Button submit=true size=ButtonSize::Deed busy=sign_in.pending()>{t.auth_sign_in()}</Button>
                </PostForm>
                <p class="auth-foot"><a class="link" href="/help/forgot-password">{t.sign_in_forgot()}</a></p>
                <p class="auth-foot">{t.sign_in_new_here()} " " <a class="link" href="/register">{t.auth_register()}</a></p>
            </section>
        </div>
    }
}
