//! Word files: paragraphs with the labels a person sees, tracked changes, notes, tables.
//!
//! The file is taken apart in [`crate::docx`]; what is a call, a heading, a clause is told by
//! `read::structure`, as for text. A paragraph's line is its number in the file, in reading order.

mod hand;
mod labels;
mod remarks;
mod tables;
mod words;

use super::Marks;
use super::structure::block::{Block, Inline, Remark};
use super::structure::parts::Parts;
use super::structure::{self, Source, masthead};
use crate::docx::Error;
use crate::docx::document::Document;
use crate::draft::{
    Change, Diff, Draft, Finding, Holder, Kind, Label, Move, Paragraph, Place, Severity, View, Why,
    Wording,
};
pub(crate) use hand::Hand;
use labels::{Automatic, labels};
use smallvec::smallvec;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use words::{Origins, Passage};

/// Reads a Word file.
pub(super) fn read(bytes: &[u8], marks: Marks) -> Result<Draft, Error> {
    let document = Document::open(bytes)?;
    draft(&document, marks)
}

/// What the typefaces of a document mean; none where they mean nothing.
pub(crate) fn hand(document: &Document<'_>, marks: Marks) -> Result<Option<Hand>, Error> {
    let passages = passages(document, &mut Origins::default())?;
    Ok(Hand::of(&passages, marks))
}

fn passages(document: &Document<'_>, origins: &mut Origins) -> Result<Vec<Passage>, Error> {
    let mut passages = Vec::with_capacity(document.spots.len());
    // A row, a cell, a box that came or went has done so with all that stands in it.
    let mut around: HashMap<usize, (Change, u32)> = HashMap::new();
    let tables: Vec<HashMap<usize, (Change, u32)>> = document
        .stories
        .iter()
        .map(|story| tables::fates(&story.body, origins))
        .collect();
    for spot in &document.spots {
        let own = around.get(&spot.story).copied().unwrap_or_default();
        let inner = tables[spot.story].get(&spot.item).copied();
        let own = match inner {
            Some(inner) if own.0 != Change::Deleted => inner,
            _ => own,
        };
        let passage = words::passage(document, spot, origins, own)?;
        let boxes = document.stories[spot.story].boxes.get(&spot.item);
        around.extend(
            boxes
                .into_iter()
                .flatten()
                .copied()
                .zip(passage.boxes.iter().copied()),
        );
        passages.push(passage);
    }
    words::settle_marks(&mut passages, &document.spots);
    words::pair_moves(&mut passages);
    Ok(passages)
}

/// The draft that a document holds.
pub(crate) fn draft(document: &Document<'_>, marks: Marks) -> Result<Draft, Error> {
    draft_by_change(document, marks).map(|(draft, _)| draft)
}

/// The draft that a document with numbered changes holds, and the number of the change that each of
/// its origins is of.
pub(crate) fn draft_by_change(
    document: &Document<'_>,
    marks: Marks,
) -> Result<(Draft, Vec<Option<usize>>), Error> {
    let mut origins = Origins::default();
    let mut passages = passages(document, &mut origins)?;
    let mut findings = Vec::new();
    if let Some(hand) = Hand::of(&passages, marks) {
        findings.push(hand.finding());
        for passage in &mut passages {
            hand.apply(passage);
        }
    }
    findings.extend(remarks::findings(document, &passages));
    let labels = labels(document, &passages);
    findings.extend(labels::cut(&labels));
    let mut out = paragraphs(document, passages, &labels);
    findings.append(&mut out.findings);
    out.findings = findings;
    out.origins = origins.all;
    Ok((out, origins.changes))
}

/// The words of every paragraph of a document as they are typed, in the order of its spots, with
/// their marks.
pub(crate) fn typed(document: &Document<'_>, marks: Marks) -> Result<Vec<Wording>, Error> {
    let mut passages = passages(document, &mut Origins::default())?;
    if let Some(hand) = Hand::of(&passages, marks) {
        for passage in &mut passages {
            hand.apply(passage);
        }
    }
    Ok(passages.into_iter().map(|passage| passage.words).collect())
}

/// What is known of the blocks of a Word file.
struct Written {
    words: Vec<RefCell<Option<Inline>>>,
    marks: Vec<Remark>,
    labels: Vec<Option<Diff<Option<String>>>>,
    kinds: Vec<Option<Diff<Kind>>>,
    older_kinds: Vec<Option<Kind>>,
    depths: Vec<Option<Diff<u8>>>,
}

