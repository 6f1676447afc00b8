//! What a format hands over for each paragraph: how it is printed, its words with their marks, what
//! else is known of it.

use crate::draft::{Anchor, Change, Diff, Kind, Move, Paragraph, View, Wording};
use memchr::memchr2;
use smallvec::SmallVec;
use std::borrow::Cow;
use std::ops::Range;

/// A paragraph as it is printed: its text and where each printed line of it begins.
#[derive(Debug, Clone)]
pub(in crate::read) struct Block<'a> {
    /// The lines, joined by single spaces, without indentation and list signs.
    pub(in crate::read) text: Cow<'a, str>,
    /// For each line: offset in `text`, line and column (from 1) in the source.
    pub(in crate::read) places: SmallVec<[(u32, u32, u32); 1]>,
    /// Columns of white space before the first line (a tab counts as four).
    pub(in crate::read) indent: u16,
    /// The Markdown list sign before it, if any.
    pub(in crate::read) bullet: Option<char>,
    /// The number of `#` before a Markdown heading.
    pub(in crate::read) hashes: u8,
    /// Whether the format itself gives it a label that is not in the text: an automatic number.
    pub(in crate::read) is_labelled: bool,
    /// The list that the format numbers it in.
    pub(in crate::read) list: Option<ListLevel>,
    /// Whether the page added it: a running head, a page number.
    pub(in crate::read) is_of_page: bool,
    /// Whether a blank line (or the start) comes before it.
    pub(in crate::read) after_blank: bool,
}

impl Block<'_> {
    /// The block as it is printed, for what the page added.
    pub(in crate::read) fn printed(&self) -> Paragraph {
        let mut text = String::new();
        if let Some(sign) = self.bullet {
            text.push(sign);
            text.push(' ');
        }
        text.push_str(&self.text);
        let places = self.places.iter();
        Paragraph {
            line: Diff::same(self.places[0].1),
            anchors: places
                .map(|(at, line, column)| Anchor {
                    at: *at,
                    line: *line,
                    column: *column,
                })
                .collect(),
            ..Paragraph::plain(Kind::Furniture, &text)
        }
    }

    /// The text without the marks of insertions and deletions: what the words are is not for them
    /// to say.
    pub(in crate::read) fn bare(&self) -> Cow<'_, str> {
        const MARKS: [&str; 8] = [
            "<ins>", "</ins>", "<del>", "</del>", "{++", "++}", "{--", "--}",
        ];
        let mut bare = Cow::Borrowed(self.text.as_ref());
        if memchr2(b'<', b'{', self.text.as_bytes()).is_some() {
            for mark in MARKS.iter().filter(|mark| self.text.contains(**mark)) {
                bare = bare.replace(mark, "").into();
            }
        }
        bare
    }
}

/// A place in a list that the format numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::read) struct ListLevel {
    /// Which list: levels of different lists say nothing of each other.
    pub(in crate::read) list: u32,
    /// How deep in it, from 0.
    pub(in crate::read) level: u8,
}

/// The words of a block, with their marks.
#[derive(Debug, Default)]
pub(in crate::read) struct Inline {
    pub(in crate::read) words: Wording,
    /// Most words stand on one line, and have one place.
    pub(in crate::read) anchors: SmallVec<[Anchor; 1]>,
    /// What else was found, which is seldom anything.
    pub(in crate::read) aside: Option<Box<Aside>>,
}

/// What was found among the words of a block and is none of them.
#[derive(Debug, Default)]
pub(in crate::read) struct Aside {
    /// Comments found in the text (CriticMarkup, HTML), with line and column in the source.
    pub(in crate::read) comments: Vec<(u32, u32, String)>,
    /// Offsets in the words of marks without a partner.
    pub(in crate::read) unpaired: Vec<usize>,
    /// How many more of them there are.
    pub(in crate::read) unpaired_more: usize,
    /// Link targets left out of the words, with line and column in the source.
    pub(in crate::read) links: Vec<(u32, u32, String)>,
    /// Where in the words a label stands, old and new, with what parts it from them, where the
    /// format itself says so.
    pub(in crate::read) label: Option<Range<usize>>,
}

impl Inline {
    /// What else was found, to add something.
    pub(in crate::read) fn aside(&mut self) -> &mut Aside {
        self.aside.get_or_insert_default()
    }

    /// Where in the words the label stands that the format itself says is one.
    pub(in crate::read) fn label(&self) -> Option<Range<usize>> {
        self.aside.as_ref()?.label.clone()
    }

    /// That label, as it is in the newer text, or else in the older.
    pub(in crate::read) fn label_text(&self) -> Option<String> {
        let signs = self.words.clone().take(self.label()?);
        let mut views = [View::Revised, View::Base].into_iter();
        views.find_map(|view| {
            let text = signs.text(view).trim().to_owned();
            (!text.is_empty()).then_some(text)
        })
    }
}

/// What stands between two lines of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Joint {
    /// A space.
    Space,
    /// A hyphen that belongs to the word.
    Hyphen,
    /// A hyphen that only parted it.
    Parted,
}

/// What the marks on the words of a block do not say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::read) enum Remark {
    /// The change of the paragraph's own mark, whatever its words show.
    Mark(Change),
    /// The paragraph is this half of a move.
    Moved(Move),
}

/// Whether a line ends as sentences and clauses end.
pub(in crate::read) fn ends_sentence(line: &str) -> bool {
    let bare = line.trim_end_matches(['*', '_', '~', ']', ')', '"', '”', '’', '\'', '\\', ' ']);
    let bare = without_note_sign(bare);
    bare.ends_with([
        '.', ';', ':', ',', '!', '?', '…', '،', '؛', '。', '；', '：', '，', '>', '°', '®',
    ]) || bare.len() < line.trim_end().len() && line.trim_end().ends_with(['"', '”'])
}

/// A line without the sign of a note at its end: "open,3", "the website. 4", "levels;¹".
fn without_note_sign(line: &str) -> &str {
    const LONGEST: usize = 3;
    let without = line.trim_end_matches(|c: char| c.is_ascii_digit() || "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c));
    let sign = line[without.len()..].chars().count();
    // "decision 1/CP.21" ends in no sign of a note.
    let ends_word = without
        .strip_suffix([',', ';', '.', ':'])
        .is_some_and(|rest| {
            rest.ends_with(|c: char| c.is_alphabetic() && !c.is_uppercase() || ")”’»\"".contains(c))
        });
    let is_sign = (1..=LONGEST).contains(&sign)
        && (ends_word || without.ends_with(". ") || without.ends_with("; "));
    if is_sign { without.trim_end() } else { line }
}
