//! The SQL of members and of everything by which they are found.

use super::{Birthday, Calendar, Gender, Member, WalletState, readings};
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::{Clean, Refused, phone, wide};
use crate::shop::{Answer, Tx};

pub(super) fn read(row: &Row<'_>) -> crate::db::RowResult<Member> {
    let gender: Option<String> = row.get("gender")?;
    let birthday: Option<String> = row.get("birthday")?;
    let calendar: Option<String> = row.get("birthday_calendar")?;
    let calendar = if calendar.as_deref() == Some("lunar") { Calendar::Lunar } else { Calendar::Solar };
    let leap: bool = row.get("birthday_leap")?;
    let state: String = row.get("wallet_state")?;
    Ok(Member {
        id: row.get("id")?,
        number: row.get("number")?,
        name: row.get("name")?,
        gender: gender.map(|code| if code == "male" { Gender::Male } else { Gender::Female }),
        birthday: birthday
            .and_then(|text| Birthday::read(&text, calendar).ok())
            .map(|birthday| Birthday { leap, ..birthday }),
        tier: row.get("tier")?,
        home_store: row.get("home_store")?,
        owner: row.get("owner")?,
        source: row.get("source")?,
        referrer: row.get("referrer")?,
        tags: row.get("tags")?,
        notes: row.get("notes")?,
        warning: row.get("warning")?,
        consent: row.get("consent")?,
        wallet_code: row.get("wallet_code")?,
        wallet: WalletState::from_code(&state),
        merged_into: row.get("merged_into")?,
        opened_on: row.get("opened_on")?,
        last_visit_on: row.get("last_visit_on")?,
    })
}

/// A member by row id.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn by_id(db: &Db, id: i64) -> Result<Option<Member>, Fault> {
    db.one(include_str!("sql/by_id.sql"), named_params! { ":id": id }, read)
}

/// A member by number or wallet code.
///
/// # Errors
/// As [`by_id`].
pub fn by_number(db: &Db, number: &str) -> Result<Option<Member>, Fault> {
    db.one(include_str!("sql/by_number.sql"), named_params! { ":number": number }, read)
}

/// Whether any file ever had a phone number.
pub(super) fn phone_known(db: &Db, phone: &str) -> Result<bool, Fault> {
    let sql = include_str!("sql/phone_known.sql");
    Ok(db.one(sql, named_params! { ":phone": phone }, |row| row.get::<_, i64>(0))?.is_some())
}

/// Whether a text is somebody's number or wallet code already.
pub(super) fn number_taken(db: &Db, number: &str) -> Result<bool, Fault> {
    let sql = include_str!("sql/number_taken.sql");
    Ok(db.one(sql, named_params! { ":number": number }, |row| row.get::<_, i64>(0))?.is_some())
}

/// Members who have a phone number.
///
/// # Errors
/// As [`by_id`].
pub fn by_phone(db: &Db, phone: &str) -> Result<Vec<Member>, Fault> {
    db.list(include_str!("sql/by_phone.sql"), named_params! { ":phone": phone }, read)
}

/// The member that a text names: number, wallet code or full phone.
///
/// # Errors
/// [`Refused::MemberUnknown`]; [`Refused::MemberAmbiguous`] for a phone that several share; [`Refused::MemberMerged`]
/// for a file that was merged into another.
pub fn find(db: &Db, who: &str) -> Answer<Member> {
    let narrow = wide::narrow(who);
    let text = narrow.trim();
    let unknown = || Refused::MemberUnknown { who: shown(who) };
    let found = match by_number(db, text)? {
        Some(member) => Some(member),
        None => match phone::read(text) {
            Ok(phone) => only(by_phone(db, &phone)?, who)?,
            Err(_) => None,
        },
    };
    let member = found.ok_or_else(unknown)?;
    if member.merged_into == Some(member.id) {
        return Err(unknown().into());
    }
    if let Some(into) = member.merged_into {
        let into = by_id(db, into)?.map(|m| m.number).unwrap_or_default();
        return Err(Refused::MemberMerged { number: member.number, into }.into());
    }
    Ok(member)
}

/// The one member of a phone. Of mother and daughter the machine does not choose.
fn only(found: Vec<Member>, who: &str) -> Result<Option<Member>, Refused> {
    if found.len() < 2 {
        return Ok(found.into_iter().next());
    }
    let mut named: Vec<String> =
        found.iter().map(|member| format!("{} {}", member.number, member.name)).collect();
    named.sort();
    Err(Refused::MemberAmbiguous { who: shown(who), candidates: named.join(" / ") })
}

