//! Slips of real bills: what they say, that a reprint says the same, and where they go.

use meigui::checkout::slip::{self, SlipOf};
use meigui::checkout::slip_print::{self, OpenDrawer, PrintJob};
use meigui::output::sink::Sent;
use meigui::shop::Envelope;
use meigui::words::Lang;
use serde_json::json;

use crate::salon::{Salon, bill};

const MEMBER: &str = "13800138866";

fn text(counter: &Salon, bill: &str, copy: bool) -> String {
    let slip = counter.shop.ask(&SlipOf { bill: bill.to_owned(), copy }).unwrap();
    slip::preview_lines(&slip, counter.shop.settings()).join("\n")
}

/// A member with a top-up, a card, and a bill that uses both.
fn served() -> (Salon, String) {
    let mut counter = Salon::small();
    counter.ok("setting.put", json!({ "name": "slip_footer", "value": "谢谢光临|期待再会" }));
    let tenders = json!([{ "tender": "wechat" }]);
    counter.ok("topup", json!({ "member": MEMBER, "amount": "1000", "gift": "200", "tenders": tenders }));
    counter.ok("checkout", json!({ "member": MEMBER, "lines": [{ "item": "C10" }], "tenders": tenders }));
    let cart = json!({
        "member": MEMBER,
        "lines": [
            { "item": "21", "quantity": 2, "staff": ["02"] },
            { "item": "22", "staff": ["02"], "card": "S01-C000001" },
        ],
        "discount": { "amount": "6" },
        "tenders": [{ "tender": "stored_value", "amount": "700" }, { "tender": "cash", "amount": "100" }],
    });
    let card =
        counter.ok("query.member", json!({ "member": MEMBER }))["holdings"]["cards"][0]["card"].clone();
    let mut cart = cart;
    cart["lines"][1]["card"] = card;
    let number = bill(&counter.ok("checkout", cart));
    (counter, number)
}

#[test]
fn a_sale_says_what_was_sold_paid_and_left() {
    let (counter, number) = served();
    let slip = text(&counter, &number, false);
    let (body, seal) = slip.rsplit_once(' ').unwrap();
    assert!(seal.len() == 8 && seal.bytes().all(|byte| byte.is_ascii_hexdigit()), "{seal}");
    insta::assert_snapshot!(body);
}

#[test]
fn a_reprint_says_what_the_first_slip_said_and_that_it_is_a_copy() {
    let (mut counter, number) = served();
    let first = text(&counter, &number, false);
    counter.ok(
        "topup",
        json!({ "member": MEMBER, "amount": "500", "gift": "0", "tenders": [{ "tender": "cash" }] }),
    );
    let cart =
        json!({ "member": MEMBER, "lines": [{ "item": "21" }], "tenders": [{ "tender": "stored_value" }] });
    counter.ok("checkout", cart);
    assert_eq!(text(&counter, &number, false), first);
    let copy = text(&counter, &number, true);
    assert!(copy.contains("** 补打 **"), "{copy}");
    let rest: Vec<&str> = copy.lines().filter(|line| !line.contains("补打")).collect();
    assert_eq!(rest.join("\n"), first);
}

#[test]
fn every_kind_of_bill_has_its_own_words() {
    let (mut counter, sale) = served();
    let cash = json!([{ "tender": "cash" }]);
    let topup = bill(
        &counter.ok("topup", json!({ "member": MEMBER, "amount": "300", "gift": "30", "tenders": cash })),
    );
    let owing =
        json!({ "member": MEMBER, "lines": [{ "item": "21" }], "tenders": [{ "tender": "on_account" }] });
    let owing = bill(&counter.ok("checkout", owing));
    let paid = bill(&counter.ok("debt.pay", json!({ "member": MEMBER, "amount": "98", "tenders": cash })));
    let back = json!({ "bill": sale, "lines": [{ "line": 1, "quantity": 1 }], "reason": "过敏" });
    let refund = bill(&counter.ok("bill.refund", back));
    let package = json!({ "code": "31", "kind": "package", "name": "焕颜套餐", "price": "500", "parts": { "21": 1, "22": 1 } });
    counter.ok("item.add", package);
    let package = json!({ "lines": [{ "item": "31" }], "tenders": cash });
    let package = bill(&counter.ok("checkout", package));
    let guest = counter.sell();
    let void = bill(&counter.ok("bill.void", json!({ "bill": guest, "reason": "收错" })));
    let card =
        counter.ok("query.member", json!({ "member": MEMBER }))["holdings"]["cards"][0]["card"].clone();
    let back = json!({ "holding": { "card": card }, "cause": "salon", "tender": "cash", "reason": "搬家" });
    let card_refund = bill(&counter.ok("card.refund", back));
    for (number, expected) in [
        (&topup, vec!["充值单", "储值充值", "赠金", "30.00", "应收"]),
        (&owing, vec!["消费单", "挂账", "欠款", "398.00"]),
        (&package, vec!["套餐 焕颜套餐", "500.00"]),
        (&paid, vec!["还款单", "归还欠款", "98.00", "欠款                      300.00"]),
        (&refund, vec!["退款单", "原单", "原因: 过敏", "-1 x", "退款"]),
        (&void, vec!["作废单", "原单", "原因: 收错", "-398.00"]),
        (&card_refund, vec!["退卡单", "原因: 搬家", "退款"]),
    ] {
        let slip = text(&counter, number, false);
        for word in expected {
            assert!(slip.contains(word), "{number}: no {word:?} in\n{slip}");
        }
    }
    assert!(!text(&counter, &void, false).contains("会员"), "a guest has no balances");
}

