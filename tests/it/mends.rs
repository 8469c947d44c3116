//! Faults that an attack on the ledger found, each as a sentence that once was false.

use meigui::catalog::stock::Stock;
use meigui::exchange::fields::Kind;
use meigui::shop::Stop;
use meigui::staff::roster::Roster;
use meigui::words::{Lang, refused};
use serde_json::{Value, json};

use crate::exchange_salon::Salon as Files;
use crate::salon::{DAY, Salon};

/// A bill's payments: tender and amount.
fn tenders(salon: &mut Salon, bill: &Value) -> Vec<(String, String)> {
    let shown = salon.ok("query.bill", json!({ "bill": bill }));
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    shown["tenders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (word(&row["tender"]), word(&row["amount"])))
        .collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(tender, amount)| ((*tender).to_owned(), (*amount).to_owned())).collect()
}

#[test]
fn what_was_paid_of_a_debt_goes_back_as_the_cash_it_is() {
    let mut salon = Salon::stocked();
    let cart = json!({"member": "M000001", "lines": [{"item": "21", "quantity": 2}],
        "tenders": [{"tender": "wechat", "amount": "196"}, {"tender": "on_account"}]});
    let bill = salon.ok("checkout", cart)["bill"].clone();
    salon.ok("debt.pay", json!({"member": "M000001", "amount": "500", "tenders": [{"tender": "alipay"}]}));
    // 600 were owed, 100 still are: half the bill takes that debt away first, then what was paid of it.
    let half =
        salon.ok("bill.refund", json!({"bill": bill, "lines": [{"line": 1, "quantity": 1}], "reason": "退"}));
    let parts = pairs(&[("wechat", "-98.00"), ("on_account", "-100.00"), ("cash", "-200.00")]);
    assert_eq!(tenders(&mut salon, &half["bill"]), parts);
    assert_eq!(salon.ok("query.totals", json!({}))["received"], "398.00");
    let rest = salon.ok("bill.void", json!({"bill": bill, "reason": "退"}));
    assert_eq!(tenders(&mut salon, &rest["bill"]), pairs(&[("wechat", "-98.00"), ("cash", "-300.00")]));
    assert_eq!(salon.ok("query.totals", json!({}))["received"], "0.00");
    salon.prove();
}

#[test]
fn a_card_on_a_bill_does_not_turn_stored_value_into_cash() {
    let mut salon = Salon::stocked();
    salon.ok(
        "topup",
        json!({"member": "M000001", "amount": "800", "gift": "200", "tenders": [{"tender": "cash"}]}),
    );
    let before = salon.books();
    let cart = json!({"member": "M000001", "lines": [{"item": "60"}, {"item": "21", "quantity": 2}],
        "tenders": [{"tender": "stored_value", "amount": "500"}, {"tender": "cash"}]});
    let paid = salon.ok("checkout", cart);
    assert_eq!((paid["principal"].as_str(), paid["gift"].as_str()), (Some("400.00"), Some("100.00")));
    // 500 of the 796 for work were stored value; nothing of the card was.
    let one = salon.ok(
        "bill.refund",
        json!({"bill": paid["bill"], "lines": [{"line": 2, "quantity": 1}], "reason": "退"}),
    );
    assert_eq!(tenders(&mut salon, &one["bill"]), pairs(&[("stored_value", "-250.00"), ("cash", "-148.00")]));
    let shown = salon.ok("query.bill", json!({"bill": one["bill"]}));
    assert_eq!(
        (shown["tenders"][0]["principal"].as_str(), shown["tenders"][0]["gift"].as_str()),
        (Some("-200.00"), Some("-50.00"))
    );
    let card = salon.ok(
        "bill.refund",
        json!({"bill": paid["bill"], "lines": [{"line": 1, "quantity": 1}], "reason": "退"}),
    );
    assert_eq!(tenders(&mut salon, &card["bill"]), pairs(&[("cash", "-1000.00")]));
    let rest = salon.ok("bill.void", json!({"bill": paid["bill"], "reason": "退"}));
    assert_eq!(
        tenders(&mut salon, &rest["bill"]),
        pairs(&[("stored_value", "-250.00"), ("cash", "-148.00")])
    );
    assert_eq!(salon.books(), before);
    salon.prove();
}

