//! Two years of recorded incidents, to the minute.
//!
//! Streets differ much in how much happens there, and kinds differ in where: a few hot spots hold a good part. Kinds
//! have their seasons, their trend, their hours and their days of the week, and one burglary makes another nearby more
//! likely for two weeks. Violence and sexual offences are left out: nothing of the kind belongs on a demonstration's map.

use std::fmt::Write as _;

use comity_kernel::Day;

use crate::dice::Dice;
use crate::names::quarters::QUARTERS;
use crate::town::{Street, StreetPoint};

const HEADER: &str = "Incident ID,Occurred,Longitude,Latitude,Location,Incident type,Outcome";
const MONTHS: i32 = 24;

/// A kind of incident: how many in two years, how much more in July than on average (less if negative), the yearly
/// trend, how unevenly it falls on streets, how much more of it where people gather, and when of the day.
struct Kind {
    name: &'static str,
    count: f64,
    summer: f64,
    trend: f64,
    spread: f64,
    crowds: f64,
    hours: Hours,
}

/// Around which hour most of it happens, how widely around it, and how much of it waits for the weekend's nights.
struct Hours {
    peak: f64,
    spread: f64,
    weekend: f64,
}

const EVENINGS: Hours = Hours { peak: 21.5, spread: 3.2, weekend: 0.25 };
const NIGHTS: Hours = Hours { peak: 25.0, spread: 3.5, weekend: 0.1 };
const SHOPS: Hours = Hours { peak: 15.0, spread: 2.6, weekend: 0.0 };
const WORK: Hours = Hours { peak: 13.5, spread: 4.2, weekend: 0.0 };

const fn kind(name: &'static str, numbers: [f64; 5], hours: Hours) -> Kind {
    let [count, summer, trend, spread, crowds] = numbers;
    Kind { name, count, summer, trend, spread, crowds, hours }
}

const BURGLARY: &str = "Burglary";

const KINDS: [Kind; 13] = [
    kind("Anti-social behaviour", [4650.0, 0.30, -0.08, 0.9, 1.2], EVENINGS),
    kind("Criminal damage and arson", [1480.0, 0.06, -0.03, 0.8, 0.6], NIGHTS),
    kind("Other theft", [1560.0, 0.12, 0.02, 0.8, 1.1], WORK),
    kind("Shoplifting", [1180.0, 0.02, 0.14, 1.9, 2.2], SHOPS),
    kind("Vehicle crime", [1040.0, -0.05, 0.10, 0.8, 0.2], NIGHTS),
    kind(BURGLARY, [560.0, -0.28, -0.06, 0.7, -0.2], WORK),
    kind("Public order", [980.0, 0.18, 0.01, 1.0, 1.4], EVENINGS),
    kind("Drugs", [460.0, 0.04, 0.06, 1.3, 0.8], EVENINGS),
    kind("Bicycle theft", [340.0, 0.35, 0.04, 1.1, 1.0], WORK),
    kind("Theft from the person", [420.0, 0.22, 0.05, 1.3, 2.0], SHOPS),
    kind("Robbery", [150.0, -0.04, -0.02, 1.0, 1.4], EVENINGS),
    kind("Possession of weapons", [120.0, 0.02, 0.03, 1.0, 0.8], EVENINGS),
    kind("Other crime", [310.0, 0.0, 0.0, 0.7, 0.2], WORK),
];

const OUTCOMES: [(&str, f64); 8] = [
    ("Investigation complete; no suspect identified", 0.52),
    ("Unable to prosecute suspect", 0.2),
    ("Local resolution", 0.09),
    ("Awaiting court outcome", 0.05),
    ("Offender given a caution", 0.04),
    ("Court result unavailable", 0.04),
    ("Further action is not in the public interest", 0.03),
    ("Formal action is not in the public interest", 0.03),
];

/// Roads of the country around, for what lies outside the town.
const COUNTRY_ROADS: [&str; 5] =
    ["Airport Road", "Quarry Road", "Monastery Road", "Upper Valley Road", "Coast Highway"];

/// Where and on which day.
#[derive(Clone, Copy)]
struct Spot {
    point: usize,
    day: Day,
}

