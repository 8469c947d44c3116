//! The first run: language, store, staff, price list, PIN. Every page can be skipped with one key, F2, and the whole
//! with F8; under 90 seconds a store is founded.
//!
//! | to change | open |
//! |---|---|
//! | the pages and what their keys do | this file |
//! | what founding sends to the store | [`found`] |
//! | the template in English | [`english`] |

mod english;
pub mod found;

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::channel;
use std::time::Instant as RunningTime;

use super::app::Terminal;
use super::forms::{Field, Form, Heard};
use super::frame::bars::footer;
use super::frame::{Manner, Panel, Pen, Room, Toast, text};
use super::input::{Key, Token};
use super::line::Takes;
use super::parts::hints;
use super::run::{Post, run as run_loop};
use super::screen::{App, Effect, Incoming, Worker};
use super::term::{self, Door};
use super::theme::{Look, Role, Theme};
use crate::db::Fault;
use crate::ground::{Clean, Refused, World};
use crate::shop::{Answer, pin, profile};
use crate::t;
use crate::words::{self, Lang};
use found::{PriceFile, Wanted};

/// The pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Page {
    Language,
    Store,
    Staff,
    Prices,
    Pin,
    Ready,
}

const PAGES: [Page; 6] = [Page::Language, Page::Store, Page::Staff, Page::Prices, Page::Pin, Page::Ready];

/// The choice of the price list that is a file.
const BY_FILE: &str = "2";

/// The questions and what was answered so far.
pub struct Wizard {
    terminal: Terminal,
    page: usize,
    form: Form,
    /// What will be founded.
    pub wanted: Wanted,
    /// Whether everything was answered.
    pub finished: bool,
}

impl Wizard {
    /// The first page. `code` is a recovery code made by chance.
    pub fn open(lang: Lang, terminal: Terminal, code: String) -> Self {
        let wanted = Wanted::new(lang, code);
        let mut wizard = Self { terminal, page: 0, form: Form::default(), wanted, finished: false };
        wizard.turn(0);
        wizard
    }

    fn page(&self) -> Page {
        PAGES.get(self.page).copied().unwrap_or(Page::Ready)
    }

    fn turn(&mut self, page: usize) {
        self.page = page;
        let lang = self.wanted.lang;
        let wanted = &self.wanted;
        let fields = match self.page() {
            Page::Language => {
                let languages = vec!["中文".to_owned(), "English".to_owned()];
                let chosen = if lang == Lang::Zh { "0" } else { "1" };
                vec![Field::choice("lang", "wizard.language", languages).with(chosen)]
            }
            Page::Store => vec![
                Field::line("store", "wizard.store", Takes::Text).suggesting(&wanted.store),
                Field::line("code", "wizard.code", Takes::Narrow).suggesting(&wanted.code),
                Field::line("owner", "wizard.owner", Takes::Text).suggesting(&wanted.owner),
            ],
            Page::Staff => vec![
                Field::line("technicians", "wizard.technicians", Takes::Text).with(&wanted.technicians),
                Field::line("desk", "wizard.desk", Takes::Text).with(&wanted.desk),
            ],
            Page::Prices => {
                let chosen = match (&wanted.file, wanted.template) {
                    (Some(_), _) => BY_FILE,
                    (None, true) => "0",
                    (None, false) => "1",
                };
                Self::prices(lang, chosen, wanted.file.as_ref().map_or("", |file| file.path.as_str()))
            }
            Page::Pin => vec![
                Field::line("pin", "wizard.pin", Takes::Secret),
                Field::line("again", "wizard.again", Takes::Secret),
            ],
            Page::Ready => Vec::new(),
        };
        self.form = Form::new(fields);
    }

    /// The template, nothing yet, or a file: only then there is a line for its path.
    fn prices(lang: Lang, chosen: &str, path: &str) -> Vec<Field> {
        let choices = ["wizard.template", "wizard.later", "wizard.by_file"];
        let choices = choices.map(|key| words::text(lang, key).to_owned());
        let mut fields = vec![Field::choice("prices", "wizard.prices", choices.to_vec()).with(chosen)];
        if chosen == BY_FILE {
            fields.push(Field::line("file", "importing.file", Takes::Text).with(path));
        }
        fields
    }

    fn press(&mut self, key: Key) -> Vec<Effect<()>> {
        match key {
            Key::Ctrl('c' | 'q') => return vec![Effect::Quit],
            Key::F(2) => self.skip(),
            Key::F(8) => self.turn(PAGES.len() - 1),
            Key::Esc if self.page == 0 => return vec![Effect::Quit],
            Key::Esc => self.turn(self.page - 1),
            Key::Enter if self.page() == Page::Ready => {
                self.finished = true;
                return vec![Effect::Quit];
            }
            other => match self.form.press(other) {
                Heard::Submitted => self.submit(),
                Heard::Changed | Heard::Cancelled | Heard::Passed => self.peek(),
            },
        }
        Vec::new()
    }

