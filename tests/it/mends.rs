//! Faults that an attack on the ledger found, each as a sentence that once was false.

use serde_json::{Value, json};

use crate::salon::Salon;

/// A bill's payments: tender and amount.
fn tenders(salon: &mut Salon, bill: &Value) -> Vec<(String, String)> {
    let shown = salon.ok("query.bill", json!({ "bill": bill }));
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    shown["tenders"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (word(&row["tender"]), word(&row["amount"])))
        .collect()
}

fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
    list.iter().map(|(tender, amount)| ((*tender).to_owned(), (*amount).to_owned())).collect()
}

#[test]
fn what_was_paid_of_a_debt_goes_back_as_the_cash_it_is() {
    let mut salon = Salon::stocked();
    let cart = json!({"member": "M000001", "lines": [{"item": "21", "quantity": 2}],
        "tenders": [{"tender": "wechat", "amount": "196"}, {"tender": "on_account"}]});
    let bill = salon.ok("checkout", cart)["bill"].clone();
    salon.ok("debt.pay", json!({"member": "M000001", "amount": "500", "tenders": [{"tender": "alipay"}]}));
    // 600 were owed, 100 still are: half the bill takes that debt away first, then what was paid of it.
    let half =
        salon.ok("bill.refund", json!({"bill": bill, "lines": [{"line": 1, "quantity": 1}], "reason": "退"}));
    let parts = pairs(&[("wechat", "-98.00"), ("on_account", "-100.00"), ("cash", "-200.00")]);
    assert_eq!(tenders(&mut salon, &half["bill"]), parts);
    assert_eq!(salon.ok("query.totals", json!({}))["received"], "398.00");
    let rest = salon.ok("bill.void", json!({"bill": bill, "reason": "退"}));
    assert_eq!(tenders(&mut salon, &rest["bill"]), pairs(&[("wechat", "-98.00"), ("cash", "-300.00")]));
    assert_eq!(salon.ok("query.totals", json!({}))["received"], "0.00");
    salon.prove();
}

#[test]
fn a_card_on_a_bill_does_not_turn_stored_value_into_cash() {
    let mut salon = Salon::stocked();
    salon.ok(
        "topup",
        json!({"member": "M000001", "amount": "800", "gift": "200", "tenders": [{"tender": "cash"}]}),
    );
    let before = salon.books();
    let cart = json!({"member": "M000001", "lines": [{"item": "60"}, {"item": "21", "quantity": 2}],
        "tenders": [{"tender": "stored_value", "amount": "500"}, {"tender": "cash"}]});
    let paid = salon.ok("checkout", cart);
    assert_eq!((paid["principal"].as_str(), paid["gift"].as_str()), (Some("400.00"), Some("100.00")));
    // 500 of the 796 for work were stored value; nothing of the card was.
    let one = salon.ok(
        "bill.refund",
        json!({"bill": paid["bill"], "lines": [{"line": 2, "quantity": 1}], "reason": "退"}),
    );
    assert_eq!(tenders(&mut salon, &one["bill"]), pairs(&[("stored_value", "-250.00"), ("cash", "-148.00")]));
    let shown = salon.ok("query.bill", json!({"bill": one["bill"]}));
    assert_eq!(
        (shown["tenders"][0]["principal"].as_str(), shown["tenders"][0]["gift"].as_str()),
        (Some("-200.00"), Some("-50.00"))
    );
    let card = salon.ok(
        "bill.refund",
        json!({"bill": paid["bill"], "lines": [{"line": 1, "quantity": 1}], "reason": "退"}),
    );
    assert_eq!(tenders(&mut salon, &card["bill"]), pairs(&[("cash", "-1000.00")]));
    let rest = salon.ok("bill.void", json!({"bill": paid["bill"], "reason": "退"}));
    assert_eq!(
        tenders(&mut salon, &rest["bill"]),
        pairs(&[("stored_value", "-250.00"), ("cash", "-148.00")])
    );
    assert_eq!(salon.books(), before);
    salon.prove();
}
