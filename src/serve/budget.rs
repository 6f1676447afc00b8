//! The memory that drafts and work may take, shared out before it is taken.
//!
//! A program that the system gives no more memory is ended at once, with all drafts in it: nothing
//! can be said or saved any more. So whatever takes memory in proportion to drafts asks here first,
//! for as much as it may take at most, and is refused if there is not so much left. What it may
//! take is known, for all work is held to it: reading, comparing and writing take a few times the
//! size of the drafts (law 7).
//!
//! Reading in a child process with limits of its own would be the other way. It would guard the
//! reading alone, for the draft has to come back to where it is compared, page after page; it would
//! need a program of ours that can be started, where the library may be part of another one; and
//! limits on a process are to be had on some systems only. This way guards all work, everywhere.

use super::answer::Refusal;
use axum::http::StatusCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Memory is shared out in pieces of this many bytes.
const PIECE: u64 = 64 << 10;

/// How much memory something takes at most: so many times the size of the drafts, and so many
/// bytes besides. Measured over drafts of
/// short clauses with brackets, which take the most, and rounded up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Need {
    times: u64,
    besides: u64,
}

impl Need {
    const fn of_times(times: u64) -> Self {
        let besides = 16 << 20;
        Self { times, besides }
    }

    /// For drafts of this size.
    pub(super) const fn of(self, bytes: u64) -> u64 {
        bytes
            .saturating_mul(self.times)
            .saturating_add(self.besides)
    }
}

/// To read a draft, and to tell the start page of it.
pub(super) const TO_READ: Need = Need::of_times(20);
/// What a draft in memory takes.
pub(super) const A_DRAFT: Need = Need {
    times: 10,
    besides: 0,
};
/// To make a report.
pub(super) const TO_REPORT: Need = Need::of_times(40);
/// What a report in memory takes.
pub(super) const A_REPORT: Need = Need {
    times: 25,
    besides: 0,
};
/// To make a file or a page of a report.
pub(super) const TO_WRITE: Need = Need::of_times(20);

/// All memory that there is to share out.
#[derive(Clone)]
pub(super) struct Budget {
    left: Arc<Semaphore>,
    /// All pieces.
    all: u32,
    /// Those that drafts keep until they are removed.
    kept: Arc<AtomicU32>,
    /// How long to wait for the end of other work.
    patience: Duration,
}

/// A share of the memory; it is given back when this is dropped.
#[derive(Debug)]
pub(super) struct Share(OwnedSemaphorePermit);

/// A share that is kept for as long as a draft or a report is in memory.
#[derive(Debug)]
pub(super) struct Kept {
    share: Share,
    count: Arc<AtomicU32>,
}

impl Drop for Kept {
    fn drop(&mut self) {
        self.count.fetch_sub(self.share.pieces(), Ordering::Relaxed);
    }
}

impl Share {
    fn pieces(&self) -> u32 {
        u32::try_from(self.0.num_permits()).unwrap_or(u32::MAX)
    }

    /// So much of it; the rest is given back.
    pub(super) fn cut(mut self, bytes: u64) -> Self {
        let pieces = pieces(bytes).min(self.pieces());
        match self.0.split(pieces as usize) {
            Some(part) => Self(part),
            None => self,
        }
    }

    /// Takes up another share.
    pub(super) fn add(&mut self, other: Self) {
        self.0.merge(other.0);
    }
}

fn pieces(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(PIECE)).unwrap_or(u32::MAX)
}

impl Budget {
    pub(super) fn new(bytes: u64, patience: Duration) -> Self {
        let all = pieces(bytes);
        Self {
            left: Arc::new(Semaphore::new(all as usize)),
            all,
            kept: Arc::default(),
            patience,
        }
    }

    /// A share, if there is so much left now.
    pub(super) fn now(&self, bytes: u64) -> Option<Share> {
        let left = Arc::clone(&self.left).try_acquire_many_owned(pieces(bytes));
        left.ok().map(Share)
    }

