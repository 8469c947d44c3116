//! The checkout: one entry box, a bill, a member, and two Enters between a customer and a receipt.
//!
//! While an answer is awaited that the next key depends on, keys wait in their order and are heard afterwards, so
//! that fast fingers lose none. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | what a typed text does | [`typed`]; cards, coupons, scans [`redeem`] |
//! | which keys work now, the help | [`pane`] |
//! | the bill being built | [`sale`] |
//! | hits as you type | [`hits`] |
//! | taking money | [`pay`], what it offers [`offer`], and which tender is proposed: `checkout::propose` |
//! | what is wished and what the answers do | [`asks`] |
//! | who will earn what | [`earning`] |
//! | discounts, held bills, a new member, the collection code | [`discount`], [`held`], [`newcomer`], [`collect`] |
//! | how it looks | [`view`] and the `view_*` files |

mod asks;
pub mod collect;
pub mod discount;
pub mod earning;
pub mod held;
pub mod hits;
#[cfg(test)]
mod looks;
#[cfg(test)]
mod mistakes;
pub mod newcomer;
pub mod offer;
mod pane;
pub mod pay;
mod redeem;
pub mod sale;
#[cfg(test)]
mod tests;
mod typed;
mod view;
mod view_bill;
mod view_member;
mod view_pay;
mod view_today;

use std::rc::Rc;

use crate::checkout::bill::BillHead;
use crate::checkout::cart::{Cart, Tender};
use crate::checkout::today::TotalsAre;
use crate::ground::{Fen, Instant};
use crate::shop::Area;
use crate::tui::app::pane::{say, unpack};
use crate::tui::app::{Context, Effects, Msg, Parcel, Want, doors};
use crate::tui::frame::Tone;
use crate::tui::input::{Key, Rewind};
use crate::tui::keys::{Bind, Fixed};
use crate::tui::line::{Line, Takes};
use crate::tui::screen::Effect;
use crate::words;
use hits::Hits;
use offer::Pay;
use sale::Sale;

/// The panes where there is room for one only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// Bill and entry.
    #[default]
    Bill,
    /// The member.
    Member,
    /// The day.
    Today,
}

/// The answer that the next key depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Awaited {
    /// Who has this number.
    Members,
    /// What the pay panel shows.
    Price,
    /// The sale.
    Settled,
    /// A bill put aside, taken back, rated.
    Done,
}

/// The sale just made.
#[derive(Debug, Clone)]
pub struct Fresh {
    /// Its bill.
    pub bill: String,
    /// When.
    pub at: Instant,
    /// What was on it, to go on with if it is taken back.
    pub cart: Cart,
    /// Whether it is a top-up: then the bill on the screen is another and stays.
    pub topup: bool,
    /// How many steps of the bill could be taken back then: only what came later goes first.
    pub steps: usize,
}

/// The day so far.
#[derive(Debug, Clone, Default)]
pub struct Day {
    /// Totals.
    pub totals: TotalsAre,
    /// The last bills, newest first.
    pub bills: Vec<BillHead>,
    /// Bills put aside.
    pub held: usize,
    pub closed: bool,
    /// Whose turn it is in the rotation queue.
    pub next: Option<String>,
}

/// What a scanner's digit must not have changed.
#[derive(Debug, Clone)]
struct Before {
    line: Line,
    sale: Sale,
    hits: Hits,
    pay: Option<Pay>,
}

/// The screen.
pub struct Checkout {
    context: Rc<Context>,
    line: Line,
    sale: Sale,
    hits: Hits,
    pay: Option<Pay>,
    side: Side,
    last_tender: Tender,
    day: Option<Day>,
    fresh: Option<Fresh>,
    awaited: Option<Awaited>,
    /// Whether what stands in the entry box was refused.
    refused: bool,
    queue: Vec<Msg>,
    rewind: Rewind<Before>,
    turn: u64,
    /// The newest quote of the cart that was asked for.
    quoting: u64,
    /// The recommendation or rating that is on its way.
    busy_key: String,
}

/// What the keys of this screen do; the fixed keys are in `tui::keys`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    Enter,
    Remove,
    Up,
    Down,
    More,
    Less,
}

