//! The frame around every page: navigation, the sandbox's banner, who may see what.

mod bell;
mod chrome;
mod gates;
mod loaded;
mod member_nav;
mod visitor_header;

pub(crate) use chrome::Chrome;
pub(crate) use gates::{MembersOnly, NotFound, VisitorsOnly};
pub(crate) use loaded::loaded;
