//! Imports that are written: what comes in, what is refused, and that nothing else moves.

use meigui::catalog::list::Items;
use meigui::catalog::stock::Stock;
use meigui::exchange::csv_out::{CsvOut, OutCell};
use meigui::exchange::decode::{self, Encoding};
use meigui::exchange::error_file;
use meigui::exchange::fields::Kind;
use meigui::exchange::told::Spoken;
use meigui::ground::{Fen, clean};
use meigui::words::Lang;

use crate::exchange_files::shared;
use crate::exchange_salon::{Salon, counts, refused, told};
use crate::workbooks;

const MEMBERS: &str = "会员号,姓名,手机,等级,生日,积分,开卡日期,备注\n\
    A1,王雅琴,138 0013 8000,金卡会员,农历八月十五,120,2020-05-06,老客\n\
    A2,李红,13800138001,,1990-02-03,0,,\n\
    ,赵敏,+86-138-0013-8002,普通,,7,,\n";

fn bytes(file: &str) -> Vec<u8> {
    std::fs::read(shared().unwrap().join(file)).unwrap()
}

#[test]
fn members_are_opened_updated_and_left_alone() {
    let mut salon = Salon::new();
    let dry = salon.dry(Kind::Members, MEMBERS.as_bytes(), |_| {});
    assert_eq!(counts(&dry), (3, 0, 0, 0));
    assert_eq!(salon.number("SELECT count(*) FROM member"), 0);
    let done = salon.bring(Kind::Members, MEMBERS.as_bytes(), |_| {}).unwrap();
    assert_eq!((done.counts, done.batch), (dry.counts, 1));
    assert_eq!(
        salon.texts(
            "SELECT number || ' ' || name || ' ' || tier || ' ' || coalesce(birthday, '-') || ' ' || opened_on
             FROM member ORDER BY id"
        ),
        [
            "A1 王雅琴 gold 0000-08-15 2020-05-06",
            "A2 李红 normal 1990-02-03 2026-11-21",
            "M000003 赵敏 normal - 2026-11-21"
        ]
    );
    assert_eq!(salon.number("SELECT balance FROM account WHERE kind = 'points.issued'"), 127);
    let changed = MEMBERS.replace("李红,", "李小红,").replace(",7,", ",9,").replace("老客", "");
    let dry = salon.dry(Kind::Members, changed.as_bytes(), |_| {});
    assert_eq!(counts(&dry), (0, 2, 1, 0));
    salon.bring(Kind::Members, changed.as_bytes(), |_| {}).unwrap();
    assert_eq!(salon.texts("SELECT name || notes FROM member ORDER BY id"), ["王雅琴老客", "李小红", "赵敏"]);
    assert_eq!(salon.number("SELECT balance FROM account WHERE kind = 'points.issued'"), 129);
    assert_eq!(counts(&salon.dry(Kind::Members, changed.as_bytes(), |_| {})), (0, 0, 3, 0));
    // Found under the new name, and no longer under the old one.
    assert_eq!(salon.number("SELECT count(*) FROM member_reading WHERE reading = 'lixiaohong'"), 1);
    assert_eq!(salon.number("SELECT count(*) FROM member_reading WHERE reading = 'lihong'"), 0);
}

