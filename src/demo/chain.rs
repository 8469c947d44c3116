//! A chain to try things on: headquarters and a few demo salons whose members go to each other's stores, a closed month
//! that was sent and merged, and packs that came back. All of it through the real verbs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::{Value, json};

use super::DemoBook;
use super::make::world::DemoWorld;
use super::make::{Playing, Progress, Wish, mark, mark_hq};
use crate::cards::store::lots;
use crate::catalog::{self, ItemKind};
use crate::chain::admit::AdmitStore;
use crate::chain::apply::ApplyPack;
use crate::chain::issue::issue;
use crate::chain::month::SendMonth;
use crate::chain::{desk, replica, send};
use crate::checkout::Cart;
use crate::close::month::CloseMonth;
use crate::db::Fault;
use crate::exchange::watch::Watch;
use crate::ground::{Clean, Instant, Month, World, Zone};
use crate::ledger::chain::hex;
use crate::members::{self, open::OpenMember, search};
use crate::parts::ask::AskPart;
use crate::parts::give::GivePart;
use crate::parts::take::TakePart;
use crate::peers::told::Chain;
use crate::settlement::book::SetClearing;
use crate::shop::found::Founding;
use crate::shop::{Answer, Envelope, Look, Query, Shop, Stop, Verb};
use crate::staff::{self, Job, hire::Hire};

/// Days before the end on which members go to another store.
const ROAM_DAYS: u64 = 70;
/// Of so many members one roams.
const ROAMS_EACH: u32 = 12;
/// How likely each of them is there on a day.
const COMES: f64 = 0.05;
/// The least principal of somebody who roams: 1,500 yuan.
const LEAST_HELD: i64 = 150_000;
/// The hour at which visits of the chain are played, before the doors shut.
const EVENING: u32 = 20;
/// The people of headquarters.
const OWNER: &str = "方蕾";
const SECOND: &str = "赵倩";
/// The most members of a store that are looked through for some with money.
const SEEN: i64 = 400;
/// Wake-up time of headquarters, so that no clock has to step back.
const MARGIN_MS: i64 = 60 * 1000;

/// What was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Headquarters and the stores.
    pub files: Vec<PathBuf>,
    /// Sales of all stores.
    pub sales: u64,
    /// Members of all stores.
    pub members: u32,
    /// Visits at another store than the member's own.
    pub roamed: u32,
}

/// Somebody who sends verbs: a store that is played, or headquarters.
struct Desk<'a> {
    shop: &'a mut Shop,
    world: Arc<DemoWorld>,
    keys: &'a mut u64,
}

impl Desk<'_> {
    fn envelope(&mut self) -> Envelope {
        *self.keys += 1;
        let key = format!("demo-chain:{}", self.keys);
        self.world.pass(Instant(0), 1_000);
        Envelope { key, reason: Some("demo".to_owned()), ..Envelope::default() }
    }

    fn act<V: Verb>(&mut self, verb: &V) -> Answer<V::Out> {
        let envelope = self.envelope();
        Ok(self.shop.act(&envelope, verb)?.value)
    }

    /// A verb from what the machine's door would be sent.
    fn send<V: Verb>(&mut self, fields: Value) -> Answer<V::Out> {
        let verb: V = serde_json::from_value(fields)
            .map_err(|error| Fault::Broken(format!("the demo's chain: {error}")))?;
        self.act(&verb)
    }

    fn look(&self) -> Look<'_> {
        let shop = &self.shop;
        Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false }
    }
}

/// A store of the chain while it is played.
struct Store<'b> {
    playing: Playing<'b>,
    keys: u64,
}

impl Store<'_> {
    fn desk(&mut self) -> Desk<'_> {
        let world = self.playing.world.clone();
        Desk { shop: &mut self.playing.shop, world, keys: &mut self.keys }
    }

    fn code(&self) -> String {
        self.playing.shop.profile().code.clone()
    }
}

