//! The bills, visits and recommendations that one number of the board is made of.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Duration, NaiveDate};

use super::kpi_rules::{Kpi, Tally, Unit, fraction};
use super::tally::{self, Visited, Window};
use super::why::Source;
use crate::db::{Db, Row, named_params};
use crate::performance::{STORE, facts, rating_rules};
use crate::shop::{Answer, Look, Stop};

/// A question about one KPI of one person.
pub(super) struct Asked<'a> {
    pub db: &'a Db,
    pub look: &'a Look<'a>,
    pub window: Window,
    pub person: i64,
    pub kpi: Kpi,
}

/// A bill as a source names it.
struct Bill {
    id: i64,
    source: Source,
}

fn bill(row: &Row<'_>) -> crate::db::RowResult<Bill> {
    Ok(Bill {
        id: row.get("id")?,
        source: Source {
            day: row.get("posted_on")?,
            bills: vec![row.get("number")?],
            kind: row.get("kind")?,
            member: row.get("member_number")?,
            ..Source::default()
        },
    })
}

impl Asked<'_> {
    /// What the number is made of.
    pub(super) fn sources(&self) -> Answer<Vec<Source>> {
        match self.kpi {
            Kpi::Clients | Kpi::Visits | Kpi::NewMembers | Kpi::Awakened => self.visits(),
            Kpi::Repurchase => self.returns(),
            Kpi::Recommendation | Kpi::RecommendationDone => self.advice(),
            Kpi::Satisfaction | Kpi::Complaints => self.ratings(),
            Kpi::Sales
            | Kpi::Cash
            | Kpi::Consumption
            | Kpi::Labour
            | Kpi::TopUps
            | Kpi::Services
            | Kpi::Guests
            | Kpi::AverageBill
            | Kpi::Requested
            | Kpi::AddOn
            | Kpi::Refunds => self.bills(),
        }
    }

    fn is_hers(&self, staff: i64) -> bool {
        self.person == STORE || staff == self.person
    }

    /// What is added above and below the line; a KPI that is no rate has nothing below.
    fn adds(&self, sums: Tally) -> (i64, i64) {
        let (top, bottom) = fraction(self.kpi, &sums);
        let rate = !matches!(self.kpi.unit(), Unit::Count | Unit::Fen);
        (top, if rate { bottom } else { 0 })
    }

    fn between(&self) -> Answer<Vec<Bill>> {
        let params =
            named_params! { ":from": self.window.from.to_string(), ":to": self.window.last().to_string() };
        Ok(self.db.list(include_str!("sql/bills_between.sql"), params, bill)?)
    }

    fn bills(&self) -> Answer<Vec<Source>> {
        let mut out = Vec::new();
        for one in self.between()? {
            let head = facts::head(self.db, one.id)?;
            let parts = facts::parts(self.db, one.id, &head)?;
            let Some(sums) = parts.get(&self.person) else { continue };
            let (top, bottom) = self.adds(Tally { sums: *sums, ..Tally::default() });
            if (top, bottom) != (0, 0) {
                out.push(Source { top, bottom, ..one.source });
            }
        }
        Ok(out)
    }

    /// Ratings of the span: of its own bills, and those given in it to earlier ones.
    fn ratings(&self) -> Answer<Vec<Source>> {
        let zone = &self.look.profile.zone;
        let mut all = self.between()?;
        let known: BTreeSet<i64> = all.iter().map(|bill| bill.id).collect();
        let (from, to) =
            (zone.moment(self.window.from, 0, 0), zone.moment(self.window.last() + Duration::days(2), 0, 0));
        let params = named_params! { ":from": from.0, ":to": to.0 };
        let rated = self
            .db
            .list(include_str!("sql/rated_between.sql"), params, |row| row.get::<_, i64>("bill_id"))?;
        for id in rated.into_iter().filter(|id| !known.contains(id)) {
            all.extend(self.db.one(
                include_str!("sql/bill_by_id.sql"),
                named_params! { ":bill": id },
                bill,
            )?);
        }
        let mut out = Vec::new();
        for one in all {
            let head = facts::head(self.db, one.id)?;
            let given = facts::ratings(self.db, zone, one.id, &head)?;
            if given.is_empty() || !facts::parts(self.db, one.id, &head)?.contains_key(&self.person) {
                continue;
            }
            let mut days: BTreeMap<NaiveDate, Tally> = BTreeMap::new();
            for (day, known, delta) in rating_rules::deltas(&given, facts::voided_on(self.db, one.id)?) {
                if (self.window.from..=self.window.last()).contains(&day) && known <= self.window.as_of {
                    days.entry(day).or_default().sums.add(&delta, 1);
                }
            }
            for (day, tally) in days {
                let (top, bottom) = self.adds(tally);
                if (top, bottom) != (0, 0) {
                    out.push(Source { day: day.to_string(), top, bottom, ..one.source.clone() });
                }
            }
        }
        Ok(out)
    }

    fn visits(&self) -> Answer<Vec<Source>> {
        let mut seen: BTreeMap<(i64, Option<NaiveDate>), Visited> = BTreeMap::new();
        tally::visits(self.db, (self.window.from, self.window.last()), self.window.as_of, |one| {
            let counts = match self.kpi {
                Kpi::NewMembers => one.fresh,
                Kpi::Awakened => one.awoke(),
                _ => true,
            };
            if counts && self.is_hers(one.staff) {
                let day = (self.kpi == Kpi::Visits).then_some(one.day);
                seen.entry((one.person, day)).or_insert(one);
            }
        })?;
        seen.into_values()
            .map(|one| {
                let days = if self.kpi == Kpi::Awakened { one.since_last } else { None };
                Ok(Source { top: 1, days, ..self.visit(&one)? })
            })
            .collect()
    }

    /// Members whose thirty days are over, by the visit that brought them back, else by their last.
    fn returns(&self) -> Answer<Vec<Source>> {
        let mut seen: BTreeMap<i64, Visited> = BTreeMap::new();
        tally::visits(self.db, self.window.cohort(), self.window.as_of, |one| {
            if self.is_hers(one.staff) {
                let kept = seen.entry(one.person).or_insert(one);
                if !kept.came_back() {
                    *kept = one;
                }
            }
        })?;
        seen.into_values()
            .map(|one| {
                let top = i64::from(one.came_back());
                Ok(Source { top, bottom: 1, days: one.to_next, ..self.visit(&one)? })
            })
            .collect()
    }

    fn visit(&self, one: &Visited) -> Answer<Source> {
        let params = named_params! { ":member": one.member, ":day": one.day.to_string() };
        let rows = self.db.list(include_str!("sql/sales_on.sql"), params, |row| {
            Ok((row.get::<_, String>("number")?, row.get::<_, String>("member_number")?))
        })?;
        Ok(Source {
            day: one.day.to_string(),
            kind: "sale".into(),
            member: rows.first().map(|(_, member)| member.clone()),
            bills: rows.into_iter().map(|(bill, _)| bill).collect(),
            ..Source::default()
        })
    }

    fn advice(&self) -> Answer<Vec<Source>> {
        let mut all = Vec::new();
        tally::advice(self.db, &self.window, |one| all.push(one))?;
        let mut out = Vec::new();
        for one in all.into_iter().filter(|one| self.is_hers(one.staff)) {
            let bought = one.bought_in.is_some();
            let (counts, top, days) = match self.kpi {
                Kpi::RecommendationDone => (bought, bought && one.done_in.is_some(), one.done_in),
                _ => (one.decided(self.window.as_of), bought, one.bought_in),
            };
            if !counts {
                continue;
            }
            let source =
                self.db.one(include_str!("sql/recommended.sql"), named_params! { ":id": one.id }, |row| {
                    Ok(Source {
                        day: one.day.to_string(),
                        bills: row.get::<_, Option<String>>("bill_number")?.into_iter().collect(),
                        kind: "recommendation".into(),
                        member: row.get("member_number")?,
                        item: row.get("name")?,
                        days,
                        top: i64::from(top),
                        bottom: 1,
                    })
                })?;
            out.extend(source);
        }
        Ok::<_, Stop>(out)
    }
}