#[test]
fn rows_that_repeat_or_lie_ahead_are_told_and_not_written() {
    let salon = Salon::new();
    let members = "会员号,姓名,手机,生日,开卡日期,积分,等级\n\
        A1,王,13800138000,,,,\n\
        A1,王二,13800138001,,,,\n\
        A2,女儿,13800138000,,,,\n\
        A3,王,13800138000,,,,\n\
        ,李,13800138002,,,,\n\
        ,李四,13800138002,,,,\n\
        A4,赵,13800138003,2030-01-01,2031-01-01,-5,猫卡\n";
    let dry = salon.dry(Kind::Members, members.as_bytes(), |_| {});
    assert_eq!(
        told(&dry),
        [
            "3 import.row_twice",
            "5 import.row_twice",
            "7 import.row_twice",
            "8 date.in_future amount.not_positive date.in_future choice.unknown"
        ]
    );
    assert_eq!(counts(&dry), (3, 0, 0, 4));
    // Who has no file here is counted before anything is written; a guest's sale is nobody's by itself.
    let sales = "日期,会员号,项目,金额\n2026-11-20,A9,剪发,10\n2026-11-20,,剪发,10\n";
    assert_eq!(salon.dry(Kind::Sales, sales.as_bytes(), |_| {}).counts.unmatched, 1);
    let sales = "日期,项目,金额\n2026-11-21,剪发,10\n2026-11-22,剪发,10\n";
    assert_eq!(told(&salon.dry(Kind::Sales, sales.as_bytes(), |_| {})), ["3 date.in_future"]);
    let items = "编号,名称,价格,条码\n1,剪发,10,\n1,染发,20,\n深,烫发,30,\n,精油,40,6901234567892\n,精油二,40,6901234567892\n,护手霜,5,12\n";
    assert_eq!(
        told(&salon.dry(Kind::Items, items.as_bytes(), |_| {})),
        ["3 import.row_twice", "4 item.code_unfit", "6 import.row_twice", "7 item.code_unfit"]
    );
    let staff = "工号,姓名,岗位,入职日期\n1,小李,技师,2020-01-01\n1,小王,前台,\n2,小张,猫,2030-01-01\n超长的工号九个字呀,小赵,,\n";
    assert_eq!(
        told(&salon.dry(Kind::Staff, staff.as_bytes(), |_| {})),
        ["3 import.row_twice", "4 date.in_future choice.unknown", "5 choice.unknown"]
    );
}

#[test]
fn bad_rows_refuse_the_whole_unless_they_are_left_out_and_their_file_comes_in_again() {
    for encoding in Encoding::ALL {
        let mut salon = Salon::new();
        let members = "会员号,姓名,手机\nA1,王雅琴,13800138000\nA2,李,1.38E+10\nA1,重复,13800138009\n";
        let raw = decode::encode(members, encoding).unwrap();
        let no = salon.bring(Kind::Members, &raw, |_| {}).unwrap_err();
        assert_eq!(no.to_string(), "import.rows_bad errors=2");
        assert_eq!(salon.number("SELECT count(*) FROM member"), 0);
        let done = salon.bring(Kind::Members, &raw, |file| file.skip_errors = true).unwrap();
        assert_eq!((done.counts.new, done.counts.errors), (1, 2));
        let (_, load) = salon.load(Kind::Members, &raw, |_| {}).unwrap();
        let dry = salon.dry(Kind::Members, &raw, |_| {});
        for lang in Lang::ALL {
            let bad = error_file::write(&load.table, &dry.bad, &Spoken(lang)).unwrap();
            let text = decode::decode("e", &bad, None).unwrap();
            assert_eq!(text.encoding, encoding);
            assert!(!text.text.contains("import."), "{}", text.text);
            // As it is, it is refused for the same reasons; mended, it comes in.
            let again = salon.dry(Kind::Members, &bad, |_| {});
            assert_eq!(again.bad.len(), dry.bad.len());
            let mended = text.text.replace("1.38E+10", "13800138001").replace("A1,重复", "A3,重复");
            let mended = decode::encode(mended.trim_start_matches('\u{feff}'), encoding).unwrap();
            assert_eq!(counts(&salon.dry(Kind::Members, &mended, |_| {})), (2, 0, 0, 0));
        }
    }
}

