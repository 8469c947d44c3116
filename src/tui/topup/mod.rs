//! Topping up (F5): an amount or a step of the table, what is given for it, how it is paid, two Enters.
//!
//! | to change | open |
//! |---|---|
//! | what the keys do | this file |
//! | sending it, and what the answer brings | [`pay`] |
//! | how it looks | [`view`] |

mod pay;
mod view;

use crate::checkout::cart::Payment;
use crate::checkout::custody::{Custody, CustodyIs};
use crate::checkout::member_view::{MemberView, ShowMember};
use crate::checkout::topup::{Preview, TopUp, TopUpPreview};
use crate::ground::Fen;
use crate::members::search::{Hit, Search};
use crate::promotions::offers::{Offers, Table};
use crate::shop::Envelope;
use crate::tui::frame::{Hint, Pen};
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::line::{Line, Takes};
use crate::tui::parts::sheet::Turned;
use crate::tui::parts::{Around, Guest, Sheet, Step, complain, hints, why};
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

const HITS: &str = "top-hits";
const START: &str = "top-start";
const PREVIEW: &str = "top-preview";
const CUSTODY: &str = "topup-custody";
const PAID: &str = "top-paid";

/// Where the counter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Whose wallet?
    Who,
    /// How much?
    Amount,
    /// Above the limit of a named card: go on?
    Limit,
    /// Paid by what?
    Tender,
    /// Sent; the answer has yet to come.
    Sent,
}

/// The layer.
#[derive(Debug)]
pub struct TopUpLayer {
    stage: Stage,
    line: Line,
    turn: u64,
    hits: Vec<Hit>,
    picked: usize,
    member: Option<MemberView>,
    wanted: Option<String>,
    table: Table,
    preview: Option<Preview>,
    refused: Option<String>,
    tender: usize,
    /// The tender before a digit was typed.
    before: usize,
    /// What is typed of a part payment, and the part payments taken.
    part: Line,
    pending: Option<Fen>,
    /// Whether an amount was refused: Enter settles nothing until a tender is chosen again.
    unsure: bool,
    parts: Vec<Payment>,
    sellers: Vec<(String, String)>,
    seller: Option<usize>,
    above_limit: bool,
    custody: Option<CustodyIs>,
    envelope: Envelope,
    sheet: Option<Box<Sheet>>,
}

impl TopUpLayer {
    /// The layer for a member, or one that asks whose wallet it is.
    pub fn open(around: &Around, member: Option<&str>) -> Self {
        let staff = &around.context.shelf.staff;
        let working = staff.iter().filter(|person| person.left_on.is_none());
        Self {
            stage: if member.is_some() { Stage::Amount } else { Stage::Who },
            line: Line::new(if member.is_some() { Takes::Amount } else { Takes::Narrow }),
            turn: 0,
            hits: Vec::new(),
            picked: 0,
            member: None,
            wanted: member.map(str::to_owned),
            table: Table::default(),
            preview: None,
            refused: None,
            tender: 0,
            before: 0,
            part: Line::new(Takes::Amount),
            pending: None,
            unsure: false,
            parts: Vec::new(),
            sellers: working.map(|person| (person.number.clone(), person.name.clone())).collect(),
            seller: None,
            above_limit: false,
            custody: None,
            envelope: around.envelope(),
            sheet: None,
        }
    }

    fn start(member: String) -> Step {
        let show = ShowMember { member, events: Some(0) };
        Step::Wish(Wish::look(START, move |source| Ok((source.ask(&show)?, source.ask(&Offers::default())?))))
    }

    fn search(&mut self) -> Vec<Step> {
        self.turn += 1;
        let query = Search { text: self.line.text().to_owned(), limit: Some(9) };
        vec![Step::Wish(Wish::search(HITS, self.turn, query))]
    }

    /// The amount that stands: one digit picks a step of the table, anything else is yuan.
    fn amount(&self) -> Option<Fen> {
        let text = self.line.text();
        if let Some(step) = self.step() {
            return self.table.offers.get(step).map(|offer| offer.amount);
        }
        text.parse().ok()
    }

