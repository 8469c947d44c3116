//! The bill: its lines, what was taken off, and the one figure that matters.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::Checkout;
use super::sale::Sale;
use crate::checkout::cart::{CartLine, Off};
use crate::ground::Fen;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Room, Row, Table, text};
use crate::tui::theme::Role;

/// What the other columns of the lines take, with the margins and the gaps.
const WIDE_COLUMNS: usize = 2 + 10 + 4 + 9 + 10 + 5 + 2;
const NARROW_COLUMNS: usize = 2 + 8 + 4 + 10 + 4 + 2;

impl Checkout {
    pub(super) fn draw_bill(&self, pen: &mut Pen<'_>, area: Rect, room: Room) {
        let lang = pen.lang();
        let held = self.day.as_ref().map_or(0, |day| day.held);
        let fact = if held > 0 { t!(lang, "checkout.held_count", held = held) } else { String::new() };
        let next = self.day.as_ref().and_then(|day| day.bills.first()).map(|bill| bill.bill.as_str());
        let title = match next {
            Some(last) => t!(lang, "checkout.bill_after", bill = super::view_today::short(last)),
            None => pen.word("checkout.bill").to_owned(),
        };
        let mut inside = Panel::new(&title).fact(&fact).draw(pen, area);
        if inside.height() < 6 {
            let (last, column) = (inside.height().saturating_sub(1), inside.width().saturating_sub(22));
            let lines = Rect::new(0, 0, inside.width(), last);
            self.draw_lines(&mut inside.part(lines), room);
            self.draw_due(&mut inside, last, column);
            return;
        }
        let tall = room.is_roomy() && inside.height() > 8;
        let foot = if tall { 5 } else { 3 };
        let table = Rect::new(0, 0, inside.width(), inside.height() - foot);
        self.draw_lines(&mut inside.part(table), room);
        let below = Rect::new(0, table.height, inside.width(), foot);
        let mut foot = inside.part(below);
        foot.rule(0);
        if tall { self.draw_sums(&mut foot) } else { self.draw_sums_short(&mut foot) }
    }

