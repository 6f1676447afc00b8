//! Text -> blocks: which printed lines make one paragraph.
//!
//! Drafts come hard-wrapped (scans, old e-mails) or with a paragraph a line (word processors); some
//! have no blank lines at all. The length of the lines tells which.

use super::hyphens::Hyphens;
use super::pages;
use crate::read::structure::block::{Block, Joint, ends_sentence};
use crate::read::structure::calls;
use crate::read::structure::furniture::is_of_the_site;
use crate::read::structure::label;
use crate::read::structure::parts::Parts;
use crate::vocabulary;
use smallvec::smallvec;
use std::borrow::Cow;

/// One printed line.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    number: u32,
    /// The line without its line end and trailing white space.
    text: &'a str,
    /// Columns left out before it: the number of the line.
    skipped: u32,
    /// Whether the page added it.
    is_of_page: bool,
}

/// A text in blocks.
pub(super) struct Blocks<'a> {
    /// The lines that are front matter.
    pub(super) front: Vec<Block<'a>>,
    /// The rest.
    pub(super) body: Parts<Block<'a>>,
    /// Whether numbers of lines were left out.
    pub(super) numbered: bool,
}

/// Takes a text apart.
pub(super) fn blocks(text: &str, markdown: bool) -> Blocks<'_> {
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    let mut lines: Vec<Line<'_>> = Vec::with_capacity(ends + 1);
    for (i, line) in text.split('\n').enumerate() {
        lines.push(Line {
            number: u32::try_from(i + 1).unwrap_or(u32::MAX),
            text: line.trim_end_matches(is_blank_char),
            skipped: 0,
            is_of_page: false,
        });
    }
    let body = front_matter_end(&lines);
    let front = lines[..body]
        .iter()
        .filter(|l| !l.text.is_empty())
        .map(|l| start_block(*l, markdown, true))
        .collect();
    let numbered = cut_line_numbers(&mut lines[body..]);
    let texts: Vec<&str> = lines[body..].iter().map(|line| line.text).collect();
    for (line, is_of_page) in lines[body..].iter_mut().zip(pages::furniture(&texts)) {
        line.is_of_page = is_of_page;
    }
    let layout = Layout::of(&lines[body..]);
    let hyphens = Hyphens::of(text);
    Blocks {
        front,
        body: group(&lines[body..], &layout, &hyphens, markdown),
        numbered,
    }
}

