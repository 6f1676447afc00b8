//! The words of a paragraph with their marks, and the brackets in them.

use super::super::rows::told_change;
use super::escape;
use crate::draft::{Change, OBJECT, Object, Paragraph, Passage, PassageKind, Register, Style};
use std::fmt::{self, Write};

/// A sign of a passage: where it stands and what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sign {
    pub(super) at: usize,
    pub(super) len: usize,
    pub(super) number: usize,
    pub(super) opens: bool,
    pub(super) kind: PassageKind,
}

/// The signs of all passages, paragraph by paragraph, and the passages' numbers in reading order.
pub(super) struct Signs {
    of: Vec<Vec<Sign>>,
    talls: Vec<Vec<Tall>>,
}

/// A stretch of a bracket that goes over several paragraphs: it is drawn beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Tall {
    /// How many others stand beside it, towards the text.
    level: usize,
    opens: bool,
    closes: bool,
}

/// More brackets than this beside each other are not drawn.
const MOST_TALL: usize = 6;

impl Signs {
    pub(super) fn of(register: &Register, paragraphs: usize) -> Self {
        let mut of: Vec<Vec<Sign>> = vec![Vec::new(); paragraphs];
        let mut talls: Vec<Vec<Tall>> = vec![Vec::new(); paragraphs];
        // The paragraph that the bracket of each level ends in.
        let mut levels: [Option<usize>; MOST_TALL] = [None; MOST_TALL];
        for (k, passage) in numbered(register).enumerate() {
            let [(first, at), (last, end)] = passage.span;
            let sign = |at: usize, len: usize, opens: bool| Sign {
                at,
                len,
                number: k + 1,
                opens,
                kind: passage.kind,
            };
            let mut push = |paragraph: usize, sign: Sign| {
                if let Some(signs) = of.get_mut(paragraph) {
                    signs.push(sign);
                }
            };
            if passage.kind == PassageKind::Unmatched {
                push(first, sign(at, end.saturating_sub(at), true));
            } else if end > 0 && (first, at) != (last, end) {
                push(first, sign(at, 1, true));
                push(last, sign(end - 1, 1, false));
                let free = levels
                    .iter()
                    .position(|end| end.is_none_or(|end| end < first));
                if let Some(level) = free.filter(|_| last > first) {
                    levels[level] = Some(last);
                    for (k, talls) in talls.iter_mut().enumerate().take(last + 1).skip(first) {
                        talls.push(Tall {
                            level,
                            opens: k == first,
                            closes: k == last,
                        });
                    }
                }
            }
        }
        for signs in &mut of {
            signs.sort_by_key(|s| s.at);
        }
        Self { of, talls }
    }

    /// Draws the brackets that go over several paragraphs beside one of them.
    pub(super) fn talls(&self, index: usize, out: &mut dyn Write) -> fmt::Result {
        for tall in self.talls.get(index).into_iter().flatten() {
            write!(
                out,
                "<span class=\"tall l{}{}{}\" aria-hidden=\"true\"></span>",
                tall.level,
                if tall.opens { " opens" } else { "" },
                if tall.closes { " closes" } else { "" }
            )?;
        }
        Ok(())
    }

    pub(super) fn in_paragraph(&self, index: usize) -> &[Sign] {
        self.of.get(index).map_or(&[], |signs| signs)
    }
}

/// The passages that have a number on the page: brackets and notes, not options.
pub(super) fn numbered(register: &Register) -> impl Iterator<Item = &Passage> {
    register
        .unresolved()
        .filter(|p| p.kind != PassageKind::Option)
}

