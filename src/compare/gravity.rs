//! How grave a change is: rows of a redline in the order in which a delegate should read them.
//!
//! A score is the gravest thing found in a clause, and a little more for each other thing. The
//! steps:
//!
//! | score | what |
//! |------:|------|
//! | 900 | the sense turns round: a word for its opposite, where the words around it stay |
//! | 860 | a negation that comes or goes alone |
//! | 820, 780 | a condition that goes; one that comes |
//! | 720, 700 | less binding; more binding |
//! | 640 | "and" for "or" |
//! | 600 | another quantity |
//! | 440–540 | other words: the more, the graver; a clause that goes is graver than one that comes |
//! | 120–400 | brackets, dates and places, references |
//! | to 100 | moved, editorial, renumbered |
//!
//! A turn that hides in a clause which stays is graver than a clause that goes, which nobody
//! overlooks. In a clause that was written anew, more than half of it, words come and go for many
//! reasons: what turns there counts as other words. Negations and conditions within long new
//! passages do not turn what was there: they count as other words, too.

use super::sense::{are_opposite, condition, force_of_modal, force_of_verb};
use crate::draft::{
    Change, Class, ClauseChange, Gravity, Outcome, Paragraph, Ranked, Redline, Turn, TurnKind, View,
};
use crate::vocabulary::{self, word as known};
use std::collections::BTreeMap;

/// The rows of a redline that change something, the gravest first; rows of one gravity in the order
/// of the draft.
///
/// ```
/// use redraft::{compare, draft::TurnKind, read};
/// let older = read::read(b"resolves\n\n1 that ships shall carry lamps;\n\n2 that harbours are unsafe at night.\n", "older", None)?;
/// let newer = read::read(b"resolves\n\n1 that ships shall bear lamps;\n\n2 that harbours are safe at night.\n", "newer", None)?;
/// let redline = compare::compare(&older, &newer, &compare::Options::default());
/// let ranked = compare::rank(&redline);
/// assert_eq!(ranked[0].row, 1);
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn rank(redline: &Redline) -> Vec<Ranked> {
    let nothing = Paragraph::default();
    let mut out: Vec<Ranked> = redline
        .clauses
        .iter()
        .enumerate()
        .filter(|(_, row)| changes(row))
        .map(|(k, row)| {
            let paragraph = redline
                .draft
                .paragraphs
                .get(row.paragraph)
                .unwrap_or(&nothing);
            Ranked {
                row: k,
                gravity: weigh(row, paragraph),
            }
        })
        .collect();
    out.sort_by_key(|ranked| std::cmp::Reverse(ranked.gravity.score));
    out
}

/// A number alone that follows from a clause put in or taken out changes nothing.
fn changes(row: &ClauseChange) -> bool {
    row.outcome != Outcome::Unchanged || row.classes.iter().any(|c| *c != Class::Numbering)
}

fn weigh(row: &ClauseChange, paragraph: &Paragraph) -> Gravity {
    let mut score = of_classes(row);
    let mut turns = Vec::new();
    if !matches!(row.outcome, Outcome::Inserted | Outcome::Deleted) && stays(paragraph) {
        turns = turns_of(paragraph);
        // The numbers of clauses and documents are no quantities.
        turns.retain(|t| t.kind != TurnKind::Number || row.classes.contains(&Class::Number));
        turns.sort_by_key(|turn| std::cmp::Reverse(worth(turn)));
        turns.dedup();
    }
    if let Some((first, others)) = turns.split_first() {
        let more: u16 = others.iter().map(|t| worth(t) / 100).sum();
        score = score.max(worth(first)) + more.min(MOST_MORE);
    }
    Gravity { score, turns }
}

/// The most that other turns add to the gravest one: never as much as lies between two of its
/// kinds.
const MOST_MORE: u16 = 18;

const fn worth(turn: &Turn) -> u16 {
    match turn.kind {
        TurnKind::Opposite => 900,
        TurnKind::Negation => 860,
        TurnKind::ConditionLost => 820,
        TurnKind::ConditionGained => 780,
        TurnKind::Weaker => 720,
        TurnKind::Stronger => 700,
        TurnKind::Joined => 640,
        TurnKind::Number => 600,
    }
}

/// What the classes of a row say without a look at its words.
fn of_classes(row: &ClauseChange) -> u16 {
    let has = |class| row.classes.contains(&class);
    let words = u16::try_from((row.words.old + row.words.new).min(60)).unwrap_or(60);
    match row.outcome {
        Outcome::Deleted => return 480 + words,
        Outcome::Inserted => return 450 + words,
        _ => {}
    }
    let base = if [
        Class::Substance,
        Class::Negation,
        Class::ModalVerb,
        Class::Number,
    ]
    .into_iter()
    .any(has)
    {
        440 + words
    } else if has(Class::Bracket) {
        400
    } else if has(Class::DateOrPlace) {
        300
    } else if has(Class::Reference) {
        280
    } else if has(Class::Editorial) {
        60
    } else {
        20
    };
    let moved = matches!(
        row.outcome,
        Outcome::Moved | Outcome::Split | Outcome::Merged
    );
    base.max(if moved { 100 } else { 0 })
}

