//! What opens a resolution and its paragraphs: organs, calls, preambular and operative verbs; and
//! what closes it.

use super::language::{List, Verbs};
use super::prefixes::{Prefixes, begins, taken};
use super::{LANGUAGES, Language, gather, lists};
use rustc_hash::FxHashMap;
use std::sync::LazyLock;

lists! {
    /// What the line begins with that names the organ: "The ", "Генеральная".
    organ_openings: organs.openings;
    /// Words in the names of organs: "Assembly", "理事会".
    organ_nouns: organs.nouns;
    /// Pairs of words that come from names of organs, in small letters.
    organ_pairs: organs.names;
    /// What stands before a verb and changes nothing of what it is: "also", "en outre", 又.
    adverbs: verbs.adverbs;
    /// What any word that opens a preambular paragraph ends with: "ing".
    participles: verbs.participles;
    /// What stands in the line that closes a resolution: "plenary meeting".
    meetings: pages.meetings;
    /// What such a line begins with: "Adopted at the ".
    adopted: pages.adopted;
}

/// An organ whose resolutions have symbols of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Organ {
    /// The General Assembly.
    GeneralAssembly,
    /// The Security Council.
    SecurityCouncil,
    /// The Human Rights Council.
    HumanRightsCouncil,
    /// The Economic and Social Council.
    EconomicAndSocialCouncil,
}

/// The organ that a text names last.
#[must_use]
pub fn last_organ(text: &str) -> Option<Organ> {
    let found = ORGANS
        .iter()
        .filter_map(|(name, organ)| Some((text.rfind(name)? + name.len(), name.len(), *organ)));
    // Of two names that end in one place, the longer one is meant.
    let last = found.max_by_key(|(end, length, _)| (*end, *length));
    last.map(|(_, _, organ)| organ)
}

static ORGANS: LazyLock<Vec<(&'static str, Organ)>> = LazyLock::new(|| {
    let lists = [
        (
            gather(|l| l.organs.general_assembly),
            Organ::GeneralAssembly,
        ),
        (
            gather(|l| l.organs.security_council),
            Organ::SecurityCouncil,
        ),
        (
            gather(|l| l.organs.human_rights_council),
            Organ::HumanRightsCouncil,
        ),
        (
            gather(|l| l.organs.economic_and_social_council),
            Organ::EconomicAndSocialCouncil,
        ),
    ];
    let named = |(names, organ): (Box<[&'static str]>, Organ)| {
        names.into_iter().map(move |name| (name, organ))
    };
    lists.into_iter().flat_map(named).collect()
});

/// Whether a line begins as one that names the organ does; in capitals only where all of it is.
#[must_use]
pub fn opens_organ(line: &str) -> bool {
    let openings = organ_openings();
    openings.iter().any(|opening| line.starts_with(opening))
        || is_in_capitals(line) && openings.iter().any(|o| taken(line, o).is_some())
}

/// Whether a line has a word in it that names of organs have.
#[must_use]
pub fn names_organ(line: &str) -> bool {
    static CAPITALS: LazyLock<Vec<String>> = LazyLock::new(|| {
        let nouns = organ_nouns().iter();
        nouns.map(|noun| noun.to_uppercase()).collect()
    });
    organ_nouns().iter().any(|noun| line.contains(noun))
        || is_in_capitals(line) && CAPITALS.iter().any(|noun| line.contains(noun))
}

fn is_in_capitals(line: &str) -> bool {
    line.contains(char::is_uppercase) && !line.contains(char::is_lowercase)
}

/// What an opening word can do.
#[derive(Debug, Clone, Copy, Default)]
struct Roles {
    preambular: bool,
    operative: bool,
    call: bool,
    adverb: bool,
}

impl Roles {
    fn add(&mut self, other: Self) {
        self.preambular |= other.preambular;
        self.operative |= other.operative;
        self.call |= other.call;
        self.adverb |= other.adverb;
    }
}

/// The opening words and phrases.
struct Openings {
    /// By the first word, in small letters: what follows it in a phrase, and what the phrase can
    /// do.
    by_word: FxHashMap<String, Vec<(String, Roles)>>,
    /// Words of Chinese, which stand before the next without a space.
    unspaced: Prefixes,
    roles: Vec<Roles>,
}

