//! Files of other layouts, their corrections and what is kept of how they were read, on both databases.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "tests may fail loudly"
)]

use std::path::PathBuf;
use std::sync::Arc;

use comity_kernel::{Clock, Ids, Millis, Reference};
use comity_ledger::{Keys, Ledger, OPERATOR, Projection, Settings};
use comity_observatory::{
    Choices, Dataset, Importing, IncidentsError, IncidentsImported, Observatory, all_datasets, datasets,
    import_file_now, mapping_now,
};
use comity_places::Places;
use comity_testing::Database;

fn shared(file: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../../shared/data").join(file);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{} is needed for this test: {error}", path.display()))
}

fn ledger(database: &Database) -> Ledger {
    let ids = Ids::seeded([7; 32]);
    let projections: Vec<Arc<dyn Projection>> = vec![Arc::new(Places), Arc::new(Observatory)];
    let store = database.open(&comity_ledger::migrations(&projections));
    let settings = Settings {
        origin: "test.example/log".into(),
        beat: std::time::Duration::from_secs(60),
        cover: 1,
        demonstration: true,
    };
    let clock = Clock::fixed(Millis(1_795_219_200_000));
    Ledger::open(store, database.objects(), Keys::draw(&ids), projections, (clock, ids), settings).unwrap()
}

fn take(ledger: &Ledger, bytes: &[u8], importing: &Importing) -> Result<IncidentsImported, IncidentsError> {
    import_file_now(ledger, OPERATOR, bytes, importing, &mut |_, _| ())
}

fn all(ledger: &Ledger) -> Vec<Dataset> {
    ledger.store().read_now(all_datasets).unwrap()
}

/// Incidents that are counted, by the dataset they come from.
fn counted(ledger: &Ledger, dataset: &Reference) -> i64 {
    let dataset = dataset.to_string();
    let sql = "SELECT CAST(COALESCE(SUM(count), 0) AS BIGINT) FROM incident_counts WHERE dataset = $1";
    ledger
        .store()
        .read_now(move |tx| Ok::<_, comity_ledger::Refusal>(tx.value(sql, &[dataset.into()])?.unwrap()))
        .unwrap()
}

const FIRST: &str = "incident_no,offense_date,offense,longitude,latitude\n\
    1,2018-10-19T12:00:00Z,BURGLARY,-84.5,39.1\n2,2018-10-20T12:00:00Z,BURGLARY,-84.5,39.1\n\
    3,2018-10-21T12:00:00Z,ARSON,-84.5,39.1\n";

