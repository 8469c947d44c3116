//! Parts of a balance between stores: a code moves exactly what it says, once, to one store, in time; nobody spends twice.

use std::path::PathBuf;

use meigui::chain::issue::issue;
use meigui::ledger::chain::hex;
use meigui::shop::{Envelope, Stop};
use serde_json::{Value, json};

use crate::chain::{Headquarters, bundle};
use crate::salon::{DAY, MINUTE, Salon};

/// Headquarters and stores that know each other.
pub struct Chain {
    pub hq: Headquarters,
    pub stores: Vec<Salon>,
}

impl Chain {
    pub fn of(codes: &[&str]) -> Self {
        let mut hq = Headquarters::new();
        let mut stores: Vec<Salon> = codes.iter().map(|code| Salon::branch(code, code)).collect();
        for store in &mut stores {
            hq.admit(store);
        }
        let mut chain = Self { hq, stores };
        chain.packs();
        chain
    }

    /// Headquarters writes its packs and every store applies its own; answers what each of them came to.
    pub fn packs(&mut self) -> Vec<Value> {
        self.packs_but(&[])
    }

    /// The same, but some stores hear nothing of theirs.
    pub fn packs_but(&mut self, deaf: &[String]) -> Vec<Value> {
        let to = self.hq.inbox.with_file_name("packs");
        let key = self.hq.salon.key();
        let envelope = Envelope { key, ..Envelope::default() };
        let packs = issue(&mut self.hq.salon.shop, &envelope, (None, 0), &to).unwrap();
        let own = self.hq.salon.ok("query.chain", json!({}))["own"].clone();
        let mut out = Vec::new();
        for pack in packs {
            let code = pack.store.clone();
            if deaf.contains(&code) {
                continue;
            }
            let store = self.stores.iter_mut().find(|store| store.shop.profile().code == code).unwrap();
            let bytes = std::fs::read(&pack.file).unwrap();
            let wish = json!({"file": code, "pack": hex(&bytes), "fingerprint": own["fingerprint"]});
            out.push(store.ok("chain.apply", wish));
        }
        out
    }

    /// Every store sends what is new, and headquarters takes it.
    pub fn send(&mut self) {
        let mut files: Vec<PathBuf> = Vec::new();
        for store in &mut self.stores {
            let (name, bytes) = bundle(store, json!({}));
            let path = self.hq.inbox.join(name);
            std::fs::write(&path, bytes).unwrap();
            files.push(path);
        }
        let took = self.hq.take(&files);
        assert!(took.iter().all(|told| told.contains("merged") || told.contains("same")), "{took:?}");
        assert_eq!(self.hq.conflicts(), Vec::<String>::new());
    }

    pub fn pass(&self, ms: i64) {
        for store in &self.stores {
            store.world.pass(ms);
        }
        self.hq.salon.world.pass(ms);
    }

    pub fn proved(&self) {
        for store in &self.stores {
            let proof = meigui::proof::prove(store.shop.db(), store.shop.profile(), |_| {}).unwrap();
            assert!(proof.sound, "{}: {:?}", store.shop.profile().code, proof.findings);
        }
    }
}

pub const PHONE: &str = "13800138000";

pub fn topped_up(chain: &mut Chain) {
    let wish = json!({"member": PHONE, "amount": "1000", "gift": "200", "tenders": [{"tender": "cash"}]});
    chain.stores[0].ok("topup", wish);
}

pub fn held(store: &mut Salon) -> (String, String) {
    let member = store.ok("query.member", json!({"member": PHONE}));
    let holdings = &member["holdings"];
    (holdings["principal"].as_str().unwrap().to_owned(), holdings["gift"].as_str().unwrap().to_owned())
}

pub fn ask(chain: &mut Chain, amount: &str) -> i64 {
    let wish =
        json!({"member": PHONE, "home": "S01", "kind": "stored_value", "amount": amount, "note": "肩颈"});
    chain.stores[1].ok("part.ask", wish)["ask"].as_i64().unwrap()
}

pub fn give(chain: &mut Chain, ask: i64, amount: &str) -> Value {
    let wish = json!({"serving": "S02", "ask": ask, "who": PHONE, "kind": "stored_value", "amount": amount,
        "consent": true});
    chain.stores[0].ok("part.give", wish)
}

