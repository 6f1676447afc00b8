//! The reports on lists of drafts: made when first asked for, the latest kept.
//!
//! A report is made by a task of its own, and whoever asks for it waits for that: it is made to the
//! end as long as anybody waits, whoever asked first. Whoever waits for memory holds no report, for
//! two could wait for each other's; what may be asked for meanwhile has to be looked up again.

use super::House;
use super::answer::Refusal;
use super::budget::{Budget, Share, Want, busy};
use super::shelf::{Choice, Held};
use super::take::{self, Asked};
use super::weigh::{A_REPORT, TO_REPORT, TO_WRITE, Weight};
use super::works::{free, stumbled};
use crate::draft::history::Revision;
use crate::report::{Teller, Told};
use std::collections::VecDeque;
use std::ops::Deref;
use std::sync::{Arc, Mutex, MutexGuard};
use tokio::sync::watch;

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
#[derive(Clone, Copy)]
pub(super) enum Use<'a> {
    /// To tell a few numbers of it.
    Look,
    /// To make a page of it, or all that is published of it.
    Write,
    /// To make the file of this name.
    Take(&'a str, &'a Asked),
}

impl Use<'_> {
    /// What memory it takes.
    fn needs(self, drafts: &[Arc<Held>]) -> Result<u64, Refusal> {
        match self {
            Self::Look => Ok(0),
            Self::Write => Ok(TO_WRITE.of(weight(drafts))),
            Self::Take(what, asked) => take::needs(what, asked, drafts),
        }
    }
}

/// How far a report has come.
#[derive(Debug, Clone)]
enum Way {
    Begun,
    Made,
    Failed(Refusal),
}

/// The place of a report that is made, or being made.
pub(super) struct Place {
    list: String,
    /// Which one it is: a list may have a place again after it lost one.
    number: u64,
    report: Option<Arc<Report>>,
    /// Those who wait for the report listen here.
    way: watch::Sender<Way>,
}

impl Place {
    /// The report, if nobody works with it or waits for it.
    fn idle(&self) -> Option<&Arc<Report>> {
        let report = self.report.as_ref()?;
        (Arc::strong_count(report) == 1 && self.way.receiver_count() == 0).then_some(report)
    }

    fn wait(&self, budget: &Budget) -> Waiting {
        Waiting {
            way: self.way.subscribe(),
            _stir: Stir(budget.clone()),
        }
    }
}

/// Waits for a report. When it is made, it stays until this is gone.
struct Waiting {
    way: watch::Receiver<Way>,
    // Dropped after the receiver.
    _stir: Stir,
}

impl Waiting {
    /// Waits until the report is made, or else says why it is not. Where its place is gone, whoever
    /// waits looks again.
    async fn end(&mut self) -> Result<(), Refusal> {
        let way = self.way.wait_for(|way| !matches!(way, Way::Begun)).await;
        match way.as_deref() {
            Ok(Way::Failed(refusal)) => Err(refusal.clone()),
            _ => Ok(()),
        }
    }
}

/// What there is of a report.
enum Found {
    Made(Lent),
    OnItsWay(Waiting),
    /// Nothing; now it has a place, and whoever asked has to see that it is made.
    Nothing(u64, Waiting),
}

/// The latest reports, the last one asked for in front.
#[derive(Default)]
pub(super) struct Reports(Mutex<Shelved>);

#[derive(Default)]
struct Shelved {
    places: VecDeque<Place>,
    last: u64,
}

impl Shelved {
    fn at(&self, number: u64) -> Option<usize> {
        self.places.iter().position(|place| place.number == number)
    }

    /// Takes out the idle reports beyond so many, those first that were not asked for the longest.
    fn beyond(&mut self, most: usize) -> Vec<Place> {
        let mut gone = Vec::new();
        for at in (0..self.places.len()).rev() {
            if self.places.len() > most && self.places[at].idle().is_some() {
                gone.extend(self.places.remove(at));
            }
        }
        gone
    }
}

