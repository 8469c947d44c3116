//! A bill as a slip (小票): decided once from the file, so that the printer, the screen and the saved text agree.
//!
//! A console asks [`SlipOf`] on a reader and shows [`preview_lines`]; printing is [`super::slip_print`].

use serde::{Deserialize, Serialize};

use super::bill_store::{self, BillRow, LineRow, TenderRow};
use super::cart::Tender;
use super::slip_balances::After;
use crate::cards::store::{self as cards, CardKind};
use crate::catalog::{self, tier};
use crate::db::{Db, named_params};
use crate::ground::{Clean, Fen, Instant, day, phone};
use crate::ledger::{Kind, chain};
use crate::members;
use crate::output::layout::{self, Paper};
use crate::output::slip::{Slip, SlipDiscount, SlipFigure, SlipKind, SlipLine, SlipMember, SlipTender};
use crate::shop::{Answer, Look, Query, Settings};
use crate::words::{self, Lang};

/// The slip of a bill.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlipOf {
    /// The bill's number.
    pub bill: String,
    /// Whether it is marked as a copy (补打).
    #[serde(default)]
    pub copy: bool,
}

impl Query for SlipOf {
    const NAME: &'static str = "query.slip";
    type Out = Slip;

    fn run(&self, db: &Db, look: &Look<'_>) -> Answer<Slip> {
        compose(db, look, &self.bill, self.copy)
    }
}

/// What a line is called that stands for no item, in the salon's own language.
pub(super) fn named(settings: &Settings, key: &'static str) -> String {
    words::text(language(settings), key).to_owned()
}

/// The language in which the salon's slips are written.
pub fn language(settings: &Settings) -> Lang {
    Lang::from_tag(&settings.lang).unwrap_or_default()
}

/// The width of the salon's paper.
pub fn paper(settings: &Settings) -> Paper {
    if settings.paper == 80 { Paper::Mm80 } else { Paper::Mm58 }
}

/// The slip as lines of text, exactly as it would be printed.
pub fn preview_lines(slip: &Slip, settings: &Settings) -> Vec<String> {
    layout::lines(&rows(slip, settings), paper(settings))
}

/// The slip laid out for the salon's paper.
pub fn rows(slip: &Slip, settings: &Settings) -> Vec<layout::Row> {
    let lang = language(settings);
    layout::rows(slip, paper(settings), &|key: &str| words::text(lang, key).to_owned())
}

/// Makes the slip of a bill; `copy` marks it as a reprint.
///
/// # Errors
/// [`crate::ground::Refused::BillUnknown`], or a fault when the file cannot be read.
pub fn compose(db: &Db, look: &Look<'_>, bill: &str, copy: bool) -> Answer<Slip> {
    let row = bill_store::find(db, bill)?;
    let (id, seal) = match bill_store::entry_of(db, row.id)? {
        Some((id, _, hash)) => (id, Some(Clean::shown(&chain::short(&hash)))),
        None => (i64::MAX, None),
    };
    let story = Story { db, look, after: After { db, entry: id, day: &row.posted_on }, row: &row };
    let lines = bill_store::lines(db, row.id)?;
    let local = look.profile.zone.local(Instant(row.posted_at)).naive_local();
    Ok(Slip {
        shop: Clean::shown(&look.profile.name),
        store: Clean::shown(&look.profile.code),
        bill: Clean::shown(&row.number),
        kind: kind(&row, &lines),
        of_bill: row.of_number.as_deref().map(Clean::shown),
        reason: Some(Clean::shown(&row.reason)).filter(|reason| !reason.is_empty()),
        day: day::iso(&row.posted_on)?,
        at: local,
        cashier: Clean::shown(&row.staff_name),
        member: story.member()?,
        lines: story.lines(&lines)?,
        figures: story.gifts()?,
        discounts: story.discounts(&lines)?,
        payable: row.payable,
        tenders: story.tenders()?,
        balances: story.balances(&lines)?,
        rating_prompt: None,
        footer: footer(look.settings),
        seal,
        qr: None,
        copy,
    })
}

