//! Who stands behind a command, as an attack tried it: names without PINs, borrowed roles, repeated keys, odd texts.

use meigui::ground::{Instant, Refused};
use meigui::shop::{Envelope, Hidden, Shop, Stop};
use serde_json::{Value, json};

use crate::salon::{DAY, Salon};

/// A command with more fields around it.
fn with(mut fields: Value, more: Value) -> Value {
    let Value::Object(more) = more else { panic!("{more}") };
    fields.as_object_mut().unwrap().extend(more);
    fields
}

fn sale(salon: &mut Salon) -> Value {
    salon.ok("checkout", json!({"lines": [{"item": "21"}], "tenders": [{"tender": "cash"}], "by": "03"}))["bill"].clone()
}

fn audits(salon: &Salon, act: &'static str) -> i64 {
    let sql = "SELECT count(*) FROM audit WHERE act = :act";
    let params = meigui::db::named_params! { ":act": act };
    salon.shop.db().one(sql, params, |row| row.get(0)).unwrap().unwrap()
}

#[test]
fn a_manager_with_a_pin_shows_it_for_every_sensitive_act() {
    let mut salon = Salon::stocked();
    let bill = sale(&mut salon);
    let top = json!({"member": "M000001", "amount": "1000", "tenders": [{"tender": "cash"}]});
    let top = salon.ok("topup", top);
    let cart = json!({"member": "M000001", "lines": [{"item": "60"}], "tenders": [{"tender": "cash"}]});
    let card = salon.ok("checkout", cart)["cards"][0].clone();
    salon.ok("staff.pin", json!({"staff": "04", "new_pin": "2468"}));
    let acts = [
        ("bill.void", json!({ "bill": bill })),
        ("bill.refund", json!({"bill": bill, "lines": [{"line": 1, "quantity": 1}]})),
        ("checkout", json!({"lines": [{"item": "21", "price": "397"}], "tenders": [{"tender": "cash"}]})),
        ("topup.void", json!({"bill": top["bill"]})),
        ("card.refund", json!({"holding": {"lot": top["lot"]}, "cause": "salon", "tender": "cash"})),
        ("card.change", json!({"card": card, "act": {"transfer": {"to": "M000002"}}})),
        ("member.merge", json!({"from": "M000002", "into": "M000001"})),
        ("file.export", json!({"subject": "members"})),
    ];
    let before = salon.books();
    for (verb, fields) in acts {
        let mine = with(fields, json!({"by": "04", "reason": "试"}));
        salon.no(verb, mine.clone(), "approval.missing");
        // Another's PIN is not hers, and the name of a cashier behind her changes nothing.
        salon.no(verb, with(mine.clone(), json!({"approved_by": "03", "pin": "2468"})), "approval.missing");
        salon.no(verb, with(mine, json!({"pin": "1111"})), "pin.wrong");
        salon.world.pass(20 * 60_000);
        assert!(salon.shop.check_pin("04", "2468").is_ok());
    }
    assert_eq!(salon.books(), before);
    salon.ok("bill.void", json!({"bill": bill, "by": "04", "reason": "试", "pin": "2468"}));
    salon.prove();
}

#[test]
fn a_name_without_its_pin_lends_nothing_where_anybody_has_a_pin() {
    let mut salon = Salon::stocked();
    let (first, second) = (sale(&mut salon), sale(&mut salon));
    let void = |bill: &Value| json!({"bill": bill, "reason": "错", "by": "03", "approved_by": "04"});
    // Nobody has a PIN: a name is all there is.
    salon.ok("bill.void", void(&first));
    salon.ok("staff.pin", json!({"staff": "01", "new_pin": "1357"}));
    salon.no("bill.void", void(&second), "approval.missing");
    salon.no("bill.void", with(void(&second), json!({"pin": "1357"})), "approval.missing");
    salon.ok("staff.pin", json!({"staff": "04", "new_pin": "2468", "by": "01", "pin": "1357"}));
    salon.no("bill.void", void(&second), "approval.missing");
    salon.no("bill.void", with(void(&second), json!({"pin": "1357"})), "pin.wrong");
    salon.ok("bill.void", with(void(&second), json!({"pin": "2468"})));
    salon.prove();
}

