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
        "INSERT INTO rule_step (version, place, step, from_base, rate) VALUES (1, 0, 9, 9, '1')",
        "INSERT OR REPLACE INTO rule_step (version, place, step, from_base, rate) VALUES (2, 0, 0, 0, '1')",
    ] {
        assert!(salon.shop.db().attempt(attack).is_err(), "went through: {attack}");
    }
    salon.prove();
}
