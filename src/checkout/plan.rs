//! What a cart would do, worked out without doing it: the pay panel shows it, and posting writes exactly it.

use serde::{Deserialize, Serialize};

use super::cart::{Cart, Tender};
use super::{plan_lines, plan_tenders, price_rules};
use crate::cards::wallet_rules::Taken;
use crate::catalog::Item;
use crate::db::Db;
use crate::ground::{Fen, Refused};
use crate::members::{self, Member};
use crate::points;
use crate::points::rules::Earned;
use crate::promotions::coupon_rules::{self, Line as CouponLine};
use crate::promotions::coupons;
use crate::shop::{Answer, Look, Query, Settings};

/// What a plan may know besides the file.
#[derive(Clone, Copy)]
pub struct Frame<'a> {
    /// The settings in force.
    pub settings: &'a Settings,
    /// The business day.
    pub today: &'a str,
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
    let drafts = plan_lines::drafts(db, frame, cart, member.as_ref())?;
    let mut priced =
        price_rules::lines(&drafts.iter().map(plan_lines::Draft::price_line).collect::<Vec<_>>())?;
    price_rules::bill_off(&mut priced, cart.discount)?;
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

/// Asks what a cart would do.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(transparent)]
pub struct Quote(pub Cart);

/// What a cart would do, as doors show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Quoted {
    /// Lines.
    pub lines: Vec<QuotedLine>,
    /// Sum of list prices.
    pub list_total: Fen,
    /// What the member's tier takes off.
    pub tier_off: Fen,
    /// What people took off by hand.
    pub by_hand: Fen,
    /// Coupons: code, what each takes off.
    pub coupons: Vec<(String, Fen)>,
    /// Points used.
    pub points_used: i64,
    /// What they take off.
    pub points_off: Fen,
    /// What is to be paid.
    pub payable: Fen,
    /// Payments: tender, amount, principal and gift taken.
    pub tenders: Vec<QuotedTender>,
    /// What is still due.
    pub due: Fen,
    /// Change in cash.
    pub change: Fen,
    /// Points earned, with their trace.
    pub earned: Earned,
    /// What cards give for redeemed lines.
    pub card_value: Fen,
    /// The most that stored value may pay of this bill.
    pub prepaid_most: Fen,
}

/// A line of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedLine {
    /// Item code.
    pub code: String,
    /// Name.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// Price of one before discounts.
    pub unit_price: Fen,
    /// What is paid for all of them.
    pub net: Fen,
    /// The card that pays for it.
    pub card: Option<String>,
    /// What the card gives for it.
    pub card_value: Fen,
    /// People.
    pub staff: Vec<String>,
}

/// A payment of a quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuotedTender {
    /// How.
    pub tender: Tender,
    /// How much.
    pub amount: Fen,
    /// Principal taken.
    pub principal: Fen,
    /// Gift taken.
    pub gift: Fen,
}

impl Query for Quote {
    const NAME: &'static str = "query.quote";
    type Out = Quoted;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Quoted> {
        let today = look.today();
        let frame = Frame { settings: look.settings, today: &today };
        let plan = work_out(db, frame, &self.0)?;
        let prepaid_most = plan_tenders::prepaid_most(look.settings, &plan.lines)?;
        Ok(shown(&plan, prepaid_most))
    }
}

fn shown(plan: &Plan, prepaid_most: Fen) -> Quoted {
    let redeemed: i64 =
        plan.lines.iter().filter_map(|line| line.card.as_ref()).map(|(_, _, value)| value.0).sum();
    let full: i64 = plan.priced.iter().filter(|line| line.gross.0 > 0).map(|line| line.list.0).sum();
    Quoted {
        lines: plan
            .lines
            .iter()
            .map(|line| QuotedLine {
                code: line.item.code.clone(),
                name: line.item.name.clone(),
                quantity: line.quantity,
                unit_price: line.unit_price,
                net: line.net,
                card: line.card.as_ref().map(|(_, code, _)| code.clone()),
                card_value: line.card.as_ref().map_or(Fen::ZERO, |(_, _, value)| *value),
                staff: line.staff.iter().map(|person| person.name.clone()).collect(),
            })
            .collect(),
        list_total: plan.list_total,
        tier_off: Fen(full - plan.member_total.0),
        by_hand: plan.by_hand,
        coupons: plan.coupons.iter().map(|(_, code, off)| (code.clone(), *off)).collect(),
        points_used: plan.points_lots.iter().map(|(_, points)| points).sum(),
        points_off: plan.points_off,
        payable: plan.payable,
        tenders: plan
            .tenders
            .iter()
            .map(|tender| QuotedTender {
                tender: tender.tender,
                amount: tender.amount,
                principal: tender.principal(),
                gift: tender.gift(),
            })
            .collect(),
        due: plan.due,
        change: plan.change,
        earned: plan.earned.clone(),
        card_value: Fen(redeemed),
        prepaid_most,
    }
}
