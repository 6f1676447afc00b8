//! Brackets without their partner.

use super::{Subject, around};
use crate::draft::Finding;
use crate::draft::places::Places;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let places = Places::of(subject.draft);
    subject
        .brackets
        .strays
        .iter()
        .map(|sign| {
            let paragraph = &subject.draft.paragraphs[sign.paragraph];
            let text = paragraph.words.all();
            let what = if sign.opens {
                "is never closed"
            } else {
                "closes nothing"
            };
            let message = format!(
                "{} {what}: {}",
                &text[sign.at..sign.at + sign.len],
                around(text, sign.at)
            );
            let (line, column) = places.place_of(sign.paragraph, sign.at);
            let finding = Finding::new(
                super::codes::severity("bracket-unmatched"),
                "bracket-unmatched",
                line,
                column,
                message,
            );
            (
                sign.paragraph,
                finding.with_help("add its partner, or take it away"),
            )
        })
        .collect()
}
