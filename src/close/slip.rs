//! The slips of a shift that was handed over (交班单) and of a closed day (日结单).

use serde::{Deserialize, Serialize};

use super::drawer::Way;
use super::store;
use super::z_report::{ShiftEnd, ZReport, end_of};
use crate::checkout::cart::Tender;
use crate::checkout::slip::{language, tender_name};
use crate::db::Db;
use crate::ground::{Clean, Fen, Instant, Refused, day};
use crate::output::slip::{Slip, SlipFigure, SlipKind};
use crate::shop::{Answer, Look, Query};
use crate::t;
use crate::words::{self, Lang};

/// The slip of a shift that was closed.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ShiftSlip {
    /// Its number.
    pub shift: i64,
}

impl Query for ShiftSlip {
    const NAME: &'static str = "query.shift_slip";
    type Out = Slip;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Slip> {
        let unknown = || Refused::ShiftUnknown { shift: self.shift };
        let close = store::close_of(db, self.shift)?.ok_or_else(unknown)?;
        let end = end_of(db, &close)?.ok_or_else(unknown)?;
        let lang = language(look.settings);
        let mut slip = bare(look, SlipKind::HandOver, &end.shift.to_string(), (&close.day, close.at))?;
        slip.cashier = Clean::shown(&end.by.1);
        slip.figures = figures(lang, &end);
        slip.payable = end.left;
        slip.reason = Some(end.causes()).filter(|cause| !cause.is_empty()).map(|cause| Clean::shown(&cause));
        let to = end.to.map(|(_, name)| name).unwrap_or_default();
        slip.footer = vec![
            Clean::shown(&t!(lang, "close.slip.counts", counts = end.counts)),
            Clean::shown(&t!(lang, "close.slip.by", name = end.by.1)),
            Clean::shown(&t!(lang, "close.slip.to", name = to)),
        ];
        Ok(slip)
    }
}

/// What a shift's slip tells: the float, what cash did, what should be there, what was found.
fn figures(lang: Lang, end: &ShiftEnd) -> Vec<SlipFigure> {
    let figure = |key: &str, amount: Fen| SlipFigure { name: Clean::shown(words::text(lang, key)), amount };
    let mut out = vec![figure("close.float", end.float)];
    if end.at_opening != Fen::ZERO {
        out.push(figure("close.at_opening", end.at_opening));
    }
    for one in &end.moves {
        let name = format!("{} {}", words::text(lang, one.way.key()), one.note);
        let amount = if one.way == Way::In { one.amount } else { one.amount.negated() };
        out.push(SlipFigure { name: Clean::shown(&name), amount });
    }
    for (kind, came, went) in end.cash.iter().filter(|(kind, ..)| kind != "drawer") {
        let name = cash_name(lang, kind);
        let mut push = |amount: Fen| {
            if amount != Fen::ZERO {
                out.push(SlipFigure { name: Clean::shown(&name), amount });
            }
        };
        push(*came);
        push(went.negated());
    }
    for row in &end.rows {
        if row.tender != Tender::Cash && row.counted.is_none() && row.expected == Fen::ZERO {
            continue;
        }
        let name = tender_name(lang, row.tender);
        let mut told = |key: &str, amount: Fen| {
            let name = Clean::shown(&words::fill(lang, key, &[("tender", name.as_str())]));
            out.push(SlipFigure { name, amount });
        };
        told("close.slip.expected", row.expected);
        match row.counted {
            Some(counted) => told("close.slip.counted", counted),
            None => told("close.slip.uncounted", Fen::ZERO),
        }
        if let Ok(difference) = row.difference()
            && difference != Fen::ZERO
        {
            told("close.slip.difference", difference);
        }
    }
    if end.banked != Fen::ZERO {
        out.push(figure("close.banked", end.banked.negated()));
    }
    out
}

/// Why cash came or went, by the kind of entry.
pub fn cash_name(lang: Lang, kind: &str) -> String {
    words::lookup(lang, &format!("close.cash.{kind}")).map_or_else(|| kind.to_owned(), str::to_owned)
}

/// The slip of a day.
#[derive(Debug, Clone, Default, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DaySlip {
    /// Which, ISO; the business day when absent.
    #[serde(default)]
    pub day: Option<String>,
}

impl Query for DaySlip {
    const NAME: &'static str = "query.day_slip";
    type Out = Slip;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Slip> {
        let report = ZReport { day: self.day.clone() }.run(db, look)?;
        let lang = language(look.settings);
        let mut slip = bare(look, SlipKind::DayClose, &report.day, (&report.day, look.now.0))?;
        slip.cashier = Clean::shown("--");
        let mut push = |name: String, amount: Fen| {
            slip.figures.push(SlipFigure { name: Clean::shown(&name), amount });
        };
        push(t!(lang, "close.z.sales", count = report.totals.bills), report.list_total);
        push(words::text(lang, "close.z.discounts").into(), report.discounts.negated());
        for total in &report.totals.tenders {
            let name = tender_name(lang, total.tender);
            push(
                t!(lang, "close.z.tender", tender = name.as_str(), count = total.count),
                total.taken.minus(total.given_back)?,
            );
        }
        push(words::text(lang, "close.z.topped_up").into(), report.totals.topped_up);
        for (kind, amount) in &report.income {
            push(income_name(lang, kind), *amount);
        }
        push(words::text(lang, "close.z.over_short").into(), report.over_short);
        slip.payable = report.totals.received;
        if let Some((first, last)) = &report.numbers {
            slip.footer.push(Clean::shown(&t!(lang, "close.z.numbers", first = first, last = last)));
        }
        slip.footer.push(Clean::shown(&t!(lang, "close.z.missing", count = report.missing.len())));
        let key = if report.closed { "close.z.closed" } else { "close.z.open" };
        slip.footer.push(Clean::shown(words::text(lang, key)));
        slip.seal = Some(Clean::shown(&report.hash));
        Ok(slip)
    }
}

/// The words of an income account.
pub fn income_name(lang: Lang, kind: &str) -> String {
    words::lookup(lang, &format!("close.{kind}")).map_or_else(|| kind.to_owned(), str::to_owned)
}

fn bare(look: &Look<'_>, kind: SlipKind, number: &str, (on, at): (&str, i64)) -> Answer<Slip> {
    Ok(Slip {
        shop: Clean::shown(&look.profile.name),
        store: Clean::shown(&look.profile.code),
        bill: Clean::shown(number),
        kind,
        of_bill: None,
        reason: None,
        day: day::iso(on)?,
        at: look.profile.zone.local(Instant(at)).naive_local(),
        cashier: Clean::default(),
        member: None,
        lines: Vec::new(),
        figures: Vec::new(),
        discounts: Vec::new(),
        payable: Fen::ZERO,
        tenders: Vec::new(),
        balances: None,
        rating_prompt: None,
        footer: Vec::new(),
        seal: None,
        qr: None,
        copy: false,
    })
}
