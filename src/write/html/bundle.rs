//! Style sheets and modules of script as a page has them: one style, one script, and a policy that
//! lets nothing else run.
//!
//! The modules run as they are in any browser or in Node; here they are joined into one script, as
//! a page that fetches nothing cannot import.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// A module of the script: its name and its text.
pub(crate) type Module = (&'static str, &'static str);

/// What a page looks like and what runs in it.
#[derive(Debug, Clone)]
pub(crate) struct Bundle {
    /// The style sheets, in the order of the cascade.
    pub(crate) style: String,
    /// The script.
    pub(crate) script: String,
}

impl Bundle {
    /// Joins style sheets, and modules, each after those that it imports.
    pub(crate) fn of<'m>(styles: &[&str], modules: impl IntoIterator<Item = &'m Module>) -> Self {
        Self {
            style: styles.concat(),
            script: script(modules),
        }
    }

    /// The content security policy of a page with this style and this script. It may connect to
    /// nothing but `to`.
    pub(crate) fn policy(&self, to: &str) -> String {
        format!(
            "default-src 'none'; style-src 'sha256-{}'; script-src 'sha256-{}'; {to}base-uri 'none'; form-action 'none'",
            hash(&self.style),
            hash(&self.script)
        )
    }
}

/// The modules as one script: each is a function of its own that gives back what it exports.
fn script<'m>(modules: impl IntoIterator<Item = &'m Module>) -> String {
    let mut out = String::from("\n(() => {\n'use strict';\nconst modules = {};\n");
    for (name, module) in modules {
        let mut exported: Vec<&str> = Vec::new();
        out.push_str("modules.");
        out.push_str(name);
        out.push_str(" = (() => {\n");
        for line in module.lines() {
            if let Some((names, from)) = imported(line) {
                out.push_str(&format!("const {{{names}}} = modules.{from};\n"));
                continue;
            }
            let own = line.strip_prefix("export ");
            exported.extend(own.and_then(declared));
            out.push_str(own.unwrap_or(line));
            out.push('\n');
        }
        out.push_str(&format!("return {{ {} }};\n}})();\n", exported.join(", ")));
    }
    out.push_str("})();\n");
    out
}

/// What a line imports, and from which module, wherever that stands: `import { a, b } from
/// './c.js';`.
fn imported(line: &str) -> Option<(&str, &str)> {
    let rest = line.strip_prefix("import {")?;
    let (names, path) = rest.split_once("} from '")?;
    let path = path.strip_suffix(".js';")?;
    Some((names, path.rsplit('/').next().unwrap_or(path)))
}

/// The name that a line declares: `async function name(`, `const name =`.
fn declared(line: &str) -> Option<&str> {
    let words = ["async ", "function* ", "function ", "const "];
    let name = words
        .iter()
        .fold(line, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    name.split(|c: char| !c.is_alphanumeric()).next()
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}