/// The refusal of a command: its code and what.
pub fn no(store: &mut Salon, name: &str, wish: Value) -> String {
    match store.send(name, wish) {
        Err(Stop::Refused(no)) => {
            let facts = serde_json::to_value(&no).unwrap();
            let what = facts["what"].as_str().or_else(|| facts["facts"]["what"].as_str()).unwrap_or_default();
            format!("{} {what}", no.code())
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_code_moves_exactly_its_amount_and_only_once() {
    let mut chain = Chain::of(&["S01", "S02", "S03"]);
    topped_up(&mut chain);
    let number = ask(&mut chain, "120");
    let given = give(&mut chain, number, "120");
    assert_eq!((given["principal"].as_str(), given["gift"].as_str()), (Some("100.00"), Some("20.00")));
    assert_eq!(held(&mut chain.stores[0]), ("900.00".into(), "180.00".into()));
    assert_eq!(held(&mut chain.stores[1]), ("0.00".into(), "0.00".into()));
    let digits = given["digits"].as_str().unwrap().to_owned();
    let taken = chain.stores[1].ok("part.take", json!({"code": digits, "ask": number}));
    assert_eq!((taken["home"].as_str(), taken["amount"].as_i64()), (Some("S01"), Some(12_000)));
    assert_eq!(held(&mut chain.stores[1]), ("100.00".into(), "20.00".into()));
    // Twice, in either form.
    assert_eq!(
        no(&mut chain.stores[1], "part.take", json!({"code": digits, "ask": number})),
        "code.unfit code_used"
    );
    assert_eq!(no(&mut chain.stores[1], "part.take", json!({"code": given["code"]})), "code.unfit code_used");
    // Nothing passes from a store to itself.
    let own = json!({"member": PHONE, "home": "S02", "kind": "stored_value", "amount": "1"});
    assert_eq!(no(&mut chain.stores[1], "part.ask", own), "chain.unfit own_store");
    // For another store, unasked, and for the same number again.
    assert_eq!(
        no(&mut chain.stores[2], "part.take", json!({"code": given["code"]})),
        "code.unfit code_elsewhere"
    );
    assert_eq!(
        no(&mut chain.stores[1], "part.take", json!({"code": digits, "ask": 9})),
        "code.unfit code_unasked"
    );
    let again = json!({"serving": "S02", "ask": number, "who": PHONE, "kind": "stored_value", "amount": "1", "consent": true});
    assert_eq!(no(&mut chain.stores[0], "part.give", again), "code.unfit code_given");
    // The work is paid with it, and only with what is held here.
    let cart = |item: &str| {
        json!({"member": PHONE, "lines": [{"item": item, "staff": ["02"]}],
        "tenders": [{"tender": "stored_value"}]})
    };
    assert_eq!(no(&mut chain.stores[1], "checkout", cart("5")), "stored_value.short ");
    let cart = json!({"member": PHONE, "lines": [{"item": "51"}], "tenders": [{"tender": "stored_value"}]});
    chain.stores[1].ok("checkout", cart);
    // The money lies at home: nothing of it is paid out here.
    let lot =
        chain.stores[1].ok("query.member", json!({"member": PHONE}))["holdings"]["lots"][0]["lot"].clone();
    let out = json!({"holding": {"lot": lot}});
    assert_eq!(no(&mut chain.stores[1], "query.card_refund", out), "chain.unfit foreign_money");
    assert_eq!(held(&mut chain.stores[1]), ("25.93".into(), "5.19".into()));
    chain.proved();
}

#[test]
fn what_was_changed_or_came_too_late_is_refused_in_words_and_wrong_tries_cost_time() {
    let mut chain = Chain::of(&["S01", "S02"]);
    topped_up(&mut chain);
    let number = ask(&mut chain, "100");
    // The home store passes on less than was asked: the code is for something else.
    let given = give(&mut chain, number, "90");
    let digits = given["digits"].as_str().unwrap().to_owned();
    assert_eq!(
        no(&mut chain.stores[1], "part.take", json!({"code": digits, "ask": number})),
        "code.unfit code_proof"
    );
    assert_eq!(
        no(&mut chain.stores[1], "part.take", json!({"code": given["code"]})),
        "code.unfit code_other"
    );
    assert_eq!(
        no(&mut chain.stores[1], "part.take", json!({"code": "1234", "ask": number})),
        "code.unfit code_shape"
    );
    let number = ask(&mut chain, "50");
    let digits = give(&mut chain, number, "50")["digits"].as_str().unwrap().to_owned();
    let last = if digits.ends_with('1') { '2' } else { '1' };
    let mut wrong = digits.clone();
    wrong.pop();
    wrong.push(last);
    // Two wrong ones until now: what is no code at all is no guess.
    for _ in 0..3 {
        assert_eq!(
            no(&mut chain.stores[1], "part.take", json!({"code": wrong, "ask": number})),
            "code.unfit code_proof"
        );
    }
    // Five wrong ones: even the right one waits, a minute of running time.
    assert_eq!(
        no(&mut chain.stores[1], "part.take", json!({"code": digits, "ask": number})),
        "code.throttled "
    );
    chain.pass(MINUTE + 1_000);
    chain.stores[1].ok("part.take", json!({"code": digits, "ask": number}));
    let number = ask(&mut chain, "10");
    let late = give(&mut chain, number, "10");
    chain.pass(2 * DAY);
    for wish in [json!({"code": late["digits"], "ask": number}), json!({"code": late["code"]})] {
        assert_eq!(no(&mut chain.stores[1], "part.take", wish), "code.unfit code_expired");
    }
    // Nor when it is dated back.
    let back = json!({"code": late["code"], "at": "2026-11-21"});
    assert_eq!(no(&mut chain.stores[1], "part.take", back), "code.unfit code_expired");
    chain.proved();
}

#[test]
fn a_used_code_neither_counts_nor_forgives() {
    let mut chain = Chain::of(&["S01", "S02"]);
    topped_up(&mut chain);
    let used = ask(&mut chain, "50");
    let used = give(&mut chain, used, "50")["code"].clone();
    chain.stores[1].ok("part.take", json!({"code": used}));
    let number = ask(&mut chain, "10");
    let given = give(&mut chain, number, "10");
    let wrong = json!({"code": "00000000000000000000", "ask": number});
    for _ in 0..4 {
        assert!(no(&mut chain.stores[1], "part.take", wrong.clone()).starts_with("code.unfit"));
        assert_eq!(no(&mut chain.stores[1], "part.take", json!({"code": used})), "code.unfit code_used");
        assert_eq!(no(&mut chain.stores[1], "part.take", json!({"code": "你好"})), "code.unfit code_shape");
    }
    assert!(no(&mut chain.stores[1], "part.take", wrong).starts_with("code.unfit"));
    let right = json!({"code": given["code"].as_str().unwrap().to_lowercase()});
    assert_eq!(no(&mut chain.stores[1], "part.take", right.clone()), "code.throttled ");
    chain.pass(MINUTE + 1_000);
    chain.stores[1].ok("part.take", right);
    chain.proved();
}

#[test]
fn while_two_lives_stand_against_each_other_nothing_comes_back() {
    // Two machines go on from the same file of S02: one never takes the part in, the other one spends it.
    let begun = || {
        let mut chain = Chain::of(&["S01", "S02"]);
        topped_up(&mut chain);
        let number = ask(&mut chain, "150");
        let code = give(&mut chain, number, "150")["code"].clone();
        chain.send();
        (chain, code)
    };
    let ((mut chain, _), (mut twin, code)) = (begun(), begun());
    twin.stores[1].ok("part.take", json!({"code": code}));
    let cart = json!({"member": PHONE, "lines": [{"item": "50"}], "tenders": [{"tender": "stored_value"}]});
    twin.stores[1].ok("checkout", cart);
    let guest = json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]});
    twin.stores[1].ok("checkout", guest.clone());
    chain.pass(5 * DAY);
    chain.stores[1].ok("checkout", guest);
    chain.send();
    let (name, bytes) = bundle(&mut twin.stores[1], json!({}));
    let path = chain.hq.inbox.join(format!("twin-{name}"));
    std::fs::write(&path, bytes).unwrap();
    let took = chain.hq.take(&[path]);
    assert!(took[0].ends_with("refused fork"), "{took:?}");
    assert_eq!(chain.packs()[0]["back"].as_i64(), Some(0));
    assert_eq!(held(&mut chain.stores[0]), ("875.00".into(), "175.00".into()));
}

