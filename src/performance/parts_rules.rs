//! What one bill adds to the day of each person who stands on it, and to the store's.
//!
//! Words as in the domain: cash performance is money received now, consumption is the value of work done whatever paid
//! for it, labour the base of a technician's share. Two groups of people on one line (technicians, consultants) are
//! independent, and each carries the whole of it; within a group the amount is split by weights, all but the first
//! floored, the first taking the rest. The store's own row counts every line once.

use std::collections::BTreeMap;

use crate::ground::split::{allot, first_takes_rest};
use crate::ground::{Fen, Rate, Refused};

/// The store's own row among people.
pub const STORE: i64 = 0;

macro_rules! sums {
    ($( $(#[doc = $doc:literal])+ $field:ident )+) => {
        /// Sums of one person's day. Amounts in fen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
        pub struct Sums { $( $(#[doc = $doc])+ pub $field: i64, )+ }

        impl Sums {
            /// Each sum with the name of its parameter.
            pub fn named(&self) -> Vec<(&'static str, i64)> {
                vec![ $( (concat!(":", stringify!($field)), self.$field), )+ ]
            }

            /// Reads every sum by the name of its column.
            ///
            /// # Errors
            /// What reading a column gives.
            pub fn read<E>(mut column: impl FnMut(&'static str) -> Result<i64, E>) -> Result<Self, E> {
                Ok(Self { $( $field: column(stringify!($field))?, )+ })
            }

            /// Adds another's, the other way round where `sign` is −1.
            pub fn add(&mut self, other: &Self, sign: i64) {
                $( self.$field += other.$field * sign; )+
            }
        }
    };
}

sums! {
    /// Sales, those voided since left out.
    bills
    /// Sales to walk-ins.
    guests
    /// Sales with work on them.
    service_bills
    /// Those with more than one piece of work, or with goods beside it.
    addon_bills
    /// Work done.
    services
    /// Work on which the person stands first.
    led
    /// Of that, asked for by the customer.
    requested
    /// Money received now.
    cash
    /// Stored value and cards used up.
    prepaid
    /// Value of work done.
    consumption
    /// Base of a technician's share.
    labour
    /// Value of everything on the bill.
    worth
    /// Principal of top-ups.
    topped
    /// Refunds.
    refunds
    /// What they gave back.
    refunded
    /// Stars.
    rating_sum
    /// Ratings.
    ratings
    /// Ratings of one or two stars.
    complaints
}

impl Sums {
    /// Whether nothing stands here.
    pub fn is_zero(&self) -> bool {
        *self == Self::default()
    }
}

/// What a bill is, as far as performance goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Event {
    /// A sale.
    Sale,
    /// Part of one given back.
    Refund,
    /// A sale taken back whole.
    Void,
    /// Money in or out beside sales: a top-up, a debt paid, a card refunded or upgraded.
    Money,
}

/// A person on a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct On {
    /// Row id.
    pub staff: i64,
    /// Weight.
    pub weight: i64,
    /// Whose group.
    pub job: String,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// As it stands in the file: `service`, `product`, `session_card`, `topup` ..
    pub kind: String,
    /// How many; below zero on a refund.
    pub quantity: i64,
    /// What was paid.
    pub net: i64,
    /// What a card gave.
    pub card_value: i64,
    /// Whether the first person was asked for.
    pub requested: bool,
    /// Who, in order.
    pub staff: Vec<On>,
}

impl Line {
    fn is_service(&self) -> bool {
        self.kind == "service"
    }

    fn is_card(&self) -> bool {
        self.kind == "session_card" || self.kind == "period_card"
    }
}

/// A bill as performance reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doc {
    /// What it is.
    pub event: Event,
    /// Whether nobody's file stands on it.
    pub guest: bool,
    /// Its lines.
    pub lines: Vec<Line>,
    /// Money that came in now; below zero where it went out.
    pub cash: i64,
    /// Stored value.
    pub stored: i64,
    /// What of it were gifts.
    pub gift: i64,
    /// What stays owed.
    pub owed: i64,
}

/// The base of a technician's share of a line (劳动业绩): what was paid for the work, of that by gifts only φ, and what a
/// card gave for it. A rule of commission may count gifts otherwise for the people that it pays; this is the house's φ.
///
/// # Errors
/// [`Refused::AmountTooLarge`] beyond what an amount may be.
fn labour_base(line: &Line, gift: i64) -> Result<i64, Refused> {
    let counted = Rate::GIFTS.of(Fen(gift.abs()))?.0 * gift.signum();
    Ok(if line.is_service() { line.net - gift + counted + line.card_value } else { 0 })
}

/// What a bill adds, by person; the store's own under [`STORE`].
///
/// # Errors
/// [`Refused::AmountTooLarge`] beyond what an amount may be.
pub fn parts(doc: &Doc) -> Result<BTreeMap<i64, Sums>, Refused> {
    let mut out: BTreeMap<i64, Sums> = BTreeMap::new();
    out.entry(STORE).or_default();
    let paid = paid_by_line(doc)?;
    let stored: Vec<i64> = paid.iter().map(|(_, stored)| stored.abs()).collect();
    let gifts = two_steps(doc.gift.abs(), &stored, |_| true)?;
    for ((line, (cash, stored)), gift) in doc.lines.iter().zip(paid).zip(gifts) {
        let work = line.is_service();
        let worth = line.net + line.card_value;
        let amounts = Sums {
            services: if work { line.quantity } else { 0 },
            cash,
            prepaid: stored + line.card_value,
            consumption: if work { worth } else { 0 },
            labour: labour_base(line, gift * doc.gift.signum())?,
            worth: if doc.event == Event::Money { 0 } else { worth },
            topped: if line.kind == "topup" { line.net } else { 0 },
            refunded: if doc.event == Event::Refund { -worth } else { 0 },
            ..Sums::default()
        };
        let led = Sums {
            led: amounts.services,
            requested: if line.requested { amounts.services } else { 0 },
            ..Sums::default()
        };
        let store = out.entry(STORE).or_default();
        store.add(&amounts, 1);
        store.add(&led, 1);
        for (staff, share) in shares(&amounts, &line.staff)? {
            out.entry(staff).or_default().add(&share, 1);
        }
        if let Some(first) = line.staff.first() {
            out.entry(first.staff).or_default().add(&led, 1);
        }
    }
    if doc.event == Event::Sale || doc.event == Event::Refund {
        for (staff, counts) in &mut out {
            counts.add(&counted(doc, *staff), 1);
        }
    }
    Ok(out)
}

/// What is counted once a bill, for one person.
fn counted(doc: &Doc, staff: i64) -> Sums {
    if doc.event == Event::Refund {
        return Sums { refunds: 1, ..Sums::default() };
    }
    let own = |line: &&Line| staff == STORE || line.staff.iter().any(|on| on.staff == staff);
    let work = doc.lines.iter().filter(own).filter(|line| line.is_service()).count();
    let goods = doc.lines.iter().filter(own).any(|line| line.kind == "product");
    let further = work > 1 || goods;
    Sums {
        bills: 1,
        guests: i64::from(doc.guest),
        service_bills: i64::from(work > 0),
        addon_bills: i64::from(work > 0 && further),
        ..Sums::default()
    }
}

/// What is counted once a sale, by person: what a void takes back.
pub fn counts(doc: &Doc) -> BTreeMap<i64, Sums> {
    let people = doc.lines.iter().flat_map(|line| line.staff.iter().map(|on| on.staff));
    people.chain(std::iter::once(STORE)).map(|staff| (staff, counted(doc, staff))).collect()
}

/// Everything the other way round.
pub fn turned(parts: &BTreeMap<i64, Sums>) -> BTreeMap<i64, Sums> {
    let mut out: BTreeMap<i64, Sums> = BTreeMap::new();
    for (staff, sums) in parts {
        out.entry(*staff).or_default().add(sums, -1);
    }
    out
}

/// Money and stored value by line: stored value pays goods and work before cards, debts are for cards first, the rest
/// is money. Within each, by share, floored, the last taking the rest.
fn paid_by_line(doc: &Doc) -> Result<Vec<(i64, i64)>, Refused> {
    let sign = if doc.lines.iter().map(|line| line.net).sum::<i64>() < 0 { -1 } else { 1 };
    let net: Vec<i64> = doc.lines.iter().map(|line| (line.net * sign).max(0)).collect();
    let cards: Vec<bool> = doc.lines.iter().map(Line::is_card).collect();
    let stored = two_steps((doc.stored * sign).max(0), &net, |place| !cards[place])?;
    let left: Vec<i64> = net.iter().zip(&stored).map(|(net, part)| net - part).collect();
    let owed = two_steps((doc.owed * sign).max(0), &left, |place| cards[place])?;
    let money = left.iter().zip(&owed).map(|(left, part)| (left - part) * sign);
    Ok(money.zip(stored.iter().map(|part| part * sign)).collect())
}

/// Allots over those that come first, and what they cannot bear over the others; what nobody can bear falls away.
fn two_steps(amount: i64, room: &[i64], first: impl Fn(usize) -> bool) -> Result<Vec<i64>, Refused> {
    let of = |wanted: bool| -> Vec<i64> {
        let places = room.iter().enumerate();
        places.map(|(place, room)| if first(place) == wanted { *room } else { 0 }).collect()
    };
    let (early, late) = (of(true), of(false));
    let now = amount.min(early.iter().sum());
    let rest = (amount - now).min(late.iter().sum());
    let (early, late) = (allot(now, &early)?, allot(rest, &late)?);
    Ok(early.iter().zip(late).map(|(one, other)| one + other).collect())
}

/// The amounts of a line by person, each group carrying the whole.
fn shares(amounts: &Sums, people: &[On]) -> Result<Vec<(i64, Sums)>, Refused> {
    let mut groups: Vec<&str> = Vec::new();
    for on in people {
        if !groups.contains(&on.job.as_str()) {
            groups.push(&on.job);
        }
    }
    let mut out = Vec::new();
    for group in groups {
        let members: Vec<&On> = people.iter().filter(|on| on.job == group).collect();
        let weights: Vec<i64> = members.iter().map(|on| on.weight).collect();
        let split = |amount: i64| -> Result<Vec<i64>, Refused> {
            let parts = first_takes_rest(amount.abs(), &weights)?;
            Ok(parts.into_iter().map(|part| part * amount.signum()).collect())
        };
        let (cash, prepaid, consumption) =
            (split(amounts.cash)?, split(amounts.prepaid)?, split(amounts.consumption)?);
        let (labour, worth, topped) = (split(amounts.labour)?, split(amounts.worth)?, split(amounts.topped)?);
        let refunded = split(amounts.refunded)?;
        for (place, on) in members.iter().enumerate() {
            let share = Sums {
                // Who took part in a piece of work has done it, however many shared it.
                services: amounts.services,
                cash: cash[place],
                prepaid: prepaid[place],
                consumption: consumption[place],
                labour: labour[place],
                worth: worth[place],
                topped: topped[place],
                refunded: refunded[place],
                ..Sums::default()
            };
            out.push((on.staff, share));
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests;