/// Headquarters.
struct Head {
    shop: Shop,
    world: Arc<DemoWorld>,
    keys: u64,
}

impl Head {
    fn desk(&mut self) -> Desk<'_> {
        Desk { shop: &mut self.shop, world: Arc::clone(&self.world), keys: &mut self.keys }
    }
}

/// Makes headquarters at a path and its stores beside it.
///
/// # Errors
/// [`crate::ground::Refused::FileExists`] where something stands that is no demo; a fault when the machine fails.
pub fn make(hq: &Path, stores: u32, wish: &Wish, progress: &mut dyn FnMut(Progress)) -> Answer<Made> {
    let beside = |name: &str| hq.with_file_name(name);
    let files: Vec<PathBuf> = (1..=stores).map(|number| beside(&format!("S{number:02}.db"))).collect();
    clear(hq, &files)?;
    let book = DemoBook::load().map_err(|error| Fault::Broken(error.to_string()))?;
    let zone = Zone::default();
    let today = zone.business_day(wish.until);
    let begins = today.checked_sub_days(Days::new(ROAM_DAYS)).unwrap_or(today);
    let mut all = Vec::new();
    let mut told = Told { before: Progress { members: 0, sales: 0 }, progress };
    for (number, file) in (1..).zip(&files) {
        let seed = wish.seed.wrapping_mul(1_000).wrapping_add(number.into());
        let own = Wish { store: number, seed, ..*wish };
        let mut playing = Playing::found(file, &book, &own, &mut |at| told.add(at))?;
        playing.until(zone.moment(begins, 5, 0), &mut |at| told.add(at))?;
        let tally = playing.tally();
        told.before.members += tally.members;
        told.before.sales += tally.sales;
        all.push(Store { playing, keys: 0 });
    }
    let mut head = headquarters(hq, (wish, begins), &mut all)?;
    packs(&mut head, &mut all, &beside("packs"))?;
    let roamed = days(&mut all, (wish, begins), &mut |at| (told.progress)(at))?;
    head.world.pass(Instant(wish.until.0 - MARGIN_MS), 0);
    let month = Month::of(today).before();
    for store in &mut all {
        store.playing.world.pass(Instant(wish.until.0 - MARGIN_MS), 0);
        close(store, month, &beside("inbox"))?;
    }
    let envelope = head.desk().envelope();
    desk::take(&mut head.shop, &envelope, &[beside("inbox")], &Watch::default())?;
    packs(&mut head, &mut all, &beside("packs"))?;
    let mut made = Made { files: vec![hq.to_owned()], sales: 0, members: 0, roamed };
    made.files.extend(files);
    for store in &all {
        made.members += store.playing.tally().members;
        made.sales += store.playing.tally().sales;
    }
    Ok(made)
}

/// How far all stores are together.
struct Told<'a> {
    before: Progress,
    progress: &'a mut dyn FnMut(Progress),
}

impl Told<'_> {
    fn add(&mut self, at: Progress) {
        let members = self.before.members + at.members;
        (self.progress)(Progress { members, sales: self.before.sales + at.sales });
    }
}

/// Takes away what a demo before this one left, and refuses where something else stands.
fn clear(hq: &Path, files: &[PathBuf]) -> Answer<()> {
    let old = hq.exists();
    mark::make_way(hq)?;
    for file in files {
        mark::make_way(file)?;
    }
    if old {
        // Copies, bundles, packs.
        let beside = |name: &str| hq.with_file_name(name);
        for folder in [replica::folder(hq), beside("inbox"), beside("packs")] {
            if folder.exists() {
                std::fs::remove_dir_all(&folder).map_err(Fault::from)?;
            }
        }
    }
    Ok(())
}

