//! Ratings of five stars in a row.
//!
//! A streak is the person's newest so many ratings, all of five stars, none of which was rewarded by the same length
//! before. A rating that is replaced by a worse one, or whose sale is voided, takes the reward of its streak with it;
//! the good ratings that are left count again.

use super::rules::{Book, Trigger};
use super::store::{self, Detail, Key, NewReward};
use crate::db::{Db, Fault, named_params};
use crate::ground::Fen;
use crate::shop::Answer;
use crate::staff::Job;

/// The best rating.
const STARS: i64 = 5;

struct Rating {
    id: i64,
    bill: i64,
    score: i64,
}

/// A bill has a new rating: breaks what it breaks, and gives what is complete.
pub(super) fn rated(db: &Db, book: Option<&Book>, bill: i64, rows: &mut Vec<NewReward>) -> Answer<()> {
    let params = named_params! { ":bill": bill };
    let score: Option<i64> =
        db.one(include_str!("sql/score_of.sql"), params, |row| row.get::<_, Option<i64>>("score"))?.flatten();
    if score != Some(STARS) {
        return broken(db, bill, bill, rows);
    }
    let Some(book) = book else { return Ok(()) };
    if book.rules.iter().all(|ruled| ruled.rule.event != Trigger::Streak) {
        return Ok(());
    }
    let people = db.list(include_str!("sql/people.sql"), params, |row| {
        Ok((row.get::<_, i64>("staff_id")?, row.get::<_, String>("job")?))
    })?;
    let mut seen = Vec::new();
    for (staff, job) in people {
        if seen.contains(&staff) {
            continue;
        }
        seen.push(staff);
        let job = Job::from_code(&job).ok_or_else(|| Fault::Broken(format!("unknown job {job}")))?;
        for place in streaks_of(book, job) {
            if let Some(row) = complete(db, book, place, (staff, bill))? {
                rows.push(row);
            }
        }
    }
    Ok(())
}

/// The places of the streak rules for a job: of two of one length the one for that role.
fn streaks_of(book: &Book, job: Job) -> Vec<usize> {
    let mine = |place: &usize| {
        book.rules.get(*place).is_some_and(|ruled| {
            ruled.rule.event == Trigger::Streak && ruled.rule.role.is_none_or(|role| role == job)
        })
    };
    let all: Vec<usize> = (0..book.rules.len()).filter(mine).collect();
    let length = |place: &usize| book.rules.get(*place).map_or(0, |ruled| ruled.rule.run);
    let is_own = |place: &usize| book.rules.get(*place).is_some_and(|ruled| ruled.rule.role.is_some());
    all.iter()
        .copied()
        .filter(|place| {
            is_own(place) || !all.iter().any(|other| is_own(other) && length(other) == length(place))
        })
        .collect()
}

/// The reward of a streak that ends with a person's newest rating, if there is one.
fn complete(db: &Db, book: &Book, place: usize, (staff, bill): (i64, i64)) -> Answer<Option<NewReward>> {
    let Some(rule) = book.rules.get(place).map(|ruled| &ruled.rule) else { return Ok(None) };
    let params = named_params! { ":staff": staff, ":run": rule.run };
    let newest = db.list(include_str!("sql/newest_ratings.sql"), params, |row| {
        Ok(Rating { id: row.get("id")?, bill: row.get("bill_id")?, score: row.get("score")? })
    })?;
    let last: Option<i64> = db
        .one(include_str!("sql/last_streak.sql"), params, |row| row.get::<_, Option<i64>>("cause"))?
        .flatten();
    let fresh = |rating: &Rating| rating.score == STARS && last.is_none_or(|last| rating.id > last);
    let full = i64::try_from(newest.len()) == Ok(rule.run) && newest.iter().all(fresh);
    let (Some(end), true, Some(amount)) = (newest.first(), full, rule.fixed) else { return Ok(None) };
    let key =
        Key { staff, version: book.version, place: i64::try_from(place).unwrap_or(i64::MAX), cause: end.id };
    let detail = Detail {
        pieces: rule.run,
        whole: amount,
        weight: 1,
        weights: 1,
        bills: newest.iter().map(|rating| rating.bill).collect(),
        ..Detail::default()
    };
    Ok(Some(NewReward { key, bill, by: bill, amount, detail }))
}

/// A rating does not count any more: takes back the rewards of the streaks it stood in.
pub(super) fn broken(db: &Db, bill: i64, by: i64, rows: &mut Vec<NewReward>) -> Answer<()> {
    let found = db.list(include_str!("sql/streaks_with.sql"), named_params! { ":bill": bill }, |row| {
        Ok((
            store::read_key(row)?,
            row.get::<_, i64>("bill_id")?,
            row.get::<_, i64>("amount")?,
            row.get::<_, String>("detail")?,
        ))
    })?;
    for (key, earned_by, amount, detail) in found {
        let detail = store::detail(&detail)?;
        rows.push(NewReward { key, bill: earned_by, by, amount: Fen(amount).negated(), detail });
    }
    Ok(())
}
