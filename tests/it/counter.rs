//! Verbs at the counter, as sentences: who may do what, what is refused and how, and what a command leaves behind.

use meigui::ground::{Fen, Refused};
use meigui::shop::rights::{Act, may};
use meigui::shop::{Envelope, Hidden, Role, Stop};
use serde_json::json;

use crate::salon::{DAY, MINUTE, Salon};

fn code(answer: Result<serde_json::Value, Stop>) -> String {
    match answer {
        Err(Stop::Refused(no)) => no.code().to_owned(),
        other => format!("{other:?}"),
    }
}

#[test]
fn each_role_may_what_the_table_says_and_every_refusal_is_written_down() {
    let mut salon = Salon::stocked();
    let sale = json!({"lines": [{"item": "21"}], "tenders": [{"tender": "cash"}], "by": "03"});
    let bill = salon.ok("checkout", sale)["bill"].clone();
    let table = [
        (
            "02",
            "checkout",
            json!({"lines": [{"item": "21"}], "tenders": [{"tender": "cash"}]}),
            "right.missing",
        ),
        ("03", "bill.void", json!({"bill": bill, "reason": "错"}), "right.missing"),
        ("04", "bill.void", json!({"bill": bill}), "reason.missing"),
        (
            "03",
            "item.add",
            json!({"code": "98", "kind": "service", "name": "x", "price": "1"}),
            "right.missing",
        ),
        ("04", "setting.put", json!({"name": "paper", "value": 80}), "right.missing"),
        ("04", "staff.hire", json!({"number": "77", "name": "x", "job": "manager"}), "right.missing"),
        ("03", "member.reveal", json!({"member": "M000001"}), "right.missing"),
        ("99", "checkout", json!({"lines": [{"item": "21"}]}), "operator.unknown"),
    ];
    for (by, verb, fields, expected) in table {
        let mut fields = fields;
        fields["by"] = json!(by);
        assert_eq!(code(salon.send(verb, fields)), expected, "{by} {verb}");
    }
    // A cashier with a manager behind her may.
    salon.ok("bill.void", json!({"bill": bill, "reason": "错", "by": "03", "approved_by": "04"}));
    let refused = salon
        .shop
        .db()
        .one("SELECT count(*) FROM audit WHERE act = 'refused'", &[], |row| row.get::<_, i64>(0));
    assert_eq!(refused.unwrap(), Some(8));
    assert!(may(Role::Cashier, Act::Sell) && !may(Role::Staff, Act::Sell));
    salon.prove();
}

#[test]
fn wrong_pins_are_counted_and_the_wait_outlives_a_changed_clock() {
    let mut salon = Salon::stocked();
    salon.ok("staff.pin", json!({"staff": "04", "new_pin": "2468"}));
    let envelope = |pin: &str| Envelope {
        key: format!("p{pin}"),
        by: Some("03".into()),
        approved_by: Some("04".into()),
        pin: Some(Hidden(pin.into())),
        reason: Some("错".into()),
        ..Envelope::default()
    };
    let void = meigui::checkout::refund::VoidBill { bill: "20261121-0001".into() };
    for left in [4, 3, 2, 1] {
        match salon.shop.act(&envelope("1111"), &void) {
            Err(Stop::Refused(Refused::PinWrong { left: told })) => assert_eq!(told, left),
            other => panic!("{other:?}"),
        }
    }
    let seconds = |salon: &mut Salon, pin: &str| match salon.shop.act(&envelope(pin), &void) {
        Err(Stop::Refused(Refused::PinThrottled { seconds })) => seconds,
        other => panic!("{other:?}"),
    };
    assert_eq!(seconds(&mut salon, "1111"), 60);
    // Even the right one waits.
    assert!(seconds(&mut salon, "2468") > 50);
    salon.world.pass(61_000);
    assert_eq!(seconds(&mut salon, "1111"), 120);
    salon.world.pass(121_000);
    assert_eq!(
        code(salon.send(
            "bill.void",
            json!({"bill": "20261121-0001", "reason": "错", "by": "03", "approved_by": "04", "pin": "2468"})
        )),
        "bill.unknown"
    );
    // And the count begins anew.
    assert!(matches!(
        salon.shop.act(&envelope("1111"), &void),
        Err(Stop::Refused(Refused::PinWrong { left: 4 }))
    ));
}

