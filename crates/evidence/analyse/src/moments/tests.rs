use std::io::Write;
use std::path::Path;

use super::*;

fn only(texts: &[&str]) -> String {
    form(texts.iter().copied()).unwrap()
}

#[test]
fn the_forms_that_files_use_are_told_apart() {
    assert_eq!(only(&["2016-01-31"]), "%Y-%m-%d");
    assert_eq!(only(&["2016-01-31 04:05:06", "2016-01-31 04:05:06.5"]), "%Y-%m-%d %H:%M:%S");
    assert_eq!(only(&["2016-01-31T04:05:06Z", "2016-01-31T04:05:06.123+01:00"]), "%Y-%m-%dT%H:%M:%S%z");
    assert_eq!(only(&["1/2/2016 3:04", "31/12/2016 13:04"]), "%d/%m/%Y %H:%M");
    assert_eq!(only(&["1/2/2016 3:04 PM", "12/31/2016 12:04 am"]), "%m/%d/%Y %I:%M %p");
    assert_eq!(only(&["31.1.2016 23:59"]), "%d.%m.%Y %H:%M");
    assert_eq!(only(&["2016/01/31"]), "%Y/%m/%d");
}

#[test]
fn days_and_months_that_cannot_be_told_apart_are_said_not_guessed() {
    assert_eq!(form(["01/02/2016", "03/04/2016"].into_iter()), Err(vec!["%d/%m/%Y".into(), "%m/%d/%Y".into()]));
    assert_eq!(form(["31/12/2016", "12/31/2016"].into_iter()), Err(Vec::new()));
}

#[test]
fn what_is_no_moment_is_not_read() {
    for (form, text) in [
        ("%Y-%m-%d", "2015-02-29"),
        ("%Y-%m-%d", "2016-13-01"),
        ("%Y-%m-%d", "2016-01-01x"),
        ("%Y-%m-%d", "16-01-01"),
        ("%Y-%m-%d %H:%M", "2016-01-01 24:00"),
        ("%Y-%m-%d %H:%M", "2016-01-01 12:60"),
        ("%Y-%m-%d %H:%M:%S", "2016-01-01 12:00:60"),
        ("%m/%d/%Y %I:%M %p", "1/1/2016 13:00 PM"),
        ("%Y-%m-%dT%H:%M%z", "2016-01-01T12:00"),
        ("%d-%b-%Y", "41-Jan-2016"),
    ] {
        assert_eq!(read(form, text), None, "{form} {text}");
    }
}

/// Every day from 1600 to 2400 counts one more than the day before, as the calendar of jiff does.
#[test]
fn days_are_those_of_the_calendar() {
    let reader = Reader::new("%Y-%m-%d");
    let mut day = jiff::civil::date(1600, 1, 1);
    let mut before = reader.read("1599-12-31").unwrap().civil;
    while day.year() < 2400 {
        let found = reader.read(&day.to_string()).unwrap().civil;
        assert_eq!(found - before, 86_400, "{day}");
        before = found;
        day = day.tomorrow().unwrap();
    }
    assert_eq!(reader.read("1970-01-01").unwrap().civil, 0);
}

/// The fast reader reads what the general one reads.
#[test]
fn both_readers_agree() {
    for (form, text) in [
        ("%Y-%m-%d %H:%M:%S", "2016-02-29 23:59:58"),
        ("%m/%d/%Y %I:%M %p", "12/31/1999 12:00 AM"),
        ("%m/%d/%Y %I:%M %p", "12/31/1999 12:00 PM"),
        ("%Y-%m-%dT%H:%M:%S%z", "2016-07-01T00:00:00-0430"),
    ] {
        let fast = Reader::new(form);
        assert!(fast.parts.is_some());
        let general = Reader { form: form.to_owned(), parts: None };
        assert_eq!(fast.read(text), general.read(text), "{form} {text}");
    }
    assert_eq!(read("%d-%b-%y %H%M", "05-Mar-16 0730").unwrap().to_string(), "2016-03-05T07:30:00");
    assert_eq!(Reader::new("%Y-%m-%dT%H:%M%z").read("2016-07-01T00:00Z").unwrap().offset, Some(0));
    assert_eq!(Reader::new("%Y-%m-%dT%H:%M%z").read("2016-07-01T00:00-05:30").unwrap().offset, Some(-19_800));
}

fn told(rows: &str, form: Option<&str>) -> Result<Moments, String> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(format!("from;to\n{rows}").as_bytes()).unwrap();
    let table = Table::read(Path::new(file.path()), &["from", "to"]).unwrap();
    columns(&table, &["from", "to"], form)
        .map_err(|fault| fault.to_string().replace(&file.path().display().to_string(), "FILE"))
}

#[test]
fn two_columns_share_a_form_and_may_have_gaps() {
    let read = told("1/2/2016 00:00;\n1/2/2016 01:00;13/2/2016 00:00\n", None).unwrap();
    assert_eq!(read.form, "%d/%m/%Y %H:%M");
    assert_eq!(read.columns[0][1].unwrap() - read.columns[0][0].unwrap(), 3600);
    assert_eq!((read.columns[1][0], read.utc, read.timed), (None, false, true));
    let named = told("1/2/2016;3/4/2016\n", Some("%m/%d/%Y")).unwrap();
    assert_eq!(named.columns[0][0], Some(16_802 * 86_400));
    assert!(!named.timed);
}

#[test]
fn an_offset_makes_utc() {
    let read = told("2016-01-01T02:00+01:00;2016-01-01T01:00Z\n", None).unwrap();
    assert_eq!(read.columns[0][0], read.columns[1][0]);
    assert!(read.utc);
}

#[test]
fn what_is_wrong_is_one_sentence() {
    let wrong = |rows: &str, form| told(rows, form).unwrap_err();
    assert_eq!(
        wrong("2016-01-01 00:00;2016-01-01\n", None),
        "line 2 of FILE, column to: \"2016-01-01\" is not in the form %Y-%m-%d %H:%M of the lines before; name the \
         column's form by --time-format, such as \"%d/%m/%Y %H:%M\""
    );
    assert_eq!(
        wrong("soon;\n", None),
        "line 2 of FILE, column from: \"soon\" is in no form of a time that is known; name the column's form by \
         --time-format, such as \"%d/%m/%Y %H:%M\""
    );
    assert_eq!(
        wrong("1/2/2016;3/4/2016\n", None),
        "column from, to: the values can be read as %d/%m/%Y and as %m/%d/%Y; say which by --time-format"
    );
    assert_eq!(
        wrong("2016-01-01;\n", Some("%d/%m/%Y")),
        "line 2 of FILE, column from: \"2016-01-01\" is not a time in the form %d/%m/%Y"
    );
    assert!(zone("Europe/Londn").unwrap_err().to_string().contains("no time zone \"Europe/Londn\""));
}

#[test]
fn forms_and_zones_that_are_none_are_told() {
    for (form, told) in [("%Q", "%Q is no part of a time"), ("day", "it has no part")] {
        let found = known(form).unwrap_err().to_string();
        assert!(found.starts_with("--time-format") && found.contains(told), "{found}");
    }
    for form in ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S%.f%:z", "%e %b %y", "100%% %Y-%m-%d"] {
        assert_eq!(known(form).unwrap(), form);
    }
    assert_eq!(zone(" ").unwrap_err().to_string(), "the time zone has no name; one is Europe/London");
}