/// A card of an item, paid in cash; answers its code.
fn buy(salon: &mut Salon, member: &str, item: &str) -> Value {
    let cart = json!({"member": member, "lines": [{"item": item}], "tenders": [{"tender": "cash"}]});
    salon.ok("checkout", cart)["cards"][0].clone()
}

#[test]
fn a_paid_session_is_done_after_its_service_left_the_list() {
    let mut salon = Salon::stocked();
    let card = buy(&mut salon, "M000001", "60");
    salon.ok("item.edit", json!({"item": "21", "active": false}));
    salon.ok("item.edit", json!({"item": "60", "active": false}));
    let redeem = json!({"member": "M000001", "lines": [{"item": "21", "card": card}]});
    assert_eq!(salon.ok("checkout", redeem.clone())["card_value"], "333.33");
    let paid =
        |item: &str| json!({"member": "M000001", "lines": [{"item": item}], "tenders": [{"tender": "cash"}]});
    salon.no("checkout", paid("21"), "item.retired");
    salon.no("checkout", paid("60"), "item.retired");
    salon.no(
        "query.quote",
        json!({"member": "M000001", "lines": [{"item": "21", "card": "S01C000099"}]}),
        "card.unknown",
    );
    salon.prove();
}

#[test]
fn nothing_is_used_on_a_day_before_it_was_bought() {
    let mut salon = Salon::stocked();
    let up =
        salon.ok("topup", json!({"member": "M000001", "amount": "1000", "tenders": [{"tender": "cash"}]}));
    let card = buy(&mut salon, "M000001", "60");
    let sold = salon.ok(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "5"}], "tenders": [{"tender": "on_account"}]}),
    );
    let mut spend =
        json!({"member": "M000001", "lines": [{"item": "21"}], "tenders": [{"tender": "stored_value"}]});
    let mut redeem = json!({"member": "M000001", "lines": [{"item": "21", "card": card}]});
    let early = |mut fields: Value| {
        fields["at"] = json!("2026-11-20");
        fields
    };
    salon.no("checkout", early(spend.clone()), "date.too_early");
    salon.no("checkout", early(redeem.clone()), "date.too_early");
    salon.no("card.upgrade", early(json!({"card": card, "item": "61"})), "date.too_early");
    salon.no("card.change", early(json!({"card": card, "act": {"freeze": {}}})), "date.too_early");
    for holding in [json!({"card": card}), json!({"lot": up["lot"]})] {
        let back = json!({"holding": holding, "cause": "salon", "tender": "cash", "reason": "退", "approved_by": "04"});
        salon.no("card.refund", early(back), "date.too_early");
    }
    salon.no("bill.void", early(json!({"bill": sold["bill"], "reason": "退"})), "date.too_early");
    salon.no("topup.void", early(json!({"bill": up["bill"], "reason": "退"})), "date.too_early");
    let pay = json!({"member": "M000001", "amount": "268", "tenders": [{"tender": "cash"}]});
    salon.no("debt.pay", early(pay.clone()), "date.too_early");
    spend["at"] = json!("2026-11-21");
    redeem["at"] = json!("2026-11-21");
    for (verb, fields) in [("checkout", spend), ("checkout", redeem), ("debt.pay", pay)] {
        salon.ok(verb, fields);
    }
    salon.prove();
}

