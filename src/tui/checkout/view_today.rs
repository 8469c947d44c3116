//! The strip of the day: received, bills, average, the hours, and the last bills.

use ratatui::layout::Rect;

use super::{Checkout, Day};
use crate::checkout::bill::BillHead;
use crate::ground::{Fen, Instant};
use crate::t;
use crate::tui::frame::{Panel, Pen, Room, spark, text};
use crate::tui::theme::Role;

/// The hours that a salon is open at most: from nine to midnight.
const HOURS: std::ops::Range<usize> = 9..24;

impl Checkout {
    pub(super) fn draw_today(&self, pen: &mut Pen<'_>, area: Rect, room: Room) {
        let empty = Day::default();
        let day = self.day.as_ref().unwrap_or(&empty);
        if room == Room::Compact {
            self.draw_today_short(&mut pen.part(area), day);
            return;
        }
        let date = self.context.today().format("%m-%d").to_string();
        let title = pen.word("checkout.today");
        let mut inside = Panel::new(title).fact(&date).draw(pen, area);
        if inside.height() <= 4 {
            self.draw_today_rows(&mut inside, day);
        } else {
            self.draw_today_tall(&mut inside, day);
        }
    }

    /// Two rows without a frame.
    fn draw_today_short(&self, pen: &mut Pen<'_>, day: &Day) {
        let width = usize::from(pen.width().saturating_sub(2));
        pen.put(1, 0, &text::cut(&sums(pen, day, false), width), Role::Muted);
        if let Some(bill) = day.bills.first() {
            pen.put(1, 1, &text::cut(&self.bill_words(pen, bill), width), Role::Muted);
        }
    }

    fn draw_today_rows(&self, pen: &mut Pen<'_>, day: &Day) {
        let width = usize::from(pen.width().saturating_sub(2));
        let long = sums(pen, day, true);
        let told = if text::width(&long) <= width { long } else { sums(pen, day, false) };
        pen.put(1, 0, &text::cut(&told, width), Role::Text);
        draw_hours(pen, 1, day);
        if let Some(bill) = day.bills.first() {
            let undo = self.can_undo() && self.fresh.as_ref().is_some_and(|fresh| fresh.bill == bill.bill);
            let undo = if undo { pen.word("checkout.can_undo") } else { "" };
            pen.put(1, 2, &text::ends(&self.bill_words(pen, bill), undo, width), Role::Muted);
        }
    }

    fn draw_today_tall(&self, pen: &mut Pen<'_>, day: &Day) {
        let totals = &day.totals;
        let average = average(totals.worth, totals.bills);
        let rows = [
            ("checkout.received_sum", totals.received.grouped()),
            ("checkout.bills", totals.bills.to_string()),
            ("checkout.average", average.grouped()),
            ("checkout.value_spent", totals.stored_value_spent.grouped()),
            ("checkout.topped_up", totals.topped_up.grouped()),
            ("checkout.held", day.held.to_string()),
        ];
        let mut y = 0;
        for (key, value) in &rows {
            pen.pair(y, pen.word(key), value, Role::Text);
            y += 1;
        }
        draw_hours(pen, y, day);
        pen.rule(y + 1);
        let words = pen.word("checkout.last_bills");
        pen.put(1, y + 1, &format!(" {words} "), Role::Title);
        y += 2;
        let width = usize::from(pen.width().saturating_sub(2));
        for bill in &day.bills {
            pen.put(1, y, &text::cut(&self.bill_words(pen, bill), width), Role::Text);
            y += 1;
        }
    }

    /// `14:31 0046 林晓 398.00 微信`.
    fn bill_words(&self, pen: &Pen<'_>, bill: &BillHead) -> String {
        let time = self.context.zone.hour_minute(Instant(bill.at));
        let who = bill.member_name.as_deref().unwrap_or(pen.word("checkout.guest"));
        let first = bill.tenders.first().map_or("", |tender| pen.word(super::offer::tender_key(*tender)));
        // Paid in several ways: none of them is the whole truth.
        let by = if bill.tenders.len() > 1 { format!("{first}+") } else { first.to_owned() };
        let mark = if bill.refunded { pen.word("output.back") } else { "" };
        let words = format!("{time} {} {who} {} {by} {mark}", short(&bill.bill), bill.payable.grouped());
        words.trim_end().to_owned()
    }
}

/// The end of a bill's number, which is what people say.
pub(super) fn short(bill: &str) -> &str {
    bill.rsplit('-').next().unwrap_or(bill)
}

fn average(sum: Fen, count: i64) -> Fen {
    // Half away from zero, as every rounding to the fen.
    let half = sum.0.signum().saturating_mul(count);
    Fen(sum.0.saturating_mul(2).saturating_add(half).checked_div(count.saturating_mul(2)).unwrap_or(0))
}

fn sums(pen: &Pen<'_>, day: &Day, long: bool) -> String {
    let totals = &day.totals;
    let key = if long { "checkout.sums" } else { "checkout.sums_short" };
    let average = average(totals.worth, totals.bills);
    crate::words::fill(
        pen.lang(),
        key,
        &[
            ("received", &totals.received.grouped()),
            ("bills", &totals.bills.to_string()),
            ("average", &average.grouped()),
            ("spent", &totals.stored_value_spent.grouped()),
            ("held", &day.held.to_string()),
        ],
    )
}

fn draw_hours(pen: &mut Pen<'_>, y: u16, day: &Day) {
    let hours = day.totals.hours.get(HOURS).unwrap_or_default();
    let line = spark(hours, None, HOURS.len(), pen.glyphs().ink);
    let x = pen.put(1, y, pen.word("checkout.hours"), Role::Muted);
    let x = pen.put(x + 1, y, &line, Role::Info);
    let held = t!(pen.lang(), "checkout.hours_of", held = day.held);
    pen.put(x + 1, y, &held, Role::Muted);
}
