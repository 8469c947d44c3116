//! The forms of tiers, of what an import brought in, and of the owner's recovery code.

use crate::catalog::tier::{SetTier, Tier};
use crate::exchange::batches::Batch;
use crate::exchange::roll_back::{RollBackImport, RolledBack};
use crate::ground::Fen;
use crate::ground::Rate;
use crate::members::hand_over::{HandOver, HandedOver};
use crate::members::moving::{MoveStaff, Moved};
use crate::payroll::wage::{SetWage, WageIs};
use crate::shop::pin_set::{MakeRecovery, PinIsSet};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::members::sheets::{clean, some};
use crate::tui::parts::Around;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::theme::Role;
use crate::tui::wizard::found::recovery_code;
use crate::tui::wizard::spaced;
use crate::words;
use crate::worker::Wish;

/// Renames a tier and sets what its members pay.
pub fn tier(around: &Around, tier: &Tier) -> Sheet {
    let fields = vec![
        Field::line("name", "members.col.what", Takes::Text).with(&tier.name),
        Field::line("service_rate", "manage.service_rate", Takes::Amount)
            .with(&tier.service_rate.to_string()),
        Field::line("product_rate", "manage.product_rate", Takes::Amount)
            .with(&tier.product_rate.to_string()),
    ];
    let code = tier.code.clone();
    let make = move |form: &Form, envelope| {
        let verb = SetTier {
            tier: code.clone(),
            name: Some(clean(form, "name")?),
            service_rate: Some(rate(form, "service_rate")?),
            product_rate: Some(rate(form, "product_rate")?),
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, t!(around.lang, "manage.tier_of", name = tier.name), fields, make, |reply, lang| {
        let tier = reply.read::<Tier>()?;
        Ok(done(t!(lang, "members.done.saved", name = tier.name)))
    })
    .note(words::text(around.lang, "manage.tier_hint"), Role::Muted)
}

fn rate(form: &Form, name: &'static str) -> Result<Rate, Wrong> {
    form.value(name).trim().parse().map_err(|no| (name, no))
}

/// Takes back what a batch brought in.
pub fn roll_back(around: &Around, batch: &Batch) -> Sheet {
    let lang = around.lang;
    let number = batch.id;
    let fields = vec![Field::line("batch", "manage.batch", Takes::Digits).with(&number.to_string())];
    let make = move |_: &Form, envelope| Ok(Wish::act(WHAT, envelope, RollBackImport { batch: number }));
    Sheet::new(around, t!(lang, "manage.roll_back_of", file = batch.file), fields, make, |reply, lang| {
        let back = reply.read::<RolledBack>()?;
        Ok(done(t!(
            lang,
            "manage.done.rolled_back",
            batch = back.batch,
            entries = back.entries,
            files = back.files,
            kept = back.kept
        )))
    })
    .note(words::text(lang, "manage.roll_back_hint"), Role::Warn)
    .with_reason()
}

/// Gives every member of a person to another.
pub fn hand_over(around: &Around, number: &str) -> Sheet {
    let from = number.to_owned();
    let fields = vec![Field::line("to", "manage.hand_to", Takes::Narrow)];
    let make = move |form: &Form, envelope| {
        Ok(Wish::act(WHAT, envelope, HandOver { from: from.clone(), to: some(form.value("to")) }))
    };
    Sheet::new(
        around,
        t!(around.lang, "manage.hand_over_of", number = number),
        fields,
        make,
        |reply, lang| {
            let handed = reply.read::<HandedOver>()?;
            let to = handed.to.unwrap_or_else(|| "--".to_owned());
            Ok(done(t!(lang, "manage.done.handed", from = handed.from, to = to, members = handed.members)))
        },
    )
    .note(words::text(around.lang, "manage.hand_hint"), Role::Muted)
}

/// A person goes to another store, and somebody takes their members.
pub fn move_away(around: &Around, number: &str) -> Sheet {
    let staff = number.to_owned();
    let fields = vec![
        Field::line("store", "manage.to_store", Takes::Narrow),
        Field::line("date", "manage.move_on", Takes::Narrow).with(&around.today().to_string()),
        Field::line("to", "manage.hand_to", Takes::Narrow),
    ];
    let make = move |form: &Form, envelope| {
        let verb = MoveStaff {
            staff: staff.clone(),
            to_store: form.value("store").trim().to_owned(),
            on: some(form.value("date")),
            hand_to: some(form.value("to")),
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let title = t!(around.lang, "manage.move_of", number = number);
    Sheet::new(around, title, fields, make, |reply, lang| {
        let moved = reply.read::<Moved>()?;
        let (to, on) = (moved.to_store, moved.on);
        Ok(done(t!(lang, "manage.done.moved", name = moved.name, to = to, on = on, members = moved.members)))
    })
    .note(words::text(around.lang, "manage.move_hint"), Role::Muted)
}

/// A person's wage of a whole month, from a day on.
pub fn wage(around: &Around, number: &str) -> Sheet {
    let staff = number.to_owned();
    let fields = vec![
        Field::line("amount", "pay.wage", Takes::Amount),
        Field::line("date", "rulebook.from", Takes::Narrow).with(&around.today().to_string()),
    ];
    let make = move |form: &Form, envelope| {
        let amount = form.value("amount").trim().replace(',', "").parse::<Fen>();
        let verb = SetWage {
            staff: staff.clone(),
            amount: amount.map_err(|no| ("amount", no))?,
            from: some(form.value("date")),
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let title = t!(around.lang, "manage.wage_of", number = number);
    Sheet::new(around, title, fields, make, |reply, lang| {
        let set = reply.read::<WageIs>()?;
        Ok(done(t!(lang, "pay.wage_set", staff = set.staff, amount = set.amount.grouped(), from = set.from)))
    })
    .with_reason()
}

/// A new recovery code: shown here and nowhere again.
pub fn recovery(around: &Around, number: &str) -> Sheet {
    let lang = around.lang;
    let code = recovery_code(around.context.world.as_ref());
    let fields = vec![Field::line("staff", "field.number", Takes::Narrow).with(number)];
    let (staff, secret) = (number.to_owned(), code.clone());
    let make = move |_: &Form, envelope| {
        Ok(Wish::act(WHAT, envelope, MakeRecovery { staff: staff.clone(), code: secret.clone() }))
    };
    Sheet::new(around, words::text(lang, "manage.recovery"), fields, make, |reply, lang| {
        reply.read::<PinIsSet>()?;
        Ok(done(words::text(lang, "manage.done.recovery").to_owned()))
    })
    .note(words::text(lang, "wizard.recovery"), Role::Warn)
    .note(spaced(&code), Role::Money)
}
