//! What every handler can reach.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use comity_access::{Access, Limits, SignIn};
use comity_kernel::Problem;
use comity_ledger::{Ledger, Refusal};
use comity_shell::Site;
use comity_store::Read;

use crate::{Refused, Visit};

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
