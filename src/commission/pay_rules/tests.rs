//! The numbers of the domain and of the trade's cases as tables; splits as properties.

use proptest::prelude::*;

use super::super::rules::{Rule, Step};
use super::*;
use crate::ground::Rate;

fn rule(change: impl FnOnce(&mut Rule)) -> Ruled {
    let mut rule = super::super::rules::tests::rule("r");
    change(&mut rule);
    super::super::rules::check(std::slice::from_ref(&rule)).unwrap();
    Ruled::of(rule, None)
}

fn sold(net: i64) -> State {
    State { quantity: 1, net: Fen(net), ..State::default() }
}

fn each(list: i64, cost: i64) -> Each {
    Each { list: Fen(list), fee: Fen::ZERO, cost: Fen(cost) }
}

#[test]
fn ten_percent_to_400_and_twenty_beyond_give_60_or_100_for_500() {
    let steps = [(Fen(0), PerMillion(100_000)), (Fen(40_000), PerMillion(200_000))];
    for (total, progressive, retroactive) in [
        (0, 0, 0),
        (39_999, 4_000, 4_000),
        (40_000, 4_000, 8_000),
        (40_001, 4_000, 8_000),
        (50_000, 6_000, 10_000),
    ] {
        let of = |mode| banded(mode, &steps, Fen(total)).unwrap().0;
        assert_eq!(
            (of(BandMode::Progressive), of(BandMode::Retroactive)),
            (progressive, retroactive),
            "{total}"
        );
    }
}

#[test]
fn material_cost_comes_off_before_or_after_the_rate() {
    for (cost, base, share) in
        [(Cost::None, 10_000, 5_000), (Cost::Before, 9_500, 4_750), (Cost::After, 10_000, 4_500)]
    {
        let half = rule(|rule| (rule.rate, rule.cost) = (Some(Rate::percent(50)), cost));
        let part = alone(sold(10_000), each(10_000, 500), Some(&half)).unwrap();
        assert_eq!((part.base.0, part.share.0), (base, share), "{cost:?}");
        // Work that was given away costs its hands nothing.
        let free = alone(sold(0), each(10_000, 500), Some(&half)).unwrap();
        assert_eq!((free.base, free.share), (Fen::ZERO, Fen::ZERO), "{cost:?}");
    }
}

#[test]
fn the_base_is_what_was_paid_and_phi_of_the_gift() {
    let state = State { quantity: 1, net: Fen(10_000), gift: Fen(2_000), ..State::default() };
    for (phi, base_of, listed) in [(0, 8_000, 16_000), (500_000, 9_000, 18_000), (1_000_000, 10_000, 20_000)]
    {
        let of = |basis| base(state, Fen(20_000), basis, PerMillion(phi)).unwrap().0;
        assert_eq!((of(Basis::Paid), of(Basis::List)), (base_of, listed), "{phi}");
    }
    // What is owed counts when it is paid; what a card gives counts at once; what points paid has only a list price.
    let owed = State { owed: Fen(4_000), ..state };
    assert_eq!(base(owed, Fen(20_000), Basis::Paid, PerMillion(500_000)).unwrap(), Fen(5_000));
    let card = State { quantity: 1, value: Fen(20_000), ..State::default() };
    assert_eq!(base(card, Fen(39_800), Basis::Paid, PerMillion(0)).unwrap(), Fen(20_000));
    assert_eq!(base(sold(0), Fen(39_800), Basis::List, PerMillion(0)).unwrap(), Fen(39_800));
}

#[test]
fn a_piece_pays_the_same_whatever_it_cost_but_only_as_far_as_it_is_paid() {
    let five = rule(|rule| (rule.rate, rule.fixed) = (None, Some(Fen(500))));
    for (quantity, net, owed, share) in
        [(1, 100, 0, 500), (3, 100, 0, 1_500), (2, 10_000, 2_500, 750), (1, 0, 0, 500)]
    {
        let state = State { quantity, net: Fen(net), owed: Fen(owed), ..State::default() };
        assert_eq!(
            alone(state, each(100, 0), Some(&five)).unwrap().share,
            Fen(share),
            "{quantity} {net} {owed}"
        );
    }
}

