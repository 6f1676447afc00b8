//! Paragraphs, cells, rows and tables that only the older file has, or that went elsewhere: put in
//! where they stood.

use super::blocks::{Blocks, with_mark_in};
use super::brought::own_mark;
use super::line;
use super::plan::{Fate, Step};
use super::runs::Mode;
use crate::docx::Error;
use crate::docx::atoms::Line;
use crate::docx::body::{Container, Item};
use crate::docx::document::Spot;
use crate::docx::sections::ended_by;
use crate::docx::xml::{Broken, Element, end_of_tag, parse};
use crate::draft::{Holder, Place};
use std::fmt::Write;
use std::ops::Range;

impl<'s> Blocks<'s, '_, '_, '_> {
    /// A paragraph that only the older file has, or that went elsewhere.
    pub(super) fn gone(&mut self, step: &Step<'_>, i: usize) -> Result<(), Error> {
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
            return self.gone_paragraph(step, i);
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

    fn gone_paragraph(&mut self, step: &Step<'_>, i: usize) -> Result<(), Error> {
        let old = self.sources.old_line(i)?;
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

    /// A table, a row or a cell of the older file, going away. `up` is how many holders are round
    /// the paragraph, up to it.
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

/// A start tag without the ids that must be one paragraph's own.
fn without_ids(raw: &str) -> String {
    let end = end_of_tag(raw).unwrap_or(raw.len());
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

/// Properties without a section, which no cell can end.
fn without_section(raw: &str) -> String {
    ended_by(raw).map_or_else(|| raw.to_owned(), |section| raw.replacen(section, "", 1))
}
