//! What is left of a part goes home, whoever's file it lies in; and parts that headquarters grants where a member roams
//! come without a code, once, and go home when they are over.

use meigui::ledger::chain::hex;
use serde_json::{Value, json};

use crate::parts::{Chain, PHONE, ask, give, held, no, topped_up};
use crate::salon::{DAY, Salon};

fn holds(store: &mut Salon) -> (String, String) {
    held(store)
}

/// Money of the same amount at both stores: what is at home, passed on, cleared there and held here.
fn of(store: &Salon, kind: &str) -> i64 {
    store.books().iter().filter(|(name, _)| name.starts_with(kind)).map(|(_, balance)| *balance).sum()
}

fn pair(principal: &str, gift: &str) -> (String, String) {
    (principal.to_owned(), gift.to_owned())
}

/// Pays for something with what the member holds there.
fn uses(store: &mut Salon, item: &str) {
    let cart = json!({"member": PHONE, "lines": [{"item": item, "staff": ["02"]}],
        "tenders": [{"tender": "stored_value"}]});
    store.ok("checkout", cart);
}

#[test]
fn what_is_left_of_a_part_goes_home_and_what_a_void_frees_follows() {
    let mut chain = Chain::of(&["S01", "S02"]);
    topped_up(&mut chain);
    let number = ask(&mut chain, "120");
    assert_eq!(no(&mut chain.stores[1], "part.return", json!({"ask": number})), "code.unfit part_untaken");
    let code = give(&mut chain, number, "120")["code"].clone();
    chain.stores[1].ok("part.take", json!({"code": code}));
    let cart = json!({"member": PHONE, "lines": [{"item": "51"}], "tenders": [{"tender": "stored_value"}]});
    chain.stores[1].ok("checkout", cart);
    assert_eq!(holds(&mut chain.stores[1]), pair("25.93", "5.19"));
    let back = chain.stores[1].ok("part.return", json!({"ask": number}));
    assert_eq!((back["home"].as_str(), back["amount"].as_i64()), (Some("S01"), Some(3112)));
    assert_eq!(holds(&mut chain.stores[1]), pair("0.00", "0.00"));
    assert_eq!(no(&mut chain.stores[1], "part.return", json!({"ask": number})), "code.unfit part_none");
    let asks = chain.stores[1].ok("query.parts", json!({}))["asks"].clone();
    assert_eq!((asks[0]["left"].as_i64(), asks[0]["taken_on"].is_string()), (Some(0), true));
    chain.send();
    assert_eq!(chain.packs()[0]["parts"].as_i64(), Some(1));
    assert_eq!(holds(&mut chain.stores[0]), pair("925.93", "185.19"));
    assert_eq!(of(&chain.stores[0], "part."), 0);
    // The bill is voided after all: what it frees lies there, and goes home by the same way.
    let member = chain.stores[1].ok("query.member", json!({"member": PHONE}));
    let sold = member["last_sale"]["bill"].clone();
    chain.stores[1].ok("bill.void", json!({"bill": sold, "reason": "客人改期"}));
    assert_eq!(holds(&mut chain.stores[1]), pair("74.07", "14.81"));
    chain.stores[1].ok("part.return", json!({"ask": number}));
    chain.send();
    chain.packs();
    assert_eq!(holds(&mut chain.stores[0]), pair("1000.00", "200.00"));
    assert_eq!((of(&chain.stores[0], "chain."), of(&chain.stores[1], "chain.")), (0, 0));
    chain.proved();
}