/// Whether at least half of the words stood in the older draft.
fn stays(paragraph: &Paragraph) -> bool {
    let count = |change: Change| {
        paragraph
            .words
            .runs()
            .filter(|r| r.change == change)
            .map(|r| r.text.split_whitespace().count())
            .sum::<usize>()
    };
    let kept = count(Change::Kept);
    kept >= count(Change::Inserted).min(count(Change::Deleted)) && kept > 0
}

/// A stretch of changes: what went and what came.
#[derive(Default)]
struct Hunk {
    old: String,
    new: String,
    /// Whether it opens the clause.
    opens: bool,
    /// Whether it opens a sentence: "May" there is the verb, elsewhere the month.
    opens_sentence: bool,
}

fn hunks(paragraph: &Paragraph) -> Vec<Hunk> {
    let mut out = Vec::new();
    let mut hunk = Hunk {
        opens: true,
        opens_sentence: true,
        ..Hunk::default()
    };
    for run in paragraph.words.runs() {
        match run.change {
            Change::Deleted => hunk.old.push_str(run.text),
            Change::Inserted => hunk.new.push_str(run.text),
            // Spaces and commas part no changes.
            Change::Kept if run.text.chars().all(|c| c.is_whitespace() || c == ',') => {
                hunk.old.push_str(run.text);
                hunk.new.push_str(run.text);
            }
            Change::Kept => {
                out.push(std::mem::take(&mut hunk));
                hunk.opens_sentence = run.text.trim_end().ends_with(['.', ';', ':']);
            }
        }
    }
    out.push(hunk);
    out.retain(|h| h.old.trim() != h.new.trim());
    out
}

/// The words of one side of a hunk in lower case. Abbreviations and the month keep their capitals:
/// "UN" is no number, and nobody is free to "May".
fn words(text: &str, opens_sentence: bool) -> Vec<String> {
    let in_capitals = |word: &str| word.chars().count() > 1 && word.chars().all(char::is_uppercase);
    let is_loud = text.split_whitespace().filter(|w| in_capitals(w)).count() > 1;
    let mut out: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric());
        if word.is_empty() {
            continue;
        }
        let is_month = word == "May" && !(out.is_empty() && opens_sentence);
        let is_name =
            is_month || !is_loud && in_capitals(word) && known(&word.to_lowercase()).number;
        out.push(if is_name {
            word.to_owned()
        } else {
            word.to_lowercase()
        });
    }
    // "May 2031" opens a sentence, too.
    if let [first, second, ..] = &mut out[..]
        && first == "may"
        && second.starts_with(|c: char| c.is_ascii_digit())
        && text.trim_start().starts_with('M')
    {
        "May".clone_into(first);
    }
    out
}

/// Both sides of each hunk, without the words of force, denial and quantity that only moved within
/// the clause: they are neither lost nor won.
fn sides(hunks: &[Hunk]) -> Vec<(Vec<String>, Vec<String>)> {
    let mut out: Vec<(Vec<String>, Vec<String>)> = hunks
        .iter()
        .map(|hunk| {
            let side = |text: &str| words(text, hunk.opens_sentence);
            (side(&hunk.old), side(&hunk.new))
        })
        .collect();
    let mut moved: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for (old, new) in &out {
        for word in old.iter().filter(|w| may_move(w)) {
            moved.entry(word.clone()).or_default().0 += 1;
        }
        for word in new.iter().filter(|w| may_move(w)) {
            moved.entry(word.clone()).or_default().1 += 1;
        }
    }
    // As many as went came: those are left out on both sides.
    for (went, came) in moved.values_mut() {
        let both = (*went).min(*came);
        (*went, *came) = (both, both);
    }
    let take = |left: &mut u32| {
        let is_moved = *left > 0;
        *left -= u32::from(is_moved);
        is_moved
    };
    for (old, new) in &mut out {
        old.retain(|word| !moved.get_mut(word).is_some_and(|(went, _)| take(went)));
        new.retain(|word| !moved.get_mut(word).is_some_and(|(_, came)| take(came)));
    }
    out
}

fn may_move(word: &str) -> bool {
    let known = known(word);
    known.negates
        || known.number
        || force_of_modal(word).is_some()
        || word.bytes().all(|b| b.is_ascii_digit())
}

/// What turns only a few words round it.
const FEW: usize = 5;