#[test]
fn a_headquarters_that_went_back_is_noticed_and_can_go_on() {
    let rules =
        |rate: &str| json!({"clearing": [{"name": "全部", "rate": rate, "share": "0.6"}], "reason": "开始"});
    let (mut chain, mut old) = (Chain::of(&["S01", "S02"]), Chain::of(&["S01", "S02"]));
    chain.hq.salon.ok("clearing.set", rules("60%"));
    chain.packs();
    // Its file from before this, which issues something else under the same number.
    old.hq.salon.ok("clearing.set", rules("90%"));
    old.packs();
    let to = old.hq.inbox.with_file_name("packs");
    let read = |name: &str| hex(&std::fs::read(to.join(name)).unwrap());
    let wish = json!({"file": "x", "pack": read("H00_to_S01_v2.meigui")});
    assert_eq!(no(&mut chain.stores[0], "chain.apply", wish), "bundle.unfit pack_other");
    let envelope = Envelope { key: old.hq.salon.key(), ..Envelope::default() };
    let packs = issue(&mut old.hq.salon.shop, &envelope, (Some("S01"), 7), &to).unwrap();
    assert_eq!((packs[0].version, packs[0].news), (8, true));
    let applied =
        chain.stores[0].ok("chain.apply", json!({"file": "x", "pack": read("H00_to_S01_v8.meigui")}));
    assert_eq!((applied["version"].as_i64(), applied["again"].as_bool()), (Some(8), Some(false)));
    // Once is enough: what says the same is the same again.
    let envelope = Envelope { key: old.hq.salon.key(), ..Envelope::default() };
    let packs = issue(&mut old.hq.salon.shop, &envelope, (Some("S01"), 7), &to).unwrap();
    assert_eq!((packs[0].version, packs[0].news), (8, false));
}

