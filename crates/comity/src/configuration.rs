//! The configuration: one commented TOML file, each value also as an environment variable.
//!
//! A value that is wrong is refused at start, with its key, what was found and what was expected.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::tz::TimeZone;
use toml::{Table, Value};

/// Everything an operator decides.
#[derive(Clone, Debug)]
pub struct Configuration {
    pub listen: SocketAddr,
    pub https: bool,
    pub proxies: Vec<IpAddr>,
    pub name_en: String,
    pub name_ar: String,
    pub zone: TimeZone,
    pub keys: Option<PathBuf>,
    pub objects: Option<PathBuf>,
    pub bucket: BucketConfiguration,
    pub origin: Option<String>,
    pub beat: Duration,
    pub cover: u64,
    pub json_logs: bool,
}

/// A bucket of an S3 store that keeps the objects, and the key to it.
#[derive(Clone)]
pub struct BucketConfiguration {
    pub address: Option<String>,
    pub region: String,
    pub key: Option<String>,
    pub secret: Option<String>,
}

impl Default for BucketConfiguration {
    fn default() -> Self {
        Self { address: None, region: "us-east-1".to_owned(), key: None, secret: None }
    }
}

impl std::fmt::Debug for BucketConfiguration {
    /// Without the secret.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "BucketConfiguration({:?} in {:?})", self.address, self.region)
    }
}

#[derive(Debug, thiserror::Error)]
pub enum ConfigurationError {
    #[error("the configuration {} cannot be read: {cause}", file.display())]
    File { file: PathBuf, cause: std::io::Error },
    #[error("the configuration {} is no TOML: {cause}", file.display())]
    Syntax { file: PathBuf, cause: Box<toml::de::Error> },
    #[error("the configuration has the unknown key `{0}`; the known keys are {known}", known = known())]
    Unknown(String),
    #[error("the environment has the unknown variable `{0}`; the known ones are COMITY_ and one of {known} in capitals, with _ for .", known = known())]
    UnknownVariable(String),
    #[error("the configuration's `{key}` ({origin}): found {found}, expected {expected}")]
    Wrong { key: &'static str, origin: String, found: String, expected: &'static str },
}

/// Key, what is expected, and how it is set. The environment variable of `log.beat_seconds` is `COMITY_LOG_BEAT_SECONDS`.
type Setter = fn(&mut Configuration, &str) -> Option<()>;

const KEYS: &[(&str, &str, Setter)] = &[
    ("listen", "an address and port such as \"127.0.0.1:8080\"", |c, v| v.parse().ok().map(|v| c.listen = v)),
    ("https", "true or false", |c, v| v.parse().ok().map(|v| c.https = v)),
    ("proxies", "a list of addresses such as [\"10.0.0.1\"]", |c, v| addresses(v).map(|v| c.proxies = v)),
    ("name.en", "the partnership's name in English", |c, v| name(v).map(|v| c.name_en = v)),
    ("name.ar", "the partnership's name in Arabic", |c, v| name(v).map(|v| c.name_ar = v)),
    ("time_zone", "a time zone such as \"Europe/London\"", |c, v| TimeZone::get(v).ok().map(|v| c.zone = v)),
    ("keys", "a folder", |c, v| name(v).map(|v| c.keys = Some(v.into()))),
    ("objects", "a folder", |c, v| name(v).map(|v| c.objects = Some(v.into()))),
    ("bucket.address", "the address of a bucket, such as \"https://s3.example.org/bucket\"", |c, v| {
        name(v).map(|v| c.bucket.address = Some(v))
    }),
    ("bucket.region", "a region such as \"eu-central-1\"", |c, v| name(v).map(|v| c.bucket.region = v)),
    ("bucket.key", "the name of a key to the bucket", |c, v| name(v).map(|v| c.bucket.key = Some(v))),
    ("bucket.secret", "the secret of that key", |c, v| name(v).map(|v| c.bucket.secret = Some(v))),
    ("log.origin", "the log's name, without spaces or plus signs, such as \"comity.example/log\"", |c, v| {
        origin(v).map(|v| c.origin = Some(v))
    }),
    ("log.beat_seconds", "seconds from 1 to 3600", |c, v| {
        v.parse().ok().filter(|v| (1..=3600).contains(v)).map(|v| c.beat = Duration::from_secs(v))
    }),
    ("log.cover", "a number of leaves from 1 to 256", |c, v| {
        v.parse().ok().filter(|v| (1..=256).contains(v)).map(|v| c.cover = v)
    }),
    ("logs", "\"text\" or \"json\"", |c, v| {
        c.json_logs = v == "json";
        matches!(v, "text" | "json").then_some(())
    }),
];

fn known() -> String {
    KEYS.iter().map(|(key, ..)| *key).collect::<Vec<_>>().join(", ")
}

