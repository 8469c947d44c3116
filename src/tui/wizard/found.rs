//! What the first run sends to the store: it is founded, and everything else goes through the verbs in one commit.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::catalog::add::AddItem;
use crate::catalog::{GiftMode, ItemKind, Shortage};
use crate::db::Fault;
use crate::demo::DemoBook;
use crate::ground::{Clean, Fen, World};
use crate::promotions::offers::{Offer, SetOffers};
use crate::shop::found::Founding;
use crate::shop::pin_set::{MakeRecovery, SetPin};
use crate::shop::setting_put::PutSetting;
use crate::shop::{Answer, Envelope, Hidden, Shop, Verb};
use crate::staff::Job;
use crate::staff::hire::Hire;
use crate::words::Lang;

/// The number of whoever founds the store.
const OWNER: &str = "01";

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
    /// Names of technicians, apart by spaces.
    pub technicians: String,
    /// Names at the front desk.
    pub desk: String,
    /// Whether the price list begins with the template.
    pub template: bool,
    /// The owner's PIN; empty for none.
    pub pin: Hidden,
    /// The code that helps when the PIN is forgotten.
    pub recovery: Hidden,
}

impl Wanted {
    /// What stands when every page is skipped.
    pub fn new(lang: Lang, recovery: String) -> Self {
        let store = match lang {
            Lang::Zh => "我的店",
            Lang::En => "My salon",
        };
        Self {
            lang,
            store: store.to_owned(),
            code: "S01".to_owned(),
            owner: String::new(),
            technicians: String::new(),
            desk: String::new(),
            template: true,
            pin: Hidden::default(),
            recovery: Hidden(recovery),
        }
    }

    /// Names and jobs.
    pub fn people(&self) -> Vec<(String, Job)> {
        let apart = [' ', ',', '，', '、', '/'];
        let names = |text: &str, job: Job| -> Vec<(String, Job)> {
            text.split(apart).filter(|name| !name.is_empty()).map(|name| (name.to_owned(), job)).collect()
        };
        let mut people = names(&self.technicians, Job::Technician);
        people.extend(names(&self.desk, Job::FrontDesk));
        people
    }
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

/// Founds the store.
///
/// # Errors
/// A refusal of one of the commands, or a fault; a file that was begun stays and says so.
pub fn found(file: &Path, wanted: &Wanted, world: Arc<dyn World>) -> Answer<()> {
    let founding = Founding { owner: wanted.owner.clone(), ..Founding::new(&wanted.code, &wanted.store) };
    let mut shop = Shop::found(file, &founding, world)?;
    furnish(&mut shop, wanted)
}

/// Staff, price list and PIN of a store that was founded.
///
/// # Errors
/// As [`found`].
pub fn furnish(shop: &mut Shop, wanted: &Wanted) -> Answer<()> {
    shop.group(|shop| send_all(shop, wanted))??;
    if wanted.pin.0.is_empty() {
        return Ok(());
    }
    // The code comes before the PIN: from then on it asks for the PIN.
    let recovery = MakeRecovery { staff: OWNER.to_owned(), code: wanted.recovery.0.clone() };
    send(shop, "recovery", &recovery)?;
    send(shop, "pin", &SetPin { staff: OWNER.to_owned(), new_pin: Some(wanted.pin.0.clone()) })
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
            batch: None,
        };
        send(shop, &key, &hire)?;
    }
    if wanted.template {
        let book = DemoBook::load().map_err(|error| Fault::Broken(error.to_string()))?;
        for item in items(&book) {
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
