//! Copies and the way back: round trips, a new life after each restore, torn and damaged files told apart.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Arc;

use meigui::db::backup::{self, Log};
use meigui::ground::{Machine, Refused};
use meigui::shop::restore::{self, Restore, Restored};
use meigui::shop::{Envelope, Shop, Stop};
use serde_json::{Value, json};

use crate::salon::{AFTERNOON, Salon, StillWorld};

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A store with one sale, copied, and closed again.
    fn with_copy(&self) -> (PathBuf, PathBuf) {
        let (file, copy) = (self.at("meigui.db"), self.at("copy.db"));
        let mut counter = Salon::small_in_file(&file);
        counter.sell();
        counter.shop.db().back_up(&copy, |_| {}).unwrap();
        (file, copy)
    }

    fn restore(&self, copy: &Path, target: &Path, yes: bool) -> Result<Restored, Stop> {
        let kept = self.at("kept.db");
        let wish = Restore { copy, target, kept: &kept, yes };
        let envelope = Envelope { reason: Some("test".to_owned()), ..Envelope::by("restore-1", "01") };
        restore::restore(&wish, &envelope, Arc::new(Machine))
    }
}

fn code(result: Result<Restored, Stop>) -> String {
    match result {
        Err(Stop::Refused(no)) => no.code().to_owned(),
        Err(other) => format!("{other}"),
        Ok(restored) => format!("restored {restored:?}"),
    }
}

