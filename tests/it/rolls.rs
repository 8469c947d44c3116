//! The roll-forward of stored value over a history written out by hand: each lot closes, its lots make the member's
//! line, the members make the store's, and the proof says the same.

use std::collections::BTreeMap;

use meigui::ground::Fen;
use meigui::proof::{self, roll_forward::Line};
use serde_json::{Value, json};

use crate::salon::{DAY, Salon};

/// What the journal itself says of each lot's principal or gift, by lot and member: added, consumed, refunded, lapsed,
/// adjusted, closing.
fn lines(salon: &Salon, kind: &'static str) -> BTreeMap<(i64, i64), [i64; 6]> {
    let sql = "SELECT lot.id, lot.member_id, account.balance,
            -sum(CASE WHEN entry.kind IN ('topup', 'import') THEN posting.amount ELSE 0 END) AS added,
            sum(CASE WHEN entry.kind IN ('sale', 'refund', 'void') THEN posting.amount ELSE 0 END) AS consumed,
            sum(CASE WHEN entry.kind IN ('topup_void', 'card_refund') THEN posting.amount ELSE 0 END) AS refunded,
            sum(CASE WHEN entry.kind = 'lapse' THEN posting.amount ELSE 0 END) AS lapsed,
            -sum(CASE WHEN entry.kind = 'merge' THEN posting.amount ELSE 0 END) AS adjusted
        FROM lot JOIN account ON account.kind = :kind AND account.ref = lot.id
        JOIN posting ON posting.account_id = account.id JOIN entry ON entry.id = posting.entry_id
        GROUP BY lot.id";
    let rows = salon.shop.db().list(sql, meigui::db::named_params! { ":kind": kind }, |row| {
        let of = |name: &str| row.get::<_, i64>(name);
        let line =
            [of("added")?, of("consumed")?, of("refunded")?, of("lapsed")?, of("adjusted")?, of("balance")?];
        Ok(((row.get("id")?, row.get("member_id")?), line))
    });
    rows.unwrap().into_iter().collect()
}

fn sum(lines: &BTreeMap<(i64, i64), [i64; 6]>, member: Option<i64>) -> [i64; 6] {
    let mut out = [0; 6];
    for (_, line) in lines.iter().filter(|((_, of), _)| member.is_none_or(|member| member == *of)) {
        for (sum, part) in out.iter_mut().zip(line) {
            *sum += part;
        }
    }
    out
}

fn flat(line: &Line) -> [i64; 6] {
    [line.added, line.consumed, line.refunded, line.lapsed, line.adjusted, line.closing].map(|fen| fen.0)
}

fn top_up(salon: &mut Salon, member: &str, amount: &str, gift: &str, order: &str) -> Value {
    let top = json!({"member": member, "amount": amount, "gift": gift, "gift_expires_on": "2026-12-21",
        "order": order, "tenders": [{"tender": "wechat"}]});
    salon.ok("topup", top)
}

fn spend(salon: &mut Salon, member: &str, yuan: i64) -> Value {
    let cart = json!({"member": member, "lines": [{"item": "99", "quantity": yuan}], "tenders": [{"tender": "stored_value"}]});
    salon.ok("checkout", cart)["bill"].clone()
}

/// Everything that can happen to stored value, once.
fn history() -> Salon {
    let mut salon = Salon::stocked();
    salon.ok("item.add", json!({"code": "99", "kind": "service", "name": "一元", "price": "1"}));
    top_up(&mut salon, "M000001", "1000", "300", "proportional");
    let second = top_up(&mut salon, "M000001", "500", "0", "proportional");
    top_up(&mut salon, "M000002", "200", "100", "gift_first");
    let wrong = top_up(&mut salon, "M000002", "300", "0", "proportional");
    salon.ok("topup.void", json!({"bill": wrong["bill"], "reason": "错"}));
    // 100 of principal and 30 of gift; half of it comes back.
    let bill = spend(&mut salon, "M000001", 130);
    let back = json!({"bill": bill, "lines": [{"line": 1, "quantity": 65}], "reason": "退"});
    salon.ok("bill.refund", back);
    // Gift first: 100, and 50 of principal; and a bill that is taken back whole.
    spend(&mut salon, "M000002", 150);
    let bill = spend(&mut salon, "M000002", 30);
    salon.ok("bill.void", json!({"bill": bill, "reason": "退"}));
    salon.world.pass(40 * DAY);
    assert_eq!(salon.ok("day.roll", json!({}))["gifts"], "285.00");
    let refund = json!({"holding": {"lot": second["lot"]}, "cause": "customer", "tender": "cash", "reason": "退",
        "approved_by": "04"});
    assert_eq!(salon.ok("card.refund", refund)["amount"], "500.00");
    salon.ok("member.merge", json!({"from": "M000002", "into": "M000001", "reason": "同一人"}));
    salon
}

#[test]
fn stored_value_rolls_forward_from_lot_to_member_to_store() {
    let mut salon = history();
    let (principal, gift) = (lines(&salon, "lot.principal"), lines(&salon, "lot.gift"));
    // In fen: added, consumed, refunded, lapsed, adjusted, closing.
    let told = BTreeMap::from([
        ((1, 1), [100_000, 5_000, 0, 0, 0, 95_000]),
        ((2, 1), [50_000, 0, 50_000, 0, 0, 0]),
        ((3, 2), [20_000, 5_000, 0, 0, -15_000, 0]),
        ((4, 2), [30_000, 0, 30_000, 0, 0, 0]),
        ((5, 1), [0, 0, 0, 0, 15_000, 15_000]),
    ]);
    assert_eq!(principal, told);
    assert_eq!(
        gift,
        BTreeMap::from([((1, 1), [30_000, 1_500, 0, 28_500, 0, 0]), ((3, 2), [10_000, 10_000, 0, 0, 0, 0])])
    );
    for line in principal.values().chain(gift.values()) {
        let [added, consumed, refunded, lapsed, adjusted, closing] = *line;
        assert_eq!(added - consumed - refunded - lapsed + adjusted, closing, "{line:?}");
    }
    let one = sum(&principal, Some(1));
    assert_eq!(one, [150_000, 5_000, 50_000, 0, 15_000, 110_000]);
    assert_eq!(salon.fen("M000001", "principal"), Fen(one[5]));
    assert_eq!(salon.fen("M000001", "gift"), Fen(sum(&gift, Some(1))[5]));
    assert_eq!(sum(&principal, Some(2)), [50_000, 5_000, 30_000, 0, -15_000, 0]);
    let proof = proof::prove(salon.shop.db(), salon.shop.profile(), |_| {}).unwrap();
    assert!(proof.sound, "{:?}", proof.findings);
    assert_eq!(flat(&proof.roll_forward.principal), sum(&principal, None));
    assert_eq!(flat(&proof.roll_forward.principal), [200_000, 10_000, 80_000, 0, 0, 110_000]);
    assert_eq!(flat(&proof.roll_forward.gift), sum(&gift, None));
    assert_eq!(flat(&proof.roll_forward.gift), [40_000, 11_500, 0, 28_500, 0, 0]);
    assert_eq!(proof.roll_forward.members, 2);
}
