//! Public pages kept ready: rendered once, answered many times, for as long as what they show stays the same.
//!
//! A page is kept by area and language together with the version of what it shows and the day. A request asks the database
//! for the version alone; where it is the same, the kept bytes are the answer, compressed already. Nothing has to be told
//! when something changes, so no change can be missed on another node or by the command line beside a running server.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use comity_kernel::{Day, Language, ids};
use comity_places::PageVersion;
use comity_web::gzip;
use sha2::{Digest as _, Sha256};

/// The most bytes that are kept, plain and compressed together.
const MOST_BYTES: usize = 24 * 1024 * 1024;

/// What a page shows: two pages with the same one are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct State {
    pub version: PageVersion,
    pub day: Day,
}

/// A page as it goes over the wire.
#[derive(Debug)]
pub struct Page {
    plain: Bytes,
    packed: Bytes,
    tag: String,
}

impl Page {
    pub fn new(html: String) -> Self {
        let packed = gzip::pack(html.as_bytes());
        let hash = Sha256::digest(html.as_bytes());
        let tag = ids::encode(hash.get(..10).unwrap_or_default());
        Self { plain: Bytes::from(html), packed: Bytes::from(packed), tag }
    }

    fn bytes(&self) -> usize {
        self.plain.len() + self.packed.len()
    }

    /// The answer to a request: compressed if that is understood, empty if the visitor has it already.
    pub fn answer(&self, asked: &HeaderMap) -> Response {
        let gzip = gzip::is_taken(asked);
        let tag = if gzip { format!("\"{}-gz\"", self.tag) } else { format!("\"{}\"", self.tag) };
        let has = asked.get_all(IF_NONE_MATCH).iter().any(|value| {
            value.to_str().is_ok_and(|tags| tags.split(',').any(|known| known.trim().trim_start_matches("W/") == tag))
        });
        let mut response = Response::new(if has {
            Body::empty()
        } else {
            Body::from(if gzip { self.packed.clone() } else { self.plain.clone() })
        });
        if has {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
        }
        let headers = response.headers_mut();
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("public, max-age=0, must-revalidate"));
        headers.insert(VARY, HeaderValue::from_static("Cookie, Accept-Language, Accept-Encoding"));
        if let Ok(tag) = HeaderValue::from_str(&tag) {
            headers.insert(ETAG, tag);
        }
        if !has {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
            if gzip {
                headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            }
        }
        response
    }
}

type Key = (String, Language);

/// The pages kept by this process.
#[derive(Debug, Default)]
pub struct Kept(Mutex<Pages>);

#[derive(Debug, Default)]
struct Pages {
    pages: HashMap<Key, Slot>,
    bytes: usize,
    /// How many pages were kept so far: the oldest goes first.
    counter: u64,
}

#[derive(Debug)]
struct Slot {
    state: State,
    page: Arc<Page>,
    number: u64,
}

impl Kept {
    /// The page, if it still shows what is so.
    pub fn get(&self, key: &Key, state: State) -> Option<Arc<Page>> {
        let pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pages.pages.get(key).filter(|slot| slot.state == state).map(|slot| Arc::clone(&slot.page))
    }

    /// Keeps a page, in place of an older one.
    pub fn keep(&self, key: Key, state: State, page: Arc<Page>) {
        let mut pages = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let pages = &mut *pages;
        pages.counter += 1;
        pages.bytes += page.bytes();
        let slot = Slot { state, page, number: pages.counter };
        if let Some(before) = pages.pages.insert(key, slot) {
            pages.bytes -= before.page.bytes();
        }
        while pages.bytes > MOST_BYTES {
            let oldest = pages.pages.iter().min_by_key(|(_, slot)| slot.number).map(|(key, _)| key.clone());
            let Some(gone) = oldest.and_then(|key| pages.pages.remove(&key)) else { return };
            pages.bytes -= gone.page.bytes();
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::header::ACCEPT_ENCODING;

    use super::*;

    fn asked(name: axum::http::HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_str(value).unwrap())])
    }

    #[test]
    fn who_has_the_page_gets_no_second_copy() {
        let page = Page::new("<p>x</p>".into());
        let first = page.answer(&HeaderMap::new());
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(page.answer(&asked(IF_NONE_MATCH, &format!("\"other\", {tag}"))).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(page.answer(&asked(IF_NONE_MATCH, "\"other\"")).status(), StatusCode::OK);
        let packed = page.answer(&asked(ACCEPT_ENCODING, "gzip"));
        assert_ne!(packed.headers()[ETAG].to_str().unwrap(), tag, "another form of the page has another tag");
    }

    #[test]
    fn what_is_kept_is_bounded_and_the_oldest_goes() {
        let kept = Kept::default();
        let state = State { version: PageVersion::default(), day: Day::parse("2026-03-01").unwrap() };
        let page = || Arc::new(Page::new("x".repeat(MOST_BYTES / 10)));
        for number in 0..20 {
            kept.keep((number.to_string(), Language::En), state, page());
            kept.keep((number.to_string(), Language::En), state, page());
        }
        let pages = kept.0.lock().unwrap();
        assert!(pages.bytes <= MOST_BYTES && pages.pages.len() >= 8, "{} in {}", pages.bytes, pages.pages.len());
        assert_eq!(pages.bytes, pages.pages.values().map(|slot| slot.page.bytes()).sum::<usize>());
        drop(pages);
        assert!(kept.get(&("19".into(), Language::En), state).is_some());
        assert!(kept.get(&("0".into(), Language::En), state).is_none());
        let other = State { day: state.day.plus_days(1), ..state };
        assert!(kept.get(&("19".into(), Language::En), other).is_none());
    }
}
