//! A file on its way in: as it comes, it takes memory, and hardly more than has come.

use super::House;
use super::answer::Refusal;
use super::budget::{Share, busy};
use super::shelf::Limits;
use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt as _;
use std::error::Error;
use tower_http::timeout::TimeoutError;

/// There is room for so many bytes at first, and for twice as many whenever that is too little.
const FIRST: u64 = 64 << 10;

impl House {
    /// The bytes of a file that is sent, and the memory that they take; `length` is what whoever
    /// sends it says of its length.
    pub(super) async fn receive(
        &self,
        body: Body,
        length: Option<u64>,
    ) -> Result<(Vec<u8>, Share), Refusal> {
        let limits = self.shelf()?.limits;
        let whole = tokio::time::timeout(self.patience.file, self.all_of(body, length, limits));
        whole.await.unwrap_or_else(|_| Err(stalled()))
    }

    async fn all_of(
        &self,
        mut body: Body,
        length: Option<u64>,
        limits: Limits,
    ) -> Result<(Vec<u8>, Share), Refusal> {
        let mut bytes: Vec<u8> = Vec::new();
        let mut share = self.arriving.now(0).ok_or_else(busy)?;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| broken(&error))?;
            let Ok(part) = frame.into_data() else {
                continue;
            };
            let least = bytes.len() as u64 + part.len() as u64;
            limits.allow_file(least)?;
            let had = bytes.capacity() as u64;
            if least > had {
                let most = length.unwrap_or(limits.file).max(least);
                let room = had.saturating_mul(2).max(FIRST).max(least).min(most);
                // While it moves to where it has room, it may be there twice.
                let both = had.saturating_add(room);
                if both > self.arriving.all() {
                    return Err(Refusal::too_much(format!(
                        "it is too large for this server, which has {} MB for files on their way",
                        self.arriving.all() / 1_000_000
                    )));
                }
                share.grow(both).await?;
                let more = usize::try_from(room).unwrap_or(usize::MAX) - bytes.len();
                // The system may refuse what the budget grants; that is no reason to end.
                bytes.try_reserve_exact(more).map_err(|_| busy())?;
                share.cut(room);
            }
            bytes.extend_from_slice(&part);
        }
        Ok((bytes, share))
    }
}

fn stalled() -> Refusal {
    Refusal::new(
        StatusCode::REQUEST_TIMEOUT,
        "the file stopped coming; send it again",
    )
}

/// Why the rest of a file did not come.
fn broken(error: &axum::Error) -> Refusal {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.is::<TimeoutError>() {
            return stalled();
        }
        cause = one.source();
    }
    Refusal::unclear("the file did not arrive whole; send it again")
}
