//! The words and options of the command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// 美柜: the salon counter in a terminal.
#[derive(Debug, Parser)]
#[command(name = "meigui", version, about, long_about = None)]
pub struct Args {
    /// The store's file.
    #[arg(long, global = true, env = "MEIGUI_DB", value_name = "FILE")]
    pub db: Option<PathBuf>,
    /// At headquarters: looks into the copy of a store, by its code, instead.
    #[arg(long, global = true, value_name = "CODE")]
    pub store: Option<String>,
    /// Language of what is printed and shown: zh or en.
    #[arg(long, global = true, env = "MEIGUI_LANG", value_name = "LANG")]
    pub lang: Option<String>,
    /// Answers as JSON.
    #[arg(long, global = true)]
    pub json: bool,
    /// Answers as plain lines, without alignment or colour.
    #[arg(long, global = true)]
    pub plain: bool,
    /// What to do; the console when absent.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Opens the console.
    Console,
    /// Founds a store in a new file.
    Init(Init),
    /// Makes a believable salon and opens the console on it.
    Demo(Demo),
    /// Brings in members, balances, cards, items, staff or past sales from a file.
    Import(Box<Import>),
    /// Reads one JSON command per line and answers one JSON line for each, after it is durable.
    Batch(Batch),
    /// Proves the file: integrity, chain, sequences, balances, roll-forward.
    Check,
    /// Prints, shows or saves the slip of a bill.
    Slip(super::slip::SlipArgs),
    /// Opens the cash drawer.
    Drawer(super::slip::DrawerArgs),
    /// Copies the store to a new, verified file.
    Backup(super::backup::BackupArgs),
    /// Puts a copy in the place of the store's file; the old one is kept beside.
    Restore(super::backup::RestoreArgs),
    /// Looks at this machine: paths, settings, disk, clock, terminal, printer.
    Doctor,
    /// Prints totals of days, people, payments, commission, or what is owed.
    Report(super::report::ReportArgs),
    /// Tells where a figure comes from, down to the bill.
    Explain(super::explain::ExplainArgs),
    /// Writes the rules of commission to a text, or sets them from one.
    Rules(super::rulebook::RulesArgs),
    /// Shifts, the drawer, closing days and months.
    Close(super::close::CloseArgs),
    /// Wages, paying people out, and the slip that is signed.
    Pay(super::pay::PayArgs),
    /// Works out again, from the facts, what people did.
    Rebuild,
    /// What this store is to the chain: its key, bundles for headquarters.
    Chain(super::chain::ChainArgs),
    /// Headquarters: admits stores, merges what they send.
    Hq(super::hq::HqArgs),
    /// Settles between stores: freezes, approves, writes statements.
    Settle(super::settle::SettleArgs),
    /// Writes members, items or bills as CSV.
    Export(super::export::ExportArgs),
    /// Prints the completions of a shell.
    Completions(super::shell::CompletionsArgs),
    /// Prints the man page.
    Man,
}

/// Founding a store.
#[derive(Debug, clap::Args)]
pub struct Init {
    /// The store's code: S01.
    #[arg(long)]
    pub code: String,
    /// The store's name: 国贸店.
    #[arg(long)]
    pub name: String,
    /// Founds headquarters, which merges what stores send.
    #[arg(long)]
    pub hq: bool,
    /// The owner's name.
    #[arg(long, default_value = "", hide_default_value = true)]
    pub owner: String,
}

/// Making a salon.
#[derive(Debug, Clone, clap::Args)]
pub struct Demo {
    /// Members: 800 when absent, 200 of each store of a chain.
    #[arg(long)]
    pub members: Option<u32>,
    /// Bills; about nine a member when absent.
    #[arg(long)]
    pub bills: Option<u32>,
    /// Years of history.
    #[arg(long, default_value_t = 2)]
    pub years: u32,
    /// The same seed makes the same salon.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Makes a chain of so many stores with its headquarters, whose console is opened: 2 to 20.
    #[arg(long, value_name = "NUMBER", conflicts_with = "branch", value_parser = clap::value_parser!(u32).range(2..=20))]
    pub stores: Option<u32>,
    /// Which store of a chain it is: 1 is S01, 2 is S02 ..
    #[arg(long, default_value_t = 1, value_name = "NUMBER")]
    pub branch: u32,
    /// The last day, such as 2026-11-20; today up to the last full hour when absent.
    #[arg(long, value_name = "DAY")]
    pub until: Option<String>,
    /// Makes the file and does not open the console.
    #[arg(long)]
    pub no_open: bool,
}