impl Reports {
    fn shelved(&self) -> Result<MutexGuard<'_, Shelved>, Refusal> {
        let shelved = self.0.lock();
        shelved.map_err(|_| Refusal::defect("the reports cannot be looked at"))
    }

    /// What there is of the report on a list, which counts as the latest from now on; and reports
    /// that were kept long enough, for the asker to free.
    fn find(&self, list: &str, budget: &Budget) -> Result<(Found, Vec<Place>), Refusal> {
        let mut shelved = self.shelved()?;
        let at = shelved.places.iter().position(|place| place.list == list);
        let found = if let Some(place) = at.and_then(|at| shelved.places.remove(at)) {
            let found = match &place.report {
                Some(report) => Found::Made(Lent::new(Arc::clone(report), budget)),
                None => Found::OnItsWay(place.wait(budget)),
            };
            shelved.places.push_front(place);
            found
        } else {
            shelved.last += 1;
            let place = Place {
                list: list.to_owned(),
                number: shelved.last,
                report: None,
                way: watch::Sender::new(Way::Begun),
            };
            let found = Found::Nothing(place.number, place.wait(budget));
            shelved.places.push_front(place);
            found
        };
        Ok((found, shelved.beyond(MOST)))
    }

    /// The report on a list, if it is made.
    fn lent(&self, list: &str, budget: &Budget) -> Option<Lent> {
        let shelved = self.shelved().ok()?;
        let place = shelved.places.iter().find(|place| place.list == list)?;
        Some(Lent::new(Arc::clone(place.report.as_ref()?), budget))
    }

    /// Whether anybody still waits for a report that is being made. If not, it loses its place at
    /// the same moment: whoever asks from now on has it made again.
    fn keep_if_awaited(&self, number: u64) -> bool {
        let Ok(mut shelved) = self.shelved() else {
            return false;
        };
        let Some(at) = shelved.at(number) else {
            return false;
        };
        let is_awaited = shelved.places[at].way.receiver_count() > 0;
        if !is_awaited {
            shelved.places.remove(at);
        }
        is_awaited
    }

    /// Tells those who wait how the making of a report ended; what has no place is given back.
    fn end(
        &self,
        number: u64,
        made: Result<Arc<Report>, Refusal>,
        budget: &Budget,
    ) -> Option<Arc<Report>> {
        // Dropped after the lock: those who asked for the report may be gone, and then it can make
        // room at once.
        let _stir = Stir(budget.clone());
        let Ok(mut shelved) = self.shelved() else {
            return made.ok();
        };
        let is_begun = |at: &usize| shelved.places[*at].report.is_none();
        let Some(at) = shelved.at(number).filter(is_begun) else {
            return made.ok();
        };
        match made {
            Ok(report) => {
                let place = &mut shelved.places[at];
                place.report = Some(report);
                place.way.send_replace(Way::Made);
            }
            Err(refusal) => {
                let place = shelved.places.remove(at)?;
                place.way.send_replace(Way::Failed(refusal));
            }
        }
        None
    }

    /// Takes out reports that nobody works with or waits for until so much is given back, first
    /// that which was not asked for the longest: they can be made again. Where all of them are too
    /// little, none is taken, for that would help nobody. That on the list `but` is what the memory
    /// is for.
    fn room(&self, wanting: u64, but: Option<&str>) -> Vec<Place> {
        let Ok(mut shelved) = self.shelved() else {
            return Vec::new();
        };
        let mut room = 0_u64;
        let mut gone = Vec::new();
        for (at, place) in shelved.places.iter().enumerate().rev() {
            if but == Some(&place.list) {
                continue;
            }
            let Some(report) = place.idle() else {
                continue;
            };
            room = room.saturating_add(report.share.bytes());
            gone.push(at);
            if room >= wanting {
                // From the back, so that the places of the others stay.
                let gone = gone.into_iter();
                return gone.filter_map(|at| shelved.places.remove(at)).collect();
            }
        }
        Vec::new()
    }

    /// Takes out what was made of a draft, or is being made of it, for the asker to free.
    pub(super) fn let_go(&self, number: u32) -> Vec<Place> {
        let Ok(mut shelved) = self.shelved() else {
            return Vec::new();
        };
        let is_of = |place: &Place| {
            let list = Choice::list(&place.list).unwrap_or_default();
            list.iter().any(|choice| choice.number == number)
        };
        let (gone, stay) = shelved.places.drain(..).partition(is_of);
        shelved.places = stay;
        Vec::from(gone)
    }
}

