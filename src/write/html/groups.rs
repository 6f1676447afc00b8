//! Which sections of a redline are one to a reader: an article with the headings within it, and an
//! article whose heading was written anew (a title that came or went, another number) with what it
//! was before. The clauses say it: where most of those that stayed went from one heading to the
//! other, the two headings are of one section.

use crate::draft::{Change, Kind, Object, Paragraph, View};
use crate::write::rows::Shown;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::ops::Range;

/// From one section to another, and how many paragraphs went there.
type Votes = BTreeMap<(usize, usize), usize>;

/// A section of the sheet: its opening row and the rows in it.
pub(super) struct Part {
    pub(super) head: Option<usize>,
    pub(super) rows: Range<usize>,
}

/// Parts that are one section to a reader.
pub(super) struct Group {
    /// Its parts, in reading order.
    pub(super) parts: Vec<usize>,
    /// The part whose heading went, where another was written for it.
    pub(super) was: Option<usize>,
    /// The part with its heading.
    pub(super) is: usize,
}

/// The groups, in the order of their first parts, and which group each part is in. A part without a
/// heading is in none.
pub(super) fn groups(shown: &[Shown<'_>], parts: &[Part]) -> (Vec<Group>, Vec<Option<usize>>) {
    let owners = owners(shown, parts);
    let joined = joined(shown, parts, &owners);
    let before: BTreeMap<usize, usize> = joined.iter().map(|(was, is)| (*is, *was)).collect();
    let mut places: BTreeMap<usize, usize> = BTreeMap::default();
    let mut groups: Vec<Group> = Vec::new();
    let of = owners.into_iter().enumerate().map(|(part, owner)| {
        let owner = owner?;
        let is = joined.get(&owner).copied().unwrap_or(owner);
        let place = *places.entry(is).or_insert(groups.len());
        if place == groups.len() {
            let was = before.get(&is).copied();
            groups.push(Group {
                parts: Vec::new(),
                was,
                is,
            });
        }
        groups[place].parts.push(part);
        Some(place)
    });
    let of = of.collect();
    (groups, of)
}

/// The part that each belongs to: the article round it, in its own draft, or itself.
fn owners(shown: &[Shown<'_>], parts: &[Part]) -> Vec<Option<usize>> {
    let article = |part: &Part| part.head.is_some_and(|head| is_article(&shown[head]));
    // What follows the last article, as an annex does, stands in none.
    let last = parts.iter().rposition(article);
    let (mut old, mut new) = (None, None);
    let of = parts.iter().enumerate().map(|(k, part)| {
        let head = &shown[part.head?].paragraph;
        if !article(part) {
            let round = if head.change == Change::Deleted {
                old
            } else {
                new
            };
            return round.filter(|_| last > Some(k)).or(Some(k));
        }
        if head.change != Change::Inserted {
            old = Some(k);
        }
        if head.change != Change::Deleted {
            new = Some(k);
        }
        Some(k)
    });
    of.collect()
}

fn is_article(head: &Shown<'_>) -> bool {
    let label = label(head);
    head.paragraph.kind == Kind::Heading
        && label.starts_with(char::is_alphabetic)
        && label.contains(' ')
}

fn label<'a>(head: &Shown<'a>) -> &'a str {
    let paragraph = head.paragraph;
    let label = paragraph.label_in(View::Revised);
    label.or(paragraph.label_in(View::Base)).unwrap_or("")
}

