//! The signs of a view and their partners.
//!
//! Drafts are unbalanced: even official ones have a sign too many. So signs find their partner
//! within their clause first, innermost first: of `[a [b] c` the first sign is the stray. What is
//! left over goes to `across`, which knows where a bracket may begin and end that is longer than a
//! clause.

use super::across::{Across, Leftover};
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

/// Finds the square brackets of a view and their partners. Note signs (`[^1]`), mastheads and
/// closing lines are left out.
#[must_use]
pub fn scan(draft: &Draft, view: View) -> Scan {
    let outline = Outline::of(draft, view);
    let mut out = Scan::default();
    let mut across = Across::of(draft, view, &outline);
    let mut clause = Leftover::default();
    for index in 0..draft.paragraphs.len() {
        let paragraph = &draft.paragraphs[index];
        match paragraph.kind {
            Kind::Note => {
                let (mut opens, mut closes) = (Vec::new(), Vec::new());
                let sides = (&mut opens, &mut closes);
                within(
                    index,
                    paragraph,
                    &mut out.pairs,
                    sides,
                    |stands| stands,
                    view,
                );
                out.strays.extend(opens.into_iter().chain(closes));
                continue;
            }
            kind if !counts(kind) && kind != Kind::Masthead => continue,
            _ => {}
        }
        if !clause.goes_on_in(draft, index, view) {
            across.take(std::mem::take(&mut clause), &mut out);
            clause.first = Some(index);
        }
        clause.last = index;
        let sides = (&mut clause.opens, &mut clause.closes);
        within(
            index,
            paragraph,
            &mut out.pairs,
            sides,
            |stands| stands,
            view,
        );
        if paragraph.kind == Kind::Masthead {
            // A line above the text may open what the text closes: "[Draft decision -/CP.31".
            clause.closes.clear();
        }
    }
    across.take(clause, &mut out);
    across.finish(&mut out);
    let is_counted = |sign: &Sign| counts(draft.paragraphs[sign.paragraph].kind);
    out.strays.retain(is_counted);
    let is_counted = |pair: &Pair| is_counted(&pair.open) || is_counted(&pair.close);
    out.pairs.retain(is_counted);
    out.sort();
    out
}

impl Scan {
    fn sort(&mut self) {
        self.pairs.sort_by_key(|p| (p.open.paragraph, p.open.at));
        self.strays.sort_by_key(|s| (s.paragraph, s.at));
    }
}

/// Finds the brackets that stand only in text that the view leaves out, within paragraphs that
/// stand in it.
#[must_use]
pub fn scan_struck(draft: &Draft, view: View) -> Scan {
    let mut out = Scan::default();
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        if counts(paragraph.kind) && paragraph.begins_in(view) && paragraph.words.is_marked() {
            let (mut opens, mut closes) = (Vec::new(), Vec::new());
            let sides = (&mut opens, &mut closes);
            within(
                index,
                paragraph,
                &mut out.pairs,
                sides,
                |stands| !stands,
                view,
            );
            out.strays.extend(opens.into_iter().chain(closes));
        }
    }
    out.sort();
    out
}

/// Whether brackets in a paragraph of this kind are undecided text.
const fn counts(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Masthead | Kind::Closing | Kind::FrontMatter | Kind::Furniture | Kind::Blank
    )
}

/// The pairs within a paragraph; what closes nothing, and what stays open, goes to the two `sides`,
/// which may hold what earlier paragraphs of the clause left open.
fn within(
    index: usize,
    paragraph: &Paragraph,
    pairs: &mut Vec<Pair>,
    sides: (&mut Vec<Sign>, &mut Vec<Sign>),
    wanted: impl Fn(bool) -> bool,
    view: View,
) {
    let (opens, closes) = sides;
    for run in paragraph.words.runs() {
        let is_note_sign = run.style.new.contains(Style::SUPERSCRIPT) && run.text.starts_with("[^");
        if is_note_sign || !wanted(run.change.stands_in(view)) {
            continue;
        }
        // A note sign that was not read as one, in plain text: `[^1]`.
        let mut note_ends = 0;
        // The next `]`, looked for once.
        let mut next_close = Some(0);
        let mut end_after = |at: usize| {
            if next_close.is_some_and(|close| close <= at) {
                next_close = run.text[at..].find(']').map(|end| at + end);
            }
            next_close.map_or(0, |close| close + 1)
        };
        for (at, sign) in run.text.match_indices(['[', ']', '［', '］', '【', '】']) {
            let is_open = matches!(sign, "[" | "［" | "【");
            let begins_name = || is_part_of_name(&run.text[..at], &run.text[at + sign.len()..]);
            if is_open && (run.text[at..].starts_with("[^") || begins_name()) {
                note_ends = end_after(at);
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
                push(opens, one);
            } else if let Some(open) = pop(opens) {
                pairs.push(Pair { open, close: one });
            } else {
                push(closes, one);
            }
        }
    }
}

/// The names of documents to come have brackets of their own: `Recommendation ITU-R
/// M.[AM(R)S_1GHz_SHARING]`.
fn is_part_of_name(before: &str, after: &str) -> bool {
    const LONGEST: usize = 60;
    let mut series = before.chars().rev();
    let follows_series =
        series.next() == Some('.') && series.next().is_some_and(char::is_uppercase);
    if !follows_series {
        return false;
    }
    // A name is short, and so is the way to the sign that ends it.
    let mut inside = after.chars().take_while(|c| *c != ']');
    let starts_name = inside.next().is_some_and(char::is_uppercase);
    let rest = || inside.clone().take(LONGEST);
    let ends = after.chars().take(LONGEST + 1).any(|c| c == ']');
    starts_name && ends && rest().count() < LONGEST && !rest().any(|c| c == '[')
}

/// Signs side by side are one run, so that a file of nothing but `[` costs nothing.
fn push(signs: &mut Vec<Sign>, sign: Sign) {
    match signs.last_mut() {
        Some(last)
            if last.paragraph == sign.paragraph
                && last.at + last.count * last.len == sign.at
                && last.len == sign.len =>
        {
            last.count += 1;
        }
        _ => signs.push(sign),
    }
}

/// Takes the last sign of the last run.
pub(super) fn pop(signs: &mut Vec<Sign>) -> Option<Sign> {
    let one = take_last(signs.last_mut()?);
    if signs.last().is_some_and(|last| last.count == 0) {
        signs.pop();
    }
    one
}

/// Takes the last sign of a run.
pub(super) const fn take_last(run: &mut Sign) -> Option<Sign> {
    if run.count == 0 {
        return None;
    }
    run.count -= 1;
    Some(Sign {
        at: run.at + run.count * run.len,
        count: 1,
        ..*run
    })
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
            scanned(&[(Clause, "that [{++] <ins>new</ins> that [++}")]),
            "0:5-0:9 | 0:31x1"
        );
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
