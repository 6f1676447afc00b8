//! Misspellings that were mended: "Counsil" for "Council".
//!
//! Two words may be one letter apart and mean two things ("access" and "assess"), so much must
//! speak for it: the old word stands nowhere else in either draft; the new one does, or is one of
//! the words that every draft has; they differ by one slip of a hand within the word, never at its
//! beginning or end, where words are inflected; neither is a word that turns the sense; and they
//! are not known to be two words.

use super::classify::{Typefaces, classify_by};
use super::sense::are_opposite;
use crate::draft::{Change, Class, ClauseChange, Draft, Outcome, Redline, Run, View, Wording};
use crate::vocabulary::{
    force_of_modal, force_of_verb, look_alikes, well_known_words, word as known,
};
use rustc_hash::FxHashMap;

/// Takes mended misspellings for what they are in all rows of a redline.
pub(super) fn settle(redline: &mut Redline, typefaces: Typefaces) {
    let mut words: Option<Words> = None;
    for row in &mut redline.clauses {
        let Some(paragraph) = redline.draft.paragraphs.get(row.paragraph) else {
            continue;
        };
        let is_changed = !matches!(row.outcome, Outcome::Inserted | Outcome::Deleted);
        if !is_changed || !row.classes.contains(&Class::Substance) {
            continue;
        }
        if !may_hold_slip(&paragraph.words) {
            continue;
        }
        let words = words.get_or_insert_with(|| Words::of(&redline.draft));
        let is_misspelled = |old: &str, new: &str| is_slip(old, new) && words.tell(old, new);
        let (classes, _) = classify_by(&paragraph.words, typefaces, Some(&is_misspelled));
        replace_classes(row, classes);
    }
}

/// Whether a word stands for another that is a slip away: asked of every clause, so nothing else is
/// looked at.
fn may_hold_slip(words: &Wording) -> bool {
    let mut before: Option<Run<'_>> = None;
    for run in words.runs() {
        if let Some(before) = before
            && before.change != Change::Kept
            && run.change != Change::Kept
            && before.change != run.change
        {
            let of = |change: Change| {
                if run.change == change {
                    run.text
                } else {
                    before.text
                }
            };
            let bare = |c: char| !c.is_alphabetic();
            let (old, new) = (of(Change::Deleted), of(Change::Inserted));
            if is_slip(old.trim_matches(bare), new.trim_matches(bare)) {
                return true;
            }
        }
        before = Some(run);
    }
    false
}

/// The classes of the words; those of the label stay.
fn replace_classes(row: &mut ClauseChange, mut classes: Vec<Class>) {
    let of_label = |class: &&Class| **class == Class::Numbering;
    classes.extend(row.classes.iter().filter(of_label).copied());
    row.classes = classes;
}

/// How often each word stands in both drafts, in lower case.
struct Words {
    older: FxHashMap<String, u32>,
    newer: FxHashMap<String, u32>,
}

impl Words {
    fn of(draft: &Draft) -> Self {
        let count = |view: View| {
            let mut out: FxHashMap<String, u32> = FxHashMap::default();
            for paragraph in &draft.paragraphs {
                let is_elsewhere = |change: Change| !change.stands_in(view);
                if paragraph
                    .moved
                    .is_some_and(|moved| is_elsewhere(moved.half))
                {
                    continue;
                }
                let text = paragraph.words.text(view).to_lowercase();
                for word in text.split(|c: char| !c.is_alphabetic()) {
                    match out.get_mut(word) {
                        Some(count) => *count += 1,
                        None => {
                            out.insert(word.to_owned(), 1);
                        }
                    }
                }
            }
            out
        };
        Self {
            older: count(View::Base),
            newer: count(View::Revised),
        }
    }

    /// Whether what stands in the drafts says that the old word is the new one misspelled.
    fn tell(&self, old: &str, new: &str) -> bool {
        let (old, new) = (old.to_lowercase(), new.to_lowercase());
        let count = |words: &FxHashMap<String, u32>, word: &str| words.get(word).map_or(0, |n| *n);
        let stands_alone = count(&self.older, &old) == 1 && count(&self.newer, &old) == 0;
        let stands_elsewhere = count(&self.older, &new) > 0 || count(&self.newer, &new) > 1;
        stands_alone && (stands_elsewhere || is_common(&new))
    }
}

fn is_common(low: &str) -> bool {
    well_known_words().contains(&low)
}

fn are_two_words(one: &str, other: &str) -> bool {
    look_alikes().any(|(a, b)| {
        one.starts_with(a) && other.starts_with(b) || one.starts_with(b) && other.starts_with(a)
    })
}

/// No word is so long.
const MOST_BYTES: usize = 80;
/// Shorter words have too many neighbours.
const LEAST_LETTERS: usize = 9;

