//! The laws of commission over random histories: what goes back leaves nothing, the parts are the whole, twice is once.

use std::collections::BTreeMap;

use meigui::ground::Fen;
use rand::seq::{IndexedRandom, SliceRandom};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::laws::{cart, seed, step, steps};
use crate::salon::{DAY, Salon};

/// Everybody who may stand on a line: three technicians, a consultant, the manager.
const PEOPLE: [&str; 5] = ["02", "06", "07", "05", "04"];
const ALWAYS: (&str, &str) = ("2020-01-01", "2099-12-31");

/// A book in which every kind of rule has something to say.
fn book() -> Value {
    let bands = json!([{ "from": "0", "rate": "0.03" }, { "from": "900", "rate": "0.05" }, { "from": "2500.50", "rate": "0.0725" }]);
    json!([
        { "name": "项目", "event": "service", "rate": "0.1" },
        { "name": "点客", "event": "service", "role": "technician", "requested": true, "rate": "0.125", "phi": "0.3" },
        { "name": "身体", "event": "service", "category": "身体", "rate": "0.333333", "cost": "before", "phi": "1" },
        { "name": "面部店长", "event": "service", "category": "面部", "role": "manager", "rate": "0.2", "cost": "after" },
        { "name": "面部会员", "event": "service", "category": "面部", "member": true, "bands": "progressive", "steps": bands },
        { "name": "面膜", "event": "product", "item": "50", "fixed": "3.33" },
        { "name": "产品", "event": "product", "bands": "retroactive", "steps": bands },
        { "name": "售卡", "event": "card", "bands": "retroactive", "steps": bands, "phi": "0" },
        { "name": "售卡店长", "event": "card", "role": "manager", "fixed": "10" },
        { "name": "补水卡", "event": "card", "item": "60", "rate": "0.08", "basis": "list" },
        { "name": "充值", "event": "topup", "rate": "0.02" },
    ])
}

fn salon() -> Salon {
    let mut salon = Salon::stocked();
    for (number, name) in [("06", "刘芳"), ("07", "孙悦")] {
        salon.ok("staff.hire", json!({ "number": number, "name": name, "job": "technician" }));
    }
    salon.ok("item.edit", json!({ "item": "5", "hand_fee": "12.34", "material_cost": "20" }));
    salon.ok("item.edit", json!({ "item": "21", "material_cost": "7.77" }));
    salon.ok("rules.set", json!({ "rules": book(), "from": ALWAYS.0, "reason": "试" }));
    salon
}

/// A cart of the ledger's laws with people of our own on every line.
fn staffed(rng: &mut ChaCha8Rng, salon: &mut Salon) -> Value {
    let mut cart = cart(rng, salon);
    for line in cart["lines"].as_array_mut().unwrap() {
        let mut people = PEOPLE;
        people.shuffle(rng);
        let some = people.iter().take(rng.random_range(0..5));
        let staff: Vec<Value> =
            some.map(|staff| json!({ "staff": staff, "weight": rng.random_range(1..8) })).collect();
        line["staff"] = json!(staff);
        line["requested"] = json!(!staff.is_empty() && rng.random_bool(0.4));
    }
    if !cart["member"].is_null() && rng.random_bool(0.25) {
        cart["tenders"] = json!([{ "tender": "cash", "amount": "20" }, { "tender": "on_account" }]);
    }
    cart
}

fn sell(rng: &mut ChaCha8Rng, salon: &mut Salon) -> Option<Value> {
    let cart = staffed(rng, salon);
    salon.send("checkout", cart).ok().map(|paid| paid["bill"].clone())
}

fn live(rng: &mut ChaCha8Rng, salon: &mut Salon, bills: &mut Vec<String>, steps: usize) {
    for _ in 0..steps {
        if rng.random_bool(0.4) {
            bills.extend(sell(rng, salon).and_then(|bill| bill.as_str().map(str::to_owned)));
        } else if rng.random_bool(0.08) {
            let seller = PEOPLE.choose(rng).unwrap();
            let up = json!({ "member": "M000001", "amount": "300", "gift": "60", "sold_by": seller, "above_limit": true, "tenders": [{ "tender": "cash" }] });
            let up = salon.ok("topup", up);
            bills.extend(up["bill"].as_str().map(str::to_owned));
        } else if rng.random_bool(0.03) {
            salon.world.pass(25 * DAY);
        } else {
            step(rng, salon, bills);
        }
    }
}

fn lines(salon: &mut Salon, from: &str, to: &str) -> Vec<Value> {
    let rows = salon.ok("query.commission_lines", json!({ "from": from, "to": to }));
    rows.as_array().unwrap().clone()
}

fn amount(row: &Value, field: &str) -> Fen {
    row[field].as_str().unwrap().parse().unwrap()
}

/// Pays part of what is owed for a bill, if anything is.
fn pay_some(rng: &mut ChaCha8Rng, salon: &mut Salon, bill: &str) -> bool {
    let sql = "SELECT debt.id, debt.amount, member.number FROM bill JOIN debt ON debt.bill_id = bill.id
        JOIN member ON member.id = debt.member_id WHERE bill.number = :bill";
    let params = meigui::db::named_params! { ":bill": bill };
    let debts = salon.shop.db().list(sql, params, |row| {
        Ok((row.get::<_, i64>("id")?, row.get::<_, i64>("amount")?, row.get::<_, String>("number")?))
    });
    let Some((debt, owed, member)) = debts.unwrap().choose(rng).cloned() else { return false };
    let amount = Fen(rng.random_range(1..=owed)).to_string();
    let pay = json!({ "member": member, "debt": debt, "amount": amount, "tenders": [{ "tender": "cash" }] });
    salon.send("debt.pay", pay).is_ok()
}