#[test]
fn what_is_lost_is_neither_exchanged_nor_handed_on_nor_paid_back() {
    let mut salon = Salon::stocked();
    let lot = salon
        .ok("topup", json!({"member": "M000001", "amount": "500", "tenders": [{"tender": "cash"}]}))["lot"]
        .clone();
    let card = buy(&mut salon, "M000001", "61");
    let refund = |holding: Value| json!({"holding": holding, "cause": "salon", "tender": "cash", "reason": "退", "approved_by": "04"});
    let hand_on = json!({"card": card, "act": {"transfer": {"to": "M000002"}}, "reason": "转"});
    let better = json!({"card": card, "item": "60", "tenders": [{"tender": "cash"}]});
    for state in ["lost", "frozen"] {
        salon.ok("wallet.set", json!({"member": "M000001", "state": state}));
        salon.no("card.upgrade", better.clone(), "wallet.closed");
        salon.no("card.change", hand_on.clone(), "wallet.closed");
        salon.no("card.refund", refund(json!({"card": card})), "wallet.closed");
        salon.no("card.refund", refund(json!({"lot": lot})), "wallet.closed");
        salon.ok("wallet.set", json!({"member": "M000001", "state": "open"}));
    }
    for act in [json!({"lose": {}}), json!({"freeze": {}})] {
        salon.ok("card.change", json!({"card": card, "act": act}));
        salon.no("card.upgrade", better.clone(), "card.closed");
        salon.no("card.change", hand_on.clone(), "card.closed");
        salon.no("card.refund", refund(json!({"card": card})), "card.closed");
        salon.ok("card.change", json!({"card": card, "act": {"open": {}}}));
    }
    salon.ok("card.change", hand_on);
    salon.ok("card.refund", refund(json!({"lot": lot})));
    salon.prove();
}

#[test]
fn a_period_card_that_was_given_away_can_be_closed() {
    let mut salon = Salon::stocked();
    let cart = json!({"member": "M000001", "lines": [{"item": "70", "discount": {"rate": "0"}}]});
    let card = salon.ok("checkout", cart)["cards"][0].clone();
    salon.world.pass(3 * DAY);
    let refund = json!({"holding": {"card": card}, "cause": "customer", "tender": "cash", "reason": "退", "approved_by": "04"});
    assert_eq!(salon.ok("card.refund", refund.clone())["amount"], "0.00");
    salon.no("card.refund", refund, "card.closed");
    salon.no("checkout", json!({"member": "M000001", "lines": [{"item": "5", "card": card}]}), "card.closed");
    salon.prove();
}

fn void(bill: &Value) -> Value {
    json!({"bill": bill["bill"], "reason": "错"})
}

#[test]
fn an_upgrade_is_taken_back_until_the_new_card_is_used() {
    let mut salon = Salon::stocked();
    let card = buy(&mut salon, "M000001", "60");
    salon.ok("checkout", json!({"member": "M000001", "lines": [{"item": "21", "card": card}]}));
    let before = salon.books();
    let better = json!({"card": card, "item": "61", "tenders": [{"tender": "wechat"}]});
    let up = salon.ok("card.upgrade", better.clone());
    let back = salon.ok("bill.void", void(&up));
    assert_eq!(tenders(&mut salon, &back["bill"]), pairs(&[("wechat", "-333.32")]));
    assert_eq!(salon.books(), before);
    salon.no("bill.void", void(&up), "bill.voided");
    salon.no(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "5", "card": up["card"]}]}),
        "card.closed",
    );
    salon.ok("checkout", json!({"member": "M000001", "lines": [{"item": "21", "card": card}]}));
    let up = salon.ok("card.upgrade", better);
    let redeem =
        salon.ok("checkout", json!({"member": "M000001", "lines": [{"item": "5", "card": up["card"]}]}));
    salon.no("bill.void", void(&up), "refund.used_up");
    salon.ok("bill.void", void(&redeem));
    salon.ok(
        "card.change",
        json!({"card": up["card"], "act": {"transfer": {"to": "M000002"}}, "reason": "转"}),
    );
    salon.no("bill.void", void(&up), "card.handed_on");
    salon.ok(
        "card.change",
        json!({"card": up["card"], "act": {"transfer": {"to": "M000001"}}, "reason": "转"}),
    );
    salon.ok("query.slip", json!({"bill": up["bill"]}));
    let undone = salon.ok("bill.void", void(&up));
    salon.ok("query.slip", json!({"bill": undone["bill"]}));
    salon.prove();
}

