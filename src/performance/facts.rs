//! Reading the facts that performance is worked out from.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::advice_rules::{Advice, Bought};
use super::parts_rules::{self, Doc, Event, Line, On, Sums};
use super::past_rules::Joined;
use super::visit_rules::Visit;
use crate::cards::origin::origin;
use crate::db::{Db, Fault, Row, named_params};
use crate::ground::split::allot;
use crate::ground::{Fen, Instant, Refused, Zone, day};
use crate::shop::Answer;

/// What a bill says of itself.
#[derive(Debug, Clone)]
pub struct Head {
    /// `sale`, `refund` ..
    pub kind: String,
    /// Whose file.
    pub member: Option<i64>,
    /// The business day.
    pub day: NaiveDate,
    /// When it was recorded.
    pub at: Instant,
    /// Its command.
    pub command: i64,
    /// The bill that it gives back.
    pub of_bill: Option<i64>,
    /// That bill's kind.
    pub of_kind: String,
}

impl Head {
    /// Whether it is a sale taken back whole.
    pub fn voids_sale(&self) -> bool {
        self.kind == "void" && self.of_kind == "sale"
    }
}

/// What a bill says of itself.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn head(db: &Db, bill: i64) -> Answer<Head> {
    let row = db.one(include_str!("sql/doc_head.sql"), named_params! { ":bill": bill }, |row| {
        Ok((
            row.get("kind")?,
            row.get("member_id")?,
            row.get::<_, String>("posted_on")?,
            row.get("posted_at")?,
            row.get("command_id")?,
            row.get("of_bill")?,
            row.get::<_, Option<String>>("of_kind")?,
        ))
    })?;
    let (kind, member, posted_on, at, command, of_bill, of_kind) =
        row.ok_or_else(|| Fault::Broken(format!("bill {bill} is not there")))?;
    Ok(Head {
        kind,
        member,
        day: day::iso(&posted_on)?,
        at: Instant(at),
        command,
        of_bill,
        of_kind: of_kind.unwrap_or_default(),
    })
}

/// What a bill adds to the day of each person.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn parts(db: &Db, bill: i64, head: &Head) -> Answer<BTreeMap<i64, Sums>> {
    let event = match head.kind.as_str() {
        "sale" => Event::Sale,
        "refund" => Event::Refund,
        "void" if head.of_kind == "sale" => Event::Void,
        "void" => {
            let Some(origin) = head.of_bill else { return Ok(BTreeMap::new()) };
            return Ok(parts_rules::turned(&parts(db, origin, &self::head(db, origin)?)?));
        }
        _ => Event::Money,
    };
    let mut doc = doc(db, bill, event, head.member.is_none())?;
    if event == Event::Money {
        doc.lines = money_lines(db, bill, head, &doc)?;
    }
    let mut parts = parts_rules::parts(&doc)?;
    if let (Event::Void, Some(origin)) = (event, head.of_bill) {
        let origin = self::doc(db, origin, Event::Sale, head.member.is_none())?;
        for (staff, counts) in parts_rules::counts(&origin) {
            parts.entry(staff).or_default().add(&counts, -1);
        }
    }
    Ok(parts)
}

/// A bill as performance reads it.
fn doc(db: &Db, bill: i64, event: Event, guest: bool) -> Result<Doc, Fault> {
    let mut lines: Vec<(i64, Line, String)> = Vec::new();
    db.each(include_str!("sql/doc_lines.sql"), named_params! { ":bill": bill }, |row| {
        let number: i64 = row.get("line")?;
        if lines.last().is_none_or(|(last, ..)| *last != number) {
            lines.push((number, line(row)?, row.get("code")?));
        }
        if let (Some(staff), Some((_, line, _))) = (row.get("staff_id")?, lines.last_mut()) {
            line.staff.push(On { staff, weight: row.get("weight")?, job: row.get("job")? });
        }
        Ok::<(), Fault>(())
    })?;
    let paid = db.one(include_str!("sql/doc_tenders.sql"), named_params! { ":bill": bill }, |row| {
        Ok((row.get("cash")?, row.get("stored")?, row.get("gift")?, row.get("owed")?))
    })?;
    let (cash, stored, gift, owed) = paid.unwrap_or_default();
    let lines = lines.into_iter().map(|(_, line, _)| line).collect();
    Ok(Doc { event, guest, lines, cash, stored, gift, owed })
}

fn line(row: &Row<'_>) -> crate::db::RowResult<Line> {
    Ok(Line {
        kind: row.get("kind")?,
        quantity: row.get("quantity")?,
        net: row.get("net")?,
        card_value: row.get("card_value")?,
        requested: row.get("requested")?,
        staff: Vec::new(),
    })
}

