//! One visit at the counter: a file opened, an old debt paid, money paid in, the bill, and what goes wrong now and then.

use chrono::{Days, NaiveDate};
use rand::{Rng, RngExt};
use rand_chacha::ChaCha8Rng;

use super::carts::{Basket, Habit};
use super::salon::{Return, Salon, Sort};
use crate::checkout::cart::{Payment, Tender};
use crate::checkout::debt_pay::PayDebt;
use crate::checkout::pay::Paid;
use crate::checkout::refund::VoidBill;
use crate::checkout::topup::TopUp;
use crate::demo::Rhythm;
use crate::demo::habits::Purpose;
use crate::demo::wants::Visit;
use crate::ground::Fen;
use crate::members::edit::EditMember;
use crate::shop::{Answer, Shop};

impl<'b> Salon<'b> {
    /// Plays a visit.
    pub(super) fn serve(&mut self, shop: &mut Shop, rhythm: &Rhythm<'b>, visit: &Visit<'b>) -> Answer<()> {
        let mut dice = self.dice.throw(Purpose::Counter, self.visits, 0);
        self.visits = self.visits.wrapping_add(1);
        self.morning(shop, visit.day)?;
        let second = dice.random_range(0..50);
        self.at(visit, second);
        let by = Self::cashier(visit.day);
        let who = match visit.member {
            Some(member) => Some(self.greet(shop, rhythm, visit.day, member)?),
            None => None,
        };
        if let (Some(member), Some(number)) = (visit.member, &who) {
            self.settle_debt(shop, visit, (member, number), &mut dice)?;
            self.top_up(shop, visit, (member, number), &mut dice)?;
        }
        let mut basket = self.basket(shop, visit, who.as_deref(), &mut dice)?;
        self.pay(shop, visit, &mut basket, &mut dice)?;
        Self::owe_sometimes(visit, &mut basket, &mut dice);
        self.at(visit, second);
        let Some(paid) = self.send(shop, by, &basket.cart)? else { return Ok(()) };
        self.tally.sales += 1;
        let (member, cards) = (visit.member, paid.cards.clone());
        let paid = self.void_sometimes(shop, visit, &basket, paid, &mut dice)?;
        let Some(paid) = paid else { return Ok(()) };
        let cards = if paid.cards.is_empty() { cards } else { paid.cards.clone() };
        self.keep_cards(member, &cards, &basket.sells);
        self.keep_debt(member, &basket, &paid);
        self.sell_goods(visit, &basket, &paid, &mut dice);
        Ok(())
    }

    fn at(&self, visit: &Visit<'b>, second: i64) {
        self.clock(visit.day, u32::from(visit.minute), second);
    }

    /// The number of a member's file, which is opened when she has none.
    fn greet(&mut self, shop: &mut Shop, rhythm: &Rhythm<'b>, day: NaiveDate, member: u32) -> Answer<String> {
        if let Some(number) = self.number(member) {
            return Ok(number);
        }
        self.open_file(shop, Self::cashier(day), rhythm, (member, day), day)?;
        Ok(self.number(member).unwrap_or_default())
    }

    fn settle_debt(
        &mut self,
        shop: &mut Shop,
        visit: &Visit<'b>,
        (member, number): (u32, &str),
        dice: &mut ChaCha8Rng,
    ) -> Answer<()> {
        let Some(purse) = self.purses.get_mut(&member) else { return Ok(()) };
        let amount = std::mem::take(&mut purse.debt);
        if amount.is_positive() {
            let tenders = vec![till(visit, dice).pay(amount)];
            let pay = PayDebt { member: number.to_owned(), debt: None, amount, tenders };
            self.send(shop, Self::cashier(visit.day), &pay)?;
            self.at(visit, 20);
        }
        Ok(())
    }