/// Takes the numbers of lines away; whether there were any.
fn cut_line_numbers(lines: &mut [Line<'_>]) -> bool {
    let texts: Vec<&str> = lines.iter().map(|line| line.text).collect();
    let Some(cuts) = pages::line_numbers(&texts) else {
        return false;
    };
    for (line, cut) in lines.iter_mut().zip(cuts) {
        line.skipped = u32::try_from(line.text[..cut].chars().count()).unwrap_or(0);
        line.text = &line.text[cut..];
    }
    // What is left of the margin is on all lines.
    let margin = lines
        .iter()
        .filter(|line| line.skipped > 0 && !line.text.is_empty());
    let margin = margin
        .map(|line| line.text.len() - line.text.trim_start_matches(' ').len())
        .min();
    for line in lines
        .iter_mut()
        .filter(|line| line.skipped > 0 && !line.text.is_empty())
    {
        line.text = &line.text[margin.unwrap_or(0)..];
        line.skipped += u32::try_from(margin.unwrap_or(0)).unwrap_or(0);
    }
    true
}

fn is_blank_char(c: char) -> bool {
    c.is_whitespace() || c == '\u{c}' || c == '\u{feff}'
}

/// The number of lines of a `---` … `---` head.
fn front_matter_end(lines: &[Line<'_>]) -> usize {
    if lines.first().is_none_or(|l| l.text != "---") {
        return 0;
    }
    lines
        .iter()
        .skip(1)
        .take(60)
        .position(|l| l.text == "---")
        .map_or(0, |i| i + 2)
}

/// How long the printed lines are.
struct Layout {
    /// The width the text is wrapped to; none where a paragraph is a line.
    wrapped_at: Option<usize>,
}

impl Layout {
    /// Lines that run on into the next: if nearly all are about equally long, and not longer than a
    /// page is wide, the text is wrapped.
    fn of(lines: &[Line<'_>]) -> Self {
        let mut ended = 0;
        let mut lengths: Vec<usize> = lines
            .windows(2)
            .filter(|w| !w[0].text.is_empty() && !w[1].text.is_empty())
            .filter(|w| !w[0].is_of_page && !w[1].is_of_page)
            .inspect(|w| ended += usize::from(ends_sentence(w[0].text)))
            .map(|w| w[0].text.chars().count())
            .collect();
        // Where most lines end as clauses do, a clause is a line.
        if lengths.len() < 3 || ended * 10 > lengths.len() * 7 {
            return Self { wrapped_at: None };
        }
        lengths.sort_unstable();
        let width = lengths[(lengths.len() - 1) * 95 / 100];
        let median = lengths[lengths.len() / 2];
        let wrapped = (30..=130).contains(&width) && median * 100 >= width * 70;
        Self {
            wrapped_at: wrapped.then_some(width),
        }
    }
}

fn group<'a>(
    lines: &[Line<'a>],
    layout: &Layout,
    hyphens: &Hyphens<'_>,
    markdown: bool,
) -> Parts<Block<'a>> {
    let mut blocks: Parts<Block<'a>> = Parts::default();
    let mut previous: Option<Line<'a>> = None;
    let mut after_blank = true;
    // The `**` of the last block; a block may have a million lines.
    let mut bolds = 0;
    for line in lines {
        if line.text.is_empty() {
            after_blank = true;
            previous = None;
            continue;
        }
        let joins = match (previous, blocks.last()) {
            (Some(before), Some(block)) => {
                let is_open = markdown && bolds % 2 == 1;
                runs_on(before, *line, block, layout, markdown, is_open)
            }
            _ => false,
        };
        let bold = if markdown {
            line.text.matches("**").count()
        } else {
            0
        };
        bolds = if joins { bolds + bold } else { bold };
        match blocks.last_mut() {
            Some(block) if joins => join(block, *line, hyphens),
            _ => blocks.push(start_block(*line, markdown, after_blank)),
        }
        previous = Some(*line);
        after_blank = false;
    }
    blocks
}

/// Whether `line`, which follows `before` without a blank line, goes on with the same paragraph;
/// `is_open` says whether bold letters do.
fn runs_on(
    before: Line<'_>,
    line: Line<'_>,
    block: &Block<'_>,
    layout: &Layout,
    markdown: bool,
    is_open: bool,
) -> bool {
    let text = line.text.trim_start();
    if before.is_of_page || line.is_of_page {
        return false;
    }
    if markdown
        && (block.hashes > 0
            || text.starts_with('#')
            || is_of_the_site(text)
            || text.starts_with('|')
            || is_of_the_site(before.text))
    {
        return false;
    }
    if is_note_start(text) || markdown && list_sign(text).is_some() {
        return false;
    }
    // Whether a label begins another clause or goes on with the words, the running numbers tell.
    if label::starts_clause(text) {
        return false;
    }
    if block.places.len() == 1 && label::stands_alone(&block.text) {
        return true;
    }
    // Who speaks stands on a line of its own, below a title or above a preamble.
    let names_organ = |line: &str| line.ends_with([',', '،', '，']) && calls::is_organ(line, "");
    if names_organ(text) {
        return false;
    }
    let ended = ends_sentence(before.text);
    if !ended && block.places.len() == 1 && is_title_before_text(&block.text, text) {
        return false;
    }
    if !ended && begins_further_in(before, line) && block.places.len() == 1 {
        return false;
    }
    if ended && calls::opens_paragraph(text) {
        return false;
    }
    let begins_low = text
        .chars()
        .next()
        .is_some_and(|c| !c.is_uppercase() && !"[(*~<{".contains(c));
    match layout.wrapped_at {
        Some(width) => {
            let full = before.text.chars().count() * 100 >= width * 55;
            let stepped_in =
                line.text.len() > text.len() && indent_of(line.text) != indent_of(before.text);
            let after_note = is_note_start(&block.text);
            !(after_note && (stepped_in || ended))
                && (full || !ended && begins_low)
                && !(stepped_in && ended)
        }
        None => {
            let stepped_in = line.text.len() > text.len() && block.indent == 0;
            // The first line of a paragraph is set in, the next ones are not.
            let steps_back = indent_of(line.text) < block.indent && before.text.len() >= LONG;
            if !ended && steps_back {
                return true;
            }
            is_open || (!ended || stepped_in) && text.starts_with(char::is_lowercase)
        }
    }
}

/// `Article 2. Definitions` before `For the purposes of…`: whether the text goes on with the title,
/// the numbers tell.
fn is_title_before_text(title: &str, text: &str) -> bool {
    title.len() < LONG
        && text.starts_with(char::is_uppercase)
        && vocabulary::begins_with_label_word(title)
        && label::starts_clause(title)
}

/// Whether a line with a capital is set in further than the one before it: a title, and who speaks
/// below it.
fn begins_further_in(before: Line<'_>, line: Line<'_>) -> bool {
    const STEP: u16 = 3;
    indent_of(line.text) >= indent_of(before.text) + STEP
        && line.text.trim_start().starts_with(char::is_uppercase)
        && before.text.len() < LONG
}

/// A printed line of a page, not a short one that stands alone.
const LONG: usize = 60;

/// `[^1]: …`, `¹ See …`, `* E/2006/100.`, `1 See A/C.2/59/3.`
pub(super) fn is_note_start(text: &str) -> bool {
    label::note(text).is_some()
}

fn indent_of(line: &str) -> u16 {
    line.chars()
        .take_while(|c| is_blank_char(*c))
        .fold(0u16, |n, c| n.saturating_add(if c == '\t' { 4 } else { 1 }))
}

/// The Markdown list sign at the start, and what follows it.
fn list_sign(text: &str) -> Option<(char, &str)> {
    let sign = text.chars().next().filter(|c| "-*+".contains(*c))?;
    let rest = text[1..].strip_prefix([' ', '\t'])?;
    Some((sign, rest.trim_start()))
}

/// The level of a Markdown heading: 2 of `## Part I`.
pub(super) fn heading_level(text: &str) -> Option<u8> {
    let level = text.bytes().take_while(|b| *b == b'#').count();
    let is_heading = (1..=6).contains(&level) && text[level..].starts_with(' ');
    u8::try_from(level).ok().filter(|_| is_heading)
}

fn start_block(line: Line<'_>, markdown: bool, after_blank: bool) -> Block<'_> {
    let mut text = line.text.trim_start_matches(is_blank_char);
    let indent = indent_of(line.text);
    let mut bullet = None;
    let mut hashes = 0;
    if markdown {
        if let Some(level) = heading_level(text) {
            hashes = level;
            text = text[usize::from(level)..].trim_start();
        } else if let Some((sign, rest)) = list_sign(text)
            && !is_note_start(text)
        {
            bullet = Some(sign);
            text = rest;
        }
    }
    let column = line.text[..line.text.len() - text.len()].chars().count() + 1;
    let column = u32::try_from(column)
        .unwrap_or(u32::MAX)
        .saturating_add(line.skipped);
    Block {
        text: Cow::Borrowed(text),
        places: smallvec![(0, line.number, column)],
        indent,
        bullet,
        hashes,
        is_labelled: false,
        list: None,
        is_of_page: line.is_of_page,
        after_blank,
    }
}

fn join<'a>(block: &mut Block<'a>, line: Line<'a>, hyphens: &Hyphens<'_>) {
    let text = line.text.trim_start_matches(is_blank_char);
    let column = line.text.chars().count() - text.chars().count() + 1;
    let joined = block.text.to_mut();
    let hard_break = joined.ends_with('\\') && !joined.ends_with("\\\\");
    if hard_break {
        joined.pop();
    }
    match hyphens.between(joined, text) {
        // "develop-" / "ment": the printer parted the word.
        Joint::Parted => {
            joined.pop();
        }
        // "Secretary-" / "General": the hyphen is the word's own.
        Joint::Hyphen => {}
        Joint::Space => joined.push(' '),
    }
    let at = u32::try_from(joined.len()).unwrap_or(u32::MAX);
    joined.push_str(text);
    let column = u32::try_from(column)
        .unwrap_or(u32::MAX)
        .saturating_add(line.skipped);
    block.places.push((at, line.number, column));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        blocks(text, false)
            .body
            .into_iter()
            .map(|b| b.text.into_owned())
            .collect()
    }

    #[test]
    fn wrapped_lines_are_one_paragraph() {
        let text = "Recalling its resolutions 56/183 of 21 December 2001, 57/238 of 20 December\n\
                    2002, 57/270 B of 23 June 2003, 59/220 of 22 December 2004, 60/252 of 27 March\n\
                    2006, 62/182 of 19 December 2007, and the note by the Secretary-\n\
                    General,\n\n\
                    1. Recognizes that information and communications technologies have the\n\
                    potential to provide new solutions to development challenges, particularly;\n \
                    2. Expresses concern regarding the digital divide in access to information\n\
                    and communications technologies;\n";
        let got = texts(text);
        assert_eq!(got.len(), 3, "{got:#?}");
        assert!(got[0].ends_with("Secretary-General,"));
        assert!(got[2].starts_with("2. Expresses"));
    }

    #[test]
    fn a_line_that_ends_as_a_clause_is_one() {
        let text = "The Board,\nReaffirming its resolution on lighthouses,\nBearing in mind that they are many,\n\
                    Warmly commends their keepers;\nInvites all States to observe the day;\nDecides to meet again.\n";
        assert_eq!(texts(text).len(), 6);
    }

    #[test]
    fn a_wrapped_preamble_without_blank_lines() {
        let text = "Recalling the agenda for mountain roads and the many resolutions that followed\n\
                    it in later years, and the report of the Committee on the state of the roads,\n\
                    Noting that few of the roads are open in winter, and that those which are\n\
                    cannot be used by vehicles of more than two tonnes, as the Committee has told,\n\
                    Convinced that more can be done, with the means that are there, and without\n\
                    delay,\n";
        assert_eq!(texts(text).len(), 3);
    }

    #[test]
    fn a_page_ends_and_the_clause_goes_on() {
        let got = texts("1. Encourages all to keep open at least one\n\n24-06612 (E)\n\noffice;\n");
        assert_eq!(
            got,
            [
                "1. Encourages all to keep open at least one",
                "24-06612 (E)",
                "office;"
            ]
        );
    }

    #[test]
    fn a_line_is_a_paragraph_where_lines_are_long() {
        let long = "Recalling also its resolution 2006/46 of 28 July 2006 on the follow-up to the World Summit on the Information Society and review of the Commission,";
        let text = format!(
            "{long}\n{long}\n{long}\nTaking note of the submission of the report\n as an information document,\n{long}\n"
        );
        assert_eq!(texts(&text).len(), 5);
    }
}