#[test]
fn a_debt_payment_is_taken_back_until_what_it_opened_is_used() {
    let mut salon = Salon::stocked();
    let sold = salon.ok(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "60"}, {"item": "5"}],
        "tenders": [{"tender": "cash", "amount": "400"}, {"tender": "on_account"}]}),
    );
    let card = sold["cards"][0].clone();
    let before = salon.books();
    let all = json!({"member": "M000001", "amount": "868", "tenders": [{"tender": "alipay"}]});
    let paid = salon.ok("debt.pay", all.clone());
    salon.ok("bill.void", void(&paid));
    assert_eq!(salon.books(), before);
    assert_eq!(salon.fen("M000001", "owed").0, 86_800);
    let paid = salon.ok("debt.pay", all);
    let redeem = json!({"member": "M000001", "lines": [{"item": "21", "card": card, "quantity": 2}]});
    let used = salon.ok("checkout", redeem);
    salon.no("bill.void", void(&paid), "refund.used_up");
    salon.ok("bill.void", void(&used));
    let service = salon.ok(
        "bill.refund",
        json!({"bill": sold["bill"], "lines": [{"line": 2, "quantity": 1}], "reason": "退"}),
    );
    assert_eq!(tenders(&mut salon, &service["bill"]), pairs(&[("cash", "-268.00")]));
    salon.no("bill.void", void(&paid), "refund.used_up");
    salon.prove();
}

#[test]
fn a_card_refund_is_taken_back_and_everything_is_there_again() {
    let mut salon = Salon::stocked();
    let up = salon.ok(
        "topup",
        json!({"member": "M000001", "amount": "2000", "gift": "500", "tenders": [{"tender": "cash"}]}),
    );
    salon.ok(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "21"}], "tenders": [{"tender": "stored_value"}]}),
    );
    let sold = salon.ok(
        "checkout",
        json!({"member": "M000001", "lines": [{"item": "60"}, {"item": "70"}],
        "tenders": [{"tender": "cash", "amount": "1200"}, {"tender": "on_account"}]}),
    );
    salon.ok("checkout", json!({"member": "M000001", "lines": [{"item": "5", "card": sold["cards"][1]}]}));
    salon.world.pass(2 * DAY);
    let before = salon.books();
    let holdings = salon.ok("query.member", json!({"member": "M000001"}))["holdings"].clone();
    for holding in
        [json!({"lot": up["lot"]}), json!({"card": sold["cards"][0]}), json!({"card": sold["cards"][1]})]
    {
        let wish = json!({"holding": holding, "cause": "salon", "tender": "cash", "reason": "退", "approved_by": "04"});
        let first = salon.ok("card.refund", wish.clone());
        salon.ok("bill.void", void(&first));
        assert_eq!(salon.books(), before, "{wish}");
        // What was taken back counts as never paid back.
        let again = salon.ok("card.refund", wish);
        assert_eq!(again["amount"], first["amount"]);
        salon.no("bill.void", void(&first), "bill.voided");
        salon.ok("bill.void", void(&again));
    }
    assert_eq!(salon.ok("query.member", json!({"member": "M000001"}))["holdings"], holdings);
    let wish = json!({"holding": {"card": sold["cards"][1]}, "cause": "salon", "tender": "cash", "reason": "退", "approved_by": "04"});
    let gone = salon.ok("card.refund", wish);
    salon.world.pass(5 * DAY);
    let last = |salon: &mut Salon| {
        salon.ok("query.member", json!({"member": "M000001"}))["holdings"]["cards"]
            .as_array()
            .unwrap()
            .iter()
            .find(|card| card["card"] == sold["cards"][1])
            .unwrap()["expires_on"]
            .clone()
    };
    assert_eq!(last(&mut salon), "2026-12-20");
    salon.ok("bill.void", void(&gone));
    assert_eq!(last(&mut salon), "2026-12-25");
    salon.ok("day.roll", json!({}));
    salon.prove();
}

#[test]
fn a_card_that_was_handed_on_is_not_taken_from_its_new_holder() {
    let mut salon = Salon::stocked();
    let sold = salon.ok("checkout", json!({"member": "M000001", "lines": [{"item": "61", "quantity": 2}], "tenders": [{"tender": "cash"}]}));
    let hand = |to: &str| json!({"card": sold["cards"][0], "act": {"transfer": {"to": to}}, "reason": "转"});
    salon.ok("card.change", hand("M000002"));
    salon.no("bill.void", void(&sold), "card.handed_on");
    // The one she kept goes back.
    salon.ok(
        "bill.refund",
        json!({"bill": sold["bill"], "lines": [{"line": 1, "quantity": 1}], "reason": "退"}),
    );
    salon.no("bill.void", void(&sold), "card.handed_on");
    salon.ok("checkout", json!({"member": "M000002", "lines": [{"item": "5", "card": sold["cards"][0]}]}));
    salon.no("bill.void", void(&sold), "refund.used_up");
    salon.prove();
}