#[test]
fn balances_need_the_total_that_the_owner_types_to_the_fen() {
    let mut salon = Salon::new();
    salon.bring(Kind::Members, MEMBERS.as_bytes(), |_| {}).unwrap();
    let balances = "卡号,姓名,手机,余额,赠金\nA1,王雅琴,,1000.50,200\n,赵敏,13800138002,0.01,\nA2,李红,,0,\n";
    let raw = balances.as_bytes();
    let before = salon.accounts();
    let missing = salon.bring(Kind::Balances, raw, |_| {}).unwrap_err();
    assert_eq!(missing.code(), "import.control_total_missing");
    let off = salon.bring(Kind::Balances, raw, |file| file.control_total = Some(Fen(100_052))).unwrap_err();
    assert_eq!(off.to_string(), "import.control_total_off typed=1000.52 found=1000.51");
    assert_eq!((salon.accounts(), salon.number("SELECT count(*) FROM lot")), (before.clone(), 0));
    let done = salon.bring(Kind::Balances, raw, |file| file.control_total = Some(Fen(100_051))).unwrap();
    assert_eq!((done.total, done.counts.new, done.counts.same), (Some(Fen(100_051)), 2, 1));
    let sums = "SELECT kind || ' ' || sum(balance) FROM account
        WHERE kind IN ('lot.principal', 'lot.gift', 'opening', 'gift.granted') GROUP BY kind ORDER BY kind";
    assert_eq!(
        salon.texts(sums),
        ["gift.granted 20000", "lot.gift 20000", "lot.principal 80051", "opening 80051"]
    );
    // A later statement of the old system adds what is more, never what came already.
    let later = balances.replace("1000.50,200", "1100.50,200");
    let dry = salon.dry(Kind::Balances, later.as_bytes(), |_| {});
    assert_eq!((counts(&dry), dry.total), ((0, 1, 2, 0), Some(Fen(110_051))));
    let lower = balances.replace("1000.50,200", "900.50,200");
    assert_eq!(told(&salon.dry(Kind::Balances, lower.as_bytes(), |_| {})), ["2 import.lower"]);
    let wrong = "卡号,姓名,手机,余额,赠金\nA1,李红,,1,\nA9,,,1,\n,,13800138001,-1,\nA2,,,5,6\nA1,,,1000.50,200\nA1,,,1000.50,200\n";
    assert_eq!(
        told(&salon.dry(Kind::Balances, wrong.as_bytes(), |_| {})),
        [
            "2 import.name_differs",
            "3 member.unknown",
            "4 amount.not_positive",
            "5 import.split_off",
            "7 import.row_twice"
        ]
    );
    // All good rows count for the total, so that rows left out show as a difference.
    let no = salon.bring(Kind::Balances, wrong.as_bytes(), |file| {
        file.control_total = Some(Fen(1));
        file.skip_errors = true;
    });
    assert_eq!(no.unwrap_err().to_string(), "import.control_total_off typed=0.01 found=1000.50");
    assert_eq!(
        salon.number("SELECT count(*) FROM seal WHERE NOT EXISTS (SELECT 1 FROM entry WHERE id = entry_id)"),
        0
    );
}

#[test]
fn a_card_comes_in_with_what_is_left_of_its_price() {
    let mut salon = Salon::new();
    salon.bring(Kind::Members, MEMBERS.as_bytes(), |_| {}).unwrap();
    salon
        .bring(Kind::Items, "编号,名称,价格\n1,深层护理,300\n2,护理,100\n3,剪发,50\n".as_bytes(), |_| {})
        .unwrap();
    let cards = "会员号,次卡,卡号,总次数,剩余次数,实付,购卡日期,有效期至\n\
        A1,深层护理3次,C9,3,2,100.00,2026-01-01,2027-01-01\n\
        A2,年卡,,,,365.00,2026-11-12,2027-11-11\n\
        A2,剪发卡,,10,0,200,2026-01-01,\n\
        A2,剪发卡,,10,11,200,2026-02-01,\n\
        A2,剪发卡,,10,5,200,2027-02-01,\n\
        A1,深层护理3次,C9,3,2,100.00,2026-01-01,\n";
    let dry = salon.dry(Kind::Cards, cards.as_bytes(), |_| {});
    assert_eq!(told(&dry), ["5 import.sessions_off", "6 date.in_future", "7 import.row_twice"]);
    salon.bring(Kind::Cards, cards.as_bytes(), |file| file.skip_errors = true).unwrap();
    let stands = "SELECT code || ' ' || kind || ' ' || sessions || '-' || used_before || ' '
        || coalesce((SELECT balance FROM account WHERE kind = 'card.value' AND ref = card.id), 0) || ' '
        || coalesce((SELECT balance FROM account WHERE kind = 'card.sessions' AND ref = card.id), 0)
        FROM card ORDER BY id";
    // 100.00 over 3, one used: 66.67 left. 365 days at 1.00, nine passed: 356.00 left.
    assert_eq!(
        salon.texts(stands),
        ["C9 session 3-1 6667 2", "S01C000002 period 0-0 35600 0", "S01C000003 session 10-10 0 0"]
    );
    assert_eq!(salon.texts("SELECT item_id || '' FROM card_service WHERE card_id = 1"), ["1"]);
    assert_eq!(salon.number("SELECT balance FROM account WHERE kind = 'opening'"), 42_267);
    assert_eq!(counts(&salon.dry(Kind::Cards, cards.as_bytes(), |_| {})), (0, 0, 3, 3));
    let other = cards.replace(",3,2,100.00", ",3,1,100.00");
    assert!(
        told(&salon.dry(Kind::Cards, other.as_bytes(), |_| {})).contains(&"2 import.card_differs".into())
    );
    let taken = "会员号,次卡,卡号,剩余次数\nA2,另一张,C9,5\n";
    assert_eq!(told(&salon.dry(Kind::Cards, taken.as_bytes(), |_| {})), ["2 card.code_taken"]);
}

