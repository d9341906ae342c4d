//! What operators see: health, figures, and a log without personal data and without clients' addresses.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use comity_kernel::clock::Stopwatch;
use comity_ledger::head;
use comity_web::App;
use prometheus_client::encoding::text::encode;
use prometheus_client::encoding::{EncodeLabelSet, EncodeLabelValue};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use prometheus_client::registry::Registry;

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelSet)]
struct Answered {
    route: String,
    class: Class,
}

#[derive(Clone, Debug, Hash, PartialEq, Eq, EncodeLabelValue)]
enum Class {
    Ok,
    Redirect,
    ClientError,
    ServerError,
}

/// The program's figures.
#[derive(Debug)]
pub struct Metrics {
    registry: Mutex<Registry>,
    requests: Family<Answered, Counter>,
    seconds: Histogram,
    leaves: Gauge,
    published_at: Gauge,
}

impl Default for Metrics {
    fn default() -> Self {
        let metrics = Self {
            registry: Mutex::new(Registry::with_prefix("comity")),
            requests: Family::default(),
            seconds: Histogram::new(exponential_buckets(0.0005, 2.0, 14)),
            leaves: Gauge::default(),
            published_at: Gauge::default(),
        };
        let mut registry = metrics.registry.lock().unwrap_or_else(PoisonError::into_inner);
        registry.register("requests", "Requests answered, by route and class of answer", metrics.requests.clone());
        registry.register("request_seconds", "Time to answer", metrics.seconds.clone());
        registry.register("log_leaves", "Leaves in the published log", metrics.leaves.clone());
        registry.register(
            "log_published_milliseconds",
            "When a checkpoint was last published",
            metrics.published_at.clone(),
        );
        drop(registry);
        metrics
    }
}

pub fn routes(metrics: Arc<Metrics>) -> Router<App> {
    let figures = move |State(app): State<App>, request: Request| figures(app, Arc::clone(&metrics), request);
    let started = Stopwatch::start();
    let health = move |State(app): State<App>| health(app, started);
    Router::new().route("/health", get(health)).route("/metrics", get(figures))
}

/// 200 while the database answers and the log is published in time: at least every second beat.
///
/// A program that has just started has not had the time to publish yet.
async fn health(app: App, started: Stopwatch) -> Response {
    let patience = app.ledger.settings().beat * 2 + Duration::from_secs(5);
    match app.read(head).await {
        Ok(head) if started.elapsed() > patience && head.published_at.plus(patience) < app.ledger.clock().now() => {
            (StatusCode::SERVICE_UNAVAILABLE, "the log is not being published\n").into_response()
        }
        Ok(_) => (StatusCode::OK, "ok\n").into_response(),
        Err(error) => {
            tracing::error!(%error, "the database does not answer");
            (StatusCode::SERVICE_UNAVAILABLE, "the database does not answer\n").into_response()
        }
    }
}

/// The figures, to this machine alone: counts by the second would tell when somebody wrote. A request that a proxy
/// passed on is not from this machine.
async fn figures(app: App, metrics: Arc<Metrics>, request: Request) -> Response {
    let near = request.extensions().get::<ConnectInfo<SocketAddr>>().is_some_and(|peer| peer.0.ip().is_loopback());
    if !near || ["forwarded", "x-forwarded-for", "via"].iter().any(|name| request.headers().contains_key(*name)) {
        return StatusCode::NOT_FOUND.into_response();
    }
    if let Ok(head) = app.read(head).await {
        metrics.leaves.set(i64::try_from(head.published_size).unwrap_or(i64::MAX));
        metrics.published_at.set(head.published_at.0);
    }
    let mut text = String::new();
    let registry = metrics.registry.lock().unwrap_or_else(PoisonError::into_inner);
    if encode(&mut text, &registry).is_err() {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    }
    ([(CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response()
}

/// The route's pattern, never the address itself: addresses may hold references.
fn route(request: &Request) -> String {
    request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned()
}

pub async fn measure(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let (route, watch) = (route(&request), Stopwatch::start());
    let response = next.run(request).await;
    let class = match response.status().as_u16() {
        ..300 => Class::Ok,
        300..400 => Class::Redirect,
        400..500 => Class::ClientError,
        _ => Class::ServerError,
    };
    metrics.requests.get_or_create(&Answered { route, class }).inc();
    metrics.seconds.observe(watch.elapsed().as_secs_f64());
    response
}

/// One line a request, at debug level: method, route, status, time.
pub async fn log(request: Request, next: Next) -> Response {
    let (method, route, watch) = (request.method().clone(), route(&request), Stopwatch::start());
    let response = next.run(request).await;
    let (status, micros) = (response.status().as_u16(), watch.elapsed().as_micros());
    tracing::debug!(%method, route, status, micros, "answered");
    response
}
