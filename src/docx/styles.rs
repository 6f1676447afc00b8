//! Styles: what a paragraph or a run looks like where it does not say so itself (ECMA-376 part 1,
//! 17.7).

use super::xml::{Element, parse};
use crate::draft::{Kind, Style};
use std::collections::HashMap;

/// The styles of a document.
#[derive(Debug, Default, Clone)]
pub(crate) struct Styles {
    all: HashMap<String, Definition>,
    defaults: Look,
    default_paragraph: Option<String>,
}

#[derive(Debug, Default, Clone)]
struct Definition {
    name: String,
    based_on: Option<String>,
    look: Look,
    paragraph: ParagraphLook,
}

/// What the properties of a run say; none where they say nothing.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    bold: Option<bool>,
    italic: Option<bool>,
    small_caps: Option<bool>,
    strike: Option<bool>,
    double_strike: Option<bool>,
    hidden: Option<bool>,
    underline: Option<bool>,
    /// A colour of its own, other than black or the default.
    colour: Option<bool>,
    raised: Option<bool>,
    lowered: Option<bool>,
}

/// What the properties of a paragraph say.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct ParagraphLook {
    /// Outline level, from 0.
    pub(crate) outline: Option<u8>,
    /// Number of its list; `0` says that it is in none.
    pub(crate) list: Option<String>,
    pub(crate) level: Option<u8>,
    /// How far the first line is stepped in, in twentieths of a point.
    pub(crate) indent: Option<i32>,
}

/// Where a paragraph stands: in which list, at which level, how high as a heading. Where its style
/// may say what it is, the style is part of it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Standing {
    list: Option<String>,
    level: Option<u8>,
    outline: Option<u8>,
    style: Option<String>,
}

impl Standing {
    /// Where a paragraph with these properties stands.
    pub(crate) fn of(styles: &Styles, properties: &Element<'_>) -> Self {
        let (look, lister) = styles.paragraph(Some(properties));
        let style = styles.of_paragraph(Some(properties));
        let tells = |id: &String| look.outline.is_some() || Ours::from_id(id).is_some();
        Self {
            style: lister.or(style.filter(tells)),
            list: look.list.filter(|list| list != "0"),
            level: look.level,
            outline: look.outline,
        }
    }
}

/// How a run looks, everything considered.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shown {
    pub(crate) style: Style,
    pub(crate) struck: bool,
    pub(crate) coloured: bool,
    pub(crate) hidden: bool,
}

/// Styles are based on each other at most so deep.
const LONGEST_CHAIN: usize = 32;

/// The ids of our own styles begin so; the names that Word shows do not. A file that we wrote says
/// by them what each paragraph is.
const OURS: &str = "Redraft";

/// The style of the letters of a label, and of the tab behind it.
pub(crate) const LABEL: &str = "RedraftLabel";

/// What a paragraph is, and how deep it lies, where a style of ours says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Ours {
    pub(crate) kind: Kind,
    pub(crate) depth: u8,
}

