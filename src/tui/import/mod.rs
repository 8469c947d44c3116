//! Bringing in a file at the counter: choose it, look it over, write it, and stop it at any moment.
//!
//! Worked with digits, Enter, Esc, `*` and `/` alone. To change …, open …:
//!
//! | to change | open |
//! |---|---|
//! | the steps and their keys | this file |
//! | what was guessed about the file, to be overruled | [`columns`] |
//! | the file of rows in error | [`errors`] |
//! | what it looks like | [`view`] |

mod columns;
mod errors;
#[cfg(test)]
mod tests;
mod view;

use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use columns::Columns;

use crate::exchange::columns::Mapping;
use crate::exchange::commit::Committed;
use crate::exchange::dry_run::{DryRun, Prospect};
use crate::exchange::fields::Kind;
use crate::exchange::load::{ImportFile, Load};
use crate::exchange::sheet_in::SheetReader;
use crate::exchange::table::Table;
use crate::exchange::watch::Watch;
use crate::ground::{Fen, Refused};
use crate::shop::Act;
use crate::t;
use crate::tui::app::approve::{Approval, Approve};
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, open, say, unpack, work};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::forms::{Field, Form, Heard};
use crate::tui::frame::{Hint, Pen, Tone};
use crate::tui::input::Key;
use crate::tui::line::{Line, Takes};
use crate::tui::screen::{Effect, Screen};
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// How often the progress is drawn, in milliseconds.
const TICK_MS: u64 = 200;
/// The name of its wakes.
const TICK: &str = "import_tick";

/// A file that was read and compared.
struct Looked {
    file: ImportFile,
    load: Arc<Load>,
    prospect: Prospect,
}

/// What reading a file came to.
enum Opened {
    Looked(Box<Looked>),
    /// A needed column was not found: a person says which it is.
    Unmapped(Box<(ImportFile, Table, Mapping)>, Refused),
}

/// Where it stands.
enum Step {
    /// What and where.
    Choose,
    /// The file is being read and compared.
    Read(Watch),
    /// What was guessed can be overruled; what was looked over before, to go back to.
    Columns(Box<Columns>, Option<Box<Looked>>),
    /// It can be looked over.
    Look(Box<Looked>),
    /// It is being written.
    Write { looked: Box<Looked>, watch: Watch, stopping: bool },
    /// It stands.
    Done(Committed),
}

/// The layer.
pub struct Import {
    context: Rc<Context>,
    form: Form,
    step: Step,
    total: Line,
    skip: bool,
    key: String,
    errors_at: Option<String>,
}

impl Import {
    /// Opens the layer.
    #[must_use]
    pub fn open(context: Rc<Context>) -> Self {
        let kinds = Kind::ALL
            .iter()
            .map(|kind| words::text(context.lang, &format!("import.kind.{}", kind.name())).to_owned());
        let form = Form::new(vec![
            Field::choice("kind", "importing.kind", kinds.collect()),
            Field::line("file", "importing.file", Takes::Text),
        ]);
        let mut total = Line::new(Takes::Amount);
        total.clear();
        Self { key: context.key(), context, form, step: Step::Choose, total, skip: false, errors_at: None }
    }

    fn read(&mut self) -> Effects {
        let chosen =
            self.form.value("kind").parse().ok().and_then(|place: usize| Kind::ALL.get(place).copied());
        let path = self.form.value("file");
        // A path dropped onto the terminal comes in quotes.
        let path = path.trim().trim_matches(['"', '\'']);
        let (Some(kind), false) = (chosen, path.is_empty()) else {
            self.form.focus_on("file");
            return Vec::new();
        };
        self.load(ImportFile::new(kind, PathBuf::from(path)))
    }

    fn load(&mut self, file: ImportFile) -> Effects {
        let watch = Watch::default();
        let watched = watch.clone();
        self.step = Step::Read(watch);
        self.errors_at = None;
        let wish = Wish::look("import_read", move |source| {
            let reader = SheetReader::of_this_program()?;
            let load = match file.load(&reader) {
                Ok(load) => Arc::new(load),
                Err(no @ Refused::ColumnMissing { .. }) => {
                    let (table, mapping) = file.open(&reader)?;
                    return Ok(Opened::Unmapped(Box::new((file, table, mapping)), no));
                }
                Err(no) => return Err(no.into()),
            };
            let prospect = source.ask(&DryRun { load: Some(Arc::clone(&load)), watch: watched })?;
            Ok(Opened::Looked(Box::new(Looked { file, load, prospect })))
        });
        vec![work(wish.slow()), tick()]
    }

