//! The forms of the price list and of stock.

use std::collections::BTreeMap;

use crate::catalog::add::AddItem;
use crate::catalog::edit::EditItem;
use crate::catalog::list::Listed;
use crate::catalog::stock::{OnHand, StockCount, StockIn};
use crate::catalog::{GiftMode, Item, ItemKind, Shortage};
use crate::ground::{Clean, Fen, Refused};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::manage::things::kind_name;
use crate::tui::members::sheets::{amount, clean, some};
use crate::tui::parts::Around;
use crate::tui::parts::Step;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// An amount that may be left blank.
fn money(form: &Form, name: &'static str) -> Result<Fen, Wrong> {
    if form.value(name).trim().is_empty() { Ok(Fen::ZERO) } else { amount(form, name) }
}

fn count(form: &Form, name: &'static str) -> i64 {
    form.value(name).parse().unwrap_or(0)
}

/// `21*2 23`: what a card pays for or a package holds.
fn parts(form: &Form) -> BTreeMap<String, i64> {
    form.value("parts")
        .split([' ', ',', '，', '、'])
        .filter(|part| !part.is_empty())
        .map(|part| match part.split_once('*') {
            Some((code, quantity)) => (code.to_owned(), quantity.parse().unwrap_or(0)),
            None => (part.to_owned(), 1),
        })
        .collect()
}

/// A new item.
pub fn add(around: &Around) -> Sheet {
    let lang = around.lang;
    let kinds: Vec<String> = ItemKind::ALL.iter().map(|kind| kind_name(*kind, lang).to_owned()).collect();
    let fields = vec![
        Field::line("item", "field.code", Takes::Narrow),
        Field::line("name", "members.col.what", Takes::Text),
        Field::choice("kind", "manage.kind", kinds),
        Field::line("price", "field.price", Takes::Amount),
        Field::line("category", "manage.category", Takes::Text),
        Field::line("minutes", "manage.minutes", Takes::Digits),
        Field::line("hand_fee", "manage.hand_fee", Takes::Amount),
        Field::line("barcode", "manage.barcode", Takes::Narrow),
        Field::line("sessions", "manage.sessions", Takes::Digits),
        Field::line("valid_days", "manage.valid_days", Takes::Digits),
        Field::line("parts", "manage.parts", Takes::Narrow),
    ];
    let make = |form: &Form, envelope| {
        let kind = form.value("kind").parse().ok().and_then(|place: usize| ItemKind::ALL.get(place)).copied();
        let verb = AddItem {
            code: form.value("item").trim().to_owned(),
            kind: kind.unwrap_or(ItemKind::Service),
            name: Clean::required("name", &form.value("name")).map_err(|no| ("name", no))?,
            category: clean(form, "category")?,
            price: amount(form, "price")?,
            hand_fee: money(form, "hand_fee")?,
            material_cost: Fen::ZERO,
            minutes: count(form, "minutes"),
            barcode: some(form.value("barcode")),
            shortage: Shortage::default(),
            sessions: count(form, "sessions"),
            gift_sessions: 0,
            gift_mode: GiftMode::default(),
            valid_days: count(form, "valid_days"),
            stock_min: 0,
            parts: parts(form),
            tier_prices: BTreeMap::new(),
            batch: None,
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, words::text(lang, "manage.add_item"), fields, make, saved)
        .note(words::text(lang, "manage.parts_hint"), Role::Muted)
}

fn saved(reply: Reply, lang: Lang) -> crate::shop::Answer<Vec<Step>> {
    let item = reply.read::<Item>()?;
    Ok(done(t!(lang, "manage.done.item", code = item.code, name = item.name, price = item.price.grouped())))
}

/// Changes an item: price first, because that is what changes.
pub fn edit(around: &Around, listed: &Listed) -> Sheet {
    let lang = around.lang;
    let item = &listed.item;
    let sold = ["manage.retired", "manage.sold"].map(|key| words::text(lang, key).to_owned());
    let fields = vec![
        Field::line("price", "field.price", Takes::Amount).with(&item.price.to_string()),
        Field::line("name", "members.col.what", Takes::Text).with(&item.name),
        Field::line("category", "manage.category", Takes::Text).with(&item.category),
        Field::line("minutes", "manage.minutes", Takes::Digits).with(&item.minutes.to_string()),
        Field::line("hand_fee", "manage.hand_fee", Takes::Amount).with(&item.hand_fee.to_string()),
        Field::line("material_cost", "manage.material", Takes::Amount).with(&item.material_cost.to_string()),
        Field::line("barcode", "manage.barcode", Takes::Narrow)
            .with(item.barcode.as_deref().unwrap_or_default()),
        Field::choice("active", "manage.state", sold.to_vec()).with(if item.active { "1" } else { "0" }),
    ];
    let code = item.code.clone();
    let make = move |form: &Form, envelope| {
        let verb = EditItem {
            item: code.clone(),
            price: Some(amount(form, "price")?),
            name: Some(clean(form, "name")?),
            category: Some(clean(form, "category")?),
            minutes: Some(count(form, "minutes")),
            hand_fee: Some(money(form, "hand_fee")?),
            material_cost: Some(money(form, "material_cost")?),
            barcode: some(form.value("barcode")),
            active: Some(form.value("active") == "1"),
            ..EditItem::default()
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, format!("{} {}", item.code, item.name), fields, make, saved)
}

fn pieces(form: &Form) -> Result<i64, Wrong> {
    let text = form.value("quantity");
    text.parse().map_err(|_| ("quantity", Refused::QuantityUnfit { quantity: 0 }))
}

fn counted(reply: Reply, lang: Lang) -> crate::shop::Answer<Vec<Step>> {
    let now = reply.read::<OnHand>()?;
    Ok(done(t!(
        lang,
        "manage.done.stock",
        code = now.item,
        on_hand = now.on_hand,
        difference = now.difference
    )))
}

/// Goods came in.
pub fn stock_in(around: &Around, code: &str) -> Sheet {
    let item = code.to_owned();
    let fields = vec![Field::line("quantity", "manage.pieces", Takes::Digits)];
    let make = move |form: &Form, envelope| {
        Ok(Wish::act(WHAT, envelope, StockIn { item: item.clone(), quantity: pieces(form)? }))
    };
    Sheet::new(
        around,
        format!("{} {code}", words::text(around.lang, "manage.stock_in")),
        fields,
        make,
        counted,
    )
}

/// The shelf was counted.
pub fn stock_count(around: &Around, code: &str, on_hand: i64) -> Sheet {
    let item = code.to_owned();
    let fields = vec![Field::line("quantity", "manage.counted", Takes::Digits)];
    let make = move |form: &Form, envelope| {
        Ok(Wish::act(WHAT, envelope, StockCount { item: item.clone(), counted: pieces(form)? }))
    };
    let title = format!("{} {code}", words::text(around.lang, "manage.stock_count"));
    Sheet::new(around, title, fields, make, counted)
        .note(t!(around.lang, "manage.books", on_hand = on_hand), Role::Muted)
}
