//! The coordinate system that a file claims.
//!
//! GeoJSON (RFC 7946) knows only WGS 84 longitude and latitude. Its predecessor of 2008 had a `crs` member, and much
//! software still writes one; the common names of WGS 84 are accepted, everything else refused.

use serde_json::Value;

/// The name of the coordinate system if it is not WGS 84 in degrees; `None` where the file is as it should be.
pub(super) fn foreign(crs: Option<&Value>) -> Option<String> {
    let crs = crs.filter(|value| !value.is_null())?;
    let Some(name) = crs.pointer("/properties/name").and_then(Value::as_str) else {
        return Some(crs.to_string().chars().take(80).collect());
    };
    let last = name.rsplit([':', '/', '#']).next().unwrap_or(name);
    let degrees = last.eq_ignore_ascii_case("CRS84") || last == "4326" || name.eq_ignore_ascii_case("WGS84");
    (!degrees).then(|| name.chars().take(80).collect())
}
