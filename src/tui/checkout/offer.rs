//! What the pay panel offers and what it asks: the ways to pay by digit, the choice made, and the store's answer.

use crate::checkout::cart::{Cart, Payment, Tender};
use crate::checkout::member_view::{MemberView, ShowMember};
use crate::checkout::propose::{self, Wanted};
use crate::checkout::quote::{Quote, Quoted};
use crate::ground::{Clean, Fen, Refused};
use crate::shop::Answer;
use crate::shop::rights::Act;
use crate::tui::app::approve::Approval;
use crate::worker::Source;

/// The rows of the panel: each has its digit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A tender.
    By(Tender),
    /// Session cards, used or not.
    Cards,
    /// Points, used or not.
    Points,
}

/// The ways to pay by their digit, 1 to 9.
pub const WAYS: [Way; 9] = [
    Way::By(Tender::StoredValue),
    Way::By(Tender::Wechat),
    Way::By(Tender::Alipay),
    Way::By(Tender::Cash),
    Way::By(Tender::Bank),
    Way::Cards,
    Way::By(Tender::GroupBuy),
    Way::By(Tender::OnAccount),
    Way::Points,
];

/// The way of a digit.
#[must_use]
pub fn way(digit: u8) -> Option<Way> {
    usize::from(digit).checked_sub(1).and_then(|place| WAYS.get(place)).copied()
}

/// What the store answered for the panel.
#[derive(Debug, Clone)]
pub struct Priced {
    /// The cart as Enter would send it.
    pub cart: Cart,
    /// The tender of what is left.
    pub tender: Tender,
    /// What it would do.
    pub quoted: Quoted,
    /// The member as of now.
    pub member: Option<MemberView>,
}

/// What was chosen by hand.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// The cart with the payments made so far, coupons and points.
    pub base: Cart,
    /// Whether session cards are proposed.
    pub cards: bool,
    /// The marked tender; the proposed one when absent.
    pub tender: Option<Tender>,
    /// A part payment whose tender is asked for.
    pub part: Option<Fen>,
    /// A pay code that was scanned.
    pub reference: Clean,
}

/// The panel.
#[derive(Debug, Clone)]
pub struct Pay {
    /// The key of the sale.
    pub key: String,
    /// What was chosen.
    pub choice: Choice,
    /// What it would do; nothing until the store has answered the newest choice.
    pub priced: Option<Priced>,
    /// The newest question.
    pub turn: u64,
    /// A second person's approval.
    pub approval: Option<Approval>,
    /// The last choice that the store accepted.
    pub(super) good: Option<Choice>,
    /// Whether the answer is to an older choice.
    pub(super) stale: bool,
    /// Why the digit that is typed cannot be the tender; Enter says it again and does nothing.
    pub(super) barred: Option<String>,
    /// Whether Enter has said so: then the next digit begins anew.
    pub(super) said_no: bool,
    /// Change that is much for a counter, and was shown once: the next Enter gives it.
    pub(super) shown_change: Option<Fen>,
}

impl Pay {
    /// The answer to the newest choice.
    pub fn take(&mut self, priced: Priced) {
        self.barred = None;
        self.good = Some(self.choice.clone());
        self.stale = false;
        self.priced = Some(priced);
    }

    /// Goes back to the last choice that the store accepted.
    pub fn step_back(&mut self) -> bool {
        let Some(good) = self.good.take() else { return false };
        self.choice = good;
        true
    }

    /// The last tender that was money from outside.
    #[must_use]
    pub fn outside_tender(&self) -> Option<Tender> {
        let tenders = self.priced.as_ref()?.cart.tenders.iter().rev();
        tenders.map(|payment| payment.tender).find(|tender| tender.till().is_some())
    }

    /// Whether cash goes into the drawer.
    #[must_use]
    pub fn takes_cash(&self) -> bool {
        let tenders = self.priced.iter().flat_map(|priced| &priced.cart.tenders);
        tenders.into_iter().any(|payment| payment.tender == Tender::Cash)
    }

    /// What stands before Enter: the store's answer to what is shown.
    #[must_use]
    pub fn ready(&self) -> Option<&Priced> {
        self.priced.as_ref().filter(|_| !self.stale)
    }
}

/// A refused sale: what could let it through.
pub struct Settled;

impl Settled {
    /// The act that somebody would have to approve.
    #[must_use]
    pub fn needs(no: &Refused) -> Option<Act> {
        match no {
            Refused::DiscountAboveLimit { .. } | Refused::PinWrong { .. } | Refused::PinThrottled { .. } => {
                Some(Act::PriceChange)
            }
            Refused::ApprovalMissing { act, .. }
            | Refused::RightMissing { act, .. }
            | Refused::ReasonMissing { act } => {
                Some(Act::ALL.iter().copied().find(|known| known.code() == act).unwrap_or(Act::PriceChange))
            }
            _ => None,
        }
    }
}

/// Asks the store what the choice would do; everything in one look, so that no half of it is old.
///
/// # Errors
/// The refusals of a quote.
pub fn look(
    source: Source<'_>,
    choice: &Choice,
    wanted: &[Wanted],
    today: &str,
    last: Tender,
) -> Answer<Priced> {
    let member = match &choice.base.member {
        Some(who) => Some(source.ask(&ShowMember { member: who.clone(), events: Some(0) })?),
        None => None,
    };
    let cards = member.as_ref().map(MemberView::usable_cards).unwrap_or_default();
    let mut cart = choice.base.clone();
    if choice.cards {
        cart = propose::with_cards(&cart, wanted, cards, today);
    }
    let mut bare = source.ask(&Quote(cart.clone()))?;
    if bare.due == Fen::ZERO && choice.tender.is_some() && cart != choice.base {
        // A tender was chosen although cards would pay for everything: then it is meant in their place.
        cart = choice.base.clone();
        bare = source.ask(&Quote(cart.clone()))?;
    }
    let has = member.as_ref().map_or(Fen::ZERO, MemberView::spendable);
    // More than is due can only be cash: everything else gives no change.
    let over = choice.part.is_some_and(|part| part > bare.due);
    let last = if over { Tender::Cash } else { last };
    let has = if over { Fen::ZERO } else { has };
    let tender = choice.tender.unwrap_or_else(|| propose::tender(bare.due, has, bare.prepaid_most, last));
    if bare.due.is_positive() {
        let reference = if tender.till().is_some() { choice.reference.clone() } else { Clean::default() };
        cart.tenders.push(Payment { amount: choice.part, reference, ..Payment::all(tender) });
    }
    let quoted = source.ask(&Quote(cart.clone()))?;
    Ok(Priced { cart, tender, quoted, member })
}

/// The key of a tender's words.
#[must_use]
pub fn tender_key(tender: Tender) -> &'static str {
    match tender {
        Tender::StoredValue => "tender.stored_value",
        Tender::Wechat => "tender.wechat",
        Tender::Alipay => "tender.alipay",
        Tender::Cash => "tender.cash",
        Tender::Bank => "tender.bank_card",
        Tender::GroupBuy => "tender.voucher",
        Tender::OnAccount => "tender.on_account",
    }
}
