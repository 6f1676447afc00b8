//! What goes when a file is to say nothing of who worked on it, as tables.

use super::kind::Kind;

/// WordprocessingML, transitional and strict (ECMA-376 part 1, 17).
pub(super) const WORD: &[&str] = &[
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];
/// The properties of a package (ECMA-376 part 2, 8.3).
const CORE: &[&str] = &["http://schemas.openxmlformats.org/package/2006/metadata/core-properties"];
/// Those of them that Dublin Core defines.
const DUBLIN: &[&str] = &[
    "http://purl.org/dc/elements/1.1/",
    "http://purl.org/dc/terms/",
];
/// The properties of an Office file (ECMA-376 part 1, 22.2).
const EXTENDED: &[&str] = &[
    "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties",
    "http://purl.oclc.org/ooxml/officeDocument/extendedProperties",
];
/// What Microsoft added ([MS-DOCX] 2): to the settings,
const WORD_2010: &[&str] = &["http://schemas.microsoft.com/office/word/2010/wordml"];
pub(super) const WORD_2012: &[&str] = &["http://schemas.microsoft.com/office/word/2012/wordml"];
/// to comments,
const COMMENTS_2018: &[&str] = &["http://schemas.microsoft.com/office/word/2018/wordml/cex"];
const REACTIONS: &[&str] = &["http://schemas.microsoft.com/office/comments/2020/reactions"];
/// and to changes.
const CHANGES_2023: &[&str] = &["http://schemas.microsoft.com/office/word/2023/wordml/word16du"];

/// A name in one of some namespaces.
type Name = (&'static [&'static str], &'static str);

/// Elements that go, whole. What only holds others of them counts for nothing itself.
pub(super) const ELEMENTS: &[(Name, Option<Kind>)] = &[
    // 17.15.1.72, 17.7.4.15
    ((WORD, "rsids"), None),
    ((WORD, "rsidRoot"), Some(Kind::Session)),
    ((WORD, "rsid"), Some(Kind::Session)),
    // 17.15.1.31
    ((WORD, "docVars"), None),
    ((WORD, "docVar"), Some(Kind::Variable)),
    // 17.15.1.6; where it goes without its relationship.
    ((WORD, "attachedTemplate"), Some(Kind::Template)),
    // 17.14.20
    ((WORD, "mailMerge"), Some(Kind::MailMerge)),
    // 17.13.8.1
    ((WORD, "proofErr"), Some(Kind::Spelling)),
    // 17.3.3.13
    ((WORD, "lastRenderedPageBreak"), Some(Kind::PageBreak)),
    ((WORD_2010, "docId"), Some(Kind::FileId)),
    ((WORD_2012, "docId"), Some(Kind::FileId)),
    ((COMMENTS_2018, "extLst"), None),
    ((REACTIONS, "user"), Some(Kind::Reaction)),
    ((DUBLIN, "creator"), Some(Kind::Property("author"))),
    ((DUBLIN, "contributor"), Some(Kind::Property("contributor"))),
    (
        (CORE, "lastModifiedBy"),
        Some(Kind::Property("who saved it last")),
    ),
    (
        (DUBLIN, "created"),
        Some(Kind::Property("when it was made")),
    ),
    (
        (DUBLIN, "modified"),
        Some(Kind::Property("when it was saved")),
    ),
    (
        (CORE, "lastPrinted"),
        Some(Kind::Property("when it was printed")),
    ),
    (
        (CORE, "revision"),
        Some(Kind::Property("how often it was saved")),
    ),
    ((EXTENDED, "Company"), Some(Kind::Property("company"))),
    ((EXTENDED, "Manager"), Some(Kind::Property("manager"))),
    (
        (EXTENDED, "TotalTime"),
        Some(Kind::Property("time of editing")),
    ),
    ((EXTENDED, "Template"), Some(Kind::Property("template"))),
];

/// Attributes that go, wherever they stand. Numbers of sessions, which begin with `rsid`, do, too.
pub(super) const ATTRIBUTES: &[(Name, Kind)] = &[
    // 17.13.4.2, 17.13.5
    ((WORD, "date"), Kind::Date),
    ((COMMENTS_2018, "dateUtc"), Kind::Date),
    ((CHANGES_2023, "dateUtc"), Kind::Date),
    // 17.13.7.2
    ((WORD, "ed"), Kind::Editor),
];

/// How the names of the attributes begin that number sessions of editing.
pub(super) const SESSIONS: &str = "rsid";

/// Elements whose schema demands a date (17.13.5.24, 17.13.5.28), and one that says nothing.
pub(super) const DATED: [&str; 2] = ["moveFromRangeStart", "moveToRangeStart"];
pub(super) const NO_DATE: &str = "1970-01-01T00:00:00Z";

/// Relationships that go with the parts that they lead to, by the last step of their type, in lower
/// case; and what in those parts is counted, if it is not the part.
pub(super) const LINKS: &[(&str, Kind, Option<&str>)] = &[
    ("people", Kind::Person, Some("person")),
    ("documenttasks", Kind::Task, Some("Task")),
    ("custom-properties", Kind::CustomProperty, Some("property")),
    ("customproperties", Kind::CustomProperty, Some("property")),
    ("thumbnail", Kind::Thumbnail, None),
    ("attachedtemplate", Kind::Template, None),
    ("mailmergesource", Kind::DataSource, None),
    ("mailmergeheadersource", Kind::DataSource, None),
    ("mailmergerecipientdata", Kind::DataSource, None),
    ("recipientdata", Kind::DataSource, None),
    ("printersettings", Kind::Printer, None),
    ("classificationlabels", Kind::ServerData, None),
];

/// The namespaces of what a server keeps in a file about it, as they begin.
pub(super) const OF_SERVERS: [&str; 2] = [
    "http://schemas.microsoft.com/office/2006/metadata/",
    "http://schemas.microsoft.com/sharepoint/",
];

/// Fields that show what goes (ECMA-376 part 1, 17.16.5). Their words stay.
pub(super) const FIELDS: [&str; 16] = [
    "AUTHOR",
    "CREATEDATE",
    "DOCPROPERTY",
    "DOCVARIABLE",
    "EDITTIME",
    "FILENAME",
    "INFO",
    "LASTSAVEDBY",
    "MERGEFIELD",
    "PRINTDATE",
    "REVNUM",
    "SAVEDATE",
    "TEMPLATE",
    "USERADDRESS",
    "USERINITIALS",
    "USERNAME",
];

/// Parts that are files of their own, by the last step of their relationships' types.
pub(super) const FILES: [&str; 3] = ["package", "oleObject", "aFChunk"];

/// Whether a property of the file goes, by the name of its element.
pub(super) fn is_gone_property(name: &str) -> bool {
    ELEMENTS
        .iter()
        .any(|((_, known), kind)| matches!(kind, Some(Kind::Property(_))) && *known == name)
}
