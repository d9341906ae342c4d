//! Answers that are written while they are sent.

use std::collections::HashMap;
use std::future::Future;
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse as _, Response};
use comity_access::ClientKey;
use futures_util::stream::unfold;
use tokio::sync::mpsc::{Sender, channel};
use tokio::time::timeout;

use crate::problem::{Answer, OpenDataError};

/// Files that are sent at once; each holds two pieces in memory.
const AT_ONCE: usize = 16;
/// Of these, those that are sent to one client; who asks from this machine may be a proxy before many.
const EACH: usize = 4;
/// How long a client may let a piece lie.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many files are being sent to each client.
static SENDING: LazyLock<Mutex<HashMap<ClientKey, usize>>> = LazyLock::new(Mutex::default);

/// One of the files that are sent.
#[derive(Debug)]
pub struct Place(ClientKey);

/// # Errors
/// [`OpenDataError::Busy`] where this client, or all together, have as many as they may.
pub fn enter(client: ClientKey) -> Answer<Place> {
    let mut sending = SENDING.lock().unwrap_or_else(PoisonError::into_inner);
    let own = sending.get(&client).copied().unwrap_or_default();
    let most = if client.is_local() { AT_ONCE } else { EACH };
    if own >= most || sending.values().sum::<usize>() >= AT_ONCE {
        return Err(OpenDataError::Busy);
    }
    sending.insert(client, own + 1);
    Ok(Place(client))
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut sending = SENDING.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = sending.get_mut(&self.0) {
            *own = own.saturating_sub(1);
        }
        sending.retain(|_, own| *own > 0);
    }
}

/// What goes from the writer to the body.
enum Part {
    Bytes(Vec<u8>),
    Failed(OpenDataError),
    /// The file is whole.
    End,
}

/// What is sent in pieces: first `head`, then what each of `pieces` becomes, then `tail`. An error in between, or a client
/// that lets a piece lie for too long, ends the connection, so that nobody takes a part for the whole.
pub fn in_pieces<P, F>(
    place: Place,
    head: Vec<u8>,
    pieces: Vec<P>,
    tail: Vec<u8>,
    make: impl FnMut(P) -> F + Send + 'static,
) -> Body
where
    P: Send + 'static,
    F: Future<Output = Answer<Vec<u8>>> + Send,
{
    in_pieces_within(PATIENCE, place, (head, pieces, tail), make)
}

fn in_pieces_within<P, F>(
    patience: Duration,
    place: Place,
    (head, pieces, tail): (Vec<u8>, Vec<P>, Vec<u8>),
    mut make: impl FnMut(P) -> F + Send + 'static,
) -> Body
where
    P: Send + 'static,
    F: Future<Output = Answer<Vec<u8>>> + Send,
{
    let (send, receive) = channel(1);
    tokio::spawn(async move {
        // Given back when the last piece was taken, the client went away, or its time is over.
        let _place = place;
        let hand_over = |part| hand_over(&send, patience, part);
        let mut goes_on = hand_over(Part::Bytes(head)).await;
        for piece in pieces {
            if !goes_on {
                return;
            }
            match make(piece).await {
                Ok(bytes) => goes_on = hand_over(Part::Bytes(bytes)).await,
                Err(error) => {
                    hand_over(Part::Failed(error)).await;
                    return;
                }
            }
        }
        let _ended = goes_on && hand_over(Part::Bytes(tail)).await && hand_over(Part::End).await;
    });
    let next = |receive: Option<tokio::sync::mpsc::Receiver<Part>>| async move {
        let mut receive = receive?;
        match receive.recv().await {
            Some(Part::Bytes(bytes)) => Some((Ok(Bytes::from(bytes)), Some(receive))),
            Some(Part::End) => None,
            Some(Part::Failed(error)) => Some((Err(error), None)),
            None => Some((Err(OpenDataError::Busy), None)),
        }
    };
    Body::from_stream(unfold(Some(receive), next))
}

/// Whether there is somebody who took the part before in time.
async fn hand_over(send: &Sender<Part>, patience: Duration, part: Part) -> bool {
    matches!(timeout(patience, send.send(part)).await, Ok(Ok(())))
}

/// A file: its media type, its name, and the address of the rule that was applied to it.
#[derive(Clone, Copy, Debug)]
pub struct File {
    pub kind: &'static str,
    pub name: &'static str,
    pub rule: &'static str,
}

impl File {
    /// The answer to somebody who has the file with this tag already.
    pub fn unchanged(self, asked: &HeaderMap, tag: &str) -> Option<Response> {
        let known = asked.get(IF_NONE_MATCH)?.to_str().ok()?;
        let same = known == "*" || known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
        same.then(|| self.with_headers(StatusCode::NOT_MODIFIED.into_response(), tag))
    }

    pub fn answer(self, body: Body, tag: &str) -> Response {
        let mut response = self.with_headers(body.into_response(), tag);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(self.kind));
        let named = format!("attachment; filename=\"{}\"", self.name);
        if let Ok(named) = HeaderValue::from_str(&named) {
            response.headers_mut().insert(CONTENT_DISPOSITION, named);
        }
        response
    }

    fn with_headers(self, mut response: Response, tag: &str) -> Response {
        let link = format!("<{}>; rel=\"describedby\"; type=\"application/json\"", self.rule);
        for (name, value) in [(ETAG, tag), (LINK, &link)] {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().insert(name, value);
            }
        }
        // May be kept, and is asked for again with its tag.
        response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("public, no-cache"));
        response
    }
}

#[cfg(test)]
mod tests {
    use comity_access::Limits;
    use comity_kernel::{Clock, Ids, Millis};

    use super::*;

    fn client(address: &str) -> ClientKey {
        let limits = Limits::new(Clock::fixed(Millis(1_770_000_000_000)), Ids::seeded([7; 32]));
        limits.client(address.parse().unwrap())
    }

    fn own(client: ClientKey) -> usize {
        SENDING.lock().unwrap().get(&client).copied().unwrap_or_default()
    }

    fn body(patience: Duration, place: Place) -> Body {
        let piece = |byte: u8| async move { Ok(vec![byte; 3]) };
        in_pieces_within(patience, place, (b"[".to_vec(), vec![b'a', b'b', b'c'], b"]".to_vec()), piece)
    }

    #[tokio::test]
    async fn one_client_has_some_of_the_places_and_gives_them_back() {
        let (one, two) = (client("203.0.113.1"), client("203.0.113.2"));
        let places: Vec<Place> = (0..EACH).map(|_| enter(one).unwrap()).collect();
        assert!(matches!(enter(one), Err(OpenDataError::Busy)));
        let other = enter(two).unwrap();
        drop((places, other));
        assert_eq!((own(one), own(two)), (0, 0));
        let whole = axum::body::to_bytes(body(PATIENCE, enter(one).unwrap()), 100).await.unwrap();
        assert_eq!(whole.as_ref(), b"[aaabbbccc]");
    }

    #[tokio::test]
    async fn who_lets_a_piece_lie_loses_the_place_and_gets_no_whole_file() {
        let slow = client("203.0.113.3");
        let body = body(Duration::from_millis(20), enter(slow).unwrap());
        for _ in 0..200 {
            tokio::time::sleep(Duration::from_millis(10)).await;
            if own(slow) == 0 {
                break;
            }
        }
        assert_eq!(own(slow), 0, "the place is free again");
        assert!(axum::body::to_bytes(body, 100).await.is_err(), "a part is not taken for the whole");
    }
}
