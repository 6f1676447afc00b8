//! Work that takes time: done on threads of its own, few at once; a defect ends the work and
//! nothing else.

use super::answer::Refusal;
use super::budget::busy;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::sync::Semaphore;

/// Threads for work; more than work at once, as some wait for others, and some free what is gone.
pub(super) const THREADS: usize = 8;
/// Room on the stack of a thread: what is nested deeply is read by recursion.
pub(super) const STACK: usize = 64 << 20;
/// More requests than this do not wait for their turn.
const MOST_WAITING: usize = 128;

/// So much quick work is done at once, whatever else goes on; with the most of other work it must
/// not be more than there are threads.
const QUICK: usize = 2;
const MOST_TURNS: usize = 4;

/// The work of the server.
#[derive(Debug)]
pub(super) struct Works {
    turns: Arc<Semaphore>,
    quick_turns: Arc<Semaphore>,
    waiting: AtomicUsize,
}

impl Default for Works {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        Self {
            turns: Arc::new(Semaphore::new(cores.clamp(1, MOST_TURNS))),
            quick_turns: Arc::new(Semaphore::new(QUICK)),
            waiting: AtomicUsize::new(0),
        }
    }
}

/// Counts somebody who waits, for as long as it lives.
struct Waits<'a>(&'a AtomicUsize);

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Works {
    /// Does some work when its turn comes.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.run_in(&self.turns, work).await
    }

    /// Does some work that takes no time to speak of: it does not wait for drafts that are read or
    /// compared.
    pub(super) async fn quick<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        self.run_in(&self.quick_turns, work).await
    }

    async fn run_in<T: Send + 'static>(
        &self,
        turns: &Arc<Semaphore>,
        work: impl FnOnce() -> Result<T, Refusal> + Send + 'static,
    ) -> Result<T, Refusal> {
        let waits = self.waiting.fetch_add(1, Ordering::Relaxed);
        let waiting = Waits(&self.waiting);
        if waits >= MOST_WAITING {
            return Err(busy());
        }
        let turn = Arc::clone(turns).acquire_owned().await;
        drop(waiting);
        // The turn goes with the work: whoever asked may have gone away, and the work still takes
        // its thread.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop(turn);
            done
        });
        done.await.unwrap_or_else(|_| Err(stumbled()))
    }
}

/// Frees what takes time to free, a large draft, on a thread for work, and waits for that.
pub(super) async fn free<T: Send + 'static>(gone: T) {
    // Should the thread be missing at the end of the program, all is freed anyway.
    let _ = tokio::task::spawn_blocking(move || drop(gone)).await;
}

/// What is said of a panic.
pub(super) fn stumbled() -> Refusal {
    Refusal::defect(
        "redraft stumbled over this: that is a defect of redraft, not of the draft; all other drafts are still here. Please report it",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::StatusCode;

    #[test]
    #[allow(clippy::panic)]
    fn a_panic_is_a_message_and_the_work_goes_on() {
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let works = Works::default();
        for _ in 0..20 {
            let failed: Result<(), Refusal> =
                runtime.block_on(works.run(|| panic!("on purpose, in a test")));
            let refusal = failed.unwrap_err();
            assert_eq!(refusal.status, StatusCode::INTERNAL_SERVER_ERROR);
            assert!(refusal.message.contains("defect"));
        }
        assert_eq!(runtime.block_on(works.run(|| Ok(7))), Ok(7));
    }

    #[test]
    fn quick_work_does_not_wait_for_other_work() {
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let works = Works::default();
        let all = u32::try_from(works.turns.available_permits()).unwrap();
        let _busy = works.turns.try_acquire_many(all).unwrap();
        assert_eq!(runtime.block_on(works.quick(|| Ok(7))), Ok(7));
    }

    #[test]
    fn what_overflows_the_queue_is_refused() {
        let runtime = tokio::runtime::Builder::new_multi_thread().build().unwrap();
        let works = Works::default();
        works.waiting.store(MOST_WAITING, Ordering::Relaxed);
        let refused = runtime.block_on(works.run(|| Ok(()))).unwrap_err();
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(works.waiting.load(Ordering::Relaxed), MOST_WAITING);
    }
}
