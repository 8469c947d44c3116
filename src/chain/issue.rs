//! Headquarters writes packs for its stores, from what it knows now. A pack that would say the same again is the same.

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::container::{self, Parcel};
use super::grant::{self, Granted};
use super::guests;
use super::letter::{BookTold, BooksTold, KIND, Letter, PART, PackAbout, StoreTold};
use super::policy;
use super::received::{self, hq_only};
use super::replica;
use super::send::write_once;
use super::store::stretch;
use crate::catalog::tier::Tier;
use crate::catalog::{self, add::AddItem};
use crate::db::{Db, Fault, Mode, named_params};
use crate::ground::{Clean, Refused};
use crate::ledger::chain::hex;
use crate::parts::end::{PartThere, parts_there};
use crate::peers::{self, Peer, store::own_key};
use crate::settlement;
use crate::shop::{Act, Answer, Envelope, Shop, Stop, Tx, Verb};

/// Gives a letter to a store its version: the one it had, where it says the same.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct IssuePack {
    /// The store.
    pub store: String,
    /// The SHA-256 of the letter in hex.
    pub digest: String,
    /// The last version that the store applied, where headquarters does not know it any more because its file went back
    /// to an old backup: the next one follows it.
    #[serde(default)]
    pub after: i64,
}

/// A version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackVersion {
    /// Its number.
    pub version: i64,
    /// Whether it says something new.
    pub news: bool,
}

impl Verb for IssuePack {
    const NAME: &'static str = "hq.pack";
    type Out = PackVersion;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PackVersion> {
        tx.require(Act::HqPack)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let peer = peers::store::peer(tx.db(), &self.store)?;
        let params = named_params! { ":store": peer.code };
        let last = tx.db().one(include_str!("sql/issued_last.sql"), params, |row| {
            Ok((row.get::<_, i64>("version")?, row.get::<_, String>("digest")?))
        })?;
        let same = |(version, digest): &&(i64, String)| *digest == self.digest && *version > self.after;
        if let Some((version, _)) = last.as_ref().filter(same) {
            return Ok(PackVersion { version: *version, news: false });
        }
        let before = last.map_or(0, |(version, _)| version).max(self.after);
        let version = before.saturating_add(1);
        tx.db().run(
            include_str!("sql/issued_insert.sql"),
            named_params! {
                ":store": peer.code, ":version": version, ":digest": self.digest, ":at": tx.at.0,
                ":command": tx.command()?,
            },
        )?;
        Ok(PackVersion { version, news: true })
    }
}

/// Everything that headquarters knows and that goes into packs, read once for all stores.
struct Known {
    stores: Vec<Peer>,
    clearing: Vec<BookTold>,
    items: Vec<AddItem>,
    books: Vec<BooksTold>,
    parts: Vec<PartThere>,
    phones: bool,
    copies: Vec<Copy>,
    grants: Vec<Granted>,
    tiers: Vec<Tier>,
}

/// A store's books at headquarters, open to be read.
pub(super) struct Copy {
    pub peer: Peer,
    pub db: Db,
    /// Whether two lives of it stand against each other: then nobody's word is taken for what left or did not.
    pub forked: bool,
}

impl Copy {
    /// The books of a store, where there are any.
    pub fn of(hq: &Path, peer: Peer) -> Result<Option<Self>, Fault> {
        let path = replica::path(hq, &peer.code);
        let db = if path.exists() { Some(Db::open(&path, Mode::Read)?) } else { None };
        Ok(db.map(|db| Self { peer, db, forked: false }))
    }
}

fn known(shop: &Shop) -> Answer<Known> {
    let stores: Vec<Peer> = peers::store::peers(shop.db())?.into_iter().filter(|peer| !peer.hq).collect();
    let today = shop.profile().zone.business_day(shop.now()).to_string();
    let (mut books, mut parts, mut copies) = (Vec::new(), Vec::new(), Vec::new());
    let forked = received::forked(shop.db())?;
    for store in &stores {
        let Some(copy) = Copy::of(shop.path(), store.clone())? else { continue };
        let copy = Copy { forked: forked.contains(&store.code), ..copy };
        let end = stretch(&copy.db, 0, i64::MAX)?;
        // Where two lives of a store stand against each other, nobody says what it did not take in.
        if !copy.forked {
            // By headquarters' word a store that closed for good has sent its last book.
            let last_day = if store.open { end.last_day } else { end.last_day.max(today.clone()) };
            books.push(BooksTold { store: store.code.clone(), last: end.last, last_day });
        }
        parts.extend(parts_there(&copy.db, &store.code)?);
        copies.push(copy);
    }
    let clearing = settlement::book::every(shop.db())?;
    let clearing = clearing.into_iter().map(|(version, from, rules)| BookTold { version, from, rules });
    Ok(Known {
        stores,
        clearing: clearing.collect(),
        items: items(shop.db())?,
        books,
        parts,
        phones: policy::phones(shop.db())?,
        copies,
        tiers: guests::tiers(shop.db())?,
        grants: grant::standing(shop.db(), &today)?,
    })
}

