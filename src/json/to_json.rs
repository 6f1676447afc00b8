//! The model -> JSON, written as it goes: no second copy of a draft is made.

use super::{VERSION, visible, wire};
use crate::draft::{
    Addresses, ClauseChange, Diff, Draft, Gravity, Kind, Label, Outline, Paragraph, Ranked,
    Redline, Run, Style, View, WordCount,
};
use serde::ser::{Serialize, SerializeMap, SerializeSeq, SerializeStruct, Serializer};
use std::collections::HashMap;
use std::io;
use std::ops::Range;

/// Writes a draft.
///
/// # Errors
/// Where `out` fails.
pub fn draft(draft: &Draft, out: &mut dyn io::Write) -> io::Result<()> {
    let body = DraftBody::of(draft, None);
    visible::pretty(&body, out)
}

/// Writes a redline: the marked draft, the rows, the summary.
///
/// # Errors
/// Where `out` fails.
pub fn redline(redline: &Redline, out: &mut dyn io::Write) -> io::Result<()> {
    let body = DraftBody::of(&redline.draft, Some(redline));
    visible::pretty(&body, out)
}

/// Writes a redline with its rows in an order of their own, each with its gravity. Rows that are
/// not ranked follow, in the order of the draft.
///
/// # Errors
/// Where `out` fails.
pub fn ranked(redline: &Redline, ranking: &[Ranked], out: &mut dyn io::Write) -> io::Result<()> {
    let mut body = DraftBody::of(&redline.draft, Some(redline));
    body.ranking = Some(ranking);
    visible::pretty(&body, out)
}

/// Clauses nest at most this deep in the file; deeper ones carry their depth.
const DEEPEST: u8 = 24;

/// A draft on its way out.
struct DraftBody<'a> {
    draft: &'a Draft,
    redline: Option<&'a Redline>,
    ranking: Option<&'a [Ranked]>,
    addresses: Diff<Addresses>,
    names: HashMap<usize, (String, u32)>,
}

impl<'a> DraftBody<'a> {
    fn of(draft: &'a Draft, redline: Option<&'a Redline>) -> Self {
        let mut names = HashMap::new();
        let addresses = Diff {
            old: View::Base,
            new: View::Revised,
        }
        .map(|view| {
            let outline = Outline::of(draft, view);
            for section in &outline.sections {
                if let Some(head) = section.head {
                    names.insert(head, (section.name.clone(), section.ordinal));
                }
            }
            Addresses::within(draft, view, &outline)
        });
        Self {
            draft,
            redline,
            ranking: None,
            addresses,
            names,
        }
    }

    /// Every paragraph that opens a section, whatever its change, and the paragraphs up to the next
    /// one.
    fn sections(&self) -> Vec<(Option<usize>, Range<usize>)> {
        let mut sections: Vec<(Option<usize>, Range<usize>)> = Vec::new();
        for (i, paragraph) in self.draft.paragraphs.iter().enumerate() {
            if paragraph.kind.opens_section() {
                sections.push((Some(i), i + 1..i + 1));
            } else if sections.is_empty() && paragraph.kind == Kind::Clause {
                sections.push((None, i..i));
            }
            if let Some((_, range)) = sections.last_mut() {
                range.end = i + 1;
            }
        }
        sections
    }

    fn address(&self, index: usize) -> &str {
        let view = if self.draft.paragraphs[index].begins_in(View::Revised) {
            View::Revised
        } else {
            View::Base
        };
        self.addresses.get(view).get(index)
    }
}

impl Serialize for DraftBody<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        let masthead = &self.draft.masthead;
        map.serialize_entry("redraft", &VERSION)?;
        map.serialize_entry(
            "kind",
            if self.redline.is_some() {
                "redline"
            } else {
                "draft"
            },
        )?;
        map.serialize_entry("symbol", &masthead.symbol)?;
        map.serialize_entry("title", &masthead.title)?;
        map.serialize_entry("date", &masthead.date)?;
        map.serialize_entry("organ", &masthead.organ)?;
        map.serialize_entry("source", &self.draft.source)?;
        if !self.draft.origins.is_empty() {
            map.serialize_entry("origins", &self.draft.origins)?;
        }
        if let Some(redline) = self.redline {
            map.serialize_entry("summary", &redline.summary)?;
            match self.ranking {
                Some(ranking) => map.serialize_entry("clauses", &RankedRows(redline, ranking))?,
                None => map.serialize_entry("clauses", &Rows(redline, &redline.clauses))?,
            }
            map.serialize_entry("section_changes", &Rows(redline, &redline.sections))?;
            map.serialize_entry("other_changes", &Rows(redline, &redline.others))?;
        }
        map.serialize_entry("sections", &Sections(self))?;
        map.serialize_entry("other", &Others(self))?;
        map.serialize_entry("findings", &self.draft.findings)?;
        map.end()
    }
}

