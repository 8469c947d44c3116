//! The mark that tells a demo from somebody's store: only a marked file is ever made anew.

use std::path::Path;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::db::{Db, Fault, Mode, named_params};
use crate::ground::{Clean, Refused};
use crate::shop::{Act, Answer, Tx, Verb};

/// The key under which a demo is marked.
pub(super) const KEY: &str = "demo:made";

/// Marks a store as a demo. It has no place in the registry of the machine's door, so no batch can send it.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct MarkDemo {
    pub seed: u64,
    pub members: u32,
    pub bills: u32,
    pub days: u32,
}

impl Verb for MarkDemo {
    const NAME: &'static str = "demo.mark";
    type Out = ();

    fn run(&self, tx: &mut Tx<'_>) -> Answer<()> {
        tx.require(Act::SettingPut)?;
        let Self { seed, members, bills, days } = self;
        tx.note("demo.made", format_args!("seed {seed}, members {members}, bills {bills}, days {days}"))
    }
}

/// Makes way for a demo: a demo made before is removed, anything else stays and is refused.
///
/// # Errors
/// [`Refused::FileExists`] for a file that is not a demo; what [`Db::open`] says of one that is not ours.
pub fn make_way(path: &Path) -> Answer<()> {
    if !path.exists() {
        return Ok(());
    }
    let empty = std::fs::metadata(path).map_err(Fault::from)?.len() == 0;
    if !empty && !is_demo(path)? {
        return Err(Refused::FileExists { file: Clean::shown(&path.to_string_lossy()).into_string() }.into());
    }
    for end in ["-wal", "-shm", ""] {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        match std::fs::remove_file(Path::new(&name)) {
            Ok(()) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(Fault::from(error).into()),
        }
    }
    Ok(())
}

/// Whether a store was made as a demo.
///
/// # Errors
/// A refusal for a file that is not a store of ours; a fault when it cannot be read.
pub fn is_demo(path: &Path) -> Answer<bool> {
    let db = Db::open(path, Mode::Read)?;
    let params = named_params! { ":key": KEY, ":verb": MarkDemo::NAME };
    Ok(db.one(include_str!("sql/is_demo.sql"), params, |row| row.get::<_, i64>(0))?.is_some())
}