impl Ours {
    /// How many depths of clauses are told apart: what lies deeper has the last.
    const DEPTHS: u8 = 9;
    const OTHERS: [(Kind, &'static str); 6] = [
        (Kind::Masthead, "Masthead"),
        (Kind::Organ, "Organ"),
        (Kind::Call, "SectionCall"),
        (Kind::Closing, "Closing"),
        (Kind::Furniture, "PageFurniture"),
        (Kind::Note, "Note"),
    ];

    /// The style for a kind of paragraph: a clause, unless it has one of its own.
    pub(crate) fn of(kind: Kind, depth: u8) -> Self {
        let has_own = Self::OTHERS.iter().any(|(other, _)| *other == kind);
        let (kind, depth) = match has_own {
            true => (kind, 0),
            false => (Kind::Clause, depth.min(Self::DEPTHS - 1)),
        };
        Self { kind, depth }
    }

    /// All of them.
    pub(crate) fn all() -> impl Iterator<Item = Self> {
        let others = Self::OTHERS.iter().map(|(kind, _)| Self::of(*kind, 0));
        others.chain((0..Self::DEPTHS).map(|depth| Self::of(Kind::Clause, depth)))
    }

    /// The id of the style.
    pub(crate) fn id(self) -> String {
        let other = Self::OTHERS.iter().find(|(kind, _)| *kind == self.kind);
        match other {
            Some((_, name)) => format!("{OURS}{name}"),
            None => format!("{OURS}Clause{}", self.depth + 1),
        }
    }

    /// What the style of an id says.
    pub(crate) fn from_id(id: &str) -> Option<Self> {
        id.starts_with(OURS)
            .then(|| Self::all().find(|one| one.id() == id))
            .flatten()
    }
}

impl Styles {
    /// Reads `styles.xml`.
    pub(crate) fn read(text: &str) -> Result<Self, super::xml::Broken> {
        let root = parse(text)?;
        let mut out = Self::default();
        if let Some(look) = root
            .child("w:docDefaults")
            .and_then(|d| d.child("w:rPrDefault"))
            .and_then(|d| d.child("w:rPr"))
        {
            out.defaults = Look::of(look);
        }
        for style in root.elements().filter(|e| e.name == "w:style") {
            let Some(id) = style.attribute("w:styleId") else {
                continue;
            };
            let value = |name: &str| {
                style
                    .child(name)
                    .and_then(super::xml::Element::value)
                    .map(std::borrow::Cow::into_owned)
            };
            let is_default = matches!(
                style.attribute("w:default").as_deref(),
                Some("1" | "true" | "on")
            );
            if is_default && style.attribute("w:type").as_deref() == Some("paragraph") {
                out.default_paragraph = Some(id.clone().into_owned());
            }
            out.all.insert(
                id.into_owned(),
                Definition {
                    name: value("w:name").unwrap_or_default(),
                    based_on: value("w:basedOn"),
                    look: style.child("w:rPr").map(Look::of).unwrap_or_default(),
                    paragraph: style
                        .child("w:pPr")
                        .map(ParagraphLook::of)
                        .unwrap_or_default(),
                },
            );
        }
        Ok(out)
    }

    /// The name of a style.
    pub(crate) fn name(&self, id: &str) -> Option<&str> {
        self.all.get(id).map(|d| d.name.as_str())
    }

    /// A style and those it is based on, nearest first.
    fn chain<'s>(&'s self, id: Option<&'s str>) -> impl Iterator<Item = (&'s str, &'s Definition)> {
        let mut next = id;
        std::iter::from_fn(move || {
            let id = next?;
            let definition = self.all.get(id)?;
            next = definition.based_on.as_deref();
            Some((id, definition))
        })
        .take(LONGEST_CHAIN)
    }

    /// The style of a paragraph.
    pub(crate) fn of_paragraph(&self, properties: Option<&Element<'_>>) -> Option<String> {
        let own = properties
            .and_then(|p| p.child("w:pStyle"))
            .and_then(super::xml::Element::value)
            .map(std::borrow::Cow::into_owned);
        own.or_else(|| self.default_paragraph.clone())
    }

    /// What a paragraph looks like: what it says itself, then what its style says. The style that
    /// names its list comes with it.
    pub(crate) fn paragraph(
        &self,
        properties: Option<&Element<'_>>,
    ) -> (ParagraphLook, Option<String>) {
        let mut look = properties.map(ParagraphLook::of).unwrap_or_default();
        let mut lister = None;
        let style = self.of_paragraph(properties);
        for (id, definition) in self.chain(style.as_deref()) {
            let from = &definition.paragraph;
            look.outline = look.outline.or(from.outline);
            look.indent = look.indent.or(from.indent);
            // A style may name the level alone, and leave the list to the one it is based on.
            if look.list.is_none() && (from.list.is_some() || from.level.is_some()) {
                look.list.clone_from(&from.list);
                look.level = look.level.or(from.level);
                lister.get_or_insert_with(|| id.to_owned());
            }
        }
        (look, lister)
    }

