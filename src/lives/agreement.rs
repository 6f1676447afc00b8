//! Clauses that a draft marks as agreed, and the alarm when one of them changes afterwards.

use crate::draft::history::History;
use crate::draft::lives::{Agreement, Alarm, Lives};
use crate::draft::{Kind, View};
use crate::vocabulary;

/// A clause without its mark of agreement, and the mark.
struct Marked<'a> {
    mark: &'a str,
    rest: &'a str,
}

/// Finds the agreements and looks whether the clauses stay as they were.
pub(super) fn watch(history: &History, lives: &mut Lives) {
    // What was agreed of each lineage, and under which agreement.
    let mut agreed: Vec<(u32, usize, String)> = Vec::new();
    let mut seen = vec![false; history.lineages.len()];
    for draft in 0..history.len() {
        let mut alarms = Vec::new();
        agreed.retain(|(lineage, agreement, words)| {
            let alarm = changed(history, *lineage, *agreement, words, draft);
            let stays = alarm.is_none();
            alarms.extend(alarm);
            stays
        });
        alarms.sort_by_key(|alarm: &Alarm| alarm.agreement);
        lives.alarms.extend(alarms);
        for (index, standing) in history.standing(draft).enumerate() {
            let lineage = history.own(standing.piece).lineage;
            if seen[lineage as usize]
                || history.own_face(standing.piece, draft).kind != Kind::Clause
            {
                continue;
            }
            let words = standing.words();
            let text = words.text(View::Revised);
            let Some(marked) = marked(&text) else {
                continue;
            };
            seen[lineage as usize] = true;
            let lines = history
                .revisions
                .get(draft as usize)
                .map(|about| &about.lines);
            agreed.push((lineage, lives.agreements.len(), marked.rest.to_owned()));
            lives.agreements.push(Agreement {
                draft,
                address: history.own_cited(standing.piece, draft).address.clone(),
                line: lines
                    .and_then(|lines| lines.get(index))
                    .copied()
                    .unwrap_or(0),
                mark: marked.mark.into(),
                lineage,
            });
        }
    }
}

fn changed(
    history: &History,
    lineage: u32,
    agreement: usize,
    agreed: &str,
    draft: u32,
) -> Option<Alarm> {
    let standing = history
        .piece_of(lineage, draft)
        .and_then(|piece| history.standing_at(piece, draft));
    let text = standing.map(|standing| standing.words().text(View::Revised).into_owned());
    let now = text
        .as_deref()
        .map_or("", |text| marked(text).map_or(text, |marked| marked.rest));
    if substance(now) == substance(agreed) {
        return None;
    }
    let lines = history
        .revisions
        .get(draft as usize)
        .map(|about| &about.lines);
    let line = standing.and_then(|s| lines.and_then(|lines| lines.get(s.index())).copied());
    Some(Alarm {
        agreement,
        draft,
        address: history.address(lineage, draft).map(Into::into),
        line: line.unwrap_or(0),
        agreed: agreed.trim().to_owned(),
        now: now.trim().to_owned(),
    })
}

/// The words of a clause, brackets among them: not its punctuation, nor the "and" before the last
/// clause of a list.
fn substance(text: &str) -> Vec<&str> {
    let bare = |c: char| c.is_whitespace() || ".,;:".contains(c);
    let mut words: Vec<&str> = text.split(bare).filter(|word| !word.is_empty()).collect();
    if words
        .last()
        .is_some_and(|last| vocabulary::word(last).joins)
    {
        words.pop();
    }
    words
}

/// The mark of agreement at the head or the end of a clause, if there is one.
fn marked(text: &str) -> Option<Marked<'_>> {
    let trimmed = text.trim();
    at_end(trimmed)
        .or_else(|| at_head(trimmed))
        .filter(|marked| marked.rest.chars().any(char::is_alphanumeric))
}

const SIGNS: [char; 8] = ['[', ']', '(', ')', '{', '}', '*', '_'];

fn at_end(text: &str) -> Option<Marked<'_>> {
    let bare = text
        .trim_end_matches(|c: char| SIGNS.contains(&c) || c.is_whitespace() || ".;,".contains(c));
    let start = phrase_at_end(bare)?;
    let before = bare[..start].trim_end();
    let rest = before
        .trim_end_matches(['[', '(', '{', '*', '_'])
        .trim_end();
    let in_signs = rest.len() < before.len();
    let is_apart = rest.ends_with([';', '.', ':', ',', '–', '—']);
    let is_ad_ref = bare[start..].to_lowercase().contains("ad ref");
    (in_signs || is_apart || is_ad_ref).then(|| Marked {
        mark: text[rest.len()..].trim(),
        rest,
    })
}

fn at_head(text: &str) -> Option<Marked<'_>> {
    let bare = text.trim_start_matches(|c: char| SIGNS.contains(&c) || c.is_whitespace());
    let low = bare.to_lowercase();
    let phrase = vocabulary::agreements()
        .iter()
        .find(|phrase| low.starts_with(**phrase) && low.is_char_boundary(phrase.len()))?;
    let after = bare.get(phrase.len()..)?.trim_start_matches('.');
    let rest = after.trim_start_matches([']', ')', '}', '*', '_']);
    let in_signs = rest.len() < after.len() && bare.len() < text.len();
    let rest = rest.trim_start();
    let is_apart = rest.starts_with([':', '–', '—']);
    let rest = rest.trim_start_matches([':', '–', '—']).trim_start();
    (in_signs || is_apart).then(|| Marked {
        mark: text[..text.len() - rest.len()]
            .trim()
            .trim_end_matches([':', '–', '—'])
            .trim_end(),
        rest,
    })
}

fn phrase_at_end(text: &str) -> Option<usize> {
    let low = text.to_lowercase();
    if low.len() != text.len() {
        return None;
    }
    let phrase = vocabulary::agreements()
        .iter()
        .find(|phrase| low.ends_with(**phrase))?;
    let start = text.len() - phrase.len();
    let before = text.get(..start)?.chars().next_back();
    before.is_none_or(|c| !c.is_alphanumeric()).then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_of_agreement() {
        for (text, mark, rest) in [
            ("to act; [agreed]", "[agreed]", "to act;"),
            ("to act [agreed ad ref];", "[agreed ad ref];", "to act"),
            ("to act (agreed)", "(agreed)", "to act"),
            ("to act; *agreed ad ref.*", "*agreed ad ref.*", "to act;"),
            ("to act; agreed", "agreed", "to act;"),
            ("to act ad ref", "ad ref", "to act"),
            ("[agreed] to act;", "[agreed]", "to act;"),
            ("(agreed ad ref) to act;", "(agreed ad ref)", "to act;"),
            ("Agreed: to act;", "Agreed", "to act;"),
        ] {
            let found = marked(text).map(|m| (m.mark, m.rest));
            assert_eq!(found, Some((mark, rest)), "{text}");
        }
        for text in [
            "to carry out what was agreed",
            "agreed conclusions of the Commission",
            "as disagreed",
            "[not agreed] to act",
            "to act [not agreed]",
            "[agreed]",
            "the agreed outcome (see annex)",
        ] {
            assert!(marked(text).is_none(), "{text}");
        }
    }

    #[test]
    fn punctuation_is_no_change() {
        assert_eq!(substance("to act; and"), substance("to act."));
        assert_ne!(substance("to act"), substance("to [act]"));
    }
}
