//! Settling between stores: every event is rated by the rule of its day, positions sum to zero, what is frozen stays, what
//! comes late is the next month's and names its own.

use meigui::ground::{Fen, Month};
use meigui::settlement::statement::Statement;
use meigui::shop::Look;
use serde_json::{Value, json};

use crate::parts::Chain;
use crate::salon::{DAY, Salon};

const PHONE: &str = "13800138000";

/// Moves a part of what the member has at the first store to another one, by a code.
fn pass_on(chain: &mut Chain, to: usize, amount: &str) {
    let serving = chain.stores[to].shop.profile().code.clone();
    let wish = json!({"member": PHONE, "home": "S01", "kind": "stored_value", "amount": amount});
    let ask = chain.stores[to].ok("part.ask", wish)["ask"].clone();
    let give = json!({"serving": serving, "ask": ask, "who": PHONE, "kind": "stored_value", "amount": amount, "consent": true});
    let code = chain.stores[0].ok("part.give", give)["digits"].clone();
    chain.stores[to].ok("part.take", json!({"code": code, "ask": ask}));
}

fn pays(store: &mut Salon, lines: Value) -> String {
    let cart = json!({"member": PHONE, "lines": lines, "tenders": [{"tender": "stored_value"}]});
    store.ok("checkout", cart)["bill"].as_str().unwrap().to_owned()
}

/// A chain of three with rules, a top-up of 1000 + 200 at the first, and its owner.
fn chain() -> Chain {
    let mut chain = Chain::of(&["S01", "S02", "S03"]);
    let rules = json!([
        {"name": "默认", "rate": "60%", "share": "60%"},
        {"name": "护肤", "category": "护肤", "rate": "30%", "share": "30%"},
        {"name": "双十一", "since": "2026-11-01", "until": "2026-11-30", "item": "9", "rate": "1", "share": "1"},
    ]);
    chain.hq.salon.ok("clearing.set", json!({"clearing": rules, "reason": "开始"}));
    chain.packs();
    chain.stores[0].ok("member.owner", json!({"member": PHONE, "owner": "05", "reason": "x"}));
    let wish = json!({"member": PHONE, "amount": "1000", "gift": "200", "tenders": [{"tender": "cash"}]});
    chain.stores[0].ok("topup", wish);
    chain
}

fn matrix(chain: &mut Chain, month: &str) -> Value {
    chain.hq.salon.ok("query.matrix", json!({"month": month}))
}

fn events(chain: &mut Chain, month: &str, home: &str, serving: &str) -> Vec<Value> {
    let wish = json!({"month": month, "home": home, "serving": serving});
    chain.hq.salon.ok("query.cross_events", wish).as_array().unwrap().clone()
}

fn sum(of: &Value, field: &str) -> i64 {
    let amounts = of["positions"].as_array().unwrap().iter();
    amounts.map(|position| position[field].as_str().unwrap().parse::<Fen>().unwrap().0).sum()
}

#[test]
fn what_a_member_uses_elsewhere_is_owed_by_the_rule_of_its_day() {
    let mut chain = chain();
    pass_on(&mut chain, 1, "360");
    // 268 of 360 = 300 + 60: the gift is floor(268 × 60 / 360) = 44.66; 60 % of it and half of the gift.
    pays(&mut chain.stores[1], json!([{"item": "5", "staff": ["02"]}]));
    // 88.88 of the rest in goods, by their category: 30 %.
    pays(&mut chain.stores[1], json!([{"item": "51"}]));
    chain.send();
    let is = matrix(&mut chain, "2026-11");
    let events = events(&mut chain, "2026-11", "S01", "S02");
    assert_eq!(events.len(), 2);
    let first = &events[0];
    assert_eq!((first["principal"].as_str(), first["gift"].as_str()), (Some("223.34"), Some("44.66")));
    // round(223.34 × 0.6 + 0.5 × 44.66 × 0.6) = round(134.004 + 13.398).
    assert_eq!((first["owed"].as_str(), first["rule"].as_str()), (Some("147.40"), Some("默认")));
    // Home has floor(268 × 0.4), the serving store the rest.
    assert_eq!((first["value"].as_str(), first["home_share"].as_str()), (Some("268.00"), Some("107.20")));
    // Both legs go to people: the consultant at home and the technician here.
    assert_eq!((first["owner"].as_str(), first["staff"].as_str()), (Some("05 周婷"), Some("02 陈静")));
    assert!(first["member"].as_str().unwrap().contains("王雅琴"));
    assert_eq!(events[1]["rule"], "护肤");
    assert_eq!(sum(&is, "net"), 0);
    assert_eq!(sum(&is, "gets"), sum(&is, "owes"));
    assert_eq!(is["transfers"].as_array().unwrap().len(), 1);
    assert_eq!((is["events"].as_i64(), is["unruled"].as_i64()), (Some(2), Some(0)));
    chain.proved();
}

