//! Citations -> the clauses they mean.

use super::grammar::citations::{Citation, Cited, Target, each_citation};
use super::grammar::documents::documents;
use super::{Direction, Reference, Scope};
use crate::draft::outline::{article_number, is_annex, part_of, parts, plain_number};
use crate::draft::{Addresses, Draft, Kind, Label, Outline, Paragraph, Section, View};
use crate::vocabulary;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;
use std::borrow::Cow;
use std::cell::OnceCell;
use std::cmp::Ordering;
use std::ops::Range;

/// Finds the references in an unmarked draft.
#[must_use]
pub fn find(draft: &Draft) -> Vec<Reference> {
    find_most(draft, usize::MAX).0
}

/// Citations for which there was no room.
#[derive(Debug, Default)]
pub(super) struct LeftOut {
    pub(super) count: usize,
    /// The first of them: its paragraph, and where it begins.
    pub(super) first: (usize, usize),
}

/// The same, but no more citations once there are `most` references; and how many are left out.
pub(super) fn find_most(draft: &Draft, most: usize) -> (Vec<Reference>, LeftOut) {
    let outline = Outline::of(draft, View::Revised);
    let mut calls: Vec<&str> = outline
        .sections
        .iter()
        .filter(|s| {
            s.head
                .is_some_and(|h| draft.paragraphs[h].kind == Kind::Call)
        })
        .map(|s| s.name.as_str())
        .collect();
    calls.sort_by_key(|call| (std::cmp::Reverse(call.len()), *call));
    calls.dedup();
    // Most texts of a few clauses cite none: nothing is to be looked up.
    let index = OnceCell::new();
    let mut out: Vec<Reference> = Vec::new();
    let mut left_out = LeftOut::default();
    let mut number = 0;
    for (paragraph, one) in draft.paragraphs.iter().enumerate() {
        if !matches!(one.kind, Kind::Clause | Kind::Note) {
            continue;
        }
        let text = one.words.all();
        let documents = OnceCell::new();
        each_citation(&without_brackets(text), &calls, |mut citation| {
            if out.len() >= most {
                if left_out.count == 0 {
                    left_out.first = (paragraph, citation.range.start);
                }
                left_out.count += 1;
                return;
            }
            let documents = documents.get_or_init(|| ends_of_documents(text));
            if is_of_document(text, documents, &citation) {
                citation.scope = Scope::External;
            }
            let index = index.get_or_init(|| Index::of(draft, &outline));
            let before = out.len();
            index.resolve(paragraph, number, &citation, text, &mut out);
            number += usize::from(out.len() > before);
        });
    }
    out.shrink_to_fit();
    (out, left_out)
}

/// Blanks for brackets: "paragraphs 3[ and 5][, 5 and 9] of the Convention" is read as if all were
/// decided.
fn without_brackets(text: &str) -> Cow<'_, str> {
    if text.contains(['[', ']']) {
        text.replace(['[', ']'], " ").into()
    } else {
        text.into()
    }
}

/// Where the documents that a text cites end.
fn ends_of_documents(text: &str) -> FxHashSet<usize> {
    documents(text, "").iter().map(|d| d.range.end).collect()
}

/// "resolution 60/1, para. 155 (a)": what follows a document is in it.
fn is_of_document(text: &str, documents: &FxHashSet<usize>, citation: &Citation) -> bool {
    let before = text[..citation.range.start].trim_end_matches([' ', ',', '(']);
    let follows = documents.contains(&before.len());
    follows && citation.direction.is_none() || is_title(before, text, citation)
}

/// "the Convention, Article 4": a title and a comma before it.
fn is_title(before: &str, text: &str, citation: &Citation) -> bool {
    text[before.len()..citation.range.start].starts_with(',')
        && citation.direction.is_none()
        && vocabulary::document_titles()
            .iter()
            .any(|title| before.ends_with(title))
}

