//! The drafts that were put in, in memory, and how many there may be.

use super::Given;
use super::answer::Refusal;
use super::budget::Kept;
use super::told::Counted;
use super::weigh::{self, TO_REWRITE, Weight};
use crate::draft::history::Revision;
use crate::draft::{Draft, View};
use crate::read::{self, Format};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// A file that is larger, in bytes.
    pub file: u64,
    /// Files that are larger together.
    pub all: u64,
    /// More drafts.
    pub drafts: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self::of_megabytes(64)
    }
}

impl Limits {
    /// Files of so many megabytes, four times that in all.
    #[must_use]
    pub const fn of_megabytes(megabytes: u64) -> Self {
        let file = megabytes.saturating_mul(1_000_000);
        Self {
            file,
            all: file.saturating_mul(4),
            drafts: 100,
        }
    }

    /// Whether a file of so many bytes may come.
    pub(super) fn allow_file(&self, bytes: u64) -> Result<(), Refusal> {
        if bytes <= self.file {
            return Ok(());
        }
        Err(Refusal::too_much(format!(
            "it is larger than {} MB; redraft serve --max-megabytes raises the limit, if it \
             really is a draft",
            self.file / 1_000_000
        )))
    }
}

/// A draft in memory. It never changes.
pub(super) struct Held {
    pub(super) number: u32,
    /// The name of its file.
    pub(super) file: String,
    pub(super) format: Format,
    pub(super) bytes: Vec<u8>,
    /// What its file weighs, and what was read from it.
    of_file: Weight,
    pub(super) read: Weight,
    pub(super) draft: Draft,
    /// What it is called; which view is meant unless another is asked for.
    pub(super) about: Revision,
    /// Whether it was named on the command line.
    pub(super) is_given: bool,
    /// What was counted in it.
    pub(super) counted: Counted,
    /// The memory that it takes up.
    kept: Option<Kept>,
}

impl Held {
    /// How much memory it keeps.
    pub(super) fn keeps(&self) -> u64 {
        self.kept.as_ref().map_or(0, Kept::bytes)
    }

    /// What it takes to take its file apart again and write into it: the new file has all that
    /// was in the old one, pictures too, and is read again before it is handed over. Four times the
    /// file, for two with a large picture took a little more than twice what both have.
    pub(super) fn to_rewrite(&self) -> u64 {
        const TIMES: u64 = 4;
        if self.format != Format::Docx {
            return 0;
        }
        let file = (self.bytes.len() as u64).saturating_mul(TIMES);
        TO_REWRITE.of(self.of_file).saturating_add(file)
    }
}

/// A draft of a list: its number, and which text of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Choice {
    pub(super) number: u32,
    pub(super) view: View,
}

/// What is on the shelf at a moment.
pub(super) struct OnShelf {
    /// All drafts, in the order in which they came.
    pub(super) all: Vec<Arc<Held>>,
    /// The list of those that are there from the start.
    pub(super) first_list: String,
    /// The largest file that may come, in bytes.
    pub(super) largest: u64,
}

/// A draft that found no room: why, and all that it takes.
pub(super) struct NoRoom {
    pub(super) refusal: Refusal,
    pub(super) back: Box<(Read, Option<Kept>)>,
}

/// The drafts in memory.
pub(super) struct Shelf {
    pub(super) limits: Limits,
    last: u32,
    held: BTreeMap<u32, Arc<Held>>,
}

impl Shelf {
    pub(super) const fn new(limits: Limits) -> Self {
        Self {
            limits,
            last: 0,
            held: BTreeMap::new(),
        }
    }

    /// All drafts, in the order in which they came.
    pub(super) fn all(&self) -> impl Iterator<Item = &Arc<Held>> {
        self.held.values()
    }

    /// Whether another draft of this size may come.
    pub(super) fn has_room(&self, bytes: u64) -> Result<(), Refusal> {
        self.limits.allow_file(bytes)?;
        let Limits { all, drafts, .. } = self.limits;
        if self.held.len() >= drafts {
            return Err(Refusal::too_much(format!(
                "there are {drafts} drafts already, and that is the most; remove some first"
            )));
        }
        let held: u64 = self.all().map(|one| one.bytes.len() as u64).sum();
        if held.saturating_add(bytes) > all {
            return Err(Refusal::too_much(format!(
                "all drafts together would be larger than {} MB; remove some first",
                all / 1_000_000
            )));
        }
        Ok(())
    }

