//! The real files, each through the mapping that is detected for it.

use std::fs::File;
use std::io::{Read as _, Write as _};

use comity_places::geometry::{AreaIndex, read_areas};
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use sha2::{Digest, Sha256};

use super::super::*;
use super::{lancashire, shared};

#[test]
fn a_year_of_lancashire_and_northumbria() {
    let areas = lancashire();
    let mut stored = tempfile::tempfile().unwrap();
    let mut told = Vec::new();
    let source = File::open(shared("policeuk/derived_asb_2022_12col.csv.gz")).unwrap();
    let size = source.metadata().unwrap().len();
    let imported = import(source, &mut stored, &areas, &mut |rows, bytes| told.push((rows, bytes))).unwrap();
    assert_eq!(imported.summary, Summary { read: 96_140, placed: 56_434, outside: 39_706, unplaced: 0, refused: 0 });
    assert_eq!(imported.kinds, ["Anti-social behaviour"]);
    assert_eq!(imported.months, (Month(2022 * 12), Month(2022 * 12 + 11)));
    assert_eq!(imported.counts.values().sum::<u64>(), 96_140);
    let outside = imported.counts.iter().filter(|(cell, _)| cell.area.is_empty()).map(|(_, count)| count).sum::<u64>();
    assert_eq!(outside, 39_706);
    assert_eq!(told.last(), Some(&(96_140, size)));
    assert!(told.is_sorted() && told.len() > 3, "progress was told {} times", told.len());

    let again = read_counts(stored).unwrap();
    assert_eq!(again.counts, imported.counts);
    assert_eq!((again.summary, again.kinds, again.months), (imported.summary, imported.kinds, imported.months));
}

#[test]
fn the_hashes_are_those_of_the_content_and_of_the_stored_bytes() {
    let plain = std::fs::read(shared("policeuk/sample_city_of_london_2019-01.csv")).unwrap();
    let mut stored = Vec::new();
    let imported = import(plain.as_slice(), &mut stored, &lancashire(), &mut |_, _| ()).unwrap();
    assert_eq!(imported.content_hash.0, <[u8; 32]>::from(Sha256::digest(&plain)));
    assert_eq!(imported.columns_hash.0, <[u8; 32]>::from(Sha256::digest(&stored)));
    assert_eq!(imported.columns_bytes, stored.len() as u64);
    assert_eq!(imported.content_hash.to_string().len(), 64);
}

#[test]
fn the_sample_of_the_city_of_london_keeps_every_row() {
    let source = File::open(shared("policeuk/sample_city_of_london_2019-01.csv")).unwrap();
    let imported = import(source, std::io::sink(), &lancashire(), &mut |_, _| ()).unwrap();
    assert_eq!(imported.summary, Summary { read: 24, outside: 24, ..Summary::default() });
    let theft = Cell { area: String::new(), month: Month::parse("2019-01").unwrap(), kind: "Bicycle theft".into() };
    assert_eq!(imported.counts.get(&theft), Some(&1));
}

/// One area around a city, from its corners.
fn around(west: f64, south: f64, east: f64, north: f64) -> AreaIndex {
    let text = format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{"code":"city","name":"city"}},
           "geometry":{{"type":"Polygon","coordinates":[[[{west},{south}],[{east},{south}],[{east},{north}],
           [{west},{north}],[{west},{south}]]]}}}}]}}"#
    );
    AreaIndex::new(read_areas(text.as_bytes()).unwrap().shapes)
}

/// The present of these tests: 2026-11-21.
const NOW: i64 = 1_795_219_200;

/// A file through its detected mapping: what it was taken for, what was taken, and the stored file.
fn detected(bytes: &[u8], choices: &Choices, areas: &AreaIndex) -> Result<(Mapping, Imported, Vec<u8>), ImportError> {
    let opened = Opened::open(bytes)?;
    let mapping = opened.detect(choices, areas)?;
    let again = Mapping::from_json(&mapping.to_json().unwrap()).unwrap();
    assert_eq!(again, mapping, "a mapping that was saved is the same");
    let mut stored = Vec::new();
    let imported = opened.import(&mapping, &mut stored, (areas, NOW), &mut |_, _| ())?;
    Ok((mapping, imported, stored))
}

fn refused(bytes: &[u8], choices: &Choices, areas: &AreaIndex) -> ImportError {
    detected(bytes, choices, areas).map(|_| ()).unwrap_err()
}

