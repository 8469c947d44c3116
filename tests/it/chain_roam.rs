//! Members who roam, for a month, on the real code: what stores would overdraw that serve by last month's snapshot, and what
//! they refuse that serve by parts alone. An oracle of three sums knows who has what.
//!
//! The long run of the trust note: `MEIGUI_ROAM="7 8 2000 30 0" cargo test --release --test it roaming_of_your_own --
//! --nocapture` (seed, stores, members, days, cheats; a sixth figure, 1, has headquarters grant parts every night).

use std::collections::BTreeSet;

use meigui::ground::Fen;
use meigui::shop::Stop;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use crate::parts::Chain;
use crate::salon::{DAY, Salon};

/// Of a hundred days of a member, those on which she comes; of a hundred visits, those at another store, and of those
/// the ones at the same other store as ever.
const COMES: u32 = 12;
const ROAMS: u32 = 30;
const SECOND: u32 = 80;
/// Of a hundred calls those that the home store answers.
const ANSWERS: u32 = 99;

struct Member {
    phone: String,
    home: usize,
    second: usize,
    /// What she paid in, and what she spent, in yuan.
    paid: i64,
    spent: i64,
    /// What every store knew at the month's beginning.
    snapshot: i64,
    /// What each store would have let her spend on the snapshot's word.
    naive: Vec<i64>,
    known: BTreeSet<usize>,
    cheat: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    spends: usize,
    /// Those for which there was money somewhere.
    funded: usize,
    /// Of them, those refused because the home store did not answer, or because the money lay at a third store.
    unanswered: usize,
    elsewhere: usize,
    codes: usize,
    overdrawn: i64,
    naive_members: usize,
    naive_yuan: i64,
}

struct Month {
    chain: Chain,
    rng: ChaCha8Rng,
    members: Vec<Member>,
    out: Outcome,
}

fn held(store: &mut Salon, phone: &str) -> i64 {
    let member = store.ok("query.member", json!({ "member": phone }));
    member["holdings"]["stored_value"].as_str().unwrap().parse::<Fen>().unwrap().0 / 100
}

impl Month {
    fn begin(seed: u64, stores: usize, members: usize, cheats: usize) -> Self {
        let codes: Vec<String> = (1..=stores).map(|number| format!("S{number:02}")).collect();
        let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
        let mut chain = Chain::of(&codes);
        let rules = json!([{"name": "默认", "rate": "60%", "share": "60%"}]);
        chain.hq.salon.ok("clearing.set", json!({"clearing": rules, "reason": "开始"}));
        for store in &mut chain.stores {
            for (code, name, price) in [("90", "一元项目", "1"), ("91", "百元项目", "100")] {
                store.ok("item.add", json!({"code": code, "kind": "service", "name": name, "price": price}));
            }
        }
        let rng = ChaCha8Rng::seed_from_u64(seed);
        let mut month = Self { chain, rng, members: Vec::new(), out: Outcome::default() };
        for number in 0..members {
            let (home, second) = (month.below(stores), month.below(stores - 1));
            let second = if second >= home { second + 1 } else { second };
            let mut member = Member {
                phone: format!("139{number:08}"),
                home,
                second,
                paid: 0,
                spent: 0,
                snapshot: 0,
                naive: vec![0; stores],
                known: BTreeSet::new(),
                cheat: number < cheats,
            };
            month.open(&mut member, home);
            let amount = month.rng.random_range(300..3_000);
            month.top_up(&mut member, amount);
            member.snapshot = amount;
            month.members.push(member);
        }
        month
    }

    fn below(&mut self, limit: usize) -> usize {
        self.rng.random_range(0..limit)
    }

    fn of_hundred(&mut self, share: u32) -> bool {
        self.rng.random_range(0..100_u32) < share
    }

    fn open(&mut self, member: &mut Member, store: usize) {
        if member.known.insert(store) {
            let wish =
                json!({"name": format!("会员{}", member.phone), "phone": member.phone, "share_phone": true});
            self.chain.stores[store].ok("member.open", wish);
        }
    }

