//! The frame around every page: navigation, the sandbox's banner, who may see what.

mod bell;
mod chrome;
mod gates;
mod loaded;
mod member_nav;
mod visitor_header;

use crate::frame::use_frame;

pub(crate) use chrome::Chrome;
pub(crate) use gates::{MembersOnly, NotFound, VisitorsOnly};
pub(crate) use loaded::loaded;

/// How wide a page open to everybody is.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PageWidth {
    Medium,
    Narrow,
}

/// The class of a page open to everybody: it stands in the frame of a member or in that of a visitor.
pub(crate) fn page_class(width: PageWidth) -> &'static str {
    match (use_frame().me.is_some(), width) {
        (true, PageWidth::Medium) => "page-body page-medium",
        (true, PageWidth::Narrow) => "page-body page-narrow",
        (false, PageWidth::Medium) => "page page-medium",
        (false, PageWidth::Narrow) => "page page-narrow",
    }
}