#[test]
fn another_pin_under_the_same_key_is_no_repeat() {
    let mut salon = Salon::stocked();
    let pin = |text: &str| json!({"staff": "04", "new_pin": text});
    salon.send_as("p1", "staff.pin", pin("2468")).unwrap();
    salon.send_as("p1", "staff.pin", pin("2468")).unwrap();
    for other in [pin("8642"), json!({"staff": "04"})] {
        let no = salon.send_as("p1", "staff.pin", other).unwrap_err();
        assert!(no.to_string().contains("key.reused"), "{no}");
    }
    assert!(salon.shop.check_pin("04", "2468").is_ok());
    let code = |text: &str| json!({"staff": "01", "code": text});
    salon.send_as("r1", "staff.recovery", code("12345678901234567890")).unwrap();
    salon.send_as("r1", "staff.recovery", code("12345678901234567890")).unwrap();
    let no = salon.send_as("r1", "staff.recovery", code("09876543210987654321")).unwrap_err();
    assert!(no.to_string().contains("key.reused"), "{no}");
    salon.prove();
}

#[test]
fn a_phone_that_several_share_is_not_guessed() {
    let mut salon = Salon::stocked();
    salon.ok("member.open", json!({"name": "王小雅", "phone": "13800138000", "share_phone": true}));
    let cart = |who: &str| json!({"member": who, "lines": [{"item": "5"}], "tenders": [{"tender": "cash"}]});
    match salon.send("checkout", cart("13800138000")) {
        Err(Stop::Refused(no)) => {
            assert_eq!(no.code(), "member.ambiguous");
            let shown = serde_json::to_value(&no).unwrap();
            assert_eq!(shown["candidates"], "M000001 王雅琴 / M000003 王小雅");
            assert_eq!(shown["who"], "138****8000");
        }
        other => panic!("{other:?}"),
    }
    salon.no("query.member", json!({"member": "13800138000"}), "member.ambiguous");
    salon.no(
        "topup",
        json!({"member": "+86 13800138000", "amount": "1", "tenders": [{"tender": "cash"}]}),
        "member.ambiguous",
    );
    let no = salon.send("checkout", cart("+86 138-0013-8000")).unwrap_err().to_string();
    assert!(no.contains("138****8000") && !no.contains("0013"), "{no}");
    salon.ok("checkout", cart("M000003"));
    salon.ok("checkout", cart("13900139000"));
    salon.prove();
}

#[test]
fn an_import_that_was_never_made_brought_nothing() {
    let mut salon = Salon::stocked();
    for (verb, fields) in [
        ("member.open", json!({"name": "无", "batch": 7})),
        ("item.add", json!({"code": "98", "kind": "service", "name": "无", "price": "1", "batch": 7})),
        ("staff.hire", json!({"number": "77", "name": "无", "job": "technician", "batch": -1})),
    ] {
        salon.no(verb, fields, "import.batch_unknown");
    }
    salon.prove();
}

#[test]
fn a_gift_above_the_limit_needs_the_owner_and_a_reason() {
    let mut salon = Salon::stocked();
    let gift = |by: &str, reason: &str| {
        let mut fields = json!({"member": "M000001", "amount": "100", "gift": "900", "tenders": [{"tender": "cash"}], "by": by});
        if !reason.is_empty() {
            fields["reason"] = json!(reason);
        }
        fields
    };
    salon.no("topup", gift("04", "老客"), "topup.gift_too_large");
    match salon.send("topup", gift("01", "")) {
        Err(Stop::Refused(no)) => {
            let words = refused(Lang::Zh, &no);
            assert_eq!((no.code(), words.as_str()), ("reason.missing", "自定赠金要写明原因"));
        }
        other => panic!("{other:?}"),
    }
    let done = salon.ok("topup", gift("01", "老客"));
    assert_eq!(salon.ok("query.bill", json!({"bill": done["bill"]}))["reason"], "老客");
    salon.prove();
}

