//! Small files for the examples of the help, made by rule: each has the columns that the examples name.

use std::fmt::Display;

/// A number from 0 to `below`, by the place and the column: the same every time.
fn pick(place: usize, column: usize, below: usize) -> usize {
    let mut mixed =
        (place as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (column as u64).wrapping_mul(0xd1b5_4a32_d192_ed03);
    mixed ^= mixed >> 29;
    mixed = mixed.wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed ^ (mixed >> 32)) as usize % below
}

fn csv(header: &str, rows: usize, row: impl Fn(usize) -> String) -> String {
    let lines = (0..rows).map(|place| row(place) + "\n");
    let text: String = lines.collect();
    let columns = header.split(',').count();
    assert!(text.lines().all(|line| line.split(',').count() == columns), "{header}\n{text}");
    format!("{header}\n{text}")
}

fn day(place: usize) -> impl Display {
    jiff::civil::date(2020, 1, 6) + jiff::Span::new().days(place as i64)
}

/// The file of this name, as the examples need it.
pub fn file(name: &str) -> Option<String> {
    let around = |place, column| 1000 + pick(place, column, 6000);
    Some(match name {
        "burglaries.csv" => csv("x,y,address,date,StartDateTime,EndDateTime", 240, |at| {
            let (day, hour) = (day(pick(at, 3, 180)), pick(at, 4, 20));
            let (x, y, address) = (around(at, 1), around(at, 2), pick(at, 5, 150));
            format!("{x},{y},{address} High Street,{day},{day} {hour:02}:15,{day} {:02}:45", hour + 3)
        }),
        "robberies.csv" => csv("easting,northing,date,x_utm15n,y_utm15n", 300, |at| {
            let (near, day, hour) = (1 + at % 3, day(pick(at, 3, 90)), pick(at, 4, 24));
            let (x, y) = (around(at, 1) / near, around(at, 2) / near);
            format!("{x},{y},{day} {hour:02}:30,{x},{y}")
        }),
        "cells.csv" => csv("before,after", 200, |at| format!("{},{}", pick(at, 1, 5), pick(at, 2, 4))),
        "counties.csv" => csv("HR8893", 36, |at| format!("{}.5", 3 * (at / 6) + pick(at, 1, 8))),
        "counties.gal" => gal(),
        "areas.csv" => csv("area,burglaries,population,poverty,scheme,change", 60, |at| {
            let (n, people, poor) = (pick(at, 1, 9), 900 + pick(at, 2, 800), pick(at, 3, 40));
            format!("A{at},{n},{people},{poor}.5,{},{}", u8::from(at % 6 == 0), pick(at, 4, 30))
        }),
        _ => return series(name).or_else(|| survey(name)).or_else(|| groups(name)),
    })
}

/// 36 areas in six rows, each beside those left, right, above and below.
fn gal() -> String {
    let mut text = String::from("0 36 counties AREA\n");
    for at in 0..36_usize {
        let beside = [
            (at % 6 > 0).then_some(at),
            (at % 6 < 5).then(|| at + 2),
            (at >= 6).then(|| at - 5),
            (at < 30).then(|| at + 7),
        ];
        let beside: Vec<String> = beside.into_iter().flatten().map(|id| id.to_string()).collect();
        text.push_str(&format!("{} {}\n{}\n", at + 1, beside.len(), beside.join(" ")));
    }
    text
}

fn series(name: &str) -> Option<String> {
    let month = |at: usize| format!("{}-{:02}", 2015 + at / 12, at % 12 + 1);
    Some(match name {
        "monthly.csv" => csv("month,n", 84, |at| format!("{},{}", month(at), 60 + at / 3 + pick(at, 1, 25) + at % 12)),
        "weekly.csv" => csv("week_start,n", 400, |at| format!("{},{}", day(at * 7), 10 + pick(at, 1, 12))),
        "panel.csv" => csv("district,month,n,treat,post", 12 * 36, |at| {
            let (district, time) = (at / 36 + 1, at % 36);
            let (treat, post) = (u8::from(district == 7), u8::from(time >= 24));
            let n = 40 + district + pick(at, 1, 15) - if treat + post == 2 { 12 } else { 0 };
            format!("{district},{},{n},{treat},{post}", month(time + 12))
        }),
        "seatbelts.csv" => csv("t,DriversKilled", 192, |at| {
            format!("{},{}", at + 1, 120 + at % 12 + pick(at, 1, 30) - if at >= 169 { 25 } else { 0 })
        }),
        _ => return None,
    })
}

/// Schools, as in the samples of the California API.
fn survey(name: &str) -> Option<String> {
    let school = |at: usize| {
        let (types, yes) = (["E", "H", "M"], ["No", "Yes"]);
        let (kind, api, enroll) = (types[at % 3], 450 + pick(at, 1, 400), 200 + pick(at, 2, 900));
        let (met, ell, meals) = (yes[usize::from(pick(at, 3, 5) > 1)], pick(at, 4, 60), pick(at, 5, 90));
        format!("{kind},{api},{},{enroll},{},{met},{ell},{meals}", api - 20, enroll * 4 / 5 + pick(at, 6, 20))
    };
    let header = "stype,api00,api99,enroll,api.stu,sch.wide,ell,meals";
    Some(match name {
        "apistrat.csv" => csv(&format!("{header},pw,fpc"), 150, |at| {
            let schools = [4421, 755, 1018][at % 3];
            format!("{},{},{schools}", school(at), f64::from(schools) / 50.0)
        }),
        "apiclus1.csv" => {
            csv(&format!("{header},dnum,pw,fpc"), 150, |at| format!("{},{},33.847,757", school(at), at / 10))
        }
        "apiclus2.csv" => csv(&format!("{header},dnum,snum,fpc1,fpc2,pw"), 120, |at| {
            format!("{},{},{at},757,{},{}", school(at), at / 4, 8 + at / 40, 757.0 / 30.0 * (8 + at / 40) as f64 / 4.0)
        }),
        "types.csv" => "stype,total\nE,4421\nH,755\nM,1018\n".to_owned(),
        _ => return None,
    })
}

fn groups(name: &str) -> Option<String> {
    let races = ["White", "Black", "Asian", "Unknown"];
    Some(match name {
        "stops.csv" => csv("race,neighborhood,personSearch,citationIssued,stopped", 800, |at| {
            let (race, place) = (races[pick(at, 1, 16).min(12) / 4], pick(at, 2, 6));
            let answer = |column, of| if pick(at, column, of) == 0 { "YES" } else { "NO" };
            format!("{race},place {place},{},{},1", answer(3, 4), answer(4, 3))
        }),
        "counts.csv" => csv("area,group,n,hours", 20, |at| {
            format!("{},{},{},{}", at / 2, ["a", "b"][at % 2], 5 + pick(at, 1, 20), 100 + pick(at, 2, 90))
        }),
        "answers.csv" => csv("age", 300, |at| ["16-24", "25-44", "45-64", "65+"][pick(at, 1, 4)].to_owned()),
        "people.csv" => {
            "age,race,population\n16-24,White,9000\n25-44,Black,6000\n45-64,Asian,4000\n65+,Other,3000\n".to_owned()
        }
        "wards.csv" => csv("ward,n,people,standard", 24, |at| {
            format!("W{},{},{},{}", at / 3, 3 + pick(at, 1, 20), 800 + pick(at, 2, 900), [300, 500, 200][at % 3])
        }),
        _ => return None,
    })
}
