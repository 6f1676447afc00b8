//! Findings as SARIF 2.1.0 (OASIS), which code hosts and editors show beside the text.

use crate::draft::{Code, Found, Severity};
use crate::json::visible;
use serde::Serialize;
use std::io;

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Log<'a> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'a> {
    tool: Tool,
    column_kind: &'static str,
    results: Vec<Outcome<'a>>,
}

#[derive(Serialize)]
struct Tool {
    driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Driver {
    name: &'static str,
    semantic_version: &'static str,
    rules: Vec<Rule>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Rule {
    id: &'static str,
    short_description: Message<'static>,
    default_configuration: Configuration,
}

#[derive(Serialize)]
struct Configuration {
    level: &'static str,
}

#[derive(Serialize)]
struct Message<'a> {
    text: std::borrow::Cow<'a, str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'a> {
    rule_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    rule_index: Option<usize>,
    level: &'static str,
    message: Message<'a>,
    locations: [Location<'a>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location<'a> {
    physical_location: Physical,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    logical_locations: Vec<Logical<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Physical {
    artifact_location: Artifact,
    #[serde(skip_serializing_if = "Option::is_none")]
    region: Option<Region>,
}

#[derive(Serialize)]
struct Artifact {
    uri: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    start_column: Option<u32>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Logical<'a> {
    fully_qualified_name: &'a str,
}

/// Writes findings as SARIF. `codes` are all kinds that there could be; `has_lines` says whether
/// the source has lines, which Word files have not: there the number of the paragraph is told
/// instead, as a logical place.
///
/// # Errors
/// Where `out` fails.
pub fn findings(
    findings: &[Found],
    codes: &[Code],
    has_lines: bool,
    out: &mut dyn io::Write,
) -> io::Result<()> {
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: driver(codes),
            },
            column_kind: "unicodeCodePoints",
            results: findings
                .iter()
                .map(|f| outcome(f, codes, has_lines))
                .collect(),
        }],
    };
    visible::pretty(&log, out)
}

fn driver(codes: &[Code]) -> Driver {
    let rules = codes.iter().map(|code| Rule {
        id: code.name,
        short_description: Message {
            text: code.title.into(),
        },
        default_configuration: Configuration {
            level: level(code.severity),
        },
    });
    Driver {
        name: "redraft",
        semantic_version: env!("CARGO_PKG_VERSION"),
        rules: rules.collect(),
    }
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "note",
        Severity::Warning => "warning",
        Severity::Error => "error",
    }
}

fn outcome<'a>(found: &'a Found, codes: &[Code], has_lines: bool) -> Outcome<'a> {
    let finding = &found.finding;
    let text = if finding.help.is_empty() {
        (&finding.message).into()
    } else {
        format!("{}; {}", finding.message, finding.help).into()
    };
    let region = (has_lines && finding.line > 0).then(|| Region {
        start_line: finding.line,
        start_column: (finding.column > 0).then_some(finding.column),
    });
    let address = (!found.address.is_empty()).then(|| Logical {
        fully_qualified_name: &found.address,
    });
    Outcome {
        rule_id: &finding.code,
        rule_index: codes.iter().position(|code| code.name == finding.code),
        level: level(finding.severity),
        message: Message { text },
        locations: [Location {
            physical_location: Physical {
                artifact_location: Artifact {
                    uri: uri(&found.source),
                },
                region,
            },
            logical_locations: address.into_iter().collect(),
        }],
    }
}

/// A path as a URI reference.
fn uri(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
