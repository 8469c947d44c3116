//! Every statement of the house, prepared on the migrated schema: named columns, no upsert, no scan of what grows; and
//! the migrations, sealed.
//!
//! To seal a new migration run `cargo test --test it sealed` and copy the line it prints. A migration that has landed
//! is never edited: files of that version exist.

use std::collections::BTreeSet;
use std::fs;

use meigui::db::{Db, migrate};
use sha2::{Digest, Sha256};

use crate::tidy::{below, name, root, sources};

/// The migrations as they landed: name, sha256.
const SEALED: &[(&str, &str)] = &[
    ("0001_house", "fa10c73c1b708602f0c057e91206d91a4584218114202730615dd5301b2e20be"),
    ("0002_ledger", "4b9c9f9bbbc6c7309065b47ad976a0d3d4f69957c9e996caf66f748dfbaed7b4"),
    ("0003_people", "f7a43ce313585530f81c057240673e3880a6bb9d33088202ac572a5d423a87f6"),
    ("0004_catalog", "74ca5903127eba9aaf351293b0aec9b56f1a5433adb53db5c1c6d08152237c7c"),
    ("0005_holdings", "d10e68311f6380b3ae34f2ba41fefc92e752f596f981b73a0dd3949943e39aa9"),
    ("0006_bills", "f6450684cfaf20b14134078290ba112016f428762431f5c9c5158d18a759c3cc"),
    ("0007_files", "0f6e6f8db908e47abeb1555a8edc45c47d79946be894daf95db3756b6abd2004"),
    ("0008_lookups", "2b92f661ea5572ed9efec2d518b43b492bc9172d248098577267c163c2429746"),
    ("0009_details", "393e6ee8e547cd6d1210c6585d0d1a388e44d9000f1025005a723d5564b3d0b5"),
    ("0010_prints", "163cc8fd0db9539ee391617dee21f18d06b393969c0bf3b669e1d1cf20e69327"),
    ("0011_rotation", "310fddbf3d9be99c4786aa5e98e1b22106765b72fb971805c99e26ff314cd6cf"),
    ("0012_commission", "bd0b0ed6791c645202cec3f3b5e90c0e7005609bef870db0c1a8a5d771e3ecf9"),
    ("0013_performance", "4738c295743bc52975ae133c779b385518c232e943274e3c50dcc2a2c390486d"),
    ("0014_rewards", "b02fa64700932cdc50d1badc6daa1be224f7d50f1337002ee55e464d5e9740d0"),
    ("0015_pay", "92a93026f7abbdbf7de9f5cfa19de1c28d614cb111419ebe8756ed7fe2deba9d"),
    ("0016_moves", "5b1787b9f2d46f1ca8d215f2ce989b6b1c51290e0dff52dea0f0fcca542f7c2f"),
    ("0017_closing", "0c1d79ae07c69deab631c7af85a72bacdd8d11fada85eba41dc1e7407353ae03"),
    ("0018_labour", "af80051aa2a6138b4d237a103d8cc628943b97c19dbdf92abfb72492d477f833"),
    ("0019_pack", "2687ffe9c8cf10790f04789af1680fc5ffb459cff352c610d4fbf9dcb7df3ff2"),
    ("0020_clearing", "35af4de279651b741dbe40634576a4e3720a4b6442b857d090477743399b560d"),
    ("0021_chain", "454a8d6fe0b428e2aa26d4f9b2966277b2b6be4cc9bd911138e99a243ccf0750"),
    ("0022_parts", "bf54139c6ad2fc1ff43cc40691b8b66eacada419fc810eb237533bab4960204f"),
    ("0023_packs", "d9338726ea7a295a28fcb7fb8e3c9bd74ef1c10927947a48a3934d2648356319"),
    ("0024_settlement", "d7568f1fd7ee039d6cda40d5b9164d86ea9255f97bb8709840d0975500e53a01"),
    ("0025_received", "852740e407c199bd88626cd6fff3b010da576d723732cce3967a8ba5562a43aa"),
    ("0026_prints", "4a35093bb66a5918cc410cf3010e8f72c6a72a1f1f2468d30f66506fd33540c9"),
    ("0027_policy", "14a4ee18887bfe5645eb4ac98aba9fd23c0100b879cd778b783ed207e1eb8971"),
    ("0028_grants", "7d5e64d6f4b32bf8f70c34bdfec06a520a39870b8448fe81d2c0ff7159f955b0"),
    ("0029_answers", "42fc929bab92fb5f5fee19356b77ac2ec58eeb47a0a02a7dbefc1c68f31f9468"),
    ("0030_discounts", "7aeb3072d458eba70defef203e63183b56c4774bc7f07f4c3b1a6bfa68dbd350"),
    ("0031_origin", "26b59bbf43411668a69b85fe6398e8eadaf69c583a9caba95f405c0587f2cee3"),
    ("0032_frozen", "7b1620e88b209d8626c2a1c205f39fc3bf335d04600a32248d785f7f97db3584"),
    ("0033_part_terms", "f5c19b83adb4ea934c1c04be2d391f304c7b73c97ad89fc8a43fa6fe7741440b"),
];

