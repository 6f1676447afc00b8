//! Namespace prefixes that text of the older file uses: the newer file's part must declare them,
//! too.

use crate::docx::Error;
use crate::docx::package::Package;
use crate::docx::xml::{Element, end_of_tag};

const COMPATIBILITY: &str = "http://schemas.openxmlformats.org/markup-compatibility/2006";

/// Where the root's start tag stands, without its `>` or `/>`.
fn root(xml: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    loop {
        let start = from + xml[from..].find('<')?;
        if !xml[start + 1..].starts_with(['?', '!']) {
            let end = start + end_of_tag(&xml[start..])?;
            return Some((start, end - usize::from(xml[..end].ends_with('/'))));
        }
        from = start + 1;
    }
}

fn attributes(xml: &str) -> Vec<(String, String)> {
    let Some((start, end)) = root(xml) else {
        return Vec::new();
    };
    let tag = format!("{}>", &xml[start..end]);
    let element = Element::of_tag(&tag);
    let all = element.attributes();
    all.map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

fn uses(xml: &str, prefix: &str) -> bool {
    [format!("<{prefix}:"), format!(" {prefix}:")]
        .iter()
        .any(|sign| memchr::memmem::find(xml.as_bytes(), sign.as_bytes()).is_some())
}

/// The part with the prefixes declared that it uses and only the older file's part declares. Those
/// that programs may ignore there may be ignored here.
pub(super) fn declared(mut xml: String, older: &str) -> String {
    let (own, olds) = (attributes(&xml), attributes(older));
    let has = |name: &str| own.iter().any(|(own, _)| own == name);
    let missing: Vec<(&str, &str)> = olds
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("xmlns:")?, value.as_str())))
        .filter(|(prefix, _)| !has(&format!("xmlns:{prefix}")) && uses(&xml, prefix))
        .collect();
    let Some((_, end)) = root(&xml).filter(|_| !missing.is_empty()) else {
        return xml;
    };
    let ignorable = |all: &[(String, String)]| {
        let found = all.iter().find(|(name, _)| name == "mc:Ignorable");
        found.map(|(_, value)| value.clone())
    };
    let listed = ignorable(&olds).unwrap_or_default();
    let mut more = String::new();
    for (prefix, address) in &missing {
        more.push_str(&format!(" xmlns:{prefix}=\"{address}\""));
    }
    let may: Vec<&str> = missing
        .iter()
        .map(|(prefix, _)| *prefix)
        .filter(|prefix| listed.split_whitespace().any(|one| one == *prefix))
        .collect();
    let may = may.join(" ");
    match ignorable(&own) {
        _ if may.is_empty() => {}
        Some(now) => {
            let tag = format!("mc:Ignorable=\"{now}\"");
            xml = xml.replacen(&tag, &format!("mc:Ignorable=\"{now} {may}\""), 1);
        }
        None => {
            if !has("xmlns:mc") && !missing.iter().any(|(prefix, _)| *prefix == "mc") {
                more.push_str(&format!(" xmlns:mc=\"{COMPATIBILITY}\""));
            }
            more.push_str(&format!(" mc:Ignorable=\"{may}\""));
        }
    }
    let end = root(&xml).map_or(end, |(_, end)| end);
    xml.insert_str(end, &more);
    xml
}

/// Declares the prefixes that the part uses since something was brought over into it.
pub(super) fn declare(
    older: &mut Package<'_>,
    newer: &mut Package<'_>,
    kind: &str,
    part: &str,
) -> Result<(), Error> {
    if let Some(old) = older.part_of_kind(kind)?
        && let (Some(old), Some(xml)) = (older.xml(&old)?, newer.xml(part)?)
    {
        newer.set(part, declared(xml, &old).into_bytes());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_that_are_used_are_declared() {
        let older = "<w:x xmlns:w=\"W\" xmlns:a=\"A\" xmlns:b=\"B\" xmlns:mc=\"MC\" xmlns:v=\"V\" mc:Ignorable=\"v\"/>";
        assert_eq!(
            declared(
                "<?xml?><w:x xmlns:w=\"W\"><a:y v:z=\"1\"/></w:x>".to_owned(),
                older
            ),
            format!(
                "<?xml?><w:x xmlns:w=\"W\" xmlns:a=\"A\" xmlns:v=\"V\" xmlns:mc=\"{COMPATIBILITY}\" mc:Ignorable=\"v\"><a:y v:z=\"1\"/></w:x>"
            )
        );
        let same = "<w:x xmlns:w=\"W\"><w:y/></w:x>";
        assert_eq!(declared(same.to_owned(), older), same);
    }
}
