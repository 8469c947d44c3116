//! The pack as a workbook: header in row 1, frozen and filtered, amounts as numbers, dates as dates, totals with their
//! value, printed on A4 landscape. The same content gives the same bytes.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};

use super::month::Content;
use super::sheet::{Cell, Sheet, name};
use crate::db::Fault;
use crate::ground::Fen;
use crate::words::{self, Lang};

/// Amounts, negative ones in red.
const MONEY: &str = "#,##0.00;[Red]-#,##0.00";
/// A4.
const PAPER_A4: u8 = 9;

struct Formats {
    head: Format,
    money: Format,
    day: Format,
    count: Format,
    text: Format,
    total: Format,
    total_money: Format,
    total_count: Format,
}

impl Formats {
    fn new() -> Self {
        let total = Format::new().set_bold().set_border_top(FormatBorder::Thin);
        Self {
            head: Format::new().set_bold().set_border_bottom(FormatBorder::Thin),
            money: Format::new().set_num_format(MONEY),
            day: Format::new().set_num_format("yyyy-mm-dd"),
            count: Format::new().set_num_format("0"),
            text: Format::new().set_num_format("@"),
            total_money: total.clone().set_num_format(MONEY),
            total_count: total.clone().set_num_format("0"),
            total,
        }
    }
}

/// The workbook's bytes.
///
/// # Errors
/// A fault when the workbook cannot be made.
pub fn bytes(content: &Content, sheets: &[&Sheet]) -> Result<Vec<u8>, Fault> {
    let broken = |error: XlsxError| Fault::Broken(format!("workbook: {error}"));
    let mut book = Workbook::new();
    // The clock of whoever makes the pack must not change its bytes.
    let made = date(content.month.last).map_err(broken)?;
    let title = format!("{} {} {}", content.store, content.store_name, content.month.name());
    book.set_properties(&DocProperties::new().set_title(&title).set_creation_datetime(&made));
    let formats = Formats::new();
    for sheet in sheets {
        let page = book.add_worksheet();
        page.set_name(sheet.title(content.lang)).map_err(broken)?;
        write(page, sheet, content.lang, &formats).map_err(broken)?;
    }
    book.save_to_buffer().map_err(broken)
}

fn write(page: &mut Worksheet, sheet: &Sheet, lang: Lang, formats: &Formats) -> Result<(), XlsxError> {
    for (place, column) in (0_u16..).zip(sheet.columns.iter()) {
        page.write_string_with_format(0, place, name(lang, column), &formats.head)?;
    }
    for (line, row) in (1_u32..).zip(&sheet.rows) {
        for (place, cell) in (0_u16..).zip(row) {
            put(page, (line, place), cell, formats)?;
        }
    }
    let last_row = u32::try_from(sheet.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(sheet.columns.len()).unwrap_or(1).saturating_sub(1);
    if sheet.has_totals() && last_row > 0 {
        let row = last_row.saturating_add(1);
        page.write_string_with_format(row, 0, words::text(lang, "pack.total"), &formats.total)?;
        for place in 1..=last_column {
            let total = sheet.total(usize::from(place)).unwrap_or(Cell::Empty);
            let (value, format) = match total {
                Cell::Money(fen) => (fen.to_string(), &formats.total_money),
                Cell::Count(count) => (count.to_string(), &formats.total_count),
                Cell::Empty | Cell::Text(_) | Cell::Day(_) => {
                    page.write_blank(row, place, &formats.total)?;
                    continue;
                }
            };
            let letter = rust_xlsxwriter::column_number_to_name(place);
            // The value is kept beside the formula: a reader that works nothing out still shows it.
            let formula = Formula::new(format!("=SUM({letter}2:{letter}{row})")).set_result(value);
            page.write_formula_with_format(row, place, formula, format)?;
        }
    }
    page.set_freeze_panes(1, 0)?;
    page.autofilter(0, 0, last_row.max(1), last_column)?;
    page.autofit();
    page.set_landscape();
    page.set_paper_size(PAPER_A4);
    page.set_print_fit_to_pages(1, 0);
    page.set_repeat_rows(0, 0)?;
    Ok(())
}

fn put(
    page: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => return Ok(()),
        Cell::Text(text) => page.write_string_with_format(row, column, text, &formats.text)?,
        Cell::Day(day) => page.write_datetime_with_format(row, column, &date(*day)?, &formats.day)?,
        Cell::Money(fen) => page.write_number_with_format(row, column, number(*fen), &formats.money)?,
        Cell::Count(count) => {
            let value: f64 = count.to_string().parse().unwrap_or_default();
            page.write_number_with_format(row, column, value, &formats.count)?
        }
    };
    Ok(())
}

fn date(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let part = |value: u32| u8::try_from(value).unwrap_or(1);
    ExcelDateTime::from_ymd(u16::try_from(day.year()).unwrap_or(1900), part(day.month()), part(day.day()))
}

/// An amount as spreadsheets have it: two decimals of up to 13 digits survive it exactly.
fn number(fen: Fen) -> f64 {
    fen.to_string().parse().unwrap_or_default()
}
