//! The forms of settings, people and offers, and which of them belongs to what.

use serde_json::{Value, json};

use super::things::{Thing, job_name, role_name, setting_name};
use super::{discount_sheets, item_sheets, rest_sheets};
use crate::catalog::tier::Tier;
use crate::exchange::batches::Batch;
use crate::ground::{Clean, Refused};
use crate::promotions::discounts::Discount;
use crate::promotions::offers::{Offer, SetOffers, Table};
use crate::shop::pin_set::{PinIsSet, SetPin};
use crate::shop::setting_put::{PutSetting, SettingIs};
use crate::shop::{Role as Rights, pin};
use crate::staff::edit::EditStaff;
use crate::staff::hire::Hire;
use crate::staff::leave::Leave;
use crate::staff::{Job, Person};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::members::sheets::{amount, clean, some};
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::parts::{Around, Choice};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// What can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Changes a setting.
    Put(String, Value),
    /// Takes a person on.
    Hire,
    /// Changes a person's file.
    Staff(Person),
    /// Sets a PIN.
    Pin(String),
    /// Takes a PIN away.
    NoPin(String),
    /// Notes that a person leaves.
    Leave(String),
    /// Notes that a person goes to another store.
    Move(String),
    /// Gives a person a wage.
    Wage(String),
    /// Adds an item.
    AddItem,
    /// Changes an item.
    Item(Box<crate::catalog::list::Listed>),
    /// Goods came in.
    StockIn(String),
    /// The shelf was counted.
    StockCount(String, i64),
    /// Changes a tier.
    Tier(Tier),
    /// Takes back what a file brought in.
    RollBack(Batch),
    /// Gives a person's members to another.
    HandOver(String),
    /// A new recovery code of an owner.
    Recovery(String),
    /// Changes a step of the offers, or adds one.
    Offer(Option<Offer>),
    /// Changes a timed price or a spend discount, or adds one.
    Discount(Option<Box<Discount>>),
    /// Takes one out.
    DiscountEnd(Box<Discount>),
}

/// What can be done to a row.
pub fn deeds(thing: &Thing, lang: Lang) -> Vec<Choice<Deed>> {
    let choice = |deed, label: &'static str| Choice::new(deed, words::text(lang, label));
    match thing {
        Thing::Setting(name, value) => {
            vec![choice(Deed::Put(name.clone(), value.clone()), "members.key.edit")]
        }
        Thing::Person(person) => {
            let mut choices = vec![
                choice(Deed::Staff(person.clone()), "manage.edit_staff"),
                choice(Deed::Pin(person.number.clone()), "manage.set_pin"),
                choice(Deed::NoPin(person.number.clone()), "manage.no_pin"),
                choice(Deed::Leave(person.number.clone()), "manage.leave"),
                choice(Deed::HandOver(person.number.clone()), "manage.hand_over"),
            ];
            if person.role == Rights::Owner {
                choices.push(choice(Deed::Recovery(person.number.clone()), "manage.recovery"));
            }
            choices.push(choice(Deed::Move(person.number.clone()), "manage.move"));
            choices.push(choice(Deed::Wage(person.number.clone()), "manage.wage"));
            choices
        }
        Thing::Tier(tier) => vec![choice(Deed::Tier(tier.clone()), "members.key.edit")],
        Thing::Batch(batch) if batch.rolled_back => Vec::new(),
        Thing::Batch(batch) => vec![choice(Deed::RollBack(batch.clone()), "manage.roll_back")],
        Thing::Item(listed) => vec![choice(Deed::Item(listed.clone()), "members.key.edit")],
        Thing::Stock(row) => vec![
            choice(Deed::StockIn(row.code.clone()), "manage.stock_in"),
            choice(Deed::StockCount(row.code.clone(), row.on_hand), "manage.stock_count"),
        ],
        Thing::Discount(discount) => vec![
            choice(Deed::Discount(Some(discount.clone())), "members.key.edit"),
            choice(Deed::DiscountEnd(discount.clone()), "manage.disc.end"),
        ],
        Thing::Offer(offer) => vec![choice(Deed::Offer(Some(offer.clone())), "members.key.edit")],
    }
}

