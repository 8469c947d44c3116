//! What goes out to spreadsheets: members, items and bills, written down before it leaves.

use std::io::Write;

use serde::{Deserialize, Serialize};

use super::csv_out::{CsvOut, OutCell};
use crate::db::{Db, Fault, Row, RowResult, ValueRef, named_params};
use crate::ground::{Clean, Fen, day};
use crate::shop::{Act, Answer, Tx, Verb};
use crate::words::{self, Lang};

/// What is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// Members with their phones and balances.
    Members,
    /// The price list.
    Items,
    /// Bills of a span of days.
    Bills,
}

/// How a column is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Day,
    Money,
    Count,
    /// A code whose words stand in the locales.
    Code,
    /// As an import reads it again: `08-09` where the year was not told, the old calendar named.
    Birthday,
}

type Column = (&'static str, Kind);

const MEMBERS: &[Column] = &[
    ("number", Kind::Text),
    ("name", Kind::Text),
    ("phone", Kind::Text),
    ("gender", Kind::Code),
    ("birthday", Kind::Birthday),
    ("tier", Kind::Text),
    ("opened_on", Kind::Day),
    ("last_visit_on", Kind::Day),
    ("principal", Kind::Money),
    ("gift", Kind::Money),
    ("points", Kind::Count),
    ("owed", Kind::Money),
];

const ITEMS: &[Column] = &[
    ("code", Kind::Text),
    ("name", Kind::Text),
    ("kind", Kind::Code),
    ("category", Kind::Text),
    ("price", Kind::Money),
    ("hand_fee", Kind::Money),
    ("material_cost", Kind::Money),
    ("minutes", Kind::Count),
    ("barcode", Kind::Text),
    ("sessions", Kind::Count),
];

const BILLS: &[Column] = &[
    ("number", Kind::Text),
    ("day", Kind::Day),
    ("kind", Kind::Code),
    ("member", Kind::Text),
    ("member_name", Kind::Text),
    ("operator", Kind::Text),
    ("list_total", Kind::Money),
    ("discount", Kind::Money),
    ("payable", Kind::Money),
    ("card_value", Kind::Money),
    ("points_earned", Kind::Count),
    ("points_used", Kind::Count),
    ("of_bill", Kind::Text),
    ("reason", Kind::Text),
];

impl Subject {
    fn columns(self) -> &'static [Column] {
        match self {
            Self::Members => MEMBERS,
            Self::Items => ITEMS,
            Self::Bills => BILLS,
        }
    }

    /// The header in a language.
    pub fn head(self, lang: Lang) -> Vec<String> {
        let text = |name: &str| words::text(lang, &format!("tools.export.{name}")).to_owned();
        // People have a 姓名, goods a 名称.
        let own = |name: &'static str| match (self, name) {
            (Self::Items, "name") => "item_name",
            // As the import knows it, beside a column for the category.
            (Self::Items, "kind") => "item_kind",
            _ => name,
        };
        self.columns().iter().map(|(name, _)| text(own(name))).collect()
    }
}

/// Writes the header and every row; answers how many. `span` is the first and last day of bills, ISO.
///
/// # Errors
/// A fault when the file cannot be read or the disk fails.
pub fn write<W: Write>(
    db: &Db,
    subject: Subject,
    span: (&str, &str),
    lang: Lang,
    out: &mut CsvOut<W>,
) -> Result<i64, Fault> {
    let head = subject.head(lang);
    out.row(&head.iter().map(|text| OutCell::Text(text)).collect::<Vec<_>>())?;
    let mut count = 0;
    let mut one = |row: &Row<'_>| -> Result<(), Fault> {
        count += 1;
        let fields: RowResult<Vec<Field>> =
            subject.columns().iter().map(|column| field(row, *column, lang)).collect();
        let fields = fields?;
        Ok(out.row(&fields.iter().map(Field::cell).collect::<Vec<_>>())?)
    };
    match subject {
        Subject::Members => db.each(include_str!("sql/export_members.sql"), &[], &mut one)?,
        Subject::Items => db.each(include_str!("sql/export_items.sql"), &[], &mut one)?,
        Subject::Bills => {
            let params = named_params! { ":from": span.0, ":to": span.1 };
            db.each(include_str!("sql/export_bills.sql"), params, &mut one)?;
        }
    }
    Ok(count)
}

/// A value on its way out.
enum Field {
    Text(String),
    Money(Fen),
    Count(i64),
    Day(chrono::NaiveDate),
}

impl Field {
    fn cell(&self) -> OutCell<'_> {
        match self {
            Self::Text(text) if text.is_empty() => OutCell::Empty,
            Self::Text(text) => OutCell::Text(text),
            Self::Money(amount) => OutCell::Money(*amount),
            Self::Count(count) => OutCell::Count(*count),
            Self::Day(day) => OutCell::Day(*day),
        }
    }
}

fn field(row: &Row<'_>, (name, kind): Column, lang: Lang) -> RowResult<Field> {
    let text = match row.get_ref(name)? {
        ValueRef::Text(text) => String::from_utf8_lossy(text).into_owned(),
        ValueRef::Integer(number) if kind == Kind::Money => return Ok(Field::Money(Fen(number))),
        ValueRef::Integer(number) => return Ok(Field::Count(number)),
        ValueRef::Null | ValueRef::Real(_) | ValueRef::Blob(_) => String::new(),
    };
    Ok(match kind {
        Kind::Day => day::iso(&text).map_or(Field::Text(text), Field::Day),
        Kind::Code => {
            let key = format!("tools.export.{name}.{text}");
            Field::Text(words::lookup(lang, &key).map_or(text, str::to_owned))
        }
        Kind::Birthday if text.starts_with("0000-") => {
            let day = text.trim_start_matches("0000-");
            let lunar = row.get::<_, Option<String>>("birthday_calendar")?.as_deref() == Some("lunar");
            Field::Text(if lunar {
                words::fill(lang, "tools.export.lunar", &[("day", day)])
            } else {
                day.to_owned()
            })
        }
        Kind::Birthday if row.get::<_, Option<String>>("birthday_calendar")?.as_deref() == Some("lunar") => {
            Field::Text(words::fill(lang, "tools.export.lunar", &[("day", &text)]))
        }
        Kind::Text | Kind::Money | Kind::Count | Kind::Birthday => Field::Text(text),
    })
}

/// Lets something be exported; written down before it leaves.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportFile {
    /// What.
    pub subject: Subject,
    /// Where to.
    #[serde(default)]
    pub to: String,
}

/// That it may leave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MayLeave {
    /// What.
    pub subject: Subject,
}

impl Verb for ExportFile {
    const NAME: &'static str = "file.export";
    type Out = MayLeave;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<MayLeave> {
        tx.require(Act::Export)?;
        tx.note("file.export", format!("{:?} to {}", self.subject, Clean::shown(&self.to)))?;
        Ok(MayLeave { subject: self.subject })
    }
}
