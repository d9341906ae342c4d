//! One kept-open HTTP/1.1 connection: as little of the protocol as the site's answers need.

use std::net::SocketAddr;

use memchr::memmem;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// What went wrong with a request.
#[derive(Debug, thiserror::Error)]
pub enum Trouble {
    #[error("the connection failed: {0}")]
    Connection(#[from] std::io::Error),
    #[error("the connection was closed in the middle of an answer")]
    Closed,
    #[error("expected an HTTP/1.1 answer with a Content-Length, found {0:?}")]
    Unreadable(String),
    #[error("expected status 200, found {0}")]
    Status(u16),
    #[error("the answer does not hold {0}")]
    Missing(&'static str),
    #[error("the answer holds a receipt's code that another answer held before")]
    Twice,
}

/// The parts of an answer.
#[derive(Debug)]
pub struct Answer<'a> {
    pub status: u16,
    /// The status line and the headers.
    pub head: &'a str,
    pub body: &'a [u8],
}

impl<'a> Answer<'a> {
    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        header(self.head, name)
    }

    /// # Errors
    /// [`Trouble::Status`] for any status but 200.
    pub fn ok(self) -> Result<Self, Trouble> {
        if self.status == 200 { Ok(self) } else { Err(Trouble::Status(self.status)) }
    }
}

/// An open connection with its buffer.
#[derive(Debug)]
pub struct Client {
    stream: TcpStream,
    received: Vec<u8>,
}

impl Client {
    pub async fn connect(site: SocketAddr) -> Result<Self, Trouble> {
        let stream = TcpStream::connect(site).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, received: Vec::with_capacity(64 * 1024) })
    }

    /// Sends a whole request and waits for the whole answer.
    pub async fn exchange(&mut self, request: &[u8]) -> Result<Answer<'_>, Trouble> {
        self.received.clear();
        self.stream.write_all(request).await?;
        let head = loop {
            if let Some(end) = memmem::find(&self.received, b"\r\n\r\n") {
                break end + 4;
            }
            self.more().await?;
        };
        let (status, length) = self.read_head(head)?;
        while self.received.len() < head + length {
            self.more().await?;
        }
        let (head, body) = self.received.split_at_checked(head).ok_or(Trouble::Closed)?;
        Ok(Answer { status, head: std::str::from_utf8(head).unwrap_or_default(), body })
    }

    async fn more(&mut self) -> Result<(), Trouble> {
        if self.stream.read_buf(&mut self.received).await? == 0 { Err(Trouble::Closed) } else { Ok(()) }
    }

    /// Status and length of the body.
    fn read_head(&self, end: usize) -> Result<(u16, usize), Trouble> {
        let text = self.received.get(..end).and_then(|head| std::str::from_utf8(head).ok()).unwrap_or_default();
        let status = text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3)?.parse().ok());
        let length = header(text, "content-length").and_then(|value| value.parse().ok());
        status.zip(length).ok_or_else(|| Trouble::Unreadable(text.lines().next().unwrap_or_default().to_owned()))
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(key, _)| key.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_found_whatever_its_case() {
        let head = "HTTP/1.1 200 OK\r\nContent-Length: 12\r\nset-cookie: a=b; Path=/\r\n\r\n";
        assert_eq!(header(head, "content-length"), Some("12"));
        assert_eq!(header(head, "Set-Cookie"), Some("a=b; Path=/"));
        assert_eq!(header(head, "cookie"), None);
    }
}
