//! PostgreSQL over TLS: what is asked of the way to the server is held to, or nothing is opened.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;

use comity_kernel::clock::Stopwatch;
use comity_store::{Location, Store, StoreError};
use comity_testing::{Certificates, Database, Engine};
use rustls::crypto::ring;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

/// Whether the connection that is opened is encrypted.
fn encrypted(address: &str) -> Result<bool, StoreError> {
    let store = Store::open(&Location::Postgres(address.to_owned()), &[])?;
    let sql = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()";
    store.read_now(|tx| Ok(tx.value(sql, &[])?.expect("this session")))
}

fn refused(address: &str) -> String {
    match encrypted(address) {
        Err(error @ StoreError::Unavailable(_)) => error.to_string(),
        other => panic!("{address}: {other:?}"),
    }
}

#[test]
fn the_way_to_the_server_is_as_it_was_asked_for() {
    let (certificates, database) = (Certificates::of_server(), Database::fresh(Engine::Postgres));
    let address = database.loopback_address();
    let servers = certificates.servers.display();
    assert!(encrypted(&format!("{address}?sslmode=require")).unwrap());
    assert!(encrypted(&format!("{address}?sslmode=verify-full&sslrootcert={servers}")).unwrap());
    assert!(!encrypted(&format!("{address}?sslmode=disable")).unwrap());
    // Without a word, what the server offers.
    assert!(encrypted(&address).unwrap() && encrypted(&format!("{address}?sslmode=prefer")).unwrap());
    assert!(!encrypted(&database.address()).unwrap(), "a socket needs none");
}

#[test]
fn a_wrong_certificate_is_refused() {
    let (certificates, database) = (Certificates::of_server(), Database::fresh(Engine::Postgres));
    let verified =
        |address: &str, file: &std::path::Path| format!("{address}?sslmode=verify-full&sslrootcert={}", file.display());
    let address = database.loopback_address();
    let by_name = address.replacen("127.0.0.1", "localhost", 1);
    for (address, authority) in [
        // By another authority; for another name than the one asked for; by none that the public web knows.
        (verified(&address, &certificates.others), certificates.others.display().to_string()),
        (verified(&by_name, &certificates.servers), certificates.servers.display().to_string()),
        (format!("{address}?sslmode=verify-full"), "sslrootcert=FILE".to_owned()),
    ] {
        let said = refused(&address);
        assert!(said.contains("the server's certificate does not hold") && said.contains(&authority), "{said}");
        assert!(!said.contains(&comity_testing::cluster::Cluster::shared().password), "{said}");
    }
    let none = database.folder().join("none.pem");
    assert!(refused(&verified(&address, &none)).contains("expected a file of PEM certificates"));
    std::fs::write(&none, "not a certificate").unwrap();
    assert!(refused(&verified(&address, &none)).contains("there is none in it"));
    assert!(refused(&format!("{address}?sslmode=verify-ca")).contains("found \"verify-ca\""));
}

/// A server whose certificate is of version 1, without any extension, as older instructions make it.
#[test]
fn an_old_certificate_is_spoken_to_where_none_is_asked_for_and_refused_in_words_where_one_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (key, request, certificate) = (path("old.key"), path("old.csr"), path("old.crt"));
    let openssl = |words: &[&str]| {
        let ran = Command::new("openssl").args(words).output().expect("openssl (Debian package openssl)");
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
        String::from_utf8_lossy(&ran.stdout).into_owned()
    };
    let words = ["req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
    openssl(&[&words[..], &["-subj", "/CN=127.0.0.1", "-keyout", &key, "-out", &request]].concat());
    openssl(&["x509", "-req", "-in", &request, "-signkey", &key, "-days", "30", "-out", &certificate]);
    assert!(openssl(&["x509", "-in", &certificate, "-noout", "-text"]).contains("Version: 1 "));

    let provider = Arc::new(ring::default_provider());
    let signing = ring::sign::any_supported_type(&PrivateKeyDer::from_pem_file(&key).unwrap()).unwrap();
    let shown = CertifiedKey::new(vec![CertificateDer::from_pem_file(&certificate).unwrap()], signing);
    let server = ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions().unwrap();
    let server = server.with_no_client_auth().with_cert_resolver(Arc::new(SingleCertAndKey::from(shown)));
    let (listener, server) = (TcpListener::bind("127.0.0.1:0").unwrap(), Arc::new(server));
    let address = format!("postgres://me@{}/town", listener.local_addr().unwrap());
    // What each of three visitors says through TLS.
    let heard = std::thread::spawn(move || {
        let hear = |_| {
            let (mut stream, _) = listener.accept().unwrap();
            if stream.read_exact(&mut [0; 8]).is_err() {
                return String::new();
            }
            stream.write_all(b"S").unwrap();
            let mut tls = StreamOwned::new(ServerConnection::new(Arc::clone(&server)).unwrap(), stream);
            let mut greeting = [0; 512];
            let count = tls.read(&mut greeting).unwrap_or(0);
            String::from_utf8_lossy(&greeting[..count]).into_owned()
        };
        (0..3).map(hear).collect::<Vec<_>>()
    });
    for mode in ["prefer", "require"] {
        assert!(!refused(&format!("{address}?sslmode={mode}")).contains("certificate"));
    }
    let said = refused(&format!("{address}?sslmode=verify-full&sslrootcert={certificate}"));
    assert!(said.contains("sslrootcert") || said.contains("X.509 version 3"), "{said}");
    // The authority's file may be refused before anybody is asked.
    drop(std::net::TcpStream::connect(address.trim_start_matches("postgres://me@").trim_end_matches("/town")));
    let heard = heard.join().unwrap();
    assert!(heard[..2].iter().all(|greeting| greeting.contains("town")) && heard[2].is_empty(), "{heard:?}");
}

/// The server takes the connection, or even begins to speak, and then says nothing more.
#[test]
fn a_silent_server_is_waited_for_as_long_as_the_address_says() {
    for (mode, answer) in [("prefer", ""), ("require", "S"), ("prefer", "N"), ("disable", "")] {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("postgres://me@{}/town", listener.local_addr().unwrap());
        let silent = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            stream.write_all(answer.as_bytes()).unwrap();
            // Until the other side has gone.
            let _ = stream.read_to_end(&mut Vec::new());
        });
        let watch = Stopwatch::start();
        let said = refused(&format!("{address}?sslmode={mode}&connect_timeout=1"));
        assert!(said.contains("did not let us in within 1 seconds"), "{mode} {answer:?}: {said}");
        assert!(watch.elapsed().as_secs() < 5, "{mode} {answer:?}: {:?}", watch.elapsed());
        silent.join().unwrap();
    }
}

/// A server that does not offer TLS, or somebody in between who says so.
#[test]
fn nothing_is_sent_in_the_clear_where_tls_is_required() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = std::thread::spawn(move || {
        let mut heard = Vec::new();
        for _ in 0..2 {
            let (mut stream, _) = listener.accept().unwrap();
            let mut request = [0; 8];
            stream.read_exact(&mut request).unwrap();
            stream.write_all(b"N").unwrap();
            stream.read_to_end(&mut heard).unwrap();
        }
        heard
    });
    for mode in ["require", "verify-full"] {
        let said = refused(&format!("postgres://me:secret@127.0.0.1:{port}/town?sslmode={mode}"));
        assert!(said.contains("server does not support TLS"), "{said}");
    }
    assert!(heard.join().unwrap().is_empty());
}