/// Tables that grow with the salon's choices and not with its customers: scanning them is what they are for.
const SMALL: &[&str] = &[
    "epoch",
    "item",
    "item_part",
    "item_price",
    "peer",
    "pin_guard",
    "reward_book",
    "reward_rule",
    "rule",
    "rule_book",
    "rule_step",
    "setting",
    "staff",
    "store",
    "tier",
    "topup_offer",
];

/// Scans that were looked at: the file, and why it may.
const REVIEWED: &[(&str, &str)] = &[
    ("src/ledger/sql/totals_since.sql", "a past day's entry: the days of one account"),
    ("src/cockpit/sql/birthdays.sql", "everybody's birthday"),
    ("src/insight/sql/people.sql", "insight looks at everybody"),
    ("src/insight/sql/visits.sql", "insight looks at every visit: the model is fitted on all of the past"),
    ("src/insight/sql/returned.sql", "and at what came back of them"),
    ("src/insight/sql/prepaid.sql", "when each member first paid in advance"),
    ("src/insight/sql/hands.sql", "who served each member most often"),
    ("src/chain/sql/seals.sql", "a fork is mended: every link of a store's copy against a bundle's"),
    ("src/members/sql/names_all.sql", "a copy that came without spellings: every name"),
    (
        "src/chain/sql/points_held.sql",
        "points of other stores in a store: few, and all of them are looked at",
    ),
    ("src/chain/sql/grant_given.sql", "a member's files that were merged: one, and one more for each merge"),
    ("src/chain/sql/roamed.sql", "headquarters looks who roams: every event of the last weeks"),
    ("src/parts/sql/in_accounts.sql", "the lots of one part: one, and one more for each merge"),
    ("src/settlement/sql/used_lots.sql", "where a lot came from: itself, and one more for each merge"),
    ("src/settlement/sql/used_points.sql", "points of other stores: few, and all of them are looked at"),
    ("src/parts/sql/told_list.sql", "what a back-up lost: the first five hundred"),
    ("src/parts/sql/foreign_points.sql", "a lot of points: one, and one more for each merge"),
    ("src/chain/sql/parts_taken.sql", "headquarters looks across the books: every part that a store took in"),
    ("src/chain/sql/phones_all.sql", "a bundle leaves: every phone has a print"),
    ("src/chain/sql/phones_sent.sql", "a bundle leaves with every phone, where headquarters asks for them"),
    ("src/chain/sql/prints_all.sql", "a bundle leaves: every phone has a print"),
    ("src/chain/sql/prints_own.sql", "headquarters looks across the books: every person"),
    ("src/chain/sql/received_all.sql", "the list of received files: one row a file and state"),
    ("src/exchange/sql/batches.sql", "the list of imported files, newest first: one row a file"),
    ("src/exchange/sql/export_members.sql", "an export is of all members"),
    ("src/checkout/sql/consumed_of_lot.sql", "the lots of one top-up: one, and one more for each merge"),
    ("src/checkout/sql/lapsed_of_lot.sql", "the lots of one top-up: one, and one more for each merge"),
    ("src/checkout/sql/paid_back.sql", "the lots of one top-up: one, and one more for each merge"),
    (
        "src/cards/sql/origin_of_lot.sql",
        "the lot and those it was made from: one, and one more for each merge",
    ),
    ("src/commission/sql/about_bill.sql", "one bill, what it made, and what was done to it"),
    ("src/commission/sql/debts_of.sql", "the bills about one bill, handed in as one text"),
    ("src/commission/sql/prepaid_of.sql", "the bills about one bill, handed in as one text"),
    ("src/commission/sql/rows_of.sql", "the bills about one bill, handed in as one text"),
    ("src/leaderboard/sql/profile_ratings.sql", "the rated lines of a span, found by their days"),
    ("src/parts/sql/asks_list.sql", "the newest five hundred"),
    ("src/parts/sql/outs_list.sql", "the newest five hundred"),
    ("src/parts/sql/in_left.sql", "headquarters, for a pack: every part that a store took in"),
    ("src/settlement/sql/unnamed.sql", "its index holds only events whose member is not known yet"),
    ("src/rewards/sql/came_back.sql", "a member's file and those it was merged into"),
    ("src/rewards/sql/came_true.sql", "a member's file and those it was merged into"),
    ("src/rewards/sql/newest_ratings.sql", "from the newest rating back, until a person has so many of them"),
    ("src/rewards/sql/rewards_return.sql", "the member's newest eight bills"),
    ("src/rewards/sql/streaks_with.sql", "the bills of one streak, from its row"),
    ("src/checkout/sql/held_open.sql", "its index holds only bills that still wait"),
    ("src/close/sql/days_closed.sql", "`check`, and one row a day"),
    ("src/close/sql/held_open.sql", "its index holds only bills that still wait"),
    ("src/close/sql/months.sql", "one row a month"),
    ("src/settlement/sql/books.sql", "one row whenever the rules change"),
    ("src/ledger/sql/postings_insert.sql", "the lines of one entry, handed in as one text"),
    ("src/leaderboard/sql/rated_between.sql", "asked by hand: why a person's ratings are what they are"),
    ("src/leaderboard/sql/weights_all.sql", "the owner's weights: one row whenever they change"),
    ("src/members/sql/same_birthday.sql", "asked by hand, once: who is in the files twice"),
    ("src/members/sql/same_phone.sql", "asked by hand, once: who is in the files twice"),
    (
        "src/performance/sql/advice_rows.sql",
        "everything worked out again, or compared with it: reads everything",
    ),
    ("src/pack/sql/lines.sql", "the people on one line"),
    ("src/pack/sql/stretch.sql", "one row"),
    ("src/performance/sql/advised.sql", "everything worked out again, or compared with it: reads everything"),
    ("src/performance/sql/bills.sql", "everything worked out again, or compared with it: reads everything"),
    ("src/performance/sql/days.sql", "everything worked out again, or compared with it: reads everything"),
    ("src/performance/sql/merges.sql", "everything worked out again, or compared with it: reads everything"),
    (
        "src/performance/sql/visit_rows.sql",
        "everything worked out again, or compared with it: reads everything",
    ),
];