/// Clauses of one label, in order: mostly one or two, which take no memory of their own.
type Alike = SmallVec<[usize; 2]>;

/// Clauses by where they stand and by label.
type ByLabel<'a> = FxHashMap<(usize, Cow<'a, str>), Alike>;

/// Where the labels of a draft are. Drafts in a row in one file each have labels of their own.
struct Index<'a> {
    draft: &'a Draft,
    outline: &'a Outline,
    addresses: Addresses,
    /// The drafts in a row.
    parts: Vec<Range<usize>>,
    /// Names of sections by draft, with a number each; articles in any language by "Article" and
    /// their plain number.
    names: FxHashMap<(usize, String), usize>,
    /// The heads of all sections of one name.
    heads: Vec<Vec<usize>>,
    /// For each section, the number of its name.
    named: Vec<usize>,
    /// Clauses at the top of all sections of one name, and below, by the number of the name and
    /// label.
    top_by_name: ByLabel<'a>,
    deeper_by_name: ByLabel<'a>,
    /// Clauses at the top, outside articles, by draft and label.
    numbered: ByLabel<'a>,
    /// Preambular paragraphs by draft and address, which nobody but the reader numbers.
    preambular: FxHashMap<(usize, Box<str>), usize>,
    /// "PP3 alt" and the like, by draft and what stands before the mark: `PP3`.
    alternatives: FxHashMap<(usize, Box<str>), Vec<usize>>,
    /// For each paragraph, where the next clause begins that is no deeper.
    ends: Vec<usize>,
    /// For each paragraph, its section and the clause at the top of it.
    place: Vec<(usize, usize)>,
    /// For each paragraph, which text it is of: the draft itself, or one of its annexes.
    texts: Vec<usize>,
    /// Articles that were read as clauses, by draft and name.
    inner: FxHashMap<(usize, String), Vec<usize>>,
    /// Numbered clauses below the top, outside articles, by draft and label.
    sunk: FxHashMap<(usize, &'a str), Vec<usize>>,
    has_articles: bool,
}

/// The forms in which a label is looked up: without punctuation, and in plain signs where that is
/// something else.
fn forms(label: &str) -> impl Iterator<Item = Cow<'_, str>> {
    let bare = Label::core(label);
    let is_plain = bare.is_ascii();
    let plain = (!is_plain).then(|| plain_number(bare));
    let other = plain.filter(|plain| plain != bare).map(Cow::Owned);
    std::iter::once(Cow::Borrowed(bare)).chain(other)
}

/// What stands in a map under a label, in the form that it has, else in plain signs.
fn look_up<'m>(map: &'m ByLabel<'_>, place: usize, label: &'m str) -> Option<&'m [usize]> {
    forms(label).find_map(|form| map.get(&(place, form)).map(SmallVec::as_slice))
}

/// The same, of those clauses that lie in a stretch of the draft. `side` says on which side of it
/// one lies.
fn look_up_within<'m>(
    map: &'m ByLabel<'_>,
    place: usize,
    label: &'m str,
    side: impl Fn(usize) -> Ordering,
) -> Option<&'m [usize]> {
    forms(label).find_map(|form| {
        let all = map.get(&(place, form))?;
        let start = all.partition_point(|at| side(*at).is_lt());
        let end = all.partition_point(|at| side(*at).is_le());
        all.get(start..end).filter(|found| !found.is_empty())
    })
}

impl<'a> Index<'a> {
    fn of(draft: &'a Draft, outline: &'a Outline) -> Self {
        let mut index = Self {
            draft,
            outline,
            addresses: Addresses::within(draft, View::Revised, outline),
            parts: parts(draft, View::Revised),
            names: FxHashMap::default(),
            heads: Vec::new(),
            named: Vec::with_capacity(outline.sections.len()),
            top_by_name: FxHashMap::default(),
            deeper_by_name: FxHashMap::default(),
            numbered: FxHashMap::default(),
            preambular: FxHashMap::default(),
            alternatives: FxHashMap::default(),
            ends: ends(draft),
            place: Vec::with_capacity(draft.paragraphs.len()),
            texts: texts(draft),
            inner: FxHashMap::default(),
            sunk: FxHashMap::default(),
            has_articles: false,
        };
        for (number, section) in outline.sections.iter().enumerate() {
            index.add_section(number, section);
        }
        index.alternatives = index.alternatives();
        index
    }

