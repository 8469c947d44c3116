//! What headquarters wrote down of each file that it looked at, and what it still has to do with people about it.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::merge::Seen;
use super::replica::{self, Outcome};
use crate::checkout::cart::Tender;
use crate::db::{Db, Fault, Mode, Row, named_params};
use crate::ground::{Fen, Month, Refused};
use crate::peers;
use crate::shop::{Act, Answer, Area, Look, Query, Tx, Verb};

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// The SHA-256 of its content in hex.
    pub digest: String,
    /// Its name when it was last looked at.
    pub file: String,
    /// The store that it says it is of; empty where that could not be believed.
    #[serde(default)]
    pub store: String,
    /// The life of the store's file.
    #[serde(default)]
    pub epoch: i64,
    /// The bundle's number.
    #[serde(default)]
    pub no: i64,
    /// First sequence.
    #[serde(default)]
    pub first: i64,
    /// Last sequence.
    #[serde(default)]
    pub last: i64,
    /// The newest business day in it.
    #[serde(default)]
    pub last_day: String,
    /// How many bills.
    #[serde(default)]
    pub bills: i64,
    /// Money received.
    #[serde(default)]
    pub taken: Fen,
    /// The month that it closes.
    #[serde(default)]
    pub month: Option<String>,
    /// The version of that month's pack.
    #[serde(default)]
    pub version: i64,
    /// The digest of that pack's content in hex.
    #[serde(default)]
    pub content: String,
    /// `merged`, `same`, `waiting` or `refused`.
    pub state: String,
    /// Why it is not taken: a word of the locales, `what.<what>`; `gone` where it was, and is out of the way since.
    #[serde(default)]
    pub what: String,
    /// Where.
    #[serde(default)]
    pub detail: String,
}

impl From<&Seen> for Received {
    fn from(seen: &Seen) -> Self {
        let (state, what, detail) = match &seen.outcome {
            Outcome::Merged { .. } => ("merged", String::new(), String::new()),
            Outcome::Same => ("same", "duplicate".to_owned(), String::new()),
            Outcome::Waiting { from, to } => ("waiting", "gap".to_owned(), format!("{from}..{to}")),
            Outcome::Refused(unfit) => ("refused", unfit.what.to_owned(), unfit.detail.clone()),
        };
        let mut out = Self {
            digest: seen.digest.clone(),
            file: seen.file.clone(),
            store: String::new(),
            epoch: 0,
            no: 0,
            first: 0,
            last: 0,
            last_day: String::new(),
            bills: 0,
            taken: Fen::ZERO,
            month: None,
            version: 0,
            content: String::new(),
            state: state.to_owned(),
            what,
            detail,
        };
        if let Some(about) = &seen.about {
            out.store = about.store.clone();
            (out.epoch, out.no, out.first, out.last) = (about.epoch, about.no, about.first, about.last);
            out.last_day = about.last_day.clone();
            out.bills = about.bills;
            out.taken = Fen(about.received);
            if let Some(month) = &about.month {
                out.month = Some(month.month.clone());
                out.version = month.version;
                out.content = month.digest.clone();
            }
        }
        out
    }
}

/// Whether something was written down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenDown {
    /// Whether it says something that the file did not have yet.
    pub news: bool,
}

impl Verb for Received {
    const NAME: &'static str = "hq.received";
    type Out = WrittenDown;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<WrittenDown> {
        tx.require(Act::HqMerge)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let last = tx.db().one(
            include_str!("sql/received_last.sql"),
            named_params! { ":digest": self.digest },
            read,
        )?;
        // That a file is still what it was is no news; nor is it that one was taken that is taken.
        let news = last.as_ref().is_none_or(|(last, _)| {
            let settled = last.state == "merged" && self.state == "same";
            !settled && (&last.state, &last.what, &last.detail) != (&self.state, &self.what, &self.detail)
        });
        if news {
            insert(tx, self)?;
            tx.touch(Area::Imports);
        }
        Ok(WrittenDown { news })
    }
}

/// Refuses what only headquarters does.
pub(super) fn hq_only(hq: bool, store: &str) -> Result<(), Refused> {
    if hq { Ok(()) } else { Err(Refused::ChainUnfit { store: store.to_owned(), what: "hq_only".to_owned() }) }
}

