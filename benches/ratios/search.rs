//! Search, key by key: the whole search of the entry box against the one indexed query that finds the same hits.

use std::path::Path;
use std::sync::Arc;

use meigui::ground::Machine;
use meigui::members::search;
use meigui::shop::Shop;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, named_params};

use crate::Ask;
use crate::times::{Times, compare};

/// What a hit shows.
macro_rules! hits {
    ($from:literal) => {
        concat!(
            "SELECT member.id, member.number, member.name, member.tier, member.last_visit_on,
             (SELECT phone FROM member_phone AS p WHERE p.member_id = member.id ORDER BY p.main DESC LIMIT 1) AS phone ",
            $from
        )
    };
}

/// Statements that find members by one index each, with everything that is shown of them.
const TAIL4: &str = hits!(
    "FROM member_phone JOIN member ON member.id = member_phone.member_id WHERE substr(member_phone.phone, -4) = :tail AND merged_into IS NULL ORDER BY member_phone.last_visit_on DESC LIMIT :limit"
);
const TAIL: &str = hits!(
    "FROM member_phone JOIN member ON member.id = member_phone.member_id WHERE member_phone.reversed >= :from AND member_phone.reversed < :to AND merged_into IS NULL LIMIT :limit"
);
const PHONE: &str = hits!(
    "FROM member_phone JOIN member ON member.id = member_phone.member_id WHERE member_phone.phone >= :from AND member_phone.phone < :to AND merged_into IS NULL LIMIT :limit"
);
const NUMBER: &str =
    hits!("FROM member WHERE (number = :text OR wallet_code = :text) AND merged_into IS NULL");
const NAME: &str =
    hits!("FROM member WHERE name >= :from AND name < :to AND merged_into IS NULL LIMIT :limit");
const GRAM: &str = hits!(
    "FROM member_gram JOIN member ON member.id = member_gram.member_id WHERE member_gram.gram = :gram AND instr(member.name, :text) > 0 AND merged_into IS NULL LIMIT :limit"
);
const READING: &str = hits!(
    "FROM member_reading JOIN member ON member.id = member_reading.member_id WHERE member_reading.reading >= :from AND member_reading.reading < :to AND merged_into IS NULL LIMIT :limit"
);

/// A member as people remember her.
pub struct Person {
    number: String,
    name: String,
    phone: String,
    initials: String,
    full: String,
}

type Row = (i64, String, String, String, String, Option<String>);

/// Types what a receptionist types, one key after another, and asks both sides after each key.
pub fn run(ask: &Ask) {
    let path = ask.large();
    let shop = Shop::open(&path, Arc::new(Machine)).unwrap();
    let bare = connect(&path);
    let people = people(&path, ask.rounds.min(1_000), &mut ChaCha8Rng::seed_from_u64(42));
    let mut bare_first = false;
    let (mut all, mut all_bare) = (Times::default(), Times::default());
    let kinds: [(&str, fn(&Person) -> Vec<String>); 6] = [
        ("phone tail, 4 to 8 digits", |at| (4..=8).map(|n| tail(&at.phone, n)).collect()),
        ("full phone", |at| vec![at.phone.clone()]),
        ("name, character by character", |at| keys(&at.name, 1)),
        ("given name", |at| vec![at.name.chars().skip(1).collect()]),
        ("pinyin, letter by letter", |at| [keys(&at.initials, 2), keys(&at.full, 2)].concat()),
        ("member number", |at| vec![at.number.clone()]),
    ];
    for (what, texts) in kinds {
        let (mut ours, mut alone) = (Times::default(), Times::default());
        for person in &people {
            for text in texts(person).iter().filter(|text| text.chars().count() > 0) {
                let mut find = || ours.round(|| search::find(shop.db(), text, search::HITS_MAX).unwrap());
                let mut one = || alone.round(|| one_query(&bare, text));
                // In turn first: whoever is first brings the pages from the disk for both.
                bare_first = !bare_first;
                let (rows, hits) = if bare_first {
                    let rows = one();
                    (rows, find())
                } else {
                    let hits = find();
                    (one(), hits)
                };
                // Two spellings of one name are two rows and one hit.
                assert_eq!(rows.is_empty(), hits.is_empty(), "{text}");
            }
        }
        compare(what, &ours, &alone, 3.0);
        all.add(&ours);
        all_bare.add(&alone);
    }
    compare("every key", &all, &all_bare, 3.0);
    println!("slowest of a thousand keys: {:.2} ms (16 ms a frame)", all.share(0.999) / 1000.0);
}

