//! The landing page, what it conforms to, and the collections.

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::{IntoResponse as _, Response};
use comity_observatory::published;
use comity_store::{Objects, Read};
use comity_web::{App, Visit};
use serde::Serialize;
use utoipa::ToSchema;

use super::{CRS84, Collection, Form, Link, Wish, html};
use crate::asked::{Asked, Base, InPath, months};
use crate::feature::rectangle;
use crate::problem::{Answer, ProblemDetails, RefusedOrAbsent, read};

#[derive(Debug, Serialize, ToSchema)]
pub struct Landing {
    title: String,
    description: String,
    links: Vec<Link>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Conformance {
    #[serde(rename = "conformsTo")]
    conforms_to: Vec<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct Collections {
    links: Vec<Link>,
    collections: Vec<Described>,
}

/// A collection.
#[derive(Debug, Serialize, ToSchema)]
pub struct Described {
    id: &'static str,
    title: String,
    links: Vec<Link>,
    #[serde(skip_serializing_if = "Option::is_none")]
    extent: Option<Extent>,
    #[serde(rename = "itemType")]
    item_type: &'static str,
    crs: Vec<&'static str>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Extent {
    #[serde(skip_serializing_if = "Option::is_none")]
    spatial: Option<Spatial>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal: Option<Temporal>,
}

/// West, south, east, north in degrees.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Spatial {
    bbox: Vec<[f64; 4]>,
    crs: &'static str,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Temporal {
    interval: Vec<[String; 2]>,
}

const CLASSES: [&str; 4] = [
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
];

fn itself(base: &str, path: &str) -> [Link; 2] {
    [
        Link::new(format!("{base}{path}?f=json"), "self", "application/json").titled("JSON"),
        Link::new(format!("{base}{path}?f=html"), "alternate", "text/html").titled("HTML"),
    ]
}

/// Where everything begins.
#[utoipa::path(get, path = "/ogc", tag = "OGC API Features", params(Wish),
    responses((status = 200, content((Landing = "application/json"), (String = "text/html"))), (status = 400, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn landing(visit: Visit, base: Base, accept: HeaderMap, Asked(wish): Asked<Wish>) -> Answer<Response> {
    let words = visit.words();
    let Base(base) = base;
    let [own, other] = itself(&base, "/ogc");
    let links = vec![
        own,
        other,
        Link::new(format!("{base}/openapi.json"), "service-desc", "application/vnd.oai.openapi+json;version=3.1")
            .titled("OpenAPI"),
        Link::new(format!("{base}/data"), "service-doc", "text/html").titled(words.t("open-title")),
        Link::new(format!("{base}/ogc/conformance"), "conformance", "application/json")
            .titled(words.t("open-conformance")),
        Link::new(format!("{base}/ogc/collections"), "data", "application/json").titled(words.t("open-collections")),
    ];
    Ok(match Form::wished(wish.f.as_ref(), &accept)? {
        Form::Html => html::show(&visit, words.t("open-way-ogc").to_owned(), &links, None),
        Form::Json => {
            let (title, description) = (words.t("open-title").to_owned(), words.t("open-lede").to_owned());
            Json(Landing { title, description, links }).into_response()
        }
    })
}

/// Where everything begins.
#[utoipa::path(get, path = "/ogc/", tag = "OGC API Features", params(Wish),
    responses((status = 200, content((Landing = "application/json"), (String = "text/html"))), (status = 400, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn landing_with_slash(visit: Visit, base: Base, accept: HeaderMap, wish: Asked<Wish>) -> Answer<Response> {
    landing(visit, base, accept, wish).await
}

/// Which parts of the standard hold here.
#[utoipa::path(get, path = "/ogc/conformance", tag = "OGC API Features", params(Wish),
    responses((status = 200, content((Conformance = "application/json"), (String = "text/html"))), (status = 400, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn conformance(visit: Visit, accept: HeaderMap, Asked(wish): Asked<Wish>) -> Answer<Response> {
    Ok(match Form::wished(wish.f.as_ref(), &accept)? {
        Form::Html => {
            let links: Vec<Link> = CLASSES
                .iter()
                .map(|class| Link::new((*class).to_owned(), "describes", "text/html").titled(*class))
                .collect();
            html::show(&visit, visit.words().t("open-conformance").to_owned(), &links, None)
        }
        Form::Json => Json(Conformance { conforms_to: CLASSES.to_vec() }).into_response(),
    })
}

/// Where and when the features of the collections lie.
fn extent(tx: &mut Read<'_>, objects: &Objects) -> Answer<Extent> {
    let boundaries = comity_places::boundaries(tx, objects)?;
    let areas = comity_places::areas(tx)?;
    let all = areas.iter().filter_map(|area| rectangle(&boundaries, &area.code));
    let whole = all.reduce(|a, b| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]);
    let months = months(&published::releases(tx)?);
    let temporal = months.last().zip(months.first()).map(|(first, last)| Temporal {
        interval: vec![[
            format!("{first}-01T00:00:00Z"),
            // An interval holds its end: the last second of the last month.
            last_day(*last).map_or_else(|| "..".to_owned(), |day| format!("{day}T23:59:59Z")),
        ]],
    });
    Ok(Extent { spatial: whole.map(|bbox| Spatial { bbox: vec![bbox], crs: CRS84 }), temporal })
}

fn last_day(month: comity_observatory::Month) -> Option<jiff::civil::Date> {
    let first = format!("{month}-01").parse::<jiff::civil::Date>().ok()?;
    Some(first.last_of_month())
}

fn described(visit: &Visit, base: &str, collection: Collection, extent: &Extent) -> Described {
    let path = format!("/ogc/collections/{}", collection.id());
    let title = collection.title(visit);
    let [own, other] = itself(base, &path);
    let items = |kind, form| Link::new(format!("{base}{path}/items?f={form}"), "items", kind).titled(title.clone());
    Described {
        id: collection.id(),
        links: vec![own, other, items("application/geo+json", "json"), items("text/html", "html")],
        title,
        extent: Some(extent.clone()).filter(|extent| extent.spatial.is_some() || extent.temporal.is_some()),
        item_type: "feature",
        crs: vec![CRS84],
    }
}

/// All collections.
#[utoipa::path(get, path = "/ogc/collections", tag = "OGC API Features", params(Wish),
    responses((status = 200, content((Collections = "application/json"), (String = "text/html"))), (status = 400, body = ProblemDetails, content_type = "application/problem+json")))]
pub async fn collections(
    State(app): State<App>,
    visit: Visit,
    Base(base): Base,
    accept: HeaderMap,
    Asked(wish): Asked<Wish>,
) -> Answer<Response> {
    let form = Form::wished(wish.f.as_ref(), &accept)?;
    let objects = app.ledger.objects().clone();
    let extent = read(&app, &visit, move |tx| extent(tx, &objects)).await?;
    let collections: Vec<Described> =
        Collection::ALL.into_iter().map(|collection| described(&visit, &base, collection, &extent)).collect();
    let links = itself(&base, "/ogc/collections").to_vec();
    Ok(match form {
        Form::Json => Json(Collections { links, collections }).into_response(),
        Form::Html => {
            let each = collections.into_iter().flat_map(|described| described.links).filter(|link| link.rel == "items");
            html::show(
                &visit,
                visit.words().t("open-collections").to_owned(),
                &each.chain(links).collect::<Vec<_>>(),
                None,
            )
        }
    })
}

/// One collection.
#[utoipa::path(get, path = "/ogc/collections/{collection}", tag = "OGC API Features", params(("collection" = String, Path), Wish),
    responses((status = 200, content((Described = "application/json"), (String = "text/html"))),
        RefusedOrAbsent))]
pub async fn collection(
    State(app): State<App>,
    visit: Visit,
    Base(base): Base,
    accept: HeaderMap,
    InPath(id): InPath<String>,
    Asked(wish): Asked<Wish>,
) -> Answer<Response> {
    let form = Form::wished(wish.f.as_ref(), &accept)?;
    let collection = Collection::find(&id)?;
    let objects = app.ledger.objects().clone();
    let extent = read(&app, &visit, move |tx| extent(tx, &objects)).await?;
    let described = described(&visit, &base, collection, &extent);
    Ok(match form {
        Form::Json => Json(described).into_response(),
        Form::Html => html::show(&visit, described.title, &described.links, None),
    })
}
