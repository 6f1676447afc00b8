//! Automatic labels: what Word counts, in the older text and in the newer one.

use super::words::Passage;
use crate::docx::document::Document;
use crate::docx::numbering::{Counters, Printed, is_cut};
use crate::docx::renumbered::label_before;
use crate::docx::styles::{Ours, ParagraphLook};
use crate::docx::xml::{Element, Node, end_of_tag, parse};
use crate::draft::{Diff, Finding, Kind, Severity, View};
use crate::read::structure::block::ListLevel;
use crate::vocabulary;

/// What the properties of a paragraph give it.
#[derive(Debug, Default, Clone)]
pub(super) struct Automatic {
    pub(super) label: Option<Diff<Option<String>>>,
    pub(super) bullet: Option<char>,
    /// The level of a heading, from 0.
    pub(super) heading: Option<u8>,
    /// The list it is numbered in, and the level in it.
    pub(super) list: Option<ListLevel>,
    /// Columns of indentation.
    pub(super) indent: u16,
    /// What it is in each text, where its style says so,
    pub(super) kinds: Option<Diff<Kind>>,
    /// What it was in the older text, where its style says nothing of what it is.
    pub(super) older_kind: Option<Kind>,
    /// and how deep it lies.
    pub(super) depth: Option<Diff<u8>>,
}

/// A column of indentation, in twentieths of a point: steps of a quarter inch are told apart.
const COLUMN: i32 = 180;

/// The labels of all paragraphs.
pub(super) fn labels(document: &Document<'_>, passages: &[Passage]) -> Vec<Automatic> {
    let mut counters = Diff::<Counters>::default();
    // What stands in boxes is counted for itself.
    let mut boxed = Diff::<Counters>::default();
    let spots = document.spots.iter().zip(passages);
    spots
        .map(|(spot, passage)| {
            let story = &document.stories[spot.story];
            let raw = story.body.raw(&story.body.items[spot.item]);
            // The properties come first: what follows need not be looked at.
            let properties = properties(raw).and_then(|raw| parse(raw).ok());
            let counters = match story.host {
                None => &mut counters,
                Some(_) => &mut boxed,
            };
            one(document, properties.as_ref(), passage, counters)
        })
        .collect()
}

/// Tells of labels that are too long to be any, and of which the draft has only the beginning.
pub(super) fn cut(labels: &[Automatic]) -> Option<Finding> {
    let is_one = |label: &Automatic| {
        let of_both = label.label.iter().flat_map(|l| [&l.old, &l.new]);
        of_both.flatten().any(|text| is_cut(text))
    };
    let first = labels.iter().position(is_one)?;
    let count = labels.iter().filter(|label| is_one(label)).count();
    Some(Finding::new(
        Severity::Warning,
        "label-cut",
        super::line(first),
        0,
        format!(
            "{count} × a number that Word gives is longer than any label; only its beginning is read"
        ),
    ))
}

/// The stretch that is `w:pPr`.
fn properties(paragraph: &str) -> Option<&str> {
    let start = end_of_tag(paragraph)? + 1;
    let rest = paragraph[start..].trim_start();
    if !rest.starts_with("<w:pPr") {
        return None;
    }
    let tag = end_of_tag(rest)?;
    if rest[..tag].ends_with('/') {
        return None;
    }
    // A change of properties holds older ones inside.
    let inner = rest.find("</w:pPrChange>").unwrap_or(0);
    let end = rest[inner..].find("</w:pPr>")? + inner + "</w:pPr>".len();
    Some(&rest[..end])
}

/// What a paragraph is by its style, and how deep it lies: one of our own, or before it was one of
/// them a heading.
fn said(
    document: &Document<'_>,
    properties: &Element<'_>,
    look: &ParagraphLook,
) -> Option<(Kind, u8)> {
    let style = document.styles.of_paragraph(Some(properties))?;
    if let Some(ours) = Ours::from_id(&style) {
        return Some((ours.kind, ours.depth));
    }
    let level = look
        .outline
        .filter(|_| document.styles.name(&style).is_some_and(is_heading))?;
    Some((Kind::Heading, level))
}