/// Money beside sales, by whom it is: a top-up by its seller; a debt by those who made the sale; a card refund by who
/// sold what is given back.
fn money_lines(db: &Db, bill: i64, head: &Head, doc: &Doc) -> Answer<Vec<Line>> {
    let of = |net: i64, staff: Vec<On>| Line {
        kind: head.kind.clone(),
        quantity: 1,
        net,
        card_value: 0,
        requested: false,
        staff,
    };
    let own = doc.lines.first().map(|line| line.staff.clone()).unwrap_or_default();
    match head.kind.as_str() {
        "card_refund" => {
            let (part, staff) = sellers(db, bill, doc.cash)?;
            Ok(vec![of(part, staff), of(doc.cash - part, Vec::new())])
        }
        "debt_payment" => {
            let mut lines = Vec::new();
            for (amount, origin, card_line) in debts_paid(db, bill)? {
                lines.extend(
                    by_origin(db, origin, card_line, amount)?.into_iter().map(|(net, on)| of(net, on)),
                );
            }
            let named: i64 = lines.iter().map(|line| line.net).sum();
            lines.push(of(doc.cash - named, Vec::new()));
            Ok(lines)
        }
        _ => Ok(vec![of(doc.cash, own)]),
    }
}

fn debts_paid(db: &Db, bill: i64) -> Result<Vec<(i64, i64, Option<i64>)>, Fault> {
    db.list(include_str!("sql/debts_paid.sql"), named_params! { ":bill": bill }, |row| {
        Ok((row.get("amount")?, row.get("bill_id")?, row.get("bill_line")?))
    })
}

/// A debt that was paid, over the lines of the sale it is from: its card's line, else all that are no cards.
fn by_origin(db: &Db, bill: i64, card_line: Option<i64>, amount: i64) -> Answer<Vec<(i64, Vec<On>)>> {
    let lines = doc(db, bill, Event::Sale, true)?.lines;
    if let Some(line) = card_line.and_then(|line| usize::try_from(line - 1).ok()).and_then(|at| lines.get(at))
    {
        return Ok(vec![(amount, line.staff.clone())]);
    }
    let weights: Vec<i64> =
        lines.iter().map(|line| if line.kind.ends_with("_card") { 0 } else { line.net.max(0) }).collect();
    match allot(amount, &weights) {
        Ok(parts) => Ok(parts.into_iter().zip(lines).map(|(part, line)| (part, line.staff)).collect()),
        Err(Refused::NothingToSplit {}) => Ok(Vec::new()),
        Err(no) => Err(no.into()),
    }
}

/// Who sold the lot or the card that a card refund gives back, in the groups and shares of the line that first sold it,
/// and what of the money was paid then: what was paid at upgrades is nobody's.
fn sellers(db: &Db, bill: i64, cash: i64) -> Result<(i64, Vec<On>), Fault> {
    let params = named_params! { ":bill": bill };
    let code = db.one(include_str!("sql/doc_lines.sql"), params, |row| row.get::<_, String>("code"))?;
    let Some(code) = code else { return Ok((0, Vec::new())) };
    if let Some(sold) = origin(db, &code)? {
        let lines = doc(db, sold.bill, Event::Sale, true)?.lines;
        let line = usize::try_from(sold.line - 1).ok().and_then(|at| lines.into_iter().nth(at));
        return Ok((-sold.part(Fen(-cash)).0, line.map(|line| line.staff).unwrap_or_default()));
    }
    // What was brought in from outside has no line: whoever is named as its seller.
    let read = |row: &Row<'_>| Ok(On { staff: row.get("id")?, weight: 1, job: row.get("job")? });
    let found = match code.strip_prefix("lot ").and_then(|lot| lot.parse::<i64>().ok()) {
        Some(lot) => db.one(include_str!("sql/sold_lot.sql"), named_params! { ":lot": lot }, read)?,
        None => db.one(include_str!("sql/sold_card.sql"), named_params! { ":card": code }, read)?,
    };
    Ok((cash, found.into_iter().collect()))
}

/// The ratings of a sale, the oldest first: the business day each was given, and the stars. Whatever was said of a
/// top-up or a refund is no rating of work.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn ratings(db: &Db, zone: &Zone, bill: i64, head: &Head) -> Result<Vec<(NaiveDate, i64)>, Fault> {
    if head.kind != "sale" {
        return Ok(Vec::new());
    }
    db.list(include_str!("sql/ratings_of.sql"), named_params! { ":bill": bill }, |row| {
        let (command, at): (i64, i64) = (row.get("command_id")?, row.get("at")?);
        // A rating that came with its bill belongs to the bill's day, also where that is a past one.
        let given =
            if command == head.command { head.day } else { zone.business_day(Instant(at)).max(head.day) };
        Ok((given, row.get("score")?))
    })
}

/// The day on which a sale was voided.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn voided_on(db: &Db, bill: i64) -> Answer<Option<NaiveDate>> {
    let params = named_params! { ":bill": bill };
    let found =
        db.one(include_str!("sql/voided_on.sql"), params, |row| row.get::<_, Option<String>>("void_on"))?;
    Ok(found.flatten().as_deref().map(day::iso).transpose()?)
}

