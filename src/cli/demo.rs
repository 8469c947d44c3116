//! The `demo` command: makes a believable salon and opens the console on it.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use serde_json::json;

use super::Ran;
use super::args::{Args, Demo};
use super::common::{Outcome, data_folder, say, shown};
use crate::db::Fault;
use crate::demo::make::{self, Progress, Wish, mark};
use crate::ground::{Instant, Machine, Refused, World, Zone, day};
use crate::words::{self, Lang};

/// Bills for each member unless their number is given.
const BILLS_EACH: u32 = 9;
/// Members of a demo unless their number is given, and of each store of a chain.
const MEMBERS: u32 = 800;
const CHAIN_MEMBERS: u32 = 200;
/// Days of a year of history.
const YEAR_DAYS: u32 = 365;
/// The most years of history.
const YEARS_MAX: u32 = 20;
/// The most stores of a chain.
const BRANCHES_MAX: u32 = 200;
const HOUR_MS: i64 = 60 * 60 * 1000;

/// Makes it, in a file of its own unless one is named.
pub(super) fn run(args: &Args, demo: &Demo) -> Ran {
    if let Some(stores) = demo.stores {
        return chain(args, demo, stores);
    }
    let file = args.db.clone().unwrap_or_else(default_file);
    let wish = wish(demo, MEMBERS)?;
    mark::make_way(&file)?;
    let mut line = ProgressLine::new(args.language());
    let made = make::make(&file, &wish, &mut |at| line.show(at));
    line.end();
    let made = made?;
    if args.json {
        let facts = json!({ "db": shown(&file), "members": made.members, "sales": made.sales,
            "commands": made.commands, "refused": made.refused, "seed": wish.seed });
        say(&facts.to_string())?;
    } else {
        let (members, sales) = (made.members.to_string(), made.sales.to_string());
        let (seed, file) = (wish.seed.to_string(), shown(&file));
        let facts = [("members", members.as_str()), ("sales", &sales), ("seed", &seed), ("file", &file)];
        say(&words::fill(args.language(), "cli.demo.made", &facts))?;
    }
    open(args, demo, file)
}

/// Makes a chain: headquarters at the file, its stores beside it.
fn chain(args: &Args, demo: &Demo, stores: u32) -> Ran {
    let file = args.db.clone().unwrap_or_else(|| data_folder().join("demo-chain").join("headquarters.db"));
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).map_err(Fault::from)?;
    }
    let wish = wish(demo, CHAIN_MEMBERS)?;
    let mut line = ProgressLine::new(args.language());
    let made = crate::demo::chain::make(&file, stores, &wish, &mut |at| line.show(at));
    line.end();
    let made = made?;
    if args.json {
        let files: Vec<String> = made.files.iter().map(|file| shown(file)).collect();
        let facts = json!({ "files": files, "members": made.members, "sales": made.sales,
            "roamed": made.roamed, "seed": wish.seed });
        say(&facts.to_string())?;
    } else {
        let counts = [u64::from(stores), made.members.into(), made.sales, made.roamed.into()];
        let [stores, members, sales, roamed] = counts.map(|count| count.to_string());
        let (seed, file) = (wish.seed.to_string(), shown(&file));
        let facts = [
            ("stores", stores.as_str()),
            ("members", &members),
            ("sales", &sales),
            ("roamed", &roamed),
            ("seed", &seed),
            ("file", &file),
        ];
        say(&words::fill(args.language(), "cli.demo.chain", &facts))?;
    }
    open(args, demo, file)
}

/// What is wanted, with so many members unless their number is given.
fn wish(demo: &Demo, members: u32) -> Result<Wish, Refused> {
    let members = demo.members.unwrap_or(members);
    Ok(Wish {
        seed: demo.seed,
        store: demo.branch.clamp(1, BRANCHES_MAX),
        members,
        bills: demo.bills.unwrap_or(members.saturating_mul(BILLS_EACH)),
        days: demo.years.clamp(1, YEARS_MAX) * YEAR_DAYS,
        until: until(demo)?,
    })
}

/// Opens the console on what was made, unless that is not wanted.
fn open(args: &Args, demo: &Demo, file: PathBuf) -> Ran {
    if demo.no_open {
        return Ok(Outcome::Done);
    }
    super::console::run(&Args {
        db: Some(file),
        lang: args.lang.clone(),
        command: None,
        store: None,
        ..*args
    })
}

fn default_file() -> PathBuf {
    data_folder().join("demo.db")
}

/// The end of the demo: the evening of a named day, else the last full hour, so that two runs in one hour agree.
fn until(demo: &Demo) -> Result<Instant, Refused> {
    let now = Machine.now().0;
    let hour = now - now.rem_euclid(HOUR_MS);
    match &demo.until {
        None => Ok(Instant(hour)),
        Some(text) => Ok(Instant(Zone::default().moment(day::iso(text)?, 23, 0).0.min(hour))),
    }
}

/// One line on a terminal's standard error that is written over; elsewhere nothing.
struct ProgressLine {
    lang: Lang,
    shows: bool,
}

impl ProgressLine {
    fn new(lang: Lang) -> Self {
        Self { lang, shows: std::io::stderr().is_terminal() }
    }

    fn show(&mut self, at: Progress) {
        if !self.shows {
            return;
        }
        let (members, sales) = (at.members.to_string(), at.sales.to_string());
        let facts = [("members", members.as_str()), ("sales", &sales)];
        let text = words::fill(self.lang, "cli.demo.making", &facts);
        self.write(&format!("\r{text}"));
    }

    fn end(&mut self) {
        if self.shows {
            self.write("\n");
        }
    }

    fn write(&mut self, text: &str) {
        let mut err = std::io::stderr().lock();
        // Nobody reads it any more: the demo is made all the same.
        self.shows = err.write_all(text.as_bytes()).and_then(|()| err.flush()).is_ok();
    }
}
