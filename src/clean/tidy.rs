//! What taking words out leaves behind: double spaces, section calls without clauses.

use crate::draft::{Draft, Finding, Kind, Paragraph, Severity, View, Wording};

/// The clean text of a view. Where words were taken out between two spaces, one space is left; the older text is given
/// exactly as it was.
pub(super) fn view(draft: &Draft, view: View) -> Draft {
    let mut out = draft.view(view);
    if view == View::Revised {
        let mut begun = out.paragraphs.iter_mut();
        for (k, paragraph) in draft.paragraphs.iter().enumerate() {
            if !paragraph.begins_in(view) {
                continue;
            }
            let Some(clean) = begun.next() else { break };
            let is_whole = draft
                .paragraphs
                .get(k + 1)
                .is_none_or(|next| next.begins_in(view));
            if is_whole && paragraph.words.is_marked() {
                clean.words = without_double_spaces(paragraph, view);
            }
        }
    }
    empty_calls(draft, &mut out, view);
    out
}

fn without_double_spaces(paragraph: &Paragraph, view: View) -> Wording {
    let all = paragraph.words.all();
    let mut out = Wording::with_capacity(all.len(), 1);
    let mut end = 0;
    for run in paragraph.words.runs_in(view) {
        let is_cut = run.start > end;
        let ends_in_space = out.all().is_empty() || out.all().ends_with(' ');
        let text = match run.text.strip_prefix(' ') {
            Some(rest) if is_cut && ends_in_space => rest,
            _ => run.text,
        };
        end = run.start + run.text.len();
        let mut kept = Wording::default();
        kept.push_from(text, run.change, run.style, 0);
        out.append_view(&kept, view);
    }
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
    fn one_space_is_left_and_an_empty_call_is_named() {
        let text = "<!-- redraft: marked -->\n\n*noting*\n\n~~a) that it rains;~~\n\n*resolves*\n\n1 to go ~~out~~ <ins>in</ins> again ~~soon~~ ;\n";
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