struct Ledger<'a> {
    points: &'a [StreetPoint],
    streets: &'a [Street],
    dice: Dice,
    csv: String,
    /// The first day of each month.
    months: Vec<Day>,
}

/// The whole file, from two years ago to the month before today's.
pub(crate) fn csv(seed: u64, today: Day, points: &[StreetPoint], streets: &[Street]) -> String {
    let months = (1..=MONTHS).rev().map(|back| month_before(today, back)).collect();
    let mut ledger = Ledger { points, streets, dice: Dice::new(seed, "incidents"), csv: format!("{HEADER}\n"), months };
    let crowds = crowds(&mut ledger.dice, points);
    let heat: Vec<Vec<f64>> = KINDS.iter().map(|kind| heat(&mut ledger.dice, kind, points, &crowds)).collect();
    let mut following: Vec<Spot> = Vec::new();
    for month in 0..MONTHS as usize {
        let Some(first) = ledger.months.get(month).copied() else { break };
        for (kind, heat) in KINDS.iter().zip(&heat) {
            let expected = expected(kind, month, f64::from(first.month()));
            let noise = 1.0 + 0.05 * ledger.dice.normal();
            let fresh = (expected * noise).round().max(0.0) as usize;
            let mut spots: Vec<Spot> = (0..fresh).map(|_| ledger.fresh(kind, heat, first)).collect();
            if kind.name == BURGLARY {
                spots.append(&mut following);
                following = ledger.repeats(&mut spots, first);
            }
            for spot in spots {
                ledger.write(kind, month, spot);
            }
        }
    }
    ledger.csv
}

/// The first day of the month `back` months before today's.
fn month_before(today: Day, back: i32) -> Day {
    Day(today.0.first_of_month().saturating_sub(jiff::Span::new().months(back)))
}

/// How many of a kind to expect in a month.
fn expected(kind: &Kind, month: usize, calendar: f64) -> f64 {
    let season = 1.0 + kind.summer * (std::f64::consts::TAU * (calendar - 7.3) / 12.0).cos();
    let trend = 1.0 + kind.trend * (month as f64 / 12.0 - 1.0);
    kind.count / f64::from(MONTHS) * season * trend
}

/// How many people gather at each point: most in the centre, and around a dozen busy corners.
fn crowds(dice: &mut Dice, points: &[StreetPoint]) -> Vec<f64> {
    let busy: Vec<&StreetPoint> = QUARTERS
        .iter()
        .enumerate()
        .filter_map(|(index, quarter)| {
            let centre = quarter.heart;
            let far = |point: &StreetPoint| (point.metres.0 - centre.0).hypot(point.metres.1 - centre.1);
            let inside = points.iter().filter(|point| point.quarter == index);
            inside.min_by(|a, b| (far(a) + dice.range(0.0, 160.0)).total_cmp(&(far(b) + dice.range(0.0, 160.0))))
        })
        .collect();
    points
        .iter()
        .map(|point| {
            let bustle = QUARTERS.get(point.quarter).map_or(1.0, |quarter| quarter.bustle);
            let near = busy.iter().map(|corner| {
                let metres = (point.metres.0 - corner.metres.0).hypot(point.metres.1 - corner.metres.1);
                (-(metres / 110.0).powi(2)).exp()
            });
            (bustle * (1.0 + 6.0 * near.sum::<f64>())).ln()
        })
        .collect()
}

/// The running sum of each point's weight for a kind.
fn heat(dice: &mut Dice, kind: &Kind, points: &[StreetPoint], crowds: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    let weights = points.iter().zip(crowds).map(|(point, crowd)| {
        let [from, to] = point.ends;
        let length = (from[0] - to[0]).hypot(from[1] - to[1]).clamp(2e-4, 2e-3).sqrt();
        length * (kind.crowds * crowd + kind.spread * dice.normal()).exp()
    });
    let running = weights.map(|weight| {
        sum += weight;
        sum
    });
    running.collect()
}

fn pick(dice: &mut Dice, running: &[f64]) -> usize {
    let target = dice.unit() * running.last().copied().unwrap_or(0.0);
    running.partition_point(|sum| *sum <= target).min(running.len().saturating_sub(1))
}

