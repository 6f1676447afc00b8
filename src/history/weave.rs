//! One more draft: compared with the last, and its redline woven into the history.

use super::edits::likeliest;
use super::kin::{self, Woven};
use super::loom::{Fate, Loom, Sign};
use super::lost::Lost;
use crate::compare::{Options, compare};
use crate::draft::history::{Cited, Face, History, Lineage, Revision};
use crate::draft::{Addresses, Change, Draft, Outline, Paragraph, Redline, View, Wording};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// Adds an unmarked draft. Returns its redline from the draft before.
pub(super) fn weave(
    history: &mut History,
    lost: &mut Lost,
    draft: &Draft,
    about: Revision,
) -> Redline {
    let revision = history.len();
    let last = if history.is_empty() {
        Draft::default()
    } else {
        history.view(revision - 1)
    };
    let redline = compare(&last, draft, &Options::default());
    drop(last);
    let signs = signs(history, draft);
    let sources = sources(history, &redline);
    let paragraphs = weighed(&redline, lost);
    let mut step = Step {
        signs: signs.into_iter(),
        partners: partners(&paragraphs),
        sources,
        loom: Loom::new(history, revision),
        revision,
        woven: Vec::with_capacity(paragraphs.len()),
    };
    for (at, paragraph) in paragraphs.iter().enumerate() {
        step.paragraph(paragraph, paragraphs.get(at + 1));
    }
    let (woven, touched) = (step.woven, step.loom.finish());
    history.revisions.push(Revision {
        source: draft.source.clone(),
        masthead: draft.masthead.clone(),
        lines: draft.paragraphs.iter().map(|p| p.line.new).collect(),
        ..about
    });
    let came_back = lost.settle(history, &touched, revision);
    kin::record(history, lost, &redline, &woven, &came_back, revision);
    history.summaries.push(redline.summary);
    redline
}

/// A paragraph of the redline, and its words as they most likely were edited: those say who brought
/// which.
struct Weighed<'r> {
    paragraph: &'r Paragraph,
    words: Cow<'r, Wording>,
}

/// The paragraphs of the redline, with the likeliest edits for the shortest ones.
fn weighed<'r>(redline: &'r Redline, lost: &Lost) -> Vec<Weighed<'r>> {
    let weigh = |paragraph: &'r Paragraph| {
        let words = &paragraph.words;
        let is_edited =
            words.stands_in(View::Base) && words.stands_in(View::Revised) && words.is_marked();
        let words = match is_edited {
            true => Cow::Owned(likeliest(words, |key| lost.share(key))),
            false => Cow::Borrowed(words),
        };
        Weighed { paragraph, words }
    };
    redline.draft.paragraphs.iter().map(weigh).collect()
}

/// What each paragraph of the new draft is, apart from its words.
fn signs(history: &mut History, draft: &Draft) -> Vec<Sign> {
    let outline = Outline::of(draft, View::Revised);
    let addresses = Addresses::within(draft, View::Revised, &outline);
    let mut out = Vec::with_capacity(draft.paragraphs.len());
    for section in &outline.sections {
        let name: Box<str> = section.cited().into();
        for at in section.paragraphs.clone() {
            let cited = Cited {
                address: addresses.get(at).into(),
                section: name.clone(),
            };
            out.push(Sign {
                face: history.faces.number(Face::of(&draft.paragraphs[at])),
                cited: history.cited.number(cited),
            });
        }
    }
    out
}

/// Where moved words come from.
struct Origin {
    lineage: u32,
    /// How many bytes came from which draft, in reading order.
    words: Vec<(usize, u32)>,
}

/// For each move, the words that go away by it.
fn sources(history: &History, redline: &Redline) -> FxHashMap<u32, Origin> {
    let older = redline.draft.paragraphs.iter();
    let older = older.filter(|paragraph| paragraph.begins_in(View::Base));
    let mut out = FxHashMap::default();
    for (paragraph, standing) in older.zip(history.standing(history.last())) {
        let Some(moved) = paragraph.moved else {
            continue;
        };
        let threads = standing.threads();
        let origin = Origin {
            lineage: history.own(standing.piece).lineage,
            words: threads.map(|t| (t.text.len(), t.origin)).collect(),
        };
        out.insert(moved.id, origin);
    }
    out
}

