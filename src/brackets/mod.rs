//! Draft -> register of unresolved passages.
//!
//! `scan` finds the signs and their partners; `kinds` says what a bracket holds; here they become
//! passages, nested, each with the address, the line and the words. Nothing is stored beside the
//! draft: a register is computed from a view.

mod across;
mod attribution;
mod count;
mod kinds;
mod notes;
mod options;
mod parties;
mod placed;
mod scan;
mod whole;

pub(crate) use attribution::attribution;
pub(crate) use count::Counter;
pub use scan::{Pair, Scan, Sign, scan, scan_struck};

use std::cell::{OnceCell, RefCell};
use std::ops::{Range, RangeInclusive};
use std::sync::Arc;

use crate::draft::places::Places;
use crate::draft::{
    Addresses, Draft, Excerpt, Kind, Names, Outline, Paragraph, Passage, PassageKind, Register,
    Section, View,
};
use crate::vocabulary;
use count::words_in;
use whole::{Whole, count_words};

/// Whether what stands between two signs is a note about the text and no text.
pub(crate) fn is_note(inside: &str) -> bool {
    kinds::of(inside, false) == PassageKind::StatusNote
}

/// The place of an option in its row, by its label: 2 for "Option 2" and "Вариант 2".
pub(crate) fn option_value(label: &str) -> Option<u32> {
    options::whole(label).map(|label| label.value)
}

/// A register holds at most this many passages, and says how many more there are; a draft has some
/// thousands at most.
const MOST_PASSAGES: usize = 200_000;
/// Deeper passages are listed beside each other, and their words are told in part.
const DEEPEST: u32 = 48;
/// The words of passages that lie in others are told in part if they are longer than this.
const LONG: usize = 100_000;
/// The words of shorter passages are counted one by one, those of others all at once.
const SHORT: usize = 512;
/// So much of a bracket that is struck, or very deep in others, tells what kind it is.
const HEAD: usize = 800;

/// Every unresolved passage of one view of a draft: brackets, options, placeholders, status notes,
/// stray signs.
///
/// ```
/// use redraft::{brackets, draft::{PassageKind, View}, read};
/// let draft = read::read(b"resolves\n\n1 that States [shall][should] act [not decided];\n", "x", None)?;
/// let register = brackets::register(&draft, View::Revised);
/// let kinds: Vec<PassageKind> = register.passages.iter().map(|p| p.kind).collect();
/// assert_eq!(kinds, [PassageKind::Alternative, PassageKind::Alternative, PassageKind::StatusNote]);
/// # Ok::<(), read::Error>(())
/// ```
#[must_use]
pub fn register(draft: &Draft, view: View) -> Register {
    if !draft.is_marked() {
        return Maker::of(draft, view).make().nested();
    }
    let text = draft.view(view);
    let mut found = Maker::of(&text, View::Revised).make();
    let maker = Maker::of(draft, view);
    if !found.flat.is_empty() {
        let homes = placed::Homes::of(draft, view);
        for passage in &mut found.flat {
            homes.place(passage);
            let [(index, at), _] = passage.span;
            (passage.line, passage.column) = maker.places.place_of(index, at);
        }
    }
    let struck = maker.struck(&mut found.register.omitted);
    found.flat.extend(struck);
    found.nested()
}

/// The passages of a text, not yet within each other, and what is counted of them.
struct Found {
    flat: Vec<Passage>,
    register: Register,
}

impl Found {
    fn nested(mut self) -> Register {
        self.flat
            .sort_by(|a, b| a.span[0].cmp(&b.span[0]).then(b.span[1].cmp(&a.span[1])));
        self.register.passages = nest(self.flat);
        self.register
    }
}

struct Maker<'a> {
    draft: &'a Draft,
    view: View,
    places: Places<'a>,
    /// What passages need to be told: most drafts that are long have none.
    index: OnceCell<Index>,
}

/// What a passage is told by, for a whole draft.
struct Index {
    outline: Outline,
    addresses: Addresses,
    whole: Whole,
    clauses: Clauses,
    /// How long the words of each paragraph are in the view.
    lengths: Vec<usize>,
    /// The paragraph that was last asked for, how it is cited, and its section.
    last: RefCell<Option<Cited>>,
}

