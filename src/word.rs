//! Word in, Word out: changes taken up or taken back, and redlines written into the newer file
//! itself.
//!
//! The other rooms do the work; here are the ways through them that begin and end with a .docx
//! file.

mod changes;
mod combine;
mod coverage;
mod held;
mod line_numbers;
mod machinery;
mod numbered;
mod plain;
mod proof;
mod scrubbed;

pub use crate::changes::{NOTHING_CHOSEN, Selection};
use crate::clean;
use crate::compare;
use crate::docx::Error;
use crate::docx::aside::Aside;
use crate::docx::by_hand::{self, Meaning};
use crate::docx::document::Document;
use crate::docx::look;
use crate::docx::package::Package;
use crate::docx::resolve::{self as marks, Judge, Verdict};
use crate::draft::{Diff, Draft, Finding, Label, Paragraph, Redline, Severity, View};
use crate::read::{self, Marks};
use crate::references;
use crate::write;
pub use crate::write::docx::Author;
use crate::write::docx::Comments;
use crate::write::docx::edit::Edit;
pub use changes::TrackedFile;
use changes::numbered_apart;
pub use combine::{CombineOptions, Combined, Copy, combine};
use coverage::{Changes, Holdings, coverage, look_left_out, of_look, settled_before};
pub use coverage::{FORMATTING_CHANGED, FORMATTING_LEFT_OUT};
use held::{hold, hold_rewritten};
pub use line_numbers::number_lines;
use machinery::Machinery;
use plain::Plain;
use proof::{Look, prove};
pub use scrubbed::{SCRUBBED, scrub};
use std::borrow::Cow;
use std::collections::HashMap;

const VIEWS: [View; 2] = [View::Base, View::Revised];

/// The file with marks that were made by hand tracked, and what was assumed; as it is where there
/// are none.
fn tracked<'b>(bytes: &'b [u8], marks: Marks) -> Result<(Cow<'b, [u8]>, Option<Finding>), Error> {
    let (mut document, assumed) = with_marks_tracked(Document::open(bytes)?, marks)?;
    let bytes = match assumed.is_some() {
        true => document.package.write()?.into(),
        false => bytes.into(),
    };
    Ok((bytes, assumed))
}

/// The document with marks that were made by hand tracked, and what was assumed.
fn with_marks_tracked(
    mut document: Document<'_>,
    marks: Marks,
) -> Result<(Document<'_>, Option<Finding>), Error> {
    let Some(hand) = read::docx::hand(&document, marks)? else {
        return Ok((document, None));
    };
    let meaning = Meaning {
        change: &|look| hand.change(look),
        sign: hand.sign(),
    };
    for (part, xml) in by_hand::tracked(&mut document, &meaning)? {
        document.package.set(&part, xml.into_bytes());
    }
    Ok((document.again()?, Some(hand.finding())))
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
    if *selection != Selection::default() {
        return resolve_some(bytes, view, selection);
    }
    let mut plain = Plain::read(bytes, Marks::Tracked, view)?;
    Ok((plain.write()?, plain.left_out))
}

/// The same for the changes that are chosen; the others stay tracked.
fn resolve_some(
    bytes: &[u8],
    view: View,
    selection: &Selection,
) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let file = TrackedFile::read(bytes, Marks::Tracked)?;
    let written = file.settle(&|change| selection.takes(change).then_some(view))?;
    let mut findings = file.findings().to_vec();
    if !file.changes().iter().any(|change| selection.takes(change)) {
        findings.push(selection.chose_nothing(file.changes()));
    }
    Ok((written, findings))
}

const fn verdict(view: View) -> Verdict {
    match view {
        View::Base => Verdict::Reject,
        View::Revised => Verdict::Accept,
    }
}

/// A document with its changes taken up or back as `judge` says.
fn settled<'b>(mut document: Document<'b>, judge: &Judge<'_>) -> Result<Document<'b>, Error> {
    match settle(&mut document, judge)? {
        true => document.again(),
        false => Ok(document),
    }
}

/// Takes the changes of a document up or back as `judge` says, in its package, and says whether
/// there were any.
fn settle(document: &mut Document<'_>, judge: &Judge<'_>) -> Result<bool, Error> {
    let mut settled = Vec::new();
    // What stands in boxes is resolved with the paragraphs that they stand in.
    for story in document.parts() {
        let resolved = marks::resolve(&story.body, judge);
        if let Some(xml) = resolved.map_err(|error| error.in_part(&story.name))? {
            settled.push((story.name.clone(), xml));
        }
    }
    if settled.is_empty() {
        return Ok(false);
    }
    let before = document.shown()?;
    document.put(settled, &before)?;
    Ok(true)
}

