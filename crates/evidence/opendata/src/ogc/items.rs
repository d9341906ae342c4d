//! The features of a collection, page by page, and one by one.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use comity_kernel::Millis;
use comity_observatory::Month;
use comity_observatory::published::{self, PointsFilter};
use comity_shell::frame::encoded;
use comity_store::{Objects, Read};
use comity_web::{App, Visit};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Collection, Form, Link, Wish, html};
use crate::asked::{Asked, Base, InPath, given};
use crate::data::rule::{self, Rules};
use crate::data::{self, Filter, Lines, Selection};
use crate::feature::{Feature, rectangle};
use crate::problem::{Answer, OpenDataError, ProblemDetails, read};

/// How many features a page has, if it is not said, and at most.
const USUAL: usize = 100;
const MOST: usize = 10_000;
/// How many a page for people has.
const ON_A_PAGE: usize = 50;
/// How far one can turn pages. What lies beyond is in the files.
const FARTHEST: usize = 5_000_000;

#[derive(Clone, Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// West, south, east and north in degrees, with commas: what touches this rectangle.
    bbox: Option<String>,
    /// A moment or an interval as in RFC 3339, such as `2026-01-01T00:00:00Z/2026-03-31T23:59:59Z`; `..` for an open end.
    datetime: Option<String>,
    /// How many features at most.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    limit: Option<String>,
    /// How many are passed over.
    #[param(value_type = Option<i32>, minimum = 0, maximum = 5000000)]
    offset: Option<String>,
    /// `json` or `html`; otherwise as the header `Accept` says.
    #[param(pattern = "^(json|html)$")]
    f: Option<String>,
}

/// A page of features.
#[derive(Debug, Serialize, ToSchema)]
pub struct Page {
    r#type: &'static str,
    features: Vec<Feature>,
    links: Vec<Link>,
    #[serde(rename = "timeStamp")]
    time_stamp: String,
    #[serde(rename = "numberReturned")]
    number_returned: usize,
    /// What was done to the numbers before they were published.
    rule: Rules,
}

/// What is asked for, read.
#[derive(Clone, Debug)]
struct Wanted {
    /// West, south, east, north in degrees.
    bbox: Option<[f64; 4]>,
    months: Option<(Month, Month)>,
    limit: usize,
    offset: usize,
}

fn wrong(name: &'static str, found: &str, expected: &'static str) -> OpenDataError {
    OpenDataError::Parameter { name, found: found.to_owned(), expected }
}

impl Wanted {
    fn new(query: &Query, form: Form) -> Answer<Self> {
        let number = |name, text: Option<&String>, usual, least, most| match given(text) {
            None => Ok(usual),
            Some(text) => {
                let read = text.parse::<usize>().ok().filter(|number| *number >= least);
                read.map(|number| number.min(most)).ok_or_else(|| wrong(name, text, "open-expected-number"))
            }
        };
        let most = if form == Form::Html { ON_A_PAGE } else { MOST };
        let offset = number("offset", query.offset.as_ref(), 0, 0, usize::MAX)?;
        if offset > FARTHEST {
            return Err(wrong("offset", &offset.to_string(), "open-expected-number"));
        }
        Ok(Self {
            bbox: given(query.bbox.as_ref()).map(bbox).transpose()?,
            months: given(query.datetime.as_ref()).map(interval).transpose()?,
            limit: number("limit", query.limit.as_ref(), USUAL.min(most), 1, most)?,
            offset,
        })
    }
}

/// Four numbers; or six, of which the heights are left out.
fn bbox(text: &str) -> Answer<[f64; 4]> {
    let numbers: Option<Vec<f64>> =
        text.split(',').map(|number| number.trim().parse().ok().filter(|number: &f64| number.is_finite())).collect();
    let edges = match numbers.as_deref() {
        Some(&[west, south, east, north]) | Some(&[west, south, _, east, north, _]) => Some([west, south, east, north]),
        _ => None,
    };
    let fits = |[west, south, east, north]: &[f64; 4]| {
        [west, east].iter().all(|lon| lon.abs() <= 180.0)
            && south.abs() <= 90.0
            && north.abs() <= 90.0
            && south <= north
    };
    edges.filter(fits).ok_or_else(|| wrong("bbox", text, "open-expected-bbox"))
}

/// The months that a moment or an interval touches.
fn interval(text: &str) -> Answer<(Month, Month)> {
    let bad = || wrong("datetime", text, "open-expected-datetime");
    let month = |part: &str, open: Month| match part {
        "" | ".." => Ok(open),
        moment => moment.get(..7).and_then(Month::parse).filter(|_| is_moment(moment)).ok_or_else(bad),
    };
    let (first, last) = match text.split_once('/') {
        Some((from, to)) => (month(from, Month(i32::MIN))?, month(to, Month(i32::MAX))?),
        None if text == ".." => return Err(bad()),
        None => (month(text, Month(0))?, month(text, Month(0))?),
    };
    if first > last { Err(bad()) } else { Ok((first, last)) }
}

