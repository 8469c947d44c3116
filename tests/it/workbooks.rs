//! Workbooks for the tests: XLSX through its writer, and the oldest kind of XLS, laid out by hand.

use meigui::exchange::csv_out::is_number;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

/// Cells of rows as text; what is a number becomes one.
pub type Texts = Vec<Vec<String>>;

/// A CSV text as rows of texts.
pub fn texts(bytes: &[u8]) -> Texts {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// An XLSX with one sheet; `mm/dd/yyyy` becomes a day.
pub fn xlsx(rows: &Texts) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let iso = Format::new().set_num_format("yyyy-mm-dd");
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(cells) {
            if let Ok(day) = chrono::NaiveDate::parse_from_str(text, "%m/%d/%Y") {
                let day = ExcelDateTime::parse_from_str(&day.to_string()).unwrap();
                sheet.write_datetime_with_format(row, column, &day, &iso).unwrap();
            } else if is_number(text) {
                sheet.write_number(row, column, text.parse::<f64>().unwrap()).unwrap();
            } else if !text.is_empty() {
                sheet.write_string(row, column, text).unwrap();
            }
        }
    }
    book.save_to_buffer().unwrap()
}

/// An XLS with one sheet of labels and numbers, in a compound file: BIFF8 records as in MS-XLS 2.4, container as
/// in MS-CFB 2.
pub fn xls(rows: &Texts) -> Vec<u8> {
    let name: &[u8] = b"Sheet1";
    let globals_len = 20 + 4 + 8 + name.len() + 4;
    let mut stream = begin(0x0005);
    let mut bound = u32::try_from(globals_len).unwrap().to_le_bytes().to_vec();
    bound.extend([0, 0, u8::try_from(name.len()).unwrap(), 0]);
    bound.extend(name);
    record(&mut stream, 0x0085, &bound);
    record(&mut stream, 0x000a, &[]);
    assert_eq!(stream.len(), globals_len);
    stream.extend(begin(0x0010));
    for (row, cells) in (0_u16..).zip(rows) {
        for (column, text) in (0_u16..).zip(cells) {
            let mut at: Vec<u8> = [row, column, 0].iter().flat_map(|part| part.to_le_bytes()).collect();
            if is_number(text) {
                at.extend(text.parse::<f64>().unwrap().to_le_bytes());
                record(&mut stream, 0x0203, &at);
            } else if !text.is_empty() {
                let units: Vec<u16> = text.encode_utf16().collect();
                at.extend(u16::try_from(units.len()).unwrap().to_le_bytes());
                at.push(1);
                at.extend(units.iter().flat_map(|unit| unit.to_le_bytes()));
                record(&mut stream, 0x0204, &at);
            }
        }
    }
    record(&mut stream, 0x000a, &[]);
    compound(stream)
}

fn begin(of: u16) -> Vec<u8> {
    let mut stream = Vec::new();
    let mut bof: Vec<u8> =
        [0x0600_u16, of, 0x0dbb, 0x07cc].iter().flat_map(|part| part.to_le_bytes()).collect();
    bof.extend([0; 8]);
    record(&mut stream, 0x0809, &bof);
    stream
}

fn record(stream: &mut Vec<u8>, kind: u16, data: &[u8]) {
    stream.extend(kind.to_le_bytes());
    stream.extend(u16::try_from(data.len()).unwrap().to_le_bytes());
    stream.extend(data);
}

const SECTOR: usize = 512;
const END: u32 = 0xffff_fffe;
const FREE: u32 = 0xffff_ffff;
const FAT: u32 = 0xffff_fffd;

/// The stream `Workbook` in a compound file: header, stream, directory, allocation table.
fn compound(mut stream: Vec<u8>) -> Vec<u8> {
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = stream.len() / SECTOR;
    let fat_sectors = (1..=109).find(|fats| fats * 128 > sectors + fats).unwrap();
    let word = |number: usize| u32::try_from(number).unwrap();
    let mut head = vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
    head.extend([0; 16]);
    for part in [0x3e_u16, 3, 0xfffe, 9, 6, 0, 0, 0] {
        head.extend(part.to_le_bytes());
    }
    for part in [0, word(fat_sectors), word(sectors), 0, 4096, END, 0, END, 0] {
        head.extend(part.to_le_bytes());
    }
    for fat in 0..109 {
        head.extend(if fat < fat_sectors { word(sectors + 1 + fat) } else { FREE }.to_le_bytes());
    }
    head.extend(&stream);
    head.extend(entry("Root Entry", 5, 1, END, 0));
    head.extend(entry("Workbook", 2, FREE, 0, word(stream.len())));
    head.resize(head.len().next_multiple_of(SECTOR), 0);
    let mut table: Vec<u32> = (1..sectors).map(word).collect();
    table.extend([END, END]);
    table.extend(vec![FAT; fat_sectors]);
    table.resize(fat_sectors * 128, FREE);
    head.extend(table.iter().flat_map(|next| next.to_le_bytes()));
    head
}

fn entry(name: &str, kind: u8, child: u32, start: u32, size: u32) -> Vec<u8> {
    let mut entry: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let length = u16::try_from(entry.len() + 2).unwrap();
    entry.resize(64, 0);
    entry.extend(length.to_le_bytes());
    entry.extend([kind, 1]);
    for part in [FREE, FREE, child] {
        entry.extend(part.to_le_bytes());
    }
    entry.extend([0; 36]);
    entry.extend(start.to_le_bytes());
    entry.extend(u64::from(size).to_le_bytes());
    assert_eq!(entry.len(), 128);
    entry
}
