//! Versions, other cuts and other grounds: what comes out beside what is out already.

use std::fmt::Write as _;

use comity_kernel::Day;
use comity_ledger::OPERATOR;
use comity_observatory::Month;
use comity_observatory::published::{self, Filter, Number, Publication, Shown};

use crate::{Bench, bench, rows, skewed};

comity_testing::each_store! {
    fn a_corrected_dataset_comes_out_once(database) {
        let bench = bench(database).with_town(8);
        bench.import(&skewed(8), Publication::Counts);
        bench.publish("2026-02-01");
        let before = bench.shown("T").unwrap();
        bench.correct(&(skewed(8) + &rows(3, "2025-12", "Burglary", 2) + &rows(3, "2026-01", "Drugs", 9)));
        let out = bench.publish("2026-05-10");
        let months: Vec<String> = out.iter().map(|release| release.months.0.to_string()).collect();
        // The new month of ordinary kinds, and the sensitive kind of the quarter, which was not out yet.
        assert_eq!(months, ["2026-01", "2025-10"], "{out:?}");
        let quarter = Some((Month::parse("2025-10").unwrap(), Month::parse("2025-12").unwrap()));
        let filter = Filter { area: Some("T".into()), months: quarter, ..Filter::default() };
        let after = bench.read(move |tx| published::counts(tx, &filter)).unwrap();
        assert_eq!((after.total, after.by_month), (before.total, before.by_month));
        assert_eq!(bench.publish("2026-05-10"), vec![]);
        comity_testing::verify(&bench.ledger);
    }

    fn corrections_come_out_in_batches(database) {
        let bench = bench(database).with_town(8);
        bench.import(&skewed(8), Publication::Counts);
        bench.publish("2026-05-10");
        let before = bench.read(published::releases);
        let quarter = |bench: &Bench| bench.shown("T").unwrap();
        let (first, total) = (quarter(&bench), |shown: &Shown| shown.total.known().unwrap());
        let known = |bench: &Bench| -> Vec<bool> {
            let of = |code: &str| bench.shown(code).unwrap();
            let kinds = |code| of(code).by_kind.into_iter().map(|(_, number)| number.known().is_some());
            ["", "T", "N0", "N3", "N7"].into_iter().flat_map(kinds).collect()
        };
        let shown = known(&bench);
        // Four more burglaries in a month of one neighbourhood: too few.
        let four = skewed(8) + &rows(3, "2025-12", "Burglary", 4);
        bench.correct(&four);
        assert_eq!(bench.publish("2026-05-11"), vec![]);
        assert_eq!(quarter(&bench), first);
        // Six against what is out, and two elsewhere that wait.
        let six = four + &rows(3, "2025-12", "Burglary", 2) + &rows(4, "2025-12", "Burglary", 2);
        bench.correct(&six);
        let out = bench.publish("2026-05-12");
        assert_eq!(out.len(), 1, "{out:?}");
        assert!(before.iter().any(|release| Some(&release.reference) == out[0].corrects.as_ref()));
        let second = quarter(&bench);
        assert_eq!(total(&second), total(&first) + 6);
        let names = |shown: &Shown| shown.rules.iter().flat_map(|rule| &rule.sentences).map(|said| said.id).collect::<Vec<_>>();
        assert!(!names(&first).contains(&"published-corrected") && names(&second).contains(&"published-corrected"));
        assert_eq!(known(&bench), shown, "what was withheld is withheld");
        assert_eq!(bench.publish("2026-05-12"), vec![]);
        // Those that waited come with others; the release that was corrected is corrected again.
        bench.correct(&(six + &rows(4, "2025-12", "Burglary", 3)));
        let again = bench.publish("2026-05-13");
        assert_eq!((again.len(), again[0].corrects.as_ref()), (1, Some(&out[0].reference)));
        assert_eq!(total(&quarter(&bench)), total(&first) + 11);
        comity_testing::verify(&bench.ledger);
    }

    fn another_cut_of_the_same_incidents_is_held_back(database) {
        let bench = bench(database).with_town(8);
        let two_months: String = skewed(8).lines().filter(|line| !line.contains("2025-12")).map(|line| format!("{line}\n")).collect();
        bench.import(&two_months, Publication::Counts);
        assert_eq!(bench.publish("2026-05-10").len(), 2);
        let district = |bench: &Bench| bench.shown("T").unwrap();
        let before = district(&bench);
        // The same and December: what overlaps is a table as before, with the same numbers withheld; December is another.
        bench.import(&skewed(8), Publication::Counts);
        let months: Vec<(String, String)> =
            bench.publish("2026-05-10").iter().map(|out| (out.months.0.to_string(), out.months.1.to_string())).collect();
        let pair = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        let (both, december) = (pair("2025-10", "2025-11"), pair("2025-12", "2025-12"));
        assert_eq!(months, [december.clone(), both.clone(), december, both]);
        for (kind, number) in before.by_kind {
            let after = district(&bench).by_kind.into_iter().find(|(other, _)| *other == kind).unwrap().1;
            assert_eq!(number.known().is_some(), after.known().is_some(), "{kind}");
        }
        // November alone would be the difference of October and November, less October.
        let november: String = skewed(8).lines().filter(|line| line.contains("2025-11")).map(|line| format!("{line}\n")).collect();
        bench.import(&(november.clone() + &rows(2, "2025-11", "Drugs", 9)), Publication::Counts);
        let out = bench.publish("2026-05-10");
        // Drugs are in no other release.
        assert_eq!((out.len(), out[0].numbers > 0), (1, true), "{out:?}");
        let day = Day::parse("2026-05-10").unwrap();
        let held = published::held_back_now(&bench.ledger, day).unwrap();
        let kinds: Vec<&str> = held.iter().flat_map(|held| &held.kinds).map(String::as_str).collect();
        assert_eq!(kinds, ["Burglary", "Robbery", "Violence and sexual offences"], "{held:?}");
        // Nor is anything drawn that is counted and withheld.
        let mut csv = "lon,lat,kind,street\n".to_owned();
        (0..30).for_each(|n| writeln!(csv, "{:.4},0.5,home,Mill Road", 0.497 + f64::from(n) * 0.0002).unwrap());
        published::import_addresses_now(&bench.ledger, OPERATOR, csv.as_bytes()).unwrap();
        for (publication, more) in [(Publication::Points, 3), (Publication::AsSource, 4)] {
            bench.import(&(november.clone() + &rows(2, "2025-11", "Burglary", more)), publication);
            assert_eq!(bench.publish("2026-05-10"), vec![], "{publication:?}");
        }
        assert_eq!(published::held_back_now(&bench.ledger, day).unwrap().len(), 5);
        comity_testing::verify(&bench.ledger);
    }

    fn zero_is_said_only_of_what_is_covered(database) {
        let bench = bench(database).with_town(3);
        // Robbery is of another source, whose file ends a month earlier.
        let burglary = |n| {
            let in_month = |month, count| rows(n, month, "Burglary", count);
            in_month("2025-10", 9) + &in_month("2025-11", 8) + &in_month("2025-12", 7)
        };
        bench.import(&(burglary(0) + &burglary(1) + &burglary(2)), Publication::Counts);
        let mut robbery = "incident_no,offense_date,offense,longitude,latitude\n".to_owned();
        for number in 0..18 {
            let month = 10 + number / 9;
            writeln!(robbery, "{number},2025-{month}-07T12:00:00Z,Robbery,0.5,0.5").unwrap();
        }
        let choices = comity_observatory::Choices { zone: "UTC".into(), ..Default::default() };
        let importing = comity_observatory::Importing { choices, ..Default::default() };
        let source = std::io::Cursor::new(robbery.into_bytes());
        comity_observatory::import_file_now(&bench.ledger, OPERATOR, source, &importing, &mut |_, _| ()).unwrap();
        // Areas that came later: one apart, and one within N0.
        let bench = bench.with_town_and(3, &[("N9", "T", 9), ("N0a", "N0", 0)]);
        bench.publish("2026-05-10");
        let kind = |area: &str, kind: &str| -> Vec<(String, Option<i64>)> {
            let sql = "SELECT first_month, count FROM published_counts WHERE area = $1 AND kind = $2 AND first_month = last_month";
            let binds = [area.into(), kind.into()];
            let read = |row: &comity_store::Row| Ok((Month(i32::try_from(row.get::<i64>(0)?).unwrap()).to_string(), row.get(1)?));
            let mut rows: Vec<(String, Option<i64>)> = bench.read(move |tx| {
                Ok(tx.query(sql, &binds)?.iter().map(read).collect::<Result<_, comity_store::StoreError>>()?)
            });
            rows.sort();
            rows
        };
        let months = |list: Vec<(String, Option<i64>)>| list.into_iter().map(|(month, _)| month).collect::<Vec<_>>();
        assert_eq!(months(kind("T", "Robbery")), ["2025-10", "2025-11"]);
        assert_eq!(months(kind("T", "Burglary")), ["2025-10", "2025-11", "2025-12"]);
        assert_eq!((kind("N9", ""), kind("N0a", "")), (vec![], vec![]));
        assert!(!kind("N0", "").is_empty());
        comity_testing::verify(&bench.ledger);
    }

    fn what_lies_outside_has_a_row_of_its_own(database) {
        let bench = bench(database).with_town(3);
        let inside = rows(0, "2025-10", "Burglary", 9) + &rows(1, "2025-10", "Burglary", 30);
        bench.import(&(inside + &rows(50, "2025-10", "Burglary", 12) + ",2025-10,,,,,No Location,,,Burglary,,\n"), Publication::Counts);
        bench.publish("2026-05-10");
        let town = bench.shown("").unwrap();
        assert_eq!((town.total, town.outside), (Number::Count(39), Number::Count(13)));
        assert_eq!(bench.shown("T").unwrap().outside, Number::Count(0), "outside is said of the whole partnership");
        comity_testing::verify(&bench.ledger);
    }
}
