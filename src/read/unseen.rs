//! Signs that nobody sees: control characters, and marks that turn the direction of writing.
//!
//! A line of a draft can hold no control character: each is read as a space. Programs that take
//! Arabic out of a PDF put each line between marks that turn its direction (U+202B … U+202C);
//! these say how a line is laid out, and are left out. So are the marks of direction (U+200F)
//! before and in a label: they would hide it. Columns are those of the file, with all its signs.

use crate::draft::{Anchor, Draft, Finding, Paragraph, Severity};
use crate::vocabulary::unseen::{is_mark, turns_writing};
use std::borrow::Cow;

/// The text as it is read, where signs of it were left out, and what there is to say about it. Its
/// lines end in `\n` alone.
pub(super) fn without_unseen(text: Cow<'_, str>) -> (Cow<'_, str>, LeftOut, Vec<Finding>) {
    let mut left_out = LeftOut::default();
    if !may_have_unseen(&text) {
        return (text, left_out, Vec::new());
    }
    let mut out = String::with_capacity(text.len());
    let (mut controls, mut turns, mut marks) =
        (Places::default(), Places::default(), Places::default());
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let label_end = label_end(line);
        let mut column = 1;
        for (at, c) in line.char_indices() {
            if is_control(c) {
                out.push(' ');
                controls.add(number);
            } else if turns_writing(c) {
                turns.add(number);
                left_out.0.push((number, column));
                continue;
            } else if is_mark(c) && at < label_end {
                marks.add(number);
                left_out.0.push((number, column));
                continue;
            } else {
                out.push(c);
            }
            column += 1;
        }
    }
    let told = [
        controls.told("control characters, each read as a space"),
        turns.told("marks that turn the direction of writing, left out"),
        marks.told("marks of direction before a label, left out"),
    ];
    (
        Cow::Owned(out),
        left_out,
        told.into_iter().flatten().collect(),
    )
}

/// Where signs were left out of a text: the line, and the column that the next sign has without
/// them; both from 1, in order.
#[derive(Debug, Default)]
pub(super) struct LeftOut(Vec<(u32, u32)>);

impl LeftOut {
    /// Makes the columns that a draft tells those of the file.
    pub(super) fn restore(&self, draft: &mut Draft) {
        if self.0.is_empty() {
            return;
        }
        for paragraph in &mut draft.paragraphs {
            self.restore_anchors(paragraph);
        }
        for found in draft.findings.iter_mut().filter(|found| found.column > 0) {
            found.column = self.in_file(found.line, found.column);
        }
    }

    /// A stretch of words has a place of its own behind each sign that was left out of it.
    fn restore_anchors(&self, paragraph: &mut Paragraph) {
        let words = paragraph.words.all();
        let mut out = Vec::with_capacity(paragraph.anchors.len());
        for (k, anchor) in paragraph.anchors.iter().enumerate() {
            let place = |at: u32, column: u32| Anchor {
                at,
                line: anchor.line,
                column: self.in_file(anchor.line, column),
            };
            out.push(place(anchor.at, anchor.column));
            let end = paragraph
                .anchors
                .get(k + 1)
                .map_or(words.len(), |next| next.at as usize);
            let stretch = words.get(anchor.at as usize..end).unwrap_or("");
            let from = (anchor.line, anchor.column);
            let from = self.0.partition_point(|place| *place <= from);
            let mut here = self.0[from..].iter().peekable();
            for ((at, _), column) in stretch.char_indices().zip(anchor.column..) {
                let is_here = |place: &&(u32, u32)| **place == (anchor.line, column);
                if here.next_if(is_here).is_some() {
                    while here.next_if(is_here).is_some() {}
                    let at = u32::try_from(at).unwrap_or(u32::MAX);
                    out.push(place(anchor.at.saturating_add(at), column));
                }
            }
        }
        paragraph.anchors = out.into();
    }

    /// The column that a column has in the file.
    fn in_file(&self, line: u32, column: u32) -> u32 {
        let start = self.0.partition_point(|(of, _)| *of < line);
        let end = self.0.partition_point(|place| *place <= (line, column));
        column.saturating_add(u32::try_from(end - start).unwrap_or(0))
    }
}

