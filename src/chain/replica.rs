//! A store as headquarters has it: a file of the same form, made of the store's bundles, in which every report runs.
//!
//! A bundle is taken in one transaction or not at all, so a process that is killed leaves the copy as it was before or
//! after. What a bundle holds twice is passed over by its keys; what it would change of what is there already is a fork.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use super::bundle::{About, Bundle, PHONES, each_table, facts, files, keys};
use super::container::Unfit;
use super::policy;
use super::store::{self, Keys};
use crate::db::{Db, Fault, Mode, ValueRef, named_params};
use crate::ground::Refused;
use crate::ledger::chain::hex;
use crate::ledger::tables::{Cut, Table};
use crate::peers::Key;
use crate::performance::rebuild;
use crate::proof::{Proof, bills, walk};
use crate::shop::{Profile, profile_of};

/// What became of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It was taken: so many entries are new.
    Merged {
        /// New entries.
        entries: i64,
    },
    /// All of it was there already.
    Same,
    /// What lies before it is missing: from this sequence on.
    Waiting {
        /// The first sequence that is missing.
        from: i64,
        /// The last one.
        to: i64,
    },
    /// It is not taken.
    Refused(Unfit),
}

/// Where a copy stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// The life of the store's file.
    pub epoch: i64,
    /// The number of the last bundle.
    pub no: i64,
    /// The last key of each table.
    pub until: Keys,
    /// The link of the last entry in hex.
    pub link: String,
    /// The digest of the last bundle's file in hex.
    pub digest: String,
}

/// The folder of the copies: beside the file of headquarters.
pub fn folder(hq: &Path) -> PathBuf {
    hq.with_extension("stores")
}

/// The file of a store's copy.
pub fn path(hq: &Path, code: &str) -> PathBuf {
    folder(hq).join(format!("{code}.db"))
}

/// Why taking a bundle stopped.
enum Stop {
    Unfit(Unfit),
    Fault(Fault),
}

impl From<Unfit> for Stop {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A store's copy, open to be written.
pub struct Replica {
    db: Db,
    mark: Option<Mark>,
}

fn mark(db: &Db) -> Result<Option<Mark>, Fault> {
    let found = db.one(include_str!("sql/mark.sql"), &[], |row| {
        let mark = Mark {
            epoch: row.get("epoch")?,
            no: row.get("no")?,
            until: Keys::new(),
            link: row.get("link")?,
            digest: row.get("digest")?,
        };
        Ok((mark, row.get::<_, String>("until")?))
    })?;
    let Some((mark, until)) = found else { return Ok(None) };
    let until = serde_json::from_str(&until).map_err(|error| Fault::Broken(error.to_string()))?;
    Ok(Some(Mark { until, ..mark }))
}

impl Replica {
    /// Opens a store's copy; a new one where there is none.
    ///
    /// # Errors
    /// A refusal or a fault of the file.
    pub fn open(hq: &Path, code: &str) -> Result<Self, Fault> {
        Self::open_at(&path(hq, code))
    }

    /// Opens a copy that lies somewhere; a new one where there is none.
    ///
    /// # Errors
    /// As [`Replica::open`].
    pub(super) fn open_at(path: &Path) -> Result<Self, Fault> {
        // What a new one was killed over is empty, and as good as new.
        let db = if path.exists() { Db::open(path, Mode::Write)? } else { Db::create(path)? };
        let mark = mark(&db)?;
        Ok(Self { db, mark })
    }

    /// Where it stands; nothing before its first bundle.
    pub fn mark(&self) -> Option<&Mark> {
        self.mark.as_ref()
    }

    /// The copy itself.
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// The digest of everything that is in it, in hex: the same for the same bundles in any order.
    ///
    /// # Errors
    /// A fault when it cannot be read.
    pub fn content(&self) -> Result<String, Fault> {
        let keys = keys(&self.db)?;
        let mut hash = Sha256::new();
        hash.update(facts(&self.db, &Keys::new(), &keys)?);
        hash.update(files(&self.db)?);
        Ok(hex(&hash.finalize()))
    }

    /// Takes a bundle whose signature was proved and whose store is known.
    ///
    /// # Errors
    /// A fault of the machine; whatever the bundle is to blame for is an [`Outcome`].
    pub fn take(&mut self, bundle: &Bundle, digest: &str, own: &Key) -> Result<Outcome, Fault> {
        if let Some(outcome) = self.before(&bundle.about)? {
            return Ok(outcome);
        }
        if self.parted(bundle)? {
            let had = self.mark.as_ref().and_then(|mark| mark.until.get("entry")).copied().unwrap_or(0);
            return Ok(Outcome::Refused(self.fork(&bundle.about, had)?));
        }
        self.db.begin_merge()?;
        match self.inside(bundle, digest, own) {
            Ok(entries) => match self.db.control("COMMIT") {
                Ok(()) => {
                    self.mark = mark(&self.db)?;
                    Ok(Outcome::Merged { entries })
                }
                // Rows that point at nothing show when it is committed.
                Err(Fault::Refused(no)) => self.back(Stop::Fault(no.into())),
                Err(fault) => self.back(refers_nowhere(fault)),
            },
            Err(stop) => self.back(stop),
        }
    }

