//! Numbering afresh: each list from 1 in its own style, and the references that follow.
//!
//! A draft whose labels are in series comes out as it was: no label changes its style, a list
//! begins with the number it began with, and a list whose numbers go up and down is left alone and
//! named. Gaps close; `bis`, `ter` and `alt` go; bullets and options stay.

use crate::draft::lists::{List, lists, prevailing};
use crate::draft::{Diff, Draft, Finding, Kind, Number, Severity, View};
use crate::references::mend::{label_in_words, replace};
use crate::references::{self, Reference, Scope};
use std::collections::{HashMap, HashSet};

/// Numbers a draft afresh.
///
/// `source` is the draft with all its changes, and with the brackets that may have been lifted
/// since.
pub(super) fn renumber(draft: &mut Draft, source: &Draft) {
    let references = references::find(draft);
    let label = |i: usize| Some((i, draft.paragraphs[i].label_in(View::Revised)?.to_owned()));
    let cited = references.iter().filter_map(|one| one.target);
    let olds: HashMap<usize, String> = cited.filter_map(label).collect();
    let news = number_all(draft, source);
    repair(draft, &references, &olds, &news);
}

/// Numbers all lists, and gives the new labels. Two lists may be one once they are numbered: of
/// "4", "1", "2" the first is now "1", and "1" after it goes on with it. So it is done until
/// nothing changes any more.
fn number_all(draft: &mut Draft, source: &Draft) -> HashMap<usize, String> {
    const ROUNDS: usize = 4;
    let mut news: HashMap<usize, String> = HashMap::new();
    for round in 0..ROUNDS {
        let lists = lists(draft);
        let begins_late = lists.iter().any(|list| list.start() > 1);
        let starts = if begins_late {
            starts(source)
        } else {
            HashSet::new()
        };
        let told = draft.findings.len();
        for list in &lists {
            number(draft, list, &starts, &mut news);
        }
        // What there is to tell is told of the draft as it was.
        if round > 0 {
            draft.findings.truncate(told);
        }
        if !relabel(draft, &news) {
            break;
        }
    }
    news
}

/// Gives paragraphs their new labels; whether any is another one now.
fn relabel(draft: &mut Draft, news: &HashMap<usize, String>) -> bool {
    let mut is_other = false;
    for (index, paragraph) in draft.paragraphs.iter_mut().enumerate() {
        if let (Some(new), Some(label)) = (news.get(&index), &mut paragraph.label) {
            is_other |= label.text.new.as_deref() != Some(new);
            label.text = Diff::same(Some(new.as_str().into()));
        }
    }
    is_other
}

/// The numbers other than one that lists begin with in both texts of a draft: it is an excerpt, or
/// goes on with another text.
fn starts(source: &Draft) -> HashSet<u32> {
    let of = |view| -> HashSet<u32> { lists(&source.view(view)).iter().map(List::start).collect() };
    let revised = of(View::Revised);
    if !source.is_marked() {
        return revised;
    }
    revised.intersection(&of(View::Base)).copied().collect()
}

/// The number that a list begins with: that of an excerpt stays as long as its numbers are in
/// series, and a draft may hold only the later articles.
fn start(draft: &Draft, list: &List, starts: &HashSet<u32>) -> u32 {
    let start = list.start();
    let first = list.members.first().and_then(|i| draft.paragraphs.get(*i));
    let is_heading = first.is_some_and(|p| p.kind == Kind::Heading);
    if is_heading || starts.contains(&start) && list.is_in_series() {
        start
    } else {
        1
    }
}

/// Numbers one list, each label in its own style.
fn number(
    draft: &mut Draft,
    list: &List,
    starts: &HashSet<u32>,
    news: &mut HashMap<usize, String>,
) {
    let label = |index: &usize| draft.paragraphs[*index].label_in(View::Revised);
    let labels: Vec<String> = list
        .members
        .iter()
        .map(|i| label(i).unwrap_or("").to_owned())
        .collect();
    let Some(style) = prevailing(labels.iter().cloned()) else {
        return;
    };
    if !list.is_in_order() {
        return keep(draft, list);
    }
    let above = list
        .parent
        .and_then(|parent| news.get(&parent))
        .and_then(|l| Number::parse(l));
    let first = start(draft, list, starts);
    let members = list.members.iter().zip(&list.numbers).zip(labels);
    for (value, ((index, number), printed)) in (first..).zip(members) {
        let own = number.as_ref().unwrap_or(&style);
        let is_open = own.last().is_some_and(|last| last.value == 0);
        let mut new = own.renumbered(value);
        // "3.1" under "4" is 4.1.
        let places = new.numerals.len();
        if let Some(above) = above.as_ref().filter(|a| places == a.numerals.len() + 1) {
            new.numerals[..places - 1].copy_from_slice(&above.numerals);
        }
        if number.is_none() {
            tell_chosen(draft, *index, &printed, &new);
        }
        let is_right = number.as_ref() == Some(&new) || is_open;
        news.insert(*index, if is_right { printed } else { new.render() });
    }
    tell_alone(draft, list);
}

/// A list whose numbers go up and down stays as it is, and is named.
fn keep(draft: &mut Draft, list: &List) {
    let Some(first) = list.members.first() else {
        return;
    };
    let shown = |index: &usize| {
        draft.paragraphs[*index]
            .label_in(View::Revised)
            .unwrap_or("")
            .to_owned()
    };
    let labels: Vec<String> = list.members.iter().take(8).map(shown).collect();
    let more = if list.members.len() > 8 { ", …" } else { "" };
    let message = format!(
        "the labels {}{more} are in no order; they are left as they are",
        labels.join(", ")
    );
    let line = draft.paragraphs[*first].line.new;
    draft.findings.push(
        Finding::new(Severity::Warning, "series-unclear", line, 0, message)
            .with_help("number this list by hand"),
    );
}

/// A label that stood for several numbers has one now.
fn tell_chosen(draft: &mut Draft, index: usize, printed: &str, new: &Number) {
    let line = draft.paragraphs[index].line.new;
    let message = format!(
        "the label {printed} stands for several numbers; it is now {}",
        new.render()
    );
    draft.findings.push(
        Finding::new(Severity::Warning, "label-chosen", line, 0, message)
            .with_help("check it against the brackets that stay"),
    );
}

/// A list of one clause needs no label.
fn tell_alone(draft: &mut Draft, list: &List) {
    if let [only] = list.members[..]
        && draft.paragraphs[only].depth.new == 0
        && draft.paragraphs[only].kind == Kind::Clause
    {
        let label = draft.paragraphs[only].label_in(View::Revised).unwrap_or("");
        let message = format!("{label} is the only clause of its list and needs no label");
        let line = draft.paragraphs[only].line.new;
        draft.findings.push(Finding::new(
            Severity::Note,
            "label-alone",
            line,
            0,
            message,
        ));
    }
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
    fn what_is_one_list_once_it_is_numbered_is_numbered_as_one() {
        let text = "recalling\n\n1. to go;\n\nnoting\n\n<ins>4 (b) of</ins> roads\n\nOP2. paths\n\nRecognizing\n\n1 bridges in use\n\n[2 bis. tunnels]\n";
        let (lines, _) = renumbered(text);
        assert_eq!(lines[3], "1 (b) of roads");
        assert_eq!(lines[6..], ["2 bridges in use", "[3. tunnels]"]);
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
