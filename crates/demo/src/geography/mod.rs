//! The invented town on the ground: blocks, streets, sub-sectors and what they make up.

mod borders;
mod growth;
mod land;
mod mesh;
mod streets;

use crate::dice::Dice;
use crate::names::quarters::{COUNTRY, QUARTERS, REGION, SECTORS, TOWN};
use crate::town::{Area, Level, Street, StreetPoint};
use borders::{Line, area, rings, surrounds};
use comity_places::Bilingual;
use land::{Land, Spot};
use mesh::Mesh;

/// What geography gives to the rest of the demonstration.
pub(crate) struct Ground {
    pub areas: Vec<Area>,
    pub streets: Vec<Street>,
    pub points: Vec<StreetPoint>,
    pub river: Vec<[f64; 2]>,
    pub coast: Vec<[f64; 2]>,
}

/// The inhabitants to reach, all sub-sectors together.
const PEOPLE: f64 = 60_240.0;

pub(crate) fn survey(seed: u64) -> Ground {
    let mut dice = Dice::new(seed, "land");
    let land = Land::new(&mut dice);
    let mesh = Mesh::new(growth::sites(&land, &mut dice));
    let owner = growth::grow(&mesh, &land, &mut dice);
    let lines = borders::lines(&mesh, &owner);
    let quarters: Vec<Vec<Vec<Spot>>> =
        (0..QUARTERS.len()).map(|index| rings(&lines, |owner| owner == index)).collect();
    let (stretches, names) = streets::streets(&mesh, &owner, &mut Dice::new(seed, "streets"));
    let drawn: Vec<Vec<Vec<[f64; 2]>>> = quarters.iter().map(|rings| degrees(rings)).collect();
    let quarter_at = |at| drawn.iter().position(|rings| rings.iter().any(|ring| surrounds(ring, at)));
    let points: Vec<StreetPoint> = stretches
        .iter()
        .filter_map(|stretch| {
            Some(StreetPoint {
                at: stretch.point.degrees(),
                metres: (stretch.point.x, stretch.point.y),
                ends: [stretch.from.degrees(), stretch.to.degrees()],
                street: stretch.street,
                quarter: quarter_at(stretch.point.degrees())?,
            })
        })
        .collect();
    let river = (-20..460).map(|k| f64::from(k) * 10.0).map(|x| Spot::new(x, land.river(x)));
    let coast = (-40..=34).map(|k| f64::from(k) * 100.0).map(|y| Spot::new(land.coast(y), y).degrees()).collect();
    Ground {
        coast,
        areas: areas(&land, &lines, &quarters, &mut dice),
        streets: names.into_iter().map(|name| Street { name }).collect(),
        points,
        river: river.filter(|spot| land.is_land(*spot)).map(Spot::degrees).collect(),
    }
}

fn areas(land: &Land, lines: &[Line], quarters: &[Vec<Vec<Spot>>], dice: &mut Dice) -> Vec<Area> {
    let plain = |(code, en, ar): (&str, &str, &str), level, parent: Option<&str>, boundary| Area {
        code: code.to_owned(),
        slug: code.to_lowercase(),
        name: Bilingual::new(en, ar),
        level,
        parent: parent.map(str::to_owned),
        population: None,
        boundary,
    };
    let sector_of = |quarter: usize| QUARTERS.get(quarter).map(|quarter| quarter.sector);
    let people = population(quarters, dice);
    let mut areas = vec![
        plain(COUNTRY, Level::Country, None, vec![land.country(58_000.0, dice)]),
        plain(REGION, Level::Region, Some(COUNTRY.0), vec![land.country(11_500.0, dice)]),
        plain(TOWN, Level::District, Some(REGION.0), degrees(&rings(lines, |_| true))),
    ];
    for (index, (code, slug, en, ar)) in SECTORS.into_iter().enumerate() {
        let boundary = degrees(&rings(lines, |quarter| sector_of(quarter) == Some(index)));
        areas.push(Area { slug: slug.to_owned(), ..plain((code, en, ar), Level::Sector, Some(TOWN.0), boundary) });
    }
    for ((quarter, rings), people) in QUARTERS.iter().zip(quarters).zip(people) {
        let parent = SECTORS.get(quarter.sector).map(|sector| sector.0.to_owned());
        areas.push(Area {
            code: quarter.code.to_owned(),
            slug: quarter.slug.to_owned(),
            name: quarter.name.into(),
            level: Level::SubSector,
            parent,
            population: Some(people),
            boundary: degrees(rings),
        });
    }
    areas
}

/// Closed rings in degrees, the outer one counter-clockwise as RFC 7946 wants it.
fn degrees(rings: &[Vec<Spot>]) -> Vec<Vec<[f64; 2]>> {
    rings.iter().map(|ring| ring.iter().map(|spot| spot.degrees()).collect()).collect()
}

/// People in each quarter, by its size and density.
fn population(quarters: &[Vec<Vec<Spot>>], dice: &mut Dice) -> Vec<u32> {
    let hectares = |rings: &Vec<Vec<Spot>>| rings.iter().map(|ring| area(ring)).sum::<f64>() / 10_000.0;
    let weights: Vec<f64> = QUARTERS
        .iter()
        .zip(quarters)
        .map(|(quarter, rings)| hectares(rings) * quarter.density * dice.range(0.94, 1.06))
        .collect();
    let all: f64 = weights.iter().sum();
    let target = PEOPLE + dice.range(-400.0, 400.0);
    weights.iter().map(|weight| (weight / all * target).round() as u32).collect()
}