#[test]
fn the_family_goes_with_a_merged_file_and_comes_back_with_it() {
    let mut salon = Salon::stocked();
    for name in ["女儿", "妹妹", "丈夫"] {
        salon.ok("member.open", json!({ "name": name }));
    }
    let tie =
        |member: &str, relative: &str| json!({"member": member, "relative": relative, "relation": "亲"});
    for (member, relative) in [
        ("M000002", "M000003"), // carried over
        ("M000002", "M000004"), // known to the one that stays already
        ("M000001", "M000004"),
        ("M000002", "M000001"), // nobody is her own relative
        ("M000005", "M000002"), // and who lends to her
    ] {
        salon.ok("member.family", tie(member, relative));
    }
    salon.ok("topup", json!({"member": "M000005", "amount": "1000", "tenders": [{"tender": "cash"}]}));
    let sql =
        "SELECT member_id, relative_id FROM family WHERE ended_on IS NULL ORDER BY member_id, relative_id";
    let ties = |salon: &Salon| -> Vec<(i64, i64)> {
        let read = |row: &meigui::db::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        salon.shop.db().list(sql, &[], read).unwrap()
    };
    let before = ties(&salon);
    let lent = json!({"member": "M000001", "lines": [{"item": "5"}], "tenders": [{"tender": "stored_value", "wallet": "M000005"}]});
    salon.no("checkout", lent.clone(), "wallet.needs_member");
    for _ in 0..2 {
        salon.ok("member.merge", json!({"from": "M000002", "into": "M000001", "reason": "同一人"}));
        assert_eq!(ties(&salon), [(1, 3), (1, 4), (5, 1)]);
        salon.ok("checkout", lent.clone());
        salon.world.pass(DAY);
        salon.ok("member.unmerge", json!({"member": "M000002", "reason": "弄错"}));
        assert_eq!(ties(&salon), before);
    }
    salon.no("checkout", lent, "wallet.needs_member");
    salon.prove();
}

#[test]
fn the_day_counts_no_sale_that_was_voided() {
    let mut salon = Salon::stocked();
    let sale = |who: &str| json!({"member": who, "lines": [{"item": "21", "staff": ["02"], "requested": true}], "tenders": [{"tender": "cash"}]});
    let first = salon.ok("checkout", sale("M000001"));
    salon.ok("checkout", sale("M000002"));
    salon.ok("bill.void", void(&first));
    let up =
        salon.ok("topup", json!({"member": "M000001", "amount": "500", "tenders": [{"tender": "wechat"}]}));
    salon.ok("topup.void", void(&up));
    let owed = salon.ok(
        "checkout",
        json!({"member": "M000002", "lines": [{"item": "5"}], "tenders": [{"tender": "on_account"}]}),
    );
    let paid = salon
        .ok("debt.pay", json!({"member": "M000002", "amount": "268", "tenders": [{"tender": "alipay"}]}));
    salon.ok("bill.void", void(&paid));
    salon.ok(
        "bill.refund",
        json!({"bill": owed["bill"], "lines": [{"line": 1, "quantity": 1}], "reason": "退"}),
    );
    let totals = salon.ok("query.totals", json!({}));
    assert_eq!((&totals["bills"], &totals["members"]), (&json!(2), &json!(1)));
    assert_eq!((&totals["worth"], &totals["received"]), (&json!("398.00"), &json!("398.00")));
    assert_eq!(totals["topped_up"], "0.00");
    assert_eq!(totals["hours"][14], 2);
    let person = &totals["staff"][0];
    assert_eq!(
        (&person["lines"], &person["members"], &person["requested"]),
        (&json!(1), &json!(1), &json!(1))
    );
    assert_eq!(person["worth"], "398.00");
    salon.prove();
}

