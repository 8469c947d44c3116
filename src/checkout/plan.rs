//! What a cart would do, worked out without doing it: the pay panel shows it, and posting writes exactly it.

use super::cart::{Cart, Tender};
use super::{plan_lines, plan_tenders, price_rules};
use crate::cards::wallet_rules::Taken;
use crate::catalog::Item;
use crate::db::Db;
use crate::ground::{Fen, Refused, day};
use crate::members::{self, Member};
use crate::points;
use crate::points::rules::Earned;
use crate::promotions::coupon_rules::{self, Line as CouponLine};
use crate::promotions::coupons;
use crate::promotions::discount_rules::{self, Threshold};
use crate::promotions::discounts::{self, Holding};
use crate::shop::{Answer, Settings, Tx};

/// What a plan may know besides the file.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The settings in force.
    pub settings: &'a Settings,
    /// The business day.
    pub today: &'a str,
    /// The minute of the clock's day, for prices that hold for hours.
    pub minute: u32,
}

impl<'a> Frame<'a> {
    /// Of an open change, `today` being its day.
    pub fn of(tx: &'a Tx<'_>, today: &'a str) -> Self {
        Self { settings: tx.settings(), today, minute: tx.profile().zone.minute(tx.moment) }
    }
}

/// A cart worked out.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Whose.
    pub member: Option<Member>,
    /// Lines as they will stand on the bill; packages are spread over their parts.
    pub lines: Vec<PlanLine>,
    /// Sum of list prices.
    pub list_total: Fen,
    /// Sum of member prices.
    pub member_total: Fen,
    /// What people took off by hand.
    pub by_hand: Fen,
    /// Timed prices and thresholds that took something off.
    pub discounts: Vec<PlanDiscount>,
    /// Coupons: row id, code, what each took off.
    pub coupons: Vec<(i64, String, Fen)>,
    /// Points used, by lot.
    pub points_lots: Vec<(i64, i64)>,
    /// What they took off.
    pub points_off: Fen,
    /// What is to be paid.
    pub payable: Fen,
    /// Payments.
    pub tenders: Vec<PlanTender>,
    /// What is still due.
    pub due: Fen,
    /// Change in cash.
    pub change: Fen,
    /// Points earned, with their trace.
    pub earned: Earned,
    /// Lines as the prices left them, for the check of limits.
    pub priced: Vec<price_rules::Priced>,
    /// Whether a price was set by hand.
    pub price_changed: bool,
}

/// What a timed price or a threshold of the table takes off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanDiscount {
    /// The version of the table, and the place in it.
    pub of: (i64, i64),
    /// Its name.
    pub name: String,
    /// Whether it is a timed price.
    pub timed: bool,
    /// What it was taken from.
    pub base: Fen,
    /// What it takes off.
    pub amount: Fen,
}

/// A line of the bill to be.
#[derive(Debug, Clone)]
pub struct PlanLine {
    /// The item.
    pub item: Item,
    /// The package it is part of; empty for none.
    pub package: String,
    /// How many.
    pub quantity: i64,
    /// List price of one.
    pub list_price: Fen,
    /// Price of one before discounts.
    pub unit_price: Fen,
    /// What is paid for all of them.
    pub net: Fen,
    /// The card that pays for it: row id, code, and the value it gives.
    pub card: Option<(i64, String, Fen)>,
    /// Sessions of that card that go.
    pub sessions: i64,
    /// People: row id, job, weight.
    pub staff: Vec<PlanStaff>,
    /// Whether the first was asked for.
    pub requested: bool,
}

/// A person on a line.
#[derive(Debug, Clone)]
pub struct PlanStaff {
    /// Row id.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Staff number.
    pub number: String,
    /// Job.
    pub job: crate::staff::Job,
    /// Weight.
    pub weight: i64,
}

/// A payment worked out.
#[derive(Debug, Clone)]
pub struct PlanTender {
    /// How.
    pub tender: Tender,
    /// What of it covers the bill.
    pub amount: Fen,
    /// What was handed over.
    pub tendered: Fen,
    /// What it takes from which lots.
    pub taken: Vec<Taken>,
    /// Reference.
    pub reference: String,
}

impl PlanTender {
    /// Principal taken.
    pub fn principal(&self) -> Fen {
        Fen(self.taken.iter().map(|part| part.principal.0).sum())
    }

    /// Gift taken.
    pub fn gift(&self) -> Fen {
        Fen(self.taken.iter().map(|part| part.gift.0).sum())
    }
}

/// Works a cart out.
///
/// # Errors
/// The refusals of a sale, in the order in which they would be met: items, staff, cards, discounts, coupons, points,
/// tenders. What is still due is no refusal here.
pub fn work_out(db: &Db, frame: Frame<'_>, cart: &Cart) -> Answer<Plan> {
    if cart.lines.is_empty() {
        return Err(Refused::CartEmpty {}.into());
    }
    let member = match &cart.member {
        Some(who) => Some(members::store::find(db, who)?),
        None => None,
    };
    let holding = discounts::holding(db, day::iso(frame.today)?, frame.minute, member.is_some())?;
    let drafts = plan_lines::drafts(db, frame, cart, member.as_ref(), &holding)?;
    let mut priced =
        price_rules::lines(&drafts.iter().map(plan_lines::Draft::price_line).collect::<Vec<_>>())?;
    price_rules::bill_off(&mut priced, cart.discount)?;
    let discounts = use_discounts(&holding, &drafts, &mut priced)?;
    let coupons = use_coupons(db, frame, cart, member.as_ref(), &drafts, &mut priced)?;
    let (points_lots, points_off) = use_points(db, frame, cart, member.as_ref(), &mut priced)?;
    let payable = Fen::sum(priced.iter().map(|line| line.net))?;
    let lines = plan_lines::spread(db, &drafts, &priced)?;
    let prepaid_most = plan_tenders::prepaid_most(frame.settings, &lines)?;
    let (tenders, due, change) =
        plan_tenders::cover(db, frame, cart, member.as_ref(), payable, prepaid_most)?;
    let mut plan = Plan {
        list_total: Fen::sum(priced.iter().map(|line| line.list))?,
        member_total: Fen::sum(priced.iter().map(|line| line.gross))?,
        by_hand: Fen::sum(priced.iter().map(|line| line.by_hand))?,
        price_changed: drafts.iter().any(|draft| draft.price_changed),
        member,
        lines,
        discounts,
        coupons,
        points_lots,
        points_off,
        payable,
        tenders,
        due,
        change,
        earned: Earned::default(),
        priced,
    };
    plan.earned = earned(frame.settings, &plan)?;
    Ok(plan)
}

