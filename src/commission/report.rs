//! What people earned in a span of days, in sums and line by line: every figure with the rule, the base and the bill.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::book::SetRules;
use super::facts::{self, Facts};
use super::rate::{self, Earned};
use super::rules::{Book, Event};
use super::store;
use crate::db::{Db, Fault};
use crate::ground::{Clean, Fen, Refused, day};
use crate::shop::{Answer, Look, PayOf, Query};

/// What people earned, in sums.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commission {
    /// First day, ISO; today when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO; today when absent.
    #[serde(default)]
    pub to: Option<String>,
    /// Of this person only, by staff number.
    #[serde(default)]
    pub staff: Option<String>,
}

/// The sums.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct CommissionIs {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// By person, by staff number.
    pub staff: Vec<StaffEarned>,
    /// Of all of them.
    pub amount: Fen,
    /// Lines for which no rule said anything: they pay hand fees only.
    pub missing: Vec<MissingRate>,
}

/// What a person earned.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StaffEarned {
    /// Staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// Lines sold or done, without those that went back.
    pub lines: i64,
    /// Hand fees.
    pub hand_fee: Fen,
    /// Commission on work.
    pub service: Fen,
    /// Commission on goods.
    pub product: Fen,
    /// Commission on cards.
    pub card: Fen,
    /// Commission on top-ups.
    pub topup: Fen,
    /// What of all this went back for bills given back, zero or less.
    pub reversed: Fen,
    /// In all.
    pub amount: Fen,
}

/// Lines without a rule.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MissingRate {
    /// What was done.
    pub event: Event,
    /// Who did it.
    pub role: String,
    /// Item code.
    pub code: String,
    /// Item name.
    pub name: String,
    /// How many lines.
    pub lines: i64,
}

/// Everything needed to tell what people earned in a span.
pub struct Rated {
    /// What happened.
    pub facts: Facts,
    /// First day of the span.
    pub from: String,
    /// Last day.
    pub to: String,
    names: BTreeMap<i64, (String, String)>,
    only: Option<i64>,
}

impl Rated {
    /// Reads a span.
    ///
    /// # Errors
    /// [`Refused::DateUnreadable`], [`Refused::StaffUnknown`]; a fault when the file cannot be read.
    pub fn load(db: &Db, from: &str, to: &str, staff: Option<&str>) -> Answer<Self> {
        let (from, to) = (day::iso(from)?.to_string(), day::iso(to)?.to_string());
        let rows = db.list(include_str!("sql/staff_names.sql"), &[], |row| {
            Ok((row.get::<_, i64>("id")?, (row.get::<_, String>("number")?, row.get::<_, String>("name")?)))
        })?;
        let names: BTreeMap<i64, (String, String)> = rows.into_iter().collect();
        let unknown = |number: &str| Refused::StaffUnknown { number: Clean::shown(number).into_string() };
        let only = match staff {
            Some(number) => {
                let found = names.iter().find(|(_, (known, _))| known == number);
                Some(found.map(|(id, _)| *id).ok_or_else(|| unknown(number))?)
            }
            None => None,
        };
        Ok(Self { facts: facts::load(db, &from, &to)?, from, to, names, only })
    }

    /// Rates the span and shows each row of it that is anybody's.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow; what `each` says.
    pub fn each(
        &self,
        books: &[Book],
        mut each: impl FnMut(&Earned) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        rate::rate(&self.facts, books, |earned| {
            let day = self.day(earned);
            let inside = self.from.as_str() <= day && day <= self.to.as_str();
            let wanted = self.only.is_none_or(|only| self.staff(earned) == only);
            if inside && wanted { each(earned) } else { Ok(()) }
        })
    }

    fn staff(&self, earned: &Earned) -> i64 {
        self.facts.people.get(earned.person).map_or(0, |person| person.staff)
    }

    /// Number and name of who earned it.
    pub fn name(&self, earned: &Earned) -> (String, String) {
        self.names.get(&self.staff(earned)).cloned().unwrap_or_default()
    }

    /// The day on which it was earned.
    pub fn day(&self, earned: &Earned) -> &str {
        let bill = self.facts.steps.get(earned.step).and_then(|step| self.facts.bills.get(step.bill));
        bill.map_or("", |bill| bill.day.as_str())
    }

    /// Whether it is the line's own sale, and no later change of it.
    pub fn is_sale(&self, earned: &Earned) -> bool {
        let step = self.facts.steps.get(earned.step);
        let line = self.facts.lines.get(earned.line);
        step.zip(line).is_some_and(|(step, line)| step.bill == line.bill)
    }

