//! From a point to its area, fast for the points that come again and again.

use super::row::Point;

/// Knows the areas of a partnership.
pub trait Locate {
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

/// Remembers the areas of recent points. Recorded incidents are moved to the nearest of a set of map points before they
/// are published, so the same few points come over and over. The memory is fixed: a point that falls into a taken slot
/// takes it over.
pub(super) struct Remembered<'a> {
    areas: &'a dyn Locate,
    slots: Vec<Option<(Point, Option<u32>)>>,
}

impl<'a> Remembered<'a> {
    pub fn new(areas: &'a dyn Locate) -> Self {
        Self { areas, slots: vec![None; SLOTS] }
    }

    pub fn locate(&mut self, point: Point) -> Option<u32> {
        let slot = self.slots.get_mut(slot(point))?;
        match slot {
            Some((known, area)) if *known == point => *area,
            _ => {
                let degrees = |millionths| f64::from(millionths) / 1e6;
                let area = self.areas.locate(degrees(point.lon_e6), degrees(point.lat_e6));
                *slot = Some((point, area));
                area
            }
        }
    }
}

/// Multiplicative hashing: the upper bits of a product with an odd constant near 2^64 / golden ratio.
fn slot(point: Point) -> usize {
    let both = (u64::from(point.lon_e6.cast_unsigned()) << 32) | u64::from(point.lat_e6.cast_unsigned());
    let mixed = both.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    ((mixed ^ (mixed >> 29)).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize % SLOTS
}