fn insert(tx: &Tx<'_>, row: &Received) -> Result<(), Fault> {
    tx.db().run(
        include_str!("sql/received_insert.sql"),
        named_params! {
            ":digest": row.digest, ":file": row.file, ":store": row.store, ":epoch": row.epoch, ":no": row.no,
            ":first": row.first, ":last": row.last, ":last_day": row.last_day, ":bills": row.bills,
            ":taken": row.taken.0, ":month": row.month, ":version": row.version, ":content": row.content, ":state": row.state,
            ":what": row.what, ":detail": row.detail, ":at": tx.at.0, ":command": tx.command()?,
        },
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> crate::db::RowResult<(Received, i64)> {
    let received = Received {
        digest: row.get("digest")?,
        file: row.get("file")?,
        store: row.get("store")?,
        epoch: row.get("epoch")?,
        no: row.get("no")?,
        first: row.get("first")?,
        last: row.get("last")?,
        last_day: row.get("last_day")?,
        bills: row.get("bills")?,
        taken: Fen(row.get("taken")?),
        month: row.get("month")?,
        version: row.get("version")?,
        content: row.get("content")?,
        state: row.get("state")?,
        what: row.get("what")?,
        detail: row.get("detail")?,
    };
    Ok((received, row.get("at")?))
}

/// What stays to be talked about even when its file was taken away: somebody's books or key are not what they were.
const STAYS: &[&str] =
    &["fork", "other_key", "other_store", "tampered", "unbalanced", "totals", "gap_inside"];

/// Writes down that files which were refused are not among what was looked at any more: nothing is left to do about
/// them. What tells of books or keys that are not as they were stays; a fork until it is mended.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FilesGone {
    /// The SHA-256 of the content of every file that was looked at, in hex.
    pub seen: Vec<String>,
}

/// How many.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    /// How many.
    pub files: usize,
}

impl Verb for FilesGone {
    const NAME: &'static str = "hq.gone";
    type Out = Gone;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Gone> {
        tx.require(Act::HqMerge)?;
        hq_only(tx.profile().hq, &tx.profile().code)?;
        let files = clear(tx, |file| {
            !STAYS.contains(&file.what.as_str()) && self.seen.iter().all(|digest| *digest != file.digest)
        })?;
        Ok(Gone { files })
    }
}

/// Clears the forks of a store: it was decided which life goes on.
pub(super) fn clear_forks(tx: &mut Tx<'_>, store: &str) -> Answer<usize> {
    clear(tx, |file| file.what == "fork" && file.store == store)
}

fn clear(tx: &mut Tx<'_>, which: impl Fn(&Received) -> bool) -> Answer<usize> {
    let all = all(tx.db())?.into_iter();
    let left: Vec<Received> = all.filter(|file| file.state == "refused" && which(file)).collect();
    for file in &left {
        insert(tx, &Received { state: "same".to_owned(), what: "gone".to_owned(), ..file.clone() })?;
        tx.touch(Area::Imports);
    }
    Ok(left.len())
}

fn all(db: &Db) -> Result<Vec<Received>, Fault> {
    let rows = db.list(include_str!("sql/received_all.sql"), &[], read)?;
    Ok(rows.into_iter().map(|(received, _)| received).collect())
}

/// The stores of which two lives stand against each other.
pub(super) fn forked(db: &Db) -> Result<std::collections::BTreeSet<String>, Fault> {
    let forks = all(db)?.into_iter().filter(|file| file.state == "refused" && file.what == "fork");
    Ok(forks.map(|file| file.store).collect())
}

/// Every file that was looked at, and what every store still owes.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inbox {
    /// The month that stores have to send, 2026-10; the one before this when absent.
    #[serde(default)]
    pub month: Option<String>,
}

