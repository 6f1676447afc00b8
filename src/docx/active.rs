//! What a Word file can carry besides its text that acts by itself, or leads out of it: macros,
//! controls, menus, templates and texts on other computers, parts whose names lead elsewhere. A
//! file that was made of another must not do what nobody looked at, so none of it is carried on,
//! and what was left out is told.
//!
//! It is known by content type and by relationship, as Word knows it, and not by name: any part may
//! be called anything.

use super::error::Error;
use super::package::{Package, Relationship, relationships_part};
use super::xml::parse;
use std::collections::{BTreeMap, BTreeSet};

/// What is not carried on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum What {
    /// Programs.
    Macros,
    /// ActiveX controls.
    Controls,
    /// Menus, keys and toolbars of its own.
    Menus,
    /// What Word would fetch from elsewhere when it opens the file: a template, a part of the text.
    Remote,
    /// Parts whose names lead out of the package, or that no other program finds.
    Misnamed,
}

impl What {
    /// The code of the finding that tells of it.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Macros => "macros-left-out",
            Self::Controls => "controls-left-out",
            Self::Menus => "menus-left-out",
            Self::Remote => "remote-left-out",
            Self::Misnamed => "parts-left-out",
        }
    }

    /// What is told of it.
    pub(crate) const fn told(self) -> &'static str {
        match self {
            Self::Macros => "the file has macros; they are not carried on",
            Self::Controls => {
                "the file has ActiveX controls; they are not carried on, only what they show"
            }
            Self::Menus => {
                "the file has menus, keys or toolbars of its own; they are not carried on"
            }
            Self::Remote => {
                "the file makes Word fetch a template or a text from another computer; it is not carried on"
            }
            Self::Misnamed => {
                "the file has parts whose names lead out of it; they are not carried on"
            }
        }
    }

    /// What parts of this content type are.
    pub(crate) fn of_type(content_type: &str) -> Option<Self> {
        let kind = content_type.to_ascii_lowercase();
        let has = |word| kind.contains(word);
        if has("vbaproject") || has("vbadata") {
            Some(Self::Macros)
        } else if has("activex") {
            Some(Self::Controls)
        } else if has("keymapcustomizations") || has("attachedtoolbars") || has("customui") {
            Some(Self::Menus)
        } else {
            None
        }
    }

    /// What the target of a relationship is.
    fn of_relationship(relationship: &Relationship) -> Option<Self> {
        let kind = relationship.kind.to_ascii_lowercase();
        match kind.as_str() {
            "vbaproject"
            | "wordvbadata"
            | "vbaprojectsignature"
            | "vbaprojectsignatureagile"
            | "vbaprojectsignaturev3" => Some(Self::Macros),
            "control" | "activexcontrolbinary" => Some(Self::Controls),
            "keymapcustomizations"
            | "attachedtoolbars"
            | "extensibility"
            | "usercustomization"
            | "customui" => Some(Self::Menus),
            "attachedtemplate"
            | "frame"
            | "subdocument"
            | "afchunk"
            | "mailmergesource"
            | "mailmergeheadersource" => {
                (relationship.external && is_remote(&relationship.target)).then_some(Self::Remote)
            }
            _ => None,
        }
    }

    /// What a part of this name is, whatever the file says of it.
    fn of_name(name: &str) -> Option<Self> {
        let file = name.rsplit('/').next().unwrap_or(name);
        if !is_sound(name) {
            Some(Self::Misnamed)
        } else if file.starts_with("vbaproject") || file == "vbadata.xml" {
            Some(Self::Macros)
        } else {
            None
        }
    }
}

/// Whether an address is on another computer. `file:///C:/…` and a bare name are on this one.
fn is_remote(address: &str) -> bool {
    let plain = address.trim().to_ascii_lowercase().replace('\\', "/");
    let Some((scheme, rest)) = plain.split_once(':') else {
        return plain.starts_with("//");
    };
    let drive = |path: &str| {
        let mut letters = path.trim_start_matches('/').bytes();
        letters.next().is_some_and(|b| b.is_ascii_alphabetic())
            && matches!(letters.next(), Some(b':' | b'|' | b'%'))
    };
    match scheme {
        // A drive: `c:/templates/…`.
        _ if scheme.len() == 1 => false,
        "file" => {
            let slashes = rest.len() - rest.trim_start_matches('/').len();
            !drive(rest) && slashes != 1 && slashes != 3
        }
        _ => true,
    }
}

/// Whether the name of a part is one: steps parted by `/`, none of them empty, `.` or `..`.
fn is_sound(name: &str) -> bool {
    !name.contains(['\\', ':', '\0'])
        && name
            .trim_end_matches('/')
            .split('/')
            .all(|step| !step.is_empty() && step.trim_end_matches('.') == step)
}