    fn add_section(&mut self, number: usize, section: &Section) {
        let part = self.part(section.paragraphs.start);
        let article = article_number(&section.name);
        self.has_articles |= article.is_some();
        let name = match &article {
            Some(label) => article_name(label),
            None => section.name.clone(),
        };
        let next = self.heads.len();
        let named = *self.names.entry((part, name)).or_insert(next);
        if named == next {
            self.heads.push(Vec::new());
        }
        self.heads[named].extend(section.head);
        self.named.push(named);
        let mut under = section.paragraphs.start;
        for i in section.paragraphs.clone() {
            let paragraph = &self.draft.paragraphs[i];
            if paragraph.kind == Kind::Clause {
                if paragraph.depth.new == 0 {
                    under = i;
                }
                self.add_clause(i, paragraph, named, article.is_some());
            }
            let address = self.addresses.get(i);
            if address.starts_with("PP") {
                let key = (self.part(i), address.into());
                self.preambular.entry(key).or_insert(i);
            }
            self.place.push((number, under));
        }
    }

    fn add_clause(&mut self, i: usize, paragraph: &'a Paragraph, named: usize, is_article: bool) {
        let part = self.part(i);
        let Some(label) = paragraph.label_in(View::Revised).map(Label::core) else {
            if let Some(article) = article_at_start(paragraph.words.all()) {
                let key = (part, article_name(&article));
                self.inner.entry(key).or_default().push(i);
            }
            return;
        };
        if let Some(article) = article_number(label) {
            let key = (part, article_name(&article));
            self.inner.entry(key).or_default().push(i);
        }
        let is_digits = label.bytes().all(|b| b.is_ascii_digit());
        if is_digits && !is_article && paragraph.depth.new > 0 {
            self.sunk.entry((part, label)).or_default().push(i);
        }
        let mut number = |label: &'a str| {
            for form in forms(label) {
                self.numbered.entry((part, form)).or_default().push(i);
            }
        };
        if paragraph.depth.new == 0 {
            if !is_article && !label.starts_with("PP") {
                // "OP3" and "paragraph 3" are one.
                number(label.strip_prefix("OP").map_or(label, str::trim_start));
            }
        } else if !is_article && label.contains('.') {
            // "2.1" is whole wherever it stands.
            number(label);
        }
        let by_name = match paragraph.depth.new {
            0 => &mut self.top_by_name,
            _ => &mut self.deeper_by_name,
        };
        for form in forms(label) {
            by_name.entry((named, form)).or_default().push(i);
        }
    }

    /// Clauses of a label at the top of a section.
    fn top<'l>(&'l self, section: usize, label: &'l str) -> Option<&'l [usize]> {
        let side = |at: usize| self.place[at].0.cmp(&section);
        look_up_within(&self.top_by_name, self.named[section], label, side)
    }

    /// Sub-clauses of a label that hang under a clause at the top of a section.
    fn below<'l>(&'l self, section: usize, under: usize, label: &'l str) -> Option<&'l [usize]> {
        let side = |at: usize| self.place[at].1.cmp(&under);
        look_up_within(&self.deeper_by_name, self.named[section], label, side)
    }

    fn alternatives(&self) -> FxHashMap<(usize, Box<str>), Vec<usize>> {
        let mut out: FxHashMap<(usize, Box<str>), Vec<usize>> = FxHashMap::default();
        let mut preambular: Vec<_> = self.preambular.iter().collect();
        preambular.sort_unstable();
        for ((part, address), index) in preambular {
            let marks = address.char_indices().map(|(at, _)| address.split_at(at));
            let is_mark = |rest: &str| vocabulary::begins_with_alternative(rest.trim_start());
            for (head, _) in marks.filter(|(_, rest)| is_mark(rest)) {
                out.entry((*part, head.into())).or_default().push(*index);
            }
        }
        out.values_mut().for_each(|found| found.sort_unstable());
        out
    }

    /// Which of the drafts in a row a paragraph is of.
    fn part(&self, paragraph: usize) -> usize {
        part_of(&self.parts, paragraph)
    }

    fn resolve(
        &self,
        paragraph: usize,
        number: usize,
        citation: &Citation,
        text: &str,
        out: &mut Vec<Reference>,
    ) {
        let mut scope = citation.scope;
        let in_article = matches!(citation.target, Target::Article | Target::ParagraphOf(_));
        if in_article
            && scope == Scope::Internal
            && !self.has_articles
            && citation.direction.is_none()
        {
            scope = Scope::External;
        }
        // "Article 4, paragraph 8, of the Agreement", where the draft is the agreement.
        let after = text[citation.range.end..].trim_start_matches([',', ' ']);
        let words = vocabulary::agreement_words();
        let is_agreement = words.iter().any(|word| after.starts_with(word));
        if in_article && is_agreement && self.has_articles {
            scope = Scope::Internal;
        }
        // A call and a number may be words like any other: "noting 3 reports".
        let is_call = matches!(citation.target, Target::Call(_));
        let start = out.len();
        let mut above: Vec<usize> = Vec::new();
        let mut above_number = None;
        for cited in &citation.labels {
            let label = &text[cited.range.clone()];
            let mut scope = scope;
            let found = if cited.below == 0 {
                let found = self.found(paragraph, citation, label);
                above_number = Some(out.len());
                found
            } else {
                let found = self.within(&above, label);
                if found.is_empty() {
                    // Run into the words, or not parted in this draft.
                    scope = if scope == Scope::External {
                        scope
                    } else {
                        Scope::Undecided
                    };
                }
                found
            };
            above.clone_from(&found);
            out.push(self.reference(paragraph, number, citation, cited, label, scope, &found));
        }
        let unfounded = |r: &Reference| r.candidates.is_empty() && r.direction.is_none();
        if is_call && out[start..].iter().any(unfounded) || above_number.is_none() {
            out.truncate(start);
        }
    }

    #[expect(
        clippy::too_many_arguments,
        reason = "it only gathers what has been found"
    )]
    fn reference(
        &self,
        paragraph: usize,
        number: usize,
        citation: &Citation,
        cited: &Cited,
        label: &str,
        scope: Scope,
        found: &[usize],
    ) -> Reference {
        let only = self.only(found, paragraph, citation.direction);
        Reference {
            paragraph,
            range: cited.range.clone(),
            label: label.to_owned(),
            cited: cited.name.clone(),
            scope,
            target: only.filter(|_| scope != Scope::External),
            candidates: found.to_vec(),
            citation: number,
            words: citation.range.clone(),
            direction: citation.direction,
            call: match &citation.target {
                Target::Call(name) => Some(name.clone()),
                _ => None,
            },
            ends_range: cited.ends_range,
            below: cited.below,
        }
    }

    /// The one that is meant: the only one, or the only one where the words say it stands.
    fn only(&self, found: &[usize], from: usize, direction: Option<Direction>) -> Option<usize> {
        if let [one] = found {
            return Some(*one);
        }
        let lies = |i: &&usize| match direction {
            Some(Direction::Above) => **i < from,
            Some(Direction::Below) => **i > from,
            None => false,
        };
        let mut there = found.iter().filter(lies);
        let first = there.next()?;
        there.next().is_none().then_some(*first)
    }

    fn found(&self, from: usize, citation: &Citation, label: &str) -> Vec<usize> {
        let found = match &citation.target {
            Target::Call(name) => self.in_sections(from, name, label),
            Target::Paragraph => self.paragraph(from, label),
            Target::Preambular => self.preambular(from, label),
            Target::SubParagraph => self.sub_paragraph(from, label),
            Target::Article => self.article(from, label),
            Target::ParagraphOf(article) => self.in_sections(from, &article_name(article), label),
        };
        self.in_own_text(from, found)
    }

    /// The clauses of the text that cites, its draft or its annex; all of them where it has none.
    fn in_own_text(&self, from: usize, found: Vec<usize>) -> Vec<usize> {
        // A clause does not mean itself where there is another: the decision's paragraph 3, in
        // paragraph 3 of its annex.
        let is_near = |i: &usize| self.texts[*i] == self.texts[from] && *i != from;
        if found.len() > 1 && found.iter().any(is_near) {
            found.into_iter().filter(is_near).collect()
        } else {
            found
        }
    }

    fn in_sections(&self, from: usize, name: &str, label: &str) -> Vec<usize> {
        let Some(named) = self.names.get(&(self.part(from), name.to_owned())) else {
            return Vec::new();
        };
        let of = |map: &ByLabel<'a>| -> Vec<usize> {
            let found = look_up(map, *named, label);
            found.map_or_else(Vec::new, |found| self.some(from, found))
        };
        let found = of(&self.top_by_name);
        if !found.is_empty() {
            return found;
        }
        let found = of(&self.deeper_by_name);
        match name.strip_prefix("Article ") {
            // Where the paragraphs of Article 4 are numbered 4.1, 4.2, "Article 4.1" is the first.
            Some(article) if found.is_empty() && !label.contains('.') => {
                self.in_sections(from, name, &format!("{article}.{}", Label::core(label)))
            }
            _ => found,
        }
    }

    /// "paragraph 4": of the same article, where the text stands in one; else of the whole text.
    fn paragraph(&self, from: usize, label: &str) -> Vec<usize> {
        let section = self.place[from].0;
        let is_article = article_number(&self.outline.sections[section].name).is_some();
        let found = if is_article {
            self.top(section, label)
        } else {
            look_up(&self.numbered, self.part(from), label)
        };
        match found {
            Some(found) => self.some(from, found),
            // "paragraph (a)", and the paragraphs of an option.
            None => {
                let beside = self.sub_paragraph(from, label);
                let sunk = || self.sunk.get(&(self.part(from), Label::core(label)));
                match beside.is_empty().then(sunk).flatten() {
                    Some(sunk) => self.some(from, sunk),
                    None => beside,
                }
            }
        }
    }

    fn preambular(&self, from: usize, label: &str) -> Vec<usize> {
        let part = self.part(from);
        let address = format!("PP{}", Label::core(label));
        if let Some(found) = self.preambular.get(&(part, address.as_str().into())) {
            return vec![*found];
        }
        // Where PP3 has been replaced, it is "PP3 alt" that is meant.
        let found = self.alternatives.get(&(part, address.as_str().into()));
        found.map_or_else(Vec::new, |found| self.some(from, found))
    }

    /// "subparagraph (b)": among the sub-clauses of the same clause.
    fn sub_paragraph(&self, from: usize, label: &str) -> Vec<usize> {
        let (section, under) = self.place[from];
        let label = Label::core(label);
        // In an article without paragraphs the list stands at the top.
        let may_be_beside = label.starts_with(char::is_alphabetic);
        let beside = || self.top(section, label).filter(|_| may_be_beside);
        let found = self.below(section, under, label).or_else(beside);
        found.map_or_else(Vec::new, |found| self.some(from, found))
    }

    /// "(a)" of "4 (a)": below the clause found so far.
    fn within(&self, above: &[usize], label: &str) -> Vec<usize> {
        let [one] = above else { return Vec::new() };
        let (section, under) = self.place[*one];
        let found = self.below(section, under, label).unwrap_or_default();
        let first = found.partition_point(|i| i <= one);
        let below = found[first..].iter().take_while(|i| **i < self.ends[*one]);
        below.take(MOST).copied().collect()
    }

    /// Those of some clauses that can be meant: of very many, the ones in the text that cites come
    /// first.
    fn some(&self, from: usize, found: &[usize]) -> Vec<usize> {
        let own = self.of_own_text(from, found);
        let list = if found.len() > MOST && own.iter().any(|i| *i != from) {
            own
        } else {
            found
        };
        list.iter().take(MOST).copied().collect()
    }

    /// The part of a list, which is in order, that lies in the text that cites.
    fn of_own_text<'l>(&self, from: usize, list: &'l [usize]) -> &'l [usize] {
        let own = self.texts[from];
        let start = list.partition_point(|one| self.texts[*one] < own);
        let end = list.partition_point(|one| self.texts[*one] <= own);
        list.get(start..end).unwrap_or_default()
    }

    fn article(&self, from: usize, label: &str) -> Vec<usize> {
        let key = (self.part(from), article_name(label));
        let heads = self.names.get(&key).map(|named| &self.heads[*named]);
        let found = heads.map_or_else(Vec::new, |heads| self.some(from, heads));
        match self.inner.get(&key) {
            Some(inner) if found.is_empty() => self.some(from, inner),
            _ => found,
        }
    }
}

