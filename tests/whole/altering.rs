//! A site between a verifier and the server, that passes everything on and may alter what it passes.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use crate::client::Client;

/// What is done to the bytes of one path.
#[derive(Clone, Debug)]
pub struct Alteration {
    pub path: String,
    /// The byte to change; `None` to leave everything out.
    pub byte: Option<usize>,
}

#[derive(Debug, Default)]
struct State {
    alteration: Option<Alteration>,
    /// Paths that were asked for, with the length of what was served there.
    asked: BTreeSet<(String, usize)>,
}

/// Runs until the test ends.
#[derive(Clone, Debug)]
pub struct Altering {
    state: Arc<Mutex<State>>,
    pub url: String,
}

impl Altering {
    pub fn before(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let here = format!("http://{}", listener.local_addr().unwrap());
        let altering = Self { state: Arc::default(), url: here };
        let (other, behind) = (altering.clone(), url.to_owned());
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (other, behind) = (other.clone(), behind.clone());
                // Whoever asks may hang up at any time.
                std::thread::spawn(move || other.answer(&stream.unwrap(), &Client::new(&behind)));
            }
        });
        altering
    }

    pub fn set(&self, alteration: Option<Alteration>) {
        self.state.lock().unwrap().alteration = alteration;
    }

    /// What was asked for since the last call.
    pub fn take_asked(&self) -> Vec<(String, usize)> {
        std::mem::take(&mut self.state.lock().unwrap().asked).into_iter().collect()
    }

    fn answer(&self, mut stream: &TcpStream, server: &Client) -> Option<()> {
        let mut lines = BufReader::new(stream).lines();
        while let Some(Ok(first)) = lines.next() {
            let path = first.split(' ').nth(1)?.to_owned();
            lines.by_ref().map_while(Result::ok).take_while(|line| !line.is_empty()).for_each(drop);
            let mut page = server.get(&path);
            let alteration = {
                let mut state = self.state.lock().unwrap();
                if page.status == 200 {
                    state.asked.insert((path.clone(), page.bytes.len()));
                }
                state.alteration.clone().filter(|alteration| alteration.path == path)
            };
            match alteration {
                Some(Alteration { byte: Some(at), .. }) => page.bytes[at] ^= 1,
                Some(Alteration { byte: None, .. }) => page.status = 404,
                None => {}
            }
            let kind = page.header("content-type").to_owned();
            let head = format!(
                "HTTP/1.1 {} X\r\ncontent-type: {kind}\r\ncontent-length: {}\r\n\r\n",
                page.status,
                page.bytes.len()
            );
            stream.write_all(head.as_bytes()).ok()?;
            stream.write_all(&page.bytes).ok()?;
        }
        Some(())
    }
}
