//! Where one is in a few steps.
//! Shows progress only; going back is a link of the page.
use leptos::prelude::*;

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its name.
    pub name: String,
}

/// The steps, with how many are done; the one after those is the present one.
#[component]
pub fn Stepper(
    /// In order.
    steps: Vec<Step>,
    /// How many are behind.
    #[prop(into)]
    done: Signal<usize>,
) -> impl IntoView {
    let items = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| {
            view! {
                <li
                    class=move || if at < done.get() { "step step-done" } else { "step" }
                    aria-current=move || (at == done.get()).then_some("step")
                >
                    <span class="step-name">{step.name}</span>
                </li>
            }
        })
        .collect_view();
    view! { <ol class="stepper">{items}</ol> }
}
