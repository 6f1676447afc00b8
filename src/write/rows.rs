//! A redline row by row: each paragraph with what became of it, in words that all writers share.

use crate::draft::{Change, Class, ClauseChange, Kind, Outcome, Paragraph, Redline, Run, View};
use crate::json::visible::drives;
use rustc_hash::FxHashMap;

/// A paragraph of a redline and the row that tells what became of it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shown<'a> {
    pub(crate) paragraph: &'a Paragraph,
    /// None at the place that a moved clause left.
    pub(crate) row: Option<&'a ClauseChange>,
    /// At the place that a moved clause left: its new address.
    went_to: Option<&'a str>,
}

/// All paragraphs, in order.
pub(crate) fn shown(redline: &Redline) -> Vec<Shown<'_>> {
    let mut rows: Vec<Option<&ClauseChange>> = vec![None; redline.draft.paragraphs.len()];
    for row in redline
        .clauses
        .iter()
        .chain(&redline.sections)
        .chain(&redline.others)
    {
        if let Some(place) = rows.get_mut(row.paragraph) {
            *place = Some(row);
        }
    }
    let mut new_places: FxHashMap<u32, &str> = FxHashMap::default();
    for row in &redline.clauses {
        let moved = redline.draft.paragraphs.get(row.paragraph);
        if let (Some(moved), Some(new)) = (moved.and_then(|p| p.moved), &row.new) {
            new_places.insert(moved.id, new);
        }
    }
    let paragraphs = redline.draft.paragraphs.iter();
    paragraphs
        .zip(rows)
        .map(|(paragraph, row)| Shown {
            paragraph,
            row,
            went_to: paragraph
                .moved
                .filter(|moved| moved.half == Change::Deleted)
                .and_then(|moved| new_places.get(&moved.id).copied()),
        })
        .collect()
}

/// The paragraphs that people are shown: those that say something.
pub(crate) fn told(redline: &Redline) -> Vec<Shown<'_>> {
    let mut all = shown(redline);
    all.retain(|one| !one.paragraph.is_bare());
    all
}

impl Shown<'_> {
    /// Whether this is the place that a moved clause left.
    pub(crate) fn is_ghost(&self) -> bool {
        self.paragraph
            .moved
            .is_some_and(|moved| moved.half == Change::Deleted)
    }

    pub(crate) fn is_clause(&self) -> bool {
        self.paragraph.kind == Kind::Clause
    }

    /// Whether the words are the same and the place is, too.
    pub(crate) fn is_unchanged(&self) -> bool {
        !self.is_ghost() && self.row.is_none_or(|row| row.outcome == Outcome::Unchanged)
    }

    pub(crate) fn is_renumbered(&self) -> bool {
        self.row.is_some_and(|row| row.renumbered)
    }

    /// Whether one of the classes asked for is in it; all are, where none is asked for.
    pub(crate) fn has_class(&self, only: &[Class]) -> bool {
        only.is_empty()
            || self
                .row
                .is_some_and(|row| row.classes.iter().any(|class| only.contains(class)))
    }

    /// The label: `3`, `2 → 3`, and nothing for a clause without one.
    pub(crate) fn label(&self) -> String {
        let of = |view| self.paragraph.label_in(view).unwrap_or("");
        let (old, new) = (of(View::Base), of(View::Revised));
        match self.paragraph.change {
            Change::Inserted if self.paragraph.moved.is_none() => new.to_owned(),
            Change::Deleted => old.to_owned(),
            _ if old == new => new.to_owned(),
            _ if old.is_empty() => format!("→ {new}"),
            _ if new.is_empty() => format!("{old} →"),
            _ => format!("{old} → {new}"),
        }
    }

    /// One sign for what became of it.
    pub(crate) fn sign(&self) -> char {
        if self.is_ghost() {
            return '↷';
        }
        match self.row.map(|row| row.outcome) {
            None | Some(Outcome::Unchanged) if self.is_renumbered() => '#',
            None | Some(Outcome::Unchanged) => ' ',
            Some(Outcome::Amended) => '~',
            Some(Outcome::Inserted) => '+',
            Some(Outcome::Deleted) => '-',
            Some(Outcome::Moved) => '↳',
            Some(Outcome::Split) => '÷',
            Some(Outcome::Merged) => '∪',
        }
    }

    /// What became of it, in words: "moved from considering c), amended · substance, reference".
    pub(crate) fn note(&self) -> String {
        if self.is_ghost() {
            return self
                .went_to
                .map_or_else(|| "moved away".to_owned(), |to| format!("moved to {to}"));
        }
        self.row.map(note_of).unwrap_or_default()
    }
}

