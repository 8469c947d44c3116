//! The terminal, taken and given back: whatever happens, the shell that comes after us works.

use std::io::{self, Stdout, Write, stdout};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle, ThreadId};
use std::time::{Duration, Instant as RunningTime};

use crossterm::event::{
    self, DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste,
    EnableFocusChange, EnableMouseCapture, Event, KeyEventKind, MouseEventKind,
};
use crossterm::style::force_color_output;
use crossterm::terminal::{
    self, BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
};
use crossterm::{cursor, execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

use super::run::{Post, running};
use super::screen::Stop;
use crate::ground::clean;

/// Whether the terminal is ours at the moment.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// The thread that draws.
static DRAWS: OnceLock<ThreadId> = OnceLock::new();

/// Reads one line that nobody may see, outside the console: `*` stands for each character. `None` when it was left.
///
/// # Errors
/// What the terminal answers; it is given back then.
pub fn read_secret(label: &str, chars_max: usize) -> io::Result<Option<String>> {
    let mut err = io::stderr();
    // Before anything is asked: what is typed early must not be drawn by the terminal either.
    terminal::enable_raw_mode()?;
    let typed =
        write!(err, "{label}: ").and_then(|()| err.flush()).and_then(|()| secret_keys(&mut err, chars_max));
    terminal::disable_raw_mode()?;
    writeln!(err)?;
    typed
}

fn secret_keys(err: &mut impl Write, chars_max: usize) -> io::Result<Option<String>> {
    let mut typed = String::new();
    loop {
        let Event::Key(key) = event::read()? else { continue };
        if key.kind != KeyEventKind::Press {
            continue;
        }
        let control = key.modifiers.contains(event::KeyModifiers::CONTROL);
        match key.code {
            event::KeyCode::Enter => return Ok(Some(typed)),
            event::KeyCode::Esc => return Ok(None),
            event::KeyCode::Char('c' | 'd') if control => return Ok(None),
            event::KeyCode::Backspace if typed.pop().is_some() => write!(err, "\u{8} \u{8}")?,
            event::KeyCode::Char(ch) if !control && typed.chars().count() < chars_max => {
                typed.push(ch);
                write!(err, "*")?;
            }
            _ => {}
        }
        err.flush()?;
    }
}

/// The terminal while it is ours; dropping it gives it back.
pub struct Door {
    // Never dropped: on its way out ratatui's terminal prints what it could not tell a dead terminal, and printing
    // to a dead one panics. What it would do, showing the cursor, `give_back` does.
    terminal: ManuallyDrop<Terminal<CrosstermBackend<Stdout>>>,
}

impl Door {
    /// Takes the terminal: raw mode, alternate screen, mouse, bracketed paste, focus.
    ///
    /// # Errors
    /// What the terminal answers; it is given back then.
    pub fn open() -> io::Result<Self> {
        // NO_COLOR is honoured by the theme: crossterm would drop bold and reversed with it.
        force_color_output(true);
        terminal::enable_raw_mode()?;
        DRAWS.get_or_init(|| thread::current().id());
        TAKEN.store(true, Ordering::SeqCst);
        let entered = execute!(
            stdout(),
            EnterAlternateScreen,
            EnableMouseCapture,
            EnableBracketedPaste,
            EnableFocusChange,
            cursor::Hide
        );
        match entered.and_then(|()| Terminal::new(CrosstermBackend::new(stdout()))) {
            Ok(terminal) => Ok(Self { terminal: ManuallyDrop::new(terminal) }),
            Err(error) => {
                give_back();
                Err(error)
            }
        }
    }

    /// Draws within a synchronized update, so that no half of a frame is ever seen.
    ///
    /// # Errors
    /// What the terminal answers.
    pub fn frame(
        &mut self,
        draw: impl FnOnce(&mut Terminal<CrosstermBackend<Stdout>>) -> io::Result<()>,
    ) -> io::Result<()> {
        queue!(stdout(), BeginSynchronizedUpdate)?;
        let drawn = draw(&mut self.terminal);
        execute!(stdout(), EndSynchronizedUpdate)?;
        drawn
    }

    /// Draws everything anew at the next frame, after something else wrote on the screen.
    ///
    /// # Errors
    /// What the terminal answers.
    pub fn repaint(&mut self) -> io::Result<()> {
        self.terminal.clear()
    }
}

impl Drop for Door {
    fn drop(&mut self) {
        give_back();
    }
}

/// Gives the terminal back; a second call does nothing. Errors are not reported: there is nobody left to tell.
pub fn give_back() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let _ = execute!(
        stdout(),
        EndSynchronizedUpdate,
        DisableFocusChange,
        DisableBracketedPaste,
        DisableMouseCapture,
        LeaveAlternateScreen,
        cursor::Show
    );
    let _ = terminal::disable_raw_mode();
}