/// A day, or a moment as in RFC 3339.
fn is_moment(text: &str) -> bool {
    let day = text.get(..10).and_then(comity_kernel::Day::parse).is_some();
    let rest = text.get(10..).unwrap_or_default();
    day && (rest.is_empty() || (rest.starts_with(['T', 't', ' ']) && rest.len() >= 9 && rest.is_ascii()))
}

/// Whether two rectangles touch; one whose west is east of its east goes round the back of the earth.
fn touches(wanted: &[f64; 4], other: &[f64; 4]) -> bool {
    let [west, south, east, north] = *wanted;
    let beside = if west <= east { west <= other[2] && other[0] <= east } else { other[2] >= west || other[0] <= east };
    beside && south <= other[3] && other[1] <= north
}

/// A page of features, and whether there are more.
type Found = (Vec<Feature>, bool, Vec<published::RuleApplied>);

fn find(tx: &mut Read<'_>, objects: &Objects, collection: Collection, wanted: &Wanted) -> Answer<Found> {
    let mut selection = Selection::read(tx, &Filter::default())?;
    if let Some((first, last)) = wanted.months {
        selection.months = (selection.months.0.max(first), selection.months.1.min(last));
    }
    let rules = rule::applied(tx, &selection)?;
    let (features, more) = match collection {
        Collection::Areas => areas(tx, objects, &selection, wanted)?,
        Collection::Points => points(tx, &selection, wanted)?,
        Collection::Counts => counts(tx, objects, &selection, wanted)?,
    };
    Ok((features, more, rules))
}

/// What remains of a list after paging, and whether more follow.
fn paged<T>(all: impl Iterator<Item = T>, wanted: &Wanted) -> (Vec<T>, bool) {
    let mut found: Vec<T> = all.skip(wanted.offset).take(wanted.limit + 1).collect();
    let more = found.len() > wanted.limit;
    found.truncate(wanted.limit);
    (found, more)
}

fn areas(tx: &mut Read<'_>, objects: &Objects, selection: &Selection, wanted: &Wanted) -> Answer<(Vec<Feature>, bool)> {
    let boundaries = comity_places::boundaries(tx, objects)?;
    let held = |code: &str| match &wanted.bbox {
        None => true,
        Some(bbox) => rectangle(&boundaries, code).is_some_and(|own| touches(bbox, &own)),
    };
    let (areas, more) = paged(selection.areas.iter().filter(|area| held(&area.code)).cloned(), wanted);
    let totals = data::totals(tx, &areas, &[], selection.months)?;
    let features: Answer<Vec<Feature>> =
        areas.iter().map(|area| data::area_feature(area, &boundaries, &totals)).collect();
    Ok((features?, more))
}

/// In millionths of a degree; a rectangle round the back of the earth becomes two.
fn rectangles(bbox: Option<[f64; 4]>) -> Vec<Option<[i32; 4]>> {
    let e6 = |[west, south, east, north]: [f64; 4]| {
        let (down, up) = (|degrees: f64| (degrees * 1e6).ceil() as i32, |degrees: f64| (degrees * 1e6).floor() as i32);
        Some([down(west), down(south), up(east), up(north)])
    };
    match bbox {
        None => vec![None],
        Some(edges) if edges[0] <= edges[2] => vec![e6(edges)],
        Some([west, south, east, north]) => vec![e6([west, south, 180.0, north]), e6([-180.0, south, east, north])],
    }
}

fn points(tx: &mut Read<'_>, selection: &Selection, wanted: &Wanted) -> Answer<(Vec<Feature>, bool)> {
    let (mut found, mut skip) = (Vec::new(), wanted.offset);
    for within in rectangles(wanted.bbox) {
        let filter = PointsFilter {
            within,
            months: Some(selection.months),
            most: wanted.limit + 1 - found.len(),
            skip,
            ..PointsFilter::default()
        };
        let some = published::points(tx, &filter)?;
        // The second half of a rectangle round the back of the earth begins where the first one ends.
        if some.is_empty() && skip > 0 {
            let first = published::points(tx, &PointsFilter { most: 0, skip: 0, ..filter })?;
            skip = skip.saturating_sub(first.len());
        } else {
            skip = 0;
        }
        found.extend(some);
        if found.len() > wanted.limit {
            break;
        }
    }
    let more = found.len() > wanted.limit;
    let features: Answer<Vec<Feature>> = found.iter().take(wanted.limit).map(data::point_feature).collect();
    Ok((features?, more))
}