#[test]
fn what_was_used_is_settled_and_what_was_never_taken_comes_back() {
    let mut chain = Chain::of(&["S01", "S02"]);
    topped_up(&mut chain);
    let used = ask(&mut chain, "120");
    let code = give(&mut chain, used, "120")["code"].clone();
    chain.stores[1].ok("part.take", json!({"code": code}));
    let cart = json!({"member": PHONE, "lines": [{"item": "51"}], "tenders": [{"tender": "stored_value"}]});
    chain.stores[1].ok("checkout", cart);
    let lost = ask(&mut chain, "60");
    let unused = give(&mut chain, lost, "60")["code"].clone();
    assert_eq!(held(&mut chain.stores[0]), ("850.00".into(), "170.00".into()));
    // Headquarters knows nothing of it yet: nothing comes back, however late it is.
    chain.pass(5 * DAY);
    let applied = chain.packs();
    assert_eq!((applied[0]["parts"].as_i64(), applied[0]["back"].as_i64()), (Some(0), Some(0)));
    // The books of the other store go beyond the last day of the code, and it is not in them.
    chain.stores[1].ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
    chain.send();
    let applied = chain.packs();
    assert_eq!((applied[0]["parts"].as_i64(), applied[0]["back"].as_i64()), (Some(1), Some(1)));
    assert_eq!(held(&mut chain.stores[0]), ("900.00".into(), "180.00".into()));
    assert_eq!(no(&mut chain.stores[1], "part.take", json!({"code": unused})), "code.unfit code_expired");
    // A refund at the other store puts it back into the part there; the next pack says so.
    let member = chain.stores[1].ok("query.member", json!({"member": PHONE}));
    let number = member["last_sale"]["bill"].as_str().unwrap().to_owned();
    chain.stores[1].ok("bill.void", json!({"bill": number, "reason": "客人改期"}));
    assert_eq!(held(&mut chain.stores[1]), ("100.00".into(), "20.00".into()));
    chain.send();
    let applied = chain.packs();
    assert_eq!((applied[0]["parts"].as_i64(), applied[0]["back"].as_i64()), (Some(1), Some(0)));
    // The same pack again changes nothing.
    chain.send();
    let applied = chain.packs();
    assert_eq!((applied[0]["parts"].as_i64(), applied[0]["back"].as_i64()), (Some(0), Some(0)));
    chain.proved();
}