/// Whether one word is the other with one slip of the hand.
fn is_slip(old: &str, new: &str) -> bool {
    let is_word = |word: &str| word.len() < MOST_BYTES && word.chars().all(char::is_alphabetic);
    if old.len().abs_diff(new.len()) > 2 || old == new || !is_word(old) || !is_word(new) {
        return false;
    }
    let same_case =
        old.chars().next().map(char::is_uppercase) == new.chars().next().map(char::is_uppercase);
    let (old, new) = (old.to_lowercase(), new.to_lowercase());
    let common = is_common(&new);
    let is_long = old.chars().count() >= LEAST_LETTERS - 1 && new.chars().count() >= LEAST_LETTERS;
    same_case
        && (is_long || common)
        && !turns_sense(&old)
        && !turns_sense(&new)
        && !are_opposite(&old, &new)
        && !are_two_words(&old, &new)
        && slip(&old, &new).is_some_and(|slip| slip.is_plain || common)
}

fn turns_sense(low: &str) -> bool {
    let word = known(low);
    word.negates
        || word.modal
        || word.number
        || word.month
        || word.place
        || force_of_modal(low).is_some()
        || force_of_verb(low).is_some()
}

struct Slip {
    /// A letter too many or too few, two in the wrong order, or one vowel for another.
    is_plain: bool,
}

/// The one slip that parts two words; none where it touches the beginning or the end.
fn slip(old: &str, new: &str) -> Option<Slip> {
    let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    let head = a.iter().zip(&b).take_while(|(x, y)| x == y).count();
    let most = a.len().min(b.len()) - head;
    let alike = a.iter().rev().zip(b.iter().rev());
    let tail = alike.take(most).take_while(|(x, y)| x == y).count();
    let (gone, come) = (&a[head..a.len() - tail], &b[head..b.len() - tail]);
    let ending = if old.is_ascii() { ENDING } else { LONG_ENDING };
    // A doubled letter hides where it stands: "occured", "occurred".
    if head == 0 || tail < ending {
        return None;
    }
    let is_plain = match (gone, come) {
        ([_], []) | ([], [_]) => true,
        ([x, y], [v, w]) => x == w && y == v,
        ([x], [y]) => is_vowel(*x) && is_vowel(*y),
        _ => return None,
    };
    let is_slip = is_plain || gone.len() == 1 && come.len() == 1;
    is_slip.then_some(Slip { is_plain })
}

/// So many letters at the end may inflect a word of English or French.
const ENDING: usize = 2;
/// So many letters at the end may inflect a word of a language that inflects more.
const LONG_ENDING: usize = 4;

fn is_vowel(letter: char) -> bool {
    "aeiouyáàâäéèêëíìîïóòôöúùûüаеёиоуыэюя".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::super::{Options, compare};
    use super::*;
    use crate::read::read;

    fn classes(old: &str, new: &str) -> Vec<Class> {
        let draft = |words: &str| {
            let text = format!(
                "resolves\n\n1 that lamps of the Council be lit for sustainable growth and participation of all;\n\n2 {words}.\n"
            );
            read(text.as_bytes(), "x", None).unwrap()
        };
        let redline = compare(&draft(old), &draft(new), &Options::default());
        redline.clauses[1].classes.clone()
    }

    /// Words that nothing would take for each other need not be told apart.
    #[test]
    fn look_alikes_are_a_slip_apart() {
        let endings = ["", "e", "i", "y"];
        for (one, other) in look_alikes() {
            let could_be = |old: &str, new: &str| {
                let [old, new] = [old, new].map(|stem| format!("{stem}ationen"));
                slip(&old, &new).is_some_and(|slip| slip.is_plain)
            };
            let is_apart = endings.iter().any(|end| {
                could_be(&format!("{one}{end}"), other) || could_be(one, &format!("{other}{end}"))
            });
            assert!(is_apart, "{one} {other}");
        }
    }

    #[test]
    fn misspellings_that_were_mended() {
        for (old, new) in [
            ("that the Counsil meet", "that the Council meet"),
            ("that the goverment meet", "that the government meet"),
            ("for sustianable ports", "for sustainable ports"),
            ("que le gouvernment agisse", "que le gouvernement agisse"),
            ("dass die Regirung handelt", "dass die Regierung handelt"),
            (
                "with particpation of keepers",
                "with participation of keepers",
            ),
        ] {
            assert_eq!(classes(old, new), [Class::Editorial], "{old} | {new}");
        }
    }

    #[test]
    fn other_words_are_changes() {
        for (old, new) in [
            ("that ports should act", "that ports shall act"),
            ("to prevent harm", "to present harm"),
            ("to access the plan", "to assess the plan"),
            ("to affect the plan", "to effect the plan"),
            ("not here", "now here"),
            ("for 100 days", "for 1000 days"),
            ("of the States parties", "of the State parties"),
            ("the adaptation plan", "the adoption plan"),
            ("that the countries meet", "that the counties meet"),
            ("for protection of ports", "for projection of ports"),
            ("to confirm the contracts", "to conform the contacts"),
            ("the Council meets", "the Councils meet"),
            ("in sustained growth", "in sustainable growth"),
            ("the complementary plan", "the complimentary plan"),
            ("the resource plan", "the recourse plan"),
        ] {
            assert_ne!(classes(old, new), [Class::Editorial], "{old} | {new}");
        }
    }
}