    /// The sums under some books.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn sums(&self, books: &[Book]) -> Result<CommissionIs, Refused> {
        let mut people: BTreeMap<String, StaffEarned> = BTreeMap::new();
        let mut missing: BTreeMap<(Event, &'static str, usize), i64> = BTreeMap::new();
        self.each(books, |earned| {
            let (staff, name) = self.name(earned);
            let fresh = StaffEarned { staff: staff.clone(), name, ..StaffEarned::default() };
            self.add(people.entry(staff).or_insert(fresh), earned)?;
            if earned.rule.is_none()
                && self.is_sale(earned)
                && let Some(line) = self.facts.lines.get(earned.line)
                && let Some(person) = self.facts.people.get(earned.person)
            {
                *missing.entry((line.event, person.job.code(), line.label)).or_default() += 1;
            }
            Ok(())
        })?;
        let staff: Vec<StaffEarned> = people.into_values().collect();
        let missing =
            missing.into_iter().map(|((event, role, label), lines)| self.missing(event, role, label, lines));
        let mut missing: Vec<MissingRate> = missing.collect();
        missing.sort_unstable();
        Ok(CommissionIs {
            from: self.from.clone(),
            to: self.to.clone(),
            amount: Fen::sum(staff.iter().map(|person| person.amount))?,
            staff,
            missing,
        })
    }

    fn missing(&self, event: Event, role: &str, label: usize, lines: i64) -> MissingRate {
        let label = self.facts.labels.get(label);
        MissingRate {
            event,
            role: role.to_owned(),
            code: label.map(|label| label.code.clone()).unwrap_or_default(),
            name: label.map(|label| label.name.clone()).unwrap_or_default(),
            lines,
        }
    }

    fn add(&self, to: &mut StaffEarned, earned: &Earned) -> Result<(), Refused> {
        let amount = earned.amount()?;
        let Some(line) = self.facts.lines.get(earned.line) else { return Ok(()) };
        let share = match line.event {
            Event::Service => &mut to.service,
            Event::Product => &mut to.product,
            Event::Card => &mut to.card,
            Event::Topup => &mut to.topup,
        };
        *share = share.plus(earned.share)?;
        to.hand_fee = to.hand_fee.plus(earned.fee)?;
        to.amount = to.amount.plus(amount)?;
        if let Some(step) = self.facts.steps.get(earned.step) {
            to.lines += i64::from(step.after.quantity > 0) - i64::from(step.before.quantity > 0);
            // Less stands of the line than before: what it moved went back.
            if step.after.quantity < step.before.quantity || step.after.net < step.before.net {
                to.reversed = to.reversed.plus(amount)?;
            }
        }
        Ok(())
    }
}

impl Query for Commission {
    const NAME: &'static str = "query.commission";
    type Out = CommissionIs;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::staff(self.staff.as_deref())
    }

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<CommissionIs> {
        let (from, to) = look.days(self.from.as_deref(), self.to.as_deref())?;
        let rated = Rated::load(db, &from, &to, self.staff.as_deref())?;
        Ok(rated.sums(&store::books(db)?)?)
    }
}

/// What a book would change for a span, before it takes effect.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RulesPreview {
    /// First day of the span, ISO; today when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day; today when absent.
    #[serde(default)]
    pub to: Option<String>,
    /// The book, as `rules.set` would take it.
    pub book: SetRules,
    /// Rates every sale of the span by it, as if no other book had begun in those days.
    #[serde(default)]
    pub whole_span: bool,
}

/// The difference.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct RulesDifference {
    /// First day.
    pub from: String,
    /// Last day.
    pub to: String,
    /// By person, by staff number.
    pub staff: Vec<StaffDifference>,
    /// Of all of them, before and after.
    pub before: Fen,
    /// After.
    pub after: Fen,
}

/// The difference for a person.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StaffDifference {
    /// Staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// With the rules as they are.
    pub before: Fen,
    /// With the book.
    pub after: Fen,
    /// After less before.
    pub difference: Fen,
}

impl Query for RulesPreview {
    const NAME: &'static str = "query.rules_preview";
    type Out = RulesDifference;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::All
    }

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<RulesDifference> {
        let (from, to) = look.days(self.from.as_deref(), self.to.as_deref())?;
        let rated = Rated::load(db, &from, &to, None)?;
        let before = rated.sums(&store::books(db)?)?;
        let books = if self.whole_span {
            self.book.in_place(db, (&rated.from, &rated.to))?
        } else {
            self.book.beside(db, &look.today())?
        };
        let after = rated.sums(&books)?;
        let mut staff = Vec::with_capacity(after.staff.len());
        // Both rate the same lines, so both name the same people in the same order.
        for (was, is) in before.staff.iter().zip(&after.staff) {
            if was.staff != is.staff {
                return Err(
                    Fault::Broken("two ratings of the same lines name different people".into()).into()
                );
            }
            let difference = is.amount.minus(was.amount)?;
            let (number, name) = (is.staff.clone(), is.name.clone());
            staff.push(StaffDifference {
                staff: number,
                name,
                before: was.amount,
                after: is.amount,
                difference,
            });
        }
        Ok(RulesDifference {
            from: rated.from,
            to: rated.to,
            staff,
            before: before.amount,
            after: after.amount,
        })
    }
}
