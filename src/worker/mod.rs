//! Threads and queues between a door and the store, so that a slow report never holds up a sale. No business.
//!
//! A screen wishes with a [`Wish`] and hears a [`Reply`]. A wish carries its verb or question as a closure, so a new
//! screen with new verbs changes nothing here:
//!
//! ```text
//! // The key is minted when the panel opens; the same key twice has one effect.
//! let wish = Wish::act("pay", envelope, cart);             // any `Verb`, on the one writer
//! let wish = Wish::ask("today", Totals::default());        // any `Query`, on the reader
//! let wish = Wish::search("hits", turn, Search { .. });    // as `ask`, and the newest of its name wins
//! let wish = Wish::change("pin", |shop| shop.check_pin("01", "1234"));   // anything else on the writer
//! let wish = Wish::errand("print", move || Ok(printout.send()));   // waits outside the store: a printer
//! // Later, in the screen's `update`:
//! let paid: Answer<Paid> = reply.read::<Paid>();
//! ```
//!
//! A test needs no threads: [`Wish::run`] does the wish on a `Shop` in memory and answers the same [`Reply`].
//!
//! | to change | open |
//! |---|---|
//! | what a wish may be and how it is answered | this file |
//! | the threads, the bounded queues, "latest wins" | [`desk`] |

pub mod desk;

use std::any::Any;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

pub use desk::{Desk, JOBS_WAITING_MAX};

use crate::db::Fault;
use crate::ground::{Instant, Refused};
use crate::shop::{Answer, Area, Envelope, Query, Reader, Settings, Shop, Stop, Verb};

/// Whom an answer is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Tag {
    /// The screen or layer that wished; the app stamps it.
    pub to: u32,
    /// The screen's own name for it.
    pub what: &'static str,
    /// The screen's own count, so that an old search can be told from the newest; 0 where that does not matter.
    pub turn: u64,
}

/// Where a question is asked: on the reader's own connection, or on the shop itself in a test.
#[derive(Clone, Copy)]
pub enum Source<'a> {
    /// The writer.
    Shop(&'a Shop),
    /// A reader.
    Reader(&'a Reader),
}

impl Source<'_> {
    /// Asks a question.
    ///
    /// # Errors
    /// As the question says.
    pub fn ask<Q: Query>(self, query: &Q) -> Answer<Q::Out> {
        match self {
            Self::Shop(shop) => shop.ask(query),
            Self::Reader(reader) => reader.ask(query),
        }
    }

    /// Who and where the store is.
    pub fn profile(&self) -> &crate::shop::Profile {
        match self {
            Self::Shop(shop) => shop.profile(),
            Self::Reader(reader) => reader.profile(),
        }
    }

    /// The present moment by the shop's clock.
    pub fn now(&self) -> Instant {
        match self {
            Self::Shop(shop) => shop.now(),
            Self::Reader(reader) => reader.now(),
        }
    }

    /// The file, to read at length.
    pub fn db(&self) -> &crate::db::Db {
        match self {
            Self::Shop(shop) => shop.db(),
            Self::Reader(reader) => reader.db(),
        }
    }

    /// The settings in force.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn settings(self) -> Answer<Settings> {
        Ok(match self {
            Self::Shop(shop) => shop.settings().clone(),
            Self::Reader(reader) => crate::shop::settings::load(reader.db())?,
        })
    }

    /// What SQLite says about the file, the quick way; nothing where it is sound.
    ///
    /// # Errors
    /// A fault when the file cannot be read.
    pub fn quick_check(self) -> Answer<Vec<String>> {
        Ok(match self {
            Self::Shop(shop) => shop.db().integrity(false)?,
            Self::Reader(reader) => reader.db().integrity(false)?,
        })
    }
}

/// A value of any type on its way back.
pub type Parcel = Box<dyn Any + Send>;

