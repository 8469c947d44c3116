//! Making the demo: what the model tells is sent through the shop's real verbs, so that the file is a store like any
//! other and its proof holds.
//!
//! The same wish on the same day gives the same file, keys and salts included. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | the simulated clock and chance | [`world`] |
//! | staff, price list, tiers, gifts, stock | `stage` |
//! | how files are opened | `files` |
//! | what a morning brings | `days` |
//! | what happens at the counter | `visits`, `carts` |
//! | how a demo is told from a store | [`mark`] |

mod carts;
mod days;
mod files;
pub mod mark;
mod salon;
mod stage;
mod visits;
pub mod world;

#[cfg(test)]
mod tests;

use std::path::Path;
use std::sync::Arc;

use chrono::Days;

use super::{DemoBook, Plan, Rhythm};
use crate::db::Fault;
use crate::ground::{Instant, World, Zone};
use crate::shop::{Answer, Envelope, Shop, Stop};
use mark::MarkDemo;
use salon::Salon;
pub use salon::Tally;
use world::DemoWorld;

/// Commands that share a commit, at least and at most: the more there are to come, the more of them touch the same
/// page, which is written once.
const GROUP: [u64; 2] = [1_500, 12_000];
/// Commits that a demo is cut into, where that is within [`GROUP`].
const GROUPS: u64 = 100;
/// The last bill is at least this old when the console opens, so that no clock has to step back.
const MARGIN_MS: i64 = 10 * 60 * 1000;
/// Minute of the first day at which the store is founded, before the doors open.
const FOUNDED: u32 = 5 * 60;

/// What demo is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wish {
    /// Same seed, same demo.
    pub seed: u64,
    /// Which store of the demo's chain, from 1.
    pub store: u32,
    /// Files.
    pub members: u32,
    /// About how many sales.
    pub bills: u32,
    /// Days of history, the last one included.
    pub days: u32,
    /// Now: nothing is later.
    pub until: Instant,
}

impl Wish {
    /// Commands that share a commit.
    fn group(&self) -> u64 {
        let commands = u64::from(self.members) + u64::from(self.bills);
        let [least, most] = GROUP;
        (commands / GROUPS).clamp(least, most)
    }

    fn plan(&self, zone: Zone) -> Plan {
        let last_day = zone.business_day(self.until);
        let plan = Plan::years_until(last_day, 1, self.members, self.bills, self.seed);
        let days = self.days.max(1);
        let first_day = last_day.checked_sub_days(Days::new(u64::from(days - 1))).unwrap_or(last_day);
        Plan { first_day, days, ..plan }
    }
}

/// How far the making is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Files opened.
    pub members: u32,
    /// Sales made.
    pub sales: u64,
}

/// Makes a demo in a new file.
///
/// # Errors
/// [`crate::ground::Refused::FileExists`] when something stands there; a fault when the machine fails.
pub fn make(path: &Path, wish: &Wish, progress: &mut dyn FnMut(Progress)) -> Answer<Tally> {
    let book = DemoBook::load().map_err(|error| Fault::Broken(error.to_string()))?;
    let mut tell = |careful| {
        let world = world_of(wish);
        let shop = Shop::found(path, &stage::founding(&book, wish.store), world.clone())?;
        play(shop, &book, world, (wish, careful), progress).map(|(_, tally)| tally)
    };
    match tell(false) {
        // A command failed half-way, which no known seed does: told again, it costs only that command.
        Err(Stop::Fault(Fault::Broken(why))) => {
            tracing::warn!(%why, "the demo is made again, with savepoints");
            mark::make_way(path)?;
            tell(true)
        }
        told => told,
    }
}

/// Marks a file that is no salon as part of a demo: headquarters.
///
/// # Errors
/// A fault when the file refuses.
pub(super) fn mark_hq(shop: &mut Shop, wish: &Wish) -> Answer<()> {
    let envelope = Envelope { key: mark::KEY.to_owned(), ..Envelope::default() };
    let Wish { seed, members, bills, days, .. } = *wish;
    shop.act(&envelope, &MarkDemo { seed, members, bills, days })?;
    Ok(())
}

fn world_of(wish: &Wish) -> Arc<DemoWorld> {
    let zone = Zone::default();
    let founded = zone.moment(wish.plan(zone).first_day, FOUNDED / 60, FOUNDED % 60);
    // Stores of one chain have keys and salts of their own.
    let branch = u64::from(wish.store.saturating_sub(1)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    Arc::new(DemoWorld::new(wish.seed.wrapping_add(branch), founded))
}

/// Plays the whole span in a founded store.
fn play(
    shop: Shop,
    book: &DemoBook,
    world: Arc<DemoWorld>,
    (wish, careful): (&Wish, bool),
    progress: &mut dyn FnMut(Progress),
) -> Answer<(Shop, Tally)> {
    let mut playing = Playing::begin(shop, book, world, (wish, careful), progress)?;
    playing.until(Instant(wish.until.0 - MARGIN_MS), progress)?;
    playing.end(progress)
}

/// A salon that is being played: it can be stopped at any moment, something else done in it, and gone on with.
pub(super) struct Playing<'b> {
    pub shop: Shop,
    /// The salon's clock.
    pub world: Arc<DemoWorld>,
    salon: Salon<'b>,
    /// As it was before the first visit: what is known of members.
    told: Rhythm<'b>,
    rhythm: Rhythm<'b>,
    /// The visit that came too late for the last stop.
    next: Option<super::Visit<'b>>,
}

