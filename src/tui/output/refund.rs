//! Giving part of a bill back: lines and counts on top, what goes back where below, a manager's PIN at the end.
//!
//! What goes back is not worked out here: the verb itself is rehearsed after every key.

use std::rc::Rc;

use crate::checkout::bill::{Bill, BillLine, ShowBill};
use crate::checkout::refund::{BackLine, GivenBack, RefundBill};
use crate::ground::Fen;
use crate::shop::rights::Act;
use crate::t;
use crate::tui::app::approve::{Approval, Approve};
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, open, say, unpack, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::frame::{Column, Hint, Panel, Pen, Row, Table, Tone, popup, text};
use crate::tui::input::Key;
use crate::tui::parts::figures::tender_name;
use crate::tui::screen::{Effect, Screen};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// What the verb would do.
type Would = Result<GivenBack, String>;

/// The layer.
pub struct Refund {
    context: Rc<Context>,
    number: String,
    key: String,
    bill: Option<Bill>,
    /// How many of each line go back.
    back: Vec<i64>,
    marked: usize,
    turn: u64,
    would: Option<Would>,
    queue: Vec<Msg>,
}

impl Refund {
    /// Opens the layer for a bill.
    #[must_use]
    pub fn open(context: Rc<Context>, bill: String) -> Self {
        Self {
            key: context.key(),
            context,
            number: bill,
            bill: None,
            back: Vec::new(),
            marked: 0,
            turn: 0,
            would: None,
            queue: Vec::new(),
        }
    }

    fn lines(&self) -> &[BillLine] {
        self.bill.as_ref().map_or(&[], |bill| &bill.lines)
    }

    fn verb(&self) -> RefundBill {
        let lines = self.lines().iter().zip(&self.back).filter(|(_, count)| **count > 0);
        let lines = lines.map(|(line, count)| BackLine { line: line.line, quantity: *count }).collect();
        RefundBill { bill: self.number.clone(), lines }
    }

    /// Asks the verb what it would do.
    fn rehearse(&mut self) -> Effects {
        self.would = None;
        let verb = self.verb();
        self.turn += 1;
        if verb.lines.is_empty() {
            return Vec::new();
        }
        let by = self.context.who.as_ref().map(|who| who.number.clone());
        let wish = Wish::change("would", move |shop| shop.rehearse(by.as_deref(), &verb));
        vec![work(wish.turn(self.turn).latest())]
    }

    fn set(&mut self, count: i64) -> Effects {
        let Some(line) = self.lines().get(self.marked) else { return Vec::new() };
        let left = (line.quantity - line.returned).max(0);
        if !(0..=left).contains(&count) {
            return vec![Effect::Bell];
        }
        if let Some(slot) = self.back.get_mut(self.marked) {
            *slot = count;
        }
        self.rehearse()
    }

    fn all(&mut self) -> Effects {
        self.back = self.lines().iter().map(|line| (line.quantity - line.returned).max(0)).collect();
        self.rehearse()
    }

    fn key(&mut self, key: Key) -> Effects {
        let now = self.back.get(self.marked).copied().unwrap_or(0);
        match key {
            Key::Esc => vec![close()],
            Key::Up => {
                self.marked = self.marked.saturating_sub(1);
                Vec::new()
            }
            Key::Down => {
                self.marked = (self.marked + 1).min(self.lines().len().saturating_sub(1));
                Vec::new()
            }
            Key::Char('+') | Key::Right => self.set(now + 1),
            Key::Char('-') | Key::Left => self.set(now - 1),
            Key::Char('*') => self.all(),
            Key::Char(digit) => match digit.to_digit(10) {
                Some(count) => self.set(i64::from(count)),
                None => vec![Effect::Bell],
            },
            Key::Enter => self.enter(),
            _ => Vec::new(),
        }
    }

    fn enter(&mut self) -> Effects {
        match &self.would {
            None => vec![say(Tone::Info, words::text(self.context.lang, "output.refund_how"))],
            Some(Err(words)) => vec![say(Tone::Bad, words.clone())],
            Some(Ok(back)) => {
                let amount = back.amount.grouped();
                let why = t!(self.context.lang, "output.refund_why", bill = self.number, amount = amount);
                self.key = self.context.key();
                vec![open(Approve::open(Rc::clone(&self.context), Act::Refund, why, true))]
            }
        }
    }

    fn hear(&mut self, reply: Reply) -> Effects {
        match reply.tag.what {
            "bill" => {
                match reply.read::<Bill>() {
                    Ok(bill) => {
                        self.back = vec![0; bill.lines.len()];
                        self.marked =
                            bill.lines.iter().position(|line| line.returned < line.quantity).unwrap_or(0);
                        self.bill = Some(bill);
                    }
                    Err(stop) => return vec![close(), say(Tone::Bad, self.context.words(&stop))],
                }
                vec![Effect::Wish(Want::Replay(std::mem::take(&mut self.queue)))]
            }
            "would" if reply.tag.turn == self.turn => {
                let would = reply.read::<GivenBack>().map_err(|stop| self.context.words(&stop));
                self.would = Some(would);
                Vec::new()
            }
            "would" => vec![Effect::Unchanged],
            _ => match reply.read::<GivenBack>() {
                Ok(back) => {
                    let (of, amount) = (back.of_bill, back.amount.grouped());
                    let words = t!(self.context.lang, "output.refunded", bill = of, amount = amount);
                    let cash =
                        back.tenders.iter().any(|(tender, _)| *tender == crate::checkout::Tender::Cash);
                    vec![close(), say(Tone::Ok, words), Effect::Wish(Want::Sold { bill: back.bill, cash })]
                }
                Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
            },
        }
    }

