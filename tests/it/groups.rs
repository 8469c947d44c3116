//! Many commands under one commit: one of them may fail half-way, and the others neither notice nor suffer.

use meigui::checkout::cart::{Cart, CartLine, Payment, Tender};
use meigui::shop::{Envelope, Stop};

use crate::salon::Salon;

fn cart(lines: &[(&str, i64)]) -> Cart {
    Cart {
        lines: lines
            .iter()
            .map(|(code, quantity)| CartLine { quantity: *quantity, ..CartLine::of(*code) })
            .collect(),
        tenders: vec![Payment::all(Tender::Wechat)],
        ..Cart::default()
    }
}

/// Sends carts in one group; answers the bills or the refusals' codes, and how often the group was run.
fn together(salon: &mut Salon, carts: &[Cart]) -> (Vec<String>, u32) {
    let mut runs = 0;
    let answers = salon.shop.group(|shop| {
        runs += 1;
        let send = |(at, cart): (usize, &Cart)| match shop.act(&Envelope::by(format!("g{at}"), "01"), cart) {
            Ok(done) => done.value.bill,
            Err(Stop::Refused(no)) => no.code().to_owned(),
            Err(stop) => stop.to_string(),
        };
        carts.iter().enumerate().map(send).collect()
    });
    (answers.unwrap(), runs)
}

#[test]
fn a_refusal_before_the_first_write_costs_the_group_nothing() {
    let mut salon = Salon::stocked();
    let (answers, runs) = together(&mut salon, &[cart(&[("21", 1)]), cart(&[("404", 1)]), cart(&[("5", 1)])]);
    assert_eq!(answers, ["20261121-0001", "item.unknown", "20261121-0002"]);
    assert_eq!(runs, 1);
    salon.prove();
}

#[test]
fn a_command_that_fails_half_way_leaves_nothing_and_the_others_stand() {
    let mut salon = Salon::stocked();
    // The body lotion may not be sold short: that is found when the bill and its first line are written already.
    let carts = [cart(&[("21", 1)]), cart(&[("21", 1), ("51", 500)]), cart(&[("5", 1)])];
    let (answers, runs) = together(&mut salon, &carts);
    assert_eq!(answers, ["20261121-0001", "stock.short", "20261121-0002"]);
    assert_eq!(runs, 2, "once without savepoints, once with them");
    salon.prove();
    let (again, _) = together(&mut salon, &carts);
    assert_eq!(again, answers, "the same keys answer the same");
    salon.prove();
}

#[test]
fn a_group_that_may_run_once_takes_all_back_when_a_command_fails_half_way() {
    let mut salon = Salon::stocked();
    let sent = salon.shop.group_once(false, |shop| {
        for (at, lines) in
            [[("21", 1), ("5", 1)], [("21", 1), ("51", 500)], [("5", 1), ("9", 1)]].iter().enumerate()
        {
            let _ = shop.act(&Envelope::by(format!("o{at}"), "01"), &cart(lines));
        }
    });
    assert!(matches!(sent, Err(Stop::Fault(_))));
    let (answers, _) = together(&mut salon, &[cart(&[("21", 1)])]);
    assert_eq!(answers, ["20261121-0001"], "no bill was left behind");
    salon.prove();
}
