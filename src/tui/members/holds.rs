//! What a member holds: lots, cards, coupons and debts, one row each, and the sums beside them.

use ratatui::layout::Rect;

use super::file::{File, Focus};
use crate::cards::holdings::{CardView, DebtView, LotView};
use crate::cards::store::CardKind;
use crate::checkout::member_view::MemberView;
use crate::promotions::coupons::Coupon;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Room, Row, Table, text};
use crate::tui::parts::figures;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// The list of a click.
pub const LIST: &str = "holds";

/// Something a member holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Held {
    /// A card.
    Card(CardView),
    /// A top-up lot.
    Lot(LotView),
    /// A coupon.
    Coupon(Coupon),
    /// A debt.
    Debt(DebtView),
}

/// Everything: debts first because they are asked for, then cards, lots, coupons.
pub fn all(view: &MemberView) -> Vec<Held> {
    let holds = &view.holdings;
    let left = |lot: &&LotView| lot.principal.is_positive() || lot.gift.is_positive();
    let mut rows: Vec<Held> = holds.debts.iter().cloned().map(Held::Debt).collect();
    rows.extend(holds.cards.iter().cloned().map(Held::Card));
    rows.extend(holds.lots.iter().filter(left).cloned().map(Held::Lot));
    rows.extend(view.coupons.iter().filter(|coupon| coupon.usable).cloned().map(Held::Coupon));
    rows
}

/// Draws the rows.
pub fn draw(file: &File, _view: &MemberView, pen: &mut Pen<'_>, area: Rect) {
    let space = Room::of(pen.bounds());
    let title = pen.word("members.holds");
    let hint = pen.word("members.holds_hint");
    let panel = Panel::new(title).fact(hint).focused(file.focus == Focus::Holds);
    let mut inside = panel.draw(pen, area);
    if file.holds.draw_state(&mut inside, "members.holds_nothing") {
        return;
    }
    let lang = inside.lang();
    let wide = space.is_roomy();
    let columns = [
        Column::rest(words::text(lang, "members.col.what")),
        Column::figure(words::text(lang, "members.col.left"), 12),
        Column::figure(words::text(lang, "members.col.gift"), if wide { 11 } else { 10 }),
        Column::text(words::text(lang, "members.col.expiry"), 10),
    ];
    let fit = Table::rows_in(inside.height(), true);
    let first = file.holds.first(fit);
    // What the other columns, the gaps and the margins leave for the name.
    let gift = if wide { 11 } else { 10 };
    let room = usize::from(inside.width().saturating_sub(12 + gift + 10 + 3 + 2));
    let rows: Vec<Row> =
        file.holds.iter().skip(first).take(fit).map(|held| row(held, file, lang, wide, room)).collect();
    let selected = file.holds.selected_number().filter(|_| file.focus == Focus::Holds);
    Table {
        list: LIST,
        columns: &columns,
        rows: &rows,
        first,
        count: file.holds.len(),
        selected,
        titled: true,
    }
    .draw(&mut inside);
}

fn row(held: &Held, file: &File, lang: Lang, wide: bool, room: usize) -> Row {
    match held {
        Held::Card(card) => card_row(card, file, lang, wide, room),
        Held::Lot(lot) => {
            let what = t!(lang, "members.lot", day = figures::day_short(&lot.bought_on, file.today));
            let what = if wide { format!("{what}  {}", order(lang, &lot.order)) } else { what };
            Row::new()
                .plain(what)
                .plain(lot.principal.grouped())
                .plain(lot.gift.grouped())
                // Only gifts lapse: where none is left, nothing does.
                .cell(
                    expiry(lot.gift_expires_on.as_deref().filter(|_| lot.gift.is_positive()), file, lang).0,
                    Role::Muted,
                )
        }
        Held::Coupon(coupon) => {
            let worth = figures::coupon(lang, &coupon.value);
            let (day, role) = expiry(coupon.expires_on.as_deref(), file, lang);
            Row::new()
                .plain(t!(lang, "members.coupon", name = coupon.name, code = coupon.code))
                .plain(worth)
                .plain("")
                .cell(day, role)
        }
        Held::Debt(debt) => Row::new()
            .cell(t!(lang, "members.debt", day = figures::day_short(&debt.since, file.today)), Role::Bad)
            .cell(debt.left.negated().grouped(), Role::Bad)
            .plain("")
            .plain(""),
    }
}

