//! Taking connections: few enough at once, and none that dawdles over its headers.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tower::ServiceExt;

/// What a client may take up.
#[derive(Clone, Copy)]
pub struct Limits {
    /// Within this time a request's headers must be there; a kept connection may rest as long before the next request.
    pub headers: Duration,
    /// How many connections are open at once; the next one waits to be taken.
    pub connections: usize,
}

pub const LIMITS: Limits = Limits { headers: Duration::from_secs(15), connections: 4_096 };
/// How long requests under way may take once the program was asked to stop.
const GRACE: Duration = Duration::from_secs(20);
/// How long to wait when no connection can be taken, as when all file handles are used.
const BREATH: Duration = Duration::from_millis(200);

/// Serves until asked to stop, then lets what is under way come to its end.
pub async fn serve(listener: TcpListener, routes: Router, limits: Limits, stop: impl Future<Output = ()>) {
    let (open, under_way) = (Arc::new(Semaphore::new(limits.connections)), GracefulShutdown::new());
    let mut stop = std::pin::pin!(stop);
    loop {
        let Ok(place) = open.clone().acquire_owned().await else { break };
        let (stream, client) = tokio::select! {
            () = &mut stop => break,
            taken = listener.accept() => match taken {
                Ok(taken) => taken,
                Err(error) => {
                    tracing::warn!(%error, "a connection could not be taken");
                    tokio::time::sleep(BREATH).await;
                    continue;
                }
            },
        };
        let served = under_way.watch(connection(stream, client, routes.clone(), limits.headers));
        tokio::spawn(async move {
            // How a connection ends is its client's business, and nothing of it is noted.
            let _ = served.await;
            drop(place);
        });
    }
    let _ = tokio::time::timeout(GRACE, under_way.shutdown()).await;
}

fn connection(
    stream: TcpStream,
    client: SocketAddr,
    routes: Router,
    headers: Duration,
) -> impl GracefulConnection<Error = hyper::Error> {
    // Answers are small and whole: nothing is gained by waiting for more.
    let _ = stream.set_nodelay(true);
    let answer = service_fn(move |request: Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(ConnectInfo(client));
        routes.clone().oneshot(request)
    });
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(headers)
        .serve_connection(TokioIo::new(stream), answer)
}

#[cfg(test)]
mod tests {
    use comity_kernel::clock::Stopwatch;

    use axum::routing::get;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    async fn served(limits: Limits) -> SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let address = listener.local_addr().expect("its address");
        let client = |ConnectInfo(client): ConnectInfo<SocketAddr>| async move { client.ip().to_string() };
        tokio::spawn(serve(listener, Router::new().route("/", get(client)), limits, std::future::pending()));
        address
    }

    async fn told(address: SocketAddr, sent: &str) -> String {
        let mut stream = TcpStream::connect(address).await.expect("a connection");
        stream.write_all(sent.as_bytes()).await.expect("sent");
        let mut answer = String::new();
        let _ = stream.read_to_string(&mut answer).await;
        answer
    }

    const REQUEST: &str = "GET / HTTP/1.1\r\nhost: here\r\nconnection: close\r\n\r\n";

    #[tokio::test]
    async fn dawdlers_are_closed_and_make_room() {
        let limits = Limits { headers: Duration::from_millis(300), connections: 2 };
        let address = served(limits).await;
        assert!(told(address, REQUEST).await.ends_with("\r\n\r\n127.0.0.1"));
        let watch = Stopwatch::start();
        let dawdling = (0..2).map(|_| tokio::spawn(told(address, "GET / HTTP/1.1\r\nhost: he")));
        let dawdling: Vec<_> = dawdling.collect();
        tokio::time::sleep(Duration::from_millis(50)).await;
        // All places are taken, so this one is answered only when the others were closed.
        assert!(told(address, REQUEST).await.ends_with("127.0.0.1"));
        assert!(watch.elapsed() >= limits.headers, "{:?}", watch.elapsed());
        for one in dawdling {
            let answer = one.await.expect("closed");
            assert!(!answer.contains("200 OK"), "{answer}");
        }
    }
}
