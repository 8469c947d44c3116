//! Paper and drawer: prepared on a reader, sent by the thread that may wait, written down by a verb.
//!
//! The console does it and no screen, so that a slip on its way survives the layer that asked for it.

use super::{CONSOLE, Console};
use crate::checkout::slip::SlipOf;
use crate::checkout::slip_print::{
    Noted, OpenDrawer, Printout, Prints, SlipPrinted, drawer_pulse, failed_words, printout, sent_words,
};
use crate::output::sink::{PrintFailed, Printer, Sent};
use crate::shop::Stop;
use crate::tui::frame::{Toast, Tone};
use crate::tui::screen::Effect;
use crate::words;
use crate::worker::{Reply, Wish};

/// A slip and what it is.
struct Job {
    bill: String,
    copy: bool,
    quiet: bool,
    out: Printout,
}

/// What became of a slip or of the drawer's pulse.
struct Outcome {
    bill: Option<String>,
    copy: bool,
    /// Whether success is not worth a word: what the sale said last is.
    quiet: bool,
    printer: String,
    sent: Result<Sent, PrintFailed>,
}

fn send(bill: Option<String>, (copy, quiet): (bool, bool), out: Printout) -> Wish {
    Wish::errand("console.sent", move || {
        Ok(Outcome { bill, copy, quiet, printer: out.printer.to_string(), sent: out.send() })
    })
    .from(CONSOLE)
}

impl Console {
    /// Makes a slip and sends it.
    pub(super) fn print(bill: String, quiet: bool) -> Vec<Effect<Wish>> {
        let wish = Wish::look("console.slip", move |source| {
            let copy = source.ask(&Prints { bill: bill.clone() })? > 0;
            let slip = source.ask(&SlipOf { bill: bill.clone(), copy })?;
            let out = printout(&slip, &source.settings()?, None, false)?;
            Ok(Job { bill, copy, quiet, out })
        });
        vec![Effect::Wish(wish.from(CONSOLE))]
    }

    /// Opens the drawer: written down first, then opened.
    pub(super) fn kick(&mut self, bill: Option<String>) -> Vec<Effect<Wish>> {
        if !self.has_printer() {
            return self.say_text(Tone::Info, "paper.drawer.none");
        }
        let envelope = self.context.envelope(&self.context.key());
        vec![Effect::Wish(Wish::act("console.drawer", envelope, OpenDrawer { bill }).from(CONSOLE))]
    }

    /// A bill was made: what the settings say goes its way without a word.
    pub(super) fn sold(&mut self, bill: String, cash: bool) -> Vec<Effect<Wish>> {
        let settings = &self.context.settings;
        let (kick, slip) = (cash && settings.drawer_on_cash, settings.print_slips);
        let mut out = Vec::new();
        if self.has_printer() {
            out.extend(if kick { self.kick(Some(bill.clone())) } else { Vec::new() });
            out.extend(if slip { Self::print(bill, true) } else { Vec::new() });
        }
        out
    }

    /// The answers of all this.
    pub(super) fn paper(&mut self, reply: Reply) -> Vec<Effect<Wish>> {
        let done = match reply.tag.what {
            "console.slip" => {
                let sent = |job: Job| send(Some(job.bill), (job.copy, job.quiet), job.out);
                reply.read::<Job>().map(|job| vec![Effect::Wish(sent(job))])
            }
            "console.drawer" => reply.read::<Noted>().and_then(|noted| {
                let out = drawer_pulse(&self.context.settings, None).map_err(Stop::from)?;
                Ok(vec![Effect::Wish(send(None, (false, noted.bill.is_some()), out))])
            }),
            "console.sent" => reply.read::<Outcome>().map(|outcome| self.sent(outcome)),
            // The note of a slip that was printed.
            _ => reply.read::<Noted>().map(|_| Vec::new()),
        };
        done.unwrap_or_else(|stop| {
            let words = self.context.words(&stop);
            self.say(Toast::new(Tone::Bad, words))
        })
    }

    fn sent(&mut self, outcome: Outcome) -> Vec<Effect<Wish>> {
        let lang = self.context.lang;
        let sent = match outcome.sent {
            Ok(sent) => sent,
            Err(failed) => return self.say(Toast::new(Tone::Bad, failed_words(lang, &failed))),
        };
        let Some(bill) = outcome.bill else {
            if outcome.quiet {
                return Vec::new();
            }
            let words = words::fill(lang, "paper.drawer.opened", &[("printer", &outcome.printer)]);
            return self.say(Toast::new(Tone::Ok, words));
        };
        let tone = if sent == Sent::Nowhere { Tone::Warn } else { Tone::Ok };
        let mut out = Vec::new();
        if !outcome.quiet {
            out.extend(self.say(Toast::new(tone, sent_words(lang, &bill, &sent))));
        }
        if sent != Sent::Nowhere {
            let printed = SlipPrinted { bill, copy: outcome.copy, to: outcome.printer };
            let envelope = self.context.envelope(&self.context.key());
            out.push(Effect::Wish(Wish::act("console.noted", envelope, printed).from(CONSOLE)));
        }
        out
    }

    /// Whether slips have somewhere to go.
    fn has_printer(&self) -> bool {
        !matches!(self.context.settings.printer.parse(), Ok(Printer::None) | Err(_))
    }
}