struct Sections<'a>(&'a DraftBody<'a>);

impl Serialize for Sections<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for (head, range) in self.0.sections() {
            seq.serialize_element(&OneSection(self.0, head, range))?;
        }
        seq.end()
    }
}

struct OneSection<'a>(&'a DraftBody<'a>, Option<usize>, Range<usize>);

impl Serialize for OneSection<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(body, head, range) = self;
        let named = head.and_then(|h| body.names.get(&h));
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("call", named.map_or("", |(name, _)| name))?;
        map.serialize_entry("ordinal", &named.map_or(1, |(_, ordinal)| *ordinal))?;
        let head = head.map(|index| Node {
            body,
            index,
            level: 0,
            children: Vec::new(),
            extra: Extra::Kind,
        });
        map.serialize_entry("head", &head)?;
        let clauses: Vec<usize> = range
            .clone()
            .filter(|i| body.draft.paragraphs[*i].kind == Kind::Clause)
            .collect();
        map.serialize_entry(
            "clauses",
            &Level {
                body,
                clauses,
                level: 0,
            },
        )?;
        map.end()
    }
}

/// Sibling clauses and what lies below each.
struct Level<'a> {
    body: &'a DraftBody<'a>,
    clauses: Vec<usize>,
    level: u8,
}

impl Serialize for Level<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        let depth = |i: usize| {
            let p = &self.body.draft.paragraphs[i];
            *p.depth.get(if p.begins_in(View::Revised) {
                View::Revised
            } else {
                View::Base
            })
        };
        let mut at = 0;
        while at < self.clauses.len() {
            let own = depth(self.clauses[at]);
            let end = (at + 1..self.clauses.len())
                .find(|k| self.level >= DEEPEST || depth(self.clauses[*k]) <= own)
                .unwrap_or(self.clauses.len());
            seq.serialize_element(&Node {
                body: self.body,
                index: self.clauses[at],
                level: self.level,
                children: self.clauses[at + 1..end].to_vec(),
                extra: Extra::None,
            })?;
            at = end;
        }
        seq.end()
    }
}

struct Others<'a>(&'a DraftBody<'a>);

impl Serialize for Others<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for (index, paragraph) in self.0.draft.paragraphs.iter().enumerate() {
            if paragraph.kind != Kind::Clause && !paragraph.kind.opens_section() {
                seq.serialize_element(&Node {
                    body: self.0,
                    index,
                    level: 0,
                    children: Vec::new(),
                    extra: Extra::Place,
                })?;
            }
        }
        seq.end()
    }
}

/// What a paragraph says besides a clause's fields.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extra {
    None,
    Kind,
    Place,
}

struct Node<'a> {
    body: &'a DraftBody<'a>,
    index: usize,
    level: u8,
    children: Vec<usize>,
    extra: Extra,
}

impl Serialize for Node<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let draft = self.body.draft;
        let paragraph = &draft.paragraphs[self.index];
        let mut map = serializer.serialize_map(None)?;
        if self.extra != Extra::None {
            map.serialize_entry("kind", &paragraph.kind)?;
        }
        if self.extra == Extra::Place {
            map.serialize_entry("at", &self.index)?;
        }
        map.serialize_entry("address", self.body.address(self.index))?;
        let label = paragraph.label.as_deref();
        map.serialize_entry("label", &label.map(|label| wire_label(draft, label)))?;
        map.serialize_entry("change", &paragraph.change)?;
        if let Some(origin) = draft.origin(paragraph.origin) {
            map.serialize_entry("author", &origin.author)?;
            map.serialize_entry("date", &origin.date)?;
        }
        map.serialize_entry(
            "confidence",
            &paragraph.label.as_ref().map_or(1.0, |l| l.confidence),
        )?;
        let line = paragraph.line;
        map.serialize_entry("line", &if line.new > 0 { line.new } else { line.old })?;
        if line.differs() {
            map.serialize_entry("lines", &line)?;
        }
        for (name, view) in [("base", View::Base), ("revised", View::Revised)] {
            map.serialize_entry(
                name,
                &stands(paragraph, view).then(|| paragraph.words.text(view)),
            )?;
        }
        map.serialize_entry("runs", &Runs(draft, paragraph))?;
        if let Some(moved) = &paragraph.moved {
            map.serialize_entry("moved", moved)?;
        }
        if paragraph.depth != Diff::same(self.level) {
            map.serialize_entry("depth", &paragraph.depth)?;
        }
        if let Some(kind) = &paragraph.older_kind {
            map.serialize_entry("kind_old", kind)?;
        }
        if let Some(place) = &paragraph.place {
            let place = place.as_ref().as_ref().map(ToString::to_string);
            map.serialize_entry("place", &place)?;
        }
        if self.extra == Extra::None {
            let clauses = self.children.clone();
            let level = self.level + 1;
            map.serialize_entry(
                "clauses",
                &Level {
                    body: self.body,
                    clauses,
                    level,
                },
            )?;
        }
        map.end()
    }
}

