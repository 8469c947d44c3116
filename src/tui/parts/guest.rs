//! A guest of the console: a screen made of steps, and the one place that turns the console's messages into calls.

use std::rc::Rc;

use super::{Around, Go, Step};
use crate::shop::Area;
use crate::tui::app::{Context, Effects, Msg, Pane, Want, doors};
use crate::tui::frame::{Hint, Pen};
use crate::tui::input::Key;
use crate::tui::keys::{FIXED, Fixed};
use crate::tui::parts::sheet::Sheet;
use crate::tui::screen::{Effect, Screen};
use crate::words::Lang;
use crate::worker::Reply;

/// A screen or layer that asks for steps.
pub trait Guest {
    /// The key of its title.
    fn title(&self) -> &'static str;
    /// It came to the front.
    fn shown(&mut self, around: &Around) -> Vec<Step>;
    /// A key, fixed ones too where [`Guest::takes`] said yes.
    fn press(&mut self, key: Key, around: &Around) -> Vec<Step>;
    /// An answer.
    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step>;
    /// Something changed in the store.
    fn touched(&mut self, _areas: &[Area], _around: &Around) -> Vec<Step> {
        Vec::new()
    }
    /// The sheet that lies over it, if there is one: what is pasted or scanned goes there.
    fn sheet(&mut self) -> Option<&mut Sheet> {
        None
    }
    /// A wish could not be taken.
    fn busy(&mut self) {
        if let Some(sheet) = self.sheet() {
            sheet.busy();
        }
    }
    /// A wake.
    fn wake(&mut self, _tag: &'static str, _around: &Around) -> Vec<Step> {
        Vec::new()
    }
    /// A paste.
    fn paste(&mut self, text: &str, _around: &Around) -> Vec<Step> {
        if let Some(sheet) = self.sheet() {
            sheet.paste(text);
        }
        Vec::new()
    }
    /// A scan.
    fn scan(&mut self, text: &str, typed: usize, _around: &Around) -> Vec<Step> {
        if let Some(sheet) = self.sheet() {
            sheet.scan(text, typed);
        }
        Vec::new()
    }
    /// A click on a row.
    fn row(&mut self, _list: &'static str, _row: usize, _around: &Around) -> Vec<Step> {
        Vec::new()
    }
    /// Somebody wants this member here.
    fn member(&mut self, _member: &str, _around: &Around) -> Vec<Step> {
        Vec::new()
    }
    /// A layer that it opened was closed with a bill that may be taken back.
    fn fresh(&mut self, _bill: String) {}
    /// Draws it.
    fn view(&self, pen: &mut Pen<'_>);
    /// The keys that work now.
    fn hints(&self, lang: Lang) -> Vec<Hint>;
    /// Whether text is being typed.
    fn is_typing(&self) -> bool {
        false
    }
    /// Whether it does something of its own on this fixed key.
    fn takes(&self, _fixed: Fixed) -> bool {
        false
    }
}

/// A guest with the world around it.
pub struct Hosted<G> {
    around: Around,
    guest: G,
}

impl<G: Guest> Hosted<G> {
    /// A guest of the console.
    pub fn new(context: &Rc<Context>, guest: G) -> Self {
        Self { around: Around::of(context), guest }
    }

    fn granted(&self, steps: Vec<Step>) -> Effects {
        steps.into_iter().map(|step| self.grant(step)).collect()
    }

    fn grant(&self, step: Step) -> Effect<Want> {
        Effect::Wish(match step {
            Step::Wish(wish) => Want::Work(wish),
            Step::Say(toast) => Want::Say(toast),
            Step::Close(parcel) => Want::Close(parcel),
            Step::Go(Go::TopUp(member)) => Want::Open(doors::top_up(&self.around.context, Some(&member))),
            Step::Go(Go::Checkout(member)) => Want::Serve(member),
            Step::Go(Go::Earned(number, name)) => Want::Open(Box::new(crate::tui::earned::EarnedBy::open(
                Rc::clone(&self.around.context),
                Some((number, name)),
            ))),
            Step::Go(Go::Person(number, name, over)) => {
                Want::Open(Box::new(crate::tui::leaderboard::person::PersonsFigures::open(
                    Rc::clone(&self.around.context),
                    (number, name),
                    *over,
                )))
            }
            Step::Go(Go::Bills) => {
                Want::Open(Box::new(crate::tui::output::Output::open(Rc::clone(&self.around.context))))
            }
            Step::Go(Go::Door(label)) => match doors::DOORS.iter().find(|door| door.label == label) {
                Some(door) => Want::Open((door.open)(&self.around.context)),
                None => return Effect::Bell,
            },
            Step::Go(Go::Pay) => Want::Open(doors::pay(&self.around.context)),
            Step::Go(Go::Member(member)) => Want::ShowMember(member),
            Step::Go(Go::Tab(tab)) => Want::Go(tab),
            Step::Go(Go::Back) => Want::Back,
            Step::Go(Go::Store(visit)) => Want::Visit(visit),
            Step::Sold(bill, cash) => Want::Sold { bill, cash },
            Step::Lock => Want::Lock,
            Step::Press(fixed) => Want::Press(fixed),
            Step::Wake(tag, after_ms) => return Effect::Wake { tag, after_ms },
        })
    }
}

impl<G: Guest> Screen for Hosted<G> {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        let Self { around, guest } = self;
        let steps = match msg {
            Msg::Context(context) => {
                *around = Around::of(&context);
                Vec::new()
            }
            Msg::Shown => guest.shown(around),
            Msg::Key(key) => guest.press(key, around),
            Msg::Do(fixed) => key_of(fixed).map(|key| guest.press(key, around)).unwrap_or_default(),
            Msg::Scan { text, typed } => guest.scan(&text, typed, around),
            Msg::Paste(text) => guest.paste(&text, around),
            Msg::Row { list, row } => guest.row(list, row, around),
            Msg::Wheel { down } => guest.press(if down { Key::Down } else { Key::Up }, around),
            Msg::Reply(reply) => guest.hear(reply, around),
            Msg::Busy { .. } => {
                guest.busy();
                Vec::new()
            }
            Msg::Wake(tag) => guest.wake(tag, around),
            Msg::Touched(areas) => guest.touched(&areas, around),
            Msg::Closed(_, parcel) => {
                let paid = parcel.and_then(|any| any.downcast::<crate::checkout::topup::ToppedUp>().ok());
                if let Some(paid) = paid {
                    guest.fresh(paid.bill);
                }
                Vec::new()
            }
            Msg::Member(member) => guest.member(&member, around),
            // Where nothing is typed Backspace leads back, and there is nothing to forget.
            Msg::Forget(count) if guest.is_typing() => {
                (0..count).flat_map(|_| guest.press(Key::Backspace, around)).collect()
            }
            Msg::Forget(_) => Vec::new(),
        };
        self.granted(steps)
    }

    fn view(&self, pen: &mut Pen<'_>) {
        self.guest.view(pen);
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        self.guest.hints(lang)
    }
}

impl<G: Guest> Pane for Hosted<G> {
    fn title(&self) -> &'static str {
        self.guest.title()
    }

    fn is_typing(&self) -> bool {
        self.guest.is_typing()
    }

    fn hears(&self, fixed: Fixed) -> bool {
        self.guest.takes(fixed)
    }
}

/// The key that a fixed key is drawn as.
fn key_of(fixed: Fixed) -> Option<Key> {
    FIXED.iter().find(|bind| bind.act == fixed).map(|bind| bind.key)
}
