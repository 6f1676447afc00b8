//! The marks inside a paragraph: struck and inserted words, typefaces, notes, links, CriticMarkup.
//!
//! Marks overlap each other any way, and they are toggles: a strike may begin in italics and end
//! outside them. What has no partner is text.

use super::super::Format;
use super::pairs::{Emphasis, pair_up};
use super::pieces::{Piece, Span, commented, linked, pieces, substituted};
use crate::draft::{Anchor, Change, Diff, Style, Wording};
use crate::read::structure::block::{Block, Inline};
use memchr::{memchr, memchr3};
use smallvec::SmallVec;
use std::collections::HashSet;

/// What the whole text tells the inline reader.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub(super) format: Option<Format>,
    /// Names of defined link targets: only `[text][name]` with one of these is a link.
    pub(super) link_names: HashSet<String>,
}

/// Reads the words of a block.
pub(super) fn read(block: &Block<'_>, marks: &Marks) -> Inline {
    let format = marks.format.unwrap_or(Format::Text);
    let mut out = Writer::new(block);
    if format == Format::Text || !may_be_marked(&block.text) {
        out.push(0, &block.text);
        return out.finish();
    }
    let pieces = pieces(&block.text, format, marks);
    let effects = pair_up(&pieces);
    let mut runs = effects.emphasis.iter();
    for (i, is_paired) in effects.paired.iter().enumerate() {
        match pieces.get(i) {
            Some((Piece::Emphasis(sign), at, _)) => {
                out.emphasis(at, sign, runs.next().copied().unwrap_or_default());
            }
            Some((piece, at, text)) => out.piece(at, piece, text, *is_paired),
            None => {}
        }
    }
    out.finish()
}

/// Whether any words of a block are struck.
pub(super) fn has_strikes(block: &Block<'_>, marks: &Marks) -> bool {
    let is_marked_up = marks.format != Some(Format::Text);
    // Strikes are made of these signs, which few blocks have.
    is_marked_up
        && memchr3(b'~', b'<', b'{', block.text.as_bytes()).is_some()
        && read(block, marks).words.has(Change::Deleted)
}

/// Whether there is any sign in it that marks are made of.
fn may_be_marked(text: &str) -> bool {
    let text = text.as_bytes();
    memchr3(b'*', b'_', b'[', text).is_some()
        || memchr3(b'~', b'<', b'{', text).is_some()
        || memchr(b'\\', text).is_some()
}

/// Marks without a partner that are told one by one; of the others it is told how many there are.
const MOST_TOLD: usize = 100;

/// Puts the words together and remembers where they came from.
struct Writer<'b> {
    block: &'b Block<'b>,
    out: Inline,
    struck: bool,
    /// How many spans of each kind are open.
    spans: [u32; Span::KINDS],
    bold: i32,
    italic: i32,
    /// Where the words stand that come next if nothing is left out.
    next: usize,
    /// A place in the block that was counted to: the start of its line, itself, and the characters
    /// between.
    counted: (usize, usize, u32),
}

impl<'b> Writer<'b> {
    fn new(block: &'b Block<'b>) -> Self {
        Self {
            block,
            out: Inline {
                words: Wording::with_capacity(block.text.len(), 1),
                anchors: SmallVec::with_capacity(block.places.len()),
                ..Inline::default()
            },
            struck: false,
            spans: [0; Span::KINDS],
            bold: 0,
            italic: 0,
            next: usize::MAX,
            counted: (0, 0, 0),
        }
    }

    fn piece(&mut self, at: usize, piece: Piece, text: &str, is_paired: bool) {
        match piece {
            Piece::Emphasis(_) => {}
            Piece::Text => self.push(at, text),
            Piece::Escaped => self.push(at + 1, text.get(1..).unwrap_or("")),
            Piece::Strike if is_paired => self.struck = !self.struck,
            Piece::Open(span) if is_paired => self.spans[span as usize] += 1,
            Piece::Close(span) if is_paired => {
                let open = &mut self.spans[span as usize];
                *open = open.saturating_sub(1);
            }
            Piece::Strike | Piece::Open(_) | Piece::Close(_) => self.literal(at, text),
            Piece::Substitute => {
                let (old, new) = substituted(text).unwrap_or_default();
                let start = at + 3;
                self.push_as(start, old, Change::Deleted);
                self.push_as(start + old.len() + 2, new, Change::Inserted);
            }
            Piece::Comment => {
                let (line, column) = self.place(at);
                let comment = commented(text).to_owned();
                self.out.aside().comments.push((line, column, comment));
            }
            Piece::Link => {
                let (words, target) = linked(text).unwrap_or_default();
                let (line, column) = self.place(at);
                self.push(at + 1, words);
                self.out
                    .aside()
                    .links
                    .push((line, column, target.to_owned()));
            }
            Piece::NoteSign => {
                self.push_styled(at, text, self.change(), self.style() | Style::SUPERSCRIPT);
            }
        }
    }

    fn emphasis(&mut self, at: usize, sign: u8, run: Emphasis) {
        self.bold += run.bold;
        self.italic += run.italic;
        if run.literal > 0 {
            let sign = char::from(sign).to_string();
            self.push(at, &sign.repeat(run.literal as usize));
        }
    }

    fn literal(&mut self, at: usize, text: &str) {
        let end = self.out.words.all().len();
        let aside = self.out.aside();
        if aside.unpaired.len() < MOST_TOLD {
            aside.unpaired.push(end);
        } else {
            aside.unpaired_more += 1;
        }
        self.push(at, text);
    }

