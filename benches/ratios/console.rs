//! The real console in a pty: the first frame on the large demo against one on a store that was just founded, from a
//! key to the frame that shows it and to the one that shows what was found (the same keys on the empty store tell what
//! of it is the machine's mood), and the memory it came to.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use meigui::ground::Machine;
use meigui::shop::Shop;
use meigui::shop::found::Founding;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use crate::Ask;
use crate::search;
use crate::times::{Times, compare};

/// What ends a frame.
const FRAME: &[u8] = b"\x1b[?2026l";
/// A key's frames are over when none has come for so long.
const QUIET: Duration = Duration::from_millis(60);
/// Members that are typed.
const PEOPLE: usize = 24;
/// Rounds of opening.
const OPENED: usize = 20;

struct Console {
    _master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    input: Box<dyn Write + Send>,
    frames: Receiver<Instant>,
}

impl Console {
    fn open(db: &Path) -> Self {
        let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_meigui"));
        command.arg("--db");
        command.arg(db);
        command.env("TERM", "xterm-256color");
        // Nobody answers how wide the signs are.
        command.env("MEIGUI_GLYPHS", "rich");
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let input = pair.master.take_writer().unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (sender, frames) = channel();
        std::thread::spawn(move || {
            let (mut seen, mut bytes) = (Vec::new(), [0_u8; 16_384]);
            while let Ok(read) = reader.read(&mut bytes) {
                let now = Instant::now();
                seen.extend_from_slice(&bytes[..read]);
                while let Some(at) = seen.windows(FRAME.len()).position(|part| part == FRAME) {
                    seen.drain(..at + FRAME.len());
                    if sender.send(now).is_err() {
                        return;
                    }
                }
                if read == 0 {
                    return;
                }
            }
        });
        Self { _master: pair.master, child, input, frames }
    }

    /// The first and the last frame after something, as far as they are from it.
    fn frames_after(&mut self, begun: Instant) -> (Duration, Duration) {
        let first = self.frames.recv_timeout(Duration::from_secs(30)).expect("a frame");
        let mut last = first;
        while let Ok(next) = self.frames.recv_timeout(QUIET) {
            last = next;
        }
        (first - begun, last - begun)
    }

    fn press(&mut self, key: &str) -> (Duration, Duration) {
        let begun = Instant::now();
        self.input.write_all(key.as_bytes()).unwrap();
        self.frames_after(begun)
    }

    /// Megabytes of memory at their most; nothing where the system does not tell.
    fn memory(&self) -> f64 {
        let process = self.child.process_id().unwrap_or(0);
        let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or("0");
        let kib: f64 = line.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0.0);
        kib / 1024.0
    }

    fn close(mut self) {
        self.input.write_all(b"\x11").unwrap();
        self.child.wait().unwrap();
    }
}

/// Opens both files in turn, then types members into the large one.
pub fn run(ask: &Ask) {
    let large = ask.large();
    let empty = ask.folder.path().join("console.db");
    drop(Shop::found(&empty, &Founding::new("S01", "国贸店"), Arc::new(Machine)).unwrap());
    let (mut first, mut bare) = (Times::default(), Times::default());
    for _ in 0..OPENED {
        for (path, times) in [(&large, &mut first), (&empty, &mut bare)] {
            let begun = Instant::now();
            let mut console = Console::open(path);
            times.took(console.frames_after(begun).0);
            console.close();
        }
    }
    compare("first frame, large / empty", &first, &bare, 3.0);
    let people = search::people(&large, PEOPLE, &mut ChaCha8Rng::seed_from_u64(7));
    let (drawn, found, memory) = typed(&large, &people);
    let (bare_drawn, bare_found, _) = typed(&empty, &people);
    for (what, large, empty) in
        [("key to its frame", &drawn, &bare_drawn), ("key to what was found", &found, &bare_found)]
    {
        let both = |share: f64| (large.share(share) / 1000.0, empty.share(share) / 1000.0);
        let ((half, half_empty), (tail, tail_empty)) = (both(0.5), both(0.99));
        println!(
            "{what:<34} p50 {half:.2} / {half_empty:.2} ms   p99 {tail:.2} / {tail_empty:.2} ms   (p99 at most 16 ms)"
        );
    }
    println!("memory at its most {memory:.1} MB   (at most 100)");
}

/// Types the same into one file's console: times to the first and to the last frame of each key, and the memory.
fn typed(db: &Path, people: &[search::Person]) -> (Times, Times, f64) {
    let mut console = Console::open(db);
    console.frames_after(Instant::now());
    let (mut drawn, mut found) = (Times::default(), Times::default());
    for person in people {
        for text in search::typed(person) {
            for key in text.chars() {
                let (shown, answered) = console.press(&key.to_string());
                drawn.took(shown);
                found.took(answered);
            }
            for _ in text.chars() {
                console.press("\x7f");
            }
        }
    }
    let memory = console.memory();
    console.close();
    (drawn, found, memory)
}
