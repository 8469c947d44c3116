//! A statement of two stores as a table that is printed, signed and filed: XLSX or CSV.

use crate::exchange::sheet_out::{Cell, Table, head};
use crate::ground::Refused;
use crate::settlement::events::Event;
use crate::settlement::statement::Statement;
use crate::words::{self, Lang};

const HEAD: [&str; 14] = [
    "settle.col.served",
    "settle.col.owes",
    "settle.col.day",
    "settle.col.bill",
    "settle.col.member",
    "settle.col.owner",
    "settle.col.staff",
    "settle.col.item",
    "settle.col.principal",
    "settle.col.gift",
    "settle.col.rule",
    "settle.col.owed",
    "settle.col.home_share",
    "settle.col.serving_share",
];

/// The statement as rows: every event, the totals, the net in capital figures, and where to sign.
///
/// # Errors
/// [`Refused::AmountTooLarge`].
pub fn table(lang: Lang, statement: &Statement) -> Result<Table, Refused> {
    let mut rows = Vec::new();
    for event in statement.first.iter().chain(&statement.second) {
        rows.push(row(lang, event)?);
    }
    let [(first, first_name), (second, second_name)] = &statement.stores;
    let said = |key: &str, facts: &[(&str, &str)]| words::fill(lang, key, facts);
    let mut line = |text: String, amount: Option<crate::ground::Fen>| {
        let mut cells: Vec<Cell> = (0..HEAD.len()).map(|_| Cell::Text(String::new())).collect();
        if let Some(cell) = cells.first_mut() {
            *cell = Cell::Text(text);
        }
        if let (Some(amount), Some(cell)) = (amount, cells.get_mut(11)) {
            *cell = Cell::Money(amount);
        }
        rows.push(cells);
    };
    let month = statement.month.name();
    line(said("settle.total", &[("owes", second_name), ("gets", first_name)]), Some(statement.owed_to_first));
    line(
        said("settle.total", &[("owes", first_name), ("gets", second_name)]),
        Some(statement.owed_to_second),
    );
    match statement.payment()? {
        Some((from, to, amount, capital)) => {
            let name = |code: &str| if code == first { first_name } else { second_name };
            line(said("settle.pays", &[("from", name(from)), ("to", name(to))]), Some(amount));
            line(said("settle.capital", &[("capital", &capital)]), None);
        }
        None => line(said("settle.even", &[]), None),
    }
    line(said("settle.sign", &[("first", first_name), ("second", second_name)]), None);
    line(said("settle.of", &[("month", &month), ("first", first), ("second", second)]), None);
    Ok(Table { head: head(lang, &HEAD), rows })
}

/// How an event reads in a list: its item, and what it goes back from.
pub fn named(lang: Lang, event: &Event) -> String {
    match (&event.of_number, &event.late_of) {
        (Some(number), _) => words::fill(lang, "settle.back", &[("name", &event.name), ("bill", number)]),
        (None, Some(month)) => words::fill(lang, "settle.late", &[("name", &event.name), ("month", month)]),
        (None, None) => event.name.clone(),
    }
}

/// The rule that rated an event and its version.
pub fn ruled(lang: Lang, event: &Event) -> String {
    if event.rule.is_empty() {
        return words::text(lang, "settle.unruled").to_owned();
    }
    format!("R{} {}", event.version, event.rule)
}

fn row(lang: Lang, event: &Event) -> Result<Vec<Cell>, Refused> {
    Ok(vec![
        Cell::Text(event.serving.clone()),
        Cell::Text(event.home.clone()),
        Cell::Text(event.day.clone()),
        Cell::Text(event.number.clone()),
        Cell::Text(event.member.clone()),
        Cell::Text(event.owner.clone()),
        Cell::Text(event.staff.clone()),
        Cell::Text(named(lang, event)),
        Cell::Money(event.principal),
        Cell::Money(event.gift),
        Cell::Text(ruled(lang, event)),
        Cell::Money(event.owed),
        Cell::Money(event.home_share),
        Cell::Money(event.value.minus(event.home_share)?),
    ])
}
