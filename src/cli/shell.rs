//! The `completions` and `man` commands: made from the very words of [`super::args`], so that they cannot drift.

use std::io::Write;

use clap_complete::Shell;

use super::Ran;
use super::args::Args;
use super::common::Outcome;
use super::help::command;
use crate::db::Fault;

/// For which shell.
#[derive(Debug, Clone, clap::Args)]
pub struct CompletionsArgs {
    /// bash, elvish, fish, powershell or zsh.
    pub shell: Shell,
}

/// Prints the completions of a shell.
pub(super) fn completions(args: &Args, wish: &CompletionsArgs) -> Ran {
    let mut text = Vec::new();
    clap_complete::generate(wish.shell, &mut command(args.language()), "meigui", &mut text);
    out(&text)
}

/// Prints the man page, a section for every command.
pub(super) fn man(args: &Args) -> Ran {
    let mut command = command(args.language());
    command.build();
    let mut text = Vec::new();
    clap_mangen::Man::new(command.clone()).render(&mut text).map_err(Fault::from)?;
    for sub in command.get_subcommands().filter(|sub| !sub.is_hide_set()) {
        let page = clap_mangen::Man::new(sub.clone());
        page.render_name_section(&mut text).map_err(Fault::from)?;
        page.render_synopsis_section(&mut text).map_err(Fault::from)?;
        page.render_options_section(&mut text).map_err(Fault::from)?;
    }
    out(&text)
}

fn out(text: &[u8]) -> Ran {
    let mut out = std::io::stdout().lock();
    match out.write_all(text).and_then(|()| out.flush()) {
        // Whoever reads the page may stop when they have seen enough.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(Outcome::Done),
        other => other.map(|()| Outcome::Done).map_err(|error| Fault::from(error).into()),
    }
}
