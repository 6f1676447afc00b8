//! A paragraph as a list of atoms: stretches of text and the things between them, each with the run, the marks and the
//! wrappers it stands in.

use super::xml::{Element, Node};
use crate::draft::{Object, ObjectKind};
use rustc_hash::FxHasher;
use std::borrow::Cow;
use std::hash::Hasher;

/// What a paragraph holds.
#[derive(Debug, Default)]
pub(crate) struct Line<'x> {
    /// `w:pPr`.
    pub(crate) properties: Option<Element<'x>>,
    pub(crate) atoms: Vec<Atom<'x>>,
    /// The properties (`w:rPr`) of each run.
    pub(crate) runs: Vec<Option<Element<'x>>>,
    pub(crate) wraps: Vec<Wrap<'x>>,
    pub(crate) marks: Vec<Mark<'x>>,
    /// How many fields have begun; the last of them may be open at the end.
    fields: u32,
    open_fields: Vec<u32>,
    field_codes: Vec<u64>,
    /// How many atoms are part of fields that began in earlier paragraphs.
    in_earlier: usize,
}

/// No run, no wrapper, no mark, no field.
pub(crate) const NONE: u32 = u32::MAX;

/// The smallest piece that a redline keeps, inserts or deletes.
#[derive(Debug, Clone)]
pub(crate) struct Atom<'x> {
    /// What it reads as; empty for what has no width: bookmarks, comment marks.
    pub(crate) text: Cow<'x, str>,
    /// The element, as written.
    pub(crate) raw: &'x str,
    pub(crate) kind: AtomKind,
    /// The run it stands in, if in any.
    pub(crate) run: u32,
    /// The innermost wrapper it stands in, if in any.
    pub(crate) wrap: u32,
    /// The innermost mark it stands in, if in any.
    pub(crate) mark: u32,
    /// The outermost complex field it is part of, if of any.
    pub(crate) field: u32,
}

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AtomKind {
    /// `w:t`: may be parted anywhere.
    Text,
    /// Anything else that reads as something.
    Thing,
    /// What has no width.
    Point,
    /// A piece of a field's machinery.
    Field,
}

/// An element round runs: a hyperlink, a content control, a simple field.
#[derive(Debug, Clone)]
pub(crate) struct Wrap<'x> {
    pub(crate) parent: u32,
    /// Everything before its content: the start tag, and `w:sdtPr` and `<w:sdtContent>` for a content control.
    pub(crate) head: Cow<'x, str>,
    /// Everything after.
    pub(crate) tail: Cow<'x, str>,
    /// Equal for wrappers that do the same: a link's target, a field's code.
    pub(crate) key: u64,
}

/// A tracked change round runs.
#[derive(Debug, Clone)]
pub(crate) struct Mark<'x> {
    pub(crate) parent: u32,
    /// `w:ins`, `w:del`, `w:moveFrom`, `w:moveTo`.
    pub(crate) tag: Element<'x>,
}

/// What the targets of relationships hold, so that two pictures can be told to be the same.
pub(crate) trait Targets {
    fn fingerprint(&self, id: &str) -> u64;
}

impl<'x> Line<'x> {
    /// Takes a paragraph apart.
    pub(crate) fn of(paragraph: &Element<'x>, targets: &dyn Targets) -> Self {
        let mut line = Self::default();
        line.inline(paragraph, NONE, NONE, targets);
        // A field that goes on in the next paragraph and shows nothing in this one.
        line.show_empty_field(line.field());
        line
    }

    /// All text, in every view.
    pub(crate) fn text(&self) -> String {
        self.atoms.iter().map(|atom| atom.text.as_ref()).collect()
    }

    /// The code of a field, as a number: equal codes are equal numbers.
    pub(crate) fn field_code(&self, field: u32) -> u64 {
        self.field_codes.get(field as usize).copied().unwrap_or(0)
    }

    fn push(&mut self, atom: Atom<'x>) {
        self.atoms.push(atom);
    }