fn city(zone: &str, kind: Option<&str>) -> Choices {
    Choices { zone: zone.into(), crs: None, kind: kind.map(str::to_owned) }
}

fn file(path: &str) -> Vec<u8> {
    std::fs::read(shared(path)).unwrap()
}

/// The cells of some columns of a stored file, as text, row by row.
fn rows(stored: Vec<u8>, columns: &[&str]) -> Vec<Vec<String>> {
    let reader = SerializedFileReader::new(bytes_of(stored)).unwrap();
    let read = reader.get_row_iter(None).unwrap();
    let cell = |row: &parquet::record::Row, name: &str| {
        let found = row.get_column_iter().find(|(column, _)| *column == name).unwrap();
        found.1.to_string().trim_matches('"').to_owned()
    };
    read.map(|row| {
        let row = row.unwrap();
        columns.iter().map(|name| cell(&row, name)).collect()
    })
    .collect()
}

fn bytes_of(stored: Vec<u8>) -> File {
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(&stored).unwrap();
    file
}

fn column<'q>(imported: &'q Imported, name: &str) -> &'q Column {
    imported.quality.columns.iter().find(|column| column.name == name).unwrap()
}

#[test]
fn vancouver_has_projected_coordinates_and_dates_in_parts() {
    let areas = around(-123.3, 49.19, -123.0, 49.32);
    let bytes = file("policeuk/vancouver_2020.csv");
    let (mapping, imported, stored) = detected(&bytes, &city("America/Vancouver", None), &areas).unwrap();
    let place = mapping.place.unwrap();
    assert_eq!((place.x.as_str(), place.y.as_str(), place.crs.as_str()), ("X", "Y", "EPSG:32610"));
    assert_eq!(mapping.kind, Kind::Column("TYPE".into()));
    assert!(matches!(mapping.time, Time::Parts { ref minute, .. } if minute.as_deref() == Some("MINUTE")));
    let stored_texts: Vec<&str> = mapping.texts.iter().map(|text| text.stored.as_str()).collect();
    assert_eq!(stored_texts, ["hundred_block", "neighbourhood"]);
    // 3,750 rows have 0, 0 and one has nothing: places that were taken out.
    let unplaced = imported.summary.unplaced;
    assert_eq!((imported.summary.read, imported.summary.placed + unplaced, unplaced), (37_512, 37_512, 3_751));
    assert_eq!(imported.kinds.len(), 11);
    assert_eq!(imported.quality.times.midnight, 5_438);
    let rows = rows(stored, &["lon_e6", "lat_e6", "from_s", "to_s", "hour", "month"]);
    // By PROJ 9 from EPSG:26910.
    assert_eq!(rows[0][..2], ["-123122937", "49284788"]);
    assert_eq!(rows[20_000][..2], ["-123116018", "49210458"]);
    assert_eq!(rows[37_511][..2], ["-123112897", "49263180"]);
    // 2020-06-19 03:40 in Vancouver was 10:40 in UTC, on a Friday.
    assert_eq!(rows[0][2..], ["1592563200", "1592563260", "99", "24245"]);
    assert_eq!(column(&imported, "neighbourhood").empty, 5);
}

#[test]
fn without_areas_projected_coordinates_need_a_name() {
    let bytes = file("policeuk/vancouver_2020.csv");
    let refused = detected(&bytes, &city("America/Vancouver", None), &lancashire()).unwrap_err();
    assert!(matches!(refused, ImportError::Undetected(Missing::Crs)) && refused.to_string().contains("--crs EPSG:"));
    let told = Choices { crs: Some("epsg:26910".into()), ..city("America/Vancouver", None) };
    let (mapping, imported, _) = detected(&bytes, &told, &lancashire()).unwrap();
    assert_eq!(mapping.place.unwrap().crs, "EPSG:26910");
    assert_eq!((imported.summary.outside, imported.summary.unplaced), (33_761, 3_751));
    let wrong = Choices { crs: Some("EPSG:1".into()), ..told };
    assert!(matches!(detected(&bytes, &wrong, &lancashire()), Err(ImportError::UnknownCrs { .. })));
}

