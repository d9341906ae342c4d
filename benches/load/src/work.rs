//! What one connection does, one request after another.

use std::collections::HashSet;
use std::io::Read as _;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};

use memchr::memmem;

use crate::client::{Client, Trouble};
use crate::form::{self, Form};

/// A kind of request that is sent again and again on a connection.
pub trait Work: Send + 'static {
    /// Connects, and reads what is needed first; called again after a failure.
    fn prepare(&mut self) -> impl Future<Output = Result<Client, Trouble>> + Send;

    /// One request and the check of its answer. `number` differs among all requests of a run.
    fn once(&mut self, client: &mut Client, number: u64) -> impl Future<Output = Result<(), Trouble>> + Send;
}

/// Raises concerns.
#[derive(Debug)]
pub struct Submit {
    site: SocketAddr,
    form_each_time: bool,
    form: Option<Form>,
    codes: Codes,
}

/// All codes that were given out, by all connections.
pub type Codes = Arc<Mutex<HashSet<String>>>;

impl Submit {
    pub fn new(site: SocketAddr, codes: &Codes, form_each_time: bool) -> Self {
        Self { site, form_each_time, form: None, codes: Arc::clone(codes) }
    }
}

impl Work for Submit {
    async fn prepare(&mut self) -> Result<Client, Trouble> {
        let mut client = Client::connect(self.site).await?;
        self.form = Some(read_form(self.site, &mut client).await?);
        Ok(client)
    }

    async fn once(&mut self, client: &mut Client, number: u64) -> Result<(), Trouble> {
        if self.form_each_time {
            self.form = Some(read_form(self.site, client).await?);
        }
        let form = self.form.as_ref().ok_or(Trouble::Missing("a form"))?;
        let body = form.fill(number);
        let request = format!(
            "POST /concerns HTTP/1.1\r\nHost: {site}\r\nOrigin: http://{site}\r\nSec-Fetch-Site: same-origin\r\n\
             Accept: text/html\r\nAccept-Language: en\r\nCookie: {}\r\n\
             Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            form.cookie,
            body.len(),
            site = self.site,
        );
        let answer = client.exchange(request.as_bytes()).await?.ok()?;
        let code = form::code(answer.body).ok_or(Trouble::Missing("a receipt's code"))?;
        let is_new = self.codes.lock().unwrap_or_else(PoisonError::into_inner).insert(code.to_owned());
        if is_new { Ok(()) } else { Err(Trouble::Twice) }
    }
}

async fn read_form(site: SocketAddr, client: &mut Client) -> Result<Form, Trouble> {
    let request =
        format!("GET /concerns/new HTTP/1.1\r\nHost: {site}\r\nAccept: text/html\r\nAccept-Language: en\r\n\r\n");
    Form::read(&client.exchange(request.as_bytes()).await?.ok()?)
}

/// Reads a page.
#[derive(Debug)]
pub struct Read {
    site: SocketAddr,
    request: String,
    holds: String,
    /// The last body in which the text was found: the same bytes need no second look.
    checked: Vec<u8>,
}

impl Read {
    pub fn new(site: SocketAddr, path: &str, holds: &str, gzip: bool) -> Self {
        let encoding = if gzip { "Accept-Encoding: gzip\r\n" } else { "" };
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {site}\r\nAccept: text/html\r\nAccept-Language: en\r\n{encoding}\r\n"
        );
        Self { site, request, holds: holds.to_owned(), checked: Vec::new() }
    }
}

impl Work for Read {
    async fn prepare(&mut self) -> Result<Client, Trouble> {
        Client::connect(self.site).await
    }

    async fn once(&mut self, client: &mut Client, _number: u64) -> Result<(), Trouble> {
        let answer = client.exchange(self.request.as_bytes()).await?.ok()?;
        if answer.body == self.checked {
            return Ok(());
        }
        let mut unpacked = Vec::new();
        let page = if answer.header("content-encoding") == Some("gzip") {
            flate2::read::GzDecoder::new(answer.body).read_to_end(&mut unpacked)?;
            &unpacked
        } else {
            answer.body
        };
        if memmem::find(page, self.holds.as_bytes()).is_none() {
            return Err(Trouble::Missing("the text that it should"));
        }
        answer.body.clone_into(&mut self.checked);
        Ok(())
    }
}
