//! What kind of change a clause shows: substance, or one of the kinds that readers tell apart from it.

use super::words::{each_token, is_sign, spelled};
use crate::draft::{Change, Class, Diff, Run, View, Wording};
use crate::vocabulary::{self, Word, word as known};
use std::borrow::Cow;

/// The classes of the changes in a wording, gravest first, and how many words went out and in.
pub(crate) fn classify(words: &Wording) -> (Vec<Class>, Diff<u32>) {
    let runs: Vec<Run<'_>> = words.runs().collect();
    let mut out = Judgement::default();
    let mut hunk: Vec<Sample<'_>> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        if run.change != Change::Kept {
            sample(&runs, at, &mut hunk);
            continue;
        }
        if run.style.differs() {
            out.found[Class::Editorial as usize] = true;
        }
        out.judge(&hunk);
        hunk.clear();
    }
    out.judge(&hunk);
    if words.is_marked() && !out.found.contains(&true) {
        // Nothing but white space.
        out.found[Class::Editorial as usize] = true;
    }
    let classes = Class::ALL
        .into_iter()
        .filter(|c| out.found[*c as usize])
        .collect();
    (classes, out.count)
}

/// A deleted or inserted word, in lower case, and what it is on its own.
struct Sample<'a> {
    low: Cow<'a, str>,
    change: Change,
    class: Class,
}

/// Adds the words of one deleted or inserted run.
fn sample<'a>(runs: &[Run<'a>], at: usize, hunk: &mut Vec<Sample<'a>>) {
    let run = runs[at];
    each_token(run.text, |token| {
        let word = &run.text[token.start as usize..token.word_end as usize];
        if word.is_empty() {
            return;
        }
        let low = lower(word);
        let place = Place {
            runs,
            at,
            token: (token.start as usize, token.word_end as usize),
        };
        hunk.push(Sample {
            class: class_of(word, &low, &place),
            low,
            change: run.change,
        });
    });
}

fn lower(word: &str) -> Cow<'_, str> {
    if word
        .bytes()
        .all(|b| b.is_ascii() && !b.is_ascii_uppercase())
    {
        Cow::Borrowed(word)
    } else {
        Cow::Owned(spelled(word.chars()).to_lowercase())
    }
}

/// Where a changed word stands.
struct Place<'r, 'a> {
    runs: &'r [Run<'a>],
    at: usize,
    token: (usize, usize),
}

impl<'a> Place<'_, 'a> {
    /// The words before it, nearest first, in the draft that the change stands in.
    fn before(&self) -> impl Iterator<Item = &'a str> {
        let (run, view) = self.run_and_view();
        let earlier = self.runs[..self.at]
            .iter()
            .rev()
            .filter(move |run| run.change.stands_in(view))
            .map(|run| run.text);
        std::iter::once(&run.text[..self.token.0])
            .chain(earlier)
            .flat_map(|text| text.split_whitespace().rev())
            .filter_map(bare)
    }

    /// Whether it goes on with a name: the 10 of "WSIS+10".
    fn is_part_of_name(&self) -> bool {
        self.runs[self.at].text[..self.token.0].ends_with('+')
    }

    /// The word after it.
    fn after(&self) -> Option<&'a str> {
        let (run, view) = self.run_and_view();
        let later = self.runs[self.at + 1..]
            .iter()
            .filter(|run| run.change.stands_in(view))
            .map(|run| run.text);
        std::iter::once(&run.text[self.token.1..])
            .chain(later)
            .flat_map(str::split_whitespace)
            .find_map(bare)
    }

    fn run_and_view(&self) -> (Run<'a>, View) {
        let run = self.runs[self.at];
        let view = match run.change {
            Change::Deleted => View::Base,
            _ => View::Revised,
        };
        (run, view)
    }
}

/// A word without the signs round it.
fn bare(word: &str) -> Option<&str> {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '§');
    (!word.is_empty()).then_some(word)
}

/// What has been found so far.
#[derive(Default)]
struct Judgement {
    /// One flag for each class.
    found: [bool; Class::ALL.len()],
    count: Diff<u32>,
}

