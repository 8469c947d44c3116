//! A store applies a pack: it learns whom it may deal with and by which rules, and what became of its parts.

use serde::{Deserialize, Serialize};

use super::container::{self, Unfit};
use super::guests;
use super::letter::{BookTold, KIND, Letter, PART, PackAbout, StoreTold};
use crate::catalog::tier::{self, SetTier, Tier};
use crate::catalog::{self, add::AddItem, edit::EditItem};
use crate::db::{Fault, named_params};
use crate::ground::{Clean, Fen, Refused};
use crate::ledger::chain::hex;
use crate::parts::{accept, end, grant};
use crate::peers::sign::from_hex;
use crate::peers::store::{keep, own_key, peers};
use crate::peers::{Peer, Public};
use crate::settlement;
use crate::shop::rename::rename;
use crate::shop::{Act, Answer, Area, Stop, Tx, Verb};
use sha2::{Digest, Sha256};

/// Applies a pack of headquarters.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplyPack {
    /// The file's name, for what is said of it.
    #[serde(default)]
    pub file: String,
    /// Its bytes in hex.
    pub pack: String,
    /// The fingerprint of headquarters' key as somebody there read it out: needed the first time.
    #[serde(default)]
    pub fingerprint: Option<String>,
}

/// What was applied.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PackApplied {
    /// The code of headquarters.
    pub hq: String,
    /// The version.
    pub version: i64,
    /// Stores that are new or changed.
    pub stores: i64,
    /// Books of rules between stores that are new.
    pub books: i64,
    /// Items that are new or changed.
    pub items: i64,
    /// Parts of which something is new.
    pub parts: i64,
    /// Parts that nobody took in and that came back.
    pub back: i64,
    /// Parts that were passed on as headquarters granted them.
    #[serde(default)]
    pub granted: i64,
    /// Parts that came by grants.
    #[serde(default)]
    pub came: i64,
    /// Grants that are over, of which the rest was given back.
    #[serde(default)]
    pub over: i64,
    /// Members of other stores of whom something is known now.
    #[serde(default)]
    pub guests: i64,
    /// Grants that cannot lie here: the member's file or the service is not there.
    #[serde(default)]
    pub unplaced: i64,
    /// Parts that other stores have from here and this file lost with a back-up.
    #[serde(default)]
    pub lost: i64,
    /// Parts that are not here as the other store's books have them.
    #[serde(default)]
    pub odd: i64,
    /// Whether it had been applied before, so that nothing changed.
    pub again: bool,
}

impl Verb for ApplyPack {
    const NAME: &'static str = "chain.apply";
    type Out = PackApplied;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<PackApplied> {
        tx.require(Act::ChainApply)?;
        let unfit = |unfit: Unfit| unfit.refused(&self.file);
        let damaged = || unfit(Unfit::new("damaged", String::new()));
        let bytes = from_hex(&self.pack).ok_or_else(damaged)?;
        let opened = container::open(&bytes, KIND).map_err(unfit)?;
        let about: PackAbout = serde_json::from_value(opened.about.clone()).map_err(|_| damaged())?;
        let hq = self.trusted(tx, &about, opened.key)?;
        if about.to != tx.profile().code {
            return Err(unfit(Unfit::new("other_store", about.to)).into());
        }
        let digest = hex(&Sha256::digest(&bytes));
        let last = tx.db().one(include_str!("sql/applied_last.sql"), &[], |row| {
            Ok((row.get::<_, i64>("version")?, row.get::<_, String>("digest")?))
        })?;
        let mut done = PackApplied {
            hq: about.hq.clone(),
            version: about.version,
            stores: 0,
            books: 0,
            items: 0,
            parts: 0,
            back: 0,
            granted: 0,
            came: 0,
            over: 0,
            lost: 0,
            unplaced: 0,
            guests: 0,
            odd: 0,
            again: true,
        };
        if let Some((version, before)) = &last {
            if about.version < *version {
                return Err(unfit(Unfit::new("older", format!("{} < {version}", about.version))).into());
            }
            if about.version == *version && *before != digest {
                return Err(unfit(Unfit::new("pack_other", format!("v{version}"))).into());
            }
        }
        let sealed = opened.part(PART).map_err(unfit)?;
        let letter =
            own_key(tx.db())?.open(&sealed).ok_or_else(|| unfit(Unfit::new("sealed", String::new())))?;
        let letter: Letter = serde_json::from_slice(&letter).map_err(|_| damaged())?;
        if last.is_some_and(|(version, _)| version == about.version) {
            // What could not lie here the first time may have its place now.
            grants(tx, &letter, &mut done)?;
            return Ok(done);
        }
        done.again = false;
        heed(tx, (hq, &about.hq), &letter, &mut done)?;
        tx.db().run(
            include_str!("sql/applied_insert.sql"),
            named_params! {
                ":version": about.version, ":hq": about.hq, ":digest": digest, ":at": tx.at.0,
                ":command": tx.command()?,
            },
        )?;
        tx.note("chain.apply", format!("{} v{}", about.hq, about.version))?;
        tx.touch(Area::Settings);
        Ok(done)
    }
}

