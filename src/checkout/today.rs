//! The plain totals of a day or a span: by tender, by person, and what is owed to members.

use serde::{Deserialize, Serialize};

use super::cart::Tender;
use crate::db::{Db, named_params};
use crate::ground::{Fen, Instant};
use crate::shop::{Answer, Look, Query};

/// Totals of a span of days.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Totals {
    /// First day, ISO; today when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO; today when absent.
    #[serde(default)]
    pub to: Option<String>,
}

/// Totals.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct TotalsAre {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// Sales made, those voided since left out.
    pub bills: i64,
    /// Members who came; a voided sale is no visit.
    pub members: i64,
    /// Money received: every tender but stored value and debts, refunds taken off.
    pub received: Fen,
    /// Value of goods, work and cards, refunds taken off.
    pub worth: Fen,
    /// Stored value spent, refunds taken off.
    pub stored_value_spent: Fen,
    /// Top-ups, those taken back taken off.
    pub topped_up: Fen,
    /// By tender.
    pub tenders: Vec<TenderTotal>,
    /// By person.
    pub staff: Vec<StaffTotal>,
    /// Sales per hour of the local clock, 0 to 23, of the last day.
    pub hours: Vec<i64>,
}

/// Totals of one tender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TenderTotal {
    /// Which.
    pub tender: Tender,
    /// Taken.
    pub taken: Fen,
    /// Given back.
    pub given_back: Fen,
    /// Payments.
    pub count: i64,
}

/// Totals of one person: of lines on which they stand first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffTotal {
    /// Staff number.
    pub number: String,
    /// Name.
    pub name: String,
    /// Lines of bills that were not voided.
    pub lines: i64,
    /// Members served.
    pub members: i64,
    /// Value of work and goods.
    pub worth: Fen,
    /// Lines on which they were asked for.
    pub requested: i64,
}

impl Query for Totals {
    const NAME: &'static str = "query.totals";
    type Out = TotalsAre;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<TotalsAre> {
        let (from, to) = look.days(self.from.as_deref(), self.to.as_deref())?;
        let params = named_params! { ":from": from, ":to": to };
        let mut out =
            TotalsAre { from: from.clone(), to: to.clone(), hours: vec![0; 24], ..TotalsAre::default() };
        let head = db.one(include_str!("sql/today.sql"), params, |row| {
            Ok((row.get::<_, i64>("bills")?, row.get::<_, i64>("members")?, row.get::<_, i64>("worth")?))
        })?;
        let (bills, members, worth) = head.unwrap_or_default();
        (out.bills, out.members, out.worth) = (bills, members, Fen(worth));
        let rows = db.list(include_str!("sql/today_tenders.sql"), params, |row| {
            Ok((
                row.get::<_, String>("tender")?,
                row.get::<_, String>("source")?,
                Fen(row.get("amount")?),
                row.get::<_, i64>("count")?,
            ))
        })?;
        for (code, source, amount, count) in rows {
            if let Some(tender) = Tender::from_code(&code) {
                add(&mut out, tender, &source, amount, count)?;
            }
        }
        out.staff = db.list(include_str!("sql/today_staff.sql"), params, |row| {
            Ok(StaffTotal {
                number: row.get("number")?,
                name: row.get("name")?,
                lines: row.get("lines")?,
                members: row.get("members")?,
                worth: Fen(row.get("worth")?),
                requested: row.get("requested")?,
            })
        })?;
        for at in db.list(include_str!("sql/today_hours.sql"), named_params! { ":day": to }, |row| {
            row.get("posted_at")
        })? {
            let hour = chrono::Timelike::hour(&look.profile.zone.local(Instant(at)));
            if let Some(count) = usize::try_from(hour).ok().and_then(|hour| out.hours.get_mut(hour)) {
                *count += 1;
            }
        }
        Ok(out)
    }
}

/// Adds payments of one tender; `source` is the kind of the bill, or of the one that it gives back.
fn add(out: &mut TotalsAre, tender: Tender, source: &str, amount: Fen, count: i64) -> Answer<()> {
    if tender.till().is_some() {
        out.received = out.received.plus(amount)?;
    }
    if tender == Tender::StoredValue {
        out.stored_value_spent = out.stored_value_spent.plus(amount)?;
    }
    if source == "topup" {
        out.topped_up = out.topped_up.plus(amount)?;
    }
    let place = out.tenders.iter().position(|total| total.tender == tender);
    let place = place.unwrap_or_else(|| {
        out.tenders.push(TenderTotal { tender, taken: Fen::ZERO, given_back: Fen::ZERO, count: 0 });
        out.tenders.len() - 1
    });
    if let Some(total) = out.tenders.get_mut(place) {
        if amount < Fen::ZERO {
            total.given_back = total.given_back.plus(amount.negated())?;
        } else {
            total.taken = total.taken.plus(amount)?;
        }
        total.count += count;
    }
    Ok(())
}

/// What the store owes its members, and they it.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Liability {}

/// What is owed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LiabilityIs {
    /// Principal of stored value.
    pub principal: Fen,
    /// Gift of stored value.
    pub gift: Fen,
    /// Paid for cards and not yet worked off.
    pub cards: Fen,
    /// Debts of members.
    pub debts: Fen,
    /// Points.
    pub points: i64,
}

impl Query for Liability {
    const NAME: &'static str = "query.liability";
    type Out = LiabilityIs;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<LiabilityIs> {
        let mut out = LiabilityIs::default();
        let rows = db.list(include_str!("sql/liability.sql"), &[], |row| {
            Ok((row.get::<_, String>("kind")?, row.get::<_, i64>("balance")?))
        })?;
        for (kind, balance) in rows {
            match kind.as_str() {
                "lot.principal" => out.principal = Fen(balance),
                "lot.gift" => out.gift = Fen(balance),
                "card.value" => out.cards = Fen(balance),
                "debt" => out.debts = Fen(balance),
                _ => out.points = balance,
            }
        }
        Ok(out)
    }
}
