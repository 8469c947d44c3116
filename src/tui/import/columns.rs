//! What the program guessed about a file, to be overruled: encoding and separator or sheet, the header's row, the
//! order of day and month, and which column fills which field. Arrows and Enter alone.

use crate::exchange::columns::Mapping;
use crate::exchange::csv_in::Delimiter;
use crate::exchange::decode::Encoding;
use crate::exchange::fields::Field;
use crate::exchange::load::ImportFile;
use crate::exchange::table::{Cell, Table};
use crate::exchange::told::Spoken;
use crate::ground::Clean;
use crate::tui::frame::{Pen, text};
use crate::tui::input::Key;
use crate::tui::theme::Role;
use crate::words::{self, Lang};

/// Rows of the file that are looked at for an example of a column.
const SAMPLED: usize = 20;
/// The orders of day and month that can be stated.
const ORDERS: [&str; 2] = ["mdy", "dmy"];
/// The lines above the columns of a text.
const TEXT: &[Knob] = &[Knob::Encoding, Knob::Separator, Knob::HeaderRow, Knob::Dates];
/// The lines above the columns of a workbook.
const WORKBOOK: &[Knob] = &[Knob::Sheet, Knob::HeaderRow, Knob::Dates];

/// What was guessed about the whole file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Knob {
    Encoding,
    Separator,
    Sheet,
    HeaderRow,
    Dates,
}

/// What a key came to.
#[derive(Debug)]
pub(super) enum Heard {
    /// Something else is chosen.
    Changed,
    /// Read the file again so.
    Read(Box<ImportFile>),
    /// Back, with nothing changed.
    Left,
}

/// The guesses of one file.
pub(super) struct Columns {
    file: ImportFile,
    headers: Vec<Clean>,
    samples: Vec<Clean>,
    sheets: Vec<Clean>,
    is_text: bool,
    header_row: i64,
    fields: Vec<Field>,
    /// The field of each column.
    chosen: Vec<Option<usize>>,
    /// What was chosen for the lines above the columns; 0 is what the program finds out itself.
    encoding: usize,
    separator: usize,
    sheet: usize,
    order: usize,
    /// Another table is to be read: then its columns are guessed anew.
    another: bool,
    marked: usize,
    why: Option<String>,
}

impl Columns {
    /// The guesses of a file that was read; `why` says what is still missing.
    pub fn new(file: ImportFile, table: &Table, mapping: &Mapping, why: Option<String>) -> Self {
        let fields: Vec<Field> = mapping.kind.columns().iter().map(|(field, _)| *field).collect();
        let mut chosen = vec![None; table.headers.len()];
        for (field, column) in &mapping.columns {
            if let Some(slot) = chosen.get_mut(*column) {
                *slot = fields.iter().position(|known| known == field);
            }
        }
        let sample = |column: usize| {
            let cells = table.rows.iter().take(SAMPLED).map(|row| row.cell(column));
            cells.into_iter().find(|cell| !cell.is_blank()).map(Cell::shown).unwrap_or_default()
        };
        let stated = |name: &String| Encoding::ALL.iter().position(|known| known.name() == name);
        let sheet = table.sheet.as_ref().and_then(|one| table.sheets.iter().position(|known| known == one));
        Self {
            headers: table.headers.clone(),
            samples: (0..table.headers.len()).map(sample).collect(),
            sheets: table.sheets.clone(),
            is_text: table.encoding.is_some(),
            header_row: table.header_row,
            encoding: file.encoding.as_ref().and_then(stated).map_or(0, |place| place + 1),
            separator: file
                .delimiter
                .as_ref()
                .and_then(|name| Delimiter::ALL.iter().position(|known| known.name() == name))
                .map_or(0, |place| place + 1),
            sheet: sheet.unwrap_or(0),
            order: file
                .dates
                .as_ref()
                .and_then(|order| ORDERS.iter().position(|known| known == order))
                .map_or(0, |place| place + 1),
            another: false,
            marked: if why.is_none() {
                0
            } else if table.headers.len() < 2 {
                1
            } else {
                knobs_of(table).len()
            },
            fields,
            chosen,
            file,
            why,
        }
    }

