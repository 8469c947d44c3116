//! A sheet as Parquet: amounts as decimal(18, 2) in 64 bits, days as dates, texts as UTF-8, every column optional. Any
//! warehouse engine reads it.

use std::sync::Arc;

use ::parquet::basic::{LogicalType, Repetition, Type as Physical};
use ::parquet::data_type::{ByteArray, ByteArrayType, Int32Type, Int64Type};
use ::parquet::errors::ParquetError;
use ::parquet::file::properties::WriterProperties;
use ::parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use ::parquet::schema::types::Type;
use chrono::NaiveDate;

use super::sheet::{Cell, Column, Kind, Sheet};
use crate::db::Fault;

/// Digits of an amount, and of them after the point.
const PRECISION: i32 = 18;
const SCALE: i32 = 2;

/// The file's bytes.
///
/// # Errors
/// A fault when the file cannot be made.
pub fn bytes(sheet: &Sheet) -> Result<Vec<u8>, Fault> {
    let broken = |error: ParquetError| Fault::Broken(format!("parquet: {error}"));
    write(sheet).map_err(broken)
}

fn write(sheet: &Sheet) -> Result<Vec<u8>, ParquetError> {
    let fields = sheet.columns.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    let schema = Type::group_type_builder(sheet.code).with_fields(fields).build()?;
    // The writer's own name would change with its version, and the bytes with it.
    let properties = WriterProperties::builder().set_created_by("meigui".to_owned()).build();
    let mut out = Vec::new();
    let mut file = SerializedFileWriter::new(&mut out, Arc::new(schema), Arc::new(properties))?;
    let mut group = file.next_row_group()?;
    for (place, column) in sheet.columns.iter().enumerate() {
        let cells: Vec<&Cell> = sheet.rows.iter().filter_map(|row| row.get(place)).collect();
        let Some(mut writer) = group.next_column()? else { break };
        put(&mut writer, column.kind, &cells)?;
        writer.close()?;
    }
    group.close()?;
    file.close()?;
    Ok(out)
}

fn field(column: &Column) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Money | Kind::Figure => (Physical::INT64, Some(LogicalType::decimal(SCALE, PRECISION))),
        Kind::Count => (Physical::INT64, None),
    };
    let mut builder = Type::primitive_type_builder(column.code, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical);
    if matches!(column.kind, Kind::Money | Kind::Figure) {
        builder = builder.with_precision(PRECISION).with_scale(SCALE);
    }
    Ok(Arc::new(builder.build()?))
}

fn put(writer: &mut SerializedColumnWriter<'_>, kind: Kind, cells: &[&Cell]) -> Result<(), ParquetError> {
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(**cell != Cell::Empty)).collect();
    match kind {
        Kind::Text => {
            let values: Vec<ByteArray> = cells
                .iter()
                .filter_map(|cell| match cell {
                    Cell::Text(text) => Some(ByteArray::from(text.as_bytes().to_vec())),
                    _ => None,
                })
                .collect();
            writer.typed::<ByteArrayType>().write_batch(&values, Some(&levels), None)?;
        }
        Kind::Day => {
            let values: Vec<i32> = cells
                .iter()
                .filter_map(|cell| match cell {
                    Cell::Day(day) => Some(since_1970(*day)),
                    _ => None,
                })
                .collect();
            writer.typed::<Int32Type>().write_batch(&values, Some(&levels), None)?;
        }
        Kind::Money | Kind::Count | Kind::Figure => {
            let values: Vec<i64> = cells
                .iter()
                .filter_map(|cell| match cell {
                    Cell::Money(fen) => Some(fen.0),
                    // A count among amounts has two decimals as they do.
                    Cell::Count(count) if kind == Kind::Figure => Some(count.saturating_mul(100)),
                    Cell::Count(count) => Some(*count),
                    _ => None,
                })
                .collect();
            writer.typed::<Int64Type>().write_batch(&values, Some(&levels), None)?;
        }
    }
    Ok(())
}

fn since_1970(day: NaiveDate) -> i32 {
    let days = day.signed_duration_since(NaiveDate::default()).num_days();
    i32::try_from(days).unwrap_or(0)
}
