//! What people earned drawn: everybody's sums, and one person's rows.

use super::{EarnedBy, Piece};
use crate::rewards;
use crate::t;
use crate::tui::frame::{Column, Pen, Row, Table};
use crate::tui::theme::Role;

impl EarnedBy {
    pub(super) fn draw_sums(&self, pen: &mut Pen<'_>) {
        if self.sums.draw_state(pen, "earned.nobody") {
            return;
        }
        let lang = pen.lang();
        let roomy = pen.width() >= 90;
        let mut columns = vec![
            Column::rest(pen.word("members.col.name")),
            Column::figure(pen.word("earned.fee"), 10),
            Column::figure(pen.word("earned.service"), 10),
        ];
        if roomy {
            columns.push(Column::figure(pen.word("earned.product"), 9));
            columns.push(Column::figure(pen.word("earned.card"), 9));
            columns.push(Column::figure(pen.word("earned.topup"), 9));
            columns.push(Column::figure(pen.word("earned.reversed"), 10));
        }
        columns.push(Column::figure(pen.word("earned.amount"), 12));
        let body = ratatui::layout::Rect { height: pen.height().saturating_sub(2), ..pen.bounds() };
        let fit = Table::rows_in(body.height, true);
        let first = self.sums.first(fit);
        let rows: Vec<Row> = self
            .sums
            .iter()
            .skip(first)
            .take(fit)
            .map(|person| {
                let row = Row::new()
                    .plain(format!("{} {}", person.staff, person.name))
                    .plain(person.hand_fee.grouped())
                    .plain(person.service.grouped());
                let row = if roomy {
                    row.plain(person.product.grouped())
                        .plain(person.card.grouped())
                        .plain(person.topup.grouped())
                        .plain(person.reversed.grouped())
                } else {
                    row
                };
                row.cell(person.amount.grouped(), Role::Title)
            })
            .collect();
        let (selected, count) = (self.sums.selected_number(), self.sums.len());
        Table { list: "earned", columns: &columns, rows: &rows, first, count, selected, titled: true }
            .draw(&mut pen.part(body));
        let y = pen.height().saturating_sub(1);
        if self.missing > 0 {
            pen.put(1, y, &t!(lang, "earned.missing", lines = self.missing), Role::Warn);
        }
    }

    pub(super) fn draw_rows(&self, pen: &mut Pen<'_>) {
        if self.rows.draw_state(pen, "earned.no_rows") {
            return;
        }
        let columns = [
            Column::text(pen.word("earned.day"), 10),
            Column::text(pen.word("output.col_bill"), 14),
            Column::rest(pen.word("output.col_what")),
            Column::figure(pen.word("earned.base"), 11),
            Column::figure(pen.word("earned.fee"), 9),
            Column::figure(pen.word("earned.amount"), 11),
        ];
        let fit = Table::rows_in(pen.height(), true);
        let first = self.rows.first(fit);
        let rows: Vec<Row> = self
            .rows
            .iter()
            .skip(first)
            .take(fit)
            .map(|piece| {
                let (what, base, fee, amount) = match piece {
                    Piece::Line(line) => {
                        (line.item.clone(), line.base.grouped(), line.hand_fee.grouped(), line.amount)
                    }
                    Piece::Reward(reward) => {
                        let what = format!(
                            "{} {}",
                            pen.word("pay.rewards"),
                            rewards::told::what(pen.lang(), reward)
                        );
                        (what, "--".to_owned(), "--".to_owned(), reward.amount)
                    }
                };
                let role = if amount.0 < 0 { Role::Bad } else { Role::Text };
                Row::new()
                    .cell(piece.day().to_owned(), Role::Muted)
                    .plain(piece.bill().to_owned())
                    .plain(what)
                    .plain(base)
                    .plain(fee)
                    .cell(amount.grouped(), role)
            })
            .collect();
        let (selected, count) = (self.rows.selected_number(), self.rows.len());
        Table { list: "earned", columns: &columns, rows: &rows, first, count, selected, titled: true }
            .draw(pen);
    }
}
