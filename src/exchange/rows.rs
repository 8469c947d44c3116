//! What a row of a file becomes: one plain struct for each kind, or every reason why not.

use chrono::{NaiveDate, NaiveTime};

use super::birthday::{self, Birthday};
use super::columns::Mapping;
use super::dates::{self, DayStyle};
use super::fields::{Field, Kind};
pub use super::problem::{CODES, Problem};
use super::table::{Cell, Row};
use super::values::{self, Gender, ItemSort};
use crate::ground::{Clean, Fen, Refused};

/// A member.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the column of its name in fields.rs")]
pub struct MemberRow {
    pub name: Clean,
    pub phone: Option<String>,
    pub code: Option<Clean>,
    pub gender: Option<Gender>,
    pub birthday: Option<Birthday>,
    pub tier: Option<Clean>,
    pub joined_on: Option<NaiveDate>,
    pub last_visit: Option<NaiveDate>,
    pub points: Option<i64>,
    pub note: Option<Clean>,
}

/// A stored-value balance; without a split all of it is principal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the column of its name in fields.rs")]
pub struct BalanceRow {
    pub phone: Option<String>,
    pub code: Option<Clean>,
    pub name: Option<Clean>,
    pub balance: Option<Fen>,
    pub principal: Option<Fen>,
    pub gift: Option<Fen>,
    pub expires_on: Option<NaiveDate>,
    pub note: Option<Clean>,
}

/// A session or period card.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the column of its name in fields.rs")]
pub struct CardRow {
    pub phone: Option<String>,
    pub code: Option<Clean>,
    pub name: Option<Clean>,
    pub card: Clean,
    pub card_number: Option<Clean>,
    pub sessions_total: Option<i64>,
    pub sessions_left: Option<i64>,
    pub paid: Option<Fen>,
    pub bought_on: Option<NaiveDate>,
    pub expires_on: Option<NaiveDate>,
    pub note: Option<Clean>,
}

/// A service or a product.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the column of its name in fields.rs")]
pub struct ItemRow {
    pub name: Clean,
    pub code: Option<Clean>,
    pub price: Fen,
    pub category: Option<Clean>,
    pub sort: Option<ItemSort>,
    pub cost: Option<Fen>,
    pub hand_fee: Option<Fen>,
    pub barcode: Option<Clean>,
    pub minutes: Option<i64>,
    pub stock: Option<i64>,
    pub stock_min: Option<i64>,
    pub active: Option<bool>,
    pub note: Option<Clean>,
}

/// A person of the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the column of its name in fields.rs")]
pub struct StaffRow {
    pub name: Clean,
    pub code: Option<Clean>,
    pub phone: Option<String>,
    pub role: Option<Clean>,
    pub joined_on: Option<NaiveDate>,
    pub active: Option<bool>,
    pub note: Option<Clean>,
}

/// One line of a past sale; the amount is that of the whole line, negative for a refund. A line without a name
/// is money all the same, and is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "each field is the column of its name in fields.rs")]
pub struct SaleRow {
    pub receipt: Option<Clean>,
    pub date: NaiveDate,
    pub time: Option<NaiveTime>,
    pub item: Option<Clean>,
    pub item_code: Option<Clean>,
    pub client: Option<Clean>,
    pub phone: Option<String>,
    pub staff: Option<Clean>,
    pub quantity: i64,
    pub amount: Fen,
    pub price: Option<Fen>,
    pub tender: Option<Clean>,
    pub note: Option<Clean>,
}

/// A row that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parsed {
    /// Of members.
    Member(MemberRow),
    /// Of balances.
    Balance(BalanceRow),
    /// Of cards.
    Card(CardRow),
    /// Of items.
    Item(ItemRow),
    /// Of staff.
    Staff(StaffRow),
    /// Of sales.
    Sale(SaleRow),
}

/// How the days of each column are read.
pub type Styles = Vec<(Field, DayStyle)>;

