//! The changes of many copies of one text in one Word file, each under its author's name.

use super::coverage::{COMPARED_WHOLE, coverage};
use super::held::hold;
use super::machinery::Machinery;
use super::proof::{difference, lone_page_ends};
use super::{Seen, inert, resolved, settled, tracked};
use crate::changes::is_by;
use crate::combine::{LABELS_COLLIDE, conflicts};
use crate::compare;
use crate::docx::Error;
use crate::docx::aside::Aside;
use crate::docx::body::Body;
use crate::docx::document::Document;
use crate::docx::joint::united;
use crate::docx::resolve::Verdict;
use crate::docx::reversed::reversed;
use crate::docx::xml::Broken;
use crate::draft::{Conflict, Diff, Finding, Severity, View};
use crate::read::{self, Marks};
use crate::write;
use crate::write::conflicts::remark;
use crate::write::docx::Author;
use crate::write::docx::remarks::{Remark, with_remarks};
use crate::write::docx::{Comments, NOBODY};

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
    let marks = options.marks;
    let mut findings = Vec::new();
    let base = plain(base, marks, &mut findings)?;
    let mut bytes = base.clone();
    let mut plains = Vec::new();
    for copy in copies {
        plains.push(plain(copy.bytes, marks, &mut findings)?);
    }
    // What is laid on later stands before what lies there: so the first copy comes first.
    for (copy, plain) in copies.iter().zip(&plains).rev() {
        let lost;
        (bytes, lost) = laid_on(&bytes, plain, &copy.author)?;
        findings.extend(look_left_out(lost, &copy.author.name));
    }
    findings.extend(prove(&bytes, &base, copies, &plains)?);
    let draft = read::docx::draft(&Document::open(&bytes)?, Marks::Tracked)?;
    let conflicts = conflicts(&draft);
    if options.has_comments {
        bytes = with_remarks(&bytes, &remarks(&conflicts), NOBODY)?;
    }
    Ok(Combined {
        bytes,
        conflicts,
        findings,
    })
}

/// Holds the file to its base and, author by author, to the copies. Says what no change can show.
fn prove(
    bytes: &[u8],
    base: &[u8],
    copies: &[Copy<'_>],
    plains: &[Vec<u8>],
) -> Result<Vec<Finding>, Error> {
    let seen = |bytes: &[u8]| Seen::of(&Document::open(bytes)?);
    let mut own = seen(base)?;
    let mut sources = Vec::with_capacity(plains.len());
    for plain in plains {
        sources.push(seen(plain)?);
    }
    let all = std::iter::once(&own).chain(&sources);
    let machinery: Vec<Machinery> = all.map(|seen| seen.machinery.clone()).collect();
    let machinery: Vec<&Machinery> = machinery.iter().collect();
    let is_whole =
        |bytes: &[u8]| match Machinery::of(&Document::open(bytes)?).worse_than(&machinery) {
            Some(what) => Err(Error::NotProved(what.to_owned())),
            None => Ok(()),
        };
    is_whole(bytes)?;
    let none = resolved(bytes, View::Base)?;
    hold((base, Marks::Tracked), &none, &[View::Base])?;
    is_whole(&none)?;
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
        findings.extend(
            told.filter(|found| found.code != COMPARED_WHOLE)
                .map(|found| Finding {
                    message: format!(
                        "{name}'s copy (older) and the base (newer): {}",
                        found.message
                    ),
                    ..found
                }),
        );
        let alone = alone(bytes, name)?;
        is_whole(&alone).map_err(of_author)?;
        let left_out = lone_page_ends(&files);
        if left_out.is_empty() {
            hold((plain, Marks::Tracked), &alone, &[View::Revised]).map_err(of_author)?;
        } else if let Some(what) = difference(
            &files.old.draft,
            &Seen::of(&Document::open(&alone)?)?.draft,
            &left_out,
        ) {
            return Err(of_author(Error::NotProved(what)));
        }
        findings.extend(other_labels(plain, &alone, name)?);
        own = files.new;
    }
    Ok(findings)
}

/// What is said of conflicts in the file. One in a paragraph that only came stands where that is.
fn remarks(conflicts: &[Conflict]) -> Vec<Remark> {
    let told = conflicts.iter().map(|conflict| Remark {
        line: match conflict.line.new {
            0 => conflict.line.old,
            line => line,
        },
        text: remark(conflict),
    });
    told.collect()
}

/// Says whose text an error is about.
fn of_author(error: Error, name: &str) -> Error {
    match error {
        Error::NotProved(what) => Error::NotProved(format!("of the changes by {name}, {what}")),
        other => other,
    }
}

/// The newer text of a file, without what acts by itself.
fn plain(bytes: &[u8], marks: Marks, findings: &mut Vec<Finding>) -> Result<Vec<u8>, Error> {
    let (inert, left_out) = inert(bytes)?;
    let (tracked, assumed) = tracked(&inert, marks)?;
    findings.extend(assumed.into_iter().chain(left_out));
    let plain = resolved(&tracked, View::Revised)?;
    hold((bytes, marks), &plain, &[View::Revised])?;
    Ok(plain)
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
            "looks-collide",
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

/// The file with the changes of one author accepted and all others rejected.
fn alone(bytes: &[u8], author: &str) -> Result<Vec<u8>, Error> {
    settled(bytes, &|change, _| {
        let names = change.attribute("w:author");
        match is_by(names.as_deref(), author) {
            true => Verdict::Accept,
            false => Verdict::Reject,
        }
    })
}

/// Says that a list is numbered otherwise in an author's text than in the copy: two copies change
/// the same paragraph's list, and a paragraph can have only one.
fn other_labels(copy: &[u8], alone: &[u8], author: &str) -> Result<Option<Finding>, Error> {
    let labels = |bytes: &[u8]| -> Result<Vec<String>, Error> {
        let draft = read::docx::draft(&Document::open(bytes)?, Marks::Tracked)?;
        let labels = draft.paragraphs.iter();
        Ok(labels
            .filter_map(|p| p.label_in(View::Revised).map(str::to_owned))
            .collect())
    };
    let (wanted, found) = (labels(copy)?, labels(alone)?);
    Ok((wanted != found).then(|| {
        Finding::new(
            Severity::Warning,
            LABELS_COLLIDE,
            0,
            0,
            format!("the labels of the text by {author} are not all kept: several copies number the same paragraphs otherwise"),
        )
    }))
}
