//! Payment: the ways in small beside the bill, and while paying everything that Enter will do.

use ratatui::layout::Rect;

use super::Checkout;
use super::offer::{Pay, Priced, WAYS, Way, tender_key};
use crate::cards::store::CardKind;
use crate::catalog::ItemKind;
use crate::checkout::cart::CartLine;
use crate::checkout::member_view::MemberView;
use crate::checkout::propose;
use crate::ground::Fen;
use crate::t;
use crate::tui::frame::{Panel, Pen, Room, text};
use crate::tui::input::Key;
use crate::tui::theme::Role;

/// The fewest cells in which a way can be read.
const WAY_CELLS_MIN: u16 = 14;

impl Checkout {
    /// The ways to pay beside a bill that is being built; the one that Enter will propose is marked.
    pub(super) fn draw_ways(&self, pen: &mut Pen<'_>, area: Rect, room: Room) {
        let title = pen.word("checkout.pay_title");
        let fact = pen.word(if room.is_roomy() { "checkout.two_enters" } else { "checkout.two_short" });
        let mut inside = Panel::new(title).fact(fact).draw(pen, area);
        let quote = self.sale.quote.as_ref();
        let due = quote.map_or(Fen::ZERO, |quote| quote.due);
        let most = quote.map_or(Fen::ZERO, |quote| quote.prepaid_most);
        let has = self.sale.member.as_ref().map_or(Fen::ZERO, MemberView::spendable);
        let proposed = propose::tender(due, has, most, self.last_tender);
        let cards = self.sale.member.as_ref().map(MemberView::usable_cards).unwrap_or_default();
        let today = self.context.today().to_string();
        let wanted = self.sale.wanted(&self.context.shelf);
        let by_cards = propose::with_cards(&self.sale.cart, &wanted, cards, &today)
            .lines
            .iter()
            .all(|line| line.card.is_some());
        let last = inside.height().saturating_sub(2);
        for (place, way) in WAYS.iter().enumerate() {
            let y = u16::try_from(place).unwrap_or(u16::MAX);
            if y >= last {
                break;
            }
            let proposed = if by_cards { *way == Way::Cards } else { *way == Way::By(proposed) };
            let marked = !self.sale.is_empty() && proposed;
            let value = if marked && !by_cards { due.grouped() } else { String::new() };
            way_row(&mut inside, y, place, *way, marked, &value);
            // A click on a way opens the panel; in the panel it types the way's digit.
            let row = Rect::new(0, y, inside.width(), 1);
            inside.hit(row, Key::F(8));
        }
        inside.rule(last);
        inside.pair(last + 1, inside.word("checkout.to_pay"), &due.grouped(), Role::Text);
    }

    /// While paying: the ways, then everything that Enter will do.
    pub(super) fn draw_settle(&self, pen: &mut Pen<'_>, area: Rect, room: Room) {
        let Some(pay) = &self.pay else { return };
        let title = pen.word("checkout.settle");
        let fact = pen.word("checkout.esc_back");
        let mut inside = Panel::new(title).fact(fact).focused(true).draw(pen, area);
        let Some(priced) = &pay.priced else {
            let words = inside.word("list.refreshing");
            inside.put(2, 1, words, Role::Muted);
            return;
        };
        let nobody = |line: &CartLine| {
            let item = self.context.shelf.item(&line.item);
            line.staff.is_empty() && item.is_some_and(|listed| listed.item.kind == ItemKind::Service)
        };
        // Two rules and the row of what is due; the rest is for the ways and for what Enter will do.
        let rows = usize::from(inside.height().saturating_sub(3));
        let mut effects = Self::effects(&inside, pay, priced);
        // Work that nobody did is nobody's in the ranking and in the pay.
        if priced.cart.lines.iter().any(nobody) {
            effects.push((format!("! {}", inside.word("checkout.nobody")), String::new(), Role::Warn));
        }
        let columns = way_columns(inside.width(), rows.saturating_sub(effects.len()));
        let mut y = draw_ways_in(&mut inside, columns, pay, priced);
        inside.rule(y);
        let words = inside.word("checkout.enter_does");
        inside.put(1, y, &format!(" {words} "), Role::Title);
        y += 1;
        for (label, value, role) in in_sight(effects, rows.saturating_sub(usize::from(y - 1))) {
            inside.pair(y, &label, &value, role);
            y += 1;
        }
        let y = inside.height().saturating_sub(2);
        inside.rule(y);
        let due = priced.quoted.due;
        let label = if room.is_roomy() { "checkout.enter_settles" } else { "checkout.enter_short" };
        let (label, value) = match pay.choice.part {
            Some(part) => (inside.word("checkout.part_by"), part.grouped()),
            None if due.is_positive() => (inside.word("checkout.still_due"), due.grouped()),
            None => (inside.word(label), format!("¥ {}", priced.quoted.payable.grouped())),
        };
        let end = inside.width().saturating_sub(1);
        let begin = inside.put_right(end, y + 1, &value, Role::Title);
        inside.put(1, y + 1, &text::cut(label, usize::from(begin.saturating_sub(2))), Role::Brand);
    }

