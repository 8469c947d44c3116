//! What may never be done to an open file, refused by SQLite's own authorizer before a statement is compiled.
//!
//! Triggers alone have holes (`DROP TRIGGER`, `PRAGMA ignore_check_constraints`, a direct `UPDATE` of a balance);
//! the guard closes them for every statement, our own bugs included.

use rusqlite::Connection;
use rusqlite::hooks::{AuthAction, AuthContext, Authorization};

use super::Mode;

/// Tables whose rows are facts: inserted, never updated.
const FACTS: &[&str] = &[
    "entry",
    "posting",
    "seal",
    "command",
    "answer",
    "audit",
    "change",
    "setting",
    "epoch",
    "bill",
    "bill_line",
    "bill_line_staff",
    "bill_tender",
    "bill_coupon",
    "bill_discount",
    "discount_book",
    "discount",
    "rating",
    "recommendation",
    "slip_print",
    "rotation_event",
    "card_event",
    "member_merge",
    "history_line",
    "import_batch",
    "import_row",
    "import_rollback",
    "points_lot",
    "lot",
    "rule_book",
    "rule",
    "rule_step",
    "score_weight",
    "score_target",
    "frozen",
];

/// Tables from which rows may go: search indexes and sums that can be rebuilt, parts of files whose history `change`
/// keeps, and what an import brought and a roll-back takes away.
const MAY_DELETE: &[&str] = &[
    "guest",
    "part_told",
    "member_phone",
    "member_gram",
    "member_reading",
    "item_price",
    "item_part",
    "pin_guard",
    "work_day",
    "client_day",
    "client_day_was",
    "advice_day",
    "advice_day_was",
    "work_mark",
];

/// The only trigger that may move a balance.
const BALANCE_TRIGGER: &str = "posting_moves_balance";

/// Questions about the file that change nothing.
const PRAGMAS: &[&str] =
    &["quick_check", "integrity_check", "foreign_key_check", "data_version", "page_count"];

/// Questions about the settings in force: without a value these only answer, with one they are refused.
pub(super) const QUESTIONS: &[(&str, &str)] = &[
    ("journal_mode", "PRAGMA journal_mode"),
    ("synchronous", "PRAGMA synchronous"),
    ("foreign_keys", "PRAGMA foreign_keys"),
    ("recursive_triggers", "PRAGMA recursive_triggers"),
    ("trusted_schema", "PRAGMA trusted_schema"),
    ("user_version", "PRAGMA user_version"),
    ("page_size", "PRAGMA page_size"),
    ("freelist_count", "PRAGMA freelist_count"),
];

/// Sets the guard; from here on the connection obeys it until it is closed.
pub(super) fn install(conn: &mut Connection, mode: Mode) -> rusqlite::Result<()> {
    conn.authorizer(Some(
        move |context: AuthContext<'_>| {
            if allowed(&context, mode) { Authorization::Allow } else { Authorization::Deny }
        },
    ))
}

/// Does something that the guard would refuse, within this module; the guard stands again afterwards.
pub(super) fn without<T>(
    conn: &mut Connection,
    mode: Mode,
    act: impl FnOnce(&Connection) -> rusqlite::Result<T>,
) -> rusqlite::Result<T> {
    conn.authorizer(None::<fn(AuthContext<'_>) -> Authorization>)?;
    let done = act(conn);
    install(conn, mode)?;
    done
}

fn allowed(context: &AuthContext<'_>, mode: Mode) -> bool {
    match context.action {
        AuthAction::Select
        | AuthAction::Read { .. }
        | AuthAction::Recursive
        | AuthAction::Transaction { .. }
        | AuthAction::Savepoint { .. } => true,
        AuthAction::Function { function_name } => function_name != "load_extension",
        AuthAction::Pragma { pragma_name, pragma_value } => {
            let asks = pragma_value.is_none() && QUESTIONS.iter().any(|(name, _)| *name == pragma_name);
            asks || PRAGMAS.contains(&pragma_name)
        }
        AuthAction::Insert { table_name } => mode == Mode::Write && !table_name.starts_with("sqlite_"),
        AuthAction::Update { table_name, column_name } => {
            mode == Mode::Write && may_update(table_name, column_name, context.accessor)
        }
        AuthAction::Delete { table_name } => mode == Mode::Write && MAY_DELETE.contains(&table_name),
        // Everything else changes the schema or reaches another file.
        _ => false,
    }
}

fn may_update(table: &str, column: &str, accessor: Option<&str>) -> bool {
    match table {
        "account" => column == "balance" && accessor == Some(BALANCE_TRIGGER),
        other => !FACTS.contains(&other) && !other.starts_with("sqlite_"),
    }
}