fn name(text: &str) -> Option<String> {
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

fn origin(text: &str) -> Option<String> {
    let fits = !text.is_empty()
        && text.len() <= 200
        && text.chars().all(|c| !c.is_whitespace() && !c.is_control() && c != '+');
    (fits && !text.contains("/epoch/")).then(|| text.to_owned())
}

fn addresses(text: &str) -> Option<Vec<IpAddr>> {
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(|part| part.parse().ok()).collect()
}

impl Default for Configuration {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            https: false,
            proxies: Vec::new(),
            name_en: "Comity".to_owned(),
            name_ar: "وئام".to_owned(),
            zone: TimeZone::UTC,
            keys: None,
            objects: None,
            bucket: BucketConfiguration::default(),
            origin: None,
            beat: Duration::from_secs(60),
            cover: 8,
            json_logs: false,
        }
    }
}

impl Configuration {
    /// Reads `file` (or `comity.toml` in `folder` if there is one), then the environment, which prevails.
    pub fn read(file: Option<&Path>, folder: Option<&Path>) -> Result<Self, ConfigurationError> {
        let beside = folder.map(|folder| folder.join("comity.toml")).filter(|path| path.exists());
        let mut configuration = Self::default();
        if let Some(file) = file.map(Path::to_owned).or(beside) {
            let text = std::fs::read_to_string(&file)
                .map_err(|cause| ConfigurationError::File { file: file.clone(), cause })?;
            let table: Table =
                text.parse().map_err(|cause| ConfigurationError::Syntax { file, cause: Box::new(cause) })?;
            configuration.take(&table, "")?;
        }
        refuse_unknown_variables()?;
        for (key, expected, set) in KEYS {
            let variable = variable(key);
            if let Ok(value) = std::env::var(&variable) {
                let wrong =
                    || ConfigurationError::Wrong { key, origin: variable, found: format!("{value:?}"), expected };
                set(&mut configuration, &value).ok_or_else(wrong)?;
            }
        }
        Ok(configuration)
    }

    fn take(&mut self, table: &Table, prefix: &str) -> Result<(), ConfigurationError> {
        for (name, value) in table {
            let key = format!("{prefix}{name}");
            if let Value::Table(inner) = value {
                self.take(inner, &format!("{key}."))?;
                continue;
            }
            let known = KEYS.iter().find(|(known, ..)| *known == key);
            let (key, expected, set) = known.ok_or(ConfigurationError::Unknown(key))?;
            let wrong = || {
                let origin = "configuration file".to_owned();
                ConfigurationError::Wrong { key, origin, found: value.to_string(), expected }
            };
            plain(value).and_then(|text| set(self, &text)).ok_or_else(wrong)?;
        }
        Ok(())
    }
}

fn variable(key: &str) -> String {
    format!("COMITY_{}", key.replace('.', "_").to_uppercase())
}

/// A mistyped variable would otherwise change nothing, and nobody would know.
fn refuse_unknown_variables() -> Result<(), ConfigurationError> {
    const OF_THE_COMMAND_LINE: [&str; 3] = ["COMITY_DATA", "COMITY_DATABASE_URL", "COMITY_CONFIG"];
    for (name, _) in std::env::vars_os() {
        let Some(name) = name.to_str().filter(|name| name.starts_with("COMITY_")) else { continue };
        if !OF_THE_COMMAND_LINE.contains(&name) && !KEYS.iter().any(|(key, ..)| variable(key) == name) {
            return Err(ConfigurationError::UnknownVariable(name.to_owned()));
        }
    }
    Ok(())
}

fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(flag) => Some(flag.to_string()),
        Value::Array(items) => items.iter().map(plain).collect::<Option<Vec<_>>>().map(|items| items.join(",")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(text: &str) -> Result<Configuration, String> {
        let mut configuration = Configuration::default();
        configuration.take(&text.parse().unwrap(), "").map_err(|error| error.to_string())?;
        Ok(configuration)
    }

    #[test]
    fn the_commented_example_is_the_default() {
        let text = include_str!("../../../docs/comity.toml");
        let uncommented: String = text
            .lines()
            .filter_map(|line| line.strip_prefix("#: ").or((!line.starts_with('#')).then_some(line)))
            .fold(String::new(), |all, line| all + line + "\n");
        let read = taken(&uncommented).unwrap();
        assert_eq!(read.beat, Configuration::default().beat);
        assert_eq!(read.listen, Configuration::default().listen);
        for (key, ..) in KEYS {
            let last = key.rsplit('.').next().unwrap();
            assert!(text.contains(&format!("{last} =")), "docs/comity.toml does not mention {key}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_what_was_expected() {
        let error = taken("listen = \"nowhere\"").unwrap_err();
        assert!(error.contains("`listen`") && error.contains("nowhere") && error.contains("127.0.0.1:8080"), "{error}");
        assert!(taken("[log]\nbeat = 3").unwrap_err().contains("unknown key `log.beat`"));
        assert!(taken("[log]\nbeat_seconds = 0").unwrap_err().contains("1 to 3600"));
        assert!(taken("https = \"perhaps\"").unwrap_err().contains("true or false"));
    }
}