/// A store of the chain and how far headquarters has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreIs {
    /// Its code.
    pub code: String,
    /// Its name.
    pub name: String,
    /// Whether it still does business.
    pub open: bool,
    /// The last sequence that was taken.
    pub last: i64,
    /// The newest business day that was taken.
    pub last_day: String,
    /// Whether the month is there: what it closes was taken.
    pub closed: bool,
    /// The version of the month's pack.
    pub version: i64,
    /// The file that brought the month, or else what was taken last.
    pub file: String,
    /// Bills of the month that were not voided on their own day, as far as its books came.
    pub bills: i64,
    /// Money received in the month, as far as its books came.
    pub taken: Fen,
}

/// The inbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InboxIs {
    /// The month.
    pub month: String,
    /// Every file by its content, as it was last found.
    pub files: Vec<Received>,
    /// What has to be talked about: files that are refused or wait.
    pub conflicts: Vec<Received>,
    /// The stores.
    pub stores: Vec<StoreIs>,
    /// Codes of open stores whose month is not there.
    pub missing: Vec<String>,
}

impl Query for Inbox {
    const NAME: &'static str = "query.inbox";
    type Out = InboxIs;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<InboxIs> {
        hq_only(look.profile.hq, &look.profile.code)?;
        let month = match &self.month {
            Some(name) => Month::named(name)?,
            None => Month::of(look.profile.zone.business_day(look.now)).before(),
        };
        let files = all(db)?;
        let mut stores = Vec::new();
        for peer in peers::store::peers(db)?.into_iter().filter(|peer| !peer.hq) {
            let own = files.iter().filter(|file| file.store == peer.code && file.state == "merged");
            let newest = own.clone().max_by_key(|file| (file.epoch, file.last, file.no));
            // A file without entries says nothing of how far the books go.
            let reached = own.clone().filter(|file| file.last > 0);
            let reached = reached.max_by_key(|file| (file.epoch, file.last, file.no));
            let closing = own.filter(|file| file.month.as_deref() == Some(&month.name()));
            let closing = closing.max_by_key(|file| file.version);
            let version = closing.map(|file| file.version);
            let (bills, taken) = of_month(&replica::path(db.path(), &peer.code), month)?;
            stores.push(StoreIs {
                code: peer.code,
                name: peer.name,
                open: peer.open,
                last: reached.map_or(0, |file| file.last),
                last_day: reached.map(|file| file.last_day.clone()).unwrap_or_default(),
                closed: version.is_some(),
                version: version.unwrap_or(0),
                file: closing.or(newest).map(|file| file.file.clone()).unwrap_or_default(),
                bills,
                taken,
            });
        }
        let missing = stores.iter().filter(|store| store.open && !store.closed);
        let missing = missing.map(|store| store.code.clone()).collect();
        let have =
            |file: &Received| stores.iter().find(|store| store.code == file.store).map(|store| store.last);
        let conflicts = files.iter().filter(|file| match file.state.as_str() {
            "refused" => true,
            // What it waited for came, and all of it with another file.
            "waiting" => have(file).is_none_or(|last| last < file.last),
            _ => false,
        });
        let mut conflicts: Vec<Received> = conflicts.cloned().collect();
        // What concerns money comes before what is no file of ours.
        conflicts.sort_by_key(|file| (file.what != "fork", file.store.is_empty()));
        Ok(InboxIs { month: month.name(), files, conflicts, stores, missing })
    }
}

/// How many bills a store's copy has of a month, and the money that was received in it.
fn of_month(copy: &Path, month: Month) -> Answer<(i64, Fen)> {
    if !copy.exists() {
        return Ok((0, Fen::ZERO));
    }
    let db = Db::open(copy, Mode::Read)?;
    let (from, to) = (month.first.to_string(), month.last.to_string());
    let params = named_params! { ":from": from, ":to": to };
    let bills = db.one(include_str!("sql/month_bills.sql"), params, |row| row.get("bills"))?.unwrap_or(0);
    let tenders = db.list(include_str!("sql/month_tenders.sql"), params, |row| {
        Ok((row.get::<_, String>("tender")?, Fen(row.get("amount")?)))
    })?;
    let till = |code: &str| Tender::from_code(code).is_some_and(|tender| tender.till().is_some());
    let taken = tenders.into_iter().filter(|(code, _)| till(code)).map(|(_, amount)| amount);
    Ok((bills, Fen::sum(taken)?))
}
