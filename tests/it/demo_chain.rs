//! The demo's chain: headquarters has the closed month of every store, members roam, the matrix sums to zero, every file
//! proves itself, and the same seed makes the same chain.

use std::path::Path;
use std::sync::Arc;

use meigui::chain::insight::{ChainInsight, ChainInsightIs};
use meigui::chain::received::Inbox;
use meigui::chain::replica::Replica;
use meigui::demo::{chain, make};
use meigui::ground::{Machine, Zone};
use meigui::settlement::matrix::MatrixOf;
use meigui::shop::Shop;

fn made(folder: &Path) -> chain::Made {
    let until = Zone::default().moment("2026-11-20".parse().unwrap(), 23, 0);
    let wish = make::Wish { seed: 3, store: 1, members: 40, bills: 500, days: 150, until };
    chain::make(&folder.join("hq.db"), 2, &wish, &mut |_| {}).unwrap()
}

/// All stores together are the stores one by one, with whoever roamed counted once.
fn whole_insight(hq: &Shop) {
    let all = hq.ask(&ChainInsight::default()).unwrap();
    let alone = |code: &str| {
        hq.ask(&ChainInsight { stores: vec![code.to_owned()], ..ChainInsight::default() }).unwrap()
    };
    let (one, other) = (alone("S01"), alone("S02"));
    assert!(all.joined >= 5 && one.joined == 0, "{} joined", all.joined);
    assert_eq!(all.stores, [one.stores.clone(), other.stores.clone()].concat());
    assert_eq!(all.insight.members + all.joined, one.insight.members + other.insight.members);
    let (visits, apart) = (all.insight.visits, one.insight.visits + other.insight.visits);
    assert!(visits <= apart && visits + all.joined * 20 > apart, "{visits} of {apart}");
    for is in [&all, &one, &other] {
        let states: usize = is.insight.states.iter().map(|state| state.members).sum();
        assert_eq!(states, is.insight.members);
    }
    // Money that came with a part was paid at home: nobody pays ahead twice.
    let ahead = |is: &ChainInsightIs| is.insight.moment.map(|[_, _, of]| of);
    assert_eq!(ahead(&all), ahead(&one).zip(ahead(&other)).map(|(one, other)| one + other));
    assert!(ahead(&all).is_some());
    assert!(all.insight.model.is_some() && all.insight.leaving.iter().any(|member| member.store == "S02"));
    assert!(one.insight.leaving.iter().all(|member| member.store == "S01"));
}

#[test]
fn a_chain_to_try_things_on_is_whole_and_the_same_each_time() {
    let (one, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let first = made(one.path());
    assert!(first.roamed > 5 && first.sales > 400 && first.files.len() == 3, "{first:?}");
    for file in &first.files {
        let shop = Shop::open(file, Arc::new(Machine)).unwrap();
        let proof = meigui::proof::prove(shop.db(), shop.profile(), |_| {}).unwrap();
        assert!(proof.sound, "{}: {:?}", file.display(), proof.findings);
    }
    let hq = one.path().join("hq.db");
    let shop = Shop::open(&hq, Arc::new(Machine)).unwrap();
    let inbox = shop.ask(&Inbox { month: Some("2026-10".into()) }).unwrap();
    assert!(inbox.stores.iter().all(|store| store.closed) && inbox.conflicts.is_empty(), "{inbox:?}");
    let matrix = shop.ask(&MatrixOf { month: Some("2026-10".into()) }).unwrap();
    assert!(matrix.events > 0);
    assert_eq!(matrix.positions.iter().map(|position| position.net.0).sum::<i64>(), 0);
    whole_insight(&shop);
    // Two keys, two stores; and the same seed makes all of it again, keys included.
    made(other.path());
    let content =
        |folder: &Path, code: &str| Replica::open(&folder.join("hq.db"), code).unwrap().content().unwrap();
    assert_ne!(content(one.path(), "S01"), content(one.path(), "S02"));
    for code in ["S01", "S02"] {
        assert_eq!(content(one.path(), code), content(other.path(), code), "{code}");
    }
    // Over itself: what a demo before left goes, somebody's store stays.
    made(one.path());
    std::fs::remove_file(one.path().join("hq.db")).unwrap();
    let own = crate::salon::Salon::in_file(&one.path().join("hq.db"));
    drop(own);
    let until = Zone::default().moment("2026-11-20".parse().unwrap(), 23, 0);
    let wish = make::Wish { seed: 3, store: 1, members: 40, bills: 500, days: 150, until };
    assert!(chain::make(&one.path().join("hq.db"), 2, &wish, &mut |_| {}).is_err());
}
