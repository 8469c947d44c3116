//! Lines of past sales: history for insight. Whatever they say, no account of the ledger moves.

use super::desk::{Desk, Judged, Verdict, past};
use super::fields::Field;
use super::rows::SaleRow;
use super::store::{self, HistoryLine};
use super::write::Writing;
use crate::ground::{Clean, Fen};
use crate::shop::{Answer, Tx};

/// What a line of past sales would do.
#[derive(Debug, Clone)]
pub struct SaleStep {
    pub(super) verdict: Verdict,
    line: HistoryLine,
}

/// Compares one line. Two lines alike are two lines, so nothing is a repeat within the file; what an earlier import
/// brought is not brought again.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn judge(desk: &mut Desk<'_>, row: SaleRow) -> Answer<Judged<SaleStep>> {
    let mut problems = Vec::new();
    past(Field::Date, Some(row.date), desk.today, &mut problems);
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let text = |text: Option<Clean>| text.map(Clean::into_string).unwrap_or_default();
    let client = text(row.client);
    let member = desk.client(&client, row.phone.as_deref())?;
    let line = HistoryLine {
        receipt: text(row.receipt),
        sold_on: row.date.to_string(),
        member,
        client,
        item: text(row.item.or(row.item_code)),
        staff: text(row.staff),
        quantity: row.quantity.to_string(),
        amount: row.amount,
    };
    let verdict = if store::has_line(desk.db, desk.batch, &line)? { Verdict::Same } else { Verdict::New };
    Ok(Ok(SaleStep { verdict, line }))
}

impl SaleStep {
    /// Whether it names somebody who has no file here.
    pub(super) fn is_unmatched(&self) -> bool {
        self.line.member.is_none() && !self.line.client.is_empty()
    }

    /// Writes it; a line that gives money back is no visit.
    pub(super) fn write(self, tx: &Tx<'_>, at: &mut Writing) -> Answer<()> {
        store::insert_line(tx.db(), at.batch, &self.line)?;
        if let Some(member) = self.line.member.filter(|_| self.line.amount >= Fen::ZERO) {
            let last = at.visits.entry(member).or_default();
            if *last < self.line.sold_on {
                *last = self.line.sold_on;
            }
        }
        Ok(())
    }
}
