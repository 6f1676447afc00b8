//! The right labels written into references.

use super::trace::{Meaning, State, Step, trace};
use super::{Direction, Reference, Scope, find, is_last};
use crate::draft::outline::plain_number;
use crate::draft::{
    Addresses, Draft, Finding, Label, Numeral, Outline, Paragraph, Script, Severity, View, Wording,
};
use crate::vocabulary::turned;
use std::ops::Range;

/// A stretch of a paragraph and what is to stand there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Repair {
    pub(super) range: Range<usize>,
    pub(super) text: String,
}

/// What the writers of references need of a draft.
pub(super) struct Scene<'a> {
    pub(super) draft: &'a Draft,
    pub(super) outline: Outline,
    pub(super) addresses: Addresses,
}

impl<'a> Scene<'a> {
    pub(super) fn of(draft: &'a Draft) -> Self {
        let outline = Outline::of(draft, View::Revised);
        Self {
            draft,
            addresses: Addresses::within(draft, View::Revised, &outline),
            outline,
        }
    }

    /// What makes one citation name what it means; none where no label can say it.
    pub(super) fn repairs(
        &self,
        references: &[Reference],
        meanings: &[Meaning],
    ) -> Option<Vec<Repair>> {
        let mut out = Vec::new();
        let mut targets = Vec::new();
        for (k, (reference, meaning)) in references.iter().zip(meanings).enumerate() {
            // "paragraph 1 (c) below" says where (c) stands.
            let is_said = is_last(references, k);
            if meaning.state != State::Stale {
                targets.extend(reference.target.filter(|_| is_said));
                continue;
            }
            let [target] = meaning.targets[..] else {
                return None;
            };
            targets.extend(is_said.then_some(target));
            out.push(self.repair(reference, target, references.len() == 1)?);
        }
        out.retain(|r| self.text(references)[r.range.clone()] != r.text);
        out.extend(self.turn(references, &targets));
        Some(out)
    }

    fn text(&self, references: &[Reference]) -> &str {
        references
            .first()
            .map_or("", |r| self.draft.paragraphs[r.paragraph].words.all())
    }

    fn repair(&self, reference: &Reference, target: usize, alone: bool) -> Option<Repair> {
        let section = self
            .outline
            .section_of(target)
            .map_or("", |s| s.name.as_str());
        let leads = reference.words.start < reference.range.start
            && reference
                .call
                .as_deref()
                .is_none_or(|call| reference.cited.starts_with(call));
        match &reference.call {
            Some(call) if call != section => (alone && leads).then(|| Repair {
                range: reference.words.start..reference.range.end,
                text: self.addresses.get(target).to_owned(),
            }),
            _ => {
                let label = label_in_words(&reference.label, self.label_of(target)?);
                Some(Repair {
                    range: reference.range.clone(),
                    text: label,
                })
            }
        }
    }

    fn label_of(&self, target: usize) -> Option<&str> {
        let label = self.draft.paragraphs[target].label_in(View::Revised)?;
        // "Article 4" is cited by its number.
        Some(label.rsplit_once(' ').map_or(label, |(_, number)| number))
    }

    /// "above" becomes "below" where all that is meant stands there now.
    fn turn(&self, references: &[Reference], targets: &[usize]) -> Option<Repair> {
        let first = references.first()?;
        let from = first.paragraph;
        let is_wrong = |target: &usize| match first.direction {
            Some(Direction::Above) => *target > from,
            Some(Direction::Below) => *target < from,
            None => false,
        };
        if targets.is_empty() || !targets.iter().all(is_wrong) {
            return None;
        }
        let (word, other) = turned(&self.text(references)[first.words.clone()])?;
        Some(Repair {
            range: first.words.end - word.len()..first.words.end,
            text: other.to_owned(),
        })
    }
}

/// A new label in the form that the words have: `(c)` for `(b)` where the clause is labelled `c)`.
pub(crate) fn label_in_words(label: &str, new: &str) -> String {
    let new = new.strip_prefix('第').unwrap_or(new);
    let new = Label::core(new.strip_suffix('条').unwrap_or(new));
    let old = Label::core(label);
    let is_digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let is_chinese = |text: &str| !text.is_ascii() && is_digits(&plain_number(text));
    // "第5条" of an article that is called 第四条, and the other way round.
    let said = if is_digits(old) && is_chinese(new) {
        plain_number(new)
    } else if is_chinese(old) && is_digits(new) {
        in_chinese(new)
    } else {
        new.to_owned()
    };
    label.replacen(old, &said, 1)
}

