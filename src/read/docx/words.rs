//! The words of a paragraph of a Word file, with their marks and typefaces.

use crate::docx::Error;
use crate::docx::atoms::{Atom, Line, NONE};
use crate::docx::boxes;
use crate::docx::comments;
use crate::docx::document::{Document, Spot};
use crate::docx::numbered::number_of;
use crate::docx::styles::{LABEL, Shown};
use crate::docx::xml::Element;
use crate::draft::{Anchor, Change, Diff, Move, Origin, Wording};
use crate::read::structure::block::Inline;
use std::collections::HashMap;
use std::ops::Range;

/// A paragraph as it is in the file.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub(super) words: Wording,
    /// How each run of `words` looks, for marks made by hand.
    pub(super) looks: Vec<(usize, Shown)>,
    /// White space before the words.
    pub(super) stepped_in: usize,
    space: Wording,
    /// Where in the words the letters stand that our own style says are the label, and the tab
    /// behind it.
    label: Option<Range<usize>>,
    /// In which view the paragraph begins here.
    pub(super) change: Change,
    /// Whose change that is.
    pub(super) origin: u32,
    pub(super) moved: Option<Move>,
    /// What happened to its end, which is what a Word file marks, and the name of the move it is
    /// part of.
    end: (Change, u32),
    half: Option<(Change, String)>,
    /// What became of each box in it, and whose change that is.
    pub(super) boxes: Vec<(Change, u32)>,
    /// The signs of comments in it, and where in its words they stand, in bytes.
    pub(super) anchors: Vec<(comments::Anchor, String, usize)>,
}

/// Who made changes, each once.
#[derive(Debug, Default)]
pub(super) struct Origins {
    pub(super) all: Vec<Origin>,
    /// For each, the number of the one change that it is of, where changes are numbered.
    pub(super) changes: Vec<Option<usize>>,
    places: HashMap<(Origin, Option<usize>), u32>,
}

impl Origins {
    /// The number of an origin: its place plus one; 0 for nobody known. Changes that are numbered
    /// have an origin each.
    pub(super) fn number(&mut self, tag: &Element<'_>) -> u32 {
        let said = |name: &str| {
            tag.attribute(name)
                .filter(|v| !v.is_empty())
                .map(std::borrow::Cow::into_owned)
        };
        let origin = Origin {
            author: said("w:author"),
            date: said("w:date"),
        };
        let key = (origin, number_of(tag));
        if key == Default::default() {
            return 0;
        }
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        self.all.push(key.0.clone());
        self.changes.push(key.1);
        let number = u32::try_from(self.all.len()).unwrap_or(0);
        self.places.insert(key, number);
        number
    }
}

/// What a mark says of the text in it.
fn change_of(tag: &str) -> Change {
    match tag {
        "w:ins" | "w:moveTo" => Change::Inserted,
        "w:del" | "w:moveFrom" => Change::Deleted,
        _ => Change::Kept,
    }
}

/// Reads one paragraph. `around` is what became of the box it stands in.
pub(super) fn passage(
    document: &Document<'_>,
    spot: &Spot,
    origins: &mut Origins,
    around: (Change, u32),
) -> Result<Passage, Error> {
    let line = document.line(spot)?;
    let style = document.styles.of_paragraph(line.properties.as_ref());
    let mut reader = Reader {
        document,
        style: style.as_deref(),
        origins,
        around,
        shown: vec![None; line.runs.len()],
        out: Passage::default(),
    };
    for atom in &line.atoms {
        reader.atom(&line, atom);
    }
    let mut out = reader.out;
    out.end = match around.0 {
        Change::Kept => end_of(&line, origins, &mut out),
        _ => around,
    };
    out.trim();
    Ok(out)
}

struct Reader<'d, 'b, 'o> {
    document: &'d Document<'b>,
    style: Option<&'d str>,
    origins: &'o mut Origins,
    around: (Change, u32),
    shown: Vec<Option<Diff<Shown>>>,
    out: Passage,
}

