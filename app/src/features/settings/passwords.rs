//! The forms for the sign-in password and the payment password.

use domain::Field as At;
use leptos::prelude::*;

use super::api::{ChangePassword, SetPaymentPassword};
use crate::{
    deed::{PostForm, go_on, use_deed},
    features::auth::NewPasswordField,
    form::{Refusals, is_done},
    frame::use_frame,
    texts::use_texts,
    ui::{Banner, BannerKind, Button, ButtonSize, PasswordField},
};

/// Changes the sign-in password.
#[component]
pub(super) fn PasswordForm() -> impl IntoView {
    let t = use_texts();
    let account = use_frame().me.map(|me| me.account).unwrap_or_default();
    let change = use_deed::<ChangePassword>();
    let refused = Refusals::of(change.value());
    go_on(change);
    view! {
        <PostForm action=change attr:class="form card card-roomy" attr:novalidate=true>
            {refused.banner()}
            {is_done("password").then(|| view! { <Banner kind=BannerKind::Done live=true>{t.password_changed()}</Banner> })}
            // So that a password manager knows whose password this is.
            <input type="text" name="username" autocomplete="username" value=account hidden=true/>
            <PasswordField
                label=t.password_current()
                show_label=t.field_show()
                hide_label=t.field_hide()
                name="current_password"
                required=true
                error=refused.at(At::CurrentPassword)
            />
            <NewPasswordField
                label=t.password_new()
                name="new_password"
                error=refused.at(At::NewPassword)
            />
            <PasswordField
                label=t.auth_confirm_password()
                show_label=t.field_show()
                hide_label=t.field_hide()
                name="confirm_password"
                autocomplete="new-password"
                required=true
                error=refused.at(At::ConfirmPassword)
            />
            <Button submit=true busy=change.pending()>{t.password_change()}</Button>
        </PostForm>
    }
}

/// Sets the payment password; asks for the current one when there is one.
#[component]
pub(super) fn PaymentPasswordForm(has_one: bool) -> impl IntoView {
    let t = use_texts();
    let set = use_deed::<SetPaymentPassword>();
    let refused = Refusals::of(set.value());
    go_on(set);
    let current = has_one.then(|| {
        view! {
            <PasswordField
                label=t.payment_password_current()
                show_label=t.field_show()
                hide_label=t.field_hide()
                name="current_payment_password"
                autocomplete="off"
                pin=true
                required=true
                error=refused.at(At::CurrentPaymentPassword)
            />
        }
    });
    let label = if has_one {
        t.payment_password_new()
    } else {
        t.field_payment_password()
    };
    let deed = if has_one {
        t.payment_password_change()
    } else {
        t.payment_password_set()
    };
    view! {
        <PostForm action=set attr:class="form card card-roomy" attr:novalidate=true>
            {refused.banner()}
            {is_done("payment_password").then(|| view! { <Banner kind=BannerKind::Done live=true>{t.payment_password_done()}</Banner> })}
            {current}
            <PasswordField
                label=label
                show_label=t.field_show()
                hide_label=t.field_hide()
                name="payment_password"
                hint=t.payment_password_hint()
                autocomplete="off"
                pin=true
                required=true
                error=refused.at(At::PaymentPassword)
            />
            <Button submit=true size=ButtonSize::Deed busy=set.pending()>{deed}</Button>
        </PostForm>
    }
}