type Change = Box<dyn FnOnce(&mut Shop) -> Answer<Changed> + Send>;
type Look = Box<dyn FnOnce(Source<'_>) -> Answer<Parcel> + Send>;
type Errand = Box<dyn FnOnce() -> Answer<Parcel> + Send>;

/// What a change answered.
struct Changed {
    value: Parcel,
    repeated: bool,
    touched: Vec<Area>,
}

enum Job {
    Change(Change),
    Look(Look),
    Errand(Errand),
}

/// A wish with a name.
pub struct Wish {
    /// Whom the answer is for.
    pub tag: Tag,
    /// The verb or question by its name at the machine's door: for tests, logs and "busy".
    pub name: &'static str,
    /// Whether the newest of its tag makes the older ones useless.
    pub latest_only: bool,
    /// Whether it may take seconds: it has a reader of its own, so that no search waits behind it.
    pub slow: bool,
    job: Job,
}

impl fmt::Debug for Wish {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} for {}/{}", self.name, self.tag.to, self.tag.what)
    }
}

impl Wish {
    /// A command.
    pub fn act<V>(what: &'static str, envelope: Envelope, verb: V) -> Self
    where
        V: Verb + Send + 'static,
        V::Out: Send + 'static,
    {
        let job = move |shop: &mut Shop| {
            let done = shop.act(&envelope, &verb)?;
            Ok(Changed { value: Box::new(done.value), repeated: done.repeated, touched: done.touched })
        };
        Self::new(what, V::NAME, Job::Change(Box::new(job)))
    }

    /// A question.
    pub fn ask<Q>(what: &'static str, query: Q) -> Self
    where
        Q: Query + Send + 'static,
        Q::Out: Send + 'static,
    {
        let job = move |source: Source<'_>| Ok(Box::new(source.ask(&query)?) as Parcel);
        Self::new(what, Q::NAME, Job::Look(Box::new(job)))
    }

    /// A question that replaces the older ones of its name: they are taken off the queue or interrupted.
    pub fn search<Q>(what: &'static str, turn: u64, query: Q) -> Self
    where
        Q: Query + Send + 'static,
        Q::Out: Send + 'static,
    {
        let mut wish = Self::ask(what, query);
        wish.tag.turn = turn;
        wish.latest_only = true;
        wish
    }

    /// Several questions at once, or anything else that only looks.
    pub fn look<T: Send + 'static>(
        what: &'static str,
        look: impl FnOnce(Source<'_>) -> Answer<T> + Send + 'static,
    ) -> Self {
        let job = move |source: Source<'_>| Ok(Box::new(look(source)?) as Parcel);
        Self::new(what, what, Job::Look(Box::new(job)))
    }

    /// Anything on the writer that is not a verb: checking a PIN, a backup.
    pub fn change<T: Send + 'static>(
        what: &'static str,
        change: impl FnOnce(&mut Shop) -> Answer<T> + Send + 'static,
    ) -> Self {
        let job = move |shop: &mut Shop| {
            let value = Box::new(change(shop)?);
            Ok(Changed { value, repeated: false, touched: Vec::new() })
        };
        Self::new(what, what, Job::Change(Box::new(job)))
    }

    /// Something that waits for a machine outside the store, such as a printer. It has a thread of its own.
    pub fn errand<T: Send + 'static>(
        what: &'static str,
        errand: impl FnOnce() -> Answer<T> + Send + 'static,
    ) -> Self {
        let job = move || Ok(Box::new(errand()?) as Parcel);
        Self::new(what, what, Job::Errand(Box::new(job)))
    }

    fn new(what: &'static str, name: &'static str, job: Job) -> Self {
        Self { tag: Tag { to: 0, what, turn: 0 }, name, latest_only: false, slow: false, job }
    }

    /// The same wish with the turn of its screen.
    #[must_use]
    pub fn turn(mut self, turn: u64) -> Self {
        self.tag.turn = turn;
        self
    }

    /// The same wish, which makes the older ones of its tag useless.
    #[must_use]
    pub fn latest(mut self) -> Self {
        self.latest_only = true;
        self
    }

    /// The same wish on the reader for long ones: a report, a check of the file.
    #[must_use]
    pub fn slow(mut self) -> Self {
        self.slow = true;
        self
    }

    /// The same wish from a screen.
    #[must_use]
    pub fn from(mut self, to: u32) -> Self {
        self.tag.to = to;
        self
    }

    /// Whether it changes the store.
    pub fn changes(&self) -> bool {
        matches!(self.job, Job::Change(_))
    }

    /// Whether it needs no store at all.
    pub fn is_errand(&self) -> bool {
        matches!(self.job, Job::Errand(_))
    }

    /// Does the wish here and now on the writer: what a test does, and the writer's thread.
    pub fn run(self, shop: &mut Shop) -> Reply {
        let (tag, name) = (self.tag, self.name);
        let answer = caught(name, || match self.job {
            Job::Change(change) => change(shop),
            Job::Look(look) => look(Source::Shop(shop)).map(unchanged),
            Job::Errand(errand) => errand().map(unchanged),
        });
        if shop.db().in_transaction() {
            // A bug left the transaction open: nothing of it may stay.
            if let Err(fault) = shop.db().control("ROLLBACK") {
                tracing::error!(%fault, name, "a broken transaction could not be taken back");
            }
        }
        Reply::new(tag, name, answer, shop.now(), Some(shop.clock_is_behind()))
    }

    /// Does an errand; what needs a store is given back as a bug of ours.
    fn run_outside(self, now: Instant) -> Reply {
        let (tag, name) = (self.tag, self.name);
        let answer = caught(name, || match self.job {
            Job::Errand(errand) => errand().map(unchanged),
            Job::Change(_) | Job::Look(_) => {
                Err(Fault::Broken(format!("{name}: was sent out without a store")).into())
            }
        });
        Reply::new(tag, name, answer, now, None)
    }

    /// Does a question on a reader; a change is given back untouched as a bug of ours.
    fn run_on_reader(self, reader: &Reader, now: Instant) -> Reply {
        let (tag, name) = (self.tag, self.name);
        let answer = caught(name, || match self.job {
            Job::Look(look) => look(Source::Reader(reader)).map(unchanged),
            Job::Errand(errand) => errand().map(unchanged),
            Job::Change(_) => Err(Fault::Broken(format!("{name}: a change was sent to the reader")).into()),
        });
        Reply::new(tag, name, answer, now, None)
    }
}

fn unchanged(value: Parcel) -> Changed {
    Changed { value, repeated: false, touched: Vec::new() }
}

/// A bug in one job costs one answer and not the program; the panic hook has logged it.
fn caught(name: &'static str, job: impl FnOnce() -> Answer<Changed>) -> Answer<Changed> {
    catch_unwind(AssertUnwindSafe(job))
        .unwrap_or_else(|_| Err(Fault::Broken(format!("{name}: a bug, see the log")).into()))
}

/// What became of a wish.
pub struct Reply {
    /// Whom it is for.
    pub tag: Tag,
    /// The wish's name.
    pub name: &'static str,
    /// What it touched: open screens read again.
    pub touched: Vec<Area>,
    /// Whether the key had been seen before, so that nothing happened now.
    pub repeated: bool,
    /// The moment of the answer.
    pub at: Instant,
    /// Whether the clock stands behind the last entry; a reader does not say.
    pub clock_is_behind: Option<bool>,
    value: Answer<Parcel>,
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let how = if self.value.is_ok() { "ok" } else { "no" };
        write!(f, "{} of {} for {}/{}", how, self.name, self.tag.to, self.tag.what)
    }
}

