//! Counts by month as bars, with the same numbers in a table beside them: months down, years across, as in an almanac.
//!
//! The drawing has no scale of its own: everything is placed in per cent, so letters keep the reader's size at any
//! width. Time runs in the direction of writing. The picture adds nothing that the table does not say, so those who
//! hear the page get the table.

use maud::{Markup, html};

use crate::texts::Words;

/// How many in one month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCount {
    pub year: i16,
    /// 1 to 12
    pub month: i8,
    pub count: i64,
    /// Whether there may be more, which is withheld.
    pub more: bool,
}

/// Bars and table. `months` must be in order and without gaps; `id` is unique on the page.
pub fn month_bars(words: Words<'_>, id: &str, caption: &str, months: &[MonthCount]) -> Markup {
    html! {
        figure class="months" {
            figcaption id={ (id) "-caption" } { (caption) }
            div class="months-body" {
                (bars(words, months))
                (table(words, id, months))
            }
            @if months.iter().any(|month| month.more) { p class="hint" { (words.t("months-withheld")) } }
        }
    }
}

/// The top of the scale: the smallest round number that holds the highest count and whose half is round too.
fn scale_top(highest: i64) -> i64 {
    const STEPS: [i64; 16] = [2, 4, 6, 8, 10, 12, 14, 16, 20, 24, 30, 40, 50, 60, 80, 100];
    let mut power = 1_i64;
    loop {
        if let Some(step) =
            STEPS.into_iter().find(|step| (step * power) % 2 == 0 && step.saturating_mul(power) >= highest)
        {
            return step * power;
        }
        power = power.saturating_mul(10);
    }
}

fn bars(words: Words<'_>, months: &[MonthCount]) -> Markup {
    let top = scale_top(months.iter().map(|month| month.count).max().unwrap_or(0));
    html! {
        div class="bars" aria-hidden="true" {
            div class="scale" {
                @for value in [top, top / 2, 0] { span { (words.number(value)) } }
            }
            svg class="plot" width="100%" focusable="false" {
                @for height in ["0%", "50%"] { line class="grid" x1="0" x2="100%" y1=(height) y2=(height) {} }
                @for (index, month) in months.iter().enumerate() {
                    @let place = place(words, index, months.len());
                    @let height = share(month.count, top);
                    rect class="bar" x=(percent(place.start)) width=(percent(place.width)) y=(percent(100.0 - height))
                        height=(percent(height)) {
                        title { (words.month(month.year, month.month)) ": " (written(words, month)) }
                    }
                    @if month.more && month.count == 0 {
                        text x=(percent(place.middle)) y="97%" text-anchor="middle" { "*" }
                    }
                }
                line class="base" x1="0" x2="100%" y1="100%" y2="100%" {}
            }
            (axis(words, months))
        }
    }
}

/// "12"; "12+" where there may be more; "*" where nothing is known.
fn written(words: Words<'_>, month: &MonthCount) -> String {
    match (month.more, month.count) {
        (false, count) => words.number(count),
        (true, 0) => "*".to_owned(),
        (true, count) => format!("{}+", words.number(count)),
    }
}

struct Place {
    start: f64,
    width: f64,
    middle: f64,
}

/// Where a month stands, in per cent of the width.
fn place(words: Words<'_>, index: usize, count: usize) -> Place {
    let step = 100.0 / count.max(1) as f64;
    let column = if words.right_to_left() { count - 1 - index } else { index };
    let start = column as f64 * step;
    Place { start: start + step * 0.12, width: step * 0.76, middle: start + step / 2.0 }
}

fn share(count: i64, top: i64) -> f64 {
    100.0 * count.max(0) as f64 / top.max(1) as f64
}

fn percent(value: f64) -> String {
    format!("{value:.2}%")
}