/// A paragraph, how it is cited, and its section.
type Cited = (usize, Arc<str>, Arc<str>);

impl Index {
    fn of(draft: &Draft, view: View) -> Self {
        let outline = Outline::of(draft, view);
        let addresses = Addresses::within(draft, view, &outline);
        let length = |p: &Paragraph| p.words.runs_in(view).map(|run| run.text.len()).sum();
        Self {
            whole: Whole::of(draft, view),
            clauses: Clauses::of(draft, &addresses),
            lengths: draft.paragraphs.iter().map(length).collect(),
            addresses,
            outline,
            last: RefCell::new(None),
        }
    }

    /// How a paragraph is cited, and its section: passages side by side share them.
    fn cited(&self, paragraph: usize) -> (Arc<str>, Arc<str>) {
        let mut last = self.last.borrow_mut();
        if let Some((at, address, section)) = &*last
            && *at == paragraph
        {
            return (Arc::clone(address), Arc::clone(section));
        }
        let address: Arc<str> = self.addresses.get(paragraph).into();
        let section = self.outline.section_of(paragraph);
        let section = section.map_or_else(String::new, Section::cited);
        let section = match &*last {
            Some((_, _, before)) if **before == *section => Arc::clone(before),
            _ => section.into(),
        };
        *last = Some((paragraph, Arc::clone(&address), Arc::clone(&section)));
        (address, section)
    }
}

/// The addresses of all clauses, in order, and which of them the paragraphs have.
struct Clauses {
    list: Arc<[Box<str>]>,
    /// For each paragraph, the address of the first clause that begins there or later.
    next: Vec<usize>,
    /// For each paragraph, how many addresses there are up to its end.
    upto: Vec<usize>,
}

impl Clauses {
    fn of(draft: &Draft, addresses: &Addresses) -> Self {
        let mut list: Vec<Box<str>> = Vec::new();
        let count = draft.paragraphs.len();
        let (mut next, mut upto) = (vec![0; count], vec![0; count]);
        let own = |index: usize| {
            let address = addresses.get(index);
            let is_clause = draft.paragraphs[index].kind == Kind::Clause;
            Some(address).filter(|address| is_clause && !address.is_empty())
        };
        for (index, upto) in upto.iter_mut().enumerate() {
            let new = own(index).filter(|own| list.last().is_none_or(|last| **last != **own));
            list.extend(new.map(Box::from));
            *upto = list.len();
        }
        let mut following = list.len();
        for index in (0..count).rev() {
            if own(index).is_some() {
                following = upto[index] - 1;
            }
            next[index] = following;
        }
        Self {
            list: list.into(),
            next,
            upto,
        }
    }

    fn within(&self, paragraphs: &RangeInclusive<usize>) -> Names {
        let start = self.next.get(*paragraphs.start()).copied().unwrap_or(0);
        let end = self.upto.get(*paragraphs.end()).copied().unwrap_or(0);
        Names::of(&self.list, start..end.max(start))
    }
}

