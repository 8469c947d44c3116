//! Before the first customer: people, the price list, tiers, top-up gifts, rules, settings and goods on the shelf.

use std::collections::BTreeMap;

use serde_json::json;

use super::salon::Salon;
use rust_decimal::Decimal;

use crate::catalog::add::AddItem;
use crate::catalog::stock::StockIn;
use crate::catalog::tier::{SetTier, Tiers};
use crate::catalog::{GiftMode, ItemKind, Shortage};
use crate::commission;
use crate::demo::DemoBook;
use crate::demo::book::Role as BookRole;
use crate::ground::{Clean, Fen, Rate};
use crate::leaderboard::Kpi;
use crate::leaderboard::goals::{Goal, SetGoals};
use crate::payroll::wage::SetWage;
use crate::promotions::offers::{Offer, SetOffers};
use crate::rewards;
use crate::shop::found::Founding;
use crate::shop::setting_put::PutSetting;
use crate::shop::{Answer, Shop};
use crate::staff::Job;
use crate::staff::hire::Hire;

/// What a slip ends with.
const SLIP_FOOTER: &str = "谢谢光临|预约请提前一天";
/// What the collection code on the screen says: it must not look like somebody's till.
const COLLECT: &str = "美柜演示收款码，请勿付款";

/// The rules by which the people of the demo earn.
const RULES: &str = include_str!("../../../assets/demo/rules.toml");
/// What the demo pays at once.
const REWARDS: &str = include_str!("../../../assets/demo/rewards.toml");
/// Why they were set.
const RULES_WHY: &str = "开业的提成规则";

/// Where the further stores of the chain are.
const PLACES: [&str; 11] =
    ["望京", "中关村", "通州", "亦庄", "回龙观", "天通苑", "西单", "五道口", "大兴", "石景山", "顺义"];

/// The store as the book has it.
///
/// The first store of the chain is the book's own; the others have the next codes and places of their own.
pub(super) fn founding(book: &DemoBook, store: u32) -> Founding {
    let owner = book.staff.iter().find(|person| person.role == BookRole::Owner);
    let (own_code, own_name) = (book.shop.code.as_str(), book.shop.name.as_str());
    let (code, name) = match store {
        0 | 1 => (own_code.to_owned(), own_name.to_owned()),
        number => {
            let brand = own_name.split(' ').next().unwrap_or(own_name);
            let place = usize::try_from(number - 2).ok().and_then(|place| PLACES.get(place));
            let place = place.map_or_else(|| format!("{number}店"), |place| format!("{place}店"));
            (format!("S{number:02}"), format!("{brand} {place}"))
        }
    };
    Founding {
        owner: owner.map(|person| person.name.as_str().to_owned()).unwrap_or_default(),
        ..Founding::new(&code, &name)
    }
}

/// Sets everything up.
pub(super) fn set(salon: &mut Salon<'_>, shop: &mut Shop) -> Answer<()> {
    hire(salon, shop)?;
    for item in items(salon.book) {
        salon.send(shop, "01", &item)?;
    }
    name_tiers(salon, shop)?;
    let offers = salon.book.top_ups.iter().map(|offer| Offer {
        amount: offer.amount,
        gift: offer.gift,
        gift_days: i64::from(offer.gift_valid_days),
    });
    let table = SetOffers { offers: offers.collect() };
    salon.send(shop, "01", &table)?;
    for (name, value) in [("slip_footer", json!(SLIP_FOOTER)), ("collect_qr", json!(COLLECT))] {
        salon.send(shop, "01", &PutSetting { name: name.into(), value })?;
    }
    let rules = commission::toml::read(RULES, shop.db())?;
    salon.send_for(shop, "01", Some(RULES_WHY), &rules)?;
    let rewards = rewards::toml::read(REWARDS, shop.db())?;
    salon.send_for(shop, "01", Some(RULES_WHY), &rewards)?;
    salon.send(shop, "01", &goals(salon))?;
    for product in &salon.book.products {
        let goods = StockIn { item: product.code.as_str().into(), quantity: i64::from(product.stock) };
        salon.send(shop, "01", &goods)?;
    }
    Ok(())
}

/// What the demo wants to reach in thirty days: so much for each of those who serve.
fn goals(salon: &Salon<'_>) -> SetGoals {
    let serves = |role: BookRole| matches!(role, BookRole::Technician | BookRole::Consultant);
    let people = salon.book.staff.iter().filter(|person| serves(person.role)).count();
    let each = [(Kpi::Sales, 24_000), (Kpi::Consumption, 12_000), (Kpi::TopUps, 9_000), (Kpi::NewMembers, 3)];
    let goals = each.into_iter().map(|(kpi, amount)| Goal {
        kpi,
        amount: i64::try_from(people).ok().map(|people| Rate(Decimal::from(people * amount))),
        days: 30,
    });
    SetGoals { goals: goals.collect(), from: None }
}

