//! The member beside the bill: who, what they hold, and what must be minded before hands are laid on.

use ratatui::layout::Rect;

use super::Checkout;
use crate::cards::store::CardKind;
use crate::checkout::member_view::MemberView;
use crate::ground::day;
use crate::t;
use crate::tui::frame::{Panel, Pen, Room, text};
use crate::tui::parts::figures;
use crate::tui::theme::Role;
use crate::words;

/// Days before its end from which a card is shown as ending.
const ENDS_SOON_DAYS: i64 = 30;

impl Checkout {
    pub(super) fn draw_member(&self, pen: &mut Pen<'_>, area: Rect, room: Room) {
        let Some(view) = &self.sale.member else {
            let title = pen.word("key.member");
            let mut inside = Panel::new(title).fact("F4").draw(pen, area);
            let words = match self.sale.cart.member {
                Some(_) => inside.word("list.refreshing"),
                None => inside.word("checkout.no_member"),
            };
            for (y, line) in (1..inside.height()).zip(words.split("  ")) {
                inside.put(2, y, line, Role::Muted);
            }
            return;
        };
        let title = if room.is_roomy() {
            format!("{} {}", pen.word("key.member"), view.member.name)
        } else {
            view.member.name.clone()
        };
        let mut inside = Panel::new(&title).fact(&view.tier_name).draw(pen, area);
        let minded = Self::draw_minded(&mut inside, view);
        let above = Rect::new(0, 0, inside.width(), inside.height().saturating_sub(minded));
        self.draw_holdings(&mut inside.part(above), view, room);
    }

    /// Warnings and debts stand at the bottom, under a rule; answers how many rows they take.
    fn draw_minded(pen: &mut Pen<'_>, view: &MemberView) -> u16 {
        let width = usize::from(pen.width().saturating_sub(4));
        let mut lines: Vec<(String, Role)> = Vec::new();
        for line in
            text::wrap(&view.member.warning, width).into_iter().filter(|line| !line.is_empty()).take(2)
        {
            lines.push((line, Role::Bad));
        }
        if view.holdings.owed.is_positive() {
            lines.push((t!(pen.lang(), "checkout.owes", owed = view.holdings.owed.grouped()), Role::Warn));
        }
        if view.member.wallet != crate::members::WalletState::Open {
            let state = pen.word(match view.member.wallet {
                crate::members::WalletState::Frozen => "state.frozen",
                crate::members::WalletState::Lost | crate::members::WalletState::Open => "state.lost",
            });
            lines.push((format!("{} {state}", pen.word("tender.stored_value")), Role::Warn));
        }
        let rows = u16::try_from(lines.len()).unwrap_or(0);
        if rows == 0 {
            return 0;
        }
        let top = pen.height().saturating_sub(rows + 1);
        pen.rule(top);
        for (y, (line, role)) in (top + 1..).zip(&lines) {
            pen.put(1, y, "!", *role);
            pen.put(3, y, line, *role);
        }
        rows + 1
    }

    fn draw_holdings(&self, pen: &mut Pen<'_>, view: &MemberView, room: Room) {
        let phone = view.phones.first().cloned().unwrap_or_default();
        // Of the two the phone is kept whole: its last digits are what people say.
        let fits = |words: &String| text::cells(words) + text::cells(&phone) + 3 <= pen.width();
        let told = [room, Room::Compact].map(|room| self.birthday(pen, view, room));
        let birthday = told.into_iter().find(fits).unwrap_or_default();
        pen.pair(0, &phone, &birthday, Role::Text);
        let gap = u16::from(room.is_roomy());
        let mut y = 1 + gap;
        let hold = &view.holdings;
        pen.pair(y, pen.word("tender.stored_value"), &hold.stored_value.grouped(), Role::Title);
        if hold.stored_value.is_positive() {
            y += 1;
            let (principal, gift) = (hold.principal.grouped(), hold.gift.grouped());
            let words = t!(pen.lang(), "checkout.parts", principal = principal, gift = gift);
            // Money is never cut: where the two do not fit side by side each has a row of its own.
            if text::cells(&words) + 4 <= pen.width() {
                pen.put(3, y, &words, Role::Muted);
            } else {
                pen.pair(y, &format!("  {}", pen.word("members.principal")), &principal, Role::Muted);
                y += 1;
                pen.pair(y, &format!("  {}", pen.word("members.gift")), &gift, Role::Muted);
            }
        }
        y += 1;
        pen.pair(y, pen.word("tender.points"), &figures::count(view.points), Role::Text);
        y += 1 + gap;
        y = self.draw_cards(pen, view, y);
        let rest = [
            (pen.word("checkout.tags"), view.member.tags.replace(',', " ")),
            (pen.word("checkout.notes"), view.member.notes.clone()),
            (pen.word("checkout.last"), Self::last_visit(view)),
        ];
        y += gap;
        for (label, value) in rest.iter().filter(|(_, value)| !value.is_empty()) {
            let width = usize::from(pen.width().saturating_sub(4)).saturating_sub(text::width(label));
            let x = pen.put(1, y, label, Role::Muted);
            pen.put(x + 1, y, &text::cut(value, width), Role::Text);
            y += 1;
        }
    }

