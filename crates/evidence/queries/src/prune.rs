//! Row groups that cannot hold what is asked for, by the statistics in the file's footer.

use std::ops::RangeInclusive;

use parquet::file::metadata::RowGroupMetaData;
use parquet::file::statistics::Statistics;

use crate::Filter;

/// Whether a row group can hold an incident that fits. Without statistics it can.
pub(crate) fn can_hold(group: &RowGroupMetaData, filter: &Filter) -> bool {
    let number = |column: &str, wanted: Option<&RangeInclusive<i32>>| {
        let Some(wanted) = wanted else { return true };
        let Some(Statistics::Int32(held)) = statistics(group, column) else { return true };
        let (Some(least), Some(most)) = (held.min_opt(), held.max_opt()) else { return true };
        wanted.start() <= most && least <= wanted.end()
    };
    let text = |column: &str, wanted: Option<&std::collections::BTreeSet<String>>| {
        let Some(wanted) = wanted else { return true };
        let Some(Statistics::ByteArray(held)) = statistics(group, column) else { return true };
        // The bounds may be shortened, but they stay bounds.
        let (Some(least), Some(most)) = (held.min_opt(), held.max_opt()) else { return true };
        wanted.iter().any(|text| least.data() <= text.as_bytes() && text.as_bytes() <= most.data())
    };
    let hours = filter.hours.as_ref().and_then(|hours| Some(*hours.first()?..=*hours.last()?));
    number("month", filter.months.as_ref())
        && text("area", filter.areas.as_ref())
        && text("kind", filter.kinds.as_ref())
        && number("hour", hours.as_ref())
        && number("lon_e6", filter.bbox.as_ref().map(|bbox| &bbox.lon_e6))
        && number("lat_e6", filter.bbox.as_ref().map(|bbox| &bbox.lat_e6))
}

fn statistics<'g>(group: &'g RowGroupMetaData, column: &str) -> Option<&'g Statistics> {
    group.columns().iter().find(|found| found.column_path().string() == column)?.statistics()
}