    /// The step that one digit picks.
    fn step(&self) -> Option<usize> {
        let mut chars = self.line.text().chars();
        let digit =
            chars.next().and_then(|ch| ch.to_digit(10)).and_then(|digit| usize::try_from(digit).ok())?;
        let alone = chars.next().is_none();
        (alone && digit >= 1 && digit <= self.table.offers.len()).then(|| digit - 1)
    }

    fn verb(&self) -> Option<TopUp> {
        Some(TopUp {
            member: self.member.as_ref()?.member.number.clone(),
            amount: self.amount()?,
            gift: None,
            gift_expires_on: None,
            order: None,
            tenders: self.payments()?,
            sold_by: self.seller.and_then(|place| self.sellers.get(place)).map(|(number, _)| number.clone()),
            above_limit: self.above_limit,
        })
    }

    fn ask_preview(&mut self) -> Vec<Step> {
        self.turn += 1;
        self.preview = None;
        self.refused = None;
        match self.verb().filter(|verb| verb.amount.is_positive()) {
            Some(verb) => vec![Step::Wish(Wish::search(PREVIEW, self.turn, TopUpPreview(verb)))],
            None => Vec::new(),
        }
    }

    fn press_who(&mut self, key: Key) -> Vec<Step> {
        match key {
            Key::Esc => return vec![Step::Close(None)],
            Key::Up => self.picked = self.picked.saturating_sub(1),
            Key::Down => self.picked = (self.picked + 1).min(self.hits.len().saturating_sub(1)),
            Key::Enter => {
                if let Some(hit) = self.hits.get(self.picked) {
                    return self.serve(hit.member.clone());
                }
            }
            other => {
                if self.line.press(other) {
                    self.picked = 0;
                    return self.search();
                }
            }
        }
        Vec::new()
    }

    fn serve(&mut self, member: String) -> Vec<Step> {
        self.stage = Stage::Amount;
        self.line = Line::new(Takes::Amount);
        vec![Self::start(member)]
    }

    fn press_amount(&mut self, key: Key, around: &Around) -> Vec<Step> {
        match key {
            Key::Esc => return vec![Step::Close(None)],
            Key::Enter => return self.settle_amount(around),
            Key::Up | Key::Down => {
                let last = self.table.offers.len();
                let now = self.step().map_or(0, |step| step + 1);
                let next = if key == Key::Up { now.saturating_sub(1).max(1) } else { (now + 1).min(last) };
                self.line.set(&next.to_string());
                return self.ask_preview();
            }
            other => {
                if self.line.press(other) {
                    return self.ask_preview();
                }
            }
        }
        Vec::new()
    }

    /// Enter on the amount: on to the tender, by way of the limit where it is passed.
    fn settle_amount(&mut self, around: &Around) -> Vec<Step> {
        if self.amount().is_none_or(|amount| !amount.is_positive()) {
            let why = words::text(around.lang, "top.no_amount").to_owned();
            self.refused = Some(why.clone());
            return vec![complain(why)];
        }
        // The preview of a fast hand may still be on its way; the verb asks about the limit itself then.
        let above = self.preview.as_ref().is_some_and(|preview| preview.above_limit);
        self.stage = if above && !self.above_limit { Stage::Limit } else { Stage::Tender };
        Vec::new()
    }

    fn press_limit(&mut self, key: Key) -> Vec<Step> {
        match key.plain() {
            Key::Char('1') => {
                self.above_limit = true;
                self.stage = Stage::Tender;
            }
            Key::Esc | Key::Backspace | Key::Char('2') => self.stage = Stage::Amount,
            _ => {}
        }
        Vec::new()
    }

    fn turned(&mut self, turned: Turned) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(steps) => {
                self.sheet = None;
                steps
            }
        }
    }
}

