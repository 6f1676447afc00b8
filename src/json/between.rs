//! The redlines between the drafts of a report, row by row: what the comparison of each two drafts
//! says of every paragraph. The words are those of the drafts, and are not written down again.

use super::told::number;
use crate::draft::{Change, Class, ClauseChange, Move, Outcome, Paragraph, Redline};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The redline from one draft to another, which may be the earlier one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Between {
    /// The one draft.
    pub from: u32,
    /// The other.
    pub to: u32,
    /// Its paragraphs, in reading order.
    pub rows: Vec<Rows>,
}

/// A paragraph of a redline, or several of which there is nothing to tell.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Rows {
    /// So many paragraphs in a row are the same in both drafts.
    Same(u32),
    /// A paragraph of which there is more to tell.
    One(Box<Row>),
}

/// A paragraph of a redline.
///
/// The paragraphs that begin in a draft are those that stand there, in reading order.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct Row {
    /// Whether it begins in both drafts, only in the newer, or only in the older.
    pub change: Change,
    /// The move that it is one half of: deleted where the clause stood, inserted where it stands
    /// now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub moved: Option<Move>,
    /// What became of the clause; nothing for the place that a moved clause left, which has no row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether the label changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub renumbered: bool,
    /// The kinds of change, gravest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub classes: Vec<Class>,
    /// Of a part of a clause that was split, or merged: how the whole is cited in the other draft.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<String>,
    /// Its words: how many UTF-16 code units stay, go or come, in reading order; none where a
    /// paragraph that begins in one draft has all its words from there. The older draft's words are
    /// those of its paragraphs one after the other, but for a clause at its new place: there they
    /// are those that it left.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<(Change, u32)>,
}

/// The redline from draft `older` to draft `newer`, by their numbers from 0.
pub(crate) fn of(older: u32, newer: u32, redline: &Redline) -> Between {
    Between {
        from: number(older),
        to: number(newer),
        rows: rows(redline),
    }
}

fn rows(redline: &Redline) -> Vec<Rows> {
    let mut told: Vec<Option<&ClauseChange>> = vec![None; redline.draft.paragraphs.len()];
    let lists = [&redline.clauses, &redline.sections, &redline.others];
    for row in lists.into_iter().flatten() {
        if let Some(place) = told.get_mut(row.paragraph) {
            *place = Some(row);
        }
    }
    let mut out: Vec<Rows> = Vec::new();
    for (paragraph, told) in redline.draft.paragraphs.iter().zip(told) {
        let is_same = paragraph.change == Change::Kept
            && !paragraph.words.is_marked()
            && told.is_some_and(|row| {
                row.outcome == Outcome::Unchanged && !row.renumbered && row.classes.is_empty()
            });
        match out.last_mut() {
            Some(Rows::Same(count)) if is_same => *count += 1,
            _ if is_same => out.push(Rows::Same(1)),
            _ => out.push(Rows::One(Box::new(row(paragraph, told)))),
        }
    }
    out
}

fn row(paragraph: &Paragraph, told: Option<&ClauseChange>) -> Row {
    let whole = told.and_then(|row| match paragraph.change {
        Change::Inserted if paragraph.moved.is_none() => row.old.as_deref(),
        Change::Deleted => row.new.as_deref(),
        _ => None,
    });
    Row {
        change: paragraph.change,
        moved: paragraph.moved,
        outcome: told.map(|row| row.outcome),
        renumbered: told.is_some_and(|row| row.renumbered),
        classes: told.map(|row| row.classes.clone()).unwrap_or_default(),
        part_of: whole.map(str::to_owned),
        words: words(paragraph),
    }
}

fn words(paragraph: &Paragraph) -> Vec<(Change, u32)> {
    let mut out: Vec<(Change, u32)> = Vec::new();
    for run in paragraph.words.runs() {
        let units = u32::try_from(run.text.encode_utf16().count()).unwrap_or(u32::MAX);
        match out.last_mut() {
            Some((change, sum)) if *change == run.change => *sum += units,
            _ => out.push((run.change, units)),
        }
    }
    let is_here = paragraph
        .moved
        .is_some_and(|one| one.half == Change::Inserted);
    let is_whole = paragraph.change != Change::Kept
        && !is_here
        && matches!(&*out, [(change, _)] if *change == paragraph.change);
    if is_whole { Vec::new() } else { out }
}