#[test]
fn points_of_another_store_stay_its_points_when_files_are_merged() {
    let mut chain = Chain::of(&["S01", "S02"]);
    let lines = json!([{"item": "60", "staff": ["05"]}]);
    chain.stores[0].ok("checkout", json!({"member": PHONE, "lines": lines, "tenders": [{"tender": "cash"}]}));
    let wish = json!({"member": PHONE, "home": "S01", "kind": "points", "count": 100});
    let number = chain.stores[1].ok("part.ask", wish)["ask"].as_i64().unwrap();
    let wish = json!({"serving": "S02", "ask": number, "who": PHONE, "kind": "points", "count": 100, "consent": true});
    let code = chain.stores[0].ok("part.give", wish)["code"].clone();
    chain.stores[1].ok("part.take", json!({"code": code}));
    let merge = json!({"from": PHONE, "into": "13900139000", "reason": "同一人"});
    chain.stores[1].ok("member.merge", merge);
    chain.send();
    // Nothing of it was used, whosever file it lies in now.
    assert_eq!(chain.packs()[0]["parts"].as_i64(), Some(0));
    assert_eq!(of(&chain.stores[0], "part.points"), 100);
    // Nor is it this store's to pass on.
    let wish = json!({"serving": "S01", "ask": 1, "who": "13900139000", "kind": "points", "count": 100, "consent": true});
    assert_eq!(no(&mut chain.stores[1], "part.give", wish), "points.short ");
    chain.stores[1].ok("part.return", json!({"ask": number}));
    chain.send();
    chain.packs();
    assert_eq!(of(&chain.stores[0], "part.points"), 0);
    chain.proved();
}

/// A member of S01 who used her money at S02 on two days: 120 there, all of it used up but for a little.
fn roaming() -> Chain {
    let mut chain = Chain::of(&["S01", "S02"]);
    let rules = json!([{"name": "全部", "rate": "60%", "share": "0.6"}]);
    chain.hq.salon.ok("clearing.set", json!({"clearing": rules, "reason": "开始"}));
    topped_up(&mut chain);
    for _ in 0..2 {
        let number = ask(&mut chain, "100");
        let code = give(&mut chain, number, "100")["code"].clone();
        chain.stores[1].ok("part.take", json!({"code": code}));
        uses(&mut chain.stores[1], "51");
        chain.pass(DAY);
    }
    chain.send();
    chain.packs();
    chain
}

fn roamers(chain: &mut Chain) -> Value {
    chain.hq.salon.ok("query.roamers", json!({}))
}

#[test]
fn a_grant_passes_from_home_to_where_she_roams_by_packs_alone() {
    let mut chain = roaming();
    let found = roamers(&mut chain);
    let one = &found[0];
    assert_eq!(
        (one["home"].as_str(), one["serving"].as_str(), one["days"].as_i64()),
        (Some("S01"), Some("S02"), Some(2))
    );
    let (dearest, there) = (&one["dearest"], &one["there"]);
    assert_eq!(
        (dearest.as_str(), there.as_str(), one["suggested"].as_str()),
        (Some("88.88"), Some("22.24"), Some("66.64")),
        "{one}"
    );
    let wish = json!({"home": "S01", "member": one["member"], "serving": "S02", "kind": "stored_value", "amount": one["suggested"]});
    let granted = chain.hq.salon.ok("hq.grant", wish.clone());
    assert_eq!(granted["guest"], one["guest"]);
    assert_eq!(roamers(&mut chain)[0]["suggested"], "0.00");
    // One that is taken back is not on its way.
    let more = json!({"home": "S01", "member": one["member"], "serving": "S02", "kind": "stored_value", "amount": "1"});
    let more = chain.hq.salon.ok("hq.grant", more)["no"].as_i64().unwrap();
    assert_eq!(roamers(&mut chain)[0]["coming"], "67.64");
    chain.hq.salon.ok("hq.revoke", json!({"grant": meigui::parts::code_rules::grant_shown(more)}));
    assert_eq!(roamers(&mut chain)[0]["coming"], "66.64");
    let before = holds(&mut chain.stores[0]);
    // The home store passes it on; the other one hears nothing before its books say so.
    let applied = chain.packs();
    assert_eq!((applied[0]["granted"].as_i64(), applied[1]["came"].as_i64()), (Some(1), Some(0)));
    assert_ne!(holds(&mut chain.stores[0]), before);
    chain.send();
    let applied = chain.packs();
    assert_eq!((applied[0]["granted"].as_i64(), applied[1]["came"].as_i64()), (Some(0), Some(1)));
    let held_there = holds(&mut chain.stores[1]);
    assert_eq!(held_there, pair("74.07", "14.81"));
    // Once: the next pack brings nothing new.
    chain.send();
    let applied = chain.packs();
    assert_eq!((applied[0]["granted"].as_i64(), applied[1]["came"].as_i64()), (Some(0), Some(0)));
    assert_eq!(holds(&mut chain.stores[1]), held_there);
    let asks = chain.stores[1].ok("query.parts", json!({}))["asks"].clone();
    assert_eq!((asks[0]["granted"].as_bool(), asks[0]["left"].as_i64()), (Some(true), Some(6664)));
    uses(&mut chain.stores[1], "51");
    chain.send();
    chain.packs();
    // It is rated, and it is known whose member it was.
    let events =
        chain.hq.salon.ok("query.cross_events", json!({"month": "2026-11", "home": "S01", "serving": "S02"}));
    let events = events.as_array().unwrap();
    assert!(events.len() >= 3 && events.iter().all(|event| event["member"] != ""), "{events:?}");
    // What is left when it is over goes home by itself.
    chain.pass(40 * DAY);
    chain.hq.salon.ok("hq.policy", json!({"phones": true}));
    let applied = chain.packs();
    chain.send();
    chain.packs();
    assert_eq!(applied[1]["over"].as_i64().unwrap_or(0), 0, "all of the grant was used first");
    chain.proved();
}

