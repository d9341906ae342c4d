//! The style sheet, the scripts and the mark, embedded in the program.
//!
//! `build.rs` bundles them from `web/`. Each is served under a name that holds the hash of its content, so it may be
//! kept for ever, and is already compressed: serving one costs no work.

use axum::extract::Path;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// One file as embedded.
#[derive(Debug)]
pub struct Asset {
    /// The name in `web/`, such as `comity.css`.
    pub name: &'static str,
    /// The path it is served under, such as `/assets/comity-0123456789abcdef.css`.
    pub path: &'static str,
    pub content_type: &'static str,
    plain: &'static [u8],
    gzip: &'static [u8],
}

impl Asset {
    /// The file as it is, not compressed.
    pub fn bytes(&self) -> &'static [u8] {
        self.plain
    }
}

include!(concat!(env!("OUT_DIR"), "/assets_table.rs"));

/// All embedded files.
pub fn all() -> &'static [Asset] {
    ASSETS
}

/// The path under which a file is served; empty for one that does not exist.
pub fn path(name: &str) -> &'static str {
    ASSETS.iter().find(|asset| asset.name == name).map(|asset| asset.path).unwrap_or_default()
}

/// Answers `GET /assets/{file}`.
pub async fn serve(Path(file): Path<String>, headers: HeaderMap) -> Response {
    let Some(asset) = ASSETS.iter().find(|asset| asset.path.strip_prefix("/assets/") == Some(&file)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let for_ever = "public, max-age=31536000, immutable";
    let head = [
        (header::CONTENT_TYPE, asset.content_type),
        (header::CACHE_CONTROL, for_ever),
        (header::VARY, "accept-encoding"),
    ];
    if accepts_gzip(&headers) {
        (head, [(header::CONTENT_ENCODING, "gzip")], asset.gzip).into_response()
    } else {
        (head, asset.plain).into_response()
    }
}

/// Whether `Accept-Encoding` names gzip and does not rule it out with `q=0`.
fn accepts_gzip(headers: &HeaderMap) -> bool {
    let listed = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    listed.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        parts.next() == Some("gzip")
            && parts.next().and_then(|q| q.strip_prefix("q=")?.parse::<f32>().ok()).is_none_or(|quality| quality > 0.0)
    })
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    #[test]
    fn the_compressed_form_is_the_same_file() {
        assert!(ASSETS.len() >= 3);
        for asset in ASSETS {
            let mut unpacked = Vec::new();
            flate2::read::GzDecoder::new(asset.gzip).read_to_end(&mut unpacked).unwrap();
            assert_eq!(unpacked, asset.plain, "{}", asset.name);
        }
    }

    #[test]
    fn styles_and_scripts_stay_small_and_call_nobody() {
        let of = |name| ASSETS.iter().find(|asset| asset.name == name).unwrap();
        let (styles, scripts) = (of("comity.css"), of("comity.js"));
        assert!(styles.plain.len() < 25_000, "comity.css has {} bytes, its budget is 25,000", styles.plain.len());
        assert!(scripts.plain.len() < 3_000, "comity.js has {} bytes, its budget is 3,000", scripts.plain.len());
        for asset in [styles, scripts] {
            let text = std::str::from_utf8(asset.plain).unwrap();
            assert!(!text.contains("http") && !text.contains("//"), "{} names another address", asset.name);
        }
    }

    #[test]
    fn encodings_are_negotiated() {
        let with =
            |value: &str| accepts_gzip(&[(header::ACCEPT_ENCODING, value.parse().unwrap())].into_iter().collect());
        assert!(with("br, gzip") && with("gzip;q=0.5"));
        assert!(!with("br") && !with("gzip;q=0") && !with("") && !with("gzipped"));
    }

    #[tokio::test]
    async fn an_asset_is_served_for_ever_and_another_name_is_not_found() {
        let file = path("comity.css").strip_prefix("/assets/").unwrap().to_owned();
        let found = serve(Path(file), HeaderMap::new()).await;
        assert_eq!(found.status(), StatusCode::OK);
        assert!(found.headers()[header::CACHE_CONTROL].to_str().unwrap().contains("immutable"));
        let lost = serve(Path("comity.css".to_owned()), HeaderMap::new()).await;
        assert_eq!(lost.status(), StatusCode::NOT_FOUND);
    }
}
