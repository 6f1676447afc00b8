//! How clauses end: `;`, `,` or `.` by their place, `:` before what hangs under them, "and" before
//! the last of a list.
//!
//! Rules: in a UN resolution preambular paragraphs end in a comma, operative ones in a semicolon,
//! the last in a full stop (UN Editorial Manual, *Resolutions*); in an ITU resolution clauses end
//! in a semicolon, the last of a section in a comma, the last of all in a full stop. Articles are
//! sentences: their paragraphs end in a full stop, lists in them as lists do. A clause is
//! complained of only where its own neighbours keep the rule: what the draft does otherwise
//! throughout, or in one list, is its own style. Annexes, tables and titles follow no rule that
//! could be told from outside.

use super::Subject;
use crate::brackets::is_note;
use crate::draft::outline::{article_number, is_annex};
use crate::draft::{Finding, Kind, Number, Script, Section, View};
use crate::vocabulary;
use std::ops::Range;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let places = places(subject);
    let mut out = Vec::new();
    let same_part = |a: &Place, b: &Place| subject.part(a.paragraph) == subject.part(b.paragraph);
    for of_part in places.chunk_by(same_part) {
        for rule in [Rule::Preamble, Rule::Operative, Rule::Itu, Rule::Article] {
            let of_rule: Vec<&Place> = of_part
                .iter()
                .filter(|p| p.rule == rule && !p.is_open && !p.expected.is_empty())
                .collect();
            let wrong = of_rule.iter().filter(|p| !p.is_right()).count();
            let right = of_rule.len() - wrong;
            if right == 0 || wrong > 1 && wrong * RIGHT_FOR_A_WRONG > right {
                continue;
            }
            let odd = (0..of_rule.len()).filter(|k| is_odd(subject, &of_rule, *k));
            out.extend(odd.map(|k| of_rule[k].finding(subject)));
        }
    }
    out.extend(conjunctions(subject, &places));
    out
}

/// A rule is kept where for each clause that breaks it there are so many that keep it.
const RIGHT_FOR_A_WRONG: usize = 4;

