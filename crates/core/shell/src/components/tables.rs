//! Tables, which scroll within themselves where the page is too narrow for them.

use maud::{Markup, html};

/// A column's heading; numbers stand in line by their last digit.
#[derive(Clone, Debug)]
pub struct Column {
    pub heading: String,
    pub numeric: bool,
}

impl Column {
    pub fn text(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), numeric: false }
    }

    pub fn number(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), numeric: true }
    }
}

/// A table; the first cell of each row names the row. `id` is unique on the page.
#[derive(Clone, Debug)]
pub struct Table<'a> {
    pub id: &'a str,
    pub caption: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Vec<Markup>>,
}

impl Table<'_> {
    pub fn show(&self) -> Markup {
        html! {
            // Focusable, so that it can be scrolled by keyboard.
            div class="scroll" role="region" tabindex="0" aria-labelledby={ (self.id) "-caption" } {
                table {
                    caption id={ (self.id) "-caption" } { (self.caption) }
                    thead {
                        tr {
                            @for column in &self.columns { th scope="col" class=[class(column)] { (column.heading) } }
                        }
                    }
                    tbody { @for row in &self.rows { (self.row(row)) } }
                }
            }
        }
    }

    fn row(&self, cells: &[Markup]) -> Markup {
        html! {
            tr {
                @for (index, (cell, column)) in cells.iter().zip(&self.columns).enumerate() {
                    @if index == 0 {
                        th scope="row" class=[class(column)] { (cell) }
                    } @else {
                        td class=[class(column)] { (cell) }
                    }
                }
            }
        }
    }
}

fn class(column: &Column) -> Option<&'static str> {
    column.numeric.then_some("number")
}