fn card_row(card: &CardView, file: &File, lang: Lang, wide: bool, room: usize) -> Row {
    let mut name = if wide { format!("{} {}", card.name, card.card) } else { card.name.clone() };
    let mut marks = String::new();
    if card.shared {
        marks = format!(" {}", words::text(lang, "members.shared"));
    }
    let closed = card.state != "open";
    if closed {
        marks = format!("{marks} [{}]", state(lang, &card.state));
    }
    // Where it is narrow the name is cut and not what must be known of the card.
    name = format!("{}{marks}", text::cut(&name, room.saturating_sub(text::width(&marks))));
    let left = match card.kind {
        CardKind::Session => t!(lang, "members.sessions", left = card.left, all = card.sessions),
        CardKind::Period => words::text(lang, "members.period").to_owned(),
    };
    let covered = card.kind == CardKind::Session && card.covered < card.sessions;
    // What a period card has not yet earned is the books' concern: nobody can spend it.
    let second = match card.kind {
        CardKind::Session if covered => t!(lang, "members.covered", covered = card.covered),
        CardKind::Session => card.value.grouped(),
        CardKind::Period => String::new(),
    };
    let (day, role) = expiry(card.expires_on.as_deref(), file, lang);
    let tone = if closed { Role::Muted } else { Role::Text };
    Row::new()
        .cell(name, tone)
        .cell(left, tone)
        .cell(second, if covered { Role::Warn } else { Role::Muted })
        .cell(day, role)
}

/// The words of a card's state.
pub fn state(lang: Lang, code: &str) -> &str {
    match code {
        "frozen" => words::text(lang, "state.frozen"),
        "lost" => words::text(lang, "state.lost"),
        "refunded" => words::text(lang, "state.refunded"),
        "upgraded" => words::text(lang, "members.upgraded"),
        other => other,
    }
}

fn order(lang: Lang, code: &str) -> &str {
    match code {
        "gift_first" => words::text(lang, "members.gift_first"),
        "principal_first" => words::text(lang, "members.principal_first"),
        _ => words::text(lang, "members.proportional"),
    }
}

fn expiry(day: Option<&str>, file: &File, lang: Lang) -> (String, Role) {
    match day {
        None => (words::text(lang, "members.for_ever").to_owned(), Role::Muted),
        Some(day) => {
            let short = figures::day_short(day, file.today);
            match figures::day_mark(day, file.today) {
                Some(mark) => (format!("{short} {mark}"), Role::Warn),
                None => (short, Role::Muted),
            }
        }
    }
}

/// The sums: stored value is the one figure that matters here.
pub fn sums(view: &MemberView, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let mut inside = Panel::new(words::text(lang, "members.balance")).draw(pen, area);
    let holds = &view.holdings;
    let word = |key: &'static str| words::text(lang, key);
    let mut rows = vec![
        (word("members.stored_value"), holds.stored_value.grouped(), Role::Money),
        (word("members.principal"), holds.principal.grouped(), Role::Text),
        (word("members.gift"), holds.gift.grouped(), Role::Text),
        (
            word("members.points"),
            figures::count(view.points),
            if view.points < 0 { Role::Bad } else { Role::Text },
        ),
    ];
    if holds.owed.is_positive() {
        rows.push((word("members.owed"), holds.owed.negated().grouped(), Role::Bad));
    }
    rows.push((word("members.visits"), view.visits.to_string(), Role::Text));
    rows.push((word("members.paid_in"), view.paid_in.grouped(), Role::Text));
    for (y, (label, value, role)) in (0..inside.height()).zip(&rows) {
        inside.pair(y, label, value, *role);
    }
}