/// The form of a deed.
pub fn begin(deed: &Deed, rows: Vec<Thing>, around: &Around) -> Sheet {
    match deed {
        Deed::Put(name, value) => put(around, name, value),
        Deed::Hire => hire(around),
        Deed::Staff(person) => edit(around, person),
        Deed::Pin(number) => set_pin(around, number),
        Deed::NoPin(number) => no_pin(around, number),
        Deed::Leave(number) => leave(around, number),
        Deed::Move(number) => rest_sheets::move_away(around, number),
        Deed::Wage(number) => rest_sheets::wage(around, number),
        Deed::AddItem => item_sheets::add(around),
        Deed::Item(listed) => item_sheets::edit(around, listed),
        Deed::StockIn(code) => item_sheets::stock_in(around, code),
        Deed::StockCount(code, on_hand) => item_sheets::stock_count(around, code, *on_hand),
        Deed::Tier(tier) => rest_sheets::tier(around, tier),
        Deed::RollBack(batch) => rest_sheets::roll_back(around, batch),
        Deed::HandOver(number) => rest_sheets::hand_over(around, number),
        Deed::Recovery(number) => rest_sheets::recovery(around, number),
        Deed::Offer(offer) => offers(around, offer.as_ref(), rows),
        Deed::Discount(discount) => discount_sheets::edit(around, discount.as_deref(), rows),
        Deed::DiscountEnd(discount) => discount_sheets::end(around, discount, rows),
    }
}

/// The values of settings that are one of several.
fn known(name: &str) -> &'static [&'static str] {
    match name {
        "spend_order" => &["gift_first", "principal_first", "proportional"],
        "lang" => &["zh", "en"],
        "theme" => &["dark", "light", "contrast", "mono"],
        "paper" => &["58", "80"],
        _ => &[],
    }
}

fn put(around: &Around, name: &str, value: &Value) -> Sheet {
    let lang = around.lang;
    let text = match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    let choices: Vec<&'static str> =
        if value.is_boolean() { vec!["false", "true"] } else { known(name).to_vec() };
    let field = if choices.is_empty() {
        // A number gives way to what is typed; a text is gone on with.
        let number = value.is_number() || text.trim_end_matches('%').parse::<f64>().is_ok();
        let field = Field::line("value", "manage.value", Takes::Text);
        if number { field.suggesting(&text) } else { field.with(&text) }
    } else {
        let names = choices.iter().map(|code| match *code {
            "false" => words::text(lang, "members.no").to_owned(),
            "true" => words::text(lang, "members.yes").to_owned(),
            code => words::lookup(lang, &format!("manage.val.{code}")).unwrap_or(code).to_owned(),
        });
        let chosen = choices.iter().position(|code| *code == text).unwrap_or(0);
        Field::choice("value", "manage.value", names.collect()).with(&chosen.to_string())
    };
    let (setting, before) = (name.to_owned(), value.clone());
    let make = move |form: &Form, envelope| {
        let typed = form.value("value");
        let text = match typed.parse().ok().and_then(|place: usize| choices.get(place)) {
            Some(code) => (*code).to_owned(),
            None => typed.trim().to_owned(),
        };
        let bad = || ("value", Refused::SettingInvalid { name: setting.clone(), value: text.clone() });
        let value = match &before {
            Value::Bool(_) => json!(text == "true"),
            Value::Number(_) => json!(text.parse::<i64>().map_err(|_| bad())?),
            Value::Null | Value::String(_) | Value::Array(_) | Value::Object(_) => json!(text),
        };
        Ok(Wish::act(WHAT, envelope, PutSetting { name: setting.clone(), value }))
    };
    let sheet = Sheet::new(around, setting_name(name, lang), vec![field], make, |reply, lang| {
        let now = reply.read::<SettingIs>()?;
        Ok(done(t!(lang, "manage.done.set", name = setting_name(&now.name, lang))))
    });
    match words::lookup(lang, &format!("manage.hint.{name}")) {
        Some(hint) => sheet.note(hint, Role::Muted),
        None => sheet,
    }
}

