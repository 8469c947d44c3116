//! A slip on its way to paper, and the drawer: effects outside the transaction, noted by a verb of their own.
//!
//! A printer that is off costs the counter a few seconds, so a console prepares ([`printout`]) on a reader, sends
//! ([`Printout::send`]) on a thread that may wait, and then notes it ([`SlipPrinted`]). The drawer goes the other way
//! round: [`OpenDrawer`] is written down first, so that no drawer ever opens unseen.

use serde::{Deserialize, Serialize};

use super::bill_store;
use super::slip::{self, SlipOf};
use crate::db::{Db, named_params};
use crate::ground::{Clean, Refused};
use crate::output::escpos::{self, Drawer, Finish};
use crate::output::sink::{PrintFailed, Printer, Sent, Sheet};
use crate::output::slip::Slip;
use crate::shop::{Act, Answer, Envelope, Look, Query, Settings, Shop, Tx, Verb};
use crate::words::{self, Lang};

/// A sheet and the printer it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printout {
    /// Where it goes.
    pub printer: Printer,
    /// What goes there.
    pub sheet: Sheet,
}

impl Printout {
    /// Sends it. Blocks for some seconds at most; never call it where keys are read.
    ///
    /// # Errors
    /// [`PrintFailed`], for [`failed_words`].
    pub fn send(&self) -> Result<Sent, PrintFailed> {
        self.printer.send(&self.sheet)
    }
}

fn printer(settings: &Settings, to: Option<&str>) -> Result<Printer, Refused> {
    to.unwrap_or(&settings.printer).parse()
}

/// A slip in the printer's bytes; `to` overrules the printer of the settings, `kick` opens the drawer with it.
///
/// # Errors
/// [`Refused::SettingInvalid`] for a printer that cannot be meant.
pub fn printout(slip: &Slip, settings: &Settings, to: Option<&str>, kick: bool) -> Result<Printout, Refused> {
    let rows = slip::rows(slip, settings);
    let finish = Finish { qr: slip.qr.clone(), drawer: kick.then_some(Drawer::Pin2), cut: true };
    let bytes = escpos::document(&rows, slip::paper(settings), &finish);
    let sheet = Sheet { bill: slip.bill.clone(), text: slip::preview_lines(slip, settings), bytes };
    Ok(Printout { printer: printer(settings, to)?, sheet })
}

/// The pulse that opens the drawer and nothing else.
///
/// # Errors
/// As [`printout`].
pub fn drawer_pulse(settings: &Settings, to: Option<&str>) -> Result<Printout, Refused> {
    let sheet = Sheet { bill: Clean::shown("drawer"), text: Vec::new(), bytes: escpos::drawer(Drawer::Pin2) };
    Ok(Printout { printer: printer(settings, to)?, sheet })
}

/// What is to be printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PrintJob {
    /// The bill's number.
    pub bill: String,
    /// Whether it is marked as a copy even where it is the first.
    pub copy: bool,
    /// Whether the drawer opens with it.
    pub kick: bool,
    /// Another printer than the settings'.
    pub to: Option<String>,
}

/// Prints a slip and writes it down: for doors that may wait, such as the command line.
///
/// # Errors
/// The outer error is the store's; the inner one is the printer's, and then nothing was noted as printed.
pub fn print_slip(shop: &mut Shop, envelope: &Envelope, job: &PrintJob) -> Answer<Result<Sent, PrintFailed>> {
    let copy = job.copy || prints(shop.db(), &job.bill)? > 0;
    let slip = shop.ask(&SlipOf { bill: job.bill.clone(), copy })?;
    let out = printout(&slip, shop.settings(), job.to.as_deref(), job.kick)?;
    if job.kick {
        let drawer = Envelope { key: format!("{}-drawer", envelope.key), ..envelope.clone() };
        shop.act(&drawer, &OpenDrawer { bill: Some(job.bill.clone()) })?;
    }
    let sent = match out.send() {
        Ok(sent) => sent,
        Err(failed) => return Ok(Err(failed)),
    };
    if sent != Sent::Nowhere {
        let printed = SlipPrinted { bill: job.bill.clone(), copy, to: out.printer.to_string() };
        shop.act(envelope, &printed)?;
    }
    Ok(Ok(sent))
}

