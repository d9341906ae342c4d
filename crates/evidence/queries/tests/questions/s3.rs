//! The same answers from an S3 store, one that runs here: PyPI's `moto[server]`, started by the Python in `PYTHON`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use comity_queries::{By, Engine, Filter, Limits, QueryError, S3, Store};

use super::made::{Row, counted, engine, file, put, wait};

/// A store on a port of its own; `None` when this Python has none, and then it is said.
fn store() -> Option<(Server, String)> {
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".into());
    let script = "from moto.server import ThreadedMotoServer as S\ns = S(port=0)\ns.start()\nprint(s.get_host_and_port()[1], flush=True)\ninput()";
    let child =
        Command::new(&python).args(["-c", script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut server = Server({ child }.spawn().ok()?);
    let mut port = String::new();
    BufReader::new(server.0.stdout.take()?).read_line(&mut port).ok()?;
    if port.trim().is_empty() {
        eprintln!("skipped: {python} has no moto (pip install 'moto[server]', then PYTHON=…)");
        return None;
    }
    Some((server, format!("127.0.0.1:{}", port.trim())))
}

struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// The store takes unsigned requests, so that a plain one is enough to fill it.
fn send(at: &str, path: &str, bytes: &[u8]) {
    let mut stream = TcpStream::connect(at).unwrap();
    let length = bytes.len();
    write!(stream, "PUT {path} HTTP/1.1\r\nHost: {at}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n")
        .unwrap();
    stream.write_all(bytes).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[test]
fn an_s3_store_answers_as_a_folder_does() {
    let Some((_server, at)) = store() else { return };
    let folder = tempfile::tempdir().unwrap();
    let row = |i: i32| Row {
        kind: Some(format!("kind {}", i % 5)),
        month: 24_000 + i % 30,
        area: Some(format!("E{}", i % 9)),
        ..Row::default()
    };
    let rows: Vec<_> = (0..5000).map(row).collect();
    let bytes = file(&rows, 700, false);
    let name = put(folder.path(), &bytes);
    send(&at, "/comity", b"");
    send(&at, &format!("/comity/datasets/{name}"), &bytes);
    let mut altered = bytes.clone();
    altered[100] ^= 1;
    let other = "1".repeat(64);
    send(&at, &format!("/comity/datasets/{other}"), &altered);
    let s3 = S3 {
        bucket: "comity".into(),
        prefix: "datasets".into(),
        region: "us-east-1".into(),
        endpoint: Some(format!("http://{at}")),
        access_key: "key".into(),
        secret_key: "a secret".into(),
    };
    assert!(!format!("{s3:?}").contains("secret"));
    let engine_there = Engine::open(&Store::S3(s3), Limits::default()).unwrap();
    let by = [By::Area, By::Month, By::Kind];
    let there = wait(engine_there.counts(&[&name], &Filter::default(), &by)).unwrap();
    assert_eq!(there, counted(rows.iter(), &Filter::default(), &by));
    assert_eq!(there, wait(engine(folder.path()).counts(&[&name], &Filter::default(), &by)).unwrap());
    let answer = wait(engine_there.counts(&[&other], &Filter::default(), &by));
    assert!(matches!(answer, Err(QueryError::Altered(_))), "{answer:?}");
    let answer = wait(engine_there.counts(&["2".repeat(64)], &Filter::default(), &by));
    assert!(matches!(answer, Err(QueryError::Missing(_))), "{answer:?}");
}
