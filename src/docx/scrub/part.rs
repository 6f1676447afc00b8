//! One part: who is named in it, and the part without what goes.
//!
//! Elements and attributes are known by namespace and local name, whatever their prefixes. The part
//! is read through once, as it may be large, and all that stays is copied as it stands.

use super::kind::{Kind, Taken};
use super::table::{
    ATTRIBUTES, DATED, ELEMENTS, FIELDS, NO_DATE, SESSIONS, WORD, WORD_2012, is_gone_property,
};
use crate::docx::xml::{Broken, Element, Piece, each_piece, escaped, local};
use quick_xml::name::{NamespaceResolver, QName, ResolveResult};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// What is known of the whole file.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The names that stand for the authors.
    pub(super) names: HashMap<String, String>,
    /// The numbers of the custom XML parts that go, which content controls may be linked to.
    pub(super) stores: HashSet<String>,
}

/// Whether a name stands in one of these namespaces.
fn is_in(space: &ResolveResult<'_>, all: &[&str]) -> bool {
    matches!(space, ResolveResult::Bound(space) if all.contains(&space.0))
}

/// The authors of comments and changes in a part, in the order of the text.
pub(super) fn authors(xml: &str, meet: &mut dyn FnMut(Cow<'_, str>)) -> Result<(), Broken> {
    each_piece(xml, |raw, what, names| {
        if !matches!(what, Piece::Begins { .. }) || !raw.contains("author") {
            return;
        }
        let tag = Element::of_tag(raw);
        for (name, _) in tag.attributes() {
            if local(name) == "author" && is_of_word(name, names) {
                tag.attribute(name).into_iter().for_each(&mut *meet);
            }
        }
    })
}

/// Whether an attribute is one of WordprocessingML.
fn is_of_word(name: &str, names: &NamespaceResolver) -> bool {
    let (space, _) = names.resolve_attribute(QName(name));
    is_in(&space, WORD)
}

/// How many elements of this local name a part has.
pub(super) fn count(xml: &str, wanted: &str) -> Result<usize, Broken> {
    let mut found = 0;
    each_piece(xml, |raw, what, _| {
        let begins = matches!(what, Piece::Begins { .. });
        found += usize::from(begins && Element::of_tag(raw).local() == wanted);
    })?;
    Ok(found)
}

/// The namespace of the root of a part.
pub(super) fn root_space(xml: &str) -> Result<Option<String>, Broken> {
    let mut found = None;
    each_piece(xml, |raw, what, names| {
        if found.is_none() && matches!(what, Piece::Begins { .. }) {
            let (space, _) = names.resolve_element(QName(Element::of_tag(raw).name));
            found = Some(match space {
                ResolveResult::Bound(space) => space.0.to_owned(),
                _ => String::new(),
            });
        }
    })?;
    Ok(found)
}

/// A part without what goes; none where it stays as it is. Counts what is taken.
pub(super) fn without(
    xml: &str,
    known: &Known,
    taken: &mut Taken,
) -> Result<Option<String>, Broken> {
    let mut left = Left {
        xml,
        known,
        taken,
        out: String::with_capacity(xml.len()),
        is_changed: false,
        depth: 0,
        going: None,
        is_instruction: false,
        fields: Vec::new(),
    };
    each_piece(xml, |raw, what, names| match what {
        Piece::Begins { is_empty } => left.begin(&Element::of_tag(raw), is_empty, names),
        Piece::Ends => left.end(raw),
        Piece::Other => left.other(raw),
    })?;
    Ok(left.is_changed.then_some(left.out))
}

/// What is left of a part so far.
struct Left<'x, 'k> {
    xml: &'x str,
    known: &'k Known,
    taken: &'k mut Taken,
    out: String,
    is_changed: bool,
    /// How many elements are open.
    depth: usize,
    /// How deep the element lies that goes, while it is read.
    going: Option<usize>,
    /// Whether what follows says what a field does.
    is_instruction: bool,
    /// What the fields say they do that are open: a field may say it in several runs.
    fields: Vec<String>,
}

impl Left<'_, '_> {
    fn begin(&mut self, tag: &Element<'_>, is_empty: bool, names: &NamespaceResolver) {
        let goes = goes(tag, names, self.known);
        if let Some(kind) = goes.flatten() {
            let times = usize::from(says_something(tag, kind, self.xml));
            self.taken.add(kind, times);
        }
        if self.going.is_none() && goes.is_some() {
            self.is_changed = true;
            self.going = (!is_empty).then_some(self.depth);
        } else if self.going.is_none() {
            self.stay(tag, names);
        }
        self.is_instruction = matches!(tag.local(), "instrText" | "delInstrText");
        if tag.local() == "fldChar" {
            self.field(tag);
        }
        self.depth += usize::from(!is_empty);
    }

    fn stay(&mut self, tag: &Element<'_>, names: &NamespaceResolver) {
        if tag.local() == "fldSimple" {
            let said = tag.attributes().find(|(name, _)| local(name) == "instr");
            meet_field(said.map_or("", |(_, said)| said), self.taken);
        }
        let other = other_tag(tag, names, self.known, self.taken);
        self.is_changed |= other.is_some();
        self.out.push_str(other.as_deref().unwrap_or(tag.raw));
    }

    fn end(&mut self, raw: &str) {
        self.depth = self.depth.saturating_sub(1);
        if self.going.is_none() {
            self.out.push_str(raw);
        } else if self.going == Some(self.depth) {
            self.going = None;
        }
        self.is_instruction = false;
    }

    fn other(&mut self, raw: &str) {
        if self.going.is_none() {
            self.out.push_str(raw);
        }
        if self.is_instruction {
            match self.fields.last_mut() {
                Some(field) => field.push_str(raw),
                None => meet_field(raw, self.taken),
            }
        }
    }

    /// A part of a field (ECMA-376 part 1, 17.16.18): by its first separator or its end, all is
    /// said of what it does.
    fn field(&mut self, tag: &Element<'_>) {
        let mut all = tag.attributes();
        let kind = all.find(|(name, _)| local(name) == "fldCharType");
        match kind.map_or("", |(_, kind)| kind) {
            "begin" => self.fields.push(String::new()),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    meet_field(&std::mem::take(field), self.taken);
                }
            }
            _ => {
                if let Some(field) = self.fields.pop() {
                    meet_field(&field, self.taken);
                }
            }
        }
    }
}

