//! Every sentence of the product, in every language.
//!
//! The sentences stand in Fluent files under `locales/<language>/`, one per slice, and are embedded in the program. A
//! slice names them by id, as in `words.t("concern-raise-title")`; [`Words`] is the choice of one language for one page.
//! Most sentences have no variables: these are rendered once at start, so that a lookup is all that a page pays.
//!
//! **Directions of writing.** A person's name inside an Arabic sentence may be Latin and the other way round, and may
//! carry invisible characters that turn the rest of the line. So every text argument is stripped of overriding controls
//! and isolated: as `<bdi>` in markup ([`Words::show`]), by Unicode's isolating marks in plain text ([`Words::say`]),
//! where marks are left out if nothing in the sentence could be turned.
//!
//! **Numbers** are grouped by thousands, in Latin digits in both languages, as they are written on official papers
//! where this product is used. A year or a number of a house is a text, not a number.
//!
//! A sentence that is missing shows its id on the page and is counted ([`Texts::missing`]); [`compare`] finds what
//! differs between the languages, so that a test can refuse it.

mod compare;
mod plurals;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};

use comity_kernel::message::Argument;
use comity_kernel::{Language, Message};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use maud::{Markup, PreEscaped};

pub use compare::{Difference, compare, unused};

/// First strong isolate and pop directional isolate: what stands between them cannot turn what stands outside.
const ISOLATE: char = '\u{2068}';
const END_ISOLATE: char = '\u{2069}';

/// Why the sentences could not be loaded.
#[derive(Debug, thiserror::Error)]
pub enum TextsError {
    #[error("the {language} texts cannot be read near `{near}`: {cause}; expected Fluent syntax (id = text)")]
    Unreadable { language: &'static str, near: String, cause: String },
    #[error("the {language} texts define an id twice: {cause}; every id must stand in one file only")]
    Duplicate { language: &'static str, cause: String },
    #[error("there are no rules for plurals in {language}: {cause}")]
    Plurals { language: &'static str, cause: String },
}

/// All sentences of all languages. Made once at start, then only read.
pub struct Texts {
    /// In the order of [`Language::ALL`].
    languages: Vec<Spoken>,
    missing: AtomicU64,
}

struct Spoken {
    language: Language,
    bundle: FluentBundle<FluentResource>,
    /// Sentences without variables, already rendered.
    plain: HashMap<String, Box<str>>,
}

impl std::fmt::Debug for Texts {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Texts({} languages)", self.languages.len())
    }
}

impl Texts {
    /// Reads Fluent files, several per language. Refuses what cannot be read and ids that are defined twice.
    pub fn new(sources: &[(Language, &'static str)]) -> Result<Self, TextsError> {
        let languages = Language::ALL.into_iter().map(|language| Spoken::new(language, sources));
        Ok(Self { languages: languages.collect::<Result<_, _>>()?, missing: AtomicU64::new(0) })
    }

    pub fn words(&self, language: Language) -> Words<'_> {
        Words { texts: self, language }
    }

    /// A sentence without variables. Where it is missing, its id, so that the gap is seen.
    pub fn t<'a>(&'a self, language: Language, id: &'a str) -> &'a str {
        match self.spoken(language).and_then(|spoken| spoken.plain.get(id)) {
            Some(text) => text,
            None => self.absent(id),
        }
    }

    /// A sentence with its variables, as plain text.
    pub fn say(&self, language: Language, message: &Message) -> String {
        let text = self.format(language, message);
        let marked = |c: char| c == ISOLATE || c == END_ISOLATE;
        let turnable = language.direction() == "rtl" || text.chars().any(|c| !c.is_ascii() && !marked(c));
        if turnable { text } else { text.replace(marked, "") }
    }

    /// A sentence with its variables, as markup: each text variable stands in `<bdi>`.
    pub fn show(&self, language: Language, message: &Message) -> Markup {
        let mut out = String::new();
        for c in self.format(language, message).chars() {
            match c {
                '&' => out.push_str("&amp;"),
                '<' => out.push_str("&lt;"),
                '>' => out.push_str("&gt;"),
                '"' => out.push_str("&quot;"),
                ISOLATE => out.push_str("<bdi>"),
                END_ISOLATE => out.push_str("</bdi>"),
                other => out.push(other),
            }
        }
        PreEscaped(out)
    }

    /// How often a sentence was asked for that does not exist, since the start.
    pub fn missing(&self) -> u64 {
        self.missing.load(Ordering::Relaxed)
    }

    fn spoken(&self, language: Language) -> Option<&Spoken> {
        self.languages.iter().find(|spoken| spoken.language == language)
    }

    fn absent<'a>(&self, id: &'a str) -> &'a str {
        self.missing.fetch_add(1, Ordering::Relaxed);
        tracing::warn!(id, "a text is missing");
        id
    }

    /// The sentence with every text variable between isolating marks.
    fn format(&self, language: Language, message: &Message) -> String {
        let Some(spoken) = self.spoken(language) else { return self.absent(message.id).to_owned() };
        if message.arguments.is_empty()
            && let Some(text) = spoken.plain.get(message.id)
        {
            return text.to_string();
        }
        let Some(pattern) = spoken.bundle.get_message(message.id).and_then(|found| found.value()) else {
            return self.absent(message.id).to_owned();
        };
        let mut out = String::new();
        let mut errors = Vec::new();
        let written = spoken.bundle.write_pattern(&mut out, pattern, Some(&arguments(message)), &mut errors);
        if written.is_err() || !errors.is_empty() {
            tracing::warn!(id = message.id, ?errors, "a text lacks a variable");
            self.missing.fetch_add(1, Ordering::Relaxed);
        }
        out
    }
}

impl Spoken {
    fn new(language: Language, sources: &[(Language, &'static str)]) -> Result<Self, TextsError> {
        let tag = language.tag();
        let mut bundle = FluentBundle::new_concurrent(tag.parse().into_iter().collect());
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| write_value(value)));
        plurals::add(&mut bundle, tag).map_err(|cause| TextsError::Plurals { language: tag, cause })?;
        for (_, source) in sources.iter().filter(|(of, _)| *of == language) {
            let resource = FluentResource::try_new(plurals::chosen_here(source))
                .map_err(|(_, errors)| unreadable(tag, source, &errors))?;
            bundle.add_resource(resource).map_err(|errors| TextsError::Duplicate {
                language: tag,
                cause: errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            })?;
        }
        let plain =
            compare::ids(language, sources).into_iter().filter_map(|id| Some((id.clone(), plain(&bundle, &id)?)));
        Ok(Self { language, plain: plain.collect(), bundle })
    }
}

fn unreadable(language: &'static str, source: &str, errors: &[fluent_syntax::parser::ParserError]) -> TextsError {
    let first = errors.first();
    let near = first.and_then(|error| source.get(error.pos.start..)).unwrap_or_default();
    TextsError::Unreadable {
        language,
        near: near.lines().next().unwrap_or_default().to_owned(),
        cause: first.map(|error| error.kind.to_string()).unwrap_or_default(),
    }
}

/// The sentence, if it needs no variable.
fn plain(bundle: &FluentBundle<FluentResource>, id: &str) -> Option<Box<str>> {
    let pattern = bundle.get_message(id)?.value()?;
    let (mut out, mut errors) = (String::new(), Vec::new());
    bundle.write_pattern(&mut out, pattern, None, &mut errors).ok()?;
    errors.is_empty().then(|| out.into_boxed_str())
}

fn arguments(message: &Message) -> FluentArgs<'_> {
    let mut out = FluentArgs::with_capacity(message.arguments.len());
    for (name, value) in &message.arguments {
        match value {
            Argument::Text(text) => out.set(*name, without_controls(text)),
            Argument::Number(number) => out.set(*name, FluentValue::from(*number)),
        }
    }
    out
}