/// The number of the article that the words of a clause begin with: "第七十四条" that was not read as a
/// heading.
fn article_at_start(words: &str) -> Option<String> {
    const LONGEST: usize = 7;
    let begins = words.starts_with(vocabulary::counted_before());
    let (at, sign) = words
        .char_indices()
        .take(LONGEST)
        .find(|(_, c)| *c == '条')?;
    let name = words.get(..at + sign.len_utf8()).filter(|_| begins)?;
    article_number(name)
}

/// For each paragraph, how many annexes have begun.
fn texts(draft: &Draft) -> Vec<usize> {
    let mut annexes = 0;
    let count = |paragraph: &Paragraph| {
        let name = || {
            let label = paragraph.label_in(View::Revised).unwrap_or("");
            format!("{label} {}", paragraph.words.all())
        };
        let begins = paragraph.kind == Kind::Heading && is_annex(name().trim_start());
        annexes += usize::from(begins);
        annexes
    };
    draft.paragraphs.iter().map(count).collect()
}

/// Clauses of one label are looked at up to this many: of more, nobody can say which is meant.
const MOST: usize = 32;

/// For each paragraph, where the next clause begins that is no deeper than it.
fn ends(draft: &Draft) -> Vec<usize> {
    let depth = |p: &Paragraph| u16::from(p.depth.new);
    next_no_deeper(draft, depth, |p| p.kind == Kind::Clause)
}

