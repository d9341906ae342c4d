//! Fields of forms, each with its label, its hint and what is wrong with it; and the summary of what is wrong.
//!
//! All fields are required unless they say that they are optional. Nothing is left to the browser's own checks: their
//! sentences are in the browser's language and not in the page's.

use maud::{Markup, html};

use crate::components::marks;
use crate::forms::Filled;
use crate::texts::Words;

/// One field, before it is known of what kind: `Field::new("place", words.t("…")).hint(…).optional().text(words, filled)`.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    name: &'static str,
    label: &'a str,
    hint: Option<&'a str>,
    optional: bool,
    autocomplete: Option<&'static str>,
    narrow: bool,
}

/// One of several values to choose from.
#[derive(Clone, Debug)]
pub struct Choice<'a> {
    pub value: String,
    pub label: String,
    pub hint: Option<&'a str>,
}

impl<'a> Choice<'a> {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }
}

impl<'a> Field<'a> {
    pub fn new(name: &'static str, label: &'a str) -> Self {
        Self { name, label, hint: None, optional: false, autocomplete: None, narrow: false }
    }

    pub fn hint(mut self, hint: &'a str) -> Self {
        self.hint = Some(hint);
        self
    }

    pub fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    /// The value of `autocomplete`, such as `username` or `current-password`.
    pub fn autocomplete(mut self, kind: &'static str) -> Self {
        self.autocomplete = Some(kind);
        self
    }

    /// For short values: a number, a code.
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// A line of text.
    pub fn text(self, words: Words<'_>, filled: &Filled) -> Markup {
        self.input("text", words, filled)
    }

    /// A line that is not shown while it is typed, and never shown again.
    pub fn password(self, words: Words<'_>, filled: &Filled) -> Markup {
        self.input("password", words, filled)
    }

    /// A day, by the browser's own calendar; it is sent as `YYYY-MM-DD`.
    pub fn date(self, words: Words<'_>, filled: &Filled) -> Markup {
        self.narrow().input("date", words, filled)
    }

    /// Text of several lines.
    pub fn long_text(self, rows: u8, words: Words<'_>, filled: &Filled) -> Markup {
        let input = html! {
            textarea id=(self.id()) name=(self.name) rows=(rows) dir="auto" aria-describedby=[self.described(filled)]
                aria-invalid=[self.invalid(filled)] { "\n" (filled.raw(self.name)) }
        };
        self.labelled(words, filled, input)
    }

