//! The memory that drafts and work may take, shared out before it is taken.
//!
//! A program that the system gives no more memory is ended at once, with all drafts in it: nothing
//! can be said or saved any more. So whatever takes memory in proportion to drafts asks here first,
//! for as much as it may take at most (`weigh` knows), and is refused if there is not so much.
//!
//! Whoever asks for a share holds none: two that each had a part of what both need would wait for
//! each other. A file on its way alone has a share that grows, and waits for more; if all that is
//! shared out belongs to those who wait so, one of them is refused, and the others go on. Among
//! those who wait, whoever needs less may come first; so a small draft does not wait for a large
//! one.
//!
//! Reading in a child process with limits of its own would be the other way. It would guard the
//! reading alone, for the draft has to come back to where it is compared, page after page; it would
//! need a program of ours that can be started, where the library may be part of another one; and
//! limits on a process are to be had on some systems only. This way guards all work, everywhere.

use super::answer::Refusal;
use axum::http::StatusCode;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// All memory that there is to share out.
#[derive(Clone)]
pub(super) struct Budget(Arc<Inner>);

struct Inner {
    all: u64,
    account: Mutex<Account>,
    /// Something may have been given back.
    stirred: Notify,
    /// How long to wait for the end of other work.
    patience: Duration,
}

/// How the memory is shared out now.
struct Account {
    left: u64,
    /// What drafts keep until they are removed.
    kept: u64,
    /// What those hold who wait for their shares to grow.
    stuck: u64,
}

/// A share of the memory; it is given back when this is dropped.
pub(super) struct Share {
    bytes: u64,
    of: Budget,
}

/// A share that a draft keeps for as long as it is in memory.
pub(super) struct Kept(Share);

impl Drop for Share {
    fn drop(&mut self) {
        self.of.give_back(self.bytes);
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.0.of.account().kept -= self.0.bytes;
    }
}

impl Share {
    /// How much it is.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// Gives all back but so much.
    pub(super) fn cut(&mut self, bytes: u64) {
        let more = self.bytes.saturating_sub(bytes);
        self.bytes -= more;
        self.of.give_back(more);
    }

    /// Takes as much more as is wanting to so many bytes, when other work has given it back.
    pub(super) async fn grow(&mut self, bytes: u64) -> Result<(), Refusal> {
        let more = bytes.saturating_sub(self.bytes);
        self.of.more(more, self.bytes).await?;
        self.bytes += more;
        Ok(())
    }

