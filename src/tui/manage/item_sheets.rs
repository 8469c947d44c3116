//! The forms of the price list and of stock.

use std::collections::BTreeMap;

use crate::catalog::add::AddItem;
use crate::catalog::edit::EditItem;
use crate::catalog::list::Listed;
use crate::catalog::stock::{OnHand, StockCount, StockIn};
use crate::catalog::tier::Tier;
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

/// `2*358 3*338`: what members of a tier pay for it, by the tier's rank, code or name.
fn tier_prices(form: &Form, tiers: &[Tier]) -> Result<BTreeMap<String, Fen>, Wrong> {
    let field = "tier_prices";
    let mut prices = BTreeMap::new();
    let typed = form.value(field);
    for part in typed.split([' ', ',', '，', '、']).filter(|part| !part.is_empty()) {
        let (name, price) = part.split_once(['*', '=']).unwrap_or((part, ""));
        let meant = |tier: &&Tier| tier.rank.to_string() == name || tier.code == name || tier.name == name;
        let tier = tiers.iter().find(meant).ok_or_else(|| {
            let known = tiers.iter().map(|tier| tier.name.as_str()).collect::<Vec<_>>().join(", ");
            (field, Refused::ChoiceUnknown { field: "tier".into(), value: name.to_owned(), known })
        })?;
        prices.insert(tier.code.clone(), price.parse().map_err(|no| (field, no))?);
    }
    Ok(prices)
}

fn tiers_hint(around: &Around) -> String {
    let tiers: Vec<String> =
        around.context.shelf.tiers.iter().map(|tier| format!("{} {}", tier.rank, tier.name)).collect();
    t!(around.lang, "manage.tiers_hint", tiers = tiers.join("  "))
}

fn shortages(lang: Lang) -> Vec<String> {
    ["manage.shortage_warn", "manage.shortage_refuse"].map(|key| words::text(lang, key).to_owned()).to_vec()
}

fn shortage(form: &Form) -> Shortage {
    if form.value("shortage") == "1" { Shortage::Refuse } else { Shortage::Warn }
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
        Field::line("material_cost", "manage.material", Takes::Amount),
        Field::line("tier_prices", "manage.tier_prices", Takes::Narrow),
        Field::line("barcode", "manage.barcode", Takes::Narrow),
        Field::choice("shortage", "manage.shortage", shortages(lang)),
        Field::line("stock_min", "manage.stock_min", Takes::Digits),
        Field::line("sessions", "manage.sessions", Takes::Digits),
        Field::line("gift_sessions", "manage.gift_sessions", Takes::Digits),
        Field::line("valid_days", "manage.valid_days", Takes::Digits),
        Field::line("parts", "manage.parts", Takes::Narrow),
    ];
    let tiers = around.context.shelf.tiers.clone();
    let make = move |form: &Form, envelope| {
        let kind = form.value("kind").parse().ok().and_then(|place: usize| ItemKind::ALL.get(place)).copied();
        let verb = AddItem {
            code: form.value("item").trim().to_owned(),
            kind: kind.unwrap_or(ItemKind::Service),
            name: Clean::required("name", &form.value("name")).map_err(|no| ("name", no))?,
            category: clean(form, "category")?,
            price: amount(form, "price")?,
            hand_fee: money(form, "hand_fee")?,
            material_cost: money(form, "material_cost")?,
            minutes: count(form, "minutes"),
            barcode: some(form.value("barcode")),
            shortage: shortage(form),
            sessions: count(form, "sessions"),
            gift_sessions: count(form, "gift_sessions"),
            gift_mode: GiftMode::default(),
            valid_days: count(form, "valid_days"),
            stock_min: count(form, "stock_min"),
            parts: parts(form),
            tier_prices: tier_prices(form, &tiers)?,
            batch: None,
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, words::text(lang, "manage.add_item"), fields, make, saved)
        .note(words::text(lang, "manage.parts_hint"), Role::Muted)
        .note(tiers_hint(around), Role::Muted)
}

fn saved(reply: Reply, lang: Lang) -> crate::shop::Answer<Vec<Step>> {
    let item = reply.read::<Item>()?;
    Ok(done(t!(lang, "manage.done.item", code = item.code, name = item.name, price = item.price.grouped())))
}

/// Changes an item: price first, because that is what changes.
pub fn edit(around: &Around, listed: &Listed) -> Sheet {
    let lang = around.lang;
    let item = &listed.item;
    let rank = |code: &String| {
        around.context.shelf.tiers.iter().find(|tier| tier.code == *code).map_or(0, |tier| tier.rank)
    };
    let prices: Vec<String> =
        listed.tier_prices.iter().map(|(code, price)| format!("{}*{price}", rank(code))).collect();
    let prices = prices.join(" ");
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
        Field::line("tier_prices", "manage.tier_prices", Takes::Narrow).with(&prices),
        Field::choice("shortage", "manage.shortage", shortages(lang)).with(match item.shortage {
            Shortage::Warn => "0",
            Shortage::Refuse => "1",
        }),
        Field::line("stock_min", "manage.stock_min", Takes::Digits).with(&item.stock_min.to_string()),
        Field::choice("active", "manage.state", sold.to_vec()).with(if item.active { "1" } else { "0" }),
    ];
    let code = item.code.clone();
    let kind = item.kind;
    let (tiers, had) = (around.context.shelf.tiers.clone(), listed.tier_prices.clone());
    let make = move |form: &Form, envelope| {
        let now = tier_prices(form, &tiers)?;
        let gone = had.keys().filter(|code| !now.contains_key(*code)).map(|code| (code.clone(), None));
        let tier_prices = gone.chain(now.iter().map(|(code, price)| (code.clone(), Some(*price)))).collect();
        let verb = EditItem {
            tier_prices,
            shortage: Some(shortage(form)),
            item: code.clone(),
            price: Some(amount(form, "price")?),
            name: Some(clean(form, "name")?),
            category: Some(clean(form, "category")?),
            minutes: Some(count(form, "minutes")),
            hand_fee: Some(money(form, "hand_fee")?),
            material_cost: Some(money(form, "material_cost")?),
            barcode: some(form.value("barcode")),
            stock_min: (kind == ItemKind::Product).then(|| count(form, "stock_min")),
            active: Some(form.value("active") == "1"),
            ..EditItem::default()
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, format!("{} {}", item.code, item.name), fields, make, saved)
        .note(tiers_hint(around), Role::Muted)
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
