//! A small partnership to test slices of the practice with: three areas, people of every role, pages behind the real
//! router. Also used by the tests of the crates above this one.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Request, StatusCode};
use comity_access::accounts::{self, NewAccount};
use comity_access::{Access, Accounts, Cost, Grant, Limits, Passwords, SignIn};
use comity_concerns::{Category, NewConcern};
use comity_kernel::{Clock, Day, Ids, Language, Millis, Problem, Reference};
use comity_ledger::receipt::Code;
use comity_ledger::{Decision, Keys, Ledger, OPERATOR, Projection, Refusal, Settings};
use comity_places::{Bilingual, Places};
use comity_shell::{Site, Texts, csrf};
use comity_store::Read;
use comity_testing::Database;
use comity_web::{App, Configuration, Parts, Slice};
use jiff::tz::TimeZone;
use tokio::runtime::Runtime;
use tower::ServiceExt as _;

/// The town `T` with the sectors `S1` (South) and `S2` (North).
const TOWN: &str = r#"{ "type": "FeatureCollection", "features": [
  { "type": "Feature", "properties": { "code": "T", "name": "Town", "level": "district", "name_ar": "البلدة" },
    "geometry": { "type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 2], [0, 2], [0, 0]]] } },
  { "type": "Feature", "properties": { "code": "S1", "name": "South", "parent": "T", "level": "sector", "name_ar": "الجنوب" },
    "geometry": { "type": "Polygon", "coordinates": [[[0, 0], [2, 0], [2, 1], [0, 1], [0, 0]]] } },
  { "type": "Feature", "properties": { "code": "S2", "name": "North", "parent": "T", "level": "sector", "name_ar": "الشمال" },
    "geometry": { "type": "Polygon", "coordinates": [[[0, 1], [2, 1], [2, 2], [0, 2], [0, 1]]] } }
] }"#;

const PASSWORD: &str = "lamps by the old mill stream";
const COMMON: [(Language, &str); 4] = [
    (Language::En, include_str!("../../../../../locales/en/shell.ftl")),
    (Language::En, include_str!("../../../../../locales/en/web.ftl")),
    (Language::Ar, include_str!("../../../../../locales/ar/shell.ftl")),
    (Language::Ar, include_str!("../../../../../locales/ar/web.ftl")),
];

pub struct Bench {
    pub ledger: Ledger,
    pub app: App,
    router: Router,
    runtime: Runtime,
}

/// What a request was answered.
#[derive(Debug)]
pub struct Answered {
    pub status: StatusCode,
    pub location: String,
    pub body: String,
}

/// Somebody's cookies: a visit's, and a session's after signing in.
#[derive(Clone, Debug, Default)]
pub struct Who(Option<String>);

const VISIT: &str = "abcdefghjkmnpqrstvwxyz0123";

/// The partnership on 2 March 2026, with the police and the municipality as bodies.
pub fn bench(database: &Database, slices: Vec<Arc<dyn Slice>>) -> Bench {
    let (clock, ids) = (Clock::fixed(at("2026-03-02")), Ids::seeded([7; 32]));
    let mut projections: Vec<Arc<dyn Projection>> = vec![Arc::new(Accounts), Arc::new(Places)];
    projections.extend(slices.iter().map(|slice| Arc::clone(slice) as Arc<dyn Projection>));
    let store = database.open(&comity_ledger::migrations(&projections));
    let settings = Settings {
        origin: "test.example/log".into(),
        beat: std::time::Duration::from_secs(60),
        cover: 1,
        demonstration: true,
    };
    let sources = (clock.clone(), ids.clone());
    let ledger = Ledger::open(store, database.objects(), Keys::draw(&ids), projections, sources, settings).unwrap();
    comity_places::import_areas_now(&ledger, OPERATOR, TOWN.as_bytes(), None).unwrap();
    let passwords = Passwords::new(Cost::QUICK, 2, &ids).unwrap();
    let sign_in = SignIn::new(&ledger, passwords, Limits::new(clock, ids));
    let texts: Vec<_> =
        COMMON.into_iter().chain(slices.iter().flat_map(|slice| slice.texts().iter().copied())).collect();
    let site = Site {
        texts: Texts::new(&texts).unwrap(),
        names: vec![(Language::En, "Safer together".into())],
        navigation: Vec::new(),
        footer: Vec::new(),
        zone: TimeZone::UTC,
    };
    let (access, configuration) = (Access::new().unwrap(), Configuration::default());
    let app = App::new(Parts { ledger: ledger.clone(), access, sign_in, site: Arc::new(site), configuration });
    let routes = slices.iter().fold(Router::new(), |routes, slice| routes.merge(slice.routes()));
    let router = routes.layer(axum::middleware::from_fn_with_state(app.clone(), comity_web::layer));
    let runtime = Runtime::new().unwrap();
    let bench = Bench { ledger, router: router.with_state(app.clone()), app, runtime };
    for (code, en, ar) in [("police", "Police", "الشرطة"), ("municipality", "Municipality", "البلدية")] {
        bench.decide(move |decision| comity_actions::join(decision, code, Bilingual::new(en, ar))).unwrap();
    }
    bench
}

impl Bench {
    pub fn decide<T: Send + 'static>(
        &self,
        decide: impl FnMut(&mut Decision<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.ledger.decide_now("tester", decide).map(|decided| decided.value)
    }

