//! Pay sheets and payouts: what is due is what was earned less what was paid, whatever comes later.

use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::laws::{seed, steps};
use crate::salon::{DAY, Salon, bill};

fn salon() -> Salon {
    let mut salon = Salon::stocked();
    let rules = json!([
        { "name": "项目", "event": "service", "rate": "0.1" },
        { "name": "售卡", "event": "card", "rate": "0.05" },
        { "name": "充值", "event": "topup", "rate": "0.02" },
    ]);
    salon.ok("rules.set", json!({ "rules": rules, "from": "2026-01-01", "reason": "试" }));
    let rewards = json!([{ "name": "售卡", "event": "card", "fixed": "20" }]);
    salon.ok("rewards.set", json!({ "rewards": rewards, "reason": "试" }));
    salon
}

fn sell(salon: &mut Salon, item: &str, staff: &str) -> String {
    let lines = json!([{ "item": item, "staff": [staff] }]);
    bill(
        &salon.ok(
            "checkout",
            json!({ "member": "M000001", "lines": lines, "tenders": [{ "tender": "cash" }] }),
        ),
    )
}

fn row(salon: &mut Salon, month: &str, staff: &str) -> Value {
    salon.ok("query.pay_sheet", json!({ "month": month, "staff": staff }))["rows"][0].clone()
}

fn due(salon: &mut Salon, month: &str, staff: &str) -> String {
    row(salon, month, staff)["due"].as_str().unwrap().to_owned()
}

fn pay(staff: &str, month: &str, amount: Option<&str>) -> Value {
    json!({ "staff": staff, "month": month, "amount": amount, "tender": "cash", "reason": "发放" })
}

#[test]
fn a_month_is_wage_fees_commission_and_rewards_and_is_paid_in_parts() {
    let mut salon = salon();
    salon.ok("wage.set", json!({ "staff": "02", "amount": "3000", "from": "2026-11-01", "reason": "试" }));
    sell(&mut salon, "21", "02");
    sell(&mut salon, "60", "02");
    let now = row(&mut salon, "2026-11", "02");
    // 30.00 hand fee and 39.80; 50.00 for the card and 20.00 at once. The wage is due when the month is over.
    assert_eq!(
        [&now["wage"], &now["hand_fee"], &now["service"], &now["card"], &now["rewards"], &now["due"]],
        ["0.00", "30.00", "39.80", "50.00", "20.00", "139.80"]
    );
    let before = salon.books()["till.cash 0"];
    let part = salon.ok("pay.out", pay("02", "2026-11", Some("100")));
    assert_eq!((&part["payout"], &part["due"]), (&json!("P000001"), &json!("39.80")));
    assert_eq!(salon.books()["till.cash 0"], before - 10_000);
    salon.no("pay.out", pay("02", "2026-11", Some("39.81")), "pay.too_much");
    salon.no(
        "pay.out",
        json!({ "staff": "02", "month": "2026-11", "tender": "cash", "expect": "50", "reason": "试" }),
        "price.changed",
    );
    salon.world.pass(15 * DAY);
    // Hired on the 21st: 10 of 30 days of 3,000.00.
    assert_eq!(row(&mut salon, "2026-11", "02")["wage"], "1000.00");
    assert_eq!(salon.ok("pay.out", pay("02", "2026-11", None))["amount"], "1039.80");
    salon.no("pay.out", pay("02", "2026-11", None), "pay.nothing");
    assert!(!salon.books().keys().any(|name| name.starts_with("payable.staff")), "{:?}", salon.books());
    salon.prove();
}

#[test]
fn what_goes_back_after_the_payday_is_taken_off_the_next_one() {
    let mut salon = salon();
    let card = sell(&mut salon, "60", "05");
    salon.ok("pay.out", pay("05", "2026-11", None));
    salon.world.pass(15 * DAY);
    salon.ok("bill.void", json!({ "bill": card, "reason": "退" }));
    // Commission and reward go back on the day of the void, in December; November stays as it was paid.
    assert_eq!(due(&mut salon, "2026-11", "05"), "-20.00", "a reward that went back is owed at once");
    let december = row(&mut salon, "2026-12", "05");
    assert_eq!([&december["card"], &december["rewards"], &december["due"]], ["-50.00", "-20.00", "-70.00"]);
    sell(&mut salon, "60", "05");
    salon.no("pay.out", pay("05", "2026-12", None), "pay.nothing");
    sell(&mut salon, "60", "05");
    assert_eq!(salon.ok("pay.out", pay("05", "2026-12", None))["amount"], "70.00");
    salon.prove();
}

