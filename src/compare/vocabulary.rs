//! Words that tell one kind of change from another, in lower case.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// What a word tells of a change.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    /// It opens a reference: what follows is the number of a clause or a document.
    pub(super) refers: bool,
    pub(super) month: bool,
    pub(super) negates: bool,
    pub(super) modal: bool,
    pub(super) connects: bool,
    pub(super) place: bool,
    pub(super) number: bool,
}

/// Words that name documents after the city in which they were adopted: "Paris Agreement".
pub(super) fn names_document(word: &str) -> bool {
    let word = word.rsplit(['\'', '’']).next().unwrap_or(word);
    word.starts_with(char::is_uppercase) && !known(&word.to_lowercase()).place
}

/// What is known of a word; nothing of most.
pub(super) fn known(low: &str) -> Word {
    WORDS.get(low).copied().unwrap_or_default()
}

static WORDS: LazyLock<FxHashMap<&str, Word>> = LazyLock::new(|| {
    let mut words: FxHashMap<&str, Word> = FxHashMap::default();
    let mut add = |list: &[&'static str], mark: fn(&mut Word)| {
        for word in list {
            mark(words.entry(word).or_default());
        }
    };
    add(REFERRING, |word| word.refers = true);
    add(MONTHS, |word| word.month = true);
    add(NEGATIONS, |word| word.negates = true);
    add(MODALS, |word| word.modal = true);
    add(CONNECTING, |word| word.connects = true);
    add(PLACES, |word| word.place = true);
    add(NUMBERS, |word| word.number = true);
    words
});

/// Words that open a reference: what follows is the number of a clause or a document.
const REFERRING: &[&str] = &[
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "subparagraph",
    "subparagraphs",
    "article",
    "articles",
    "annex",
    "resolution",
    "resolutions",
    "decision",
    "decisions",
    "resolves",
    "considering",
    "recognizing",
    "recalling",
    "noting",
    "instructs",
    "decides",
    "section",
    "sections",
    "§",
    "§§",
    "no",
    "nos",
    "chapter",
    "res",
    "rule",
    "option",
];

/// Months; "may" is a modal verb unless its place says otherwise.
const MONTHS: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Words that turn the sense round.
const NEGATIONS: &[&str] = &[
    "not",
    "no",
    "without",
    "unless",
    "except",
    "never",
    "neither",
    "nor",
    "none",
    "cannot",
    "excluding",
    "prohibit",
    "prohibits",
    "ne",
    "pas",
    "sans",
    "sauf",
    "sin",
    "salvo",
    "не",
    "без",
    "لا",
    "دون",
    "不",
];

/// Words that say how binding a clause is.
const MODALS: &[&str] = &[
    "shall",
    "should",
    "may",
    "must",
    "will",
    "would",
    "can",
    "could",
    "might",
    "ought",
    "doit",
    "doivent",
    "devrait",
    "devraient",
    "peut",
    "peuvent",
    "debe",
    "deben",
    "debería",
    "deberían",
    "должны",
    "должен",
];

/// Words that carry no substance of their own.
const CONNECTING: &[&str] = &[
    "also", "further", "and", "or", "the", "a", "an", "that", "as", "well", "et", "y",
];

/// Cities that conferences and their resolutions are named after.
const PLACES: &[&str] = &[
    "busan",
    "guadalajara",
    "dubai",
    "antalya",
    "marrakesh",
    "minneapolis",
    "kyoto",
    "hyderabad",
    "johannesburg",
    "hammamet",
    "geneva",
    "tunis",
    "doha",
    "bucharest",
    "nairobi",
    "vienna",
    "paris",
    "buenos",
    "aires",
    "kigali",
    "new",
    "york",
    "baku",
    "rio",
];

/// Numbers written as words, and words for shares.
const NUMBERS: &[&str] = &[
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
    "thirty",
    "forty",
    "fifty",
    "sixty",
    "seventy",
    "eighty",
    "ninety",
    "hundred",
    "thousand",
    "million",
    "billion",
    "half",
    "third",
    "quarter",
    "once",
    "twice",
    "double",
    "triple",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "dix",
    "vingt",
    "cent",
    "mille",
    "uno",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "diez",
    "veinte",
    "cien",
    "mil",
    "один",
    "два",
    "три",
    "четыре",
    "пять",
    "десять",
    "сто",
];
