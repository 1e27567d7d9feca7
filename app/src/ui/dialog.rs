//! The browser's own dialog: it keeps the focus, hears Escape and hides the rest.
//! Asks one thing; never holds the only way to something (without scripts it never opens).
use super::{button::IconButton, icon::IconName};
use leptos::{html, prelude::*};

/// A dialog that is open while `open` says so. Closing by Escape or its button sets `open` to false.
#[component]
pub fn Dialog(
    /// Whether it is open. Starts closed on the server.
    open: RwSignal<bool>,
    /// A unique id; the heading's is this with `-title`.
    id: &'static str,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// The name of the button that closes it.
    #[prop(into)]
    close_label: Signal<String>,
    /// Words and buttons.
    children: Children,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let (open, Some(dialog)) = (open.get(), dialog.get()) else {
            return;
        };
        match (open, dialog.open()) {
            // It fails only for a dialog that was just taken out of the page; then there is nothing to show.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let title_id = format!("{id}-title");
    view! {
        <dialog node_ref=dialog class="dialog" id=id aria-labelledby=title_id.clone() on:close=move |_| open.set(false)>
            <div class="dialog-head">
                <h2 id=title_id.clone()>{move || title.get()}</h2>
                <IconButton label=close_label icon=IconName::Close on:click=move |_| open.set(false)/>
            </div>
            {children()}
        </dialog>
    }
}
