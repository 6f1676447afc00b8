//! Word in, Word out: changes taken up or taken back, and redlines written into the newer file itself.
//!
//! The other rooms do the work; here are the ways through them that begin and end with a .docx file.

mod proof;

use crate::clean;
use crate::compare;
use crate::docx::Error;
use crate::docx::aside::Aside;
use crate::docx::body::Item;
use crate::docx::by_hand::{self, Meaning};
use crate::docx::comments;
use crate::docx::document::Document;
use crate::docx::package::Package;
use crate::docx::resolve::{self as marks, Verdict};
use crate::docx::xml::Element;
use crate::draft::{Diff, Draft, Finding, Label, Outline, Paragraph, Redline, Severity, View};
use crate::read::{self, Marks};
use crate::references;
use crate::write;
pub use crate::write::docx::Author;
use crate::write::docx::edit::Edit;
use proof::{counted_labels, coverage, hold, prove, prove_rewritten};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Which tracked changes to take up or back; all of them by default.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// Only those of this author.
    pub author: Option<String>,
    /// Only those made on this day or later, as `2026-11-23` or with a time. Changes without a date are older.
    pub since: Option<String>,
    /// Only those in the section of this name: `resolves`, `recalling#2`, `Article 4`.
    pub section: Option<String>,
}

impl Selection {
    fn takes(&self, change: &Element<'_>) -> bool {
        let by = change.attribute("w:author").unwrap_or_default();
        let when = change.attribute("w:date").unwrap_or_default();
        self.author.as_deref().is_none_or(|author| author == by)
            && self.since.as_deref().is_none_or(|since| *when >= *since)
    }
}

const VIEWS: [View; 2] = [View::Base, View::Revised];

/// The file with marks that were made by hand tracked, and what was assumed; as it is where there are none.
fn tracked<'b>(bytes: &'b [u8], marks: Marks) -> Result<(Cow<'b, [u8]>, Option<Finding>), Error> {
    let mut document = Document::open(bytes)?;
    let Some(hand) = read::docx::hand(&document, marks)? else {
        return Ok((bytes.into(), None));
    };
    let meaning = Meaning {
        change: &|look| hand.change(look),
        sign: hand.sign(),
    };
    for (part, xml) in by_hand::tracked(&mut document, &meaning)? {
        document.package.set(&part, xml.into_bytes());
    }
    Ok((document.package.write()?.into(), Some(hand.finding())))
}

/// The paragraphs whose changes are chosen, by part and number; none where all are.
fn places(
    document: &Document<'_>,
    selection: &Selection,
) -> Result<Option<HashSet<(usize, usize)>>, Error> {
    let Some(section) = &selection.section else {
        return Ok(None);
    };
    let draft = read::docx::draft(document, Marks::Tracked)?;
    let wanted = section.to_lowercase();
    let mut chosen: HashSet<usize> = HashSet::new();
    for view in [View::Base, View::Revised] {
        let outline = Outline::of(&draft, view);
        let of_name = outline
            .sections
            .iter()
            .filter(|s| s.name.to_lowercase() == wanted || s.cited().to_lowercase() == wanted);
        chosen.extend(of_name.flat_map(|s| s.paragraphs.clone()));
    }
    let mut numbers: Vec<HashMap<usize, usize>> = Vec::with_capacity(document.stories.len());
    for story in &document.stories {
        let items = story.body.items.iter().enumerate();
        let paragraphs = items.filter(|(_, item)| matches!(item, Item::Paragraph(_)));
        numbers.push((0..).zip(paragraphs).map(|(n, (at, _))| (at, n)).collect());
    }
    let mut out = HashSet::new();
    for (_, spot) in document
        .spots
        .iter()
        .enumerate()
        .filter(|(k, _)| chosen.contains(k))
    {
        let (story, item) = document.outermost(spot);
        out.extend(numbers[story].get(&item).map(|number| (story, *number)));
    }
    Ok(Some(out))
}

/// Takes tracked changes up (`revised`) or back (`base`) in the file itself. Parts without any stay
/// byte for byte. What acts by itself (macros, controls, menus, what is fetched from other
/// computers, parts whose names lead out of the file) is left out, and the findings tell of it.
///
/// # Errors
/// Where the file is no Word file, or a broken one; where what was written does not hold up.
pub fn resolve(
    bytes: &[u8],
    view: View,
    selection: &Selection,
) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let (inert, left_out) = inert(bytes)?;
    let written = resolved(&inert, view, selection)?;
    // Whatever was chosen, the view says what it said.
    hold((bytes, Marks::Tracked), &written, &[view])?;
    Ok((written, left_out))
}

