//! The month-end pack: the same bytes whenever it is made, totals that are the ledger's, versions that say what changed.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use calamine::{Data, Reader as _};
use meigui::exchange::decode::Encoding;
use meigui::ground::{Fen, Month, World as _};
use meigui::pack::write::{Written, write};
use meigui::shop::Look;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::salon::{DAY, Salon, bill};

/// A salon whose November is closed: sales in every way, a top-up with a gift, cards, a refund, a debt.
pub fn salon() -> Salon {
    let mut salon = Salon::stocked();
    let rules = json!([{ "name": "项目", "event": "service", "rate": "0.1" }]);
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-11-01", "reason": "试" }));
    let lines = |item: &str| json!([{ "item": item, "staff": ["02"] }]);
    salon.ok(
        "topup",
        json!({ "member": "M000001", "amount": "1000", "gift": "200", "tenders": [{ "tender": "wechat" }] }),
    );
    salon.ok(
        "checkout",
        json!({ "member": "M000001", "lines": lines("21"), "tenders": [{ "tender": "stored_value" }] }),
    );
    salon.ok(
        "checkout",
        json!({ "member": "M000002", "lines": lines("60"), "tenders": [{ "tender": "alipay" }] }),
    );
    salon.ok("checkout", json!({ "lines": lines("5"), "tenders": [{ "tender": "cash" }] }));
    let goods =
        bill(&salon.ok("checkout", json!({ "lines": lines("50"), "tenders": [{ "tender": "cash" }] })));
    salon.world.pass(DAY);
    salon
        .ok("bill.refund", json!({ "bill": goods, "lines": [{ "line": 1, "quantity": 1 }], "reason": "退" }));
    salon.ok(
        "checkout",
        json!({ "member": "M000001", "lines": lines("21"), "tenders": [{ "tender": "on_account" }] }),
    );
    salon.world.pass(12 * DAY);
    let span = json!({ "day": "2026-11-30", "since": "2026-11-01", "uncounted": true, "reason": "月结" });
    assert_eq!(salon.ok("day.close", span)["days"], 2);
    salon.ok("month.close", json!({ "month": "2026-11", "reason": "月结" }));
    salon
}

pub fn export(salon: &Salon, to: &Path, encoding: Encoding) -> Written {
    let look = Look {
        profile: salon.shop.profile(),
        settings: salon.shop.settings(),
        now: salon.world.now(),
        past: false,
    };
    write(salon.shop.db(), &look, Month::named("2026-11").unwrap(), encoding, to).unwrap()
}

/// Every file below a folder and its bytes.
fn bytes(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut out = BTreeMap::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            let below = bytes(&path);
            let name = PathBuf::from(path.file_name().unwrap());
            out.extend(below.into_iter().map(|(file, bytes)| (name.join(file), bytes)));
        } else {
            out.insert(PathBuf::from(path.file_name().unwrap()), fs::read(&path).unwrap());
        }
    }
    out
}

fn manifest(folder: &Path) -> Value {
    serde_json::from_slice(&fs::read(folder.join("datapackage.json")).unwrap()).unwrap()
}

#[test]
fn the_same_month_is_the_same_bytes_whenever_and_wherever_it_is_made() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let mut salon = salon();
    salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    let first = export(&salon, one.path(), Encoding::Utf8Bom);
    assert!(first.folder.ends_with("S01_202611_v1") && first.files == 20 && !first.was_there);
    assert!(export(&salon, one.path(), Encoding::Utf8Bom).was_there);
    // Much later, after sales of another month.
    salon.world.pass(40 * DAY);
    salon.ok(
        "checkout",
        json!({ "lines": [{ "item": "21", "staff": ["02"] }], "tenders": [{ "tender": "cash" }] }),
    );
    let second = export(&salon, other.path(), Encoding::Utf8Bom);
    assert_eq!(bytes(&first.folder), bytes(&second.folder));
    salon.prove();
    // The same history told again, in another file.
    let third = tempfile::tempdir().unwrap();
    let mut salon = super::pack::salon();
    salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    assert_eq!(bytes(&first.folder), bytes(&export(&salon, third.path(), Encoding::Utf8Bom).folder));
}

