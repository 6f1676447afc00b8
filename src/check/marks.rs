//! The marks of a draft, held against the text that it should start from.
//!
//! All words of the draft, inserted, deleted or kept, are compared with the base. Words that stand
//! in the base and words that do not, and the mark on each, give what is to be told: new words
//! without a mark, words that went without one, marks on words that did not change, and strikes on
//! words that are new.

use super::{Against, codes};
use crate::compare::{self, Options};
use crate::draft::{
    Addresses, Change, Diff, Draft, Finding, Found, Kind, Label, Outcome, Paragraph, Redline, View,
    Wording,
};
use std::ops::Range;

pub(super) fn findings(against: &Against<'_>) -> Vec<Found> {
    let printed = against.printed;
    let (all, starts) = unmarked(printed);
    let redline = compare::compare(against.base, &all, &Options::default());
    let source = &printed.source;
    let whole = |code: &str, message: String, help: &str| Found {
        source: source.clone(),
        address: String::new(),
        finding: Finding::new(codes::severity(code), code, 0, 0, message).with_help(help),
    };
    let s = &redline.summary;
    let (paired, changed) = (
        s.kept + s.amended + s.moved + s.split + s.merged,
        s.amended + s.inserted + s.deleted,
    );
    if paired == 0 {
        let message = format!("{} shares no clause with {source}", against.base.source);
        return vec![whole(
            "base-unrelated",
            message,
            "hold the draft against the text that it amends",
        )];
    }
    let is_marked = printed
        .paragraphs
        .iter()
        .any(|p| p.change != Change::Kept || p.words.runs().any(|r| r.change != Change::Kept));
    if !is_marked && changed > 0 {
        let message = format!(
            "the draft has no marks, and {changed} of its clauses are not as in {}",
            against.base.source
        );
        return vec![whole(
            "marks-missing",
            message,
            "redraft compare makes a marked draft of the two",
        )];
    }
    let auditor = Auditor {
        printed,
        starts,
        addresses: Diff {
            old: Addresses::of(&redline.draft, View::Base),
            new: Addresses::of(&redline.draft, View::Revised),
        },
        outcomes: outcomes(&redline),
        redline: &redline,
    };
    auditor.all()
}

fn outcomes(redline: &Redline) -> Vec<Option<Outcome>> {
    let mut out = vec![None; redline.draft.paragraphs.len()];
    let rows = redline
        .clauses
        .iter()
        .chain(&redline.sections)
        .chain(&redline.others);
    for row in rows {
        if let Some(place) = out.get_mut(row.paragraph) {
            *place = Some(row.outcome);
        }
    }
    out
}

/// All words of a draft as if nothing were marked, and where each run of each paragraph begins in
/// it. Runs that touch are parted by a space: "2010" struck before "Busan" is no word "2010Busan".
fn unmarked(draft: &Draft) -> (Draft, Vec<Vec<usize>>) {
    let mut starts = Vec::with_capacity(draft.paragraphs.len());
    let mut paragraphs = Vec::with_capacity(draft.paragraphs.len());
    for p in &draft.paragraphs {
        let (words, of_runs) = joined(&p.words);
        starts.push(of_runs);
        paragraphs.push(Paragraph {
            older_kind: None,
            change: Change::Kept,
            moved: None,
            depth: Diff::same(p.depth.new),
            label: p.label.as_deref().map(|label| {
                let text = label.text.new.clone().or_else(|| label.text.old.clone());
                Box::new(Label {
                    text: Diff::same(text),
                    lead: Diff::same(label.lead.new),
                    ..label.clone()
                })
            }),
            words,
            anchors: Box::default(),
            ..p.clone()
        });
    }
    let all = Draft {
        paragraphs,
        ..draft.clone()
    };
    (all, starts)
}

fn joined(words: &Wording) -> (Wording, Vec<usize>) {
    let mut out = Wording::default();
    let mut starts = Vec::new();
    for run in words.runs() {
        let touches = out.all().ends_with(char::is_alphanumeric)
            && run.text.starts_with(char::is_alphanumeric);
        if touches {
            out.push(" ", Change::Kept);
        }
        starts.push(out.all().len());
        out.push_styled(run.text, Change::Kept, run.style);
    }
    (out, starts)
}

struct Auditor<'a> {
    printed: &'a Draft,
    /// Where each run of each paragraph begins in the words that were compared.
    starts: Vec<Vec<usize>>,
    redline: &'a Redline,
    addresses: Diff<Addresses>,
    /// What became of each paragraph of the redline.
    outcomes: Vec<Option<Outcome>>,
}

/// Something to tell of some words.
struct Told {
    code: &'static str,
    words: String,
    at: usize,
}

