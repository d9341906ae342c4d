//! Passwords: which ones are accepted, and how they are kept.
//!
//! A password is long enough or it is not: there are no rules of composition, which make people choose worse ones. It is
//! kept as an argon2id hash with the parameters that OWASP recommends (19 MiB, two passes, one lane). Each computation
//! takes that much memory, so only a few run at once, a bounded number waits, and the rest are asked to come again.

use std::sync::Arc;

use argon2::password_hash::phc;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use comity_kernel::{Ids, Message, Problem};
use comity_ledger::Refusal;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The fewest characters of a password.
pub const SHORTEST: usize = 12;
/// The most bytes of a password: more would only keep the processor busy.
const LONGEST: usize = 1024;
/// Attempts that may wait for their turn.
const WAITING: usize = 64;

/// The commonest passwords of twelve characters and more: among the first that anybody tries.
const COMMONEST: &[&str] = &[
    "123456123456",
    "123123123123",
    "1234567891011",
    "123456789012",
    "0123456789012",
    "1234567890123",
    "111111111111",
    "000000000000",
    "121212121212",
    "112233445566",
    "qwertyuiop123",
    "qwertyuiopas",
    "qwerty123456",
    "qwertyqwerty",
    "qwertyuiop12",
    "1q2w3e4r5t6y",
    "1qaz2wsx3edc",
    "q1w2e3r4t5y6",
    "zaq12wsxcde3",
    "asdfghjkl123",
    "asdfasdfasdf",
    "abcdefghijkl",
    "abcd12345678",
    "abc123abc123",
    "aaaaaaaaaaaa",
    "password1234",
    "password12345",
    "password123456",
    "passwordpassword",
    "mypassword123",
    "passw0rd1234",
    "p@ssw0rd1234",
    "administrator",
    "administrator1",
    "adminadminadmin",
    "admin1234567",
    "welcome12345",
    "iloveyou1234",
    "iloveyouforever",
    "letmeinplease",
    "letmein12345",
    "changemechangeme",
    "changeme1234",
    "correcthorsebatterystaple",
    "correct horse battery staple",
];

/// A password's hash in PHC form. `Debug` does not show it.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordHash(String);

impl PasswordHash {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for PasswordHash {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("PasswordHash(…)")
    }
}

/// How much work a hash takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    /// Memory, in KiB.
    pub memory: u32,
    pub passes: u32,
}

impl Cost {
    /// What OWASP recommends for argon2id: 19 MiB and two passes.
    pub const RECOMMENDED: Self = Self { memory: 19_456, passes: 2 };
    /// Next to none: for tests and the demonstration, whose passwords are no secrets.
    pub const QUICK: Self = Self { memory: 32, passes: 1 };
}

/// Computes and compares hashes, a few at a time. Clones share the bound.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    turns: Arc<Semaphore>,
    queue: Arc<Semaphore>,
    /// The hash of no password, for names that nobody has: finding that out takes as long as a wrong password.
    nobody: Arc<str>,
}

impl std::fmt::Debug for Passwords {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Passwords({:?})", self.argon2.params())
    }
}

/// A place among those who wait for a computation.
#[derive(Debug)]
pub(crate) struct Place(#[allow(dead_code, reason = "it is held, not read")] OwnedSemaphorePermit);

fn broken(error: impl std::fmt::Display) -> Refusal {
    Refusal::Broken(format!("argon2: {error}"))
}

impl Passwords {
    /// `at_once`: how many computations may run at the same time, each with the memory of `cost`.
    ///
    /// # Errors
    /// [`Refusal::Broken`] for a cost that argon2 does not know.
    pub fn new(cost: Cost, at_once: usize, ids: &Ids) -> Result<Self, Refusal> {
        let params = Params::new(cost.memory, cost.passes, 1, None).map_err(broken)?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let nobody = compute(&argon2, &ids.bytes::<32>(), ids.bytes())?.into();
        let (turns, queue) = (Arc::new(Semaphore::new(at_once.max(1))), Arc::new(Semaphore::new(WAITING)));
        Ok(Self { argon2, turns, queue, nobody })
    }

    /// Says what is wrong with a password for the account of this sign-in name, as the field `password`.
    pub fn check(password: &str, sign_in: &str) -> Result<(), Problem> {
        let (length, lower) = (password.chars().count(), password.to_lowercase());
        let id = if length < SHORTEST {
            "access-password-short"
        } else if password.len() > LONGEST {
            "access-password-long"
        } else if lower.trim() == crate::accounts::tidy(sign_in) {
            "access-password-is-name"
        } else if COMMONEST.contains(&lower.trim()) {
            "access-password-common"
        } else {
            return Ok(());
        };
        let shortest = i64::try_from(SHORTEST).unwrap_or_default();
        Err(Problem::Fields { fields: vec![("password", Message::new(id).number("shortest", shortest))] })
    }

    /// Checks and hashes a password for the account of this sign-in name.
    ///
    /// # Errors
    /// What [`Passwords::check`] says, or [`Problem::TooMany`] when too many wait.
    pub async fn hash(&self, password: &str, sign_in: &str, ids: &Ids) -> Result<PasswordHash, Refusal> {
        Self::check(password, sign_in)?;
        let place = self.place()?;
        let (argon2, password, salt) = (self.argon2.clone(), password.to_owned(), ids.bytes());
        self.in_turn(place, move || compute(&argon2, password.as_bytes(), salt)).await?.map(PasswordHash)
    }

    /// [`Passwords::hash`] for the command line: computes here.
    pub fn hash_now(&self, password: &str, sign_in: &str, ids: &Ids) -> Result<PasswordHash, Refusal> {
        Self::check(password, sign_in)?;
        compute(&self.argon2, password.as_bytes(), ids.bytes()).map(PasswordHash)
    }

    /// A place among those who wait.
    ///
    /// # Errors
    /// [`Problem::TooMany`] when they are too many.
    pub(crate) fn place(&self) -> Result<Place, Refusal> {
        let permit = Arc::clone(&self.queue).try_acquire_owned();
        permit.map(Place).map_err(|_| Problem::TooMany { seconds: 2 }.into())
    }

    /// Whether this is the password of `hash`; never, after as much work, where there is no hash.
    pub(crate) async fn verify(&self, place: Place, password: &str, hash: Option<&str>) -> Result<bool, Refusal> {
        let too_long = password.len() > LONGEST;
        let known = hash.is_some() && !too_long;
        let stored = hash.unwrap_or(&self.nobody).to_owned();
        let (argon2, password) = (self.argon2.clone(), if too_long { String::new() } else { password.to_owned() });
        let right = self.in_turn(place, move || {
            let stored = phc::PasswordHash::new(&stored).map_err(broken)?;
            Ok::<_, Refusal>(argon2.verify_password(password.as_bytes(), &stored).is_ok())
        });
        Ok(right.await?? && known)
    }

    /// The turn is given back when the computation ends, even if nobody waits for it any more.
    async fn in_turn<T: Send + 'static>(
        &self,
        place: Place,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Refusal> {
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(broken)?;
        let computing = tokio::task::spawn_blocking(move || {
            let _held = (place, turn);
            work()
        });
        computing.await.map_err(broken)
    }
}

fn compute(argon2: &Argon2<'_>, password: &[u8], salt: [u8; 16]) -> Result<String, Refusal> {
    let hash: phc::PasswordHash = argon2.hash_password_with_salt(password, &salt).map_err(broken)?;
    Ok(hash.to_string())
}
