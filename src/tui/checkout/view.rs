//! Where the panes of the checkout stand at each width; the total due and the entry never disappear.

use ratatui::layout::Rect;

use super::hits::Found;
use super::{Checkout, Side};
use crate::ground::Fen;
use crate::t;
use crate::tui::frame::{Panel, Pen, Room, text};
use crate::tui::theme::Role;
use crate::words;

/// Rows of the entry panel with its frame while few hits are shown.
const ENTRY_ROWS: u16 = 5;

impl Checkout {
    pub(super) fn draw(&self, pen: &mut Pen<'_>) {
        let area = pen.bounds();
        // The console keeps three rows around the panes; the room is that of the whole window.
        let room = Room::of(Rect::new(0, 0, area.width, area.height + 3));
        match room {
            Room::Tiny => self.draw_tiny(pen),
            Room::Narrow => self.draw_narrow(pen, area),
            Room::Compact => self.draw_columns(pen, area, 50, room),
            Room::Full => self.draw_columns(pen, area, area.width * 63 / 100, room),
            Room::Wide => {
                let right = (area.width / 4).clamp(34, 44);
                let body = Rect::new(0, 0, area.width - right, area.height);
                // No narrower than beside two columns: the names of what is sold come first.
                self.draw_columns(pen, body, (body.width * 63 / 100).max(57), room);
                self.draw_today(pen, Rect::new(body.width, 0, right, area.height), room);
            }
        }
    }

    /// Bill and entry on the left, member and payment on the right.
    fn draw_columns(&self, pen: &mut Pen<'_>, area: Rect, left: u16, room: Room) {
        let today = match room {
            Room::Wide => 0,
            _ if area.height < 17 => 0,
            Room::Compact => 2,
            Room::Tiny | Room::Narrow | Room::Full => 5,
        };
        let bill = area.height.saturating_sub(ENTRY_ROWS + today);
        let below = area.height - bill;
        // Many hits push the strip of the day aside while something is typed.
        let wanted = u16::try_from(self.hits.found.len()).unwrap_or(9) + 3;
        let entry = wanted.clamp(ENTRY_ROWS, below.max(ENTRY_ROWS));
        self.draw_bill(pen, Rect::new(0, 0, left, bill), room);
        self.draw_entry(pen, Rect::new(0, bill, left, entry), room);
        if today > 0 && entry == ENTRY_ROWS {
            self.draw_today(pen, Rect::new(0, bill + entry, left, today), room);
        }
        let right = area.width - left;
        if self.pay.is_some() {
            self.draw_settle(pen, Rect::new(left, 0, right, area.height), room);
        } else {
            let pay = match room {
                Room::Compact => 9,
                Room::Tiny | Room::Narrow | Room::Full | Room::Wide => 10,
            }
            .min(area.height);
            self.draw_member(pen, Rect::new(left, 0, right, area.height - pay), room);
            self.draw_ways(pen, Rect::new(left, area.height - pay, right, pay), room);
        }
    }

    /// One pane and the entry; Tab turns to the next one.
    fn draw_narrow(&self, pen: &mut Pen<'_>, area: Rect) {
        let entry = Rect::new(0, area.height.saturating_sub(ENTRY_ROWS), area.width, ENTRY_ROWS);
        let pane = Rect::new(0, 0, area.width, entry.y);
        match self.side {
            _ if self.pay.is_some() => self.draw_settle(pen, pane, Room::Narrow),
            Side::Bill => self.draw_bill(pen, pane, Room::Narrow),
            Side::Member => self.draw_member(pen, pane, Room::Narrow),
            Side::Today => self.draw_today(pen, pane, Room::Narrow),
        }
        self.draw_entry(pen, entry, Room::Narrow);
    }

    /// The smallest window: what is due, what is typed, and as many lines as are left.
    fn draw_tiny(&self, pen: &mut Pen<'_>) {
        let width = usize::from(pen.width());
        let due = self.due().map_or_else(|| "..".to_owned(), Fen::grouped);
        let label = if self.pay.is_some() { "checkout.settling" } else { "checkout.due" };
        let label = format!("{} {}", pen.word(label), self.ways_word(pen));
        let due = text::cut(&due, width).into_owned();
        let room = width.saturating_sub(text::width(&due) + 3);
        pen.put(0, 0, &text::cut(&label, room), Role::Muted);
        let end = pen.width();
        pen.put_right(end, 0, &format!("¥ {due}"), Role::Money);
        pen.put(0, 1, ">", Role::Brand);
        let cells = pen.width().saturating_sub(2);
        self.line.draw(pen, 2, 1, cells, true);
        let shown = self.sale.shown(&self.context.shelf);
        for (y, (line, cost)) in (2..pen.height()).zip(self.sale.cart.lines.iter().zip(&shown).rev()) {
            let name = self.context.shelf.item(&line.item).map_or(line.item.as_str(), |l| &l.item.name);
            let words = text::ends(&format!("{}*{name}", line.quantity), &cost.net.grouped(), width);
            pen.put(0, y, &words, Role::Text);
        }
    }

