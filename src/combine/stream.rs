//! What one copy does to the base: of each paragraph of the base what becomes of it and of its
//! words, and what the copy brings at which place.

use crate::draft::{Change, Draft, Kind, Label, Move, Paragraph, Style, View, Wording};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};

/// What begins, if a paragraph does, then the words and their typeface.
type Says<'b> = (Option<(Kind, u8, Option<&'b str>)>, Cow<'b, str>, Style);

/// Something that a copy brings.
#[derive(Debug, Clone)]
pub(super) enum Brought {
    /// The beginning of a paragraph, with its label; with its words, too, where it came from
    /// elsewhere: they say what became of them on the way.
    Paragraph(Box<Paragraph>),
    /// Words that go on with what stands before them.
    Words { text: String, style: Style },
}

impl Brought {
    pub(super) const fn is_paragraph(&self) -> bool {
        matches!(self, Self::Paragraph(_))
    }

    /// What is the same for two copies that bring the same.
    fn says(&self) -> Says<'_> {
        match self {
            Self::Words { text, style } => (None, text.into(), *style),
            Self::Paragraph(new) => {
                let head = (new.kind, new.depth.new, new.label_in(View::Revised));
                (Some(head), new.words.text(View::Revised), Style::PLAIN)
            }
        }
    }
}

impl PartialEq for Brought {
    fn eq(&self, other: &Self) -> bool {
        self.says() == other.says()
    }
}

impl Eq for Brought {}

impl Hash for Brought {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let (head, text, _) = self.says();
        head.hash(state);
        text.hash(state);
    }
}

/// What becomes of a paragraph of the base.
#[derive(Debug, Clone)]
pub(super) struct Fate {
    /// Whether it does not begin any more.
    pub(super) is_gone: bool,
    pub(super) kind: Kind,
    pub(super) depth: u8,
    /// The label in the copy.
    pub(super) label: Option<Box<Label>>,
    pub(super) is_relabelled: bool,
    moved: Option<Move>,
}

impl Fate {
    /// Whether two copies label and indent a paragraph alike.
    pub(super) fn lies_as(&self, other: &Self) -> bool {
        let label = |fate: &'_ Self| {
            let label = fate.label.as_ref();
            label.map(|label| (label.text.new.clone(), label.lead.new))
        };
        (self.kind, self.depth) == (other.kind, other.depth) && label(self) == label(other)
    }
}

/// A paragraph of the base in a copy.
#[derive(Debug)]
struct Told {
    fate: Fate,
    /// Stretches of its words, with where each ends.
    words: Vec<(usize, Change, Style)>,
    /// What comes where in its words.
    brought: BTreeMap<usize, Vec<Brought>>,
}

impl Told {
    fn len(&self) -> usize {
        self.words.last().map_or(0, |(end, ..)| *end)
    }

    /// Whether the copy leaves the paragraph as it was. What comes behind it does not count.
    fn is_as_it_was(&self) -> bool {
        let len = self.len();
        let stays = |words: &(usize, Change, Style)| words.1 == Change::Kept;
        let comes = |(at, brought): (&usize, &Vec<Brought>)| {
            *at < len || brought.first().is_some_and(|first| !first.is_paragraph())
        };
        !self.fate.is_gone && self.words.iter().all(stays) && !self.brought.iter().any(comes)
    }
}

/// What one copy does to the base.
#[derive(Debug)]
pub(super) struct Stream {
    before: Vec<Brought>,
    paragraphs: Vec<Told>,
}

impl Stream {
    /// Of the redline of the base and the copy.
    pub(super) fn of(redline: &Draft) -> Self {
        let mut out = Self {
            before: Vec::new(),
            paragraphs: Vec::new(),
        };
        for paragraph in &redline.paragraphs {
            match paragraph.change {
                Change::Inserted => out.bring(Brought::Paragraph(Box::new(new(paragraph)))),
                _ => out.paragraphs.push(told(paragraph)),
            }
            if paragraph.moved.is_some() && paragraph.change == Change::Inserted {
                continue;
            }
            for run in paragraph.words.runs() {
                if run.change == Change::Inserted {
                    out.bring(Brought::Words {
                        text: run.text.to_owned(),
                        style: run.style.new,
                    });
                } else if let Some(last) = out.paragraphs.last_mut() {
                    let end = last.len() + run.text.len();
                    last.words.push((end, run.change, run.style.new));
                }
            }
        }
        out
    }

    /// Brings something behind all that was read so far.
    fn bring(&mut self, brought: Brought) {
        match self.paragraphs.last_mut() {
            None => self.before.push(brought),
            Some(last) => {
                let at = last.len();
                last.brought.entry(at).or_default().push(brought);
            }
        }
    }