    fn inline(&mut self, parent: &Element<'x>, wrap: u32, mark: u32, targets: &dyn Targets) {
        for element in parent.elements() {
            match element.name {
                "w:pPr" => self.properties = Some(element.clone()),
                "w:r" => self.run(element, wrap, mark, targets),
                "w:ins" | "w:del" | "w:moveFrom" | "w:moveTo" => {
                    let inner = u32::try_from(self.marks.len()).unwrap_or(NONE);
                    let tag = Element::of_tag(element.start);
                    self.marks.push(Mark { parent: mark, tag });
                    self.inline(element, wrap, inner, targets);
                }
                "w:hyperlink" | "w:smartTag" | "w:customXml" | "w:dir" | "w:bdo"
                | "w:fldSimple" => {
                    self.wrapped(element, element, element.start.into(), wrap, mark, targets);
                }
                "w:sdt" => match element.child("w:sdtContent") {
                    Some(content) => {
                        let at = content.raw.as_ptr() as usize - element.raw.as_ptr() as usize;
                        let head = format!("{}{}", &element.raw[..at], content.start);
                        self.wrapped(element, content, head.into(), wrap, mark, targets);
                    }
                    None => self.point(element.raw, NONE, wrap, mark),
                },
                "m:oMath" | "m:oMathPara" | "w:subDoc" | "mc:AlternateContent" => {
                    self.thing(element, NONE, wrap, mark, targets);
                }
                _ => self.point(element.raw, NONE, wrap, mark),
            }
        }
    }

    fn wrapped(
        &mut self,
        element: &Element<'x>,
        content: &Element<'x>,
        head: Cow<'x, str>,
        parent: u32,
        mark: u32,
        targets: &dyn Targets,
    ) {
        if content.children.is_empty() {
            return self.point(element.raw, NONE, parent, mark);
        }
        let own = u32::try_from(self.wraps.len()).unwrap_or(NONE);
        let end = content
            .children
            .last()
            .map_or(element.raw, |last| match last {
                Node::Element(e) => e.raw,
                Node::Text(text) => text,
            });
        let from = end.as_ptr() as usize + end.len() - element.raw.as_ptr() as usize;
        self.wraps.push(Wrap {
            parent,
            head,
            tail: element.raw[from..].into(),
            key: key_of_wrapper(element, targets),
        });
        self.inline(content, own, mark, targets);
    }

    fn point(&mut self, raw: &'x str, run: u32, wrap: u32, mark: u32) {
        let field = self.field();
        self.push(Atom {
            text: Cow::Borrowed(""),
            raw,
            kind: AtomKind::Point,
            run,
            wrap,
            mark,
            field,
        });
    }

    fn thing(
        &mut self,
        element: &Element<'x>,
        run: u32,
        wrap: u32,
        mark: u32,
        targets: &dyn Targets,
    ) {
        let field = self.field();
        let kind = object_kind(element);
        let key = match kind {
            ObjectKind::TextBox => frame(element, targets),
            _ => fingerprint(element, targets),
        };
        self.push(Atom {
            text: Object { kind, key }.to_text().into(),
            raw: element.raw,
            kind: AtomKind::Thing,
            run,
            wrap,
            mark,
            field,
        });
    }

    fn field(&self) -> u32 {
        self.open_fields.first().copied().unwrap_or(NONE)
    }

