//! A terminal for the real binary: a pty whose screen is kept by a vt100 parser, and which answers cursor queries as
//! a terminal does. It waits for text, never for a time.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// How long the program may stay silent before a test gives up.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    output: Receiver<Vec<u8>>,
    parser: vt100::Parser,
    answers_probe: bool,
}

impl Terminal {
    /// Starts the program on a store's file.
    pub fn open(db: &Path, args: &[&str], rows: u16, columns: u16) -> Self {
        Self::with(db, args, rows, columns, true)
    }

    pub fn with(db: &Path, args: &[&str], rows: u16, columns: u16, answers_probe: bool) -> Self {
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_meigui"));
        command.arg("--db");
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
        std::thread::spawn(move || {
            let mut bytes = [0_u8; 8192];
            while let Ok(read) = reader.read(&mut bytes) {
                if read == 0 || sender.send(bytes[..read].to_vec()).is_err() {
                    return;
                }
            }
        });
        let parser = vt100::Parser::new(some(rows), some(columns), 0);
        Self { master: pair.master, child, input, output, parser, answers_probe }
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
                    panic!("waited for {what:?}; the screen says\n{}", self.text())
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

    /// Kills it as a power cut does.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
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
        // A query may stand anywhere in what came; the cursor is asked after what stands before it.
        let mut rest = bytes;
        while let Some(place) = rest.windows(4).position(|four| four == b"\x1b[6n") {
            let (before, after) = rest.split_at(place);
            self.parser.process(before);
            let (row, column) = self.parser.screen().cursor_position();
            if self.answers_probe {
                self.send(&format!("\x1b[{};{}R", row + 1, column + 1));
            }
            rest = &after[4..];
        }
        self.parser.process(rest);
    }
}

fn some(size: u16) -> NonZeroU16 {
    NonZeroU16::new(size).unwrap()
}