fn hire(salon: &mut Salon<'_>, shop: &mut Shop) -> Answer<()> {
    for person in &salon.book.staff {
        let job = match person.role {
            BookRole::Owner => continue,
            BookRole::Manager => Job::Manager,
            BookRole::Cashier => Job::FrontDesk,
            BookRole::Consultant => Job::Consultant,
            BookRole::Technician => Job::Technician,
        };
        let hire = Hire {
            number: person.number.as_str().to_owned(),
            name: person.name.clone(),
            job,
            role: None,
            skills: Some(Clean::new(&joined(&person.skills))?),
            phones: Vec::new(),
            hired_on: Some(person.hired_on.to_string()),
            from_store: None,
            batch: None,
        };
        salon.send(shop, "01", &hire)?;
        let amount = Fen(match person.role {
            BookRole::Owner => continue,
            BookRole::Manager => 650_000,
            BookRole::Cashier => 420_000,
            BookRole::Consultant => 300_000,
            BookRole::Technician => 250_000,
        });
        let wage = SetWage {
            staff: person.number.as_str().to_owned(),
            amount,
            from: Some(person.hired_on.to_string()),
        };
        salon.send_for(shop, "01", Some(RULES_WHY), &wage)?;
    }
    Ok(())
}

/// The house's tiers in their rank take the book's names and rates; the lowest keeps the list price.
fn name_tiers(salon: &mut Salon<'_>, shop: &mut Shop) -> Answer<()> {
    let codes: Vec<String> = shop.ask(&Tiers {})?.into_iter().map(|tier| tier.code).collect();
    for (code, tier) in codes.iter().skip(1).zip(&salon.book.tiers) {
        let set = SetTier {
            tier: code.clone(),
            name: Some(tier.name.clone()),
            service_rate: Some(tier.service_rate),
            product_rate: Some(tier.product_rate),
        };
        salon.send(shop, "01", &set)?;
    }
    salon.tiers = codes;
    Ok(())
}

fn joined(words: &[Clean]) -> String {
    words.iter().map(Clean::as_str).collect::<Vec<_>>().join(",")
}

/// The price list: services and goods first, what is made of them after.
fn items(book: &DemoBook) -> Vec<AddItem> {
    let services = book.services.iter().map(|item| AddItem {
        category: item.category.clone(),
        hand_fee: item.hand_fee,
        material_cost: item.material_cost,
        minutes: i64::from(item.minutes),
        ..plain(&item.code, ItemKind::Service, &item.name, item.price)
    });
    let products = book.products.iter().map(|item| AddItem {
        category: item.category.clone(),
        material_cost: item.cost,
        barcode: Some(item.barcode.as_str().to_owned()),
        ..plain(&item.code, ItemKind::Product, &item.name, item.price)
    });
    let packages = book.packages.iter().map(|item| AddItem {
        category: item.category.clone(),
        parts: item.parts.iter().map(|part| (part.code.as_str().into(), i64::from(part.quantity))).collect(),
        ..plain(&item.code, ItemKind::Package, &item.name, item.price)
    });
    let sessions = book.session_cards.iter().map(|item| AddItem {
        category: category(book, &item.services),
        sessions: i64::from(item.sessions),
        gift_sessions: i64::from(item.gift_sessions),
        valid_days: i64::from(item.valid_days),
        parts: one_each(&item.services),
        ..plain(&item.code, ItemKind::SessionCard, &item.name, item.price)
    });
    let periods = book.period_cards.iter().map(|item| AddItem {
        category: category(book, &item.services),
        valid_days: i64::from(item.days),
        parts: one_each(&item.services),
        ..plain(&item.code, ItemKind::PeriodCard, &item.name, item.price)
    });
    services.chain(products).chain(packages).chain(sessions).chain(periods).collect()
}

fn one_each(services: &[Clean]) -> BTreeMap<String, i64> {
    services.iter().map(|code| (code.as_str().to_owned(), 1)).collect()
}

/// A card belongs to the category of the first service that it covers.
fn category(book: &DemoBook, services: &[Clean]) -> Clean {
    let found = book.services.iter().find(|item| services.contains(&item.code));
    found.map(|item| item.category.clone()).unwrap_or_default()
}

fn plain(code: &Clean, kind: ItemKind, name: &Clean, price: Fen) -> AddItem {
    AddItem {
        code: code.as_str().to_owned(),
        kind,
        name: name.clone(),
        category: Clean::default(),
        price,
        hand_fee: Fen::ZERO,
        material_cost: Fen::ZERO,
        minutes: 0,
        barcode: None,
        shortage: Shortage::Warn,
        sessions: 0,
        gift_sessions: 0,
        gift_mode: GiftMode::Spread,
        valid_days: 0,
        stock_min: 0,
        parts: BTreeMap::new(),
        tier_prices: BTreeMap::new(),
        batch: None,
    }
}
