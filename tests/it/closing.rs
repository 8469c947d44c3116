//! Shifts, days and months: the drawer is counted blind, what is closed stays as it was, and every difference is booked.

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::laws::{seed, steps};
use crate::salon::{DAY, Salon, bill};

fn sell(salon: &mut Salon, tender: &str) -> String {
    let lines = json!([{ "item": "21", "staff": ["02"] }]);
    bill(&salon.ok("checkout", json!({ "lines": lines, "tenders": [{ "tender": tender }] })))
}

fn row<'a>(count: &'a Value, tender: &str) -> &'a Value {
    count["rows"].as_array().unwrap().iter().find(|row| row["tender"] == tender).unwrap()
}

#[test]
fn a_shift_is_counted_blind_and_handed_over_with_its_difference_and_cause() {
    let mut salon = Salon::stocked();
    // Sold before anybody kept shifts: the first shift's drawer is what somebody counts.
    sell(&mut salon, "cash");
    salon.no("shift.count", json!({ "cash": "1" }), "shift.none");
    let opened = salon.ok("shift.open", json!({ "by": "03", "float": "500" }));
    assert_eq!(
        (&opened["shift"], &opened["expected"], &opened["first"]),
        (&json!(1), &json!("398.00"), &json!(true))
    );
    salon.no("shift.open", json!({}), "shift.still_open");
    sell(&mut salon, "cash");
    sell(&mut salon, "wechat");
    sell(&mut salon, "wechat");
    salon.ok("drawer.move", json!({ "by": "03", "way": "out", "amount": "45.5", "note": "买花" }));
    salon.ok("drawer.move", json!({ "by": "03", "way": "in", "amount": "100", "note": "换零钱" }));
    salon.no("drawer.move", json!({ "way": "bank", "amount": "9999", "note": "存行" }), "drawer.too_little");
    salon.no("drawer.move", json!({ "way": "out", "amount": "1", "note": " " }), "note.missing");
    salon.no("drawer.move", json!({ "way": "out", "amount": "0", "note": "x" }), "amount.not_positive");
    let now = salon.ok("query.shift", json!({}));
    assert_eq!((&now["open"], &now["bills"], &now["moves"][0][0]), (&json!(1), &json!(3), &json!("out")));
    assert!(now.get("expected").is_none(), "whoever counts is not told what should be there");
    salon.no("shift.close", json!({}), "shift.count_missing");
    // 500 + 398 - 45.50 + 100 = 952.50; ten yuan are missing, and of the vouchers nobody looked.
    let count = salon.ok("shift.count", json!({ "by": "03", "cash": "942.5", "wechat": "796" }));
    assert_eq!(row(&count, "cash")["expected"], "952.50");
    assert_eq!(
        (&row(&count, "wechat")["expected"], &row(&count, "wechat")["counted"]),
        (&json!("796.00"), &json!("796.00"))
    );
    assert_eq!(row(&count, "group_buy")["counted"], Value::Null);
    assert_eq!((&count["difference"], &count["needs_cause"]), (&json!("-10.00"), &json!(true)));
    salon.no("shift.close", json!({ "by": "03" }), "shift.cause_missing");
    let late = sell(&mut salon, "alipay");
    salon.no("shift.close", json!({ "by": "03", "cause": "找错" }), "shift.count_stale");
    salon.ok("bill.void", json!({ "bill": late, "reason": "错" }));
    let again = salon.ok("shift.count", json!({ "by": "03", "cash": "942.5", "wechat": "796" }));
    assert_eq!(again["nth"], 2);
    salon.no("shift.close", json!({ "cause": "找错", "banked": "942.51" }), "drawer.short");
    salon.no("shift.close", json!({ "cause": "找错", "to": "02" }), "right.missing");
    let closed =
        salon.ok("shift.close", json!({ "by": "03", "cause": "找错", "banked": "442.5", "to": "04" }));
    assert_eq!(
        (&closed["difference"], &closed["left"], &closed["next"]),
        (&json!("-10.00"), &json!("500.00"), &json!(2))
    );
    let books = salon.books();
    assert_eq!(
        (books["till.cash 0"], books["over_short 0"], books["cash.banked 0"]),
        (50_000, 1_000, 44_250)
    );
    let slip = salon.ok("query.shift_slip", json!({ "shift": 1 })).to_string();
    for part in ["备用金", "现金 长短款", "-10.00", "找错", "清点 2 次", "王店长"] {
        assert!(slip.contains(part), "{part}: {slip}");
    }
    let ended = salon.ok("query.shifts", json!({}));
    assert_eq!(
        (&ended[0]["by"][0], &ended[0]["to"][0], &ended[0]["left"]),
        (&json!("03"), &json!("04"), &json!("500.00"))
    );
    salon.prove();
}

