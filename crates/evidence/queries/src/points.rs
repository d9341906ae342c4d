//! The incidents themselves.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::{Int32Type, Int64Type};
use arrow_array::{Array, BooleanArray, RecordBatch};
use arrow_schema::ArrowError;
use parquet::arrow::ProjectionMask;
use parquet::arrow::arrow_reader::{ArrowPredicateFn, RowFilter};

use crate::cells::{AXES, SKIP};
use crate::counts::place;
use crate::parts::Part;

/// What comes with each point.
pub(crate) const SHOWN: [&str; 9] = ["kind", "month", "area", "lon_e6", "lat_e6", "from_s", "to_s", "hour", "outcome"];

/// An incident with a point, in the columns that datasets have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Millionths of a degree, WGS 84.
    pub lon_e6: i32,
    pub lat_e6: i32,
    pub kind: Option<Box<str>>,
    /// Months since January of the year 0, local.
    pub month: Option<i32>,
    pub area: Option<Box<str>>,
    /// Seconds since 1970 in UTC: it happened from then …
    pub from_s: Option<i64>,
    /// … to before then; `None` where only the month is known.
    pub to_s: Option<i64>,
    /// Hour of the week, 0 to 167 from Monday, where it is known.
    pub hour: Option<i32>,
    pub outcome: Option<Box<str>>,
}

/// The first incidents that fit, in the order of the datasets and of their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Incidents {
    pub incidents: Vec<Incident>,
    /// Whether more of them fit than were asked for.
    pub more: bool,
}

/// Leaves only the wanted rows to be read further.
pub(crate) fn row_filter(mask: ProjectionMask, mut parts: Vec<Part>) -> RowFilter {
    let mut indices = Vec::new();
    let wanted = move |batch: RecordBatch| {
        for part in &mut parts {
            part.read(&batch).map_err(|cause| ArrowError::ExternalError(Box::new(cause)))?;
        }
        place(&parts, [1; AXES], batch.num_rows(), &mut indices);
        Ok(indices.iter().map(|&index| Some(index != SKIP)).collect::<BooleanArray>())
    };
    RowFilter::new(vec![Box::new(ArrowPredicateFn::new(mask, wanted))])
}

/// The rows of a batch that have a point.
pub(crate) fn read(batch: &RecordBatch) -> impl Iterator<Item = Incident> {
    let text = |column: &str| {
        let texts = batch.column_by_name(column).and_then(|array| array.as_dictionary_opt::<Int32Type>())?;
        texts.downcast_dict::<arrow_array::StringArray>()
    };
    let number = |column: &str| batch.column_by_name(column)?.as_primitive_opt::<Int32Type>();
    let seconds = |column: &str| batch.column_by_name(column)?.as_primitive_opt::<Int64Type>();
    let (kinds, areas, outcomes) = (text("kind"), text("area"), text("outcome"));
    let (lons, lats) = (number("lon_e6"), number("lat_e6"));
    let (months, hours) = (number("month"), number("hour"));
    let (froms, tos) = (seconds("from_s"), seconds("to_s"));
    (0..batch.num_rows()).filter_map(move |row| {
        Some(Incident {
            lon_e6: number_at(lons, row)?,
            lat_e6: number_at(lats, row)?,
            kind: text_at(kinds, row),
            month: number_at(months, row),
            area: text_at(areas, row),
            from_s: seconds_at(froms, row),
            to_s: seconds_at(tos, row),
            hour: number_at(hours, row),
            outcome: text_at(outcomes, row),
        })
    })
}

type Texts<'a> = arrow_array::TypedDictionaryArray<'a, Int32Type, arrow_array::StringArray>;

fn text_at(texts: Option<Texts<'_>>, row: usize) -> Option<Box<str>> {
    use arrow_array::ArrayAccessor;
    texts.filter(|texts| texts.is_valid(row)).map(|texts| texts.value(row).into())
}

fn number_at(numbers: Option<&arrow_array::Int32Array>, row: usize) -> Option<i32> {
    numbers.filter(|numbers| numbers.is_valid(row)).and_then(|numbers| numbers.values().get(row).copied())
}

fn seconds_at(seconds: Option<&arrow_array::Int64Array>, row: usize) -> Option<i64> {
    seconds.filter(|seconds| seconds.is_valid(row)).and_then(|seconds| seconds.values().get(row).copied())
}

/// What a message needs to be shared between the columns of a question.
pub(crate) fn columns(parts: &[Part]) -> Arc<[&'static str]> {
    parts.iter().map(|part| part.column).collect()
}