    fn back(&mut self, stop: Stop) -> Result<Outcome, Fault> {
        if self.db.in_transaction() {
            self.db.control("ROLLBACK")?;
        }
        match stop {
            Stop::Unfit(unfit) => Ok(Outcome::Refused(unfit)),
            Stop::Fault(fault) => Err(fault),
        }
    }

    /// Whether it has its place behind what is there.
    fn before(&self, about: &About) -> Result<Option<Outcome>, Fault> {
        let none = Keys::new();
        let have = self.mark.as_ref().map_or(&none, |mark| &mark.until);
        let key = |keys: &Keys, table: &str| keys.get(table).copied().unwrap_or(0);
        let (had, since, until) =
            (key(have, "entry"), key(&about.since, "entry"), key(&about.until, "entry"));
        // Of what both have, the links must be the same: where it begins, and where it ends if that is here too.
        for (at, theirs) in [(since, &about.before), (until, &about.after)] {
            if at > 0 && at <= had && &store::link(&self.db, at)? != theirs {
                return Ok(Some(Outcome::Refused(self.fork(about, had)?)));
            }
        }
        // A new life that ends before what is here went on from a back-up that did not have it: with its next sale it would
        // use those numbers again.
        let life = self.mark.as_ref().map_or(about.epoch, |mark| mark.epoch);
        if about.epoch > life && until < had {
            return Ok(Some(Outcome::Refused(self.fork(about, had)?)));
        }
        if about.since.iter().any(|(table, since)| *since > key(have, table)) {
            let last = store::stretch(&self.db, 0, had)?.last;
            return Ok(Some(Outcome::Waiting { from: last + 1, to: about.first - 1 }));
        }
        let all_there = about.until.iter().all(|(table, until)| *until <= key(have, table));
        Ok((all_there && self.mark.is_some()).then_some(Outcome::Same))
    }

    /// Whether a bundle that begins before the last entry here has another entry in its place.
    fn parted(&self, bundle: &Bundle) -> Result<bool, Fault> {
        let have = self.mark.as_ref().and_then(|mark| mark.until.get("entry")).copied().unwrap_or(0);
        let key = |keys: &Keys| keys.get("entry").copied().unwrap_or(0);
        if have <= key(&bundle.about.since) || have >= key(&bundle.about.until) {
            return Ok(false);
        }
        let mut theirs = None;
        let read = |table: &'static Table, values: &[ValueRef<'_>]| -> Result<(), Unfit> {
            if let ("seal", [ValueRef::Integer(entry), _, ValueRef::Blob(hash)]) = (table.name, values)
                && *entry == have
            {
                theirs = Some(hex(hash));
            }
            Ok(())
        };
        // What cannot be read is told where it is poured in.
        if each_table(&bundle.facts, read).is_err() {
            return Ok(false);
        }
        let ours = store::link(&self.db, have)?;
        Ok(theirs.is_some_and(|theirs| theirs != ours))
    }

    /// Two lives of one store: what each of them went on to.
    fn fork(&self, about: &About, had: i64) -> Result<Unfit, Fault> {
        let here = store::stretch(&self.db, 0, had)?.last;
        let life = self.mark.as_ref().map_or(0, |mark| mark.epoch);
        Ok(Unfit::new("fork", format!("{life}:{here} / {}:{}", about.epoch, about.last)))
    }

    fn inside(&self, bundle: &Bundle, digest: &str, own: &Key) -> Result<i64, Stop> {
        let about = &bundle.about;
        let none = Keys::new();
        let have = self.mark.as_ref().map_or(&none, |mark| &mark.until);
        let had = have.get("entry").copied().unwrap_or(0);
        // Files first: facts point at people and items. Rows may point at each other in any order until it is committed.
        for part in [&bundle.files, &bundle.facts] {
            let mut cleared = None;
            each_table::<Stop>(part, |table, values| self.row(table, values, have, &mut cleared))?;
        }
        if let Some(letter) = &bundle.phones
            && !policy::unseal(&self.db, own, letter)?
        {
            return Err(Unfit::new("sealed", PHONES).into());
        }
        let entry = about.until.get("entry").copied().unwrap_or(0);
        self.prove(about, had, have.get("bill").copied().unwrap_or(0), entry)?;
        let until = serde_json::to_string(&about.until).map_err(|error| Fault::Broken(error.to_string()))?;
        self.db.run(
            include_str!("sql/mark_insert.sql"),
            named_params! {
                ":epoch": about.epoch, ":no": about.no, ":until": until, ":link": about.after, ":digest": digest,
            },
        )?;
        // What people did is worked out again when somebody asks.
        rebuild::forget(&self.db)?;
        Ok(store::stretch(&self.db, had, entry)?.entries)
    }