/// For each move, the words at the new place, which say what became of the old ones.
fn partners<'p>(paragraphs: &'p [Weighed<'_>]) -> FxHashMap<u32, &'p Wording> {
    let here = paragraphs.iter().filter_map(|one| {
        let moved = one.paragraph.moved?;
        (moved.half == Change::Inserted).then_some((moved.id, &*one.words))
    });
    here.collect()
}

struct Step<'h, 'r> {
    /// The paragraphs of the new draft that are still to come.
    signs: std::vec::IntoIter<Sign>,
    partners: FxHashMap<u32, &'r Wording>,
    sources: FxHashMap<u32, Origin>,
    loom: Loom<'h>,
    revision: u32,
    /// What became of each paragraph of the redline.
    woven: Vec<Woven>,
}

impl Step<'_, '_> {
    fn paragraph(&mut self, this: &Weighed<'_>, next: Option<&Weighed<'_>>) {
        let Weighed { paragraph, words } = this;
        let here = paragraph.moved.filter(|m| m.half == Change::Inserted);
        let away = paragraph.moved.filter(|m| m.half == Change::Deleted);
        if let Some(moved) = here {
            let source = self.sources.remove(&moved.id);
            let lineage = source.as_ref().map(|source| source.lineage);
            self.new_mark(lineage, false);
            self.words_come(words, source);
            return;
        }
        match paragraph.change {
            Change::Inserted => {
                let is_split = words.stands_in(View::Base);
                let former = is_split.then(|| self.loom.former_mark()).flatten();
                self.new_mark(former, is_split);
            }
            change => self.old_mark(change),
        }
        match away.and_then(|moved| self.partners.get(&moved.id).copied()) {
            Some(partner) => self.words_go(partner),
            None if is_untouched(this) && !next.is_some_and(splits_off) => {
                self.loom.pass_paragraph();
            }
            None => self.words(words),
        }
    }

    fn new_mark(&mut self, lineage: Option<u32>, is_split: bool) {
        let Some(sign) = self.signs.next() else {
            return;
        };
        let lineages = &mut self.loom.history.lineages;
        let is_new = lineage.is_none();
        let lineage = lineage.unwrap_or_else(|| {
            lineages.push(Lineage::default());
            u32::try_from(lineages.len() - 1).unwrap_or(u32::MAX)
        });
        let piece = self.loom.insert_mark(sign, lineage);
        self.loom.history.lineages[lineage as usize]
            .pieces
            .push(piece);
        self.woven.push(Woven {
            piece,
            is_new: is_new && !is_split,
        });
    }

    fn old_mark(&mut self, change: Change) {
        let Some(piece) = self.loom.next_mark() else {
            return;
        };
        if change == Change::Deleted {
            self.loom.end_mark(piece);
        } else if let Some(sign) = self.signs.next() {
            self.loom.set_sign(piece, sign);
        }
        self.woven.push(Woven {
            piece,
            is_new: false,
        });
    }

    /// The words of a paragraph that is where it was.
    fn words(&mut self, words: &Wording) {
        for run in words.runs() {
            let bytes = run.text.len();
            match run.change {
                Change::Kept => self.loom.decide(bytes, Fate::Stay(run.style.new)),
                Change::Deleted => self.loom.decide(bytes, Fate::Lost),
                Change::Inserted => {
                    self.loom
                        .insert_words(run.text, run.style.new, self.revision);
                }
            }
        }
    }

    /// The words of a moved paragraph leave their old place.
    fn words_go(&mut self, partner: &Wording) {
        for run in partner.runs_in(View::Base) {
            let fate = match run.change {
                Change::Kept => Fate::Moved,
                _ => Fate::Lost,
            };
            self.loom.decide(run.text.len(), fate);
        }
    }

    /// The words of a moved paragraph at its new place: those that were there before keep their
    /// origin.
    fn words_come(&mut self, words: &Wording, source: Option<Origin>) {
        let source = source.map_or_else(Vec::new, |source| source.words);
        let mut source = Reading {
            words: source,
            at: 0,
        };
        for run in words.runs() {
            match run.change {
                Change::Inserted => {
                    self.loom
                        .insert_words(run.text, run.style.new, self.revision);
                }
                Change::Deleted => drop(source.next(run.text.len())),
                Change::Kept => {
                    let mut text = run.text;
                    for (len, origin) in source.next(run.text.len()) {
                        let (now, later) = text.split_at_checked(len).unwrap_or((text, ""));
                        self.loom.insert_words(now, run.style.new, origin);
                        text = later;
                    }
                }
            }
        }
    }
}

/// Origins of words, read from front to back.
struct Reading {
    words: Vec<(usize, u32)>,
    at: usize,
}

impl Reading {
    /// The origins of the next `bytes` bytes.
    fn next(&mut self, mut bytes: usize) -> Vec<(usize, u32)> {
        let mut out = Vec::new();
        while bytes > 0
            && let Some((left, origin)) = self.words.get_mut(self.at)
        {
            let len = bytes.min(*left);
            out.push((len, *origin));
            bytes -= len;
            *left -= len;
            if *left == 0 {
                self.at += 1;
            }
        }
        out
    }
}

/// Whether nothing happened to the words of a paragraph or to its mark.
fn is_untouched(one: &Weighed<'_>) -> bool {
    one.paragraph.change == Change::Kept && !one.words.is_marked()
}

/// Whether a paragraph takes over words of the one before it.
fn splits_off(one: &Weighed<'_>) -> bool {
    one.paragraph.change == Change::Inserted
        && one.paragraph.moved.is_none()
        && one.words.stands_in(View::Base)
}
