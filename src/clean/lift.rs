//! Lifting brackets (their text stays) and dropping them (it goes).

use crate::brackets::{attribution, register};
use crate::draft::{
    Addresses, Diff, Draft, Finding, Kind, Paragraph, Passage, PassageKind, Register, Severity,
    View,
};
use std::ops::Range;

/// Lifts the brackets and keeps their text. Status notes go, and clauses that held nothing else.
/// Alternatives and placeholders stay in their brackets: which text they come to is for the meeting
/// to say.
pub(super) fn lift(draft: &mut Draft) {
    let register = register(draft, View::Revised);
    let mut cuts: Vec<(usize, Range<usize>)> = Vec::new();
    let mut findings = Vec::new();
    for passage in register.unresolved() {
        let [(first, at), (last, end)] = passage.span;
        match passage.kind {
            PassageKind::Text => {
                let sign = |paragraph: usize, at: usize| {
                    draft.paragraphs[paragraph].words.all()[at..]
                        .chars()
                        .next()
                        .map_or(1, char::len_utf8)
                };
                let close = draft.paragraphs[last].words.all()[..end]
                    .chars()
                    .next_back()
                    .map_or(1, char::len_utf8);
                let (head, tail) = attributed(draft, passage, sign(first, at), close);
                cuts.push((first, at..at + sign(first, at) + head));
                cuts.push((last, end - close - tail..end));
            }
            PassageKind::StatusNote => cuts.extend(whole(draft, passage)),
            PassageKind::Alternative
            | PassageKind::Placeholder
            | PassageKind::Unmatched
            | PassageKind::Option => findings.push(left(passage)),
        }
    }
    findings.extend(omitted(&register));
    let bare = Bare::of(draft, &register);
    apply(draft, cuts, false);
    bare.remove(draft);
    draft.findings.append(&mut findings);
}

/// How many bytes after the opening sign, and before the closing one, name whose text it is: `EU:
/// `, ` – EU`.
fn attributed(draft: &Draft, passage: &Passage, open: usize, close: usize) -> (usize, usize) {
    let [(first, at), (last, end)] = passage.span;
    let words = draft.paragraphs[first].words.all();
    let end = if first == last {
        end - close
    } else {
        words.len()
    };
    let inside = words.get(at + open..end).unwrap_or("");
    let found = passage.by.as_ref().and_then(|_| attribution(inside));
    let tail = |until: usize| {
        if first == last {
            inside.len() - until
        } else {
            0
        }
    };
    found.map_or((0, 0), |found| (found.text, tail(found.end)))
}

/// Drops the brackets with their text; clauses and sections of which nothing is left go with it.
pub(super) fn drop(draft: &mut Draft) {
    let register = register(draft, View::Revised);
    let mut cuts: Vec<(usize, Range<usize>)> = Vec::new();
    let mut findings = Vec::new();
    // Up to where all is cut already: passages very deep in others are listed beside them.
    let mut gone: Option<(usize, usize)> = None;
    for passage in &register.passages {
        let stands = gone.is_none_or(|gone| passage.span[1] > gone);
        if stands && collect(draft, passage, &mut cuts, &mut findings) {
            gone = Some(passage.span[1]);
        }
    }
    findings.extend(omitted(&register));
    let bare = Bare::of(draft, &register);
    apply(draft, cuts, true);
    bare.remove(draft);
    draft.findings.append(&mut findings);
}

/// Whether a passage goes with all that it holds.
fn collect(
    draft: &Draft,
    passage: &Passage,
    cuts: &mut Vec<(usize, Range<usize>)>,
    findings: &mut Vec<Finding>,
) -> bool {
    if passage.struck {
        return false;
    }
    if matches!(passage.kind, PassageKind::Unmatched | PassageKind::Option) {
        findings.push(left(passage));
        return false;
    }
    if passage.kind == PassageKind::Alternative {
        findings.push(about(
            passage,
            "alternative-dropped",
            "an alternative went with its brackets",
            "see that the sentence still stands",
        ));
    }
    cuts.extend(whole(draft, passage));
    true
}