    fn approved(&self, approval: &Approval) -> Effects {
        let envelope = approval.seal(self.context.envelope(&self.key));
        vec![work(Wish::act("refund", envelope, self.verb()))]
    }

    /// What goes back, line by line.
    fn told(&self, lang: Lang) -> Vec<(String, Role)> {
        let Some(would) = &self.would else {
            return vec![(words::text(lang, "output.refund_how").to_owned(), Role::Muted)];
        };
        let back = match would {
            Ok(back) => back,
            Err(words) => return vec![(words.clone(), Role::Bad)],
        };
        let mut out = vec![(t!(lang, "output.refund_sum", amount = back.amount.grouped()), Role::Money)];
        let tenders: Vec<String> = back
            .tenders
            .iter()
            .filter(|(_, amount)| *amount != Fen::ZERO)
            .map(|(tender, amount)| format!("{} {}", tender_name(lang, *tender), amount.grouped()))
            .collect();
        out.push((tenders.join("  "), Role::Text));
        if back.points_taken != 0 || back.points_returned != 0 {
            let points =
                t!(lang, "output.refund_points", taken = back.points_taken, returned = back.points_returned);
            out.push((points, Role::Text));
        }
        out
    }
}

impl Screen for Refund {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown => vec![work(Wish::ask("bill", ShowBill { bill: self.number.clone() }))],
            Msg::Context(context) => {
                self.context = context;
                Vec::new()
            }
            Msg::Key(key) if key.plain() == Key::Esc => vec![close()],
            // Keys wait for the bill, and Enter for what it would do.
            Msg::Key(_) if self.bill.is_none() => {
                self.queue.push(msg);
                Vec::new()
            }
            Msg::Key(key) => self.key(key.plain()),
            Msg::Row { row, .. } => {
                self.marked = row;
                Vec::new()
            }
            Msg::Wheel { down } => self.key(if down { Key::Down } else { Key::Up }),
            Msg::Reply(reply) => self.hear(reply),
            Msg::Closed(_, parcel) => match unpack::<Approval>(parcel) {
                Some(approval) => self.approved(&approval),
                None => Vec::new(),
            },
            Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Touched(_)
            | Msg::Member(_)
            | Msg::Forget(_) => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        let who = self.bill.as_ref().and_then(|bill| bill.member_name.clone()).unwrap_or_default();
        let fact = format!("{} {who}", self.number);
        let panel = Panel::new(pen.word(self.title())).fact(fact.trim());
        let width = pen.width().min(84);
        let told: Vec<(String, Role)> = self
            .told(lang)
            .into_iter()
            .flat_map(|(line, role)| {
                text::wrap(&line, usize::from(width.saturating_sub(6)))
                    .into_iter()
                    .map(move |line| (line, role))
            })
            .collect();
        let below = u16::try_from(told.len()).unwrap_or(4) + 1;
        let lines = u16::try_from(self.lines().len()).unwrap_or(8).clamp(1, 10);
        let height = (lines + below + 3).min(pen.height().saturating_sub(2));
        let mut inside = popup(pen, width, height, &panel);
        let table_height = inside.height().saturating_sub(below);
        let area = ratatui::layout::Rect { height: table_height, ..inside.bounds() };
        let columns = [
            Column::rest(inside.word("output.col_what")),
            Column::figure(inside.word("output.col_sold"), 5),
            Column::figure(inside.word("output.back"), 5),
            Column::figure(inside.word("output.col_now"), 6),
            Column::figure(inside.word("output.col_net"), 11),
        ];
        let rows: Vec<Row> =
            self.lines().iter().zip(&self.back).map(|(line, back)| row(line, *back)).collect();
        let fit = Table::rows_in(table_height, true);
        let first = (self.marked + 1).saturating_sub(fit);
        let table = Table {
            list: "till.refund",
            columns: &columns,
            rows: rows.get(first..).unwrap_or_default(),
            first,
            count: rows.len(),
            selected: Some(self.marked),
            titled: true,
        };
        table.draw(&mut inside.part(area));
        inside.rule(table_height);
        for (y, (line, role)) in (table_height + 1..).zip(&told) {
            inside.put(2, y, line, *role);
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![
            hint(Key::Char('+'), lang, "output.refund_more"),
            hint(Key::Char('-'), lang, "output.refund_less"),
            hint(Key::Char('*'), lang, "output.refund_all"),
            hint(Key::Enter, lang, "output.refund"),
            hint(Key::Esc, lang, "key.back"),
        ]
    }
}

fn row(line: &BillLine, back: i64) -> Row {
    let gone = line.returned >= line.quantity;
    let role = if gone { Role::Muted } else { Role::Text };
    let now = if back > 0 { Role::Brand } else { Role::Muted };
    let paid = if line.card.is_some() { line.card_value } else { line.net };
    Row::new()
        .cell(line.name.clone(), role)
        .cell(line.quantity.to_string(), role)
        .cell(if line.returned > 0 { line.returned.to_string() } else { String::new() }, Role::Muted)
        .cell(back.to_string(), now)
        .cell(paid.grouped(), role)
}

impl Pane for Refund {
    fn title(&self) -> &'static str {
        "output.refund"
    }
}
