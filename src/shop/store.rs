//! The SQL of the house tables: store, settings, operators, commands, audit.

use crate::db::{Db, Fault, named_params};
use crate::ground::{Instant, Zone};

use super::profile::Profile;
use super::rights::Role;

/// Who stands at the counter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// Row id.
    pub id: i64,
    /// Staff number.
    pub number: String,
    /// Name.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Whether a PIN guards them.
    pub has_pin: bool,
}

impl Operator {
    /// Whether they really stand behind a command as its second person: by their own PIN. A name alone counts only in
    /// a store that uses no PINs at all.
    pub(super) fn stands(&self, proved: Option<i64>, pins_in_use: bool) -> bool {
        proved == Some(self.id) || (!self.has_pin && !pins_in_use)
    }
}

/// The newest entry of the journal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Head {
    pub seq: i64,
    pub posted_at: i64,
}

/// A command that is in the file.
#[derive(Debug)]
pub(super) struct Kept {
    pub id: i64,
    pub staff: Option<i64>,
    pub verb: String,
    pub digest: Vec<u8>,
    pub result: String,
}

pub(super) fn profile(db: &Db) -> Result<Option<Profile>, Fault> {
    let found = db.one(include_str!("sql/profile.sql"), &[], |row| {
        Ok((
            row.get::<_, String>("code")?,
            row.get::<_, String>("name")?,
            row.get::<_, [u8; 16]>("chain_salt")?,
            row.get::<_, i32>("zone_minutes")?,
            row.get::<_, u32>("cut_off_hour")?,
            row.get::<_, i64>("hq")?,
            row.get::<_, i64>("epoch")?,
        ))
    })?;
    let Some((code, name, chain_salt, minutes, hour, hq, epoch)) = found else { return Ok(None) };
    let zone = Zone::new(minutes, hour)?;
    Ok(Some(Profile { code, name, chain_salt, zone, epoch, hq: hq > 0 }))
}

/// Whether the store belongs to a chain.
pub(super) fn has_headquarters(db: &Db) -> Result<bool, Fault> {
    Ok(db.one(include_str!("sql/hq_there.sql"), &[], |row| row.get::<_, i64>("hqs"))?.unwrap_or(0) > 0)
}

pub(super) fn rename(db: &Db, name: &str) -> Result<(), Fault> {
    db.run(include_str!("sql/store_rename.sql"), named_params! { ":name": name })?;
    Ok(())
}

/// Whether the file has a key of its own.
pub(super) fn has_key(db: &Db) -> Result<bool, Fault> {
    Ok(db.one(include_str!("sql/key_there.sql"), &[], |row| row.get::<_, i64>("keys"))?.unwrap_or(0) > 0)
}

pub(super) fn insert_store(
    db: &Db,
    profile: &Profile,
    minutes: i32,
    hour: u32,
    at: Instant,
) -> Result<(), Fault> {
    db.run(
        include_str!("sql/store_insert.sql"),
        named_params! {
            ":code": profile.code, ":name": profile.name, ":salt": profile.chain_salt,
            ":minutes": minutes, ":hour": hour, ":at": at.0,
        },
    )?;
    insert_epoch(db, profile.epoch, at, "founded", 0)
}

pub(super) fn insert_epoch(db: &Db, epoch: i64, at: Instant, reason: &str, after: i64) -> Result<(), Fault> {
    db.run(
        include_str!("sql/epoch_insert.sql"),
        named_params! { ":epoch": epoch, ":at": at.0, ":reason": reason, ":after": after },
    )?;
    Ok(())
}

pub(super) fn settings(db: &Db) -> Result<Vec<(String, String)>, Fault> {
    db.list(include_str!("sql/settings.sql"), &[], |row| Ok((row.get("name")?, row.get("value")?)))
}

pub(super) fn insert_setting(db: &Db, name: &str, value: &str, at: Instant, by: i64) -> Result<(), Fault> {
    db.run(
        include_str!("sql/setting_insert.sql"),
        named_params! { ":name": name, ":value": value, ":at": at.0, ":staff": by },
    )?;
    Ok(())
}

fn read_operator(row: &crate::db::Row<'_>) -> crate::db::RowResult<(Operator, Option<String>)> {
    let role: String = row.get("role")?;
    Ok((
        Operator {
            id: row.get("id")?,
            number: row.get("number")?,
            name: row.get("name")?,
            role: Role::from_code(&role).unwrap_or(Role::Staff),
            has_pin: row.get("has_pin")?,
        },
        row.get("left_on")?,
    ))
}

