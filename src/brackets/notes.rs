//! Notes about the state of a text, known by what they say: "Suggested for closure", "AGREED ad ref", "moved from OP5".
//!
//! A text that merely holds such a word is text: `[agreed measures]`. So a note says nothing else, or goes on with a
//! label, a name or a symbol: "based on OP 4 of A/C.2/78/L.5".

use super::parties::is_known;

/// What a note says whole, in small letters.
const WHOLE: [&str; 165] = [
    "no text",
    "no article",
    "no paragraph",
    "no option",
    "no decision",
    "deleted",
    "reserved",
    "intentionally left blank",
    "not discussed",
    "agreed ad referendum",
    "not decided",
    "undecided",
    "not agreed",
    "agreed",
    "agreed ad ref",
    "ad ref",
    "ad referendum",
    "under discussion",
    "under consideration",
    "under negotiation",
    "no consensus",
    "to be discussed",
    "to be decided",
    "to be agreed",
    "to be negotiated",
    "sic",
    "agreed text",
    "agreed language",
    "closed",
    "pending",
    "on hold",
    "parked",
    "streamlined",
    "streamlined text",
    "merged",
    "moved",
    "split",
    "provisionally agreed",
    "provisionally closed",
    "tentatively agreed",
    "agreed in principle",
    "agreed in informals",
    "agreed in informal informals",
    "suggested for closure",
    "proposed for closure",
    "suggested for deletion",
    "proposed for deletion",
    "for closure",
    "new para",
    "new paragraph",
    "new text",
    "new op",
    "new pp",
    "new proposal",
    "new article",
    "new option",
    "new sub-para",
    "new subparagraph",
    "new language",
    "bridging proposal",
    "bridging text",
    "compromise proposal",
    "compromise text",
    "clean text",
    "consolidated text",
    "alternative proposal",
    "facilitator's proposal",
    "facilitators' proposal",
    "co-facilitators' proposal",
    "facilitator's text",
    "facilitators' text",
    "co-facilitators' text",
    "chair's proposal",
    "chair's text",
    "co-chairs' text",
    "co-chairs' proposal",
    "chairs' text",
    "chairs' proposal",
    "co-chair's text",
    "secretariat proposal",
    "secretariat's proposal",
    "see alt",
    "see alternative",
    "see above",
    "see below",
    "original text",
    "previous text",
    "silence procedure",
    "under silence",
    "silence broken",
    "technical update",
    // French
    "non décidé",
    "convenu",
    "adopté",
    "approuvé",
    "convenu ad referendum",
    "en suspens",
    "en attente",
    "à examiner",
    "à débattre",
    "à négocier",
    "en cours de négociation",
    "en cours d'examen",
    "nouveau paragraphe",
    "nouveau par.",
    "nouveau texte",
    "proposition du facilitateur",
    "proposition de la facilitatrice",
    "proposition du président",
    "proposition des coprésidents",
    "texte des coprésidents",
    "pas de consensus",
    "proposition de compromis",
    "fusionné",
    // Spanish
    "no decidido",
    "acordado",
    "acordado ad referéndum",
    "acordado ad ref",
    "pendiente",
    "por decidir",
    "por examinar",
    "en negociación",
    "nuevo párrafo",
    "nuevo texto",
    "propuesta del facilitador",
    "propuesta de la presidencia",
    "propuesta del presidente",
    "texto de los copresidentes",
    "sin consenso",
    "no hay consenso",
    "propuesta de consenso",
    // Russian
    "не решено",
    "согласовано",
    "согласовано ad referendum",
    "не согласовано",
    "на рассмотрении",
    "обсуждается",
    "подлежит обсуждению",
    "новый пункт",
    "новый текст",
    "предложение председателя",
    "предложение координатора",
    "текст сопредседателей",
    "нет консенсуса",
    "консенсуса нет",
    // Arabic, Chinese
    "متفق عليه",
    "غير متفق عليه",
    "معلق",
    "قيد المناقشة",
    "قيد التفاوض",
    "فقرة جديدة",
    "نص جديد",
    "اقتراح الرئيس",
    "لا توافق في الآراء",
    "已商定",
    "未商定",
    "待定",
    "待讨论",
    "谈判中",
    "新段落",
    "新增段落",
    "主席提案",
    "共同主席案文",
    "协调人提案",
    "未达成共识",
];

