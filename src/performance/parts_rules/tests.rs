//! What a bill adds, as tables: who gets how much of what.

use super::*;

fn on(staff: i64, weight: i64, job: &str) -> On {
    On { staff, weight, job: job.into() }
}

fn line(kind: &str, quantity: i64, net: i64, staff: &[On]) -> Line {
    Line { kind: kind.into(), quantity, net, card_value: 0, requested: false, staff: staff.to_vec() }
}

fn sale(lines: Vec<Line>, cash: i64, stored: i64, owed: i64) -> Doc {
    Doc { event: Event::Sale, guest: false, lines, cash, stored, gift: 0, owed }
}

#[test]
fn stored_value_pays_work_first_and_debts_are_for_cards_first() {
    let lines = || {
        vec![line("service", 1, 400, &[]), line("session_card", 1, 1_000, &[]), line("product", 1, 100, &[])]
    };
    // cash, stored, owed → money by line, stored value by line
    type Row = (i64, i64, i64, [i64; 3], [i64; 3]);
    let table: &[Row] = &[
        (1_500, 0, 0, [400, 1_000, 100], [0, 0, 0]),
        (1_000, 500, 0, [0, 1_000, 0], [400, 0, 100]),
        (1_200, 300, 0, [160, 1_000, 40], [240, 0, 60]),
        (800, 300, 400, [160, 600, 40], [240, 0, 60]),
        (0, 700, 800, [0, 0, 0], [400, 200, 100]),
        (0, 0, 1_500, [0, 0, 0], [0, 0, 0]),
    ];
    for (cash, stored, owed, money, value) in table {
        let paid = paid_by_line(&sale(lines(), *cash, *stored, *owed)).unwrap();
        assert_eq!(paid.iter().map(|part| part.0).collect::<Vec<_>>(), money, "{cash} {stored} {owed}");
        assert_eq!(paid.iter().map(|part| part.1).collect::<Vec<_>>(), value, "{cash} {stored} {owed}");
        assert_eq!(paid.iter().map(|part| part.0).sum::<i64>(), *cash);
    }
}

#[test]
fn each_group_carries_the_whole_and_the_first_takes_the_rest() {
    let people =
        [on(1, 1, "technician"), on(2, 1, "technician"), on(3, 1, "consultant"), on(4, 1, "technician")];
    let parts = parts(&sale(vec![line("service", 1, 100, &people)], 100, 0, 0)).unwrap();
    let cash = |staff: i64| parts[&staff].cash;
    assert_eq!([cash(STORE), cash(1), cash(2), cash(4), cash(3)], [100, 34, 33, 33, 100]);
    assert_eq!([parts[&1].services, parts[&2].services, parts[&STORE].services], [1, 1, 1]);
    assert_eq!([parts[&1].led, parts[&2].led], [1, 0]);
}

#[test]
fn a_refund_counts_on_its_own_and_takes_away_what_a_sale_gave() {
    let people = [on(1, 2, "technician"), on(2, 1, "technician")];
    let sold = parts(&sale(vec![line("service", 2, 1_001, &people)], 1_001, 0, 0)).unwrap();
    let back = Doc { event: Event::Refund, ..sale(vec![line("service", -2, -1_001, &people)], -1_001, 0, 0) };
    let back = parts(&back).unwrap();
    for staff in [STORE, 1, 2] {
        let mut both = sold[&staff];
        both.add(&back[&staff], 1);
        assert_eq!((both.cash, both.consumption, both.services, both.bills), (0, 0, 0, 1));
        assert_eq!(both.refunds, 1);
    }
    assert_eq!(back[&STORE].refunded, 1_001);
    assert_eq!(back[&1].refunded + back[&2].refunded, 1_001);
}

#[test]
fn an_add_on_is_a_second_piece_of_work_or_goods_beside_it() {
    let me = [on(1, 1, "technician")];
    let table: &[(&[&str], i64, i64)] = &[
        (&["service"], 1, 0),
        (&["service", "service"], 1, 1),
        (&["service", "product"], 1, 1),
        (&["product", "product"], 0, 0),
        (&["session_card"], 0, 0),
    ];
    for (kinds, work, further) in table {
        let lines: Vec<Line> = kinds.iter().map(|kind| line(kind, 1, 100, &me)).collect();
        let cash = 100 * i64::try_from(lines.len()).unwrap();
        let sums = parts(&sale(lines, cash, 0, 0)).unwrap()[&1];
        assert_eq!((sums.bills, sums.service_bills, sums.addon_bills), (1, *work, *further), "{kinds:?}");
    }
}

#[test]
fn a_redeemed_session_is_consumption_and_no_cash() {
    let mut redeemed = line("service", 1, 0, &[on(1, 1, "technician")]);
    redeemed.card_value = 333;
    let sums = parts(&sale(vec![redeemed], 0, 0, 0)).unwrap()[&1];
    assert_eq!((sums.cash, sums.consumption, sums.prepaid, sums.labour, sums.worth), (0, 333, 333, 333, 333));
}

#[test]
fn of_work_that_gifts_paid_half_counts_as_labour() {
    let lines = || vec![line("service", 1, 300, &[on(1, 1, "technician")]), line("product", 1, 100, &[])];
    // stored, of it gifts → labour: 400 by stored value with 100 of gifts puts 75 of them on the work.
    for (stored, gift, labour) in
        [(0, 0, 300), (400, 0, 300), (400, 100, 300 - 75 + 38), (300, 300, 300 - 225 + 113)]
    {
        let doc = Doc { gift, ..sale(lines(), 400 - stored, stored, 0) };
        let parts = parts(&doc).unwrap();
        assert_eq!((parts[&1].labour, parts[&STORE].labour), (labour, labour), "{stored} {gift}");
        assert_eq!(parts[&1].consumption, 300, "the value of the work is what it is");
        let back = lines().into_iter().map(|line| Line { net: -line.net, quantity: -1, ..line }).collect();
        let refund = Doc { event: Event::Refund, gift: -gift, ..sale(back, stored - 400, -stored, 0) };
        assert_eq!(super::parts(&refund).unwrap()[&1].labour, -labour, "{stored} {gift}");
    }
}
