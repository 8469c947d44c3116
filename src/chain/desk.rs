//! All that headquarters does with files that came: takes them, writes down what became of each, and rates what members
//! used elsewhere. Any of it may stop half-way; the next time goes on.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::merge::{self, Seen};
use super::rate::{NameEvents, RateStore, last_bill};
use super::received::{FilesGone, Received};
use crate::exchange::watch::Watch;
use crate::peers;
use crate::shop::{Answer, Envelope, Shop};

/// What it came to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Consolidated {
    /// Every file and what became of it.
    pub files: Vec<Received>,
    /// Events between stores that are new.
    pub events: i64,
    /// Of them, those that no rule fits.
    pub unruled: i64,
    /// Of them, those whose own month was frozen.
    pub late: i64,
}

/// Takes files or folders of them.
///
/// # Errors
/// A refusal of the commands that write it down; a fault of the machine.
pub fn take(shop: &mut Shop, envelope: &Envelope, paths: &[PathBuf], watch: &Watch) -> Answer<Consolidated> {
    let peers = peers::store::peers(shop.db())?;
    let own = peers::store::own_key(shop.db())?;
    let files = merge::files_in(paths)?;
    let seen = merge::consolidate(shop.path(), (&peers, &own), &files, watch)?;
    let done = write_down(shop, envelope, &seen)?;
    // A whole folder was looked at, and all of it: what was refused before and is not in it was taken away.
    if paths.iter().any(|path| path.is_dir()) && seen.len() == files.len() {
        let seen = done.files.iter().map(|file| file.digest.clone()).collect();
        let envelope = Envelope { key: format!("{}:gone", envelope.key), ..envelope.clone() };
        shop.act(&envelope, &FilesGone { seen })?;
    }
    Ok(done)
}

/// Writes down what became of files, and rates what is new.
///
/// # Errors
/// As [`take`].
pub fn write_down(shop: &mut Shop, envelope: &Envelope, seen: &[Seen]) -> Answer<Consolidated> {
    let mut out = Consolidated::default();
    let mut turn = 0;
    let mut next = || {
        turn += 1;
        Envelope { key: format!("{}:{turn}", envelope.key), ..envelope.clone() }
    };
    for seen in seen {
        let received = Received::from(seen);
        shop.act(&next(), &received)?;
        out.files.push(received);
    }
    for peer in peers::store::peers(shop.db())?.into_iter().filter(|peer| !peer.hq) {
        let Some(through) = last_bill(shop.path(), &peer.code)? else { continue };
        let rated = shop.act(&next(), &RateStore { store: peer.code, through })?.value;
        out.events += rated.events;
        out.unruled += rated.unruled;
        out.late += rated.late;
    }
    shop.act(&next(), &NameEvents {})?;
    Ok(out)
}