    fn row(
        &self,
        table: &'static Table,
        values: &[ValueRef<'_>],
        have: &Keys,
        cleared: &mut Option<&'static str>,
    ) -> Result<(), Stop> {
        let refused = |fault: Fault| refused(table.name, fault);
        match table.cut {
            Cut::Grows => {
                let key = table.keys.first().and_then(|place| values.get(*place));
                let Some(ValueRef::Integer(key)) = key else {
                    return Err(Unfit::new("damaged", table.name).into());
                };
                if *key > have.get(table.name).copied().unwrap_or(0) {
                    self.db.pour_in(table.insert, values).map_err(refused)?;
                }
            }
            Cut::Whole => {
                let keys = table.keys.iter().filter_map(|place| values.get(*place).copied());
                let all: Vec<ValueRef<'_>> = values.iter().copied().chain(keys).collect();
                if self.db.pour_in(table.update, &all).map_err(refused)? == 0 {
                    self.db.pour_in(table.insert, values).map_err(refused)?;
                }
            }
            Cut::Anew => {
                if *cleared != Some(table.name) {
                    self.db.pour_in(table.clear, &[]).map_err(refused)?;
                    *cleared = Some(table.name);
                }
                self.db.pour_in(table.insert, values).map_err(refused)?;
            }
        }
        Ok(())
    }

    /// Works out again what is new: the chain, the balance of every entry, the documents of bills, the control totals.
    fn prove(&self, about: &About, had: i64, had_bill: i64, entry: i64) -> Result<(), Stop> {
        let profile = self.profile()?;
        if profile.code != about.store || hex(&profile.chain_salt) != about.salt {
            return Err(Unfit::new("other_store", profile.code).into());
        }
        let since = about.since.get("entry").copied().unwrap_or(0);
        let mut proof = Proof::default();
        let start = self.start(&profile, had)?;
        walk::along(&self.db, &profile, &start, &mut proof, &mut |_| {})?;
        bills::documents(&self.db, had_bill, &mut proof, &mut |_| {})?;
        if let Some(first) = proof.findings.first() {
            // The first new entry does not follow what is here, though the bundle holds what lies before: it did not
            // lie so where the bundle was made.
            if had > 0 && since < had && first.seq == start.last.0 + 1 && first.law != "balanced" {
                return Err(self.fork(about, had)?.into());
            }
            let what = match first.law {
                "sequence" | "order" => "gap_inside",
                "balanced" | "account" => "unbalanced",
                _ => "tampered",
            };
            return Err(Unfit::new(what, format!("{}: {}", first.seq, first.detail)).into());
        }
        let (sums, stretch) = (store::sums(&self.db, since, entry)?, store::stretch(&self.db, since, entry)?);
        let off = about.sums.iter().find(|(kind, sum)| sums.get(*kind) != Some(sum));
        let off = off.or_else(|| sums.iter().find(|(kind, _)| !about.sums.contains_key(*kind)));
        if let Some((kind, _)) = off {
            let (said, found) = (about.sums.get(kind).unwrap_or(&0), sums.get(kind).unwrap_or(&0));
            return Err(Unfit::new("totals", format!("{kind}: {said} / {found}")).into());
        }
        let bill = |keys: &Keys| keys.get("bill").copied().unwrap_or(0);
        let bills = store::bills(&self.db, bill(&about.since), bill(&about.until))?;
        let said = (about.entries, about.first, about.last, (about.bills, about.received));
        let found = (stretch.entries, stretch.first, stretch.last, bills);
        if said != found || store::link(&self.db, entry)? != about.after {
            return Err(Unfit::new("totals", format!("{said:?} / {found:?}")).into());
        }
        Ok(())
    }

    fn profile(&self) -> Result<Profile, Fault> {
        profile_of(&self.db)?.ok_or_else(|| Refused::StoreMissing {}.into())
    }

    fn start(&self, profile: &Profile, had: i64) -> Result<walk::Start, Fault> {
        let found =
            self.db.one(include_str!("sql/entry_at.sql"), named_params! { ":entry": had }, |row| {
                Ok(walk::Start {
                    entry: had,
                    before: row.get("hash")?,
                    last: (row.get("seq")?, row.get("epoch")?, row.get("posted_at")?),
                })
            })?;
        Ok(found.unwrap_or_else(|| walk::Start::first(profile)))
    }
}

/// What the file itself refused: a trigger, a check, a key. The bundle is to blame, not the machine.
fn refused(table: &str, fault: Fault) -> Stop {
    match fault.constraint() {
        Some(why) => {
            let what =
                if why.contains("seal") || why.contains("balanced") { "unbalanced" } else { "damaged" };
            Unfit::new(what, format!("{table}: {why}")).into()
        }
        None => Stop::Fault(fault),
    }
}

fn refers_nowhere(fault: Fault) -> Stop {
    match fault.constraint() {
        Some(why) => Unfit::new("damaged", why).into(),
        None => Stop::Fault(fault),
    }
}
