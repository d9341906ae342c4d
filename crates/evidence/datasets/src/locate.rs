//! From a point to its area, fast for the points that come again and again.

use super::row::Point;

/// Knows the areas of a partnership.
pub trait Locate: Sync {
    /// The area that holds a point, in degrees.
    fn locate(&self, lon: f64, lat: f64) -> Option<u32>;

    /// The code of an area that `locate` returned.
    fn code(&self, area: u32) -> &str;
}

impl Locate for comity_places::geometry::AreaIndex {
    fn locate(&self, lon: f64, lat: f64) -> Option<u32> {
        Self::locate(self, lon, lat)
    }

    fn code(&self, area: u32) -> &str {
        self.get(area).map_or("", |area| &area.code)
    }
}

const SLOTS: usize = 1 << 16;

/// Where a point was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Found {
    pub area: Option<u32>,
    /// It lies in no area, but would if its coordinates were exchanged.
    pub exchanged: bool,
}

/// Remembers the areas of recent points. Recorded incidents are moved to the nearest of a set of map points before they
/// are published, so the same few points come over and over. The memory is fixed: a point that falls into a taken slot
/// takes it over.
pub(super) struct Remembered<'a> {
    areas: &'a dyn Locate,
    slots: Vec<Option<(Point, Found)>>,
}

impl<'a> Remembered<'a> {
    pub fn new(areas: &'a dyn Locate) -> Self {
        Self { areas, slots: vec![None; SLOTS] }
    }

    pub fn locate(&mut self, point: Point) -> Found {
        let nowhere = Found { area: None, exchanged: false };
        let Some(slot) = self.slots.get_mut(slot(point)) else { return nowhere };
        match slot {
            Some((known, found)) if *known == point => *found,
            _ => {
                let area = area_of(self.areas, point);
                let other = point.exchanged().filter(|_| area.is_none());
                let found = Found { area, exchanged: other.is_some_and(|other| area_of(self.areas, other).is_some()) };
                *slot = Some((point, found));
                found
            }
        }
    }
}

fn area_of(areas: &dyn Locate, point: Point) -> Option<u32> {
    let (lon, lat) = point.degrees();
    areas.locate(lon, lat)
}

/// Multiplicative hashing: the upper bits of a product with an odd constant near 2^64 / golden ratio.
fn slot(point: Point) -> usize {
    let both = (u64::from(point.lon_e6.cast_unsigned()) << 32) | u64::from(point.lat_e6.cast_unsigned());
    let mixed = both.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize % SLOTS
}
