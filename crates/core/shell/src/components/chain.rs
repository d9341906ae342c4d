//! The chain of a concern: what was said, and everything that followed from it, link by link to "did it help?".
//!
//! This is what the product is for, so it is the same everywhere: for the person who spoke, for the forum, for the
//! public. Links that are closed are drawn closed; what is still owed is drawn as owed, with its date; what was not kept
//! is drawn broken and stays in its place. The drawing only repeats what the words say.

use comity_kernel::{Day, Message};
use maud::{Markup, PreEscaped, html};

use crate::components::state::{State, state_tag};
use crate::texts::Words;

/// The steps from word to outcome, in their order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    Said,
    Received,
    Answered,
    Discussed,
    Decided,
    Promised,
    Done,
    Helped,
    /// The end of the conversation, wherever on the way it came: not one of the eight in [`Step::ALL`].
    Closed,
}

impl Step {
    pub const ALL: [Self; 8] = [
        Self::Said,
        Self::Received,
        Self::Answered,
        Self::Discussed,
        Self::Decided,
        Self::Promised,
        Self::Done,
        Self::Helped,
    ];

    /// The id of its name.
    pub fn label(self) -> &'static str {
        match self {
            Self::Said => "chain-said",
            Self::Received => "chain-received",
            Self::Answered => "chain-answered",
            Self::Discussed => "chain-discussed",
            Self::Decided => "chain-decided",
            Self::Promised => "chain-promised",
            Self::Done => "chain-done",
            Self::Helped => "chain-helped",
            Self::Closed => "chain-closed",
        }
    }
}

/// How one link stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It happened.
    Closed,
    /// It is what everybody waits for now.
    Awaited,
    /// It was promised for a day that has passed.
    Late,
    /// It was done as promised, and did not help.
    Unhelped,
    /// It will not happen.
    Broken,
}

/// When a link closed or, while it is awaited, by when it is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    Day(Day),
    /// Only the month in which this day lies: where the day would tell too much.
    Month(Day),
    NotYet,
}

/// One link of the chain.
#[derive(Clone, Debug)]
pub struct Link {
    pub step: Step,
    pub standing: Standing,
    pub when: When,
    /// Who did it or owes it: an office or role, with a name only where the reader may see it. Already marked up.
    pub who: Option<Markup>,
    /// What was said, answered, decided, promised or done.
    pub body: Markup,
}

/// The whole chain as an ordered list. Headings of the links are `h3`.
pub fn chain(words: Words<'_>, links: &[Link]) -> Markup {
    html! {
        ol class="chain" {
            @for link in links {
                li class=(class(link.standing)) {
                    div class="when" { (when(words, link)) }
                    (knot(link.standing))
                    div class="what" {
                        h3 { (words.t(link.step.label())) (standing_tag(words, link.standing)) }
                        @if let Some(who) = &link.who { p class="who" { (who) } }
                        (link.body)
                    }
                }
            }
        }
    }
}

fn class(standing: Standing) -> &'static str {
    match standing {
        Standing::Closed => "closed",
        Standing::Awaited => "awaited",
        Standing::Late => "late",
        Standing::Unhelped | Standing::Broken => "broken",
    }
}

/// The day as on a calendar's leaf: its number large, month and year below.
fn when(words: Words<'_>, link: &Link) -> Markup {
    match link.when {
        When::NotYet => html! { span class="no-day" { (words.t("chain-no-day")) } },
        When::Month(day) => html! { span class="month" { (words.month(day.year(), day.month())) } },
        When::Day(day) => html! {
            @if matches!(link.standing, Standing::Awaited | Standing::Late) { span class="due" { (words.t("chain-due")) " " } }
            time datetime=(day) {
                span class="day" { (day.of_month()) } " "
                span class="month" { (words.month(day.year(), day.month())) }
            }
        },
    }
}

fn standing_tag(words: Words<'_>, standing: Standing) -> Markup {
    html! {
        @match standing {
            Standing::Closed => {}
            Standing::Awaited => { " " (state_tag(State::Open, words.t("chain-awaited"))) }
            Standing::Late => { " " (state_tag(State::Late, words.t("chain-late"))) }
            Standing::Unhelped => { " " (state_tag(State::Ended, words.t("chain-unhelped"))) }
            Standing::Broken => { " " (state_tag(State::Ended, words.t("chain-broken"))) }
        }
    }
}

/// One link as drawn: whole where it is closed, thin while it is owed, open where it broke.
fn knot(standing: Standing) -> Markup {
    let drawing = match standing {
        Standing::Closed => r#"<rect x="3" y="3" width="18" height="34" rx="9" stroke-width="4"/>"#,
        Standing::Awaited => r#"<rect x="3" y="3" width="18" height="34" rx="9" stroke-width="2"/>"#,
        Standing::Late => {
            r#"<rect x="3" y="3" width="18" height="34" rx="9" stroke-width="4" stroke-dasharray="9 5"/>"#
        }
        Standing::Unhelped | Standing::Broken => {
            r#"<path d="M3 14v-2a9 9 0 0 1 18 0v2M3 26v2a9 9 0 0 0 18 0v-2" stroke-width="4"/>"#
        }
    };
    html! {
        div class="knot" {
            svg viewBox="0 0 24 40" width="24" height="40" fill="none" stroke="currentColor" aria-hidden="true" focusable="false" {
                (PreEscaped(drawing))
            }
        }
    }
}

/// How far a chain has come, in one line for lists: eight small links, and the same in words.
pub fn chain_summary(words: Words<'_>, reached: Step) -> Markup {
    let place = Step::ALL.iter().position(|step| *step == reached).map_or(1, |index| index + 1);
    let of = i64::try_from(Step::ALL.len()).unwrap_or(0);
    let message = Message::new("chain-reached").number("place", i64::try_from(place).unwrap_or(0)).number("of", of);
    html! {
        span class="chain-summary" {
            svg viewBox="0 0 124 16" width="124" height="16" fill="none" aria-hidden="true" focusable="false" {
                @for index in 0..Step::ALL.len() {
                    @let column = if words.right_to_left() { Step::ALL.len() - 1 - index } else { index };
                    rect class=(if index < place { "full" } else { "empty" }) x=(column * 15 + 2) y="4" width="15" height="8" rx="4" {}
                }
            }
            span { (words.t(reached.label())) " " span class="quiet" { (words.show(&message)) } }
        }
    }
}
