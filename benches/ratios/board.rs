//! The week's board with every KPI against the same figures as one SQL query over the bills and their lines.
//!
//! The tables are filled directly: bills over three years, three lines each, 200 people, one member for ten bills.
//! Then each bill gets as many lines again, and the board is asked once more: it reads the same rows.

use std::fmt::Write;
use std::sync::Arc;

use meigui::ground::Machine;
use meigui::leaderboard::{Board, Kpi};
use meigui::shop::{Envelope, Shop, found::Founding};
use rusqlite::{Connection, named_params};

use crate::Ask;
use crate::copy;
use crate::times::{Times, compare};

/// People.
const STAFF: i64 = 200;
/// Three years.
const DAYS: i64 = 1_095;
/// The last day of the files.
const LAST: &str = "2026-11-20";

/// The same figures of each person, from the bills and lines of the week and of the repurchase cohort.
const ONE_QUERY: &str = "
WITH week AS (
    SELECT id, member_id, posted_on FROM bill WHERE posted_on BETWEEN :from AND :to AND kind = 'sale'),
work AS (
    SELECT week.id, week.member_id, week.posted_on, person.staff_id, line.quantity, line.net, line.requested
    FROM week JOIN bill_line AS line ON line.bill_id = week.id
    JOIN bill_line_staff AS person ON person.bill_id = line.bill_id AND person.line = line.line),
sums AS (
    SELECT staff_id, sum(net) AS cash, sum(quantity) AS services, sum(requested) AS requested,
           count(DISTINCT id) AS bills, count(DISTINCT member_id) AS clients,
           count(DISTINCT member_id || ' ' || posted_on) AS visits
    FROM work GROUP BY staff_id),
stars AS (
    SELECT staff_id, sum(score) AS stars, count(*) AS ratings
    FROM (SELECT DISTINCT work.staff_id, rating.id, rating.score FROM work JOIN rating ON rating.bill_id = work.id)
    GROUP BY staff_id),
firsts AS (
    SELECT staff_id, count(DISTINCT CASE WHEN before IS NULL THEN member_id END) AS fresh,
           count(DISTINCT CASE WHEN julianday(posted_on) - julianday(before) > 90 THEN member_id END) AS awakened
    FROM (SELECT DISTINCT work.staff_id, work.member_id, work.posted_on,
                 (SELECT max(old.posted_on) FROM bill AS old
                  WHERE old.member_id = work.member_id AND old.posted_on < work.posted_on AND old.kind = 'sale') AS before
          FROM work)
    GROUP BY staff_id),
ripe AS (
    SELECT staff_id, count(DISTINCT member_id) AS ripe,
           count(DISTINCT CASE WHEN back THEN member_id END) AS back
    FROM (SELECT DISTINCT person.staff_id, bill.member_id,
                 EXISTS (SELECT 1 FROM bill AS next WHERE next.member_id = bill.member_id AND next.kind = 'sale'
                         AND next.posted_on > bill.posted_on AND next.posted_on <= date(bill.posted_on, '+30 days')) AS back
          FROM bill JOIN bill_line_staff AS person ON person.bill_id = bill.id
          WHERE bill.posted_on BETWEEN :ripe_from AND :ripe_to AND bill.kind = 'sale' AND bill.member_id IS NOT NULL)
    GROUP BY staff_id)
SELECT sums.staff_id, sums.cash, sums.services, sums.requested, sums.bills, sums.clients, sums.visits,
       stars.stars, stars.ratings, firsts.fresh, firsts.awakened, ripe.ripe, ripe.back
FROM sums LEFT JOIN stars USING (staff_id) LEFT JOIN firsts USING (staff_id) LEFT JOIN ripe USING (staff_id)
ORDER BY sums.staff_id";

