//! Styles and lists: what those of the older file are called in the newer one. Those that it lacks
//! are added to it when deleted text needs them.

use super::parts::{add_to, part_like};
use super::prefixes::declare;
use crate::docx::Error;
use crate::docx::package::Package;
use crate::docx::xml::{Element, parse};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// The names of the older file's styles and lists.
#[derive(Debug, Default)]
pub(super) struct Names {
    styles: Renamed,
    lists: Renamed,
}

#[derive(Debug, Default)]
struct Renamed {
    /// New names, where they are not the old ones.
    names: HashMap<String, String>,
    /// Those that the newer file lacks: their definitions, and what these need in turn.
    lacking: HashMap<String, Lacking>,
    asked: RefCell<BTreeSet<String>>,
}

#[derive(Debug)]
struct Lacking {
    xml: String,
    needs: Vec<String>,
    /// What has to stand before it: the abstract list of a list.
    before: String,
}

impl Names {
    pub(super) fn of(older: &mut Package<'_>, newer: &mut Package<'_>) -> Result<Self, Error> {
        Ok(Self {
            styles: styles(older, newer)?,
            lists: lists(older, newer)?,
        })
    }

    /// XML with the names of the newer file.
    pub(super) fn renamed<'x>(&self, raw: &'x str) -> Cow<'x, str> {
        let mut out = Cow::Borrowed(raw);
        for (tag, names) in [
            ("<w:rStyle w:val=\"", &self.styles),
            ("<w:pStyle w:val=\"", &self.styles),
            ("<w:tblStyle w:val=\"", &self.styles),
            ("<w:numId w:val=\"", &self.lists),
        ] {
            names.rename(tag, &mut out);
        }
        out
    }

    /// Adds what was asked for and is lacking.
    pub(super) fn deliver(
        &self,
        older: &mut Package<'_>,
        newer: &mut Package<'_>,
    ) -> Result<(), Error> {
        let (styles, before, lists) = self.wanted();
        if !styles.is_empty()
            && let Some(part) = part_like(older, newer, "styles")?
        {
            add_to(newer, &part, "w:styles", "", &styles)?;
            declare(older, newer, "styles", &part)?;
        }
        if !lists.is_empty()
            && let Some(part) = part_like(older, newer, "numbering")?
        {
            // Abstract lists stand before all lists.
            match newer.xml(&part)? {
                Some(mut xml) if xml.contains("<w:num ") => {
                    let at = xml.find("<w:num ").unwrap_or(xml.len());
                    xml.insert_str(at, &before);
                    newer.set(&part, xml.into_bytes());
                    add_to(newer, &part, "w:numbering", "", &lists)?;
                }
                _ => add_to(newer, &part, "w:numbering", "", &(before + &lists))?,
            }
            declare(older, newer, "numbering", &part)?;
        }
        Ok(())
    }
    /// The definitions that were asked for: styles, abstract lists, lists. A style can ask for a
    /// list, and a list's levels for styles.
    fn wanted(&self) -> (String, String, String) {
        let asked = || self.styles.asked.borrow().len() + self.lists.asked.borrow().len();
        loop {
            let before = asked();
            let (mut styles, mut abstracts) = (
                Cow::Owned(self.styles.wanted().1),
                Cow::Owned(self.lists.wanted().0),
            );
            for tag in ["basedOn", "link", "next"] {
                self.styles
                    .rename(&format!("<w:{tag} w:val=\""), &mut styles);
            }
            self.lists.rename("<w:numId w:val=\"", &mut styles);
            self.styles.rename("<w:pStyle w:val=\"", &mut abstracts);
            if asked() == before {
                return (
                    styles.into_owned(),
                    abstracts.into_owned(),
                    self.lists.wanted().1,
                );
            }
        }
    }
}

