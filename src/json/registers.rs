//! What is found in drafts -> its published shapes: unresolved passages, references, findings.

use super::{VERSION, wire};
use crate::draft::{Found, Passage, PassageKind, References, Register, TrackedChange};
use std::collections::BTreeMap;

/// A register of unresolved passages as it is told.
pub(super) fn register(register: &Register) -> wire::Register {
    let mut by_section: BTreeMap<String, usize> = BTreeMap::new();
    let mut by_kind: BTreeMap<String, usize> = BTreeMap::new();
    for passage in register.unresolved() {
        if passage.kind != PassageKind::StatusNote {
            *by_section.entry(passage.section.to_string()).or_default() += 1;
        }
        *by_kind.entry(passage.kind.as_str().to_owned()).or_default() += 1;
    }
    let open = register.open();
    wire::Register {
        redraft: VERSION,
        passages: register.passages.iter().map(passage).collect(),
        summary: wire::RegisterSummary {
            passages: open.passages as usize,
            notes: open.notes as usize,
            words: register.words_in_brackets,
            words_in_all: register.words_in_all,
            share: register.share(),
            by_section,
            by_kind,
        },
    }
}

/// What drafts refer to, as it is told.
pub(super) fn references(references: &References) -> wire::References {
    let mut by_status: BTreeMap<String, usize> = BTreeMap::new();
    for clauses in &references.clauses {
        *by_status
            .entry(clauses.status.as_str().to_owned())
            .or_default() += 1;
    }
    wire::References {
        redraft: VERSION,
        drafts: references.drafts.clone(),
        clauses: references.clauses.clone(),
        documents: references.documents.clone(),
        findings: references.findings.clone(),
        summary: wire::ReferencesSummary {
            by_status,
            documents: references.documents.len(),
            by_code: by_code(&references.findings),
        },
    }
}

/// The changes of a draft as they are told.
pub(super) fn changes(changes: &[TrackedChange]) -> wire::Changes {
    let mut by_author: BTreeMap<String, usize> = BTreeMap::new();
    for author in changes.iter().filter_map(|change| change.author.clone()) {
        *by_author.entry(author).or_default() += 1;
    }
    wire::Changes {
        redraft: VERSION,
        changes: changes.to_vec(),
        by_author,
    }
}

/// The findings of a check as they are told.
pub(super) fn check(source: &str, against: Option<&str>, findings: &[Found]) -> wire::Check {
    wire::Check {
        redraft: VERSION,
        source: source.to_owned(),
        against: against.map(str::to_owned),
        findings: findings.to_vec(),
        by_code: by_code(findings),
    }
}

fn by_code(findings: &[Found]) -> BTreeMap<String, usize> {
    let mut out: BTreeMap<String, usize> = BTreeMap::new();
    for found in findings {
        *out.entry(found.finding.code.clone()).or_default() += 1;
    }
    out
}

fn passage(one: &Passage) -> wire::Passage {
    wire::Passage {
        address: one.address.to_string(),
        section: one.section.to_string(),
        line: one.line,
        column: one.column,
        kind: one.kind,
        depth: one.depth,
        by: one.by.clone(),
        label: one.label.clone(),
        text: one.text.to_string(),
        clauses: one.clauses.iter().map(ToString::to_string).collect(),
        words: one.words,
        struck: one.struck,
        children: one.children.iter().map(passage).collect(),
    }
}
