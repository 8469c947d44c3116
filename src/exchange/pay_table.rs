//! The pay sheet as it leaves the house: its columns, and who may take it out.

use serde::{Deserialize, Serialize};

use super::sheet_out::{Cell, Table, head};
use crate::ground::{Clean, Month};
use crate::payroll::sheet::{PayRow, SheetIs};
use crate::shop::{Act, Answer, Tx, Verb};
use crate::words::Lang;

/// Lets a month's pay sheet leave; written down before it does.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExportPay {
    /// The month: 2026-11.
    pub month: String,
    /// Where to.
    #[serde(default)]
    pub to: String,
}

impl Verb for ExportPay {
    const NAME: &'static str = "pay.export";
    type Out = String;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<String> {
        let month = Month::named(&self.month)?.name();
        tx.require(Act::Export)?;
        tx.note("pay.export", format!("{month} to {}", Clean::shown(&self.to)))?;
        Ok(month)
    }
}

/// The pay sheet of a month.
pub fn table(lang: Lang, sheet: &SheetIs) -> Table {
    let keys = [
        "pay.month",
        "pay.staff",
        "pay.name",
        "pay.days",
        "pay.wage",
        "pay.hand_fee",
        "pay.service",
        "pay.product",
        "pay.card",
        "pay.topup",
        "pay.rewards",
        "pay.targets",
        "pay.earned",
        "pay.carried",
        "pay.paid",
        "pay.due",
    ];
    let row = |row: &PayRow| {
        vec![
            Cell::Text(sheet.month.clone()),
            Cell::Text(row.staff.clone()),
            Cell::Text(row.name.clone()),
            Cell::Count(row.days),
            Cell::Money(row.wage),
            Cell::Money(row.hand_fee),
            Cell::Money(row.service),
            Cell::Money(row.product),
            Cell::Money(row.card),
            Cell::Money(row.topup),
            Cell::Money(row.rewards),
            Cell::Text(row.targets_shown()),
            Cell::Money(row.earned),
            Cell::Money(row.carried),
            Cell::Money(row.paid),
            Cell::Money(row.due),
        ]
    };
    Table { head: head(lang, &keys), rows: sheet.rows.iter().map(row).collect() }
}