#[test]
fn an_english_salon_on_wide_paper_gets_english_slips() {
    let (mut counter, number) = served();
    counter.ok("setting.put", json!({ "name": "lang", "value": "en" }));
    counter.ok("setting.put", json!({ "name": "paper", "value": 80 }));
    let slip = text(&counter, &number, false);
    for word in ["Sale", "Cash", "Stored value", "Redeemed 小气泡十次卡, 9 left", "Discount", "Principal"]
    {
        assert!(slip.contains(word), "no {word:?} in\n{slip}");
    }
    assert!(slip.lines().any(|line| line.len() == 48));
}

#[test]
fn amounts_on_a_slip_add_up() {
    let (counter, number) = served();
    let slip = counter.shop.ask(&SlipOf { bill: number, copy: false }).unwrap();
    let lines: i64 = slip.lines.iter().map(|line| line.net.0).sum();
    let off: i64 = slip.discounts.iter().map(|discount| discount.amount.0).sum();
    let tenders: i64 = slip.tenders.iter().map(|tender| tender.amount.0).sum();
    assert_eq!(lines - off, slip.payable.0);
    assert_eq!(tenders, slip.payable.0);
}

#[test]
fn a_slip_goes_to_a_folder_and_is_written_down_and_a_failed_printer_is_not() {
    let folder = tempfile::tempdir().unwrap();
    let (mut counter, number) = served();
    let to = format!("file:{}", folder.path().display());
    let job = PrintJob { bill: number.clone(), copy: true, kick: true, to: Some(to) };
    let sent = slip_print::print_slip(&mut counter.shop, &Envelope::by("p1", "01"), &job).unwrap().unwrap();
    let Sent::Files { text, bytes } = &sent else { panic!("{sent:?}") };
    assert!(std::fs::read_to_string(text).unwrap().contains("补打"));
    let kick = std::fs::read(bytes).unwrap().windows(2).any(|pair| pair == [0x1b, b'p']);
    assert!(kick, "the drawer's pulse is in the bytes");
    assert!(slip_print::sent_words(Lang::Zh, &number, &sent).contains(&number));

    let off = PrintJob { to: Some("tcp://127.0.0.1:1".to_owned()), kick: false, ..job.clone() };
    let failed =
        slip_print::print_slip(&mut counter.shop, &Envelope::by("p2", "01"), &off).unwrap().unwrap_err();
    assert!(slip_print::failed_words(Lang::Zh, &failed).contains("127.0.0.1:1"));
    let nowhere = PrintJob { to: None, kick: false, ..job };
    let sent =
        slip_print::print_slip(&mut counter.shop, &Envelope::by("p3", "01"), &nowhere).unwrap().unwrap();
    assert_eq!(sent, Sent::Nowhere);

    let acts: Vec<(String, String)> = counter
        .shop
        .db()
        .list(
            "SELECT act, facts FROM audit WHERE act IN ('slip.printed', 'drawer.open') ORDER BY id",
            &[],
            |row| Ok((row.get("act")?, row.get("facts")?)),
        )
        .unwrap();
    let names: Vec<&str> = acts.iter().map(|(act, _)| act.as_str()).collect();
    assert_eq!(names, ["drawer.open", "slip.printed"]);
    assert!(acts[1].1.starts_with(&format!("{number} copy file:")));
}

#[test]
fn only_the_front_desk_opens_the_drawer_and_prints() {
    let mut counter = Salon::small();
    let number = counter.sell();
    counter.no("drawer.open", json!({ "by": "02" }), "right.missing");
    counter.no("slip.printed", json!({ "by": "02", "bill": number }), "right.missing");
    counter.no("query.slip", json!({ "bill": "none" }), "bill.unknown");
    assert_eq!(counter.ok("query.slip", json!({ "bill": number }))["kind"], "sale");
    assert!(counter.shop.act(&Envelope::by("d1", "01"), &OpenDrawer { bill: None }).is_ok());
}
