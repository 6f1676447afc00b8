//! Where a draft ends and another begins: "12th plenary meeting", "15 December 2019", "Decision 2/CMA.2".

/// Whether a line is one of the last of a draft: the meeting that adopted it, its date, a rule.
pub(super) fn is_closing(text: &str) -> bool {
    let text = text.trim_matches(['*', '_', ' ', '(', ')', '[', ']']);
    let is_rule = text.len() >= 3 && text.chars().all(|c| "-–—_*=. ".contains(c));
    is_rule || crate::vocabulary::closing_line(text)
}

/// Whether a line names a decision or a resolution by its number and nothing else: "Decision 2/CMA.2", "RESOLUTION 9 (REV. BUSAN, 2014)".
pub(super) fn opens_draft(text: &str) -> bool {
    let text = text.trim_matches(['*', '_', ' ', '[', ']']);
    let mut words = text.split_whitespace();
    let mut first = words.next().unwrap_or("");
    if crate::vocabulary::is_draft_word(first) {
        first = words.next().unwrap_or("");
    }
    let number = words.next().unwrap_or("");
    text.chars().count() <= 80
        && first.starts_with(char::is_uppercase)
        && crate::vocabulary::is_document_word(first)
        && number.contains(|c: char| c.is_ascii_digit() || c == '/' || c == '[')
        && !text.ends_with([',', ';', ':'])
        && words.count() <= 6
}

