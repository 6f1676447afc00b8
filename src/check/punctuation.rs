//! How clauses end: `;`, `,` or `.` by their place, `:` before what hangs under them, "and" before the last of a list.
//!
//! Rules: in a UN resolution preambular paragraphs end in a comma, operative ones in a semicolon, the last in a full stop
//! (UN Editorial Manual, *Resolutions*); in an ITU resolution clauses end in a semicolon, the last of a section in a comma,
//! the last of all in a full stop. Articles are sentences: their paragraphs end in a full stop, lists in them as lists do.
//! Where a draft breaks a rule in more than a third of its places, it follows another rule, and nothing is said.

use super::Subject;
use crate::brackets::is_note;
use crate::draft::outline::is_annex;
use crate::draft::{Finding, Kind, Section, View};
use crate::vocabulary;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let places = places(subject);
    let mut out = Vec::new();
    for rule in [Rule::Preamble, Rule::Operative, Rule::Itu, Rule::Article] {
        let of_rule: Vec<&Place> = places
            .iter()
            .filter(|p| p.rule == rule && !p.is_open)
            .collect();
        let wrong: Vec<&&Place> = of_rule.iter().filter(|p| !p.is_right()).collect();
        // Sentences, each with its full stop: the draft is no resolution of the Assembly.
        let stops = |of: &[&Place]| {
            of.iter()
                .filter(|p| p.end == Some('.') && p.expected == SEMICOLON)
                .count()
        };
        let semicolons = of_rule
            .iter()
            .filter(|p| p.is_right() && p.expected == SEMICOLON)
            .count();
        let in_sentences = stops(&of_rule) > semicolons;
        let wrong: Vec<&Place> = wrong
            .into_iter()
            .copied()
            .filter(|p| !(in_sentences && p.end == Some('.')))
            .collect();
        let most = wrong.len() * 2 > of_rule.len() && wrong.len() > 1;
        if most || wrong.len() * 3 > of_rule.len() && wrong.len() > 2 {
            continue;
        }
        out.extend(wrong.iter().map(|place| place.finding(subject)));
    }
    out.extend(conjunctions(subject, &places));
    out
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

const SEMICOLON: &[char] = &[';', '；', '؛'];
const COMMA: &[char] = &[',', '，', '،'];
const STOP: &[char] = &['.', '。', '۔'];
const COLON: &[char] = &[':', '：', '—', '–', '-', ',', '…'];

