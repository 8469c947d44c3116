//! Instant rewards: each event pays in its own transaction, and whatever takes the event back takes the reward back.

use meigui::ground::Fen;
use meigui::proof::prove;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::laws::{seed, steps};
use crate::salon::{DAY, Salon, bill};

fn salon() -> Salon {
    let mut salon = Salon::stocked();
    for (number, name) in [("06", "刘芳"), ("07", "孙悦")] {
        salon.ok("staff.hire", json!({ "number": number, "name": name, "job": "technician" }));
    }
    let book = json!([
        { "name": "储值", "event": "topup", "least": "1000", "rate": "0.01" },
        { "name": "大额储值", "event": "topup", "least": "5000", "fixed": "150" },
        { "name": "售卡", "event": "card", "fixed": "20" },
        { "name": "首张补水卡", "event": "card", "item": "60", "first": true, "fixed": "80.01" },
        { "name": "三连", "event": "streak", "run": 3, "fixed": "30" },
        { "name": "推荐", "event": "advice", "rate": "0.05" },
        { "name": "唤醒", "event": "returned", "away": 60, "fixed": "50" },
    ]);
    salon.ok("rewards.set", json!({ "rewards": book, "reason": "试" }));
    salon
}

fn cash() -> Value {
    json!([{ "tender": "cash" }])
}

fn topup(salon: &mut Salon, amount: &str) -> Value {
    let up = json!({ "member": "M000001", "amount": amount, "sold_by": "05", "tenders": cash(), "above_limit": true });
    salon.ok("topup", up)
}

fn sell(salon: &mut Salon, member: &str, lines: &Value) -> Value {
    salon.ok("checkout", json!({ "member": member, "lines": lines, "tenders": cash() }))
}

/// What the salon owes a person by the ledger, and by the feed: they must be one.
fn owed(salon: &mut Salon, staff: &str) -> String {
    let feed =
        salon.ok("query.reward_feed", json!({ "from": "2020-01-01", "to": "2099-12-31", "staff": staff }));
    feed["total"].as_str().unwrap().to_owned()
}

fn ledger(salon: &Salon) -> i64 {
    salon.books().iter().filter(|(name, _)| name.starts_with("payable.staff")).map(|(_, sum)| sum).sum()
}

#[test]
fn a_top_up_pays_its_seller_by_the_highest_threshold_and_a_void_takes_it_back() {
    let mut salon = salon();
    let up = topup(&mut salon, "1000");
    assert_eq!(
        up["rewards"],
        json!([{ "staff": "05", "name": "周婷", "rule": "储值", "event": "topup", "amount": "10.00" }])
    );
    assert!(topup(&mut salon, "999.99")["rewards"].is_null());
    let great = topup(&mut salon, "5000");
    assert_eq!(
        (great["rewards"][0]["amount"].as_str(), owed(&mut salon, "05").as_str()),
        (Some("150.00"), "160.00")
    );
    assert_eq!(ledger(&salon), 16_000);
    salon.ok("topup.void", json!({ "bill": great["bill"], "reason": "试" }));
    assert_eq!(owed(&mut salon, "05"), "10.00");
    let feed = salon.ok("query.reward_feed", json!({ "staff": "05" }));
    let row = &feed["rows"][0];
    assert_eq!((&row["amount"], &row["bill"]), (&json!("-150.00"), &great["bill"]));
    assert!(!row["undone_by"].as_str().unwrap().is_empty());
    salon.prove();
}

