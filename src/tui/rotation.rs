//! The rotation queue at the counter: who is next, who serves, who passed; digits choose, Enter opens what can be done.

use std::rc::Rc;

use super::app::lock::hint;
use super::app::pane::{close, say, work};
use super::app::{Context, Effects, Msg, Pane, Want};
use super::frame::listing::SLOW_AFTER_MS;
use super::frame::{Column, Hint, Listing, Panel, Pen, Row, Table, Tone, popup};
use super::input::Key;
use super::parts::menu::{Choice, Menu, Picked};
use super::screen::{Effect, Screen};
use super::theme::Role;
use crate::staff::Job;
use crate::staff::rotation::{Move, MoveRotation, Place, Rotation};
use crate::words::{self, Lang};
use crate::worker::{Reply, Wish};

/// The layer.
pub struct Queue {
    context: Rc<Context>,
    list: Listing<Place>,
    menu: Option<Menu<(String, Move)>>,
    key: String,
}

impl Queue {
    /// Opens the layer.
    #[must_use]
    pub fn open(context: Rc<Context>) -> Self {
        Self { key: context.key(), context, list: Listing::default(), menu: None }
    }

    fn ask() -> Effects {
        vec![
            work(Wish::ask("queue", Rotation {})),
            Effect::Wake { tag: "queue_slow", after_ms: SLOW_AFTER_MS },
        ]
    }

    /// What can be done to the selected person.
    fn act(&mut self) {
        let lang = self.context.lang;
        let Some(place) = self.list.selected() else { return self.join() };
        let choice =
            |step, label: &'static str| Choice::new((place.staff.clone(), step), words::text(lang, label));
        let serving = if place.busy {
            choice(Move::Free, "rotation.free")
        } else {
            choice(Move::Busy, "rotation.busy")
        };
        let choices =
            vec![serving, choice(Move::Skip, "rotation.skip"), choice(Move::Leave, "rotation.leave")];
        self.menu = Some(Menu::new(format!("{} {}", place.staff, place.name), choices));
    }

    /// Who may join: technicians who work here and do not stand in it.
    fn join(&mut self) {
        let stands = |number: &str| self.list.iter().any(|place| place.staff == number);
        let people = self.context.shelf.staff.iter();
        let free: Vec<Choice<(String, Move)>> = people
            .filter(|person| person.left_on.is_none() && person.job == Job::Technician)
            .filter(|person| !stands(&person.number))
            .map(|person| {
                let label = format!("{} {}", person.number, person.name);
                Choice::new((person.number.clone(), Move::Join), label)
            })
            .collect();
        let title = words::text(self.context.lang, "rotation.who_joins");
        self.menu = (!free.is_empty()).then(|| Menu::new(title, free));
    }

    fn picked(&mut self, picked: Picked<(String, Move)>) -> Effects {
        match picked {
            Picked::Open => Vec::new(),
            Picked::Closed => {
                self.menu = None;
                Vec::new()
            }
            Picked::Act((staff, step)) => {
                self.menu = None;
                self.key = self.context.key();
                let envelope = self.context.envelope(&self.key);
                vec![work(Wish::act("moved", envelope, MoveRotation { staff, step }))]
            }
        }
    }

    fn key(&mut self, key: Key) -> Effects {
        if let Some(menu) = &mut self.menu {
            let picked = menu.press(key);
            return self.picked(picked);
        }
        match key.plain() {
            Key::Esc => return vec![close()],
            Key::Enter => self.act(),
            Key::Char('+') => self.join(),
            Key::Char(digit) => match digit.to_digit(10).and_then(|digit| usize::try_from(digit).ok()) {
                Some(digit @ 1..) if digit <= self.list.len() => {
                    self.list.select(digit - 1);
                    self.act();
                }
                Some(_) | None => return vec![Effect::Bell],
            },
            other => {
                self.list.travel(other);
            }
        }
        Vec::new()
    }

    fn hear(&mut self, reply: Reply) -> Effects {
        let at = reply.at;
        let moved = reply.tag.what == "moved";
        match reply.read::<Vec<Place>>() {
            Ok(places) => {
                self.list.answer(places, at);
                Vec::new()
            }
            Err(stop) if moved => vec![say(Tone::Bad, self.context.words(&stop))],
            Err(stop) => {
                self.list.fail(self.context.words(&stop));
                Vec::new()
            }
        }
    }
}

