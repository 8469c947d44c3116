//! The pay sheet (工资条) of a month: what each person earned, what was paid, what is due.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::sheet_rules::{self, PayKind};
use super::store;
use crate::commission::report::Rated;
use crate::commission::store as rules;
use crate::db::Db;
use crate::ground::{Fen, Month, day};
use crate::leaderboard::Board;
use crate::ledger::{Account, Kind, balance};
use crate::shop::{Answer, Look, PayOf, Query};
use crate::staff::{self, Person};

/// The pay sheet of a month.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaySheet {
    /// Which: `2026-11`; the running month when absent.
    #[serde(default)]
    pub month: Option<String>,
    /// Of one person only: staff number.
    #[serde(default)]
    pub staff: Option<String>,
}

/// A month's sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SheetIs {
    /// Which month.
    pub month: String,
    /// Its first day.
    pub from: String,
    /// Its last day, or today while it runs.
    pub to: String,
    /// Whether it is over, so that wages are due.
    pub over: bool,
    /// By person.
    pub rows: Vec<PayRow>,
}

/// What a month is for a person, in yuan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PayRow {
    /// Staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// Days of the month on which they worked here.
    pub days: i64,
    /// The wage; nothing while the month runs and the person stays.
    pub wage: Fen,
    /// Hand fees.
    pub hand_fee: Fen,
    /// Commission on work.
    pub service: Fen,
    /// Commission on goods.
    pub product: Fen,
    /// Commission on cards sold.
    pub card: Fen,
    /// Commission on top-ups.
    pub topup: Fen,
    /// Instant rewards, those taken back off.
    pub rewards: Fen,
    /// Targets reached, and how many there are.
    #[serde(default)]
    pub targets: (i64, i64),
    /// All of it.
    pub earned: Fen,
    /// Left of the months before; below zero where more went back than was left.
    pub carried: Fen,
    /// Paid for this month already.
    pub paid: Fen,
    /// What may be paid now.
    pub due: Fen,
}

impl PayRow {
    /// One of the kinds that a payout books.
    pub fn of(&self, kind: PayKind) -> Fen {
        match kind {
            PayKind::Wage => self.wage,
            PayKind::HandFee => self.hand_fee,
            PayKind::Service => self.service,
            PayKind::Product => self.product,
            PayKind::Card => self.card,
            PayKind::Topup => self.topup,
        }
    }

    /// Targets reached of those there are: `2/3`; `--` where there are none.
    pub fn targets_shown(&self) -> String {
        match self.targets {
            (_, 0) => "--".to_owned(),
            (reached, all) => format!("{reached}/{all}"),
        }
    }

    /// Whether there is anything to say.
    fn says_anything(&self) -> bool {
        [self.earned, self.rewards, self.carried, self.paid, self.due].iter().any(|fen| *fen != Fen::ZERO)
            || PayKind::ALL.iter().any(|kind| self.of(*kind) != Fen::ZERO)
    }
}

/// A person's month with what a payout would book of it.
pub(super) struct Worked {
    pub person: Person,
    pub row: PayRow,
    /// What of the month is not booked yet, kind by kind.
    pub unbooked: Vec<(PayKind, Fen)>,
}

