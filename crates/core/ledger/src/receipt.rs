//! Receipts: the secret code with which somebody comes back to what they raised.
//!
//! A code is 128 random bits and opens the dialogue; it is shown once and never stored. Stored is HMAC-SHA-256 of it under
//! a key kept outside the database: random enough to need no slow hash, and it can be looked up. A receipt is not a proof:
//! the proof (see [`crate::proof`]) can be shown to others, the code cannot.
//!
//! It is written in Crockford's base 32, in groups of four, with two check characters at the end: the remainder of the
//! 128-bit number after division by 1021, the largest prime below 32². Any one wrong character and any two characters
//! swapped change that remainder, so a slip in typing is told apart from a code that nobody was given.

use comity_kernel::{Ids, ids};
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// Characters that carry the 128 bits.
const CONTENT: usize = 26;
/// Characters in all, with the two that check.
const LENGTH: usize = CONTENT + 2;
const MODULUS: u128 = 1021;

/// Why what was typed is not a receipt's code. Neither text repeats what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// Too short or too long.
    #[error("a receipt's code has 28 letters and digits, found {found}; is a part of it missing?")]
    Length { found: usize },
    /// The check characters do not fit: something was mistyped.
    #[error("a letter or digit of the code is not as it was given out; compare it with the receipt once more")]
    Slip,
}

/// The secret of a receipt: 128 random bits. `Debug` does not show them; [`Code::text`] does.
#[derive(Clone, PartialEq, Eq)]
pub struct Code([u8; 16]);

impl std::fmt::Debug for Code {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("Code(…)")
    }
}

impl Code {
    /// A fresh code.
    pub fn draw(ids: &Ids) -> Self {
        Self(ids.bytes())
    }

    /// Reads what a person typed: any case, spaces, hyphens and other marks anywhere, `o` for `0`, `i` and `l` for `1`,
    /// and Arabic or Persian digits.
    ///
    /// # Errors
    /// [`CodeError::Length`] or [`CodeError::Slip`]; a well-formed code that nobody was given is not an error here.
    pub fn parse(typed: &str) -> Result<Self, CodeError> {
        let tidy: String = typed.chars().filter(|c| c.is_alphanumeric()).map(plain).collect();
        let found = tidy.chars().count();
        if found != LENGTH {
            return Err(CodeError::Length { found });
        }
        let content: String = tidy.chars().take(CONTENT).collect();
        let bytes = ids::decode(&content).and_then(|bytes| bytes.try_into().ok()).ok_or(CodeError::Slip)?;
        let code = Self(bytes);
        if code.characters() == tidy { Ok(code) } else { Err(CodeError::Slip) }
    }

    /// The code as it is shown: seven groups of four, joined by hyphens.
    pub fn text(&self) -> String {
        let mut shown = String::with_capacity(LENGTH + 6);
        for (place, character) in self.characters().chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                shown.push('-');
            }
            shown.push(character);
        }
        shown
    }

    /// What is stored of a code: HMAC-SHA-256 under `key`, as 64 hexadecimal digits.
    pub fn hash(&self, key: &[u8; 32]) -> String {
        // HMAC takes a key of any length; the key of one block's size or less is used as it is (RFC 2104).
        let mut block = [0u8; 64];
        block.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
        let mac = Hmac::<Sha256>::new(&block.into()).chain_update(self.0).finalize();
        HEXLOWER.encode(&mac.into_bytes())
    }

    fn characters(&self) -> String {
        let remainder = u16::try_from(u128::from_be_bytes(self.0) % MODULUS).unwrap_or_default();
        // Ten bits, moved to the front of sixteen, are the first two characters of their base 32.
        let check = ids::encode(&(remainder << 6).to_be_bytes());
        ids::encode(&self.0).chars().chain(check.chars().take(2)).collect()
    }
}

/// One typed character as the alphabet has it.
fn plain(typed: char) -> char {
    let digit = |first: u32| char::from_digit(u32::from(typed).wrapping_sub(first), 10);
    match typed.to_ascii_lowercase() {
        'o' => '0',
        'i' | 'l' => '1',
        '\u{660}'..='\u{669}' => digit(0x660).unwrap_or(typed),
        '\u{6f0}'..='\u{6f9}' => digit(0x6f0).unwrap_or(typed),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALPHABET: &str = "0123456789abcdefghjkmnpqrstvwxyz";

    fn codes() -> impl Iterator<Item = Code> {
        let ids = Ids::seeded([5; 32]);
        (0..20).map(move |_| Code::draw(&ids)).chain([Code([0; 16]), Code([255; 16])])
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        for code in codes() {
            let text = code.text();
            assert_eq!((text.len(), text.split('-').count()), (34, 7));
            let arabic_digit = |c: char| c.to_digit(10).map_or(c, |digit| char::from_u32(0x660 + digit).unwrap());
            let arabic: String = text.chars().map(arabic_digit).collect();
            let sloppy =
                format!("\u{200f} {} ", text.to_uppercase().replace('0', "O").replace('1', "l").replace('-', " "));
            for typed in [text.clone(), sloppy, arabic, text.replace('-', ""), text.replace('-', "–")] {
                assert_eq!(Code::parse(&typed), Ok(code.clone()), "{typed}");
            }
        }
    }

    #[test]
    fn every_single_slip_and_every_swap_is_noticed() {
        for code in codes() {
            let text: Vec<char> = code.characters().chars().collect();
            for place in 0..text.len() {
                for other in ALPHABET.chars().filter(|c| *c != text[place]) {
                    let mut typed = text.clone();
                    typed[place] = other;
                    assert_eq!(Code::parse(&typed.iter().collect::<String>()), Err(CodeError::Slip));
                }
                for second in (place + 1..26).filter(|second| text[*second] != text[place]) {
                    let mut typed = text.clone();
                    typed.swap(place, second);
                    assert_eq!(Code::parse(&typed.iter().collect::<String>()), Err(CodeError::Slip));
                }
            }
        }
    }

    #[test]
    fn what_is_no_code_says_what_is_wrong() {
        assert_eq!(Code::parse(""), Err(CodeError::Length { found: 0 }));
        assert_eq!(Code::parse("7k2m"), Err(CodeError::Length { found: 4 }));
        assert_eq!(Code::parse(&"é".repeat(28)), Err(CodeError::Slip));
        assert_eq!(Code::parse(&"u".repeat(28)), Err(CodeError::Slip));
        assert_eq!(Code::parse(&"x".repeat(100_000)), Err(CodeError::Length { found: 100_000 }));
    }

    #[test]
    fn the_hash_is_hmac_sha_256_and_depends_on_the_key() {
        // RFC 4231 has no case with a 32-byte key and 16 bytes; computed with `openssl dgst -sha256 -mac HMAC`.
        let code = Code([0; 16]);
        assert_eq!(code.hash(&[0; 32]), "853c7403937d8b6239569b184eb7993fc5f751aefcea28f2c863858e2d29c50b");
        assert_ne!(code.hash(&[0; 32]), code.hash(&[1; 32]));
        assert_eq!(format!("{code:?}"), "Code(…)");
    }
}