/// Counts have no place of their own: those of the areas that touch the rectangle are held to lie in it.
fn counts(
    tx: &mut Read<'_>,
    objects: &Objects,
    selection: &Selection,
    wanted: &Wanted,
) -> Answer<(Vec<Feature>, bool)> {
    let boundaries = comity_places::boundaries(tx, objects)?;
    let lines = Lines::new(&selection.areas, &selection.releases);
    let which = data::Wanted { kinds: Vec::new(), months: selection.months };
    let touching = |code: &&str| match &wanted.bbox {
        None => true,
        Some(bbox) => rectangle(&boundaries, code).is_some_and(|own| touches(bbox, &own)),
    };
    let codes = std::iter::once("").chain(selection.areas.iter().map(|area| area.code.as_str())).filter(touching);
    let (mut features, mut skip) = (Vec::new(), wanted.offset);
    for code in codes {
        let cells = published::cells(tx, code, &selection.releases)?;
        let cells: Vec<_> = cells.into_iter().filter(|cell| which.has(cell)).collect();
        let left = wanted.limit + 1 - features.len();
        for cell in cells.iter().skip(skip).take(left) {
            features.push(data::count_feature(&lines, cell)?);
        }
        skip = skip.saturating_sub(cells.len());
        if features.len() > wanted.limit {
            break;
        }
    }
    let more = features.len() > wanted.limit;
    features.truncate(wanted.limit);
    Ok((features, more))
}

/// The address of another page of the same question.
fn address(base: &str, collection: Collection, query: &Query, wanted: &Wanted, offset: usize, form: &str) -> String {
    let mut address = format!("{base}/ogc/collections/{}/items?f={form}&limit={}", collection.id(), wanted.limit);
    for (name, value) in [("bbox", &query.bbox), ("datetime", &query.datetime)] {
        if let Some(value) = given(value.as_ref()) {
            address += &format!("&{name}={}", encoded(value));
        }
    }
    if offset > 0 {
        address += &format!("&offset={offset}");
    }
    address
}

