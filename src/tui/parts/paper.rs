//! A slip over a screen exactly as the printer would write it: Enter prints it, Esc goes back.

use super::{Around, Step, complain, hints, why};
use crate::checkout::slip::preview_lines;
use crate::checkout::slip_print::{Printout, failed_words, printout, sent_words};
use crate::output::sink::{PrintFailed, Sent};
use crate::output::slip::Slip;
use crate::shop::Answer;
use crate::tui::frame::{Hint, Panel, Pen, Toast, Tone, popup, text};
use crate::tui::input::Key;
use crate::tui::theme::Role;
use crate::words::Lang;
use crate::worker::{Reply, Source, Wish};

/// The names of the wishes that a slip needs: whoever shows one hands their answers in.
pub const SLIP: &str = "paper-slip";
/// That it went to the printer.
pub const SENT: &str = "paper-sent";

/// A slip, and on its way to paper.
pub struct Paper {
    title: String,
    lines: Vec<String>,
    out: Printout,
    first: usize,
}

impl Paper {
    /// Asks for a slip; the answer is for [`Paper::of`].
    pub fn ask(title: String, slip: impl FnOnce(&Source<'_>) -> Answer<Slip> + Send + 'static) -> Step {
        Step::Wish(Wish::look(SLIP, move |source| {
            let slip = slip(&source)?;
            let settings = source.settings()?;
            let lines = preview_lines(&slip, &settings);
            Ok(Self { title, lines, out: printout(&slip, &settings, None, false)?, first: 0 })
        }))
    }

    /// The slip that was asked for, or what to say.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn of(reply: Reply, around: &Around) -> Result<Self, Step> {
        reply.read::<Self>().map_err(|stop| complain(why(around.lang, &stop)))
    }

    /// A key: the steps, and whether the slip stays.
    pub fn press(&mut self, key: Key) -> (Vec<Step>, bool) {
        let last = self.lines.len().saturating_sub(1);
        match key.plain() {
            Key::Enter | Key::F(9) => {
                let out = self.out.clone();
                (vec![Step::Wish(Wish::errand(SENT, move || Ok(out.send())))], true)
            }
            Key::Esc | Key::Backspace => (Vec::new(), false),
            Key::Down => (self.scroll(1, last), true),
            Key::Up => (self.scroll(-1, last), true),
            Key::PageDown => (self.scroll(10, last), true),
            Key::PageUp => (self.scroll(-10, last), true),
            _ => (Vec::new(), true),
        }
    }

    fn scroll(&mut self, by: isize, last: usize) -> Vec<Step> {
        self.first = self.first.saturating_add_signed(by).min(last);
        Vec::new()
    }

    /// What became of the printing; a slip that is gone by then is told without its name.
    pub fn sent(paper: Option<&Self>, reply: Reply, around: &Around) -> Step {
        let title = paper.map(|paper| paper.title.clone()).unwrap_or_default();
        match reply.read::<Result<Sent, PrintFailed>>() {
            Ok(Ok(sent)) => {
                let tone = if sent == Sent::Nowhere { Tone::Warn } else { Tone::Ok };
                Step::Say(Toast::new(tone, sent_words(around.lang, &title, &sent)))
            }
            Ok(Err(failed)) => complain(failed_words(around.lang, &failed)),
            Err(stop) => complain(why(around.lang, &stop)),
        }
    }

    /// Draws it over the screen.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let rows = u16::try_from(self.lines.len()).unwrap_or(20).saturating_add(2);
        let width = self.lines.iter().map(|line| text::cells(line)).max().unwrap_or(32).saturating_add(4);
        let height = rows.min(pen.height());
        let title = format!("{} {}", pen.word("paper.slip"), self.title);
        let mut inside = popup(pen, width, height, &Panel::new(&title));
        for (y, line) in (0..inside.height()).zip(self.lines.iter().skip(self.first)) {
            inside.put(1, y, line, Role::Text);
        }
    }

    /// The keys that work now.
    pub fn hints(lang: Lang) -> Vec<Hint> {
        hints(lang, &[(Key::Enter, "pay.key.print"), (Key::Esc, "key.back")])
    }
}
