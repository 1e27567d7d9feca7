//! What was typed into a form that the server draws anew, since something of it was refused and no program of the page
//! has kept it. Never a secret: the form says which of its fields may be shown again.
use leptos::prelude::use_context;
use std::sync::Arc;

/// The fields of a form as they were sent; of an ordinary page, none.
#[derive(Clone, Debug, Default)]
pub struct Typed(Option<Arc<[(String, String)]>>);

impl Typed {
    /// These fields were sent, and may be shown again.
    #[cfg(feature = "ssr")]
    pub fn new(fields: Vec<(String, String)>) -> Self {
        Self(Some(fields.into()))
    }

    /// What was typed into this form.
    pub(super) fn here() -> Self {
        use_context().unwrap_or_default()
    }

    /// What stood in this field, if it is known.
    pub(super) fn of(&self, name: &str) -> Option<String> {
        self.0
            .as_ref()?
            .iter()
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.clone())
    }

    /// Whether a box is ticked: as it was sent, or `at_first`.
    pub(super) fn is_ticked(&self, name: &str, value: &str, at_first: bool) -> bool {
        match &self.0 {
            Some(_) => self.of(name).is_some_and(|found| found == value),
            None => at_first,
        }
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::Typed;

    #[test]
    fn a_box_that_was_not_sent_was_not_ticked() {
        let typed = Typed::new(vec![("agreement".to_owned(), "true".to_owned())]);
        assert!(typed.is_ticked("agreement", "true", false));
        assert!(!typed.is_ticked("news", "true", true));
        assert!(Typed::default().is_ticked("news", "true", true));
    }
}