impl Guest for TopUpLayer {
    fn title(&self) -> &'static str {
        "key.top_up"
    }

    fn shown(&mut self, around: &Around) -> Vec<Step> {
        let mut steps = match self.wanted.take() {
            Some(member) => vec![Self::start(member)],
            None if self.stage == Stage::Who => self.search(),
            None => Vec::new(),
        };
        if around.context.settings.custody_share > crate::ground::Rate::ZERO {
            steps.push(Step::Wish(Wish::ask(CUSTODY, Custody {}).slow()));
        }
        steps
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        if let Some(sheet) = &mut self.sheet {
            let turned = sheet.press(key, around);
            return self.turned(turned);
        }
        match self.stage {
            Stage::Who => self.press_who(key),
            Stage::Amount => self.press_amount(key, around),
            Stage::Limit => self.press_limit(key),
            Stage::Tender => self.press_tender(key, around),
            Stage::Sent => Vec::new(),
        }
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        let stale = reply.tag.turn != self.turn || reply.is_interrupted();
        match reply.tag.what {
            HITS if !stale => self.hits = reply.read::<Vec<Hit>>().unwrap_or_default(),
            PREVIEW if !stale => match reply.read::<Preview>() {
                Ok(preview) => self.preview = Some(preview),
                Err(stop) => self.refused = Some(why(around.lang, &stop)),
            },
            START => match reply.read::<(MemberView, Table)>() {
                Ok((view, table)) => {
                    (self.member, self.table) = (Some(view), table);
                    return self.ask_preview();
                }
                Err(stop) => return vec![complain(why(around.lang, &stop)), Step::Close(None)],
            },
            PAID => return self.hear_paid(reply, around),
            CUSTODY => self.custody = reply.read::<CustodyIs>().ok(),
            crate::tui::parts::sheet::WHAT => {
                if let Some(sheet) = &mut self.sheet {
                    let turned = sheet.hear(reply, around);
                    return self.turned(turned);
                }
            }
            _ => {}
        }
        Vec::new()
    }

    fn busy(&mut self) {
        if self.stage == Stage::Sent {
            self.stage = Stage::Tender;
        }
        if let Some(sheet) = &mut self.sheet {
            sheet.busy();
        }
    }

    fn paste(&mut self, text: &str, _: &Around) -> Vec<Step> {
        match self.stage {
            Stage::Who => {
                self.line.paste(text);
                self.search()
            }
            Stage::Amount => {
                self.line.paste(text);
                self.ask_preview()
            }
            Stage::Limit | Stage::Tender | Stage::Sent => Vec::new(),
        }
    }

    fn row(&mut self, list: &'static str, row: usize, around: &Around) -> Vec<Step> {
        match (list, self.stage) {
            (view::HITS, Stage::Who) => {
                self.picked = row;
                self.press_who(Key::Enter)
            }
            (view::STEPS, Stage::Amount | Stage::Tender) => {
                self.stage = Stage::Amount;
                self.line.set(&(row + 1).to_string());
                self.ask_preview()
            }
            (view::TENDERS, Stage::Tender) => {
                self.tender = row;
                Vec::new()
            }
            (view::TENDERS, Stage::Amount) => {
                self.tender = row;
                self.settle_amount(around)
            }
            _ => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
        if let Some(sheet) = &self.sheet {
            sheet.draw(pen);
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        match self.stage {
            Stage::Who => hints(lang, &[(Key::Enter, "members.key.choose"), (Key::Esc, "key.back")]),
            Stage::Amount => hints(
                lang,
                &[(Key::Down, "top.key.step"), (Key::Enter, "top.key.pay"), (Key::Esc, "key.back")],
            ),
            Stage::Limit => hints(lang, &[(Key::Char('1'), "top.key.go_on"), (Key::Esc, "key.back")]),
            Stage::Tender | Stage::Sent => hints(
                lang,
                &[
                    (Key::Enter, "top.key.done"),
                    (Key::Tab, "top.key.seller"),
                    (Key::Down, "sheet.tender"),
                    (Key::Esc, "key.back"),
                ],
            ),
        }
    }

    fn is_typing(&self) -> bool {
        true
    }

    fn takes(&self, fixed: Fixed) -> bool {
        fixed == Fixed::Settle
    }
}

#[cfg(test)]
mod tests;
