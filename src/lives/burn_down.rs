//! Counts what stands open, and how one draft leads to the next.

use crate::draft::lives::{Flow, Lives, Opening, Outcome, PassageLife, State};
use crate::draft::{Count, PassageKind};

/// Counts the lives. The sections must be there.
pub(super) fn count(lives: &mut Lives) {
    let drafts = lives.drafts.len();
    let burn_down = &mut lives.burn_down;
    burn_down.total = vec![Count::default(); drafts];
    burn_down.flow = vec![Flow::default(); drafts];
    for row in &mut burn_down.sections {
        row.counts = vec![Count::default(); drafts];
    }
    for life in &lives.all {
        for state in &life.states {
            let draft = state.draft as usize;
            burn_down.total[draft].add(&state.passage);
            if let Some(row) = burn_down.sections.get_mut(state.section as usize) {
                row.counts[draft].add(&state.passage);
            }
        }
        flow(life, &mut burn_down.flow);
    }
}

/// Counts what one passage adds to the way from draft to draft, as long as it is one and no status
/// note.
fn flow(life: &PassageLife, flow: &mut [Flow]) {
    let is_open = |state: &&State| state.passage.kind != PassageKind::StatusNote;
    for state in life.states.iter().filter(is_open) {
        let draft = state.draft as usize;
        flow[draft].open += 1;
        if let Some(next) = flow.get_mut(draft + 1) {
            next.before += 1;
        }
    }
    if life.states.first().is_some_and(|first| is_open(&first)) {
        let flow = &mut flow[life.opened_in() as usize];
        match life.opening {
            Opening::First | Opening::New | Opening::Around => flow.opened += 1,
            Opening::SplitOff(_) => flow.split_off += 1,
            Opening::Reopened(_) => flow.reopened += 1,
        }
    }
    for pair in life.states.windows(2) {
        let [before, now] = pair else { continue };
        let flow = &mut flow[now.draft as usize];
        match (is_open(&before), is_open(&now)) {
            (true, false) => flow.count_end(Outcome::Reworded),
            (false, true) => flow.opened += 1,
            _ => {}
        }
    }
    if let Some(end) = &life.ending
        && life.states.last().is_some_and(|last| is_open(&last))
    {
        flow[end.draft as usize].count_end(end.outcome);
    }
}
