//! PostgreSQL over TLS: `sslmode` and `sslrootcert` of its address, as PostgreSQL's own programs read them.
//!
//! Without `sslmode`, a server that offers TLS is spoken to through it, and its certificate is not looked at: whoever can
//! only listen reads nothing. Somebody in between is kept out by `verify-full` alone.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{
    CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature, verify_tls13_signature_with_raw_key,
};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, SubjectPublicKeyInfoDer, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;
use x509_cert::Certificate;
use x509_cert::der::{Decode as _, Encode as _};

use super::session::Session;
use crate::StoreError;

/// How much is asked of the way to the server.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Mode {
    Disable,
    Prefer,
    Require,
    /// The certificate is the server's own, by an authority of this file, or of the public web.
    VerifyFull(Option<PathBuf>),
}

/// The address as the driver takes it, and what it asks of the way there.
#[derive(Clone, Debug)]
pub(super) struct Way {
    pub(super) config: Config,
    mode: Mode,
}

impl Way {
    /// # Errors
    /// [`StoreError::Unavailable`] if the address cannot be read, with what was expected.
    pub(super) fn read(address: &str) -> Result<Self, StoreError> {
        let (plain, query) = parted(address);
        let (mut asked, mut authority, mut rest) = (None, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (percent_decode_str(name).decode_utf8_lossy(), percent_decode_str(value));
            match name.as_ref() {
                "sslmode" => asked = Some(value.decode_utf8_lossy()),
                "sslrootcert" => authority = Some(PathBuf::from(value.decode_utf8_lossy().as_ref())),
                _ => rest.push(pair),
            }
        }
        let plain = if rest.is_empty() { plain } else { format!("{plain}?{}", rest.join("&")) };
        let config: Config = plain.parse().map_err(|error| super::postgres::unavailable(&error))?;
        let mode = match (asked.as_deref(), authority) {
            (Some("verify-full"), authority) => Mode::VerifyFull(authority),
            (_, Some(_)) => return Err(refused("sslrootcert is read with sslmode=verify-full only")),
            (Some("disable"), None) => Mode::Disable,
            (Some("require"), None) => Mode::Require,
            (Some("prefer"), None) => Mode::Prefer,
            (None, None) => unasked(&config),
            (Some(other), None) => {
                let found: String = other.chars().take(40).collect();
                let text = format!("sslmode: expected disable, prefer, require or verify-full, found {found:?}");
                return Err(refused(&text));
            }
        };
        Ok(Self { config, mode })
    }

    pub(super) fn connect(mut self) -> Result<Session, StoreError> {
        let tls = match &self.mode {
            Mode::Disable => {
                self.config.ssl_mode(SslMode::Disable);
                return Session::open(&self.config, NoTls, super::postgres::unavailable);
            }
            Mode::Prefer | Mode::Require => unverified()?,
            Mode::VerifyFull(authority) => verified(authority.as_deref())?,
        };
        self.config.ssl_mode(if self.mode == Mode::Prefer { SslMode::Prefer } else { SslMode::Require });
        Session::open(&self.config, MakeRustlsConnect::new(tls), |error| self.failed(error))
    }

    /// A certificate that does not hold is told apart from everything else that keeps us from the server.
    fn failed(&self, error: &tokio_postgres::Error) -> StoreError {
        let cause = std::error::Error::source(error).and_then(|source| source.downcast_ref::<std::io::Error>());
        let tls = cause.and_then(|cause| cause.get_ref()).and_then(|inner| inner.downcast_ref::<rustls::Error>());
        let Some(rustls::Error::InvalidCertificate(fault)) = tls else { return super::postgres::unavailable(error) };
        let authority = match &self.mode {
            Mode::VerifyFull(Some(file)) => format!("of {}", file.display()),
            _ => "of the public web (give your own with sslrootcert=FILE)".to_owned(),
        };
        refused(&format!(
            "the server's certificate does not hold ({fault}): expected one of X.509 version 3, with the host of the address \
             among its subjectAltName (its common name is not looked at), by an authority {authority}"
        ))
    }
}

/// The address without its query, and the query. As the driver reads it, all before the first `@` is name and password,
/// whatever is in it.
fn parted(address: &str) -> (String, &str) {
    let (before, place) = match address.split_once('@') {
        Some((credentials, place)) => (format!("{credentials}@"), place),
        None => (String::new(), address),
    };
    let (place, query) = place.split_once('?').unwrap_or((place, ""));
    (format!("{before}{place}"), query)
}

/// Where the address does not say `sslmode` in its query. A socket leads nowhere but to this machine.
fn unasked(config: &Config) -> Mode {
    let (hosts, elsewhere) = (config.get_hosts(), config.get_hostaddrs());
    match config.get_ssl_mode() {
        SslMode::Disable => Mode::Disable,
        SslMode::Require => Mode::Require,
        _ if elsewhere.is_empty() && !hosts.is_empty() && hosts.iter().all(|host| matches!(host, Host::Unix(_))) => {
            Mode::Disable
        }
        _ => Mode::Prefer,
    }
}

