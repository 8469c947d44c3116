//! Commission through the doors: books of rules, and what people earn by what they do.

use serde_json::{Value, json};

use crate::salon::Salon;

fn rule(name: &str, event: &str) -> Value {
    json!({ "name": name, "event": event, "rate": "0.1" })
}

#[test]
fn a_book_is_set_whole_from_a_day_and_the_day_finds_it() {
    let mut salon = Salon::stocked();
    assert_eq!(salon.ok("query.rules", json!({}))["version"], 0);
    let first = json!({ "rules": [rule("项目", "service")], "from": "2026-11-01", "reason": "开业" });
    assert_eq!(salon.ok("rules.set", first), json!({ "version": 1, "from": "2026-11-01", "rules": 1 }));
    let later = json!({ "rules": [rule("一", "service"), rule("二", "card")], "from": "2026-12-01", "reason": "调整" });
    salon.ok("rules.set", later);
    let today = json!({ "rules": [], "reason": "空" });
    assert_eq!(salon.ok("rules.set", today)["from"], "2026-11-21");
    for (day, version, rules) in
        [("2026-10-31", 0, 0), ("2026-11-20", 1, 1), ("2026-11-21", 3, 0), ("2026-12-01", 2, 2)]
    {
        let found = salon.ok("query.rules", json!({ "day": day }));
        assert_eq!(
            (&found["version"], found["rules"].as_array().unwrap().len()),
            (&json!(version), rules),
            "{day}"
        );
    }
    let all = salon.ok("query.rules", json!({ "version": 2 }));
    assert_eq!(all["rules"][1]["event"], "card");
    assert_eq!(all["versions"].as_array().unwrap().len(), 3);
    assert_eq!(all["versions"][2]["set_on"], "2026-11-21");
}

#[test]
fn a_rule_comes_back_as_it_was_written() {
    let mut salon = Salon::stocked();
    let rules = json!([
        { "name": "面部点客", "event": "service", "role": "technician", "category": "面部", "requested": true, "member": true,
            "rate": "0.125", "phi": "0.3", "cost": "before", "basis": "list" },
        { "name": "卡", "event": "card", "role": "consultant", "item": "60", "fixed": "12.50", "cost": "none", "basis": "paid" },
        { "name": "月", "event": "product", "bands": "retroactive", "cost": "none", "basis": "paid",
            "steps": [{ "from": "0.00", "rate": "0.05" }, { "from": "1000.00", "rate": "0.08" }] },
    ]);
    salon.ok("rules.set", json!({ "rules": rules, "reason": "试" }));
    assert_eq!(salon.ok("query.rules", json!({}))["rules"], rules);
}

#[test]
fn what_cannot_be_meant_is_refused_and_only_a_manager_sets_rules() {
    let mut salon = Salon::stocked();
    let set = |rule: Value| json!({ "rules": [rule], "reason": "试" });
    let mut both = rule("b", "service");
    both["fixed"] = json!("1");
    let mut item = rule("i", "service");
    item["item"] = json!("nowhere");
    let mut category = rule("c", "service");
    category["category"] = json!("没有");
    for wrong in [both, item, category] {
        salon.no("rules.set", set(wrong), "rules.unfit");
    }
    salon.no("rules.set", json!({ "rules": [rule("a", "service")] }), "reason.missing");
    let mut early = set(rule("a", "service"));
    early["from"] = json!("2026-13-01");
    salon.no("rules.set", early, "date.unreadable");
    let mut cashier = set(rule("a", "service"));
    cashier["by"] = json!("03");
    salon.no("rules.set", cashier, "right.missing");
    let mut manager = set(rule("a", "service"));
    manager["by"] = json!("04");
    salon.ok("rules.set", manager);
}

