//! Numbering afresh: each list from 1 in its own style, and the references that follow.
//!
//! ITU sections begin anew; the operative paragraphs of a UN resolution run on across headings; articles run through the
//! draft. `bis`, `ter` and `alt` go; bullets and options stay as they are.

use crate::draft::{Diff, Draft, Finding, Kind, Number, Paragraph, Severity, View};
use crate::references::{self, Reference, Scope, bare};
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

/// A list: its clauses, and the clause it hangs under.
struct List {
    members: Vec<usize>,
    parent: Option<usize>,
}

/// The lists of a draft, outer ones before the ones under them.
fn lists(draft: &Draft) -> Vec<List> {
    let is_un = draft.paragraphs.iter().any(|p| p.kind == Kind::Organ)
        && !draft.paragraphs.iter().any(|p| p.kind == Kind::Call);
    let mut lists: Vec<List> = Vec::new();
    // The open list of each depth, with the clause that was last in it.
    let mut open: Vec<(u8, usize)> = Vec::new();
    let mut headings: HashMap<String, usize> = HashMap::new();
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        if paragraph.kind == Kind::Heading
            && let Some(word) = heading_word(paragraph)
        {
            let place = *headings.entry(word).or_insert_with(|| {
                lists.push(List {
                    members: Vec::new(),
                    parent: None,
                });
                lists.len() - 1
            });
            lists[place].members.push(index);
        }
        if paragraph.kind.opens_section() {
            let runs_on = is_un && paragraph.kind == Kind::Heading && paragraph.label.is_none();
            open.retain(|(depth, _)| runs_on && *depth == 0);
            continue;
        }
        if paragraph.kind != Kind::Clause || !is_numbered(paragraph) {
            continue;
        }
        let depth = paragraph.depth.new;
        open.retain(|(d, _)| *d <= depth);
        let parent = open
            .iter()
            .rev()
            .find(|(d, _)| *d < depth)
            .and_then(|(_, list)| lists[*list].members.last().copied());
        let place = match open.last() {
            Some((d, list)) if *d == depth => *list,
            _ => {
                lists.push(List {
                    members: Vec::new(),
                    parent,
                });
                open.push((depth, lists.len() - 1));
                lists.len() - 1
            }
        };
        lists[place].members.push(index);
    }
    lists
}

/// `Article ` for "Article 4": the headings that are numbered together.
fn heading_word(paragraph: &Paragraph) -> Option<String> {
    let number = Number::parse(paragraph.label_in(View::Revised)?)?;
    number.open.ends_with(' ').then_some(number.open)
}

/// Bullets and options are no numbers.
fn is_numbered(paragraph: &Paragraph) -> bool {
    let Some(label) = paragraph.label_in(View::Revised) else {
        return false;
    };
    match Number::parse(label) {
        Some(number) => !["Option", "Alternative", "Opción", "Вариант"]
            .iter()
            .any(|word| number.open.starts_with(word)),
        None => label.chars().any(char::is_alphanumeric),
    }
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
    for (k, index) in list.members.iter().enumerate() {
        let mut new = style.renumbered(u32::try_from(k + 1).unwrap_or(u32::MAX));
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

/// The style that most labels of a list share; of equally many, the first.
fn prevailing(labels: impl Iterator<Item = String>) -> Option<Number> {
    let mut styles: Vec<(Number, usize)> = Vec::new();
    for label in labels {
        let readings = Number::readings(&label);
        // `i)` counts for letters and for roman numerals, whichever the list is in.
        for reading in readings {
            match styles
                .iter_mut()
                .find(|(style, _)| style.same_style(&reading))
            {
                Some((_, count)) => *count += 1,
                None => styles.push((reading, 1)),
            }
        }
    }
    let first_is_one = |n: &Number| usize::from(n.last().is_some_and(|l| l.value == 1));
    styles
        .into_iter()
        .rev()
        .max_by_key(|(style, count)| (*count, first_is_one(style)))
        .map(|(style, _)| style)
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
                let text = reference.label.replace(bare(&reference.label), bare(new));
                replace(&mut draft.paragraphs[reference.paragraph], reference, &text);
            }
            (Scope::Undecided, None) => {}
        }
    }
}

/// Puts `text` in the place of a reference, in its style.
fn replace(paragraph: &mut Paragraph, reference: &Reference, text: &str) {
    let mut out = crate::draft::Wording::default();
    let range = &reference.range;
    for run in paragraph.words.runs() {
        let end = run.start + run.text.len();
        let cut = |from: usize, to: usize| {
            &run.text[from.clamp(run.start, end) - run.start..to.clamp(run.start, end) - run.start]
        };
        out.push_from(
            cut(run.start, range.start),
            run.change,
            run.style,
            run.origin,
        );
        if (run.start..end).contains(&range.start) {
            out.push_from(text, run.change, run.style, run.origin);
        }
        out.push_from(cut(range.end, end), run.change, run.style, run.origin);
    }
    paragraph.words = out;
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
