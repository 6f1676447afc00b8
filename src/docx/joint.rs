//! Changes that several people made alike: they stand in a file once, under all their names.

use super::body::{Body, Item};
use super::xml::{Broken, Element, escaped, opened, parse, tags};
use crate::draft::JOINT;
use crate::draft::when::later;
use std::borrow::Cow;

/// The start tag of a change that `earlier` and `new` both are: the names of the new one come
/// first, the later day counts.
pub(crate) fn joint_tag(earlier: &str, new: &str) -> String {
    let (own, other) = (Element::of_tag(earlier), Element::of_tag(new));
    let author = |tag: &Element<'_>| tag.attribute("w:author").unwrap_or_default().into_owned();
    let date = |tag: &Element<'_>| tag.attribute("w:date").map(Cow::into_owned);
    let (mut names, dates) = (author(&other), (date(&own), date(&other)));
    for name in author(&own).split(JOINT) {
        if !names.split(JOINT).any(|known| known == name) {
            names.push_str(JOINT);
            names.push_str(name);
        }
    }
    let mut out = own.without_attributes(&["w:author", "w:date"]);
    let end = if out.ends_with("/>") { 2 } else { 1 };
    let at = out.len() - end;
    let mut told = format!(" w:author=\"{}\"", escaped(&names));
    if let Some(date) = later(dates.0.as_deref(), dates.1.as_deref()) {
        told.push_str(&format!(" w:date=\"{}\"", escaped(date)));
    }
    out.insert_str(at, &told);
    out
}

/// The part with insertions that say the same in the same place as one, under all names. Those of
/// `author` are the new ones. None where there are no such.
pub(crate) fn united(body: &Body, author: &str) -> Result<Option<String>, Broken> {
    let mut out = String::with_capacity(body.xml.len());
    let mut stretch: Vec<Came<'_>> = Vec::new();
    for item in &body.items {
        let raw = body.raw(item);
        if !matches!(item, Item::Paragraph(_)) || !raw.contains("<w:ins ") {
            if !raw.trim().is_empty() {
                flush(&mut stretch, author, &mut out);
            }
            out.push_str(raw);
            continue;
        }
        let paragraph = parse(raw)?;
        match Came::of(&paragraph) {
            Some(came) => stretch.push(came),
            None => {
                flush(&mut stretch, author, &mut out);
                within(&paragraph, author, &mut out);
            }
        }
    }
    flush(&mut stretch, author, &mut out);
    Ok((out != body.xml).then_some(out))
}

/// A paragraph that came as a whole.
struct Came<'x> {
    raw: &'x str,
    /// The tag of the change that brought its end.
    mark: &'x str,
    authors: String,
    /// Equal for paragraphs that look and read the same.
    says: String,
}

impl<'x> Came<'x> {
    fn of(paragraph: &Element<'x>) -> Option<Self> {
        let properties = paragraph.child("w:pPr")?;
        let mark = properties.child("w:rPr")?.child("w:ins")?;
        let authors = mark.attribute("w:author")?;
        let mut says: String = properties
            .elements()
            .filter(|e| e.name != "w:rPr")
            .map(|e| e.raw)
            .collect();
        for child in paragraph.elements().filter(|e| e.name != "w:pPr") {
            if child.name == "w:ins" && child.attribute("w:author")? == authors {
                says.push_str(&meaning(child)?);
            } else if !is_marker(child.name) {
                return None;
            }
        }
        Some(Self {
            raw: paragraph.raw,
            mark: mark.start,
            authors: authors.into_owned(),
            says,
        })
    }

    /// The paragraph under its own names and those of another one.
    fn with(&self, other: &Self) -> String {
        let mut out = String::with_capacity(self.raw.len());
        let mut copied = 0;
        for tag in tags(self.raw).filter(|tag| !tag.is_end() && tag.name() == "w:ins") {
            out.push_str(&self.raw[copied..tag.at]);
            out.push_str(&joint_tag(tag.raw, other.mark));
            copied = tag.at + tag.raw.len();
        }
        out + &self.raw[copied..]
    }
}

/// Paragraphs that came, side by side: those of `author` and the others as one sequence, in which
/// both have their order.
fn flush(stretch: &mut Vec<Came<'_>>, author: &str, out: &mut String) {
    let all = std::mem::take(stretch);
    let (news, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.authors == author);
    let shared = similar::capture_diff_slices(
        similar::Algorithm::Myers,
        &news.iter().map(|one| &one.says).collect::<Vec<_>>(),
        &others.iter().map(|one| &one.says).collect::<Vec<_>>(),
    );
    for step in shared {
        let (tag, new, other) = step.as_tag_tuple();
        if tag == similar::DiffTag::Equal {
            for (new, other) in news[new].iter().zip(&others[other]) {
                out.push_str(&other.with(new));
            }
            continue;
        }
        let sides = news[new].iter().chain(&others[other]);
        sides.for_each(|one| out.push_str(one.raw));
    }
}

/// The words that came in a change, with their look; none where there is more than words.
fn meaning(change: &Element<'_>) -> Option<String> {
    let mut out = String::new();
    let mut last = None;
    for run in change.elements() {
        if run.name != "w:r" {
            return None;
        }
        let look: String = run
            .child("w:rPr")
            .into_iter()
            .flat_map(Element::elements)
            .filter(|e| !matches!(e.name, "w:lang" | "w:noProof" | "w:rPrChange"))
            .map(|e| e.raw)
            .collect();
        if last.as_ref() != Some(&look) {
            out.push('<');
            out.push_str(&look);
            out.push('>');
            last = Some(look);
        }
        for child in run.elements() {
            match child.name {
                "w:rPr" | "w:lastRenderedPageBreak" => {}
                "w:t" => out.push_str(&child.text()),
                "w:tab" | "w:br" | "w:noBreakHyphen" => out.push_str(child.raw),
                _ => return None,
            }
        }
    }
    Some(out)
}

