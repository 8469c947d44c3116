//! Every table of a store's file, its columns, and how it is cut: for bundles that leave the store, and for what a day's
//! close freezes.
//!
//! Facts go once, from where the bundle before ended: each table has a key that only grows. Files that change (people,
//! members, items, cards) go whole, as they stand. What is a secret or nobody's business outside the store stays:
//! hashes of PINs, phones, notes on members and their health, what commands answered. What can be worked out again
//! (search indexes, the sums of people's days) is worked out again.
//!
//! One statement a file does not fit here: the statements are of one shape and differ in names alone, so they are made
//! from this list when the program is compiled.

/// How a table is cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Facts: rows whose key lies behind the last one that was sent.
    Grows,
    /// Files: every row, as it stands.
    Whole,
    /// Lists whose rows may go: every row, in place of all that were there.
    Anew,
}

/// A table of the bundle.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// Its name.
    pub name: &'static str,
    /// How it is cut.
    pub cut: Cut,
    /// Reads its rows: between `:from` and `:to` where it grows.
    pub read: &'static str,
    /// Its last key, where it grows.
    pub last: &'static str,
    /// Writes a row.
    pub insert: &'static str,
    /// Changes a row that is there: the columns in their order, the keys come first.
    pub update: &'static str,
    /// Takes all rows away.
    pub clear: &'static str,
    /// How many columns it has.
    pub columns: usize,
    /// Where the columns of a row's identity stand among them; the first is the key by which it is cut.
    pub keys: &'static [usize],
}

macro_rules! value {
    ($column:ident) => {
        stringify!($column)
    };
    ($column:ident $instead:literal) => {
        $instead
    };
}

macro_rules! mark {
    ($column:ident) => {
        ", ?"
    };
}

/// Where the key columns stand among all columns, when the program is compiled.
const fn places<const KEYS: usize>(columns: &[&str], keys: [&str; KEYS]) -> [usize; KEYS] {
    let mut out = [usize::MAX; KEYS];
    let mut key = 0;
    while key < KEYS {
        let mut at = 0;
        while at < columns.len() {
            if same(columns[at], keys[key]) {
                out[key] = at;
            }
            at += 1;
        }
        key += 1;
    }
    out
}

/// Whether two names are one, when the program is compiled.
const fn same(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut at = 0;
    while at < a.len() && at < b.len() {
        if a[at] != b[at] {
            return false;
        }
        at += 1;
    }
    a.len() == b.len()
}