    /// How a run looks in a paragraph of this style.
    pub(crate) fn shown(&self, run: Option<&Element<'_>>, paragraph_style: Option<&str>) -> Shown {
        let direct = run.map(Look::of).unwrap_or_default();
        let run_style = run
            .and_then(|r| r.child("w:rStyle"))
            .and_then(super::xml::Element::value)
            .map(std::borrow::Cow::into_owned);
        let of_chain = |id: Option<&str>, get: fn(&Look) -> Option<bool>| {
            self.chain(id).find_map(|(_, d)| get(&d.look))
        };
        let value = |get: fn(&Look) -> Option<bool>| {
            get(&direct).unwrap_or_else(|| {
                let by_run = of_chain(run_style.as_deref(), get);
                let by_paragraph = of_chain(paragraph_style, get);
                match (by_run, by_paragraph) {
                    (None, None) => get(&self.defaults).unwrap_or(false),
                    // Properties that toggle: two styles that both say bold make plain text
                    // (17.7.3).
                    (one, other) => one.unwrap_or(false) != other.unwrap_or(false),
                }
            })
        };
        let plain = |get: fn(&Look) -> Option<bool>| {
            get(&direct)
                .or_else(|| of_chain(run_style.as_deref(), get))
                .or_else(|| of_chain(paragraph_style, get))
                .or_else(|| get(&self.defaults))
                .unwrap_or(false)
        };
        let mut style = Style::PLAIN;
        for (is_on, flag) in [
            (value(|l| l.bold), Style::BOLD),
            (value(|l| l.italic), Style::ITALIC),
            (value(|l| l.small_caps), Style::SMALL_CAPS),
            (plain(|l| l.underline), Style::UNDERLINE),
            (plain(|l| l.raised), Style::SUPERSCRIPT),
            (plain(|l| l.lowered), Style::SUBSCRIPT),
        ] {
            if is_on {
                style |= flag;
            }
        }
        Shown {
            style,
            struck: value(|l| l.strike) || plain(|l| l.double_strike),
            coloured: plain(|l| l.colour),
            hidden: value(|l| l.hidden),
        }
    }
}

impl Look {
    pub(crate) fn of(properties: &Element<'_>) -> Self {
        let mut look = Self::default();
        for e in properties.elements() {
            match e.name {
                "w:b" => look.bold = Some(e.is_on()),
                "w:i" => look.italic = Some(e.is_on()),
                "w:smallCaps" => look.small_caps = Some(e.is_on()),
                "w:strike" => look.strike = Some(e.is_on()),
                "w:dstrike" => look.double_strike = Some(e.is_on()),
                "w:vanish" => look.hidden = Some(e.is_on()),
                "w:u" => look.underline = Some(e.is_on()),
                "w:color" => {
                    let value = e.value().unwrap_or_default();
                    look.colour = Some(!matches!(&*value, "auto" | "000000" | ""));
                }
                "w:vertAlign" => {
                    let value = e.value().unwrap_or_default();
                    look.raised = Some(value == "superscript");
                    look.lowered = Some(value == "subscript");
                }
                _ => {}
            }
        }
        look
    }
}

impl ParagraphLook {
    fn of(properties: &Element<'_>) -> Self {
        let number = |e: &Element<'_>| e.value().and_then(|v| v.parse().ok());
        let list = properties.child("w:numPr");
        // Where the label stands: the left edge of the first line.
        let indent = properties.child("w:ind").map(|e| {
            let of = |names: [&str; 2]| -> i32 {
                let value = names.iter().find_map(|name| e.attribute(name));
                value.and_then(|v| v.parse().ok()).unwrap_or(0)
            };
            of(["w:left", "w:start"]) + of(["w:firstLine", "w:firstLine"])
                - of(["w:hanging", "w:hanging"])
        });
        Self {
            outline: properties
                .child("w:outlineLvl")
                .and_then(number)
                .filter(|l: &u8| *l < 9),
            list: list
                .and_then(|l| l.child("w:numId"))
                .and_then(super::xml::Element::value)
                .map(std::borrow::Cow::into_owned),
            level: list.and_then(|l| l.child("w:ilvl")).and_then(number),
            indent,
        }
    }
}
