//! A Word file that says nothing of who worked on it.

use super::held::hold;
use super::machinery::Machinery;
use super::{VIEWS, inert};
use crate::docx::Error;
use crate::docx::document::Document;
use crate::docx::package::Package;
use crate::docx::scrub;
use crate::draft::{Finding, Severity};
use crate::read::Marks;

/// What the finding is called that something was taken out which told who worked on a file.
pub const SCRUBBED: &str = "scrubbed";

/// Takes out of a file what says who worked on it, and when: authors and dates of comments and
/// changes, which stay, numbers of editing sessions, properties, links to templates and the like.
/// No word changes. Authors become “Author”, or “Author 1”, “Author 2” where there are several. The
/// findings say what was taken out, and how often. What acts by itself is left out, too.
///
/// ```no_run
/// # fn hand_out(file: &[u8]) -> Result<Vec<u8>, redraft::docx::Error> {
/// use redraft::{clean, read::Marks, word};
/// let (clean, _) = word::clean(file, &clean::Options::default(), Marks::Auto)?;
/// let (scrubbed, told) = word::scrub(&clean)?;
/// for finding in told {
///     println!("{finding}");
/// }
/// # Ok(scrubbed)
/// # }
/// ```
///
/// # Errors
/// Where the file is no Word file, or a broken one; where what was written does not hold up.
pub fn scrub(bytes: &[u8]) -> Result<(Vec<u8>, Vec<Finding>), Error> {
    let (inert, mut findings) = inert(bytes)?;
    let mut package = Package::open(&inert)?;
    let taken = scrub::scrub(&mut package)?;
    let written = package.write()?;
    hold((bytes, Marks::Tracked), &written, &VIEWS)?;
    hold_comments(&inert, &written)?;
    let note = |code, text| Finding::new(Severity::Note, code, 0, 0, text);
    findings.extend(taken.told().into_iter().map(|text| note(SCRUBBED, text)));
    findings.extend(
        taken
            .left()
            .into_iter()
            .map(|text| note("scrub-left", text)),
    );
    Ok((written, findings))
}

/// Holds the comments, and which answers which, and what leads to what.
fn hold_comments(before: &[u8], after: &[u8]) -> Result<(), Error> {
    let (before, after) = (Document::open(before)?, Document::open(after)?);
    let said = |document: &Document<'_>| -> Vec<_> {
        let all = document.comments.iter();
        all.map(|one| (one.id.clone(), one.text.clone(), one.answers, one.is_done))
            .collect()
    };
    if said(&before) != said(&after) {
        return Err(Error::NotProved("its comments are others".to_owned()));
    }
    match Machinery::of(&after).worse_than(&[&Machinery::of(&before)]) {
        Some(what) => Err(Error::NotProved(format!("in the new file {what}"))),
        None => Ok(()),
    }
}
