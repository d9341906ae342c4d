//! Charts in a page: drawn for a wide and for a narrow screen, of which the style sheet shows one.

use comity_charts::{Chart, Direction, Options};
use comity_shell::Words;
use maud::{Markup, PreEscaped, html};

const WIDE: f64 = 720.0;
const NARROW: f64 = 320.0;

/// The chart; what it shows is to stand beside it as a table and a sentence.
pub fn figure(words: Words<'_>, chart: &Chart) -> Markup {
    let drawn = |width: f64| {
        let options = Options {
            width,
            direction: if words.right_to_left() { Direction::RightToLeft } else { Direction::LeftToRight },
            language: words.language.tag().to_owned(),
            nothing: words.t("observatory-nothing-to-draw").to_owned(),
            missing: words.t("published-withheld").to_owned(),
        };
        PreEscaped(chart.svg_with(&options))
    };
    html! {
        figure class="chart" {
            div class="chart-wide" { (drawn(WIDE)) }
            div class="chart-narrow" { (drawn(NARROW)) }
        }
    }
}