/// The keys of this screen, besides the fixed ones.
pub const KEYS: &[Bind<Act>] = &[
    Bind::quiet(Key::Enter, Act::Enter, "checkout.key_enter"),
    Bind::quiet(Key::Backspace, Act::Remove, "checkout.key_remove"),
    Bind::quiet(Key::Up, Act::Up, "checkout.key_up"),
    Bind::quiet(Key::Down, Act::Down, "checkout.key_down"),
    Bind::quiet(Key::Char('+'), Act::More, "checkout.key_more"),
    Bind::quiet(Key::Char('-'), Act::Less, "checkout.key_less"),
];

impl Checkout {
    /// An empty bill.
    #[must_use]
    pub fn open(context: Rc<Context>) -> Self {
        Self {
            context,
            line: Line::new(Takes::Narrow),
            sale: Sale::default(),
            hits: Hits::default(),
            pay: None,
            side: Side::Bill,
            last_tender: Tender::Wechat,
            day: None,
            fresh: None,
            awaited: None,
            refused: false,
            queue: Vec::new(),
            rewind: Rewind::default(),
            turn: 0,
            quoting: 0,
            busy_key: String::new(),
        }
    }

    /// The words of a key in this screen's language.
    fn word(&self, key: &'static str) -> &'static str {
        words::lookup(self.context.lang, key).unwrap_or(key)
    }

    fn next_turn(&mut self) -> u64 {
        self.turn += 1;
        self.turn
    }

    fn heard(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown => Self::ask_day(),
            Msg::Context(context) => {
                self.context = context;
                self.find()
            }
            Msg::Key(key) => self.key(key),
            Msg::Do(fixed) => self.fixed(fixed),
            Msg::Scan { text, typed } => self.scanned(&text, typed),
            Msg::Paste(text) => {
                self.line.paste(&text);
                self.find()
            }
            Msg::Row { list: "till.hits", row } => {
                let digit = u8::try_from(row + 1).unwrap_or(0);
                self.pick(digit)
            }
            Msg::Row { list: "till.cart", row } => {
                self.sale.selected = row.min(self.sale.cart.lines.len().saturating_sub(1));
                Vec::new()
            }
            Msg::Row { .. } => Vec::new(),
            Msg::Wheel { down } => self.key(if down { Key::Down } else { Key::Up }),
            Msg::Reply(reply) => self.answered(reply),
            Msg::Busy { .. } => self.resume(Vec::new()),
            Msg::Wake(_) => vec![Effect::Unchanged],
            Msg::Touched(areas) => self.touched(&areas),
            Msg::Closed(title, parcel) => self.closed(title, parcel),
            Msg::Member(member) => self.serve(member),
            Msg::Forget(chars) => {
                self.line.take_back(chars);
                self.find()
            }
        }
    }

    /// Keys wait while the answer is awaited that they depend on.
    fn waits(&self, msg: &Msg) -> bool {
        let typed = matches!(msg, Msg::Key(_) | Msg::Do(_) | Msg::Scan { .. } | Msg::Paste(_));
        typed && self.awaited.is_some() && !matches!(msg, Msg::Key(Key::Esc))
    }

    /// The awaited answer is here: whatever was typed meanwhile is heard now, by whoever is in front.
    fn resume(&mut self, mut effects: Effects) -> Effects {
        self.awaited = None;
        let queue = std::mem::take(&mut self.queue);
        if !queue.is_empty() {
            effects.push(Effect::Wish(Want::Replay(queue)));
        }
        effects
    }

    fn key(&mut self, key: Key) -> Effects {
        if key == Key::Esc && self.awaited == Some(Awaited::Members) {
            self.queue.clear();
            let mut out = self.resume(Vec::new());
            out.push(Effect::Interrupt);
            return out;
        }
        if let Key::Char(_) = key {
            // What was refused is replaced by what is typed next; Backspace and arrows keep it to be mended.
            if std::mem::take(&mut self.refused) && self.pay.is_none() {
                self.line.clear();
                self.hits = Hits::default();
            }
            self.rewind.note(Before {
                line: self.line.clone(),
                sale: self.sale.clone(),
                hits: self.hits.clone(),
                pay: self.pay.clone(),
            });
        } else {
            self.refused = false;
            self.rewind.clear();
        }
        if self.pay.is_some() { self.pay_key(key) } else { self.cart_key(key) }
    }

