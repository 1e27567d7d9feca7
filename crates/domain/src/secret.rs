//! What a person proves themselves with: the sign-in password and the payment password, while they are in memory.
//! It must never let a secret into a log, an error, a database row or the wire, nor change it in any way.

use std::fmt;

use zeroize::Zeroizing;

/// A sign-in password exactly as typed: nothing is trimmed, folded or cut (OWASP ASVS 5.0, 6.2.8). Wiped when dropped.
pub struct Password(Zeroizing<String>);

/// A payment password exactly as typed. Wiped when dropped.
pub struct PaymentPassword(Zeroizing<String>);

/// Why a text cannot be a sign-in password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than [`Password::CHARS_MIN`] characters.
    #[error("reading a password: too short")]
    TooShort,
    /// More than [`Password::CHARS_MAX`] characters.
    #[error("reading a password: too long")]
    TooLong,
}

/// Why a text cannot be a payment password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PaymentPasswordError {
    /// Fewer than [`PaymentPassword::CHARS_MIN`] characters.
    #[error("reading a payment password: too short")]
    TooShort,
    /// More than [`PaymentPassword::CHARS_MAX`] characters.
    #[error("reading a payment password: too long")]
    TooLong,
    /// One character over and over, or neighbours in order such as `123456` or `987654`.
    #[error("reading a payment password: too simple")]
    TooSimple,
}

impl Password {
    /// Fewest characters (OWASP ASVS 5.0, 6.2.1).
    pub const CHARS_MIN: usize = 8;
    /// Most characters: enough for any passphrase, few enough to hash without harm.
    pub const CHARS_MAX: usize = 128;

    /// Takes the password if its length will do; how easily it is guessed is judged elsewhere.
    ///
    /// # Errors
    /// When it has fewer than 8 or more than 128 characters.
    pub fn parse(text: &str) -> Result<Self, PasswordError> {
        match length_within(text, Self::CHARS_MIN, Self::CHARS_MAX) {
            std::cmp::Ordering::Less => Err(PasswordError::TooShort),
            std::cmp::Ordering::Greater => Err(PasswordError::TooLong),
            std::cmp::Ordering::Equal => Ok(Self(Zeroizing::new(text.to_owned()))),
        }
    }

    /// The password itself, for hashing alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl PaymentPassword {
    /// Fewest characters.
    pub const CHARS_MIN: usize = 6;
    /// Most characters.
    pub const CHARS_MAX: usize = 32;

    /// Takes the payment password if it is neither too short, too long nor among the first that a thief tries.
    ///
    /// For checking a payment password that was set before, a refusal here means that it is not the right one.
    ///
    /// # Errors
    /// When it has fewer than 6 or more than 32 characters, or repeats or counts.
    pub fn parse(text: &str) -> Result<Self, PaymentPasswordError> {
        match length_within(text, Self::CHARS_MIN, Self::CHARS_MAX) {
            std::cmp::Ordering::Less => Err(PaymentPasswordError::TooShort),
            std::cmp::Ordering::Greater => Err(PaymentPasswordError::TooLong),
            std::cmp::Ordering::Equal if is_straight(text) => Err(PaymentPasswordError::TooSimple),
            std::cmp::Ordering::Equal => Ok(Self(Zeroizing::new(text.to_owned()))),
        }
    }

    /// The payment password itself, for hashing alone.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

/// Whether the text has too few (`Less`), too many (`Greater`) or a fitting number of characters.
fn length_within(text: &str, min: usize, max: usize) -> std::cmp::Ordering {
    match text.chars().count() {
        chars if chars < min => std::cmp::Ordering::Less,
        chars if chars > max => std::cmp::Ordering::Greater,
        _ => std::cmp::Ordering::Equal,
    }
}

/// Whether every character is the same as the one before, or every one the next or the previous in order; among digits
/// 0 follows 9.
fn is_straight(text: &str) -> bool {
    let pairs = || text.chars().zip(text.chars().skip(1));
    pairs().all(|(a, b)| a == b)
        || pairs().all(|(a, b)| successor(a) == Some(b))
        || pairs().all(|(a, b)| successor(b) == Some(a))
}

fn successor(c: char) -> Option<char> {
    match c {
        '9' => Some('0'),
        other => u32::from(other).checked_add(1).and_then(char::from_u32),
    }
}

impl fmt::Debug for Password {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Password(…)")
    }
}

impl fmt::Debug for PaymentPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PaymentPassword(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_kept_exactly_as_typed() {
        for text in [
            "  spaces  ",
            "Ｆｕｌｌｗｉｄｔｈ",
            "密码密码密码密码",
            "e\u{301}e\u{301}e\u{301}e\u{301}",
        ] {
            assert_eq!(Password::parse(text).unwrap().expose(), text);
        }
    }

    #[test]
    fn lengths_count_characters_and_not_bytes() {
        assert_eq!(
            Password::parse("密码密码密码密").unwrap_err(),
            PasswordError::TooShort
        );
        assert_eq!(
            Password::parse(&"码".repeat(129)).unwrap_err(),
            PasswordError::TooLong
        );
        assert!(Password::parse(&"码".repeat(128)).is_ok());
        assert!(Password::parse("12345678").is_ok());
        assert_eq!(
            PaymentPassword::parse("12345").unwrap_err(),
            PaymentPasswordError::TooShort
        );
        assert_eq!(
            PaymentPassword::parse(&"ab".repeat(17)).unwrap_err(),
            PaymentPasswordError::TooLong
        );
        assert!(PaymentPassword::parse(&"ab".repeat(16)).is_ok());
    }

    #[test]
    fn the_first_guesses_of_a_thief_are_no_payment_password() {
        for text in [
            "000000", "111111", "123456", "654321", "567890", "098765", "890123", "abcdef",
            "aaaaaa",
        ] {
            assert_eq!(
                PaymentPassword::parse(text).unwrap_err(),
                PaymentPasswordError::TooSimple,
                "{text}"
            );
        }
        for text in ["123457", "112233", "135790", "482915", "123321", "abcdeg"] {
            assert_eq!(PaymentPassword::parse(text).unwrap().expose(), text);
        }
    }

    #[test]
    fn a_secret_never_shows_itself() {
        let debug = format!(
            "{:?} {:?}",
            Password::parse("hunter2hunter2").unwrap(),
            PaymentPassword::parse("482915").unwrap()
        );
        assert_eq!(debug, "Password(…) PaymentPassword(…)");
    }
}