fn resolved(bytes: &[u8], view: View, selection: &Selection) -> Result<Vec<u8>, Error> {
    let mut document = Document::open(bytes)?;
    let verdict = match view {
        View::Base => Verdict::Reject,
        View::Revised => Verdict::Accept,
    };
    let places = places(&document, selection)?;
    let mut is_changed = false;
    // What stands in boxes is resolved with the paragraphs that they stand in.
    let parts = document
        .stories
        .iter()
        .enumerate()
        .filter(|(_, s)| s.host.is_none());
    for (number, story) in parts {
        let judge = |change: &Element<'_>, paragraph: usize| {
            let is_there = places
                .as_ref()
                .is_none_or(|places| places.contains(&(number, paragraph)));
            if is_there && selection.takes(change) {
                verdict
            } else {
                Verdict::Leave
            }
        };
        let resolved =
            marks::resolve(&story.body, &judge).map_err(|error| error.in_part(&story.name))?;
        if let Some(xml) = resolved {
            let xml = comments::settled(&story.body.xml, xml);
            is_changed = true;
            document.package.set(&story.name, xml.into_bytes());
        }
    }
    if is_changed {
        document.package.write()
    } else {
        Ok(bytes.to_vec())
    }
}

/// Cleans a Word file in place: one view of it, brackets lifted or dropped, clauses numbered afresh where labels are typed
/// (Word counts the others itself), references repaired. The findings say what could not be decided.
///
/// # Errors
/// Where the file is no Word file, or a broken one; where what was written does not hold up.
pub fn clean(
    bytes: &[u8],
    options: &clean::Options,
    marks: Marks,
) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let (inert, left_out) = inert(bytes)?;
    let (tracked, assumed) = tracked(&inert, marks)?;
    let mut findings: Vec<Finding> = assumed.into_iter().chain(left_out).collect();
    let plain = resolved(&tracked, options.view, &Selection::default())?;
    hold((bytes, marks), &plain, &[options.view])?;
    if !options.renumber && options.brackets == clean::Brackets::Keep {
        return Ok((plain, findings));
    }
    let mut document = Document::open(&plain)?;
    let draft = read::docx::draft(&document, Marks::Tracked)?;
    let options = clean::Options {
        view: View::Revised,
        ..*options
    };
    let wanted = clean::clean(&draft, &options);
    let counted = counted_labels(&document, &draft)?;
    let written = rewritten(&mut document, &draft, &wanted)?;
    drop(document);
    if let Some(written) = &written {
        prove_rewritten(&wanted, &counted, written)?;
    }
    findings.extend(wanted.findings);
    Ok((written.unwrap_or(plain), findings))
}

/// The file with other words, without a trace; none where nothing changes. Paragraphs that are not wanted go.
fn rewritten(
    document: &mut Document<'_>,
    draft: &Draft,
    wanted: &Draft,
) -> Result<Option<Vec<u8>>, Error> {
    let by_line: HashMap<u32, &Paragraph> =
        wanted.paragraphs.iter().map(|p| (p.line.new, p)).collect();
    let edits: Vec<Edit> = draft
        .paragraphs
        .iter()
        .map(|paragraph| match by_line.get(&paragraph.line.new) {
            None => Edit::Drop,
            Some(wanted) => edit(paragraph, wanted),
        })
        .collect();
    write::docx::edit::edited(document, &edits)
}

fn edit(now: &Paragraph, wanted: &Paragraph) -> Edit {
    let labels = |p: &Paragraph| {
        (
            p.label_in(View::Revised).map(str::to_owned),
            p.lead_in(View::Revised),
        )
    };
    let (old, new) = (labels(now), labels(wanted));
    if now.words == wanted.words && old == new {
        return Edit::None;
    }
    let lead = |n: usize| u8::try_from(n).unwrap_or(u8::MAX);
    Edit::Words(Box::new(Paragraph {
        label: Some(Box::new(Label {
            text: Diff {
                old: old.0.map(Into::into),
                new: new.0.map(Into::into),
            },
            lead: Diff {
                old: lead(old.1),
                new: lead(new.1),
            },
            ..Label::plain("")
        })),
        words: compare::words(&now.words, &wanted.words),
        ..wanted.clone()
    }))
}

