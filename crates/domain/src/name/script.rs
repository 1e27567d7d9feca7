//! Which script a letter belongs to, as far as look-alikes make it matter.
//! It must never grow into a full script table: unknown letters are one script of their own kind, `Other`.

/// A script, or a family of scripts that are written together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    Greek,
    Cyrillic,
    Armenian,
    Georgian,
    Coptic,
    Cherokee,
    Lisu,
    Bopomofo,
    Han,
    Kana,
    Hangul,
    /// Any other script; none of them has letters that pass for those of the scripts above.
    Other,
}

impl Script {
    /// Whether the script writes a person's name as one short word.
    pub(super) fn is_east_asian(self) -> bool {
        matches!(self, Self::Han | Self::Kana | Self::Hangul | Self::Bopomofo)
    }
}

/// The script of a letter; `None` for digits, marks and signs, which go with any script.
pub(super) fn script_of(c: char) -> Option<Script> {
    // Blocks of the Unicode Character Database (`Blocks.txt`); names are in NFKC, so compatibility forms are gone.
    match c {
        'A'..='Z'
        | 'a'..='z'
        | '\u{00C0}'..='\u{00D6}'
        | '\u{00D8}'..='\u{00F6}'
        | '\u{00F8}'..='\u{02AF}'
        | '\u{1D00}'..='\u{1D25}'
        | '\u{1D6B}'..='\u{1D77}'
        | '\u{1D79}'..='\u{1D9A}'
        | '\u{1E00}'..='\u{1EFF}'
        | '\u{2C60}'..='\u{2C7F}'
        | '\u{A722}'..='\u{A7FF}'
        | '\u{AB30}'..='\u{AB64}' => Some(Script::Latin),
        '\u{0370}'..='\u{03E1}'
        | '\u{03F0}'..='\u{03FF}'
        | '\u{1D26}'..='\u{1D2A}'
        | '\u{1F00}'..='\u{1FFF}' => Some(Script::Greek),
        '\u{0400}'..='\u{052F}'
        | '\u{1C80}'..='\u{1C8F}'
        | '\u{1D2B}'
        | '\u{1D78}'
        | '\u{A640}'..='\u{A69F}' => Some(Script::Cyrillic),
        '\u{0530}'..='\u{058F}' => Some(Script::Armenian),
        '\u{10A0}'..='\u{10FF}' | '\u{1C90}'..='\u{1CBF}' | '\u{2D00}'..='\u{2D2F}' => {
            Some(Script::Georgian)
        }
        '\u{03E2}'..='\u{03EF}' | '\u{2C80}'..='\u{2CFF}' => Some(Script::Coptic),
        '\u{13A0}'..='\u{13FF}' | '\u{AB70}'..='\u{ABBF}' => Some(Script::Cherokee),
        '\u{A4D0}'..='\u{A4FF}' => Some(Script::Lisu),
        '\u{3100}'..='\u{312F}' | '\u{31A0}'..='\u{31BF}' => Some(Script::Bopomofo),
        '\u{2E80}'..='\u{2FDF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFD}' => Some(Script::Han),
        '\u{3040}'..='\u{30FF}' | '\u{31F0}'..='\u{31FF}' | '\u{1B000}'..='\u{1B16F}' => {
            Some(Script::Kana)
        }
        '\u{1100}'..='\u{11FF}'
        | '\u{3130}'..='\u{318F}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7FF}' => Some(Script::Hangul),
        // Modifier letters such as the apostrophe of Ukrainian names.
        '\u{02B0}'..='\u{02FF}' => None,
        other if other.is_alphabetic() => Some(Script::Other),
        _ => None,
    }
}

/// Whether the scripts of a name must not stand together: a script with letters that pass for those of another stands
/// alone, and Latin also goes with East Asian and other unmistakable scripts.
pub(super) fn mix_looks_alike(scripts: impl Iterator<Item = Script>) -> bool {
    let mut seen: Option<Script> = None;
    let mut mixed = false;
    let mut stands_alone = false;
    for script in scripts {
        mixed |= seen.is_some_and(|first| first != script);
        stands_alone |= matches!(
            script,
            Script::Greek
                | Script::Cyrillic
                | Script::Armenian
                | Script::Georgian
                | Script::Coptic
                | Script::Cherokee
                | Script::Lisu
        );
        seen = seen.or(Some(script));
    }
    mixed && stands_alone
}