    /// One of many, as a list that opens. `choices` should begin with an empty one where nothing is chosen yet.
    pub fn select(self, choices: &[Choice<'_>], words: Words<'_>, filled: &Filled) -> Markup {
        let input = html! {
            select id=(self.id()) name=(self.name) aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)] {
                @for choice in choices {
                    option value=(choice.value) selected[filled.has(self.name, &choice.value)] { (choice.label) }
                }
            }
        };
        self.labelled(words, filled, input)
    }

    /// One of few, all of them seen.
    pub fn radios(self, choices: &[Choice<'_>], words: Words<'_>, filled: &Filled) -> Markup {
        self.group("radio", choices, words, filled)
    }

    /// Any of few, all of them seen.
    pub fn checkboxes(self, choices: &[Choice<'_>], words: Words<'_>, filled: &Filled) -> Markup {
        self.group("checkbox", choices, words, filled)
    }

    /// A single box that is ticked or not; it is sent as `yes`.
    pub fn checkbox(self, words: Words<'_>, filled: &Filled) -> Markup {
        html! {
            div class={ "field" (self.faulty(filled)) } {
                (self.error(words, filled))
                div class="tick" {
                    input type="checkbox" id=(self.id()) name=(self.name) value="yes" checked[filled.has(self.name, "yes")]
                        aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)];
                    label for=(self.id()) { (self.label) }
                    (self.hint_line())
                }
            }
        }
    }

    fn input(self, kind: &'static str, words: Words<'_>, filled: &Filled) -> Markup {
        let value = if kind == "password" { "" } else { filled.raw(self.name) };
        let auto = (kind == "text").then_some("auto");
        let input = html! {
            input type=(kind) id=(self.id()) name=(self.name) value=(value) dir=[auto] class=[self.narrow.then_some("narrow")]
                autocomplete=[self.autocomplete] aria-describedby=[self.described(filled)] aria-invalid=[self.invalid(filled)];
        };
        self.labelled(words, filled, input)
    }

    fn group(self, kind: &'static str, choices: &[Choice<'_>], words: Words<'_>, filled: &Filled) -> Markup {
        html! {
            fieldset class={ "field" (self.faulty(filled)) } aria-describedby=[self.described(filled)] {
                legend { (self.label_text(words)) }
                (self.hint_line())
                (self.error(words, filled))
                @for (index, choice) in choices.iter().enumerate() {
                    // The summary of errors leads to the first choice by the field's own id.
                    @let id = if index == 0 { self.id() } else { format!("{}-{index}", self.id()) };
                    @let hint = choice.hint.map(|_| format!("{id}-hint"));
                    div class="tick" {
                        input type=(kind) id=(id) name=(self.name) value=(choice.value)
                            checked[filled.has(self.name, &choice.value)] aria-describedby=[hint.as_ref()];
                        label for=(id) { (choice.label) }
                        @if let (Some(text), Some(hint)) = (choice.hint, &hint) { p class="hint" id=(hint) { (text) } }
                    }
                }
            }
        }
    }

    fn labelled(self, words: Words<'_>, filled: &Filled, input: Markup) -> Markup {
        html! {
            div class={ "field" (self.faulty(filled)) } {
                label for=(self.id()) { (self.label_text(words)) }
                (self.hint_line())
                (self.error(words, filled))
                (input)
            }
        }
    }

    fn label_text(self, words: Words<'_>) -> Markup {
        html! { (self.label) @if self.optional { " " span class="optional" { (words.t("shell-optional")) } } }
    }

    fn hint_line(self) -> Markup {
        html! { @if let Some(hint) = self.hint { p class="hint" id={ (self.id()) "-hint" } { (hint) } } }
    }

    fn error(self, words: Words<'_>, filled: &Filled) -> Markup {
        html! {
            @if let Some(message) = filled.error(self.name) {
                p class="error" id={ (self.id()) "-error" } { (marks::warning()) (words.show(message)) }
            }
        }
    }

    fn id(self) -> String {
        format!("field-{}", self.name)
    }

    fn described(self, filled: &Filled) -> Option<String> {
        let hint = self.hint.map(|_| format!("{}-hint", self.id()));
        let error = filled.error(self.name).map(|_| format!("{}-error", self.id()));
        let ids: Vec<String> = hint.into_iter().chain(error).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }

    fn invalid(self, filled: &Filled) -> Option<&'static str> {
        filled.error(self.name).map(|_| "true")
    }

    fn faulty(self, filled: &Filled) -> &'static str {
        if filled.error(self.name).is_some() { " faulty" } else { "" }
    }
}

/// What is wrong with the form, first on the page, with a link to each field at fault. Nothing where nothing is wrong.
pub fn error_summary(words: Words<'_>, filled: &Filled) -> Markup {
    labelled_error_summary(words, filled, &[])
}

/// [`error_summary`] with the fields' labels, by the fields' names: for sentences such as "Please fill this in", which
/// alone would not say what.
pub fn labelled_error_summary(words: Words<'_>, filled: &Filled, labels: &[(&str, &str)]) -> Markup {
    let label = |name: &str| labels.iter().find(|(of, _)| *of == name).map(|(_, label)| *label);
    html! {
        @if filled.is_refused() {
            div class="summary" role="alert" {
                h2 { (marks::warning()) (words.t("shell-summary-title")) }
                @if let Some(message) = filled.refusal() { p { (words.show(message)) } }
                @if !filled.errors().is_empty() {
                    ul {
                        @for (name, message) in filled.errors() {
                            li {
                                a href={ "#field-" (name) } {
                                    @if let Some(label) = label(name) { b { (label) } " " }
                                    (words.show(message))
                                }
                            }
                        }
                    }
                }
                p class="quiet" { (words.t("shell-summary-kept")) }
            }
        }
    }
}