#[test]
fn a_name_without_its_pin_lends_no_discount_and_no_past_day() {
    let mut salon = Salon::stocked();
    salon.ok("staff.pin", json!({"staff": "04", "new_pin": "2468"}));
    let cart = json!({"lines": [{"item": "21"}], "discount": {"rate": "0.75"}, "tenders": [{"tender": "cash"}],
        "by": "03", "approved_by": "04"});
    salon.no("checkout", cart.clone(), "discount.above_limit");
    salon.ok("checkout", with(cart, json!({"pin": "2468"})));
    let past = |pin: Option<&str>| Envelope {
        key: format!("past {pin:?}"),
        by: Some("03".into()),
        approved_by: Some("04".into()),
        pin: pin.map(|pin| Hidden(pin.into())),
        at: Some(Instant(salon.shop.now().0 - DAY)),
        ..Envelope::default()
    };
    let (alone, proved) = (past(None), past(Some("2468")));
    let cart: meigui::checkout::Cart =
        serde_json::from_value(json!({"lines": [{"item": "5"}], "tenders": [{"tender": "cash"}]})).unwrap();
    let refused = salon.shop.act(&alone, &cart);
    assert!(matches!(refused, Err(Stop::Refused(Refused::ApprovalMissing { .. }))), "{refused:?}");
    assert_eq!(salon.shop.act(&proved, &cart).unwrap().value.bill, "20261120-0001");
    salon.prove();
}

#[test]
fn nobody_is_her_own_second_person() {
    let mut salon = Salon::stocked();
    let bill = sale(&mut salon);
    let lot = json!({"member": "M000001", "amount": "1000", "tenders": [{"tender": "cash"}]});
    let lot = salon.ok("topup", lot)["lot"].clone();
    salon.ok("staff.pin", json!({"staff": "03", "new_pin": "3333", "by": "03"}));
    salon.ok("staff.pin", json!({"staff": "04", "new_pin": "2468", "by": "04"}));
    let void = json!({"bill": bill, "reason": "错", "by": "03", "approved_by": "03", "pin": "3333"});
    salon.no("bill.void", void, "right.missing");
    let refund = json!({"holding": {"lot": lot}, "cause": "salon", "tender": "cash", "reason": "退",
        "by": "04", "approved_by": "04", "pin": "2468"});
    salon.no("card.refund", refund.clone(), "approval.self");
    // Nor does a cashier stand behind a manager.
    let low = with(refund.clone(), json!({"approved_by": "03", "pin": "3333"}));
    salon.no("card.refund", low, "approval.missing");
    salon.ok("card.refund", with(refund, json!({"by": "01", "approved_by": "04"})));
    salon.prove();
}

