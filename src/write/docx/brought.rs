//! Paragraphs that only the newer file has, or that came from elsewhere.

use super::blocks::Blocks;
use super::line;
use super::ops;
use super::plan::{Fate, Step};
use super::runs::Mode;
use crate::docx::Error;
use crate::docx::atoms::Line;
use crate::docx::xml::parse;

impl<'s> Blocks<'s, '_, '_, '_> {
    /// A paragraph that only the newer file has, or that came here from elsewhere.
    pub(super) fn inserted(&mut self, step: &Step<'_>, j: usize) -> Result<(), Error> {
        let raw = self.new_raw(j);
        if !self.is_in_known_part() {
            self.out.push_str(raw);
            return Ok(());
        }
        let element = parse(raw).map_err(|e| e.in_part(&self.story.name))?;
        let mut new = Line::of(&element, &*self.story.targets);
        self.sources.fields.in_new(&mut new, j);
        let (content, mark) = match (step.fate, step.old) {
            (Fate::MovedTo(_), Some(i)) => {
                let old = self.sources.old_line(i)?;
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
    pub(super) fn in_range(&mut self, half: &str, id: u32, content: &str) -> String {
        let number = self.pen.stamp.id();
        let attributes = self.pen.stamp.range();
        format!(
            "<w:{half}RangeStart w:id=\"{number}\"{attributes} w:name=\"move{id}\"/>{content}<w:{half}RangeEnd w:id=\"{number}\"/>"
        )
    }
}

/// The mark of a half of a move, if its end carries its own change.
pub(super) fn own_mark(step: &Step<'_>, mark: Mode) -> Mode {
    if step.end == step.begins() {
        mark
    } else {
        Mode::of(step.end)
    }
}
