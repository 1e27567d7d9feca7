//! The shape of what is coming, of the same height, so that nothing jumps.
//! Hidden from screen readers: the region around it says that it is busy.
use leptos::prelude::*;

/// What is coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SkeletonShape {
    /// Rows of a list; in a flush card.
    Rows(usize),
    /// The total of the home page.
    Total,
}

/// The shape.
#[component]
pub fn Skeleton(
    /// What is coming.
    shape: SkeletonShape,
) -> impl IntoView {
    match shape {
        SkeletonShape::Rows(count) => (0..count)
            .map(|_| {
                view! {
                    <div class="row" aria-hidden="true">
                        <span class="skeleton skeleton-round"></span>
                        <span>
                            <span class="skeleton skeleton-line"></span>
                            <span class="skeleton skeleton-line skeleton-short"></span>
                        </span>
                        <span class="skeleton skeleton-line skeleton-amount"></span>
                    </div>
                }
            })
            .collect_view()
            .into_any(),
        SkeletonShape::Total => {
            view! { <span class="skeleton skeleton-money" aria-hidden="true"></span> }.into_any()
        }
    }
}
