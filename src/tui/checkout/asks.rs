//! What the checkout wishes of the store, and what the answers do to it.

use super::offer::{Priced, Settled};
use super::sale::Sale;
use super::{Awaited, Checkout, Day, Fresh, view_today};
use crate::checkout::after::{RateBill, Rated, Recommend};
use crate::checkout::bill::{BillHead, ListBills};
use crate::checkout::cart::{Advice, Cart};
use crate::checkout::hold::{Held, HeldBills, HoldBill, RetrieveBill};
use crate::checkout::member_view::{MemberView, ShowMember};
use crate::checkout::quote::{Quote, Quoted};
use crate::checkout::refund::GivenBack;
use crate::checkout::today::Totals;
use crate::checkout::undo::TakeBack;
use crate::close::shift::Shift;
use crate::ground::Refused;
use crate::members::search::{Hit, Search};
use crate::shop::Stop;
use crate::staff::rotation::Rotation;
use crate::t;
use crate::tui::app::pane::{say, work};
use crate::tui::app::{Effects, Want};
use crate::tui::frame::Tone;
use crate::tui::screen::Effect;
use crate::worker::{Reply, Wish};

/// Bills in the strip of the day.
const BILLS_SHOWN: i64 = 6;

impl Checkout {
    pub(super) fn ask_day() -> Effects {
        vec![work(Wish::look("day", |source| {
            Ok(Day {
                totals: source.ask(&Totals::default())?,
                bills: source.ask(&ListBills { limit: Some(BILLS_SHOWN), ..ListBills::default() })?,
                held: source.ask(&HeldBills::default())?.len(),
                closed: source.ask(&Shift {})?.day_closed,
                next: source.ask(&Rotation {})?.into_iter().find(|place| place.next).map(|place| place.staff),
            })
        }))]
    }

    pub(super) fn ask_member(&self) -> Effects {
        match self.sale.cart.member.clone() {
            Some(member) => vec![work(Wish::ask("member", ShowMember { member, events: Some(1) }))],
            None => Vec::new(),
        }
    }

    pub(super) fn ask_members(&mut self, text: String) -> Effects {
        let turn = self.next_turn();
        self.hits.awaited = turn;
        vec![work(Wish::search("members", turn, Search { text, limit: Some(super::hits::HITS_MAX) }))]
    }

    /// What the cart costs now; the pay panel asks for itself.
    pub(super) fn ask_quote(&mut self) -> Effects {
        if self.sale.is_empty() {
            self.sale.quote = None;
            self.sale.earning = super::earning::Earning::default();
            self.quoting = 0;
            return Vec::new();
        }
        let turn = self.next_turn();
        self.quoting = turn;
        let cart = Cart { tenders: Vec::new(), ..self.sale.cart.clone() };
        vec![work(Wish::search("quote", turn, Quote(cart)))]
    }

    pub(super) fn answered(&mut self, reply: Reply) -> Effects {
        let turn = reply.tag.turn;
        match reply.tag.what {
            "day" => {
                self.day = reply.read::<Day>().ok().or_else(|| self.day.take());
                Vec::new()
            }
            "member" => self.member_told(reply.read::<MemberView>()),
            "members" => self.members_found(turn, reply),
            "quote" if turn == self.quoting => self.quoted(reply),
            "earns" => self.earns_told(reply),
            "price" => self.priced_and_earned(turn, reply),
            "settle" => self.settled(reply),
            "hold" => self.held(reply),
            "retrieve" => self.retrieved(reply),
            "take_back" => self.taken_back(reply),
            "rate" => self.rated(reply),
            "advise" => self.advised(reply),
            _ => Vec::new(),
        }
    }

    fn members_found(&mut self, turn: u64, reply: Reply) -> Effects {
        if turn != self.hits.awaited {
            return vec![Effect::Unchanged];
        }
        let mut out = Vec::new();
        match reply.read::<Vec<Hit>>() {
            Ok(members) => self.hits.answer(members),
            Err(stop) => {
                self.hits.answer(Vec::new());
                out.push(say(Tone::Bad, self.context.words(&stop)));
            }
        }
        if self.awaited == Some(Awaited::Members) {
            out.extend(self.by_members());
            return self.resume(out);
        }
        out
    }

    /// A quote that is refused takes back the step that led to it.
    fn quoted(&mut self, reply: Reply) -> Effects {
        match reply.read::<Quoted>() {
            Ok(quote) => {
                self.sale.quote = Some(quote);
                self.ask_earns(Cart { tenders: Vec::new(), ..self.sale.cart.clone() })
            }
            Err(Stop::Refused(Refused::MemberMerged { into, .. })) => self.follow(into),
            Err(Stop::Refused(no)) => {
                let mut out = self.refuse(&no);
                if self.sale.step_back() {
                    out.extend(self.ask_quote());
                    out.extend(self.ask_member());
                }
                out
            }
            Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
        }
    }

