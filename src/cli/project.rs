//! `redraft.toml`: the drafts of one text, named once for all commands.

use super::arguments::Side;
use super::settings::Settings;
use super::trouble::Trouble;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// What the file is called where nobody names it.
pub(crate) const NAME: &str = "redraft.toml";

/// What `redraft.toml` says.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Project {
    /// The drafts, oldest first.
    #[serde(default)]
    pub(crate) draft: Vec<Named>,
}

/// A draft as it is named there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    /// Where it is; beside `redraft.toml`, unless the path says otherwise.
    pub(crate) file: PathBuf,
    /// A short name for tables.
    pub(crate) name: Option<String>,
    /// The document symbol.
    pub(crate) symbol: Option<String>,
    /// The date, in quotes or not.
    date: Option<Date>,
    /// What somebody wants to say of it.
    pub(crate) note: Option<String>,
    /// Which text of it, where it carries changes itself.
    pub(crate) view: Option<Side>,
}

impl Named {
    /// The date, as it is written.
    pub(crate) fn date(&self) -> Option<String> {
        self.date.as_ref().map(|date| match date {
            Date::Text(text) => text.clone(),
            Date::Date(date) => date.to_string(),
        })
    }
}

/// A date, in quotes or not.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Date {
    Date(toml::value::Datetime),
    Text(String),
}

/// Reads a `redraft.toml`, or the one in a folder. The paths in it are made good.
pub(crate) fn read(path: &Path, settings: &Settings) -> Result<Project, Trouble> {
    let path = if path.is_dir() {
        path.join(NAME)
    } else {
        path.to_owned()
    };
    let name = path.display().to_string();
    settings.files_read.note(&path);
    let text = fs::read_to_string(&path).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => Trouble::Missing { name: name.clone() },
        _ => Trouble::Unreadable {
            name: name.clone(),
            source,
        },
    })?;
    let mut project: Project = toml::from_str(&text).map_err(|error| Trouble::Project {
        place: place(&name, &text, error.span()),
        message: error.message().to_owned(),
    })?;
    let folder = path.parent().unwrap_or_else(|| Path::new(""));
    for draft in &mut project.draft {
        draft.file = folder.join(&draft.file);
    }
    Ok(project)
}

/// `redraft.toml:3:1`.
fn place(name: &str, text: &str, span: Option<std::ops::Range<usize>>) -> String {
    let Some(before) = span.and_then(|span| text.get(..span.start)) else {
        return name.to_owned();
    };
    let line = before.matches('\n').count() + 1;
    let column = before.chars().rev().take_while(|c| *c != '\n').count() + 1;
    format!("{name}:{line}:{column}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Project, Trouble> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(NAME);
        fs::write(&path, text).unwrap();
        read(folder.path(), &Settings::default())
    }

    #[test]
    fn drafts_are_named_with_all_that_is_known_of_them() {
        let project = read_text(
            "[[draft]]\nfile = \"a.md\"\nname = \"Busan\"\nsymbol = \"DL/23\"\ndate = 2014-10-20\nnote = \"with strikes\"\nview = \"base\"\n",
        )
        .unwrap();
        let draft = &project.draft[0];
        assert_eq!(draft.date().as_deref(), Some("2014-10-20"));
        assert_eq!(draft.view, Some(Side::Base));
        assert!(draft.file.ends_with("a.md") && draft.file.is_absolute());
    }

    #[test]
    fn a_misspelt_key_is_named_with_its_line() {
        let message = read_text("[[draft]]\nfile = \"a.md\"\nsymbl = \"x\"\n")
            .unwrap_err()
            .to_string();
        assert!(
            message.contains("redraft.toml:3:1: unknown field `symbl`"),
            "{message}"
        );
    }
}
