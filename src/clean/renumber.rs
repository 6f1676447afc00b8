//! Numbering afresh: each list from 1 in its own style, and the references that follow.
//!
//! ITU sections begin anew; the operative paragraphs of a UN resolution run on across headings; articles run through the
//! draft, from the first that it has: many drafts are excerpts. `bis`, `ter` and `alt` go; bullets and options stay as
//! they are.

use crate::draft::lists::{List, lists, prevailing};
use crate::draft::{Diff, Draft, Finding, Kind, Number, Severity, View};
use crate::references::mend::{label_in_words, replace};
use crate::references::{self, Reference, Scope};
use std::collections::HashMap;

/// Numbers a draft afresh.
pub(super) fn renumber(draft: &mut Draft) {
    let references = references::find(draft);
    let lists = lists(draft);
    let mut news: HashMap<usize, String> = HashMap::new();
    for list in &lists {
        number(draft, list, &mut news);
    }
    let olds: HashMap<usize, String> = draft
        .paragraphs
        .iter()
        .enumerate()
        .filter_map(|(i, p)| Some((i, p.label_in(View::Revised)?.to_owned())))
        .collect();
    for (index, paragraph) in draft.paragraphs.iter_mut().enumerate() {
        if let (Some(new), Some(label)) = (news.get(&index), &mut paragraph.label) {
            label.text = Diff::same(Some(new.as_str().into()));
        }
    }
    repair(draft, &references, &olds, &news);
}

fn number(draft: &mut Draft, list: &List, news: &mut HashMap<usize, String>) {
    let label = |index: usize| {
        draft.paragraphs[index]
            .label_in(View::Revised)
            .unwrap_or("")
            .to_owned()
    };
    let Some(style) = prevailing(list.members.iter().map(|i| label(*i))) else {
        return;
    };
    let above = list
        .parent
        .and_then(|parent| news.get(&parent))
        .and_then(|l| Number::parse(l));
    let start = start(draft, list);
    for (k, index) in list.members.iter().enumerate() {
        let mut new = style.renumbered(start + u32::try_from(k).unwrap_or(0));
        // "3.1" under "4" is 4.1.
        let own = new.numerals.len();
        if let Some(above) = above.as_ref().filter(|a| own == a.numerals.len() + 1) {
            new.numerals[..own - 1].copy_from_slice(&above.numerals);
        }
        let printed = label(*index);
        if Number::parse(&printed).is_none() {
            let line = draft.paragraphs[*index].line.new;
            let message = format!(
                "the label {printed} stands for several numbers; it is now {}",
                new.render()
            );
            draft.findings.push(
                Finding::new(Severity::Warning, "label-chosen", line, 0, message)
                    .with_help("check it against the brackets that stay"),
            );
        }
        news.insert(*index, new.render());
    }
    if let [only] = list.members[..]
        && draft.paragraphs[only].depth.new == 0
        && draft.paragraphs[only].kind == Kind::Clause
    {
        let line = draft.paragraphs[only].line.new;
        let message = format!(
            "{} is the only clause of its list and needs no label",
            label(only)
        );
        draft.findings.push(Finding::new(
            Severity::Note,
            "label-alone",
            line,
            0,
            message,
        ));
    }
}

/// The number that a list begins with: one, but for headings, of which a draft may have only the later ones.
fn start(draft: &Draft, list: &List) -> u32 {
    let first = list.members.first().and_then(|i| draft.paragraphs.get(*i));
    let heading = first.filter(|p| p.kind == Kind::Heading);
    let number = heading.and_then(|p| Number::parse(p.label_in(View::Revised)?)?.last());
    number.map_or(1, |n| n.value.max(1))
}

/// Writes the new labels into the references to them.
fn repair(
    draft: &mut Draft,
    references: &[Reference],
    olds: &HashMap<usize, String>,
    news: &HashMap<usize, String>,
) {
    for reference in references.iter().rev() {
        let paragraph = &draft.paragraphs[reference.paragraph];
        let (line, column) = paragraph.place_of(reference.range.start);
        let told = |code: &str, message: String, help: &str| {
            Finding::new(Severity::Warning, code, line, column, message).with_help(help)
        };
        match (reference.scope, reference.target) {
            (Scope::External, _) => {}
            (Scope::Internal, None) => {
                let message = format!(
                    "{} is not in this draft, or there more than once; the reference is left",
                    reference.cited
                );
                draft
                    .findings
                    .push(told("reference-unresolved", message, "mend it by hand"));
            }
            (scope, Some(target)) => {
                let (Some(old), Some(new)) = (olds.get(&target), news.get(&target)) else {
                    continue;
                };
                if old == new {
                    continue;
                }
                if scope == Scope::Undecided {
                    let message = format!(
                        "{} may be the clause that is now {new}; the reference is left",
                        reference.cited
                    );
                    draft.findings.push(told(
                        "reference-undecided",
                        message,
                        "mend it by hand if it is",
                    ));
                    continue;
                }
                // "Article 4" is cited by its number.
                let number = new
                    .rsplit_once(' ')
                    .map_or(new.as_str(), |(_, number)| number);
                let text = label_in_words(&reference.label, number);
                replace(
                    &mut draft.paragraphs[reference.paragraph],
                    &reference.range,
                    &text,
                );
            }
            (Scope::Undecided, None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Options, clean};
    use crate::draft::View;
    use crate::read::read;

    fn renumbered(text: &str) -> (Vec<String>, Vec<String>) {
        let draft = read(text.as_bytes(), "x", None).unwrap();
        let options = Options {
            renumber: true,
            ..Options::default()
        };
        let clean = clean(&draft, &options);
        let lines = clean
            .paragraphs
            .iter()
            .map(|p| p.labelled_text(View::Revised))
            .collect();
        (lines, clean.findings.into_iter().map(|f| f.code).collect())
    }

    #[test]
    fn sections_begin_anew_and_references_follow() {
        let (lines, findings) = renumbered(
            "considering\n\na) one;\n\na bis) two;\n\nb) three,\n\nresolves\n\n1 to act as in *considering* b) above;\n\n3 to meet;\n\n4 to see to *resolves* 1, 3 and 4 above, and to resolves 9 above,\n",
        );
        assert_eq!(lines[1..4], ["a) one;", "b) two;", "c) three,"]);
        assert_eq!(lines[5], "1 to act as in considering c) above;");
        assert_eq!(
            lines[7],
            "3 to see to resolves 1, 2 and 3 above, and to resolves 9 above,"
        );
        assert_eq!(findings, ["reference-unresolved"]);
    }

    #[test]
    fn operative_paragraphs_run_on_across_headings() {
        let (lines, _) = renumbered(
            "The General Assembly,\n\nRecalling the past,\n\n1. Decides to act:\n\n(a) now;\n\n(b) later;\n\nThe road ahead\n\n3. Recalls paragraph 1 of its resolution 65/141, and paragraph 3 above.\n",
        );
        assert_eq!(
            lines[2..],
            [
                "1. Decides to act:",
                "(a) now;",
                "(b) later;",
                "The road ahead",
                "2. Recalls paragraph 1 of its resolution 65/141, and paragraph 2 above."
            ]
        );
    }
}
