//! How hard a sign-in password is to guess: judged as it is typed, and again when it is set.

use domain::{
    Address, ErrorCode, Field, Password, PasswordAdvice, PasswordError, Strength, Tip, Weakness,
};
use zeroize::Zeroizing;
use zxcvbn::{
    Entropy, Score,
    feedback::{Feedback, Suggestion, Warning},
    matching::patterns::MatchPattern,
};

use crate::{
    Viewer, Wallet,
    error::{Problems, ServiceResult},
};

/// Fewest bytes of somebody's own word that is looked for: three letters, or one Chinese character.
const OWN_WORD_BYTES_MIN: usize = 3;
/// Most parts of a name or address that are looked for written together: nobody writes more of them so.
const JOINED_MOST: usize = 4;
/// A password with fewer characters beside the person's own words is made of these.
const BESIDE_OWN_MIN: usize = 4;

/// The words of a person that somebody who knows them tries first.
#[derive(Clone, Debug, Default)]
pub(crate) struct OwnWords(Vec<String>);

impl OwnWords {
    /// From an address and a name as typed, each possibly empty or malformed.
    pub fn of(address: &str, name: &str) -> Self {
        let mut words = vec!["okpay".to_owned()];
        let understood = Address::parse(address).map(|address| address.as_str().to_owned());
        for text in [address, name]
            .into_iter()
            .chain(understood.as_deref().ok())
        {
            let text = text.to_lowercase();
            words.extend(parts(&text).map(str::to_owned));
            // Of a mail address, what stands before the “@”.
            let own = text.split('@').next().unwrap_or_default();
            let own: Vec<&str> = parts(own).take(JOINED_MOST).collect();
            words.push(own.concat());
            words.push(own.iter().rev().copied().collect());
            words.push(text);
        }
        words.retain(|word| word.len() >= OWN_WORD_BYTES_MIN);
        Self(words)
    }

    /// Whether hardly anything of a password is left beside these words.
    fn make_up(&self, password: &str) -> bool {
        let mut longest_first: Vec<&String> = self.0.iter().collect();
        longest_first.sort_by_key(|word| std::cmp::Reverse(word.len()));
        let left = Zeroizing::new(password.to_lowercase());
        let left = longest_first.into_iter().fold(left, |left, word| {
            Zeroizing::new(left.replace(word.as_str(), ""))
        });
        left.chars().count() < BESIDE_OWN_MIN
    }
}

impl Wallet {
    /// What is to be said of a password while it is typed; of the member who types it, or of what a newcomer's form
    /// holds so far, its own words count as known to whoever guesses.
    ///
    /// # Errors
    /// Busy when too many passwords are being judged; fails when the database cannot be reached.
    pub async fn advise_on_password(
        &self,
        password: &str,
        address: &str,
        name: &str,
        viewer: Option<&Viewer>,
    ) -> ServiceResult<PasswordAdvice> {
        let own = match viewer {
            Some(viewer) => self.own_words(viewer).await?,
            None => OwnWords::of(address, name),
        };
        match Password::parse(password) {
            Ok(password) => self.judge(&password, own).await,
            Err(PasswordError::TooShort) => Ok(refused_length(Strength::VeryWeak, Tip::Longer)),
            Err(PasswordError::TooLong) => Ok(refused_length(Strength::Strong, Tip::Shorter)),
        }
    }

    /// The words of a member.
    pub(crate) async fn own_words(&self, viewer: &Viewer) -> ServiceResult<OwnWords> {
        let mut words = OwnWords::of("", viewer.person.name.as_str());
        for address in self.addresses(viewer).await? {
            words.0.extend(OwnWords::of(address.as_str(), "").0);
        }
        Ok(words)
    }

    /// Notes a password that is too easy to guess.
    ///
    /// # Errors
    /// Busy when too many passwords are being judged.
    pub(crate) async fn check_strength(
        &self,
        problems: &mut Problems,
        field: Field,
        password: &Password,
        own: OwnWords,
    ) -> ServiceResult<()> {
        let advice = self.judge(password, own).await?;
        if !advice.accepted {
            problems.note(
                field,
                match advice.weakness {
                    Some(Weakness::Common) => ErrorCode::PasswordCommon,
                    _ => ErrorCode::PasswordTooWeak,
                },
            );
        }
        Ok(())
    }