/// The features of a collection, page by page.
#[utoipa::path(get, path = "/ogc/collections/{collection}/items", tag = "OGC API Features",
    params(("collection" = String, Path), Query),
    responses((status = 200, content((Page = "application/geo+json"), (String = "text/html"))),
        (status = 400, body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn items(
    State(app): State<App>,
    visit: Visit,
    Base(base): Base,
    accept: HeaderMap,
    InPath(id): InPath<String>,
    Asked(query): Asked<Query>,
) -> Answer<Response> {
    let form = Form::wished(query.f.as_ref(), &accept)?;
    let collection = Collection::find(&id)?;
    let wanted = Wanted::new(&query, form)?;
    let (objects, asked) = (app.ledger.objects().clone(), wanted.clone());
    let (features, more, rules) = read(&app, &visit, move |tx| find(tx, &objects, collection, &asked)).await?;
    let at = |offset, form| address(&base, collection, &query, &wanted, offset, form);
    let (own, other) = if form == Form::Json { ("json", "html") } else { ("html", "json") };
    let kind = |form| if form == "json" { "application/geo+json" } else { "text/html" };
    let words = visit.words();
    let mut links = vec![
        Link::new(at(wanted.offset, own), "self", kind(own)).titled(words.t("open-this-page")),
        Link::new(at(wanted.offset, other), "alternate", kind(other)).titled(other.to_uppercase()),
        Link::new(format!("{base}/ogc/collections/{}", collection.id()), "collection", "application/json")
            .titled(collection.title(&visit)),
    ];
    if more {
        links.push(
            Link::new(at(wanted.offset + wanted.limit, own), "next", kind(own)).titled(words.t("open-next-page")),
        );
    }
    if form == Form::Html {
        return Ok(html::show(&visit, collection.title(&visit), &links, Some(&features)));
    }
    let page = Page {
        r#type: "FeatureCollection",
        number_returned: features.len(),
        features,
        links,
        time_stamp: stamp(visit.now),
        rule: rule::said(&visit, &rules),
    };
    Ok(geojson(Json(page).into_response()))
}

fn stamp(now: Millis) -> String {
    now.rfc3339()
}

fn geojson(mut response: Response) -> Response {
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/geo+json"));
    response
}

/// A feature and where it belongs.
#[derive(Debug, Serialize, ToSchema)]
pub struct Single {
    #[serde(flatten)]
    feature: Feature,
    links: Vec<Link>,
}

fn find_one(tx: &mut Read<'_>, objects: &Objects, collection: Collection, id: &str) -> Answer<Feature> {
    let missing = || OpenDataError::NotThere(id.to_owned());
    let selection = Selection::read(tx, &Filter::default())?;
    match collection {
        Collection::Areas => {
            let boundaries = comity_places::boundaries(tx, objects)?;
            let area = selection.areas.iter().find(|area| area.code == id).ok_or_else(missing)?;
            let totals = data::totals(tx, std::slice::from_ref(area), &[], selection.months)?;
            data::area_feature(area, &boundaries, &totals)
        }
        Collection::Points => {
            let month = id.split('.').nth(2).and_then(Month::parse).ok_or_else(missing)?;
            let filter = PointsFilter { months: Some((month, month)), ..PointsFilter::default() };
            let found = published::points(tx, &filter)?;
            data::point_feature(found.iter().find(|point| data::point_id(point) == id).ok_or_else(missing)?)
        }
        Collection::Counts => {
            let lines = Lines::new(&selection.areas, &selection.releases);
            let release = id.split('.').next().unwrap_or_default();
            let releases: Vec<_> =
                selection.releases.iter().filter(|one| one.reference.as_str() == release).cloned().collect();
            if releases.is_empty() {
                return Err(missing());
            }
            for code in std::iter::once("").chain(selection.areas.iter().map(|area| area.code.as_str())) {
                let cells = published::cells(tx, code, &releases)?;
                if let Some(cell) = cells.iter().find(|cell| data::count_id(cell) == id) {
                    return data::count_feature(&lines, cell);
                }
            }
            Err(missing())
        }
    }
}

/// One feature.
#[utoipa::path(get, path = "/ogc/collections/{collection}/items/{feature}", tag = "OGC API Features",
    params(("collection" = String, Path), ("feature" = String, Path), Wish),
    responses((status = 200, content((Single = "application/geo+json"), (String = "text/html"))),
        (status = 400, body = ProblemDetails, content_type = "application/problem+json"),
        (status = 404, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn item(
    State(app): State<App>,
    visit: Visit,
    Base(base): Base,
    accept: HeaderMap,
    InPath((id, feature)): InPath<(String, String)>,
    Asked(wish): Asked<Wish>,
) -> Answer<Response> {
    let form = Form::wished(wish.f.as_ref(), &accept)?;
    let collection = Collection::find(&id)?;
    let objects = app.ledger.objects().clone();
    let feature = read(&app, &visit, move |tx| find_one(tx, &objects, collection, &feature)).await?;
    let path = format!("{base}/ogc/collections/{}", collection.id());
    let own = format!("{path}/items/{}", encoded(&feature.id).replace('/', "%2F"));
    let links = vec![
        Link::new(format!("{own}?f=json"), "self", "application/geo+json").titled("JSON"),
        Link::new(format!("{own}?f=html"), "alternate", "text/html").titled("HTML"),
        Link::new(path, "collection", "application/json").titled(collection.title(&visit)),
    ];
    if form == Form::Html {
        return Ok(html::show(&visit, collection.title(&visit), &links, Some(&[feature])));
    }
    Ok(geojson(Json(Single { feature, links }).into_response()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rectangle_is_read_and_goes_round_the_earth() {
        assert_eq!(bbox("-3,50.5,-2,51").unwrap(), [-3.0, 50.5, -2.0, 51.0]);
        assert_eq!(bbox("170,-20,0,-170,-10,9").unwrap(), [170.0, -20.0, -170.0, -10.0]);
        for bad in ["", "1,2,3", "1,9,2,3", "1,2,3,inf", "a,b,c,d", "181,0,182,1", "1,2,3,4,5"] {
            assert!(bbox(bad).is_err(), "{bad}");
        }
        let pacific = [170.0, -20.0, -170.0, -10.0];
        assert!(touches(&pacific, &[175.0, -15.0, 176.0, -14.0]) && touches(&pacific, &[-176.0, -15.0, -175.0, -14.0]));
        assert!(!touches(&pacific, &[0.0, -15.0, 1.0, -14.0]));
    }

    #[test]
    fn an_interval_touches_whole_months() {
        let month = |text| Month::parse(text).unwrap();
        for (text, first, last) in [
            ("2026-01-15T00:00:00Z", month("2026-01"), month("2026-01")),
            ("2026-01-15/2026-03-01", month("2026-01"), month("2026-03")),
            ("../2026-03-01", Month(i32::MIN), month("2026-03")),
            ("2026-01-01T12:00:00Z/", month("2026-01"), Month(i32::MAX)),
        ] {
            assert_eq!(interval(text).unwrap(), (first, last), "{text}");
        }
        for bad in ["yesterday", "2026-13-01", "2026-03-01/2026-01-01", "..", "2026-01", "2026-01-01x", "é026-01-01"] {
            assert!(interval(bad).is_err(), "{bad}");
        }
    }
}
