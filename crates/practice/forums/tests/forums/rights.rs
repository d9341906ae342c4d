//! Who may do what on each page, role by role.

use axum::http::StatusCode;
use comity_access::{Grant, Role};

use crate::bench::Who;
use crate::meeting::pages;

/// What one role may do in its own area: call a meeting, put a concern on an agenda, record a discussion, a decision, an
/// action.
struct May {
    name: &'static str,
    grant: Grant,
    call: bool,
    put: bool,
    minute: bool,
    assign: bool,
}

fn may(name: &'static str, grant: Grant, [call, put, minute, assign]: [bool; 4]) -> May {
    May { name, grant, call, put, minute, assign }
}

fn everybody() -> Vec<May> {
    let (no, police) = ([false; 4], "police");
    vec![
        may("officer", Grant::within(Role::Officer, "S1").for_body(police), [false, true, false, false]),
        may("supervisor", Grant::within(Role::Supervisor, "T").for_body(police), [false, true, false, false]),
        may("officer-north", Grant::within(Role::Officer, "S2").for_body(police), no),
        may("coordinator", Grant::everywhere(Role::Coordinator), [true, false, false, false]),
        may("chair", Grant::within(Role::Chair, "S1"), [true, false, true, false]),
        may("secretary-1", Grant::within(Role::Secretary, "S1"), [true, false, true, true]),
        may("secretary-town", Grant::within(Role::Secretary, "T"), [true, false, true, true]),
        may("secretary-north", Grant::within(Role::Secretary, "S2"), no),
        may("member", Grant::within(Role::Member, "S1"), no),
        may("partner", Grant::everywhere(Role::Partner).for_body("municipality"), no),
        may("resident", Grant::everywhere(Role::Resident), no),
        may("analyst", Grant::everywhere(Role::Analyst), no),
        may("oversight", Grant::everywhere(Role::Oversight), no),
        may("administrator", Grant::everywhere(Role::Administrator), no),
    ]
}

fn status(may: bool) -> StatusCode {
    if may { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::FORBIDDEN }
}

#[test]
fn each_role_does_its_own_part() {
    let (_database, bench) = pages();
    let (meeting, item, _) = bench.agenda();
    let other = bench.concern("S1");
    let forum = bench.read(comity_forums::forums)[0].reference.clone();
    let (page, put) = (format!("/meetings/{meeting}"), format!("/meetings/put?concern={other}"));
    for may in everybody() {
        let (who, name) = (bench.person(may.name, may.grant), may.name);
        let shown = bench.get(&who, &page);
        assert_eq!(shown.status, StatusCode::OK, "{name}");
        assert_eq!(shown.body.contains("name=\"summary\""), may.minute, "{name} records a discussion");
        assert_eq!(shown.body.contains("name=\"decision\""), may.minute, "{name} records a decision");
        assert_eq!(shown.body.contains("name=\"owner\""), may.assign, "{name} assigns");
        let offered = bench.get(&who, "/meetings").body.contains("href=\"/meetings/new\"");
        let form = bench.get(&who, "/meetings/new");
        assert_eq!((offered, form.body.contains("name=\"forum\"")), (may.call, may.call), "{name} is offered to call");
        // A secretary where there is no forum is told so.
        let expected = if may.call || name == "secretary-north" { StatusCode::OK } else { StatusCode::FORBIDDEN };
        assert_eq!(form.status, expected, "{name} opens the form to call");
        let form = bench.get(&who, &put);
        assert_eq!(form.status, if may.put { StatusCode::OK } else { StatusCode::FORBIDDEN }, "{name} puts");
        // What is sent is at fault, so that whoever may send it changes nothing either.
        let send = |path: &str, fields: &[(&str, &str)]| bench.post(&who, path, fields).status;
        let call = [("forum", forum.as_str()), ("day", "2026-03-01"), ("starts", "18:00"), ("place", "Hall")];
        assert_eq!(send("/meetings/new", &call), status(may.call), "{name} calls");
        let put = [("concern", other.as_str()), ("version", "1"), ("meeting", meeting.as_str()), ("title", "abc")];
        assert_eq!(send("/meetings/put", &put), status(may.put), "{name} puts");
        let (record, version) = (format!("{page}/record"), bench.meeting(&meeting).version.to_string());
        let with = |field, text| [("item", item.as_str()), ("version", version.as_str()), (field, text)];
        assert_eq!(send(&record, &with("summary", "abc")), status(may.minute), "{name} records a discussion");
        assert_eq!(send(&record, &with("decision", "abc")), status(may.minute), "{name} records a decision");
        assert_eq!(send(&record, &with("text", "abc")), status(may.assign), "{name} assigns");
        assert_eq!(send(&record, &with("note", "")), status(may.minute), "{name} sends nothing");
    }
    bench.verify();
}

#[test]
fn somebody_who_is_not_signed_in_is_asked_to() {
    let (_database, bench) = pages();
    let (meeting, item, concern) = bench.agenda();
    let nobody = Who::default();
    for path in ["/meetings/new".to_owned(), format!("/meetings/put?concern={concern}")] {
        let answered = bench.get(&nobody, &path);
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{path}");
        assert!(
            answered.location.starts_with("/sign-in?") && answered.location.contains("=/meetings/"),
            "{}",
            answered.location
        );
    }
    let fields = [("item", item.as_str()), ("version", "2"), ("summary", "Three residents spoke.")];
    let refused = bench.post(&nobody, &format!("/meetings/{meeting}/record"), &fields);
    assert_eq!(refused.status, StatusCode::UNAUTHORIZED);
    assert!(refused.body.contains("Three residents spoke."), "what was typed can be copied");
    // After signing in, the address of the form leads to the page that it is on.
    let back = bench.get(&nobody, &format!("/meetings/{meeting}/record"));
    assert_eq!((back.status, back.location), (StatusCode::SEE_OTHER, format!("/meetings/{meeting}")));
    for path in
        ["/meetings/put", "/meetings/put?concern=x", "/meetings/0000000000000000", "/decisions/0000000000000000"]
    {
        assert_eq!(bench.get(&nobody, path).status, StatusCode::NOT_FOUND, "{path}");
    }
    bench.verify();
}
