//! An amount as words: the whole part large, the cents smaller, read as one.
//! Takes what `domain::split_amount` gives; formats nothing itself.
use leptos::prelude::*;

/// What stands for a hidden amount.
pub const HIDDEN_AMOUNT: &str = "••••••";

/// How large the amount stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MoneySize {
    /// As the words around it.
    #[default]
    Inline,
    /// The sum of a slip.
    Big,
    /// The total of the home page.
    Hero,
}

/// An amount. Both parts may change (the eye that hides them, live updates).
#[component]
pub fn MoneyText(
    /// Symbol and whole part.
    #[prop(into)]
    whole: Signal<String>,
    /// Separator and cents, or nothing.
    #[prop(optional, into)]
    cents: Signal<String>,
    /// How large.
    #[prop(optional)]
    size: MoneySize,
) -> impl IntoView {
    let class = match size {
        MoneySize::Inline => "money",
        MoneySize::Big => "money money-big",
        MoneySize::Hero => "money money-hero",
    };
    // No element for no cents: an empty one would hold a space, and be read.
    let small = move || {
        let cents = cents.get();
        (!cents.is_empty()).then(|| view! { <span class="money-cents">{cents}</span> })
    };
    view! {
        <span class=class>
            <span>{move || whole.get()}</span>
            {small}
        </span>
    }
}