/// Elements in a paragraph that are no words: ends of bookmarks and ranges.
fn is_marker(name: &str) -> bool {
    name.ends_with("Start") || name.ends_with("End") || name == "w:proofErr"
}

/// A paragraph that stays, with insertions that are alike as one.
fn within(paragraph: &Element<'_>, author: &str, out: &mut String) {
    let children: Vec<&Element<'_>> = paragraph.elements().collect();
    let mut told: Vec<Cow<'_, str>> = children.iter().map(|e| Cow::Borrowed(e.raw)).collect();
    let mut at = 0;
    while at < children.len() {
        let is_changed =
            |e: &&&Element<'_>| matches!(e.name, "w:ins" | "w:del") || is_marker(e.name);
        let len = children[at..].iter().take_while(is_changed).count();
        unite(&children[at..at + len], author, &mut told[at..at + len]);
        at += len.max(1);
    }
    if told.iter().all(|one| matches!(one, Cow::Borrowed(_))) {
        return out.push_str(paragraph.raw);
    }
    out.push_str(&opened(paragraph.start));
    told.iter().for_each(|one| out.push_str(one));
    out.push_str("</w:p>");
}

/// Makes one of insertions in a stretch of changes, where nobody has words between them.
fn unite(stretch: &[&Element<'_>], new: &str, told: &mut [Cow<'_, str>]) {
    let author = |e: &Element<'_>| e.attribute("w:author").unwrap_or_default().into_owned();
    for then in 0..stretch.len() {
        if stretch[then].name != "w:ins" {
            continue;
        }
        let names = author(stretch[then]);
        let meaning = meaning(stretch[then]);
        for first in (0..then).rev() {
            let earlier = stretch[first];
            let both = format!("{}{JOINT}{names}", author(earlier));
            if earlier.name == "w:ins"
                && meaning.is_some()
                && !told[first].is_empty()
                && meaning == self::meaning(earlier)
            {
                let inner = &earlier.raw[earlier.start.len()..];
                let (new, old) = match names == new {
                    true => (stretch[then].start, earlier.start),
                    false => (earlier.start, stretch[then].start),
                };
                let tag = joint_tag(old, new);
                told[first] = Cow::Owned(tag + inner);
                told[then] = Cow::Owned(String::new());
                break;
            }
            if stands_between(earlier, &both, &names) {
                break;
            }
        }
    }
}

/// Whether words that a change brings or takes away part, for one of those who made two changes,
/// the one from the other.
fn stands_between(change: &Element<'_>, both: &str, names: &str) -> bool {
    let authors = change
        .attribute("w:author")
        .unwrap_or_default()
        .into_owned();
    let mut authors = authors.split(JOINT);
    match change.name {
        "w:ins" => authors.any(|author| names.split(JOINT).any(|name| name == author)),
        "w:del" => {
            let authors: Vec<&str> = authors.collect();
            both.split(JOINT).any(|name| !authors.contains(&name))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(inner: &str) -> String {
        let body = Body::of(format!("<w:body>{inner}</w:body>")).unwrap();
        united(&body, "A").unwrap().unwrap_or(body.xml)
    }

    fn ins(author: &str, text: &str) -> String {
        format!("<w:ins w:id=\"1\" w:author=\"{author}\"><w:r><w:t>{text}</w:t></w:r></w:ins>")
    }

    fn del(author: &str, text: &str) -> String {
        format!(
            "<w:del w:id=\"1\" w:author=\"{author}\"><w:r><w:delText>{text}</w:delText></w:r></w:del>"
        )
    }

    #[test]
    fn the_same_words_of_two_stand_once() {
        let xml = one(&format!("<w:p>{}{}</w:p>", ins("A", "x"), ins("B", "x")));
        assert_eq!(xml.matches("<w:ins ").count(), 1, "{xml}");
        assert!(xml.contains("w:author=\"A; B\""), "{xml}");
        let xml = one(&format!("<w:p>{}{}</w:p>", ins("A", "x"), ins("B", "y")));
        assert_eq!(xml.matches("<w:ins ").count(), 2, "{xml}");
    }

    #[test]
    fn words_that_only_one_of_them_keeps_part_them() {
        let both = one(&format!(
            "<w:p>{}{}{}</w:p>",
            ins("A", "x"),
            del("A; B", "o"),
            ins("B", "x")
        ));
        assert_eq!(both.matches("<w:ins ").count(), 1, "{both}");
        let one_of = one(&format!(
            "<w:p>{}{}{}</w:p>",
            ins("A", "x"),
            del("A", "o"),
            ins("B", "x")
        ));
        assert_eq!(one_of.matches("<w:ins ").count(), 2, "{one_of}");
    }

    #[test]
    fn paragraphs_of_two_keep_both_orders() {
        let p = |author: &str, text: &str| {
            format!(
                "<w:p><w:pPr><w:rPr><w:ins w:id=\"2\" w:author=\"{author}\"/></w:rPr></w:pPr>{}</w:p>",
                ins(author, text)
            )
        };
        let xml = one(&[
            p("A", "1"),
            p("A", "q"),
            p("A", "2"),
            p("B", "1"),
            p("B", "2"),
        ]
        .concat());
        assert_eq!(xml.matches("<w:p>").count(), 3, "{xml}");
        assert_eq!(xml.matches("w:author=\"A; B\"").count(), 4, "{xml}");
        let at = |text: &str| xml.find(text).unwrap();
        assert!(at(">1<") < at(">q<") && at(">q<") < at(">2<"), "{xml}");
    }
}