/// For each paragraph, the next of those that count which is no deeper than it.
pub(super) fn next_no_deeper(
    draft: &Draft,
    depth: impl Fn(&Paragraph) -> u16,
    counts: impl Fn(&Paragraph) -> bool,
) -> Vec<usize> {
    let count = draft.paragraphs.len();
    let mut out = vec![count; count];
    // Those that may be the next, the nearest last and deepest.
    let mut open: Vec<(u16, usize)> = Vec::new();
    for (index, paragraph) in draft.paragraphs.iter().enumerate().rev() {
        let own = depth(paragraph);
        let near = open.partition_point(|(depth, _)| *depth <= own);
        out[index] = near.checked_sub(1).map_or(count, |at| open[at].1);
        if counts(paragraph) {
            open.truncate(near);
            open.push((own, index));
        }
    }
    out
}

/// `Article 2bis`, whether it is written with a space or without, in whatever signs.
fn article_name(label: &str) -> String {
    format!("Article {}", plain_number(label))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::read;

    fn found(text: &str) -> Vec<(String, Scope, Option<usize>)> {
        let draft = read(text.as_bytes(), "x", None).unwrap();
        find(&draft)
            .into_iter()
            .map(|r| (r.cited, r.scope, r.target))
            .collect()
    }

    fn internal(cited: &str, target: Option<usize>) -> (String, Scope, Option<usize>) {
        (cited.to_owned(), Scope::Internal, target)
    }

    #[test]
    fn calls_and_labels() {
        let text = "resolves\n\n1 to act;\n\n2 to meet;\n\n3 to rest,\n\ninstructs the Council\n\nto see to resolves 1, 2 and 3 above, and resolves 7 below,\n";
        assert_eq!(
            found(text),
            [
                internal("resolves 1", Some(1)),
                internal("resolves 2", Some(2)),
                internal("resolves 3", Some(3)),
                internal("resolves 7", None)
            ]
        );
    }

    #[test]
    fn other_documents_are_told_apart() {
        let text = "The General Assembly,\n\nRecalling the past,\n\n1. Decides to act, as said in paragraph 2 below;\n\n2. Recalls paragraph 1 of its resolution 65/141, paragraphs 34 to 37 and paragraphs 67 to 72 of the Tunis Agenda, resolution 60/1, para. 1 and paragraph 1 above.\n";
        let scopes: Vec<Scope> = found(text).into_iter().map(|(_, scope, _)| scope).collect();
        use Scope::{External, Internal};
        assert_eq!(
            scopes,
            [
                Internal, External, External, External, External, External, External, Internal
            ]
        );
    }

    #[test]
    fn labels_below_labels() {
        let text = "The General Assembly,\n\nRecalling the past,\n\n1. Decides:\n\n(a) to act:\n\n(i) now;\n\n(b) to rest, see subparagraph (a) above;\n\n2. Recalls paragraph 1 (a)(i) above and OP1 (b).\n";
        assert_eq!(
            found(text),
            [
                internal("subparagraph (a)", Some(3)),
                internal("paragraph 1", Some(2)),
                internal("paragraph 1 (a)", Some(3)),
                internal("paragraph 1 (a)(i)", Some(4)),
                internal("OP1", Some(2)),
                internal("OP1 (b)", Some(5)),
            ]
        );
    }

    #[test]
    fn french_spanish_russian_arabic_and_chinese() {
        let french = "décide\n\n1 d'agir;\n\n2 de se réunir;\n\n3 de faire rapport sur les points 1 et 2 du *décide* ci-dessus.\n";
        let of = |cited: &str, target| internal(cited, Some(target));
        assert_eq!(found(french), [of("décide 1", 1), of("décide 2", 2)]);
        let un = |verb: &str, one: &str, two: &str| {
            format!("The General Assembly,\n\nRecalling,\n\n1. {verb} {one};\n\n2. {verb} {two}.\n")
        };
        for (one, two, cited) in [
            ("actuar", "el párrafo 1 supra", "párrafo 1"),
            ("действовать", "пункт 1 выше", "пункт 1"),
            ("العمل", "الفقرة 1 أعلاه", "الفقرة 1"),
            ("行动", "上文第1段", "第1段"),
        ] {
            assert_eq!(found(&un("Decides", one, two)), [of(cited, 2)], "{two}");
        }
    }

    #[test]
    fn articles_in_six_languages() {
        let told = |text: &str| found(text);
        for (head, cited) in [
            ("Article", "the article 5"),
            ("Artículo", "el artículo 5"),
            ("Статья", "статье 5"),
            ("المادة", "المادة 5"),
        ] {
            let text = format!(
                "{head} 3\n\n1. Lamps.\n\n{head} 5\n\n1. Bells.\n\n{head} 6\n\n1. Ropes: {cited}.\n"
            );
            let all = told(&text);
            assert_eq!(all.len(), 1, "{text}");
            assert_eq!((all[0].1, all[0].2), (Scope::Internal, Some(2)), "{text}");
        }
        let chinese =
            "第三条\n\n一、港口。\n\n第五条\n\n一、灯，见第三条第一款。\n\n二、见第一款和第5条。\n";
        assert_eq!(
            told(chinese),
            [
                internal("第三条", Some(0)),
                internal("第一款", Some(1)),
                ("第一款".to_owned(), Scope::Undecided, Some(3)),
                internal("第5条", Some(2)),
            ]
        );
        let russian = "Статья 3\n\n1. Порты.\n\n2. Огни.\n\nСтатья 4\n\n1. См. пункт 2 статьи 3.\n";
        assert_eq!(
            told(russian),
            [internal("пункт 2", Some(2)), internal("статьи 3", Some(0))]
        );
    }

    #[test]
    fn the_first_article_in_words() {
        let text = "# Objet\n\n## Article premier\n\n1. Les lampes.\n\n2. Les cloches.\n\n## Article 2\n\n1. Voir l'article premier, paragraphe 2, et l'article 1.\n";
        let told: Vec<(String, Option<usize>)> =
            found(text).into_iter().map(|(c, _, t)| (c, t)).collect();
        assert_eq!(told.len(), 3, "{told:?}");
        assert!(told.iter().all(|(_, target)| target.is_some()), "{told:?}");
    }

    #[test]
    fn each_draft_of_a_file_has_clauses_of_its_own() {
        let text = "The Conference of the Parties,\n\nRecalling,\n\n1. Decides to act;\n\n2. Decides to rest.\n\nThe Conference of the Parties,\n\nNoting,\n\n1. Decides to meet;\n\n2. Recalls paragraphs 1 and 3 above.\n";
        assert_eq!(
            found(text),
            [
                internal("paragraph 1", Some(6)),
                internal("paragraph 3", None)
            ]
        );
    }

    #[test]
    fn brackets_within_a_citation() {
        let text = "The General Assembly,\n\nRecalling,\n\n1. Decides to act;\n\n2. Recalls paragraphs 1[ and 5][, 6 and 9] of the Convention and paragraph [1] above.\n";
        let scopes: Vec<(String, Scope)> =
            found(text).into_iter().map(|(c, s, _)| (c, s)).collect();
        let of = |cited: &str, scope| (cited.to_owned(), scope);
        assert_eq!(
            scopes,
            [
                of("paragraph 1", Scope::External),
                of("paragraph 5", Scope::External),
                of("paragraph 6", Scope::External),
                of("paragraph 9", Scope::External),
                of("paragraph 1", Scope::Internal),
            ]
        );
    }

    #[test]
    fn articles_and_their_paragraphs() {
        let text = "Article 1\n\n1. Ships carry lamps.\n\n2. Ships keep records:\n\n(a) of tides;\n\n(b) of winds.\n\nArticle 2\n\n1. The records of Article 1.2(b) and of Article 1, paragraph 1, are public, and so are those of Article 3 of the Convention and paragraph 2 of Article 1.\n\n2. See Article 9.\n";
        let told: Vec<(String, Scope, Option<usize>)> = found(text);
        assert!(
            told.contains(&internal("Article 1, paragraph 2 (b)", Some(4))),
            "{told:?}"
        );
        assert!(
            told.contains(&internal("Article 1, paragraph 1", Some(1))),
            "{told:?}"
        );
        assert!(told.contains(&internal("Article 9", None)), "{told:?}");
        assert!(
            told.contains(&("Article 3".to_owned(), Scope::External, None)),
            "{told:?}"
        );
    }

    #[test]
    fn a_call_among_other_words_is_no_citation() {
        let text = "noting\n\na) the past,\n\nresolves\n\nto publish, noting 3 reports, and to act on noting a) above.\n";
        assert_eq!(found(text), [internal("noting a)", Some(1))]);
    }
}
