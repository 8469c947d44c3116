//! A stage for scripted tests: keys in, pictures and bills out; the worker runs inline, time is the test's own.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::shelf::Shelf;
use super::{Console, Context, Terminal};
use crate::ground::{Instant, Running, World};
use crate::shop::found::Founding;
use crate::shop::{Envelope, Query, Shop, Verb};
use crate::tui::frame::{Marks, Pen};
use crate::tui::glyphs::Tier;
use crate::tui::input::{Key, Token};
use crate::tui::picture::plain;
use crate::tui::screen::{App, Effect, Incoming};
use crate::tui::theme::{Depth, Look};
use crate::words::Lang;
use crate::worker::Wish;

/// A world whose clock stands until it is moved: 2026-11-21 14:32 in China.
pub struct Still {
    now: AtomicI64,
    chance: AtomicU64,
}

impl Still {
    /// At the stage's usual moment.
    pub fn new() -> Arc<Self> {
        Arc::new(Self { now: AtomicI64::new(1_795_242_720_000), chance: AtomicU64::new(1) })
    }

    /// Moves the clock.
    pub fn pass(&self, ms: i64) {
        self.now.fetch_add(ms, Ordering::SeqCst);
    }
}

impl World for Still {
    fn now(&self) -> Instant {
        Instant(self.now.load(Ordering::SeqCst))
    }

    fn running(&self) -> Running {
        Running { boot: "stage".into(), ms: self.now.load(Ordering::SeqCst) }
    }

    fn fill(&self, bytes: &mut [u8]) {
        for byte in bytes {
            // A plain generator: a test needs other bytes each time, and the same ones in every run.
            let mut seed = self.chance.load(Ordering::SeqCst);
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            self.chance.store(seed.wrapping_add(0x9e37_79b9_7f4a_7c15) | 1, Ordering::SeqCst);
            *byte = u8::try_from(seed % 251).unwrap();
        }
    }
}

/// The stage.
pub struct Stage {
    /// The console.
    pub console: Console,
    /// The store.
    pub shop: Shop,
    /// The clock.
    pub world: Arc<Still>,
    /// Keys pressed so far.
    pub pressed: usize,
    /// Whether wishes wait until [`Stage::settle`].
    pub lag: bool,
    waiting: VecDeque<Wish>,
    keys: u64,
    wakes: Vec<&'static str>,
}

impl Stage {
    /// An empty store.
    pub fn empty() -> Self {
        Self::empty_of("S01", "国贸店")
    }

    fn empty_of(code: &str, name: &str) -> Self {
        let world = Still::new();
        // Another store, other keys.
        let mut chance = vec![0_u8; usize::from(code != "S01") * 7];
        world.fill(&mut chance);
        let shop = Shop::found_in_memory(&Founding::new(code, name), Arc::clone(&world) as Arc<dyn World>);
        Self::over(shop.unwrap(), world)
    }

    /// A store with a price list, people and members: see the body.
    pub fn salon() -> Self {
        Self::salon_of("S01", "国贸店")
    }

    /// The same as another store of a chain.
    pub fn salon_of(code: &str, name: &str) -> Self {
        let mut stage = Self::empty_of(code, name);
        for (name, fields) in SALON {
            stage.send(name, fields);
        }
        let keys = stage.keys;
        Self { keys, ..Self::over(stage.shop, stage.world) }
    }

    /// A console over a store's copy that headquarters looks into.
    pub fn visiting(shop: Shop, world: Arc<Still>, visit: &super::visit::Visit) -> Self {
        Self::with(shop, world, |console| console.at(visit))
    }

    /// A console over a store.
    pub fn over(shop: Shop, world: Arc<Still>) -> Self {
        Self::with(shop, world, |console| console)
    }

