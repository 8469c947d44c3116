//! The file's safety at the counter: a copy now, a proof of every entry, and where the copies are.

use std::path::PathBuf;
use std::rc::Rc;

use super::app::lock::hint;
use super::app::pane::{close, work};
use super::app::{Context, Effects, Msg, Pane, Want};
use super::frame::{Hint, Panel, Pen, popup, text};
use super::input::Key;
use super::screen::Screen;
use super::theme::Role;
use crate::ground::{Clean, Refused};
use crate::proof::{self, Proof};
use crate::shop::{Answer, copies};
use crate::words::{self, Lang};
use crate::worker::{Reply, Source, Wish};

/// What can be done, by digit.
const CHOICES: [&str; 2] = ["safety.copy", "safety.prove"];
/// Copies that are listed.
const LISTED_MAX: usize = 5;
/// Findings that are listed.
const FINDINGS_SHOWN: usize = 4;

/// The layer.
pub struct Safety {
    context: Rc<Context>,
    marked: usize,
    copies: Vec<String>,
    busy: Option<&'static str>,
    told: Vec<(String, Role)>,
}

/// Copies the store now; nothing where the store is only in memory.
///
/// # Errors
/// A fault when the copy cannot be written.
pub fn copy_now(source: Source<'_>, keep: usize) -> Answer<Option<PathBuf>> {
    let db = source.db();
    if db.path().as_os_str() == ":memory:" {
        return Ok(None);
    }
    Ok(Some(copies::make(db, source.profile(), source.now(), keep, |_| {})?))
}

/// The copy that a day begins with: made once, by whichever console is the first.
///
/// # Errors
/// As [`copy_now`].
pub fn copy_of_the_day(source: Source<'_>, keep: usize) -> Answer<Option<PathBuf>> {
    let (profile, folder) = (source.profile(), copies::folder(source.db().path()));
    let stamp = copies::stamp(profile.zone, source.now());
    let today = format!("{}-{}", profile.code, stamp.chars().take(8).collect::<String>());
    let there = copies::copies(&folder, Some(&profile.code))
        .into_iter()
        .any(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(&today)));
    if there || keep == 0 { Ok(None) } else { copy_now(source, keep) }
}

impl Safety {
    /// Opens the layer.
    #[must_use]
    pub fn open(context: Rc<Context>) -> Self {
        Self { context, marked: 0, copies: Vec::new(), busy: None, told: Vec::new() }
    }

    fn ask() -> Effects {
        vec![work(Wish::look("copies", |source| {
            let folder = copies::folder(source.db().path());
            let all = copies::copies(&folder, Some(&source.profile().code));
            let shown = |path: &PathBuf| Clean::shown(&path.to_string_lossy()).into_string();
            Ok(all.iter().take(LISTED_MAX).map(shown).collect::<Vec<_>>())
        }))]
    }

    fn choose(&mut self, place: usize) -> Effects {
        if self.busy.is_some() {
            return Vec::new();
        }
        self.told.clear();
        let keep = usize::try_from(self.context.settings.backups_kept).unwrap_or(1).max(1);
        let (busy, wish) = if place == 0 {
            ("safety.copying", Wish::look("copied", move |source| copy_now(source, keep)))
        } else {
            let prove = |source: Source<'_>| Ok(proof::prove(source.db(), source.profile(), |_| {})?);
            ("safety.proving", Wish::look("proved", prove))
        };
        self.busy = Some(busy);
        vec![work(wish.slow())]
    }

    fn hear(&mut self, reply: Reply) -> Effects {
        let lang = self.context.lang;
        match reply.tag.what {
            "copies" => {
                self.copies = reply.read::<Vec<String>>().unwrap_or_default();
                return Vec::new();
            }
            "copied" => {
                self.told = vec![match reply.read::<Option<PathBuf>>() {
                    Ok(Some(path)) => {
                        let file = Clean::shown(&path.to_string_lossy()).into_string();
                        (words::fill(lang, "safety.copied", &[("file", &file)]), Role::Ok)
                    }
                    Ok(None) => (words::refused(lang, &Refused::StoreMissing {}), Role::Bad),
                    Err(stop) => (self.context.words(&stop), Role::Bad),
                }];
            }
            _ => {
                self.told = match reply.read::<Proof>() {
                    Ok(proof) => told(&proof, lang),
                    Err(stop) => vec![(self.context.words(&stop), Role::Bad)],
                };
            }
        }
        self.busy = None;
        Self::ask()
    }

    fn key(&mut self, key: Key) -> Effects {
        match key {
            Key::Esc => return vec![close()],
            Key::Enter => return self.choose(self.marked),
            Key::Up => self.marked = self.marked.saturating_sub(1),
            Key::Down => self.marked = (self.marked + 1).min(CHOICES.len() - 1),
            Key::Char('1') => return self.choose(0),
            Key::Char('2') => return self.choose(1),
            _ => {}
        }
        Vec::new()
    }
}