fn turns_of(paragraph: &Paragraph) -> Vec<Turn> {
    let kept = paragraph.words.text(View::Revised).to_lowercase();
    let before = paragraph.words.text(View::Base).to_lowercase();
    let mut out = Vec::new();
    let hunks = hunks(paragraph);
    for (hunk, (old, new)) in hunks.iter().zip(sides(&hunks)) {
        out.extend(opposites(&old, &new));
        out.extend(negation(&old, &new));
        out.extend(force(&old, &new, hunk.opens));
        out.extend(joined(&old, &new));
        out.extend(number(&old, &new));
        out.extend(conditions(hunk, &before, &kept));
    }
    out
}

fn turn(kind: TurnKind, old: &str, new: &str) -> Turn {
    Turn {
        kind,
        old: old.to_owned(),
        new: new.to_owned(),
    }
}

fn opposites(old: &[String], new: &[String]) -> Option<Turn> {
    let both = || old.iter().flat_map(|o| new.iter().map(move |n| (o, n)));
    both()
        .find(|(o, n)| are_opposite(o, n) && !new.contains(o) && !old.contains(n))
        .map(|(o, n)| turn(TurnKind::Opposite, o, n))
}

/// "not" alone, or among few words.
fn negation(old: &[String], new: &[String]) -> Option<Turn> {
    let negates = |words: &[String]| -> Vec<String> {
        words.iter().filter(|w| known(w).negates).cloned().collect()
    };
    let (went, came) = (negates(old), negates(new));
    let is_short = old.len() <= FEW && new.len() <= FEW;
    (went.len() != came.len() && is_short)
        .then(|| turn(TurnKind::Negation, &went.join(" "), &came.join(" ")))
}

/// "shall" for "should", and the verb that opens the clause.
fn force(old: &[String], new: &[String], opens: bool) -> Option<Turn> {
    let modal = |words: &[String]| {
        let found = words
            .iter()
            .find_map(|w| Some((w.clone(), force_of_modal(w)?)));
        found.unwrap_or_default()
    };
    let (went, came) = (modal(old), modal(new));
    let is_short = old.len() <= 2 * FEW && new.len() <= 2 * FEW;
    if went.1 != came.1 && is_short {
        let kind = if came.1 < went.1 {
            TurnKind::Weaker
        } else {
            TurnKind::Stronger
        };
        // "may" that comes gives leave; it binds nobody the more.
        return (went.1 > 0 || came.1 > 1).then(|| turn(kind, &went.0, &came.0));
    }
    let verb = |words: &[String]| {
        let mut verbs = words.iter().filter(|w| !vocabulary::is_adverb(w));
        verbs
            .next()
            .and_then(|w| Some((w.clone(), force_of_verb(w)?)))
    };
    let (went, came) = (verb(old)?, verb(new)?);
    if !opens || went.1 == came.1 {
        return None;
    }
    let kind = if came.1 < went.1 {
        TurnKind::Weaker
    } else {
        TurnKind::Stronger
    };
    Some(turn(kind, &went.0, &came.0))
}

/// "and" for "or", and nothing else.
fn joined(old: &[String], new: &[String]) -> Option<Turn> {
    let one = |words: &[String]| match words {
        [word] if known(word).joins => Some(word.clone()),
        _ => None,
    };
    let (went, came) = (one(old)?, one(new)?);
    Some(turn(TurnKind::Joined, &went, &came))
}

/// A quantity for another.
fn number(old: &[String], new: &[String]) -> Option<Turn> {
    let one = |words: &[String]| {
        let is_year = |w: &str| w.len() == 4 && (w.starts_with("19") || w.starts_with("20"));
        let is_number = |w: &&String| {
            known(w).number && !known(w).also_article
                || w.bytes()
                    .all(|b| b.is_ascii_digit() || matches!(b, b'.' | b','))
                    && !is_year(w)
        };
        words.iter().find(is_number).cloned()
    };
    let (went, came) = (one(old)?, one(new)?);
    (went != came && old.len() <= FEW && new.len() <= FEW)
        .then(|| turn(TurnKind::Number, &went, &came))
}