    fn top_up(
        &mut self,
        shop: &mut Shop,
        visit: &Visit<'b>,
        (member, number): (u32, &str),
        dice: &mut ChaCha8Rng,
    ) -> Answer<()> {
        let Some(offer) = visit.top_up else { return Ok(()) };
        let technician = visit.staff.filter(|_| dice.random_bool(0.4)).map(|person| person.number.as_str());
        let top_up = TopUp {
            member: number.to_owned(),
            amount: offer.amount,
            gift: None,
            gift_expires_on: None,
            order: None,
            tenders: vec![till(visit, dice).pay(offer.amount)],
            sold_by: technician.or(self.consultant(visit.day)).map(str::to_owned),
            above_limit: true,
        };
        let by = Self::cashier(visit.day);
        if self.send(shop, by, &top_up)?.is_none() {
            return Ok(());
        }
        let reached = self.book.tiers.iter().position(|tier| tier.name == offer.tier).map_or(0, |at| at + 1);
        self.at(visit, 30);
        let purse = self.purses.entry(member).or_default();
        purse.wallet = true;
        if reached > purse.tier {
            purse.tier = reached;
            let edit = EditMember {
                member: number.to_owned(),
                tier: self.tiers.get(reached).cloned(),
                ..EditMember::default()
            };
            // A tier is a price: the owner gives it.
            self.send(shop, "01", &edit)?;
        }
        Ok(())
    }

    /// A regular forgot her purse: the whole bill stays open until next time.
    fn owe_sometimes(visit: &Visit<'b>, basket: &mut Basket<'b>, dice: &mut ChaCha8Rng) {
        let regular = visit.member.is_some() && visit.ordinal >= 4;
        let by_habit = basket.cart.tenders.iter().all(|payment| payment.tender != Tender::StoredValue);
        if dice.random_bool(0.006)
            && regular
            && by_habit
            && basket.sells.is_empty()
            && basket.most > Fen::ZERO
        {
            basket.cart.tenders = vec![Payment::all(Tender::OnAccount)];
        }
    }

    fn keep_debt(&mut self, member: Option<u32>, basket: &Basket<'b>, paid: &Paid) {
        let owed = basket.cart.tenders.iter().any(|payment| payment.tender == Tender::OnAccount);
        if let Some(member) = member.filter(|_| owed) {
            self.purses.entry(member).or_default().debt = paid.payable;
        }
    }

    /// One bill in three hundred was keyed in wrongly: it is voided and made again.
    fn void_sometimes(
        &mut self,
        shop: &mut Shop,
        visit: &Visit<'b>,
        basket: &Basket<'b>,
        paid: Paid,
        dice: &mut ChaCha8Rng,
    ) -> Answer<Option<Paid>> {
        if !dice.random_bool(1.0 / 300.0) || !basket.sells.is_empty() {
            return Ok(Some(paid));
        }
        self.at(visit, 55);
        let void = VoidBill { bill: paid.bill.clone() };
        if self.send_for(shop, "04", Some("录错单，重开"), &void)?.is_none() {
            return Ok(Some(paid));
        }
        self.at(visit, 55);
        self.send(shop, Self::cashier(visit.day), &basket.cart)
    }

    /// Takes what was sold off the shelf in mind; a cream in sixty did not suit and will come back.
    fn sell_goods(&mut self, visit: &Visit<'b>, basket: &Basket<'b>, paid: &Paid, dice: &mut ChaCha8Rng) {
        // A package is spread over lines of its parts: then the cart's numbers are not the bill's.
        let plain = !basket.cart.lines.iter().any(|line| self.sort(&line.item) == Some(Sort::Package));
        for (line, at) in basket.cart.lines.iter().zip(1_i64..) {
            let Some(goods) = self.goods.get_mut(line.item.as_str()) else { continue };
            goods.on_hand -= 1;
            goods.sold += 1;
            let unpaid = basket.cart.tenders.iter().any(|payment| payment.tender == Tender::OnAccount);
            if plain && !unpaid && dice.random_bool(1.0 / 60.0) {
                let later = Days::new(dice.random_range(1..7));
                let due = visit.day.checked_add_days(later).unwrap_or(visit.day);
                self.returns.push(Return { due, bill: paid.bill.clone(), line: at });
            }
        }
    }

    fn sort(&self, code: &str) -> Option<Sort> {
        self.list.get(code).map(|(sort, _)| *sort)
    }
}

/// How she pays into the till; a voucher buys no stored value.
fn till(visit: &Visit<'_>, dice: &mut impl Rng) -> Habit {
    let habit = Habit::of(visit, dice);
    if habit.tender == Tender::GroupBuy { Habit::by(Tender::Wechat) } else { habit }
}
