//! A terminal for the real binary: a pty whose screen is kept by a vt100 parser, and which answers cursor queries as
//! a terminal does. It waits for text, never for a time.

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long the program may stay silent before a test gives up.
const PATIENCE: Duration = Duration::from_secs(30);
/// What asks where the cursor stands.
const ASKS: &[u8] = b"\x1b[6n";
/// What ends a frame.
const FRAME: &[u8] = b"\x1b[?2026l";
/// The program itself, as a script that [`Terminal::through`] takes.
const PLAIN: &str = "exec \"$@\"";

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    gone: Arc<AtomicBool>,
    parser: vt100::Parser,
    /// The beginning of a mark whose end has yet to come.
    begun: Vec<u8>,
    answers_probe: bool,
    /// Lines of any frame so far in which this stood, were it only for a moment.
    pub remembers: &'static str,
    pub remembered: BTreeSet<String>,
}

impl Terminal {
    /// Starts the program on a store's file.
    pub fn open(db: &Path, args: &[&str], rows: u16, columns: u16) -> Self {
        Self::with(db, args, rows, columns, true)
    }

    pub fn with(db: &Path, args: &[&str], rows: u16, columns: u16, answers_probe: bool) -> Self {
        Self { answers_probe, ..Self::through(PLAIN, db, args, rows, columns) }
    }

    /// Starts the program by a shell's script, which finds the command in `"$@"`.
    pub fn through(script: &str, db: &Path, args: &[&str], rows: u16, columns: u16) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new("sh");
        command.args(["-c", script, "sh", env!("CARGO_BIN_EXE_meigui"), "--db"]);
        command.arg(db);
        command.args(args);
        command.env("TERM", "xterm-256color");
        command.env("XDG_DATA_HOME", db.parent().unwrap());
        command.env_remove("NO_COLOR");
        command.env_remove("MEIGUI_GLYPHS");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let input = pair.master.take_writer().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, output) = channel();
        let gone = Arc::new(AtomicBool::new(false));
        let stops = Arc::clone(&gone);
        std::thread::spawn(move || {
            let mut bytes = [0_u8; 8192];
            while let Ok(read) = reader.read(&mut bytes) {
                let whole = bytes[..read].ends_with(FRAME);
                let told = sender.send(bytes[..read].to_vec()).is_ok();
                if read == 0 || !told || (whole && stops.load(Ordering::SeqCst)) {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(some(rows), some(columns), 0);
        Self {
            master: pair.master,
            child,
            input,
            output,
            gone,
            parser,
            begun: Vec::new(),
            answers_probe: true,
            remembers: "\0",
            remembered: BTreeSet::new(),
        }
    }

    /// What stands on the screen.
    pub fn text(&self) -> String {
        self.parser.screen().contents()
    }

    /// Whether the alternate screen is on.
    pub fn is_alternate(&self) -> bool {
        self.parser.screen().alternate_screen()
    }

    /// Types bytes.
    pub fn send(&mut self, keys: &str) {
        self.input.write_all(keys.as_bytes()).unwrap();
        self.input.flush().unwrap();
    }

    /// Waits until a text stands on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.wait_until(text, |terminal| terminal.text().contains(text));
    }

    /// Waits until something holds of the screen.
    pub fn wait_until(&mut self, what: &str, holds: impl Fn(&Self) -> bool) {
        while !holds(self) {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.feed(&bytes),
                Err(RecvTimeoutError::Timeout) => {
                    let seen = &self.remembered;
                    panic!("waited for {what:?}; remembered {seen:?}; the screen says\n{}", self.text())
                }
                Err(RecvTimeoutError::Disconnected) => {
                    panic!("ended before {what:?}; the screen said\n{}", self.text())
                }
            }
        }
    }

    /// Changes the size of the window.
    pub fn resize(&mut self, rows: u16, columns: u16) {
        self.parser.screen_mut().set_size(some(rows), some(columns));
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// The process, for signals.
    pub fn process(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Kills it as a power cut does: it can neither hear nor hold off this signal.
    pub fn kill(&mut self) {
        let pid = self.process().to_string();
        assert!(Command::new("kill").args(["-KILL", &pid]).status().unwrap().success());
        self.child.wait().unwrap();
    }

    /// Lets a stretch of time pass before the screen.
    pub fn watch(&mut self, stretch: Duration) {
        let begun = Instant::now();
        while let Some(left) = stretch.checked_sub(begun.elapsed()) {
            match self.output.recv_timeout(left) {
                Ok(bytes) => self.feed(&bytes),
                Err(_) => return,
            }
        }
    }

    /// Whether the program writes nothing for so long.
    pub fn is_silent_for(&mut self, stretch: Duration) -> bool {
        match self.output.recv_timeout(stretch) {
            Ok(bytes) => {
                self.feed(&bytes);
                false
            }
            Err(_) => true,
        }
    }

    /// Reads what a program that ended had still written.
    pub fn rest(&mut self) {
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.feed(&bytes);
        }
    }

    /// Takes the terminal away from a program that has nothing to write, and answers the exit code of what ran on it.
    pub fn hang_up(mut self) -> u32 {
        self.gone.store(true, Ordering::SeqCst);
        // The reader holds the pty until it has read one frame more.
        self.send("\x1b[A");
        self.rest();
        drop((self.input, self.master));
        let (ends, ended) = channel();
        std::thread::spawn(move || ends.send(self.child.wait().unwrap().exit_code()));
        ended.recv_timeout(PATIENCE).expect("the terminal is gone and the program runs on")
    }

    /// Waits for its end and answers the exit code.
    pub fn wait_end(&mut self) -> u32 {
        loop {
            match self.output.recv_timeout(PATIENCE) {
                Ok(bytes) => self.feed(&bytes),
                Err(RecvTimeoutError::Disconnected) => return self.child.wait().unwrap().exit_code(),
                Err(RecvTimeoutError::Timeout) => panic!("did not end; the screen says\n{}", self.text()),
            }
        }
    }

    fn feed(&mut self, bytes: &[u8]) {
        // A query may stand anywhere in what came: the cursor is asked after what stands before it. A frame is looked
        // at when it is whole.
        let bytes = [std::mem::take(&mut self.begun), bytes.to_vec()].concat();
        let mut rest = bytes.as_slice();
        while let Some((place, mark)) = first(rest) {
            let (before, after) = rest.split_at(place + mark.len());
            self.parser.process(before);
            if mark == FRAME {
                let text = self.text();
                self.remembered.extend(text.lines().filter(|l| l.contains(self.remembers)).map(String::from));
            } else if self.answers_probe {
                let (row, column) = self.parser.screen().cursor_position();
                self.send(&format!("\x1b[{};{}R", row + 1, column + 1));
            }
            rest = after;
        }
        let begins = |tail: &[u8]| [ASKS, FRAME].iter().any(|mark| mark.starts_with(tail));
        let cut = (0..rest.len()).find(|at| begins(&rest[*at..])).unwrap_or(rest.len());
        let (whole, begun) = rest.split_at(cut);
        self.parser.process(whole);
        self.begun = begun.to_vec();
    }
}

/// The first mark in what came.
fn first(bytes: &[u8]) -> Option<(usize, &'static [u8])> {
    let place = |mark: &[u8]| bytes.windows(mark.len()).position(|part| part == mark);
    [ASKS, FRAME].into_iter().filter_map(|mark| Some((place(mark)?, mark))).min()
}

fn some(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).unwrap()
}
