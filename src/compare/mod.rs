//! (Draft, Draft) -> marked draft: align clauses, then words, then classify.

mod align;
mod assemble;
mod classify;
mod diff;
mod gravity;
mod look;
mod order;
mod sense;
mod spelling;
pub(crate) mod words;

pub(crate) use diff::{Sides, Stretch};
pub use gravity::rank;
pub use look::looking_alike;

use crate::draft::{Class, Diff, Draft, Redline, View, Wording};
use classify::Typefaces;
use std::borrow::Cow;

/// Which view of each draft to compare, where a draft carries changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// The views; both revised by default.
    pub views: Diff<View>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            views: Diff::same(View::Revised),
        }
    }
}

/// Compares two drafts: the redline's base view says what the older draft says, its revised view
/// what the newer one says.
///
/// ```
/// use redraft::{compare, read};
/// let older = read::read(b"resolves\n\n1 that States should act;\n", "older", None)?;
/// let newer = read::read(b"resolves\n\n1 to meet;\n\n2 that States shall act;\n", "newer", None)?;
/// let redline = compare::compare(&older, &newer, &compare::Options::default());
/// let row = &redline.clauses[1];
/// assert_eq!((row.old.as_deref(), row.new.as_deref()), (Some("resolves 1"), Some("resolves 2")));
/// assert!(row.renumbered);
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn compare(older: &Draft, newer: &Draft, options: &Options) -> Redline {
    let older = plain(older, options.views.old);
    let newer = plain(newer, options.views.new);
    let alignment = align::align(&older, &newer);
    let typefaces = Typefaces::of(&older, &newer);
    let mut redline = assemble::assemble((&older, &newer), &alignment, typefaces);
    spelling::settle(&mut redline, typefaces);
    redline
}

/// Two unmarked wordings as one marked wording: its base view is the older one, its revised view
/// the newer one.
#[must_use]
pub fn words(older: &Wording, newer: &Wording) -> Wording {
    diff::diff(older, newer)
}

/// The kinds of change in a marked wording, gravest first, and how many words went out and in.
pub(crate) fn classes_of(words: &Wording) -> (Vec<Class>, Diff<u32>) {
    classify::classify(words, Typefaces::Told)
}

/// Both views of such a marked wording, marked anew: `choose` is given the tokens that stay by it,
/// and says which do.
pub(crate) fn words_by(
    marked: &Wording,
    choose: impl FnOnce(Sides<'_>, Vec<Stretch>) -> Vec<Stretch>,
) -> Wording {
    diff::diff_by(marked, choose)
}

/// The view of a draft; the draft itself where it carries no changes.
fn plain(draft: &Draft, view: View) -> Cow<'_, Draft> {
    if draft.is_marked() {
        Cow::Owned(draft.view(view))
    } else {
        Cow::Borrowed(draft)
    }
}
