//! The bills of a day to choose from: a slip to see, a bill to give back in part, or one to void with a reason and a
//! manager's PIN.

use std::rc::Rc;

use chrono::Days;

use super::paper::Paper;
use super::refund::Refund;
use crate::checkout::Tender;
use crate::checkout::bill::{BillHead, ListBills};
use crate::checkout::refund::{GivenBack, VoidBill};
use crate::checkout::topup::VoidTopUp;
use crate::shop::rights::Act;
use crate::t;
use crate::tui::app::approve::{Approval, Approve};
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, open, say, unpack, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::frame::listing::{Phase, SLOW_AFTER_MS};
use crate::tui::frame::{Column, Hint, Listing, Panel, Pen, Row, Table, Tone, popup};
use crate::tui::input::Key;
use crate::tui::screen::{Effect, Screen};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// What a bill is chosen for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum For {
    /// To see its slip.
    Show,
    /// To give part of it back.
    Refund,
    /// To void it.
    Void,
}

impl For {
    /// Whether a bill can be chosen for it.
    fn is_for(self, bill: &BillHead) -> bool {
        match self {
            Self::Show => true,
            Self::Refund => bill.kind == "sale",
            Self::Void => !["refund", "void"].contains(&bill.kind.as_str()),
        }
    }
}

/// The bills of one day; Left and Right go to other days.
pub struct Bills {
    context: Rc<Context>,
    list: Listing<BillHead>,
    queue: Vec<Msg>,
    what: For,
    day: chrono::NaiveDate,
    turn: u64,
    key: String,
    asked: Option<String>,
}

impl Bills {
    /// Opens the list.
    #[must_use]
    pub fn open(context: Rc<Context>, what: For) -> Self {
        Self {
            key: context.key(),
            day: context.today(),
            turn: 0,
            context,
            list: Listing::default(),
            queue: Vec::new(),
            what,
            asked: None,
        }
    }

    fn ask(&mut self) -> Effects {
        self.turn += 1;
        let day = Some(self.day.to_string());
        let list = ListBills { from: day.clone(), to: day, ..ListBills::default() };
        vec![
            work(Wish::search("bills", self.turn, list)),
            Effect::Wake { tag: "till.bills", after_ms: SLOW_AFTER_MS },
        ]
    }

    fn go(&mut self, to: Option<chrono::NaiveDate>) -> Effects {
        let Some(day) = to.filter(|day| *day <= self.context.today()) else { return vec![Effect::Bell] };
        self.day = day;
        self.ask()
    }

    fn enter(&mut self) -> Effects {
        let Some(bill) = self.list.selected().map(|bill| bill.bill.clone()) else { return vec![close()] };
        match self.what {
            For::Show => return vec![open(Paper::open(Rc::clone(&self.context), bill))],
            For::Refund => return vec![close(), open(Refund::open(Rc::clone(&self.context), bill))],
            For::Void => {}
        }
        let why = t!(self.context.lang, "output.void_why", bill = bill);
        self.asked = Some(bill);
        self.key = self.context.key();
        vec![open(Approve::open(Rc::clone(&self.context), Act::Void, why, true))]
    }

    fn approved(&mut self, approval: &Approval) -> Effects {
        let Some(bill) = self.asked.clone() else { return Vec::new() };
        let envelope = approval.seal(self.context.envelope(&self.key));
        let of_topup = self.list.iter().any(|head| head.bill == bill && head.kind == "topup");
        vec![work(if of_topup {
            Wish::act("void", envelope, VoidTopUp { bill })
        } else {
            Wish::act("void", envelope, VoidBill { bill })
        })]
    }

    fn voided(&self, reply: crate::worker::Reply) -> Effects {
        match reply.read::<GivenBack>() {
            Ok(back) => {
                let words = t!(
                    self.context.lang,
                    "checkout.taken_back",
                    bill = back.of_bill,
                    amount = back.amount.grouped()
                );
                let cash = back.tenders.iter().any(|(tender, _)| *tender == Tender::Cash);
                vec![close(), say(Tone::Ok, words), Effect::Wish(Want::Sold { bill: back.bill, cash })]
            }
            Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
        }
    }

    fn key(&mut self, key: Key) -> Effects {
        match key.plain() {
            Key::Esc => vec![close()],
            Key::Enter => self.enter(),
            Key::Left => self.go(self.day.checked_sub_days(Days::new(1))),
            Key::Right => self.go(self.day.checked_add_days(Days::new(1))),
            other => {
                self.list.travel(other);
                Vec::new()
            }
        }
    }
}

