//! What a file would become, shown beside what it says, before anything is written.

use super::birthday;
use super::columns::{self, Mapping};
use super::dates::{self, DayOrder, DayStyle};
use super::fields::Field;
use super::limits::count;
use super::rows::{self, Parsed, Problem, Styles};
use super::table::{Cell, Row, Table};
use crate::ground::{Clean, Refused};

/// The outcome of one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowOutcome {
    /// The row's number in the file.
    pub number: i64,
    /// What it becomes, or every problem that it has.
    pub outcome: Result<Parsed, Vec<Problem>>,
}

/// A table with its mapping, ready to be read row by row as often as is wanted.
#[derive(Debug, Clone)]
pub struct Check<'a> {
    table: &'a Table,
    mapping: &'a Mapping,
    styles: Styles,
    named: usize,
}

/// The first rows as the file has them and as they are understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreviewRow {
    /// The raw cells under the headers, as a screen may show them.
    pub raw: Vec<Clean>,
    /// What they become.
    pub read: RowOutcome,
}

/// How many rows were understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Rows below the header.
    pub rows: i64,
    /// Rows that were understood.
    pub good: i64,
    /// Rows with a problem.
    pub errors: i64,
}

/// The fields that hold a day.
const DAY_FIELDS: [Field; 6] =
    [Field::Birthday, Field::JoinedOn, Field::LastVisit, Field::ExpiresOn, Field::BoughtOn, Field::Date];

impl<'a> Check<'a> {
    /// Prepares the reading: each column's order of day and month is the stated one, else what the column as a
    /// whole proves.
    ///
    /// # Errors
    /// [`Refused::ColumnMissing`] where a required field has no column.
    pub fn new(table: &'a Table, mapping: &'a Mapping, order: Option<DayOrder>) -> Result<Self, Refused> {
        mapping.complete(&table.headers)?;
        let style = |field: Field| {
            let column = mapping.column(field)?;
            let proven = || dates::proven_order(table.rows.iter().map(|row| row.cell(column)));
            let cells = || table.rows.iter().map(|row| row.cell(column));
            let short = (field == Field::Birthday).then(|| birthday::proven_order(cells())).flatten();
            let order = order.or_else(proven);
            Some((field, DayStyle { order, from_1904: table.from_1904, short }))
        };
        let styles = DAY_FIELDS.into_iter().filter_map(style).collect();
        let is_named = |header: &Clean| !header.is_empty() && !columns::is_added(header);
        let named = table.headers.iter().rposition(is_named).map_or(0, |last| last.saturating_add(1));
        Ok(Self { table, mapping, styles, named })
    }

