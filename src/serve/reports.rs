//! The reports on lists of drafts: made when first asked for, the latest kept.

use super::House;
use super::answer::Refusal;
use super::shelf::{Choice, Held};
use crate::draft::history::Revision;
use crate::report::{Teller, Told};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use tokio::sync::OnceCell;

/// So many reports are kept: a list that is looked at, the one before, and another tab's.
const MOST: usize = 3;

/// A list of drafts and all that there is to tell of them.
pub(super) struct Report {
    /// The list as it stands in an address.
    pub(super) list: String,
    pub(super) drafts: Vec<Arc<Held>>,
    pub(super) told: Told,
}

type Kept = (String, Arc<OnceCell<Arc<Report>>>);

/// The latest reports, the last one asked for in front.
#[derive(Default)]
pub(super) struct Reports {
    kept: Mutex<VecDeque<Kept>>,
}

impl Reports {
    /// The place of the report on a list: whoever comes first makes it, the others wait for it.
    fn place(&self, list: &str) -> Result<Arc<OnceCell<Arc<Report>>>, Refusal> {
        let mut kept = self
            .kept
            .lock()
            .map_err(|_| Refusal::defect("the reports cannot be looked at"))?;
        let at = kept.iter().position(|(name, _)| name == list);
        let found = at.and_then(|at| kept.remove(at));
        let found = found.unwrap_or_else(|| (list.to_owned(), Arc::default()));
        let place = Arc::clone(&found.1);
        kept.push_front(found);
        kept.truncate(MOST);
        Ok(place)
    }

    /// Lets go what was made of a draft.
    pub(super) fn let_go(&self, number: u32) {
        if let Ok(mut kept) = self.kept.lock() {
            kept.retain(|(list, _)| {
                let list = Choice::list(list).unwrap_or_default();
                list.iter().all(|choice| choice.number != number)
            });
        }
    }
}

impl House {
    /// The report on a list of drafts.
    pub(super) async fn report(&self, list: &str) -> Result<Arc<Report>, Refusal> {
        let choices = Choice::list(list)?;
        let drafts = self.shelf()?.drafts(&choices)?;
        let place = self.reports.place(list)?;
        let list = list.to_owned();
        let made = place.get_or_try_init(|| {
            self.works.run(move || {
                let mut teller = Teller::default();
                for (held, choice) in drafts.iter().zip(choices) {
                    let about = Revision {
                        view: choice.view,
                        ..held.about.clone()
                    };
                    teller.add(&held.draft, about);
                }
                Ok(Arc::new(Report {
                    list,
                    drafts,
                    told: teller.finish(),
                }))
            })
        });
        made.await.cloned()
    }
}
