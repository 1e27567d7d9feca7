//! Keeps what a person is reading where it is while a list grows above it. At the top of the page nothing is kept: there
//! one wants to see what is new.

use leptos::{
    prelude::*,
    wasm_bindgen::JsCast,
    web_sys::{Element, NodeList},
};

/// Rows of lists are links, and their addresses say which is which after the list was drawn anew.
const ROWS: &str = "main a[href].row";

/// Changes a list of rows; afterwards the row at the top of the window is there again.
pub(crate) fn keeping_place(change: impl FnOnce()) {
    let scrolled = window().scroll_y().is_ok_and(|y| y > 0.0);
    let row = scrolled.then(first_row_in_sight).flatten();
    change();
    if let Some((address, top)) = row {
        // By then the list is drawn, and nobody has seen it yet.
        request_animation_frame(move || {
            if let Some(now) =
                rows().find(|row| row.get_attribute("href").as_ref() == Some(&address))
            {
                window().scroll_by_with_x_and_y(0.0, top_of(&now) - top);
            }
        });
    }
}

fn first_row_in_sight() -> Option<(String, f64)> {
    let row = rows().find(|row| top_of(row) >= 0.0)?;
    Some((row.get_attribute("href")?, top_of(&row)))
}

fn rows() -> impl Iterator<Item = Element> {
    let found = document().query_selector_all(ROWS).ok();
    let count = found.as_ref().map_or(0, NodeList::length);
    (0..count).filter_map(move |at| found.as_ref()?.get(at)?.dyn_into().ok())
}

fn top_of(element: &Element) -> f64 {
    element.get_bounding_client_rect().top()
}