/// How to compare two Word files.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// Which view of each file, where it has tracked changes of its own; both revised by default.
    pub views: Diff<View>,
    /// Who the changes are by.
    pub author: Author,
    /// What shows changes in the two files.
    pub marks: Marks,
    /// Keep the changes that the two files carry already, each under its own author, and compare the files as they were
    /// before them: with all changes taken back the redline says what the older file says with all of its own taken back,
    /// with all taken up what the newer one says with all of its own taken up. `views` are not looked at then.
    pub keep_existing: bool,
    /// Hand the file over without reading it again to see that it holds what it should.
    pub unproved: bool,
    /// Write the right labels into references of the newer file that did not follow their clauses, before comparing.
    pub repair_references: bool,
}

/// A redline as a Word file, and what it says.
#[derive(Debug)]
pub struct Compared {
    /// The newer file with the changes tracked in it.
    pub bytes: Vec<u8>,
    /// Whether it has any tracked change: of words, or of nothing but their look.
    pub is_changed: bool,
    /// The same as a redline of the model.
    pub redline: Redline,
    /// What could not be compared, and what a change cannot show.
    pub findings: Vec<Finding>,
}

/// Compares two Word files and writes the changes into the newer one, as tracked changes.
///
/// ```no_run
/// # fn redline(older: &[u8], newer: &[u8]) -> Result<Vec<u8>, redraft::docx::Error> {
/// use redraft::word::{self, Author, Options};
/// let author = Author { name: "Editor".into(), date: Some("2026-11-23T09:00:00Z".into()) };
/// let options = Options { author, ..Options::default() };
/// let compared = word::compare(older, newer, &options)?;
/// Ok(compared.bytes)
/// # }
/// ```
///
/// # Errors
/// Where one of the files is no Word file, or a broken one; where what was written does not hold up.
pub fn compare(older: &[u8], newer: &[u8], options: &Options) -> Result<Compared, Error> {
    // What the older file carries is not carried on in any case.
    let ((inert_older, _), (inert_newer, left_out)) = (inert(older)?, inert(newer)?);
    let (tracked_older, assumed_older) = tracked(&inert_older, options.marks)?;
    let (tracked_newer, assumed_newer) = tracked(&inert_newer, options.marks)?;
    if !options.unproved {
        hold((older, options.marks), &tracked_older, &VIEWS)?;
        hold((newer, options.marks), &tracked_newer, &VIEWS)?;
    }
    let (older, newer) = (tracked_older, tracked_newer);
    let mut compared = if options.keep_existing {
        on_top(&older, &newer, options)?
    } else {
        afresh(&older, &newer, options)?
    };
    let assumed = [assumed_older, assumed_newer].into_iter().flatten();
    compared.findings.splice(0..0, assumed);
    compared.findings.extend(left_out);
    Ok(compared)
}

/// The file without what acts by itself, and what that was; as it is where there is nothing of the
/// kind.
fn inert(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Vec<Finding>), Error> {
    let mut package = Package::open(bytes)?;
    let found = package.disarm()?.into_iter();
    let told = found.map(|what| Finding::new(Severity::Note, what.code(), 0, 0, what.told()));
    let bytes = match package.is_changed() {
        true => package.write()?.into(),
        false => bytes.into(),
    };
    Ok((bytes, told.collect()))
}

/// Compares one view of each file; changes that the files carry are no more.
fn afresh(older: &[u8], newer: &[u8], options: &Options) -> Result<Compared, Error> {
    let (tracked_older, tracked_newer) = (older, newer);
    let older = resolved(tracked_older, options.views.old, &Selection::default())?;
    let mut newer = resolved(tracked_newer, options.views.new, &Selection::default())?;
    if !options.unproved {
        let views = &options.views;
        hold((tracked_older, Marks::Tracked), &older, &[views.old])?;
        hold((tracked_newer, Marks::Tracked), &newer, &[views.new])?;
    }
    let mut findings = Vec::new();
    if options.repair_references {
        (newer, findings) = repaired(&older, newer, options)?;
    }
    let (mut old, mut new) = (Document::open(&older)?, Document::open(&newer)?);
    let drafts = Diff {
        old: read::docx::draft(&old, Marks::Tracked)?,
        new: read::docx::draft(&new, Marks::Tracked)?,
    };
    let sections = Diff {
        old: old.sections()?,
        new: new.sections()?,
    };
    let redline = compare::compare(&drafts.old, &drafts.new, &compare::Options::default());
    let written = write::docx::redline(&mut old, &mut new, &redline, &options.author)?;
    let is_changed = written.bytes.is_some();
    let bytes = written.bytes.unwrap_or_else(|| newer.clone());
    if !options.unproved {
        prove(&bytes, &drafts, &sections)?;
    }
    findings.extend(coverage(&drafts));
    findings.extend(reshaped(written.reshaped));
    Ok(Compared {
        bytes,
        is_changed,
        redline,
        findings,
    })
}

