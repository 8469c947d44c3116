//! The `slip` and `drawer` commands: a bill on paper, on the screen or in a file.

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, complain, say};
use super::who::Who;
use crate::checkout::bill::ListBills;
use crate::checkout::slip::{self, SlipOf};
use crate::checkout::slip_print::{self, PrintJob};
use crate::db::Fault;
use crate::ground::Refused;
use crate::output::sink::{PrintFailed, Sent};
use crate::shop::{Answer, Shop};
use crate::words;

/// Printing a slip.
#[derive(Debug, Clone, clap::Args)]
pub struct SlipArgs {
    /// The bill's number, or `last` for today's newest.
    pub bill: String,
    /// Marks it as a copy.
    #[arg(long)]
    pub copy: bool,
    /// Another printer than the settings': tcp://HOST:PORT, /dev/usb/lp0, file:FOLDER.
    #[arg(long, value_name = "PRINTER")]
    pub to: Option<String>,
    /// Shows it and prints nothing.
    #[arg(long)]
    pub preview: bool,
    /// Opens the drawer with it.
    #[arg(long)]
    pub drawer: bool,
    /// Who.
    #[command(flatten)]
    pub who: Who,
}

/// Opening the drawer.
#[derive(Debug, Clone, clap::Args)]
pub struct DrawerArgs {
    /// Another printer than the settings'.
    #[arg(long, value_name = "PRINTER")]
    pub to: Option<String>,
    /// Who.
    #[command(flatten)]
    pub who: Who,
}

/// Prints or shows a slip.
pub(super) fn run(args: &Args, wish: &SlipArgs) -> Ran {
    let mut shop = args.shop()?;
    let bill = number(&shop, &wish.bill)?;
    if wish.preview {
        let slip = shop.ask(&SlipOf { bill, copy: wish.copy })?;
        if args.json {
            say(&serde_json::to_string(&slip).map_err(|e| Fault::Broken(e.to_string()))?)?;
        } else {
            say(&slip::preview_lines(&slip, shop.settings()).join("\n"))?;
        }
        return Ok(Outcome::Done);
    }
    let job = PrintJob { bill: bill.clone(), copy: wish.copy, kick: wish.drawer, to: wish.to.clone() };
    let printed = slip_print::print_slip(&mut shop, &wish.who.envelope("slip"), &job)?;
    tell(args, &bill, printed)
}

/// Opens the drawer.
pub(super) fn drawer(args: &Args, wish: &DrawerArgs) -> Ran {
    let mut shop = args.shop()?;
    let sent = slip_print::open_drawer(&mut shop, &wish.who.envelope("drawer"), wish.to.as_deref())?;
    if let (Ok(place @ (Sent::Device(_) | Sent::Tcp(_))), false) = (&sent, args.json) {
        let place = match place {
            Sent::Device(path) => super::common::shown(path),
            Sent::Tcp(addr) => addr.clone(),
            Sent::Files { .. } | Sent::Nowhere => String::new(),
        };
        say(&words::fill(args.language(), "paper.drawer.opened", &[("printer", &place)]))?;
        return Ok(Outcome::Done);
    }
    tell(args, "drawer", sent)
}

fn number(shop: &Shop, wish: &str) -> Answer<String> {
    if wish != "last" {
        return Ok(wish.to_owned());
    }
    let today = shop.ask(&ListBills { limit: Some(1), ..ListBills::default() })?;
    let newest = today.into_iter().next().map(|head| head.bill);
    newest.ok_or_else(|| Refused::BillUnknown { bill: wish.to_owned() }.into())
}

pub(super) fn tell(args: &Args, bill: &str, printed: Result<Sent, PrintFailed>) -> Ran {
    let lang = args.language();
    match printed {
        Ok(Sent::Nowhere) => {
            complain(&slip_print::sent_words(lang, bill, &Sent::Nowhere));
            Ok(Outcome::No)
        }
        Ok(sent) => {
            let words = slip_print::sent_words(lang, bill, &sent);
            say(&if args.json { json!({ "bill": bill, "sent": words }).to_string() } else { words })?;
            Ok(Outcome::Done)
        }
        Err(failed) => {
            complain(&slip_print::failed_words(lang, &failed));
            Ok(Outcome::No)
        }
    }
}
