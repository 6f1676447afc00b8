//! Which changes of a list are chosen, and what to say where none is.

use crate::draft::when::{is_since, later};
use crate::draft::{Class, Finding, JOINT, Severity, TrackedChange, View};
use std::collections::BTreeSet;

/// Which changes to take; all of them by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Only those of this author, those that others made alike among them.
    pub author: Option<String>,
    /// Only those made on this day or later, as `2026-11-23` or with a time; a time without a zone
    /// is that of Greenwich. Changes without a date are older.
    pub since: Option<String>,
    /// Only those in the section of this name, in either text: `resolves`, `recalling#2`,
    /// `Article 4`.
    pub section: Option<String>,
    /// Only those with one of these classes; of any class where there is none.
    pub classes: Vec<Class>,
}

/// Whether a change whose author is named so is by someone, alone or with others. One that names
/// nobody is told as by [`TrackedChange::NO_NAME`].
#[must_use]
pub fn is_by(author: Option<&str>, name: &str) -> bool {
    match author {
        Some(author) => author == name || author.split(JOINT).any(|one| one == name),
        None => name.is_empty() || name == TrackedChange::NO_NAME,
    }
}

/// What the finding is called that no change is one of those that were chosen.
pub const NOTHING_CHOSEN: &str = "nothing-chosen";

impl Selection {
    /// Whether a change is one of those that are chosen.
    #[must_use]
    pub fn takes(&self, change: &TrackedChange) -> bool {
        let author = self.author.as_deref();
        let since = self.since.as_deref();
        let section = self.section.as_deref();
        let has_class = |class: &Class| self.classes.contains(class);
        author.is_none_or(|author| is_by(change.author.as_deref(), author))
            && since.is_none_or(|since| is_since(change.date.as_deref().unwrap_or(""), since))
            && section.is_none_or(|section| stands_in(change, section))
            && (self.classes.is_empty() || change.classes.iter().any(has_class))
    }

    /// Says that none of these changes was chosen, and which could be.
    #[must_use]
    pub fn chose_nothing(&self, all: &[TrackedChange]) -> Finding {
        let mut known = Vec::new();
        let authors = all.iter().map(|one| one.author.as_deref());
        let authors = authors.map(|name| name.unwrap_or(TrackedChange::NO_NAME));
        let mut authors: BTreeSet<&str> = authors.flat_map(|names| names.split(JOINT)).collect();
        if authors.iter().all(|name| *name == TrackedChange::NO_NAME) {
            authors.clear();
        }
        known.push(if all.is_empty() {
            "there are no changes".to_owned()
        } else if authors.is_empty() {
            "no change names its author".to_owned()
        } else {
            format!("changes are by {}", listed(&authors))
        });
        let dates = all.iter().map(|one| one.date.as_deref());
        let last = dates.fold(None, later);
        known.extend(last.map(|last| format!("the last is of {last}")));
        if self.section.is_some() && !all.is_empty() {
            let views = [View::Base, View::Revised];
            let of = |one: &'_ TrackedChange| views.map(|view| one.section.get(view).clone());
            let sections: Vec<String> = all.iter().flat_map(of).flatten().collect();
            let sections: BTreeSet<&str> = sections.iter().map(String::as_str).collect();
            known.push(match sections.is_empty() {
                true => "they stand in no section".to_owned(),
                false => format!("they stand in {}", listed(&sections)),
            });
        }
        let message = format!("no change{}", self.told());
        let finding = Finding::new(Severity::Warning, NOTHING_CHOSEN, 0, 0, message);
        finding.with_help(known.join("; "))
    }

    /// What is chosen, in words that go on with "no change".
    fn told(&self) -> String {
        let classes: Vec<&str> = self.classes.iter().map(|class| class.as_str()).collect();
        let of = (!classes.is_empty()).then(|| format!(" of class {}", classes.join(" or ")));
        let by = self.author.as_ref().map(|name| format!(" by “{name}”"));
        let since = self.since.as_ref().map(|day| format!(" of {day} or later"));
        let within = self.section.as_ref().map(|name| format!(" in “{name}”"));
        [of, by, since, within].into_iter().flatten().collect()
    }
}

/// Whether a change stands in a section of this name: with its ordinal, or any of that name.
fn stands_in(change: &TrackedChange, section: &str) -> bool {
    let wanted = section.to_lowercase();
    [View::Base, View::Revised].into_iter().any(|view| {
        let cited = change.section.get(view).as_deref().unwrap_or("");
        let cited = cited.to_lowercase();
        let name = cited.split_once('#').map_or(&*cited, |(name, _)| name);
        cited == wanted || name == wanted
    })
}

/// Some of these names, with a sign where there are more.
fn listed(names: &BTreeSet<&str>) -> String {
    const MOST: usize = 12;
    let more = if names.len() > MOST { ", …" } else { "" };
    let names: Vec<&str> = names.iter().take(MOST).copied().collect();
    names.join(", ") + more
}