    /// Writes what was looked over, with the approval where one was given.
    fn write(&mut self, approval: Option<&Approval>) -> Effects {
        let Step::Look(looked) = std::mem::replace(&mut self.step, Step::Choose) else { return Vec::new() };
        let refusal = self.refuse(&looked);
        if let Some(no) = refusal {
            self.step = Step::Look(looked);
            return vec![say(Tone::Bad, words::refused(self.context.lang, &no))];
        }
        let mut verb = looked.file.verb(Arc::clone(&looked.load));
        verb.skip_errors = self.skip;
        verb.control_total =
            self.total.text().parse::<Fen>().ok().filter(|_| looked.load.kind() == Kind::Balances);
        let watch = verb.watch.clone();
        let mut envelope = self.context.envelope(&self.key);
        envelope.reason = Some(words::text(self.context.lang, "importing.title").to_owned());
        if let Some(approval) = approval {
            envelope = approval.seal(envelope);
        }
        self.step = Step::Write { looked, watch, stopping: false };
        vec![work(Wish::act("import_write", envelope, verb)), tick()]
    }

    /// What would be refused anyway is told before the writer is asked.
    fn refuse(&self, looked: &Looked) -> Option<Refused> {
        if looked.prospect.counts.errors > 0 && !self.skip {
            return Some(Refused::ImportRowsBad { errors: looked.prospect.counts.errors });
        }
        if looked.load.kind() != Kind::Balances {
            return None;
        }
        if self.total.is_empty() {
            return Some(Refused::ControlTotalMissing {});
        }
        self.total.text().parse::<Fen>().err()
    }

    fn replied(&mut self, reply: Reply) -> Effects {
        let refused = reply.refused().map(Refused::code);
        match std::mem::replace(&mut self.step, Step::Choose) {
            Step::Read(_) => match reply.read::<Opened>() {
                Ok(Opened::Unmapped(read, no)) => {
                    let (file, table, mapping) = *read;
                    let why = words::refused(self.context.lang, &no);
                    self.step =
                        Step::Columns(Box::new(Columns::new(file, &table, &mapping, Some(why))), None);
                    Vec::new()
                }
                Ok(Opened::Looked(looked)) => {
                    self.step = Step::Look(looked);
                    self.skip = false;
                    self.total.clear();
                    self.key = self.context.key();
                    Vec::new()
                }
                Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
            },
            Step::Write { looked, .. } => match reply.read::<Committed>() {
                Ok(done) => {
                    self.step = Step::Done(done);
                    Vec::new()
                }
                Err(stop) => {
                    let file = looked.load.table.source.as_str().to_owned();
                    self.step = Step::Look(looked);
                    if refused == Some("approval.missing") {
                        let why = t!(self.context.lang, "importing.approve", file = file);
                        return vec![open(Approve::open(Rc::clone(&self.context), Act::Import, why, false))];
                    }
                    vec![say(Tone::Bad, self.context.words(&stop))]
                }
            },
            step @ (Step::Choose | Step::Columns(..) | Step::Look(_) | Step::Done(_)) => {
                self.step = step;
                match reply.read::<String>() {
                    Ok(path) => {
                        self.errors_at = Some(path);
                        Vec::new()
                    }
                    Err(stop) => vec![say(Tone::Bad, self.context.words(&stop))],
                }
            }
        }
    }