    pub fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Read<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> T {
        self.ledger.store().read_now(read).unwrap()
    }

    /// Goes on to another day, on which everything recorded so far has its place in the log.
    pub fn set_day(&self, text: &str) {
        self.ledger.settle_and_publish().unwrap();
        self.ledger.clock().set(at(text));
    }

    /// A concern about a dark street.
    pub fn concern(&self, area: &str) -> Reference {
        let new = NewConcern {
            area: area.to_owned(),
            category: Category::Lighting,
            language: Language::En,
            words: "The secret words of Mona: it is dark by the school".into(),
            contact: None,
        };
        let code = Code::draw(self.ledger.ids());
        self.decide(move |decision| comity_concerns::raise(decision, &new, &code)).unwrap()
    }

    /// Opens an account with this grant and signs in.
    pub fn person(&self, name: &str, grant: Grant) -> Who {
        let passwords = self.app.sign_in.passwords();
        let password = passwords.hash_now(PASSWORD, name, self.ledger.ids()).unwrap();
        let new = NewAccount { sign_in: name.into(), name: None, password, grants: vec![grant] };
        self.decide(move |decision| accounts::create(decision, &new)).unwrap();
        let client = self.app.sign_in.limits().client(std::net::Ipv4Addr::LOCALHOST.into());
        let token = self.runtime.block_on(self.app.sign_in.sign_in(name, PASSWORD, client)).unwrap();
        Who(Some(token.as_str().to_owned()))
    }

    /// Asks for a page in English.
    pub fn get(&self, who: &Who, path: &str) -> Answered {
        self.ask(who, path, Body::empty(), "GET", "en")
    }

    pub fn get_in_arabic(&self, who: &Who, path: &str) -> Answered {
        self.ask(who, path, Body::empty(), "GET", "ar")
    }

    /// Sends a form with the token of the visit. One that was taken is sent again, which must record nothing more and be
    /// answered alike.
    pub fn post(&self, who: &Who, path: &str, fields: &[(&str, &str)]) -> Answered {
        let once = self.ledger.ids().reference();
        let fields = [fields, &[(csrf::ONCE, once.as_str())]].concat();
        let entries = || self.read(|tx| Ok(tx.value::<i64>("SELECT COUNT(*) FROM entries", &[])?));
        let first = self.post_once(who, path, &fields);
        if first.status.is_success() || first.status.is_redirection() {
            let recorded = entries();
            let again = self.post_once(who, path, &fields);
            assert_eq!((again.status, &again.location), (first.status, &first.location), "{path}: {}", again.body);
            assert_eq!(entries(), recorded, "{path}: recorded twice");
        }
        first
    }

    /// Sends a form with the token of the visit, as it is.
    pub fn post_once(&self, who: &Who, path: &str, fields: &[(&str, &str)]) -> Answered {
        let token = csrf::token(&self.ledger.keys().forms.0, VISIT);
        let pairs = fields.iter().copied().chain([(csrf::FIELD, token.as_str())]);
        let form: Vec<String> =
            pairs.map(|(name, value)| format!("{name}={}", comity_shell::frame::encoded(value))).collect();
        self.ask(who, path, Body::from(form.join("&")), "POST", "en")
    }

    fn ask(&self, Who(session): &Who, path: &str, body: Body, method: &str, language: &str) -> Answered {
        let session = session.as_ref().map(|token| format!("; comity_session={token}")).unwrap_or_default();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(COOKIE, format!("{}={VISIT}{session}; comity_lang={language}", csrf::COOKIE))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(body)
            .unwrap();
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.unwrap();
            let location = response.headers().get(LOCATION).map(|value| value.to_str().unwrap().to_owned());
            let status = response.status();
            let body = axum::body::to_bytes(response.into_body(), 1 << 20).await.unwrap();
            Answered { status, location: location.unwrap_or_default(), body: String::from_utf8(body.to_vec()).unwrap() }
        })
    }

    /// No page asked for a text that does not exist, and the ledger is what it must be.
    pub fn verify(&self) {
        assert_eq!(self.app.site.texts.missing(), 0, "texts are missing");
        comity_testing::verify(&self.ledger);
    }
}

impl Answered {
    /// The value of a hidden field.
    pub fn hidden(&self, name: &str) -> String {
        let from = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&from).unwrap_or_else(|| panic!("no field {name} in {}", self.body));
        rest.split('"').next().unwrap().to_owned()
    }
}

pub fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

/// Nine in the morning of a day.
fn at(text: &str) -> Millis {
    day(text).start(&TimeZone::UTC).plus(std::time::Duration::from_secs(9 * 3600))
}

/// The names of the fields at fault.
pub fn fields<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> Vec<&'static str> {
    match outcome.unwrap_err() {
        Refusal::Problem(Problem::Fields { fields }) => fields.iter().map(|(name, _)| *name).collect(),
        other => panic!("expected fields at fault, found {other:?}"),
    }
}

/// The rule that forbids it.
pub fn rule<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> &'static str {
    match outcome.unwrap_err() {
        Refusal::Problem(Problem::Rule(message)) => message.id,
        other => panic!("expected a rule, found {other:?}"),
    }
}
