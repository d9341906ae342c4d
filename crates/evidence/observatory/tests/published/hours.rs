//! Hours of the week: what comes out of them, and that nothing small can be worked out.

use std::fmt::Write as _;
use std::io::Cursor;

use comity_disclosure::attack::Attacker;
use comity_disclosure::{Cell, Hierarchy, Layout, Table};
use comity_ledger::OPERATOR;
use comity_observatory::published::{self, HoursShown, Number, Publication};
use comity_observatory::{Choices, Importing, Month};

use crate::{Bench, bench, rows};

/// The quarter's days, of which the first is a Wednesday.
const DAYS: usize = 92;

/// How many incidents in the neighbourhood on the day at the hour: more at night and at weekends, few in the morning.
fn many(n: usize, day: usize, hour: usize) -> usize {
    let draw = (n * 7919 + day * 104_729 + hour * 1_299_709 + 13).pow(2) / 7 % 97;
    let rate = if !(2..18).contains(&hour) {
        30
    } else if hour < 6 {
        3
    } else {
        14
    };
    usize::from(draw < rate + if (day + 2) % 7 >= 5 { 8 } else { 0 })
}

/// Each with its place and moment.
fn csv(neighbourhoods: usize) -> String {
    let mut csv = "incident_no,offense_date,offense,longitude,latitude\n".to_owned();
    let mut number = 0;
    for n in 0..neighbourhoods {
        for day in 0..DAYS {
            let (month, of_month) = if day < 31 {
                (10, day)
            } else if day < 61 {
                (11, day - 31)
            } else {
                (12, day - 61)
            };
            for hour in 0..24 {
                for _ in 0..many(n, day, hour) {
                    number += 1;
                    let moment = format!("2025-{month:02}-{:02}T{hour:02}:10:00Z", of_month + 1);
                    writeln!(csv, "{number},{moment},BURGLARY,{n}.5,0.5").unwrap();
                }
            }
        }
    }
    csv
}

/// Days by hours, as they are in so many neighbourhoods.
fn truth(neighbourhoods: usize) -> Table {
    let tree = |what, steps: usize| {
        let names: Vec<String> = (0..steps).map(|step| step.to_string()).collect();
        Hierarchy::flat(what, "all", &names.iter().map(String::as_str).collect::<Vec<_>>()).unwrap()
    };
    let layout = Layout::new(Hierarchy::flat("area", "T", &[]).unwrap(), tree("day", 7), tree("hour", 24));
    let all = (0..neighbourhoods).flat_map(|n| (0..DAYS).flat_map(move |day| (0..24).map(move |hour| (n, day, hour))));
    let cells = all.map(|(n, day, hour)| ([0, (day + 2) % 7 + 1, hour + 1], many(n, day, hour) as u64));
    Table::new(layout, cells.collect::<Vec<(Cell, u64)>>()).unwrap()
}

/// What a reader of the hours learns of small counts.
fn learnt(table: &Table, shown: &dyn Fn(Cell) -> Option<u64>) -> usize {
    let layout = table.layout();
    let values: Vec<Option<u64>> = (0..layout.cells()).map(|index| shown(layout.cell(index))).collect();
    let mut attacker = Attacker::new(layout.clone());
    attacker.learn_table(&values);
    attacker.suspect_missing(&values);
    let cells = (0..layout.cells()).filter(|index| (1..5).contains(&table.counts()[*index]));
    let small: Vec<Cell> = cells.map(|index| layout.cell(index)).collect();
    assert!(small.len() > 10, "only {} small counts to protect", small.len());
    attacker.attack(&small, 3).len()
}

fn import(bench: &Bench, csv: String) {
    let choices = Choices { zone: "UTC".into(), ..Choices::default() };
    let importing = Importing { choices, publication: Some(Publication::Counts), ..Importing::default() };
    let source = Cursor::new(csv.into_bytes());
    comity_observatory::import_file_now(&bench.ledger, OPERATOR, source, &importing, &mut |_, _| ()).unwrap();
}

fn shown(bench: &Bench, area: &str) -> Option<HoursShown> {
    let area = area.to_owned();
    let months = (Month::parse("2025-10").unwrap(), Month::parse("2025-12").unwrap());
    bench.read(move |tx| published::hours_shown(tx, &area, months))
}

comity_testing::each_store! {
    fn hours_of_the_week_come_out_for_districts(database) {
        let bench = bench(database).with_town(6);
        import(&bench, csv(6));
        let out = bench.publish("2026-02-02");
        assert_eq!(out.len(), 1, "{out:?}");
        let (hours, table) = (shown(&bench, "T").unwrap(), truth(6));
        assert_eq!(shown(&bench, "").as_ref(), Some(&hours), "the district is the whole");
        assert_eq!(shown(&bench, "N0"), None, "neighbourhoods have too few");
        assert_eq!((hours.every, hours.unknown, hours.without), (1, Number::Count(0), 0));
        assert_eq!(hours.total, Number::Count(i64::try_from(table.count([0, 0, 0])).unwrap()));
        assert_eq!(bench.shown("T").unwrap().total, hours.total);
        let number = |[_, day, hour]: Cell| match (day, hour) {
            (0, 0) => hours.total,
            (0, hour) => hours.by_step[hour - 1],
            (day, 0) => hours.by_day[day - 1],
            (day, hour) => hours.cells[day - 1][hour - 1],
        };
        let said = |cell: Cell| number(cell).known().map(|count| u64::try_from(count).unwrap());
        let layout = table.layout();
        for cell in (0..layout.cells()).map(|index| layout.cell(index)) {
            assert!(said(cell).is_none_or(|count| count == table.count(cell)), "{}", layout.words(cell));
        }
        let known = layout.finest([0, 0, 0]).filter(|cell| said(*cell).is_some()).count();
        assert!(known > 84, "only {known} of 168 hours are shown");
        assert_eq!(learnt(&table, &said), 0);
        // The same reader against a table in which the small counts are withheld, and nothing for their sake.
        let naive = |cell: Cell| Some(table.count(cell)).filter(|count| *count == 0 || *count >= 5);
        assert!(learnt(&table, &naive) > 3);
        comity_testing::verify(&bench.ledger);
    }

    fn months_alone_have_no_hours(database) {
        let bench = bench(database).with_town(2);
        bench.import(&(rows(0, "2025-10", "Drugs", 50) + &rows(1, "2025-11", "Drugs", 60)), Publication::Counts);
        assert_eq!(bench.publish("2026-02-02").len(), 1);
        assert_eq!(shown(&bench, "T"), None);
    }
}
