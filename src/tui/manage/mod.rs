//! The lists behind the counter: settings, people, price list, stock, tiers, top-up offers, discounts, imports. Each is a list and a form.
//!
//! | to change | open |
//! |---|---|
//! | what the keys do | this file |
//! | what stands in each list | [`things`] |
//! | the forms | [`sheets`], [`item_sheets`], [`discount_sheets`], [`rest_sheets`] |

pub mod discount_sheets;
pub mod item_sheets;
pub mod rest_sheets;
pub mod sheets;
#[cfg(test)]
mod tests;
pub mod things;

use super::frame::{Column, Hint, Listing, Panel, Pen, Row, Table};
use super::input::Key;
use super::keys::Fixed;
use super::line::{Line, Takes};
use super::palette::Names;
use super::parts::menu::Picked;
use super::parts::sheet::{Turned, WHAT as SHEET};
use super::parts::{Around, Guest, Menu, Sheet, Step, hints, why};
use super::theme::Role;
use crate::shop::Area;
use crate::words::{self, Lang};
use crate::worker::Reply;
use things::{Entry, Page, Thing};

const WHAT: &str = "manage-list";
const LIST: &str = "manage";

#[derive(Debug)]
enum Layer {
    Menu(Menu<sheets::Deed>),
    Sheet(Box<Sheet>),
}

/// One of the lists.
#[derive(Debug)]
pub struct Manage {
    page: Page,
    line: Line,
    list: Listing<Entry>,
    layer: Option<Layer>,
    as_of: String,
}

impl Manage {
    /// A list.
    pub fn open(page: Page) -> Self {
        Self {
            page,
            line: Line::new(Takes::Narrow),
            list: Listing::default(),
            layer: None,
            as_of: String::new(),
        }
    }

    fn filter(&mut self) {
        let text = self.line.text().to_owned();
        self.list.filter(&text, |entry, needle| {
            let code = match &entry.thing {
                // A setting is found by the name that messages, files and the machine's door call it by.
                Thing::Setting(name, _) => Some(name.as_str()),
                _ => None,
            };
            let texts: Vec<&str> = entry.cells.iter().map(String::as_str).chain(code).collect();
            Names::of(&texts).score(needle)
        });
    }

    fn refilter(&mut self) {
        let place = self.list.selected_number().unwrap_or(0);
        self.filter();
        self.list.select(place);
    }

    fn act(&mut self, deed: sheets::Deed, around: &Around) {
        self.layer = Some(Layer::Sheet(Box::new(sheets::begin(&deed, self.things(), around))));
    }

    /// Every row's thing: a step of the offers is changed by sending the whole table.
    fn things(&self) -> Vec<Thing> {
        self.list.iter().map(|entry| entry.thing.clone()).collect()
    }

    fn enter(&mut self, around: &Around) {
        let Some(entry) = self.list.selected() else {
            return self.add(around);
        };
        let deeds = sheets::deeds(&entry.thing, around.lang);
        if deeds.is_empty() {
            return;
        }
        if let [one] = deeds.as_slice() {
            let deed = one.act.clone();
            self.act(deed, around);
        } else {
            let title = entry.cells.iter().take(2).cloned().collect::<Vec<_>>().join(" ");
            self.layer = Some(Layer::Menu(Menu::new(title, deeds)));
        }
    }

    fn add(&mut self, around: &Around) {
        if let Some(deed) = self.page.adds() {
            self.line.clear();
            self.filter();
            self.act(deed, around);
        }
    }

    fn turned(&mut self, turned: Turned) -> Vec<Step> {
        match turned {
            Turned::Open(steps) => steps,
            Turned::Closed(steps) => {
                self.layer = None;
                steps
            }
        }
    }

    fn picked(&mut self, picked: Picked<sheets::Deed>, around: &Around) {
        match picked {
            Picked::Open => {}
            Picked::Closed => self.layer = None,
            Picked::Act(deed) => self.act(deed, around),
        }
    }
}