/// Says how many passages the register does not hold: their brackets stay.
fn omitted(register: &Register) -> Option<Finding> {
    let told = (register.omitted > 0).then(|| {
        let message = match register.omitted {
            1 => "1 bracket more than can be told of is left as it stands".to_owned(),
            more => format!("{more} brackets more than can be told of are left as they stand"),
        };
        Finding::new(Severity::Error, "brackets-left", 0, 0, message)
    });
    told.map(|finding| finding.with_help("clean the draft in parts"))
}

/// What stays, because it is for the meeting to decide.
fn left(passage: &Passage) -> Finding {
    let (code, message, help) = match passage.kind {
        PassageKind::Alternative => (
            "alternative-left",
            "alternatives are left in their brackets",
            "choose one",
        ),
        PassageKind::Placeholder => ("placeholder-left", "a placeholder is left", "fill it in"),
        PassageKind::Option => ("option-left", "an option is left", "choose one"),
        _ => (
            "bracket-unmatched",
            "a sign without partner is left",
            "delete it, or write its partner",
        ),
    };
    about(passage, code, message, help)
}

fn about(passage: &Passage, code: &str, message: &str, help: &str) -> Finding {
    let text: String = passage
        .text
        .chars()
        .take(60)
        .map(|c| if c == '\n' { ' ' } else { c })
        .collect();
    let message = format!("{}: {message}: {text}", passage.address);
    Finding::new(
        Severity::Warning,
        code,
        passage.line,
        passage.column,
        message,
    )
    .with_help(help)
}

/// All text of a passage, paragraph by paragraph.
fn whole(draft: &Draft, passage: &Passage) -> Vec<(usize, Range<usize>)> {
    let [(first, at), (last, end)] = passage.span;
    (first..=last)
        .map(|index| {
            let from = if index == first { at } else { 0 };
            let to = if index == last {
                end
            } else {
                draft.paragraphs[index].words.all().len()
            };
            (index, from..to)
        })
        .filter(|(index, _)| !matches!(draft.paragraphs[*index].kind, Kind::Note))
        .collect()
}

/// Takes the ranges out of the words, last first, with the space that nothing needs any more.
fn apply(draft: &mut Draft, mut cuts: Vec<(usize, Range<usize>)>, drops: bool) {
    cuts.sort_by_key(|(paragraph, range)| (*paragraph, range.start));
    // Ranges that overlap are one: a status note may reach into a bracket.
    let mut kept: Vec<(usize, Range<usize>)> = Vec::new();
    for (paragraph, range) in cuts {
        match kept.last_mut() {
            Some((last, outer)) if *last == paragraph && range.start < outer.end => {
                outer.end = outer.end.max(range.end);
            }
            _ => kept.push((paragraph, range)),
        }
    }
    for cuts in kept.chunk_by(|one, other| one.0 == other.0) {
        cut(&mut draft.paragraphs[cuts[0].0], cuts, drops);
    }
}

/// Takes ranges out of one paragraph.
fn cut(paragraph: &mut Paragraph, cuts: &[(usize, Range<usize>)], drops: bool) {
    let text = paragraph.words.all();
    // What goes, last first; ranges that meet are one.
    let mut goes: Vec<Range<usize>> = Vec::with_capacity(cuts.len());
    for (_, range) in cuts.iter().rev() {
        let meets = goes.last().filter(|next| next.start <= range.end);
        let resumes = meets.map_or(range.end, |next| next.end.max(range.end));
        let (before, after) = (&text[..range.start], &text[resumes..]);
        let (left, right) = if drops || range.len() > 3 {
            spaces_beside(before, after)
        } else {
            // "shall [, as appropriate,]": the comma follows its word.
            let follows = after.starts_with([',', ';', '،', '，']);
            (usize::from(follows && before.ends_with(' ')), 0)
        };
        let mut range = range.start - left..resumes + right;
        while let Some(next) = goes.pop_if(|next| next.start <= range.end) {
            range.end = range.end.max(next.end);
        }
        goes.push(range);
    }
    goes.reverse();
    if let Some(label) = &mut paragraph.label {
        let lead = usize::from(label.lead.new);
        let within = |range: &Range<usize>| range.end.min(lead) - range.start.min(lead);
        let gone: usize = goes.iter().map(within).sum();
        label.lead = Diff::same(u8::try_from(lead.saturating_sub(gone)).unwrap_or(0));
    }
    paragraph.words.remove(&goes);
}

