//! Each life in words: what it was, draft by draft, and what became of it.

use super::burn_down::markdown;
use super::{name, of};
use crate::draft::lives::{Choice, Ending, Lives, Opening, Outcome, PassageLife, SectionRow, Turn};
use crate::write::columns::cut;
use crate::write::table::{cell, one_line};
use std::fmt::{self, Write};

/// Writes the lives that are asked for, section by section, in lines of `width` columns.
///
/// # Errors
/// Where `out` fails.
pub fn lives(lives: &Lives, choice: &Choice, width: usize, out: &mut dyn Write) -> fmt::Result {
    let picked = picked(lives, choice);
    let mut section = None;
    for (number, life) in &picked {
        let Some(last) = life.states.last() else {
            continue;
        };
        if section != Some(last.section) {
            section = Some(last.section);
            let row = lives.burn_down.sections.get(last.section as usize);
            writeln!(out, "{}", row.map(SectionRow::in_full).unwrap_or_default())?;
        }
        let first = &life.states[0];
        let what = format!(
            "  {:>4}  {} · {} · ",
            number + 1,
            last.passage.address,
            last.passage.kind.as_str().replace('-', " ")
        );
        writeln!(
            out,
            "{}",
            cut(&format!("{what}{}", one_line(&first.passage.text)), width)
        )?;
        for line in told(lives, life) {
            writeln!(out, "{}", cut(&format!("        {line}"), width))?;
        }
    }
    if !picked.is_empty() {
        writeln!(out)?;
    }
    writeln!(
        out,
        "{} of {}",
        picked.len(),
        of(lives.all.len(), "passage")
    )
}

/// The lives that are asked for, by section and place.
pub(super) fn picked<'a>(lives: &'a Lives, choice: &Choice) -> Vec<(usize, &'a PassageLife)> {
    let all = lives.all.iter().enumerate();
    let mut picked: Vec<_> = all.filter(|(_, life)| choice.picks(lives, life)).collect();
    let place = |life: &PassageLife| {
        life.states
            .last()
            .map(|state| (state.section, state.draft, state.passage.span))
    };
    picked.sort_by_key(|(number, life)| (place(life), *number));
    picked
}

/// What each draft did to a passage, a line a draft.
pub(super) fn told(lives: &Lives, life: &PassageLife) -> Vec<String> {
    let mut out = Vec::new();
    for (at, state) in life.states.iter().enumerate() {
        let happened = if at == 0 {
            opening(lives, life)
        } else if state.turns.is_empty() {
            "as before".to_owned()
        } else {
            let turns: Vec<String> = state.turns.iter().map(Turn::in_words).collect();
            format!("{}: {}", turns.join("; "), one_line(&state.passage.text))
        };
        out.push(format!("{}  {happened}", name(lives, state.draft)));
    }
    match &life.ending {
        Some(end) => out.push(format!("{}  {}", name(lives, end.draft), ending(end))),
        None => {
            if let Some(last) = out.last_mut() {
                last.push_str("; still open");
            }
        }
    }
    out
}

fn opening(lives: &Lives, life: &PassageLife) -> String {
    match life.opening {
        Opening::First => "open in the first draft".to_owned(),
        Opening::New => "opened with new text".to_owned(),
        Opening::Around => "opened: brackets put round standing text".to_owned(),
        Opening::SplitOff(whole) => {
            format!(
                "split off from {}, open since {}",
                whole + 1,
                name(lives, life.since)
            )
        }
        Opening::Reopened(before) => format!("opened again: text of {}", before + 1),
    }
}

pub(super) fn ending(end: &Ending) -> String {
    let mut out = end.outcome.in_words().to_owned();
    if let Some(into) = end.into {
        out = format!("merged into {}", into + 1);
    }
    if end.outcome == Outcome::Dropped && end.with_clause {
        out = "dropped with its clause".to_owned();
    }
    if end.within {
        out.push_str(" within brackets that stay");
    }
    if let Some(address) = end
        .address
        .as_deref()
        .filter(|_| end.outcome != Outcome::Dropped)
    {
        let _ = write!(out, " ({address})");
    }
    if !end.words.is_empty() {
        let _ = write!(out, ": {}", one_line(&end.words));
    }
    out
}

/// Writes the lives that are asked for as a Markdown table.
///
/// # Errors
/// Where `out` fails.
pub fn lives_markdown(lives: &Lives, choice: &Choice, out: &mut dyn Write) -> fmt::Result {
    let head = ["no.", "where", "kind", "passage", "life", "outcome"];
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for (number, life) in picked(lives, choice) {
        let Some(last) = life.states.last() else {
            continue;
        };
        rows.push(vec![
            (number + 1).to_string(),
            cell(&last.passage.address),
            last.passage.kind.as_str().replace('-', " "),
            cell(&last.passage.text),
            told(lives, life)
                .iter()
                .map(|line| cell(line))
                .collect::<Vec<_>>()
                .join("<br>"),
            life.outcome().in_words().to_owned(),
        ]);
    }
    markdown(&rows, out)
}

/// Writes the alarms: agreed clauses that changed afterwards.
///
/// # Errors
/// Where `out` fails.
pub fn alarms(lives: &Lives, out: &mut dyn Write) -> fmt::Result {
    for alarm in &lives.alarms {
        let Some(agreed) = lives.agreements.get(alarm.agreement) else {
            continue;
        };
        let now = match &alarm.address {
            Some(address) => format!("changed in {} ({address})", name(lives, alarm.draft)),
            None => format!("gone from {}", name(lives, alarm.draft)),
        };
        writeln!(
            out,
            "{}, {} in {}, {now}",
            agreed.address,
            agreed.mark,
            name(lives, agreed.draft)
        )?;
        writeln!(out, "  agreed: {}", one_line(&alarm.agreed))?;
        if !alarm.now.is_empty() {
            writeln!(out, "  now:    {}", one_line(&alarm.now))?;
        }
    }
    Ok(())
}
