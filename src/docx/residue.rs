//! What is left in a file of words that were taken out of it: comments and notes whose signs went
//! with them, pictures and other objects that stand nowhere any more, addresses of links. Word
//! shows none of it, and everybody who opens the package can read it. Who took part (`people.xml`)
//! stays, unless it is asked for (`scrub`).

use super::body::ids_of;
use super::error::Error;
use super::links::led_to;
use super::package::{Package, Relationship, relationships_part};
use super::xml::{Broken, Element, parse, with_each};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// The signs of what stands in a part of its own: the sign, the kind of part, what stands in it.
const KINDS: [(&str, &str, &str); 3] = [
    ("<w:commentReference", "comments", "w:comment"),
    ("<w:footnoteReference", "footnotes", "w:footnote"),
    ("<w:endnoteReference", "endnotes", "w:endnote"),
];

/// What the words of a text lead to.
#[derive(Debug, Default)]
pub(crate) struct Shown {
    /// The ids of comments, footnotes and endnotes, as in [`KINDS`].
    ids: [HashSet<String>; 3],
    /// The relationships that each part names.
    links: BTreeMap<String, HashSet<String>>,
}

impl Shown {
    /// Looks at the parts of a text, by name. Parts without relationships that may go with words
    /// need no look at their links.
    pub(crate) fn of<'x>(
        package: &mut Package<'_>,
        parts: impl Iterator<Item = (&'x str, &'x str)>,
    ) -> Result<Self, Error> {
        let mut out = Self::default();
        for (name, xml) in parts {
            for (ids, (sign, _, _)) in out.ids.iter_mut().zip(KINDS) {
                ids.extend(ids_of(xml, sign));
            }
            let relationships = package.relationships(name)?;
            if relationships.iter().any(|one| goes_with_words(&one.kind)) {
                let links = led_to(xml).map_err(|error| error.in_part(name))?;
                out.links.insert(name.to_owned(), links);
            }
        }
        Ok(out)
    }
}

/// Whether a relationship of a kind goes with the last words that name it: pictures, addresses,
/// and what programs put into a text.
fn goes_with_words(kind: &str) -> bool {
    matches!(
        kind,
        "image"
            | "hyperlink"
            | "oleObject"
            | "package"
            | "chart"
            | "chartEx"
            | "video"
            | "audio"
            | "media"
            | "aFChunk"
    ) || kind.starts_with("diagram")
}

/// Takes out what only words led to that are gone.
pub(crate) fn take_out(
    package: &mut Package<'_>,
    before: &Shown,
    after: &Shown,
) -> Result<(), Error> {
    let mut gone_links: BTreeMap<String, HashSet<String>> = BTreeMap::new();
    for (part, were) in &before.links {
        let gone: HashSet<String> = match after.links.get(part) {
            Some(are) => were.difference(are).cloned().collect(),
            None => were.clone(),
        };
        gone_links.insert(part.clone(), gone);
    }
    for (k, (_, kind, name)) in KINDS.into_iter().enumerate() {
        let gone: HashSet<&String> = before.ids[k].difference(&after.ids[k]).collect();
        if gone.is_empty() {
            continue;
        }
        let is_gone = |id: Cow<'_, str>| gone.contains(&id.into_owned());
        let goes = |e: &Element<'_>| e.name == name && e.attribute("w:id").is_some_and(is_gone);
        let Some(taken) = without(package, kind, &goes)? else {
            continue;
        };
        if kind == "comments" {
            forget_paragraphs(package, &taken.paragraphs)?;
        }
        gone_links
            .entry(taken.part)
            .or_default()
            .extend(taken.links);
    }
    let mut targets = BTreeSet::new();
    for (part, gone) in &gone_links {
        if !gone.is_empty() {
            targets.extend(without_links(package, part, gone)?);
        }
    }
    leave_out(package, &targets)
}

/// What went out of a part.
struct Taken {
    part: String,
    /// The ids of the paragraphs that went.
    paragraphs: HashSet<String>,
    /// The lasting ids of the comments that went.
    lasting: HashSet<String>,
    /// The relationships that nothing in the part leads to any more.
    links: HashSet<String>,
}

