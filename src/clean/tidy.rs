//! What taking words out leaves behind: section calls without clauses.

use crate::draft::{Draft, Finding, Kind, Paragraph, Severity, View};

/// The clean text of a view: the one that every other command sees, with a word on empty calls.
pub(super) fn view(draft: &Draft, view: View) -> Draft {
    let mut out = draft.view(view);
    empty_calls(draft, &mut out, view);
    out
}

/// Says of calls all of whose clauses are gone that they call for nothing.
fn empty_calls(draft: &Draft, out: &mut Draft, view: View) {
    let had_clauses = calls_with_clauses(&draft.paragraphs, |_| true);
    let have_clauses = calls_with_clauses(&draft.paragraphs, |p| p.begins_in(view));
    for (call, _) in draft
        .paragraphs
        .iter()
        .zip(had_clauses.iter().zip(&have_clauses))
        .filter(|(p, (had, have))| p.kind == Kind::Call && p.begins_in(view) && **had && !**have)
    {
        let message = format!(
            "{}: no clause is left under it",
            call.words.text(view).trim()
        );
        let line = *call.line.get(view);
        out.findings.push(
            Finding::new(Severity::Warning, "section-empty", line, 0, message)
                .with_help("delete the call, too, or say what it calls for"),
        );
    }
}

/// For each paragraph, whether it opens a section with clauses that count.
fn calls_with_clauses(paragraphs: &[Paragraph], counts: impl Fn(&Paragraph) -> bool) -> Vec<bool> {
    let mut out = vec![false; paragraphs.len()];
    let mut has = false;
    for (k, paragraph) in paragraphs.iter().enumerate().rev() {
        if paragraph.kind.opens_section() {
            out[k] = std::mem::take(&mut has);
        } else {
            has |= paragraph.kind == Kind::Clause && counts(paragraph);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read;

    #[test]
    fn an_empty_call_is_named() {
        let text = "*noting*\n\n~~a) that it rains;~~\n\n*resolves*\n\n1 to go ~~out~~ <ins>in</ins> again ~~soon~~ ;\n";
        let draft = read::read(text.as_bytes(), "x", None).unwrap();
        let clean = view(&draft, View::Revised);
        let texts: Vec<String> = clean
            .paragraphs
            .iter()
            .map(|p| p.labelled_text(View::Revised))
            .collect();
        assert_eq!(texts, ["noting", "resolves", "1 to go in again ;"]);
        assert_eq!(clean.findings.len(), 1);
        assert_eq!(clean.findings[0].code, "section-empty");
        let base = view(&draft, View::Base);
        assert_eq!(base.paragraphs[3].words.all(), "to go out  again soon ;");
    }
}
