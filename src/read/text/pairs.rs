//! Which marks belong together: they overlap each other any way, and one without a partner is text.

use super::pieces::{Piece, Span};
use crate::draft::Style;

/// What holds from a piece on, or that the piece is only text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Effect {
    /// No partner: the signs are text.
    #[default]
    Literal,
    /// Turns strikes on or off.
    Strike(bool),
    /// Turns the styles on or off; the number of signs that stay text.
    Style(Style, bool, usize),
    /// Opens or closes a span.
    Span(Span, bool),
}

/// Finds the partner of each mark.
pub(super) fn pair_up(pieces: &[(usize, Piece<'_>)]) -> Vec<Vec<Effect>> {
    let mut effects = vec![Vec::new(); pieces.len()];
    pair_strikes(pieces, &mut effects);
    pair_spans(pieces, &mut effects);
    pair_emphasis(pieces, &mut effects);
    effects
}

fn pair_strikes(pieces: &[(usize, Piece<'_>)], effects: &mut [Vec<Effect>]) {
    let mut open: Option<usize> = None;
    for (i, (_, piece)) in pieces.iter().enumerate() {
        if *piece == Piece::Strike {
            match open.take() {
                None => open = Some(i),
                Some(start) => {
                    effects[start].push(Effect::Strike(true));
                    effects[i].push(Effect::Strike(false));
                }
            }
        }
    }
}

fn pair_spans(pieces: &[(usize, Piece<'_>)], effects: &mut [Vec<Effect>]) {
    let mut open: Vec<(Span, usize)> = Vec::new();
    for (i, (_, piece)) in pieces.iter().enumerate() {
        match piece {
            Piece::Open(span) => open.push((*span, i)),
            Piece::Close(span) => {
                if let Some(place) = open.iter().rposition(|(s, _)| s == span) {
                    let (_, start) = open.remove(place);
                    effects[start].push(Effect::Span(*span, true));
                    effects[i].push(Effect::Span(*span, false));
                }
            }
            _ => {}
        }
    }
}

/// A run of emphasis signs that waits for its partner.
struct Opener {
    piece: usize,
    sign: char,
    left: usize,
}

/// `CommonMark`'s rules of flanking, with one stack: the nearest opener of the same sign is the partner.
fn pair_emphasis(pieces: &[(usize, Piece<'_>)], effects: &mut [Vec<Effect>]) {
    let mut open: Vec<Opener> = Vec::new();
    for (i, (_, piece)) in pieces.iter().enumerate() {
        let Piece::Emphasis(sign, count) = *piece else {
            continue;
        };
        let before = i.checked_sub(1).and_then(|j| edge(pieces[j].1, false));
        let after = pieces.get(i + 1).and_then(|p| edge(p.1, true));
        let (opens, closes) = flanks(sign, count, before, after);
        let mut left = count;
        while closes && left > 0 {
            let Some(place) = open.iter().rposition(|o| o.sign == sign) else {
                break;
            };
            let partner = &mut open[place];
            let used = if partner.left >= 2 && left >= 2 { 2 } else { 1 };
            let style = if used == 2 {
                Style::BOLD
            } else {
                Style::ITALIC
            };
            partner.left -= used;
            left -= used;
            effects[partner.piece].push(Effect::Style(style, true, 0));
            effects[i].push(Effect::Style(style, false, 0));
            let keep = if partner.left == 0 { place } else { place + 1 };
            // Literal signs are counted when the paragraph is done; openers in between have no partner.
            for dead in open.split_off(keep) {
                note_literal(&mut effects[dead.piece], dead.left);
            }
        }
        if left > 0 {
            if opens {
                open.push(Opener {
                    piece: i,
                    sign,
                    left,
                });
            } else {
                note_literal(&mut effects[i], left);
            }
        }
    }
    for dead in open {
        note_literal(&mut effects[dead.piece], dead.left);
    }
}

fn note_literal(effects: &mut Vec<Effect>, signs: usize) {
    if signs > 0 {
        effects.push(Effect::Style(Style::PLAIN, false, signs));
    }
}

/// The character that a piece shows to its neighbour; none for marks, which count as space.
fn edge(piece: Piece<'_>, first: bool) -> Option<char> {
    let of = |text: &str| {
        if first {
            text.chars().next()
        } else {
            text.chars().next_back()
        }
    };
    match piece {
        Piece::Text(text) | Piece::Substitute(text, _) => of(text),
        Piece::Link(..) | Piece::NoteSign(_) => Some('['),
        Piece::Emphasis(sign, _) => Some(sign),
        Piece::Strike => Some('~'),
        Piece::Open(_) | Piece::Close(_) | Piece::Comment(_) => Some('<'),
    }
}

/// Whether a run of signs can open and close emphasis. Brackets are text here, not punctuation: drafts print
/// `**[according to their roles]**and`.
fn flanks(sign: char, count: usize, before: Option<char>, after: Option<char>) -> (bool, bool) {
    let space = |c: Option<char>| c.is_none_or(char::is_whitespace);
    let mark = |c: Option<char>| c.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace());
    let bracket = |c: Option<char>| c.is_some_and(|c| "[]".contains(c));
    let left = !space(after)
        && (!mark(after) || space(before) || mark(before) || count > 1 && bracket(after));
    let right = !space(before) && (!mark(before) || space(after) || mark(after) || bracket(before));
    if sign == '_' {
        return (
            left && (!right || mark(before)),
            right && (!left || mark(after)),
        );
    }
    (left, right)
}
