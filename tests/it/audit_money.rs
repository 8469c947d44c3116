//! What an attack on the ledger found, as sentences: refunds, cards and merges that must come out to the fen.

use meigui::ground::Fen;
use serde_json::{Value, json};

use crate::salon::{DAY, Salon};

const ONE: &str = "M000001";
const TWO: &str = "M000002";

fn fen(value: &Value) -> i64 {
    value.as_str().unwrap().parse::<Fen>().unwrap().0
}

/// A top-up by WeChat; answers its lot.
fn top_up(salon: &mut Salon, member: &str, amount: &str, gift: &str, order: &str) -> Value {
    let top = json!({"member": member, "amount": amount, "gift": gift, "order": order, "gift_expires_on": "2026-12-21",
        "tenders": [{"tender": "wechat"}]});
    salon.ok("topup", top)["lot"].clone()
}

/// So many yuan of work, paid from the wallet.
fn spend(salon: &mut Salon, member: &str, yuan: i64) -> Value {
    let item = json!({"code": "99", "kind": "service", "name": "一元", "price": "1"});
    let _ = salon.send("item.add", item);
    let cart = json!({"member": member, "lines": [{"item": "99", "quantity": yuan}], "tenders": [{"tender": "stored_value"}]});
    salon.ok("checkout", cart)["bill"].clone()
}

fn sell(salon: &mut Salon, member: &str, item: &str, tenders: Value) -> Value {
    let cart = json!({"member": member, "lines": [{"item": item}], "tenders": tenders});
    salon.ok("checkout", cart)["cards"][0].clone()
}

fn void(salon: &mut Salon, bill: &Value) -> Value {
    salon.ok("bill.void", json!({"bill": bill, "reason": "退"}))
}

fn refund_lot(salon: &mut Salon, lot: &Value, cause: &str) -> i64 {
    let wish = json!({"holding": {"lot": lot}, "cause": cause, "tender": "wechat", "reason": "退", "approved_by": "04"});
    fen(&salon.ok("card.refund", wish)["amount"])
}

fn refund_card(salon: &mut Salon, card: &Value, cause: &str) -> i64 {
    let wish = json!({"holding": {"card": card}, "cause": cause, "tender": "cash", "reason": "退", "approved_by": "04"});
    fen(&salon.ok("card.refund", wish)["amount"])
}

fn lots(salon: &mut Salon, member: &str) -> Vec<Value> {
    let view = salon.ok("query.member", json!({ "member": member }));
    view["holdings"]["lots"].as_array().unwrap().iter().map(|lot| lot["lot"].clone()).collect()
}

/// A member's file without its history.
fn view(salon: &mut Salon, who: &str) -> Value {
    let mut view = salon.ok("query.member", json!({ "member": who }));
    view["timeline"].take();
    view
}

fn merge(salon: &mut Salon, from: &str, into: &str) {
    salon.ok("member.merge", json!({"from": from, "into": into, "reason": "同一人"}));
}

/// What the file of a member's own row still holds, whoever may see it: money, points, coupons.
fn left_behind(salon: &Salon, member: i64) -> i64 {
    let sql = "SELECT coalesce(sum(abs(balance)), 0) FROM account
        WHERE (kind IN ('lot.principal', 'lot.gift') AND ref IN (SELECT id FROM lot WHERE member_id = :member))
           OR (kind = 'points.lot' AND ref IN (SELECT id FROM points_lot WHERE member_id = :member))
           OR (kind = 'coupon' AND ref IN (SELECT id FROM coupon WHERE member_id = :member))
           OR (kind IN ('card.value', 'card.sessions') AND ref IN (SELECT id FROM card WHERE member_id = :member))
           OR (kind = 'debt' AND ref IN (SELECT id FROM debt WHERE member_id = :member))
           OR (kind = 'points.owed' AND ref = :member)";
    let params = meigui::db::named_params! { ":member": member };
    salon.shop.db().one(sql, params, |row| row.get(0)).unwrap().unwrap()
}

