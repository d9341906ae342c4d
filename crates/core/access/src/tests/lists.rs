//! Lists show what their items would show.

use std::sync::OnceLock;

use comity_kernel::Ids;
use comity_store::{Location, Migration, Read, Store, StoreError, Value};
use proptest::prelude::*;

use super::mandate;
use crate::{Access, Action, Columns, Mandate, Person, Resource, Role, Scope, Visibility, kind};

const PATHS: [&str; 9] = ["", "T/", "T/N/", "T/N/N1/", "T/NN/", "T/n/", "T/S/", "ü/", "ü/%_'/"];
const BODIES: [Option<&str>; 4] = [None, Some("school"), Some("clinic"), Some("o'b")];

fn access() -> &'static Access {
    static ACCESS: OnceLock<Access> = OnceLock::new();
    ACCESS.get_or_init(|| Access::new().unwrap())
}

fn mandates() -> impl Strategy<Value = Vec<Mandate>> {
    let one = (0..Role::ALL.len(), 0..PATHS.len(), 0..BODIES.len());
    let one = one.prop_map(|(role, path, body)| mandate(Role::ALL[role], PATHS[path], BODIES[body]));
    proptest::collection::vec(one, 0..4)
}

fn person(mandates: Vec<Mandate>) -> Person {
    Person { account: "a".into(), sign_in: "a".into(), name: None, mandates }
}

/// Every action with a kind it applies to.
fn asked() -> impl Iterator<Item = (Action, &'static str)> {
    let probe = mandate(Role::Oversight, "", None);
    let applies = move |(action, kind): &(Action, &'static str)| {
        access().ask(&probe, *action, &Resource::new(kind, "x", "T/"), None).is_some()
    };
    let pairs = Action::ALL.into_iter().flat_map(|action| crate::entities::kinds().map(move |kind| (action, kind)));
    pairs.filter(applies)
}

const THINGS: Migration = Migration {
    name: "things-1",
    sql: "CREATE TABLE things (id BIGINT NOT NULL PRIMARY KEY, path TEXT, visibility TEXT, body TEXT)",
};

const COLUMNS: Columns<'_> = Columns { path: "path", visibility: Some("visibility"), body: Some("body") };

/// A table with a row of every path, visibility and owner.
fn fill(store: &Store) {
    let insert = "INSERT INTO things (id, path, visibility, body) VALUES ($1, $2, $3, $4)";
    let filled: Result<(), StoreError> = store.write_now(move |tx| {
        for (id, (path, visibility, body)) in (0..).zip(combinations()) {
            let (id, visibility) = (Value::Integer(id), Value::from(visibility.as_str()));
            tx.execute(insert, &[id, Value::from(path), visibility, Value::from(body)])?;
        }
        Ok(())
    });
    filled.unwrap();
}

fn in_memory() -> &'static Store {
    static STORE: OnceLock<Store> = OnceLock::new();
    STORE.get_or_init(|| {
        let store = Store::open(&Location::Memory, &[THINGS]).unwrap();
        fill(&store);
        store
    })
}

fn combinations() -> impl Iterator<Item = (&'static str, Visibility, Option<&'static str>)> {
    PATHS.into_iter().flat_map(|path| {
        Visibility::ALL
            .into_iter()
            .flat_map(move |visibility| BODIES.into_iter().map(move |body| (path, visibility, body)))
    })
}

/// The rows for which single decisions say yes.
fn permitted(person: &Person, action: Action, kind: &'static str) -> Vec<i64> {
    let rows = (0..).zip(combinations());
    let yes = rows.filter(|(_, (area_path, visibility, body))| {
        let resource = Resource { kind, id: "x", area_path, body: *body, visibility: *visibility };
        access().decide(Some(person), action, &resource).is_ok()
    });
    yes.map(|(id, _)| id).collect()
}

