//! What an entry of a person's history is and how far it has come, in the words by which it is filtered.
//! It must never say more than the entry's own page does.

use crate::serde_text::text_enum;

/// What kind of thing happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryType {
    /// Money sent to somebody.
    Sent,
    /// Money received from somebody.
    Received,
    /// Money that came back from where it had waited for somebody.
    Returned,
    /// Money turned from one of one's own balances into another.
    Converted,
    /// Money added from a bank or a card, arrived or not.
    Added,
    /// Anything else, such as what only a newer server knows.
    Other,
}

text_enum!(EntryType {
    Sent => "sent",
    Received => "received",
    Returned => "returned",
    Converted => "converted",
    Added => "added",
    Other => "other",
});

/// How far it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EntryStatus {
    /// Whoever was to have the money has it.
    Done,
    /// It is on its way, or waits for somebody.
    Pending,
    /// Nothing moved, or it went back; nothing more will come of it.
    Failed,
}

text_enum!(EntryStatus {
    Done => "done",
    Pending => "pending",
    Failed => "failed",
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_one_spelling_and_no_other_text_is_one() {
        for kind in EntryType::ALL {
            assert_eq!(EntryType::parse(kind.as_str()), Some(*kind));
        }
        for status in EntryStatus::ALL {
            assert_eq!(EntryStatus::parse(status.as_str()), Some(*status));
        }
        for text in ["", "Sent", "done ", "sent\0"] {
            assert_eq!(EntryType::parse(text), None, "{text:?}");
            assert_eq!(EntryStatus::parse(text), None, "{text:?}");
        }
    }
}