    /// The outcome of every row, one at a time: a million of them need not stand in memory.
    pub fn outcomes(&self) -> impl Iterator<Item = RowOutcome> + '_ {
        self.table.rows.iter().map(|row| self.outcome(row))
    }

    /// The first rows, raw against read.
    #[must_use]
    pub fn preview(&self, first: usize) -> Vec<PreviewRow> {
        let raw = |cell: &Cell| Clean::shown(&dates::shown(cell, self.table.from_1904));
        let cells = |row: &Row| (0..self.table.headers.len()).map(|column| raw(row.cell(column))).collect();
        let rows = self.table.rows.iter().take(first);
        rows.map(|row| PreviewRow { raw: cells(row), read: self.outcome(row) }).collect()
    }

    /// Counts what is good and what is not.
    #[must_use]
    pub fn tally(&self) -> Tally {
        let good = self.outcomes().filter(|row| row.outcome.is_ok()).count();
        let rows = self.table.rows.len();
        Tally { rows: count(rows), good: count(good), errors: count(rows.saturating_sub(good)) }
    }

    /// The order of day and month in which a field's column is read, for the screen to show.
    #[must_use]
    pub fn day_order(&self, field: Field) -> Option<DayOrder> {
        self.styles.iter().find(|(known, _)| *known == field).and_then(|(_, style)| style.order)
    }

    /// The table that is checked.
    #[must_use]
    pub fn table(&self) -> &'a Table {
        self.table
    }

    fn outcome(&self, row: &Row) -> RowOutcome {
        let outcome = rows::read(row, self.mapping, self.spilt(row), &self.styles);
        RowOutcome { number: row.number, outcome }
    }

    /// The refusal of a row that holds something behind the last named header: its values may have slipped
    /// sideways. What an error file added does not count.
    fn spilt(&self, row: &Row) -> Option<Refused> {
        let added = |column: usize| self.table.headers.get(column).is_some_and(columns::is_added);
        let mut beyond = (self.named..row.cells.len()).rev();
        let last = beyond.find(|column| !added(*column) && !row.cell(*column).is_blank())?;
        Some(Refused::RowTooWide { cells: count(last.saturating_add(1)), headers: count(self.named) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::csv_in::{self, Choice};
    use super::super::fields::Kind;
    use super::*;

    fn read(kind: Kind, text: &str, order: Option<DayOrder>) -> Vec<String> {
        let table = csv_in::read("a.csv", text.as_bytes(), &Choice::default()).unwrap();
        let mapping = columns::guess(&table.headers, kind);
        let check = Check::new(&table, &mapping, order).unwrap();
        let told = |outcome: RowOutcome| match outcome.outcome {
            Ok(_) => format!("{} good", outcome.number),
            Err(problems) => problems
                .iter()
                .map(|problem| {
                    let field = problem.field.map_or("row", Field::name);
                    format!("{} {field} {}", outcome.number, problem.code())
                })
                .collect::<Vec<_>>()
                .join(", "),
        };
        check.outcomes().map(told).collect()
    }

    #[test]
    fn every_problem_of_a_row_is_told() {
        let members = "姓名,手机,性别,生日,积分,备注\n\
            王雅琴,+86 138-0013-8000,女,农历八月十五,1200,\n\
            李,1.38E+10,猫,05/06/1985,1.5,x\n\
            ,13800138001,,,,\n\
            张,,,,,\n\
            \u{200b},13800138002,男,1985-11-21,3,老客\n\
            赵,13800138003,男,1985-11-21,3,老客,多一格\n";
        assert_eq!(
            read(Kind::Members, members, None),
            [
                "2 good",
                "3 phone phone.scientific, 3 gender choice.unknown, 3 birthday date.ambiguous, 3 points import.count_unreadable",
                "4 name text.missing",
                "5 phone text.missing",
                "6 name text.missing",
                "7 row import.row_too_wide",
            ]
        );
        let balances = "卡号,本金,赠金\nA1,100,20\nA2,,5\nA3,9.999,0\n";
        assert_eq!(
            read(Kind::Balances, balances, None),
            ["2 good", "3 principal text.missing", "4 principal amount.too_fine"]
        );
        let cards = "手机,次卡,剩余次数,到期\n13800138000,护理10次,7次,2027-01-01\n13800138000,年卡,,2027.1.1\n13800138000,年卡,,\n";
        assert_eq!(read(Kind::Cards, cards, None), ["2 good", "3 good", "4 sessions_left text.missing"]);
        let staff = "工号,姓名,入职日期,在职\n1,小李,20200301,是\n2,小王,昨天,?\n";
        assert_eq!(
            read(Kind::Staff, staff, None),
            ["2 good", "3 joined_on date.unreadable, 3 active choice.unknown"]
        );
    }

    #[test]
    fn a_column_of_days_is_read_as_a_whole() {
        let sales = |last: &str| format!("date,item,amount\n03/04/2018,cut,70\n{last},cut,-70\n");
        assert_eq!(read(Kind::Sales, &sales("03/15/2018"), None), ["2 good", "3 good"]);
        assert_eq!(
            read(Kind::Sales, &sales("04/03/2018"), None),
            ["2 date date.ambiguous", "3 date date.ambiguous"]
        );
        assert_eq!(read(Kind::Sales, &sales("04/03/2018"), Some(DayOrder::DayFirst)), ["2 good", "3 good"]);
    }

    #[test]
    fn the_preview_shows_raw_against_read() {
        let text = "名称,价格\n剪发,￥８８\n\u{1b}[31m染发,免费\n";
        let table = csv_in::read("a.csv", text.as_bytes(), &Choice::default()).unwrap();
        let mapping = columns::guess(&table.headers, Kind::Items);
        let check = Check::new(&table, &mapping, None).unwrap();
        let preview = check.preview(5);
        assert_eq!(preview[1].raw.iter().map(Clean::as_str).collect::<Vec<_>>(), ["染发", "免费"]);
        assert!(matches!(&preview[0].read.outcome, Ok(Parsed::Item(item)) if item.price.0 == 8800));
        assert_eq!(check.tally(), Tally { rows: 2, good: 1, errors: 1 });
        let mapping = columns::guess(&table.headers, Kind::Sales);
        assert_eq!(Check::new(&table, &mapping, None).unwrap_err().code(), "import.column_missing");
    }
}
