//! A part as it was before its tracked changes, with a sign for each.

use super::{Aside, Saved};
use crate::docx::body::{Body, Container, Item, start_of};
use crate::docx::resolve::{Verdict, resolve};
use crate::docx::sign::{SIGN, SIGN_ATTRIBUTE, WHOLE};
use crate::docx::tracked::{is_property_change, is_tracked, stays};
use crate::docx::xml::{Broken, Element, Node, end_of_tag, opened, parse};

/// The part with signs instead of changes; none where it has none.
pub(super) fn aside(aside: &mut Aside, body: &Body) -> Result<Option<String>, Broken> {
    if !is_tracked(&body.xml) {
        return Ok(None);
    }
    let mut setter = Setter { aside, body, at: 0 };
    let mut out = String::with_capacity(body.xml.len());
    while setter.at < body.items.len() {
        setter.siblings(&mut out)?;
        if let Some(item) = body.items.get(setter.at) {
            out.push_str(body.raw(item));
            setter.at += 1;
        }
    }
    Ok((out != body.xml).then_some(out))
}

struct Setter<'s> {
    aside: &'s mut Aside,
    body: &'s Body,
    at: usize,
}

/// A paragraph whose end was not there before: its content goes on in the next one.
struct Joined {
    /// Its start tag and properties as they are.
    head: String,
    /// Its properties with signs, should no paragraph follow.
    properties: String,
    start: String,
    content: String,
    original: String,
}

