//! Timed prices (限时价) and spend-threshold discounts (满减) through the doors: on the bill, the slip, back again, and at
//! headquarters.

use meigui::checkout::slip::SlipOf;
use serde_json::{Value, json};

use crate::chain::{Headquarters, bundle};
use crate::salon::{MINUTE, Salon, bill};

/// The clock stands at 14:30 on a Saturday.
fn book() -> Value {
    json!({"discounts": [
        {"kind": "timed", "name": "午后特惠", "item": "21", "price": "298", "when": {"from": "14:00", "to": "16:00"}},
        {"kind": "spend", "name": "满500减50", "spend": "500", "off": "50"},
        {"kind": "spend", "name": "满1000减120", "spend": "1000", "off": "120", "members": true},
    ]})
}

fn two(quantity: i64) -> Value {
    json!([{"item": "21", "quantity": quantity}, {"item": "5"}])
}

fn quote(salon: &mut Salon, cart: &Value) -> Value {
    salon.ok("query.quote", cart.clone())
}

#[test]
fn a_price_holds_for_its_hours_and_the_highest_threshold_for_who_may_have_it() {
    let mut salon = Salon::stocked();
    salon.ok("discounts.set", book());
    // 2 × 298 + 268 = 864: past 500, and for nobody past 1,000.
    let told = quote(&mut salon, &json!({"lines": two(2)}));
    assert_eq!((&told["list_total"], &told["payable"]), (&json!("1064.00"), &json!("814.00")));
    assert_eq!(told["discounts"], json!([["午后特惠", "200.00"], ["满500减50", "50.00"]]));
    assert_eq!((&told["tier_off"], &told["by_hand"]), (&json!("0.00"), &json!("0.00")));
    // 3 × 298 + 268 = 1,162: the higher one is the members'.
    let guest = quote(&mut salon, &json!({"lines": two(3)}));
    assert_eq!(guest["payable"], "1112.00");
    let member = quote(&mut salon, &json!({"member": "M000001", "lines": two(3)}));
    assert_eq!(member["payable"], "1042.00");
    // Before the threshold the hand takes off, after it the coupon (domain §5).
    let coupon =
        salon.ok("coupon.issue", json!({"name": "十元", "value": {"fixed": {"off": "10"}}}))["code"].clone();
    let both = json!({"lines": two(2), "discount": {"amount": "64"}, "coupons": [coupon]});
    assert_eq!(quote(&mut salon, &both)["payable"], "740.00");
    // 864 - 365 = 499: what the hand took off no longer counts.
    let less = json!({"lines": two(2), "discount": {"amount": "365"}});
    assert_eq!(quote(&mut salon, &less)["payable"], "499.00");
    // After 16:00 the price is the list's again, and a screen that still shows the old one is refused.
    salon.world.pass(90 * MINUTE);
    assert_eq!(quote(&mut salon, &json!({"lines": [{"item": "21"}]}))["payable"], "398.00");
    let late = json!({"lines": [{"item": "21"}], "tenders": [{"tender": "cash"}], "expect": "298"});
    salon.no("checkout", late, "price.changed");
}

#[test]
fn what_was_given_stands_on_the_bill_and_comes_back_as_it_was_paid() {
    let mut salon = Salon::stocked();
    salon.ok("discounts.set", book());
    let before = salon.books();
    let paid = salon.ok("checkout", json!({"lines": two(2), "tenders": [{"tender": "cash"}]}));
    assert_eq!(paid["payable"], "814.00");
    let number = bill(&paid);
    let shown = salon.ok("query.bill", json!({"bill": number}));
    assert_eq!(shown["discounts"], json!([["午后特惠", "200.00"], ["满500减50", "50.00"]]));
    // 50 over 596 and 268: floored, the last line takes the rest.
    let nets: Vec<&Value> = shown["lines"].as_array().unwrap().iter().map(|line| &line["net"]).collect();
    assert_eq!(nets, [&json!("561.51"), &json!("252.49")]);
    let slip = salon.shop.ask(&SlipOf { bill: number.clone(), copy: false }).unwrap();
    let off: Vec<String> =
        slip.discounts.iter().map(|one| format!("{} {}", one.name.as_str(), one.amount)).collect();
    assert_eq!(off, ["午后特惠 200.00", "满500减50 50.00"]);
    // The table may change: the bill says what it gave, and the proof reads it again.
    salon.ok("discounts.set", json!({"discounts": []}));
    salon.prove();
    assert_eq!(salon.ok("query.bill", json!({"bill": number}))["discounts"], shown["discounts"]);
    salon.ok("bill.void", json!({"bill": number, "reason": "退"}));
    assert_eq!(salon.books(), before);
    salon.prove();
}

#[test]
fn what_cannot_be_is_refused_and_what_stood_may_stay() {
    let mut salon = Salon::stocked();
    let one = |discount: Value| json!({"discounts": [discount]});
    let timed = |price: &str, when: Value| {
        one(json!({"kind": "timed", "name": "x", "item": "21", "price": price, "when": when}))
    };
    for unfit in [
        timed("398", json!({})),
        timed("298", json!({"from": "9点"})),
        timed("298", json!({"from": "10:00", "to": "10:00"})),
        timed("298", json!({"weekdays": [8]})),
        timed("298", json!({"since": "2026-12-02", "until": "2026-12-01"})),
        one(json!({"kind": "spend", "name": "x", "spend": "100", "off": "101"})),
        one(json!({"kind": "spend", "name": "x", "spend": "100", "off": "0"})),
    ] {
        salon.no("discounts.set", unfit, "discount.unfit");
    }
    salon.no(
        "discounts.set",
        one(json!({"kind": "spend", "name": "", "spend": "9", "off": "1"})),
        "text.missing",
    );
    salon.no("discounts.set", timed("1", json!({"since": "2026-13-01"})), "date.unreadable");
    let by = |mut fields: Value| {
        fields["by"] = json!("03");
        fields
    };
    salon.no("discounts.set", by(book()), "right.missing");
    assert_eq!(salon.ok("query.discounts", json!({}))["version"], 0);
    // The list price falls below the timed one: the table can still be set with it in it, and it gives nothing.
    salon.ok("discounts.set", book());
    salon.ok("item.edit", json!({"item": "21", "price": "198"}));
    let again = salon.ok("discounts.set", book());
    assert_eq!(salon.ok("query.discounts", json!({})), again);
    assert_eq!(quote(&mut salon, &json!({"lines": [{"item": "21"}]}))["payable"], "198.00");
}

#[test]
fn headquarters_reads_them_from_the_stores_bundle() {
    let mut hq = Headquarters::new();
    let mut store = Salon::branch("S01", "国贸店");
    hq.admit(&mut store);
    store.ok("discounts.set", book());
    let paid = store.ok("checkout", json!({"lines": two(2), "tenders": [{"tender": "cash"}]}));
    let (name, bytes) = bundle(&mut store, json!({}));
    let path = hq.inbox.join(&name);
    std::fs::write(&path, bytes).unwrap();
    assert_eq!(hq.take(&[path]), [format!("{name} merged")]);
    // The copy's bill is sealed over what was taken off, and says it.
    let copy = meigui::chain::replica::path(hq.path(), "S01");
    meigui::chain::ready::prepare(&copy).unwrap();
    let mut copy = Salon::opened(&copy);
    copy.prove();
    let shown = copy.ok("query.bill", json!({"bill": bill(&paid)}));
    assert_eq!(shown["discounts"], json!([["午后特惠", "200.00"], ["满500减50", "50.00"]]));
}
