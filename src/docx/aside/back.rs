//! Signs -> the changes they stand for.

use super::earlier::{self, Fate};
use super::set::renamed;
use super::{Aside, Saved};
use crate::docx::body::{Body, Item, start_of};
use crate::docx::document::Document;
use crate::docx::ids::{Ids, unique, with_id};
use crate::docx::joint::joint_tag;
use crate::docx::sign::{SIGN_ATTRIBUTE, WHOLE, has_sign, is_sign};
use crate::docx::tracked::{is_property_change, stays};
use crate::docx::xml::{Broken, Element, Node, end_of_tag, parse};
use crate::docx::{Error, largest_id};
use std::collections::HashSet;

/// What came back of the older file's changes, and by whom the new ones are.
#[derive(Debug, Default)]
pub(super) struct Left {
    /// The attributes of new changes: author and date.
    pub(super) attributes: String,
    /// Changes of the older file that could not be carried over; of joint changes, new ones of the
    /// look where an earlier one stands.
    pub(super) lost: usize,
}

/// What came of giving changes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Back {
    /// Whether anything in the file is new in the end.
    pub(crate) is_new: bool,
    /// How many changes could not be carried over; of joint changes, new ones of the look that have
    /// no place beside earlier ones.
    pub(crate) lost: usize,
}

impl Aside {
    /// Gives back what was set aside, in every part of the file that was written; `attributes` are
    /// those of new changes.
    pub(crate) fn back(
        &self,
        document: &mut Document<'_>,
        attributes: String,
    ) -> Result<Back, Error> {
        let stories = document.stories.iter().map(|s| largest_id(&s.body.xml));
        let saved = self.saved.iter().map(|s| largest_id(s.raw()));
        let mut ids = Ids::above(stories.chain(saved).max().unwrap_or(0));
        let mut left = Left {
            attributes,
            lost: 0,
        };
        let mut parts = Vec::new();
        let mut is_new = false;
        for story in document.stories.iter().filter(|s| s.host.is_none()) {
            let (name, xml) = (&story.name, &story.body.xml);
            let out = match self.parts.get(name) {
                // Nothing new: the part is as it was, byte for byte.
                Some(diffed) if diffed.with_signs == *xml => diffed.original.clone(),
                _ if has_sign(xml) => {
                    part(self, xml, &mut ids, &mut left).map_err(|e| e.in_part(name))?
                }
                _ => {
                    is_new = true;
                    continue;
                }
            };
            let is_other = self.parts.get(name).is_none_or(|p| p.original != out);
            is_new |= is_other;
            let out = match is_other {
                true => unique(&out, &mut ids),
                false => out,
            };
            parts.push((name.clone(), out));
        }
        for (name, xml) in parts {
            document.package.set(&name, xml.into_bytes());
        }
        Ok(Back {
            is_new,
            lost: left.lost,
        })
    }
}

/// A part with its signs given back.
pub(super) fn part(
    aside: &Aside,
    xml: &str,
    ids: &mut Ids,
    left: &mut Left,
) -> Result<String, Broken> {
    let body = Body::of(xml.to_owned())?;
    let accepted = earlier::paragraphs(aside, &body, &left.attributes)?;
    let mut giver = Giver {
        aside,
        ids,
        left,
        used: HashSet::new(),
        fates: Vec::new(),
        deletion: None,
    };
    let mut out = String::with_capacity(xml.len() + xml.len() / 4);
    for (at, item) in body.items.iter().enumerate() {
        let raw = body.raw(item);
        if let Some(author) = accepted.by.get(&at) {
            out.push_str(&raw.replace(&giver.left.attributes, author));
            continue;
        }
        if !has_sign(raw) {
            out.push_str(raw);
            continue;
        }
        match item {
            Item::Paragraph(_) => match aside.paragraphs.get(raw) {
                Some(original) => out.push_str(original),
                None => giver.paragraph(raw, &mut out)?,
            },
            Item::Open(..) => {
                let end = end_of_tag(raw).map_or(raw.len(), |at| at + 1);
                out.push_str(&raw[..end]);
                giver.fragment(&raw[end..], &accepted, &mut out)?;
            }
            Item::Other(_) => giver.fragment(raw, &accepted, &mut out)?,
            Item::Close(..) => out.push_str(raw),
        }
    }
    Ok(out)
}

