//! Automatic numbers: what a person sees before a paragraph whose text has no label (ECMA-376 part
//! 1, 17.9).

use super::xml::{Element, parse};
use crate::draft::{Numeral, Script};
use std::collections::HashMap;

/// The lists of a document.
#[derive(Debug, Default, Clone)]
pub(crate) struct Numbering {
    /// By the number that paragraphs use: the abstract list and what is different in this use of
    /// it.
    lists: HashMap<String, List>,
    abstracts: HashMap<String, Abstract>,
}

#[derive(Debug, Default, Clone)]
struct List {
    of: String,
    starts: HashMap<u8, u32>,
    levels: HashMap<u8, Level>,
}

#[derive(Debug, Default, Clone)]
struct Abstract {
    levels: HashMap<u8, Level>,
    /// The list is that of a style of this name.
    linked_to: Option<String>,
    /// The list of the style of this name is this one.
    link: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Level {
    start: u32,
    format: String,
    /// `%1.%2.`
    text: String,
    restart: Option<u8>,
    is_legal: bool,
    style: Option<String>,
}

/// Levels go from 0 to this.
const LAST_LEVEL: u8 = 8;

impl Numbering {
    /// Reads `numbering.xml`.
    pub(crate) fn read(text: &str) -> Result<Self, super::xml::Broken> {
        let root = parse(text)?;
        let mut out = Self::default();
        let owned = |e: &Element<'_>, name: &str| {
            e.child(name)
                .and_then(super::xml::Element::value)
                .map(std::borrow::Cow::into_owned)
        };
        for e in root.elements() {
            match e.name {
                "w:abstractNum" => {
                    let Some(id) = e.attribute("w:abstractNumId") else {
                        continue;
                    };
                    out.abstracts.insert(
                        id.into_owned(),
                        Abstract {
                            levels: levels(e),
                            linked_to: owned(e, "w:numStyleLink"),
                            link: owned(e, "w:styleLink"),
                        },
                    );
                }
                "w:num" => {
                    let (Some(id), Some(of)) =
                        (e.attribute("w:numId"), owned(e, "w:abstractNumId"))
                    else {
                        continue;
                    };
                    let mut list = List {
                        of,
                        ..List::default()
                    };
                    for change in e.elements().filter(|c| c.name == "w:lvlOverride") {
                        let Some(level) = change.attribute("w:ilvl").and_then(|v| v.parse().ok())
                        else {
                            continue;
                        };
                        if let Some(start) =
                            owned(change, "w:startOverride").and_then(|v| v.parse().ok())
                        {
                            list.starts.insert(level, start);
                        }
                        list.levels.extend(levels(change));
                    }
                    out.lists.insert(id.into_owned(), list);
                }
                _ => {}
            }
        }
        Ok(out)
    }

    /// The abstract list that a list uses, links between styles followed.
    fn abstract_of(&self, list: &List) -> Option<(&str, &Abstract)> {
        let (id, found) = self.abstracts.get_key_value(&list.of)?;
        let Some(style) = found.linked_to.as_deref() else {
            return Some((id, found));
        };
        let linked = self
            .abstracts
            .iter()
            .filter(|(_, a)| a.link.as_deref() == Some(style));
        let linked = linked.min_by_key(|(id, _)| id.as_str());
        Some(linked.map_or((id.as_str(), found), |(id, a)| (id.as_str(), a)))
    }

    fn level<'n>(&'n self, list: &'n List, level: u8) -> Option<&'n Level> {
        list.levels.get(&level).or_else(|| {
            self.abstract_of(list)
                .and_then(|(_, a)| a.levels.get(&level))
        })
    }

    /// The level of a list that belongs to a paragraph style.
    pub(crate) fn level_of_style(&self, list: &str, style: &str) -> Option<u8> {
        let list = self.lists.get(list)?;
        (0..=LAST_LEVEL)
            .find(|l| self.level(list, *l).and_then(|l| l.style.as_deref()) == Some(style))
    }
}

