//! A draft as it was read, for people: masthead, sections, addresses, labels, changes, brackets,
//! findings.

use super::ink::{Look, Page, add_words, blanks, made, piece};
use super::wrap::Piece;
use crate::draft::{Addresses, Change, Count, Draft, Kind, Outline, Paragraph, Register, View};
use std::fmt::{self, Write};

/// How to show a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// Columns that a line may fill; none for one line a paragraph.
    pub width: Option<usize>,
    /// Whether to use colours, underlines and strikes; without, `[-deleted-]` and `{+inserted+}`.
    pub colour: bool,
}

/// Writes a draft with its changes, its brackets counted, and its findings.
///
/// # Errors
/// Where `out` fails.
pub fn draft(
    draft: &Draft,
    register: &Register,
    options: Options,
    out: &mut dyn Write,
) -> fmt::Result {
    let outline = Outline::of(draft, View::Revised);
    let mut sheet = Sheet {
        draft,
        addresses: Addresses::within(draft, View::Revised, &outline),
        base: None,
        page: Page::new(out, options.width, options.colour),
    };
    sheet.masthead()?;
    for (index, paragraph) in draft.paragraphs.iter().enumerate() {
        sheet.paragraph(index, paragraph)?;
    }
    sheet.brackets(register)?;
    sheet.findings()
}

struct Sheet<'a> {
    draft: &'a Draft,
    addresses: Addresses,
    /// The addresses of the older text, once a paragraph is met that stands only there.
    base: Option<Addresses>,
    page: Page<'a>,
}

impl Sheet<'_> {
    fn masthead(&mut self) -> fmt::Result {
        let facts = &self.draft.masthead;
        for (name, fact) in [
            ("symbol", &facts.symbol),
            ("date", &facts.date),
            ("title", &facts.title),
            ("organ", &facts.organ),
        ] {
            if let Some(fact) = fact {
                let head = made(format!("{name:<8}"), Look::Quiet);
                self.page
                    .paragraph(&[head], &[piece(fact, Look::Label)], 8)?;
            }
        }
        Ok(())
    }

    fn paragraph(&mut self, index: usize, paragraph: &Paragraph) -> fmt::Result {
        let sign = match paragraph.change {
            Change::Kept => "",
            Change::Inserted => "+ ",
            Change::Deleted => "- ",
        };
        let look = match paragraph.kind {
            Kind::FrontMatter | Kind::Furniture | Kind::Blank => return Ok(()),
            _ if paragraph.is_bare() => return Ok(()),
            Kind::Call | Kind::Heading | Kind::Organ => Look::Call,
            Kind::Masthead | Kind::Closing => Look::Quiet,
            Kind::Note | Kind::Clause => Look::Plain,
        };
        let mut head = vec![piece(sign, Look::Label)];
        let indent = match paragraph.kind {
            Kind::Masthead => {
                head.insert(0, piece("  masthead: ", Look::Quiet));
                4
            }
            Kind::Closing => {
                head.insert(0, piece("  closing: ", Look::Quiet));
                4
            }
            Kind::Note | Kind::Clause => {
                let depth = usize::from(paragraph.depth.new.max(paragraph.depth.old)).min(8);
                let indent = 2 + depth * 2;
                let address = self.address(index);
                head.insert(0, piece(blanks(indent), Look::Plain));
                head.push(made(format!("[{address}] "), Look::Quiet));
                indent + 2
            }
            _ => {
                self.page.blank()?;
                2
            }
        };
        head.extend(label(paragraph));
        add_words(
            paragraph.words.runs(),
            self.page.has_colour(),
            look,
            &mut head,
        );
        self.page.flowing(&head, indent)
    }

    fn address(&mut self, index: usize) -> String {
        let address = self.addresses.get(index);
        if !address.is_empty() {
            return address.to_owned();
        }
        let base = self
            .base
            .get_or_insert_with(|| Addresses::of(self.draft, View::Base));
        base.get(index).to_owned()
    }

    fn brackets(&mut self, register: &Register) -> fmt::Result {
        let Some(text) = open(&register.open()) else {
            return Ok(());
        };
        let share = register.share() * 100.0;
        let text =
            format!("brackets: {text}, {share:.1} % of the words (redraft brackets lists them)");
        self.page.blank()?;
        self.page.flowing(&[made(text, Look::Plain)], 2)
    }

    fn findings(&mut self) -> fmt::Result {
        let findings = &self.draft.findings;
        if findings.is_empty() {
            return Ok(());
        }
        self.page.blank()?;
        let count = format!("findings: {}", findings.len());
        self.page.flowing(&[made(count, Look::Plain)], 2)?;
        for finding in findings {
            self.page
                .flowing(&[made(format!("  {finding}"), Look::Plain)], 6)?;
        }
        Ok(())
    }
}

/// `b) → c) (printed c)h), 70 % sure) `.
fn label(paragraph: &Paragraph) -> Vec<Piece<'_, Look>> {
    let Some(label) = &paragraph.label else {
        return Vec::new();
    };
    let text = match (&label.text.old, &label.text.new) {
        (Some(old), Some(new)) if old != new => format!("{old} → {new} "),
        (_, Some(text)) | (Some(text), None) => format!("{text} "),
        (None, None) => String::new(),
    };
    let sure = label.confidence * 100.0;
    let doubt = match &label.printed {
        Some(printed) => format!("(printed {printed}, {sure:.0} % sure) "),
        None if label.confidence < 1.0 => format!("({sure:.0} % sure) "),
        None => String::new(),
    };
    vec![made(text, Look::Label), made(doubt, Look::Quiet)]
}

/// What stands open, in words; nothing where nothing does.
fn open(count: &Count) -> Option<String> {
    let many = |count: u32, noun: &str| match count {
        0 => None,
        1 => Some(format!("1 {noun}")),
        n => Some(format!("{n} {noun}s")),
    };
    let told = [
        many(count.passages, "unresolved passage"),
        many(count.notes, "status note"),
    ];
    let told: Vec<String> = told.into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" and "))
}
