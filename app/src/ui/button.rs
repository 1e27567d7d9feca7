//! Buttons, and links that look like buttons. The text is the name, exactly; icons add nothing to it.
//! Never two jade-filled ones on a page: `Primary` is for the deed.
use super::icon::{Icon, IconName};
use leptos::{ev::MouseEvent, prelude::*};

/// What pressing means.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The deed of the page.
    #[default]
    Primary,
    /// Another thing one can do here.
    Secondary,
    /// A way out.
    Quiet,
    /// Something that ends something.
    DangerQuiet,
}

/// How much place a button takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonSize {
    /// As wide as its text.
    #[default]
    Normal,
    /// The low one in a header; still 44 px.
    Small,
    /// The tall one of the landing page.
    Large,
    /// As wide as its place.
    Wide,
    /// Tall, and as wide as its place: the deed under a form.
    Deed,
}

fn class(kind: ButtonKind, size: ButtonSize) -> String {
    let kind = match kind {
        ButtonKind::Primary => "btn btn-primary",
        ButtonKind::Secondary => "btn btn-secondary",
        ButtonKind::Quiet => "btn btn-quiet",
        ButtonKind::DangerQuiet => "btn btn-danger-quiet",
    };
    let size = match size {
        ButtonSize::Normal => "",
        ButtonSize::Small => " btn-small",
        ButtonSize::Large => " btn-large",
        ButtonSize::Wide => " btn-wide",
        ButtonSize::Deed => " btn-large btn-wide",
    };
    format!("{kind}{size}")
}

/// A button. While `busy` it keeps the focus and its text, shows that it works, and a further press does nothing.
#[component]
pub fn Button(
    /// What pressing means.
    #[prop(optional)]
    kind: ButtonKind,
    /// Sends its form; otherwise it only does what `on:click` says.
    #[prop(optional)]
    submit: bool,
    /// Work is under way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Cannot be pressed now. Prefer a button that answers with the reason.
    #[prop(optional, into)]
    disabled: Signal<bool>,
    /// How much place it takes.
    #[prop(optional)]
    size: ButtonSize,
    /// Does something that only the page's program can do: not shown where there is none.
    #[prop(optional)]
    scripted: bool,
    /// A drawing before the text.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// The name of the pressed button in the sent form.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The value sent with that name.
    #[prop(optional, into)]
    value: MaybeProp<String>,
    /// The text.
    children: Children,
) -> impl IntoView {
    // Not `disabled` while busy: that would throw the focus away. A press that comes all the same is stopped here,
    // and with it the sending of the form.
    let hold_while_busy = move |event: MouseEvent| {
        if busy.get_untracked() {
            event.prevent_default();
            event.stop_immediate_propagation();
        }
    };
    let class = class(kind, size) + if scripted { " needs-script" } else { "" };
    view! {
        <button
            class=class
            type=if submit { "submit" } else { "button" }
            name=name
            value=value.get_untracked()
            disabled=move || disabled.get()
            aria-busy=move || busy.get().then_some("true")
            aria-disabled=move || busy.get().then_some("true")
            on:click=hold_while_busy
        >
            {icon.map(|name| view! { <Icon name=name/> })}
            {children()}
        </button>
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where to.
    #[prop(into)]
    href: Signal<String>,
    /// What following it means.
    #[prop(optional)]
    kind: ButtonKind,
    /// How much place it takes.
    #[prop(optional)]
    size: ButtonSize,
    /// A drawing before the text.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// The text.
    children: Children,
) -> impl IntoView {
    view! {
        <a class=class(kind, size) href=move || href.get()>
            {icon.map(|name| view! { <Icon name=name/> })}
            {children()}
        </a>
    }
}

/// A button of one icon; its name is in it as hidden words, so that it never becomes the label of a field.
#[component]
pub fn IconButton(
    /// Its name.
    #[prop(into)]
    label: Signal<String>,
    /// The drawing; may change with the state.
    #[prop(into)]
    icon: Signal<IconName>,
    /// On or off, for a button that switches something.
    #[prop(optional, into)]
    pressed: Signal<Option<bool>>,
    /// Sends its form.
    #[prop(optional)]
    submit: bool,
    /// The name of the pressed button in the sent form.
    #[prop(optional)]
    name: Option<&'static str>,
    /// The value sent with that name.
    #[prop(optional, into)]
    value: MaybeProp<String>,
) -> impl IntoView {
    // Without scripts a button that sends no form could do nothing.
    view! {
        <button
            class=if submit { "btn-icon" } else { "btn-icon needs-script" }
            type=if submit { "submit" } else { "button" }
            name=name
            value=value.get_untracked()
            aria-pressed=move || pressed.get().map(|on| if on { "true" } else { "false" })
        >
            <Icon name=icon/>
            <span class="visually-hidden">{move || label.get()}</span>
        </button>
    }
}

#[cfg(test)]
mod tests {
    use super::{ButtonKind, ButtonSize, class};

    #[test]
    fn a_deed_is_tall_and_wide() {
        assert_eq!(
            class(ButtonKind::DangerQuiet, ButtonSize::Deed),
            "btn btn-danger-quiet btn-large btn-wide"
        );
    }

    #[test]
    fn a_plain_button_has_no_size() {
        assert_eq!(
            class(ButtonKind::Quiet, ButtonSize::Normal),
            "btn btn-quiet"
        );
    }
}