fn merge(row: &Row<'_>, zone: Zone) -> crate::db::RowResult<Joined> {
    Ok(Joined {
        on: zone.business_day(Instant(row.get("at")?)),
        from: row.get("from_id")?,
        into: row.get("into_id")?,
        undone: row.get::<_, Option<i64>>("undoes")?.is_some(),
    })
}

/// Every merge and unmerging, in order.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn merges(db: &Db, zone: &Zone) -> Result<Vec<Joined>, Fault> {
    db.list(include_str!("sql/merges.sql"), &[], |row| merge(row, *zone))
}

/// All files that belong together with one by any merge, done or undone, and those merges in order.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn files(db: &Db, zone: &Zone, member: i64) -> Result<(BTreeSet<i64>, Vec<Joined>), Fault> {
    let mut files = BTreeSet::from([member]);
    let mut waiting = vec![member];
    let mut found: BTreeMap<i64, Joined> = BTreeMap::new();
    while let Some(file) = waiting.pop() {
        let rows = db.list(include_str!("sql/merges_of.sql"), named_params! { ":member": file }, |row| {
            Ok((row.get::<_, i64>("id")?, merge(row, *zone)?))
        })?;
        for (id, merge) in rows {
            found.insert(id, merge);
            waiting.extend([merge.from, merge.into].into_iter().filter(|other| files.insert(*other)));
        }
    }
    Ok((files, found.into_values().collect()))
}

fn visit(row: &Row<'_>) -> Answer<Visit> {
    let at = |row: &Row<'_>| -> crate::db::RowResult<(String, i64, i64, Option<String>)> {
        Ok((row.get("posted_on")?, row.get("member_id")?, row.get("staff")?, row.get("void_on")?))
    };
    let (posted_on, file, staff, void_on) = at(row).map_err(Fault::from)?;
    let void_on = void_on.as_deref().map(day::iso).transpose()?;
    Ok(Visit { day: day::iso(&posted_on)?, file, staff, void_on })
}

/// The visits on one file.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn visits_of(db: &Db, member: i64) -> Answer<Vec<Visit>> {
    let mut out = Vec::new();
    db.each(include_str!("sql/visits_of.sql"), named_params! { ":member": member }, |row| {
        out.push(visit(row)?);
        Ok::<(), crate::shop::Stop>(())
    })?;
    Ok(out)
}

/// Every visit.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn visits(db: &Db) -> Answer<Vec<Visit>> {
    let mut out = Vec::new();
    db.each(include_str!("sql/visits.sql"), &[], |row| {
        out.push(visit(row)?);
        Ok::<(), crate::shop::Stop>(())
    })?;
    Ok(out)
}

/// The recommendations on one file.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn advice_of(db: &Db, member: i64) -> Answer<Vec<Advice>> {
    let rows = db.list(include_str!("sql/advice_of.sql"), named_params! { ":member": member }, |row| {
        Ok((
            row.get::<_, String>("on_day")?,
            Advice {
                id: row.get("id")?,
                day: NaiveDate::default(),
                file: row.get("member_id")?,
                staff: row.get("staff_id")?,
                item: row.get("item_id")?,
                command: row.get("command_id")?,
            },
        ))
    })?;
    rows.into_iter().map(|(on_day, advice)| Ok(Advice { day: day::iso(&on_day)?, ..advice })).collect()
}

/// Everyone to whom something was recommended.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn advised(db: &Db) -> Result<Vec<i64>, Fault> {
    db.list(include_str!("sql/advised.sql"), &[], |row| row.get("member_id"))
}

/// What one sale brought.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn bought_on(db: &Db, bill: i64, sale: Bought) -> Result<Vec<Bought>, Fault> {
    db.list(include_str!("sql/bought_on.sql"), named_params! { ":bill": bill }, |row| {
        Ok(Bought { item: row.get("item_id")?, bought: row.get("bought")?, done: row.get("done")?, ..sale })
    })
}

/// What the sales on one file brought.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn bought_of(db: &Db, member: i64) -> Answer<Vec<Bought>> {
    let sales = db.list(include_str!("sql/sales_of.sql"), named_params! { ":member": member }, |row| {
        Ok((
            row.get::<_, i64>("id")?,
            row.get::<_, String>("posted_on")?,
            row.get::<_, i64>("command_id")?,
            row.get::<_, Option<String>>("void_on")?,
        ))
    })?;
    let mut out = Vec::new();
    for (bill, posted_on, command, void_on) in sales {
        let sale = Bought {
            day: day::iso(&posted_on)?,
            file: member,
            item: 0,
            command,
            done: false,
            bought: false,
            void_on: void_on.as_deref().map(day::iso).transpose()?,
        };
        out.extend(bought_on(db, bill, sale)?);
    }
    Ok(out)
}
