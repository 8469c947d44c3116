//! The worked example of a rule: one line of a bill, and what the person on it gets, by the engine itself.

use crate::commission::pay_rules::{self, Each, State};
use crate::commission::rules::{Cost, Pay, Rule, Ruled};
use crate::ground::{Clean, Fen, Refused};
use crate::t;
use crate::words::Lang;

/// Paid, of it by gifts, cost of material, sold in the month before.
pub(super) const SAMPLE: &str = "500 100 5 0";

/// The example in two lines: what it gives, which is what one looks for, and what it is of.
///
/// # Errors
/// [`Refused::SettingInvalid`] where the sample cannot be read, [`Refused::AmountTooLarge`] on overflow.
pub(super) fn told(lang: Lang, rule: &Rule, sample: &str) -> Result<Vec<String>, Refused> {
    let [paid, gift, cost, before] = read(sample)?;
    let ruled = Ruled::of(rule.clone(), None);
    let state = State { quantity: 1, net: paid, gift: gift.min(paid), ..State::default() };
    let each = Each { list: paid, fee: Fen::ZERO, cost };
    let part = pay_rules::alone(state, each, Some(&ruled))?;
    let gives = match &ruled.pay {
        Pay::Bands(mode, steps) => pay_rules::banded(*mode, steps, before.plus(part.base)?)?
            .minus(pay_rules::banded(*mode, steps, before)?)?,
        Pay::Rate(_) | Pay::Fixed(_) => part.share,
    };
    let off = if rule.cost == Cost::None { Fen::ZERO } else { cost };
    let of = t!(
        lang,
        "rulebook.sample_of",
        paid = paid.grouped(),
        gift = gift.grouped(),
        phi = rule.phi.unwrap_or(crate::commission::rules::PHI).in_percent(),
        cost = off.grouped(),
        before = before.grouped()
    );
    let gives = t!(lang, "rulebook.sample_gives", base = part.base.grouped(), gives = gives.grouped());
    Ok(vec![gives, of])
}

fn read(sample: &str) -> Result<[Fen; 4], Refused> {
    let unfit =
        || Refused::SettingInvalid { name: "sample".into(), value: Clean::shown(sample).into_string() };
    let mut out = [Fen::ZERO; 4];
    let mut words = sample.split_whitespace();
    for slot in &mut out {
        if let Some(word) = words.next() {
            *slot = word.parse().map_err(|_| unfit())?;
        }
    }
    if words.next().is_some() || out.iter().any(|fen| *fen < Fen::ZERO) { Err(unfit()) } else { Ok(out) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commission::toml;
    use crate::db::Db;

    /// What a rule, as TOML has it, gives for a sample.
    fn gives(rule: &str, sample: &str) -> String {
        let db = Db::in_memory().unwrap();
        let text = format!("[[rule]]\nname = \"r\"\nevent = \"service\"\n{rule}");
        let set = toml::read(&text, &db).unwrap();
        told(Lang::En, &set.rules[0], sample).unwrap().join(" | ")
    }

    #[test]
    fn the_example_is_what_the_domain_says() {
        let bands = "steps = [{ from = \"0\", rate = \"10%\" }, { from = \"400\", rate = \"20%\" }]";
        for (rule, sample, is) in [
            // Domain §6: 10 % to 400 and 20 % from there on, for 500; material before and after the rate.
            (format!("bands = \"progressive\"\n{bands}"), "500", "60.00"),
            (format!("bands = \"retroactive\"\n{bands}"), "500", "100.00"),
            (format!("bands = \"progressive\"\n{bands}"), "100 0 0 400", "20.00"),
            ("rate = \"50%\"\ncost = \"before\"".to_owned(), "100 0 5", "47.50"),
            ("rate = \"50%\"\ncost = \"after\"".to_owned(), "100 0 5", "45.00"),
            ("rate = \"10%\"".to_owned(), "500 100", "45.00"),
            ("rate = \"10%\"\nphi = \"0%\"".to_owned(), "500 100", "40.00"),
            ("fixed = \"12.50\"".to_owned(), "500", "12.50"),
        ] {
            let told = gives(&rule, sample);
            assert!(told.contains(&format!("pays {is} |")), "{rule} {sample}: {told}");
        }
    }

    #[test]
    fn a_sample_that_cannot_be_read_is_refused() {
        for sample in ["x", "1 2 3 4 5", "-1"] {
            assert!(read(sample).is_err(), "{sample}");
        }
        assert_eq!(read("7").unwrap(), [Fen(700), Fen(0), Fen(0), Fen(0)]);
    }
}
