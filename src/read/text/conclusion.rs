//! What a decoded reading comes to: the old labels that the print does not say, a confidence, a
//! finding, and the clause set right.

use super::sequence::{Clause, Old, Reading};
use crate::draft::{Change, Diff, Finding, Label, Number, Paragraph, Script, Severity, View};
use crate::read::structure::Read;

/// What is concluded of a clause's old label.
pub(super) struct Conclusion {
    old: Old,
    confidence: f32,
    why: &'static str,
}

/// Fills in the old labels that the print does not say, from the room that the known ones leave.
pub(super) fn infer_olds(clauses: &[Clause], readings: &[Reading]) -> Vec<Conclusion> {
    let mut out: Vec<Conclusion> = clauses
        .iter()
        .zip(readings)
        .map(|(c, r)| of_print(c, r))
        .collect();
    let known: Vec<(usize, u32)> = readings
        .iter()
        .enumerate()
        .filter_map(|(k, r)| match r.old {
            Old::Is(old) => Some((k, old)),
            _ => None,
        })
        .collect();
    for pair in known.windows(2) {
        let ((from, old), (to, next)) = (pair[0], pair[1]);
        let free: Vec<usize> = (from + 1..to)
            .filter(|k| readings[*k].old == Old::Unknown)
            .collect();
        let struck: Vec<usize> = free
            .iter()
            .copied()
            .filter(|k| clauses[*k].struck)
            .collect();
        let room = next.saturating_sub(old + 1) as usize;
        let mut give = |list: &[usize], confidence: f32| {
            for (n, k) in list.iter().enumerate() {
                out[*k] = Conclusion {
                    old: Old::Is(old + 1 + u32::try_from(n).unwrap_or(0)),
                    confidence,
                    why: "the old labels round it leave room for just this one",
                };
            }
        };
        if room > 0 && room == struck.len() {
            give(&struck, 0.7);
        } else if room > 0 && room == free.len() {
            give(&free, 0.6);
        }
        for k in free {
            if out[k].old != Old::Unknown || room > 0 && !clauses[k].struck && room != struck.len()
            {
                continue;
            }
            out[k] = Conclusion {
                old: Old::None,
                confidence: if room == 0 { 0.8 } else { 0.6 },
                why: "the old labels round it leave no room for one here: the clause is new",
            };
        }
    }
    out
}

fn of_print(clause: &Clause, reading: &Reading) -> Conclusion {
    let misread = u8::from(reading.new_misread) + u8::from(reading.old_misread);
    let printed = match (reading.old, clause.struck) {
        (Old::Unknown, true) => 0.5,
        // Struck as a whole and yet read as inserted.
        (Old::None, true) if clause.whole => 0.8,
        (Old::Unknown, false) => 1.0,
        (_, true) => 0.95,
        (_, false) => 0.9,
    };
    Conclusion {
        old: reading.old,
        confidence: printed - 0.25 * f32::from(misread),
        why: match (reading.new_misread, reading.old_misread) {
            (false, false) => "",
            _ => "a letter is misread; the running order decides",
        },
    }
}

pub(super) fn apply(read: &mut Read, clause: &Clause, reading: &Reading, conclusion: &Conclusion) {
    let paragraph = &mut read.paragraphs[clause.paragraph];
    let style = Number::parse(&clause.printed).unwrap_or_else(|| Number {
        open: String::new(),
        numerals: vec![crate::draft::Numeral {
            script: Script::LowerLatin,
            value: 1,
        }],
        suffix: String::new(),
        close: ")".to_owned(),
    });
    let render = |value: u32| -> Box<str> {
        let mut number = style.renumbered(value);
        if let Some(last) = number.numerals.last_mut()
            && last.script == Script::LowerRoman
        {
            last.script = Script::LowerLatin;
        }
        number.render().into()
    };
    let new = reading.new.map(render);
    let old = match conclusion.old {
        Old::None => None,
        Old::Is(old) => Some(render(old)),
        // Nobody can say: the base shows the label that the draft has now.
        Old::Unknown => new.clone(),
    };
    let text = Diff { old, new };
    let as_printed = |side: &Option<Box<str>>| side.as_deref().is_none_or(|l| l == clause.printed);
    let is_plain = as_printed(&text.old) && as_printed(&text.new) && !clause.struck;
    let confidence = if is_plain && !text.differs() {
        1.0
    } else {
        conclusion.confidence
    };
    report(
        &mut read.findings,
        paragraph,
        clause,
        &text,
        confidence,
        conclusion,
    );
    set_change(paragraph, &text);
    mend_lead(paragraph);
    paragraph.label = Some(Box::new(Label {
        text,
        lead: paragraph.label.as_ref().map_or(Diff::same(0), |l| l.lead),
        printed: (!is_plain).then(|| clause.printed.clone().into()),
        confidence,
        origin: Diff::same(0),
    }));
}

/// A clause without old label is inserted, whatever its strikes say; one without new label is
/// deleted.
fn set_change(paragraph: &mut Paragraph, text: &Diff<Option<Box<str>>>) {
    paragraph.change = match (&text.old, &text.new) {
        (None, Some(_)) => Change::Inserted,
        (Some(_), None) => Change::Deleted,
        _ => Change::Kept,
    };
    if paragraph.change != Change::Kept {
        paragraph.words = paragraph.words.all_as(paragraph.change);
    }
}

/// A bracket struck together with the label behind it stands or falls with its partner.
fn mend_lead(paragraph: &mut Paragraph) {
    let lead = paragraph
        .label
        .as_ref()
        .map_or(0, |l| usize::from(l.lead.new));
    if lead != 1 || paragraph.change != Change::Kept {
        return;
    }
    let mut open = 0_u32;
    let partner = paragraph.words.runs().find_map(|run| {
        run.text.chars().find_map(|sign| {
            match sign {
                '[' => open += 1,
                ']' => open = open.saturating_sub(1),
                _ => {}
            }
            (sign == ']' && open == 0).then_some(run.change)
        })
    });
    if partner == Some(Change::Kept) {
        paragraph.words.set_change(0..lead, Change::Kept);
    }
}

fn report(
    findings: &mut Vec<Finding>,
    paragraph: &Paragraph,
    clause: &Clause,
    text: &Diff<Option<Box<str>>>,
    confidence: f32,
    conclusion: &Conclusion,
) {
    if confidence >= 0.9 {
        return;
    }
    let show = |side: &Option<Box<str>>| side.as_deref().unwrap_or("none").to_owned();
    let (line, column) = paragraph.place_of(0);
    let why = if conclusion.why.is_empty() {
        "the old label is not printed"
    } else {
        conclusion.why
    };
    let code = if conclusion.old == Old::Unknown {
        "label-old-unknown"
    } else {
        "label-misread"
    };
    let message = format!(
        "the label printed {} is read as new {}, old {} ({:.0} % sure): {why}",
        clause.printed,
        show(&text.new),
        show(&text.old),
        confidence * 100.0
    );
    let finding = Finding::new(
        Severity::Warning,
        code,
        line.max(paragraph.line.get(View::Revised).to_owned()),
        column,
        message,
    );
    findings.push(finding.with_help("compare with the older draft to be sure"));
}