/// Makes a panic give the terminal back before it is reported, in color-eyre's words without anything that a
/// terminal would obey. A panic in another thread while the screen is up costs one answer and not the screen: it
/// is logged only.
///
/// # Errors
/// When another report hook is installed already.
pub fn install_panic_hook() -> color_eyre::Result<()> {
    let (panics, reports) =
        color_eyre::config::HookBuilder::new().theme(color_eyre::config::Theme::new()).into_hooks();
    reports.install()?;
    std::panic::set_hook(Box::new(move |info| {
        let report = harmless(&panics.panic_report(info).to_string());
        tracing::error!(report, "panic");
        if is_elsewhere() {
            return;
        }
        give_back();
        let _ = writeln!(io::stderr().lock(), "{report}");
    }));
    Ok(())
}

/// Whether this is not the thread that draws, while the screen is up.
fn is_elsewhere() -> bool {
    TAKEN.load(Ordering::SeqCst) && DRAWS.get().is_some_and(|draws| *draws != thread::current().id())
}

/// A text of several lines without escapes and other unprintable characters.
fn harmless(text: &str) -> String {
    text.chars().filter(|ch| *ch == '\n' || !clean::is_unprintable(*ch)).collect()
}

/// How long the listener waits at once, in milliseconds: then it looks at the window's size and whether to stop.
const LISTEN_MS: u64 = 250;

/// Reads the terminal in a thread and puts what it sends into the inbox, with the time it arrived.
///
/// A bare read would lose an early resize, so the size is compared on every turn. The thread ends when the inbox
/// is gone, when the terminal fails, or when `stop` is set.
///
/// # Errors
/// When no thread can be started.
pub fn listen<A: Send + 'static>(
    inbox: Sender<Post<A>>,
    started: RunningTime,
    stop: Arc<AtomicBool>,
) -> io::Result<JoinHandle<()>> {
    thread::Builder::new().name("terminal".to_owned()).spawn(move || {
        let mut size = terminal::size().ok();
        while !stop.load(Ordering::SeqCst) {
            let post = match next_event(&mut size) {
                Ok(Some(event)) => Post::Event(running(started), event),
                Ok(None) => continue,
                Err(_) => Post::Stop(Stop::HungUp),
            };
            let last = matches!(post, Post::Stop(_));
            if inbox.send(post).is_err() || last {
                break;
            }
        }
    })
}

/// The next event that means something, or a resize that no event told.
fn next_event(size: &mut Option<(u16, u16)>) -> io::Result<Option<Event>> {
    if event::poll(Duration::from_millis(LISTEN_MS))? {
        let event = event::read()?;
        if let Event::Resize(width, height) = event {
            *size = Some((width, height));
        }
        return Ok(is_meant(&event).then_some(event));
    }
    let now = terminal::size().ok();
    if now.is_some() && now != *size {
        *size = now;
        return Ok(now.map(|(width, height)| Event::Resize(width, height)));
    }
    Ok(None)
}