impl Screen for Bills {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown | Msg::Touched(_) => self.ask(),
            Msg::Context(context) => {
                self.context = context;
                Vec::new()
            }
            // Keys wait for the list that they choose from.
            Msg::Key(key) if key != Key::Esc && matches!(self.list.phase, Phase::Asked | Phase::Slow) => {
                self.queue.push(msg);
                Vec::new()
            }
            Msg::Key(key) => self.key(key),
            Msg::Row { row, .. } => {
                self.list.select(row);
                Vec::new()
            }
            Msg::Wheel { down } => self.key(if down { Key::Down } else { Key::Up }),
            Msg::Reply(reply) if reply.tag.what == "void" => self.voided(reply),
            Msg::Reply(reply) if reply.tag.turn != self.turn => vec![Effect::Unchanged],
            Msg::Reply(reply) => {
                let at = reply.at;
                match reply.read::<Vec<BillHead>>() {
                    Ok(rows) => {
                        let mut rows: Vec<BillHead> =
                            rows.into_iter().filter(|bill| self.what.is_for(bill)).collect();
                        // What can still be chosen stands first.
                        if self.what != For::Show {
                            rows.sort_by_key(|bill| bill.refunded);
                        }
                        self.list.answer(rows, at);
                    }
                    Err(stop) => self.list.fail(self.context.words(&stop)),
                }
                vec![Effect::Wish(Want::Replay(std::mem::take(&mut self.queue)))]
            }
            Msg::Wake("till.bills") => {
                self.list.is_late();
                Vec::new()
            }
            Msg::Closed(_, parcel) => match unpack::<Approval>(parcel) {
                Some(approval) => self.approved(&approval),
                None => Vec::new(),
            },
            Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Member(_)
            | Msg::Forget(_) => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        let fact = self.day.to_string();
        let panel = Panel::new(pen.word(self.title())).fact(&fact);
        let (width, height) = (pen.width().min(84), pen.height().saturating_sub(4).min(20));
        let mut inside = popup(pen, width, height, &panel);
        if self.list.draw_state(&mut inside, "output.none_day") {
            return;
        }
        let columns = [
            Column::text(inside.word("output.col_time"), 5),
            Column::text(inside.word("output.col_bill"), 14),
            Column::text(inside.word("output.col_kind"), 12),
            Column::rest(inside.word("output.col_what")),
            Column::text(inside.word("key.member"), 8),
            Column::figure(inside.word("checkout.col_total"), 12),
        ];
        let fit = Table::rows_in(inside.height(), true);
        let first = self.list.first(fit);
        let rows: Vec<Row> =
            self.list.iter().skip(first).take(fit).map(|bill| self.row(lang, bill)).collect();
        let table = Table {
            list: "till.bills",
            columns: &columns,
            rows: &rows,
            first,
            count: self.list.len(),
            selected: self.list.selected_number(),
            titled: true,
        };
        table.draw(&mut inside);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![
            hint(Key::Enter, lang, if self.what == For::Show { "output.show" } else { self.title() }),
            hint(Key::Left, lang, "output.day_before"),
            hint(Key::Right, lang, "output.day_after"),
            hint(Key::Esc, lang, "key.back"),
        ]
    }
}

impl Bills {
    fn row(&self, lang: Lang, bill: &BillHead) -> Row {
        let time = self.context.zone.hour_minute(crate::ground::Instant(bill.at));
        let gone = bill.refunded || bill.payable.0 < 0;
        let role = if gone { Role::Muted } else { Role::Text };
        let kind =
            words::lookup(lang, &format!("output.kind_{}", bill.kind)).unwrap_or(&bill.kind).to_owned();
        let kind = if bill.refunded { format!("{kind} {}", words::text(lang, "output.back")) } else { kind };
        Row::new()
            .cell(time, Role::Muted)
            .cell(bill.bill.clone(), role)
            .cell(kind, role)
            .cell(bill.what.clone(), role)
            .cell(bill.member_name.clone().unwrap_or_default(), role)
            .cell(bill.payable.grouped(), role)
    }
}

impl Pane for Bills {
    fn title(&self) -> &'static str {
        match self.what {
            For::Show => "output.bills",
            For::Refund => "output.refund",
            For::Void => "output.void",
        }
    }
}