#[test]
fn a_book_is_never_edited() {
    let mut salon = Salon::stocked();
    let bands = json!([{ "name": "月", "event": "service", "bands": "progressive", "steps": [{ "from": "0", "rate": "0.1" }] }]);
    salon.ok("rules.set", json!({ "rules": bands, "reason": "试" }));
    salon.ok("rules.set", json!({ "rules": bands, "reason": "试" }));
    for attack in [
        "UPDATE rule_book SET valid_from = '2020-01-01'",
        "UPDATE rule SET rate = '1'",
        "UPDATE rule_step SET rate = '1'",
        "DELETE FROM rule_book",
        "DELETE FROM rule",
        "DELETE FROM rule_step",
        "INSERT INTO rule (version, place, name, event, rate, cost, basis) VALUES (1, 9, 'x', 'service', '1', 'none', 'paid')",
        "INSERT INTO rule (version, place, name, event, rate, cost, basis) VALUES (2, 9, 'x', 'service', '1', 'none', 'paid')",
        "INSERT INTO rule_step (version, place, step, from_base, rate) VALUES (2, 0, 9, 9, '1')",
        "INSERT OR REPLACE INTO rule_step (version, place, step, from_base, rate) VALUES (2, 0, 0, 0, '1')",
    ] {
        assert!(salon.shop.db().attempt(attack).is_err(), "went through: {attack}");
    }
    salon.prove();
}

/// 10 % on work, 5 % on goods, 8 % on cards, 2 % on top-ups, for whoever stands on the line.
fn simple(salon: &mut Salon) {
    let rates = [("service", "0.1"), ("product", "0.05"), ("card", "0.08"), ("topup", "0.02")];
    let rules: Vec<Value> =
        rates.iter().map(|(event, rate)| json!({ "name": event, "event": event, "rate": rate })).collect();
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-01-01", "reason": "试" }));
}

/// What a person earned in a span.
fn earned(salon: &mut Salon, staff: &str, from: &str, to: &str) -> String {
    let found = salon.ok("query.commission", json!({ "from": from, "to": to, "staff": staff }));
    found["staff"][0]["amount"].as_str().unwrap_or("none").to_owned()
}

fn sale(salon: &mut Salon, lines: Value, tenders: Value) -> Value {
    salon.ok("checkout", json!({ "member": "M000001", "lines": lines, "tenders": tenders }))["bill"].clone()
}

const YEAR: (&str, &str) = ("2026-01-01", "2027-12-31");

#[test]
fn a_sale_a_card_and_a_top_up_pay_the_people_on_their_lines() {
    let mut salon = Salon::stocked();
    simple(&mut salon);
    let cash = json!([{ "tender": "cash" }]);
    sale(&mut salon, json!([{ "item": "21", "staff": ["02", {"staff": "05", "weight": 2}] }]), cash.clone());
    // Each role group carries the whole base; the hand fee belongs to who does the work.
    assert_eq!(earned(&mut salon, "02", YEAR.0, YEAR.1), "69.80");
    assert_eq!(earned(&mut salon, "05", YEAR.0, YEAR.1), "39.80");
    sale(
        &mut salon,
        json!([{ "item": "60", "staff": ["05"] }, { "item": "50", "quantity": 2, "staff": ["05"] }]),
        cash,
    );
    assert_eq!(earned(&mut salon, "05", YEAR.0, YEAR.1), "132.70");
    let up = json!({ "member": "M000001", "amount": "1000", "sold_by": "05", "tenders": [{ "tender": "wechat" }] });
    let up = salon.ok("topup", up)["bill"].clone();
    assert_eq!(earned(&mut salon, "05", YEAR.0, YEAR.1), "152.70");
    salon.ok("topup.void", json!({ "bill": up, "reason": "试" }));
    assert_eq!(earned(&mut salon, "05", YEAR.0, YEAR.1), "132.70");
    let owner = salon.ok("query.commission", json!({ "staff": "01" }));
    assert_eq!((&owner["staff"], &owner["amount"]), (&json!([]), &json!("0.00")));
}

