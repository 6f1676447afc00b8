//! Labels that carry marks: on which side a struck or inserted label stands, and paragraphs that
//! came or went whole.

use crate::draft::{Change, Diff, Label, Number, Run, View, Wording, label_at};

/// A label on the sides of which its signs stand.
pub(in crate::read) fn label_as_marked(text: &str, signs: &Wording, lead: Diff<u8>) -> Label {
    let mut label = Label {
        lead,
        ..Label::plain(text)
    };
    match uniform_change(signs) {
        Some(Change::Deleted) => label.text.new = None,
        Some(Change::Inserted) => label.text.old = None,
        _ => {}
    }
    label
}

/// The change that all words have; none where they differ or there are none.
pub(in crate::read) fn uniform_change(words: &Wording) -> Option<Change> {
    let mut changes = words
        .runs()
        .filter(|r| !r.text.trim().is_empty())
        .map(|r| r.change);
    let first = changes.next()?;
    changes.all(|c| c == first).then_some(first)
}

/// How many of the first bytes, which are opening brackets, stand in each view.
pub(in crate::read) fn leads(words: &Wording, lead: usize) -> Diff<u8> {
    let count = |view| {
        let standing = words.runs_in(view).map(|run| {
            let end = (run.start + run.text.len()).min(lead);
            end.saturating_sub(run.start)
        });
        u8::try_from(standing.sum::<usize>()).unwrap_or(u8::MAX)
    };
    Diff {
        old: count(View::Base),
        new: count(View::Revised),
    }
}

/// The change of a paragraph all of whose words (and whose label) are inserted or deleted.
pub(in crate::read) fn whole_change(words: &Wording, label: Option<&Label>) -> Change {
    let is_label_in = |view| label.is_some_and(|l| l.text.get(view).is_some());
    let change = match uniform_change(words) {
        Some(change) => change,
        // A heading may be nothing but its label.
        None if !words.all().trim().is_empty() => Change::Kept,
        None if label.is_none() || is_label_in(View::Base) && is_label_in(View::Revised) => {
            Change::Kept
        }
        None if is_label_in(View::Base) => Change::Deleted,
        None => Change::Inserted,
    };
    match change {
        Change::Deleted if is_label_in(View::Revised) => Change::Kept,
        Change::Inserted if is_label_in(View::Base) => Change::Kept,
        change => change,
    }
}

/// The runs without the opening brackets at the start.
fn runs_after_lead(words: &Wording) -> impl Iterator<Item = Run<'_>> {
    let lead = words.all().bytes().take_while(|b| *b == b'[').count();
    words.runs().filter_map(move |run| {
        let skipped = lead.saturating_sub(run.start);
        let text = run.text.get(skipped..).filter(|text| !text.is_empty())?;
        let start = run.start + skipped;
        Some(Run { text, start, ..run })
    })
}

/// Whether the first mark covers a label and nothing else: `<ins>2</ins> text`.
pub(in crate::read) fn is_marked_apart(words: &Wording, label: &str) -> bool {
    runs_after_lead(words)
        .next()
        .is_some_and(|run| run.change != Change::Kept && run.text.trim_end() == label)
}

/// `~~2~~<ins>3</ins> text`, perhaps after opening brackets: an old and a new label, each marked as
/// what it is.
pub(in crate::read) struct ChangedLabel {
    pub(in crate::read) old: String,
    pub(in crate::read) new: String,
    /// Where its signs stand in the words, the white space after them included.
    pub(in crate::read) signs: std::ops::Range<usize>,
}

impl ChangedLabel {
    pub(in crate::read) fn at_start(words: &Wording) -> Option<Self> {
        if let Some(found) = Self::in_parts(words) {
            return Some(found);
        }
        let mut runs = runs_after_lead(words);
        let (one, other) = (runs.next()?, runs.next()?);
        let (old, new) = match (one.change, other.change) {
            (Change::Deleted, Change::Inserted) => (one.text, other.text),
            (Change::Inserted, Change::Deleted) => (other.text, one.text),
            _ => return None,
        };
        let is_label = |text: &str| Number::parse(text.trim()).is_some();
        // Two spaces between them, one in each mark: the second is the first of the words.
        let is_parted = one.text.ends_with(' ') && other.text.starts_with(' ');
        if !is_label(old) || !is_label(new) || is_parted {
            return None;
        }
        let end = other.start + other.text.len();
        Some(Self::new(words, old, new, one.start..end))
    }