#[test]
fn pins_and_roles_are_given_only_by_an_owner_who_shows_hers() {
    let mut salon = Salon::stocked();
    // The first of her own, without any; another's, never.
    salon.ok("staff.pin", json!({"staff": "03", "new_pin": "3333", "by": "03"}));
    salon.no("staff.pin", json!({"staff": "02", "new_pin": "9999", "by": "03"}), "right.missing");
    salon.no("staff.pin", json!({"staff": "03", "new_pin": "9999", "by": "04"}), "right.missing");
    // Her own a second time: with the old one, and nobody else's does.
    salon.ok("staff.pin", json!({"staff": "04", "new_pin": "2468", "by": "04"}));
    salon.no("staff.pin", json!({"staff": "03", "new_pin": "4444", "by": "03"}), "right.missing");
    let lent = json!({"staff": "03", "new_pin": "4444", "by": "03", "approved_by": "04", "pin": "2468"});
    salon.no("staff.pin", lent, "right.missing");
    salon.ok("staff.pin", json!({"staff": "03", "new_pin": "4444", "by": "03", "pin": "3333"}));
    salon.ok("staff.pin", json!({"staff": "01", "new_pin": "1357"}));
    for (verb, fields) in [
        ("staff.pin", json!({"staff": "03"})),
        ("staff.edit", json!({"staff": "03", "role": "manager"})),
        ("staff.edit", json!({"staff": "04", "name": "王"})),
        ("staff.hire", json!({"number": "77", "name": "新", "job": "manager"})),
        ("staff.recovery", json!({"staff": "01", "code": "12345678901234567890"})),
        ("staff.leave", json!({"staff": "04"})),
    ] {
        salon.no(verb, fields.clone(), "approval.missing");
        let needs =
            if verb == "staff.edit" && fields.get("name").is_some() { "same" } else { "right.missing" };
        let by = with(fields.clone(), json!({"by": "04", "pin": "2468"}));
        if needs == "same" {
            salon.ok(verb, by);
        } else {
            salon.no(verb, by, needs);
        }
        salon.ok(verb, with(fields, json!({"pin": "1357"})));
    }
    let other = json!({"staff": "03", "code": "12345678901234567890", "pin": "1357"});
    salon.no("staff.recovery", other, "right.missing");
}

#[test]
fn a_manager_neither_changes_nor_dismisses_another() {
    let mut salon = Salon::stocked();
    salon.ok("staff.hire", json!({"number": "06", "name": "赵店长", "job": "manager"}));
    salon.no("staff.edit", json!({"staff": "06", "name": "赵", "by": "04"}), "right.missing");
    salon.no("staff.edit", json!({"staff": "01", "role": "staff", "by": "04"}), "right.missing");
    salon.no("staff.edit", json!({"staff": "04", "role": "owner", "by": "04"}), "right.missing");
    salon.no("staff.leave", json!({"staff": "06", "by": "04"}), "right.missing");
    salon.no("staff.leave", json!({"staff": "01", "by": "04"}), "right.missing");
    salon.no("staff.leave", json!({"staff": "01"}), "staff.last_owner");
    salon.ok("staff.edit", json!({"staff": "02", "name": "陈静静", "by": "04"}));
    salon.ok("staff.leave", json!({"staff": "02", "by": "04"}));
}

#[test]
fn a_pin_of_somebody_who_leaves_next_month_still_counts() {
    let mut salon = Salon::stocked();
    let (first, second) = (sale(&mut salon), sale(&mut salon));
    salon.ok("staff.pin", json!({"staff": "02", "new_pin": "2222", "by": "02"}));
    salon.ok("staff.leave", json!({"staff": "02", "left_on": "2026-12-21"}));
    let void = |bill: &Value| json!({"bill": bill, "reason": "错", "by": "03", "approved_by": "04"});
    salon.no("bill.void", void(&first), "approval.missing");
    salon.world.pass(30 * DAY);
    salon.ok("bill.void", void(&second));
    salon.prove();
}

#[test]
fn the_wait_after_wrong_pins_survives_closing_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.db");
    let mut salon = Salon::in_file(&path);
    salon.ok("staff.recovery", json!({"staff": "01", "code": "12345678901234567890"}));
    salon.ok("staff.pin", json!({"staff": "01", "new_pin": "1357"}));
    let wrong = |salon: &mut Salon, code| {
        salon.no("file.export", json!({"subject": "items", "reason": "试", "pin": "1111"}), code);
    };
    for _ in 0..2 {
        wrong(&mut salon, "pin.wrong");
        salon.shop = Shop::open(&path, salon.world.clone()).unwrap();
    }
    // The lock screen and the recovery code count with the same.
    assert!(salon.shop.check_pin("01", "1111").is_err());
    let guess = json!({"staff": "01", "new_pin": "9999", "recovery": "00000000000000000000"});
    salon.no("staff.pin", guess, "pin.wrong");
    wrong(&mut salon, "pin.throttled");
    salon.shop = Shop::open(&path, salon.world.clone()).unwrap();
    for fields in [json!({"pin": "1357"}), json!({"recovery": "99999999999999999999"})] {
        let set = with(json!({"staff": "01", "new_pin": "9999"}), fields);
        salon.no("staff.pin", set, "pin.throttled");
    }
    assert!(salon.shop.check_pin("01", "1357").is_err());
    // The code, which nobody guesses, ends the wait; at the lock screen it may be typed in its groups.
    assert!(salon.shop.check_pin("01", "1234 5678 9012 3456 7890").is_ok());
    salon.ok("file.export", json!({"subject": "items", "reason": "试", "pin": "1357"}));
}

