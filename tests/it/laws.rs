//! The laws of the ledger as properties over random command sequences, through the same door as every client.

use meigui::shop::Answer;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::salon::{DAY, MINUTE, Salon};

const MEMBERS: [&str; 2] = ["M000001", "M000002"];

/// The seed of a run: `MEIGUI_SEED`, else a fixed one; printed, so that a failure can be run again.
pub fn seed(fallback: u64) -> u64 {
    let seed = std::env::var("MEIGUI_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(fallback);
    println!("seed {seed}");
    seed
}

pub fn steps(fallback: usize) -> usize {
    std::env::var("MEIGUI_STEPS").ok().and_then(|text| text.parse().ok()).unwrap_or(fallback)
}

fn pick(rng: &mut ChaCha8Rng, of: &[&'static str]) -> &'static str {
    of.choose(rng).copied().unwrap()
}

pub fn cart(rng: &mut ChaCha8Rng, salon: &mut Salon) -> Value {
    let member = [Some(MEMBERS[0]), Some(MEMBERS[1]), None].choose(rng).copied().flatten();
    let codes = ["21", "5", "9", "50", "51", "60", "61", "70", "80"];
    let mut lines = Vec::new();
    for _ in 0..rng.random_range(1..4) {
        let code = *codes.choose(rng).unwrap();
        if member.is_none() && ["60", "61", "70"].contains(&code) {
            continue;
        }
        let mut line = json!({ "item": code, "quantity": rng.random_range(1..4) });
        if rng.random_bool(0.5) {
            line["staff"] = json!(["02", {"staff": "05", "weight": 2}]);
        }
        if rng.random_bool(0.2) {
            line["discount"] =
                [json!({"rate": "0.93"}), json!({"amount": "0.37"})].choose(rng).cloned().unwrap();
        }
        lines.push(line);
    }
    if let Some(member) = member
        && rng.random_bool(0.6)
        && let Ok(view) = salon.send("query.member", json!({ "member": member }))
    {
        for card in view["holdings"]["cards"].as_array().unwrap() {
            if card["state"] == "open" && card["left"].as_i64() > Some(0) && rng.random_bool(0.5) {
                let item = card["services"][0].clone();
                lines.push(json!({ "item": item, "card": card["card"], "quantity": rng.random_range(1..3) }));
            }
        }
    }
    let mut cart = json!({ "lines": lines });
    if let Some(member) = member {
        cart["member"] = json!(member);
        if rng.random_bool(0.2) {
            cart["points"] = json!(100 * rng.random_range(1..4));
        }
    }
    if rng.random_bool(0.2) {
        cart["discount"] = json!({ "rate": "0.97" });
    }
    cart["tenders"] = tenders(rng, member.is_some());
    cart
}

fn tenders(rng: &mut ChaCha8Rng, member: bool) -> Value {
    let mut tenders = Vec::new();
    if member && rng.random_bool(0.5) {
        let mut stored = json!({ "tender": "stored_value" });
        if rng.random_bool(0.5) {
            stored["amount"] = json!(format!("{}.{:02}", rng.random_range(1..200), rng.random_range(0..100)));
        }
        tenders.push(stored);
    }
    if rng.random_bool(0.3) {
        tenders.push(json!({ "tender": "alipay", "amount": format!("{}.5", rng.random_range(1..90)) }));
    }
    if member && rng.random_bool(0.15) {
        tenders.push(json!({ "tender": "on_account" }));
    } else {
        let last = ["wechat", "cash", "bank", "group_buy"].choose(rng).unwrap();
        tenders.push(json!({ "tender": last }));
    }
    json!(tenders)
}

/// One random command; what is refused changes nothing and is as good a step as any.
pub fn step(rng: &mut ChaCha8Rng, salon: &mut Salon, bills: &mut Vec<String>) {
    let member = *MEMBERS.choose(rng).unwrap();
    let bill = bills.choose(rng).cloned().unwrap_or_default();
    let done = match rng.random_range(0..100) {
        0..45 => {
            let cart = cart(rng, salon);
            salon.send("checkout", cart)
        }
        45..55 => salon.send(
            "topup",
            json!({"member": member, "amount": format!("{}", rng.random_range(1..2000)), "above_limit": true,
                "gift": format!("{}.{:02}", rng.random_range(0..1), rng.random_range(0..100)),
                "order": pick(rng, &["gift_first", "principal_first", "proportional"]),
                "tenders": [{"tender": "wechat"}]}),
        ),
        55..70 => salon.send(
            "bill.refund",
            json!({"bill": bill, "lines": [{"line": rng.random_range(1..4), "quantity": rng.random_range(1..3)}], "reason": "试"}),
        ),
        70..78 => salon.send("bill.void", json!({ "bill": bill, "reason": "试" })),
        78..82 => salon.send("bill.take_back", json!({ "bill": bill })),
        82..85 => salon.send("topup.void", json!({ "bill": bill, "reason": "试" })),
        85..89 => salon.send(
            "debt.pay",
            json!({"member": member, "amount": format!("{}", rng.random_range(1..300)), "tenders": [{"tender": "cash", "amount": "500"}]}),
        ),
        89..92 => salon.send("points.adjust", json!({"member": member, "points": rng.random_range(-300..300), "reason": "试"})),
        92..95 => {
            salon.world.pass(rng.random_range(1..40) * DAY);
            salon.send("day.roll", json!({}))
        }
        95..97 => salon.send(
            "card.refund",
            json!({"holding": {"lot": rng.random_range(1..8)}, "cause": pick(rng, &["salon", "customer"]),
                "tender": "cash", "approved_by": "04", "reason": "试"}),
        ),
        97 => salon.send(
            "card.upgrade",
            json!({"card": format!("S01C{:06}", rng.random_range(1..12)), "item": pick(rng, &["60", "61", "70"]),
                "tenders": [{"tender": "cash", "amount": "1000"}]}),
        ),
        98 => salon.send(
            "card.refund",
            json!({"holding": {"card": format!("S01C{:06}", rng.random_range(1..12))}, "cause": "salon",
                "tender": "wechat", "approved_by": "04", "reason": "试"}),
        ),
        _ => {
            salon.world.pass(MINUTE);
            salon.send("member.merge", json!({"from": MEMBERS[1], "into": MEMBERS[0], "reason": "试"}))
                .and_then(|_| salon.send("member.unmerge", json!({"member": MEMBERS[1], "reason": "试"})))
        }
    };
    match done {
        Ok(value) => {
            if let Some(number) = value["bill"].as_str() {
                bills.push(number.to_owned());
            }
        }
        Err(meigui::shop::Stop::Refused(_)) => {}
        Err(stop) => panic!("a fault, not a refusal: {stop}"),
    }
    salon.world.pass(rng.random_range(1..5000));
}

#[test]
fn the_books_are_sound_after_every_random_history() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(11));
    for _ in 0..4 {
        let mut salon = Salon::stocked();
        let mut bills = Vec::new();
        for place in 0..steps(700) {
            step(&mut rng, &mut salon, &mut bills);
            if place % 175 == 174 {
                salon.prove();
            }
        }
        assert!(bills.len() > 100, "the history sold something: {}", bills.len());
        salon.prove();
    }
}

#[test]
fn a_void_after_a_sale_restores_every_ledger() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(12));
    let mut salon = Salon::stocked();
    let mut bills = Vec::new();
    let mut voided = 0;
    while voided < 150 {
        for _ in 0..3 {
            step(&mut rng, &mut salon, &mut bills);
        }
        let before = salon.books();
        let cart = cart(&mut rng, &mut salon);
        let Ok(paid) = salon.send("checkout", cart.clone()) else { continue };
        salon.ok("bill.void", json!({ "bill": paid["bill"], "reason": "试" }));
        assert_eq!(salon.books(), before, "{cart}");
        voided += 1;
    }
    salon.prove();
}

