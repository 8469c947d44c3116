//! What the first run sends to the store: it is founded, and everything else goes through the verbs in one commit.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use super::english::English;
use crate::catalog::add::AddItem;
use crate::catalog::{GiftMode, ItemKind, Shortage};
use crate::db::Fault;
use crate::demo::DemoBook;
use crate::exchange::commit::CommitImport;
use crate::exchange::fields::Kind;
use crate::exchange::load::{ImportFile, Load};
use crate::exchange::sheet_in::SheetReader;
use crate::ground::{Clean, Fen, Refused, World};
use crate::promotions::offers::{Offer, SetOffers};
use crate::shop::found::Founding;
use crate::shop::pin_set::{MakeRecovery, SetPin};
use crate::shop::setting_put::PutSetting;
use crate::shop::{Answer, Envelope, Hidden, Shop, Stop, Verb};
use crate::staff::Job;
use crate::staff::hire::Hire;
use crate::t;
use crate::tui::frame::{Toast, Tone};
use crate::words::{self, Lang};

/// The number of whoever founds the store.
pub const OWNER: &str = "01";

/// A price list that was read and is brought in when the store stands.
#[derive(Debug, Clone)]
pub struct PriceFile {
    /// The path as it was typed.
    pub path: String,
    /// Rows that can be read.
    pub good: i64,
    /// Rows that cannot, and are left out.
    pub bad: i64,
    load: Arc<Load>,
}

impl PriceFile {
    /// Reads a file as the import screen does.
    ///
    /// # Errors
    /// As [`ImportFile::load`].
    pub fn read(typed: &str) -> Result<Self, Refused> {
        // A path dropped onto the terminal comes in quotes.
        let path = typed.trim().trim_matches(['"', '\'']).to_owned();
        if path.is_empty() {
            return Err(Refused::TextMissing { field: "file".into() });
        }
        let load = ImportFile::new(Kind::Items, &path).load(&SheetReader::of_this_program()?)?;
        let tally = load.check()?.tally();
        Ok(Self { path, good: tally.good, bad: tally.errors, load: Arc::new(load) })
    }

    /// The file's name without its folder.
    pub fn name(&self) -> &str {
        self.load.table.source.as_str()
    }
}

/// What was answered.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// The language.
    pub lang: Lang,
    /// The store's name.
    pub store: String,
    /// The store's code.
    pub code: String,
    /// The owner's name.
    pub owner: String,
    /// Names of technicians, apart by commas.
    pub technicians: String,
    /// Names at the front desk.
    pub desk: String,
    /// Whether the price list begins with the template.
    pub template: bool,
    /// The file that the price list comes from.
    pub file: Option<PriceFile>,
    /// The owner's PIN; empty for none.
    pub pin: Hidden,
    /// The code that helps when the PIN is forgotten.
    pub recovery: Hidden,
}

impl Wanted {
    /// What stands when every page is skipped.
    pub fn new(lang: Lang, recovery: String) -> Self {
        Self {
            lang,
            store: words::text(lang, "wizard.my_store").to_owned(),
            code: "S01".to_owned(),
            owner: String::new(),
            technicians: String::new(),
            desk: String::new(),
            template: true,
            file: None,
            pin: Hidden::default(),
            recovery: Hidden(recovery),
        }
    }

    /// The store's name in the language that is chosen now, as long as it is nobody's own.
    pub fn rename(&mut self) {
        if Lang::ALL.iter().any(|lang| words::text(*lang, "wizard.my_store") == self.store) {
            self.store = words::text(self.lang, "wizard.my_store").to_owned();
        }
    }

    /// Names and jobs.
    pub fn people(&self) -> Vec<(String, Job)> {
        // A blank stands between Chinese names and inside others: `陈静 周婷`, `Anna Lee, Eva Chen`.
        let apart = |ch: char| matches!(ch, ',' | '，' | '、' | '/' | ';' | '；');
        let is_latin = |text: &str| text.chars().any(|ch| ch.is_ascii_alphabetic());
        let names = |text: &str, job: Job| -> Vec<(String, Job)> {
            let parts = text.split(apart);
            let whole = |part: &str| if is_latin(part) { vec![part.trim().to_owned()] } else { blanks(part) };
            parts.flat_map(whole).filter(|name| !name.is_empty()).map(|name| (name, job)).collect()
        };
        let mut people = names(&self.technicians, Job::Technician);
        people.extend(names(&self.desk, Job::FrontDesk));
        people
    }
}

