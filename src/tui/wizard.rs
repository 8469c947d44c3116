//! The first run: founds a store on a fresh machine. Its questions are still to come.

use std::path::Path;
use std::sync::Arc;

use super::app::Terminal;
use crate::ground::World;
use crate::shop::Answer;
use crate::words::Lang;

/// Asks and founds; answers whether there is a store now. Until it is written the console refuses clearly and names
/// `meigui init`.
///
/// # Errors
/// What founding answers.
pub fn run(_file: &Path, _lang: Lang, _terminal: Terminal, _world: &Arc<dyn World>) -> Answer<bool> {
    Ok(false)
}