    /// Puts a draft in that was read, and the memory that it keeps. What finds no room is given
    /// back: to free it takes time, in which others would wait for the shelf.
    pub(super) fn put(&mut self, read: Read, kept: Option<Kept>) -> Result<Arc<Held>, NoRoom> {
        match self.has_room(read.bytes.len() as u64) {
            Ok(()) => Ok(self.add(read, false, kept)),
            Err(refusal) => Err(NoRoom {
                refusal,
                back: Box::new((read, kept)),
            }),
        }
    }

    /// Puts a draft in that is there from the start; somebody who names files on the command line
    /// means them.
    pub(super) fn put_given(&mut self, given: Given, kept: Option<Kept>) {
        let format = read::format_of(&given.bytes, &given.file).unwrap_or(Format::Text);
        let Given {
            file,
            bytes,
            draft,
            about,
        } = given;
        let counted = Counted::of(&draft, about.view);
        let read = Read {
            of_file: Weight::of_file(&bytes, Some(format)),
            weight: Weight::of_draft(&draft, counted.all_passages()),
            counted,
            file,
            format,
            bytes,
            draft,
            about,
        };
        self.add(read, true, kept);
    }

    fn add(&mut self, read: Read, is_given: bool, kept: Option<Kept>) -> Arc<Held> {
        self.last += 1;
        let held = Arc::new(Held {
            number: self.last,
            file: read.file,
            format: read.format,
            of_file: read.of_file,
            read: read.weight,
            bytes: read.bytes,
            draft: read.draft,
            about: read.about,
            is_given,
            counted: read.counted,
            kept,
        });
        self.held.insert(self.last, Arc::clone(&held));
        held
    }

    /// Lets a draft go, if it is there; whoever lets it go frees it.
    pub(super) fn let_go(&mut self, number: u32) -> Option<Arc<Held>> {
        self.held.remove(&number)
    }

    /// Whether two drafts or more are there from the start.
    pub(super) fn has_several(&self) -> bool {
        self.held.len() > 1
    }

    /// The list of the drafts that are there from the start.
    pub(super) fn first_list(&self) -> String {
        let given = self.all().filter(|held| held.is_given);
        let written = given.map(|held| Choice::written(held.number, held.about.view));
        written.collect::<Vec<_>>().join(".")
    }

    /// What the start page tells.
    pub(super) fn on_it(&self) -> OnShelf {
        OnShelf {
            all: self.all().cloned().collect(),
            first_list: self.first_list(),
            largest: self.limits.file,
        }
    }

    /// The drafts of a list.
    pub(super) fn drafts(&self, list: &[Choice]) -> Result<Vec<Arc<Held>>, Refusal> {
        let drafts = list.iter().map(|choice| {
            self.held.get(&choice.number).cloned().ok_or_else(|| {
                Refusal::not_there(
                    "one of these drafts is not here any more: it was removed; put it in again",
                )
            })
        });
        drafts.collect()
    }
}

impl Choice {
    /// As it stands in an address.
    pub(super) fn written(number: u32, view: View) -> String {
        match view {
            View::Base => format!("{number}b"),
            View::Revised => number.to_string(),
        }
    }

    /// A list as it stands in an address: `1.4b.2`.
    pub(super) fn list(text: &str) -> Result<Vec<Self>, Refusal> {
        let one = |part: &str| {
            let (number, view) = match part.strip_suffix('b') {
                Some(number) => (number, View::Base),
                None => (part, View::Revised),
            };
            let number = number.parse().ok()?;
            Some(Self { number, view })
        };
        let list: Option<Vec<Self>> = text.split('.').map(one).collect();
        let list = list.ok_or_else(|| Refusal::unclear("the drafts are named as in drafts=1.2"))?;
        if list.len() > MOST_IN_A_LIST {
            return Err(Refusal::too_much(format!(
                "a list has {MOST_IN_A_LIST} drafts at most"
            )));
        }
        Ok(list)
    }
}

