//! Headquarters and its stores: whatever order bundles come in and however often, the same is there in the end; whatever
//! is wrong with one is told, and nothing of it is taken.

use std::fs;
use std::path::{Path, PathBuf};

use meigui::chain::desk;
use meigui::chain::received::Received;
use meigui::chain::replica::{self, Replica};
use meigui::chain::send;
use meigui::exchange::watch::Watch;
use meigui::shop::{Envelope, Look};
use serde_json::{Value, json};

use crate::salon::{DAY, Salon};

/// Headquarters with an inbox.
pub struct Headquarters {
    pub salon: Salon,
    pub inbox: PathBuf,
    _folder: tempfile::TempDir,
}

impl Headquarters {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let salon = Salon::hq(&folder.path().join("hq.db"));
        let inbox = folder.path().join("inbox");
        fs::create_dir(&inbox).unwrap();
        Self { salon, inbox, _folder: folder }
    }

    pub fn path(&self) -> &Path {
        self.salon.shop.path()
    }

    pub fn admit(&mut self, store: &mut Salon) {
        let own = store.ok("query.chain", json!({}))["own"].clone();
        self.salon.ok(
            "hq.admit",
            json!({"code": own["code"], "name": own["name"], "key": own["key"], "fingerprint": own["fingerprint"]}),
        );
    }

    /// Looks at files and writes down what became of them: `file state what`, in the order of the names.
    pub fn take(&mut self, files: &[PathBuf]) -> Vec<String> {
        let key = self.salon.key();
        let envelope = Envelope { key, ..Envelope::default() };
        let done = desk::take(&mut self.salon.shop, &envelope, files, &Watch::default()).unwrap();
        let told = |file: &Received| format!("{} {} {}", file.file, file.state, file.what);
        done.files.iter().map(|file| told(file).trim_end().to_owned()).collect()
    }

    /// Everything that is in the copy of a store, as one digest.
    pub fn content(&self, code: &str) -> String {
        Replica::open(self.path(), code).unwrap().content().unwrap()
    }

    pub fn conflicts_by_file(&mut self) -> std::collections::BTreeSet<String> {
        let is = self.salon.ok("query.inbox", json!({}));
        let files = is["conflicts"].as_array().unwrap().iter();
        files.map(|file| file["file"].as_str().unwrap().to_owned()).collect()
    }

    pub fn conflicts(&mut self) -> Vec<String> {
        let is = self.salon.ok("query.inbox", json!({"month": "2026-11"}));
        let told =
            |file: &Value| format!("{} {}", file["file"].as_str().unwrap(), file["what"].as_str().unwrap());
        is["conflicts"].as_array().unwrap().iter().map(told).collect()
    }
}

/// A bundle of what is new, as its name and bytes.
pub fn bundle(store: &mut Salon, wish: Value) -> (String, Vec<u8>) {
    let mut wish = wish;
    wish["reason"] = json!("daily");
    let sent = store.ok("bundle.send", wish);
    let shop = &store.shop;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    send::make(shop.db(), &look, sent["no"].as_i64().unwrap()).unwrap()
}

fn put(folder: &Path, (name, bytes): &(String, Vec<u8>)) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}

/// A store that sold on some days and sent a bundle after each.
fn busy(code: &str, days: usize) -> (Salon, Vec<(String, Vec<u8>)>) {
    let mut store = Salon::branch(code, code);
    let mut sent = Vec::new();
    for day in 0..days {
        let topup = json!({"member": "13800138000", "amount": "400", "gift": "40", "tenders": [{"tender": "wechat"}]});
        store.ok("topup", topup);
        let cart = json!({"member": "13800138000", "lines": [{"item": "21", "staff": ["02"]}],
            "tenders": [{"tender": "stored_value"}]});
        store.ok("checkout", cart);
        store.ok("member.edit", json!({"member": "13900139000", "tags": format!("day {day}")}));
        sent.push(bundle(&mut store, json!({})));
        store.world.pass(DAY);
    }
    (store, sent)
}

