//! The `pay` command: wages, paying people out, taking a payout back, and the slip that is signed.

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say};
use super::who::{self, Who};
use crate::checkout::cart::Tender;
use crate::checkout::slip::preview_lines;
use crate::checkout::slip_print;
use crate::ground::{Clean, Fen, Refused};
use crate::payroll::payout::{PaidOut, PayAll, PayOut, TakeBackPay};
use crate::payroll::slip::PaySlip;
use crate::payroll::wage::SetWage;
use crate::shop::Envelope;
use crate::words;

/// Paying people.
#[derive(Debug, Clone, clap::Args)]
pub struct PayArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What to do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum What {
    /// Pays a person for a month: all that is due, or an amount.
    Out {
        /// Staff number.
        staff: String,
        /// The month: 2026-11.
        #[arg(long, value_name = "MONTH")]
        month: String,
        /// How much, in yuan; all that is due when absent.
        #[arg(long, value_name = "YUAN")]
        amount: Option<String>,
        /// From which till: cash, bank, wechat or alipay.
        #[arg(long, default_value = "cash")]
        tender: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Pays everybody all that is due for a month.
    All {
        /// The month: 2026-11.
        #[arg(long, value_name = "MONTH")]
        month: String,
        /// From which till: cash, bank, wechat or alipay.
        #[arg(long, default_value = "bank")]
        tender: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Takes a payout back whole.
    TakeBack {
        /// Its number: P000012.
        payout: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Shows the slip of a payout, or prints it.
    Slip {
        /// Its number: P000012.
        payout: String,
        /// Prints it.
        #[arg(long)]
        print: bool,
        /// Another printer than the settings'.
        #[arg(long, value_name = "PRINTER")]
        to: Option<String>,
        /// Marks it as a copy.
        #[arg(long)]
        copy: bool,
    },
    /// Sets a person's wage of a whole month.
    Wage {
        /// Staff number.
        staff: String,
        /// Yuan a month.
        amount: String,
        /// From which day on; today when absent.
        #[arg(long, value_name = "DAY")]
        from: Option<String>,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
}

/// Does it.
pub(super) fn run(args: &Args, wish: &PayArgs) -> Ran {
    match &wish.what {
        What::Out { staff, month, amount, tender, who } => {
            let unknown = || Refused::TenderUnknown { tender: Clean::shown(tender).into_string() };
            let verb = PayOut {
                staff: staff.clone(),
                month: month.clone(),
                amount: amount.as_deref().map(str::parse::<Fen>).transpose()?,
                tender: Tender::from_code(tender).ok_or_else(unknown)?,
                expect: None,
            };
            let mut shop = args.shop()?;
            let done = who::with_pin(args, reasoned(who), |envelope| shop.act(envelope, &verb))?.value;
            tell(args, "pay.done", &done)
        }
        What::All { month, tender, who } => {
            let unknown = || Refused::TenderUnknown { tender: Clean::shown(tender).into_string() };
            let tender = Tender::from_code(tender).ok_or_else(unknown)?;
            let verb = PayAll { month: month.clone(), tender, expect: None };
            let mut shop = args.shop()?;
            let done = who::with_pin(args, reasoned(who), |envelope| shop.act(envelope, &verb))?.value;
            if args.json {
                say(&json!(done).to_string())?;
                return Ok(Outcome::Done);
            }
            let (amount, people) = (done.amount.grouped(), done.payouts.len().to_string());
            let facts = [("month", done.month.as_str()), ("amount", &amount), ("people", &people)];
            say(&words::fill(args.language(), "pay.all_done", &facts))?;
            Ok(Outcome::Done)
        }
        What::TakeBack { payout, who } => {
            let verb = TakeBackPay { payout: payout.clone() };
            let mut shop = args.shop()?;
            let done = who::with_pin(args, reasoned(who), |envelope| shop.act(envelope, &verb))?.value;
            tell(args, "pay.undone", &done)
        }
        What::Slip { payout, print, to, copy } => slip(args, payout, (*print, *copy), to.as_deref()),
        What::Wage { staff, amount, from, who } => {
            let verb = SetWage { staff: staff.clone(), amount: amount.parse::<Fen>()?, from: from.clone() };
            let mut shop = args.shop()?;
            let set = who::with_pin(args, reasoned(who), |envelope| shop.act(envelope, &verb))?.value;
            if args.json {
                say(&json!(set).to_string())?;
                return Ok(Outcome::Done);
            }
            let amount = set.amount.grouped();
            let facts = [("staff", set.staff.as_str()), ("amount", &amount), ("from", &set.from)];
            say(&words::fill(args.language(), "pay.wage_set", &facts))?;
            Ok(Outcome::Done)
        }
    }
}

fn reasoned(who: &Who) -> Envelope {
    let reason = who.reason.clone().or_else(|| Some("pay".to_owned()));
    Envelope { reason, ..who.envelope("pay") }
}

fn tell(args: &Args, key: &str, done: &PaidOut) -> Ran {
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    let (amount, due) = (done.amount.grouped(), done.due.grouped());
    let facts = [
        ("payout", done.payout.as_str()),
        ("staff", &done.staff),
        ("name", &done.name),
        ("month", &done.month),
        ("amount", &amount),
        ("due", &due),
    ];
    say(&Clean::shown(&words::fill(args.language(), key, &facts)).into_string())?;
    Ok(Outcome::Done)
}

fn slip(args: &Args, payout: &str, (print, copy): (bool, bool), to: Option<&str>) -> Ran {
    let shop = args.shop()?;
    let slip = shop.ask(&PaySlip { payout: payout.to_owned(), copy })?;
    if print {
        let sent = slip_print::printout(&slip, shop.settings(), to, false)?.send();
        return super::slip::tell(args, payout, sent);
    }
    if args.json {
        say(&json!(slip).to_string())?;
    } else {
        say(&preview_lines(&slip, shop.settings()).join("\n"))?;
    }
    Ok(Outcome::Done)
}
