//! What stands in each of the lists: how it is asked for, its columns, its rows.

use serde_json::Value;

use super::discount_sheets;
use super::sheets::Deed;
use crate::catalog::ItemKind;
use crate::catalog::list::{Items, Listed};
use crate::catalog::stock::{Stock, StockRow};
use crate::catalog::tier::{Tier, Tiers};

use crate::exchange::batches::{Batch, Imports};
use crate::promotions::discounts::{Discount, Discounts, Table as DiscountTable};
use crate::promotions::offers::{Offer, Offers, Table as OfferTable};
use crate::shop::{Answer, Settings};
use crate::staff::roster::Roster;
use crate::staff::{Job, Person};
use crate::tui::frame::{Column, Row};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// Which list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// Settings.
    Settings,
    /// People.
    Staff,
    /// Price list.
    Items,
    /// Stock.
    Stock,
    /// Top-up offers.
    Offers,
    /// Timed prices and spend discounts.
    Discounts,
    /// Tiers and what their members pay.
    Tiers,
    /// What files brought in.
    Imports,
}

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Thing {
    /// A setting and its value.
    Setting(String, Value),
    /// A person.
    Person(Person),
    /// An item.
    Item(Box<Listed>),
    /// A product on the shelf.
    Stock(StockRow),
    /// A step of the top-up table.
    Offer(Offer),
    /// A timed price or a spend discount.
    Discount(Box<Discount>),
    /// A tier.
    Tier(Tier),
    /// What a file brought in.
    Batch(Batch),
}

/// A row.
#[derive(Debug, Clone)]
pub struct Entry {
    /// What it shows.
    pub cells: Vec<String>,
    /// What it stands for.
    pub thing: Thing,
    /// Whether it is out of use.
    pub faint: bool,
}

impl Entry {
    /// As a row of a table.
    pub fn row(&self) -> Row {
        let role = if self.faint { Role::Muted } else { Role::Text };
        self.cells.iter().fold(Row::new(), |row, cell| row.cell(cell.as_str(), role))
    }
}

