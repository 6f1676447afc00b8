//! What kind of change a clause shows: substance, or one of the kinds that readers tell apart from
//! it.

use super::words::{each_token, is_sign, spelled};
use crate::draft::{Change, Class, Diff, Draft, Object, ObjectKind, Run, View, Wording};
use crate::vocabulary::{self, Word, word as known};
use rustc_hash::FxHashMap;
use std::borrow::Cow;

/// The classes of the changes in a wording, gravest first, and how many words went out and in.
pub(super) fn classify(words: &Wording, typefaces: Typefaces) -> (Vec<Class>, Diff<u32>) {
    classify_by(words, typefaces, None)
}

/// Whether words that stay, in other typefaces, are a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Typefaces {
    /// They are.
    Told,
    /// One of the drafts has none: plain text says nothing about typefaces.
    Unknown,
}

impl Typefaces {
    /// What two drafts tell of typefaces.
    pub(super) fn of(older: &Draft, newer: &Draft) -> Self {
        if older.has_typefaces() && newer.has_typefaces() {
            Self::Told
        } else {
            Self::Unknown
        }
    }
}

/// Whether the first word is the second one misspelled.
pub(super) type IsMisspelled<'f> = &'f dyn Fn(&str, &str) -> bool;

/// The same, told which words are other words misspelled.
pub(super) fn classify_by(
    words: &Wording,
    typefaces: Typefaces,
    is_misspelled: Option<IsMisspelled<'_>>,
) -> (Vec<Class>, Diff<u32>) {
    let runs: Vec<Run<'_>> = words.runs().collect();
    let mut out = Judgement::default();
    let mut samples: Vec<Sample<'_>> = Vec::new();
    // Where each stretch of changes ends among the samples.
    let mut ends: Vec<usize> = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        if run.change != Change::Kept {
            sample(&runs, at, &mut samples);
            continue;
        }
        if typefaces == Typefaces::Told && run.style.differs() {
            out.found[Class::Editorial as usize] = true;
        }
        ends.push(samples.len());
    }
    ends.push(samples.len());
    ends.dedup();
    if ends.len() > 1 {
        moved_within(&mut samples);
    }
    let mut rest = samples.as_mut_slice();
    let mut start = 0;
    for end in ends {
        let (hunk, after) = rest.split_at_mut(end - start);
        if let Some(is_misspelled) = is_misspelled {
            misspelled(hunk, is_misspelled);
        }
        out.judge(hunk);
        (rest, start) = (after, end);
    }
    let is_changed = runs.iter().any(|run| run.change != Change::Kept);
    if is_changed && !out.found.contains(&true) {
        // Nothing but white space.
        out.found[Class::Editorial as usize] = true;
    }
    let classes = Class::ALL
        .into_iter()
        .filter(|c| out.found[*c as usize])
        .collect();
    (classes, out.count)
}

