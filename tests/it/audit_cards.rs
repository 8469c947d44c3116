//! Ways in which prepaid money, points or pay could come out of nothing, each closed.

use meigui::shop::{Shop, Stop};
use serde_json::{Value, json};

use crate::salon::{DAY, Salon, bill};

const ONE: &str = "M000001";

fn shut(salon: &mut Salon, holding: Value, cause: &str) -> Value {
    let wish =
        json!({"holding": holding, "cause": cause, "tender": "cash", "reason": "退", "approved_by": "04"});
    salon.ok("card.refund", wish)
}

fn sold(salon: &mut Salon, lines: Value, tender: &str) -> String {
    let cart = json!({"member": ONE, "lines": lines, "tenders": [{ "tender": tender }]});
    bill(&salon.ok("checkout", cart))
}

#[test]
fn a_day_on_which_a_period_card_served_is_used_up() {
    let mut salon = Salon::stocked();
    let sale = sold(&mut salon, json!([{"item": "70"}]), "cash");
    let card = "S01C000001";
    let outcomes = |salon: &mut Salon| salon.ok("query.card_refund", json!({"holding": {"card": card}}));
    assert_eq!(outcomes(&mut salon)["cooling_off"], "600.00");
    let served = sold(&mut salon, json!([{"item": "5", "card": card}]), "cash");
    assert_eq!(
        (&outcomes(&mut salon)["customer"], &outcomes(&mut salon)["cooling_off"]),
        (&json!("580.00"), &Value::Null)
    );
    salon.no("bill.take_back", json!({"bill": sale}), "refund.used_up");
    salon.no("bill.void", json!({"bill": sale, "reason": "错单"}), "refund.used_up");
    // Frozen on the same day it rests from the next one on; opened on a later day that day counts again.
    salon.ok("card.change", json!({"card": card, "act": {"freeze": {}}, "reason": "出差"}));
    salon.world.pass(10 * DAY);
    salon.ok("card.change", json!({"card": card, "act": {"open": {}}, "reason": "回来"}));
    sold(&mut salon, json!([{"item": "5", "card": card}]), "cash");
    salon.ok("card.change", json!({"card": card, "act": {"freeze": {}}, "reason": "出差"}));
    salon.world.pass(DAY);
    salon.ok("card.change", json!({"card": card, "act": {"open": {}}, "reason": "回来"}));
    assert_eq!(outcomes(&mut salon)["customer"], "560.00", "two visits, two days");
    assert_eq!(salon.ok("day.roll", json!({}))["period_income"], "40.00");
    salon.prove();

    // What was given back again is not used: the card goes back whole.
    let mut salon = Salon::stocked();
    let sale = sold(&mut salon, json!([{"item": "70"}]), "cash");
    let served_again = sold(&mut salon, json!([{"item": "5", "card": card}]), "cash");
    assert_ne!(served, sale);
    salon.ok("bill.void", json!({"bill": served_again, "reason": "错单"}));
    assert_eq!(salon.ok("bill.take_back", json!({"bill": sale}))["amount"], "600.00");
    salon.prove();
}

#[test]
fn a_card_that_is_paid_back_takes_its_points_along() {
    let mut salon = Salon::stocked();
    sold(&mut salon, json!([{"item": "60"}]), "on_account");
    assert_eq!(salon.points(ONE), 1000);
    let back = shut(&mut salon, json!({"card": "S01C000001"}), "customer");
    assert_eq!((&back["amount"], salon.points(ONE)), (&json!("0.00"), 0));

    // Beside other work only the card's part; with one of three sessions used, two thirds of it.
    sold(&mut salon, json!([{"item": "60"}, {"item": "5", "staff": ["02"]}]), "cash");
    assert_eq!(salon.points(ONE), 1268);
    sold(&mut salon, json!([{"item": "21", "staff": ["02"], "card": "S01C000002"}]), "cash");
    let back = shut(&mut salon, json!({"card": "S01C000002"}), "customer");
    assert_eq!((&back["amount"], salon.points(ONE)), (&json!("666.67"), 1268 - 666));
    salon.prove();

    // Points of a top-up that earned some; spent ones are owed until they are earned again.
    salon.ok("setting.put", json!({"name": "topup_earns", "value": true, "reason": "试"}));
    salon.ok("topup", json!({"member": ONE, "amount": "300", "tenders": [{"tender": "cash"}]}));
    assert_eq!(salon.points(ONE), 902);
    shut(&mut salon, json!({"lot": 1}), "customer");
    assert_eq!(salon.points(ONE), 602);
    salon.prove();
}

