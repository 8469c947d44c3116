//! The `console` command: opens the file, takes the terminal, and puts the desk between them.

use std::io::IsTerminal;
use std::path::Path;
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant as RunningTime;

use super::Ran;
use super::args::Args;
use super::common::{Outcome, complain, shown};
use crate::chain::replica;
use crate::db::Fault;
use crate::ground::{Clean, Machine, Refused, World};
use crate::shop::{Answer, Reader, Shop};
use crate::tui::app::shelf::Shelf;
use crate::tui::app::{Console, Context, Terminal};
use crate::tui::frame::Toast;
use crate::tui::run::{Post, run as run_loop};
use crate::tui::screen::Worker;
use crate::tui::term::{self, Door};
use crate::tui::theme::{Depth, Look};
use crate::tui::{probe, wizard};
use crate::words::{self, Lang};
use crate::worker::{Desk, Reply, Source, Wish};

/// Runs it.
pub(super) fn run(args: &Args) -> Ran {
    if !std::io::stdin().is_terminal() || !std::io::stdout().is_terminal() {
        complain(words::text(args.language(), "app.no_terminal"));
        return Ok(Outcome::No);
    }
    let file = args.file();
    let _log = log_into(file.parent().unwrap_or_else(|| Path::new(".")));
    term::install_panic_hook().map_err(|error| Fault::Broken(error.to_string()))?;
    let world: Arc<dyn World> = Arc::new(Machine);
    // Asked before the terminal is taken: the listener alone reads it afterwards.
    let terminal = terminal();
    let mut founded = None;
    if !file.exists() {
        founded = wizard::run(&file, args.language(), terminal, &world)?;
        if founded.is_none() {
            return Err(Refused::StoreMissing {}.into());
        }
    }
    // Before the terminal is taken: what is wrong with the file is told where it can be read.
    let shop = open(&file, &world)?;
    let (send, inbox) = channel::<Post<Reply>>();
    let started = RunningTime::now();
    let mut table =
        Table { args, terminal, world, send, inbox, started, door: Door::open().map_err(Fault::from)? };
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    term::heed(table.send.clone()).map_err(Fault::from)?;
    let listener = term::listen(table.send.clone(), started, Arc::clone(&stop)).map_err(Fault::from)?;
    let ended = table.serve(&file, shop, founded);
    stop.store(true, Ordering::SeqCst);
    drop(table);
    // The listener is not waited for: where the terminal has gone, its read never comes back, and the process would
    // stay behind at full speed with nobody before it.
    drop(listener);
    ended
}

/// Opens a file that may come from an earlier version.
fn open(file: &Path, world: &Arc<dyn World>) -> Answer<Shop> {
    let mut shop = Shop::open(file, Arc::clone(world))?;
    crate::chain::ready::fill(&mut shop)?;
    Ok(shop)
}

/// The desk behind the loop.
struct Clerk(Desk);

impl Worker<Wish> for Clerk {
    fn take(&mut self, wish: Wish) -> Result<(), Wish> {
        self.0.take(wish)
    }

    fn interrupt(&mut self) {
        self.0.interrupt();
    }
}

/// The terminal, and what every console at it shares: one of headquarters, and those of stores that it looks into.
struct Table<'a> {
    args: &'a Args,
    terminal: Terminal,
    world: Arc<dyn World>,
    send: Sender<Post<Reply>>,
    inbox: Receiver<Post<Reply>>,
    started: RunningTime,
    door: Door,
}