/// A word that moved within its clause is neither lost nor won: a verb of force stays what it was,
/// a negation or a quantity may stand with another word now.
fn moved_within(samples: &mut [Sample<'_>]) {
    let counts = |class: Class| matches!(class, Class::Negation | Class::ModalVerb | Class::Number);
    let is_of = |change: Change| move |s: &Sample<'_>| counts(s.class) && s.change == change;
    if !samples.iter().any(is_of(Change::Deleted)) || !samples.iter().any(is_of(Change::Inserted)) {
        return;
    }
    let mut went: FxHashMap<String, u32> = FxHashMap::default();
    let mut came: FxHashMap<String, u32> = FxHashMap::default();
    for sample in samples.iter().filter(|s| counts(s.class)) {
        let side = match sample.change {
            Change::Deleted => &mut went,
            _ => &mut came,
        };
        *side.entry(sample.low.as_ref().to_owned()).or_default() += 1;
    }
    for sample in samples.iter_mut().filter(|s| counts(s.class)) {
        let other = match sample.change {
            Change::Deleted => &mut came,
            _ => &mut went,
        };
        if let Some(left) = other.get_mut(sample.low.as_ref()).filter(|left| **left > 0) {
            *left -= 1;
            sample.class = match sample.class {
                Class::ModalVerb => Class::Editorial,
                _ => Class::Substance,
            };
        }
    }
}

/// Words in the place of others that are the same words misspelled: that is mended, and nothing
/// else is said.
fn misspelled(hunk: &mut [Sample<'_>], is_misspelled: IsMisspelled<'_>) {
    let of = |change: Change| -> Vec<usize> {
        let is_word = |s: &Sample<'_>| s.change == change && !is_sign(&s.low);
        (0..hunk.len()).filter(|k| is_word(&hunk[*k])).collect()
    };
    let (olds, news) = (of(Change::Deleted), of(Change::Inserted));
    if olds.len() != news.len() {
        return;
    }
    for (old, new) in olds.into_iter().zip(news) {
        if is_misspelled(hunk[old].word, hunk[new].word) {
            hunk[old].class = Class::Editorial;
            hunk[new].class = Class::Editorial;
        }
    }
}

/// A deleted or inserted word, in lower case, and what it is on its own.
struct Sample<'a> {
    /// As it is printed.
    word: &'a str,
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
            word,
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

    /// Whether it is the first word of its clause, or of a sentence in it.
    fn opens_sentence(&self) -> bool {
        let (run, view) = self.run_and_view();
        let earlier = self.runs[..self.at]
            .iter()
            .rev()
            .filter(|run| run.change.stands_in(view))
            .map(|run| run.text);
        let before = std::iter::once(&run.text[..self.token.0])
            .chain(earlier)
            .map(|text| {
                text.trim_end_matches(|c: char| c.is_whitespace() || "“\"'([*_".contains(c))
            })
            .find(|text| !text.is_empty());
        before.is_none_or(|text| text.ends_with(['.', ';', ':', '?', '!']))
    }

    /// Whether the next word is one of the same name: "Paris Agreement", and no comma or bracket
    /// between.
    fn next_word_joins_name(&self) -> bool {
        let next = self
            .texts_after()
            .find(|text| !text.trim().is_empty())
            .unwrap_or("");
        names_document(next.split_whitespace().next().unwrap_or(""))
    }

    /// The beginning of what follows it.
    fn rest(&self) -> String {
        const REACH: usize = 48;
        self.texts_after()
            .flat_map(str::chars)
            .take(REACH)
            .collect()
    }

    /// Whether the next letter or sign is one of some.
    fn is_followed_by(&self, is_one: impl Fn(char) -> bool) -> bool {
        let next = self
            .texts_after()
            .find_map(|text| text.trim_start().chars().next());
        next.is_some_and(is_one)
    }

    /// The word after it.
    fn after(&self) -> Option<&'a str> {
        self.texts_after()
            .flat_map(str::split_whitespace)
            .find_map(bare)
    }

    /// What stands after it, in the draft that the change stands in.
    fn texts_after(&self) -> impl Iterator<Item = &'a str> {
        let (run, view) = self.run_and_view();
        let later = self.runs[self.at + 1..]
            .iter()
            .filter(move |run| run.change.stands_in(view))
            .map(|run| run.text);
        std::iter::once(&run.text[self.token.1..]).chain(later)
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
    /// Adds one stretch of changes. A word that only changes its case, or goes and comes back, is
    /// editorial.
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
    vocabulary::negating_prefixes_at(low)
        .map(|length| &low[length..])
        .any(|rest| rest.len() > 3 && others_have(rest))
}