fn places(subject: &Subject<'_>) -> Vec<Place> {
    let draft = subject.draft;
    let sections: Vec<&Section> = subject.outline.sections.iter().collect();
    let kind = |section: &Section| section.head.map(|h| draft.paragraphs[h].kind);
    let is_itu = sections.iter().any(|s| kind(s) == Some(Kind::Call));
    let is_un = !is_itu && sections.iter().any(|s| kind(s) == Some(Kind::Organ));
    let last_call = sections
        .iter()
        .rposition(|s| kind(s) == Some(Kind::Call) && has_clauses(subject, s));
    // The operative paragraphs of a UN resolution end with the last numbered one.
    let annex = sections
        .iter()
        .find(|s| kind(s) == Some(Kind::Heading) && is_annex(&s.name))
        .map_or(draft.paragraphs.len(), |s| s.paragraphs.start);
    let last_numbered = draft.paragraphs[..annex]
        .iter()
        .rposition(|p| p.kind == Kind::Clause && p.label_in(View::Revised).is_some());
    let mut out = Vec::new();
    let mut operative = false;
    let mut annexed = false;
    for (number, section) in sections.iter().enumerate() {
        let is_article = vocabulary::article_number(&section.name).is_some();
        let is_call = kind(section) == Some(Kind::Call);
        if kind(section) == Some(Kind::Organ) {
            operative = false;
            annexed = false;
        }
        annexed |= kind(section) == Some(Kind::Heading) && is_annex(&section.name);
        let clauses: Vec<usize> = section
            .paragraphs
            .clone()
            .filter(|i| {
                draft.paragraphs[*i].kind == Kind::Clause
                    && draft.paragraphs[*i].place_in(View::Revised).is_none()
            })
            .collect();
        let mut under = false;
        for (k, index) in clauses.iter().enumerate() {
            let next = clauses.get(k + 1).copied();
            let depth = |i: usize| draft.paragraphs[i].depth.new;
            let has_label = !subject.label(*index).is_empty();
            operative |= has_label
                && depth(*index) == 0
                && subject
                    .label(*index)
                    .starts_with(|c: char| c.is_ascii_digit());
            let leads = next.is_some_and(|n| depth(n) > depth(*index));
            let (rule, expected, why) = if leads {
                let rule = if is_call {
                    Rule::Itu
                } else if is_article {
                    Rule::Article
                } else {
                    Rule::Operative
                };
                (rule, COLON, "a list hangs under it")
            } else if is_call {
                let is_last = next.is_none();
                match (is_last, Some(number) == last_call) {
                    (true, true) => (Rule::Itu, STOP, "it is the last of all"),
                    (true, false) => (Rule::Itu, COMMA, "it is the last of its section"),
                    _ => (Rule::Itu, SEMICOLON, "others follow it"),
                }
            } else if is_article {
                let stays = next.is_some_and(|n| depth(n) == depth(*index));
                if depth(*index) == 0 || !stays {
                    (Rule::Article, STOP, "it is a sentence of its own")
                } else {
                    (Rule::Article, SEMICOLON, "others follow it")
                }
            } else if !is_un || number == 0 || annexed {
                continue;
            } else if !operative {
                // "Decides as follows:"
                let announces = next.is_some_and(|n| !subject.label(n).is_empty())
                    && last_sign(draft.paragraphs[*index].words.all()).1 == Some(':');
                if has_label || announces {
                    continue;
                }
                (Rule::Preamble, COMMA, "the preamble goes on")
            } else if !has_label {
                // A closing line, a date, a paragraph that goes on after a page.
                continue;
            } else if Some(*index) == last_numbered {
                (Rule::Operative, STOP, "it is the last of all")
            } else {
                (Rule::Operative, SEMICOLON, "others follow it")
            };
            let ends_in = last_sign(draft.paragraphs[*index].words.all()).1;
            // A list that is not set in: its items end as items do.
            let in_list = is_article && (under || ends_in == Some(':'));
            under = in_list && ends_in != Some('.');
            if in_list && depth(*index) == 0 && matches!(ends_in, Some(':' | ';')) {
                continue;
            }
            let is_open = subject.open[*index] || next.is_some_and(|n| subject.open[n]);
            let (at, end) = last_sign(draft.paragraphs[*index].words.all());
            out.push(Place {
                paragraph: *index,
                rule,
                end,
                at,
                expected,
                why,
                is_open,
            });
        }
    }
    out
}

fn has_clauses(subject: &Subject<'_>, section: &Section) -> bool {
    section
        .paragraphs
        .clone()
        .any(|i| subject.draft.paragraphs[i].kind == Kind::Clause)
}

/// The sign that ends a text, and where it stands: note signs, quotes, brackets and notes on the status are passed over.
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

/// Without "[not decided]", "(pending decision COM5)" or "{to be moved}" at the end, and without the sign that closes a bracket.
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
    let is_note = open == '{'
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
    if (1..=3).contains(&digits) && head.trim_end().ends_with([',', ';', '.', ':']) {
        head.trim_end()
    } else {
        text
    }
}

/// "and" or "or" that ends an item: before the last of its list and nowhere else. Only where the draft writes them at all.
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
    let depth = |i: usize| draft.paragraphs[i].depth.new;
    // Items of sub-lists, list by list: the last of each ends it.
    let mut lists: Vec<Vec<usize>> = Vec::new();
    let mut open: Vec<(u8, usize)> = Vec::new();
    for place in places.iter().filter(|p| p.rule != Rule::Preamble) {
        let own = depth(place.paragraph);
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
    let is_open = |i: &usize| places.iter().any(|p| p.paragraph == *i && subject.open[*i]);
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
        if !joins(before_last) && joined * 2 > lists.len() {
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
        ] {
            assert_eq!(last_sign(text).1, sign, "{text}");
        }
    }
}