impl<'a> Maker<'a> {
    fn of(draft: &'a Draft, view: View) -> Self {
        Self {
            draft,
            view,
            places: Places::of(draft),
            index: OnceCell::new(),
        }
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::of(self.draft, self.view))
    }

    /// The passages of a text that is unmarked.
    fn make(&self) -> Found {
        let found = scan(self.draft, self.view);
        let mut out = Register::default();
        let total = found.pairs.len() + found.strays.len();
        let mut flat: Vec<Passage> = Vec::with_capacity(total.min(MOST_PASSAGES));
        out.omitted = total.saturating_sub(MOST_PASSAGES);
        let mut enclosing: Vec<(usize, usize)> = Vec::new();
        for (k, pair) in found.pairs.iter().enumerate().take(MOST_PASSAGES) {
            let end = (pair.close.paragraph, pair.close.at);
            while enclosing.last().is_some_and(|last| *last < end) {
                enclosing.pop();
            }
            let depth = u32::try_from(enclosing.len() + 1).unwrap_or(u32::MAX);
            let beside = is_beside(self.draft, &found.pairs, k, &self.index().lengths);
            flat.push(self.pair(pair, depth, beside));
            enclosing.push(end);
        }
        let room = MOST_PASSAGES.saturating_sub(flat.len());
        flat.extend(found.strays.iter().take(room).map(|sign| self.stray(sign)));
        self.count_words(&mut flat);
        out.words_in_brackets = flat
            .iter()
            .filter(|p| p.depth == 1 && p.kind.holds_text())
            .map(|p| p.words)
            .sum();
        let room = MOST_PASSAGES.saturating_sub(flat.len());
        let mut notes = self.notes_in_other_signs(room, &mut out.omitted);
        self.count_words(&mut notes);
        flat.extend(notes);
        flat.extend(self.labels());
        let mut options = self.options();
        self.count_words(&mut options);
        flat.extend(options);
        // Labels are counted in passages alone: where everything is in brackets, that is more than
        // the words of the text.
        out.words_in_all = self.words_in_all().max(out.words_in_brackets);
        Found {
            flat,
            register: out,
        }
    }

    fn words_in_all(&self) -> usize {
        self.draft
            .paragraphs
            .iter()
            .filter(|p| {
                matches!(
                    p.kind,
                    Kind::Clause | Kind::Call | Kind::Heading | Kind::Organ
                )
            })
            .map(|p| words_in(&p.words.text(self.view)))
            .sum()
    }

    fn pair(&self, pair: &Pair, depth: u32, beside: bool) -> Passage {
        let start = (pair.open.paragraph, pair.open.at);
        let end = (pair.close.paragraph, pair.close.at + pair.close.len);
        let paragraph = &self.draft.paragraphs[start.0];
        let lead = paragraph.lead_in(self.view);
        let most = match depth {
            0..=8 => usize::MAX,
            9..=DEEPEST => LONG,
            _ => SHORT,
        };
        let beginning = || self.index().whole.beginning(start, end, lead);
        let text = self.index().whole.between(start, end, lead, most);
        let is_cut = text.as_ref().is_none_or(|text| text.len() > most);
        let told = text.unwrap_or_else(beginning);
        let inside = told.strip_suffix('…').unwrap_or_else(|| {
            let close = told.len().saturating_sub(pair.close.len);
            told.get(..close).unwrap_or("")
        });
        let inside = inside.get(pair.open.len..).unwrap_or("");
        let head = if depth > DEEPEST {
            head(inside)
        } else {
            inside
        };
        let kind = kinds::of(head, beside);
        let by = attribution(inside).map(|found| found.by.to_owned());
        let told = if is_cut { beginning() } else { told };
        let mut passage = self.passage(start, end, kind, told);
        // Ten thousand brackets within each other do not name ten thousand clauses each.
        if is_cut && start.0 < end.0 {
            let ends = [start.0, end.0].map(|at| self.index().clauses.within(&(at..=at)));
            passage.clauses = ends
                .iter()
                .flat_map(|names| names.iter().cloned())
                .collect();
        }
        passage.by = by;
        passage.depth = depth;
        passage.label = self.label_within(start);
        passage
    }

    /// The label that a bracket opens before.
    fn label_within(&self, start: (usize, usize)) -> Option<String> {
        let paragraph = &self.draft.paragraphs[start.0];
        let label = paragraph.label_in(self.view)?;
        (start.1 < paragraph.lead_in(self.view)).then(|| label.to_owned())
    }

    /// A pair of signs in words that the view leaves out. `words` are all words of its paragraph.
    fn struck_pair(&self, pair: &Pair, words: &Arc<str>) -> Passage {
        let start = (pair.open.paragraph, pair.open.at);
        let end = (pair.close.paragraph, pair.close.at + pair.close.len);
        let text = Excerpt::of(words, start.1..end.1);
        let close = text.len().saturating_sub(pair.close.len);
        let inside = text.get(pair.open.len..close).unwrap_or("");
        let kind = kinds::of(head(inside), false);
        let by = attribution(inside).map(|found| found.by.to_owned());
        let mut passage = self.passage(start, end, kind, text);
        passage.by = by;
        passage.struck = true;
        passage.label = self.label_within(start);
        passage
    }

    /// Counts the words of passages that are too long, or told of too little, to count them one by
    /// one.
    fn count_words(&self, passages: &mut [Passage]) {
        let counts = |p: &&mut Passage| {
            let is_long = p.text.len() > SHORT || p.text.ends_with('…');
            is_long && p.kind != PassageKind::Unmatched
        };
        let mut long: Vec<&mut Passage> = passages.iter_mut().filter(counts).collect();
        let range = |p: &&mut Passage| {
            let lead = self.draft.paragraphs[p.span[0].0].lead_in(self.view);
            self.index().whole.words_of(p.span[0], p.span[1], lead)
        };
        let ranges: Vec<Range<usize>> = long.iter().map(range).collect();
        if ranges.is_empty() {
            return;
        }
        let counted = self.index().whole.count_words(&ranges);
        for (passage, words) in long.iter_mut().zip(counted) {
            let paragraph = &self.draft.paragraphs[passage.span[0].0];
            let label = self.own_option_label(paragraph);
            let label = label.filter(|_| passage.kind == PassageKind::Option);
            passage.words = words + label.map_or(0, words_in);
        }
    }

    /// Counts the words of long passages that are struck: the text of the view does not hold them.
    fn count_struck_words(&self, passages: &mut [Passage]) {
        let paragraph = |one: &Passage, other: &Passage| one.span[0].0 == other.span[0].0;
        for passages in passages.chunk_by_mut(paragraph) {
            let all = self.draft.paragraphs[passages[0].span[0].0].words.all();
            let is_long = |p: &&mut Passage| p.text.len() > SHORT;
            let mut long: Vec<&mut Passage> = passages.iter_mut().filter(is_long).collect();
            let range = |p: &&mut Passage| p.span[0].1..p.span[1].1;
            let ranges: Vec<Range<usize>> = long.iter().map(range).collect();
            for (passage, words) in long.iter_mut().zip(count_words(all, &ranges)) {
                passage.words = words;
            }
        }
    }

    fn stray(&self, sign: &Sign) -> Passage {
        const MOST: usize = 40;
        let start = (sign.paragraph, sign.at);
        let shown = sign.count.min(MOST) * sign.len;
        let words = &self.draft.paragraphs[sign.paragraph].words;
        let text = words.all().get(sign.at..sign.at + shown).unwrap_or("");
        let end = (sign.paragraph, sign.at + sign.count * sign.len);
        let text = if sign.count > MOST {
            format!("{text}… ({} signs)", sign.count).as_str().into()
        } else {
            text.into()
        };
        let mut passage = self.passage(start, end, PassageKind::Unmatched, text);
        passage.words = 0;
        passage
    }

    /// Brackets in text that the view leaves out, so that every sign of the source is accounted
    /// for.
    fn struck(&self, omitted: &mut usize) -> Vec<Passage> {
        let found = scan_struck(self.draft, self.view);
        let total = found.pairs.len() + found.strays.len();
        *omitted += total.saturating_sub(MOST_PASSAGES);
        let mut out = Vec::with_capacity(total.min(MOST_PASSAGES));
        let mut words: Option<(usize, Arc<str>)> = None;
        for pair in found.pairs.iter().take(MOST_PASSAGES) {
            let index = pair.open.paragraph;
            let all = || Arc::from(self.draft.paragraphs[index].words.all());
            let words = match words.take().filter(|(at, _)| *at == index) {
                Some(known) => words.insert(known),
                None => words.insert((index, all())),
            };
            out.push(self.struck_pair(pair, &words.1));
        }
        self.count_struck_words(&mut out);
        let strays = found.strays.iter().map(|sign| Passage {
            struck: true,
            ..self.stray(sign)
        });
        out.extend(strays.take(MOST_PASSAGES.saturating_sub(found.pairs.len())));
        out
    }

    /// Status notes in round brackets or braces, or as a line of their own: `(pending decision
    /// COM5)`, `{Placement proposal: …}`, "Suggested for closure". Those for which there is no room
    /// are counted.
    fn notes_in_other_signs(&self, room: usize, omitted: &mut usize) -> Vec<Passage> {
        let mut out = Vec::new();
        for (index, paragraph) in self.draft.paragraphs.iter().enumerate() {
            // A line in bold letters is read as a heading.
            let is_clause = paragraph.kind == Kind::Clause;
            if !(is_clause || paragraph.kind == Kind::Heading) || !paragraph.begins_in(self.view) {
                continue;
            }
            let spans = match own_line(paragraph) {
                Some(span) => vec![span],
                None if !is_clause => continue,
                None => {
                    let all = paragraph.words.all();
                    let mut spans = enclosed_notes(all);
                    spans.extend(last_note(all));
                    spans
                }
            };
            let mut runs = paragraph.words.runs_in(self.view).peekable();
            for span in spans {
                while runs
                    .next_if(|run| run.start + run.text.len() <= span.start)
                    .is_some()
                {}
                if runs.peek().is_none_or(|run| run.start > span.start) {
                    continue;
                }
                if out.len() == room {
                    *omitted += 1;
                    continue;
                }
                let (start, end) = ((index, span.start), (index, span.end));
                let lead = paragraph.lead_in(self.view);
                let text = self.index().whole.between(start, end, lead, usize::MAX);
                let text = text.unwrap_or_default();
                out.push(self.passage(start, end, PassageKind::StatusNote, text));
            }
        }
        out
    }

    /// Labels that depend on which brackets stay: `[4][2].`
    fn labels(&self) -> Vec<Passage> {
        let has = |p: &Paragraph| {
            p.label_in(self.view)
                .is_some_and(|l| l.starts_with('[') && !l.starts_with("[^"))
        };
        let paragraphs = self.draft.paragraphs.iter().enumerate();
        paragraphs
            .filter(|(_, p)| p.begins_in(self.view) && p.kind != Kind::Note && has(p))
            .map(|(index, p)| {
                let label = p.label_in(self.view).unwrap_or("").to_owned();
                let mut passage = self.passage(
                    (index, 0),
                    (index, 0),
                    PassageKind::Alternative,
                    label.as_str().into(),
                );
                passage.label = Some(label);
                passage.words = 0;
                passage
            })
            .collect()
    }

    /// Block alternatives: "Option 1" and what lies below it.
    fn options(&self) -> Vec<Passage> {
        let mut out = Vec::new();
        let paragraphs = &self.draft.paragraphs;
        for (index, paragraph) in paragraphs.iter().enumerate() {
            let Some(label) = self.option_label(paragraph) else {
                continue;
            };
            let last = self.last_of_option(index, label.value);
            let end = (last, paragraphs[last].words.all().len());
            let text = if self.own_option_label(paragraph).is_some() {
                self.index().whole.with_label(index, end)
            } else {
                let text = self.index().whole.between((index, 0), end, 0, usize::MAX);
                text.unwrap_or_default()
            };
            let mut passage = self.passage((index, 0), end, PassageKind::Option, text);
            passage.label = Some(label.printed);
            out.push(passage);
        }
        out
    }

    /// The last clause below an option. "7. Option 1:" alone on its line holds the paragraphs below
    /// it that have no label.
    fn last_of_option(&self, index: usize, value: u32) -> usize {
        let paragraphs = &self.draft.paragraphs;
        let paragraph = &paragraphs[index];
        let depth = *paragraph.depth.get(self.view);
        let is_bare = options::is_bare(paragraph, self.view);
        let stands_in_words = self.own_option_label(paragraph).is_none();
        let option = |p: &Paragraph| options::label(p, self.view).map(|label| label.value);
        let goes_on = |p: &Paragraph| match p.kind {
            Kind::Note => true,
            // The next of "7. Option 1: …" may stand below clause 7.
            Kind::Clause if *p.depth.get(self.view) > depth => {
                !stands_in_words || option(p).is_none_or(|next| next <= value)
            }
            Kind::Clause => is_bare && p.label_in(self.view).is_none() && option(p).is_none(),
            _ => false,
        };
        let below = paragraphs.iter().enumerate().skip(index + 1);
        let below = below.take_while(|(_, p)| goes_on(p));
        let clauses = below.filter(|(_, p)| p.kind == Kind::Clause);
        clauses.last().map_or(index, |(last, _)| last)
    }

    /// The label of a clause, if it is that of an option.
    fn own_option_label<'p>(&self, paragraph: &'p Paragraph) -> Option<&'p str> {
        let label = paragraph.label_in(self.view)?;
        options::is_label(label).then_some(label)
    }

    fn option_label(&self, paragraph: &Paragraph) -> Option<options::Label> {
        if paragraph.kind != Kind::Clause || !paragraph.begins_in(self.view) {
            return None;
        }
        options::label(paragraph, self.view)
    }

    fn passage(
        &self,
        start: (usize, usize),
        end: (usize, usize),
        kind: PassageKind,
        text: Excerpt,
    ) -> Passage {
        let (line, column) = self.places.place_of(start.0, start.1);
        let clauses = self.index().clauses.within(&(start.0..=end.0));
        let (address, section) = self.index().cited(start.0);
        let words = if text.len() <= SHORT {
            words_in(&text)
        } else {
            0
        };
        Passage {
            address,
            section,
            line,
            column,
            kind,
            depth: 1,
            label: None,
            by: None,
            words,
            text,
            clauses,
            struck: false,
            children: Vec::new(),
            span: [start, end],
        }
    }
}

