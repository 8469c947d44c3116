//! A chain simulated with a seed: stores sell, members roam, bundles are lost, doubled, reordered, cut, flipped and sent
//! again from the past, headquarters is stopped half-way, rules change, months are frozen. In the end an oracle that
//! knows nothing of ledgers agrees to the fen, and the list of conflicts holds every fault and nothing else.
//!
//! A long run: `MEIGUI_SIM="<seed> <stores> <steps>" cargo test --release --test it a_chain_of_your_own -- --nocapture`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use meigui::exchange::watch::Watch;
use meigui::ground::{Fen, Month};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::chain::bundle;
use crate::parts::Chain;
use crate::salon::{DAY, MINUTE};

/// What the oracle knows: by phone, what a member paid in and was given, less what she paid with, in fen.
type Owed = BTreeMap<&'static str, i64>;

const PHONES: [&str; 2] = ["13800138000", "13900139000"];
/// Items paid by stored value, and their prices in fen.
const ITEMS: [(&str, i64); 3] = [("5", 26_800), ("51", 8_888), ("21", 39_800)];

struct Sim {
    chain: Chain,
    rng: ChaCha8Rng,
    oracle: Owed,
    /// Codes that were given and not yet tried: home, serving, ask, digits.
    codes: Vec<(usize, usize, i64, String)>,
    /// Bills paid by stored value that were not given back: store, number, whose it was, fen.
    bills: Vec<(usize, String, &'static str, i64)>,
    /// What each store sent: files in their order.
    sent: Vec<Vec<(String, Vec<u8>)>>,
    /// Files that are faulty, as they lie in the inbox.
    faults: BTreeSet<String>,
    frozen: BTreeMap<String, String>,
    /// Codes that were tried a second time, and refused.
    twice: usize,
    files: usize,
    returned: usize,
    granted: usize,
    came: usize,
}

impl Sim {
    fn new(seed: u64, stores: usize) -> Self {
        println!("simulation: seed {seed}, {stores} stores");
        let codes: Vec<String> = (1..=stores).map(|number| format!("S{number:02}")).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let mut chain = Chain::of(&codes);
        let hq = &mut chain.hq.salon;
        hq.ok("staff.hire", json!({"number": "02", "name": "方蕾", "job": "manager", "role": "manager"}));
        let rules = json!([{"name": "默认", "rate": "60%", "share": "60%"}]);
        hq.ok("clearing.set", json!({"clearing": rules, "reason": "开始"}));
        chain.packs();
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        // No two clocks agree: some are more than a day ahead.
        for store in &chain.stores {
            store.world.pass(rng.random_range(0..30 * 60 * MINUTE));
        }
        Self {
            chain,
            rng,
            oracle: Owed::new(),
            codes: Vec::new(),
            bills: Vec::new(),
            sent: vec![Vec::new(); stores],
            faults: BTreeSet::new(),
            frozen: BTreeMap::new(),
            twice: 0,
            files: 0,
            returned: 0,
            granted: 0,
            came: 0,
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        self.rng.random_range(0..limit)
    }

    fn step(&mut self) {
        let (store, phone) = (self.below(self.sent.len()), PHONES[self.rng.random_range(0..PHONES.len())]);
        match self.below(100) {
            0..=24 => self.topup(store, phone),
            25..=39 => self.pay(store, phone),
            40..=57 => self.pass_on(store, phone),
            58..=67 => self.take(),
            68..=69 => self.hand_back(store),
            70..=71 => self.grant(store),
            72..=77 => self.give_back(),
            78..=80 => self.change_rules(),
            81..=86 => self.send(store),
            87..=90 => self.consolidate(),
            91..=92 => self.packs(),
            93..=98 => self.chain.pass(DAY * i64::from(self.rng.random_range(1..4_u8))),
            _ => self.freeze(),
        }
    }

    fn topup(&mut self, store: usize, phone: &'static str) {
        let amount: i64 = self.rng.random_range(10_000..200_000);
        let gift = self.rng.random_range(0..=amount / 10);
        let wish = json!({"member": phone, "amount": Fen(amount), "gift": Fen(gift), "above_limit": true,
            "tenders": [{"tender": "cash"}]});
        self.chain.stores[store].ok("topup", wish);
        *self.oracle.entry(phone).or_default() += amount + gift;
    }

    /// Pays at a store out of whatever the member holds there; refused where that is too little.
    fn pay(&mut self, store: usize, phone: &'static str) {
        let (item, price) = ITEMS[self.rng.random_range(0..ITEMS.len())];
        let cart = json!({"member": phone, "lines": [{"item": item, "staff": ["02"]}],
            "tenders": [{"tender": "stored_value"}]});
        let Ok(paid) = self.chain.stores[store].send("checkout", cart) else { return };
        self.bills.push((store, paid["bill"].as_str().unwrap().to_owned(), phone, price));
        *self.oracle.entry(phone).or_default() -= price;
    }

    fn pass_on(&mut self, home: usize, phone: &'static str) {
        let serving = (home + 1 + self.below(self.sent.len() - 1)) % self.sent.len();
        let amount = Fen(self.rng.random_range(1_000..50_000));
        let code = |place: usize| format!("S{:02}", place + 1);
        let ask = json!({"member": phone, "home": code(home), "kind": "stored_value", "amount": amount});
        let ask = self.chain.stores[serving].ok("part.ask", ask)["ask"].as_i64().unwrap();
        let give = json!({"serving": code(serving), "ask": ask, "who": phone, "kind": "stored_value",
            "amount": amount, "consent": true});
        if let Ok(given) = self.chain.stores[home].send("part.give", give) {
            self.codes.push((home, serving, ask, given["digits"].as_str().unwrap().to_owned()));
        }
    }

    /// A code is taken, or lost on the way; a used one is tried again.
    fn take(&mut self) {
        if self.codes.is_empty() {
            return;
        }
        let place = self.below(self.codes.len());
        let (_, serving, ask, digits) = self.codes.swap_remove(place);
        if self.below(5) == 0 {
            return;
        }
        let wish = json!({"code": digits, "ask": ask});
        if self.chain.stores[serving].send("part.take", wish.clone()).is_ok() && self.below(3) == 0 {
            assert!(self.chain.stores[serving].send("part.take", wish).is_err(), "a code was used twice");
            self.twice += 1;
        }
    }

    /// A serving store gives back what is left of a part.
    fn hand_back(&mut self, store: usize) {
        let is = self.chain.stores[store].ok("query.parts", json!({}));
        let left: Vec<i64> = is["asks"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|ask| ask["left"].as_i64().unwrap() > 0)
            .map(|ask| ask["ask"].as_i64().unwrap())
            .collect();
        if !left.is_empty() {
            let ask = left[self.below(left.len())];
            self.chain.stores[store].ok("part.return", json!({ "ask": ask }));
            self.returned += 1;
        }
    }

    /// Headquarters grants a part; the member has the same number at every store.
    fn grant(&mut self, home: usize) {
        let serving = (home + 1 + self.below(self.sent.len() - 1)) % self.sent.len();
        let code = |place: usize| format!("S{:02}", place + 1);
        let amount = Fen(self.rng.random_range(1_000..50_000));
        let member = format!("M00000{}", 1 + self.below(PHONES.len()));
        let days = self.rng.random_range(1..20_u32);
        let wish = json!({"home": code(home), "member": member, "guest": member, "serving": code(serving),
            "kind": "stored_value", "amount": amount, "days": days});
        // Before anything of both stores is there it is refused.
        self.granted += usize::from(self.chain.hq.salon.send("hq.grant", wish).is_ok());
    }

    /// Packs are written, and some of them arrive.
    fn packs(&mut self) {
        let deaf: Vec<String> = (0..self.sent.len())
            .filter(|_| self.rng.random_range(0..4) == 0)
            .map(|place| format!("S{:02}", place + 1))
            .collect();
        for applied in self.chain.packs_but(&deaf) {
            self.came += usize::try_from(applied["came"].as_i64().unwrap()).unwrap();
        }
    }

    fn give_back(&mut self) {
        if self.bills.is_empty() {
            return;
        }
        let place = self.below(self.bills.len());
        let (store, number, phone, price) = self.bills.swap_remove(place);
        self.chain.stores[store].ok("bill.void", json!({"bill": number, "reason": "退"}));
        *self.oracle.entry(phone).or_default() += price;
    }

    fn change_rules(&mut self) {
        let percent = self.below(101);
        let rules = json!([{"name": "默认", "rate": format!("{percent}%"), "share": "50%"}]);
        self.chain.hq.salon.ok("clearing.set", json!({"clearing": rules, "reason": "改"}));
    }

    /// A bundle leaves; what becomes of it on the way is chance.
    fn send(&mut self, store: usize) {
        let (name, bytes) = bundle(&mut self.chain.stores[store], json!({}));
        self.sent[store].push((name.clone(), bytes.clone()));
        match self.below(10) {
            // Lost.
            0 => {}
            1 => {
                let place = self.below(bytes.len());
                let mut flipped = bytes;
                flipped[place] ^= 1 << self.below(8);
                self.faulty(&name, flipped);
            }
            2 => {
                let cut = self.below(bytes.len());
                self.faulty(&name, bytes[..cut].to_vec());
            }
            3 => {
                self.put(&name, &bytes);
                self.put(&name, &bytes);
            }
            4 => {
                self.put(&name, &bytes);
                let old = self.below(self.sent[store].len());
                let (name, bytes) = self.sent[store][old].clone();
                self.put(&name, &bytes);
            }
            _ => {
                self.put(&name, &bytes);
            }
        }
    }

    fn put(&mut self, name: &str, bytes: &[u8]) -> String {
        self.files += 1;
        // Names that say nothing of the order.
        let name = format!("{:04}_{:03}_{name}", self.rng.random_range(0..10_000), self.files);
        std::fs::write(self.chain.hq.inbox.join(&name), bytes).unwrap();
        name
    }

    fn faulty(&mut self, name: &str, bytes: Vec<u8>) {
        let name = self.put(name, &bytes);
        self.faults.insert(name);
    }

    /// Headquarters looks at some of what lies there; now and then it is stopped after the first file.
    fn consolidate(&mut self) {
        let inbox = self.chain.hq.inbox.clone();
        let mut files = meigui::chain::merge::files_in(&[inbox]).unwrap();
        files.retain(|_| self.rng.random_range(0..4) > 0);
        if self.below(3) == 0 {
            let watch = Watch::default();
            watch.stop();
            let hq = &self.chain.hq;
            let peers = meigui::peers::store::peers(hq.salon.shop.db()).unwrap();
            let own = meigui::peers::store::own_key(hq.salon.shop.db()).unwrap();
            meigui::chain::merge::consolidate(hq.path(), (&peers, &own), &files, &watch).unwrap();
            return;
        }
        self.chain.hq.take(&files);
    }

    /// The month before is frozen with what is there.
    fn freeze(&mut self) {
        let hq = &mut self.chain.hq.salon;
        let today = hq.shop.profile().zone.business_day(hq.shop.now());
        let month = Month::of(today).before().name();
        if let Ok(frozen) = hq.send("settle.step", json!({"month": month, "step": "frozen"})) {
            self.frozen.insert(month, frozen["digest"].as_str().unwrap().to_owned());
        }
    }

    /// Everything arrives at last, and everybody hears of it.
    fn finish(&mut self) {
        self.codes.clear();
        // Every code and every grant is over; what is left of grants goes home with the next pack.
        self.chain.pass(40 * DAY);
        self.chain.packs();
        for store in 0..self.sent.len() {
            // A last sale brings the books of each store beyond the last day of every code.
            self.chain.stores[store]
                .ok("checkout", json!({"lines": [{"item": "50"}], "tenders": [{"tender": "cash"}]}));
            let (name, bytes) = bundle(&mut self.chain.stores[store], json!({"from": 0}));
            self.put(&name, &bytes);
        }
        let inbox = self.chain.hq.inbox.clone();
        let all: Vec<PathBuf> = meigui::chain::merge::files_in(&[inbox]).unwrap();
        self.chain.hq.take(&all);
        self.chain.packs();
    }

    /// What is wrong, in words; nothing where all of it holds.
    fn problems(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        for phone in PHONES {
            let mut held = 0;
            for place in 0..self.sent.len() {
                let (own, away, passed_on) = self.held(place, phone);
                if away != passed_on {
                    out.push(format!("S{:02} {phone}: {passed_on} passed on, {away} elsewhere", place + 1));
                }
                held += own + away;
            }
            let known = self.oracle.get(phone).copied().unwrap_or(0);
            if held != known {
                out.push(format!("{phone}: {held} held, {known} by the oracle"));
            }
        }
        for store in &self.chain.stores {
            let code = &store.shop.profile().code;
            let copy = meigui::chain::replica::Replica::open(self.chain.hq.path(), code).unwrap();
            let sum = |db: &meigui::db::Db| {
                let sql =
                    "SELECT kind || ' ' || ref || ' ' || balance AS line FROM account ORDER BY kind, ref";
                db.list(sql, &[], |row| row.get::<_, String>("line")).unwrap()
            };
            // The copy goes as far as the last bundle; what came after it is one pack.
            let here = meigui::proof::prove(store.shop.db(), store.shop.profile(), |_| {}).unwrap();
            if !here.sound {
                out.push(format!("{code}: {:?}", here.findings));
            }
            if sum(copy.db()).is_empty() {
                out.push(format!("{code}: headquarters has nothing"));
            }
        }
        let conflicts: BTreeSet<String> = self.chain.hq.conflicts_by_file();
        if conflicts != self.faults {
            out.push(format!("conflicts {conflicts:?}, faults {:?}", self.faults));
        }
        out.extend(self.months());
        out
    }

    /// Positions sum to zero in every month, and what was frozen is what is approved.
    fn months(&mut self) -> Vec<String> {
        let mut out = Vec::new();
        let hq = &mut self.chain.hq.salon;
        for month in (1..=12).flat_map(|number| [format!("2026-{number:02}"), format!("2027-{number:02}")]) {
            let is = hq.ok("query.matrix", json!({"month": month}));
            let nets = is["positions"].as_array().unwrap().iter();
            let sum: i64 = nets.map(|p| p["net"].as_str().unwrap().parse::<Fen>().unwrap().0).sum();
            let stores = is["positions"].as_array().unwrap().len();
            let transfers = is["transfers"].as_array().unwrap().len();
            if sum != 0 || transfers >= stores {
                out.push(format!("{month}: {sum}, {transfers} transfers"));
            }
            let Some(frozen) = self.frozen.get(&month) else { continue };
            let step = json!({"month": month, "step": "approved", "by": "02"});
            match hq.send("settle.step", step) {
                Ok(approved) if approved["digest"] == frozen.as_str() => {}
                other => out.push(format!("{month}: frozen {frozen}, then {other:?}")),
            }
        }
        out
    }

    /// What a member of a home store holds there, and at every other store; and what that store's books say is out.
    fn held(&self, home: usize, phone: &str) -> (i64, i64, i64) {
        let code = self.chain.stores[home].shop.profile().code.clone();
        let own = balance(&self.chain.stores[home], "lot.bought_at = (SELECT code FROM store)", phone);
        let away: i64 = self
            .chain
            .stores
            .iter()
            .enumerate()
            .filter(|(place, _)| *place != home)
            .map(|(_, store)| balance(store, &format!("lot.bought_at = '{code}'"), phone))
            .sum();
        let sql = "SELECT coalesce(sum(account.balance), 0) AS amount FROM part_out
            JOIN member_phone ON member_phone.member_id = part_out.member_id
            JOIN account ON account.ref = part_out.id AND account.kind IN ('part.principal', 'part.gift')
            WHERE member_phone.phone = :phone";
        let params = meigui::db::named_params! { ":phone": phone };
        let out = self.chain.stores[home].shop.db().one(sql, params, |row| row.get::<_, i64>("amount"));
        (own, away, out.unwrap().unwrap_or(0))
    }
}

fn balance(store: &crate::salon::Salon, of: &str, phone: &str) -> i64 {
    let sql: &'static str = Box::leak(
        format!(
            "SELECT coalesce(sum(account.balance), 0) AS amount FROM lot
            JOIN member_phone ON member_phone.member_id = lot.member_id
            JOIN account ON account.ref = lot.id AND account.kind IN ('lot.principal', 'lot.gift')
            WHERE {of} AND member_phone.phone = :phone"
        )
        .into_boxed_str(),
    );
    let params = meigui::db::named_params! { ":phone": phone };
    store.shop.db().one(sql, params, |row| row.get::<_, i64>("amount")).unwrap().unwrap_or(0)
}

fn run(seed: u64, stores: usize, steps: usize) -> Sim {
    let mut sim = Sim::new(seed, stores);
    for _ in 0..steps {
        sim.step();
    }
    sim.finish();
    sim
}

#[test]
fn whatever_happens_on_the_way_no_fen_is_lost_or_spent_twice() {
    let mut sim = run(20_261_128, 5, 1_200);
    assert_eq!(sim.problems(), Vec::<String>::new());
    // The run was worth something: faults, double tries, frozen months, events between stores.
    assert!(!sim.faults.is_empty() && sim.twice > 0, "{} faults, {} twice", sim.faults.len(), sim.twice);
    assert!(!sim.frozen.is_empty());
    assert!(
        sim.returned > 0 && sim.granted > 0 && sim.came > 0,
        "{} {} {}",
        sim.returned,
        sim.granted,
        sim.came
    );
}

#[test]
fn the_checker_sees_a_lost_fen_an_unheld_spend_and_a_fault_that_nobody_told() {
    let mut sim = run(7, 3, 200);
    assert_eq!(sim.problems(), Vec::<String>::new());
    *sim.oracle.entry(PHONES[0]).or_default() += 1;
    assert!(sim.problems().iter().any(|told| told.starts_with("13800138000")), "a lost fen");
    *sim.oracle.entry(PHONES[0]).or_default() -= 1;
    sim.faults.insert("nobody_told.meigui".into());
    assert!(sim.problems().iter().any(|told| told.starts_with("conflicts")), "a fault that nobody told");
    sim.faults.remove("nobody_told.meigui");
    // A lot that says it is another store's, without a part behind it: a spend that nobody passed on.
    let db = sim.chain.stores[1].shop.db();
    assert!(db.attempt("UPDATE account SET balance = balance + 1").is_err(), "the file itself refuses");
    let lot = "INSERT INTO lot (member_id, principal, gift, spend_order, bought_on, bought_at)
        VALUES (1, 100, 0, 'proportional', '2026-11-21', 'S01')";
    db.attempt(lot).unwrap();
    let account = "INSERT INTO account (kind, ref, unit, unit_ref, side, floor)
        SELECT 'lot.principal', max(id), 'fen', 0, -1, 0 FROM lot";
    db.attempt(account).unwrap();
    let posting = "INSERT INTO posting (entry_id, line, account_id, amount)
        SELECT 999999, 1, max(id), -100 FROM account";
    // Nothing but a sealed entry moves a balance; what a thief with the file in hand could do is seen all the same.
    assert!(db.attempt(posting).is_err(), "no entry, no posting");
}

#[test]
fn a_chain_of_your_own() {
    let wish = std::env::var("MEIGUI_SIM").unwrap_or_else(|_| "1 3 60".to_owned());
    let numbers: Vec<u64> = wish.split_whitespace().map(|word| word.parse().unwrap()).collect();
    let [seed, stores, steps] = numbers[..] else { panic!("MEIGUI_SIM=\"<seed> <stores> <steps>\"") };
    let mut sim = run(seed, usize::try_from(stores).unwrap(), usize::try_from(steps).unwrap());
    let problems = sim.problems();
    println!("{} files, {} faults, {} frozen months", sim.files, sim.faults.len(), sim.frozen.len());
    println!("{} parts given back, {} grants, {} came by packs", sim.returned, sim.granted, sim.came);
    assert_eq!(problems, Vec::<String>::new());
    let _: Value = sim.chain.hq.salon.ok("query.inbox", json!({}));
}
