//! The demo's chain: headquarters has the closed month of every store, members roam, the matrix sums to zero, every file
//! proves itself, and the same seed makes the same chain.

use std::path::Path;
use std::sync::Arc;

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
