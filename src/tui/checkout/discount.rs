//! F7: a discount on the bill or on the line, as a rate (`9` is 九折, `85` 八五折) or as an amount (`-20`).

use std::rc::Rc;

use super::sale::Sale;
use crate::checkout::cart::Off;
use crate::checkout::pay::discount_limit;
use crate::ground::{Fen, Rate, Refused};
use crate::t;
use crate::tui::app::lock::hint;
use crate::tui::app::pane::{close, close_with};
use crate::tui::app::{Context, Effects, Msg, Pane, Want};
use crate::tui::forms::{Field, Form, Heard};
use crate::tui::frame::{Hint, Panel, Pen, popup};
use crate::tui::input::Key;
use crate::tui::line::Takes;
use crate::tui::screen::Screen;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// On the whole bill, not the line.
    pub whole: bool,
    /// How much; nothing takes a discount away.
    pub off: Option<Off>,
}

/// The layer.
pub struct Discount {
    context: Rc<Context>,
    line: String,
    form: Form,
    /// What stands already, as it would be typed.
    stands: String,
}

impl Discount {
    /// Opens the layer over a bill.
    #[must_use]
    pub fn open(context: Rc<Context>, sale: &Sale) -> Self {
        let lang = context.lang;
        let name = sale.line().and_then(|line| context.shelf.item(&line.item));
        let line = name.map(|listed| listed.item.name.clone()).unwrap_or_default();
        let word = |key| words::text(lang, key).to_owned();
        let of_line = sale.line().and_then(|line| line.discount);
        let whole = of_line.is_none();
        let stands = written(sale.cart.discount.filter(|_| whole).or(of_line));
        let form = Form::new(vec![
            Field::line("off", "checkout.off", Takes::Amount).with(&stands),
            Field::choice(
                "scope",
                "checkout.off_on",
                vec![word("checkout.whole"), word("checkout.one_line")],
            )
            .with(if whole { "0" } else { "1" }),
        ]);
        Self { context, line, form, stands }
    }

    fn submit(&mut self) -> Effects {
        // Looking is not changing: only what was typed counts, and an emptied field takes a discount away.
        if self.form.value("off").trim() == self.stands {
            return vec![close()];
        }
        match read(&self.form.value("off")) {
            Ok(off) => vec![close_with(Given { whole: self.form.value("scope") == "0", off })],
            Err(no) => {
                self.form.fail("off", words::refused(self.context.lang, &no));
                Vec::new()
            }
        }
    }
}

/// A discount as it would be typed: `9`, `85`, `-20.00`.
fn written(off: Option<Off>) -> String {
    match off {
        None => String::new(),
        Some(Off::Amount(amount)) => format!("-{amount}"),
        Some(Off::Rate(rate)) => {
            let percent =
                rate.0.checked_mul(rust_decimal::Decimal::ONE_HUNDRED).unwrap_or_default().normalize();
            let text = percent.to_string();
            text.strip_suffix('0').filter(|tenths| tenths.len() == 1).map_or(text.clone(), str::to_owned)
        }
    }
}

/// Reads a discount: empty takes it away, `-20` is so much off, `9`, `9.5`, `88` are what is paid in tenths or
/// percent.
///
/// # Errors
/// [`Refused::DiscountUnreadable`] and the refusals of amounts.
pub fn read(text: &str) -> Result<Option<Off>, Refused> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    if let Some(amount) = text.strip_prefix('-') {
        return Ok(Some(Off::Amount(amount.parse::<Fen>()?)));
    }
    let bad = || Refused::DiscountUnreadable { text: text.chars().take(32).collect() };
    let number: Rate = text.parse().map_err(|_| bad())?;
    let divisor = if text.contains('.') || text.len() == 1 { "0.1" } else { "0.01" };
    let unit: Rate = divisor.parse()?;
    let rate = number.0.checked_mul(unit.0).map(Rate).ok_or_else(bad)?;
    if rate.is_share() && rate > Rate::ZERO { Ok(Some(Off::Rate(rate))) } else { Err(bad()) }
}

impl Screen for Discount {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Context(context) => self.context = context,
            // Enter on the amount is enough: the whole bill is what is meant most.
            Msg::Key(Key::Enter) => return self.submit(),
            Msg::Key(key) => {
                if self.form.press(key) == Heard::Cancelled {
                    return vec![close()];
                }
            }
            Msg::Shown
            | Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Row { .. }
            | Msg::Wheel { .. }
            | Msg::Reply(_)
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Touched(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        let panel = Panel::new(pen.word(self.title())).fact(pen.word("checkout.off_hint"));
        let rows = self.form.height(pen.width().min(56).saturating_sub(2), lang);
        let mut inside = popup(pen, 56, 6 + rows, &panel);
        self.form.draw(&mut inside, 0);
        let y = rows + 1;
        inside.put(1, y, &t!(lang, "checkout.off_line", name = self.line), Role::Muted);
        if let Some(who) = &self.context.who {
            let percent = discount_limit(&self.context.settings, who.role);
            inside.put(1, y + 1, &t!(lang, "checkout.off_limit", percent = percent), Role::Muted);
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![
            hint(Key::Enter, lang, "form.submit"),
            hint(Key::Tab, lang, "form.next"),
            hint(Key::Esc, lang, "key.back"),
        ]
    }
}

impl Pane for Discount {
    fn title(&self) -> &'static str {
        "checkout.discount"
    }

    fn is_typing(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_discount_is_read_as_people_say_it() {
        let rate = |percent| Ok(Some(Off::Rate(Rate::percent(percent))));
        for (text, off) in [
            ("9", rate(90)),
            ("9.5", rate(95)),
            ("88", rate(88)),
            ("85", rate(85)),
            ("0.9", rate(9)),
            ("100", rate(100)),
            ("-20", Ok(Some(Off::Amount(Fen(2_000))))),
            ("", Ok(None)),
        ] {
            assert_eq!(read(text), off, "{text}");
        }
        for text in ["0", "101", "x", "-x", "10.1"] {
            assert!(read(text).is_err(), "{text}");
        }
    }
}
