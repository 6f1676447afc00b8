//! Where the changes of a draft stand.

use crate::draft::{Addresses, ChangeKind, Diff, Draft, Origin, Outline, TrackedChange, View};

/// Where paragraphs stand in each text.
pub(crate) struct Places {
    addresses: Diff<Addresses>,
    outlines: Diff<Outline>,
}

impl Places {
    pub(crate) fn of(draft: &Draft) -> Self {
        let outlines = Diff {
            old: Outline::of(draft, View::Base),
            new: Outline::of(draft, View::Revised),
        };
        Self {
            addresses: Diff {
                old: Addresses::within(draft, View::Base, &outlines.old),
                new: Addresses::within(draft, View::Revised, &outlines.new),
            },
            outlines,
        }
    }

    pub(crate) fn address(&self, at: usize, view: View) -> Option<String> {
        let address = self.addresses.get(view).get(at);
        (!address.is_empty()).then(|| address.to_owned())
    }

    pub(super) fn section(&self, at: usize, view: View) -> Option<String> {
        let cited = self.outlines.get(view).section_of(at)?.cited();
        (!cited.is_empty()).then_some(cited)
    }

    /// A row that says where a change stands and whose it is, and nothing else yet.
    pub(crate) fn row(
        &self,
        draft: &Draft,
        at: usize,
        kind: ChangeKind,
        origin: Origin,
    ) -> TrackedChange {
        let both = |place: &dyn Fn(View) -> Option<String>| Diff {
            old: place(View::Base),
            new: place(View::Revised),
        };
        TrackedChange {
            number: 0,
            id: String::new(),
            kind,
            address: both(&|view| self.address(at, view)),
            section: both(&|view| self.section(at, view)),
            author: origin.author,
            date: origin.date,
            classes: Vec::new(),
            before: String::new(),
            after: String::new(),
            words: Diff::default(),
            line: draft
                .paragraphs
                .get(at)
                .map(|one| one.line)
                .unwrap_or_default(),
        }
    }
}