impl Auditor<'_> {
    fn all(&self) -> Vec<Found> {
        let mut out = Vec::new();
        let mut number = 0;
        for (k, marked) in self.redline.draft.paragraphs.iter().enumerate() {
            let is_told = !matches!(
                marked.kind,
                Kind::Masthead | Kind::FrontMatter | Kind::Furniture | Kind::Blank
            );
            let is_ghost = marked.moved.is_some_and(|m| m.half == Change::Deleted);
            if marked.change == Change::Deleted {
                if is_told && !is_ghost && self.outcomes[k] == Some(Outcome::Deleted) {
                    out.extend(self.gone(k, marked));
                }
                continue;
            }
            let Some(printed) = self.printed.paragraphs.get(number) else {
                break;
            };
            number += 1;
            if is_told {
                out.extend(self.one(k, marked, printed, &self.starts[number - 1]));
            }
        }
        out
    }

    /// A clause of the base that is nowhere, not even struck.
    fn gone(&self, k: usize, marked: &Paragraph) -> Option<Found> {
        if !marked.words.all().contains(char::is_alphanumeric) {
            return None;
        }
        let message = format!(
            "{} of the base is gone without a mark: {}",
            self.addresses.old.get(k),
            quote(marked.words.all())
        );
        Some(self.found(
            k,
            "change-unmarked",
            self.line_after(k),
            0,
            message,
            MARK_IT,
        ))
    }

    /// The line of the next paragraph that the draft has.
    fn line_after(&self, k: usize) -> u32 {
        let rest = self.redline.draft.paragraphs[k..].iter();
        rest.map(|p| p.line.new).find(|line| *line > 0).unwrap_or(0)
    }

    fn one(
        &self,
        k: usize,
        marked: &Paragraph,
        printed: &Paragraph,
        starts: &[usize],
    ) -> Vec<Found> {
        let mut told: Vec<Told> = Vec::new();
        for (range, in_base) in stretches(marked) {
            for (run, start) in printed.words.runs().zip(starts) {
                let end = start + run.text.len();
                let (from, to) = (range.start.max(*start), range.end.min(end));
                if from >= to {
                    continue;
                }
                let code = match (run.change, in_base) {
                    (Change::Kept, false) => "change-unmarked",
                    (Change::Deleted, false) => "mark-inverted",
                    (Change::Inserted, true) => "mark-idle",
                    _ => continue,
                };
                let words = &run.text[from - start..to - start];
                push(&mut told, code, words, run.start + from - start);
            }
        }
        let mut out: Vec<Found> = Vec::new();
        for code in ["change-unmarked", "mark-inverted", "mark-idle"] {
            let of_code: Vec<&Told> = told
                .iter()
                .filter(|t| t.code == code && t.words.contains(char::is_alphanumeric))
                .collect();
            let Some(first) = of_code.first() else {
                continue;
            };
            let (line, column) = printed.place_of(first.at);
            let words: Vec<String> = of_code
                .iter()
                .take(MOST_QUOTED)
                .map(|t| quote(&t.words))
                .collect();
            let more = match of_code.len().saturating_sub(MOST_QUOTED) {
                0 => String::new(),
                n => format!(" and {n} more"),
            };
            let words = words.join(", ") + &more;
            let (message, help) = match code {
                "change-unmarked" => (format!("{words}: new, and not marked"), MARK_IT),
                "mark-inverted" => (
                    format!("{words}: struck, and not in the base: it is new"),
                    "mark it as inserted",
                ),
                _ => (
                    format!("{words}: marked as inserted, and stands in the base already"),
                    "take the mark away",
                ),
            };
            out.push(self.found(k, code, line, column, message, help));
        }
        out.extend(self.lost(k, marked, printed));
        out
    }

    /// Words of the base that this clause has lost without a strike.
    fn lost(&self, k: usize, marked: &Paragraph, printed: &Paragraph) -> Option<Found> {
        let lost: Vec<String> = marked
            .words
            .runs()
            .filter(|r| r.change == Change::Deleted && r.text.contains(char::is_alphanumeric))
            .map(|r| quote(r.text))
            .collect();
        if lost.is_empty() {
            return None;
        }
        let more = match lost.len().saturating_sub(MOST_QUOTED) {
            0 => String::new(),
            n => format!(" and {n} more"),
        };
        let words: Vec<String> = lost.into_iter().take(MOST_QUOTED).collect();
        let message = format!(
            "{}{more}: in the base, and gone without a mark",
            words.join(", ")
        );
        Some(self.found(
            k,
            "change-unmarked",
            printed.line.new.max(printed.line.old),
            0,
            message,
            MARK_IT,
        ))
    }

    fn found(
        &self,
        k: usize,
        code: &'static str,
        line: u32,
        column: u32,
        message: String,
        help: &str,
    ) -> Found {
        let address = match self.addresses.new.get(k) {
            "" => self.addresses.old.get(k),
            address => address,
        };
        Found {
            source: self.printed.source.clone(),
            address: address.to_owned(),
            finding: Finding::new(codes::severity(code), code, line, column, message)
                .with_help(help),
        }
    }
}

const MARK_IT: &str = "mark it";
/// So many passages of one clause are quoted.
const MOST_QUOTED: usize = 3;

/// Adds words; neighbours of one code are one passage.
fn push(told: &mut Vec<Told>, code: &'static str, words: &str, at: usize) {
    match told.last_mut() {
        Some(last) if last.code == code && last.at + last.words.len() == at => {
            last.words.push_str(words);
        }
        _ => told.push(Told {
            code,
            words: words.to_owned(),
            at,
        }),
    }
}

/// The stretches of the newer words of a paragraph, and whether each stood in the older draft.
fn stretches(marked: &Paragraph) -> Vec<(Range<usize>, bool)> {
    let mut at = 0;
    let mut out = Vec::new();
    for run in marked.words.runs_in(View::Revised) {
        out.push((at..at + run.text.len(), run.change == Change::Kept));
        at += run.text.len();
    }
    out
}

/// The beginning of some words, in quotes.
fn quote(words: &str) -> String {
    const LONGEST: usize = 60;
    let words = words.trim();
    let cut: String = words.chars().take(LONGEST).collect();
    let more = if cut.len() < words.len() { "…" } else { "" };
    format!("“{}{more}”", cut.trim_end())
}
