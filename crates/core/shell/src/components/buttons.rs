//! Buttons, and links that weigh as much as one.

use maud::{Markup, html};

use crate::texts::Words;

/// How much a button weighs. One page has one main button at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    Main,
    Quiet,
    /// What cannot be taken back: erasing, closing for good.
    Grave,
}

impl Weight {
    pub fn class(self) -> &'static str {
        match self {
            Self::Main => "button",
            Self::Quiet => "button quiet-button",
            Self::Grave => "button grave-button",
        }
    }
}

/// Sends the form it stands in.
pub fn button(weight: Weight, label: &str) -> Markup {
    html! { button class=(weight.class()) { (label) } }
}

/// Sends the form with `name=value`, where a form can be sent in several ways.
pub fn named_button(weight: Weight, label: &str, name: &str, value: &str) -> Markup {
    html! { button class=(weight.class()) name=(name) value=(value) { (label) } }
}

/// A link that is the next thing to do.
pub fn link_button(weight: Weight, label: &str, href: &str) -> Markup {
    html! { a class=(weight.class()) href=(href) { (label) } }
}

/// Fills `lat` and `lon` of its form and sends it. Only seen where a script can work it; the form must carry
/// `data-locate` and fields of these names, which also work by hand.
pub fn location_button(words: Words<'_>) -> Markup {
    html! {
        button type="button" class=(Weight::Quiet.class()) data-locate-button hidden { (words.t("shell-locate")) }
        p class="hint" role="status" data-locate-notice data-asking=(words.t("shell-locate-asking"))
            data-refused=(words.t("shell-locate-refused")) {}
    }
}