// -- refunds ------------------------------------------------------------------------------------------------------

#[test]
fn partial_refunds_of_a_bill_paid_partly_by_points_give_them_back_pro_rata_and_whole_at_last() {
    let mut salon = Salon::stocked();
    salon.ok("points.adjust", json!({"member": ONE, "points": 700, "reason": "期初"}));
    salon.world.pass(40 * DAY);
    salon.ok("points.adjust", json!({"member": ONE, "points": 700, "reason": "期初"}));
    let before = salon.books();
    let cart = json!({"member": ONE, "points": 1000, "tenders": [{"tender": "cash"}],
        "lines": [{"item": "50", "quantity": 3}, {"item": "5"}]});
    let paid = salon.ok("checkout", cart);
    assert_eq!((paid["payable"].as_str(), paid["points_earned"].as_i64()), (Some("645.00"), Some(645)));
    let (mut money, mut returned, mut taken) = (0, 0, 0);
    for line in [1, 2, 1, 1] {
        let back = json!({"bill": paid["bill"], "lines": [{"line": line, "quantity": 1}], "reason": "退"});
        let back = salon.ok("bill.refund", back);
        let (amount, left) = (fen(&back["amount"]), 64_500 - money);
        assert_eq!(back["points_returned"], (1000 - returned) * amount / left, "{back}");
        assert_eq!(back["points_taken"], (645 - taken) * amount / left, "{back}");
        money += amount;
        returned += back["points_returned"].as_i64().unwrap();
        taken += back["points_taken"].as_i64().unwrap();
        salon.prove();
    }
    assert_eq!((money, returned, taken), (64_500, 1000, 645));
    assert_eq!(salon.books(), before);
}

#[test]
fn a_bill_that_points_paid_whole_gives_them_back_by_list_price() {
    let mut salon = Salon::stocked();
    salon.ok("points.adjust", json!({"member": ONE, "points": 60_000, "reason": "期初"}));
    let before = salon.books();
    let cart = json!({"member": ONE, "points": 52_700, "lines": [{"item": "21"}, {"item": "50"}]});
    let paid = salon.ok("checkout", cart);
    assert_eq!((paid["payable"].as_str(), salon.points(ONE)), (Some("0.00"), 7_300));
    let back =
        |line: i64| json!({"bill": paid["bill"], "lines": [{"line": line, "quantity": 1}], "reason": "退"});
    assert_eq!(salon.ok("bill.refund", back(2))["points_returned"], 12_900);
    salon.prove();
    assert_eq!(salon.ok("bill.refund", back(1))["points_returned"], 39_800);
    assert_eq!(salon.books(), before);
    salon.prove();
}

#[test]
fn taking_back_returns_points_both_ways() {
    let mut salon = Salon::stocked();
    salon.ok("setting.put", json!({"name": "topup_earns", "value": true}));
    salon.ok("points.adjust", json!({"member": ONE, "points": 500, "reason": "期初"}));
    let before = salon.books();
    let cart = json!({"member": ONE, "points": 500, "lines": [{"item": "21"}], "tenders": [{"tender": "cash"}], "by": "03"});
    let paid = salon.ok("checkout", cart);
    assert_eq!(salon.points(ONE), 393);
    let back = salon.ok("bill.take_back", json!({"bill": paid["bill"], "by": "03"}));
    assert_eq!((back["points_taken"].as_i64(), back["points_returned"].as_i64()), (Some(393), Some(500)));
    assert_eq!(salon.books(), before);
    let top = json!({"member": ONE, "amount": "800", "tenders": [{"tender": "cash"}], "by": "03"});
    let top = salon.ok("topup", top);
    assert_eq!(salon.points(ONE), 1300);
    // What was earned and spent again is owed; what other points there are is taken first.
    salon.ok("points.adjust", json!({"member": ONE, "points": -1000, "reason": "换礼"}));
    salon.ok("bill.take_back", json!({"bill": top["bill"], "by": "03"}));
    assert_eq!(salon.points(ONE), -500);
    salon.prove();
    salon.ok("points.adjust", json!({"member": ONE, "points": 1000, "reason": "更正"}));
    assert_eq!((salon.points(ONE), salon.books().get("points.owed 1")), (500, None));
}

