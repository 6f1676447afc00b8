//! (base, copies) -> one marked draft with everybody's changes, each under its author's name, and
//! where they collide.

mod conflicts;
mod stream;

pub use conflicts::conflicts;

use crate::changes::{self, is_by};
use crate::compare;
use crate::draft::when::later;
use crate::draft::{
    Change, Diff, Draft, Finding, JOINT, Label, Origin, Paragraph, Severity, Style, View, Wording,
};
use std::collections::BTreeMap;
use stream::{Brought, Fate, Stream};

/// A copy of the base that someone changed.
#[derive(Debug, Clone)]
pub struct Copy<'d> {
    /// Whose changes they are, and of when; no two copies have the same author.
    pub origin: Origin,
    /// The copy.
    pub draft: &'d Draft,
}

/// Lays the changes of several copies on their base: all of them rejected give the base, those of
/// one author alone accepted give that author's copy. A change that several made alike stands there
/// once, under all their names (`A; B`). Where several give a clause other labels, it keeps that of
/// the base: numbers follow from what is accepted.
///
/// Of drafts that carry changes already, the newer text counts.
///
/// ```
/// use redraft::combine::{self, Copy};
/// use redraft::draft::{Origin, View};
/// use redraft::read;
/// let base = read::read(b"1 that States should act;\n", "base", None)?;
/// let one = read::read(b"1 that States shall act;\n", "one", None)?;
/// let other = read::read(b"1 that States should act now;\n", "other", None)?;
/// let by = |name: &str| Origin { author: Some(name.into()), date: None };
/// let copies = [
///     Copy { origin: by("France"), draft: &one },
///     Copy { origin: by("Japan"), draft: &other },
/// ];
/// let combined = combine::combine(&base, &copies);
/// let all = combined.view(View::Revised);
/// assert_eq!(all.paragraphs[0].words.all(), "that States shall act now;");
/// # Ok::<(), redraft::read::Error>(())
/// ```
#[must_use]
pub fn combine(base: &Draft, copies: &[Copy<'_>]) -> Draft {
    let base = base.view(View::Revised);
    let redlines = copies
        .iter()
        .map(|copy| compare::compare(&base, copy.draft, &compare::Options::default()).draft);
    let mut streams: Vec<Stream> = redlines.map(|redline| Stream::of(&redline)).collect();
    stream::keep_moves(&mut streams);
    let mut weaver = Weaver {
        origins: Origins {
            copies,
            all: Vec::new(),
            numbers: BTreeMap::new(),
        },
        out: Vec::with_capacity(base.paragraphs.len()),
        collisions: 0,
        looks_left: 0,
    };
    weaver.put_lists(streams.iter().map(Stream::before).collect());
    for (at, paragraph) in base.paragraphs.iter().enumerate() {
        weaver.paragraph(at, paragraph, &streams);
    }
    Draft {
        findings: [
            labels_left(weaver.collisions),
            looks_left(weaver.looks_left),
        ]
        .into_iter()
        .flatten()
        .collect(),
        paragraphs: weaver.out,
        origins: weaver.origins.all,
        ..base
    }
}

/// What the finding is called that copies number clauses otherwise.
pub const LABELS_COLLIDE: &str = "labels-collide";

/// What the finding is called that changes of the look have no place beside other changes.
pub const LOOKS_COLLIDE: &str = "looks-collide";

/// Says how many changes of typefaces are left out: words have one typeface, or go.
fn looks_left(count: usize) -> Option<Finding> {
    (count > 0).then(|| {
        let message = format!(
            "{count} × change of typeface is left out: another copy changes the same words"
        );
        Finding::new(Severity::Warning, LOOKS_COLLIDE, 0, 0, message)
    })
}

/// Says how many clauses keep their label and depth because copies give them several.
fn labels_left(count: usize) -> Option<Finding> {
    (count > 0).then(|| {
        let message = format!("{count} × clause that several copies label or indent otherwise: it stays as it is in the base");
        let finding = Finding::new(Severity::Note, LABELS_COLLIDE, 0, 0, message);
        finding.with_help("number the text afresh (redraft clean --renumber) once it is settled")
    })
}

/// The combined draft with the changes of one author accepted and all others rejected.
#[must_use]
pub fn alone(combined: &Draft, author: &str) -> Draft {
    changes::settle(combined, &|change| {
        Some(match is_by(change.author.as_deref(), author) {
            true => View::Revised,
            false => View::Base,
        })
    })
}

/// The copies that made a change, by their places.
type Parties = Vec<usize>;

/// Who made a change, as numbers of the combined draft.
struct Origins<'c> {
    copies: &'c [Copy<'c>],
    all: Vec<Origin>,
    numbers: BTreeMap<Parties, u32>,
}

