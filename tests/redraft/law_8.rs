//! Law 8: where labels are in series, numbering afresh changes nothing.

use proptest::prelude::*;
use redraft::clean::{self, Options};
use redraft::{read, write};
use std::fmt::Write;

/// What a house's drafts look like.
#[derive(Debug, Clone)]
struct House {
    organ: &'static str,
    preamble: Vec<&'static str>,
    heading: Heading,
    clause: Style,
    below: Style,
    /// Numbers run on over headings.
    runs_on: bool,
    wrapped: bool,
    /// Notes stand at the feet of pages.
    has_notes: bool,
    indented: bool,
    /// Per section: the clauses, each with how many stand under it.
    sections: Vec<Vec<usize>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heading {
    None,
    Roman,
    Letter,
    Article,
    Plain,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    NumberDot,
    Number,
    NumberBracket,
    Part,
    LetterBracket,
    LetterEnclosed,
    RomanEnclosed,
    Wide,
    Chinese,
    Cyrillic,
}

impl Style {
    fn label(self, k: usize) -> String {
        let letter = char::from(b'a' + u8::try_from((k - 1) % 26).unwrap());
        let roman = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"];
        let chinese = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
        match self {
            Self::NumberDot => format!("{k}. "),
            Self::Number => format!("{k} "),
            Self::NumberBracket => format!("{k}) "),
            Self::Part => format!("OP{k}. "),
            Self::LetterBracket => format!("{letter}) "),
            Self::LetterEnclosed => format!("({letter}) "),
            Self::RomanEnclosed => format!("({}) ", roman[(k - 1) % roman.len()]),
            Self::Wide => format!("{}．", char::from_u32(0xff10 + u32::try_from(k % 10).unwrap()).unwrap()),
            Self::Chinese => format!("{}、", chinese[(k - 1) % chinese.len()]),
            Self::Cyrillic => format!("{}) ", "абвгдежзик".chars().nth((k - 1) % 10).unwrap()),
        }
    }
}

const TITLES: [&str; 6] = ["Scope", "Lamps and bells", "Means of carrying it out", "The road ahead", "Logs", "Final matters"];
const ACTS: [&str; 6] = [
    "Decides to adopt the tide tables of the harbours in the north of the coast",
    "Requests the secretariat to print them, in a form that sailors can read at sea and in port",
    "Invites the harbours to report on their lamps, their bells and their ropes",
    "Encourages the keepers to write logs",
    "Urges States to pay for the oil that the lamps need in the dark months of the year",
    "Welcomes the work of the pilots",
];
const PARTS: [&str; 4] = [
    "the lamps of the outer harbours",
    "the bells, in fog and in snow",
    "ropes and chains of every length that ships of the coast may carry",
    "the charts of the coast",
];

fn house() -> impl Strategy<Value = House> {
    let organ = prop::sample::select(vec!["The General Assembly,", "The Conference of the Harbours,", "The Keepers of the Coast,", ""]);
    let preamble = prop::sample::subsequence(
        vec!["Recalling its resolution 5/1 on lamps,", "Noting that tides rise and fall,", "Deeply concerned that lamps are costly,"],
        0..=3,
    );
    let heading = prop::sample::select(vec![Heading::None, Heading::Roman, Heading::Letter, Heading::Article, Heading::Plain]);
    let clause = prop::sample::select(vec![
        Style::NumberDot, Style::NumberDot, Style::Number, Style::NumberBracket, Style::Part, Style::Wide, Style::Chinese,
    ]);
    let below = prop::sample::select(vec![
        Style::LetterBracket, Style::LetterEnclosed, Style::RomanEnclosed, Style::Cyrillic, Style::LetterEnclosed,
    ]);
    let sections = prop::collection::vec(prop::collection::vec(prop::sample::select(vec![0, 0, 0, 2, 3]), 1..5), 1..4);
    let flags = (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>());
    (organ, preamble, heading, clause, below, sections, flags).prop_map(
        |(organ, preamble, heading, clause, below, sections, (runs_on, wrapped, has_notes, indented))| House {
            organ,
            preamble: if organ.is_empty() { Vec::new() } else { preamble },
            heading,
            clause,
            below,
            // What a page can hold in one numeral.
            sections: sections.into_iter().take(if clause == Style::Wide { 2 } else { 3 }).collect(),
            runs_on,
            wrapped,
            has_notes,
            indented,
        },
    )
}

impl House {
    fn text(&self) -> String {
        let mut out = String::new();
        if !self.organ.is_empty() {
            self.paragraph(&mut out, 0, self.organ);
            for line in &self.preamble {
                self.paragraph(&mut out, 0, line);
            }
        }
        let mut number = 0;
        for (k, section) in self.sections.iter().enumerate() {
            self.heading(&mut out, k);
            if !(self.runs_on || self.heading == Heading::None) {
                number = 0;
            }
            for (c, below) in section.iter().enumerate() {
                number += 1;
                let act = ACTS[(number + k) % ACTS.len()];
                let is_last = k + 1 == self.sections.len() && c + 1 == section.len();
                let end = match (*below > 0, is_last) {
                    (true, _) => ":",
                    (false, true) => ".",
                    (false, false) => ";",
                };
                self.paragraph(&mut out, 0, &format!("{}{act}{end}", self.clause.label(number)));
                for b in 1..=*below {
                    let part = PARTS[b % PARTS.len()];
                    self.paragraph(&mut out, 4, &format!("{}{part};", self.below.label(b)));
                }
            }
            if self.has_notes {
                let _ = write!(out, "__________________\n{} See the papers of the harbours, vol. {}.\n\n", k + 1, k + 2);
            }
        }
        out
    }

    fn heading(&self, out: &mut String, k: usize) {
        let roman = ["I", "II", "III", "IV"][k % 4];
        let letter = ["A", "B", "C", "D"][k % 4];
        let title = TITLES[k % TITLES.len()];
        let line = match self.heading {
            Heading::None => return,
            Heading::Roman => format!("{roman}. {title}"),
            Heading::Letter => format!("{letter}. {title}"),
            Heading::Article => format!("Article {}", k + 1),
            Heading::Plain => title.to_owned(),
        };
        let _ = write!(out, "{line}\n\n");
    }

    /// A paragraph, wrapped or not.
    fn paragraph(&self, out: &mut String, indent: usize, text: &str) {
        const WIDTH: usize = 64;
        let indent = if self.indented { indent } else { 0 };
        let mut column = 0;
        let _ = write!(out, "{:indent$}", "");
        for (k, word) in text.split(' ').enumerate() {
            if self.wrapped && column + word.len() > WIDTH {
                let _ = write!(out, "\n{:indent$}", "");
                column = 0;
            } else if k > 0 {
                out.push(' ');
            }
            out.push_str(word);
            column += word.len() + 1;
        }
        out.push_str("\n\n");
    }
}

fn cleaned(text: &str, renumber: bool) -> String {
    let draft = read::read(text.as_bytes(), "draft", None).unwrap();
    let options = Options { renumber, ..Options::default() };
    let mut out = String::new();
    write::text::draft(&clean::clean(&draft, &options), redraft::draft::View::Revised, &mut out).unwrap();
    out
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]
    #[test]
    fn law_8_numbering_afresh_changes_nothing(house in house()) {
        let text = house.text();
        prop_assert_eq!(cleaned(&text, false), cleaned(&text, true), "{}", text);
    }
}