#[test]
fn a_grant_that_nobody_took_or_used_goes_home() {
    let mut chain = roaming();
    let member = roamers(&mut chain)[0]["member"].clone();
    let before = holds(&mut chain.stores[0]);
    let wish =
        json!({"home": "S01", "member": member, "serving": "S02", "kind": "stored_value", "amount": "5000"});
    chain.hq.salon.ok("hq.grant", wish.clone());
    chain.packs();
    // At most what is there.
    assert_eq!(holds(&mut chain.stores[0]), pair("0.00", "0.00"));
    chain.send();
    let applied = chain.packs();
    assert_eq!(applied[1]["came"].as_i64(), Some(1));
    chain.pass(31 * DAY);
    chain.hq.salon.ok("hq.policy", json!({"phones": true}));
    let applied = chain.packs();
    assert_eq!(applied[1]["over"].as_i64(), Some(1));
    chain.send();
    let applied = chain.packs();
    assert_eq!(applied[0]["parts"].as_i64(), Some(1));
    assert_eq!(holds(&mut chain.stores[0]), before);
    // One that the other store never applied comes back once its books go beyond the last day.
    chain.hq.salon.ok("hq.grant", wish);
    let to = chain.hq.inbox.with_file_name("packs");
    chain.packs();
    assert_eq!(holds(&mut chain.stores[0]), pair("0.00", "0.00"));
    chain.send();
    let envelope = meigui::shop::Envelope { key: chain.hq.salon.key(), ..Default::default() };
    let packs =
        meigui::chain::issue::issue(&mut chain.hq.salon.shop, &envelope, (Some("S02"), 0), &to).unwrap();
    let late = json!({"file": "x", "pack": hex(&std::fs::read(&packs[0].file).unwrap())});
    chain.pass(32 * DAY);
    chain.stores[1].ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
    chain.send();
    let own = holds(&mut chain.stores[1]);
    let applied = chain.stores[1].ok("chain.apply", late);
    assert_eq!((applied["came"].as_i64(), holds(&mut chain.stores[1])), (Some(0), own));
    let applied = chain.packs();
    assert_eq!(applied[0]["back"].as_i64(), Some(1));
    assert_eq!(holds(&mut chain.stores[0]), before);
    chain.proved();
}