/// What everybody earned in all, by person; nothing is nobody.
fn totals(salon: &mut Salon) -> BTreeMap<String, Fen> {
    let all = salon.ok("query.commission", json!({ "from": ALWAYS.0, "to": ALWAYS.1 }));
    let each = all["staff"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| (person["staff"].as_str().unwrap().to_owned(), amount(person, "amount")));
    each.filter(|(_, amount)| *amount != Fen::ZERO).collect()
}

#[test]
fn a_sale_that_goes_back_whole_leaves_everybody_what_they_had() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(31));
    let mut salon = salon();
    let mut bills = Vec::new();
    let (mut gone, mut paid) = (0, 0);
    while gone < steps(90) {
        live(&mut rng, &mut salon, &mut bills, 3);
        let before = totals(&mut salon);
        let Some(bill) = sell(&mut rng, &mut salon) else { continue };
        // Part of it may go back on a later day, and debts may be paid in between: then those days earn, and nothing stays.
        salon.world.pass(rng.random_range(0..40) * DAY);
        paid += usize::from(pay_some(&mut rng, &mut salon, bill.as_str().unwrap()));
        if rng.random_bool(0.5) {
            let part = json!({ "bill": bill, "lines": [{ "line": 1, "quantity": 1 }], "reason": "试" });
            let _ = salon.send("bill.refund", part);
        }
        let voided = salon.send("bill.void", json!({ "bill": bill, "reason": "试" }));
        if voided.is_ok()
            || salon.ok("query.bill", json!({ "bill": bill }))["lines"]
                .as_array()
                .unwrap()
                .iter()
                .all(|line| line["returned"] == line["quantity"])
        {
            assert_eq!(totals(&mut salon), before, "{bill}");
            gone += 1;
        }
    }
    assert!(totals(&mut salon).len() >= 4, "somebody earned something");
    assert!(paid > 3, "{paid} debts were paid in between");
}

#[test]
fn a_span_read_alone_says_what_the_whole_history_says_of_it_and_twice_the_same() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(32));
    for _ in 0..3 {
        let mut salon = salon();
        let mut bills = Vec::new();
        live(&mut rng, &mut salon, &mut bills, steps(300));
        let all = lines(&mut salon, ALWAYS.0, ALWAYS.1);
        assert_eq!(json!(all).to_string(), json!(lines(&mut salon, ALWAYS.0, ALWAYS.1)).to_string());
        let mut months: Vec<&str> = all.iter().filter_map(|row| row["day"].as_str()?.get(..7)).collect();
        months.dedup();
        assert!(months.len() > 2, "{months:?}");
        for month in &months {
            let (from, to) = (format!("{month}-01"), format!("{month}-31"));
            let last = if meigui::ground::day::iso(&to).is_ok() {
                to
            } else {
                format!("{month}-{}", if month.ends_with("02") { 28 } else { 30 })
            };
            let alone = lines(&mut salon, &from, &last);
            let inside: Vec<&Value> =
                all.iter().filter(|row| row["day"].as_str().unwrap().starts_with(month)).collect();
            assert_eq!(alone.iter().collect::<Vec<_>>(), inside, "{month}");
        }
        let sum = Fen::sum(all.iter().map(|row| amount(row, "amount"))).unwrap();
        assert_eq!(sum, Fen::sum(totals(&mut salon).into_values()).unwrap());
        for row in &all {
            assert_eq!(
                amount(row, "amount"),
                amount(row, "hand_fee").plus(amount(row, "commission")).unwrap()
            );
        }
    }
}

#[test]
fn the_people_of_a_role_group_share_the_base_of_the_line_to_the_fen() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(33));
    let mut salon = salon();
    let mut bills = Vec::new();
    live(&mut rng, &mut salon, &mut bills, steps(300));
    let mut groups: BTreeMap<(String, i64, String), Vec<Value>> = BTreeMap::new();
    for row in lines(&mut salon, ALWAYS.0, ALWAYS.1) {
        if row["of_bill"].is_null() {
            let text = |field: &str| row[field].as_str().unwrap().to_owned();
            groups.entry((text("bill"), row["line"].as_i64().unwrap(), text("role"))).or_default().push(row);
        }
    }
    let mut shared = 0;
    for rows in groups.into_values() {
        let rule = &rows[0]["rule"];
        // People who were asked for may have a rule of their own, and with it another φ.
        if rows.iter().any(|row| row["rule"] != *rule) || rule["basis"] == "list" {
            continue;
        }
        let phi: meigui::ground::Rate = rule["phi"].as_str().unwrap_or("0.5").parse().unwrap();
        let whole = amount(&rows[0], "paid").plus(phi.of(amount(&rows[0], "gift")).unwrap()).unwrap();
        let cost = if rule["cost"] == "before" {
            Fen::sum(rows.iter().map(|row| amount(row, "cost"))).unwrap()
        } else {
            Fen::ZERO
        };
        assert_eq!(
            Fen::sum(rows.iter().map(|row| amount(row, "base"))).unwrap().plus(cost).unwrap(),
            whole,
            "{rows:?}"
        );
        shared += usize::from(rows.len() > 1);
    }
    assert!(shared > 30, "{shared} lines were shared");
}
