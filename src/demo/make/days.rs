//! What a morning brings: the day is rolled, goods come in, some are counted, and what did not suit comes back.

use chrono::{Datelike, NaiveDate};

use super::salon::Salon;
use crate::catalog::stock::{StockCount, StockIn};
use crate::checkout::cart::Tender;
use crate::checkout::refund::{BackLine, RefundBill};
use crate::checkout::roll::RollDay;
use crate::close::day::CloseDay;
use crate::close::month::CloseMonth;
use crate::close::shift::{CloseShift, CountTill, OpenShift};
use crate::ground::{Clean, Fen, Month};
use crate::ledger::{Kind, balance};
use crate::payroll::payout::PayAll;
use crate::shop::{Answer, Envelope, Shop};

/// Goods are ordered when fewer than this share of the usual stock is left.
const LOW_SHARE: i64 = 4;
/// Minute of the day at which the door is unlocked.
const UNLOCKED: u32 = 9 * 60 + 30;
/// Minute of the day at which the drawer is counted.
const SHUT: u32 = 22 * 60 + 40;
/// What stays in the drawer over night.
const FLOAT: Fen = Fen(50_000);
/// On every so-manieth day a note is missing, and which.
const SLIPS_EVERY: i32 = 37;
const SLIP: Fen = Fen(1_000);
/// When parcels and customers with parcels come.
const PARCELS: u32 = 9 * 60 + 45;

impl Salon<'_> {
    /// Who stands at the front desk: the cashier, on her day off the manager.
    pub(super) fn cashier(day: NaiveDate) -> &'static str {
        if day.num_days_from_ce() % 7 == 3 { "04" } else { "03" }
    }

    /// Begins a business day, once.
    pub(super) fn morning(&mut self, shop: &mut Shop, day: NaiveDate) -> Answer<()> {
        if self.day == Some(day) {
            return Ok(());
        }
        let before = self.day;
        if let Some(before) = before {
            self.evening(shop, before)?;
        }
        let last = before.filter(|last| Month::of(*last) != Month::of(day));
        self.day = Some(day);
        self.begun.get_or_insert(day);
        self.clock(day, UNLOCKED, 0);
        let envelope = Envelope { key: format!("roll:{day}"), ..Envelope::default() };
        self.send_as(shop, envelope, &RollDay {})?;
        let float = before.is_none().then_some(FLOAT);
        self.send(shop, Self::cashier(day), &OpenShift { float, cause: None })?;
        self.clock(day, PARCELS, 0);
        self.restock(shop, day)?;
        if day.day() == 1 {
            self.count(shop, day)?;
        }
        if let Some(last) = last {
            self.pay_people(shop, last)?;
            self.close_month(shop, Month::of(last).before())?;
        }
        self.take_returns(shop, day)
    }

    /// The drawer is counted, what is above the float goes to the bank, and the day is closed.
    fn evening(&mut self, shop: &mut Shop, day: NaiveDate) -> Answer<()> {
        self.clock(day, SHUT, 0);
        let cashier = Self::cashier(day);
        let there = balance::fen(shop.db(), Kind::TillCash, 0)?;
        // Now and then a note is missing.
        let missing = if day.num_days_from_ce() % SLIPS_EVERY == 0 {
            SLIP.min(there.max(Fen::ZERO))
        } else {
            Fen::ZERO
        };
        let cash = there.max(Fen::ZERO).minus(missing)?;
        let Some(count) = self.send(shop, cashier, &CountTill { cash, ..CountTill::default() })? else {
            return Ok(());
        };
        let cause = count.needs_cause.then(|| Clean::shown("找零差错"));
        let banked = Some(cash.minus(FLOAT)?).filter(|above| above.is_positive());
        self.send(shop, cashier, &CloseShift { cause, banked, to: None })?;
        self.send(shop, cashier, &CloseDay { day: Some(day.to_string()), ..CloseDay::default() })?;
        Ok(())
    }

    /// The month before the last one is closed for good; the last one is left for whoever looks at the demo.
    fn close_month(&mut self, shop: &mut Shop, month: Month) -> Answer<()> {
        if self.begun.is_none_or(|begun| month.last < begun) {
            return Ok(());
        }
        self.send_for(shop, "04", Some("月结"), &CloseMonth { month: month.name(), note: None })?;
        Ok(())
    }

    /// The month that is over is paid out on the first morning after it.
    fn pay_people(&mut self, shop: &mut Shop, of: NaiveDate) -> Answer<()> {
        let all = PayAll { month: Month::of(of).name(), tender: Tender::Bank, expect: None };
        self.send_for(shop, "04", Some("发工资"), &all)?;
        Ok(())
    }

    fn restock(&mut self, shop: &mut Shop, day: NaiveDate) -> Answer<()> {
        let low: Vec<(String, i64)> = self
            .goods
            .iter_mut()
            .filter(|(_, goods)| goods.on_hand * LOW_SHARE < goods.usual)
            .map(|(code, goods)| {
                let order = goods.usual.max(goods.sold);
                goods.on_hand += order;
                goods.sold = 0;
                ((*code).to_owned(), order)
            })
            .collect();
        for (item, quantity) in low {
            self.clock(day, PARCELS, 0);
            self.send(shop, Self::cashier(day), &StockIn { item, quantity })?;
        }
        Ok(())
    }

    /// One shelf is counted a month; now and then a piece is missing.
    fn count(&mut self, shop: &mut Shop, day: NaiveDate) -> Answer<()> {
        let month = usize::try_from(day.month0()).unwrap_or(0);
        let Some((code, goods)) = self.goods.iter_mut().nth(month) else { return Ok(()) };
        let missing = i64::from(day.month().is_multiple_of(3));
        goods.on_hand = (goods.on_hand - missing).max(0);
        let count = StockCount { item: (*code).to_owned(), counted: goods.on_hand };
        self.clock(day, PARCELS, 0);
        self.send(shop, "04", &count)?;
        Ok(())
    }

    fn take_returns(&mut self, shop: &mut Shop, day: NaiveDate) -> Answer<()> {
        let (due, later) = std::mem::take(&mut self.returns).into_iter().partition(|back| back.due <= day);
        self.returns = later;
        for back in due {
            self.clock(day, PARCELS, 0);
            let line = BackLine { line: back.line, quantity: 1 };
            let refund = RefundBill { bill: back.bill, lines: vec![line] };
            self.send_for(shop, "04", Some("用后不适，退货"), &refund)?;
        }
        Ok(())
    }
}