#[test]
fn the_next_drawer_begins_with_what_the_last_one_left() {
    let mut salon = Salon::stocked();
    salon.ok("shift.open", json!({ "float": "300" }));
    salon.ok("shift.count", json!({ "cash": "300" }));
    salon.ok("shift.close", json!({}));
    // Sold while no shift was open: it belongs to the next one.
    sell(&mut salon, "cash");
    sell(&mut salon, "wechat");
    salon.no("shift.open", json!({ "float": "690" }), "shift.cause_missing");
    let opened = salon.ok("shift.open", json!({ "float": "690", "cause": "夜里少了" }));
    assert_eq!((&opened["expected"], &opened["first"]), (&json!("698.00"), &json!(false)));
    assert_eq!(salon.books()["over_short 0"], 800);
    let count = salon.ok("shift.count", json!({ "cash": "690" }));
    assert_eq!(
        (&row(&count, "wechat")["expected"], &count["needs_cause"]),
        (&json!("398.00"), &json!(false))
    );
    salon.ok("shift.close", json!({}));
    // What was missing when it was opened is neither lost for the shift nor for the day.
    let ended = salon.ok("query.shifts", json!({}));
    assert_eq!((&ended[1]["at_opening"], &ended[1]["opening_cause"]), (&json!("-8.00"), &json!("夜里少了")));
    let z = salon.ok("query.z_report", json!({}));
    assert_eq!((&ended[0]["at_opening"], &z["over_short"]), (&json!("0.00"), &json!("-8.00")));
    let slip = salon.ok("query.shift_slip", json!({ "shift": 2 })).to_string();
    assert!(slip.contains("开班长短款") && slip.contains("夜里少了"), "{slip}");
    salon.prove();
}

#[test]
fn a_closed_day_takes_nothing_more_until_a_manager_opens_it() {
    let mut salon = Salon::stocked();
    let first = sell(&mut salon, "cash");
    salon.no("day.close", json!({ "by": "03" }), "day.uncounted");
    salon.no("day.close", json!({ "by": "03", "uncounted": true, "reason": "忙" }), "right.missing");
    salon.ok("shift.open", json!({ "by": "03" }));
    salon.no("day.close", json!({ "by": "03" }), "shift.still_open");
    salon.ok("shift.count", json!({ "by": "03", "cash": "398" }));
    salon.ok("shift.close", json!({ "by": "03" }));
    let closed = salon.ok("day.close", json!({ "by": "03" }));
    assert_eq!((&closed["day"], &closed["closed"]), (&json!("2026-11-21"), &json!(true)));
    for (name, fields) in [
        (
            "checkout",
            json!({ "lines": [{ "item": "21", "staff": ["02"] }], "tenders": [{ "tender": "cash" }] }),
        ),
        ("bill.void", json!({ "bill": first, "reason": "错" })),
        ("topup", json!({ "member": "M000001", "amount": "100", "tenders": [{ "tender": "cash" }] })),
        ("bill.rate", json!({ "bill": first, "rating": 5 })),
        ("stock.in", json!({ "item": "50", "quantity": 1 })),
        ("shift.open", json!({})),
        ("day.close", json!({})),
    ] {
        salon.no(name, fields, "day.closed");
    }
    let z = salon.ok("query.z_report", json!({}));
    assert_eq!(
        (&z["closed"], &z["digest"], &z["totals"]["received"]),
        (&json!(true), &closed["digest"], &json!("398.00"))
    );
    assert_eq!(
        (&z["numbers"][1], &z["missing"], &z["shifts"][0]["shift"]),
        (&json!(first), &json!([]), &json!(1))
    );
    salon.no("day.reopen", json!({ "by": "03", "day": "2026-11-21", "reason": "漏单" }), "right.missing");
    salon.no("day.reopen", json!({ "day": "2026-11-20", "reason": "漏单" }), "day.open");
    salon.ok("day.reopen", json!({ "day": "2026-11-21", "reason": "漏单" }));
    sell(&mut salon, "wechat");
    salon.world.pass(DAY);
    // Tomorrow goes on, and yesterday is closed again by then.
    salon.no("day.close", json!({ "day": "2026-11-21" }), "day.uncounted");
    let again =
        salon.ok("day.close", json!({ "day": "2026-11-21", "uncounted": true, "reason": "微信对过" }));
    assert_ne!(again["digest"], closed["digest"]);
    let late = json!({ "at": "2026-11-21", "lines": [{ "item": "21", "staff": ["02"] }], "tenders": [{ "tender": "cash" }] });
    salon.no("checkout", late, "day.closed");
    salon.ok("bill.void", json!({ "bill": first, "reason": "错" }));
    assert_eq!(salon.ok("query.days", json!({})).as_array().unwrap().len(), 2);
    salon.prove();
}