#[test]
fn sessions_and_points_go_the_same_way() {
    let mut chain = Chain::of(&["S01", "S02"]);
    let lines = json!([{"item": "60", "staff": ["05"]}]);
    let cart = json!({"member": PHONE, "lines": lines, "tenders": [{"tender": "cash"}]});
    chain.stores[0].ok("checkout", cart);
    let member = chain.stores[0].ok("query.member", json!({"member": PHONE}));
    let card = member["holdings"]["cards"][0]["card"].as_str().unwrap().to_owned();
    let points = member["points"].as_i64().unwrap();
    assert!(points >= 100, "{points}");
    let wish = json!({"member": PHONE, "home": "S01", "kind": "session_card", "count": 1, "item": "21"});
    let number = chain.stores[1].ok("part.ask", wish)["ask"].as_i64().unwrap();
    let give = |kind: &str, number: i64, count: i64| json!({"serving": "S02", "ask": number, "who": PHONE, "kind": kind, "count": count, "card": card, "consent": true});
    let given = chain.stores[0].ok("part.give", give("session_card", number, 1));
    assert_eq!(given["principal"], "333.33");
    let taken = chain.stores[1].ok("part.take", json!({"code": given["digits"], "ask": number}));
    let cart = json!({"member": PHONE, "lines": [{"item": "21", "staff": ["02"], "card": taken["card"]}], "tenders": []});
    chain.stores[1].ok("checkout", cart);
    let wish = json!({"member": PHONE, "home": "S01", "kind": "points", "count": 100});
    let number = chain.stores[1].ok("part.ask", wish)["ask"].as_i64().unwrap();
    let given = chain.stores[0].ok("part.give", give("points", number, 100));
    chain.stores[1].ok("part.take", json!({"code": given["digits"], "ask": number}));
    let there = chain.stores[1].ok("query.member", json!({"member": PHONE}));
    assert_eq!(there["points"].as_i64(), Some(100));
    let here = chain.stores[0].ok("query.member", json!({"member": PHONE}));
    assert_eq!(here["points"].as_i64(), Some(points - 100));
    assert_eq!(here["holdings"]["cards"][0]["left"].as_i64(), Some(2));
    // More than is there is refused at home.
    let wish = json!({"member": PHONE, "home": "S01", "kind": "session_card", "count": 3, "item": "21"});
    let number = chain.stores[1].ok("part.ask", wish)["ask"].as_i64().unwrap();
    assert_eq!(
        no(&mut chain.stores[0], "part.give", give("session_card", number, 3)),
        "card.sessions_short "
    );
    chain.send();
    let applied = chain.packs();
    assert_eq!(applied[0]["parts"].as_i64(), Some(1));
    chain.proved();
}

#[test]
fn packs_are_believed_of_one_headquarters_for_one_store_and_never_go_back() {
    let mut chain = Chain::of(&["S01", "S02"]);
    let to = chain.hq.inbox.with_file_name("packs");
    let read = |name: &str| hex(&std::fs::read(to.join(name)).unwrap());
    let first = read("H00_to_S01_v1.meigui");
    assert_eq!(
        no(&mut chain.stores[1], "chain.apply", json!({"file": "x", "pack": first})),
        "bundle.unfit other_store"
    );
    let mut other = Salon::branch("S01", "S01");
    assert_eq!(no(&mut other, "chain.apply", json!({"file": "x", "pack": first})), "bundle.unfit hq_unknown");
    let wish = json!({"file": "x", "pack": first, "fingerprint": "1111-2222-3333-4444"});
    assert_eq!(no(&mut other, "chain.apply", wish), "bundle.unfit hq_fingerprint");
    // Something new for the stores: their rules.
    let rules = json!([{"name": "全部", "rate": "60%", "share": "0.6"}]);
    chain.hq.salon.ok("clearing.set", json!({"clearing": rules, "reason": "开始"}));
    let applied = chain.packs();
    assert_eq!(applied[0]["books"].as_i64(), Some(1));
    assert_eq!(
        no(&mut chain.stores[0], "chain.apply", json!({"file": "x", "pack": first})),
        "bundle.unfit older"
    );
    assert_eq!(
        no(&mut chain.stores[0], "clearing.set", json!({"clearing": [], "reason": "x"})),
        "chain.unfit hq_rules"
    );
    let second = read("H00_to_S01_v2.meigui");
    let again = chain.stores[0].ok("chain.apply", json!({"file": "x", "pack": second}));
    assert_eq!(again["again"], true);
}

