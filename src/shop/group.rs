//! Many commands under one commit: one fsync serves them all, and what they share is looked up once.
//!
//! A savepoint around each command would copy every page that the command touches, to be able to take it back. Yet
//! nearly every refusal comes before the first write. So a group first runs without savepoints; should a command fail
//! after it wrote something, the whole group is taken back and run again with them.

use chrono::NaiveDate;

use super::store::{self, Operator};
use super::{Answer, Area, Shop, settings};
use crate::db::Fault;

/// How the commands of a group are held apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Grouping {
    /// There is no group: each command is a transaction.
    #[default]
    Alone,
    /// Without savepoints.
    Sure,
    /// Each in its savepoint.
    Careful,
}

/// What the group holds while it runs; the write lock keeps it true.
#[derive(Debug, Default)]
pub(super) struct Group {
    pub grouping: Grouping,
    /// A command failed after it wrote something, where no savepoint could take that back.
    spoiled: bool,
    /// The id of the next command's row.
    next_command: Option<i64>,
    /// Operators that were looked up, by the number that was sent.
    operators: Vec<(Option<String>, Operator)>,
    /// Whether PINs are in use on a day.
    pins_in_use: Option<(NaiveDate, bool)>,
}

/// What a careless group came to.
enum Ran<R> {
    Done(R),
    /// Nothing of it is in the file.
    Spoiled,
}

impl Shop {
    /// Runs many commands in one transaction, so that one fsync serves them all. Nothing in it is durable, and no
    /// answer may be given, before this returns `Ok`. It may be run twice: only the second time counts then.
    ///
    /// # Errors
    /// When the commit fails or an error inside ended the transaction: then each command is sent again by itself,
    /// which its key makes safe.
    pub fn group<R>(&mut self, mut run: impl FnMut(&mut Self) -> R) -> Answer<R> {
        if let Ran::Done(out) = self.run_group(Grouping::Sure, &mut run)? {
            return Ok(out);
        }
        match self.run_group(Grouping::Careful, run)? {
            Ran::Done(out) => Ok(out),
            Ran::Spoiled => Err(Fault::Broken("a careful group was spoiled".into()).into()),
        }
    }

    /// As [`Shop::group`], run once only: with savepoints when it is to be careful, without for commands that are
    /// known to go well.
    ///
    /// # Errors
    /// As [`Shop::group`]; a fault with nothing done when a command failed after it had written something and no
    /// savepoint stood before it.
    pub fn group_once<R>(&mut self, careful: bool, run: impl FnOnce(&mut Self) -> R) -> Answer<R> {
        match self.run_group(if careful { Grouping::Careful } else { Grouping::Sure }, run)? {
            Ran::Done(out) => Ok(out),
            Ran::Spoiled => Err(Fault::Broken("a command of the group failed half-way".into()).into()),
        }
    }

    fn run_group<R>(&mut self, grouping: Grouping, run: impl FnOnce(&mut Self) -> R) -> Answer<Ran<R>> {
        let warned = self.clock_warned;
        self.db.control("BEGIN IMMEDIATE")?;
        // From here on nobody else can change a setting, so the group reads them once.
        match settings::load(&self.db) {
            Ok(settings) => self.settings = settings,
            Err(fault) => {
                self.db.control("ROLLBACK")?;
                return Err(fault.into());
            }
        }
        self.group = Group { grouping, ..Group::default() };
        let out = run(self);
        let spoiled = std::mem::take(&mut self.group).spoiled;
        if !self.db.in_transaction() {
            self.reopen()?;
            return Err(Fault::Broken("the group's transaction was ended by an error".into()).into());
        }
        if spoiled {
            self.db.control("ROLLBACK")?;
            self.clock_warned = warned;
            self.settings = settings::load(&self.db)?;
            return Ok(Ran::Spoiled);
        }
        if let Err(fault) = (self.commit.0.clone())(&self.db) {
            self.reopen()?;
            return Err(fault.into());
        }
        Ok(Ran::Done(out))
    }

    /// Whether commands share a transaction now.
    pub(super) fn grouping(&self) -> bool {
        self.group.grouping != Grouping::Alone
    }

    /// Refuses to go on in a group that will be taken back.
    pub(super) fn refuse_spoiled(&self) -> Result<(), Fault> {
        if self.group.spoiled {
            return Err(Fault::Broken("the group is taken back".into()));
        }
        Ok(())
    }

    /// Begins a command; answers how much was written before it.
    pub(super) fn begin(&self) -> Result<u64, Fault> {
        match self.group.grouping {
            Grouping::Alone => self.db.control("BEGIN IMMEDIATE")?,
            Grouping::Sure => {}
            Grouping::Careful => self.db.control("SAVEPOINT verb")?,
        }
        Ok(self.db.changes())
    }

    /// Ends a command that went well: durable, or part of the group.
    pub(super) fn commit(&self) -> Result<(), Fault> {
        match self.group.grouping {
            Grouping::Alone => (self.commit.0.clone())(&self.db),
            Grouping::Sure => Ok(()),
            Grouping::Careful => self.db.control("RELEASE verb"),
        }
    }

    /// Takes a command back. Where no savepoint can, the group is spoiled if anything was written.
    pub(super) fn roll_back(&mut self, written_before: u64) -> Result<(), Fault> {
        self.group.next_command = None;
        // An error such as a full disk may have ended the transaction already.
        if !self.db.in_transaction() {
            return Ok(());
        }
        match self.group.grouping {
            Grouping::Alone => self.db.control("ROLLBACK"),
            Grouping::Sure => {
                self.group.spoiled |= self.db.changes() != written_before;
                Ok(())
            }
            Grouping::Careful => {
                self.db.control("ROLLBACK TO verb")?;
                self.db.control("RELEASE verb")
            }
        }
    }

    /// The id for the next command's row: counted within a group, else read.
    pub(super) fn next_command(&mut self) -> Result<i64, Fault> {
        let next = match self.group.next_command {
            Some(next) => next,
            None => store::next_command(&self.db)?,
        };
        if self.grouping() {
            self.group.next_command = Some(next + 1);
        }
        Ok(next)
    }

    /// The operator of a number: looked up once in a group, as long as nobody's file changes.
    pub(super) fn known_operator(&mut self, number: Option<&str>) -> Answer<Operator> {
        let known = self.group.operators.iter().find(|(sent, _)| sent.as_deref() == number);
        if let Some((_, operator)) = known {
            return Ok(operator.clone());
        }
        let operator = self.operator(number)?;
        if self.grouping() {
            self.group.operators.push((number.map(str::to_owned), operator.clone()));
        }
        Ok(operator)
    }

    /// Whether the PIN of anybody who works here on a day is set: asked once in a group, as long as nobody's file
    /// changes.
    pub(super) fn known_pins(&mut self, day: NaiveDate) -> Result<bool, Fault> {
        if let Some((_, in_use)) = self.group.pins_in_use.filter(|(known, _)| *known == day) {
            return Ok(in_use);
        }
        let in_use = store::pins_in_use(&self.db, &day.to_string())?;
        if self.grouping() {
            self.group.pins_in_use = Some((day, in_use));
        }
        Ok(in_use)
    }

    /// Forgets what a command may have changed.
    pub(super) fn forget(&mut self, touched: &[Area]) -> Result<(), Fault> {
        if touched.contains(&Area::Staff) {
            self.group.operators.clear();
            self.group.pins_in_use = None;
        }
        if touched.contains(&Area::Settings) {
            self.settings = settings::load(&self.db)?;
            if let Some(profile) = store::profile(&self.db)? {
                self.profile.name = profile.name;
            }
        }
        Ok(())
    }
}