#[test]
fn a_void_leaves_the_last_visit_that_there_was_before() {
    let mut salon = Salon::stocked();
    let last = |salon: &mut Salon, who: &str| {
        salon.ok("query.member", json!({ "member": who }))["last_visit_on"].clone()
    };
    let sale = |who: &str| json!({"member": who, "lines": [{"item": "21"}], "tenders": [{"tender": "cash"}]});
    let undo = |bill: &Value| json!({"bill": bill["bill"], "reason": "试"});
    let first = salon.ok("checkout", sale("M000001"));
    let day = last(&mut salon, "M000001");
    salon.world.pass(DAY);
    let second = salon.ok("checkout", sale("M000001"));
    let third = salon.ok("checkout", sale("M000001"));
    let later = last(&mut salon, "M000001");
    assert!(later.as_str() > day.as_str(), "{later} {day}");
    salon.ok("bill.void", undo(&third));
    assert_eq!(last(&mut salon, "M000001"), later, "she was here on that day all the same");
    salon.ok("bill.void", undo(&second));
    assert_eq!(last(&mut salon, "M000001"), day);
    // A visit that came with a file that was merged is a visit too.
    let other = salon.ok("checkout", sale("M000002"));
    salon.ok("member.merge", json!({"from": "M000002", "into": "M000001", "reason": "同一人"}));
    salon.ok("bill.void", undo(&first));
    assert_eq!(last(&mut salon, "M000001"), later);
    salon.ok("bill.void", undo(&other));
    assert_eq!(last(&mut salon, "M000001"), "");
    salon.prove();
}