impl Screen for Queue {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown | Msg::Touched(_) => return Self::ask(),
            Msg::Context(context) => self.context = context,
            Msg::Key(key) => return self.key(key),
            Msg::Row { list, row } => {
                if let Some(menu) = &mut self.menu {
                    let picked = menu.row(list, row);
                    return self.picked(picked);
                }
                self.list.select(row);
                self.act();
            }
            Msg::Wheel { down } => self.list.step(if down { 1 } else { -1 }),
            Msg::Reply(reply) => return self.hear(reply),
            Msg::Wake("queue_slow") => self.list.is_late(),
            Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Busy { .. }
            | Msg::Wake(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        let fact = self.list.as_of(lang, &self.context.zone);
        let panel = Panel::new(pen.word(self.title())).fact(&fact);
        let rows = u16::try_from(self.list.len()).unwrap_or(12).clamp(3, 12);
        let mut inside = popup(pen, 60, rows + 3, &panel);
        if !self.list.draw_state(&mut inside, "rotation.empty") {
            self.draw_list(&mut inside);
        }
        if let Some(menu) = &self.menu {
            menu.draw(pen);
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![
            hint(Key::Enter, lang, "rotation.act"),
            hint(Key::Char('+'), lang, "rotation.join"),
            hint(Key::Esc, lang, "key.back"),
        ]
    }
}

impl Queue {
    fn draw_list(&self, pen: &mut Pen<'_>) {
        let columns = [
            Column::text("#", 2),
            Column::rest(pen.word("checkout.col_staff")),
            Column::text("", 8),
            Column::figure(pen.word("rotation.turns"), 6),
            Column::figure(pen.word("rotation.requested"), 6),
            Column::figure(pen.word("rotation.skips"), 6),
        ];
        let fit = Table::rows_in(pen.height(), true);
        let first = self.list.first(fit);
        let rows: Vec<Row> = self
            .list
            .iter()
            .enumerate()
            .skip(first)
            .take(fit)
            .map(|(number, place)| {
                let (state, role) = match (place.busy, place.next) {
                    (true, _) => (pen.word("rotation.is_busy"), Role::Warn),
                    (false, true) => (pen.word("rotation.is_next"), Role::Ok),
                    (false, false) => ("", Role::Muted),
                };
                Row::new()
                    .cell((number + 1).to_string(), Role::Key)
                    .plain(format!("{} {}", place.staff, place.name))
                    .cell(state, role)
                    .plain(place.turns.to_string())
                    .plain(place.requested.to_string())
                    .plain(place.skips.to_string())
            })
            .collect();
        let selected = self.list.selected_number();
        let count = self.list.len();
        Table { list: "rotation", columns: &columns, rows: &rows, first, count, selected, titled: true }
            .draw(pen);
    }
}

impl Pane for Queue {
    fn title(&self) -> &'static str {
        "rotation.title"
    }
}

#[cfg(test)]
mod tests {
    use super::Rotation;
    use crate::tui::app::stage::Stage;

    #[test]
    fn the_queue_proposes_who_is_next_and_a_request_does_not_take_the_turn() {
        let mut stage = Stage::salon();
        stage.keys(":");
        stage.keys("轮牌⏎+1+1␛");
        let queue = |stage: &Stage| -> Vec<String> {
            stage.ask(&Rotation {}).into_iter().map(|place| place.staff).collect()
        };
        assert_eq!(queue(&stage), ["02", "05"], "{}", stage.picture(100, 30));
        // The first in the queue is proposed, and a second service is theirs as well; a product is nobody's.
        stage.keys("21⏎22⏎213⏎");
        let shown = stage.picture(100, 30);
        assert_eq!(shown.matches("陈静").count(), 2, "{shown}");
        stage.keys("⏎⏎");
        assert_eq!(queue(&stage), ["05", "02"]);
        // Taken back, the turn never was.
        stage.keys("ⓩ");
        assert_eq!(queue(&stage), ["02", "05"], "{}", stage.picture(100, 30));
        stage.keys("⌫⌫⌫");
        // Somebody asked for 05: her place stays.
        stage.keys("21⏎/5+⏎⏎⏎");
        let bill = stage.ask(&crate::checkout::bill::ShowBill {
            bill: stage.ask(&crate::checkout::bill::LastBill {}).unwrap().bill,
        });
        assert!(bill.lines[0].requested, "{bill:?}");
        assert_eq!(queue(&stage), ["02", "05"]);
    }
}
