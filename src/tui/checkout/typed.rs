//! What a typed text does while the bill is built: the grammar of `tui::entry`, acted on.

use std::rc::Rc;

use super::hits::{Found, Hits};
use super::{Awaited, Checkout, Side};
use crate::catalog::ItemKind;
use crate::checkout::member_view::MemberView;
use crate::ground::Refused;
use crate::shop::{Answer, Stop};
use crate::t;
use crate::tui::app::pane::say;
use crate::tui::app::{Effects, Want, doors};
use crate::tui::entry::{self, Entry};
use crate::tui::frame::Tone;
use crate::tui::input::Key;
use crate::tui::screen::Effect;
use crate::words;

impl Checkout {
    pub(super) fn cart_key(&mut self, key: Key) -> Effects {
        match key {
            Key::Enter => self.enter(),
            Key::Esc => self.escape(),
            Key::Backspace if self.line.is_empty() => self.remove_last(),
            Key::Up => self.step(-1),
            Key::Down => self.step(1),
            Key::Tab => self.turn_side(1),
            Key::BackTab => self.turn_side(2),
            Key::Char(ch) => self.character(ch),
            other => {
                if !self.line.press(other) {
                    return vec![Effect::Unchanged];
                }
                self.find()
            }
        }
    }

    fn turn_side(&mut self, by: usize) -> Effects {
        let order = [Side::Bill, Side::Member, Side::Today];
        let now = order.iter().position(|side| *side == self.side).unwrap_or(0);
        self.side = order.get((now + by) % order.len()).copied().unwrap_or_default();
        Vec::new()
    }

    /// Most characters are typed; a few act at once: `+` and `-` on an empty line, a digit behind letters.
    fn character(&mut self, ch: char) -> Effects {
        let plain = crate::ground::wide::narrow_char(ch);
        if self.line.is_empty() && matches!(plain, '+' | '-') {
            return self.count(if plain == '+' { 1 } else { -1 });
        }
        if let Some(digit) = plain.to_digit(10).and_then(|digit| u8::try_from(digit).ok())
            && digit > 0
            && self.picks(plain)
        {
            return self.pick(digit);
        }
        self.line.press(Key::Char(ch));
        self.side = Side::Bill;
        self.find()
    }

    /// Whether a digit picks a hit: where a choice is asked for, and behind letters that no code goes on from.
    fn picks(&self, digit: char) -> bool {
        if self.hits.picking {
            return true;
        }
        let text = &self.hits.text;
        let letters = !text.is_empty() && !text.bytes().all(|byte| byte.is_ascii_digit());
        let known = usize::try_from(digit.to_digit(10).unwrap_or(0)).unwrap_or(0) <= self.hits.found.len();
        letters
            && !text.starts_with(['/', '*', ':', '?', '+', '-'])
            && known
            && !self.context.shelf.begins_a_code(&format!("{text}{digit}"))
    }

    fn step(&mut self, rows: isize) -> Effects {
        if self.hits.found.is_empty() {
            let last = self.sale.cart.lines.len().saturating_sub(1);
            self.sale.selected = self.sale.selected.saturating_add_signed(rows).min(last);
        } else {
            self.hits.step(rows);
        }
        Vec::new()
    }

    /// Esc: what was typed goes; nothing else does.
    fn escape(&mut self) -> Effects {
        self.line.clear();
        self.hits = Hits::default();
        self.side = Side::Bill;
        Vec::new()
    }

    fn remove_last(&mut self) -> Effects {
        if self.sale.is_empty() && self.sale.cart.member.is_none() {
            return vec![Effect::Unchanged];
        }
        let had_lines = !self.sale.is_empty();
        self.sale.change(|cart| {
            if had_lines {
                cart.lines.pop();
            } else {
                cart.member = None;
            }
        });
        if !had_lines {
            self.sale.member = None;
        }
        self.ask_quote()
    }

    fn count(&mut self, by: i64) -> Effects {
        let fits = |quantity: i64| (1..=999).contains(&quantity);
        let now = self.sale.line().map(|line| line.quantity + by);
        match now {
            Some(quantity) if fits(quantity) => {
                self.sale.change_line(|line| line.quantity = quantity);
                self.ask_quote()
            }
            Some(_) | None => vec![Effect::Bell],
        }
    }

    /// Looks for what was typed: items at once, members through the store.
    pub(super) fn find(&mut self) -> Effects {
        if self.pay.is_some() {
            return Vec::new();
        }
        self.hits = Hits::of(self.line.text(), &self.context.shelf);
        match self.hits.member_text() {
            Some(text) => self.ask_members(text),
            None => Vec::new(),
        }
    }

