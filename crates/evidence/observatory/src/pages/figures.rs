//! Charts in a page: drawn for a wide and for a narrow screen, of which the style sheet shows one.

use comity_charts::{Chart, Direction, Options};
use comity_shell::Words;
use maud::{Markup, PreEscaped, html};

const WIDE: f64 = 720.0;
const NARROW: f64 = 320.0;

/// The chart; what it shows is to stand beside it as a table and a sentence.
pub fn figure(words: Words<'_>, chart: &Chart) -> Markup {
    html! {
        figure class="chart" {
            div class="chart-wide" { (drawn(words, chart, WIDE)) }
            div class="chart-narrow" { (drawn(words, chart, NARROW)) }
        }
    }
}

/// A chart with so many fields that it is drawn once for all screens: as shades, the numbers being in the table beside it.
pub fn small(words: Words<'_>, chart: &Chart) -> Markup {
    html! { figure class="chart" { (drawn(words, chart, NARROW)) } }
}

fn drawn(words: Words<'_>, chart: &Chart, width: f64) -> PreEscaped<String> {
    let options = Options {
        width,
        direction: if words.right_to_left() { Direction::RightToLeft } else { Direction::LeftToRight },
        language: words.language.tag().to_owned(),
        nothing: words.t("observatory-nothing-to-draw").to_owned(),
        missing: words.t("published-withheld").to_owned(),
    };
    PreEscaped(chart.svg_with(&options))
}
