//! Whether a file that was written says what it was meant to say. It is read again, as anybody
//! would read it, and each of its texts is held to the draft that it was made from.
//!
//! JSON keeps all of a draft, and all of it is held. The other formats keep what is read:
//! paragraphs, their labels and words, in the older text and in the newer one. What does not say
//! these is refused. How a paragraph is laid out, and how much white space parts two words, is told
//! ([`Reading`]), so that a text may say more of itself. Front matter stands in the newer text
//! alone, and what the page added may stay behind.

use crate::difference::{cannot_stand, in_view, instead, plain, quoted};
use crate::draft::notes::{sign_of, signs_in};
use crate::draft::paragraph::lead_end;
use crate::draft::{Draft, Holder, Kind, Object, ObjectKind, Paragraph, Style, View};
use crate::read::{self, Format};
use crate::word;
use rustc_hash::FxHasher;
use std::collections::{BTreeSet, HashMap};
use std::hash::Hasher;

const VIEWS: [View; 2] = [View::Base, View::Revised];

/// How a file that says what was meant is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Its paragraphs are taken for what they are in the draft.
    AsMeant,
    /// Some, by their places in the draft, are taken for others, a heading for a clause, a clause
    /// of a list for one of its own, or have other white space.
    Otherwise(Others),
}

/// What is read otherwise, by the places in the draft.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Others {
    /// All of it.
    pub(crate) paragraphs: BTreeSet<usize>,
    /// What has another text, white space and indentation included.
    texts: BTreeSet<usize>,
}

impl Others {
    /// How much is read otherwise; what has another text counts first.
    pub(crate) fn count(&self) -> (usize, usize) {
        (self.texts.len(), self.paragraphs.len())
    }
}

/// Reads `bytes` again; says what differs from the draft that they were written from.
pub(crate) fn prove(meant: &Draft, bytes: &[u8], format: Format) -> Result<Reading, String> {
    match format {
        Format::Docx => proved_in_word(meant, bytes).map(|()| Reading::AsMeant),
        Format::Json => proved_whole(meant, &again(bytes)?).map(|()| Reading::AsMeant),
        Format::Text | Format::Markdown | Format::CriticMarkup => {
            let found = again(bytes)?;
            proved_in_views(meant, &found)?;
            Ok(reading(meant, &found))
        }
    }
}

/// Whether the texts of two drafts are the same kinds of paragraphs, with the same labels, at the
/// same depths.
fn reading(meant: &Draft, found: &Draft) -> Reading {
    let is_marked = meant.is_marked();
    let views = VIEWS
        .iter()
        .filter(|view| is_marked || **view == View::Revised);
    let mut all = Others::default();
    for view in views {
        let (meant, found) = (shape(meant, *view), shape(found, *view));
        all.paragraphs.extend(others(&meant, &found));
        all.texts.extend(others(&printed(&meant), &printed(&found)));
    }
    match all.paragraphs.is_empty() {
        true => Reading::AsMeant,
        false => Reading::Otherwise(all),
    }
}

/// A paragraph as it is printed: how far it is stepped in, and its text, white space and all, as a
/// number.
type Print = (u8, u64);

/// What a paragraph is taken for, and how it is printed.
type Shape = (Kind, u8, Option<String>, Print);

/// How paragraphs are printed, of what they are taken for.
fn printed(shapes: &[(usize, Shape)]) -> Vec<(usize, Print)> {
    shapes
        .iter()
        .map(|(at, (.., print))| (*at, *print))
        .collect()
}

/// What the paragraphs of one text are taken for, by their places in the draft.
fn shape(draft: &Draft, view: View) -> Vec<(usize, Shape)> {
    let places = draft.parts_in(view).filter(|(.., opens)| *opens);
    let read = draft.view(view).paragraphs;
    let kept = places
        .map(|(at, ..)| at)
        .zip(read)
        .filter(|(_, p)| !matches!(p.kind, Kind::Blank | Kind::FrontMatter | Kind::Furniture));
    let of = |p: Paragraph| {
        let label = p.label_in(View::Revised).map(str::to_owned);
        let text = fingerprint(&p.labelled_text(View::Revised))?;
        let step = if p.kind == Kind::Clause {
            p.depth.new
        } else {
            0
        };
        let level = if p.kind == Kind::Heading {
            p.depth.new
        } else {
            step
        };
        Some((p.kind, level, label, (step, text)))
    };
    kept.filter_map(|(at, p)| Some((at, of(p)?))).collect()
}

/// A text as a line can hold it, as a number; none where nothing is seen of it.
fn fingerprint(text: &str) -> Option<u64> {
    let shown = Object::shown(text);
    let mut hasher = FxHasher::default();
    for c in shown.trim().chars() {
        hasher.write_u32(if cannot_stand(c) { ' ' } else { c }.into());
    }
    (!shown.trim().is_empty()).then(|| hasher.finish())
}

