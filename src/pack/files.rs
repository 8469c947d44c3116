//! CSV, JSON and the manifest of a pack: plain files whose bytes depend on the content alone.

use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::made::Version;
use super::month::Content;
use super::sheet::{Cell, Kind, Sheet, meaning, name};
use super::{parquet, xlsx};
use crate::db::Fault;
use crate::exchange::csv_out::{CsvOut, OutCell};
use crate::exchange::decode::Encoding;
use crate::ledger::chain;

/// A file of the pack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path inside the pack.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

impl File {
    /// The digest of its bytes in hex.
    pub fn sha256(&self) -> String {
        chain::hex(&Sha256::digest(&self.bytes))
    }
}

/// The name of a pack's folder and of its files: `S01_202610_v1`.
pub fn stem(content: &Content, version: i64) -> String {
    format!("{}_{}_v{version}", content.store, content.month.name().replace('-', ""))
}

/// Every file of a pack, the manifest last.
///
/// # Errors
/// A fault when a file cannot be made.
pub fn files(content: &Content, version: &Version, encoding: Encoding) -> Result<Vec<File>, Fault> {
    let stem = stem(content, version.version);
    let sheets: Vec<&Sheet> = content.sheets.iter().chain(version.changes.as_ref()).collect();
    let mut files = vec![File { path: format!("{stem}.xlsx"), bytes: xlsx::bytes(content, &sheets)? }];
    for sheet in &sheets {
        files.push(File { path: format!("csv/{}.csv", sheet.code), bytes: csv(content, sheet, encoding)? });
    }
    // What headquarters' warehouse reads; the dictionary is for people.
    for sheet in sheets.iter().filter(|sheet| sheet.code != "dictionary") {
        files.push(File { path: format!("parquet/{}.parquet", sheet.code), bytes: parquet::bytes(sheet)? });
    }
    files.push(File { path: format!("{stem}.json"), bytes: pretty(&data(content, version, &sheets))? });
    let manifest = manifest(content, version, &sheets, &files, encoding)?;
    files.push(File { path: "datapackage.json".into(), bytes: pretty(&manifest)? });
    Ok(files)
}

fn pretty(value: &Value) -> Result<Vec<u8>, Fault> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|error| Fault::Broken(error.to_string()))?;
    bytes.push(b'\n');
    Ok(bytes)
}

fn csv(content: &Content, sheet: &Sheet, encoding: Encoding) -> Result<Vec<u8>, Fault> {
    let mut out = CsvOut::new(Vec::new(), encoding)?;
    let head: Vec<String> = sheet.columns.iter().map(|column| name(content.lang, column)).collect();
    out.row(&head.iter().map(|text| OutCell::Text(text)).collect::<Vec<_>>())?;
    for row in &sheet.rows {
        let cells: Vec<OutCell<'_>> = row
            .iter()
            .map(|cell| match cell {
                Cell::Empty => OutCell::Empty,
                Cell::Text(text) => OutCell::Text(text),
                Cell::Day(day) => OutCell::Day(*day),
                Cell::Money(fen) => OutCell::Money(*fen),
                Cell::Count(count) => OutCell::Count(*count),
            })
            .collect();
        out.row(&cells)?;
    }
    Ok(out.finish()?)
}

/// All sheets as JSON.
fn data(content: &Content, version: &Version, sheets: &[&Sheet]) -> Value {
    let mut all = Map::new();
    for sheet in sheets {
        let columns: Vec<&str> = sheet.columns.iter().map(|column| column.code).collect();
        let rows: Vec<Value> =
            sheet.rows.iter().map(|row| row.iter().map(Cell::json).collect::<Vec<_>>().into()).collect();
        all.insert(sheet.code.into(), json!({ "columns": columns, "rows": rows }));
    }
    json!({
        "store": content.store, "month": content.month.name(), "version": version.version, "sheets": all,
    })
}

/// The manifest: a Frictionless data package with what headquarters checks.
fn manifest(
    content: &Content,
    version: &Version,
    sheets: &[&Sheet],
    files: &[File],
    encoding: Encoding,
) -> Result<Value, Fault> {
    let (mut totals, mut rows) = (Map::new(), Map::new());
    for sheet in sheets {
        rows.insert(sheet.code.into(), json!(sheet.rows.len()));
        let mut of = Map::new();
        for (place, column) in sheet.columns.iter().enumerate().filter(|(_, column)| column.total) {
            of.insert(column.code.into(), sheet.total(place).map_err(Fault::from)?.json());
        }
        if !of.is_empty() {
            totals.insert(sheet.code.into(), of.into());
        }
    }
    let mut resources = Vec::new();
    for file in files {
        let sheet = sheets.iter().find(|sheet| file.path == format!("csv/{}.csv", sheet.code));
        let mut about = json!({
            "path": file.path, "bytes": file.bytes.len(), "hash": format!("sha256:{}", file.sha256()),
        });
        let Some(fields) = about.as_object_mut() else { continue };
        if let Some(sheet) = sheet {
            fields.insert("name".into(), json!(sheet.code));
            fields.insert("title".into(), json!(sheet.title(content.lang)));
            fields.insert("format".into(), json!("csv"));
            fields.insert("encoding".into(), json!(encoding_name(encoding)));
            fields.insert("rows".into(), json!(sheet.rows.len()));
            fields.insert("schema".into(), schema(content, sheet));
        } else {
            let format = file.path.rsplit('.').next().unwrap_or_default().to_owned();
            let sheet = sheets.iter().find(|sheet| file.path == format!("parquet/{}.parquet", sheet.code));
            let name =
                sheet.map_or_else(|| format!("whole-{format}"), |sheet| format!("{}-parquet", sheet.code));
            fields.insert("name".into(), json!(name));
            fields.insert("format".into(), json!(format));
        }
        resources.push(about);
    }
    let stretch = &content.stretch;
    let name = stem(content, version.version).to_lowercase().replace('_', "-");
    Ok(json!({
        "profile": "data-package",
        "name": name,
        "title": format!("{} {}", content.store_name, content.month.name()),
        "store": content.store,
        "period": content.month.name(),
        "version": version.version.to_string(),
        "supersedes": version.before.as_ref().map(|(number, digest)| json!({
            "version": number.to_string(), "content": format!("sha256:{digest}"),
        })),
        "content": format!("sha256:{}", version.digest),
        "sequence": { "first": stretch.first, "last": stretch.last, "entries": stretch.entries },
        "chain": { "before": stretch.before, "after": stretch.after },
        "closed_month": format!("sha256:{}", content.digest),
        "commission_rules": content.rules,
        "row_counts": rows,
        "control_totals": totals,
        "resources": resources,
    }))
}

fn encoding_name(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Gb18030 => "gb18030",
        Encoding::Utf8 | Encoding::Utf8Bom | Encoding::Utf16Le | Encoding::Utf16Be => "utf-8",
    }
}

fn schema(content: &Content, sheet: &Sheet) -> Value {
    let fields: Vec<Value> = sheet
        .columns
        .iter()
        .map(|column| {
            let kind = match column.kind {
                Kind::Text => "string",
                Kind::Day => "date",
                Kind::Money | Kind::Figure => "number",
                Kind::Count => "integer",
            };
            json!({
                "name": name(content.lang, column), "type": kind, "code": column.code,
                "description": meaning(content.lang, column),
            })
        })
        .collect();
    json!({ "fields": fields })
}