#[test]
fn a_copy_at_headquarters_is_the_store_and_proves_itself() {
    let mut hq = Headquarters::new();
    let (mut store, sent) = busy("S01", 3);
    hq.admit(&mut store);
    let files: Vec<PathBuf> = sent.iter().map(|file| put(&hq.inbox, file)).collect();
    let took = hq.take(&files);
    assert!(took.iter().all(|told| told.ends_with("merged")), "{took:?}");
    assert_eq!(hq.conflicts(), Vec::<String>::new());
    let mut copy = meigui::shop::Shop::open(&replica::path(hq.path(), "S01"), store.world.clone()).unwrap();
    let proof = meigui::proof::prove(copy.db(), copy.profile(), |_| {}).unwrap();
    assert!(proof.sound, "{:?}", proof.findings);
    // Every report runs in it: the same question has the same answer.
    meigui::performance::rebuild::fill(&mut copy).unwrap();
    for (name, wish) in [
        ("query.totals", json!({"from": "2026-11-21", "to": "2026-11-22"})),
        ("query.z_report", json!({"day": "2026-11-22"})),
        ("query.pay_sheet", json!({"month": "2026-11"})),
        ("query.board", json!({})),
    ] {
        let Some(entry) = meigui::cli::verbs::find(name) else { panic!("{name}") };
        let there = (entry.run)(&mut copy, &Envelope::default(), wish.clone());
        let here = store.ok(name, wish);
        assert_eq!(there.unwrap().value, here, "{name}");
    }
    // It is only looked at.
    let no = copy.act(&Envelope::by("k", "01"), &meigui::performance::rebuild::Rebuild {});
    assert!(matches!(no, Err(meigui::shop::Stop::Refused(no)) if no.code() == "chain.unfit"));
}

#[test]
fn any_order_and_any_repetition_give_the_same_content() {
    let (mut store, sent) = busy("S01", 4);
    let (mut other, far) = busy("S02", 2);
    let orders: [&[usize]; 6] = [
        &[0, 1, 2, 3],
        &[3, 2, 1, 0],
        &[1, 0, 3, 2],
        &[2, 2, 0, 1, 0, 3],
        &[3, 0, 2, 1, 1, 3],
        &[0, 0, 1, 2, 3, 3],
    ];
    let mut seen = Vec::new();
    for order in orders {
        let mut hq = Headquarters::new();
        hq.admit(&mut store);
        hq.admit(&mut other);
        // One after the other: what has to wait is looked at again with each that comes.
        let mut there: Vec<PathBuf> = Vec::new();
        for (turn, place) in order.iter().enumerate() {
            there.push(put(&hq.inbox, &sent[*place]));
            if let Some(far) = far.get(turn) {
                there.push(put(&hq.inbox, far));
            }
            hq.take(&there);
        }
        assert_eq!(hq.conflicts(), Vec::<String>::new(), "{order:?}");
        seen.push((hq.content("S01"), hq.content("S02")));
    }
    seen.dedup();
    assert_eq!(seen.len(), 1);
}

#[test]
fn what_is_missing_is_named_and_a_lost_bundle_is_sent_again() {
    let mut hq = Headquarters::new();
    let (mut store, sent) = busy("S01", 3);
    hq.admit(&mut store);
    let first = put(&hq.inbox, &sent[0]);
    let third = put(&hq.inbox, &sent[2]);
    let took = hq.take(&[first, third.clone()]);
    assert_eq!(took, ["S01_e1_b000001.meigui merged", "S01_e1_b000003.meigui waiting gap"]);
    assert_eq!(hq.conflicts(), ["S01_e1_b000003.meigui gap"]);
    // The store sends everything since the second once more: the third is in it, and waits for nothing now.
    let repair = bundle(&mut store, json!({"from": 2}));
    let again = put(&hq.inbox, &repair);
    assert_eq!(hq.take(&[again]), ["S01_e1_b000004.meigui merged"]);
    assert_eq!(hq.conflicts(), Vec::<String>::new());
    assert_eq!(hq.take(&[third]), ["S01_e1_b000003.meigui same duplicate"]);
    // The same as if nothing had been lost.
    let mut whole = Headquarters::new();
    whole.admit(&mut store);
    let files: Vec<PathBuf> = sent.iter().chain([&repair]).map(|file| put(&whole.inbox, file)).collect();
    whole.take(&files);
    assert_eq!(whole.content("S01"), hq.content("S01"));
}

