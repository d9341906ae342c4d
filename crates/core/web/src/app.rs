//! What every handler can reach.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;
use std::time::Duration;

use comity_access::{Access, Limits, Quota, SignIn};
use comity_kernel::Problem;
use comity_ledger::{Decided, Decision, Ledger, RESIDENT, Refusal};
use comity_shell::Site;
use comity_store::Read;
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::{Refused, Visit};

/// How often one client may send forms again that were taken, before that counts as sending new ones.
const AGAIN: Quota = Quota { times: 600, window: Duration::from_secs(3600) };

/// What the operator decides about serving.
#[derive(Clone, Debug, Default)]
pub struct Configuration {
    /// The site is reached by https: cookies are marked secure.
    pub https: bool,
    /// Proxies whose forwarded client addresses count.
    pub proxies: Vec<IpAddr>,
}

#[derive(Debug)]
pub struct Parts {
    pub ledger: Ledger,
    pub access: Access,
    pub sign_in: SignIn,
    pub site: Arc<Site>,
    pub configuration: Configuration,
}

/// The application's state; clones share it.
#[derive(Clone, Debug)]
pub struct App(Arc<Parts>);

impl App {
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Reads in one transaction.
    pub async fn read<T: Send + 'static>(
        &self,
        read: impl FnOnce(&mut Read<'_>) -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refused> {
        Ok(self.ledger.store().read(read).await?)
    }

    pub fn limits(&self) -> &Limits {
        self.sign_in.limits()
    }

    /// Runs a resident's command, of a form that one client may send `quota` times. A form that was taken before is not counted, and
    /// gets its answer even where no further one would be taken.
    ///
    /// # Errors
    /// [`Problem::TooMany`], and what [`Ledger::decide_once`] says.
    pub async fn decide_limited<T, F>(
        &self,
        visit: &Visit,
        (what, quota): (&'static str, Quota),
        decide: F,
    ) -> Result<Decided<T>, Refusal>
    where
        T: Serialize + DeserializeOwned + Send + 'static,
        F: FnMut(&mut Decision<'_, '_>) -> Result<T, Refusal> + Send + 'static,
    {
        if let Err(too_many) = self.limits().allow(visit.client, what, quota) {
            return self.ledger.taken(visit.once).await?.ok_or(too_many.into());
        }
        let decided = self.ledger.decide_once(RESIDENT, visit.once, decide).await?;
        if decided.again && self.limits().allow(visit.client, "again", AGAIN).is_ok() {
            self.limits().take_back(visit.client, what, quota);
        }
        Ok(decided)
    }

    /// Whether the visitor may do `action` to `resource`.
    ///
    /// # Errors
    /// [`Problem::SignInNeeded`] or [`Problem::Forbidden`].
    pub fn permit(
        &self,
        visit: &Visit,
        action: comity_access::Action,
        resource: &comity_access::Resource<'_>,
    ) -> Result<(), Problem> {
        self.access.decide(visit.person.as_ref(), action, resource)
    }
}

impl Deref for App {
    type Target = Parts;
    fn deref(&self) -> &Parts {
        &self.0
    }
}
