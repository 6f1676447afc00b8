//! What drafts weigh, and what memory they cost.
//!
//! Bytes alone say little: a paragraph, a mark, a passage costs some hundred times its bytes. So a
//! weight is two numbers, bytes and pieces. Of a file both are counted before it is read, which
//! costs nothing beside reading it, and never too few pieces: whatever becomes a paragraph, a run
//! or a passage has a line, a sign of a mark or a tag of its own. Of a draft they are counted when
//! it was read.

use crate::docx::unpacked;
use crate::draft::{Anchor, Draft, Label, Paragraph};
use crate::read::Format;
use std::iter::Sum;
use std::mem::size_of;
use std::ops::Add;

/// How much there is of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Weight {
    pub(super) bytes: u64,
    pub(super) pieces: u64,
    /// Bytes that are taken up as they stand, if at all.
    pub(super) as_they_are: u64,
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.saturating_add(other.bytes),
            pieces: self.pieces.saturating_add(other.pieces),
            as_they_are: self.as_they_are.saturating_add(other.as_they_are),
        }
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl Weight {
    /// Of a file that is not read yet, and that will be read in this format, if it is settled.
    pub(super) fn of_file(bytes: &[u8], format: Option<Format>) -> Self {
        let of_text = |pieces| Self {
            bytes: bytes.len() as u64,
            pieces,
            as_they_are: 0,
        };
        match format {
            None | Some(Format::Docx) => {
                if let Some(unpacked) = unpacked::count(bytes) {
                    return Self {
                        bytes: unpacked.markup,
                        pieces: unpacked.tags,
                        as_they_are: unpacked.largest_other,
                    };
                }
            }
            Some(_) => {}
        }
        if format == Some(Format::Json) || format.is_none() && may_be_json(bytes) {
            return of_text(count(bytes, b"{[,") / VALUES_A_PIECE);
        }
        of_text(lines(bytes).saturating_add(count(bytes, b"[]*_~<{")))
    }

    /// Of a draft in which so many passages were found.
    pub(super) fn of_draft(draft: &Draft, passages: usize) -> Self {
        let words = draft.paragraphs.iter().map(|one| {
            let label = one.label.as_ref().map_or(0, |label| of_label(label));
            one.words.all().len() + label
        });
        let runs = draft.paragraphs.iter().map(|one| one.words.runs().count());
        let told = draft
            .findings
            .iter()
            .map(|one| one.message.len() + one.help.len());
        let things = draft.paragraphs.len() + runs.sum::<usize>() + draft.findings.len();
        let pieces = things + passages * PIECES_A_PASSAGE;
        Self {
            bytes: (words.sum::<usize>() + told.sum::<usize>()) as u64,
            pieces: pieces as u64,
            as_they_are: 0,
        }
    }
}

/// A passage has an address, a section, a text, a life; a run has none.
const PIECES_A_PASSAGE: usize = 4;
/// Nothing in JSON costs more than a quarter of what a paragraph does that is read by its look.
const VALUES_A_PIECE: u64 = 4;

/// Whether a text is read as JSON, in whatever encoding: a brace, and then a name.
fn may_be_json(bytes: &[u8]) -> bool {
    let mut signs = bytes.iter().filter(|byte| !is_before_the_text(**byte));
    signs.next() == Some(&b'{') && signs.next() == Some(&b'"')
}

/// White space, marks of byte order, and the zeros of letters of two bytes or four.
fn is_before_the_text(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff)
}

/// How many bytes are one of these.
fn count(bytes: &[u8], signs: &[u8]) -> u64 {
    let mut is_sign = [0_u8; 256];
    for sign in signs {
        is_sign[usize::from(*sign)] = 1;
    }
    // Added up in parts that fit a small number, which is fast.
    let parts = bytes.chunks(255).map(|part| {
        let sum = part
            .iter()
            .fold(0_u8, |sum, byte| sum + is_sign[usize::from(*byte)]);
        u64::from(sum)
    });
    parts.sum()
}

/// How many lines are not blank, whatever ends them: the signs for that in any encoding.
fn lines(bytes: &[u8]) -> u64 {
    let ends = |byte: &u8| matches!(byte, b'\n' | b'\r' | 0xb | 0xc | 0x85 | 0xa8 | 0xa9);
    let blank = |line: &&[u8]| {
        line.iter()
            .all(|byte| byte.is_ascii_whitespace() || *byte == 0)
    };
    bytes.split(ends).filter(|line| !blank(line)).count() as u64
}

/// What something costs: for each byte, for each piece, and besides.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    a_byte: u64,
    a_piece: u64,
    besides: u64,
}

impl Need {
    pub(super) const fn of(self, weight: Weight) -> u64 {
        weight
            .bytes
            .saturating_mul(self.a_byte)
            .saturating_add(weight.pieces.saturating_mul(self.a_piece))
            // A row of bytes that grows may be there twice for a moment.
            .saturating_add(weight.as_they_are.saturating_mul(2))
            .saturating_add(self.besides)
    }
}

// The figures are measured: `benches/serve_memory.py` sends a server drafts of some seventy hostile
// shapes and looks at its memory before, during and after each step. They are the most that any
// shape took, rounded up, of a report and what is made of it by a third and more: it was measured
// of two drafts alike, and may be of one that is small and one that is large. Most of a piece's
// bytes are what a paragraph is while it is read; the most of a passage is its cells in a workbook.

