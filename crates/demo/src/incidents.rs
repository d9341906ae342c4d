//! Two years of recorded incidents in the twelve columns of police.uk, months only.
//!
//! Streets differ much in how much happens there, and kinds differ in where: a few hot spots hold a good part. Kinds
//! have their seasons and their trend, and one burglary makes another nearby more likely for some weeks. Violence and
//! sexual offences are left out: nothing of the kind belongs on a demonstration's map.

use std::fmt::Write as _;

use comity_kernel::Day;

use crate::dice::Dice;
use crate::names::quarters::{QUARTERS, TOWN};
use crate::town::{Street, StreetPoint};

const HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,\
                      Crime type,Last outcome category,Context";
const FORCE: &str = "Western Coast Police";
const MONTHS: i32 = 24;

/// A kind of incident: how many in two years, how much more in July than on average (less if negative), the yearly
/// trend, how unevenly it falls on streets, and how much more of it where people gather.
struct Kind {
    name: &'static str,
    count: f64,
    summer: f64,
    trend: f64,
    spread: f64,
    crowds: f64,
}

const fn kind(name: &'static str, count: f64, summer: f64, trend: f64, spread: f64, crowds: f64) -> Kind {
    Kind { name, count, summer, trend, spread, crowds }
}

const BURGLARY: &str = "Burglary";

const KINDS: [Kind; 13] = [
    kind("Anti-social behaviour", 4650.0, 0.30, -0.08, 0.9, 1.2),
    kind("Criminal damage and arson", 1480.0, 0.06, -0.03, 0.8, 0.6),
    kind("Other theft", 1560.0, 0.12, 0.02, 0.8, 1.1),
    kind("Shoplifting", 1180.0, 0.02, 0.14, 1.9, 2.2),
    kind("Vehicle crime", 1040.0, -0.05, 0.10, 0.8, 0.2),
    kind(BURGLARY, 560.0, -0.28, -0.06, 0.7, -0.2),
    kind("Public order", 980.0, 0.18, 0.01, 1.0, 1.4),
    kind("Drugs", 460.0, 0.04, 0.06, 1.3, 0.8),
    kind("Bicycle theft", 340.0, 0.35, 0.04, 1.1, 1.0),
    kind("Theft from the person", 420.0, 0.22, 0.05, 1.3, 2.0),
    kind("Robbery", 150.0, -0.04, -0.02, 1.0, 1.4),
    kind("Possession of weapons", 120.0, 0.02, 0.03, 1.0, 0.8),
    kind("Other crime", 310.0, 0.0, 0.0, 0.7, 0.2),
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

struct Ledger<'a> {
    points: &'a [StreetPoint],
    streets: &'a [Street],
    dice: Dice,
    csv: String,
    months: Vec<String>,
}

/// The whole file, from two years ago to the month before today's.
pub(crate) fn csv(seed: u64, today: Day, points: &[StreetPoint], streets: &[Street]) -> String {
    let months = (1..=MONTHS).rev().map(|back| month_before(today, back)).collect();
    let mut ledger = Ledger { points, streets, dice: Dice::new(seed, "incidents"), csv: format!("{HEADER}\n"), months };
    let crowds = crowds(&mut ledger.dice, points);
    let heat: Vec<Vec<f64>> = KINDS.iter().map(|kind| heat(&mut ledger.dice, kind, points, &crowds)).collect();
    let mut chains: Vec<Vec<usize>> = vec![Vec::new(); MONTHS as usize + 1];
    for month in 0..MONTHS as usize {
        for (kind, heat) in KINDS.iter().zip(&heat) {
            let expected = expected(kind, month, month_number(ledger.months.get(month)));
            let noise = 1.0 + 0.05 * ledger.dice.normal();
            let fresh = (expected * noise).round().max(0.0) as usize;
            let mut spots: Vec<usize> = (0..fresh).map(|_| pick(&mut ledger.dice, heat)).collect();
            if kind.name == BURGLARY {
                spots.extend(chains.get(month).into_iter().flatten());
                let next = ledger.repeats(&mut spots);
                chains.get_mut(month + 1).into_iter().for_each(|later| later.extend(&next));
            }
            for spot in spots {
                ledger.write(kind, month, spot);
            }
        }
    }
    ledger.csv
}

/// `YYYY-MM` of the month `back` months before today's.
fn month_before(today: Day, back: i32) -> String {
    let count = i32::from(today.year()) * 12 + i32::from(today.month()) - 1 - back;
    format!("{:04}-{:02}", count.div_euclid(12), count.rem_euclid(12) + 1)
}

fn month_number(month: Option<&String>) -> f64 {
    month.and_then(|text| text.get(5..)).and_then(|text| text.parse().ok()).unwrap_or(1.0)
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
    /// Adds burglaries that follow others nearby in the same month, and gives those that follow in the next.
    fn repeats(&mut self, spots: &mut Vec<usize>) -> Vec<usize> {
        let mut later = Vec::new();
        let mut index = 0;
        while let Some(&spot) = spots.get(index) {
            index += 1;
            if self.dice.chance(0.24) {
                let near = self.near(spot);
                if self.dice.chance(0.62) { spots.push(near) } else { later.push(near) }
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

    fn write(&mut self, kind: &Kind, month: usize, spot: usize) {
        let anti_social = kind.name == "Anti-social behaviour";
        let id = if anti_social { String::new() } else { self.dice.hex64() };
        let outcome = match (anti_social, MONTHS as usize - month) {
            (true, _) => "",
            (false, 1) => "Under investigation",
            (false, 2 | 3) if self.dice.chance(0.5) => "Under investigation",
            _ => self.outcome(),
        };
        let place = self.place(spot);
        let month = self.months.get(month).map(String::as_str).unwrap_or_default();
        let row = format_args!("{id},{month},{FORCE},{FORCE},{place},{},{outcome},\n", kind.name);
        self.csv.write_fmt(row).unwrap_or_default();
    }

    fn outcome(&mut self) -> &'static str {
        let weights = OUTCOMES.map(|outcome| outcome.1);
        OUTCOMES.get(self.dice.weighted(&weights)).map_or("", |outcome| outcome.0)
    }

    /// Longitude, latitude, location, code and name: of a street, of a road outside the town, or of nowhere.
    fn place(&mut self, spot: usize) -> String {
        let kind = self.dice.unit();
        if kind < 0.014 {
            return ",,No Location,,".to_owned();
        }
        if kind < 0.023 {
            let road = self.dice.below(COUNTRY_ROADS.len());
            let (east, north) = (31.522 + 0.004 * road as f64, 33.352 + 0.009 * (road as f64 - 2.0));
            let name = COUNTRY_ROADS.get(road).copied().unwrap_or_default();
            return format!("{:.6},{:.6},On or near {name},,", east + self.dice.range(0.0, 3e-3), north);
        }
        let Some(point) = self.points.get(spot) else { return ",,No Location,,".to_owned() };
        let street = self.streets.get(point.street).map(|street| street.name.en.as_str()).unwrap_or_default();
        let quarter = QUARTERS.get(point.quarter).map(|quarter| quarter.code).unwrap_or_default();
        let [longitude, latitude] = point.at;
        let town = TOWN.1;
        let number = quarter.rsplit('-').next().unwrap_or_default();
        format!("{longitude:.6},{latitude:.6},On or near {street},{quarter},{town} 0{number}")
    }
}
