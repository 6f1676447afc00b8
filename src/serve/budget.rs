//! The memory that drafts and work may take, shared out before it is taken.
//!
//! A program that the system gives no more memory is ended at once, with all drafts in it: nothing
//! can be said or saved any more. So whatever takes memory in proportion to drafts asks here first,
//! for as much as it may take at most (`weigh` knows), and is refused if there is not so much.
//!
//! Whoever waits for a share holds none: two that each had a part of what both need would wait for
//! each other. Among those who wait, whoever needs less may come first; so a small draft does not
//! wait for a large one.
//!
//! Reading in a child process with limits of its own would be the other way. It would guard the
//! reading alone, for the draft has to come back to where it is compared, page after page; it would
//! need a program of ours that can be started, where the library may be part of another one; and
//! limits on a process are to be had on some systems only. This way guards all work, everywhere.

use super::answer::Refusal;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::timeout;

/// All memory that there is to share out.
#[derive(Clone)]
pub(super) struct Budget(Arc<Inner>);

struct Inner {
    all: u64,
    left: AtomicU64,
    /// What drafts keep until they are removed.
    kept: AtomicU64,
    /// Something may have been given back.
    stirred: Notify,
    /// How long to wait for the end of other work.
    patience: Duration,
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
        self.0.of.0.kept.fetch_sub(self.0.bytes, Ordering::SeqCst);
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

    /// Gives so much of it, or all, as a share of its own.
    pub(super) fn split(&mut self, bytes: u64) -> Self {
        let bytes = bytes.min(self.bytes);
        self.bytes -= bytes;
        Self {
            bytes,
            of: self.of.clone(),
        }
    }

    /// Takes as much more as is wanting to so many bytes, if there is so much now.
    pub(super) fn grow(&mut self, bytes: u64) -> Result<(), Refusal> {
        let more = bytes.saturating_sub(self.bytes);
        if !self.of.take(more) {
            return Err(busy());
        }
        self.bytes += more;
        Ok(())
    }

    /// Keeps so much of it for a draft, and gives the rest back.
    pub(super) fn keep(mut self, bytes: u64) -> Kept {
        self.cut(bytes);
        self.of.0.kept.fetch_add(self.bytes, Ordering::SeqCst);
        Kept(self)
    }
}

/// What is asked for.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Want {
    pub(super) bytes: u64,
    /// How much of what is kept belongs to the very drafts that this is about.
    pub(super) by_these: u64,
    /// How many drafts this is about, if it is about a list.
    pub(super) drafts: usize,
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
            left: AtomicU64::new(bytes),
            kept: AtomicU64::new(0),
            stirred: Notify::new(),
            patience,
        }))
    }

    fn take(&self, bytes: u64) -> bool {
        let less = |left: u64| left.checked_sub(bytes);
        let left = &self.0.left;
        left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, less)
            .is_ok()
    }

    fn give_back(&self, bytes: u64) {
        if bytes > 0 {
            self.0.left.fetch_add(bytes, Ordering::SeqCst);
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
        self.0.left.load(Ordering::SeqCst)
    }

    /// A share, if there is so much left now.
    pub(super) fn now(&self, bytes: u64) -> Option<Share> {
        self.take(bytes).then(|| Share {
            bytes,
            of: self.clone(),
        })
    }

    /// A share, when other work has given back what it took. `make_room` is told how much is
    /// wanting whenever something may have changed, and says whether it gave back something.
    pub(super) async fn ask(
        &self,
        want: Want,
        make_room: impl Fn(u64) -> bool,
    ) -> Result<Share, Refusal> {
        let inner = &self.0;
        let waited = timeout(inner.patience, async {
            loop {
                // Before looking, so that nothing that is given back meanwhile is missed.
                let stirred = inner.stirred.notified();
                if let Some(share) = self.now(want.bytes) {
                    return Ok(share);
                }
                let kept = inner.kept.load(Ordering::SeqCst);
                if want.bytes > inner.all.saturating_sub(kept) {
                    return Err(self.too_much(want, kept));
                }
                let wanting = want.bytes.saturating_sub(self.left());
                if wanting == 0 || make_room(wanting) {
                    // Others may have been faster: they must have a turn, too.
                    tokio::task::yield_now().await;
                    continue;
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
        let fits_without_others = want.bytes <= all.saturating_sub(want.by_these);
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
            megabytes(want.bytes),
            all / 1_000_000,
        ))
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

    fn asked(budget: &Budget, want: Want) -> Result<Share, Refusal> {
        runtime().block_on(budget.ask(want, |_| false))
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
            bytes: 60,
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
            let large = async move { of.ask(bytes(10), |_| false).await };
            let large = tokio::spawn(large);
            // It looks, and waits.
            tokio::task::yield_now().await;
            assert!(!large.is_finished());
            // Whoever needs less does not wait for it.
            assert!(budget.ask(bytes(2), |_| false).await.is_ok());
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
            cached.take().is_some()
        }));
        assert_eq!((share.ok().unwrap().bytes(), told.get()), (5, 3));
    }

    #[test]
    fn a_share_can_grow_and_be_parted() {
        let budget = budget(10);
        let mut share = budget.now(2).unwrap();
        share.grow(6).ok().unwrap();
        assert!(share.grow(11).is_err() && budget.now(5).is_none());
        let part = share.split(4);
        assert_eq!((share.bytes(), part.bytes()), (2, 4));
        share.cut(1);
        drop(part);
        assert_eq!(budget.now(9).unwrap().bytes(), 9);
    }
}