/// Compares two files as they were before the changes that they carry, and puts the new changes beside those.
fn on_top(older: &[u8], newer: &[u8], options: &Options) -> Result<Compared, Error> {
    let mut aside = Aside::default();
    let mut set = |bytes, is_older| {
        let mut document = Document::open(bytes)?;
        aside.set(&mut document, is_older)?;
        document.package.write()
    };
    let (bare_older, bare_newer) = (set(older, true)?, set(newer, false)?);
    let (mut old, mut new) = (Document::open(&bare_older)?, Document::open(&bare_newer)?);
    let redline = compare::compare(
        &read::docx::draft(&old, Marks::Tracked)?,
        &read::docx::draft(&new, Marks::Tracked)?,
        &compare::Options::default(),
    );
    let written = write::docx::redline(&mut old, &mut new, &redline, &options.author)?;
    let mut lost = None;
    let mut bytes = newer.to_vec();
    if let Some(written) = written.bytes {
        let mut document = Document::open(&written)?;
        lost = aside.back(&mut document, write::docx::attributes(&options.author))?;
        if lost.is_some() {
            bytes = document.package.write()?;
        }
    }
    let (old, new) = (view(older, View::Base)?, view(newer, View::Revised)?);
    let drafts = Diff {
        old: old.0,
        new: new.0,
    };
    if !options.unproved {
        prove(
            &bytes,
            &drafts,
            &Diff {
                old: old.1,
                new: new.1,
            },
        )?;
    }
    let mut findings = coverage(&drafts);
    findings.extend(reshaped(written.reshaped));
    if let Some(lost) = lost.filter(|lost| *lost > 0) {
        findings.push(Finding::new(
            Severity::Note,
            "earlier-changes-left-out",
            0,
            0,
            format!("{lost} × a change of the older file that the newer one has taken back: too much hangs on it to show it still"),
        ));
    }
    Ok(Compared {
        bytes,
        is_changed: lost.is_some(),
        redline: compare::compare(&drafts.old, &drafts.new, &compare::Options::default()),
        findings,
    })
}

/// Text boxes that stand in both files, but look different.
fn reshaped(count: usize) -> Option<Finding> {
    (count > 0).then(|| {
        Finding::new(
            Severity::Note,
            "box-reshaped",
            0,
            0,
            format!("{count} × text box: its place, size or look is another; the newer file's is kept, as no tracked change can show it"),
        )
    })
}

/// The draft that one view of a file is, and the sections of its pages.
pub(crate) fn view(bytes: &[u8], view: View) -> Result<(Draft, Vec<String>), Error> {
    let clean = resolved(bytes, view, &Selection::default())?;
    let document = Document::open(&clean)?;
    let draft = read::docx::draft(&document, Marks::Tracked)?;
    Ok((draft, document.sections()?))
}

/// The newer file with its stale references mended, and what was done.
fn repaired(
    older: &[u8],
    newer: Vec<u8>,
    options: &Options,
) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let before = read::docx::draft(&Document::open(older)?, Marks::Tracked)?;
    let mut document = Document::open(&newer)?;
    let draft = read::docx::draft(&document, Marks::Tracked)?;
    let (wanted, findings) = references::repair(&[before], &draft);
    let counted = counted_labels(&document, &draft)?;
    let written = rewritten(&mut document, &draft, &wanted)?;
    drop(document);
    if let Some(written) = written.as_ref().filter(|_| !options.unproved) {
        prove_rewritten(&wanted, &counted, written)?;
    }
    Ok((written.unwrap_or(newer), findings))
}