/// To read a file, and to count in it. The most: 12 for a byte (words of one letter), 911 for a
/// piece (equal clauses of 22 bytes, each its line), 800 for a tag (passages in a Word file).
pub(super) const TO_READ: Need = Need {
    a_byte: 15,
    a_piece: 1_000,
    besides: 4 << 20,
};
/// To make a report of drafts. The most: 34 for a byte (stars), 906 for a piece (references).
pub(super) const TO_REPORT: Need = Need {
    a_byte: 40,
    a_piece: 1_200,
    besides: 4 << 20,
};
/// What a report in memory takes. The most: 16 for a byte (clauses), 829 for a piece (references).
pub(super) const A_REPORT: Need = Need {
    a_byte: 20,
    a_piece: 900,
    besides: 0,
};
/// To make a file or a page of a report. The most, if all is made of one draft of the two: 96 for
/// a byte (quotations, as a Word file), 1,870 for a piece (passages in passages, as a workbook).
pub(super) const TO_WRITE: Need = Need {
    a_byte: 100,
    a_piece: 2_000,
    besides: 4 << 20,
};
/// To take a Word file apart and to write changes into it, beside that: as to read one.
pub(super) const TO_REWRITE: Need = Need {
    besides: 0,
    ..TO_READ
};

/// The letters of a label.
fn of_label(label: &Label) -> usize {
    let texts = [&label.text.old, &label.text.new, &label.printed];
    texts.into_iter().flatten().map(|text| text.len()).sum()
}

/// What a draft takes that was read: each thing in it by its size, and what the system needs to
/// keep each apart.
pub(super) fn in_memory(draft: &Draft) -> u64 {
    const APART: usize = 16;
    let paragraphs = draft.paragraphs.iter().map(|one| {
        let words = one.words.all().len() + one.words.runs().count() * size_of::<[u64; 2]>();
        let anchors = size_of_val::<[Anchor]>(&one.anchors);
        let label = one
            .label
            .as_ref()
            .map_or(0, |label| size_of::<Label>() + of_label(label) + 4 * APART);
        let place = one.place.as_ref().map_or(0, |_| 8 * APART);
        words + anchors + label + place + 3 * APART
    });
    let findings = draft.findings.iter().map(|one| {
        size_of_val(one) + one.code.len() + one.message.len() + one.help.len() + 3 * APART
    });
    let list = draft.paragraphs.capacity() * size_of::<Paragraph>();
    (list + paragraphs.sum::<usize>() + findings.sum::<usize>()) as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::brackets;
    use crate::draft::View;
    use crate::read;

    fn file(text: &str) -> Weight {
        Weight::of_file(text.as_bytes(), None)
    }

    /// Of a file no fewer pieces are counted than become of it.
    #[test]
    fn a_file_weighs_no_less_than_its_draft() {
        for (text, format) in [
            ("resolves\n\n1 to act;\n\n2 to report.\n", Format::Text),
            ("1 a\r\r2 b\r\r3 c\r", Format::Text),
            ("1 to ~~act~~ <ins>go</ins> **now**;\n\n", Format::Markdown),
            (
                "1 to {--act--}{++go++} {~~a~>b~~};\n\n",
                Format::CriticMarkup,
            ),
        ] {
            let text = text.repeat(50);
            let draft = read::read(text.as_bytes(), "a", Some(format)).unwrap();
            let passages = brackets::register(&draft, View::Revised).all().count();
            let read = Weight::of_draft(&draft, passages);
            let weight = Weight::of_file(text.as_bytes(), Some(format));
            // A paragraph and its run are two pieces, and come of one line.
            assert!(
                weight.pieces * 2 >= read.pieces,
                "{text}: {weight:?} {read:?}"
            );
            assert!(TO_READ.of(weight) > in_memory(&draft), "{text}");
        }
    }

    #[test]
    fn lines_and_signs_are_pieces() {
        assert_eq!(file("a\n\n \t\nb\r\nc").pieces, 3);
        assert_eq!(file("a [b] ~~c~~").pieces, 7);
        let long = "[".repeat(1_000);
        assert_eq!(file(&long).pieces, 1_001);
        assert_eq!(file(&long).bytes, 1_000);
    }

    #[test]
    fn values_of_json_are_pieces() {
        let text = format!("\u{feff} {{ \"x\": [{}0]}}", "0,\n".repeat(398));
        assert_eq!(file(&text).pieces, 100);
        // Braces of CriticMarkup begin no JSON.
        assert_eq!(file("{++a++}, b").pieces, 2);
        let as_text = Weight::of_file(text.as_bytes(), Some(Format::Text));
        assert!(as_text.pieces > 390);
    }

    #[test]
    fn a_need_follows_bytes_and_pieces() {
        let need = Need {
            a_byte: 2,
            a_piece: 100,
            besides: 7,
        };
        let weight = Weight {
            bytes: 10,
            pieces: 3,
            as_they_are: 5,
        };
        assert_eq!(need.of(weight), 337);
        assert_eq!(need.of([weight, weight].into_iter().sum()), 667);
        let most = Weight {
            bytes: u64::MAX,
            pieces: u64::MAX,
            as_they_are: u64::MAX,
        };
        assert_eq!(need.of(most + most), u64::MAX);
    }
}
