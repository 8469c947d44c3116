//! Text tables as other programs write them: the delimiter is found, torn rows are told, and no row slips into
//! its neighbour unseen.

use csv::{ReaderBuilder, StringRecord};

use super::csv_out::unguarded;
use super::decode::{self, Encoding};
use super::limits::{self, reason};
use super::table::{Cell, Gather, Origin, Table};
use crate::ground::{Clean, Refused};

/// What a person may state about a file; what is not stated is found out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The encoding of a text.
    pub encoding: Option<Encoding>,
    /// What stands between the cells of a text.
    pub delimiter: Option<Delimiter>,
    /// The sheet of a workbook; the first one otherwise.
    pub sheet: Option<String>,
    /// The row of the file that holds the headers, from 1; 0 where there is none.
    pub header_row: Option<i64>,
}

/// What can be stated to stand between the cells of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// This character.
    Char(char),
    /// Blanks, as many as there are: columns that were lined up for the eye.
    Blank,
}

impl Delimiter {
    /// Those that have names.
    pub const ALL: [Self; 4] = [Self::Char(','), Self::Char('\t'), Self::Char(';'), Self::Blank];

    /// Its name at the doors; the character itself where it has none.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Char(',') => "comma",
            Self::Char('\t') => "tab",
            Self::Char(';') => "semicolon",
            Self::Blank => "blank",
            Self::Char(_) => "other",
        }
    }

    /// From its name, or from the one character that it is.
    ///
    /// # Errors
    /// [`Refused::ChoiceUnknown`].
    pub fn named(name: &str) -> Result<Self, Refused> {
        let mut chars = name.chars();
        match (chars.next(), chars.next()) {
            (Some(' '), None) => return Ok(Self::Blank),
            (Some(one), None) if one.is_ascii() && !one.is_ascii_alphanumeric() => {
                return Ok(Self::Char(one));
            }
            _ => {}
        }
        Self::ALL.into_iter().find(|known| known.name() == name).ok_or_else(|| Refused::ChoiceUnknown {
            field: "delimiter".into(),
            value: Clean::shown(name).into_string(),
            known: Self::ALL.map(Self::name).join(", "),
        })
    }
}

/// The delimiters that are looked for, the most common first.
const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];
/// How many records decide about the delimiter.
const SNIFFED: usize = 50;

/// Reads a text table.
///
/// # Errors
/// [`Refused::FileUnreadable`] for bytes that are no table, [`Refused::FileTooLarge`] beyond a limit.
pub fn read(source: &str, bytes: &[u8], choice: &Choice) -> Result<Table, Refused> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits::FILE_BYTES_MAX {
        return Err(limits::too_large(source, reason::BYTES, limits::FILE_BYTES_MAX));
    }
    let decoded = decode::decode(source, bytes, choice.encoding)?;
    let text = with_line_feeds(decoded.text);
    let start = text.trim_start();
    if start.starts_with('<') || start.starts_with("{\\rtf") || start.starts_with("%PDF") {
        return Err(limits::unreadable(source, reason::MARKUP, ""));
    }
    let (text, delimiter) = match choice.delimiter {
        Some(Delimiter::Blank) => (tabbed(&text), b'\t'),
        Some(Delimiter::Char(stated)) => (text, u8::try_from(stated).unwrap_or(b',')),
        None => {
            let found = sniff(&text);
            (text, found)
        }
    };
    let origin = Origin {
        source: source.to_owned(),
        encoding: Some(decoded.encoding),
        delimiter: Some(char::from(delimiter)),
        ..Origin::default()
    };
    gather(source, &text, delimiter, origin)?.finish(choice.header_row)
}

fn gather(source: &str, text: &str, delimiter: u8, origin: Origin) -> Result<Gather, Refused> {
    let mut rows = Gather::new(origin);
    let mut reader = reader(delimiter, text);
    let mut record = StringRecord::new();
    let mut lines = Lines { text: text.as_bytes(), at: 0, line: 1 };
    loop {
        let begin = offset(&reader);
        match reader.read_record(&mut record) {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) => return Err(limits::unreadable(source, reason::CSV, &error.to_string())),
        }
        let number = lines.line_of(begin);
        if is_left_open(text.as_bytes().get(lines.at..offset(&reader)), offset(&reader) >= text.len()) {
            return Err(limits::unreadable(source, reason::QUOTE_OPEN, &number.to_string()));
        }
        rows.push(number, record.iter().map(|field| Cell::text(unguarded(field))).collect())?;
    }
    Ok(rows)
}

fn reader(delimiter: u8, text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes())
}

fn offset(reader: &csv::Reader<&[u8]>) -> usize {
    usize::try_from(reader.position().byte()).unwrap_or(usize::MAX)
}

/// Counts the lines up to each record: the csv crate's own count stops before the blank lines that it skips.
struct Lines<'a> {
    text: &'a [u8],
    at: usize,
    line: i64,
}

impl Lines<'_> {
    fn line_of(&mut self, begin: usize) -> i64 {
        let mut upto = begin.max(self.at);
        while matches!(self.text.get(upto), Some(b'\r' | b'\n')) {
            upto = upto.saturating_add(1);
        }
        let passed = self.text.get(self.at..upto).unwrap_or_default();
        self.line = self.line.saturating_add(limits::count(times(passed, b'\n')));
        self.at = upto;
        self.line
    }
}