#[test]
fn chicago_has_local_times() {
    let areas = around(-88.0, 41.6, -87.5, 42.1);
    let bytes = file("points/chicago_aggravated_assaults.csv.gz");
    let refused = detected(&bytes, &city("America/Chicago", None), &areas).unwrap_err();
    assert!(refused.to_string().contains("--kind"), "{refused}");
    let choices = city("America/Chicago", Some("Aggravated assault"));
    let (mapping, imported, stored) = detected(&bytes, &choices, &areas).unwrap();
    assert_eq!(mapping.time, Time::moment("date", "%Y-%m-%d %H:%M", "America/Chicago"));
    assert_eq!((imported.summary.read, imported.summary.placed), (148_636, 148_636));
    assert_eq!(imported.kinds, ["Aggravated assault"]);
    // 17.8 % of times are full hours where one in sixty would be.
    assert_eq!(imported.quality.times.full_hour, 26_393);
    let rows = rows(stored, &["from_s", "to_s", "hour", "month"]);
    // 2010-01-01 00:05 in Chicago was 06:05 in UTC, on a Friday.
    assert_eq!(rows[0], ["1262325900", "1262325960", "96", "24120"]);
}

#[test]
fn cincinnati_writes_local_times_as_if_they_were_utc() {
    let areas = around(-84.8, 39.0, -84.3, 39.3);
    let bytes = file("points/cincinnati_burglary.csv.gz");
    let (mut mapping, imported, stored) = detected(&bytes, &city("America/New_York", None), &areas).unwrap();
    assert_eq!(imported.summary.read, 8_723);
    assert_eq!((imported.summary.unplaced, imported.kinds.len()), (426, 2));
    assert_eq!(mapping.id.as_deref(), Some("incident_no"));
    assert_eq!(imported.quality.ids.unwrap().repeated, 1_774);
    assert_eq!(imported.quality.whole_rows.repeated, 137);
    assert_eq!(rows(stored, &["from_s", "hour"])[0], ["1495670400", "68"]);
    let Time::Moment { z, midnight_is_day, .. } = &mut mapping.time else { panic!("{mapping:?}") };
    (*z, *midnight_is_day) = (Z::Local, true);
    let mut stored = Vec::new();
    let opened = Opened::open(bytes.as_slice()).unwrap();
    let again = opened.import(&mapping, &mut stored, (&areas, NOW), &mut |_, _| ()).unwrap();
    assert_eq!((again.quality.times.longer, again.quality.times.midnight), (106, 4));
    // 2017-05-25 in New York: from 04:00 UTC to 04:00 UTC, no hour; then 2018-10-19 12:00, a Friday.
    let rows = rows(stored, &["from_s", "to_s", "hour"]);
    assert_eq!(rows[0], ["1495684800", "1495771200", "null"]);
    assert_eq!(rows[2], ["1539964800", "1539964801", "108"]);
}

#[test]
fn nottingham_writes_months_as_their_first_day() {
    let areas = around(-1.4, 52.8, -1.0, 53.1);
    let bytes = file("points/nottingham_burglary.csv.gz");
    let (mapping, imported, stored) = detected(&bytes, &city("Europe/London", Some("Burglary")), &areas).unwrap();
    assert_eq!(mapping.time, Time::Month { column: "month".into(), format: "%Y-%m-%d".into() });
    assert_eq!((imported.summary.read, imported.quality.times.month_only), (1_795, 1_795));
    assert_eq!((imported.months.0.to_string(), imported.months.1.to_string()), ("2022-01".into(), "2022-12".into()));
    assert_eq!(rows(stored, &["from_s", "to_s", "hour"])[0], ["null"; 3]);
}

#[test]
fn in_minneapolis_race_is_unknown_in_more_than_one_stop_in_six() {
    let areas = around(-93.4, 44.85, -93.15, 45.1);
    let (mapping, imported, _) =
        detected(&file("stops/MplsStops.csv"), &city("America/Chicago", None), &areas).unwrap();
    assert_eq!(mapping.subject, Subject::Stops);
    assert_eq!((mapping.id.as_deref(), &mapping.kind), (Some("idNum"), &Kind::Column("problem".into())));
    assert_eq!(imported.summary.read, 51_920);
    let race = column(&imported, "race");
    assert_eq!((race.unknown, race.empty), (9_219, 8_221));
    assert!((race.unknown as f64 / 51_920.0 - 0.178).abs() < 0.0005);
    assert_eq!(imported.quality.ids.unwrap(), Repeats { distinct: 51_920, repeated: 0, one_in: 1 });
}

