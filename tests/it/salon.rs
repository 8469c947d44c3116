//! A small salon in memory with a clock of its own: what the tests of verbs stand on.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use meigui::ground::{self, Fen, Instant, Running, World, Zone};
use meigui::proof;
use meigui::shop::found::Founding;
use meigui::shop::{Answer, Envelope, Shop, Stop};
use serde_json::{Value, json};

/// A world whose time stands still until it is moved, or goes on by as much at each look.
#[derive(Debug)]
pub struct StillWorld {
    now: AtomicI64,
    tick: i64,
    chance: AtomicU64,
}

impl StillWorld {
    pub fn at(ms: i64) -> Arc<Self> {
        Self::ticking(ms, 0)
    }

    pub fn ticking(ms: i64, tick: i64) -> Arc<Self> {
        Arc::new(Self { now: AtomicI64::new(ms), tick, chance: AtomicU64::new(1) })
    }

    pub fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::Relaxed);
    }
}

impl World for StillWorld {
    fn now(&self) -> Instant {
        Instant(self.now.fetch_add(self.tick, Ordering::Relaxed))
    }

    fn running(&self) -> Running {
        Running { boot: "test".into(), ms: self.now.load(Ordering::Relaxed) }
    }

    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            let next = self.chance.fetch_add(0x9e37_79b9, Ordering::Relaxed);
            *byte = next.wrapping_mul(6_364_136_223_846_793_005).to_be_bytes()[2];
        }
    }
}

/// 2026-11-21 14:30 in Shanghai.
pub const AFTERNOON: i64 = 1_795_242_600_000;
pub const MINUTE: i64 = 60_000;
pub const DAY: i64 = 24 * 60 * MINUTE;

/// An open shop with a counter for command keys.
pub struct Salon {
    pub shop: Shop,
    pub world: Arc<StillWorld>,
    pub keys: u64,
}

impl Salon {
    /// A shop in memory with nobody but the owner.
    pub fn bare() -> Self {
        let world = StillWorld::at(AFTERNOON);
        let shop = Shop::found_in_memory(&Founding::new("S01", "国贸店"), world.clone()).unwrap();
        Self { shop, world, keys: 0 }
    }

    /// A shop in memory of another code with staff, items and two members; its chance is its own.
    pub fn branch(code: &str, name: &str) -> Self {
        let world = StillWorld::at(AFTERNOON);
        world
            .chance
            .fetch_add(code.bytes().fold(0_u64, |sum, byte| sum * 31 + u64::from(byte)), Ordering::Relaxed);
        let shop = Shop::found_in_memory(&Founding::new(code, name), world.clone()).unwrap();
        let mut salon = Self { shop, world, keys: 0 };
        salon.stock();
        salon
    }

    /// Headquarters in a file.
    pub fn hq(path: &std::path::Path) -> Self {
        let world = StillWorld::at(AFTERNOON);
        let founding = Founding { hq: true, ..Founding::new("H00", "总部") };
        let shop = Shop::found(path, &founding, world.clone()).unwrap();
        Self { shop, world, keys: 0 }
    }

    /// A shop in memory with staff, items and two members.
    pub fn stocked() -> Self {
        let mut salon = Self::bare();
        salon.stock();
        salon
    }

    /// A shop in a file with the same.
    pub fn in_file(path: &std::path::Path) -> Self {
        let world = StillWorld::at(AFTERNOON);
        let shop = Shop::found(path, &Founding::new("S01", "国贸店"), world.clone()).unwrap();
        let mut salon = Self { shop, world, keys: 0 };
        salon.stock();
        salon
    }

    /// A smaller one, whose clock goes on by a second at each look: what slips, copies and the desk stand on.
    pub fn small() -> Self {
        let world = StillWorld::ticking(AFTERNOON, 1_000);
        let shop = Shop::found_in_memory(&Founding::new("S01", "美柜 国贸店"), world.clone()).unwrap();
        Self { shop, world, keys: 0 }.with_little()
    }

    /// The same in a file.
    pub fn small_in_file(path: &std::path::Path) -> Self {
        let world = StillWorld::ticking(AFTERNOON, 1_000);
        let shop = Shop::found(path, &Founding::new("S01", "美柜 国贸店"), world.clone()).unwrap();
        Self { shop, world, keys: 0 }.with_little()
    }

    /// A file that was founded before; its keys begin where no other did.
    pub fn opened(path: &std::path::Path) -> Self {
        let world = StillWorld::ticking(AFTERNOON, 1_000);
        Self { shop: Shop::open(path, world.clone()).unwrap(), world, keys: 1_000 }
    }

    fn with_little(mut self) -> Self {
        self.ok("staff.hire", json!({"number": "02", "name": "陈静", "job": "technician"}));
        for item in [
            json!({"code": "21", "kind": "service", "name": "深层补水护理", "price": "398"}),
            json!({"code": "22", "kind": "service", "name": "小气泡清洁", "price": "200"}),
            json!({"code": "C10", "kind": "session_card", "name": "小气泡十次卡", "price": "1500", "sessions": 10,
                "valid_days": 365, "parts": {"22": 1}}),
        ] {
            self.ok("item.add", item);
        }
        self.ok("member.open", json!({"name": "王雅琴", "phone": "13800138866"}));
        self
    }

