//! The slip of a payout: what the month is made of as it was when it was paid, and a line to sign.

use serde::{Deserialize, Serialize};

use super::payout::{find, number};
use super::sheet::PayRow;
use super::sheet_rules::PayKind;
use crate::checkout::slip::{language, tender_name};
use crate::db::{Db, Fault};
use crate::ground::{Clean, Fen, Instant, day};
use crate::output::slip::{Slip, SlipFigure, SlipKind, SlipLine, SlipTender};
use crate::shop::{Answer, Look, PayOf, Query};
use crate::staff;
use crate::t;
use crate::words;

/// The slip of a payout.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PaySlip {
    /// Its number: `P000012`.
    pub payout: String,
    /// Whether it is marked as a copy (补打).
    #[serde(default)]
    pub copy: bool,
}

impl Query for PaySlip {
    const NAME: &'static str = "query.pay_slip";
    type Out = Slip;

    fn tells_pay(&self) -> PayOf<'_> {
        PayOf::All
    }

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Slip> {
        let row = find(db, &self.payout)?;
        let sheet: PayRow = serde_json::from_str(&row.sheet)
            .map_err(|error| Fault::Broken(format!("sheet of payout {}: {error}", row.id)))?;
        let lang = language(look.settings);
        let by = staff::store::by_id(db, row.by)?.map(|person| person.name).unwrap_or_default();
        let what = t!(lang, "pay.line", staff = sheet.staff, name = sheet.name, month = row.month);
        let line = SlipLine {
            name: Clean::shown(&what),
            staff: Vec::new(),
            quantity: 1,
            unit_price: row.amount,
            net: row.amount,
            note: row.undoes.map(|other| Clean::shown(&t!(lang, "pay.taken_back", payout = number(other)))),
        };
        let figure =
            |key: &str, amount: Fen| SlipFigure { name: Clean::shown(words::text(lang, key)), amount };
        let mut figures: Vec<SlipFigure> = PayKind::ALL
            .iter()
            .map(|kind| figure(key_of(*kind), sheet.of(*kind)))
            .chain([
                figure("pay.rewards", sheet.rewards),
                figure("pay.carried", sheet.carried),
                figure("pay.paid", sheet.paid.negated()),
            ])
            .filter(|figure| figure.amount != Fen::ZERO)
            .collect();
        if row.undoes.is_none() {
            figures.push(figure("pay.due", sheet.due));
        }
        Ok(Slip {
            shop: Clean::shown(&look.profile.name),
            store: Clean::shown(&look.profile.code),
            bill: Clean::shown(&number(row.id)),
            kind: SlipKind::Payout,
            of_bill: row.undoes.map(|other| Clean::shown(&number(other))),
            reason: None,
            day: day::iso(&row.day)?,
            at: look.profile.zone.local(Instant(row.at)).naive_local(),
            cashier: Clean::shown(&by),
            member: None,
            lines: vec![line],
            figures,
            discounts: Vec::new(),
            payable: row.amount,
            tenders: vec![SlipTender {
                name: tender_name(lang, row.tender),
                amount: row.amount,
                reference: None,
                tendered: None,
                change: None,
            }],
            balances: None,
            rating_prompt: Some(Clean::shown(words::text(lang, "pay.sign"))),
            footer: Vec::new(),
            seal: None,
            qr: None,
            copy: self.copy,
        })
    }
}

/// The words of a kind of pay.
pub fn key_of(kind: PayKind) -> &'static str {
    match kind {
        PayKind::Wage => "pay.wage",
        PayKind::HandFee => "pay.hand_fee",
        PayKind::Service => "pay.service",
        PayKind::Product => "pay.product",
        PayKind::Card => "pay.card",
        PayKind::Topup => "pay.topup",
    }
}
