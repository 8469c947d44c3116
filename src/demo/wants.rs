//! What a customer wants when she comes: work, goods, a card, a top-up, and how she pays.

use chrono::{Datelike, NaiveDate};
use rand::{Rng, RngExt};

use super::book::{DemoBook, Package, Product, Service, SessionCard, Staff, TopUp};
use super::habits::{Habits, Profile, chance, place, unit};
use super::season::is_weekend;
use crate::ground::Clean;

/// The price around which the typical customer chooses, in yuan.
const TYPICAL_YUAN: f64 = 260.0;
/// How narrowly people choose by price, in logarithms.
const PRICE_SPREAD: f64 = 0.8;
/// How many arrive in each hour from ten to eight in the evening.
const WEEKDAY_HOURS: [f64; 11] = [4.0, 5.0, 4.0, 5.0, 8.0, 8.0, 7.0, 7.0, 10.0, 10.0, 6.0];
const WEEKEND_HOURS: [f64; 11] = [6.0, 8.0, 7.0, 9.0, 12.0, 13.0, 12.0, 10.0, 9.0, 8.0, 5.0];
const FIRST_HOUR: u16 = 10;
/// Between the end of the work and the payment, at most.
const WRAP_UP_MINUTES: u16 = 10;
/// How much earlier than the last possible minute those come who would have come too late.
const EARLIER_MINUTES: u16 = 240;

/// What somebody reaches for when nothing prepaid covers the bill.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PayHabit {
    /// 微信
    WeChat,
    /// 支付宝
    Alipay,
    /// 现金
    Cash,
    /// 银行卡
    BankCard,
    /// 团购券
    GroupBuy,
}

/// One visit, which is one bill.
#[derive(Debug, Clone)]
pub struct Visit<'b> {
    /// Local day.
    pub day: NaiveDate,
    /// Minute of the local day at which the bill is paid.
    pub minute: u16,
    /// How long the work took.
    pub minutes: u16,
    /// The member's index; none for a guest.
    pub member: Option<u32>,
    /// Her how-manieth visit of the span, from one; zero for a guest.
    pub ordinal: u32,
    /// Whether she joins on this visit.
    pub joins: bool,
    /// Codes of services, goods or packages.
    pub wants: Vec<&'b Clean>,
    /// Who does the work; none where only goods are bought.
    pub staff: Option<&'b Staff>,
    /// Whether the customer asked for them (点客); else the queue gave them (轮客).
    pub requested: bool,
    /// A session card she would buy today.
    pub card: Option<&'b SessionCard>,
    /// A top-up she would make today.
    pub top_up: Option<&'b TopUp>,
    /// How she pays what is not prepaid.
    pub pays: PayHabit,
    /// Her rating, where she gives one: 1…5.
    pub rating: Option<u8>,
}

/// The catalog as customers see it.
#[derive(Debug, Clone)]
pub struct Shelf<'b> {
    book: &'b DemoBook,
    services: Vec<Vec<&'b Service>>,
    products: Vec<Vec<&'b Product>>,
    cards: Vec<Vec<&'b SessionCard>>,
    opens: u16,
    closes: u16,
}

/// Who is standing at the counter.
#[derive(Debug, Clone, Copy)]
pub struct Customer<'p> {
    /// The member's index.
    pub member: Option<u32>,
    /// Her habits.
    pub profile: &'p Profile,
    /// Visit of the span.
    pub ordinal: u32,
}

impl Customer<'_> {
    fn joins(&self) -> bool {
        self.member.is_some() && self.ordinal == 1 && self.profile.joined >= 0
    }

    /// Visit of her life; who was there before the span is past the first ones.
    fn life(&self) -> u32 {
        if self.profile.joined < 0 { self.ordinal + 5 } else { self.ordinal }
    }
}