    fn enter(&mut self) -> Effects {
        let text = self.line.text().trim().to_owned();
        if (self.hits.picking || self.hits.moved) && self.hits.mark < self.hits.found.len() {
            return self.pick(u8::try_from(self.hits.mark + 1).unwrap_or(1));
        }
        if let Some(effects) = self.enter_special(&text) {
            return effects;
        }
        let context = if self.hits.picking { entry::Context::Pick } else { entry::Context::Cart };
        match entry::read(&text, context) {
            Ok(entry) => self.entered(entry),
            Err(no) => self.refuse(&no),
        }
    }

    /// What the grammar leaves to this screen: `/2+` asks for that person, `/+` for the one who is there; `*5`
    /// without a member rates the sale just made.
    fn enter_special(&mut self, text: &str) -> Option<Effects> {
        if let Some(rest) = text.strip_prefix('/').and_then(|rest| rest.strip_suffix('+')) {
            let numbers: Vec<String> =
                rest.split([',', ' ']).filter(|part| !part.is_empty()).map(str::to_owned).collect();
            return Some(self.set_staff(numbers, true));
        }
        let stars = text.strip_prefix('*').and_then(|digit| digit.parse::<i64>().ok());
        if let Some(stars) = stars.filter(|_| self.sale.is_empty() && self.sale.cart.member.is_none())
            && self.fresh.is_some()
        {
            self.line.clear();
            self.hits = Hits::default();
            return Some(self.rate(stars));
        }
        None
    }

    fn entered(&mut self, entry: Entry) -> Effects {
        match entry {
            Entry::Empty => self.open_pay(None),
            Entry::Item { code, quantity } => match self.context.shelf.item(&code) {
                Some(listed) => {
                    let code = listed.item.code.clone();
                    self.add(&code, quantity)
                }
                None if code.len() > 4 && quantity == 1 => self.by_members(),
                None => self.refuse(&Refused::ItemUnknown { code }),
            },
            Entry::Barcode { code, quantity } => match self.context.shelf.barcode(&code) {
                Some(listed) => {
                    let code = listed.item.code.clone();
                    self.add(&code, quantity)
                }
                None if quantity == 1 && code.len() == 8 => self.by_members(),
                None => self.refuse(&Refused::ItemUnknown { code }),
            },
            Entry::Query { .. } | Entry::PhoneTail(_) | Entry::Phone(_) => self.by_members(),
            Entry::PayCode(code) => self.open_pay(Some(code)),
            Entry::RedeemCard(number) => self.redeem(number),
            Entry::Staff(numbers) => self.set_staff(numbers, false),
            Entry::Plus => self.count(1),
            Entry::Minus => self.count(-1),
            Entry::JumpTab(tab) => {
                self.escape();
                vec![Effect::Wish(Want::Go(tab))]
            }
            Entry::Pick(digit) => self.pick(digit),
            Entry::Palette(words) => {
                self.escape();
                vec![Effect::Wish(Want::Palette(words))]
            }
            Entry::Filter(_) | Entry::Tender(_) | Entry::Amount(_) => {
                vec![say(Tone::Info, self.word("checkout.what"))]
            }
            Entry::Help => {
                self.escape();
                vec![Effect::Wish(Want::Press(crate::tui::keys::Fixed::Help))]
            }
        }
    }

    /// The hits decide: one is taken, several are chosen from, none opens a file or says so.
    pub(super) fn by_members(&mut self) -> Effects {
        if self.hits.awaited > 0 {
            self.awaited = Some(Awaited::Members);
            return Vec::new();
        }
        let text = self.hits.text.clone();
        let letters = !text.bytes().all(|byte| byte.is_ascii_digit());
        match self.hits.found.as_slice() {
            [] if text.len() == 11 && !letters => {
                self.escape();
                vec![Effect::Wish(Want::Open(doors::open_member(&self.context, &text)))]
            }
            [] if letters => self.refuse(&Refused::ItemUnknown { code: text.chars().take(32).collect() }),
            [] => self.refuse(&Refused::MemberUnknown { who: text }),
            [_] => self.pick(1),
            // Letters: the marked one is in sight. Digits: whose number it is has to be chosen.
            [..] if letters => self.pick(u8::try_from(self.hits.mark + 1).unwrap_or(1)),
            [..] => {
                self.hits.picking = true;
                Vec::new()
            }
        }
    }

    /// Takes the hit of a digit.
    pub(super) fn pick(&mut self, digit: u8) -> Effects {
        let Some(found) = self.hits.pick(digit).cloned() else { return vec![Effect::Bell] };
        let quantity = self.hits.quantity;
        match found {
            Found::Item(listed) => self.add(&listed.item.code, quantity),
            Found::Member(hit) => {
                let words = t!(self.context.lang, "checkout.member_is", name = hit.name, phone = hit.phone);
                let mut out = self.serve(hit.member);
                out.push(say(Tone::Ok, words));
                out
            }
        }
    }

