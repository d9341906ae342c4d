//! Two versions of a release, held against each other.

use super::*;

/// The incidents, and so many more burglaries in the third neighbourhood in January.
fn corrected(more: usize, elsewhere: usize) -> String {
    let mut csv = csv(0);
    (0..more).for_each(|_| writeln!(csv, ",{},,,2.5,0.5,,,,Burglary,,", MONTHS[0]).unwrap());
    (0..elsewhere).for_each(|_| writeln!(csv, ",{},,,4.5,0.5,,,,Drugs,,", MONTHS[1]).unwrap());
    csv
}

fn with(more: u64, elsewhere: u64) -> Table {
    let truth = truth();
    let layout = truth.layout();
    let added = |cell: Cell| {
        let here = |names: [&str; 3], count: u64| if layout.find(names).unwrap() == cell { count } else { 0 };
        here(["N2", MONTHS[0], "Burglary"], more) + here(["N4", MONTHS[1], "Drugs"], elsewhere)
    };
    let cells: Vec<(Cell, u64)> =
        layout.finest([0, 0, 0]).map(|cell| (cell, truth.count(cell) + added(cell))).collect();
    Table::new(layout.clone(), cells).unwrap()
}

fn correct(place: &Place, name: &str, csv: &str, old: &str) -> String {
    let file = place.folder.with_file_name(name);
    std::fs::write(&file, csv).unwrap();
    let ran = place.run(&["import", "incidents", file.to_str().unwrap(), "--corrects", old]).ok();
    dataset(&ran.out)
}

fn dataset(out: &str) -> String {
    out.lines().find_map(|line| line.strip_prefix("dataset ")).unwrap().to_owned()
}

/// By how much each answer changed.
fn differences(before: &Answers, after: &Answers) -> BTreeSet<i64> {
    let change = |(question, count): (&Question, &u64)| {
        Some(i64::try_from(*after.get(question)?).unwrap() - i64::try_from(*count).unwrap())
    };
    before.iter().filter_map(change).collect()
}

each_store! {
    fn a_correction_shows_no_single_incident(database) {
        let place = with_areas(database);
        let file = place.folder.with_file_name("first.csv");
        std::fs::write(&file, csv(0)).unwrap();
        let first = dataset(&place.run(&["import", "incidents", file.to_str().unwrap()]).ok().out);
        let server = Server::start(&place);
        let client = server.client();
        let (before, _) = published(&client);
        // One incident more: nothing is to be seen of it.
        let second = correct(&place, "second.csv", &corrected(1, 0), &first);
        assert_eq!(published(&client).0, before);
        // Six more than at first, and one elsewhere: the six are shown.
        let third = correct(&place, "third.csv", &corrected(6, 1), &second);
        let (after, _) = published(&client);
        assert!(before.keys().eq(after.keys()), "the same numbers are withheld");
        assert_eq!(differences(&before, &after), [0, 6].into());
        assert_eq!(attack_on(&with(6, 0), &after, &|_| true).0, []);
        // Whoever knows that nothing else changed learns of the first version what it said itself.
        let mut known = before.clone();
        let six = with(6, 0);
        for (question, count) in &after {
            let old = six.layout().find([&question.0, "all", ""]).map(|_| count).unwrap();
            let changed = before.get(question).is_some_and(|before| before != old);
            known.insert(question.clone(), if changed { count - 6 } else { *count });
        }
        assert_eq!(known, before);
        assert!(client.get("/observatory/explore?area=T").text().contains("took the place of an earlier one"));
        // What waited comes with more of its kind.
        correct(&place, "fourth.csv", &corrected(6, 5), &third);
        assert_eq!(differences(&after, &published(&client).0), [0, 5].into());
        assert!(server.stop().success());
        place.verify();
    }
}

/// Had the corrected file been published anew, its difference would have been the one incident.
#[test]
fn the_same_reader_sees_one_incident_between_two_tables_made_apart() {
    let answers = |csv: &str| {
        let database = Database::fresh(Engine::Sqlite);
        let place = with_areas(&database);
        import(&place, "file.csv", csv, "counts");
        let server = Server::start(&place);
        published(&server.client()).0
    };
    let (before, after) = (answers(&csv(0)), answers(&corrected(1, 0)));
    assert!(differences(&before, &after).contains(&1));
}