/// How a note begins that goes on with what it is about: a label, a name, a symbol.
const ABOUT: [&str; 62] = [
    "agreed ad ref",
    "agreed as of",
    "agreed on",
    "agreed in",
    "agreed at",
    "agreed by",
    "agreed",
    "closed",
    "suggested for closure",
    "proposed for closure",
    "suggested for deletion",
    "new para",
    "new paragraph",
    "new op",
    "new pp",
    "based on",
    "cluster with",
    "clustered with",
    "moved from",
    "moved to",
    "move to",
    "move from",
    "to be moved to",
    "proposed to be moved to",
    "merged with",
    "merged from",
    "merge with",
    "to be merged with",
    "proposed merger of",
    "formerly",
    "former",
    "previously",
    "ex",
    "old",
    "originally",
    "see",
    "see alt",
    "see also",
    "text from",
    "language from",
    "taken from",
    "from",
    "replaces",
    "split from",
    "combined with",
    "linked to",
    "alt to",
    "alternative to",
    "duplicate of",
    "pending",
    "placeholder",
    "basé sur",
    "déplacé de",
    "fusionné avec",
    "ancien",
    "basado en",
    "trasladado de",
    "fusionado con",
    "antiguo",
    "на основе",
    "перенесено из",
    "объединено с",
];

/// How a note begins whatever follows, if it is short.
const BEGIN: [&str; 20] = [
    "pending",
    "awaiting",
    "note:",
    "note by",
    "footnote",
    "end of",
    "see also the proposal",
    "further definitions may be",
    "drafting note",
    "proposal to",
    "en attente",
    "en suspens",
    "pendiente de",
    "в ожидании",
    "facilitator's note",
    "placement proposal",
    "bridging proposal",
    "agreed ad ref",
    "text to be",
    "note from",
];

const TO_COME: [&str; 12] = [
    "to be added",
    "to be issued",
    "to be confirmed",
    "to be updated",
    "to be completed",
    "to be inserted",
    "to be decided",
    "to be determined",
    "to be discussed",
    "to be agreed",
    "à compléter",
    "por completar",
];

/// Whether words in small letters say only how the text stands.
pub(super) fn is_status(low: &str) -> bool {
    const FEW: usize = 14;
    // "Negotiator's note: …" is one however long it is.
    let is_note = low.split_once(':').is_some_and(|(head, _)| {
        head.len() <= 60
            && (head.ends_with("note") || head.contains("note by ") || head.contains("note from "))
    });
    let low = trimmed(low);
    is_note
        || is_whole(low)
        || is_about(low)
        || has_few_words(low, FEW)
            && (BEGIN.iter().any(|begin| low.starts_with(begin))
                || TO_COME
                    .iter()
                    .any(|end| low.starts_with(end) || low.ends_with(end)))
}

/// Whether a line in small letters is nothing but a note. Words that may as well be a heading or a reference are not
/// enough there.
pub(super) fn is_line(low: &str) -> bool {
    let low = trimmed(low);
    let is_reference = ["see", "from", "ex", "old", "former", "pending"]
        .iter()
        .any(|head| about(low, head).is_some() && !low.starts_with("see alt"));
    is_whole(low) && !IN_TEXT.contains(&low) || is_about(low) && !is_reference
}

/// Whether words in small letters are a note where they stand in round brackets, or end a clause.
pub(super) fn is_plain(low: &str) -> bool {
    const HEADS: [&str; 14] = [
        "agreed ad ref",
        "suggested for closure",
        "proposed for closure",
        "suggested for deletion",
        "cluster with",
        "clustered with",
        "moved from",
        "moved to",
        "merged with",
        "formerly",
        "new para",
        "new op",
        "new pp",
        "see alt",
    ];
    let low = trimmed(low);
    is_whole(low) && !IN_TEXT.contains(&low)
        || is_about(low) && HEADS.iter().any(|head| low.starts_with(head))
}

/// What texts say too, in round brackets or in a line; "no text" is what an option says.
const IN_TEXT: [&str; 20] = [
    "no text",
    "no article",
    "no paragraph",
    "no option",
    "no decision",
    "intentionally left blank",
    "see above",
    "see below",
    "see alternative",
    "sic",
    "split",
    "merged",
    "moved",
    "closed",
    "original text",
    "previous text",
    "reserved",
    "deleted",
    "adopté",
    "approuvé",
];

fn trimmed(low: &str) -> &str {
    low.trim_matches(|c: char| c.is_whitespace() || "().!*_-–—:;".contains(c))
}

fn is_whole(low: &str) -> bool {
    let is = |text: &str| WHOLE.contains(&text);
    is(low) || low.contains('’') && is(&low.replace('’', "'")) || {
        // "agreed, EU", "closed (12 May)".
        let parts = low.split([',', '/', ';', '–', '—', '(']);
        let mut parts =
            parts.map(|part| part.trim_matches(|c: char| c.is_whitespace() || ").".contains(c)));
        let first = parts.next().unwrap_or("");
        first.len() < low.len()
            && is(first)
            && parts.all(|part| is(part) || is_known(part) || is_reference(part))
    }
}

