//! A fork mended with headquarters' word: of two lives of one store, the one that goes on is taken, the other's copy is
//! put aside under its own name and nothing of it is lost.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::bundle::{self, Bundle, each_table};
use super::container::Unfit;
use super::received::{self, hq_only};
use super::replica::{self, Outcome, Replica};
use crate::db::{Db, Fault, Mode, ValueRef, named_params};
use crate::ground::{Clean, Refused};
use crate::ledger::chain::hex;
use crate::peers::{self, store::own_key};
use crate::settlement::events;
use crate::shop::{Act, Answer, Envelope, Shop, Tx, Verb};

/// Writes down that a store goes on from a bundle that holds its whole life, and not from what headquarters has.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptFork {
    /// The store.
    pub store: String,
    /// The SHA-256 of the bundle's file in hex.
    pub digest: String,
    /// The last entry that both lives have.
    pub entry: i64,
    /// The last bill that both have.
    pub bill: i64,
}

/// A fork that was mended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ForkIs {
    /// The store.
    pub store: String,
    /// The last sequence that both lives have.
    pub common: i64,
    /// Events between stores of the life that ended, which were taken back.
    #[serde(default)]
    pub events: i64,
}

impl Verb for AcceptFork {
    const NAME: &'static str = "hq.fork";
    type Out = ForkIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<ForkIs> {
        tx.require(Act::HqFork)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let peer = peers::store::peer(tx.db(), &self.store)?;
        let mut events = 0;
        if events::rated_through(tx.db(), &peer.code)?.is_some_and(|rated| rated > self.bill) {
            events = events::end_life(tx, &peer.code, self.bill)?;
            events::set_rated(tx.db(), &peer.code, true, self.bill)?;
        }
        received::clear_forks(tx, &peer.code)?;
        tx.note("hq.fork", format!("{} after {}", peer.code, self.entry))?;
        Ok(ForkIs { store: peer.code, common: self.entry, events })
    }
}

/// What mending came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mended {
    /// The store.
    pub store: String,
    /// The last entry that both lives have.
    pub common: i64,
    /// Entries that only headquarters had: they are in the copy that was put aside.
    pub lost: i64,
    /// Events between stores that were taken back with them.
    pub events: i64,
    /// That copy.
    pub aside: PathBuf,
}

/// Mends a fork by a bundle that holds the whole life of the store that goes on (`chain export --since start`).
///
/// # Errors
/// [`Refused::BundleUnfit`] for a bundle that does not begin at the beginning, or is not taken; as [`AcceptFork`].
pub fn mend(shop: &mut Shop, envelope: &Envelope, file: &Path) -> Answer<Mended> {
    hq_only(shop.profile().hq, &shop.profile().code)?;
    let name = Clean::shown(&file.to_string_lossy()).into_string();
    let unfit = |unfit: Unfit| unfit.refused(&name);
    let bytes = std::fs::read(file).map_err(Fault::from)?;
    let digest = hex(&Sha256::digest(&bytes));
    let bundle = bundle::open(&bytes).map_err(unfit)?;
    let code = bundle.about.store.clone();
    let peer = peers::store::peer(shop.db(), &code)?;
    if peer.key != bundle.key {
        return Err(unfit(Unfit::new("other_key", bundle.key.fingerprint())).into());
    }
    if bundle.about.since.values().any(|key| *key > 0) {
        return Err(unfit(Unfit::new("not_whole", String::new())).into());
    }
    let path = replica::path(shop.path(), &code);
    if !path.exists() {
        return Err(Refused::ChainUnfit { store: code, what: "no_copy".to_owned() }.into());
    }
    let (common, bill, last) = {
        let copy = Db::open(&path, Mode::Read)?;
        common(&copy, &bundle)?
    };
    // The new copy is made beside the old one: only when it stands are the two exchanged.
    let beside = replica::path(shop.path(), &format!("{code}-next"));
    remove(&beside)?;
    let own = own_key(shop.db())?;
    let mut next = Replica::open_at(&beside)?;
    match next.take(&bundle, &digest, &own)? {
        Outcome::Merged { .. } => {}
        Outcome::Refused(why) => return Err(unfit(why).into()),
        Outcome::Same | Outcome::Waiting { .. } => {
            return Err(unfit(Unfit::new("not_whole", String::new())).into());
        }
    }
    drop(next);
    let verb = AcceptFork { store: code.clone(), digest, entry: common, bill };
    let events = shop.act(envelope, &verb)?.value.events;
    let number =
        (1..=9_999).find(|number| !replica::path(shop.path(), &format!("{code}-aside{number}")).exists());
    let aside = replica::path(shop.path(), &format!("{code}-aside{}", number.unwrap_or(1)));
    exchange(&path, &beside, &aside)?;
    Ok(Mended { store: code, common, lost: last - common, events, aside })
}

/// The last entry and bill that a copy and a bundle share, and the last entry of the copy.
fn common(copy: &Db, bundle: &Bundle) -> Answer<(i64, i64, i64)> {
    let mut ours = std::collections::HashMap::new();
    copy.each(include_str!("sql/seals.sql"), &[], |row| {
        ours.insert(row.get::<_, i64>("entry_id")?, row.get::<_, Vec<u8>>("hash")?);
        Ok::<(), Fault>(())
    })?;
    let mut theirs = Vec::new();
    let read = |table: &'static crate::ledger::tables::Table, values: &[ValueRef<'_>]| -> Result<(), Unfit> {
        if let ("seal", [ValueRef::Integer(entry), _, ValueRef::Blob(hash)]) = (table.name, values) {
            theirs.push((*entry, hash.to_vec()));
        }
        Ok(())
    };
    each_table(&bundle.facts, read).map_err(Fault::from)?;
    let shared = theirs.iter().take_while(|(entry, hash)| ours.get(entry) == Some(hash)).last();
    let entry = shared.map_or(0, |(entry, _)| *entry);
    let params = named_params! { ":entry": entry };
    let bill = copy.one(include_str!("sql/last_bill_at.sql"), params, |row| row.get::<_, i64>("bill"))?;
    let last = ours.keys().copied().max().unwrap_or(0);
    Ok((entry, bill.unwrap_or(0), last))
}

/// A database and what SQLite keeps beside it.
fn with_logs(path: &Path) -> [PathBuf; 3] {
    ["", "-wal", "-shm"].map(|end| PathBuf::from(format!("{}{end}", path.to_string_lossy())))
}

fn remove(path: &Path) -> Result<(), Fault> {
    for file in with_logs(path) {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error.into()),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// Puts the old copy aside and the next one in its place; killed in between, the next mending begins anew.
fn exchange(path: &Path, beside: &Path, aside: &Path) -> Result<(), Fault> {
    for (from, to) in [(path, aside), (beside, path)] {
        for (from, to) in with_logs(from).into_iter().zip(with_logs(to)) {
            if from.exists() {
                std::fs::rename(from, to)?;
            }
        }
    }
    Ok(())
}