fn epochs(file: &Path) -> Vec<(i64, String, i64)> {
    let shop = Shop::open(file, Arc::new(Machine)).unwrap();
    let sql = "SELECT epoch, reason, after_seq FROM epoch ORDER BY epoch";
    shop.db().list(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap()
}

#[test]
fn a_round_trip_begins_a_new_life_and_keeps_the_old_file() {
    let place = Place::new();
    let (file, copy) = place.with_copy();
    let before = restore::standing(&copy).unwrap();
    let bytes = std::fs::read(&copy).unwrap();
    let restored = place.restore(&copy, &file, false).unwrap();
    assert_eq!((restored.standing.seq, restored.epoch), (before.seq, 2));
    let founded = (1, "founded".to_owned(), 0);
    assert_eq!(epochs(&file), [founded.clone(), (2, "restored".to_owned(), before.seq)]);
    let kept = restored.kept.unwrap();
    assert_eq!(epochs(&kept), [founded]);
    assert_eq!(std::fs::read(&copy).unwrap(), bytes, "the copy is not touched");
    // The store goes on: the next entry has the next sequence, in the new life.
    let mut shop = Shop::open(&file, StillWorld::ticking(AFTERNOON, 1_000)).unwrap();
    let cart: meigui::checkout::Cart =
        serde_json::from_value(json!({ "lines": [{ "item": "21" }], "tenders": [{ "tender": "cash" }] }))
            .unwrap();
    let paid = shop.act(&Envelope::by("after", "01"), &cart).unwrap().value;
    assert_eq!(paid.seq, before.seq + 1);
    assert_eq!(shop.profile().epoch, 2);
}

#[test]
fn a_newer_file_is_replaced_only_when_asked_and_its_life_is_counted() {
    let place = Place::new();
    let (file, copy) = place.with_copy();
    let mut counter = Salon::opened(&file);
    counter.sell();
    drop(counter);
    let before = std::fs::read(&file).unwrap();
    assert_eq!(code(place.restore(&copy, &file, false)), "file.newer");
    assert_eq!(std::fs::read(&file).unwrap(), before, "the refused file stays as it was");
    assert!(!place.at("kept.db").exists() && !place.at("meigui.db.restoring").exists());
    assert_eq!(place.restore(&copy, &file, true).unwrap().epoch, 2);
    std::fs::remove_file(place.at("kept.db")).unwrap();
    // Restored once more from the same copy: the life of the file that stood there is passed over.
    assert_eq!(place.restore(&copy, &file, true).unwrap().epoch, 3);
}

#[test]
fn a_life_that_cannot_be_asked_any_more_is_passed_over() {
    let place = Place::new();
    let (file, copy) = place.with_copy();
    for expected in [2, 3] {
        assert_eq!(place.restore(&copy, &file, true).unwrap().epoch, expected);
        std::fs::remove_file(place.at("kept.db")).unwrap();
    }
    // The third life is torn, and later gone altogether: the mark beside it tells how far it was.
    let good = std::fs::read(&file).unwrap();
    for (expected, torn) in [(4, &good[..good.len() / 2]), (5, b"noise".as_slice())] {
        std::fs::write(&file, torn).unwrap();
        assert_eq!(place.restore(&copy, &file, false).unwrap().epoch, expected);
        std::fs::remove_file(place.at("kept.db")).unwrap();
    }
    std::fs::remove_file(&file).unwrap();
    assert_eq!(place.restore(&copy, &file, false).unwrap().epoch, 6);
    // Without the mark a copy of a later life that lies near tells as much, and where nothing does the leap is far.
    std::fs::create_dir(place.at("backups")).unwrap();
    std::fs::copy(&file, place.at("backups/S01-20261121-143207.db")).unwrap();
    std::fs::remove_file(place.at("meigui.db.epoch")).unwrap();
    std::fs::write(&file, &good[..good.len() / 2]).unwrap();
    let far = place.restore(&copy, &file, false).unwrap().epoch;
    assert!(far > 1_000_000, "{far}");
    std::fs::remove_file(place.at("kept.db")).unwrap();
    std::fs::remove_file(place.at("meigui.db.epoch")).unwrap();
    std::fs::remove_file(&file).unwrap();
    let again = place.restore(&copy, &file, false).unwrap().epoch;
    assert!(again > 1_000_000 && again != far, "{far} {again}");
    assert_eq!(place.restore(&copy, &file, true).unwrap().epoch, again + 1);
    std::fs::remove_file(place.at("kept.db")).unwrap();
    // The mark of another store says nothing here.
    let founding = meigui::shop::found::Founding::new("S02", "望京店");
    let other = Shop::found(&place.at("other.db"), &founding, Arc::new(Machine)).unwrap();
    other.db().back_up(&place.at("s02.db"), |_| {}).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(place.restore(&place.at("s02.db"), &file, false).unwrap().epoch > 1_000_000);
}

#[test]
fn a_file_that_somebody_has_open_is_not_taken_away() {
    let place = Place::new();
    let (file, copy) = place.with_copy();
    let open = Shop::open(&file, Arc::new(Machine)).unwrap();
    assert_eq!(code(place.restore(&copy, &file, false)), "store.busy");
    drop(open);
    assert!(place.restore(&copy, &file, false).is_ok());
}

#[test]
fn a_copy_without_its_log_is_refused_with_words() {
    let place = Place::new();
    let file = place.at("meigui.db");
    let mut counter = Salon::small_in_file(&file);
    counter.sell();
    let torn = place.at("torn.db");
    std::fs::copy(&file, &torn).unwrap();
    assert_eq!(backup::log_of(&torn).unwrap(), Log::Missing);
    let refused = code(place.restore(&torn, &place.at("new.db"), false));
    assert!(["file.torn", "file.damaged", "file.foreign"].contains(&refused.as_str()), "{refused}");
    // A copy by hand of a closed store has the same header; it is complete, and taken when asked.
    drop(counter);
    let by_hand = place.at("by-hand.db");
    std::fs::copy(&file, &by_hand).unwrap();
    assert_eq!(code(place.restore(&by_hand, &place.at("new.db"), false)), "file.torn");
    let restored = place.restore(&by_hand, &place.at("new.db"), true).unwrap();
    assert_eq!(restored.standing.seq, restore::standing(&file).unwrap().seq);
    assert!(!place.at("by-hand.db-wal").exists(), "looking leaves nothing beside a copy");
}

#[test]
fn damaged_copies_are_refused_and_nothing_is_put_in_place() {
    let place = Place::new();
    let (_, copy) = place.with_copy();
    let good = std::fs::read(&copy).unwrap();
    let whole = restore::standing(&copy).unwrap();
    let bad = place.at("bad.db");
    for cut in [0, 10, 99, 100, 4_000, good.len() / 2, good.len() - 1] {
        std::fs::write(&bad, &good[..cut]).unwrap();
        let refused = code(place.restore(&bad, &place.at("new.db"), false));
        assert!(refused.starts_with("file."), "cut at {cut}: {refused}");
    }
    // One flipped bit in each byte of the header: refused, or nothing of the store is changed by it.
    for byte in 0..100 {
        let mut flipped = good.clone();
        flipped[byte] ^= 1 << (byte % 8);
        std::fs::write(&bad, &flipped).unwrap();
        match restore::prove(&bad, false) {
            Ok(standing) => assert_eq!(standing, whole, "byte {byte}"),
            Err(Stop::Refused(no)) => assert!(no.code().starts_with("file."), "byte {byte}: {no}"),
            Err(other) => panic!("byte {byte}: {other}"),
        }
    }
    assert!(!place.at("new.db").exists() && !place.at("new.db.restoring").exists());
}

#[test]
fn another_stores_file_is_not_taken_for_ours() {
    let place = Place::new();
    let (file, _) = place.with_copy();
    let other = place.at("other.db");
    let founding = meigui::shop::found::Founding::new("S02", "望京店");
    Shop::found(&other, &founding, Arc::new(Machine))
        .unwrap()
        .db()
        .back_up(&place.at("s02.db"), |_| {})
        .unwrap();
    assert_eq!(code(place.restore(&place.at("s02.db"), &file, true)), "file.other_store");
    std::fs::write(place.at("note.txt"), "not a database at all, just a long enough note ".repeat(40))
        .unwrap();
    assert_eq!(code(place.restore(&place.at("note.txt"), &file, true)), "file.foreign");
}

#[test]
fn a_pin_stands_before_a_restore_when_the_owner_has_one() {
    let place = Place::new();
    let (file, _) = place.with_copy();
    let mut counter = Salon::opened(&file);
    counter.ok("staff.pin", json!({ "staff": "01", "new_pin": "2468" }));
    let copy = place.at("guarded.db");
    counter.shop.db().back_up(&copy, |_| {}).unwrap();
    drop(counter);
    assert_eq!(code(place.restore(&copy, &file, false)), "approval.missing");
    assert!(!place.at("kept.db").exists());
}

fn meigui(db: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_meigui")).arg("--db").arg(db).args(words).output().unwrap()
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn the_commands_copy_prune_restore_and_show_the_way_back() {
    let place = Place::new();
    let (file, _) = place.with_copy();
    let older = place.at("backups");
    std::fs::create_dir(&older).unwrap();
    for name in ["S01-20200101-000000.db", "S01-20200102-000000.db", "S02-20200101-000000.db"] {
        std::fs::write(older.join(name), "old").unwrap();
    }
    let backed = meigui(&file, &["--json", "backup", "--keep", "1"]);
    assert!(backed.status.success(), "{}", said(&backed));
    let told: Value = serde_json::from_slice(&backed.stdout).unwrap();
    assert_eq!(told["removed"], 2, "{told}");
    assert!(older.join("S02-20200101-000000.db").exists(), "another store's copies are not ours to remove");
    let copy = told["file"].as_str().unwrap().to_owned();

    // The store's file is damaged: the way back is shown, and it works.
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, &good[..good.len() / 2]).unwrap();
    let broken = meigui(&file, &["report", "day"]);
    assert_eq!(broken.status.code(), Some(1), "{}", said(&broken));
    assert!(said(&broken).contains(&format!("meigui restore {copy}")), "{}", said(&broken));
    // A lost header looks like no file of ours; the old one is kept beside all the same.
    std::fs::write(&file, [&[0_u8; 100][..], &good[100..]].concat()).unwrap();
    assert!(said(&meigui(&file, &["report", "day"])).contains("meigui restore "));
    let restored = meigui(&file, &["restore", &copy]);
    assert!(restored.status.success(), "{}", said(&restored));
    assert!(said(&restored).contains("meigui-replaced-"), "{}", said(&restored));
    assert!(meigui(&file, &["report", "day"]).status.success());
    assert_eq!(meigui(&place.at("none.db"), &["backup"]).status.code(), Some(1));
}

#[test]
fn a_damaged_file_is_recognised_when_it_is_opened() {
    let place = Place::new();
    let (file, _) = place.with_copy();
    let good = std::fs::read(&file).unwrap();
    std::fs::write(&file, &good[..good.len() - 4096]).unwrap();
    match Shop::open(&file, Arc::new(Machine)) {
        Err(Stop::Refused(Refused::FileDamaged { .. })) => {}
        other => panic!("{other:?}"),
    }
}

#[test]
fn two_programs_that_copy_in_the_same_second_have_a_whole_copy_each() {
    let place = Place::new();
    let file = place.at("meigui.db");
    Salon::small_in_file(&file).sell();
    let start = std::sync::Barrier::new(2);
    std::thread::scope(|threads| {
        let copier = || -> Vec<Result<PathBuf, meigui::db::Fault>> {
            let shop = Shop::open(&file, StillWorld::at(AFTERNOON)).unwrap();
            let copy = |_| {
                start.wait();
                meigui::shop::copies::make(shop.db(), shop.profile(), shop.now(), 100, |_| {})
            };
            (0..10).map(copy).collect()
        };
        let copiers = [threads.spawn(copier), threads.spawn(copier)];
        for made in copiers.into_iter().flat_map(|copier| copier.join().unwrap()) {
            assert_eq!(backup::log_of(&made.unwrap()).unwrap(), Log::Folded);
        }
    });
    let left = std::fs::read_dir(place.at("backups")).unwrap().map(|entry| entry.unwrap().file_name());
    let halves: Vec<_> = left.filter(|name| name.to_string_lossy().contains(".part")).collect();
    assert!(halves.is_empty(), "{halves:?}");
}
