//! The seal 付 and the name of the house.
//! Never a control by itself: `Brand` is a link home whose name is the house's.
use super::icon::IconName;
use leptos::prelude::*;

/// The seal alone, as decoration.
#[component]
pub fn SealMark(
    /// The large one of the welcome pages.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = if large {
        "seal-mark seal-mark-large"
    } else {
        "seal-mark"
    };
    view! {
        <svg class=class aria-hidden="true" focusable="false">
            <use href=IconName::Seal.href()></use>
        </svg>
    }
}

/// The way home, with seal and name.
#[component]
pub fn Brand() -> impl IntoView {
    view! {
        <a class="brand" href="/">
            <SealMark/>
            <span>"OKPay"</span>
        </a>
    }
}
