//! What the demo keeps in its head while it plays: who has a file, who holds what, what stands on the shelf.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use chrono::NaiveDate;

use super::world::DemoWorld;
use crate::demo::DemoBook;
use crate::demo::habits::Dice;
use crate::demo::names::Registry;
use crate::ground::{Clean, Fen, Instant, Zone};
use crate::shop::{Answer, Envelope, Shop, Stop, Verb};

/// Between two commands of the counter at least.
const BREATH_MS: i64 = 700;

/// What an item is to the demo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Service,
    Product,
    Package,
}

/// What the demo remembers of a member who holds something.
#[derive(Debug, Default)]
pub(super) struct Purse<'b> {
    /// Whether money was ever paid in.
    pub wallet: bool,
    /// Cards that were bought and are not known to be empty.
    pub cards: Vec<Held<'b>>,
    /// What is owed.
    pub debt: Fen,
    /// Rank of the tier.
    pub tier: usize,
}

/// A card in somebody's hands.
#[derive(Debug)]
pub(super) struct Held<'b> {
    pub code: String,
    pub services: &'b [Clean],
}

/// Goods of one kind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Goods {
    pub on_hand: i64,
    pub usual: i64,
    /// Sold since they came in last.
    pub sold: i64,
}

/// A product that will come back.
#[derive(Debug)]
pub(super) struct Return {
    pub due: NaiveDate,
    pub bill: String,
    pub line: i64,
}

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Commands that were done.
    pub commands: u64,
    /// Sales among them.
    pub sales: u64,
    /// Files opened.
    pub members: u32,
    /// Commands that were refused; none should be.
    pub refused: u64,
}

/// The salon as it is played.
pub(super) struct Salon<'b> {
    pub book: &'b DemoBook,
    pub registry: Registry<'b>,
    pub world: Arc<DemoWorld>,
    pub zone: Zone,
    pub dice: Dice,
    /// Price and sort by code.
    pub list: HashMap<&'b str, (Sort, Fen)>,
    /// The place of each member in the order of files, from one; 0 for none yet.
    pub files: Vec<u32>,
    pub purses: HashMap<u32, Purse<'b>>,
    /// Tier codes, lowest first.
    pub tiers: Vec<String>,
    pub goods: BTreeMap<&'b str, Goods>,
    pub returns: Vec<Return>,
    pub day: Option<NaiveDate>,
    /// The first day on which the door was unlocked.
    pub begun: Option<NaiveDate>,
    /// Visits played.
    pub visits: u32,
    pub tally: Tally,
    /// Whether each command stands in a savepoint of its own.
    pub careful: bool,
    /// Commands that share a commit.
    pub group: u64,
    keys: u64,
}

impl<'b> Salon<'b> {
    pub(super) fn new(book: &'b DemoBook, seed: u64, members: u32, world: Arc<DemoWorld>) -> Self {
        let services = book.services.iter().map(|item| (item.code.as_str(), (Sort::Service, item.price)));
        let products = book.products.iter().map(|item| (item.code.as_str(), (Sort::Product, item.price)));
        let packages = book.packages.iter().map(|item| (item.code.as_str(), (Sort::Package, item.price)));
        let stock = |count: u32| Goods { on_hand: count.into(), usual: count.into(), sold: 0 };
        Self {
            book,
            registry: Registry::new(book, seed),
            world,
            zone: Zone::default(),
            dice: Dice::new(seed),
            list: services.chain(products).chain(packages).collect(),
            files: vec![0; usize::try_from(members).unwrap_or(0)],
            purses: HashMap::new(),
            tiers: Vec::new(),
            goods: book.products.iter().map(|item| (item.code.as_str(), stock(item.stock))).collect(),
            returns: Vec::new(),
            day: None,
            begun: None,
            visits: 0,
            tally: Tally::default(),
            careful: false,
            group: 1,
            keys: 0,
        }
    }

    /// The moment of a day at a minute.
    pub(super) fn moment(&self, day: NaiveDate, minute: u32) -> Instant {
        self.zone.moment(day, minute / 60, minute % 60)
    }

    /// Lets the clock run to a second of a minute, or a breath further.
    pub(super) fn clock(&self, day: NaiveDate, minute: u32, second: i64) {
        let at = self.moment(day, minute);
        self.world.pass(Instant(at.0 + second * 1000), BREATH_MS);
    }

    /// The row id of a member's file: files are counted as they are opened.
    pub(super) fn row(&self, member: u32) -> Option<i64> {
        let place = usize::try_from(member).ok().and_then(|at| self.files.get(at)).copied()?;
        (place > 0).then(|| i64::from(place))
    }

    /// The number of a member's file; none before it is opened.
    pub(super) fn number(&self, member: u32) -> Option<String> {
        let place = usize::try_from(member).ok().and_then(|at| self.files.get(at)).copied()?;
        (place > 0).then(|| file_number(place))
    }

    /// Sends a command under the next key; `None` when it was refused.
    pub(super) fn send<V: Verb>(&mut self, shop: &mut Shop, by: &str, verb: &V) -> Answer<Option<V::Out>> {
        self.send_for(shop, by, None, verb)
    }

    /// The same with a reason.
    pub(super) fn send_for<V: Verb>(
        &mut self,
        shop: &mut Shop,
        by: &str,
        reason: Option<&str>,
        verb: &V,
    ) -> Answer<Option<V::Out>> {
        self.keys += 1;
        let key = format!("demo:{:08}", self.keys);
        self.send_as(shop, Envelope { reason: reason.map(str::to_owned), ..Envelope::by(key, by) }, verb)
    }

    /// The same under a key of its own.
    pub(super) fn send_as<V: Verb>(
        &mut self,
        shop: &mut Shop,
        envelope: Envelope,
        verb: &V,
    ) -> Answer<Option<V::Out>> {
        self.tally.commands += 1;
        match shop.act(&envelope, verb) {
            Ok(done) => Ok(Some(done.value)),
            Err(Stop::Refused(no)) => {
                tracing::warn!(verb = V::NAME, code = no.code(), "the demo was refused");
                self.tally.refused += 1;
                Ok(None)
            }
            Err(stop) => Err(stop),
        }
    }
}

/// The member number of the so-manieth file.
pub(super) fn file_number(place: u32) -> String {
    format!("M{place:06}")
}
