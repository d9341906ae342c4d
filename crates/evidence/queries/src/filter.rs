//! Which incidents are asked for.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

/// Incidents that fit all parts of the filter; a part that is `None` fits every incident. Where a part is given, an
/// incident without that value (outside every area, without a point, without a known hour) does not fit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Codes of areas.
    pub areas: Option<BTreeSet<String>>,
    pub kinds: Option<BTreeSet<String>>,
    /// Months since January of the year 0, `year * 12 + month - 1`, first and last.
    pub months: Option<RangeInclusive<i32>>,
    /// Hours of the week, local: 0 is Monday from midnight, 167 Sunday from 23 h.
    pub hours: Option<BTreeSet<i32>>,
    pub bbox: Option<Bbox>,
}

/// A box of places, its edges included, in millionths of a degree (WGS 84).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bbox {
    pub lon_e6: RangeInclusive<i32>,
    pub lat_e6: RangeInclusive<i32>,
}
