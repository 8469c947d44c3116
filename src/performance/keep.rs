//! One function for each event, called inside its transaction.
//!
//! A sale of today adds rows and touches those of the member's last visit. What changes earlier days (a void, a merge,
//! a sale that is dated back) has that member's rows worked out again: rare, and then exact.

use chrono::{Duration, NaiveDate};

use super::advice_rules::{self, Advice, Bought};
use super::parts_rules::STORE;
use super::visit_rules::Seen;
use super::{RULES, facts, rating_rules, store, visit_rules};
use crate::db::Db;
use crate::ground::{Zone, day};
use crate::shop::{Answer, Tx};

/// Whether the tables are filled. Until they are nothing is kept: filling takes everything in.
fn keeps(db: &Db) -> Answer<bool> {
    Ok(store::mark(db)? == Some(RULES))
}

/// What was noticed while a bill was taken in: whoever pays for it need not look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Noticed {
    /// Whose visit it is.
    pub member: Option<i64>,
    /// Days since the member's visit before.
    pub since_last: Option<i64>,
    /// Whether a recommendation was bought by it.
    pub came_true: bool,
    /// Whether earlier days were worked out again: then anything may have changed.
    pub unsure: bool,
}

/// A bill of any kind was written.
///
/// # Errors
/// A fault when the file cannot be written.
pub fn bill(tx: &Tx<'_>, bill: i64) -> Answer<Noticed> {
    let db = tx.db();
    let (nothing, unsure) = (Noticed::default(), Noticed { unsure: true, ..Noticed::default() });
    if !keeps(db)? {
        return Ok(nothing);
    }
    let head = facts::head(db, bill)?;
    let today = head.day.to_string();
    let parts = facts::parts(db, bill, &head)?;
    for (staff, sums) in &parts {
        if !sums.is_zero() {
            store::add(db, &today, &today, *staff, sums)?;
        }
    }
    if let (true, Some(origin)) = (head.voids_sale(), head.of_bill) {
        ratings_void(tx, origin, head.day)?;
    }
    let Some(member) = head.member else { return Ok(nothing) };
    if head.voids_sale() {
        again(db, tx.profile().zone, member)?;
        return Ok(unsure);
    }
    if head.kind != "sale" {
        return Ok(nothing);
    }
    if head.day != tx.profile().zone.business_day(tx.at) {
        again(db, tx.profile().zone, member)?;
        return Ok(unsure);
    }
    let people: Vec<i64> = parts.keys().copied().filter(|staff| *staff != STORE).collect();
    let since_last = visited(db, head.day, &today, member, &people)?;
    let sale = Bought {
        day: head.day,
        file: member,
        item: 0,
        command: head.command,
        done: false,
        bought: false,
        void_on: None,
    };
    let came_true = taken_up(db, bill, &sale)?;
    Ok(Noticed { member: Some(member), since_last, came_true, unsure: false })
}

/// A member came: the rows of this visit, and what the last one did not know yet. Answers the days since the last one.
fn visited(db: &Db, on: NaiveDate, today: &str, member: i64, people: &[i64]) -> Answer<Option<i64>> {
    let last = store::last_visit(db, member)?;
    let since_last = match &last {
        Some((last, since)) if last == today => *since,
        Some((last, _)) => {
            let days = on.signed_duration_since(day::iso(last)?).num_days();
            store::came_back(db, member, last, days)?;
            Some(days)
        }
        None => None,
    };
    let again = last.is_some_and(|(last, _)| last == today);
    let nobody = [STORE];
    for staff in if people.is_empty() { &nobody[..] } else { people } {
        if !(again && store::has_served(db, today, *staff, member)?) {
            store::insert_visit(
                db,
                today,
                *staff,
                member,
                &Seen { person: member, since_last, to_next: None },
            )?;
        }
    }
    Ok(since_last)
}

/// What a sale makes of recommendations before it; answers whether one was bought by it.
fn taken_up(db: &Db, bill: i64, sale: &Bought) -> Answer<bool> {
    let since = sale.day - Duration::days(advice_rules::DO_DAYS);
    let open = store::open_advice(db, sale.file, &since.to_string())?;
    if open.is_empty() {
        return Ok(false);
    }
    let mut came_true = false;
    let brought = facts::bought_on(db, bill, *sale)?;
    for mut one in open {
        one.advice.day = day::iso(&one.day)?;
        let before = one.fate;
        for sale in &brought {
            let Some(days) = advice_rules::answers(&one.advice, sale) else { continue };
            if sale.bought && days <= advice_rules::BUY_DAYS {
                one.fate.bought_in = one.fate.bought_in.or(Some(days));
            }
            if sale.done && days <= advice_rules::DO_DAYS {
                one.fate.done_in = one.fate.done_in.or(Some(days));
            }
        }
        came_true |= before.bought_in.is_none() && one.fate.bought_in.is_some();
        if one.fate != before {
            store::set_fate(db, &one.day, one.advice.id, &one.fate)?;
        }
    }
    Ok(came_true)
}

