//! A survey of adults in two rounds, and how many people of each sex and age live in each sub-sector.
//!
//! Streets are drawn in each sub-sector, and three people in each of them; the young are harder to reach, so that they answer
//! less often and count more. From the first to the second round a little more people feel safe and have met an officer.

use std::fmt::Write as _;

use comity_kernel::Day;

use crate::dice::Dice;
use crate::names::quarters::{QUARTERS, SECTORS};
use crate::town::{Area, Level, StreetPoint};

/// One round: the file and its layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    pub csv: String,
    pub layout: String,
}

/// In each sub-sector.
const STREETS: usize = 7;
/// In each street.
const PEOPLE: usize = 3;
/// The part of those asked who answer.
const RESPONSE: f64 = 0.58;
/// Adults among the residents.
const ADULTS: f64 = 0.68;

/// Age, share of the adults, how readily they answer.
const AGES: [(&str, f64, f64); 4] =
    [("18-29", 0.28, 0.62), ("30-44", 0.31, 0.95), ("45-59", 0.24, 1.15), ("60+", 0.17, 1.4)];
const WOMEN: f64 = 0.51;

const HEADER: &str = "area,street,streets,sector,weight,sex,age,dark,trust,talked,problem,followed";

/// Somebody who answers, and how their answers lean.
struct Person {
    woman: bool,
    age: usize,
    /// How busy the sub-sector's streets are, against the town's average.
    bustle: f64,
    round: usize,
}

/// Both rounds, the first some thirteen months ago, the second two months ago.
pub(crate) fn rounds(seed: u64, today: Day, areas: &[Area], points: &[StreetPoint]) -> [Round; 2] {
    [(0, -410), (1, -66)].map(|(round, back)| {
        one(&mut Dice::new(seed, &format!("survey {round}")), areas, points, (round, today.plus_days(back)))
    })
}

fn one(dice: &mut Dice, areas: &[Area], points: &[StreetPoint], (round, from): (usize, Day)) -> Round {
    let mut csv = format!("{HEADER}\n");
    let mut answered = 0_usize;
    for (quarter, place) in QUARTERS.iter().enumerate() {
        let streets = streets(points, quarter);
        let mut order: Vec<usize> = (0..streets.len()).collect();
        dice.shuffle(&mut order);
        let drawn: Vec<usize> = order.iter().filter_map(|at| streets.get(*at).copied()).take(STREETS).collect();
        let people = areas.iter().find(|area| area.code == place.code).and_then(|area| area.population);
        let sector = SECTORS.get(place.sector).map_or("", |sector| sector.0);
        let each = f64::from(people.unwrap_or_default()) * ADULTS / (drawn.len().max(1) * PEOPLE) as f64;
        for street in &drawn {
            for _ in 0..PEOPLE {
                answered += 1;
                let person = Person { woman: dice.chance(0.55), age: age(dice), bustle: place.bustle, round };
                write!(csv, "{code},{code}-{street},{},{sector},", streets.len(), code = place.code)
                    .unwrap_or_default();
                writeln!(csv, "{}", row(dice, &person, each, answered)).unwrap_or_default();
            }
        }
    }
    let asked = (answered as f64 / RESPONSE).round();
    let layout = include_str!("survey.toml")
        .replace("FROM", &from.to_string())
        .replace("\"TO\"", &format!("\"{}\"", from.plus_days(27)))
        .replace("ASKED", &asked.to_string())
        .replace("ROUND", &(round + 1).to_string());
    Round { csv, layout }
}

/// The streets of a sub-sector; one that runs through several is drawn in each for itself.
fn streets(points: &[StreetPoint], quarter: usize) -> Vec<usize> {
    let mut found: Vec<usize> =
        points.iter().filter(|point| point.quarter == quarter).map(|point| point.street).collect();
    found.sort_unstable();
    found.dedup();
    found
}

fn age(dice: &mut Dice) -> usize {
    dice.weighted(&AGES.map(|(_, share, ready)| share * ready))
}

/// What somebody says, as the rest of the row.
fn row(dice: &mut Dice, person: &Person, each: f64, number: usize) -> String {
    let (age, _, ready) = AGES.get(person.age).copied().unwrap_or_default();
    let weight = each / ready;
    let sex = if person.woman { "women" } else { "men" };
    // Some do not say how old they are.
    let age = if number.is_multiple_of(14) { "" } else { age };
    let dark = 0.9 - 0.9 * f64::from(u8::from(person.woman)) - 0.5 * (person.bustle - 1.0) + 0.35 * person.round as f64;
    let trust = 0.2 + 0.25 * person.age as f64 + 0.2 * person.round as f64;
    let talked = dice.chance(0.21 + 0.08 * person.round as f64 + 0.05 * person.age as f64);
    let dark = scale(dice, dark, ["very safe", "safe", "unsafe", "very unsafe"]);
    let trust = scale(dice, trust, ["surely", "probably", "hardly", "no"]);
    let problem = ["lighting", "traffic", "litter", "noise", "theft", "nothing"];
    let problem = problem.get(dice.weighted(&[26.0, 24.0, 17.0, 12.0, 9.0, 12.0])).copied().unwrap_or_default();
    let followed = (4.6 + 0.7 * person.round as f64 + 2.1 * dice.normal()).round().clamp(0.0, 10.0);
    let talked = if talked { "yes" } else { "no" };
    // A few do not answer the last question.
    let followed = if dice.chance(0.06) { String::new() } else { followed.to_string() };
    format!("{weight:.2},{sex},{age},{dark},{trust},{talked},{problem},{followed}")
}

/// One of four answers from good to bad, around where somebody leans.
fn scale(dice: &mut Dice, lean: f64, answers: [&'static str; 4]) -> &'static str {
    let felt = lean + 1.2 * dice.normal();
    let place = [1.4, 0.1, -1.2].iter().filter(|limit| felt < **limit).count();
    answers.get(place).copied().unwrap_or_default()
}

/// How many adults of each sex and age live in each sub-sector, as CSV.
pub(crate) fn population(seed: u64, areas: &[Area]) -> String {
    let mut dice = Dice::new(seed, "population groups");
    let mut csv = String::from("code,by,group,people,name,name_ar\n");
    let mut add = |code: &str, by: &str, group: &str, people: f64, (en, ar): (&str, &str)| {
        writeln!(csv, "{code},{by},{group},{},{en},{ar}", people.round()).unwrap_or_default();
    };
    for area in areas.iter().filter(|area| area.level == Level::SubSector) {
        let adults = f64::from(area.population.unwrap_or_default()) * ADULTS;
        let women = adults * (WOMEN + 0.01 * dice.normal());
        add(&area.code, "sex", "women", women, ("Women", "نساء"));
        add(&area.code, "sex", "men", adults - women, ("Men", "رجال"));
        let shares = AGES.map(|(_, share, _)| share * (1.0 + 0.06 * dice.normal()));
        let sum: f64 = shares.iter().sum();
        for ((age, ..), share) in AGES.iter().zip(shares) {
            add(&area.code, "age", age, adults * share / sum, (age, ""));
        }
    }
    csv
}