#[test]
fn refunds_line_by_line_restore_every_ledger_too() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(13));
    let mut salon = Salon::stocked();
    let mut bills = Vec::new();
    let mut given_back = 0;
    while given_back < 100 {
        for _ in 0..3 {
            step(&mut rng, &mut salon, &mut bills);
        }
        let before = salon.books();
        let mut cart = cart(&mut rng, &mut salon);
        // Debts paid in between go back in cash; that is its own test.
        cart["tenders"] = json!([{ "tender": "alipay", "amount": "0.01" }, { "tender": "cash" }]);
        let Ok(paid) = salon.send("checkout", cart.clone()) else { continue };
        let bill = salon.ok("query.bill", json!({ "bill": paid["bill"] }));
        for line in bill["lines"].as_array().unwrap() {
            for _ in 0..line["quantity"].as_i64().unwrap() {
                let one = json!({"bill": paid["bill"], "lines": [{"line": line["line"], "quantity": 1}], "reason": "试"});
                salon.ok("bill.refund", one);
            }
        }
        assert_eq!(salon.books(), before, "{cart}");
        given_back += 1;
    }
    salon.prove();
}

#[test]
fn the_same_key_has_one_effect_and_returns_the_first_result() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(14));
    let mut salon = Salon::stocked();
    let mut done = 0;
    while done < 60 {
        let cart = cart(&mut rng, &mut salon);
        let key = salon.key();
        let Ok(first) = salon.send_as(&key, "checkout", cart.clone()) else { continue };
        let books = salon.books();
        salon.world.pass(DAY);
        assert_eq!(salon.send_as(&key, "checkout", cart).unwrap(), first);
        assert_eq!(salon.books(), books);
        done += 1;
    }
    let key = salon.key();
    salon.send_as(&key, "stock.in", json!({"item": "50", "quantity": 1})).unwrap();
    let other = salon.send_as(&key, "stock.in", json!({"item": "50", "quantity": 2})).unwrap_err();
    assert!(other.to_string().contains("key.reused"), "{other}");
}

/// From the wallet, with a coupon where there is one.
fn pay_with_a_coupon(rng: &mut ChaCha8Rng, salon: &mut Salon, member: &str) -> Answer<Value> {
    let view = salon.send("query.member", json!({ "member": member }))?;
    let coupon = &view["coupons"][0]["code"];
    let coupons = if coupon.is_null() { json!([]) } else { json!([coupon]) };
    let lines = json!([{"item": pick(rng, &["50", "5"]), "quantity": rng.random_range(1..3)}]);
    let tenders = json!([{"tender": "stored_value"}]);
    salon.send("checkout", json!({"member": member, "lines": lines, "coupons": coupons, "tenders": tenders}))
}

/// Whichever top-up she has left, for whichever cause.
fn refund_a_lot(rng: &mut ChaCha8Rng, salon: &mut Salon, member: &str) -> Answer<Value> {
    let view = salon.send("query.member", json!({ "member": member }))?;
    let lots = view["holdings"]["lots"].as_array().unwrap();
    let lot = lots.choose(rng).map_or(Value::from(0), |lot| lot["lot"].clone());
    let cause = pick(rng, &["salon", "customer"]);
    let wish = json!({"holding": {"lot": lot}, "cause": cause, "tender": "cash", "approved_by": "04", "reason": "试"});
    salon.send("card.refund", wish)
}

/// Work paid from the wallet, a top-up refunded, perhaps a merge, and then the bill voided after all.
fn spend_and_go_back(rng: &mut ChaCha8Rng, salon: &mut Salon, from: &str, into: &str) -> Answer<Value> {
    let paid = pay_with_a_coupon(rng, salon, from)?;
    if rng.random_bool(0.8) {
        refund_a_lot(rng, salon, from)?;
    }
    if rng.random_bool(0.5) {
        salon.send("member.merge", json!({"from": from, "into": into, "reason": "试"}))?;
    }
    salon.send("bill.void", json!({"bill": paid["bill"], "reason": "试"}))
}

