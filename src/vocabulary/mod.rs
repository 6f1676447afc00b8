//! stub
pub(crate) fn closing_line(text: &str) -> bool { let low = text.to_lowercase(); low.ends_with("plenary meeting") || { let w: Vec<&str> = text.split_whitespace().collect(); w.len()==3 && w[2].len()==4 && w[2].bytes().all(|b| b.is_ascii_digit()) && w[0].bytes().all(|b| b.is_ascii_digit()) && w[1].starts_with(char::is_uppercase) } }
pub(crate) fn is_draft_word(w: &str) -> bool { w.eq_ignore_ascii_case("draft") }
pub(crate) fn is_document_word(w: &str) -> bool { let l = w.to_lowercase(); l=="decision" || l=="resolution" || l=="recommendation" }
pub(crate) fn is_contents_word(w: &str) -> bool { w.eq_ignore_ascii_case("contents") || w.eq_ignore_ascii_case("table of contents") }
