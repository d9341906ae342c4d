//! To be written.

use crate::Chart;

pub fn draw(_chart: &Chart) -> Vec<u8> {
    Vec::new()
}