/// A proof in a few lines.
fn told(proof: &Proof, lang: Lang) -> Vec<(String, Role)> {
    let counts = [
        ("entries", proof.entries.to_string()),
        ("postings", proof.postings.to_string()),
        ("bills", proof.bills.to_string()),
        ("seq", proof.last_seq.to_string()),
        ("epoch", proof.epoch.to_string()),
        ("head", proof.head.chars().take(16).collect()),
    ];
    let facts: Vec<(&str, &str)> = counts.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let mut out = vec![(words::fill(lang, "check.counts", &facts), Role::Muted)];
    for finding in proof.findings.iter().take(FINDINGS_SHOWN) {
        let seq = finding.seq.to_string();
        let facts = [("law", finding.law), ("seq", seq.as_str()), ("detail", finding.detail.as_str())];
        let key = if finding.seq > 0 { "check.finding_at" } else { "check.finding" };
        out.push((words::fill(lang, key, &facts), Role::Bad));
    }
    let verdict = if proof.sound { ("check.sound", Role::Ok) } else { ("check.unsound", Role::Bad) };
    out.push((words::text(lang, verdict.0).to_owned(), verdict.1));
    out
}

impl Screen for Safety {
    type Msg = Msg;
    type Wish = Want;

    fn update(&mut self, msg: Msg) -> Effects {
        match msg {
            Msg::Shown => Self::ask(),
            Msg::Context(context) => {
                self.context = context;
                Vec::new()
            }
            Msg::Key(key) => self.key(key.plain()),
            Msg::Row { row, .. } => self.choose(row),
            Msg::Reply(reply) => self.hear(reply),
            Msg::Busy { .. } => {
                self.busy = None;
                Vec::new()
            }
            Msg::Do(_)
            | Msg::Scan { .. }
            | Msg::Paste(_)
            | Msg::Wheel { .. }
            | Msg::Wake(_)
            | Msg::Touched(_)
            | Msg::Closed(..)
            | Msg::Member(_)
            | Msg::Forget(_) => Vec::new(),
        }
    }

    fn view(&self, pen: &mut Pen<'_>) {
        let panel = Panel::new(pen.word(self.title()));
        let (width, height) = (pen.width().min(84), pen.height().min(20));
        let mut inside = popup(pen, width, height, &panel);
        for (place, key) in CHOICES.iter().enumerate() {
            let y = u16::try_from(place).unwrap_or(0);
            let x = inside.put(2, y, &(place + 1).to_string(), Role::Key);
            inside.put(x + 1, y, inside.word(key), Role::Text);
            if place == self.marked {
                inside.put(0, y, &inside.glyphs().point.to_string(), Role::Brand);
                inside.tint(y, Role::Selected);
            }
            inside.hit_row(y, "safety", place);
        }
        inside.rule(2);
        let room = usize::from(inside.width().saturating_sub(3));
        let mut lines: Vec<(String, Role)> = Vec::new();
        if let Some(busy) = self.busy {
            lines.push((inside.word(busy).to_owned(), Role::Info));
        }
        lines.extend(self.told.iter().cloned());
        let title = if self.copies.is_empty() { "safety.no_copies" } else { "safety.copies" };
        lines.push((inside.word(title).to_owned(), Role::Muted));
        lines.extend(self.copies.iter().map(|path| (path.clone(), Role::Text)));
        lines.push((inside.word("safety.restore").to_owned(), Role::Muted));
        let wrapped = lines
            .iter()
            .flat_map(|(line, role)| text::wrap(line, room).into_iter().map(move |line| (line, *role)));
        for (y, (line, role)) in (3..inside.height()).zip(wrapped) {
            inside.put(1, y, &line, role);
        }
    }

    fn hints(&self, lang: Lang) -> Vec<Hint> {
        vec![hint(Key::Enter, lang, "form.submit"), hint(Key::Esc, lang, "key.back")]
    }
}

impl Pane for Safety {
    fn title(&self) -> &'static str {
        "safety.title"
    }
}

#[cfg(test)]
mod tests {
    use crate::tui::app::stage::Stage;

    #[test]
    fn the_books_are_proved_from_the_palette() {
        let mut stage = Stage::salon();
        stage.keys("8866⏎21⏎⏎⏎:");
        stage.keys("账本安全⏎2");
        let shown = stage.picture(100, 30);
        assert!(shown.contains("账目完整"), "{shown}");
        stage.keys("␛");
        assert!(!stage.picture(100, 30).contains("账目完整"));
    }

    #[test]
    fn a_day_begins_with_one_copy() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("shop.db");
        let world = crate::tui::app::stage::Still::new();
        let founding = crate::shop::found::Founding::new("S01", "国贸店");
        let shop = crate::shop::Shop::found(&file, &founding, world.clone()).unwrap();
        let mut stage = Stage::over(shop, world);
        let copies = || crate::shop::copies::copies(&folder.path().join("backups"), Some("S01"));
        assert_eq!(copies().len(), 1, "{}", stage.picture(100, 30));
        // Another console of the same day finds it there.
        stage = Stage::over(stage.shop, stage.world);
        assert_eq!(copies().len(), 1);
        stage.world.pass(24 * 3_600_000);
        stage = Stage::over(stage.shop, stage.world);
        assert_eq!(copies().len(), 2);
        stage.keys(":");
        stage.keys("账本安全⏎1");
        assert!(stage.picture(100, 30).contains("已备份"), "{}", stage.picture(100, 30));
    }
}
