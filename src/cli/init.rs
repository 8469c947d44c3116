//! The `init` command: founds a store.

use std::sync::Arc;

use serde_json::json;

use super::Ran;
use super::args::{Args, Init};
use super::common::{Outcome, say, shown};
use crate::ground::Machine;
use crate::shop::Shop;
use crate::shop::found::Founding;
use crate::words;

/// Founds a store in a new file.
pub(super) fn run(args: &Args, init: &Init) -> Ran {
    let founding = Founding {
        owner: init.owner.clone(),
        lang: args.language(),
        hq: init.hq,
        ..Founding::new(&init.code, &init.name)
    };
    let shop = Shop::found(&args.file(), &founding, Arc::new(Machine))?;
    let file = shown(shop.path());
    if args.json {
        say(&json!({ "store": shop.profile().code, "name": shop.profile().name, "db": file }).to_string())?;
    } else {
        let facts = [("code", shop.profile().code.as_str()), ("name", &shop.profile().name), ("file", &file)];
        say(&words::fill(args.language(), "cli.founded", &facts))?;
    }
    Ok(Outcome::Done)
}