#[test]
fn wrong_pins_are_forgiven_after_the_wait() {
    let mut salon = Salon::stocked();
    salon.ok("staff.pin", json!({"staff": "01", "new_pin": "1357"}));
    for _ in 0..6 {
        assert!(salon.shop.check_pin("01", "1111").is_err());
    }
    assert!(salon.shop.check_pin("01", "1357").is_err());
    salon.world.pass(61_000);
    assert!(salon.shop.check_pin("01", "1357").is_ok());
}

#[test]
fn a_price_set_by_hand_is_held_to_the_role_that_set_it() {
    let mut salon = Salon::stocked();
    let cart = |price: &str, rate: &str, by: &str| {
        json!({"lines": [{"item": "21", "price": price, "discount": {"rate": rate}}], "reason": "熟客",
            "tenders": [{"tender": "cash"}], "by": by})
    };
    salon.no("checkout", cart("397", "1", "03"), "right.missing");
    // 398 less 30 percent: 278.60.
    salon.ok("checkout", cart("278.60", "1", "04"));
    salon.no("checkout", cart("278.59", "1", "04"), "discount.above_limit");
    salon.no("checkout", cart("0", "1", "04"), "discount.above_limit");
    salon.no("checkout", cart("298.50", "0.9", "04"), "discount.above_limit");
    salon.ok("checkout", cart("318.40", "0.9", "04"));
    // What is added to the price is no room for taking off.
    salon.no("checkout", cart("600", "0.4", "04"), "discount.above_limit");
    salon.ok("checkout", cart("0", "1", "01"));
    let mut lent = cart("300", "1", "03");
    lent["approved_by"] = json!("04");
    salon.ok("checkout", lent);
    salon.prove();
}

#[test]
fn a_key_answers_again_only_to_who_sent_it() {
    let mut salon = Salon::stocked();
    let cart = json!({"lines": [{"item": "21"}], "tenders": [{"tender": "cash"}], "by": "03"});
    let first = salon.send_as("k", "checkout", cart.clone()).unwrap();
    assert_eq!(salon.send_as("k", "checkout", cart.clone()).unwrap(), first);
    let code = |answer: Result<Value, Stop>| match answer {
        Err(Stop::Refused(no)) => no.code().to_owned(),
        other => format!("{other:?}"),
    };
    let books = salon.books();
    for by in ["02", "04", "01"] {
        let other = with(cart.clone(), json!({ "by": by }));
        assert_eq!(code(salon.send_as("k", "checkout", other)), "key.reused", "{by}");
    }
    assert_eq!(
        code(salon.send_as("k", "bill.hold", json!({"cart": {"lines": [{"item": "21"}]}, "by": "03"}))),
        "key.reused"
    );
    assert_eq!(salon.books(), books);
    salon.prove();
}