/// Statements: file and text.
fn statements() -> Vec<(String, String)> {
    below(&root().join("src"), "sql")
        .iter()
        .map(|path| (name(path), fs::read_to_string(path).unwrap()))
        .collect()
}

/// The statement without comments and texts, in capitals, single spaces.
fn bare(sql: &str) -> String {
    let lines: Vec<&str> = sql.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
    let mut out = String::new();
    for (place, part) in lines.join(" ").split('\'').enumerate() {
        out.push_str(if place % 2 == 0 { part } else { "''" });
    }
    out.to_uppercase().split_whitespace().collect::<Vec<_>>().join(" ")
}

fn none(what: &str, found: &[String]) {
    assert!(found.is_empty(), "{what}:\n{}", found.join("\n"));
}

#[test]
fn every_sql_file_is_one_statement_that_names_its_columns() {
    let mut found = Vec::new();
    for (file, text) in statements() {
        let sql = bare(&text);
        let mut no = |what: &str| found.push(format!("{file}: {what}"));
        if sql.trim_end_matches(';').contains(';') {
            no("more than one statement");
        }
        if sql.contains("SELECT *") || sql.contains(".*") || sql.contains(", * FROM") {
            no("names its columns one by one");
        }
        if sql.starts_with("INSERT INTO ")
            && !sql.split(" VALUES").next().is_some_and(|head| head.contains('('))
        {
            no("names the columns it fills");
        }
        for verb in ["OR REPLACE", "OR IGNORE", "ON CONFLICT", "REPLACE INTO"] {
            if sql.contains(verb) {
                no("an upsert hides what stood there");
            }
        }
        if (sql.starts_with("UPDATE") || sql.starts_with("DELETE")) && !sql.contains(" WHERE ") {
            no("touches every row");
        }
    }
    none("statements that need another look", &found);
}

