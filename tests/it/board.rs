//! What people did, kept up to date: against the facts at any day of a random history, and past days as they were.

use meigui::performance::scratch;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::salon::{DAY, MINUTE, Salon};

/// A history with everything that a board counts: sales, refunds, voids on later days, ratings given twice,
/// recommendations taken up, files merged and taken apart; and sales that are dated back where `backdates` says so.
struct History {
    salon: Salon,
    rng: ChaCha8Rng,
    bills: Vec<String>,
    backdates: bool,
}

const MEMBERS: [&str; 5] = ["M000001", "M000002", "M000003", "M000004", "M000005"];
const ITEMS: [&str; 6] = ["21", "5", "9", "50", "60", "61"];

impl History {
    fn new(seed: u64, backdates: bool) -> Self {
        let mut salon = Salon::stocked();
        for (name, phone) in [("何欣", "13800138001"), ("吴桐", "13800138002"), ("郑雪", "13800138003")]
        {
            salon.ok("member.open", json!({ "name": name, "phone": phone }));
        }
        for member in MEMBERS {
            salon.ok("topup", json!({"member": member, "amount": "4000", "sold_by": "05", "tenders": [{"tender": "wechat"}]}));
        }
        Self { salon, rng: ChaCha8Rng::seed_from_u64(seed), bills: Vec::new(), backdates }
    }

