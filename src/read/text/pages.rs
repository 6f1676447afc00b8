//! What pages add to a text that was taken out of a PDF: running heads, page numbers, the printer's
//! numbers, rules above notes, numbers of lines.

use crate::read::structure::furniture::{is_rule, is_symbol};
use crate::vocabulary;
use std::collections::{HashMap, HashSet};

/// For each line, whether the page added it.
pub(super) fn furniture(lines: &[&str]) -> Vec<bool> {
    let mut marks: Vec<bool> = lines
        .iter()
        .map(|line| is_page_mark(line) || is_rule(line))
        .collect();
    // A symbol alone on its line is a running head where the masthead has it already.
    let mut symbols: HashSet<&str> = HashSet::new();
    for (i, line) in lines.iter().enumerate() {
        // The lines of a masthead are short, and nearly no other has a symbol in it.
        if line.len() <= LONGEST_HEAD && memchr::memchr(b'/', line.as_bytes()).is_some() {
            let line = line.trim();
            marks[i] |= symbols.contains(line);
            symbols.extend(line.split_whitespace().filter(|word| is_symbol(word)));
        }
    }
    // Where no page left a mark, there is nothing beside it, but for the number of the last page.
    let last = lines.iter().rposition(|line| !line.trim().is_empty());
    let ends_in_number = last.is_some_and(|at| is_lone_number(lines[at].trim()));
    if !ends_in_number && !marks.contains(&true) {
        return marks;
    }
    let mut times: HashMap<&str, u32> = HashMap::new();
    for line in lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| line.len() <= LONGEST_HEAD)
    {
        *times.entry(line).or_default() += 1;
    }
    // A running head may be what ends a line of the masthead: "7/12.   Tide tables".
    let head: Vec<&str> = lines
        .iter()
        .map(|line| line.trim())
        .filter(|line| !line.is_empty())
        .take(LINES_OF_HEAD)
        .collect();
    let is_of_head = |line: &str| {
        line.len() > 10
            && head
                .iter()
                .any(|head| head.len() > line.len() && head.ends_with(line))
    };
    let repeats = |line: &str| times.get(line).is_some_and(|times| *times > 1) || is_of_head(line);
    // What is printed again and again beside such marks is a running head, and a lone number a
    // page's.
    let certain = marks.clone();
    let printed: Vec<usize> = (0..lines.len())
        .filter(|i| !lines[*i].trim().is_empty())
        .collect();
    for (k, i) in printed.iter().enumerate() {
        let line = lines[*i].trim();
        let beside = |other: Option<&usize>| other.is_some_and(|other| certain[*other]);
        let is_beside = beside(printed.get(k + 1)) || k > 0 && beside(printed.get(k - 1));
        let is_last = k + 1 == printed.len();
        let is_head = is_beside && repeats(line) && !ends_as_text(line);
        let is_number =
            is_lone_number(line) && (is_beside || is_last) && stands_alone(lines, &marks, *i);
        // Notes may stand between the foot of a page and the head of the next.
        let follows_page = (1..=LINES_OF_NOTES).any(|back| {
            k.checked_sub(back)
                .and_then(|at| printed.get(at))
                .is_some_and(|at| certain[*at])
        });
        let is_running_symbol =
            (is_beside || follows_page) && k >= LINES_OF_FIRST_HEAD && is_symbol(line);
        marks[*i] |= is_head || is_number || is_running_symbol;
    }
    marks
}

/// So many lines of notes are looked over at the foot of a page.
const LINES_OF_NOTES: usize = 4;
/// The symbol of the draft itself stands in the first lines.
const LINES_OF_FIRST_HEAD: usize = 2;
/// A masthead has at most so many lines.
const LINES_OF_HEAD: usize = 20;
/// The longest line that is looked at as a running head.
const LONGEST_HEAD: usize = 100;

fn ends_as_text(line: &str) -> bool {
    line.ends_with([',', ';', '.', ':'])
}