#[test]
fn a_real_price_list_comes_in_with_its_stock_however_it_was_saved() {
    if shared().is_none() {
        return;
    }
    let state =
        "SELECT code || '|' || kind || '|' || name || '|' || category || '|' || price || '|' || material_cost
        || '|' || coalesce((SELECT balance FROM account WHERE account.kind = 'stock' AND ref = item.id), 0)
        FROM item ORDER BY code";
    let skip: crate::exchange_salon::With = |file| file.skip_errors = true;
    let mut plain = Vec::new();
    for save in ["csv", "gb18030", "xlsx", "xls"] {
        let mut salon = Salon::new();
        for name in ["service_listing.csv", "product_listing_retail.csv"] {
            let raw = bytes(name);
            let saved = match save {
                "gb18030" => decode::encode(&String::from_utf8(raw).unwrap(), Encoding::Gb18030).unwrap(),
                "xlsx" => workbooks::xlsx(&workbooks::texts(&raw)),
                "xls" => workbooks::xls(&workbooks::texts(&raw)),
                _ => raw,
            };
            let done = salon.bring(Kind::Items, &saved, skip).unwrap();
            let rows = if name.starts_with("service") { (32, 1) } else { (99, 2) };
            assert_eq!((done.counts.new, done.counts.errors), rows, "{save} {name}");
            let dry = salon.dry(Kind::Items, &saved, skip);
            assert_eq!((dry.counts.same, dry.counts.new, dry.twice.is_some()), (rows.0, 0, true));
        }
        let items = salon.texts(state);
        assert!(
            items.iter().any(|item| item == "SHU-CLAY-75G|product|Shu clay definer 75g|RETAIL|3900|2340|3")
                || items.iter().any(|item| item.starts_with("SHU-CLAY-75G|product|")),
            "{items:?}"
        );
        assert!(items.iter().any(|item| item.ends_with("|-3")));
        if plain.is_empty() {
            plain = items;
        } else {
            assert_eq!(items, plain, "{save}");
        }
    }
}

#[test]
fn hand_fees_and_costs_of_a_price_list_come_in_under_the_names_that_an_export_gives_them() {
    let mut salon = Salon::new();
    let file = "编号,名称,类型,分类,价格,手工费,耗材成本,时长\n70,头疗,项目,护理,128.00,15.00,6.00,45\n";
    salon.bring(Kind::Items, file.as_bytes(), |_| {}).unwrap();
    let state = "SELECT name || '|' || hand_fee || '|' || material_cost || '|' || minutes FROM item";
    assert_eq!(salon.texts(state), ["头疗|1500|600|45"]);
    assert_eq!(counts(&salon.dry(Kind::Items, file.as_bytes(), |_| {})), (0, 0, 1, 0));
    let dearer = file.replace("15.00", "16.50");
    salon.bring(Kind::Items, dearer.as_bytes(), |_| {}).unwrap();
    assert_eq!(salon.texts(state), ["头疗|1650|600|45"]);
    let below = file.replace("15.00", "-1");
    assert!(
        told(&salon.dry(Kind::Items, below.as_bytes(), |_| {})).iter().any(|told| told.starts_with("2 "))
    );
}

#[test]
fn an_exported_price_list_comes_in_as_the_same() {
    if shared().is_none() {
        return;
    }
    let mut salon = Salon::new();
    for name in ["service_listing.csv", "product_listing_retail.csv"] {
        salon.bring(Kind::Items, &bytes(name), |file| file.skip_errors = true).unwrap();
    }
    let stock = salon.shop.ask(&Stock::default()).unwrap();
    let items = salon.shop.ask(&Items { retired: true }).unwrap();
    for encoding in [Encoding::Utf8Bom, Encoding::Gb18030] {
        let mut out = CsvOut::new(Vec::new(), encoding).unwrap();
        let heads = ["编号", "名称", "价格", "分类", "成本", "类型", "库存", "启用"];
        out.row(&heads.map(OutCell::Text)).unwrap();
        for listed in &items {
            let item = &listed.item;
            let on_hand = stock.iter().find(|row| row.code == item.code);
            let sort = if on_hand.is_some() { "产品" } else { "项目" };
            out.row(&[
                OutCell::Text(&item.code),
                OutCell::Text(&item.name),
                OutCell::Money(item.price),
                OutCell::Text(&item.category),
                OutCell::Money(item.material_cost),
                OutCell::Text(sort),
                on_hand.map_or(OutCell::Empty, |row| OutCell::Count(row.on_hand)),
                OutCell::Text(if item.active { "是" } else { "否" }),
            ])
            .unwrap();
        }
        let file = out.finish().unwrap();
        assert_eq!(counts(&salon.dry(Kind::Items, &file, |_| {})), (0, 0, 131, 0), "{encoding}");
    }
}