#[test]
fn the_first_takes_what_splitting_leaves_and_a_missing_rule_pays_nothing() {
    let ten = rule(|_| {});
    let hands = [1, 1, 1].map(|weight| Hand { weight, rule: Some(&ten) });
    let shares: Vec<i64> =
        group(sold(100_000), each(0, 0), &hands).unwrap().iter().map(|part| part.share.0).collect();
    assert_eq!(shares, [3_334, 3_333, 3_333]);
    let twenty = rule(|rule| rule.rate = Some(Rate::percent(20)));
    let mixed = [Some(&twenty), Some(&ten), None].map(|rule| Hand { weight: 1, rule });
    let parts = group(sold(100), each(0, 0), &mixed).unwrap();
    assert_eq!(
        parts.iter().map(|part| (part.base.0, part.share.0)).collect::<Vec<_>>(),
        [(34, 7), (33, 3), (33, 0)]
    );
    assert_eq!(alone(sold(100), each(0, 0), None).unwrap(), Part { base: Fen(100), ..Part::default() });
}

proptest! {
    #[test]
    fn a_group_shares_exactly_what_the_line_gives(
        net in 0_i64..10_000_000, gift in 0_i64..100, owed in 0_i64..100, percent in 0_i64..=100, phi in 0_i64..=100,
        cost in 0_i64..5_000, kind in 0_u8..3, weights in prop::collection::vec(1_i64..1_000, 1..6),
    ) {
        let ready = rule(|rule| {
            rule.rate = Some(Rate::percent(percent));
            rule.phi = Some(Rate::percent(phi));
            rule.cost = [Cost::None, Cost::Before, Cost::After][usize::from(kind)];
        });
        let gift = net.saturating_mul(gift).checked_div(200).unwrap();
        let owed = net.saturating_mul(owed).checked_div(200).unwrap();
        let state = State { quantity: 1, net: Fen(net), gift: Fen(gift), owed: Fen(owed), value: Fen::ZERO };
        let one = alone(state, each(net, cost), Some(&ready)).unwrap();
        let hands: Vec<Hand<'_>> = weights.iter().map(|weight| Hand { weight: *weight, rule: Some(&ready) }).collect();
        let parts = group(state, each(net, cost), &hands).unwrap();
        let sum = |of: fn(&Part) -> Fen| Fen::sum(parts.iter().map(of)).unwrap();
        prop_assert!(parts.iter().all(|part| part.base >= Fen::ZERO && part.share >= Fen::ZERO));
        if kind == 0 {
            prop_assert_eq!(sum(|part| part.base), one.base);
            prop_assert_eq!(sum(|part| part.share), one.share);
        } else {
            prop_assert_eq!(sum(|part| part.base).plus(if kind == 1 { sum(|part| part.cost) } else { Fen::ZERO }).unwrap(),
                base(state, Fen(net), Basis::Paid, ready.phi).unwrap());
        }
    }

    #[test]
    fn bands_never_give_less_for_more(
        sizes in prop::collection::vec((1_i64..50_000, 0_i64..=100), 1..6), total in 0_i64..400_000, more in 0_i64..10_000,
    ) {
        let (mut from, mut rate, mut steps) = (0_i64, 0_i64, Vec::new());
        for (size, percent) in sizes {
            rate = rate.max(percent);
            steps.push(Step { from: Fen(from), rate: Rate::percent(rate) });
            from = from.saturating_add(size);
        }
        for mode in [BandMode::Progressive, BandMode::Retroactive] {
            let ready = rule(|rule| (rule.rate, rule.bands, rule.steps) = (None, Some(mode), steps.clone()));
            let Pay::Bands(_, bands) = &ready.pay else { panic!("no bands") };
            let of = |total| banded(mode, bands, Fen(total)).unwrap();
            prop_assert!(of(total.saturating_add(more)) >= of(total));
        }
    }
}