/// As much of a text as tells what it is.
fn head(text: &str) -> &str {
    let end = (HEAD.min(text.len())..).find(|at| text.is_char_boundary(*at));
    end.map_or(text, |end| &text[..end])
}

/// A paragraph that is nothing but a note, without label and without brackets.
fn own_line(paragraph: &Paragraph) -> Option<Range<usize>> {
    const LONGEST: usize = 80;
    let all = paragraph.words.all();
    let is_plain =
        all.len() <= LONGEST && paragraph.label.is_none() && !all.contains(['[', '{', '(']);
    (is_plain && notes::is_line(&all.to_lowercase())).then_some(0..all.len())
}

/// Notes in round brackets or braces, by their place. Of brackets in each other the innermost that
/// is a note is one, and those that hold it are none.
fn enclosed_notes(all: &str) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    // For each kind of sign, where it opened and is not closed yet, and where the last note began.
    let mut round = (Vec::new(), None);
    let mut braces = (Vec::new(), None);
    for (at, sign) in all.match_indices(['(', ')', '{', '}']) {
        let is_brace = matches!(sign, "{" | "}");
        let (open, last) = if is_brace { &mut braces } else { &mut round };
        if matches!(sign, "(" | "{") {
            open.push(at);
        } else if let Some(start) = open.pop()
            && last.is_none_or(|last| last < start)
            && is_enclosed_note(is_brace, &all[start + 1..at])
        {
            *last = Some(start);
            out.push(start..at + 1);
        }
    }
    out.sort_unstable_by_key(|note| note.start);
    out
}

