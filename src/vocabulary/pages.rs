//! The words that a page adds to a text, and the words of its parts.

use super::lists;
use super::prefixes::{Prefixes, taken};
use std::sync::LazyLock;

lists! {
    /// The word before the number of a page, in small letters: "page ".
    page_words: pages.words;
    /// The word between a page and how many there are: "of".
    page_links: pages.of;
    /// What stands over a table of contents.
    contents_words: pages.contents;
    /// What stands before the kind of a document that is not adopted yet: "Draft ".
    draft_words: pages.drafts;
    /// Kinds of documents that an organ adopts under a number: "Decision ".
    document_words: pages.documents;
    /// What the printer puts on a page: "Please recycle".
    printed_words: pages.printed;
    /// The house that a first page names before all else: "United Nations".
    houses: pages.houses;
    /// How lines begin that say what kind of document it is, not what it is about, in small
    /// letters.
    formal_openings: pages.formal;
    /// Headings of preambles.
    preamble_words: pages.preamble;
    /// What the names of Word's styles for headings have in them, in small letters.
    heading_styles: pages.heading_styles;
}

/// Whether a line stands over a table of contents.
#[must_use]
pub fn is_contents_word(line: &str) -> bool {
    let bare = line.trim().trim_end_matches(':');
    static WORDS: LazyLock<Prefixes> =
        LazyLock::new(|| Prefixes::of(contents_words().iter().copied()));
    WORDS.at(bare).any(|(taken, _)| taken == bare.len())
}

/// Whether a line names a decision or a resolution by its number, and says nothing else.
///
/// ```
/// use redraft::vocabulary::names_document;
/// assert!(names_document("Decision 2/CMA.2") && names_document("RESOLUTION 9 (REV. BUSAN,
/// 2014)")); assert!(names_document("Projet de décision -/CP.25") &&
/// names_document("第2/CMA.2号决定")); assert!(!names_document("Decision makers") &&
/// !names_document("Resolution 9 asks them to act;"));
/// ```
#[must_use]
pub fn names_document(line: &str) -> bool {
    const LONGEST: usize = 120;
    const MOST_WORDS: usize = 7;
    let line = line.trim().trim_matches(['*', '_', '[', ']', ' ']);
    if line.is_empty() || line.len() > LONGEST || line.ends_with([',', ';', ':', '.']) {
        return false;
    }
    // 第2/CMA.2号决定
    if let Some(rest) = line.strip_prefix(super::counted_before()) {
        let kind = rest.split_once('号').map(|(_, kind)| kind);
        return kind.is_some_and(|kind| document_words().contains(&kind));
    }
    let after = |words: &[&str], text: &str| words.iter().find_map(|word| taken(text, word));
    let line = &line[after(draft_words(), line).unwrap_or(0)..];
    let Some(end) = after(document_words(), line) else {
        return false;
    };
    let number = line[end..].trim_start();
    let first = number.split_whitespace().next().unwrap_or("");
    let is_number = first.starts_with(|c: char| c.is_numeric() || "-–[(/X".contains(c))
        || first.contains('/') && first.contains(char::is_numeric);
    is_number && number.split_whitespace().count() <= MOST_WORDS
}

/// Whether a heading is that of a preamble.
#[must_use]
pub fn is_preamble_word(heading: &str) -> bool {
    let is = |word: &str| taken(heading, word) == Some(heading.len());
    preamble_words().iter().any(|word| is(word))
}
