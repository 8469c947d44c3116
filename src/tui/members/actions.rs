//! What can be done to a member, a lot, a card, a debt: menus picked by digit, and what each of them opens.

use super::doubles::Doubles;
use super::file::File;
use super::holds::Held;
use super::{card_sheets, refund, rest_sheets, sheets};
use crate::cards::change::CardAct;
use crate::cards::store::CardKind;
use crate::checkout::card_refund::{CardRefundPreview, Holding};
use crate::checkout::member_view::MemberView;
use crate::members::WalletState;
use crate::promotions::coupons::Coupon;
use crate::tui::parts::{Around, Choice, Go, Menu, Sheet, Step};
use crate::words::{self, Lang};
use crate::worker::Wish;

/// Something that can be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// A new file.
    Open,
    /// The list of doubles.
    Doubles,
    /// A top-up.
    TopUp,
    /// A sale at the checkout.
    Sell,
    /// Name, phone, birthday and the rest.
    Edit,
    /// Notes, tags, warning.
    Notes,
    /// The phone in full.
    Reveal,
    /// Freeze, report lost, open.
    Wallet,
    /// Another owner.
    Owner,
    /// Family.
    Family,
    /// Pays debts: one, or the oldest first.
    Pay(Option<i64>),
    /// Merges this file into another.
    Merge,
    /// Everything that can be done to the member.
    Member,
    /// Freezes, loses or opens a card.
    Card(String, CardAct),
    /// Extends a card.
    Extend(String, String),
    /// Shares a card.
    Share(String),
    /// Ends a share.
    Unshare(String),
    /// Hands a card on.
    Transfer(String),
    /// Refunds a lot or a card.
    Refund(Holding),
    /// What is needed more rarely.
    More,
    /// A coupon for the member.
    Issue,
    /// Takes a coupon away.
    Withdraw(Box<Coupon>),
    /// Points by hand.
    Points,
    /// Takes a merged file out again.
    Unmerge,
    /// A bigger card in place of this one.
    Upgrade(String, CardKind),
}

/// What an action opened.
pub enum Begun {
    /// Nothing; it asks for something.
    Steps(Vec<Step>),
    /// A sheet.
    Sheet(Sheet),
    /// The list of doubles and its question.
    Doubles(Doubles, Step),
    /// Another menu.
    Menu(Menu<Deed>),
}

/// The menu of a member.
pub fn of_member(view: &MemberView, lang: Lang) -> Menu<Deed> {
    let choice = |deed: Deed, label: &'static str| Choice::new(deed, words::text(lang, label));
    let mut choices = vec![
        choice(Deed::TopUp, "members.act.top_up").fact("F5"),
        choice(Deed::Sell, "members.act.sell").fact("F8"),
        choice(Deed::Edit, "members.act.edit").fact("e"),
        choice(Deed::Notes, "members.act.notes").fact("n"),
        choice(Deed::Reveal, "members.act.reveal").fact("y"),
        choice(Deed::Wallet, "members.act.wallet"),
        choice(Deed::Issue, "members.act.issue"),
        choice(Deed::More, "members.act.more"),
    ];
    if view.holdings.owed.is_positive() {
        let pay = choice(Deed::Pay(None), "members.act.pay").fact(view.holdings.owed.grouped());
        choices.insert(2, pay);
    }
    Menu::new(format!("{} {}", view.member.name, view.member.number), choices)
}

/// The menu of what is needed more rarely: nine digits pick at once, so not everything stands in one list.
fn more(view: &MemberView, lang: Lang) -> Menu<Deed> {
    let choice = |deed: Deed, label: &'static str| Choice::new(deed, words::text(lang, label));
    let mut choices = vec![
        choice(Deed::Owner, "members.act.owner").fact(view.owner_name.clone().unwrap_or_default()),
        choice(Deed::Family, "members.act.family"),
        choice(Deed::Points, "members.act.points").fact(view.points.to_string()),
        choice(Deed::Merge, "members.act.merge"),
    ];
    if !view.merged.is_empty() {
        choices.push(choice(Deed::Unmerge, "members.act.unmerge").fact(view.merged.join(", ")));
    }
    Menu::new(format!("{} {}", view.member.name, view.member.number), choices)
}

