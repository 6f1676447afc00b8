//! The signs of a view and their partners.
//!
//! Drafts are unbalanced: even official ones have a sign too many. A bracket may span clauses and section calls; strays
//! must not swallow the rest. So signs find their partner within their paragraph first; what is left over within their
//! section, if the closing sign ends its paragraph; and beyond it only if the opening sign also begins its own.

use crate::draft::{Draft, Kind, Outline, Paragraph, Style, View};

/// A sign, or a run of equal signs side by side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sign {
    /// The paragraph it stands in.
    pub paragraph: usize,
    /// Where, in bytes of [`Wording::all`](crate::draft::Wording::all).
    pub at: usize,
    /// How many signs stand side by side here; 1 for a sign with a partner.
    pub count: usize,
    /// Whether it opens.
    pub opens: bool,
    /// Its length in bytes.
    pub len: usize,
}

/// An opening sign and its partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The opening sign.
    pub open: Sign,
    /// The closing sign.
    pub close: Sign,
}

/// All signs of a view.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scan {
    /// The pairs, by the place of their opening sign; they nest.
    pub pairs: Vec<Pair>,
    /// Signs without partner, by place.
    pub strays: Vec<Sign>,
}

/// Sections that a bracket may run on into after the one it opens in.
const REACH: usize = 2;

/// Finds the square brackets of a view and their partners. Note signs (`[^1]`) and mastheads are left out.
#[must_use]
pub fn scan(draft: &Draft, view: View) -> Scan {
    let outline = Outline::of(draft, view);
    let mut out = Scan::default();
    // What is left open, with the number of its section.
    let mut open: Vec<(usize, Sign)> = Vec::new();
    for (number, section) in outline.sections.iter().enumerate() {
        for index in section.paragraphs.clone() {
            let paragraph = &draft.paragraphs[index];
            if paragraph.kind == Kind::Masthead {
                open.extend(opened_before(index, paragraph, view).map(|sign| (number, sign)));
                continue;
            }
            if !counts(paragraph.kind) {
                continue;
            }
            let (opens, closes) =
                within(index, paragraph, &mut out.pairs, |_, stands| stands, view);
            if paragraph.kind == Kind::Note {
                out.strays.extend(opens);
                out.strays.extend(closes);
                continue;
            }
            let end = end_of_text(paragraph, view);
            for close in closes {
                let (paired, left) = close_across(&mut open, &close, number, end, draft, view);
                out.pairs.extend(paired);
                out.strays.extend(left);
            }
            open.extend(opens.into_iter().map(|sign| (number, sign)));
        }
    }
    let is_counted = |sign: &Sign| counts(draft.paragraphs[sign.paragraph].kind);
    out.strays
        .extend(open.into_iter().map(|(_, sign)| sign).filter(is_counted));
    out.pairs.sort_by_key(|p| (p.open.paragraph, p.open.at));
    out.strays.sort_by_key(|s| (s.paragraph, s.at));
    out
}

/// Finds the brackets that stand only in text that the view leaves out, within paragraphs that stand in it.
#[must_use]
pub fn scan_struck(draft: &Draft, view: View) -> Scan {
    let mut out = Scan::default();
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        if counts(paragraph.kind) && paragraph.begins_in(view) && paragraph.words.is_marked() {
            let (opens, closes) =
                within(index, paragraph, &mut out.pairs, |_, stands| !stands, view);
            out.strays.extend(opens);
            out.strays.extend(closes);
        }
    }
    out.pairs.sort_by_key(|p| (p.open.paragraph, p.open.at));
    out.strays.sort_by_key(|s| (s.paragraph, s.at));
    out
}

/// A bracket that a line above the text opens, "[Draft decision -/CP.31", and that the text may close.
fn opened_before(index: usize, paragraph: &Paragraph, view: View) -> impl Iterator<Item = Sign> {
    let (opens, _) = within(index, paragraph, &mut Vec::new(), |_, stands| stands, view);
    opens.into_iter()
}

/// Whether brackets in a paragraph of this kind are undecided text.
const fn counts(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Masthead | Kind::FrontMatter | Kind::Furniture | Kind::Blank
    )
}

/// The pairs within a paragraph; returns what is left open and what closes nothing.
fn within(
    index: usize,
    paragraph: &Paragraph,
    pairs: &mut Vec<Pair>,
    wanted: impl Fn(usize, bool) -> bool,
    view: View,
) -> (Vec<Sign>, Vec<Sign>) {
    let (mut opens, mut closes): (Vec<Sign>, Vec<Sign>) = (Vec::new(), Vec::new());
    for run in paragraph.words.runs() {
        let is_note_sign = run.style.new.contains(Style::SUPERSCRIPT) && run.text.starts_with("[^");
        if is_note_sign || !wanted(run.start, run.change.stands_in(view)) {
            continue;
        }
        // A note sign that was not read as one, in plain text: `[^1]`.
        let mut note_ends = 0;
        for (at, sign) in run.text.match_indices(['[', ']', '［', '］', '【', '】']) {
            let is_open = matches!(sign, "[" | "［" | "【");
            if is_open && run.text[at..].starts_with("[^") {
                note_ends = run.text[at..].find(']').map_or(0, |end| at + end + 1);
                continue;
            }
            if is_open && is_part_of_name(&run.text[..at], &run.text[at + sign.len()..]) {
                note_ends = run.text[at..].find(']').map_or(0, |end| at + end + 1);
                continue;
            }
            if at < note_ends {
                continue;
            }
            let one = Sign {
                paragraph: index,
                at: run.start + at,
                count: 1,
                opens: is_open,
                len: sign.len(),
            };
            if is_open {
                push(&mut opens, one);
            } else if let Some(open) = pop(&mut opens) {
                pairs.push(Pair { open, close: one });
            } else {
                push(&mut closes, one);
            }
        }
    }
    (opens, closes)
}