#[test]
fn points_that_come_back_pay_what_is_owed_in_whatever_order() {
    for first in [0, 1] {
        let mut salon = Salon::stocked();
        let earned = sold(&mut salon, json!([{"item": "60"}]), "cash");
        let used = json!({"member": ONE, "lines": [{"item": "21", "staff": ["02"]}], "points": 1000,
            "tenders": [{"tender": "cash"}]});
        let used = bill(&salon.ok("checkout", used));
        let order = if first == 0 { [&earned, &used] } else { [&used, &earned] };
        for number in order {
            salon.ok("bill.void", json!({"bill": number, "reason": "错单"}));
        }
        assert_eq!(salon.points(ONE), 0, "order {first}");
        let books = salon.books();
        assert!(
            books.iter().all(|(account, left)| !account.starts_with("points") || *left == 0),
            "{books:?}"
        );
        salon.prove();
    }
}

#[test]
fn gift_money_in_a_card_is_never_paid_out() {
    let mut salon = Salon::stocked();
    salon.ok("setting.put", json!({"name": "wallet_buys_cards", "value": true, "reason": "试"}));
    salon.ok(
        "topup",
        json!({"member": ONE, "amount": "1000", "gift": "500", "tenders": [{"tender": "cash"}]}),
    );
    sold(&mut salon, json!([{"item": "60"}]), "stored_value");
    let shown = salon.ok("query.card_refund", json!({"holding": {"card": "S01C000001"}}));
    assert_eq!((&shown["paid"], &shown["gift"]), (&json!("666.67"), &json!("333.33")));
    let card = shut(&mut salon, json!({"card": "S01C000001"}), "customer");
    let rest = shut(&mut salon, json!({"lot": 1}), "customer");
    assert_eq!((&card["amount"], &rest["amount"]), (&json!("666.67"), &json!("333.33")));
    salon.prove();
}

#[test]
fn what_comes_back_into_a_lot_that_was_paid_back_is_no_second_gift() {
    // The gift was spent, the principal paid back, the sale voided: in the other order nothing would be left either.
    let mut salon = Salon::stocked();
    salon.ok("setting.put", json!({"name": "spend_order", "value": "gift_first", "reason": "试"}));
    salon.ok(
        "topup",
        json!({"member": ONE, "amount": "1000", "gift": "398", "tenders": [{"tender": "cash"}]}),
    );
    let sale = sold(&mut salon, json!([{"item": "21", "staff": ["02"]}]), "stored_value");
    assert_eq!(shut(&mut salon, json!({"lot": 1}), "customer")["amount"], "1000.00");
    salon.ok("bill.void", json!({"bill": sale, "reason": "错单"}));
    assert_eq!(salon.fen(ONE, "gift").0 + salon.fen(ONE, "principal").0, 0);
    salon.prove();

    // The principal was spent and the salon paid back by the courts' ratio: what was not paid back can be spent again.
    let mut salon = Salon::stocked();
    salon.ok("setting.put", json!({"name": "spend_order", "value": "principal_first", "reason": "试"}));
    salon
        .ok("topup", json!({"member": ONE, "amount": "398", "gift": "199", "tenders": [{"tender": "cash"}]}));
    let sale = sold(&mut salon, json!([{"item": "21", "staff": ["02"]}]), "stored_value");
    assert_eq!(shut(&mut salon, json!({"lot": 1}), "salon")["amount"], "132.67");
    salon.ok("bill.void", json!({"bill": sale, "reason": "错单"}));
    assert_eq!((salon.fen(ONE, "principal").0, salon.fen(ONE, "gift").0), (26_533, 0));
    salon.prove();
}

