//! The changes of many copies of one text in one Word file, each under its author's name.

use super::coverage::{COMPARED_WHOLE, Changes, coverage, settled_before};
use super::held::hold_documents;
use super::machinery::Machinery;
use super::plain::Plain;
use super::proof::{difference, lone_page_ends};
use super::{Seen, settled};
use crate::changes::is_by;
use crate::combine::{self, LABELS_COLLIDE, LOOKS_COLLIDE};
use crate::compare;
use crate::docx::Error;
use crate::docx::aside::Aside;
use crate::docx::body::Body;
use crate::docx::document::Document;
use crate::docx::joint::united;
use crate::docx::resolve::Verdict;
use crate::docx::reversed::reversed;
use crate::docx::xml::{Broken, Element};
use crate::draft::{Conflict, Diff, Draft, Finding, Origin, Paragraph, Severity, View};
use crate::read::{self, Marks};
use crate::write;
use crate::write::conflicts::remark;
use crate::write::docx::Author;
use crate::write::docx::remarks::{Remark, with_remarks};
use crate::write::docx::{Comments, NOBODY};
use std::collections::HashMap;

/// A copy of the base that someone changed, with marks or without.
#[derive(Debug, Clone)]
pub struct Copy<'b> {
    /// Whose changes they are; no two copies have the same name.
    pub author: Author,
    /// The file.
    pub bytes: &'b [u8],
}

/// How to combine Word files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CombineOptions {
    /// What shows changes in the files.
    pub marks: Marks,
    /// Whether a comment tells of each conflict, where it stands.
    pub has_comments: bool,
}

/// A base with the changes of all copies.
#[derive(Debug)]
pub struct Combined {
    /// The base with the changes tracked in it.
    pub bytes: Vec<u8>,
    /// Where changes of different authors collide.
    pub conflicts: Vec<Conflict>,
    /// What could not be shown.
    pub findings: Vec<Finding>,
}

