//! The forms that are needed more rarely: a coupon, points by hand, files taken apart, a card made bigger.

use crate::cards::store::CardKind;
use crate::checkout::card_upgrade::{UpgradeCard, Upgraded};
use crate::checkout::cart::{Payment, Tender};
use crate::checkout::merge::{Merged, UnmergeMember};
use crate::ground::{Clean, Fen, Rate, Refused};
use crate::members::Member;
use crate::points::adjust::{AdjustPoints, PointsAre};
use crate::promotions::coupon_rules::Value;
use crate::promotions::coupons::{Coupon, IssueCoupon, WithdrawCoupon};
use crate::t;
use crate::tui::forms::{Field, Form};
use crate::tui::line::Takes;
use crate::tui::members::sheets::{amount, some};
use crate::tui::parts::sheet::{Sheet, WHAT, Wrong, done};
use crate::tui::parts::{Around, Step, figures};
use crate::tui::theme::Role;
use crate::words;
use crate::worker::Wish;

/// A coupon for this member: an amount, or a share off.
pub fn issue(around: &Around, member: &Member) -> Sheet {
    let lang = around.lang;
    let kinds =
        ["members.coupon_fixed", "members.coupon_percent"].map(|key| words::text(lang, key).to_owned());
    let fields = vec![
        Field::line("name", "members.coupon_name", Takes::Text)
            .with(words::text(lang, "members.coupon_usual")),
        Field::choice("kind", "members.coupon_kind", kinds.to_vec()),
        Field::line("value", "members.coupon_value", Takes::Amount),
        Field::line("threshold", "members.coupon_from", Takes::Amount),
        Field::line("category", "manage.category", Takes::Text),
        Field::line("expires_on", "members.until", Takes::Narrow),
    ];
    let who = member.number.clone();
    let make = move |form: &Form, envelope| {
        let value = if form.value("kind") == "1" {
            Value::Percent { off: off_of(form)?, cap: None }
        } else {
            Value::Fixed { off: amount(form, "value")? }
        };
        let blank = form.value("threshold").trim().is_empty();
        let verb = IssueCoupon {
            code: None,
            member: Some(who.clone()),
            name: Clean::required("name", &form.value("name")).map_err(|no| ("name", no))?,
            value,
            threshold: if blank { Fen::ZERO } else { amount(form, "threshold")? },
            item: None,
            category: Clean::new(&form.value("category")).map_err(|no| ("category", no))?,
            expires_on: some(form.value("expires_on")),
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    Sheet::new(around, t!(lang, "members.issue_to", who = member.name), fields, make, |reply, lang| {
        let coupon = reply.read::<Coupon>()?;
        Ok(done(t!(lang, "members.done.issued", name = coupon.name, code = coupon.code)))
    })
    .note(words::text(lang, "members.coupon_hint"), Role::Muted)
}

/// `8` or `8.5` 折, `85` 折: what is left to pay, as it is said; the coupon keeps what comes off.
fn off_of(form: &Form) -> Result<Rate, Wrong> {
    let text = form.value("value");
    let wrong = || ("value", Refused::RateUnreadable { text: text.clone() });
    let digits: String =
        crate::ground::wide::narrow(text.trim()).chars().filter(char::is_ascii_digit).collect();
    let number: i64 = digits.parse().map_err(|_| wrong())?;
    match (digits.len(), number) {
        (1, 1..=9) => Ok(Rate::percent(100 - number * 10)),
        (2, 10..=99) => Ok(Rate::percent(100 - number)),
        _ => Err(wrong()),
    }
}

/// Takes a coupon away.
pub fn withdraw(around: &Around, coupon: &Coupon) -> Sheet {
    let code = coupon.code.clone();
    let fields = vec![Field::line("code", "field.code", Takes::Narrow).with(&code)];
    let make = move |_: &Form, envelope| Ok(Wish::act(WHAT, envelope, WithdrawCoupon { code: code.clone() }));
    let title = t!(around.lang, "members.withdraw_of", name = coupon.name);
    Sheet::new(around, title, fields, make, |reply, lang| {
        let coupon = reply.read::<Coupon>()?;
        Ok(done(t!(lang, "members.done.withdrawn", name = coupon.name, code = coupon.code)))
    })
    .with_reason()
}

/// Points by hand, with a reason.
pub fn points(around: &Around, member: &Member) -> Sheet {
    let fields = vec![Field::line("points", "members.points_by", Takes::Narrow)];
    let who = member.number.clone();
    let make = move |form: &Form, envelope| {
        let text = crate::ground::wide::narrow(form.value("points").trim());
        let unfit = |_| ("points", Refused::CountUnreadable { text: text.clone() });
        let points = text.trim_start_matches('+').parse::<i64>().map_err(unfit)?;
        Ok(Wish::act(WHAT, envelope, AdjustPoints { member: who.clone(), points }))
    };
    Sheet::new(
        around,
        t!(around.lang, "members.points_of", who = member.name),
        fields,
        make,
        |reply, lang| {
            let now = reply.read::<PointsAre>()?;
            Ok(done(t!(lang, "members.done.points", points = now.points)))
        },
    )
    .note(words::text(around.lang, "members.points_hint"), Role::Muted)
    .with_reason()
}

/// Takes a file that was merged into this one out again.
pub fn unmerge(around: &Around, merged: &[String]) -> Sheet {
    let lang = around.lang;
    let last = merged.last().cloned().unwrap_or_default();
    let fields = vec![Field::line("member", "members.col.merge", Takes::Narrow).with(&last)];
    let make = |form: &Form, envelope| {
        Ok(Wish::act(WHAT, envelope, UnmergeMember { member: form.value("member").trim().to_owned() }))
    };
    Sheet::new(around, words::text(lang, "members.act.unmerge"), fields, make, |reply, lang| {
        let merged = reply.read::<Merged>()?;
        Ok(done(t!(lang, "members.done.unmerged", from = merged.from, into = merged.into)))
    })
    .note(t!(lang, "members.merged_files", files = merged.join(", ")), Role::Muted)
    .with_reason()
}

/// A bigger card in place of this one; what is left of it counts.
pub fn upgrade(around: &Around, card: &str, kind: CardKind) -> Sheet {
    let lang = around.lang;
    let fits = move |is_session: bool| is_session == (kind == CardKind::Session);
    let cards: Vec<String> = around
        .context
        .shelf
        .wares
        .iter()
        .map(|ware| &ware.listed.item)
        .filter(|item| item.kind.is_card() && fits(item.kind == crate::catalog::ItemKind::SessionCard))
        .map(|item| format!("{} {} {}", item.code, item.name, item.price.grouped()))
        .collect();
    let fields = vec![
        Field::line("item", "members.upgrade_to", Takes::Narrow),
        Field::choice("tender", "sheet.tender", figures::till_names(lang)),
    ];
    let code = card.to_owned();
    let make = move |form: &Form, envelope| {
        let tender: Tender = figures::till(&form.value("tender"));
        let verb = UpgradeCard {
            card: code.clone(),
            item: form.value("item").trim().to_owned(),
            tenders: vec![Payment::all(tender)],
        };
        Ok(Wish::act(WHAT, envelope, verb))
    };
    let mut sheet =
        Sheet::new(around, t!(lang, "members.upgrade_of", card = card), fields, make, |reply, lang| {
            let up = reply.read::<Upgraded>()?;
            let (credited, paid) = (up.credited.grouped(), up.paid.grouped());
            let mut steps =
                done(t!(lang, "members.done.upgraded", card = up.card, credited = credited, paid = paid));
            steps.push(Step::Sold(up.bill, false));
            Ok(steps)
        })
        .note(words::text(lang, "members.upgrade_hint"), Role::Muted);
    for card in cards.iter().take(6) {
        sheet = sheet.note(card.as_str(), Role::Text);
    }
    sheet
}