#[test]
fn pay_and_performance_of_a_card_go_back_through_upgrades_and_merges() {
    let mut salon = Salon::stocked();
    salon.ok("performance.rebuild", json!({}));
    let rules = json!([{ "name": "卡", "event": "card", "role": "technician", "rate": "0.1" },
        { "name": "卡2", "event": "card", "role": "consultant", "rate": "0.05" }]);
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-01-01", "reason": "试" }));
    salon.ok("item.add", json!({"code": "62", "kind": "session_card", "name": "补水10次", "price": "3000", "sessions": 10, "parts": {"21": 1}}));
    let sale = json!([{"item": "60", "staff": ["02", "05"]}]);
    sold(&mut salon, sale, "cash");
    let up = json!({"card": "S01C000001", "item": "62", "tenders": [{"tender": "cash"}]});
    let new = salon.ok("card.upgrade", up)["card"].clone();
    let sum = |salon: &mut Salon, staff: &str| {
        let is = salon.ok("query.commission", json!({ "staff": staff }));
        let why = salon.ok("query.why", json!({ "kpi": "cash", "staff": staff }));
        (is["staff"][0]["amount"].clone(), why["top"].clone())
    };
    assert_eq!(sum(&mut salon, "02"), (json!("100.00"), json!(100_000)));
    assert_eq!(sum(&mut salon, "05"), (json!("50.00"), json!(100_000)));
    assert_eq!(shut(&mut salon, json!({ "card": new }), "customer")["amount"], "3000.00");
    assert_eq!(sum(&mut salon, "02"), (json!("0.00"), json!(0)));
    assert_eq!(sum(&mut salon, "05"), (json!("0.00"), json!(0)));
    assert_eq!(salon.points(ONE), 0);
    salon.prove();
}