/// How a variable is written into a sentence.
fn write_value(value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::String(text) => Some(format!("{ISOLATE}{text}{END_ISOLATE}")),
        // Fluent keeps numbers as f64; every count of ours is far below 2^53, where whole numbers are exact.
        FluentValue::Number(number) => Some(grouped(number.value as i64)),
        _ => None,
    }
}

/// Drops the invisible characters that turn or isolate the rest of a line. Marks of direction (LRM, RLM, ALM) stay: they
/// belong to properly written text and reach no further than their neighbours.
pub fn without_controls(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')).collect()
}

/// A whole number in Latin digits, grouped by thousands: `-12,345`.
pub fn grouped(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() * 4 / 3 + 1);
    if number < 0 {
        out.push('\u{2212}');
    }
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// The sentences in one language: what a page speaks with. Cheap to copy.
#[derive(Clone, Copy, Debug)]
pub struct Words<'a> {
    texts: &'a Texts,
    pub language: Language,
}

impl<'a> Words<'a> {
    /// A sentence without variables.
    pub fn t(self, id: &'a str) -> &'a str {
        self.texts.t(self.language, id)
    }

    /// A sentence with its variables, as plain text: for titles and attributes.
    pub fn say(self, message: &Message) -> String {
        self.texts.say(self.language, message)
    }

    /// A sentence with its variables, as markup, each text variable in `<bdi>`.
    pub fn show(self, message: &Message) -> Markup {
        self.texts.show(self.language, message)
    }

    /// A whole number, grouped by thousands.
    pub fn number(self, number: i64) -> String {
        grouped(number)
    }

    /// Whether pages in this language are written from right to left.
    pub fn right_to_left(self) -> bool {
        self.language.direction() == "rtl"
    }
}

#[cfg(test)]
mod tests;
