//! What people did, kept up to date: against the facts at any day of a random history, and past days as they were.

use std::collections::BTreeMap;

use meigui::leaderboard::{Board, BoardIs, Kpi};
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

impl History {
    fn board(&self, from: &str, to: &str, as_of: &str) -> BoardIs {
        let day = |text: &str| Some(text.to_owned());
        let board = Board { from: day(from), to: day(to), as_of: day(as_of), ..Board::default() };
        self.salon.shop.ask(&board).unwrap()
    }

    fn today(&self) -> chrono::NaiveDate {
        self.salon.shop.profile().zone.business_day(self.salon.shop.now())
    }
}

#[test]
fn a_past_days_board_is_what_it_was() {
    for seed in 20..26 {
        let mut history = History::new(seed, false);
        let mut seen: BTreeMap<String, Vec<(String, BoardIs)>> = BTreeMap::new();
        let mut last = history.today();
        for _ in 0..200 {
            let today = history.today();
            if today != last {
                // The day is over: what its evening showed, of a week, of a month and of all time.
                let back = |days| (last - chrono::Duration::days(days)).to_string();
                let boards = [back(6), back(45), back(400)].map(|from| {
                    let board = history.board(&from, &last.to_string(), &last.to_string());
                    (from, board)
                });
                seen.insert(last.to_string(), boards.into());
                last = today;
            }
            history.step();
        }
        assert!(seen.len() > 10, "seed {seed}");
        for (day, boards) in &seen {
            for (from, was) in boards {
                assert_eq!(history.board(from, day, day), *was, "seed {seed}: {from} to {day}");
            }
        }
    }
}

/// Every figure, score and rank of a board, derived from the facts again.
fn walk(salon: &mut Salon, from: &str, to: &str, as_of: &str) -> usize {
    let span = json!({ "from": from, "to": to, "as_of": as_of });
    let board = salon.ok("query.board", span.clone());
    let mut walked = 0;
    let store = json!({ "number": null, "figures": board["store"] });
    for row in board["rows"].as_array().unwrap().iter().chain([&store]) {
        let ask = |salon: &mut Salon, kpi: &str| {
            let mut wish = span.clone();
            wish["kpi"] = json!(kpi);
            wish["staff"] = row["number"].clone();
            salon.ok("query.why", wish)
        };
        for figure in row["figures"].as_array().unwrap() {
            let kpi = figure["kpi"].as_str().unwrap();
            let why = ask(salon, kpi);
            let what = format!("{kpi} of {} in {from} to {to} as of {as_of}", row["number"]);
            assert_eq!(
                (&why["shown"], &why["top"], &why["bottom"]),
                (&figure["shown"], &figure["top"], &figure["bottom"])
            );
            let sum = |side: &str| -> i64 {
                why["sources"].as_array().unwrap().iter().map(|one| one[side].as_i64().unwrap()).sum()
            };
            assert_eq!(sum("top"), figure["top"].as_i64().unwrap(), "{what}: {why}");
            if !["count", "fen"].contains(&unit(kpi)) {
                assert_eq!(sum("bottom"), figure["bottom"].as_i64().unwrap(), "{what}: {why}");
            }
            let bills =
                why["sources"].as_array().unwrap().iter().all(|one| {
                    one["kind"] == "recommendation" || !one["bills"].as_array().unwrap().is_empty()
                });
            assert!(bills, "{what} goes down to bills: {why}");
            walked += 1;
        }
        if row["number"].is_null() {
            continue;
        }
        let why = ask(salon, "score");
        assert_eq!(why["terms"], row["terms"]);
        assert_eq!(why["shown"], row["score_shown"]);
        let rank = ask(salon, "rank");
        let scores = rank["beside"].as_array().unwrap().iter().filter_map(|one| one["score"].as_i64());
        if let Some(own) = row["score"].as_i64() {
            let above = scores.filter(|score| *score > own).count();
            assert_eq!(row["rank"].as_u64(), Some(1 + above as u64));
            assert_eq!(rank["top"], row["rank"]);
            assert!(above == 0 || !rank["moves"].as_array().unwrap().is_empty(), "{rank}");
        }
    }
    walked
}