#[test]
fn strangers_false_keys_and_changed_bytes_are_refused_and_nothing_is_written() {
    let mut hq = Headquarters::new();
    let (mut store, sent) = busy("S01", 1);
    let (name, bytes) = &sent[0];
    let path = put(&hq.inbox, &sent[0]);
    assert_eq!(hq.take(std::slice::from_ref(&path)), [format!("{name} refused unknown_store")]);
    // Somebody else's key under the store's code.
    let mut liar = Salon::branch("S02", "S02");
    let own = liar.ok("query.chain", json!({}))["own"].clone();
    hq.salon.ok("hq.admit", json!({"code": "S01", "name": "国贸", "key": own["key"]}));
    assert_eq!(hq.take(std::slice::from_ref(&path)), [format!("{name} refused other_key")]);
    assert!(!replica::path(hq.path(), "S01").exists());
    hq.admit(&mut store);
    for place in (0..bytes.len()).step_by(7) {
        let mut changed = bytes.clone();
        changed[place] ^= 0x10;
        let path = put(&hq.inbox, &("x.meigui".to_owned(), changed));
        let took = hq.take(&[path]);
        assert!(took[0].starts_with("x.meigui refused"), "byte {place}: {took:?}");
    }
    assert!(!replica::path(hq.path(), "S01").exists());
    assert_eq!(hq.take(&[path]), [format!("{name} merged")]);
    // The fingerprint that was read out must be that of the key.
    let wrong =
        json!({"code": "S02", "name": "望京", "key": own["key"], "fingerprint": "0000-0000-0000-0000"});
    hq.salon.no("hq.admit", wrong, "chain.unfit");
}

#[test]
fn a_restored_store_that_sends_before_it_sells_is_the_same_fork() {
    let mut hq = Headquarters::new();
    let (mut store, sent) = busy("S01", 2);
    let (mut twin, _) = busy("S01", 1);
    hq.admit(&mut store);
    let files: Vec<PathBuf> = sent.iter().map(|file| put(&hq.inbox, file)).collect();
    hq.take(&files);
    let content = hq.content("S01");
    let reached = hq.salon.ok("query.inbox", json!({}))["stores"][0]["last"].clone();
    // Restored to where it was after the first day, it sends at once: no entry is in that bundle.
    let key = twin.key();
    let envelope = Envelope { key, reason: Some("换电脑".into()), ..Envelope::default() };
    let life = meigui::shop::restore::BeginEpoch { beyond: 1, from: "backup.db".into() };
    twin.shop.act(&envelope, &life).unwrap();
    let (_, empty) = bundle(&mut twin, json!({}));
    let empty = put(&hq.inbox, &("empty.meigui".to_owned(), empty));
    assert_eq!(hq.take(&[empty]), ["empty.meigui refused fork"]);
    assert_eq!(hq.content("S01"), content);
    assert_eq!(hq.salon.ok("query.inbox", json!({}))["stores"][0]["last"], reached);
}

#[test]
fn a_restored_store_that_uses_its_numbers_again_is_a_fork() {
    let mut hq = Headquarters::new();
    let (mut store, sent) = busy("S01", 2);
    // The same store as it was after its first day: it goes on otherwise.
    let (mut twin, before) = busy("S01", 1);
    assert_eq!(sent[0], before[0]);
    twin.ok("topup", json!({"member": "13900139000", "amount": "500", "tenders": [{"tender": "cash"}]}));
    let other = bundle(&mut twin, json!({}));
    hq.admit(&mut store);
    let files: Vec<PathBuf> = sent.iter().map(|file| put(&hq.inbox, file)).collect();
    hq.take(&files);
    let content = hq.content("S01");
    let fork = put(&hq.inbox, &("fork.meigui".to_owned(), other.1));
    assert_eq!(hq.take(&[fork]), ["fork.meigui refused fork"]);
    assert_eq!(hq.conflicts(), ["fork.meigui fork"]);
    let (_, all) = bundle(&mut twin, json!({"from": 0}));
    let whole = put(&hq.inbox, &("whole.meigui".to_owned(), all));
    assert_eq!(hq.take(std::slice::from_ref(&whole)), ["whole.meigui refused fork"]);
    assert_eq!(hq.content("S01"), content);
    // Headquarters' word: the twin goes on, and what only the first life had is put aside.
    let key = hq.salon.key();
    let envelope = Envelope { key, reason: Some("门店用备份恢复".into()), ..Envelope::default() };
    let fork = hq.inbox.join("fork.meigui");
    assert!(
        meigui::chain::fork::mend(&mut hq.salon.shop, &envelope, &fork).is_err(),
        "not from the beginning"
    );
    let done = meigui::chain::fork::mend(&mut hq.salon.shop, &envelope, &whole).unwrap();
    assert!(done.common > 0 && done.lost > 0, "{done:?}");
    assert!(done.aside.exists());
    assert_ne!(hq.content("S01"), content);
    assert_eq!(hq.take(std::slice::from_ref(&whole)), ["whole.meigui same duplicate"]);
    // It goes on from there.
    twin.ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
    let next = bundle(&mut twin, json!({}));
    let next = put(&hq.inbox, &next);
    assert!(hq.take(&[next])[0].ends_with("merged"));
}