    /// The bill as Enter would write it: while the pay panel is open, cards pay for their lines already.
    fn on_paper(&self) -> Cow<'_, Sale> {
        match self.pay.as_ref().and_then(|pay| pay.priced.as_ref()) {
            Some(priced) => {
                let mut sale = Sale::of(priced.cart.clone());
                sale.quote = Some(priced.quoted.clone());
                sale.selected = self.sale.selected;
                Cow::Owned(sale)
            }
            None => Cow::Borrowed(&self.sale),
        }
    }

    fn draw_lines(&self, pen: &mut Pen<'_>, room: Room) {
        let sale = self.on_paper();
        if sale.is_empty() {
            let nothing_sold = self.context.shelf.wares.is_empty();
            let words = pen.word(if nothing_sold { "checkout.teach_prices" } else { "checkout.teach" });
            for (y, line) in (1..pen.height()).zip(words.split("  ")) {
                pen.put(2, y, line, Role::Muted);
            }
            return;
        }
        let (no, name, staff) = ("#", pen.word("checkout.col_item"), pen.word("checkout.col_staff"));
        let (count, unit, sum) =
            (pen.word("checkout.col_count"), pen.word("checkout.col_unit"), pen.word("checkout.col_sum"));
        let mut columns = vec![Column::text(no, 2), Column::rest(name)];
        if room.is_roomy() {
            columns.push(Column::text(staff, 10));
            columns.push(Column::figure(count, 4));
            columns.push(Column::figure(unit, 9));
        } else {
            columns.push(Column::text(staff, 8));
            columns.push(Column::figure(count, 4));
        }
        columns.push(Column::figure(sum, 10));
        let fit = Table::rows_in(pen.height(), true);
        let count = sale.cart.lines.len();
        let first = (sale.selected + 1).saturating_sub(fit).min(count.saturating_sub(fit));
        let shown = sale.shown(&self.context.shelf);
        let rows: Vec<Row> = sale
            .cart
            .lines
            .iter()
            .zip(&shown)
            .enumerate()
            .skip(first)
            .map(|(place, (line, cost))| {
                let row = Row::new()
                    .cell((place + 1).to_string(), Role::Muted)
                    .plain(self.line_name(pen, line, room.is_roomy()))
                    .cell(self.line_staff(line), if line.staff.is_empty() { Role::Muted } else { Role::Text })
                    .plain(line.quantity.to_string());
                let row = if room.is_roomy() { row.cell(cost.unit.grouped(), Role::Muted) } else { row };
                row.plain(cost.net.grouped())
            })
            .collect();
        let selected = Some(sale.selected);
        Table { list: "till.cart", columns: &columns, rows: &rows, first, count, selected, titled: true }
            .draw(pen);
    }

    /// The item and what was done to it: `肩颈按摩 9折`, `小气泡 [次卡]`. Where the column is narrow the name is cut
    /// and not what was done.
    fn line_name(&self, pen: &Pen<'_>, line: &CartLine, wide: bool) -> String {
        let sale = self.on_paper();
        let listed = self.context.shelf.item(&line.item);
        let name = listed.map_or(line.item.as_str(), |listed| listed.item.name.as_str());
        let mut marks = String::new();
        if let Some(off) = line.discount {
            marks.push(' ');
            marks.push_str(&off_words(pen, off));
        }
        if line.card.is_some() {
            marks.push_str(" [");
            marks.push_str(pen.word("kind.card"));
            marks.push(']');
        }
        if sale.cart.recommended.iter().any(|advice| advice.item == line.item) {
            marks.push(' ');
            marks.push_str(pen.word("checkout.mark_advised"));
        }
        let used = if wide { WIDE_COLUMNS } else { NARROW_COLUMNS } + text::width(&marks);
        let room = usize::from(pen.width()).saturating_sub(used);
        format!("{}{marks}", text::cut(name, room))
    }

    fn line_staff(&self, line: &CartLine) -> String {
        if line.staff.is_empty() {
            return "--".to_owned();
        }
        let names: Vec<&str> = line
            .staff
            .iter()
            .map(|staff| {
                self.context.shelf.person(staff.number()).map_or(staff.number(), |p| p.name.as_str())
            })
            .collect();
        let mark = if line.requested { self.word("checkout.mark_requested") } else { "" };
        format!("{mark}{}", names.join("+"))
    }

    /// What was taken off, one below the other: label and amount.
    fn taken_off(&self, pen: &Pen<'_>) -> Vec<(String, Fen)> {
        let sale = self.on_paper();
        let Some(quote) = &sale.quote else { return Vec::new() };
        let tier = self.sale.member.as_ref().map_or("", |view| view.tier_name.as_str());
        let mut out = Vec::new();
        if quote.tier_off.0 != 0 {
            out.push((t!(pen.lang(), "checkout.tier_off", tier = tier), quote.tier_off));
        }
        if quote.by_hand.0 != 0 {
            let how = sale.cart.discount.map(|off| off_words(pen, off)).unwrap_or_default();
            out.push((
                format!("{} {how}", pen.word("checkout.by_hand")).trim_end().to_owned(),
                quote.by_hand,
            ));
        }
        for (name, off) in &quote.discounts {
            out.push((name.clone(), *off));
        }
        for (code, off) in &quote.coupons {
            out.push((format!("{} {code}", pen.word("tender.coupon")), *off));
        }
        if quote.points_used > 0 {
            out.push((format!("{} {}", pen.word("tender.points"), quote.points_used), quote.points_off));
        }
        // What cards pay for stands at the list's price, whatever a session is worth: so the sums add up.
        let off: i64 = out.iter().map(|(_, off)| off.0).sum();
        let by_cards = Fen(quote.list_total.0 - off - quote.payable.0);
        if by_cards.is_positive() && quote.lines.iter().any(|line| line.card.is_some()) {
            out.push((pen.word("checkout.by_cards").to_owned(), by_cards));
        }
        out
    }

    fn draw_sums(&self, pen: &mut Pen<'_>) {
        let sale = self.on_paper();
        let end = pen.width().saturating_sub(1);
        let column = pen.width().saturating_sub(36);
        let list = sale.quote.as_ref().map_or(Fen::ZERO, |quote| quote.list_total);
        pen.put(2, 1, &self.counts(pen), Role::Muted);
        let label = pen.word("checkout.list_total");
        pen.put(column, 1, label, Role::Muted);
        pen.put_right(end, 1, &list.grouped(), Role::Text);
        let off = self.taken_off(pen);
        // Two rows are there: what does not fit is summed in the second.
        let rows: Vec<(String, Fen)> = match off.as_slice() {
            [first, rest @ ..] if rest.len() > 1 => {
                let sum = Fen(rest.iter().map(|(_, fen)| fen.0).sum());
                let names: Vec<&str> = rest.iter().map(|(name, _)| name.as_str()).collect();
                vec![first.clone(), (names.join("+"), sum)]
            }
            few => few.to_vec(),
        };
        for (y, (label, fen)) in (2..4).zip(&rows) {
            let value = fen.negated().grouped();
            let room = usize::from(end.saturating_sub(column)).saturating_sub(value.len() + 1);
            pen.put(column, y, &text::cut(label, room), Role::Muted);
            pen.put_right(end, y, &value, Role::Text);
        }
        let room = usize::from(column.saturating_sub(3));
        pen.put(2, 3, &self.reward_words(room), Role::Ok);
        pen.put(2, 4, &self.commission_words(room), Role::Muted);
        self.draw_due(pen, 4, column);
    }

    fn draw_sums_short(&self, pen: &mut Pen<'_>) {
        let sale = self.on_paper();
        let list = sale.quote.as_ref().map_or(Fen::ZERO, |quote| quote.list_total);
        let room = usize::from(pen.width().saturating_sub(2));
        let begin = format!("{} {}", pen.word("checkout.list_total"), list.grouped());
        let with =
            |words: &str, label: &str, fen: Fen| format!("{words}  {label} {}", fen.negated().grouped());
        let off = self.taken_off(pen);
        let mut words = off.iter().fold(begin.clone(), |words, (label, fen)| with(&words, label, *fen));
        if text::width(&words) > room {
            // A sum that is whole says more than parts that are cut.
            let sum = Fen(off.iter().map(|(_, fen)| fen.0).sum());
            words = with(&begin, pen.word("close.z.discounts"), sum);
        }
        let counts = self.counts(pen);
        pen.put(1, 2, &counts, Role::Muted);
        let column = pen.width().saturating_sub(22);
        let used = text::width(&counts) + 3;
        let earned = self.commission_words(usize::from(column).saturating_sub(used + 1));
        if earned.is_empty() {
            // Beside the list's price, where the counts leave no room.
            let free = room.saturating_sub(text::width(&words) + 2);
            let earned = self.commission_words(free);
            if !earned.is_empty() {
                words.push_str("  ");
                words.push_str(&earned);
            }
        }
        pen.put(1, 1, &text::cut(&words, room), Role::Muted);
        pen.put(u16::try_from(used).unwrap_or(column), 2, &earned, Role::Muted);
        self.draw_due(pen, 2, column);
    }

    fn counts(&self, pen: &Pen<'_>) -> String {
        let sale = self.on_paper();
        let lines = sale.cart.lines.len();
        t!(pen.lang(), "checkout.counts", lines = lines, pieces = sale.pieces())
    }

    fn draw_due(&self, pen: &mut Pen<'_>, y: u16, column: u16) {
        let end = pen.width().saturating_sub(1);
        let due = self.due().map_or_else(|| "..".to_owned(), Fen::grouped);
        let label = pen.word("checkout.due");
        pen.put(column, y, label, Role::Title);
        pen.put_right(end, y, &format!("¥ {due}"), Role::Money);
    }
}

/// A discount in words: `9折`, `-20.00`.
fn off_words(pen: &Pen<'_>, off: Off) -> String {
    match off {
        Off::Rate(rate) => {
            let tenths = rate.0.checked_mul(rust_decimal::Decimal::TEN).unwrap_or_default().normalize();
            t!(pen.lang(), "checkout.rate", tenths = tenths)
        }
        Off::Amount(amount) => amount.negated().grouped(),
    }
}
