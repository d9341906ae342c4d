//! A browser without scripts: pages, forms, cookies.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Mutex;
use std::time::Duration;

use ureq::Agent;

use crate::told::{between, plain, until};

/// An answer.
#[derive(Clone, Debug)]
pub struct Page {
    pub status: u16,
    pub headers: BTreeMap<String, String>,
    pub bytes: Vec<u8>,
}

impl Page {
    pub fn text(&self) -> String {
        String::from_utf8(self.bytes.clone()).expect("a page is UTF-8")
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }

    /// The token of the page's forms.
    pub fn token(&self) -> Option<String> {
        self.hidden("csrf")
    }

    /// The value of a hidden field, the first of its name.
    pub fn hidden(&self, name: &str) -> Option<String> {
        between(&self.text(), &format!("name=\"{name}\" value=\""), "\"").map(str::to_owned)
    }

    /// The receipt's code, where the page shows one.
    pub fn code(&self) -> Option<String> {
        between(&self.text(), "<p class=\"code\">", "</p>").map(plain)
    }
}

/// Somebody's browser: keeps cookies, and follows no redirect by itself.
#[derive(Debug)]
pub struct Client {
    agent: Agent,
    url: String,
    cookies: Mutex<BTreeMap<String, String>>,
    /// Sent with every request.
    pub headers: Vec<(String, String)>,
}

impl Client {
    pub fn new(url: &str) -> Self {
        let config =
            Agent::config_builder().http_status_as_error(false).max_redirects(0).max_redirects_will_error(false);
        let config = config.proxy(None).timeout_global(Some(Duration::from_secs(60))).build();
        Self { agent: config.into(), url: url.to_owned(), cookies: Mutex::default(), headers: Vec::new() }
    }

    /// Another tab of the same browser, perhaps at another address of the site.
    pub fn at(&self, url: &str) -> Self {
        let cookies = Mutex::new(self.cookies.lock().unwrap().clone());
        Self { cookies, headers: self.headers.clone(), ..Self::new(url) }
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn with(mut self, header: &str, value: &str) -> Self {
        self.headers.push((header.to_owned(), value.to_owned()));
        self
    }

    pub fn get(&self, path: &str) -> Page {
        let mut request = self.agent.get(format!("{}{path}", self.url));
        for (name, value) in self.sent() {
            request = request.header(name, value);
        }
        self.keep(request.call()).unwrap_or_else(|error| panic!("GET {path}: {error}"))
    }

    /// Sends a form as it is.
    pub fn send(&self, path: &str, fields: &[(&str, &str)]) -> Result<Page, ureq::Error> {
        let mut request = self.agent.post(format!("{}{path}", self.url));
        for (name, value) in self.sent() {
            request = request.header(name, value);
        }
        self.keep(request.header("content-type", "application/x-www-form-urlencoded").send(encoded(fields)))
    }

    /// Opens the page `from`, fills in its form and sends it to `path`.
    pub fn submit(&self, from: &str, path: &str, fields: &[(&str, &str)]) -> Page {
        let page = self.get(from);
        let token = page.token().unwrap_or_else(|| panic!("{from} has no form: {}", page.text()));
        let once = page.hidden("once").unwrap_or_default();
        let fields = [&[("csrf", token.as_str()), ("once", &once)], fields].concat();
        self.send(path, &fields).unwrap_or_else(|error| panic!("POST {path}: {error}"))
    }

    /// Raises a concern in the sector S1; returns the page that answers.
    pub fn raise(&self, words: &str) -> Page {
        self.submit("/concerns/new", "/concerns", &[("area", "S1"), ("category", "lighting"), ("words", words)])
    }

    /// Raises a concern; returns the receipt's code.
    pub fn raised(&self, words: &str) -> String {
        let page = self.raise(words);
        assert_eq!(page.status, 200, "{}", page.text());
        page.code().unwrap_or_else(|| panic!("no code: {}", page.text()))
    }

    /// Comes back with the code.
    pub fn mine(&self, code: &str) -> Page {
        self.submit("/concerns/mine", "/concerns/mine", &[("code", code)])
    }

    /// The proof, with the private parts, once every entry in it has its place. Proofs are counted: it is asked for after
    /// each checkpoint, not again and again.
    pub fn proof(&self, code: &str) -> String {
        let mut checkpoint = self.get("/ledger/checkpoint").text();
        for _ in 0..4 {
            checkpoint = until("the next checkpoint", || {
                Some(self.get("/ledger/checkpoint").text()).filter(|next| *next != checkpoint)
            });
            let fields = [("code", code), ("private", "yes")];
            let page = self.submit("/concerns/mine", "/concerns/mine/proof", &fields);
            assert_eq!(page.status, 200, "{}", page.text());
            let proof: serde_json::Value = serde_json::from_slice(&page.bytes).expect("a proof is JSON");
            let entries = proof["entries"].as_array().unwrap();
            if entries.iter().all(|entry| entry.get("index").is_some()) {
                return page.text();
            }
        }
        panic!("four checkpoints without a place for every entry");
    }

    pub fn sign_in(&self, name: &str, password: &str) -> Page {
        self.submit("/sign-in", "/sign-in", &[("name", name), ("password", password)])
    }

    fn sent(&self) -> Vec<(String, String)> {
        let cookies = self.cookies.lock().unwrap();
        let cookies = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect::<Vec<_>>().join("; ");
        let own = (!cookies.is_empty()).then(|| ("cookie".to_owned(), cookies));
        self.headers.iter().cloned().chain(own).collect()
    }

    fn keep(&self, answer: Result<ureq::http::Response<ureq::Body>, ureq::Error>) -> Result<Page, ureq::Error> {
        let mut answer = answer?;
        for cookie in answer.headers().get_all("set-cookie") {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
        }
        let text = |value: &ureq::http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        Ok(Page { status: answer.status().as_u16(), headers, bytes: answer.body_mut().read_to_vec()? })
    }
}

fn encoded(fields: &[(&str, &str)]) -> String {
    let mut form = String::new();
    for (name, value) in fields {
        let _ = write!(form, "{}{name}=", if form.is_empty() { "" } else { "&" });
        for byte in value.bytes() {
            if byte.is_ascii_alphanumeric() {
                form.push(char::from(byte))
            } else {
                let _ = write!(form, "%{byte:02X}");
            }
        }
    }
    form
}