impl Renamed {
    fn rename(&self, tag: &str, out: &mut Cow<'_, str>) {
        if self.names.is_empty() && self.lacking.is_empty() {
            return;
        }
        let mut from = 0;
        while let Some(at) = out.get(from..).and_then(|rest| rest.find(tag)) {
            let start = from + at + tag.len();
            let Some(len) = out[start..].find('"') else {
                break;
            };
            let name = out[start..start + len].to_owned();
            if self.lacking.contains_key(&name) {
                self.asked.borrow_mut().insert(name.clone());
            }
            from = start + len;
            if let Some(new) = self.names.get(&name) {
                from = start + new.len();
                out.to_mut().replace_range(start..start + len, new);
            }
        }
    }

    /// The definitions that were asked for, with those they need.
    fn wanted(&self) -> (String, String) {
        let mut all: BTreeSet<String> = BTreeSet::new();
        let mut next: Vec<String> = self.asked.borrow().iter().cloned().collect();
        while let Some(name) = next.pop() {
            if let Some(one) = self.lacking.get(&name)
                && all.insert(name)
            {
                next.extend(one.needs.iter().cloned());
            }
        }
        let (mut before, mut out) = (String::new(), String::new());
        for name in all {
            if let Some(one) = self.lacking.get(&name) {
                if !before.contains(&one.before) {
                    before.push_str(&one.before);
                }
                out.push_str(&one.xml);
            }
        }
        (before, out)
    }
}

/// A part of both files; none where the two are equal or the older one lacks it. What the newer one
/// lacks is empty.
fn both(
    older: &mut Package<'_>,
    newer: &mut Package<'_>,
    kind: &str,
) -> Result<Option<(String, String)>, Error> {
    let Some(old) = older.part_of_kind(kind)? else {
        return Ok(None);
    };
    let Some(old_xml) = older.xml(&old)? else {
        return Ok(None);
    };
    match newer.part_of_kind(kind)? {
        Some(new) if older.fingerprint(&old) == newer.fingerprint(&new) => Ok(None),
        Some(new) => Ok(newer.xml(&new)?.map(|new_xml| (old_xml, new_xml))),
        None => Ok(Some((old_xml, "<empty/>".to_owned()))),
    }
}

fn of_part(kind: &'static str) -> impl Fn(crate::docx::xml::Broken) -> Error {
    move |error| error.in_part(kind)
}

fn styles(older: &mut Package<'_>, newer: &mut Package<'_>) -> Result<Renamed, Error> {
    let mut out = Renamed::default();
    let Some((old_xml, new_xml)) = both(older, newer, "styles")? else {
        return Ok(out);
    };
    let (old, new) = (
        parse(&old_xml).map_err(of_part("styles.xml"))?,
        parse(&new_xml).map_err(of_part("styles.xml"))?,
    );
    let known = definitions(&new);
    let by_name: HashMap<&str, &str> = known
        .iter()
        .map(|(id, name, _)| (name.as_str(), id.as_str()))
        .collect();
    let ids: BTreeSet<&str> = known.iter().map(|(id, _, _)| id.as_str()).collect();
    for (id, name, style) in definitions(&old) {
        if let Some(same) = by_name.get(name.as_str()) {
            if *same != id {
                out.names.insert(id, (*same).to_owned());
            }
            continue;
        }
        let mut new_id = id.clone();
        while ids.contains(new_id.as_str()) {
            new_id.push_str("Older");
        }
        let mut xml = style.raw.replacen(
            &format!("w:styleId=\"{id}\""),
            &format!("w:styleId=\"{new_id}\""),
            1,
        );
        // The newer file has a default of its own.
        xml = xml.replacen(" w:default=\"1\"", "", 1);
        let needs = ["w:basedOn", "w:link", "w:next"]
            .iter()
            .filter_map(|name| style.child(name)?.value().map(Cow::into_owned))
            .collect();
        if new_id != id {
            out.names.insert(id.clone(), new_id);
        }
        out.lacking.insert(
            id,
            Lacking {
                xml,
                needs,
                before: String::new(),
            },
        );
    }
    Ok(out)
}

/// The styles: id, type and name, definition.
fn definitions<'e, 'x>(root: &'e Element<'x>) -> Vec<(String, String, &'e Element<'x>)> {
    root.elements()
        .filter(|e| e.name == "w:style")
        .filter_map(|e| {
            let id = e.attribute("w:styleId")?.into_owned();
            let name = e
                .child("w:name")
                .and_then(Element::value)
                .unwrap_or_default();
            let kind = e.attribute("w:type").unwrap_or_default();
            Some((id, format!("{kind}/{}", name.to_lowercase()), e))
        })
        .collect()
}