fn unit(kpi: &str) -> &'static str {
    use meigui::leaderboard::kpi_rules::Unit;
    match Kpi::from_code(kpi).unwrap().unit() {
        Unit::Count => "count",
        Unit::Fen => "fen",
        Unit::FenEach | Unit::Share | Unit::Stars => "rate",
    }
}

#[test]
fn no_figure_of_a_random_history_lacks_its_derivation() {
    for seed in 40..43 {
        let mut history = History::new(seed, seed % 2 == 1);
        for _ in 0..200 {
            history.step();
        }
        let today = history.today();
        let back = |days| (today - chrono::Duration::days(days)).to_string();
        for (from, to, as_of) in
            [(back(6), back(0), back(0)), (back(90), back(10), back(0)), (back(400), back(0), back(25))]
        {
            assert!(walk(&mut history.salon, &from, &to, &as_of) >= 60);
        }
    }
}

#[test]
fn no_figure_on_the_demos_board_lacks_its_derivation() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    let until = meigui::ground::Zone::default().moment("2026-11-20".parse().unwrap(), 23, 0);
    let wish = meigui::demo::make::Wish { seed: 1, store: 1, members: 120, bills: 900, days: 240, until };
    meigui::demo::make::make(&path, &wish, &mut |_| {}).unwrap();
    let mut salon = Salon::opened(&path);
    for (from, to) in [("2026-11-16", "2026-11-20"), ("2026-10-01", "2026-11-20")] {
        assert!(walk(&mut salon, from, to, "2026-11-20") > 100);
    }
    let found = scratch::differences(
        &scratch::from_tables(salon.shop.db()).unwrap(),
        &scratch::from_facts(salon.shop.db(), &salon.shop.profile().zone).unwrap(),
    );
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[test]
fn weights_and_targets_hold_from_their_day_on_and_are_the_owners() {
    let mut salon = Salon::stocked();
    let weights = |salon: &mut Salon, day: &str| {
        salon.ok("query.board", json!({ "from": day, "to": day, "as_of": day }))["weights"].clone()
    };
    salon.no(
        "score.set",
        json!({"by": "04", "sales": 100, "service": 0, "repurchase": 0, "satisfaction": 0}),
        "right.missing",
    );
    salon.no(
        "score.set",
        json!({"sales": 0, "service": 0, "repurchase": 0, "satisfaction": 0}),
        "setting.invalid",
    );
    let early = json!({"sales": 1, "service": 0, "repurchase": 0, "satisfaction": 0, "from": "2026-11-20"});
    salon.no("score.set", early, "date.too_early");
    salon.ok("checkout", json!({"lines": [{"item": "5", "staff": ["05"]}, {"item": "21", "staff": ["02"]}], "tenders": [{"tender": "cash"}]}));
    assert_eq!(weights(&mut salon, "2026-11-21"), json!([35, 25, 20, 20]));
    salon.world.pass(DAY);
    salon.ok("score.set", json!({"sales": 60, "service": 40, "repurchase": 0, "satisfaction": 0}));
    assert_eq!(weights(&mut salon, "2026-11-22"), json!([60, 40, 0, 0]));
    assert_eq!(weights(&mut salon, "2026-11-21"), json!([35, 25, 20, 20]));
    assert_eq!(salon.ok("query.score", json!({})).as_array().unwrap().len(), 2);
    // 398 of 398, the best; 398 of a target of 796 for one day is half of it.
    let score = |salon: &mut Salon| {
        let board = salon.ok("query.board", json!({"from": "2026-11-21", "to": "2026-11-22"}));
        let rows = board["rows"].as_array().unwrap().clone();
        rows.iter().find(|row| row["number"] == "02").unwrap()["score_shown"].clone()
    };
    assert_eq!(score(&mut salon), "100.0");
    salon.ok("target.set", json!({"criterion": "sales", "amount": "398", "days": 1}));
    assert_eq!(score(&mut salon), "70.0");
    salon.ok("target.set", json!({"criterion": "sales", "staff": "02", "amount": "199", "days": 1}));
    assert_eq!(score(&mut salon), "100.0");
    salon.ok("target.set", json!({"criterion": "sales", "staff": "02"}));
    assert_eq!(score(&mut salon), "100.0");
    salon.no("target.set", json!({"criterion": "repurchase", "amount": "1.2"}), "setting.invalid");
}

