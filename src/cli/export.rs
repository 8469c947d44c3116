//! The `export` command: members, items or bills as CSV that a spreadsheet opens without running it.

use std::path::PathBuf;

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say, shown};
use super::who::{self, Who};
use crate::chain::month::{self, SendMonth};
use crate::exchange::decode::Encoding;
use crate::exchange::export::{ExportFile, Subject};
use crate::exchange::export_file::{self, Wanted};
use crate::ground::{Month, Refused, day};
use crate::shop::{Envelope, Look};
use crate::words;

/// What goes out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum What {
    /// Members with their phones and balances.
    Members,
    /// The price list.
    Items,
    /// Bills.
    Bills,
    /// The month-end pack of a closed month.
    Month,
}

/// Exporting.
#[derive(Debug, Clone, clap::Args)]
pub struct ExportArgs {
    /// What.
    pub what: What,
    /// Of the pack: the month, such as 2026-10.
    pub month: Option<String>,
    /// The file, which must not exist; of the pack the folder that it is put into.
    #[arg(long, value_name = "FILE")]
    pub to: PathBuf,
    /// First day of bills; the first of all when absent.
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Last day of bills; the last of all when absent.
    #[arg(long, value_name = "DAY")]
    pub until: Option<String>,
    /// utf-8 (with its mark) or gb18030.
    #[arg(long)]
    pub encoding: Option<String>,
    /// Who.
    #[command(flatten)]
    pub who: Who,
}

/// Writes it down, then writes the file.
pub(super) fn run(args: &Args, wish: &ExportArgs) -> Ran {
    for text in [&wish.from, &wish.until].into_iter().flatten() {
        day::iso(text)?;
    }
    let encoding = super::report::csv_encoding(wish.encoding.as_deref())?;
    // The name would promise a workbook.
    let end = wish.to.extension().map(|end| end.to_string_lossy().to_lowercase()).unwrap_or_default();
    if wish.what != What::Month && ["xlsx", "xls"].contains(&end.as_str()) {
        let (field, known) = ("file".to_owned(), ".csv".to_owned());
        return Err(Refused::ChoiceUnknown { field, value: format!(".{end}"), known }.into());
    }
    let subject = match wish.what {
        What::Month => return a_month(args, wish, encoding),
        What::Members => Subject::Members,
        What::Items => Subject::Items,
        What::Bills => Subject::Bills,
    };
    let mut shop = args.shop()?;
    if wish.to.exists() {
        return Err(Refused::FileExists { file: shown(&wish.to) }.into());
    }
    let reason = wish.who.reason.clone().or_else(|| Some("export".to_owned()));
    let envelope = Envelope { reason, ..wish.who.envelope("export") };
    let verb = ExportFile { subject, to: shown(&wish.to) };
    who::with_pin(args, envelope, |envelope| shop.act(envelope, &verb))?;
    let last = wish.until.clone().unwrap_or_else(|| "9999".to_owned());
    let wanted = Wanted {
        subject,
        span: (wish.from.clone().unwrap_or_default(), last),
        lang: args.language(),
        encoding,
    };
    let rows = export_file::write(shop.db(), &wanted, &wish.to)?;
    let (file, rows) = (shown(&wish.to), rows.to_string());
    if args.json {
        say(&json!({ "file": file, "rows": rows }).to_string())?;
    } else {
        say(&words::fill(args.language(), "tools.csv.done", &[("file", &file), ("rows", &rows)]))?;
    }
    Ok(Outcome::Done)
}

/// Writes the pack of a closed month.
fn a_month(args: &Args, wish: &ExportArgs, encoding: Encoding) -> Ran {
    let missing = || Refused::DateUnreadable { text: String::new() };
    let name = wish.month.clone().ok_or_else(missing)?;
    let mut shop = args.shop()?;
    let reason = wish.who.reason.clone().or_else(|| Some("export".to_owned()));
    let envelope = Envelope { reason, ..wish.who.envelope("export") };
    Month::named(&name)?;
    let verb = SendMonth { month: name, to: shown(&wish.to) };
    let sent = who::with_pin(args, envelope, |envelope| shop.act(envelope, &verb))?.value;
    let look = Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
    let written = month::write(shop.db(), &look, &sent, encoding, &wish.to)?;
    if args.json {
        let (folder, bundle) = (shown(&written.pack.folder), shown(&written.bundle));
        let facts =
            json!({ "pack": sent.pack, "folder": folder, "files": written.pack.files, "bundle": bundle });
        say(&facts.to_string())?;
        return Ok(Outcome::Done);
    }
    for line in month::told(args.language(), &sent, &written) {
        say(&line)?;
    }
    Ok(Outcome::Done)
}