    fn run(&mut self, element: &Element<'x>, wrap: u32, mark: u32, targets: &dyn Targets) {
        let run = u32::try_from(self.runs.len()).unwrap_or(NONE);
        self.runs.push(element.child("w:rPr").cloned());
        for child in element.elements() {
            let text: Cow<'x, str> = match child.name {
                "w:rPr" => continue,
                "w:t" | "w:delText" => {
                    let text = child.text();
                    // Our own sign for things must not come from the text.
                    if text.contains('\u{fffc}') {
                        text.replace('\u{fffc}', "\u{fffd}").into()
                    } else {
                        text
                    }
                }
                "w:tab" | "w:ptab" => "\t".into(),
                "w:br"
                    if matches!(
                        child.attribute("w:type").as_deref(),
                        Some("page" | "column")
                    ) =>
                {
                    "\u{c}".into()
                }
                "w:br" | "w:cr" => "\n".into(),
                "w:noBreakHyphen" => "\u{2011}".into(),
                "w:softHyphen" => "\u{ad}".into(),
                "w:fldChar" | "w:instrText" | "w:delInstrText" => {
                    self.field_part(child, run, wrap, mark);
                    continue;
                }
                "w:drawing"
                | "w:pict"
                | "w:object"
                | "w:sym"
                | "w:ruby"
                | "mc:AlternateContent"
                | "w:footnoteReference"
                | "w:endnoteReference"
                | "w:dayLong"
                | "w:dayShort"
                | "w:monthLong"
                | "w:monthShort"
                | "w:yearLong"
                | "w:yearShort"
                | "w:pgNum"
                | "w:contentPart" => {
                    self.thing(child, run, wrap, mark, targets);
                    continue;
                }
                _ => {
                    self.point(child.raw, run, wrap, mark);
                    continue;
                }
            };
            let kind = match child.name {
                "w:t" | "w:delText" => AtomKind::Text,
                _ => AtomKind::Thing,
            };
            let field = self.field();
            self.push(Atom {
                text,
                raw: child.raw,
                kind,
                run,
                wrap,
                mark,
                field,
            });
        }
        // A run of nothing but its properties is kept where it stands.
        if element.elements().all(|e| e.name == "w:rPr") {
            self.runs.pop();
            self.point(element.raw, NONE, wrap, mark);
        }
    }

    fn field_part(&mut self, element: &Element<'x>, run: u32, wrap: u32, mark: u32) {
        let kind = element.attribute("w:fldCharType");
        if kind.as_deref() == Some("begin") {
            self.open_fields.push(self.fields);
            self.fields += 1;
            self.field_codes.push(0);
        }
        let field = self.field();
        if element.name != "w:fldChar"
            && let Some(code) = self.field_codes.get_mut(field as usize)
        {
            let mut hasher = FxHasher::default();
            hasher.write_u64(*code);
            hasher.write(element.text().trim().as_bytes());
            *code = hasher.finish();
        }
        self.push(Atom {
            text: Cow::Borrowed(""),
            raw: element.raw,
            kind: AtomKind::Field,
            run,
            wrap,
            mark,
            field,
        });
        if kind.as_deref() == Some("end") {
            if self.open_fields.pop().is_none() {
                self.join_earlier_field();
            }
            if self.open_fields.is_empty() {
                self.show_empty_field(field);
            }
        }
    }
}

impl Line<'_> {
    /// All so far is part of a field that began in an earlier paragraph.
    fn join_earlier_field(&mut self) {
        let field = self.fields;
        self.fields += 1;
        self.field_codes.push(0);
        for atom in &mut self.atoms[self.in_earlier..] {
            atom.field = field;
        }
        self.in_earlier = self.atoms.len();
    }

    /// A field that shows nothing must still be seen to come and go: it is a thing.
    fn show_empty_field(&mut self, field: u32) {
        let own = |atom: &&Atom<'_>| atom.field == field;
        let is_empty = self
            .atoms
            .iter()
            .rev()
            .take_while(own)
            .all(|atom| atom.text.is_empty());
        if !is_empty || field == NONE {
            return;
        }
        let key = self.field_code(field);
        let mut parts = self.atoms.iter_mut().rev();
        if let Some(last) = parts.find(|atom| atom.kind == AtomKind::Field) {
            let kind = ObjectKind::Field;
            last.text = Object { kind, key }.to_text().into();
        }
    }
}

/// What a thing is, for people.
fn object_kind(element: &Element<'_>) -> ObjectKind {
    match element.name {
        "w:footnoteReference" => ObjectKind::Footnote,
        "w:endnoteReference" => ObjectKind::Endnote,
        "m:oMath" | "m:oMathPara" => ObjectKind::Formula,
        "w:sym" => ObjectKind::Symbol,
        "w:object" => ObjectKind::Embedded,
        _ if contains(element, "w:txbxContent") => ObjectKind::TextBox,
        "w:drawing" | "w:pict" | "mc:AlternateContent" => ObjectKind::Picture,
        _ => ObjectKind::Other,
    }
}

