//! Counts what stands open, and how one draft leads to the next.

use crate::draft::PassageKind;
use crate::draft::lives::{Count, Flow, Lives, Opening, State};

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
            add(&mut burn_down.total[draft], state);
            if let Some(row) = burn_down.sections.get_mut(state.section as usize) {
                add(&mut row.counts[draft], state);
            }
            burn_down.flow[draft].open += 1;
            if let Some(next) = burn_down.flow.get_mut(draft + 1) {
                next.before += 1;
            }
        }
        let flow = &mut burn_down.flow[life.opened_in() as usize];
        match life.opening {
            Opening::First | Opening::New | Opening::Around => flow.opened += 1,
            Opening::SplitOff(_) => flow.split_off += 1,
            Opening::Reopened(_) => flow.reopened += 1,
        }
        if let Some(end) = &life.ending {
            burn_down.flow[end.draft as usize].count_end(end.outcome);
        }
    }
}

fn add(count: &mut Count, state: &State) {
    let passage = &state.passage;
    let is_text = !matches!(
        passage.kind,
        PassageKind::StatusNote | PassageKind::Option | PassageKind::Unmatched
    );
    if passage.kind == PassageKind::StatusNote {
        count.notes += 1;
    } else {
        count.passages += 1;
        count.depth = count.depth.max(passage.depth);
    }
    if passage.depth == 1 && is_text {
        count.words += u32::try_from(passage.words).unwrap_or(u32::MAX);
    }
}
