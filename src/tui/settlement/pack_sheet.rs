//! The form of the month-end pack: the last closed month and a folder are proposed, so that four keys make it.

use std::cell::RefCell;
use std::rc::Rc;

use super::PACKED;
use crate::chain::month::{self as sending, MonthSent, SendMonth};
use crate::exchange::decode::Encoding;
use crate::exchange::export_file;
use crate::ground::{Clean, Month};
use crate::shop::Look;
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::parts::sheet::{Sheet, WHAT};
use crate::tui::parts::{Around, Step};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

/// What a form was sent with.
#[derive(Clone, Default)]
struct Sent {
    folder: String,
    gb18030: bool,
}

/// The form; `month` is the last closed one, where there is one.
pub(super) fn sheet(around: &Around, month: Option<&str>) -> Sheet {
    let lang = around.lang;
    let proposed = month.map_or_else(|| Month::of(around.today()).before().name(), str::to_owned);
    let fields = vec![
        Field::line("month", "pack.month", Takes::Narrow).with(&proposed),
        Field::line("folder", "output.export_folder", Takes::Text),
        Field::choice("encoding", "output.export_encoding", vec!["UTF-8".into(), "GB18030".into()]),
        Field::line("reason", "field.reason", Takes::Text).with(words::text(lang, "pack.reason")),
    ];
    let sent = Rc::new(RefCell::new(Sent::default()));
    let keep = Rc::clone(&sent);
    let make = move |form: &Form, envelope| {
        let folder = form.value("folder").trim().to_owned();
        *keep.borrow_mut() = Sent { folder: folder.clone(), gb18030: form.value("encoding") == "1" };
        let month = form.value("month").trim().to_owned();
        Month::named(&month).map_err(|no| ("month", no))?;
        Ok(Wish::act(WHAT, envelope, SendMonth { month, to: folder }))
    };
    Sheet::new(around, words::text(lang, "pack.title"), fields, make, move |reply, lang| {
        let month = reply.read::<MonthSent>()?;
        let Sent { folder, gb18030 } = sent.borrow().clone();
        // The reader for long work writes it, so that no sale waits.
        let wish = Wish::look(PACKED, move |source| {
            let to = export_file::folder_of(source.db().path(), &folder);
            let settings = source.settings()?;
            let look =
                Look { profile: source.profile(), settings: &settings, now: source.now(), past: false };
            let encoding = if gb18030 { Encoding::Gb18030 } else { Encoding::Utf8Bom };
            let written = sending::write(source.db(), &look, &month, encoding, &to)?;
            Ok(sending::told(lang, &month, &written).join("  "))
        });
        Ok(vec![Step::Wish(wish.slow())])
    })
    .note(words::text(lang, "pack.note"), Role::Muted)
    .note(
        month.map_or_else(String::new, |month| {
            t!(lang, "pack.last_closed", month = Clean::shown(month).as_str())
        }),
        Role::Muted,
    )
}