#[test]
fn a_repeated_reveal_answers_again_is_written_down_again_and_leaves_no_phone_behind() {
    let mut salon = Salon::stocked();
    let reveal = json!({"member": "M000001", "by": "04", "reason": "回访"});
    for told in 1..=3 {
        let shown = salon.send_as("r", "member.reveal", reveal.clone()).unwrap();
        assert_eq!(shown["phones"], json!(["13800138000"]), "{told}");
        assert_eq!(audits(&salon, "member.reveal"), told);
    }
    assert!(
        salon
            .send_as("r", "member.reveal", json!({"member": "M000001", "by": "03", "reason": "回访"}))
            .is_err()
    );
    assert!(
        salon
            .send_as("r", "member.reveal", json!({"member": "M000002", "by": "04", "reason": "回访"}))
            .is_err()
    );
    salon.ok("staff.leave", json!({"staff": "04"}));
    assert!(salon.send_as("r", "member.reveal", reveal).is_err());
    assert_eq!(audits(&salon, "member.reveal"), 3);
    // Without a reason, and without her own PIN where she has one, nobody sees it.
    salon.no("member.reveal", json!({"member": "M000001"}), "reason.missing");
    salon.ok("staff.pin", json!({"staff": "01", "new_pin": "2468"}));
    salon.no("member.reveal", json!({"member": "M000001", "reason": "回访"}), "approval.missing");
    salon.ok("member.reveal", json!({"member": "M000001", "reason": "回访", "pin": "2468"}));
    let kept =
        salon.shop.db().list("SELECT result FROM answer UNION ALL SELECT facts FROM audit", &[], |row| {
            row.get::<_, String>(0)
        });
    assert!(kept.unwrap().iter().all(|text| !text.contains("13800138000")));
}

#[test]
fn no_phone_that_was_typed_stays_in_a_held_bill_or_in_a_cards_history() {
    let mut salon = Salon::stocked();
    salon.ok("member.family", json!({"member": "M000002", "relative": "M000001", "relation": "姐"}));
    salon.ok("topup", json!({"member": "M000002", "amount": "1000", "tenders": [{"tender": "cash"}]}));
    let cart = json!({"member": "138 0013 8000", "lines": [{"item": "60"}], "tenders": [{"tender": "cash"}]});
    let card = salon.ok("checkout", cart)["cards"][0].clone();
    let cart = json!({"member": "13800138000", "lines": [{"item": "21"}],
        "tenders": [{"tender": "stored_value", "wallet": "13900139000"}]});
    let hold = salon.ok("bill.hold", json!({ "cart": cart }));
    assert_eq!(hold["cart"]["member"], "M000001");
    salon.ok("card.change", json!({"card": card, "act": {"share": {"with": "13900139000"}}}));
    salon
        .ok("card.change", json!({"card": card, "act": {"transfer": {"to": "13900139000"}}, "reason": "送"}));
    let back = salon.ok("bill.retrieve", json!({"hold": hold["hold"]}))["cart"].clone();
    assert_eq!(salon.ok("checkout", back)["principal"], "398.00");
    let guest = salon.ok("bill.hold", json!({"cart": {"lines": [{"item": "5"}]}, "label": "靠窗"}));
    assert_eq!((&guest["label"], &guest["cart"]["member"]), (&json!("靠窗"), &Value::Null));
    let sql =
        "SELECT cart FROM held UNION ALL SELECT result FROM answer UNION ALL SELECT facts FROM card_event
        UNION ALL SELECT facts FROM audit";
    let kept = salon.shop.db().list(sql, &[], |row| row.get::<_, String>(0)).unwrap();
    for text in kept {
        assert!(!text.contains("13900139000") && !text.contains("13800138000"), "{text}");
    }
    salon.prove();
}

#[test]
fn days_that_the_file_cannot_order_are_refused() {
    let mut salon = Salon::stocked();
    let days = [
        "2026-1-5",
        "26-01-05",
        "+2026-01-05",
        "10000-01-01",
        "1899-12-31",
        "2026-02-30",
        "2026-01-05 ",
        "２０２６-01-05",
    ];
    for day in days {
        let card = json!({"code": "C", "name": "x", "value": {"fixed": {"off": "1"}}, "expires_on": day});
        salon.no("coupon.issue", card, "date.unreadable");
        salon.no("staff.leave", json!({"staff": "02", "left_on": day}), "date.unreadable");
        salon.no(
            "staff.hire",
            json!({"number": "88", "name": "x", "job": "technician", "hired_on": day}),
            "date.unreadable",
        );
        salon.no("member.open", json!({"name": "x", "opened_on": day}), "date.unreadable");
        let top = json!({"member": "M000001", "amount": "100", "gift": "1", "gift_expires_on": day, "tenders": [{"tender": "cash"}]});
        salon.no("topup", top, "date.unreadable");
    }
    salon.ok("staff.leave", json!({"staff": "02", "left_on": "2026-12-01"}));
    salon.prove();
}

