//! Draft -> register of unresolved passages.

use crate::draft::{Draft, Register, View};

/// Every unresolved passage of one view of a draft.
#[must_use]
pub fn register(draft: &Draft, view: View) -> Register {
    let _ = (draft, view);
    Register::default()
}
