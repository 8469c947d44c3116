//! Pay drawn: everybody's month, one person's sheet with its payouts, and a slip.

use ratatui::layout::Rect;

use super::{LIST, Pay};
use crate::ground::Fen;
use crate::payroll::sheet::PayRow;
use crate::payroll::sheet_rules::PayKind;
use crate::payroll::slip::key_of;
use crate::t;
use crate::tui::frame::{Column, Panel, Pen, Row, Table, text};
use crate::tui::parts::figures::tender_name;
use crate::tui::theme::Role;
use crate::words;

/// Draws the whole screen.
pub(super) fn draw(screen: &Pay, pen: &mut Pen<'_>) {
    pen.blank();
    pen.cover();
    let month = screen.month_name();
    let bounds = pen.bounds();
    let chosen = screen.list.selected().filter(|_| screen.one);
    let title = match chosen {
        Some(row) => format!("{}  {month}  {} {}", pen.word("pay.sheet"), row.staff, row.name),
        None => format!("{}  {month}", pen.word("pay.title")),
    };
    let mut inside = Panel::new(&title).fact(&screen.as_of).focused(true).draw(pen, bounds);
    if screen.list.draw_state(&mut inside, "pay.nobody") {
        return;
    }
    match chosen {
        Some(row) => one(screen, row, &mut inside),
        None => all(screen, &mut inside),
    }
    if let Some(paper) = &screen.slip {
        paper.draw(pen);
    }
}

fn commission(row: &PayRow) -> Fen {
    Fen(row.service.0 + row.product.0 + row.card.0 + row.topup.0)
}

fn all(screen: &Pay, pen: &mut Pen<'_>) {
    let roomy = pen.width() >= 90;
    let mut columns = vec![Column::rest(pen.word("members.col.name"))];
    if roomy {
        columns.push(Column::figure(pen.word("pay.wage"), 9));
        columns.push(Column::figure(pen.word("pay.hand_fee"), 9));
        columns.push(Column::figure(pen.word("pay.commission"), 10));
        columns.push(Column::figure(pen.word("pay.rewards"), 9));
    }
    columns.push(Column::figure(pen.word("pay.earned"), 10));
    columns.push(Column::figure(pen.word("pay.carried"), 9));
    columns.push(Column::figure(pen.word("pay.paid"), 10));
    columns.push(Column::figure(pen.word("pay.due"), 10));
    let body = Rect { height: pen.height().saturating_sub(3), ..pen.bounds() };
    let fit = Table::rows_in(body.height, true);
    let first = screen.list.first(fit);
    let rows: Vec<Row> = screen
        .list
        .iter()
        .skip(first)
        .take(fit)
        .map(|row| {
            let mut out = Row::new().plain(format!("{} {}", row.staff, row.name));
            if roomy {
                out = out
                    .plain(row.wage.grouped())
                    .plain(row.hand_fee.grouped())
                    .plain(commission(row).grouped())
                    .plain(row.rewards.grouped());
            }
            let tone = if row.due.is_positive() { Role::Money } else { Role::Muted };
            out.plain(row.earned.grouped())
                .plain(row.carried.grouped())
                .plain(row.paid.grouped())
                .cell(row.due.grouped(), tone)
        })
        .collect();
    let (selected, count) = (screen.list.selected_number(), screen.list.len());
    Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
        .draw(&mut pen.part(body));
    let sum = |pick: fn(&PayRow) -> Fen| Fen(screen.list.iter().map(|row| pick(row).0).sum());
    let total = t!(
        pen.lang(),
        "pay.sums",
        earned = sum(|row| row.earned).grouped(),
        paid = sum(|row| row.paid).grouped(),
        due = sum(|row| row.due).grouped()
    );
    let y = pen.height().saturating_sub(2);
    pen.rule(y.saturating_sub(1));
    pen.put(1, y, &total, Role::Title);
    let hint = if screen.over { "pay.hint_over" } else { "pay.hint_runs" };
    let hint = text::cut(pen.word(hint), usize::from(pen.width().saturating_sub(2))).into_owned();
    pen.put(1, y + 1, &hint, Role::Muted);
}

fn one(screen: &Pay, row: &PayRow, pen: &mut Pen<'_>) {
    let lang = pen.lang();
    let column = pen.width().min(44);
    let mut y = 0;
    let mut line = |pen: &mut Pen<'_>, label: &str, value: &str, tone: Role| {
        pen.put(2, y, label, Role::Muted);
        pen.put_right(column, y, value, tone);
        y += 1;
    };
    for kind in PayKind::ALL {
        line(pen, words::text(lang, key_of(kind)), &row.of(kind).grouped(), Role::Text);
    }
    line(pen, words::text(lang, "pay.rewards"), &row.rewards.grouped(), Role::Text);
    line(pen, words::text(lang, "pay.earned"), &row.earned.grouped(), Role::Title);
    line(pen, words::text(lang, "pay.carried"), &row.carried.grouped(), Role::Text);
    line(pen, words::text(lang, "pay.paid"), &row.paid.negated().grouped(), Role::Text);
    line(pen, words::text(lang, "pay.due"), &row.due.grouped(), Role::Money);
    line(pen, words::text(lang, "pay.targets"), &row.targets_shown(), Role::Text);
    line(pen, words::text(lang, "pay.days"), &row.days.to_string(), Role::Text);
    pen.rule(y);
    y += 1;
    let own = screen.payouts.iter().filter(|payout| payout.staff == row.staff);
    for payout in own {
        let tender = tender_name(lang, payout.tender);
        let mark = match (&payout.undoes, &payout.undone_by) {
            (Some(other), _) => t!(lang, "pay.taken_back", payout = other),
            (None, Some(other)) => t!(lang, "pay.back_by", payout = other),
            (None, None) => String::new(),
        };
        if y < pen.height() {
            let told =
                format!("{}  {}  {tender}  {}  {mark}", payout.day, payout.payout, payout.amount.grouped());
            let room = usize::from(pen.width().saturating_sub(3));
            pen.put(2, y, &text::cut(told.trim_end(), room), Role::Text);
            y += 1;
        }
    }
}
