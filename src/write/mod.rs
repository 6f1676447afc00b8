//! Marked drafts and registers, written down: one file a format.
