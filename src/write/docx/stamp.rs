//! Who made the changes that are written, when, and their numbers.

use crate::docx::xml::escaped;
use std::collections::HashMap;
use std::fmt::Write;

/// Who made the changes of somebody without a name.
pub(crate) const NOBODY: &str = "redraft";

/// The author and the date of all changes, and the next number. Numbers are given in the order of
/// writing, so that the same drafts give the same bytes.
#[derive(Debug)]
pub(super) struct Stamp {
    attributes: String,
    next: u32,
}

impl Stamp {
    /// Numbers start after `last`, the largest that the file has. A change without a name is
    /// nobody's to settle: it has ours.
    pub(super) fn new(author: &str, date: Option<&str>, last: u32) -> Self {
        let author = match author.trim().is_empty() {
            true => NOBODY,
            false => author,
        };
        let mut attributes = format!(" w:author=\"{}\"", escaped(author));
        if let Some(date) = date {
            // Writing to a `String` cannot fail.
            let _ = write!(attributes, " w:date=\"{}\"", escaped(date));
        }
        Self {
            attributes,
            next: last.saturating_add(1),
        }
    }

    /// The next number.
    pub(super) const fn peek(&self) -> u32 {
        self.next
    }

    /// XML that is written a second time: its changes, those numbered from `first` on, get numbers
    /// of their own.
    pub(super) fn afresh(&mut self, xml: &str, first: u32) -> String {
        let mut numbers: HashMap<u32, u32> = HashMap::new();
        let mut out = String::with_capacity(xml.len());
        let mut rest = xml;
        while let Some(at) = rest.find(ID) {
            let (before, value) = rest.split_at(at + ID.len());
            let len = value.find('"').unwrap_or(value.len());
            out.push_str(before);
            match value[..len].parse::<u32>() {
                Ok(number) if number >= first => {
                    let new = *numbers.entry(number).or_insert_with(|| self.id());
                    let _ = write!(out, "{new}");
                }
                _ => out.push_str(&value[..len]),
            }
            rest = &value[len..];
        }
        out.push_str(rest);
        out
    }

    pub(super) fn id(&mut self) -> u32 {
        let id = self.next;
        self.next = self.next.saturating_add(1);
        id
    }

    /// The attributes of the sign that opens half a move, after its number. They must have a date
    /// (17.13.5.23), even where nothing is said of when changes were made.
    pub(super) fn range(&self) -> String {
        if self.attributes.contains(" w:date=") {
            return self.attributes.clone();
        }
        format!("{} w:date=\"1970-01-01T00:00:00Z\"", self.attributes)
    }

    /// Author and date.
    pub(super) fn attributes(self) -> String {
        self.attributes
    }

    /// How many numbers were given: nothing was changed where it is the same before and after.
    pub(super) const fn given(&self) -> u32 {
        self.next
    }

    /// The attributes of the next change.
    pub(super) fn change(&mut self) -> String {
        format!(" w:id=\"{}\"{}", self.id(), self.attributes)
    }
}

/// What numbers stand after.
const ID: &str = " w:id=\"";