#[test]
fn a_void_leaves_nothing_and_a_refund_names_what_it_goes_back_from() {
    let mut chain = chain();
    pass_on(&mut chain, 1, "600");
    let whole = pays(&mut chain.stores[1], json!([{"item": "5", "staff": ["02"]}]));
    let parts = pays(&mut chain.stores[1], json!([{"item": "50", "quantity": 2}]));
    chain.send();
    let before = matrix(&mut chain, "2026-11");
    assert_eq!(before["pairs"].as_array().unwrap().len(), 1);
    chain.stores[1].ok("bill.void", json!({"bill": whole, "reason": "x"}));
    let back = json!({"bill": parts, "lines": [{"line": 1, "quantity": 1}], "reason": "x"});
    chain.stores[1].ok("bill.refund", back);
    chain.send();
    let all = events(&mut chain, "2026-11", "S01", "S02");
    assert_eq!(all.len(), 4);
    let of = |number: &str| all.iter().find(|event| event["of_number"] == number).unwrap();
    let voided = of(&whole);
    let sold = all.iter().find(|event| event["number"] == whole.as_str()).unwrap();
    assert_eq!(voided["owed"].as_str().unwrap(), format!("-{}", sold["owed"].as_str().unwrap()));
    let half = of(&parts);
    assert!(half["owed"].as_str().unwrap().starts_with('-'));
    chain.stores[1]
        .ok("bill.refund", json!({"bill": parts, "lines": [{"line": 1, "quantity": 1}], "reason": "x"}));
    chain.send();
    let is = matrix(&mut chain, "2026-11");
    assert_eq!(is["pairs"][0]["owed"], "0.00");
    assert_eq!(is["transfers"].as_array().unwrap().len(), 0);
    chain.proved();
}

#[test]
fn what_is_frozen_stays_and_what_comes_late_is_the_next_months() {
    let mut chain = chain();
    pass_on(&mut chain, 1, "360");
    pays(&mut chain.stores[1], json!([{"item": "5", "staff": ["02"]}]));
    chain.send();
    let hq = &mut chain.hq.salon;
    hq.no("settle.step", json!({"month": "2026-11", "step": "frozen"}), "chain.unfit");
    // A sale of this month that headquarters does not know yet.
    pays(&mut chain.stores[1], json!([{"item": "51"}]));
    chain.pass(15 * DAY);
    let hq = &mut chain.hq.salon;
    hq.no("settle.step", json!({"month": "2026-11", "step": "approved"}), "chain.unfit");
    hq.no("settle.step", json!({"month": "2026-11", "step": "frozen", "events": 5}), "chain.unfit");
    let frozen = hq.ok("settle.step", json!({"month": "2026-11", "step": "frozen", "events": 1}));
    // Also where nobody else is there who could; and nobody is a second person to themselves.
    hq.no("settle.step", json!({"month": "2026-11", "step": "approved"}), "approval.self");
    hq.ok("staff.hire", json!({"number": "02", "name": "方蕾", "job": "manager", "role": "manager"}));
    hq.no("settle.step", json!({"month": "2026-11", "step": "approved"}), "approval.self");
    hq.no(
        "settle.step",
        json!({"month": "2026-11", "step": "approved", "approved_by": "01"}),
        "approval.self",
    );
    chain.send();
    let november = events(&mut chain, "2026-11", "S01", "S02");
    let december = events(&mut chain, "2026-12", "S01", "S02");
    assert_eq!((november.len(), december.len()), (1, 1));
    assert_eq!(
        (december[0]["late_of"].as_str(), december[0]["day"].as_str()),
        (Some("2026-11"), Some("2026-11-21"))
    );
    let hq = &mut chain.hq.salon;
    hq.no("settle.step", json!({"month": "2026-11", "step": "settled", "reference": "x"}), "chain.unfit");
    let approved = hq.ok("settle.step", json!({"month": "2026-11", "step": "approved", "by": "02"}));
    assert_eq!(approved["digest"], frozen["digest"]);
    hq.no("settle.step", json!({"month": "2026-11", "step": "settled"}), "note.missing");
    let settled = json!({"month": "2026-11", "step": "settled", "reference": "招行 2026120100017"});
    assert_eq!(hq.ok("settle.step", settled)["digest"], frozen["digest"]);
    let is = matrix(&mut chain, "2026-11");
    assert_eq!(is["steps"].as_array().unwrap().len(), 3);
    let is = matrix(&mut chain, "2026-12");
    assert_eq!(is["late"].as_i64(), Some(1));
}

