//! The whole matrix of roles and actions, checked and written as a table that an oversight body can read.

use std::fmt::Write as _;

use super::mandate;
use crate::entities::kinds;
use crate::{Access, Action, AreaRule, Resource, Role, Visibility};

const BODY: &str = "own";

/// What a role may do, in the words of the table: asked for every kind of thing, visibility and owner.
fn cell(access: &Access, role: Role, path: &str, thing_at: &str, action: Action) -> String {
    let mandate = mandate(role, path, Some(BODY));
    let mut permitted = Vec::new();
    for kind in kinds() {
        let applies = Resource::new(kind, "7k2m", thing_at);
        if access.ask(&mandate, action, &applies, None).is_none() {
            continue;
        }
        for visibility in Visibility::ALL {
            for (owner, body) in [("other's", Some("other")), ("nobody's", None), ("own", Some(BODY))] {
                let thing = Resource { visibility, body, ..applies };
                permitted.push((visibility, owner, access.permits(&mandate, action, &thing)));
            }
        }
    }
    assert!(!permitted.is_empty(), "{} applies to no kind of thing", action.0);
    let exactly = |rule: &dyn Fn(Visibility, &str) -> bool| {
        permitted.iter().all(|(visibility, owner, yes)| rule(*visibility, owner) == *yes)
    };
    if exactly(&|_, _| false) {
        "-".into()
    } else if exactly(&|_, _| true) {
        "yes".into()
    } else if exactly(&|visibility, _| visibility != Visibility::Private) {
        "agenda".into()
    } else if exactly(&|_, owner| owner == "own") {
        "own body".into()
    } else {
        format!("{permitted:?}")
    }
}

fn table(cells: impl Fn(Role, Action) -> String) -> String {
    let mut table = format!("{:<22}", "");
    for role in Role::ALL {
        write!(table, "{:<14}", role.as_str()).unwrap();
    }
    for action in Action::ALL {
        write!(table, "\n{:<22}", action.0).unwrap();
        for role in Role::ALL {
            write!(table, "{:<14}", cells(role, action)).unwrap();
        }
    }
    table.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_whole_matrix() {
    let access = Access::new().unwrap();
    // What belongs to no area is acted upon by mandates over the whole partnership.
    let inside = table(|role, action| {
        let path = if role.area_rule() == AreaRule::None { "" } else { "T/N/" };
        let whole = matches!(action, Action::RECORD_AUDIT);
        let (path, thing_at) = if whole { ("", "") } else { (path, "T/N/N1/") };
        cell(&access, role, path, thing_at, action)
    });
    let key = "yes: within the area of the mandate, and what lies below it
agenda: there, once it is on a forum's agenda or public
own body: there, what the organisation of the mandate owns
-: never";
    insta::assert_snapshot!("matrix", format!("{inside}\n\n{key}\nOutside that area, nobody may do anything."));
}

#[test]
fn outside_the_area_of_the_mandate_nobody_may_do_anything() {
    let access = Access::new().unwrap();
    for role in Role::ALL {
        for action in Action::ALL {
            for thing_at in ["T/S/", "T/", ""] {
                assert_eq!(cell(&access, role, "T/N/", thing_at, action), "-", "{role:?} {} {thing_at}", action.0);
            }
        }
    }
}

#[test]
#[ignore = "a measurement: cargo test --release -p comity-access decisions_take -- --ignored --nocapture"]
fn decisions_take_less_than_a_tenth_of_a_millisecond() {
    let access = Access::new().unwrap();
    let officer = mandate(Role::Officer, "C/R/D/S/", Some("police"));
    let resource = Resource::new(crate::kind::CONCERN, "7k2m", "C/R/D/S/SS/");
    let times = 10_000;
    let start = comity_kernel::clock::Stopwatch::start();
    for _ in 0..times {
        assert!(access.permits(&officer, Action::CONCERN_READ, &resource));
    }
    let each = start.elapsed() / times;
    eprintln!("a decision takes {each:?}");
    assert!(each < std::time::Duration::from_micros(100));
}
