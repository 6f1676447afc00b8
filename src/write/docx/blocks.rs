//! The parts of the newer file with the redline in them: its own blocks as they stand, changed
//! paragraphs written anew, what the older file had put in where it stood.

use super::fields::SharedFields;
use super::holders;
use super::import::Import;
use super::meaning::inner;
use super::notes::NotePairs;
use super::plan::{Fate, Plan, Step, pieces};
use super::runs::Pen;
use super::stamp::Stamp;
use crate::docx::Error;
use crate::docx::atoms::Line;
use crate::docx::body::{Container, Item};
use crate::docx::document::{Document, Story, Walk};
use crate::docx::sign::has_sign;
use crate::docx::xml::{Broken, end_of_tag, parse};
use crate::draft::{Holder, Place};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;

/// Both files, and what becomes of what.
pub(super) struct Sources<'s, 'o, 'n> {
    pub(super) older: &'s Document<'o>,
    pub(super) newer: &'s Document<'n>,
    pub(super) plan: &'s Plan<'s>,
    pub(super) fields: &'s SharedFields,
    pub(super) notes: &'s NotePairs,
    /// How tables, rows and cells began in the older file, by their places in the newer.
    pub(super) starts: &'s HashMap<Place, String>,
}

impl<'s> Sources<'s, '_, '_> {
    /// A paragraph of the older file, by its place in the list.
    pub(super) fn old_line(&self, i: usize) -> Result<Line<'s>, Error> {
        let mut line = self.older.line(&self.older.spots[i])?;
        self.fields.in_old(&mut line, i);
        Ok(line)
    }
}

/// One part that is being written.
pub(super) struct Blocks<'s, 'o, 'n, 'p> {
    pub(super) sources: &'s Sources<'s, 'o, 'n>,
    pub(super) story: &'s Story,
    pub(super) out: String,
    pub(super) cursor: usize,
    walk: Walk,
    pub(super) pen: Pen<'p>,
    /// The holder of the older file that was put in whole.
    pub(super) unit: Option<Place>,
    /// What stands at the start of the next paragraph.
    pub(super) joined: String,
}

impl<'s, 'o, 'n, 'p> Blocks<'s, 'o, 'n, 'p> {
    /// Writes one part; none where nothing in it changes.
    pub(super) fn write(
        sources: &'s Sources<'s, 'o, 'n>,
        story: usize,
        stamp: &'p mut Stamp,
        import: &'p mut Import,
    ) -> Result<Option<String>, Error> {
        let part = &sources.newer.stories[story];
        let mut blocks = Self {
            sources,
            story: part,
            out: String::with_capacity(part.body.xml.len() + part.body.xml.len() / 8),
            cursor: 0,
            walk: Walk::default(),
            pen: Pen { stamp, import },
            unit: None,
            joined: String::new(),
        };
        blocks.enter();
        let steps = &sources.plan.steps[sources.plan.parts[story].clone()];
        let mut at = 0;
        while at < steps.len() {
            let group = pieces(steps, at);
            blocks.group(&steps[group.clone()])?;
            blocks.earlier(steps[group.end - 1].old);
            at = group.end;
        }
        while blocks.cursor < part.body.items.len() {
            blocks.emit()?;
        }
        Ok((blocks.out != part.body.xml).then_some(blocks.out))
    }

    /// The head of the part, up to the first block.
    fn enter(&mut self) {
        while let Some(item) = self.story.body.items.get(self.cursor) {
            let raw = self.story.body.raw(item);
            let is_head = match item {
                Item::Other(_) => !raw.contains("<w:sectPr"),
                Item::Open(Container::Wrapper, _) => [
                    "<w:document",
                    "<w:body",
                    "<w:hdr",
                    "<w:ftr",
                    "<w:footnotes",
                    "<w:endnotes",
                    "<w:txbxContent",
                ]
                .iter()
                .any(|head| raw.starts_with(head)),
                _ => false,
            };
            if !is_head {
                break;
            }
            self.out.push_str(raw);
            self.cursor += 1;
        }
    }

    /// Writes the next item of the newer file as it stands; rows that are new say so.
    fn emit(&mut self) -> Result<(), Error> {
        let Some(item) = self.story.body.items.get(self.cursor) else {
            return Ok(());
        };
        let raw = self.story.body.raw(item);
        self.cursor += 1;
        match item {
            Item::Open(container, _) => {
                self.walk.open(*container, self.story.holder);
                let start = self.start(*container, raw);
                let start = start.map_err(|e| e.in_part(&self.story.name))?;
                self.out.push_str(&start);
            }
            Item::Close(container, _) => {
                self.walk.close(*container);
                if raw.starts_with("</w:body")
                    && holders::last_section(self.sources.newer).is_none()
                {
                    self.last_section("<w:sectPr></w:sectPr>")?;
                }
                self.out.push_str(raw);
            }
            Item::Other(_) if raw.contains("<w:sectPr") && self.story.holder.is_none() => {
                self.last_section(raw)?;
            }
            Item::Paragraph(_) | Item::Other(_) => self.out.push_str(raw),
        }
        Ok(())
    }

    /// The properties of the text's last section, with what they were where that was something
    /// else.
    fn last_section(&mut self, new: &str) -> Result<(), Error> {
        let old = holders::last_section(self.sources.older).unwrap_or("<w:sectPr/>");
        let section = holders::section(new, old, self.pen.stamp);
        let section = section.map_err(|e| e.in_part(&self.story.name))?;
        if section != "<w:sectPr></w:sectPr>" {
            self.out.push_str(&section);
        }
        Ok(())
    }