#[test]
fn a_statement_adds_up_and_says_it_in_capitals() {
    let mut chain = chain();
    pass_on(&mut chain, 1, "360");
    pass_on(&mut chain, 2, "120");
    pays(&mut chain.stores[1], json!([{"item": "5", "staff": ["02"]}]));
    pays(&mut chain.stores[2], json!([{"item": "51"}]));
    chain.send();
    let shop = &chain.hq.salon.shop;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    let month = Month::named("2026-11").unwrap();
    let statement = Statement::of(shop.db(), &look, month, "S01", "S02").unwrap();
    let (from, to, amount, capital) = statement.payment().unwrap().unwrap();
    assert_eq!((from, to, amount.to_string().as_str()), ("S01", "S02", "147.40"));
    assert_eq!(capital, "壹佰肆拾柒元肆角整");
    let table = meigui::chain::statement::table(meigui::words::Lang::Zh, &statement).unwrap();
    let said = table.lines(true).join("\n");
    assert!(said.contains("大写：人民币壹佰肆拾柒元肆角整") && said.contains("签字"), "{said}");
    assert!(Statement::of(shop.db(), &look, month, "S01", "S01").is_err());
    assert!(Statement::of(shop.db(), &look, month, "S01", "S09").is_err());
}

#[test]
fn the_consolidated_pack_holds_every_store_as_it_packed_itself() {
    let mut chain = chain();
    pass_on(&mut chain, 1, "360");
    pays(&mut chain.stores[1], json!([{"item": "5", "staff": ["02"]}]));
    let guest = json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]});
    for store in &mut chain.stores {
        store.ok("checkout", guest.clone());
        store.ok("wage.set", json!({"staff": "02", "amount": "3000", "from": "2026-11-01", "reason": "试"}));
    }
    chain.pass(15 * DAY);
    let mut files = Vec::new();
    for store in chain.stores.iter_mut().take(2) {
        let days = json!({"day": "2026-11-30", "since": "2026-11-01", "uncounted": true, "reason": "月结"});
        store.ok("day.close", days);
        store.ok("month.close", json!({"month": "2026-11", "reason": "月结"}));
        let sent = store.ok("month.send", json!({"month": "2026-11", "reason": "月结"}));
        // Whatever happens later, the bundle of a closed month is the same to the byte.
        let bytes = bytes_of(store, sent["bundle"]["no"].as_i64().unwrap());
        store.ok("checkout", guest.clone());
        let again = store.ok("month.send", json!({"month": "2026-11", "reason": "月结"}));
        assert_eq!(again["bundle"]["digest"], sent["bundle"]["digest"]);
        assert_eq!(bytes_of(store, again["bundle"]["no"].as_i64().unwrap()), bytes);
        let path = chain.hq.inbox.join(sent["bundle"]["file"].as_str().unwrap());
        std::fs::write(&path, bytes).unwrap();
        files.push(path);
    }
    chain.hq.take(&files);
    let is = chain.hq.salon.ok("query.inbox", json!({"month": "2026-11"}));
    assert_eq!(is["missing"], json!(["S03"]));
    let report = chain.hq.salon.ok("hq.report", json!({"month": "2026-11"}));
    let states: Vec<&str> =
        report["stores"].as_array().unwrap().iter().map(|store| store["state"].as_str().unwrap()).collect();
    // What each packed, worked out again from its copy, is what its bundle says of it.
    assert_eq!(states, ["there", "there", "missing"]);
    let shop = &chain.hq.salon.shop;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    let report = serde_json::from_value(report).unwrap();
    let to = chain.hq.inbox.with_file_name("reports");
    let utf8 = meigui::exchange::decode::Encoding::Utf8Bom;
    let written = meigui::chain::report::write(shop.db(), &look, &report, utf8, &to).unwrap();
    let settlement = std::fs::read_to_string(written.folder.join("csv/settlement.csv")).unwrap();
    assert!(
        settlement.contains("S02") && settlement.contains("147.40") && settlement.contains("60%"),
        "{settlement}"
    );
    let lines = std::fs::read_to_string(written.folder.join("csv/lines.csv")).unwrap();
    assert!(lines.lines().count() > 3 && lines.contains("\r\n"), "{lines}");
    for store in ["S01", "S02"] {
        let part = format!("parquet/lines/store={store}/month=2026-11/lines.parquet");
        assert!(written.folder.join(part).exists());
    }
    assert!(meigui::chain::report::write(shop.db(), &look, &report, utf8, &to).unwrap().was_there);
}

