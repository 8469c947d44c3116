//! The open store: every change passes [`Shop::act`], every question a [`Reader`].
//!
//! A verb is a plain struct that implements [`Verb`]: the command line, the console and the demo all send the same
//! struct through the same door, so a right checked once is checked everywhere. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | how a command becomes durable, and what "unknown" does | [`transact`] |
//! | how many commands share one commit | `group` |
//! | the store's name | [`rename`] |
//! | how a panel asks what a command would do | `rehearse` |
//! | what a verb sees | [`tx`] |
//! | who may do what | [`rights`] |
//! | PINs and their throttle | [`pin`] |
//! | the salon's settings and their defaults | [`settings`] |
//! | how a store is founded | [`found`] |
//! | how a copy takes the place of a file | [`restore`], `lives` |

pub mod copies;
pub mod found;
mod group;
mod lives;
pub mod pin;
pub mod pin_set;
pub mod profile;
pub mod reader;
mod rehearse;
pub mod rename;
pub mod restore;
pub mod rights;
pub mod setting_put;
pub mod settings;
mod store;
pub mod transact;
pub mod tx;

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use schemars::JsonSchema;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

pub use profile::Profile;
pub use reader::{Look, PayOf, Query, Reader};
pub use rights::{Act, Role};
pub use settings::Settings;
pub use store::Operator;
pub use tx::Tx;

use crate::db::{Db, Fault, Mode};
use crate::ground::{Instant, Refused, World};

/// Why a command or a question got no result.
#[derive(Debug)]
pub enum Stop {
    /// The answer is no; nothing was changed.
    Refused(Refused),
    /// The machine failed; nothing was changed, or the command's key tells.
    Fault(Fault),
    /// The commit failed and the file could not be asked again: it may or may not be there.
    Unknown(Fault),
}

/// What a verb or a question answers.
pub type Answer<T> = Result<T, Stop>;

impl From<Refused> for Stop {
    fn from(no: Refused) -> Self {
        Self::Refused(no)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Refused(no) => Self::Refused(no),
            other => Self::Fault(other),
        }
    }
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(no) => write!(f, "refused: {no}"),
            Self::Fault(fault) => write!(f, "failed: {fault}"),
            Self::Unknown(fault) => write!(f, "unknown: {fault}"),
        }
    }
}

impl std::error::Error for Stop {}

/// Something that changes the store. One struct, one file, one name.
pub trait Verb: Serialize + DeserializeOwned + JsonSchema {
    /// The name at the machine's door: `member.open`.
    const NAME: &'static str;
    /// What it answers; kept with the command so that a repeat answers the same.
    type Out: Serialize + DeserializeOwned;
    /// Whether a repeat asks again, rights and all, instead of answering from what was kept. Only for what moves
    /// nothing and must not be kept.
    const ANSWERS_ANEW: bool = false;

    /// Does it, inside one transaction. An error takes everything back.
    ///
    /// # Errors
    /// A refusal with its facts, or a fault of the machine.
    fn run(&self, tx: &mut Tx<'_>) -> Answer<Self::Out>;

    /// What is looked at before a transaction begins, and stays whatever becomes of the command: tries that are counted.
    ///
    /// # Errors
    /// A refusal, or a fault.
    fn knock(&self, _db: &Db, _profile: &Profile, _world: &dyn World) -> Answer<()> {
        Ok(())
    }

    /// What the command says and its record must not: a new PIN. It counts in what makes a repeat a repeat.
    fn secret(&self) -> Option<&str> {
        None
    }

    /// The answer as it is kept with the command, for a repeat; what must not be kept is left out here.
    ///
    /// # Errors
    /// When it cannot be written as JSON.
    fn kept(out: &Self::Out) -> serde_json::Result<String> {
        serde_json::to_string(out)
    }
}

/// Around every command: its key, who sends it, and who stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Envelope {
    /// The same key sent twice has one effect. Minted when the panel opens, not when Enter is pressed.
    pub key: String,
    /// The staff number of the operator; the owner when absent.
    pub by: Option<String>,
    /// A second person who approves.
    pub approved_by: Option<String>,
    /// That person's PIN, or the operator's own where nobody else approves.
    pub pin: Option<Hidden>,
    /// The operator's recovery code, in place of a forgotten PIN.
    pub recovery: Option<Hidden>,
    /// Why, for sensitive acts.
    pub reason: Option<String>,
    /// A past moment, when a manager's batch says so.
    pub at: Option<Instant>,
}

