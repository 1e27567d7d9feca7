//! Lists of entries: sign, words, amount, by day.
//! Figures come formatted; a row neither computes nor chooses the sign of an amount.
use super::icon::{Icon, IconName};
use leptos::prelude::*;

/// Between the parts of a detail.
const SEPARATOR: &str = " · ";

/// The first sign of a name, or a small drawing; decoration beside the name.
#[component]
pub fn Avatar(
    /// One or two letters.
    #[prop(optional, into)]
    initial: String,
    /// A drawing instead.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// On jade: oneself, or somebody just found.
    #[prop(optional)]
    jade: bool,
    /// At the head of a profile.
    #[prop(optional)]
    large: bool,
) -> impl IntoView {
    let class = match (jade, large) {
        (false, false) => "avatar",
        (true, false) => "avatar avatar-jade",
        (false, true) => "avatar avatar-large",
        (true, true) => "avatar avatar-jade avatar-large",
    };
    let sign = match icon {
        Some(name) => view! { <Icon name=name/> }.into_any(),
        None => initial.into_any(),
    };
    view! { <span class=class aria-hidden="true">{sign}</span> }
}

/// Who it is about, at the head of a sheet or slip.
#[component]
pub fn Who(
    /// Letters of the avatar.
    #[prop(into)]
    initial: String,
    /// The (masked) name.
    #[prop(into)]
    name: String,
    /// Address, account, time.
    #[prop(into)]
    detail: Signal<String>,
    /// On jade.
    #[prop(optional)]
    jade: bool,
) -> impl IntoView {
    view! {
        <div class="who">
            <Avatar initial=initial jade=jade/>
            <div>
                <p class="who-name">{name}</p>
                <p class="who-detail">{move || in_parts(&detail.get())}</p>
            </div>
        </div>
    }
}

/// Each part of a detail keeps together where the line breaks: a date, a number.
fn in_parts(detail: &str) -> impl IntoView + use<> {
    let parts = detail.split(SEPARATOR).enumerate();
    parts
        .map(|(place, part)| {
            let before = (place > 0).then_some(SEPARATOR);
            view! { {before} <span class="phrase">{part.to_owned()}</span> }
        })
        .collect_view()
}

/// The rows of one day under their heading. Put several in a flush card.
#[component]
pub fn DayGroup(
    /// "Today", "Yesterday", a date.
    #[prop(into)]
    day: String,
    /// `Row`s.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="day-group">
            <h3 class="day-heading">{day}</h3>
            <ul class="rows">{children()}</ul>
        </section>
    }
}

/// One entry. With `href` the whole line is a link.
#[component]
pub fn Row(
    /// Letters of the avatar.
    #[prop(optional, into)]
    initial: String,
    /// A drawing instead of letters.
    #[prop(optional_no_strip, into)]
    icon: Option<IconName>,
    /// Who or what.
    #[prop(into)]
    title: String,
    /// Note, rate. Cut where there is no room for it.
    #[prop(optional, into)]
    detail: String,
    /// After it, and never cut.
    #[prop(optional, into)]
    time: String,
    /// The signed, formatted amount. It may change (the eye that hides it), but not from or to nothing.
    #[prop(optional, into)]
    amount: Signal<String>,
    /// Under the amount: its state, or the other side of a conversion.
    #[prop(optional, into)]
    note: String,
    /// Money in: jade.
    #[prop(optional)]
    incoming: bool,
    /// Did not happen: struck out.
    #[prop(optional)]
    void: bool,
    /// Where it leads.
    #[prop(optional, into)]
    href: MaybeProp<String>,
    /// Badges under the detail.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let amount_class = match (void, incoming) {
        (true, _) => "row-amount row-amount-void",
        (false, true) => "row-amount row-amount-in",
        (false, false) => "row-amount",
    };
    let href = href.get_untracked();
    let leads_on = href.is_some() && amount.with_untracked(String::is_empty);
    let time = match (detail.is_empty(), time.is_empty()) {
        (false, false) => format!(" · {time}"),
        _ => time,
    };
    let content = view! {
        <Avatar initial=initial icon=icon/>
        <span class="row-words">
            <span class="row-title">{title}</span>
            <span class="row-detail">
                <span class="row-note-text">{detail}</span>
                <span class="row-time">{time}</span>
            </span>
            {children.map(|children| children())}
        </span>
        {if leads_on {
            view! { <Icon name=IconName::Forward/> }.into_any()
        } else {
            view! {
                <span class="row-end">
                    <span class=amount_class>{move || amount.get()}</span>
                    <span class="row-note">{note}</span>
                </span>
            }
            .into_any()
        }}
    };
    let line = match href {
        Some(href) => view! { <a class="row" href=href>{content}</a> }.into_any(),
        None => view! { <div class="row">{content}</div> }.into_any(),
    };
    view! { <li>{line}</li> }
}
