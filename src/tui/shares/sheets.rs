//! The sheets of parts: ask, pass on, take in; apply a pack, send a bundle.

use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;

use super::{SharesScreen, WRITTEN, kinds};
use crate::chain::apply::{ApplyPack, PackApplied};
use crate::chain::send::{self, BundleIs, SendBundle};
use crate::chain::told::applied_said;
use crate::exchange::export_file::folder_of;
use crate::ground::{Clean, Fen, Refused};
use crate::ledger::chain::hex;
use crate::parts::accept::{AcceptPart, PartTold};
use crate::parts::ask::{AskIs, AskPart};
use crate::parts::code_rules::PartKind;
use crate::parts::give::{GivePart, PartGiven};
use crate::parts::give_back::{PartReturned, ReturnPart};
use crate::parts::list::{AskLine, CodeIs};
use crate::parts::take::{PartTaken, TakePart};
use crate::parts::told;
use crate::shop::Look;
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::parts::{Around, Step};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

/// What of a balance a form says.
fn portion(form: &Form) -> Result<(PartKind, Option<Fen>, Option<i64>), Wrong> {
    let place: usize = form.value("kind").parse().unwrap_or(0);
    let kind = PartKind::ALL.get(place).copied().unwrap_or(PartKind::StoredValue);
    let text = form.value("amount");
    let text = text.trim();
    if kind == PartKind::StoredValue {
        let amount = text.parse::<Fen>().map_err(|no| ("amount", no))?;
        return Ok((kind, Some(amount), None));
    }
    let unreadable = |_| ("amount", Refused::CountUnreadable { text: Clean::shown(text).into_string() });
    Ok((kind, None, Some(text.parse().map_err(unreadable)?)))
}

fn filled(form: &Form, name: &str) -> Option<String> {
    let value = form.value(name).trim().to_owned();
    (!value.is_empty()).then_some(value)
}

fn number(form: &Form, name: &'static str) -> Result<i64, Wrong> {
    let text = form.value(name);
    let unreadable = |_| (name, Refused::CountUnreadable { text: Clean::shown(text.trim()).into_string() });
    text.trim().parse().map_err(unreadable)
}

