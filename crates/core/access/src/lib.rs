//! Who takes part, how they sign in, and what they may do.
//!
//! An account has a name to sign in with and one or more [`Grant`]s: a [`Role`], within an area, for an organisation. It
//! is opened, changed and closed through the ledger ([`accounts`]), so that who could do what at any time is on record;
//! names are private parts and can be erased. Passwords' hashes and sessions are state beside it ([`Passwords`],
//! [`SignIn`]).
//!
//! What somebody may do is decided by the policies in the folder `policies/`, which an oversight body can read, and nowhere
//! else. [`Access::decide`] answers about one thing, [`Access::filter`] and [`Access::scope`] turn the same answers into a
//! condition of a list's query. Anything that is not permitted, not known or not clear is refused.
//!
//! [`Limits`] slows down whoever asks too often, without keeping anybody's address.
//!
//! What this crate must never do: tell whether an account exists to somebody who cannot sign in to it; keep an address,
//! a password or a token; let a right reach over something that a policy does not name.

pub mod accounts;
mod entities;
pub mod events;
mod limits;
mod passwords;
mod policies;
mod roles;
mod scope;
pub mod sessions;
mod sign_in;
mod tables;

#[cfg(test)]
mod tests;

pub use accounts::NewAccount;
pub use entities::kind;
pub use limits::{ClientKey, Limits, Quota};
pub use passwords::{Cost, PasswordHash, Passwords, SHORTEST};
pub use policies::{Access, Action, PolicyError, Resource, Visibility};
pub use roles::{AreaRule, Grant, Mandate, Person, Role};
pub use scope::{Columns, Filter, Scope};
pub use sessions::{Session, Token};
pub use sign_in::SignIn;
pub use tables::{Accounts, Listed, by_account, by_sign_in, list, name};

use comity_kernel::Language;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The crate's sentences.
pub const TEXTS: &[(Language, &str)] = &[
    (Language::En, include_str!("../../../../locales/en/access.ftl")),
    (Language::Ar, include_str!("../../../../locales/ar/access.ftl")),
];

/// HMAC-SHA-256 of `value`, apart from those of other purposes under the same key.
fn mac(key: &[u8; 32], purpose: &[u8], value: &[u8]) -> [u8; 32] {
    // HMAC takes a key of any length; the key of one block's size or less is used as it is (RFC 2104).
    let mut block = [0u8; 64];
    block.iter_mut().zip(key).for_each(|(place, byte)| *place = *byte);
    Hmac::<Sha256>::new(&block.into())
        .chain_update(purpose)
        .chain_update([0])
        .chain_update(value)
        .finalize()
        .into_bytes()
        .into()
}