/// A secret that no log, panic or test failure prints.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Hidden(pub String);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

impl Envelope {
    /// A command by an operator, without a second person.
    pub fn by(key: impl Into<String>, number: impl Into<String>) -> Self {
        Self { key: key.into(), by: Some(number.into()), ..Self::default() }
    }
}

/// A command that is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done<T> {
    /// What it answered, the first time.
    pub value: T,
    /// Whether the key had been seen before, so that nothing happened now.
    pub repeated: bool,
    /// What it touched, for open screens.
    pub touched: Vec<Area>,
}

/// The parts of the store that screens watch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Area {
    /// Journal entries and balances.
    Ledger,
    /// Bills and held carts.
    Bills,
    /// Members.
    Members,
    /// Staff and PINs.
    Staff,
    /// Items, prices, stock.
    Catalog,
    /// Settings.
    Settings,
    /// Imported files.
    Imports,
}

/// A store that may be changed. One thread owns it.
pub struct Shop {
    db: Db,
    path: PathBuf,
    world: Arc<dyn World>,
    profile: Profile,
    settings: Settings,
    commit: transact::Commit,
    group: group::Group,
    clock_warned: bool,
    /// Whether the file has a key of its own: a copy at headquarters has none and is only looked at.
    own: bool,
}

impl fmt::Debug for Shop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Shop")
            .field("path", &self.path)
            .field("code", &self.profile.code)
            .finish_non_exhaustive()
    }
}

/// Who the store of an open file is; nothing where none was founded.
///
/// # Errors
/// A fault when it cannot be read.
pub fn profile_of(db: &Db) -> Result<Option<Profile>, Fault> {
    store::profile(db)
}

impl Shop {
    /// Opens a store file.
    ///
    /// # Errors
    /// A refusal for a file that is missing, foreign, newer or damaged.
    pub fn open(path: &Path, world: Arc<dyn World>) -> Answer<Self> {
        crate::db::place::refuse_network(path)?;
        let db = Db::open(path, Mode::Write)?;
        Self::over(db, world)
    }

    /// A shop over an open file.
    ///
    /// # Errors
    /// [`Refused::StoreMissing`] when no store was founded in it.
    pub fn over(db: Db, world: Arc<dyn World>) -> Answer<Self> {
        let path = db.path().to_owned();
        let damaged = |fault: Fault| fault.of_file(&path);
        let profile = store::profile(&db).map_err(damaged)?.ok_or(Refused::StoreMissing {})?;
        let settings = settings::load(&db).map_err(damaged)?;
        let own = store::has_key(&db).map_err(damaged)?;
        Ok(Self {
            db,
            path,
            world,
            profile,
            settings,
            commit: transact::Commit::default(),
            group: group::Group::default(),
            clock_warned: false,
            own,
        })
    }

    /// Who and where this store is.
    pub fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Whether it may be changed: a store's copy at headquarters is only looked at.
    pub fn is_own(&self) -> bool {
        self.own
    }

    /// The settings in force.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The present moment by the shop's clock.
    pub fn now(&self) -> Instant {
        self.world.now()
    }

    /// The file, for questions between commands.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Makes room for a load of many rows, until the file is closed.
    ///
    /// # Errors
    /// A fault when the machine fails.
    pub fn make_room(&mut self) -> Result<(), Fault> {
        self.db.make_room()
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Asks a question on the writer's own connection.
    ///
    /// # Errors
    /// As the question says.
    pub fn ask<Q: Query>(&self, query: &Q) -> Answer<Q::Out> {
        self.ask_at(query, None)
    }

    /// Asks a question about a past moment.
    ///
    /// # Errors
    /// [`Refused::DateInFuture`]; as the question says.
    pub fn ask_at<Q: Query>(&self, query: &Q, at: Option<Instant>) -> Answer<Q::Out> {
        let now = self.world.now();
        if let Some(at) = at.filter(|at| *at > now) {
            return Err(Refused::DateInFuture { date: self.profile.zone.business_day(at).to_string() }.into());
        }
        let look = Look {
            profile: &self.profile,
            settings: &self.settings,
            now: at.unwrap_or(now),
            past: at.is_some(),
        };
        query.run(&self.db, &look)
    }
}