/// A condition that went or came, and does not stand elsewhere in the clause.
fn conditions(hunk: &Hunk, before: &str, after: &str) -> Vec<Turn> {
    const LONGEST: usize = 14;
    let of = |text: &str, other: &str| {
        (text.split_whitespace().count() <= LONGEST)
            .then(|| condition(text))
            .flatten()
            .filter(|phrase| !other.contains(&phrase.to_lowercase()))
    };
    let lost = of(&hunk.old, after).map(|phrase| turn(TurnKind::ConditionLost, &phrase, ""));
    let gained = of(&hunk.new, before).map(|phrase| turn(TurnKind::ConditionGained, "", &phrase));
    // One condition for another: neither was lost.
    lost.into_iter().chain(gained).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Options, compare};
    use super::*;
    use crate::read::read;

    /// The kinds of turn of one clause, and its score.
    fn weighed(old: &str, new: &str) -> (Vec<TurnKind>, u16) {
        let draft = |words: &str| {
            let text = format!("resolves\n\n1 that lamps be lit;\n\n2 {words}.\n");
            read(text.as_bytes(), "x", None).unwrap()
        };
        let redline = compare(&draft(old), &draft(new), &Options::default());
        let ranked = rank(&redline);
        assert!(ranked.len() < 2, "{old} | {new}");
        let gravity = ranked
            .into_iter()
            .next()
            .map(|r| r.gravity)
            .unwrap_or_default();
        (
            gravity.turns.iter().map(|t| t.kind).collect(),
            gravity.score,
        )
    }

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[TurnKind]) {
        assert_eq!(weighed(old, new).0, expected, "{old} | {new}");
    }

    #[test]
    fn how_the_sense_turns() {
        use TurnKind::*;
        check(
            "that the light of the coast is insufficient for ships",
            "that the light of the coast is sufficient for ships",
            &[Opposite],
        );
        check(
            "that pilots may leave the harbour at night",
            "that pilots may not leave the harbour at night",
            &[Negation],
        );
        check(
            "that the charts be handed over, on terms that all agree to, to the smaller ports",
            "that the charts be handed over to the smaller ports",
            &[ConditionLost],
        );
        check(
            "that the ports send their reports every year to the office",
            "that the ports send their reports every year, as appropriate, to the office",
            &[ConditionGained],
        );
        check(
            "that every port shall keep a record of the tides",
            "that every port should keep a record of the tides",
            &[Weaker],
        );
        check(
            "that every port may keep a record of the tides",
            "that every port must keep a record of the tides",
            &[Stronger],
        );
        check(
            "that the masters and pilots sign the record of tides",
            "that the masters or pilots sign the record of tides",
            &[Joined],
        );
        check(
            "that the record be kept for 30 days in the port",
            "that the record be kept for 10 days in the port",
            &[Number],
        );
        check(
            "that the record be kept in the port",
            "that the register be kept in the port",
            &[],
        );
    }

    #[test]
    fn what_only_moved_or_only_looks_so_does_not_turn() {
        check(
            "that there shall be a review of lamps every year in ports",
            "that the review of lamps shall, each year, be held in ports",
            &[],
        );
        check(
            "that not all ports keep a record of the tides at night",
            "that all ports keep a record not of the tides at night",
            &[],
        );
        check(
            "that ports meet again in May",
            "that ports meet again in June",
            &[],
        );
        check(
            "that harbours report in good order",
            "that UN harbours report in good order",
            &[],
        );
    }

    #[test]
    fn the_order_of_gravity() {
        let scores: Vec<u16> = [
            (
                "that the light of the coast is insufficient for ships",
                "that the light of the coast is sufficient for ships",
            ),
            (
                "that pilots may leave the harbour at night",
                "that pilots may not leave the harbour at night",
            ),
            (
                "that the charts go, subject to payment, to the ports",
                "that the charts go to the ports",
            ),
            (
                "that every port shall keep a record of the tides",
                "that every port should keep a record of the tides",
            ),
            (
                "that the record be kept for 30 days in the port",
                "that the record be kept for 10 days in the port",
            ),
            (
                "that the record be kept in the port",
                "that the register be kept in the port",
            ),
            (
                "as said in resolution 60/252 of the Assembly on tides",
                "as said in resolution 61/252 of the Assembly on tides",
            ),
            (
                "that the record be kept in the port,",
                "that the record be kept in the port",
            ),
        ]
        .iter()
        .map(|(old, new)| weighed(old, new).1)
        .collect();
        assert!(
            scores.windows(2).all(|pair| pair[0] > pair[1]),
            "{scores:?}"
        );
    }

    #[test]
    fn a_clause_written_anew_does_not_turn() {
        check(
            "that lamps be insufficient in number along the coast",
            "to thank the keepers for sufficient care of birds, without delay, along the coast",
            &[],
        );
    }

    #[test]
    fn a_turn_is_graver_than_a_clause_that_goes() {
        let older = read(b"resolves\n\n1 that lamps be lit on all the ships of the coast every night;\n\n2 that the light is insufficient for the ships;\n", "x", None).unwrap();
        let newer = read(
            b"resolves\n\nthat the light is sufficient for the ships;\n",
            "x",
            None,
        )
        .unwrap();
        let redline = compare(&older, &newer, &Options::default());
        let ranked = rank(&redline);
        assert_eq!(redline.clauses[ranked[0].row].outcome, Outcome::Amended);
    }
}
