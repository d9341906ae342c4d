//! The headers that every answer carries, whatever the handler did.
//!
//! The content security policy forbids everything and then allows what our own pages need from our own address: styles,
//! scripts, pictures, requests and forms. Inline script and inline style do not run, so words that somebody managed to
//! smuggle into a page stay words. `no-referrer` keeps the address of a page (which may say that somebody read about a
//! sealed matter) from the site they go to next. Only the location button asks the browser for anything of the person.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

/// Whether the site is reached over https, perhaps through a proxy that ends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServedOverHttps(pub bool);

const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("permissions-policy"),
        "geolocation=(self), camera=(), microphone=(), payment=(), usb=(), interest-cohort=()",
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
];

/// Adds the headers to an answer. A handler may widen the policy or the caching by setting its own.
pub fn secure(headers: &mut HeaderMap, https: ServedOverHttps) {
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    // Pages may show what only their reader may see; what may be kept says so itself.
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    if https.0 {
        let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
        headers.entry(header::STRICT_TRANSPORT_SECURITY).or_insert(year);
    }
}

/// [`secure`] for `axum::middleware::from_fn_with_state(ServedOverHttps(…), headers::add)`.
pub async fn add(State(https): State<ServedOverHttps>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    secure(response.headers_mut(), https);
    response
}

#[cfg(test)]
mod tests {
    use tower::ServiceExt;

    use super::*;

    #[test]
    fn nothing_inline_and_nothing_from_elsewhere_runs() {
        let mut headers = HeaderMap::new();
        secure(&mut headers, ServedOverHttps(false));
        let policy = headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; ") && !policy.contains("unsafe") && !policy.contains("http"));
        assert_eq!(headers[header::CACHE_CONTROL], "no-store");
        assert!(!headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }

    #[tokio::test]
    async fn every_answer_of_a_router_carries_them_also_when_nothing_is_found() {
        let layer = axum::middleware::from_fn_with_state(ServedOverHttps(false), add);
        let router = axum::Router::new().route("/", axum::routing::get(|| async { "here" })).layer(layer);
        for path in ["/", "/nowhere"] {
            let request = Request::get(path).body(axum::body::Body::empty()).unwrap();
            let answer = router.clone().oneshot(request).await.unwrap();
            assert_eq!(answer.headers()[header::X_CONTENT_TYPE_OPTIONS], "nosniff", "{path}");
            assert_eq!(answer.headers()[header::CONTENT_SECURITY_POLICY], POLICY, "{path}");
        }
    }

    #[test]
    fn a_handler_decides_on_caching_and_https_is_pinned() {
        let mut headers = HeaderMap::new();
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"));
        secure(&mut headers, ServedOverHttps(true));
        assert_eq!(headers[header::CACHE_CONTROL], "public, max-age=60");
        assert!(headers.contains_key(header::STRICT_TRANSPORT_SECURITY));
    }
}