#[test]
fn rewards_that_were_not_paid_are_carried_and_never_paid_twice() {
    let mut salon = salon();
    sell(&mut salon, "60", "05");
    salon.world.pass(15 * DAY);
    sell(&mut salon, "60", "05");
    let december = row(&mut salon, "2026-12", "05");
    assert_eq!([&december["carried"], &december["due"]], ["20.00", "90.00"]);
    assert_eq!(due(&mut salon, "2026-11", "05"), "70.00");
    assert_eq!(salon.ok("pay.out", pay("05", "2026-12", None))["amount"], "90.00");
    // What December paid of November's reward is not paid again.
    assert_eq!(salon.ok("pay.out", pay("05", "2026-11", None))["amount"], "50.00");
    salon.no("pay.out", pay("05", "2026-12", None), "pay.nothing");
    salon.prove();
}

#[test]
fn a_payout_is_taken_back_once_and_its_slip_tells_what_it_was() {
    let mut salon = salon();
    sell(&mut salon, "21", "02");
    let cash = salon.books()["till.cash 0"];
    let paid = salon.ok("pay.out", pay("02", "2026-11", None));
    let slip = salon.ok("query.pay_slip", json!({ "payout": paid["payout"] }));
    assert_eq!(
        (&slip["kind"], &slip["payable"], &slip["lines"][0]["name"]),
        (&json!("payout"), &json!("69.80"), &json!("02 陈静 2026-11"))
    );
    let figures: Vec<&str> =
        slip["figures"].as_array().unwrap().iter().map(|f| f["amount"].as_str().unwrap()).collect();
    assert_eq!(figures, ["30.00", "39.80", "69.80"]);
    let back = salon.ok("pay.take_back", json!({ "payout": paid["payout"], "reason": "错" }));
    assert_eq!((&back["amount"], &back["due"]), (&json!("-69.80"), &json!("69.80")));
    assert_eq!(salon.books()["till.cash 0"], cash);
    for payout in [&paid["payout"], &back["payout"]] {
        salon.no("pay.take_back", json!({ "payout": payout, "reason": "错" }), "pay.taken_back");
    }
    salon.no("pay.take_back", json!({ "payout": "P000099", "reason": "错" }), "pay.unknown");
    let list = salon.ok("query.payouts", json!({ "month": "2026-11" }));
    assert_eq!((&list[0]["undone_by"], &list[1]["undoes"]), (&back["payout"], &paid["payout"]));
    assert_eq!(salon.ok("pay.out", pay("02", "2026-11", None))["amount"], "69.80");
    salon.prove();
}

#[test]
fn everybody_is_paid_at_once_and_each_by_an_entry_of_their_own() {
    let mut salon = salon();
    sell(&mut salon, "21", "02");
    sell(&mut salon, "60", "05");
    let all = json!({ "month": "2026-11", "tender": "bank", "expect": "139.80", "reason": "发放" });
    let mut stale = all.clone();
    stale["expect"] = json!("139.79");
    salon.no("pay.all", stale, "price.changed");
    let paid = salon.ok("pay.all", all.clone());
    let each: Vec<&str> =
        paid["payouts"].as_array().unwrap().iter().map(|one| one["amount"].as_str().unwrap()).collect();
    assert_eq!((&paid["amount"], each), (&json!("139.80"), vec!["69.80", "70.00"]));
    assert_eq!(salon.books()["till.bank 0"], -13_980);
    salon.no("pay.all", json!({ "month": "2026-11", "tender": "bank", "reason": "发放" }), "pay.nothing");
    salon.prove();
}

