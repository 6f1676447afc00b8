//! Marks made by hand: many drafts show deletions as struck text and insertions as underlined,
//! coloured or bold text, and carry no tracked change at all.

use super::words::Passage;
use crate::docx::styles::Shown;
use crate::draft::{Change, Finding, Severity, Style, Wording};
use crate::read::Marks;

/// What shows insertions. Struck text is deleted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Hand {
    Underlined,
    Coloured,
    Bold,
    /// Nothing: there are only deletions.
    Nothing,
}

impl Hand {
    /// What the typefaces of a draft are to mean; none where they are to mean nothing.
    pub(super) fn of(passages: &[Passage], marks: Marks) -> Option<Self> {
        let has = |wanted: fn(&Shown) -> bool| {
            passages
                .iter()
                .flat_map(|p| &p.looks)
                .any(|(_, look)| wanted(look))
        };
        let is_tracked = passages
            .iter()
            .any(|p| p.change != Change::Kept || p.words.runs().any(|r| r.change != Change::Kept));
        match marks {
            Marks::Tracked => return None,
            Marks::Auto if is_tracked || !has(|look| look.struck) => return None,
            Marks::Auto | Marks::Formatting => {}
        }
        Some(if has(|look| look.style.contains(Style::UNDERLINE)) {
            Self::Underlined
        } else if has(|look| look.coloured) {
            Self::Coloured
        } else if marks == Marks::Formatting && has(|look| look.style.contains(Style::BOLD)) {
            Self::Bold
        } else {
            Self::Nothing
        })
    }

    /// The property of a run that shows insertions.
    pub(crate) const fn sign(self) -> &'static str {
        match self {
            Self::Underlined => "w:u",
            Self::Coloured => "w:color",
            Self::Bold => "w:b",
            Self::Nothing => "",
        }
    }

    /// What a run's look says of it.
    pub(crate) fn change(self, look: &Shown) -> Change {
        let is_new = match self {
            Self::Underlined => look.style.contains(Style::UNDERLINE),
            Self::Coloured => look.coloured,
            Self::Bold => look.style.contains(Style::BOLD),
            Self::Nothing => false,
        };
        match (look.struck, is_new) {
            (true, _) => Change::Deleted,
            (false, true) => Change::Inserted,
            (false, false) => Change::Kept,
        }
    }

    /// Turns the typefaces of a paragraph into marks.
    pub(super) fn apply(self, passage: &mut Passage) {
        let mut words = Wording::with_capacity(passage.words.all().len(), passage.looks.len());
        for run in passage.words.runs() {
            let end = run.start + run.text.len();
            let mut at = run.start;
            while at < end {
                let after = passage.looks.partition_point(|(from, _)| *from <= at);
                let look = after
                    .checked_sub(1)
                    .map_or_else(Shown::default, |k| passage.looks[k].1);
                let next = passage
                    .looks
                    .get(after)
                    .map_or(end, |(from, _)| (*from).min(end));
                let change = if run.change == Change::Kept {
                    self.change(&look)
                } else {
                    run.change
                };
                let mut style = run.style;
                if change == Change::Inserted && self == Self::Underlined {
                    style = style.map(|s| s.without(Style::UNDERLINE));
                }
                words.push_from(&passage.words.all()[at..next], change, style, run.origin);
                at = next;
            }
        }
        passage.words = words;
        let mut changes = passage
            .words
            .runs()
            .filter(|r| !r.text.trim().is_empty())
            .map(|r| r.change);
        if let Some(first) = changes.next()
            && changes.all(|c| c == first)
            && passage.change == Change::Kept
        {
            passage.change = first;
        }
    }

    /// What was assumed.
    pub(crate) fn finding(self) -> Finding {
        let inserted = match self {
            Self::Underlined => "and underlined text as inserted",
            Self::Coloured => "and coloured text as inserted",
            Self::Bold => "and bold text as inserted",
            Self::Nothing => "and nothing as inserted",
        };
        Finding::new(
            Severity::Warning,
            "marks-by-hand",
            0,
            0,
            format!("the draft has no tracked changes; struck text is read as deleted {inserted}"),
        )
        .with_help("if typefaces mean nothing in it, say --marks tracked")
    }
}