impl Origins<'_> {
    /// The number of those who made a change: the place of their origin plus one.
    fn number(&mut self, parties: &[usize]) -> u32 {
        if parties.is_empty() {
            return 0;
        }
        if let Some(known) = self.numbers.get(parties) {
            return *known;
        }
        let origins = parties.iter().filter_map(|party| self.copies.get(*party));
        let names: Vec<&str> = origins
            .clone()
            .filter_map(|copy| copy.origin.author.as_deref())
            .collect();
        let dates = origins.map(|copy| copy.origin.date.as_deref());
        self.all.push(Origin {
            author: (!names.is_empty()).then(|| names.join(JOINT)),
            date: dates.fold(None, later).map(str::to_owned),
        });
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.numbers.insert(parties.to_vec(), number);
        number
    }
}

/// Puts the combined draft together.
struct Weaver<'c> {
    origins: Origins<'c>,
    out: Vec<Paragraph>,
    /// How many paragraphs are labelled or indented otherwise by several copies.
    collisions: usize,
    /// How many changes of typefaces have no place beside other changes.
    looks_left: usize,
}

impl Weaver<'_> {
    /// A paragraph of the base with what the copies do to it.
    fn paragraph(&mut self, at: usize, base: &Paragraph, streams: &[Stream]) {
        let mut paragraph = Paragraph {
            words: Wording::default(),
            anchors: Box::default(),
            ..base.clone()
        };
        let gone: Parties = parties(streams, |stream| stream.takes_away(at));
        if let [party, ..] = gone.as_slice() {
            paragraph.change = Change::Deleted;
            paragraph.origin = self.origins.number(&gone);
            paragraph.moved = streams[*party].moved(at);
        }
        self.properties(&mut paragraph, streams, at);
        self.out.push(paragraph);
        self.words(at, &base.words, streams);
    }

    /// The label, the depth and the kind that copies give a paragraph which stays. Where several
    /// give it others, it keeps its own.
    fn properties(&mut self, paragraph: &mut Paragraph, streams: &[Stream], at: usize) {
        let mut variants: Vec<(&Fate, Parties)> = Vec::new();
        for (party, stream) in streams.iter().enumerate() {
            let Some(fate) = stream.fate(at).filter(|fate| !fate.is_gone) else {
                continue;
            };
            let is_other = fate.is_relabelled
                || fate.depth != paragraph.depth.old
                || fate.kind != paragraph.kind;
            if !is_other {
                continue;
            }
            match variants.iter_mut().find(|(known, _)| known.lies_as(fate)) {
                Some((_, parties)) => parties.push(party),
                None => variants.push((fate, vec![party])),
            }
        }
        match variants.as_slice() {
            [] => {}
            [(fate, parties)] => {
                let number = self.origins.number(parties);
                paragraph.depth.new = fate.depth;
                if fate.kind != paragraph.kind {
                    paragraph.older_kind = Some(paragraph.kind);
                    paragraph.kind = fate.kind;
                }
                if paragraph.change == Change::Kept {
                    paragraph.origin = number;
                }
                if fate.is_relabelled {
                    let (old, new) = (paragraph.label.as_deref(), fate.label.as_deref());
                    paragraph.label = Some(Box::new(relabelled(old, new, number)));
                }
            }
            _ => self.collisions += 1,
        }
    }

    /// The words of a base paragraph, and what the copies bring among them.
    fn words(&mut self, at: usize, words: &Wording, streams: &[Stream]) {
        let text = words.all();
        let mut cuts: Vec<usize> = streams.iter().flat_map(|s| s.cuts(at)).collect();
        let mut end = 0;
        for run in words.runs() {
            end += run.text.len();
            cuts.push(end);
        }
        cuts.retain(|cut| *cut <= text.len());
        cuts.sort_unstable();
        cuts.dedup();
        let mut from = 0;
        let mut runs = words.runs().peekable();
        self.put(streams, at, 0);
        for cut in cuts.into_iter().filter(|cut| *cut > 0) {
            let Some(piece) = text.get(from..cut) else {
                continue;
            };
            while runs
                .next_if(|run| run.start + run.text.len() <= from)
                .is_some()
            {}
            let style = runs.peek().map_or(Style::PLAIN, |run| run.style.new);
            self.base_piece(piece, style, streams, (at, from));
            from = cut;
            self.put(streams, at, cut);
        }
    }

    /// A stretch of the base's words: kept, taken away by some, or in other typefaces.
    fn base_piece(
        &mut self,
        piece: &str,
        style: Style,
        streams: &[Stream],
        (at, from): (usize, usize),
    ) {
        let fate = |stream: &Stream| stream.of_words(at, from);
        let gone = parties(streams, |stream| fate(stream).0 == Change::Deleted);
        let mut news: Vec<Style> = Vec::new();
        for (change, new) in streams.iter().map(fate) {
            if change == Change::Kept && new != style && !news.contains(&new) {
                news.push(new);
            }
        }
        let places = usize::from(gone.is_empty());
        self.looks_left += news.len().saturating_sub(places);
        let other = news.first().copied();
        let (change, new, parties) = match (gone.is_empty(), other) {
            (false, _) => (Change::Deleted, style, gone),
            (true, Some(new)) => {
                let who = parties(streams, |stream| fate(stream).1 == new);
                (Change::Kept, new, who)
            }
            (true, None) => (Change::Kept, style, Vec::new()),
        };
        let origin = self.origins.number(&parties);
        if let Some(last) = self.out.last_mut() {
            let styles = Diff { old: style, new };
            last.words.push_from(piece, change, styles, origin);
        }
    }

    /// What the copies bring to a place in the words of a base paragraph.
    fn put(&mut self, streams: &[Stream], at: usize, offset: usize) {
        let lists = streams.iter().map(|s| s.brought(at, offset)).collect();
        self.put_lists(lists);
    }

    /// First the words that go on with the paragraph there, then new paragraphs.
    fn put_lists(&mut self, lists: Vec<&[Brought]>) {
        let (mut words, mut paragraphs) = (Vec::new(), Vec::new());
        for list in lists {
            let first = list.iter().position(Brought::is_paragraph);
            let (own, new) = list.split_at(first.unwrap_or(list.len()));
            words.push(if own.is_empty() {
                Vec::new()
            } else {
                vec![own]
            });
            paragraphs.push(new.chunk_by(|_, next| !next.is_paragraph()).collect());
        }
        for (pieces, parties) in merged(words).into_iter().chain(merged(paragraphs)) {
            self.bring(pieces, &parties);
        }
    }

    /// What some copies bring, at the end of what there is.
    fn bring(&mut self, pieces: &[Brought], parties: &[usize]) {
        let origin = self.origins.number(parties);
        for piece in pieces {
            match piece {
                Brought::Words { text, style } => {
                    if let Some(last) = self.out.last_mut() {
                        let styles = Diff::same(*style);
                        last.words.push_from(text, Change::Inserted, styles, origin);
                    }
                }
                Brought::Paragraph(new) => self.out.push(came(new, origin, parties.len() > 1)),
            }
        }
    }
}