/// A note behind the last stop of a clause: "to act; AGREED ad ref".
fn last_note(all: &str) -> Option<Range<usize>> {
    const LONGEST: usize = 60;
    let end = all.trim_end_matches([' ', '.', ';']).len();
    let stop = all[..end].rfind([';', '.', '؛', '；', '。']);
    let stop = stop.filter(|stop| end - stop <= LONGEST)?;
    let tail = all[stop..end].trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_whole = !tail.contains(['[', ']', '(', ')', '{', '}']);
    (is_whole && notes::is_plain(&tail.to_lowercase())).then_some(end - tail.len()..end)
}

fn is_enclosed_note(is_brace: bool, inside: &str) -> bool {
    const LONGEST: usize = 120;
    let bare = inside.trim();
    if bare.len() <= 3 {
        return false;
    }
    // What holds a note in braces has words, however long it is. The first part tells, so that
    // braces in braces are not each read to the end.
    if is_brace && bare.bytes().take(LONGEST).any(|byte| byte == b' ') {
        return true;
    }
    if bare.len() > LONGEST {
        return false;
    }
    let low = bare.to_lowercase();
    notes::is_pending(&low) || notes::is_plain(&low)
}

/// Whether another bracket stands right beside a pair: `[shall][should]`, `[shall] [should]`.
fn is_beside(draft: &Draft, pairs: &[Pair], k: usize, lengths: &[usize]) -> bool {
    let pair = &pairs[k];
    if pair.open.paragraph != pair.close.paragraph {
        return false;
    }
    let words = &draft.paragraphs[pair.open.paragraph].words;
    let all = words.all();
    let before = all[..pair.open.at].trim_end_matches([' ', '/']);
    let after = all[pair.close.at + pair.close.len..].trim_start_matches([' ', '/']);
    let inside = &all[pair.open.at + pair.open.len..pair.close.at];
    // "[within its means,] [and by law]": one goes on where the other ends.
    let goes_on = |text: &str| {
        let joints = vocabulary::joints().iter();
        let begins = |joint: &str| text.strip_prefix(joint).is_some_and(|t| t.starts_with(' '));
        text.starts_with([',', ';']) || { joints }.any(|joint| begins(joint))
    };
    let ends_open = |text: &str| text.ends_with([',', ';']);
    let closes_before = before.ends_with(']')
        && !before.ends_with("]]")
        && !ends_open(&before[..before.len() - 1])
        && !goes_on(inside);
    let opens_after = after.starts_with('[')
        && !after.starts_with("[^")
        && !goes_on(&after[1..])
        && !ends_open(inside);
    if !closes_before && !opens_after {
        return false;
    }
    // "; ] [": two texts in a row, not a choice between them.
    let is_whole = lengths[pair.open.paragraph] == inside.len() + 2;
    let is_clause = inside.trim_end().ends_with([';', '.']) || is_whole;
    !is_clause
}