#[test]
fn a_gift_that_lapsed_was_never_consumed() {
    let mut salon = Salon::stocked();
    let lot = top_up(&mut salon, ONE, "1000", "500", "proportional");
    let bill = spend(&mut salon, ONE, 300);
    salon.world.pass(40 * DAY);
    assert_eq!(salon.ok("day.roll", json!({}))["gifts"], "400.00");
    let shown = salon.ok("query.card_refund", json!({"holding": {"lot": lot}}));
    // 1000 − 300 × 1000 ÷ 1500; the terms: the principal that is left.
    assert_eq!((shown["consumed"].as_str(), shown["salon"].as_str()), (Some("300.00"), Some("800.00")));
    assert_eq!(shown["customer"], "800.00");
    // The bill goes back to the lot: its principal can be spent, its gift is over and lapses with the next day.
    void(&mut salon, &bill);
    assert_eq!(salon.fen(ONE, "stored_value"), Fen(100_000));
    salon.world.pass(DAY);
    assert_eq!(salon.ok("day.roll", json!({}))["gifts"], "100.00");
    assert_eq!(refund_lot(&mut salon, &lot, "salon"), 100_000);
    salon.prove();
}

#[test]
fn a_gift_that_lapsed_before_a_merge_was_not_consumed_either() {
    let mut salon = Salon::stocked();
    top_up(&mut salon, TWO, "1000", "500", "proportional");
    salon.world.pass(40 * DAY);
    salon.ok("day.roll", json!({}));
    merge(&mut salon, TWO, ONE);
    let lot = lots(&mut salon, ONE).remove(0);
    assert_eq!(refund_lot(&mut salon, &lot, "salon"), 100_000);
    salon.prove();
}

#[test]
fn refunds_of_one_top_up_together_never_exceed_what_was_paid() {
    for (order, merged) in
        [("gift_first", false), ("gift_first", true), ("proportional", true), ("principal_first", true)]
    {
        for (first, then) in [("customer", "salon"), ("salon", "customer"), ("salon", "salon")] {
            for split in [false, true] {
                let mut salon = Salon::stocked();
                let lot = top_up(&mut salon, TWO, "1000", "500", order);
                let bill = spend(&mut salon, TWO, 500);
                let mut paid = 0;
                if !(merged && split) {
                    paid += refund_lot(&mut salon, &lot, first);
                }
                if merged {
                    merge(&mut salon, TWO, ONE);
                }
                void(&mut salon, &bill);
                // Whatever pieces it is in now, each is refunded, the last first.
                let who = if merged { ONE } else { TWO };
                for lot in lots(&mut salon, who).into_iter().rev() {
                    paid += refund_lot(&mut salon, &lot, then);
                }
                let name = format!("{order} merged {merged} split {split} {first} {then}");
                assert!(paid <= 100_000, "{name}: {paid}");
                assert_eq!(
                    (salon.fen(who, "stored_value"), left_behind(&salon, 2)),
                    (Fen::ZERO, 0),
                    "{name}"
                );
                salon.prove();
            }
        }
    }
}