    pub(super) fn add(&mut self, code: &str, quantity: i64) -> Effects {
        self.line.clear();
        self.hits = Hits::default();
        self.side = Side::Bill;
        if !(1..=999).contains(&quantity) {
            return self.refuse(&Refused::QuantityUnfit { quantity });
        }
        self.add_line(code, quantity);
        self.ask_quote()
    }

    /// A line, its technician proposed where the rotation queue is kept: who serves this bill already, else who is next.
    pub(super) fn add_line(&mut self, code: &str, quantity: i64) {
        let service =
            self.context.shelf.item(code).is_some_and(|listed| listed.item.kind == ItemKind::Service);
        let next = self.day.as_ref().and_then(|day| day.next.clone()).filter(|_| service);
        let serving = self.sale.cart.lines.iter().rev().find_map(|line| line.staff.first());
        let staff = next.map(|next| serving.map_or(next, |staff| staff.number().to_owned()));
        self.sale.add(code, quantity, staff);
    }

    /// Puts a member on the bill.
    pub(super) fn serve(&mut self, member: String) -> Effects {
        self.line.clear();
        self.hits = Hits::default();
        if self.sale.cart.member.as_ref() != Some(&member) {
            self.sale.change(|cart| {
                cart.member = Some(member);
                // Cards and coupons were another member's.
                for line in &mut cart.lines {
                    line.card = None;
                }
                cart.coupons.clear();
                cart.points = 0;
            });
            self.sale.member = None;
        }
        let mut out = self.ask_member();
        out.extend(self.ask_quote());
        out
    }

    fn set_staff(&mut self, numbers: Vec<String>, requested: bool) -> Effects {
        let mut staff = Vec::with_capacity(numbers.len());
        for number in numbers {
            match self.context.shelf.person(&number) {
                Some(person) => staff.push(person.number.clone()),
                None => return self.refuse(&Refused::StaffUnknown { number }),
            }
        }
        if requested && staff.is_empty() {
            let there = self.sale.line().map(|line| line.staff.clone()).unwrap_or_default();
            staff = there.iter().map(|person| person.number().to_owned()).collect();
        }
        self.line.clear();
        self.hits = Hits::default();
        if self.sale.staff(staff, requested) {
            self.ask_quote()
        } else {
            vec![say(Tone::Warn, self.word("checkout.empty"))]
        }
    }

    pub(super) fn refuse(&mut self, no: &Refused) -> Effects {
        self.refused = !self.line.is_empty();
        vec![say(Tone::Bad, words::refused(self.context.lang, no)), Effect::Bell]
    }

    /// Opens the layer of held bills.
    pub(super) fn retrieve(&mut self) -> Effects {
        if !self.sale.is_empty() {
            return vec![say(Tone::Warn, self.word("checkout.hold_first"))];
        }
        let held = super::held::HeldList::open(Rc::clone(&self.context));
        vec![Effect::Wish(Want::Open(Box::new(held)))]
    }

    /// The member's file, as the store answered.
    pub(super) fn member_told(&mut self, told: Answer<MemberView>) -> Effects {
        match told {
            Ok(view) => {
                let wanted = self.sale.cart.member.as_deref();
                self.sale.member = Some(view).filter(|view| wanted == Some(view.member.number.as_str()));
                Vec::new()
            }
            Err(Stop::Refused(Refused::MemberMerged { into, .. })) => self.follow(into),
            Err(_) => Vec::new(),
        }
    }

    /// The member's file was merged into another one since: that is hers now.
    pub(super) fn follow(&mut self, into: String) -> Effects {
        if self.sale.cart.member.as_deref() == Some(into.as_str()) {
            return Vec::new();
        }
        self.sale.cart.member = Some(into);
        let mut out = self.ask_member();
        out.extend(self.ask_quote());
        out
    }

    /// F7: a discount, or with an item in the entry box a recommendation of it.
    pub(super) fn discount(&mut self) -> Effects {
        let text = self.line.text().trim().to_owned();
        let named = self.context.shelf.item(&text).map(|listed| listed.item.clone());
        if let Some(item) = named {
            self.escape();
            return self.recommend(&item.code, &item.name);
        }
        if self.sale.is_empty() {
            return vec![say(Tone::Warn, self.word("checkout.empty"))];
        }
        let layer = super::discount::Discount::open(Rc::clone(&self.context), &self.sale);
        vec![Effect::Wish(Want::Open(Box::new(layer)))]
    }
}