static OPENINGS: LazyLock<Openings> = LazyLock::new(|| {
    let mut all: Vec<(&'static str, Roles)> = Vec::new();
    for verbs in LANGUAGES.iter().map(|language| &language.verbs) {
        add(&mut all, verbs);
    }
    let mut by_word: FxHashMap<String, Vec<(String, Roles)>> = FxHashMap::default();
    let mut unspaced = Vec::new();
    let mut roles = Vec::new();
    for (phrase, role) in all {
        if phrase.starts_with(is_han) {
            unspaced.push(phrase);
            roles.push(role);
            continue;
        }
        let low = phrase.to_lowercase();
        let first = first_word(&low);
        let forms = by_word.entry(first.to_owned()).or_default();
        let rest = &low[first.len()..];
        match forms.iter_mut().find(|(known, _)| known == rest) {
            Some((_, known)) => known.add(role),
            None => forms.push((rest.to_owned(), role)),
        }
    }
    Openings {
        by_word,
        unspaced: Prefixes::of(unspaced),
        roles,
    }
});

/// Adds the opening words of one language.
fn add(all: &mut Vec<(&'static str, Roles)>, verbs: &'static Verbs) {
    let is_call = |word: &&str| !verbs.also_in_prose.contains(word);
    let mut add = |list: List, role: Roles| {
        all.extend(list.iter().map(|word| {
            let call = role.call && is_call(word);
            (*word, Roles { call, ..role })
        }));
    };
    let nothing = Roles::default();
    let preambular = Roles {
        preambular: true,
        call: true,
        ..nothing
    };
    let operative = Roles {
        operative: true,
        call: true,
        ..nothing
    };
    add(verbs.preambular, preambular);
    for list in operative_lists(verbs) {
        add(list, operative);
    }
    add(
        verbs.calls,
        Roles {
            call: true,
            ..nothing
        },
    );
    add(
        verbs.adverbs,
        Roles {
            adverb: true,
            ..nothing
        },
    );
}

const fn operative_lists(verbs: &Verbs) -> [List; 6] {
    [
        verbs.deciding,
        verbs.requesting,
        verbs.urging,
        verbs.inviting,
        verbs.noting,
        verbs.operative,
    ]
}

const fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9fff}')
}

/// Marks that a printed line carries round its words.
const SIGNS: [char; 8] = ['[', ']', '*', '_', '~', ' ', '\t', '\u{a0}'];

fn first_word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphabetic());
    &text[..end.unwrap_or(text.len())]
}

/// What the words at the start of a text can do, and how many bytes an adverb takes there.
fn roles_at(text: &str) -> (Roles, usize) {
    let openings = &*OPENINGS;
    let mut roles = Roles::default();
    let mut adverb = 0;
    let mut note = |found: Roles, length: usize| {
        roles.add(found);
        if found.adverb {
            adverb = adverb.max(length);
        }
    };
    if text.starts_with(is_han) {
        for (length, place) in openings.unspaced.at(text) {
            note(
                openings.roles.get(place).copied().unwrap_or_default(),
                length,
            );
        }
        return (roles, adverb);
    }
    let first = first_word(text);
    let forms = in_small_letters(first, |low| openings.by_word.get(low))
        .or_else(|| openings.by_word.get(without_and(first)?));
    for (rest, found) in forms.into_iter().flatten() {
        let after = &text[first.len()..];
        let length = taken(after, rest)
            .filter(|length| rest.is_empty() || !after[*length..].starts_with(char::is_alphabetic));
        if let Some(length) = length {
            note(*found, first.len() + length);
        }
    }
    (roles, adverb)
}

/// Arabic writes "and" and the word after it in one.
fn without_and(word: &str) -> Option<&str> {
    if word.is_ascii() {
        return None;
    }
    super::glued_joints()
        .iter()
        .find_map(|and| word.strip_prefix(and))
}

/// Asks for a word in small letters, without a new string for most words.
pub(super) fn in_small_letters<T>(word: &str, ask: impl FnOnce(&str) -> Option<T>) -> Option<T> {
    const LONGEST: usize = 32;
    if word.len() <= LONGEST && word.is_ascii() {
        let mut low = [0; LONGEST];
        let low = &mut low[..word.len()];
        low.copy_from_slice(word.as_bytes());
        low.make_ascii_lowercase();
        return ask(std::str::from_utf8(low).ok()?);
    }
    ask(&word.to_lowercase())
}

fn opens(text: &str, has: impl Fn(Roles) -> bool) -> bool {
    const MOST_ADVERBS: usize = 3;
    let mut text = text.trim_start_matches(SIGNS);
    for _ in 0..=MOST_ADVERBS {
        let (roles, adverb) = roles_at(text);
        if has(roles) {
            return true;
        }
        if adverb == 0 {
            return false;
        }
        text = text[adverb..]
            .trim_start_matches(SIGNS)
            .trim_start_matches([',', ' ']);
    }
    false
}