#[test]
fn every_sql_file_is_used() {
    let mut used = BTreeSet::new();
    for (source, text) in sources() {
        let folder = source.rsplit_once('/').map_or("", |(folder, _)| folder);
        for part in text.split("include_str!(\"").skip(1) {
            let path = part.split('"').next().unwrap_or_default();
            let mut parts: Vec<&str> = folder.split('/').collect();
            for step in path.split('/') {
                if step == ".." {
                    parts.pop();
                } else {
                    parts.push(step);
                }
            }
            used.insert(parts.join("/"));
        }
    }
    let dead: Vec<String> =
        statements().into_iter().map(|(file, _)| file).filter(|file| !used.contains(file)).collect();
    none("nobody asks this any more", &dead);
}

#[test]
fn no_statement_names_two_columns_of_its_answer_alike() {
    let db = Db::in_memory().unwrap();
    let mut found = Vec::new();
    for (file, text) in statements() {
        let mut seen = BTreeSet::new();
        for column in db.columns(&text).unwrap() {
            if !seen.insert(column.to_lowercase()) {
                found.push(format!("{file}: {column}"));
            }
        }
    }
    none("a row reads a column by its name alone", &found);
}

#[test]
fn every_statement_prepares_and_none_scans_a_table_that_grows() {
    let db = Db::in_memory().unwrap();
    let mut broken = Vec::new();
    let mut scans = Vec::new();
    let mut needed = BTreeSet::new();
    for (file, text) in statements() {
        let plan = match db.plan(&text) {
            Ok(plan) => plan,
            Err(fault) => {
                broken.push(format!("{file}: {fault}"));
                continue;
            }
        };
        let sql = bare(&text);
        for step in scanned(&plan) {
            // The newest or oldest row alone: the walk ends at once.
            let first_only = sql.contains(" LIMIT 1")
                && !sql.contains(" WHERE ")
                && !plan.iter().any(|s| s.contains("TEMP B-TREE"));
            // The proof works everything out again, so it reads everything.
            if first_only || file.starts_with("src/proof/") {
                continue;
            }
            needed.insert(file.clone());
            if !REVIEWED.iter().any(|(known, _)| *known == file) {
                scans.push(format!("{file}: {step}"));
            }
        }
    }
    none("does not prepare", &broken);
    none("reads a whole table that grows", &scans);
    let idle: Vec<String> =
        REVIEWED.iter().map(|(file, _)| (*file).to_owned()).filter(|file| !needed.contains(file)).collect();
    none("reviewed, and no scan any more", &idle);
}

/// The steps of a plan that walk through a table that grows. A name that is no small table counts as one.
fn scanned(plan: &[String]) -> Vec<String> {
    plan.iter()
        .filter_map(|step| step.strip_prefix("SCAN ").map(|rest| (step, rest)))
        .filter(|(_, rest)| {
            let table = rest.split(' ').next().unwrap_or_default();
            !table.starts_with('(') && !rest.starts_with("CONSTANT") && !SMALL.contains(&table)
        })
        .map(|(step, _)| step.clone())
        .collect()
}

#[test]
fn migrations_are_sealed() {
    let files = below(&root().join("migrations"), "sql");
    let stems: Vec<String> =
        files.iter().map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect();
    let steps: Vec<&str> = migrate::STEPS.iter().map(|(name, _)| *name).collect();
    assert_eq!(stems, steps, "every file of migrations/ is a step, in order");
    let now: Vec<(String, String)> = migrate::STEPS
        .iter()
        .map(|(name, sql)| {
            let digest: Vec<String> =
                Sha256::digest(sql.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
            ((*name).to_owned(), digest.concat())
        })
        .collect();
    let lines: Vec<String> =
        now.iter().map(|(name, hash)| format!("    (\"{name}\", \"{hash}\"),")).collect();
    let sealed: Vec<(String, String)> =
        SEALED.iter().map(|(name, hash)| ((*name).to_owned(), (*hash).to_owned())).collect();
    assert_eq!(
        now,
        sealed,
        "A landed migration was edited, or a new one is not sealed. Undo the edit; or put this into SEALED:\n{}\n",
        lines.join("\n")
    );
}

#[test]
fn the_checks_themselves_see_what_they_must() {
    let db = Db::in_memory().unwrap();
    let scan = |sql: &str| scanned(&db.plan(sql).unwrap());
    assert_eq!(scan("SELECT id FROM bill WHERE reason = :reason"), ["SCAN bill"]);
    assert!(scan("SELECT id FROM bill WHERE number = :number").is_empty());
    assert_eq!(bare("SELECT a -- why; \nFROM b WHERE c = 'x;y' "), "SELECT A FROM B WHERE C = ''");
}
