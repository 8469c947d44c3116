//! Putting a copy in the place of a lost or damaged file, and marking that this happened.
//!
//! The copy is made ready beside the old file first: it gets a new epoch, so that a sequence number that both lives of
//! the store used is seen as the fork it is. Only then do the two change places, and the old one is kept. How far the
//! epoch must go when the old file cannot be asked, `lives` finds out.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::rights::Act;
use super::{Answer, Envelope, Profile, Shop, Stop, Tx, Verb, lives, store};
use crate::db::backup::{self, Log};
use crate::db::{Db, Fault};
use crate::ground::{Clean, Instant, Refused, World};

/// How far a file is, told without changing it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which store.
    pub profile: Profile,
    /// The life of the file.
    pub epoch: i64,
    /// The newest entry.
    pub seq: i64,
    /// Its moment.
    pub last_at: Instant,
    /// Commands in all.
    pub commands: i64,
}

impl Standing {
    /// Whether this file holds what the other does not.
    fn is_ahead_of(&self, other: &Self) -> bool {
        (self.epoch, self.seq, self.commands) > (other.epoch, other.seq, other.commands)
    }
}

/// Reads how far a file is; a copy is not changed by it.
///
/// # Errors
/// A refusal for a file that is missing, foreign, newer or damaged.
pub fn standing(path: &Path) -> Answer<Standing> {
    look(path).and_then(|db| of(&db)).map_err(|stop| damage(path, stop))
}

fn look(path: &Path) -> Answer<Db> {
    Db::look(path).map_err(|fault| damage(path, fault.into()))
}

fn of(db: &Db) -> Answer<Standing> {
    let profile = store::profile(db)?.ok_or(Refused::StoreMissing {})?;
    let found = db.one(include_str!("sql/standing.sql"), &[], |row| {
        Ok((row.get("epoch")?, row.get("seq")?, Instant(row.get("last_at")?), row.get("commands")?))
    })?;
    let (epoch, seq, last_at, commands) = found.unwrap_or((0, 0, Instant(0), 0));
    Ok(Standing { profile, epoch, seq, last_at, commands })
}

/// In a file that is only looked at, what cannot be read is damage and not a failure of the machine.
fn damage(path: &Path, stop: Stop) -> Stop {
    match stop {
        Stop::Fault(Fault::Sqlite(error)) => {
            Refused::FileDamaged { file: shown(path), reason: Clean::shown(&error.to_string()).into_string() }
                .into()
        }
        other => other,
    }
}

/// Proves a copy: SQLite's whole check, every reference, and that it is a store of ours.
///
/// # Errors
/// [`Refused::FileTorn`] unless `as_it_is`, [`Refused::FileDamaged`] naming the first thing that is wrong.
pub fn prove(copy: &Path, as_it_is: bool) -> Answer<Standing> {
    if backup::log_of(copy)? == Log::Missing && !as_it_is {
        // What is plainly damaged or foreign is called so.
        standing(copy)?;
        return Err(Refused::FileTorn { file: shown(copy) }.into());
    }
    let db = look(copy)?;
    let found = (|| -> Answer<Vec<String>> {
        let mut wrong = db.integrity(true)?;
        wrong.extend(db.broken_references()?);
        Ok(wrong)
    })()
    .map_err(|stop| damage(copy, stop))?;
    if let Some(first) = found.first() {
        let reason = Clean::shown(first).into_string();
        return Err(Refused::FileDamaged { file: shown(copy), reason }.into());
    }
    of(&db).map_err(|stop| damage(copy, stop))
}

/// What is put where.
#[derive(Debug, Clone)]
pub struct Restore<'a> {
    /// The copy.
    pub copy: &'a Path,
    /// The place.
    pub target: &'a Path,
    /// Under which name the old file is kept.
    pub kept: &'a Path,
    /// Whether it may go over a newer file, and may be a copy without its log.
    pub yes: bool,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// How far the copy was.
    pub standing: Standing,
    /// The life that begins now.
    pub epoch: i64,
    /// Where the old file is, when there was one.
    pub kept: Option<PathBuf>,
}

