//! A real salon's files, in every encoding and as workbooks, give the same rows.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use meigui::exchange::columns;
use meigui::exchange::csv_in::Choice;
use meigui::exchange::dates::DayOrder;
use meigui::exchange::decode::{self, Encoding};
use meigui::exchange::fields::{Field, Kind};
use meigui::exchange::open;
use meigui::exchange::preview::{Check, Tally};
use meigui::exchange::rows::{Parsed, Problem};
use meigui::exchange::sheet_in::SheetReader;
use meigui::exchange::table::Table;
use meigui::ground::{Fen, Refused};

use crate::workbooks;

/// The reader in the real binary.
pub fn reader() -> SheetReader {
    SheetReader::at(env!("CARGO_BIN_EXE_meigui"))
}

/// A folder of its own for the files of one test.
pub struct Desk {
    folder: tempfile::TempDir,
    files: AtomicU32,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), files: AtomicU32::new(0) }
    }

    pub fn put(&self, bytes: &[u8]) -> PathBuf {
        let number = self.files.fetch_add(1, Ordering::Relaxed);
        let path = self.folder.path().join(format!("file-{number}"));
        std::fs::write(&path, bytes).unwrap();
        path
    }

    pub fn read(&self, bytes: &[u8]) -> Result<Table, Refused> {
        open::table(&self.put(bytes), &Choice::default(), &reader())
    }
}

/// The folder of data that the project does not carry, or `None`, said aloud.
pub fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("MEIGUI_SHARED").map_or_else(beside, PathBuf::from).join("data/salon");
    if folder.is_dir() {
        return Some(folder);
    }
    println!("SKIPPED: ../shared is not there");
    None
}

/// What a table becomes: its good rows, and its rows in error with their codes.
fn parsed(table: &Table, kind: Kind) -> (Vec<Parsed>, Vec<(i64, Vec<&'static str>)>) {
    let mapping = columns::guess(&table.headers, kind);
    let check = Check::new(table, &mapping, None).unwrap();
    let (mut good, mut bad) = (Vec::new(), Vec::new());
    for row in check.outcomes() {
        match row.outcome {
            Ok(parsed) => good.push(parsed),
            Err(problems) => bad.push((row.number, problems.iter().map(Problem::code).collect())),
        }
    }
    (good, bad)
}

#[test]
fn the_receipts_of_a_real_salon_come_in_to_the_fen() {
    let Some(folder) = shared() else { return };
    let table = open::table(&folder.join("receipt_transactions.csv"), &Choice::default(), &reader()).unwrap();
    assert_eq!((table.rows.len(), table.ragged_count, table.encoding), (1934, 0, Some(Encoding::Utf8)));
    let mapping = columns::guess(&table.headers, Kind::Sales);
    let unknown: Vec<&str> = mapping.unknown.iter().map(|column| table.headers[*column].as_str()).collect();
    assert_eq!(unknown, ["GST", "PST"]);
    let check = Check::new(&table, &mapping, None).unwrap();
    assert_eq!(check.day_order(Field::Date), Some(DayOrder::MonthFirst));
    assert_eq!(check.tally(), Tally { rows: 1934, good: 1934, errors: 0 });
    let (good, _) = parsed(&table, Kind::Sales);
    let sales: Vec<_> = good
        .iter()
        .map(|row| match row {
            Parsed::Sale(sale) => sale,
            other => panic!("{other:?}"),
        })
        .collect();
    // Summed apart from this crate's own reading.
    let by_hand: f64 = workbooks::texts(&std::fs::read(folder.join("receipt_transactions.csv")).unwrap())
        .iter()
        .skip(1)
        .map(|row| row[6].parse::<f64>().unwrap())
        .sum();
    let total = Fen::sum(sales.iter().map(|sale| sale.amount)).unwrap();
    assert_eq!(total.to_string(), format!("{by_hand:.2}"));
    assert_eq!(sales.iter().map(|sale| sale.date).min().unwrap().to_string(), "2018-03-15");
    assert_eq!(sales.iter().map(|sale| sale.date).max().unwrap().to_string(), "2018-07-29");
    assert_eq!(sales.iter().filter(|sale| sale.amount < Fen::ZERO).count(), 71);
    assert_eq!(sales.iter().filter(|sale| sale.quantity < 0).count(), 1);
    assert_eq!(sales.iter().filter(|sale| sale.item.is_none()).count(), 3);
}

#[test]
fn the_price_lists_of_a_real_salon_come_in() {
    let Some(folder) = shared() else { return };
    let read = |name: &str| open::table(&folder.join(name), &Choice::default(), &reader()).unwrap();
    let (services, bad) = parsed(&read("service_listing.csv"), Kind::Items);
    // Line 21 has a code and a price of zero, but no description.
    assert_eq!((services.len(), bad), (32, vec![(21, vec!["text.missing"])]));
    let (products, bad) = parsed(&read("product_listing_retail.csv"), Kind::Items);
    // One cost of 9.325, and one product that has a code but no description.
    assert_eq!(products.len(), 99);
    assert_eq!(
        bad.into_iter().map(|(_, codes)| codes).collect::<Vec<_>>(),
        [vec!["text.missing"], vec!["amount.too_fine"]]
    );
    let below =
        |row: &&Parsed| matches!(row, Parsed::Item(item) if item.stock.is_some_and(|stock| stock < 0));
    assert_eq!(products.iter().filter(below).count(), 2);
}

#[test]
fn the_same_data_gives_the_same_rows_whatever_it_was_saved_as() {
    let Some(folder) = shared() else { return };
    let desk = Desk::new();
    for (name, kind) in [
        ("receipt_transactions.csv", Kind::Sales),
        ("service_listing.csv", Kind::Items),
        ("product_listing_retail.csv", Kind::Items),
    ] {
        let bytes = std::fs::read(folder.join(name)).unwrap();
        let chinese = String::from_utf8(bytes)
            .unwrap()
            .replace("cut", "剪发")
            .replace("AG", "爱丽")
            .replace("Description", "品名");
        let plain = parsed(&desk.read(chinese.as_bytes()).unwrap(), kind);
        assert!(!plain.0.is_empty());
        for encoding in Encoding::ALL {
            let table = desk.read(&decode::encode(&chinese, encoding).unwrap()).unwrap();
            assert_eq!(table.encoding, Some(encoding));
            assert_eq!(parsed(&table, kind), plain, "{name} {encoding}");
        }
        let rows = workbooks::texts(chinese.as_bytes());
        for (what, bytes) in [("xlsx", workbooks::xlsx(&rows)), ("xls", workbooks::xls(&rows))] {
            let table = desk.read(&bytes).unwrap();
            assert_eq!(table.sheets.len(), 1);
            assert_eq!(parsed(&table, kind), plain, "{name} {what}");
        }
    }
}

#[test]
fn a_sheet_is_chosen_by_its_name() {
    let desk = Desk::new();
    let rows = workbooks::texts("姓名,手机\n王,13800138000\n".as_bytes());
    let file = desk.put(&workbooks::xlsx(&rows));
    let named = |sheet: &str| Choice { sheet: Some(sheet.to_owned()), ..Choice::default() };
    let table = open::table(&file, &named("Sheet1"), &reader()).unwrap();
    assert_eq!((table.rows.len(), table.rows[0].number), (1, 2));
    let no = open::table(&file, &named("--sheet"), &reader()).unwrap_err();
    assert_eq!(no.to_string(), "file.unreadable file=file-0 reason=sheet_unknown --sheet");
}