/// Headquarters with its rules, a second person who approves, and every store admitted.
fn headquarters(path: &Path, (wish, begins): (&Wish, NaiveDate), stores: &mut [Store<'_>]) -> Answer<Head> {
    let zone = Zone::default();
    let world = Arc::new(DemoWorld::new(wish.seed, zone.moment(begins, 5, 0)));
    let name = stores.first().map(|store| store.playing.shop.profile().name.clone()).unwrap_or_default();
    let brand = name.split(' ').next().unwrap_or_default();
    let founding =
        Founding { hq: true, owner: OWNER.to_owned(), ..Founding::new("H00", &format!("{brand} 总部")) };
    let shop = Shop::found(path, &founding, Arc::clone(&world) as Arc<dyn World>)?;
    let mut head = Head { shop, world, keys: 0 };
    mark_hq(&mut head.shop, wish)?;
    let mut own = head.desk();
    own.send::<Hire>(json!({"number": "02", "name": SECOND, "job": "manager", "role": "manager"}))?;
    let rules = json!([
        {"name": "默认", "rate": "60%", "share": "60%"},
        {"name": "护肤产品", "category": "护肤产品", "rate": "30%", "share": "30%"},
    ]);
    own.send::<SetClearing>(json!({ "clearing": rules }))?;
    for store in stores {
        let desk = store.desk();
        let is = Chain {}.run(desk.shop.db(), &desk.look())?.own;
        let admit = AdmitStore {
            code: is.code,
            name: Clean::shown(&is.name),
            key: is.key,
            fingerprint: Some(is.fingerprint),
            closed: false,
        };
        head.desk().act(&admit)?;
    }
    Ok(head)
}

/// Headquarters writes packs, and every store applies its own.
fn packs(head: &mut Head, stores: &mut [Store<'_>], to: &Path) -> Answer<()> {
    let mut own = head.desk();
    let fingerprint = Chain {}.run(own.shop.db(), &own.look())?.own.fingerprint;
    let envelope = own.envelope();
    for pack in issue(&mut head.shop, &envelope, (None, 0), to)? {
        let Some(store) = stores.iter_mut().find(|store| store.code() == pack.store) else { continue };
        let bytes = std::fs::read(&pack.file).map_err(Fault::from)?;
        let fingerprint = Some(fingerprint.clone());
        store.desk().act(&ApplyPack { file: pack.store, pack: hex(&bytes), fingerprint })?;
    }
    Ok(())
}

/// Plays the last weeks day by day; in the evening some members are at another store than their own.
fn days(
    stores: &mut [Store<'_>],
    (wish, begins): (&Wish, NaiveDate),
    progress: &mut dyn FnMut(Progress),
) -> Answer<u32> {
    let zone = Zone::default();
    let mut chance = ChaCha8Rng::seed_from_u64(wish.seed.wrapping_add(0x0a3));
    let roamers = roamers(stores, wish, &mut chance)?;
    let last = Instant(wish.until.0 - MARGIN_MS * 10);
    let mut roamed = 0;
    for day in begins.iter_days() {
        let evening = zone.moment(day, EVENING, 0);
        for store in &mut *stores {
            store.playing.until(Instant(evening.0.min(last.0)), &mut |_| {})?;
        }
        let tallies = stores.iter().map(|store| store.playing.tally());
        progress(tallies.fold(Progress { members: 0, sales: 0 }, |sum, tally| Progress {
            members: sum.members + tally.members,
            sales: sum.sales + tally.sales,
        }));
        if evening.0 >= last.0 {
            break;
        }
        for (home, serving, member) in &roamers {
            let open = [*home, *serving]
                .iter()
                .all(|place| stores.get(*place).is_some_and(|store| store.playing.is_open(day)));
            if !chance.random_bool(COMES) || !open {
                continue;
            }
            for place in [*home, *serving] {
                if let Some(store) = stores.get(place) {
                    store.playing.world.pass(evening, 1_000);
                }
            }
            match visit(stores, (*home, *serving), member, &mut chance) {
                Ok(()) => roamed += 1,
                // Her money is used up: she stays at home.
                Err(Stop::Refused(no)) => tracing::debug!(%no, "a visit of the demo's chain"),
                Err(stop) => return Err(stop),
            }
        }
    }
    Ok(roamed)
}

/// A member who goes to another store: her home store, the other one, her number at home.
type Roamer = (usize, usize, String);

/// Some members of each store who have money there, each with one other store.
fn roamers(stores: &[Store<'_>], wish: &Wish, chance: &mut ChaCha8Rng) -> Answer<Vec<Roamer>> {
    let count = stores.len();
    let mut out = Vec::new();
    for (home, store) in stores.iter().enumerate() {
        let mut wanted = usize::try_from(wish.members / ROAMS_EACH).unwrap_or(0).max(2);
        for hit in search::recent(store.playing.shop.db(), SEEN)? {
            let held =
                lots(store.playing.shop.db(), hit.id)?.iter().map(|lot| lot.principal_left.0).sum::<i64>();
            if wanted > 0 && held >= LEAST_HELD {
                wanted -= 1;
                out.push((home, (home + chance.random_range(1..count)) % count, hit.member));
            }
        }
    }
    Ok(out)
}

/// One visit: a part is asked for, passed on by a code, taken in and used up.
fn visit(
    stores: &mut [Store<'_>],
    (home, serving): (usize, usize),
    member: &str,
    chance: &mut ChaCha8Rng,
) -> Answer<()> {
    let gone = || Fault::Broken("the demo's chain lost a store".to_owned());
    let at_home = stores.get(home).ok_or_else(gone)?;
    let home_code = at_home.code();
    let found = members::store::find(at_home.playing.shop.db(), member)?;
    let phones = members::store::phones(at_home.playing.shop.db(), found.id)?;
    let Some(phone) = phones.into_iter().next() else { return Ok(()) };
    let there = stores.get_mut(serving).ok_or_else(gone)?;
    let serving_code = there.code();
    let db = there.playing.shop.db();
    let items: Vec<_> = catalog::store::all(db)?
        .into_iter()
        .filter(|item| item.active && item.kind == ItemKind::Service && item.price.is_positive())
        .collect();
    let people: Vec<_> = staff::store::all(db)?
        .into_iter()
        .filter(|person| person.job == Job::Technician && person.left_on.is_none())
        .collect();
    let known = members::store::find(db, &phone).is_ok();
    let mut picked = |count: usize| chance.random_range(0..count.max(1));
    let (item, person) = (items.get(picked(items.len())), people.get(picked(people.len())));
    let (Some(item), Some(person)) = (item, person) else { return Ok(()) };
    if !known {
        there.desk().send::<OpenMember>(json!({"name": found.name, "phone": phone}))?;
        there.playing.count_file();
    }
    // A part is not asked for where she has not that much: the home store's word on the phone.
    let with = |mut fields: Value| {
        fields["kind"] = json!("stored_value");
        fields["amount"] = json!(item.price);
        fields
    };
    let ask = there.desk().send::<AskPart>(with(json!({"member": phone, "home": home_code})))?.ask;
    let give = with(json!({"serving": serving_code, "ask": ask, "who": phone, "consent": true}));
    let given = stores.get_mut(home).ok_or_else(gone)?.desk().send::<GivePart>(give)?;
    let there = stores.get_mut(serving).ok_or_else(gone)?;
    there.desk().send::<TakePart>(json!({"code": given.digits, "ask": ask}))?;
    let lines = json!([{"item": item.code, "staff": [person.number]}]);
    there
        .desk()
        .send::<Cart>(json!({"member": phone, "lines": lines, "tenders": [{"tender": "stored_value"}]}))?;
    Ok(())
}

/// Closes a month and sends it to headquarters.
fn close(store: &mut Store<'_>, month: Month, inbox: &Path) -> Answer<()> {
    let mut desk = store.desk();
    desk.send::<CloseMonth>(json!({"month": month.name()}))?;
    let sent = desk.send::<SendMonth>(json!({"month": month.name()}))?;
    let look = desk.look();
    send::write(desk.shop.db(), &look, sent.bundle.no, inbox)?;
    Ok(())
}
