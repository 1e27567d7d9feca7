//! What a person writes on an entry for themselves: tags, and a note. It has its own data, so that the page around it can
//! be drawn anew without losing what is being typed.

use domain::Field as At;
use leptos::{html::Input, prelude::*};

use super::{
    api::{SetPrivateNote, SetTags, Written, annotations},
    filter::Filter,
};
use crate::{
    answer::{Answer, Outcome},
    deed::{PostForm, use_deed},
    form::{Refusals, is_done},
    texts::use_texts,
    ui::{Banner, BannerKind, Button, ButtonKind, ChipLink, Field, LongField, Section},
};

/// The forms for the entry with this id; nothing when there is no such entry, which the page around says already.
#[component]
pub(super) fn Private(id: Signal<String>) -> impl IntoView {
    let data = Resource::new_blocking(move || id.get(), annotations);
    view! {
        <Transition fallback=|| ()>
            {move || Suspend::new(async move {
                match data.await {
                    Ok(Outcome::Done(written)) => {
                        let id = id.get_untracked();
                        view! { <Forms id written/> }.into_any()
                    }
                    _ => ().into_any(),
                }
            })}
        </Transition>
    }
}

#[component]
fn Forms(id: String, written: Written) -> impl IntoView {
    let t = use_texts();
    view! {
        <div class="page-body page-narrow print-hide">
            <Section title=t.private_title()>
                <p class="form-note">{t.private_lead()}</p>
                <TagsForm id=id.clone() tags=written.tags/>
                <NoteForm id note=written.private_note/>
            </Section>
        </div>
    }
}

#[component]
fn TagsForm(id: String, tags: Vec<String>) -> impl IntoView {
    let t = use_texts();
    let save = use_deed::<SetTags>();
    let refused = Refusals::of(save.value());
    let typed = in_field(&tags);
    let shown = RwSignal::new(tags);
    let (input, sent) = (NodeRef::<Input>::new(), StoredValue::new(String::new()));
    Effect::new(move |_| {
        if let Some(form) = save.input().get() {
            sent.set_value(form.tags);
        }
    });
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(tags))) = save.value().get() {
            // As they were understood, unless more was typed meanwhile.
            if let Some(input) = input.get_untracked()
                && input.value() == sent.get_value()
            {
                input.set_value(&in_field(&tags));
            }
            shown.set(tags);
        }
    });
    let chips = move || {
        shown
            .get()
            .into_iter()
            .map(|tag| {
                let href = Filter::by_tag(&tag).address(None);
                view! { <ChipLink href=href current=false>{tag}</ChipLink> }
            })
            .collect_view()
    };
    view! {
        <PostForm action=save attr:class="form card" attr:novalidate=true>
            {refused.banner()}
            {saved(save.value(), "tags")}
            <input type="hidden" name="id" value=id/>
            <Field
                label=t.private_tags()
                name="tags"
                hint=t.private_tags_hint()
                autocomplete="off"
                value=typed
                input=input
                error=refused.at(At::Tags)
            />
            {move || (!shown.read().is_empty()).then(|| view! { <nav class="chips" aria-label=t.private_same_tag()>{chips()}</nav> })}
            <div class="btn-row">
                <Button submit=true kind=ButtonKind::Secondary busy=save.pending()>{t.private_save_tags()}</Button>
            </div>
        </PostForm>
    }
}

/// Tags as they stand in the field.
fn in_field(tags: &[String]) -> String {
    tags.join(", ")
}

#[component]
fn NoteForm(id: String, note: String) -> impl IntoView {
    let t = use_texts();
    let save = use_deed::<SetPrivateNote>();
    let refused = Refusals::of(save.value());
    view! {
        <PostForm action=save attr:class="form card" attr:novalidate=true>
            {refused.banner()}
            {saved(save.value(), "private_note")}
            <input type="hidden" name="id" value=id/>
            <LongField label=t.private_note() name="private_note" value=note error=refused.at(At::PrivateNote)/>
            <div class="btn-row">
                <Button submit=true kind=ButtonKind::Secondary busy=save.pending()>{t.private_save_note()}</Button>
            </div>
        </PostForm>
    }
}

/// Says that it is saved: as the answer says, or the address of a page that was asked for by a form alone.
fn saved<T: Clone + Send + Sync + 'static>(
    answer: impl Into<Signal<Option<Answer<T>>>>,
    what: &'static str,
) -> impl IntoView {
    let t = use_texts();
    let (answer, at_first) = (answer.into(), is_done(what));
    move || {
        let is_saved = answer.with(|answer| match answer {
            None => at_first,
            Some(answer) => matches!(answer, Ok(Outcome::Done(_))),
        });
        is_saved.then(
            || view! { <Banner kind=BannerKind::Done live=true>{t.settings_saved()}</Banner> },
        )
    }
}
