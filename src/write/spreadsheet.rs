//! Tables for spreadsheets: CSV, and XLSX where the feature `xlsx` is on.
//!
//! A spreadsheet takes a cell that begins with certain signs for a formula, and runs it. What
//! drafts say must never be run: in CSV such a cell gets an apostrophe before it, here and for
//! every table; in XLSX each cell says itself that it is text.

use super::screen;
use std::fmt::{self, Write};
use std::io;

/// One table.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// What it is called.
    pub name: &'static str,
    /// What its columns are called.
    pub head: Vec<String>,
    /// Its rows, each with a cell for every column.
    pub rows: Vec<Vec<Cell>>,
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Words, whatever they look like.
    Text(String),
    /// A number that can be reckoned with.
    Number(f64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<u32> for Cell {
    fn from(number: u32) -> Self {
        Self::Number(f64::from(number))
    }
}

impl From<usize> for Cell {
    fn from(number: usize) -> Self {
        Self::Number(number as f64)
    }
}

/// Writes a table as CSV. A cell that a spreadsheet would take for a formula gets an apostrophe.
///
/// # Errors
/// Where `out` fails.
pub fn csv(table: &Table, out: &mut dyn Write) -> fmt::Result {
    let head: Vec<&str> = table.head.iter().map(String::as_str).collect();
    csv_rows(&head, &table.rows, out)
}

/// Writes rows as CSV, one after the other: a long table never stands in memory.
pub(super) fn csv_rows<R: AsRef<[Cell]>>(
    head: &[&str],
    rows: impl IntoIterator<Item = R>,
    out: &mut dyn Write,
) -> fmt::Result {
    let mut writer = csv::Writer::from_writer(Letters {
        out,
        rest: Vec::new(),
    });
    writer
        .write_record(head.iter().map(|name| guarded(name)))
        .map_err(|_| fmt::Error)?;
    for row in rows {
        let cells = row.as_ref().iter().map(|cell| match cell {
            Cell::Text(text) => guarded(text),
            Cell::Number(number) => number.to_string(),
        });
        writer.write_record(cells).map_err(|_| fmt::Error)?;
    }
    writer.flush().map_err(|_| fmt::Error)
}

/// Hands bytes on as text: those of a letter that are not all there yet are kept.
struct Letters<'a> {
    out: &'a mut dyn Write,
    rest: Vec<u8>,
}

impl io::Write for Letters<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.rest.extend_from_slice(bytes);
        let whole = match std::str::from_utf8(&self.rest) {
            Ok(text) => text,
            Err(error) => {
                let whole = self.rest.get(..error.valid_up_to()).unwrap_or_default();
                std::str::from_utf8(whole).unwrap_or_default()
            }
        };
        self.out.write_str(whole).map_err(io::Error::other)?;
        let written = whole.len();
        self.rest.drain(..written);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What a spreadsheet may take for the beginning of a formula. The wide signs are what some of them
/// read as the others.
const STARTS: [char; 12] = [
    '=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠',
];

/// The text as a cell that no spreadsheet takes for a formula, and that drives no terminal. White
/// space before the sign does not hide it.
fn guarded(text: &str) -> String {
    let past_spaces = text.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}']);
    if past_spaces.starts_with(STARTS) {
        format!("'{}", screen::plain(text))
    } else {
        screen::plain(text).into_owned()
    }
}

/// Writes tables as the sheets of one XLSX file. The same tables give the same bytes.
///
/// # Errors
/// Where the tables are larger than a spreadsheet can hold.
#[cfg(feature = "xlsx")]
pub fn xlsx(tables: &[Table]) -> Result<Vec<u8>, String> {
    xlsx_of(tables).map_err(|error| error.to_string())
}

#[cfg(feature = "xlsx")]
fn xlsx_of(tables: &[Table]) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
    use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook};
    let mut book = Workbook::new();
    // The day is always the same, so that the file is.
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&day));
    let bold = Format::new().set_bold().set_align(FormatAlign::Top);
    let plain = Format::new().set_align(FormatAlign::Top);
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    for table in tables {
        let sheet = book.add_worksheet();
        sheet.set_name(table.name)?;
        for (column, name) in (0..).zip(&table.head) {
            sheet.write_string_with_format(0, column, name, &bold)?;
            sheet.set_column_width(column, width(table, column))?;
        }
        for (row, cells) in (1..).zip(&table.rows) {
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    Cell::Number(number) => {
                        sheet.write_number_with_format(row, column, *number, &plain)?;
                    }
                    Cell::Text(text) => {
                        let format = if is_long(text) { &wrapped } else { &plain };
                        sheet.write_string_with_format(row, column, &*fitting(text), format)?;
                    }
                }
            }
        }
        sheet.set_freeze_panes(1, 0)?;
        if let (Some(row), Some(column)) = (last(table.rows.len() + 1), last(table.head.len())) {
            sheet.autofilter(0, 0, row, u16::try_from(column).unwrap_or(u16::MAX))?;
        }
    }
    book.save_to_buffer()
}