/// A bill was rated.
///
/// # Errors
/// As [`bill`].
pub fn rated(tx: &Tx<'_>, bill: i64) -> Answer<()> {
    let db = tx.db();
    if !keeps(db)? {
        return Ok(());
    }
    let head = facts::head(db, bill)?;
    let given = facts::ratings(db, &tx.profile().zone, bill, &head)?;
    let void_on = facts::voided_on(db, bill)?;
    let before = given.split_last().map_or(&[][..], |(_, before)| before);
    write_ratings(db, bill, &head, &rating_rules::deltas(before, void_on), -1)?;
    write_ratings(db, bill, &head, &rating_rules::deltas(&given, void_on), 1)
}

/// The sale that was rated is voided.
fn ratings_void(tx: &Tx<'_>, origin: i64, void_on: NaiveDate) -> Answer<()> {
    let head = facts::head(tx.db(), origin)?;
    let given = facts::ratings(tx.db(), &tx.profile().zone, origin, &head)?;
    if given.is_empty() {
        return Ok(());
    }
    write_ratings(tx.db(), origin, &head, &rating_rules::deltas(&given, None), -1)?;
    write_ratings(tx.db(), origin, &head, &rating_rules::deltas(&given, Some(void_on)), 1)
}

type Deltas = [(NaiveDate, NaiveDate, super::Sums)];

fn write_ratings(db: &Db, bill: i64, head: &facts::Head, deltas: &Deltas, sign: i64) -> Answer<()> {
    if deltas.is_empty() {
        return Ok(());
    }
    let people: Vec<i64> = facts::parts(db, bill, head)?.into_keys().collect();
    for (day, known, delta) in deltas {
        let mut sums = super::Sums::default();
        sums.add(delta, sign);
        for staff in &people {
            store::add(db, &day.to_string(), &known.to_string(), *staff, &sums)?;
        }
    }
    Ok(())
}

/// Something was recommended to a member. No sale can have answered it yet: those before it do not count.
///
/// # Errors
/// As [`bill`].
pub fn advised(tx: &Tx<'_>, advice: Advice) -> Answer<()> {
    if !keeps(tx.db())? {
        return Ok(());
    }
    let (_, merges) = facts::files(tx.db(), &tx.profile().zone, advice.file)?;
    for (key, kept) in advice_rules::rows(&[advice], &[], &merges) {
        store::write_advice(tx.db(), key, &kept)?;
    }
    Ok(())
}

/// Two files became one, or two again.
///
/// # Errors
/// As [`bill`].
pub fn merged(tx: &Tx<'_>, member: i64) -> Answer<()> {
    if !keeps(tx.db())? {
        return Ok(());
    }
    again(tx.db(), tx.profile().zone, member)
}

/// Works out again whatever hangs on a member's files.
fn again(db: &Db, zone: Zone, member: i64) -> Answer<()> {
    let (files, merges) = facts::files(db, &zone, member)?;
    let mut visits = Vec::new();
    for file in &files {
        visits.extend(facts::visits_of(db, *file)?);
        store::drop_visits(db, *file)?;
    }
    for (key, kept) in visit_rules::rows(&visits, &merges) {
        store::write_visit(db, key, &kept)?;
    }
    advice_again(db, zone, member)
}

fn advice_again(db: &Db, zone: Zone, member: i64) -> Answer<()> {
    let (files, merges) = facts::files(db, &zone, member)?;
    let (mut all, mut sales) = (Vec::new(), Vec::new());
    for file in &files {
        all.extend(facts::advice_of(db, *file)?);
    }
    if all.is_empty() {
        return Ok(());
    }
    for file in &files {
        sales.extend(facts::bought_of(db, *file)?);
    }
    for (key, kept) in advice_rules::rows(&all, &sales, &merges) {
        store::write_advice(db, key, &kept)?;
    }
    Ok(())
}
