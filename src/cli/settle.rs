//! The `settle` command: the steps of a month's settlement, and statements of pairs.

use std::path::PathBuf;

use serde_json::json;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, say, shown};
use super::who::{self, Who};
use crate::chain::received::Inbox;
use crate::chain::statement::table;
use crate::exchange::decode::Encoding;
use crate::exchange::sheet_out::{Cell, FileForm, Table, head};
use crate::ground::{Clean, Month};
use crate::settlement::matrix::MatrixIs;
use crate::settlement::settle::{Settle, SettleStep};
use crate::settlement::statement::Statement;
use crate::shop::{Answer, Look};
use crate::words::{self, Lang};

/// Settling between stores.
#[derive(Debug, Clone, clap::Args)]
pub struct SettleArgs {
    /// What to do.
    #[command(subcommand)]
    pub what: What,
}

/// What to do.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum What {
    /// Freezes a month: none of its events changes any more, what comes later belongs to the next.
    Freeze {
        /// The month: 2026-10.
        month: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Approves a frozen month; somebody else than who froze it.
    Approve {
        /// The month.
        month: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Writes down that an approved month was paid.
    Paid {
        /// The month.
        month: String,
        /// The reference of the payment.
        #[arg(long)]
        reference: String,
        /// Who.
        #[command(flatten)]
        who: Who,
    },
    /// Writes the statement of two stores: XLSX, or CSV where the file's name ends so.
    Statement {
        /// The month.
        month: String,
        /// The one store.
        first: String,
        /// The other.
        second: String,
        /// The file, which must not exist.
        #[arg(long, value_name = "FILE")]
        to: PathBuf,
        /// The encoding of the CSV: utf-8 (with its mark) or gb18030.
        #[arg(long)]
        encoding: Option<String>,
    },
}

/// Runs it.
pub(super) fn run(args: &Args, wish: &SettleArgs) -> Ran {
    match &wish.what {
        What::Freeze { month, who } => step(args, month, (SettleStep::Frozen, ""), who),
        What::Approve { month, who } => step(args, month, (SettleStep::Approved, ""), who),
        What::Paid { month, reference, who } => step(args, month, (SettleStep::Settled, reference), who),
        What::Statement { month, first, second, to, encoding } => {
            let shop = args.shop()?;
            let look =
                Look { profile: shop.profile(), settings: shop.settings(), now: shop.now(), past: false };
            let statement = Statement::of(shop.db(), &look, Month::named(month)?, first, second)?;
            let csv = to.extension().is_some_and(|end| end.eq_ignore_ascii_case("csv"));
            let encoding: Encoding = super::report::csv_encoding(encoding.as_deref())?;
            let form = if csv { FileForm::Csv(encoding) } else { FileForm::Xlsx };
            table(args.language(), &statement)?.write(to, form)?;
            say(&words::fill(args.language(), "settle.statement_done", &[("file", &shown(to))]))?;
            Ok(Outcome::Done)
        }
    }
}

fn step(args: &Args, month: &str, (step, reference): (SettleStep, &str), who: &Who) -> Ran {
    let mut shop = args.shop()?;
    let verb = Settle { month: month.to_owned(), step, events: None, reference: Clean::new(reference)? };
    let done = who::with_pin(args, who.envelope("settle"), |envelope| shop.act(envelope, &verb))?.value;
    if args.json {
        say(&json!(done).to_string())?;
        return Ok(Outcome::Done);
    }
    let key = format!("settle.step.{}", done.step.code());
    let digest = done.digest.get(..8).unwrap_or_default();
    let facts =
        [("month", done.month.as_str()), ("step", words::text(args.language(), &key)), ("digest", digest)];
    say(&words::fill(args.language(), "settle.done", &facts))?;
    let missing = shop.ask(&Inbox { month: Some(done.month.clone()) })?.missing.join(" ");
    if done.step == SettleStep::Frozen && !missing.is_empty() {
        let facts = [("stores", missing.as_str()), ("month", &done.month)];
        say(&words::fill(args.language(), "settle.missing", &facts))?;
    }
    Ok(Outcome::Done)
}

/// The matrix as a table, and what follows from it in words.
pub(super) fn matrix(lang: Lang, is: &MatrixIs) -> Answer<(Table, Vec<String>)> {
    let mut head_row = head(lang, &["settle.gets_owes"]);
    head_row.extend(is.positions.iter().map(|position| position.store.clone()));
    head_row.extend(head(lang, &["settle.gets", "settle.net"]));
    let owed = |home: &str, serving: &str| {
        let pair = is.pairs.iter().find(|pair| pair.home == home && pair.serving == serving);
        pair.map(|pair| pair.owed).unwrap_or_default()
    };
    let mut rows = Vec::new();
    for serving in &is.positions {
        let mut row = vec![Cell::Text(format!("{} {}", serving.store, serving.name))];
        for home in &is.positions {
            let own = home.store == serving.store;
            row.push(if own {
                Cell::Text("--".to_owned())
            } else {
                Cell::Money(owed(&home.store, &serving.store))
            });
        }
        row.extend([Cell::Money(serving.gets), Cell::Money(serving.net)]);
        rows.push(row);
    }
    let mut last = vec![Cell::Text(words::text(lang, "settle.owes").to_owned())];
    last.extend(is.positions.iter().map(|position| Cell::Money(position.owes)));
    let sum = |of: fn(&crate::settlement::matrix::Position) -> crate::ground::Fen| {
        crate::ground::Fen::sum(is.positions.iter().map(of))
    };
    last.extend([Cell::Money(sum(|position| position.owes)?), Cell::Money(sum(|position| position.net)?)]);
    rows.push(last);
    let mut notes = Vec::new();
    if is.unruled > 0 {
        notes.push(words::fill(lang, "settle.unruled_count", &[("count", &is.unruled.to_string())]));
    }
    for transfer in &is.transfers {
        let facts =
            [("from", transfer.from.as_str()), ("to", &transfer.to), ("amount", &transfer.amount.grouped())];
        notes.push(words::fill(lang, "settle.transfer", &facts));
    }
    let state = is.steps.last().map_or("open", |step| step.step.as_str());
    notes.push(words::text(lang, &format!("settle.step.{state}")).to_owned());
    Ok((Table { head: head_row, rows }, notes))
}
