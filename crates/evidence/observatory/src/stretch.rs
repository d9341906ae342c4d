//! The months that pages show where nobody asked for others.

use comity_datasets::Month;

/// The most months that are shown: two years, so that each season is seen twice.
pub const MOST_MONTHS: i32 = 24;

/// The last stretch of months without a gap in these spans, at most [`MOST_MONTHS`]; `None` without any span.
pub(crate) fn stretch(mut spans: Vec<(Month, Month)>) -> Option<(Month, Month)> {
    spans.sort_by_key(|(_, last)| std::cmp::Reverse(*last));
    let (mut first, last) = spans.first().copied()?;
    // In falling order of their ends, a span that begins earlier and touches what is covered so far makes it longer.
    for (begins, ends) in spans {
        if ends.0 + 1 < first.0 {
            break;
        }
        first = first.min(begins);
    }
    Some((first.max(Month(last.0 - MOST_MONTHS + 1)), last))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spans(list: &[(i32, i32)]) -> Vec<(Month, Month)> {
        list.iter().map(|&(first, last)| (Month(first), Month(last))).collect()
    }

    #[test]
    fn the_stretch_ends_at_a_gap_and_is_at_most_two_years() {
        for (list, expected) in [
            (&[][..], None),
            (&[(100, 105)], Some((100, 105))),
            (&[(100, 105), (106, 110)], Some((100, 110))),
            (&[(100, 104), (106, 110)], Some((106, 110))),
            (&[(90, 110), (95, 100), (100, 105)], Some((90, 110))),
            (&[(100, 110), (80, 101), (60, 78)], Some((87, 110))),
            (&[(1, 200)], Some((177, 200))),
        ] {
            let found = stretch(spans(list)).map(|(first, last)| (first.0, last.0));
            assert_eq!(found, expected, "{list:?}");
        }
    }
}