/// The number of the last of so many rows or columns.
#[cfg(feature = "xlsx")]
fn last(count: usize) -> Option<u32> {
    u32::try_from(count.checked_sub(1)?).ok()
}

/// Texts that need more than a line.
#[cfg(feature = "xlsx")]
fn is_long(text: &str) -> bool {
    text.len() > WIDEST || text.contains('\n')
}

/// No column is wider, in letters.
#[cfg(feature = "xlsx")]
const WIDEST: usize = 60;

/// How wide a column has to be for what is in it.
#[cfg(feature = "xlsx")]
fn width(table: &Table, column: u16) -> f64 {
    let at = usize::from(column);
    let head = table.head.get(at).map_or(0, |name| name.chars().count());
    let cells = table.rows.iter().filter_map(|row| row.get(at));
    let letters = cells.map(|cell| match cell {
        Cell::Text(text) => text.chars().take(WIDEST).count(),
        Cell::Number(_) => 8,
    });
    // Room for the arrow of the filter.
    (letters
        .max()
        .unwrap_or(0)
        .clamp(head + 3, WIDEST.max(head + 3))) as f64
        + 1.0
}

/// What a cell of a spreadsheet can hold; a longer text ends by saying so.
#[cfg(feature = "xlsx")]
fn fitting(text: &str) -> std::borrow::Cow<'_, str> {
    const MOST: usize = 32_767;
    let units = |text: &str| text.encode_utf16().count();
    if text.len() <= MOST || units(text) <= MOST {
        return text.into();
    }
    let note = format!(
        " … ({} letters in all: more than a cell holds)",
        text.chars().count()
    );
    let mut room = MOST - units(&note);
    let mut out = String::new();
    for c in text.chars() {
        match room.checked_sub(c.len_utf16()) {
            Some(left) => room = left,
            None => break,
        }
        out.push(c);
    }
    (out + &note).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Table {
        Table {
            name: "cells",
            head: vec!["text".to_owned(), "number".to_owned()],
            rows: vec![vec![text.into(), 3_u32.into()]],
        }
    }

    #[test]
    fn nothing_in_a_table_is_taken_for_a_formula() {
        for text in [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            " =1",
            "\u{a0}=1",
            "＝1",
            "=cmd|' /C calc'!A0",
        ] {
            let mut out = String::new();
            csv(&one(text), &mut out).unwrap();
            let mut reader = csv::Reader::from_reader(out.as_bytes());
            let record = reader.records().next().unwrap().unwrap();
            assert_eq!(&record[0], format!("'{}", screen::plain(text)));
            assert_eq!(&record[1], "3");
        }
        let mut out = String::new();
        csv(&one("that 1 = 1"), &mut out).unwrap();
        assert_eq!(out, "text,number\nthat 1 = 1,3\n");
    }

    /// It is written a part at a time, and a part may end within a letter.
    #[test]
    fn letters_of_a_long_table_stay_whole() {
        let rows = (0..100).map(|n| vec!["x".repeat(n % 3) + &"各é".repeat(300)]);
        let rows: Vec<Vec<String>> = rows.collect();
        let cells = |row: &Vec<String>| -> Vec<Cell> {
            row.iter().map(|text| text.as_str().into()).collect()
        };
        let mut out = String::new();
        csv_rows(&["text"], rows.iter().map(cells), &mut out).unwrap();
        let mut told = vec![vec!["text".to_owned()]];
        told.extend(rows);
        let lines: Vec<&str> = out.lines().collect();
        assert_eq!(lines, told.concat());
    }

    #[cfg(feature = "xlsx")]
    #[test]
    fn a_workbook_holds_texts_as_texts_and_is_the_same_each_time() {
        let long = "=".repeat(40_000);
        let tables = [
            one("=1+1"),
            Table {
                name: "long",
                ..one(&long)
            },
        ];
        let file = xlsx(&tables).unwrap();
        assert_eq!(file, xlsx(&tables).unwrap());
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
        let mut part = |name: &str| {
            let mut text = String::new();
            std::io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
            text
        };
        assert!(!part("xl/worksheets/sheet1.xml").contains("<f>"));
        let strings = part("xl/sharedStrings.xml");
        assert!(strings.contains("<t>=1+1</t>"));
        assert!(strings.contains("40000 letters in all"));
    }
}