#[test]
fn a_forgotten_pin_is_set_anew_with_the_recovery_code() {
    let mut salon = Salon::stocked();
    salon.ok("staff.recovery", json!({"staff": "01", "code": "12345678901234567890"}));
    salon.ok("staff.pin", json!({"staff": "01", "new_pin": "1111"}));
    let set = meigui::shop::pin_set::SetPin { staff: "01".into(), new_pin: Some("2222".into()) };
    let envelope = |code: &str| Envelope {
        key: format!("recover-{}", code.starts_with('0')),
        by: Some("01".into()),
        recovery: Some(Hidden(code.into())),
        ..Envelope::default()
    };
    assert!(matches!(
        salon.shop.act(&envelope("00000000000000000000"), &set),
        Err(Stop::Refused(Refused::PinWrong { .. }))
    ));
    salon.shop.act(&envelope("12345678901234567890"), &set).unwrap();
    assert!(salon.shop.check_pin("01", "2222").is_ok());
    assert!(salon.shop.check_pin("01", "1111").is_err());
    // Neither is in the file as it was typed.
    let kept = salon.shop.db().list(
        "SELECT answer.result || command.key FROM command JOIN answer ON command_id = id",
        &[],
        |row| row.get::<_, String>(0),
    );
    assert!(kept.unwrap().iter().all(|text| !text.contains("2222") && !text.contains("1234567890123")));
}

#[test]
fn a_card_refund_shows_both_outcomes_and_needs_a_second_person() {
    let mut salon = Salon::stocked();
    let up =
        json!({"member": "M000001", "amount": "2000", "gift": "1000", "tenders": [{"tender": "wechat"}]});
    let lot = salon.ok("topup", up)["lot"].clone();
    salon.ok("item.add", json!({"code": "99", "kind": "service", "name": "一元", "price": "1"}));
    salon.ok("checkout", json!({"member": "M000001", "lines": [{"item": "99", "quantity": 434}], "tenders": [{"tender": "stored_value"}]}));
    let shown = salon.ok("query.card_refund", json!({"holding": {"lot": lot}}));
    assert_eq!(shown["salon"], "1710.67");
    assert_eq!(shown["consumed"], "434.00");
    let refund = json!({"holding": {"lot": lot}, "cause": "salon", "tender": "wechat", "reason": "迁店"});
    assert_eq!(code(salon.send("card.refund", refund.clone())), "approval.missing");
    let mut approved = refund;
    approved["approved_by"] = json!("01");
    assert_eq!(code(salon.send("card.refund", approved.clone())), "approval.self");
    approved["approved_by"] = json!("04");
    assert_eq!(salon.ok("card.refund", approved)["amount"], "1710.67");
    assert_eq!(salon.fen("M000001", "stored_value"), Fen::ZERO);
    salon.prove();
}

#[test]
fn instalments_open_sessions_as_the_money_comes() {
    let mut salon = Salon::stocked();
    let cart = json!({"member": "M000001", "lines": [{"item": "60"}],
        "tenders": [{"tender": "cash", "amount": "400"}, {"tender": "on_account"}]});
    let card = salon.ok("checkout", cart)["cards"][0].clone();
    let use_one = json!({"member": "M000001", "lines": [{"item": "21", "card": card}]});
    salon.ok("checkout", use_one.clone());
    salon.no("checkout", use_one.clone(), "card.sessions_unpaid");
    salon.ok("debt.pay", json!({"member": "M000001", "amount": "300", "tenders": [{"tender": "alipay"}]}));
    salon.ok("checkout", use_one.clone());
    salon.no(
        "debt.pay",
        json!({"member": "M000001", "amount": "300.01", "tenders": [{"tender": "alipay"}]}),
        "debt.overpaid",
    );
    salon.ok("debt.pay", json!({"member": "M000001", "amount": "300", "tenders": [{"tender": "alipay"}]}));
    assert_eq!(salon.ok("checkout", use_one.clone())["card_value"], "333.34");
    salon.no("checkout", use_one, "card.sessions_short");
    salon.prove();
}