    async fn judge(&self, password: &Password, own: OwnWords) -> ServiceResult<PasswordAdvice> {
        let password = Zeroizing::new(password.expose().to_owned());
        self.judging.run(move || judge(&password, &own)).await
    }
}

fn refused_length(strength: Strength, tip: Tip) -> PasswordAdvice {
    PasswordAdvice {
        strength,
        accepted: false,
        weakness: None,
        tips: vec![tip],
    }
}

fn judge(password: &str, own: &OwnWords) -> PasswordAdvice {
    let inputs: Vec<&str> = own.0.iter().map(String::as_str).collect();
    let entropy = zxcvbn::zxcvbn(password, &inputs);
    let is_own = own.make_up(password);
    let mut strength = match entropy.score() {
        Score::Zero => Strength::VeryWeak,
        Score::One => Strength::Weak,
        Score::Two => Strength::Fair,
        Score::Three => Strength::Good,
        // The scale may be refined one day; what is more than strong is strong.
        _ => Strength::Strong,
    };
    if is_own {
        strength = strength.min(Strength::Weak);
    }
    let mut tips = Vec::new();
    if strength < Strength::Good {
        tips.push(Tip::MoreWords);
        tips.extend(
            entropy
                .feedback()
                .into_iter()
                .flat_map(Feedback::suggestions)
                .copied()
                .filter_map(tip),
        );
        if kinds(password) < 3 && password.is_ascii() {
            tips.push(Tip::MixKinds);
        }
    }
    PasswordAdvice {
        strength,
        accepted: strength >= Strength::ACCEPTED,
        weakness: is_own
            .then_some(Weakness::Personal)
            .or_else(|| weakness(&entropy, own)),
        tips,
    }
}

/// What the longest part that can be guessed is.
fn weakness(entropy: &Entropy, own: &OwnWords) -> Option<Weakness> {
    let said = entropy.feedback()?;
    let longest = entropy
        .sequence()
        .iter()
        .max_by_key(|part| part.token.chars().count())?;
    if let MatchPattern::Dictionary(word) = &longest.pattern
        && own.0.contains(&word.matched_word)
    {
        return Some(Weakness::Personal);
    }
    Some(match said.warning()? {
        Warning::ThisIsATop10Password
        | Warning::ThisIsATop100Password
        | Warning::ThisIsACommonPassword => Weakness::Common,
        Warning::ThisIsSimilarToACommonlyUsedPassword => Weakness::NearlyCommon,
        Warning::AWordByItselfIsEasyToGuess => Weakness::SingleWord,
        Warning::NamesAndSurnamesByThemselvesAreEasyToGuess
        | Warning::CommonNamesAndSurnamesAreEasyToGuess => Weakness::Name,
        Warning::StraightRowsOfKeysAreEasyToGuess
        | Warning::ShortKeyboardPatternsAreEasyToGuess => Weakness::Keyboard,
        Warning::RepeatsLikeAaaAreEasyToGuess
        | Warning::RepeatsLikeAbcAbcAreOnlySlightlyHarderToGuess => Weakness::Repeats,
        Warning::SequencesLikeAbcAreEasyToGuess => Weakness::Sequence,
        Warning::RecentYearsAreEasyToGuess | Warning::DatesAreOftenEasyToGuess => Weakness::Date,
    })
}

/// What a suggestion adds to the weakness and to the advice that everybody gets.
fn tip(suggestion: Suggestion) -> Option<Tip> {
    match suggestion {
        Suggestion::CapitalizationDoesntHelpVeryMuch
        | Suggestion::AllUppercaseIsAlmostAsEasyToGuessAsAllLowercase => {
            Some(Tip::CapitalsHardlyHelp)
        }
        Suggestion::ReversedWordsArentMuchHarderToGuess => Some(Tip::ReversingHardlyHelps),
        Suggestion::PredictableSubstitutionsDontHelpVeryMuch => Some(Tip::SwapsHardlyHelp),
        _ => None,
    }
}

/// The parts of a name or address between spaces, dots and the like.
fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty())
}