/// What a refusal may show of a text that could be a phone: masked.
pub fn shown(who: &str) -> String {
    let clean = Clean::shown(who).into_string();
    if let Ok(phone) = phone::read(&clean) {
        return phone::mask(&phone);
    }
    if clean.len() >= 7 && clean.bytes().all(|b| b.is_ascii_digit()) { phone::mask(&clean) } else { clean }
}

/// A member's phones, the main one first.
///
/// # Errors
/// As [`by_id`].
pub fn phones(db: &Db, member: i64) -> Result<Vec<String>, Fault> {
    db.list(include_str!("sql/phones.sql"), named_params! { ":id": member }, |row| row.get("phone"))
}

pub(super) fn next_id(db: &Db) -> Result<i64, Fault> {
    Ok(db.one(include_str!("sql/last_id.sql"), &[], |row| row.get::<_, i64>(0))?.unwrap_or(0) + 1)
}

pub(super) fn insert(db: &Db, member: &Member, ids: &Ids) -> Result<(), Fault> {
    db.run(
        include_str!("sql/insert.sql"),
        named_params! {
            ":id": member.id, ":number": member.number, ":name": member.name,
            ":gender": member.gender.map(Gender::code),
            ":birthday": member.birthday.map(Birthday::date),
            ":calendar": member.birthday.map(|b| b.calendar.code()),
            ":leap": member.birthday.is_some_and(|b| b.leap),
            ":tier": member.tier, ":home": member.home_store, ":owner": ids.owner, ":source": member.source,
            ":referrer": ids.referrer, ":tags": member.tags, ":notes": member.notes,
            ":warning": member.warning, ":consent": member.consent, ":wallet_code": member.wallet_code,
            ":opened": member.opened_on, ":batch": ids.batch,
        },
    )?;
    write_names(db, member.id, &member.name)
}

/// Row ids behind a member's file.
#[derive(Debug, Clone, Copy, Default)]
pub struct Ids {
    /// The owner's.
    pub owner: Option<i64>,
    /// The referrer's.
    pub referrer: Option<i64>,
    /// The import batch's.
    pub batch: Option<i64>,
}

/// The ids behind a member's file.
///
/// # Errors
/// As [`by_id`].
pub fn ids(db: &Db, member: i64) -> Result<Ids, Fault> {
    let found = db.one(include_str!("sql/ids.sql"), named_params! { ":id": member }, |row| {
        Ok(Ids {
            owner: row.get("owner_id")?,
            referrer: row.get("referrer_id")?,
            batch: row.get("batch_id")?,
        })
    })?;
    Ok(found.unwrap_or_default())
}

pub(crate) fn update(db: &Db, member: &Member, ids: &Ids) -> Result<(), Fault> {
    db.run(
        include_str!("sql/update.sql"),
        named_params! {
            ":id": member.id, ":name": member.name, ":gender": member.gender.map(Gender::code),
            ":birthday": member.birthday.map(Birthday::date),
            ":calendar": member.birthday.map(|b| b.calendar.code()),
            ":leap": member.birthday.is_some_and(|b| b.leap),
            ":tier": member.tier, ":owner": ids.owner, ":source": member.source, ":referrer": ids.referrer,
            ":tags": member.tags, ":notes": member.notes, ":warning": member.warning,
            ":consent": member.consent, ":wallet_code": member.wallet_code, ":wallet": member.wallet.code(),
            ":merged": member.merged_into,
        },
    )?;
    Ok(())
}

/// A member by number, or whose file hers was merged into.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn heir(db: &Db, number: &str) -> Result<Option<Member>, Fault> {
    let mut found = by_number(db, number)?;
    while let Some(into) = found.as_ref().and_then(|member| member.merged_into) {
        // Whose import was rolled back is merged into itself.
        if found.as_ref().is_some_and(|member| member.id == into) {
            return Ok(None);
        }
        found = by_id(db, into)?;
    }
    Ok(found)
}

/// The tier that a member has from now on.
pub(crate) fn set_tier(tx: &Tx<'_>, member: &Member, tier: &str) -> Answer<()> {
    let after = Member { tier: tier.to_owned(), ..member.clone() };
    update(tx.db(), &after, &ids(tx.db(), member.id)?)?;
    tx.keep_change("member", member.id, member, &after)
}