fn refused(text: &str) -> StoreError {
    StoreError::Unavailable(text.to_owned())
}

fn verified(authority: Option<&Path>) -> Result<ClientConfig, StoreError> {
    let mut roots = RootCertStore::empty();
    match authority {
        None => roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned()),
        Some(file) => {
            let unreadable = |cause: &dyn std::fmt::Display| {
                refused(&format!("sslrootcert: expected a file of PEM certificates, {}: {cause}", file.display()))
            };
            for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
                let certificate = certificate.map_err(|error| unreadable(&error))?;
                roots.add(certificate).map_err(|error| unreadable(&error))?;
            }
            if roots.is_empty() {
                return Err(unreadable(&"there is none in it"));
            }
        }
    }
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| refused(&error.to_string()))?;
    Ok(builder.with_root_certificates(roots).with_no_client_auth())
}

fn unverified() -> Result<ClientConfig, StoreError> {
    let builder = ClientConfig::builder_with_provider(provider()).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| refused(&error.to_string()))?;
    let verifier = Arc::new(AnyCertificate(provider()));
    Ok(builder.dangerous().with_custom_certificate_verifier(verifier).with_no_client_auth())
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(ring::default_provider())
}

/// Takes whatever certificate the server shows, of whatever version; only that the server has its key is checked: a
/// password that is bound to the channel is bound to that certificate, which somebody in between could show otherwise.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _certificate: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _name: &ServerName<'_>,
        _ocsp: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.0.signature_verification_algorithms;
        verify_tls13_signature(message, certificate, signature, algorithms)
            .or_else(|_| verify_tls13_signature_with_raw_key(message, &public_key(certificate)?, signature, algorithms))
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// The key in a certificate that is none of version 3, as old instructions make them.
fn public_key(certificate: &CertificateDer<'_>) -> Result<SubjectPublicKeyInfoDer<'static>, rustls::Error> {
    let key = Certificate::from_der(certificate).and_then(|read| read.tbs_certificate.subject_public_key_info.to_der());
    key.map(SubjectPublicKeyInfoDer::from).map_err(|_| CertificateError::BadEncoding.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_may_hold_any_character_that_the_driver_takes() {
        let way = Way::read("postgres://me:a?sslmode=disable&b@db.example/town?sslmode=require").unwrap();
        assert_eq!(way.mode, Mode::Require);
        assert_eq!(way.config.get_password(), Some(b"a?sslmode=disable&b".as_slice()));
        assert_eq!(way.config.get_hosts(), [Host::Tcp("db.example".to_owned())]);
    }

    #[test]
    fn the_address_says_what_is_asked_of_the_way() {
        let mode = |query: &str| Way::read(&format!("postgres://me@db.example/town{query}")).map(|way| way.mode);
        assert_eq!(mode("").unwrap(), Mode::Prefer);
        assert_eq!(mode("?sslmode=disable&application_name=x").unwrap(), Mode::Disable);
        assert_eq!(mode("?sslmode=require").unwrap(), Mode::Require);
        assert_eq!(mode("?connect_timeout=3&sslmode=verify-full").unwrap(), Mode::VerifyFull(None));
        let own = Mode::VerifyFull(Some("/etc/my ca.pem".into()));
        assert_eq!(mode("?sslmode=verify-full&sslrootcert=/etc/my%20ca.pem").unwrap(), own);
        assert_eq!(mode("?ssl%6Dode=require&application_name=x").unwrap(), Mode::Require);
        let of = |address: &str| Way::read(address).unwrap().mode;
        assert_eq!(of("postgres://me@%2Frun%2Fpostgresql/town"), Mode::Disable);
        // No host at all, or another address than the socket's, is not this machine.
        assert_eq!(of("postgres://me@/town?hostaddr=192.0.2.1"), Mode::Prefer);
        assert_eq!(of("postgres://me@%2Frun%2Fpostgresql/town?hostaddr=192.0.2.1"), Mode::Prefer);
        assert_eq!(of("postgres:///town"), Mode::Prefer);
        assert_eq!(of("host=db.example sslmode=require"), Mode::Require);
        assert_eq!(of("host=db.example sslmode=disable"), Mode::Disable);
        for (wrong, said) in [
            ("?sslmode=verify-ca", "expected disable, prefer, require or verify-full, found \"verify-ca\""),
            ("?sslmode=", "found \"\""),
            ("?sslmode=require&sslrootcert=/etc/ca.pem", "with sslmode=verify-full only"),
            ("?sslrootcert=/etc/ca.pem", "with sslmode=verify-full only"),
            ("?sslsomething=1", "sslsomething"),
        ] {
            let error = mode(wrong).unwrap_err().to_string();
            assert!(error.contains(said), "{wrong}: {error}");
        }
    }
}