impl Reply {
    fn new(tag: Tag, name: &'static str, answer: Answer<Changed>, at: Instant, behind: Option<bool>) -> Self {
        let (value, touched, repeated) = match answer {
            Ok(done) => (Ok(done.value), done.touched, done.repeated),
            Err(stop) => (Err(stop), Vec::new(), false),
        };
        Self { tag, name, touched, repeated, at, clock_is_behind: behind, value }
    }

    /// Unpacks the value.
    ///
    /// # Errors
    /// What the wish answered, and a fault when the screen asks for another type than the wish gives.
    pub fn read<T: 'static>(self) -> Answer<T> {
        let wrong = |_| Stop::Fault(Fault::Broken(format!("{}: an answer of another type", self.name)));
        self.value?.downcast::<T>().map(|value| *value).map_err(wrong)
    }

    /// The refusal, where the answer is no.
    pub fn refused(&self) -> Option<&Refused> {
        match &self.value {
            Err(Stop::Refused(no)) => Some(no),
            Ok(_) | Err(Stop::Fault(_) | Stop::Unknown(_)) => None,
        }
    }

    /// Whether it went well.
    pub fn is_ok(&self) -> bool {
        self.value.is_ok()
    }

    /// Whether a search was stopped because a newer one came, or by Esc.
    pub fn is_interrupted(&self) -> bool {
        matches!(&self.value, Err(Stop::Fault(fault)) if fault.is_interrupt())
    }
}

#[cfg(test)]
mod tests;
