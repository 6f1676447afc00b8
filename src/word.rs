//! Word in, Word out: changes taken up or taken back, and redlines written into the newer file
//! itself.
//!
//! The other rooms do the work; here are the ways through them that begin and end with a .docx
//! file.

mod changes;
mod combine;
mod coverage;
mod held;
mod machinery;
mod numbered;
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
use machinery::Machinery;
use proof::{Look, prove};
pub use scrubbed::{SCRUBBED, scrub};
use std::borrow::Cow;
use std::collections::HashMap;

const VIEWS: [View; 2] = [View::Base, View::Revised];

/// The file with marks that were made by hand tracked, and what was assumed; as it is where there
/// are none.
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
    let (inert, findings) = inert(bytes)?;
    let written = resolved(&inert, view)?;
    hold((bytes, Marks::Tracked), &written, &[view])?;
    Ok((written, findings))
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

/// The file with its changes taken up or back.
fn resolved(bytes: &[u8], view: View) -> Result<Vec<u8>, Error> {
    let verdict = match view {
        View::Base => Verdict::Reject,
        View::Revised => Verdict::Accept,
    };
    settled(bytes, &|_, _| verdict)
}

/// The file with its changes taken up or back as `judge` says.
fn settled(bytes: &[u8], judge: &Judge<'_>) -> Result<Vec<u8>, Error> {
    let mut document = Document::open(bytes)?;
    let mut settled = Vec::new();
    // What stands in boxes is resolved with the paragraphs that they stand in.
    for story in document.parts() {
        let resolved = marks::resolve(&story.body, judge);
        if let Some(xml) = resolved.map_err(|error| error.in_part(&story.name))? {
            settled.push((story.name.clone(), xml));
        }
    }
    if settled.is_empty() {
        return Ok(bytes.to_vec());
    }
    let before = document.shown()?;
    document.put(settled, &before)?;
    document.package.write()
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
    let (inert, left_out) = inert(bytes)?;
    let (tracked, assumed) = tracked(&inert, marks)?;
    let mut findings: Vec<Finding> = assumed.into_iter().chain(left_out).collect();
    let plain = resolved(&tracked, options.view)?;
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
    let (written, left) = rewritten(&mut document, &draft, &wanted, Proof::Held)?;
    findings.extend(truly_done(wanted.findings, left));
    Ok((written.unwrap_or(plain), findings))
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
    // What the older file carries is not carried on in any case.
    let ((inert_older, _), (inert_newer, left_out)) = (inert(older)?, inert(newer)?);
    let (tracked_older, assumed_older) = tracked(&inert_older, options.marks)?;
    let (tracked_newer, assumed_newer) = tracked(&inert_newer, options.marks)?;
    let mut compared = if options.keep_existing {
        if !options.unproved {
            hold((older, options.marks), &tracked_older, &VIEWS)?;
            hold((newer, options.marks), &tracked_newer, &VIEWS)?;
        }
        on_top(&tracked_older, &tracked_newer, options)?
    } else {
        let views = &options.views;
        let plain_older = resolved(&tracked_older, views.old)?;
        let plain_newer = resolved(&tracked_newer, views.new)?;
        if !options.unproved {
            hold((older, options.marks), &plain_older, &[views.old])?;
            hold((newer, options.marks), &plain_newer, &[views.new])?;
        }
        let earlier = [
            settled_before("older", views.old, (&tracked_older, &plain_older))?,
            settled_before("newer", views.new, (&tracked_newer, &plain_newer))?,
        ];
        let mut compared = afresh(&plain_older, plain_newer, options)?;
        compared.findings.extend(earlier.into_iter().flatten());
        compared
    };
    if compared.is_changed {
        compared.findings.extend(of_look(&compared.bytes)?);
    }
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

/// Compares two files that carry no changes any more.
fn afresh(older: &[u8], mut newer: Vec<u8>, options: &Options) -> Result<Compared, Error> {
    let mut findings = Vec::new();
    if options.repair_references {
        (newer, findings) = repaired(older, newer, options)?;
    }
    let (mut old, mut new) = (Document::open(older)?, Document::open(&newer)?);
    let files = Diff {
        old: Seen::of(&old)?,
        new: Seen::of(&new)?,
    };
    let redline = options.redline(&files.old.draft, &files.new.draft);
    let (mut written, left_out) = options.written(&mut old, &mut new, &redline)?;
    if let (Some(bytes), true) = (&written.bytes, left_out > 0)
        && marks_nothing(bytes, &newer)?
    {
        written.bytes = None;
    }
    let is_changed = written.bytes.is_some();
    let bytes = written.bytes.unwrap_or_else(|| newer.clone());
    // The proof opens files of its own.
    drop((old, new));
    if !options.unproved {
        prove(&bytes, &files, &[], options.look())?;
    }
    findings.extend(coverage(&files));
    findings.extend(reshaped(written.reshaped));
    findings.extend(look_left_out(left_out));
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
        prove(&bytes, &files, &brought, options.look())?;
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
    Ok(Compared {
        is_changed: options.marks_any(&bytes)?,
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
    let clean = resolved(bytes, view)?;
    Seen::of(&Document::open(&clean)?)
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
    let proof = match options.unproved {
        true => Proof::Unproved,
        false => Proof::Held,
    };
    let (written, left) = rewritten(&mut document, &draft, &wanted, proof)?;
    drop(document);
    Ok((written.unwrap_or(newer), truly_done(findings, left)))
}