#[test]
fn totals_are_the_ledgers_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let mut salon = salon();
    salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    let made = export(&salon, folder.path(), Encoding::Utf8Bom).folder;
    let about = manifest(&made);
    // 1,000 by WeChat, 1,000 by Alipay, 268 + 129 − 129 in cash: 2,268.
    let received = &about["control_totals"]["days"]["received"];
    assert_eq!(received, "2268.00");
    let books = salon.books();
    let tills: i64 = ["cash", "wechat", "alipay"].iter().map(|till| books[&format!("till.{till} 0")]).sum();
    assert_eq!(received.as_str().unwrap().parse::<Fen>().unwrap().0, tills);
    assert_eq!(about["sequence"]["entries"].as_i64().unwrap(), salon_entries(&mut salon));
    // What every file is, to the byte.
    for resource in about["resources"].as_array().unwrap() {
        let bytes = fs::read(made.join(resource["path"].as_str().unwrap())).unwrap();
        let hash = meigui::ledger::chain::hex(&Sha256::digest(&bytes));
        assert_eq!(resource["hash"], format!("sha256:{hash}"), "{}", resource["path"]);
        assert_eq!(resource["bytes"], bytes.len());
    }
    // The workbook, by another reader: the totals stand there worked out.
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(made.join("S01_202611_v1.xlsx")).unwrap();
    let names = [
        "汇总",
        "日报",
        "收款方式",
        "卡耗与确认收入",
        "充值与负债变动",
        "员工提成",
        "跨店对账单",
        "明细",
        "数据字典",
    ];
    assert_eq!(book.sheet_names(), names);
    let days = book.worksheet_range("日报").unwrap();
    let place =
        days.rows().next().unwrap().iter().position(|cell| *cell == Data::String("实收".into())).unwrap();
    let last = days.rows().next_back().unwrap();
    assert_eq!((&last[0], &last[place]), (&Data::String("合计".into()), &Data::Float(2268.0)));
    assert!(matches!(days.rows().nth(1).unwrap()[0], Data::DateTime(_)), "{:?}", days.rows().nth(1));
    // Parquet, column by column: amounts are fen under two decimals, days are dates.
    let days = fs::File::open(made.join("parquet/days.parquet")).unwrap();
    let days = SerializedFileReader::new(days).unwrap();
    let mut sum = 0_i64;
    for row in days.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        assert!(matches!(row.get_column_iter().next().unwrap().1, Field::Date(_)), "{row}");
        let (_, received) = row.get_column_iter().find(|(name, _)| *name == "received").unwrap();
        let Field::Decimal(amount) = received else { panic!("{received:?}") };
        sum += i64::from_be_bytes(amount.data().try_into().unwrap());
        assert_eq!((amount.precision(), amount.scale()), (18, 2));
    }
    assert_eq!(sum, tills);
    // The JSON and the CSV say the same, line by line.
    let whole: Value = serde_json::from_slice(&fs::read(made.join("S01_202611_v1.json")).unwrap()).unwrap();
    let lines = whole["sheets"]["lines"]["rows"].as_array().unwrap();
    let csv = fs::read_to_string(made.join("csv/lines.csv")).unwrap();
    assert!(csv.starts_with('\u{feff}') && csv.ends_with("\r\n"));
    assert_eq!((csv.lines().count() - 1, lines.len()), (lines.len(), 7));
    // Opening + added − consumed − refunded − lapsed ± adjusted = closing, and closing is what the books have.
    for row in whole["sheets"]["liability"]["rows"].as_array().unwrap() {
        let figure = |place: usize| match &row[place] {
            Value::String(text) => text.parse::<Fen>().unwrap().0,
            other => other.as_i64().unwrap(),
        };
        assert_eq!((1..7).map(figure).sum::<i64>(), figure(7), "{row}");
    }
    let closing = |place: usize| whole["sheets"]["liability"]["rows"][place][7].clone();
    let owed = salon.ok("query.liability", json!({}));
    assert_eq!((closing(0), closing(1)), (owed["principal"].clone(), owed["gift"].clone()));
    assert_eq!((closing(2), closing(3)), (owed["cards"].clone(), owed["debts"].clone()));
}

fn salon_entries(salon: &mut Salon) -> i64 {
    let z = |salon: &mut Salon, day: &str| {
        let entries = salon.ok("query.z_report", json!({ "day": day }))["entries"].clone();
        entries[1].as_i64().unwrap() - entries[0].as_i64().unwrap() + 1
    };
    z(salon, "2026-11-21") + z(salon, "2026-11-22")
}

#[test]
fn a_pack_that_says_something_else_is_the_next_version_and_tells_what_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut salon = salon();
    salon.no("month.export", json!({ "month": "2026-12", "reason": "月结" }), "month.not_closed");
    salon.no("month.export", json!({ "by": "03", "month": "2026-11", "reason": "月结" }), "right.missing");
    let one = salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    let again = salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    assert_eq!(
        (&one["version"], &again["version"], &one["supersedes"]),
        (&json!(1), &json!(1), &Value::Null)
    );
    let first = export(&salon, folder.path(), Encoding::Utf8Bom).folder;
    salon.ok("staff.edit", json!({ "staff": "02", "name": "陈静怡", "reason": "改名" }));
    let two = salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    assert_eq!((&two["version"], &two["supersedes"], &two["changes"]), (&json!(2), &json!(1), &json!(1)));
    let second = export(&salon, folder.path(), Encoding::Utf8Bom).folder;
    assert!(first.exists() && second.ends_with("S01_202611_v2"));
    let changes = fs::read_to_string(second.join("csv/changes.csv")).unwrap();
    assert!(changes.contains("员工提成,02,改动"), "{changes}");
    assert_eq!(manifest(&second)["supersedes"]["content"], manifest(&first)["content"]);
    // Another file of that name is not written over.
    fs::write(second.join("csv/days.csv"), "x").unwrap();
    let look = Look {
        profile: salon.shop.profile(),
        settings: salon.shop.settings(),
        now: salon.world.now(),
        past: false,
    };
    let no =
        write(salon.shop.db(), &look, Month::named("2026-11").unwrap(), Encoding::Utf8Bom, folder.path());
    assert!(no.unwrap_err().to_string().contains("file.exists"));
}

#[test]
fn a_pack_in_gb18030_is_read_by_chinese_excel() {
    let folder = tempfile::tempdir().unwrap();
    let mut salon = salon();
    salon.ok("month.export", json!({ "month": "2026-11", "reason": "月结" }));
    let made = export(&salon, folder.path(), Encoding::Gb18030).folder;
    let raw = fs::read(made.join("csv/lines.csv")).unwrap();
    let (text, _, bad) = encoding_rs::GB18030.decode(&raw);
    assert!(!bad && text.contains("深层补水护理"), "{text}");
}
