//! A paragraph as a row of pieces in the order of printing: its lead, its label, its words.
//!
//! A draft keeps labels apart from words, and a label may stand in one view only, behind a lead of
//! another length in each. Here it is put where it is printed, so that what stands in each view
//! says what that view says.

use crate::draft::paragraph::lead_end;
use crate::draft::{Change, Diff, Draft, Kind, Object, Paragraph, Run, Style, View};
use crate::json::visible::drives;
use std::borrow::Cow;

/// A stretch of text with one change, one style and one origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) part: Part,
    pub(super) change: Change,
    pub(super) style: Diff<Style>,
    pub(super) origin: u32,
}

/// What a piece is of its paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The label.
    Label,
    /// What parts the label from the words.
    Gap,
    /// Words, a lead among them.
    Words,
}

/// The lead, the label and the words of a paragraph. The lead comes first, so that the label is
/// found again: "[3" may stand in the newer text only, after older words that are gone. `goes_on`:
/// words of a later paragraph may follow in one of the texts.
pub(super) fn pieces(paragraph: &Paragraph, goes_on: bool) -> Vec<Piece<'_>> {
    let mut out: Vec<Piece<'_>> = Vec::new();
    let mut left = Diff {
        old: paragraph.lead_in(View::Base),
        new: paragraph.lead_in(View::Revised),
    };
    let mut rest: Vec<Piece<'_>> = Vec::new();
    for run in paragraph.words.runs() {
        let mut of = |view| match run.change.stands_in(view) {
            false => None,
            true => {
                let left = match view {
                    View::Base => &mut left.old,
                    View::Revised => &mut left.new,
                };
                let lead = lead_end(run.text, *left);
                // A lead that ends within this run ends there, even inside a letter.
                *left = if lead == run.text.len() {
                    *left - lead
                } else {
                    0
                };
                Some(lead)
            }
        };
        let (old, new) = (of(View::Base), of(View::Revised));
        let shared = old.min(new).or(old).or(new).unwrap_or(0);
        let longest = old.max(new).unwrap_or(0);
        // A bracket before the label in one text only: it goes there, and comes where the other
        // text has it.
        let (before, after) = if old > new {
            (Change::Deleted, Change::Inserted)
        } else {
            (Change::Inserted, Change::Deleted)
        };
        let odd = &run.text[shared..longest];
        push(&mut out, &run, &run.text[..shared], run.change);
        push(&mut out, &run, odd, before);
        push(&mut rest, &run, odd, after);
        push(&mut rest, &run, &run.text[longest..], run.change);
    }
    label(paragraph, goes_on, &mut out);
    out.append(&mut rest);
    out
}

fn push<'a>(out: &mut Vec<Piece<'a>>, run: &Run<'_>, text: &'a str, change: Change) {
    if text.is_empty() {
        return;
    }
    let side = |view| *run.style.get(view);
    out.push(Piece {
        text: Object::shown(text),
        part: Part::Words,
        change,
        style: match change {
            Change::Kept => run.style,
            Change::Inserted => Diff::same(side(View::Revised)),
            Change::Deleted => Diff::same(side(View::Base)),
        },
        origin: run.origin,
    });
}

/// The label, old and new, and the space after it.
fn label<'a>(paragraph: &'a Paragraph, goes_on: bool, out: &mut Vec<Piece<'a>>) {
    let mut piece = |text: &'a str, part, change| {
        out.push(Piece {
            text: text.into(),
            part,
            change,
            style: Diff::default(),
            origin: 0,
        });
    };
    let labels = labels(paragraph);
    match (labels.old, labels.new) {
        (Some(old), Some(new)) if old == new => piece(new, Part::Label, Change::Kept),
        (old, new) => {
            for (text, change) in [(old, Change::Deleted), (new, Change::Inserted)] {
                if let Some(text) = text {
                    piece(text, Part::Label, change);
                }
            }
        }
    }
    let gap = match (labels.old, labels.new) {
        (None, None) => return,
        (Some(_), Some(_)) => Change::Kept,
        (Some(_), None) => Change::Deleted,
        (None, Some(_)) => Change::Inserted,
    };
    if goes_on || !paragraph.words.is_empty() {
        piece(" ", Part::Gap, gap);
    }
}

/// The labels that are printed. What is split off or merged has none where it is part of the
/// paragraph before it; a moved paragraph shows the one that it had.
fn labels(paragraph: &Paragraph) -> Diff<Option<&str>> {
    let of = |view| {
        let shows = paragraph.moved.is_some() || paragraph.begins_in(view);
        paragraph.label_in(view).filter(|_| shows)
    };
    Diff {
        old: of(View::Base),
        new: of(View::Revised),
    }
}

/// Whether a paragraph is part of the one before it in one of the two texts: it was split off, or
/// merged.
pub(super) fn is_piece(paragraph: &Paragraph) -> bool {
    let is_own = |run: Run<'_>| run.change == paragraph.change;
    paragraph.change != Change::Kept
        && paragraph.moved.is_none()
        && !paragraph.words.runs().all(is_own)
}

/// Of each paragraph, whether a later one may be part of it in one of the two texts.
pub(super) fn going_on(draft: &Draft) -> Vec<bool> {
    let mut out = vec![false; draft.paragraphs.len()];
    let mut goes_on = false;
    for (k, paragraph) in draft.paragraphs.iter().enumerate().rev() {
        out[k] = goes_on;
        if paragraph.kind != Kind::Blank {
            goes_on = is_piece(paragraph) || paragraph.change != Change::Kept && goes_on;
        }
    }
    out
}

/// Whether nothing is seen of a text.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_blank_sign)
}

/// White space, and what no line can hold, which is written as a space.
pub(super) fn is_blank_sign(c: char) -> bool {
    c.is_whitespace() || is_no_letter(c)
}

/// What no line can hold.
pub(super) fn is_no_letter(c: char) -> bool {
    drives(c) || matches!(c, '\n' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{Label, Wording};

    fn text(pieces: &[Piece<'_>], view: View) -> String {
        let standing = pieces.iter().filter(|p| p.change.stands_in(view));
        standing.map(|p| &*p.text).collect()
    }

    #[test]
    fn each_view_is_printed_as_it_stands() {
        let mut words = Wording::default();
        words.push("[", Change::Inserted);
        words.push("1. ", Change::Inserted);
        words.push("Urges States to act;", Change::Kept);
        words.push("]", Change::Inserted);
        let label = |old: Option<&str>, new: Option<&str>, lead| {
            Some(Box::new(Label {
                text: Diff {
                    old: old.map(Into::into),
                    new: new.map(Into::into),
                },
                lead,
                ..Label::plain("")
            }))
        };
        for (label, base, revised) in [
            (
                label(Some("1."), None, Diff { old: 0, new: 0 }),
                "1. Urges States to act;",
                "[1. Urges States to act;]",
            ),
            (
                label(Some("2."), Some("1."), Diff { old: 0, new: 1 }),
                "2. Urges States to act;",
                "[1. 1. Urges States to act;]",
            ),
            (None, "Urges States to act;", "[1. Urges States to act;]"),
        ] {
            let paragraph = Paragraph {
                label,
                words: words.clone(),
                ..Paragraph::default()
            };
            let pieces = pieces(&paragraph, false);
            assert_eq!(text(&pieces, View::Base), base);
            assert_eq!(text(&pieces, View::Revised), revised);
            for view in [View::Base, View::Revised] {
                assert_eq!(text(&pieces, view), paragraph.labelled_text(view));
            }
        }
    }
}
