//! What can happen to an account. Stream: `account/<reference>`.
//!
//! Bodies hold who may do what, which oversight must be able to check; the name that somebody signs in with and the one
//! that others see are private parts and can be erased.

use serde::{Deserialize, Serialize};

use crate::roles::Grant;

pub const CREATED: &str = "account.created";
pub const GRANTED: &str = "account.granted";
pub const REVOKED: &str = "account.revoked";
/// Somebody else than its owner set a new password: whoever checks the record must see it, since it opens the account.
pub const PASSWORD_RESET: &str = "account.password_reset";
pub const CLOSED: &str = "account.closed";

/// The private part with the name that somebody signs in with.
pub const SIGN_IN: &str = "sign_in";
/// The private part with the name that others see.
pub const NAME: &str = "name";

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Created {
    pub account: String,
    pub grants: Vec<Grant>,
}

/// The body of `account.granted` and `account.revoked`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Changed {
    pub account: String,
    pub grant: Grant,
}

/// The body of `account.password_reset` and `account.closed`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Touched {
    pub account: String,
}

/// The stream of an account.
pub fn stream(account: &str) -> String {
    format!("account/{account}")
}