    /// The language is seen as soon as it is chosen.
    fn peek(&mut self) {
        if self.page() == Page::Language {
            self.wanted.lang = if self.form.value("lang") == "1" { Lang::En } else { Lang::Zh };
            self.wanted.rename();
        }
        let chosen = self.form.value("prices");
        if self.page() == Page::Prices && (chosen == BY_FILE) != self.form.has("file") {
            self.form = Form::new(Self::prices(self.wanted.lang, &chosen, ""));
        }
    }

    fn skip(&mut self) {
        if self.page() == Page::Pin {
            self.wanted.pin.0.clear();
        }
        self.turn((self.page + 1).min(PAGES.len() - 1));
    }

    fn submit(&mut self) {
        self.peek();
        match self.take() {
            Ok(()) => self.turn((self.page + 1).min(PAGES.len() - 1)),
            Err((field, no)) => self.form.fail(field, words::refused(self.wanted.lang, &no)),
        }
    }

    /// Reads the page, so that a mistake is shown where it was made.
    fn take(&mut self) -> Result<(), (&'static str, Refused)> {
        let form = &self.form;
        let clean = |name: &'static str| Clean::new(&form.value(name)).map_err(|no| (name, no));
        match self.page() {
            Page::Language | Page::Ready => {}
            Page::Store => {
                let store = Clean::required("name", &form.value("store")).map_err(|no| ("store", no))?;
                let code = form.value("code").trim().to_ascii_uppercase();
                profile::check_code(&code).map_err(|no| ("code", no))?;
                let owner = clean("owner")?;
                self.wanted.store = store.into_string();
                self.wanted.code = code;
                self.wanted.owner = owner.into_string();
            }
            Page::Staff => {
                let (technicians, desk) = (clean("technicians")?, clean("desk")?);
                self.wanted.technicians = technicians.into_string();
                self.wanted.desk = desk.into_string();
            }
            Page::Prices => {
                let chosen = form.value("prices");
                let file = match chosen.as_str() {
                    BY_FILE => Some(PriceFile::read(&form.value("file")).map_err(|no| ("file", no))?),
                    _ => None,
                };
                self.wanted.template = chosen == "0";
                self.wanted.file = file;
            }
            Page::Pin => {
                let (pin, again) = (form.value("pin"), form.value("again"));
                if pin != again {
                    return Err(("again", Refused::PinDiffers {}));
                }
                if !pin.is_empty() {
                    pin::check_shape(&pin).map_err(|no| ("pin", no))?;
                }
                self.wanted.pin.0 = pin;
            }
        }
        Ok(())
    }

    fn ready(&self, pen: &mut Pen<'_>) {
        let lang = self.wanted.lang;
        let wanted = &self.wanted;
        let mut lines = vec![
            (t!(lang, "wizard.will_found", code = wanted.code, store = wanted.store), Role::Text),
            (t!(lang, "wizard.will_hire", count = wanted.people().len()), Role::Text),
        ];
        lines.push(if let Some(file) = &wanted.file {
            (t!(lang, "wizard.will_file", file = file.name(), rows = file.good), Role::Text)
        } else {
            let key = if wanted.template { "wizard.will_template" } else { "wizard.will_later" };
            (words::text(lang, key).to_owned(), Role::Text)
        });
        if let Some(file) = wanted.file.as_ref().filter(|file| file.bad > 0) {
            lines.push((t!(lang, "wizard.will_skip", rows = file.bad), Role::Warn));
        }
        if wanted.pin.0.is_empty() {
            lines.push((words::text(lang, "wizard.no_pin").to_owned(), Role::Warn));
        } else {
            lines.push((t!(lang, "wizard.number", number = found::OWNER), Role::Text));
            lines.push((words::text(lang, "wizard.recovery").to_owned(), Role::Warn));
            lines.push((spaced(&wanted.recovery.0), Role::Money));
        }
        lines.push((words::text(lang, "wizard.enter").to_owned(), Role::Brand));
        let room = usize::from(pen.width().saturating_sub(2));
        let parts: Vec<Vec<String>> = lines.iter().map(|(line, _)| text::wrap(line, room)).collect();
        // Blank rows between them only where all of it stands: the code is shown this once.
        let rows: usize = parts.iter().map(|part| part.len() + 1).sum();
        let gap = u16::from(rows <= usize::from(pen.height()));
        let mut y = 0;
        for ((_, role), parts) in lines.iter().zip(&parts) {
            for part in parts {
                pen.put(1, y, part, *role);
                y += 1;
            }
            y += gap;
        }
    }
}