    /// A share, when other work has given back what it took.
    pub(super) async fn ask(&self, bytes: u64) -> Result<Share, Refusal> {
        let free = self.all.saturating_sub(self.kept.load(Ordering::Relaxed));
        if pieces(bytes) > free {
            return Err(self.too_much(bytes));
        }
        let share = Arc::clone(&self.left).acquire_many_owned(pieces(bytes));
        match timeout(self.patience, share).await {
            Ok(Ok(share)) => Ok(Share(share)),
            _ => Err(busy()),
        }
    }

    /// Keeps so much of a share, and gives the rest back.
    pub(super) fn keep(&self, share: Share, bytes: u64) -> Kept {
        let share = share.cut(bytes);
        self.kept.fetch_add(share.pieces(), Ordering::Relaxed);
        Kept {
            count: Arc::clone(&self.kept),
            share,
        }
    }

    fn too_much(&self, bytes: u64) -> Refusal {
        let megabytes = |bytes: u64| bytes.div_ceil(1_000_000);
        let kept = u64::from(self.kept.load(Ordering::Relaxed)) * PIECE;
        let all = u64::from(self.all) * PIECE;
        let what_to_do = match kept {
            0 => "it is too large for this computer",
            _ => "remove some drafts first",
        };
        Refusal::too_much(format!(
            "this may take {} MB of memory; {} of {} MB are left: {what_to_do}",
            megabytes(bytes),
            all.saturating_sub(kept) / 1_000_000,
            megabytes(all),
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

/// Half of the memory that this computer can spare; two gigabytes where it does not say.
pub(super) fn spare() -> u64 {
    const UNKNOWN: u64 = 4 << 30;
    let said = [available(), of_this_group(), of_this_program()];
    said.into_iter().flatten().min().unwrap_or(UNKNOWN) / 2
}

/// `MemAvailable:   123 kB`: what the system could give without swapping.
fn available() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}

/// What is left to the container that the program runs in.
fn of_this_group() -> Option<u64> {
    let number = |file: &str| -> Option<u64> {
        let said = std::fs::read_to_string(format!("/sys/fs/cgroup/{file}")).ok()?;
        said.trim().parse().ok()
    };
    Some(number("memory.max")?.saturating_sub(number("memory.current").unwrap_or(0)))
}

/// What the program itself may take, if whoever started it set a limit.
fn of_this_program() -> Option<u64> {
    let said = std::fs::read_to_string("/proc/self/limits").ok()?;
    let line = said
        .lines()
        .find_map(|line| line.strip_prefix("Max address space"))?;
    line.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn budget(pieces: u64) -> Budget {
        Budget::new(pieces * PIECE, Duration::ZERO)
    }

    fn asked(budget: &Budget, pieces: u64) -> Result<Share, Refusal> {
        tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap()
            .block_on(budget.ask(pieces * PIECE))
    }

    #[test]
    fn no_more_is_shared_out_than_there_is() {
        let budget = budget(10);
        let most = asked(&budget, 6).unwrap();
        assert!(budget.now(5 * PIECE).is_none());
        // There will be room when the first is done.
        let busy = asked(&budget, 5).unwrap_err();
        assert_eq!(busy.status, StatusCode::SERVICE_UNAVAILABLE);
        drop(most);
        assert!(asked(&budget, 10).is_ok());
        let never = asked(&budget, 11).unwrap_err();
        assert_eq!(never.status, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[test]
    fn what_is_kept_is_told() {
        let budget = budget(100);
        let share = asked(&budget, 60).unwrap();
        let kept = budget.keep(share, 20 * PIECE);
        let refused = asked(&budget, 90).unwrap_err();
        assert!(
            refused.message.contains("remove some drafts"),
            "{refused:?}"
        );
        assert!(budget.now(80 * PIECE).is_some());
        drop(kept);
        assert!(asked(&budget, 100).is_ok());
    }

    #[test]
    fn a_share_can_grow() {
        let budget = budget(3);
        let mut share = budget.now(PIECE).unwrap();
        share.add(budget.now(PIECE).unwrap());
        assert!(budget.now(2 * PIECE).is_none());
        drop(share);
        assert!(budget.now(3 * PIECE).is_some());
    }

    #[test]
    fn this_computer_has_memory_to_spare() {
        assert!(spare() > 0);
    }
}