impl Reader<'_, '_, '_> {
    fn atom(&mut self, line: &Line<'_>, atom: &Atom<'_>) {
        if atom.text.is_empty() {
            if let Some((anchor, id)) = comments::anchor(atom.raw) {
                let at = self.out.words.all().len();
                self.out.anchors.push((anchor, id, at));
                return;
            }
            if atom.raw.starts_with("<w:moveFromRangeStart")
                || atom.raw.starts_with("<w:moveToRangeStart")
            {
                let tag = Element::of_tag(atom.raw);
                let half = if tag.name == "w:moveFromRangeStart" {
                    Change::Deleted
                } else {
                    Change::Inserted
                };
                let name = tag
                    .attribute("w:name")
                    .map_or_else(String::new, std::borrow::Cow::into_owned);
                self.out.half.get_or_insert((half, name));
            }
            return;
        }
        // What came and went stands in neither text (ECMA-376 part 1, 17.13.5).
        let Some((change, origin)) = self.mark(line, atom.mark) else {
            return;
        };
        let boxes = boxes::count(atom.raw);
        self.out
            .boxes
            .resize(self.out.boxes.len() + boxes, (change, origin));
        let shown = self.shown(line, atom.run);
        let origin = match change {
            Change::Kept => self.restyled(line, atom.run, &shown),
            _ => origin,
        };
        let at = self.out.words.all().len();
        self.out
            .words
            .push_from(&atom.text, change, shown.map(|s| s.style), origin);
        if is_label(line, atom.run) {
            self.out.add_to_label(at, &atom.text);
        }
        match self.out.looks.last_mut() {
            Some((_, last)) if *last == shown.new => {}
            _ => self.out.looks.push((at, shown.new)),
        }
    }

    /// What all marks round an atom, and what became of the box it stands in, come to; none where
    /// one brought it and another took it away.
    fn mark(&mut self, line: &Line<'_>, mark: u32) -> Option<(Change, u32)> {
        let (mut change, mut origin) = (Change::Kept, 0);
        let mut at = mark;
        while let Some(mark) = line.marks.get(at as usize).filter(|_| at != NONE) {
            let own = change_of(mark.tag.name);
            if change == Change::Kept || own == change && own == Change::Deleted {
                (change, origin) = (own, self.origins.number(&mark.tag));
            } else if own != Change::Kept && own != change {
                return None;
            }
            at = mark.parent;
        }
        match (change, self.around) {
            (own, (Change::Kept, _)) => Some((own, origin)),
            (Change::Kept, around) => Some(around),
            (own, (around, _)) if own != around => None,
            (Change::Deleted, around) => Some(around),
            (own, _) => Some((own, origin)),
        }
    }

    /// Whose change it is that words which stay are set in other typefaces.
    fn restyled(&mut self, line: &Line<'_>, run: u32, shown: &Diff<Shown>) -> u32 {
        if !shown.map(|s| s.style).differs() {
            return 0;
        }
        let properties = line.runs.get(run as usize).and_then(Option::as_ref);
        let change = properties.and_then(|properties| properties.child("w:rPrChange"));
        change.map_or(0, |change| self.origins.number(change))
    }

    fn shown(&mut self, line: &Line<'_>, run: u32) -> Diff<Shown> {
        let Some(known) = self.shown.get_mut(run as usize) else {
            return Diff::same(Shown::default());
        };
        *known.get_or_insert_with(|| {
            let properties = line.runs[run as usize].as_ref();
            let styles = &self.document.styles;
            let new = styles.shown(properties, self.style);
            let before = properties
                .and_then(|p| p.child("w:rPrChange"))
                .and_then(|c| c.child("w:rPr"));
            let old = before.map_or(new, |before| styles.shown(Some(before), self.style));
            Diff { old, new }
        })
    }
}

/// Whether a run is set in the style that we give to labels.
fn is_label(line: &Line<'_>, run: u32) -> bool {
    let properties = line.runs.get(run as usize).and_then(Option::as_ref);
    let style = properties.and_then(|properties| properties.child("w:rStyle"));
    style.is_some_and(|style| style.attribute("w:val").as_deref() == Some(LABEL))
}

/// What happened to the end of a paragraph (`w:pPr/w:rPr/w:ins` and its like), and whose change
/// that is.
fn end_of(line: &Line<'_>, origins: &mut Origins, out: &mut Passage) -> (Change, u32) {
    let marks = line.properties.as_ref().and_then(|p| p.child("w:rPr"));
    let Some(marks) = marks else {
        return (Change::Kept, 0);
    };
    let mut end = (Change::Kept, 0);
    for mark in marks.elements() {
        let own = change_of(mark.name);
        if own != Change::Kept && (own == Change::Deleted || end.0 == Change::Kept) {
            end = (own, origins.number(mark));
        }
        if matches!(mark.name, "w:moveFrom" | "w:moveTo") && out.half.is_none() {
            out.half = Some((own, String::new()));
        }
    }
    end
}

impl Passage {
    /// More of the label. It ends with its tab: what somebody types behind that is set in the same
    /// style, and is none of it.
    fn add_to_label(&mut self, at: usize, text: &str) {
        let known = self.label.take().unwrap_or(at..at);
        let goes_on = known.end == at && !self.words.all()[known.clone()].ends_with('\t');
        let len = text.find('\t').map_or(text.len(), |tab| tab + 1);
        let end = if goes_on { at + len } else { known.end };
        self.label = Some(known.start..end);
    }

