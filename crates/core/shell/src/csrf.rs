//! Keeps other sites from sending forms in a visitor's name.
//!
//! Two checks, each enough against the attacks it knows:
//! - **A signed double submission.** A visit's cookie holds a random value; every form carries its HMAC under the
//!   site's key. Another site can make a browser send the cookie, but can neither read it nor compute the token.
//!   Nothing is stored, so that reading a page with a form costs no write.
//! - **Where it comes from.** Browsers say so in `Sec-Fetch-Site`, older ones in `Origin`; a form that comes from
//!   elsewhere is refused before its body is read.
//!
//! The cookie is `SameSite=Lax`, not `Strict`: with `Strict` a person who follows a link from a message would arrive
//! without it, get a second one, and the form still open in another window would be refused. `Lax` already keeps it
//! from other sites' forms.

use axum::http::HeaderMap;
use axum::http::header::{HOST, ORIGIN};
use comity_kernel::{Ids, ids};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The name of the visit's cookie.
pub const COOKIE: &str = "comity_visit";
/// The name of the hidden field that carries the token.
pub const FIELD: &str = "csrf";
/// The name of the hidden field that tells one form from every other.
pub const ONCE: &str = "once";

/// A fresh value for the visit's cookie: 128 random bits.
pub fn visit_value(ids: &Ids) -> String {
    ids::encode(&ids.bytes::<16>())
}

/// The `Set-Cookie` header's value. `secure` where the site is served over https.
pub fn set_cookie(value: &str, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{COOKIE}={value}; Path=/; HttpOnly; SameSite=Lax{secure}")
}

/// The visit's value from a `Cookie` header, if it is one that [`visit_value`] could have made.
pub fn read_cookie(header: &str) -> Option<&str> {
    let value = header.split(';').find_map(|part| part.trim().strip_prefix(COOKIE)?.strip_prefix('='))?;
    (value.len() == 26 && value.bytes().all(|c| c.is_ascii_digit() || c.is_ascii_lowercase())).then_some(value)
}

/// The token for the forms of the visit with this cookie.
pub fn token(key: &[u8; 32], cookie: &str) -> String {
    keyed(key, cookie).map(|mac| ids::encode(&mac.finalize().into_bytes())).unwrap_or_default()
}

/// Whether the token belongs to the cookie, compared in constant time.
pub fn check(key: &[u8; 32], token: &str, cookie: &str) -> bool {
    let (Some(mac), Some(bytes)) = (keyed(key, cookie), ids::decode(token)) else { return false };
    mac.verify_slice(&bytes).is_ok()
}

fn keyed(key: &[u8; 32], cookie: &str) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).ok()?;
    mac.update(b"csrf");
    mac.update(cookie.as_bytes());
    Some(mac)
}

/// Whether a request that changes something comes from our own pages, as far as the browser tells.
///
/// A client that tells nothing (no browser of the last years) is let through to the token's check.
pub fn same_origin(headers: &HeaderMap) -> bool {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match (text("sec-fetch-site"), text(ORIGIN.as_str())) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = origin.split_once("://").map(|(_, host)| host);
            host.is_some() && host == text(HOST.as_str())
        }
        (None, None) => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: [u8; 32] = [7; 32];

    #[test]
    fn a_token_fits_its_own_cookie_and_key_only() {
        let ids = Ids::seeded([1; 32]);
        let (mine, other) = (visit_value(&ids), visit_value(&ids));
        let token = token(&KEY, &mine);
        assert!(check(&KEY, &token, &mine));
        assert!(!check(&KEY, &token, &other));
        assert!(!check(&[8; 32], &token, &mine));
        for wrong in ["", "0", token.strip_prefix(|_| true).unwrap(), &format!("{token}0"), "not base32!"] {
            assert!(!check(&KEY, wrong, &mine), "{wrong}");
        }
    }

    #[test]
    fn only_a_cookie_of_ours_is_read() {
        let value = visit_value(&Ids::seeded([2; 32]));
        let sent = set_cookie(&value, true);
        assert_eq!(sent, format!("comity_visit={value}; Path=/; HttpOnly; SameSite=Lax; Secure"));
        assert!(!set_cookie(&value, false).contains("Secure"));
        assert_eq!(read_cookie(&format!("a=b; {COOKIE}={value}; c=d")), Some(value.as_str()));
        for wrong in ["", "comity_visit=", "comity_visit=../../etc", "comity_visits=00000000000000000000000000"] {
            assert_eq!(read_cookie(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn forms_from_elsewhere_are_refused() {
        let asked = |pairs: &[(&'static str, &str)]| {
            same_origin(&pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect())
        };
        assert!(asked(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
        assert!(!asked(&[("sec-fetch-site", "cross-site")]));
        assert!(!asked(&[("sec-fetch-site", "same-site")]));
        assert!(asked(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
        assert!(!asked(&[("origin", "http://evil.example"), ("host", "127.0.0.1:8080")]));
        assert!(!asked(&[("origin", "null"), ("host", "127.0.0.1:8080")]));
        assert!(asked(&[("host", "127.0.0.1:8080")]));
    }
}