    /// What stood before a scanner typed comes back, then its text is read as one.
    fn scanned(&mut self, text: &str, typed: usize) -> Effects {
        if let Some(before) = self.rewind.back(typed) {
            self.line = before.line;
            self.sale = before.sale;
            self.hits = before.hits;
            self.pay = before.pay;
        } else {
            self.line.take_back(typed);
        }
        self.rewind.clear();
        self.scan(text)
    }

    fn fixed(&mut self, fixed: Fixed) -> Effects {
        match fixed {
            Fixed::Hold => self.hold(),
            Fixed::Retrieve => self.retrieve(),
            Fixed::TopUp => self.top_up(),
            Fixed::Discount => self.discount(),
            Fixed::Settle if self.pay.is_some() => self.collect(),
            Fixed::Settle => self.open_pay(None),
            Fixed::Member => self.member_file(),
            Fixed::Undo => self.undo(),
            Fixed::Help
            | Fixed::Shift
            | Fixed::Output
            | Fixed::Drawer
            | Fixed::Palette
            | Fixed::Filter
            | Fixed::Back
            | Fixed::NextPane
            | Fixed::PrevPane
            | Fixed::Tab(_) => Vec::new(),
        }
    }

    fn top_up(&self) -> Effects {
        let member = self.sale.cart.member.as_deref();
        vec![Effect::Wish(Want::Open(doors::top_up(&self.context, member)))]
    }

    fn member_file(&self) -> Effects {
        let want = match &self.sale.cart.member {
            Some(number) => Want::ShowMember(number.clone()),
            None => Want::Go(2),
        };
        vec![Effect::Wish(want)]
    }

    fn touched(&mut self, areas: &[Area]) -> Effects {
        let mut out = Vec::new();
        if [Area::Bills, Area::Ledger, Area::Staff].iter().any(|area| areas.contains(area)) {
            out.extend(Self::ask_day());
        }
        if areas.contains(&Area::Members) || areas.contains(&Area::Ledger) {
            out.extend(self.ask_member());
        }
        if areas.contains(&Area::Catalog) || areas.contains(&Area::Settings) {
            out.extend(self.ask_quote());
        }
        out
    }

    /// A layer of this screen was closed.
    fn closed(&mut self, title: &'static str, parcel: Parcel) -> Effects {
        match title {
            "checkout.newcomer" => match unpack::<crate::members::open::Opened>(parcel) {
                Some(opened) => self.serve(opened.member),
                None => Vec::new(),
            },
            "checkout.discount" => match unpack::<discount::Given>(parcel) {
                Some(given) => self.give(given),
                None => Vec::new(),
            },
            "key.top_up" => {
                if let Some(paid) = unpack::<crate::checkout::topup::ToppedUp>(parcel) {
                    self.fresh = Some(Fresh {
                        bill: paid.bill,
                        at: self.context.world.now(),
                        cart: Cart::default(),
                        topup: true,
                        steps: self.sale.steps(),
                    });
                }
                self.ask_member()
            }
            "checkout.held" => match unpack::<i64>(parcel) {
                Some(hold) => self.take_held(hold),
                None => Vec::new(),
            },
            "app.approve" => match unpack::<crate::tui::app::approve::Approval>(parcel) {
                Some(approval) => self.approved(approval),
                None => Vec::new(),
            },
            _ => self.ask_member(),
        }
    }

    /// A discount was chosen.
    fn give(&mut self, given: discount::Given) -> Effects {
        let discount::Given { whole, off } = given;
        if whole {
            self.sale.change(|cart| cart.discount = off);
        } else if !self.sale.change_line(|line| line.discount = off) {
            return vec![say(Tone::Warn, self.word("checkout.empty"))];
        }
        self.ask_quote()
    }

    /// What is still to be paid, for every layout.
    fn due(&self) -> Option<Fen> {
        match &self.pay {
            Some(pay) => pay.priced.as_ref().map(|priced| priced.quoted.payable),
            None if self.sale.is_empty() => Some(Fen::ZERO),
            None => self.sale.quote.as_ref().map(|quote| quote.payable),
        }
    }
}
