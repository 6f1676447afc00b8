//! The properties of a paragraph: those it has, with those it had, and the mark of its end.

use super::blocks::Blocks;
use super::holders;
use super::meaning::{inner, inner_of, meaning, means_the_same};
use super::plan::Step;
use super::runs::Mode;
use super::stamp::Stamp;
use crate::docx::Error;
use crate::docx::document::{Document, Spot};
use crate::docx::sections::ended_by;
use crate::docx::xml::{Broken, Element, parse};
use std::fmt::Write;

impl<'s> Blocks<'s, '_, '_, '_> {
    /// A paragraph put together: start tag, properties with what they were, content.
    ///
    /// No change of properties can bring a section break or take one away (17.13.5.29), only the
    /// end of a paragraph can: where one file ends a section with the paragraph and the other does
    /// not, a new end comes and the old one goes.
    pub(super) fn paragraph(
        &mut self,
        step: &Step<'_>,
        start: &str,
        content: &str,
        mark: Mode,
    ) -> Result<(), Error> {
        let content = std::mem::take(&mut self.joined) + content;
        if step.joins {
            self.joined = content;
            return Ok(());
        }
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
        let section = old.as_deref().and_then(ended_by).map(str::to_owned);
        let old = old.map(|old| holders::without_page_ends(&self.pen.import.styled(&old)));
        let start = start
            .strip_suffix("/>")
            .map_or_else(|| start.to_owned(), |start| format!("{start}>"));
        if mark == Mode::Plain
            && let (Some(old), Some(new)) = (&old, &new)
            && section.is_some() != ended_by(new).is_some()
        {
            let (brought, taken) = (
                with_mark(new, Mode::Inserted, self.pen.stamp),
                with_mark(old, Mode::Deleted, self.pen.stamp),
            );
            let _ = write!(
                self.out,
                "{start}{brought}{content}</w:p><w:p>{taken}</w:p>"
            );
            return Ok(());
        }
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
        let _ = write!(self.out, "{start}{properties}{content}</w:p>");
        Ok(())
    }

    /// The newer properties of a paragraph, with the older ones, and those of the section that ends
    /// with it, where they mean something else.
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
            means_the_same("", one.as_ref(), other.as_ref())
        };
        let section = match (ended_by(new), old_section) {
            (Some(new), Some(old)) => holders::section(new, old, self.pen.stamp)?,
            (section, _) => section.unwrap_or("").to_owned(),
        };
        if same && same_marks {
            let is = ended_by(new).unwrap_or("");
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
