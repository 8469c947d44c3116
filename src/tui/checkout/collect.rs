//! The salon's collection code, for the customer to scan from the till's screen; black on white in every look.

use ratatui::style::{Color, Style};

use crate::checkout::cart::Tender;
use crate::ground::{Clean, Fen};
use crate::output::qr::{self, Drawing, Ink};
use crate::tui::app::lock::hint;
use crate::tui::app::pane::close;
use crate::tui::app::{Effects, Msg, Pane, Want};
use crate::tui::frame::{Hint, Panel, Pen, popup, text};
use crate::tui::glyphs::Tier;
use crate::tui::input::Key;
use crate::tui::keys::Fixed;
use crate::tui::screen::{Effect, Screen};
use crate::tui::theme::Role;
use crate::words::Lang;

/// The layer.
pub struct Collect {
    blocks: Option<Drawing>,
    signs: Option<Drawing>,
    amount: Fen,
    tender: Tender,
}

impl Collect {
    /// Draws the code; one that cannot be drawn says so in the layer.
    #[must_use]
    pub fn open(payload: &str, amount: Fen, tender: Tender) -> Self {
        let payload = Clean::shown(payload);
        let drawn = |ink| qr::draw(&payload, ink).ok();
        Self { blocks: drawn(Ink::HalfBlocks), signs: drawn(Ink::Ascii), amount, tender }
    }
}

impl Screen for Collect {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            // The money is there: the layer goes and the panel beneath hears the Enter that settles.
            Msg::Key(Key::Enter) => vec![close(), Effect::Wish(Want::Replay(vec![Msg::Key(Key::Enter)]))],
            Msg::Key(Key::Esc | Key::Backspace) | Msg::Do(Fixed::Settle) => vec![close()],
            _ => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let rich = pen.glyphs().tier == Tier::Rich;
        let drawing = if rich { &self.blocks } else { &self.signs };
        let room = (usize::from(pen.width().saturating_sub(2)), usize::from(pen.height().saturating_sub(4)));
        let fits = drawing.as_ref().filter(|drawing| drawing.fits(room.0, room.1));
        let (wide, high) = fits.map_or((40, 3), |drawing| (drawing.width, drawing.lines.len()));
        let width = u16::try_from(wide + 2).unwrap_or(42).max(40);
        let height = u16::try_from(high + 4).unwrap_or(7);
        let by = super::offer::tender_key(self.tender);
        let panel = Panel::new(pen.word(self.title())).fact(pen.word(by));
        let mut inside = popup(pen, width, height, &panel);
        let white = Style::new().fg(Color::Rgb(0, 0, 0)).bg(Color::Rgb(255, 255, 255));
        let left = inside.width().saturating_sub(u16::try_from(wide).unwrap_or(0)) / 2;
        match fits {
            Some(drawing) => {
                for (y, line) in (0..).zip(&drawing.lines) {
                    inside.put_styled(left, y, line, white);
                }
            }
            None => {
                inside.put(1, 0, inside.word("checkout.qr_small"), Role::Warn);
            }
        }
        let amount = format!("¥ {}", self.amount.grouped());
        let x = inside.width().saturating_sub(text::cells(&amount)) / 2;
        let y = inside.height().saturating_sub(1);
        inside.put(x, y, &amount, Role::Money);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![hint(Key::Enter, lang, "checkout.received"), hint(Key::Esc, lang, "key.back")]
    }
}

impl Pane for Collect {
    fn title(&self) -> &'static str {
        "checkout.collect"
    }

    fn hears(&self, fixed: Fixed) -> bool {
        fixed == Fixed::Settle
    }
}
