//! Writes the words of all languages, `src/vocabulary/languages/*.toml`, as constants of Rust. So
//! no run has to read them, and the compiler says which list it does not know.

use std::fmt::{Display, Write as _};
use std::path::{Path, PathBuf};
use std::{env, error::Error, fs};

/// The languages, in the order of the United Nations' own list of documents, and what came later.
const LANGUAGES: [&str; 7] = ["en", "fr", "es", "ru", "ar", "zh", "de"];
/// Lists of pairs; all others are lists of words, or of lists of words.
const PAIRS: [&str; 3] = ["Sense.opposites", "Sense.look_alikes", "Citations.places"];
const FOLDER: &str = "src/vocabulary/languages";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed={FOLDER}");
    let mut first = None;
    let mut rust =
        String::from("#[allow(clippy::needless_update)]\nstatic LANGUAGES: &[Language] = &[\n");
    for language in LANGUAGES {
        let file = Path::new(FOLDER).join(language).with_extension("toml");
        let at_file = |error: &dyn Display| format!("{}: {error}", file.display());
        let text = fs::read_to_string(&file).map_err(|error| at_file(&error))?;
        let groups: toml::Table = toml::from_str(&text).map_err(|error| at_file(&error))?;
        write_struct(&mut rust, "Language", &groups)?;
        let lacking = lacking(first.get_or_insert_with(|| groups.clone()), &groups);
        if !lacking.is_empty() {
            return Err(at_file(&format!("lacks {}", lacking.join(", "))).into());
        }
        rust.push_str(",\n");
    }
    rust.push_str("];\n");
    let folder = env::var_os("OUT_DIR").ok_or("cargo did not say where to write")?;
    fs::write(PathBuf::from(folder).join("languages.rs"), rust)?;
    Ok(())
}

/// The lists that the first language has and this one lacks.
fn lacking(first: &toml::Table, own: &toml::Table) -> Vec<String> {
    let mut lacking = Vec::new();
    for (group, lists) in first {
        for list in lists.as_table().into_iter().flat_map(toml::Table::keys) {
            if own.get(group).and_then(|own| own.get(list)).is_none() {
                lacking.push(format!("{group}.{list}"));
            }
        }
    }
    lacking
}

/// A table as a value of the type of that name: its groups are types named as they are. What it
/// leaves out is empty.
fn write_struct(out: &mut String, name: &str, fields: &toml::Table) -> Result<(), Box<dyn Error>> {
    write!(out, "{name} {{ ")?;
    for (field, value) in fields {
        write!(out, "{field}: ")?;
        match value {
            toml::Value::Table(group) => write_struct(out, &type_of(field), group)?,
            toml::Value::Array(pairs) if PAIRS.contains(&format!("{name}.{field}").as_str()) => {
                write_list(out, pairs, |out, pair| {
                    match pair.as_array().map(Vec::as_slice) {
                        Some([one, other]) => {
                            out.push('(');
                            write_value(out, one)?;
                            out.push_str(", ");
                            write_value(out, other)?;
                            out.push(')');
                            Ok(())
                        }
                        _ => Err(format!("{field}: no pair: {pair:?}").into()),
                    }
                })?;
            }
            _ => write_value(out, value)?,
        }
        out.push_str(", ");
    }
    write!(out, "..<{name} as Empty>::EMPTY }}")?;
    Ok(())
}

/// The name of the type of a group: `organs` has that of `Organs`.
fn type_of(group: &str) -> String {
    let mut chars = group.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Text and lists, also lists of lists.
fn write_value(out: &mut String, value: &toml::Value) -> Result<(), Box<dyn Error>> {
    match value {
        toml::Value::String(text) => write!(out, "{text:?}")?,
        toml::Value::Array(list) => write_list(out, list, write_value)?,
        other => return Err(format!("neither text nor a list: {other:?}").into()),
    }
    Ok(())
}

fn write_list(
    out: &mut String,
    list: &[toml::Value],
    write: impl Fn(&mut String, &toml::Value) -> Result<(), Box<dyn Error>>,
) -> Result<(), Box<dyn Error>> {
    out.push_str("&[");
    for one in list {
        write(out, one)?;
        out.push_str(", ");
    }
    out.push(']');
    Ok(())
}
