//! PostgreSQL over TLS: `sslmode` and `sslrootcert` of its address, as PostgreSQL's own programs read them.
//!
//! Without `sslmode`, a server that offers TLS is spoken to through it, and its certificate is not looked at: whoever can
//! only listen reads nothing. Somebody in between is kept out by `verify-full` alone.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use percent_encoding::percent_decode_str;
use postgres::config::{Host, SslMode};
use postgres::{Client, Config, NoTls};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio_postgres_rustls::MakeRustlsConnect;

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
        let (plain, query) = address.split_once('?').unwrap_or((address, ""));
        let (mut mode, mut authority, mut rest) = (None, None, Vec::new());
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            match name {
                "sslmode" => mode = Some(value),
                "sslrootcert" => {
                    authority = Some(PathBuf::from(percent_decode_str(value).decode_utf8_lossy().as_ref()))
                }
                _ => rest.push(pair),
            }
        }
        let plain = if rest.is_empty() { plain.to_owned() } else { format!("{plain}?{}", rest.join("&")) };
        let config: Config = plain.parse().map_err(|error| super::postgres::unavailable(&error))?;
        let mode = match (mode, authority) {
            (Some("verify-full"), authority) => Mode::VerifyFull(authority),
            (_, Some(_)) => return Err(refused("sslrootcert is read with sslmode=verify-full only")),
            (Some("disable"), None) => Mode::Disable,
            (Some("require"), None) => Mode::Require,
            (Some("prefer"), None) => Mode::Prefer,
            // A socket leads nowhere but to this machine.
            (None, None) if config.get_hosts().iter().all(|host| matches!(host, Host::Unix(_))) => Mode::Disable,
            (None, None) => Mode::Prefer,
            (Some(other), None) => {
                let found: String = other.chars().take(40).collect();
                let text = format!("sslmode: expected disable, prefer, require or verify-full, found {found:?}");
                return Err(refused(&text));
            }
        };
        Ok(Self { config, mode })
    }

    pub(super) fn connect(mut self) -> Result<Client, StoreError> {
        let tls = match &self.mode {
            Mode::Disable => {
                self.config.ssl_mode(SslMode::Disable);
                return self.config.connect(NoTls).map_err(|error| super::postgres::unavailable(&error));
            }
            Mode::Prefer | Mode::Require => unverified()?,
            Mode::VerifyFull(authority) => verified(authority.as_deref())?,
        };
        self.config.ssl_mode(if self.mode == Mode::Prefer { SslMode::Prefer } else { SslMode::Require });
        self.config.connect(MakeRustlsConnect::new(tls)).map_err(|error| self.failed(&error))
    }

    /// A certificate that does not hold is told apart from everything else that keeps us from the server.
    fn failed(&self, error: &postgres::Error) -> StoreError {
        let cause = std::error::Error::source(error).and_then(|source| source.downcast_ref::<std::io::Error>());
        let tls = cause.and_then(|cause| cause.get_ref()).and_then(|inner| inner.downcast_ref::<rustls::Error>());
        let Some(rustls::Error::InvalidCertificate(fault)) = tls else { return super::postgres::unavailable(error) };
        let authority = match &self.mode {
            Mode::VerifyFull(Some(file)) => format!("of {}", file.display()),
            _ => "of the public web (give your own with sslrootcert=FILE)".to_owned(),
        };
        refused(&format!(
            "the server's certificate does not hold ({fault}): expected one for the host in the address, by an authority {authority}"
        ))
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

/// Takes whatever certificate the server shows; only that the server has its key is checked.
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
        verify_tls13_signature(message, certificate, signature, &self.0.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_says_what_is_asked_of_the_way() {
        let mode = |query: &str| Way::read(&format!("postgres://me@db.example/town{query}")).map(|way| way.mode);
        assert_eq!(mode("").unwrap(), Mode::Prefer);
        assert_eq!(mode("?sslmode=disable&application_name=x").unwrap(), Mode::Disable);
        assert_eq!(mode("?sslmode=require").unwrap(), Mode::Require);
        assert_eq!(mode("?connect_timeout=3&sslmode=verify-full").unwrap(), Mode::VerifyFull(None));
        let own = Mode::VerifyFull(Some("/etc/my ca.pem".into()));
        assert_eq!(mode("?sslmode=verify-full&sslrootcert=/etc/my%20ca.pem").unwrap(), own);
        assert_eq!(Way::read("postgres://me@%2Frun%2Fpostgresql/town").unwrap().mode, Mode::Disable);
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
