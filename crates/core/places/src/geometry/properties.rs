//! Which properties of a file hold code and name.
//!
//! Offices call them differently: `ward_code`, `gss_code`, `WD13CD`, `LSOA11NM`. One property is taken for the whole
//! file, so that one odd feature cannot be read by another rule than its neighbours, and the choice is reported.

use std::collections::HashSet;

use serde_json::{Map, Value};

type Properties = Map<String, Value>;

const CODES: [&str; 7] = ["code", "area_code", "ward_code", "lsoa_code", "sector_code", "gss_code", "gss"];
const NAMES: [&str; 7] = ["name", "area_name", "ward_name", "lsoa_name", "sector_name", "title", "label"];

/// The property that holds the code: of those with a fitting name, the first whose values are all present and
/// different; else the first that has any value.
pub(super) fn code_property(features: &[&Properties]) -> Option<String> {
    let mut candidates = listed(features, &CODES);
    candidates.extend(official(features, "CD"));
    candidates.extend(listed(features, &["id"]));
    let distinct = candidates.iter().find(|key| {
        let values: HashSet<String> = features.iter().filter_map(|one| text(one, key)).collect();
        values.len() == features.len()
    });
    distinct.or(candidates.first()).cloned()
}

/// The property that holds the name. Beside an official code such as `WD13CD` it is `WD13NM`.
pub(super) fn name_property(features: &[&Properties], code: Option<&str>) -> Option<String> {
    let stem = code.and_then(|code| official_stem(code, "CD"));
    let beside = stem.and_then(|stem| official(features, "NM").into_iter().find(|key| key.starts_with(stem)));
    beside
        .or_else(|| listed(features, &NAMES).into_iter().next())
        .or_else(|| official(features, "NM").into_iter().next())
}

/// A property as text, trimmed; numbers count, empty text and anything else does not.
pub(super) fn text(properties: &Properties, key: &str) -> Option<String> {
    match properties.get(key)? {
        Value::String(text) => Some(text.trim().to_owned()).filter(|text| !text.is_empty()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Keys that equal one of `wanted` in any case, in the order of `wanted`, if any feature has a value there.
fn listed(features: &[&Properties], wanted: &[&str]) -> Vec<String> {
    let keys = keys(features);
    wanted.iter().flat_map(|want| keys.iter().filter(|key| key.eq_ignore_ascii_case(want)).cloned()).collect()
}

/// Keys as the United Kingdom's statistics office forms them: a prefix, two digits of the year, then `CD` or `NM`.
fn official(features: &[&Properties], ending: &str) -> Vec<String> {
    keys(features).into_iter().filter(|key| official_stem(key, ending).is_some()).collect()
}

fn official_stem<'a>(key: &'a str, ending: &str) -> Option<&'a str> {
    let split = key.len().checked_sub(ending.len())?;
    let (stem, end) = key.split_at_checked(split)?;
    let prefix = stem.trim_end_matches(|c: char| c.is_ascii_digit());
    let fits = end.eq_ignore_ascii_case(ending)
        && prefix.len() >= 2
        && stem.len() == prefix.len() + 2
        && prefix.chars().all(|c| c.is_ascii_alphabetic());
    fits.then_some(stem)
}

/// Every key with a value in some feature, each once.
fn keys(features: &[&Properties]) -> Vec<String> {
    let mut seen = HashSet::new();
    let all = features.iter().flat_map(|one| one.keys().filter(|key| text(one, key).is_some()));
    all.filter(|key| seen.insert(key.as_str())).cloned().collect()
}
