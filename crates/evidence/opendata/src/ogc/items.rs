//! The features of a collection, page by page, and one by one.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::{CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse as _, Response};
use comity_kernel::Millis;
use comity_observatory::published::{self, PointsFilter};
use comity_shell::frame::encoded;
use comity_store::{Objects, Read};
use comity_web::{App, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use super::wanted::{Query, Wanted, rectangles, touches};
use super::{Collection, Form, Link, Wish, html};
use crate::asked::{Asked, Base, InPath, given};
use crate::data::rule::{self, Rules};
use crate::data::{self, Filter, Lines, Selection};
use crate::feature::{Feature, rectangle};
use crate::problem::{Answer, OpenDataError, RefusedOrAbsent, read};

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
            skip = skip.saturating_sub(published::count_points(tx, &filter)?);
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
    let touching = |code: &&str| match &wanted.bbox {
        None => true,
        Some(bbox) => rectangle(&boundaries, code).is_some_and(|own| touches(bbox, &own)),
    };
    let codes = std::iter::once("").chain(selection.areas.iter().map(|area| area.code.as_str())).filter(touching);
    let (mut features, mut skip) = (Vec::new(), wanted.offset);
    for code in codes {
        let cells = published::cells(tx, code, &selection.releases)?;
        // A number is of all of its months: whichever of them is asked for.
        let (first, last) = selection.months;
        let cells: Vec<_> = cells.into_iter().filter(|cell| first <= cell.months.1 && cell.months.0 <= last).collect();
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
        RefusedOrAbsent))]
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
            let mut parts = id.split('.');
            let release = parts.next().unwrap_or_default().to_owned();
            let point = parts.next().and_then(|point| point.parse().ok()).ok_or_else(missing)?;
            let filter = PointsFilter { one: Some((release, point)), ..PointsFilter::default() };
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
        RefusedOrAbsent))]
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