/// Whether a text opens as a preambular paragraph does, perhaps with an adverb before its verb, in
/// any language: "Recalling", "*Deeply concerned*", "Ссылаясь на", "وإذ تشير", 回顾.
///
/// ```
/// use redraft::vocabulary::opens_preambular;
/// assert!(opens_preambular("*Also recalling* its resolution"));
/// assert!(!opens_preambular("Requests the Secretary-General"));
/// ```
#[must_use]
pub fn opens_preambular(text: &str) -> bool {
    opens(text, |roles| roles.preambular)
}

/// Whether [`opens_preambular`] or [`opens_call`] holds: the first word is looked up once.
#[must_use]
pub fn opens_preambular_or_call(text: &str) -> bool {
    let text = text.trim_start_matches(SIGNS);
    let (roles, adverb) = roles_at(text);
    roles.call || roles.preambular || adverb > 0 && opens_preambular(text)
}

/// Whether a text opens as an operative paragraph does, perhaps with an adverb before its verb:
/// "Decides", "Further requests", "Просит", 请.
#[must_use]
pub fn opens_operative(text: &str) -> bool {
    opens(text, |roles| roles.operative)
}

/// Whether a text begins with a word that opens a section call of an ITU resolution: "considering
/// further", "invites".
#[must_use]
pub fn opens_call(text: &str) -> bool {
    roles_at(text).0.call
}

/// Whether a word ends as any word does that opens a preambular paragraph: "pondering".
#[must_use]
pub fn is_participle(word: &str) -> bool {
    const SHORTEST: usize = 6;
    let ends = |low: &str| {
        participles()
            .iter()
            .any(|end| low.ends_with(end))
            .then_some(())
    };
    word.len() >= SHORTEST && in_small_letters(word, ends).is_some()
}

/// Whether a word alone opens a preambular paragraph.
#[must_use]
pub fn is_preambular_verb(word: &str) -> bool {
    opens_alone(word).preambular
}

/// Whether a word alone opens an operative paragraph.
#[must_use]
pub fn is_operative_verb(word: &str) -> bool {
    opens_alone(word).operative
}

/// Whether a word may stand before a verb and change nothing of what it is.
#[must_use]
pub fn is_adverb(word: &str) -> bool {
    opens_alone(word).adverb
}

fn opens_alone(word: &str) -> Roles {
    let (roles, _) = roles_at(word);
    let is_alone = first_word(word).len() == word.len();
    if is_alone { roles } else { Roles::default() }
}

/// How binding the verb is that opens an operative clause, from 1: noting, inviting, urging,
/// requesting, deciding.
#[must_use]
pub fn force_of_verb(low: &str) -> Option<u8> {
    static FORCES: LazyLock<FxHashMap<&'static str, u8>> = LazyLock::new(|| {
        let groups = |language: &'static Language| {
            let verbs = &language.verbs;
            let lists = [
                verbs.noting,
                verbs.inviting,
                verbs.urging,
                verbs.requesting,
                verbs.deciding,
            ];
            (1..)
                .zip(lists)
                .flat_map(|(force, list)| list.iter().map(move |w| (*w, force)))
        };
        let mut forces = FxHashMap::default();
        for (word, force) in LANGUAGES.iter().flat_map(groups) {
            forces.entry(word).or_insert(force);
        }
        forces
    });
    FORCES.get(low).copied()
}

/// Whether a line closes a resolution: "68th plenary meeting, 18 December 2013", a date alone, a
/// rule, "Adopted at the 12th plenary meeting".
///
/// ```
/// use redraft::vocabulary::closing_line;
/// assert!(closing_line("68th plenary meeting"));
/// assert!(closing_line("18 December 2013"));
/// assert!(!closing_line("Decides to hold a plenary meeting in 2014;"));
/// ```
#[must_use]
pub fn closing_line(text: &str) -> bool {
    const LONGEST: usize = 240;
    let line = text.trim_matches(SIGNS);
    if line.len() > LONGEST {
        return false;
    }
    if line.is_empty() {
        return text.trim().len() >= 3 && text.trim().chars().all(|c| "_*".contains(c));
    }
    let is_rule = line.len() >= 3 && line.chars().all(|c| "-–—_*⎯─ ".contains(c));
    is_rule
        || adopted()
            .iter()
            .any(|opening| taken(line, opening).is_some())
        || super::date_at(line).is_some_and(|end| is_little(&line[end..]))
        || names_meeting(line)
}

