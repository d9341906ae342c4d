//! How many people live in an area, as far as anybody said.

use std::collections::HashSet;

use crate::Area;

/// A figure, a sum of figures, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Population {
    Known(i64),
    /// Added up from the areas below it.
    Sum(i64),
    Unknown,
}

impl Population {
    /// The figure, where there is one.
    pub fn known(self) -> Option<i64> {
        match self {
            Self::Known(people) | Self::Sum(people) => Some(people),
            Self::Unknown => None,
        }
    }
}

/// The areas that have none below them.
pub fn smallest(areas: &[Area]) -> Vec<&Area> {
    let parents: HashSet<&str> = areas.iter().filter_map(|area| area.parent.as_deref()).collect();
    areas.iter().filter(|area| !parents.contains(area.code.as_str())).collect()
}

/// How many people live in `area`: its own figure, or the sum of those of all its parts where each is known.
pub fn population(area: &Area, all: &[Area]) -> Population {
    if let Some(people) = area.population {
        return Population::Known(people);
    }
    let within = smallest(all).into_iter().filter(|other| area.holds(&other.path) && other.code != area.code);
    let figures: Vec<Option<i64>> = within.map(|other| other.population).collect();
    match figures.iter().copied().sum::<Option<i64>>() {
        Some(sum) if !figures.is_empty() => Population::Sum(sum),
        _ => Population::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Bilingual;

    fn area(path: &str, population: Option<i64>) -> Area {
        let codes: Vec<&str> = path.trim_end_matches('/').split('/').collect();
        Area {
            code: codes[codes.len() - 1].into(),
            parent: codes.iter().rev().nth(1).map(|code| (*code).to_owned()),
            level: None,
            names: Bilingual::new(path, ""),
            path: path.into(),
            population,
        }
    }

    #[test]
    fn an_unknown_figure_is_never_added_as_zero() {
        let (town, one, two) = (area("T/", None), area("T/S/1/", Some(10)), area("T/S/2/", Some(5)));
        let sector = area("T/S/", None);
        let all = [town.clone(), sector, one.clone(), two];
        assert_eq!(population(&town, &all), Population::Sum(15));
        assert_eq!(population(&one, &all), Population::Known(10));
        let mut gap = all.clone();
        gap[3].population = None;
        assert_eq!(population(&town, &gap), Population::Unknown);
        assert_eq!(population(&gap[3], &gap), Population::Unknown);
        assert_eq!(population(&area("X/", None), &all), Population::Unknown);
    }
}
