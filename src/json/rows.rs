//! Whether the rows of a redline that was written as JSON are those that were meant: a draft that
//! is read back from it knows nothing of them.

use super::document::Document;
use super::to_json::lines;
use super::wire;
use crate::draft::{ClauseChange, Gravity, Ranked, Redline, Wording};

/// Says what differs. Rows that are not in the ranking follow those that are, in the order of the
/// redline.
pub(crate) fn prove(bytes: &[u8], redline: &Redline, ranking: &[Ranked]) -> Result<(), String> {
    let found: Document = serde_json::from_slice(bytes)
        .map_err(|error| format!("its rows cannot be read again: {error}"))?;
    let Document::Redline(found) = found else {
        return Err("it is not read again as a redline".to_owned());
    };
    let mut left = vec![true; redline.clauses.len()];
    let mut clauses: Vec<(&ClauseChange, Option<&Gravity>)> = Vec::new();
    for ranked in ranking {
        if let Some(row) = redline.clauses.get(ranked.row) {
            left[ranked.row] = false;
            clauses.push((row, Some(&ranked.gravity)));
        }
    }
    let rest = redline.clauses.iter().zip(left).filter(|(_, left)| *left);
    clauses.extend(rest.map(|(row, _)| (row, None)));
    let sections = redline.sections.iter().map(|row| (row, None)).collect();
    let others = redline.others.iter().map(|row| (row, None)).collect();
    let tables = [
        (clauses, &found.clauses),
        (sections, &found.section_changes),
        (others, &found.other_changes),
    ];
    for (meant, found) in tables {
        if meant.len() != found.len() {
            let (meant, found) = (meant.len(), found.len());
            return Err(format!("it has {found} rows instead of {meant}"));
        }
        let mut pairs = meant.iter().zip(found);
        let says = |(row, gravity): &(&ClauseChange, Option<&Gravity>), found: &wire::Row| {
            says(found, row, redline) && found.gravity.as_ref() == *gravity
        };
        if let Some(((row, _), _)) = pairs.find(|(meant, found)| !says(meant, found)) {
            let address = row.new.as_deref().or(row.old.as_deref()).unwrap_or("");
            return Err(format!("its row of “{address}” says something else"));
        }
    }
    match found.summary == redline.summary {
        true => Ok(()),
        false => Err("its counts are others".to_owned()),
    }
}

fn says(found: &wire::Row, meant: &ClauseChange, redline: &Redline) -> bool {
    let words = redline
        .draft
        .paragraphs
        .get(meant.paragraph)
        .map(|p| &p.words);
    let runs = words.into_iter().flat_map(Wording::runs);
    found.old.as_deref() == meant.old.as_deref()
        && found.new.as_deref() == meant.new.as_deref()
        && found.lines == lines(redline, meant)
        && found.change == meant.outcome
        && found.renumbered == meant.renumbered
        && found.classes == meant.classes
        && found.moved_from.as_deref() == meant.moved_from.as_deref()
        && (found.words.deleted, found.words.inserted) == (meant.words.old, meant.words.new)
        && runs
            .map(|run| (run.change, run.text))
            .eq(found.runs.iter().map(|run| (run.change, run.text.as_str())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{compare, json, read};

    #[test]
    fn a_row_that_says_something_else_is_found() {
        let draft = |text: &str| read::read(text.as_bytes(), "x", None).unwrap();
        let (older, newer) = (
            draft("1. to act now;\n\n2. to meet.\n"),
            draft("1. to act then;\n\n2. to meet.\n"),
        );
        let mut redline = compare::compare(&older, &newer, &compare::Options::default());
        let mut bytes = Vec::new();
        json::redline(&redline, &mut bytes).unwrap();
        assert_eq!(prove(&bytes, &redline, &[]), Ok(()));
        redline.clauses[0].words.new += 1;
        assert!(prove(&bytes, &redline, &[]).unwrap_err().contains("row"));
        redline.clauses.pop();
        assert!(prove(&bytes, &redline, &[]).unwrap_err().contains("rows"));
    }
}
