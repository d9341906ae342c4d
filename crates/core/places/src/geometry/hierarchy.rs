//! Whether the parents of a file form a hierarchy.

use std::collections::HashMap;

use super::feature::AreaShape;
use super::problem::{FeatureProblem, Problems};

/// Looks for parents that are not in the file, parents of a level that is not wider, and circles.
/// `areas` are numbered as in the file: each with its feature's number.
pub(super) fn check(areas: &[(usize, AreaShape)], problems: &mut Problems) {
    let by_code: HashMap<&str, &AreaShape> = areas.iter().map(|(_, area)| (area.code.as_str(), area)).collect();
    for (feature, area) in areas {
        let Some(parent) = &area.parent else { continue };
        let Some(above) = by_code.get(parent.as_str()) else {
            problems.add(FeatureProblem::UnknownParent { feature: *feature, parent: parent.clone() });
            continue;
        };
        if let Some(circle) = circle(area, &by_code) {
            problems.add(FeatureProblem::Circle { feature: *feature, code: area.code.clone(), circle });
        } else if let (Some(level), Some(wider)) = (area.level, above.level)
            && wider >= level
        {
            let (code, parent) = (area.code.clone(), parent.clone());
            problems.add(FeatureProblem::LevelOrder { feature: *feature, code, level, parent, above: wider });
        }
    }
}

/// The codes from `area` over its parents back to itself, if they lead back.
fn circle(area: &AreaShape, by_code: &HashMap<&str, &AreaShape>) -> Option<Vec<String>> {
    let mut way = vec![area.code.clone()];
    let mut current = area;
    while let Some(next) = current.parent.as_deref().and_then(|parent| by_code.get(parent).copied()) {
        way.push(next.code.clone());
        if next.code == area.code {
            return Some(way);
        }
        if way.len() > by_code.len() {
            return None; // another area's circle, which that area reports
        }
        current = next;
    }
    None
}