#[test]
fn what_is_no_file_is_told_and_what_is_out_of_the_way_is_not() {
    let mut hq = Headquarters::new();
    let (mut store, sent) = busy("S01", 1);
    hq.admit(&mut store);
    put(&hq.inbox, &sent[0]);
    put(&hq.inbox, &("letter.meigui".to_owned(), b"a letter".to_vec()));
    fs::create_dir(hq.inbox.join("folder.meigui")).unwrap();
    let inbox = [hq.inbox.clone()];
    let took = hq.take(&inbox);
    assert_eq!(took.len(), 3, "{took:?}");
    assert_eq!(took.iter().filter(|told| told.ends_with("merged")).count(), 1);
    assert_eq!(hq.conflicts().len(), 2);
    let is = hq.salon.ok("query.inbox", json!({"month": "2026-11"}));
    assert_eq!(is["stores"][0]["bills"], 1, "of the month, and not of a bundle");
    assert_eq!(is["stores"][0]["taken"], "400.00");
    fs::remove_dir(hq.inbox.join("folder.meigui")).unwrap();
    hq.take(&inbox);
    assert_eq!(hq.conflicts().len(), 1);
    fs::remove_file(hq.inbox.join("letter.meigui")).unwrap();
    hq.take(&inbox);
    assert_eq!(hq.conflicts(), Vec::<String>::new());
    // There again, told again.
    put(&hq.inbox, &("letter.meigui".to_owned(), b"a letter".to_vec()));
    hq.take(&inbox);
    assert_eq!(hq.conflicts().len(), 1);
}

#[test]
fn a_store_only_sends_and_headquarters_only_takes() {
    let mut hq = Headquarters::new();
    hq.salon.no("bundle.send", json!({"reason": "x"}), "chain.unfit");
    let mut store = Salon::branch("S01", "S01");
    store.no("query.inbox", json!({}), "chain.unfit");
    let own = store.ok("query.chain", json!({}))["own"].clone();
    store.no("hq.admit", json!({"code": "S02", "name": "x", "key": own["key"]}), "chain.unfit");
    // Nothing is new: what left last leaves again, byte for byte.
    let first = bundle(&mut store, json!({}));
    assert_eq!(bundle(&mut store, json!({})), first);
}

/// Headquarters killed with -9 at any moment: the next time it goes on, and in the end all is as if it had never been.
#[cfg(unix)]
#[test]
fn headquarters_killed_at_any_moment_goes_on_where_it_was() {
    use std::process::{Command, Stdio};
    let (mut store, sent) = busy("S01", 12);
    let (mut other, far) = busy("S02", 12);
    let mut whole = Headquarters::new();
    let mut killed = Headquarters::new();
    for hq in [&mut whole, &mut killed] {
        hq.admit(&mut store);
        hq.admit(&mut other);
    }
    let put_all = |hq: &Headquarters| -> Vec<PathBuf> {
        sent.iter().chain(&far).map(|file| put(&hq.inbox, file)).collect()
    };
    let files = put_all(&whole);
    whole.take(&files);
    put_all(&killed);
    let run = |hq: &Headquarters| {
        Command::new(env!("CARGO_BIN_EXE_meigui"))
            .arg("--db")
            .arg(hq.path())
            .args(["hq", "consolidate"])
            .arg(&hq.inbox)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    // A whole run takes so long; each is killed a bit later than the one before.
    let mut cut = 0;
    for round in 1..=12_u32 {
        let mut child = run(&killed);
        let begun = std::time::Instant::now();
        while begun.elapsed() < std::time::Duration::from_millis(4) * round {
            std::hint::spin_loop();
        }
        cut += i32::from(child.try_wait().unwrap().is_none());
        // It may have ended by itself: then there is nobody to kill.
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(cut > 0, "no run was cut short");
    assert!(run(&killed).wait().unwrap().success());
    for code in ["S01", "S02"] {
        assert_eq!(killed.content(code), whole.content(code), "{code}");
    }
    assert_eq!(killed.conflicts(), Vec::<String>::new());
}
