//! Fields that begin in one paragraph and end in another, as tables of contents do: those that both
//! files have. Their machinery stands in the redline once, as it stands in the newer file, and is
//! no change.

use super::plan::{Fate, Plan};
use crate::docx::Error;
use crate::docx::atoms::{AtomKind, FieldEnd, Line, code_of, field_end};
use crate::docx::document::{Document, Spot};
use crate::draft::Diff;
use std::collections::HashMap;
use std::ops::RangeInclusive;

/// A piece of machinery: paragraph, by its place in the list of its file, and atom.
type Piece = (usize, usize);

/// The pieces of machinery that are shared, and whether each is written as it stands there.
#[derive(Debug, Default)]
pub(super) struct SharedFields {
    both: Diff<HashMap<Piece, bool>>,
}

/// A field over several paragraphs.
#[derive(Debug, Default)]
struct Field {
    code: String,
    pieces: Vec<Piece>,
}

impl Field {
    /// The paragraphs from its beginning to its end.
    fn reach(&self) -> RangeInclusive<usize> {
        let at = |piece: Option<&Piece>| piece.map_or(0, |(spot, _)| *spot);
        at(self.pieces.first())..=at(self.pieces.last())
    }
}

/// The fields over several paragraphs of a file, and the pieces that belong to none: a file that is
/// not whole keeps its own.
#[derive(Debug, Default)]
struct Found {
    fields: Vec<Field>,
    strays: Vec<Piece>,
}

impl SharedFields {
    pub(super) fn of(
        older: &Document<'_>,
        newer: &Document<'_>,
        plan: &Plan<'_>,
    ) -> Result<Self, Error> {
        let (olds, news) = (found(older)?, found(newer)?);
        let mut shared = Self::default();
        shared
            .both
            .old
            .extend(olds.strays.into_iter().map(|piece| (piece, false)));
        shared
            .both
            .new
            .extend(news.strays.into_iter().map(|piece| (piece, true)));
        let partners = Partners::of(older, newer, plan);
        let mut next = 0;
        for old in &olds.fields {
            let rest = news.fields.get(next..).unwrap_or(&[]);
            let Some(at) = rest.iter().position(|new| partners.are_one(old, new)) else {
                continue;
            };
            shared.add(old, &rest[at], partners.old_begins(old, &rest[at]));
            next += at + 1;
        }
        Ok(shared)
    }

    /// A field that both files have. It begins as in the older file where paragraphs that go stood
    /// before those that stay in it: so it is round them in both texts.
    fn add(&mut self, old: &Field, new: &Field, begins_as_old: bool) {
        for (field, is_old, out) in [
            (old, true, &mut self.both.old),
            (new, false, &mut self.both.new),
        ] {
            let begins = *field.reach().start();
            let as_wanted = |piece: &Piece| is_old == (begins_as_old && piece.0 == begins);
            out.extend(field.pieces.iter().map(|piece| (*piece, as_wanted(piece))));
        }
    }

    /// A paragraph of the older file, with what it shares.
    pub(super) fn in_old(&self, line: &mut Line<'_>, spot: usize) {
        share(line, spot, &self.both.old);
    }

    /// A paragraph of the newer file, with what it shares; says whether all of it stands there.
    pub(super) fn in_new(&self, line: &mut Line<'_>, spot: usize) -> bool {
        let before = line.atoms.len();
        share(line, spot, &self.both.new);
        line.atoms.len() == before
    }
}

/// What is shared is no change; what is written elsewhere is left out.
fn share(line: &mut Line<'_>, spot: usize, shared: &HashMap<Piece, bool>) {
    if shared.is_empty() {
        return;
    }
    let mut at = 0;
    line.atoms.retain_mut(|atom| {
        let piece = (spot, at);
        at += 1;
        match shared.get(&piece) {
            Some(is_written) => {
                atom.kind = AtomKind::Shared;
                *is_written
            }
            None => true,
        }
    });
}

/// Which paragraphs stand in both files, and where.
struct Partners<'p> {
    older: &'p [Spot],
    newer: &'p [Spot],
    plan: &'p Plan<'p>,
    /// The paragraph of the newer file that one of the older file is.
    became: HashMap<usize, usize>,
}

impl<'p> Partners<'p> {
    fn of(older: &'p Document<'_>, newer: &'p Document<'_>, plan: &'p Plan<'_>) -> Self {
        let paired = plan.steps.iter().filter(|step| step.fate == Fate::Paired);
        Self {
            older: &older.spots,
            newer: &newer.spots,
            plan,
            became: paired
                .filter_map(|step| Some((step.old?, step.new?)))
                .collect(),
        }
    }

    /// Whether two fields are one: they do the same, hold a paragraph that is in both files, and
    /// stand where nothing comes or goes whole with them.
    fn are_one(&self, old: &Field, new: &Field) -> bool {
        let (olds, news) = (old.reach(), new.reach());
        let home = |spot: usize| self.plan.holder(self.older[spot].place.steps());
        let stays = |old: usize, new: usize| home(old).as_ref() == Some(&self.newer[new].place);
        old.code == new.code
            && stays(*olds.start(), *news.start())
            && stays(*olds.end(), *news.end())
            && olds
                .filter_map(|spot| self.became.get(&spot))
                .any(|spot| news.contains(spot))
    }
}

impl Partners<'_> {
    /// Whether between the beginnings of two fields, which are one, stand only paragraphs that go.
    fn old_begins(&self, old: &Field, new: &Field) -> bool {
        let (old, new) = (*old.reach().start(), *new.reach().start());
        let steps = self.plan.steps.iter();
        let mut steps =
            steps.skip_while(|step| step.fate != Fate::Deleted || step.old != Some(old));
        let next = steps.find(|step| !matches!(step.fate, Fate::Deleted | Fate::MovedFrom(_)));
        next.is_some_and(|step| step.new == Some(new))
    }
}

/// Looks for fields over several paragraphs, part by part.
fn found(document: &Document<'_>) -> Result<Found, Error> {
    let mut out = Found::default();
    let mut open: Vec<Field> = Vec::new();
    let mut story = 0;
    for (k, spot) in document.spots.iter().enumerate() {
        if spot.story != story && document.stories[spot.story].host.is_none() {
            out.strays
                .extend(open.drain(..).flat_map(|field| field.pieces));
            story = spot.story;
        }
        let body = &document.stories[spot.story].body;
        let raw = body.raw(&body.items[spot.item]);
        let is_in_box = spot.story != story;
        if is_in_box || memchr::memmem::find(raw.as_bytes(), b"<w:fldChar").is_none() {
            continue;
        }
        let line = document.line(spot)?;
        for (at, atom) in line.atoms.iter().enumerate() {
            if atom.kind != AtomKind::Half {
                continue;
            }
            let end = field_end(atom);
            if end == Some(FieldEnd::Begins) {
                open.push(Field::default());
            }
            let Some(field) = open.last_mut() else {
                out.strays.push((k, at));
                continue;
            };
            field.pieces.push((k, at));
            field.code.push_str(&code_of(atom.raw));
            if end == Some(FieldEnd::Ends) {
                out.fields.extend(open.pop());
            }
        }
    }
    out.strays
        .extend(open.into_iter().flat_map(|field| field.pieces));
    Ok(out)
}
