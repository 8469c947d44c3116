//! What is passed on to another store keeps its terms: gifts, cards and points lapse there on the day on which they would
//! have lapsed at home.

use serde_json::{Value, json};

use crate::parts::{Chain, PHONE, ask, give, held};
use crate::salon::{DAY, Salon};

fn topped_up(chain: &mut Chain, gift: &str, lasts: Option<&str>) {
    let mut wish = json!({"member": PHONE, "amount": "1000", "gift": gift, "tenders": [{"tender": "cash"}]});
    if let Some(day) = lasts {
        wish["gift_expires_on"] = json!(day);
    }
    chain.stores[0].ok("topup", wish);
}

fn lots(store: &mut Salon) -> Value {
    store.ok("query.member", json!({"member": PHONE}))["holdings"]["lots"].clone()
}

#[test]
fn a_gift_lapses_elsewhere_on_its_day_and_both_books_agree() {
    for by_digits in [true, false] {
        let mut chain = Chain::of(&["S01", "S02"]);
        topped_up(&mut chain, "200", Some("2026-12-05"));
        let number = ask(&mut chain, "600");
        let given = give(&mut chain, number, "600");
        let code = if by_digits { &given["digits"] } else { &given["code"] };
        chain.stores[1].ok("part.take", json!({"code": code, "ask": number}));
        assert_eq!(lots(&mut chain.stores[1])[0]["gift_expires_on"], "2026-12-05");
        assert_eq!(held(&mut chain.stores[1]), ("500.00".into(), "100.00".into()));
        chain.pass(20 * DAY);
        for store in &mut chain.stores {
            store.ok("day.roll", json!({}));
        }
        assert_eq!(held(&mut chain.stores[1]), ("500.00".into(), "0.00".into()));
        chain.send();
        chain.packs();
        chain.proved();
        // The rest goes home, and of the gift nothing is left anywhere.
        chain.stores[1].ok("part.return", json!({"ask": number}));
        chain.send();
        chain.packs();
        assert_eq!(held(&mut chain.stores[0]), ("1000.00".into(), "0.00".into()));
        chain.proved();
        let books = chain.stores[0].books();
        assert!(books.iter().all(|(name, left)| !name.starts_with("part.") || *left == 0), "{books:?}");
    }
}

#[test]
fn of_several_gifts_the_last_day_counts_and_one_that_never_lapses_never_does() {
    let mut chain = Chain::of(&["S01", "S02"]);
    topped_up(&mut chain, "200", Some("2026-12-05"));
    topped_up(&mut chain, "200", Some("2027-03-01"));
    let number = ask(&mut chain, "1800");
    let code = give(&mut chain, number, "1800")["digits"].clone();
    chain.stores[1].ok("part.take", json!({"code": code, "ask": number}));
    assert_eq!(lots(&mut chain.stores[1])[0]["gift_expires_on"], "2027-03-01");
    topped_up(&mut chain, "200", None);
    let number = ask(&mut chain, "1500");
    let code = give(&mut chain, number, "1500")["digits"].clone();
    chain.stores[1].ok("part.take", json!({"code": code, "ask": number}));
    assert_eq!(lots(&mut chain.stores[1])[1]["gift_expires_on"], Value::Null);
    chain.send();
    chain.packs();
    chain.proved();
}

#[test]
fn a_card_and_points_end_elsewhere_as_at_home_and_so_does_what_headquarters_grants() {
    let mut chain = Chain::of(&["S01", "S02"]);
    chain.stores[0].ok("setting.put", json!({"name": "points_months", "value": 2, "reason": "试"}));
    let cart =
        json!({"member": PHONE, "lines": [{"item": "61", "staff": ["05"]}], "tenders": [{"tender": "cash"}]});
    chain.stores[0].ok("checkout", cart);
    let home = chain.stores[0].ok("query.member", json!({"member": PHONE}))["holdings"]["cards"][0].clone();
    let give = |kind: &str, number: i64, count: i64| json!({"serving": "S02", "ask": number, "who": PHONE, "kind": kind, "count": count, "card": home["card"], "consent": true});
    let wish = json!({"member": PHONE, "home": "S01", "kind": "session_card", "count": 1, "item": "5"});
    let number = chain.stores[1].ok("part.ask", wish)["ask"].as_i64().unwrap();
    let given = chain.stores[0].ok("part.give", give("session_card", number, 1));
    chain.stores[1].ok("part.take", json!({"code": given["digits"], "ask": number}));
    let there = chain.stores[1].ok("query.member", json!({"member": PHONE}))["holdings"]["cards"][0].clone();
    assert!(home["expires_on"].is_string(), "{home}");
    assert_eq!(there["expires_on"], home["expires_on"]);

    let wish = json!({"member": PHONE, "home": "S01", "kind": "points", "count": 100});
    let number = chain.stores[1].ok("part.ask", wish)["ask"].as_i64().unwrap();
    let given = chain.stores[0].ok("part.give", give("points", number, 100));
    chain.stores[1].ok("part.take", json!({"code": given["code"]}));
    topped_up(&mut chain, "200", Some("2027-05-05"));
    chain.send();
    let number = |store: &mut Salon| store.ok("query.member", json!({"member": PHONE}))["number"].clone();
    let (member, guest) = (number(&mut chain.stores[0]), number(&mut chain.stores[1]));
    let wish = json!({"home": "S01", "member": member, "serving": "S02", "guest": guest, "kind": "stored_value",
        "amount": "600", "days": 30});
    chain.hq.salon.ok("hq.grant", wish);
    chain.packs();
    chain.send();
    chain.packs();
    assert_eq!(lots(&mut chain.stores[1])[0]["gift_expires_on"], "2027-05-05");
    chain.pass(90 * DAY);
    for store in &mut chain.stores {
        store.ok("day.roll", json!({}));
    }
    assert_eq!(chain.stores[1].points(PHONE), 0, "they lapsed there too");
    chain.send();
    chain.packs();
    chain.proved();
}
