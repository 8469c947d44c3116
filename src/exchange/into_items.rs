//! Rows of the price list against the store: found by code, barcode or name; stock comes in as an entry.

use super::desk::{Desk, Judged, Verdict, bad, money_not_below, not_below};
use super::fields::Field;
use super::rows::{ItemRow, Problem};
use super::store;
use super::values::ItemSort;
use super::write::Writing;
use crate::catalog::add::AddItem;
use crate::catalog::store as items;
use crate::catalog::{Item, ItemKind, rules};
use crate::db::Fault;
use crate::ground::{Clean, Refused};
use crate::ledger::{About, Account, Draft, EntryKind, Kind, balance, post};
use crate::shop::{Answer, Tx, Verb};

/// The most of any count on the price list.
const COUNT_MAX: i64 = 100_000;

/// What a row of items would do.
#[derive(Debug, Clone)]
pub struct ItemStep {
    pub(super) verdict: Verdict,
    row: ItemRow,
    /// The code as the counter can take it; the next free number where the file has none.
    code: Option<String>,
    barcode: Option<String>,
    kind: ItemKind,
    known: Option<Item>,
    stock: i64,
}

/// Compares one row.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn judge(desk: &mut Desk<'_>, at: i64, row: ItemRow) -> Answer<Judged<ItemStep>> {
    let mut problems = checked(&row);
    let stated = row.code.as_ref().map(Clean::as_str);
    let code = stated.and_then(fit_code);
    if let (Some(stated), None) = (stated, &code) {
        problems.push(bad(Field::Code, Refused::ItemCodeUnfit { code: stated.to_owned() }));
    }
    let barcode = row.barcode.as_ref().map(Clean::as_str).or(stated.filter(|code| is_barcode(code)));
    let barcode = barcode.map(str::to_owned);
    if barcode.as_deref().is_some_and(|text| !barcode_fits(text)) {
        let why = Refused::ItemCodeUnfit { code: barcode.clone().unwrap_or_default() };
        problems.push(bad(Field::Barcode, why));
    }
    if let Some(first) = repeated(desk, at, &row, code.as_deref(), barcode.as_deref()) {
        problems.push(Problem { field: None, why: Refused::ImportRowTwice { row: first } });
    }
    let is_product = match row.sort {
        Some(sort) => sort == ItemSort::Product,
        None => row.stock.is_some() || barcode.is_some(),
    };
    let kind = if is_product { ItemKind::Product } else { ItemKind::Service };
    let known = known(desk, &row, code.as_deref(), barcode.as_deref())?;
    if let Some(item) = &known {
        problems.extend(clash(desk, item, &row, kind, barcode.as_deref())?);
    } else if let Some(text) = &barcode
        && let Some(other) = items::by_barcode(desk.db, text)?
    {
        let why = Refused::BarcodeTaken { barcode: text.clone(), code: other.code };
        problems.push(bad(Field::Barcode, why));
    }
    if !problems.is_empty() {
        return Ok(Err(problems));
    }
    let kind = known.as_ref().map_or(kind, |item| item.kind);
    let on_hand = match &known {
        Some(item) => balance::now(desk.db, Account::of(Kind::Stock, item.id))?,
        None => 0,
    };
    let stock = row.stock.filter(|_| kind == ItemKind::Product).map_or(0, |stock| stock - on_hand);
    let mut step = ItemStep { verdict: Verdict::New, row, code, barcode, kind, known, stock };
    if let Some(item) = &step.known
        && !store::gone(desk.db, include_str!("sql/item_batch.sql"), item.id)?
    {
        let same = step.applied(item) == *item && step.stock == 0;
        step.verdict = if same { Verdict::Same } else { Verdict::Update };
    }
    Ok(Ok(step))
}

