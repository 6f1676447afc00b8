//! One text of a Word file, with nothing in it any more that acts by itself or that is tracked.

use super::coverage::Changes;
use super::held::hold_documents;
use super::{disarmed, settle, verdict, with_marks_tracked};
use crate::docx::Error;
use crate::docx::document::Document;
use crate::docx::package::Package;
use crate::draft::{Finding, View};
use crate::read::Marks;

/// One text of a Word file.
pub(super) struct Plain<'b> {
    /// The file; its package holds what is to be written.
    pub(super) document: Document<'b>,
    /// What was taken for marks that were made by hand.
    pub(super) assumed: Option<Finding>,
    /// What acts by itself, and was left out.
    pub(super) left_out: Vec<Finding>,
    /// The changes that the file carried, of which this text is one view.
    pub(super) carried: Changes,
    bytes: &'b [u8],
}

impl<'b> Plain<'b> {
    /// Reads one text of a file, with all changes taken up or back, and holds it to the letters
    /// that are typed in the file.
    pub(super) fn read(bytes: &'b [u8], marks: Marks, view: View) -> Result<Self, Error> {
        let plain = Self::read_unproved(bytes, marks, view)?;
        if plain.document.package.is_changed() {
            let before = Document::open(bytes)?;
            hold_documents((&before, marks), &plain.document, &[view])?;
        }
        Ok(plain)
    }

    /// The same, not held to anything.
    pub(super) fn read_unproved(bytes: &'b [u8], marks: Marks, view: View) -> Result<Self, Error> {
        let mut package = Package::open(bytes)?;
        let left_out = disarmed(&mut package)?;
        let (mut document, assumed) = with_marks_tracked(Document::of(package)?, marks)?;
        let mut carried = Changes::of(&document);
        match settle(&mut document, &|_, _| verdict(view))? {
            true => document = document.again()?,
            false => carried = Changes::default(),
        }
        Ok(Self {
            document,
            assumed,
            left_out,
            carried,
            bytes,
        })
    }

    /// The text as a file of its own.
    pub(super) fn write(&mut self) -> Result<Vec<u8>, Error> {
        match self.document.package.is_changed() {
            true => self.document.package.write(),
            false => Ok(self.bytes.to_vec()),
        }
    }
}