#[test]
fn refunds_by_pieces_give_each_tender_what_came_by_it() {
    let mut salon = Salon::stocked();
    top_up(&mut salon, ONE, "200", "100", "proportional");
    let before = salon.books();
    let cart = json!({"member": ONE, "lines": [{"item": "50", "quantity": 3}, {"item": "21"}, {"item": "51", "quantity": 2}],
        "discount": {"amount": "3.33"}, "tenders": [{"tender": "stored_value", "amount": "299.99"},
        {"tender": "wechat", "amount": "100.01"}, {"tender": "wechat", "amount": "77.77"}, {"tender": "cash", "amount": "500"}]});
    let paid = salon.ok("checkout", cart);
    let mut sums = std::collections::BTreeMap::new();
    for (line, quantity) in [(1, 1), (3, 1), (2, 1), (1, 2), (3, 1)] {
        let back =
            json!({"bill": paid["bill"], "lines": [{"line": line, "quantity": quantity}], "reason": "退"});
        for tender in salon.ok("bill.refund", back)["tenders"].as_array().unwrap() {
            *sums.entry(tender[0].as_str().unwrap().to_owned()).or_insert(0) += fen(&tender[1]);
        }
        salon.prove();
    }
    let sold = fen(&paid["payable"]);
    let told: Vec<(&str, i64)> = sums.iter().map(|(name, sum)| (name.as_str(), *sum)).collect();
    assert_eq!(told, [("cash", sold - 29_999 - 17_778), ("stored_value", 29_999), ("wechat", 17_778)]);
    assert_eq!(salon.books(), before);
    salon.no("bill.void", json!({"bill": paid["bill"], "reason": "退"}), "bill.voided");
    let more = json!({"bill": paid["bill"], "lines": [{"line": 1, "quantity": 1}], "reason": "退"});
    salon.no("bill.refund", more, "refund.too_much");
}

// -- cards --------------------------------------------------------------------------------------------------------

fn month(salon: &mut Salon, tenders: Value) -> Value {
    sell(salon, ONE, "70", tenders)
}

fn change(salon: &mut Salon, card: &Value, act: Value) -> Value {
    salon.ok("card.change", json!({"card": card, "act": act, "reason": "改"}))
}

#[test]
fn days_on_which_a_period_card_is_frozen_are_added_once_and_never_charged() {
    let mut salon = Salon::stocked();
    let card = month(&mut salon, json!([{"tender": "cash"}]));
    let rolled =
        |salon: &mut Salon| salon.ok("day.roll", json!({}))["period_income"].as_str().unwrap().to_owned();
    salon.world.pass(5 * DAY);
    assert_eq!(rolled(&mut salon), "100.00");
    change(&mut salon, &card, json!({"freeze": {}}));
    salon.world.pass(6 * DAY);
    change(&mut salon, &card, json!({"lose": {}}));
    change(&mut salon, &card, json!({"freeze": {}}));
    assert_eq!(rolled(&mut salon), "0.00");
    salon.world.pass(4 * DAY);
    assert_eq!(change(&mut salon, &card, json!({"open": {}}))["expires_on"], "2026-12-30");
    assert_eq!(change(&mut salon, &card, json!({"open": {}}))["expires_on"], "2026-12-30");
    change(&mut salon, &card, json!({"freeze": {}}));
    assert_eq!(change(&mut salon, &card, json!({"open": {}}))["expires_on"], "2026-12-30");
    salon.world.pass(5 * DAY);
    assert_eq!(rolled(&mut salon), "100.00");
    // Days given on top change neither what is earned nor what is left.
    change(&mut salon, &card, json!({"extend": {"until": "2027-01-31"}}));
    assert_eq!(rolled(&mut salon), "0.00");
    let shown = salon.ok("query.card_refund", json!({"holding": {"card": card}}));
    assert_eq!((shown["consumed"].as_str(), shown["salon"].as_str()), (Some("200.00"), Some("400.00")));
    salon.world.pass(40 * DAY);
    assert_eq!((rolled(&mut salon), rolled(&mut salon)), ("400.00".into(), "0.00".into()));
    assert_eq!(salon.fen(ONE, "stored_value"), Fen::ZERO);
    salon.prove();
}

#[test]
fn a_period_card_frozen_past_its_end_gives_its_days_back() {
    let mut salon = Salon::stocked();
    let card = month(&mut salon, json!([{"tender": "cash"}]));
    salon.world.pass(29 * DAY);
    change(&mut salon, &card, json!({"freeze": {}}));
    salon.world.pass(100 * DAY);
    salon.ok("day.roll", json!({}));
    assert_eq!(change(&mut salon, &card, json!({"open": {}}))["expires_on"], "2027-03-30");
    salon.ok("checkout", json!({"member": ONE, "lines": [{"item": "5", "card": card}]}));
    assert_eq!(salon.ok("day.roll", json!({}))["period_income"], "580.00");
    salon.world.pass(DAY);
    salon.no("checkout", json!({"member": ONE, "lines": [{"item": "5", "card": card}]}), "card.expired");
    // One that is over cannot be frozen to come back.
    salon.no("card.change", json!({"card": card, "act": {"freeze": {}}}), "card.expired");
    salon.prove();
}