#[test]
fn sessions_and_points_are_granted_too_and_what_cannot_be_is_refused_in_words() {
    let mut chain = roaming();
    let member = roamers(&mut chain)[0]["member"].clone();
    let cart =
        json!({"member": PHONE, "lines": [{"item": "60", "staff": ["05"]}], "tenders": [{"tender": "cash"}]});
    chain.stores[0].ok("checkout", cart);
    let home = chain.stores[0].ok("query.member", json!({"member": PHONE}));
    let card = home["holdings"]["cards"][0]["card"].clone();
    chain.send();
    let wish = |more: Value| {
        let mut wish = json!({"home": "S01", "member": member, "serving": "S02"});
        wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        wish
    };
    let hq = &mut chain.hq.salon;
    hq.ok("hq.grant", wish(json!({"kind": "session_card", "count": 2, "card": card, "item": "21"})));
    hq.ok("hq.grant", wish(json!({"kind": "points", "count": 50})));
    // Into a file that is not there; the grant goes nowhere, and home again.
    let no_card = wish(json!({"kind": "session_card", "count": 1, "item": "21"}));
    assert_eq!(no(hq, "hq.grant", no_card), "chain.unfit which_card");
    let nobody = wish(json!({"kind": "points", "count": 1, "guest": "M9999"}));
    assert_eq!(no(hq, "hq.grant", nobody), "chain.unfit no_member");
    let nowhere = json!({"home": "S01", "member": member, "serving": "S01", "kind": "points", "count": 1});
    assert_eq!(no(hq, "hq.grant", nowhere), "chain.unfit own_store");
    let nothing = wish(json!({"kind": "points", "count": 0}));
    assert_eq!(no(hq, "hq.grant", nothing), "amount.not_positive ");
    assert_eq!(no(&mut chain.stores[0], "query.roamers", json!({})), "chain.unfit hq_only");
    chain.packs();
    chain.send();
    let applied = chain.packs();
    assert_eq!(applied[1]["came"].as_i64(), Some(2));
    let there = chain.stores[1].ok("query.member", json!({"member": PHONE}));
    assert_eq!(there["holdings"]["cards"][0]["left"].as_i64(), Some(2));
    let cart = json!({"member": PHONE, "lines": [{"item": "21", "staff": ["02"], "card": there["holdings"]["cards"][0]["card"]}], "tenders": []});
    chain.stores[1].ok("checkout", cart);
    chain.send();
    chain.packs();
    chain.proved();
}

#[test]
fn a_member_moves_for_good_with_all_she_has_and_her_money_is_settled_as_before() {
    let mut chain = roaming();
    let member = roamers(&mut chain)[0]["member"].clone();
    let cart =
        json!({"member": PHONE, "lines": [{"item": "60", "staff": ["05"]}], "tenders": [{"tender": "cash"}]});
    chain.stores[0].ok("checkout", cart);
    chain.send();
    let nobody = json!({"home": "S01", "member": "M9999", "to": "S02"});
    assert_eq!(no(&mut chain.hq.salon, "hq.move", nobody), "chain.unfit no_member");
    let moved = chain.hq.salon.ok("hq.move", json!({"home": "S01", "member": member, "to": "S02"}));
    // Stored value, points, one card.
    assert_eq!(moved["grants"].as_i64(), Some(3));
    let applied = chain.packs();
    assert_eq!(applied[0]["granted"].as_i64(), Some(3));
    assert_eq!(holds(&mut chain.stores[0]), pair("0.00", "0.00"));
    let home = chain.stores[0].ok("query.member", json!({"member": PHONE}));
    assert_eq!(home["home_store"], "S02", "{home}");
    chain.send();
    let applied = chain.packs();
    assert_eq!(applied[1]["came"].as_i64(), Some(3));
    let there = chain.stores[1].ok("query.member", json!({"member": PHONE}));
    assert_eq!(there["home_store"], "S02");
    assert_eq!(there["holdings"]["cards"][0]["left"].as_i64(), Some(3));
    // A year later it is still hers there, and what she uses is owed by the store that has the money.
    chain.pass(400 * DAY);
    chain.hq.salon.ok("hq.policy", json!({"phones": true}));
    assert_eq!(chain.packs()[1]["over"].as_i64(), Some(0));
    let before = of(&chain.stores[0], "chain.cleared");
    uses(&mut chain.stores[1], "51");
    chain.send();
    chain.packs();
    assert!(of(&chain.stores[0], "chain.cleared") > before);
    let nothing = json!({"home": "S01", "member": member, "to": "S02"});
    assert_eq!(no(&mut chain.hq.salon, "hq.move", nothing), "chain.unfit nothing_to_move");
    chain.proved();
}