fn blanks(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// Twenty digits by chance.
pub fn recovery_code(world: &dyn World) -> String {
    let mut code = String::with_capacity(20);
    while code.len() < 20 {
        let mut bytes = [0_u8; 16];
        world.fill(&mut bytes);
        // 250 and above are thrown away, so that every digit is as likely as another.
        code.extend(
            bytes
                .iter()
                .filter(|byte| **byte < 250)
                .map(|byte| char::from(b'0' + byte % 10))
                .take(20 - code.len()),
        );
    }
    code
}

/// Founds the store; answers what is to be said first.
///
/// # Errors
/// A refusal of one of the commands, or a fault; a file that was begun stays and says so.
pub fn found(file: &Path, wanted: &Wanted, world: Arc<dyn World>) -> Answer<Toast> {
    let founding = founding(wanted);
    let mut shop = Shop::found(file, &founding, world)?;
    furnish(&mut shop, wanted)
}

/// What the store is founded with.
pub fn founding(wanted: &Wanted) -> Founding {
    Founding { owner: wanted.owner.clone(), lang: wanted.lang, ..Founding::new(&wanted.code, &wanted.store) }
}

/// Staff, price list and PIN of a store that was founded.
///
/// # Errors
/// As [`found`].
pub fn furnish(shop: &mut Shop, wanted: &Wanted) -> Answer<Toast> {
    shop.group(|shop| send_all(shop, wanted))??;
    let mut toast = Toast::new(Tone::Ok, t!(wanted.lang, "wizard.founded", store = wanted.store));
    if let Some(file) = &wanted.file {
        toast = bring(shop, wanted.lang, file)?;
    }
    if wanted.pin.0.is_empty() {
        return Ok(toast);
    }
    toast.text = format!("{}  {}", toast.text, t!(wanted.lang, "wizard.number", number = OWNER));
    // The code comes before the PIN: from then on it asks for the PIN.
    let recovery = MakeRecovery { staff: OWNER.to_owned(), code: wanted.recovery.0.clone() };
    send(shop, "recovery", &recovery)?;
    send(shop, "pin", &SetPin { staff: OWNER.to_owned(), new_pin: Some(wanted.pin.0.clone()) })?;
    Ok(toast)
}

/// Brings the price list in. The store stands by then: a file that is refused is told and not made its end.
fn bring(shop: &mut Shop, lang: Lang, file: &PriceFile) -> Answer<Toast> {
    let verb = CommitImport { skip_errors: true, ..CommitImport::of(Arc::clone(&file.load)) };
    let reason = Some(words::text(lang, "importing.title").to_owned());
    let envelope = Envelope { reason, ..Envelope::by("wizard:prices".to_owned(), OWNER) };
    match shop.act(&envelope, &verb) {
        Ok(done) => {
            let counts = done.value.counts;
            let words =
                t!(lang, "wizard.brought", file = file.name(), new = counts.new, errors = counts.errors);
            Ok(Toast::new(if counts.errors > 0 { Tone::Warn } else { Tone::Ok }, words))
        }
        Err(Stop::Refused(no)) => Ok(Toast::new(Tone::Bad, words::refused(lang, &no))),
        Err(stop) => Err(stop),
    }
}

fn send<V: Verb>(shop: &mut Shop, key: &str, verb: &V) -> Answer<()> {
    shop.act(&Envelope::by(format!("wizard:{key}"), OWNER), verb).map(|_| ())
}

fn send_all(shop: &mut Shop, wanted: &Wanted) -> Answer<()> {
    let lang = match wanted.lang {
        Lang::Zh => "zh",
        Lang::En => "en",
    };
    send(shop, "lang", &PutSetting { name: "lang".to_owned(), value: lang.into() })?;
    for (place, (name, job)) in wanted.people().into_iter().enumerate() {
        let number = format!("{:02}", place + 2);
        let key = format!("staff:{number}");
        let name = Clean::new(&name)?;
        let hire = Hire {
            number,
            name,
            job,
            role: None,
            skills: None,
            phones: Vec::new(),
            hired_on: None,
            from_store: None,
            batch: None,
        };
        send(shop, &key, &hire)?;
    }
    if wanted.template {
        let book = DemoBook::load().map_err(|error| Fault::Broken(error.to_string()))?;
        let english = English::load()?;
        for mut item in items(&book) {
            if wanted.lang == Lang::En {
                item.name = english.name(&item.name);
                item.category = english.name(&item.category);
            }
            send(shop, &format!("item:{}", item.code), &item)?;
        }
        send(shop, "offers", &offers(&book))?;
    }
    Ok(())
}

fn offers(book: &DemoBook) -> SetOffers {
    let offer = |step: &crate::demo::book::TopUp| Offer {
        amount: step.amount,
        gift: step.gift,
        gift_days: i64::from(step.gift_valid_days),
    };
    SetOffers { offers: book.top_ups.iter().map(offer).collect() }
}

/// The template: services and goods first, what is made of them after.
fn items(book: &DemoBook) -> Vec<AddItem> {
    let services = book.services.iter().map(|item| AddItem {
        category: item.category.clone(),
        hand_fee: item.hand_fee,
        material_cost: item.material_cost,
        minutes: i64::from(item.minutes),
        ..plain(&item.code, ItemKind::Service, &item.name, item.price)
    });
    let products = book.products.iter().map(|item| AddItem {
        category: item.category.clone(),
        material_cost: item.cost,
        barcode: Some(item.barcode.as_str().to_owned()),
        ..plain(&item.code, ItemKind::Product, &item.name, item.price)
    });
    let cards = book.session_cards.iter().map(|item| AddItem {
        sessions: i64::from(item.sessions),
        gift_sessions: i64::from(item.gift_sessions),
        valid_days: i64::from(item.valid_days),
        parts: item.services.iter().map(|code| (code.as_str().to_owned(), 1)).collect(),
        ..plain(&item.code, ItemKind::SessionCard, &item.name, item.price)
    });
    services.chain(products).chain(cards).collect()
}

fn plain(code: &Clean, kind: ItemKind, name: &Clean, price: Fen) -> AddItem {
    AddItem {
        code: code.as_str().to_owned(),
        kind,
        name: name.clone(),
        category: Clean::default(),
        price,
        hand_fee: Fen::ZERO,
        material_cost: Fen::ZERO,
        minutes: 0,
        barcode: None,
        shortage: Shortage::Warn,
        sessions: 0,
        gift_sessions: 0,
        gift_mode: GiftMode::Spread,
        valid_days: 0,
        stock_min: 0,
        parts: BTreeMap::new(),
        tier_prices: BTreeMap::new(),
        batch: None,
    }
}