    fn new(words: &Wording, old: &str, new: &str, signs: std::ops::Range<usize>) -> Self {
        let rest = &words.all()[signs.end..];
        let gap = rest.len() - rest.trim_start().len();
        Self {
            old: old.trim().to_owned(),
            new: new.trim().to_owned(),
            signs: signs.start..signs.end + gap,
        }
    }

    /// `~~b~~<ins>c</ins>) that`, `~~2~~<ins>2 that</ins>`: labels of which only a part is marked,
    /// or with which the words go on in one mark.
    fn in_parts(words: &Wording) -> Option<Self> {
        // Nearly no paragraph is marked where its label stands.
        let mut first = runs_after_lead(words).take(LONGEST_LABEL);
        if !first.any(|run| run.change == Change::Inserted) {
            return None;
        }
        let (old, old_end) = label_in(words, View::Base)?;
        let (new, new_end) = label_in(words, View::Revised)?;
        let start = runs_after_lead(words).next()?.start;
        let end = old_end.max(new_end);
        let marked: Vec<Change> = runs_after_lead(words)
            .take_while(|run| run.start < end)
            .map(|run| run.change)
            .collect();
        // Strikes alone may be all that is left of marks: what they mean, the running numbers tell.
        let is_changed = marked.len() > 1 && marked.contains(&Change::Inserted);
        let holds_only = |view, label: &str| {
            let standing = runs_after_lead(words).filter(|run| run.change.stands_in(view));
            let text: String = standing
                .take_while(|run| run.start < end)
                .map(|run| &run.text[..run.text.len().min(end - run.start)])
                .collect();
            text.trim_end() == label
        };
        (is_changed && holds_only(View::Base, &old) && holds_only(View::Revised, &new))
            .then(|| Self::new(words, &old, &new, start..end))
    }
}

/// The label at the start of one view, and where it ends in the words.
fn label_in(words: &Wording, view: View) -> Option<(String, usize)> {
    let runs: Vec<Run<'_>> = runs_after_lead(words)
        .filter(|run| run.change.stands_in(view))
        .take(LONGEST_LABEL)
        .collect();
    let text: String = runs
        .iter()
        .map(|run| run.text)
        .collect::<String>()
        .chars()
        .take(LONGEST_LABEL)
        .collect();
    let (_, label) = label_at(&text).ok()?;
    let number = Number::parse(label)?;
    // A year is no label.
    if label.starts_with('[') || number.last()?.value > 400 {
        return None;
    }
    let mut left = label.len();
    for run in runs {
        if left <= run.text.len() {
            return Some((label.to_owned(), run.start + left));
        }
        left -= run.text.len();
    }
    None
}

/// No label is longer, in letters or in runs.
const LONGEST_LABEL: usize = 40;

#[cfg(test)]
mod tests {
    use super::*;

    fn wording(runs: &[(&str, Change)]) -> Wording {
        let mut words = Wording::with_capacity(0, 0);
        for (text, change) in runs {
            words.push(text, *change);
        }
        words
    }

    #[test]
    fn a_label_changed_in_part() {
        use Change::{Deleted, Inserted, Kept};
        let told = |runs: &[(&str, Change)]| {
            ChangedLabel::at_start(&wording(runs)).map(|label| (label.old, label.new, label.signs))
        };
        let some = |old: &str, new: &str, end| Some((old.to_owned(), new.to_owned(), 0..end));
        assert_eq!(
            told(&[("b", Deleted), ("c", Inserted), (") that", Kept)]),
            some("b)", "c)", 4)
        );
        assert_eq!(
            told(&[("2", Deleted), ("2 that all act", Inserted)]),
            some("2", "2", 3)
        );
        assert_eq!(
            told(&[("1", Kept), ("0", Inserted), (" to act", Kept)]),
            some("1", "10", 3)
        );
        assert_eq!(
            told(&[("2", Deleted), ("3", Inserted), (".\tto act", Kept)]),
            some("2.", "3.", 4)
        );
        assert_eq!(told(&[("3", Deleted), ("2 to act", Kept)]), None);
        assert_eq!(
            told(&[("20", Kept), ("14", Inserted), (" was a year", Kept)]),
            None
        );
        assert_eq!(told(&[("a) to act", Kept), (" now", Inserted)]), None);
    }
}
