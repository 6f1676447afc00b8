//! The words that open a citation, and the words after it that say where its clause stands, in six languages.

/// What a noun calls for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Noun {
    Paragraph,
    Preambular,
    SubParagraph,
    Article,
    /// "§", and "point": a paragraph of something that must be named.
    Named,
}

/// What a word in small letters calls for, if anything.
pub(super) fn noun(low: &str) -> Option<Noun> {
    let is = |words: &[&str]| words.contains(&low);
    let is_russian = |stem: &str| {
        low.strip_prefix(stem)
            .is_some_and(|end| end.chars().count() <= 3)
    };
    if is(&[
        "paragraph",
        "paragraphs",
        "para",
        "paras",
        "paragraphe",
        "paragraphes",
        "párrafo",
        "párrafos",
        "الفقرة",
        "الفقرات",
        "الفقرتين",
        "الفقرتان",
        "والفقرة",
        "بالفقرة",
        "للفقرة",
    ]) || is_russian("пункт")
    {
        Some(Noun::Paragraph)
    } else if is(&[
        "subparagraph",
        "subparagraphs",
        "sub-paragraph",
        "sub-paragraphs",
        "alinéa",
        "alinéas",
        "apartado",
        "apartados",
        "inciso",
        "incisos",
    ]) || is_russian("подпункт")
    {
        Some(Noun::SubParagraph)
    } else if is(&[
        "article",
        "articles",
        "artículo",
        "artículos",
        "المادة",
        "المواد",
        "بالمادة",
        "للمادة",
        "والمادة",
        "المادتين",
        "المادتان",
        "статья",
        "статьи",
        "статье",
        "статью",
        "статей",
        "статьям",
        "статьях",
    ]) {
        Some(Noun::Article)
    } else if is(&["§", "§§", "point", "points", "punto", "puntos"]) {
        Some(Noun::Named)
    } else {
        None
    }
}

/// Words before a noun that say which part of the text it is in.
pub(super) const PREAMBULAR: [&str; 2] = ["preambular ", "Preambular "];
pub(super) const OPERATIVE: [&str; 2] = ["operative ", "Operative "];

/// Words that say the clause stands before.
pub(super) const ABOVE: [&str; 9] = [
    "above",
    "ci-dessus",
    "supra",
    "más arriba",
    "anterior",
    "выше",
    "أعلاه",
    "précité",
    "上文",
];

/// Words that say the clause stands after.
pub(super) const BELOW: [&str; 7] = [
    "below",
    "ci-dessous",
    "ci-après",
    "infra",
    "más abajo",
    "ниже",
    "أدناه",
];

/// Words that say the clause is in this document.
pub(super) const HERE: [&str; 14] = [
    "of this ",
    "of the present",
    "hereof",
    "herein",
    "du présent",
    "de la présente",
    "de la presente",
    "del presente",
    "de este ",
    "de esta ",
    "настоящ",
    "من هذا",
    "من هذه",
    "in this ",
];

/// Words that say it is in another.
pub(super) const ELSEWHERE: [&str; 24] = [
    "of ",
    "in the ",
    "to the ",
    "thereof",
    "du ",
    "de l",
    "de s",
    "des ",
    "del ",
    "de ",
    "من ",
    "резолюц",
    "Конвенц",
    "Повестк",
    "решени",
    "Устав",
    "Пакт",
    "Протокол",
    "Плана",
    "Программ",
    "Тунисск",
    "Деклар",
    "contained in ",
    "annexed to ",
];

/// Words for "of" before a section call: "points 1 et 2 du *décide*".
pub(super) const OF_CALL: [&str; 9] = [
    "of the ",
    "of ",
    "du ",
    "de la ",
    "del ",
    "de los ",
    "de ",
    "раздела ",
    "من ",
];

/// Words for "above" and "below" that go together.
const PAIRS: [(&str, &str); 6] = [
    ("above", "below"),
    ("ci-dessus", "ci-dessous"),
    ("supra", "infra"),
    ("más arriba", "más abajo"),
    ("выше", "ниже"),
    ("أعلاه", "أدناه"),
];

/// The word for where a clause stands at the end of a citation, and its opposite.
pub(crate) fn turned(words: &str) -> Option<(&'static str, &'static str)> {
    PAIRS
        .into_iter()
        .flat_map(|(above, below)| [(above, below), (below, above)])
        .find(|(word, _)| words.ends_with(word))
}
