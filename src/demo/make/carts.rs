//! From a visit to a cart: which lines a card pays for, what is sold besides, and how the rest is paid.

use chrono::NaiveDate;
use rand::{Rng, RngExt};

use super::salon::{Held, Salon, Sort};
use crate::cards::store as cards;
use crate::cards::wallet_rules::{self, LotLeft};
use crate::checkout::cart::{Advice, Cart, CartLine, Payment, StaffOn, Tender};
use crate::checkout::quote::Quote;
use crate::demo::book::{PeriodCard, Role, SessionCard};
use crate::demo::wants::{PayHabit, Visit};
use crate::ground::{Clean, Fen};
use crate::points;
use crate::shop::{Answer, Shop};

/// Cash comes in notes of this much: the rest is change.
const NOTE_FEN: i64 = 5_000;
/// Points are used from this many on, and never more than this at once.
const POINTS_USED: (i64, i64) = (500, 5_000);

/// A cart with what the demo must know about it afterwards.
pub(super) struct Basket<'b> {
    pub cart: Cart,
    /// What the cards sold on it cover, in the order of their lines.
    pub sells: Vec<&'b [Clean]>,
    /// Whether a card pays for one of its lines.
    pub redeems: bool,
    /// The sum of list prices: more than this is never due.
    pub most: Fen,
    /// Whether any line may be paid by stored value.
    pub wallet_fits: bool,
}