impl House {
    /// Memory for some work, when there is as much; reports make room for it, but not that on the
    /// list `but`, which the work is about.
    pub(super) async fn afford(&self, want: Want, but: Option<&str>) -> Result<Share, Refusal> {
        let make_room = |wanting| {
            let gone = self.reports.room(wanting, but);
            async {
                let is_room = !gone.is_empty();
                free(gone).await;
                is_room
            }
        };
        self.budget.ask(want, make_room).await
    }

    /// The report on a list of drafts, and the memory for what is to be done with it.
    pub(super) async fn report(
        self: &Arc<Self>,
        list: &str,
        use_: Use<'_>,
    ) -> Result<(Lent, Share), Refusal> {
        // A report that was there may have made room for others while this waited for memory.
        const MOST_TRIES: usize = 4;
        let choices = Choice::list(list)?;
        for _ in 0..MOST_TRIES {
            let drafts = self.shelf()?.drafts(&choices)?;
            let want = Want {
                bytes: use_.needs(&drafts)?,
                beside: A_REPORT.of(weight(&drafts)),
                by_these: kept_by(&drafts),
                drafts: drafts.len(),
            };
            // Nothing is made of which nothing could be made.
            self.budget.may_have(want)?;
            let report = self.made(list, &choices).await?;
            if let Some(share) = self.budget.now(want.bytes) {
                return Ok((report, share));
            }
            drop(report);
            let share = self.afford(want, Some(list)).await?;
            if let Some(report) = self.reports.lent(list, &self.budget) {
                return Ok((report, share));
            }
        }
        Err(busy())
    }

    /// The report on a list, as soon as it is made.
    async fn made(self: &Arc<Self>, list: &str, choices: &[Choice]) -> Result<Lent, Refusal> {
        // Held until the report is lent: it stays for those who wait for it.
        let mut waiting;
        loop {
            let (found, gone) = self.reports.find(list, &self.budget)?;
            if !gone.is_empty() {
                free(gone).await;
            }
            match found {
                Found::Made(lent) => return Ok(lent),
                Found::OnItsWay(wait) => waiting = wait,
                Found::Nothing(number, wait) => {
                    waiting = wait;
                    let making = Making {
                        house: Arc::clone(self),
                        number,
                    };
                    tokio::spawn(making.run(list.to_owned(), choices.to_vec()));
                }
            }
            waiting.end().await?;
        }
    }
}

/// A report that is being made. Whatever ends that, those who wait are told.
struct Making {
    house: Arc<House>,
    number: u64,
}

impl Drop for Making {
    fn drop(&mut self) {
        self.end(Err(stumbled()));
    }
}

impl Making {
    async fn run(self, list: String, choices: Vec<Choice>) {
        let made = self.make(list, choices).await;
        // Its draft may be gone: then nobody can ask for it.
        free(self.end(made)).await;
    }

    fn end(&self, made: Result<Arc<Report>, Refusal>) -> Option<Arc<Report>> {
        let House {
            reports, budget, ..
        } = &*self.house;
        reports.end(self.number, made, budget)
    }