fn bytes_of(store: &Salon, no: i64) -> Vec<u8> {
    let shop = &store.shop;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    meigui::chain::send::make(shop.db(), &look, no).unwrap().1
}

#[test]
fn a_changed_rule_is_tried_on_past_months_before_it_is_issued() {
    let mut chain = chain();
    pass_on(&mut chain, 1, "360");
    let whole = pays(&mut chain.stores[1], json!([{"item": "5", "staff": ["02"]}]));
    pays(&mut chain.stores[1], json!([{"item": "51"}]));
    chain.stores[1].ok("bill.void", json!({"bill": whole, "reason": "x"}));
    pays(&mut chain.stores[1], json!([{"item": "5", "staff": ["02"]}]));
    chain.send();
    let hq = &mut chain.hq.salon;
    let before = hq.ok("query.matrix", json!({"month": "2026-11"}));
    // The rules in force change nothing.
    let own = hq.ok("query.clearing", json!({}))["clearing"].clone();
    let same = hq.ok("query.clearing_simulated", json!({"clearing": own, "from": "2026-11"}));
    assert_eq!(same["events"].as_i64(), Some(4));
    assert!(same["stores"].as_array().unwrap().iter().all(|store| store["difference"] == "0.00"), "{same}");
    // Everything at 100 %: the serving store gets all that was used, the home store loses as much.
    let all = json!([{"name": "全给", "rate": "1", "phi": "1", "share": "1"}]);
    let told = hq.ok("query.clearing_simulated", json!({"clearing": all, "from": "2026-11"}));
    let of =
        |store: usize, field: &str| told["stores"][store][field].as_str().unwrap().parse::<Fen>().unwrap().0;
    assert_eq!(of(0, "difference") + of(1, "difference"), 0);
    assert_eq!(of(1, "after"), 26_800 + 8_888);
    assert_eq!(of(0, "performance_after"), 0);
    assert_eq!(hq.ok("query.matrix", json!({"month": "2026-11"})), before);
    let unfit = json!({"clearing": [{"name": "x", "rate": "2", "share": "1"}]});
    hq.no("query.clearing_simulated", unfit, "rules.unfit");
}