    /// The start of the holder that was just opened: a row that is new says so; properties that
    /// were others say what.
    fn start(&mut self, container: Container, raw: &'s str) -> Result<Cow<'s, str>, Broken> {
        if container == Container::Wrapper {
            return Ok(raw.into());
        }
        let place = self.place();
        if container == Container::Row
            && !self.sources.plan.known.contains(&place)
            && self.is_in_known_part()
        {
            let mark = format!("<w:ins{}/>", self.pen.stamp.change());
            return with_mark_in("w:trPr", raw, &mark).map(Cow::Owned);
        }
        if container == Container::Cell && self.is_new_cell(&place) && self.is_in_known_part() {
            let mark = format!("<w:cellIns{}/>", self.pen.stamp.change());
            return with_mark_in("w:tcPr", raw, &mark).map(Cow::Owned);
        }
        match self.sources.starts.get(&place) {
            Some(old) if container != Container::Note => {
                let old = self.pen.import.styled(old);
                holders::changed(raw, &old, self.pen.stamp).map(Cow::Owned)
            }
            _ => Ok(raw.into()),
        }
    }

    /// Whether a cell came into a row that was there.
    fn is_new_cell(&self, cell: &Place) -> bool {
        let row = cell.steps().split_last().map_or(&[][..], |(_, row)| row);
        self.sources.plan.ragged.contains(&Place::new(row))
            && !self.sources.plan.known.contains(cell)
    }

    /// The holders that are open, as places name them.
    fn place(&self) -> Place {
        Place::new(&[self.story.place.steps(), &self.walk.steps].concat())
    }

    /// Whether what is open was in the older file: a note or a box that is new is new with all it
    /// holds, and its sign says so.
    pub(super) fn is_in_known_part(&self) -> bool {
        let place = self.place();
        let steps = place.steps();
        (1..=steps.len())
            .filter(|n| !matches!(steps[n - 1].0, Holder::Table | Holder::Row | Holder::Cell))
            .all(|n| self.sources.plan.known.contains(&Place::new(&steps[..n])))
    }

    pub(super) fn advance_to(&mut self, item: usize) -> Result<(), Error> {
        while self.cursor < item {
            self.emit()?;
        }
        Ok(())
    }

    /// Goes on until just the holders of `place` are open, but past no paragraph.
    pub(super) fn advance_into(&mut self, place: &Place) -> Result<(), Error> {
        let wanted = &place.steps()[self.story.place.steps().len().min(place.steps().len())..];
        while self.walk.steps != wanted {
            match self.story.body.items.get(self.cursor) {
                None | Some(Item::Paragraph(_)) => break,
                Some(_) => self.emit()?,
            }
        }
        // A control that has ended is no place for what went away after it.
        while let Some(item @ Item::Close(Container::Wrapper, _)) =
            self.story.body.items.get(self.cursor)
        {
            let raw = self.story.body.raw(item);
            if [
                "</w:body",
                "</w:document",
                "</w:hdr",
                "</w:ftr",
                "</w:footnotes",
                "</w:endnotes",
                "</w:txbxContent",
            ]
            .iter()
            .any(|end| raw.starts_with(end))
            {
                break;
            }
            self.emit()?;
        }
        Ok(())
    }

    /// A paragraph, or the pieces of one that was split or of several that were merged.
    pub(super) fn group(&mut self, steps: &[Step<'_>]) -> Result<(), Error> {
        let [step] = steps else {
            return self.split_or_merged(steps);
        };
        match (step.fate, step.old, step.new) {
            (Fate::Paired, Some(i), Some(j)) => {
                self.advance_to(self.sources.newer.spots[j].item)?;
                self.cursor += 1;
                self.paired(step, i, j, None)
            }
            (_, _, Some(j)) => {
                self.advance_to(self.sources.newer.spots[j].item)?;
                self.cursor += 1;
                self.inserted(step, j)
            }
            (_, Some(i), None) => self.gone(step, i),
            (_, None, None) => Ok(()),
        }
    }

    /// The signs of what changes of the older file had brought after this paragraph of it.
    fn earlier(&mut self, old: Option<usize>) {
        let Some(spot) = old.map(|i| &self.sources.older.spots[i]) else {
            return;
        };
        let body = &self.sources.older.stories[spot.story].body;
        for item in body.items.iter().skip(spot.item + 1) {
            let raw = body.raw(item);
            if !matches!(item, Item::Other(_)) || !has_sign(raw) {
                break;
            }
            for at in raw.match_indices("<redraft:kept").map(|(at, _)| at) {
                let end = raw[at..].find("/>").map_or(raw.len(), |n| at + n + 2);
                self.out.push_str(&raw[at..end]);
            }
        }
    }
}

/// The start of a row or a cell with a mark at the end of its properties.
pub(super) fn with_mark_in(name: &str, raw: &str, mark: &str) -> Result<String, Broken> {
    let end = end_of_tag(raw).map_or(raw.len(), |at| at + 1);
    let (start, rest) = raw.split_at(end);
    let wrapped = format!("<x>{rest}</x>");
    let root = parse(&wrapped)?;
    let mut out = start.to_owned();
    let mut is_done = false;
    for child in root.elements() {
        if child.name == name {
            let _ = write!(out, "<{name}>{}{mark}</{name}>", inner(child));
            is_done = true;
        } else {
            out.push_str(child.raw);
        }
    }
    if !is_done {
        let _ = write!(out, "<{name}>{mark}</{name}>");
    }
    Ok(out)
}