#[test]
fn the_kpis_of_a_small_history_worked_out_by_hand() {
    let mut salon = Salon::stocked();
    let on = |salon: &mut Salon, day: &str, member: &str, items: &[&str], requested: bool, more: Value| {
        let line = |item: &&str| json!({"item": item, "staff": ["02"], "requested": requested});
        let lines: Vec<Value> = items.iter().map(line).collect();
        let mut cart = json!({"member": member, "lines": lines, "tenders": [{"tender": "cash"}], "at": day});
        cart.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        crate::salon::bill(&salon.ok("checkout", cart))
    };
    let (one, two) = ("M000001", "M000002");
    let advice = json!({"rating": 5, "recommended": [{"item": "21", "staff": "02"}]});
    on(&mut salon, "2026-06-01", one, &["5"], false, json!({}));
    on(&mut salon, "2026-10-05", one, &["5"], true, advice);
    on(&mut salon, "2026-10-06", two, &["5", "50"], false, json!({"rating": 2}));
    let back = on(&mut salon, "2026-10-20", one, &["21"], false, json!({}));
    let figure = |salon: &mut Salon, kpi: &str, as_of: &str| {
        let board =
            salon.ok("query.board", json!({"from": "2026-10-01", "to": "2026-10-31", "as_of": as_of}));
        let row = board["rows"].as_array().unwrap().iter().find(|row| row["number"] == "02").unwrap();
        let figures = row["figures"].as_array().unwrap();
        figures.iter().find(|one| one["kpi"] == kpi).unwrap()["shown"].as_str().unwrap().to_owned()
    };
    for (kpi, as_of, wanted) in [
        // 268 + 268 + 129 + 398
        ("sales", "2026-10-31", "1,063.00"),
        ("cash", "2026-10-19", "665.00"),
        ("consumption", "2026-10-31", "934.00"),
        ("services", "2026-10-31", "3"),
        ("clients", "2026-10-31", "2"),
        ("visits", "2026-10-31", "3"),
        ("average_bill", "2026-10-31", "354.33"),
        // In October nobody's thirty days are over; the span before (September) served nobody either.
        ("repurchase", "2026-10-31", "--"),
        ("repurchase", "2026-11-05", "100.0%"),
        ("repurchase", "2026-11-06", "50.0%"),
        ("recommendation", "2026-10-19", "--"),
        ("recommendation", "2026-10-20", "100.0%"),
        ("recommendation_done", "2026-10-20", "100.0%"),
        ("satisfaction", "2026-10-05", "5.00"),
        ("satisfaction", "2026-10-31", "3.50"),
        ("complaints", "2026-10-31", "1"),
        ("requested", "2026-10-31", "33.3%"),
        ("add_on", "2026-10-31", "33.3%"),
        ("new_members", "2026-10-31", "1"),
        ("awakened", "2026-10-31", "1"),
    ] {
        assert_eq!(figure(&mut salon, kpi, as_of), wanted, "{kpi} as of {as_of}");
    }
    // Voided in November: October's boards keep it, November's do not know it as a visit any more.
    salon.ok("bill.void", json!({"bill": back, "reason": "试", "at": "2026-11-10"}));
    for (kpi, as_of, wanted) in [
        ("visits", "2026-11-09", "3"),
        ("visits", "2026-11-10", "2"),
        ("repurchase", "2026-11-09", "50.0%"),
        ("repurchase", "2026-11-10", "0.0%"),
        ("recommendation", "2026-11-09", "100.0%"),
        ("recommendation", "2026-11-10", "0.0%"),
        ("sales", "2026-11-10", "1,063.00"),
    ] {
        assert_eq!(figure(&mut salon, kpi, as_of), wanted, "{kpi} as of {as_of}, voided");
    }
}