/// Whether a paragraph or some of its words stand in a view.
fn stands(paragraph: &Paragraph, view: View) -> bool {
    match paragraph.moved {
        Some(moved) => moved.half.stands_in(view),
        None => paragraph.begins_in(view) || paragraph.words.stands_in(view),
    }
}

fn wire_label(draft: &Draft, label: &Label) -> wire::Label {
    let owned = |text: &Option<Box<str>>| text.as_deref().map(str::to_owned);
    wire::Label {
        old: owned(&label.text.old),
        new: owned(&label.text.new),
        printed: owned(&label.printed),
        lead: (label.lead != Diff::same(0)).then_some(wire::Pair {
            old: label.lead.old,
            new: label.lead.new,
        }),
        deleted_by: draft.origin(label.origin.old).cloned(),
        inserted_by: draft.origin(label.origin.new).cloned(),
    }
}

struct Runs<'a>(&'a Draft, &'a Paragraph);

impl Serialize for Runs<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(None)?;
        for run in self.1.words.runs() {
            seq.serialize_element(&OneRun(self.0, run))?;
        }
        seq.end()
    }
}

struct OneRun<'a>(&'a Draft, Run<'a>);

impl Serialize for OneRun<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(draft, run) = self;
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("change", &run.change)?;
        map.serialize_entry("text", run.text)?;
        if run.style != Diff::same(Style::PLAIN) {
            map.serialize_entry("style", &run.style.new.names())?;
        }
        if run.style.differs() {
            map.serialize_entry("style_old", &run.style.old.names())?;
        }
        if let Some(origin) = draft.origin(run.origin) {
            map.serialize_entry("author", &origin.author)?;
            map.serialize_entry("date", &origin.date)?;
        }
        map.end()
    }
}

struct Rows<'a>(&'a Redline, &'a [ClauseChange]);

impl Serialize for Rows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.1.len()))?;
        for row in self.1 {
            seq.serialize_element(&OneRow(self.0, row, None))?;
        }
        seq.end()
    }
}

/// Where the clause of a row begins in each source.
pub(super) fn lines(redline: &Redline, row: &ClauseChange) -> Diff<Option<u32>> {
    let paragraph = redline.draft.paragraphs.get(row.paragraph);
    let line = |address: Option<&str>, line: u32| (address.is_some() && line > 0).then_some(line);
    let lines = paragraph
        .map(|paragraph| paragraph.line)
        .unwrap_or_default();
    Diff {
        old: line(row.old.as_deref(), lines.old),
        new: line(row.new.as_deref(), lines.new),
    }
}

/// The rows by gravity, then the others.
struct RankedRows<'a>(&'a Redline, &'a [Ranked]);

impl Serialize for RankedRows<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(redline, ranking) = self;
        let mut left = vec![true; redline.clauses.len()];
        let mut seq = serializer.serialize_seq(Some(redline.clauses.len()))?;
        for ranked in *ranking {
            if let Some(row) = redline.clauses.get(ranked.row) {
                left[ranked.row] = false;
                seq.serialize_element(&OneRow(redline, row, Some(&ranked.gravity)))?;
            }
        }
        for (row, _) in redline.clauses.iter().zip(left).filter(|(_, left)| *left) {
            seq.serialize_element(&OneRow(redline, row, None))?;
        }
        seq.end()
    }
}

struct OneRow<'a>(&'a Redline, &'a ClauseChange, Option<&'a Gravity>);

impl Serialize for OneRow<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(redline, row, gravity) = self;
        let mut out = serializer.serialize_struct("Row", 9 + usize::from(gravity.is_some()))?;
        out.serialize_field("old", &row.old)?;
        out.serialize_field("new", &row.new)?;
        out.serialize_field("lines", &lines(redline, row))?;
        out.serialize_field("change", &row.outcome)?;
        out.serialize_field("renumbered", &row.renumbered)?;
        out.serialize_field("classes", &row.classes)?;
        out.serialize_field("moved_from", &row.moved_from)?;
        let words = WordCount {
            inserted: row.words.new,
            deleted: row.words.old,
        };
        out.serialize_field("words", &words)?;
        if let Some(gravity) = gravity {
            out.serialize_field("gravity", gravity)?;
        }
        let nothing = Paragraph::default();
        let paragraph = redline
            .draft
            .paragraphs
            .get(row.paragraph)
            .unwrap_or(&nothing);
        out.serialize_field("runs", &Runs(&redline.draft, paragraph))?;
        out.end()
    }
}
