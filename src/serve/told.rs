//! What the start page is told of drafts, as JSON.

use super::reports::Report;
use super::shelf::Held;
use crate::brackets;
use crate::draft::{Draft, Finding, Kind, Summary, View};
use crate::read::Format;
use serde::Serialize;

/// What was read from a file.
#[derive(Debug, Serialize)]
pub(super) struct Read {
    number: u32,
    /// What the draft is called.
    name: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    symbol: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<String>,
    file: String,
    format: &'static str,
    clauses: usize,
    words: usize,
    /// Unresolved passages; status notes are none.
    passages: usize,
    /// Whether it carries changes itself, so that there are two texts of it.
    marked: bool,
    /// Which of the two is meant, unless somebody says otherwise.
    base: bool,
    /// Whether it is there from the start.
    given: bool,
    findings: Vec<Noticed>,
}

/// What is counted in a draft when it is read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    clauses: usize,
    words: usize,
    passages: usize,
    /// Passages of every kind, those in struck text too.
    all_passages: usize,
}

impl Counted {
    /// How many passages of whatever kind were found.
    pub(super) const fn all_passages(&self) -> usize {
        self.all_passages
    }

    pub(super) fn of(draft: &Draft, view: View) -> Self {
        let register = brackets::register(draft, view);
        let clauses = draft
            .paragraphs
            .iter()
            .filter(|paragraph| paragraph.kind == Kind::Clause && paragraph.begins_in(view));
        Self {
            clauses: clauses.count(),
            words: register.words_in_all,
            passages: register.open().passages as usize,
            all_passages: register.all().count(),
        }
    }
}

/// What a reader noticed.
#[derive(Debug, Serialize)]
pub(super) struct Noticed {
    line: u32,
    message: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    help: String,
}

/// More findings are not told here; the page of the report has them all.
const MOST_FINDINGS: usize = 200;

impl Noticed {
    pub(super) fn of(finding: &Finding) -> Self {
        Self {
            line: finding.line,
            message: finding.message.clone(),
            help: finding.help.clone(),
        }
    }
}

impl Read {
    pub(super) fn of(held: &Held) -> Self {
        let (draft, about, counted) = (&held.draft, &held.about, held.counted);
        Self {
            number: held.number,
            name: about.name.clone(),
            symbol: about.symbol.clone(),
            date: about.date.clone(),
            title: draft.masthead.title.clone(),
            file: held.file.clone(),
            format: match held.format {
                Format::Text => "text",
                Format::Markdown => "Markdown",
                Format::CriticMarkup => "CriticMarkup",
                Format::Json => "redraft JSON",
                Format::Docx => "Word",
            },
            clauses: counted.clauses,
            words: counted.words,
            passages: counted.passages,
            marked: draft.is_marked(),
            base: about.view == View::Base,
            given: held.is_given,
            findings: draft
                .findings
                .iter()
                .take(MOST_FINDINGS)
                .map(Noticed::of)
                .collect(),
        }
    }
}

/// What became of the clauses between the last two drafts of a list.
#[derive(Debug, Serialize)]
pub(super) struct Between {
    older: String,
    newer: String,
    #[serde(flatten)]
    summary: Summary,
}

impl Between {
    pub(super) fn of(report: &Report) -> Self {
        let history = &report.told.history;
        let last = history.last();
        let name = |k: u32| {
            let about = history.revisions.get(k as usize);
            about.map(|about| about.name.clone()).unwrap_or_default()
        };
        Self {
            older: name(last.saturating_sub(1)),
            newer: name(last),
            summary: report.told.redline.summary,
        }
    }
}