#[test]
fn a_period_card_is_refunded_by_its_days_rolled_or_not() {
    for rolls in [false, true] {
        let mut salon = Salon::stocked();
        let card = month(&mut salon, json!([{"tender": "cash"}]));
        let untouched = json!({"bill": "20261121-0001", "reason": "退"});
        salon.world.pass(12 * DAY);
        if rolls {
            salon.ok("day.roll", json!({}));
        }
        // Twelve days were used: the bill does not take the card back whole.
        salon.no("bill.void", untouched, "refund.used_up");
        assert_eq!(refund_card(&mut salon, &card, "customer"), 36_000);
        let books = salon.books();
        assert_eq!(books.get("till.cash 0"), Some(&24_000));
        let income: i64 =
            books.iter().filter(|(name, _)| name.starts_with("income.")).map(|(_, fen)| fen.abs()).sum();
        assert_eq!(income, 24_000, "{books:?}");
        salon.world.pass(DAY);
        assert_eq!(salon.ok("day.roll", json!({}))["period_income"], "0.00");
        let again = json!({"holding": {"card": card}, "cause": "salon", "tender": "cash", "reason": "退", "approved_by": "04"});
        salon.no("card.refund", again, "card.closed");
        salon.prove();
    }
}

#[test]
fn a_period_card_is_upgraded_for_the_days_that_are_left() {
    let mut salon = Salon::stocked();
    let card = month(&mut salon, json!([{"tender": "cash"}]));
    salon.world.pass(10 * DAY);
    let up = json!({"card": card, "item": "61", "tenders": [{"tender": "wechat"}]});
    let done = salon.ok("card.upgrade", up.clone());
    assert_eq!((done["credited"].as_str(), done["paid"].as_str()), (Some("400.00"), Some("599.99")));
    assert_eq!(salon.books().get("income.card 0").map(|fen| fen.abs()), Some(20_000));
    salon.world.pass(DAY);
    assert_eq!(salon.ok("day.roll", json!({}))["period_income"], "0.00");
    salon.no("card.upgrade", up, "card.closed");
    // What is not paid is not carried over.
    let owing = month(&mut salon, json!([{"tender": "cash", "amount": "500"}, {"tender": "on_account"}]));
    let up = json!({"card": owing, "item": "61", "tenders": [{"tender": "wechat"}]});
    salon.no("card.upgrade", up, "card.sessions_unpaid");
    salon.prove();
}

#[test]
fn a_period_card_on_instalments_serves_the_days_that_are_paid() {
    let mut salon = Salon::stocked();
    let card = month(&mut salon, json!([{"tender": "cash", "amount": "300"}, {"tender": "on_account"}]));
    let visit = json!({"member": ONE, "lines": [{"item": "5", "card": card}]});
    salon.world.pass(14 * DAY);
    salon.ok("checkout", visit.clone());
    salon.world.pass(DAY);
    salon.no("checkout", visit.clone(), "card.sessions_unpaid");
    assert_eq!(salon.ok("day.roll", json!({}))["period_income"], "300.00");
    salon.world.pass(DAY);
    // Days that nobody paid for are no income, and what is paid for them later is.
    assert_eq!(salon.ok("day.roll", json!({}))["period_income"], "0.00");
    salon.ok("debt.pay", json!({"member": ONE, "amount": "39.99", "tenders": [{"tender": "cash"}]}));
    salon.no("checkout", visit.clone(), "card.sessions_unpaid");
    salon.ok("debt.pay", json!({"member": ONE, "amount": "0.01", "tenders": [{"tender": "cash"}]}));
    salon.ok("checkout", visit);
    assert_eq!(salon.ok("day.roll", json!({}))["period_income"], "20.00");
    salon.prove();
    // Refunded now: 340 paid, seventeen days used, the present one included. What was not paid is owed no more.
    assert_eq!(refund_card(&mut salon, &card, "salon"), 0);
    assert_eq!(salon.fen(ONE, "owed"), Fen::ZERO);
    salon.prove();
}

