//! redraft: the tracked-changes engine for negotiated texts.

pub mod brackets;
pub mod clean;
pub mod compare;
pub mod draft;
pub mod json;
pub mod read;
pub mod references;
pub mod write;
