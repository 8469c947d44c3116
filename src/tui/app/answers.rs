//! Answers on their way back: to the screen that wished, to the console itself, and to every screen that they touch.

use std::rc::Rc;

use super::context::Context;
use super::pane::Msg;
use super::shelf::Shelf;
use super::{CONSOLE, Console};
use crate::shop::{Answer, Area, Settings, Stop, profile_of};
use crate::tui::frame::{Toast, Tone};
use crate::tui::safety::copy_of_the_day;
use crate::tui::screen::Effect;
use crate::words;
use crate::worker::{Reply, Source, Wish};

impl Console {
    pub(super) fn answer(&mut self, reply: Reply) -> Vec<Effect<Wish>> {
        let touched = reply.touched.clone();
        if !touched.is_empty() {
            self.saved_at = Some(reply.at);
        }
        self.clock_is_behind = reply.clock_is_behind.unwrap_or(self.clock_is_behind);
        let mut out = if reply.tag.to == CONSOLE {
            self.own_answer(reply)
        } else {
            let to = reply.tag.to;
            self.tell(to, Msg::Reply(reply))
        };
        if !touched.is_empty() {
            out.extend(self.touched(&touched));
        }
        out
    }

    fn touched(&mut self, touched: &[Area]) -> Vec<Effect<Wish>> {
        let mut out = self.tell_all(|| Msg::Touched(touched.to_vec()));
        let lists = [Area::Catalog, Area::Staff, Area::Imports];
        if touched.iter().any(|area| lists.contains(area)) {
            out.push(Effect::Wish(Wish::look("console.shelf", Shelf::load)));
        }
        if touched.contains(&Area::Settings) {
            out.push(Effect::Wish(Wish::look("console.settings", settings)));
        }
        out
    }

    fn own_answer(&mut self, reply: Reply) -> Vec<Effect<Wish>> {
        let context = (*self.context).clone();
        match reply.tag.what {
            "console.shelf" => match reply.read::<Shelf>() {
                Ok(shelf) => self.surround(Context { shelf: Rc::new(shelf), ..context }),
                Err(stop) => self.say(Toast::new(Tone::Bad, context.words(&stop))),
            },
            "console.settings" => match reply.read::<(Settings, String)>() {
                Ok((settings, store)) => {
                    // A language that was asked for at the door stays until somebody sets another one.
                    let set = settings.lang != context.settings.lang;
                    let lang = words::Lang::from_tag(&settings.lang).filter(|_| set).unwrap_or(context.lang);
                    self.surround(Context { settings: Rc::new(settings), lang, store, ..context })
                }
                Err(stop) => self.say(Toast::new(Tone::Bad, context.words(&stop))),
            },
            "console.check" => {
                self.damage = match reply.read::<Vec<String>>() {
                    Ok(lines) => lines.into_iter().next(),
                    Err(Stop::Fault(fault)) => fault.is_damage().then(|| fault.to_string()),
                    Err(Stop::Refused(_) | Stop::Unknown(_)) => None,
                };
                Vec::new()
            }
            // A copy that is made needs no word; one that cannot be made does.
            "console.copied" => match reply.read::<Option<std::path::PathBuf>>() {
                Ok(_) => Vec::new(),
                Err(stop) => {
                    let why = context.words(&stop);
                    let words = words::fill(context.lang, "safety.no_copy", &[("why", &why)]);
                    self.say(Toast::new(Tone::Warn, words))
                }
            },
            "console.slip" | "console.drawer" | "console.sent" | "console.noted" => self.paper(reply),
            _ => match reply.read::<crate::checkout::roll::Rolled>() {
                Ok(_) => {
                    let keep = usize::try_from(context.settings.backups_kept).unwrap_or(0);
                    let copy = move |source: Source<'_>| copy_of_the_day(source, keep);
                    vec![Effect::Wish(Wish::look("console.copied", copy).slow().from(CONSOLE))]
                }
                Err(stop) => self.say(Toast::new(Tone::Warn, context.words(&stop))),
            },
        }
    }

    pub(super) fn busy(&mut self, wish: &Wish) -> Vec<Effect<Wish>> {
        let mut out = self.say_text(Tone::Warn, "app.busy");
        out.extend(self.tell(wish.tag.to, Msg::Busy { what: wish.tag.what, turn: wish.tag.turn }));
        out
    }
}

/// What SQLite says about the file.
pub(super) fn check(source: Source<'_>) -> Answer<Vec<String>> {
    source.quick_check()
}

fn settings(source: Source<'_>) -> Answer<(Settings, String)> {
    // The name by the file: headquarters may have given another one since it was opened.
    let name = profile_of(source.db())?.map_or_else(|| source.profile().name.clone(), |profile| profile.name);
    Ok((source.settings()?, name))
}