macro_rules! tables {
    ($(#[doc = $doc:literal])+ $list:ident; $( $cut:ident $name:ident by $key:ident $(and $other:ident)* $(where $only:literal)? : $first:ident $(= $instead:literal)? $(, $column:ident $(= $else:literal)?)* ; )+) => {
        $(#[doc = $doc])+
        pub const $list: &[Table] = &[ $( Table {
            name: stringify!($name),
            cut: Cut::$cut,
            read: concat!(
                "SELECT ", value!($first $($instead)?), " AS ", stringify!($first),
                $( ", ", value!($column $($else)?), " AS ", stringify!($column), )*
                " FROM ", stringify!($name), " WHERE ", stringify!($key), " > :from AND ", stringify!($key), " <= :to",
                $( " AND ", $only, )?
                " ORDER BY ", stringify!($key), $( ", ", stringify!($other), )*
            ),
            last: concat!(
                "SELECT coalesce(max(", stringify!($key), "), 0) AS last FROM ", stringify!($name)
            ),
            insert: concat!(
                "INSERT INTO ", stringify!($name), " (", stringify!($first), $( ", ", stringify!($column), )*
                ") VALUES (?", $( mark!($column), )* ")"
            ),
            update: concat!(
                "UPDATE ", stringify!($name), " SET (", stringify!($first), $( ", ", stringify!($column), )*
                ") = (?", $( mark!($column), )* ") WHERE ", stringify!($key), " = ?",
                $( " AND ", stringify!($other), " = ?", )*
            ),
            clear: concat!("DELETE FROM ", stringify!($name)),
            columns: [stringify!($first) $(, stringify!($column))*].len(),
            keys: &const {
                places(
                    &[stringify!($first) $(, stringify!($column))*],
                    [stringify!($key) $(, stringify!($other))*],
                )
            },
        }, )+ ];
    };
}

/// Tables that stay where they are, and why.
pub const STAYS: &[(&str, &str)] = &[
    ("advice_day", "worked out again from the facts"),
    ("advice_day_was", "worked out again from the facts"),
    ("answer", "what commands answered is for whoever asks again"),
    ("audit", "who was refused what is the store's own business"),
    ("bundle_sent", "what left is known by its arrival"),
    ("chain_key", "a secret"),
    ("chain_policy", "headquarters knows what it asked"),
    ("client_day", "worked out again from the facts"),
    ("client_day_was", "worked out again from the facts"),
    ("cross_event", "headquarters' own"),
    ("rated_life", "headquarters' own"),
    ("rated_through", "headquarters' own"),
    ("settle_step", "headquarters' own"),
    ("code_guard", "wrong codes are counted where they are typed"),
    ("family", "who is whose mother is the store's own business"),
    ("grant_end", "headquarters' own"),
    ("guest", "what headquarters told"),
    ("held", "carts that wait are no facts yet"),
    ("import_row", "what stood in a file before an import"),
    ("history_line", "sales before this program, as another system had them"),
    ("member_gram", "made of names"),
    ("member_phone", "phones stay unless headquarters asks for them"),
    ("member_reading", "made of names"),
    ("month_pack", "packs are made again from the facts"),
    ("pack_applied", "headquarters knows what it issued"),
    ("pack_issued", "headquarters' own"),
    ("part_grant", "headquarters' own"),
    ("part_told", "what headquarters told"),
    ("peer", "secrets that two stores share"),
    ("pin_guard", "wrong PINs are counted where they are typed"),
    ("received", "headquarters' own"),
    ("replica_mark", "headquarters' own"),
    ("slip_print", "what was printed is the store's own business"),
    ("work_day", "worked out again from the facts"),
    ("work_mark", "worked out again from the facts"),
];

tables! {
    /// Facts that stay in the store, which a day's close freezes there like all others.
    KEPT;
    Grows audit by id: id, at, staff_id, act, facts;
    Grows answer by command_id: command_id, result;
    Grows change by id: id, command_id, area, ref, at, before, after;
    Grows history_line by id: id, batch_id, receipt, sold_on, member_id, client, item, staff, quantity, amount;
    Grows import_row by batch_id and row and area and ref: batch_id, row, area, ref, before;
    Grows slip_print by id: id, bill_id, printer, command_id, at;
}

tables! {
    /// Every table that leaves the store, parents before children; commands last: in a copy they seal the books that name
    /// them.
    TABLES;
    Whole store by id: id, code, name, chain_salt, zone_minutes, cut_off_hour, opened_at;
    Grows epoch by epoch: epoch, begun_at, reason, after_seq;
    Whole tier by code: code, name, rank, service_rate, product_rate;
    Whole staff by id: id, number, name, job, role, skills, phone = "NULL", hired_on, left_on, pin_hash = "NULL",
        recovery_hash = "NULL", batch_id, phones_more = "''";
    Grows setting by id: id, name, value, set_at, staff_id;
    Whole item by id: id, code, kind, name, category, price, hand_fee, material_cost, minutes, barcode, shortage,
        sessions, gift_sessions, gift_mode, valid_days, active, batch_id, stock_min;
    Anew item_part by item_id and part_id: item_id, part_id, quantity;
    Anew item_price by item_id and tier: item_id, tier, price;
    Grows topup_offer by id: id, amount, gift, gift_days, version, set_at;
    Grows discount_book by version: version, staff_id, set_at, command_id;
    Grows discount by version and place: version, place, name, item_id, category, price, spend, off, every, cards, members,
        since, until, weekdays, from_minute, to_minute;
    Whole member by id: id, number, name, gender, birthday = "NULL", birthday_calendar = "NULL", tier, home_store,
        owner_id, source, referrer_id, tags, notes = "''", warning = "''", consent, wallet_code = "NULL", wallet_state,
        merged_into, opened_on, last_visit_on, batch_id, birthday_leap = "0";
    Whole member_print by member_id and print: member_id, print;
    Grows member_owner by id: id, member_id, staff_id, from_on, command_id;
    Grows import_batch by id: id, kind, file = "''", fingerprint, encoding, mapping = "''", rows_new, rows_update,
        rows_same, rows_error, control_total, after_bill, done_at, command_id;
    Grows import_rollback by command_id: batch_id, at, command_id;
    Grows account by id: id, kind, ref, unit, unit_ref, side, floor;
    Grows entry by id: id, epoch, seq, kind, command_id, command_key, bill_id, member_id, reverses, staff_id, posted_on,
        posted_at, facts;
    Grows posting by entry_id and line: entry_id, line, account_id, amount;
    Grows seal by entry_id: entry_id, postings, hash;
    Grows member_merge by id: id, from_id, into_id, undoes, moved, entry_id, command_id, at;
    Grows bill by id: id, number, kind, member_id, staff_id, second_id, posted_on, posted_at, of_bill, list_total,
        discount, points_used, points_off, points_earned, payable, card_value, change_due, reason, trace, command_id;
    Grows lot by id: id, member_id, principal, gift, spend_order, gift_expires_on, bought_on, bought_at, sold_by,
        gift_rule, gift_version, gift_arm, bill_id, from_lot;
    Whole card by id: id, code, member_id, item_id, kind, name, price, sessions, gift_sessions, gift_mode, used_before,
        term_days, frozen_days, bought_on, starts_on, expires_on, state, frozen_on, sold_by, bill_id, bill_line;
    Grows card_service by card_id and item_id: card_id, item_id;
    Whole card_share by card_id and member_id and since: card_id, member_id, since, ended_on;
    Grows card_event by id: id, card_id, act, facts, on_day, at, command_id;
    Whole debt by id: id, member_id, amount, card_id, bill_id, since, due_on;
    Whole coupon by id: id, code, member_id, name, kind, value, cap, threshold, item_id, category, expires_on, issued_on;
    Grows points_lot by id: id, member_id, points, expires_on, earned_on, source, bill_id, from_lot;
    Grows bill_line by bill_id and line: bill_id, line, item_id, code, name, kind, category, package, quantity,
        list_price, unit_price, discount, net, card_id, card_value, requested, of_line;
    Grows bill_line_staff by bill_id and line and part: bill_id, line, staff_id, part, weight, job;
    Grows bill_tender by bill_id and part: bill_id, part, tender, amount, tendered, principal, gift, reference;
    Grows bill_coupon by bill_id and coupon_id: bill_id, coupon_id, amount;
    Grows bill_discount by bill_id and part: bill_id, part, version, place, name, base, amount;
    Grows rating by id: id, bill_id, score, at, command_id;
    Grows recommendation by id: id, member_id, item_id, staff_id, bill_id, on_day, command_id;
    Grows rotation_event by id: id, day, staff_id, kind, bill_id, command_id, at;
    Grows rule_book by version: version, valid_from, set_at, staff_id, second_id, reason, command_id;
    Grows rule by version and place: version, place, name, event, role, item_id, category, requested, member, rate, fixed,
        bands, phi, cost, basis;
    Grows rule_step by version and place and step: version, place, step, from_base, rate;
    Grows reward_book by version: version, valid_from, set_at, staff_id, second_id, reason, command_id;
    Grows reward_rule by version and place: version, place, name, event, role, item_id, category, first, least, rate,
        fixed, run, away;
    Grows reward by id: id, on_day, at, staff_id, version, place, bill_id, by_bill, cause, amount, detail, entry_id,
        command_id;
    Grows clearing_book by version: version, valid_from, set_at, staff_id, second_id, reason, command_id;
    Grows clearing_rule by version and place: version, place, name, since, until, item, category, card, home, serving,
        rate, phi, share;
    Grows score_weight by id: id, from_on, sales, service, repurchase, satisfaction, command_id, at;
    Grows score_target by id: id, from_on, criterion, staff, amount, days, command_id, at;
    Grows store_goal by id: id, from_on, kpi, amount, days, command_id, at;
    Grows wage by id: id, staff_id, from_on, amount, command_id, at;
    Grows staff_move by id: id, staff_id, from_store, to_store, on_day, command_id, at;
    Grows payout by id: id, staff_id, month, tender, amount, undoes, on_day, at, by_id, second_id, note, sheet,
        entry_id, command_id;
    Grows pay_booked by payout_id and kind: payout_id, kind, amount;
    Grows shift by id: id, expected, opening, counted, cause, after_entry, on_day, at, by_id, entry_id, command_id;
    Grows till_count by id: id, shift_id, last_entry, at, by_id, command_id;
    Grows till_counted by count_id and tender: count_id, tender, expected, counted;
    Grows shift_close by id: id, shift_id, count_id, banked, cause, to_id, on_day, at, by_id, second_id, entry_id,
        command_id;
    Grows drawer_move by id: id, kind, amount, note, on_day, at, by_id, second_id, entry_id, command_id;
    Grows day_close by id: id, day, state, counted, entries, digest, note, at, by_id, second_id, entry_id, command_id;
    Grows frozen by entry_id and area: entry_id, area, last_key, digest;
    Grows month_close by id: id, month, through, entries, digest, warnings, note, at, by_id, second_id, entry_id,
        command_id;
    Grows clearing_from by version: version, hq, hq_version;
    Grows part_ask by id: id, home, who = "''", member_id, kind, amount, item_id, note, on_day, at, by_id, command_id;
    Grows part_out by id: id, serving, ask, who = "''", member_id, kind, amount, principal, gift, card_id, expires_on,
        on_day, at, by_id, entry_id, command_id, lapses_on;
    Grows part_out_lot by part_id and lot_id: part_id, lot_id, principal, gift, points;
    Grows part_end by id: id, part_id, end_kind, amount, principal, gift, through, on_day, entry_id, command_id;
    Grows part_in by id: id, home, ask, member_id, kind, amount, principal, gift, lot_id, card_id, points_id,
        expires_on, on_day, at, by_id, entry_id, command_id, granted;
    Grows part_return by id: id, part_id, amount, principal, gift, on_day, entry_id, command_id;
    Grows change by id where "area = 'item'": id, command_id, area, ref, at, before, after;
    Grows command by id: id, key, verb, digest, staff_id, second_id, reason, done_at, result = "'{}'";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::Db;

    #[test]
    fn every_table_goes_or_stays_for_a_reason() {
        let db = Db::in_memory().unwrap();
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let names = db.list(sql, &[], |row| row.get::<_, String>("name")).unwrap();
        for name in &names {
            let goes = TABLES.iter().filter(|table| table.name == name).count();
            let stays = STAYS.iter().filter(|(table, _)| table == name).count();
            assert_eq!(goes + stays, 1, "{name}");
        }
        assert_eq!(names.len(), TABLES.len() + STAYS.len());
    }

    #[test]
    fn every_statement_prepares_and_names_every_column() {
        let db = Db::in_memory().unwrap();
        for table in TABLES.iter().chain(KEPT) {
            for sql in [table.read, table.insert, table.last] {
                assert!(db.plan(sql).is_ok(), "{sql}");
            }
            if table.cut == Cut::Whole {
                assert!(db.plan(table.update).is_ok(), "{}", table.update);
            }
            if table.cut == Cut::Anew {
                assert!(db.plan(table.clear).is_ok(), "{}", table.clear);
            }
            let all = db.columns(&format!("SELECT * FROM {}", table.name)).unwrap();
            let read = db.columns(table.read).unwrap();
            // A balance is worked out by its postings.
            let all: Vec<&String> =
                all.iter().filter(|name| (table.name, name.as_str()) != ("account", "balance")).collect();
            assert_eq!(all, read.iter().collect::<Vec<_>>(), "{}", table.name);
            assert_eq!(read.len(), table.columns, "{}", table.name);
            assert!(table.keys.iter().all(|place| *place < table.columns), "{}", table.name);
        }
    }
}