/// Timed prices stand in the lines already; thresholds are taken off what the hand left (domain §5).
fn use_discounts(
    holding: &Holding,
    drafts: &[plan_lines::Draft],
    priced: &mut [price_rules::Priced],
) -> Result<Vec<PlanDiscount>, Refused> {
    let mut out = Vec::new();
    for draft in drafts {
        let Some((place, name, off)) = &draft.timed else { continue };
        let amount = off.times_count(draft.quantity)?;
        let base = draft.unit.times_count(draft.quantity)?.plus(amount)?;
        out.push(PlanDiscount {
            of: (holding.version, *place),
            name: name.clone(),
            timed: true,
            base,
            amount,
        });
    }
    let lines: Vec<discount_rules::Line> = drafts
        .iter()
        .zip(priced.iter())
        .map(|(draft, line)| discount_rules::Line {
            item: draft.item.id,
            category: draft.item.category.clone(),
            card: draft.item.kind.is_card(),
            net: line.net,
        })
        .collect();
    let rules: Vec<Threshold> = holding.thresholds.iter().map(|(_, _, rule)| rule.clone()).collect();
    for taken in discount_rules::thresholds(&rules, &lines)? {
        price_rules::take(priced, &taken.parts)?;
        let Some((place, name, _)) = holding.thresholds.get(taken.threshold) else { continue };
        let (base, amount) = (taken.base, Fen::sum(taken.parts)?);
        let of = (holding.version, *place);
        out.push(PlanDiscount { of, name: name.clone(), timed: false, base, amount });
    }
    Ok(out)
}

fn use_coupons(
    db: &Db,
    frame: Frame<'_>,
    cart: &Cart,
    member: Option<&Member>,
    drafts: &[plan_lines::Draft],
    priced: &mut [price_rules::Priced],
) -> Answer<Vec<(i64, String, Fen)>> {
    let mut used: Vec<(i64, String, Fen)> = Vec::new();
    for code in &cart.coupons {
        let coupon = coupons::find(db, code)?;
        let twice = used.iter().any(|(id, ..)| *id == coupon.id);
        if !coupon.usable || twice {
            return Err(Refused::CouponUsed { code: coupon.code }.into());
        }
        if coupon.member.is_some_and(|owner| member.is_none_or(|member| member.id != owner)) {
            return Err(Refused::CouponUnknown { code: coupon.code }.into());
        }
        let lines: Vec<CouponLine> = drafts
            .iter()
            .zip(priced.iter())
            .map(|(draft, line)| CouponLine {
                item: draft.item.id,
                category: draft.item.category.clone(),
                net: line.net,
            })
            .collect();
        let parts = coupon_rules::apply(&coupon.terms(), &lines, frame.today)?;
        price_rules::take(priced, &parts)?;
        used.push((coupon.id, coupon.code, Fen::sum(parts)?));
    }
    Ok(used)
}

fn use_points(
    db: &Db,
    frame: Frame<'_>,
    cart: &Cart,
    member: Option<&Member>,
    priced: &mut [price_rules::Priced],
) -> Answer<(Vec<(i64, i64)>, Fen)> {
    if cart.points == 0 {
        return Ok((Vec::new(), Fen::ZERO));
    }
    let member = member.ok_or_else(|| Refused::MemberNeeded { act: "points".into() })?;
    let due = Fen::sum(priced.iter().map(|line| line.net))?;
    let lots = points::store::lots(db, member.id)?;
    let owed = points::store::owed(db, member.id)?;
    // What the member has is looked at before what the bill allows: "you have 3" tells more than "at most 40".
    let taken = points::rules::spend(&lots, owed, cart.points.max(0), frame.today)?;
    let off = points::rules::offset(frame.settings, due, cart.points)?;
    let parts = price_rules::allot(priced, off)?;
    price_rules::take(priced, &parts)?;
    Ok((taken, off))
}

fn earned(settings: &Settings, plan: &Plan) -> Result<Earned, Refused> {
    if plan.member.is_none() {
        return Ok(Earned::default());
    }
    let of = |cards: bool| {
        Fen::sum(plan.lines.iter().filter(|line| line.item.kind.is_card() == cards).map(|line| line.net))
    };
    let stored = plan.tenders.iter().filter(|tender| tender.tender == Tender::StoredValue);
    points::rules::earn(
        settings,
        points::rules::Earning {
            goods: of(false)?,
            cards: of(true)?,
            points_off: plan.points_off,
            stored_value: Fen::sum(stored.map(|tender| tender.amount))?,
        },
    )
}
