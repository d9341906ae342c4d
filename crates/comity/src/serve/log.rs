//! The public log, in the paths of C2SP below `/ledger/`, and the page that explains it.

use std::time::Duration;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER};
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use comity_access::Quota;
use comity_kernel::{Message, Problem};
use comity_ledger::commitment::Commitment;
use comity_ledger::{head, paths::Piece, place_of, published};
use comity_shell::{PageParts, definitions, left_to_right, page as framed};
use comity_web::{Answer, App, Visit};
use maud::html;
use tokio::sync::Semaphore;

pub fn routes() -> Router<App> {
    Router::new()
        .route("/ledger/checkpoint", get(checkpoint))
        .route("/ledger/key", get(key))
        .route("/ledger/tile/{*path}", get(tile))
}

/// The page about the record, for people; and what is not answered to everybody at any time.
pub fn page() -> Router<App> {
    Router::new().route("/ledger", get(explain)).route("/ledger/place/{commitment}", get(place))
}

/// Places that one client may ask for. Each answer is looked for in the bundles, as the client could do it.
const PLACES: Quota = Quota { times: 60, window: Duration::from_secs(3600) };
/// That much is looked for at once, whoever asks.
static LOOKING: Semaphore = Semaphore::const_new(1);

fn served(body: Vec<u8>, kind: &'static str, cache: &'static str) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    // Anybody may check, from any page.
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    response
}

fn failed(error: &dyn std::fmt::Display) -> Response {
    tracing::error!(%error, "the log could not be served");
    StatusCode::SERVICE_UNAVAILABLE.into_response()
}

async fn checkpoint(State(app): State<App>) -> Response {
    match app.read(head).await {
        Ok(head) => served(head.published_checkpoint.into_bytes(), "text/plain; charset=utf-8", "no-cache"),
        Err(error) => failed(&error),
    }
}

async fn key(State(app): State<App>) -> Response {
    served(app.ledger.verifier_key().into_bytes(), "text/plain; charset=utf-8", "no-cache")
}

async fn tile(State(app): State<App>, Path(path): Path<String>) -> Response {
    let Some(piece) = Piece::parse(&format!("tile/{path}")) else { return StatusCode::NOT_FOUND.into_response() };
    match app.read(move |tx| published(tx, &piece)).await {
        // A tile never changes: what is in it was published.
        Ok(Some(bytes)) => served(bytes, "application/octet-stream", "public, max-age=31536000, immutable"),
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => failed(&error),
    }
}

/// Where a published leaf stands, for whoever has its commitment: the bundles tell the same. What the leaf stands for is
/// not asked, so that nobody learns here whether it is a cover.
async fn place(State(app): State<App>, visit: Visit, Path(commitment): Path<String>) -> Response {
    let Ok(commitment) = commitment.parse::<Commitment>() else {
        return (StatusCode::BAD_REQUEST, "expected a commitment: 64 lower-case hexadecimal digits\n").into_response();
    };
    if let Err(problem) = app.limits().allow(visit.client, "place", PLACES) {
        let seconds = if let Problem::TooMany { seconds } = problem { seconds } else { 60 };
        let headers = [(RETRY_AFTER, seconds.to_string())];
        return (StatusCode::TOO_MANY_REQUESTS, headers, "too many questions within an hour\n").into_response();
    }
    let _looking = LOOKING.acquire().await;
    match app.read(move |tx| place_of(tx, &commitment)).await {
        Ok(Some(place)) => served(format!("{place}\n").into_bytes(), "text/plain; charset=utf-8", "no-cache"),
        Ok(None) => (StatusCode::NOT_FOUND, "no published leaf has this commitment\n").into_response(),
        Err(error) => failed(&error),
    }
}

async fn explain(State(app): State<App>, visit: Visit) -> Answer {
    let head = app.read(head).await?;
    let words = visit.words();
    let size = i64::try_from(head.published_size).unwrap_or(i64::MAX);
    let main = html! {
        p { (words.t("record-what")) }
        p { (words.t("record-hidden")) }
        (definitions(&[
            (words.t("record-size"), html! { (words.number(size)) }),
            (words.t("record-published"), words.moment_tag(head.published_at, &visit.site.zone)),
            (words.t("record-epoch"), html! { (head.epoch) }),
        ]))
        h2 { (words.t("record-check")) }
        p { (words.t("record-check-text")) }
        pre dir="ltr" tabindex="0" class="command" { "comity ledger verify --receipt proof.json --url https://… --key …" }
        h2 { (words.t("record-key")) }
        p class="code" { (left_to_right(&app.ledger.verifier_key())) }
        ul {
            li { a href="/ledger/checkpoint" { (words.t("record-checkpoint")) } }
            li { a href="/ledger/key" { (words.t("record-key-file")) } }
        }
        @if head.epoch > 1 { p { (words.show(&Message::new("record-restored").number("epoch", i64::from(head.epoch)))) } }
    };
    Ok(framed(&visit, &PageParts::new(words.t("record-title"), main).section("record")))
}
