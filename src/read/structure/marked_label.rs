//! Labels that carry marks: on which side a struck or inserted label stands, and paragraphs that came or went whole.

use crate::draft::{Change, Diff, Label, Number, Run, View, Wording};

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

/// `~~2~~<ins>3</ins> text`, perhaps after opening brackets: an old and a new label, each marked as what it is.
pub(in crate::read) struct ChangedLabel {
    pub(in crate::read) old: String,
    pub(in crate::read) new: String,
    /// Where its signs stand in the words, the white space after them included.
    pub(in crate::read) signs: std::ops::Range<usize>,
}

impl ChangedLabel {
    pub(in crate::read) fn at_start(words: &Wording) -> Option<Self> {
        let mut runs = runs_after_lead(words);
        let (one, other) = (runs.next()?, runs.next()?);
        let (old, new) = match (one.change, other.change) {
            (Change::Deleted, Change::Inserted) => (one.text, other.text),
            (Change::Inserted, Change::Deleted) => (other.text, one.text),
            _ => return None,
        };
        let is_label = |text: &str| Number::parse(text.trim()).is_some();
        if !is_label(old) || !is_label(new) {
            return None;
        }
        let end = other.start + other.text.len();
        let rest = &words.all()[end..];
        let gap = rest.len() - rest.trim_start().len();
        Some(Self {
            old: old.trim().to_owned(),
            new: new.trim().to_owned(),
            signs: one.start..end + gap,
        })
    }
}