/// What became of a row, in words.
pub(crate) fn note_of(row: &ClauseChange) -> String {
    let what = match row.outcome {
        Outcome::Unchanged if row.renumbered => "renumbered".to_owned(),
        Outcome::Unchanged => String::new(),
        Outcome::Moved => {
            let from = row.moved_from.as_deref().unwrap_or("elsewhere");
            let amended = row.words.old + row.words.new > 0;
            format!(
                "moved from {from}{}",
                if amended { ", amended" } else { "" }
            )
        }
        Outcome::Split => format!("split from {}", row.old.as_deref().unwrap_or("")),
        Outcome::Merged => format!("merged into {}", row.new.as_deref().unwrap_or("")),
        other => other.as_str().to_owned(),
    };
    let told = |class: &&Class| {
        !(matches!(row.outcome, Outcome::Inserted | Outcome::Deleted)
            || **class == Class::Numbering)
    };
    let mut text = what;
    for (k, class) in row.classes.iter().filter(told).enumerate() {
        text.push_str(match (k, text.is_empty()) {
            (0, true) => "",
            (0, false) => " · ",
            _ => ", ",
        });
        text.push_str(class.as_str());
    }
    text
}

/// The change of a run as a reader wants to see it: white space that comes or goes is no news
/// beside other changes.
pub(crate) fn told_change<'a>(runs: impl Iterator<Item = Run<'a>>) -> impl Fn(&Run<'_>) -> Change {
    let is_blank = |run: &Run<'_>| run.text.trim().is_empty();
    let mut changed = runs.filter(|run| run.change != Change::Kept);
    let has_words = changed.any(|run| !is_blank(&run));
    move |run| match run.change {
        Change::Deleted | Change::Inserted if has_words && is_blank(run) => Change::Kept,
        change => change,
    }
}

/// "40 kept, 51 amended, 30 inserted, 2 deleted, 1 moved, 33 renumbered; 900 words in, 310 out".
pub(crate) fn counts(redline: &Redline) -> String {
    let s = &redline.summary;
    let parts = [
        (s.kept, "unchanged"),
        (s.amended, "amended"),
        (s.inserted, "inserted"),
        (s.deleted, "deleted"),
        (s.moved, "moved"),
        (s.split, "from splits"),
        (s.merged, "from mergers"),
        (s.renumbered, "renumbered"),
    ];
    let told: Vec<String> = parts
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, what)| format!("{n} {what}"))
        .collect();
    let clauses = if told.is_empty() {
        "no clauses".to_owned()
    } else {
        told.join(", ")
    };
    format!(
        "{clauses}; {} words in, {} out",
        s.words.inserted, s.words.deleted
    )
}

/// What a section is called in a redline: its words in the newer draft, or the older one's where it
/// is gone.
pub(crate) fn title(paragraph: &Paragraph) -> String {
    let view = if paragraph.begins_in(View::Revised) {
        View::Revised
    } else {
        View::Base
    };
    paragraph.labelled_text(view)
}

/// A character that a terminal, a table or a page would not show as it is.
pub(crate) fn is_control(c: char) -> bool {
    drives(c) || c == '\t'
}
