//! How much of a name a stranger sees: enough to recognise whom they pay, not enough to learn who it is.
//! It must never show the whole of a surname.

/// `陈*明`, `欧**明`, `陈*`.
pub(super) fn east_asian(name: &str) -> String {
    let chars: Vec<char> = name.chars().filter(|c| !c.is_whitespace()).collect();
    match chars.as_slice() {
        [] | [_] => "*".to_owned(),
        [first, _] => format!("{first}*"),
        [first, middle @ .., last] => format!("{first}{}{last}", "*".repeat(middle.len())),
    }
}

/// `Maria G****z`, `M****a`: the first of several words, and the ends of the last.
pub(super) fn by_words(name: &str) -> String {
    let last = name.rsplit(' ').next().unwrap_or_default();
    let masked = word(last);
    name.split_once(' ')
        .map_or_else(|| masked.clone(), |(first, _)| format!("{first} {masked}"))
}

/// `G****z`; a word of two letters shows the first, one of one letter none.
fn word(word: &str) -> String {
    let mut letters = word.chars();
    match (letters.next(), letters.next(), letters.next_back()) {
        (Some(first), Some(_), Some(last)) => format!("{first}****{last}"),
        (Some(first), Some(_), None) => format!("{first}****"),
        _ => "****".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::PersonName;

    #[test]
    fn strangers_see_enough_to_recognise_and_not_to_learn() {
        for (name, expected) in [
            ("陈晓明", "陈*明"),
            ("陈明", "陈*"),
            ("欧阳晓明", "欧**明"),
            ("陈", "*"),
            ("山田 太郎", "山**郎"),
            ("Maria Gonzalez", "Maria G****z"),
            ("Maria del Carmen Gonzalez", "Maria G****z"),
            ("Bruce Li", "Bruce L****"),
            ("Maria G", "Maria ****"),
            ("Madonna", "M****a"),
            ("Tony 王", "Tony ****"),
        ] {
            assert_eq!(
                PersonName::parse(name).unwrap().masked(),
                expected,
                "{name}"
            );
        }
    }
}