impl Table<'_> {
    /// Serves a file until somebody leaves; a store that headquarters looks into is served in between.
    fn serve(&mut self, file: &Path, shop: Shop, founded: Option<Toast>) -> Ran {
        let mut console = Console::open(self.context(&shop, founded.is_some())?, self.terminal);
        if let Some(toast) = founded {
            console.greet(toast);
        }
        let mut first = Some(shop);
        loop {
            let shop = match first.take() {
                Some(shop) => shop,
                None => open(file, &self.world)?,
            };
            console = self.run(file, console, shop)?;
            let Some(visit) = console.take_visit() else { break };
            if self.has_to_stop() {
                break;
            }
            let copy = replica::path(file, &visit.store);
            let shop = open(&copy, &self.world)?;
            let mut context = self.context(&shop, false)?;
            // Whoever stands at headquarters looks, by whatever number somebody of the store has.
            if let (Some(here), Some(who)) = (&mut context.who, &console.context().who) {
                here.name.clone_from(&who.name);
            }
            self.run(&copy, Console::open(context, self.terminal).at(&visit), shop)?;
            if self.has_to_stop() {
                break;
            }
        }
        match console.damage() {
            // The banner asked to leave for the way back; here it is shown.
            Some(found) => {
                let (file, reason) = (shown(file), Clean::shown(found).into_string());
                Err(Refused::FileDamaged { file, reason }.into())
            }
            None => Ok(Outcome::Done),
        }
    }

    fn run(&mut self, file: &Path, console: Console, shop: Shop) -> Answer<Console> {
        let reader = || Reader::open(file, Arc::clone(&self.world));
        let answers = Mutex::new(self.send.clone());
        let sink = Arc::new(move |reply| {
            answers.lock().unwrap_or_else(PoisonError::into_inner).send(Post::Answer(reply)).is_ok()
        });
        let desk =
            Desk::open(shop, [reader()?, reader()?], Arc::clone(&self.world), sink).map_err(Fault::from)?;
        let world = self.world.as_ref();
        let ended = run_loop(console, Clerk(desk), &self.inbox, &mut self.door, world, self.started);
        Ok(ended.map_err(Fault::from)?)
    }

    /// Forgets what came for a console that is gone; answers whether the program has to leave.
    fn has_to_stop(&self) -> bool {
        self.inbox.try_iter().any(|post| matches!(post, Post::Stop(_)))
    }

    fn context(&self, shop: &Shop, founded: bool) -> Answer<Context> {
        let owner = shop.operator(None)?;
        let settings = shop.settings().clone();
        let asked = self.args.lang.as_deref().and_then(Lang::from_tag);
        Ok(Context {
            lang: asked.or_else(|| Lang::from_tag(&settings.lang)).unwrap_or_default(),
            code: shop.profile().code.clone(),
            store: shop.profile().name.clone(),
            hq: shop.profile().hq,
            copy: !shop.is_own(),
            zone: shop.profile().zone,
            now: self.world.now(),
            // Where the owner has no PIN nothing is guarded, and the till is open at once; whoever founded the store a
            // moment ago has just typed the PIN twice.
            who: (founded || !owner.has_pin).then_some(owner),
            settings: Rc::new(settings),
            // Fingers may be faster than the first answers: what they type must be known. Where it cannot be read, the
            // first questions say so.
            shelf: Rc::new(Shelf::load(Source::Shop(shop)).unwrap_or_default()),
            world: Arc::clone(&self.world),
        })
    }
}

/// What this terminal shows, from the environment and by asking it.
fn terminal() -> Terminal {
    let var = |name: &str| std::env::var(name).ok();
    let (term, wish) = (var("TERM"), var("MEIGUI_GLYPHS"));
    let depth = Depth::from_env(var("NO_COLOR").as_deref(), var("COLORTERM").as_deref(), term.as_deref());
    let look = var("MEIGUI_LOOK").as_deref().and_then(Look::from_name);
    let glyphs = probe::asked(wish.as_deref(), term.as_deref());
    Terminal { depth, look, glyphs }
}

/// The log stands beside the store's file and can be read by its owner alone; without a place to write there is none.
fn log_into(folder: &Path) -> Option<tracing_appender::non_blocking::WorkerGuard> {
    let path = folder.join("meigui.log");
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options.open(path).ok()?;
    let (writer, guard) = tracing_appender::non_blocking(file);
    let filter = tracing_subscriber::EnvFilter::try_from_env("MEIGUI_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    let log = tracing_subscriber::fmt().with_ansi(false).with_writer(writer).with_env_filter(filter);
    // What it could not write down it would print, and printing to a terminal that has gone panics.
    let log = log.log_internal_errors(false);
    log.try_init().ok()?;
    Some(guard)
}