impl Judgement {
    /// Adds one stretch of changes. A word that only changes its case, or goes and comes back, is editorial.
    fn judge(&mut self, hunk: &[Sample<'_>]) {
        if hunk.is_empty() {
            return;
        }
        // What has no other side has nothing to be compared with.
        let is_one_sided = hunk.iter().all(|s| s.change == hunk[0].change);
        let sorted = |change| {
            if is_one_sided {
                Vec::new()
            } else {
                sorted(hunk, change)
            }
        };
        let (olds, news) = (sorted(Change::Deleted), sorted(Change::Inserted));
        for sample in hunk {
            let (count, others) = match sample.change {
                Change::Deleted => (&mut self.count.old, &news),
                _ => (&mut self.count.new, &olds),
            };
            *count += u32::from(!is_sign(&sample.low));
            let has = |word: &str| others.binary_search(&word).is_ok();
            let class = if has(&sample.low) {
                Class::Editorial
            } else {
                sample.class
            };
            self.found[class as usize] = true;
            if class == Class::Substance && is_opposite(&sample.low, has) {
                self.found[Class::Negation as usize] = true;
            }
        }
    }
}

fn sorted<'a>(hunk: &'a [Sample<'_>], change: Change) -> Vec<&'a str> {
    let mut out: Vec<&str> = hunk
        .iter()
        .filter(|s| s.change == change)
        .map(|s| s.low.as_ref())
        .collect();
    out.sort_unstable();
    out
}

/// "insufficient" for "sufficient": a word that came or lost a negating prefix.
fn is_opposite(low: &str, others_have: impl Fn(&str) -> bool) -> bool {
    vocabulary::negating_prefixes()
        .iter()
        .filter_map(|prefix| low.strip_prefix(prefix))
        .any(|rest| rest.len() > 3 && others_have(rest))
}

/// What a word is on its own, at its place.
fn class_of(word: &str, low: &str, place: &Place<'_, '_>) -> Class {
    if is_sign(word) {
        return match word {
            "[" | "]" | "［" | "］" => Class::Bracket,
            _ => Class::Editorial,
        };
    }
    let known = known(low);
    let has_digit = word.bytes().any(|b| b.is_ascii_digit());
    let is_item = has_digit || low.chars().count() == 1;
    if has_digit && word.contains('/') || is_item && is_in_reference(place.before()) {
        Class::Reference
    } else if is_date_or_place(word, low, known)
        || has_digit && is_beside_month(place)
        || is_place_of_conference(word, place)
    {
        Class::DateOrPlace
    } else if place.is_part_of_name() {
        Class::Substance
    } else if word.starts_with(|c: char| c.is_ascii_digit()) || is_number_word(low, known) {
        Class::Number
    } else if known.negates {
        Class::Negation
    } else if known.modal {
        Class::ModalVerb
    } else if known.connects || is_note_sign(word) {
        Class::Editorial
    } else {
        Class::Substance
    }
}

fn is_date_or_place(word: &str, low: &str, known: Word) -> bool {
    let is_name = || word.starts_with(char::is_uppercase);
    is_year(word)
        || vocabulary::is_revised_mark(low)
        || known.month && !(known.modal && word == low)
        || known.place && is_name()
}

/// Whether the words before a number are "paragraphs 1, 3 and": a chain of numbers that a referring word opens.
fn is_in_reference<'a>(before: impl Iterator<Item = &'a str>) -> bool {
    for word in before.take(LONGEST_CHAIN) {
        let low = lower(word);
        if known(&low).refers {
            return true;
        }
        let keeps_on = low.bytes().any(|b| b.is_ascii_digit())
            || low.chars().count() == 1
            || known(&low).joins
            || known(&low).spans
            || vocabulary::suffix_order(&low).is_some();
        if !keeps_on {
            return false;
        }
    }
    false
}

/// A chain of references is seldom longer, in words.
const LONGEST_CHAIN: usize = 24;

/// "(Guadalajara, 2010)": a name before a year.
fn is_place_of_conference(word: &str, place: &Place<'_, '_>) -> bool {
    word.starts_with(char::is_uppercase) && place.after().is_some_and(is_year)
}

fn is_beside_month(place: &Place<'_, '_>) -> bool {
    let is_month = |word: &str| {
        let low = lower(word);
        let known = known(&low);
        known.month && !(known.modal && word == low)
    };
    place.before().next().is_some_and(is_month) || place.after().is_some_and(is_month)
}

/// "thirty", "twenty-one".
fn is_number_word(low: &str, word: Word) -> bool {
    word.number || low.contains('-') && low.split('-').all(|part| known(part).number)
}

fn is_note_sign(word: &str) -> bool {
    word.chars().all(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c))
}

fn is_year(word: &str) -> bool {
    word.split('-')
        .all(|part| part.len() == 4 && part.parse::<u32>().is_ok_and(|n| (1900..2100).contains(&n)))
}

/// The classes of a clause that stands in one draft only.
pub(crate) fn classify_whole(words: &Wording, view: View) -> (Vec<Class>, Diff<u32>) {
    let text = words.text(view);
    let mut count = 0;
    each_token(&text, |t| {
        count += u32::from(!is_sign(&text[t.start as usize..t.word_end as usize]));
    });
    let words = match view {
        View::Base => Diff { old: count, new: 0 },
        View::Revised => Diff { old: 0, new: count },
    };
    (vec![Class::Substance], words)
}

#[cfg(test)]
mod tests {
    use super::super::diff::diff;
    use super::*;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[Class]) {
        let marked = diff(&Wording::plain(old), &Wording::plain(new));
        assert_eq!(classify(&marked).0, expected, "{old} | {new}");
    }

    #[test]
    fn classes() {
        check(
            "States should act;",
            "States shall act;",
            &[Class::ModalVerb],
        );
        check(
            "resolves 1, 2 and 3 above",
            "resolves 1, 3 and 4 above",
            &[Class::Reference],
        );
        check(
            "Notes the report;",
            "Also notes the report.",
            &[Class::Editorial],
        );
        check(
            "(Lakeside, 2010)",
            "(Northport, 2014)",
            &[Class::DateOrPlace],
        );
        check(
            "such as insufficient resources",
            "such as sufficient resources",
            &[Class::Substance, Class::Negation],
        );
        check("do so", "do not so", &[Class::Negation]);
        check(
            "at least 26 per cent",
            "at least 30 per cent",
            &[Class::Number],
        );
        check("the [new] text", "the new text", &[Class::Bracket]);
        check(
            "resolution 65/141",
            "resolution 66/184",
            &[Class::Reference],
        );
        check("thirty days", "twenty-one days", &[Class::Number]);
        check("the plan", "the strategy", &[Class::Substance]);
        check(
            "resolves 1 and 2 above",
            "resolves 1 and 3 above",
            &[Class::Reference],
        );
        check(
            "adopted on 3 May",
            "adopted on 4 May",
            &[Class::DateOrPlace],
        );
        check("States may act", "States can act", &[Class::ModalVerb]);
        assert_eq!(
            classify(&diff(&Wording::plain("a b c"), &Wording::plain("a d c e"))).1,
            Diff { old: 1, new: 2 }
        );
    }
}
