//! The public pages of the observatory, behind the real router.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

mod beside;
mod explore;
mod heard;
mod protect;
mod surveys;

use std::fmt::Write as _;
use std::io::Cursor;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{COOKIE, HeaderMap};
use axum::http::{Request, StatusCode};
use comity_access::{Access, Accounts, Cost, Limits, Passwords, SignIn};
use comity_kernel::{Clock, Day, Ids, Language, Millis};
use comity_ledger::{Keys, Ledger, OPERATOR, Projection, Settings};
use comity_observatory::Observatory;
use comity_observatory::published::{self, Publication};
use comity_places::Places;
use comity_shell::{Site, Texts};
use comity_testing::Database;
use comity_web::{App, Configuration, Parts, Slice as _};
use tower::ServiceExt as _;

const HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                      Crime type,Last outcome category,Context\n";
const TEXTS: [(Language, &str); 8] = [
    (Language::En, include_str!("../../../../../locales/en/places.ftl")),
    (Language::Ar, include_str!("../../../../../locales/ar/places.ftl")),
    (Language::En, include_str!("../../../../../locales/en/concerns.ftl")),
    (Language::Ar, include_str!("../../../../../locales/ar/concerns.ftl")),
    (Language::En, include_str!("../../../../../locales/en/shell.ftl")),
    (Language::En, include_str!("../../../../../locales/en/web.ftl")),
    (Language::Ar, include_str!("../../../../../locales/ar/shell.ftl")),
    (Language::Ar, include_str!("../../../../../locales/ar/web.ftl")),
];

pub struct Bench {
    pub ledger: Ledger,
    app: App,
    router: Router,
}

pub struct Answered {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: String,
}

/// The town `T` with square neighbourhoods `N0`, `N1`, … beside each other; those of `people` have a known population.
pub fn bench(database: &Database, neighbourhoods: usize, people: &[(usize, i64)]) -> Bench {
    let (clock, ids) = (Clock::fixed(Millis(1_770_000_000_000)), Ids::seeded([7; 32]));
    let projections: Vec<Arc<dyn Projection>> = vec![Arc::new(Accounts), Arc::new(Places), Arc::new(Observatory)];
    let store = database.open(&comity_ledger::migrations(&projections));
    let settings = Settings {
        origin: "test.example/log".into(),
        beat: std::time::Duration::from_secs(60),
        cover: 1,
        demonstration: true,
    };
    let sources = (clock.clone(), ids.clone());
    let ledger = Ledger::open(store, database.objects(), Keys::draw(&ids), projections, sources, settings).unwrap();
    let figures = people.iter().map(|(n, people)| format!("N{n},{people}\n")).collect::<String>();
    let figures = (!people.is_empty()).then(|| format!("code,population\n{figures}"));
    let figures = figures.as_ref().map(String::as_bytes);
    comity_places::import_areas_now(&ledger, OPERATOR, town(neighbourhoods).as_bytes(), figures).unwrap();
    let sign_in = SignIn::new(&ledger, Passwords::new(Cost::QUICK, 2, &ids).unwrap(), Limits::new(clock, ids));
    let texts: Vec<_> = TEXTS.into_iter().chain(Observatory.texts().iter().copied()).collect();
    let site = Site {
        texts: Texts::new(&texts).unwrap(),
        names: vec![(Language::En, "Safer together".into())],
        navigation: Vec::new(),
        footer: Vec::new(),
        zone: jiff::tz::TimeZone::UTC,
    };
    let (access, configuration) = (Access::new().unwrap(), Configuration::default());
    let app = App::new(Parts { ledger: ledger.clone(), access, sign_in, site: Arc::new(site), configuration });
    let routes = Observatory.routes().merge(Places.routes());
    let router = routes.layer(axum::middleware::from_fn_with_state(app.clone(), comity_web::layer));
    Bench { ledger, router: router.with_state(app.clone()), app }
}

fn town(neighbourhoods: usize) -> String {
    let square = |code: &str, parent: &str, level: &str, west: usize, east: usize| {
        format!(
            r#"{{"type":"Feature","properties":{{"code":"{code}","name":"{code}","level":"{level}"{parent}}},
            "geometry":{{"type":"Polygon","coordinates":[[[{west},0],[{east},0],[{east},1],[{west},1],[{west},0]]]}}}}"#
        )
    };
    let mut features = vec![square("T", "", "district", 0, neighbourhoods)];
    features.extend((0..neighbourhoods).map(|n| square(&format!("N{n}"), r#","parent":"T""#, "sub-sector", n, n + 1)));
    format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
}

impl Bench {
    pub fn publish(&self, csv: &str, publication: Publication) {
        let source = Cursor::new(format!("{HEADER}{csv}").into_bytes());
        comity_observatory::import_incidents_as_now(&self.ledger, OPERATOR, publication, source, &mut |_, _| ())
            .unwrap();
        published::publish_due_now(&self.ledger, OPERATOR, Day::parse("2026-02-02").unwrap(), None).unwrap();
    }

    pub fn get(&self, path: &str) -> Answered {
        self.ask(path, "en", &[])
    }

    pub fn get_in_arabic(&self, path: &str) -> Answered {
        self.ask(path, "ar", &[])
    }

    pub fn ask(&self, path: &str, language: &str, headers: &[(&str, &str)]) -> Answered {
        let mut request = Request::builder().uri(path).header(COOKIE, format!("comity_lang={language}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (router, request) = (self.router.clone(), request.body(Body::empty()).unwrap());
        comity_testing::block_on(async {
            let (parts, body) = router.oneshot(request).await.unwrap().into_parts();
            let bytes = axum::body::to_bytes(body, 1 << 22).await.unwrap();
            let body = String::from_utf8_lossy(&bytes).replace(['\u{2068}', '\u{2069}'], "");
            Answered { status: parts.status, headers: parts.headers, body }
        })
    }

    /// No page asked for a text that does not exist.
    pub fn verify(&self) {
        assert_eq!(self.app.site.texts.missing(), 0, "texts are missing");
    }
}

/// So many rows of a kind in a month in neighbourhood `n`.
pub fn rows(n: usize, month: &str, kind: &str, count: usize) -> String {
    let mut csv = String::new();
    for _ in 0..count {
        writeln!(csv, ",{month},,,{n}.5,0.5,,,,{kind},,").unwrap();
    }
    csv
}

/// The words of a page without its marks.
pub fn plain(html: &str) -> String {
    let mut inside = false;
    let kept = html.chars().filter(|c| {
        let keep = !inside && *c != '<';
        inside = (inside || *c == '<') && *c != '>';
        keep
    });
    kept.collect()
}
