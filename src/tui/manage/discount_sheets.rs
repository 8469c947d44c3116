//! The forms of timed prices and spend discounts, and how a row says what it takes off and when.

use super::things::Thing;
use crate::ground::{Clean, Fen, Refused};
use crate::promotions::discounts::{Discount, SetDiscounts, SpendOff, Table, TimedPrice, When};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::members::sheets::{amount, clean, some};
use crate::tui::parts::Around;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// What a discount takes off: `21 298.00`, `满 500.00 减 50.00 面部`.
pub fn terms(discount: &Discount, lang: Lang) -> String {
    match discount {
        Discount::Timed(timed) => {
            t!(lang, "manage.disc.timed_terms", item = timed.item, price = timed.price.grouped())
        }
        Discount::Spend(spend) => {
            let key = if spend.every { "manage.disc.every_terms" } else { "manage.disc.spend_terms" };
            let scope = [spend.item.as_deref().unwrap_or(""), spend.category.as_str()];
            let scope = scope.iter().filter(|part| !part.is_empty()).copied().collect::<Vec<_>>().join(" ");
            let terms = words::fill(
                lang,
                key,
                &[("spend", &spend.spend.grouped()), ("off", &spend.off.grouped()), ("scope", &scope)],
            );
            terms.trim_end().to_owned()
        }
    }
}

/// When it holds and for whom: `2026-12-01..2026-12-31 周135 10:00-14:00 会员`.
pub fn when(discount: &Discount, lang: Lang) -> String {
    let when = discount.when();
    let mut parts: Vec<String> = Vec::new();
    let (since, until) = (when.since.as_deref().unwrap_or(""), when.until.as_deref().unwrap_or(""));
    if !since.is_empty() || !until.is_empty() {
        parts.push(format!("{since}..{until}"));
    }
    if !when.weekdays.is_empty() {
        let digits: String = when.weekdays.iter().map(ToString::to_string).collect();
        parts.push(t!(lang, "manage.disc.weekdays_are", days = digits));
    }
    if let (Some(from), Some(to)) = (&when.from, &when.to) {
        parts.push(format!("{from}-{to}"));
    }
    if discount.for_members() {
        parts.push(words::text(lang, "manage.disc.members_only").to_owned());
    }
    if parts.is_empty() { words::text(lang, "manage.disc.always").to_owned() } else { parts.join(" ") }
}

fn discounts_of(rows: Vec<Thing>) -> Vec<Discount> {
    let own = |row| match row {
        Thing::Discount(discount) => Some(*discount),
        _ => None,
    };
    rows.into_iter().filter_map(own).collect()
}

fn saved(reply: crate::worker::Reply, lang: Lang) -> crate::shop::Answer<Vec<crate::tui::parts::Step>> {
    let table = reply.read::<Table>()?;
    Ok(done(t!(lang, "manage.done.discounts", count = table.discounts.len(), version = table.version)))
}

/// Takes a discount out of the table.
pub fn end(around: &Around, discount: &Discount, rows: Vec<Thing>) -> Sheet {
    let left: Vec<Discount> = discounts_of(rows).into_iter().filter(|one| one != discount).collect();
    let fields = vec![Field::line("name", "manage.disc.name", Takes::Text).with(discount.name())];
    let make =
        move |_: &Form, envelope| Ok(Wish::act(WHAT, envelope, SetDiscounts { discounts: left.clone() }));
    Sheet::new(around, words::text(around.lang, "manage.disc.end"), fields, make, saved)
        .note(words::text(around.lang, "manage.disc.end_hint"), Role::Warn)
}

/// A new discount, or one in the place of another: the whole table is sent.
pub fn edit(around: &Around, old: Option<&Discount>, rows: Vec<Thing>) -> Sheet {
    let lang = around.lang;
    let before = old.cloned();
    let all = discounts_of(rows);
    let make = move |form: &Form, envelope| {
        let new = read(form)?;
        let mut discounts = all.clone();
        match before.as_ref().and_then(|before| discounts.iter_mut().find(|one| *one == before)) {
            Some(place) => *place = new,
            None => discounts.push(new),
        }
        Ok(Wish::act(WHAT, envelope, SetDiscounts { discounts }))
    };
    Sheet::new(around, words::text(lang, "manage.discounts"), fields(old, lang), make, saved)
        .note(words::text(lang, "manage.disc.hint"), Role::Muted)
}