/// Mouse moves, drags and key releases never reach the inbox.
fn is_meant(event: &Event) -> bool {
    match event {
        Event::Key(key) => key.kind == KeyEventKind::Press,
        Event::Mouse(mouse) => {
            matches!(
                mouse.kind,
                MouseEventKind::Down(_) | MouseEventKind::ScrollDown | MouseEventKind::ScrollUp
            )
        }
        Event::Resize(..) | Event::Paste(_) | Event::FocusGained | Event::FocusLost => true,
    }
}

/// Turns a lost terminal and the signals to leave into post.
///
/// # Errors
/// When the signals cannot be caught or no thread can be started.
#[cfg(unix)]
pub fn heed<A: Send + 'static>(inbox: Sender<Post<A>>) -> io::Result<()> {
    heed_hang_up(inbox.clone())?;
    heed_signals(inbox)?;
    Ok(())
}

/// Turns SIGTERM, SIGINT and SIGHUP into post: the app leaves as if asked, and nothing is half done.
///
/// # Errors
/// When the signals cannot be caught or no thread can be started.
#[cfg(unix)]
fn heed_signals<A: Send + 'static>(inbox: Sender<Post<A>>) -> io::Result<JoinHandle<()>> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let mut signals = Signals::new([SIGTERM, SIGINT, SIGHUP])?;
    thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in signals.forever() {
            let stop = if signal == SIGHUP { Stop::HungUp } else { Stop::Asked };
            if inbox.send(Post::Stop(stop)).is_err() {
                break;
            }
        }
    })
}

/// Leaves when the terminal is gone, also where nobody sends the signal: the shell in between may have kept it to
/// itself. The listener would not tell, for its read of a dead terminal never comes back.
///
/// # Errors
/// When no thread can be started.
#[cfg(unix)]
fn heed_hang_up<A: Send + 'static>(inbox: Sender<Post<A>>) -> io::Result<JoinHandle<()>> {
    use rustix::event::{PollFd, PollFlags, poll};
    use rustix::io::Errno;

    thread::Builder::new().name("hang-up".to_owned()).spawn(move || {
        let tty = io::stdin();
        loop {
            // Nothing is asked for but what is told unasked: that the other end is closed.
            let mut sources = [PollFd::new(&tty, PollFlags::empty())];
            let told = match poll(&mut sources, None) {
                Ok(_) => sources.iter().map(PollFd::revents).collect(),
                Err(Errno::INTR) => PollFlags::empty(),
                Err(_) => PollFlags::NVAL,
            };
            if told.is_empty() {
                continue;
            }
            // A system that cannot tell this of a terminal is left to its signal.
            if told.intersects(PollFlags::HUP | PollFlags::ERR) {
                // Where nobody listens any more the program is on its way out.
                let _ = inbox.send(Post::Stop(Stop::HungUp));
            }
            return;
        }
    })
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseEvent};

    use super::*;

    #[test]
    fn a_report_holds_nothing_that_a_terminal_obeys() {
        assert_eq!(harmless("at\n\u{1b}[2Jx\u{7}\u{202e}y"), "at\n[2Jxy");
    }

    #[test]
    fn giving_back_what_was_never_taken_does_nothing() {
        give_back();
        assert!(!TAKEN.load(Ordering::SeqCst));
    }

    #[test]
    fn moves_and_releases_never_reach_the_inbox() {
        let mouse =
            |kind| Event::Mouse(MouseEvent { kind, column: 0, row: 0, modifiers: KeyModifiers::NONE });
        assert!(!is_meant(&mouse(MouseEventKind::Moved)));
        assert!(is_meant(&mouse(MouseEventKind::ScrollUp)));
        let release = KeyEvent::new_with_kind(KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert!(!is_meant(&Event::Key(release)));
        assert!(is_meant(&Event::Resize(80, 24)));
    }

    #[cfg(unix)]
    #[test]
    fn a_signal_becomes_post() {
        let (inbox, post) = std::sync::mpsc::channel::<Post<()>>();
        heed_signals(inbox).unwrap();
        signal_hook::low_level::raise(signal_hook::consts::SIGHUP).unwrap();
        assert!(matches!(post.recv().unwrap(), Post::Stop(Stop::HungUp)));
    }
}
