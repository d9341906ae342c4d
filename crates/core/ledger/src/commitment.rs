//! Commitments: what the public log holds instead of words and facts.
//!
//! A commitment is SHA-256 over a domain tag, a random salt of 32 bytes and the bytes committed to. The salt hides: even
//! who guesses the content cannot confirm the guess. The hash binds: nobody can later show other content for the same
//! commitment. The two domain tags keep private parts and whole entries apart, so that one can never pass for the other.
//!
//! Facts are hashed in canonical JSON (RFC 8785), so that any program in any language gets the same bytes. RFC 8785 writes
//! numbers as JavaScript does; only whole numbers up to 2^53 - 1 are the same everywhere, so nothing else is accepted.

use std::fmt;
use std::str::FromStr;

use comity_kernel::Ids;
use data_encoding::HEXLOWER;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::entry::Header;

const PRIVATE_DOMAIN: &[u8] = b"comity/private/v1\n";
const ENTRY_DOMAIN: &[u8] = b"comity/entry/v1\n";

/// The largest whole number that every JSON reader understands alike: 2^53 - 1.
pub const LARGEST_NUMBER: i64 = (1 << 53) - 1;

/// Why something could not be committed to.
#[derive(Debug, thiserror::Error)]
pub enum CommitmentError {
    /// A number that JSON readers do not agree upon.
    #[error(
        "the number {found} cannot be recorded: expected a whole number between -9007199254740991 and \
         9007199254740991; write other numbers as text"
    )]
    Number { found: String },
    /// The value has no canonical JSON form.
    #[error("the value has no canonical JSON form: {0}")]
    Canonical(#[source] serde_json::Error),
    /// Text that is not 64 lower-case hexadecimal digits.
    #[error("expected 64 lower-case hexadecimal digits (32 bytes), found {found} characters that are not")]
    Hex { found: usize },
}

/// 32 random bytes that hide what a commitment commits to. `Debug` does not show them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Salt(pub [u8; 32]);

impl Salt {
    /// A fresh salt.
    pub fn draw(ids: &Ids) -> Self {
        Self(ids.bytes())
    }
}

impl fmt::Debug for Salt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Salt(…)")
    }
}

/// SHA-256 over domain, salt and content: the log's entry, and what a body holds of its private parts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Commitment(pub [u8; 32]);

impl fmt::Debug for Commitment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Commitment({self})")
    }
}

impl Commitment {
    /// The commitment of a private part: its `bytes` under its own `salt`.
    pub fn of_private(salt: &Salt, bytes: &[u8]) -> Self {
        Self(Sha256::new().chain_update(PRIVATE_DOMAIN).chain_update(salt.0).chain_update(bytes).finalize().into())
    }

    /// The commitment of an entry: header and body in canonical JSON, as `{"body":…,"header":…}`, under `salt`.
    ///
    /// # Errors
    /// [`CommitmentError::Number`] if header or body hold a number that is not a whole one within ±(2^53 - 1).
    pub fn of_entry(salt: &Salt, header: &Header, body: &Value) -> Result<Self, CommitmentError> {
        #[derive(Serialize)]
        struct Committed<'a> {
            body: &'a Value,
            header: &'a Header,
        }
        check_whole(header.version)?;
        check_whole(header.time.0)?;
        check_numbers(body)?;
        let bytes =
            serde_json_canonicalizer::to_vec(&Committed { body, header }).map_err(CommitmentError::Canonical)?;
        Ok(Self(Sha256::new().chain_update(ENTRY_DOMAIN).chain_update(salt.0).chain_update(bytes).finalize().into()))
    }
}

/// `value` in canonical JSON (RFC 8785): the same bytes in every program.
///
/// # Errors
/// [`CommitmentError::Number`] if it holds a number that is not a whole one within ±(2^53 - 1).
pub fn canonical(value: &Value) -> Result<Vec<u8>, CommitmentError> {
    check_numbers(value)?;
    serde_json_canonicalizer::to_vec(value).map_err(CommitmentError::Canonical)
}

fn check_whole(number: i64) -> Result<(), CommitmentError> {
    let fits = (-LARGEST_NUMBER..=LARGEST_NUMBER).contains(&number);
    fits.then_some(()).ok_or_else(|| CommitmentError::Number { found: number.to_string() })
}

