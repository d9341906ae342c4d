//! Plural forms by the rules of CLDR, as Unicode's own library has them.
//!
//! Fluent chooses the form by rules of its own that are wrong for Arabic from 100 on: they do not look at the last two
//! digits, so that 450 days take the form of 100. Therefore each choice by number is made by the function `PLURAL` here,
//! which is put around its selector when the sentences are read; the files stay ordinary Fluent.

use fluent_bundle::FluentResource;
use fluent_bundle::FluentValue;
use fluent_bundle::concurrent::FluentBundle;
use fluent_syntax::ast::{
    CallArguments, Entry, Expression, Identifier, InlineExpression, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::{parser, serializer};
use icu_locale_core::Locale;
use icu_plurals::{PluralCategory, PluralRules, PluralRulesPreferences};

const PLURAL: &str = "PLURAL";

/// The form of a whole number, as Fluent names it.
fn form(rules: &PluralRules, number: i64) -> &'static str {
    match rules.category_for(number) {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

/// Gives the bundle the function `PLURAL` of its language. Errors: a tag without rules; the function is there already.
pub(super) fn add(bundle: &mut FluentBundle<FluentResource>, tag: &str) -> Result<(), String> {
    let locale: Locale = tag.parse().map_err(|error| format!("{error}"))?;
    let preferences = (&locale).into();
    PluralRules::try_new_cardinal(preferences).map_err(|error| error.to_string())?;
    bundle
        .add_function(PLURAL, move |positional, _| match positional {
            [FluentValue::Number(number)] => chosen(preferences, number.value),
            _ => FluentValue::Error,
        })
        .map_err(|error| error.to_string())
}

/// Rules are looked up in tables of the program each time, since they cannot be shared between threads.
fn chosen(preferences: PluralRulesPreferences, number: f64) -> FluentValue<'static> {
    // Every count of ours is far below 2^53, where whole numbers are exact.
    match PluralRules::try_new_cardinal(preferences) {
        Ok(rules) => FluentValue::from(form(&rules, number as i64)),
        Err(_) => FluentValue::Error,
    }
}

/// The Fluent `source` with `PLURAL` around the selector of each choice by number. What cannot be read stays as it is.
pub(super) fn chosen_here(source: &str) -> String {
    let Ok(mut resource) = parser::parse(source) else { return source.to_owned() };
    for entry in &mut resource.body {
        match entry {
            Entry::Message(message) => message.value.iter_mut().for_each(wrap),
            Entry::Term(term) => wrap(&mut term.value),
            _ => {}
        }
    }
    serializer::serialize(&resource)
}

fn wrap(pattern: &mut Pattern<&str>) {
    for element in &mut pattern.elements {
        let PatternElement::Placeable { expression: Expression::Select { selector, variants } } = element else {
            continue;
        };
        variants.iter_mut().for_each(|variant| wrap(&mut variant.value));
        if by_number(variants) && matches!(selector, InlineExpression::VariableReference { .. }) {
            let arguments = CallArguments { positional: vec![selector.clone()], named: Vec::new() };
            *selector = InlineExpression::FunctionReference { id: Identifier { name: PLURAL }, arguments };
        }
    }
}

/// Whether a choice names a plural form other than `other`, and no exact number.
fn by_number(variants: &[Variant<&str>]) -> bool {
    let names = |form: &str| {
        variants.iter().any(|variant| matches!(&variant.key, VariantKey::Identifier { name } if *name == form))
    };
    let exact = variants.iter().any(|variant| matches!(variant.key, VariantKey::NumberLiteral { .. }));
    !exact && ["zero", "one", "two", "few", "many"].into_iter().any(names)
}