/// The names of documents to come have brackets of their own: `Recommendation ITU-R M.[AM(R)S_1GHz_SHARING]`.
fn is_part_of_name(before: &str, after: &str) -> bool {
    let mut series = before.chars().rev();
    let follows_series =
        series.next() == Some('.') && series.next().is_some_and(char::is_uppercase);
    let inside = after.split(']').next().unwrap_or("");
    follows_series
        && inside.len() < after.len()
        && inside.chars().count() <= 60
        && inside.chars().next().is_some_and(char::is_uppercase)
        && !inside.contains('[')
}

/// Signs side by side are one run, so that a file of nothing but `[` costs nothing.
fn push(signs: &mut Vec<Sign>, sign: Sign) {
    match signs.last_mut() {
        Some(last) if last.at + last.count * last.len == sign.at && last.len == sign.len => {
            last.count += 1;
        }
        _ => signs.push(sign),
    }
}

fn pop(signs: &mut Vec<Sign>) -> Option<Sign> {
    let last = signs.last_mut()?;
    last.count -= 1;
    let one = Sign {
        at: last.at + last.count * last.len,
        count: 1,
        ..*last
    };
    if last.count == 0 {
        signs.pop();
    }
    Some(one)
}

/// Where the text of a paragraph ends but for punctuation and closing signs.
fn end_of_text(paragraph: &Paragraph, view: View) -> usize {
    let mut end = 0;
    for run in paragraph.words.runs_in(view) {
        let bare = run
            .text
            .trim_end_matches(|c: char| c.is_whitespace() || ".,;:]>*”\"'’،؛。；］】".contains(c));
        if !bare.is_empty() {
            end = run.start + bare.len();
        }
    }
    end
}

/// Closes runs of open signs of earlier paragraphs by a run of closing ones; returns the pairs and what is left.
fn close_across(
    open: &mut Vec<(usize, Sign)>,
    close: &Sign,
    section: usize,
    end: usize,
    draft: &Draft,
    view: View,
) -> (Vec<Pair>, Option<Sign>) {
    let mut pairs = Vec::new();
    for k in 0..close.count {
        let one = Sign {
            at: close.at + k * close.len,
            count: 1,
            ..*close
        };
        let ends_paragraph = one.at >= end;
        let can_close = open.last().is_some_and(|(from, sign)| {
            let paragraph = &draft.paragraphs[sign.paragraph];
            let begins_paragraph = paragraph
                .words
                .runs_in(view)
                .next()
                .is_none_or(|run| sign.at <= run.start + 1);
            *from == section
                || section - from <= REACH && (begins_paragraph || paragraph.kind.opens_section())
        });
        if !ends_paragraph || !can_close {
            let rest = Sign {
                at: one.at,
                count: close.count - k,
                ..*close
            };
            return (pairs, Some(rest));
        }
        if let Some((_, sign)) = open.last_mut() {
            sign.count -= 1;
            let opening = Sign {
                at: sign.at + sign.count * sign.len,
                count: 1,
                ..*sign
            };
            pairs.push(Pair {
                open: opening,
                close: one,
            });
            if sign.count == 0 {
                open.pop();
            }
        }
    }
    (pairs, None)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Paragraph;

    fn scanned(lines: &[(Kind, &str)]) -> String {
        let draft = Draft {
            paragraphs: lines
                .iter()
                .map(|(kind, text)| Paragraph::plain(*kind, text))
                .collect(),
            ..Draft::default()
        };
        let found = scan(&draft, View::Revised);
        let pairs: Vec<String> = found
            .pairs
            .iter()
            .map(|p| {
                format!(
                    "{}:{}-{}:{}",
                    p.open.paragraph, p.open.at, p.close.paragraph, p.close.at
                )
            })
            .collect();
        let strays: Vec<String> = found
            .strays
            .iter()
            .map(|s| format!("{}:{}x{}", s.paragraph, s.at, s.count))
            .collect();
        format!("{} | {}", pairs.join(" "), strays.join(" "))
    }

    #[test]
    fn a_bracket_may_span_a_call_and_clauses() {
        use Kind::{Call, Clause};
        assert_eq!(
            scanned(&[
                (Call, "[Encourage"),
                (Clause, "to act;"),
                (Clause, "to meet [soon].]")
            ]),
            "0:0-2:15 2:8-2:13 | "
        );
    }

    #[test]
    fn strays_do_not_swallow_the_rest() {
        use Kind::{Call, Clause};
        assert_eq!(
            scanned(&[(Clause, "in 2013];"), (Call, "noting"), (Clause, "[a]")]),
            "2:0-2:2 | 0:7x1"
        );
        assert_eq!(
            scanned(&[
                (Clause, "an [open one;"),
                (Call, "noting"),
                (Clause, "a close];")
            ]),
            " | 0:3x1 2:7x1"
        );
        assert_eq!(
            scanned(&[
                (Clause, "an [open one;"),
                (Clause, "a close] in the middle;")
            ]),
            " | 0:3x1 1:7x1"
        );
        assert_eq!(
            scanned(&[(Clause, "[[[a]"), (Kind::Note, "a] [^1]")]),
            "0:2-0:4 | 0:0x2 1:1x1"
        );
    }
}
