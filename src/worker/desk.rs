//! The desk: one thread that owns the shop, one that reads, one that reads at length, one that waits for printers, and a
//! bounded queue before each.

use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::{Builder, JoinHandle};

use super::{Reply, Tag, Wish};
use crate::ground::World;
use crate::shop::{Reader, Shop};

/// The most wishes that wait before a thread; one more is given back, and the till says "busy".
pub const JOBS_WAITING_MAX: usize = 64;

/// Hears the answers; `false` when nobody listens any more.
pub type Sink = Arc<dyn Fn(Reply) -> bool + Send + Sync>;

/// Stops a read that is running.
type Interrupt = Box<dyn Fn() + Send + Sync>;

/// What waits before one thread.
#[derive(Default)]
struct Waiting {
    wishes: VecDeque<Wish>,
    /// The wish under way, and whether a newer one of its tag makes it useless.
    running: Option<(Tag, bool)>,
    closed: bool,
}

#[derive(Default)]
struct Line {
    waiting: Mutex<Waiting>,
    changed: Condvar,
}

impl Line {
    /// A poisoned lock holds a queue that is still whole: no code that can panic runs under it.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn put(&self, wish: Wish, interrupt: Option<&Interrupt>) -> Result<(), Wish> {
        let mut waiting = self.lock();
        if wish.latest_only {
            let same = |tag: Tag| tag.to == wish.tag.to && tag.what == wish.tag.what;
            waiting.wishes.retain(|other| !(other.latest_only && same(other.tag)));
            // Under the lock, so that the interrupt meets this read and not the next one.
            if let (Some((tag, true)), Some(stop)) = (waiting.running, interrupt)
                && same(tag)
            {
                stop();
            }
        }
        if waiting.closed || waiting.wishes.len() >= JOBS_WAITING_MAX {
            return Err(wish);
        }
        waiting.wishes.push_back(wish);
        self.changed.notify_one();
        Ok(())
    }

    /// The next wish; `None` when the desk closes and nothing waits any more.
    fn next(&self) -> Option<Wish> {
        let mut waiting = self.lock();
        waiting.running = None;
        loop {
            if let Some(wish) = waiting.wishes.pop_front() {
                waiting.running = Some((wish.tag, wish.latest_only));
                return Some(wish);
            }
            if waiting.closed {
                return None;
            }
            waiting = self.changed.wait(waiting).unwrap_or_else(PoisonError::into_inner);
        }
    }

    fn done(&self) {
        self.lock().running = None;
    }

    fn close(&self, drop_waiting: bool) {
        let mut waiting = self.lock();
        waiting.closed = true;
        if drop_waiting {
            waiting.wishes.clear();
        }
        self.changed.notify_all();
    }
}

/// The desk. Dropping it lets the writer finish what waits, stops the reader, and waits for both.
pub struct Desk {
    writes: Arc<Line>,
    reads: Arc<Line>,
    reports: Arc<Line>,
    errands: Arc<Line>,
    interrupt: Interrupt,
    interrupt_report: Interrupt,
    threads: Vec<JoinHandle<()>>,
}

impl Desk {
    /// Starts the threads. Answers go to `sink` in the order in which they are ready.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn open(
        shop: Shop,
        [reader, reporter]: [Reader; 2],
        world: Arc<dyn World>,
        sink: Sink,
    ) -> io::Result<Self> {
        let handles = [reader.db().interrupt_handle(), reporter.db().interrupt_handle()];
        let [interrupt, interrupt_report] =
            handles.map(|handle| Box::new(move || handle.interrupt()) as Interrupt);
        let mut desk = Self {
            writes: Arc::default(),
            reads: Arc::default(),
            reports: Arc::default(),
            errands: Arc::default(),
            interrupt,
            interrupt_report,
            threads: Vec::new(),
        };
        let (answers, writes) = (Arc::clone(&sink), Arc::clone(&desk.writes));
        desk.threads.push(Builder::new().name("writer".into()).spawn(move || {
            let mut shop = shop;
            // The sale is done and durable whether or not anybody still listens.
            while let Some(wish) = writes.next() {
                let reply = wish.run(&mut shop);
                writes.done();
                answers(reply);
            }
        })?);
        let (answers, errands) = (Arc::clone(&sink), Arc::clone(&desk.errands));
        let clock = Arc::clone(&world);
        desk.threads.push(Builder::new().name("errands".into()).spawn(move || {
            while let Some(wish) = errands.next() {
                let reply = wish.run_outside(clock.now());
                errands.done();
                answers(reply);
            }
        })?);
        let lines = [(reader, Arc::clone(&desk.reads)), (reporter, Arc::clone(&desk.reports))];
        for (reader, line) in lines {
            let (answers, world) = (Arc::clone(&sink), Arc::clone(&world));
            desk.threads.push(Builder::new().name("reader".into()).spawn(move || {
                while let Some(wish) = line.next() {
                    let reply = wish.run_on_reader(&reader, world.now());
                    line.done();
                    if !answers(reply) {
                        break;
                    }
                }
            })?);
        }
        Ok(desk)
    }

    /// Takes a wish; never waits.
    ///
    /// # Errors
    /// The wish itself, when its queue is full.
    pub fn take(&self, wish: Wish) -> Result<(), Wish> {
        if wish.is_errand() {
            return self.errands.put(wish, None);
        }
        match (wish.changes(), wish.slow) {
            (true, _) => self.writes.put(wish, None),
            (false, false) => self.reads.put(wish, Some(&self.interrupt)),
            (false, true) => self.reports.put(wish, Some(&self.interrupt_report)),
        }
    }

    /// Stops the reads that are running.
    pub fn interrupt(&self) {
        for (line, stop) in [(&self.reads, &self.interrupt), (&self.reports, &self.interrupt_report)] {
            let waiting = line.lock();
            if waiting.running.is_some() {
                stop();
            }
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.writes.close(false);
        self.reads.close(true);
        self.reports.close(true);
        // A slip on its way is finished; its printer gives up within seconds.
        self.errands.close(true);
        self.interrupt();
        for thread in self.threads.drain(..) {
            // A thread that died has nothing left to finish.
            if thread.join().is_err() {
                tracing::error!("a thread of the desk ended in a panic");
            }
        }
    }
}