/// The menu of something a member holds.
pub fn of_held(held: &Held, lang: Lang) -> Option<Menu<Deed>> {
    let choice = |deed: Deed, label: &'static str| Choice::new(deed, words::text(lang, label));
    let (title, mut choices) = match held {
        Held::Card(card) => {
            let code = card.card.clone();
            let mut choices = vec![choice(Deed::Sell, "members.act.sell").fact("F8")];
            if !["refunded", "upgraded"].contains(&card.state.as_str()) {
                let last = card.expires_on.clone().unwrap_or_default();
                choices
                    .push(choice(Deed::Extend(code.clone(), last.clone()), "members.act.extend").fact(last));
                choices.push(choice(Deed::Share(code.clone()), "members.act.share"));
                choices.push(choice(Deed::Unshare(code.clone()), "members.act.unshare"));
                choices.push(choice(Deed::Transfer(code.clone()), "members.act.transfer"));
                choices.push(choice(Deed::Upgrade(code.clone(), card.kind), "members.act.upgrade"));
                choices.push(choice(Deed::Refund(Holding::Card(code.clone())), "members.act.refund"));
            }
            match card.state.as_str() {
                "open" => {
                    choices.push(choice(Deed::Card(code.clone(), CardAct::Freeze {}), "members.act.freeze"));
                    choices.push(choice(Deed::Card(code.clone(), CardAct::Lose {}), "members.act.lose"));
                }
                "frozen" | "lost" => {
                    choices.push(choice(Deed::Card(code.clone(), CardAct::Open {}), "members.act.reopen"));
                }
                _ => {}
            }
            (format!("{} {code}", card.name), choices)
        }
        Held::Lot(lot) => {
            let title = crate::t!(lang, "members.lot", lot = lot.lot, day = lot.bought_on);
            (
                title,
                vec![
                    choice(Deed::Refund(Holding::Lot(lot.lot)), "members.act.refund"),
                    choice(Deed::Wallet, "members.act.wallet"),
                    choice(Deed::TopUp, "members.act.top_up").fact("F5"),
                ],
            )
        }
        Held::Debt(debt) => {
            let title = crate::t!(lang, "members.debt", day = debt.since);
            (title, vec![choice(Deed::Pay(Some(debt.debt)), "members.act.pay").fact(debt.left.grouped())])
        }
        Held::Coupon(coupon) => {
            let deed = Deed::Withdraw(Box::new(coupon.clone()));
            (coupon.name.clone(), vec![choice(deed, "members.act.withdraw").fact(coupon.code.clone())])
        }
    };
    // Nine digits pick at once: the member's own menu is F4 away.
    if choices.len() < 9 {
        choices.push(choice(Deed::Member, "members.act.member"));
    }
    Some(Menu::new(title, choices))
}

/// Begins an action on the member whose file is open.
pub fn begin(deed: &Deed, file: Option<&File>, around: &Around) -> Begun {
    match deed {
        Deed::Open => return Begun::Sheet(sheets::open(around, "")),
        Deed::Doubles => {
            let (doubles, step) = Doubles::open();
            return Begun::Doubles(doubles, step);
        }
        Deed::Card(card, act) => return Begun::Sheet(card_sheets::plain(around, card, act)),
        Deed::Extend(card, last) => return Begun::Sheet(card_sheets::extend(around, card, last)),
        Deed::Share(card) => return Begun::Sheet(card_sheets::share(around, card)),
        Deed::Unshare(card) => return Begun::Sheet(card_sheets::unshare(around, card)),
        Deed::Transfer(card) => return Begun::Sheet(card_sheets::transfer(around, card)),
        Deed::Upgrade(card, kind) => return Begun::Sheet(rest_sheets::upgrade(around, card, *kind)),
        Deed::Withdraw(coupon) => return Begun::Sheet(rest_sheets::withdraw(around, coupon)),
        Deed::Refund(holding) => {
            let query = CardRefundPreview { holding: holding.clone() };
            let wish = Wish::look(refund::WHAT, move |source| {
                let outcomes = source.ask(&query)?;
                Ok((query.holding, outcomes))
            });
            return Begun::Steps(vec![Step::Wish(wish)]);
        }
        Deed::TopUp
        | Deed::Sell
        | Deed::Edit
        | Deed::Notes
        | Deed::Reveal
        | Deed::Wallet
        | Deed::Owner
        | Deed::Family
        | Deed::Pay(_)
        | Deed::Merge
        | Deed::More
        | Deed::Issue
        | Deed::Points
        | Deed::Unmerge
        | Deed::Member => {}
    }
    let Some((file, view)) = file.and_then(|file| file.view.as_ref().map(|view| (file, view))) else {
        return Begun::Steps(Vec::new());
    };
    of_file(deed, file, view, around)
}

fn of_file(deed: &Deed, file: &File, view: &MemberView, around: &Around) -> Begun {
    let member = &view.member;
    match deed {
        Deed::TopUp => Begun::Steps(vec![file.top_up()]),
        Deed::Sell => Begun::Steps(vec![Step::Go(Go::Checkout(member.number.clone()))]),
        Deed::Edit => Begun::Sheet(sheets::edit(around, view)),
        Deed::Notes => Begun::Sheet(sheets::notes(around, member)),
        Deed::Reveal => Begun::Sheet(sheets::reveal(around, &member.number)),
        Deed::Wallet => {
            Begun::Sheet(sheets::wallet(around, &member.number, member.wallet != WalletState::Open))
        }
        Deed::Owner => Begun::Sheet(sheets::owner(around, member)),
        Deed::Family => Begun::Sheet(sheets::family(around, view)),
        Deed::Pay(debt) => Begun::Sheet(sheets::pay(around, view, *debt)),
        Deed::Merge => Begun::Sheet(sheets::merge(around, &member.number, "")),
        Deed::Member => Begun::Menu(of_member(view, around.lang)),
        Deed::More => Begun::Menu(more(view, around.lang)),
        Deed::Issue => Begun::Sheet(rest_sheets::issue(around, member)),
        Deed::Points => Begun::Sheet(rest_sheets::points(around, member)),
        Deed::Unmerge => Begun::Sheet(rest_sheets::unmerge(around, &view.merged)),
        Deed::Open
        | Deed::Doubles
        | Deed::Card(..)
        | Deed::Extend(..)
        | Deed::Share(_)
        | Deed::Unshare(_)
        | Deed::Transfer(_)
        | Deed::Upgrade(..)
        | Deed::Withdraw(_)
        | Deed::Refund(_) => Begun::Steps(Vec::new()),
    }
}