#[test]
fn least_stock_phones_of_staff_and_leap_months_are_kept() {
    let mut salon = Salon::stocked();
    // 200 pieces of each came in.
    salon.ok("item.edit", json!({"item": "50", "stock_min": 201}));
    let serum = json!({"code": "52", "kind": "product", "name": "精华", "price": "300", "stock_min": 2});
    assert_eq!(salon.ok("item.add", serum)["stock_min"], 2);
    let short = |salon: &mut Salon| -> Vec<String> {
        let rows = salon.ok("query.stock", json!({"short": true}));
        rows.as_array().unwrap().iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(short(&mut salon), ["50", "52"]);
    salon.ok("stock.in", json!({"item": "52", "quantity": 2}));
    assert_eq!(short(&mut salon), ["50"]);
    assert_eq!(salon.ok("query.stock", json!({})).as_array().unwrap().len(), 3);
    salon.ok("item.edit", json!({"item": "50", "price": "139"}));
    assert_eq!(salon.ok("query.stock", json!({}))[0]["stock_min"], 201);
    salon.no("item.edit", json!({"item": "21", "stock_min": 1}), "item.wrong_kind");
    salon.no("item.edit", json!({"item": "50", "stock_min": -1}), "item.wrong_kind");

    let hire = json!({"number": "06", "name": "赵敏", "job": "technician", "phones": ["138 0000 0006", "13900000006"]});
    assert_eq!(salon.ok("staff.hire", hire)["phones"], json!(["13800000006", "13900000006"]));
    let edit = json!({"staff": "06", "skills": "面部"});
    assert_eq!(salon.ok("staff.edit", edit)["phones"], json!(["13800000006", "13900000006"]));
    let edit = json!({"staff": "06", "phones": ["13900000006"]});
    assert_eq!(salon.ok("staff.edit", edit)["phones"], json!(["13900000006"]));
    salon.no("staff.edit", json!({"staff": "06", "phones": ["电话"]}), "phone.unreadable");

    let open = json!({"name": "闰月", "birthday": "1985-闰04-08", "birthday_calendar": "lunar"});
    salon.no("member.open", open, "member.birthday_invalid");
    salon
        .ok("member.open", json!({"name": "闰月", "birthday": "2020-闰04-08", "birthday_calendar": "lunar"}));
    let mut leap = |fields: Value| salon.ok("member.edit", fields)["birthday"]["leap"].clone();
    assert_eq!(leap(json!({"member": "M000003", "notes": "x"})), true);
    assert_eq!(leap(json!({"member": "M000003", "notes": "y"})), true);
    assert_eq!(leap(json!({"member": "M000003", "birthday": "2020-04-08"})), false);
    salon.prove();
}

#[test]
fn imports_bring_least_stock_phones_of_staff_and_leap_months() {
    let mut files = Files::new();
    let items = "编号,名称,价格,类型,库存,最低库存\n50,面膜,129,产品,3,5\n21,护理,398,项目,,\n";
    let staff = "工号,姓名,手机\n06,赵敏,13800000006\n";
    let members = "会员号,姓名,生日\nA1,闰月,农历2020年闰四月初八\nA2,平月,农历1985年闰四月初八\n";
    for (kind, file) in [(Kind::Items, items), (Kind::Staff, staff), (Kind::Members, members)] {
        files.bring(kind, file.as_bytes(), |_| {}).unwrap();
        let again = files.dry(kind, file.as_bytes(), |_| {}).counts;
        assert_eq!((again.new, again.update, again.same), (0, 0, again.rows));
    }
    let short = files.shop.ask(&Stock { short: true }).unwrap();
    assert_eq!(short.iter().map(|row| (row.code.as_str(), row.stock_min)).collect::<Vec<_>>(), [("50", 5)]);
    let people = files.shop.ask(&Roster {}).unwrap();
    assert_eq!(people.iter().find(|person| person.number == "06").unwrap().phones, ["13800000006"]);
    let birthday = |number: &str| {
        let member = meigui::members::store::by_number(files.shop.db(), number).unwrap().unwrap();
        member.birthday.unwrap().text()
    };
    // 1985 had no such leap month: that is the month itself.
    assert_eq!((birthday("A1"), birthday("A2")), ("2020-闰04-08".into(), "1985-04-08".into()));
}