#[test]
fn past_sales_touch_no_account_and_find_their_members() {
    if shared().is_none() {
        return;
    }
    let raw = bytes("receipt_transactions.csv");
    let rows = workbooks::texts(&raw);
    let clients: std::collections::BTreeSet<&str> = rows.iter().skip(1).map(|row| row[3].as_str()).collect();
    let mut members = String::from("code,name,phone\n");
    for (at, client) in (0..).zip(clients.iter().filter(|client| !client.is_empty())) {
        members = format!("{members}{client},Client {client},138{at:08}\n");
    }
    let mut salon = Salon::new();
    salon.bring(Kind::Members, members.as_bytes(), |_| {}).unwrap();
    salon
        .bring(Kind::Balances, "code,balance\nKERT01,100\n".as_bytes(), |f| {
            f.control_total = Some(Fen(10_000));
        })
        .unwrap();
    let (accounts, entries) = (salon.accounts(), salon.number("SELECT count(*) FROM entry"));
    let done = salon.bring(Kind::Sales, &raw, |_| {}).unwrap();
    assert_eq!((done.counts.new, done.counts.errors, done.counts.unmatched), (1934, 0, 0));
    assert_eq!((salon.accounts(), salon.number("SELECT count(*) FROM entry")), (accounts, entries));
    let by_hand: i64 = rows.iter().skip(1).map(|row| row[6].parse::<Fen>().unwrap().0).sum();
    assert_eq!(salon.number("SELECT sum(amount) FROM history"), by_hand);
    assert_eq!(salon.number("SELECT count(*) FROM history WHERE amount < 0"), 71);
    let with_client = rows.iter().skip(1).filter(|row| !row[3].is_empty()).count();
    let with_client = i64::try_from(with_client).unwrap();
    assert_eq!(salon.number("SELECT count(*) FROM history WHERE member_id IS NOT NULL"), with_client);
    assert_eq!(salon.texts("SELECT max(last_visit_on) FROM member"), ["2018-07-29"]);
    // The same data as a workbook is another file with the same lines: nothing of it is new.
    let xlsx = workbooks::xlsx(&rows);
    assert_eq!(counts(&salon.dry(Kind::Sales, &xlsx, |_| {})), (0, 0, 1934, 0));
    let twice = salon.bring(Kind::Sales, &raw, |_| {}).unwrap_err();
    assert_eq!(twice.code(), "import.twice");
    let back = salon.back(done.batch).unwrap();
    assert_eq!((back.entries, back.files), (0, 0));
    assert_eq!(salon.number("SELECT count(*) FROM history"), 0);
    assert_eq!(salon.number("SELECT count(*) FROM history_line"), 1934);
    assert_eq!(salon.texts("SELECT DISTINCT last_visit_on FROM member"), [""]);
    assert_eq!(salon.bring(Kind::Sales, &raw, |_| {}).unwrap().counts.new, 1934);
}

#[test]
fn visits_without_items_or_amounts_are_history_too() {
    let Some(folder) = shared() else { return };
    let raw = std::fs::read(folder.join("../barber_visits_to_2019-10.csv")).unwrap();
    let mut salon = Salon::new();
    let done = salon.bring(Kind::Sales, &raw, |_| {}).unwrap();
    assert_eq!((done.counts.new, done.counts.errors), (5943, 0));
    assert_eq!(salon.number("SELECT sum(amount) FROM history"), 0);
}

