//! The parts of the newer file with the redline in them: its own blocks as they stand, changed paragraphs written anew,
//! what the older file had put in where it stood.

use super::holders;
use super::import::Import;
use super::line::{self, Mode, Pen, inner, inner_of, meaning};
use super::notes::NotePairs;
use super::ops;
use super::plan::{Fate, Plan, Step, pieces};
use super::stamp::Stamp;
use crate::docx::Error;
use crate::docx::aside;
use crate::docx::atoms::Line;
use crate::docx::body::{Container, Item};
use crate::docx::boxes;
use crate::docx::document::{Document, Spot, Story, Walk};
use crate::docx::renumbered::original;
use crate::docx::xml::{Broken, Element, escaped, parse};
use crate::draft::{Change, Holder, Place, View};
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt::Write;
use std::ops::Range;

/// Both files, and what becomes of what.
pub(super) struct Sources<'s, 'o, 'n> {
    pub(super) older: &'s Document<'o>,
    pub(super) newer: &'s Document<'n>,
    pub(super) plan: &'s Plan<'s>,
    pub(super) notes: &'s NotePairs,
    /// How tables, rows and cells began in the older file, by their places in the newer.
    pub(super) starts: &'s HashMap<Place, String>,
}

/// One part that is being written.
pub(super) struct Blocks<'s, 'o, 'n, 'p> {
    sources: &'s Sources<'s, 'o, 'n>,
    story: &'s Story,
    out: String,
    cursor: usize,
    walk: Walk,
    pen: Pen<'p>,
    /// The holder of the older file that was put in whole.
    unit: Option<Place>,
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
                Item::Other(_) => true,
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
                self.out.push_str(raw);
            }
            Item::Other(_) if raw.contains("<w:sectPr") && self.story.holder.is_none() => {
                match holders::last_section(self.sources.older) {
                    Some(old) => {
                        let section = holders::section(raw, old, self.pen.stamp);
                        let section = section.map_err(|e| e.in_part(&self.story.name))?;
                        self.out.push_str(&section);
                    }
                    None => self.out.push_str(raw),
                }
            }
            Item::Paragraph(_) | Item::Other(_) => self.out.push_str(raw),
        }
        Ok(())
    }

    /// The start of the holder that was just opened: a row that is new says so; properties that were others say what.
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

    /// Whether what is open was in the older file: a note or a box that is new is new with all it holds, and its sign says so.
    fn is_in_known_part(&self) -> bool {
        let place = self.place();
        let steps = place.steps();
        (1..=steps.len())
            .filter(|n| !matches!(steps[n - 1].0, Holder::Table | Holder::Row | Holder::Cell))
            .all(|n| self.sources.plan.known.contains(&Place::new(&steps[..n])))
    }

    fn advance_to(&mut self, item: usize) -> Result<(), Error> {
        while self.cursor < item {
            self.emit()?;
        }
        Ok(())
    }

    /// Goes on until just the holders of `place` are open, but past no paragraph.
    fn advance_into(&mut self, place: &Place) -> Result<(), Error> {
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
    fn group(&mut self, steps: &[Step<'_>]) -> Result<(), Error> {
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
            if !matches!(item, Item::Other(_)) || !aside::has_sign(raw) {
                break;
            }
            for at in raw.match_indices("<redraft:kept").map(|(at, _)| at) {
                let end = raw[at..].find("/>").map_or(raw.len(), |n| at + n + 2);
                self.out.push_str(&raw[at..end]);
            }
        }
    }

    fn new_raw(&self, j: usize) -> &'s str {
        let spot = &self.sources.newer.spots[j];
        let story = &self.sources.newer.stories[spot.story];
        story.body.raw(&story.body.items[spot.item])
    }

    /// A paragraph that stands in both files. `old_part` is the stretch of the older one that it is a piece of.
    fn paired(
        &mut self,
        step: &Step<'_>,
        i: usize,
        j: usize,
        parts: Option<(Range<usize>, Range<usize>)>,
    ) -> Result<(), Error> {
        let old_spot = &self.sources.older.spots[i];
        let raw = self.new_raw(j);
        let is_plain = step.end == Change::Kept
            && parts.is_none()
            && step.owners.old == Some(i)
            && step.owners.new == Some(j);
        if is_plain && self.is_the_same(old_spot, raw, step) && self.keeps_boxes(i, j) {
            self.out.push_str(raw);
            return Ok(());
        }
        let element = parse(raw).map_err(|e| e.in_part(&self.story.name))?;
        let new = Line::of(&element, &*self.story.targets);
        let old = self.sources.older.line(old_spot)?;
        let (old_text, new_text) = (old.text(), new.text());
        let (old_part, new_part) = parts.unwrap_or((0..old_text.len(), 0..new_text.len()));
        let steps = ops::ops(
            step.marked,
            &old_text[old_part.clone()],
            &new_text[new_part.clone()],
        );
        let steps = ops::shifted(steps, old_part.start, new_part.start);
        let steps = ops::respect_groups(steps, &old, &new);
        let steps = self.sources.notes.respected(
            steps,
            (&old, old_spot),
            (&new, &self.sources.newer.spots[j]),
            self.sources,
        );
        let steps = ops::gathered(steps);
        let (from, given) = (self.out.len(), self.pen.stamp.given());
        let content = line::amended(&old, &new, &steps, &new_part, &mut self.pen);
        self.paragraph(step, element.start, &content, Mode::of(step.end))?;
        let is_whole = new_part == (0..new_text.len()) && step.owners.new == Some(j);
        let is_unchanged = self.pen.stamp.given() == given && is_whole && step.end == Change::Kept;
        if is_unchanged && aside::brings_the_same(&old, &new) {
            // It was taken apart for nothing: it stays byte for byte.
            self.out.truncate(from);
            self.out.push_str(raw);
        }
        if let Some(label) = &step.marked.label
            && step.end == Change::Kept
            && let (Some(was), true) = (&label.text.old, label.is_renumbered())
            && !is_typed(was, &old_text)
        {
            self.renumbered(from, was);
        }
        Ok(())
    }

    /// The paragraph that was written from byte `from` on: its automatic label was another. Lists that a style gives have no
    /// place to say so.
    fn renumbered(&mut self, from: usize, was: &str) {
        let paragraph = &self.out[from..];
        let properties = paragraph.find("</w:pPr>").unwrap_or(0);
        let own = paragraph.find("<w:pPrChange").unwrap_or(properties);
        let Some(numbering) = paragraph[..own.min(properties)].find("<w:numPr>") else {
            return;
        };
        let Some(end) = paragraph[numbering..].find("</w:numPr>") else {
            return;
        };
        let level = paragraph[numbering..numbering + end]
            .split_once("<w:ilvl w:val=\"")
            .and_then(|(_, rest)| rest.split('"').next()?.parse().ok());
        let original = original(was, level.unwrap_or(0));
        let change = format!(
            "<w:numberingChange{} w:original=\"{}\"/>",
            self.pen.stamp.change(),
            escaped(&original)
        );
        self.out.insert_str(from + numbering + end, &change);
    }

    /// Whether nothing in a paragraph differs, properties and all.
    fn is_the_same(&mut self, old: &Spot, new: &str, step: &Step<'_>) -> bool {
        let label = step.marked.label.as_ref();
        if step.marked.words.is_marked() || label.is_some_and(|l| l.is_renumbered()) {
            return false;
        }
        let story = &self.sources.older.stories[old.story];
        let older = story.body.raw(&story.body.items[old.item]);
        // The same bytes may mean other things: ids of pictures, notes, lists and styles are each file's own.
        let means_the_same = |older: &str, new: &str| {
            older == new
                && !older.contains("r:")
                && !older.contains("noteReference")
                && self.pen.import.styled(older) == older
        };
        if means_the_same(older, new) {
            return true;
        }
        if !older.contains(boxes::SIGN) || !new.contains(boxes::SIGN) {
            return false;
        }
        // What stands in boxes is written with the boxes.
        match (parse(older), parse(new)) {
            (Ok(one), Ok(other)) => means_the_same(&boxes::emptied(&one), &boxes::emptied(&other)),
            _ => false,
        }
    }

    /// Whether the boxes of a paragraph became those of the other.
    fn keeps_boxes(&self, i: usize, j: usize) -> bool {
        let (old, new) = (&self.sources.older.spots[i], &self.sources.newer.spots[j]);
        let places = |document: &Document<'_>, spot: &Spot| -> Vec<Place> {
            let story = &document.stories[spot.story];
            let own = story.boxes.get(&spot.item).into_iter().flatten();
            own.map(|k| document.stories[*k].place.clone()).collect()
        };
        let (olds, news) = (
            places(self.sources.older, old),
            places(self.sources.newer, new),
        );
        olds.len() == news.len()
            && olds
                .iter()
                .zip(&news)
                .all(|(one, other)| self.sources.plan.holder(one.steps()).as_ref() == Some(other))
    }

    /// A paragraph that only the newer file has, or that came here from elsewhere.
    fn inserted(&mut self, step: &Step<'_>, j: usize) -> Result<(), Error> {
        let raw = self.new_raw(j);
        if !self.is_in_known_part() {
            self.out.push_str(raw);
            return Ok(());
        }
        let element = parse(raw).map_err(|e| e.in_part(&self.story.name))?;
        let new = Line::of(&element, &*self.story.targets);
        let (content, mark) = match (step.fate, step.old) {
            (Fate::MovedTo(_), Some(i)) => {
                let old = self.sources.older.line(&self.sources.older.spots[i])?;
                let (old_text, new_text) = (old.text(), new.text());
                let steps =
                    ops::respect_groups(ops::ops(step.marked, &old_text, &new_text), &old, &new);
                let content =
                    line::moved_to(&new, &ops::gathered(steps), new_text.len(), &mut self.pen);
                (content, Mode::MovedTo)
            }
            _ => (
                line::whole_new(&new, Mode::Inserted, &mut self.pen),
                Mode::Inserted,
            ),
        };
        let mark = own_mark(step, mark);
        match step.fate {
            Fate::MovedTo(id) => {
                let content = self.in_range("moveTo", id, &content);
                self.paragraph(step, element.start, &content, mark)
            }
            _ => self.paragraph(step, element.start, &content, mark),
        }
    }

    /// The content of a half of a move, between the signs that name it.
    fn in_range(&mut self, half: &str, id: u32, content: &str) -> String {
        let number = self.pen.stamp.id();
        let attributes = self.pen.stamp.range();
        format!(
            "<w:{half}RangeStart w:id=\"{number}\"{attributes} w:name=\"move{id}\"/>{content}<w:{half}RangeEnd w:id=\"{number}\"/>"
        )
    }

    /// A paragraph that only the older file has, or that went elsewhere.
    fn gone(&mut self, step: &Step<'_>, i: usize) -> Result<(), Error> {
        let spot = &self.sources.older.spots[i];
        let steps = spot.place.steps();
        if let Some(unit) = &self.unit
            && steps.starts_with(unit.steps())
        {
            return Ok(());
        }
        self.unit = None;
        let known = (0..=steps.len()).rev().find_map(|depth| {
            self.sources
                .plan
                .holder(&steps[..depth])
                .map(|home| (depth, home))
        });
        let Some((depth, home)) = known else {
            return Ok(());
        };
        if depth == steps.len() {
            self.advance_into(&home)?;
            return self.gone_paragraph(step, spot);
        }
        self.unit = Some(Place::new(&steps[..=depth]));
        match steps[depth].0 {
            Holder::Table | Holder::Row | Holder::Cell => {
                self.advance_into(&home)?;
                self.gone_unit(spot, steps.len() - depth)
            }
            // A note goes with its sign, a header with its section.
            _ => Ok(()),
        }
    }

    fn gone_paragraph(&mut self, step: &Step<'_>, spot: &Spot) -> Result<(), Error> {
        let old = self.sources.older.line(spot)?;
        let (mode, mark) = match step.fate {
            Fate::MovedFrom(_) => (Mode::MovedFrom, own_mark(step, Mode::MovedFrom)),
            _ => (Mode::Deleted, Mode::of(step.end)),
        };
        let content = line::whole_old(&old, mode, &mut self.pen);
        let content = match step.fate {
            Fate::MovedFrom(id) => self.in_range("moveFrom", id, &content),
            _ => content,
        };
        self.paragraph(step, "<w:p>", &content, mark)
    }

    /// A table, a row or a cell of the older file, going away. `up` is how many holders are round the paragraph, up to it.
    fn gone_unit(&mut self, spot: &Spot, up: usize) -> Result<(), Error> {
        let story = &self.sources.older.stories[spot.story];
        let items = unit_items(&story.body.items, spot.item, up);
        let broken = |e: Broken| e.in_part(&story.name);
        for (k, item) in story.body.items[items].iter().enumerate() {
            let raw = story.body.raw(item);
            match item {
                Item::Open(Container::Cell, _) if k == 0 => {
                    let mark = format!("<w:cellDel{}/>", self.pen.stamp.change());
                    let cell = with_mark_in("w:tcPr", raw, &mark).map_err(broken)?;
                    self.out.push_str(&self.pen.import.styled(&cell));
                }
                Item::Open(Container::Row, _) => {
                    let mark = format!("<w:del{}/>", self.pen.stamp.change());
                    let row = with_mark_in("w:trPr", raw, &mark).map_err(broken)?;
                    self.out
                        .push_str(&without_ids(&self.pen.import.styled(&row)));
                }
                Item::Open(Container::Wrapper, _) | Item::Close(Container::Wrapper, _) => {}
                Item::Paragraph(_) => {
                    let element = parse(raw).map_err(broken)?;
                    let old = Line::of(&element, &*story.targets);
                    let content = line::whole_old(&old, Mode::Deleted, &mut self.pen);
                    let properties = old.properties.as_ref().map_or("", |p| p.raw);
                    let properties = without_section(&self.pen.import.styled(properties));
                    let _ = write!(self.out, "<w:p>{properties}{content}</w:p>");
                }
                Item::Open(..) | Item::Close(..) => {
                    let raw = self.pen.import.styled(raw);
                    self.out.push_str(&raw);
                }
                Item::Other(_) => {}
            }
        }
        Ok(())
    }

    /// The pieces of a paragraph that was split, or of several that were merged.
    fn split_or_merged(&mut self, steps: &[Step<'_>]) -> Result<(), Error> {
        let is_split = steps.iter().all(|s| s.old == steps[0].old);
        let view = if is_split { View::Base } else { View::Revised };
        let spot = |step: &Step<'_>| {
            if is_split {
                step.old
                    .map(|i| (self.sources.older, &self.sources.older.spots[i]))
            } else {
                step.new
                    .map(|j| (self.sources.newer, &self.sources.newer.spots[j]))
            }
        };
        let Some((document, shared)) = spot(&steps[0]) else {
            return Ok(());
        };
        let whole = document.line(shared)?.text();
        let lengths: Vec<usize> = steps
            .iter()
            .map(|s| s.marked.words.text(view).len())
            .collect();
        let cuts = cuts(&whole, &lengths);
        for (step, cut) in steps.iter().zip(cuts) {
            let (Some(i), Some(j)) = (step.old, step.new) else {
                continue;
            };
            let item = self.sources.newer.spots[j].item;
            self.advance_to(item)?;
            self.cursor = self.cursor.max(item + 1);
            let (old_len, new_len) = (
                self.sources
                    .older
                    .line(&self.sources.older.spots[i])?
                    .text()
                    .len(),
                self.sources
                    .newer
                    .line(&self.sources.newer.spots[j])?
                    .text()
                    .len(),
            );
            let parts = if is_split {
                (cut, 0..new_len)
            } else {
                (0..old_len, cut)
            };
            self.paired(step, i, j, Some(parts))?;
        }
        Ok(())
    }

    /// A paragraph put together: start tag, properties with what they were, content.
    fn paragraph(
        &mut self,
        step: &Step<'_>,
        start: &str,
        content: &str,
        mark: Mode,
    ) -> Result<(), Error> {
        let of = |document: &Document<'_>, spot: &Spot| -> Result<String, Error> {
            let line = document.line(spot)?;
            Ok(line.properties.as_ref().map_or("", |p| p.raw).to_owned())
        };
        let old = match step.owners.old {
            Some(i) => Some(of(self.sources.older, &self.sources.older.spots[i])?),
            None => None,
        };
        let new = match step.owners.new {
            Some(j) => Some(of(self.sources.newer, &self.sources.newer.spots[j])?),
            None => None,
        };
        let section = old.as_deref().and_then(section_of).map(str::to_owned);
        let old = old.map(|old| holders::without_page_ends(&self.pen.import.styled(&old)));
        let is_in_new = matches!(mark, Mode::Plain | Mode::Inserted | Mode::MovedTo);
        let properties = match (old, new) {
            (Some(old), Some(new)) if mark == Mode::Plain => {
                self.changed_properties((&old, section.as_deref()), &new)
            }
            (_, Some(new)) if is_in_new => Ok(with_mark(&new, mark, self.pen.stamp)),
            (Some(old), _) => Ok(with_mark(&old, mark, self.pen.stamp)),
            (None, Some(new)) => Ok(with_mark(&new, mark, self.pen.stamp)),
            (None, None) => Ok(String::new()),
        };
        let properties = properties.map_err(|e: Broken| e.in_part(&self.story.name))?;
        let start = start
            .strip_suffix("/>")
            .map_or_else(|| start.to_owned(), |start| format!("{start}>"));
        let _ = write!(self.out, "{start}{properties}{content}</w:p>");
        Ok(())
    }

    /// The newer properties of a paragraph, with the older ones, and those of the section that ends with it, where they
    /// mean something else.
    fn changed_properties(
        &mut self,
        (old, old_section): (&str, Option<&str>),
        new: &str,
    ) -> Result<String, Broken> {
        fn element(raw: &str) -> Result<Option<Element<'_>>, Broken> {
            (!raw.is_empty()).then(|| parse(raw)).transpose()
        }
        let (old_element, new_element) = (element(old)?, element(new)?);
        let same = meaning(old_element.as_ref(), str::to_owned)
            == meaning(new_element.as_ref(), str::to_owned);
        fn marks<'x>(e: Option<&Element<'x>>) -> Option<Element<'x>> {
            e.and_then(|e| e.child("w:rPr").cloned())
        }
        let same_marks = {
            let (one, other) = (marks(old_element.as_ref()), marks(new_element.as_ref()));
            meaning(one.as_ref(), str::to_owned) == meaning(other.as_ref(), str::to_owned)
        };
        let section = match (section_of(new), old_section) {
            (Some(new), Some(old)) => holders::section(new, old, self.pen.stamp)?,
            (section, _) => section.unwrap_or("").to_owned(),
        };
        if same && same_marks {
            let is = section_of(new).unwrap_or("");
            return Ok(match section == is {
                true => new.to_owned(),
                false => new.replacen(is, &section, 1),
            });
        }
        let mut out = String::from("<w:pPr>");
        let mut run = String::new();
        for child in new_element
            .iter()
            .flat_map(crate::docx::xml::Element::elements)
        {
            match child.name {
                "w:rPr" => run = inner(child).to_owned(),
                "w:sectPr" => {}
                _ => out.push_str(child.raw),
            }
        }
        if !same_marks {
            let before = marks(old_element.as_ref());
            let before = before.as_ref().map_or("", inner);
            let _ = write!(
                run,
                "<w:rPrChange{}><w:rPr>{before}</w:rPr></w:rPrChange>",
                self.pen.stamp.change()
            );
        }
        if !run.is_empty() {
            let _ = write!(out, "<w:rPr>{run}</w:rPr>");
        }
        out.push_str(&section);
        if !same {
            let before: String = old_element
                .iter()
                .flat_map(crate::docx::xml::Element::elements)
                .filter(|e| !matches!(e.name, "w:rPr" | "w:sectPr" | "w:pPrChange"))
                .map(|e| e.raw)
                .collect();
            let _ = write!(
                out,
                "<w:pPrChange{}><w:pPr>{before}</w:pPr></w:pPrChange>",
                self.pen.stamp.change()
            );
        }
        out.push_str("</w:pPr>");
        Ok(out)
    }
}