comity_testing::each_store! {
    fn a_correction_is_a_new_version_and_counts_alone(database) {
        let ledger = ledger(database);
        let zone = Choices { zone: "America/New_York".into(), ..Choices::default() };
        let first = take(&ledger, FIRST.as_bytes(), &Importing { choices: zone, ..Importing::default() }).unwrap();
        assert_eq!((counted(&ledger, &first.dataset), first.changes), (3, None));
        let corrects = |old: &Reference| Importing { corrects: Some(old.clone()), ..Importing::default() };
        let better = FIRST.replace("2,2018-10-20T12", "2,2018-10-20T13").replace("3,", "4,");
        let second = take(&ledger, better.as_bytes(), &corrects(&first.dataset)).unwrap();
        let changes = second.changes.unwrap();
        assert_eq!((changes.added, changes.removed, changes.changed), (1, 1, 1));
        assert_eq!((counted(&ledger, &first.dataset), counted(&ledger, &second.dataset)), (0, 3));

        let datasets = ledger.store().read_now(datasets).unwrap();
        assert_eq!(datasets.iter().map(|dataset| (&dataset.reference, dataset.version)).collect::<Vec<_>>(), [(&second.dataset, 2)]);
        let all = all(&ledger);
        let old = all.iter().find(|dataset| dataset.reference == first.dataset).unwrap();
        assert_eq!(old.corrected_by.as_ref(), Some(&second.dataset));
        // The version before was read with the zone that was told; so is the correction.
        let zones: Vec<String> = all.iter().map(|dataset| {
            let reading = dataset.body.as_ref().unwrap().reading.as_ref().unwrap();
            reading.mapping.time.zone().unwrap().to_owned()
        }).collect();
        assert_eq!(zones, ["America/New_York", "America/New_York"]);

        let again = FIRST.replace("39.1", "39.2");
        assert!(matches!(take(&ledger, again.as_bytes(), &corrects(&first.dataset)), Err(IncidentsError::Corrected { new, .. }) if new == second.dataset));
        let other = again.replace("offense,", "kind,");
        assert!(matches!(take(&ledger, other.as_bytes(), &corrects(&second.dataset)), Err(IncidentsError::OtherColumns)));
        let nowhere = Reference::parse("0000000000000000").unwrap();
        assert!(matches!(take(&ledger, again.as_bytes(), &corrects(&nowhere)), Err(IncidentsError::NoDataset(_))));
        assert_eq!(self::all(&ledger).len(), 2);
        comity_testing::verify(&ledger);
    }

    fn a_wrong_mapping_is_repaired_by_a_correction_with_the_same_file(database) {
        let ledger = ledger(database);
        let first = take(&ledger, FIRST.as_bytes(), &Importing::default()).unwrap();
        let told = Importing { zone: Some("America/New_York".into()), ..Importing::default() };
        // Beside itself the file would be counted twice, however it is read.
        assert!(matches!(take(&ledger, FIRST.as_bytes(), &told), Err(IncidentsError::AlreadyImported { dataset }) if dataset == first.dataset));
        let corrects = |old: &Reference, importing: &Importing| Importing { corrects: Some(old.clone()), ..importing.clone() };
        assert!(matches!(take(&ledger, FIRST.as_bytes(), &corrects(&first.dataset, &Importing::default())), Err(IncidentsError::NothingNew { .. })));
        let second = take(&ledger, FIRST.as_bytes(), &corrects(&first.dataset, &told)).unwrap();
        assert_eq!((second.changes.unwrap().changed, counted(&ledger, &second.dataset)), (3, 3));
        let reading = |dataset: &Reference| {
            let found = all(&ledger).into_iter().find(|one| one.reference == *dataset).unwrap();
            found.body.unwrap().reading.unwrap()
        };
        assert_eq!(reading(&second.dataset).mapping.time.zone(), Some("America/New_York"));
        // A mapping that is given goes before that of the version before.
        let mut mapping = reading(&second.dataset).mapping;
        mapping.kind = comity_datasets::Kind::Fixed("Reports".into());
        let given = Importing { mapping: Some(mapping.clone()), ..Importing::default() };
        let third = take(&ledger, FIRST.as_bytes(), &corrects(&second.dataset, &given)).unwrap();
        assert_eq!(reading(&third.dataset).mapping, mapping);
        let both = Importing { zone: Some("Europe/London".into()), ..given };
        assert!(matches!(take(&ledger, FIRST.as_bytes(), &corrects(&third.dataset, &both)), Err(IncidentsError::ToldTwice)));
        // The zone that is told for another file of these columns is not that of the last one.
        let next = FIRST.replace("39.1", "39.2");
        let zone = |importing: &Importing| mapping_now(&ledger, next.as_bytes(), importing).unwrap().time.zone().unwrap().to_owned();
        assert_eq!((zone(&Importing::default()), zone(&Importing { zone: Some("Europe/London".into()), ..Importing::default() })), ("America/New_York".into(), "Europe/London".into()));
        // Other areas change where its points lie: the same file, read alike, is new.
        let areas = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"C","name":"C"},"geometry":{"type":"Polygon","coordinates":[[[-85,39],[-84,39],[-84,40],[-85,40],[-85,39]]]}}]}"#;
        comity_places::import_areas_now(&ledger, OPERATOR, areas.as_bytes(), None).unwrap();
        let fourth = take(&ledger, FIRST.as_bytes(), &corrects(&third.dataset, &Importing::default())).unwrap();
        assert_eq!((fourth.summary.placed, all(&ledger).len()), (3, 4));
        comity_testing::verify(&ledger);
    }

    fn a_mapping_is_shown_saved_and_used_again_for_the_same_columns(database) {
        let ledger = ledger(database);
        let bytes = shared("policeuk/vancouver_2020.csv");
        let asked = mapping_now(&ledger, bytes.as_slice(), &Importing::default()).unwrap_err().to_string();
        assert!(asked.contains("--crs EPSG:26910"), "{asked}");
        let choices = Choices { zone: "America/Vancouver".into(), crs: Some("EPSG:26910".into()), kind: None };
        let told = Importing { choices, ..Importing::default() };
        let shown = mapping_now(&ledger, bytes.as_slice(), &told).unwrap();
        assert!(all(&ledger).is_empty(), "showing changes nothing");
        let taken = take(&ledger, &bytes, &Importing { mapping: Some(shown.clone()), ..Importing::default() }).unwrap();
        assert_eq!((taken.summary.read, taken.summary.unplaced), (37_512, 3_751));
        let next = String::from_utf8(bytes).unwrap().lines().take(100).collect::<Vec<_>>().join("\n");
        assert_eq!(mapping_now(&ledger, next.as_bytes(), &Importing::default()).unwrap(), shown);
        let kept = all(&ledger).remove(0).body.unwrap().reading.unwrap();
        assert_eq!(kept.mapping, shown);
        assert_eq!(kept.classes.len(), 11, "every kind of Vancouver is in the table: {:?}", kept.classes);
        let report: serde_json::Value = serde_json::from_slice(&ledger.objects().get(&kept.quality).unwrap()).unwrap();
        assert_eq!((&report["rows"], &report["unplaced"]), (&37_512.into(), &3_751.into()));
        comity_testing::verify(&ledger);
    }

    fn stops_and_outcomes_are_kept_and_not_counted_as_incidents(database) {
        let ledger = ledger(database);
        let outcomes = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Outcome type\n\
                        a,2022-01,F,F,-2.4,53.7,On or near X,E01,Y,Offender given a caution\n";
        let stops = "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,Age range,\
                     Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search,Outcome,\
                     Outcome linked to object of search,Removal of more than just outer clothing\n\
                     Person search,2022-06-01T00:30:00+01:00,False,,53.7,-2.4,Male,18-24,,White,,Controlled drugs,Arrest,True,False\n";
        for (file, subject) in [(outcomes, "outcomes"), (stops, "stops")] {
            let taken = take(&ledger, file.as_bytes(), &Importing::default()).unwrap();
            assert_eq!(taken.summary.read, 1);
            assert_eq!(counted(&ledger, &taken.dataset), 0, "{subject}");
            assert!(all(&ledger).iter().any(|dataset| dataset.subject.as_str() == subject));
        }
        assert!(ledger.store().read_now(datasets).unwrap().is_empty());
        comity_testing::verify(&ledger);
    }

    fn damaged_files_leave_nothing_behind(database) {
        let ledger = ledger(database);
        let traces = || {
            let objects = std::fs::read_dir(ledger.objects().folder()).unwrap().count();
            (objects, all(&ledger).len())
        };
        let before = traces();
        let (no_time, two_formats) = (FIRST.replace("offense_date", "when"), FIRST.replace("2018-10-21T12:00:00Z", "21.10.2018"));
        for (damaged, telling) in [
            (no_time.as_bytes(), "no column with the time"),
            (two_formats.as_bytes(), "line 4, offense_date"),
            (&[FIRST.as_bytes(), b"4,2018-10-19T12:00:00Z,CAF\xc9,-84.5,39.1\n"].concat(), "line 5"),
            (FIRST.replacen("-84.5", "-184.5", 1).as_bytes(), "line 2, longitude"),
            (&FIRST.as_bytes()[..FIRST.len() - 20], "line 4"),
        ] {
            let told = take(&ledger, damaged, &Importing::default()).unwrap_err().to_string();
            assert!(told.contains(telling), "{telling}: {told}");
            assert_eq!(traces(), before);
        }
    }
}
