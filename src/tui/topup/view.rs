//! How the top-up looks: the amount and the table, what is given, the tenders, the member's balance before and after.

use ratatui::layout::Rect;

use super::{Stage, TopUpLayer};
use crate::checkout::topup::Preview;
use crate::ground::Fen;
use crate::t;
use crate::tui::frame::{Panel, Pen, Room, popup, room, text};
use crate::tui::parts::figures;
use crate::tui::theme::Role;
use crate::words;

/// Rows of members.
pub const HITS: &str = "top-hits";
/// Rows of the table.
pub const STEPS: &str = "top-steps";
/// Rows of tenders.
pub const TENDERS: &str = "top-tenders";

/// Draws the layer over the whole screen.
pub fn draw(layer: &TopUpLayer, pen: &mut Pen<'_>) {
    pen.blank();
    pen.cover();
    if layer.stage == Stage::Who {
        who(layer, pen);
        return;
    }
    let space = Room::of(pen.bounds());
    let lower = (pen.height() / 2).clamp(8, 11);
    let parts = room::rows(pen.bounds(), &[0, lower]);
    let (Some(top), Some(bottom)) = (parts.first(), parts.get(1)) else { return };
    if space <= Room::Narrow {
        amount(layer, pen, *top);
        tenders(layer, pen, *bottom);
    } else {
        for (row, left, right) in [
            (
                *top,
                amount as fn(&TopUpLayer, &mut Pen<'_>, Rect),
                given as fn(&TopUpLayer, &mut Pen<'_>, Rect),
            ),
            (*bottom, tenders, wallet),
        ] {
            let columns = room::columns(row, &[55, 45]);
            if let (Some(first), Some(second)) = (columns.first(), columns.get(1)) {
                left(layer, pen, *first);
                right(layer, pen, *second);
            }
        }
    }
    if layer.stage == Stage::Limit {
        limit(layer, pen);
    }
}

fn who(layer: &TopUpLayer, pen: &mut Pen<'_>) {
    let bounds = pen.bounds();
    let (title, fact) = (pen.word("top.who"), pen.word("members.search_hint"));
    let mut inside = Panel::new(title).fact(fact).focused(true).draw(pen, bounds);
    inside.put(1, 0, ">", Role::Brand);
    let cells = inside.width().saturating_sub(4);
    layer.line.draw(&mut inside, 3, 0, cells, true);
    inside.rule(1);
    if layer.hits.is_empty() {
        let words = inside.word("members.none");
        inside.put(1, 2, words, Role::Muted);
    }
    let room = usize::from(inside.width().saturating_sub(4));
    for (place, hit) in layer.hits.iter().enumerate() {
        let y = 2 + u16::try_from(place).unwrap_or(0);
        let left = format!("{}  {}", text::fit(&hit.name, 12), hit.member);
        inside.put(2, y, &text::ends(&left, &hit.phone, room.min(60)), Role::Text);
        if place == layer.picked {
            inside.put(0, y, &inside.glyphs().point.to_string(), Role::Brand);
            inside.tint(y, Role::Selected);
        }
        inside.hit_row(y, HITS, place);
    }
}

fn amount(layer: &TopUpLayer, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let view = layer.member.as_ref();
    let name = view.map(|view| format!("{} {}", view.member.name, view.tier_name)).unwrap_or_default();
    let title = format!("{} {name}", words::text(lang, "key.top_up"));
    let now = view.map_or(Fen::ZERO, |view| view.holdings.stored_value);
    let fact = t!(lang, "top.now", amount = now.grouped());
    let active = layer.stage == Stage::Amount;
    let mut inside = Panel::new(&title).fact(&fact).focused(active).draw(pen, area);
    let label = words::text(lang, "field.amount");
    let x = inside.put(1, 0, label, Role::Muted) + 1;
    inside.put(x, 0, ">", Role::Brand);
    layer.line.draw(&mut inside, x + 2, 0, 14, active);
    let hint = words::text(lang, "top.amount_hint");
    let end = inside.width().saturating_sub(1);
    if text::cells(hint) + x + 18 < end {
        inside.put_right(end, 0, hint, Role::Muted);
    }
    let low = steps(layer, &mut inside);
    if let Some(preview) = &layer.preview {
        summary(preview, &mut inside, low);
    } else if let Some(words) = &layer.refused {
        let y = inside.height().saturating_sub(1);
        let room = usize::from(inside.width().saturating_sub(3));
        let cross = inside.glyphs().cross;
        inside.put(1, y, &text::cut(&format!("{cross} {words}"), room), Role::Bad);
    }
}

/// The steps of the table, scrolled so that the one that is reached is in sight; answers whether room was so short
/// that the rule below gave its row to them.
fn steps(layer: &TopUpLayer, pen: &mut Pen<'_>) -> bool {
    let lang = pen.lang();
    if layer.table.offers.is_empty() {
        pen.put(1, 2, words::text(lang, "top.no_offers"), Role::Muted);
        return false;
    }
    let count = layer.table.offers.len().min(9);
    // A blank row above and a rule below, as long as all steps can be seen with them.
    let height = usize::from(pen.height());
    let top = if count + 5 <= height { 2 } else { 1 };
    let low = count + 4 > height;
    let room = height.saturating_sub(if low { 3 } else { top + 3 });
    let reached = layer.amount().and_then(|amount| layer.table.reached(amount)).map(|offer| offer.amount);
    let marked = layer.table.offers.iter().take(count).position(|offer| Some(offer.amount) == reached);
    let first = marked.map_or(0, |place| (place + 1).saturating_sub(room)).min(count.saturating_sub(room));
    if count > room {
        let words = format!("{}-{} / {count}", first + 1, first + room);
        let end = pen.width().saturating_sub(1);
        pen.put_right(end, 1, &words, Role::Muted);
    }
    for (place, offer) in layer.table.offers.iter().enumerate().take(count).skip(first).take(room) {
        let y = u16::try_from(top + place - first).unwrap_or(0);
        pen.put(2, y, &(place + 1).to_string(), Role::Key);
        pen.put_right(14, y, &figures::yuan(offer.amount), Role::Text);
        let gift = t!(lang, "top.gift_of", gift = figures::yuan(offer.gift));
        let days = match offer.gift_days {
            0 => String::new(),
            days => t!(lang, "top.days", days = days),
        };
        let x = pen.put(17, y, &gift, Role::Text);
        let brief =
            if days.is_empty() { String::new() } else { t!(lang, "top.days_brief", days = offer.gift_days) };
        // A gift that lapses is never shown as one that does not.
        for told in [days, brief] {
            if text::cells(&told) + x + 3 <= pen.width() {
                pen.put(x + 2, y, &told, Role::Muted);
                break;
            }
        }
        if Some(offer.amount) == reached {
            pen.put(0, y, &pen.glyphs().point.to_string(), Role::Brand);
            pen.tint(y, Role::Selected);
        }
        pen.hit_row(y, STEPS, place);
    }
    low
}

fn summary(preview: &Preview, pen: &mut Pen<'_>, low: bool) {
    let lang = pen.lang();
    let y = pen.height().saturating_sub(2);
    if !low {
        pen.rule(y.saturating_sub(1));
    }
    let gift = t!(lang, "top.paid_gift", amount = preview.amount.grouped(), gift = preview.gift.grouped());
    pen.put(1, y, &gift, Role::Text);
    let after = preview.after.grouped();
    let x = pen.put(1, y + 1, words::text(lang, "top.after"), Role::Muted);
    pen.put(x + 1, y + 1, &after, Role::Money);
}

fn given(layer: &TopUpLayer, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let gift = layer.preview.as_ref().map_or(Fen::ZERO, |preview| preview.gift);
    let title = t!(lang, "top.why", gift = figures::yuan(gift));
    let mut inside = Panel::new(&title).draw(pen, area);
    let Some(preview) = &layer.preview else {
        inside.put(1, 0, words::text(lang, "top.teach"), Role::Muted);
        return;
    };
    let tick = inside.glyphs().tick;
    let reached = layer.table.reached(preview.amount);
    let (line, role) = match reached {
        Some(offer) => {
            let step = t!(lang, "top.rule", amount = figures::yuan(offer.amount), version = preview.version);
            (format!("{tick} {step}"), Role::Ok)
        }
        None => (words::text(lang, "top.no_step").to_owned(), Role::Muted),
    };
    // The title says the gift as well: where the two do not fit side by side the rule goes first.
    let (end, sum) = (inside.width().saturating_sub(1), preview.gift.grouped());
    if text::cells(&line) + text::cells(&sum) + 2 <= end {
        inside.put_right(end, 0, &sum, Role::Text);
    }
    inside.put(1, 0, &line, role);
    let rest = usize::from(inside.width().saturating_sub(2));
    let mut lines = Vec::new();
    match &preview.gift_expires_on {
        Some(day) => lines.push((t!(lang, "top.gift_until", day = day), Role::Muted)),
        None if preview.gift.is_positive() => {
            lines.push((words::text(lang, "top.gift_for_ever").to_owned(), Role::Muted));
        }
        None => {}
    }
    lines.push((words::text(lang, "top.highest").to_owned(), Role::Muted));
    let limit = figures::yuan(preview.limit);
    lines.push(match (preview.above_limit, preview.named) {
        (true, true) => (format!("! {}", t!(lang, "top.above", limit = limit)), Role::Warn),
        (true, false) => (format!("! {}", t!(lang, "top.above_bearer", limit = limit)), Role::Warn),
        (false, true) => (t!(lang, "top.limit", limit = limit), Role::Muted),
        (false, false) => (t!(lang, "top.limit_bearer", limit = limit), Role::Muted),
    });
    if let Some(custody) = &layer.custody {
        let (day, due) = (&custody.as_of, custody.due.grouped());
        lines.push((t!(lang, "top.custody", day = day, share = custody.share, due = due), Role::Muted));
    }
    let wrapped = lines
        .into_iter()
        .flat_map(|(line, role)| text::wrap(&line, rest).into_iter().map(move |line| (line, role)));
    for (y, (line, role)) in (2..inside.height()).zip(wrapped) {
        inside.put(1, y, &line, role);
    }
}

fn tenders(layer: &TopUpLayer, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let due = layer.left();
    let title = t!(lang, "top.pay", amount = due.grouped());
    let active = matches!(layer.stage, Stage::Tender | Stage::Sent);
    let fact = words::text(lang, if layer.stage == Stage::Sent { "sheet.waiting" } else { "top.enter_done" });
    let mut inside = Panel::new(&title).fact(fact).focused(active).draw(pen, area);
    for (place, tender) in figures::TILLS.iter().enumerate() {
        let y = u16::try_from(place).unwrap_or(0);
        inside.put(2, y, &(place + 1).to_string(), Role::Key);
        let x = inside.put(4, y, figures::tender_name(lang, *tender), Role::Text);
        if place == layer.tender {
            inside.put(0, y, &inside.glyphs().point.to_string(), Role::Brand);
            inside.put(x.max(16) + 2, y, &layer.pending.unwrap_or(due).grouped(), Role::Text);
            inside.tint(y, if active { Role::Selected } else { Role::Text });
        }
        inside.hit_row(y, TENDERS, place);
    }
    let below = u16::try_from(figures::TILLS.len()).unwrap_or(5);
    let mut told: Vec<String> = layer
        .parts
        .iter()
        .filter_map(|part| {
            Some(format!("{} {}", figures::tender_name(lang, part.tender), part.amount?.grouped()))
        })
        .collect();
    let typed = layer.part.text();
    if typed.chars().count() > 1 {
        told.push(t!(lang, "top.part", part = typed));
    } else if let Some(part) = layer.pending {
        told.push(t!(lang, "top.part_by", part = part.grouped()));
    }
    if told.is_empty() && active {
        inside.put(1, below, words::text(lang, "top.split_hint"), Role::Muted);
    }
    if !told.is_empty() {
        inside.put(1, below, &told.join("  "), Role::Brand);
    }
    let seller = layer.seller.and_then(|place| layer.sellers.get(place));
    let name = seller.map_or_else(
        || words::text(lang, "top.no_seller").to_owned(),
        |(number, name)| format!("{number} {name}"),
    );
    let y = inside.height().saturating_sub(1);
    if y > below || told.is_empty() {
        inside.put(1, y, &t!(lang, "top.seller", name = name), Role::Muted);
    }
    if active {
        inside.caret(2, u16::try_from(layer.tender).unwrap_or(0));
    }
}

fn wallet(layer: &TopUpLayer, pen: &mut Pen<'_>, area: Rect) {
    let lang = pen.lang();
    let mut inside = Panel::new(words::text(lang, "members.balance")).draw(pen, area);
    let Some(view) = &layer.member else { return };
    let holds = &view.holdings;
    let (paid, gift) =
        layer.preview.as_ref().map_or((Fen::ZERO, Fen::ZERO), |preview| (preview.amount, preview.gift));
    let point = inside.glyphs().point;
    let rows = [
        ("members.stored_value", holds.stored_value, Fen(paid.0.saturating_add(gift.0))),
        ("members.principal", holds.principal, paid),
        ("members.gift", holds.gift, gift),
    ];
    for (y, (key, before, more)) in (0..inside.height()).zip(rows) {
        let after = Fen(before.0.saturating_add(more.0)).grouped();
        let value = if more == Fen::ZERO { after } else { format!("{} {point} {after}", before.grouped()) };
        inside.pair(y, words::text(lang, key), &value, Role::Text);
    }
    inside.pair(3, words::text(lang, "members.points"), &figures::count(view.points), Role::Text);
    if holds.owed.is_positive() {
        inside.pair(4, words::text(lang, "members.owed"), &holds.owed.negated().grouped(), Role::Bad);
    }
    let y = inside.height().saturating_sub(1);
    if y > 5 {
        let room = usize::from(inside.width().saturating_sub(2));
        inside.put(1, y, &text::cut(words::text(lang, "top.not_income"), room), Role::Muted);
    }
}

/// The warning of the law on prepaid cards: it is read and answered, not waved through.
fn limit(layer: &TopUpLayer, pen: &mut Pen<'_>) {
    let lang = pen.lang();
    let limit = layer.preview.as_ref().map_or(Fen::ZERO, |preview| preview.limit);
    let named = layer.preview.as_ref().is_none_or(|preview| preview.named);
    let limit = figures::yuan(limit);
    let words = if named {
        t!(lang, "top.limit_ask", limit = limit)
    } else {
        t!(lang, "top.limit_ask_bearer", limit = limit)
    };
    let lines = text::wrap(&words, 52);
    let height = u16::try_from(lines.len()).unwrap_or(2).saturating_add(5);
    let title = words::text(lang, "top.limit_title");
    let mut inside = popup(pen, 58, height, &Panel::new(title));
    for (y, line) in (0..inside.height()).zip(&lines) {
        inside.put(1, y, line, Role::Warn);
    }
    let y = inside.height().saturating_sub(2);
    inside.put(1, y, words::text(lang, "top.limit_yes"), Role::Text);
    inside.put(1, y + 1, words::text(lang, "top.limit_no"), Role::Text);
    inside.caret(1, y);
}