/// The paragraphs of a text that are taken for others; where more or fewer of them are found, all
/// between the first such place and the last.
fn others<T: PartialEq>(meant: &[(usize, T)], found: &[(usize, T)]) -> Vec<usize> {
    let same = |((_, one), (_, other)): &(&(usize, T), &(usize, T))| one == other;
    if meant.len() == found.len() {
        let pairs = meant.iter().zip(found).filter(|pair| !same(pair));
        return pairs.map(|((at, _), _)| *at).collect();
    }
    let first = meant.iter().zip(found).take_while(same).count();
    let ends = meant.iter().rev().zip(found.iter().rev());
    let last = meant.len() - ends.take_while(same).count();
    let between = meant
        .get(first..last.max(first + 1))
        .unwrap_or(&meant[first..]);
    between.iter().map(|(at, _)| *at).collect()
}

fn again(bytes: &[u8]) -> Result<Draft, String> {
    match read::read(bytes, "the file", None) {
        Ok(draft) => Ok(draft),
        // A draft of nothing but blank lines has nothing to say.
        Err(read::Error::Empty { .. }) => Ok(Draft::default()),
        Err(error) => Err(format!("it cannot be read again: {error}")),
    }
}

fn proved_whole(meant: &Draft, found: &Draft) -> Result<(), String> {
    if found.says_the_same_as(meant) && found.origins == meant.origins {
        return Ok(());
    }
    proved_in_views(meant, found)?;
    let pairs = meant.paragraphs.iter().zip(&found.paragraphs);
    let odd = pairs.clone().find(|(a, b)| !a.says_the_same_as(b));
    Err(match odd {
        Some((meant, _)) => format!(
            "{} is marked, labelled or set otherwise",
            quoted(&Object::shown(meant.words.all()))
        ),
        None => "its paragraphs, or the authors of its changes, are others".to_owned(),
    })
}

/// Holds both views, or the only one, to what the draft says.
fn proved_in_views(meant: &Draft, found: &Draft) -> Result<(), String> {
    let is_marked = meant.is_marked() || found.is_marked();
    for view in VIEWS {
        if view == View::Base && !is_marked {
            continue;
        }
        let (meant, found) = (meant.view(view), found.view(view));
        same(&lines(&meant), &lines(&found)).map_err(|what| in_view(view, &what))?;
    }
    Ok(())
}

/// A paragraph as it is read.
struct Line<'d> {
    text: String,
    paragraph: &'d Paragraph,
}

impl Line<'_> {
    /// Whether it may stay behind: the page added it.
    fn may_go(&self) -> bool {
        self.is_front() || self.paragraph.kind == Kind::Furniture
    }

    fn is_front(&self) -> bool {
        self.paragraph.kind == Kind::FrontMatter
    }

    /// Its text where nothing parts the label from the words: "32[shall]" is read as a label and
    /// words.
    fn glued(&self) -> Option<String> {
        let label = self.paragraph.label_in(View::Revised)?;
        let words = self.paragraph.words.text(View::Revised);
        let lead = lead_end(&words, self.paragraph.lead_in(View::Revised));
        let (before, after) = words.split_at(lead);
        Some(plain(&format!("{before}{label}{after}")))
    }
}

fn lines(draft: &Draft) -> Vec<Line<'_>> {
    let told = draft.paragraphs.iter().filter(|p| is_told(p));
    told.filter_map(|p| line(p, &p.labelled_text(View::Revised)))
        .collect()
}

fn is_told(paragraph: &Paragraph) -> bool {
    paragraph.kind != Kind::Blank
}

fn line<'d>(paragraph: &'d Paragraph, text: &str) -> Option<Line<'d>> {
    let text = plain(text);
    (!text.is_empty()).then_some(Line { text, paragraph })
}

/// The first thing that two texts do not both say.
fn same(meant: &[Line<'_>], found: &[Line<'_>]) -> Result<(), String> {
    let all_told = meant.iter().filter(|want| !want.may_go());
    if all_told
        .map(|want| &want.text)
        .eq(found.iter().map(|find| &find.text))
    {
        return Ok(());
    }
    let mut wants = meant.iter().peekable();
    for find in found {
        // The front matter of the newer text stands there in both.
        if find.is_front() && wants.peek().is_none_or(|w| w.text != find.text) {
            continue;
        }
        while wants
            .peek()
            .is_some_and(|w| w.may_go() && w.text != find.text)
        {
            wants.next();
        }
        let want = wants.next().map(|w| w.text.as_str());
        if want != Some(&find.text) && (want.is_none() || want != find.glued().as_deref()) {
            return Err(instead(Some(&find.text), want));
        }
    }
    match wants.find(|w| !w.may_go()) {
        Some(want) => Err(instead(None, Some(&want.text))),
        None => Ok(()),
    }
}

/// A Word file: its changes are taken up and back in it, as Word would, and what is left is read.
fn proved_in_word(meant: &Draft, bytes: &[u8]) -> Result<(), String> {
    for view in VIEWS {
        let found = word::view(bytes, view)
            .map_err(|error| error.to_string())?
            .draft;
        let feet = Feet::of(&found);
        let meant = meant.view(view);
        let (meant, used) = with_feet(&meant, &feet);
        let told = in_view(view, "");
        if used < feet.texts.len() {
            return Err(format!(
                "{told}the text has no note that says {}, which stands in the file",
                quoted(&feet.texts[used])
            ));
        }
        same(&meant, &feet.body).map_err(|what| in_view(view, &what))?;
    }
    Ok(())
}