fn fields(old: Option<&Discount>, lang: Lang) -> Vec<Field> {
    let words_of = |keys: [&'static str; 2]| keys.map(|key| words::text(lang, key).to_owned()).to_vec();
    let kinds = words_of(["manage.disc.timed", "manage.disc.spend"]);
    let yes_no = || words_of(["members.no", "members.yes"]);
    let place = |yes: bool| if yes { "1" } else { "0" };
    let (timed, spend) = match old {
        Some(Discount::Timed(timed)) => (Some(timed), None),
        Some(Discount::Spend(spend)) => (None, Some(spend)),
        None => (None, None),
    };
    let when = old.map(|old| old.when().clone()).unwrap_or_default();
    let digits: String = when.weekdays.iter().map(ToString::to_string).collect();
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    let money = |fen: Option<Fen>| fen.map(|fen| fen.to_string()).unwrap_or_default();
    let item = timed.map(|timed| &timed.item).or_else(|| spend.and_then(|spend| spend.item.as_ref()));
    vec![
        Field::line("name", "manage.disc.name", Takes::Text).with(old.map_or("", Discount::name)),
        Field::choice("kind", "manage.kind", kinds).with(place(spend.is_some())),
        Field::line("item", "manage.disc.item", Takes::Narrow).with(&text(item)),
        Field::line("price", "manage.disc.price", Takes::Amount).with(&money(timed.map(|timed| timed.price))),
        Field::line("spend", "manage.disc.spend_from", Takes::Amount)
            .with(&money(spend.map(|spend| spend.spend))),
        Field::line("off", "manage.disc.off", Takes::Amount).with(&money(spend.map(|spend| spend.off))),
        Field::choice("every", "manage.disc.every", yes_no())
            .with(place(spend.is_some_and(|spend| spend.every))),
        Field::line("category", "manage.category", Takes::Text)
            .with(spend.map_or("", |spend| spend.category.as_str())),
        Field::choice("cards", "manage.disc.cards", yes_no())
            .with(place(spend.is_some_and(|spend| spend.cards))),
        Field::choice("members", "manage.disc.members_only", yes_no())
            .with(place(old.is_some_and(Discount::for_members))),
        Field::line("since", "manage.disc.since", Takes::Narrow).with(&text(when.since.as_ref())),
        Field::line("until", "manage.disc.until", Takes::Narrow).with(&text(when.until.as_ref())),
        Field::line("weekdays", "manage.disc.weekdays", Takes::Digits).with(&digits),
        Field::line("from", "manage.disc.from", Takes::Narrow).with(&text(when.from.as_ref())),
        Field::line("to", "manage.disc.to", Takes::Narrow).with(&text(when.to.as_ref())),
    ]
}

fn read(form: &Form) -> Result<Discount, Wrong> {
    let yes = |name| form.value(name) == "1";
    let name = Clean::required("name", &form.value("name")).map_err(|no| ("name", no))?;
    let weekdays = form.value("weekdays").chars().filter_map(|digit| digit.to_digit(10)).collect();
    let when = When {
        since: some(form.value("since")),
        until: some(form.value("until")),
        weekdays,
        from: some(form.value("from")),
        to: some(form.value("to")),
    };
    let item = some(form.value("item"));
    let members = yes("members");
    if !yes("kind") {
        let item = item.ok_or_else(|| ("item", Refused::TextMissing { field: "item".into() }))?;
        return Ok(Discount::Timed(TimedPrice { name, item, price: amount(form, "price")?, members, when }));
    }
    Ok(Discount::Spend(SpendOff {
        name,
        spend: amount(form, "spend")?,
        off: amount(form, "off")?,
        every: yes("every"),
        item,
        category: clean(form, "category")?,
        cards: yes("cards"),
        members,
        when,
    }))
}