    fn press(&mut self, key: Key) -> Effects {
        match &mut self.step {
            Step::Choose => match self.form.press(key) {
                Heard::Submitted => return self.read(),
                Heard::Cancelled => return vec![close()],
                Heard::Changed | Heard::Passed => {}
            },
            Step::Read(watch) => {
                if key == Key::Esc {
                    watch.stop();
                }
            }
            Step::Write { watch, stopping, .. } => {
                if key == Key::Esc {
                    watch.stop();
                    *stopping = true;
                }
            }
            Step::Look(looked) => match key.plain() {
                Key::Esc => self.step = Step::Choose,
                Key::Enter => return self.write(None),
                Key::Char('+') => self.overrule(),
                Key::Char('*') if looked.prospect.counts.errors > 0 => self.skip = !self.skip,
                Key::Char('/') if looked.prospect.counts.errors > 0 => {
                    return errors::save(looked, self.context.lang);
                }
                other if looked.load.kind() == Kind::Balances => {
                    self.total.press(other);
                }
                _ => {}
            },
            Step::Columns(columns, _) => match columns.press(key) {
                columns::Heard::Changed => {}
                columns::Heard::Read(file) => return self.load(*file),
                columns::Heard::Left => self.leave_columns(),
            },
            Step::Done(_) => match key {
                Key::Enter => {
                    self.step = Step::Choose;
                    self.form.focus_on("file");
                }
                Key::Esc => return vec![close()],
                _ => {}
            },
        }
        Vec::new()
    }

    /// From the look to the guesses behind it.
    fn overrule(&mut self) {
        self.step = match std::mem::replace(&mut self.step, Step::Choose) {
            Step::Look(looked) => {
                let load = &looked.load;
                let columns = Columns::new(looked.file.clone(), &load.table, &load.mapping, None);
                Step::Columns(Box::new(columns), Some(looked))
            }
            step => step,
        };
    }

    /// Back with nothing changed: to the look, or to the choice where there is none.
    fn leave_columns(&mut self) {
        self.step = match std::mem::replace(&mut self.step, Step::Choose) {
            Step::Columns(_, Some(looked)) => Step::Look(looked),
            Step::Columns(_, None) => Step::Choose,
            step => step,
        };
    }

    fn is_busy(&self) -> bool {
        matches!(self.step, Step::Read(_) | Step::Write { .. })
    }
}

fn tick() -> Effect<Want> {
    Effect::Wake { tag: TICK, after_ms: TICK_MS }
}

impl Screen for Import {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Context(context) => self.context = context,
            Msg::Key(key) => return self.press(key),
            Msg::Paste(text) => {
                if matches!(self.step, Step::Choose) {
                    self.form.focus_on("file");
                    self.form.paste(&text);
                }
            }
            Msg::Reply(reply) => return self.replied(reply),
            Msg::Busy { .. } => {
                self.step = match std::mem::replace(&mut self.step, Step::Choose) {
                    Step::Write { looked, .. } => Step::Look(looked),
                    Step::Read(_) | Step::Choose => Step::Choose,
                    step @ (Step::Columns(..) | Step::Look(_) | Step::Done(_)) => step,
                };
            }
            Msg::Row { row, .. } => {
                if let Step::Columns(columns, _) = &mut self.step {
                    columns.mark(row);
                }
            }
            Msg::Wake(TICK) if self.is_busy() => return vec![tick()],
            Msg::Closed("app.approve", parcel) => {
                if let Some(approval) = unpack::<Approval>(parcel) {
                    return self.write(Some(&approval));
                }
            }
            Msg::Shown
            | Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Wheel { .. }
            | Msg::Wake(_)
            | Msg::Touched(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        view::draw(self, pen);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        let esc = |label| hint(Key::Esc, lang, label);
        match &self.step {
            Step::Choose => vec![hint(Key::Enter, lang, "importing.read"), esc("key.back")],
            Step::Read(_) | Step::Write { .. } => vec![esc("importing.stop")],
            Step::Look(looked) => {
                let mut hints = vec![hint(Key::Enter, lang, "importing.write")];
                if looked.prospect.counts.errors > 0 {
                    hints.push(hint(Key::Char('*'), lang, "importing.skip"));
                    hints.push(hint(Key::Char('/'), lang, "importing.save_errors"));
                }
                hints.push(hint(Key::Char('+'), lang, "importing.overrule"));
                hints.push(esc("key.back"));
                hints
            }
            Step::Columns(..) => vec![
                hint(Key::Right, lang, "importing.change"),
                hint(Key::Backspace, lang, "importing.unused"),
                hint(Key::Enter, lang, "importing.read"),
                esc("key.back"),
            ],
            Step::Done(_) => vec![hint(Key::Enter, lang, "importing.another"), esc("key.back")],
        }
    }
}

impl Pane for Import {
    fn title(&self) -> &'static str {
        "importing.title"
    }

    fn is_typing(&self) -> bool {
        true
    }
}
