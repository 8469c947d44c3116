//! What goes out comes in again: the members of a store, brought into an empty one, go out as the same bytes.

use meigui::exchange::commit::Committed;
use meigui::exchange::csv_out::CsvOut;
use meigui::exchange::decode::Encoding;
use meigui::exchange::export::{self, Subject};
use meigui::exchange::fields::Kind;
use meigui::ground::Fen;
use meigui::shop::Shop;
use meigui::words::Lang;
use serde_json::{Value, json};

use crate::exchange_salon::Salon;

fn exported(shop: &Shop, lang: Lang, encoding: Encoding) -> Vec<u8> {
    let mut out = CsvOut::new(Vec::new(), encoding).unwrap();
    export::write(shop.db(), Subject::Members, ("", "9999"), lang, &mut out).unwrap();
    out.finish().unwrap()
}

/// Members with everything that an export says of them.
fn told() -> crate::salon::Salon {
    let mut salon = crate::salon::Salon::stocked();
    for fields in [
        json!({"name": "=1+1", "phone": "13700137001", "gender": "female", "birthday": "1992-12-03", "tier": "gold"}),
        json!({"name": "-2", "phone": "13700137002", "gender": "male", "birthday": "08-09", "opened_on": "2020-02-29"}),
        json!({"name": "＋三, \"四\"", "birthday": "1985-08-15", "birthday_calendar": "lunar"}),
        json!({"name": "’五'", "number": "VIP-8", "birthday": "04-30", "birthday_calendar": "lunar"}),
        json!({"name": "女儿", "phone": "13700137001", "share_phone": true, "tier": "diamond"}),
    ] {
        salon.ok("member.open", fields);
    }
    for (member, amount, gift) in
        [("M000001", "1000", "300"), ("VIP-8", "0.01", "0"), ("M000003", "88.88", "8.8")]
    {
        let top = json!({"member": member, "amount": amount, "gift": gift, "tenders": [{"tender": "cash"}]});
        salon.ok("topup", top);
    }
    for (member, tender) in [("M000001", "stored_value"), ("M000005", "cash")] {
        salon.ok(
            "checkout",
            json!({"member": member, "lines": [{"item": "5"}], "tenders": [{"tender": tender}]}),
        );
    }
    salon
}

fn brought(store: &mut Salon, bytes: &[u8]) -> (Committed, Committed) {
    let members = store.bring(Kind::Members, bytes, |_| {}).unwrap();
    let total: crate::exchange_salon::With = |file| file.control_total = Some(Fen(112_969));
    (members, store.bring(Kind::Balances, bytes, total).unwrap())
}

#[test]
fn members_that_went_out_come_into_an_empty_store_and_go_out_as_the_same_bytes() {
    let before = told();
    for (lang, encoding) in
        [(Lang::Zh, Encoding::Utf8Bom), (Lang::Zh, Encoding::Gb18030), (Lang::En, Encoding::Utf8)]
    {
        let bytes = exported(&before.shop, lang, encoding);
        let mut after = Salon::new();
        let (members, balances) = brought(&mut after, &bytes);
        assert_eq!((members.counts.new, members.counts.errors, balances.counts.new), (7, 0, 3));
        let again = exported(&after.shop, lang, encoding);
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert_eq!(text(&again), text(&bytes));
        assert_eq!(again, bytes);
        // And once more into the same store: nothing is new.
        let prospect = after.dry(Kind::Members, &bytes, |_| {});
        assert_eq!((prospect.counts.same, prospect.counts.new, prospect.counts.update), (7, 0, 0));
    }
    let rows = exported(&before.shop, Lang::Zh, Encoding::Utf8);
    let rows = String::from_utf8(rows).unwrap();
    assert!(rows.contains(",农历1985-08-15,") && rows.contains(",08-09,"), "{rows}");
}

#[test]
fn a_last_visit_that_a_file_brought_goes_with_the_file() {
    let mut store = Salon::new();
    let file = |day: &str| format!("会员号,姓名,最近到店\nA1,王,{day}\n");
    let visit = |store: &Salon| store.texts("SELECT last_visit_on FROM member");
    store.bring(Kind::Members, file("2026-10-01").as_bytes(), |_| {}).unwrap();
    // An earlier day says nothing new; one that has not come is refused.
    assert_eq!(store.dry(Kind::Members, file("2026-09-01").as_bytes(), |_| {}).counts.same, 1);
    assert_eq!(store.dry(Kind::Members, file("2027-01-01").as_bytes(), |_| {}).counts.errors, 1);
    let second = store.bring(Kind::Members, file("2026-11-02").as_bytes(), |_| {}).unwrap();
    assert_eq!((visit(&store), second.counts.update), (vec!["2026-11-02".to_owned()], 1));
    store.back(second.batch).unwrap();
    assert_eq!(visit(&store), ["2026-10-01"]);
    let value: Value = json!(store.accounts());
    assert_eq!(value, json!([]));
}
