//! The payments of a plan: which wallet, which lots, how much of a debt.

use super::cart::{Cart, Payment, Tender};
use super::plan::{Frame, PlanLine, PlanTender};
use super::tender_rules;
use crate::cards::store as cards;
use crate::cards::wallet_rules::{self, LotLeft, Taken};
use crate::db::Db;
use crate::ground::{Fen, Refused};
use crate::members::{self, Member, family};
use crate::shop::{Answer, Settings};

/// What stored value may pay of a bill: everything but cards, unless the salon says so.
pub(super) fn prepaid_most(settings: &Settings, lines: &[PlanLine]) -> Result<Fen, Refused> {
    Fen::sum(
        lines
            .iter()
            .filter(|line| settings.wallet_buys_cards || !line.item.kind.is_card())
            .map(|line| line.net),
    )
}

/// Works payments out: what each covers, from which lots, what is still due, the change.
pub(super) fn cover(
    db: &Db,
    frame: Frame<'_>,
    cart: &Cart,
    member: Option<&Member>,
    payable: Fen,
    prepaid_most: Fen,
) -> Answer<(Vec<PlanTender>, Fen, Fen)> {
    refuse_wallet_for_cards(cart, payable, prepaid_most)?;
    let cover = tender_rules::cover(payable, &cart.tenders, prepaid_most)?;
    let mut out = Vec::with_capacity(cover.settled.len());
    for (settled, payment) in cover.settled.iter().zip(&cart.tenders) {
        let taken = match settled.tender {
            Tender::StoredValue => from_wallet(db, frame, payment, member, settled.amount)?,
            Tender::OnAccount => {
                may_owe(db, frame, member, settled.amount)?;
                Vec::new()
            }
            Tender::Wechat | Tender::Alipay | Tender::Cash | Tender::Bank | Tender::GroupBuy => Vec::new(),
        };
        out.push(PlanTender {
            tender: settled.tender,
            amount: settled.amount,
            tendered: settled.tendered,
            taken,
            reference: payment.reference.as_str().to_owned(),
        });
    }
    Ok((out, cover.due, cover.change))
}

/// A bill of nothing but cards cannot be paid by stored value at all; say so in its own words.
fn refuse_wallet_for_cards(cart: &Cart, payable: Fen, most: Fen) -> Result<(), Refused> {
    let by_wallet = cart.tenders.iter().any(|payment| payment.tender == Tender::StoredValue);
    if by_wallet && payable.is_positive() && most == Fen::ZERO {
        let item = cart.lines.first().map(|line| line.item.clone()).unwrap_or_default();
        return Err(Refused::WalletBuysWallet { item });
    }
    Ok(())
}

fn from_wallet(
    db: &Db,
    frame: Frame<'_>,
    payment: &Payment,
    member: Option<&Member>,
    amount: Fen,
) -> Answer<Vec<Taken>> {
    let member = member.ok_or(Refused::WalletNeedsMember {})?;
    let (owner, wallet) = match &payment.wallet {
        None => (member.id, member.wallet),
        Some(who) => {
            let lender = members::store::find(db, who)?;
            let lends =
                lender.id == member.id || family::lenders(db, member.id)?.iter().any(|l| l.id == lender.id);
            if !lends {
                return Err(Refused::WalletNeedsMember {}.into());
            }
            (lender.id, lender.wallet)
        }
    };
    members::wallet::refuse_state(wallet)?;
    let lots = cards::lots(db, owner)?;
    // What was paid in later could not be spent on that day.
    let there: Vec<LotLeft> =
        lots.iter().filter(|lot| lot.bought_on.as_str() <= frame.today).map(LotLeft::from).collect();
    wallet_rules::spend(&there, amount, frame.today).map_err(|no| {
        let later = lots.iter().find(|lot| lot.bought_on.as_str() > frame.today);
        later.map_or_else(|| no.into(), |lot| lot_too_early(lot, frame.today).into())
    })
}

/// A lot that was bought after a day.
pub(super) fn lot_too_early(lot: &cards::Lot, day: &str) -> Refused {
    Refused::DateTooEarly { what: "stored_value".into(), since: lot.bought_on.clone(), date: day.to_owned() }
}

fn may_owe(db: &Db, frame: Frame<'_>, member: Option<&Member>, amount: Fen) -> Answer<()> {
    let member = member.ok_or_else(|| Refused::MemberNeeded { act: "on_account".into() })?;
    let owed = Fen::sum(cards::debts(db, member.id)?.into_iter().map(|debt| debt.left))?;
    let limit = frame.settings.debt_limit;
    let wanted = owed.plus(amount)?;
    if wanted > limit { Err(Refused::DebtAboveLimit { limit, wanted }.into()) } else { Ok(()) }
}