    fn top_up(&mut self, member: &mut Member, amount: i64) {
        let wish = json!({"member": member.phone, "amount": amount.to_string(), "above_limit": true,
            "tenders": [{"tender": "cash"}]});
        self.chain.stores[member.home].ok("topup", wish);
        member.paid += amount;
    }

    fn day(&mut self) {
        for number in 0..self.members.len() {
            let mut member = self.members.remove(number);
            if member.cheat {
                // Everything that the snapshot shows, at every store.
                for store in 0..self.chain.stores.len() {
                    let amount = member.snapshot;
                    self.spend(&mut member, store, amount);
                }
                member.cheat = false;
            } else if self.of_hundred(COMES) {
                let mut store = member.home;
                if self.of_hundred(ROAMS) {
                    let any = self.below(self.chain.stores.len());
                    store = if self.of_hundred(SECOND) { member.second } else { any };
                } else if self.of_hundred(10) {
                    self.top_up(&mut member, 500);
                }
                let amount = self.rng.random_range(60..600);
                self.spend(&mut member, store, amount);
            }
            self.members.insert(number, member);
        }
        self.chain.pass(DAY);
    }

    fn spend(&mut self, member: &mut Member, store: usize, amount: i64) {
        self.open(member, store);
        self.out.spends += 1;
        // By the snapshot: each store knows what it sold itself, and the home store what was paid in.
        let paid_since = if store == member.home { member.paid - member.snapshot } else { 0 };
        if amount <= member.snapshot + paid_since - member.naive[store] {
            member.naive[store] += amount;
        }
        let funded = member.paid - member.spent >= amount;
        self.out.funded += usize::from(funded);
        let here = held(&mut self.chain.stores[store], &member.phone);
        if store != member.home && here < amount {
            let answered = self.of_hundred(ANSWERS);
            if !answered {
                self.out.unanswered += usize::from(funded);
                return;
            }
            if !self.move_part(member, store, amount - here) {
                self.out.elsewhere += usize::from(funded);
                return;
            }
        }
        let lines: Vec<Value> = [("91", amount / 100), ("90", amount % 100)]
            .iter()
            .filter(|(_, quantity)| *quantity > 0)
            .map(|(item, quantity)| json!({"item": item, "quantity": quantity}))
            .collect();
        let cart = json!({"member": member.phone, "lines": lines, "tenders": [{"tender": "stored_value"}]});
        match self.chain.stores[store].send("checkout", cart) {
            Ok(_) => member.spent += amount,
            Err(Stop::Refused(no)) if no.code() == "stored_value.short" => {
                self.out.elsewhere += usize::from(funded);
            }
            Err(stop) => panic!("{stop}"),
        }
    }

    /// A transfer code: asked at the counter, given at home, typed in.
    fn move_part(&mut self, member: &Member, store: usize, amount: i64) -> bool {
        let (home, serving) = (format!("S{:02}", member.home + 1), format!("S{:02}", store + 1));
        let what = json!({"kind": "stored_value", "amount": amount.to_string()});
        let with = |mut wish: Value| {
            wish.as_object_mut().unwrap().extend(what.as_object().unwrap().clone());
            wish
        };
        let wish = with(json!({"member": member.phone, "home": home}));
        let ask = self.chain.stores[store].ok("part.ask", wish)["ask"].clone();
        let wish = with(json!({"serving": serving, "ask": ask, "who": member.phone, "consent": true}));
        match self.chain.stores[member.home].send("part.give", wish) {
            Ok(given) => {
                self.chain.stores[store].ok("part.take", json!({"code": given["digits"], "ask": ask}));
                self.out.codes += 1;
                true
            }
            Err(Stop::Refused(no)) => {
                assert_eq!(no.code(), "stored_value.short");
                false
            }
            Err(stop) => panic!("{stop}"),
        }
    }

    /// Every store sends what is new, headquarters grants what is suggested, and every store applies its pack.
    fn night(&mut self) {
        self.chain.send();
        let roamers = self.chain.hq.salon.ok("query.roamers", json!({}));
        for one in roamers.as_array().unwrap().iter().filter(|one| one["suggested"] != "0.00") {
            let wish = json!({"home": one["home"], "member": one["member"], "serving": one["serving"],
                "guest": one["guest"], "kind": "stored_value", "amount": one["suggested"]});
            self.chain.hq.salon.ok("hq.grant", wish);
        }
        self.chain.packs();
    }