/// What gives back.
struct Giver<'g> {
    aside: &'g Aside,
    ids: &'g mut Ids,
    left: &'g mut Left,
    /// Deletions whose own number was given out: a second piece needs another.
    used: HashSet<usize>,
    /// What becomes of the older file's changes in the paragraph at hand.
    fates: Vec<(usize, Fate)>,
    /// The start tag of the new deletion that everything at hand goes with.
    deletion: Option<String>,
}

impl Giver<'_> {
    /// Elements side by side, outside of paragraphs.
    fn fragment(
        &mut self,
        raw: &str,
        accepted: &earlier::Accepted,
        out: &mut String,
    ) -> Result<(), Broken> {
        let wrapped = format!("<x>{raw}</x>");
        let root = parse(&wrapped)?;
        for node in &root.children {
            match node {
                Node::Element(e) if is_sign(e.name) => {
                    let Some((number, saved)) = self.aside.of_sign(e) else {
                        continue;
                    };
                    if number >= self.aside.older {
                        out.push_str(saved.raw());
                    } else if !accepted.done.contains(&number) {
                        self.rejected(saved, out);
                    }
                }
                Node::Element(e) => self.properties(e, out)?,
                Node::Text(text) => out.push_str(text),
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, raw: &str, out: &mut String) -> Result<(), Broken> {
        let element = parse(raw)?;
        self.fates = earlier::fates(self.aside, &element);
        let (mut properties, mut content) = (String::new(), String::new());
        let mut stretch: Vec<&Element<'_>> = Vec::new();
        for child in element.elements() {
            match child.name {
                "w:pPr" => self.properties(child, &mut properties)?,
                "redraft:break" => {
                    self.run_of(&stretch, None, &mut content)?;
                    stretch.clear();
                    let head = self.aside.of_sign(child).map_or("<w:p>", |(_, s)| s.raw());
                    out.push_str(head);
                    out.push_str(&content);
                    out.push_str("</w:p>");
                    content.clear();
                }
                _ => stretch.push(child),
            }
        }
        self.run_of(&stretch, None, &mut content)?;
        let start = element.start.trim_end_matches("/>").trim_end_matches('>');
        out.push_str(&format!("{start}>{properties}{content}</w:p>"));
        Ok(())
    }

    /// Elements side by side in a paragraph. Those without a deletion of their own stand in
    /// `outer`, the tag of a new one.
    fn run_of(
        &mut self,
        elements: &[&Element<'_>],
        outer: Option<&str>,
        out: &mut String,
    ) -> Result<(), Broken> {
        let mut open: Option<(Option<String>, String)> = None;
        let mut is_outer_used = false;
        for element in elements {
            let (gone, text) = self.piece(element)?;
            if text.is_empty() {
                continue;
            }
            let wanted = match (gone, outer) {
                (Some(number), _) => self.aside.gone(number, self.deletion.as_deref()),
                (None, outer) => outer.map(str::to_owned),
            };
            if open.as_ref().is_none_or(|(tag, _)| *tag != wanted) {
                close(&mut open, out);
                let tag = match gone {
                    Some(_) if self.aside.is_joint && self.deletion.is_some() => {
                        let id = self.ids.next();
                        wanted.as_deref().map(|tag| with_id(tag, id))
                    }
                    Some(number) => Some(self.tag(number)),
                    None if std::mem::replace(&mut is_outer_used, true) => {
                        let id = self.ids.next();
                        wanted.as_deref().map(|tag| with_id(tag, id))
                    }
                    None => wanted.clone(),
                };
                let name = tag.as_deref().map_or("", |tag| start_of(tag).name);
                out.push_str(tag.as_deref().unwrap_or(""));
                open = Some((wanted, name.to_owned()));
            }
            out.push_str(&text);
        }
        close(&mut open, out);
        Ok(())
    }

    /// The start tag of a deletion; its own number is used once.
    fn tag(&mut self, number: usize) -> String {
        let raw = self.aside.saved.get(number).map_or("", Saved::raw);
        if number >= self.aside.older && self.used.insert(largest(raw)) {
            return raw.to_owned();
        }
        let id = self.ids.next();
        with_id(raw, id)
    }

    /// One element in a paragraph, and the number of the deletion that goes round it.
    fn piece(&mut self, element: &Element<'_>) -> Result<(Option<usize>, String), Broken> {
        let mut out = String::new();
        if is_sign(element.name) {
            self.sign(element, &mut out);
            return Ok((None, out));
        }
        let author = self.fates.iter().find_map(|(_, fate)| match fate {
            Fate::Accepted { at, attributes } if *at == element.raw.as_ptr() as usize => {
                Some(attributes.clone())
            }
            _ => None,
        });
        if author.is_none() && !has_sign(element.raw) {
            return Ok((None, element.raw.to_owned()));
        }
        if element.name == "w:r" {
            return self.run(element);
        }
        if let Some(number) = element.attribute(SIGN_ATTRIBUTE) {
            let sign = format!(" {SIGN_ATTRIBUTE}=\"{number}\"");
            out.push_str(&element.raw.replacen(&sign, "", 1));
            return Ok((number.parse().ok(), out));
        }
        if let Some(number) = element.attribute(WHOLE) {
            let saved = number.parse::<usize>().ok();
            let saved = saved.and_then(|number| self.aside.saved.get(number));
            out.push_str(saved.map_or("", Saved::raw));
            return Ok((None, out));
        }
        if element.name == "w:del" {
            let children: Vec<&Element<'_>> = element.elements().collect();
            let before = self.deletion.replace(element.start.to_owned());
            self.run_of(&children, Some(element.start), &mut out)?;
            self.deletion = before;
            return Ok((None, out));
        }
        if element.name == "w:txbxContent" {
            out.push_str(&part(self.aside, element.raw, self.ids, self.left)?);
            return Ok((None, out));
        }
        if element.name.ends_with("Pr") {
            self.properties(element, &mut out)?;
            return Ok((None, out));
        }
        match author {
            Some(author) => {
                out.push_str(&element.start.replace(&self.left.attributes, &author));
            }
            None => out.push_str(element.start),
        }
        let children: Vec<&Element<'_>> = element.elements().collect();
        if children.is_empty() {
            let text: String = element.children.iter().map(Node::raw).collect();
            out.push_str(&text);
        }
        self.run_of(&children, None, &mut out)?;
        out.push_str(&format!("</{}>", element.name));
        Ok((None, out))
    }

    fn sign(&mut self, sign: &Element<'_>, out: &mut String) {
        let Some((number, saved)) = self.aside.of_sign(sign) else {
            return;
        };
        if !matches!(saved, Saved::Kept { .. } | Saved::Mark(_)) {
            return;
        }
        if number >= self.aside.older {
            return out.push_str(saved.raw());
        }
        let is_left = self
            .fates
            .iter()
            .any(|(n, fate)| *n == number && matches!(fate, Fate::Rejected));
        if is_left {
            self.rejected(saved, out);
        }
    }

    /// What the older file's author had brought and the newer file does not have.
    fn rejected(&mut self, saved: &Saved, out: &mut String) {
        let Saved::Kept { raw, .. } = saved else {
            return;
        };
        match earlier::rejected(raw, &self.left.attributes, self.ids) {
            Some(told) => out.push_str(&told),
            None => self.left.lost += 1,
        }
    }

    fn run(&mut self, run: &Element<'_>) -> Result<(Option<usize>, String), Broken> {
        let mut out = run.start.to_owned();
        let gone = run
            .child("w:rPr")
            .and_then(|p| p.child("redraft:gone"))
            .and_then(|sign| self.aside.of_sign(sign));
        let number = gone.map(|(number, _)| number);
        let tag = gone.map_or("", |(_, saved)| start_of(saved.raw()).name);
        for child in run.elements() {
            let name = match (tag, child.name) {
                (_, "w:rPr") => {
                    self.properties(child, &mut out)?;
                    continue;
                }
                ("w:del", "w:t") => "w:delText",
                ("w:del", "w:instrText") => "w:delInstrText",
                ("w:moveFrom", "w:delText") => "w:t",
                ("w:moveFrom", "w:delInstrText") => "w:instrText",
                _ if has_sign(child.raw) => {
                    out.push_str(&self.piece(child)?.1);
                    continue;
                }
                _ => {
                    out.push_str(child.raw);
                    continue;
                }
            };
            out.push_str(&renamed(child, name));
        }
        out.push_str("</w:r>");
        Ok((number, out))
    }

    /// Properties without signs, and with what those stand for.
    fn properties(&mut self, element: &Element<'_>, out: &mut String) -> Result<(), Broken> {
        if !has_sign(element.raw) {
            out.push_str(element.raw);
            return Ok(());
        }
        if is_property_change(element.name) {
            out.push_str(&bare(element));
            return Ok(());
        }
        let was = element.child("redraft:was");
        if let Some((_, Saved::Was(original))) = was.and_then(|sign| self.aside.of_sign(sign)) {
            return self.as_they_are(element, original, out);
        }
        let mut inner = String::new();
        let new = match self.aside.is_joint {
            true => element.elements().find(|e| e.name == "w:del"),
            false => None,
        };
        let mark = element.elements().find_map(|e| self.aside.mark_of(e));
        let joint = new
            .zip(mark)
            .filter(|(new, mark)| start_of(mark).name == new.name);
        for child in element.elements() {
            match joint {
                Some((new, _)) if new.raw.as_ptr() == child.raw.as_ptr() => {}
                Some((new, mark)) if self.aside.mark_of(child).is_some() => {
                    inner.push_str(&joint_tag(mark, new.start));
                }
                _ if is_sign(child.name) => self.sign(child, &mut inner),
                _ => self.properties(child, &mut inner)?,
            }
        }
        if !inner.is_empty() {
            out.push_str(&format!("{}{inner}</{}>", element.start, element.name));
        }
        Ok(())
    }

    /// Properties as they are now, by `original`; marks, sections and what they were before come
    /// from what was written.
    fn as_they_are(
        &mut self,
        written: &Element<'_>,
        original: &str,
        out: &mut String,
    ) -> Result<(), Broken> {
        let original = parse(original)?;
        let mut kept = String::new();
        for child in written.elements() {
            match child.name {
                "redraft:mark" => self.sign(child, &mut kept),
                name if stays(written.name, name) => self.properties(child, &mut kept)?,
                _ => {}
            }
        }
        let change = written.elements().find(|e| is_property_change(e.name));
        if self.aside.is_joint && change.is_some() {
            // One change of the look is all that a file can say of a place.
            self.left.lost += 1;
        }
        let come_first = matches!(written.name, "w:rPr" | "w:sectPr");
        out.push_str(original.start);
        if come_first {
            out.push_str(&kept);
        }
        for child in original.elements() {
            if is_property_change(child.name) {
                if !come_first {
                    out.push_str(&kept);
                }
                match change {
                    Some(change) => {
                        let before: String = change.elements().map(bare).collect();
                        out.push_str(&format!("{}{before}</{}>", child.start, child.name));
                    }
                    None => out.push_str(child.raw),
                }
            } else if !stays(original.name, child.name) {
                out.push_str(child.raw);
            }
        }
        out.push_str(&format!("</{}>", original.name));
        Ok(())
    }
}

fn close(open: &mut Option<(Option<String>, String)>, out: &mut String) {
    if let Some((Some(_), name)) = open.take() {
        out.push_str(&format!("</{name}>"));
    }
}

/// An element without any sign in it.
fn bare(element: &Element<'_>) -> String {
    if !has_sign(element.raw) {
        return element.raw.to_owned();
    }
    let inner: String = element
        .elements()
        .filter(|e| !is_sign(e.name))
        .map(bare)
        .collect();
    format!("{}{inner}</{}>", element.start, element.name)
}

fn largest(raw: &str) -> usize {
    usize::try_from(largest_id(raw)).unwrap_or(0)
}
