//! The published JSON: see [`crate::json`] for its types and schema.

pub use crate::json::lives::lives;
pub use crate::json::{check, draft, ranked, redline, references, register};
