//! What comes later may not make more of what was before: dating back, giving back, merging, recommending twice.

use serde_json::{Value, json};

use crate::salon::{DAY, Salon, bill};

const ONE: &str = "M000001";
const TWO: &str = "M000002";
const CARD: &str = "S01C000001";

fn sold(salon: &mut Salon, member: &str, lines: Value) -> String {
    bill(&salon.ok("checkout", json!({"member": member, "lines": lines, "tenders": [{"tender": "cash"}]})))
}

fn void(number: &str) -> Value {
    json!({"bill": number, "reason": "错单"})
}

/// What people were given, by the sign and the sum of it.
fn given(salon: &mut Salon) -> Value {
    let wish = json!({"from": "2026-01-01", "to": "2027-12-31"});
    salon.ok("query.reward_feed", wish)["total"].clone()
}

fn rule(salon: &mut Salon, rules: Value) {
    salon.ok("rewards.set", json!({"rewards": rules, "reason": "试"}));
}

#[test]
fn a_period_card_is_not_dated_back_before_it_was_used_or_opened() {
    let mut salon = Salon::stocked();
    sold(&mut salon, ONE, json!([{"item": "70"}]));
    let act = |what: &str, day: &str| json!({"card": CARD, "act": {what: {}}, "at": day, "reason": "出差"});
    let use_on = |day: &str| json!({"member": ONE, "lines": [{"item": "5", "card": CARD}], "tenders": [], "at": day, "reason": "补"});
    salon.world.pass(5 * DAY);
    salon.ok("checkout", use_on("2026-11-24"));
    salon.world.pass(5 * DAY);
    for what in ["freeze", "lose"] {
        salon.no("card.change", act(what, "2026-11-22"), "card.moved_since");
    }
    let early = json!({"holding": {"card": CARD}, "cause": "customer", "tender": "cash", "reason": "退",
        "approved_by": "04", "at": "2026-11-22"});
    salon.no("card.refund", early, "card.moved_since");
    let upgrade = json!({"card": CARD, "item": "60", "tenders": [{"tender": "cash"}], "at": "2026-11-22", "reason": "补"});
    salon.no("card.upgrade", upgrade, "card.moved_since");
    // Frozen from the 25th to the 28th, once: not again over the same days, and no use in between.
    salon.ok("card.change", act("freeze", "2026-11-25"));
    salon.ok("card.change", act("open", "2026-11-28"));
    salon.no("card.change", act("freeze", "2026-11-25"), "card.moved_since");
    salon.no("checkout", use_on("2026-11-26"), "card.moved_since");
    salon.ok("checkout", use_on("2026-11-29"));
    let shown = salon.ok("query.card_refund", json!({"holding": {"card": CARD}}));
    // Bought on the 21st, three days frozen: seven of thirty passed by the 1st of December.
    assert_eq!(shown["customer"], "460.00", "{shown}");
    salon.prove();
}

#[test]
fn the_sale_of_a_period_card_is_not_taken_back_on_a_day_before_it_was_used() {
    let mut salon = Salon::stocked();
    let sale = sold(&mut salon, ONE, json!([{"item": "70"}]));
    salon.world.pass(3 * DAY);
    sold(&mut salon, ONE, json!([{"item": "5", "card": CARD}]));
    let back = json!({"bill": sale, "reason": "错单", "at": "2026-11-21"});
    salon.no("bill.void", back, "refund.used_up");
    salon.prove();
}

#[test]
fn a_period_card_that_served_nobody_goes_back_whole_within_the_cooling_off_days() {
    let mut salon = Salon::stocked();
    sold(&mut salon, ONE, json!([{"item": "70"}]));
    salon.world.pass(3 * DAY);
    let shown = |salon: &mut Salon| salon.ok("query.card_refund", json!({"holding": {"card": CARD}}));
    assert_eq!(
        (&shown(&mut salon)["customer"], &shown(&mut salon)["cooling_off"]),
        (&json!("540.00"), &json!("600.00"))
    );
    salon.ok("day.roll", json!({}));
    let wish = json!({"holding": {"card": CARD}, "cause": "cooling_off", "tender": "cash", "reason": "退", "approved_by": "04"});
    assert_eq!(salon.ok("card.refund", wish)["amount"], "600.00");
    salon.prove();
    let mut salon = Salon::stocked();
    sold(&mut salon, ONE, json!([{"item": "70"}]));
    sold(&mut salon, ONE, json!([{"item": "5", "card": CARD}]));
    salon.world.pass(3 * DAY);
    assert_eq!(shown(&mut salon)["cooling_off"], Value::Null, "it was used");
}