/// A salon in its second month with the first one's days closed.
fn second_month() -> Salon {
    let mut salon = Salon::stocked();
    sell(&mut salon, "cash");
    salon.world.pass(10 * DAY);
    salon
}

#[test]
fn a_month_closes_when_its_days_are_and_stays_closed() {
    let mut salon = second_month();
    let check = salon.ok("query.month_check", json!({ "month": "2026-11" }));
    let open = check["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["what"] == "open_days")
        .unwrap()
        .clone();
    assert_eq!(
        (&check["ready"], &open["count"], &open["examples"][0]),
        (&json!(false), &json!(1), &json!("2026-11-21"))
    );
    salon.no("month.close", json!({ "month": "2026-11", "reason": "月结" }), "month.blocked");
    salon.no("month.close", json!({ "month": "2026-12", "reason": "月结" }), "month.blocked");
    salon.ok("day.close", json!({ "day": "2026-11-21", "uncounted": true, "reason": "旧账" }));
    let check = salon.ok("query.month_check", json!({}));
    assert_eq!((&check["month"], &check["ready"]), (&json!("2026-11"), &json!(true)));
    salon.no("month.close", json!({ "by": "03", "month": "2026-11", "reason": "月结" }), "right.missing");
    let closed = salon.ok("month.close", json!({ "month": "2026-11", "reason": "月结" }));
    assert_eq!(closed["through"], "2026-11-30");
    salon.no("month.close", json!({ "month": "2026-11", "reason": "月结" }), "month.done");
    salon.no("month.close", json!({ "month": "2026-10", "reason": "月结" }), "month.done");
    salon.no("day.reopen", json!({ "day": "2026-11-21", "reason": "漏单" }), "month.closed");
    let late = json!({ "at": "2026-11-25", "lines": [{ "item": "21", "staff": ["02"] }], "tenders": [{ "tender": "cash" }] });
    salon.no("checkout", late, "month.closed");
    let rules = json!([{ "name": "项目", "event": "service", "rate": "0.2" }]);
    salon.no("rules.set", json!({ "rules": rules, "from": "2026-11-30", "reason": "试" }), "month.closed");
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-12-01", "reason": "试" }));
    salon.no(
        "wage.set",
        json!({ "staff": "02", "amount": "1", "from": "2026-11-01", "reason": "试" }),
        "month.closed",
    );
    // What comes late is dated today and names the old bill.
    let back = salon.ok("bill.void", json!({ "bill": "20261121-0001", "reason": "客诉" }));
    assert!(back.to_string().contains("20261201"), "{back}");
    let months = salon.ok("query.months", json!({}));
    assert_eq!((&months[0]["digest"], &months[0]["month"]), (&closed["digest"], &json!("2026-11")));
    salon.prove();
}

#[test]
fn a_closed_day_that_was_edited_is_found() {
    let folder = tempfile::tempdir().unwrap();
    for (place, (table, attack)) in [
        ("shift", "UPDATE shift SET opening = opening + 1"),
        ("till_counted", "UPDATE till_counted SET counted = expected"),
        ("day_close", "UPDATE day_close SET note = 'x'"),
        ("drawer_move", "UPDATE drawer_move SET note = 'x'"),
        ("shift_close", "UPDATE shift_close SET banked = 1"),
        ("day_close", "UPDATE day_close SET digest = zeroblob(32)"),
        ("seal", "UPDATE seal SET hash = zeroblob(32) WHERE entry_id = (SELECT entry_id FROM drawer_move)"),
    ]
    .into_iter()
    .enumerate()
    {
        let path = folder.path().join(format!("{place}.db"));
        let mut salon = Salon::in_file(&path);
        salon.ok("shift.open", json!({ "float": "100" }));
        salon.ok("drawer.move", json!({ "way": "in", "amount": "5", "note": "零钱" }));
        salon.ok("shift.count", json!({ "cash": "100" }));
        salon.ok("shift.close", json!({ "cause": "少五元" }));
        salon.ok("day.close", json!({}));
        salon.prove();
        drop(salon);
        // Somebody with the file and a tool, past the triggers.
        let raw = rusqlite::Connection::open(&path).unwrap();
        raw.execute_batch(&format!("DROP TRIGGER {table}_no_update; {attack}")).unwrap();
        drop(raw);
        let salon = Salon::opened(&path);
        let proof = meigui::proof::prove(salon.shop.db(), salon.shop.profile(), |_| {}).unwrap();
        assert!(
            proof.findings.iter().any(|finding| finding.law == "closing"),
            "{attack}: {:#?}",
            proof.findings
        );
    }
}

#[test]
fn whatever_happens_in_a_shift_the_drawer_and_the_books_agree_after_it() {
    let seed = seed(17);
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let mut salon = Salon::stocked();
    let mut drawer = 0_i64;
    salon.ok("shift.open", json!({ "float": "0" }));
    let mut lost = 0_i64;
    for step in 0..steps(120) {
        let told = format!("seed {seed} step {step}");
        match rng.random_range(0..10) {
            0..4 => {
                let tender = ["cash", "wechat", "alipay", "bank"].choose(&mut rng).unwrap();
                sell(&mut salon, tender);
                drawer += if *tender == "cash" { 39_800 } else { 0 };
            }
            4 => {
                let number = sell(&mut salon, "cash");
                salon.ok("bill.void", json!({ "bill": number, "reason": "错" }));
            }
            5 => {
                let fen = rng.random_range(1..20_000);
                let (way, sign) = if fen > drawer { ("in", 1) } else { ("out", -1) };
                let amount = meigui::ground::Fen(fen).to_string();
                salon.ok("drawer.move", json!({ "way": way, "amount": amount, "note": "零星" }));
                drawer += sign * fen;
            }
            6..9 => {
                let slip = rng.random_range(-500..=500).max(-drawer);
                let found = drawer + slip;
                let cash = meigui::ground::Fen(found).to_string();
                let count = salon.ok("shift.count", json!({ "cash": cash }));
                assert_eq!(
                    row(&count, "cash")["expected"],
                    meigui::ground::Fen(drawer).to_string(),
                    "{told}"
                );
                let banked = rng.random_range(0..=found);
                let banked_text = meigui::ground::Fen(banked).to_string();
                salon.ok("shift.close", json!({ "cause": "点错", "banked": banked_text, "to": "03" }));
                drawer = found - banked;
                lost -= slip;
            }
            _ => salon.world.pass(DAY),
        }
        let books = salon.books();
        assert_eq!(books.get("till.cash 0").copied().unwrap_or(0), drawer, "{told}");
        assert_eq!(books.get("over_short 0").copied().unwrap_or(0), lost, "{told}");
    }
    salon.prove();
}