fn jobs(lang: Lang) -> Vec<String> {
    Job::ALL.iter().map(|job| job_name(*job, lang).to_owned()).collect()
}

fn roles(lang: Lang) -> Vec<String> {
    Rights::ALL.iter().map(|role| role_name(*role, lang).to_owned()).collect()
}

fn chosen<T: Copy>(form: &Form, name: &str, all: &[T]) -> Option<T> {
    form.value(name).parse().ok().and_then(|place: usize| all.get(place)).copied()
}

/// Phones with blanks between, the main one first.
fn several(form: &Form) -> Vec<String> {
    form.value("phones").split_whitespace().map(str::to_owned).collect()
}

fn hire(around: &Around) -> Sheet {
    let lang = around.lang;
    let next = around.context.shelf.staff.iter().filter_map(|person| person.number.parse::<u32>().ok()).max();
    let number = format!("{:02}", next.unwrap_or(0).saturating_add(1));
    let fields = vec![
        Field::line("number", "field.number", Takes::Narrow).with(&number),
        Field::line("name", "field.name", Takes::Text),
        Field::choice("job", "manage.job", jobs(lang)),
        Field::line("skills", "manage.skills", Takes::Text),
        Field::line("phones", "field.phone", Takes::Narrow),
        Field::line("hired_on", "manage.hired_on", Takes::Narrow).with(&around.today().to_string()),
        Field::line("from_store", "manage.from_store", Takes::Narrow),
    ];
    let make = |form: &Form, envelope| {
        let verb = Hire {
            number: form.value("number").trim().to_owned(),
            name: Clean::required("name", &form.value("name")).map_err(|no| ("name", no))?,
            job: chosen(form, "job", &Job::ALL).unwrap_or(Job::Technician),
            role: None,
            skills: Some(clean(form, "skills")?),
            phones: several(form),
            hired_on: some(form.value("hired_on")),
            from_store: some(form.value("from_store")),
            batch: None,
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, words::text(lang, "manage.hire"), fields, make, |reply, lang| {
        let person = reply.read::<Person>()?;
        Ok(done(t!(lang, "manage.done.hired", number = person.number, name = person.name)))
    })
}

fn edit(around: &Around, person: &Person) -> Sheet {
    let lang = around.lang;
    let place = |found: Option<usize>| found.unwrap_or(0).to_string();
    let job = place(Job::ALL.iter().position(|job| *job == person.job));
    let role = place(Rights::ALL.iter().position(|role| *role == person.role));
    let fields = vec![
        Field::line("name", "field.name", Takes::Text).with(&person.name),
        Field::choice("job", "manage.job", jobs(lang)).with(&job),
        Field::choice("role", "manage.role", roles(lang)).with(&role),
        Field::line("skills", "manage.skills", Takes::Text).with(&person.skills),
        Field::line("phones", "field.phone", Takes::Narrow).with(&person.phones.join(" ")),
    ];
    let number = person.number.clone();
    let make = move |form: &Form, envelope| {
        let verb = EditStaff {
            staff: number.clone(),
            name: Some(clean(form, "name")?),
            job: chosen(form, "job", &Job::ALL),
            role: chosen(form, "role", &Rights::ALL),
            skills: Some(clean(form, "skills")?),
            phones: Some(several(form)),
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, format!("{} {}", person.number, person.name), fields, make, saved)
}

fn saved(reply: crate::worker::Reply, lang: Lang) -> crate::shop::Answer<Vec<crate::tui::parts::Step>> {
    let person = reply.read::<Person>()?;
    Ok(done(t!(lang, "members.done.saved", name = person.name)))
}

fn set_pin(around: &Around, number: &str) -> Sheet {
    let fields = vec![
        Field::line("new_pin", "manage.new_pin", Takes::Secret),
        Field::line("again", "wizard.again", Takes::Secret),
    ];
    let staff = number.to_owned();
    let make = move |form: &Form, envelope| -> Result<Wish, Wrong> {
        let new = form.value("new_pin");
        if form.value("again") != new {
            return Err(("again", Refused::PinDiffers {}));
        }
        pin::check_shape(&new).map_err(|no| ("new_pin", no))?;
        Ok(Wish::act(WHAT, envelope, SetPin { staff: staff.clone(), new_pin: Some(new) }))
    };
    Sheet::new(around, t!(around.lang, "manage.pin_of", number = number), fields, make, pin_done)
}

fn no_pin(around: &Around, number: &str) -> Sheet {
    let staff = number.to_owned();
    let fields = vec![Field::line("staff", "field.number", Takes::Narrow).with(number)];
    let make = move |_: &Form, envelope| {
        Ok(Wish::act(WHAT, envelope, SetPin { staff: staff.clone(), new_pin: None }))
    };
    Sheet::new(around, words::text(around.lang, "manage.no_pin"), fields, make, pin_done)
}

fn pin_done(reply: crate::worker::Reply, lang: Lang) -> crate::shop::Answer<Vec<crate::tui::parts::Step>> {
    let key = if reply.read::<PinIsSet>()?.guarded { "manage.done.pin" } else { "manage.done.no_pin" };
    Ok(done(words::text(lang, key).to_owned()))
}

fn leave(around: &Around, number: &str) -> Sheet {
    let staff = number.to_owned();
    let fields = vec![Field::line("date", "manage.left_on", Takes::Narrow)];
    let make = move |form: &Form, envelope| {
        Ok(Wish::act(WHAT, envelope, Leave { staff: staff.clone(), left_on: some(form.value("date")) }))
    };
    Sheet::new(around, words::text(around.lang, "manage.leave"), fields, make, saved)
        .note(words::text(around.lang, "manage.leave_hint"), Role::Warn)
}

/// The whole table is sent with the step in its place; a step of 0 is taken out.
fn offers(around: &Around, offer: Option<&Offer>, rows: Vec<Thing>) -> Sheet {
    let lang = around.lang;
    let text = |value: Option<String>| value.unwrap_or_default();
    let fields = vec![
        Field::line("amount", "manage.from_amount", Takes::Amount)
            .with(&text(offer.map(|o| o.amount.to_string()))),
        Field::line("gift", "members.gift", Takes::Amount).with(&text(offer.map(|o| o.gift.to_string()))),
        Field::line("days", "manage.gift_days", Takes::Digits)
            .with(&text(offer.map(|o| o.gift_days.to_string()))),
    ];
    let old = offer.map(|offer| offer.amount);
    let steps: Vec<Offer> = rows
        .into_iter()
        .filter_map(|row| match row {
            Thing::Offer(offer) => Some(offer),
            Thing::Setting(..)
            | Thing::Person(_)
            | Thing::Item(_)
            | Thing::Stock(_)
            | Thing::Discount(_)
            | Thing::Tier(_)
            | Thing::Batch(_) => None,
        })
        .collect();
    let make = move |form: &Form, envelope| {
        let new = Offer {
            amount: amount(form, "amount")?,
            gift: amount(form, "gift")?,
            gift_days: form.value("days").parse().unwrap_or(0),
        };
        let other = |step: &&Offer| Some(step.amount) != old && step.amount != new.amount;
        let mut offers: Vec<Offer> = steps.iter().filter(other).cloned().collect();
        if new.amount.is_positive() {
            offers.push(new);
        }
        offers.sort_by_key(|offer| offer.amount);
        Ok(Wish::act(WHAT, envelope, SetOffers { offers }))
    };
    Sheet::new(around, words::text(lang, "manage.offers"), fields, make, |reply, lang| {
        let table = reply.read::<Table>()?;
        Ok(done(t!(lang, "manage.done.offers", count = table.offers.len(), version = table.version)))
    })
    .note(words::text(lang, "manage.offers_hint"), Role::Muted)
}
