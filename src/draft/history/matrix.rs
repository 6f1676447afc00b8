//! Clauses by drafts: where each clause stood in each draft, and what the draft did to it.

use super::{Cited, History, Step};
use crate::draft::{Kind, Summary, View};

/// Clauses by drafts.
#[derive(Debug, Clone, Default)]
pub struct Matrix {
    /// One row a clause, in reading order; what is gone, where it stood.
    pub rows: Vec<MatrixRow>,
}

/// A clause, or the heading of a section, in each draft.
#[derive(Debug, Clone)]
pub struct MatrixRow {
    /// The clause.
    pub lineage: u32,
    /// What it is; in the last draft it stands in.
    pub kind: Kind,
    /// The section that it is in, in the last draft it stands in.
    pub section: String,
    /// Its words in that draft.
    pub text: String,
    /// One cell for each draft.
    pub cells: Vec<Cell>,
}

/// A clause in one draft.
#[derive(Debug, Clone)]
pub struct Cell {
    /// How it is cited; none where it does not stand in the draft.
    pub cited: Option<Cited>,
    /// What the draft did to it, if anything.
    pub step: Option<Step>,
}

impl Cell {
    /// Its address; none where it does not stand in the draft.
    #[must_use]
    pub fn address(&self) -> Option<&str> {
        self.cited.as_ref().map(|cited| &*cited.address)
    }

    /// Its address under the heading of a section: `7` for `resolves 7`, if that is its section
    /// here.
    #[must_use]
    pub fn address_under(&self, section: &str) -> Option<&str> {
        let cited = self.cited.as_ref()?;
        let short = cited
            .address
            .strip_prefix(section)
            .filter(|_| &*cited.section == section && !section.is_empty())
            .map(|rest| rest.trim_start_matches([' ', '.']));
        Some(
            short
                .filter(|rest| !rest.is_empty())
                .unwrap_or(&cited.address),
        )
    }
}

impl History {
    /// Clauses by drafts. With `headings`, the calls and headings of sections have rows, too.
    #[must_use]
    pub fn matrix(&self, headings: bool) -> Matrix {
        let mut rows = Vec::new();
        for (number, piece) in self.pieces() {
            let lineage = &self.lineages[piece.lineage as usize];
            let Some(last) = self.last_seen(piece.lineage) else {
                continue;
            };
            let kind = self.own_face(number, last).kind;
            let is_asked = kind == Kind::Clause || headings && kind.opens_section();
            // A clause that was moved stands where it is now.
            if !is_asked || lineage.pieces.last() != Some(&number) {
                continue;
            }
            let words = self
                .standing_at(number, last)
                .map(|standing| standing.words());
            let text = words.unwrap_or_default().text(View::Revised).into_owned();
            let label = &self.own_face(number, last).label;
            if text.is_empty() && label.is_none() {
                continue;
            }
            let cell = |k: u32| Cell {
                cited: self
                    .piece_of(piece.lineage, k)
                    .map(|one| self.own_cited(one, k).clone()),
                step: lineage.step_in(k).copied(),
            };
            rows.push(MatrixRow {
                lineage: piece.lineage,
                kind,
                section: self.own_cited(number, last).section.to_string(),
                text,
                cells: (0..self.len()).map(cell).collect(),
            });
        }
        Matrix { rows }
    }

    /// The last draft in which a lineage stands.
    #[must_use]
    pub fn last_seen(&self, lineage: u32) -> Option<u32> {
        let lives = self.lineages.get(lineage as usize)?.pieces.iter();
        let ends = lives.map(|piece| self.own(*piece).life.until);
        ends.max()
            .map(|until| until.min(self.len()).saturating_sub(1))
    }

    /// What draft `revision` did to the clauses, counted.
    #[must_use]
    pub fn summary(&self, revision: u32) -> Summary {
        let summary = self.summaries.get(revision as usize);
        summary.copied().unwrap_or_default()
    }
}