    async fn make(&self, list: String, choices: Vec<Choice>) -> Result<Arc<Report>, Refusal> {
        let house = &self.house;
        // Looked up after the report has its place: a draft that goes from now on takes it along.
        let drafts = house.shelf()?.drafts(&choices)?;
        let want = Want {
            bytes: TO_REPORT.of(weight(&drafts)),
            by_these: kept_by(&drafts),
            drafts: drafts.len(),
            ..Want::default()
        };
        let share = house.afford(want, None).await?;
        if !house.reports.keep_if_awaited(self.number) {
            return Err(busy());
        }
        let work = move || Ok(Report::of(list, &choices, drafts, share));
        house.works.run(work).await
    }
}

impl Report {
    fn of(list: String, choices: &[Choice], drafts: Vec<Arc<Held>>, mut share: Share) -> Arc<Self> {
        let mut teller = Teller::default();
        for (held, choice) in drafts.iter().zip(choices) {
            let about = Revision {
                view: choice.view,
                ..held.about.clone()
            };
            teller.add(&held.draft, about);
        }
        let told = teller.finish();
        share.cut(A_REPORT.of(weight(&drafts)));
        Arc::new(Self {
            list,
            drafts,
            told,
            share,
        })
    }
}

impl Lent {
    fn new(report: Arc<Report>, budget: &Budget) -> Self {
        Self {
            report,
            _stir: Stir(budget.clone()),
        }
    }
}

