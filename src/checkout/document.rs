//! The digest of a bill over every column of every row it has: what the chain seals, and what the proof reads again.

use crate::db::{Db, Fault, Row, ValueRef, named_params};
use crate::ledger::chain::{Document, Hash};

/// The parts of a bill, each with the columns that are hashed in their order, which is the order of its statement.
const PARTS: &[(&str, &[&str], &str)] = &[
    (
        "bill",
        &[
            "number",
            "kind",
            "member_id",
            "staff_id",
            "second_id",
            "posted_on",
            "posted_at",
            "of_bill",
            "list_total",
            "discount",
            "points_used",
            "points_off",
            "points_earned",
            "payable",
            "card_value",
            "change_due",
            "reason",
            "trace",
            "command_id",
        ],
        include_str!("sql/doc_bill.sql"),
    ),
    (
        "line",
        &[
            "line",
            "item_id",
            "code",
            "name",
            "kind",
            "category",
            "package",
            "quantity",
            "list_price",
            "unit_price",
            "discount",
            "net",
            "card_id",
            "card_value",
            "requested",
            "of_line",
        ],
        include_str!("sql/doc_lines.sql"),
    ),
    ("staff", &["line", "staff_id", "part", "weight", "job"], include_str!("sql/doc_staff.sql")),
    (
        "tender",
        &["part", "tender", "amount", "tendered", "principal", "gift", "reference"],
        include_str!("sql/doc_tenders.sql"),
    ),
    ("coupon", &["coupon_id", "amount"], include_str!("sql/doc_coupons.sql")),
    (
        "lot",
        &[
            "id",
            "principal",
            "gift",
            "spend_order",
            "gift_expires_on",
            "bought_on",
            "bought_at",
            "sold_by",
            "gift_rule",
            "gift_version",
            "gift_arm",
            "from_lot",
        ],
        include_str!("sql/doc_lots.sql"),
    ),
    (
        "card",
        &[
            "id",
            "code",
            "item_id",
            "kind",
            "name",
            "price",
            "sessions",
            "gift_sessions",
            "gift_mode",
            "used_before",
            "term_days",
            "bought_on",
            "starts_on",
            "sold_by",
            "bill_line",
        ],
        include_str!("sql/doc_cards.sql"),
    ),
    ("debt", &["id", "amount", "card_id", "since"], include_str!("sql/doc_debts.sql")),
    (
        "discount",
        &["part", "version", "place", "name", "base", "amount"],
        include_str!("sql/doc_discounts.sql"),
    ),
];

/// The parts that few bills have: one question tells that a bill has none of them.
const RARE: [&str; 5] = ["coupon", "lot", "card", "debt", "discount"];

/// The part that bills of before do not know: it is named only where a bill has it.
const LATER: &str = "discount";

/// The digest of a bill as it stands in the file.
///
/// # Errors
/// A fault when the file cannot be read.
pub fn digest(db: &Db, bill: i64) -> Result<Hash, Fault> {
    let mut document = Document::new();
    let all =
        db.one(include_str!("sql/doc_rare.sql"), named_params! { ":bill": bill }, |row| row.get("rare"))?;
    for (name, columns, sql) in PARTS {
        let mut named = *name != LATER;
        if named {
            document.text(name);
        }
        if all == Some(false) && RARE.contains(name) {
            continue;
        }
        db.each(sql, named_params! { ":bill": bill }, |row| {
            if !std::mem::replace(&mut named, true) {
                document.text(name);
            }
            for (place, column) in columns.iter().enumerate() {
                add(&mut document, row, place, column)?;
            }
            Ok::<(), Fault>(())
        })?;
    }
    Ok(document.digest())
}

fn add(document: &mut Document, row: &Row<'_>, place: usize, column: &str) -> Result<(), Fault> {
    match row.get_ref(place)? {
        ValueRef::Null => document.number(0).number(i64::MIN),
        ValueRef::Integer(value) => document.number(1).number(value),
        ValueRef::Text(text) => document.number(2).text(&String::from_utf8_lossy(text)),
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            return Err(Fault::Broken(format!("column {column} of a bill is neither text nor a number")));
        }
    };
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{PARTS, RARE};

    #[test]
    fn the_question_for_rare_parts_asks_for_each_of_them() {
        let asked = include_str!("sql/doc_rare.sql");
        for (name, _, sql) in PARTS {
            let table = sql.split("FROM ").nth(1).unwrap().split_whitespace().next().unwrap();
            assert_eq!(asked.contains(&format!("FROM {table} ")), RARE.contains(name), "{name}");
        }
    }

    #[test]
    fn each_statement_reads_its_columns_in_their_order() {
        for (name, columns, sql) in PARTS {
            let list = sql.trim_start_matches("SELECT").split("FROM").next().unwrap();
            let read: Vec<&str> = list.split(',').map(str::trim).collect();
            assert_eq!(&read, columns, "{name}");
        }
    }
}