/// Whether the text may have such signs. Nearly all texts have none, and are looked at many bytes
/// at once: there is no way out of the first loop.
fn may_have_unseen(text: &str) -> bool {
    let has_controls = text.bytes().fold(false, |has, b| {
        has | ((b < b' ') & !matches!(b, b'\n' | b'\t' | b'\r' | b'\x0c') | (b == 0x7f))
    });
    // Beyond ASCII, all such signs begin with one of four bytes.
    let is_found = |lead| {
        memchr::memchr_iter(lead, text.as_bytes())
            .filter_map(|at| text[at..].chars().next())
            .any(|c| is_control(c) || turns_writing(c) || is_mark(c))
    };
    has_controls || [0xc2, 0xd8, 0xe2, 0xef].into_iter().any(is_found)
}

/// A sign of no text. What ends lines, pages and cells is none of them.
fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t' | '\u{c}')
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}

/// Where a label may end at the latest: before the first two letters that stand together, the
/// space behind its first letter or figure, and the first sign of a table or of markup, which may
/// be about nothing but such a mark.
fn label_end(line: &str) -> usize {
    let mut seen = line.char_indices().filter(|(_, c)| !is_mark(*c)).peekable();
    let mut has_begun = false;
    while let Some((at, c)) = seen.next() {
        let is_word =
            c.is_alphabetic() && seen.peek().is_some_and(|(_, next)| next.is_alphabetic());
        let is_markup = matches!(c, '#' | '*' | '_' | '~' | '<' | '{' | '\\' | '|');
        if is_word || is_markup || has_begun && c.is_whitespace() {
            return at;
        }
        has_begun |= c.is_alphanumeric();
    }
    line.len()
}

/// How many signs of a kind there were, and the first line with one.
#[derive(Debug, Default)]
struct Places {
    count: usize,
    first: u32,
}

impl Places {
    fn add(&mut self, line: u32) {
        if self.count == 0 {
            self.first = line;
        }
        self.count += 1;
    }

    fn told(&self, what: &str) -> Option<Finding> {
        let message = format!("{} {what}; the first is on this line", self.count);
        (self.count > 0)
            .then(|| Finding::new(Severity::Note, "unseen-signs", self.first, 0, &*message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (String, Vec<u32>) {
        let (text, _, findings) = without_unseen(text.into());
        let lines = findings.iter().map(|found| found.line).collect();
        (text.into_owned(), lines)
    }

    #[test]
    fn what_is_not_seen_hides_no_label_and_no_word() {
        for (text, legible, lines) in [
            ("a\u{7}b\n\u{9b}2J c\u{7f}", "a b\n 2J c ", vec![1]),
            ("\u{202b}1. أن يعمل\u{202c}\n", "1. أن يعمل\n", vec![1]),
            (
                "x\n\u{200f}1.\u{200f} أن \u{200f}يعمل",
                "x\n1. أن \u{200f}يعمل",
                vec![2],
            ),
            ("(\u{200f}أ\u{200f}) أن\u{200f}", "(أ) أن\u{200f}", vec![1]),
            ("a\u{7} \u{202e}b", "a  b", vec![1, 1]),
        ] {
            assert_eq!(read(text), (legible.to_owned(), lines), "{text:?}");
        }
    }

    #[test]
    fn columns_are_those_of_the_file() {
        let text = "resolves\n\n\u{202b}1. to [act\u{202c} now; to \u{202b}\u{202b}[go\n";
        let draft = crate::read::read(text.as_bytes(), "x", None).unwrap();
        let clause = &draft.paragraphs[1];
        for (words, column) in [("[act", 8), ("now", 14), ("[go", 24)] {
            let at = clause.words.all().find(words).unwrap();
            assert_eq!(clause.place_of(at), (3, column), "{words}");
        }
    }

    #[test]
    fn other_texts_are_borrowed() {
        for text in ["1.\tà “b” – ع\n\u{c}\r\n", "a\u{200d}b"] {
            assert!(matches!(without_unseen(text.into()).0, Cow::Borrowed(_)));
        }
    }
}