impl<'b> Salon<'b> {
    /// What lies on the counter.
    pub(super) fn basket(
        &mut self,
        shop: &Shop,
        visit: &Visit<'b>,
        who: Option<&str>,
        dice: &mut impl Rng,
    ) -> Answer<Basket<'b>> {
        let today = visit.day.to_string();
        let mut basket = Basket {
            cart: Cart { member: who.map(str::to_owned), ..Cart::default() },
            sells: Vec::new(),
            redeems: false,
            most: Fen::ZERO,
            wallet_fits: false,
        };
        let mut used: Vec<(String, i64)> = Vec::new();
        let wants = self.wants(visit, dice);
        for want in wants {
            let Some((sort, price)) = self.list.get(want.as_str()).copied() else { continue };
            let mut line = self.line(want, sort, visit, dice);
            if sort == Sort::Service
                && let Some(member) = visit.member
            {
                line.card = self.card_for(shop, member, want, &today, &mut used)?;
            }
            if line.card.is_some() {
                basket.redeems = true;
            } else {
                basket.most = basket.most.plus(price)?;
                basket.wallet_fits = true;
            }
            basket.cart.lines.push(line);
        }
        if let Some(card) = visit.card {
            self.add_card(&mut basket, card, visit, dice)?;
        }
        basket.cart.rating = visit.rating.map(i64::from);
        if who.is_some() && dice.random_bool(0.08) {
            basket.cart.recommended.extend(self.advice(visit, dice));
        }
        Ok(basket)
    }

    /// What she wants; who holds a card of the category mostly comes for what it covers.
    fn wants(&self, visit: &Visit<'b>, dice: &mut impl Rng) -> Vec<&'b Clean> {
        let mut wants = visit.wants.clone();
        let comes_for_it = dice.random_bool(0.85);
        let purse = visit.member.and_then(|member| self.purses.get(&member));
        let (Some(purse), Some(first), true) = (purse, wants.first().copied(), comes_for_it) else {
            return wants;
        };
        let kind =
            |code: &Clean| self.book.services.iter().find(|item| item.code == *code).map(|at| &at.category);
        let wanted = kind(first);
        let covered = purse.cards.iter().flat_map(|card| card.services).find(|code| kind(code) == wanted);
        if let (Some(code), Some(_)) = (covered, wanted)
            && !wants.contains(&code)
            && let Some(slot) = wants.first_mut()
        {
            *slot = code;
        }
        wants
    }

    fn line(&self, want: &Clean, sort: Sort, visit: &Visit<'b>, dice: &mut impl Rng) -> CartLine {
        let hand = visit.staff.map(|person| person.number.as_str()).unwrap_or_default();
        let consultant = self.consultant(visit.day);
        let mut line = CartLine::of(want.as_str());
        let on = |number: &str| StaffOn::Number(number.to_owned());
        if sort == Sort::Product && dice.random_bool(0.4) {
            line.staff.extend(consultant.map(on));
        } else if !hand.is_empty() {
            line.staff.push(on(hand));
            line.requested = visit.requested && sort != Sort::Product;
        }
        line
    }

    /// A card of hers that covers a service and still has a session that is paid for.
    fn card_for(
        &mut self,
        shop: &Shop,
        member: u32,
        want: &Clean,
        today: &str,
        used: &mut Vec<(String, i64)>,
    ) -> Answer<Option<String>> {
        let Some(purse) = self.purses.get_mut(&member) else { return Ok(None) };
        let mut at = 0;
        while let Some(held) = purse.cards.get(at) {
            if !held.services.contains(want) {
                at += 1;
                continue;
            }
            let card = cards::card(shop.db(), &held.code)?;
            let before: i64 = used.iter().filter(|(code, _)| *code == card.code).map(|(_, one)| one).sum();
            let period = card.kind == cards::CardKind::Period;
            if card.usable(today).is_ok() && (period || card.left > before) {
                used.push((card.code.clone(), 1));
                return Ok(Some(card.code));
            }
            if before == 0 {
                purse.cards.remove(at);
            } else {
                at += 1;
            }
        }
        Ok(None)
    }

    fn add_card(
        &self,
        basket: &mut Basket<'b>,
        card: &'b SessionCard,
        visit: &Visit<'b>,
        dice: &mut impl Rng,
    ) -> Answer<()> {
        let period = self.period_like(card).filter(|_| dice.random_bool(0.25));
        let (code, price, services) = match period {
            Some(period) => (&period.code, period.price, period.services.as_slice()),
            None => (&card.code, card.price, card.services.as_slice()),
        };
        let seller = visit.staff.filter(|_| dice.random_bool(0.6)).map(|person| person.number.as_str());
        let mut line = CartLine::of(code.as_str());
        line.staff
            .extend(seller.or(self.consultant(visit.day)).map(|number| StaffOn::Number(number.to_owned())));
        basket.cart.lines.push(line);
        basket.sells.push(services);
        basket.most = basket.most.plus(price)?;
        Ok(())
    }

    /// A period card for somebody who would buy a session card of the same service.
    fn period_like(&self, card: &SessionCard) -> Option<&'b PeriodCard> {
        self.book.period_cards.iter().find(|other| other.services.iter().any(|at| card.services.contains(at)))
    }

    fn advice(&self, visit: &Visit<'b>, dice: &mut impl Rng) -> Option<Advice> {
        let staff = visit.staff?;
        let place = dice.random_range(0..self.book.products.len().max(1));
        let product = self.book.products.get(place)?;
        Some(Advice { item: product.code.as_str().into(), staff: staff.number.as_str().into() })
    }

    /// The consultant who works on a day.
    pub(super) fn consultant(&self, day: NaiveDate) -> Option<&'b str> {
        let at_work = |role: Role, on: NaiveDate| {
            self.book.staff.iter().find(move |person| person.role == role && person.hired_on <= on)
        };
        at_work(Role::Consultant, day).map(|person| person.number.as_str())
    }

    /// Chooses tenders: what the wallet holds, then the customer's habit; points now and then.
    pub(super) fn pay(
        &self,
        shop: &Shop,
        visit: &Visit<'b>,
        basket: &mut Basket<'b>,
        dice: &mut impl Rng,
    ) -> Answer<()> {
        let habit = Habit::of(visit, dice);
        let purse = visit.member.and_then(|member| self.purses.get(&member));
        let today = visit.day.to_string();
        if basket.most > Fen::ZERO && basket.wallet_fits && dice.random_bool(0.06) {
            basket.cart.points = self.points(shop, visit, basket.most, &today)?;
        }
        let mut stored = Fen::ZERO;
        if purse.is_some_and(|purse| purse.wallet)
            && let Some(id) = visit.member.and_then(|member| self.row(member))
        {
            let lots: Vec<LotLeft> = cards::lots(shop.db(), id)?.iter().map(LotLeft::from).collect();
            stored = wallet_rules::spendable(&lots, &today)?;
        }
        if basket.most == Fen::ZERO {
            return Ok(());
        }
        let sure = stored >= basket.most || (stored == Fen::ZERO && habit.tender != Tender::Cash);
        if sure && basket.cart.points == 0 {
            if stored.is_positive() && basket.wallet_fits {
                basket.cart.tenders.push(Payment::all(Tender::StoredValue));
            }
            if !stored.is_positive() || !basket.sells.is_empty() {
                basket.cart.tenders.push(habit.all());
            }
            return Ok(());
        }
        let quoted = shop.ask(&Quote(basket.cart.clone()))?;
        let from_wallet = stored.min(quoted.prepaid_most).min(quoted.payable);
        if from_wallet.is_positive() {
            basket.cart.tenders.push(Payment::of(Tender::StoredValue, from_wallet));
        }
        let rest = quoted.payable.minus(from_wallet)?;
        if rest.is_positive() {
            basket.cart.tenders.push(habit.pay(rest));
        }
        Ok(())
    }

    /// How many points go: whole hundreds, of what she has and of what a small part of the bill allows.
    fn points(&self, shop: &Shop, visit: &Visit<'b>, due: Fen, today: &str) -> Answer<i64> {
        let Some(id) = visit.member.and_then(|member| self.row(member)) else { return Ok(0) };
        let has = points::store::balance_of(shop.db(), id, today)?;
        let step = shop.settings().points_multiple.max(1);
        let most = has.min(POINTS_USED.1).min(due.0 / 4);
        Ok(if has < POINTS_USED.0 { 0 } else { most / step * step })
    }

    /// Keeps the cards that a bill sold.
    pub(super) fn keep_cards(&mut self, member: Option<u32>, codes: &[String], sells: &[&'b [Clean]]) {
        let Some(member) = member else { return };
        for (code, services) in codes.iter().zip(sells) {
            self.purses.entry(member).or_default().cards.push(Held { code: code.clone(), services });
        }
    }
}