    /// Keeps so much of it for a draft, and gives the rest back.
    pub(super) fn keep(mut self, bytes: u64) -> Kept {
        self.cut(bytes);
        self.of.account().kept += self.bytes;
        Kept(self)
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Want {
    pub(super) bytes: u64,
    /// What must be in memory at the same time, and is asked for by itself.
    pub(super) beside: u64,
    /// How much of what is kept belongs to the very drafts that this is about.
    pub(super) by_these: u64,
    /// How many drafts this is about, if it is about a list.
    pub(super) drafts: usize,
}

impl Want {
    /// All that must be in memory at once.
    const fn in_all(self) -> u64 {
        self.bytes.saturating_add(self.beside)
    }
}

impl Kept {
    /// How much it is.
    pub(super) const fn bytes(&self) -> u64 {
        self.0.bytes
    }
}

impl Budget {
    pub(super) fn new(bytes: u64, patience: Duration) -> Self {
        Self(Arc::new(Inner {
            all: bytes,
            account: Mutex::new(Account {
                left: bytes,
                kept: 0,
                stuck: 0,
            }),
            stirred: Notify::new(),
            patience,
        }))
    }

    /// Nothing but sums is done while it is held: it is right even if its holder ended badly.
    fn account(&self) -> MutexGuard<'_, Account> {
        self.0
            .account
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self, bytes: u64) -> bool {
        let mut account = self.account();
        let left = account.left.checked_sub(bytes);
        account.left = left.unwrap_or(account.left);
        left.is_some()
    }

    fn give_back(&self, bytes: u64) {
        if bytes > 0 {
            self.account().left += bytes;
            self.stir();
        }
    }

    /// Has those who wait look again.
    pub(super) fn stir(&self) {
        self.0.stirred.notify_waiters();
    }

    /// All that there is.
    pub(super) fn all(&self) -> u64 {
        self.0.all
    }

    /// What is left now.
    pub(super) fn left(&self) -> u64 {
        self.account().left
    }

    /// A share, if there is so much left now.
    pub(super) fn now(&self, bytes: u64) -> Option<Share> {
        self.take(bytes).then(|| Share {
            bytes,
            of: self.clone(),
        })
    }

    /// Whether there may ever be so much, as long as drafts keep what they keep.
    pub(super) fn may_have(&self, want: Want) -> Result<(), Refusal> {
        let kept = self.account().kept;
        if want.in_all() > self.0.all.saturating_sub(kept) {
            return Err(self.too_much(want, kept));
        }
        Ok(())
    }

    /// A share, when other work has given back what it took. `make_room` is told how much is
    /// wanting whenever something may have changed, and says whether it gave back something.
    pub(super) async fn ask<F: Future<Output = bool>>(
        &self,
        want: Want,
        make_room: impl Fn(u64) -> F,
    ) -> Result<Share, Refusal> {
        let inner = &self.0;
        let waited = timeout(inner.patience, async {
            loop {
                // Before looking, so that nothing that is given back meanwhile is missed.
                let stirred = inner.stirred.notified();
                if let Some(share) = self.now(want.bytes) {
                    return Ok(share);
                }
                self.may_have(want)?;
                let wanting = want.bytes.saturating_sub(self.left());
                if wanting == 0 || make_room(wanting).await {
                    // Others may have been faster: they must have a turn, too.
                    tokio::task::yield_now().await;
                    continue;
                }
                stirred.await;
            }
        });
        waited.await.unwrap_or_else(|_| Err(busy()))
    }

    /// Takes more for a share that has some, when other work has given it back.
    async fn more(&self, more: u64, has: u64) -> Result<(), Refusal> {
        if self.take(more) {
            return Ok(());
        }
        let mut stuck = Stuck::new(self, has);
        let waited = timeout(self.0.patience, async {
            loop {
                let stirred = self.0.stirred.notified();
                if self.take(more) {
                    return Ok(());
                }
                if stuck.must_give_way() {
                    return Err(busy());
                }
                stirred.await;
            }
        });
        waited.await.unwrap_or_else(|_| Err(busy()))
    }

    /// Says what would help.
    fn too_much(&self, want: Want, kept: u64) -> Refusal {
        let all = self.0.all;
        let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
        let fits_without_others = want.in_all() <= all.saturating_sub(want.by_these);
        let what_to_do = if fits_without_others {
            format!(
                "the drafts that are here hold {} MB: remove some that you do not need",
                megabytes(kept)
            )
        } else if want.drafts > 2 {
            "it may fit with fewer drafts in the list".to_owned()
        } else {
            "that is too large for this server; the commands redraft compare and redraft report \
             have no such limit"
                .to_owned()
        };
        Refusal::too_much(format!(
            "this may take {} MB of memory, and there are {} MB for everything; {what_to_do}",
            megabytes(want.in_all()),
            all / 1_000_000,
        ))
    }
}

/// A share that waits to grow: until it grows or is given back, nobody gets what it has.
struct Stuck<'a> {
    has: u64,
    of: &'a Budget,
}

impl<'a> Stuck<'a> {
    fn new(of: &'a Budget, has: u64) -> Self {
        of.account().stuck += has;
        // If this was the last one that went on, one of those who wait must give way.
        of.stir();
        Self { has, of }
    }

    /// Whether nobody is left whose work could end: all that is shared out is held by those who
    /// wait. Only the first that finds it so gives way; the others have what it had. Whoever has
    /// nothing frees nothing, and waits while another one has something.
    fn must_give_way(&mut self) -> bool {
        let mut account = self.of.account();
        let at_work = self.of.0.all - account.left - account.kept - account.stuck;
        let would_free_nothing = self.has == 0 && account.stuck > 0;
        if at_work > 0 || would_free_nothing {
            return false;
        }
        account.stuck -= std::mem::take(&mut self.has);
        true
    }
}

impl Drop for Stuck<'_> {
    fn drop(&mut self) {
        self.of.account().stuck -= self.has;
    }
}

