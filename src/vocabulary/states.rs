//! Who sits at the table: names of States and of groups in six languages, as drafts write them.

use super::unseen::{TATWEEL, is_mark, turns_writing};
use rustc_hash::FxHashSet;
use smallvec::SmallVec;
use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One file a language, from the Unicode CLDR: a code and names.
const LANGUAGES: [&str; 6] = [
    include_str!("states/en.tsv"),
    include_str!("states/fr.tsv"),
    include_str!("states/es.tsv"),
    include_str!("states/ru.tsv"),
    include_str!("states/ar.tsv"),
    include_str!("states/zh.tsv"),
];
/// Forms of drafts that the CLDR has not: a language, a code and names.
const DRAFTS: &str = include_str!("states/drafts.tsv");
/// Groups, in all languages: a code and names.
const GROUPS: &str = include_str!("states/groups.tsv");

/// A name without what may differ in print; most have room on the stack.
type Bare = SmallVec<[u8; 96]>;

struct Names {
    known: FxHashSet<Bare>,
    longest: usize,
}

/// Whether words are the name of a State or of a group. Capitals, accents, apostrophes and spaces
/// make no difference, nor does an article before the name.
#[must_use]
pub fn names_a_state(name: &str) -> bool {
    let names = names();
    if name.len() > names.longest {
        return false;
    }
    let bare = bare(name);
    names.known.contains(&bare)
        || ARTICLES.iter().any(|article| {
            let rest = bare.strip_prefix(article.as_bytes());
            rest.is_some_and(|rest| names.known.contains(&Bare::from_slice(rest)))
        })
}

/// Articles that may stand before a name, without accents.
const ARTICLES: [&str; 10] = [
    "the ", "la ", "le ", "les ", "l'", "el ", "los ", "las ", "du ", "des ",
];

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(read)
}

fn read() -> Names {
    let rows = |text: &'static str, codes: usize| {
        let rows = text.lines().filter(|line| !line.starts_with('#'));
        rows.flat_map(move |line| line.split('\t').skip(codes))
    };
    let of_states = LANGUAGES.into_iter().flat_map(|text| rows(text, 1));
    let all = of_states.chain(rows(DRAFTS, 2)).chain(rows(GROUPS, 1));
    let mut known = FxHashSet::default();
    let mut longest = 0;
    for name in all.filter(|name| !name.is_empty()) {
        longest = longest.max(name.len());
        known.insert(bare(name));
    }
    // An article, and accents written as signs of their own.
    Names {
        known,
        longest: longest + 40,
    }
}

/// Small letters without accents, plain apostrophes and single spaces.
fn bare(name: &str) -> Bare {
    let mut out = Bare::new();
    let letters = name.nfd().filter(|c| !is_combining_mark(*c));
    for c in letters.flat_map(char::to_lowercase) {
        let c = match c {
            '’' | '‘' | 'ʼ' | '`' => '\'',
            '‑' | '–' => '-',
            '（' => '(',
            '）' => ')',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        // Signs that only say which way text runs are no part of it.
        let is_unseen = is_mark(c) || turns_writing(c) || c == TATWEEL;
        if is_unseen || c == ' ' && out.last().is_none_or(|last| *last == b' ') {
            continue;
        }
        out.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
    }
    while out.last() == Some(&b' ') {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_six_languages() {
        for name in [
            "Switzerland",
            "the Netherlands",
            "Viet Nam",
            "Iran (Islamic Republic of)",
            "Islamic Republic of Iran",
            "Suisse",
            "Brésil",
            "ÉTATS-UNIS",
            "Etats-Unis",
            "Côte d’Ivoire",
            "Côte d'Ivoire",
            "la Suisse",
            "Suiza",
            "Noruega",
            "México",
            "Estados Unidos de América",
            "Российская Федерация",
            "Китай",
            "США",
            "Королевство Норвегия",
            "سويسرا",
            "الاتحاد الروسي",
            "المملكة العربية السعودية",
            "中国",
            "瑞士",
            "欧盟",
            "伊朗（伊斯兰共和国）",
            "G77",
            "G-77 and China",
            "African Group",
            "Groupe africain",
            "Африканская группа",
            "المجموعة الأفريقية",
            "非洲集团",
            "Rio Group",
            "United\u{a0}Kingdom",
        ] {
            assert_eq!(
                names_a_state(name),
                name != "Королевство Норвегия",
                "{name}"
            );
        }
    }

    #[test]
    fn words_that_name_nobody() {
        for name in [
            "",
            "States",
            "agreed",
            "the text",
            "par ailleurs",
            "текст",
            "案文",
            "نص",
        ] {
            assert!(!names_a_state(name), "{name}");
        }
    }

    #[test]
    fn every_row_has_a_name() {
        for text in LANGUAGES.iter().chain([&DRAFTS, &GROUPS]) {
            let mut rows = text.lines().filter(|line| !line.starts_with('#'));
            assert!(rows.all(|row| row.split('\t').count() >= 2 && !row.ends_with('\t')));
        }
    }
}
