//! A store in memory with a clock that stands, and files that are brought into it.

use std::sync::Arc;

use meigui::exchange::commit::{CommitImport, Committed};
use meigui::exchange::dry_run::{DryRun, Prospect};
use meigui::exchange::fields::Kind;
use meigui::exchange::load::{ImportFile, Load};
use meigui::exchange::roll_back::{RollBackImport, RolledBack};
use meigui::ground::{Instant, Refused, Running, World};
use meigui::shop::found::Founding;
use meigui::shop::{Answer, Done, Envelope, Shop, Stop, Verb};

use crate::exchange_files::{Desk, reader};

/// The clock of the tests: 2026-11-21, noon in Shanghai.
pub struct Still;

impl World for Still {
    fn now(&self) -> Instant {
        Instant(1_795_233_600_000)
    }

    fn running(&self) -> Running {
        Running { boot: "test".into(), ms: 0 }
    }

    fn fill(&self, bytes: &mut [u8]) {
        bytes.fill(7);
    }
}

/// A store and a desk for its files.
pub struct Salon {
    pub shop: Shop,
    pub desk: Desk,
    keys: u32,
}

/// What a file is brought in with.
pub type With = fn(&mut ImportFile);

impl Salon {
    pub fn new() -> Self {
        let shop = Shop::found_in_memory(&Founding::new("S01", "国贸店"), Arc::new(Still)).unwrap();
        Self { shop, desk: Desk::new(), keys: 0 }
    }

    pub fn envelope(&mut self) -> Envelope {
        self.keys += 1;
        let key = format!("key-{}", self.keys);
        Envelope { key, reason: Some("import".into()), ..Envelope::default() }
    }

    pub fn act<V: Verb>(&mut self, verb: &V) -> Answer<Done<V::Out>> {
        let envelope = self.envelope();
        self.shop.act(&envelope, verb)
    }

    /// A command as the machine's door takes it, which must be done.
    pub fn door<V: Verb>(&mut self, fields: serde_json::Value) -> V::Out {
        let verb: V = serde_json::from_value(fields).unwrap();
        self.act(&verb).unwrap().value
    }

    pub fn load(&self, kind: Kind, bytes: &[u8], with: With) -> Result<(ImportFile, Arc<Load>), Refused> {
        let mut file = ImportFile::new(kind, self.desk.put(bytes));
        with(&mut file);
        let load = file.load(&reader())?;
        Ok((file, Arc::new(load)))
    }

    pub fn dry(&self, kind: Kind, bytes: &[u8], with: With) -> Prospect {
        let (_, load) = self.load(kind, bytes, with).unwrap();
        self.shop.ask(&DryRun::of(load)).unwrap()
    }

    pub fn verb(&self, kind: Kind, bytes: &[u8], with: With) -> CommitImport {
        let (file, load) = self.load(kind, bytes, with).unwrap();
        file.verb(load)
    }

    pub fn bring(&mut self, kind: Kind, bytes: &[u8], with: With) -> Result<Committed, Refused> {
        let verb = self.verb(kind, bytes, with);
        refused(self.act(&verb)).map(|done| done.value)
    }

    pub fn back(&mut self, batch: i64) -> Result<RolledBack, Refused> {
        refused(self.act(&RollBackImport { batch })).map(|done| done.value)
    }

    /// The first column of the first row.
    pub fn number(&self, sql: &'static str) -> i64 {
        self.shop.db().one(sql, &[], |row| row.get(0)).unwrap().unwrap_or(0)
    }

    pub fn texts(&self, sql: &'static str) -> Vec<String> {
        self.shop.db().list(sql, &[], |row| row.get(0)).unwrap()
    }

    /// Every account that is not empty, with what it holds.
    pub fn accounts(&self) -> Vec<(String, i64, i64)> {
        let sql = "SELECT kind, ref, balance FROM account WHERE balance <> 0 ORDER BY kind, ref";
        self.shop.db().list(sql, &[], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap()
    }
}

/// A refusal as a value; anything else of a machine fails the test.
pub fn refused<T>(answer: Answer<T>) -> Result<T, Refused> {
    match answer {
        Ok(value) => Ok(value),
        Err(Stop::Refused(no)) => Err(no),
        Err(other) => panic!("{other}"),
    }
}

/// The codes of rows in error: `3 phone.scientific`.
pub fn told(prospect: &Prospect) -> Vec<String> {
    let codes = |(row, problems): &(i64, Vec<meigui::exchange::rows::Problem>)| {
        let codes: Vec<&str> = problems.iter().map(meigui::exchange::problem::Problem::code).collect();
        format!("{row} {}", codes.join(" "))
    };
    prospect.bad.iter().map(codes).collect()
}

/// New, update, same and errors.
pub fn counts(prospect: &Prospect) -> (i64, i64, i64, i64) {
    let counts = prospect.counts;
    (counts.new, counts.update, counts.same, counts.errors)
}