    fn end(mut self) -> Outcome {
        self.chain.send();
        self.chain.packs();
        for member in &self.members {
            let naive: i64 = member.naive.iter().sum();
            let over = naive - member.paid;
            self.out.naive_members += usize::from(over > 0);
            self.out.naive_yuan += over.max(0);
            self.out.overdrawn += (member.spent - member.paid).max(0);
            // What is left of what she paid lies at one store or another, or is on its way between two.
            let held: i64 =
                member.known.iter().map(|store| held(&mut self.chain.stores[*store], &member.phone)).sum();
            assert!(held <= member.paid - member.spent, "{}: {held}", member.phone);
        }
        let (mut paid, mut spent) = (0, 0);
        for member in &self.members {
            paid += member.paid;
            spent += member.spent;
        }
        let sum = |kinds: &[&str]| -> i64 {
            let books = self.chain.stores.iter().map(Salon::books);
            let mine = books
                .flat_map(std::collections::BTreeMap::into_iter)
                .filter(|(name, _)| kinds.iter().any(|kind| name.starts_with(&format!("{kind} "))));
            mine.map(|(_, balance)| balance).sum()
        };
        // Everything that members may spend, and what left one store and is not at the other yet, is what they paid
        // less what they spent. What lies at a serving store is held at home as well, until it is used.
        let (lots, parts, held) = (sum(&["lot.principal"]), sum(&["part.principal"]), sum(&["chain.held"]));
        let cleared = sum(&["chain.cleared"]);
        assert_eq!(lots + parts - held + cleared, (paid - spent) * 100, "{lots} {parts} {held} {cleared}");
        self.chain.proved();
        self.out
    }
}

fn run(seed: u64, stores: usize, members: usize, days: usize, cheats: usize, grants: bool) -> Outcome {
    let mut month = Month::begin(seed, stores, members, cheats);
    for _ in 0..days {
        month.day();
        if grants {
            month.night();
        }
    }
    let out = month.end();
    let refused = out.unanswered + out.elsewhere;
    println!(
        "{stores} stores, {members} members, {days} days, {cheats} cheats, seed {seed}{}: {} spends, {} had funds\n\
         by last month's snapshot: {} members overdrawn by {} yuan\n\
         by parts: overdrawn {} yuan; {} codes; refused {refused} that had funds ({}.{:02} %): {} calls unanswered, {} whose money lay elsewhere",
        if grants { ", grants" } else { "" },
        out.spends,
        out.funded,
        out.naive_members,
        out.naive_yuan,
        out.overdrawn,
        out.codes,
        refused * 100 / out.funded.max(1),
        refused * 10_000 / out.funded.max(1) % 100,
        out.unanswered,
        out.elsewhere,
    );
    out
}

#[test]
fn parts_overdraw_nobody_where_a_snapshot_does() {
    for (cheats, grants) in [(2, false), (2, true)] {
        let out = run(7, 3, 60, 10, cheats, grants);
        assert_eq!(out.overdrawn, 0);
        assert!(out.naive_members >= 2 && out.naive_yuan > 0, "{out:?}");
        assert!(out.funded > 20 && (out.unanswered + out.elsewhere) * 10 < out.funded, "{out:?}");
    }
}

#[test]
fn roaming_of_your_own() {
    let wish = std::env::var("MEIGUI_ROAM").unwrap_or_else(|_| "1 3 20 5 1".to_owned());
    let numbers: Vec<u64> = wish.split_whitespace().map(|text| text.parse().unwrap()).collect();
    let (main, more) = numbers.split_at(5.min(numbers.len()));
    let [seed, stores, members, days, cheats] = main[..] else {
        panic!("MEIGUI_ROAM=\"<seed> <stores> <members> <days> <cheats> [1]\"")
    };
    let whole = |number: u64| usize::try_from(number).unwrap();
    let grants = more.first() == Some(&1);
    let out = run(seed, whole(stores), whole(members), whole(days), whole(cheats), grants);
    assert_eq!(out.overdrawn, 0);
}
