//! What a bill would earn, before it is one: exactly what it earns afterwards, and nothing is left of the asking.

use meigui::checkout::cart::Cart;
use meigui::checkout::earns::{Earns, WouldEarn};
use serde_json::{Value, json};

use crate::salon::Salon;

fn salon() -> Salon {
    let mut salon = Salon::stocked();
    let bands = json!([{ "from": "0", "rate": "0.1" }, { "from": "400", "rate": "0.2" }]);
    let rules = json!([
        { "name": "项目", "event": "service", "bands": "progressive", "steps": bands },
        { "name": "售卡", "event": "card", "rate": "0.05" },
    ]);
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-01-01", "reason": "试" }));
    let rewards = json!([{ "name": "售卡", "event": "card", "fixed": "20" }]);
    salon.ok("rewards.set", json!({ "rewards": rewards, "reason": "试" }));
    salon.ok("topup", json!({ "member": "M000001", "amount": "2000", "gift": "2000", "reason": "试", "tenders": [{ "tender": "cash" }], "above_limit": true }));
    salon
}

fn would(salon: &mut Salon, cart: &Value) -> Earns {
    let cart: Cart = serde_json::from_value(cart.clone()).unwrap();
    salon.shop.rehearse(Some("03"), &WouldEarn(cart)).unwrap()
}

/// What people earned so far by the books, by number.
fn earned(salon: &mut Salon) -> Vec<(String, String)> {
    let all = salon.ok("query.commission", json!({}));
    let rows = all["staff"].as_array().unwrap().iter();
    rows.map(|row| (row["staff"].as_str().unwrap().into(), row["amount"].as_str().unwrap().into())).collect()
}

#[test]
fn what_would_be_earned_is_earned() {
    let mut salon = salon();
    let lines = json!([{ "item": "21", "staff": ["02"] }, { "item": "60", "staff": ["05"] }]);
    let open = json!({ "member": "M000001", "lines": lines });
    let before = (salon.books(), earned(&mut salon));
    let told = would(&mut salon, &open);
    assert_eq!((salon.books(), earned(&mut salon)), before, "asking leaves nothing");
    let people: Vec<(&str, String)> =
        told.commission().into_iter().map(|(name, fen)| (name, fen.to_string())).collect();
    assert_eq!(people, [("陈静", "69.80".to_owned()), ("周婷", "50.00".to_owned())]);
    assert_eq!(told.at_once(), [("周婷", meigui::ground::Fen(2_000))]);
    let mut sale = open;
    sale["tenders"] = json!([{ "tender": "cash" }]);
    let paid = salon.ok("checkout", sale);
    assert_eq!(serde_json::to_value(&told.rewards).unwrap(), paid["rewards"]);
    assert_eq!(earned(&mut salon), [("02".into(), "69.80".into()), ("05".into(), "50.00".into())]);
}

#[test]
fn the_month_before_and_how_it_is_paid_count() {
    let mut salon = salon();
    let line = json!([{ "item": "21", "staff": ["02"] }]);
    salon.ok("checkout", json!({ "member": "M000001", "lines": line, "tenders": [{ "tender": "cash" }] }));
    // 398 are sold: two more yuan at 10 %, then 20 %; half of the gift half counts when stored value pays.
    let by_cash = would(&mut salon, &json!({ "member": "M000001", "lines": line }));
    assert_eq!(by_cash.people[0].commission.to_string(), "79.40");
    let stored = json!({ "member": "M000001", "lines": line, "tenders": [{ "tender": "stored_value" }] });
    assert_eq!(would(&mut salon, &stored).people[0].commission.to_string(), "59.50");
    assert!(would(&mut salon, &json!({ "lines": [{ "item": "9" }] })).people.is_empty());
}
