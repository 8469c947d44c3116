//! The forms of a member's file: open, edit, notes, wallet, owner, family, debts, merging.

use std::cell::Cell;
use std::rc::Rc;

use crate::checkout::cart::{Payment, Tender};
use crate::checkout::debt_pay::{DebtPaid, PayDebt};
use crate::checkout::member_view::MemberView;
use crate::checkout::merge::{MergeMembers, Merged};
use crate::exchange::birthday::{self, Birthday};
use crate::exchange::dates::DayStyle;
use crate::exchange::table::Cell as Written;
use crate::ground::{Clean, Fen, Refused};
use crate::members::edit::EditMember;
use crate::members::family::{Relative, SetFamily};
use crate::members::open::{OpenMember, Opened};
use crate::members::owner::{Owned, SetOwner};
use crate::members::reveal::{RevealPhone, Revealed};
use crate::members::wallet::{SetWallet, WalletIs};
use crate::members::{Calendar, Gender, Member, WalletState};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::parts::{Around, Go, Step, figures};
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::Wish;

/// How a leap month is written before its number.
const LEAP: &str = "闰";
/// The name of the wish for a phone in full.
pub const REVEAL: &str = "members-reveal";

/// Reads a field of one line.
pub fn clean(form: &Form, name: &'static str) -> Result<Clean, Wrong> {
    Clean::new(&form.value(name)).map_err(|no| (name, no))
}

/// Reads an amount.
pub fn amount(form: &Form, name: &'static str) -> Result<Fen, Wrong> {
    let typed = form.value(name);
    if typed.trim().is_empty() {
        return Err((name, Refused::TextMissing { field: "amount".into() }));
    }
    typed.parse::<Fen>().map_err(|no| (name, no))
}

