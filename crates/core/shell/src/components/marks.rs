//! Our own small drawings, as SVG in the page: they take the colour of the text beside them and are hidden from those
//! who hear the page, because the word beside each says the same.

use maud::{Markup, PreEscaped, html};

use crate::components::state::State;

/// Two links of a chain. The first is drawn once more where it passes over the second.
const LINKS: &str = concat!(
    r#"<g fill="none" stroke-width="5"><rect class="link-1" x="3" y="8" width="20" height="16" rx="8"/>"#,
    r#"<rect class="link-2" x="17" y="8" width="20" height="16" rx="8"/><path class="link-1" d="M15 8a8 8 0 0 1 8 8"/></g>"#
);

fn mark(drawing: &'static str) -> Markup {
    html! { svg class="mark" viewBox="0 0 16 16" aria-hidden="true" focusable="false" { (PreEscaped(drawing)) } }
}

/// The product's mark: two links of a chain, each through the other.
pub fn comity() -> Markup {
    html! {
        svg class="comity-mark" viewBox="0 0 40 32" aria-hidden="true" focusable="false" {
            (PreEscaped(LINKS))
        }
    }
}

pub fn warning() -> Markup {
    mark(
        r#"<path d="M8 1 15.5 14.5H.5z" fill="currentColor"/><path d="M8 5.5v4.5m0 1.5v1.5" class="cut" stroke-width="1.8"/>"#,
    )
}

pub fn done() -> Markup {
    mark(
        r#"<circle cx="8" cy="8" r="7.5" fill="currentColor"/><path d="m4.5 8.2 2.4 2.6 4.6-5.4" class="cut" fill="none" stroke-width="2"/>"#,
    )
}

pub fn note() -> Markup {
    mark(
        r#"<circle cx="8" cy="8" r="7.5" fill="currentColor"/><path d="M8 7v5.5M8 3.5v2" class="cut" stroke-width="2"/>"#,
    )
}

pub(crate) fn state(state: State) -> Markup {
    match state {
        State::Open => mark(r#"<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2.5"/>"#),
        State::Underway => mark(
            r#"<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2.5"/><path d="M2 8a6 6 0 0 0 12 0z" fill="currentColor"/>"#,
        ),
        State::Promised => mark(r#"<path d="M8 .5 15.5 8 8 15.5.5 8z" fill="currentColor"/>"#),
        State::Done => done(),
        State::Late => warning(),
        State::Ended => mark(r#"<path d="m3 3 10 10M13 3 3 13" stroke="currentColor" stroke-width="3"/>"#),
        State::Sealed => mark(
            r#"<path d="M4.5 7V5a3.5 3.5 0 0 1 7 0v2" fill="none" stroke="currentColor" stroke-width="2"/><path d="M2.5 7h11v8h-11z" fill="currentColor"/>"#,
        ),
    }
}