    /// The tender that Enter would take, in a word.
    fn ways_word(&self, pen: &Pen<'_>) -> &'static str {
        let priced = self.pay.as_ref().and_then(|pay| pay.priced.as_ref());
        priced.map_or("", |priced| pen.word(super::offer::tender_key(priced.tender)))
    }

    /// The one entry box and what fits the text in it.
    fn draw_entry(&self, pen: &mut Pen<'_>, area: Rect, room: Room) {
        let lang = pen.lang();
        let paying = self.pay.is_some();
        let fact = match (paying, room.is_roomy()) {
            (true, _) => "checkout.entry_pay",
            (false, true) => "checkout.entry_legend",
            (false, false) => "checkout.entry_short",
        };
        // The panel may cover the strip below it.
        let mut place = pen.part(area);
        place.blank();
        place.cover();
        let panel =
            Panel::new(words::text(lang, "checkout.entry")).fact(words::text(lang, fact)).focused(true);
        let mut inside = panel.draw(pen, area);
        inside.put(1, 0, ">", Role::Brand);
        let cells = inside.width().saturating_sub(4);
        self.line.draw(&mut inside, 3, 0, cells, true);
        if self.awaited.is_some() {
            let end = inside.width().saturating_sub(1);
            let waits = inside.word("checkout.waits");
            inside.put_right(end, 0, waits, Role::Muted);
        }
        if self.hits.found.is_empty() {
            self.draw_hint(&mut inside);
            return;
        }
        for (place, found) in self.hits.found.iter().enumerate() {
            let y = u16::try_from(place + 1).unwrap_or(u16::MAX);
            self.draw_hit(&mut inside, y, place, found, room);
        }
    }

    fn draw_hit(&self, pen: &mut Pen<'_>, y: u16, place: usize, found: &Found, room: Room) {
        let marked = place == self.hits.mark && self.hits.enter_takes(found);
        let end = pen.width().saturating_sub(1);
        let lead = if marked { pen.glyphs().point } else { ' ' };
        pen.put(0, y, &lead.to_string(), Role::Brand);
        if self.hits.digits_pick() {
            pen.put(1, y, &(place + 1).to_string(), Role::Key);
        }
        let width = usize::from(pen.width()).saturating_sub(5);
        match found {
            Found::Item(listed) => {
                let item = &listed.item;
                let tier = self.sale.member.as_ref().map(|view| view.member.tier.as_str());
                let price = self.context.shelf.price(listed, tier);
                let kind = pen.word(kind_key(item.kind));
                let all = crate::catalog::ItemKind::ALL.map(|kind| text::width(pen.word(kind_key(kind))));
                let kinds = all.into_iter().max().unwrap_or(4).min(8);
                let minutes = t!(pen.lang(), "checkout.lasts", minutes = item.minutes);
                let long = if item.minutes > 0 { minutes } else { String::new() };
                let enter = if marked { pen.word("checkout.enter_adds") } else { "" };
                let tail = if room.is_roomy() {
                    let (kind, long) = (text::fit(kind, kinds), text::fit(&long, 6));
                    format!(
                        "{}  {kind} {long} {}",
                        text::fit_number(&price.grouped(), 9),
                        text::fit(enter, 10)
                    )
                } else {
                    format!("{} {}", text::fit_number(&price.grouped(), 9), text::fit(&long, 5))
                };
                let name = format!("{} {}", text::fit_right(&item.code, 3), item.name);
                pen.put(3, y, &text::ends(&name, &tail, width), Role::Text);
            }
            Found::Member(hit) => {
                let tier = self.context.shelf.tier_name(&hit.tier);
                let last = if room.is_roomy() { hit.last_visit_on.as_str() } else { "" };
                let tail = format!("{}  {} {last}", text::fit(tier, 6), hit.phone);
                pen.put(3, y, &text::ends(&hit.name, tail.trim_end(), width), Role::Text);
            }
        }
        if marked {
            pen.tint(y, Role::Selected);
        }
        if self.hits.picking && marked {
            pen.put_right(end, 0, pen.word("checkout.pick"), Role::Warn);
        }
        pen.hit_row(y, "till.hits", place);
    }

    /// What may be typed now.
    fn draw_hint(&self, pen: &mut Pen<'_>) {
        let typed = self.line.text().trim();
        let width = usize::from(pen.width().saturating_sub(2));
        if typed.starts_with('/') && self.pay.is_none() {
            let working = self.context.shelf.staff.iter().filter(|person| person.left_on.is_none());
            let names: Vec<String> =
                working.map(|person| format!("{} {}", person.number, person.name)).collect();
            for (y, line) in (1..pen.height()).zip(text::lay(names.iter().map(String::as_str), width)) {
                pen.put(1, y, &line, Role::Muted);
            }
            return;
        }
        let words = match typed.chars().next() {
            _ if self.pay.is_some() => String::from(pen.word("checkout.hint_pay")),
            Some('*') => String::from(pen.word("checkout.hint_card")),
            Some(_) if self.hits.awaited == 0 && self.hits.member_text().is_some() => {
                String::from(pen.word("checkout.no_hits"))
            }
            Some(_) => String::new(),
            None => String::from(pen.word("checkout.hint_cart")),
        };
        for (y, line) in (1..pen.height()).zip(text::wrap(&words, width)) {
            pen.put(1, y, &line, Role::Muted);
        }
    }
}

/// The key of the words of what an item is.
fn kind_key(kind: crate::catalog::ItemKind) -> &'static str {
    use crate::catalog::ItemKind;
    match kind {
        ItemKind::Service => "kind.service",
        ItemKind::Product => "kind.product",
        ItemKind::Package => "kind.package",
        ItemKind::SessionCard => "kind.card",
        ItemKind::PeriodCard => "kind.period_card",
    }
}