/// Works a month out for everybody, or for one person.
pub(super) fn work_out(db: &Db, month: Month, today: NaiveDate, only: Option<&str>) -> Answer<Vec<Worked>> {
    let (first, name) = (month.first.to_string(), month.name());
    let to = month.last.min(today).max(month.first).to_string();
    let earned = Rated::load(db, &first, &to, only)?.sums(&rules::books(db)?)?;
    let rewards = store::rewards(db, &first, &month.last.to_string())?;
    let (paid, carried) = (store::paid(db, &name)?, store::carried(db, &name, &first)?);
    let (booked, wages) = (store::booked(db, &name)?, store::wages(db)?);
    let mut out = Vec::new();
    for person in staff::store::all(db)? {
        if only.is_some_and(|number| number != person.number) {
            continue;
        }
        let of = |sums: &BTreeMap<i64, Fen>| sums.get(&person.id).copied().unwrap_or_default();
        let (days, wage) = wage_of(&person, month, today, &wages)?;
        let own = earned.staff.iter().find(|row| row.staff == person.number);
        let kind =
            |pick: fn(&crate::commission::report::StaffEarned) -> Fen| own.map(pick).unwrap_or_default();
        let mut row = PayRow {
            staff: person.number.clone(),
            name: person.name.clone(),
            days,
            wage,
            hand_fee: kind(|own| own.hand_fee),
            service: kind(|own| own.service),
            product: kind(|own| own.product),
            card: kind(|own| own.card),
            topup: kind(|own| own.topup),
            rewards: of(&rewards),
            carried: of(&carried),
            paid: of(&paid),
            ..PayRow::default()
        };
        let (mut all, mut unbooked, mut more) = (row.rewards, Vec::new(), Fen::ZERO);
        for kind in PayKind::ALL {
            all = all.plus(row.of(kind))?;
            let left = row.of(kind).minus(booked.get(&(person.id, kind)).copied().unwrap_or_default())?;
            more = more.plus(left)?;
            if left != Fen::ZERO {
                unbooked.push((kind, left));
            }
        }
        row.earned = all;
        let owed = Fen(balance::now(db, Account::of(Kind::CommissionPayable, person.id))?).plus(more)?;
        row.due = sheet_rules::due(all, row.carried, row.paid, owed)?;
        if only.is_some() || row.says_anything() {
            out.push(Worked { person, row, unbooked });
        }
    }
    Ok(out)
}

/// The days on which a person worked here in a month, and the wage of them: due when the month is over, or the person
/// has left.
fn wage_of(person: &Person, month: Month, today: NaiveDate, wages: &[store::Wage]) -> Answer<(i64, Fen)> {
    let mut daily = Vec::new();
    let mut days = 0;
    let has_left = person.left_on.as_ref().is_some_and(|left| *left <= today.to_string());
    let due = today > month.last || has_left;
    for on in month.first.iter_days().take_while(|on| *on <= month.last) {
        let text = on.to_string();
        let works = person.hired_on <= text
            && person.left_on.as_ref().is_none_or(|left| text.as_str() < left.as_str());
        if !works || (on > today && !due) {
            continue;
        }
        days += 1;
        let own = wages.iter().filter(|wage| wage.staff == person.id && wage.from <= text);
        daily.push(own.max_by_key(|wage| wage.from.clone()).map_or(Fen::ZERO, |wage| wage.amount));
    }
    let wage = if due { sheet_rules::wage(&daily, month.days())? } else { Fen::ZERO };
    Ok((days, wage))
}

impl Query for PaySheet {
    const NAME: &'static str = "query.pay_sheet";
    type Out = SheetIs;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::staff(self.staff.as_deref())
    }

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<SheetIs> {
        let today = day::iso(&look.today())?;
        let month = match &self.month {
            Some(text) => Month::named(text)?,
            None => Month::of(today),
        };
        let mut rows: Vec<PayRow> =
            work_out(db, month, today, self.staff.as_deref())?.into_iter().map(|worked| worked.row).collect();
        let last = month.last.min(today).max(month.first);
        let board = Board {
            from: Some(month.first.to_string()),
            to: Some(month.last.to_string()),
            as_of: Some(last.to_string()),
            ..Board::default()
        };
        // Targets are a comment on the sheet: it stands where the board cannot be read.
        let board = if month.first <= today { board.run(db, look).ok() } else { None };
        for row in &mut rows {
            let own = board.iter().flat_map(|board| &board.rows).find(|other| other.number == row.staff);
            for term in own.iter().flat_map(|own| &own.terms).filter(|term| term.target) {
                let reached = term.counts.zip(term.against).is_some_and(|(counts, wanted)| counts >= wanted);
                row.targets = (row.targets.0 + i64::from(reached), row.targets.1 + 1);
            }
        }
        Ok(SheetIs {
            month: month.name(),
            from: month.first.to_string(),
            to: last.to_string(),
            over: today > month.last,
            rows,
        })
    }
}
