#![allow(
    clippy::all,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::allow_attributes_without_reason
)]
use axum::Router;
use comity_access::{Access, Accounts, Cost, Limits, Passwords, SignIn};
use comity_kernel::{Clock, Day, Ids, Language, Millis};
use comity_ledger::{Keys, Ledger, OPERATOR, Projection, Settings};
use comity_places::{Bilingual, Officer, Places, Priority, Team};
use comity_shell::{NavItem, Site, Texts};
use comity_store::{Location, Objects, Store};
use comity_web::{App, Configuration, Parts, Slice};
use jiff::tz::TimeZone;
use std::sync::Arc;

fn main() {
    let mut args = std::env::args().skip(1);
    let (kind, port) = (args.next().unwrap(), args.next().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let today = Day::parse("2026-03-02").unwrap();
    let clock = Clock::fixed(today.start(&TimeZone::UTC).plus(std::time::Duration::from_secs(9 * 3600)));
    let ids = Ids::seeded([7; 32]);
    let slices: Vec<Arc<dyn Slice>> = vec![
        Arc::new(Places),
        Arc::new(comity_concerns::Concerns),
        Arc::new(comity_actions::Actions),
        Arc::new(comity_forums::Forums),
        Arc::new(comity_observatory::Observatory),
        Arc::new(comity_neighbourhoods::Neighbourhoods),
    ];
    let mut projections: Vec<Arc<dyn Projection>> = vec![Arc::new(Accounts)];
    projections.extend(slices.iter().map(|slice| Arc::clone(slice) as Arc<dyn Projection>));
    let store = Store::open(&Location::Folder(folder.path().into()), &comity_ledger::migrations(&projections)).unwrap();
    let objects = Objects::in_folder(folder.path().join("objects")).unwrap();
    let settings = Settings {
        origin: "x.example/log".into(),
        beat: std::time::Duration::from_secs(60),
        cover: 1,
        demonstration: true,
    };
    let ledger =
        Ledger::open(store, objects, Keys::draw(&ids), projections, (clock.clone(), ids.clone()), settings).unwrap();
    if kind == "demo" {
        demo(&ledger, today)
    } else {
        lancashire(&ledger)
    }
    let passwords = Passwords::new(Cost::QUICK, 2, &ids).unwrap();
    let sign_in = SignIn::new(&ledger, passwords, Limits::new(clock, ids));
    let base = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../locales");
    let mut texts: Vec<(Language, &'static str)> = Vec::new();
    for (language, folder) in [(Language::En, "en"), (Language::Ar, "ar")] {
        for name in ["shell", "web"] {
            texts.push((
                language,
                Box::leak(std::fs::read_to_string(format!("{base}/{folder}/{name}.ftl")).unwrap().into_boxed_str()),
            ));
        }
    }
    texts.extend(slices.iter().flat_map(|slice| slice.texts().iter().copied()));
    let site = Site {
        texts: Texts::new(&texts).unwrap(),
        names: vec![(Language::En, "Port Salam partnership".into()), (Language::Ar, "شراكة ميناء السلام".into())],
        navigation: vec![
            NavItem { id: "neighbourhoods", href: "/neighbourhoods", label: "nav-neighbourhoods" },
            NavItem { id: "raise", href: "/concerns/new", label: "nav-raise" },
            NavItem { id: "mine", href: "/concerns/mine", label: "nav-mine" },
            NavItem { id: "meetings", href: "/meetings", label: "nav-meetings" },
        ],
        footer: Vec::new(),
        zone: TimeZone::UTC,
    };
    let app = App::new(Parts {
        ledger,
        access: Access::new().unwrap(),
        sign_in,
        site: Arc::new(site),
        configuration: Configuration::default(),
    });
    let routes = slices.iter().fold(Router::new(), |routes, slice| routes.merge(slice.routes()));
    let router = routes.layer(axum::middleware::from_fn_with_state(app.clone(), comity_web::layer)).with_state(app);
    let router = router.route("/assets/{file}", axum::routing::get(comity_shell::assets::serve)).layer(
        axum::middleware::from_fn_with_state(comity_shell::headers::ServedOverHttps(false), comity_shell::headers::add),
    );
    tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap().block_on(async {
        let listener = tokio::net::TcpListener::bind(format!("127.0.0.1:{port}")).await.unwrap();
        println!("ready");
        axum::serve(listener, router).await.unwrap();
    });
}

fn lancashire(ledger: &Ledger) {
    let shared = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../../shared/data/");
    let read = |f: &str| std::fs::read(format!("{shared}{f}")).unwrap();
    println!(
        "{:?}",
        comity_places::import_areas_now(
            ledger,
            OPERATOR,
            &read("geo/lancashire_wards.geojson"),
            Some(&read("geo/lancashire_ward_population.csv"))
        )
        .unwrap()
        .codes_without_match
    );
    println!(
        "{:?}",
        comity_observatory::import_incidents_now(
            ledger,
            OPERATOR,
            std::io::Cursor::new(read("policeuk/derived_asb_2022_12col.csv.gz")),
            &mut |_, _| ()
        )
        .unwrap()
    );
}

fn two(b: &comity_demo::Bilingual) -> Bilingual {
    Bilingual::new(&b.en, &b.ar)
}

fn demo(ledger: &Ledger, today: Day) {
    let town = comity_demo::Town::generate(1, today);
    comity_places::import_areas_now(
        ledger,
        OPERATOR,
        town.areas_geojson().as_bytes(),
        Some(town.population_csv().as_bytes()),
    )
    .unwrap();
    println!(
        "{:?}",
        comity_observatory::import_incidents_now(
            ledger,
            OPERATOR,
            std::io::Cursor::new(town.incidents_csv().into_bytes()),
            &mut |_, _| ()
        )
        .unwrap()
    );
    for t in town.teams.clone() {
        let team = Team {
            officers: t
                .officers
                .iter()
                .map(|o| Officer {
                    name: two(&o.name),
                    rank: two(&o.rank),
                    since: Some(2026 - i64::from(o.years_here)),
                })
                .collect(),
            phone: t.phone.clone(),
            email: t.email.clone(),
            office: two(&t.office),
            hours: two(&t.hours),
        };
        let area = t.area.clone();
        ledger.decide_now(OPERATOR, move |d| comity_places::set_team(d, &area, team.clone())).unwrap();
        let list: Vec<Priority> = town
            .priorities
            .iter()
            .filter(|p| p.area == t.area)
            .take(3)
            .map(|p| Priority { title: two(&p.title), why: two(&p.why), doing: two(&p.doing) })
            .collect();
        let area = t.area.clone();
        ledger.decide_now(OPERATOR, move |d| comity_places::set_priorities(d, &area, list.clone())).unwrap();
    }
    for o in town.organisations.clone() {
        ledger.decide_now(OPERATOR, move |d| comity_actions::join(d, &o.slug, two(&o.name))).unwrap();
    }
    let district = town.areas.iter().find(|a| a.level == comity_demo::Level::District).unwrap().code.clone();
    let d2 = district.clone();
    let names = two(&town.name);
    let forum = ledger
        .decide_now(OPERATOR, move |d| {
            comity_forums::found(
                d,
                &d2,
                Bilingual::new(format!("{} safety forum", names.en), format!("منتدى أمان {}", names.ar)),
            )
        })
        .unwrap()
        .value;
    let place = town.meetings.last().unwrap().place.en.clone();
    ledger
        .decide_now(OPERATOR, move |d| {
            comity_forums::call(
                d,
                comity_forums::NewMeeting {
                    forum: forum.clone(),
                    day: today.plus_days(10),
                    starts: "18:00".into(),
                    place: place.clone(),
                    today,
                },
            )
        })
        .unwrap();
    for a in town.actions.iter().take(40) {
        let area = town.concerns[a.concern].area.clone();
        let new = comity_actions::NewAction {
            area,
            concern: None,
            decision: None,
            owner: a.organisation.clone(),
            due: today.plus_days(20),
            text: a.what.en.clone(),
            today,
        };
        let changed = a.changed.clone();
        let made = ledger.decide_now(OPERATOR, move |d| comity_actions::assign(d, new.clone())).unwrap().value;
        if let Some(changed) = changed {
            ledger.decide_now(OPERATOR, move |d| comity_actions::complete(d, &made, &changed.ar)).unwrap();
        }
    }
    let _ = Millis(0);
}