#[test]
fn what_comes_back_finds_a_member_whose_files_were_merged_since() {
    let mut chain = Chain::of(&["S01", "S02"]);
    topped_up(&mut chain);
    let number = ask(&mut chain, "120");
    give(&mut chain, number, "120");
    let home = &mut chain.stores[0];
    home.ok("member.merge", json!({"from": PHONE, "into": "13900139000", "reason": "同一人"}));
    chain.pass(5 * DAY);
    chain.stores[1].ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
    chain.send();
    let applied = chain.packs();
    assert_eq!(applied[0]["back"].as_i64(), Some(1));
    let member = chain.stores[0].ok("query.member", json!({"member": "13900139000"}));
    assert_eq!(member["holdings"]["stored_value"], "1200.00");
    chain.proved();
}

#[test]
fn phones_leave_only_when_asked_for_and_only_headquarters_reads_them() {
    let mut chain = Chain::of(&["S01", "S02"]);
    let phones = |chain: &Chain| -> i64 {
        let path = meigui::chain::replica::path(chain.hq.path(), "S01");
        let copy = meigui::db::Db::open(&path, meigui::db::Mode::Read).unwrap();
        copy.one("SELECT count(*) AS phones FROM member_phone", &[], |row| row.get("phones"))
            .unwrap()
            .unwrap()
    };
    chain.send();
    assert_eq!(phones(&chain), 0);
    chain.hq.salon.ok("hq.policy", json!({"phones": true}));
    chain.packs();
    chain.stores[0].ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
    let (_, bytes) = bundle(&mut chain.stores[0], json!({}));
    assert!(!bytes.windows(PHONE.len()).any(|part| part == PHONE.as_bytes()));
    // The same bundle again is the same to the byte, sealed part and all.
    assert_eq!(bundle(&mut chain.stores[0], json!({})).1, bytes);
    chain.send();
    assert_eq!(phones(&chain), 2);
    chain.hq.salon.ok("hq.policy", json!({"phones": false}));
    chain.packs();
    let before = bundle(&mut chain.stores[0], json!({"from": 0})).1.len();
    chain.stores[0].ok("member.open", json!({"name": "新客", "phone": "13700137000"}));
    chain.send();
    assert_eq!(phones(&chain), 2, "{before}");
}

#[test]
fn a_part_that_differs_is_told_and_the_rest_of_the_pack_is_taken() {
    let mut chain = Chain::of(&["S01", "S02"]);
    // A store that took in what nobody passed on, as its books say.
    let planted = "INSERT INTO part_ask (home, who, member_id, kind, amount, note, on_day, at, by_id, command_id)
        VALUES ('S01', 'x', 1, 'stored_value', 100, '', '2026-11-20', 1, 1, 1);
        INSERT INTO part_in (home, ask, member_id, kind, amount, principal, gift, expires_on, on_day, at, by_id, entry_id,
            command_id)
        SELECT 'S01', max(id), 1, 'stored_value', 100, 100, 0, '2026-11-22', '2026-11-20', 1, 1, 1, 1 FROM part_ask";
    chain.stores[1].shop.db().attempt(planted).unwrap();
    chain.send();
    let rules = json!([{"name": "全部", "rate": "60%", "share": "0.6"}]);
    chain.hq.salon.ok("clearing.set", json!({"clearing": rules, "reason": "开始"}));
    let applied = chain.packs();
    assert_eq!((applied[0]["lost"].as_i64(), applied[0]["books"].as_i64()), (Some(1), Some(1)));
}
