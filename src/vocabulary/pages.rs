//! The words that a page adds to a text, and the words of its parts.

use super::lists;
use super::prefixes::taken;

lists! {
    /// The word before the number of a page, in small letters: "page ".
    page_words: pages.words;
    /// The word between a page and how many there are: "of".
    page_links: pages.of;
    /// What stands over a table of contents.
    contents_words: pages.contents;
    /// What the printer puts on a page: "Please recycle".
    printed_words: pages.printed;
    /// Headings of preambles.
    preamble_words: pages.preamble;
    /// What the names of Word's styles for headings have in them, in small letters.
    heading_styles: pages.heading_styles;
}

/// Whether a line stands over a table of contents.
#[must_use]
pub fn is_contents_word(line: &str) -> bool {
    let bare = line.trim().trim_end_matches(':');
    let is = |word: &&str| taken(bare, word) == Some(bare.len());
    contents_words().iter().any(is)
}

/// Whether a heading is that of a preamble.
#[must_use]
pub fn is_preamble_word(heading: &str) -> bool {
    let is = |word: &str| taken(heading, word) == Some(heading.len());
    preamble_words().iter().any(|word| is(word))
}