impl ApplyPack {
    /// Headquarters as this store knows it, or as it learns it now by a fingerprint that somebody read out.
    fn trusted(&self, tx: &Tx<'_>, about: &PackAbout, key: Public) -> Answer<Peer> {
        let unfit = |what: &'static str| Unfit::new(what, key.fingerprint()).refused(&self.file);
        if let Some(known) = peers(tx.db())?.into_iter().find(|peer| peer.hq) {
            return if known.key == key {
                Ok(Peer { name: about.name.clone(), ..known })
            } else {
                Err(unfit("other_hq").into())
            };
        }
        match &self.fingerprint {
            // Not named here: it is to be read out by somebody at headquarters, not copied from the file.
            None => Err(Unfit::new("hq_unknown", String::new()).refused(&self.file).into()),
            Some(read) if read.trim() != key.fingerprint() => Err(unfit("hq_fingerprint").into()),
            Some(_) => Ok(Peer {
                code: about.hq.clone(),
                name: about.name.clone(),
                hq: true,
                open: true,
                key,
                pair: None,
            }),
        }
    }
}

/// Does what a letter says, step by step.
fn heed(tx: &mut Tx<'_>, (hq, code): (Peer, &str), letter: &Letter, done: &mut PackApplied) -> Answer<()> {
    done.stores = stores(tx, hq, letter)?;
    super::policy::keep(tx, letter.phones)?;
    for book in &letter.clearing {
        done.books += i64::from(book_of(tx, code, book)?);
    }
    for item in &letter.items {
        done.items += i64::from(item_of(tx, item)?);
    }
    for told in &letter.tiers {
        done.items += i64::from(tier_of(tx, told)?);
    }
    done.guests = guests::keep(tx, &letter.guests)?;
    ends(tx, letter, done)?;
    grants(tx, letter, done)?;
    Ok(())
}

/// Writes down what became of parts: used there, given back, never taken.
fn ends(tx: &mut Tx<'_>, letter: &Letter, done: &mut PackApplied) -> Answer<()> {
    accept::keep(tx, &letter.parts)?;
    for part in &letter.parts {
        let books = letter.books.iter().find(|books| books.store == part.serving);
        let through = books.map_or_else(|| tx.today(), |books| books.last_day.clone());
        match end::settle(tx, part, &through) {
            Ok(news) => done.parts += i64::from(news),
            // The books differ on one part: that is told, and everything else of the pack is taken all the same.
            Err(Stop::Refused(Refused::CodeUnfit { .. })) => done.odd += 1,
            Err(stop) => return Err(stop),
        }
    }
    done.lost = i64::try_from(accept::told(tx.db())?.len()).unwrap_or(0);
    done.odd -= done.lost;
    for books in letter.books.iter().filter(|books| !books.last_day.is_empty()) {
        let taken = letter.parts.iter().filter(|part| part.serving == books.store);
        let taken: Vec<i64> = taken.map(|part| part.ask).collect();
        done.back += end::take_back(tx, &books.store, &taken, &books.last_day)?;
    }
    Ok(())
}

/// Passes on and takes in what headquarters granted, and gives back the rest of what is over.
fn grants(tx: &mut Tx<'_>, letter: &Letter, done: &mut PackApplied) -> Answer<()> {
    for call in &letter.calls {
        done.granted += i64::from(grant::pass_on_call(tx, call)?);
    }
    for told in &letter.grants {
        match grant::take_grant(tx, told) {
            Ok(news) => done.came += i64::from(news),
            // Nobody is here whose it could be: it goes back to her home store in time.
            Err(Stop::Refused(Refused::MemberUnknown { .. } | Refused::ItemUnknown { .. })) => {
                done.unplaced += 1;
            }
            Err(stop) => return Err(stop),
        }
    }
    done.over = grant::return_over(tx)?;
    Ok(())
}

