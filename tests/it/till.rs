//! A small salon for tests: a clock of its own, a price list, two people, a member, and the machine's door to it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use meigui::cli::verbs;
use meigui::ground::{Instant, Running, World, Zone, day};
use meigui::shop::found::Founding;
use meigui::shop::{Envelope, Shop, Stop};
use serde_json::{Value, json};

/// Half past two on 21 November 2026, one second later at each look.
#[derive(Debug)]
pub struct Clock(AtomicI64);

impl Clock {
    pub fn new() -> Self {
        let noon = Zone::default().moment(day::iso("2026-11-21").unwrap(), 14, 30);
        Self(AtomicI64::new(noon.0))
    }
}

impl World for Clock {
    fn now(&self) -> Instant {
        Instant(self.0.fetch_add(1_000, Ordering::Relaxed))
    }

    fn running(&self) -> Running {
        Running { boot: "test".to_owned(), ms: self.0.load(Ordering::Relaxed) }
    }

    fn fill(&self, bytes: &mut [u8]) {
        for (place, byte) in bytes.iter_mut().enumerate() {
            *byte = u8::try_from(place % 251).unwrap();
        }
    }
}

/// The salon.
pub struct Counter {
    pub shop: Shop,
    keys: u32,
}

impl Counter {
    pub fn in_memory() -> Self {
        let founding = Founding::new("S01", "美柜 国贸店");
        Self { shop: Shop::found_in_memory(&founding, Arc::new(Clock::new())).unwrap(), keys: 0 }
    }

    pub fn found(path: &Path) -> Self {
        let founding = Founding::new("S01", "美柜 国贸店");
        Self { shop: Shop::found(path, &founding, Arc::new(Clock::new())).unwrap(), keys: 0 }
    }

    /// A file that was founded before; its keys begin where no other did.
    pub fn open(path: &Path) -> Self {
        Self { shop: Shop::open(path, Arc::new(Clock::new())).unwrap(), keys: 1_000 }
    }

    /// The same, with something to sell, people and a member with the phone 13800138866.
    pub fn stocked(mut self) -> Self {
        self.ok("staff.hire", json!({ "number": "02", "name": "陈静", "job": "technician" }));
        self.ok(
            "item.add",
            json!({ "code": "21", "kind": "service", "name": "深层补水护理", "price": "398" }),
        );
        self.ok("item.add", json!({ "code": "22", "kind": "service", "name": "小气泡清洁", "price": "200" }));
        let card = json!({ "code": "C10", "kind": "session_card", "name": "小气泡十次卡", "price": "1500",
            "sessions": 10, "valid_days": 365, "parts": { "22": 1 } });
        self.ok("item.add", card);
        self.ok("member.open", json!({ "name": "王雅琴", "phone": "13800138866" }));
        self
    }

    fn send(&mut self, name: &str, mut fields: Value) -> Result<Value, Stop> {
        self.keys += 1;
        let reason = fields.as_object_mut().and_then(|all| all.remove("reason"));
        let by = fields.as_object_mut().and_then(|all| all.remove("by"));
        let text = |value: Option<Value>| value.and_then(|value| value.as_str().map(str::to_owned));
        let envelope = Envelope {
            key: format!("k{}", self.keys),
            reason: text(reason),
            by: text(by),
            ..Envelope::default()
        };
        let entry = verbs::find(name).unwrap_or_else(|| panic!("no verb {name}"));
        (entry.run)(&mut self.shop, &envelope, fields).map(|reply| reply.value)
    }

    pub fn ok(&mut self, name: &str, fields: Value) -> Value {
        self.send(name, fields).unwrap_or_else(|stop| panic!("{name}: {stop}"))
    }

    pub fn no(&mut self, name: &str, fields: Value) -> String {
        match self.send(name, fields) {
            Err(Stop::Refused(no)) => no.code().to_owned(),
            other => panic!("{name} was not refused: {other:?}"),
        }
    }

    /// A guest's sale; answers the bill's number.
    pub fn sell(&mut self) -> String {
        let cart = json!({ "lines": [{ "item": "21", "staff": ["02"] }], "tenders": [{ "tender": "cash" }] });
        bill(&self.ok("checkout", cart))
    }
}

/// The bill's number in an answer.
pub fn bill(answer: &Value) -> String {
    answer["bill"].as_str().unwrap().to_owned()
}
