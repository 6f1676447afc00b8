//! What drafts weigh, and what memory they cost.
//!
//! Bytes alone say little: a paragraph, a mark, a passage costs some hundred times its bytes. So a
//! weight is two numbers, bytes and pieces. Of a file both are counted before it is read, which
//! takes a small part of the time that reading takes: the bytes that its text has in memory, and
//! the lines, places within lines, signs of marks and tags of which a paragraph, a run or a passage
//! may come. A line of which two paragraphs come, for it begins or ends with two labels, counts as
//! one; the figures leave room for that. Of a draft both are counted when it was read.

use crate::docx::unpacked;
use crate::draft::{Anchor, Draft, Label, Paragraph};
use crate::read::extent::extent;
use crate::read::{Format, is_word_file};
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
        if is_word_file(bytes, format)
            && let Some(unpacked) = unpacked::count(bytes)
        {
            return Self {
                bytes: unpacked.markup,
                pieces: unpacked.tags,
                as_they_are: unpacked.largest_other,
            };
        }
        let is_json = match format {
            Some(format) => format == Format::Json,
            None => may_be_json(bytes),
        };
        let signs: &[u8] = if is_json { b"{[," } else { b"[]*_~<{" };
        let extent = extent(bytes, signs);
        Self {
            bytes: extent.bytes,
            pieces: if is_json {
                extent.signs / VALUES_A_PIECE
            } else {
                extent.lines + extent.parts + extent.signs
            },
            as_they_are: 0,
        }
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

/// What something costs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    /// For each byte,
    a_byte: u64,
    /// for each piece,
    a_piece: u64,
    /// and whatever there is of either.
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

// The figures are measured, with the allocator that the command has (mimalloc), by
// `benches/serve_memory.py target/release/redraft --bytes 300000`: it sends a server drafts of some
// eighty hostile shapes, looks at its memory before, during and after each step, and fails if a
// step takes more than is asked for here. A report was measured of two drafts alike, and of a large
// one beside one of a single clause. "The most" is of the shape that took most of its kind. What
// a step takes besides, whatever the draft, is memory that a thread gets in large pieces and fills
// in part; up to 5 MB of it was seen, for a draft in which nothing was read.

/// To read a file, and to count in it. The most: 21 for a byte (words of one letter); 708 for a
/// piece that is one paragraph, 1,052 for one that is two, with its ten bytes (two labels in a
/// line): 78 of a hundred that are asked for.
pub(super) const TO_READ: Need = Need {
    a_byte: 20,
    a_piece: 1_000,
    besides: 4 << 20,
};
/// To make a report of drafts. The most: 95 for a byte (backslashes), 86 (comments that are opened,
/// 76 where there are ten times as many); 1,331 for a piece with its fifteen bytes (references in
/// clauses): 75 of a hundred that are asked for.
pub(super) const TO_REPORT: Need = Need {
    a_byte: 100,
    a_piece: 1_200,
    besides: 4 << 20,
};
/// What a report in memory takes. The most: 22 for a byte (links that are opened); 1,033 for a
/// piece with its fifteen bytes (references in clauses): 71 of a hundred that are asked for.
pub(super) const A_REPORT: Need = Need {
    a_byte: 20,
    a_piece: 900,
    besides: 4 << 20,
};
/// To make a file or a page of a report. The most: 78 for a byte (insertions that are opened, as a
/// Word file), 1,695 for a piece (letters between stars, as a Word file).
pub(super) const TO_WRITE: Need = Need {
    a_byte: 100,
    a_piece: 2_000,
    besides: 8 << 20,
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
            ("1 to: (a) act; (b) go; (c) be; (d) do;\n\n", Format::Text),
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

    /// A text with a package at its end is read as a text, unless a Word file is asked for.
    #[test]
    fn a_package_at_the_end_makes_no_text_lighter() {
        let mut package = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        package.start_file("a.xml", options).unwrap();
        let package = package.finish().unwrap().into_inner();
        let lines = "\u{feff}".to_owned() + &"a\n".repeat(1_000);
        let both = [lines.as_bytes(), &package].concat();
        assert!(unpacked::count(&both).is_some());
        for format in [None, Some(Format::Text), Some(Format::Markdown)] {
            assert!(Weight::of_file(&both, format).pieces >= 1_000, "{format:?}");
        }
        assert_eq!(Weight::of_file(&both, Some(Format::Docx)).pieces, 0);
        assert_eq!(Weight::of_file(&package, None).pieces, 0);
    }

    /// An encoding makes no draft lighter: `\u{2028}` ends lines, `各` has three bytes in memory.
    #[test]
    fn a_text_weighs_the_same_in_every_encoding() {
        let text = "各[各]\u{2028}é\n".repeat(100);
        let units = text.encode_utf16().flat_map(u16::to_le_bytes);
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain(units).collect();
        assert_eq!(file(&text).pieces, 400);
        assert_eq!(Weight::of_file(&utf16, None), file(&text));
        assert_eq!(file("é è ą ©\n").pieces, 1);
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