fn contains(element: &Element<'_>, name: &str) -> bool {
    element
        .elements()
        .any(|e| e.name == name || contains(e, name))
}

/// A number that is equal for things that look the same, whatever their ids.
pub(crate) fn fingerprint(element: &Element<'_>, targets: &dyn Targets) -> u64 {
    let mut hasher = FxHasher::default();
    if !matches!(element.name, "w:footnoteReference" | "w:endnoteReference") {
        hash(element, targets, &mut hasher);
    }
    hasher.finish()
}

/// A number that is equal for boxes that can be the same: for as many boxes, round the same pictures. What is in a box is
/// compared for itself, and a box grows with its text.
fn frame(element: &Element<'_>, targets: &dyn Targets) -> u64 {
    let mut hasher = FxHasher::default();
    hash_frame(element, targets, &mut hasher);
    hasher.finish()
}

fn hash_frame(element: &Element<'_>, targets: &dyn Targets, hasher: &mut FxHasher) {
    match element.name {
        "mc:Fallback" => return,
        "w:txbxContent" => return hasher.write_u8(b'b'),
        _ => {}
    }
    for (name, value) in element.attributes() {
        if name.starts_with("r:") {
            hasher.write_u64(targets.fingerprint(value));
        }
    }
    for child in element.elements() {
        hash_frame(child, targets, hasher);
    }
}

fn hash(element: &Element<'_>, targets: &dyn Targets, hasher: &mut FxHasher) {
    // The fallback says the same again; typefaces inside formulas are the producer's; bookmarks are nobody's words.
    let says_nothing = matches!(
        element.name,
        "mc:Fallback"
            | "w:rPr"
            | "m:ctrlPr"
            | "wp14:sizeRelH"
            | "wp14:sizeRelV"
            | "w:bookmarkStart"
            | "w:bookmarkEnd"
            | "w:proofErr"
            | "w:lastRenderedPageBreak"
    ) || super::sign::is_sign(element.name);
    if says_nothing {
        return;
    }
    hasher.write(element.name.as_bytes());
    for (name, value) in element.attributes() {
        if let Some(id) = name.strip_prefix("r:") {
            hasher.write(id.as_bytes());
            hasher.write_u64(targets.fingerprint(value));
        } else if !is_of_no_meaning(name) {
            hasher.write(name.as_bytes());
            hasher.write(value.as_bytes());
        }
    }
    for node in &element.children {
        match node {
            Node::Element(child) => hash(child, targets, hasher),
            Node::Text(text) => hasher.write(text.trim().as_bytes()),
        }
    }
    hasher.write_u8(b'>');
}

/// Numbers and names that producers give afresh whenever they write.
pub(crate) fn is_of_no_meaning(attribute: &str) -> bool {
    let local = super::xml::local(attribute);
    attribute.starts_with("xmlns")
        || super::sign::is_sign(attribute)
        || local.starts_with("rsid")
        || matches!(
            local,
            "id" | "name"
                | "spid"
                | "anchorId"
                | "editId"
                | "paraId"
                | "textId"
                | "ShapeID"
                | "ObjectID"
                | "gfxdata"
                | "relativeHeight"
        )
}

fn key_of_wrapper(element: &Element<'_>, targets: &dyn Targets) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(element.name.as_bytes());
    match element.name {
        "w:sdt" => {
            if let Some(properties) = element.child("w:sdtPr") {
                hash(properties, targets, &mut hasher);
            }
        }
        _ => {
            for (name, value) in element.attributes() {
                if name == "r:id" {
                    hasher.write_u64(targets.fingerprint(value));
                } else if !is_of_no_meaning(name) && name != "w:history" {
                    hasher.write(name.as_bytes());
                    hasher.write(value.trim().as_bytes());
                }
            }
        }
    }
    hasher.finish()
}