/// "68th plenary meeting", "第68次全体会议", «الجلسة العامة 68», and a date after it.
fn names_meeting(line: &str) -> bool {
    // Before the meeting stand two words at most: so many letters.
    const LONGEST_COUNT: usize = 80;
    if !may_name_meeting(line) {
        return false;
    }
    let low = line.to_lowercase();
    let end = low.char_indices().nth(LONGEST_COUNT);
    let near = end.map_or(&low[..], |(end, _)| &low[..end]);
    let Some((at, word)) = meetings().iter().find_map(|w| Some((near.find(w)?, w))) else {
        return false;
    };
    let before = low[..at].trim();
    let after = low[at + word.len()..].trim_start_matches([',', '،', '，', ' ', '(']);
    let begins = |text: &str| text.starts_with(char::is_numeric);
    let counted = before.trim_start_matches(super::counted_before());
    let is_counted = begins(counted) && before.split_whitespace().count() <= 2
        || super::ordinal_word_at(before).is_some_and(|(word, _)| word.len() == before.len());
    if before.is_empty() {
        return begins(after) && after.split_whitespace().count() <= 6;
    }
    is_counted
        && (is_little(after) || super::date_at(after).is_some_and(|end| is_little(&after[end..])))
}

/// A quick look at how a line begins: with a number, in figures or in a word, or with the meeting.
fn may_name_meeting(line: &str) -> bool {
    let line = line.trim_start();
    let counted = line.trim_start_matches(super::counted_before());
    counted.starts_with(char::is_numeric)
        || super::begins_with_ordinal(line)
        || begins(meetings(), line).is_some()
}

/// Nothing but signs after a date, or the year's "г.".
fn is_little(text: &str) -> bool {
    let bare = text.trim_matches([' ', '.', ',', ')', ']', '*', '_']);
    bare.is_empty()
        || super::year_closings()
            .iter()
            .any(|word| word.trim_matches('.') == bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn preambular_and_operative() {
        for text in [
            "Recalling its resolution",
            "*Deeply concerned* that",
            "Having considered the report",
            "In accordance with article 4",
            "Rappelant sa résolution",
            "Se félicitant de",
            "S’inquiétant de",
            "Profondément préoccupée par",
            "Recordando su resolución",
            "Ссылаясь на свою резолюцию",
            "с удовлетворением отмечая",
            "إذ تشير إلى",
            "وإذ تشير إلى",
            "又意识到其决议",
        ] {
            assert!(opens_preambular(text), "{text}");
            assert!(!opens_operative(text), "{text}");
        }
        for text in [
            "Decides to meet;",
            "[Also requests the Secretary-General",
            "Décide de se réunir",
            "Prie instamment",
            "Note avec satisfaction",
            "Pide al Secretario General",
            "Hace suya la decisión",
            "постановляет провести",
            "Вновь призывает",
            "تقرر أن",
            "وتطلب إلى",
            "还请秘书长",
        ] {
            assert!(opens_operative(text), "{text}");
            assert!(!opens_preambular(text), "{text}");
        }
        // Chinese has one word for "recalling" and "recalls".
        assert!(opens_preambular("又回顾其决议") && opens_operative("回顾其决议"));
        for text in [
            "The Secretary-General",
            "Note by the Secretariat",
            "",
            "4 December",
            "States shall",
        ] {
            assert!(!opens_operative(text) && !opens_preambular(text), "{text}");
        }
    }

    #[test]
    fn lines_that_close() {
        for line in [
            "12th plenary meeting",
            "68th plenary meeting, 18 December 2013",
            "*68th plenary meeting*",
            "18 December 2013",
            "68e séance plénière",
            "70ª sesión plenaria",
            "68-е пленарное заседание,",
            "68-е пленарное заседание, 18 декабря 2013 года",
            "الجلسة العامة 68",
            "第68次全体会议",
            "2013年12月18日",
            "Adopted at the 12th plenary meeting",
            "----",
            "_________",
        ] {
            assert!(closing_line(line), "{line}");
        }
        for line in [
            "",
            "[]",
            "Decides to hold a meeting;",
            "1. The plenary meeting of 4 May",
            "18 December 2013 was a day",
            "4 plenary meetings a year were held",
        ] {
            assert!(!closing_line(line), "{line}");
        }
    }

    #[test]
    fn organs() {
        assert!(opens_organ("LA ASAMBLEA GENERAL,") && names_organ("LA ASAMBLEA GENERAL,"));
        assert!(opens_organ("Совет Безопасности,") && names_organ("安全理事会，"));
        assert_eq!(
            last_organ("the General Assembly and the Security Council"),
            Some(Organ::SecurityCouncil)
        );
        assert_eq!(last_organ("the ships"), None);
    }
}