#[test]
fn a_top_up_that_is_paid_back_falls_to_what_is_left_of_it() {
    let mut salon = salon();
    let up = topup(&mut salon, "5000");
    let stored = json!([{ "tender": "stored_value" }]);
    let lines = json!([{ "item": "21", "quantity": 5, "staff": ["02"] }]);
    salon.ok("checkout", json!({ "member": "M000001", "lines": lines, "tenders": stored }));
    assert_eq!(owed(&mut salon, "05"), "150.00");
    let back = json!({ "holding": { "lot": up["lot"] }, "cause": "salon", "tender": "cash", "approved_by": "04", "reason": "试" });
    let back = salon.ok("card.refund", back);
    // 1,990 of 5,000 were spent and stay: below 5,000 another rule pays, 1 % of them.
    assert_eq!((back["amount"].as_str(), owed(&mut salon, "05").as_str()), (Some("3010.00"), "19.90"));
    salon.ok("bill.void", json!({ "bill": back["bill"], "reason": "试" }));
    assert_eq!(owed(&mut salon, "05"), "150.00");
    salon.prove();
}

#[test]
fn a_card_pays_each_role_group_whole_by_weight_and_the_first_one_by_its_own_rule() {
    let mut salon = salon();
    let lines = json!([{ "item": "60", "staff": ["02", { "staff": "06", "weight": 2 }, "05"] }]);
    let first = sell(&mut salon, "M000001", &lines);
    // 80.01 by 1:2: the second gets floor(53.34), the first the rest; the consultant's group has the whole.
    let given: Vec<(&str, &str)> = first["rewards"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["staff"].as_str().unwrap(), row["amount"].as_str().unwrap()))
        .collect();
    assert_eq!(given, [("02", "26.67"), ("05", "80.01"), ("06", "53.34")]);
    sell(&mut salon, "M000001", &lines);
    assert_eq!(owed(&mut salon, "05"), "100.01", "the second card is no first one");
    sell(&mut salon, "M000002", &lines);
    assert_eq!(owed(&mut salon, "05"), "180.02", "another member's is");
    salon.ok("bill.void", json!({ "bill": first["bill"], "reason": "试" }));
    assert_eq!(owed(&mut salon, "05"), "100.01");
    assert_eq!(ledger(&salon), 2 * 2_000 + 2 * 8_001, "two groups of the second card, two of the third");
    salon.prove();
}

#[test]
fn a_card_that_is_paid_back_whole_leaves_nothing_of_its_reward() {
    let mut salon = salon();
    let card = sell(&mut salon, "M000001", &json!([{ "item": "60", "staff": ["05"] }]))["cards"][0].clone();
    assert_eq!(owed(&mut salon, "05"), "80.01");
    let back = json!({ "holding": { "card": card }, "cause": "salon", "tender": "cash", "approved_by": "04", "reason": "试" });
    salon.ok("card.refund", back);
    assert_eq!(owed(&mut salon, "05"), "0.00");
    salon.prove();
}

#[test]
fn a_card_on_instalments_pays_when_it_is_paid() {
    let mut salon = salon();
    let lines = json!([{ "item": "60", "staff": ["05"] }]);
    let owing = json!([{ "tender": "cash", "amount": "400" }, { "tender": "on_account" }]);
    let sale = json!({ "member": "M000001", "lines": lines, "tenders": owing });
    assert!(salon.ok("checkout", sale)["rewards"].is_null());
    assert_eq!(owed(&mut salon, "05"), "0.00");
    salon.ok("debt.pay", json!({ "member": "M000001", "amount": "600", "tenders": cash() }));
    assert_eq!(owed(&mut salon, "05"), "80.01");
    salon.prove();
}

#[test]
fn three_times_five_stars_pay_and_a_worse_word_takes_it_back() {
    let mut salon = salon();
    let lines = json!([{ "item": "21", "staff": ["02"] }]);
    let bills: Vec<String> = (0..7).map(|_| bill(&sell(&mut salon, "M000001", &lines))).collect();
    let rate = |salon: &mut Salon, at: usize, stars: i64| {
        salon.ok("bill.rate", json!({ "bill": bills[at], "rating": stars }));
        owed(salon, "02")
    };
    let mut seen = Vec::new();
    for (at, stars) in [(0, 5), (1, 5), (2, 4), (3, 5), (4, 5), (5, 5)] {
        seen.push(rate(&mut salon, at, stars));
    }
    assert_eq!(seen, ["0.00", "0.00", "0.00", "0.00", "0.00", "30.00"]);
    assert_eq!(rate(&mut salon, 6, 5), "30.00", "a rating is rewarded once");
    assert_eq!(rate(&mut salon, 4, 3), "0.00", "the second word of that customer breaks the streak");
    salon.ok("bill.void", json!({ "bill": bills[4], "reason": "试" }));
    assert_eq!(rate(&mut salon, 0, 5), "30.00", "what is left counts again: 5, 6 and 0, newest word last");
    salon.ok("bill.void", json!({ "bill": bills[6], "reason": "试" }));
    assert_eq!(owed(&mut salon, "02"), "0.00");
    salon.prove();
}