impl<'b> Playing<'b> {
    /// Founds a salon that is played by itself, for a chain.
    pub(super) fn found(
        path: &Path,
        book: &'b DemoBook,
        wish: &Wish,
        progress: &mut dyn FnMut(Progress),
    ) -> Answer<Self> {
        let world = world_of(wish);
        let shop =
            Shop::found(path, &stage::founding(book, wish.store), Arc::clone(&world) as Arc<dyn World>)?;
        Self::begin(shop, book, world, (wish, true), progress)
    }

    /// The stage is set, and files that were there before are opened.
    fn begin(
        mut shop: Shop,
        book: &'b DemoBook,
        world: Arc<DemoWorld>,
        (wish, careful): (&Wish, bool),
        progress: &mut dyn FnMut(Progress),
    ) -> Answer<Self> {
        let mut salon = Salon::new(book, wish.seed, wish.members, Arc::clone(&world));
        let plan = wish.plan(salon.zone);
        let rhythm = Rhythm::new(book, plan);
        salon.careful = careful;
        salon.group = wish.group();
        shop.make_room()?;
        shop.group_once(careful, |shop| {
            let envelope = Envelope { key: mark::KEY.to_owned(), ..Envelope::default() };
            let Wish { seed, members, bills, days, .. } = *wish;
            salon.send_as(shop, envelope, &MarkDemo { seed, members, bills, days })?;
            stage::set(&mut salon, shop)
        })??;
        let old = files::before(&rhythm, wish.members, plan.first_day);
        in_groups(&mut shop, &mut salon, progress, &mut old.into_iter(), |salon, shop, (joined, member)| {
            files::tick(salon);
            salon.open_file(shop, "01", &rhythm, (member, joined), plan.first_day)
        })?;
        Ok(Self { shop, world, salon, told: rhythm.clone(), rhythm, next: None })
    }

    /// Plays every visit up to a moment.
    pub(super) fn until(&mut self, last: Instant, progress: &mut dyn FnMut(Progress)) -> Answer<()> {
        let Self { shop, salon, told, rhythm, next, .. } = self;
        let zone = salon.zone;
        let moment = |visit: &super::Visit<'_>| {
            zone.moment(visit.day, u32::from(visit.minute / 60), u32::from(visit.minute % 60))
        };
        let mut visits = std::iter::from_fn(|| {
            let visit = next.take().or_else(|| rhythm.next())?;
            if moment(&visit).0 <= last.0 {
                return Some(visit);
            }
            *next = Some(visit);
            None
        });
        in_groups(shop, salon, progress, &mut visits, |salon, shop, visit| salon.serve(shop, told, &visit))
    }

    /// Opens the files of whoever never came, and ends.
    fn end(mut self, progress: &mut dyn FnMut(Progress)) -> Answer<(Shop, Tally)> {
        let Self { shop, salon, told, .. } = &mut self;
        let members = u32::try_from(salon.files.len()).unwrap_or(u32::MAX);
        let late: Vec<u32> = (0..members).filter(|member| salon.number(*member).is_none()).collect();
        in_groups(shop, salon, progress, &mut late.into_iter(), |salon, shop, member| {
            files::tick(salon);
            let today = salon.zone.business_day(shop.now());
            salon.open_file(shop, Salon::cashier(today), told, (member, told.joined_on(member)), today)
        })?;
        Ok((self.shop, self.salon.tally))
    }

    /// Whether the door is open on a day: somebody came, and the evening is not over.
    pub(super) fn is_open(&self, day: chrono::NaiveDate) -> bool {
        self.salon.day == Some(day)
    }

    /// What was done.
    pub(super) fn tally(&self) -> Tally {
        self.salon.tally
    }

    /// Counts a file that somebody else opened: files are known by the order in which they were.
    pub(super) fn count_file(&mut self) {
        self.salon.tally.members += 1;
    }
}

/// Does something for each of many, so many commands to a commit.
fn in_groups<'b, T>(
    shop: &mut Shop,
    salon: &mut Salon<'b>,
    progress: &mut dyn FnMut(Progress),
    all: &mut dyn Iterator<Item = T>,
    mut each: impl FnMut(&mut Salon<'b>, &mut Shop, T) -> Answer<()>,
) -> Answer<()> {
    loop {
        let begun = salon.tally.commands;
        let more = shop.group_once(salon.careful, |shop| {
            while salon.tally.commands - begun < salon.group {
                match all.next() {
                    Some(one) => each(salon, shop, one)?,
                    None => return Ok(false),
                }
            }
            Ok(true)
        })?;
        progress(Progress { members: salon.tally.members, sales: salon.tally.sales });
        match more {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(stop) => return Err(stop),
        }
    }
}
