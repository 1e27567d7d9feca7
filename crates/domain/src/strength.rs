//! How hard a sign-in password is to guess, and how to make it harder. The judging itself needs word lists and is the
//! server's; here are the words for it.

use serde::{Deserialize, Serialize};

/// How many guesses a password stands, on the scale of zxcvbn (Wheeler, USENIX Security 2016).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Strength {
    /// Fewer than a thousand.
    VeryWeak,
    /// Fewer than a million: whoever may try ten times a minute needs weeks, whoever stole the hashes needs minutes.
    Weak,
    /// Fewer than a hundred million.
    Fair,
    /// Fewer than ten thousand million.
    Good,
    /// More.
    Strong,
}

impl Strength {
    /// The least that is accepted.
    pub const ACCEPTED: Self = Self::Fair;
    /// All, weakest first.
    pub const ALL: [Self; 5] = [
        Self::VeryWeak,
        Self::Weak,
        Self::Fair,
        Self::Good,
        Self::Strong,
    ];
}

/// What makes a password easy to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Weakness {
    /// Among the passwords that are tried first.
    Common,
    /// One of those with a few characters changed or added.
    NearlyCommon,
    /// It holds the person's own name or address, or ours.
    Personal,
    /// One word and nothing else.
    SingleWord,
    /// Names of people.
    Name,
    /// Neighbouring keys.
    Keyboard,
    /// The same over and over.
    Repeats,
    /// In order, such as `abc` or `6543`.
    Sequence,
    /// A year or a date.
    Date,
}

/// How to make a password harder to guess.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tip {
    /// It is shorter than [`crate::Password::CHARS_MIN`].
    Longer,
    /// It is longer than [`crate::Password::CHARS_MAX`].
    Shorter,
    /// Another word or two that have nothing to do with each other.
    MoreWords,
    /// Letters, digits and symbols together: advice, never a rule.
    MixKinds,
    /// Capitals at the usual places hardly help.
    CapitalsHardlyHelp,
    /// `@` for `a` and its like hardly help.
    SwapsHardlyHelp,
    /// A word written backwards hardly helps.
    ReversingHardlyHelps,
}

/// What is said of a password while it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordAdvice {
    pub strength: Strength,
    /// Whether it would be taken as it is.
    pub accepted: bool,
    pub weakness: Option<Weakness>,
    /// The most useful first.
    pub tips: Vec<Tip>,
}