/// Properties without a numbering that came with a change (17.13.5.19); none where there is no such
/// change.
fn without_new_numbering<'x>(properties: &Element<'x>) -> Option<Element<'x>> {
    properties.child("w:numPr")?.child("w:ins")?;
    let mut bare = properties.clone();
    bare.children
        .retain(|node| !matches!(node, Node::Element(e) if e.name == "w:numPr"));
    Some(bare)
}

fn one(
    document: &Document<'_>,
    properties: Option<&Element<'_>>,
    passage: &Passage,
    counters: &mut Diff<Counters>,
) -> Automatic {
    let (new, lister) = document.styles.paragraph(properties);
    let bare = properties.and_then(without_new_numbering);
    let before = properties
        .and_then(|p| p.child("w:pPrChange"))
        .and_then(|c| c.child("w:pPr"))
        .or(bare.as_ref());
    let old = before.map_or_else(
        || (new.clone(), lister.clone()),
        |before| document.styles.paragraph(Some(before)),
    );
    let indent = u16::try_from(new.indent.unwrap_or(0).max(0) / COLUMN).unwrap_or(u16::MAX);
    let style = document.styles.of_paragraph(properties);
    let name = style
        .as_deref()
        .and_then(|id| document.styles.name(id))
        .unwrap_or("");
    let ours = style.as_deref().and_then(Ours::from_id);
    let was = before.and_then(|before| said(document, before, &old.0));
    // What strangers call a heading says nothing of what else there is.
    let was = was.filter(|(kind, _)| ours.is_some() || *kind != Kind::Heading);
    let older = ours.map(|ours| was.unwrap_or((ours.kind, ours.depth)));
    let mut out = Automatic {
        kinds: ours.zip(older).map(|(ours, older)| Diff {
            old: older.0,
            new: ours.kind,
        }),
        older_kind: was.map(|was| was.0).filter(|_| ours.is_none()),
        depth: older.or(was).map(|older| Diff {
            old: older.1,
            new: ours.map_or(older.1, |ours| ours.depth),
        }),
        heading: new.outline.filter(|_| is_heading(name)),
        indent: indent.saturating_add(u16::from(new.level.unwrap_or(0))),
        ..Automatic::default()
    };
    let list_level = new.list.as_deref().map(|list| ListLevel {
        list: list.parse().unwrap_or(u32::MAX),
        level: new.level.unwrap_or(0),
    });
    let mut next = |view: View, look: &(ParagraphLook, Option<String>)| {
        let stands = passage.change.stands_in(view) && !passage.words.is_empty();
        let list = look.0.list.as_deref().filter(|list| *list != "0")?;
        let level = look.0.level.or_else(|| {
            let lister = look.1.as_deref()?;
            document.numbering.level_of_style(list, lister)
        });
        let counters = match view {
            View::Base => &mut counters.old,
            View::Revised => &mut counters.new,
        };
        stands.then(|| counters.next(&document.numbering, list, level.unwrap_or(0)))
    };
    let printed = Diff {
        old: next(View::Base, &old),
        new: next(View::Revised, &(new, lister)),
    };
    let label = |printed: &Option<Printed>| match printed {
        Some(Printed::Label(label)) => Some(label.clone()),
        Some(Printed::Bullet(sign)) => Some(sign.to_string()),
        _ => None,
    };
    if let (Some(Printed::Bullet(sign)), _) | (None, Some(Printed::Bullet(sign))) =
        (&printed.new, &printed.old)
    {
        out.bullet = Some(*sign);
    }
    let mut labels = printed.as_ref().map(label);
    // Where counting gives the same number twice, the file may still know what it was.
    if labels.old.is_some()
        && labels.old == labels.new
        && let Some(was) = properties.and_then(label_before)
    {
        labels.old = Some(was);
    }
    if out.bullet.is_none() && (labels.old.is_some() || labels.new.is_some()) {
        out.label = Some(labels);
        out.list = list_level;
    }
    out
}

/// Whether a style of this name is one of headings: `heading 1`, `Title`, and the names of other
/// languages' Words.
fn is_heading(style: &str) -> bool {
    let name = style.to_lowercase();
    vocabulary::heading_styles()
        .iter()
        .any(|word| name.contains(word))
}
