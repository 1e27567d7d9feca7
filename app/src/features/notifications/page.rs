//! The page of what a person was told: newest first, earlier ones by a button, all read by another.

use leptos::prelude::*;
use leptos_meta::Title;

use super::{
    api::{
        MarkNotificationsRead, Note, NotesPage, Notifications as AskNotifications, notifications,
    },
    list::Notes,
};
use crate::{
    answer::Outcome,
    deed::{PostForm, use_deed},
    form::Refusals,
    layout::loaded,
    live::{About, Watch, keeping_place, renew},
    texts::use_texts,
    ui::{Button, ButtonKind, ButtonSize, EmptyState, LinkButton, PageHeader, SkeletonShape},
};

/// The page.
#[component]
pub(crate) fn Notifications() -> impl IntoView {
    let t = use_texts();
    let watch = Watch::over(About::Inbox);
    let first = Resource::new_blocking(|| (), |()| notifications(None));
    view! {
        <Title text=t.notice_title()/>
        <div class="page-body page-medium">
            <PageHeader title=t.notice_title()/>
            {loaded(first, SkeletonShape::Rows(6), move |page| view! { <Inbox page watch/> }.into_any())}
        </div>
    }
}

#[component]
fn Inbox(page: NotesPage, watch: Watch) -> impl IntoView {
    let t = use_texts();
    let today = RwSignal::new(page.today);
    let notes: RwSignal<Vec<Note>> = RwSignal::new(page.items);
    let next = RwSignal::new(page.next);
    let earlier = Action::new(|cursor: &String| notifications(Some(cursor.clone())));
    let refused = Refusals::of(earlier.value());
    Effect::new(move |_| {
        if let Some(Ok(Outcome::Done(page))) = earlier.value().get() {
            notes.update(|notes| notes.extend(page.items));
            next.set(page.next);
        }
    });
    let newest = || AskNotifications { cursor: None };
    watch.again(newest, move |page: NotesPage| {
        keeping_place(|| {
            today.try_set(page.today);
            take_newest(notes, next, page);
        });
    });
    let load_earlier = move |_| {
        if let Some(cursor) = next.get_untracked()
            && !earlier.pending().get_untracked()
        {
            earlier.dispatch(cursor);
        }
    };
    view! {
        <MarkRead notes/>
        {move || {
            let notes = notes.get();
            if notes.is_empty() {
                view! {
                    <div class="card card-flush">
                        <EmptyState title=t.notice_empty_title() text=t.notice_empty_text()>
                            <LinkButton href="/settings/notifications">{t.notice_choose()}</LinkButton>
                        </EmptyState>
                    </div>
                }
                .into_any()
            } else {
                view! { <div class="card card-flush"><Notes notes today=today.get()/></div> }.into_any()
            }
        }}
        {refused.banner()}
        {move || next.get().map(|_| view! {
            <Button
                kind=ButtonKind::Secondary
                size=ButtonSize::Wide
                scripted=true
                busy=earlier.pending()
                on:click=load_earlier
            >
                {t.notice_earlier()}
            </Button>
        })}
        {move || notes.with(|notes| !notes.is_empty()).then(|| view! {
            <LinkButton href="/settings/notifications" kind=ButtonKind::Quiet size=ButtonSize::Wide>
                {t.notice_choose()}
            </LinkButton>
        })}
    }
}

/// Puts the newest page before what was loaded further down. What was marked as read is read there too: it is marked up
/// to a place, and that is above.
fn take_newest(notes: RwSignal<Vec<Note>>, next: RwSignal<Option<String>>, page: NotesPage) {
    let all_read = page.items.last().is_some_and(|note| note.is_read);
    let mut known = notes.try_get_untracked().unwrap_or_default();
    for note in &mut known {
        note.is_read |= all_read;
    }
    if let Some(renewed) = renew(known, page.items.clone(), |note| note.seq) {
        notes.try_set(renewed);
    } else {
        notes.try_set(page.items);
        next.try_set(page.next);
    }
}

/// The button, while there is something to mark. It marks what is on the page, not what has come since.
#[component]
fn MarkRead(notes: RwSignal<Vec<Note>>) -> impl IntoView {
    let t = use_texts();
    let mark = use_deed::<MarkNotificationsRead>();
    let refused = Refusals::of(mark.value());
    let upto = Memo::new(move |_| {
        notes.with(|notes| {
            let is_new = notes.iter().any(|note| !note.is_read);
            notes.first().filter(|_| is_new).map(|note| note.seq)
        })
    });
    let asked = StoredValue::new(0);
    Effect::new(move |_| {
        if let Some(question) = mark.input().get() {
            asked.set_value(question.upto.parse().unwrap_or_default());
        }
    });
    Effect::new(move |_| {
        if matches!(mark.value().get(), Some(Ok(Outcome::Done(())))) {
            let upto: u64 = asked.get_value();
            notes.update(|notes| {
                for note in notes {
                    note.is_read |= note.seq <= upto;
                }
            });
        }
    });
    view! {
        {refused.banner()}
        {move || upto.get().map(|upto| view! {
            <PostForm action=mark>
                <input type="hidden" name="upto" value=upto.to_string()/>
                <Button submit=true kind=ButtonKind::Secondary busy=mark.pending()>{t.notice_mark_read()}</Button>
            </PostForm>
        })}
    }
}
