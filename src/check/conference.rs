//! "Resolution 71 (Rev. Old Harbour, 2027) of this conference" in a draft of another: the words or
//! the place are of the past.

use super::Subject;
use crate::draft::{Finding, Kind};
use crate::references::documents;
use crate::vocabulary;

pub(super) fn findings(subject: &Subject<'_>) -> Vec<(usize, Finding)> {
    let mut out = Vec::new();
    for part in &subject.parts {
        let paragraphs = &subject.draft.paragraphs;
        let in_kind = |kind: Kind| {
            let mut of_kind = part.clone().filter(|i| paragraphs[*i].kind == kind);
            of_kind.find_map(|i| conference_in(paragraphs[i].words.all()))
        };
        let Some(own) = in_kind(Kind::Organ)
            .or_else(|| in_kind(Kind::Masthead))
            .or_else(|| in_kind(Kind::Heading))
        else {
            continue;
        };
        for index in part.clone().filter(|i| paragraphs[*i].kind == Kind::Clause) {
            out.extend(of_clause(subject, index, &own));
        }
    }
    out
}

/// A conference: its place in small letters and its year, and both as printed.
#[derive(Debug)]
struct Conference {
    place: String,
    year: String,
    printed: String,
}

/// The conference that brackets name: "(Rev. Port Town, 2031)".
fn conference_in(text: &str) -> Option<Conference> {
    let (_, after) = text.rsplit_once('(')?;
    let (inside, _) = after.split_once(')')?;
    let inside = inside.trim();
    let revised = vocabulary::begins(vocabulary::revised_marks(), inside);
    let printed = inside.get(revised.unwrap_or(0)..)?.trim();
    let (place, year) = printed.rsplit_once([',', '،', '，'])?;
    let year = year.trim();
    let is_year = year.len() == 4 && year.bytes().all(|b| b.is_ascii_digit());
    is_year.then(|| Conference {
        place: place.trim().to_lowercase(),
        year: year.to_owned(),
        printed: printed.to_owned(),
    })
}

fn of_clause(subject: &Subject<'_>, index: usize, own: &Conference) -> Vec<(usize, Finding)> {
    let text = subject.draft.paragraphs[index].words.all();
    let mut out = Vec::new();
    let low = text.to_lowercase();
    let this = vocabulary::this_conference();
    if !this.iter().any(|words| low.contains(words)) {
        return out;
    }
    for named in documents(text, "") {
        let after = text[named.range.end..].trim_start();
        let is_of_this = vocabulary::begins(this, after).is_some();
        let Some(cited) = conference_in(&named.form).filter(|_| is_of_this) else {
            continue;
        };
        if cited.place != own.place || cited.year != own.year {
            let message = format!(
                "{} is said to be of this conference, which is that of {}",
                named.form, own.printed
            );
            let help = format!("write “{}”, or leave out “of this conference”", own.printed);
            let at = named.range.start;
            out.push(subject.within(index, at, "document-other-conference", message, help));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::check;
    use crate::read::read;

    #[test]
    fn a_resolution_of_this_conference_has_its_place() {
        let codes = |place: &str, words: &str| -> Vec<String> {
            let text = format!(
                "The Conference of Harbours (Port Town, 2031),\n\nrecognizing\n\na) the plan of Resolution 71 (Rev. {place}) {words},\n\nresolves\n\nto light the lamps.\n"
            );
            let draft = read(text.as_bytes(), "x", None).unwrap();
            check(&draft, None)
                .into_iter()
                .map(|f| f.finding.code)
                .collect()
        };
        let wrong = ["document-other-conference"];
        assert_eq!(codes("Old Harbour, 2027", "of this conference"), wrong);
        assert_eq!(codes("Port Town, 2027", "of this Conference"), wrong);
        assert_eq!(
            codes("Old Harbour, 2027", "de la présente conférence"),
            wrong
        );
        assert_eq!(codes("Old Harbour, 2027", "dieser Konferenz"), wrong);
        assert!(codes("Port Town, 2031", "of this conference").is_empty());
        assert!(codes("Old Harbour, 2027", "of the Conference").is_empty());
    }
}
