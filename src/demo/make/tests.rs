//! A small demo, made twice: the same rows in every table, the proof holds, nothing refused.

use sha2::{Digest, Sha256};

use super::*;
use crate::db::{Db, ValueRef};

fn wish(seed: u64) -> Wish {
    let today = "2026-11-20".parse().unwrap();
    Wish { seed, store: 1, members: 60, bills: 400, days: 120, until: Zone::default().moment(today, 18, 0) }
}

fn made(wish: &Wish) -> (Shop, Tally) {
    let book = DemoBook::load().unwrap();
    let world = world_of(wish);
    let shop = Shop::found_in_memory(&stage::founding(&book, 1), world.clone()).unwrap();
    play(shop, &book, world, (wish, false), &mut |_| {}).unwrap()
}

fn tables(db: &Db) -> Vec<String> {
    let sql = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name";
    db.list(sql, &[], |row| row.get(0)).unwrap()
}

/// A digest of each table over all its rows.
fn dump(db: &Db) -> Vec<(String, u64, String)> {
    let digest = |table: String| {
        let sql: &'static str = Box::leak(format!("SELECT * FROM {table}").into_boxed_str());
        let (mut hash, mut rows) = (Sha256::new(), 0);
        db.each::<Fault>(sql, &[], |row| {
            rows += 1;
            for column in 0.. {
                match row.get_ref(column) {
                    Ok(ValueRef::Null) => hash.update([0]),
                    Ok(ValueRef::Integer(value)) => hash.update(value.to_be_bytes()),
                    Ok(ValueRef::Text(bytes) | ValueRef::Blob(bytes)) => {
                        hash.update(bytes.len().to_be_bytes());
                        hash.update(bytes);
                    }
                    Ok(ValueRef::Real(_)) => panic!("a float in {table}"),
                    Err(_) => return Ok(()),
                }
            }
            Ok(())
        })
        .unwrap();
        (table, rows, crate::ledger::chain::hex(&hash.finalize()))
    };
    tables(db).into_iter().map(digest).collect()
}

#[test]
fn the_same_seed_makes_the_same_file_to_the_last_salt() {
    let (one, tally) = made(&wish(7));
    let (two, again) = made(&wish(7));
    assert_eq!(tally, again);
    assert_eq!(dump(one.db()), dump(two.db()));
    let (other, _) = made(&wish(8));
    assert_ne!(dump(one.db()), dump(other.db()));
}

#[test]
fn nothing_in_it_is_refused_and_everybody_has_a_file() {
    for seed in 1..4 {
        let (shop, tally) = made(&wish(seed));
        assert_eq!((tally.refused, tally.members), (0, 60), "seed {seed}");
        assert!((350..450).contains(&tally.sales), "{}", tally.sales);
        let rows = dump(shop.db());
        let count =
            |table: &str| rows.iter().find(|(name, ..)| name == table).map_or(0, |(_, rows, _)| *rows);
        for table in ["lot", "card", "rating", "recommendation", "points_lot", "member_owner", "change"] {
            assert!(count(table) > 0, "seed {seed}: no {table}");
        }
        assert_eq!(count("member"), 60);
        let proof = crate::proof::prove(shop.db(), shop.profile(), |_| {}).unwrap();
        assert!(proof.sound, "seed {seed}: {:?}", proof.findings);
        assert_eq!(u64::try_from(proof.bills).unwrap(), count("bill"));
    }
}
