//! The demonstration partnership, generated from a seed.

mod bilingual;
mod dice;
mod geography;
mod names;
mod town;

pub use bilingual::Bilingual;
pub use town::{Area, Level, Street, StreetPoint};

/// The invented town and all that goes on in it.
#[derive(Clone, Debug)]
pub struct Town {
    pub areas: Vec<Area>,
    pub streets: Vec<Street>,
    pub points: Vec<StreetPoint>,
    pub river: Vec<[f64; 2]>,
}

impl Town {
    pub fn generate(seed: u64) -> Self {
        let ground = geography::survey(seed);
        Self { areas: ground.areas, streets: ground.streets, points: ground.points, river: ground.river }
    }
}
