//! The published JSON: see [`crate::json`] for its types and schema.

pub use crate::json::{changes, check, draft, lives, ranked, redline, references, register};