/// How often a bill's slip was printed before: any but the first is a copy (补打).
///
/// # Errors
/// [`Refused::BillUnknown`], or a fault when the file cannot be read.
pub fn prints(db: &Db, bill: &str) -> Answer<i64> {
    let bill = bill_store::find(db, bill)?;
    let count = db.one(include_str!("sql/slip_prints.sql"), named_params! { ":bill": bill.id }, |row| {
        row.get::<_, i64>("prints")
    })?;
    Ok(count.unwrap_or(0))
}

/// How often a bill's slip was printed before.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Prints {
    /// The bill's number.
    pub bill: String,
}

impl Query for Prints {
    const NAME: &'static str = "query.prints";
    type Out = i64;

    fn run(&self, db: &Db, _: &Look<'_>) -> Answer<i64> {
        prints(db, &self.bill)
    }
}

/// Opens the drawer: written down first, then opened.
///
/// # Errors
/// As [`print_slip`].
pub fn open_drawer(
    shop: &mut Shop,
    envelope: &Envelope,
    to: Option<&str>,
) -> Answer<Result<Sent, PrintFailed>> {
    let pulse = drawer_pulse(shop.settings(), to)?;
    shop.act(envelope, &OpenDrawer { bill: None })?;
    Ok(pulse.send())
}

/// Why a slip was not printed, in words.
pub fn failed_words(lang: Lang, failed: &PrintFailed) -> String {
    let facts = failed.facts();
    let facts: Vec<(&str, &str)> = facts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    words::fill(lang, &format!("paper.print.{}", failed.code()), &facts)
}

/// Where a slip went, in words.
pub fn sent_words(lang: Lang, bill: &str, sent: &Sent) -> String {
    let (key, place) = match sent {
        Sent::Device(path) => ("paper.sent.device", path.display().to_string()),
        Sent::Tcp(addr) => ("paper.sent.device", addr.clone()),
        Sent::Files { text, .. } => ("paper.sent.files", text.display().to_string()),
        Sent::Nowhere => ("paper.sent.nowhere", String::new()),
    };
    words::fill(lang, key, &[("bill", bill), ("printer", Clean::shown(&place).as_str())])
}

/// Notes that a slip went to a printer.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SlipPrinted {
    /// The bill's number.
    pub bill: String,
    /// Whether it was a reprint.
    #[serde(default)]
    pub copy: bool,
    /// Where it went.
    #[serde(default)]
    pub to: String,
}

/// What was noted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Noted {
    /// The bill.
    pub bill: Option<String>,
}

impl Verb for SlipPrinted {
    const NAME: &'static str = "slip.printed";
    type Out = Noted;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Noted> {
        tx.require(Act::Sell)?;
        let bill = bill_store::find(tx.db(), &self.bill)?;
        let what = if self.copy { "copy" } else { "first" };
        let printer = Clean::shown(&self.to);
        tx.db().insert(
            include_str!("sql/insert_slip_print.sql"),
            named_params! {
                ":bill": bill.id, ":printer": printer.as_str(), ":command": tx.command()?, ":at": tx.at.0,
            },
        )?;
        tx.note("slip.printed", format!("{} {what} {printer}", bill.number))?;
        Ok(Noted { bill: Some(bill.number) })
    }
}

/// Lets the drawer be opened; the door that asked sends the pulse.
#[derive(Debug, Clone, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct OpenDrawer {
    /// The bill it is opened for; none when it is opened by hand.
    #[serde(default)]
    pub bill: Option<String>,
}

impl Verb for OpenDrawer {
    const NAME: &'static str = "drawer.open";
    type Out = Noted;

    fn run(&self, tx: &mut Tx<'_>) -> Answer<Noted> {
        tx.require(Act::DrawerOpen)?;
        let facts = match &self.bill {
            Some(number) => bill_store::find(tx.db(), number)?.number,
            None => "by hand".to_owned(),
        };
        tx.note("drawer.open", facts)?;
        Ok(Noted { bill: self.bill.clone() })
    }
}
