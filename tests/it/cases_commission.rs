//! The trade's numeric facts about commission, worked out by the real rules.

use std::collections::BTreeMap;

use meigui::commission::pay_rules::{self, Each, State};
use meigui::commission::rules::{BandMode, Pay, Rule, Ruled, check};
use meigui::ground::Fen;
use serde_json::{Value, json};

use crate::cases::{Try, fen, int};
use crate::salon::Salon;

fn ruled(fields: Value) -> Ruled {
    let rule: Rule = serde_json::from_value(fields).unwrap();
    check(std::slice::from_ref(&rule)).unwrap();
    Ruled::of(rule, None)
}

fn share(state: State, list: Fen, cost: Fen, fields: Value) -> Fen {
    let each = Each { list, cost, ..Each::default() };
    pay_rules::alone(state, each, Some(&ruled(fields))).unwrap().share
}

fn paid(net: Fen) -> State {
    State { quantity: 1, net, ..State::default() }
}

fn rate(fields: &Value) -> String {
    fields["rate"].to_string()
}

/// A course of five at 1,000 and a service whose hand fee is 100; the card's code.
fn course(salon: &mut Salon, given: &Value) -> Value {
    let hand_fee = given["hand_fee"].to_string();
    let item = json!({"code": "90", "kind": "service", "name": "护理", "price": "500", "hand_fee": hand_fee});
    salon.ok("item.add", item);
    let (price, sessions) = (given["card_paid"].to_string(), &given["sessions"]);
    let card = json!({"code": "91", "kind": "session_card", "name": "疗程", "price": price, "sessions": sessions, "parts": {"90": 1}});
    salon.ok("item.add", card);
    let cart = json!({"member": "M000001", "lines": [{"item": "91"}], "tenders": [{"tender": "cash"}]});
    salon.ok("checkout", cart)["cards"][0].clone()
}

fn one_session(card: &Value) -> Value {
    json!({"member": "M000001", "lines": [{"item": "90", "card": card, "staff": ["02"]}]})
}

fn with_rate(salon: &mut Salon, rate: &str) {
    let rules = json!([{"name": "项目", "event": "service", "rate": rate}]);
    salon.ok("rules.set", json!({"rules": rules, "reason": "试"}));
}

fn rows(salon: &mut Salon) -> Vec<Value> {
    salon.ok("query.commission_lines", json!({"staff": "02"})).as_array().unwrap().clone()
}

/// `CN10` and those that build on it stand without what they need of it, so it is written here.
fn cn10() -> Value {
    json!({"card_paid": 1000, "sessions": 5, "hand_fee": 100, "rate": 0.1})
}

