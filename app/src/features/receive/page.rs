//! The page for being paid: one's code and link, or asking somebody.

use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use super::{
    api::receive_options,
    ask::{Ask, Made},
    code::MyCode,
};
use crate::{
    layout::loaded,
    texts::use_texts,
    ui::{PageHeader, Segment, Segmented, SkeletonShape},
};

/// The page. Which half of it is seen stands in its address.
#[component]
pub(crate) fn Receive() -> impl IntoView {
    let t = use_texts();
    let query = use_query_map();
    let asks = Memo::new(move |_| query.read().get("way").is_some_and(|way| way == "ask"));
    let data = Resource::new_blocking(|| (), |()| receive_options());
    view! {
        <Title text=t.receive_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.receive_title() lead=t.receive_lead() back_href="/" back_label=t.frame_back()/>
            <Segmented label=t.receive_title() wide=true>
                <Segment href="/receive" current=Signal::derive(move || !asks.get())>{t.receive_my_code()}</Segment>
                <Segment href="/receive?way=ask" current=asks>{t.receive_ask()}</Segment>
            </Segmented>
            {loaded(data, SkeletonShape::Rows(4), move |found| {
                let start = StoredValue::new(found);
                view! {
                    {move || if asks.get() {
                        view! { <Ask currencies=start.get_value().currencies/> <Made/> }.into_any()
                    } else {
                        view! { <MyCode start=start.get_value()/> }.into_any()
                    }}
                }
                .into_any()
            })}
        </div>
    }
}