#[test]
fn gift_money_counts_by_phi_and_a_session_by_its_value() {
    let mut salon = Salon::stocked();
    simple(&mut salon);
    let up = json!({ "member": "M000001", "amount": "1000", "gift": "250", "gift_expires_on": "2027-11-21", "tenders": [{ "tender": "wechat" }] });
    salon.ok("topup", up);
    sale(&mut salon, json!([{ "item": "5", "staff": ["02"] }]), json!([{ "tender": "stored_value" }]));
    // 268 = 214.40 principal + 53.60 gift: base 241.20.
    assert_eq!(earned(&mut salon, "02", YEAR.0, YEAR.1), "24.12");
    sale(&mut salon, json!([{ "item": "60" }]), json!([{ "tender": "cash" }]));
    let cards = salon.ok("query.member", json!({ "member": "M000001" }));
    let card = cards["holdings"]["cards"][0]["card"].clone();
    sale(&mut salon, json!([{ "item": "21", "card": card, "staff": ["02"] }]), json!([]));
    // 333.33 of the card and a hand fee of 30.
    assert_eq!(earned(&mut salon, "02", YEAR.0, YEAR.1), "87.45");
}

#[test]
fn a_debt_earns_when_it_is_paid_and_a_refund_takes_back_on_its_own_day() {
    let mut salon = Salon::stocked();
    simple(&mut salon);
    let owing = json!([{ "tender": "cash", "amount": "168" }, { "tender": "on_account" }]);
    let bill = sale(&mut salon, json!([{ "item": "5", "staff": ["02"] }]), owing);
    assert_eq!(earned(&mut salon, "02", YEAR.0, YEAR.1), "16.80");
    salon.world.pass(crate::salon::DAY);
    let pay =
        |amount: &str| json!({ "member": "M000001", "amount": amount, "tenders": [{ "tender": "cash" }] });
    let paid = salon.ok("debt.pay", pay("40"))["bill"].clone();
    assert_eq!(earned(&mut salon, "02", "2026-11-22", "2026-11-22"), "4.00");
    salon.ok("bill.void", json!({ "bill": paid, "reason": "试" }));
    assert_eq!(earned(&mut salon, "02", "2026-11-22", "2026-11-22"), "0.00");
    salon.ok("debt.pay", pay("100"));
    assert_eq!(earned(&mut salon, "02", YEAR.0, YEAR.1), "26.80");
    salon.world.pass(crate::salon::DAY);
    salon.ok("bill.void", json!({ "bill": bill, "reason": "试" }));
    assert_eq!(earned(&mut salon, "02", "2026-11-23", "2026-11-23"), "-26.80");
    assert_eq!(earned(&mut salon, "02", "2026-11-21", "2026-11-22"), "26.80");
    assert_eq!(earned(&mut salon, "02", YEAR.0, YEAR.1), "0.00");
    let rows = salon.ok("query.commission_lines", json!({ "from": YEAR.0, "to": YEAR.1, "bill": bill }));
    let days: Vec<&str> = rows.as_array().unwrap().iter().map(|row| row["day"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-11-21", "2026-11-22", "2026-11-22", "2026-11-22", "2026-11-23"]);
    assert_eq!(
        (&rows[4]["of_bill"], &rows[4]["rule"]["name"], &rows[4]["version"]),
        (&bill, &json!("service"), &json!(1))
    );
}

#[test]
fn a_refunded_card_takes_back_what_its_sale_earned_in_proportion() {
    let mut salon = Salon::stocked();
    simple(&mut salon);
    sale(&mut salon, json!([{ "item": "60", "staff": ["05"] }]), json!([{ "tender": "cash" }]));
    let cards = salon.ok("query.member", json!({ "member": "M000001" }));
    let card = cards["holdings"]["cards"][0]["card"].clone();
    salon.world.pass(40 * crate::salon::DAY);
    sale(&mut salon, json!([{ "item": "21", "card": card, "staff": ["02"] }]), json!([]));
    let refund = json!({ "holding": { "card": card }, "cause": "salon", "tender": "cash", "approved_by": "04", "reason": "试" });
    let refund = salon.ok("card.refund", refund);
    assert_eq!(refund["amount"], "666.67");
    // 80.00 for 1,000.00; what stays with the salon is 333.33.
    assert_eq!(earned(&mut salon, "05", YEAR.0, YEAR.1), "26.67");
    assert_eq!(earned(&mut salon, "05", "2026-12-01", "2026-12-31"), "-53.33");
    salon.ok("bill.void", json!({ "bill": refund["bill"], "reason": "试" }));
    assert_eq!(earned(&mut salon, "05", YEAR.0, YEAR.1), "80.00");
}

#[test]
fn bands_run_on_through_a_month_and_go_back_at_what_they_paid() {
    for (mode, after, refunded) in [("progressive", "60.00", "24.00"), ("retroactive", "100.00", "24.00")] {
        let mut salon = Salon::stocked();
        salon.ok("item.add", json!({ "code": "1", "kind": "service", "name": "一元", "price": "1" }));
        let steps = json!([{ "from": "0", "rate": "0.1" }, { "from": "400", "rate": "0.2" }]);
        let rules = json!([{ "name": "月", "event": "service", "bands": mode, "steps": steps }]);
        salon.ok("rules.set", json!({ "rules": rules, "from": "2026-11-01", "reason": "试" }));
        let sell = |salon: &mut Salon, quantity: i64| {
            let lines = json!([{ "item": "1", "quantity": quantity, "staff": ["02"] }]);
            sale(salon, lines, json!([{ "tender": "cash" }]))
        };
        sell(&mut salon, 240);
        let large = sell(&mut salon, 260);
        assert_eq!(earned(&mut salon, "02", "2026-11-01", "2026-11-30"), after, "{mode}");
        // Next month begins anew, and a refund in it takes back what the sale was paid in its own month.
        salon.world.pass(20 * crate::salon::DAY);
        salon.ok("bill.void", json!({ "bill": large, "reason": "试" }));
        sell(&mut salon, 100);
        assert_eq!(earned(&mut salon, "02", "2026-11-01", "2026-11-30"), after, "{mode}: closed is closed");
        let back: meigui::ground::Fen = earned(&mut salon, "02", "2026-12-01", "2026-12-31").parse().unwrap();
        let stays: meigui::ground::Fen = refunded.parse().unwrap();
        let paid: meigui::ground::Fen = after.parse().unwrap();
        assert_eq!(back.0 - 1_000, stays.0 - paid.0, "{mode}");
    }
}

#[test]
fn the_day_of_the_sale_decides_the_version_and_a_preview_changes_nothing() {
    let mut salon = Salon::stocked();
    simple(&mut salon);
    let lines = json!([{ "item": "5", "staff": ["02"] }]);
    sale(&mut salon, lines.clone(), json!([{ "tender": "cash" }]));
    salon.world.pass(crate::salon::DAY);
    let twice = json!([{ "name": "翻倍", "event": "service", "rate": "0.2" }]);
    let book = json!({ "rules": twice, "from": "2026-11-22" });
    sale(&mut salon, lines, json!([{ "tender": "cash" }]));
    let told =
        salon.ok("query.rules_preview", json!({ "from": "2026-11-21", "to": "2026-11-22", "book": book }));
    assert_eq!((&told["staff"][0]["before"], &told["staff"][0]["after"]), (&json!("53.60"), &json!("80.40")));
    assert_eq!(earned(&mut salon, "02", YEAR.0, YEAR.1), "53.60");
    salon.ok("rules.set", json!({ "rules": twice, "from": "2026-11-22", "reason": "试" }));
    assert_eq!(earned(&mut salon, "02", YEAR.0, YEAR.1), "80.40");
    assert_eq!(earned(&mut salon, "02", "2026-11-21", "2026-11-21"), "26.80");
}

#[test]
fn a_missing_rate_pays_the_hand_fee_as_it_was_and_is_listed() {
    let mut salon = Salon::stocked();
    sale(&mut salon, json!([{ "item": "21", "staff": ["02"] }]), json!([{ "tender": "cash" }]));
    // The hand fee of the day of the sale stays, whatever the price list says later.
    salon.world.pass(crate::salon::MINUTE);
    salon.ok("item.edit", json!({ "item": "21", "hand_fee": "99" }));
    salon.world.pass(crate::salon::MINUTE);
    sale(
        &mut salon,
        json!([{ "item": "21", "quantity": 2, "staff": ["02"] }]),
        json!([{ "tender": "cash" }]),
    );
    let found = salon.ok("query.commission", json!({}));
    assert_eq!(found["staff"][0]["amount"], "228.00");
    assert_eq!(
        found["missing"],
        json!([{ "event": "service", "role": "technician", "code": "21", "name": "深层补水护理", "lines": 2 }])
    );
}

const PROGRAM: &str = env!("CARGO_BIN_EXE_meigui");

/// Runs the program on a file; whether it went well, and what it said.
fn run(db: &std::path::Path, words: &[&str]) -> (bool, String) {
    let out = std::process::Command::new(PROGRAM).arg("--db").arg(db).args(words).output().unwrap();
    let text = if out.status.success() { out.stdout } else { out.stderr };
    (out.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn rules_go_out_and_in_as_a_text_and_a_figure_is_explained() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.db");
    let mut salon = Salon::in_file(&db);
    let rules = json!([{ "name": "项目", "event": "service", "role": "technician", "rate": "0.125" }]);
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-01-01", "reason": "试" }));
    let staff = json!([{ "item": "21", "staff": ["02"] }]);
    let bill = sale(&mut salon, staff, json!([{ "tender": "cash" }]));
    let file = folder.path().join("rules.toml");
    let path = file.to_str().unwrap();
    assert!(run(&db, &["rules", "export", path]).0);
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("rate = \"12.5%\"") && !text.contains("\nfrom ="), "{text}");
    let (done, again) = run(&db, &["rules", "export", path]);
    assert!(!done && again.contains("rules.toml"), "{again}");
    assert_eq!(run(&db, &["rules", "export", "-"]).1, text);

    std::fs::write(&file, text.replace("12.5%", "25%")).unwrap();
    let (done, told) = run(&db, &["--json", "rules", "import", path, "--dry-run", "--from", "2026-11-21"]);
    let told: Value = serde_json::from_str(&told).unwrap();
    assert!(done && told["set"].is_null() && told["differences"].as_array().unwrap().len() == 2);
    assert_eq!(salon.ok("query.rules", json!({}))["version"], 1);
    let (done, told) = run(&db, &["--json", "rules", "import", path, "--from", "2026-12-01"]);
    assert!(done, "{told}");
    assert_eq!(
        serde_json::from_str::<Value>(&told).unwrap()["set"],
        json!({ "version": 2, "from": "2026-12-01", "rules": 1 })
    );

    std::fs::write(&file, text.replace("12.5%", "125%")).unwrap();
    let (done, told) = run(&db, &["--lang", "en", "rules", "import", path]);
    assert!(!done && told.starts_with("Line 7, column 1, rule 项目"), "{told}");

    let span = ["--from", "2026-11-21", "--to", "2026-11-21"];
    let (done, told) =
        run(&db, &[&["--lang", "en", "explain", "commission", "02"], span.as_slice()].concat());
    assert!(done, "{told}");
    for part in
        [bill.as_str().unwrap(), "base 398.00", "version 1", "12.5%", "hand fee 30.00", "49.75", "79.75"]
    {
        assert!(told.contains(part), "{part}: {told}");
    }
    let (_, plain) = run(&db, &[&["--plain", "report", "commission"], span.as_slice()].concat());
    assert!(plain.lines().nth(1).unwrap().starts_with("02\t陈静\t1\t30.00\t49.75\t"), "{plain}");
    let csv = folder.path().join("c.csv");
    assert!(
        run(&db, &[&["report", "commission", "--csv", csv.to_str().unwrap()], span.as_slice()].concat()).0
    );
    assert!(std::fs::read_to_string(csv).unwrap().contains("02,陈静,1,30.00"));
}