#[test]
fn only_a_manager_pays_and_only_the_owner_sets_wages() {
    let mut salon = salon();
    sell(&mut salon, "21", "02");
    let mut by_cashier = pay("02", "2026-11", None);
    by_cashier["by"] = json!("03");
    salon.no("pay.out", by_cashier.clone(), "right.missing");
    salon.no(
        "wage.set",
        json!({ "staff": "02", "amount": "1", "by": "04", "reason": "试" }),
        "right.missing",
    );
    for (month, code) in
        [("2026-13", "month.unreadable"), ("2026-11-01", "month.unreadable"), ("2026-12", "pay.ahead")]
    {
        salon.no("pay.out", pay("02", month, None), code);
    }
    let mut by_voucher = pay("02", "2026-11", None);
    by_voucher["tender"] = json!("group_buy");
    salon.no("pay.out", by_voucher, "tender.unfit");
    salon.no("pay.out", pay("77", "2026-11", None), "staff.unknown");
}

/// Whatever happens in whatever order: the ledger owes each person what they earned less what they were paid.
#[test]
fn what_is_owed_is_what_was_earned_less_what_was_paid() {
    let mut rng = ChaCha8Rng::seed_from_u64(seed(2_027));
    let mut salon = salon();
    let people = ["02", "04", "05"];
    salon.ok("wage.set", json!({ "staff": "05", "amount": "3100.31", "from": "2026-11-01", "reason": "试" }));
    let (mut bills, mut paid) = (Vec::new(), 0);
    for _ in 0..steps(80) {
        let person = *people.choose(&mut rng).unwrap();
        match rng.random_range(0..8) {
            0 => salon.world.pass(rng.random_range(1..20) * DAY),
            1 if !bills.is_empty() => {
                let number: String = bills.swap_remove(rng.random_range(0..bills.len()));
                salon.ok("bill.void", json!({ "bill": number, "reason": "退" }));
            }
            2 | 3 => {
                let today = salon.shop.profile().zone.business_day(salon.shop.now()).to_string();
                let month = today.get(..7).unwrap();
                paid += i64::from(salon.send("pay.out", pay(person, month, None)).is_ok());
            }
            _ => bills.push(sell(&mut salon, ["21", "60", "5"].choose(&mut rng).unwrap(), person)),
        }
    }
    assert!(paid > 5, "{paid}");
    salon.prove();
    // Every month paid out: then nobody is owed anything but what the running month's wage will bring.
    salon.world.pass(40 * DAY);
    let today = salon.shop.profile().zone.business_day(salon.shop.now()).to_string();
    let running = today.get(..7).unwrap();
    let (mut year, mut month) = (2026, 11);
    while format!("{year}-{month:02}").as_str() <= running {
        for person in people {
            let _ = salon.send("pay.out", pay(person, &format!("{year}-{month:02}"), None));
        }
        (year, month) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
    }
    let books = salon.books();
    for person in people {
        let sheet = row(&mut salon, running, person);
        let due: f64 = sheet["due"].as_str().unwrap().parse().unwrap();
        assert!(due <= 0.0, "{person}: {sheet}");
    }
    assert!(books.iter().all(|(name, owed)| !name.starts_with("payable.staff") || *owed <= 0), "{books:?}");
    salon.prove();
}

#[test]
fn people_read_their_own_pay_and_others_only_with_the_right() {
    let mut salon = salon();
    sell(&mut salon, "21", "02");
    let everybodys = [
        "query.pay_sheet",
        "query.payouts",
        "query.wages",
        "query.commission",
        "query.commission_lines",
        "query.earned_feed",
        "query.reward_feed",
    ];
    for name in everybodys {
        salon.no(name, json!({ "by": "02" }), "right.missing");
        salon.ok(name, json!({}));
    }
    for name in ["query.pay_sheet", "query.commission", "query.commission_lines", "query.reward_feed"] {
        salon.ok(name, json!({ "by": "02", "staff": "02" }));
        salon.no(name, json!({ "by": "02", "staff": "01" }), "right.missing");
    }
    salon.ok("query.board", json!({ "by": "02" }));
}