    /// A guest's sale; answers the bill's number.
    pub fn sell(&mut self) -> String {
        let cart = json!({"lines": [{"item": "21", "staff": ["02"]}], "tenders": [{"tender": "cash"}]});
        bill(&self.ok("checkout", cart))
    }

    fn stock(&mut self) {
        for (number, name, job) in [
            ("02", "陈静", "technician"),
            ("03", "李敏", "front_desk"),
            ("04", "王店长", "manager"),
            ("05", "周婷", "consultant"),
        ] {
            self.ok("staff.hire", json!({ "number": number, "name": name, "job": job }));
        }
        for item in [
            json!({"code":"21","kind":"service","name":"深层补水护理","category":"面部","price":"398","hand_fee":"30"}),
            json!({"code":"5","kind":"service","name":"肩颈按摩60分","category":"身体","price":"268"}),
            json!({"code":"9","kind":"service","name":"皮肤咨询","price":"0"}),
            json!({"code":"50","kind":"product","name":"玻尿酸面膜","category":"护肤","price":"129","barcode":"6901234567892"}),
            json!({"code":"51","kind":"product","name":"身体乳","category":"护肤","price":"88.88","shortage":"refuse"}),
            json!({"code":"60","kind":"session_card","name":"补水3次","price":"1000","sessions":3,"parts":{"21":1}}),
            json!({"code":"61","kind":"session_card","name":"肩颈5+1","price":"999.99","sessions":5,"gift_sessions":1,"gift_mode":"bought_only","valid_days":180,"parts":{"5":1}}),
            json!({"code":"70","kind":"period_card","name":"肩颈月卡","price":"600","valid_days":30,"parts":{"5":1}}),
            json!({"code":"80","kind":"package","name":"焕肤套餐","price":"699","parts":{"21":1,"5":1,"50":1}}),
        ] {
            self.ok("item.add", item);
        }
        for code in ["50", "51"] {
            self.ok("stock.in", json!({ "item": code, "quantity": 200 }));
        }
        for (name, phone) in [("王雅琴", "13800138000"), ("林晓", "13900139000")] {
            self.ok("member.open", json!({ "name": name, "phone": phone }));
        }
    }

    pub fn key(&mut self) -> String {
        self.keys += 1;
        format!("t{}", self.keys)
    }

    /// Sends a command through the machine's door, with the envelope's fields beside it.
    pub fn send(&mut self, name: &str, fields: Value) -> Answer<Value> {
        let key = self.key();
        self.send_as(&key, name, fields)
    }

    pub fn send_as(&mut self, key: &str, name: &str, mut fields: Value) -> Answer<Value> {
        let entry = meigui::cli::verbs::find(name).unwrap_or_else(|| panic!("no verb {name}"));
        let mut take = |field: &str| {
            fields
                .as_object_mut()
                .and_then(|all| all.remove(field))
                .and_then(|v| v.as_str().map(str::to_owned))
        };
        let envelope = Envelope {
            key: key.to_owned(),
            by: take("by"),
            approved_by: take("approved_by"),
            pin: take("pin").map(meigui::shop::Hidden),
            recovery: take("recovery").map(meigui::shop::Hidden),
            reason: take("reason"),
            at: take("at").map(|day| Zone::default().moment(ground::day::iso(&day).unwrap(), 12, 0)),
        };
        (entry.run)(&mut self.shop, &envelope, fields).map(|reply| reply.value)
    }

    /// As [`Salon::send`], and it must be done.
    pub fn ok(&mut self, name: &str, fields: Value) -> Value {
        let shown = fields.to_string();
        self.send(name, fields).unwrap_or_else(|stop| panic!("{name} {shown}: {stop}"))
    }

    /// As [`Salon::send`], and it must be refused with this code.
    pub fn no(&mut self, name: &str, fields: Value, code: &str) {
        let shown = fields.to_string();
        match self.send(name, fields) {
            Err(Stop::Refused(no)) => assert_eq!(no.code(), code, "{name} {shown}: {no}"),
            other => panic!("{name} {shown}: {other:?}, not refused with {code}"),
        }
    }

    /// Every account that is not empty, by name: two equal maps are two equal books.
    pub fn books(&self) -> BTreeMap<String, i64> {
        let sql = "SELECT kind, ref, balance FROM account WHERE balance <> 0";
        let rows = self.shop.db().list(sql, &[], |row| {
            Ok((
                format!("{} {}", row.get::<_, String>("kind")?, row.get::<_, i64>("ref")?),
                row.get("balance")?,
            ))
        });
        rows.unwrap().into_iter().collect()
    }

    /// Proves the books.
    pub fn prove(&self) {
        let proof = proof::prove(self.shop.db(), self.shop.profile(), |_| {}).unwrap();
        assert!(proof.sound, "{:#?}", proof.findings);
    }

    pub fn fen(&mut self, member: &str, what: &str) -> Fen {
        let view = self.ok("query.member", json!({ "member": member }));
        view["holdings"][what].as_str().unwrap().parse().unwrap()
    }

    pub fn points(&mut self, member: &str) -> i64 {
        self.ok("query.member", json!({ "member": member }))["points"].as_i64().unwrap()
    }
}

/// The bill's number in an answer.
pub fn bill(answer: &Value) -> String {
    answer["bill"].as_str().unwrap().to_owned()
}
