//! Incidents by the hour of the week: a table as shades, the same table in numbers, and sentences on it.

use comity_charts::{Chart, Marks};
use comity_kernel::Message;
use comity_shell::{Column, Table, Words};
use maud::{Markup, html};

use super::explore::sentences;
use super::{figures, words};
use crate::published::words::number as published;
use crate::published::{HoursShown, Number};

const WEEKDAYS: [&str; 7] = ["weekday-1", "weekday-2", "weekday-3", "weekday-4", "weekday-5", "weekday-6", "weekday-7"];

/// What is published by hour; a sentence where nothing is.
pub fn section(words: Words<'_>, of_kinds: bool, hours: Option<&HoursShown>) -> Markup {
    match hours {
        _ if of_kinds => html! { p { (words.t("observatory-hours-all-kinds")) } },
        None => html! { p { (words.t("observatory-hours-none")) } },
        Some(hours) => {
            let said = said(words, hours);
            html! {
                p { @for one in &said { (words.show(one)) " " } }
                @if hours.cells.iter().flatten().any(|number| number.known().is_some()) {
                    (figures::small(words, &chart(words, hours, &said)))
                }
                (table(words, hours))
            }
        }
    }
}

/// "18:00–21:00"; one that stands in a sentence from right to left keeps its order.
fn time(words: Words<'_>, hours: &HoursShown, step: usize) -> String {
    let from = i64::try_from(step).unwrap_or_default() * hours.every;
    let range = format!("{from:02}:00\u{2013}{:02}:00", from + hours.every);
    if words.right_to_left() { format!("\u{200e}{range}") } else { range }
}

fn said(words: Words<'_>, hours: &HoursShown) -> Vec<Message> {
    let mut said = vec![words::period("observatory-hours-of", words, hours.months)];
    let cells = hours.cells.iter().enumerate().flat_map(|(day, row)| {
        row.iter().enumerate().filter_map(move |(step, number)| Some((number.known()?, day, step)))
    });
    // Of hours that are alike, the first of the week is named.
    let most = cells.max_by_key(|(count, day, step)| (*count, std::cmp::Reverse((*day, *step))));
    if let Some((count, day, step)) = most.filter(|most| most.0 > 0) {
        let day = WEEKDAYS.get(day).map_or("", |id| words.t(id));
        let time = time(words, hours, step);
        said.push(Message::new("observatory-hours-most").text("day", day).text("time", time).number("count", count));
    }
    let withheld = hours.cells.iter().flatten().filter(|number| number.known().is_none()).count();
    if withheld > 0 {
        let withheld = i64::try_from(withheld).unwrap_or(i64::MAX);
        said.push(Message::new("observatory-hours-withheld").number("cells", withheld));
    }
    match hours.unknown {
        Number::Count(0) => {}
        Number::Count(count) => said.push(Message::new("observatory-hours-unknown").number("count", count)),
        _ => said.push(Message::new("observatory-hours-unknown-withheld")),
    }
    if hours.without > 0 {
        said.push(Message::new("observatory-hours-without").number("releases", hours.without));
    }
    said
}

fn chart(words: Words<'_>, hours: &HoursShown, said: &[Message]) -> Chart {
    let steps = hours.by_step.len();
    Chart {
        title: words.t("observatory-by-hour").to_owned(),
        description: sentences(words, said),
        x_label: words.t("observatory-hours-from").to_owned(),
        y_label: words.t("observatory-column-incidents").to_owned(),
        marks: Marks::Heat {
            rows: WEEKDAYS.iter().map(|id| words.t(id).to_owned()).collect(),
            columns: (0..steps).map(|step| (step as i64 * hours.every).to_string()).collect(),
            values: hours.cells.iter().map(|row| row.iter().map(|number| words::value(*number)).collect()).collect(),
        },
    }
}

/// A row for each step of the day, a column for each day, and the totals of both.
fn table(words: Words<'_>, hours: &HoursShown) -> Markup {
    let mut columns = vec![Column::text(words.t("observatory-hours-time"))];
    columns.extend(WEEKDAYS.iter().map(|id| Column::number(words.t(id))));
    columns.push(Column::number(words.t("observatory-hours-week")));
    let row = |(step, total): (usize, &Number)| {
        let cells = hours.cells.iter().map(|day| day.get(step).copied().unwrap_or(Number::Withheld));
        let mut row = vec![html! { (time(words, hours, step)) }];
        row.extend(cells.chain([*total]).map(|number| published(words, number)));
        row
    };
    let mut rows: Vec<Vec<Markup>> = hours.by_step.iter().enumerate().map(row).collect();
    let mut last = vec![html! { (words.t("observatory-hours-day")) }];
    last.extend(hours.by_day.iter().chain([&hours.total]).map(|number| published(words, *number)));
    rows.push(last);
    let caption = words.say(&words::period("observatory-hours-caption", words, hours.months));
    Table { id: "hours", caption, columns, rows }.show()
}
