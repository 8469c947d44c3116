//! The sheets of headquarters: what to take, packs, admitting a store, the list of what is wrong as a file.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use super::{HqScreen, PACKED, WRITTEN};
use crate::chain::admit::{AdmitStore, Admitted};
use crate::chain::fork::{self, Mended};
use crate::chain::issue::issue;
use crate::chain::report::{self, ReportMonth};
use crate::chain::told::{conflict_said, crossed_said, state_said};
use crate::exchange::decode::Encoding;
use crate::exchange::export_file::{folder_of, place_in};
use crate::exchange::sheet_out::{Cell, FileForm, Table, head};
use crate::ground::{Clean, Refused};
use crate::shop::{Envelope, Look};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::sheet::{Sheet, WHAT, done};
use crate::tui::parts::{Around, Step};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

/// A folder of some name beside the file of headquarters.
fn beside(db: &Path, name: &str) -> PathBuf {
    db.parent().map(Path::to_owned).unwrap_or_default().join(name)
}

impl HqScreen {
    /// Asks which folder or file to take; the inbox beside the file when nothing is typed.
    pub(super) fn take_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let fields = vec![Field::line("paths", "hq.paths", Takes::Text)];
        let make = move |form: &Form, _| {
            let typed = form.value("paths").trim().to_owned();
            // Only looks whether there is something to take.
            Ok(Wish::look(WHAT, move |source| {
                let folder = if typed.is_empty() {
                    beside(source.db().path(), "inbox")
                } else {
                    PathBuf::from(&typed)
                };
                if !folder.exists() {
                    let file = Clean::shown(&folder.to_string_lossy()).into_string();
                    let reason = words::text(lang, "hq.no_folder").to_owned();
                    return Err(Refused::FileUnreadable { file, reason }.into());
                }
                Ok(folder)
            }))
        };
        let chosen = Rc::clone(&self.chosen);
        let sheet = Sheet::new(around, words::text(lang, "hq.take_title"), fields, make, move |reply, _| {
            *chosen.borrow_mut() = Some(reply.read::<PathBuf>()?);
            Ok(Vec::new())
        });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "hq.take_note"), Role::Muted)));
        Vec::new()
    }

    /// Asks for the bundle of the whole life of the store that goes on.
    pub(super) fn fork_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let fields = vec![Field::line("file", "share.pack_file", Takes::Text)];
        let make = |form: &Form, envelope: Envelope| {
            let file = PathBuf::from(form.value("file").trim());
            Ok(Wish::change(WHAT, move |shop| fork::mend(shop, &envelope, &file)))
        };
        let sheet = Sheet::new(around, words::text(lang, "act.hq.fork"), fields, make, |reply, lang| {
            let is = reply.read::<Mended>()?;
            let aside = Clean::shown(&is.aside.to_string_lossy()).into_string();
            let (store, common, lost, events) = (is.store, is.common, is.lost, is.events);
            let told = t!(
                lang,
                "hq.mended",
                store = store,
                common = common,
                lost = lost,
                events = events,
                aside = aside
            );
            Ok(done(told))
        });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "remedy.fork"), Role::Muted)));
        Vec::new()
    }

    /// Asks where packs go.
    pub(super) fn pack_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let fields = vec![Field::line("folder", "output.export_folder", Takes::Text)];
        let folder = Rc::new(RefCell::new(String::new()));
        let keep = Rc::clone(&folder);
        let make = move |form: &Form, _| {
            *keep.borrow_mut() = form.value("folder").trim().to_owned();
            Ok(Wish::look(WHAT, |_| Ok(())))
        };
        let envelope = around.envelope();
        let sheet = Sheet::new(around, words::text(lang, "hq.pack_title"), fields, make, move |reply, _| {
            reply.read::<()>()?;
            let (typed, envelope) = (folder.borrow().clone(), envelope.clone());
            Ok(vec![Step::Wish(Wish::change(PACKED, move |shop| {
                let to = if typed.is_empty() { beside(shop.path(), "packs") } else { PathBuf::from(typed) };
                issue(shop, &envelope, (None, 0), &to)
            }))])
        });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "hq.pack_note"), Role::Muted)));
        Vec::new()
    }

    /// Asks where the consolidated pack of the month goes.
    pub(super) fn report_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let month = self.month(around).name();
        let fields = vec![
            Field::line("folder", "output.export_folder", Takes::Text),
            Field::choice("encoding", "output.export_encoding", vec!["UTF-8".into(), "GB18030".into()]),
        ];
        let sent = Rc::new(RefCell::new((String::new(), Encoding::Utf8Bom)));
        let keep = Rc::clone(&sent);
        let make = move |form: &Form, _| {
            let gb18030 = form.value("encoding") == "1";
            let encoding = if gb18030 { Encoding::Gb18030 } else { Encoding::Utf8Bom };
            *keep.borrow_mut() = (form.value("folder").trim().to_owned(), encoding);
            Ok(Wish::look(WHAT, |_| Ok(())))
        };
        let (envelope, title) = (around.envelope(), t!(lang, "report.title", month = month));
        let sheet = Sheet::new(around, title, fields, make, move |reply, _| {
            reply.read::<()>()?;
            let (typed, encoding) = sent.borrow().clone();
            let (envelope, month) = (envelope.clone(), month.clone());
            Ok(vec![Step::Wish(Wish::change(WRITTEN, move |shop| {
                let to = folder_of(shop.path(), &typed);
                let verb = ReportMonth { month, to: Clean::shown(&to.to_string_lossy()).into_string() };
                let is = shop.act(&envelope, &verb)?.value;
                let look =
                    Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
                let written = report::write(shop.db(), &look, &is, encoding, &to)?;
                let folder = Clean::shown(&written.folder.to_string_lossy()).into_string();
                let (version, files) = (is.version, written.files);
                Ok(t!(
                    lang,
                    "report.done",
                    month = is.month,
                    version = version,
                    files = files,
                    folder = folder
                ))
            }))])
        });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "report.note"), Role::Muted)));
        Vec::new()
    }

    /// Asks for a store's key and the fingerprint that somebody there reads out.
    pub(super) fn admit_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let fields = vec![
            Field::line("code", "chain.code", Takes::Narrow),
            Field::line("name", "chain.name", Takes::Text),
            Field::line("key", "chain.key", Takes::Text),
            Field::line("fingerprint", "chain.fingerprint", Takes::Narrow),
        ];
        let make = |form: &Form, envelope| {
            let value = |name: &str| form.value(name).trim().to_owned();
            let verb = AdmitStore {
                code: value("code").to_ascii_uppercase(),
                name: Clean::required("name", &value("name")).map_err(|no| ("name", no))?,
                key: value("key"),
                fingerprint: Some(value("fingerprint").to_ascii_lowercase()),
                closed: false,
            };
            Ok(Wish::act(WHAT, envelope, verb))
        };
        let sheet = Sheet::new(around, words::text(lang, "hq.admit_title"), fields, make, |reply, lang| {
            let store = reply.read::<Admitted>()?;
            let (code, name, fingerprint) = (store.code, store.name, store.fingerprint);
            Ok(done(t!(lang, "hq.admitted", code = code, name = name, fingerprint = fingerprint)))
        });
        self.sheet = Some(Box::new(sheet.note(words::text(lang, "hq.admit_note"), Role::Muted)));
        Vec::new()
    }

    /// Writes what is wrong and what is missing as a workbook.
    pub(super) fn list_sheet(&mut self, around: &Around) -> Vec<Step> {
        let lang = around.lang;
        let (Some(is), crossed) = (self.is.clone(), self.crossed.clone()) else { return Vec::new() };
        let fields = vec![Field::line("folder", "output.export_folder", Takes::Text)];
        let folder = Rc::new(RefCell::new(String::new()));
        let keep = Rc::clone(&folder);
        let make = move |form: &Form, _| {
            *keep.borrow_mut() = form.value("folder").trim().to_owned();
            Ok(Wish::look(WHAT, |_| Ok(())))
        };
        self.sheet = Some(Box::new(Sheet::new(
            around,
            words::text(lang, "hq.list_title"),
            fields,
            make,
            move |reply, _| {
                reply.read::<()>()?;
                let (typed, is, crossed) = (folder.borrow().clone(), is.clone(), crossed.clone());
                let wish = Wish::look(WRITTEN, move |source| {
                    let mut rows = Vec::new();
                    for file in &is.conflicts {
                        let said = conflict_said(lang, file);
                        let remedy = said.get(1).map(|line| line.trim().to_owned()).unwrap_or_default();
                        rows.push(vec![
                            Cell::Text(file.store.clone()),
                            Cell::Text(file.file.clone()),
                            Cell::Text(state_said(lang, file)),
                            Cell::Text(file.detail.clone()),
                            Cell::Text(remedy),
                        ]);
                    }
                    for crossed in &crossed {
                        let said = crossed_said(lang, crossed);
                        let remedy = said.get(1).map(|line| line.trim().to_owned()).unwrap_or_default();
                        let what = words::lookup(lang, &format!("what.{}", crossed.what)).unwrap_or_default();
                        let row = [&crossed.store, "", what, &crossed.detail, &remedy];
                        rows.push(row.into_iter().map(|text| Cell::Text(text.to_owned())).collect());
                    }
                    for store in &is.missing {
                        let mut row = vec![Cell::Text(store.clone())];
                        row.extend(
                            [is.month.clone(), words::text(lang, "hq.month_missing").to_owned()]
                                .map(Cell::Text),
                        );
                        row.extend([Cell::Text(String::new()), Cell::Text(String::new())]);
                        rows.push(row);
                    }
                    let keys = ["chain.code", "hq.file", "hq.state", "hq.detail", "hq.remedy_head"];
                    let stem = format!("conflicts_{}", is.month);
                    let path = place_in(source.db().path(), &typed, &stem, FileForm::Xlsx.ending())?;
                    Table { head: head(lang, &keys), rows }.write(&path, FileForm::Xlsx)?;
                    Ok(t!(lang, "hq.list_done", file = Clean::shown(&path.to_string_lossy()).as_str()))
                });
                Ok(vec![Step::Wish(wish.slow())])
            },
        )));
        Vec::new()
    }
}