fn checked(row: &ItemRow) -> Vec<Problem> {
    let mut problems = Vec::new();
    money_not_below(Field::Price, Some(row.price), &mut problems);
    money_not_below(Field::Cost, row.cost, &mut problems);
    money_not_below(Field::HandFee, row.hand_fee, &mut problems);
    not_below(Field::Minutes, row.minutes, &mut problems);
    not_below(Field::StockMin, row.stock_min, &mut problems);
    let counts = [(Field::Minutes, row.minutes), (Field::Stock, row.stock), (Field::StockMin, row.stock_min)];
    for (field, count) in counts {
        if let Some(count) = count.filter(|count| count.abs() > COUNT_MAX) {
            problems.push(bad(field, Refused::CountUnreadable { text: count.to_string() }));
        }
    }
    problems
}

fn repeated(
    desk: &mut Desk<'_>,
    at: i64,
    row: &ItemRow,
    code: Option<&str>,
    barcode: Option<&str>,
) -> Option<i64> {
    let by_code = code.and_then(|code| desk.first(&format!("code {code}"), at));
    let by_barcode = barcode.and_then(|text| desk.first(&format!("barcode {text}"), at));
    let by_name = if code.is_none() && barcode.is_none() {
        desk.first(&format!("name {}", row.name.as_str()), at)
    } else {
        None
    };
    by_code.or(by_barcode).or(by_name)
}

fn known(desk: &Desk<'_>, row: &ItemRow, code: Option<&str>, barcode: Option<&str>) -> Answer<Option<Item>> {
    if let Some(code) = code {
        return Ok(items::by_code(desk.db, code)?);
    }
    if let Some(text) = barcode {
        return Ok(items::by_barcode(desk.db, text)?);
    }
    let plain = |kind: ItemKind| matches!(kind, ItemKind::Service | ItemKind::Product);
    Ok(desk.item_named(row.name.as_str(), plain).cloned())
}

/// What the row says against the item that it means.
fn clash(
    desk: &Desk<'_>,
    item: &Item,
    row: &ItemRow,
    kind: ItemKind,
    barcode: Option<&str>,
) -> Answer<Vec<Problem>> {
    let mut problems = Vec::new();
    if row.sort.is_some() && item.kind != kind {
        let why = Refused::ItemWrongKind { code: item.code.clone(), needed: item.kind.code().into() };
        problems.push(bad(Field::Sort, why));
    }
    if let Some(text) = barcode
        && let Some(other) = items::by_barcode(desk.db, text)?
        && other.id != item.id
    {
        let why = Refused::BarcodeTaken { barcode: text.to_owned(), code: other.code };
        problems.push(bad(Field::Barcode, why));
    }
    Ok(problems)
}

impl ItemStep {
    /// The least stock that the file states of a product.
    fn least(&self, before: i64) -> i64 {
        self.row.stock_min.filter(|_| self.kind == ItemKind::Product).unwrap_or(before)
    }

    fn applied(&self, before: &Item) -> Item {
        let text = |new: &Option<Clean>, old: &str| {
            new.as_ref().map_or_else(|| old.to_owned(), |clean| clean.as_str().to_owned())
        };
        Item {
            name: self.row.name.as_str().to_owned(),
            category: text(&self.row.category, &before.category),
            price: self.row.price,
            material_cost: self.row.cost.unwrap_or(before.material_cost),
            hand_fee: self.row.hand_fee.unwrap_or(before.hand_fee),
            minutes: self.row.minutes.unwrap_or(before.minutes),
            stock_min: self.least(before.stock_min),
            barcode: self.barcode.clone().or_else(|| before.barcode.clone()),
            active: self.row.active.unwrap_or(match self.verdict {
                // A file that a rolled-back import left behind is sold again.
                Verdict::New => true,
                Verdict::Update | Verdict::Same => before.active,
            }),
            ..before.clone()
        }
    }

    /// Writes it.
    pub(super) fn write(&self, tx: &mut Tx<'_>, at: &mut Writing) -> Answer<()> {
        let item = match &self.known {
            Some(before) => self.change(tx, at, before)?,
            None => self.add(tx, at)?,
        };
        if self.stock == 0 {
            return Ok(());
        }
        let mut draft = Draft::new();
        draft.transfer(Account::of(Kind::Stock, item), Account::of(Kind::StockSource, item), self.stock);
        let balanced = draft.balance().map_err(Fault::from)?;
        let posted = post(tx, EntryKind::Import, About::default(), &balanced)?;
        Ok(store::insert_row(tx.db(), at.batch, at.row, ("entry", posted.id), "")?)
    }

