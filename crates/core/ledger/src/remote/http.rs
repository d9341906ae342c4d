//! A log served by a site over HTTP or HTTPS.

use std::time::Duration;

use ureq::Agent;

use super::{Served, ServedError};

/// More than any piece of a log has: a full entry bundle has 8,704 bytes.
const LIMIT: u64 = 64 * 1024;
const WHOLE: Duration = Duration::from_secs(30);
const CONNECT: Duration = Duration::from_secs(10);

/// A site's address cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("expected the address of a site, such as https://comity.example, found {0:?}")]
pub struct AddressError(String);

/// A site that serves a log under `/ledger/`.
#[derive(Clone, Debug)]
pub struct Site {
    agent: Agent,
    base: String,
}

impl Site {
    /// The site at `address`, such as `https://comity.example` or `http://127.0.0.1:8080`. Nothing is fetched yet.
    ///
    /// # Errors
    /// [`AddressError`] unless it is http or https, with a host and without a query.
    pub fn new(address: &str) -> Result<Self, AddressError> {
        let base = address.trim_end_matches('/');
        let host = base.strip_prefix("https://").or_else(|| base.strip_prefix("http://"));
        let fits = host.is_some_and(|host| !host.is_empty() && !host.starts_with(['/', ':']))
            && !base.contains(['?', '#', ' '])
            && base.parse::<ureq::http::Uri>().is_ok();
        if !fits {
            return Err(AddressError(address.chars().take(200).collect()));
        }
        let config = Agent::config_builder()
            .timeout_global(Some(WHOLE))
            .timeout_connect(Some(CONNECT))
            .max_redirects(3)
            .http_status_as_error(false)
            .user_agent("comity-ledger-verify")
            .build();
        Ok(Self { agent: config.new_agent(), base: base.to_owned() })
    }
}

impl Served for Site {
    fn get(&self, path: &str) -> Result<Vec<u8>, ServedError> {
        let failed = |cause: String| ServedError::Fetch { path: path.to_owned(), cause: cause.into() };
        let response = self.agent.get(format!("{}{path}", self.base)).call();
        let mut response = response.map_err(|error| failed(error.to_string()))?;
        match response.status().as_u16() {
            200 => {}
            404 | 410 => return Err(ServedError::NotFound(path.to_owned())),
            other => return Err(failed(format!("the site answered with status {other}"))),
        }
        response.body_mut().with_config().limit(LIMIT).read_to_vec().map_err(|error| match error {
            ureq::Error::BodyExceedsLimit(limit) => ServedError::TooLarge { path: path.to_owned(), limit },
            other => failed(other.to_string()),
        })
    }
}
