//! A file on its way in: as it comes, it takes memory, and no more than has come.

use super::House;
use super::answer::Refusal;
use super::budget::{Share, busy};
use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::BodyExt as _;
use std::error::Error;
use tower_http::timeout::TimeoutError;

/// The first part of a file asks for memory of this size; later ones for as much as there is
/// already.
const FIRST: u64 = 256 << 10;

impl House {
    /// The bytes of a file that is sent, and the memory that they take.
    pub(super) async fn receive(&self, body: Body) -> Result<(Vec<u8>, Share), Refusal> {
        let limit = self.shelf()?.limits.file;
        let whole = tokio::time::timeout(self.patience.file, self.all_of(body, limit));
        whole.await.unwrap_or_else(|_| Err(stalled()))
    }

    async fn all_of(&self, mut body: Body, limit: u64) -> Result<(Vec<u8>, Share), Refusal> {
        let mut bytes: Vec<u8> = Vec::new();
        let mut share = self.budget.now(FIRST).ok_or_else(busy)?;
        let mut room = FIRST;
        while let Some(frame) = body.frame().await {
            let frame = frame.map_err(|error| broken(&error))?;
            let Ok(part) = frame.into_data() else {
                continue;
            };
            let length = bytes.len() as u64 + part.len() as u64;
            if length > limit {
                return Err(Refusal::too_much(format!(
                    "it is larger than {} MB",
                    limit / 1_000_000
                )));
            }
            // A row of bytes that grows may be there twice for a moment.
            while room < length.saturating_mul(2) {
                share.add(self.budget.now(room).ok_or_else(busy)?);
                room = room.saturating_mul(2);
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
