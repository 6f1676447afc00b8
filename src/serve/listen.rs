//! Who is listened to, and for how long: whoever says nothing, or takes nothing, keeps no place.

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::{GracefulShutdown, Watcher};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio_io_timeout::TimeoutStream;

/// How long the other side may take. Both sides are on one computer: none of this takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// To say what it asks for; and between two requests, until it says the next.
    pub head: Duration,
    /// Between two parts of a file that it sends.
    pub pause: Duration,
    /// To send a file.
    pub file: Duration,
    /// To take a part of an answer.
    pub answer: Duration,
    /// Until there is memory for what it asks for.
    pub turn: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            head: Duration::from_secs(10),
            pause: Duration::from_secs(10),
            file: Duration::from_secs(120),
            answer: Duration::from_secs(30),
            turn: Duration::from_secs(60),
        }
    }
}

/// So many may speak at once; others wait until one of them is done or has been silent too long.
const MOST: usize = 256;
/// No request takes more to say, but for the file that it sends.
const HEAD: usize = 64 << 10;

/// Listens to all who come, until it is dropped.
pub(super) async fn listen(
    listener: TcpListener,
    routes: Router,
    patience: Patience,
    talks: &GracefulShutdown,
) {
    let places = Arc::new(Semaphore::new(MOST));
    while let Ok(place) = Arc::clone(&places).acquire_owned().await {
        match listener.accept().await {
            Ok((stream, _)) => {
                let talk = talk(stream, routes.clone(), patience, talks.watcher());
                tokio::spawn(async move {
                    talk.await;
                    drop(place);
                });
            }
            // The system can open no more: what is open will close.
            Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
        }
    }
}

/// Answers whoever has come, until one side ends it.
async fn talk(stream: TcpStream, routes: Router, patience: Patience, watcher: Watcher) {
    let _ = stream.set_nodelay(true);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(patience.answer));
    let talk = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(patience.head)
        .max_buf_size(HEAD)
        .serve_connection(
            TokioIo::new(Box::pin(stream)),
            TowerToHyperService::new(routes),
        );
    // Whoever breaks off has no use for a message.
    let _ = watcher.watch(talk).await;
}