    pub(super) fn priced(&mut self, turn: u64, reply: Reply) -> Effects {
        let typed = self.typed_tender().is_some();
        let Some(pay) = self.pay.as_mut().filter(|pay| pay.turn == turn) else {
            return vec![Effect::Unchanged];
        };
        let words = match reply.read::<Priced>() {
            Ok(priced) => {
                pay.take(priced);
                None
            }
            Err(stop) => {
                let words = self.context.words(&stop);
                // What was typed for after an Enter that cannot be must not act on anything else.
                self.queue.clear();
                if typed {
                    // The digit may be the first of an amount: it stays, and Enter on it alone does nothing.
                    pay.barred = Some(words.clone());
                    let waited = self.awaited == Some(Awaited::Price);
                    let out = if waited { vec![say(Tone::Bad, words)] } else { vec![say(Tone::Info, words)] };
                    return if waited { self.resume(out) } else { out };
                }
                self.line.clear();
                Some((words, pay.step_back()))
            }
        };
        let mut out = Vec::new();
        let mut open = true;
        if let Some((words, back)) = words {
            out.push(say(Tone::Bad, words));
            if back {
                out.extend(self.ask_price());
            } else {
                self.pay = None;
                open = false;
            }
        }
        if self.awaited == Some(Awaited::Price) && out.is_empty() {
            out.extend(self.pay_enter());
            // The sale itself may be awaited now; then the keys go on waiting.
            if self.awaited == Some(Awaited::Settled) {
                return out;
            }
            return self.resume(out);
        }
        if !open || self.awaited == Some(Awaited::Price) {
            return self.resume(out);
        }
        out
    }

    fn settled(&mut self, reply: Reply) -> Effects {
        let at = reply.at;
        match reply.read::<crate::checkout::pay::Paid>() {
            Ok(paid) => {
                let words = self.paid_words(&paid);
                let Some(pay) = self.pay.take() else { return self.resume(Vec::new()) };
                self.last_tender = pay.outside_tender().unwrap_or(self.last_tender);
                let cash = pay.takes_cash();
                self.fresh = Some(Fresh {
                    bill: paid.bill.clone(),
                    at,
                    cart: self.sale.cart.clone(),
                    topup: false,
                    steps: 0,
                });
                self.sale = Sale::default();
                self.line.clear();
                let out = vec![say(Tone::Ok, words), Effect::Wish(Want::Sold { bill: paid.bill, cash })];
                self.resume(out)
            }
            Err(Stop::Refused(no)) => {
                let out = self.settle_refused(no);
                self.resume(out)
            }
            Err(stop) => {
                // The key stays: whatever became of the first try, Enter again is the same sale.
                let tone = if matches!(stop, Stop::Unknown(_)) { Tone::Warn } else { Tone::Bad };
                let out = vec![say(tone, self.context.words(&stop))];
                self.queue.clear();
                self.resume(out)
            }
        }
    }

    fn settle_refused(&mut self, no: Refused) -> Effects {
        // What was typed for after the sale must not act on a sale that did not happen.
        self.queue.clear();
        if let Some(act) = Settled::needs(&no) {
            return self.ask_approval(act, &no);
        }
        let mut out = self.refuse(&no);
        out.extend(self.ask_price());
        out
    }

    pub(super) fn hold(&mut self) -> Effects {
        if self.sale.is_empty() {
            return vec![say(Tone::Warn, self.word("checkout.empty"))];
        }
        self.pay = None;
        self.awaited = Some(Awaited::Done);
        let key = self.context.key();
        let verb = HoldBill { cart: Cart { tenders: Vec::new(), ..self.sale.cart.clone() }, label: None };
        vec![work(Wish::act("hold", self.context.envelope(&key), verb))]
    }

    fn held(&mut self, reply: Reply) -> Effects {
        let out = match reply.read::<Held>() {
            Ok(held) => {
                self.sale = Sale::default();
                self.line.clear();
                let label =
                    if held.label.is_empty() { self.word("checkout.guest").into() } else { held.label };
                let words =
                    t!(self.context.lang, "checkout.held_done", label = label, total = held.total.grouped());
                vec![say(Tone::Ok, words)]
            }
            Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
        };
        self.resume(out)
    }

    pub(super) fn take_held(&mut self, hold: i64) -> Effects {
        self.awaited = Some(Awaited::Done);
        let key = self.context.key();
        vec![work(Wish::act("retrieve", self.context.envelope(&key), RetrieveBill { hold }))]
    }

    fn retrieved(&mut self, reply: Reply) -> Effects {
        let out = match reply.read::<Held>() {
            Ok(held) => {
                self.sale = Sale::of(held.cart);
                let mut out = vec![say(Tone::Ok, self.word("checkout.retrieved"))];
                out.extend(self.ask_member());
                out.extend(self.ask_quote());
                out
            }
            Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
        };
        self.resume(out)
    }

    /// Whether the bill just made is fresh enough to be taken back without a reason.
    pub(super) fn can_undo(&self) -> bool {
        let limit = self.context.settings.undo_seconds.saturating_mul(1000);
        self.fresh.as_ref().is_some_and(|fresh| self.context.world.now().0 - fresh.at.0 <= limit)
    }

