//! The files of a month-end pack in other people's programs: the workbook in LibreOffice, which works its totals out anew,
//! the Parquet in DuckDB, the CSV in Python. Each is skipped, and said so, where the program is not installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use meigui::ground::Fen;
use serde_json::{Value, json};

use crate::pack;

/// The program, where this machine has it.
fn office() -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths)
        .flat_map(|folder| ["soffice", "libreoffice"].map(|name| folder.join(name)))
        .find(|path| path.is_file())
}

/// Every sheet of a workbook as CSV, by its name: values and not what is shown, formulas worked out anew.
fn converted(office: &Path, book: &Path, to: &Path) -> Vec<(String, Vec<Vec<String>>)> {
    let profile = to.join("profile");
    // Fields, quotes, UTF-8, from line 1, all columns, en-US, quoted texts, no detection, values, no formulas, all sheets.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false,false,false,-1";
    let done = Command::new(office)
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--convert-to", filter, "--outdir"])
        .args([to, book])
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let stem = book.file_stem().unwrap().to_string_lossy().into_owned();
    let mut sheets = Vec::new();
    for entry in fs::read_dir(to).unwrap().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(sheet) = name.strip_prefix(&format!("{stem}-")).and_then(|rest| rest.strip_suffix(".csv"))
        else {
            continue;
        };
        let mut reader =
            csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(entry.path()).unwrap();
        let rows = reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        sheets.push((sheet.to_owned(), rows));
    }
    sheets
}

/// A number as LibreOffice writes it, in fen or hundredths.
fn hundredths(text: &str) -> i64 {
    let (whole, rest) = text.split_once('.').unwrap_or((text, ""));
    format!("{whole}.{rest:0<2}").parse::<Fen>().unwrap_or_else(|_| panic!("{text}")).0
}

#[test]
fn the_workbook_opens_in_libreoffice_with_the_ledgers_totals() {
    let Some(office) = office() else {
        println!("SKIPPED: LibreOffice (soffice) is not installed; the workbook was not converted");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let mut salon = pack::salon();
    salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    let made = pack::export(&salon, folder.path(), meigui::exchange::decode::Encoding::Utf8Bom).folder;
    let to = folder.path().join("office");
    fs::create_dir(&to).unwrap();
    let sheets = converted(&office, &made.join("S01_202611_v1.xlsx"), &to);
    assert_eq!(sheets.len(), 9, "{:?}", sheets.iter().map(|(name, _)| name).collect::<Vec<_>>());
    let whole: Value = serde_json::from_slice(&fs::read(made.join("S01_202611_v1.json")).unwrap()).unwrap();
    let mut compared = 0;
    for (key, name) in [("days", "日报"), ("lines", "明细"), ("liability", "充值与负债变动")] {
        let (_, rows) = sheets.iter().find(|(sheet, _)| sheet == name).unwrap_or_else(|| panic!("{name}"));
        let theirs = whole["sheets"][key]["rows"].as_array().unwrap();
        // The header, every row, and a line of totals where there is one.
        let totals = rows.last().filter(|row| row[0] == "合计");
        assert_eq!(rows.len(), 1 + theirs.len() + usize::from(totals.is_some()), "{name}");
        for (row, ours) in rows[1..].iter().zip(theirs) {
            for (cell, value) in row.iter().zip(ours.as_array().unwrap()) {
                let same = match value {
                    Value::Null => cell.is_empty(),
                    Value::Number(number) => hundredths(cell) == number.as_i64().unwrap() * 100,
                    // An amount is a number there, a text with two decimals here.
                    Value::String(text) if text.parse::<Fen>().is_ok() && text.contains('.') => {
                        hundredths(cell) == text.parse::<Fen>().unwrap().0
                    }
                    other => other.as_str() == Some(cell),
                };
                assert!(same, "{name}: {cell} / {value}");
                compared += 1;
            }
        }
        let Some(totals) = totals else { continue };
        for (place, cell) in totals.iter().enumerate().skip(1).filter(|(_, cell)| !cell.is_empty()) {
            let sum: i64 = rows[1..rows.len() - 1].iter().map(|row| hundredths(&row[place])).sum();
            assert_eq!(hundredths(cell), sum, "{name} {place}");
        }
    }
    assert!(compared > 100, "{compared}");
    let manifest: Value = serde_json::from_slice(&fs::read(made.join("datapackage.json")).unwrap()).unwrap();
    let received = manifest["control_totals"]["days"]["received"].as_str().unwrap().to_owned();
    let (_, days) = sheets.iter().find(|(sheet, _)| sheet == "日报").unwrap();
    let place = days[0].iter().position(|head| head == "实收").unwrap();
    assert_eq!(hundredths(&days.last().unwrap()[place]), received.parse::<Fen>().unwrap().0);
}

/// What a Python program answers, line by line; nothing where it or a module of it is not there.
fn python(program: &str, folder: &Path) -> Option<Vec<String>> {
    let done = Command::new("python3").arg("-c").arg(program).arg(folder).output().ok()?;
    let told = String::from_utf8_lossy(&done.stderr).into_owned();
    if told.contains("ModuleNotFoundError") {
        return None;
    }
    assert!(done.status.success(), "{told}");
    Some(String::from_utf8_lossy(&done.stdout).lines().map(str::to_owned).collect())
}

#[test]
fn duckdb_reads_the_parquet_and_python_the_csv_with_the_ledgers_totals() {
    let folder = tempfile::tempdir().unwrap();
    let mut salon = pack::salon();
    salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    let made = pack::export(&salon, folder.path(), meigui::exchange::decode::Encoding::Utf8Bom).folder;
    let manifest: Value = serde_json::from_slice(&fs::read(made.join("datapackage.json")).unwrap()).unwrap();
    let received = manifest["control_totals"]["days"]["received"].as_str().unwrap();
    let whole: Value = serde_json::from_slice(&fs::read(made.join("S01_202611_v1.json")).unwrap()).unwrap();
    let lines = whole["sheets"]["lines"]["rows"].as_array().unwrap().len();
    let duck = "import duckdb, sys\n\
        p = sys.argv[1] + '/parquet/'\n\
        print(duckdb.sql(f\"SELECT sum(received) FROM '{p}days.parquet'\").fetchall()[0][0])\n\
        print(duckdb.sql(f\"SELECT count(*) FROM '{p}lines.parquet'\").fetchall()[0][0])";
    match python(duck, &made) {
        Some(told) => assert_eq!(told, [received, &lines.to_string()]),
        None => println!("SKIPPED: python3 with duckdb is not installed; the Parquet was not read by it"),
    }
    let plain = "import csv, sys\n\
        from decimal import Decimal\n\
        read = lambda name: list(csv.DictReader(open(f'{sys.argv[1]}/csv/{name}.csv', encoding='utf-8-sig', newline='')))\n\
        days = read('days')\n\
        print(sum(Decimal(row['实收']) for row in days if row['日期'] != '合计'))\n\
        print(len(read('lines')))";
    match python(plain, &made) {
        Some(told) => assert_eq!(told, [received, &lines.to_string()]),
        None => println!("SKIPPED: python3 is not installed; the CSV was not read by it"),
    }
}