    fn birthday(&self, pen: &Pen<'_>, view: &MemberView, room: Room) -> String {
        let Some(birthday) = view.member.birthday else { return String::new() };
        let today = self.context.today();
        let days = birthday.days_until(today).unwrap_or(0);
        let date = birthday.next(today).map(|day| day.format("%m-%d").to_string()).unwrap_or_default();
        if room.is_roomy() {
            t!(pen.lang(), "checkout.birthday", date = date, days = days)
        } else {
            t!(pen.lang(), "checkout.birthday_short", days = days)
        }
    }

    fn last_visit(view: &MemberView) -> String {
        let Some(event) = &view.last_sale else { return view.member.last_visit_on.clone() };
        let date: String = event.day.chars().skip(5).collect();
        format!("{date} {} {}", event.who, event.what)
    }

    /// Cards, then coupons, under one count: `*1` redeems the first.
    fn draw_cards(&self, pen: &mut Pen<'_>, view: &MemberView, from: u16) -> u16 {
        let today = self.context.today();
        let mut y = from;
        let end = pen.width().saturating_sub(1);
        for (place, card) in view.holdings.cards.iter().enumerate() {
            let last = card.expires_on.as_ref().and_then(|last| day::iso(last).ok());
            let days = last.map(|last| last.signed_duration_since(today).num_days());
            let mut right = match card.kind {
                CardKind::Session => {
                    t!(pen.lang(), "checkout.left", left = card.left, all = card.sessions)
                }
                CardKind::Period => pen.word("kind.period_card").to_owned(),
            };
            // What cannot be used says why, in place of what is left of it.
            if card.state != "open" {
                let state = words::lookup(pen.lang(), &format!("state.{}", card.state));
                state.unwrap_or(&card.state).clone_into(&mut right);
            }
            let ends = days.filter(|days| *days <= ENDS_SOON_DAYS && card.state == "open");
            if let Some(days) = ends {
                right = format!("{right} {}", t!(pen.lang(), "checkout.days_left", days = days));
            }
            let dead = card.state != "open" || days.is_some_and(|days| days < 0);
            let role = if dead {
                Role::Muted
            } else if ends.is_some() {
                Role::Warn
            } else {
                Role::Text
            };
            let begin = pen.put_right(end, y, &right, role);
            let name = format!("*{} {}", place + 1, card.name);
            pen.put(1, y, &text::cut(&name, usize::from(begin.saturating_sub(2))), Role::Text);
            y += 1;
        }
        let cards = view.holdings.cards.len();
        for (place, coupon) in view.coupons.iter().enumerate() {
            let used = self.sale.cart.coupons.contains(&coupon.code);
            let mark = if used { pen.glyphs().tick } else { ' ' };
            let worth = figures::coupon(pen.lang(), &coupon.value);
            let name = format!("*{} {}", cards + place + 1, coupon.name);
            pen.pair(y, &name, &format!("{mark} {worth}"), Role::Text);
            y += 1;
        }
        y
    }
}