    fn pick(&mut self, of: &[&'static str]) -> &'static str {
        of.choose(&mut self.rng).copied().unwrap()
    }

    fn sale(&mut self) -> Value {
        let member = if self.rng.random_bool(0.85) { Some(self.pick(&MEMBERS)) } else { None };
        let mut lines = Vec::new();
        for _ in 0..self.rng.random_range(1..4) {
            let item = self.pick(if member.is_some() { &ITEMS } else { &ITEMS[..4] });
            let staff = [
                json!([]),
                json!(["02"]),
                json!(["05", "02"]),
                json!([{"staff": "02", "weight": 2}, "05", "04"]),
            ];
            let mut line = json!({ "item": item, "quantity": self.rng.random_range(1..3) });
            line["staff"] = staff.choose(&mut self.rng).cloned().unwrap();
            line["requested"] = json!(self.rng.random_bool(0.4));
            lines.push(line);
        }
        let mut cart = json!({ "lines": lines });
        if let Some(member) = member {
            cart["member"] = json!(member);
            if self.rng.random_bool(0.3) {
                cart["recommended"] =
                    json!([{ "item": self.pick(&ITEMS), "staff": self.pick(&["02", "05"]) }]);
            }
        }
        if self.rng.random_bool(0.3) {
            cart["rating"] = json!(self.rng.random_range(1..6));
        }
        cart["tenders"] = match (member, self.rng.random_range(0..3)) {
            (Some(_), 0) => json!([{"tender": "stored_value", "amount": "50"}, {"tender": "on_account"}]),
            (Some(_), 1) => json!([{"tender": "stored_value", "amount": "99.99"}, {"tender": "cash"}]),
            _ => json!([{ "tender": "wechat" }]),
        };
        if self.backdates && self.rng.random_bool(0.2) {
            let now = self.salon.shop.now().0;
            let past = meigui::ground::Instant(now - self.rng.random_range(1..20) * DAY);
            cart["at"] = json!(meigui::ground::Zone::default().business_day(past).to_string());
        }
        cart
    }

    fn step(&mut self) {
        let bill = self.bills.choose(&mut self.rng).cloned().unwrap_or_default();
        let late = self.bills.last().cloned().unwrap_or_default();
        let (member, other) = (self.pick(&MEMBERS), self.pick(&MEMBERS));
        let (name, fields) = match self.rng.random_range(0..100) {
            0..45 => ("checkout", self.sale()),
            45..52 => (
                "bill.void",
                json!({ "bill": if self.rng.random_bool(0.5) { late } else { bill }, "reason": "试" }),
            ),
            52..60 => (
                "bill.refund",
                json!({"bill": bill, "lines": [{"line": self.rng.random_range(1..3), "quantity": 1}], "reason": "试"}),
            ),
            60..70 => ("bill.rate", json!({ "bill": bill, "rating": self.rng.random_range(1..6) })),
            70..77 => {
                ("member.recommend", json!({ "member": member, "item": self.pick(&ITEMS), "staff": "05" }))
            }
            77..80 => {
                ("debt.pay", json!({"member": member, "amount": "33.33", "tenders": [{"tender": "cash"}]}))
            }
            80..82 => (
                "topup",
                json!({"member": member, "amount": "100", "sold_by": "02", "above_limit": true, "tenders": [{"tender": "bank"}]}),
            ),
            82..84 => ("topup.void", json!({ "bill": bill, "reason": "试" })),
            84..86 => ("member.merge", json!({"from": member, "into": other, "reason": "试"})),
            86..89 => ("member.unmerge", json!({"member": member, "reason": "试"})),
            89..91 => (
                "card.refund",
                json!({"holding": {"lot": self.rng.random_range(1..9)}, "cause": "customer", "tender": "cash",
                    "approved_by": "04", "reason": "试"}),
            ),
            _ => return self.salon.world.pass(self.rng.random_range(1..25) * DAY),
        };
        match self.salon.send(name, fields) {
            Ok(value) => self.bills.extend(value["bill"].as_str().map(str::to_owned)),
            Err(meigui::shop::Stop::Refused(_)) => {}
            Err(stop) => panic!("{name}: {stop}"),
        }
        self.salon.world.pass(MINUTE);
    }

    fn kept_is_what_the_facts_say(&self) {
        let (db, zone) = (self.salon.shop.db(), self.salon.shop.profile().zone);
        let wanted = scratch::from_facts(db, &zone).unwrap();
        let found = scratch::differences(&scratch::from_tables(db).unwrap(), &wanted);
        assert!(found.is_empty(), "{}", found.join("\n"));
        assert!(!wanted.days.is_empty());
    }
}

#[test]
fn what_is_kept_up_to_date_is_what_the_facts_say_at_any_day() {
    for seed in 0..12 {
        let mut history = History::new(seed, seed % 2 == 1);
        for place in 0..150 {
            history.step();
            if place % 10 == 9 {
                println!("seed {seed} step {place}");
                history.kept_is_what_the_facts_say();
            }
        }
        history.kept_is_what_the_facts_say();
        assert!(history.bills.len() > 30);
    }
}

#[test]
fn a_file_with_bills_from_before_is_filled_and_the_check_sees_a_changed_row() {
    let mut history = History::new(3, false);
    while history.bills.len() < 40 {
        history.step();
    }
    let db = history.salon.shop.db();
    let before = scratch::from_tables(db).unwrap();
    for table in ["work_day", "client_day", "client_day_was", "advice_day", "advice_day_was", "work_mark"] {
        db.attempt(&format!("DELETE FROM {table}")).unwrap();
    }
    // As a file of an earlier version: nothing is kept until it is filled, and then everything is there.
    for _ in 0..5 {
        history.step();
    }
    assert_eq!(scratch::from_tables(history.salon.shop.db()).unwrap(), scratch::Tables::default());
    meigui::performance::rebuild::fill(&mut history.salon.shop).unwrap();
    history.kept_is_what_the_facts_say();
    assert!(scratch::from_tables(history.salon.shop.db()).unwrap().days.len() >= before.days.len());
    history.step();
    history.kept_is_what_the_facts_say();
    history.salon.prove();
    history.salon.shop.db().attempt("UPDATE work_day SET cash = cash + 1 WHERE staff = 0").unwrap();
    let proof = meigui::proof::prove(history.salon.shop.db(), history.salon.shop.profile(), |_| {}).unwrap();
    assert!(proof.findings.iter().any(|finding| finding.law == "performance"), "{:?}", proof.findings);
}
