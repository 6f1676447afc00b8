//! The reports on lists of drafts: made when first asked for, the latest kept.

use super::House;
use super::answer::Refusal;
use super::budget::{A_REPORT, Kept, Share, TO_REPORT};
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
    /// The memory that it takes up.
    _kept: Kept,
}

type Place = (String, Arc<OnceCell<Arc<Report>>>);

/// The latest reports, the last one asked for in front.
#[derive(Default)]
pub(super) struct Reports {
    kept: Mutex<VecDeque<Place>>,
}

impl Report {
    /// The size of what was read from its drafts.
    pub(super) fn weight(&self) -> u64 {
        self.drafts.iter().map(|held| held.weight).sum()
    }
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

    /// Lets go the report that was not asked for the longest; whether there was any. It can be made
    /// again.
    pub(super) fn let_go_oldest(&self) -> bool {
        let Ok(mut kept) = self.kept.lock() else {
            return false;
        };
        let made = kept.iter().rposition(|(_, report)| report.initialized());
        made.and_then(|at| kept.remove(at)).is_some()
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
    /// Memory for some work; what can be made again makes room for it.
    pub(super) async fn afford(&self, bytes: u64) -> Result<Share, Refusal> {
        loop {
            if let Some(share) = self.budget.now(bytes) {
                return Ok(share);
            }
            if !self.reports.let_go_oldest() {
                return self.budget.ask(bytes).await;
            }
        }
    }

    /// The report on a list of drafts.
    pub(super) async fn report(&self, list: &str) -> Result<Arc<Report>, Refusal> {
        let choices = Choice::list(list)?;
        let drafts = self.shelf()?.drafts(&choices)?;
        let place = self.reports.place(list)?;
        let list = list.to_owned();
        let weight: u64 = drafts.iter().map(|held| held.weight).sum();
        let made = place.get_or_try_init(|| async move {
            let share = self.afford(TO_REPORT.of(weight)).await?;
            let budget = self.budget.clone();
            let work = self.works.run(move || {
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
                    _kept: budget.keep(share, A_REPORT.of(weight)),
                }))
            });
            work.await
        });
        made.await.cloned()
    }
}