/// What of a package is not carried on.
#[derive(Debug, Default)]
pub(crate) struct Active {
    /// The names of parts, in lower case: names of parts do not differ in case alone.
    pub(crate) parts: BTreeSet<String>,
    /// The relationships, by number, of each part (in lower case; none is the package itself).
    pub(crate) relationships: BTreeMap<String, BTreeSet<String>>,
    /// What kinds of things there are.
    pub(crate) kinds: BTreeSet<What>,
}

impl Active {
    /// Looks through the types, the names and all relationships of a package.
    pub(crate) fn of(package: &mut Package<'_>) -> Result<Self, Error> {
        let names = package.names();
        let types = Types::read(package)?;
        let mut out = Self::default();
        for name in &names {
            let lower = name.to_ascii_lowercase();
            let what = What::of_name(&lower).or_else(|| types.of(&lower).and_then(What::of_type));
            match what {
                Some(what) => _ = out.add_part(what, lower),
                None => package.refuse_document_type(name)?,
            }
        }
        let mut links = Vec::new();
        for name in names.iter().filter(|name| is_sound(name)) {
            let Some(owner) = owner(name) else { continue };
            let of_part = package.relationships(&owner)?;
            links.push((owner.to_ascii_lowercase(), of_part));
        }
        out.follow(&links);
        Ok(out)
    }

    fn add_part(&mut self, what: What, name: String) -> bool {
        self.kinds.insert(what);
        self.parts.insert(name)
    }

    /// Adds what relationships say, and what belongs to nothing but parts that go.
    fn follow(&mut self, links: &[(String, Vec<Relationship>)]) {
        let mut grows = true;
        while grows {
            grows = false;
            for (owner, of_part) in links {
                for relationship in of_part {
                    grows |= self.link(owner, relationship);
                }
            }
        }
    }

    /// Whether a part went for it.
    fn link(&mut self, owner: &str, relationship: &Relationship) -> bool {
        let target = relationship.target.to_ascii_lowercase();
        let what = What::of_relationship(relationship);
        let leads_to_gone = !relationship.external && self.parts.contains(&target);
        if what.is_none() && !leads_to_gone {
            return false;
        }
        let of_owner = self.relationships.entry(owner.to_owned()).or_default();
        of_owner.insert(relationship.id.clone());
        match what {
            Some(what) => {
                self.kinds.insert(what);
                !relationship.external && self.parts.insert(target)
            }
            None => false,
        }
    }

    /// Whether a part goes: it is one of them, or it holds the relationships of one.
    pub(crate) fn drops(&self, name: &str) -> bool {
        let lower = name.to_ascii_lowercase();
        self.parts.contains(&lower)
            || owner(&lower).is_some_and(|owner| self.parts.contains(&owner))
    }

    /// Whether there is nothing of the kind.
    pub(crate) fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }
}

/// The part whose relationships stand in the part of this name: `word/document.xml` of
/// `word/_rels/document.xml.rels`.
fn owner(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let (folder, file) = lower.rsplit_once('/')?;
    if !(folder == "_rels" || folder.ends_with("/_rels")) || !file.ends_with(".rels") {
        return None;
    }
    let folder = &name[..folder.len() - "_rels".len()];
    let (_, file) = name.rsplit_once('/')?;
    let owner = format!("{folder}{}", &file[..file.len() - ".rels".len()]);
    // What is written otherwise than its name is written is not found by it.
    (relationships_part(&owner) == name).then_some(owner)
}

/// The content types of a package.
struct Types {
    by_name: BTreeMap<String, String>,
    by_ending: BTreeMap<String, String>,
}

impl Types {
    fn read(package: &mut Package<'_>) -> Result<Self, Error> {
        let mut out = Self {
            by_name: BTreeMap::new(),
            by_ending: BTreeMap::new(),
        };
        let name = Package::TYPES;
        let Some(text) = package.xml(name)? else {
            return Ok(out);
        };
        let root = parse(&text).map_err(|error| error.in_part(name))?;
        for entry in root.elements() {
            let said = |name| entry.attribute(name).map(|v| v.to_ascii_lowercase());
            let Some(kind) = said("ContentType") else {
                continue;
            };
            if let Some(part) = said("PartName") {
                out.by_name
                    .insert(part.trim_start_matches('/').to_owned(), kind);
            } else if let Some(ending) = said("Extension") {
                out.by_ending.insert(ending, kind);
            }
        }
        Ok(out)
    }

    /// The type of a part, whose name is in lower case.
    fn of(&self, name: &str) -> Option<&str> {
        let ending = || name.rsplit_once('.').map_or("", |(_, ending)| ending);
        let found = self.by_name.get(name);
        found
            .or_else(|| self.by_ending.get(ending()))
            .map(String::as_str)
    }
}