    fn add(&self, tx: &mut Tx<'_>, at: &mut Writing) -> Answer<i64> {
        let code = match &self.code {
            Some(code) => code.clone(),
            None => next_code(tx, at)?,
        };
        let item = AddItem {
            code,
            kind: self.kind,
            name: self.row.name.clone(),
            category: self.row.category.clone().unwrap_or_default(),
            price: self.row.price,
            hand_fee: self.row.hand_fee.unwrap_or_default(),
            material_cost: self.row.cost.unwrap_or_default(),
            minutes: self.row.minutes.unwrap_or(0),
            barcode: self.barcode.clone(),
            shortage: crate::catalog::Shortage::default(),
            sessions: 0,
            gift_sessions: 0,
            gift_mode: crate::catalog::GiftMode::default(),
            valid_days: 0,
            stock_min: self.least(0),
            parts: std::collections::BTreeMap::new(),
            tier_prices: std::collections::BTreeMap::new(),
            batch: Some(at.batch),
        }
        .run(tx)?;
        if self.row.active == Some(false) {
            items::update(tx.db(), &Item { active: false, ..item.clone() })?;
        }
        store::insert_row(tx.db(), at.batch, at.row, ("item", item.id), "")?;
        Ok(item.id)
    }

    fn change(&self, tx: &Tx<'_>, at: &Writing, before: &Item) -> Answer<i64> {
        let after = self.applied(before);
        if after != *before {
            let text =
                serde_json::to_string(before).map_err(|e| Fault::Broken(format!("import row: {e}")))?;
            store::insert_row(tx.db(), at.batch, at.row, ("item", before.id), &text)?;
            items::update(tx.db(), &after)?;
            tx.keep_change("item", before.id, before, &after)?;
        }
        Ok(before.id)
    }
}

/// The next number that no item has; behind 999 with a letter.
fn next_code(tx: &Tx<'_>, at: &mut Writing) -> Answer<String> {
    loop {
        at.next_code += 1;
        let code = if at.next_code <= 999 { at.next_code.to_string() } else { format!("N{}", at.next_code) };
        if items::by_code(tx.db(), &code)?.is_none() {
            return Ok(code);
        }
    }
}

/// A code of an older system as the counter can take it, the same each time: what does not fit becomes a dash, and
/// what could be mistaken for a phone tail, a jump or a barcode gets an N before it.
fn fit_code(text: &str) -> Option<String> {
    let kept = |ch: char| ch.is_ascii_alphanumeric() || "._-%/&+'".contains(ch);
    let plain: String = text.trim().chars().map(|ch| if kept(ch) { ch } else { '-' }).collect();
    let plain = plain.trim_matches('-');
    if !plain.bytes().any(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    [plain.to_owned(), format!("N{plain}")].into_iter().find(|code| rules::check_code(code).is_ok())
}

fn is_barcode(code: &str) -> bool {
    [8, 12, 13].contains(&code.len()) && rules::barcode_is_sound(code)
}

fn barcode_fits(text: &str) -> bool {
    (6..=20).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_an_older_system_are_fitted_the_same_way_each_time() {
        for (text, code) in [
            ("SHCW", Some("SHCW")),
            ("12", Some("12")),
            ("8866", Some("N8866")),
            ("021", Some("N021")),
            ("M", Some("NM")),
            ("SHU CLAY 75G", Some("SHU-CLAY-75G")),
            ("6901234567892", Some("N6901234567892")),
            ("深层", None),
            ("A深", Some("NA")),
            ("--", None),
        ] {
            assert_eq!(fit_code(text).as_deref(), code, "{text}");
        }
        assert!(is_barcode("6901234567892") && !is_barcode("6901234567890"));
    }
}
