//! A chain for scripted tests: headquarters in a folder and two salons that know each other.

use std::path::PathBuf;
use std::sync::Arc;

use super::stage::{Stage, Still};
use crate::chain::{desk, issue::issue, send};
use crate::exchange::watch::Watch;
use crate::ground::World;
use crate::ledger::chain::hex;
use crate::shop::found::Founding;
use crate::shop::{Envelope, Look, Shop};

/// Headquarters H00, and stores S01 and S02.
pub struct Stages {
    /// Headquarters.
    pub hq: Stage,
    /// The stores.
    pub stores: [Stage; 2],
    folder: tempfile::TempDir,
    turn: usize,
}

impl Stages {
    /// All three, admitted and with their first packs.
    pub fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let world = Still::new();
        let founding = Founding { hq: true, ..Founding::new("H00", "总部") };
        let path = folder.path().join("headquarters.db");
        let shop = Shop::found(&path, &founding, Arc::clone(&world) as Arc<dyn World>).unwrap();
        let hq = Stage::over(shop, world);
        let stores = [Stage::salon(), Stage::salon_of("S02", "望京店")];
        let mut stages = Self { hq, stores, folder, turn: 0 };
        for store in &mut stages.stores {
            let own = store.send("query.chain", "{}")["own"].clone();
            let fields = serde_json::json!({ "code": own["code"], "name": own["name"], "key": own["key"] });
            stages.hq.send("hq.admit", &fields.to_string());
        }
        stages.packs();
        stages
    }

    fn envelope(&mut self, what: &str) -> Envelope {
        self.turn += 1;
        Envelope { key: format!("{what}-{}", self.turn), ..Envelope::default() }
    }

    /// Headquarters writes packs and every store applies its own.
    pub fn packs(&mut self) {
        let fingerprint = self.hq.send("query.chain", "{}")["own"]["fingerprint"].clone();
        let (envelope, to) = (self.envelope("packs"), self.folder.path().join("packs"));
        let packs = issue(&mut self.hq.shop, &envelope, (None, 0), &to).unwrap();
        for (store, pack) in self.stores.iter_mut().zip(packs) {
            let bytes = std::fs::read(&pack.file).unwrap();
            let fields = serde_json::json!({ "pack": hex(&bytes), "fingerprint": fingerprint });
            store.send("chain.apply", &fields.to_string());
        }
    }

    /// Every store sends what is new, and headquarters takes it.
    pub fn bundles(&mut self) {
        let inbox = self.folder.path().join("inbox");
        std::fs::create_dir_all(&inbox).unwrap();
        let mut files: Vec<PathBuf> = Vec::new();
        for store in &mut self.stores {
            let sent = store.send("bundle.send", "{}");
            let shop = &store.shop;
            let look =
                Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
            let (name, bytes) = send::make(shop.db(), &look, sent["no"].as_i64().unwrap()).unwrap();
            let path = inbox.join(name);
            std::fs::write(&path, bytes).unwrap();
            files.push(path);
        }
        let envelope = self.envelope("take");
        desk::take(&mut self.hq.shop, &envelope, &files, &Watch::default()).unwrap();
    }

    /// Time passes everywhere.
    pub fn pass(&self, ms: i64) {
        for stage in self.stores.iter().chain([&self.hq]) {
            stage.world.pass(ms);
        }
    }

    /// A member of S01 uses so much of her stored value at S02, by a code.
    pub fn roams(&mut self, phone: &str, item: &str, amount: &str) {
        let ask = format!(r#"{{"member":"{phone}","home":"S01","kind":"stored_value","amount":"{amount}"}}"#);
        let ask = self.stores[1].send("part.ask", &ask)["ask"].clone();
        let give = format!(
            r#"{{"serving":"S02","ask":{ask},"who":"{phone}","kind":"stored_value","amount":"{amount}","consent":true}}"#
        );
        let code = self.stores[0].send("part.give", &give)["code"].clone();
        self.stores[1].send("part.take", &format!(r#"{{"code":{code}}}"#));
        let cart = format!(
            r#"{{"member":"{phone}","lines":[{{"item":"{item}","staff":["02"]}}],"tenders":[{{"tender":"stored_value"}}]}}"#
        );
        self.stores[1].send("checkout", &cart);
    }
}