/// What a word is on its own, at its place.
fn class_of(word: &str, low: &str, place: &Place<'_, '_>) -> Class {
    if is_sign(word) {
        return match word {
            "[" | "]" | "［" | "］" => Class::Bracket,
            _ if says_something(word) => Class::Substance,
            _ => Class::Editorial,
        };
    }
    let known = known(low);
    let has_digit = word.bytes().any(|b| b.is_ascii_digit());
    let is_item = has_digit || low.chars().count() == 1;
    if has_digit && word.contains('/')
        || is_item && is_in_reference(place.before())
        || is_number_sign(low, place)
    {
        Class::Reference
    } else if is_date_or_place(word, low, known, place)
        || has_digit && is_beside_month(place)
        || is_place_of_conference(word, place)
    {
        Class::DateOrPlace
    } else if place.is_part_of_name() {
        Class::Substance
    } else if word.starts_with(|c: char| c.is_ascii_digit())
        || is_number_word(low, known) && !known.also_article && !is_in_name(word, place)
    {
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

/// Whether a sign is more than punctuation: one of quantity, or a thing that is no word. The sign
/// of a note is read with its note.
fn says_something(sign: &str) -> bool {
    if let Some((object, _)) = Object::at_start(sign) {
        return !matches!(
            object.kind,
            ObjectKind::Footnote
                | ObjectKind::Endnote
                | ObjectKind::Field
                | ObjectKind::PageNumber
                | ObjectKind::Today
        );
    }
    sign.contains(|c| {
        matches!(
            c,
            '%' | '‰'
                | '°'
                | '<'
                | '='
                | '>'
                | '±'
                | '×'
                | '÷'
                | '¬'
                | '√'
                | '∑'
                | '$'
                | '£'
                | '¥'
        ) || matches!(c, '\u{20a0}'..='\u{20cf}' | '\u{2190}'..='\u{22ff}')
    })
}

/// "No. 5": the word before a number, not the one that denies.
fn is_number_sign(low: &str, place: &Place<'_, '_>) -> bool {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    matches!(low, "no" | "nos") && place.after().is_some_and(is_number)
}

/// "UN", "MIL" and "Third Committee": a word of a name is no quantity.
fn is_in_name(word: &str, place: &Place<'_, '_>) -> bool {
    let is_title = word.starts_with(char::is_uppercase) && place.next_word_joins_name();
    is_title || is_acronym(word, place)
}

/// Capitals among small letters are an abbreviation.
fn is_acronym(word: &str, place: &Place<'_, '_>) -> bool {
    let in_capitals = |word: &str| {
        let mut letters = word.chars().filter(|c| c.is_alphabetic());
        word.chars().count() > 1 && letters.all(char::is_uppercase)
    };
    in_capitals(word)
        && !place
            .before()
            .next()
            .or_else(|| place.after())
            .is_some_and(in_capitals)
}

fn is_date_or_place(word: &str, low: &str, known: Word, place: &Place<'_, '_>) -> bool {
    is_year(word)
        || known.revised
        || known.month && is_month(word, low, known, place)
        || known.place && is_named_place(word, low, place)
}

/// "march" and "august" are months only with a capital.
fn is_month(word: &str, low: &str, known: Word, place: &Place<'_, '_>) -> bool {
    if matches!(low, "march" | "august") {
        return word != low;
    }
    !known.modal || is_month_may(word, place)
}

/// "in May": with a capital where no sentence begins, or beside a number.
fn is_month_may(word: &str, place: &Place<'_, '_>) -> bool {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    word == "May"
        && (!place.opens_sentence()
            || place.after().is_some_and(is_number)
            || place.before().next().is_some_and(is_number))
}

/// "in Paris", not "the Paris Agreement" or "l'Accord de Paris": there it is part of a name.
fn is_named_place(word: &str, low: &str, place: &Place<'_, '_>) -> bool {
    let is_of_document = || {
        let mut before = place.before();
        let of = before
            .next()
            .is_some_and(|w| matches!(w, "de" | "del" | "of"));
        of && before.next().is_some_and(names_document)
    };
    word.starts_with(char::is_uppercase)
        && low != "new"
        && !place.next_word_joins_name()
        && !is_of_document()
}

/// Whether the words before a number are "paragraphs 1, 3 and": a chain of numbers that a referring
/// word opens.
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

/// No chain of references is longer, in words.
const LONGEST_CHAIN: usize = 400;

/// Words that name documents after the city in which they were adopted: "Paris Agreement".
fn names_document(word: &str) -> bool {
    let word = word.rsplit(['\'', '’']).next().unwrap_or(word);
    word.starts_with(char::is_uppercase) && !known(&word.to_lowercase()).place
}

/// "(Port Town, 2031)": a name of up to three words before a comma and a year.
fn is_place_of_conference(word: &str, place: &Place<'_, '_>) -> bool {
    if !word.starts_with(char::is_uppercase) {
        return false;
    }
    // Nearly always a word in small letters follows.
    if !place.is_followed_by(|c| c == ',' || c.is_uppercase()) {
        return false;
    }
    let rest = place.rest();
    let Some((name, after)) = rest.split_once(',') else {
        return false;
    };
    let is_name = name
        .split_whitespace()
        .all(|w| w.starts_with(char::is_uppercase));
    let year = after.split_whitespace().next().and_then(bare);
    is_name && name.split_whitespace().count() < 3 && year.is_some_and(is_year)
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
    !word.is_ascii() && word.chars().all(|c| "⁰¹²³⁴⁵⁶⁷⁸⁹".contains(c))
}

fn is_year(word: &str) -> bool {
    let is_year = |part: &str| {
        part.len() == 4 && part.parse::<u32>().is_ok_and(|n| (1900..2100).contains(&n))
    };
    word.len() >= 4 && word.split('-').all(is_year)
}

/// The classes of a clause that stands in one draft only.
pub(super) fn classify_whole(words: &Wording, view: View) -> (Vec<Class>, Diff<u32>) {
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
    use crate::draft::Style;

    #[track_caller]
    fn check(old: &str, new: &str, expected: &[Class]) {
        let marked = diff(&Wording::plain(old), &Wording::plain(new));
        assert_eq!(
            classify(&marked, Typefaces::Told).0,
            expected,
            "{old} | {new}"
        );
    }

    #[test]
    fn signs_of_quantity_and_things_are_substance() {
        check("of ≤ 5 W", "of ≥ 5 W", &[Class::Substance]);
        check("of 5 %;", "of 5 ‰;", &[Class::Substance]);
        check("to act; so", "to act, so", &[Class::Editorial]);
        let thing = |kind, key| Object { kind, key }.to_text();
        let (old, new) = (thing(ObjectKind::Picture, 1), thing(ObjectKind::Picture, 2));
        check(
            &format!("as in {old}"),
            &format!("as in {new}"),
            &[Class::Substance],
        );
        let (old, new) = (
            thing(ObjectKind::Footnote, 1),
            thing(ObjectKind::Footnote, 2),
        );
        check(
            &format!("act{old} now"),
            &format!("act{new} now"),
            &[Class::Editorial],
        );
    }

    #[test]
    fn plain_text_says_nothing_about_typefaces() {
        let mut words = Wording::default();
        let style = Diff {
            old: Style::PLAIN,
            new: Style::ITALIC,
        };
        words.push_styled("resolves", Change::Kept, style);
        assert_eq!(classify(&words, Typefaces::Told).0, [Class::Editorial]);
        assert_eq!(classify(&words, Typefaces::Unknown).0, []);
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
    }

    #[test]
    fn words_by_their_context() {
        use Class::{DateOrPlace, Editorial, ModalVerb, Number, Reference, Substance};
        check("that harbours act", "that UN harbours act", &[Substance]);
        check("un rapport sur", "le rapport sur", &[Substance]);
        check("for DIEZ or so", "for diez or so", &[Editorial]);
        check("ten of them", "six of them", &[Number]);
        check("meet again in May.", "meet again in June.", &[DateOrPlace]);
        check("May be lit", "Shall be lit", &[ModalVerb]);
        check("it may be lit", "it shall be lit", &[ModalVerb]);
        check("on 3 May 2031", "on 3 June 2031", &[DateOrPlace]);
        check("the Paris Agreement", "the Agreement", &[Substance]);
        check("l'Accord de Paris", "l'Accord de Kyoto", &[Substance]);
        check("met in Paris and", "met in Geneva and", &[DateOrPlace]);
        check(
            "(Rev. Port Town, 2031)",
            "(Rev. Old Harbour, 2027)",
            &[DateOrPlace],
        );
        check("the Second Committee", "the Third Committee", &[Substance]);
        check("to march on and", "to rest on and", &[Substance]);
        check("see No. 5 of", "see 5 of", &[Reference, Editorial]);
    }

    #[test]
    fn a_word_that_moved_is_neither_lost_nor_won() {
        use Class::{Editorial, ModalVerb, Substance};
        check(
            "Decides that there shall be a review of lamps every year;",
            "Decides that the review of lamps shall, each year, be held;",
            &[Substance, Editorial],
        );
        check(
            "lamps shall each year be lit",
            "lamps each year shall be lit",
            &[Editorial],
        );
        check(
            "ports do not count the many red lamps",
            "ports do count the many not red lamps",
            &[Substance],
        );
        check(
            "lamps shall each year be lit",
            "lamps each year should be lit",
            &[ModalVerb],
        );
    }

    #[test]
    fn words_are_counted() {
        assert_eq!(
            classify(
                &diff(&Wording::plain("a b c"), &Wording::plain("a d c e")),
                Typefaces::Told
            )
            .1,
            Diff { old: 1, new: 2 }
        );
    }
}