#[test]
fn refunding_an_instalment_card_that_was_handed_on_frees_who_owed_for_it() {
    let mut salon = Salon::stocked();
    let card =
        sell(&mut salon, ONE, "60", json!([{"tender": "cash", "amount": "400"}, {"tender": "on_account"}]));
    sell(&mut salon, TWO, "60", json!([{"tender": "cash", "amount": "700"}, {"tender": "on_account"}]));
    salon.ok("checkout", json!({"member": ONE, "lines": [{"item": "21", "card": card}]}));
    change(&mut salon, &card, json!({"transfer": {"to": TWO}}));
    salon.no("checkout", json!({"member": ONE, "lines": [{"item": "21", "card": card}]}), "card.not_hers");
    salon.no(
        "checkout",
        json!({"member": TWO, "lines": [{"item": "21", "card": card}]}),
        "card.sessions_unpaid",
    );
    salon.ok("debt.pay", json!({"member": ONE, "amount": "300", "tenders": [{"tender": "cash"}]}));
    salon.ok("checkout", json!({"member": TWO, "lines": [{"item": "21", "card": card}]}));
    assert_eq!((salon.fen(ONE, "owed"), salon.fen(TWO, "owed")), (Fen(30_000), Fen(30_000)));
    // 700 paid, two of three sessions used.
    assert_eq!(refund_card(&mut salon, &card, "salon"), 3_334);
    assert_eq!((salon.fen(ONE, "owed"), salon.fen(TWO, "owed")), (Fen::ZERO, Fen(30_000)));
    salon.prove();
}

// -- merges -------------------------------------------------------------------------------------------------------

/// A member with one of everything, and a bill paid by all of it.
fn rich(salon: &mut Salon, member: &str) -> (Value, Value) {
    top_up(salon, member, "1000", "500", "proportional");
    salon.ok("points.adjust", json!({"member": member, "points": 500, "reason": "期初"}));
    for code in ["K1", "K2"] {
        let code = format!("{code}{member}");
        salon.ok(
            "coupon.issue",
            json!({"code": code, "member": member, "name": "券", "value": {"fixed": {"off": "20"}}}),
        );
    }
    let card =
        sell(salon, member, "60", json!([{"tender": "cash", "amount": "700"}, {"tender": "on_account"}]));
    let cart = json!({"member": member, "points": 400, "coupons": [format!("K1{member}")],
        "lines": [{"item": "21", "card": card}, {"item": "50", "quantity": 2}, {"item": "5"}],
        "tenders": [{"tender": "stored_value", "amount": "300"}, {"tender": "on_account", "amount": "50"}, {"tender": "alipay"}]});
    (salon.ok("checkout", cart)["bill"].clone(), card)
}

#[test]
fn a_bill_voided_after_its_member_was_merged_goes_to_the_file_that_stays() {
    let mut salon = Salon::stocked();
    salon.ok("member.open", json!({"name": "林晓晓", "phone": "13700137000"}));
    let (bill, card) = rich(&mut salon, "M000003");
    merge(&mut salon, "M000003", TWO);
    merge(&mut salon, TWO, ONE);
    salon.ok("bill.refund", json!({"bill": bill, "lines": [{"line": 2, "quantity": 1}], "reason": "退"}));
    salon.prove();
    void(&mut salon, &bill);
    assert_eq!((left_behind(&salon, 3), left_behind(&salon, 2)), (0, 0));
    assert_eq!((salon.fen(ONE, "stored_value"), salon.points(ONE)), (Fen(150_000), 500 + 1000));
    assert_eq!(salon.fen(ONE, "owed"), Fen(30_000));
    let view = salon.ok("query.member", json!({"member": ONE}));
    assert_eq!(
        (view["coupons"].as_array().unwrap().len(), &view["holdings"]["cards"][0]["left"]),
        (2, &json!(3))
    );
    // All of it can be spent.
    let cart = json!({"member": ONE, "points": 1500, "coupons": ["K1M000003", "K2M000003"],
        "lines": [{"item": "21", "card": card}, {"item": "5", "quantity": 5}], "tenders": [{"tender": "stored_value"}]});
    assert_eq!(salon.ok("checkout", cart)["payable"], "1285.00");
    salon.prove();
}

