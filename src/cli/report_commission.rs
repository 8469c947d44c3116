//! Commission as a table: by person, and what a new book would change.

use crate::commission::report::{CommissionIs, RulesDifference};
use crate::commission::told::word;
use crate::exchange::sheet_out::{Cell, Table, head};
use crate::rewards::feed::RewardsOf;
use crate::rewards::told;
use crate::words::{self, Lang};

/// By person.
pub(super) fn table(lang: Lang, earned: &CommissionIs) -> Table {
    Table {
        head: head(
            lang,
            &[
                "commission.staff",
                "commission.name",
                "commission.lines",
                "commission.hand_fee",
                "commission.service",
                "commission.product",
                "commission.card",
                "commission.topup",
                "commission.reversed",
                "commission.amount",
            ],
        ),
        rows: earned
            .staff
            .iter()
            .map(|person| {
                vec![
                    Cell::Text(person.staff.clone()),
                    Cell::Text(person.name.clone()),
                    Cell::Count(person.lines),
                    Cell::Money(person.hand_fee),
                    Cell::Money(person.service),
                    Cell::Money(person.product),
                    Cell::Money(person.card),
                    Cell::Money(person.topup),
                    Cell::Money(person.reversed),
                    Cell::Money(person.amount),
                ]
            })
            .collect(),
    }
}

/// Instant rewards.
pub(super) fn rewards(lang: Lang, feed: &RewardsOf) -> Table {
    Table {
        head: head(
            lang,
            &[
                "rewards.day",
                "rewards.time",
                "commission.staff",
                "commission.name",
                "rewards.rule",
                "rewards.what",
                "rewards.bill",
                "commission.amount",
            ],
        ),
        rows: feed
            .rows
            .iter()
            .map(|row| {
                vec![
                    Cell::Text(row.day.clone()),
                    Cell::Text(row.time.clone()),
                    Cell::Text(row.staff.clone()),
                    Cell::Text(row.name.clone()),
                    Cell::Text(row.rule.clone()),
                    Cell::Text(told::what(lang, row)),
                    Cell::Text(row.bill.clone()),
                    Cell::Money(row.amount),
                ]
            })
            .collect(),
    }
}

/// What no rule pays, one line each.
pub(super) fn missing(lang: Lang, earned: &CommissionIs) -> Vec<String> {
    let each = earned.missing.iter().map(|rate| {
        let (event, role) = (word(lang, "event", rate.event.code()), word(lang, "role", &rate.role));
        let lines = rate.lines.to_string();
        let facts = [
            ("event", event.as_str()),
            ("role", &role),
            ("code", &rate.code),
            ("name", &rate.name),
            ("lines", &lines),
        ];
        words::fill(lang, "commission.missing", &facts)
    });
    each.collect()
}

/// Before, after, difference.
pub(super) fn difference(lang: Lang, told: &RulesDifference) -> Table {
    let row = |staff: &str, name: &str, amounts: [crate::ground::Fen; 3]| {
        let mut row = vec![Cell::Text(staff.to_owned()), Cell::Text(name.to_owned())];
        row.extend(amounts.map(Cell::Money));
        row
    };
    Table {
        head: head(
            lang,
            &[
                "commission.staff",
                "commission.name",
                "commission.before",
                "commission.after",
                "commission.difference",
            ],
        ),
        rows: told
            .staff
            .iter()
            .map(|person| row(&person.staff, &person.name, [person.before, person.after, person.difference]))
            .collect(),
    }
}
