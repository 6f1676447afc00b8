//! Parts of the newer package that are made, added to, or brought over from the older one (ECMA-376
//! part 2).

use crate::docx::Error;
use crate::docx::package::{Package, Relationship, relationships_part};
use crate::docx::xml::{end_of_tag, escaped, parse};
use std::borrow::Cow;

/// Adds elements at the end of a part; makes the part where there is none.
pub(super) fn add_to(
    package: &mut Package<'_>,
    name: &str,
    root: &str,
    namespace: &str,
    lines: &str,
) -> Result<(), Error> {
    let mut xml = package.xml(name)?.unwrap_or_else(|| {
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{root} xmlns=\"{namespace}\"></{root}>")
    });
    let end = format!("</{root}>");
    match xml.rfind(&end) {
        Some(at) => xml.insert_str(at, lines),
        None => {
            if let Some(at) = xml.rfind("/>") {
                xml.replace_range(at..at + 2, &format!(">{lines}{end}"));
            }
        }
    }
    package.set(name, xml.into_bytes());
    Ok(())
}

/// Makes a part that the main part leads to by a relationship of this kind: `numbering`,
/// `footnotes`.
pub(super) fn make_part(
    package: &mut Package<'_>,
    kind: &str,
    xml: &str,
    content_type: Option<&str>,
) -> Result<String, Error> {
    let relation = format!("{OFFICE}/{kind}");
    make_part_as(package, (kind, &relation), xml, content_type)
}

const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The same, by the whole type of the relationship.
fn make_part_as(
    package: &mut Package<'_>,
    (kind, relation): (&str, &str),
    xml: &str,
    content_type: Option<&str>,
) -> Result<String, Error> {
    let main = package.main.clone();
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let name = format!("{folder}/{kind}.xml");
    let name = name.trim_start_matches('/');
    package.set(name, xml.as_bytes().to_vec());
    if let Some(content_type) = content_type {
        set_content_type(package, name, content_type)?;
    }
    let line = format!(
        "<Relationship Id=\"rIdOld{kind}\" Type=\"{}\" Target=\"/{name}\"/>",
        escaped(relation)
    );
    add_to(
        package,
        &relationships_part(&main),
        "Relationships",
        "http://schemas.openxmlformats.org/package/2006/relationships",
        &line,
    )?;
    Ok(name.to_owned())
}

/// The part of a kind of the newer file; where there is none, one with the head of the older
/// file's. None where neither has it.
pub(super) fn part_like(
    older: &mut Package<'_>,
    newer: &mut Package<'_>,
    kind: &str,
) -> Result<Option<String>, Error> {
    if let Some(part) = newer.part_of_kind(kind)? {
        return Ok(Some(part));
    }
    let main = older.main.clone();
    let relationships = older.relationships(&main)?;
    let is_it = |one: &&Relationship| one.kind == kind && !one.external;
    let Some(link) = relationships.iter().find(is_it) else {
        return Ok(None);
    };
    let Some(xml) = older.xml(&link.target)? else {
        return Ok(None);
    };
    let root = parse(&xml).map_err(|error| error.in_part(&link.target))?;
    let start = root.start.trim_end_matches('>').trim_end_matches('/');
    let empty = format!("{DECLARATION}\n{start}></{}>", root.name);
    let content_type = older.content_type(&link.target)?;
    let relation = (kind, link.kind_url.as_str());
    make_part_as(newer, relation, &empty, content_type.as_deref()).map(Some)
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

/// Parts lead to parts no deeper than this: a diagram to its drawing to its pictures.
const DEEPEST: usize = 8;

/// Brings a part over, with those it leads to, and gives its name in the newer file. A part that is
/// there already is used.
pub(super) fn bring(
    older: &mut Package<'_>,
    newer: &mut Package<'_>,
    name: &str,
    depth: usize,
) -> Result<String, Error> {
    if newer.has(name) && newer.fingerprint(name) == older.fingerprint(name) {
        return Ok(name.to_owned());
    }
    let Some(bytes) = older.bytes(name)?.map(Cow::into_owned) else {
        return Ok(name.to_owned());
    };
    let new_name = free_name(newer, name);
    newer.set(&new_name, bytes);
    if let Some(kind) = older.content_type(name)? {
        set_content_type(newer, &new_name, &kind)?;
    }
    let relationships = older.relationships(name)?;
    if !relationships.is_empty() && depth < DEEPEST {
        let mut lines = String::new();
        for r in relationships.iter() {
            let (target, mode) = if r.external {
                (r.target.clone(), " TargetMode=\"External\"")
            } else {
                (
                    format!("/{}", bring(older, newer, &r.target, depth + 1)?),
                    "",
                )
            };
            lines.push_str(&format!(
                "<Relationship Id=\"{}\" Type=\"{}\" Target=\"{}\"{mode}/>",
                escaped(&r.id),
                escaped(&r.kind_url),
                escaped(&target)
            ));
        }
        add_to(
            newer,
            &relationships_part(&new_name),
            "Relationships",
            "http://schemas.openxmlformats.org/package/2006/relationships",
            &lines,
        )?;
    }
    Ok(new_name)
}

fn free_name(package: &Package<'_>, name: &str) -> String {
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, "bin"));
    let mut number = 1;
    loop {
        let candidate = format!("{stem}-older{number}.{ending}");
        if !package.has(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

fn set_content_type(package: &mut Package<'_>, part: &str, kind: &str) -> Result<(), Error> {
    if package.content_type(part)?.as_deref() == Some(kind) {
        return Ok(());
    }
    let line = format!(
        "<Override PartName=\"/{}\" ContentType=\"{}\"/>",
        escaped(part),
        escaped(kind)
    );
    add_to(
        package,
        "[Content_Types].xml",
        "Types",
        "http://schemas.openxmlformats.org/package/2006/content-types",
        &line,
    )
}

/// XML without the numbers that must be one paragraph's own.
pub(super) fn without_paragraph_ids(raw: &str) -> String {
    let mut out = raw.to_owned();
    for name in [" w14:paraId=\"", " w14:textId=\""] {
        out = without_each(&out, name, |rest| rest.find('"').map(|n| n + 1));
    }
    out
}

/// XML without the stretches that begin with `sign` and end where `len` says, counted from after
/// the sign.
pub(super) fn without_each(xml: &str, sign: &str, len: impl Fn(&str) -> Option<usize>) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find(sign) {
        out.push_str(&rest[..at]);
        let after = &rest[at + sign.len()..];
        rest = &after[len(after).unwrap_or(after.len())..];
    }
    out.push_str(rest);
    out
}

/// XML without bookmarks, whose numbers and names must be one place's own.
pub(super) fn without_bookmarks(raw: &str) -> String {
    let mut out = raw.to_owned();
    for tag in ["<w:bookmarkStart", "<w:bookmarkEnd"] {
        out = without_each(&out, tag, |rest| end_of_tag(rest).map(|n| n + 1));
    }
    out
}