fn check_numbers(value: &Value) -> Result<(), CommitmentError> {
    match value {
        Value::Number(number) => match number.as_i64() {
            Some(whole) => check_whole(whole),
            None => Err(CommitmentError::Number { found: number.to_string() }),
        },
        Value::Array(items) => items.iter().try_for_each(check_numbers),
        Value::Object(fields) => fields.values().try_for_each(check_numbers),
        Value::Null | Value::Bool(_) | Value::String(_) => Ok(()),
    }
}

/// Reads exactly 64 lower-case digits, so that the same bytes have one way of being written.
fn from_hex(text: &str) -> Result<[u8; 32], CommitmentError> {
    let wrong = || CommitmentError::Hex { found: text.chars().count() };
    HEXLOWER.decode(text.as_bytes()).map_err(|_| wrong())?.try_into().map_err(|_| wrong())
}

/// Both are written and read as 64 lower-case hexadecimal digits.
macro_rules! as_hex {
    ($($name:ident),*) => {$(
        impl FromStr for $name {
            type Err = CommitmentError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                from_hex(text).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&HEXLOWER.encode(&self.0))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
            }
        }
    )*};
}
as_hex!(Salt, Commitment);

impl fmt::Display for Commitment {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&HEXLOWER.encode(&self.0))
    }
}

#[cfg(test)]
mod tests {
    use comity_kernel::Millis;
    use serde_json::json;

    use super::*;

    fn header() -> Header {
        Header {
            id: "01890000-0000-7000-8000-000000000000".into(),
            stream: "concern/1".into(),
            version: 1,
            kind: "raised".into(),
            time: Millis(1_700_000_000_000),
            actor: "a".into(),
        }
    }

    #[test]
    fn an_entry_is_hashed_as_written_down_here() {
        let salt = Salt([7; 32]);
        let json = r#"{"body":{"a":[1,null,true],"ü":"\n\u0001€"},"header":{"actor":"a","id":"01890000-0000-7000-8000-000000000000","kind":"raised","stream":"concern/1","time":1700000000000,"version":1}}"#;
        let expected = Sha256::new().chain_update(b"comity/entry/v1\n").chain_update([7; 32]).chain_update(json);
        let body = json!({"ü": "\n\u{1}€", "a": [1, null, true]});
        assert_eq!(Commitment::of_entry(&salt, &header(), &body).unwrap().0, <[u8; 32]>::from(expected.finalize()));
    }

    #[test]
    fn private_and_entry_commitments_never_meet_and_depend_on_the_salt() {
        let bytes = canonical(&json!({"body": 1})).unwrap();
        let salted = |salt| Commitment::of_private(&Salt(salt), &bytes);
        assert_ne!(salted([0; 32]), salted([1; 32]));
        let expected = Sha256::new().chain_update(b"comity/private/v1\n").chain_update([1; 32]).chain_update(&bytes);
        assert_eq!(salted([1; 32]).0, <[u8; 32]>::from(expected.finalize()));
    }

    #[test]
    fn only_numbers_that_all_programs_read_alike_are_recorded() {
        for fine in [json!(0), json!(-1), json!(LARGEST_NUMBER), json!([-LARGEST_NUMBER])] {
            assert!(canonical(&fine).is_ok(), "{fine}");
        }
        for wrong in [json!(0.5), json!(1.0), json!(-0.0), json!(1_i64 << 53), json!(u64::MAX), json!({"a": [1e300]})] {
            let error = canonical(&wrong).unwrap_err().to_string();
            assert!(error.contains("cannot be recorded"), "{wrong}: {error}");
        }
        let late = Header { time: Millis(i64::MAX), ..header() };
        assert!(Commitment::of_entry(&Salt([0; 32]), &late, &json!({})).is_err());
    }

    #[test]
    fn a_commitment_has_one_way_of_being_written() {
        let commitment = Commitment([0xab; 32]);
        assert_eq!(commitment.to_string().parse::<Commitment>().unwrap(), commitment);
        for wrong in [commitment.to_string().to_uppercase(), "ab".repeat(31), "ab".repeat(33), "ü".repeat(32)] {
            assert!(wrong.parse::<Commitment>().is_err(), "{wrong}");
        }
        assert_eq!(format!("{:?}", Salt([1; 32])), "Salt(…)");
    }
}