fn in_chinese(digits: &str) -> String {
    let script = Script::Chinese;
    let value = digits.parse().unwrap_or(0);
    Numeral { script, value }.render()
}

/// The words of a citation with its repairs.
pub(super) fn applied(text: &str, words: &Range<usize>, repairs: &[Repair]) -> String {
    let mut out = text[words.clone()].to_owned();
    for repair in repairs.iter().rev() {
        let range = repair.range.start - words.start..repair.range.end - words.start;
        out.replace_range(range, &repair.text);
    }
    out
}

/// What findings that tell of a mended reference are called.
pub(crate) const MENDED: &str = "reference-mended";

/// The last of some drafts of one text, its stale references mended; findings say which, and which
/// could not be.
///
/// All drafts are read in their revised view; what is returned is unmarked.
///
/// ```
/// use redraft::{draft::View, read, references};
/// let older = read::read(b"resolves\n\n1 that tides be measured every day,\n\nrequests\n\nto see to resolves 1 above.\n", "x", None)?;
/// let newer = read::read(b"resolves\n\n1 that all ships carry lamps;\n\n2 that tides be measured every day,\n\nrequests\n\nto see to resolves 1 above.\n", "x", None)?;
/// let (mended, findings) = references::repair(&[older], &newer);
/// assert_eq!(mended.paragraphs[4].words.all(), "to see to resolves 2 above.");
/// assert_eq!(findings.len(), 1);
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn repair(older: &[Draft], newer: &Draft) -> (Draft, Vec<Finding>) {
    let drafts: Vec<Draft> = older
        .iter()
        .chain([newer])
        .map(|draft| plain(draft).into_owned())
        .collect();
    let references: Vec<Vec<Reference>> = drafts.iter().map(find).collect();
    let steps = Step::chain(&drafts, &references);
    let meanings = trace(&steps);
    let Some(last) = steps.last() else {
        return (newer.clone(), Vec::new());
    };
    let scene = Scene::of(last.draft);
    let mut out = last.draft.clone();
    let mut findings = Vec::new();
    let mut at = 0;
    let mut edits: Vec<(usize, Repair)> = Vec::new();
    while at < last.references.len() {
        let end = at
            + last.references[at..]
                .iter()
                .take_while(|r| r.citation == last.references[at].citation)
                .count();
        let (group, said) = (&last.references[at..end], &meanings[at..end]);
        at = end;
        if !said.iter().any(|m| m.state == State::Stale) {
            continue;
        }
        let first = &group[0];
        let paragraph = &last.draft.paragraphs[first.paragraph];
        let (line, column) = paragraph.place_of(first.words.start);
        let printed = &paragraph.words.all()[first.words.clone()];
        let told =
            |severity, code, message: String| Finding::new(severity, code, line, column, message);
        match scene.repairs(group, said) {
            Some(repairs) if group.iter().all(|r| r.scope != Scope::Undecided) => {
                let now = applied(paragraph.words.all(), &first.words, &repairs);
                findings.push(told(
                    Severity::Note,
                    MENDED,
                    format!("{printed} is now {now}"),
                ));
                edits.extend(repairs.into_iter().map(|r| (first.paragraph, r)));
            }
            _ => findings.push(
                told(
                    Severity::Warning,
                    "reference-stale",
                    format!("{printed} no longer names what it meant; it is left"),
                )
                .with_help("mend it by hand"),
            ),
        }
    }
    for (paragraph, repair) in edits.iter().rev() {
        replace(&mut out.paragraphs[*paragraph], &repair.range, &repair.text);
    }
    (out, findings)
}

/// The revised view of a draft; the draft itself where it carries no changes.
pub(super) fn plain(draft: &Draft) -> std::borrow::Cow<'_, Draft> {
    if draft.is_marked() {
        std::borrow::Cow::Owned(draft.view(View::Revised))
    } else {
        std::borrow::Cow::Borrowed(draft)
    }
}

/// Puts `text` in the place of some words of an unmarked paragraph, in their style.
pub(crate) fn replace(paragraph: &mut Paragraph, range: &Range<usize>, text: &str) {
    let mut out = Wording::default();
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
    use super::label_in_words;

    #[test]
    fn labels_in_the_form_that_the_words_have() {
        for (label, new, said) in [
            ("(b)", "c)", "(c)"),
            ("2 quinquies", "4", "4"),
            ("五", "第四条", "四"),
            ("5", "第四条", "4"),
            ("二", "三、", "三"),
            ("二", "3.", "三"),
            ("premier", "2", "2"),
        ] {
            assert_eq!(label_in_words(label, new), said, "{label} {new}");
        }
    }
}