#[test]
fn a_recommendation_that_came_true_pays_whoever_made_it_once() {
    let mut salon = salon();
    salon.ok("member.recommend", json!({ "member": "M000001", "item": "50", "staff": "06" }));
    let lines = json!([{ "item": "50", "quantity": 2 }, { "item": "50" }]);
    let bought = sell(&mut salon, "M000001", &lines);
    assert_eq!(bought["rewards"][0]["amount"], json!("19.35"), "5 % of 387.00");
    let again = sell(&mut salon, "M000001", &lines);
    assert!(again["rewards"].is_null());
    salon.ok(
        "bill.refund",
        json!({ "bill": bought["bill"], "lines": [{ "line": 1, "quantity": 1 }], "reason": "试" }),
    );
    assert_eq!(owed(&mut salon, "06"), "12.90");
    salon.ok("bill.void", json!({ "bill": again["bill"], "reason": "试" }));
    assert_eq!(owed(&mut salon, "06"), "12.90");
    salon.prove();
}

#[test]
fn a_member_who_stayed_away_pays_whoever_works_on_her_and_a_second_bill_inherits() {
    let mut salon = salon();
    let lines = json!([{ "item": "21", "staff": ["02", "06"] }]);
    sell(&mut salon, "M000001", &lines);
    salon.world.pass(59 * DAY);
    assert!(sell(&mut salon, "M000001", &lines)["rewards"].is_null());
    salon.world.pass(60 * DAY);
    let back = sell(&mut salon, "M000001", &lines);
    assert_eq!(back["rewards"].as_array().unwrap().len(), 2);
    let other = sell(&mut salon, "M000001", &json!([{ "item": "5", "staff": ["07"] }]));
    assert!(other["rewards"].is_null(), "she comes back once");
    assert_eq!([owed(&mut salon, "02"), owed(&mut salon, "06")], ["25.00", "25.00"]);
    salon.ok("bill.void", json!({ "bill": back["bill"], "reason": "试" }));
    let after = [owed(&mut salon, "02"), owed(&mut salon, "06"), owed(&mut salon, "07")];
    assert_eq!(after, ["0.00", "0.00", "50.00"], "what was voided is no visit, the other bill is");
    salon.prove();
}

#[test]
fn a_book_begins_today_and_no_bill_before_it_is_its_business() {
    let mut salon = Salon::stocked();
    let before = topup(&mut salon, "5000");
    let book = json!([{ "name": "储值", "event": "topup", "fixed": "10" }]);
    salon.no(
        "rewards.set",
        json!({ "rewards": book, "from": "2026-11-20", "reason": "试" }),
        "date.too_early",
    );
    salon.ok("rewards.set", json!({ "rewards": book, "reason": "试" }));
    salon.ok("topup.void", json!({ "bill": before["bill"], "reason": "试" }));
    assert_eq!(owed(&mut salon, "05"), "0.00");
    topup(&mut salon, "100");
    salon.world.pass(DAY);
    salon.ok("rewards.set", json!({ "rewards": [], "reason": "试" }));
    assert!(topup(&mut salon, "100")["rewards"].is_null());
    assert_eq!(owed(&mut salon, "05"), "10.00", "what was paid stays paid");
    let as_cashier = json!({ "rewards": book, "by": "03", "reason": "试" });
    salon.no("rewards.set", as_cashier, "right.missing");
}

