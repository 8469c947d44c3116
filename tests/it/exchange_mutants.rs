//! Thousands of torn files: each gives a table or a refusal with a reason, and the parent never dies.
//!
//! `MEIGUI_SEED` and `MEIGUI_MUTANTS` (workbooks through real child processes) make another, or a longer run.

use std::collections::BTreeMap;

use meigui::exchange::csv_in::{self, Choice};
use meigui::exchange::fields::Kind;
use meigui::exchange::limits::{reason, split_reason};
use meigui::exchange::preview::Check;
use meigui::exchange::table::Table;
use meigui::exchange::{columns, error_file, open};
use meigui::ground::Refused;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::exchange_files::{Desk, reader};
use crate::workbooks;

const CSV_MUTANTS: u64 = 2_000;
const SHEET_MUTANTS: u64 = 120;

fn from_env(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

fn dice(what: &str) -> ChaCha8Rng {
    let seed = from_env("MEIGUI_SEED", 20_261_121);
    println!("{what}: seed {seed}");
    ChaCha8Rng::seed_from_u64(seed)
}

/// A number below `limit`.
fn below(dice: &mut ChaCha8Rng, limit: usize) -> usize {
    usize::try_from(dice.next_u64() % u64::try_from(limit.max(1)).unwrap()).unwrap()
}

/// Flips, cuts, doubles, and plants bytes that mean something.
fn mutated(bytes: &[u8], most: usize, dice: &mut ChaCha8Rng) -> Vec<u8> {
    const PLANTS: [&[u8]; 10] = [
        b"\"",
        b"\r",
        b"\0",
        b",",
        b"\xff\xff\xff\xff",
        b"\x1b[2J",
        b"\xe7",
        b"=1+1",
        b"99999999999999999999",
        b"\xfe\xff",
    ];
    let mut out = bytes.to_vec();
    for _ in 0..=below(dice, most) {
        let at = below(dice, out.len());
        match below(dice, 6) {
            0 | 1 => {
                if let Some(byte) = out.get_mut(at) {
                    *byte = dice.next_u64().to_le_bytes()[0];
                }
            }
            2 => {
                let plant = PLANTS[below(dice, PLANTS.len())];
                out.splice(at..at, plant.iter().copied());
            }
            3 => {
                let plant = PLANTS[below(dice, PLANTS.len())];
                for (byte, new) in out.iter_mut().skip(at).zip(plant) {
                    *byte = *new;
                }
            }
            4 => {
                let upto = (at + below(dice, 64)).min(out.len());
                out.drain(at..upto);
            }
            _ => out.truncate(out.len() - below(dice, out.len() / 4)),
        }
    }
    out
}

/// Whatever comes out of a file must be fit to be used: read, shown, refused row by row, written out again.
fn judge(read: Result<Table, Refused>, tally: &mut BTreeMap<String, u32>) {
    let outcome = match read {
        Ok(table) => {
            use_up(&table);
            "table".to_owned()
        }
        Err(no) => {
            assert!(matches!(no.code(), "file.unreadable" | "file.too_large" | "file.reader_died"), "{no}");
            let facts = no.facts();
            let (_, why) = facts.iter().find(|(name, _)| *name == "reason").unwrap();
            assert!(reason::ALL.contains(&split_reason(why).0), "{no}");
            assert!(!why.chars().any(meigui::ground::clean::is_unprintable), "{no}");
            format!("{} {}", no.code(), split_reason(why).0)
        }
    };
    *tally.entry(outcome).or_default() += 1;
}

fn use_up(table: &Table) {
    for kind in Kind::ALL {
        let mapping = columns::guess(&table.headers, kind);
        let Ok(check) = Check::new(table, &mapping, None) else { continue };
        assert!(check.preview(5).len() <= 5);
        let bad: Vec<_> = check
            .outcomes()
            .filter_map(|row| row.outcome.err().map(|problems| (row.number, problems)))
            .collect();
        let file = error_file::write(table, &bad, &error_file::Codes).unwrap();
        assert!(csv_in::read("again", &file, &Choice::default()).is_ok());
    }
}

fn members() -> String {
    use std::fmt::Write;
    let mut text = "姓名,手机,性别,生日,积分,余额,备注\r\n".to_owned();
    for row in 0..40 {
        write!(
            text,
            "王{row}雅琴,1380013{row:04},女,1985-11-{:02},{row},{row}.50,\"老客, \"\"好\"\"\"\r\n",
            row % 28 + 1
        )
        .unwrap();
    }
    text
}

#[test]
fn torn_texts_are_read_or_refused() {
    let mut dice = dice("texts");
    let text = members();
    let mut tally = BTreeMap::new();
    for at in 0..CSV_MUTANTS {
        let encodings = meigui::exchange::decode::Encoding::ALL;
        let encoding = encodings[usize::try_from(at).unwrap() % encodings.len()];
        let bytes = meigui::exchange::decode::encode(&text, encoding).unwrap();
        judge(csv_in::read("mutant", &mutated(&bytes, 8, &mut dice), &Choice::default()), &mut tally);
    }
    println!("{tally:?}");
}

#[test]
fn torn_workbooks_kill_at_most_the_child() {
    let mut dice = dice("workbooks");
    let rows = workbooks::texts(members().as_bytes());
    let (xlsx, xls) = (workbooks::xlsx(&rows), workbooks::xls(&rows));
    let desk = Desk::new();
    let mut tally = BTreeMap::new();
    for at in 0..from_env("MEIGUI_MUTANTS", SHEET_MUTANTS) {
        let bytes = match at % 4 {
            0 => mutated(&xlsx, 1, &mut dice),
            1 => repacked(&xlsx, &mut dice),
            _ => mutated(&xls, 2, &mut dice),
        };
        let file = desk.put(&bytes);
        judge(open::table(&file, &Choice::default(), &reader()), &mut tally);
        std::fs::remove_file(file).unwrap();
    }
    println!("{tally:?}");
}

/// An XLSX whose zip is whole and one of whose parts is torn: most flips in a zip only break its checksum.
fn repacked(xlsx: &[u8], dice: &mut ChaCha8Rng) -> Vec<u8> {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(xlsx)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let torn = below(dice, archive.len());
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        let name = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let bytes = if at == torn || name.contains("sheet1") { mutated(&bytes, 2, dice) } else { bytes };
        writer.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}