#[test]
fn a_frozen_wallet_and_a_strangers_card_are_refused() {
    let mut salon = Salon::stocked();
    salon.ok("topup", json!({"member": "M000001", "amount": "1000", "tenders": [{"tender": "cash"}]}));
    let card = salon.ok(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "61"}], "tenders": [{"tender": "cash"}]}),
    )["cards"][0]
        .clone();
    let redeem = json!({"member": "M000002", "lines": [{"item": "5", "card": card}]});
    salon.no("checkout", redeem.clone(), "card.not_hers");
    salon.ok("card.change", json!({"card": card, "act": {"share": {"with": "M000002"}}}));
    salon.ok("checkout", redeem.clone());
    salon.no(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "21", "card": card}]}),
        "card.does_not_cover",
    );
    salon.ok("card.change", json!({"card": card, "act": {"freeze": {}}}));
    salon.no("checkout", redeem, "card.closed");
    salon.ok("wallet.set", json!({"member": "M000001", "state": "lost"}));
    let pay =
        json!({"member": "M000001", "lines": [{"item": "21"}], "tenders": [{"tender": "stored_value"}]});
    salon.no("checkout", pay.clone(), "wallet.closed");
    assert_eq!(
        code(salon.send("wallet.set", json!({"member": "M000001", "state": "open", "by": "03"}))),
        "right.missing"
    );
    salon.ok("wallet.set", json!({"member": "M000001", "state": "open"}));
    salon.ok("checkout", pay);
    // A relative may pay from the wallet.
    let lent = json!({"member": "M000002", "lines": [{"item": "5"}], "tenders": [{"tender": "stored_value", "wallet": "M000001"}]});
    salon.no("checkout", lent.clone(), "wallet.needs_member");
    salon.ok("member.family", json!({"member": "M000001", "relative": "M000002", "relation": "妹"}));
    salon.ok("checkout", lent);
    salon.world.pass(200 * DAY);
    salon.ok("card.change", json!({"card": card, "act": {"open": {}}}));
    salon.no(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "5", "card": card}]}),
        "card.expired",
    );
    salon.prove();
}

#[test]
fn a_cart_put_aside_comes_back_once_and_survives_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let mut salon = Salon::in_file(&path);
    let cart = json!({"member": "M000001", "lines": [{"item": "21", "staff": ["02"], "requested": true}], "discount": {"rate": "0.95"}});
    let hold = salon.ok("bill.hold", json!({ "cart": cart }))["hold"].clone();
    salon.shop = meigui::shop::Shop::open(&path, salon.world.clone()).unwrap();
    let list = salon.ok("query.held", json!({}));
    assert_eq!((list[0]["label"].as_str(), list[0]["total"].as_str()), (Some("王雅琴"), Some("378.10")));
    let back = salon.ok("bill.retrieve", json!({ "hold": hold }));
    assert_eq!(back["cart"]["lines"][0]["staff"], json!(["02"]));
    salon.no("bill.retrieve", json!({ "hold": hold }), "hold.taken");
    assert_eq!(salon.ok("query.held", json!({})), json!([]));
}

#[test]
fn a_fresh_sale_is_taken_back_and_a_later_one_is_not() {
    let mut salon = Salon::stocked();
    let before = salon.books();
    let sale = json!({"lines": [{"item": "21"}], "tenders": [{"tender": "cash"}], "by": "03"});
    let bill = salon.ok("checkout", sale.clone())["bill"].clone();
    assert_eq!(code(salon.send("bill.take_back", json!({"bill": bill, "by": "04"}))), "undo.too_late");
    salon.world.pass(59_000);
    salon.ok("bill.take_back", json!({"bill": bill, "by": "03"}));
    assert_eq!(salon.books(), before);
    assert_eq!(code(salon.send("bill.take_back", json!({"bill": bill, "by": "03"}))), "bill.voided");
    let bill = salon.ok("checkout", sale)["bill"].clone();
    salon.world.pass(MINUTE + 5000);
    assert_eq!(code(salon.send("bill.take_back", json!({"bill": bill, "by": "03"}))), "undo.too_late");
    salon.prove();
}

#[test]
fn discounts_above_a_role_need_a_second_person() {
    let mut salon = Salon::stocked();
    let cart = |rate: &str, by: &str| json!({"lines": [{"item": "21"}], "discount": {"rate": rate}, "tenders": [{"tender": "cash"}], "by": by});
    salon.ok("checkout", cart("0.9", "03"));
    assert_eq!(code(salon.send("checkout", cart("0.89", "03"))), "discount.above_limit");
    let mut approved = cart("0.75", "03");
    approved["approved_by"] = json!("04");
    salon.ok("checkout", approved);
    assert_eq!(code(salon.send("checkout", cart("0.69", "04"))), "discount.above_limit");
    salon.ok("checkout", cart("0.1", "01"));
    let priced =
        json!({"lines": [{"item": "21", "price": "1"}], "tenders": [{"tender": "cash"}], "by": "03"});
    assert_eq!(code(salon.send("checkout", priced)), "right.missing");
    salon.no(
        "checkout",
        json!({"lines": [{"item": "21"}], "expect": "397", "tenders": [{"tender": "cash"}]}),
        "price.changed",
    );
    salon.prove();
}

