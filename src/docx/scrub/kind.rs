//! What was taken out, and how it is told.

use std::collections::{BTreeMap, BTreeSet};

/// What says something about who worked on a file, or when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    CommentAuthor,
    ChangeAuthor,
    Date,
    Person,
    Reaction,
    Task,
    Editor,
    /// A property of the file, by what it tells.
    Property(&'static str),
    CustomProperty,
    Variable,
    Template,
    Binding,
    MailMerge,
    DataSource,
    ServerData,
    Signature,
    Thumbnail,
    Printer,
    Session,
    FileId,
    Spelling,
    PageBreak,
    Packed,
}

impl Kind {
    /// One of them, in words.
    const fn told(self) -> &'static str {
        match self {
            Self::CommentAuthor => "author of a comment",
            Self::ChangeAuthor => "author of a change",
            Self::Date => "date of a comment or a change",
            Self::Person => "person among those who worked on the file",
            Self::Reaction => "person who liked a comment",
            Self::Task => "task for a person",
            Self::Editor => "person who may edit a range",
            Self::Property(_) => "property of the file",
            Self::CustomProperty => "property of the file that somebody added",
            Self::Variable => "document variable",
            Self::Template => "link to a template",
            Self::Binding => "link from a content control to a property that is gone",
            Self::MailMerge => "mail merge",
            Self::DataSource => "link to a source of data for a mail merge",
            Self::ServerData => "part about the file by a server",
            Self::Signature => "signature of the file",
            Self::Thumbnail => "small picture of the first page",
            Self::Printer => "set of settings for a printer",
            Self::Session => "number of an editing session (rsid)",
            Self::FileId => "number that tells copies of the file from others",
            Self::Spelling => "mark of the spelling check",
            Self::PageBreak => "mark of where a page ended on a screen",
            Self::Packed => "time at which a part was packed",
        }
    }
}

/// What was taken out, how often, and what stays and may tell something.
#[derive(Debug, Default)]
pub(crate) struct Taken {
    counts: BTreeMap<Kind, usize>,
    /// Fields that show what is gone.
    pub(super) fields: BTreeMap<&'static str, usize>,
    /// Files within the file, which say themselves who made them.
    pub(super) files: usize,
}

impl Taken {
    pub(super) fn add(&mut self, kind: Kind, times: usize) {
        if times > 0 {
            *self.counts.entry(kind).or_default() += times;
        }
    }

    /// What was taken out, one line a kind: `3 × author of a comment`.
    pub(crate) fn told(&self) -> Vec<String> {
        let mut lines: Vec<(&str, usize, BTreeSet<&str>)> = Vec::new();
        for (kind, count) in &self.counts {
            let told = kind.told();
            if lines.last().is_none_or(|(last, _, _)| *last != told) {
                lines.push((told, 0, BTreeSet::new()));
            }
            if let Some((_, sum, names)) = lines.last_mut() {
                *sum += count;
                if let Kind::Property(name) = kind {
                    names.insert(name);
                }
            }
        }
        let line = |(told, count, names): (&str, usize, BTreeSet<&str>)| {
            let names: Vec<&str> = names.into_iter().collect();
            match names.is_empty() {
                true => format!("{count} × {told}"),
                false => format!("{count} × {told}: {}", names.join(", ")),
            }
        };
        lines.into_iter().map(line).collect()
    }

    /// What stays as it is, though it may tell something.
    pub(crate) fn left(&self) -> Vec<String> {
        let names: Vec<&str> = self.fields.keys().copied().collect();
        let count: usize = self.fields.values().sum();
        let fields = (count > 0).then(|| {
            let names = names.join(", ");
            format!("{count} × field that shows such things ({names}): its words stay as they are")
        });
        let files = self.files;
        let files = (files > 0).then(|| {
            format!("{files} × file in the file: what it says of who worked on it stays in it")
        });
        fields.into_iter().chain(files).collect()
    }
}