/// Whether the space before a range goes with it, or that behind it: where two would stand side by
/// side, or one before a comma, or at an end.
fn spaces_beside(before: &str, after: &str) -> (usize, usize) {
    let closes = after.is_empty() || after.starts_with([' ', ',', ';', '.', ':', ')', ']']);
    if before.ends_with(' ') && closes {
        (1, 0)
    } else if (before.is_empty() || before.ends_with(['[', '('])) && after.starts_with(' ') {
        (0, 1)
    } else {
        (0, 0)
    }
}

/// What must be known of a draft before its brackets go, to tell what has nothing left afterwards.
struct Bare {
    /// Paragraphs that stay without words: they had none before, or they are options of which only
    /// a note went. That an option says nothing may be what it says.
    stays: Vec<bool>,
    addresses: Addresses,
}

impl Bare {
    fn of(draft: &Draft, register: &Register) -> Self {
        let mut stays: Vec<bool> = draft
            .paragraphs
            .iter()
            .map(|p| p.words.is_empty())
            .collect();
        let of_kind =
            |is: fn(PassageKind) -> bool| register.unresolved().filter(move |p| is(p.kind));
        // How many passages with text begin and end at each paragraph.
        let mut turns: Vec<i64> = vec![0; stays.len() + 1];
        for passage in of_kind(PassageKind::holds_text) {
            let [(first, _), (last, _)] = passage.span;
            turns[first] += 1;
            turns[last + 1] -= 1;
        }
        let mut open = 0;
        let holds_text: Vec<bool> = turns
            .iter()
            .map(|turn| {
                open += turn;
                open > 0
            })
            .collect();
        for option in of_kind(|kind| kind == PassageKind::Option) {
            let [(first, _), _] = option.span;
            stays[first] |= !holds_text[first];
        }
        Self {
            stays,
            addresses: Addresses::of(draft, View::Revised),
        }
    }

    /// Clauses without words go, and then section calls without clauses.
    fn remove(&self, draft: &mut Draft) {
        remove_empty(draft, &self.stays, &self.addresses);
    }
}

fn remove_empty(draft: &mut Draft, stays: &[bool], addresses: &Addresses) {
    let is_bare = |text: &str| {
        text.trim_matches(|c: char| c.is_whitespace() || ".,;:".contains(c))
            .is_empty()
    };
    let mut goes: Vec<bool> = draft
        .paragraphs
        .iter()
        .zip(stays)
        .map(|(p, stays)| {
            !stays
                && is_bare(p.words.all())
                && matches!(p.kind, Kind::Clause | Kind::Call | Kind::Heading)
        })
        .collect();
    let mut head: Option<usize> = None;
    let mut clauses = (0, 0);
    for index in 0..=draft.paragraphs.len() {
        let kind = draft.paragraphs.get(index).map(|p| p.kind);
        if kind.is_none_or(Kind::opens_section) {
            if let Some(call) = head.filter(|_| clauses.0 > 0 && clauses.1 == 0) {
                goes[call] = true;
            }
            head = (kind == Some(Kind::Call)).then_some(index);
            clauses = (0, 0);
        } else if kind == Some(Kind::Clause) {
            clauses.0 += 1;
            clauses.1 += usize::from(!goes[index]);
        }
    }
    for index in (0..goes.len()).filter(|index| goes[*index]) {
        let address = addresses.get(index);
        let message =
            format!("{address}: nothing is left of it without its brackets; it is dropped");
        let (line, column) = draft.paragraphs[index].place_of(0);
        let finding = Finding::new(Severity::Note, "clause-dropped", line, column, message);
        let help = "see that nothing refers to it";
        draft.findings.push(finding.with_help(help));
    }
    let mut flags = goes.into_iter();
    draft.paragraphs.retain(|_| !flags.next().unwrap_or(false));
}