impl Setter<'_> {
    /// Everything up to the end of the container that is open.
    fn siblings(&mut self, out: &mut String) -> Result<(), Broken> {
        let mut pending: Option<Joined> = None;
        while let Some(item) = self.body.items.get(self.at) {
            let raw = self.body.raw(item);
            match item {
                Item::Close(..) => break,
                Item::Paragraph(_) => {
                    self.at += 1;
                    self.paragraph(raw, &mut pending, out)?;
                }
                Item::Other(_) => {
                    self.at += 1;
                    let text = self.fragment(raw)?;
                    if text.contains("<w:sectPr") {
                        self.flush(&mut pending, out);
                    }
                    out.push_str(&text);
                }
                Item::Open(container, _) => {
                    self.flush(&mut pending, out);
                    if *container == Container::Wrapper {
                        self.wrapper(raw, out)?;
                    } else {
                        self.holder(raw, out)?;
                    }
                }
            }
        }
        self.flush(&mut pending, out);
        Ok(())
    }

    /// A paragraph whose end was not there before, where none follows that it could be joined to.
    fn flush(&mut self, pending: &mut Option<Joined>, out: &mut String) {
        let Some(last) = pending.take() else { return };
        let whole = whole(&last.start, &last.properties, &last.content);
        out.push_str(&whole);
        self.aside.paragraphs.insert(whole, last.original);
    }

    fn wrapper(&mut self, raw: &str, out: &mut String) -> Result<(), Broken> {
        if matches!(start_of(raw).name, "w:ins" | "w:moveTo") {
            let all = self.whole_unit();
            return self.keep(&all, out);
        }
        out.push_str(raw);
        self.at += 1;
        self.siblings(out)?;
        self.close(out);
        Ok(())
    }

    fn close(&mut self, out: &mut String) {
        if let Some(item) = self.body.items.get(self.at) {
            out.push_str(self.body.raw(item));
            self.at += 1;
        }
    }

    /// A table, a row, a cell, a note: as a whole where it was not there before.
    fn holder(&mut self, raw: &str, out: &mut String) -> Result<(), Broken> {
        let tag_end = end_of_tag(raw).map_or(raw.len(), |at| at + 1);
        let (start, properties) = raw.split_at(tag_end);
        if is_new(properties)? {
            let all = self.whole_unit();
            return self.keep(&all, out);
        }
        let (first, saved, container) = (
            self.at,
            self.aside.saved.len(),
            self.body.items.get(self.at),
        );
        let properties = self.fragment(properties)?;
        self.at += 1;
        let mut inner = String::new();
        self.siblings(&mut inner)?;
        let is_hollow = match container {
            Some(Item::Open(Container::Table, _)) => !inner.contains("<w:tr"),
            Some(Item::Open(Container::Row, _)) => !inner.contains("<w:tc"),
            _ => false,
        };
        if is_hollow && inner.contains(SIGN) {
            self.aside.saved.truncate(saved);
            self.at = first;
            let all = self.whole_unit();
            return self.keep(&all, out);
        }
        out.push_str(start);
        out.push_str(&properties);
        out.push_str(&inner);
        self.close(out);
        Ok(())
    }

    /// Everything from the container that opens here to its end; goes past it.
    fn whole_unit(&mut self) -> String {
        let mut out = String::new();
        let mut depth = 0usize;
        while let Some(item) = self.body.items.get(self.at) {
            out.push_str(self.body.raw(item));
            self.at += 1;
            match item {
                Item::Open(..) => depth += 1,
                Item::Close(..) => depth = depth.saturating_sub(1),
                _ => {}
            }
            if depth == 0 {
                break;
            }
        }
        out
    }

    /// Sets something aside that was not there before.
    fn keep(&mut self, raw: &str, out: &mut String) -> Result<(), Broken> {
        let text = text_of(&parse(raw)?);
        let sign = self.aside.sign(Saved::Kept {
            raw: raw.to_owned(),
            text,
        });
        out.push_str(&sign);
        Ok(())
    }

    fn paragraph(
        &mut self,
        raw: &str,
        pending: &mut Option<Joined>,
        out: &mut String,
    ) -> Result<(), Broken> {
        if pending.is_none() && !is_tracked(raw) {
            out.push_str(raw);
            return Ok(());
        }
        let element = parse(raw)?;
        let saved = self.aside.saved.len();
        let mut own = None;
        let (mut properties, mut content) = (String::new(), String::new());
        for node in &element.children {
            match node {
                Node::Element(e) if e.name == "w:pPr" => {
                    own = Some(e);
                    self.element(e, None, &mut properties)?;
                }
                Node::Element(e) => self.element(e, None, &mut content)?,
                Node::Text(text) => content.push_str(text),
            }
        }
        let has_new_end = own.and_then(|p| p.child("w:rPr")).is_some_and(|marks| {
            marks
                .elements()
                .any(|mark| matches!(mark.name, "w:ins" | "w:moveTo"))
        });
        let is_new = has_new_end && pending.is_none() && !says_something(&content);
        if is_new && !self.is_last_of_cell(out) {
            self.aside.saved.truncate(saved);
            return self.keep(raw, out);
        }
        let mut original = raw.to_owned();
        if let Some(before) = pending.take() {
            let sign = self.aside.sign(Saved::Break(before.head));
            content = format!("{}{sign}{content}", before.content);
            original = format!("{}{original}", before.original);
        }
        let start = opened(element.start);
        if has_new_end {
            *pending = Some(Joined {
                head: format!("{start}{}", own.map_or("", |own| own.raw)),
                properties,
                start,
                content,
                original,
            });
        } else {
            let whole = whole(&start, &properties, &content);
            out.push_str(&whole);
            self.aside.paragraphs.insert(whole, original);
        }
        Ok(())
    }

    /// Whether a cell would be left without a paragraph.
    fn is_last_of_cell(&self, out: &str) -> bool {
        let ends = matches!(
            self.body.items.get(self.at),
            Some(Item::Close(Container::Cell | Container::Note, _))
        );
        ends && !out.trim_end().ends_with("</w:p>") && !out.trim_end().ends_with("<w:p/>")
    }

    /// Some elements side by side.
    fn fragment(&mut self, raw: &str) -> Result<String, Broken> {
        if !is_tracked(raw) {
            return Ok(raw.to_owned());
        }
        let wrapped = format!("<x>{raw}</x>");
        let root = parse(&wrapped)?;
        let mut out = String::with_capacity(raw.len());
        self.children(&root, None, &mut out)?;
        Ok(out)
    }

    fn children(
        &mut self,
        parent: &Element<'_>,
        gone: Option<&str>,
        out: &mut String,
    ) -> Result<(), Broken> {
        for node in &parent.children {
            match node {
                Node::Element(child) => self.element(child, gone, out)?,
                Node::Text(text) => out.push_str(text),
            }
        }
        Ok(())
    }

    /// One element; `gone` is the start tag of the deletion round it.
    fn element(
        &mut self,
        element: &Element<'_>,
        gone: Option<&str>,
        out: &mut String,
    ) -> Result<(), Broken> {
        if gone.is_none() && !is_tracked(element.raw) {
            out.push_str(element.raw);
            return Ok(());
        }
        let is_mark = element.elements().next().is_none();
        match element.name {
            "w:ins" | "w:moveTo" if !is_mark => match gone {
                None => self.keep(element.raw, out),
                Some(tag) => self.keep(&wrapped_in(tag, element.raw), out),
            },
            "w:del" | "w:moveFrom" if !is_mark => self.children(element, Some(element.start), out),
            "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" | "w:cellIns" | "w:cellDel"
            | "w:cellMerge" | "w:numberingChange" => {
                if self.aside.is_older {
                    return Ok(());
                }
                let sign = self.aside.sign(Saved::Mark(element.raw.to_owned()));
                out.push_str(&sign);
                Ok(())
            }
            // A numbering that was not there before.
            "w:numPr" if element.child("w:ins").is_some() => self.keep(element.raw, out),
            "m:oMath" | "m:oMathPara" if is_tracked(element.raw) => self.formula(element, out),
            "w:txbxContent" => {
                let inner = Body::of(element.raw.to_owned())?;
                match aside(self.aside, &inner)? {
                    Some(text) => out.push_str(&text),
                    None => out.push_str(element.raw),
                }
                Ok(())
            }
            "w:r" => self.run(element, gone, out),
            _ => match element.elements().find(|e| is_property_change(e.name)) {
                Some(change) => self.before(element, change, out),
                None => self.plain(element, gone, out),
            },
        }
    }

    fn plain(
        &mut self,
        element: &Element<'_>,
        gone: Option<&str>,
        out: &mut String,
    ) -> Result<(), Broken> {
        let is_thing = element.name.starts_with("m:oMath") || element.name == "w:subDoc";
        let Some(tag) = gone.filter(|_| is_thing) else {
            if element.children.is_empty() {
                out.push_str(element.raw);
                return Ok(());
            }
            out.push_str(element.start);
            self.children(element, gone, out)?;
            out.push_str(&format!("</{}>", element.name));
            return Ok(());
        };
        let number = self.aside.saved.len();
        self.aside.saved.push(Saved::Gone(tag.to_owned()));
        let signed = format!("<{} {SIGN_ATTRIBUTE}=\"{number}\"", element.name);
        out.push_str(&signed);
        out.push_str(&element.raw[element.name.len() + 1..]);
        Ok(())
    }

    /// A formula as it was before the changes inside it.
    fn formula(&mut self, formula: &Element<'_>, out: &mut String) -> Result<(), Broken> {
        let body = Body::of(formula.raw.to_owned())?;
        let before = resolve(&body, &|_, _| Verdict::Reject)?.unwrap_or_default();
        let number = self.aside.saved.len();
        self.aside.saved.push(Saved::Whole(formula.raw.to_owned()));
        let name = formula.name;
        match before.strip_prefix(&format!("<{name}")) {
            Some(rest) if !self.aside.is_older => {
                out.push_str(&format!("<{name} {WHOLE}=\"{number}\"{rest}"));
            }
            _ => out.push_str(&before),
        }
        Ok(())
    }

    /// A run, back where it was deleted.
    fn run(
        &mut self,
        run: &Element<'_>,
        gone: Option<&str>,
        out: &mut String,
    ) -> Result<(), Broken> {
        let Some(tag) = gone else {
            return self.plain(run, None, out);
        };
        let sign = self.aside.sign(Saved::Gone(tag.to_owned()));
        out.push_str(&opened(run.start));
        let mut properties = String::new();
        if let Some(own) = run.child("w:rPr") {
            self.element(own, None, &mut properties)?;
        }
        match properties.strip_suffix("</w:rPr>") {
            Some(inner) => out.push_str(&format!("{inner}{sign}</w:rPr>")),
            None => out.push_str(&format!("<w:rPr>{sign}</w:rPr>")),
        }
        for child in run.elements().filter(|e| e.name != "w:rPr") {
            let name = match child.name {
                "w:delText" => "w:t",
                "w:delInstrText" => "w:instrText",
                _ => {
                    out.push_str(child.raw);
                    continue;
                }
            };
            out.push_str(&renamed(child, name));
        }
        out.push_str("</w:r>");
        Ok(())
    }

    /// Properties as they were before the change. What the change cannot hold is as it is now:
    /// marks, sections, headers.
    fn before(
        &mut self,
        element: &Element<'_>,
        change: &Element<'_>,
        out: &mut String,
    ) -> Result<(), Broken> {
        let old: String = change
            .elements()
            .next()
            .map(|old| old.elements().map(|e| e.raw).collect())
            .unwrap_or_default();
        let mut kept = String::new();
        for child in element.elements().filter(|e| stays(element.name, e.name)) {
            self.element(child, None, &mut kept)?;
        }
        let sign = if self.aside.is_older {
            String::new()
        } else {
            self.aside.sign(Saved::Was(element.raw.to_owned()))
        };
        let (first, then) = if matches!(element.name, "w:sectPr" | "w:rPr") {
            (kept, old)
        } else {
            (old, kept)
        };
        out.push_str(&format!(
            "{}{first}{then}{sign}</{}>",
            element.start, element.name
        ));
        Ok(())
    }
}