#[test]
fn what_comes_back_to_a_lender_whose_file_was_merged_goes_on_to_the_one_that_stays() {
    let mut salon = Salon::stocked();
    let third = salon.ok("member.open", json!({"name": "赵敏", "phone": "13700137000"}))["member"].clone();
    salon.ok(
        "topup",
        json!({"member": ONE, "amount": "1000", "gift": "100", "tenders": [{"tender": "cash"}]}),
    );
    salon.ok("member.family", json!({"member": ONE, "relative": TWO}));
    let lent = json!({"member": TWO, "lines": [{"item": "21"}],
        "tenders": [{"tender": "stored_value", "wallet": ONE}]});
    let sale = bill(&salon.ok("checkout", lent));
    salon.ok("member.merge", json!({"from": ONE, "into": third, "reason": "同一人"}));
    salon.ok("bill.void", void(&sale));
    let third = third.as_str().unwrap();
    assert_eq!(
        (salon.fen(third, "principal").to_string(), salon.fen(third, "gift").to_string()),
        ("1000.00".to_owned(), "100.00".to_owned())
    );
    salon.prove();
}

#[test]
fn points_that_lapsed_unspent_are_not_taken_again() {
    let mut salon = Salon::stocked();
    salon.ok("setting.put", json!({"name": "points_months", "value": 1, "reason": "试"}));
    let sale = sold(&mut salon, ONE, json!([{"item": "21", "quantity": 2}]));
    salon.world.pass(40 * DAY);
    salon.ok("day.roll", json!({}));
    assert_eq!(salon.points(ONE), 0);
    let half = json!({"bill": sale, "lines": [{"line": 1, "quantity": 1}], "reason": "退"});
    salon.ok("bill.refund", half);
    assert_eq!(salon.points(ONE), 0);
    salon.ok("bill.void", void(&sale));
    assert_eq!(salon.points(ONE), 0);
    salon.prove();
}

#[test]
fn whoever_shared_a_card_with_its_former_holder_has_no_part_in_it_once_it_is_handed_on() {
    let mut salon = Salon::stocked();
    let third = salon.ok("member.open", json!({"name": "赵敏", "phone": "13700137000"}))["member"].clone();
    sold(&mut salon, ONE, json!([{"item": "60"}]));
    salon.ok("card.change", json!({"card": CARD, "act": {"share": {"with": third}}}));
    let used = json!({"member": third, "lines": [{"item": "21", "card": CARD}], "tenders": []});
    salon.ok("checkout", used.clone());
    let on = json!({"card": CARD, "act": {"transfer": {"to": TWO}}, "reason": "转卡"});
    assert_eq!(salon.ok("card.change", on)["shared_with"], json!([]));
    salon.no("checkout", used, "card.not_hers");
    salon.prove();
}

#[test]
fn a_recommendation_is_answered_by_a_later_sale_and_once() {
    let mut salon = Salon::stocked();
    rule(&mut salon, json!([{"name": "推荐", "event": "advice", "rate": "0.1"}]));
    // Bought before it was recommended.
    sold(&mut salon, ONE, json!([{"item": "21", "quantity": 100}]));
    let advice = json!({"member": ONE, "item": "21", "staff": "02"});
    for _ in 0..5 {
        salon.ok("member.recommend", advice.clone());
    }
    let answered = sold(&mut salon, ONE, json!([{"item": "21"}]));
    assert_eq!(given(&mut salon), "39.80", "five times the same word is one");
    sold(&mut salon, ONE, json!([{"item": "21"}]));
    assert_eq!(given(&mut salon), "39.80");
    salon.ok("bill.void", void(&answered));
    assert_eq!(given(&mut salon), "39.80", "the third sale answers it now, not the first");
    salon.prove();
}

#[test]
fn a_streak_of_ratings_falls_with_the_bills_that_were_given_back_whole() {
    let mut salon = Salon::stocked();
    rule(&mut salon, json!([{"name": "两连", "event": "streak", "run": 2, "fixed": "10"}]));
    let rated = |salon: &mut Salon| {
        let cart = json!({"member": ONE, "lines": [{"item": "21", "staff": ["02"]}],
            "tenders": [{"tender": "cash"}], "rating": 5});
        bill(&salon.ok("checkout", cart))
    };
    let (first, second) = (rated(&mut salon), rated(&mut salon));
    assert_eq!(given(&mut salon), "10.00");
    let back = |number: &str| json!({"bill": number, "lines": [{"line": 1, "quantity": 1}], "reason": "退"});
    salon.ok("bill.refund", back(&second));
    assert_eq!(given(&mut salon), "0.00");
    rated(&mut salon);
    assert_eq!(given(&mut salon), "10.00", "the first and the third");
    salon.ok("bill.refund", back(&first));
    assert_eq!(given(&mut salon), "0.00");
    salon.prove();
}