    /// What comes before the first paragraph of the base.
    pub(super) fn before(&self) -> &[Brought] {
        &self.before
    }

    pub(super) fn fate(&self, paragraph: usize) -> Option<&Fate> {
        self.paragraphs.get(paragraph).map(|told| &told.fate)
    }

    /// Whether a paragraph of the base does not begin in the copy.
    pub(super) fn takes_away(&self, paragraph: usize) -> bool {
        self.fate(paragraph).is_some_and(|fate| fate.is_gone)
    }

    /// The half of a move that a paragraph of the base is.
    pub(super) fn moved(&self, paragraph: usize) -> Option<Move> {
        self.fate(paragraph)?.moved
    }

    /// Where stretches of a paragraph end, and where something comes.
    pub(super) fn cuts(&self, paragraph: usize) -> impl Iterator<Item = usize> {
        let told = self.paragraphs.get(paragraph);
        let ends = told
            .into_iter()
            .flat_map(|told| &told.words)
            .map(|(end, ..)| *end);
        ends.chain(
            told.into_iter()
                .flat_map(|told| told.brought.keys().copied()),
        )
    }

    /// What becomes of the words at an offset of a paragraph, and the typeface that they have then.
    pub(super) fn of_words(&self, paragraph: usize, at: usize) -> (Change, Style) {
        let words = self
            .paragraphs
            .get(paragraph)
            .map_or(&[][..], |told| &told.words);
        let next = words.partition_point(|(end, ..)| *end <= at);
        words
            .get(next)
            .map_or_else(Default::default, |(_, change, style)| (*change, *style))
    }

    /// What comes at an offset of a paragraph.
    pub(super) fn brought(&self, paragraph: usize, at: usize) -> &[Brought] {
        let told = self.paragraphs.get(paragraph);
        told.and_then(|told| told.brought.get(&at))
            .map_or(&[], Vec::as_slice)
    }

    /// Gives moves other numbers, and makes those that do not stay a deletion and an insertion.
    fn renumber_moves(&mut self, number: impl Fn(u32) -> Option<u32>) {
        let renumbered = |moved: &mut Option<Move>| {
            *moved = moved.and_then(|one| {
                Some(Move {
                    id: number(one.id)?,
                    ..one
                })
            });
        };
        let told = self.paragraphs.iter_mut();
        let all = told.flat_map(|told| {
            renumbered(&mut told.fate.moved);
            told.brought.values_mut().flatten()
        });
        for brought in all.chain(&mut self.before) {
            if let Brought::Paragraph(new) = brought {
                renumbered(&mut new.moved);
            }
        }
    }
}

/// Keeps the moves of paragraphs that only one copy touches, each under a number of its own. Others
/// become a deletion and an insertion: where the words go that another copy put into a paragraph
/// that moved, nobody said.
pub(super) fn keep_moves(streams: &mut [Stream]) {
    let mut next = 0;
    for party in 0..streams.len() {
        let is_alone = |at: usize| {
            let others = streams
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != party);
            others
                .into_iter()
                .all(|(_, other)| other.paragraphs.get(at).is_none_or(Told::is_as_it_was))
        };
        let own = streams[party].paragraphs.iter().enumerate();
        let moves = own.filter_map(|(at, told)| Some((at, told.fate.moved?.id)));
        let mut numbers: BTreeMap<u32, u32> = BTreeMap::new();
        for (_, id) in moves.filter(|(at, _)| is_alone(*at)) {
            next += 1;
            numbers.insert(id, next);
        }
        streams[party].renumber_moves(|id| numbers.get(&id).copied());
    }
}

/// A paragraph that a copy brings; its words come behind it, but for those that moved with it.
fn new(paragraph: &Paragraph) -> Paragraph {
    Paragraph {
        words: match paragraph.moved {
            Some(_) => paragraph.words.clone(),
            None => Wording::default(),
        },
        anchors: Box::default(),
        ..paragraph.clone()
    }
}

fn told(paragraph: &Paragraph) -> Told {
    let label = paragraph.label.as_ref();
    let is_gone = paragraph.change == Change::Deleted;
    Told {
        fate: Fate {
            is_gone,
            kind: paragraph.kind,
            depth: paragraph.depth.new,
            label: paragraph.label.clone(),
            is_relabelled: !is_gone
                && label.is_some_and(|label| label.text.differs() || label.lead.differs()),
            moved: paragraph.moved,
        },
        words: Vec::new(),
        brought: BTreeMap::new(),
    }
}