#[test]
fn of_many_wrong_pins_at_the_same_moment_each_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let mut salon = Salon::in_file(&path);
    salon.ok("staff.pin", json!({"staff": "04", "new_pin": "1357"}));
    let shops: Vec<Shop> = (0..12).map(|_| Shop::open(&path, salon.world.clone()).unwrap()).collect();
    let start = std::sync::Barrier::new(shops.len());
    let codes: Vec<String> = std::thread::scope(|scope| {
        let tries: Vec<_> = shops
            .into_iter()
            .map(|mut shop| {
                let start = &start;
                scope.spawn(move || {
                    start.wait();
                    shop.check_pin("04", "1111").unwrap_err().to_string()
                })
            })
            .collect();
        tries.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let wrong = codes.iter().filter(|code| code.contains("pin.wrong")).count();
    assert_eq!((wrong, codes.len()), (4, 12), "the fifth begins the wait: {codes:?}");
    assert!(
        codes.iter().all(|code| code.contains("pin.wrong") || code.contains("pin.throttled")),
        "{codes:?}"
    );
}

#[test]
fn a_closed_day_stays_what_it_was_and_a_closed_month_its_wages() {
    let mut salon = Salon::stocked();
    let number = sold(&mut salon, json!([{"item": "21", "staff": ["02"]}]), "cash");
    let day = salon.ok("query.totals", json!({}))["from"].clone();
    let told = |salon: &mut Salon| {
        let is = salon.ok("query.totals", json!({ "from": day, "to": day }));
        [is["bills"].clone(), is["members"].clone(), is["staff"][0]["lines"].clone(), is["hours"].clone()]
    };
    let before = told(&mut salon);
    assert_eq!(before[..3], [json!(1), json!(1), json!(1)]);
    salon.world.pass(40 * DAY);
    salon.ok("bill.void", json!({"bill": number, "reason": "错单"}));
    assert_eq!(told(&mut salon), before);
    // On its own day a voided bill is none.
    let number = sold(&mut salon, json!([{"item": "21", "staff": ["02"]}]), "cash");
    salon.ok("bill.void", json!({"bill": number, "reason": "错单"}));
    assert_eq!(salon.ok("query.totals", json!({}))["bills"], 0);
    salon.no("staff.leave", json!({"staff": "02", "left_on": "2020-01-01"}), "date.too_early");
    // The same key for another day is another command.
    let top = json!({"member": ONE, "amount": "5", "tenders": [{"tender": "cash"}]});
    salon.send_as("T", "topup", top.clone()).unwrap();
    let mut past = top;
    past["at"] = json!("2026-11-30");
    let answer = salon.send_as("T", "topup", past);
    assert!(matches!(answer, Err(Stop::Refused(no)) if no.code() == "key.reused"));
}

#[test]
fn a_past_day_is_not_given_more_than_it_had() {
    let mut salon = Salon::stocked();
    let top = |at: &str| json!({"member": ONE, "amount": "398", "tenders": [{"tender": "cash"}], "at": at});
    let spend = |at: &str| {
        json!({"member": ONE, "lines": [{"item": "21", "staff": ["02"]}],
        "tenders": [{"tender": "stored_value"}], "at": at})
    };
    salon.world.pass(30 * DAY);
    salon.ok("topup", top("2026-12-01"));
    let sale = bill(&salon.ok("checkout", spend("2026-12-02")));
    salon.ok("bill.void", json!({"bill": sale, "reason": "错单", "at": "2026-12-05"}));
    // Between the sale and its void there was nothing: there the money was spent already.
    for day in ["2026-12-02", "2026-12-03", "2026-12-04"] {
        let no = salon.send("checkout", spend(day)).unwrap_err();
        assert!(matches!(no, Stop::Refused(ref no) if no.code() == "day.short"), "{day}: {no}");
        assert!(no.to_string().contains("2026-12-05"), "{no}");
    }
    salon.ok("checkout", spend("2026-12-05"));
    for day in ["2026-12-01", "2026-12-03", "2026-12-20"] {
        let held = salon.ok("query.balances", json!({"member": ONE, "on": day}));
        assert!(!held.to_string().contains("\"-"), "{day}: {held}");
    }
    // Points, coupons and goods as well: none is used before it was there.
    let points = json!({"member": ONE, "lines": [{"item": "21", "staff": ["02"]}], "points": 300,
        "tenders": [{"tender": "cash"}], "at": "2026-12-03"});
    salon.no("checkout", points, "day.short");
    salon.prove();
}

#[test]
fn a_closed_wallet_is_not_opened_by_a_merge_and_the_same_day_counts() {
    let mut salon = Salon::stocked();
    salon.ok("topup", json!({"member": ONE, "amount": "400", "tenders": [{"tender": "cash"}]}));
    salon.ok("wallet.set", json!({"member": ONE, "state": "lost", "reason": "丢了"}));
    salon.no("member.merge", json!({"from": ONE, "into": "M000002", "reason": "同一人"}), "wallet.closed");
    salon.no("member.merge", json!({"from": "M000002", "into": ONE, "reason": "同一人"}), "wallet.closed");
    salon.ok("wallet.set", json!({"member": ONE, "state": "open", "reason": "找到了"}));
    // Something of the kind was used before on the same day: no going back on the next top-up.
    sold(&mut salon, json!([{"item": "21", "staff": ["02"]}]), "stored_value");
    salon.ok("topup", json!({"member": ONE, "amount": "500", "tenders": [{"tender": "cash"}]}));
    let shown = salon.ok("query.card_refund", json!({"holding": {"lot": 2}}));
    assert_eq!((&shown["customer"], &shown["cooling_off"]), (&json!("500.00"), &Value::Null));
}
