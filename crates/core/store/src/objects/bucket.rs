//! A bucket of an S3 store, where objects lie for good; the folder of this machine is then only a shelf for those in use.

use std::fs::File;
use std::io::{self, Read};
use std::time::Duration;

use rusty_s3::{Bucket as Place, Credentials, S3Action, UrlStyle};
use ureq::Agent;

/// How long a signed request may be used.
const SIGNED: Duration = Duration::from_secs(300);
const CONNECT: Duration = Duration::from_secs(10);
const ANSWER: Duration = Duration::from_secs(60);

/// A bucket and the key to it.
#[derive(Clone)]
pub struct Bucket {
    place: Place,
    credentials: Credentials,
    prefix: String,
    agent: Agent,
}

/// What the store's address says, without the key.
impl std::fmt::Debug for Bucket {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Bucket({}{})", self.place.base_url(), self.prefix)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum BucketError {
    #[error("expected the address of a bucket, such as https://s3.example.org/bucket/folder, found {0:?}")]
    Address(String),
    /// Its address is not told: the signature stands in it.
    #[error("the bucket cannot be reached: {0}")]
    Unreachable(String),
    #[error("the bucket answered with status {0}")]
    Refused(u16),
    #[error("its bytes did not come through from the bucket: {0}")]
    CutOff(io::Error),
}

impl Bucket {
    /// The bucket at `address`: `https://HOST/BUCKET`, with a folder in it if wanted; `http` is used only when written so.
    /// Nothing is asked of it yet.
    ///
    /// # Errors
    /// [`BucketError::Address`].
    pub fn new(address: &str, region: &str, key: &str, secret: &str) -> Result<Self, BucketError> {
        let wrong = || BucketError::Address(address.chars().take(200).collect());
        let (scheme, rest) = address.split_once("://").ok_or_else(wrong)?;
        let (host, path) = rest.split_once('/').ok_or_else(wrong)?;
        let (name, folder) = path.trim_end_matches('/').split_once('/').unwrap_or((path.trim_end_matches('/'), ""));
        let plain = |text: &str| text.bytes().all(|c| c.is_ascii_alphanumeric() || b"-_./:".contains(&c));
        if !matches!(scheme, "http" | "https") || host.is_empty() || name.is_empty() || !plain(rest) {
            return Err(wrong());
        }
        let endpoint = format!("{scheme}://{host}").parse().map_err(|_| wrong())?;
        let place = Place::new(endpoint, UrlStyle::Path, name.to_owned(), region.to_owned()).map_err(|_| wrong())?;
        let prefix = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        let config = Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(ANSWER))
            .max_redirects(0)
            .http_status_as_error(false)
            .build();
        Ok(Self { place, credentials: Credentials::new(key, secret), prefix, agent: config.new_agent() })
    }

    /// Sends a file; it is kept when this returns.
    pub(super) fn put(&self, name: &str, file: &File) -> Result<(), BucketError> {
        let url = self.place.put_object(Some(&self.credentials), &self.named(name)).sign(SIGNED);
        let answer = self.agent.put(url.as_str()).content_type("application/octet-stream").send(file);
        match answer.map_err(unreachable)?.status().as_u16() {
            200..=299 => Ok(()),
            other => Err(BucketError::Refused(other)),
        }
    }

    /// The bytes of an object; `None` if the bucket has none of this name.
    pub(super) fn get(&self, name: &str) -> Result<Option<impl Read + use<>>, BucketError> {
        let url = self.place.get_object(Some(&self.credentials), &self.named(name)).sign(SIGNED);
        let answer = self.agent.get(url.as_str()).call().map_err(unreachable)?;
        match answer.status().as_u16() {
            200 => Ok(Some(answer.into_body().into_reader())),
            404 => Ok(None),
            other => Err(BucketError::Refused(other)),
        }
    }

    fn named(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }
}

fn unreachable(error: ureq::Error) -> BucketError {
    BucketError::Unreachable(match error {
        ureq::Error::Io(error) => error.to_string(),
        ureq::Error::Timeout(_) => "it did not answer in time".to_owned(),
        ureq::Error::HostNotFound => "its host is not known".to_owned(),
        ureq::Error::Tls(what) => what.to_owned(),
        // Others may quote the address.
        _ => "the connection failed".to_owned(),
    })
}
