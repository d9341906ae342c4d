//! Panels that say something before the rest of the page is read.

use maud::{Markup, html};

use crate::components::marks;

/// What a panel is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Worth knowing.
    Note,
    /// What the person asked for has been done.
    Done,
    /// Worth knowing before going on.
    Warning,
}

impl Tone {
    fn class(self) -> &'static str {
        match self {
            Self::Note => "notice",
            Self::Done => "notice notice-done",
            Self::Warning => "notice notice-warning",
        }
    }

    fn mark(self) -> Markup {
        match self {
            Self::Note => marks::note(),
            Self::Done => marks::done(),
            Self::Warning => marks::warning(),
        }
    }
}

pub fn notice(tone: Tone, body: Markup) -> Markup {
    html! { div class=(tone.class()) role=[role(tone)] { (tone.mark()) div { (body) } } }
}

/// A panel with a heading of its own (`h2`).
pub fn notice_with_heading(tone: Tone, heading: &str, body: Markup) -> Markup {
    notice(tone, html! { h2 { (heading) } (body) })
}

/// Success is announced; what was on the page anyway is not.
fn role(tone: Tone) -> Option<&'static str> {
    (tone == Tone::Done).then_some("status")
}