/// Whether an element goes, and what it then counts as.
fn goes(tag: &Element<'_>, names: &NamespaceResolver, known: &Known) -> Option<Option<Kind>> {
    let name = tag.local();
    let space = || names.resolve_element(QName(tag.name)).0;
    if name == "dataBinding" {
        let is_ours = [WORD, WORD_2012].iter().any(|all| is_in(&space(), all));
        return (is_ours && leads_nowhere(tag, known)).then_some(Some(Kind::Binding));
    }
    let mut rows = ELEMENTS.iter().filter(|((_, own), _)| *own == name);
    let row = rows.find(|((all, _), _)| is_in(&space(), all));
    row.map(|(_, kind)| *kind)
}

/// Whether the link of a content control leads to what is gone: Word would empty the control
/// (ECMA-376 part 1, 17.5.2.6).
fn leads_nowhere(tag: &Element<'_>, known: &Known) -> bool {
    let said = |wanted: &str| {
        let mut all = tag.attributes().map(|(name, _)| name);
        let name = all.find(|name| local(name) == wanted)?;
        tag.attribute(name)
    };
    if said("storeItemID").is_some_and(|store| known.stores.contains(&store.to_ascii_uppercase())) {
        return true;
    }
    let path = said("xpath").unwrap_or_default();
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let name = |step: &str| local(step.split('[').next().unwrap_or("")).to_owned();
    let root = steps.next().map(name).unwrap_or_default();
    let last = steps.next_back().map(name).unwrap_or_default();
    matches!(&*root, "coreProperties" | "Properties") && is_gone_property(&last)
}

/// Whether an element that goes told anything: a property may be empty.
fn says_something(tag: &Element<'_>, kind: Kind, xml: &str) -> bool {
    if !matches!(kind, Kind::Property(_)) {
        return true;
    }
    let end = tag.raw.as_ptr() as usize - xml.as_ptr() as usize + tag.raw.len();
    let is_empty = tag.raw.ends_with("/>");
    !is_empty && !xml.get(end..).unwrap_or("").starts_with("</")
}

/// A start tag without the attributes that go, and with names for others; none where it has
/// none of them.
fn other_tag(
    tag: &Element<'_>,
    names: &NamespaceResolver,
    known: &Known,
    taken: &mut Taken,
) -> Option<String> {
    let mut other: Vec<(&str, Option<String>)> = Vec::new();
    let mut has_author = false;
    for (name, own) in tag.attributes().filter(|(name, _)| name.contains(':')) {
        let wanted = match local(name) {
            "author" if is_of_word(name, names) => {
                let stands_for = known.names.get(&*tag.attribute(name).unwrap_or_default());
                let stands_for = stands_for.map(|name| escaped(name).into_owned());
                if stands_for.as_ref().is_none_or(|name| name == own) {
                    continue;
                }
                has_author = true;
                stands_for
            }
            "initials" if is_of_word(name, names) => {
                has_author = true;
                None
            }
            _ => match gone_attribute(tag, name, own, names) {
                Some((kind, instead)) => {
                    taken.add(kind, 1);
                    instead
                }
                None => continue,
            },
        };
        other.push((name, wanted));
    }
    if has_author {
        let kind = match tag.local() {
            "comment" => Kind::CommentAuthor,
            _ => Kind::ChangeAuthor,
        };
        taken.add(kind, 1);
    }
    if other.is_empty() {
        return None;
    }
    Some(tag.tag_with(
        |name, own| match other.iter().find(|(key, _)| *key == name) {
            Some((_, wanted)) => wanted.as_deref(),
            None => Some(own),
        },
    ))
}