#[test]
fn tiers_packages_coupons_and_points_take_off_in_their_order() {
    let mut salon = Salon::stocked();
    salon.ok("tier.set", json!({"tier": "gold", "service_rate": "0.9"}));
    salon.ok("member.edit", json!({"member": "M000001", "tier": "金卡"}));
    salon.ok("points.adjust", json!({"member": "M000001", "points": 1000, "reason": "期初"}));
    salon.ok("coupon.issue", json!({"code": "K50", "member": "M000001", "name": "生日", "value": {"fixed": {"off": "50"}}, "threshold": "300"}));
    let cart = json!({"member": "M000001", "lines": [{"item": "21"}, {"item": "50"}], "coupons": ["K50"], "points": 1000});
    let quote = salon.ok("query.quote", cart.clone());
    // 398 × 0.9 + 129 = 487.20; less 50; less 1000 points at a fen each.
    assert_eq!((quote["tier_off"].as_str(), quote["payable"].as_str()), (Some("39.80"), Some("427.20")));
    let mut paid = cart;
    paid["tenders"] = json!([{"tender": "bank"}]);
    let bill = salon.ok("checkout", paid.clone());
    assert_eq!(bill["points_earned"], 427);
    salon.no("checkout", paid, "coupon.used");
    salon.ok("bill.void", json!({"bill": bill["bill"], "reason": "退"}));
    assert_eq!(salon.points("M000001"), 1000);
    assert_eq!(salon.ok("query.member", json!({"member": "M000001"}))["coupons"][0]["code"], "K50");
    let package = salon.ok("checkout", json!({"lines": [{"item": "80"}], "tenders": [{"tender": "cash"}]}));
    let lines = salon.ok("query.bill", json!({"bill": package["bill"]}))["lines"].clone();
    let nets: Vec<&str> =
        lines.as_array().unwrap().iter().map(|line| line["net"].as_str().unwrap()).collect();
    // 699 over 398 : 268 : 129, floored, the last taking the rest.
    assert_eq!(nets, ["349.93", "235.63", "113.44"]);
    salon.prove();
}

#[test]
fn merged_files_come_apart_as_they_were() {
    let mut salon = Salon::stocked();
    salon.ok(
        "topup",
        json!({"member": "M000002", "amount": "500", "gift": "50", "tenders": [{"tender": "cash"}]}),
    );
    salon.ok(
        "checkout",
        json!({"member": "M000002", "lines": [{"item": "60"}], "tenders": [{"tender": "on_account"}]}),
    );
    let before = salon.books();
    salon.ok("member.merge", json!({"from": "M000002", "into": "M000001", "reason": "同一人"}));
    assert_eq!(salon.fen("M000001", "stored_value"), Fen(55_000));
    assert_eq!(salon.fen("M000001", "owed"), Fen(100_000));
    salon.no("query.member", json!({"member": "M000002"}), "member.merged");
    salon.prove();
    salon.ok("member.unmerge", json!({"member": "M000002", "reason": "弄错"}));
    assert_eq!(salon.books(), before);
    assert_eq!(salon.fen("M000002", "owed"), Fen(100_000));
    salon.no("member.unmerge", json!({"member": "M000002", "reason": "弄错"}), "member.not_merged");
    salon.prove();
}

