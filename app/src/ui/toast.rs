//! News that comes by itself, spoken politely.
//! Never an error one must act on: that stands where it belongs and stays.
use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// The region. Once a page, always there, so that screen readers hear what enters it.
#[component]
pub fn Toasts(
    /// The news of the moment; none empties the region.
    #[prop(into)]
    message: Signal<Option<String>>,
) -> impl IntoView {
    let toast = move || {
        message.get().map(|text| {
            view! {
                <p class="toast">
                    <Icon name=IconName::Check/>
                    <span>{text}</span>
                </p>
            }
        })
    };
    view! { <div class="toasts" role="status">{toast}</div> }
}