impl<'b> Shelf<'b> {
    /// The shelf of a book.
    #[must_use]
    pub fn new(book: &'b DemoBook) -> Self {
        let by = |wanted: &Clean| -> Vec<&'b Service> {
            book.services.iter().filter(|item| item.category == *wanted).collect()
        };
        let services: Vec<Vec<&Service>> = book.categories.iter().map(|at| by(&at.name)).collect();
        let products = book
            .categories
            .iter()
            .map(|at| book.products.iter().filter(|item| item.category == at.name).collect())
            .collect();
        let covers = |card: &SessionCard, items: &[&Service]| {
            items.iter().any(|item| card.services.contains(&item.code))
        };
        let cards = services
            .iter()
            .map(|items| book.session_cards.iter().filter(|card| covers(card, items)).collect())
            .collect();
        let minute = |time: chrono::NaiveTime| {
            u16::try_from(time.signed_duration_since(chrono::NaiveTime::MIN).num_minutes()).unwrap_or(0)
        };
        Self {
            book,
            services,
            products,
            cards,
            opens: minute(book.shop.opens),
            closes: minute(book.shop.closes),
        }
    }

    /// What a customer wants on a day.
    #[must_use]
    pub fn visit(
        &self,
        habits: &Habits,
        who: Customer<'_>,
        day: NaiveDate,
        dice: &mut impl Rng,
    ) -> Visit<'b> {
        let category = self.category(who.profile, day, dice);
        let (wants, minutes) = self.basket(category, who, dice);
        let (staff, requested) = self.staff(habits, category, who, day, dice);
        let card = self.card(category, who, dice);
        let top_up = if card.is_none() { self.top_up(who, dice) } else { None };
        Visit {
            day,
            minute: self.paid_at(day, minutes, who.profile.evening, dice),
            minutes,
            member: who.member,
            ordinal: if who.member.is_some() { who.ordinal } else { 0 },
            joins: who.joins(),
            wants,
            staff,
            requested,
            card,
            top_up,
            pays: pays(who, dice),
            rating: rating(dice),
        }
    }

    fn category(&self, profile: &Profile, day: NaiveDate, dice: &mut impl Rng) -> usize {
        let month = usize::try_from(day.month0()).unwrap_or(0);
        let weight = |place: usize| {
            let own = if place == profile.favourite { 0.62 } else { 0.0 };
            let next = if place == profile.second { 0.22 } else { 0.0 };
            let demand = self.book.categories.get(place).and_then(|at| at.months.get(month)).copied();
            (own + next + 0.03) * f64::from(demand.unwrap_or(100))
        };
        choose(self.book.categories.len(), weight, dice).unwrap_or(profile.favourite)
    }

    fn basket(&self, category: usize, who: Customer<'_>, dice: &mut impl Rng) -> (Vec<&'b Clean>, u16) {
        let mut wants = Vec::with_capacity(2);
        let mut minutes = 0;
        if chance(if who.life() == 1 { 0.16 } else { 0.03 }, dice)
            && let Some(package) = self.package(category)
        {
            wants.push(&package.code);
            minutes += self.package_minutes(package);
        } else if let Some(service) = self.service(category, who.profile, dice) {
            wants.push(&service.code);
            minutes += service.minutes;
        }
        for more in [0.28, 0.06] {
            if chance(more, dice) {
                let from = if chance(0.5, dice) { category } else { who.profile.second };
                if let Some(service) = self.service(from, who.profile, dice)
                    && !wants.contains(&&service.code)
                {
                    wants.push(&service.code);
                    minutes += service.minutes;
                }
            }
        }
        if chance((0.10 * who.profile.spend).min(0.35), dice)
            && let Some(product) = self.product(category, dice)
        {
            wants.push(&product.code);
        }
        (wants, minutes)
    }

    fn service(&self, category: usize, profile: &Profile, dice: &mut impl Rng) -> Option<&'b Service> {
        let items = self.services.get(category)?;
        let weight = |place: usize| {
            items.get(place).map_or(0.0, |item| f64::from(item.heat) * liking(item.price.0, profile.spend))
        };
        items.get(choose(items.len(), weight, dice)?).copied()
    }

    fn product(&self, category: usize, dice: &mut impl Rng) -> Option<&'b Product> {
        let items = self.products.get(category)?;
        let weight = |place: usize| items.get(place).map_or(0.0, |item| f64::from(item.heat));
        items.get(choose(items.len(), weight, dice)?).copied()
    }

    fn package(&self, category: usize) -> Option<&'b Package> {
        let name = &self.book.categories.get(category)?.name;
        self.book.packages.iter().find(|package| package.category == *name)
    }

    fn package_minutes(&self, package: &Package) -> u16 {
        let minutes =
            |code: &Clean| self.book.services.iter().find(|item| item.code == *code).map(|item| item.minutes);
        package.parts.iter().filter_map(|part| minutes(&part.code)).sum()
    }

    fn staff(
        &self,
        habits: &Habits,
        category: usize,
        who: Customer<'_>,
        day: NaiveDate,
        dice: &mut impl Rng,
    ) -> (Option<&'b Staff>, bool) {
        let hands = habits.hands(category);
        let wanted = who.profile.technician.filter(|hand| who.life() > 1 && hands.contains(hand));
        let asks = chance(who.profile.loyalty, dice);
        let turn = place(hands.len(), dice);
        let at_work = |place: &usize| self.book.staff.get(*place).filter(|staff| staff.hired_on <= day);
        if asks && let Some(staff) = wanted.as_ref().and_then(at_work) {
            return (Some(staff), true);
        }
        let queue = hands.iter().cycle().skip(turn).take(hands.len());
        let free = queue.clone().find_map(at_work);
        let anybody = || hands.first().and_then(|place| self.book.staff.get(*place));
        (free.or_else(anybody), false)
    }

    fn card(&self, category: usize, who: Customer<'_>, dice: &mut impl Rng) -> Option<&'b SessionCard> {
        who.member?;
        // A first card is mostly sold right after the third visit.
        let likely = match who.life() {
            1 => 0.04,
            2 => 0.10,
            3 => 0.55,
            4 => 0.12,
            _ => 0.035,
        };
        if !chance(likely * who.profile.saver, dice) {
            return None;
        }
        let cards = self.cards.get(category)?;
        let weight = |place: usize| cards.get(place).map_or(0.0, |card| f64::from(card.heat));
        cards.get(choose(cards.len(), weight, dice)?).copied()
    }

    fn top_up(&self, who: Customer<'_>, dice: &mut impl Rng) -> Option<&'b TopUp> {
        who.member?;
        if !chance((if who.life() == 1 { 0.05 } else { 0.11 }) * who.profile.saver, dice) {
            return None;
        }
        let offers = &self.book.top_ups;
        let weight = |place: usize| {
            let reach = i32::try_from(place).map_or(1.0, |step| who.profile.spend.powi(step));
            offers.get(place).map_or(0.0, |offer| f64::from(offer.heat) * reach)
        };
        offers.get(choose(offers.len(), weight, dice)?)
    }

    /// The minute at which she pays: arrival by the hour's crowd, then the work, never past closing time.
    fn paid_at(&self, day: NaiveDate, minutes: u16, evening: f64, dice: &mut impl Rng) -> u16 {
        let crowd = if is_weekend(day) { &WEEKEND_HOURS } else { &WEEKDAY_HOURS };
        let weight = |place: usize| {
            let late = if place >= 8 { 0.4 + 1.2 * evening } else { 1.6 - 1.2 * evening };
            crowd.get(place).map_or(0.0, |many| many * late)
        };
        let hour = choose(crowd.len(), weight, dice).and_then(|at| u16::try_from(at).ok()).unwrap_or(4);
        let meant = (FIRST_HOUR + hour) * 60 + dice.random_range(0..60);
        let latest = self.closes.saturating_sub(minutes + WRAP_UP_MINUTES);
        // Nobody begins what cannot be finished: who would come too late comes some time earlier.
        let arrives =
            if meant > latest { latest.saturating_sub(dice.random_range(0..EARLIER_MINUTES)) } else { meant };
        arrives.max(self.opens) + minutes + dice.random_range(0..WRAP_UP_MINUTES)
    }
}

/// How much somebody of this spend likes a price in fen: a bell over the logarithm.
fn liking(fen: i64, spend: f64) -> f64 {
    let yuan = f64::from(i32::try_from(fen / 100).unwrap_or(i32::MAX)).max(1.0);
    let off = (yuan / (TYPICAL_YUAN * spend)).ln() / PRICE_SPREAD;
    (-0.5 * off * off).exp()
}

/// A place drawn by weight; none where nothing has any.
fn choose(count: usize, weight: impl Fn(usize) -> f64, dice: &mut impl Rng) -> Option<usize> {
    let whole: f64 = (0..count).map(&weight).sum();
    let mut left = unit(dice) * whole;
    if whole <= 0.0 {
        return None;
    }
    let found = (0..count).find(|at| {
        left -= weight(*at);
        left < 0.0
    });
    found.or_else(|| count.checked_sub(1))
}

fn pays(who: Customer<'_>, dice: &mut impl Rng) -> PayHabit {
    let vouchers = if who.life() == 1 || who.member.is_none() { 0.22 } else { 0.03 };
    if chance(vouchers, dice) {
        return PayHabit::GroupBuy;
    }
    let drawn = unit(dice);
    match drawn {
        drawn if drawn < 0.60 => PayHabit::WeChat,
        drawn if drawn < 0.84 => PayHabit::Alipay,
        drawn if drawn < 0.93 => PayHabit::Cash,
        _ => PayHabit::BankCard,
    }
}

fn rating(dice: &mut impl Rng) -> Option<u8> {
    if !chance(0.38, dice) {
        return None;
    }
    let drawn = unit(dice);
    Some(match drawn {
        drawn if drawn < 0.72 => 5,
        drawn if drawn < 0.92 => 4,
        drawn if drawn < 0.97 => 3,
        drawn if drawn < 0.99 => 2,
        _ => 1,
    })
}