/// The years below the bars, each from its first month, and the middle of a year as its month.
fn axis(words: Words<'_>, months: &[MonthCount]) -> Markup {
    html! {
        svg class="axis" width="100%" focusable="false" {
            @for (index, month) in months.iter().enumerate() {
                @let middle = percent(place(words, index, months.len()).middle);
                // A year that has only just begun is written before its mark, to stay within the drawing.
                @let anchor = if months.len() - index <= 3 { "end" } else { "start" };
                @if month.month == 1 || (index == 0 && month.month < 10) {
                    line class="tick-mark" x1=(middle) x2=(middle) y1="0" y2="6" {}
                    text x=(middle) dy="1.5em" text-anchor=(anchor) { (month.year) }
                } @else if month.month == 7 && index > 3 {
                    line class="tick-mark" x1=(middle) x2=(middle) y1="0" y2="6" {}
                    text class="half" x=(middle) dy="1.5em" text-anchor=(anchor) { (words.short_month(7)) }
                }
            }
        }
    }
}

/// Months down, years across. A month that is not among them is left empty, never zero.
fn table(words: Words<'_>, id: &str, months: &[MonthCount]) -> Markup {
    let mut years: Vec<i16> = months.iter().map(|month| month.year).collect();
    years.dedup();
    let there = |year, of| months.iter().find(|found| found.year == year && found.month == of);
    html! {
        table class="almanac" aria-labelledby={ (id) "-caption" } {
            thead {
                tr {
                    th scope="col" { (words.t("months-month")) }
                    @for year in &years { th scope="col" class="number" { (year) } }
                }
            }
            tbody {
                @for month in (1..=12).filter(|month| months.iter().any(|found| found.month == *month)) {
                    tr {
                        th scope="row" { (words.month_name(month)) }
                        @for year in &years {
                            td class="number" { @if let Some(month) = there(*year, month) { (written(words, month)) } @else { "–" } }
                        }
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use comity_kernel::Language;

    use super::*;
    use crate::testing;

    fn two_years() -> Vec<MonthCount> {
        let month = |index: i8| MonthCount {
            year: 2024 + i16::from(index / 12),
            month: index % 12 + 1,
            count: i64::from(index) * 50,
            more: false,
        };
        (3..20).map(month).collect()
    }

    #[test]
    fn the_scale_is_round_and_holds_the_highest() {
        let tops: Vec<i64> = [0, 1, 3, 9, 11, 73, 950, 1001].map(scale_top).into();
        assert_eq!(tops, [2, 2, 4, 10, 12, 80, 1000, 1200]);
    }

    #[test]
    fn the_table_says_every_number_and_leaves_unknown_months_empty() {
        let texts = testing::texts();
        let shown = month_bars(texts.words(Language::En), "asb", "Incidents", &two_years()).into_string();
        let (_, table) = shown.split_once("<table").unwrap();
        assert_eq!(table.matches("<td").count(), 24);
        assert_eq!(table.matches(">–<").count(), 24 - 17);
        assert!(table.contains(">950<") && table.contains("December"));
    }

    #[test]
    fn what_is_withheld_is_marked_and_explained() {
        let texts = testing::texts();
        let month = |month, count, more| MonthCount { year: 2024, month, count, more };
        let list = [month(1, 7, false), month(2, 7, true), month(3, 0, true)];
        let shown = month_bars(texts.words(Language::En), "asb", "x", &list).into_string();
        let (_, table) = shown.split_once("<table").unwrap();
        assert!(table.contains(">7<") && table.contains(">7+<") && table.contains(">*<") && table.contains("withheld"));
        let plain = month_bars(texts.words(Language::En), "asb", "x", &list[..1]).into_string();
        assert!(!plain.contains("withheld"));
    }

    #[test]
    fn time_runs_in_the_direction_of_writing() {
        let texts = testing::texts();
        let first_bar = |language| {
            let shown = month_bars(texts.words(language), "asb", "x", &two_years()).into_string();
            shown.split("class=\"bar\" x=\"").nth(1).unwrap().split('%').next().unwrap().parse::<f64>().unwrap()
        };
        assert!(first_bar(Language::En) < 5.0 && first_bar(Language::Ar) > 90.0);
    }
}