/// Whether the properties of a row or a cell say that it was not there before.
fn is_new(properties: &str) -> Result<bool, Broken> {
    if !is_tracked(properties) {
        return Ok(false);
    }
    let wrapped = format!("<x>{properties}</x>");
    let root = parse(&wrapped)?;
    let marks = root
        .elements()
        .filter(|e| matches!(e.name, "w:trPr" | "w:tcPr"))
        .flat_map(Element::elements);
    Ok(marks
        .into_iter()
        .any(|mark| matches!(mark.name, "w:ins" | "w:cellIns")))
}

/// Whether anything but signs and points stands in the content of a paragraph.
fn says_something(content: &str) -> bool {
    [
        "<w:r>",
        "<w:r ",
        "<w:hyperlink",
        "<w:sdt",
        "<w:fldSimple",
        "<m:oMath",
    ]
    .iter()
    .any(|tag| content.contains(tag))
}

fn whole(start: &str, properties: &str, content: &str) -> String {
    format!("{start}{properties}{content}</w:p>")
}

fn wrapped_in(tag: &str, raw: &str) -> String {
    let name = start_of(tag).name;
    format!("{tag}{raw}</{name}>")
}

/// An element under another name.
pub(super) fn renamed(element: &Element<'_>, name: &str) -> String {
    let start = element.start.replacen(element.name, name, 1);
    if start.ends_with("/>") {
        return start;
    }
    let inner = &element.raw[element.start.len()..];
    let inner = inner.rfind("</").map_or(inner, |end| &inner[..end]);
    format!("{start}{inner}</{name}>")
}

/// The words in a stretch, as they stand now.
pub(super) fn text_of(element: &Element<'_>) -> String {
    let mut out = String::new();
    collect(element, &mut out);
    out
}

fn collect(element: &Element<'_>, out: &mut String) {
    match element.name {
        "w:t" => out.push_str(&element.text()),
        "w:tab" if element.children.is_empty() => out.push('\t'),
        "w:del" | "w:moveFrom" | "w:pPr" | "w:rPr" => {}
        _ => element.elements().for_each(|child| collect(child, out)),
    }
}