    fn with(shop: Shop, world: Arc<Still>, begin: impl FnOnce(Console) -> Console) -> Self {
        let who = shop.operator(None).unwrap();
        let context = Context {
            lang: Lang::Zh,
            code: shop.profile().code.clone(),
            store: shop.profile().name.clone(),
            hq: shop.profile().hq,
            copy: !shop.is_own(),
            zone: shop.profile().zone,
            now: world.now(),
            who: (!who.has_pin).then_some(who),
            settings: std::rc::Rc::new(shop.settings().clone()),
            shelf: std::rc::Rc::new(Shelf::default()),
            world: Arc::clone(&world) as Arc<dyn World>,
        };
        let terminal = Terminal { depth: Depth::True, look: Some(Look::Dark), glyphs: Tier::Rich.glyphs() };
        let mut stage = Self {
            console: begin(Console::open(context, terminal)),
            shop,
            world,
            pressed: 0,
            lag: false,
            waiting: VecDeque::new(),
            keys: 0,
            wakes: Vec::new(),
        };
        let now = stage.world.now();
        stage.hear(Incoming::Minute(now));
        stage
    }

    /// A salon whose people earn 10 % of their work, and a bill of two of them: 398.00 by 02 and 268.00 by 05.
    pub fn earning() -> Self {
        let mut stage = Self::salon();
        stage.send("rules.set", r#"{"rules":[{"name":"项目","event":"service","rate":"0.1"}]}"#);
        let lines = r#"[{"item":"22","staff":["05"]},{"item":"21","staff":["02"]}]"#;
        stage.send("checkout", &format!(r#"{{"lines":{lines},"tenders":[{{"tender":"cash"}}]}}"#));
        stage
    }

    /// The same stage in another language, look or with other signs.
    pub fn terminal(&mut self, lang: Lang, terminal: Terminal) {
        self.console.terminal = terminal;
        let context = Context { lang, ..(**self.console.context()).clone() };
        let effects = self.console.surround(context);
        self.work(effects);
    }

    /// The same stage in another language.
    pub fn speak(&mut self, lang: Lang) {
        let terminal = self.console.terminal;
        self.terminal(lang, terminal);
    }

    /// Sends a command by its name at the machine's door.
    pub fn send(&mut self, name: &str, fields: &str) -> serde_json::Value {
        self.keys += 1;
        let key = format!("stage-{}-{}", self.world.now().0, self.keys);
        let envelope = Envelope { key, reason: Some("stage".into()), ..Envelope::default() };
        self.world.pass(10);
        let entry = crate::cli::verbs::find(name).unwrap_or_else(|| panic!("no {name}"));
        let fields = serde_json::from_str(fields).unwrap_or_else(|e| panic!("{fields}: {e}"));
        (entry.run)(&mut self.shop, &envelope, fields).unwrap_or_else(|e| panic!("{name}: {e}")).value
    }

    /// Does a verb.
    pub fn act<V: Verb>(&mut self, verb: &V) -> V::Out {
        self.keys += 1;
        let envelope =
            Envelope { key: format!("stage-{}-{}", self.world.now().0, self.keys), ..Envelope::default() };
        self.shop.act(&envelope, verb).unwrap().value
    }

    /// Asks.
    pub fn ask<Q: Query>(&self, query: &Q) -> Q::Out {
        self.shop.ask(query).unwrap()
    }

    /// Presses the keys of a script: characters as they are, `⏎` Enter, `⌫` Backspace, `␛` Esc, `⇥` Tab, `↑` `↓`
    /// arrows, `ⓩ` Ctrl+Z, `①`..`⑫` F1..F12, a blank nothing.
    pub fn keys(&mut self, script: &str) -> &mut Self {
        for ch in script.chars().filter(|ch| *ch != ' ') {
            let key = match ch {
                '\u{23ce}' => Key::Enter,
                '\u{232b}' => Key::Backspace,
                '\u{241b}' => Key::Esc,
                '\u{21e5}' => Key::Tab,
                '\u{2191}' => Key::Up,
                '\u{2193}' => Key::Down,
                '\u{24e9}' => Key::Ctrl('z'),
                '\u{2460}'..='\u{246b}' => Key::F(u8::try_from(u32::from(ch) - 0x2460 + 1).unwrap()),
                other => Key::Char(other),
            };
            self.press(key);
        }
        self
    }

    /// Presses one key.
    pub fn press(&mut self, key: Key) {
        self.pressed += 1;
        self.world.pass(20);
        self.hear(Incoming::Token(Token::Key(key)));
    }

    /// A scanner types a code and ends it with Enter, as the input floor tells it.
    pub fn scan(&mut self, code: &str) -> &mut Self {
        for ch in code.chars() {
            self.world.pass(5);
            self.hear(Incoming::Token(Token::Key(Key::Char(ch))));
        }
        let typed = code.chars().count();
        self.hear(Incoming::Token(Token::Scan { text: code.to_owned(), typed }));
        self
    }

    /// A text is pasted.
    pub fn paste(&mut self, text: &str) {
        self.hear(Incoming::Token(Token::Paste(text.to_owned())));
    }

    /// A wake that was asked for comes.
    pub fn wake(&mut self, tag: &'static str) {
        assert!(self.wakes.contains(&tag), "nobody asked for {tag}");
        self.hear(Incoming::Wake(tag));
    }

    /// Does every wish that waits, and those that come of it.
    pub fn settle(&mut self) -> &mut Self {
        while let Some(wish) = self.waiting.pop_front() {
            let reply = wish.run(&mut self.shop);
            let effects = self.console.update(Incoming::Answer(reply));
            self.queue(effects);
        }
        self
    }

    fn hear(&mut self, incoming: Incoming<crate::worker::Reply, Wish>) {
        let effects = self.console.update(incoming);
        self.work(effects);
    }

    fn work(&mut self, effects: Vec<Effect<Wish>>) {
        self.queue(effects);
        if !self.lag {
            self.settle();
        }
    }

    fn queue(&mut self, effects: Vec<Effect<Wish>>) {
        for effect in effects {
            match effect {
                Effect::Wish(wish) => self.waiting.push_back(wish),
                Effect::Wake { tag, .. } => self.wakes.push(tag),
                Effect::Interrupt | Effect::Bell | Effect::Unchanged | Effect::Quit => {}
            }
        }
    }

    /// What the screen shows, as text.
    pub fn picture(&self, width: u16, height: u16) -> String {
        plain(&self.buffer(width, height).0)
    }

    /// What the screen shows.
    pub fn buffer(&self, width: u16, height: u16) -> (Buffer, Marks) {
        let mut buf = Buffer::empty(Rect::new(0, 0, width, height));
        let mut marks = Marks::default();
        let mut pen = Pen::new(&mut buf, &mut marks, self.console.manner());
        pen.wash();
        self.console.view(&mut pen);
        (buf, marks)
    }
}

/// A small salon, through the machine's door.
const SALON: &[(&str, &str)] = &[
    ("staff.hire", r#"{"number":"02","name":"陈静","job":"technician"}"#),
    ("staff.hire", r#"{"number":"05","name":"周婷","job":"technician"}"#),
    ("staff.hire", r#"{"number":"08","name":"李敏","job":"front_desk"}"#),
    ("staff.hire", r#"{"number":"09","name":"王店长","job":"manager"}"#),
    ("tier.set", r#"{"tier":"gold","service_rate":"0.9"}"#),
    (
        "item.add",
        r#"{"code":"21","kind":"service","name":"深层补水护理","price":"398.00","minutes":60,"category":"面部"}"#,
    ),
    (
        "item.add",
        r#"{"code":"22","kind":"service","name":"肩颈按摩60分","price":"268.00","minutes":60,"category":"身体"}"#,
    ),
    (
        "item.add",
        r#"{"code":"23","kind":"service","name":"艾灸","price":"188.00","minutes":45,"category":"身体"}"#,
    ),
    (
        "item.add",
        r#"{"code":"213","kind":"product","name":"补水面膜(片)","price":"29.00","barcode":"6901234567892"}"#,
    ),
    (
        "item.add",
        r#"{"code":"31","kind":"product","name":"玻尿酸面膜(盒)","price":"129.00","barcode":"036000291452"}"#,
    ),
    (
        "item.add",
        r#"{"code":"51","kind":"session_card","name":"小气泡10次","price":"980.00","sessions":10,"valid_days":365,"parts":{"23":1}}"#,
    ),
    (
        "member.open",
        r#"{"name":"王雅琴","phone":"13812348866","tier":"gold","birthday":"1992-12-03","warning":"皮肤敏感 勿用酸类"}"#,
    ),
    ("member.open", r#"{"name":"林晓","phone":"13900015566"}"#),
    ("member.open", r#"{"name":"赵一鸣","phone":"13700005566"}"#),
    (
        "topup",
        r#"{"member":"13812348866","amount":"3000.00","gift":"500.00","tenders":[{"tender":"wechat"}]}"#,
    ),
];
