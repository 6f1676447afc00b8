//! Tables of contents: their entries name headings and pages, and are no headings themselves.

/// Whether a line announces a table of contents.
pub(super) fn opens(text: &str) -> bool {
    let text = text.trim_matches(['*', '_', ' ', ':', '#']);
    crate::vocabulary::is_contents_word(text)
}

/// What an entry and the heading that it names have in common: their words, in capitals or not.
pub(super) fn entry(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '#'));
    let words: Vec<&str> = words.filter(|word| !word.is_empty()).collect();
    words.join(" ").to_lowercase()
}

/// Whether a line ends as an entry does: in a page number, after a tab, several spaces or dots.
pub(super) fn is_entry(text: &str) -> bool {
    let text = text.trim_end();
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return false;
    }
    let before = &text[..text.len() - digits];
    before.ends_with('\t')
        || before.ends_with("  ")
        || before.trim_end().ends_with("..")
        || before.trim_end().ends_with("…")
        || before.ends_with("\t ")
        || before.ends_with(". .")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_end_in_a_page() {
        assert!(is_entry("I.\tOpening of the session\t\t1–2\t4"));
        assert!(is_entry("Scope ........ 12"));
        assert!(!is_entry("in accordance with resolution 70/1 of 2015"));
        assert!(!is_entry("to meet again in 2027"));
    }
}