    /// A key.
    pub fn press(&mut self, key: Key) -> Heard {
        let last = self.lines().saturating_sub(1);
        match key.plain() {
            Key::Esc => return Heard::Left,
            Key::Enter => return Heard::Read(Box::new(self.stated())),
            Key::Up => self.marked = self.marked.saturating_sub(1),
            Key::Down => self.marked = (self.marked + 1).min(last),
            Key::PageUp => self.marked = self.marked.saturating_sub(10),
            Key::PageDown => self.marked = (self.marked + 10).min(last),
            Key::Home => self.marked = 0,
            Key::End => self.marked = last,
            Key::Left | Key::Char('-') => self.turn(false),
            Key::Right | Key::Char('+') => self.turn(true),
            Key::Backspace => self.clear(),
            _ => {}
        }
        Heard::Changed
    }

    /// A row was clicked.
    pub fn mark(&mut self, row: usize) {
        self.marked = row.min(self.lines().saturating_sub(1));
    }

    fn knobs(&self) -> &'static [Knob] {
        if self.is_text { TEXT } else { WORKBOOK }
    }

    fn lines(&self) -> usize {
        self.knobs().len() + self.headers.len()
    }

    fn turn(&mut self, on: bool) {
        let Some(knob) = self.knobs().get(self.marked) else {
            return self.turn_column(self.marked - self.knobs().len(), on);
        };
        match knob {
            Knob::Encoding => self.encoding = turned(self.encoding, Encoding::ALL.len() + 1, on),
            Knob::Separator => self.separator = turned(self.separator, Delimiter::ALL.len() + 1, on),
            Knob::Sheet => self.sheet = turned(self.sheet, self.sheets.len(), on),
            // 0 says that there is none.
            Knob::HeaderRow => self.header_row = (self.header_row + if on { 1 } else { -1 }).max(0),
            Knob::Dates => self.order = turned(self.order, ORDERS.len() + 1, on),
        }
        self.another |= *knob != Knob::Dates;
    }

    /// The next field for a column that no other column fills.
    fn turn_column(&mut self, column: usize, on: bool) {
        let Some(now) = self.chosen.get(column).copied() else { return };
        let count = self.fields.len() + 1;
        let mut place = now.map_or(0, |field| field + 1);
        let next = loop {
            place = turned(place, count, on);
            let field = place.checked_sub(1);
            // Nothing is always free, so this ends.
            if field.is_none() || field == now || !self.chosen.contains(&field) {
                break field;
            }
        };
        if let Some(slot) = self.chosen.get_mut(column) {
            *slot = next;
        }
    }

    fn clear(&mut self) {
        let column = self.marked.checked_sub(self.knobs().len());
        if let Some(slot) = column.and_then(|column| self.chosen.get_mut(column)) {
            *slot = None;
        }
    }

    /// The file with everything that was chosen stated.
    fn stated(&self) -> ImportFile {
        let column = |field: usize| self.chosen.iter().position(|chosen| *chosen == Some(field));
        let maps = self.fields.iter().enumerate().map(|(place, field)| match column(place) {
            Some(column) => format!("{}=#{}", field.name(), column + 1),
            None => format!("{}=", field.name()),
        });
        ImportFile {
            encoding: self
                .encoding
                .checked_sub(1)
                .and_then(|place| Encoding::ALL.get(place))
                .map(|known| known.name().to_owned()),
            delimiter: self
                .separator
                .checked_sub(1)
                .and_then(|place| Delimiter::ALL.get(place))
                .map(|known| known.name().to_owned()),
            sheet: self.sheets.get(self.sheet).map(|name| name.as_str().to_owned()),
            header_row: Some(self.header_row),
            dates: self
                .order
                .checked_sub(1)
                .and_then(|place| ORDERS.get(place))
                .map(|&order| order.to_owned()),
            maps: if self.another { Vec::new() } else { maps.collect() },
            ..self.file.clone()
        }
    }

    /// Draws it.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let lang = pen.lang();
        let mut y = 0;
        if let Some(why) = &self.why {
            for line in text::wrap(why, usize::from(pen.width().saturating_sub(2))).iter().take(2) {
                pen.put(1, y, line, Role::Bad);
                y += 1;
            }
        }
        let all: Vec<(String, String, String)> =
            self.guesses(lang).into_iter().chain(self.columns(lang)).collect();
        let fit = usize::from(pen.height().saturating_sub(y));
        let first = (self.marked + 1).saturating_sub(fit);
        let (left, middle) = (pen.width() / 3, pen.width() / 3 * 2);
        for (place, (label, sample, value)) in all.iter().enumerate().skip(first).take(fit) {
            let marked = place == self.marked;
            if marked {
                let point = pen.glyphs().point;
                pen.put(0, y, &point.to_string(), Role::Brand);
                pen.tint(y, Role::Selected);
            }
            let cells = usize::from(left.saturating_sub(3));
            pen.put(2, y, &text::cut(label, cells), Role::Text);
            pen.put(left, y, &text::cut(sample, cells), Role::Muted);
            let value = if marked { format!("< {value} >") } else { format!("  {value}") };
            pen.put(middle, y, &value, if marked { Role::Brand } else { Role::Text });
            pen.hit_row(y, "import_columns", place);
            y += 1;
        }
    }

    fn guesses(&self, lang: Lang) -> Vec<(String, String, String)> {
        let word = |key: &str| words::text(lang, key).to_owned();
        let automatic = || word("importing.automatic");
        let one = |knob: &Knob| match knob {
            Knob::Encoding => {
                let name = self.encoding.checked_sub(1).and_then(|place| Encoding::ALL.get(place));
                let name = name.map_or_else(automatic, |known| known.name().to_owned());
                ("output.export_encoding", name)
            }
            Knob::Separator => {
                let name = self.separator.checked_sub(1).and_then(|place| Delimiter::ALL.get(place));
                let name =
                    name.map_or_else(automatic, |known| word(&format!("importing.by_{}", known.name())));
                ("importing.separator", name)
            }
            Knob::Sheet => {
                let name = self.sheets.get(self.sheet).map(|name| name.as_str().to_owned());
                ("importing.sheet", name.unwrap_or_default())
            }
            Knob::HeaderRow if self.header_row == 0 => ("importing.header_row", word("importing.no_header")),
            Knob::HeaderRow => ("importing.header_row", self.header_row.to_string()),
            Knob::Dates => {
                let order = match self.order {
                    1 => word("importing.month_first"),
                    2 => word("importing.day_first"),
                    _ => automatic(),
                };
                ("importing.dates", order)
            }
        };
        let guessed = self.knobs().iter().map(one);
        guessed.map(|(label, value)| (word(label), String::new(), value)).collect()
    }

    fn columns(&self, lang: Lang) -> Vec<(String, String, String)> {
        let name = |field: Option<usize>| match field.and_then(|place| self.fields.get(place)) {
            Some(field) => Spoken(lang).field(field.name()),
            None => words::text(lang, "importing.unused").to_owned(),
        };
        let columns = self.headers.iter().zip(&self.samples).zip(&self.chosen);
        columns
            .map(|((header, sample), field)| {
                (header.as_str().to_owned(), sample.as_str().to_owned(), name(*field))
            })
            .collect()
    }
}

fn knobs_of(table: &Table) -> &'static [Knob] {
    if table.encoding.is_some() { TEXT } else { WORKBOOK }
}

/// The next or the one before of so many, round and round.
fn turned(now: usize, count: usize, on: bool) -> usize {
    let count = count.max(1);
    if on { (now + 1) % count } else { (now + count - 1) % count }
}