impl Guest for Manage {
    fn title(&self) -> &'static str {
        self.page.title()
    }

    fn shown(&mut self, _: &Around) -> Vec<Step> {
        vec![Step::Wish(self.page.ask(WHAT))]
    }

    fn press(&mut self, key: Key, around: &Around) -> Vec<Step> {
        match &mut self.layer {
            Some(Layer::Menu(menu)) => {
                let picked = menu.press(key);
                self.picked(picked, around);
                return Vec::new();
            }
            Some(Layer::Sheet(sheet)) => {
                let turned = sheet.press(key, around);
                return self.turned(turned);
            }
            None => {}
        }
        match key {
            Key::Esc if self.line.is_empty() => return vec![Step::Close(None)],
            Key::Esc => {
                self.line.clear();
                self.filter();
            }
            Key::Enter => self.enter(around),
            Key::F(4) => self.add(around),
            Key::Up => self.list.step(-1),
            Key::Down => self.list.step(1),
            Key::PageUp => self.list.step(-10),
            Key::PageDown => self.list.step(10),
            Key::Home if self.line.is_empty() => self.list.select(0),
            Key::End if self.line.is_empty() => self.list.select(usize::MAX),
            // The filter is open already.
            Key::Char('/') if self.line.is_empty() => {}
            other => {
                if self.line.press(other) {
                    self.filter();
                }
            }
        }
        Vec::new()
    }

    fn hear(&mut self, reply: Reply, around: &Around) -> Vec<Step> {
        if reply.tag.what == SHEET {
            let Some(Layer::Sheet(sheet)) = &mut self.layer else { return Vec::new() };
            let turned = sheet.hear(reply, around);
            return self.turned(turned);
        }
        let at = reply.at;
        match self.page.read(reply, around.lang) {
            Ok(entries) => self.list.answer(entries, at),
            Err(stop) => self.list.fail(why(around.lang, &stop)),
        }
        self.refilter();
        self.as_of = self.list.as_of(around.lang, &around.zone);
        Vec::new()
    }

    fn touched(&mut self, areas: &[Area], _: &Around) -> Vec<Step> {
        let watched = [Area::Catalog, Area::Staff, Area::Settings, Area::Imports, Area::Ledger];
        if areas.iter().any(|area| watched.contains(area)) {
            vec![Step::Wish(self.page.ask(WHAT))]
        } else {
            Vec::new()
        }
    }

    fn busy(&mut self) {
        if let Some(Layer::Sheet(sheet)) = &mut self.layer {
            sheet.busy();
        }
    }

    fn paste(&mut self, text: &str, _: &Around) -> Vec<Step> {
        match &mut self.layer {
            Some(Layer::Sheet(sheet)) => sheet.paste(text),
            Some(Layer::Menu(_)) => {}
            None => {
                self.line.paste(text);
                self.filter();
            }
        }
        Vec::new()
    }

    fn scan(&mut self, text: &str, typed: usize, _: &Around) -> Vec<Step> {
        match &mut self.layer {
            Some(Layer::Sheet(sheet)) => sheet.scan(text, typed),
            Some(Layer::Menu(_)) => {}
            None => {
                self.line.take_back(typed);
                self.line.set(text);
                self.filter();
            }
        }
        Vec::new()
    }

    fn row(&mut self, list: &'static str, row: usize, around: &Around) -> Vec<Step> {
        match &mut self.layer {
            Some(Layer::Menu(menu)) => {
                let picked = menu.row(list, row);
                self.picked(picked, around);
            }
            None if list == LIST => {
                let again = self.list.selected_number() == Some(row);
                self.list.select(row);
                if again {
                    self.enter(around);
                }
            }
            Some(Layer::Sheet(_)) | None => {}
        }
        Vec::new()
    }

    fn view(&self, pen: &mut Pen<'_>) {
        pen.blank();
        pen.cover();
        let lang = pen.lang();
        let bounds = pen.bounds();
        let title = words::text(lang, self.page.title());
        let mut inside = Panel::new(title).fact(&self.as_of).focused(true).draw(pen, bounds);
        inside.put(1, 0, "/", Role::Brand);
        let cells = inside.width().saturating_sub(4);
        self.line.draw(&mut inside, 3, 0, cells, self.layer.is_none());
        inside.rule(1);
        let rest = ratatui::layout::Rect::new(0, 2, inside.width(), inside.height().saturating_sub(2));
        let mut body = inside.part(rest);
        if !self.list.draw_state(&mut body, self.page.empty()) {
            let columns: Vec<Column<'_>> = self.page.columns(lang);
            let fit = Table::rows_in(body.height(), true);
            let first = self.list.first(fit);
            let rows: Vec<Row> = self.list.iter().skip(first).take(fit).map(Entry::row).collect();
            let selected = self.list.selected_number();
            let count = self.list.len();
            Table { list: LIST, columns: &columns, rows: &rows, first, count, selected, titled: true }
                .draw(&mut body);
        }
        match &self.layer {
            Some(Layer::Menu(menu)) => menu.draw(pen),
            Some(Layer::Sheet(sheet)) => sheet.draw(pen),
            None => {}
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        match &self.layer {
            Some(Layer::Menu(_)) => return Menu::<sheets::Deed>::hints(lang),
            Some(Layer::Sheet(_)) => return Sheet::hints(lang),
            None => {}
        }
        let mut keys = Vec::new();
        if !self.list.is_empty() {
            keys.push((Key::Enter, self.page.enters()));
        }
        if self.page.adds().is_some() {
            keys.push((Key::F(4), "manage.key.add"));
        }
        keys.push((Key::Down, "members.key.choose"));
        keys.push((Key::Esc, "key.back"));
        hints(lang, &keys)
    }

    /// On an empty filter `:` and `?` are keys; behind a first letter they are text.
    fn is_typing(&self) -> bool {
        self.layer.is_some() || !self.line.is_empty()
    }

    fn takes(&self, fixed: Fixed) -> bool {
        matches!(fixed, Fixed::Member) || self.layer.is_some() && matches!(fixed, Fixed::Settle)
    }
}