/// Lays the changes of several copies on their base, in the base's own file: all of them rejected
/// give the base, those of one author alone accepted give that author's copy. A change that several
/// made alike stands there once, under all their names (`A; B`).
///
/// Where files carry changes already, it is their newer texts that count.
///
/// # Errors
/// Where a file is no Word file, or a broken one; where what was written does not hold up.
pub fn combine(
    base: &[u8],
    copies: &[Copy<'_>],
    options: &CombineOptions,
) -> Result<Combined, Error> {
    let mut findings = Vec::new();
    let (base, carried) = newer_text(base, options.marks, &mut findings)?;
    let settled = settled_before("base", View::Revised, &carried);
    findings.extend(settled.map(|found| Finding {
        help: String::new(),
        ..found
    }));
    let mut bytes = base.clone();
    let mut plains = Vec::new();
    for copy in copies {
        plains.push(newer_text(copy.bytes, options.marks, &mut findings)?.0);
    }
    // What is laid on later stands before what lies there: so the first copy comes first.
    for (copy, plain) in copies.iter().zip(&plains).rev() {
        let lost;
        (bytes, lost) = laid_on(&bytes, plain, &copy.author)?;
        findings.extend(look_left_out(lost, &copy.author.name));
    }
    let own = Seen::of(&Document::open(&base)?)?;
    let mut sources = Vec::with_capacity(plains.len());
    for plain in &plains {
        sources.push(Seen::of(&Document::open(plain)?)?);
    }
    let conflicts = conflicts_of(&own.draft, copies, &sources);
    let written = read::docx::draft(&Document::open(&bytes)?, Marks::Tracked)?;
    findings.extend(doubled(&written, &conflicts));
    if options.has_comments {
        let remarks = remarks(&conflicts, &own.draft, &written);
        let left;
        (bytes, left) = with_remarks(&bytes, &remarks, NOBODY)?;
        findings.extend(remarks_left(conflicts.len() - remarks.len() + left));
    }
    findings.extend(prove(&bytes, (&base, own), copies, (&plains, sources))?);
    Ok(Combined {
        bytes,
        conflicts,
        findings,
    })
}

/// Where the copies collide: read off their texts, for not all that a file can hold has a mark of
/// its own (what stands in a row that goes, the words of a note that comes).
fn conflicts_of(base: &Draft, copies: &[Copy<'_>], sources: &[Seen]) -> Vec<Conflict> {
    let copies = copies.iter().zip(sources);
    let copies: Vec<combine::Copy<'_>> = copies
        .map(|(copy, seen)| combine::Copy {
            origin: Origin {
                author: Some(copy.author.name.clone()),
                date: copy.author.date.clone(),
            },
            draft: &seen.draft,
        })
        .collect();
    combine::conflicts(&combine::combine(base, &copies))
}

/// Says that several bring the same, which stands once for each: only words and whole paragraphs
/// are made one.
fn doubled(written: &Draft, told: &[Conflict]) -> Option<Finding> {
    let count = combine::conflicts(written).len().saturating_sub(told.len());
    (count > 0).then(|| {
        let message = format!(
            "{count} × the same change by several stands once for each of them: accept one"
        );
        Finding::new(Severity::Warning, "stands-twice", 0, 0, message)
    })
}

/// What is said of conflicts in the file, each where its paragraph of the base stands there.
fn remarks(conflicts: &[Conflict], base: &Draft, written: &Draft) -> Vec<Remark> {
    let stays = |p: &&Paragraph| p.begins_in(View::Base);
    let lines = base.paragraphs.iter().map(|p| p.line.new);
    let places = written.paragraphs.iter().filter(stays);
    let places = places.map(|p| p.line.new.max(p.line.old));
    let places: HashMap<u32, u32> = lines.zip(places).collect();
    let told = conflicts.iter().filter_map(|conflict| {
        Some(Remark {
            line: *places.get(&conflict.line)?,
            text: remark(conflict),
        })
    });
    told.collect()
}

/// Says that not all conflicts are told in comments.
fn remarks_left(count: usize) -> Option<Finding> {
    (count > 0).then(|| {
        let message = format!(
            "{count} × conflict that no comment tells of: headers, notes and text boxes can have none"
        );
        Finding::new(Severity::Note, "comments-left-out", 0, 0, message)
    })
}

/// Holds the file to its base and, author by author, to the copies. Says what no change can show.
fn prove(
    bytes: &[u8],
    (base, mut own): (&[u8], Seen),
    copies: &[Copy<'_>],
    (plains, sources): (&[Vec<u8>], Vec<Seen>),
) -> Result<Vec<Finding>, Error> {
    let all = std::iter::once(&own).chain(&sources);
    let machinery: Vec<Machinery> = all.map(|seen| seen.machinery.clone()).collect();
    let machinery: Vec<&Machinery> = machinery.iter().collect();
    let is_whole = |found: &Machinery| match found.worse_than(&machinery) {
        Some(what) => Err(Error::NotProved(what.to_owned())),
        None => Ok(()),
    };
    let joint = Document::open(bytes)?;
    is_whole(&Machinery::of(&joint))?;
    let source = joint.into_source();
    let none = settled(source.clone().document()?, &|_, _| Verdict::Reject)?;
    let base = Document::open(base)?;
    hold_documents((&base, Marks::Tracked), &none, &[View::Base])?;
    is_whole(&Machinery::of(&none))?;
    drop((base, none));
    let mut findings = Vec::new();
    for ((copy, plain), seen) in copies.iter().zip(plains).zip(sources) {
        let name = &copy.author.name;
        let of_author = |error| of_author(error, name);
        // Looked at this way, it is the base whose headers and settings are kept.
        let files = Diff {
            old: seen,
            new: own,
        };
        let told = coverage(&files).into_iter();
        let told = told.filter(|found| found.code != COMPARED_WHOLE);
        findings.extend(told.map(|found| of_copy(found, name)));
        let alone = settled(source.clone().document()?, &only_of(name))?;
        let found = Seen::of(&alone)?;
        is_whole(&found.machinery).map_err(of_author)?;
        let left_out = lone_page_ends(&files);
        if left_out.is_empty() {
            let plain = Document::open(plain)?;
            hold_documents((&plain, Marks::Tracked), &alone, &[View::Revised])
                .map_err(of_author)?;
        } else if let Some(what) = difference(&files.old.draft, &found.draft, &left_out) {
            return Err(of_author(Error::NotProved(what)));
        }
        findings.extend(other_labels(&files.old.draft, &found.draft, name));
        own = files.new;
    }
    Ok(findings)
}

/// A finding about a copy and the base.
fn of_copy(found: Finding, name: &str) -> Finding {
    let message = format!(
        "{name}'s copy (older) and the base (newer): {}",
        found.message
    );
    Finding { message, ..found }
}

/// Says whose text an error is about.
fn of_author(error: Error, name: &str) -> Error {
    match error {
        Error::NotProved(what) => Error::NotProved(format!("of the changes by {name}, {what}")),
        other => other,
    }
}

/// The newer text of a file, as a file of its own, and the changes that it carried.
fn newer_text(
    bytes: &[u8],
    marks: Marks,
    findings: &mut Vec<Finding>,
) -> Result<(Vec<u8>, Changes), Error> {
    let mut plain = Plain::read(bytes, marks, View::Revised)?;
    findings.extend(plain.assumed.take());
    findings.append(&mut plain.left_out);
    Ok((plain.write()?, plain.carried))
}

/// The file with the changes of one more copy, and how many of its changes of the look have no
/// place.
///
/// The copy is compared with the file as it was before all changes. The redline is written into
/// that file, where it says how the copy becomes the base; it is read the other way then.
fn laid_on(bytes: &[u8], copy: &[u8], author: &Author) -> Result<(Vec<u8>, usize), Error> {
    let mut aside = Aside::joint();
    let mut document = Document::open(bytes)?;
    aside.set(&mut document, false)?;
    let bare = document.package.write()?;
    drop(document);
    let (mut old, mut new) = (Document::open(copy)?, Document::open(&bare)?);
    let redline = compare::compare(
        &read::docx::draft(&old, Marks::Tracked)?,
        &read::docx::draft(&new, Marks::Tracked)?,
        &compare::Options::default(),
    );
    let written = write::docx::redline(&mut old, &mut new, &redline, author, Comments::All)?;
    drop((old, new));
    let Some(written) = written.bytes else {
        return Ok((bytes.to_vec(), 0));
    };
    let turned = each_part(&written, reversed)?;
    let mut document = Document::open(&turned)?;
    let returned = aside.back(&mut document, write::docx::attributes(author))?;
    let back = document.package.write()?;
    drop(document);
    let united = each_part(&back, |body| united(body, &author.name))?;
    Ok((united, returned.lost))
}

/// Says that changes of the look could not stand beside those of another copy.
fn look_left_out(count: usize, author: &str) -> Option<Finding> {
    (count > 0).then(|| {
        Finding::new(
            Severity::Warning,
            LOOKS_COLLIDE,
            0,
            0,
            format!("{count} × change of formatting by {author} is left out: another copy changes the look of the same place"),
        )
    })
}

/// The file with each of its parts changed.
fn each_part(
    bytes: &[u8],
    change: impl FnMut(&Body) -> Result<Option<String>, Broken>,
) -> Result<Vec<u8>, Error> {
    let mut document = Document::open(bytes)?;
    match document.change_parts(change)? {
        true => document.package.write(),
        false => Ok(bytes.to_vec()),
    }
}

/// Accepts the changes of one author and rejects all others.
fn only_of(author: &str) -> impl Fn(&Element<'_>, usize) -> Verdict {
    move |change, _| {
        let names = change.attribute("w:author");
        match is_by(names.as_deref(), author) {
            true => Verdict::Accept,
            false => Verdict::Reject,
        }
    }
}

/// Says that a list is numbered otherwise in an author's text than in the copy: two copies change
/// the same paragraph's list, and a paragraph can have only one.
fn other_labels(copy: &Draft, alone: &Draft, author: &str) -> Option<Finding> {
    let labels = |draft: &Draft| -> Vec<String> {
        let labels = draft.paragraphs.iter();
        let labels = labels.filter_map(|p| p.label_in(View::Revised).map(str::to_owned));
        labels.collect()
    };
    (labels(copy) != labels(alone)).then(|| {
        let message = format!("the labels of the text by {author} are not all kept: several copies number the same paragraphs otherwise");
        Finding::new(Severity::Warning, LABELS_COLLIDE, 0, 0, message)
    })
}