#[test]
fn keys_are_short_and_printable() {
    let mut salon = Salon::stocked();
    let long = "长".repeat(67);
    for key in ["", "a\u{1b}[31m", "a\nb", "a\u{202e}b", long.as_str()] {
        let answer = salon.send_as(
            key,
            "checkout",
            json!({"lines": [{"item": "21"}], "tenders": [{"tender": "cash"}]}),
        );
        assert!(matches!(answer, Err(Stop::Refused(Refused::KeyMissing {}))), "{key:?} {answer:?}");
    }
    assert_eq!(salon.books().get("till.cash 0"), None);
    salon.prove();
}

#[test]
fn the_code_of_a_physical_card_never_leads_to_another_file() {
    let mut salon = Salon::stocked();
    let edit = |code: &str| json!({"member": "M000001", "wallet_code": code});
    salon.ok("member.edit", edit("VIP1"));
    salon.ok("member.edit", edit("VIP1"));
    for code in ["M000002", "13900139000", "13700137000"] {
        salon.no("member.edit", edit(code), "member.number_taken");
        salon.no("member.open", json!({"name": "新", "wallet_code": code}), "member.number_taken");
    }
    salon.no("member.edit", json!({"member": "M000002", "wallet_code": "VIP1"}), "member.number_taken");
    salon.no("member.open", json!({"name": "新", "number": "VIP1"}), "member.number_taken");
    salon.no("member.open", json!({"name": "新", "number": "13700137000"}), "member.number_taken");
    assert_eq!(salon.ok("query.member", json!({"member": "VIP1"}))["number"], "M000001");
    salon.ok("member.edit", edit(""));
    salon.ok("member.edit", json!({"member": "M000002", "wallet_code": "VIP1"}));
}

#[test]
fn a_refusal_tells_a_things_code_beside_its_own() {
    let mut salon = Salon::stocked();
    let cart = |more: Value| {
        with(json!({"member": "M000001", "lines": [{"item": "21"}], "tenders": [{"tender": "cash"}]}), more)
    };
    for (fields, told) in [
        (cart(json!({"coupons": ["K1"]})), json!({"code": "coupon.unknown", "of": "K1"})),
        (cart(json!({"lines": [{"item": "no\u{1b}[2J"}]})), json!({"code": "item.unknown", "of": "no"})),
        (
            cart(json!({"lines": [{"item": "51", "quantity": 300}]})),
            json!({"code": "stock.short", "of": "51", "name": "身体乳", "on_hand": "200", "wanted": "300"}),
        ),
    ] {
        let Err(Stop::Refused(no)) = salon.send("checkout", fields) else { panic!("{told}") };
        assert_eq!(serde_json::to_value(&no).unwrap(), told);
    }
    salon.prove();
}

#[test]
fn a_tier_is_a_price_and_no_way_round_the_limit_of_discounts() {
    let mut salon = Salon::stocked();
    salon.ok("tier.set", json!({"tier": "gold", "service_rate": "0.5"}));
    let up = json!({"member": "M000001", "tier": "gold", "by": "03"});
    salon.no("member.edit", up.clone(), "right.missing");
    salon.ok("member.edit", json!({"member": "M000001", "notes": "怕凉", "tier": "normal", "by": "03"}));
    salon.no(
        "member.open",
        json!({"name": "新人", "phone": "13700137009", "tier": "gold", "by": "03"}),
        "right.missing",
    );
    let mut approved = up;
    approved["approved_by"] = json!("04");
    salon.ok("member.edit", approved);
}