#[test]
fn a_merge_moves_all_that_a_member_holds_and_taking_it_apart_moves_it_back() {
    let mut salon = Salon::stocked();
    rich(&mut salon, ONE);
    rich(&mut salon, TWO);
    // Points owed on one side.
    let cart =
        json!({"member": TWO, "lines": [{"item": "21", "quantity": 3}], "tenders": [{"tender": "cash"}]});
    let bill = salon.ok("checkout", cart)["bill"].clone();
    let all = salon.points(TWO);
    salon.ok("points.adjust", json!({"member": TWO, "points": -all, "reason": "换礼"}));
    void(&mut salon, &bill);
    assert!(salon.points(TWO) < 0);
    let before = salon.books();
    let views = [ONE, TWO].map(|who| view(&mut salon, who));
    let (points, value) = (
        salon.points(ONE) + salon.points(TWO),
        salon.fen(ONE, "stored_value").0 + salon.fen(TWO, "stored_value").0,
    );
    merge(&mut salon, TWO, ONE);
    assert_eq!((salon.points(ONE), salon.fen(ONE, "stored_value")), (points, Fen(value)));
    assert_eq!((salon.fen(ONE, "owed"), left_behind(&salon, 2)), (Fen(70_000), 0));
    let merged = view(&mut salon, "13900139000");
    assert_eq!((&merged["number"], merged["coupons"].as_array().unwrap().len()), (&json!(ONE), 2));
    assert_eq!(merged["holdings"]["cards"].as_array().unwrap().len(), 2);
    salon.prove();
    salon.ok("member.unmerge", json!({"member": TWO, "reason": "弄错"}));
    assert_eq!(salon.books(), before);
    assert_eq!([ONE, TWO].map(|who| view(&mut salon, who)), views);
    salon.prove();
}

#[test]
fn a_merge_is_not_taken_apart_once_its_money_or_a_card_is_gone() {
    let mut salon = Salon::stocked();
    let (_, card) = rich(&mut salon, TWO);
    let apart = json!({"member": TWO, "reason": "弄错"});
    merge(&mut salon, TWO, ONE);
    let books = salon.books();
    let bill = spend(&mut salon, ONE, 900);
    salon.no("member.unmerge", apart.clone(), "refund.used_up");
    void(&mut salon, &bill);
    assert_eq!(salon.books(), books);
    salon.ok("member.open", json!({"name": "三", "phone": "13700137000"}));
    change(&mut salon, &card, json!({"transfer": {"to": "M000003"}}));
    salon.no("member.unmerge", apart.clone(), "refund.used_up");
    assert_eq!(salon.books(), books);
    change(&mut salon, &card, json!({"transfer": {"to": ONE}}));
    salon.ok("member.unmerge", apart);
    assert_eq!(salon.fen(TWO, "stored_value"), Fen(120_000));
    salon.prove();
}

#[test]
fn what_came_back_to_a_merged_file_goes_with_it_when_the_files_come_apart() {
    let mut salon = Salon::stocked();
    let before = salon.books();
    let (bill, _) = rich(&mut salon, TWO);
    merge(&mut salon, TWO, ONE);
    void(&mut salon, &bill);
    salon.ok("member.unmerge", json!({"member": TWO, "reason": "弄错"}));
    assert_eq!(
        (left_behind(&salon, 1), salon.points(ONE), salon.fen(ONE, "stored_value")),
        (0, 0, Fen::ZERO)
    );
    assert_eq!((salon.fen(TWO, "stored_value"), salon.points(TWO)), (Fen(150_000), 500 + 1000));
    let view = salon.ok("query.member", json!({"member": TWO}));
    assert_eq!(view["coupons"].as_array().unwrap().len(), 2);
    salon.prove();
    assert_ne!(salon.books(), before);
}

