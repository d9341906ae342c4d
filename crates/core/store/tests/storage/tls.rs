//! PostgreSQL over TLS: what is asked of the way to the server is held to, or nothing is opened.

use std::io::{Read as _, Write as _};

use comity_store::{Location, Store, StoreError};
use comity_testing::{Certificates, Database, Engine};

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

/// A server that does not offer TLS, or somebody in between who says so.
#[test]
fn nothing_is_sent_in_the_clear_where_tls_is_required() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
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