/// How the customer pays what is not prepaid, with what stands on the paper or the screen.
pub(super) struct Habit {
    pub tender: Tender,
    reference: Clean,
}

impl Habit {
    pub(super) fn of(visit: &Visit<'_>, dice: &mut impl Rng) -> Self {
        let (tender, head, digits) = match visit.pays {
            PayHabit::WeChat => (Tender::Wechat, "13", 16),
            PayHabit::Alipay => (Tender::Alipay, "28", 16),
            PayHabit::Cash => (Tender::Cash, "", 0),
            PayHabit::BankCard => (Tender::Bank, "", 6),
            PayHabit::GroupBuy => (Tender::GroupBuy, "", 12),
        };
        let mut code = head.to_owned();
        code.extend((0..digits).map(|_| char::from(b'0' + dice.random_range(0..10_u8))));
        Self { tender, reference: Clean::new(&code).unwrap_or_default() }
    }

    /// By another tender, without a reference.
    pub(super) fn by(tender: Tender) -> Self {
        Self { tender, reference: Clean::default() }
    }

    pub(super) fn all(&self) -> Payment {
        Payment { reference: self.reference.clone(), ..Payment::all(self.tender) }
    }

    /// Pays an amount; cash in whole notes.
    pub(super) fn pay(&self, amount: Fen) -> Payment {
        if self.tender != Tender::Cash {
            return self.all();
        }
        let notes = (amount.0 + NOTE_FEN - 1) / NOTE_FEN;
        Payment::of(Tender::Cash, Fen(notes * NOTE_FEN))
    }
}