/// The store that a member belongs to from now on.
pub(crate) fn set_home(tx: &Tx<'_>, member: &Member, home: &str) -> Answer<()> {
    let after = Member { home_store: home.to_owned(), ..member.clone() };
    tx.db().run(include_str!("sql/home.sql"), named_params! { ":id": member.id, ":home": home })?;
    tx.keep_change("member", member.id, member, &after)
}

pub(crate) fn rewrite_names(db: &Db, member: &Member) -> Result<(), Fault> {
    db.run(include_str!("sql/grams_delete.sql"), named_params! { ":id": member.id })?;
    db.run(include_str!("sql/readings_delete.sql"), named_params! { ":id": member.id })?;
    write_names(db, member.id, &member.name)
}

/// Writes the spellings of every name anew, within an open transaction: of a file that came without them.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn rewrite_all_names(db: &Db) -> Result<(), Fault> {
    db.run(include_str!("sql/grams_clear.sql"), &[])?;
    db.run(include_str!("sql/readings_clear.sql"), &[])?;
    for (id, name) in db.list(include_str!("sql/names_all.sql"), &[], |row| {
        Ok((row.get::<_, i64>("id")?, row.get::<_, String>("name")?))
    })? {
        write_names(db, id, &name)?;
    }
    Ok(())
}

fn write_names(db: &Db, id: i64, name: &str) -> Result<(), Fault> {
    for gram in readings::grams(name) {
        db.run(include_str!("sql/gram_insert.sql"), named_params! { ":gram": gram, ":id": id })?;
    }
    for reading in readings::of(name) {
        db.run(include_str!("sql/reading_insert.sql"), named_params! { ":reading": reading, ":id": id })?;
    }
    Ok(())
}

pub(crate) fn set_phones(db: &Db, member: &Member, phones: &[String]) -> Result<(), Fault> {
    db.run(include_str!("sql/phones_delete.sql"), named_params! { ":id": member.id })?;
    add_phones(db, member, phones)
}

/// The phones of a file that has none yet.
pub(super) fn add_phones(db: &Db, member: &Member, phones: &[String]) -> Result<(), Fault> {
    for (place, phone) in phones.iter().enumerate() {
        let reversed: String = phone.chars().rev().collect();
        db.run(
            include_str!("sql/phone_insert.sql"),
            named_params! {
                ":phone": phone, ":id": member.id, ":main": place == 0, ":reversed": reversed,
                ":visit": member.last_visit_on,
            },
        )?;
    }
    Ok(())
}

/// Marks a visit on a day; earlier days change nothing.
///
/// # Errors
/// As [`by_id`].
pub fn visited(db: &Db, member: i64, day: &str) -> Result<(), Fault> {
    let params = named_params! { ":id": member, ":day": day };
    if db.run(include_str!("sql/visited.sql"), params)? > 0 {
        db.run(include_str!("sql/visited_phone.sql"), params)?;
    }
    Ok(())
}

/// The last visit as it is once a sale was taken back.
///
/// # Errors
/// As [`by_id`].
pub fn visit_taken_back(db: &Db, member: i64) -> Result<(), Fault> {
    let own = named_params! { ":id": member };
    let left: Option<Option<String>> =
        db.one(include_str!("sql/visit_left.sql"), own, |row| row.get("day"))?;
    if let Some(day) = left.flatten() {
        let params = named_params! { ":id": member, ":day": day };
        db.run(include_str!("sql/visit_set.sql"), params)?;
        db.run(include_str!("sql/visit_set_phone.sql"), params)?;
    }
    Ok(())
}

pub(super) fn insert_owner(
    db: &Db,
    member: i64,
    staff: Option<i64>,
    day: &str,
    command: i64,
) -> Result<(), Fault> {
    db.run(
        include_str!("sql/owner_insert.sql"),
        named_params! { ":member": member, ":staff": staff, ":day": day, ":command": command },
    )?;
    Ok(())
}

/// The numbers of the files that were merged into this one.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn merged_into(db: &Db, id: i64) -> Result<Vec<String>, Fault> {
    db.list(include_str!("sql/merged_files.sql"), named_params! { ":id": id }, |row| row.get("number"))
}
