//! The registration page: address and its code, name, password, agreement.

use domain::Field as At;
use leptos::{html::Input, prelude::*};
use leptos_meta::Title;

use super::{
    api::{Register as RegisterCall, RegisterCode},
    get_code::GetCode,
    invited::Invited,
    new_password::NewPasswordField,
};
use crate::{
    answer::Outcome,
    deed::{PostForm, go_on, use_deed},
    form::{Refusals, forget_refusal},
    texts::use_texts,
    ui::{
        Button, ButtonSize, CheckField, CodeField, Field, FieldError, Icon, IconName,
        PasswordField, SealMark,
    },
};

/// The page.
#[component]
pub(crate) fn Register() -> impl IntoView {
    let t = use_texts();
    let register = use_deed::<RegisterCall>();
    let send_code = use_deed::<RegisterCode>();
    let (address, name) = (NodeRef::<Input>::new(), NodeRef::<Input>::new());
    let own = RwSignal::<(String, String)>::default();
    let read_own = move || {
        let text = |input: NodeRef<Input>| input.get_untracked().map(|input| input.value());
        own.set((
            text(address).unwrap_or_default(),
            text(name).unwrap_or_default(),
        ));
    };
    // What was typed before the page was awake counts too.
    Effect::new(move |_| read_own());
    let refused = Refusals::of(register.value());
    let code_refused = Refusals::of(send_code.value());
    go_on(register);
    Effect::new(move |_| {
        if register.pending().get() {
            forget_refusal(send_code);
        }
    });
    let get_code = Callback::new(move |_: String| {
        if let Some(address) = address.get_untracked() {
            forget_refusal(register);
            send_code.dispatch(RegisterCode {
                address: address.value(),
            });
        }
    });
    let sent = move || match send_code.value().get() {
        Some(Ok(Outcome::Done(sent))) => {
            Some(t.register_code_sent(sent.address, sent.valid_minutes, sent.resend_after_seconds))
        }
        _ => None,
    };
    let at = move |field| {
        let (form, code) = (refused.at(field), code_refused.at(field));
        Signal::derive(move || code.get().or_else(|| form.get()))
    };
    view! {
        <Title text=t.auth_register()/>
        <div class="auth">
            <section class="auth-card">
                <header class="auth-head"><h1 tabindex="-1">{t.auth_register()}</h1><p>{t.register_lead()}</p></header>
                <Invited/>
                <PostForm action=register instead=get_code attr:class="form" attr:novalidate=true>
                    {refused.banner()}
                    {code_refused.banner()}
                    <Field
                        label=t.auth_address()
                        name="address"
                        hint=t.register_address_hint()
                        autocomplete="username"
                        verbatim=true
                        required=true
                        input=address
                        error=at(At::Address)
                        on:input=move |_| read_own()
                    />
                    <CodeField
                        label=t.auth_code()
                        required=true
                        said=Signal::derive(sent)
                        error=at(At::Code)
                    >
                        <GetCode send=send_code/>
                    </CodeField>
                    <Field
                        label=t.auth_name()
                        name="name"
                        hint=t.register_name_hint()
                        autocomplete="name"
                        required=true
                        input=name
                        error=at(At::Name)
                        on:input=move |_| read_own()
                    />
                    <NewPasswordField
                        label=t.auth_password()
                        name="password"
                        own=own
                        error=at(At::Password)
                    />
                    <PasswordField
                        label=t.auth_confirm_password()
                        show_label=t.field_show()
                        hide_label=t.field_hide()
                        name="confirm_password"
                        autocomplete="new-password"
                        required=true
                        error=at(At::ConfirmPassword)
                    />
                    <Agreement error=at(At::Agreement)/>
                    <Button submit=true size=ButtonSize::Deed busy=register.pending()>{t.auth_register()}</Button>
                </PostForm>
                <p class="auth-foot">{t.register_have_account()} " " <a class="link" href="/login">{t.auth_sign_in()}</a></p>
            </section>
            <Promises/>
        </div>
    }
}

/// The user agreement, to be read and accepted.
#[component]
fn Agreement(error: Signal<Option<FieldError>>) -> impl IntoView {
    let t = use_texts();
    view! {
        <CheckField name="agreement" required=true error>
            {t.register_agree_before()}
            <a href="/terms" target="_blank">{t.register_agree_link()}</a>
        </CheckField>
    }
}

/// What the wallet promises, beside the form.
#[component]
fn Promises() -> impl IntoView {
    let t = use_texts();
    view! {
        <aside class="auth-aside">
            <SealMark large=true/>
            <h2>{t.promise_title()}</h2>
            <ul class="stack">
                <Promise icon=IconName::Globe title=t.promise_currencies() text=t.promise_currencies_text()/>
                <Promise icon=IconName::Lock title=t.promise_confirm() text=t.promise_confirm_text()/>
                <Promise icon=IconName::List title=t.promise_receipt() text=t.promise_receipt_text()/>
            </ul>
        </aside>
    }
}

#[component]
fn Promise(icon: IconName, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <li class="promise">
            <span class="promise-sign"><Icon name=icon/></span>
            <b>{title}</b>
            <p>{text}</p>
        </li>
    }
}
