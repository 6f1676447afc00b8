//! Drafts in, a report out: the ways through all rooms that lead to everything a report tells of
//! many drafts.

use crate::draft::history::{Event, History, Revision};
use crate::draft::lives::Lives;
use crate::draft::{Draft, Finding, Redline, References, Register, View};
use crate::history::{self, Weaver};
use crate::json::between::{self, Between};
use crate::json::report::Material;
use crate::{brackets, lives, references};

/// Takes up drafts, oldest first, and tells of them.
///
/// ```
/// use redraft::draft::{View, history::Revision};
/// use redraft::{read, report::Teller};
///
/// let mut teller = Teller::default();
/// for text in ["resolves\n\n1 to meet [soon];\n", "resolves\n\n1 to meet each year;\n"] {
///     let draft = read::read(text.as_bytes(), "draft.md", None)?;
///     teller.add(&draft, Revision::of(&draft, View::Revised));
/// }
/// let told = teller.finish();
/// assert!(told.has_changed());
/// assert_eq!(told.lives.all.len(), 1);
/// # Ok::<(), read::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Teller {
    weaver: Weaver,
    findings: Vec<Vec<Finding>>,
}

/// Everything that a report tells of.
#[derive(Debug)]
pub struct Told {
    /// The drafts as one model.
    pub history: History,
    /// What became of their unresolved passages.
    pub lives: Lives,
    /// What the readers had to say of each draft.
    pub findings: Vec<Vec<Finding>>,
    /// What the drafts refer to.
    pub references: References,
    /// The redline of the last two drafts.
    pub redline: Redline,
}

impl Teller {
    /// Takes up the next draft: the view of it that `about` names.
    pub fn add(&mut self, draft: &Draft, about: Revision) {
        self.weaver.add(draft, about);
        self.findings.push(draft.findings.clone());
    }

    /// All that there is to tell.
    #[must_use]
    pub fn finish(self) -> Told {
        let (history, latest) = self.weaver.finish_with_latest();
        // A draft that stands alone differs in nothing from itself.
        let redline = match history.len() {
            0 | 1 => history::redline(&history, 0, 0),
            _ => latest,
        };
        let drafts: Vec<Draft> = (0..history.len()).map(|k| history.view(k)).collect();
        Told {
            lives: lives::lives(&history),
            references: references::report(&drafts),
            redline,
            history,
            findings: self.findings,
        }
    }
}

impl Told {
    /// What the JSON and the page of a report are made of.
    #[must_use]
    pub fn material(&self) -> Material<'_> {
        Material {
            history: &self.history,
            lives: &self.lives,
            findings: &self.findings,
            references: &self.references,
            redlines: self.redlines(),
        }
    }

    /// The redlines between any two drafts, as they are published: neighbours first, as many as
    /// [`MOST`] allows.
    fn redlines(&self) -> Vec<Between> {
        let count = self.history.len();
        let size = |k: u32| -> usize {
            let paragraphs = self.history.standing(k);
            let words = paragraphs.flat_map(|one| one.threads());
            words.map(|thread| thread.text.len()).sum()
        };
        let sizes: Vec<usize> = (0..count).map(size).collect();
        let mut left = MOST;
        let mut out = Vec::new();
        for (older, newer) in pairs(count) {
            if older + 1 == newer && newer + 1 == count {
                out.push(between::of(older, newer, &self.redline));
                continue;
            }
            let size = sizes[older as usize] + sizes[newer as usize];
            if size <= left {
                left -= size;
                let redline = history::redline(&self.history, older, newer);
                out.push(between::of(older, newer, &redline));
            }
        }
        out
    }

    /// The unresolved passages of the last draft, placed in the redline of the last two.
    #[must_use]
    pub fn register(&self) -> Register {
        brackets::register(&self.redline.draft, View::Revised)
    }

    /// Whether any draft did something to the one before.
    #[must_use]
    pub fn has_changed(&self) -> bool {
        let mut steps = self
            .history
            .lineages
            .iter()
            .flat_map(|lineage| &lineage.steps);
        steps.any(|step| step.revision > 0 || step.event != Event::Introduced)
    }
}

/// So many bytes of drafts are compared for the redlines of one report. Where the drafts are long
/// and many, it holds those that are asked for most.
const MOST: usize = 4 << 20;

/// All pairs of drafts: the nearest first, of those the latest, and all ways forward before the
/// ways back.
fn pairs(count: u32) -> impl Iterator<Item = (u32, u32)> {
    let forward = (1..count).flat_map(move |apart| {
        let last = (apart..count).rev();
        last.map(move |newer| (newer - apart, newer))
    });
    let back = forward.clone().map(|(older, newer)| (newer, older));
    forward.chain(back)
}