#[test]
fn the_very_same_file_comes_in_once_unless_it_is_forced() {
    let mut salon = Salon::new();
    let first = salon.bring(Kind::Members, MEMBERS.as_bytes(), |_| {}).unwrap();
    let no = salon.bring(Kind::Members, MEMBERS.as_bytes(), |_| {}).unwrap_err();
    assert_eq!(no.to_string(), "import.twice file=file-1 batch=1");
    let again = salon.bring(Kind::Members, MEMBERS.as_bytes(), |file| file.again = true).unwrap();
    assert_eq!((again.batch, again.counts.same), (2, 3));
    // A repeated key answers with the first result, and the command holds no row of the file.
    let verb = salon.verb(Kind::Members, "姓名,手机\n钱,13800138077\n".as_bytes(), |_| {});
    let envelope = salon.envelope();
    let once = salon.shop.act(&envelope, &verb).unwrap();
    let twice = salon.shop.act(&envelope, &verb).unwrap();
    assert_eq!((once.value.clone(), twice.value, twice.repeated), (once.value, twice_value(&salon), true));
    assert_eq!(first.counts.new, 3);
    assert_eq!(
        salon.number("SELECT count(*) FROM answer WHERE result LIKE '%13800138%' OR result LIKE '%钱%'"),
        0
    );
    assert!(salon.number("SELECT max(length(result)) FROM answer") < 400);
}

fn twice_value(salon: &Salon) -> meigui::exchange::commit::Committed {
    let text = salon.texts("SELECT result FROM answer ORDER BY command_id DESC LIMIT 1").remove(0);
    serde_json::from_str(&text).unwrap()
}

#[test]
fn a_stopped_import_leaves_nothing_behind() {
    let mut salon = Salon::new();
    let verb = salon.verb(Kind::Members, MEMBERS.as_bytes(), |_| {});
    verb.watch.stop();
    let no = refused(salon.act(&verb)).unwrap_err();
    assert_eq!(no.to_string(), "import.stopped row=2");
    assert_eq!(salon.number("SELECT (SELECT count(*) FROM member) + (SELECT count(*) FROM import_batch)"), 0);
    let verb = salon.verb(Kind::Members, MEMBERS.as_bytes(), |_| {});
    salon.act(&verb).unwrap();
    assert_eq!(verb.watch.progress(), (6, 6));
}

#[test]
fn hostile_names_are_stored_clean_or_refused() {
    let mut salon = Salon::new();
    let rows = [
        ["A1", "\u{1b}[31m红\u{1b}[0m\u{1b}p\u{7}", "13800138000"],
        ["A2", "王\u{200d}雅\u{202e}琴\u{feff}", "13800138001"],
        ["A3", "=HYPERLINK(\"http://x\")", "13800138002"],
        ["A4", "Zoë\u{301}\u{301}\u{301}\u{301}\u{301}", "13800138003"],
        ["A5", "nul\u{0}nul", "13800138004"],
        ["A6", "x'); DROP TABLE member;--", "13800138005"],
    ];
    let mut out = csv::Writer::from_writer(Vec::new());
    out.write_record(["会员号", "姓名", "手机"]).unwrap();
    for row in rows {
        out.write_record(row).unwrap();
    }
    out.write_record(["A7", &"长".repeat(10_000), "13800138006"]).unwrap();
    out.write_record(["A8", "\u{200b}\u{202e}", "13800138007"]).unwrap();
    let raw = out.into_inner().unwrap();
    assert_eq!(told(&salon.dry(Kind::Members, &raw, |_| {})), ["8 text.too_long", "9 text.missing"]);
    salon.bring(Kind::Members, &raw, |file| file.skip_errors = true).unwrap();
    let names = salon.texts("SELECT name FROM member ORDER BY number");
    assert_eq!(names[..3], ["红p", "王雅琴", "=HYPERLINK(\"http://x\")"]);
    assert_eq!(names[5], "x'); DROP TABLE member;--");
    assert!(names.iter().all(|name| !name.chars().any(clean::is_unprintable)), "{names:?}");
}

#[test]
fn the_roles_and_reasons_of_an_import_are_asked_for() {
    let mut salon = Salon::new();
    salon.door::<meigui::staff::hire::Hire>(serde_json::json!({
        "number": "7", "name": "小前", "job": "front_desk" }));
    let verb = salon.verb(Kind::Members, MEMBERS.as_bytes(), |_| {});
    let mut envelope = salon.envelope();
    envelope.reason = None;
    assert_eq!(refused(salon.shop.act(&envelope, &verb)).unwrap_err().code(), "reason.missing");
    let mut envelope = salon.envelope();
    envelope.by = Some("7".into());
    assert_eq!(refused(salon.shop.act(&envelope, &verb)).unwrap_err().code(), "right.missing");
}
