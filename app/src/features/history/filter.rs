//! The filter of the history as it was typed, in a form, in an address and on the wire. Says nothing about what it means:
//! that is for the services.

use form_urlencoded::Serializer;
use serde::{Deserialize, Serialize};

/// The path of the history.
const PATH: &str = "/history";
/// The name under which an address says where a page begins.
const CURSOR: &str = "cursor";

/// Declares the fields once: their names in addresses and forms, and what they are on the wire.
macro_rules! filter {
    ($($(#[$meta:meta])* $name:ident = $in_address:literal,)+) => {
        /// A filter as typed; an empty field asks for nothing.
        #[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct Filter {
            $($(#[$meta])* pub $name: String,)+
        }

        impl Filter {
            /// The filter whose fields have these values by their names in addresses.
            pub(super) fn of(value: impl Fn(&str) -> Option<String>) -> Self {
                Self { $($name: value($in_address).unwrap_or_default(),)+ }
            }

            /// Each field that is not empty, with its name in addresses.
            fn filled(&self) -> impl Iterator<Item = (&'static str, &str)> {
                [$(($in_address, self.$name.as_str()),)+].into_iter().filter(|(_, value)| !value.is_empty())
            }
        }
    };
}

filter! {
    search = "q",
    #[serde(rename = "type")]
    kind = "type",
    status = "status",
    currency = "currency",
    smallest_amount = "min",
    largest_amount = "max",
    from_date = "from",
    to_date = "to",
    tag = "tag",
}

impl Filter {
    /// Entries with this tag.
    pub(super) fn by_tag(tag: &str) -> Self {
        Self {
            tag: tag.to_owned(),
            ..Self::default()
        }
    }

    /// Whether it asks for nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.filled().all(|(_, value)| value.trim().is_empty())
    }

    /// Whether it asks for more than words.
    pub(super) fn is_more_than_search(&self) -> bool {
        let words_alone = Self {
            search: self.search.clone(),
            ..Self::default()
        };
        *self != words_alone
    }

    /// The address of what it finds, from a place on or from the newest.
    pub(super) fn address(&self, cursor: Option<&str>) -> String {
        let mut query = Serializer::new(String::new());
        query.extend_pairs(self.filled());
        query.extend_pairs(cursor.map(|cursor| (CURSOR, cursor)));
        let query = query.finish();
        if query.is_empty() {
            PATH.to_owned()
        } else {
            format!("{PATH}?{query}")
        }
    }
}

/// What an address asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Asked {
    pub filter: Filter,
    pub cursor: Option<String>,
}

impl Asked {
    /// Reads the part of an address behind the question mark. Not the router's map of it: that decodes twice, and a
    /// search for `%41` would become one for `A`.
    pub fn read(query: &str) -> Self {
        let value = |wanted: &str| {
            form_urlencoded::parse(query.as_bytes())
                .find(|(name, _)| name == wanted)
                .map(|(_, value)| value.into_owned())
        };
        Self {
            filter: Filter::of(value),
            cursor: value(CURSOR).filter(|cursor| !cursor.is_empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_survives_its_address() {
        let filter = Filter {
            search: "房租 100% a&b=c %41 +1 #x".to_owned(),
            kind: "sent".to_owned(),
            tag: "Tea time".to_owned(),
            smallest_amount: "1,000.50".to_owned(),
            ..Filter::default()
        };
        let address = filter.address(Some("1~2~USD-3"));
        let (path, query) = address.split_once('?').unwrap();
        assert_eq!(path, PATH);
        let asked = Asked::read(query);
        assert_eq!(asked.filter, filter);
        assert_eq!(asked.cursor.as_deref(), Some("1~2~USD-3"));
    }

    #[test]
    fn what_is_empty_does_not_stand_in_the_address() {
        assert_eq!(Filter::default().address(None), "/history");
        assert_eq!(Filter::by_tag("a b").address(None), "/history?tag=a+b");
        assert!(Asked::read("q=&type=&cursor=").filter.is_empty());
        assert_eq!(Asked::read("q=&cursor="), Asked::default());
    }

    #[test]
    fn an_address_that_nobody_wrote_is_read_all_the_same() {
        for query in [
            "", "&&&", "=", "%", "%ff%fe", "q", "q[]=1", "q=1&q=2", "type",
        ] {
            Asked::read(query);
        }
        assert_eq!(Asked::read("q=1&q=2").filter.search, "1");
    }
}
