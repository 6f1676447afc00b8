//! The marks inside a paragraph: struck and inserted words, typefaces, notes, links, CriticMarkup.
//!
//! Marks overlap each other any way, and they are toggles: a strike may begin in italics and end outside them. What
//! has no partner is text.

use super::super::Format;
use super::pairs::{Effect, pair_up};
use super::pieces::{Piece, Span, pieces};
use crate::draft::{Anchor, Change, Diff, Style, Wording};
use crate::read::structure::block::{Block, Inline};
use memchr::{memchr, memchr3};
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
    let on = pair_up(&pieces);
    for (i, (at, piece)) in pieces.iter().enumerate() {
        out.piece(*at, *piece, &on[i]);
    }
    out.finish()
}

/// Whether there is any sign in it that marks are made of.
fn may_be_marked(text: &str) -> bool {
    let text = text.as_bytes();
    memchr3(b'*', b'_', b'[', text).is_some()
        || memchr3(b'~', b'<', b'{', text).is_some()
        || memchr(b'\\', text).is_some()
}

/// Puts the words together and remembers where they came from.
struct Writer<'b> {
    block: &'b Block<'b>,
    out: Inline,
    struck: bool,
    spans: Vec<Span>,
    bold: u32,
    italic: u32,
}

impl<'b> Writer<'b> {
    fn new(block: &'b Block<'b>) -> Self {
        Self {
            block,
            out: Inline {
                words: Wording::with_capacity(block.text.len(), 1),
                anchors: Vec::with_capacity(block.places.len()),
                comments: Vec::new(),
                unpaired: Vec::new(),
                links: Vec::new(),
            },
            struck: false,
            spans: Vec::new(),
            bold: 0,
            italic: 0,
        }
    }

    fn piece(&mut self, at: usize, piece: Piece<'_>, effects: &[Effect]) {
        match piece {
            Piece::Text(text) => self.push(at, text),
            Piece::Emphasis(sign, _) => self.emphasis(at, sign, effects),
            Piece::Strike => match effects.first() {
                Some(Effect::Strike(on)) => self.struck = *on,
                _ => self.literal(at, "~~"),
            },
            Piece::Open(span) | Piece::Close(span) => match effects.first() {
                Some(Effect::Span(_, true)) => self.spans.push(span),
                Some(_) => {
                    if let Some(place) = self.spans.iter().rposition(|s| *s == span) {
                        self.spans.remove(place);
                    }
                }
                None => {
                    let end = self.block.text[at..]
                        .find(['>', '}', '+', '-', '='])
                        .map_or(0, |n| n + 1);
                    let end = if self.block.text[at..].starts_with('<') {
                        end
                    } else {
                        3
                    };
                    let text = self.block.text.get(at..at + end).unwrap_or("").to_owned();
                    self.literal(at, &text);
                }
            },
            Piece::Substitute(old, new) => {
                let start = at + 3;
                self.push_as(start, old, Change::Deleted);
                self.push_as(start + old.len() + 2, new, Change::Inserted);
            }
            Piece::Comment(text) => {
                let place = self.out.words.all().len();
                self.out.comments.push((place, text.trim().to_owned()));
            }
            Piece::Link(words, target) => {
                self.push(at + 1, words);
                let place = self.out.words.all().len();
                self.out.links.push((place, target.to_owned()));
            }
            Piece::NoteSign(sign) => {
                self.push_styled(at, sign, self.change(), self.style() | Style::SUPERSCRIPT);
            }
        }
    }

    fn emphasis(&mut self, at: usize, sign: char, effects: &[Effect]) {
        for effect in effects {
            if let Effect::Style(style, on, signs) = *effect {
                let count = if style == Style::BOLD {
                    &mut self.bold
                } else {
                    &mut self.italic
                };
                if !style.is_plain() {
                    *count = if on {
                        *count + 1
                    } else {
                        count.saturating_sub(1)
                    };
                }
                if signs > 0 {
                    let text: String = std::iter::repeat_n(sign, signs).collect();
                    self.push(at, &text);
                }
            }
        }
    }

    fn literal(&mut self, at: usize, text: &str) {
        self.out.unpaired.push(self.out.words.all().len());
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
        self.out.words.push_styled(text, change, Diff::same(style));
    }

    /// Notes where `text`, which stands at `at` in the block, comes from: one anchor a line, and one after each mark.
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
            let skipped = self
                .block
                .text
                .get(start..from)
                .unwrap_or("")
                .chars()
                .count();
            self.out.anchors.push(Anchor {
                at: u32::try_from(base + (from - at)).unwrap_or(u32::MAX),
                line: *line,
                column: column + u32::try_from(skipped).unwrap_or(0),
            });
        }
    }

    fn change(&self) -> Change {
        if self.struck || self.spans.contains(&Span::Deleted) {
            Change::Deleted
        } else if self.spans.contains(&Span::Inserted) {
            Change::Inserted
        } else {
            Change::Kept
        }
    }

    fn style(&self) -> Style {
        let mut style = Style::PLAIN;
        if self.bold > 0 {
            style |= Style::BOLD;
        }
        if self.italic > 0 {
            style |= Style::ITALIC;
        }
        for span in &self.spans {
            style |= match span {
                Span::Underlined => Style::UNDERLINE,
                Span::Raised => Style::SUPERSCRIPT,
                Span::Lowered => Style::SUBSCRIPT,
                Span::SmallCaps => Style::SMALL_CAPS,
                Span::Inserted | Span::Deleted | Span::Highlight => Style::PLAIN,
            };
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