/// What a Word file has in its text, and what at its feet.
struct Feet<'d> {
    body: Vec<Line<'d>>,
    texts: Vec<String>,
}

impl<'d> Feet<'d> {
    fn of(draft: &'d Draft) -> Self {
        let is_foot = |p: &Paragraph| {
            let holder = p
                .place_in(View::Revised)
                .and_then(|place| place.steps().first());
            holder.is_some_and(|(holder, _)| *holder == Holder::Footnote)
        };
        let (feet, body): (Vec<&'d Paragraph>, Vec<&'d Paragraph>) =
            draft.paragraphs.iter().partition(|p| is_foot(p));
        let told = body.into_iter().filter(|p| is_told(p));
        Self {
            body: told
                .filter_map(|p| line(p, &p.labelled_text(View::Revised)))
                .collect(),
            texts: feet.into_iter().map(|p| plain(p.words.all())).collect(),
        }
    }
}

/// The lines that a text should have where these of its notes stand at the foot, in the order of
/// their signs; and how many of them do.
fn with_feet<'d>(draft: &'d Draft, feet: &Feet<'_>) -> (Vec<Line<'d>>, usize) {
    // Each text is looked at once: its number says which one it is.
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    let texts = feet.texts.iter().enumerate();
    let at_foot: Vec<usize> = texts
        .map(|(k, text)| *numbers.entry(text).or_insert(k))
        .collect();
    let mut notes: HashMap<&str, (usize, usize)> = HashMap::new();
    for (k, paragraph) in draft.paragraphs.iter().enumerate() {
        let sign = sign_of(paragraph, View::Revised).filter(|_| paragraph.kind == Kind::Note);
        if let Some(sign) = sign {
            let number = numbers.get(plain(paragraph.words.all()).as_str());
            match number {
                Some(number) => _ = notes.insert(sign, (k, *number)),
                None => _ = notes.remove(sign),
            }
        }
    }
    let mut moved = vec![false; draft.paragraphs.len()];
    let mut used = 0;
    let mut texts: Vec<Option<String>> = Vec::with_capacity(draft.paragraphs.len());
    for paragraph in &draft.paragraphs {
        let mut is_foot = |sign: &str| {
            let found = notes
                .get(sign)
                .filter(|(k, number)| !moved[*k] && at_foot.get(used) == Some(number));
            if let Some((k, _)) = found {
                moved[*k] = true;
                used += 1;
            }
            found.is_some()
        };
        let is_line = is_told(paragraph) && paragraph.kind != Kind::Note;
        texts.push(is_line.then(|| with_signs(paragraph, &mut is_foot)));
    }
    let lines = draft.paragraphs.iter().zip(texts).zip(&moved);
    let lines = lines.filter(|((p, _), moved)| is_told(p) && !**moved);
    let lines = lines.filter_map(|((p, text), _)| {
        line(p, &text.unwrap_or_else(|| p.labelled_text(View::Revised)))
    });
    (lines.collect(), used)
}

/// The text of a paragraph, with the signs of notes at the foot as Word files have them.
fn with_signs(paragraph: &Paragraph, is_foot: &mut impl FnMut(&str) -> bool) -> String {
    let mut text = String::new();
    let lead = paragraph.lead_in(View::Revised);
    let sign = Object {
        kind: ObjectKind::Footnote,
        key: 0,
    };
    for run in paragraph.words.runs() {
        if !run.style.new.contains(Style::SUPERSCRIPT) {
            text.push_str(run.text);
            continue;
        }
        for part in signs_in(run.text) {
            if is_foot(part) {
                text.push_str(&sign.to_text());
            } else {
                text.push_str(part);
            }
        }
    }
    if let Some(label) = paragraph.label_in(View::Revised) {
        let (before, after) = text.split_at(lead_end(&text, lead));
        text = format!("{before}{label} {after}");
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::Change;

    fn draft(text: &str) -> Draft {
        read::read(text.as_bytes(), "meant", Some(Format::Markdown)).unwrap()
    }

    #[test]
    fn what_differs_is_told() {
        let meant = draft("1. to act <ins>now</ins>;\n\n2. to meet.\n");
        let other = draft("1. to act <ins>then</ins>;\n\n2. to meet.\n");
        let told = proved_in_views(&meant, &other).unwrap_err();
        assert_eq!(
            told,
            "with all changes accepted it should say what the newer text says, but there is “1. to act then;” instead of “1. to act now;”"
        );
        let fewer = draft("1. to act <ins>now</ins>;\n");
        let told = proved_in_views(&meant, &fewer).unwrap_err();
        assert!(
            told.ends_with("there is nothing instead of “2. to meet.”"),
            "{told}"
        );
        let mut marked = meant.clone();
        let len = marked.paragraphs[1].words.all().len();
        marked.paragraphs[1]
            .words
            .set_change(0..len, Change::Deleted);
        assert!(proved_whole(&meant, &marked).is_err());
        assert!(proved_whole(&meant, &meant.clone()).is_ok());
    }
}
