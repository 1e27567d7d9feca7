//! The search field. A plain form that asks for a page, so that it works before the page is awake and without it.

use leptos::prelude::*;
use leptos_router::components::Form;

use super::query::QUERY_CHARS_MAX;
use crate::{
    texts::use_texts,
    ui::{Button, ButtonKind, Icon, IconName},
};

/// The field and its button. `value` is what was looked for.
#[component]
pub(super) fn SearchBox(#[prop(optional, into)] value: String) -> impl IntoView {
    let t = use_texts();
    view! {
        <Form method="GET" action="/help" attr:class="help-search" attr:role="search">
            <label class="field-label" for="q">{t.help_search()}</label>
            <div class="search-frame">
                <Icon name=IconName::Search/>
                <input
                    class="input"
                    id="q"
                    type="search"
                    name="q"
                    value=value
                    maxlength=QUERY_CHARS_MAX.to_string()
                    autocomplete="off"
                    enterkeyhint="search"
                />
            </div>
            <Button submit=true kind=ButtonKind::Secondary>{t.help_search_deed()}</Button>
        </Form>
    }
}