#[test]
fn gifts_points_and_period_cards_follow_the_calendar() {
    let mut salon = Salon::stocked();
    salon.ok("topup.offers", json!({"offers": [{"amount": "1000", "gift": "100", "gift_days": 30}]}));
    let up =
        salon.ok("topup", json!({"member": "M000001", "amount": "1200", "tenders": [{"tender": "cash"}]}));
    assert_eq!((up["gift"].as_str(), up["gift_expires_on"].as_str()), (Some("100.00"), Some("2026-12-21")));
    salon.ok(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "70"}], "tenders": [{"tender": "cash"}]}),
    );
    salon.world.pass(10 * DAY);
    assert_eq!(salon.ok("day.roll", json!({}))["period_income"], "200.00");
    salon.world.pass(21 * DAY);
    // Not spendable from its last day on, whether or not the day was rolled.
    assert_eq!(salon.fen("M000001", "stored_value"), Fen(120_000));
    let rolled = salon.ok("day.roll", json!({}));
    assert_eq!(
        (rolled["gifts"].as_str(), rolled["period_income"].as_str()),
        (Some("100.00"), Some("400.00"))
    );
    assert_eq!(salon.ok("day.roll", json!({}))["gifts"], "0.00");
    let past = salon.ok("query.balances", json!({"member": "M000001", "on": "2026-11-30"}));
    assert_eq!((past["principal"].as_str(), past["gift"].as_str()), (Some("1200.00"), Some("100.00")));
    salon.prove();
}

#[test]
fn hostile_names_are_stored_clean_or_refused() {
    let mut salon = Salon::stocked();
    for (name, kept) in [
        ("\u{1b}[31m红\u{1b}[0m姐", "红姐"),
        ("a\u{202e}b\u{200b}c", "abc"),
        ("王\u{0}五\u{7}", "王五"),
        ("\u{1b}p\u{0}\u{19}\u{fa}李", "pú李"),
    ] {
        assert_eq!(salon.ok("member.open", json!({ "name": name }))["name"], kept, "{name:?}");
    }
    let long = "长".repeat(10_000);
    for name in [long.as_str(), "", "\u{200b}\u{202e}"] {
        assert!(salon.send("member.open", json!({ "name": name })).is_err());
    }
    salon.no("member.open", json!({"name": "重", "phone": "+86 138-0013-8000"}), "member.phone_taken");
    salon.no("member.open", json!({"name": "坏", "phone": "1.38E+10"}), "phone.scientific");
}

#[test]
fn members_are_found_by_everything_they_are_known_by() {
    let mut salon = Salon::stocked();
    salon.ok("member.open", json!({"name": "单丹", "phone": "13712348000", "wallet_code": "VIP777"}));
    let mut first = |text: &str| {
        salon.ok("query.search", json!({ "text": text }))[0]["name"].as_str().unwrap_or("").to_owned()
    };
    for (text, name) in [
        ("13800138000", "王雅琴"),
        ("138000", "王雅琴"),
        ("M000002", "林晓"),
        ("m000002", "林晓"),
        ("王", "王雅琴"),
        ("雅琴", "王雅琴"),
        ("wyq", "王雅琴"),
        ("wangya", "王雅琴"),
        ("sd", "单丹"),
        ("shandan", "单丹"),
        ("VIP777", "单丹"),
        ("９０００", "林晓"),
        ("348000", "单丹"),
    ] {
        assert_eq!(first(text), name, "{text}");
    }
    assert_eq!(first("zzz"), "");
    // Four digits that several share: the last visitor first.
    salon.ok(
        "checkout",
        json!({"member": "13712348000", "lines": [{"item": "5"}], "tenders": [{"tender": "cash"}]}),
    );
    let hits = salon.ok("query.search", json!({"text": "8000"}));
    assert_eq!((hits[0]["name"].as_str(), hits.as_array().unwrap().len()), (Some("单丹"), 2));
    assert_eq!(hits[0]["phone"], "137****8000");
}

#[test]
fn an_upgrade_carries_over_what_is_left_and_no_more() {
    let mut salon = Salon::stocked();
    let sold = json!({"member": "M000001", "lines": [{"item": "60"}], "tenders": [{"tender": "cash"}]});
    let card = salon.ok("checkout", sold)["cards"][0].clone();
    salon.ok("checkout", json!({"member": "M000001", "lines": [{"item": "21", "card": card}]}));
    let up = json!({"card": card, "item": "61", "tenders": [{"tender": "wechat"}]});
    let done = salon.ok("card.upgrade", up.clone());
    assert_eq!((done["credited"].as_str(), done["paid"].as_str()), (Some("666.67"), Some("333.32")));
    salon.no("card.upgrade", up, "card.closed");
    salon.no(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "21", "card": card}]}),
        "card.closed",
    );
    salon.ok("checkout", json!({"member": "M000001", "lines": [{"item": "5", "card": done["card"]}]}));
    salon.no("card.upgrade", json!({"card": done["card"], "item": "70"}), "discount.too_large");
    salon.prove();
}