fn connect(path: &Path) -> Connection {
    let bare = Connection::open(path).unwrap();
    bare.execute_batch("PRAGMA cache_size = -16000; PRAGMA query_only = ON;").unwrap();
    bare.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).unwrap();
    bare
}

/// Members by chance.
pub fn people(path: &Path, wanted: usize, dice: &mut ChaCha8Rng) -> Vec<Person> {
    let bare = connect(path);
    let count: i64 = bare.query_row("SELECT max(id) FROM member", [], |row| row.get(0)).unwrap();
    println!("members {count}");
    (0..wanted).map(|_| person(&bare, dice.random_range(1..=count))).collect()
}

/// How a member is typed at the counter, each way to its last character.
pub fn typed(person: &Person) -> Vec<String> {
    let ways = [tail(&person.phone, 8), person.name.clone(), person.initials.clone(), person.full.clone()];
    // A zero and a digit go to a tab of the console.
    ways.into_iter().filter(|text| !text.is_empty() && !text.starts_with('0')).collect()
}

fn person(bare: &Connection, id: i64) -> Person {
    let sql = "SELECT number, name, (SELECT phone FROM member_phone WHERE member_id = member.id) AS phone,
         (SELECT min(reading) FROM member_reading WHERE member_id = member.id AND length(reading) < 4) AS initials,
         (SELECT max(reading) FROM member_reading WHERE member_id = member.id AND length(reading) > 3) AS full
         FROM member WHERE id = ?1";
    bare.query_row(sql, [id], |row| {
        Ok(Person {
            number: row.get(0)?,
            name: row.get(1)?,
            phone: row.get(2)?,
            initials: row.get::<_, Option<String>>(3)?.unwrap_or_default(),
            full: row.get::<_, Option<String>>(4)?.unwrap_or_default(),
        })
    })
    .unwrap()
}

fn tail(phone: &str, digits: usize) -> String {
    phone.chars().skip(phone.chars().count() - digits).collect()
}

/// What stands in the box after each key, from so many characters on.
fn keys(text: &str, from: usize) -> Vec<String> {
    (from..=text.chars().count()).map(|end| text.chars().take(end).collect()).collect()
}

/// The best single query for the same hits.
fn one_query(bare: &Connection, text: &str) -> Vec<Row> {
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    let limit = 60_i64;
    let read = |row: &rusqlite::Row<'_>| -> rusqlite::Result<Row> {
        Ok((
            row.get("id")?,
            row.get("number")?,
            row.get("name")?,
            row.get("tier")?,
            row.get("last_visit_on")?,
            row.get("phone")?,
        ))
    };
    let list = |sql: &str, params: &[(&str, &dyn rusqlite::ToSql)]| -> Vec<Row> {
        let mut statement = bare.prepare_cached(sql).unwrap();
        statement.query_map(params, read).unwrap().map(Result::unwrap).collect()
    };
    let range = |sql: &str, from: &str| {
        let to = after(from);
        list(sql, named_params! { ":from": from, ":to": to, ":limit": limit })
    };
    if digits && text.len() == 4 {
        return list(TAIL4, named_params! { ":tail": text, ":limit": limit });
    }
    if digits && text.len() >= 11 {
        return range(PHONE, text);
    }
    if digits {
        let reversed: String = text.chars().rev().collect();
        return range(TAIL, &reversed);
    }
    if text.starts_with('M') {
        return list(NUMBER, named_params! { ":text": text });
    }
    if text.is_ascii() {
        return range(READING, text);
    }
    let rows = range(NAME, text);
    if !rows.is_empty() || text.chars().count() < 2 {
        return rows;
    }
    let gram: String = text.chars().take(2).collect();
    list(GRAM, named_params! { ":gram": gram, ":text": text, ":limit": limit })
}

fn after(prefix: &str) -> String {
    let mut chars: Vec<char> = prefix.chars().collect();
    let last = chars.pop().map_or(0, u32::from);
    chars.extend(char::from_u32(last + 1));
    chars.into_iter().collect()
}