/// A paragraph that somebody brings. One that several bring is nobody's move.
fn came(new: &Paragraph, origin: u32, by_several: bool) -> Paragraph {
    let moved = new.moved.filter(|_| !by_several);
    let mut words = Wording::default();
    for run in new.words.runs() {
        let by = if run.change == Change::Kept {
            0
        } else {
            origin
        };
        if moved.is_some() {
            words.push_from(run.text, run.change, run.style, by);
        } else if run.change.stands_in(View::Revised) {
            let style = Diff::same(run.style.new);
            words.push_from(run.text, Change::Inserted, style, origin);
        }
    }
    let mut label = new.label.clone();
    if let Some(label) = label.as_mut() {
        label.origin = Diff::same(origin);
        if moved.is_none() {
            label.text.old = None;
        }
    }
    Paragraph {
        origin,
        moved,
        words,
        label,
        ..new.clone()
    }
}

/// The copies of which something holds.
fn parties(streams: &[Stream], holds: impl Fn(&Stream) -> bool) -> Parties {
    let numbered = streams.iter().enumerate();
    numbered
        .filter(|(_, stream)| holds(stream))
        .map(|(party, _)| party)
        .collect()
}

/// What several copies bring to one place, as one sequence in which each copy's own has its order.
/// What several bring alike stands there once.
fn merged(lists: Vec<Vec<&[Brought]>>) -> Vec<(&[Brought], Parties)> {
    let mut out: Vec<(&[Brought], Parties)> = Vec::new();
    for (party, list) in lists
        .into_iter()
        .enumerate()
        .filter(|(_, list)| !list.is_empty())
    {
        let known: Vec<&[Brought]> = out.iter().map(|(pieces, _)| *pieces).collect();
        let steps = similar::capture_diff_slices(similar::Algorithm::Myers, &known, &list);
        let mut next = Vec::with_capacity(out.len() + list.len());
        for step in steps {
            let (tag, olds, news) = step.as_tag_tuple();
            let is_shared = tag == similar::DiffTag::Equal;
            for (pieces, parties) in &out[olds] {
                let own = is_shared.then_some(party);
                next.push((*pieces, parties.iter().copied().chain(own).collect()));
            }
            if !is_shared {
                next.extend(list[news].iter().map(|pieces| (*pieces, vec![party])));
            }
        }
        out = next;
    }
    out
}

/// The label of a paragraph that some copies label otherwise.
fn relabelled(base: Option<&Label>, new: Option<&Label>, origin: u32) -> Label {
    let text = |label: Option<&Label>| label.and_then(|label| label.text.new.clone());
    let lead = |label: Option<&Label>| label.map_or(0, |label| label.lead.new);
    Label {
        text: Diff {
            old: text(base),
            new: text(new),
        },
        lead: Diff {
            old: lead(base),
            new: lead(new),
        },
        origin: Diff::same(origin),
        ..base.or(new).cloned().unwrap_or_default()
    }
}