/// "moved from OP5", "based on OP 4 of A/C.2/78/L.5", "cluster with PP3".
fn is_about(low: &str) -> bool {
    ABOUT
        .iter()
        .any(|head| about(low, head).is_some_and(is_reference))
}

fn about<'a>(low: &'a str, head: &str) -> Option<&'a str> {
    low.strip_prefix(head)?
        .strip_prefix([' ', '\u{a0}', ':', '.'])
}

/// Whether words only say where something stands: labels, names of parts, symbols, dates.
fn is_reference(words: &str) -> bool {
    const PARTS: [&str; 66] = [
        "op",
        "pp",
        "ops",
        "pps",
        "para",
        "paras",
        "para.",
        "paragraph",
        "paragraphs",
        "sub-paragraph",
        "subparagraph",
        "article",
        "articles",
        "art",
        "section",
        "chapter",
        "annex",
        "option",
        "alt",
        "bis",
        "ter",
        "quat",
        "quater",
        "preamble",
        "line",
        "resolution",
        "res",
        "decision",
        "document",
        "doc",
        "draft",
        "text",
        "proposal",
        "version",
        "rev",
        "page",
        "of",
        "the",
        "in",
        "from",
        "and",
        "to",
        "with",
        "as",
        "by",
        "on",
        "at",
        "new",
        "above",
        "below",
        "previous",
        "original",
        "agreed",
        "language",
        "par",
        "paragraphe",
        "du",
        "de",
        "párrafo",
        "del",
        "la",
        "et",
        "y",
        "пункт",
        "пункта",
        "и",
    ];
    let mut has_place = false;
    let mut count = 0;
    for word in words.split(|c: char| c.is_whitespace() || ",;()[]–+&".contains(c)) {
        let word = word.trim_matches(['.', ':', '“', '”', '"']);
        if word.is_empty() {
            continue;
        }
        count += 1;
        let is_number = word.chars().any(char::is_numeric) || is_letter_label(word);
        if !is_number && !PARTS.contains(&word) && !is_known(word) && !is_month(word) {
            return false;
        }
        has_place |=
            is_number || matches!(word, "alt" | "above" | "below" | "preamble") || is_known(word);
    }
    has_place && count <= 16
}

/// `a`, `iv`, `b)`.
fn is_letter_label(word: &str) -> bool {
    let bare = word.trim_end_matches(')');
    bare.len() == 1 && bare.bytes().all(|b| b.is_ascii_lowercase()) && bare != "a"
        || !bare.is_empty() && bare.len() <= 4 && bare.bytes().all(|b| b"ivx".contains(&b))
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
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
    MONTHS.contains(&word)
}

fn has_few_words(low: &str, most: usize) -> bool {
    low.split_whitespace().nth(most).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes() {
        for low in [
            "suggested for closure",
            "agreed ad ref",
            "agreed ad referendum",
            "new para",
            "based on op 4 of a/c.2/78/l.5",
            "facilitator's proposal",
            "facilitator’s proposal",
            "co-chairs’ text",
            "chair's proposal",
            "pending",
            "to be discussed",
            "under negotiation",
            "cluster with pp3",
            "moved from op5",
            "merged with op 7 bis",
            "formerly op6",
            "see alt",
            "text from para 5",
            "bridging proposal",
            "streamlined",
            "no consensus",
            "agreed, 12 may",
            "based on para 12 of resolution 76/19",
            "согласовано",
            "新段落",
            "已商定",
            "متفق عليه",
            "nouveau paragraphe",
            "acordado ad referéndum",
            "moved from op5 alt",
        ] {
            assert!(is_status(low), "{low}");
        }
    }

    #[test]
    fn text_with_such_words() {
        for low in [
            "agreed measures",
            "agreed",
            "based on the best available science",
            "new and additional",
            "from 2020",
            "pending the entry into force of this agreement and of all the instruments that the parties have made under it",
            "moved by the suffering",
            "see the annex for more",
            "former colonies",
            "closed areas",
            "based on equity",
            "under negotiation by the parties",
        ] {
            assert_eq!(is_line(low), low == "agreed", "{low}");
        }
        for low in [
            "agreed measures",
            "based on equity",
            "new and additional",
            "former colonies",
            "agreed by all parties",
        ] {
            assert!(!is_status(low), "{low}");
        }
    }
}