fn selected(store: &Store, condition: &str, binds: Vec<Value>) -> Vec<i64> {
    let sql = format!("SELECT id FROM things WHERE {condition} ORDER BY id");
    let found: Result<Vec<i64>, StoreError> =
        store.read_now(move |tx: &mut Read<'_>| tx.query(&sql, &binds)?.iter().map(|row| row.get(0)).collect());
    found.unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_filter_selects_what_single_decisions_permit(mandates in mandates()) {
        let person = person(mandates);
        for (action, kind) in asked() {
            let filter = access().filter(Some(&person), action, kind);
            let permitted = permitted(&person, action, kind);
            for (id, (path, visibility, body)) in (0..).zip(combinations()) {
                prop_assert_eq!(filter.holds(path, visibility, body), permitted.contains(&id), "{} {}", action.0, path);
            }
            prop_assert_eq!(filter.is_nothing(), permitted.is_empty());
            let (condition, binds) = filter.sql(COLUMNS, 1);
            prop_assert_eq!(selected(in_memory(), &condition, binds), permitted, "{} {}", action.0, kind);
        }
    }

    #[test]
    fn a_scope_holds_what_single_decisions_permit(mandates in mandates(), seed in any::<u8>()) {
        let person = person(mandates);
        let ids = Ids::seeded([seed; 32]);
        let visibility = Visibility::ALL[ids.below(3) as usize];
        let body = BODIES[ids.below(4) as usize];
        for (action, kind) in asked() {
            let scope = access().scope(Some(&person), action, kind, visibility, body);
            let (condition, binds) = scope.sql("path", 1);
            let found = selected(in_memory(), &condition, binds);
            for (id, (path, ..)) in (0..).zip(combinations()) {
                let resource = Resource { kind, id: "x", area_path: path, body, visibility };
                let yes = access().decide(Some(&person), action, &resource).is_ok();
                prop_assert_eq!(scope.holds(path), yes);
                prop_assert_eq!(found.contains(&id), yes);
            }
        }
    }
}

comity_testing::each_store! {
    fn both_databases_select_what_single_decisions_permit(database) {
        let store = database.open(&[THINGS]);
        fill(&store);
        let asked = [(Action::CONCERN_READ, kind::CONCERN), (Action::ACTION_COMPLETE, kind::ACTION)];
        for role in Role::ALL {
            for places in [["T/N/", "ü/%_'/"], ["", "T/n/"], ["T/N/N1/", "T/S/"]] {
                let held = |path| mandate(role, path, if path == "T/n/" { Some("school") } else { Some("o'b") });
                let person = person(places.map(held).to_vec());
                for (action, kind) in asked {
                    let (condition, binds) = access().filter(Some(&person), action, kind).sql(COLUMNS, 1);
                    assert_eq!(selected(&store, &condition, binds), permitted(&person, action, kind), "{role:?} {places:?}");
                }
            }
        }
    }
}

#[test]
fn binds_are_counted_from_where_the_query_is() {
    let officer = person(vec![mandate(Role::Officer, "T/N/", None), mandate(Role::Officer, "T/S/", None)]);
    let scope = access().scope(Some(&officer), Action::CONCERN_READ, kind::CONCERN, Visibility::Private, None);
    assert_eq!(scope, Scope::Areas(vec!["T/N/".into(), "T/S/".into()]));
    let (condition, binds) = scope.sql("a.path", 4);
    assert_eq!(condition, "(SUBSTR(a.path, 1, 4) = $4 OR SUBSTR(a.path, 1, 4) = $5)");
    assert_eq!(binds, [Value::from("T/N/"), Value::from("T/S/")]);
}

#[test]
fn a_wider_area_swallows_a_narrower_one_and_nobody_sees_nothing() {
    let scope = |mandates| {
        access().scope(Some(&person(mandates)), Action::CONCERN_READ, kind::CONCERN, Visibility::Private, None)
    };
    let nested = vec![mandate(Role::Officer, "T/N/N1/", None), mandate(Role::Supervisor, "T/N/", None)];
    assert_eq!(scope(nested), Scope::Areas(vec!["T/N/".into()]));
    let wide = person(vec![mandate(Role::Coordinator, "", None), mandate(Role::Supervisor, "T/", None)]);
    let everywhere = access().scope(Some(&wide), Action::PRIORITIES_SET, kind::TEAM, Visibility::Private, None);
    assert_eq!(everywhere, Scope::Everything);
    assert_eq!(access().scope(None, Action::CONCERN_READ, kind::CONCERN, Visibility::Public, None), Scope::Nothing);
    let nobody = access().filter(None, Action::CONCERN_READ, kind::CONCERN);
    assert!(nobody.is_nothing());
    assert_eq!(nobody.sql(Columns { path: "path", visibility: None, body: None }, 1).0, "1 = 0");
}
