//! Rolling a batch back restores every ledger, closes what nothing has used, and never what was spent.

use meigui::checkout::Cart;
use meigui::exchange::batches::Imports;
use meigui::exchange::fields::Kind;
use meigui::ground::Fen;
use meigui::members::edit::EditMember;
use meigui::members::search::Search;

use crate::exchange_salon::{Salon, counts};

const MEMBERS: &str = "会员号,姓名,手机,积分\nA1,王雅琴,13800138000,120\nA2,李红,13800138001,\n";
const BALANCES: &str = "会员卡号,余额,赠金\nA1,1000.00,200\nA2,50.00,\n";
const CARDS: &str = "会员号,次卡,卡号,总次数,剩余次数,实付\nA1,护理,C1,10,7,980\n";
const ITEMS: &str = "编号,名称,价格,库存\n1,护理,98,\nB1,精油,30,12\n";
const STAFF: &str = "工号,姓名,岗位\n2,小李,技师\n";

/// A store with everything in it, batch by batch.
fn full() -> Salon {
    let mut salon = Salon::new();
    salon.bring(Kind::Members, MEMBERS.as_bytes(), |_| {}).unwrap();
    salon.bring(Kind::Items, ITEMS.as_bytes(), |_| {}).unwrap();
    salon.bring(Kind::Staff, STAFF.as_bytes(), |_| {}).unwrap();
    salon.bring(Kind::Balances, BALANCES.as_bytes(), |file| file.control_total = Some(Fen(105_000))).unwrap();
    salon.bring(Kind::Cards, CARDS.as_bytes(), |_| {}).unwrap();
    salon
}

fn found(salon: &Salon, text: &str) -> usize {
    let search: Search = serde_json::from_value(serde_json::json!({ "text": text })).unwrap();
    let hits = serde_json::to_value(salon.shop.ask(&search).unwrap()).unwrap();
    hits.as_array().or_else(|| hits["hits"].as_array()).map_or(0, Vec::len)
}

#[test]
fn rolling_everything_back_leaves_every_account_empty_and_comes_in_again() {
    let mut salon = full();
    let full_accounts = salon.accounts();
    assert!(full_accounts.len() > 10);
    for batch in (1..=5).rev() {
        let back = salon.back(batch).unwrap();
        assert_eq!((back.batch, back.kept), (batch, 0));
        assert_eq!(salon.back(batch).unwrap_err().code(), "import.batch_unknown");
    }
    assert_eq!(salon.accounts(), []);
    let named = "SELECT count(*) FROM entry WHERE kind = 'import_back' AND reverses IS NOT NULL";
    assert_eq!(salon.number(named), salon.number("SELECT count(*) FROM entry WHERE kind = 'import'"));
    assert_eq!((found(&salon, "王雅琴"), found(&salon, "8000"), found(&salon, "A1")), (0, 0, 0));
    assert_eq!(salon.number("SELECT count(*) FROM item WHERE active = 1"), 0);
    assert_eq!(salon.texts("SELECT state || code FROM card"), ["withdrawnC1~5"]);
    assert!(salon.shop.ask(&Imports {}).unwrap().iter().all(|batch| batch.rolled_back));
    // The very same files come in again, into the same rows, as new.
    assert_eq!(salon.bring(Kind::Members, MEMBERS.as_bytes(), |_| {}).unwrap().counts.new, 2);
    assert_eq!(salon.bring(Kind::Items, ITEMS.as_bytes(), |_| {}).unwrap().counts.new, 2);
    assert_eq!(salon.bring(Kind::Staff, STAFF.as_bytes(), |_| {}).unwrap().counts.new, 1);
    let total: crate::exchange_salon::With = |file| file.control_total = Some(Fen(105_000));
    assert_eq!(salon.bring(Kind::Balances, BALANCES.as_bytes(), total).unwrap().counts.new, 2);
    assert_eq!(salon.bring(Kind::Cards, CARDS.as_bytes(), |_| {}).unwrap().counts.new, 1);
    let sums = |accounts: &[(String, i64, i64)]| {
        let mut sums = std::collections::BTreeMap::new();
        for (kind, _, balance) in accounts {
            *sums.entry(kind.clone()).or_insert(0) += balance;
        }
        sums
    };
    assert_eq!(sums(&salon.accounts()), sums(&full_accounts));
    assert_eq!((found(&salon, "王雅琴"), found(&salon, "A1")), (1, 1));
    assert_eq!(salon.number("SELECT count(*) FROM member"), 2);
    // And they can be taken back once more.
    for batch in (6..=10).rev() {
        assert_eq!(salon.back(batch).unwrap().kept, 0, "{batch}");
    }
    assert_eq!((salon.accounts(), found(&salon, "A1")), (vec![], 0));
}