    /// A bill of this operator after the fresh one: a refund of it, a debt paid. What came last is not taken back by way of
    /// what came before.
    pub(super) fn later_bill(&self) -> Option<&BillHead> {
        let fresh = self.fresh.as_ref()?;
        let own = self.context.who.as_ref().map(|who| who.name.as_str());
        let later = |bill: &&BillHead| bill.at > fresh.at.0 && bill.bill != fresh.bill;
        let bills = self.day.iter().flat_map(|day| &day.bills);
        bills.filter(later).find(|bill| own.is_none_or(|own| bill.operator_name == own))
    }

    /// Ctrl+Z: the last step, or the sale just made.
    pub(super) fn undo(&mut self) -> Effects {
        if self.pay.is_some() {
            return self.pay_back();
        }
        // What came last goes first: a bill that was made before these steps waits for them.
        let later = self.fresh.as_ref().map_or(0, |fresh| fresh.steps);
        if (!self.can_undo() || self.sale.steps() > later) && self.sale.step_back() {
            self.sale.member = None;
            let mut out = vec![say(Tone::Info, self.word("checkout.step_back"))];
            out.extend(self.ask_quote());
            out.extend(self.ask_member());
            return out;
        }
        let Some(fresh) = &self.fresh else {
            return self.refuse(&Refused::UndoNothing {});
        };
        if let Some(later) = self.later_bill() {
            let (bill, first) = (view_today::short(&later.bill), view_today::short(&fresh.bill));
            let words = t!(self.context.lang, "checkout.undo_later", bill = bill, first = first);
            return vec![say(Tone::Warn, words)];
        }
        self.awaited = Some(Awaited::Done);
        let verb = TakeBack { bill: fresh.bill.clone() };
        let key = self.context.key();
        vec![work(Wish::act("take_back", self.context.envelope(&key), verb))]
    }

    fn taken_back(&mut self, reply: Reply) -> Effects {
        let out = match reply.read::<GivenBack>() {
            Ok(back) => {
                if let Some(fresh) = self.fresh.take().filter(|fresh| !fresh.topup) {
                    self.sale = Sale::of(fresh.cart);
                }
                let amount = back.amount.grouped();
                let ways = back.tenders.iter().map(|(tender, amount)| {
                    format!("{} {}", self.word(super::offer::tender_key(*tender)), amount.grouped())
                });
                let ways = ways.collect::<Vec<_>>().join("  ");
                let (bill, lang) = (back.of_bill, self.context.lang);
                let words = t!(lang, "checkout.taken_back", bill = bill, amount = amount, ways = ways);
                let mut out = vec![say(Tone::Ok, words)];
                out.extend(self.ask_member());
                out.extend(self.ask_quote());
                out
            }
            Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
        };
        self.resume(out)
    }

    pub(super) fn rate(&mut self, rating: i64) -> Effects {
        let Some(fresh) = &self.fresh else { return Vec::new() };
        self.busy_key = self.context.key();
        let verb = RateBill { bill: fresh.bill.clone(), rating };
        vec![work(Wish::act("rate", self.context.envelope(&self.busy_key), verb))]
    }

    fn rated(&mut self, reply: Reply) -> Effects {
        match reply.read::<Rated>() {
            Ok(rated) => {
                let words = t!(self.context.lang, "checkout.rated", bill = rated.bill, stars = rated.rating);
                vec![say(Tone::Ok, words)]
            }
            Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
        }
    }

    /// A recommendation stands on the bill that is open, or on the sale just made.
    pub(super) fn recommend(&mut self, item: &str, name: &str) -> Effects {
        let by = self.sale.line().and_then(|line| line.staff.first()).map(|staff| staff.number().to_owned());
        let who = self.context.who.as_ref().map(|who| who.number.clone());
        let Some(staff) = by.or(who) else { return Vec::new() };
        let words = t!(self.context.lang, "checkout.advised", item = name, staff = staff);
        if self.sale.cart.member.is_some() {
            self.sale.recommend(item, &staff);
            let mut out = self.ask_quote();
            out.push(say(Tone::Ok, words));
            return out;
        }
        let after = self
            .fresh
            .as_ref()
            .and_then(|fresh| fresh.cart.member.clone().map(|who| (who, fresh.bill.clone())));
        let Some((member, bill)) = after.filter(|_| self.sale.is_empty()) else {
            let act = self.word("checkout.recommending").to_owned();
            return self.refuse(&Refused::MemberNeeded { act });
        };
        self.busy_key = self.context.key();
        let verb = Recommend { member, item: item.to_owned(), staff, bill: Some(bill) };
        vec![work(Wish::act("advise", self.context.envelope(&self.busy_key), verb))]
    }

    fn advised(&mut self, reply: Reply) -> Effects {
        match reply.read::<Advice>() {
            Ok(advice) => {
                let words =
                    t!(self.context.lang, "checkout.advised", item = advice.item, staff = advice.staff);
                vec![say(Tone::Ok, words)]
            }
            Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
        }
    }
}
