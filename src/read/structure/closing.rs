//! Where a draft ends and another begins: "12th plenary meeting", "15 December 2019", "Decision
//! 2/CMA.2".

use crate::vocabulary;

/// Whether a line is one of the last of a draft: the meeting that adopted it, its date, a rule.
pub(super) fn is_closing(text: &str) -> bool {
    vocabulary::closing_line(text)
}

/// Whether a line names a decision or a resolution by its number and nothing else.
pub(super) fn opens_draft(text: &str) -> bool {
    vocabulary::names_document(text)
}
