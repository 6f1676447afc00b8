//! What drafts weigh, and what memory they cost.
//!
//! Bytes alone say little: a paragraph, a mark, a passage costs some hundred times its bytes. So a
//! weight is two numbers, bytes and pieces. Of a file both are counted before it is read, which
//! costs nothing beside reading it, and never too few pieces: whatever becomes a paragraph, a run
//! or a passage has a line, a sign of a mark or a tag of its own. Of a draft they are counted when
//! it was read.

use crate::docx::unpacked;
use crate::draft::{Anchor, Draft, Label, Paragraph};
use std::iter::Sum;
use std::mem::size_of;
use std::ops::Add;

/// How much there is of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Weight {
    pub(super) bytes: u64,
    pub(super) pieces: u64,
}

impl Add for Weight {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            bytes: self.bytes.saturating_add(other.bytes),
            pieces: self.pieces.saturating_add(other.pieces),
        }
    }
}

impl Sum for Weight {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Add::add)
    }
}

impl Weight {
    /// Of a file that is not read yet.
    pub(super) fn of_file(bytes: &[u8]) -> Self {
        if let Some(unpacked) = unpacked::count(bytes) {
            return Self {
                bytes: unpacked.markup + unpacked.largest_other,
                pieces: unpacked.tags,
            };
        }
        let first = bytes.iter().find(|byte| !is_before_the_text(**byte));
        Self {
            bytes: bytes.len() as u64,
            pieces: match first {
                Some(b'{') => count(bytes, b"{[,"),
                _ => 0,
            }
            .max(lines(bytes).saturating_add(count(bytes, b"[]*_~<{"))),
        }
    }

    /// Of a draft in which so many passages were found.
    pub(super) fn of_draft(draft: &Draft, passages: usize) -> Self {
        let words = draft.paragraphs.iter().map(|one| one.words.all().len());
        let runs = draft.paragraphs.iter().map(|one| one.words.runs().count());
        let told = draft
            .findings
            .iter()
            .map(|one| one.message.len() + one.help.len());
        let pieces = draft.paragraphs.len() + runs.sum::<usize>() + draft.findings.len() + passages;
        Self {
            bytes: (words.sum::<usize>() + told.sum::<usize>()) as u64,
            pieces: pieces as u64,
        }
    }
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
            .saturating_add(self.besides)
    }
}

/// To read a file, and to count in it.
pub(super) const TO_READ: Need = Need {
    a_byte: 12,
    a_piece: 1_000,
    besides: 4 << 20,
};
/// To make a report of drafts.
pub(super) const TO_REPORT: Need = Need {
    a_byte: 25,
    a_piece: 1_000,
    besides: 4 << 20,
};
/// What a report in memory takes.
pub(super) const A_REPORT: Need = Need {
    a_byte: 10,
    a_piece: 600,
    besides: 0,
};
/// To make a file or a page of a report.
pub(super) const TO_WRITE: Need = Need {
    a_byte: 20,
    a_piece: 800,
    besides: 4 << 20,
};
/// To take a Word file apart and to write changes into it, beside that.
pub(super) const TO_REWRITE: Need = Need {
    a_byte: 12,
    a_piece: 1_000,
    besides: 0,
};

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
            .map_or(0, |_| size_of::<Label>() + 4 * APART);
        let place = one.place.as_ref().map_or(0, |_| 8 * APART);
        words + anchors + label + place + 3 * APART
    });
    let findings = draft.findings.iter().map(|one| {
        size_of_val(one) + one.code.len() + one.message.len() + one.help.len() + 3 * APART
    });
    let list = draft.paragraphs.capacity() * size_of::<Paragraph>();
    (list + paragraphs.sum::<usize>() + findings.sum::<usize>()) as u64
}
