//! The languages the wallet speaks, and how a browser's or a person's wish becomes one of them.
//! It must never hold texts: those live in the locale files of `app`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A language of the wallet, with the number and date conventions that go with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Locale {
    /// Chinese in simplified characters.
    ZhCn,
    /// English.
    En,
}

impl Locale {
    /// Every language, Chinese first.
    pub const ALL: &'static [Self] = &[Self::ZhCn, Self::En];

    /// The BCP 47 tag: `zh-CN` or `en`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language for a BCP 47 tag by its primary subtag: `zh-Hant-TW` is Chinese, `en_GB` English.
    /// `None` for a language that the wallet does not speak.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next().unwrap_or_default();
        if primary.eq_ignore_ascii_case("zh") {
            Some(Self::ZhCn)
        } else if primary.eq_ignore_ascii_case("en") {
            Some(Self::En)
        } else {
            None
        }
    }

    /// The language for an `Accept-Language` header (RFC 9110, section 12.5.4): the spoken one with the highest weight,
    /// the first of equals; English when there is none.
    pub fn from_accept_language(header: &str) -> Self {
        let mut best: Option<(u16, Self)> = None;
        for range in header.split(',') {
            let mut parts = range.split(';');
            let Some(locale) = parts.next().and_then(Self::from_tag) else {
                continue;
            };
            let weight = parts.next().map_or(Some(WEIGHT_MAX), weight_thousandths);
            if let Some(weight) = weight
                && weight > best.map_or(0, |(highest, _)| highest)
            {
                best = Some((weight, locale));
            }
        }
        best.map_or(Self::En, |(_, locale)| locale)
    }
}

const WEIGHT_MAX: u16 = 1000;

/// Reads `q=0.8` as 800; `None` for anything that is no weight between 0 and 1 with at most three decimals.
fn weight_thousandths(parameter: &str) -> Option<u16> {
    let value = parameter.trim().strip_prefix("q=")?;
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    if decimals.len() > 3 || !decimals.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let thousandths: u16 = format!("{decimals:0<3}").parse().ok()?;
    match whole {
        "0" => Some(thousandths),
        "1" if thousandths == 0 => Some(WEIGHT_MAX),
        _ => None,
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        Self::from_tag(&tag).ok_or_else(|| serde::de::Error::custom("not a language of the wallet"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_chinese_is_chinese_and_of_english_english() {
        for tag in ["zh", "zh-CN", "zh-Hant-TW", "ZH_hk"] {
            assert_eq!(Locale::from_tag(tag), Some(Locale::ZhCn), "{tag}");
        }
        for tag in ["en", "en-GB", "EN_us"] {
            assert_eq!(Locale::from_tag(tag), Some(Locale::En), "{tag}");
        }
        for tag in ["", "de", "zhx", "english"] {
            assert_eq!(Locale::from_tag(tag), None, "{tag}");
        }
    }

    #[test]
    fn the_browser_gets_the_language_it_likes_best() {
        for (header, locale) in [
            ("zh-CN,zh;q=0.9,en;q=0.8", Locale::ZhCn),
            ("en-US,en;q=0.9,zh;q=0.8", Locale::En),
            ("de-DE,de;q=0.9,zh;q=0.5,en;q=0.4", Locale::ZhCn),
            ("zh;q=0.2, en;q=0.7", Locale::En),
            ("zh;q=0, fr", Locale::En),
            ("fr", Locale::En),
            ("*", Locale::En),
            ("", Locale::En),
            ("zh;q=7, en;q=0.1", Locale::En),
            (" zh-TW ; q=1.000 ", Locale::ZhCn),
        ] {
            assert_eq!(Locale::from_accept_language(header), locale, "{header}");
        }
    }
}
