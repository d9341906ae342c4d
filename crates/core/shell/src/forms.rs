//! A form as a person filled it in: what they typed and, after a refusal, what is wrong with it.
//!
//! The same page shows the empty form and the refused one; [`Filled`] makes them the same case. Nobody types anything
//! twice because one field was wrong.

use comity_kernel::{Message, Problem};

/// What was typed in each field, and what is to be put right. Empty for a form that nobody has filled in yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    values: Vec<(String, String)>,
    errors: Vec<(&'static str, Message)>,
    refusal: Option<Message>,
}

impl Filled {
    pub fn new() -> Self {
        Self::default()
    }

    /// Reads `application/x-www-form-urlencoded` bytes; a field may come several times. `None` if it is not that.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let mut values: Vec<(String, String)> = serde_html_form::from_bytes(bytes).ok()?;
        // No text of people holds this character, and no database takes it.
        values.iter_mut().for_each(|(_, value)| value.retain(|c| c != '\0'));
        Some(Self { values, ..Self::default() })
    }

    /// Puts a value in, as when a form opens with what is already known.
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.values.push((name.to_owned(), value.into()));
        self
    }

    /// The first value of a field as it was typed; empty where there is none.
    pub fn raw(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// The first value of a field without spaces around it.
    pub fn value(&self, name: &str) -> &str {
        self.raw(name).trim()
    }

    /// The version of the thing that the person saw, from the hidden field `version`; -1, which nothing ever has, where
    /// it cannot be read, so that the form comes back as one that others overtook.
    pub fn version(&self) -> i64 {
        self.value("version").parse().unwrap_or(-1)
    }

    /// All values of a field: of several boxes with one name.
    pub fn all<'f>(&'f self, name: &str) -> impl Iterator<Item = &'f str> {
        self.values.iter().filter(move |(of, _)| of == name).map(|(_, value)| value.as_str())
    }

    /// Every field with its value, in the order of the form.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.values.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a field has this value: of a box, a choice or a list.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|typed| typed == value)
    }

    /// The same form after a problem: the fields at fault, or one sentence for the whole of it.
    ///
    /// Problems that are answered by another page (nothing found, sign-in needed, forbidden) are given back.
    pub fn refuse(mut self, problem: Problem) -> Result<Self, Problem> {
        match problem {
            Problem::Fields { fields } => self.errors.extend(fields),
            Problem::Rule(message) => self.refusal = Some(message),
            Problem::Stale => self.refusal = Some(Message::new("shell-form-stale")),
            Problem::TooMany { seconds } => {
                let minutes = i64::try_from(seconds.div_ceil(60)).unwrap_or(i64::MAX);
                self.refusal = Some(Message::new("shell-form-too-many").number("minutes", minutes));
            }
            other @ (Problem::NotFound | Problem::Forbidden | Problem::SignInNeeded) => return Err(other),
        }
        Ok(self)
    }

    /// What is wrong with a field, if anything.
    pub fn error(&self, name: &str) -> Option<&Message> {
        self.errors.iter().find(|(of, _)| *of == name).map(|(_, message)| message)
    }

    /// All fields at fault, in the order in which they were found.
    pub fn errors(&self) -> &[(&'static str, Message)] {
        &self.errors
    }

    /// What is wrong with the form as a whole, if anything.
    pub fn refusal(&self) -> Option<&Message> {
        self.refusal.as_ref()
    }

    pub fn is_refused(&self) -> bool {
        !self.errors.is_empty() || self.refusal.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refused_form_keeps_what_was_typed() {
        let filled = Filled::read("words=Street%20light%0Aout+again&kind=a&kind=b&name=+Mona+".as_bytes()).unwrap();
        let refused = filled.refuse(Problem::field("name", "shell-field-empty")).unwrap();
        assert_eq!(refused.raw("words"), "Street light\nout again");
        assert_eq!((refused.raw("name"), refused.value("name")), (" Mona ", "Mona"));
        assert_eq!(refused.all("kind").collect::<Vec<_>>(), ["a", "b"]);
        assert!(refused.has("kind", "b") && !refused.has("kind", "c"));
        assert_eq!(refused.error("name").unwrap().id, "shell-field-empty");
        assert!(refused.is_refused() && refused.error("words").is_none());
    }

    #[test]
    fn problems_that_need_another_page_are_given_back() {
        assert_eq!(Filled::new().refuse(Problem::NotFound), Err(Problem::NotFound));
        let busy = Filled::new().refuse(Problem::TooMany { seconds: 61 }).unwrap();
        assert_eq!(busy.refusal().unwrap(), &Message::new("shell-form-too-many").number("minutes", 2));
    }
}