/// There will be room, but not yet.
pub(super) fn busy() -> Refusal {
    Refusal::new(
        StatusCode::SERVICE_UNAVAILABLE,
        "too much is asked for at once; wait a little and ask again",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;
    use std::future::{Ready, ready};

    fn budget(bytes: u64) -> Budget {
        Budget::new(bytes, Duration::ZERO)
    }

    fn runtime() -> tokio::runtime::Runtime {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
    }

    fn bytes(bytes: u64) -> Want {
        Want {
            bytes,
            ..Want::default()
        }
    }

    /// There is nothing that could be made again.
    fn no_room(_: u64) -> Ready<bool> {
        ready(false)
    }

    fn asked(budget: &Budget, want: Want) -> Result<Share, Refusal> {
        runtime().block_on(budget.ask(want, no_room))
    }

    #[test]
    fn no_more_is_shared_out_than_there_is() {
        let budget = budget(10);
        let most = asked(&budget, bytes(6)).ok().unwrap();
        assert!(budget.now(5).is_none());
        // There will be room when the first is done.
        let busy = asked(&budget, bytes(5)).err().unwrap();
        assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE);
        drop(most);
        assert!(asked(&budget, bytes(10)).is_ok());
        let never = asked(&budget, bytes(11)).err().unwrap();
        assert_eq!(never.status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn a_refusal_says_what_helps() {
        let budget = budget(100);
        let kept = budget.now(60).unwrap().keep(50);
        assert_eq!(kept.bytes(), 50);
        let refused = |want: Want| asked(&budget, want).err().unwrap().message;
        assert!(refused(bytes(60)).contains("remove some"));
        assert!(refused(bytes(101)).contains("too large"));
        let of_these = |drafts| Want {
            bytes: 55,
            beside: 5,
            by_these: 45,
            drafts,
        };
        assert!(refused(of_these(2)).contains("too large"));
        assert!(refused(of_these(3)).contains("fewer drafts"));
        drop(kept);
        assert!(asked(&budget, bytes(100)).is_ok());
    }

    #[test]
    fn whoever_waits_gets_what_is_given_back() {
        let budget = Budget::new(10, Duration::from_secs(60));
        let first = budget.now(8).unwrap();
        let large = runtime().block_on(async {
            let of = budget.clone();
            let large = async move { of.ask(bytes(10), no_room).await };
            let large = tokio::spawn(large);
            // It looks, and waits.
            tokio::task::yield_now().await;
            assert!(!large.is_finished());
            // Whoever needs less does not wait for it.
            assert!(budget.ask(bytes(2), no_room).await.is_ok());
            drop(first);
            large.await.unwrap()
        });
        assert_eq!(large.ok().map(|share| share.bytes()), Some(10));
    }

    #[test]
    fn room_is_made_for_what_is_wanting() {
        let budget = Budget::new(10, Duration::from_secs(60));
        let cached = Cell::new(budget.now(8));
        let told = Cell::new(0);
        let share = runtime().block_on(budget.ask(bytes(5), |wanting| {
            told.set(wanting);
            ready(cached.take().is_some())
        }));
        assert_eq!((share.ok().unwrap().bytes(), told.get()), (5, 3));
    }

    #[test]
    fn a_share_can_grow_and_be_cut() {
        let budget = budget(10);
        let mut share = budget.now(2).unwrap();
        runtime().block_on(share.grow(6)).ok().unwrap();
        assert!(budget.now(5).is_none());
        share.cut(1);
        assert_eq!(budget.now(9).unwrap().bytes(), 9);
    }

    #[test]
    fn a_share_grows_when_others_have_given_back() {
        let budget = Budget::new(10, Duration::from_secs(60));
        let (mut grows, other) = (budget.now(4).unwrap(), budget.now(6).unwrap());
        let grown = runtime().block_on(async {
            let grows = tokio::spawn(async move { grows.grow(8).await.map(|()| grows.bytes()) });
            tokio::task::yield_now().await;
            assert!(!grows.is_finished());
            drop(other);
            grows.await.unwrap()
        });
        assert_eq!(grown.ok(), Some(8));
    }

    /// Each has what the other needs: the last one gives way, and the first one goes on.
    #[test]
    fn two_that_grow_do_not_wait_for_each_other() {
        let budget = Budget::new(10, Duration::from_secs(60));
        let shares = [budget.now(5).unwrap(), budget.now(5).unwrap()];
        let grown = runtime().block_on(async {
            let grow = |mut share: Share| async move { share.grow(8).await.is_ok() };
            let tasks = shares.map(|share| tokio::spawn(grow(share)));
            let mut grown = Vec::new();
            for task in tasks {
                grown.push(task.await.unwrap());
            }
            grown
        });
        assert_eq!(grown.iter().filter(|has_grown| **has_grown).count(), 1);
        assert_eq!(budget.left(), 10);
    }

    /// Whoever comes when one must give way, and has nothing yet, waits for what that one frees.
    #[test]
    fn whoever_has_nothing_does_not_give_way() {
        let budget = Budget::new(10, Duration::from_secs(60));
        let [first, second, at_work] = [3, 3, 4].map(|bytes| budget.now(bytes).unwrap());
        let mut newcomer = budget.now(0).unwrap();
        runtime().block_on(async {
            let grow = |mut share: Share| async move { share.grow(9).await.is_ok() };
            let tasks = [first, second].map(|share| tokio::spawn(grow(share)));
            tokio::task::yield_now().await;
            drop(at_work);
            // The others were told, but the newcomer looks first.
            assert!(newcomer.grow(5).await.is_ok());
            drop(newcomer);
            let mut grown = 0;
            for task in tasks {
                grown += u32::from(task.await.unwrap());
            }
            assert_eq!(grown, 1);
        });
    }

    /// Where nobody has anything, there is no more to wait for.
    #[test]
    fn nobody_waits_for_what_nobody_frees() {
        let budget = Budget::new(10, Duration::from_secs(60));
        let kept = budget.now(6).unwrap().keep(6);
        let mut share = budget.now(0).unwrap();
        let grown =
            runtime().block_on(async { timeout(Duration::from_secs(5), share.grow(5)).await });
        assert!(grown.unwrap().is_err());
        drop(kept);
    }
}