/// Keeps headquarters and every other store as they are told.
fn stores(tx: &mut Tx<'_>, hq: Peer, letter: &Letter) -> Answer<i64> {
    let odd = |code: &str| Refused::ChainUnfit { store: code.to_owned(), what: "key".to_owned() };
    let secret = |text: &str, code: &str| -> Result<[u8; 32], Refused> {
        from_hex(text).and_then(|bytes| bytes.try_into().ok()).ok_or_else(|| odd(code))
    };
    let person = secret(&letter.person, &hq.code)?;
    let mut news = i64::from(keep(tx, &Peer { pair: Some(person), ..hq })?);
    for StoreTold { code, name, open, key, pair } in &letter.stores {
        let key = Public::from_hex(key).ok_or_else(|| odd(code))?;
        if *code == tx.profile().code {
            // Headquarters deals with this store by this key: another one would be another store.
            if key != own_key(tx.db())?.public() {
                return Err(Refused::ChainUnfit { store: code.clone(), what: "own_key".to_owned() }.into());
            }
            rename(tx, name)?;
            continue;
        }
        let pair = pair.as_ref().map(|text| secret(text, code)).transpose()?;
        let peer = Peer { code: code.clone(), name: name.clone(), hq: false, open: *open, key, pair };
        news += i64::from(keep(tx, &peer)?);
    }
    Ok(news)
}

/// Sets a book of rules between stores as headquarters has it, whenever it begins: events are rated by the books of
/// headquarters, and a store that learns of one late must come to the same.
fn book_of(tx: &Tx<'_>, hq: &str, book: &BookTold) -> Answer<bool> {
    if settlement::book::has_from(tx.db(), book.version)? {
        return Ok(false);
    }
    settlement::book::take_over(tx, (hq, book.version), &book.from, &book.rules)?;
    Ok(true)
}

/// Sets a tier as headquarters has it, where the store has one of that code.
fn tier_of(tx: &mut Tx<'_>, told: &Tier) -> Answer<bool> {
    let own = tier::all(tx.db())?.into_iter().find(|own| own.code == told.code);
    let Some(own) = own.filter(|own| {
        (&own.name, own.service_rate, own.product_rate) != (&told.name, told.service_rate, told.product_rate)
    }) else {
        return Ok(false);
    };
    let set = SetTier {
        tier: own.code,
        name: Some(Clean::shown(&told.name)),
        service_rate: Some(told.service_rate),
        product_rate: Some(told.product_rate),
    };
    set.run(tx)?;
    Ok(true)
}

/// Adds an item of the chain's price list, or changes what differs of it.
fn item_of(tx: &mut Tx<'_>, told: &AddItem) -> Answer<bool> {
    let Some(own) = catalog::store::by_code(tx.db(), &told.code)? else {
        told.run(tx)?;
        return Ok(true);
    };
    if own.kind != told.kind {
        return Err(
            Refused::ItemWrongKind { code: told.code.clone(), needed: told.kind.code().to_owned() }.into()
        );
    }
    // Where headquarters' list says nothing of fees, costs and times, the store's own stay.
    let hand_fee = if told.hand_fee == Fen::ZERO { own.hand_fee } else { told.hand_fee };
    let material_cost = if told.material_cost == Fen::ZERO { own.material_cost } else { told.material_cost };
    let minutes = if told.minutes == 0 { own.minutes } else { told.minutes };
    let same = own.name == told.name.as_str()
        && own.category == told.category.as_str()
        && (own.price, own.hand_fee, own.material_cost, own.minutes)
            == (told.price, hand_fee, material_cost, minutes);
    if same {
        return Ok(false);
    }
    let edit = EditItem {
        item: told.code.clone(),
        name: Some(told.name.clone()),
        category: Some(told.category.clone()),
        price: Some(told.price),
        hand_fee: Some(hand_fee),
        material_cost: Some(material_cost),
        minutes: Some(minutes),
        barcode: None,
        shortage: None,
        stock_min: None,
        active: None,
        parts: None,
        tier_prices: std::collections::BTreeMap::new(),
    };
    edit.run(tx)?;
    Ok(true)
}

impl From<Unfit> for Fault {
    fn from(unfit: Unfit) -> Self {
        Self::Broken(format!("{} {}", unfit.what, unfit.detail))
    }
}