/// What an attribute counts as that goes, and what stands in its place where there must be one.
fn gone_attribute(
    tag: &Element<'_>,
    name: &str,
    own: &str,
    names: &NamespaceResolver,
) -> Option<(Kind, Option<String>)> {
    let key = local(name);
    if key.starts_with(SESSIONS) && is_of_word(name, names) {
        return Some((Kind::Session, None));
    }
    let mut rows = ATTRIBUTES.iter().filter(|((_, own), _)| *own == key);
    let (space, _) = names.resolve_attribute(QName(name));
    let (_, kind) = rows.find(|((all, _), _)| is_in(&space, all))?;
    let must_have_one = key == "date" && DATED.contains(&tag.local());
    let instead = must_have_one.then(|| NO_DATE.to_owned());
    (instead.as_deref() != Some(own)).then_some((*kind, instead))
}

/// Counts a field that shows what goes, by what it does.
fn meet_field(instruction: &str, taken: &mut Taken) {
    let mut words = instruction.split_whitespace();
    let Some(does) = words.next() else { return };
    let known = FIELDS.iter().find(|field| field.eq_ignore_ascii_case(does));
    if let Some(field) = known {
        *taken.fields.entry(field).or_default() += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is left of the content of a part, and what is told of the rest.
    fn left(content: &str) -> (String, Vec<String>) {
        let root = format!(
            "<y:a xmlns:y=\"{}\" xmlns:c=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:w=\"urn:another\">",
            WORD[1]
        );
        let known = Known {
            names: HashMap::from([("A & B".to_owned(), "Author".to_owned())]),
            stores: HashSet::from(["{AB}".to_owned()]),
        };
        let mut taken = Taken::default();
        let xml = format!("{root}{content}</y:a>");
        let left = without(&xml, &known, &mut taken).unwrap().unwrap_or(xml);
        let left = left.strip_prefix(&root).unwrap();
        (
            left.strip_suffix("</y:a>").unwrap().to_owned(),
            taken.told(),
        )
    }

    #[test]
    fn a_field_may_say_in_several_runs_what_it_does() {
        let run = |inner: &str| format!("<y:r>{inner}</y:r>");
        let part = |kind: &str| run(&format!("<y:fldChar y:fldCharType=\"{kind}\"/>"));
        let said = |text: &str| run(&format!("<y:instrText>{text}</y:instrText>"));
        let inner = [part("begin"), said("FILENAME"), part("end")].concat();
        let field = [
            part("begin"),
            said(" AUT"),
            inner,
            said("HOR "),
            part("separate"),
        ]
        .concat();
        let xml = format!("<y:p xmlns:y=\"{}\">{field}{}</y:p>", WORD[1], part("end"));
        let mut taken = Taken::default();
        without(&xml, &Known::default(), &mut taken).unwrap();
        let fields: Vec<(&str, usize)> = taken.fields.iter().map(|(f, n)| (*f, *n)).collect();
        assert_eq!(fields, [("AUTHOR", 1), ("FILENAME", 1)]);
    }

    #[test]
    fn what_goes_is_known_by_its_namespace() {
        for (content, wanted, told) in [
            (
                "<y:p y:rsidR='1' y:a='2'>t</y:p>",
                "<y:p y:a=\"2\">t</y:p>",
                "1 × number of an editing session (rsid)",
            ),
            ("a<y:proofErr/>b", "ab", "1 × mark of the spelling check"),
            (
                "<y:docVars><y:docVar/><y:docVar><x/></y:docVar></y:docVars>b",
                "b",
                "2 × document variable",
            ),
            (
                "<y:ins y:author=\"A &amp; B\"/>",
                "<y:ins y:author=\"Author\"/>",
                "1 × author of a change",
            ),
            (
                "<y:ins y:date=\"2026\"/>",
                "<y:ins/>",
                "1 × date of a comment or a change",
            ),
            (
                "<c:lastModifiedBy>A</c:lastModifiedBy>",
                "",
                "1 × property of the file: who saved it last",
            ),
            (
                "<y:dataBinding y:storeItemID=\"{ab}\"/>",
                "",
                "1 × link from a content control to a property that is gone",
            ),
        ] {
            assert_eq!(
                left(content),
                (wanted.to_owned(), vec![told.to_owned()]),
                "{content}"
            );
        }
    }

    #[test]
    fn what_only_looks_alike_stays() {
        for content in [
            "<w:p w:rsidR=\"1\" rsidR=\"2\"/>",
            "<w:proofErr/><proofErr/>",
            "<y:t>&lt;y:proofErr/&gt;</y:t><!-- <y:proofErr/> -->",
            "<y:ins y:author=\"Unknown\" author=\"A\"/>",
            "<y:moveToRangeStart y:date=\"1970-01-01T00:00:00Z\"/>",
            "<y:dataBinding y:storeItemID=\"{CD}\" y:xpath=\"/a/creator\"/>",
        ] {
            assert_eq!(left(content), (content.to_owned(), Vec::new()), "{content}");
        }
        // What says nothing goes without a word.
        assert_eq!(
            left("<c:revision></c:revision>"),
            (String::new(), Vec::new())
        );
    }
}
