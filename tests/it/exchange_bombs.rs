//! Files made to harm: each is refused with a reason, and the parent lives.

use std::io::{Cursor, Write};
use std::time::Duration;

use meigui::exchange::csv_in::Choice;
use meigui::exchange::open;
use meigui::exchange::sheet_in::SheetReader;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::exchange_files::{Desk, reader};
use crate::workbooks;

const TYPES: &str = r#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;
const ROOT: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const BOOK: &str = r#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const BOOK_RELS: &str = r#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;

/// A workbook of one sheet with that XML inside `<worksheet>`, and more entries.
fn workbook(inner: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let sheet = format!(
        r#"<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{inner}</worksheet>"#
    );
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let parts: [(&str, &[u8]); 5] = [
        ("[Content_Types].xml", TYPES.as_bytes()),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", BOOK.as_bytes()),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ];
    for (name, bytes) in parts.iter().chain(more) {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const CELL: &str = r#"<c r="A1" t="inlineStr"><is><t>姓名</t></is></c>"#;

#[test]
fn a_sheet_that_spans_everything_costs_nothing() {
    let desk = Desk::new();
    let far = r#"<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>"#;
    for (inner, why) in [
        (
            format!(r#"<dimension ref="A1:XFD1048576"/><sheetData><row r="1">{CELL}</row>{far}</sheetData>"#),
            "file.too_large file=file-0 reason=span 268435456",
        ),
        (
            format!(r#"<sheetData><row r="1">{CELL}</row>{far}</sheetData>"#),
            "file.too_large file=file-1 reason=columns 256",
        ),
        (
            format!(
                r#"<sheetData><row r="2">{CELL}</row><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c r="A3"><v>1</v></c></row><row r="1"><c r="A2"><v>1</v></c></row></sheetData>"#
            ),
            "file.unreadable file=file-2 reason=order 1",
        ),
    ] {
        assert_eq!(desk.read(&workbook(&inner, &[])).unwrap_err().to_string(), why);
    }
    // Far down but narrow is only far down.
    let down = format!(
        r#"<sheetData><row r="1">{CELL}</row><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>"#
    );
    let table = desk.read(&workbook(&down, &[])).unwrap();
    assert_eq!(table.rows[0].number, 1_048_576);
}

#[test]
fn bombs_and_wanderers_are_refused_before_they_unfold() {
    let desk = Desk::new();
    let fine = format!(r#"<sheetData><row r="1">{CELL}</row></sheetData>"#);
    assert!(desk.read(&workbook(&fine, &[])).is_ok());
    let zeros = vec![b' '; 64 * 1024 * 1024];
    let bomb = desk.read(&workbook(&fine, &[("xl/sharedStrings.xml", &zeros)])).unwrap_err();
    assert_eq!(bomb.to_string(), "file.too_large file=file-1 reason=zip_ratio 200");
    let wanderer = desk.read(&workbook(&fine, &[("../../../tmp/x", b"x")])).unwrap_err();
    assert_eq!(wanderer.to_string(), "file.unreadable file=file-2 reason=zip_path ../../../tmp/x");
    let rows: String = (1..2000)
        .map(|row| format!(r#"<row r="{row}">{CELL}</row>"#).replace("A1", &format!("A{row}")))
        .collect();
    let table = desk.read(&workbook(&format!("<sheetData>{rows}</sheetData>"), &[])).unwrap();
    assert_eq!(table.rows.len(), 1998);
    let long = format!(
        r#"<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>"#,
        "长".repeat(10_001)
    );
    let no = desk.read(&workbook(&long, &[])).unwrap_err();
    assert_eq!(no.to_string(), "file.too_large file=file-4 reason=cell_chars 10000");
}

#[test]
fn what_is_no_workbook_is_refused_with_a_reason() {
    let desk = Desk::new();
    let book = workbooks::xlsx(&workbooks::texts(b"name,phone\na,13800138000\n"));
    for bytes in [
        &b"PK\x03\x04nothing"[..],
        &book[..book.len() / 2],
        &[0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0],
    ] {
        let no = desk.read(bytes).unwrap_err();
        assert!(no.to_string().contains("reason=workbook") || no.code() == "file.reader_died", "{no}");
    }
    let nowhere = desk.put(b"").with_file_name("nowhere");
    for path in [nowhere.as_path(), nowhere.parent().unwrap()] {
        assert_eq!(open::table(path, &Choice::default(), &reader()).unwrap_err().code(), "file.unreadable");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_child_that_wants_all_memory_gets_none_of_it() {
    // An XLS is laid out whole: two cells at its corners are 16 million between them.
    let mut rows = vec![vec![]; 65_500];
    rows[0] = vec!["姓名".to_owned()];
    rows[65_499] = vec![String::new(); 256];
    rows[65_499][255] = "1".to_owned();
    let no = Desk::new().read(&workbooks::xls(&rows)).unwrap_err();
    assert!(no.to_string().contains("reason=broke_off signal: 6"), "{no}");
}

#[cfg(unix)]
#[test]
fn a_child_that_loops_floods_or_dies_is_stopped() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    let book = desk.put(&workbooks::xlsx(&workbooks::texts(b"name,phone\na,13800138000\n")));
    let script = |body: &str| {
        let path = desk.put(format!("#!/bin/sh\n{body}\n").as_bytes());
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o700)).unwrap();
        path
    };
    let head = r#"echo '{"head":{"sheets":["a"],"sheet":"a","from_1904":false}}'"#;
    let cell = r#"[[0,{"text":"x"}]]"#;
    let rows = format!(
        r#"i=1; while :; do echo "{{\"row\":{{\"number\":$i,\"cells\":{}}}}}"; i=$((i+1)); done"#,
        cell.replace('"', "\\\"")
    );
    for (body, why) in [
        ("exec tail -f /dev/null".to_owned(), "file.reader_died file=file-0 reason=seconds 1"),
        (format!("{head}; exec tail -f /dev/null"), "file.reader_died file=file-0 reason=seconds 1"),
        ("exec cat /dev/zero".to_owned(), "file.too_large file=file-0 reason=output 65536"),
        (format!("{head}; {rows}"), "file.too_large file=file-0 reason=output 65536"),
        ("kill -9 $$".to_owned(), "file.reader_died file=file-0 reason=broke_off signal: 9 (SIGKILL)"),
        (format!("{head}; exit 101"), "file.reader_died file=file-0 reason=broke_off exit status: 101"),
        ("echo hello".to_owned(), "file.reader_died file=file-0 reason=nonsense"),
    ] {
        let reader = SheetReader::at(script(&body)).within(Duration::from_secs(1)).saying_at_most(65_536);
        let no = open::table(&book, &Choice::default(), &reader).unwrap_err();
        assert_eq!(no.to_string(), why, "{body}");
    }
    let none = SheetReader::at(desk.put(b"").with_file_name("no-program"));
    let no = open::table(&book, &Choice::default(), &none).unwrap_err();
    assert!(no.to_string().contains("reason=no_start"), "{no}");
}