/// Restores a copy. The old file stays as it is until the copy is proved, marked and whole beside it.
///
/// # Errors
/// As [`prove`]; [`Refused::FileNewer`], [`Refused::FileOtherStore`]; what [`BeginEpoch`] says.
pub fn restore(wish: &Restore<'_>, envelope: &Envelope, world: Arc<dyn World>) -> Answer<Restored> {
    let copy = prove(wish.copy, wish.yes)?;
    let there = wish.target.exists();
    let old = if there { old(wish, &copy)? } else { None };
    let mut epoch = 0;
    let salt = copy.profile.chain_salt;
    let verb = BeginEpoch {
        beyond: beyond(wish, &copy, old.as_ref(), world.as_ref()),
        from: Clean::shown(&wish.copy.to_string_lossy()).into_string(),
    };
    backup::put_in_place(wish.copy, wish.target, there.then_some(wish.kept), |half| -> Answer<()> {
        let mut shop = Shop::open(half, world)?;
        epoch = shop.act(envelope, &verb)?.value.epoch;
        Ok(lives::mark(wish.target, salt, epoch)?)
    })?;
    Ok(Restored { standing: copy, epoch, kept: there.then(|| wish.kept.to_owned()) })
}

/// The life that the new one must be beyond: every one that can be known of, and where the file in the place is gone
/// or cannot be asked and no mark tells of it, far beyond those.
fn beyond(wish: &Restore<'_>, copy: &Standing, old: Option<&Standing>, world: &dyn World) -> i64 {
    let salt = copy.profile.chain_salt;
    let marked = lives::marked(wish.target, salt);
    let near = lives::seen_near(wish.target, wish.copy, salt);
    let known = copy.epoch.max(near).max(marked.unwrap_or(0)).max(old.map_or(0, |old| old.epoch));
    if old.is_some() || marked.is_some() { known } else { known.saturating_add(lives::leap(world)) }
}

/// What stands in the place, where it can still be read; a damaged file cannot be asked and is kept beside.
fn old(wish: &Restore<'_>, copy: &Standing) -> Answer<Option<Standing>> {
    let old = match standing(wish.target) {
        Ok(old) => old,
        Err(Stop::Refused(Refused::FileDamaged { .. } | Refused::FileUnreadable { .. })) => return Ok(None),
        // A torn header looks like no file of ours. What is a sound file of another program is not put aside unasked.
        Err(Stop::Refused(Refused::FileForeign { .. })) if !backup::has_header(wish.target)? => {
            return Ok(None);
        }
        Err(Stop::Refused(Refused::FileForeign { .. } | Refused::StoreMissing {})) if wish.yes => {
            return Ok(None);
        }
        Err(other) => return Err(other),
    };
    if old.profile.chain_salt != copy.profile.chain_salt {
        return Err(Refused::FileOtherStore {
            file: shown(wish.copy),
            code: copy.profile.code.clone(),
            here: old.profile.code,
        }
        .into());
    }
    if old.is_ahead_of(copy) && !wish.yes {
        return Err(Refused::FileNewer { file: shown(wish.target) }.into());
    }
    Ok(Some(old))
}

/// Begins a new life of a file that was restored. It is no command of the machine's door.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct BeginEpoch {
    /// The life of the file that stood there: the new one is beyond both.
    pub beyond: i64,
    /// Where the copy lay.
    pub from: String,
}

/// The new life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct EpochIs {
    /// Its number.
    pub epoch: i64,
    /// The last entry before it.
    pub after_seq: i64,
}

impl Verb for BeginEpoch {
    const NAME: &'static str = "store.begin_epoch";
    type Out = EpochIs;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<EpochIs> {
        tx.require(Act::Restore)?;
        let after_seq = store::head(tx.db())?.seq;
        let epoch = tx.profile().epoch.max(self.beyond).saturating_add(1);
        store::insert_epoch(tx.db(), epoch, tx.at, "restored", after_seq)?;
        tx.note("store.restored", format!("epoch {epoch} after {after_seq} from {}", self.from))?;
        Ok(EpochIs { epoch, after_seq })
    }
}

fn shown(path: &Path) -> String {
    Clean::shown(&path.to_string_lossy()).into_string()
}