#[test]
fn a_card_shared_with_a_file_that_was_merged_stays_shared() {
    let mut salon = Salon::stocked();
    salon.ok("member.open", json!({"name": "三", "phone": "13700137000"}));
    let card = sell(&mut salon, "M000003", "60", json!([{"tender": "cash"}]));
    change(&mut salon, &card, json!({"share": {"with": TWO}}));
    merge(&mut salon, TWO, ONE);
    salon.ok("checkout", json!({"member": ONE, "lines": [{"item": "21", "card": card}]}));
    salon.ok("member.unmerge", json!({"member": TWO, "reason": "弄错"}));
    salon.no("checkout", json!({"member": ONE, "lines": [{"item": "21", "card": card}]}), "card.not_hers");
    salon.ok("checkout", json!({"member": TWO, "lines": [{"item": "21", "card": card}]}));
    salon.prove();
}

// -- stock and offers ---------------------------------------------------------------------------------------------

#[test]
fn stock_is_short_when_several_lines_together_want_more_than_there_is() {
    let mut salon = Salon::stocked();
    salon.ok(
        "item.add",
        json!({"code": "81", "kind": "package", "name": "礼盒", "price": "100", "parts": {"51": 3, "9": 1}}),
    );
    let cart = |lines: Value| json!({"lines": lines, "tenders": [{"tender": "cash"}]});
    let books = salon.books();
    for lines in [
        json!([{"item": "51", "quantity": 201}]),
        json!([{"item": "51", "quantity": 150}, {"item": "51", "quantity": 51}]),
        json!([{"item": "51", "quantity": 150}, {"item": "81", "quantity": 17}]),
        json!([{"item": "81", "quantity": 33}, {"item": "81", "quantity": 34}]),
    ] {
        salon.no("checkout", cart(lines), "stock.short");
    }
    assert_eq!(salon.books(), books);
    salon.ok("checkout", cart(json!([{"item": "51", "quantity": 149}, {"item": "81", "quantity": 17}])));
    salon.no("checkout", cart(json!([{"item": "51"}])), "stock.short");
    // What may be sold short only warns.
    salon.ok("checkout", cart(json!([{"item": "50", "quantity": 150}, {"item": "50", "quantity": 150}])));
    salon.prove();
}

#[test]
fn the_days_of_an_offer_end_on_a_day_that_the_file_can_order_and_an_empty_table_gives_nothing() {
    let mut salon = Salon::stocked();
    let offers = |days: i64| json!({"offers": [{"amount": "1000", "gift": "100", "gift_days": days}]});
    for days in [-1, 36_501, i64::MAX] {
        salon.no("topup.offers", offers(days), "amount.not_positive");
    }
    let top = json!({"member": ONE, "amount": "1000", "above_limit": true, "tenders": [{"tender": "cash"}]});
    for (days, last) in [(0, None), (1, Some("2026-11-22")), (36_500, Some("2126-10-28"))] {
        salon.ok("topup.offers", offers(days));
        let told = salon.ok("topup", top.clone());
        assert_eq!(
            (told["gift"].as_str(), told["gift_expires_on"].as_str()),
            (Some("100.00"), last),
            "{days}"
        );
    }
    let none = salon.ok("topup.offers", json!({"offers": []}));
    assert_eq!((none["version"].as_i64(), &none["offers"]), (Some(4), &json!([])));
    assert_eq!(salon.ok("query.topup_offers", json!({})), none);
    assert_eq!(salon.ok("topup", top)["gift"], "0.00");
    assert_eq!(salon.ok("topup.offers", offers(0))["version"], 5);
    salon.prove();
}
