//! [Draft] -> History: the drafts are woven into one model, one after the other.
//!
//! Each new draft is compared with the one before by the one comparison there is; the redline says
//! of every mark and every word whether it stays, goes or comes, and is woven into the history
//! ([`weave`](self)); what the draft did is what it says. So is the redline between any two drafts
//! that comparison ([`redline()`]). Then words that came are looked up among all that ever went:
//! those that came back keep their origin.

mod edits;
mod kin;
mod loom;
mod lost;
mod redline;
mod reunite;
mod story;
mod weave;

pub use redline::redline;
pub use story::story;

use crate::draft::history::{History, Revision};
use crate::draft::{Draft, Redline, View};
use lost::Lost;
use std::borrow::Cow;

/// Makes a history, draft by draft. One more draft costs what it changes, and a look at what
/// stands.
///
/// ```
/// use redraft::draft::history::Revision;
/// use redraft::{draft::View, history::Weaver, read};
///
/// let mut weaver = Weaver::default();
/// for text in ["resolves\n\n1 that States should act;\n", "resolves\n\n1 to meet;\n\n2 that States shall act;\n"] {
///     let draft = read::read(text.as_bytes(), "draft.md", None)?;
///     let about = Revision::of(&draft, View::Revised);
///     weaver.add(&draft, about);
/// }
/// let history = weaver.finish();
/// let lineage = history.standing(1).nth(2).expect("the second clause").lineage();
/// assert_eq!(history.address(lineage, 0), Some("resolves 1"));
/// assert_eq!(history.address(lineage, 1), Some("resolves 2"));
/// # Ok::<(), read::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Weaver {
    history: History,
    lost: Lost,
    /// The redline from the last draft but one to the last.
    latest: Redline,
}

impl Weaver {
    /// Adds the next draft: the view of it that `about` names.
    pub fn add(&mut self, draft: &Draft, about: Revision) {
        // A draft without changes is its revised view: it need not be copied.
        let draft = match about.view {
            View::Revised if !draft.is_marked() => Cow::Borrowed(draft),
            view => Cow::Owned(draft.view(view)),
        };
        // What went before is in the history.
        self.latest = Redline::default();
        self.latest = weave::weave(&mut self.history, &mut self.lost, &draft, about);
    }

    /// The history so far.
    #[must_use]
    pub const fn history(&self) -> &History {
        &self.history
    }

    /// The history.
    #[must_use]
    pub fn finish(self) -> History {
        self.history
    }

    /// The history, and the redline from the last draft but one to the last: [`redline()`] would
    /// make it once more.
    pub(crate) fn finish_with_latest(self) -> (History, Redline) {
        (self.history, self.latest)
    }
}

/// The history of some drafts, of which their revised views are taken.
#[must_use]
pub fn history<'a>(drafts: impl IntoIterator<Item = &'a Draft>) -> History {
    let mut weaver = Weaver::default();
    for draft in drafts {
        weaver.add(draft, Revision::of(draft, View::Revised));
    }
    weaver.finish()
}

impl Revision {
    /// What a draft says of itself. It is called by the name of its source.
    #[must_use]
    pub fn of(draft: &Draft, view: View) -> Self {
        Self {
            name: draft.source.clone(),
            symbol: draft.masthead.symbol.clone(),
            date: draft.masthead.date.clone(),
            view,
            ..Self::default()
        }
    }
}
