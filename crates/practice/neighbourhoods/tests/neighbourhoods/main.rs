//! The public pages of areas, behind the real router.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    dead_code,
    reason = "tests may fail loudly, and none of them uses all of the bench"
)]

#[path = "../../../actions/tests/actions/bench.rs"]
mod bench;
mod find;
mod forms;
mod kept;
mod profile;
mod texts;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode};
use comity_kernel::Language;
use comity_ledger::{Projection, Recorded, Refusal};
use comity_places::Places;
use comity_store::{Migration, Objects, Table, Write};
use comity_testing::{Database, Engine};
use comity_web::{App, Slice};
use tower::ServiceExt as _;

use bench::Bench;

/// The partnership with every slice that these pages show something of.
fn partnership() -> (Database, Bench) {
    let database = Database::fresh(Engine::Sqlite);
    let bench = bench::bench(&database, slices());
    (database, bench)
}

/// The forms of places; their projection is among the bench's own.
struct PlacesPages;

impl Projection for PlacesPages {
    fn name(&self) -> &'static str {
        "pages of places"
    }

    fn tables(&self) -> &'static [Table] {
        &[]
    }

    fn migrations(&self) -> &'static [Migration] {
        &[]
    }

    fn project(&self, _tx: &mut Write<'_>, _entry: &Recorded, _objects: &Objects) -> Result<(), Refusal> {
        Ok(())
    }

    fn erase(&self, _tx: &mut Write<'_>, _entry: &Recorded) -> Result<(), Refusal> {
        Ok(())
    }
}

impl Slice for PlacesPages {
    fn routes(&self) -> Router<App> {
        Places.routes()
    }

    fn texts(&self) -> &'static [(Language, &'static str)] {
        Places.texts()
    }
}

fn slices() -> Vec<Arc<dyn Slice>> {
    vec![
        Arc::new(PlacesPages),
        Arc::new(comity_concerns::Concerns),
        Arc::new(comity_actions::Actions),
        Arc::new(comity_forums::Forums),
        Arc::new(comity_observatory::Observatory),
        Arc::new(comity_neighbourhoods::Neighbourhoods),
    ]
}

/// A router that has kept nothing yet.
fn fresh_router(bench: &Bench) -> Router {
    let routes = slices().iter().fold(Router::new(), |routes, slice| routes.merge(slice.routes()));
    routes
        .layer(axum::middleware::from_fn_with_state(bench.app.clone(), comity_web::layer))
        .with_state(bench.app.clone())
}

/// Publishes everything whose time has come on a day far off.
fn publish(bench: &Bench) {
    let day = comity_kernel::Day::parse("2030-01-01").unwrap();
    comity_observatory::published::publish_due_now(&bench.ledger, comity_ledger::OPERATOR, day, None).unwrap();
}

/// Takes a file whose numbers are public already, so that each of them is shown.
fn import_as_source(bench: &Bench, csv: &'static str) {
    use comity_observatory::{import_incidents_as_now, published::Publication};
    let (actor, publication) = (comity_ledger::OPERATOR, Publication::AsSource);
    import_incidents_as_now(&bench.ledger, actor, publication, csv.as_bytes(), &mut |_, _| ()).unwrap();
    publish(bench);
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    bytes: Vec<u8>,
}

impl Answer {
    fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).unwrap()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// Asks a router as somebody who comes for the first time.
fn ask(router: &Router, path: &str, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let request = request.body(Body::empty()).unwrap();
    comity_testing::block_on(async {
        let response = router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = axum::body::to_bytes(body, 1 << 20).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    })
}