/// Reads one row; `spilt` is what is wrong with the row as a whole.
///
/// # Errors
/// Every problem of the row, in the order of its fields.
pub fn read(
    row: &Row,
    mapping: &Mapping,
    spilt: Option<Refused>,
    styles: &Styles,
) -> Result<Parsed, Vec<Problem>> {
    let problems = spilt.into_iter().map(|why| Problem { field: None, why }).collect();
    let mut take = Take { row, mapping, styles, problems };
    let parsed = match mapping.kind {
        Kind::Members => take.member().map(Parsed::Member),
        Kind::Balances => Some(Parsed::Balance(take.balance())),
        Kind::Cards => take.card().map(Parsed::Card),
        Kind::Items => take.item().map(Parsed::Item),
        Kind::Staff => take.staff().map(Parsed::Staff),
        Kind::Sales => take.sale().map(Parsed::Sale),
    };
    match parsed {
        Some(parsed) if take.problems.is_empty() => Ok(parsed),
        Some(_) | None => Err(take.problems),
    }
}

/// Takes values out of one row and keeps what was wrong with them.
struct Take<'a> {
    row: &'a Row,
    mapping: &'a Mapping,
    styles: &'a Styles,
    problems: Vec<Problem>,
}

impl Take<'_> {
    /// The value of a field, `None` where the cell is blank, is not mapped, or is refused.
    fn maybe<T>(&mut self, field: Field, read: impl FnOnce(&Cell) -> Result<T, Refused>) -> Option<T> {
        let cell = self.row.cell(self.mapping.column(field)?);
        if cell.is_blank() {
            return None;
        }
        match read(cell) {
            Ok(value) => Some(value),
            Err(why) => {
                self.problems.push(Problem { field: Some(field), why });
                None
            }
        }
    }

    /// As [`Take::maybe`], and a blank cell is a problem.
    fn must<T>(&mut self, field: Field, read: impl FnOnce(&Cell) -> Result<T, Refused>) -> Option<T> {
        let before = self.problems.len();
        let value = self.maybe(field, read);
        if value.is_none() && self.problems.len() == before {
            self.missing(field);
        }
        value
    }

    fn missing(&mut self, field: Field) {
        let why = Refused::TextMissing { field: field.name().to_owned() };
        self.problems.push(Problem { field: Some(field), why });
    }

    /// One of two must be there; nothing more is said where one is refused already.
    fn either(&mut self, some: bool, field: Field, other: Field) {
        let refused = |problem: &Problem| problem.field == Some(field) || problem.field == Some(other);
        if !some && !self.problems.iter().any(refused) {
            let field = if self.mapping.column(field).is_some() { field } else { other };
            self.missing(field);
        }
    }

    fn text(&mut self, field: Field) -> Option<Clean> {
        self.maybe(field, |cell| values::text(field.name(), cell)).filter(|text| !text.is_empty())
    }

    fn must_text(&mut self, field: Field) -> Option<Clean> {
        self.must(field, |cell| match values::text(field.name(), cell)? {
            text if text.is_empty() => Err(Refused::TextMissing { field: field.name().to_owned() }),
            text => Ok(text),
        })
    }

    fn phone(&mut self) -> Option<String> {
        self.maybe(Field::Phone, values::phone)
    }

    fn money(&mut self, field: Field) -> Option<Fen> {
        self.maybe(field, values::money)
    }

    fn number(&mut self, field: Field) -> Option<i64> {
        self.maybe(field, values::count)
    }

    fn yes_no(&mut self, field: Field) -> Option<bool> {
        self.maybe(field, |cell| values::yes_no(field.name(), cell))
    }

    fn style(&self, field: Field) -> DayStyle {
        self.styles.iter().find(|(known, _)| *known == field).map(|(_, style)| *style).unwrap_or_default()
    }

    fn day(&mut self, field: Field) -> Option<NaiveDate> {
        let style = self.style(field);
        self.maybe(field, |cell| dates::day(cell, style))
    }

    fn member(&mut self) -> Option<MemberRow> {
        let style = self.style(Field::Birthday);
        let name = self.must_text(Field::Name);
        let row = MemberRow {
            phone: self.phone(),
            code: self.text(Field::Code),
            gender: self.maybe(Field::Gender, values::gender).flatten(),
            birthday: self.maybe(Field::Birthday, |cell| birthday::read(cell, style)),
            tier: self.text(Field::Tier),
            joined_on: self.day(Field::JoinedOn),
            last_visit: self.day(Field::LastVisit),
            points: self.number(Field::Points),
            note: self.text(Field::Note),
            name: name.clone().unwrap_or_default(),
        };
        self.either(row.phone.is_some() || row.code.is_some(), Field::Phone, Field::Code);
        name.map(|_| row)
    }

    fn balance(&mut self) -> BalanceRow {
        let row = BalanceRow {
            phone: self.phone(),
            code: self.text(Field::Code),
            name: self.text(Field::Name),
            balance: self.money(Field::Balance),
            principal: self.money(Field::Principal),
            gift: self.money(Field::Gift),
            expires_on: self.day(Field::ExpiresOn),
            note: self.text(Field::Note),
        };
        self.either(row.phone.is_some() || row.code.is_some(), Field::Phone, Field::Code);
        self.either(row.balance.is_some() || row.principal.is_some(), Field::Balance, Field::Principal);
        row
    }

    fn card(&mut self) -> Option<CardRow> {
        let card = self.must_text(Field::Card);
        let row = CardRow {
            phone: self.phone(),
            code: self.text(Field::Code),
            name: self.text(Field::Name),
            card_number: self.text(Field::CardNumber),
            sessions_total: self.number(Field::SessionsTotal),
            sessions_left: self.number(Field::SessionsLeft),
            paid: self.money(Field::Paid),
            bought_on: self.day(Field::BoughtOn),
            expires_on: self.day(Field::ExpiresOn),
            note: self.text(Field::Note),
            card: card.clone().unwrap_or_default(),
        };
        self.either(row.phone.is_some() || row.code.is_some(), Field::Phone, Field::Code);
        let holds = row.sessions_left.is_some() || row.expires_on.is_some();
        self.either(holds, Field::SessionsLeft, Field::ExpiresOn);
        card.map(|_| row)
    }

    fn item(&mut self) -> Option<ItemRow> {
        let name = self.must_text(Field::Name);
        let price = self.must(Field::Price, values::money);
        let row = ItemRow {
            code: self.text(Field::Code),
            category: self.text(Field::Category),
            sort: self.maybe(Field::Sort, values::sort),
            cost: self.money(Field::Cost),
            hand_fee: self.money(Field::HandFee),
            barcode: self.text(Field::Barcode),
            minutes: self.number(Field::Minutes),
            stock: self.number(Field::Stock),
            stock_min: self.number(Field::StockMin),
            active: self.yes_no(Field::Active),
            note: self.text(Field::Note),
            name: name?,
            price: price?,
        };
        Some(row)
    }

    fn staff(&mut self) -> Option<StaffRow> {
        let name = self.must_text(Field::Name);
        let row = StaffRow {
            code: self.text(Field::Code),
            phone: self.phone(),
            role: self.text(Field::Role),
            joined_on: self.day(Field::JoinedOn),
            active: self.yes_no(Field::Active),
            note: self.text(Field::Note),
            name: name?,
        };
        Some(row)
    }

    fn sale(&mut self) -> Option<SaleRow> {
        let style = self.style(Field::Date);
        let date = self.must(Field::Date, |cell| dates::day_time(cell, style));
        // A list of visits has no amounts; where there is a column, every line must say its own.
        let amount = match self.mapping.column(Field::Amount) {
            Some(_) => self.must(Field::Amount, values::money),
            None => Some(Fen::ZERO),
        };
        let own_time = self.maybe(Field::Time, dates::time_of_day);
        let row = SaleRow {
            receipt: self.text(Field::Receipt),
            item: self.text(Field::Item),
            item_code: self.text(Field::ItemCode),
            client: self.text(Field::Client),
            phone: self.phone(),
            staff: self.text(Field::Staff),
            quantity: self.number(Field::Quantity).unwrap_or(1),
            price: self.money(Field::Price),
            tender: self.text(Field::Tender),
            note: self.text(Field::Note),
            date: date.map(|(date, _)| date).unwrap_or_default(),
            time: own_time.or(date.and_then(|(_, time)| time)),
            amount: amount.unwrap_or_default(),
        };
        date.and(amount).map(|_| row)
    }
}
