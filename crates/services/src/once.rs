//! What may happen once, whichever command does it: counted by the ledger as a limit of one that is used up by the
//! posting itself. A refused attempt uses nothing, so that another one may follow.

use chrono::NaiveDate;
use domain::{InvitationId, RequestId};
use ledger::LimitDelta;

const REQUEST: &str = "request/";
const INVITATION: &str = "invitation/";

/// A request is paid once, however often its payment is prepared.
pub(crate) fn request(id: RequestId) -> LimitDelta {
    once(format!("{REQUEST}{id}"))
}

/// What waits for somebody is claimed, taken back or returned, whichever comes first.
pub(crate) fn invitation(id: InvitationId) -> LimitDelta {
    once(format!("{INVITATION}{id}"))
}

/// Whether the used-up limit is that of a request.
pub(crate) fn is_request(limit: &str) -> bool {
    limit.starts_with(REQUEST)
}

fn once(name: String) -> LimitDelta {
    LimitDelta {
        name: name.into(),
        // One period for all times.
        period_start: NaiveDate::default(),
        amount_minor_usd: 1,
        cap_minor_usd: 1,
    }
}