impl Page {
    /// The key of its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::Settings => "manage.settings",
            Self::Staff => "manage.staff",
            Self::Items => "manage.items",
            Self::Stock => "manage.stock",
            Self::Offers => "manage.offers",
            Self::Discounts => "manage.discounts",
            Self::Tiers => "manage.tiers",
            Self::Imports => "manage.imports",
        }
    }

    /// The key of what an empty list teaches.
    pub fn empty(self) -> &'static str {
        match self {
            Self::Settings | Self::Staff | Self::Tiers => "list.empty",
            Self::Imports => "manage.no_imports",
            Self::Items | Self::Stock => "manage.no_items",
            Self::Offers => "manage.no_offers",
            Self::Discounts => "manage.disc.none",
        }
    }

    /// The key of what Enter does to a row.
    pub fn enters(self) -> &'static str {
        match self {
            Self::Settings | Self::Items | Self::Offers | Self::Tiers => "members.key.edit",
            Self::Staff | Self::Discounts => "members.key.act",
            Self::Stock => "manage.key.stock",
            Self::Imports => "manage.key.roll_back",
        }
    }

    /// What F4 adds.
    pub fn adds(self) -> Option<Deed> {
        match self {
            Self::Settings | Self::Stock | Self::Tiers | Self::Imports => None,
            Self::Staff => Some(Deed::Hire),
            Self::Items => Some(Deed::AddItem),
            Self::Offers => Some(Deed::Offer(None)),
            Self::Discounts => Some(Deed::Discount(None)),
        }
    }

    /// The question.
    pub fn ask(self, what: &'static str) -> Wish {
        match self {
            Self::Settings => Wish::look(what, |source: crate::worker::Source<'_>| {
                let settings = source.settings()?;
                Ok(settings)
            }),
            Self::Staff => Wish::ask(what, Roster::default()),
            Self::Items => Wish::ask(what, Items { retired: true }),
            Self::Stock => Wish::ask(what, Stock::default()),
            Self::Offers => Wish::ask(what, Offers::default()),
            Self::Discounts => Wish::ask(what, Discounts::default()),
            Self::Tiers => Wish::ask(what, Tiers::default()),
            Self::Imports => Wish::ask(what, Imports::default()),
        }
    }

    /// The rows of an answer.
    ///
    /// # Errors
    /// As the question says.
    pub fn read(self, reply: Reply, lang: Lang) -> Answer<Vec<Entry>> {
        Ok(match self {
            Self::Settings => settings(&reply.read::<Settings>()?, lang),
            Self::Staff => reply.read::<Vec<Person>>()?.into_iter().map(|one| person(one, lang)).collect(),
            Self::Items => reply.read::<Vec<Listed>>()?.into_iter().map(|one| item(one, lang)).collect(),
            Self::Stock => reply.read::<Vec<StockRow>>()?.into_iter().map(|one| stock(one, lang)).collect(),
            Self::Offers => {
                reply.read::<OfferTable>()?.offers.into_iter().map(|one| offer(one, lang)).collect()
            }
            Self::Discounts => {
                let table = reply.read::<DiscountTable>()?;
                table.discounts.into_iter().map(|one| discount(one, lang)).collect()
            }
            Self::Tiers => reply.read::<Vec<Tier>>()?.into_iter().map(tier).collect(),
            Self::Imports => reply.read::<Vec<Batch>>()?.into_iter().map(|one| batch(one, lang)).collect(),
        })
    }

    /// The columns.
    pub fn columns(self, lang: Lang) -> Vec<Column<'static>> {
        let word = |key: &'static str| words::text(lang, key);
        match self {
            Self::Settings => {
                vec![Column::rest(word("manage.setting")), Column::text(word("manage.value"), 28)]
            }
            Self::Staff => vec![
                Column::text(word("field.number"), 8),
                Column::rest(word("members.col.name")),
                Column::text(word("manage.job"), 12),
                Column::text(word("manage.role"), 10),
                Column::text("PIN", 4),
                Column::text(word("manage.since"), 22),
            ],
            Self::Items => vec![
                Column::text(word("field.code"), 6),
                Column::rest(word("members.col.what")),
                Column::text(word("manage.kind"), 13),
                Column::figure(word("field.price"), 11),
                Column::text(word("manage.category"), 10),
                Column::text("", 6),
            ],
            Self::Stock => vec![
                Column::text(word("field.code"), 6),
                Column::rest(word("members.col.what")),
                Column::text(word("manage.barcode"), 16),
                Column::figure(word("manage.on_hand"), 8),
                Column::figure(word("manage.stock_min"), 8),
                Column::text("", 8),
            ],
            Self::Offers => vec![
                Column::figure(word("manage.from_amount"), 14),
                Column::figure(word("members.gift"), 14),
                Column::rest(word("manage.gift_days")),
            ],
            Self::Discounts => vec![
                Column::text(word("manage.disc.name"), 16),
                Column::rest(word("manage.disc.what")),
                Column::text(word("manage.disc.when"), 34),
            ],
            Self::Tiers => vec![
                Column::text("#", 3),
                Column::rest(word("members.col.what")),
                Column::figure(word("manage.service_rate"), 14),
                Column::figure(word("manage.product_rate"), 14),
            ],
            Self::Imports => vec![
                Column::text("#", 4),
                Column::text(word("importing.kind"), 10),
                Column::rest(word("importing.file")),
                Column::figure(word("manage.new_rows"), 8),
                Column::figure(word("manage.update_rows"), 8),
                Column::text("", 8),
            ],
        }
    }
}

/// The name of a setting, or its code where this version has no words for it.
pub fn setting_name(name: &str, lang: Lang) -> String {
    words::lookup(lang, &format!("manage.set.{name}")).map_or_else(|| name.to_owned(), str::to_owned)
}

fn settings(settings: &Settings, lang: Lang) -> Vec<Entry> {
    let all = serde_json::to_value(settings).unwrap_or_default();
    let fields = all.as_object().cloned().unwrap_or_default();
    let mut rows: Vec<Entry> = fields
        .into_iter()
        .map(|(name, value)| {
            let shown = match &value {
                Value::String(text) => setting_word(text, lang),
                Value::Bool(yes) => {
                    words::text(lang, if *yes { "members.yes" } else { "members.no" }).to_owned()
                }
                other => other.to_string(),
            };
            let cells = vec![setting_name(&name, lang), shown];
            Entry { cells, thing: Thing::Setting(name, value), faint: false }
        })
        .collect();
    rows.sort_by(|a, b| a.cells.cmp(&b.cells));
    rows
}

/// Values that are codes read as words.
fn setting_word(code: &str, lang: Lang) -> String {
    words::lookup(lang, &format!("manage.val.{code}")).map_or_else(|| code.to_owned(), str::to_owned)
}