pub fn add(all: &mut BTreeMap<&'static str, Try>) {
    all.insert("CN10", |given, then| {
        let mut salon = Salon::stocked();
        with_rate(&mut salon, &rate(given));
        let card = course(&mut salon, given);
        salon.ok("checkout", one_session(&card));
        let row = rows(&mut salon).remove(0);
        assert_eq!(fen(&row["base"]), fen(&given["unit_value"]));
        assert_eq!(fen(&row["hand_fee"]), fen(&then["hand_fee"]));
        assert_eq!(fen(&row["commission"]), fen(&then["consume_commission"]));
        assert_eq!(fen(&row["amount"]), fen(&then["commission"]));
    });
    all.insert("CN11", |_, then| {
        let mut salon = Salon::stocked();
        let given = cn10();
        with_rate(&mut salon, &rate(&given));
        let card = course(&mut salon, &given);
        for _ in 0..2 {
            salon.send_as("the same key", "checkout", one_session(&card)).unwrap();
        }
        assert_eq!(rows(&mut salon).len(), usize::try_from(int(&then["commission_rows"])).unwrap());
        let view = salon.ok("query.member", json!({"member": "M000001"}));
        assert_eq!(view["holdings"]["cards"][0]["left"], then["sessions_left"]);
    });
    all.insert("CN12", |given, then| {
        let mut salon = Salon::stocked();
        let card =
            course(&mut salon, &json!({"card_paid": 1000, "sessions": 5, "hand_fee": given["hand_fee"]}));
        salon.ok("checkout", one_session(&card));
        let found = salon.ok("query.commission", json!({"staff": "02"}));
        assert_eq!(fen(&found["amount"]), fen(&then["commission"]));
        assert_eq!(found["missing"].as_array().unwrap().len(), 1);
    });
    all.insert("CN21", |given, then| {
        let mut salon = Salon::stocked();
        salon.ok("staff.hire", json!({"number": "06", "name": "刘芳", "job": "technician"}));
        with_rate(&mut salon, "0.1");
        let people = given["people"].as_array().unwrap();
        let staff: Vec<Value> = ["02", "06", "05"]
            .iter()
            .zip(people)
            .map(|(staff, person)| json!({"staff": staff, "weight": person["w"]}))
            .collect();
        let lines = json!([{"item": "5", "staff": staff}]);
        salon.ok("checkout", json!({"lines": lines, "tenders": [{"tender": "cash"}]}));
        let rows = salon.ok("query.commission_lines", json!({}));
        let of =
            |staff: &str| rows.as_array().unwrap().iter().find(|row| row["staff"] == staff).unwrap().clone();
        assert_eq!((&of("02")["weights"], &of("06")["weights"]), (&then["normal"], &then["normal"]));
        assert_eq!(of("05")["weights"], then["independent:7"]);
        let base = |staff: &str| fen(&of(staff)["base"]);
        assert_eq!(base("02").plus(base("06")).unwrap(), base("05"));
    });
    all.insert("IN01", |given, then| {
        let (price, cost) = (fen(&given["price"]), fen(&given["cost"]));
        for (when, expected) in [("before", &then["pre"]), ("after", &then["post"])] {
            let rule = json!({"name": "r", "event": "service", "rate": rate(given), "cost": when});
            assert_eq!(share(paid(price), price, cost, rule), fen(expected), "{when}");
        }
    });
    all.insert("IN02", |given, then| {
        let step = |tier: &Value| json!({"from": tier["from"].to_string(), "rate": rate(tier)});
        let steps: Vec<Value> = given["tiers"].as_array().unwrap().iter().map(step).collect();
        for (mode, word) in [(BandMode::Progressive, "progressive"), (BandMode::Retroactive, "retroactive")] {
            let ready = ruled(json!({"name": "r", "event": "service", "bands": word, "steps": steps}));
            let Pay::Bands(_, steps) = &ready.pay else { panic!("no bands") };
            assert_eq!(pay_rules::banded(mode, steps, fen(&given["sales"])).unwrap(), fen(&then[word]));
        }
    });
    all.insert("IN05", |given, then| {
        let (list, value) = (fen(&given["list"]), fen(&given["package_unit_value"]));
        let state = State { quantity: 1, value, ..State::default() };
        for (basis, expected) in [("list", &then["list_price"]), ("paid", &then["voucher_value"])] {
            let rule = json!({"name": "r", "event": "service", "rate": rate(given), "basis": basis});
            assert_eq!(share(state, list, Fen::ZERO, rule), fen(expected), "{basis}");
        }
    });
    all.insert("IN06", |given, then| {
        let list = fen(&given["list"]);
        let off = Fen(list.0 * int(&given["campaign_pct"]) / 100);
        let whole = json!({"name": "r", "event": "service", "rate": "1"});
        let earned = share(paid(list.minus(off).unwrap()), list, Fen::ZERO, whole.clone());
        assert_eq!(earned, fen(&then["paid_revenue"]));
        let mut listed = whole;
        listed["basis"] = json!("list");
        // Given away is what the list price has more: the same campaign paid to the bill's whole earns it all.
        let all = share(paid(Fen::ZERO), list, Fen::ZERO, listed);
        assert_eq!(all.minus(earned).unwrap(), fen(&then["free_service_revenue"]));
    });
}
