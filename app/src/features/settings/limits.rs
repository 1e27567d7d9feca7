//! What may leave: the limits of the person's level, what is used today, what is left and when it starts anew.

use domain::{format_date_time, format_money};
use leptos::prelude::*;
use leptos_meta::Title;

use super::limits_api::limits;
use crate::{
    layout::loaded,
    texts::{use_locale, use_texts},
    ui::{Fact, Facts, PageHeader, Sheet, SkeletonShape},
    words::level_name,
};

/// The page.
#[component]
pub(crate) fn Limits() -> impl IntoView {
    let t = use_texts();
    let data = Resource::new_blocking(|| (), |()| limits());
    view! {
        <Title text=t.limits_title()/>
        <div class="page-body page-narrow">
            <PageHeader title=t.limits_title() lead=t.limits_lead() back_href="/settings" back_label=t.frame_back()/>
            {loaded(data, SkeletonShape::Rows(4), |found| {
                let t = use_texts();
                let locale = use_locale();
                view! {
                    <Sheet>
                        <Facts>
                            <Fact term=t.limits_level()>{level_name(t, found.level)}</Fact>
                            <Fact term=t.limits_per_payment()>{format_money(found.per_payment, locale)}</Fact>
                            <Fact term=t.limits_per_day()>{format_money(found.per_day, locale)}</Fact>
                            <Fact term=t.limits_used()>{format_money(found.used_today, locale)}</Fact>
                            <Fact term=t.limits_left() total=true>{format_money(found.left_today, locale)}</Fact>
                            <Fact term=t.limits_resets()>{format_date_time(found.resets_at, locale)}</Fact>
                        </Facts>
                        <p class="sheet-lead">{t.limits_text()}</p>
                        <a class="link" href="/fees">{t.limits_fees()}</a>
                    </Sheet>
                }
                .into_any()
            })}
        </div>
    }
}