#[test]
fn lancashire_is_known_to_repeat_rows_and_to_round_places() {
    let (mapping, imported, _) =
        detected(&file("policeuk/derived_asb_2022_12col.csv.gz"), &Choices::default(), &lancashire()).unwrap();
    assert_eq!(mapping.id.as_deref(), Some("Crime ID"));
    assert_eq!(imported.quality.whole_rows.repeated, 34_105);
    assert_eq!(imported.quality.ids.unwrap().distinct, 0);
    let places = &imported.quality.places;
    assert_eq!(places.points, 96_140);
    assert!(places.ten_metres + places.hundred_metres + places.kilometre == 96_140, "four decimals: {places:?}");
}

#[test]
fn exchanged_coordinates_are_told() {
    let areas = around(-84.8, 39.0, -84.3, 39.3);
    let text = gunzip("points/cincinnati_burglary.csv.gz");
    let all = text.replacen("longitude,latitude", "latitude,longitude", 1);
    let refused = detected(all.as_bytes(), &city("America/New_York", None), &areas).unwrap_err();
    assert!(matches!(refused, ImportError::Exchanged { .. }), "{refused}");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let cells: Vec<&str> = text.lines().nth(4).unwrap().split(',').collect();
    lines[4] = [cells[0], cells[1], cells[2], cells[4], cells[3]].join(",");
    let (_, imported, _) = detected(lines.join("\n").as_bytes(), &city("America/New_York", None), &areas).unwrap();
    assert_eq!((imported.quality.places.exchanged, &imported.quality.places.exchanged_lines), (1, &vec![5]));
}

fn gunzip(path: &str) -> String {
    let mut text = String::new();
    flate2::read::MultiGzDecoder::new(file(path).as_slice()).read_to_string(&mut text).unwrap();
    text
}

/// Each real file with a column less, with bytes of another encoding, and with a date written in another way.
#[test]
fn damaged_versions_of_every_file_are_refused() {
    let everywhere = around(-179.0, -80.0, 179.0, 80.0);
    let choices = Choices { crs: Some("EPSG:4326".into()), ..city("UTC", Some("Burglary")) };
    let vancouver = String::from_utf8(file("policeuk/vancouver_2020.csv")).unwrap();
    let projected = Choices { crs: Some("EPSG:26910".into()), ..choices.clone() };
    let minneapolis = String::from_utf8(file("stops/MplsStops.csv")).unwrap();
    for (name, text, choices, time, second) in [
        ("Vancouver", vancouver, &projected, "YEAR", "June"),
        ("Chicago", gunzip("points/chicago_aggravated_assaults.csv.gz"), &choices, "date", "01/02/2010 00:05"),
        ("Cincinnati", gunzip("points/cincinnati_burglary.csv.gz"), &choices, "offense_date", "5/25/2017"),
        ("Nottingham", gunzip("points/nottingham_burglary.csv.gz"), &choices, "month", "01/2022"),
        ("Minneapolis", minneapolis, &choices, "\"date\"", "2017-13-01 00:00:42"),
    ] {
        let at = text.lines().next().unwrap().split(',').position(|column| column == time).unwrap();
        let with = |change: &dyn Fn(usize, &str) -> Vec<u8>| -> Vec<u8> {
            text.lines()
                .take(3000)
                .enumerate()
                .flat_map(|(line, row)| [change(line, row), b"\n".to_vec()].concat())
                .collect()
        };
        let cells = |row: &str| row.split(',').map(str::to_owned).collect::<Vec<_>>();
        let missing = with(&|_, row| {
            let mut cells = cells(row);
            cells.remove(at);
            cells.join(",").into_bytes()
        });
        let told = refused(&missing, choices, &everywhere);
        assert!(matches!(told, ImportError::Undetected(Missing::Time)), "{name}: {told}");
        let latin = with(&|line, row| if line == 1500 { b"caf\xe9,".to_vec() } else { row.as_bytes().to_vec() });
        let told = refused(&latin, choices, &everywhere).to_string();
        assert!(told.contains("line 1501") && told.contains("UTF-8"), "{name}: {told}");
        let two = with(&|line, row| {
            let mut cells = cells(row);
            if line > 10 && line % 1000 == 0 {
                cells[at] = second.to_owned();
            }
            cells.join(",").into_bytes()
        });
        let told = refused(&two, choices, &everywhere);
        let ImportError::Lines { refused, first, .. } = &told else { panic!("{name}: {told}") };
        assert_eq!((first[0].line, *refused >= 1), (1001, true), "{name}: {told}");
    }
}