/// `7`, `xii`: a number alone on its line.
fn is_lone_number(line: &str) -> bool {
    let is_roman = line.bytes().all(|b| b"ivxl".contains(&b));
    !line.is_empty() && line.len() <= 5 && (is_roman || line.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether the lines around a line are blank, or the page's, or there are none.
fn stands_alone(lines: &[&str], marks: &[bool], at: usize) -> bool {
    let is_apart = |line: usize| {
        lines.get(line).is_none_or(|line| line.trim().is_empty()) || marks.get(line) == Some(&true)
    };
    at.checked_sub(1).is_none_or(is_apart) && is_apart(at + 1)
}

/// `2/14`, `- 5 -`, `Page 3 of 9`, `24-06612 (E)`, `*2406612*`, `GE.25-10233(E)`: page numbers and
/// printer's numbers, and nothing else on the line.
fn is_page_mark(line: &str) -> bool {
    let line = line.trim();
    if line.is_empty() || line.len() > 160 || !line.bytes().any(|b| b.is_ascii_digit()) {
        return false;
    }
    let dashed = |sign: char| {
        let inner = line
            .strip_prefix(sign)
            .and_then(|rest| rest.strip_suffix(sign));
        inner.is_some_and(|inner| inner.starts_with(' ') && is_lone_number(inner.trim()))
    };
    if dashed('-') || dashed('–') || dashed('—') || is_numbered_page(line) {
        return true;
    }
    let is_certain = |word: &str| is_job(word) || is_page_of(word) || is_bar_code(word);
    let is_other = |word: &str| {
        is_lone_number(word)
            || word.len() == 6 && word.bytes().all(|b| b.is_ascii_digit())
            || word.starts_with('(') && word.ends_with(')') && word.len() <= 4
    };
    // Nearly every line has a word that no page adds, and it comes soon.
    let is_of_page = |word: &str| is_other(word) || is_certain(word) || is_symbol(word);
    line.split_whitespace().all(is_of_page) && line.split_whitespace().any(is_certain)
}

/// `Page 3`, `Page 3 of 9`, `page 3 / 9`, `3 of 9`.
fn is_numbered_page(line: &str) -> bool {
    const LONGEST: usize = 48;
    if line.len() > LONGEST {
        return false;
    }
    let rest = vocabulary::begins(vocabulary::page_words(), line).map(|end| &line[end..]);
    let is_number = |part: &str| part.len() <= 5 && is_lone_number(&part.to_lowercase());
    let is_link = |part: &str| vocabulary::page_links().contains(&part.to_lowercase().as_str());
    let mut parts = rest
        .unwrap_or(line)
        .split(|c: char| c == '/' || c.is_whitespace())
        .filter(|part| !part.is_empty());
    if !parts.next().is_some_and(is_number) {
        return false;
    }
    match (parts.next(), parts.next(), parts.next()) {
        (None, ..) => rest.is_some(),
        (Some(total), None, _) => rest.is_some() && is_number(total),
        (Some(of), Some(total), None) => is_number(total) && is_link(of),
        _ => false,
    }
}

/// `3/14`, where no word stands beside it.
fn is_page_of(word: &str) -> bool {
    let Some((page, pages)) = word.split_once('/') else {
        return false;
    };
    let number = |part: &str| {
        part.parse::<u32>()
            .ok()
            .filter(|_| part.len() <= 3 && !part.starts_with('0'))
    };
    matches!((number(page), number(pages)), (Some(page), Some(pages)) if page <= pages)
}

/// `24-06612`, `GE.25-10233(E)`.
fn is_job(word: &str) -> bool {
    let word = word.strip_prefix("GE.").unwrap_or(word);
    let word = word.split('(').next().unwrap_or(word);
    let Some((year, number)) = word.split_once('-') else {
        return false;
    };
    let is_number = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    year.len() == 2 && is_number(year) && (5..=6).contains(&number.len()) && is_number(number)
}

/// `*2406612*`: what stands below a bar code.
fn is_bar_code(word: &str) -> bool {
    let inner = word
        .strip_prefix('*')
        .and_then(|rest| rest.strip_suffix('*'));
    inner.is_some_and(|inner| inner.len() >= 6 && inner.bytes().all(|b| b.is_ascii_digit()))
}

/// Whether each printed line begins with its number, 1, 2, 3… or every fifth: then how many bytes
/// of each line are that number.
pub(super) fn line_numbers(lines: &[&str]) -> Option<Vec<usize>> {
    let numbered: Vec<(usize, u32)> = lines
        .iter()
        .enumerate()
        .filter_map(|(i, line)| {
            let text = line.trim_start();
            let digits = text.bytes().take_while(u8::is_ascii_digit).count();
            let after = &text[digits..];
            let is_apart = after.is_empty() || after.starts_with("  ") || after.starts_with('\t');
            let number = text[..digits].parse().ok()?;
            (is_apart && digits <= 4).then_some((i, number))
        })
        .collect();
    let step = match numbered
        .windows(2)
        .map(|pair| pair[1].1.checked_sub(pair[0].1))
        .next()??
    {
        1 => 1,
        5 => 5,
        _ => return None,
    };
    let runs = numbered.windows(2).filter(|pair| {
        let lines = u32::try_from(pair[1].0 - pair[0].0).unwrap_or(u32::MAX);
        pair[1].1 == pair[0].1 + step && lines <= step * 2
    });
    let printed = lines.iter().filter(|line| !line.trim().is_empty()).count();
    // Blank lines without a number are not counted, and a page may begin anew.
    let enough = numbered.len() >= 10
        && numbered.len() * usize::try_from(step).unwrap_or(1) * 10 >= printed * 8;
    if !enough || runs.count() * 10 < (numbered.len() - 1) * 9 {
        return None;
    }
    let mut cuts = vec![0; lines.len()];
    for (i, _) in numbered {
        let text = lines[i].trim_start();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        cuts[i] = lines[i].len() - text.len() + digits;
    }
    Some(cuts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_alone_on_a_line_of_the_page() {
        for line in [
            "24-06612 (E)",
            "*2406612*            1/2",
            "2/2          24-06612",
            "GE.25-10233(E)",
            "- 5 -",
            "Page 3 of 9",
            "3 of 9",
            "E/2024/L.9   3/4",
        ] {
            assert!(is_page_mark(line), "{line}");
        }
        for line in [
            "1",
            "1. Decides to meet",
            "resolution 70/1",
            "2 bis",
            "1 to act",
            "25-30 per cent",
            "3 of them",
        ] {
            assert!(!is_page_mark(line), "{line}");
        }
    }

    #[test]
    fn running_heads_come_again() {
        let text = "E/2024/L.9\n\n1. Decides to\n\n2\nE/2024/L.9\nBoats and ferries\n\nact;\n\n3\nE/2024/L.9\nBoats and ferries\n\n2. Resolves.\n\n4";
        let lines: Vec<&str> = text.lines().collect();
        let marks = furniture(&lines);
        let kept: Vec<&str> = lines
            .iter()
            .zip(&marks)
            .filter(|(l, m)| !**m && !l.is_empty())
            .map(|(l, _)| *l)
            .collect();
        assert_eq!(
            kept,
            ["E/2024/L.9", "1. Decides to", "act;", "2. Resolves."]
        );
    }

    #[test]
    fn labels_are_no_line_numbers() {
        let labels: Vec<String> = (1..20)
            .map(|n| format!("{n} to act in year {n};"))
            .collect();
        let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
        assert_eq!(line_numbers(&labels), None);
        let lines: Vec<String> = (1..20)
            .map(|n| format!("{n:3}  words of the text"))
            .collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        assert_eq!(line_numbers(&lines).map(|cuts| cuts[3]), Some(3));
    }
}