/// A list is no longer than this, however often it names one draft.
const MOST_IN_A_LIST: usize = 100;

/// A file that was read.
pub(super) struct Read {
    file: String,
    format: Format,
    bytes: Vec<u8>,
    draft: Draft,
    about: Revision,
    counted: Counted,
    of_file: Weight,
    weight: Weight,
}

impl Read {
    /// Reads a file that was sent, and that weighs so much.
    pub(super) fn of(
        bytes: Vec<u8>,
        of_file: Weight,
        file: &str,
        reading: read::Options,
    ) -> Result<Self, Refusal> {
        let unfit = |error: read::Error| Refusal::unfit(error.to_string());
        let format = match reading.format {
            Some(format) => format,
            None => read::format_of(&bytes, file).map_err(unfit)?,
        };
        let options = read::Options {
            format: Some(format),
            literal: false,
            ..reading
        };
        let draft = read::read_with(&bytes, file, &options).map_err(unfit)?;
        let about = Revision {
            name: stem(file).to_owned(),
            ..Revision::of(&draft, View::Revised)
        };
        let counted = Counted::of(&draft, about.view);
        Ok(Self {
            weight: Weight::of_draft(&draft, counted.all_passages()),
            of_file,
            counted,
            file: file.to_owned(),
            format,
            bytes,
            draft,
            about,
        })
    }

    /// What it takes for as long as it is here: the file, and what was read.
    pub(super) fn in_memory(&self) -> u64 {
        self.bytes.capacity() as u64 + weigh::in_memory(&self.draft)
    }
}

/// A file's name without its ending.
fn stem(file: &str) -> &str {
    match file.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && is_ending(ending) => stem,
        _ => file,
    }
}

fn is_ending(text: &str) -> bool {
    text.len() <= 12 && text.chars().all(|c| c.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Read {
        let bytes = text.as_bytes().to_vec();
        let weight = Weight::of_file(&bytes, None);
        Read::of(bytes, weight, "a.txt", read::Options::default())
            .ok()
            .unwrap()
    }

    #[test]
    fn what_is_too_much_is_refused() {
        let limits = Limits {
            file: 40,
            all: 60,
            drafts: 2,
        };
        let mut shelf = Shelf::new(limits);
        let text = "resolves\n\n1 that States act;\n";
        let large = shelf.has_room(41).unwrap_err();
        assert!(large.message.contains("larger than 0 MB"));
        let first = shelf.put(read(text), None).ok().unwrap();
        assert_eq!((first.number, first.about.name.as_str()), (1, "a"));
        shelf.put(read(text), None).ok().unwrap();
        let third = shelf.put(read(text), None).err().unwrap();
        let message = third.refusal.message;
        assert!(message.contains("2 drafts already"), "{message}");
        assert!(shelf.let_go(1).is_some() && shelf.let_go(1).is_none());
        let sum = shelf.has_room(35).unwrap_err();
        assert!(sum.message.contains("together"), "{}", sum.message);
        // Numbers are never given twice.
        assert_eq!(shelf.put(read(text), None).ok().unwrap().number, 3);
    }

    #[test]
    fn a_list_is_written_as_it_is_read() {
        let list = Choice::list("1.4b.2").unwrap();
        let written = list.iter().map(|one| Choice::written(one.number, one.view));
        assert_eq!(written.collect::<Vec<_>>().join("."), "1.4b.2");
        for wrong in ["", "1.", "a", "1,2", "-1", "99999999999"] {
            assert!(Choice::list(wrong).is_err(), "{wrong}");
        }
        assert!(Choice::list(&vec!["1"; 101].join(".")).is_err());
        assert!(Shelf::new(Limits::default()).drafts(&list).is_err());
    }

    #[test]
    fn a_file_is_called_by_its_name_without_the_ending() {
        let of = ["a.docx", "Rev. 2 of 4 December", ".hidden", "x.critic.md"];
        assert_eq!(
            of.map(stem),
            ["a", "Rev. 2 of 4 December", ".hidden", "x.critic"]
        );
    }
}
