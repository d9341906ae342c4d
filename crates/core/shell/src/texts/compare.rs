//! What differs between the languages: the gaps that a test must refuse before a person finds them.

use std::collections::{BTreeMap, BTreeSet};

use comity_kernel::Language;
use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement, VariantKey};
use fluent_syntax::parser;

/// One thing to put right in the Fluent files.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A part of a file that is no Fluent.
    Unreadable { language: Language, near: String },
    /// An id that is defined more than once.
    Duplicate { language: Language, id: String },
    /// An id that another language has.
    Missing { language: Language, id: String },
    /// A sentence whose variables are not those of the first language.
    Variables { language: Language, id: String, expected: Vec<String>, found: Vec<String> },
    /// A plural that lacks a form which the language has.
    Plural { language: Language, id: String, lacking: Vec<&'static str> },
}

#[derive(Default)]
struct Sentence {
    variables: BTreeSet<String>,
    lacking: Vec<&'static str>,
}

/// The forms of number that a language distinguishes (CLDR).
fn plural_forms(language: Language) -> &'static [&'static str] {
    match language {
        Language::En => &["one", "other"],
        Language::Ar => &["zero", "one", "two", "few", "many", "other"],
    }
}

/// Everything that differs between the languages of `sources`, sorted; empty when all is well.
pub fn compare(sources: &[(Language, &str)]) -> Vec<Difference> {
    let mut out = Vec::new();
    let mut all: BTreeMap<Language, BTreeMap<String, Sentence>> = BTreeMap::new();
    for language in Language::ALL {
        let sentences = all.entry(language).or_default();
        for (_, source) in sources.iter().filter(|(of, _)| *of == language) {
            read(language, source, sentences, &mut out);
        }
    }
    let ids: BTreeSet<&String> = all.values().flat_map(BTreeMap::keys).collect();
    for id in ids {
        let first = all.values().find_map(|sentences| sentences.get(id));
        for (language, sentences) in &all {
            match (sentences.get(id), first) {
                (None, _) => out.push(Difference::Missing { language: *language, id: id.clone() }),
                (Some(sentence), Some(first)) => judge(*language, id, sentence, first, &mut out),
                (Some(_), None) => {}
            }
        }
    }
    out.sort();
    out
}

/// Ids that no `"id"` in `code` asks for. `code` is the text of the sources that may use them.
pub fn unused(sources: &[(Language, &str)], code: &str) -> Vec<String> {
    let defined: BTreeSet<String> = Language::ALL
        .into_iter()
        .flat_map(|language| ids(language, sources))
        .filter(|id| !id.starts_with('-'))
        .collect();
    defined.into_iter().filter(|id| !code.contains(&format!("\"{id}\""))).collect()
}

/// The ids of the messages of one language, in the order of the files.
pub(super) fn ids(language: Language, sources: &[(Language, &str)]) -> Vec<String> {
    let of_language = sources.iter().filter(|(of, _)| *of == language);
    let entries =
        of_language.flat_map(|(_, source)| parser::parse(*source).unwrap_or_else(|(partial, _)| partial).body);
    entries
        .filter_map(|entry| if let Entry::Message(found) = entry { Some(found.id.name.to_owned()) } else { None })
        .collect()
}

fn judge(language: Language, id: &str, sentence: &Sentence, first: &Sentence, out: &mut Vec<Difference>) {
    if sentence.variables != first.variables {
        out.push(Difference::Variables {
            language,
            id: id.to_owned(),
            expected: first.variables.iter().cloned().collect(),
            found: sentence.variables.iter().cloned().collect(),
        });
    }
    if !sentence.lacking.is_empty() {
        out.push(Difference::Plural { language, id: id.to_owned(), lacking: sentence.lacking.clone() });
    }
}

fn read(language: Language, source: &str, sentences: &mut BTreeMap<String, Sentence>, out: &mut Vec<Difference>) {
    for entry in parser::parse(source).unwrap_or_else(|(partial, _)| partial).body {
        let (id, pattern) = match entry {
            Entry::Message(message) => (message.id.name.to_owned(), message.value),
            Entry::Term(term) => (format!("-{}", term.id.name), Some(term.value)),
            Entry::Junk { content } => {
                let near = content.lines().next().unwrap_or_default().to_owned();
                out.push(Difference::Unreadable { language, near });
                continue;
            }
            Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
        };
        let mut sentence = Sentence::default();
        if let Some(pattern) = &pattern {
            sentence.read(language, pattern);
        }
        if sentences.insert(id.clone(), sentence).is_some() {
            out.push(Difference::Duplicate { language, id });
        }
    }
}

impl Sentence {
    fn read(&mut self, language: Language, pattern: &Pattern<&str>) {
        for element in &pattern.elements {
            let PatternElement::Placeable { expression } = element else { continue };
            self.read_expression(language, expression);
        }
    }

    fn read_expression(&mut self, language: Language, expression: &Expression<&str>) {
        match expression {
            Expression::Inline(inline) => self.read_inline(language, inline),
            Expression::Select { selector, variants } => {
                self.read_inline(language, selector);
                let keys: Vec<&str> = variants.iter().filter_map(|variant| named(&variant.key)).collect();
                self.lacking.extend(lacking(language, &keys));
                for variant in variants {
                    self.read(language, &variant.value);
                }
            }
        }
    }

    fn read_inline(&mut self, language: Language, inline: &InlineExpression<&str>) {
        match inline {
            InlineExpression::VariableReference { id } => {
                self.variables.insert(id.name.to_owned());
            }
            InlineExpression::Placeable { expression } => self.read_expression(language, expression),
            InlineExpression::FunctionReference { arguments, .. } => {
                arguments.positional.iter().for_each(|argument| self.read_inline(language, argument));
            }
            _ => {}
        }
    }
}

fn named<'a>(key: &VariantKey<&'a str>) -> Option<&'a str> {
    if let VariantKey::Identifier { name } = key { Some(name) } else { None }
}

/// The forms that a choice lacks, if it chooses by number: one that names a plural form other than `other`.
fn lacking(language: Language, keys: &[&str]) -> Vec<&'static str> {
    let by_number = ["zero", "one", "two", "few", "many"].iter().any(|form| keys.contains(form));
    let forms = plural_forms(language).iter().copied();
    if by_number { forms.filter(|form| !keys.contains(form)).collect() } else { Vec::new() }
}
