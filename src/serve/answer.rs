//! What cannot be done, as an answer: a status and a message for people.

use super::budget::Share;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// Why something was not done, and what to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: StatusCode,
    pub(super) message: String,
}

#[derive(Serialize)]
struct Message<'a> {
    message: &'a str,
}

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self {
            status,
            message: message.into(),
        }
    }

    /// Somebody asked for something that is not there.
    pub(super) fn not_there(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, message)
    }

    /// Somebody asked for it in a way that cannot be understood.
    pub(super) fn unclear(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    /// The file or the drafts are not what they should be.
    pub(super) fn unfit(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, message)
    }

    /// It is too much.
    pub(super) fn too_much(message: impl Into<String>) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, message)
    }

    /// A defect of ours.
    pub(super) fn defect(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, message)
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let message = Message {
            message: &self.message,
        };
        (self.status, Json(message)).into_response()
    }
}

/// The bytes of an answer, which keep the memory that they take until the last of them was taken:
/// whoever sends them on may hold them longer than the body that they came in.
pub(super) fn body(bytes: Vec<u8>, mut share: Share) -> Body {
    share.cut(bytes.capacity() as u64);
    let _share = share;
    Body::from(Bytes::from_owner(Sent { bytes, _share }))
}

struct Sent {
    bytes: Vec<u8>,
    _share: Share,
}

impl AsRef<[u8]> for Sent {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}