    /// Takes the white space off both ends: it is the page's, and stays in the file.
    fn trim(&mut self) {
        // Where the end is marked, the text may go on in the next paragraph.
        if self.end.0 == Change::Kept {
            let end = self.words.all().trim_end().len();
            self.words.take(end..self.words.all().len());
        }
        let start = self.words.all().len() - self.words.all().trim_start().len();
        if let Some(label) = &mut self.label {
            let end = self.words.all().len();
            *label = label.start.clamp(start, end) - start..label.end.clamp(start, end) - start;
        }
        self.space = self.words.take(0..start);
        self.stepped_in = self.space.all().chars().count();
        for (at, _) in &mut self.looks {
            *at = at.saturating_sub(start);
        }
        let end = self.words.all().len();
        for (_, _, at) in &mut self.anchors {
            *at = at.saturating_sub(start).min(end);
        }
    }

    pub(super) fn into_inline(self, line: u32) -> Inline {
        let column = u32::try_from(self.stepped_in + 1).unwrap_or(1);
        let mut inline = Inline {
            words: self.words,
            anchors: smallvec::smallvec![Anchor {
                at: 0,
                line,
                column,
            }],
            ..Inline::default()
        };
        if let Some(label) = self.label.filter(|label| !label.is_empty()) {
            inline.aside().label = Some(label);
        }
        inline
    }

    /// The change that all its words have; none where there are no words.
    fn uniform(&self) -> Option<Option<Change>> {
        let mut runs = self
            .words
            .runs()
            .filter(|r| !r.text.trim().is_empty())
            .map(|r| r.change);
        let first = runs.next()?;
        Some(runs.all(|c| c == first).then_some(first))
    }
}

/// From ends to beginnings: a Word file marks where a paragraph ends, a draft where one begins. A
/// paragraph that came or went whole is that; else the paragraph after it is split off, or merged
/// into it. `spots` says in which part each of them stands: a box parts nothing from what follows
/// it; a table does, and no mark joins what stands before it to what is in it or after it.
pub(super) fn settle_marks(passages: &mut [Passage], spots: &[Spot]) {
    let mut all: HashMap<usize, ((Change, u32), &Spot)> = HashMap::new();
    for (passage, spot) in passages.iter_mut().zip(spots) {
        let (carried, last) = all.entry(spot.story).or_insert(((Change::Kept, 0), spot));
        if last.place != spot.place {
            *carried = (Change::Kept, 0);
        }
        *last = spot;
        let end = passage.end;
        let is_whole = match passage.uniform() {
            None => end.0 != Change::Kept,
            Some(all) => end.0 != Change::Kept && all == Some(end.0),
        };
        // An end that came and one that went with nothing between them are one end that was
        // exchanged, as where a section ends there now: what follows begins as it did.
        let is_exchanged = passage.uniform().is_none() && carried.0 != end.0;
        if is_whole && (carried.0 == Change::Kept || is_exchanged) {
            (passage.change, passage.origin) = end;
            passage.end = (Change::Kept, 0);
            *carried = (Change::Kept, 0);
        } else {
            (passage.change, passage.origin) = *carried;
            *carried = end;
        }
    }
    join_spaces(passages, spots);
}

/// White space at the start of a paragraph that one text joins to the one before it stands between
/// the two, and so at the end of that one.
fn join_spaces(passages: &mut [Passage], spots: &[Spot]) {
    let mut last: HashMap<usize, usize> = HashMap::new();
    for (k, spot) in spots.iter().enumerate() {
        let before = last.insert(spot.story, k);
        let before = before.filter(|before| spots[*before].place == spot.place);
        let Some(before) = before else { continue };
        let is_joined =
            passages[before].end.0 != Change::Kept && !passages[before].words.is_empty();
        if is_joined && !passages[k].words.is_empty() {
            let space = std::mem::take(&mut passages[k].space);
            let words = &mut passages[before].words;
            for run in space.runs() {
                words.push_from(run.text, run.change, run.style, run.origin);
            }
        }
    }
}

/// Gives both halves of each move the same number. A half without another is inserted or deleted
/// text.
pub(super) fn pair_moves(passages: &mut [Passage]) {
    let mut halves: HashMap<(String, u32), Diff<Vec<usize>>> = HashMap::new();
    let mut names: Vec<(String, u32)> = Vec::new();
    let mut counts: HashMap<(String, bool), u32> = HashMap::new();
    for (k, passage) in passages.iter().enumerate() {
        let Some((half, name)) = &passage.half else {
            continue;
        };
        if passage.change != *half || name.is_empty() {
            continue;
        }
        let count = counts
            .entry((name.clone(), *half == Change::Inserted))
            .or_default();
        *count += 1;
        let key = (name.clone(), *count);
        let pair = halves.entry(key.clone()).or_insert_with(|| {
            names.push(key);
            Diff::default()
        });
        match half {
            Change::Inserted => pair.new.push(k),
            _ => pair.old.push(k),
        }
    }
    let mut id = 0;
    for name in names {
        let Some(Diff { old, new }) = halves.get(&name) else {
            continue;
        };
        if let ([from], [to]) = (old.as_slice(), new.as_slice()) {
            id += 1;
            for (k, half) in [(*from, Change::Deleted), (*to, Change::Inserted)] {
                passages[k].moved = Some(Move { id, half });
            }
        }
    }
}