/// Puts passages into the passages that hold them. `flat` is sorted by start, longer ones first.
fn nest(flat: Vec<Passage>) -> Vec<Passage> {
    let mut out: Vec<Passage> = Vec::new();
    let mut open: Vec<Passage> = Vec::new();
    for passage in flat {
        while open.last().is_some_and(|last| !holds(last, &passage)) {
            close(&mut open, &mut out);
        }
        // An option holds paragraphs, not a bracket's words: brackets stay on their own.
        if passage.kind == PassageKind::Option || open.len() >= DEEPEST as usize {
            out.push(passage);
        } else {
            open.push(passage);
        }
    }
    while !open.is_empty() {
        close(&mut open, &mut out);
    }
    out.sort_by(|a, b| a.span[0].cmp(&b.span[0]).then(b.span[1].cmp(&a.span[1])));
    out
}

fn holds(outer: &Passage, inner: &Passage) -> bool {
    outer.span[0] <= inner.span[0]
        && inner.span[1] <= outer.span[1]
        && outer.kind != PassageKind::Unmatched
        && outer.struck == inner.struck
}

fn close(open: &mut Vec<Passage>, out: &mut Vec<Passage>) {
    if let Some(done) = open.pop() {
        match open.last_mut() {
            Some(parent) => {
                // Most that hold another hold one.
                if parent.children.is_empty() {
                    parent.children.reserve_exact(1);
                }
                parent.children.push(done);
            }
            None => out.push(done),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_for_which_there_is_no_room_are_counted() {
        let words = "to act (AGREED) and {to be seen to} or to meet (AGREED);";
        let draft = Draft {
            paragraphs: vec![Paragraph::plain(Kind::Clause, words)],
            ..Draft::default()
        };
        let maker = Maker::of(&draft, View::Revised);
        for (room, told, more) in [(9, 3, 0), (3, 3, 0), (1, 1, 2), (0, 0, 3)] {
            let mut omitted = 0;
            let notes = maker.notes_in_other_signs(room, &mut omitted);
            assert_eq!((notes.len(), omitted), (told, more), "{room}");
        }
    }
}
