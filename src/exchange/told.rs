//! A row and its problems in words, for a preview and for the file of rows in error.

use super::birthday::Birthday;
use super::error_file::Words;
use super::load::Load;
use super::rows::{Parsed, Problem};
use super::table::Table;
use super::values::{Gender, ItemSort};
use crate::ground::{Clean, Fen};
use crate::words::{self, Lang};

/// The words of a language.
#[derive(Debug, Clone, Copy)]
pub struct Spoken(pub Lang);

impl Words for Spoken {
    fn headers(&self) -> [String; 3] {
        ["row", "reason", "advice"]
            .map(|word| words::text(self.0, &format!("import.added.{word}")).to_owned())
    }

    fn reason(&self, problem: &Problem) -> String {
        let why = self.filled(&problem.reason(), problem);
        match problem.field {
            Some(field) => format!("{}: {why}", self.field(field.name())),
            None => why,
        }
    }

    fn advice(&self, problem: &Problem) -> String {
        self.filled(&problem.advice(), problem)
    }
}

impl Spoken {
    /// A field's name.
    #[must_use]
    pub fn field(self, name: &str) -> String {
        words::lookup(self.0, &format!("import.field.{name}")).unwrap_or(name).to_owned()
    }

    /// Which header fills which field, in words: `姓名 = Desc`.
    #[must_use]
    pub fn maps(self, load: &Load) -> Vec<String> {
        let header = |column: usize| load.table.headers.get(column).map_or("", Clean::as_str);
        let columns = load.mapping.columns.iter();
        columns.map(|(field, column)| format!("{} = {}", self.field(field.name()), header(*column))).collect()
    }

    fn filled(self, key: &str, problem: &Problem) -> String {
        let facts: Vec<(&str, String)> = problem
            .why
            .facts()
            .into_iter()
            .map(|(name, value)| match name {
                "field" => (name, self.field(&value)),
                _ => (name, words::fact_words(self.0, name, &value)),
            })
            .collect();
        let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
        words::fill(self.0, key, &facts)
    }
}

/// The key of the line that tells where the file's header stands, or that it has none.
#[must_use]
pub fn head_key(table: &Table) -> &'static str {
    if table.header_row == 0 { "cli.import.file_bare" } else { "cli.import.file" }
}

/// What a row became: its fields that hold something, by name.
#[must_use]
pub fn fields(parsed: &Parsed) -> Vec<(&'static str, String)> {
    let mut out = Told(Vec::new());
    match parsed {
        Parsed::Member(row) => out
            .text("name", Some(&row.name))
            .plain("phone", row.phone.as_ref())
            .text("code", row.code.as_ref())
            .plain("gender", row.gender.map(gender))
            .plain("birthday", row.birthday.map(birthday))
            .text("tier", row.tier.as_ref())
            .plain("joined_on", row.joined_on)
            .plain("last_visit", row.last_visit)
            .plain("points", row.points)
            .text("note", row.note.as_ref()),
        Parsed::Balance(row) => out
            .text("code", row.code.as_ref())
            .plain("phone", row.phone.as_ref())
            .text("name", row.name.as_ref())
            .money("balance", row.balance)
            .money("principal", row.principal)
            .money("gift", row.gift)
            .plain("expires_on", row.expires_on),
        Parsed::Card(row) => out
            .text("code", row.code.as_ref())
            .plain("phone", row.phone.as_ref())
            .text("name", row.name.as_ref())
            .text("card", Some(&row.card))
            .text("card_number", row.card_number.as_ref())
            .plain("sessions_total", row.sessions_total)
            .plain("sessions_left", row.sessions_left)
            .money("paid", row.paid)
            .plain("bought_on", row.bought_on)
            .plain("expires_on", row.expires_on),
        Parsed::Item(row) => out
            .text("name", Some(&row.name))
            .text("code", row.code.as_ref())
            .money("price", Some(row.price))
            .text("category", row.category.as_ref())
            .plain("sort", row.sort.map(sort))
            .money("cost", row.cost)
            .money("hand_fee", row.hand_fee)
            .text("barcode", row.barcode.as_ref())
            .plain("minutes", row.minutes)
            .plain("stock", row.stock)
            .plain("active", row.active),
        Parsed::Staff(row) => out
            .text("name", Some(&row.name))
            .text("code", row.code.as_ref())
            .text("role", row.role.as_ref())
            .plain("joined_on", row.joined_on)
            .plain("active", row.active),
        Parsed::Sale(row) => out
            .plain("date", Some(row.date))
            .text("receipt", row.receipt.as_ref())
            .text("client", row.client.as_ref())
            .plain("phone", row.phone.as_ref())
            .text("item", row.item.as_ref())
            .text("item_code", row.item_code.as_ref())
            .text("staff", row.staff.as_ref())
            .plain("quantity", Some(row.quantity))
            .money("amount", Some(row.amount)),
    };
    out.0
}

struct Told(Vec<(&'static str, String)>);

impl Told {
    fn text(&mut self, field: &'static str, value: Option<&Clean>) -> &mut Self {
        self.plain(field, value.map(Clean::as_str))
    }

    fn money(&mut self, field: &'static str, value: Option<Fen>) -> &mut Self {
        self.plain(field, value)
    }

    fn plain(&mut self, field: &'static str, value: Option<impl ToString>) -> &mut Self {
        if let Some(value) = value {
            self.0.push((field, value.to_string()));
        }
        self
    }
}

fn gender(gender: Gender) -> &'static str {
    match gender {
        Gender::Female => "女",
        Gender::Male => "男",
    }
}

fn sort(sort: ItemSort) -> &'static str {
    match sort {
        ItemSort::Service => "项目",
        ItemSort::Product => "产品",
    }
}

fn birthday(birthday: Birthday) -> String {
    let (year, month, day, moon) = match birthday {
        Birthday::Solar { year, month, day } => (year, month, day, ""),
        Birthday::Lunar { year, month, day, .. } => (year, month, day, "农历 "),
    };
    match year {
        Some(year) => format!("{moon}{year}-{month:02}-{day:02}"),
        None => format!("{moon}{month:02}-{day:02}"),
    }
}