/// Sales, top-ups, ratings and whatever undoes them, in any order: when all is given back, nobody is owed a fen.
#[test]
fn when_everything_is_given_back_nothing_of_any_reward_is_left() {
    for round in 0..3 {
        let mut rng = ChaCha8Rng::seed_from_u64(seed(2_026) + round);
        let mut salon = salon();
        let mut bills: Vec<(String, bool)> = Vec::new();
        let mut given = 0;
        for _ in 0..steps(60) {
            let member = *["M000001", "M000002"].choose(&mut rng).unwrap();
            let people = ["02", "06", "07", "05"];
            let lines: Vec<Value> = (0..rng.random_range(1..4))
                .map(|_| {
                    let item = *["21", "5", "50", "60", "61"].choose(&mut rng).unwrap();
                    let staff = [*people.choose(&mut rng).unwrap(), "04"];
                    json!({ "item": item, "quantity": rng.random_range(1..3), "staff": staff })
                })
                .collect();
            let sale = json!({ "member": member, "lines": lines, "tenders": cash(),
                "rating": rng.random_range(4..6), "recommended": [{ "item": "50", "staff": "07" }] });
            match rng.random_range(0..10) {
                0 => {
                    let amount = ["900", "1500.55", "6000"].choose(&mut rng).unwrap();
                    bills.push((bill(&topup(&mut salon, amount)), true));
                }
                1 => salon.world.pass(rng.random_range(1..70) * DAY),
                2 if !bills.is_empty() => {
                    let (number, is_topup) = bills.choose(&mut rng).unwrap().clone();
                    if !is_topup {
                        let line = json!([{ "line": 1, "quantity": 1 }]);
                        let _ = salon
                            .send("bill.refund", json!({ "bill": number, "lines": line, "reason": "试" }));
                        let _ = salon
                            .send("bill.rate", json!({ "bill": number, "rating": rng.random_range(3..6) }));
                    }
                }
                _ => {
                    if let Ok(paid) = salon.send("checkout", sale) {
                        bills.push((bill(&paid), false));
                    }
                }
            }
            given += i64::from(ledger(&salon) > 0);
        }
        assert!(given > 10, "the history must have rewards");
        salon.prove();
        for (number, is_topup) in bills.iter().rev() {
            if *is_topup {
                salon.ok("topup.void", json!({ "bill": number, "reason": "试" }));
            } else {
                // What was refunded whole, step by step, cannot be voided any more.
                let void = json!({ "bill": number, "reason": "试" });
                if let Err(stop) = salon.send("bill.void", void) {
                    assert!(format!("{stop:?}").contains("BillVoided"), "{stop:?}");
                }
            }
        }
        for staff in ["02", "04", "05", "06", "07"] {
            assert_eq!(owed(&mut salon, staff), "0.00", "{staff} in round {round}");
        }
        assert_eq!(ledger(&salon), 0);
        salon.prove();
    }
}

#[test]
fn a_reward_whose_row_was_edited_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let db = folder.path().join("shop.db");
    let mut salon = Salon::in_file(&db);
    let book = json!([{ "name": "储值", "event": "topup", "fixed": "10" }]);
    salon.ok("rewards.set", json!({ "rewards": book, "reason": "试" }));
    topup(&mut salon, "100");
    salon.prove();
    drop(salon);
    let file = rusqlite::Connection::open(&db).unwrap();
    file.execute_batch("DROP TRIGGER reward_no_update; UPDATE reward SET staff_id = 1").unwrap();
    drop(file);
    let salon = Salon::opened(&db);
    let proof = prove(salon.shop.db(), salon.shop.profile(), |_| ()).unwrap();
    let found: Vec<&str> = proof.findings.iter().map(|finding| finding.law).collect();
    assert!(found.contains(&"reward"), "{found:?}");
    assert_ne!(Fen(ledger(&salon)), Fen::ZERO);
}
