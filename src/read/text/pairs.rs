//! Which marks belong together: they overlap each other any way, and one without a partner is text.

use super::pieces::{Piece, Pieces, Span, substituted};

/// What the marks among the pieces of a text do.
#[derive(Debug, Default)]
pub(super) struct Effects {
    /// For each piece, whether it is a strike or a span that has its partner.
    pub(super) paired: Vec<bool>,
    /// For each run of emphasis signs, in order, what it does.
    pub(super) emphasis: Vec<Emphasis>,
}

/// What a run of emphasis signs does: how many typefaces it turns on (more than 0) or off, and how
/// many of its signs have no partner and are text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Emphasis {
    pub(super) bold: i32,
    pub(super) italic: i32,
    pub(super) literal: u32,
}

/// Finds the partner of each mark.
pub(super) fn pair_up(pieces: &Pieces<'_>) -> Effects {
    let mut effects = Effects {
        paired: vec![false; pieces.list.len()],
        emphasis: Vec::new(),
    };
    pair_strikes(pieces, &mut effects);
    pair_spans(pieces, &mut effects);
    pair_emphasis(pieces, &mut effects);
    effects
}

fn pair_strikes(pieces: &Pieces<'_>, effects: &mut Effects) {
    let mut open: Option<usize> = None;
    for (i, (_, piece)) in pieces.list.iter().enumerate() {
        if *piece == Piece::Strike {
            match open.take() {
                None => open = Some(i),
                Some(start) => {
                    effects.paired[start] = true;
                    effects.paired[i] = true;
                }
            }
        }
    }
}

fn pair_spans(pieces: &Pieces<'_>, effects: &mut Effects) {
    let mut open: [Vec<u32>; Span::KINDS] = Default::default();
    for (i, (_, piece)) in (0_u32..).zip(&pieces.list) {
        match piece {
            Piece::Open(span) => open[*span as usize].push(i),
            Piece::Close(span) => {
                if let Some(start) = open[*span as usize].pop() {
                    effects.paired[start as usize] = true;
                    effects.paired[i as usize] = true;
                }
            }
            _ => {}
        }
    }
}

/// A run of emphasis signs that waits for its partner: the signs that are left of it are its
/// literal ones.
#[derive(Clone, Copy)]
struct Opener {
    run: u32,
    sign: u8,
}

/// `CommonMark`'s rules of flanking, with one stack: the nearest opener of the same sign is the
/// partner.
fn pair_emphasis(pieces: &Pieces<'_>, effects: &mut Effects) {
    let mut open = Openers::default();
    let runs = &mut effects.emphasis;
    for i in 0..pieces.list.len() {
        let Some((Piece::Emphasis(sign), _, text)) = pieces.get(i) else {
            continue;
        };
        let before = i.checked_sub(1).and_then(|j| edge(pieces, j, false));
        let (opens, closes) = flanks(sign, text.len(), before, edge(pieces, i + 1, true));
        let mut own = Emphasis {
            literal: u32::try_from(text.len()).unwrap_or(u32::MAX),
            ..Emphasis::default()
        };
        while closes && own.literal > 0 {
            let Some(partner) = open.nearest(sign) else {
                break;
            };
            let partner = &mut runs[partner as usize];
            if partner.literal >= 2 && own.literal >= 2 {
                partner.bold += 1;
                own.bold -= 1;
                partner.literal -= 2;
                own.literal -= 2;
            } else {
                partner.italic += 1;
                own.italic -= 1;
                partner.literal -= 1;
                own.literal -= 1;
            }
            if partner.literal == 0 {
                open.pop();
            }
        }
        if own.literal > 0 && opens {
            open.push(Opener {
                run: u32::try_from(runs.len()).unwrap_or(u32::MAX),
                sign,
            });
        }
        runs.push(own);
    }
}

/// The runs that wait, and how many there are of each sign.
#[derive(Default)]
struct Openers {
    list: Vec<Opener>,
    stars: usize,
    lines: usize,
}

impl Openers {
    const fn count(&mut self, sign: u8) -> &mut usize {
        if sign == b'*' {
            &mut self.stars
        } else {
            &mut self.lines
        }
    }

    fn push(&mut self, opener: Opener) {
        *self.count(opener.sign) += 1;
        self.list.push(opener);
    }

    fn pop(&mut self) -> Option<Opener> {
        let last = self.list.pop()?;
        *self.count(last.sign) -= 1;
        Some(last)
    }

    /// The nearest run of a sign. Those in between have no partner.
    fn nearest(&mut self, sign: u8) -> Option<u32> {
        if *self.count(sign) == 0 {
            return None;
        }
        while self.list.last().is_some_and(|last| last.sign != sign) {
            self.pop();
        }
        self.list.last().map(|last| last.run)
    }
}

/// The character that a piece shows to its neighbour; none for marks, which count as space.
fn edge(pieces: &Pieces<'_>, index: usize, first: bool) -> Option<char> {
    let of = |text: &str| {
        if first {
            text.chars().next()
        } else {
            text.chars().next_back()
        }
    };
    let (piece, _, text) = pieces.get(index)?;
    match piece {
        Piece::Text => of(text),
        Piece::Escaped => of(text.get(1..)?),
        Piece::Substitute => of(substituted(text)?.0),
        Piece::Link | Piece::NoteSign => Some('['),
        Piece::Emphasis(sign) => Some(char::from(sign)),
        Piece::Strike => Some('~'),
        Piece::Open(_) | Piece::Close(_) | Piece::Comment => Some('<'),
    }
}

/// Whether a run of signs can open and close emphasis. Brackets are text here, not punctuation:
/// drafts print `**[according to their roles]**and`.
fn flanks(sign: u8, count: usize, before: Option<char>, after: Option<char>) -> (bool, bool) {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    let bracket = |c: Option<char>| c.is_some_and(|c| "[]".contains(c));
    let left = !space(after)
        && (!mark(after) || space(before) || mark(before) || count > 1 && bracket(after));
    let right = !space(before) && (!mark(before) || space(after) || mark(after) || bracket(before));
    if sign == b'_' {
        return (
            left && (!right || mark(before)),
            right && (!left || mark(after)),
        );
    }
    (left, right)
}