/// Fills a file and asks both sides in turn, then doubles the lines and asks ours again.
pub fn run(ask: &Ask) {
    cost(ask);
    let path = ask.folder.path().join("board.db");
    drop(Shop::found(&path, &Founding::new("S01", "国贸店"), Arc::new(Machine)).unwrap());
    let bare = copy::connect(&path);
    copy::bare(&bare);
    let bills = i64::from(ask.bills).max(1_000);
    fill(&bare, bills);
    let rounds = ask.rounds.min(40);
    let shop = Shop::open(&path, Arc::new(Machine)).unwrap();
    let (ours, query) = both(&shop, &bare, rounds);
    println!("bills {bills}, lines {}", bills * 3);
    compare("the week's board, every KPI", &ours, &query, 0.1);
    println!("the slowest of {rounds}: {:.1} ms (50 ms)", ours.share(1.0) / 1000.0);
    drop(shop);
    if let Some(keep) = &ask.keep {
        settle(&bare);
        std::fs::copy(&path, keep).unwrap();
    }
    double(&bare);
    let shop = Shop::open(&path, Arc::new(Machine)).unwrap();
    let (twice, _) = both(&shop, &bare, rounds);
    println!("lines {}", bills * 6);
    compare("the same, with twice the lines", &twice, &ours, 1.1);
    drop((shop, bare));
    let _ = std::fs::remove_file(path);
}

fn both(shop: &Shop, bare: &Connection, rounds: usize) -> (Times, Times) {
    let day = |text: &str| Some(text.to_owned());
    let board = Board { from: day("2026-11-14"), to: day(LAST), as_of: day(LAST), ..Board::default() };
    let mut query = bare.prepare(ONE_QUERY).unwrap();
    let (mut ours, mut one) = (Times::default(), Times::default());
    for round in 0..rounds + 2 {
        let (mut warm, mut warm_query) = (Times::default(), Times::default());
        let seen = warm.round(|| shop.ask(&board)).unwrap();
        // Both are measured warm; the query is slow, so it is asked less often.
        if round % 4 < 2 {
            let params = named_params! {
                ":from": board.from, ":to": board.to, ":ripe_from": seen.cohort.0, ":ripe_to": seen.cohort.1,
            };
            let rows: Vec<[Option<i64>; 13]> = warm_query.round(|| {
                let read = |row: &rusqlite::Row<'_>| {
                    let mut out = [None; 13];
                    for (place, value) in out.iter_mut().enumerate() {
                        *value = row.get(place)?;
                    }
                    Ok(out)
                };
                query.query_map(params, read).unwrap().map(Result::unwrap).collect()
            });
            if round == 0 {
                same(&seen, &rows);
            }
        }
        if round >= 2 {
            ours.add(&warm);
            one.add(&warm_query);
        }
    }
    (ours, one)
}

/// Both sides say the same.
fn same(board: &meigui::leaderboard::BoardIs, rows: &[[Option<i64>; 13]]) {
    assert!(rows.len() > 100, "{} people", rows.len());
    for row in rows {
        let number = format!("T{}", row[0].unwrap());
        let ours = board.rows.iter().find(|one| one.number == number).unwrap();
        let figure = |kpi: Kpi| {
            let figure = ours.figure(kpi).unwrap();
            (figure.top, figure.bottom)
        };
        let at = |place: usize| row[place].unwrap_or(0);
        assert_eq!(figure(Kpi::Cash).0, at(1), "{number}");
        assert_eq!(figure(Kpi::Services).0, at(2));
        assert_eq!(figure(Kpi::Requested).0, at(3));
        assert_eq!(figure(Kpi::AverageBill).1, at(4));
        assert_eq!((figure(Kpi::Clients).0, figure(Kpi::Visits).0), (at(5), at(6)));
        assert_eq!(figure(Kpi::Satisfaction), (at(7), at(8)));
        assert_eq!((figure(Kpi::NewMembers).0, figure(Kpi::Awakened).0), (at(9), at(10)));
        assert_eq!(figure(Kpi::Repurchase), (at(12), at(11)));
    }
}

