//! Choosing a sign-in password: while it is typed, how hard it is to guess and what would make it harder. Without
//! scripts the same is judged when the form is sent.

use domain::{PasswordAdvice, Strength, Tip, Weakness};
use leptos::{html::Input, prelude::*, task::spawn_local};

use super::api::password_strength;
use crate::{
    answer::Outcome,
    quiet::use_once_quiet,
    texts::{Texts, use_texts},
    ui::{FieldError, PasswordField},
};

/// Most that is advised at once.
const TIPS_MAX: usize = 2;

/// The field, with what is said of the password under it.
#[component]
pub(crate) fn NewPasswordField(
    /// The accessible name, exactly.
    label: &'static str,
    /// The name in the sent form.
    name: &'static str,
    /// What is wrong and the way out.
    #[prop(into)]
    error: Signal<Option<FieldError>>,
    /// The address and the name that the form of a newcomer holds; a member's are known.
    #[prop(optional, into)]
    own: Option<Signal<(String, String)>>,
) -> impl IntoView {
    let t = use_texts();
    let input = NodeRef::<Input>::new();
    let advice = RwSignal::new(None::<PasswordAdvice>);
    let quiet = use_once_quiet();
    // How often something was typed: a late answer is about a password that stands there no more.
    let typed = StoredValue::new(0_u32);
    let ask = move || {
        typed.update_value(|times| *times += 1);
        let Some(password) = input.get_untracked().map(|input| input.value()) else {
            return;
        };
        if password.is_empty() {
            quiet.forget();
            advice.set(None);
            return;
        }
        let times = typed.get_value();
        quiet.ask(move || {
            let (address, name) = own.map(|own| own.get_untracked()).unwrap_or_default();
            spawn_local(async move {
                let answer = password_strength(password, address, name).await;
                if typed.try_get_value() == Some(times) {
                    advice.try_set(match answer {
                        Ok(Outcome::Done(advice)) => Some(advice),
                        // The form itself is judged all the same.
                        _ => None,
                    });
                }
            });
        });
    };
    // What was typed before the page was awake counts too; and another name makes another judgement.
    Effect::new(move |_| {
        if let Some(own) = own {
            own.track();
        }
        ask();
    });
    view! {
        <PasswordField
            label=label
            show_label=t.field_show()
            hide_label=t.field_hide()
            name=name
            hint=t.register_password_hint()
            autocomplete="new-password"
            required=true
            input=input
            error=error
            on:input=move |_| ask()
        >
            <div class="strength" aria-live="polite">
                {move || advice.get().map(|advice| said(t, &advice))}
            </div>
        </PasswordField>
    }
}

fn said(t: Texts, advice: &PasswordAdvice) -> impl IntoView + use<> {
    let level = match advice.strength {
        Strength::VeryWeak => "1",
        Strength::Weak => "2",
        Strength::Fair => "3",
        Strength::Good => "4",
        Strength::Strong => "5",
    };
    let bars = Strength::ALL.map(|strength| {
        let is_reached = strength <= advice.strength;
        view! { <span class="strength-bar" class:is-reached=is_reached></span> }
    });
    // Of a length that does not do, its own line says all there is to say.
    let is_judged = !advice
        .tips
        .iter()
        .any(|tip| matches!(tip, Tip::Longer | Tip::Shorter));
    let words = is_judged.then(|| {
        view! {
            <div class="strength-bars" aria-hidden="true" data-level=level>{bars}</div>
            <p class="strength-level">{strength_text(t, advice.strength)}</p>
        }
    });
    let lines: Vec<_> = (advice.weakness.map(|weakness| weakness_text(t, weakness)))
        .into_iter()
        .chain(
            advice
                .tips
                .iter()
                .take(TIPS_MAX)
                .map(|tip| tip_text(t, *tip)),
        )
        .map(|line| view! { <li>{line}</li> })
        .collect();
    view! {
        {words}
        {(!lines.is_empty()).then(|| view! { <ul class="strength-advice">{lines}</ul> })}
    }
}

fn strength_text(t: Texts, strength: Strength) -> &'static str {
    match strength {
        Strength::VeryWeak => t.strength_very_weak(),
        Strength::Weak => t.strength_weak(),
        Strength::Fair => t.strength_fair(),
        Strength::Good => t.strength_good(),
        Strength::Strong => t.strength_strong(),
    }
}

fn weakness_text(t: Texts, weakness: Weakness) -> &'static str {
    match weakness {
        Weakness::Common => t.strength_common(),
        Weakness::NearlyCommon => t.strength_nearly_common(),
        Weakness::Personal => t.strength_personal(),
        Weakness::SingleWord => t.strength_single_word(),
        Weakness::Name => t.strength_name(),
        Weakness::Keyboard => t.strength_keyboard(),
        Weakness::Repeats => t.strength_repeats(),
        Weakness::Sequence => t.strength_sequence(),
        Weakness::Date => t.strength_date(),
    }
}

fn tip_text(t: Texts, tip: Tip) -> &'static str {
    match tip {
        Tip::Longer => t.strength_longer(),
        Tip::Shorter => t.strength_shorter(),
        Tip::MoreWords => t.strength_more_words(),
        Tip::MixKinds => t.strength_mix_kinds(),
        Tip::CapitalsHardlyHelp => t.strength_capitals(),
        Tip::SwapsHardlyHelp => t.strength_swaps(),
        Tip::ReversingHardlyHelps => t.strength_reversing(),
    }
}
