//! What a cart would do, as doors show it.

use serde::{Deserialize, Serialize};

use super::cart::{Cart, Tender};
use super::plan::{Frame, Plan, work_out};
use super::plan_tenders;
use crate::db::Db;
use crate::ground::Fen;
use crate::points::rules::Earned;
use crate::shop::{Answer, Look, Query};

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
    /// Timed prices and thresholds: name, what each takes off.
    #[serde(default)]
    pub discounts: Vec<(String, Fen)>,
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
        let minute = look.profile.zone.minute(look.now);
        let frame = Frame { settings: look.settings, today: &today, minute };
        let plan = work_out(db, frame, &self.0)?;
        let prepaid_most = plan_tenders::prepaid_most(look.settings, &plan.lines)?;
        Ok(shown(&plan, prepaid_most))
    }
}

fn shown(plan: &Plan, prepaid_most: Fen) -> Quoted {
    let redeemed: i64 =
        plan.lines.iter().filter_map(|line| line.card.as_ref()).map(|(_, _, value)| value.0).sum();
    let full: i64 = plan.priced.iter().filter(|line| line.gross.0 > 0).map(|line| line.list.0).sum();
    let timed: i64 = plan.discounts.iter().filter(|one| one.timed).map(|one| one.amount.0).sum();
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
        tier_off: Fen(full - plan.member_total.0 - timed),
        by_hand: plan.by_hand,
        discounts: plan.discounts.iter().map(|one| (one.name.clone(), one.amount)).collect(),
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