/// An operator by staff number, with the day they left.
pub(super) fn operator(db: &Db, number: &str) -> Result<Option<(Operator, Option<String>)>, Fault> {
    db.one(include_str!("sql/operator.sql"), named_params! { ":number": number }, read_operator)
}

/// The first owner: who acts when nobody is named.
pub(super) fn first_owner(db: &Db) -> Result<Option<Operator>, Fault> {
    Ok(db.one(include_str!("sql/first_owner.sql"), &[], read_operator)?.map(|(operator, _)| operator))
}

/// How many people other than one may do what a role may.
pub(super) fn others_at_least(db: &Db, id: i64, roles: &str, today: &str) -> Result<i64, Fault> {
    let params = named_params! { ":id": id, ":roles": roles, ":today": today };
    Ok(db.one(include_str!("sql/others_at_least.sql"), params, |row| row.get(0))?.unwrap_or(0))
}

/// Whether the PIN of anybody who works here on a day is set.
pub(super) fn pins_in_use(db: &Db, today: &str) -> Result<bool, Fault> {
    let params = named_params! { ":today": today };
    Ok(db.one(include_str!("sql/pins_in_use.sql"), params, |row| row.get::<_, i64>(0))?.unwrap_or(0) > 0)
}

pub(super) fn kept(db: &Db, key: &str) -> Result<Option<Kept>, Fault> {
    db.one(include_str!("sql/command_by_key.sql"), named_params! { ":key": key }, |row| {
        Ok(Kept {
            id: row.get("id")?,
            staff: row.get("staff_id")?,
            verb: row.get("verb")?,
            digest: row.get("digest")?,
            result: row.get("result")?,
        })
    })
}

pub(super) fn next_command(db: &Db) -> Result<i64, Fault> {
    Ok(db.one(include_str!("sql/command_last.sql"), &[], |row| row.get::<_, i64>(0))?.unwrap_or(0) + 1)
}

/// What is written of a command before it is done.
pub(super) struct CommandRow<'a> {
    pub id: i64,
    pub key: &'a str,
    pub verb: &'static str,
    pub digest: [u8; 32],
    pub by: i64,
    pub second: Option<i64>,
    pub reason: Option<&'a str>,
    pub at: Instant,
}

pub(super) fn insert_command(db: &Db, row: &CommandRow<'_>) -> Result<(), Fault> {
    db.run(
        include_str!("sql/command_insert.sql"),
        named_params! {
            ":id": row.id, ":key": row.key, ":verb": row.verb, ":digest": row.digest, ":staff": row.by,
            ":second": row.second, ":reason": row.reason, ":at": row.at.0,
        },
    )?;
    Ok(())
}

/// Keeps what a command answered, for whoever asks with its key again.
pub(super) fn insert_answer(db: &Db, command: i64, result: &str) -> Result<(), Fault> {
    db.run(include_str!("sql/answer_insert.sql"), named_params! { ":command": command, ":result": result })?;
    Ok(())
}

pub(crate) fn insert_audit(
    db: &Db,
    at: Instant,
    by: Option<i64>,
    act: &str,
    facts: &str,
) -> Result<(), Fault> {
    db.run(
        include_str!("sql/audit_insert.sql"),
        named_params! { ":at": at.0, ":staff": by, ":act": act, ":facts": facts },
    )?;
    Ok(())
}

pub(super) fn insert_change(
    db: &Db,
    command: i64,
    at: Instant,
    (area, reference): (&str, i64),
    before: &str,
    after: &str,
) -> Result<(), Fault> {
    db.run(
        include_str!("sql/change_insert.sql"),
        named_params! {
            ":command": command, ":area": area, ":ref": reference, ":at": at.0,
            ":before": before, ":after": after,
        },
    )?;
    Ok(())
}

pub(crate) fn head(db: &Db) -> Result<Head, Fault> {
    let found = db.one(include_str!("sql/head.sql"), &[], |row| {
        Ok(Head { seq: row.get("seq")?, posted_at: row.get("posted_at")? })
    })?;
    Ok(found.unwrap_or_default())
}

/// Whether an import is in the file and was not rolled back.
pub(super) fn batch_is_known(db: &Db, batch: i64) -> Result<bool, Fault> {
    let found = db.one(include_str!("sql/batch_known.sql"), named_params! { ":id": batch }, |row| {
        row.get::<_, i64>("id")
    })?;
    Ok(found.is_some())
}