impl Source for Written {
    fn words(&self, index: usize, _block: &Block<'_>) -> Inline {
        self.words[index].take().unwrap_or_default()
    }

    fn remark(&self, index: usize) -> Option<Remark> {
        self.marks.get(index).copied()
    }

    fn label(&self, index: usize) -> Option<Diff<Option<String>>> {
        self.labels.get(index).cloned().flatten()
    }

    fn kinds(&self, index: usize) -> Option<Diff<Kind>> {
        self.kinds.get(index).copied().flatten()
    }

    fn older_kind(&self, index: usize) -> Option<Kind> {
        self.older_kinds.get(index).copied().flatten()
    }

    fn depth(&self, index: usize, _indent: u16) -> Option<Diff<u8>> {
        self.depths.get(index).copied().flatten()
    }

    fn has_strikes(&self, _blocks: &Parts<Block<'_>>) -> bool {
        let is_struck = |words: &Inline| words.words.has(Change::Deleted);
        let mut all = self.words.iter();
        all.any(|words| words.borrow().as_ref().is_some_and(is_struck))
    }

    fn has_marks_in_text(&self) -> bool {
        false
    }

    fn shows_headings(&self) -> bool {
        true
    }

    fn is_exact(&self) -> bool {
        true
    }
}

/// Tells why each paragraph of a Word file is read as it is.
pub(super) fn why(bytes: &[u8], marks: Marks) -> Result<Vec<Why>, Error> {
    let document = Document::open(bytes)?;
    let mut passages = passages(&document, &mut Origins::default())?;
    if let Some(hand) = Hand::of(&passages, marks) {
        passages.iter_mut().for_each(|passage| hand.apply(passage));
    }
    let labels = labels(&document, &passages);
    let texts: Vec<String> = passages.iter().map(|p| p.words.all().to_owned()).collect();
    let written = written(&document, passages, &labels, &texts);
    Ok(structure::why(written.blocks, &written.source))
}

/// Tells what each paragraph is: blank ones and notes by the format, the others by their words.
fn paragraphs(document: &Document<'_>, passages: Vec<Passage>, labels: &[Automatic]) -> Draft {
    let texts: Vec<String> = passages.iter().map(|p| p.words.all().to_owned()).collect();
    let WrittenBlocks {
        blocks,
        source,
        moves,
        others,
    } = written(document, passages, labels, &texts);
    let read = structure::read(blocks, &source);
    let body = read
        .paragraphs
        .iter()
        .zip(&moves)
        .find(|(p, _)| p.kind != Kind::Masthead);
    let body = body.map_or(0, |(_, (k, ..))| *k);
    let mut out: Vec<Option<Paragraph>> = (0..texts.len()).map(|_| None).collect();
    for (paragraph, (k, moved, origin)) in read.paragraphs.into_iter().zip(moves) {
        out[k] = Some(Paragraph {
            moved,
            origin,
            ..paragraph
        });
    }
    let mut notes = 0;
    for (k, passage) in others {
        let mut paragraph = other(document, k, passage, body);
        let note = |k: usize| document.spots[k].place.steps().first();
        let begins = k == 0 || note(k - 1) != note(k);
        if paragraph.kind == Kind::Note && begins {
            notes += 1;
            paragraph.label = Some(Box::new(Label::plain(&format!("{notes}"))));
        }
        out[k] = Some(paragraph);
    }
    let mut paragraphs: Vec<Paragraph> = out.into_iter().flatten().collect();
    for (k, paragraph) in paragraphs.iter_mut().enumerate() {
        let place = &document.spots[k].place;
        if !place.steps().is_empty() {
            paragraph.place = Some(Box::new(Diff::same(place.clone())));
        }
        match paragraph.change {
            Change::Inserted => paragraph.line.old = 0,
            Change::Deleted => paragraph.line.new = 0,
            Change::Kept => {}
        }
    }
    let mut findings = read.findings;
    findings.extend(uncertain(&paragraphs));
    Draft {
        masthead: masthead::of(&paragraphs),
        paragraphs,
        findings,
        ..Draft::default()
    }
}

/// The paragraphs of a file that are told by their words, and the others.
struct WrittenBlocks<'t> {
    blocks: Parts<Block<'t>>,
    source: Written,
    /// Per block: its number among all paragraphs, its half of a move, and whose change its
    /// beginning is.
    moves: Vec<(usize, Option<Move>, u32)>,
    others: Vec<(usize, Passage)>,
}