/// The price list of headquarters, as a store would add it.
fn items(db: &Db) -> Answer<Vec<AddItem>> {
    let mut out = Vec::new();
    for item in catalog::store::all(db)?.into_iter().filter(|item| item.active) {
        let parts = catalog::store::parts(db, item.id)?;
        out.push(AddItem {
            code: item.code,
            kind: item.kind,
            name: Clean::shown(&item.name),
            category: Clean::shown(&item.category),
            price: item.price,
            hand_fee: item.hand_fee,
            material_cost: item.material_cost,
            minutes: item.minutes,
            barcode: None,
            shortage: item.shortage,
            sessions: item.sessions,
            gift_sessions: item.gift_sessions,
            gift_mode: item.gift_mode,
            valid_days: item.valid_days,
            stock_min: 0,
            parts: parts.into_iter().map(|(part, quantity)| (part.code, quantity)).collect(),
            tier_prices: std::collections::BTreeMap::new(),
            batch: None,
        });
    }
    // What a card or a package holds stands before it.
    out.sort_by_key(|item| !item.parts.is_empty());
    Ok(out)
}

/// A pack that was written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PackWritten {
    /// The store.
    pub store: String,
    /// Its version.
    pub version: i64,
    /// Whether it says something new.
    pub news: bool,
    /// The file.
    pub file: PathBuf,
}

/// Writes the packs of all open stores, or of one, into a folder; their versions follow `after`.
///
/// # Errors
/// [`Refused::ChainUnfit`] for a store that is not known; a fault when the disk fails.
pub fn issue(
    shop: &mut Shop,
    envelope: &Envelope,
    (only, after): (Option<&str>, i64),
    to: &Path,
) -> Answer<Vec<PackWritten>> {
    hq_only(shop.profile().hq, &shop.profile().code)?;
    let known = known(shop)?;
    if let Some(code) = only {
        peers::store::peer(shop.db(), code)?;
    }
    let key = own_key(shop.db())?;
    let mut out = Vec::new();
    let wanted = |store: &&Peer| only.map_or(store.open, |code| code == store.code);
    for (place, store) in known.stores.iter().filter(wanted).enumerate() {
        let letter = letter(&known, store, |about| key.derived(about))?;
        let letter = serde_json::to_vec(&letter).map_err(|error| Fault::Broken(error.to_string()))?;
        let verb = IssuePack { store: store.code.clone(), digest: hex(&Sha256::digest(&letter)), after };
        let envelope = Envelope { key: format!("{}:{place}", envelope.key), ..envelope.clone() };
        let issued = shop.act(&envelope, &verb)?.value;
        let unsealed = || Refused::ChainUnfit { store: store.code.clone(), what: "key".to_owned() };
        let sealed = key.seal(&store.key, &letter).ok_or_else(unsealed)?;
        let about = PackAbout {
            hq: shop.profile().code.clone(),
            name: shop.profile().name.clone(),
            to: store.code.clone(),
            version: issued.version,
        };
        let about = serde_json::to_value(&about).map_err(|error| Fault::Broken(error.to_string()))?;
        let bytes = container::write(&Parcel { kind: KIND, about, parts: vec![(PART, &sealed)] }, &key)
            .map_err(|unfit| Fault::Broken(format!("a pack: {}", unfit.what)))?;
        let file = to.join(format!("{}_to_{}_v{}.meigui", shop.profile().code, store.code, issued.version));
        match write_once(&file, &bytes) {
            // Another pack of this version was written before: this file went back to an old back-up.
            Err(Stop::Refused(Refused::FileExists { file })) => {
                return Err(Refused::ChainUnfit { store: file, what: "pack_there".to_owned() }.into());
            }
            written => written?,
        }
        out.push(PackWritten { store: store.code.clone(), version: issued.version, news: issued.news, file });
    }
    Ok(out)
}

fn letter(known: &Known, store: &Peer, derived: impl Fn(&str) -> [u8; 32]) -> Result<Letter, Fault> {
    let pair = |other: &Peer| {
        let (first, second) = if other.code < store.code { (other, store) } else { (store, other) };
        (other.code != store.code).then(|| hex(&derived(&format!("pair {} {}", first.code, second.code))))
    };
    let told = |other: &Peer| StoreTold {
        code: other.code.clone(),
        name: other.name.clone(),
        open: other.open,
        key: other.key.hex(),
        pair: pair(other),
    };
    Ok(Letter {
        stores: known.stores.iter().map(told).collect(),
        person: hex(&derived("person")),
        clearing: known.clearing.clone(),
        items: known.items.clone(),
        phones: known.phones,
        books: known.books.iter().filter(|books| books.store != store.code).cloned().collect(),
        parts: known.parts.iter().filter(|part| part.home == store.code).cloned().collect(),
        tiers: known.tiers.clone(),
        guests: guests::told(&known.copies, &store.code)?,
        calls: grant::calls(&known.grants, &known.copies, &store.code)?,
        grants: grant::brought(&known.grants, &known.copies, store)?,
    })
}