/// Cleans a Word file in place: one view of it, brackets lifted or dropped, clauses numbered afresh
/// where labels are typed (Word counts the others itself), references repaired. The findings say
/// what could not be decided.
///
/// # Errors
/// Where the file is no Word file, or a broken one; where what was written does not hold up.
pub fn clean(
    bytes: &[u8],
    options: &clean::Options,
    marks: Marks,
) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let mut plain = Plain::read(bytes, marks, options.view)?;
    let mut findings: Vec<Finding> = plain.assumed.take().into_iter().collect();
    findings.append(&mut plain.left_out);
    if !options.renumber && options.brackets == clean::Brackets::Keep {
        return Ok((plain.write()?, findings));
    }
    let draft = read::docx::draft(&plain.document, Marks::Tracked)?;
    let options = clean::Options {
        view: View::Revised,
        ..*options
    };
    let wanted = clean::clean(&draft, &options);
    let (written, left) = rewritten(&mut plain.document, &draft, &wanted, Proof::Held)?;
    findings.extend(truly_done(wanted.findings, left));
    let written = match written {
        Some(written) => written,
        None => plain.write()?,
    };
    Ok((written, findings))
}

/// Whether a file is read again to see that it holds what it should.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Proof {
    Held,
    Unproved,
}

/// The file with other words, without a trace; none where nothing changes. Paragraphs that are not
/// wanted go. A finding tells of those that stay as they are, though they should not.
fn rewritten(
    document: &mut Document<'_>,
    draft: &Draft,
    wanted: &Draft,
    proof: Proof,
) -> Result<(Option<Vec<u8>>, Vec<Finding>), Error> {
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
    let edited = write::docx::edit::edited(document, &edits)?;
    if let (Some(written), Proof::Held) = (&edited.bytes, proof) {
        hold_rewritten(document, edited.texts, written)?;
    }
    let left = edited.left.iter().filter_map(|k| draft.paragraphs.get(*k));
    let left = left.map(|paragraph| {
        let message = "a field stands in this paragraph: its label and its words stay as they are";
        let line = paragraph.line.new;
        let found = Finding::new(Severity::Warning, "field-left", line, 0, message);
        found.with_help("turn the field into text in Word (Ctrl+Shift+F9), and try again")
    });
    Ok((edited.bytes, left.collect()))
}