    /// Every effect of Enter, one row each.
    fn effects(pen: &Pen<'_>, pay: &Pay, priced: &Priced) -> Vec<(String, String, Role)> {
        let lang = pen.lang();
        let quoted = &priced.quoted;
        let word = |key: &'static str| pen.word(key).to_owned();
        let mut out = vec![(word("checkout.due"), quoted.payable.grouped(), Role::Text)];
        for tender in &quoted.tenders {
            out.push((word(tender_key(tender.tender)), tender.amount.grouped(), Role::Text));
            if tender.principal.0 != 0 || tender.gift.0 != 0 {
                let parts = t!(
                    lang,
                    "checkout.parts",
                    principal = tender.principal.negated().grouped(),
                    gift = tender.gift.negated().grouped()
                );
                if text::cells(&parts) + 2 <= pen.width() {
                    out.push((String::new(), parts, Role::Muted));
                } else {
                    for (key, sum) in [("members.principal", tender.principal), ("members.gift", tender.gift)]
                    {
                        out.push((format!("  {}", pen.word(key)), sum.negated().grouped(), Role::Muted));
                    }
                }
            }
        }
        out.extend(card_effects(pen, priced));
        for (name, off) in &quoted.discounts {
            out.push((name.clone(), off.negated().grouped(), Role::Text));
        }
        for (code, off) in &quoted.coupons {
            out.push((format!("{} {code}", pen.word("tender.coupon")), off.negated().grouped(), Role::Text));
        }
        if quoted.points_used > 0 {
            let off = quoted.points_off.negated().grouped();
            out.push((word("tender.points"), format!("-{}  {off}", quoted.points_used), Role::Text));
        }
        if let Some(view) = &priced.member {
            let left = view.points - quoted.points_used + quoted.earned.points;
            let words = t!(lang, "checkout.points_move", earned = quoted.earned.points, left = left);
            out.push((word("tender.points"), words, Role::Ok));
            let spent: i64 = quoted.tenders.iter().map(|tender| tender.principal.0 + tender.gift.0).sum();
            if spent != 0 {
                let left = Fen(view.holdings.stored_value.0 - spent).grouped();
                out.push((word("checkout.value_left"), left, Role::Text));
            }
        }
        if quoted.change.is_positive() {
            out.push((word("checkout.change"), quoted.change.grouped(), Role::Warn));
        }
        if !pay.choice.reference.is_empty() {
            let code = pay.choice.reference.as_str();
            let tail: String = code.chars().skip(code.chars().count().saturating_sub(4)).collect();
            out.push((word("checkout.reference"), format!("..{tail}"), Role::Muted));
        }
        out
    }
}

/// In how many columns the ways stand, so that all of them are seen in so many rows: every digit works, and a way
/// that is not shown is not known.
fn way_columns(width: u16, rows: usize) -> u16 {
    let most = (width / WAY_CELLS_MIN).clamp(1, 3);
    (1..most).find(|columns| WAYS.len().div_ceil(usize::from(*columns)) <= rows).unwrap_or(most)
}

