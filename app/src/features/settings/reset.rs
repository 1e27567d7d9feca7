//! The way out for somebody who has forgotten the payment password.

use domain::Field as At;
use leptos::prelude::*;

use super::api::{PaymentResetCode, ResetPaymentPassword};
use crate::{
    answer::Outcome,
    deed::{PostForm, go_on, use_deed},
    features::auth::GetCode,
    form::{Refusals, forget_refusal},
    texts::use_texts,
    ui::{Button, ButtonKind, CodeField, PasswordField},
};

/// The ids of this form's fields begin so: the page has other password fields.
const IDS: &str = "reset-";

/// A code to the person's address, the sign-in password, the new payment password.
#[component]
pub(super) fn ResetForm(address: String) -> impl IntoView {
    let t = use_texts();
    let reset = use_deed::<ResetPaymentPassword>();
    let send_code = use_deed::<PaymentResetCode>();
    let refused = Refusals::of_form(IDS, reset.value());
    let code_refused = Refusals::of_form(IDS, send_code.value());
    go_on(reset);
    Effect::new(move |_| {
        if reset.pending().get() {
            forget_refusal(send_code);
        }
    });
    let get_code = Callback::new(move |_: String| {
        forget_refusal(reset);
        send_code.dispatch(PaymentResetCode {});
    });
    let sent = move || match send_code.value().get() {
        Some(Ok(Outcome::Done(sent))) => {
            Some(t.register_code_sent(sent.address, sent.valid_minutes, sent.resend_after_seconds))
        }
        _ => None,
    };
    let code_error = {
        let (form, code) = (refused.at(At::Code), code_refused.at(At::Code));
        Signal::derive(move || code.get().or_else(|| form.get()))
    };
    view! {
        <PostForm action=reset instead=get_code attr:class="form card card-roomy" attr:novalidate=true>
            <p>{t.reset_lead(address)}</p>
            {refused.banner()}
            {code_refused.banner()}
            <CodeField label=t.auth_code() id=format!("{IDS}code") required=true said=Signal::derive(sent) error=code_error>
                <GetCode send=send_code/>
            </CodeField>
            <PasswordField
                label=t.auth_password()
                show_label=t.field_show()
                hide_label=t.field_hide()
                name="password"
                id=format!("{IDS}password")
                required=true
                error=refused.at(At::Password)
            />
            <PasswordField
                label=t.field_payment_password()
                show_label=t.field_show()
                hide_label=t.field_hide()
                name="payment_password"
                id=format!("{IDS}payment_password")
                hint=t.payment_password_hint()
                autocomplete="off"
                pin=true
                required=true
                error=refused.at(At::PaymentPassword)
            />
            <Button submit=true kind=ButtonKind::Secondary busy=reset.pending()>{t.reset_deed()}</Button>
        </PostForm>
    }
}