#[test]
fn what_was_spent_refuses_the_whole_rollback() {
    let mut salon = full();
    salon.door::<Cart>(serde_json::json!({
        "member": "A1", "lines": [{ "item": "1", "staff": ["2"] }],
        "tenders": [{ "tender": "stored_value" }] }));
    salon.door::<Cart>(serde_json::json!({
        "member": "A1", "lines": [{ "item": "1", "staff": ["2"], "card": "C1" }] }));
    salon.door::<Cart>(serde_json::json!({
        "lines": [{ "item": "B1" }], "tenders": [{ "tender": "cash" }] }));
    let before = salon.accounts();
    for (batch, what) in [(4, "stored_value"), (5, "sessions"), (2, "stock")] {
        let no = salon.back(batch).unwrap_err();
        assert_eq!(no.to_string(), format!("import.batch_used batch={batch} what={what}"));
    }
    assert_eq!(salon.accounts(), before);
    // The person who worked, and the members who hold something, stay; unspent points go back.
    let staff = salon.back(3).unwrap();
    assert_eq!((staff.files, staff.kept), (0, 1));
    let members = salon.back(1).unwrap();
    assert_eq!((members.entries, members.files, members.kept), (1, 0, 2));
    assert_eq!(found(&salon, "A1"), 1);
}

#[test]
fn an_update_goes_back_to_what_stood_before_unless_it_was_changed_since() {
    let mut salon = Salon::new();
    salon.bring(Kind::Members, MEMBERS.as_bytes(), |_| {}).unwrap();
    let second =
        "会员号,姓名,手机,备注\nA1,王雅琴,13900139000,新\nA2,李小红,13800138001,新\nA3,李红,13900139001,新\n";
    assert_eq!(salon.bring(Kind::Members, second.as_bytes(), |_| {}).unwrap().counts.update, 2);
    assert_eq!(salon.number("SELECT count(*) FROM member_phone"), 4);
    assert_eq!(found(&salon, "9000"), 1);
    salon
        .act(&EditMember { member: "A2".into(), source: Some("x".parse_clean()), ..EditMember::default() })
        .unwrap();
    let back = salon.back(2).unwrap();
    assert_eq!((back.files, back.kept), (2, 1));
    assert_eq!(salon.texts("SELECT name || notes FROM member ORDER BY id"), ["王雅琴", "李小红新", "李红新"]);
    assert_eq!((found(&salon, "王雅琴"), found(&salon, "9000"), found(&salon, "9001")), (1, 0, 0));
    assert_eq!(counts(&salon.dry(Kind::Members, second.as_bytes(), |_| {})), (1, 1, 1, 0));
}

#[test]
fn facts_of_an_import_are_never_changed_or_deleted() {
    let mut salon = full();
    salon.bring(Kind::Sales, "日期,项目,客户,金额\n2026-01-01,护理,A1,98\n".as_bytes(), |_| {}).unwrap();
    salon.back(6).unwrap();
    for sql in [
        "UPDATE import_batch SET file = 'x'",
        "DELETE FROM import_batch",
        "UPDATE import_row SET before = 'x'",
        "DELETE FROM import_row",
        "DELETE FROM import_rollback",
        "UPDATE import_rollback SET at = 0",
        "UPDATE history_line SET amount = 0",
        "DELETE FROM history_line",
        "DELETE FROM member",
        "INSERT OR REPLACE INTO history_line SELECT * FROM history_line",
    ] {
        assert!(salon.shop.db().attempt(sql).is_err(), "{sql}");
    }
}

trait ParseClean {
    fn parse_clean(&self) -> meigui::ground::Clean;
}

impl ParseClean for str {
    fn parse_clean(&self) -> meigui::ground::Clean {
        meigui::ground::Clean::new(self).unwrap()
    }
}