fn written<'t>(
    document: &Document<'_>,
    passages: Vec<Passage>,
    labels: &[Automatic],
    texts: &'t [String],
) -> WrittenBlocks<'t> {
    let mut source = Written {
        words: Vec::new(),
        marks: Vec::new(),
        labels: Vec::new(),
        kinds: Vec::new(),
        older_kinds: Vec::new(),
        depths: Vec::new(),
    };
    let is_text = |k: usize| is_text(&document.spots[k].place, &texts[k]);
    let mut blocks: Parts<Block<'_>> = Parts::default();
    let mut others: Vec<(usize, Passage)> = Vec::new();
    let mut moves: Vec<(usize, Option<Move>, u32)> = Vec::new();
    for (k, passage) in passages.into_iter().enumerate() {
        if !is_text(k) {
            others.push((k, passage));
            continue;
        }
        let automatic = &labels[k];
        let is_bullet = automatic.bullet.is_some();
        blocks.push(Block {
            text: Cow::Borrowed(texts[k].as_str()),
            places: smallvec![(0, line(k), 1)],
            indent: automatic.indent,
            bullet: automatic.bullet,
            hashes: automatic.heading.map_or(0, |level| level + 1),
            is_labelled: automatic.label.is_some() && !is_bullet,
            list: automatic.list,
            is_of_page: false,
            after_blank: true,
        });
        moves.push((k, passage.moved, passage.origin));
        source.marks.push(Remark::Mark(passage.change));
        source.labels.push(automatic.label.clone());
        source.kinds.push(automatic.kinds);
        source.older_kinds.push(automatic.older_kind);
        source.depths.push(automatic.depth);
        source
            .words
            .push(RefCell::new(Some(passage.into_inline(line(k)))));
    }
    WrittenBlocks {
        blocks,
        source,
        moves,
        others,
    }
}

/// In a table, fewer words than this are an entry, not a clause.
const LEAST_CLAUSE: usize = 5;

/// Whether a paragraph is told by its words: it stands in the text itself, or in a table that
/// clauses were put into.
fn is_text(place: &Place, text: &str) -> bool {
    let is_boxed = place.steps().iter().any(|(h, _)| *h == Holder::TextBox);
    match place.steps().first() {
        None => !text.is_empty(),
        Some((Holder::Table, _)) if !is_boxed => {
            text.split_whitespace().nth(LEAST_CLAUSE - 1).is_some()
        }
        _ => false,
    }
}

/// The number of a paragraph, from 1.
fn line(index: usize) -> u32 {
    u32::try_from(index + 1).unwrap_or(u32::MAX)
}

/// A blank paragraph, or one outside the text itself.
fn other(document: &Document<'_>, index: usize, passage: Passage, body: usize) -> Paragraph {
    let holder = document.spots[index].place.steps().first().map(|(h, _)| *h);
    let kind = match holder {
        Some(Holder::Table) if index < body => Kind::Masthead,
        Some(Holder::Table) => Kind::Clause,
        _ if passage.words.is_empty() => Kind::Blank,
        Some(Holder::TextBox) if index < body => Kind::Masthead,
        Some(Holder::TextBox) => Kind::Clause,
        Some(Holder::Footnote | Holder::Endnote) => Kind::Note,
        _ => Kind::Furniture,
    };
    let (change, origin, moved) = (passage.change, passage.origin, passage.moved);
    let inline = passage.into_inline(line(index));
    Paragraph {
        kind,
        change,
        origin,
        moved,
        words: inline.words,
        line: Diff::same(line(index)),
        anchors: inline.anchors.as_slice().into(),
        ..Paragraph::default()
    }
}

/// Paragraphs that a change has joined, whose parts cannot be told apart any more.
fn uncertain(paragraphs: &[Paragraph]) -> impl Iterator<Item = Finding> {
    paragraphs
        .iter()
        .filter(|p| {
            p.change != Change::Kept
                && p.moved.is_none()
                && !p.begins_in(View::Revised)
                && p.words.stands_in(View::Revised)
        })
        .map(|p| {
            Finding::new(
                Severity::Note,
                "paragraph-joined",
                p.line.old.max(p.line.new),
                0,
                "the newer text joins this paragraph to the one before it",
            )
        })
}
