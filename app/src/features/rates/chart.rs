//! Lines of rates, drawn by the server; the browser only adds what one points at. Heights come in whole thousandths, so
//! both draw the same.

use std::fmt::Write as _;

use domain::format_date;
use leptos::{ev, html, prelude::*};

use super::api::RatePoint;
use crate::texts::{use_locale, use_texts};

/// Width and height of the chart's own coordinates.
const WIDTH: usize = 720;
const HEIGHT: usize = 240;
/// Room above and below the line.
const MARGIN: usize = 12;

/// `M0 10 L5 12 …` through these heights, over the width.
fn path(heights: &[u16], width: usize, height: usize, margin: usize) -> String {
    let last = heights.len().saturating_sub(1).max(1);
    let mut path = String::new();
    for (place, value) in heights.iter().enumerate() {
        let (x, y) = at(place, *value, last, width, height, margin);
        let letter = if place == 0 { 'M' } else { 'L' };
        // Writing to a string cannot fail.
        let _ = write!(path, "{letter}{x} {y}");
    }
    path
}

fn at(
    place: usize,
    value: u16,
    last: usize,
    width: usize,
    height: usize,
    margin: usize,
) -> (usize, usize) {
    let room = height.saturating_sub(margin * 2);
    let up = usize::from(value.min(1_000)) * room / 1_000;
    (place * width / last, height - margin - up)
}

/// A small line without axes, beside words that say the same.
#[component]
pub(crate) fn Spark(#[prop(into)] heights: Signal<Vec<u16>>) -> impl IntoView {
    view! {
        <svg class="spark" viewBox="0 0 80 24" preserveAspectRatio="none" aria-hidden="true" focusable="false">
            <path d=move || heights.with(|heights| path(heights, 80, 24, 2))></path>
        </svg>
    }
}

/// The chart of a pair. What it shows stands in the table below it, so it is only a picture for those who see.
#[component]
pub(super) fn Chart(
    points: Vec<RatePoint>,
    /// Said instead of the picture.
    label: String,
) -> impl IntoView {
    let t = use_texts();
    let locale = use_locale();
    let heights: Vec<u16> = points.iter().map(|point| point.height).collect();
    let line = path(&heights, WIDTH, HEIGHT, MARGIN);
    let area = format!("{line}L{WIDTH} {HEIGHT}L0 {HEIGHT}Z");
    let last = points.len().saturating_sub(1);
    let points = StoredValue::new(points);
    let svg = NodeRef::<html::Div>::new();
    let pointed = RwSignal::new(None::<usize>);
    let follow = move |event: ev::PointerEvent| {
        let Some(box_) = svg.get_untracked() else {
            return;
        };
        let width = f64::from(box_.offset_width()).max(1.0);
        let share = (f64::from(event.offset_x()) / width).clamp(0.0, 1.0);
        pointed.set(nearest(share, last));
    };
    let said = move || {
        let shown = pointed.get().unwrap_or(last);
        points.with_value(|points| {
            points
                .get(shown)
                .map(|point| t.rates_on(format_date(point.date, locale), &point.rate))
        })
    };
    let dot = move || {
        let shown = pointed.get()?;
        let value = points.with_value(|points| points.get(shown).map(|point| point.height))?;
        let (x, y) = at(shown, value, last.max(1), WIDTH, HEIGHT, MARGIN);
        Some(view! { <circle cx=x cy=y r="5"></circle> })
    };
    view! {
        <figure class="chart">
            <div
                node_ref=svg
                class="chart-plot"
                on:pointermove=follow
                on:pointerleave=move |_| pointed.set(None)
            >
                <svg viewBox=format!("0 0 {WIDTH} {HEIGHT}") preserveAspectRatio="none" role="img" aria-label=label>
                    <path class="chart-area" d=area></path>
                    <path class="chart-line" d=line></path>
                    {dot}
                </svg>
            </div>
            <figcaption class="small muted">{said}</figcaption>
        </figure>
    }
}

/// Which of `last + 1` points lies nearest to this share of the width.
fn nearest(share: f64, last: usize) -> Option<usize> {
    let steps = u32::try_from(last).ok()?;
    (0..=last).min_by_key(|place| {
        let here = f64::from(u32::try_from(*place).unwrap_or(u32::MAX)) / f64::from(steps.max(1));
        // Thousandths of the width are finer than any finger.
        ((here - share).abs() * 10_000.0)
            .round()
            .to_string()
            .parse::<u32>()
            .unwrap_or(u32::MAX)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_edge_to_edge_and_higher_is_higher() {
        assert_eq!(path(&[0, 1_000, 500], 100, 50, 5), "M0 45L50 5L100 25");
        assert_eq!(path(&[500], 100, 50, 5), "M0 25");
        assert_eq!(path(&[], 100, 50, 5), "");
    }

    #[test]
    fn what_one_points_at_is_the_nearest_point() {
        assert_eq!(nearest(0.0, 4), Some(0));
        assert_eq!(nearest(0.49, 4), Some(2));
        assert_eq!(nearest(1.0, 4), Some(4));
        assert_eq!(nearest(0.5, 0), Some(0));
    }
}
