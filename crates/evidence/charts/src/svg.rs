//! To be written.

use crate::Chart;

pub fn draw(_chart: &Chart) -> String {
    String::new()
}