/// `1234 5678 ..`: twenty digits are copied in groups of four.
pub fn spaced(code: &str) -> String {
    let digits: Vec<char> = code.chars().collect();
    digits.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

impl App for Wizard {
    type Wish = ();
    type Answer = ();

    fn update(&mut self, incoming: Incoming<(), ()>) -> Vec<Effect<()>> {
        match incoming {
            Incoming::Token(Token::Key(key)) => return self.press(key),
            Incoming::Token(Token::Paste(text)) => self.form.paste(&text),
            Incoming::Token(Token::Scan { text, typed }) => self.form.scan(&text, typed),
            Incoming::Stop(_) => return vec![Effect::Quit],
            Incoming::Token(
                Token::Click { .. }
                | Token::Row { .. }
                | Token::Wheel { .. }
                | Token::Resized
                | Token::Focus(_),
            )
            | Incoming::Answer(())
            | Incoming::Busy(())
            | Incoming::Wake(_)
            | Incoming::Minute(_) => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let lang = self.wanted.lang;
        let room = Room::of(pen.bounds());
        let (width, height) = (pen.width().min(76), pen.height().saturating_sub(1).min(16));
        let (x, y) = ((pen.width() - width) / 2, pen.height().saturating_sub(height + 1) / 3);
        let title = words::text(lang, "wizard.title");
        let step = t!(lang, "wizard.step", page = self.page + 1, count = PAGES.len());
        let area = ratatui::layout::Rect::new(x, y, width, height);
        let mut inside = Panel::new(title).fact(&step).focused(true).draw(pen, area);
        let (head, hint) = match self.page() {
            Page::Language => ("wizard.language", "wizard.language_hint"),
            Page::Store => ("wizard.page_store", "wizard.store_hint"),
            Page::Staff => ("wizard.page_staff", "wizard.staff_hint"),
            Page::Prices => ("wizard.prices", "wizard.prices_hint"),
            Page::Pin => ("wizard.page_pin", "wizard.pin_hint"),
            Page::Ready => ("wizard.page_ready", "wizard.ready_hint"),
        };
        inside.put(1, 0, words::text(lang, head), Role::Title);
        let room_for = usize::from(inside.width().saturating_sub(2));
        let mut y = 1;
        for line in text::wrap(words::text(lang, hint), room_for) {
            inside.put(1, y, &line, Role::Muted);
            y += 1;
        }
        y += 1;
        let rest = ratatui::layout::Rect::new(0, y, inside.width(), inside.height().saturating_sub(y));
        let mut body = inside.part(rest);
        if self.page() == Page::Ready {
            self.ready(&mut body);
        } else {
            self.form.draw(&mut body, 0);
        }
        let last = pen.height().saturating_sub(1);
        let keys = [
            (Key::Enter, "wizard.key.next"),
            (Key::F(2), "wizard.key.skip"),
            (Key::F(8), "wizard.key.skip_all"),
            (Key::Esc, "key.back"),
        ];
        footer(pen, last, &hints(lang, &keys), room);
    }

    fn manner(&self) -> Manner {
        let look = self.terminal.look.unwrap_or(Look::Dark);
        Manner {
            theme: Theme::new(look, self.terminal.depth, true),
            glyphs: self.terminal.glyphs,
            lang: self.wanted.lang,
        }
    }
}

/// Nothing is wished for before there is a store.
struct Nobody;

impl Worker<()> for Nobody {
    fn take(&mut self, (): ()) -> Result<(), ()> {
        Err(())
    }

    fn interrupt(&mut self) {}
}

/// Asks and founds; answers what is to be said first where there is a store now.
///
/// # Errors
/// What founding answers.
pub fn run(file: &Path, lang: Lang, terminal: Terminal, world: &Arc<dyn World>) -> Answer<Option<Toast>> {
    let started = RunningTime::now();
    let (send, inbox) = channel::<Post<()>>();
    let stop = Arc::new(AtomicBool::new(false));
    let mut door = Door::open().map_err(Fault::from)?;
    #[cfg(unix)]
    term::heed(send.clone()).map_err(Fault::from)?;
    let listener = term::listen(send, started, Arc::clone(&stop)).map_err(Fault::from)?;
    let wizard = Wizard::open(lang, terminal, found::recovery_code(world.as_ref()));
    let ended = run_loop(wizard, Nobody, &inbox, &mut door, world.as_ref(), started);
    stop.store(true, Ordering::SeqCst);
    drop(door);
    // Waited for where the console reads next; on a terminal that has gone its read never comes back.
    if ended.as_ref().is_ok_and(|wizard| wizard.finished) && listener.join().is_err() {
        tracing::error!("the listener ended in a panic");
    }
    let wizard = ended.map_err(Fault::from)?;
    if wizard.finished { found::found(file, &wizard.wanted, Arc::clone(world)).map(Some) } else { Ok(None) }
}

#[cfg(test)]
mod tests;