/// A text, or nothing where it is blank.
pub fn some(text: String) -> Option<String> {
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn genders(lang: Lang) -> Vec<String> {
    ["members.unsaid", "members.female", "members.male"].map(|key| words::text(lang, key).to_owned()).to_vec()
}

fn calendars(lang: Lang) -> Vec<String> {
    ["members.solar", "members.lunar", "members.lunar_leap"]
        .map(|key| words::text(lang, key).to_owned())
        .to_vec()
}

fn yes_no(lang: Lang) -> Vec<String> {
    ["members.no", "members.yes"].map(|key| words::text(lang, key).to_owned()).to_vec()
}

fn gender(choice: &str) -> Option<Gender> {
    match choice {
        "1" => Some(Gender::Female),
        "2" => Some(Gender::Male),
        _ => None,
    }
}

/// The birthday as it is read: a leap month is written before its number.
fn birth_day(form: &Form) -> String {
    let text = form.value("birthday").trim().replace(LEAP, "");
    if form.value("calendar") != "2" || text.is_empty() {
        return text;
    }
    // `04-08` or `1992-04-08`: the month is the part before the last.
    match text.rsplitn(3, ['-', '/', '.']).collect::<Vec<_>>().as_slice() {
        [day, month, year] => format!("{year}-{LEAP}{month}-{day}"),
        [day, month] => format!("{LEAP}{month}-{day}"),
        _ => text,
    }
}

/// The birthday and its calendar: as figures, or in the words that an import reads too (`1990年8月15日`, `农历八月十五`).
fn born(form: &Form) -> (String, Calendar) {
    let (text, chosen) = (form.value("birthday"), calendar(&form.value("calendar")));
    let in_words = ['年', '月', '日', '农', '阴', '公', '阳'].iter().any(|mark| text.contains(*mark));
    if !in_words {
        return (birth_day(form), chosen);
    }
    let moon = chosen == Calendar::Lunar && !["农", "阴"].iter().any(|mark| text.contains(mark));
    let told = if moon { format!("农历{text}") } else { text.clone() };
    let shown = |year: Option<i32>, rest: String| year.map_or(rest.clone(), |year| format!("{year}-{rest}"));
    match birthday::read(&Written::text(&told), DayStyle::default()) {
        Ok(Birthday::Solar { year, month, day }) => {
            (shown(year, format!("{month:02}-{day:02}")), Calendar::Solar)
        }
        Ok(Birthday::Lunar { year, month, leap, day }) => {
            let leap = if leap { LEAP } else { "" };
            (shown(year, format!("{leap}{month:02}-{day:02}")), Calendar::Lunar)
        }
        // The store says what it cannot read.
        Err(_) => (text, chosen),
    }
}

fn calendar(choice: &str) -> Calendar {
    if ["1", "2"].contains(&choice) { Calendar::Lunar } else { Calendar::Solar }
}

/// A new file; the phone that was typed stands in it.
pub fn open(around: &Around, phone: &str) -> Sheet {
    let lang = around.lang;
    let fields = vec![
        Field::line("name", "field.name", Takes::Text),
        Field::line("phone", "field.phone", Takes::Digits).with(phone),
        Field::choice("gender", "members.gender", genders(lang)).with("1"),
        Field::line("birthday", "field.birthday", Takes::Narrow),
        Field::choice("calendar", "members.calendar", calendars(lang)),
        Field::line("warning", "members.warning", Takes::Text),
        Field::choice("consent", "members.ask_consent", yes_no(lang)),
    ];
    let make = |form: &Form, envelope| {
        let verb = OpenMember {
            name: clean(form, "name")?,
            phone: some(form.value("phone")),
            gender: gender(&form.value("gender")),
            birthday: some(born(form).0),
            birthday_calendar: born(form).1,
            warning: clean(form, "warning")?,
            consent: form.value("consent") == "1",
            ..OpenMember::default()
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, words::text(lang, "members.act.open"), fields, make, |reply, lang| {
        let opened = reply.read::<Opened>()?;
        Ok(done(t!(lang, "members.done.opened", name = opened.name, number = opened.member)))
    })
}

/// Changes a file. Phones are typed anew only where they change, because they are shown masked.
pub fn edit(around: &Around, view: &MemberView) -> Sheet {
    let lang = around.lang;
    let member = view.member.clone();
    let birthday = member.birthday.map(crate::members::Birthday::text).unwrap_or_default();
    let lunar = member.birthday.map_or("0", |birthday| match (birthday.calendar, birthday.leap) {
        (Calendar::Solar, _) => "0",
        (Calendar::Lunar, false) => "1",
        (Calendar::Lunar, true) => "2",
    });
    let birthday = birthday.replace(LEAP, "");
    let sex = member.gender.map_or("0", |gender| match gender {
        Gender::Female => "1",
        Gender::Male => "2",
    });
    let fields = vec![
        Field::line("name", "field.name", Takes::Text).with(&member.name),
        Field::line("phone", "members.new_phone", Takes::Narrow),
        Field::choice("gender", "members.gender", genders(lang)).with(sex),
        Field::line("birthday", "field.birthday", Takes::Narrow).with(birthday.trim_start_matches("0000-")),
        Field::choice("calendar", "members.calendar", calendars(lang)).with(lunar),
        Field::line("tier", "members.col.tier", Takes::Text).with(&view.tier_name),
        Field::line("source", "members.source_label", Takes::Text).with(&member.source),
        Field::line("wallet_code", "members.wallet_code", Takes::Narrow)
            .with(member.wallet_code.as_deref().unwrap_or_default()),
        Field::choice("consent", "members.ask_consent", yes_no(lang)).with(if member.consent {
            "1"
        } else {
            "0"
        }),
    ];
    let number = member.number.clone();
    let make = move |form: &Form, envelope| {
        let phones = some(form.value("phone")).map(|text| {
            text.split([' ', ',', '/']).filter(|part| !part.is_empty()).map(str::to_owned).collect()
        });
        let verb = EditMember {
            member: number.clone(),
            name: Some(clean(form, "name")?),
            phones,
            gender: gender(&form.value("gender")),
            birthday: Some(born(form).0),
            birthday_calendar: Some(born(form).1),
            tier: some(form.value("tier")),
            source: Some(clean(form, "source")?),
            wallet_code: Some(clean(form, "wallet_code")?),
            consent: Some(form.value("consent") == "1"),
            ..EditMember::default()
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, format!("{} {}", member.name, member.number), fields, make, |reply, lang| {
        let member = reply.read::<Member>()?;
        Ok(done(t!(lang, "members.done.saved", name = member.name)))
    })
}

/// Notes, tags and the warning that the checkout shows.
pub fn notes(around: &Around, member: &Member) -> Sheet {
    let fields = vec![
        Field::line("notes", "field.note", Takes::Text).with(&member.notes),
        Field::line("tags", "members.tags", Takes::Text).with(&member.tags),
        Field::line("warning", "members.warning", Takes::Text).with(&member.warning),
    ];
    let number = member.number.clone();
    let make = move |form: &Form, envelope| {
        let verb = EditMember {
            member: number.clone(),
            notes: Some(clean(form, "notes")?),
            tags: Some(clean(form, "tags")?),
            warning: Some(clean(form, "warning")?),
            ..EditMember::default()
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let title = words::text(around.lang, "members.act.notes");
    Sheet::new(around, title, fields, make, |reply, lang| {
        let member = reply.read::<Member>()?;
        Ok(done(t!(lang, "members.done.saved", name = member.name)))
    })
    .note(words::text(around.lang, "members.notes_hint"), Role::Muted)
}

/// Asks for the phone in full; it is written down who did, and why.
pub fn reveal(around: &Around, member: &str) -> Sheet {
    let member = member.to_owned();
    let make =
        move |_: &Form, envelope| Ok(Wish::act(REVEAL, envelope, RevealPhone { member: member.clone() }));
    let title = words::text(around.lang, "members.act.reveal");
    Sheet::new(around, title, Vec::new(), make, |reply, _| reply.read::<Revealed>().map(|_| Vec::new()))
        .with_reason()
}

/// Freezes a wallet, reports it lost, or opens it again.
pub fn wallet(around: &Around, member: &str, closed: bool) -> Sheet {
    let lang = around.lang;
    let states = ["members.act.freeze", "members.act.lose", "members.act.reopen"];
    let choices = states.map(|key| words::text(lang, key).to_owned()).to_vec();
    let fields =
        vec![Field::choice("state", "members.act.wallet", choices).with(if closed { "2" } else { "0" })];
    let member = member.to_owned();
    let make = move |form: &Form, envelope| {
        let state = match form.value("state").as_str() {
            "0" => WalletState::Frozen,
            "1" => WalletState::Lost,
            _ => WalletState::Open,
        };
        Ok(Wish::act(WHAT, envelope, SetWallet { member: member.clone(), state }))
    };
    Sheet::new(around, words::text(lang, "members.act.wallet"), fields, make, |reply, lang| {
        let key = match reply.read::<WalletIs>()?.state {
            WalletState::Open => "members.done.wallet_open",
            WalletState::Frozen => "members.wallet_frozen",
            WalletState::Lost => "members.wallet_lost",
        };
        Ok(done(words::text(lang, key).to_owned()))
    })
}

/// To whom the member belongs from today on.
pub fn owner(around: &Around, member: &Member) -> Sheet {
    let now = member.owner.clone().unwrap_or_default();
    let fields = vec![Field::line("number", "members.new_owner", Takes::Narrow).with(&now)];
    let number = member.number.clone();
    let make = move |form: &Form, envelope| {
        let verb = SetOwner { member: number.clone(), owner: some(form.value("number")) };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let title = words::text(around.lang, "members.act.owner");
    Sheet::new(around, title, fields, make, |reply, lang| {
        let owned = reply.read::<Owned>()?;
        let owner = owned.owner.unwrap_or_else(|| words::text(lang, "members.no_owner").to_owned());
        Ok(done(t!(lang, "members.done.owner", owner = owner)))
    })
    .note(words::text(around.lang, "members.owner_hint"), Role::Muted)
}

/// Adds a relative, or ends it.
pub fn family(around: &Around, view: &MemberView) -> Sheet {
    let lang = around.lang;
    let acts = ["members.family_add", "members.family_end"].map(|key| words::text(lang, key).to_owned());
    let fields = vec![
        Field::line("who", "members.relative", Takes::Narrow),
        Field::line("relation", "members.relation", Takes::Text),
        Field::choice("end", "members.family_act", acts.to_vec()),
    ];
    let number = view.member.number.clone();
    let make = move |form: &Form, envelope| {
        let relative =
            some(form.value("who")).ok_or(("who", Refused::TextMissing { field: "number".into() }))?;
        let verb = SetFamily {
            member: number.clone(),
            relative,
            relation: clean(form, "relation")?,
            end: form.value("end") == "1",
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let mut sheet =
        Sheet::new(around, words::text(lang, "members.act.family"), fields, make, |reply, lang| {
            let count = reply.read::<Vec<Relative>>()?.len();
            Ok(done(t!(lang, "members.done.family", count = count)))
        });
    for (number, name, relation) in &view.family {
        sheet = sheet.note(format!("{name} {number} {relation}"), Role::Text);
    }
    sheet
}

/// Pays a debt, or the oldest first.
pub fn pay(around: &Around, view: &MemberView, debt: Option<i64>) -> Sheet {
    let lang = around.lang;
    let holds = &view.holdings;
    let one = holds.debts.iter().find(|row| Some(row.debt) == debt);
    let owed = one.map_or(holds.owed, |row| row.left);
    let fields = vec![
        Field::line("amount", "field.amount", Takes::Amount).with(&owed.to_string()),
        Field::choice("tender", "sheet.tender", figures::till_names(lang)),
    ];
    let member = view.member.number.clone();
    let cash = Rc::new(Cell::new(false));
    let taken = Rc::clone(&cash);
    let make = move |form: &Form, envelope| {
        let amount = amount(form, "amount")?;
        let tender = figures::till(&form.value("tender"));
        taken.set(tender == Tender::Cash);
        let tenders = vec![Payment::all(tender)];
        Ok(Wish::act(WHAT, envelope, PayDebt { member: member.clone(), debt, amount, tenders }))
    };
    Sheet::new(around, words::text(lang, "members.act.pay"), fields, make, move |reply, lang| {
        let paid = reply.read::<DebtPaid>()?;
        let (amount, owed) = (paid.amount.grouped(), paid.owed.grouped());
        let mut steps = done(t!(lang, "members.done.paid", amount = amount, owed = owed, bill = paid.bill));
        steps.push(Step::Sold(paid.bill, cash.get()));
        Ok(steps)
    })
    .note(t!(lang, "members.owes", amount = owed.grouped()), Role::Warn)
}

/// Merges one file into another: a reason is asked, and it can be taken apart again.
pub fn merge(around: &Around, from: &str, into: &str) -> Sheet {
    let lang = around.lang;
    let fields = vec![
        Field::line("from", "members.col.merge", Takes::Narrow).suggesting(from),
        Field::line("into", "members.col.keep", Takes::Narrow).suggesting(into),
    ];
    let asked = into.is_empty();
    let make = |form: &Form, envelope| {
        let verb = MergeMembers { from: form.value("from"), into: form.value("into") };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, words::text(lang, "members.act.merge"), fields, make, |reply, lang| {
        let merged = reply.read::<Merged>()?;
        let into = merged.into.clone();
        let mut steps = vec![Step::Go(Go::Member(into))];
        steps.extend(done(t!(lang, "members.done.merged", from = merged.from, into = merged.into)));
        Ok(steps)
    })
    .note(words::text(lang, "members.merge_hint"), Role::Warn)
    .with_reason()
    .beginning_at(if asked { "into" } else { "from" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_birthday_is_read_as_people_write_it() {
        let form = |text: &str, calendar: &str| {
            Form::new(vec![
                Field::line("birthday", "field.birthday", Takes::Narrow).with(text),
                Field::choice("calendar", "members.calendar", calendars(Lang::Zh)).with(calendar),
            ])
        };
        for (text, calendar, read, whose) in [
            ("1990-8-15", "0", "1990-8-15", Calendar::Solar),
            ("1990年8月15日", "0", "1990-08-15", Calendar::Solar),
            ("8月15日", "0", "08-15", Calendar::Solar),
            ("农历八月十五", "0", "08-15", Calendar::Lunar),
            ("八月十五日", "1", "08-15", Calendar::Lunar),
            ("04-08", "2", "闰04-08", Calendar::Lunar),
            ("哪天月", "0", "哪天月", Calendar::Solar),
        ] {
            assert_eq!(born(&form(text, calendar)), (read.to_owned(), whose), "{text}");
        }
    }
}