/// The name of a job.
pub fn job_name(job: Job, lang: Lang) -> &'static str {
    match job {
        Job::Technician => words::text(lang, "role.technician"),
        Job::Consultant => words::text(lang, "role.consultant"),
        Job::FrontDesk => words::text(lang, "manage.front_desk"),
        Job::Manager => words::text(lang, "role.manager"),
        Job::Owner => words::text(lang, "role.owner"),
    }
}

/// The name of a role.
pub fn role_name(role: crate::shop::Role, lang: Lang) -> &'static str {
    match role {
        crate::shop::Role::Staff => words::text(lang, "role.staff"),
        crate::shop::Role::Cashier => words::text(lang, "role.cashier"),
        crate::shop::Role::Manager => words::text(lang, "role.manager"),
        crate::shop::Role::Owner => words::text(lang, "role.owner"),
    }
}

/// The name of a kind of item.
pub fn kind_name(kind: ItemKind, lang: Lang) -> &'static str {
    match kind {
        ItemKind::Service => words::text(lang, "kind.service"),
        ItemKind::Product => words::text(lang, "kind.product"),
        ItemKind::Package => words::text(lang, "kind.package"),
        ItemKind::SessionCard => words::text(lang, "kind.card"),
        ItemKind::PeriodCard => words::text(lang, "kind.period_card"),
    }
}

fn person(person: Person, lang: Lang) -> Entry {
    let since = match &person.left_on {
        Some(left) => crate::t!(lang, "manage.left", day = left),
        None => person.hired_on.clone(),
    };
    let cells = vec![
        person.number.clone(),
        person.name.clone(),
        job_name(person.job, lang).to_owned(),
        role_name(person.role, lang).to_owned(),
        words::text(lang, if person.guarded { "members.yes" } else { "members.no" }).to_owned(),
        since,
    ];
    Entry { cells, faint: person.left_on.is_some(), thing: Thing::Person(person) }
}

fn item(listed: Listed, lang: Lang) -> Entry {
    let item = &listed.item;
    let state = if item.active { "" } else { words::text(lang, "manage.retired") };
    let cells = vec![
        item.code.clone(),
        item.name.clone(),
        kind_name(item.kind, lang).to_owned(),
        item.price.grouped(),
        item.category.clone(),
        state.to_owned(),
    ];
    Entry { cells, faint: !item.active, thing: Thing::Item(Box::new(listed)) }
}

fn stock(row: StockRow, lang: Lang) -> Entry {
    let cells = vec![
        row.code.clone(),
        row.name.clone(),
        row.barcode.clone().unwrap_or_default(),
        row.on_hand.to_string(),
        if row.stock_min > 0 { row.stock_min.to_string() } else { String::new() },
        if row.short { format!("! {}", words::text(lang, "manage.short")) } else { String::new() },
    ];
    Entry { cells, faint: false, thing: Thing::Stock(row) }
}

fn tier(tier: Tier) -> Entry {
    let rate = |rate: crate::ground::Rate| rate.to_string();
    let cells =
        vec![tier.rank.to_string(), tier.name.clone(), rate(tier.service_rate), rate(tier.product_rate)];
    Entry { cells, faint: false, thing: Thing::Tier(tier) }
}

fn batch(batch: Batch, lang: Lang) -> Entry {
    let kind = words::lookup(lang, &format!("import.kind.{}", batch.kind)).unwrap_or(&batch.kind).to_owned();
    let state = if batch.rolled_back { words::text(lang, "manage.rolled_back") } else { "" };
    let cells = vec![
        batch.id.to_string(),
        kind,
        batch.file.clone(),
        batch.new.to_string(),
        batch.update.to_string(),
        state.to_owned(),
    ];
    Entry { cells, faint: batch.rolled_back, thing: Thing::Batch(batch) }
}

fn offer(offer: Offer, lang: Lang) -> Entry {
    let days = match offer.gift_days {
        0 => words::text(lang, "members.for_ever").to_owned(),
        days => crate::t!(lang, "top.days", days = days),
    };
    let cells = vec![offer.amount.grouped(), offer.gift.grouped(), days];
    Entry { cells, faint: false, thing: Thing::Offer(offer) }
}

fn discount(discount: Discount, lang: Lang) -> Entry {
    let cells = vec![
        discount.name().to_owned(),
        discount_sheets::terms(&discount, lang),
        discount_sheets::when(&discount, lang),
    ];
    Entry { cells, faint: false, thing: Thing::Discount(Box::new(discount)) }
}
