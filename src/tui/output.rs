//! F9 and F12: what is printed, shown again or voided. The slip itself and the printer are joined in `checkout::slip`.

use std::rc::Rc;

use super::app::approve::{Approval, Approve};
use super::app::lock::hint;
use super::app::pane::{close, open, say, unpack, work};
use super::app::{Context, Effects, Msg, Pane, Want};
use super::frame::listing::{Phase, SLOW_AFTER_MS};
use super::frame::{Column, Hint, Listing, Panel, Pen, Row, Table, Tone, popup};
use super::input::Key;
use super::screen::{Effect, Screen};
use super::theme::Role;
use crate::checkout::bill::{BillHead, ListBills};
use crate::checkout::refund::{GivenBack, VoidBill};
use crate::shop::rights::Act;
use crate::t;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// Opens the drawer.
#[must_use]
pub fn drawer(context: &Context) -> Effects {
    vec![say(Tone::Warn, words::text(context.lang, "output.no_printer"))]
}

/// Shows the slip of a bill: the seam for the preview layer and the printer.
#[must_use]
pub fn slip(context: &Rc<Context>, _bill: &str) -> Effects {
    vec![say(Tone::Warn, words::text(context.lang, "output.no_printer"))]
}

/// The menu.
pub struct Output {
    context: Rc<Context>,
    last: Option<String>,
    marked: usize,
}

/// What the menu offers, by digit.
const CHOICES: [&str; 3] = ["output.last", "output.bills", "output.void"];

impl Output {
    /// Opens the menu; `last` is the newest bill.
    #[must_use]
    pub fn open(context: Rc<Context>, last: Option<String>) -> Self {
        Self { context, last, marked: 0 }
    }

    fn choose(&mut self, place: usize) -> Effects {
        let bills = |void| {
            let list = Bills::open(Rc::clone(&self.context), void);
            vec![close(), open(list)]
        };
        match place {
            0 => match &self.last {
                Some(bill) => {
                    let mut out = vec![close()];
                    out.extend(slip(&self.context, bill));
                    out
                }
                None => vec![close(), say(Tone::Info, words::text(self.context.lang, "output.none"))],
            },
            1 => bills(false),
            _ => bills(true),
        }
    }
}

impl Screen for Output {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        let key = match msg {
            Msg::Key(key) => key.plain(),
            Msg::Row { row, .. } => return self.choose(row),
            _ => return Vec::new(),
        };
        match key {
            Key::Esc => vec![close()],
            Key::Enter => self.choose(self.marked),
            Key::Up => {
                self.marked = self.marked.saturating_sub(1);
                Vec::new()
            }
            Key::Down => {
                self.marked = (self.marked + 1).min(CHOICES.len() - 1);
                Vec::new()
            }
            Key::Char(digit @ '1'..='3') => {
                let place = digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).unwrap_or(1);
                self.choose(place - 1)
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let fact = self.last.clone().unwrap_or_default();
        let panel = Panel::new(pen.word(self.title())).fact(&fact);
        let mut inside = popup(pen, 40, 5, &panel);
        for (place, key) in CHOICES.iter().enumerate() {
            let y = u16::try_from(place).unwrap_or(0);
            let x = inside.put(2, y, &(place + 1).to_string(), Role::Key);
            inside.put(x + 1, y, inside.word(key), Role::Text);
            if place == self.marked {
                inside.put(0, y, &inside.glyphs().point.to_string(), Role::Brand);
                inside.tint(y, Role::Selected);
            }
            inside.hit_row(y, "output", place);
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![hint(Key::Enter, lang, "form.submit"), hint(Key::Esc, lang, "key.back")]
    }
}

impl Pane for Output {
    fn title(&self) -> &'static str {
        "key.output"
    }
}

/// Today's bills: Enter shows the slip, or voids the bill with a reason and a manager's PIN.
pub struct Bills {
    context: Rc<Context>,
    list: Listing<BillHead>,
    queue: Vec<Msg>,
    void: bool,
    key: String,
    asked: Option<String>,
}

impl Bills {
    /// Opens the list.
    #[must_use]
    pub fn open(context: Rc<Context>, void: bool) -> Self {
        Self { key: context.key(), context, list: Listing::default(), queue: Vec::new(), void, asked: None }
    }

    fn enter(&mut self) -> Effects {
        let Some(bill) = self.list.selected().map(|bill| bill.bill.clone()) else { return vec![close()] };
        if !self.void {
            return slip(&self.context, &bill);
        }
        let why = t!(self.context.lang, "output.void_why", bill = bill);
        self.asked = Some(bill);
        self.key = self.context.key();
        vec![open(Approve::open(Rc::clone(&self.context), Act::Void, why, true))]
    }

    fn approved(&mut self, approval: &Approval) -> Effects {
        let Some(bill) = self.asked.clone() else { return Vec::new() };
        let envelope = approval.seal(self.context.envelope(&self.key));
        vec![work(Wish::act("void", envelope, VoidBill { bill }))]
    }

    fn voided(&mut self, reply: crate::worker::Reply) -> Effects {
        match reply.read::<GivenBack>() {
            Ok(back) => {
                let words = t!(
                    self.context.lang,
                    "checkout.taken_back",
                    bill = back.of_bill,
                    amount = back.amount.grouped()
                );
                vec![close(), say(Tone::Ok, words)]
            }
            Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
        }
    }

    fn key(&mut self, key: Key) -> Effects {
        match key.plain() {
            Key::Esc => vec![close()],
            Key::Enter => self.enter(),
            Key::Up => {
                self.list.step(-1);
                Vec::new()
            }
            Key::Down => {
                self.list.step(1);
                Vec::new()
            }
            Key::PageUp => {
                self.list.step(-10);
                Vec::new()
            }
            Key::PageDown => {
                self.list.step(10);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}

impl Screen for Bills {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown | Msg::Touched(_) => vec![
                work(Wish::ask("bills", ListBills::default())),
                Effect::Wake { tag: "till.bills", after_ms: SLOW_AFTER_MS },
            ],
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
            Msg::Reply(reply) => {
                let at = reply.at;
                match reply.read::<Vec<BillHead>>() {
                    Ok(rows) => self.list.answer(rows, at),
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
        let fact = self.list.as_of(lang, &self.context.zone);
        let panel = Panel::new(pen.word(self.title())).fact(&fact);
        let (width, height) = (pen.width().min(84), pen.height().saturating_sub(4).min(20));
        let mut inside = popup(pen, width, height, &panel);
        if self.list.draw_state(&mut inside, "output.none") {
            return;
        }
        let columns = [
            Column::text(inside.word("output.col_time"), 5),
            Column::text(inside.word("output.col_bill"), 14),
            Column::text(inside.word("output.col_kind"), 8),
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
        let enter = if self.void { "output.void" } else { "output.show" };
        vec![hint(Key::Enter, lang, enter), hint(Key::Esc, lang, "key.back")]
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
        if self.void { "output.void" } else { "output.bills" }
    }
}