/// Bringing in files, and taking them back.
#[derive(Debug, Clone, clap::Args)]
pub struct Import {
    /// What to bring in.
    #[command(subcommand)]
    pub what: ImportWhat,
}

/// What to bring in.
#[derive(Debug, Clone, Subcommand)]
pub enum ImportWhat {
    /// Members: name, phone or number, birthday, tier, points ..
    Members(ImportOne),
    /// Stored-value balances, principal and gift; with a control total.
    Balances(ImportOne),
    /// Session and period cards with what is left of them.
    Cards(ImportOne),
    /// Services and products, stock included.
    Items(ImportOne),
    /// Staff.
    Staff(ImportOne),
    /// Past sales or visits: history for insight, never money.
    Sales(ImportOne),
    /// Takes a batch back.
    Rollback(ImportBack),
    /// Lists the batches.
    Batches,
}

/// Bringing in one file.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportOne {
    /// The file: CSV, XLSX or XLS.
    pub file: PathBuf,
    /// The encoding, when the guess is wrong: utf-8, gb18030, utf-16le ..
    #[arg(long)]
    pub encoding: Option<String>,
    /// What stands between the cells of a text: comma, tab, semicolon or blank, or the character itself.
    #[arg(long)]
    pub delimiter: Option<String>,
    /// The sheet of a workbook.
    #[arg(long)]
    pub sheet: Option<String>,
    /// The row that holds the headers, from 1; 0 where there is none.
    #[arg(long, value_name = "ROW")]
    pub header_row: Option<i64>,
    /// A column by hand: field=Header, field=#3 or field= for none; may be given again.
    #[arg(long = "map", value_name = "FIELD=HEADER")]
    pub maps: Vec<String>,
    /// The order of day and month: mdy or dmy.
    #[arg(long)]
    pub dates: Option<String>,
    /// The total of all balances in yuan, typed by the owner; it must match to the fen.
    #[arg(long, value_name = "YUAN")]
    pub control_total: Option<String>,
    /// Writes it; without this the import is a dry run.
    #[arg(long)]
    pub commit: bool,
    /// Leaves rows with errors out and writes the rest.
    #[arg(long)]
    pub skip_errors: bool,
    /// Brings the very same file in once more.
    #[arg(long)]
    pub again: bool,
    /// Where rows with errors go; the file must not exist yet.
    #[arg(long, value_name = "FILE")]
    pub errors: Option<PathBuf>,
    /// Who stands behind it.
    #[command(flatten)]
    pub people: People,
}

/// Taking a batch back.
#[derive(Debug, Clone, clap::Args)]
pub struct ImportBack {
    /// The batch's number, as `import batches` lists it.
    pub batch: i64,
    /// Who stands behind it.
    #[command(flatten)]
    pub people: People,
}

/// Who sends a command of the command line.
#[derive(Debug, Clone, clap::Args)]
pub struct People {
    /// The operator's staff number; the owner when absent.
    #[arg(long, value_name = "STAFF")]
    pub by: Option<String>,
    /// A second person who approves.
    #[arg(long, value_name = "STAFF")]
    pub approved_by: Option<String>,
    /// Reads the PIN from the first line of the standard input.
    #[arg(long)]
    pub pin_stdin: bool,
    /// Why: kept with the command.
    #[arg(long, default_value = "import")]
    pub reason: String,
}

/// The machine's door.
#[derive(Debug, Clone, clap::Args)]
pub struct Batch {
    /// Prints the JSON Schema of every command and stops.
    #[arg(long)]
    pub schema: bool,
    /// Commands that share one commit at most, when they are piped.
    #[arg(long, default_value_t = 1024)]
    pub group: usize,
}
