//! Why this number: every row behind a figure, with the rule and its version, the base, the rate, the split and the bill.

use serde::{Deserialize, Serialize};

use super::rate::Earned;
use super::report::Rated;
use super::rules::{Book, Event, Rule};
use super::store;
use crate::db::Db;
use crate::ground::{Fen, Rate, Refused};
use crate::shop::{Answer, Look, PayOf, Query};

/// The rows behind what people earned, in the order in which they were earned.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CommissionLines {
    /// First day, ISO; today when absent.
    #[serde(default)]
    pub from: Option<String>,
    /// Last day, ISO; today when absent.
    #[serde(default)]
    pub to: Option<String>,
    /// Of this person only, by staff number.
    #[serde(default)]
    pub staff: Option<String>,
    /// Of this bill only, and of what gives it back.
    #[serde(default)]
    pub bill: Option<String>,
}

/// A row: what one bill earned one person by one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct EarnedLine {
    /// Staff number.
    pub staff: String,
    /// Name.
    pub name: String,
    /// Their job on the day of the sale.
    pub role: String,
    /// The day on which it was earned.
    pub day: String,
    /// The bill that earned it, or took it back.
    pub bill: String,
    /// The bill that sold the line, when it is another.
    pub of_bill: Option<String>,
    /// The line on that bill.
    pub line: i64,
    /// What is paid for.
    pub event: Event,
    /// Item code.
    pub code: String,
    /// Item name.
    pub item: String,
    /// Pieces or sessions, negative when they went back.
    pub quantity: i64,
    /// Whether the customer asked for the person.
    pub requested: bool,
    /// Whether the customer is a member.
    pub member: bool,
    /// What of the line was paid with money, principal or a card's sessions.
    pub paid: Fen,
    /// What of it gifts paid.
    pub gift: Fen,
    /// What of it is owed, and earns when it is paid.
    pub owed: Fen,
    /// The rule that pays.
    pub rule: Option<Rule>,
    /// The rule's version; 0 without a rule.
    pub version: i64,
    /// The person's part of the base.
    pub base: Fen,
    /// The person's part of the cost of material.
    pub cost: Fen,
    /// The person's weight in the role group.
    pub weight: i64,
    /// All weights of the role group.
    pub weights: i64,
    /// The person's month under the rule before and after, where bands decide.
    pub month: Option<(Fen, Fen)>,
    /// Hand fee.
    pub hand_fee: Fen,
    /// Commission.
    pub commission: Fen,
    /// Both.
    pub amount: Fen,
}

impl EarnedLine {
    /// φ of the rule that pays.
    pub fn phi(&self) -> Rate {
        self.rule.as_ref().and_then(|rule| rule.phi).unwrap_or(super::rules::PHI)
    }
}

impl Rated {
    /// A row as doors show it.
    ///
    /// # Errors
    /// [`Refused::AmountTooLarge`] on overflow.
    pub fn shown(&self, books: &[Book], earned: &Earned) -> Result<Option<EarnedLine>, Refused> {
        let facts = &self.facts;
        let (Some(step), Some(line), Some(person)) =
            (facts.steps.get(earned.step), facts.lines.get(earned.line), facts.people.get(earned.person))
        else {
            return Ok(None);
        };
        let (Some(bill), Some(sale), Some(label)) =
            (facts.bills.get(step.bill), facts.bills.get(line.bill), facts.labels.get(line.label))
        else {
            return Ok(None);
        };
        let book = earned.rule.and_then(|(book, _)| books.get(book));
        let ruled = earned.rule.and_then(|(_, rule)| book?.rules.get(rule));
        let group = facts.people.get(line.people.0..line.people.1).unwrap_or_default();
        let (staff, name) = self.name(earned);
        Ok(Some(EarnedLine {
            staff,
            name,
            role: person.job.code().to_owned(),
            day: bill.day.clone(),
            bill: bill.number.clone(),
            of_bill: (step.bill != line.bill).then(|| sale.number.clone()),
            line: line.line,
            event: line.event,
            code: label.code.clone(),
            item: label.name.clone(),
            quantity: step.after.quantity - step.before.quantity,
            requested: line.requested && earned.person == line.people.0,
            member: line.member,
            paid: step.after.paid()?.minus(step.before.paid()?)?,
            gift: step.after.gift.minus(step.before.gift)?,
            owed: step.after.owed.minus(step.before.owed)?,
            rule: ruled.map(|ruled| ruled.rule.clone()),
            version: book.map_or(0, |book| book.version),
            base: earned.base,
            cost: earned.cost,
            weight: person.weight,
            weights: group.iter().filter(|other| other.job == person.job).map(|other| other.weight).sum(),
            month: earned.month,
            hand_fee: earned.fee,
            commission: earned.share,
            amount: earned.amount()?,
        }))
    }
}

impl Query for CommissionLines {
    const NAME: &'static str = "query.commission_lines";
    type Out = Vec<EarnedLine>;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::staff(self.staff.as_deref())
    }

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Vec<EarnedLine>> {
        let (from, to) = look.days(self.from.as_deref(), self.to.as_deref())?;
        let rated = Rated::load(db, &from, &to, self.staff.as_deref())?;
        let books = store::books(db)?;
        let mut out = Vec::new();
        rated.each(&books, |earned| {
            let Some(line) = rated.shown(&books, earned)? else { return Ok(()) };
            let of = |bill: &String| *bill == line.bill || Some(bill) == line.of_bill.as_ref();
            if self.bill.as_ref().is_none_or(of) {
                out.push(line);
            }
            Ok(())
        })?;
        Ok(out)
    }
}