fn levels(parent: &Element<'_>) -> HashMap<u8, Level> {
    let levels = parent.elements().filter(|c| c.name == "w:lvl");
    levels
        .filter_map(|e| {
            let at: u8 = e.attribute("w:ilvl")?.parse().ok()?;
            let value = |name: &str| e.child(name).and_then(super::xml::Element::value);
            let level = Level {
                start: value("w:start").and_then(|v| v.parse().ok()).unwrap_or(0),
                format: value("w:numFmt")
                    .map_or_else(|| "decimal".to_owned(), std::borrow::Cow::into_owned),
                text: value("w:lvlText").map_or_else(String::new, std::borrow::Cow::into_owned),
                restart: value("w:lvlRestart").and_then(|v| v.parse().ok()),
                is_legal: e.child("w:isLgl").is_some_and(Element::is_on),
                style: value("w:pStyle").map(std::borrow::Cow::into_owned),
            };
            Some((at.min(LAST_LEVEL), level))
        })
        .collect()
}

/// The numbers given so far, as one view of the document counts them.
#[derive(Debug, Default, Clone)]
pub(crate) struct Counters {
    /// By abstract list: the last number of each level, if one was given.
    of: HashMap<String, [Option<u32>; LAST_LEVEL as usize + 1]>,
    /// Lists that were used already: what they start afresh is done once.
    used: std::collections::HashSet<(String, u8)>,
}

/// What stands before a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Printed {
    Label(String),
    Bullet(char),
    Nothing,
}

impl Counters {
    /// Gives the next paragraph of a list its number.
    pub(crate) fn next(&mut self, numbering: &Numbering, list_id: &str, level: u8) -> Printed {
        let level = level.min(LAST_LEVEL);
        let Some(list) = numbering.lists.get(list_id) else {
            return Printed::Nothing;
        };
        let (Some((of, _)), Some(definition)) =
            (numbering.abstract_of(list), numbering.level(list, level))
        else {
            return Printed::Nothing;
        };
        let counters = self.of.entry(of.to_owned()).or_default();
        let at = usize::from(level);
        let start = list.starts.get(&level).copied();
        let is_first_use = start.is_some() && self.used.insert((list_id.to_owned(), level));
        counters[at] = Some(match (counters[at], start) {
            (_, Some(start)) if is_first_use => start,
            (Some(last), _) => last.saturating_add(1),
            (None, _) => definition.start,
        });
        for (deeper, counter) in counters.iter_mut().enumerate().skip(at + 1) {
            let restart = u8::try_from(deeper)
                .ok()
                .and_then(|l| numbering.level(list, l))
                .and_then(|l| l.restart);
            // 0: never; n: after level n, counted from 1.
            let restarts = restart.is_none_or(|after| after > 0 && usize::from(after) > at);
            if restarts {
                *counter = None;
            }
        }
        let counters = *counters;
        match definition.format.as_str() {
            "bullet" => Printed::Bullet(bullet(&definition.text)),
            "none" if definition.text.is_empty() => Printed::Nothing,
            _ => {
                let label = label(numbering, list, definition, &counters);
                if label.is_empty() {
                    Printed::Nothing
                } else {
                    Printed::Label(label)
                }
            }
        }
    }
}

/// No label that anybody wrote is longer, in characters. A pattern of a megabyte stands in the file
/// once, and would stand in the draft before every paragraph.
const LONGEST: usize = 255;

/// A label, or as much of it as labels are long, and a sign that there was more.
fn bounded(label: &str) -> String {
    match label.char_indices().nth(LONGEST) {
        None => label.to_owned(),
        Some((end, _)) => format!("{}…", &label[..end]),
    }
}

/// Whether a label is as much of one as there is room for.
pub(crate) fn is_cut(label: &str) -> bool {
    label.ends_with('…') && label.chars().nth(LONGEST).is_some()
}

/// `%1.%2` with the numbers put in.
fn label(
    numbering: &Numbering,
    list: &List,
    definition: &Level,
    counters: &[Option<u32>; LAST_LEVEL as usize + 1],
) -> String {
    let mut out = String::new();
    // One more than there is room for: what was cut off shows.
    let mut chars = definition.text.chars().take(2 * LONGEST).peekable();
    while let Some(c) = chars.next() {
        let place = chars
            .peek()
            .and_then(|d| d.to_digit(10))
            .filter(|d| (1..=9).contains(d));
        let (true, Some(place)) = (c == '%', place) else {
            out.push(c);
            continue;
        };
        chars.next();
        let at = place as usize - 1;
        let level = u8::try_from(at).ok().and_then(|l| numbering.level(list, l));
        let value = counters[at].unwrap_or_else(|| level.map_or(1, |l| l.start));
        let format = level.map_or("decimal", |l| l.format.as_str());
        let format = if definition.is_legal {
            "decimal"
        } else {
            format
        };
        out.push_str(&numeral(format, value));
    }
    bounded(out.trim())
}