/// Writes the words with `<ins>` and `<del>`, and the signs numbered.
pub(super) fn marked(paragraph: &Paragraph, signs: &[Sign], out: &mut dyn Write) -> fmt::Result {
    let mut signs = signs.iter().peekable();
    let mut depth = 0_usize;
    let told = told_change(paragraph.words.runs());
    for run in paragraph.words.runs() {
        let long = run.text.split_whitespace().nth(7).is_some();
        let (open, close) = match told(&run) {
            Change::Kept => ("", ""),
            Change::Inserted
                if paragraph.change == Change::Inserted && paragraph.moved.is_none() =>
            {
                ("<ins class=\"whole\">", "</ins>")
            }
            Change::Inserted if long => ("<ins class=\"long\">", "</ins>"),
            Change::Inserted => ("<ins>", "</ins>"),
            Change::Deleted => ("<del>", "</del>"),
        };
        out.write_str(open)?;
        let faces = faces(run.style.new);
        out.write_str(&faces.0)?;
        let end = run.start + run.text.len();
        let mut at = run.start;
        while let Some(sign) = signs.peek().copied().filter(|s| s.at < end) {
            signs.next();
            let from = sign.at.max(at);
            let to = (sign.at + sign.len).clamp(from, end);
            let part = |from: usize, to: usize| run.text.get(from - run.start..to - run.start);
            // A register of another draft may point into the midst of a letter.
            let (Some(before), Some(text)) = (part(at, from), part(from, to)) else {
                continue;
            };
            piece(before, depth, out)?;
            one_sign(text, sign, &mut depth, out)?;
            at = to;
        }
        piece(&run.text[at - run.start..], depth, out)?;
        out.write_str(&faces.1)?;
        out.write_str(close)?;
    }
    Ok(())
}

fn one_sign(text: &str, sign: &Sign, depth: &mut usize, out: &mut dyn Write) -> fmt::Result {
    if sign.kind == PassageKind::Unmatched {
        return write!(
            out,
            "<a class=\"bn\" id=\"b{0}\" href=\"#r{0}\" aria-label=\"stray sign {0} in the register\">{0}</a><span class=\"stray\">{1}</span>",
            sign.number,
            escape(text)
        );
    }
    if sign.opens {
        write!(
            out,
            "<a class=\"bn\" id=\"b{0}\" href=\"#r{0}\" aria-label=\"bracket {0} in the register\">{0}</a>",
            sign.number
        )?;
        *depth += 1;
    }
    write!(
        out,
        "<span class=\"brk b{}\" data-n=\"{}\">{}</span>",
        if *depth > 1 { " deep" } else { "" },
        sign.number,
        escape(text)
    )?;
    if !sign.opens {
        *depth = depth.saturating_sub(1);
    }
    Ok(())
}

fn piece(text: &str, depth: usize, out: &mut dyn Write) -> fmt::Result {
    match (text.is_empty(), depth) {
        (true, _) => Ok(()),
        (_, 0) => named(text, out),
        (_, depth) => {
            let class = if depth > 1 { "brk deep" } else { "brk" };
            write!(out, "<span class=\"{class}\">")?;
            named(text, out)?;
            out.write_str("</span>")
        }
    }
}

/// A text in which things that are no words are named; their signs stay, so that words keep their
/// places.
fn named(text: &str, out: &mut dyn Write) -> fmt::Result {
    let mut rest = text;
    while let Some((before, after)) = rest.find(OBJECT).map(|at| rest.split_at(at)) {
        out.write_str(&escape(before))?;
        let name = Object::name_at_start(after);
        let len = Object::at_start(after).map_or(OBJECT.len_utf8(), |(_, len)| len);
        let (sign, more) = after.split_at(len);
        match name {
            Some(name) => {
                let name = escape(&name);
                write!(out, "<span class=\"thing\" title=\"{name}\">{sign}</span>")?;
            }
            None => out.write_str(sign)?,
        }
        rest = more;
    }
    out.write_str(&escape(rest))
}

fn faces(style: Style) -> (String, String) {
    const TAGS: [(Style, &str); 4] = [
        (Style::ITALIC, "em"),
        (Style::BOLD, "strong"),
        (Style::SUPERSCRIPT, "sup"),
        (Style::SUBSCRIPT, "sub"),
    ];
    let (mut open, mut close) = (String::new(), String::new());
    for (one, tag) in TAGS.iter().filter(|(one, _)| style.contains(*one)) {
        let _ = one;
        open.push_str(&format!("<{tag}>"));
        close.insert_str(0, &format!("</{tag}>"));
    }
    (open, close)
}