/// What drafts weigh together, each as often as it is named.
fn weight(drafts: &[Arc<Held>]) -> Weight {
    drafts.iter().map(|held| held.read).sum()
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

#[cfg(test)]
mod tests {
    use super::super::guard::Gate;
    use super::super::shelf::{Limits, Read, Shelf};
    use super::super::works::Works;
    use super::*;
    use crate::read;
    use std::time::Duration;
    use tokio::task::{JoinHandle, yield_now};

    const DRAFTS: u32 = 4;

    /// What two of the drafts weigh.
    fn two() -> Weight {
        let house = house(u64::MAX);
        weight(&house.shelf().ok().unwrap().drafts(&choices("1.2")).unwrap())
    }

    fn choices(list: &str) -> Vec<Choice> {
        Choice::list(list).unwrap()
    }

    /// A house with drafts that weigh the same, and so much memory for what is made of them.
    fn house(memory: u64) -> Arc<House> {
        let mut shelf = Shelf::new(Limits::default());
        for k in 1..=DRAFTS {
            let text = format!("resolves\n\n1 to act within {k} days [soon];\n");
            let bytes = text.into_bytes();
            let weight = Weight::of_file(&bytes, None);
            let read = Read::of(bytes, weight, "a.txt", read::Options::default());
            let put = shelf.put(read.ok().unwrap(), None);
            assert!(put.is_ok());
        }
        let budget = |bytes| Budget::new(bytes, Duration::from_secs(600));
        Arc::new(House {
            gate: Gate::new(1, "").unwrap(),
            shelf: Mutex::new(shelf),
            reports: Reports::default(),
            works: Works::default(),
            budget: budget(memory),
            arriving: budget(memory),
            patience: super::super::Patience::default(),
            reading: read::Options::default(),
        })
    }

    impl House {
        /// Whether a report is in memory.
        fn has(&self, list: &str) -> bool {
            self.reports.lent(list, &self.budget).is_some()
        }

        /// How many reports were begun.
        fn begun(&self) -> u64 {
            self.reports.shelved().ok().unwrap().last
        }

        async fn look(self: &Arc<Self>, list: &str) -> Lent {
            let (report, _) = self.report(list, Use::Look).await.ok().unwrap();
            report
        }

        /// Asks for a report, and has come to where it waits for something.
        async fn asks(self: &Arc<Self>, list: &'static str, use_: Use<'static>) -> Asks {
            let house = Arc::clone(self);
            let asks = tokio::spawn(async move { house.report(list, use_).await.map(|_| ()) });
            for _ in 0..100 {
                yield_now().await;
            }
            asks
        }
    }

    type Asks = JoinHandle<Result<(), Refusal>>;

    fn run<T>(test: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = { runtime }.enable_time().build().unwrap();
        runtime.block_on(test)
    }

    /// The memory for the making of one report, and nearly enough for another one beside it.
    fn room_for_one() -> u64 {
        TO_REPORT.of(two()) + A_REPORT.of(two()) - 1
    }

    #[test]
    fn an_idle_report_makes_room_for_another() {
        let house = house(room_for_one());
        run(async {
            drop(house.look("1.2").await);
            assert!(house.has("1.2"));
            drop(house.look("3.4").await);
        });
        assert!(house.has("3.4") && !house.has("1.2"));
    }

    #[test]
    fn a_report_that_is_worked_with_stays_until_then() {
        let house = house(room_for_one());
        run(async {
            let lent = house.look("1.2").await;
            let other = house.asks("3.4", Use::Look).await;
            assert!(!other.is_finished() && house.has("1.2"));
            drop(lent);
            assert!(other.await.unwrap().is_ok());
        });
    }

    /// Whoever stops waiting for a report leaves it to whoever needs room.
    #[test]
    fn a_report_that_nobody_waits_for_any_more_makes_room() {
        let house = house(room_for_one());
        run(async {
            drop(house.look("1.2").await);
            let waiting = house.reports.shelved().ok().unwrap().places[0].wait(&house.budget);
            let other = house.asks("3.4", Use::Look).await;
            assert!(!other.is_finished());
            drop(waiting);
            assert!(other.await.unwrap().is_ok());
        });
    }

    /// Somebody asks for a report, and leaves before there is memory to make it; others ask
    /// meanwhile, if they do.
    async fn left_by_the_first(house: &Arc<House>, do_others_ask: bool) -> Option<Asks> {
        let busy = house.budget.now(1);
        let first = house.asks("1.2", Use::Look).await;
        let other = match do_others_ask {
            true => Some(house.asks("1.2", Use::Look).await),
            false => None,
        };
        leaves(first).await;
        drop(busy);
        other
    }

    async fn leaves(asks: Asks) {
        asks.abort();
        assert!(asks.await.unwrap_err().is_cancelled());
    }

    #[test]
    fn a_report_is_made_for_the_others_when_the_first_leaves() {
        let house = house(TO_REPORT.of(two()));
        run(async {
            let other = left_by_the_first(&house, true).await;
            assert!(other.unwrap().await.unwrap().is_ok());
        });
        assert_eq!(house.begun(), 1);
    }

    #[test]
    fn what_nobody_waits_for_is_not_made() {
        let house = house(TO_REPORT.of(two()));
        run(async {
            assert!(left_by_the_first(&house, false).await.is_none());
            // It is made when somebody asks again.
            assert!(house.asks("1.2", Use::Look).await.await.unwrap().is_ok());
        });
        assert!(house.has("1.2"));
    }

    /// Whoever asks for a report just when it is given up, as nobody waits for it, has it made.
    #[test]
    fn what_is_given_up_can_be_asked_for_at_once() {
        let house = house(TO_REPORT.of(two()));
        let find = || house.reports.find("1.2", &house.budget).ok().unwrap().0;
        let Found::Nothing(number, waiting) = find() else {
            panic!("the report has a place already");
        };
        assert!(house.reports.keep_if_awaited(number));
        drop(waiting);
        assert!(!house.reports.keep_if_awaited(number));
        assert!(matches!(find(), Found::Nothing(again, _) if again != number));
        // The end of the first one is not told to whoever waits for the second one.
        house.reports.end(number, Err(busy()), &house.budget);
        assert!(matches!(find(), Found::OnItsWay(_)));
    }

    /// Nobody works yet: whoever wants to has to wait until what this gives is dropped.
    fn all_turns_taken(house: &Arc<House>) -> std::sync::mpsc::Sender<()> {
        let (done, is_done) = std::sync::mpsc::channel();
        let is_done = Arc::new(Mutex::new(is_done));
        for _ in 0..super::super::works::THREADS {
            let (house, is_done) = (Arc::clone(house), Arc::clone(&is_done));
            let work = move || {
                // An error says that the other end was dropped.
                assert!(is_done.lock().unwrap().recv().is_err());
                Ok(())
            };
            tokio::spawn(async move { house.works.run(work).await });
        }
        done
    }

    /// Whoever leaves while the report is being made leaves it to whoever needs room.
    #[test]
    fn a_report_that_nobody_waited_for_to_the_end_makes_room() {
        let house = house(room_for_one());
        run(async {
            let turns = all_turns_taken(&house);
            let first = house.asks("1.2", Use::Look).await;
            let other = house.asks("3.4", Use::Look).await;
            leaves(first).await;
            assert!(!other.is_finished() && house.begun() == 2);
            drop(turns);
            let other = tokio::time::timeout(Duration::from_secs(10), other).await;
            assert!(
                other
                    .expect("it was not told that there is room")
                    .unwrap()
                    .is_ok()
            );
        });
        assert!(house.has("3.4") && !house.has("1.2"));
    }

    #[test]
    fn a_report_does_not_go_for_what_is_made_of_it() {
        let to_write = TO_WRITE.of(two());
        let house = house(TO_REPORT.of(two()) + to_write);
        run(async {
            drop(house.look("1.2").await);
            let other = house.budget.now(house.budget.left() - to_write + 1);
            let writes = house.asks("1.2", Use::Write).await;
            assert!(!writes.is_finished() && house.has("1.2"));
            drop(other);
            assert!(writes.await.unwrap().is_ok());
        });
        assert_eq!(house.begun(), 1);
    }

    #[test]
    fn a_report_goes_with_its_draft() {
        let house = house(TO_REPORT.of(two()));
        run(async {
            drop(house.look("1.2").await);
            let busy = house.budget.now(house.budget.left());
            let other = house.asks("2.3", Use::Look).await;
            let gone = house.shelf().ok().unwrap().let_go(2);
            assert!(gone.is_some());
            assert_eq!(house.reports.let_go(2).len(), 2);
            let refusal = other.await.unwrap().unwrap_err();
            assert!(refusal.message.contains("not here any more"));
            drop(busy);
        });
        assert!(!house.has("1.2"));
    }

    #[test]
    fn no_more_reports_are_kept_than_are_looked_at() {
        let house = house(u64::MAX);
        run(async {
            for list in ["1.2", "2.3", "3.4", "4.1"] {
                drop(house.look(list).await);
            }
            // The next one who asks finds one too many.
            drop(house.look("4.1").await);
        });
        let kept = ["1.2", "2.3", "3.4", "4.1"].map(|list| house.has(list));
        assert_eq!(kept, [false, true, true, true]);
    }

    /// A clean draft is made of one draft, whatever else is on the list.
    #[test]
    fn what_is_made_of_one_draft_needs_no_more() {
        let house = house(u64::MAX);
        let drafts = house.shelf().ok().unwrap().drafts(&choices("1.2.3.4"));
        let drafts = drafts.unwrap();
        let asked = Asked::default();
        let needs = |what| Use::Take(what, &asked).needs(&drafts).ok();
        let of = |drafts: &[Arc<Held>]| Some(TO_WRITE.of(weight(drafts)));
        for what in ["clean.md", "clean.docx", "brackets.csv"] {
            assert_eq!(needs(what), of(&drafts[3..]), "{what}");
        }
        for what in ["redline.md", "redline.docx"] {
            assert_eq!(needs(what), of(&drafts[2..]), "{what}");
        }
        for what in ["page.html", "lives.csv", "brackets.xlsx"] {
            assert_eq!(needs(what), of(&drafts), "{what}");
        }
        assert_eq!(needs("evil.exe"), None);
    }
}