/// Whether a clause breaks a rule that its neighbours keep: the ones of its depth right before and
/// after it.
fn is_odd(subject: &Subject<'_>, places: &[&Place], at: usize) -> bool {
    let place = places[at];
    if place.is_right() {
        return false;
    }
    let depth = |p: &Place| subject.draft.paragraphs[p.paragraph].depth.new;
    let own = depth(place);
    let near = |others: &mut dyn Iterator<Item = &&Place>| {
        others
            .take_while(|p| depth(p) >= own)
            .find(|p| depth(p) == own)
            .map(|p| p.is_right())
    };
    let before = near(&mut places[..at].iter().rev());
    let after = near(&mut places[at + 1..].iter());
    let alone = before.is_none() && after.is_none();
    // "resolves" with one clause has no neighbours in its section; what stands alone in a list
    // below has none at all.
    before.unwrap_or(true)
        && after.unwrap_or(true)
        && !(alone && (own > 0 || place.rule != Rule::Itu))
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rule {
    Preamble,
    Operative,
    Itu,
    Article,
}

/// A clause, how it ends, and how it should.
struct Place {
    paragraph: usize,
    rule: Rule,
    /// Its last sign; none where it ends in a word.
    end: Option<char>,
    /// Where that stands.
    at: usize,
    /// The signs that it may end in; none where it is only part of its list.
    expected: &'static [char],
    why: &'static str,
    /// It, or what follows it, waits for a decision: it may end in any way.
    is_open: bool,
}

impl Place {
    fn is_right(&self) -> bool {
        self.end.is_some_and(|end| self.expected.contains(&end))
    }

    fn finding(&self, subject: &Subject<'_>) -> (usize, Finding) {
        let ends = match self.end {
            Some(end) => format!("ends in “{end}”"),
            None => "ends without a sign".to_owned(),
        };
        let message = format!(
            "{} {ends}; {}",
            subject.addresses.get(self.paragraph),
            self.why
        );
        let help = format!("end it in “{}”", self.expected[0]);
        subject.within(self.paragraph, self.at, "punctuation-end", message, help)
    }
}

const ANY: &[char] = &[];
const SEMICOLON: &[char] = &[';', '；', '؛'];
const COMMA: &[char] = &[',', '，', '،'];
const STOP: &[char] = &['.', '。', '۔'];
const COLON: &[char] = &[':', '：', '—', '–', '-', ',', '…'];

fn places(subject: &Subject<'_>) -> Vec<Place> {
    let draft = subject.draft;
    let sections = &subject.outline.sections;
    let kind = |section: &Section| section.head.map(|h| draft.paragraphs[h].kind);
    let is_itu = sections.iter().any(|s| kind(s) == Some(Kind::Call));
    let last_call = sections
        .iter()
        .rposition(|s| kind(s) == Some(Kind::Call) && has_clauses(subject, s));
    let mut out = Vec::new();
    for (number, section) in sections.iter().enumerate() {
        let clauses = clauses_of(subject, section.paragraphs.clone());
        if is_annex(&section.name) {
            continue;
        }
        if kind(section) == Some(Kind::Call) {
            itu(subject, &clauses, Some(number) == last_call, &mut out);
        } else if article_number(&section.name).is_some() {
            article(subject, &clauses, &mut out);
        }
    }
    if !is_itu {
        for part in &subject.parts {
            resolution(subject, part.clone(), &mut out);
        }
    }
    out.sort_by_key(|place| place.paragraph);
    out
}

/// The clauses among some paragraphs that stand in the text itself.
fn clauses_of(subject: &Subject<'_>, range: Range<usize>) -> Vec<usize> {
    let is_clause = |i: &usize| {
        let paragraph = &subject.draft.paragraphs[*i];
        paragraph.kind == Kind::Clause && paragraph.place_in(View::Revised).is_none()
    };
    range.filter(is_clause).collect()
}

fn depth(subject: &Subject<'_>, index: usize) -> u8 {
    subject.draft.paragraphs[index].depth.new
}

/// Notes a place. `next` is the clause after it.
fn place(
    subject: &Subject<'_>,
    (paragraph, next): (usize, Option<usize>),
    rule: Rule,
    (expected, why): (&'static [char], &'static str),
) -> Place {
    let (at, end) = last_sign(subject.draft.paragraphs[paragraph].words.all());
    Place {
        paragraph,
        rule,
        end,
        at,
        expected,
        why,
        is_open: subject.open[paragraph]
            || next.is_some_and(|n| subject.open[n])
            || end.is_none() && ends_in_heading(subject.draft.paragraphs[paragraph].words.all()),
    }
}

/// Whether a heading was run into the end of a clause: "…; II. Calendar of meetings".
fn ends_in_heading(text: &str) -> bool {
    const LONGEST: usize = 16;
    let words: Vec<&str> = text.split_whitespace().rev().take(LONGEST).collect();
    words.windows(2).any(|pair| {
        let script = Number::readings(pair[0])
            .iter()
            .filter_map(Number::last)
            .any(|n| matches!(n.script, Script::UpperRoman | Script::UpperLatin));
        script && pair[0].ends_with('.') && pair[1].ends_with([';', '.', ':', ','])
    })
}

/// Whether a list hangs under a clause: the next one is set in and has the first label of its list.
fn leads(subject: &Subject<'_>, index: usize, next: Option<usize>) -> bool {
    next.is_some_and(|next| depth(subject, next) > depth(subject, index))
}

/// The place of a clause that a list hangs under; none where it may be a heading, or the list
/// another's.
fn lead(subject: &Subject<'_>, index: usize, next: Option<usize>, rule: Rule) -> Option<Place> {
    let first = Number::readings(subject.label(next?));
    let begins = first
        .iter()
        .any(|n| n.suffix.is_empty() && n.last().is_some_and(|n| n.value == 1));
    let own = Number::parse(subject.label(index));
    let is_same = own
        .as_ref()
        .is_some_and(|own| first.iter().any(|n| n.same_style(own)));
    let may_be_heading = is_title(subject, index) || is_title(subject, next?);
    (begins && !is_same && !may_be_heading).then(|| {
        place(
            subject,
            (index, next),
            rule,
            (COLON, "a list hangs under it"),
        )
    })
}

/// Whether a clause looks like a heading that was read as one: it ends in no sign, and is short or
/// has a heading's label.
fn is_title(subject: &Subject<'_>, index: usize) -> bool {
    const LONGEST: usize = 8;
    let text = subject.draft.paragraphs[index].words.all();
    let first = text.split_whitespace().next().unwrap_or("").to_lowercase();
    let acts = vocabulary::force_of_verb(&first).is_some();
    let label = Number::readings(subject.label(index));
    let is_headed = label.iter().any(|n| {
        let script = n.last().map(|n| n.script);
        matches!(script, Some(Script::UpperRoman | Script::UpperLatin)) && n.open.is_empty()
    });
    last_sign(text).1.is_none()
        && (label.is_empty()
            || is_headed
            || depth(subject, index) == 0 && !acts && text.split_whitespace().count() <= LONGEST)
}

/// The clauses of an ITU section.
fn itu(subject: &Subject<'_>, clauses: &[usize], ends_all: bool, out: &mut Vec<Place>) {
    for (k, index) in clauses.iter().enumerate() {
        let next = clauses.get(k + 1).copied();
        if leads(subject, *index, next) {
            out.extend(lead(subject, *index, next, Rule::Itu));
            continue;
        }
        let ends = match (next.is_none(), ends_all) {
            (true, true) => (STOP, "it is the last of all"),
            (true, false) => (COMMA, "it is the last of its section"),
            _ => (SEMICOLON, "others follow it"),
        };
        out.push(place(subject, (*index, next), Rule::Itu, ends));
    }
}

/// The paragraphs of an article, and the lists in them.
fn article(subject: &Subject<'_>, clauses: &[usize], out: &mut Vec<Place>) {
    // A list that is not set in: its items end as items do.
    let mut under = false;
    for (k, index) in clauses.iter().enumerate() {
        let next = clauses.get(k + 1).copied();
        let sign = last_sign(subject.draft.paragraphs[*index].words.all()).1;
        let is_listed = under && sign == Some(';');
        under = sign == Some(':') || under && sign != Some('.');
        if is_title(subject, *index) || begins_with_label(subject, *index) {
            continue;
        }
        if leads(subject, *index, next) {
            out.extend(lead(subject, *index, next, Rule::Article));
            continue;
        }
        let is_item = is_item(subject, *index);
        let ends = match next {
            Some(next) if is_item && goes_on(subject, *index, next) => {
                (SEMICOLON, "others follow it")
            }
            Some(next) if is_item || is_item_like(subject, next) => (ANY, ""),
            _ if is_listed || ends_in_colon(subject, *index) => (ANY, ""),
            _ => (STOP, "it is a sentence of its own"),
        };
        out.push(place(subject, (*index, next), Rule::Article, ends));
    }
}

/// What is announced may be a list without labels, a quotation, a formula.
fn ends_in_colon(subject: &Subject<'_>, index: usize) -> bool {
    let sign = last_sign(subject.draft.paragraphs[index].words.all()).1;
    sign.is_some_and(|sign| ":：".contains(sign))
}

/// Whether a clause is labelled by a letter or a small roman numeral: an item of a list within a
/// sentence.
fn is_item(subject: &Subject<'_>, index: usize) -> bool {
    is_item_like(subject, index) || depth(subject, index) > 0
}

fn is_item_like(subject: &Subject<'_>, index: usize) -> bool {
    let number = Number::parse(subject.label(index));
    let script = number.and_then(|n| n.last()).map(|n| n.script);
    !matches!(
        script,
        None | Some(Script::Decimal | Script::ArabicIndic | Script::FullWidth)
    )
}

/// Whether the next clause is the next item of the same list.
fn goes_on(subject: &Subject<'_>, index: usize, next: usize) -> bool {
    let (one, other) = (
        Number::readings(subject.label(index)),
        Number::readings(subject.label(next)),
    );
    let follows = |a: &Number, b: &Number| {
        a.same_style(b) && a.last().map(|n| n.value + 1) == b.last().map(|n| n.value)
    };
    depth(subject, index) == depth(subject, next)
        && one.iter().any(|a| other.iter().any(|b| follows(a, b)))
}

/// "4. a) …": the list begins in the same line; what ends here is its first item.
fn begins_with_label(subject: &Subject<'_>, index: usize) -> bool {
    let words = subject.draft.paragraphs[index].words.all();
    let first = words.split_whitespace().next().unwrap_or("");
    first.ends_with(')') && Number::parse(first).is_some()
}

/// The preamble and the operative paragraphs of a UN resolution, up to its annexes.
fn resolution(subject: &Subject<'_>, part: Range<usize>, out: &mut Vec<Place>) {
    let draft = subject.draft;
    let Some(organ) = part
        .clone()
        .find(|i| draft.paragraphs[*i].kind == Kind::Organ)
    else {
        return;
    };
    let end = (organ..part.end)
        .find(|i| begins_annex(subject, *i))
        .unwrap_or(part.end);
    let clauses: Vec<usize> = clauses_of(subject, organ..end)
        .into_iter()
        .filter(|i| !in_article(subject, *i))
        .collect();
    let opens = |i: &usize| {
        depth(subject, *i) == 0
            && subject
                .label(*i)
                .trim_start_matches("OP")
                .trim_start()
                .starts_with(|c: char| c.is_numeric())
    };
    let Some(first) = clauses.iter().position(opens) else {
        return;
    };
    for (k, index) in clauses[..first].iter().enumerate() {
        preambular(subject, *index, clauses.get(k + 1).copied(), out);
    }
    operative(subject, &clauses[first..], out);
}

/// A number alone on its line says nothing.
fn says_something(subject: &Subject<'_>, index: usize) -> bool {
    let words = subject.draft.paragraphs[index].words.all();
    words.contains(char::is_alphabetic)
}

fn in_article(subject: &Subject<'_>, index: usize) -> bool {
    let section = subject.outline.section_of(index);
    section.is_some_and(|section| article_number(&section.name).is_some())
}

/// Whether an annex begins with a paragraph: a heading says so, or a short line that ends in no
/// sign.
fn begins_annex(subject: &Subject<'_>, index: usize) -> bool {
    const LONGEST: usize = 6;
    let paragraph = &subject.draft.paragraphs[index];
    let text = paragraph.words.all();
    let name = format!("{} {text}", subject.label(index));
    let is_line = paragraph.kind == Kind::Clause
        && text.split_whitespace().count() <= LONGEST
        && last_sign(text).1.is_none();
    (paragraph.kind == Kind::Heading || is_line) && is_annex(name.trim_start())
}

fn preambular(subject: &Subject<'_>, index: usize, next: Option<usize>, out: &mut Vec<Place>) {
    let announces = ends_in_colon(subject, index);
    // "Decides as follows:", and what hangs under "Recalling:".
    if !subject.label(index).is_empty() || announces || is_title(subject, index) {
        return;
    }
    out.push(place(
        subject,
        (index, next),
        Rule::Preamble,
        (COMMA, "the preamble goes on"),
    ));
}

/// The operative paragraphs of one resolution, in reading order.
fn operative(subject: &Subject<'_>, clauses: &[usize], out: &mut Vec<Place>) {
    // Numbers that begin anew are those of another text: what a decision adopts, a table's notes.
    let anew = clauses.iter().skip(1).position(|i| {
        depth(subject, *i) == 0
            && Number::parse(subject.label(*i))
                .is_some_and(|n| n.last().is_some_and(|n| n.value == 1) && n.suffix.is_empty())
    });
    let clauses = &clauses[..anew.map_or(clauses.len(), |at| at + 1)];
    let last = clauses
        .iter()
        .rposition(|i| !subject.label(*i).is_empty() && says_something(subject, *i))
        .unwrap_or(0);
    for (k, index) in clauses[..=last].iter().enumerate() {
        let next = clauses.get(k + 1).copied();
        let is_bare = |i: usize| subject.label(i).is_empty();
        // A paragraph that goes on after a page, a formula, a quotation.
        let is_broken = is_bare(*index) || k < last && next.is_some_and(is_bare);
        if is_broken || is_title(subject, *index) {
            continue;
        }
        if leads(subject, *index, next) && k < last {
            out.extend(lead(subject, *index, next, Rule::Operative));
            continue;
        }
        let ends = if k == last {
            (STOP, "it is the last of all")
        } else {
            (SEMICOLON, "others follow it")
        };
        out.push(place(subject, (*index, next), Rule::Operative, ends));
    }
}

fn has_clauses(subject: &Subject<'_>, section: &Section) -> bool {
    section
        .paragraphs
        .clone()
        .any(|i| subject.draft.paragraphs[i].kind == Kind::Clause)
}

/// The sign that ends a text, and where it stands: note signs, quotes, brackets and notes on the
/// status are passed over.
fn last_sign(text: &str) -> (usize, Option<char>) {
    let mut rest = text.trim_end();
    loop {
        let before = rest;
        rest = rest.trim_end_matches(|c: char| {
            c.is_whitespace() || "*_\"”’'»>®°?⁰¹²³⁴⁵⁶⁷⁸⁹\u{fffd}".contains(c)
        });
        rest = without_status(rest);
        rest = without_note_number(rest);
        // "; and", "; or"
        for word in vocabulary::joints() {
            if let Some(head) = rest.strip_suffix(word)
                && let head = head.trim_end()
                && head.ends_with([';', ','])
            {
                rest = head;
            }
        }
        if rest == before {
            break;
        }
    }
    let last = rest.chars().next_back();
    let at = rest.len() - last.map_or(0, char::len_utf8);
    (at, last.filter(|c| !c.is_alphanumeric() && *c != ')'))
}

/// Without "[not decided]", "(pending decision COM5)" or "{to be moved}" at the end, and without
/// the sign that closes a bracket.
fn without_status(text: &str) -> &str {
    let open = match text.chars().next_back() {
        Some(')') => '(',
        Some(']') => '[',
        Some('}') => '{',
        _ => return text,
    };
    let Some(at) = text.rfind(open) else {
        return text.trim_end_matches([']', '}']);
    };
    let inside = text[at + 1..].to_lowercase();
    // What stands in brackets after the end of a sentence is no part of it.
    let follows_end = text[..at].trim_end().ends_with(['.', ';', '。', '；']);
    let is_note = open == '{'
        || open == '(' && follows_end
        || vocabulary::status_at_end()
            .iter()
            .any(|word| inside.starts_with(word))
        || is_note(text[at + 1..].trim_end_matches([')', ']']));
    if is_note {
        text[..at].trim_end()
    } else {
        text.trim_end_matches(']')
    }
}

/// Without the number of a note: "outcome document,6".
fn without_note_number(text: &str) -> &str {
    let head = text.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = text.len() - head.len();
    let before = head.trim_end();
    // "CMP.17" and "L.41" are symbols.
    let is_symbol = before
        .trim_end_matches('.')
        .ends_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
    if (1..=3).contains(&digits) && before.ends_with([',', ';', '.', ':']) && !is_symbol {
        before
    } else {
        text
    }
}

/// So many lists that write "and" are a practice.
const LEAST_JOINED: usize = 2;

/// "and" or "or" that ends an item: before the last of its list and nowhere else. Only where the
/// draft writes them at all.
fn conjunctions(subject: &Subject<'_>, places: &[Place]) -> Vec<(usize, Finding)> {
    let draft = subject.draft;
    let joins = |i: usize| {
        let text = draft.paragraphs[i].words.all().trim_end();
        let low = text
            .rsplit([';', ','])
            .next()
            .unwrap_or("")
            .trim()
            .to_lowercase();
        vocabulary::word(&low).joins
    };
    // Items of sub-lists, list by list: the last of each ends it.
    let mut lists: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for place in places.iter().filter(|p| p.rule != Rule::Preamble) {
        let own = depth(subject, place.paragraph);
        open.retain(|(d, _)| *d <= own);
        if own == 0 {
            open.clear();
            continue;
        }
        match open.last() {
            Some((d, list)) if *d == own => lists[*list].push(place.paragraph),
            _ => {
                lists.push(vec![place.paragraph]);
                open.push((own, lists.len() - 1));
            }
        }
    }
    // Where items wait for a decision, nobody knows which will be the last but one.
    let is_open = |i: &usize| subject.open[*i];
    lists.retain(|list| list.len() > 1 && !list.iter().any(is_open));
    let joined = lists.iter().filter(|l| joins(l[l.len() - 2])).count();
    let mut out = Vec::new();
    for list in &lists {
        let before_last = list[list.len() - 2];
        for item in list.iter().filter(|i| **i != before_last && joins(**i)) {
            let message = format!(
                "{} ends in a conjunction and is not the last but one",
                subject.addresses.get(*item)
            );
            out.push(subject.at(
                *item,
                "punctuation-and",
                message,
                "take it away, or end the list here".to_owned(),
            ));
        }
        if !joins(before_last) && joined >= LEAST_JOINED && joined * 2 > lists.len() {
            let message = format!(
                "{} is the last but one of its list and ends without “and”, which other lists have",
                subject.addresses.get(before_last)
            );
            out.push(subject.at(
                before_last,
                "punctuation-and",
                message,
                "add “and” or “or”".to_owned(),
            ));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::last_sign;

    #[test]
    fn the_last_sign() {
        for (text, sign) in [
            ("to act;", Some(';')),
            ("to act; and", Some(';')),
            ("document,6", Some(',')),
            ("levels,”", Some(',')),
            ("outcomes, (pending decision COM5)", Some(',')),
            ("to act;]", Some(';')),
            ("the world; [not decided]", Some(';')),
            ("of this Article. {to be revised}", Some('.')),
            ("in 2018", None),
            ("terms.**", Some('.')),
            ("Resolution 1/CMP.17", None),
            ("on OP1 (a). (OP2, agreed)", Some('.')),
        ] {
            assert_eq!(last_sign(text).1, sign, "{text}");
        }
    }
}
