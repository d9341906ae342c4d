//! A running `comity serve`.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};

use crate::client::Client;
use crate::place::{Place, Run, clean};
use crate::told::until;

/// Killed when dropped.
#[derive(Debug)]
pub struct Server {
    child: Child,
    said: Arc<Mutex<String>>,
    pub url: String,
}

impl Server {
    pub fn start(place: &Place) -> Self {
        Self::start_with(place, |_| {})
    }

    /// With further settings: environment or words of the command line.
    pub fn start_with(place: &Place, set: impl FnOnce(&mut Command)) -> Self {
        // A thousand connections at once are more files than a shell allows by default.
        let mut command = clean(Command::new("sh"));
        let raise = "ulimit -n 8192 2> /dev/null; exec \"$@\"";
        command.args(["-c", raise, "sh", env!("CARGO_BIN_EXE_comity"), "serve"]).args(place.words());
        command.args(["--listen", "127.0.0.1:0"]).stdout(Stdio::null()).stderr(Stdio::piped());
        set(&mut command);
        let mut child = command.spawn().expect("the program starts");
        let said = Arc::new(Mutex::new(String::new()));
        let (lines, heard) = (BufReader::new(child.stderr.take().unwrap()).lines(), Arc::clone(&said));
        std::thread::spawn(move || {
            for line in lines.map_while(Result::ok) {
                let mut heard = heard.lock().unwrap();
                heard.push_str(&line);
                heard.push('\n');
            }
        });
        let mut server = Self { child, said, url: String::new() };
        server.url = until("the server's address", || {
            let said = server.said();
            assert!(server.child.try_wait().unwrap().is_none(), "the server ended: {said}");
            let line = said.lines().find_map(|line| line.strip_prefix("Comity listens on "))?;
            Some(line.to_owned())
        });
        server
    }

    /// All that it wrote to standard error.
    pub fn said(&self) -> String {
        self.said.lock().unwrap().clone()
    }

    pub fn client(&self) -> Client {
        Client::new(&self.url)
    }

    /// As if the power went off, for this process.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) -> ExitStatus {
        Command::new("kill").args(["-TERM", &self.child.id().to_string()]).ran().ok();
        self.child.wait().unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
        if std::thread::panicking() {
            let said = self.said();
            let lines: Vec<&str> = said.lines().collect();
            eprintln!("the server's last words:\n{}", lines[lines.len().saturating_sub(15)..].join("\n"));
        }
    }
}