/// Where the pieces of a text begin and end. White space and a label before the first piece are its own.
fn cuts(whole: &str, lengths: &[usize]) -> Vec<Range<usize>> {
    let tail = whole.len() - whole.trim_end().len();
    let words: usize = lengths.iter().sum();
    let head = whole.len().saturating_sub(words + tail);
    let mut out = Vec::with_capacity(lengths.len());
    let mut at = 0;
    for (k, len) in lengths.iter().enumerate() {
        let mut end = if k == 0 { head + len } else { at + len };
        if k + 1 == lengths.len() {
            end = whole.len();
        }
        while !whole.is_char_boundary(end.min(whole.len())) {
            end += 1;
        }
        let end = end.min(whole.len()).max(at);
        out.push(at..end);
        at = end;
    }
    out
}

/// Whether a label stands in the text of its paragraph, brackets before it or not.
fn is_typed(label: &str, text: &str) -> bool {
    let start = text.trim_start().trim_start_matches('[').trim_start();
    start.starts_with(label)
}

/// The mark of a half of a move, if its end carries its own change.
fn own_mark(step: &Step<'_>, mark: Mode) -> Mode {
    if step.end == step.begins() {
        mark
    } else {
        Mode::of(step.end)
    }
}

/// The items of the holder that is `up` holders round an item.
fn unit_items(items: &[Item], item: usize, up: usize) -> Range<usize> {
    let mut levels = up;
    let mut depth = 0;
    let mut start = item;
    while start > 0 {
        start -= 1;
        match items[start] {
            Item::Close(container, _) if container != Container::Wrapper => depth += 1,
            Item::Open(container, _) if container != Container::Wrapper => {
                if depth > 0 {
                    depth -= 1;
                } else {
                    levels -= 1;
                    if levels == 0 {
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    let mut open = 0;
    for (k, item) in items.iter().enumerate().skip(start) {
        match item {
            Item::Open(container, _) if *container != Container::Wrapper => open += 1,
            Item::Close(container, _) if *container != Container::Wrapper => {
                open -= 1;
                if open == 0 {
                    return start..k + 1;
                }
            }
            _ => {}
        }
    }
    start..items.len()
}

/// The start of a row or a cell with a mark at the end of its properties.
fn with_mark_in(name: &str, raw: &str, mark: &str) -> Result<String, Broken> {
    let end = raw.find('>').map_or(raw.len(), |at| at + 1);
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

/// A start tag without the ids that must be one paragraph's own.
fn without_ids(raw: &str) -> String {
    let end = raw.find('>').unwrap_or(raw.len());
    let (tag, rest) = raw.split_at(end);
    let element = Element::of_tag(raw.get(..end + 1).unwrap_or(raw));
    let mut out = format!("<{}", element.name);
    for (name, value) in element.attributes() {
        if !name.starts_with("w14:") && !name.starts_with("w:rsid") {
            let _ = write!(out, " {name}=\"{value}\"");
        }
    }
    if tag.ends_with('/') {
        out.push('/');
    }
    out.push_str(rest);
    out
}

/// The properties of the section that ends with a paragraph, out of the paragraph's.
fn section_of(raw: &str) -> Option<&str> {
    let start = raw.find("<w:sectPr")?;
    let tag = start + raw[start..].find('>')? + 1;
    let end = if raw[..tag].ends_with("/>") {
        tag
    } else {
        tag + raw[tag..].rfind("</w:sectPr>")? + "</w:sectPr>".len()
    };
    Some(&raw[start..end])
}

/// Properties without a section, which no cell can end.
fn without_section(raw: &str) -> String {
    section_of(raw).map_or_else(|| raw.to_owned(), |section| raw.replacen(section, "", 1))
}

/// Properties whose paragraph's end is marked.
fn with_mark(raw: &str, mark: Mode, stamp: &mut Stamp) -> String {
    let tag = match mark {
        Mode::Plain => return raw.to_owned(),
        Mode::Inserted => "w:ins",
        Mode::Deleted => "w:del",
        Mode::MovedFrom => "w:moveFrom",
        Mode::MovedTo => "w:moveTo",
    };
    let mark = format!("<{tag}{}/>", stamp.change());
    let Ok(element) = parse(raw) else {
        return format!("<w:pPr><w:rPr>{mark}</w:rPr></w:pPr>");
    };
    let mut out = String::from("<w:pPr>");
    let mut after = String::new();
    let mut run = String::new();
    for child in element.elements() {
        match child.name {
            "w:rPr" => run = inner_of(child.raw).to_owned(),
            "w:sectPr" | "w:pPrChange" => after.push_str(child.raw),
            _ => out.push_str(child.raw),
        }
    }
    let _ = write!(out, "<w:rPr>{mark}{run}</w:rPr>{after}</w:pPr>");
    out
}