/// The sections whose heading went, each with the one whose heading came for it.
fn joined(shown: &[Shown<'_>], parts: &[Part], owners: &[Option<usize>]) -> BTreeMap<usize, usize> {
    let votes = votes(shown, parts, owners);
    let (from, to) = (most(&votes, |pair| pair.0), most(&votes, |pair| pair.1));
    let is = |part: usize, change: Change| {
        let head = parts.get(part).and_then(|part| part.head);
        head.is_some_and(|head| {
            let paragraph = shown[head].paragraph;
            paragraph.moved.is_none() && paragraph.change == change
        })
    };
    let has_none = |part: usize| !from.contains_key(&part) && !to.contains_key(&part);
    let gone = (0..parts.len()).filter(|part| is(*part, Change::Deleted));
    let pairs = gone.filter_map(|was| {
        let voted = from.get(&was).copied().flatten();
        let voted = voted.filter(|pair| to.get(&pair.1) == Some(&Some(*pair)));
        let mut beside = [was + 1, was.wrapping_sub(1)].into_iter().filter(|other| {
            has_none(was) && has_none(*other) && is_same_label(shown, parts, was, *other)
        });
        voted.or_else(|| Some((was, beside.next()?)))
    });
    pairs
        .filter(|(_, came)| is(*came, Change::Inserted))
        .collect()
}

/// For each section, on one side, the pair with most votes; none where two have as many.
fn most(
    votes: &Votes,
    side: impl Fn(&(usize, usize)) -> usize,
) -> BTreeMap<usize, Option<(usize, usize)>> {
    let mut counts: BTreeMap<usize, (usize, Option<(usize, usize)>)> = BTreeMap::default();
    for (pair, count) in votes {
        let best = counts.entry(side(pair)).or_default();
        match (*count).cmp(&best.0) {
            Ordering::Greater => *best = (*count, Some(*pair)),
            Ordering::Equal => best.1 = None,
            Ordering::Less => {}
        }
    }
    let best = counts.into_iter();
    best.map(|(section, (_, pair))| (section, pair)).collect()
}

/// Whether two headings have one label.
fn is_same_label(shown: &[Shown<'_>], parts: &[Part], one: usize, other: usize) -> bool {
    let of = |part: usize| Some(label(&shown[parts.get(part)?.head?]).to_lowercase());
    of(one).is_some_and(|name| !name.is_empty() && of(other) == Some(name))
}

/// From which section to which the paragraphs that stayed went, and how many.
fn votes(shown: &[Shown<'_>], parts: &[Part], owners: &[Option<usize>]) -> Votes {
    let mut votes = Votes::default();
    let mut halves: BTreeMap<u32, [Option<usize>; 2]> = BTreeMap::default();
    let (mut old, mut new) = (None, None);
    for (k, part) in parts.iter().enumerate() {
        if let Some(head) = part.head {
            let change = shown[head].paragraph.change;
            if change != Change::Inserted {
                old = owners[k];
            }
            if change != Change::Deleted {
                new = owners[k];
            }
        }
        for one in &shown[part.rows.clone()] {
            match (one.paragraph.moved, one.paragraph.change) {
                (Some(moved), _) => {
                    let halves = halves.entry(moved.id).or_default();
                    if moved.half == Change::Deleted {
                        halves[0] = old;
                    } else {
                        halves[1] = new;
                    }
                }
                (None, Change::Kept) => {
                    if let (Some(old), Some(new)) = (old, new) {
                        *votes.entry((old, new)).or_default() += 1;
                    }
                }
                _ => {}
            }
        }
    }
    for half in halves.into_values() {
        if let [Some(old), Some(new)] = half {
            *votes.entry((old, new)).or_default() += 1;
        }
    }
    votes
}

/// What a group is called: by its heading, and by what that was before where it has another name
/// now.
pub(super) fn name(shown: &[Shown<'_>], parts: &[Part], group: &Group) -> String {
    let head = |part: usize| parts[part].head.map(|head| &shown[head]);
    let Some(is) = head(group.is) else {
        return String::new();
    };
    let now = name_in(is.paragraph, View::Revised);
    if let Some(was) = group.was.and_then(head) {
        let before = name_in(was.paragraph, View::Base);
        if is_same_label(shown, parts, group.was.unwrap_or(group.is), group.is) {
            return fuller(before, now);
        }
        return if before.to_lowercase() == now.to_lowercase() {
            now
        } else {
            format!("{before}, now {now}")
        };
    }
    let before = name_in(is.paragraph, View::Base);
    let labels = [View::Base, View::Revised].map(|view| is.paragraph.label_in(view));
    match labels {
        [Some(old), Some(new)] if old != new => format!("{before}, now {now}"),
        [Some(_), Some(_)] => fuller(before, now),
        _ => now,
    }
}

/// Of two names with one label, the one with the title.
fn fuller(before: String, now: String) -> String {
    if before.chars().count() > now.chars().count() {
        before
    } else {
        now
    }
}

/// What a heading is called in few words: by its label, if it has one.
pub(super) fn short(head: &Shown<'_>) -> String {
    match label(head) {
        "" => name_in(head.paragraph, View::Revised),
        label => label.to_owned(),
    }
}

/// What a heading is called in a view, or in the other where it does not stand in this one.
fn name_in(paragraph: &Paragraph, view: View) -> String {
    if paragraph.kind == Kind::Organ {
        return "preamble".to_owned();
    }
    let view = match view {
        view if paragraph.begins_in(view) => view,
        View::Base => View::Revised,
        View::Revised => View::Base,
    };
    let text = paragraph.labelled_text(view);
    let text = Object::shown(&text);
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(" ]", "]")
}