/// Bills, lines, people, payments and ratings, and the rows that are kept of them.
fn fill(bare: &Connection, bills: i64) {
    let members = bills / 10;
    let series =
        |to: i64| format!("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {to})");
    // Mixed by multiplication with primes, so that neighbours differ.
    let (person, member) = (format!("1000 + (i * 7919 % {STAFF})"), format!("1 + (i * 104729 % {members})"));
    let other = format!("1000 + (i * 6007 % {STAFF})");
    let sql = [
        "BEGIN".to_owned(),
        format!(
            "{} INSERT INTO staff (id, number, name, job, role, hired_on)
             SELECT 1000 + i - 1, 'T' || (1000 + i - 1), '技师', 'technician', 'staff', '2020-01-01' FROM n",
            series(STAFF)
        ),
        format!(
            "{} INSERT INTO member (id, number, name, tier, home_store, opened_on)
             SELECT i, printf('M%06d', i), '会员', (SELECT code FROM tier LIMIT 1), 'S01', '2023-01-01' FROM n",
            series(members)
        ),
        format!(
            "{} INSERT INTO bill (id, number, kind, member_id, staff_id, posted_on, posted_at, list_total, discount,
                payable, command_id)
             SELECT i, 'B' || i, 'sale', {member}, 1, date('{LAST}', '-' || ({DAYS} - 1 - i * {DAYS} / ({bills} + 1)) || ' days'),
                i, 30000, 0, 30000, i FROM n",
            series(bills)
        ),
        lines(&series(bills), &person, &other, 0),
        format!(
            "{} INSERT INTO bill_tender (bill_id, part, tender, amount, tendered) SELECT i, 0, 'wechat', 30000, 30000 FROM n",
            series(bills)
        ),
        format!(
            "{} INSERT INTO rating (bill_id, score, at, command_id)
             SELECT i, 3 + i * 31 % 3, i, i FROM n WHERE i * 17 % 10 < 4",
            series(bills)
        ),
    ];
    for one in sql {
        bare.execute_batch(&one).unwrap();
    }
    keep(bare);
    bare.execute_batch("COMMIT; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
}

/// Two lines by one person and one by another; `after` is the last line there is.
fn lines(series: &str, person: &str, other: &str, after: i64) -> String {
    let mut out = String::new();
    for place in 1..=3 {
        let line = after + place;
        let who = if place == 3 { other } else { person };
        write!(
            out,
            "{series} INSERT INTO bill_line (bill_id, line, item_id, code, name, kind, category, quantity, list_price,
                unit_price, discount, net, requested)
             SELECT i, {line}, NULL, '21', '护理', 'service', '面部', 1, 10000, 10000, 0, 10000, i % 3 = 0 FROM n;
             {series} INSERT INTO bill_line_staff (bill_id, line, staff_id, part, weight, job)
             SELECT i, {line}, {who}, 0, 1, 'technician' FROM n;"
        )
        .unwrap();
    }
    out
}