/// A part without the elements that a relationship leads from: `<w:attachedTemplate r:id="rId1"/>`
/// without its template is an error to Word.
pub(crate) fn without_links(xml: &str, gone: &BTreeSet<String>) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    let sign = " r:id=\"";
    while let Some(at) = rest.find(sign) {
        let value = &rest[at + sign.len()..];
        let id = value.split('"').next().unwrap_or("");
        let tag = rest[..at].rfind('<').filter(|_| gone.contains(id));
        let end = tag.and_then(|tag| element_end(&rest[tag..]).map(|len| (tag, tag + len)));
        let (kept, next) = end.unwrap_or((at + sign.len(), at + sign.len()));
        out.push_str(&rest[..kept]);
        rest = &rest[next..];
    }
    out.push_str(rest);
    out
}

/// How long the element is that a text begins with.
fn element_end(text: &str) -> Option<usize> {
    let start = text.find('>')? + 1;
    if text[..start].ends_with("/>") {
        return Some(start);
    }
    let name = text[1..].split([' ', '>', '\t', '\n', '\r']).next()?;
    let close = format!("</{name}>");
    text[start..]
        .find(&close)
        .map(|at| start + at + close.len())
}

/// How much of a part may stand before its first element.
pub(crate) const LONGEST_PROLOGUE: usize = 1 << 16;

/// Whether a part declares a document type: entities that grow, files that are fetched. No part of
/// a Word file may. A part whose first element is not in sight counts as one.
pub(crate) fn declares_type(start: &[u8]) -> bool {
    // UTF-16 has a zero beside each of these signs.
    let plain: Vec<u8> = start.iter().copied().filter(|byte| *byte != 0).collect();
    let mut rest = plain.as_slice();
    loop {
        let Some(at) = memchr::memchr(b'<', rest) else {
            return start.len() >= LONGEST_PROLOGUE;
        };
        rest = &rest[at..];
        let end: &[u8] = if rest.starts_with(b"<!--") {
            b"-->"
        } else if rest.starts_with(b"<?") {
            b"?>"
        } else {
            return rest.starts_with(b"<!");
        };
        match memchr::memmem::find(rest, end) {
            Some(at) => rest = &rest[at + end.len()..],
            None => return start.len() >= LONGEST_PROLOGUE,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_on_other_computers() {
        for (address, is) in [
            ("http://example.org/t.dotm", true),
            ("HTTPS://example.org/t.dotm", true),
            ("\\\\server\\share\\t.dotm", true),
            ("//server/share/t.dotm", true),
            ("file://server/share/t.dotm", true),
            ("file:\\\\server\\share\\t.dotm", true),
            ("file://///server/share/t.dotm", true),
            ("file:///C:\\Templates\\t.dotm", false),
            ("file:///C:/Templates/t.dotm", false),
            ("file:///home/me/t.dotm", false),
            ("C:\\Templates\\t.dotm", false),
            ("Normal.dotm", false),
        ] {
            assert_eq!(is_remote(address), is, "{address}");
        }
    }

    #[test]
    fn names_that_lead_out() {
        for name in [
            "word/document.xml",
            "[Content_Types].xml",
            "_rels/.rels",
            "word/",
        ] {
            assert!(is_sound(name), "{name}");
        }
        for name in [
            "/word/document.xml",
            "word\\document.xml",
            "../x.xml",
            "word/./x.xml",
            "word//x.xml",
            "C:/x.xml",
            "",
        ] {
            assert!(!is_sound(name), "{name}");
        }
    }

    #[test]
    fn elements_without_their_links() {
        let gone = BTreeSet::from(["rId7".to_owned()]);
        for (xml, left) in [
            (
                "<a><w:attachedTemplate r:id=\"rId7\"/><b r:id=\"rId1\"/></a>",
                "<a><b r:id=\"rId1\"/></a>",
            ),
            (
                "<a><w:control w:name=\"x\" r:id=\"rId7\"></w:control>t</a>",
                "<a>t</a>",
            ),
            ("<a r:id=\"rId8\">t</a>", "<a r:id=\"rId8\">t</a>"),
        ] {
            assert_eq!(without_links(xml, &gone), left);
        }
    }

    #[test]
    fn document_types() {
        for (start, is) in [
            (
                "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><x/>",
                true,
            ),
            ("<!-- <!DOCTYPE x> --><x/>", false),
            ("<?xml version=\"1.0\"?>\n<x/>", false),
            ("<x><!DOCTYPE y></x>", false),
        ] {
            assert_eq!(declares_type(start.as_bytes()), is, "{start}");
            let wide: Vec<u8> = start.encode_utf16().flat_map(u16::to_le_bytes).collect();
            assert_eq!(declares_type(&wide), is, "{start}");
        }
        let long = format!("<!--{}--><!DOCTYPE x>", " ".repeat(LONGEST_PROLOGUE));
        assert!(declares_type(&long.as_bytes()[..LONGEST_PROLOGUE]));
    }
}
