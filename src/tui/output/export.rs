//! Bills, members or the price list as a file for a spreadsheet: written down, approved, then written beside the store.

use std::rc::Rc;

use chrono::Datelike;

use crate::exchange::decode::Encoding;
use crate::exchange::export::{ExportFile, MayLeave, Subject};
use crate::exchange::export_file::{self, Wanted};
use crate::ground::{Refused, day};
use crate::shop::Stop;
use crate::shop::rights::Act;
use crate::t;
use crate::tui::app::approve::{Approval, Approve};
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, open, say, unpack, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::forms::{Field, Form, Heard};
use crate::tui::frame::{Hint, Panel, Pen, Tone, popup};
use crate::tui::input::Key;
use crate::tui::line::Takes;
use crate::tui::screen::Screen;
use crate::tui::theme::Role;
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// What can leave, in the order of the form.
const SUBJECTS: [(Subject, &str); 3] = [
    (Subject::Bills, "output.export_bills"),
    (Subject::Members, "output.export_members"),
    (Subject::Items, "output.export_items"),
];

/// The layer.
pub struct Export {
    context: Rc<Context>,
    form: Form,
    key: String,
    wanted: Option<(Wanted, String, String)>,
}

impl Export {
    /// Opens the form: this month's bills are proposed.
    #[must_use]
    pub fn open(context: Rc<Context>) -> Self {
        let (lang, today) = (context.lang, context.today());
        let first = today.with_day(1).unwrap_or(today);
        let subjects = SUBJECTS.iter().map(|(_, key)| words::text(lang, key).to_owned()).collect();
        let form = Form::new(vec![
            Field::choice("subject", "output.col_what", subjects),
            Field::line("from", "output.export_from", Takes::Text).with(&first.to_string()),
            Field::line("to", "output.export_to", Takes::Text).with(&today.to_string()),
            Field::choice("encoding", "output.export_encoding", vec!["UTF-8".into(), "GB18030".into()]),
            Field::line("folder", "output.export_folder", Takes::Text),
        ]);
        Self { key: context.key(), context, form, wanted: None }
    }

    fn submit(&mut self) -> Effects {
        let lang = self.context.lang;
        let mut days = Vec::new();
        for name in ["from", "to"] {
            match day::iso(self.form.value(name).trim()) {
                Ok(day) => days.push(day.to_string()),
                Err(no) => {
                    self.form.fail(name, words::refused(lang, &no));
                    return Vec::new();
                }
            }
        }
        let chosen = self.form.value("subject").parse().ok().and_then(|place: usize| SUBJECTS.get(place));
        let (subject, key) = chosen.copied().unwrap_or((Subject::Bills, "output.export_bills"));
        let (from, to) =
            (days.first().cloned().unwrap_or_default(), days.last().cloned().unwrap_or_default());
        let name = match subject {
            Subject::Bills => format!("bills_{}_{from}_{to}", self.context.code),
            Subject::Members => format!("members_{}_{}", self.context.code, self.context.today()),
            Subject::Items => format!("items_{}_{}", self.context.code, self.context.today()),
        };
        let gb = self.form.value("encoding") == "1";
        let encoding = if gb { Encoding::Gb18030 } else { Encoding::Utf8Bom };
        let folder = self.form.value("folder").trim().to_owned();
        self.wanted = Some((Wanted { subject, span: (from, to), lang, encoding }, folder, name));
        self.key = self.context.key();
        let why = t!(lang, "output.export_why", what = words::text(lang, key));
        vec![open(Approve::open(Rc::clone(&self.context), Act::Export, why, true))]
    }

    fn approved(&self, approval: &Approval) -> Effects {
        let Some((wanted, _, name)) = &self.wanted else { return Vec::new() };
        let envelope = approval.seal(self.context.envelope(&self.key));
        let verb = ExportFile { subject: wanted.subject, to: name.clone() };
        vec![work(Wish::act("leave", envelope, verb))]
    }

    /// It may leave: the file is written by the reader for long work, so that no sale waits for it.
    fn write(&self) -> Effects {
        let Some((wanted, folder, name)) = self.wanted.clone() else { return Vec::new() };
        let wish = Wish::look("written", move |source| {
            let db = source.db();
            let file = export_file::place_in(db.path(), &folder, &name, "csv")?;
            let rows = export_file::write(db, &wanted, &file)?;
            Ok((file.display().to_string(), rows))
        });
        vec![work(wish.slow())]
    }

    fn hear(&mut self, reply: Reply) -> Effects {
        let lang = self.context.lang;
        let fail = |stop: &Stop| vec![say(Tone::Bad, self.context.words(stop))];
        if reply.tag.what == "leave" {
            return match reply.read::<MayLeave>() {
                Ok(_) => self.write(),
                Err(stop) => fail(&stop),
            };
        }
        match reply.read::<(String, i64)>() {
            Ok((file, rows)) => {
                let file = crate::ground::Clean::shown(&file).into_string();
                vec![close(), say(Tone::Ok, t!(lang, "tools.csv.done", file = file, rows = rows))]
            }
            Err(Stop::Refused(no @ (Refused::FileUnreadable { .. } | Refused::FileExists { .. }))) => {
                self.form.fail("folder", words::refused(lang, &no));
                Vec::new()
            }
            Err(stop) => fail(&stop),
        }
    }
}

impl Screen for Export {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Context(context) => self.context = context,
            Msg::Key(key) => match self.form.press(key) {
                Heard::Submitted => return self.submit(),
                Heard::Cancelled => return vec![close()],
                Heard::Passed if key == Key::F(8) => return self.submit(),
                Heard::Changed | Heard::Passed => {}
            },
            Msg::Paste(text) => self.form.paste(&text),
            Msg::Scan { text, typed } => self.form.scan(&text, typed),
            Msg::Reply(reply) => return self.hear(reply),
            Msg::Closed(_, parcel) => {
                return unpack::<Approval>(parcel)
                    .map(|approval| self.approved(&approval))
                    .unwrap_or_default();
            }
            Msg::Shown
            | Msg::Do(_)
            | Msg::Row { .. }
            | Msg::Wheel { .. }
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Touched(_)
            | Msg::Member(_)
            | Msg::Forget(_) => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let panel = Panel::new(pen.word(self.title())).fact(pen.word("sheet.hint"));
        let rows = self.form.height(pen.width().min(72).saturating_sub(2), pen.lang());
        let mut inside = popup(pen, 72, rows + 5, &panel);
        inside.put(1, 0, inside.word("output.export_hint"), Role::Muted);
        self.form.draw(&mut inside, 2);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![
            hint(Key::Tab, lang, "form.next"),
            hint(Key::F(8), lang, "form.submit"),
            hint(Key::Esc, lang, "key.back"),
        ]
    }
}

impl Pane for Export {
    fn title(&self) -> &'static str {
        "output.export"
    }

    fn is_typing(&self) -> bool {
        true
    }
}
