//! The words of a paragraph of a Word file, with their marks and typefaces.

use crate::docx::Error;
use crate::docx::atoms::{Atom, Line, NONE};
use crate::docx::boxes;
use crate::docx::comments;
use crate::docx::document::{Document, Spot};
use crate::docx::styles::Shown;
use crate::docx::xml::Element;
use crate::draft::{Anchor, Change, Diff, Move, Origin, Wording};
use crate::read::structure::block::Inline;
use std::collections::HashMap;

/// A paragraph as it is in the file.
#[derive(Debug, Default)]
pub(super) struct Passage {
    pub(super) words: Wording,
    /// How each run of `words` looks, for marks made by hand.
    pub(super) looks: Vec<(usize, Shown)>,
    /// White space before the words.
    pub(super) stepped_in: usize,
    /// In which view the paragraph begins here.
    pub(super) change: Change,
    pub(super) moved: Option<Move>,
    /// What happened to its end, which is what a Word file marks, and the name of the move it is part of.
    end: Change,
    half: Option<(Change, String)>,
    /// What became of each box in it, and whose change that is.
    pub(super) boxes: Vec<(Change, u16)>,
    /// The signs of comments in it, and where in its words they stand, in bytes.
    pub(super) anchors: Vec<(comments::Anchor, String, usize)>,
}

/// Who made changes, each once.
#[derive(Debug, Default)]
pub(super) struct Origins {
    pub(super) all: Vec<Origin>,
    places: HashMap<Origin, u16>,
}

impl Origins {
    /// The number of an origin: its place plus one; 0 for nobody known.
    pub(super) fn number(&mut self, tag: &Element<'_>) -> u16 {
        let said = |name: &str| {
            tag.attribute(name)
                .filter(|v| !v.is_empty())
                .map(std::borrow::Cow::into_owned)
        };
        let origin = Origin {
            author: said("w:author"),
            date: said("w:date"),
        };
        if origin == Origin::default() {
            return 0;
        }
        if let Some(place) = self.places.get(&origin) {
            return *place;
        }
        self.all.push(origin.clone());
        let number = u16::try_from(self.all.len()).unwrap_or(0);
        self.places.insert(origin, number);
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
    around: (Change, u16),
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
        Change::Kept => end_of(&line, &mut out),
        gone => gone,
    };
    out.trim();
    Ok(out)
}

struct Reader<'d, 'b, 'o> {
    document: &'d Document<'b>,
    style: Option<&'d str>,
    origins: &'o mut Origins,
    around: (Change, u16),
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
        let (change, origin) = self.mark(line, atom.mark);
        let boxes = boxes::count(atom.raw);
        self.out
            .boxes
            .resize(self.out.boxes.len() + boxes, (change, origin));
        let shown = self.shown(line, atom.run);
        let at = self.out.words.all().len();
        self.out
            .words
            .push_from(&atom.text, change, shown.map(|s| s.style), origin);
        match self.out.looks.last_mut() {
            Some((_, last)) if *last == shown.new => {}
            _ => self.out.looks.push((at, shown.new)),
        }
    }

    /// What all marks round an atom come to: what is deleted stands in no newer text, whoever inserted it.
    fn mark(&mut self, line: &Line<'_>, mark: u32) -> (Change, u16) {
        let (mut change, mut origin) = (Change::Kept, 0);
        let mut at = mark;
        while let Some(mark) = line.marks.get(at as usize).filter(|_| at != NONE) {
            let own = change_of(mark.tag.name);
            if change == Change::Kept || own == Change::Deleted {
                change = own;
                origin = self.origins.number(&mark.tag);
            }
            at = mark.parent;
        }
        if change == Change::Kept || self.around.0 == Change::Deleted {
            return match self.around {
                (Change::Kept, _) => (change, origin),
                around => around,
            };
        }
        (change, origin)
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

/// What happened to the end of a paragraph (`w:pPr/w:rPr/w:ins` and its like).
fn end_of(line: &Line<'_>, out: &mut Passage) -> Change {
    let marks = line.properties.as_ref().and_then(|p| p.child("w:rPr"));
    let Some(marks) = marks else {
        return Change::Kept;
    };
    let mut change = Change::Kept;
    for mark in marks.elements() {
        let own = change_of(mark.name);
        if own == Change::Deleted || change == Change::Kept {
            change = own;
        }
        if matches!(mark.name, "w:moveFrom" | "w:moveTo") && out.half.is_none() {
            out.half = Some((own, String::new()));
        }
    }
    change
}

impl Passage {
    /// Takes the white space off both ends: it is the page's, and stays in the file.
    fn trim(&mut self) {
        // Where the end is marked, the text may go on in the next paragraph.
        if self.end == Change::Kept {
            let end = self.words.all().trim_end().len();
            self.words.take(end..self.words.all().len());
        }
        let start = self.words.all().len() - self.words.all().trim_start().len();
        self.stepped_in = self.words.take(0..start).all().chars().count();
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
        Inline {
            words: self.words,
            anchors: vec![Anchor {
                at: 0,
                line,
                column,
            }],
            ..Inline::default()
        }
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

/// From ends to beginnings: a Word file marks where a paragraph ends, a draft where one begins. A paragraph that came or
/// went whole is that; else the paragraph after it is split off, or merged into it.
/// `spots` says in which part each of them stands: a box parts nothing from what follows it.
pub(super) fn settle_marks(passages: &mut [Passage], spots: &[Spot]) {
    let mut carried: HashMap<usize, Change> = HashMap::new();
    for (passage, spot) in passages.iter_mut().zip(spots) {
        let carried = carried.entry(spot.story).or_default();
        let end = passage.end;
        let is_whole = match passage.uniform() {
            None => end != Change::Kept,
            Some(all) => end != Change::Kept && all == Some(end),
        };
        // An end that came and one that went with nothing between them are one end that was exchanged, as where a section
        // ends there now: what follows begins as it did.
        let is_exchanged = passage.uniform().is_none() && *carried != end;
        if is_whole && (*carried == Change::Kept || is_exchanged) {
            passage.change = end;
            passage.end = Change::Kept;
            *carried = Change::Kept;
        } else {
            passage.change = *carried;
            *carried = end;
        }
    }
}

/// Gives both halves of each move the same number. A half without another is inserted or deleted text.
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