#[test]
fn headquarters_sees_across_the_books_what_no_store_can_see() {
    let mut chain = chain();
    // One person with a file of her own at every store: that is told, until one of them serves her as another's member.
    chain.send();
    let crossed = |chain: &mut Chain| -> Vec<String> {
        let told = chain.hq.salon.ok("query.crosscheck", json!({}));
        let line =
            |one: &Value| format!("{} {}", one["store"].as_str().unwrap(), one["what"].as_str().unwrap());
        told.as_array().unwrap().iter().map(line).collect()
    };
    let twice = |told: &[String], store: &str| {
        told.iter().filter(|line| **line == format!("{store} person_twice")).count()
    };
    let told = crossed(&mut chain);
    assert_eq!((twice(&told, "S02"), twice(&told, "S03")), (2, 2), "{told:?}");
    pass_on(&mut chain, 1, "360");
    pays(&mut chain.stores[1], json!([{"item": "5", "staff": ["02"]}]));
    chain.send();
    let told = crossed(&mut chain);
    assert_eq!((twice(&told, "S02"), twice(&told, "S03")), (1, 2), "{told:?}");
    assert!(told.iter().all(|line| line.ends_with("person_twice")), "{told:?}");
    // New rules that a store has not applied yet.
    chain.hq.salon.ok(
        "clearing.set",
        json!({"clearing": [{"name": "新", "rate": "50%", "share": "50%"}], "reason": "x"}),
    );
    let told = crossed(&mut chain);
    assert_eq!(told.iter().filter(|line| line.ends_with("rules_old")).count(), 3, "{told:?}");
    chain.packs();
    chain.send();
    assert!(crossed(&mut chain).iter().all(|line| line.ends_with("person_twice")));
    // A part that the home store's books do not know, though they go beyond its day.
    let db = chain.stores[2].shop.db();
    db.attempt(
        "INSERT INTO part_ask (home, who, member_id, kind, amount, note, on_day, at, by_id, command_id)
         VALUES ('S01', 'x', 1, 'stored_value', 100, '', '2026-11-20', 1, 1, 1);
         INSERT INTO part_in (home, ask, member_id, kind, amount, principal, gift, expires_on, on_day, at, by_id, entry_id,
             command_id)
         SELECT 'S01', max(id), 1, 'stored_value', 100, 100, 0, '2026-11-22', '2026-11-20', 1, 1, 1, 1 FROM part_ask",
    )
    .unwrap();
    chain.send();
    assert!(crossed(&mut chain).contains(&"S03 part_unknown".to_owned()));
}

#[test]
fn sessions_clear_at_their_value_and_points_at_what_they_took_off() {
    let mut chain = chain();
    let cart =
        json!({"member": PHONE, "lines": [{"item": "60", "staff": ["05"]}], "tenders": [{"tender": "cash"}]});
    chain.stores[0].ok("checkout", cart);
    let member = chain.stores[0].ok("query.member", json!({"member": PHONE}));
    let card = member["holdings"]["cards"][0]["card"].clone();
    let mut pass = |kind: &str, count: i64| -> Value {
        let ask = json!({"member": PHONE, "home": "S01", "kind": kind, "count": count, "item": "21"});
        let ask = chain.stores[1].ok("part.ask", ask)["ask"].clone();
        let give = json!({"serving": "S02", "ask": ask, "who": PHONE, "kind": kind, "count": count, "card": card, "consent": true});
        let code = chain.stores[0].ok("part.give", give)["code"].clone();
        chain.stores[1].ok("part.take", json!({"code": code}))
    };
    let here = pass("session_card", 1)["card"].clone();
    pass("points", 500);
    let cart =
        json!({"member": PHONE, "lines": [{"item": "21", "staff": ["02"], "card": here}], "tenders": []});
    chain.stores[1].ok("checkout", cart);
    let cart = json!({"member": PHONE, "lines": [{"item": "5", "staff": ["02"]}], "points": 500,
        "tenders": [{"tender": "cash"}]});
    let paid = chain.stores[1].ok("checkout", cart);
    chain.send();
    let all = events(&mut chain, "2026-11", "S01", "S02");
    assert_eq!(all.len(), 2, "{all:?}");
    let of = |card: &str| all.iter().find(|event| event["card"] == card).unwrap();
    // A third of 1000.00, floored, at 60 %.
    assert_eq!(
        (of("session_card")["value"].as_str(), of("session_card")["owed"].as_str()),
        (Some("333.33"), Some("200.00"))
    );
    let off = of("points")["value"].as_str().unwrap().parse::<Fen>().unwrap();
    assert!(off.is_positive(), "{paid}");
    let owed = of("points")["owed"].as_str().unwrap().parse::<Fen>().unwrap();
    assert_eq!(owed, Fen((off.0 * 6 + 5) / 10));
    assert_eq!(sum(&matrix(&mut chain, "2026-11"), "net"), 0);
    chain.proved();
}
