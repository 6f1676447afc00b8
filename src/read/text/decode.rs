//! Damaged labels: which sections have them, and in what order they are put right.

use super::conclusion::{apply, infer_olds};
use super::sequence::{Clause, search};
use crate::draft::Kind;
use crate::read::structure::Read;

/// Decodes the labels of every section that has damaged ones.
pub(super) fn decode(read: &mut Read) {
    let mut start = 0;
    while start < read.paragraphs.len() {
        let end = (start + 1..read.paragraphs.len())
            .find(|i| read.paragraphs[*i].kind.opens_section())
            .unwrap_or(read.paragraphs.len());
        section(read, start..end);
        start = end;
    }
}

fn section(read: &mut Read, range: std::ops::Range<usize>) {
    let list: Vec<usize> = range
        .filter(|i| {
            let p = &read.paragraphs[*i];
            p.kind == Kind::Clause && p.depth.new == 0 && p.label.is_some()
        })
        .collect();
    let damaged = list.iter().any(|i| read.print(*i).is_some());
    if !damaged {
        return;
    }
    let Some(clauses) = list
        .iter()
        .map(|i| Clause::of(read, *i, &list))
        .collect::<Option<Vec<_>>>()
    else {
        return;
    };
    let readings = search(&clauses);
    if readings.len() != clauses.len() {
        return;
    }
    let olds = infer_olds(&clauses, &readings);
    for (clause, (reading, old)) in clauses.iter().zip(readings.iter().zip(olds)) {
        apply(read, clause, reading, &old);
    }
}
