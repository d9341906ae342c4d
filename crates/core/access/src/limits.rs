//! How often one client may do something, without keeping anybody's address.
//!
//! An address becomes a [`ClientKey`]: its HMAC under a key that is drawn at random, changes every day and is never
//! written anywhere. Counts live in memory, so each node keeps its own, and they are gone with the program.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use comity_kernel::{Clock, Ids, Millis, Problem};

use crate::mac;

const DAY: i64 = 86_400_000;
/// Clients that are remembered at once.
const REMEMBERED: usize = 100_000;

/// Who asks, as far as limits need to know: an address under the key of the day. `Debug` does not show it.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ClientKey([u8; 16]);

impl ClientKey {
    const LOCAL: Self = Self([0; 16]);

    /// Whether it stands for everybody on this machine, who are not counted one by one.
    pub fn is_local(self) -> bool {
        self == Self::LOCAL
    }
}

impl std::fmt::Debug for ClientKey {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("ClientKey(…)")
    }
}

/// How often something may be done: `times` at once, and then again as time goes by, `times` in each window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Quota {
    pub times: u32,
    pub window: Duration,
}

impl Quota {
    /// The window, and the part of it that each time takes, in milliseconds.
    fn paces(self) -> (i64, i64) {
        let window = i64::try_from(self.window.as_millis()).unwrap_or(i64::MAX).max(1);
        (window, window / i64::from(self.times.max(1)))
    }
}

/// Counts by client and by what is done. Clones share them.
#[derive(Clone, Debug)]
pub struct Limits {
    clock: Clock,
    ids: Ids,
    state: Arc<Mutex<State>>,
}

struct State {
    day: i64,
    key: [u8; 32],
    /// Until when what was done already is paid for.
    paid: HashMap<(&'static str, ClientKey), i64>,
}

impl std::fmt::Debug for State {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "State({} clients)", self.paid.len())
    }
}

impl Limits {
    pub fn new(clock: Clock, ids: Ids) -> Self {
        let state = State { day: clock.now().0.div_euclid(DAY), key: ids.bytes(), paid: HashMap::new() };
        Self { clock, ids, state: Arc::new(Mutex::new(state)) }
    }

    /// The key of an address today. Of an IPv6 address the network counts (its first 64 bits), since a client has all
    /// the addresses of its network.
    ///
    /// A client on this machine itself is not counted: it is the operator, or a proxy that the configuration does not
    /// name, behind which all residents would share one count and one of them could lock out the others.
    pub fn client(&self, address: IpAddr) -> ClientKey {
        if address.to_canonical().is_loopback() {
            return ClientKey::LOCAL;
        }
        let bytes = match address.to_canonical() {
            IpAddr::V4(v4) => v4.octets().to_vec(),
            IpAddr::V6(v6) => v6.octets().into_iter().take(8).collect(),
        };
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let today = self.clock.now().0.div_euclid(DAY);
        if state.day != today {
            *state = State { day: today, key: self.ids.bytes(), paid: HashMap::new() };
        }
        let mut key = [0u8; 16];
        key.iter_mut().zip(mac(&state.key, b"client", &bytes)).for_each(|(place, byte)| *place = byte);
        ClientKey(key)
    }

    /// Counts that `client` does `what` once more.
    ///
    /// # Errors
    /// [`Problem::TooMany`] with the seconds after which it would be allowed; it was not counted then.
    pub fn allow(&self, client: ClientKey, what: &'static str, quota: Quota) -> Result<(), Problem> {
        if client == ClientKey::LOCAL {
            return Ok(());
        }
        let Millis(now) = self.clock.now();
        let (window, each) = quota.paces();
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.paid.len() >= REMEMBERED {
            make_room(&mut state.paid, now);
        }
        let paid = state.paid.entry((what, client)).or_insert(now);
        let next = (*paid).max(now).saturating_add(each);
        let early = next.saturating_sub(now.saturating_add(window));
        // Dividing the window may leave a rest of less than a millisecond for each time.
        if early > i64::from(quota.times) {
            return Err(Problem::TooMany { seconds: early.unsigned_abs().div_ceil(1000) });
        }
        *paid = next;
        Ok(())
    }

    /// Takes back one that [`Limits::allow`] counted and that turned out to be none to be counted.
    pub fn take_back(&self, client: ClientKey, what: &'static str, quota: Quota) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(paid) = state.paid.get_mut(&(what, client)) {
            *paid = paid.saturating_sub(quota.paces().1);
        }
    }
}

/// Forgets whom no limit holds back. If that is nobody, everybody is forgotten: that people are heard matters more than
/// that a flood from many addresses is counted.
fn make_room(paid: &mut HashMap<(&'static str, ClientKey), i64>, now: i64) {
    paid.retain(|_, until| *until > now);
    if paid.len() >= REMEMBERED {
        tracing::warn!(clients = paid.len(), "too many clients at once to count their requests: starting over");
        paid.clear();
    }
}
