//! Drafts out of bytes: every field that a writer looks at, with marks of its own.

use redraft::draft::{Change, Diff, Draft, Kind, Label, Move, Paragraph, Style, View, Wording};
use redraft::handover::{self, Error, Form, Options};

/// Takes choices and words off the bytes, until there are none.
struct Source<'b>(&'b [u8]);

impl Source<'_> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn one_of<T: Copy>(&mut self, all: &[T]) -> Option<T> {
        Some(all[usize::from(self.byte()?) % all.len()])
    }

    /// A few bytes, as text.
    fn text(&mut self) -> Option<String> {
        let len = usize::from(self.byte()?) % 24;
        let (text, rest) = self.0.split_at(len.min(self.0.len()));
        self.0 = rest;
        Some(String::from_utf8_lossy(text).into_owned())
    }

    fn change(&mut self) -> Option<Change> {
        self.one_of(&[
            Change::Kept,
            Change::Kept,
            Change::Inserted,
            Change::Deleted,
        ])
    }

    fn paragraph(&mut self) -> Option<Paragraph> {
        const KINDS: [Kind; 8] = [
            Kind::Clause,
            Kind::Clause,
            Kind::Clause,
            Kind::Call,
            Kind::Heading,
            Kind::Note,
            Kind::Masthead,
            Kind::Organ,
        ];
        const STYLES: [Style; 4] = [Style::PLAIN, Style::ITALIC, Style::BOLD, Style::SUPERSCRIPT];
        const LABELS: [Option<&str>; 6] = [
            None,
            Some("1"),
            Some("2."),
            Some("(a)"),
            Some("–"),
            Some("[^1]:"),
        ];
        let kind = self.one_of(&KINDS)?;
        let change = self.change()?;
        let depth = self.byte()? % 4;
        let text = Diff {
            old: self.one_of(&LABELS)?.map(Into::into),
            new: self.one_of(&LABELS)?.map(Into::into),
        };
        let mut words = Wording::default();
        for _ in 0..self.byte()? % 6 {
            let style = self.one_of(&STYLES)?;
            let change = self.change()?;
            words.push_styled(&self.text()?, change, Diff::same(style));
        }
        let brackets = words.all().bytes().take_while(|byte| *byte == b'[').count();
        let lead = Diff {
            old: self.lead(brackets)?,
            new: self.lead(brackets)?,
        };
        let has_label = text.old.is_some() || text.new.is_some();
        Some(Paragraph {
            kind,
            change,
            depth: Diff::same(depth),
            label: has_label.then(|| {
                Box::new(Label {
                    text,
                    lead,
                    ..Label::plain("")
                })
            }),
            words,
            ..Paragraph::default()
        })
    }

    fn lead(&mut self, most: usize) -> Option<u8> {
        Some(u8::try_from(usize::from(self.byte()?) % (most + 1)).unwrap_or(0))
    }
}

/// A label, in the texts in which its paragraph stands: what came has no older one.
fn label_where_it_stands(label: &Label, change: Change) -> Option<Box<Label>> {
    let of = |view, text: &Option<Box<str>>| text.clone().filter(|_| change.stands_in(view));
    let text = Diff {
        old: of(View::Base, &label.text.old),
        new: of(View::Revised, &label.text.new),
    };
    let has_label = text.old.is_some() || text.new.is_some();
    has_label.then(|| {
        Box::new(Label {
            text,
            ..label.clone()
        })
    })
}

/// A draft; now and then, a paragraph of it moved.
pub(crate) fn draft(bytes: &[u8]) -> Draft {
    let mut source = Source(bytes);
    let mut paragraphs = Vec::new();
    let mut moves = 0;
    while let (Some(choice), Some(paragraph)) = (source.byte(), source.paragraph()) {
        if choice % 8 != 0 {
            paragraphs.push(paragraph);
            continue;
        }
        moves += 1;
        for half in [Change::Deleted, Change::Inserted] {
            paragraphs.push(Paragraph {
                change: half,
                moved: Some(Move { id: moves, half }),
                words: paragraph.words.all_as(half),
                label: paragraph
                    .label
                    .as_deref()
                    .and_then(|l| label_where_it_stands(l, half)),
                ..paragraph.clone()
            });
        }
    }
    Draft {
        paragraphs,
        source: "made up".to_owned(),
        ..Draft::default()
    }
}

/// Writes a draft made of `bytes`, which proves itself. What is refused is safe, and a defect: a
/// format that promises to read back holds every draft.
pub(crate) fn holds(bytes: &[u8], form: Form) {
    let draft = draft(bytes);
    match handover::draft(&draft, form, &Options::default()) {
        Ok(_) => {}
        Err(Error::NotProved(what)) => panic!("{what}\n{draft:#?}"),
        Err(error) => panic!("{error}"),
    }
}
