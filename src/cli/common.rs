//! What every command shares: the file, the language, and how an answer is printed.

use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use serde_json::json;

use super::Ran;
use super::args::Args;
use crate::chain::replica;
use crate::db::Fault;
use crate::ground::{Machine, Refused};
use crate::shop::profile::check_code;
use crate::shop::{Answer, Shop, Stop};
use crate::words::{self, Lang};

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Exit code 0.
    Done,
    /// Exit code 1: the answer is no, and it was printed.
    No,
}

impl Args {
    /// The language of what is printed: the option, the environment, else Chinese.
    pub fn language(&self) -> Lang {
        self.lang.as_deref().and_then(Lang::from_tag).unwrap_or(Lang::Zh)
    }

    /// The store's file: the option, else the usual place of this system.
    pub fn file(&self) -> PathBuf {
        let file = self.db.clone().unwrap_or_else(|| data_folder().join("meigui.db"));
        match &self.store {
            // Only a code can name a file.
            Some(code) if check_code(code).is_ok() && replica::path(&file, code).exists() => {
                replica::path(&file, code)
            }
            Some(_) | None => file,
        }
    }

    /// Opens the store.
    ///
    /// # Errors
    /// [`Refused::StoreNone`] when there is no file yet.
    pub fn shop(&self) -> Answer<Shop> {
        let file = self.file();
        if !file.exists() {
            return Err(Refused::StoreNone { file: file.display().to_string() }.into());
        }
        let mut shop = Shop::open(&file, Arc::new(Machine))?;
        if let Some(code) = self.store.as_ref().filter(|code| **code != shop.profile().code) {
            let store = code.chars().take(12).collect();
            return Err(Refused::ChainUnfit { store, what: "no_copy".to_owned() }.into());
        }
        crate::chain::ready::fill(&mut shop)?;
        Ok(shop)
    }
}

/// Where the store's file is unless it is named.
pub fn data_folder() -> PathBuf {
    directories::ProjectDirs::from("", "", "meigui")
        .map_or_else(|| PathBuf::from("."), |dirs| dirs.data_dir().to_owned())
}

/// Prints a line on standard output.
///
/// # Errors
/// A fault when nobody reads any more.
pub fn say(line: &str) -> Result<(), Fault> {
    let mut out = std::io::stdout().lock();
    out.write_all(line.as_bytes())?;
    out.write_all(b"\n")?;
    Ok(out.flush()?)
}

/// Prints a line on standard error.
pub fn complain(line: &str) {
    let mut err = std::io::stderr().lock();
    // Nobody reads standard error: then there is nobody to tell.
    if writeln!(err, "{line}").is_err() {}
}

/// Says how it ended and gives the exit code.
pub fn finish(args: &Args, ran: Ran) -> ExitCode {
    let damaged = ran.as_ref().is_err_and(super::backup::is_damage);
    let code = tell(args, ran);
    if damaged && !args.json {
        super::backup::show_way_back(args);
    }
    code
}

fn tell(args: &Args, ran: Ran) -> ExitCode {
    match ran {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::No) => ExitCode::from(1),
        Err(Stop::Refused(no)) => {
            if args.json {
                complain(&json!({ "refused": no }).to_string());
            } else {
                complain(&words::refused(args.language(), &no));
            }
            ExitCode::from(1)
        }
        // Whoever read the answer has gone, as `head` does when it has seen enough: there is nothing to complain about.
        Err(Stop::Fault(Fault::Io(error))) if error.kind() == ErrorKind::BrokenPipe => ExitCode::from(3),
        Err(Stop::Fault(fault)) => {
            complain(&fault.to_string());
            ExitCode::from(3)
        }
        Err(Stop::Unknown(fault)) => {
            complain(&format!("unknown: {fault}"));
            ExitCode::from(3)
        }
    }
}

/// A path as people may see it.
pub fn shown(path: &Path) -> String {
    crate::ground::Clean::shown(&path.to_string_lossy()).into_string()
}