#[test]
fn a_store_that_headquarters_renames_takes_the_name() {
    let mut chain = Chain::of(&["S01", "S02"]);
    let own = chain.stores[0].ok("query.chain", json!({}))["own"].clone();
    let wish =
        json!({"code": "S01", "name": "国贸旗舰店", "key": own["key"], "fingerprint": own["fingerprint"]});
    chain.hq.salon.ok("hq.admit", wish);
    chain.packs();
    assert_eq!(chain.stores[0].shop.profile().name, "国贸旗舰店");
    let there = chain.stores[1].ok("query.chain", json!({}))["peers"].clone();
    assert!(there.as_array().unwrap().iter().any(|peer| peer["name"] == "国贸旗舰店"), "{there}");
    // In a chain headquarters names the stores; where there is none a store does it itself.
    let own = json!({"name": "望京东店"});
    assert_eq!(no(&mut chain.stores[1], "store.rename", own.clone()), "chain.unfit hq_names");
    let mut alone = Salon::branch("S09", "S09");
    alone.ok("store.rename", own);
    assert_eq!(alone.shop.profile().name, "望京东店");
    assert_eq!(no(&mut alone, "store.rename", json!({"name": " "})), "text.missing ");
    chain.send();
    chain.proved();
}

#[test]
fn a_store_hears_what_its_guests_have_at_home_and_of_tiers() {
    let mut chain = roaming();
    let there = chain.stores[1].ok("query.member", json!({"member": PHONE}));
    let told = &there["elsewhere"][0];
    assert_eq!(
        (told["home"].as_str(), told["stored_value"].as_str(), told["as_of"].as_str()),
        (Some("S01"), Some("1000.00"), Some("2026-11-22")),
        "{told}"
    );
    // Nothing of it can be spent here.
    let cart = json!({"member": PHONE, "lines": [{"item": "5"}], "tenders": [{"tender": "stored_value"}]});
    assert_eq!(no(&mut chain.stores[1], "checkout", cart), "stored_value.short ");
    // Of two tiers the better one counts, and tiers are headquarters' as soon as it sets one.
    chain.stores[0].ok("member.edit", json!({"member": PHONE, "tier": "gold"}));
    chain.hq.salon.ok("tier.set", json!({"tier": "gold", "service_rate": "0.8"}));
    let cart =
        json!({"member": PHONE, "lines": [{"item": "60", "staff": ["05"]}], "tenders": [{"tender": "cash"}]});
    chain.stores[0].ok("checkout", cart);
    chain.send();
    let applied = chain.packs();
    assert_eq!((applied[1]["items"].as_i64(), applied[1]["guests"].as_i64()), (Some(1), Some(1)));
    let there = chain.stores[1].ok("query.member", json!({"member": PHONE}));
    assert_eq!(
        (there["tier"].as_str(), there["elsewhere"][0]["cards"][0][2].as_i64()),
        (Some("gold"), Some(3))
    );
    let tiers = chain.stores[1].ok("query.tiers", json!({}));
    let gold = tiers.as_array().unwrap().iter().find(|tier| tier["code"] == "gold").unwrap();
    assert_eq!(gold["service_rate"], "0.8");
    // A lower tier at home never takes the higher one away here.
    chain.stores[0].ok("member.edit", json!({"member": PHONE, "tier": "normal"}));
    chain.send();
    chain.packs();
    assert_eq!(chain.stores[1].ok("query.member", json!({"member": PHONE}))["tier"], "gold");
    chain.proved();
}