/// Draws the ways from the top, one column after another; answers the row below them.
fn draw_ways_in(pen: &mut Pen<'_>, columns: u16, pay: &Pay, priced: &Priced) -> u16 {
    let each = u16::try_from(WAYS.len()).unwrap_or(u16::MAX).div_ceil(columns);
    let cells = pen.width() / columns;
    // Where cards pay for everything they are what Enter takes.
    let by_cards = priced.quoted.payable == Fen::ZERO && priced.quoted.tenders.is_empty();
    for (place, way) in WAYS.iter().enumerate() {
        let marked = if by_cards { *way == Way::Cards } else { *way == Way::By(priced.tender) };
        let value = way_value(pay, priced, *way, marked);
        let at = u16::try_from(place).unwrap_or(0);
        let mut part = pen.part(Rect::new(at / each * cells, at % each, cells, 1));
        way_row(&mut part, 0, place, *way, marked, &value);
    }
    each
}

/// The effects that are shown where there is no room for all: first what only explains goes, then what is said at
/// the bottom anyway.
fn in_sight(mut effects: Vec<(String, String, Role)>, rows: usize) -> Vec<(String, String, Role)> {
    while effects.len() > rows {
        let faint = effects.iter().rposition(|(_, _, role)| *role == Role::Muted);
        let told = effects.iter().rposition(|(_, _, role)| *role == Role::Ok);
        effects.remove(faint.or(told).unwrap_or(0));
    }
    effects
}

/// Session cards: how many go, and how many are left.
fn card_effects(pen: &Pen<'_>, priced: &Priced) -> Vec<(String, String, Role)> {
    let cards = priced.member.iter().flat_map(|view| view.holdings.cards.iter());
    cards
        .filter_map(|card| {
            let lines = priced.cart.lines.iter();
            let taken: i64 = lines
                .filter(|line| line.card.as_deref() == Some(card.card.as_str()))
                .map(|line| line.quantity)
                .sum();
            let left = card.left - taken;
            let words = match card.kind {
                CardKind::Session => t!(pen.lang(), "checkout.card_move", taken = taken, left = left),
                CardKind::Period => {
                    let last = card.expires_on.as_deref().unwrap_or_default();
                    t!(pen.lang(), "checkout.card_until", day = last)
                }
            };
            (taken > 0).then(|| (card.name.clone(), words, Role::Text))
        })
        .collect()
}

/// What stands behind a way: what it pays, or what is there to pay with.
fn way_value(pay: &Pay, priced: &Priced, way: Way, marked: bool) -> String {
    let amount = |tender| {
        let sum: i64 =
            priced.quoted.tenders.iter().filter(|paid| paid.tender == tender).map(|paid| paid.amount.0).sum();
        if sum == 0 && !marked { String::new() } else { Fen(sum).grouped() }
    };
    match way {
        Way::By(tender) => amount(tender),
        Way::Cards => {
            let used = priced.cart.lines.iter().filter(|line| line.card.is_some()).count();
            if used > 0 { format!("x{used}") } else { String::new() }
        }
        Way::Points => {
            let points = pay.choice.base.points;
            if points > 0 { points.to_string() } else { String::new() }
        }
    }
}

fn way_row(pen: &mut Pen<'_>, y: u16, place: usize, way: Way, marked: bool, value: &str) {
    let key = match way {
        Way::By(tender) => tender_key(tender),
        Way::Cards => "tender.session_card",
        Way::Points => "tender.points",
    };
    if marked {
        pen.put(1, y, &pen.glyphs().point.to_string(), Role::Brand);
    }
    let x = pen.put(2, y, &(place + 1).to_string(), Role::Key);
    pen.put(x + 1, y, pen.word(key), Role::Text);
    let end = pen.width().saturating_sub(1);
    // In a narrow column the name goes before the amount, which stands among the effects too.
    if x + 2 + text::cells(pen.word(key)) + text::cells(value) <= end {
        pen.put_right(end, y, value, Role::Text);
    }
    if marked {
        pen.tint(y, Role::Selected);
    }
    if let Some(digit) = u32::try_from(place + 1).ok().and_then(|digit| char::from_digit(digit, 10)) {
        pen.hit(Rect::new(0, y, pen.width(), 1), Key::Char(digit));
    }
}
