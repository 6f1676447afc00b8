//! Paragraphs that stand in both files.

use super::blocks::Blocks;
use super::line;
use super::ops;
use super::plan::Step;
use super::runs::Mode;
use crate::docx::Error;
use crate::docx::aside;
use crate::docx::atoms::Line;
use crate::docx::boxes;
use crate::docx::document::{Document, Spot};
use crate::docx::renumbered::original;
use crate::docx::xml::{escaped, parse};
use crate::draft::{Change, Place};
use std::ops::Range;

impl<'s> Blocks<'s, '_, '_, '_> {
    pub(super) fn new_raw(&self, j: usize) -> &'s str {
        let spot = &self.sources.newer.spots[j];
        let story = &self.sources.newer.stories[spot.story];
        story.body.raw(&story.body.items[spot.item])
    }

    /// A paragraph that stands in both files. `old_part` is the stretch of the older one that it is
    /// a piece of.
    pub(super) fn paired(
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
        let mut new = Line::of(&element, &*self.story.targets);
        let has_all = self.sources.fields.in_new(&mut new, j);
        let old = self.sources.old_line(i)?;
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
            (self.sources.older, self.sources.newer),
            self.sources.plan,
        );
        let steps = ops::gathered(steps);
        let (from, given) = (self.out.len(), self.pen.stamp.given());
        let comments = self.pen.import.comments();
        let content = line::amended(&old, &new, &steps, &new_part, &mut self.pen);
        self.paragraph(step, element.start, &content, Mode::of(step.end))?;
        let is_whole = new_part == (0..new_text.len()) && step.owners.new == Some(j);
        let is_unchanged = self.pen.stamp.given() == given
            && self.pen.import.comments() == comments
            && is_whole
            && step.end == Change::Kept;
        if is_unchanged && has_all && aside::brings_the_same(&old, &new) {
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

    /// The paragraph that was written from byte `from` on: its automatic label was another. Lists
    /// that a style gives have no place to say so.
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
        // The same bytes may mean other things: ids of pictures, notes, lists and styles are each
        // file's own.
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
}

/// Whether a label stands in the text of its paragraph, brackets before it or not.
fn is_typed(label: &str, text: &str) -> bool {
    let start = text.trim_start().trim_start_matches('[').trim_start();
    start.starts_with(label)
}
