//! Amounts in the capital figures that Chinese bookkeeping asks for (大写金额), so that no stroke turns one into another.
//!
//! Source: 支付结算办法 (1997), annex 1: `元` ends in `整` when nothing follows; `角` may; a zero between figures is written
//! once; before the amount stands 人民币, which is left to whoever prints it.
#![deny(clippy::arithmetic_side_effects, clippy::float_arithmetic, clippy::as_conversions)]

use super::money::Fen;

const FIGURES: [&str; 10] = ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"];
/// Within four figures, the highest first.
const PLACES: [&str; 4] = ["仟", "佰", "拾", ""];
/// Of groups of four figures, the lowest first.
const GROUPS: [&str; 5] = ["", "万", "亿", "万亿", "亿亿"];

/// An amount in capital figures: `壹万捌仟陆佰肆拾元整`; below zero with 负 before it.
pub fn capital(amount: Fen) -> String {
    let mut out = String::new();
    if amount.0 < 0 {
        out.push('负');
    }
    let fen = amount.0.unsigned_abs();
    let (yuan, rest) = (fen / 100, fen % 100);
    let (jiao, last) = (rest / 10, rest % 10);
    let whole = yuan_said(yuan);
    if !whole.is_empty() {
        out.push_str(&whole);
        out.push('元');
    }
    if rest == 0 {
        out.push_str(if whole.is_empty() { "零元整" } else { "整" });
        return out;
    }
    if jiao > 0 {
        out.push_str(figure(jiao));
        out.push('角');
    } else if !whole.is_empty() {
        out.push('零');
    }
    if last > 0 {
        out.push_str(figure(last));
        out.push('分');
    } else {
        out.push('整');
    }
    out
}

fn figure(value: u64) -> &'static str {
    usize::try_from(value).ok().and_then(|place| FIGURES.get(place)).copied().unwrap_or("")
}

fn yuan_said(yuan: u64) -> String {
    let mut groups: Vec<u64> = Vec::new();
    let mut rest = yuan;
    while rest > 0 {
        groups.push(rest % 10_000);
        rest /= 10_000;
    }
    let mut out = String::new();
    // Whether a zero has to be said before the next figure.
    let mut zero = false;
    for (place, group) in groups.iter().enumerate().rev() {
        if *group == 0 {
            zero = !out.is_empty();
            continue;
        }
        let digits = [*group / 1000, *group / 100 % 10, *group / 10 % 10, *group % 10];
        for (digit, unit) in digits.iter().zip(PLACES) {
            if *digit == 0 {
                zero = zero || !out.is_empty();
                continue;
            }
            if zero {
                out.push('零');
            }
            zero = false;
            out.push_str(figure(*digit));
            out.push_str(unit);
        }
        out.push_str(GROUPS.get(place).copied().unwrap_or(""));
        // Zeros at the end of a group are said only before a figure that follows.
        zero = digits.last() == Some(&0);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_written_as_the_rule_has_them() {
        // Where the rule has two ways (107,000.53 and 1,680.32 are its own examples), this is one of them.
        for (fen, said) in [
            (0, "零元整"),
            (5, "伍分"),
            (50, "伍角整"),
            (105, "壹元零伍分"),
            (1_000, "壹拾元整"),
            (1_864_000, "壹万捌仟陆佰肆拾元整"),
            (140_950, "壹仟肆佰零玖元伍角整"),
            (600_714, "陆仟零柒元壹角肆分"),
            (168_032, "壹仟陆佰捌拾元叁角贰分"),
            (10_700_053, "壹拾万零柒仟元伍角叁分"),
            (1_000_000_000, "壹仟万元整"),
            (100_000_500, "壹佰万零伍元整"),
            (10_000_000_100, "壹亿零壹元整"),
            (-39_900_000, "负叁拾玖万玖仟元整"),
        ] {
            assert_eq!(capital(Fen(fen)), said, "{fen}");
        }
    }
}
