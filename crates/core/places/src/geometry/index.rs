//! In which area a point lies.
//!
//! The rule, in this order: an area contains a point that lies inside it or exactly on its outline. Of several that do,
//! the deepest in the hierarchy wins, then the smallest, then the first by code. So a point on a shared border belongs
//! to exactly one area, and to the same one whatever the order of the file.

use std::collections::HashMap;

use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{Area, BoundingRect, Coord};
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::feature::AreaShape;

/// Finds the area of a point among areas that may nest.
#[derive(Debug)]
pub struct AreaIndex {
    areas: Vec<AreaShape>,
    /// For each area its place in the order of preference: 0 wins over 1.
    rank: Vec<u32>,
    boxes: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

impl AreaIndex {
    /// Positions that [`AreaIndex::locate`] returns are those of `areas`.
    pub fn new(areas: Vec<AreaShape>) -> Self {
        let boxes = (0u32..).zip(&areas).filter_map(|(position, area)| {
            let bounds = area.shape.bounding_rect()?;
            let corners = Rectangle::from_corners(bounds.min().into(), bounds.max().into());
            Some(GeomWithData::new(corners, position))
        });
        let boxes = RTree::bulk_load(boxes.collect());
        Self { rank: ranks(&areas), boxes, areas }
    }

    /// The position of the area that holds the point, in degrees; `None` where no area does.
    pub fn locate(&self, lon: f64, lat: f64) -> Option<u32> {
        let point = Coord { x: lon, y: lat };
        self.boxes
            .locate_in_envelope_intersecting(AABB::from_point([lon, lat]))
            .map(|candidate| candidate.data)
            .filter(|&position| self.get(position).is_some_and(|area| holds(area, point)))
            .min_by_key(|&position| self.rank.get(position as usize))
    }

    pub fn get(&self, position: u32) -> Option<&AreaShape> {
        self.areas.get(position as usize)
    }

    /// All areas, in the order in which they were given.
    pub fn areas(&self) -> &[AreaShape] {
        &self.areas
    }
}

fn holds(area: &AreaShape, point: Coord<f64>) -> bool {
    area.shape.coordinate_position(&point) != CoordPos::Outside
}

fn ranks(areas: &[AreaShape]) -> Vec<u32> {
    let by_code: HashMap<&str, &AreaShape> = areas.iter().map(|area| (area.code.as_str(), area)).collect();
    let mut order: Vec<(usize, f64, &str, usize)> = areas
        .iter()
        .enumerate()
        .map(|(at, area)| (depth(area, &by_code), area.shape.unsigned_area(), area.code.as_str(), at))
        .collect();
    order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.total_cmp(&b.1)).then_with(|| a.2.cmp(b.2)).then(a.3.cmp(&b.3)));
    let mut ranks = vec![0; areas.len()];
    for (rank, (.., at)) in (0u32..).zip(order) {
        if let Some(place) = ranks.get_mut(at) {
            *place = rank;
        }
    }
    ranks
}

/// How many areas stand above this one. Ends also where parents form a circle.
fn depth(area: &AreaShape, by_code: &HashMap<&str, &AreaShape>) -> usize {
    let above = |area: &&AreaShape| area.parent.as_deref().and_then(|parent| by_code.get(parent).copied());
    std::iter::successors(Some(area), above).take(by_code.len() + 1).count()
}