fn kind(row: &BillRow, lines: &[LineRow]) -> SlipKind {
    let only_cards =
        !lines.is_empty() && lines.iter().all(|l| matches!(l.kind.as_str(), "session_card" | "period_card"));
    match row.kind.as_str() {
        "refund" => SlipKind::Refund,
        "void" => SlipKind::Void,
        "topup" => SlipKind::TopUp,
        "card_refund" => SlipKind::CardRefund,
        "debt_payment" => SlipKind::DebtPayment,
        _ if only_cards => SlipKind::CardSale,
        _ => SlipKind::Sale,
    }
}

fn footer(settings: &Settings) -> Vec<Clean> {
    settings.slip_footer.split('|').map(Clean::shown).filter(|line| !line.is_empty()).collect()
}

/// A bill while its slip is being made.
struct Story<'a> {
    db: &'a Db,
    look: &'a Look<'a>,
    after: After<'a>,
    row: &'a BillRow,
}

impl Story<'_> {
    fn word(&self, key: &str, facts: &[(&str, &str)]) -> Clean {
        Clean::shown(&words::fill(language(self.look.settings), key, facts))
    }

    fn member(&self) -> Answer<Option<SlipMember>> {
        let Some(id) = self.row.member else { return Ok(None) };
        let Some(member) = members::store::by_id(self.db, id)? else { return Ok(None) };
        let phones = members::store::phones(self.db, id)?;
        let tier = tier::all(self.db)?.into_iter().find(|tier| tier.code == member.tier);
        Ok(Some(SlipMember {
            name: Clean::shown(&member.name),
            phone: phones.first().map(|number| Clean::shown(&phone::mask(number))).unwrap_or_default(),
            tier: tier.map(|tier| Clean::shown(&tier.name)),
        }))
    }

    fn lines(&self, lines: &[LineRow]) -> Answer<Vec<SlipLine>> {
        let staff = bill_store::line_staff(self.db, self.row.id)?;
        lines
            .iter()
            .map(|line| {
                let redeemed = line.card.is_some();
                let list = if redeemed { Fen::ZERO } else { line.list_price };
                let gives_back = line.quantity < 0;
                Ok(SlipLine {
                    name: self.name_of(line),
                    staff: staff
                        .iter()
                        .filter(|person| person.line == line.line)
                        .map(|person| Clean::shown(&person.name))
                        .collect(),
                    quantity: line.quantity,
                    unit_price: if gives_back { line.unit_price } else { list },
                    net: if gives_back { line.net } else { list.times_count(line.quantity)? },
                    note: self.note(line)?,
                })
            })
            .collect()
    }

    /// Lines that no item stands behind are named by the slip's language.
    fn name_of(&self, line: &LineRow) -> Clean {
        match line.kind.as_str() {
            "topup" => self.word("paper.line.topup", &[]),
            "debt_payment" => self.word("paper.line.debt_payment", &[]),
            _ => Clean::shown(&line.name),
        }
    }

    fn note(&self, line: &LineRow) -> Answer<Option<Clean>> {
        let Some(card) = line.card else {
            return self.package(&line.package);
        };
        let Some(card) = cards::card_by_id(self.db, card)? else { return Ok(None) };
        let left = self.after.balance(Kind::CardSessions, card.id)?.to_string();
        Ok(Some(match card.kind {
            CardKind::Session => {
                self.word("paper.note.session_card", &[("card", &card.name), ("left", &left)])
            }
            CardKind::Period => self.word("paper.note.period_card", &[("card", &card.name)]),
        }))
    }

    /// The package that a line is part of, by the name it has now.
    fn package(&self, code: &str) -> Answer<Option<Clean>> {
        if code.is_empty() {
            return Ok(None);
        }
        let item = catalog::store::by_code(self.db, code)?;
        let name = item.map_or_else(|| code.to_owned(), |item| item.name);
        Ok(Some(self.word("paper.note.package", &[("package", &name)])))
    }

    /// What a top-up gave on top.
    fn gifts(&self) -> Answer<Vec<SlipFigure>> {
        if self.row.kind != "topup" {
            return Ok(Vec::new());
        }
        let rows = self.db.list(
            include_str!("sql/doc_lots.sql"),
            named_params! { ":bill": self.row.id },
            |row| Ok((Fen(row.get("gift")?), row.get::<_, Option<String>>("gift_expires_on")?)),
        )?;
        Ok(rows
            .into_iter()
            .filter(|(gift, _)| gift.is_positive())
            .map(|(amount, until)| SlipFigure {
                name: match until.as_deref().and_then(|text| day::iso(text).ok()) {
                    Some(day) => self.word("paper.gift_until", &[("day", &day.to_string())]),
                    None => self.word("paper.gift", &[]),
                },
                amount,
            })
            .collect())
    }

    /// From the list prices down to what was due, by reason; the last takes what the others do not explain.
    fn discounts(&self, lines: &[LineRow]) -> Answer<Vec<SlipDiscount>> {
        if self.row.kind != "sale" {
            return Ok(Vec::new());
        }
        let (mut full, mut tier_off) = (Fen::ZERO, Fen::ZERO);
        for line in lines.iter().filter(|line| line.card.is_none()) {
            full = full.plus(line.list_price.times_count(line.quantity)?)?;
            let below = line.list_price.minus(line.unit_price)?.max(Fen::ZERO);
            tier_off = tier_off.plus(below.times_count(line.quantity)?)?;
        }
        let table = bill_store::discounts(self.db, self.row.id)?;
        for timed in table.iter().filter(|discount| discount.in_price) {
            tier_off = tier_off.minus(timed.amount)?;
        }
        let mut parts = vec![(self.word("paper.off.tier", &[]), tier_off)];
        parts.extend(table.into_iter().map(|discount| (Clean::shown(&discount.name), discount.amount)));
        for (_, code, off) in bill_store::coupons(self.db, self.row.id)? {
            parts.push((self.word("paper.off.coupon", &[("coupon", &code)]), off));
        }
        let points = self.row.points_used.to_string();
        parts.push((self.word("paper.off.points", &[("points", &points)]), self.row.points_off));
        let explained = Fen::sum(parts.iter().map(|(_, off)| *off))?;
        let rest = full.minus(self.row.payable)?.minus(explained)?;
        parts.push((self.word("paper.off.by_hand", &[]), rest));
        Ok(parts
            .into_iter()
            .filter(|(_, off)| *off != Fen::ZERO)
            .map(|(name, amount)| SlipDiscount { name, amount })
            .collect())
    }

    fn tenders(&self) -> Answer<Vec<SlipTender>> {
        let rows = bill_store::tenders(self.db, self.row.id)?;
        Ok(rows.into_iter().map(|tender| self.tender(tender)).collect())
    }

    fn tender(&self, row: TenderRow) -> SlipTender {
        let over = row.tender == Tender::Cash && row.tendered > row.amount;
        SlipTender {
            name: tender_name(language(self.look.settings), row.tender),
            amount: row.amount,
            reference: Some(Clean::shown(&row.reference)).filter(|text| !text.is_empty()),
            tendered: over.then_some(row.tendered),
            change: over.then_some(self.row.change),
        }
    }

    /// A member file that was merged away holds nothing any more: its slips say nothing of balances.
    fn balances(&self, lines: &[LineRow]) -> Answer<Option<crate::output::slip::SlipBalances>> {
        let Some(id) = self.row.member else { return Ok(None) };
        let merged = members::store::by_id(self.db, id)?.is_none_or(|member| member.merged_into.is_some());
        if merged {
            return Ok(None);
        }
        let held = self.after.held(id, self.row, lines)?;
        Ok(Some(held).filter(|held| *held != crate::output::slip::SlipBalances::default()))
    }
}

/// A tender as slips name it.
pub fn tender_name(lang: Lang, tender: Tender) -> Clean {
    let key = match tender {
        Tender::StoredValue => "paper.tender.stored_value",
        Tender::Wechat => "paper.tender.wechat",
        Tender::Alipay => "paper.tender.alipay",
        Tender::Cash => "paper.tender.cash",
        Tender::Bank => "paper.tender.bank",
        Tender::GroupBuy => "paper.tender.group_buy",
        Tender::OnAccount => "paper.tender.on_account",
    };
    Clean::shown(words::text(lang, key))
}