impl Ledger<'_> {
    fn fresh(&mut self, kind: &Kind, heat: &[f64], first: Day) -> Spot {
        let point = pick(&mut self.dice, heat);
        let days = i32::from(first.0.days_in_month());
        let mut day = first.plus_days(self.dice.whole(0, days - 1));
        // To the Friday or Saturday of that week, unless it lies in another month.
        if self.dice.chance(kind.hours.weekend) {
            let friday = 5 - i32::from(day.0.weekday().to_sunday_zero_offset());
            let night = day.plus_days(friday + self.dice.whole(0, 1));
            if night.month() == first.month() {
                day = night;
            }
        }
        Spot { point, day }
    }

    /// Adds burglaries that follow others nearby within two weeks, and gives those that follow in the next month.
    fn repeats(&mut self, spots: &mut Vec<Spot>, first: Day) -> Vec<Spot> {
        let mut later = Vec::new();
        let mut index = 0;
        while let Some(&spot) = spots.get(index) {
            index += 1;
            if self.dice.chance(0.24) {
                let next = Spot { point: self.near(spot.point), day: spot.day.plus_days(self.dice.whole(1, 14)) };
                if next.day.month() == first.month() { spots.push(next) } else { later.push(next) }
            }
        }
        later
    }

    /// A point within 200 metres, often the same.
    fn near(&mut self, spot: usize) -> usize {
        let Some(centre) = self.points.get(spot).map(|point| point.metres) else { return spot };
        let close = |point: &StreetPoint| (point.metres.0 - centre.0).hypot(point.metres.1 - centre.1) < 200.0;
        let around: Vec<usize> =
            self.points.iter().enumerate().filter(|(_, point)| close(point)).map(|(index, _)| index).collect();
        if self.dice.chance(0.25) { spot } else { around.get(self.dice.below(around.len())).copied().unwrap_or(spot) }
    }

    fn write(&mut self, kind: &Kind, month: usize, spot: Spot) {
        let anti_social = kind.name == "Anti-social behaviour";
        let id = if anti_social { String::new() } else { self.dice.hex64() };
        let outcome = match (anti_social, MONTHS as usize - month) {
            (true, _) => "",
            (false, 1) => "Under investigation",
            (false, 2 | 3) if self.dice.chance(0.5) => "Under investigation",
            _ => self.outcome(),
        };
        let (place, time) = (self.place(spot.point), self.time(&kind.hours));
        let row = format_args!("{id},{} {time},{place},{},{outcome}\n", spot.day, kind.name);
        self.csv.write_fmt(row).unwrap_or_default();
    }

    /// An hour and minute; many people say the full or the half hour.
    fn time(&mut self, hours: &Hours) -> String {
        let hour = (hours.peak + hours.spread * self.dice.normal()).rem_euclid(24.0) as u8 % 24;
        let minute = match self.dice.weighted(&[0.3, 0.15, 0.55]) {
            0 => 0,
            1 => 30,
            _ => self.dice.whole(0, 59),
        };
        format!("{hour:02}:{minute:02}")
    }

    fn outcome(&mut self) -> &'static str {
        let weights = OUTCOMES.map(|outcome| outcome.1);
        OUTCOMES.get(self.dice.weighted(&weights)).map_or("", |outcome| outcome.0)
    }

    /// Longitude, latitude and location: of a street, of a road outside the town, or of nowhere.
    fn place(&mut self, spot: usize) -> String {
        let kind = self.dice.unit();
        if kind < 0.014 {
            return ",,No Location".to_owned();
        }
        if kind < 0.023 {
            let road = self.dice.below(COUNTRY_ROADS.len());
            let (east, north) = (31.522 + 0.004 * road as f64, 33.352 + 0.009 * (road as f64 - 2.0));
            let name = COUNTRY_ROADS.get(road).copied().unwrap_or_default();
            return format!("{:.6},{:.6},On or near {name}", east + self.dice.range(0.0, 3e-3), north);
        }
        let Some(point) = self.points.get(spot) else { return ",,No Location".to_owned() };
        let street = self.streets.get(point.street).map(|street| street.name.en.as_str()).unwrap_or_default();
        let [longitude, latitude] = point.at;
        format!("{longitude:.6},{latitude:.6},On or near {street}")
    }
}