fn lists(older: &mut Package<'_>, newer: &mut Package<'_>) -> Result<Renamed, Error> {
    let mut out = Renamed::default();
    let Some((old_xml, new_xml)) = both(older, newer, "numbering")? else {
        return Ok(out);
    };
    let (old, new) = (
        parse(&old_xml).map_err(of_part("numbering.xml"))?,
        parse(&new_xml).map_err(of_part("numbering.xml"))?,
    );
    let known = meanings(&new);
    let number = |id: &str| id.parse::<u32>().unwrap_or(0);
    let mut next = known.iter().map(|l| number(&l.id)).max().unwrap_or(0) + 1;
    let abstracts = new.elements().filter(|e| e.name == "w:abstractNum");
    let mut next_abstract = abstracts
        .filter_map(|e| e.attribute("w:abstractNumId"))
        .map(|id| number(&id))
        .max()
        .unwrap_or(0)
        + 1;
    let mut copies: HashMap<String, String> = HashMap::new();
    for list in meanings(&old) {
        let like = |l: &&List<'_>| l.meaning == list.meaning;
        // The same number first: several lists may look the same.
        let same = known.iter().filter(|l| l.id == list.id).find(like);
        let same = same.or_else(|| known.iter().find(like));
        if let Some(same) = same {
            if same.id != list.id {
                out.names.insert(list.id, same.id.clone());
            }
            continue;
        }
        let Some(of) = list.of else { continue };
        let own = of.attribute("w:abstractNumId").unwrap_or_default();
        // Lists that share an abstract list count on from each other: they share its copy.
        let new_of = copies.entry(own.clone().into_owned()).or_insert_with(|| {
            next_abstract += 1;
            (next_abstract - 1).to_string()
        });
        let new_id = next.to_string();
        next += 1;
        let before = of.raw.replacen(
            &format!("w:abstractNumId=\"{own}\""),
            &format!("w:abstractNumId=\"{new_of}\""),
            1,
        );
        let xml = list
            .raw
            .replacen(
                &format!("w:numId=\"{}\"", list.id),
                &format!("w:numId=\"{new_id}\""),
                1,
            )
            .replacen(
                &format!("<w:abstractNumId w:val=\"{own}\""),
                &format!("<w:abstractNumId w:val=\"{new_of}\""),
                1,
            );
        out.names.insert(list.id.clone(), new_id);
        out.lacking.insert(
            list.id,
            Lacking {
                xml,
                needs: Vec::new(),
                before,
            },
        );
    }
    Ok(out)
}

struct List<'x> {
    id: String,
    raw: &'x str,
    of: Option<Element<'x>>,
    /// What it looks like: equal for lists that number alike.
    meaning: String,
}

fn meanings<'x>(root: &Element<'x>) -> Vec<List<'x>> {
    let abstracts: HashMap<String, &Element<'x>> = root
        .elements()
        .filter(|e| e.name == "w:abstractNum")
        .filter_map(|e| Some((e.attribute("w:abstractNumId")?.into_owned(), e)))
        .collect();
    let lists = root.elements().filter(|e| e.name == "w:num");
    lists
        .filter_map(|e| {
            let id = e.attribute("w:numId")?.into_owned();
            let of = e.child("w:abstractNumId")?.value()?;
            let of = abstracts.get(of.as_ref()).map(|of| (*of).clone());
            let mut meaning = String::new();
            let levels = of.iter().flat_map(Element::elements);
            for level in levels.filter(|l| l.name == "w:lvl") {
                meaning.push_str(level.attribute("w:ilvl").as_deref().unwrap_or(""));
                for part in level.elements() {
                    meaning.push_str(part.raw);
                }
            }
            for change in e.elements().filter(|c| c.name == "w:lvlOverride") {
                meaning.push_str(change.raw);
            }
            Some(List {
                id,
                raw: e.raw,
                of,
                meaning,
            })
        })
        .collect()
}