/// A number in one of Word's formats (17.18.59, ST_NumberFormat); unknown formats as digits.
fn numeral(format: &str, value: u32) -> String {
    let script = match format {
        "none" => return String::new(),
        "decimalZero" => return format!("{value:02}"),
        "ordinal" => return format!("{value}{}", ordinal_ending(value)),
        "lowerLetter" => Script::LowerLatin,
        "upperLetter" => Script::UpperLatin,
        "lowerRoman" => Script::LowerRoman,
        "upperRoman" => Script::UpperRoman,
        "russianLower" => Script::Cyrillic,
        "russianUpper" => {
            return Numeral {
                script: Script::Cyrillic,
                value,
            }
            .render()
            .to_uppercase();
        }
        "arabicAbjad" => Script::Arabic,
        "arabicAlpha" => {
            let letters = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي";
            let letter = letters.chars().nth((value as usize).saturating_sub(1) % 28);
            return letter.map(String::from).unwrap_or_default();
        }
        "hindiNumbers" => {
            let digit = |c: char| {
                c.to_digit(10)
                    .and_then(|d| char::from_u32(0x660 + d))
                    .unwrap_or(c)
            };
            return value.to_string().chars().map(digit).collect();
        }
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting" => Script::Chinese,
        _ => Script::Decimal,
    };
    Numeral { script, value }.render()
}

const fn ordinal_ending(value: u32) -> &'static str {
    match (value % 100, value % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

/// Bullets come from symbol fonts, as private-use characters that other fonts do not have.
fn bullet(text: &str) -> char {
    match text.chars().next() {
        Some(c @ ('–' | '—' | '-' | '•' | '◦' | '▪' | '‣' | '·' | '*')) => c,
        Some('\u{f02d}') => '–',
        _ => '•',
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTS: &str = r#"<w:numbering>
        <w:abstractNum w:abstractNumId="0">
          <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>
          <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText w:val="(%2)"/></w:lvl>
          <w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="lowerRoman"/><w:lvlText w:val="%1.%3"/><w:isLgl/></w:lvl>
        </w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
        <w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>
      </w:numbering>"#;

    #[test]
    fn labels_are_counted_as_word_counts_them() {
        let numbering = Numbering::read(LISTS).unwrap();
        let mut counters = Counters::default();
        let mut next = |list: &str, level| match counters.next(&numbering, list, level) {
            Printed::Label(label) => label,
            other => format!("{other:?}"),
        };
        assert_eq!(next("1", 0), "1.");
        assert_eq!(next("1", 1), "(a)");
        assert_eq!(next("1", 1), "(b)");
        assert_eq!(next("1", 2), "1.1");
        assert_eq!(next("1", 0), "2.");
        assert_eq!(next("1", 1), "(a)");
        assert_eq!(next("2", 0), "7.");
        assert_eq!(next("1", 0), "8.");
        assert_eq!(next("9", 0), "Nothing");
    }

    #[test]
    fn labels_are_bounded() {
        let lists = |format: &str, pattern: &str| {
            let start = format!(
                r#"<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="2147483648"/><w:numFmt w:val="{format}"/><w:lvlText w:val="{pattern}"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#
            );
            let numbering = Numbering::read(&start).unwrap();
            match Counters::default().next(&numbering, "1", 0) {
                Printed::Label(label) => label,
                other => format!("{other:?}"),
            }
        };
        assert_eq!(lists("lowerLetter", "%1)"), "2147483648)");
        assert_eq!(lists("upperRoman", "%1."), "2147483648.");
        let long = lists("decimal", &"§ %1 ".repeat(100_000));
        assert_eq!(long.chars().count(), LONGEST + 1);
        assert!(long.ends_with('…'));
    }
}