/// The kept rows of these simple bills, by SQL.
fn keep(bare: &Connection) {
    bare.execute_batch(
        "DELETE FROM work_day; DELETE FROM client_day;
         INSERT INTO work_day (day, staff, known_on, bills, guests, service_bills, addon_bills, services, led, requested,
            cash, prepaid, consumption, labour, worth, topped, refunds, refunded, rating_sum, ratings, complaints)
         SELECT day, staff, day, count(*), 0, count(*), sum(lines > 1), sum(lines), sum(lines), sum(asked), sum(net), 0,
            sum(net), sum(net), sum(net), 0, 0, 0, coalesce(sum(score), 0), count(score), 0
         FROM (SELECT bill.posted_on AS day, who.staff_id AS staff, bill.id, count(*) AS lines, sum(line.net) AS net,
                      sum(line.requested) AS asked,
                      (SELECT score FROM rating WHERE rating.bill_id = bill.id) AS score
               FROM bill JOIN bill_line AS line ON line.bill_id = bill.id
               JOIN bill_line_staff AS who ON who.bill_id = bill.id AND who.line = line.line
               GROUP BY bill.id, who.staff_id)
         GROUP BY day, staff;
         INSERT INTO work_day (day, staff, known_on, bills, guests, service_bills, addon_bills, services, led, requested,
            cash, prepaid, consumption, labour, worth, topped, refunds, refunded, rating_sum, ratings, complaints)
         SELECT day, 0, day, sum(bills), 0, sum(bills), 0, sum(services), sum(led), sum(requested), sum(cash), 0, sum(cash),
            sum(cash), sum(cash), 0, 0, 0, sum(rating_sum), sum(ratings), 0
         FROM work_day WHERE staff > 0 GROUP BY day;
         CREATE TEMP TABLE came AS
         SELECT member_id, day, julianday(day) - julianday(lag(day) OVER who) AS since,
                julianday(lead(day) OVER who) - julianday(day) AS next
         FROM (SELECT DISTINCT member_id, posted_on AS day FROM bill)
         WINDOW who AS (PARTITION BY member_id ORDER BY day);
         CREATE INDEX came_by ON came (member_id, day);
         INSERT INTO client_day (day, staff, member, person, since_last, to_next)
         SELECT DISTINCT bill.posted_on, who.staff_id, bill.member_id, bill.member_id, CAST(came.since AS INTEGER),
                CAST(came.next AS INTEGER)
         FROM bill JOIN bill_line_staff AS who ON who.bill_id = bill.id
         JOIN came ON came.member_id = bill.member_id AND came.day = bill.posted_on
         ORDER BY 1, 2, 3;
         DROP TABLE came;
         DELETE FROM work_mark; INSERT INTO work_mark (id, rules) VALUES (1, 1);",
    )
    .unwrap();
}

/// As many lines again on every bill, by the same people.
fn double(bare: &Connection) {
    bare.execute_batch(
        "BEGIN;
         INSERT INTO bill_line (bill_id, line, item_id, code, name, kind, category, quantity, list_price, unit_price,
            discount, net, requested)
         SELECT bill_id, line + 3, item_id, code, name, kind, category, quantity, list_price, unit_price, discount, net,
            requested FROM bill_line;
         INSERT INTO bill_line_staff (bill_id, line, staff_id, part, weight, job)
         SELECT bill_id, line + 3, staff_id, part, weight, job FROM bill_line_staff;",
    )
    .unwrap();
    keep(bare);
    bare.execute_batch("COMMIT").unwrap();
    settle(bare);
}

/// Everything in the file itself: what is read from a long log is read more slowly.
fn settle(bare: &Connection) {
    bare.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).unwrap();
}

/// What keeping people's days costs a checkout: the same sales in two copies of a file, one of which says that its
/// tables are not filled, so that nothing is kept.
fn cost(ask: &Ask) {
    let file = ask.usual();
    let (kept_at, bare_at) = (ask.folder.path().join("kept.db"), ask.folder.path().join("unkept.db"));
    std::fs::copy(&file, &kept_at).unwrap();
    let mut kept = Shop::open(&kept_at, Arc::new(Machine)).unwrap();
    let members = crate::checkout::rich(&mut kept);
    drop(kept);
    std::fs::copy(&kept_at, &bare_at).unwrap();
    let bare = copy::connect(&bare_at);
    bare.execute_batch("DELETE FROM work_mark").unwrap();
    drop(bare);
    let mut kept = Shop::open(&kept_at, Arc::new(Machine)).unwrap();
    let mut unkept = Shop::open(&bare_at, Arc::new(Machine)).unwrap();
    let (mut with, mut without) = (Times::default(), Times::default());
    for round in 0..ask.rounds {
        let cart = crate::checkout::cart(&members[round % members.len()]);
        let envelope = Envelope::by(format!("bench:{round}"), "03");
        // In turn, each first in every other round.
        for turn in 0..2 {
            if (round + turn) % 2 == 0 {
                with.round(|| kept.act(&envelope, &cart)).unwrap();
            } else {
                without.round(|| unkept.act(&envelope, &cart)).unwrap();
            }
        }
    }
    compare("checkout: people's days kept or not", &with, &without, 1.15);
}
