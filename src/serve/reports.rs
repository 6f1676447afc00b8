//! The reports on lists of drafts: made when first asked for, the latest kept.

use super::House;
use super::answer::Refusal;
use super::budget::{Budget, Share, Want, busy};
use super::shelf::{Choice, Held};
use super::weigh::{A_REPORT, TO_REPORT, TO_WRITE, Weight};
use crate::draft::history::Revision;
use crate::report::{Teller, Told};
use std::collections::VecDeque;
use std::ops::Deref;
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
    share: Share,
}

/// A report that somebody works with: it cannot make room for others until this is gone, and
/// then whoever waits for room looks again.
pub(super) struct Lent {
    report: Arc<Report>,
    // Dropped after the report.
    _stir: Stir,
}

struct Stir(Budget);

impl Drop for Stir {
    fn drop(&mut self) {
        self.0.stir();
    }
}

impl Deref for Lent {
    type Target = Report;

    fn deref(&self) -> &Report {
        &self.report
    }
}

/// What is to be done with a report when it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// To tell a few numbers of it.
    Look,
    /// To make a file or a page of it.
    Write,
}

type Place = (String, Arc<OnceCell<Arc<Report>>>);

/// The latest reports, the last one asked for in front.
#[derive(Default)]
pub(super) struct Reports {
    kept: Mutex<VecDeque<Place>>,
}

/// What it takes to make a file of these drafts: the model of them, and two Word files that are
/// taken apart again.
fn to_write(drafts: &[Arc<Held>]) -> u64 {
    let all: Weight = drafts.iter().map(|held| held.read).sum();
    let mut files: Vec<u64> = drafts.iter().map(|held| held.to_rewrite()).collect();
    files.sort_unstable_by(|a, b| b.cmp(a));
    let files = files.iter().take(2);
    files.fold(TO_WRITE.of(all), |sum, one| sum.saturating_add(*one))
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

    /// The report on a list, if it is made.
    fn made(&self, list: &str) -> Option<Arc<Report>> {
        let kept = self.kept.lock().ok()?;
        let (_, report) = kept.iter().find(|(name, _)| name == list)?;
        report.get().cloned()
    }

    /// Lets go reports that nobody works with until so much is given back, first that which was
    /// not asked for the longest: they can be made again. Where all of them are too little, none
    /// is let go, for that would help nobody.
    fn make_room(&self, wanting: u64) -> bool {
        let Ok(mut kept) = self.kept.lock() else {
            return false;
        };
        let mut room = 0_u64;
        let mut gone = Vec::new();
        for (at, (_, place)) in kept.iter().enumerate().rev() {
            let idle = place
                .get()
                .filter(|report| Arc::strong_count(place) == 1 && Arc::strong_count(report) == 1);
            let Some(report) = idle else {
                continue;
            };
            room = room.saturating_add(report.share.bytes());
            gone.push(at);
            if room >= wanting {
                // From the back, so that the places of the others stay.
                for at in gone {
                    kept.remove(at);
                }
                return true;
            }
        }
        false
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
    /// Memory for some work, when there is as much; what can be made again makes room for it.
    pub(super) async fn afford(&self, want: Want) -> Result<Share, Refusal> {
        let make_room = |wanting| self.reports.make_room(wanting);
        self.budget.ask(want, make_room).await
    }

    /// The report on a list of drafts, and the memory for what is to be done with it.
    pub(super) async fn report(&self, list: &str, use_: Use) -> Result<(Lent, Share), Refusal> {
        // A report that was there may have made room for others while this waited for memory.
        const MOST_TRIES: usize = 4;
        let choices = Choice::list(list)?;
        let drafts = self.shelf()?.drafts(&choices)?;
        let weight: Weight = drafts.iter().map(|held| held.read).sum();
        let to_use = match use_ {
            Use::Look => 0,
            Use::Write => to_write(&drafts),
        };
        for _ in 0..MOST_TRIES {
            if let Some(report) = self.reports.made(list)
                && let Some(share) = self.budget.now(to_use)
            {
                // The place is asked for, so that it counts as the latest.
                drop(self.reports.place(list)?);
                return Ok((self.lent(report), share));
            }
            // Nothing is held while this waits, not even the report.
            let is_made = self.reports.made(list).is_some();
            let to_make = if is_made { 0 } else { TO_REPORT.of(weight) };
            let want = Want {
                bytes: to_make.saturating_add(to_use),
                by_these: kept_by(&drafts),
                drafts: drafts.len(),
            };
            let mut share = self.afford(want).await?;
            let rest = share.split(to_use);
            let place = self.reports.place(list)?;
            if is_made && !place.initialized() {
                continue;
            }
            let made = place.get_or_try_init(|| self.make(list, &choices, &drafts, share));
            return Ok((self.lent(made.await?.clone()), rest));
        }
        Err(busy())
    }

    fn lent(&self, report: Arc<Report>) -> Lent {
        Lent {
            report,
            _stir: Stir(self.budget.clone()),
        }
    }

    async fn make(
        &self,
        list: &str,
        choices: &[Choice],
        drafts: &[Arc<Held>],
        mut share: Share,
    ) -> Result<Arc<Report>, Refusal> {
        let (list, choices, drafts) = (list.to_owned(), choices.to_vec(), drafts.to_vec());
        let work = self.works.run(move || {
            let mut teller = Teller::default();
            for (held, choice) in drafts.iter().zip(choices) {
                let about = Revision {
                    view: choice.view,
                    ..held.about.clone()
                };
                teller.add(&held.draft, about);
            }
            let told = teller.finish();
            share.cut(A_REPORT.of(drafts.iter().map(|held| held.read).sum()));
            Ok(Arc::new(Report {
                list,
                drafts,
                told,
                share,
            }))
        });
        work.await
    }
}

/// What these drafts keep, each of them once.
fn kept_by(drafts: &[Arc<Held>]) -> u64 {
    let mut drafts: Vec<_> = drafts
        .iter()
        .map(|held| (held.number, held.keeps()))
        .collect();
    drafts.sort_unstable();
    drafts.dedup();
    drafts.iter().map(|(_, bytes)| bytes).sum()
}
