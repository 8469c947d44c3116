//! CSV that a spreadsheet opens without running it: a member called `=1+1` stays a name.

use std::io::{self, Write};

use chrono::NaiveDate;

use super::decode::{self, Encoding};
use crate::ground::{Fen, Refused};

/// One cell to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutCell<'a> {
    /// Nothing.
    Empty,
    /// A text, guarded where a spreadsheet would run it.
    Text(&'a str),
    /// An amount in yuan, a number.
    Money(Fen),
    /// A count, a number.
    Count(i64),
    /// A day, ISO.
    Day(NaiveDate),
    /// A number as plain decimal text; what is not one is written as a text.
    Number(&'a str),
}

/// Writes CSV with CRLF, row by row: UTF-8 with its mark, or GB18030.
///
/// Quoting looks at bytes; in GB18030 no letter holds the byte of a comma, a quote or a line end (second bytes
/// are 0x30–0x39 and 0x40–0xFE, GB 18030-2005 § 4.3), so that rows can be encoded one by one.
pub struct CsvOut<W: Write> {
    rows: csv::Writer<W>,
    encoding: Encoding,
}

impl<W: Write> CsvOut<W> {
    /// Begins a file.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::Unsupported`] for UTF-16, which no salon asked for.
    pub fn new(mut to: W, encoding: Encoding) -> io::Result<Self> {
        match encoding {
            Encoding::Utf8Bom => to.write_all(b"\xef\xbb\xbf")?,
            Encoding::Utf8 | Encoding::Gb18030 => {}
            Encoding::Utf16Le | Encoding::Utf16Be => return Err(io::ErrorKind::Unsupported.into()),
        }
        Ok(Self { rows: writer(to, b','), encoding })
    }

    /// Writes one row.
    ///
    /// # Errors
    /// What the system says; [`io::ErrorKind::InvalidData`] for a letter that the encoding cannot say.
    pub fn row(&mut self, cells: &[OutCell<'_>]) -> io::Result<()> {
        for cell in cells {
            let field = field(*cell);
            let bytes = match self.encoding {
                Encoding::Gb18030 => {
                    decode::encode(&field, Encoding::Gb18030).map_err(|_| io::ErrorKind::InvalidData)?
                }
                Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Utf16Le | Encoding::Utf16Be => {
                    field.into_bytes()
                }
            };
            self.rows.write_field(bytes)?;
        }
        self.rows.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Ends the file and gives back where it went.
    ///
    /// # Errors
    /// What the system says.
    pub fn finish(self) -> io::Result<W> {
        self.rows.into_inner().map_err(csv::IntoInnerError::into_error)
    }
}

/// A whole small file in any encoding, with the delimiter that its reader expects.
///
/// # Errors
/// [`Refused::FileUnreadable`] for a letter that the encoding cannot say.
pub fn whole(rows: &[Vec<String>], delimiter: char, encoding: Encoding) -> Result<Vec<u8>, Refused> {
    let mut out = writer(Vec::new(), u8::try_from(delimiter).unwrap_or(b','));
    for row in rows {
        // Writing into memory fails only where memory does.
        out.write_record(row).map_err(|_| Refused::DiskFull {})?;
    }
    let bytes = out.into_inner().map_err(|_| Refused::DiskFull {})?;
    decode::encode(&String::from_utf8_lossy(&bytes), encoding)
}

fn writer<W: Write>(to: W, delimiter: u8) -> csv::Writer<W> {
    csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .delimiter(delimiter)
        .flexible(true)
        .from_writer(to)
}

fn field(cell: OutCell<'_>) -> String {
    match cell {
        OutCell::Empty => String::new(),
        OutCell::Money(amount) => amount.to_string(),
        OutCell::Count(count) => count.to_string(),
        OutCell::Day(day) => day.format("%Y-%m-%d").to_string(),
        OutCell::Number(number) if is_number(number) => number.to_owned(),
        OutCell::Text(text) | OutCell::Number(text) => guarded(text),
    }
}

/// A text that no spreadsheet runs: an apostrophe goes before `= + - @`, TAB, CR and the full-width twins.
///
/// A text of apostrophes before such a sign gets one more, so that [`unguarded`] always gives back what was
/// written.
#[must_use]
pub fn guarded(text: &str) -> String {
    if is_dangerous(text.trim_start_matches('\'')) { format!("'{text}") } else { text.to_owned() }
}

/// The text without the apostrophe that [`guarded`], or a person in a spreadsheet, put before it.
#[must_use]
pub fn unguarded(text: &str) -> &str {
    match text.strip_prefix('\'') {
        Some(rest) if is_dangerous(rest.trim_start_matches('\'')) => rest,
        Some(_) | None => text,
    }
}

fn is_dangerous(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// Whether a text is a plain decimal number, with a minus at most: what a spreadsheet reads but never runs.
#[must_use]
pub fn is_number(text: &str) -> bool {
    let body = text.strip_prefix('-').unwrap_or(text);
    let (whole, part) = body.split_once('.').unwrap_or((body, "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && digits(part)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::csv_in;
    use super::*;
    use crate::ground::day;

    #[test]
    fn texts_are_guarded_and_numbers_stay_numbers() {
        for (text, written) in [
            ("王", "王"),
            ("=1+1", "'=1+1"),
            ("+86 138", "'+86 138"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t=1"),
            ("\r=1", "'\r=1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠x", "'＠x"),
            ("'=1", "''=1"),
            ("'tis", "'tis"),
        ] {
            assert_eq!(guarded(text), written);
            assert_eq!(unguarded(written), text);
        }
        for (text, number) in [("-50.4", true), ("12", true), ("-", false), ("+1", false), ("1-1", false)] {
            assert_eq!(is_number(text), number, "{text}");
        }
    }

    #[test]
    fn a_file_has_its_mark_and_its_line_ends() {
        let mut out = CsvOut::new(Vec::new(), Encoding::Utf8Bom).unwrap();
        out.row(&[OutCell::Text("姓名"), OutCell::Text("余额")]).unwrap();
        let day = day::iso("2026-11-21").unwrap();
        out.row(&[OutCell::Text("=王,\"x\""), OutCell::Money(Fen(-1250)), OutCell::Day(day)]).unwrap();
        out.row(&[OutCell::Empty, OutCell::Count(-3), OutCell::Number("=1"), OutCell::Number("-1.5")])
            .unwrap();
        let text = String::from_utf8(out.finish().unwrap()).unwrap();
        assert_eq!(text, "\u{feff}姓名,余额\r\n\"'=王,\"\"x\"\"\",-12.50,2026-11-21\r\n,-3,'=1,-1.5\r\n");
        assert!(CsvOut::new(Vec::new(), Encoding::Utf16Le).is_err());
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(names in prop::collection::vec("\\PC{1,12}|['=+\\-@＝,\";\\t王𠮷]{1,6}", 1..8), gb in any::<bool>()) {
            let encoding = if gb { Encoding::Gb18030 } else { Encoding::Utf8Bom };
            let mut out = CsvOut::new(Vec::new(), encoding).unwrap();
            out.row(&[OutCell::Text("姓名"), OutCell::Text("余额")]).unwrap();
            let names: Vec<_> = names.into_iter().filter(|name| !name.contains('\u{e5e5}')).collect();
            for name in &names {
                out.row(&[OutCell::Text(name), OutCell::Count(1)]).unwrap();
            }
            let choice = csv_in::Choice { encoding: Some(encoding), delimiter: Some(csv_in::Delimiter::Char(',')), ..Default::default() };
            let table = csv_in::read("a", &out.finish().unwrap(), &choice).unwrap();
            let back: Vec<String> = table.rows.iter().map(|row| row.cell(0).raw().into_owned()).collect();
            prop_assert_eq!(back, names);
        }
    }
}