impl SharesScreen {
    /// Asks another store.
    pub(super) fn ask_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let fields = vec![
            Field::line("member", "share.member_here", Takes::Text),
            Field::line("home", "share.home", Takes::Narrow),
            Field::choice("kind", "share.kind", kinds(lang)),
            Field::line("amount", "share.amount", Takes::Narrow),
            Field::line("item", "share.item", Takes::Narrow),
            Field::line("who", "share.who_there", Takes::Narrow),
            Field::line("note", "share.note", Takes::Text),
        ];
        let make = |form: &Form, envelope| {
            let (kind, amount, count) = portion(form)?;
            let verb = AskPart {
                member: form.value("member").trim().to_owned(),
                home: form.value("home").trim().to_ascii_uppercase(),
                who: filled(form, "who"),
                kind,
                amount,
                count,
                item: filled(form, "item"),
                note: Clean::new(form.value("note").trim()).map_err(|no| ("note", no))?,
            };
            Ok(Wish::act(WHAT, envelope, verb))
        };
        let sheet = Sheet::new(around, words::text(lang, "share.ask_title"), fields, make, |reply, lang| {
            Ok(done(told::asked(lang, &reply.read::<AskIs>()?).split_off(1).join("  ")))
        });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "share.ask_note"), Role::Muted)));
        Vec::new()
    }

    /// Passes a part on; its code is shown when the sheet closes.
    pub(super) fn give_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let choices =
            vec![words::text(lang, "share.no").to_owned(), words::text(lang, "share.yes").to_owned()];
        let fields = vec![
            Field::line("serving", "share.serving", Takes::Narrow),
            Field::line("ask", "share.ask", Takes::Narrow),
            Field::line("who", "share.who", Takes::Narrow),
            Field::choice("kind", "share.kind", kinds(lang)),
            Field::line("amount", "share.amount", Takes::Narrow),
            Field::line("card", "share.card", Takes::Narrow),
            Field::choice("consent", "share.consent", choices),
        ];
        let make = |form: &Form, envelope| {
            let (kind, amount, count) = portion(form)?;
            let verb = GivePart {
                serving: form.value("serving").trim().to_ascii_uppercase(),
                ask: number(form, "ask")?,
                who: form.value("who").trim().to_owned(),
                kind,
                amount,
                count,
                card: filled(form, "card"),
                consent: form.value("consent") == "1",
            };
            Ok(Wish::act(WHAT, envelope, verb))
        };
        let given = Rc::clone(&self.given);
        let sheet =
            Sheet::new(around, words::text(lang, "share.give_title"), fields, make, move |reply, _| {
                let part = reply.read::<PartGiven>()?;
                *given.borrow_mut() = Some(CodeIs {
                    digits: part.digits,
                    code: part.code,
                    expires_on: part.expires_on,
                    kind: part.kind,
                    amount: part.amount,
                });
                Ok(Vec::new())
            });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "share.give_note"), Role::Muted)));
        Vec::new()
    }

    /// Takes a code in, for what is selected among the asks.
    pub(super) fn take_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let waiting = self.asks.selected().filter(|ask| ask.taken_on.is_none());
        let waiting = waiting.or_else(|| self.asks.iter().find(|ask| ask.taken_on.is_none()));
        let ask = waiting.map(|ask| ask.ask.to_string()).unwrap_or_default();
        let fields = vec![
            Field::line("code", "share.code", Takes::Text),
            Field::line("ask", "share.ask_own", Takes::Narrow).with(&ask),
        ];
        let make = |form: &Form, envelope| {
            let ask = filled(form, "ask").map(|_| number(form, "ask")).transpose()?;
            Ok(Wish::act(WHAT, envelope, TakePart { code: form.value("code"), ask }))
        };
        let mut sheet =
            Sheet::new(around, words::text(lang, "share.take_title"), fields, make, |reply, lang| {
                Ok(done(told::taken(lang, &reply.read::<PartTaken>()?).join("  ")))
            });
        if let Some(ask) = waiting {
            let what = told::portion(lang, ask.kind, ask.amount);
            let said = t!(lang, "share.waiting", home = ask.home, name = ask.name, what = what);
            sheet = sheet.note(said, Role::Text);
        }
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "share.take_note"), Role::Muted)));
        Vec::new()
    }

    /// Books a part that this file lost with a back-up.
    pub(super) fn accept_sheet(&mut self, around: &Around) -> Vec<Step> {
        let Some(part) = self.lost.first().cloned() else { return Vec::new() };
        let lang = around.lang;
        let fields = vec![
            Field::line("member", "share.who", Takes::Text),
            Field::line("card", "share.card", Takes::Narrow),
        ];
        let (serving, ask) = (part.serving.clone(), part.ask);
        let make = move |form: &Form, envelope| {
            let verb = AcceptPart {
                serving: serving.clone(),
                ask,
                member: form.value("member").trim().to_owned(),
                card: filled(form, "card"),
            };
            Ok(Wish::act(WHAT, envelope, verb))
        };
        let title = words::text(lang, "share.accept_title");
        let sheet = Sheet::new(around, title, fields, make, |reply, lang| {
            Ok(done(told::accepted(lang, &reply.read::<PartTold>()?).join("  ")))
        });
        let what = told::portion(lang, part.kind, part.amount);
        let said = t!(lang, "share.accept_note", serving = part.serving, ask = part.ask, what = what);
        self.sheet = Some(Box::new(sheet.with_reason().note(said, Role::Text)));
        Vec::new()
    }

    /// Gives back what is left of a part.
    pub(super) fn return_sheet(&mut self, around: &Around, part: &AskLine) -> Vec<Step> {
        let lang = around.lang;
        let ask = part.ask;
        let make = move |_: &Form, envelope| Ok(Wish::act(WHAT, envelope, ReturnPart { ask }));
        let title = words::text(lang, "share.return_title");
        let sheet = Sheet::new(around, title, Vec::new(), make, |reply, lang| {
            Ok(done(told::returned(lang, &reply.read::<PartReturned>()?).join("  ")))
        });
        let left = told::portion(lang, part.kind, part.left);
        let said = t!(lang, "share.return_note", left = left, name = part.name, home = part.home);
        self.sheet = Some(Box::new(sheet.note(said, Role::Text)));
        Vec::new()
    }

    /// Applies a pack of headquarters.
    pub(super) fn pack_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let fields = vec![
            Field::line("file", "share.pack_file", Takes::Text),
            Field::line("fingerprint", "share.fingerprint", Takes::Narrow),
        ];
        let make = |form: &Form, envelope| {
            let path = PathBuf::from(form.value("file").trim());
            let bytes = std::fs::read(&path).map_err(|error| {
                let file = Clean::shown(&path.to_string_lossy()).into_string();
                let reason = Clean::shown(&error.to_string()).into_string();
                ("file", Refused::FileUnreadable { file, reason })
            })?;
            let file = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let fingerprint = filled(form, "fingerprint").map(|text| text.to_ascii_lowercase());
            Ok(Wish::act(WHAT, envelope, ApplyPack { file, pack: hex(&bytes), fingerprint }))
        };
        let sheet = Sheet::new(around, words::text(lang, "share.pack_title"), fields, make, |reply, lang| {
            Ok(done(applied_said(lang, &reply.read::<PackApplied>()?).join("  ")))
        });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "share.pack_note"), Role::Muted)));
        Vec::new()
    }

    /// Sends headquarters what is new.
    pub(super) fn send_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let fields = vec![
            Field::line("folder", "output.export_folder", Takes::Text),
            Field::line("reason", "field.reason", Takes::Text).with(words::text(lang, "share.send_reason")),
        ];
        let folder = Rc::new(RefCell::new(String::new()));
        let keep = Rc::clone(&folder);
        let make = move |form: &Form, envelope| {
            let to = form.value("folder").trim().to_owned();
            *keep.borrow_mut() = to.clone();
            Ok(Wish::act(WHAT, envelope, SendBundle { month: None, from: None, to }))
        };
        let title = words::text(lang, "share.send_title");
        let sheet = Sheet::new(around, title, fields, make, move |reply, lang| {
            let bundle = reply.read::<BundleIs>()?;
            let typed = folder.borrow().clone();
            let wish = Wish::look(WRITTEN, move |source| {
                let to = folder_of(source.db().path(), &typed);
                let settings = source.settings()?;
                let look =
                    Look { profile: source.profile(), settings: &settings, now: source.now(), past: false };
                let path = send::write(source.db(), &look, bundle.no, &to)?;
                let file = Clean::shown(&path.to_string_lossy()).into_string();
                let (first, last, entries) = (bundle.first, bundle.last, bundle.entries);
                Ok(if bundle.again {
                    t!(lang, "chain.again", file = file, first = first, last = last, entries = entries)
                } else {
                    t!(lang, "chain.sent", file = file, first = first, last = last, entries = entries)
                })
            });
            Ok(vec![Step::Wish(wish.slow())])
        });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "share.send_note"), Role::Muted)));
        Vec::new()
    }
}