/// The findings of a step whose result was written but for the paragraphs that were `left`: nothing
/// is told as mended there.
fn truly_done(mut findings: Vec<Finding>, left: Vec<Finding>) -> Vec<Finding> {
    let is_left = |line: u32| left.iter().any(|left| left.line == line);
    findings.retain(|found| found.code != references::MENDED || !is_left(found.line));
    findings.extend(left);
    findings
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
    /// Keep the changes that the two files carry already, each under its own author, and compare
    /// the files as they were before them: with all changes taken back the redline says what the
    /// older file says with all of its own taken back, with all taken up what the newer one says
    /// with all of its own taken up. `views` are not looked at then.
    pub keep_existing: bool,
    /// Hand the file over without reading it again to see that it holds what it should.
    pub unproved: bool,
    /// Write the right labels into references of the newer file that did not follow their clauses,
    /// before comparing.
    pub repair_references: bool,
    /// Leave out changes of nothing but the look: what stays looks as in the newer file, and no
    /// mark says that it ever looked otherwise.
    pub no_formatting: bool,
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
/// Where one of the files is no Word file, or a broken one; where what was written does not hold
/// up.
pub fn compare(older: &[u8], newer: &[u8], options: &Options) -> Result<Compared, Error> {
    match options.keep_existing {
        true => with_existing(older, newer, options),
        false => without_existing(older, newer, options),
    }
}

/// Compares two files, of each the text that is wanted; no earlier change is carried on.
fn without_existing(older: &[u8], newer: &[u8], options: &Options) -> Result<Compared, Error> {
    let views = &options.views;
    let read = match options.unproved {
        true => Plain::read_unproved,
        false => Plain::read,
    };
    let old = read(older, options.marks, views.old)?;
    let new = read(newer, options.marks, views.new)?;
    let earlier = [
        settled_before("older", views.old, &old.carried),
        settled_before("newer", views.new, &new.carried),
    ];
    let assumed = [old.assumed.clone(), new.assumed.clone()];
    let left_out = new.left_out.clone();
    let mut compared = afresh(old, new, options)?;
    let findings = &mut compared.findings;
    findings.splice(0..0, assumed.into_iter().flatten());
    findings.extend(earlier.into_iter().flatten().chain(left_out));
    Ok(compared)
}

/// Compares two files as they were before their changes, and keeps those.
fn with_existing(older: &[u8], newer: &[u8], options: &Options) -> Result<Compared, Error> {
    // What the older file carries is not carried on in any case.
    let ((inert_older, _), (inert_newer, left_out)) = (inert(older)?, inert(newer)?);
    let (tracked_older, assumed_older) = tracked(&inert_older, options.marks)?;
    let (tracked_newer, assumed_newer) = tracked(&inert_newer, options.marks)?;
    if !options.unproved {
        hold((older, options.marks), &tracked_older, &VIEWS)?;
        hold((newer, options.marks), &tracked_newer, &VIEWS)?;
    }
    let mut compared = on_top(&tracked_older, &tracked_newer, options)?;
    let assumed = [assumed_older, assumed_newer].into_iter().flatten();
    compared.findings.splice(0..0, assumed);
    compared.findings.extend(left_out);
    Ok(compared)
}

/// The file without what acts by itself, and what that was; as it is where there is nothing of the
/// kind.
fn inert(bytes: &[u8]) -> Result<(Cow<'_, [u8]>, Vec<Finding>), Error> {
    let mut package = Package::open(bytes)?;
    let told = disarmed(&mut package)?;
    let bytes = match package.is_changed() {
        true => package.write()?.into(),
        false => bytes.into(),
    };
    Ok((bytes, told))
}

/// Takes out of a package what acts by itself, and says what that was.
fn disarmed(package: &mut Package<'_>) -> Result<Vec<Finding>, Error> {
    let found = package.disarm()?.into_iter();
    let told = found.map(|what| Finding::new(Severity::Note, what.code(), 0, 0, what.told()));
    Ok(told.collect())
}

/// Compares two files that carry no changes any more.
fn afresh(mut old: Plain<'_>, new: Plain<'_>, options: &Options) -> Result<Compared, Error> {
    let mut findings = Vec::new();
    let mended;
    let mut new = new;
    if options.repair_references {
        let repaired = repaired(&old.document, &mut new.document, options)?;
        findings = repaired.1;
        if let Some(bytes) = repaired.0 {
            mended = bytes;
            new = Plain::read_unproved(&mended, Marks::Tracked, View::Revised)?;
        }
    }
    let files = Diff {
        old: Seen::of(&old.document)?,
        new: Seen::of(&new.document)?,
    };
    let redline = options.redline(&files.old.draft, &files.new.draft);
    let carried = Changes::of(&new.document).count;
    // Writing the redline changes the package: where nothing is marked, the newer text stays as
    // it was.
    let newer = new.document.package.clone();
    let (mut written, left_out) =
        options.written(&mut old.document, &mut new.document, &redline)?;
    if let (Some(bytes), true) = (&written.bytes, left_out > 0)
        && Changes::of(&Document::open(bytes)?).count == carried
    {
        written.bytes = None;
    }
    new.document.package = newer;
    let is_changed = written.bytes.is_some();
    let bytes = match written.bytes {
        Some(bytes) => bytes,
        None => new.write()?,
    };
    // The proof reads the file anew.
    drop((old, new));
    let document = Document::open(&bytes)?;
    let of_look = of_look(&document).filter(|_| is_changed);
    if !options.unproved {
        prove(document, &files, &[], options.look())?;
    }
    findings.extend(coverage(&files));
    findings.extend(reshaped(written.reshaped));
    findings.extend(look_left_out(left_out));
    findings.extend(of_look);
    Ok(Compared {
        bytes,
        is_changed,
        redline,
        findings,
    })
}

/// Compares two files as they were before the changes that they carry, and puts the new changes
/// beside those.
fn on_top(older: &[u8], newer: &[u8], options: &Options) -> Result<Compared, Error> {
    let mut aside = Aside::default();
    let mut set = |bytes, is_older| {
        let mut document = Document::open(bytes)?;
        aside.set(&mut document, is_older)?;
        document.package.write()
    };
    let (bare_older, bare_newer) = (set(older, true)?, set(newer, false)?);
    let (mut old, mut new) = (Document::open(&bare_older)?, Document::open(&bare_newer)?);
    let redline = options.redline(
        &read::docx::draft(&old, Marks::Tracked)?,
        &read::docx::draft(&new, Marks::Tracked)?,
    );
    let (written, left_out) = options.written(&mut old, &mut new, &redline)?;
    let mut lost = None;
    let mut bytes = newer.to_vec();
    if let Some(written) = written.bytes {
        let mut document = Document::open(&written)?;
        let back = aside.back(&mut document, write::docx::attributes(&options.author))?;
        lost = back.is_new.then_some(back.lost);
        if lost.is_some() {
            bytes = document.package.write()?;
        }
    }
    if left_out > 0 && lost.is_some() && marks_nothing(&bytes, newer)? {
        (bytes, lost) = (newer.to_vec(), None);
    }
    bytes = numbered_apart(bytes)?;
    let files = Diff {
        old: view(older, View::Base)?,
        new: view(newer, View::Revised)?,
    };
    if !options.unproved {
        // The changes that stay carry the faults that either text of their file has.
        let brought = [
            Machinery::of(&Document::open(older)?),
            Machinery::of(&Document::open(newer)?),
            view(older, View::Revised)?.machinery,
            view(newer, View::Base)?.machinery,
        ];
        prove(Document::open(&bytes)?, &files, &brought, options.look())?;
    }
    let mut findings = coverage(&files);
    findings.extend(reshaped(written.reshaped));
    findings.extend(look_left_out(left_out));
    if let Some(lost) = lost.filter(|lost| *lost > 0) {
        findings.push(Finding::new(
            Severity::Note,
            "earlier-changes-left-out",
            0,
            0,
            format!("{lost} × a change of the older file that the newer one has taken back: too much hangs on it to show it still"),
        ));
    }
    let is_changed = options.marks_any(&bytes)?;
    if is_changed {
        findings.extend(of_look(&Document::open(&bytes)?));
    }
    Ok(Compared {
        is_changed,
        bytes,
        redline: options.redline(&files.old.draft, &files.new.draft),
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

impl Options {
    /// The redline of two drafts, with or without changes of typefaces.
    fn redline(&self, older: &Draft, newer: &Draft) -> Redline {
        let options = compare::Options::default();
        match self.no_formatting {
            true => {
                let (alike, _) = compare::looking_alike(older, newer, &options);
                compare::compare(&alike, newer, &options)
            }
            false => compare::compare(older, newer, &options),
        }
    }

    /// Whether a file has any change that is to be told.
    fn marks_any(&self, bytes: &[u8]) -> Result<bool, Error> {
        let found = Changes::of(&Document::open(bytes)?);
        Ok(found.count > 0 && !(self.no_formatting && found.count == found.of_look))
    }

    /// What is held of the look.
    const fn look(&self) -> Look {
        match self.no_formatting {
            true => Look::LeftOut,
            false => Look::Held,
        }
    }

    /// The redline of two files, written into the newer one; without changes of nothing but the
    /// look, if that is wanted, and how many of those there were.
    fn written(
        &self,
        older: &mut Document<'_>,
        newer: &mut Document<'_>,
        redline: &Redline,
    ) -> Result<(write::docx::Written, usize), Error> {
        let comments = Comments::OfDeleted;
        let mut written = write::docx::redline(older, newer, redline, &self.author, comments)?;
        let Some(bytes) = written.bytes.as_deref().filter(|_| self.no_formatting) else {
            return Ok((written, 0));
        };
        let mut document = Document::open(bytes)?;
        let mut left_out = 0;
        let styles = std::mem::take(&mut document.styles);
        document.change_parts(|body| {
            let (xml, count) = look::without(&body.xml, &styles)?;
            left_out += count;
            Ok((count > 0).then_some(xml))
        })?;
        written.bytes = Some(document.package.write()?);
        Ok((written, left_out))
    }
}

/// Whether a redline marks nothing that the newer file does not mark itself.
fn marks_nothing(redline: &[u8], newer: &[u8]) -> Result<bool, Error> {
    let (redline, newer) = (Document::open(redline)?, Document::open(newer)?);
    Ok(Changes::of(&redline).count == Changes::of(&newer).count)
}

/// What is seen of a file.
pub(crate) struct Seen {
    pub(crate) draft: Draft,
    /// The sections of its pages.
    sections: Vec<String>,
    machinery: Machinery,
    holdings: Holdings,
}

impl Seen {
    fn of(document: &Document<'_>) -> Result<Self, Error> {
        Ok(Self {
            draft: read::docx::draft(document, Marks::Tracked)?,
            sections: document.sections()?,
            machinery: Machinery::of(document),
            holdings: Holdings::of(document),
        })
    }
}

/// What is seen of one view of a file.
pub(crate) fn view(bytes: &[u8], view: View) -> Result<Seen, Error> {
    seen_in(Document::open(bytes)?, view)
}

/// What is seen of one view of a document.
fn seen_in(document: Document<'_>, view: View) -> Result<Seen, Error> {
    Seen::of(&settled(document, &|_, _| verdict(view))?)
}

/// The newer file with its stale references mended, if there were any, and what was done.
fn repaired(
    older: &Document<'_>,
    newer: &mut Document<'_>,
    options: &Options,
) -> Result<(Option<Vec<u8>>, Vec<Finding>), Error> {
    let before = read::docx::draft(older, Marks::Tracked)?;
    let draft = read::docx::draft(newer, Marks::Tracked)?;
    let (wanted, findings) = references::repair(&[before], &draft);
    let proof = match options.unproved {
        true => Proof::Unproved,
        false => Proof::Held,
    };
    let (written, left) = rewritten(newer, &draft, &wanted, proof)?;
    Ok((written, truly_done(findings, left)))
}