/// How many of letters, digits and symbols there are.
fn kinds(password: &str) -> usize {
    let has = |kind: fn(char) -> bool| usize::from(password.chars().any(kind));
    has(char::is_alphabetic) + has(char::is_numeric) + has(|c| !c.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn advice(password: &str) -> PasswordAdvice {
        judge(password, &OwnWords::of("mei.lin@example.com", "Mei Lin"))
    }

    #[test]
    fn a_password_is_refused_for_what_makes_it_easy_to_guess() {
        for (password, weakness) in [
            ("password", Weakness::Common),
            ("iloveyou", Weakness::Common),
            ("P4ssw0rd", Weakness::NearlyCommon),
            ("mei.lin@example.com", Weakness::Personal),
            ("OKPayOKPay", Weakness::Personal),
            ("meilin77", Weakness::Personal),
            ("LinMei2024", Weakness::Personal),
            ("mei.lin-okpay", Weakness::Personal),
            ("aaaaaaaaaaaa", Weakness::Repeats),
            ("abcdefghij", Weakness::Sequence),
            ("qwertyuiop[]", Weakness::Keyboard),
            ("2024-06-17", Weakness::Date),
            ("mississippi", Weakness::SingleWord),
        ] {
            let advice = advice(password);
            assert!(!advice.accepted, "{password}: {advice:?}");
            assert_eq!(advice.weakness, Some(weakness), "{password}: {advice:?}");
            assert!(
                advice.tips.contains(&Tip::MoreWords),
                "{password}: {advice:?}"
            );
        }
    }

    #[test]
    fn nothing_but_ones_own_words_and_a_few_signs_is_weak_however_it_is_put_together() {
        let own = OwnWords::of("q.chen_88@example.com", "Qiuyue Chen");
        for password in [
            "qiuyuechen77",
            "ChenQiuyue!7",
            "77qiuyue.chen",
            "chenq88okpay",
        ] {
            let advice = judge(password, &own);
            assert!(
                advice.strength <= Strength::Weak && !advice.accepted,
                "{password}: {advice:?}"
            );
            assert_eq!(advice.weakness, Some(Weakness::Personal), "{password}");
        }
        for password in ["qiuyue likes ripe papayas", "velvet harbour 9 whistles"] {
            let advice = judge(password, &own);
            assert!(advice.accepted, "{password}: {advice:?}");
        }
        let chinese = judge("陈秋月陈秋月99", &OwnWords::of("", "陈秋月"));
        assert_eq!(chinese.weakness, Some(Weakness::Personal), "{chinese:?}");
    }

    #[test]
    fn what_hardly_helps_is_said() {
        assert!(
            advice("Mississippi")
                .tips
                .contains(&Tip::CapitalsHardlyHelp)
        );
        assert!(advice("P@$$w0rd").tips.contains(&Tip::SwapsHardlyHelp));
        assert!(advice("drowssap").tips.contains(&Tip::ReversingHardlyHelps));
    }

    #[test]
    fn letters_digits_and_symbols_are_advice_and_no_rule() {
        let weak = advice("mississippi");
        assert!(weak.tips.contains(&Tip::MixKinds), "{weak:?}");
        let words = advice("nine small owls");
        assert!(words.accepted, "{words:?}");
        let chinese = advice("春眠不觉晓处处");
        assert!(!chinese.tips.contains(&Tip::MixKinds), "{chinese:?}");
    }

    #[test]
    fn a_good_password_is_taken_without_advice() {
        for password in [
            "velvet harbour 9 whistles",
            "xK9#mQ2$vL7!",
            "马厩里有三只紫色的灯笼",
        ] {
            let advice = advice(password);
            assert!(
                advice.accepted && advice.strength >= Strength::Good,
                "{password}: {advice:?}"
            );
            assert_eq!(
                (advice.weakness, advice.tips),
                (None, Vec::new()),
                "{password}"
            );
        }
    }

    #[test]
    fn the_longest_password_is_judged_too() {
        for text in [
            "a",
            "@",
            "é",
            "密",
            "1a",
            "a1b2c3",
            "\u{1F600}",
            "qwerty",
            "aA@4",
        ] {
            let long: String = text.chars().cycle().take(Password::CHARS_MAX).collect();
            judge(&long, &OwnWords::of(&long, &long));
        }
    }
}
