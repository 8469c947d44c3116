//! What a verb sees while it runs: the file, the time, who asks, and the salon's settings.

use std::cell::Cell;
use std::fmt::Display;

use chrono::NaiveDate;
use serde::Serialize;

use super::rights::{self, Act, Role};
use super::store::{self, CommandRow, Operator};
use super::{Answer, Area, Profile, Settings};
use crate::db::{Db, Fault};
use crate::ground::{Instant, Refused, World};

/// An open change. Everything in it happens or nothing does.
pub struct Tx<'a> {
    pub(super) db: &'a Db,
    pub(super) profile: &'a Profile,
    pub(super) settings: &'a Settings,
    pub(super) world: &'a dyn World,
    /// The moment of recording, later than every entry before it.
    pub at: Instant,
    /// The moment that this is about: the clock's, or the past one that was named.
    pub moment: Instant,
    /// The business day.
    pub day: NaiveDate,
    /// Who asks.
    pub by: Operator,
    /// Who approves, when a second person does.
    pub second: Option<Operator>,
    /// Why, when a reason was given.
    pub reason: Option<String>,
    /// This command's row, and whether it is in the file yet: [`Tx::command`] writes it.
    pub(super) row: CommandRow<'a>,
    pub(super) row_stands: Cell<bool>,
    /// The command's key.
    pub key: &'a str,
    pub(super) proved: Option<i64>,
    /// Whether all of this is taken back: then nobody's right is asked.
    pub(super) rehearsal: bool,
    pub(super) pins_in_use: bool,
    pub(super) touched: Vec<Area>,
}

impl<'a> Tx<'a> {
    /// The file, for a slice's own SQL.
    pub fn db(&self) -> &'a Db {
        self.db
    }

    /// This store.
    pub fn profile(&self) -> &'a Profile {
        self.profile
    }

    /// The id of this command's row, for what names it. The row is written when it is first named: before everything
    /// that refers to it, and after most refusals.
    ///
    /// # Errors
    /// A fault when the file cannot be written.
    pub fn command(&self) -> Result<i64, Fault> {
        if !self.row_stands.replace(true) {
            store::insert_command(self.db, &self.row)?;
        }
        Ok(self.row.id)
    }

    /// The settings in force.
    pub fn settings(&self) -> &'a Settings {
        self.settings
    }

    /// Chance.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.world.fill(bytes);
    }

    /// The business day as the file keeps it: `2026-11-21`.
    pub fn today(&self) -> String {
        self.day.to_string()
    }

    /// The import that something says it came with: one that is in the file and was not rolled back.
    ///
    /// # Errors
    /// [`Refused::ImportBatchUnknown`].
    pub fn known_batch(&self, batch: Option<i64>) -> Answer<Option<i64>> {
        let Some(id) = batch else { return Ok(None) };
        if store::batch_is_known(self.db, id)? {
            return Ok(batch);
        }
        Err(Refused::ImportBatchUnknown { batch: id }.into())
    }

    /// Marks what open screens must read again.
    pub fn touch(&mut self, area: Area) {
        if !self.touched.contains(&area) {
            self.touched.push(area);
        }
    }

    /// Lets the act through when the operator's role may do it, or an approver's.
    ///
    /// # Errors
    /// [`Refused::RightMissing`] naming who may; for sensitive acts [`Refused::ReasonMissing`] and
    /// [`Refused::ApprovalMissing`] as well.
    pub fn require(&self, act: Act) -> Result<(), Refused> {
        if self.rehearsal {
            return Ok(());
        }
        let own = rights::may(self.by.role, act);
        let lent =
            self.second.as_ref().is_some_and(|second| rights::may(second.role, act) && self.stands(second));
        if !own && !lent {
            let named = self.second.as_ref().is_some_and(|second| rights::may(second.role, act));
            return Err(if named {
                approval_missing(act)
            } else {
                Refused::RightMissing {
                    act: act.code().to_owned(),
                    role: self.by.role.code().to_owned(),
                    allowed: rights::allowed(act),
                }
            });
        }
        if act.is_sensitive() && self.reason.as_ref().is_none_or(String::is_empty) {
            return Err(Refused::ReasonMissing { act: act.code().to_owned() });
        }
        let guarded = act.is_sensitive() || act.is_guarded();
        if guarded && !lent && self.by.has_pin && self.proved != Some(self.by.id) {
            return Err(approval_missing(act));
        }
        Ok(())
    }

    fn stands(&self, second: &Operator) -> bool {
        second.stands(self.proved, self.pins_in_use)
    }

    /// The highest role that stands behind this: the operator's own, or that of a second person who is really there.
    pub fn role(&self) -> Role {
        let lent = self.second.as_ref().filter(|second| self.stands(second));
        lent.map_or(self.by.role, |second| second.role.max(self.by.role))
    }

    /// Whether the operator's own PIN was shown with this command.
    pub fn has_proved_own_pin(&self) -> bool {
        self.proved == Some(self.by.id)
    }

    /// As [`Tx::require`], and a second person must stand behind it unless nobody else could.
    ///
    /// # Errors
    /// As [`Tx::require`]; [`Refused::ApprovalSelf`] when the second person is the first.
    pub fn require_second(&self, act: Act) -> Answer<()> {
        self.require(act)?;
        if self.rehearsal {
            return Ok(());
        }
        match &self.second {
            Some(second) if second.id == self.by.id => {
                Err(Refused::ApprovalSelf { act: act.code().to_owned() }.into())
            }
            Some(second) if rights::may(second.role, act) && self.stands(second) => Ok(()),
            Some(_) | None => {
                let roles = rights::allowed(act);
                if store::others_at_least(self.db, self.by.id, &roles, &self.today())? == 0 {
                    return Ok(());
                }
                Err(approval_missing(act).into())
            }
        }
    }

    /// Whoever stands behind a step that the person who took the one before may not take: the operator, or the second
    /// person. Two people are two, also where a store has only one so far.
    ///
    /// # Errors
    /// [`Refused::ApprovalSelf`].
    pub fn another_than(&self, before: i64, act: Act) -> Answer<i64> {
        if self.rehearsal || self.by.id != before {
            return Ok(self.by.id);
        }
        match &self.second {
            Some(second) if second.id != before && rights::may(second.role, act) && self.stands(second) => {
                Ok(second.id)
            }
            Some(_) | None => Err(Refused::ApprovalSelf { act: act.code().to_owned() }.into()),
        }
    }

    /// Keeps what a file said before it changed.
    ///
    /// # Errors
    /// A fault when the file cannot be written.
    pub fn keep_change<T: Serialize>(&self, area: &str, reference: i64, before: &T, after: &T) -> Answer<()> {
        let text = |value: &T| {
            serde_json::to_string(value).map_err(|e| Fault::Broken(format!("change of {area}: {e}")))
        };
        let (before, after) = (text(before)?, text(after)?);
        if before != after {
            store::insert_change(self.db, self.command()?, self.at, (area, reference), &before, &after)?;
        }
        Ok(())
    }

    /// Writes down who did what; never a phone or a PIN.
    ///
    /// # Errors
    /// A fault when the file cannot be written.
    pub fn note(&self, act: &str, facts: impl Display) -> Answer<()> {
        Ok(store::insert_audit(self.db, self.at, Some(self.by.id), act, &facts.to_string())?)
    }
}

pub(super) fn approval_missing(act: Act) -> Refused {
    Refused::ApprovalMissing { act: act.code().to_owned(), allowed: rights::allowed(act) }
}