/// Merges that stay, files that come apart, cards that are frozen, opened and handed on.
fn upheaval(rng: &mut ChaCha8Rng, salon: &mut Salon, bills: &mut Vec<String>) {
    let (from, into) = if rng.random_bool(0.5) { (MEMBERS[0], MEMBERS[1]) } else { (MEMBERS[1], MEMBERS[0]) };
    let card = format!("S01C{:06}", rng.random_range(1..12));
    let act = match rng.random_range(0..4) {
        0 => json!({"freeze": {}}),
        1 => json!({"open": {}}),
        2 => json!({"transfer": {"to": into}}),
        _ => json!({"share": {"with": into}}),
    };
    let done = match rng.random_range(0..14) {
        0..2 => salon.send("member.merge", json!({"from": from, "into": into, "reason": "试"})),
        2..4 => salon.send("member.unmerge", json!({"member": from, "reason": "试"})),
        4 => {
            let value = json!({"fixed": {"off": "5"}});
            salon.send("coupon.issue", json!({"member": from, "name": "券", "value": value}))
        }
        5..7 => salon.send(
            "topup",
            json!({"member": from, "amount": "300", "gift": "150", "order": pick(rng, &["gift_first", "proportional"]),
                "above_limit": true, "tenders": [{"tender": "cash"}]}),
        ),
        7..9 => pay_with_a_coupon(rng, salon, from),
        9..11 => refund_a_lot(rng, salon, from),
        11..13 => spend_and_go_back(rng, salon, from, into),
        _ => salon.send("card.change", json!({"card": card, "act": act, "reason": "试"})),
    };
    if let Ok(paid) = &done
        && let Some(bill) = paid["bill"].as_str()
    {
        bills.push(bill.to_owned());
    }
    assert!(matches!(done, Ok(_) | Err(meigui::shop::Stop::Refused(_))), "{done:?}");
}

/// What files that were merged still hold.
const LEFT_BEHIND: &str = "SELECT count(*) FROM account WHERE balance <> 0 AND (
    (kind IN ('lot.principal', 'lot.gift')
        AND ref IN (SELECT lot.id FROM lot JOIN member ON member.id = lot.member_id WHERE merged_into > 0))
    OR (kind = 'points.lot'
        AND ref IN (SELECT points_lot.id FROM points_lot JOIN member ON member.id = member_id WHERE merged_into > 0))
    OR (kind = 'points.owed' AND ref IN (SELECT id FROM member WHERE merged_into > 0))
    OR (kind = 'coupon' AND ref IN (SELECT coupon.id FROM coupon JOIN member ON member.id = member_id WHERE merged_into > 0))
    OR (kind IN ('card.value', 'card.unpaid', 'card.sessions')
        AND ref IN (SELECT card.id FROM card JOIN member ON member.id = member_id WHERE merged_into > 0))
    OR (kind = 'debt' AND ref IN (SELECT debt.id FROM debt JOIN member ON member.id = member_id WHERE merged_into > 0)))";

/// Top-ups that paid back more than they took, whatever lots merges made of them.
const OVERPAID: &str = "WITH RECURSIVE kin (root, id) AS (
        SELECT id, id FROM lot WHERE from_lot IS NULL
        UNION ALL SELECT kin.root, lot.id FROM kin JOIN lot ON lot.from_lot = kin.id)
    SELECT count(*) FROM lot WHERE from_lot IS NULL AND principal < (
        SELECT coalesce(sum(-net), 0) FROM kin JOIN bill_line ON code = 'lot ' || kin.id
        WHERE kin.root = lot.id AND kind = 'card_refund')";

#[test]
fn merges_leave_nothing_behind_and_no_top_up_pays_back_more_than_it_took() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(15));
    let none = |salon: &Salon, sql: &'static str| {
        let found = salon.shop.db().one(sql, &[], |row| row.get::<_, i64>(0)).unwrap();
        assert_eq!(found, Some(0), "{sql}");
    };
    let (mut merged, mut apart) = (0, 0);
    for _ in 0..16 {
        let mut salon = Salon::stocked();
        let mut bills = Vec::new();
        for _ in 0..steps(250) {
            step(&mut rng, &mut salon, &mut bills);
            if rng.random_bool(0.25) {
                upheaval(&mut rng, &mut salon, &mut bills);
            }
            none(&salon, LEFT_BEHIND);
        }
        none(&salon, OVERPAID);
        salon.prove();
        let count =
            |sql: &'static str| salon.shop.db().one(sql, &[], |row| row.get::<_, i64>(0)).unwrap().unwrap();
        merged += count("SELECT count(*) FROM member_merge WHERE undoes IS NULL");
        apart += count("SELECT count(*) FROM member_merge WHERE undoes IS NOT NULL");
    }
    println!("{merged} merges, {apart} taken apart");
    assert!(merged > 20 && apart > 10, "{merged} {apart}");
}