/// Takes some elements out of the part of a kind, if there is one and they are in it.
fn without(
    package: &mut Package<'_>,
    kind: &str,
    goes: &dyn Fn(&Element<'_>) -> bool,
) -> Result<Option<Taken>, Error> {
    let Some(part) = package.part_of_kind(kind)? else {
        return Ok(None);
    };
    let Some(xml) = package.xml(&part)? else {
        return Ok(None);
    };
    let broken = |error: Broken| error.in_part(&part);
    let (mut paragraphs, mut lasting) = (HashSet::new(), HashSet::new());
    for element in parse(&xml).map_err(broken)?.elements().filter(|e| goes(e)) {
        let ids = element.elements().filter_map(|e| e.attribute("w14:paraId"));
        paragraphs.extend(ids.map(Cow::into_owned));
        lasting.extend(element.attribute("w16cid:durableId").map(Cow::into_owned));
    }
    let left = with_each(&xml, |e| if goes(e) { "".into() } else { e.raw.into() });
    let left = left.map_err(broken)?;
    if left == xml {
        return Ok(None);
    }
    let links = led_to(&xml).map_err(broken)?;
    let links = &links - &led_to(&left).map_err(broken)?;
    package.set(&part, left.into_bytes());
    Ok(Some(Taken {
        part,
        paragraphs,
        lasting,
        links,
    }))
}

/// Takes out what is told of comments by their paragraphs: which answers which and is settled, and
/// their lasting ids ([MS-DOCX] 2.5.4, 2.5.5), with the dates told by those. An answer to a comment
/// that is gone begins a thread of its own.
fn forget_paragraphs(package: &mut Package<'_>, paragraphs: &HashSet<String>) -> Result<(), Error> {
    if paragraphs.is_empty() {
        return Ok(());
    }
    let is_of = |e: &Element<'_>, name: &str| {
        e.attribute(name)
            .is_some_and(|id| paragraphs.contains(&*id))
    };
    without(package, "commentsExtended", &|e| is_of(e, "w15:paraId"))?;
    if let Some(part) = package.part_of_kind("commentsExtended")?
        && let Some(xml) = package.xml(&part)?
    {
        let left = with_each(&xml, |e| match is_of(e, "w15:paraIdParent") {
            true => e.without_attributes(&["w15:paraIdParent"]).into(),
            false => e.raw.into(),
        });
        let left = left.map_err(|error| error.in_part(&part))?;
        if left != xml {
            package.set(&part, left.into_bytes());
        }
    }
    let taken = without(package, "commentsIds", &|e| is_of(e, "w16cid:paraId"))?;
    let lasting = taken.map_or_else(HashSet::new, |taken| taken.lasting);
    without(package, "commentsExtensible", &|e| {
        e.attribute("w16cex:durableId")
            .is_some_and(|id| lasting.contains(&*id))
    })?;
    Ok(())
}

/// Takes relationships out of a part that nothing in it names any more; gives the parts of the
/// package that they led to. The drawing of a diagram, which the diagram alone names, goes with it.
fn without_links(
    package: &mut Package<'_>,
    part: &str,
    gone: &HashSet<String>,
) -> Result<Vec<String>, Error> {
    let all = package.relationships(part)?;
    let goes = |one: &Relationship| goes_with_words(&one.kind) && gone.contains(&one.id);
    let has_diagrams = |one: &Relationship| one.kind == "diagramData" && !goes(one);
    let keeps_drawings =
        all.iter().any(has_diagrams) || !all.iter().any(|one| one.kind == "diagramData");
    let is_drawing = |one: &Relationship| one.kind == "diagramDrawing" && !keeps_drawings;
    let gone: Vec<&Relationship> = all
        .iter()
        .filter(|one| goes(one) || is_drawing(one))
        .collect();
    let name = relationships_part(part);
    let (false, Some(xml)) = (gone.is_empty(), package.xml(&name)?) else {
        return Ok(Vec::new());
    };
    let ids: HashSet<&str> = gone.iter().map(|one| &*one.id).collect();
    let left = with_each(&xml, |link| {
        let goes = link.attribute("Id").is_some_and(|id| ids.contains(&*id));
        if goes { "".into() } else { link.raw.into() }
    });
    let left = left.map_err(|error| error.in_part(&name))?;
    package.set(&name, left.into_bytes());
    let inner = gone.into_iter().filter(|one| may_be_left_out(one));
    Ok(inner.map(|one| one.target.clone()).collect())
}

/// Whether a relationship leads to a part that may go with it. An address leads to none, whatever
/// it says.
fn may_be_left_out(one: &Relationship) -> bool {
    !one.external && one.kind != "hyperlink" && goes_with_words(&one.kind)
}

/// Leaves out those parts that no relationship leads to any more, and what only they lead to.
/// Names of parts have no case (ECMA-376 part 2, 6.2.2).
pub(super) fn leave_out(
    package: &mut Package<'_>,
    targets: &BTreeSet<String>,
) -> Result<(), Error> {
    let mut targets: BTreeSet<String> = targets
        .iter()
        .map(|name| name.to_ascii_lowercase())
        .collect();
    while !targets.is_empty() {
        let mut owners = package.names();
        // The relationships of the package itself.
        owners.push(String::new());
        for owner in &owners {
            for one in package
                .relationships(owner)?
                .iter()
                .filter(|one| !one.external)
            {
                targets.remove(&one.target.to_ascii_lowercase());
            }
        }
        let is_gone = |name: &&String| targets.contains(&name.to_ascii_lowercase());
        let gone: Vec<&String> = owners.iter().filter(is_gone).collect();
        let mut next = BTreeSet::new();
        for name in &gone {
            let inner = package.relationships(name)?;
            let inner = inner
                .iter()
                .filter(|one| !one.external)
                .map(|one| one.target.clone());
            next.extend(inner.map(|target| target.to_ascii_lowercase()));
            package.leave_out(name)?;
        }
        targets = next;
    }
    Ok(())
}
