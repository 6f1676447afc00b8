//! What could as well be read otherwise: it is told, and nothing is done to it.

use super::candidates::Role;
use super::parts::Parts;
use super::search::{Reading, Unsure};
use super::unit::Unit;
use super::why;
use crate::draft::{Finding, Severity};

/// A finding for each unit that could as well be read otherwise, where that makes another text of
/// it: a clause, a heading, a note, a part of the paragraph before.
pub(super) fn findings(
    units: &Parts<Unit>,
    readings: &[Reading],
    unsure: &[Unsure],
) -> Vec<Finding> {
    let of = |unsure: &Unsure| {
        let (unit, reading) = (units.get(unsure.unit)?, readings.get(unsure.unit)?);
        let is_told = is_of_text(reading.role) && is_of_text(unsure.other.role);
        // How a label is read in which two are printed is settled later, and told then.
        let differs = reading.role != unsure.other.role || reading.depth != unsure.other.depth;
        let is_told = is_told && (differs || !unit.facts.is_marked_label);
        is_told.then(|| finding(unit, reading, &unsure.other))
    };
    unsure.iter().filter_map(of).collect()
}

/// What is before the text or beside it reads much the same either way.
const fn is_of_text(role: Role) -> bool {
    matches!(
        role,
        Role::Heading | Role::Clause | Role::Words | Role::Continuation | Role::Note
    )
}

fn finding(unit: &Unit, reading: &Reading, other: &Reading) -> Finding {
    let first = unit.inline.anchors.first();
    let (line, column) = first.map_or((0, 0), |anchor| (anchor.line, anchor.column));
    let message = format!(
        "this is read as a {}; it could as well be a {}",
        why::name(unit, reading),
        why::name(unit, other)
    );
    Finding::new(Severity::Note, "reading-unsure", line, column, message)
        .with_help(format!("`redraft show --why {line}` says what decided"))
}
