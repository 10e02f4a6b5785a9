//! Connections: how many, how long, how large a request. A client that misbehaves loses its connection; the server
//! goes on.

use super::Snapshot;
use super::respond::{self, Answer, Body};
use http_body_util::BodyExt as _;
use http_body_util::channel::Channel;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// Connections at a time; others wait.
const CONNECTIONS: usize = 256;
/// Largest head of a request.
const HEAD: usize = 16 * 1024;
/// Longest time that a client may take to send the head of a request, or be silent between two.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest life of a connection that is not listening for reloads, however slowly its client reads.
const LIFE: Duration = Duration::from_mins(1);
/// How often a listener is told that we are still here, and it is seen to be gone.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// Pause after the system could not give us a connection, so that the loop does not spin.
const RECOVERY: Duration = Duration::from_millis(50);

type Current = watch::Receiver<Arc<Snapshot>>;

/// Serves what is current, until `stop` is ready.
pub(super) async fn run(
    listener: std::net::TcpListener,
    current: Current,
    stop: impl Future<Output = ()>,
) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = TcpListener::from_std(listener)?;
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::pin!(stop);
    loop {
        let place = tokio::select! {
            place = Arc::clone(&places).acquire_owned() => place.expect("the semaphore is never closed"),
            () = &mut stop => return Ok(()),
        };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            () = &mut stop => return Ok(()),
        };
        let Ok((stream, _)) = accepted else {
            tokio::time::sleep(RECOVERY).await;
            continue;
        };
        let current = current.clone();
        tokio::spawn(async move {
            converse(stream, current).await;
            drop(place);
        });
    }
}

/// One connection, from the first request to its end.
async fn converse(stream: TcpStream, current: Current) {
    let Ok(local) = stream.local_addr() else { return };
    let listening = AtomicBool::new(false);
    let service = service_fn(|request: Request<Incoming>| {
        let (current, listening) = (current.clone(), &listening);
        async move { Ok::<_, Infallible>(respond(request, local, current, listening).await) }
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(HEAD)
        .max_header_size(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    loop {
        tokio::select! {
            // How it ended does not matter to the others.
            _ = &mut connection => return,
            () = tokio::time::sleep(LIFE) => if !listening.load(Ordering::Relaxed) { return },
        }
    }
}

async fn respond(
    request: Request<Incoming>,
    local: SocketAddr,
    current: Current,
    listening: &AtomicBool,
) -> Response<Body> {
    let (head, _) = request.into_parts();
    let snapshot = Arc::clone(&current.borrow());
    // a page is made first, which takes its time; other requests go on meanwhile
    match tokio::task::spawn_blocking(move || respond::answer(&head, local, &snapshot)).await {
        Ok(Answer::Whole(response)) => response,
        Ok(Answer::Stream) => {
            listening.store(true, Ordering::Relaxed);
            respond::with_headers(StatusCode::OK, "text/event-stream", versions(current))
        }
        Err(_) => respond::failure(),
    }
}

/// The version of what is served now, and of what follows.
fn versions(mut current: Current) -> Body {
    let (mut sender, body) = Channel::<Bytes>::new(1);
    tokio::spawn(async move {
        let mut message = format!("retry: 1000\ndata: {}\n\n", current.borrow_and_update().version);
        while sender.send_data(Bytes::from(message)).await.is_ok() {
            message = tokio::select! {
                changed = current.changed() => match changed {
                    Ok(()) => format!("data: {}\n\n", current.borrow_and_update().version),
                    Err(_) => return,
                },
                () = tokio::time::sleep(HEARTBEAT) => ":\n\n".to_owned(),
            };
        }
    });
    body.boxed_unsync()
}
