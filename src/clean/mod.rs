//! Draft -> clean text: a view, brackets lifted or dropped, numbered afresh, references repaired.

mod lift;
mod renumber;
mod tidy;

use crate::draft::{Draft, View};

/// What to do with bracketed text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Brackets {
    /// Leave them as they stand.
    #[default]
    Keep,
    /// Lift them and keep their text; remove status notes.
    Text,
    /// Drop them with their text; remove status notes.
    Drop,
}

/// How to clean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Which text: all changes rejected, or all accepted.
    pub view: View,
    /// Whether to number clauses afresh and repair the references that follow from it.
    pub renumber: bool,
    /// What to do with bracketed text.
    pub brackets: Brackets,
}

/// The clean text, an unmarked draft; its `findings` say what could not be decided.
///
/// ```
/// use redraft::{clean::{self, Brackets, Options}, draft::View, read};
/// let draft = read::read(b"resolves\n\n1 to act;\n\n1 bis to meet [soon];\n\n2 to see to *resolves* 2 above,\n", "x", None)?;
/// let options = Options { renumber: true, brackets: Brackets::Drop, ..Options::default() };
/// let clean = clean::clean(&draft, &options);
/// let last = &clean.paragraphs[3];
/// assert_eq!(last.labelled_text(View::Revised), "3 to see to resolves 3 above,");
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn clean(draft: &Draft, options: &Options) -> Draft {
    let mut out = tidy::view(draft, options.view);
    match options.brackets {
        Brackets::Keep => {}
        Brackets::Text => lift::lift(&mut out),
        Brackets::Drop => lift::drop(&mut out),
    }
    if options.renumber {
        renumber::renumber(&mut out, draft);
    }
    out.findings.sort_by_key(|f| (f.line, f.column));
    out
}
