//! The published JSON: see [`crate::json`] for its types and schema.

pub use crate::json::{
    changes, check, conflicts, draft, lives, ranked, redline, references, register,
};