/// The last record of the file, with a quote that nothing closes and more than one line behind it: whole rows
/// went into one cell.
fn is_left_open(raw: Option<&[u8]>, is_last: bool) -> bool {
    let raw = raw.unwrap_or_default().trim_ascii_end();
    is_last && raw.contains(&b'\n') && times(raw, b'"') % 2 == 1
}

/// How many times a byte stands there.
fn times(bytes: &[u8], wanted: u8) -> usize {
    bytes.split(|byte| *byte == wanted).count().saturating_sub(1)
}

/// The old line end, a lone CR, becomes a line feed.
fn with_line_feeds(text: String) -> String {
    if text.contains('\r') && !text.contains('\n') { text.replace('\r', "\n") } else { text }
}

/// Each run of blanks outside quotes becomes one tab, and those at both ends of a line none.
fn tabbed(text: &str) -> String {
    let line = |line: &str| {
        let mut quoted = false;
        let mut out = String::with_capacity(line.len());
        let mut gap = false;
        for ch in line.trim().chars() {
            quoted ^= ch == '"';
            if ch.is_whitespace() && !quoted {
                gap = true;
                continue;
            }
            if std::mem::take(&mut gap) {
                out.push('\t');
            }
            out.push(ch);
        }
        out
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// The delimiter under which most of the first records have the same number of cells, more than one.
fn sniff(text: &str) -> u8 {
    let score = |delimiter: u8| {
        let widths: Vec<usize> =
            reader(delimiter, text).records().take(SNIFFED).flatten().map(|record| record.len()).collect();
        let alike = |width: usize| widths.iter().filter(|other| **other == width).count();
        widths
            .iter()
            .filter(|width| **width > 1)
            .map(|width| (alike(*width), *width))
            .max()
            .unwrap_or_default()
    };
    let mut best = (b',', (0, 0));
    for delimiter in DELIMITERS {
        let found = score(delimiter);
        if found > best.1 {
            best = (delimiter, found);
        }
    }
    best.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Table {
        read("a.csv", text.as_bytes(), &Choice::default()).unwrap()
    }

    #[test]
    fn delimiters_are_found() {
        for (text, delimiter) in [
            ("name,phone\n王,1\n", ','),
            ("name;phone\n王;1,5\n李;2,5\n", ';'),
            ("name\tphone\n王, 李\t1\n", '\t'),
            ("姓名\n王\n", ','),
        ] {
            assert_eq!(table(text).delimiter, Some(delimiter), "{text:?}");
        }
        let stated = |name| Choice {
            delimiter: Some(Delimiter::named(name).unwrap()),
            header_row: Some(i64::from(name == "|")),
            ..Choice::default()
        };
        assert_eq!(read("a", b"name|phone\n1|2", &stated("|")).unwrap().headers.len(), 2);
        assert_eq!(Delimiter::named("shoe").unwrap_err().code(), "choice.unknown");
        // Columns lined up with blanks, and no line of headers.
        let lined_up = b" 00001 19970101  1  11.77\n 00002 19970112 12   12.00\n";
        let table = read("a", lined_up, &stated("blank")).unwrap();
        let headers: Vec<&str> = table.headers.iter().map(Clean::as_str).collect();
        assert_eq!((headers, table.rows.len()), (vec!["#1", "#2", "#3", "#4"], 2));
        assert_eq!(
            (table.header_row, table.rows[1].cell(2).raw().as_ref(), table.ragged_count),
            (0, "12", 0)
        );
    }

    #[test]
    fn rows_keep_the_line_that_they_begin_on() {
        for end in ["\n", "\r\n"] {
            let text = ["姓名,备注,余额", "", "王,\"两\n行\",1", "", "", "李,x,2", ",,", "张,y"].join(end);
            let table = table(&text);
            let numbers: Vec<i64> = table.rows.iter().map(|row| row.number).collect();
            assert_eq!(numbers, [3, 7, 9], "{end:?}");
            assert_eq!(table.rows[0].cell(1).raw(), "两\n行");
            assert_eq!((table.ragged_count, table.ragged[0].number, table.ragged[0].cells), (1, 9, 2));
        }
        let old = table("姓名,余额\r王,1\r李,2\r");
        assert_eq!(old.rows[1].number, 3);
    }

    #[test]
    fn an_open_quote_does_not_swallow_rows() {
        let no = read("a", "姓名,余额\n\"王,1\n李,2\n".as_bytes(), &Choice::default()).unwrap_err();
        assert_eq!(no.to_string(), "file.unreadable file=a reason=quote_open 2");
        assert_eq!(table("name,size\nnail,5\"\nfile,6\n").rows.len(), 2);
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for (bytes, why) in [
            (&b""[..], "empty"),
            (b"\n\n\r\n", "empty"),
            (b"<html><table>", "markup"),
            (b"\x00\x01\x02\x03\x00\x00", "binary"),
        ] {
            let no = read("a", bytes, &Choice::default()).unwrap_err();
            assert_eq!(no.to_string(), format!("file.unreadable file=a reason={why}"));
        }
        let many = vec!["x"; 300].join(",");
        assert_eq!(read("a", many.as_bytes(), &Choice::default()).unwrap_err().code(), "file.too_large");
    }
}
