//! What somebody tried against parts and grants, and what holds: restored files, numbers used twice, books of another life,
//! other people's numbers, codes in a piped batch.

use std::sync::Arc;

use meigui::shop::restore::{self, Restore};
use meigui::shop::{Envelope, Shop};
use serde_json::{Value, json};

use crate::chain::{Headquarters, bundle};
use crate::parts::{Chain, PHONE, ask, give, held, no, topped_up};
use crate::salon::{DAY, Salon};

/// A chain whose member of S01 is known at S02.
fn known() -> Chain {
    let mut chain = Chain::of(&["S01", "S02"]);
    topped_up(&mut chain);
    let number = ask(&mut chain, "10");
    let code = give(&mut chain, number, "10")["code"].clone();
    chain.stores[1].ok("part.take", json!({"code": code}));
    chain.send();
    chain.packs();
    chain
}

fn granted(chain: &mut Chain, amount: &str) -> Value {
    let wish = json!({"home": "S01", "member": "M000001", "serving": "S02", "kind": "stored_value", "amount": amount});
    chain.hq.salon.ok("hq.grant", wish)
}

fn states(chain: &mut Chain) -> Vec<String> {
    let list = chain.hq.salon.ok("query.grants", json!({}));
    list.as_array().unwrap().iter().map(|line| line["state"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_store_that_was_restored_goes_on_reporting() {
    let folder = tempfile::tempdir().unwrap();
    let (file, copy) = (folder.path().join("s1.db"), folder.path().join("copy.db"));
    let mut hq = Headquarters::new();
    let mut store = Salon::in_file(&file);
    store.ok("topup", json!({"member": "13800138000", "amount": "400", "tenders": [{"tender": "wechat"}]}));
    hq.admit(&mut store);
    let world = store.world.clone();
    let take = |hq: &mut Headquarters, store: &mut Salon| {
        let (name, bytes) = bundle(store, json!({}));
        let path = hq.inbox.join(name);
        std::fs::write(&path, bytes).unwrap();
        hq.take(&[path])
    };
    assert!(take(&mut hq, &mut store)[0].ends_with("merged"));
    // Sold and not sent yet; then the file is lost, and a back-up with all of it takes its place.
    store.ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
    store.shop.db().back_up(&copy, |_| {}).unwrap();
    drop(store);
    let envelope = Envelope { reason: Some("坏盘".to_owned()), ..Envelope::by("restore", "01") };
    let kept = folder.path().join("kept.db");
    let wish = Restore { copy: &copy, target: &file, kept: &kept, yes: true };
    let restored = restore::restore(&wish, &envelope, world.clone()).unwrap();
    assert_eq!(restored.epoch, 2);
    let shop = Shop::open(&file, Arc::clone(&world) as Arc<dyn meigui::ground::World>).unwrap();
    let mut store = Salon { shop, world, keys: 500 };
    store.world.pass(DAY);
    store.ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
    let took = take(&mut hq, &mut store);
    assert!(took[0].ends_with("merged"), "{took:?}");
    assert_eq!(hq.conflicts(), Vec::<String>::new());
    // And from the beginning, into a headquarters that has nothing of it.
    let mut other = Headquarters::new();
    other.admit(&mut store);
    let (_, whole) = bundle(&mut store, json!({"from": 0}));
    let path = other.inbox.join("whole.meigui");
    std::fs::write(&path, whole).unwrap();
    assert!(other.take(&[path])[0].ends_with("merged"));
}

#[test]
fn a_grant_is_listed_taken_back_and_never_numbered_twice() {
    let mut chain = known();
    let first = granted(&mut chain, "100");
    let second = granted(&mut chain, "50");
    assert_ne!(first["no"], second["no"]);
    assert_eq!(states(&mut chain), ["called", "called"]);
    let list = chain.hq.salon.ok("query.grants", json!({}));
    let of = |no: &Value| {
        let wanted = meigui::parts::code_rules::grant_shown(no.as_i64().unwrap());
        assert!(list.as_array().unwrap().iter().any(|line| line["grant"] == wanted));
        wanted
    };
    let back = of(&second["no"]);
    assert_eq!(chain.hq.salon.ok("hq.revoke", json!({ "grant": back }))["state"], "revoked");
    assert_eq!(no(&mut chain.hq.salon, "hq.revoke", json!({"grant": "H1"})), "chain.unfit which_grant");
    let before = held(&mut chain.stores[0]);
    assert_eq!(chain.packs()[0]["granted"].as_i64(), Some(1));
    assert_ne!(held(&mut chain.stores[0]), before);
    chain.send();
    assert!(states(&mut chain).contains(&"left".to_owned()));
    assert_eq!(chain.packs()[1]["came"].as_i64(), Some(1));
    chain.send();
    assert!(states(&mut chain).contains(&"arrived".to_owned()));
    // What came is told nobody again: a store that went back would take it twice.
    let packs = chain.packs();
    assert_eq!(packs[1]["came"].as_i64(), Some(0));
    for (days, fits) in [(0_i64, false), (1, true), (365, true), (366, false), (400_000, false)] {
        let wish = json!({"home": "S01", "member": "M000001", "serving": "S02", "kind": "points", "count": 1, "days": days});
        assert_eq!(chain.hq.salon.send("hq.grant", wish).is_ok(), fits, "{days}");
    }
    // A number of ours is no number of a store's asking.
    let wish = json!({"serving": "S02", "ask": 1_000_000_000_002_i64, "who": PHONE, "kind": "stored_value", "amount": "1", "consent": true});
    assert_eq!(no(&mut chain.stores[0], "part.give", wish), "code.unfit code_ask");
    chain.proved();
}

#[test]
fn a_store_that_went_back_behind_what_it_returned_gets_nothing_a_second_time() {
    // Two lives of S02: one gives back and its home store hears of it, the other one spends what it still has.
    let begun = || {
        let mut chain = known();
        let number = ask(&mut chain, "150");
        let code = give(&mut chain, number, "150")["code"].clone();
        chain.stores[1].ok("part.take", json!({"code": code}));
        chain.send();
        (chain, number)
    };
    let ((mut chain, number), (mut twin, _)) = (begun(), begun());
    chain.stores[1].ok("part.return", json!({"ask": number}));
    chain.send();
    chain.packs();
    let home = held(&mut chain.stores[0]);
    let cart = json!({"member": PHONE, "lines": [{"item": "50"}], "tenders": [{"tender": "stored_value"}]});
    twin.stores[1].ok("checkout", cart);
    let (_, whole) = bundle(&mut twin.stores[1], json!({"from": 0}));
    let path = chain.hq.inbox.join("whole.meigui");
    std::fs::write(&path, whole).unwrap();
    let key = chain.hq.salon.key();
    let envelope = Envelope { key, reason: Some("另一份为准".into()), ..Envelope::default() };
    meigui::chain::fork::mend(&mut chain.hq.salon.shop, &envelope, &path).unwrap();
    // The books differ on that part: told, nothing of it is moved, and the rest of the pack is taken.
    let applied = chain.packs();
    assert_eq!((applied[0]["odd"].as_i64(), applied[0]["again"].as_bool()), (Some(1), Some(false)));
    assert_eq!(held(&mut chain.stores[0]), home);
    chain.proved();
}

#[test]
fn other_peoples_numbers_keys_and_stores_are_refused_in_words() {
    let mut chain = known();
    let hq = &mut chain.hq.salon;
    let wish = |more: Value| {
        let mut wish = json!({"home": "S01", "member": "M000001", "serving": "S02", "kind": "stored_value", "amount": "10"});
        wish.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        wish
    };
    // M000002 of S02 is somebody with another phone.
    assert_eq!(no(hq, "hq.grant", wish(json!({"guest": "M000002"}))), "chain.unfit person_other");
    assert_eq!(no(hq, "hq.grant", wish(json!({"serving": "S77"}))), "chain.unfit unknown_store");
    let moving = json!({"home": "S01", "member": "M000001", "to": "S02"});
    hq.ok("hq.move", moving.clone());
    assert_eq!(no(hq, "hq.move", moving), "chain.unfit moves_already");
    let own = hq.ok("query.chain", json!({}))["peers"].clone();
    let key = own.as_array().unwrap().iter().find(|peer| peer["code"] == "S01").unwrap()["key"].clone();
    let stolen = json!({"code": "S02", "name": "望京", "key": key});
    assert_eq!(no(hq, "hq.admit", stolen), "chain.unfit key_taken");
    let own = chain.stores[1].ok("query.chain", json!({}))["own"].clone();
    let shut = json!({"code": "S02", "name": "S02", "key": own["key"], "closed": true});
    chain.hq.salon.ok("hq.admit", shut);
    let after = wish(json!({}));
    assert_eq!(no(&mut chain.hq.salon, "hq.grant", after), "chain.unfit store_closed");
}

#[test]
fn what_a_closed_store_never_took_comes_back_by_headquarters_word() {
    let mut chain = known();
    let before = held(&mut chain.stores[0]);
    granted(&mut chain, "200");
    chain.packs();
    chain.send();
    let own = chain.stores[1].ok("query.chain", json!({}))["own"].clone();
    let shut = json!({"code": "S02", "name": "S02", "key": own["key"], "closed": true});
    chain.hq.salon.ok("hq.admit", shut);
    chain.pass(32 * DAY);
    let applied = chain.packs();
    assert_eq!(applied[0]["back"].as_i64(), Some(1));
    assert_eq!(held(&mut chain.stores[0]), before);
    chain.proved();
}

#[test]
fn codes_are_taken_in_among_the_commands_of_a_group() {
    let mut chain = known();
    let number = ask(&mut chain, "30");
    let code = give(&mut chain, number, "30")["code"].clone();
    let store = &mut chain.stores[1];
    let key = store.key();
    let done = store.shop.group(|shop| {
        let entry = meigui::cli::verbs::find("part.take").unwrap();
        let envelope = Envelope { key: key.clone(), ..Envelope::default() };
        let wrong = Envelope { key: format!("{key}-wrong"), ..Envelope::default() };
        let no = (entry.run)(shop, &wrong, json!({"code": "00000000000000000000", "ask": number}));
        assert!(no.is_err());
        (entry.run)(shop, &envelope, json!({ "code": code })).map(|done| done.value)
    });
    assert_eq!(done.unwrap().unwrap()["amount"].as_i64(), Some(3000));
    chain.proved();
}

/// A chain whose home store went back to its file from before it passed something on: the other store took it in.
fn gone_back(pass: impl Fn(&mut Chain)) -> Chain {
    let mut before = known();
    let mut after = known();
    before.hq.salon.world.pass(1);
    pass(&mut after);
    after.send();
    // The old life takes the place of the home store, and headquarters goes on from it.
    std::mem::swap(&mut after.stores[0], &mut before.stores[0]);
    after.pass(DAY);
    after.stores[0].ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
    let (_, whole) = bundle(&mut after.stores[0], json!({"from": 0}));
    let path = after.hq.inbox.join("whole.meigui");
    std::fs::write(&path, whole).unwrap();
    let key = after.hq.salon.key();
    let envelope = Envelope { key, reason: Some("用了旧备份".into()), ..Envelope::default() };
    meigui::chain::fork::mend(&mut after.hq.salon.shop, &envelope, &path).unwrap();
    after
}

#[test]
fn what_a_home_store_lost_with_a_back_up_is_booked_again_exactly() {
    let mut chain = gone_back(|chain| {
        let number = ask(chain, "240");
        let code = give(chain, number, "240")["code"].clone();
        chain.stores[1].ok("part.take", json!({"code": code}));
    });
    let whole = held(&mut chain.stores[0]);
    let applied = chain.packs();
    assert_eq!((applied[0]["lost"].as_i64(), applied[0]["odd"].as_i64()), (Some(1), Some(0)));
    assert_eq!(held(&mut chain.stores[0]), whole, "spendable in two places");
    let lost = chain.stores[0].ok("query.parts", json!({}))["lost"].clone();
    let (ask, principal) = (lost[0]["ask"].clone(), lost[0]["principal"].clone());
    assert_eq!((lost.as_array().unwrap().len(), principal.as_str()), (1, Some("200.00")), "{lost}");
    let store = &mut chain.stores[0];
    let unknown = json!({"serving": "S02", "ask": 99, "member": PHONE, "reason": "备份"});
    assert_eq!(no(store, "part.accept", unknown), "code.unfit part_not_told");
    let poor = json!({"serving": "S02", "ask": ask, "member": "13900139000", "reason": "备份"});
    assert_eq!(no(store, "part.accept", poor), "stored_value.short ");
    store.ok("part.accept", json!({"serving": "S02", "ask": ask, "member": PHONE, "reason": "备份"}));
    assert_ne!(held(&mut chain.stores[0]), whole);
    assert_eq!(chain.stores[0].ok("query.parts", json!({}))["lost"].as_array().unwrap().len(), 0);
    // From here on it is a part like any other: what is left of it comes home.
    chain.stores[1].ok("part.return", json!({ "ask": ask }));
    chain.send();
    let applied = chain.packs();
    assert_eq!((applied[0]["odd"].as_i64(), applied[0]["parts"].as_i64()), (Some(0), Some(1)));
    assert_eq!(held(&mut chain.stores[0]), whole);
    chain.proved();
}

#[test]
fn a_grant_that_a_home_store_lost_is_called_for_again_exactly_as_it_came() {
    let mut chain = gone_back(|chain| {
        granted(chain, "240");
        chain.packs();
        chain.send();
        assert_eq!(chain.packs()[1]["came"].as_i64(), Some(1));
    });
    let whole = held(&mut chain.stores[0]);
    // Less is there than before, in another mixture: what the other store has is what left.
    let cart = json!({"member": PHONE, "lines": [{"item": "21", "staff": ["02"]}], "tenders": [{"tender": "stored_value"}]});
    chain.stores[0].ok("checkout", cart);
    let applied = chain.packs();
    assert_eq!((applied[0]["granted"].as_i64(), applied[0]["odd"].as_i64()), (Some(1), Some(1)));
    assert_ne!(held(&mut chain.stores[0]), whole);
    chain.send();
    let applied = chain.packs();
    assert_eq!((applied[0]["granted"].as_i64(), applied[0]["odd"].as_i64()), (Some(0), Some(0)));
    chain.proved();
}

#[test]
fn events_of_a_life_that_ended_are_taken_back_and_those_of_the_other_count() {
    let begun = || {
        let mut chain = known();
        let rules = json!([{"name": "全部", "rate": "60%", "share": "0.6"}]);
        chain.hq.salon.ok("clearing.set", json!({"clearing": rules, "reason": "开始"}));
        let number = ask(&mut chain, "300");
        let code = give(&mut chain, number, "300")["code"].clone();
        chain.stores[1].ok("part.take", json!({"code": code}));
        chain.send();
        chain
    };
    let uses = |store: &mut Salon, item: &str| {
        let cart = json!({"member": PHONE, "lines": [{"item": item, "staff": ["02"]}],
            "tenders": [{"tender": "stored_value"}]});
        store.ok("checkout", cart);
    };
    let owed = |chain: &mut Chain| {
        let is = chain.hq.salon.ok("query.matrix", json!({"month": "2026-11"}));
        is["positions"].as_array().unwrap().iter().map(|one| one["net"].clone()).collect::<Vec<_>>()
    };
    let (mut chain, mut twin) = (begun(), begun());
    // Under the same number of a bill each life sells something else.
    uses(&mut chain.stores[1], "51");
    chain.send();
    let first = owed(&mut chain);
    uses(&mut twin.stores[1], "50");
    let (_, whole) = bundle(&mut twin.stores[1], json!({"from": 0}));
    twin.send();
    let wanted = owed(&mut twin);
    assert!(first != wanted && wanted.len() == 2, "{first:?} {wanted:?}");
    let path = chain.hq.inbox.join("whole.meigui");
    std::fs::write(&path, whole).unwrap();
    let key = chain.hq.salon.key();
    let envelope = Envelope { key, reason: Some("另一份为准".into()), ..Envelope::default() };
    let mended = meigui::chain::fork::mend(&mut chain.hq.salon.shop, &envelope, &path).unwrap();
    assert_eq!(mended.events, 1);
    chain.hq.take(&[]);
    assert_eq!(owed(&mut chain), wanted);
    // And a void of it later leaves nothing of either.
    let member = twin.stores[1].ok("query.member", json!({"member": PHONE}));
    let sold = member["last_sale"]["bill"].clone();
    twin.stores[1].ok("bill.void", json!({"bill": sold, "reason": "退"}));
    let (_, more) = bundle(&mut twin.stores[1], json!({}));
    let path = chain.hq.inbox.join("more.meigui");
    std::fs::write(&path, more).unwrap();
    assert!(chain.hq.take(&[path])[0].ends_with("merged"));
    let nets = owed(&mut chain);
    assert!(nets.iter().all(|net| net == "0.00"), "{nets:?}");
}

#[test]
fn a_person_with_files_at_two_stores_is_told_until_one_of_them_is_a_guest() {
    let mut chain = Chain::of(&["S01", "S02"]);
    topped_up(&mut chain);
    chain.send();
    let twice = |chain: &mut Chain| {
        let crossed = chain.hq.salon.ok("query.crosscheck", json!({}));
        let all = crossed.as_array().unwrap().iter().filter(|one| one["what"] == "person_twice");
        all.map(|one| one["detail"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(twice(&mut chain).len(), 2);
    granted(&mut chain, "50");
    let left = twice(&mut chain);
    assert!(left.len() == 1 && left[0].contains("M000002"), "{left:?}");
}