    fn push(&mut self, at: usize, text: &str) {
        self.push_as(at, text, self.change());
    }

    fn push_as(&mut self, at: usize, text: &str, change: Change) {
        self.push_styled(at, text, change, self.style());
    }

    fn push_styled(&mut self, at: usize, text: &str, change: Change, style: Style) {
        self.anchor(at, text.len());
        self.next = at + text.len();
        self.out.words.push_styled(text, change, Diff::same(style));
    }

    /// Notes where `text`, which stands at `at` in the block, comes from: one anchor a line, and
    /// one where something is left out.
    fn anchor(&mut self, at: usize, len: usize) {
        let base = self.out.words.all().len();
        let first = self
            .block
            .places
            .partition_point(|(start, _, _)| *start as usize <= at)
            .saturating_sub(1);
        for (start, line, column) in &self.block.places[first..] {
            let start = *start as usize;
            if start >= at + len && start > at {
                break;
            }
            let from = start.max(at);
            // Words that go on where the last ones ended need no anchor of their own.
            if start < at && at == self.next {
                continue;
            }
            let skipped = self.columns(start, from);
            self.out.anchors.push(Anchor {
                at: u32::try_from(base + (from - at)).unwrap_or(u32::MAX),
                line: *line,
                column: column + skipped,
            });
        }
    }

    /// The line and the column of a place in the block.
    fn place(&mut self, at: usize) -> (u32, u32) {
        let places = &self.block.places;
        let line = places.partition_point(|(start, _, _)| *start as usize <= at);
        let Some((start, line, column)) = line.checked_sub(1).and_then(|k| places.get(k)) else {
            return (0, 0);
        };
        (*line, column + self.columns(*start as usize, at))
    }

    /// The characters between the start of a line and a place in it, counted on from the last place
    /// that was asked for: a line may be a megabyte long, with a mark at every word.
    fn columns(&mut self, start: usize, from: usize) -> u32 {
        let (line, at, columns) = self.counted;
        let (at, columns) = if line == start && (start..=from).contains(&at) {
            (at, columns)
        } else {
            (start, 0)
        };
        let between = self.block.text.get(at..from).unwrap_or("").chars().count();
        let columns = columns + u32::try_from(between).unwrap_or(0);
        self.counted = (start, from, columns);
        columns
    }

    const fn is_in(&self, span: Span) -> bool {
        self.spans[span as usize] > 0
    }

    const fn change(&self) -> Change {
        if self.struck || self.is_in(Span::Deleted) {
            Change::Deleted
        } else if self.is_in(Span::Inserted) {
            Change::Inserted
        } else {
            Change::Kept
        }
    }

    fn style(&self) -> Style {
        let mut style = Style::PLAIN;
        for (holds, one) in [
            (self.bold > 0, Style::BOLD),
            (self.italic > 0, Style::ITALIC),
            (self.is_in(Span::Underlined), Style::UNDERLINE),
            (self.is_in(Span::Raised), Style::SUPERSCRIPT),
            (self.is_in(Span::Lowered), Style::SUBSCRIPT),
            (self.is_in(Span::SmallCaps), Style::SMALL_CAPS),
        ] {
            if holds {
                style |= one;
            }
        }
        style
    }

    fn finish(mut self) -> Inline {
        self.out.words.shrink();
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines::blocks;
    use super::*;

    fn shown(text: &str, format: Format) -> String {
        let blocks = blocks(text, true).body;
        let marks = Marks {
            format: Some(format),
            link_names: std::iter::once("source".to_owned()).collect(),
        };
        let inline = read(&blocks[0], &marks);
        let mut out = String::new();
        for run in inline.words.runs() {
            let sign = match run.change {
                Change::Kept => "",
                Change::Inserted => "+",
                Change::Deleted => "-",
            };
            let style: String = run.style.new.names().iter().map(|n| &n[..1]).collect();
            out.push_str(&format!("{sign}{style}({})", run.text));
        }
        out
    }

    #[test]
    fn marks_overlap_any_way() {
        let md = |t| shown(t, Format::Markdown);
        assert_eq!(md("a ~~b *c~~ d* e"), "(a )-(b )-i(c)i( d)( e)");
        assert_eq!(md("**[x]**and <ins>y</ins>"), "b([x])(and )+(y)");
        assert_eq!(
            md("*[Taking* account] [NDMC*][INDC]"),
            "i([Taking)( account] [NDMC*][INDC])"
        );
        assert_eq!(
            md("r*eaffirming* a_b_c 2*3*4"),
            "(r)i(eaffirming)( a_b_c 2)i(3)(4)"
        );
        assert_eq!(md("lone ~~ sign \\~~ and \\[x"), "(lone ~~ sign ~~ and [x)");
    }

    #[test]
    fn links_are_not_brackets() {
        let md = |t| shown(t, Format::Markdown);
        assert_eq!(
            md("the [text][source] of [a][b] [x](y z) [l](http://e.org/a) n[^1]"),
            "(the text of [a][b] [x](y z) l n)s([^1])"
        );
    }

    #[test]
    fn criticmarkup() {
        let cm = |t| shown(t, Format::CriticMarkup);
        assert_eq!(
            cm("a {++b++} {--c--} {~~d~>e~~}{>>why<<}."),
            "(a )+(b)( )-(c)( )-(d)+(e)(.)"
        );
        assert_eq!(cm("ten-year 2+2 {++open"), "(ten-year 2+2 {++open)");
    }
}
