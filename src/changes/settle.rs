//! A draft with some of its changes accepted or rejected.

use super::collect::{Part, What};
use crate::draft::{Change, Diff, Draft, Kind, Label, Paragraph, View, Wording};
use std::ops::Range;

/// What is decided of a paragraph.
#[derive(Debug, Default)]
struct Decided {
    beginning: Option<View>,
    label: Option<View>,
    words: Vec<(Range<usize>, View)>,
}

/// The draft with these marks accepted or rejected.
pub(super) fn settle<'p>(draft: &Draft, chosen: impl Iterator<Item = (&'p [Part], View)>) -> Draft {
    let mut decided: Vec<Decided> = Vec::new();
    decided.resize_with(draft.paragraphs.len(), Decided::default);
    for (parts, view) in chosen {
        for part in parts {
            let Some(of) = decided.get_mut(part.paragraph) else {
                continue;
            };
            match &part.what {
                What::Beginning => of.beginning = Some(view),
                What::Label => of.label = Some(view),
                What::Words(range) => of.words.push((range.clone(), view)),
            }
        }
    }
    let mut paragraphs: Vec<Paragraph> = Vec::with_capacity(draft.paragraphs.len());
    for (paragraph, mut decided) in draft.paragraphs.iter().zip(decided) {
        decided.words.sort_by_key(|(range, _)| range.start);
        settle_one(paragraph, &decided, &mut paragraphs);
    }
    Draft {
        paragraphs,
        ..draft.clone()
    }
}

fn settle_one(paragraph: &Paragraph, decided: &Decided, out: &mut Vec<Paragraph>) {
    let mut settled = paragraph.clone();
    if !decided.words.is_empty() {
        settled.words = words(&paragraph.words, &decided.words);
        settled.anchors = Box::default();
    }
    if let Some(view) = decided.label {
        relabel(&mut settled, view);
    }
    let Some(view) = decided.beginning else {
        return out.push(settled);
    };
    if paragraph.change.stands_in(view) {
        (settled.change, settled.origin, settled.moved) = (Change::Kept, 0, None);
        return out.push(settled);
    }
    // The words of a half that goes stand at the other one.
    if settled.moved.is_some() || settled.words.is_empty() {
        return;
    }
    join(settled, view, out);
}

/// What is left of a paragraph that does not begin any more goes on with the one before it; not
/// with a half of a move that is not in this text either.
fn join(rest: Paragraph, view: View, out: &mut Vec<Paragraph>) {
    let holds = |before: &&mut Paragraph| before.moved.is_none() || before.begins_in(view);
    let before = out.iter_mut().rev().find(holds);
    if let Some(before) = before {
        for run in rest.words.runs() {
            before
                .words
                .push_from(run.text, run.change, run.style, run.origin);
        }
        return;
    }
    let mut alone = rest;
    relabel(&mut alone, view);
    alone.label = None;
    (alone.change, alone.origin) = (Change::Kept, 0);
    out.push(alone);
}

/// A paragraph with the label, the depth and the kind that it has in one text.
fn relabel(paragraph: &mut Paragraph, view: View) {
    let label = paragraph.label.take();
    paragraph.label = label.and_then(|label| {
        let text = label.text.get(view).clone()?;
        Some(Box::new(Label {
            text: Diff::same(Some(text)),
            lead: Diff::same(*label.lead.get(view)),
            origin: Diff::same(0),
            ..*label
        }))
    });
    paragraph.depth = Diff::same(*paragraph.depth.get(view));
    let kind: Kind = paragraph.kind_in(view);
    (paragraph.kind, paragraph.older_kind) = (kind, None);
}

/// Words with some stretches accepted or rejected, which stand in order.
fn words(words: &Wording, decided: &[(Range<usize>, View)]) -> Wording {
    let mut out = Wording::with_capacity(words.all().len(), decided.len());
    let mut next = decided.iter().peekable();
    for run in words.runs() {
        while next.next_if(|(range, _)| range.end <= run.start).is_some() {}
        let view = match next.peek() {
            Some((range, view)) if range.start <= run.start => *view,
            _ => {
                out.push_from(run.text, run.change, run.style, run.origin);
                continue;
            }
        };
        if run.change.stands_in(view) {
            let style = Diff::same(*run.style.get(view));
            out.push_styled(run.text, Change::Kept, style);
        }
    }
    out
}
